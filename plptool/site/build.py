"""A site's pages to the bytes of its files: HTML by the templates, and beside each page its data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, assert_never

from plptool.model.citations import Citation, citations
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    OfTask,
    Progress,
    Status,
)
from plptool.model.financial_year import year_name
from plptool.model.findings import in_language
from plptool.model.i18n import Translate, language_tag, translation, word
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, as_list, entries, text, text_if_any
from plptool.model.version import __version__
from plptool.read import schema as schemas
from plptool.render import claims, commissions, decisions, figures, indicators, json, tasks
from plptool.render import html as blocks
from plptool.render import phrases as words
from plptool.render.csv import to_csv
from plptool.render.json_diff import BetweenShape
from plptool.render.log import change_line
from plptool.render.page import environment, unbroken
from plptool.render.phrases import point_line
from plptool.render.record import FieldLine, fields
from plptool.render.seals import whether_kept
from plptool.render.tasks import reached
from plptool.render.text import clean
from plptool.reports.records import export
from plptool.reports.rows import DecisionRow, ProcessRow
from plptool.site import charts, script
from plptool.site.accessibility import Statement
from plptool.site.addresses import addressed
from plptool.site.calendar import calendars
from plptool.site.chart_text import ChartTexts
from plptool.site.commissions import by_name
from plptool.site.content import NAV, Page, Site, Table, is_short_name
from plptool.site.data import Changes, CitedFact, DecisionGroup, OfSource, PageData, Quotation, own_words, why
from plptool.site.dcat import catalogue
from plptool.site.earlier import Earlier, Keys
from plptool.site.feeds import became, feeds
from plptool.site.filters import Filters
from plptool.site.names import Called, named, names_records
from plptool.site.publication import Publication
from plptool.site.saved import SavedCharts
from plptool.site.sheets import LISTS, citation_in_words, sheet_of, whole_workbook, workbook_of
from plptool.site.short_names import Explainer, short_names
from plptool.site.sitemap import addresses, sitemaps
from plptool.timeline.changes import EventChange, RecordChange
from plptool.timeline.daily import newest_arrivals
from plptool.timeline.totals import Totals, totals
from plptool.timeline.years import year_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from plptool.render.xlsx import Sheet

TEMPLATES = FilePath(__file__).parent / "templates"
"""The pages of a site, and their one script in `assets/`."""


def files(site: Site, languages: Sequence[str], earlier: Earlier | None = None) -> Iterator[tuple[str, bytes]]:
    """Every file of the site after its path, but for those that are copied as they are.

    Args:
        site: the pages.
        languages: the first is written at the root, each other in a folder of its name. Data has no language, and lies
            at the root.
        earlier: what an earlier run wrote: pages that would be the same are taken from there.

    Raises:
        UserError: Jinja2, icalendar, snowballstemmer or XlsxWriter is not installed.
    """
    writers = [_Writer(site, language, languages) for language in languages]
    paths: list[str] = []
    keys = Keys(site, languages, TEMPLATES) if earlier is not None else None
    for page in site.pages:
        paths.append(page.path)
        key = keys.of(page) if keys is not None else None
        if earlier is None or key is None:
            yield from _of_page(site, page, writers)
            continue
        taken = earlier.content(key)
        made = taken.items() if taken is not None else _of_page(site, page, writers)
        yield from earlier.note(key, made)
    for writer in writers:
        yield writer.whole_workbook()
    for path, text_of_file in chain(_of_all(site, writers), _for_machines(site, writers, paths)):
        yield path, text_of_file.encode()


def _of_page(site: Site, page: Page, writers: Sequence["_Writer"]) -> Iterator[tuple[str, bytes]]:
    """A page in each language, and its data."""
    for path, text_of_file in _texts_of_page(site, page, writers):
        yield path, text_of_file.encode()
    for writer in writers:
        yield from writer.workbook(page)


def _texts_of_page(site: Site, page: Page, writers: Sequence["_Writer"]) -> Iterator[tuple[str, str]]:
    for writer in writers:
        yield writer.page(page)
        yield from writer.charts(page)
    if page.data is not None:
        yield f"{page.stem}.json", json.text({"point": site.point}, _for_json(page.data), indent=None)
    if page.table is not None:
        yield f"{page.stem}.csv", _csv(page.table)


def _of_all(site: Site, writers: Sequence["_Writer"]) -> Iterator[tuple[str, str]]:
    """What is made of the whole ledger, as text."""
    for writer in writers:
        yield from writer.scripts()
        yield from writer.feeds()
    yield from calendars(site, writers[0].translate)
    yield "ledger.json", json.text(export(site.state), indent=None)


def _for_machines(site: Site, writers: Sequence["_Writer"], paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What search engines and data portals ask for."""
    yield from sitemaps(paths, writers[0].folders, writers[0].publication)
    yield from catalogue(site, [(writer.language, writer.translate) for writer in writers])


