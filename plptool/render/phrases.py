"""How values are said: dates, amounts, statuses, citations, events."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from string import Formatter
from typing import Protocol, assert_never

from plptool.model.citations import Citation, citations
from plptool.model.dates import DATED, in_words, parse_when
from plptool.model.events import (
    Activity,
    Changing,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    OfTask,
    Progress,
    Report,
    Status,
    TaskChange,
    TaskStatus,
)
from plptool.model.financial_year import CALENDAR, year_start_said
from plptool.model.findings import Message
from plptool.model.i18n import Translate, word
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, part, text_if_any, texts, whole
from plptool.model.records import Point
from plptool.model.text import cut
from plptool.timeline.totals import ProcessTotals

DATES = tuple(name for name in DATED if name != "period")
CODES = ("status", "type", "kind", "activity", "outcome", "stage")
"""Properties whose values are words of the program's own, which the catalogues translate."""
_STAGES = (word("interim"), word("final"))
_TASK = 36
"""Characters of a task's words that are told where it is named."""
_YEAR = re.compile(r"\d{4}")
_CALENDAR = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?(?P<doubt>[?~%]?)", re.ASCII)
"""A day or a month, and how sure it is (EDTF, level 1)."""
_MONTHS = (
    word("January"),
    word("February"),
    word("March"),
    word("April"),
    word("May"),
    word("June"),
    word("July"),
    word("August"),
    word("September"),
    word("October"),
    word("November"),
    word("December"),
)


_ON_PAPER = "\0on paper"
"""What no catalogue has: what it becomes says whether a document is written that people hold in their hands."""


def on_paper(translate: Translate) -> Translate:
    """What translates for such a document: days stand in words, and nothing is told of files."""
    return lambda words: "" if words == _ON_PAPER else translate(words)


def is_on_paper(_: Translate) -> bool:
    return not _(_ON_PAPER)


def when(text: str | None, _: Translate, *, in_text: bool = False, year: int | None = None) -> str:
    """A written date for people: days as they are, the rest in words.

    Args:
        text: as a record writes it; None, where none is known.
        _: translates.
        in_text: whether it stands in running text, where months are words: 14 March 2023.
        year: under which it stands already, and which need not be said again.
    """
    if not text:
        return "–"
    interval = ends(text)
    if interval is None:
        return _date(text, _, in_text=in_text, year=year)
    if named := years_named(text, _):
        return named
    start, end = interval
    if start is None:
        return _("by {date}").format(date=_date(end or "", _, in_text=in_text, year=year))
    if end is None:
        return _("from {date}").format(date=_date(start, _, in_text=in_text, year=year))
    if _YEAR.fullmatch(start) and _YEAR.fullmatch(end):
        return f"{start}–{end}"
    # Of two days of one year, the last has it.
    said_after = whole(end[:4]) if in_text and _CALENDAR.fullmatch(start) and _CALENDAR.fullmatch(end) else None
    first = _date(start, _, in_text=in_text, year=said_after)
    last = _date(end, _, in_text=in_text, year=year)
    return _("between {start} and {end}").format(start=first, end=last)


def cell(text: str | None, _: Translate) -> str:
    """A written date in a table, where an interval is some day within it."""
    start, end = ends(text or "") or (None, None)
    if start is None or end is None:
        return when(text, _)
    return years_named(text or "", _) or f"{_date(start, _)} – {_date(end, _)}"


def years_named(text: str, _: Translate) -> str | None:
    """What an interval is called that is a financial year, or several: 2023/24, 2021/22–2023/24; None of any other.

    Args:
        text: a written date.
        _: translates.
    """
    begins = year_start_said(_)
    is_plain = text.replace("-", "").replace("/", "").isdecimal()
    if begins == CALENDAR or "/" not in text or not is_plain:
        return None
    when = parse_when(text)
    if when.earliest is None or when.latest is None:
        return None
    first, last = begins.year_of(when.earliest), begins.year_of(when.latest)
    if first < 1 or begins.first_day(first) != when.earliest or begins.last_day(last) != when.latest:
        return None
    return "–".join(dict.fromkeys((begins.name(first), begins.name(last))))


