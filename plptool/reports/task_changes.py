"""What a change does to commissions: which are given, extended, moved, executed, reported or closed, and become late.

How a commission stands before and afterwards is worked out in `timeline/tasks.py`. It is compared as if all that is
recorded had come, as everything of a change is; whether it is late is told as of today.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Literal, Self

from plptool.model import redact
from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
from plptool.model.events import Event, Report, TaskChange, TaskStatus, tells_of
from plptool.model.names import Names
from plptool.model.plain import Data, text_if_any, texts
from plptool.reports.tasks import Decisions, Giving, RestsOn, TaskRow
from plptool.timeline.beginnings import shown
from plptool.timeline.changes import EventChange, RecordChange
from plptool.timeline.ledger import State
from plptool.timeline.tasks import TaskState, Turn, task_states

Became = Literal[
    "given",
    "proposed",
    "begun",
    "resumed",
    "paused",
    "executed",
    "reported",
    "closed",
    "given up",
    "cancelled",
    "reopened",
    "moved",
    "dated",
    "extended",
    "brought forward",
    "late",
    "late no longer",
]
"""What becomes of a commission. Given up: closed, and never executed. Dated: it had no due date, and has one."""
_SAYING: Mapping[Became, tuple[str, ...]] = {
    "begun": ("ongoing",),
    "resumed": ("ongoing",),
    "paused": ("paused",),
    "executed": ("completed",),
    "closed": ("closed",),
    "given up": ("closed",),
    "cancelled": ("cancelled",),
    "reopened": ("planned", "ongoing", "paused"),
}
"""By what becomes of a commission, the statuses of it that say so."""
_SETTING: Mapping[Became, str] = {"moved": "lead", "dated": "due", "extended": "due", "brought forward": "due"}
"""By what becomes of a commission, its property that a change sets then."""


@dataclass(frozen=True, slots=True)
class TaskStep:
    """Something that becomes of a commission."""

    became: Became
    taken_back: bool = False
    """Whether it had become so, and what said it is gone."""
    ahead: str | None = None
    """Its date, where it lies ahead."""
    due: tuple[str | None, str] | None = None
    """Of another due date, what it was and what it is, as the record writes them."""
    leads: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Where it goes to others, who had it and who has it then."""
    event: Event | None = None
    """The change that made it so."""
    by: RestsOn | None = None
    """The decision that this rests on."""


@dataclass(frozen=True, slots=True)
class CommissionChange:
    """A commission that is new, gone, or stands otherwise, or of which something else is told."""

    record: str
    """The decision that gave it."""
    id: str
    words: str
    """What is to be done."""
    giving: Giving
    lead: tuple[str, ...]
    """Who is to do it, when all that is recorded has come."""
    written: Data | None
    """What is written of it; None where it is gone."""
    before: TaskRow | None
    """As it stood today; None where it did not."""
    after: TaskRow | None
    steps: tuple[TaskStep, ...]
    events: tuple[EventChange, ...]
    """Those of it that came, went or are others."""
    corrected: tuple[Data, Data] | None = None
    """What was written of it, and what is, where that is another."""
    resting: Mapping[str, RestsOn] = field(default_factory=dict)
    """By id, the decisions that these rest on."""

    def tells(self, change: EventChange) -> bool:
        """Whether what becomes of it says what this event of it says."""
        if change.change == "changed":
            return False
        is_gone = change.change == "removed"
        return any(step.taken_back is is_gone and self._says(change.event, step.became) for step in self.steps)

    def _says(self, event: Event, became: Became) -> bool:
        """Whether an event is one by which this becomes of it."""
        if became == "executed" and event.completes == self.id:
            return True
        return _says(event, became)

    def nameless(self, names: Names) -> Self:
        """The same without the persons in it."""
        return replace(
            self,
            words=names.hidden(self.words),
            written=None if self.written is None else redact.nameless(self.written, names),
            before=None if self.before is None else self.before.nameless(names),
            after=None if self.after is None else self.after.nameless(names),
            events=tuple(event.nameless(names) for event in self.events),
            steps=tuple(_nameless(step, names) for step in self.steps),
            corrected=None if self.corrected is None else _nameless_pair(*self.corrected, names),
        )


def _nameless_pair(before: Data, after: Data, names: Names) -> tuple[Data, Data]:
    return redact.nameless(before, names), redact.nameless(after, names)


def _nameless(step: TaskStep, names: Names) -> TaskStep:
    event = step.event
    if event is None:
        return step
    nameless_event = replace(event, data=redact.nameless(event.data, names))
    return replace(step, event=nameless_event)


def _says(event: Event, became: Became) -> bool:
    """Whether an event of a commission says that this becomes of it."""
    if isinstance(event, TaskStatus):
        return event.status in _SAYING.get(became, ())
    if isinstance(event, TaskChange):
        return _SETTING.get(became) in event.names
    if isinstance(event, Report):
        if became == "reported" and event.final:
            return True
        return event.status in _SAYING.get(became, ())
    return False


