"""What became of tasks between two points, and why: it was given, extended, moved, became late, ended.

How a task stands at each point is asked of `tasks`. Why it stands otherwise is the gravest why of the events that make
it so and are at one point alone, or not the same; where there is none, its day came in between, or what is recorded of
the task itself is another.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plptool.model.decisions import paragraph_of
from plptool.model.events import Event, Report, Status, TaskChange, TaskStatus, tells_of
from plptool.model.plain import Plain, text_if_any
from plptool.timeline.changes import WHYS, EventChange, TaskDifference, TaskTurn, Why
from plptool.timeline.tasks import ENDED, TaskState, Turn


def _status_of(event: Event) -> str | None:
    """The status that an event gives a task."""
    if isinstance(event, TaskStatus | Report):
        return event.status
    return None


def _sets(name: str) -> Callable[[Event], bool]:
    """Whether an event gives a task another value of a property."""
    return lambda event: isinstance(event, TaskChange) and name in event.names


def _executes(event: Event) -> bool:
    return event.completes is not None or _status_of(event) == "completed"


def _reports(event: Event) -> bool:
    return isinstance(event, Report) and event.final


def _closes(event: Event) -> bool:
    return _status_of(event) == "closed"


def _drops(event: Event) -> bool:
    """Whether a task is cancelled or closed by it, or its whole decision gets another status."""
    return isinstance(event, Status) or _status_of(event) in ("cancelled", "closed")


def _reopens(event: Event) -> bool:
    status = _status_of(event)
    return status is not None and status not in ENDED


# A task is given by its record, and so by no event. Late it may be by any event about it: that by which it is open, or
# due by then.
_MADE_BY: dict[TaskTurn, Callable[[Event], bool]] = {
    "given": lambda _: False,
    "extended": _sets("due"),
    "moved": _sets("lead"),
    "late": lambda _: True,
    "executed": _executes,
    "reported": _reports,
    "closed": _closes,
    "dropped": _drops,
    "reopened": _reopens,
}
"""By what became of a task, which events about it make it so."""


@dataclass(frozen=True, slots=True)
class TasksBetween:
    """The tasks of one record at two points, and what is known of why they differ."""

    before: Mapping[str, TaskState]
    """By id."""
    after: Mapping[str, TaskState]
    events: Sequence[EventChange]
    """Those of the record that are at one point alone, or not the same."""
    since: date
    """The day that separates what happened from what was known."""
    given: Mapping[str, Why]
    """Why a task is there that was not."""
    corrected: Collection[str]
    """The tasks of which the two revisions record something else."""
    given_by: str
    """What people call the record that has them."""

    def differences(self) -> Iterator[TaskDifference]:
        """Task by task, as the record lists them."""
        for task_id, new in self.after.items():
            for what, before, after, day in _turns_between(self.before.get(task_id), new):
                why = self._why(new, what, day)
                data = new.task.record.data
                body, paragraph = text_if_any(data, "body"), paragraph_of(data)
                yield TaskDifference(task_id, new.words, body, paragraph, self.given_by, what, before, after, why)

    def _why(self, task: TaskState, what: TaskTurn, day: date | None) -> Why:
        """Why something became of a task: the first of these that there is.

        - The why of the entry by which it is given.
        - A day came on which it was late.
        - The gravest why of the events that made it so.
        - Its entry is another, or is there only now.
        - A day came.

        Args:
            task: as it stands at TO.
            what: what became of it.
            day: from when on it is so.
        """
        if what == "given" and task.id in self.given:
            return self.given[task.id]
        happened = day is not None and day > self.since
        if what == "late" and happened:
            return "happened"
        whys = [change.why for change in self.events if self._made(change, task.id, what)]
        if whys:
            return max(whys, key=WHYS.index)
        if task.id in self.corrected:
            return "corrected"
        if task.id not in self.before:
            return self.given.get(task.id, "late")
        return "happened" if happened else "settled"

    @staticmethod
    def _made(change: EventChange, task: str, what: TaskTurn) -> bool:
        """Whether an event is one that made it so, as it was or as it is."""
        return any(makes(event, task, what) for event in change.sides)


def makes(event: Event, task: str, what: TaskTurn) -> bool:
    """Whether an event is one by which a task becomes so: of the task, or that its whole decision is no more."""
    makes_it_so = _MADE_BY[what]
    return (tells_of(event, task) or isinstance(event, Status)) and makes_it_so(event)


_Became = tuple[TaskTurn, Plain, Plain, date | None]
"""What became of a task, what was before, what is after, and the day from which on it is so."""


def _turns_between(old: TaskState | None, new: TaskState) -> Iterator[_Became]:
    if not new.given:
        return
    if old is None or not old.given:
        yield "given", None, text_if_any(new.fields, "due"), new.opened
    else:
        yield from _changed(old, new)
    was_over = old is not None and old.given and not old.open
    last_turn, day_of_turn = new.turns[-1] if was_over else (None, None)
    if old is not None and last_turn is Turn.REOPENED:
        yield "reopened", old.status, new.status, day_of_turn
    else:
        yield from _ends(old, new)
    was_late = old is not None and old.days_late is not None
    if not was_late:
        yield from _becomes_late(new)


def _changed(old: TaskState, new: TaskState) -> Iterator[_Became]:
    """Another due date, and who else is to do it."""
    was_due = text_if_any(old.fields, "due")
    is_due = text_if_any(new.fields, "due")
    if was_due != is_due:
        yield "extended", was_due, is_due, None
    if old.leads != new.leads:
        present = new.holdings[-1]
        yield "moved", list(old.leads), list(new.leads), present.since


def _becomes_late(new: TaskState) -> Iterator[_Became]:
    if new.days_late is None:
        return
    assert new.due is not None
    assert new.due.latest is not None
    first_day_late = new.due.latest + timedelta(days=1)
    yield "late", new.due.text, new.days_late, first_day_late


def _ends(old: TaskState | None, new: TaskState) -> Iterator[_Became]:
    """The facts that have a day of their own."""
    facts_before = {} if old is None else _facts(old)
    for what, fact in _facts(new).items():
        before, before_written = facts_before.get(what, (None, None))
        after, after_written = fact
        is_told_as_dropped = what == "closed" and after is not None and new.dropped == after
        if before != after and not is_told_as_dropped:
            yield what, before_written, after_written, after


def _facts(task: TaskState) -> "dict[TaskTurn, tuple[date | None, str | None]]":
    """By what became of a task, since when it is so, and how that is written."""
    executed = task.as_written(task.executed, "completed")
    reported = task.as_written(task.reported, "final")
    closed = task.as_written(task.closed, "closed")
    return {
        "executed": (task.executed, executed or _iso(task.executed)),
        "reported": (task.reported, reported or _iso(task.reported)),
        "closed": (task.closed, closed or _iso(task.closed)),
        "dropped": (task.dropped, task.dropped_as_written or _iso(task.dropped)),
    }


def _iso(day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat()