def during(text: str, _: Translate) -> str:
    """A written date as the time at which something was: a day by itself; in longer times it was on some day."""
    if ends(text) is not None or parse_when(text).is_day:
        return when(text, _)
    return _("during {time}").format(time=when(text, _))


def since(text: str | None, _: Translate) -> str:
    """Since when something is so, and no more than is known of that; nothing where it is not known at all."""
    if text is None:
        return ""
    if ends(text) is None and parse_when(text).is_day:
        return _("since {date}").format(date=when(text, _))
    return _("since some day {when}").format(when=during(text, _))


def standing(counts: ProcessTotals, _: Translate) -> str:
    """How many processes stand where, in a sentence or two."""
    single = _(
        "1 process: {completed} completed, {continuing} continuing (of which {paused} paused, {planned} not begun)."
    )
    several = _(
        "{total} processes: {completed} completed, {continuing} continuing"
        " (of which {paused} paused, {planned} not begun)."
    )
    sentence = (single if counts.total == 1 else several).format(**asdict(counts))
    return f"{sentence} {beside(counts, _)}".strip()


HOW_MANY: Mapping[str, tuple[str, str]] = {
    "completed": (word("{n} is completed"), word("{n} are completed")),
    "ongoing": (word("{n} is under way"), word("{n} are under way")),
    "paused": (word("{n} is paused"), word("{n} are paused")),
    "planned": (word("{n} has not begun"), word("{n} have not begun")),
    "cancelled": (word("{n} is cancelled"), word("{n} are cancelled")),
    "foreseen": (word("{n} is of a plan that is not adopted yet"), word("{n} are of a plan that is not adopted yet")),
}
"""How many processes stand so: of one, and of more. In this order they are told."""


def label(status: str, n: int, _: Translate) -> str:
    """What stands beside a number of processes that stand so, where the number stands by itself: are completed."""
    of_one, of_more = HOW_MANY[status]
    said = _(of_one if n == 1 else of_more)
    return said.replace("{n}", "").strip()


def how_many_stand(counts: Mapping[str, int], _: Translate) -> str:
    """How many processes stand where: 10 are completed, 3 are under way and 1 is paused.

    Args:
        counts: by status, how many; `foreseen` are those that have none.
        _: the reader's language.
    """
    told = []
    for status, (of_one, of_more) in HOW_MANY.items():
        n = counts.get(status, 0)
        if n:
            said = of_one if n == 1 else of_more
            told.append(_(said).format(n=n))
    return and_last(told, _)


def and_last(told: Sequence[str], _: Translate) -> str:
    """What is told side by side, the last after an "and": § and registry number."""
    *others, last = told or [""]
    if not others:
        return last
    return _("{others} and {last}").format(others=", ".join(others), last=last)


def how_it_goes(counts: ProcessTotals, _: Translate) -> str:
    """How a plan goes, in a sentence."""
    if not counts.total:
        return _("There are no processes.")
    by_status = {**dict(counts.by_status()), "foreseen": counts.foreseen}
    said = _("1 process: {stand}.") if counts.total == 1 else _("{total} processes: {stand}.")
    return said.format(total=counts.total, stand=how_many_stand(by_status, _))


def beside(counts: ProcessTotals, _: Translate) -> str:
    """How many processes are cancelled, and how many have no status; nothing where none is so."""
    told = []
    if counts.cancelled:
        told.append(_("Cancelled: {n}.").format(n=counts.cancelled))
    if counts.foreseen:
        told.append(_("Of a plan that is not adopted yet: {n}.").format(n=counts.foreseen))
    return " ".join(told)


def period(text: str | None, _: Translate, *, in_text: bool = False) -> str:
    """A period: what holds throughout needs no "between"."""
    start, end = ends(text or "") or (None, None)
    if start is None or end is None:
        return when(text, _, in_text=in_text)
    if named := years_named(text or "", _):
        return named
    return f"{_date(start, _, in_text=in_text)}–{_date(end, _, in_text=in_text)}"


def ends(text: str) -> tuple[str | None, str | None] | None:
    """The two ends of an interval as they are written, each None where it is open or unknown; None of a single date."""
    if "/" not in text:
        return None
    start, _slash, end = text.partition("/")
    return None if start in ("", "..") else start, None if end in ("", "..") else end


