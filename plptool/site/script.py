"""What the site's script is given: the plan's course and the search index, in the reader's language.

Both are classic scripts that set one global, as a page that is opened from a disk may load no other data.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import assert_never

from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.dates import When, parse_when
from plptool.model.decisions import STANDING, cited_paragraph, paragraph_of
from plptool.model.decisions import STATUSES as STATUSES_OF_DECISIONS
from plptool.model.events import Activity, Event, Meeting, MeetingSort, event_of
from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.plain import Data, Plain, as_list, entries, number, number_if_any, text, text_if_any
from plptool.model.shapes import IF_ANY
from plptool.render import phrases as words
from plptool.render.json import as_json
from plptool.render.text import clean
from plptool.site.content import Site
from plptool.site.data import own_words, reasons
from plptool.site.names import named
from plptool.site.stems import Stem, stemmer, stems
from plptool.timeline.beginnings import entry_date
from plptool.timeline.daily import Arrival, DecisionStretch, ExpectationSpan, LateSpan, Stretch
from plptool.timeline.fold import STATUSES
from plptool.timeline.tasks import words_of
from plptool.timeline.years import certain, year_of

# What the scripts in `templates/assets/` read by these names. A day is its index in `days`, a record its index in
# `records`, a line its index in `lines`: what stands in the data many times is written once.


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
class NamedOrganisation:
    """Where an organisation's page is, and what people call it."""

    path: str
    title: str | None = field(metadata=IF_ANY)
    """None where they call it by its id, which is short for its name."""


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """Which status a decision has from a day on, until the next of these."""

    day: int
    status: str


@dataclass(frozen=True, slots=True)
class DecisionCourse:
    """How a decision stood, day by day. Before the first of its stretches it is not there."""

    record: int
    stretches: tuple[DecisionStanding, ...]
    year: int
    """With the decisions of which it is counted once it is adopted."""
    unsure: bool
    """Whether it may have been taken in an earlier year."""


Counted = tuple[int, int, int]
"""What a day adds to a number of the plan: the day, the record, and how many."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stands from a day on, until the next of these."""

    day: int
    leads: tuple[str, ...]
    status: str | None = field(metadata=IF_ANY)
    since: str | None = field(metadata=IF_ANY)
    beside: str | None = field(metadata=IF_ANY)
    """What a list tells beside the status, but that it is overdue: what became of it, and how it goes."""
    due: str | None = field(metadata=IF_ANY)
    """The last day on which it is not overdue, of what is due some day."""
    held: str | None = field(metadata=IF_ANY)
    """The day of the last meeting or activity, where it is written."""
    during: int | None = field(metadata=IF_ANY)
    """The line that says when it was, where no day is written."""
    reasons: tuple[int, ...]
    """The lines that say why it stands so."""
    remaining: tuple[int, ...]
    """The lines that say what remains."""
    sometime: int | None = field(metadata=IF_ANY)
    """The line that says when its status began, where no day is written."""


@dataclass(frozen=True, slots=True)
class ProcessCourse:
    """How a process stood, day by day. Before the first of its stretches it is not there."""

    record: int
    stretches: tuple[Standing, ...]
    periods: tuple[tuple[str, str], ...]
    """The days from which it had which status, as of the last day."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a record on a day, in a line."""

    day: int
    record: int
    when: str | None = field(metadata=IF_ANY)
    """Its date in words, where no day is written, or another than the one on which it came."""
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
class Late:
    """Something that was to be done, and is late from a day on."""

    day: int
    ended: int | None = field(metadata=IF_ANY)
    """The day from which on it is not late any more."""
    record: int
    milestone: bool
    """Whether it is to be reached in a plan, and not what a decision gave somebody to do."""
    text: str