def _written_otherwise(before: TaskState | None, after: TaskState | None) -> tuple[Data, Data] | None:
    """What was written of a commission before and afterwards, where that differs."""
    if before is None or after is None or before.task.data == after.task.data:
        return None
    return before.task.data, after.task.data


@dataclass(frozen=True, slots=True)
class Sides:
    """A ledger before a change and after it: as all that is recorded has come, and as of today."""

    old: State
    new: State
    old_today: State
    new_today: State

    @property
    def today(self) -> date:
        return self.new_today.day


def commission_changes(changes: Iterable[RecordChange], sides: Sides) -> tuple[CommissionChange, ...]:
    """What becomes of commissions where decisions are new or others; of those of a decision that is gone, nothing.

    Args:
        changes: of records.
        sides: the ledgers that differ so.
    """
    commissions: list[CommissionChange] = []
    decisions = Decisions(sides.new)
    for change in changes:
        if change.collection is Collection.DECISIONS and change.change != "removed":
            commissions += _of_decision(change, sides, decisions)
    return tuple(commissions)


def _of_decision(change: RecordChange, sides: Sides, decisions: Decisions) -> Iterator[CommissionChange]:
    former = change.record if change.formerly is None else change.formerly
    before = _states(sides.old, former)
    after = _states(sides.new, change.record)
    rows_before = _rows(sides.old_today, former)
    rows_after = _rows(sides.new_today, change.record)
    for key in dict.fromkeys([*after, *before]):
        task = _Compared(
            before=before.get(key),
            after=after.get(key),
            before_today=rows_before.get(key),
            after_today=rows_after.get(key),
            today=sides.today,
            decisions=decisions,
        )
        state = after.get(key) or before[key]
        events = tuple(event for event in change.events if any(tells_of(side, key) for side in event.sides))
        commission = CommissionChange(
            record=change.record,
            id=key,
            words=state.words,
            giving=Giving.of(decisions.row(change.record)),
            lead=state.leads,
            written=after[key].task.data if key in after else None,
            before=task.before_today,
            after=task.after_today,
            steps=tuple(task.steps()),
            events=events,
            corrected=_written_otherwise(before.get(key), after.get(key)),
            resting={name: decisions.named(name) for name in _rested_on(events)},
        )
        if commission.steps or commission.events or commission.corrected:
            yield commission


def _states(state: State, key: str) -> dict[str, TaskState]:
    """The commissions of a decision, by their ids; none where it is not there."""
    record = state.ledger.collections[Collection.DECISIONS].get(key)
    if record is None or not shown(record, state.day):
        return {}
    return {task.id: task for task in task_states(record, state.day)}


def _rows(state: State, key: str) -> dict[str, TaskRow]:
    """The same as rows."""
    decisions = Decisions(state)
    return {task: TaskRow.of(task_state, decisions) for task, task_state in _states(state, key).items()}


def _rested_on(events: Sequence[EventChange]) -> Iterator[str]:
    for change in events:
        for side in change.sides:
            decision = text_if_any(side.data, "decision")
            if decision is not None:
                yield decision


