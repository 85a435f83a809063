"""The ledger's course, day by day: from when each process stands how, and what came on which day.

What `fold` says of every day is said once, as stretches, so that a page can show any day without folding. Between
two days, what came is what `diff` of the two says of one revision.

A sealed day has what was sealed, which may be less than what is recorded of it: such a day is a stretch of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plptool.model.collections import Collection
from plptool.model.dates import When, days_after, parse_when
from plptool.model.events import Event, Expected, Status
from plptool.model.own_words import PLAN_WORDS, OwnWords
from plptool.model.plain import Data, Plain, text
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.timeline.beginnings import THROUGHOUT, entry_date, first_shown, own_when, plan_start, shown
from plptool.timeline.changed import changes_in
from plptool.timeline.decisions import decision_at
from plptool.timeline.fold import ProcessState, events_of, fold, plan_record, settlements
from plptool.timeline.ledger import Ledger
from plptool.timeline.tasks import TaskState, task_states, tasks_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a process stands from a day on, until the next stretch begins."""

    day: date
    process: ProcessState


ArrivalKind = Literal["record", "event", "entry"]


@dataclass(frozen=True, slots=True)
class DecisionStretch:
    """Which status a decision has from a day until the next stretch begins."""

    day: date
    status: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came on a day: a record, an event of one, or a dated entry of one of its lists."""

    day: date
    written: str
    """Its date as it is written, which need tell no day."""
    collection: Collection
    record: str
    what: ArrivalKind
    name: str
    """The list's name, of an entry."""
    data: Data


@dataclass(frozen=True, slots=True)
class ExpectationSpan:
    """Something that was expected from a day until it was settled."""

    day: date
    """From when on it was expected."""
    settled: date | None
    """The day on which a later event settled it; None where none did."""
    record: str
    due: When
    event: Expected