def processes_are(rows: Iterable["Called"], _: Translate) -> str:
    """What heads a column of processes: the need that each answers, unless some have titles of their own."""
    return _("process") if any(row.title for row in rows) else _("need")


class Called(Protocol):
    """A process as a row tells it."""

    @property
    def title(self) -> str | None:
        """Its own, where it has one."""


def _date(text: str, _: Translate, *, in_text: bool = False, year: int | None = None) -> str:
    """A date that is no interval: seasons by their names, in text and on paper months; a known year is left out."""
    known = text[:4] == str(year)
    season = in_words(text)
    if isinstance(season, Message) and _is_counted_otherwise(text, _):
        when = parse_when(text)
        assert when.earliest is not None
        assert when.latest is not None
        months = (f"{day:%Y-%m}" for day in (when.earliest, when.latest))
        return " – ".join(_date(month, _, in_text=in_text) for month in months)
    if isinstance(season, Message):
        return Message(season.template, {"year": ""}).say(_).strip() if known else season.say(_)
    months_in_words = in_text or is_on_paper(_)
    found = _CALENDAR.fullmatch(text) if months_in_words else None
    if found is None:
        return text
    said = _(_MONTHS[int(found["month"]) - 1])
    if found["day"]:
        said = _("{day}\u00a0{month}").format(day=int(found["day"]), month=said)
    if not known:
        said = _("{day_or_month} {year}").format(day_or_month=said, year=found["year"])
    return f"{said}{found['doubt']}"


_AGAIN = {
    "D": (word("every day"), word("every {n} days")),
    "W": (word("every week"), word("every {n} weeks")),
    "M": (word("every month"), word("every {n} months")),
    "Y": (word("every year"), word("every {n} years")),
}
"""By the unit of a duration (ISO 8601): what is said of one of it, and of several."""


def again(every: str, _: Translate) -> str:
    """How often something is due again, such as P3M."""
    number = int(every[1:-1])
    unit = every[-1]
    of_one, several = _AGAIN[unit]
    if number == 1:
        return _(of_one)
    return _(several).format(n=number)


_QUARTER = re.compile(r"[0-9]{4}-(?:3[3-9]|4[01])")
"""A quarter, a third or a half of a year, as EDTF has it."""


def _is_counted_otherwise(text: str, _: Translate) -> bool:
    """Whether it is such a part of a calendar year, where years begin on another day: their quarters are others."""
    return year_start_said(_) != CALENDAR and _QUARTER.fullmatch(text) is not None


def amount(money: int | None, _: Translate) -> str:
    """`7600000` as 7,6 mn kr (7.6 million SEK, £7.6 million); what is not in hundred thousands, in full."""
    if money is None:
        return "–"
    if money >= 1_000_000 and money % 100_000 == 0:
        return _("{figure} million SEK").format(figure=tenths(money / 1_000_000, _))
    return _("{figure} SEK").format(figure=grouped(money, _))


def grouped(number: int, _: Translate) -> str:
    """A whole number that is not negative, its digits in groups of three: 1,234,567."""
    before, *groups = f"{number:,}".split(",")
    for group in groups:
        before = _("{thousands},{group}").format(thousands=before, group=group)
    return before


def measured(value: Decimal, _: Translate) -> str:
    """A measured value, as the language writes numbers: −1,234.5."""
    ones, _point, decimals = f"{abs(value):f}".partition(".")
    told = grouped(int(ones), _)
    if decimals:
        told = _("{ones}.{tenths}").format(ones=told, tenths=decimals)
    return f"−{told}" if value < 0 else told


def tenths(number: float, _: Translate) -> str:
    """A number that is not negative, with one decimal."""
    ones, tenth = divmod(round(round(number, 1) * 10), 10)
    return _("{ones}.{tenths}").format(ones=ones, tenths=tenth)


def sealed(records: int, digest: str, _: Translate) -> str:
    """How many records a seal has, and its digest."""
    if records == 1:
        return _("1 record sealed, SHA-256 {digest}").format(digest=digest)
    return _("{n} records sealed, SHA-256 {digest}").format(n=records, digest=digest)


