"""What falls due, and whose it is: commissions, and what is expected, also by the gates of assignments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plptool.model.collections import Collection
from plptool.model.events import Event
from plptool.model.plain import Data, text_if_any
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.reports.tasks import Decisions, Giving, commission_states, leads_on_the_day, milestone_states
from plptool.timeline.beginnings import THROUGHOUT
from plptool.timeline.changed import called_on
from plptool.timeline.ledger import State


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to be done, or to come, by a day."""

    key: tuple[str, ...]
    """What tells it from all else in the ledger, and stays when its day is another."""
    bodies: tuple[str, ...]
    """The organisations that it is expected of."""
    words: str
    """What it is."""
    given_by: str
    """The decision that asks for it, by which people know it, or what else the record is called."""
    record: str
    collection: Collection
    due: str
    """By when, as the record writes it."""
    day: date
    """The last day that this can mean."""
    told: date
    """When this was told last."""


def dues(state: State) -> list[Due]:
    """What still falls due at a state's day, or is late by then; by day. What is executed or dropped is not."""
    found = [
        *_commissions(state),
        *_milestones(state),
        *_processes(state),
        *_expected(state),
    ]
    found.sort(key=lambda due: (due.day, [*map(natural, due.key)]))
    return found


def _commissions(state: State) -> Iterator[Due]:
    decisions = Decisions(state)
    for task in commission_states(state):
        due = task.due
        if not task.open or due is None or due.latest is None:
            continue
        record = task.task.record
        decision = decisions.row(record.id)
        giving = Giving.of(decision)
        told = [task.opened, *_days_of(task.events)]
        yield Due(
            key=("commission", record.id, task.id),
            bodies=task.leads,
            words=task.words,
            given_by=giving.called() or record.id,
            record=record.id,
            collection=Collection.DECISIONS,
            due=due.text,
            day=due.latest,
            told=max(told),
        )


def _milestones(state: State) -> Iterator[Due]:
    for task in milestone_states(state):
        due = task.due
        if not task.open or due is None or due.latest is None:
            continue
        record = task.task.record
        told_first = task.opened if task.opened_known else due.latest
        told = _days_of(task.events)
        yield Due(
            key=("milestone", record.id, task.id),
            bodies=task.leads or leads_on_the_day(state, record),
            words=task.words,
            given_by=called_on(record, state.day),
            record=record.id,
            collection=record.collection,
            due=due.text,
            day=due.latest,
            told=max(told, default=told_first),
        )


def _processes(state: State) -> Iterator[Due]:
    """Processes that are to be completed by a day."""
    for process in state.processes.values():
        due = process.due
        if not process.continuing or due is None or due.latest is None:
            continue
        told_first = process.since or due.latest
        told = _days_of(process.events)
        yield Due(
            key=("process", process.id),
            bodies=process.leads,
            words=process.called,
            given_by=process.id,
            record=process.id,
            collection=Collection.PROCESSES,
            due=due.text,
            day=due.latest,
            told=max(told, default=told_first),
        )


def _expected(state: State) -> Iterator[Due]:
    """What was foreseen and nothing has settled."""
    for expectation in state.expectations:
        day = expectation.due.latest
        if day is None:
            continue
        record = expectation.record
        event = expectation.event
        said = text_if_any(event.data, "text") or ""
        name = called_on(record, state.day)
        told = event.when.latest
        if told is None or told == THROUGHOUT:
            told = day
        yield Due(
            key=("expected", record.id, event.when.text, said),
            bodies=_bodies(state, record, event.data),
            words=said or name,
            given_by=name,
            record=record.id,
            collection=record.collection,
            due=expectation.due.text,
            day=day,
            told=told,
        )


def _days_of(events: Iterable[Event]) -> list[date]:
    """The last days that the dates of events can mean, of those that come."""
    days: list[date] = []
    for event in events:
        day = event.when.latest
        if day is not None:
            days.append(day)
    return days


def _bodies(state: State, record: Record, event: Data) -> tuple[str, ...]:
    """Of whom something is expected: who is named, or else whose the record is."""
    by = text_if_any(event, "by")
    if by in state.records[Collection.ORGANISATIONS]:
        return (by,)
    return leads_on_the_day(state, record)