@dataclass(frozen=True, slots=True)
class PlanScript:
    """What plan.js holds: the course of the plan."""

    days: tuple[str, ...]
    """Each day on which something is another than the day before."""
    records: tuple[NamedRecord, ...]
    organisations: Mapping[str, NamedOrganisation]
    """By id."""
    decisions: tuple[DecisionCourse, ...]
    counted: Mapping[str, Sequence[Counted]]
    """By the key of a number what it is added up from, but for those of processes, decisions and what is awaited."""
    processes: tuple[ProcessCourse, ...]
    lines: tuple[str, ...]
    entries: tuple[Came, ...]
    """By day."""
    foreseen: tuple[Awaited, ...]
    late: tuple[Late, ...]
    """By day."""
    absent: Mapping[int, Sequence[int]]
    """By sealed day, the records that it does not have."""
    language: str
    """Of the records."""
    words: Mapping[str, str]
    """Statuses in the reader's language; `none` is that of what has no status."""
    adopts: Mapping[str, str]
    """Statuses of decisions likewise."""
    stands: Sequence[str]
    """Those of what was adopted and stands."""
    years: Mapping[int, str]
    """What the years of decisions are called."""
    texts: Mapping[str, str]
    """Sentences in the reader's language, by what the script calls them."""
    stand: Mapping[str, Sequence[str]]
    """By status, how it is said of one process, and of more, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A record in the search index."""

    id: str
    kind: str
    """Its collection."""
    title: str
    path: str
    text: str
    """All that it says in words of its own."""
    ours: str
    """What a page shows of it in the reader's language: how it stands, what happened in it, and when."""


