"""What differs between two points, in the shapes in which JSON has it: docs/json.md says what each name means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from plptool.model.collections import Collection
from plptool.model.decisions import Paragraph
from plptool.model.plain import Data, Plain
from plptool.model.shapes import IF_ANY, INLINE, called
from plptool.timeline.changes import (
    Diff,
    EventChange,
    FieldChange,
    RecordChange,
    Stat,
    StatRow,
    TaskDifference,
    TaskTurn,
    Why,
)
from plptool.timeline.compare import ChangeKind
from plptool.timeline.totals import Totals


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A property that has another value."""

    name: str = field(metadata=called("field"))
    before: Plain = field(metadata=called("from"))
    after: Plain = field(metadata=called("to"))
    text_before: str | None = field(metadata={**called("from_text"), **IF_ANY})
    """Of a rating, an outcome or a priority, what the plan calls it."""
    text_after: str | None = field(metadata={**called("to_text"), **IF_ANY})
    why: Why | None = field(metadata=IF_ANY)

    @classmethod
    def of(cls, change: FieldChange, record: RecordChange) -> Self:
        before = record.words_before.said(change.name, change.before)
        after = record.words.said(change.name, change.after)
        return cls(change.name, change.before, change.after, before, after, change.why)


@dataclass(frozen=True, slots=True)
class EventShape:
    """An event that came or went, as its record has it."""

    change: ChangeKind
    why: Why
    data: Data = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class ChangedEventShape:
    """An event that says something else, as its record had it and has it."""

    change: ChangeKind
    why: Why
    before: Data = field(metadata=called("from"))
    after: Data = field(metadata=called("to"))


def _event_shape(change: EventChange) -> EventShape | ChangedEventShape:
    if change.before is None or change.after is None:
        return EventShape(change.change, change.why, change.event.data)
    return ChangedEventShape(change.change, change.why, change.before.data, change.after.data)


@dataclass(frozen=True, slots=True)
class TaskShape:
    """Something that became of a task."""

    id: str
    task: str
    body: str | None = field(metadata=IF_ANY)
    paragraph: Paragraph | None = field(metadata=IF_ANY)
    what: TaskTurn
    before: Plain = field(metadata=called("from"))
    after: Plain = field(metadata=called("to"))
    why: Why

    @classmethod
    def of(cls, task: TaskDifference) -> Self:
        return cls(
            id=task.id,
            task=task.task,
            body=task.body,
            paragraph=task.paragraph,
            what=task.what,
            before=task.before,
            after=task.after,
            why=task.why,
        )


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A record that is new, gone, or says something else."""

    collection: Collection
    record: str
    change: ChangeKind
    why: Why | None = field(metadata=IF_ANY)
    formerly: str | None = field(metadata=IF_ANY)
    withdrawn: Plain = field(metadata=IF_ANY)
    fields: tuple[FieldShape, ...]
    events: tuple[EventShape | ChangedEventShape, ...]
    tasks: tuple[TaskShape, ...] | None = field(metadata=IF_ANY)

    @classmethod
    def of(cls, change: RecordChange) -> Self:
        return cls(
            collection=change.collection,
            record=change.record,
            change=change.change,
            why=change.why,
            formerly=change.formerly,
            withdrawn=change.withdrawn,
            fields=tuple(FieldShape.of(field_change, change) for field_change in change.fields),
            events=tuple(map(_event_shape, change.events)),
            tasks=tuple(map(TaskShape.of, change.tasks)) or None,
        )


@dataclass(frozen=True, slots=True)
class TotalsShape:
    """The figures at FROM and at TO."""

    before: Totals = field(metadata=called("from"))
    after: Totals = field(metadata=called("to"))


@dataclass(frozen=True, slots=True)
class DiffShape:
    """What differs, but for the two points."""

    since: date
    """The day that separates what happened from what was known."""
    changes: tuple[RecordShape, ...]
    totals: TotalsShape

    @classmethod
    def of(cls, difference: Diff) -> Self:
        changes = tuple(map(RecordShape.of, difference.changes))
        return cls(difference.since, changes, TotalsShape(difference.before, difference.after))


@dataclass(frozen=True, slots=True)
class BetweenShape:
    """What differs between two days."""

    first: date = field(metadata=called("from"))
    last: date = field(metadata=called("to"))
    difference: DiffShape = field(metadata=INLINE)

    @classmethod
    def of(cls, first: date, last: date, difference: Diff) -> Self:
        return cls(first, last, DiffShape.of(difference))


@dataclass(frozen=True, slots=True)
class StatRowShape:
    """How many of a record's changes are of each why."""

    collection: Collection
    record: str
    change: ChangeKind
    whys: Mapping[Why, int] = field(metadata=INLINE)

    @classmethod
    def of(cls, row: StatRow) -> Self:
        return cls(row.collection, row.record, row.change, row.whys)


@dataclass(frozen=True, slots=True)
class StatShape:
    """How many changes there are of each why."""

    since: date
    stat: tuple[StatRowShape, ...]
    sum: Mapping[Why, int]

    @classmethod
    def of(cls, difference: Diff, counted: Stat) -> Self:
        return cls(difference.since, tuple(map(StatRowShape.of, counted.rows)), counted.whys)