def sources(value: Plain, _: Translate) -> str:
    """Citations: `bilaga-5 L215–217`, `bilaga-5 pages 3–5`."""
    return ", ".join(_citation(Citation.parse(cited), _) for _where, cited in citations(value))


def _citation(citation: Citation, _: Translate) -> str:
    """A document, and what of it is cited."""
    place = cited_place(citation.first, citation.last, citation.pages, _)
    return f"{citation.source} {place}" if place else citation.source


def cited_place(first: int | None, last: int | None, pages: tuple[int, int] | None, _: Translate) -> str:
    """What of a document is cited: lines, pages, or nothing, where it is the whole."""
    if pages is not None:
        first_page, last_page = pages
        if first_page == last_page:
            return _("page {number}").format(number=first_page)
        return _("pages {first}–{last}").format(first=first_page, last=last_page)
    if first is None:
        return ""
    return f"L{first}" if first == last else f"L{first}–{last}"


def place_in_words(first: int | None, last: int | None, pages: tuple[int, int] | None, _: Translate) -> str:
    """The same for who reads pages: `line 215`, `lines 215–217`."""
    if pages is not None or first is None:
        return cited_place(first, last, pages, _)
    if first == last:
        return _("line {number}").format(number=first)
    return _("lines {first}–{last}").format(first=first, last=last)


def body(body: str | None, parties: Iterable[str], roles: Iterable[str]) -> str:
    """Who decided: the body, the parties or the roles."""
    return str(body) if body else ", ".join([*parties, *roles]) or "–"


def decision_status(status: str, _: Translate) -> str:
    """A decision's status, which Swedish inflects otherwise than a process's."""
    if status != "planned":
        return status_word(status, _)
    return _inflected(status, "planned decision", _("planned decision"), _)


def status_word(status: str, _: Translate) -> str:
    """A status, of whatever has one; that a decision is final is another word than that a report is."""
    return _inflected(status, "final decision", _("final decision"), _) if status == "final" else _(status)