@dataclass(frozen=True, slots=True)
class SearchScript:
    """What search.js holds: the index of the records that have a page."""

    index: tuple[Searched, ...]
    stems: Mapping[str, Sequence[int]]
    """By the stem of a word: the places in the index of the records that have it, in whatever form."""
    language: str
    """Of the records."""
    kinds: Mapping[str, str]
    """By collection, what one of its records is called in the reader's language."""
    texts: Mapping[str, str]
    """Sentences in the reader's language, by what the script calls them."""


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
        self.days = {day: number for number, day in enumerate(site.course.days)}
        self.records = _Numbered()
        self.lines = _Numbered()

    def built(self) -> PlanScript:
        # Whatever numbers records and lines comes first; then what is made of the numbers.
        course = self.course
        entries = tuple(self.came(arrival) for arrival in course.arrivals)
        processes = tuple(self.process(key, stretches) for key, stretches in course.processes.items())
        foreseen = tuple(self.awaited(expectation) for expectation in course.expectations)
        late = tuple(map(self.late, course.late))
        decisions = tuple(map(self.decision, course.decisions.items()))
        counted = self.counted()
        named = tuple(self.named(key) for key in self.records.values())
        return PlanScript(
            days=tuple(day.isoformat() for day in course.days),
            records=named,
            organisations=self.organisations(),
            decisions=decisions,
            counted=counted,
            processes=processes,
            lines=tuple(self.lines.values()),
            entries=entries,
            foreseen=foreseen,
            late=late,
            absent=self.absent(),
            language=self.site.language,
            words=self.words(),
            adopts={status: words.decision_status(status, self.translate) for status in STATUSES_OF_DECISIONS},
            stands=STANDING,
            years={decision.year: year_name(decision.year, self.translate) for decision in decisions},
            texts=_plan_texts(self.translate),
            stand={status: tuple(map(self.translate, said)) for status, said in words.HOW_MANY.items()},
        )

    def came(self, arrival: Arrival) -> Came:
        when = None
        if arrival.written != arrival.day.isoformat():
            when = words.cell(arrival.written, self.translate)
        line = entry(arrival, self.site, self.translate)
        return Came(
            day=self.days[arrival.day],
            record=self.records.number(arrival.record),
            when=when,
            text=clean(line),
        )

    def process(self, key: str, stretches: Sequence[Stretch]) -> ProcessCourse:
        number = self.records.number(key)
        now = self.site.state.processes.get(key)
        periods = () if now is None else ((period.start.isoformat(), period.status) for period in now.status_periods)
        return ProcessCourse(number, tuple(self.standing(stretch) for stretch in stretches), tuple(periods))

    def standing(self, stretch: Stretch) -> Standing:
        process = stretch.process
        began, sometime = self.dated(process.begun)
        held, during = self.dated(process.last_held)
        return Standing(
            day=self.days.get(stretch.day, 0),  # one that stood before all days stands so from the first
            leads=process.leads,
            status=process.status,
            since=began,
            beside=words.beside_status(process, late=False, _=self.translate) or None,
            due=None if process.due is None or process.due.latest is None else process.due.latest.isoformat(),
            held=held,
            during=during,
            reasons=tuple(self.line(own_words(event)) for event in reasons(process)),
            remaining=tuple(self.line(text) for text in process.remaining),
            sometime=sometime,
        )

    def dated(self, when: When | None) -> tuple[str | None, int | None]:
        """A date as a day, or as the line that says it where it tells none."""
        if when is None:
            return None, None
        if when.is_day and when.latest is not None:
            return when.latest.isoformat(), None
        during = words.during(when.text, self.translate)
        return None, self.line(during)

    def line(self, text: str) -> int:
        return self.lines.number(clean(text))

    def awaited(self, expected: ExpectationSpan) -> Awaited:
        # What was foreseen before all days is awaited from the first on.
        day = max(expected.day, self.course.days[0])
        latest = expected.due.latest
        said = text_if_any(expected.event.data, "text") or ""
        doer = text_if_any(expected.event.data, "by")
        of_whom = "" if doer is None else f" ({words.by(expected.event, self.site.called(doer), self.translate)})"
        return Awaited(
            day=self.days[day],
            settled=self.days[expected.settled] if expected.settled else None,
            record=self.records.number(expected.record),
            due=words.when(expected.event.due, self.translate),
            latest=latest.isoformat() if latest else None,
            text=clean(said + of_whom),
        )

    def late(self, span: LateSpan) -> Late:
        line = late_line(span.words, span.due.text, self.translate)
        return Late(
            day=self.days[span.day],
            ended=self.days[span.ended] if span.ended else None,
            record=self.records.number(span.record),
            milestone=self.site.state.ledger.records[span.record].collection is not Collection.DECISIONS,
            text=clean(line),
        )

    def named(self, key: str) -> NamedRecord:
        link = self.site.records.get(key)
        if link is None:
            return NamedRecord(key, None, "", None)
        called_by_id = link.collection is Collection.PROCESSES
        return NamedRecord(
            key=key,
            id=key if called_by_id else None,
            title=clean(link.title),
            path=link.path,
        )

    def organisations(self) -> dict[str, NamedOrganisation]:
        named: dict[str, NamedOrganisation] = {}
        for key, link in self.site.records.items():
            if link.collection is Collection.ORGANISATIONS:
                title = link.title_for(key)
                named[key] = NamedOrganisation(link.path, None if title is None else clean(title))
        return named

    def decision(self, course: tuple[str, tuple[DecisionStretch, ...]]) -> DecisionCourse:
        key, stretches = course
        when = parse_when(text(self.site.state.ledger.records[key].data, "date"))
        begins = self.site.state.ledger.year_start
        year = year_of(when, begins)
        assert year is not None  # it would not be there on any day
        standings = tuple(DecisionStanding(self.days[stretch.day], stretch.status) for stretch in stretches)
        return DecisionCourse(self.records.number(key), standings, year, not certain(when, begins))

    def counted(self) -> dict[str, list[Counted]]:
        """What each day adds to the numbers of meetings, activities and grants."""
        by_figure: dict[str, list[Counted]] = {}
        for figure, counted in self.added():
            by_figure.setdefault(figure, []).append(counted)
        return by_figure

    def added(self) -> Iterator[tuple[str, Counted]]:
        for arrival in self.course.arrivals:
            if arrival.what != "event" or arrival.collection is not Collection.PROCESSES:
                continue
            day = self.days[arrival.day]
            event = event_of(arrival.data)
            for figure, n in _of_event(event):
                yield figure, (day, self.records.number(arrival.record), n)
        grants = self.site.state.records[Collection.GRANTS]
        for key, grant in grants.items():
            for date_, figure, n in _of_grant(grant):
                # What no day brings is there from the first on.
                day = self.days.get(date_, 0) if date_ else 0
                yield figure, (day, self.records.number(key), n)

    def absent(self) -> dict[int, list[int]]:
        """By sealed day, the records that it does not have, as far as anything is told of them."""
        absent: dict[int, list[int]] = {}
        for day, keys in self.course.absent.items():
            told = [self.records.number(key) for key in keys if key in self.records]
            absent[self.days[day]] = sorted(told)
        return absent

    def words(self) -> dict[str, str]:
        _ = self.translate
        words_of_codes = {code: _(code) for code in STATUSES}
        words_of_codes["none"] = _("not adopted yet")
        return words_of_codes


_MEETINGS = {
    MeetingSort.NUMBERED: ("meetings.held", "meetings.numbered"),
    MeetingSort.INTERNAL: ("meetings.held", "meetings.internal"),
    MeetingSort.OTHER: ("meetings.held", "meetings.other"),
    MeetingSort.BOOKED: ("meetings.booked",),
}
"""By sort, the numbers in which a meeting is counted."""


