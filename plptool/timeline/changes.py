"""What differs between two points, as data: a head, a row for each record, and in it its fields and events.

What `plptool.timeline.diff` finds, and every renderer is given. JSON is made of it in `plptool.render.json_diff`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from plptool.model import redact
from plptool.model.collections import Collection
from plptool.model.decisions import Paragraph
from plptool.model.events import Event
from plptool.model.names import Names
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain
from plptool.timeline.compare import ChangeKind, FieldPath, change_kind
from plptool.timeline.totals import Totals

Why = Literal["happened", "settled", "late", "corrected"]
WHYS: tuple[Why, ...] = ("happened", "settled", "late", "corrected")
"""happened: its earliest possible day is after FROM. settled: it may have been earlier, but was certain only later.
late: it held by FROM, and was recorded since. corrected: what was recorded is changed or withdrawn.

In order of gravity, the gravest last: of several the gravest is told."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A property that has another value; of a list of entries, one entry that came, went or is another."""

    path: FieldPath
    """Its keys from the top of the record; an entry has its list's."""
    before: Plain
    after: Plain
    why: Why | None
    """None in a record that is new or gone: there it is no change, but what the record says."""

    @property
    def name(self) -> str:
        """`priority`, `listed.bilaga-5`, `source.goal`."""
        return ".".join(self.path)

    @property
    def top(self) -> str:
        """The record's own property in which it is."""
        return self.path[0]

    def nameless(self, names: Names) -> "FieldChange":
        """The same without the persons in it: of a person's name, that it is another and no more."""
        if "person" in self.path and not names.stay:
            return replace(self, before=None, after=None)
        of = redact.property_at(self.path)
        before = redact.nameless(self.before, names, of)
        after = redact.nameless(self.after, names, of)
        return replace(self, before=before, after=after)


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event that is at one point alone, or not the same at both."""

    before: Event | None
    """As FROM has it; None where it is new."""
    after: Event | None
    """As TO has it; None where it is gone."""
    why: Why

    @property
    def change(self) -> ChangeKind:
        return change_kind(self.before, self.after)

    @property
    def event(self) -> Event:
        """As it is, or of one that is gone, as it was."""
        if self.after is not None:
            return self.after
        assert self.before is not None
        return self.before

    @property
    def sides(self) -> tuple[Event, ...]:
        """As it was and as it is, as far as it was there."""
        both = (self.before, self.after)
        there = [event for event in both if event is not None]
        return tuple(there)

    def nameless(self, names: Names) -> "EventChange":
        """The same without the persons in it."""
        before = _nameless_event(self.before, names)
        after = _nameless_event(self.after, names)
        return replace(self, before=before, after=after)


TaskTurn = Literal["given", "extended", "moved", "late", "executed", "reported", "closed", "dropped", "reopened"]
"""What becomes of a task."""


@dataclass(frozen=True, slots=True)
class TaskDifference:
    """Something that became of a task between the two points."""

    id: str
    """What it is called in its record."""
    task: str
    """What is to be done."""
    body: str | None
    """Whose decision gave it, and in which paragraph."""
    paragraph: Paragraph | None
    given_by: str
    """That decision as people know it; of a milestone, the id of its process."""
    what: TaskTurn
    before: Plain
    """The due date or who was to do it; of a fact that has a day, that day where it was another."""
    after: Plain
    """The due date, who is to do it, the day, or how many days it is late."""
    why: Why


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is new, gone, or says something else."""

    collection: Collection
    record: str
    """Its id: at TO, if it is there."""
    change: ChangeKind
    why: Why | None
    """None of one that is changed and has the same id: its fields and events have theirs."""
    fields: tuple[FieldChange, ...]
    events: tuple[EventChange, ...]
    """In the order in which they take effect."""
    tasks: tuple[TaskDifference, ...] = ()
    """What became of its tasks: it follows from the events, and from that a day came."""
    words: OwnWords = NO_WORDS
    """Its own and its plan's, at TO if it is there."""
    words_before: OwnWords = NO_WORDS
    """The same as they were at FROM, if it was there."""
    formerly: str | None = None
    """Its id at FROM, where that is another."""
    withdrawn: Data | None = None
    """What it says of its being withdrawn, where it was not at FROM."""
    title: str | None = None
    """Of a process, its title at the later of the two, where it has one of its own."""
    percent: int | None = None
    """Of a process, how much of it is done at TO."""
    rating: str | None = None
    """Likewise how its plan rates it."""

    @property
    def ids(self) -> frozenset[str]:
        """What it is called, and was called before."""
        former = self.formerly or self.record
        return frozenset({self.record, former})

    @property
    def status(self) -> FieldChange | None:
        """The status that it has now and had before, where that differs."""
        for change in self.fields:
            if change.path == ("status",):
                return change
        return None

    @property
    def progress(self) -> tuple[tuple[Plain, Plain], tuple[Plain, Plain]] | None:
        """How much of a process was done and how it was rated, in its plan's words, and the same now.

        None where neither differs.
        """
        percent_before: Plain = self.percent
        percent_after: Plain = self.percent
        rating_before: Plain = self.rating
        rating_after: Plain = self.rating
        differs = False
        for change in self.fields:
            if change.name == "percent":
                percent_before = change.before
                percent_after = change.after
                differs = True
            elif change.name == "rating":
                rating_before = change.before
                rating_after = change.after
                differs = True
        if not differs:
            return None
        before = (percent_before, self.words_before.said("rating", rating_before) or rating_before)
        after = (percent_after, self.words.said("rating", rating_after) or rating_after)
        return before, after

    def nameless(self, names: Names) -> "RecordChange":
        """The same without the persons in it."""
        fields = [change.nameless(names) for change in self.fields]
        events = [event.nameless(names) for event in self.events]
        tasks: list[TaskDifference] = []
        for task in self.tasks:
            words = names.hidden(task.task)
            tasks.append(replace(task, task=words))
        withdrawn = self.withdrawn
        if withdrawn is not None:
            withdrawn = redact.nameless(withdrawn, names)
        return replace(
            self,
            fields=tuple(fields),
            events=tuple(events),
            tasks=tuple(tasks),
            words=self.words.nameless(names),
            words_before=self.words_before.nameless(names),
            withdrawn=withdrawn,
            title=None if self.title is None else names.hidden(self.title),
        )


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two points."""

    since: date
    """The day that separates what happened from what was known."""
    changes: tuple[RecordChange, ...]
    """Collection by collection, by id."""
    before: Totals
    after: Totals

    def nameless(self, names: Names) -> "Diff":
        """The same without the persons in it."""
        changes = [change.nameless(names) for change in self.changes]
        return replace(self, changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class StatRow:
    """How many changes of each why one record has."""

    collection: Collection
    record: str
    change: ChangeKind
    whys: Mapping[Why, int]
    is_a_need: bool = False
    """Whether people call it by the need that it answers, and not by a title."""


@dataclass(frozen=True, slots=True)
class Stat:
    rows: tuple[StatRow, ...]
    whys: Mapping[Why, int]
    """How many there are in all."""


def _nameless_event(event: Event | None, names: Names) -> Event | None:
    if event is None:
        return None
    return replace(event, data=redact.nameless(event.data, names))