def _inflected(word: str, template: str, inflected: str, _: Translate) -> str:
    """A word as it stands of a decision."""
    # English, and whatever language does not inflect it, leaves the text in the code as it is.
    return _(word) if inflected == template else inflected


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that a phrase names."""

    id: str


Phrase = tuple[str | Reference, ...]
"""A text in parts, for those who make links of what it names."""


def filled(template: str, **phrases: Phrase) -> Phrase:
    """A translated template with phrases in its places."""
    found: list[str | Reference] = []
    for text, name, _format, _conversion in Formatter().parse(template):
        found += [text, *(phrases[name] if name else ())]
    return tuple(part for part in found if part != "")


def listed(ids: Iterable[str]) -> Phrase:
    """Records side by side."""
    found: list[str | Reference] = []
    for key in ids:
        found += [", ", Reference(key)] if found else [Reference(key)]
    return tuple(found)


def in_text(phrase: Phrase, called: Callable[[str], str] = str) -> str:
    """A phrase in one piece; `called` says of an id what its record is called there."""
    return "".join(part if isinstance(part, str) else called(part.id) for part in phrase)


def event(event: Event, _: Translate, called: Callable[[str], str] = str, own: OwnWords = NO_WORDS) -> str:
    """An event in one sentence, without its date and sources.

    Args:
        event: what happened.
        _: translates.
        called: what a record is called in it; a text that is no id as it is.
        own: the record's and its plan's words: of what is not among them, the id is told.
    """
    sentence = in_text(what(event, _, own), called)
    for name in ("reason", "text"):
        if own_words := text_if_any(event.data, name):
            sentence = _followed(sentence, own_words)
    if "written" in event.data:
        sentence += f" [{quoted(str(event.data['written']), _)}]"
    doer = text_if_any(event.data, "by")
    if doer is not None:
        sentence += f" ({by(event, called(doer), _)})"
    return sentence + settling(event, _, own)


def by(event: Event, name: str, _: Translate) -> str:
    """Who did what an event tells; of something that is only expected, who is to do it."""
    template = _("expected of {organisation}") if isinstance(event, Expected) else _("by {organisation}")
    return template.format(organisation=name)


def _followed(sentence: str, next_one: str) -> str:
    """Two sentences, of which the first may be empty, or lack its full stop."""
    if not sentence:
        return next_one
    return f"{sentence} {next_one}" if sentence.endswith(".") else f"{sentence}. {next_one}"


def what(event: Event, _: Translate, own: OwnWords = NO_WORDS) -> Phrase:
    """What an event is, without what its record says of it in words of its own; nothing, of a note."""
    phrase = _of_kind(event, own, _)
    if isinstance(event, OfTask) and event.of:  # none, where readers know of which it is told
        phrase = (f"{', '.join(task(key, own.tasks, _) for key in event.of)}: ", *phrase)
    if "with" in event.data:
        organisations = listed(texts(event.data, "with"))
        phrase += (" ", *filled(_("with {organisations}"), organisations=organisations))
    return phrase


def settling(event: Event, _: Translate, own: OwnWords = NO_WORDS) -> str:
    """What an event settles that was expected, or the task that it completes, to be said after what it is."""
    if event.completes is not None:
        return " " + _("(completes {task})").format(task=task(event.completes, own.tasks, _))
    return "" if event.settles is None else " " + _("(settles {due})").format(due=when(event.settles, _))


def task(key: str, tasks: Mapping[str, str], _: Translate) -> str:
    """A task by what is to be done, in short; by its id, where that is not known."""
    return quoted(cut(tasks[key], _TASK), _) if key in tasks else key


def quoted(text: str, _: Translate) -> str:
    """A text between the quotes of the language."""
    return _("“{words}”").format(words=text)


def task_entry(data: Data, tasks: Mapping[str, str], _: Translate) -> str:
    """A task as its record lists it: what is to be done, and then who is to do it and by when."""
    named = task(str(data.get("id")), tasks, _)
    beside = value({name: told for name, told in data.items() if name not in ("id", "text", "clauses")}, _)
    return f"{named} ({beside})" if beside else named


def _activity(event: Activity, _: Translate) -> str:
    # By itself "other" says nothing: other than what?
    sort = "activity" if event.activity == "other" else event.activity
    activity = _(sort).capitalize()
    if "times" not in event.data:
        return activity
    return f"{activity} × {event.times}"


def _status(event: Status, own: OwnWords, _: Translate) -> str:
    status = _("Status: {status}").format(status=status_word(event.status, _))
    if event.outcome is None:
        return status
    return f"{status} ({outcome(event.outcome, own.outcomes.get(event.outcome), _)})"


def _of_kind(event: Event, own: OwnWords, _: Translate) -> Phrase:
    match event:
        case Meeting():
            return _meeting(event, _)
        case Activity():
            return (_activity(event, _),)
        case Status():
            return (_status(event, own, _),)
        case Progress():
            return _progress_report(event, own, _)
        case Decided():
            return filled(_("Decision {id}"), id=(Reference(event.decision),))
        case Granted():
            return filled(_("Grant {id}"), id=(Reference(event.grant),))
        case Expected():
            return (_("Expected {due}").format(due=when(event.due, _)),)
        case FieldsSet():
            return (changed(event, _, own),)
        case TaskStatus():
            return (_("Status: {status}").format(status=_(event.status)),)
        case TaskChange():
            return (changed(event, _),)
        case Report():
            return _report(event, own, _)
        case Note():
            return ()
        case _:
            assert_never(event)


def changed(event: Changing, _: Translate, own: OwnWords = NO_WORDS, *, in_text: bool = False) -> str:
    """What an event changes: the new values, and the entries that come and go."""
    told = [f"{_(name)}: {field(name, new, _, own, in_text=in_text)}" for name, new in event.fields.items()]
    for sentence, said in (
        (_("{name}: added {entries}"), event.added),
        (_("{name}: removed {entries}"), event.removed),
    ):
        told += [
            sentence.format(name=_(name), entries=field(name, entries, _, in_text=in_text))
            for name, entries in said.items()
        ]
    return _("Changed: {fields}").format(fields="; ".join(told))


def _report(event: Report, own: OwnWords, _: Translate) -> Phrase:
    told = _to_bodies(_("Final report") if event.final else _("Report"), event.to, _)
    said = [_(event.status)] if event.status else []
    if event.value is not None and event.period is not None:
        told_value = measured(Decimal(event.value), _)
        said.append(_("{value} in {period}").format(value=told_value, period=period(event.period, _)))
    if event.percent is not None:
        said.append(_("{number} per cent").format(number=event.percent))
    if event.rating is not None:
        said.append(rating(event.rating, own.ratings.get(event.rating)))
    return (*told, f" ({', '.join(said)})") if said else told


def _to_bodies(report: str, bodies: Sequence[str], _: Translate) -> Phrase:
    """A report, and to whom it was made, where that is known."""
    if not bodies:
        return (report,)
    return filled(_("{report} to {bodies}"), report=(report,), bodies=listed(bodies))


def status(code: str | None, *, late: bool, _: Translate) -> str:
    """How a process stands in a word or two: also that its due date is past."""
    told = _(code or "–")
    return f"{told}, {_('overdue')}" if late else told


def code(text: str, _: Translate) -> str:
    """A word of the program's own, for people: where it is in no catalogue, without its hyphens."""
    translated = _(text)
    if translated != text:
        return translated
    return text.replace("-", " ")