def _for_json(data: PageData) -> json.Answer:
    """What the JSON beside a page holds: of changes, as `plptool diff` has them."""
    match data:
        case Changes():
            return BetweenShape.of(data.first, data.last, data.difference)
        case _:
            return data


def _csv(table: Table) -> str:
    columns = list(table.columns)
    rows = [[row.get(column) for column in columns] for row in table.rows]
    return clean(to_csv(columns, rows))


def folder(language: str, languages: Sequence[str]) -> str:
    """Where a language's pages lie, below the site's root."""
    if language == languages[0]:
        return ""
    return f"{language}/"


class _Writer:
    """Writes the pages of a site in one language."""

    def __init__(self, site: Site, language: str, languages: Sequence[str]) -> None:
        self.site = site
        self.language = language
        self.folder = folder(language, languages)
        self.folders = {other: folder(other, languages) for other in languages}
        self.translate = translation(site.state.ledger.manifest, language)
        self.environment = environment(language, TEMPLATES, self.translate)
        self.publication = Publication.of(site.state.ledger.manifest)
        names = short_names(site)
        self.explainer = Explainer(names)
        _teach(self.environment, site, language, self.translate)
        self.environment.globals.update(publication=self.publication, short_names=names)
        self.template = lru_cache(maxsize=None)(self.environment.get_template)
        self.saved = SavedCharts(site, language, self.translate)
        self.sheets: dict[str, Sheet] = {}
        """The sheets of the whole ledger's workbook, by page."""

    def page(self, page: Page) -> tuple[str, str]:
        """A page's path and text."""
        home = "../" * page.path.count("/")
        top = home + "../" * self.folder.count("/")
        title = in_language(page.title, self.translate)
        text = self.template(page.template).render(
            page=page,
            data=page.data,
            title=title,
            description=self.description(page, title),
            address=self.publication.at(self.folder + page.path),
            addresses=addresses(page.path, self.folders, self.publication),
            home=home,
            top=top,
            languages=[(other, f"{top}{there}{page.path}") for other, there in self.folders.items()],
        )
        explained = self.explainer.explained(text, page.path, home)
        return self.folder + page.path, unbroken(explained)

    def charts(self, page: Page) -> Iterator[tuple[str, str]]:
        """The paths and texts of what is saved of a page's charts."""
        for path, content in self.saved.of(page):
            yield self.folder + path, content

    def description(self, page: Page, title: str) -> str:
        """What a page is about, for who finds it elsewhere."""
        if page.path == "index.html" and self.publication.description is not None:
            return self.publication.description
        day = words.when(self.site.state.day.isoformat(), self.translate)
        return f"{title} – {self.site.title}, {day}"

    def workbook(self, page: Page) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of the workbook beside a page that has a table."""
        if page.table is None:
            return
        if page.path in LISTS:
            self.sheets[page.path] = sheet_of(page, page.table, self.site, self.translate)
        yield f"{self.folder}{page.stem}.xlsx", workbook_of(page, page.table, self.site, self.translate)

    def whole_workbook(self) -> tuple[str, bytes]:
        """The path and bytes of the workbook of the whole ledger, with as many of its lists as were made."""
        sheets = [self.sheets[path] for path in LISTS if path in self.sheets]
        return f"{self.folder}ledger.xlsx", whole_workbook(sheets, self.site, self.translate)

    def feeds(self) -> Iterator[tuple[str, str]]:
        """The paths and texts of what changed, for readers of news."""
        return feeds(self.site, self.folder, self.language, self.translate)

    def scripts(self) -> Iterator[tuple[str, str]]:
        """The paths and texts of what the site's script is given."""
        plan = script.plan(self.site, self.translate)
        search = script.search(self.site, self.language, self.translate)
        yield f"{self.folder}plan.js", script.script("plan", plan)
        yield f"{self.folder}search.js", script.script("search", search)


