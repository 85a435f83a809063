"""What falls due, and whose it is: commissions, and what is expected, also by the gates of assignments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plptool.model.collections import Collection
from plptool.model.plain import Data, part, text, text_if_any, texts
from plptool.model.text import natural
from plptool.reports.tasks import Decisions, Giving, commission_states
from plptool.timeline.beginnings import THROUGHOUT
from plptool.timeline.ledger import State
from plptool.timeline.tasks import TaskState


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
    all_dues = [*_commissions(state), *_expected(state)]
    all_dues.sort(key=lambda due: (due.day, [natural(word) for word in due.key]))
    return all_dues


def _commissions(state: State) -> Iterator[Due]:
    decisions = Decisions(state)
    for task in commission_states(state):
        due = task.due
        if not task.open or due is None or due.latest is None:
            continue
        record = task.task.record
        row = decisions.row(record.id)
        if row is not None and row.waits:
            continue
        giving = Giving.of(row)
        yield Due(
            key=("commission", record.id, task.id),
            bodies=task.leads,
            words=task.words,
            given_by=giving.called or record.id,
            record=record.id,
            collection=Collection.DECISIONS,
            due=due.text,
            day=due.latest,
            told=_told_last(task),
        )


def _told_last(task: TaskState) -> date:
    """The day of the last event of a commission; where it has none, that on which it was given."""
    told = task.opened
    for event in task.events:
        latest = event.when.latest
        if latest is not None:
            told = max(told, latest)
    return told


def _expected(state: State) -> Iterator[Due]:
    """What was foreseen and nothing has settled."""
    for expectation in state.expectations:
        day = expectation.due.latest
        if day is None:
            continue
        event = expectation.event
        record = expectation.record
        known = event.when.latest
        if known in (None, THROUGHOUT):
            known = day
        said = text_if_any(event.data, "text") or ""
        title = _title(record.data) or record.id
        bodies = _bodies(state, record.collection, record.id, event.data)
        yield Due(
            key=("expected", record.id, event.when.text, said),
            bodies=tuple(bodies),
            words=said or title,
            given_by=title,
            record=record.id,
            collection=record.collection,
            due=expectation.due.text,
            day=day,
            told=known,
        )


def _bodies(state: State, collection: Collection, key: str, event: Data) -> Iterator[str]:
    """Of whom something is expected: who is named, or else whose the record is."""
    by = text_if_any(event, "by")
    if by in state.records[Collection.ORGANISATIONS]:
        yield by
    elif collection is Collection.PROCESSES:
        process = state.processes[key]
        yield text(process.fields, "lead")
    elif collection is Collection.ORGANISATIONS:
        yield key
    else:
        data = state.records[collection][key]
        responsible = part(data, "responsible")
        body = text_if_any(data, "body") or text_if_any(responsible, "organisation")
        if body:
            yield body
        else:
            yield from texts(data, "parties")


def _title(data: Data) -> str | None:
    return text_if_any(data, "title") or text_if_any(data, "need")