@dataclass(frozen=True, slots=True)
class _Compared:
    """A commission before a change and after it."""

    before: TaskState | None
    after: TaskState | None
    before_today: TaskRow | None
    after_today: TaskRow | None
    today: date
    decisions: Decisions

    def steps(self) -> Iterator[TaskStep]:
        """What becomes of it, in the order in which a reader asks."""
        if self.after is None:
            yield TaskStep("given", taken_back=True)
            return
        yield from self._given(self.after)
        yield from self._status(self.after)
        yield from self._ends(self.after)
        yield from self._moved(self.after)
        yield from self._due(self.after)
        yield from self._late()

    def _given(self, after: TaskState) -> Iterator[TaskStep]:
        waits = not after.given
        written = text_if_any(after.task.data, "from") or text_if_any(after.task.record.data, "date")
        has_come = written is None or parse_when(written).by(self.today)
        ahead = None if has_come else written
        if self.before is None:
            yield TaskStep("proposed" if waits else "given", ahead=ahead)
        elif not self.before.given and after.open:
            yield TaskStep("given", ahead=ahead)

    def _status(self, after: TaskState) -> Iterator[TaskStep]:
        """That it is begun, paused or resumed; that it is open again, the ends tell."""
        before = "planned" if self.before is None else self.before.status
        since = date.min if self.before is None else self.before.since
        if after.status == before or after.since < since or self._reopened() > 0:
            return
        ahead = self._ahead(after.since)
        if after.status == "paused":
            yield TaskStep("paused", ahead=ahead)
        elif after.status == "ongoing" and before == "planned":
            yield TaskStep("begun", ahead=ahead)
        elif after.status == "ongoing" and before == "paused":
            yield TaskStep("resumed", ahead=ahead)

    def _ends(self, after: TaskState) -> Iterator[TaskStep]:
        reopened = self._reopened()
        if reopened:
            day = _last_reopened(after) if reopened > 0 else None
            yield TaskStep("reopened", taken_back=reopened < 0, ahead=self._ahead(day))
        ends = _ends(after)
        ends_before, known_days = _ends_and_days(self.before)
        any_came = False
        for became, day in ends.items():
            ended_again = reopened > 0 and day != ends_before.get(became)
            if became in ends_before and not ended_again:
                continue
            if reopened < 0 and day in known_days:  # it may have become so before it was open again
                continue
            any_came = True
            yield TaskStep(became, ahead=self._ahead(day))
        if any_came or reopened > 0:
            return
        for became in ends_before:
            if became not in ends:
                yield TaskStep(became, taken_back=True)

    def _reopened(self) -> int:
        """How many times more it is reopened than it was; below zero, how many times less."""
        return _times_reopened(self.after) - _times_reopened(self.before)

    def _moved(self, after: TaskState) -> Iterator[TaskStep]:
        known = () if self.before is None else self.before.holdings
        for earlier, holding in pairwise(after.holdings):
            if holding in known or holding.leads == earlier.leads:
                continue
            event = _change_of(after, "lead", holding.since)
            by = None if event is None else self._by(event)
            ahead = self._ahead(holding.since)
            yield TaskStep("moved", ahead=ahead, leads=(earlier.leads, holding.leads), event=event, by=by)

    def _due(self, after: TaskState) -> Iterator[TaskStep]:
        """Another due date, or a first one where there was none."""
        written = text_if_any(after.task.data, "due")
        due = None if written is None else parse_when(written)
        known = [] if self.before is None else [event.data for event in _changes_of(self.before, "due")]
        for event in _changes_of(after, "due"):
            earlier = due
            new_due = texts(event.fields, "due")[0]
            due = parse_when(new_due)
            if event.data in known or (earlier and earlier.text == due.text):
                continue
            dates = (None if earlier is None else earlier.text, due.text)
            ahead = self._ahead(event.when.latest)
            yield TaskStep(_deferred(earlier, due), ahead=ahead, due=dates, event=event, by=self._by(event))

    def _by(self, event: TaskChange) -> RestsOn | None:
        if event.decision is None:
            return None
        return self.decisions.named(event.decision)

    def _late(self) -> Iterator[TaskStep]:
        """That a change makes it late today, or late no longer though it is still to be done."""
        was_late = self.before_today is not None and self.before_today.days_late is not None
        after = self.after_today
        if after is None or was_late == (after.days_late is not None):
            return
        if not was_late:
            yield TaskStep("late")
        elif after.open:
            yield TaskStep("late no longer")

    def _ahead(self, day: date | None) -> str | None:
        if day is None or day <= self.today:
            return None
        return day.isoformat()


def _ends_and_days(task: TaskState | None) -> tuple[dict[Became, date], set[date]]:
    """How a task had ended, and the days on which it turned; nothing, where it was not there."""
    if task is None:
        return {}, set()
    return _ends(task), {day for _turn, day in task.turns}


def _ends(task: TaskState) -> dict[Became, date]:
    """How a task has ended, and when: what was closed and never executed was given up."""
    ends: dict[Became, date | None] = {"executed": task.executed, "reported": task.reported}
    if task.dropped is not None and task.dropped == task.closed:
        ends["given up"] = task.dropped
    else:
        ends |= {"cancelled": task.dropped, "closed": task.closed}
    return {became: day for became, day in ends.items() if day is not None}


def _times_reopened(task: TaskState | None) -> int:
    if task is None:
        return 0
    return sum(turn is Turn.REOPENED for turn, _day in task.turns)


def _last_reopened(task: TaskState) -> date:
    days = [day for turn, day in task.turns if turn is Turn.REOPENED]
    return days[-1]


def _changes_of(task: TaskState, name: str) -> list[TaskChange]:
    """The changes that gave a property of a task another value."""
    return [event for event in task.events if isinstance(event, TaskChange) and name in event.names]


def _change_of(task: TaskState, name: str, day: date) -> TaskChange | None:
    """The change of a day that gave a property of a task another value."""
    for event in _changes_of(task, name):
        # What was changed before the task was given counts from when it was.
        counts_from = max(event.when.latest or day, task.opened)
        if counts_from == day:
            return event
    return None


def _deferred(earlier: When | None, due: When) -> Became:
    """What another due date means."""
    if earlier is None:
        return "dated"
    if earlier.latest is not None and due.latest is not None and due.latest < earlier.latest:
        return "brought forward"
    return "extended"