def _teach(taught: "Environment", site: Site, language: str, _: Translate) -> None:
    """What the templates of a site know beside what all know."""
    from markupsafe import Markup

    # On a page in another language, a record's own words are marked as what they are (WCAG 2.2, 3.1.2).
    own = Markup("") if language == site.language else Markup(' lang="{}"').format(site.language)
    linked = _Linked(site, str(own), _)
    begins = site.state.ledger.year_start
    texts = ChartTexts(site, _)
    taught.globals.update(
        site=site,
        nav=[(path, _(name)) for path, name in NAV],
        point=point_line(site.point, _),
        as_of=_("As of {date}").format(date=site.point.date),
        filters=Filters(site, _),
        statement=Statement.of(site.state.ledger.manifest),
        version=__version__,
        locale=language_tag(language).replace("-", "_"),
        schemas=schemas.NAMES,
        totals=totals(site.state),
        shapes=charts.SHAPES,
        own=own,
        other="" if language == site.language else site.language,
    )
    taught.filters |= blocks.FILTERS
    taught.filters |= {
        "said": lambda message: in_language(message, _),
        "about": lambda fact: _about(fact, _),
        "change": lambda fact, own: change_line(fact, _, own or NO_WORDS),
        "cited": linked.cited,
        "entry": lambda data: words.value(data, _),
        "fields": lambda record, own: _fields(record, own or NO_WORDS, site.called, _),
        "value": lambda data, name: words.field(name, named(data, site.called, name), _),
        "groupby_collection": _by_collection,
        "places": lambda own: _by_place(own, _),
        "event": linked.event,
        "addressed": addressed,
        "became": lambda kind: became(kind, _),
        "changes_beside_status": lambda change: _changes_beside_status(change, _),
        "group_title": lambda group: _group_title(group, _),
        "decision_status": lambda status: words.decision_status(status, _),
        "in_force": lambda state: "".join(f"{sentence}." for sentence in decisions.in_force(state, _)),
        "in_force_of_type": lambda sort: decisions.in_force_of_type(sort, _),
        "unstated": lambda row: _unstated(row, _),
        "unstated_of": lambda record: decisions.unstated(
            by_body="body" in record,
            by_others=bool(record.get("parties") or record.get("roles")),
            paragraph="paragraph" in record,
            registry="registry" in record,
            _=_,
        ),
        "not_in_force": lambda row: decisions.not_in_force(row, _),
        "became_of_minutes": lambda minutes: decisions.became(minutes, _),
        "counted_what": lambda assertion: ", ".join(claims.what(assertion, _)),
        "counted_records": claims.records,
        "counted": lambda figure: claims.counted(figure, _),
        "counted_name": lambda figure: claims.called(figure, _),
        "counted_number": lambda figure, value: claims.number(figure, value, _),
        "how_it_stands": lambda row: tasks.how(row, _),
        "ties": lambda view: decisions.ties_of(view, _),
        "own_words": own_words,
        "outcome": lambda row: words.outcome(row.outcome, row.outcome_text, _),
        "progress": lambda row: words.progress_of(row, _),
        "late_line": lambda row: script.late_line(row.task, row.due, _),
        "beside_status": lambda row: words.beside_status(row, late=row.late, _=_),
        "reached": lambda row: reached(row, _),
        "indicator_words": lambda row: indicators.what(row, _),
        "indicator_period": lambda row: indicators.period(row, _),
        "indicator_baseline": lambda row: indicators.baseline(row, _),
        "indicator_target": lambda row: indicators.target(row, _),
        "indicator_value": lambda row: indicators.value(row, _),
        "indicator_reached": lambda row: indicators.reached(row, _),
        "short_name": is_short_name,
        "whether_kept": lambda row: " ".join(whether_kept(row, _)),
        "during": lambda text: words.during(text, _),
        "since": lambda text: words.since(text, _),
        "compared": lambda difference: figures.compared(difference.before, difference.after, _),
        "numbers": lambda totals: _numbers(site, totals, _),
        "how_it_goes": lambda counts: words.how_it_goes(counts, _),
        "commissions_in_short": lambda content, until: commissions.in_short(content, str(until), _),
        "commissions": lambda content: blocks.named(commissions.report(by_name(content, site.called), site.broken, _)),
        "by_status": _by_status,
        "how_many_stand": lambda counts: words.how_many_stand(counts, _),
        "label": lambda status, n: words.label(status, n, _),
        "why": why,
        "came_last": lambda day: newest_arrivals(site.course, day),
        "came": lambda arrival: clean(script.entry(arrival, site, _)),
        "stacked": charts.stacked,
        "quarter_bars": texts.quarter_bars,
        "grant_years": charts.grant_years,
        "grant_bars": texts.grant_bars,
        "axis": lambda data: charts.axis_of_plan(data, begins),
        "axis_of_course": lambda process, day: charts.axis_of_course(process.course, day, begins),
        "steps": charts.steps,
        "rows": lambda data, axis: charts.rows(data.leads, axis, texts.of_marks(data)),
        "row": lambda process, axis: charts.row(process, axis, texts.of_event),
        "legend": charts.legend,
        "legend_of_rows": lambda rows: charts.legend([charts.Rows("", (), tuple(rows))]),
        "decisions_on": lambda decisions, axis: charts.decisions_on(axis, decisions, texts.of_decision),
        "decisions_before": lambda decisions, axis: charts.decisions_before(axis, decisions),
        "standing_text": texts.standing,
        "over_time_text": texts.over_time,
        "days_text": texts.days,
        "course_text": texts.course,
        "meetings_text": texts.meetings,
        "grants_text": texts.grants,
    }


