"""Which pages a site has, and what each of them tells: pure data, of which the JSON beside each page is the proof."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import assert_never

from plptool.checks.privacy import LikelyNumbers
from plptool.checks.seals import by_snapshot
from plptool.history.log import CommitChanges, RecordChange
from plptool.model.citations import Citation, citations, facts
from plptool.model.collections import Collection
from plptool.model.dates import day_at, parse_when
from plptool.model.divided import without_persons
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
from plptool.model.findings import Finding, Message
from plptool.model.i18n import word
from plptool.model.names import NOBODY, Names
from plptool.model.plain import Data, Plain, entries, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Point, Record
from plptool.model.redact import names_in, names_published, property_at, public, unnamed
from plptool.model.text import natural
from plptool.read.manifest import zone
from plptool.render.json import as_row
from plptool.reports.commissions import given
from plptool.reports.records import Views, decision_rows
from plptool.reports.rows import DecisionRow, ProcessRow, RemainingRow, SealRow, SourceRow, UseRow, lasting
from plptool.reports.summary import Report, report
from plptool.site.data import (
    AuditedSeal,
    Auditors,
    Between,
    ChangedBy,
    Changes,
    CitedFact,
    CollectionIds,
    Course,
    Decisions,
    DocumentRow,
    Glossary,
    LeadingOrganisation,
    Naming,
    OfCollection,
    OfDecision,
    OfGrant,
    OfOrganisation,
    OfPlan,
    OfProcess,
    OfSource,
    Organisations,
    OverTime,
    Overview,
    PageData,
    Pair,
    PlanMeanings,
    Quotation,
    RecordPage,
    SealedIn,
    SealedRecord,
    Search,
    SnapshotLink,
    Sources,
    decided,
)
from plptool.texts.letters import letters
from plptool.timeline.beginnings import beginning
from plptool.timeline.compare import FactChange
from plptool.timeline.daily import Chronicle, chronicle
from plptool.timeline.diff import diff
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import State, uses
from plptool.timeline.part import decided_by

_WITH_PAGES = tuple(collection for collection in Collection if collection is not Collection.SNAPSHOTS)
"""The collections whose records have a page. A snapshot's is the plan as it stood on that day, in `at/`."""
NAV = (
    ("index.html", word("Overview")),
    ("decisions.html", word("Decisions")),
    ("organisations.html", word("Organisations")),
    ("between.html", word("Between two dates")),
    ("sources.html", word("Sources")),
    ("auditors.html", word("For auditors")),
    ("search.html", word("Search")),
    ("glossary.html", word("Glossary")),
)

History = Mapping[str, list[CommitChanges]]
"""By record: the commits that changed it, newest first, each with what it changed in that record alone."""

Texts = Mapping[str, Sequence[str]]
"""By source, the lines of its text."""

TableRow = ProcessRow | DecisionRow | LeadingOrganisation | DocumentRow | SealedRecord | Event
"""What a page has in its CSV."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the CSV beside a page holds: a list of what the page tells, with the columns in this order."""

    columns: tuple[str, ...]
    rows: tuple[Data, ...]

    @classmethod
    def of(cls, rows: Iterable[TableRow]) -> "Table":
        """Rows for people, with a column for each property that any of them has."""
        objects = entries({"rows": [as_row(row) for row in rows]}, "rows")
        return cls(tuple(dict.fromkeys(name for row in objects for name in row)), objects)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in whatever language it will be written."""

    path: str
    """Relative to the site's folder, or to a language's."""
    template: str
    title: Message | str
    """A text is a record's own words."""
    data: PageData | None = None
    """What the page tells, and the JSON beside it; None where it tells nothing of the ledger."""
    table: Table | None = None
    nav: str = ""
    """The path of the page of the navigation that it belongs to."""

    @property
    def stem(self) -> str:
        return self.path.removesuffix(".html")


