"""What the site's script is given: the plan's course and the search index, in the reader's language.

Both are classic scripts that set one global, as a page that is opened from a disk may load no other data.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.events import event_of
from plptool.model.i18n import Translate
from plptool.model.plain import Data, Plain, as_list, text, text_if_any
from plptool.model.shapes import IF_ANY
from plptool.render import phrases as words
from plptool.render.json import as_json
from plptool.render.text import clean
from plptool.reports.records import exported
from plptool.site.content import Site
from plptool.site.data import cause, own_words, reasons
from plptool.timeline.daily import Arrival, ExpectationSpan, Stretch
from plptool.timeline.fold import STATUSES

_OUTCOMES = ("handed-over", "awaiting-evaluation", "achieved")

# What `templates/assets/site.js` reads by these names. A day is its index in `days`, a record its index in `records`, a
# line its index in `lines`: what stands in the data many times is written once.


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """What people call a record, and where its page is."""

    key: str
    """Its id."""
    id: str | None = field(metadata=IF_ANY)
    """The same, of what is called by its id: a process."""
    title: str
    path: str | None = field(metadata=IF_ANY)
    """None where it has no page."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the day on which it came."""

    day: int
    record: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stands from a day on, until the next of these."""

    day: int
    lead: str | None = field(metadata=IF_ANY)
    status: str | None = field(metadata=IF_ANY)
    since: str | None = field(metadata=IF_ANY)
    outcome: str | None = field(metadata=IF_ANY)
    meetings: int
    """How many were held."""
    held: str | None = field(metadata=IF_ANY)
    """The day of the last meeting or activity."""
    reasons: tuple[int, ...]
    """The lines that say why it stands so."""
    remaining: tuple[int, ...]
    """The lines that say what remains."""
    sometime: int | None = field(metadata=IF_ANY)
    """The line that says on which days its status may have begun, where `since` is the last of several."""


@dataclass(frozen=True, slots=True)
class ProcessCourse:
    """How a process stood, day by day. Before the first of its stretches it is not there."""

    record: int
    stretches: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a record on a day, in a line."""

    day: int
    record: int
    text: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that is expected from a day on, until it is settled."""

    day: int
    settled: int | None = field(metadata=IF_ANY)
    """The day on which it was settled."""
    record: int
    due: str
    """By when, in words."""
    latest: str | None = field(metadata=IF_ANY)
    """The last day on which it was to come; after it, it is overdue."""
    text: str


@dataclass(frozen=True, slots=True)
class PlanScript:
    """What plan.js holds: the course of the plan."""

    days: tuple[str, ...]
    """Each day on which something is another than the day before."""
    records: tuple[NamedRecord, ...]
    organisations: Mapping[str, str]
    """By id, the path of an organisation's page."""
    decided: tuple[Decided, ...]
    processes: tuple[ProcessCourse, ...]
    lines: tuple[str, ...]
    entries: tuple[Came, ...]
    """By day."""
    foreseen: tuple[Awaited, ...]
    absent: Mapping[int, Sequence[int]]
    """By sealed day, the records that it does not have."""
    language: str
    """Of the records."""
    words: Mapping[str, str]
    """Statuses and outcomes in the reader's language; `none` is that of what has no status."""
    texts: Mapping[str, str]
    """Sentences in the reader's language, by what site.js calls them."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A record in the search index."""

    id: str
    kind: str
    """Its collection."""
    title: str
    path: str
    text: str
    """All that it says."""


@dataclass(frozen=True, slots=True)
class SearchScript:
    """What search.js holds: the index of the records that have a page."""

    index: tuple[Searched, ...]
    language: str
    """Of the records."""
    kinds: Mapping[str, str]
    """By collection, what one of its records is called in the reader's language."""
    texts: Mapping[str, str]
    """Sentences in the reader's language, by what site.js calls them."""


# The course of the plan


def plan(site: Site, _: Translate) -> PlanScript:
    """The course of the plan, in the reader's language."""
    return _PlanBuilder(site, _).built()