def _unstated(row: DecisionRow, _: Translate) -> str:
    """What of a decision no document states, in a list; nothing, where all of it is known."""
    lacking = decisions.unstated(
        by_body=row.body is not None,
        by_others=bool(row.parties or row.roles),
        paragraph=row.paragraph is not None,
        registry=row.registry is not None,
        _=_,
    )
    if not lacking:
        return ""
    return _("not stated in the document: {what}").format(what=words.and_last(lacking, _))


def _by_status(rows: Iterable[ProcessRow]) -> Counter[str]:
    """How many processes stand where; `foreseen` are those that have no status."""
    return Counter(row.status or "foreseen" for row in rows)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the table of a page, and whether there is anything to tell of it on the page's day."""

    figure: figures.Figure
    said: str | int
    shown: bool


def _numbers(site: Site, totals: Totals, _: Translate) -> Iterator[_Number]:
    """The numbers of a day, also those that only another day has, for the page's script."""
    begins = site.state.ledger.year_start
    years = {year_of(parse_when(text(decision, "date")), begins) for decision in site.state.decisions.values()}
    for figure in figures.every(totals, [year for year in years if year is not None], _):
        yield _Number(figure, figure.said(_), shown=bool(figure.number) or not figure.if_any)


def _group_title(group: DecisionGroup, _: Translate) -> str:
    """What the decisions of a group have in common, and how many they are."""
    n = len(group.decisions)
    match group.sort:
        case "year":
            year = "" if group.year is None else year_name(group.year, _)
            if not group.unsure:
                return _("{year} ({n})").format(year=year, n=n)
            of_year = _("{year} ({n}, of which without a certain year: {unsure})")
            return of_year.format(year=year, n=n, unsure=group.unsure)
        case "other":
            return _("{year} ({n})").format(year=_("Not adopted, or undone since"), n=n)
        case _:
            assert_never(group.sort)


_STANDING = ("status", "remaining", "outcome", "percent", "rating")
"""What is shown beside a change, and so is not told in it."""


def _changes_beside_status(change: RecordChange, _: Translate) -> str:
    """What became of a record between two days: that it went, which fields are others, and what events came."""
    clauses: list[str] = []
    match change.change:
        case "removed":
            clauses.append(_("no longer there"))
        case "changed":
            fields = dict.fromkeys(_(field.top) for field in change.fields if field.name not in _STANDING)
            if fields:
                label = _("changed:")
                clauses.append(f"{label} {', '.join(fields)}")
        case "added":
            pass
        case _:
            assert_never(change.change)
    if kinds := _kinds(change.events, _):
        clauses.append(kinds)
    return "; ".join(clauses)


def _kinds(changes: Iterable[EventChange], _: Translate) -> str:
    """How many events of which kind differ; a status is told beside them, and a note says more than its kind."""
    names = (_name_of_kind(change.event) for change in changes)
    counts = Counter(name for name in names if name is not None)
    return ", ".join(_counted(name, count, _) for name, count in counts.items())