def _of_event(event: Event) -> Iterator[tuple[str, int]]:
    """The numbers in which an event of a process is counted, and as how many."""
    if isinstance(event, Meeting):
        for figure in _MEETINGS[event.sort]:
            yield figure, 1
    elif isinstance(event, Activity):
        yield "activities", event.times


def _of_grant(grant: Data) -> Iterator[tuple[date | None, str, int]]:
    """What a grant's record adds to numbers, and on which day; None of what has no date."""
    yield None, "grants.total", 1
    for year in entries(grant, "years"):
        yield _day(year), "grants.amount", number(year, "amount")
    for use in entries(grant, "uses"):
        day = _day(use)
        yield day, "grants.uses", 1
        yield day, "grants.posts", number_if_any(use, "posts") or 0


def _day(entry: Data) -> date | None:
    """The day on which an entry of a list comes; None of one that has no date."""
    when = entry_date(entry)
    if when is None:
        return None
    return when.latest


def late_line(task: str, due: str, _: Translate) -> str:
    """That something was to be done, and is late."""
    return _("Late: {task} (due {date})").format(task=task, date=words.when(due, _))


def _plan_texts(_: Translate) -> dict[str, str]:
    """The sentences of the overview, and of what came between two days."""
    return {
        "asof": _("As of {date}"),
        "many": _("{total} processes: {stand}."),
        "single": _("1 process: {stand}."),
        "and": _("{others} and {last}"),
        "more": _("and {n} more"),
        "year": _("{year} ({n})"),
        "unsure": _("{year} ({n}, of which without a certain year: {unsure})"),
        "ofyear": _("of {year}"),
        "ofunsure": _("of {year} (of which without a certain year: {n})"),
        "other": _("Not adopted, or undone since"),
        "million": _("{figure} million SEK"),
        "kronor": _("{figure} SEK"),
        "grouped": _("{thousands},{group}"),
        "tenths": _("{ones}.{tenths}"),
        "since": _("since {date}"),
        "sometime": _("since some day {when}"),
        "held": _("last held {date}"),
        "linked": _("What the links lead to is shown as of {date}."),
        "files": _("There are files of {date}, and of each day on which the plan was assessed."),
        "before": _("and {n} before"),
        "remaining": _("Remaining"),
        "late": _("overdue"),
        "overdue": _("Was to come {due}; no document says what became of it:"),
        "expected": _("Expected {due}:"),
        "over": _("All processes are completed or cancelled."),
        "finished": _("All processes are completed."),
        "nothing": _("There are no processes."),
        "waiting": _("Nothing is under way: the plan is not adopted yet."),
        "none": _("No process stands otherwise."),
        "between": _(
            "From {from} to {to}. Processes that stand otherwise: {moved}. Records in which something came: {records}."
        ),
    }


def entry(arrival: Arrival, site: Site, _: Translate) -> str:
    """What came, in one line."""
    match arrival.what:
        case "entry":
            value = words.field(arrival.name, arrival.data, _)
            return f"{_(arrival.name)}: {value}"
        case "event":
            event = event_of(arrival.data)
            record = site.state.ledger.record(arrival.record)
            return words.event(event, _, site.called, words_of(site.state.ledger, record, site.state.day))
        case "record":
            return _record(arrival, _)
        case _:
            assert_never(arrival.what)


def _record(arrival: Arrival, _: Translate) -> str:
    match arrival.collection:
        case Collection.DECISIONS:
            status = text(arrival.data, "status")
            return words.decision_status(status, _).capitalize()
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
            assert_never(arrival.collection)


# The search index


def search(site: Site, language: str, _: Translate) -> SearchScript:
    """The index of the records that have a page: all that they say, but for where it stands.

    Args:
        site: the pages.
        language: of what we say of a record; its own words are in the ledger's.
        _: into that language.

    Raises:
        UserError: snowballstemmer is not installed.
    """
    index = tuple(_index(site, _))
    return SearchScript(
        index=index,
        stems=_by_stem(index, stemmer(site.language), stemmer(language)),
        language=site.language,
        kinds={name: _(collection.singular) for name, collection in COLLECTIONS.items()},
        texts={
            "single": _("1 page has “{query}”"),
            "found": _("{n} pages have “{query}”"),
            "many": _("{n} pages have “{query}”; the first 100 are shown"),
        },
    )