Place = tuple[tuple[int, int], int]
"""The pages and the first line that are cited: in this order the facts that cite a document are told."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where what is cited from a document goes on, on another page."""

    place: Place
    """The first that is told there."""
    goes_on: bool
    """Whether it begins on the page before."""
    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a record's page is, and what the record is called."""

    path: str
    title: str
    collection: Collection
    turns: tuple[Turn, ...] = ()
    """Of a document: where what is cited from it goes on, on another page."""

    def path_of(self, citation: Citation) -> str:
        """The page on which a place in a document is told of."""
        here = (citation.pages or (0, 0), citation.first or 0)
        for turn in reversed(self.turns):
            if turn.place < here or (turn.place == here and not turn.goes_on):
                return turn.path
        return self.path

    @property
    def titled(self) -> bool:
        """Whether people call it by its title within a sentence, and not by its id."""
        return self.collection not in (Collection.PROCESSES, Collection.ORGANISATIONS)

    def title_for(self, key: str) -> str | None:
        """By which title people call it where it stands by itself; None where they call it by its id, which is `key`.

        So they call a process, and a body by an id that is short for its name.
        """
        if self.titled or (self.collection is Collection.ORGANISATIONS and not is_short_name(key)):
            return self.title
        return None


_LONGEST = 48
"""So long may a document's title be where it stands within a sentence."""


@lru_cache(maxsize=4096)
def short_title(key: str, title: str) -> str:
    """What a document is called where it is cited: the beginning of its title that its id is short for, or all of it.

    `bilaga-5` is *Bilaga 5*, of “Bilaga 5 – Socialförvaltningen”. A long title is cut between its words.
    """
    wanted = letters(key)
    words = title.split()
    for count in range(1, len(words) + 1):
        beginning = " ".join(words[:count]).rstrip(" ,:;–—-")
        if letters(beginning) == wanted:
            return beginning
    if len(title) <= _LONGEST:
        return title
    whole_words, _space, _part = title[:_LONGEST].rpartition(" ")
    return f"{whole_words.rstrip(' ,:;–—-') or title[:_LONGEST]} …"


def is_short_name(key: str) -> bool:
    """Whether an id is one that people call a body by: `KSOM`, and not `the-board`."""
    return key.isalnum() and not key.islower()


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """What a commit changed in a record, as it may be told."""

    record: str
    known: int
    """From when it counts as known, in seconds since 1970."""
    what: ChangedBy


@dataclass(frozen=True)
class Site:
    """A ledger at a point, as pages."""

    title: str
    language: str
    """The ledger's own, in which its records are written."""
    named: bool
    """Whether it names persons."""
    broken: tuple[str, ...]
    """The snapshots whose seals do not hold."""
    point: Point
    records: dict[str, Link]
    """By id: every record that has a page."""
    pages: Iterator[Page]
    """Each is made when it is asked for, once: of a large ledger they are many, and none needs another."""
    state: State
    """The whole of it."""
    course: Chronicle
    """The same day by day, for the site's script."""
    newest: Callable[[str | None, int], list[LedgerChange]]
    """The newest changes of the ledger, or of what is about an organisation, and at most so many."""

    def called(self, key: str) -> str:
        """What people call a record: by its title, or by an id that people use; a text that is no id as it is."""
        link = self.records.get(key)
        if link is None:
            return key
        if link.collection is Collection.SOURCES:
            return short_title(key, link.title)
        return link.title_for(key) or key


def site(state: State, findings: list[Finding], history: History, texts: Texts | None = None) -> Site:
    """The pages of a ledger at a point; its day is the last that they tell of.

    Args:
        state: the ledger at the point.
        findings: what validation finds in it: of these the acknowledged and the missing are told.
        history: as far as it is known; persons' names are left out of it as of all else.
        texts: by source, the lines of its text: where they are cited they are shown, without the persons whom the
            ledger names.
    """
    # Of what not everybody may read, nothing is made: the records come here without persons.
    # A site of a sealed day tells the days before by what that day has: it says tomorrow what it says today.
    names = NOBODY if names_published(state.ledger.manifest) else names_in(_everything(state, history))
    numbers = LikelyNumbers.of(state.ledger.all_records())
    ledger = state.ledger.nameless(names)
    state = ledger.with_records(map(numbers.of_record, ledger.all_records())).at(state.day)
    readable = {source: without_persons(lines, names) for source, lines in (texts or {}).items()}
    builder = SiteBuilder(state, unnamed(findings, names), history, names, numbers, readable)
    return Site(
        title=state.ledger.title,
        language=state.ledger.language,
        named=names_published(state.ledger.manifest),
        broken=tuple(sorted(by_snapshot(findings), key=natural)),
        point=state.point,
        records=builder.links,
        pages=builder.pages(),
        state=state,
        course=builder.course,
        newest=lru_cache(maxsize=None)(builder.newest),  # each language of the pages asks for the same
    )