_COUNTED = {
    "meeting": (word("1 meeting"), word("{n} meetings")),
    "decision": (word("1 decision"), word("{n} decisions")),
    "grant": (word("1 grant"), word("{n} grants")),
    "expected": (word("1 thing expected"), word("{n} things expected")),
    "report": (word("1 report"), word("{n} reports")),
    "change": (word("1 change"), word("{n} changes")),
    "other": (word("1 activity"), word("{n} activities")),
}
"""By kind, how one event of it is counted, and several. Any other is an activity of a sort."""


def _counted(kind: str, n: int, _: Translate) -> str:
    """How many events there are of a kind: 13 meetings, workshop × 2."""
    if kind in _COUNTED:
        of_one, several = _COUNTED[kind]
        return _(of_one if n == 1 else several).format(n=n)
    return _(kind) if n == 1 else f"{_(kind)} × {n}"


def _name_of_kind(event: Event) -> str | None:
    """As what an event is counted: an activity as what it was; None of what is told otherwise."""
    match event:
        case Activity():
            return event.activity
        case Meeting() | Decided() | Granted() | Expected() | FieldsSet() | OfTask() | Progress():
            return event.kind
        case Status() | Note():
            return None
        case _:
            assert_never(event)


_OURS = frozenset({*words.CODES, *words.DATES, "period", "listed", "priority", "lines", "sha256", "registry"})
"""Fields whose values are no words of the record's language."""


_FOR_EXAMINERS = frozenset({"sha256"})
"""Fields that a page tells apart, for who examines the record."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """An entry of a field: a record's id, or a text in a line, or a text and then its properties by name."""

    id: str | None = None
    text: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    own: bool = False
    """Whether the text is in the record's own words."""
    source: Plain = None


@dataclass(frozen=True, slots=True)
class _ShownField:
    label: str
    entries: tuple[_Shown, ...]


def _fields(record: Data, own: OwnWords, called: Called, _: Translate) -> Iterator[_ShownField]:
    """A record's fields, each with its label and entries; those that are ids of records are by themselves.

    Args:
        record: what it says.
        own: its and its plan's words.
        called: what people call a record that it names.
        _: the reader's language.
    """
    told = {name: value for name, value in record.items() if name not in _FOR_EXAMINERS}
    for name, lines in groupby(fields(told, _, own), key=lambda line: line.name):
        shown: list[_Shown] = []
        for line in lines:
            shown += _entries(line, called, _)
        label = _(name)
        yield _ShownField(label, tuple(shown))
    source = record.get("source")
    if source is not None and not isinstance(source, dict):
        yield _ShownField(_("source"), (_Shown(source=source),))


def _entries(line: FieldLine, called: Called, _: Translate) -> Iterator[_Shown]:
    """One entry of a field; where it is of ids, one for each, and the last has the citations."""
    is_own = line.name not in _OURS
    match line.entry:
        case dict() as data:
            entry = entries({"one": [named(data, called, line.name)]}, "one")[0]
            yield _of_entry(line, entry, _)
        case data if names_records(line.name) and as_list(data):
            *others, last = map(str, as_list(data))
            yield from map(_Shown, others)
            yield _Shown(last, source=line.source)
        case _:
            yield _Shown(text=line.said, own=is_own, source=line.source)


def _of_entry(line: FieldLine, entry: Data, _: Translate) -> _Shown:
    """An entry that has properties of its own: in a line, or where they are many, one below the other."""
    is_own = line.name not in _OURS
    if len(entry) < _MANY or line.name == "listed":
        return _Shown(text=words.field(line.name, entry, _), own=is_own, source=line.source)
    first, properties = words.parts(entry, _)
    return _Shown(text=first, parts=tuple(properties), own=is_own, source=line.source)


_MANY = 4
"""So many properties are no line that anybody reads."""