def outcome(word: str, text: str | None, _: Translate) -> str:
    """What became of a process, within a sentence: in its plan's words, or else in ours."""
    return code(word, _) if text is None else text.rstrip(".")


def rating(word: str | None, text: str | None) -> str:
    """How a process goes, within a sentence: in its plan's words; by its id where the plan has none."""
    return (text or word or "").rstrip(".")


class Rated(Protocol):
    """A process as a row or a page tells how it goes."""

    @property
    def status(self) -> str | None: ...
    @property
    def percent(self) -> int | None: ...
    @property
    def rating(self) -> str | None: ...
    @property
    def rating_text(self) -> str | None: ...


class Standing(Rated, Protocol):
    """A process as a list tells how it stands."""

    @property
    def outcome(self) -> str | None: ...
    @property
    def outcome_text(self) -> str | None: ...


def beside_status(row: Standing, *, late: bool, _: Translate) -> str:
    """What a list tells of a process beside its status: what became of it, how it goes, and that it is overdue."""
    became = outcome(row.outcome, row.outcome_text, _) if row.outcome else ""
    said = [became, progress_of(row, _), _("overdue") if late else ""]
    return ", ".join(filter(None, said))


def progress_of(row: Rated, _: Translate) -> str:
    """How much of a process is done, and how that is rated, by the last report.

    Nothing of what is cancelled, nor of what is completed where less than all was done by then: that was on the way.
    """
    if row.status == "cancelled":
        return ""
    on_the_way = row.percent is not None and row.percent < _ALL_DONE
    if row.status == "completed" and on_the_way:
        return ""
    return progress(row.percent, row.rating_text or row.rating, _)


_ALL_DONE = 100
"""Per cent."""


def progress(percent: Plain, rated: Plain, _: Translate) -> str:
    """How much is done, and how that is rated; nothing where neither is known."""
    said = None if rated is None else rating(None, str(rated))
    if percent is None:
        return said or ""
    done = _("{number}%").format(number=percent)
    return f"{done}: {said}" if said else done


def _progress_report(event: Progress, own: OwnWords, _: Translate) -> Phrase:
    told = _to_bodies(_("Report"), event.to, _)
    said = [_(event.status)] if event.status else []
    if event.outcome:
        said.append(outcome(event.outcome, own.outcomes.get(event.outcome), _))
    done = progress(event.percent, own.ratings.get(event.rating or "", event.rating), _)
    if done:
        said.append(done)
    return (*told, f" ({', '.join(said)})") if said else told


def _meeting(event: Meeting, _: Translate) -> Phrase:
    number = "" if event.number is None else f" {event.number}"
    phrase: Phrase = (_("Meeting{number}").format(number=number),)
    if event.series is not None:
        phrase += (f" ({event.series})",)
    if event.internal is not None:
        phrase += (" ", *filled(_("internal {organisation}"), organisation=(Reference(event.internal),)))
    if event.booked:
        phrase += (f" {_('booked, not confirmed')}",)
    return phrase