def _everything(state: State, history: History) -> Iterator[Plain]:
    """What records say, and said once: who was named then is not named now."""
    yield from state.ledger.all_data()
    for change in (change for commits in history.values() for commit in commits for change in commit.records):
        for fact in change.facts:
            for value in (fact.before, fact.after):
                yield {"person": value} if "person" in fact.path else value


class SiteBuilder:
    """What the pages are made from, worked out once."""

    def __init__(
        self,
        state: State,
        findings: list[Finding],
        history: History,
        names: Names,
        numbers: LikelyNumbers,
        texts: Texts,
    ) -> None:
        self.state = state
        self.findings = findings
        self.history = history
        self.names = names
        self.numbers = numbers
        self.texts = texts
        self.course = chronicle(state.ledger, state.day)
        self.views = Views(state)
        self.divided: dict[str, list[list[CitedFact]]] = {}
        self.links = {record.id: self.link(record) for record in self.records()}

    def records(self) -> Iterator[Record]:
        """Every record as it stood."""
        for collection in Collection:
            for key, data in self.state.records[collection].items():
                yield Record(key, collection, "", data)

    def link(self, record: Record) -> Link:
        path = path_of(record.collection, record.id)
        turns: tuple[Turn, ...] = ()
        if record.collection is Collection.SOURCES:
            turns = tuple(_turns(path, self.parts_cited(record.id)))
        return Link(path, record.called, record.collection, turns)

    def pages(self) -> Iterator[Page]:
        yield self.overview(self.state, self.report, "index.html", Message("Overview"))
        for snapshot in self.snapshots:
            then = self.states[snapshot.date]
            title = Message("The plan on {date}", {"date": snapshot.date.isoformat()})
            yield self.overview(then, report(then, self.findings), snapshot.path, title)
        yield self.over_time()
        for collection in _WITH_PAGES:
            for key in self.state.records[collection]:
                yield self.record(collection, key)
                if collection is Collection.SOURCES:
                    yield from self.more_of_source(key)
        yield self.decisions()
        yield from self.commissions()
        yield self.organisations()
        yield self.sources()
        yield self.auditors()
        yield from self.between()
        yield self.glossary()
        yield self.search()
        yield _plain("data.html", Message("All data"))
        publisher = part(self.state.ledger.manifest, "publisher")
        yield _plain("accessibility.html", Message("Accessibility statement"), publisher)
        yield _plain("404.html", Message("There is no such page"))

    @cached_property
    def states(self) -> dict[date, State]:
        """The state of each day that pages are about, folded once."""
        days = {snapshot.date for snapshot in self.snapshots} | {*self.stops}
        return {self.state.day: self.state} | {
            day: self.state.ledger.at(day) for day in sorted(days) if day != self.state.day
        }

    @cached_property
    def stops(self) -> list[date]:
        """The days between which pages tell what happened: a plan's start, each year's end, snapshots, the last day."""
        last = self.state.day
        first = min(self.plans_began(), default=None)
        days = {snapshot.date for snapshot in self.snapshots} | {last}
        if first:
            begins = self.state.ledger.year_start
            years = range(begins.year_of(first), begins.year_of(last))
            days |= {first} | {begins.last_day(year) for year in years}
        return sorted(days)

    def plans_began(self) -> Iterator[date]:
        """The days on which plans began: of one that no decision adopts, its period's first."""
        ledger = self.state.ledger
        for record in ledger.collections[Collection.PLANS].values():
            day = beginning(ledger, record)
            if day is not None and date.min < day <= self.state.day:
                yield day

    # The plan at a day

    def overview(self, state: State, report_then: Report, path: str, title: Message) -> Page:
        data = Overview.of(state, report_then, self.snapshots)
        return Page(path, "overview.html", title, data, Table.of(report_then.processes), "index.html")

    def over_time(self) -> Page:
        data = OverTime.of(self.state, self.report, self.snapshots)
        return Page("timeline.html", "timeline.html", Message("Over time"), data, nav="index.html")

    @cached_property
    def snapshots(self) -> tuple[SnapshotLink, ...]:
        return tuple(
            SnapshotLink(key, _day_of(data), text_if_any(data, "title"), path_of(Collection.SNAPSHOTS, key))
            for key, data in self.state.records[Collection.SNAPSHOTS].items()
        )

    # A page a record

    def record(self, collection: Collection, key: str) -> Page:
        data = RecordPage(
            view=self.views.of(key),
            history=tuple(self.changes_of(key)),
            sealed=tuple(self.sealed_in(key)),
            own=self.own(collection, key),
        )
        title = self.links[key].title
        return Page(
            path=path_of(collection, key),
            # Where nothing is told of its collection alone, it is told as any record is.
            template="record.html" if data.own is None else f"{collection.schema}.html",
            title=f"{key} {title}" if collection is Collection.PROCESSES else title,
            data=data,
            table=Table.of(data.view.timeline) if data.view.timeline else None,
            nav=_NAV_OF.get(collection, "index.html"),
        )

    def sealed_in(self, key: str) -> Iterator[SealedIn]:
        for snapshot, data in self.state.records[Collection.SNAPSHOTS].items():
            digests = part(part(data, "seal"), "records")
            if key in digests:
                yield SealedIn(snapshot, _day_of(data), text(digests, key))

    def own(self, collection: Collection, key: str) -> OfCollection | None:
        """What is told of records of its collection alone."""
        match collection:
            case Collection.PROCESSES:
                return OfProcess(Course.of(self.state.processes[key]))
            case Collection.DECISIONS:
                return OfDecision(self.naming("decision", key))
            case Collection.GRANTS:
                grants = tuple(grant for grant in self.report.grants if grant.id == key)
                return OfGrant(grants, self.naming("grant", key))
            case Collection.PLANS:
                processes = (process for process in self.state.processes.values() if process.plan == key)
                return OfPlan(tuple(ProcessRow.of(process, self.state.day) for process in processes))
            case Collection.ORGANISATIONS:
                return self.of_organisation(key)
            case Collection.SOURCES:
                return self.of_source(key, 0)
            case Collection.ASSIGNMENTS | Collection.SNAPSHOTS:
                return None
            case _:
                assert_never(collection)

    def changes_of(self, key: str) -> Iterator[ChangedBy]:
        """The commits that changed a record: what they changed, as far as the day has come and anybody may know."""
        for commit in self.history.get(key, ()):
            for change in commit.records:
                yield self.change_of(commit, change)

    def change_of(self, commit: CommitChanges, change: RecordChange) -> ChangedBy:
        """What a commit changed in a record, without the persons in it unless they may be named."""
        manifest = self.state.ledger.manifest
        named = names_published(manifest)
        facts = [fact for fact in change.facts if (named or "person" not in fact.path) and self.has_come(fact)]
        return ChangedBy(
            commit=commit.commit.id,
            known=day_at(commit.known, zone(manifest)),
            # The author is a person, and the subject may name one.
            author=commit.commit.author if named else None,
            subject=self.numbers.without(commit.commit.subject) if named else None,
            change=change.kind,
            formerly=change.formerly,
            facts=tuple(
                replace(
                    fact,
                    before=self.public(fact.before, property_at(fact.path)),
                    after=self.public(fact.after, property_at(fact.path)),
                )
                for fact in facts
            ),
        )

    def public(self, value: Plain, of: str) -> Plain:
        """A property's value, as everybody may read it."""
        return self.numbers.masked(public(value, self.state.ledger.manifest, self.names, of))

    @cached_property
    def changes(self) -> list[tuple[str, CommitChanges]]:
        """Each record with a commit that changed it alone, newest first; what is not of the day shown is left out."""
        changes: list[tuple[str, CommitChanges]] = []
        for key, commits in self.history.items():
            is_gone = commits[0].records[0].kind == "removed"
            if key in self.links or is_gone:
                changes += [(key, commit) for commit in commits]
        return sorted(changes, key=lambda change: -change[1].known)

    def newest(self, organisation: str | None, most: int) -> list[LedgerChange]:
        """The newest changes, as they may be told.

        Args:
            organisation: what is about it, and its own record; None: all.
            most: at most so many.
        """
        found: list[LedgerChange] = []
        for key, commit in self.changes:
            for change in commit.records:
                if organisation is not None and organisation not in (key, *change.organisations):
                    continue
                what = self.change_of(commit, change)
                if what.change == "changed" and not what.facts and not what.formerly:
                    continue  # of it nothing may be told
                found.append(LedgerChange(key, commit.known, what))
            if len(found) >= most:
                break
        return found

    def has_come(self, fact: FactChange) -> bool:
        """Whether an event that a commit changed is of a day that has come; any other fact has."""
        match fact.before or fact.after:
            case Mapping() as event if fact.path == ("events",):
                return parse_when(text(event, "date")).by(self.state.day)
            case _:
                return True

    def of_organisation(self, key: str) -> OfOrganisation:
        processes, day = self.by_organisation.get(key, []), self.state.day
        decisions = [DecisionRow.of(self.state, one) for one in decided_by(self.state, key)]
        return OfOrganisation(
            leads=tuple(ProcessRow.of(process, day) for process in processes if key in process.leads),
            partakes=tuple(ProcessRow.of(process, day) for process in processes if key not in process.leads),
            decided=tuple(row for row in decisions if row.stands),
            mentioned=tuple(row for row in decisions if not row.stands),
            left=tuple(RemainingRow.of(process, day) for process in processes if process.remaining),
            uses=tuple(self.uses_for(key)),
            parts=tuple(self.parts_of(key)),
        )

    def uses_for(self, organisation: str) -> Iterator[UseRow]:
        """The uses of grants that are for an organisation, alone or with others."""
        for grant, use in uses(self.state):
            if organisation in texts(use, "organisations"):
                yield UseRow(grant, use)

    def parts_of(self, organisation: str) -> Iterator[str]:
        """The organisations that are a part of it."""
        for key, data in self.state.records[Collection.ORGANISATIONS].items():
            if data.get("part-of") == organisation:
                yield key

    @cached_property
    def report(self) -> Report:
        return report(self.state, self.findings)

    @cached_property
    def decisions_by_date(self) -> tuple[DecisionRow, ...]:
        return tuple(decision_rows(self.state))

    @cached_property
    def by_organisation(self) -> dict[str, list[ProcessState]]:
        """By organisation, the processes that it leads or takes part in."""
        by_organisation: dict[str, list[ProcessState]] = {}
        for process in self.state.processes.values():
            for organisation in dict.fromkeys(process.organisations):
                by_organisation.setdefault(organisation, []).append(process)
        return by_organisation

    @cached_property
    def named(self) -> dict[tuple[str, str], list[Naming]]:
        """By kind and id: the events that name a decision or a grant."""
        namings: dict[tuple[str, str], list[Naming]] = {}
        for record in self.records():
            for event in events_of(record):
                match event:
                    case Decided():
                        named = event.decision
                    case Granted():
                        named = event.grant
                    case Meeting() | Activity() | Status() | Expected() | FieldsSet() | Note() | OfTask() | Progress():
                        continue
                    case _:
                        assert_never(event)
                naming = Naming(record.id, event.when.text, text_if_any(event.data, "text"))
                namings.setdefault((event.kind, named), []).append(naming)
        return namings

    def naming(self, kind: str, key: str) -> tuple[Naming, ...]:
        return tuple(self.named.get((kind, key), ()))

    @cached_property
    def cited(self) -> dict[str, list[CitedFact]]:
        """By document: the facts that cite it, in the order of its lines."""
        by_document: dict[str, list[CitedFact]] = {}
        for record in self.records():
            for document, cited_fact in _cited_facts(record):
                by_document.setdefault(document, []).append(cited_fact)
        for cited_facts in by_document.values():
            cited_facts.sort(key=_place)
        return by_document

    def parts_cited(self, key: str) -> list[list[CitedFact]]:
        """The facts that cite a document, as many on a page as one holds."""
        if key not in self.divided:
            self.divided[key] = self.divide(key)
        return self.divided[key]

    def divide(self, key: str) -> list[list[CitedFact]]:
        weights = self.weights_of_lines(key)
        parts: list[list[CitedFact]] = [[]]
        weight = 0
        before: Place | None = None
        for fact in self.cited.get(key, ()):
            here = _place(fact)[:2]
            of_fact = _WEIGHT
            if here != before and fact.first:
                of_fact += sum(weights[max(0, fact.first - 3) : (fact.last or fact.first) + 2])
            # Facts that cite one place stand on one page, unless they are more than a page holds.
            is_full = weight + of_fact > _HEAVIEST and (here != before or weight > 2 * _HEAVIEST)
            if is_full and parts[-1]:
                parts.append([])
                weight = 0
            parts[-1].append(fact)
            weight += of_fact
            before = here
        return parts

    def weights_of_lines(self, key: str) -> list[int]:
        """What each line of a document's text adds to a page that shows it."""
        return [_WEIGHT + len(line) for line in self.texts.get(key, ())]

    def of_source(self, key: str, number: int) -> OfSource:
        """What a page tells of the facts that cite a document; of its pages the first is 0."""
        cited = self.parts_cited(key)[number]
        link = self.links[key]
        paths = (link.path, *(turn.path for turn in link.turns))
        return OfSource(tuple(cited), self.quoted(key, cited), paths if link.turns else ())

    def more_of_source(self, key: str) -> Iterator[Page]:
        """The pages of a document after the first."""
        link = self.links[key]
        for number, turn in enumerate(link.turns, start=1):
            yield Page(turn.path, "source_part.html", link.title, self.of_source(key, number), nav="sources.html")

    def quoted(self, key: str, cited: Iterable[CitedFact]) -> tuple[Quotation, ...] | None:
        """What stands in the lines of a document that are cited; None where its text is not at hand."""
        lines = self.texts.get(key)
        if lines is None:
            return None
        shown = list(map(self.numbers.without, lines))
        places = ((fact.first, fact.last or fact.first) for fact in cited if fact.first)
        return tuple(Quotation.of(first, last, shown) for first, last in dict.fromkeys(places))

    # Lists

    def decisions(self) -> Page:
        data = Decisions(
            in_force=tuple(lasting(self.decisions_by_date)),
            decided=tuple(decided(self.state, self.report.totals)),
        )
        return _plain("decisions.html", Message("Decisions"), data, Table.of(self.decisions_by_date))

    def organisations(self) -> Page:
        rows = []
        for key, data in self.state.records[Collection.ORGANISATIONS].items():
            processes = self.by_organisation.get(key, [])
            leads = sum(key in process.leads for process in processes)
            partakes = len(processes) - leads
            rows.append(LeadingOrganisation(key, text(data, "title"), text_if_any(data, "type"), leads, partakes))
        return _plain("organisations.html", Message("Organisations"), Organisations(tuple(rows)), Table.of(rows))

    def sources(self) -> Page:
        rows = []
        for key, data in self.state.records[Collection.SOURCES].items():
            source = SourceRow.of(key, data, len(self.lines_cited(key, number_if_any(data, "lines") or 0)))
            rows.append(DocumentRow(source, entries(data, "left-out")))
        data_of_page = Sources(
            sources=tuple(rows),
            discrepancies=self.report.discrepancies,
            oddities=self.report.oddities,
            missing=self.report.missing,
            assertions=self.report.assertions,
        )
        return _plain("sources.html", Message("Sources"), data_of_page, Table.of(rows))

    def lines_cited(self, key: str, count: int) -> set[int]:
        """The lines of a document that are cited.

        Args:
            key: the document's id.
            count: how many lines it has.
        """
        lines: set[int] = set()
        for fact in self.cited.get(key, ()):
            lines.update(Citation(key, fact.first, fact.last).lines(count))
        return lines

    def commissions(self) -> Iterator[Page]:
        """What decisions gave somebody to do, of all bodies; no page where they gave nothing."""
        content = given(self.state)
        if content is not None:
            path = "commissions.html"
            yield Page(path, path, Message("Commissions"), content, nav="decisions.html")

    def auditors(self) -> Page:
        seals = [
            AuditedSeal.of(SealRow.of(key, snapshot, self.findings, self.state.recorded.broken), snapshot)
            for key, snapshot in self.state.records[Collection.SNAPSHOTS].items()
        ]
        digests = [
            SealedRecord(audited.seal.snapshot, key, digest)
            for audited in seals
            for key, digest in audited.digests.items()
        ]
        return _plain("auditors.html", Message("For auditors"), Auditors(tuple(seals)), Table.of(digests))

    def search(self) -> Page:
        ids: dict[Collection, list[str]] = {}
        for key, link in self.links.items():  # collection by collection
            ids.setdefault(link.collection, []).append(key)
        records = tuple(CollectionIds(collection, tuple(keys)) for collection, keys in ids.items())
        return _plain("search.html", Message("Search"), Search(records))

    def glossary(self) -> Page:
        plans = self.state.records[Collection.PLANS].items()
        meanings = (PlanMeanings(key, text(plan, "title"), part(plan, "completed-means")) for key, plan in plans)
        return _plain("glossary.html", Message("Glossary"), Glossary(tuple(meanings)))

    # Between two days

    def between(self) -> Iterator[Page]:
        """What happened from each stop to the next, and the page that leads there."""
        pairs = []
        for first, last in pairwise(self.stops):
            difference = diff(self.states[first], self.states[last])
            if not difference.changes:
                continue
            start, end = first.isoformat(), last.isoformat()
            path = f"changes/{start}--{end}.html"
            pairs.append(Pair(first, last, path, len(difference.changes)))
            title = Message("From {start} to {end}", {"start": start, "end": end})
            yield Page(path, "changes.html", title, Changes(first, last, difference), nav="between.html")
        opening, final = self.course.days[0], self.state.day
        newest = max((link.date for link in self.snapshots if link.date < final), default=opening)
        data = Between(opening, newest, final, tuple(pairs))
        yield _plain("between.html", Message("Between two dates"), data)