@dataclass(frozen=True, slots=True)
class LateSpan:
    """A task that was late from a day until it was no longer."""

    day: date
    ended: date | None
    """From when on it is not late any more; None where it is late to the last."""
    record: str
    task: str
    """Its id in the record."""
    words: str
    """What is to be done."""
    due: When


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What a ledger says of every day up to one."""

    days: tuple[date, ...]
    """Each day on which something came or changed, and the last one asked for."""
    processes: dict[str, tuple[Stretch, ...]]
    """Before its first stretch, a process is not there."""
    decisions: dict[str, tuple[DecisionStretch, ...]]
    """Likewise."""
    arrivals: tuple[Arrival, ...]
    expectations: tuple[ExpectationSpan, ...]
    late: tuple[LateSpan, ...]
    """By day."""
    absent: Mapping[date, frozenset[str]]
    """By sealed day: the records that it does not have, though they are shown on the days around it."""


def newest_arrivals(course: Chronicle, day: date) -> tuple[Arrival, ...]:
    """What came last by a day, as that day has it: all that came on one day."""
    absent = course.absent.get(day, frozenset())
    there = [one for one in course.arrivals if one.day <= day and one.record not in absent]
    if not there:
        return ()
    newest = max(one.day for one in there)
    return tuple(one for one in there if one.day == newest)


def chronicle(ledger: Ledger, last: date) -> Chronicle:
    """What the ledger says of every day up to the last."""
    sealed_ledgers = {day: ledger.at(day).ledger for day in ledger.sealed_days if day <= last}
    processes: dict[str, tuple[Stretch, ...]] = {}
    decisions: dict[str, tuple[DecisionStretch, ...]] = {}
    arrivals: list[Arrival] = []
    expectations: list[ExpectationSpan] = []
    late: list[LateSpan] = []
    for record in _in_order(ledger):
        events = events_of(record)
        arrivals += _arrivals(record, events, last)
        expectations += _expectations(record, events, last)
        late += _late(record, events, last)
        if record.collection is Collection.PROCESSES:
            stretches = tuple(_interrupted(ledger, sealed_ledgers, record, events, last))
            if stretches:
                processes[record.id] = stretches
        elif record.collection is Collection.DECISIONS:
            stood = tuple(_decision_stretches(record, events, last))
            if stood:
                decisions[record.id] = stood
    expectations.sort(key=lambda one: (one.due.order, natural(one.record)))  # as a state has its expectations
    late.sort(key=lambda span: span.day)
    arrivals.sort(key=lambda arrival: arrival.day)  # stable: within a day by record, then as they take effect
    absent: dict[date, frozenset[str]] = {}
    for day, of_day in sealed_ledgers.items():
        absent_ids = _absent(ledger, of_day, day)
        if absent_ids:
            absent[day] = absent_ids
    days = _days(processes, arrivals, expectations, late, absent, last)
    return Chronicle(days, processes, decisions, tuple(arrivals), tuple(expectations), tuple(late), absent)


def _in_order(ledger: Ledger) -> Iterator[Record]:
    """The records that say something, by collection and id."""
    for collection in Collection:
        records = ledger.collections[collection]
        for record_id in sorted(records, key=natural):
            if "withdrawn" not in records[record_id].data:
                yield records[record_id]


def _days(
    processes: Mapping[str, tuple[Stretch, ...]],
    arrivals: list[Arrival],
    expectations: list[ExpectationSpan],
    late: list[LateSpan],
    absent: Mapping[date, frozenset[str]],
    last: date,
) -> tuple[date, ...]:
    """The days on which something else is told than on the day before, and the last.

    A sealed day that lacks records is one, and so is the day after it, on which they are there again.
    """
    days = {last}
    days |= {arrival.day for arrival in arrivals}
    turns = {stretch.day for stretches in processes.values() for stretch in stretches}
    days |= turns - {THROUGHOUT}
    days |= {expectation.settled for expectation in expectations if expectation.settled}
    days |= {day for span in late for day in (span.day, span.ended) if day}
    for sealed_day in absent:
        days |= {day for day in (sealed_day, days_after(sealed_day, 1)) if day <= last}
    return tuple(sorted(days))


def _absent(ledger: Ledger, of_day: Ledger, day: date) -> frozenset[str]:
    """The records that a sealed day does not have, though they would be shown if it were not sealed."""
    left_out = (record for record in ledger.records.values() if record.id not in of_day.records)
    return frozenset(record.id for record in left_out if shown(record, day))


def _interrupted(
    ledger: Ledger, sealed_ledgers: Mapping[date, Ledger], record: Record, events: list[Event], last: date
) -> Iterator[Stretch]:
    """The stretches of a process; a sealed day on which it was sealed as standing otherwise is one of its own."""
    by_day = {stretch.day: stretch for stretch in _stretches(ledger, record, events, last)}
    for day, of_day in sealed_ledgers.items():
        if record.id not in of_day.records or not shown(record, day):
            continue  # a day that does not have it says so of all its records
        as_sealed = fold(of_day, record, day, events)
        if _differ(as_sealed, fold(ledger, record, day, events)):
            by_day[day] = Stretch(day, as_sealed)
            following = days_after(day, 1)
            if day < last and following not in by_day:
                by_day[following] = Stretch(following, fold(ledger, record, following, events))
    yield from sorted(by_day.values(), key=lambda stretch: stretch.day)


def _stretches(ledger: Ledger, record: Record, events: list[Event], last: date) -> Iterator[Stretch]:
    """The stretches of a process, as if no day were sealed."""
    first_day = first_shown(record)
    if first_day is None:
        return
    plan = plan_record(ledger, record)
    changes = () if plan is None else changes_in(plan)
    of_plan = [change.when.latest for change in changes if PLAN_WORDS.intersection(change.names)]
    turns = {first_day, plan_start(ledger, record), *(event.when.latest for event in events), *of_plan}
    days = sorted(day for day in turns if day is not None and first_day <= day <= last)
    before: ProcessState | None = None
    for day in days:
        process = fold(ledger, record, day, events)
        if before is None or _differ(before, process):
            yield Stretch(day, process)
            before = process


def _decision_stretches(record: Record, events: list[Event], last: date) -> Iterator[DecisionStretch]:
    """The stretches of a decision. Its status says nothing of a sealed day that is not said of it otherwise."""
    first_day = first_shown(record)
    if first_day is None or first_day > last:
        return
    days = {first_day, *(event.when.latest for event in events if isinstance(event, Status))}
    before: str | None = None
    for day in sorted(day for day in days if day is not None and first_day <= day <= last):
        status = text(decision_at(record, record.data, day), "status")
        if status != before:
            yield DecisionStretch(day, status)
            before = status


def _differ(before: ProcessState, after: ProcessState) -> bool:
    """Whether a page shows something else of the two."""
    return _shown_of(before) != _shown_of(after)


def _shown_of(process: ProcessState) -> tuple[Plain | When | OwnWords | tuple[str, ...], ...]:
    """All that a page may show of a process. Events come and never go: how many there are says which."""
    return (
        process.status,
        process.begun,
        process.outcome,
        process.remaining,
        process.percent,
        process.rating,
        process.fields,
        process.words,
        process.last_held,
        process.plan,
        len(process.events),
    )


def _arrivals(record: Record, events: list[Event], last: date) -> Iterator[Arrival]:
    """What came of a record by the last day: itself, its events, and the dated entries of its lists."""
    first_day = first_shown(record)
    if first_day is None or first_day > last:
        return

    def arrival(when: When, what: ArrivalKind, name: str, data: Data) -> Iterator[Arrival]:
        if when.by(last) and when.latest is not None:
            # What is older than its record comes with it.
            yield Arrival(max(when.latest, first_day), when.text, record.collection, record.id, what, name, data)

    own_date = own_when(record)
    if own_date is not None and first_day > date.min:
        yield from arrival(own_date, "record", "", record.data)
    for event in events:
        yield from arrival(event.when, "event", "", event.data)
    for name, data in record.data.items():
        if name != "events":
            for when, entry in _dated(data):
                yield from arrival(when, "entry", name, entry)


def _dated(data: Plain) -> Iterator[tuple[When, Data]]:
    """The dated entries of lists, at whatever depth, each with its date."""
    if isinstance(data, dict):
        for value in data.values():
            yield from _dated(value)
    elif isinstance(data, list):
        for entry in data:
            when = entry_date(entry)
            if when is not None and isinstance(entry, dict):
                yield when, entry
            yield from _dated(entry)


def _expectations(record: Record, events: list[Event], last: date) -> Iterator[ExpectationSpan]:
    """What was expected of a record on some day up to the last."""
    first_day = first_shown(record)
    if first_day is None or first_day > last:
        return
    effective = [event for event in events if event.when.by(last)]
    for expected, settled in settlements(record, effective):
        assert expected.when.latest is not None  # it has taken effect
        since = max(expected.when.latest, first_day)
        if settled is None or settled > since:
            yield ExpectationSpan(since, settled, record.id, parse_when(expected.due), expected)


def _first_days_late(tasks: Iterable[TaskState]) -> set[date]:
    """The day on which each task becomes late, if nothing comes before; none of what is due on no day."""
    first_days: set[date] = set()
    for task in tasks:
        last_day = None if task.due is None else task.due.latest
        if last_day is not None and last_day != date.max:
            first_days.add(days_after(last_day, 1))
    return first_days


def _late(record: Record, events: list[Event], last: date) -> Iterator[LateSpan]:
    """When the tasks of a record were late.

    A task becomes late as a day comes, without an event; which day that is, is known only once the events before it
    have said by when it is due. So each day that is looked at may add one to those that are ahead.
    """
    first_day = first_shown(record)
    if first_day is None or first_day > last or not any(tasks_of(record)):
        return
    ahead = {first_day, *(event.when.latest for event in events if event.when.latest)}
    seen: set[date] = set()
    spans: dict[str, LateSpan] = {}
    while ahead:
        day = min(ahead)
        ahead.remove(day)
        seen.add(day)
        if not first_day <= day <= last:
            continue
        tasks = list(task_states(record, day))
        ahead |= _first_days_late(tasks) - seen
        for task in tasks:
            is_late = task.days_late is not None
            if is_late and task.id not in spans:
                assert task.due is not None
                spans[task.id] = LateSpan(day, None, record.id, task.id, task.words, task.due)
            elif not is_late and task.id in spans:
                yield replace(spans.pop(task.id), ended=day)
    yield from spans.values()