_UNNAMED = ("record", "number", "year", "title", "role", "what", "organisation", "person", "text", "value")
"""What an entry says first, without its name."""
_APART = ("source", "known", "discrepancies", "before", "after", "previous", "digest")
"""What an entry rests on, or is checked by: not what it says."""


def ids(values: Sequence[Plain]) -> bool:
    """Whether a list holds short names that may stand side by side."""
    return all(isinstance(name, str | int) and " " not in str(name) for name in values)


def field(name: str, data: Plain, _: Translate, own: OwnWords = NO_WORDS, *, in_text: bool = False) -> str:
    """The value of a property in a line, as its name asks for.

    Args:
        name: of the property.
        data: its value, as the record has it.
        _: translates.
        own: the record's and its plan's words.
        in_text: whether it stands in running text, as with `when`.
    """
    said = own.said(name, data)
    if said is not None:
        return said.rstrip(".")
    match data:
        case str() if name == "outcome":
            return outcome(data, None, _)
        case str() if name in DATES:
            return when(data, _, in_text=in_text)
        case str() if name in ("period", "year"):
            return period(data, _, in_text=in_text)
        case str() if name == "status":
            return status_word(data, _)
        case str() if name in CODES:
            return _(data)
        case int() if name == "amount":
            return amount(data, _)
        case str() if name == "every":
            return again(data, _)
        case dict() if name == "targets":  # its keys are periods
            return "; ".join(f"{cell(time, _)}: {value(target, _)}" for time, target in data.items())
        case dict() if name == "seal":
            return sealed(len(part(data, "records")), str(data.get("digest")), _)
        case dict() if name == "listed":  # its keys are ids
            return ", ".join(f"{source}: {number}" for source, number in data.items())
        case _:
            return value(data, _, in_text=in_text)


def value(data: Plain, _: Translate, *, in_text: bool = False) -> str:
    """A value whose property says nothing about it, in a line."""
    match data:
        case None:
            return "–"
        case bool():
            return _("yes") if data else _("no")
        case dict():
            first, rest = parts(data, _, in_text=in_text)
            named = [f"{name}: {text}" for name, text in rest]
            return "; ".join([first, *named] if first else named)
        case list() | tuple():
            between = ", " if ids(data) else "; "
            return between.join(value(entry, _, in_text=in_text) for entry in data)
        case _:
            return str(data)


def parts(data: Data, _: Translate, *, in_text: bool = False) -> tuple[str, list[tuple[str, str]]]:
    """What is said first of an entry, without names, and then each of its other properties with its name."""
    first = [field(name, data[name], _, in_text=in_text) for name in _UNNAMED if name in data]
    rest = [name for name in data if name not in (*_UNNAMED, *_APART)]
    return ", ".join(first), [(_(name), field(name, data[name], _, in_text=in_text)) for name in rest]


def broken_seals(snapshots: Sequence[str], _: Translate) -> str:
    """Before all else, that what was sealed with these snapshots is not as it was."""
    return _("What was sealed is not as it was: {ids}.").format(ids=", ".join(snapshots))


def point_line(point: Point, _: Translate) -> str:
    """Which day is shown, as which revision tells it; on paper the day alone."""
    if is_on_paper(_):
        return _("As of {date}").format(date=when(str(point.date), _))
    tree = _("revision {revision}").format(revision=point.revision) if point.revision else _("work tree")
    return _("As of {date} ({tree})").format(date=point.date, tree=tree)


def told_from(point: Point, _: Translate) -> str:
    """What a document is told from: the revision; of files as they lie nothing on paper, which outlasts them."""
    if point.revision:
        line = _("The source of each statement stands in the ledger, revision {revision}.")
        return line.format(revision=point.revision)
    if is_on_paper(_):
        return ""
    return _("The source of each statement stands in the ledger, here the files as they lie, committed or not.")


def language_in(code: str, language: str) -> str:
    """What a language is called in another: Swedish, by CLDR; its code, where that has no name for it."""
    from babel import Locale

    name = Locale.parse(language).languages.get(code)
    return str(name or code)