def _plain(path: str, title: Message, data: PageData | None = None, table: Table | None = None) -> Page:
    """A page with a template of its own."""
    return Page(path, path, title, data, table, path)


def path_of(collection: Collection, key: str) -> str:
    """Where a record's page lies."""
    return f"at/{key}.html" if collection is Collection.SNAPSHOTS else f"{collection.schema}/{key}.html"


_NAV_OF = {
    Collection.DECISIONS: "decisions.html",
    Collection.ORGANISATIONS: "organisations.html",
    Collection.SOURCES: "sources.html",
}
"""To which page of the navigation a record's page belongs; those of other collections to the overview."""


def _day_of(snapshot: Data) -> date:
    return date.fromisoformat(text(snapshot, "date"))


def _cited_facts(record: Record) -> Iterator[tuple[str, CitedFact]]:
    """The facts of a record that cite documents, and the oddities that it acknowledges, each after the document."""
    for fact in facts(record):
        about = tuple(step for step in fact.where if isinstance(step, str))
        for _, citation in fact.cited:
            yield citation.source, CitedFact.of(citation, record.id, about, fact.value)
    for oddity in entries(record.data, "known"):
        for _, written in citations(oddity.get("source")):
            citation = Citation.parse(written)
            yield citation.source, CitedFact.of(citation, record.id, ("known",), {})


_HEAVIEST = 400_000
"""So many characters of facts and quotations a document's page holds, before it goes on on another."""
_WEIGHT = 200
"""What a fact or a line adds to a page beside its own words."""


def _turns(path: str, parts: Sequence[Sequence[CitedFact]]) -> Iterator[Turn]:
    """Where each page of a document begins, but the first."""
    folder = path.removesuffix(".html")
    for number, (before, part_cited) in enumerate(pairwise(parts), start=2):
        place = _place(part_cited[0])[:2]
        yield Turn(place, place == _place(before[-1])[:2], f"{folder}/{number}.html")


def _place(fact: CitedFact) -> tuple[tuple[int, int], int, int, tuple[tuple[int, int, str], ...], tuple[str, ...], str]:
    """Where a fact stands among those that cite the document, in whatever order a record has its fields."""
    return fact.pages or (0, 0), fact.first or 0, fact.last or 0, natural(fact.record), fact.about, fact.date or ""