def _index(site: Site, _: Translate) -> Iterator[Searched]:
    for collection in Collection:
        for key, record in site.state.records[collection].items():
            link = site.records.get(key)
            if link is None:
                continue
            own = _Said()
            ours = _Said()
            _search_in(named(record, site.called), own, ours, _)
            _search_beside(site, key, record, own, ours, _)
            yield Searched(
                id=key,
                kind=collection,
                title=clean(link.title),
                path=link.path,
                text=own.text(),
                ours=ours.text(),
            )


def _by_stem(index: Sequence[Searched], own: Stem, ours: Stem) -> dict[str, list[int]]:
    """Which records have a word: of their own, or of ours."""
    by_stem: dict[str, list[int]] = {}
    for place, record in enumerate(index):
        words_of_record = chain(stems(record.title, own), stems(record.text, own), stems(record.ours, ours))
        for stem in dict.fromkeys(words_of_record):
            by_stem.setdefault(stem, []).append(place)
    return by_stem


class _Said:
    """What is said of a record, each thing once."""

    def __init__(self) -> None:
        self._parts: dict[str, None] = {}

    def add(self, *parts: str) -> None:
        for part in parts:
            if part:
                self._parts[part] = None

    def text(self) -> str:
        cleaned = [clean(part) for part in self._parts]  # each by itself, or two dates look like a person's number
        return " · ".join(cleaned)


_UNSEARCHED = ("source", "field", "seal", "corrections", "assertions", "sha256", "rule", "state", "events", "status")
"""What says nothing that anybody would look for, or is told beside: an event as a sentence, a status as it stood."""


def _search_in(data: Plain, own: _Said, ours: _Said, _: Translate, name: str = "") -> None:
    """Put what a record says where it belongs: the program's words and dates as readers see them, the rest as it is."""
    match data:
        case str() if name in words.CODES or name in words.DATES or name == "period":
            ours.add(words.field(name, data, _))
        case str():
            own.add(data)
        case Mapping():
            for below, value in _searched(data):
                # What is written is a document's, whatever it is of.
                _search_in(value, own, ours, _, "" if name == "written" else below)
        case Sequence():
            for value in data:
                _search_in(value, own, ours, _, name)
        case int() if name == "amount":
            ours.add(words.amount(data, _))
        case bool() | int() | None:
            return
        case _:
            assert_never(data)


def _searched(data: Data) -> Iterator[tuple[str, Plain]]:
    """What of a record or an entry anybody would look for, by the names of its properties."""
    oddity = "rule" in data  # its value may be the name of a field
    for name, value in data.items():
        if name in _UNSEARCHED or (oddity and name == "value"):
            continue
        yield name, value


def _search_beside(site: Site, key: str, record: Data, own: _Said, ours: _Said, _: Translate) -> None:
    """Put beside what else its page shows: how it stands, what happened, its paragraph, and whom it names."""
    if process := site.state.processes.get(key):
        ours.add(_(process.status or "not adopted yet"))
        if process.outcome:
            ours.add(words.outcome(process.outcome, process.outcome_text, _))
        own.add(*process.remaining)
    if decision := site.state.decisions.get(key):
        status = text(decision, "status")
        ours.add(words.decision_status(status, _))
    own_of_record = words_of(site.state.ledger, site.state.ledger.record(key), site.state.day)
    for event in map(event_of, entries(record, "events")):
        ours.add(words.cell(event.when.text, _), words.in_text(words.what(event, _, own_of_record), site.called))
        doer = text_if_any(event.data, "by") or ""
        own.add(own_words(event), text_if_any(event.data, "written") or "", site.called(doer))
    if (paragraph := paragraph_of(record)) is not None:
        ours.add(cited_paragraph(paragraph))
    for name in ("body", "parties", "lead", "partners"):
        for organisation in as_list(record.get(name)):  # an assignment's lead is a role, and named by its own words
            if isinstance(organisation, str) and organisation in site.records:
                own.add(site.records[organisation].title)


def script(name: str, data: PlanScript | SearchScript) -> str:
    """The file that sets a global."""
    document = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=as_json)
    for ending in "\u2028\u2029":  # which end a line in older scripts
        escaped = f"\\u{ord(ending):x}"
        document = document.replace(ending, escaped)
    return f"globalThis.{name}={document};\n"