class _Numbered:
    """Texts by number, in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __contains__(self, value: str) -> bool:
        return value in self._numbers

    def number(self, value: str) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> Iterator[str]:
        yield from self._numbers


class _PlanBuilder:
    def __init__(self, site: Site, _: Translate) -> None:
        self.site = site
        self.course = site.course
        self.translate = _
        self.days = {day: index for index, day in enumerate(site.course.days)}
        self.records = _Numbered()
        self.lines = _Numbered()

    def built(self) -> PlanScript:
        # Whatever numbers records and lines comes first; then what is made of the numbers.
        entries = tuple(map(self.came, self.course.arrivals))
        processes = tuple(self.process(key, stretches) for key, stretches in self.course.processes.items())
        foreseen = tuple(map(self.awaited, self.course.expectations))
        return PlanScript(
            days=tuple(day.isoformat() for day in self.course.days),
            records=tuple(map(self.named, self.records.values())),
            organisations=self.organisations(),
            decided=tuple(self.decided()),
            processes=processes,
            lines=tuple(self.lines.values()),
            entries=entries,
            foreseen=foreseen,
            absent=self.absent(),
            language=self.site.language,
            words=self.words(),
            texts=_plan_texts(self.translate),
        )

    def came(self, come: Arrival) -> Came:
        line = clean(entry(come, self.site, self.translate))
        return Came(self.days[come.day], self.records.number(come.record), line)

    def process(self, key: str, stretches: Sequence[Stretch]) -> ProcessCourse:
        return ProcessCourse(self.records.number(key), tuple(map(self.standing, stretches)))

    def standing(self, stretch: Stretch) -> Standing:
        process = stretch.process
        between = cause(process)
        return Standing(
            day=self.days.get(stretch.day, 0),  # one that stood before all days stands so from the first
            lead=text_if_any(process.fields, "lead"),
            status=process.status,
            since=process.since.isoformat() if process.since else None,
            outcome=process.outcome,
            meetings=len(process.meetings()),
            held=process.last_held.isoformat() if process.last_held else None,
            reasons=tuple(self.line(own_words(event)) for event in reasons(process)),
            remaining=tuple(map(self.line, process.remaining)),
            sometime=self.line(words.when(between, self.translate)) if between else None,
        )

    def line(self, said: str) -> int:
        return self.lines.number(clean(said))

    def awaited(self, expected: ExpectationSpan) -> Awaited:
        return Awaited(
            day=self.days[max(expected.day, self.course.days[0])],
            settled=self.days[expected.settled] if expected.settled else None,
            record=self.records.number(expected.record),
            due=words.when(expected.event.due, self.translate),
            latest=None if expected.due.latest is None else expected.due.latest.isoformat(),
            text=clean(text_if_any(expected.event.data, "text") or ""),
        )

    def named(self, key: str) -> NamedRecord:
        link = self.site.records.get(key)
        if link is None:
            return NamedRecord(key, None, "", None)
        return NamedRecord(key, key if link.collection is Collection.PROCESSES else None, clean(link.title), link.path)

    def organisations(self) -> dict[str, str]:
        links = self.site.records.items()
        return {key: link.path for key, link in links if link.collection is Collection.ORGANISATIONS}

    def decided(self) -> Iterator[Decided]:
        for come in self.course.arrivals:
            if come.collection is Collection.DECISIONS and come.what == "record":
                yield Decided(self.days[come.day], self.records.number(come.record))

    def absent(self) -> dict[int, list[int]]:
        """By sealed day, the records that it does not have, as far as anything is told of them."""
        return {
            self.days[day]: sorted(self.records.number(key) for key in keys if key in self.records)
            for day, keys in self.course.absent.items()
        }

    def words(self) -> dict[str, str]:
        _ = self.translate
        return {code: _(code) for code in (*STATUSES, *_OUTCOMES)} | {"none": _("not begun")}


def _plan_texts(_: Translate) -> dict[str, str]:
    """The sentences of the overview, and of what came between two days."""
    return {
        "asof": _("As of {date}"),
        "totals": _(
            "Processes: {total}. Completed: {completed}."
            " Continuing: {continuing} (paused: {paused}, not begun: {planned})."
        ),
        "since": _("since {date}"),
        "sometime": _("since some day {when}"),
        "held": _("last held {date}"),
        "remaining": _("Remaining"),
        "overdue": _("Was to come {due}; no document says what became of it:"),
        "expected": _("Expected {due}:"),
        "finished": _("All processes are completed."),
        "nothing": _("There are no processes."),
        "said": _("{day}. Completed: {completed}, ongoing: {ongoing}, paused: {paused}, planned: {planned}."),
        "none": _("No process has another status."),
        "between": _(
            "From {from} to {to}: {moved} processes have another status; something came in {records} records."
        ),
    }


def entry(come: Arrival, site: Site, _: Translate) -> str:
    """What came, in one line."""
    match come.what:
        case "entry":
            return f"{_(come.name)}: {words.field(come.name, come.data, _)}"
        case "event":
            return _event(come, site, _)
        case "record":
            return _record(come, _)
        case _:
            assert_never(come.what)


def _event(come: Arrival, site: Site, _: Translate) -> str:
    """An event; with its date as it was written, where that is another than the day on which it came."""
    sentence = words.event(event_of(come.data), _, site.called)
    written, day = text(come.data, "date"), come.day.isoformat()
    if written == day:
        return sentence
    when = _("by then") if written == f"/{day}" else words.cell(written, _)
    return f"{sentence} ({when})"


def _record(come: Arrival, _: Translate) -> str:
    match come.collection:
        case Collection.DECISIONS:
            return words.decision_status(text(come.data, "status"), _).capitalize()
        case Collection.SNAPSHOTS:
            return _("The whole ledger was assessed.")
        case (
            Collection.PLANS
            | Collection.PROCESSES
            | Collection.ASSIGNMENTS
            | Collection.GRANTS
            | Collection.ORGANISATIONS
            | Collection.SOURCES
        ):
            return _("Taken in.")
        case _:
            assert_never(come.collection)


# The search index


def search(site: Site, _: Translate) -> SearchScript:
    """The index of the records that have a page: all that they say, but for where it stands."""
    return SearchScript(
        index=tuple(_index(site)),
        language=site.language,
        kinds={name: _(collection.singular) for name, collection in COLLECTIONS.items()},
        texts={
            "found": _("Found for “{query}”: {n}"),
            "many": _("Found for “{query}”: {n}; the first 100 are shown"),
        },
    )


def _index(site: Site) -> Iterator[Searched]:
    for collection in Collection:
        for record in exported(site.state, collection):
            key = text(record.data, "id")
            link = site.records.get(key)
            if link:
                said = clean(" ".join(_searched(record.data, site)))
                yield Searched(key, collection, clean(link.title), link.path, said)


_UNSEARCHED = ("id", "source", "seal", "corrections", "assertions", "sha256", "kind", "type", "rule", "state")
"""What says nothing that anybody would look for."""


def _searched(record: Data, site: Site) -> Iterator[str]:
    """All that a page shows of a record in words: what it says, its paragraph as one writes it, whom it names."""
    yield from _texts_in(record)
    if "paragraph" in record:
        yield f"§ {record['paragraph']}"
    for name in ("body", "parties", "lead", "partners"):
        for organisation in as_list(record.get(name)):  # an assignment's lead is a role, and named by its own words
            if isinstance(organisation, str) and organisation in site.records:
                yield site.records[organisation].title


def _texts_in(data: Plain) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            for name, value in data.items():
                if name not in _UNSEARCHED:
                    yield from _texts_in(value)
        case Sequence():
            for value in data:
                yield from _texts_in(value)
        case bool() | int() | None:
            return
        case _:
            assert_never(data)


def script(name: str, data: PlanScript | SearchScript) -> str:
    """The file that sets a global."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=as_json)
    for ending in "\u2028\u2029":  # which end a line in older scripts
        written = written.replace(ending, f"\\u{ord(ending):x}")
    return f"globalThis.{name}={written};\n"