class _Linked:
    """What is put into pages with links in it. `home` leads from a page to the root of its language.

    Made of escaped text by hand: there are some twenty on each page, and Markup.format takes ten times as long.
    """

    def __init__(self, site: Site, own: str, _: Translate) -> None:
        from markupsafe import Markup, escape

        self.site = site
        self.own = own
        self.translate = _
        self.markup = Markup
        self.escaped = lru_cache(maxsize=1 << 16)(lambda text: str(escape(clean(text))))
        self.citation = lru_cache(maxsize=1 << 16)(self._citation)

    def cited(self, source: Plain, home: str) -> "Markup":
        """Citations, each a link to its line on the page of its document."""
        links = [self.citation(written, home) for _position, written in citations(source)]
        cited = ", ".join(links)
        if not cited:
            return self.markup("")
        return self.markup(f'<span class="cited">[{cited}]</span>')

    def _citation(self, written: str, home: str) -> str:
        citation = Citation.parse(written)
        document = self.site.records.get(citation.source)
        if document is None:
            return self.escaped(words.sources(written, self.translate))
        shown = self.escaped(citation_in_words(citation, self.site, self.translate))
        place = ""
        if citation.pages:
            place = f"#p{citation.first_page}"
        elif citation.first:
            place = f"#L{citation.first}"
        return f'<a href="{home}{document.path_of(citation)}{place}">{shown}</a>'

    def event(self, event: Event, home: str, own: OwnWords | None) -> "Markup":
        """An event in one sentence: what it is, in our words and with links to what it names; then its own."""
        of_record = own or NO_WORDS
        what = words.what(event, self.translate, of_record)
        phrase = (*what, words.settling(event, self.translate, of_record))
        ours = words.in_text(phrase)
        sentence = "".join(
            self.escaped(part) if isinstance(part, str) else self._link(part.id, home) for part in phrase
        )
        text_of_event = own_words(event)
        if text_of_event:
            if ours:
                sentence += " " if ours.endswith(".") else ". "
            sentence += self._own("span", text_of_event)
        written = text_if_any(event.data, "written")
        if written is not None:
            quoted = self._own("q", written)
            sentence += f" [{quoted}]"
        doer = text_if_any(event.data, "by")
        if doer is not None:
            name = self._link(doer, home) if doer in self.site.records else self._own("span", doer)
            sentence += f" ({words.by(event, name, self.translate)})"
        return self.markup(sentence)

    def _own(self, element: str, text: str) -> str:
        """A record's own words, marked as of its language."""
        return f"<{element}{self.own}>{self.escaped(text)}</{element}>"

    def _link(self, key: str, home: str) -> str:
        """What a record is called, as a link where it has a page."""
        link = self.site.records.get(key)
        if link is None:
            return self.escaped(key)
        title = link.title_for(key)
        shown = self.escaped(key)
        if title is not None:
            shown = self._own("q" if link.titled else "span", title)
        return f'<a href="{home}{link.path}">{shown}</a>'


@dataclass(frozen=True, slots=True)
class _CitedPlace:
    """What is cited from the same lines or pages of a document."""

    anchor: str | None
    """The line or page by which it can be linked to: of those that begin at one, only the first can."""
    said: str
    """The lines or pages; nothing, of the whole document."""
    facts: tuple[CitedFact, ...]
    quotation: Quotation | None
    """What stands there, where that is known."""


def _by_place(source: OfSource, _: Translate) -> Iterator[_CitedPlace]:
    """What is cited from a document, by line and page."""
    quotations = {(quotation.first, quotation.last): quotation for quotation in source.quoted or ()}
    anchored: set[str | None] = set()
    for (first, last, pages), facts in groupby(source.cited, key=lambda fact: (fact.first, fact.last, fact.pages)):
        place = f"p{pages[0]}" if pages else f"L{first}" if first else None
        anchor = None if place in anchored else place
        anchored.add(place)
        quotation = quotations.get((first, last)) if first and last else None
        yield _CitedPlace(anchor, words.place_in_words(first, last, pages, _), tuple(facts), quotation)


def _about(fact: CitedFact, _: Translate) -> str:
    """What a fact is about: an event by kind and date, else the field."""
    if fact.kind and fact.date and fact.about[:1] == ("events",):
        return f"{_(fact.kind)} {words.cell(fact.date, _)}"
    if not fact.about:
        return ""
    return _(fact.about[0])


def _by_collection(changes: Iterable[RecordChange]) -> list[tuple[Collection, list[RecordChange]]]:
    """Changes by collection: processes and decisions first, as these are what readers ask for."""
    order = list(dict.fromkeys([Collection.PROCESSES, Collection.DECISIONS, *Collection]))
    by_collection: dict[Collection, list[RecordChange]] = {}
    for change in changes:
        by_collection.setdefault(change.collection, []).append(change)
    return sorted(by_collection.items(), key=lambda item: order.index(item[0]))
