"""Tasks: what somebody is to do by a day, and how far it has come at the end of another.

A record lists its tasks; its events say `of` which of them they are. Nothing of how a task stands is written: it is a
pure fold of the events whose day has come. Three facts are kept apart: that a task was executed, that this was reported
to whoever asked for it, and that these closed it.
"""

from calendar import monthrange
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from plptool.model.collections import COMMISSIONS, MILESTONES, Collection
from plptool.model.dates import When, is_task_id, parse_when
from plptool.model.decisions import ENDED as DECISION_ENDED
from plptool.model.decisions import NOT_GIVING, gives_tasks
from plptool.model.decisions import STANDING as DECISION_STANDING
from plptool.model.events import Event, OfTask, Report, Status, TaskChange, TaskStatus
from plptool.model.plain import Data, Plain, entries, text, text_if_any, texts, whole
from plptool.model.records import Record
from plptool.timeline.beginnings import first_shown, without_later
from plptool.timeline.changed import values_after
from plptool.timeline.fold import events_of
from plptool.timeline.indicators import indicators_of

TASK_LISTS: dict[Collection, tuple[str, ...]] = {
    Collection.PLANS: (),
    Collection.PROCESSES: (MILESTONES,),
    Collection.DECISIONS: (COMMISSIONS,),
    Collection.ASSIGNMENTS: (),
    Collection.GRANTS: (),
    Collection.ORGANISATIONS: (),
    Collection.SOURCES: (),
    Collection.SNAPSHOTS: (),
}
"""By collection, the properties of its records that list tasks."""
ENDED = ("completed", "cancelled", "closed")
"""The statuses of a task that nobody waits for."""
_ENDS_TASKS = ("cancelled", *DECISION_ENDED)
"""The statuses of a decision or process after which nobody need do what it asked for."""
_DROPPING = ("closed", *_ENDS_TASKS)
"""The statuses, of a task or of its decision, that give up what was not executed."""


class Turn(Enum):
    """What makes a task open, or no longer."""

    OPENED = "opened"
    EXECUTED = "executed"
    REOPENED = "reopened"
    DROPPED = "dropped"
    """Cancelled, or closed though it was never executed."""


_OPEN = (Turn.OPENED, Turn.REOPENED)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody is to do."""

    record: Record
    """That which lists it."""
    data: Data
    """As it was given, before any change."""

    @property
    def id(self) -> str:
        """What it is called in its record."""
        return text(self.data, "id")

    @property
    def words(self) -> str:
        """What is to be done, as it was given."""
        return _words(self.record, self.data)


def _words(record: Record, fields: Data) -> str:
    """What is to be done: a task's text, or else the clauses of its record that say it; its id where neither does."""
    clauses = texts(record.data, "clauses")
    numbers = [whole(number) or 0 for number in texts(fields, "clauses")]
    said = " ".join(clauses[number - 1] for number in numbers if 0 < number <= len(clauses))
    return text_if_any(fields, "text") or said or text(fields, "id")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who was to do a task, and from when on."""

    leads: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Extension:
    """Another due date than before, and the event that set it."""

    due: When
    event: TaskChange


@dataclass(frozen=True)
class TaskState:
    """A task at the end of a day."""

    task: Task
    day: date
    fields: Data
    """Its properties, as changes have left them."""
    opened: date
    """Since when it is to be done."""
    status: str
    """What was said last: planned until then."""
    since: date
    """Since when it has that status."""
    executed: date | None
    """When it was first completed since it was last reopened."""
    reported: date | None
    """When a final report came to one of those to whom it is to be reported."""
    elsewhere: tuple[str, ...]
    """The bodies that a final report came to, where none of them is one to whom it is to be reported."""
    closed: date | None
    holdings: tuple[Holding, ...]
    """Who was to do it, one after the other; the last holds it."""
    extensions: tuple[Extension, ...]
    reports: tuple[Report, ...]
    """In order; the last says what is known."""
    turns: tuple[tuple[Turn, date], ...]
    """What made it open and no longer, in order; nothing, where it is only proposed."""
    events: tuple[Event, ...]
    """All that is told of it by the day."""
    due: When | None
    """By when it is to be done now; of what recurs, the next time that has no report, until it is over."""
    first_due: When | None
    """By when it was to be done at first."""

    @property
    def id(self) -> str:
        return self.task.id

    @property
    def words(self) -> str:
        """What is to be done, as changes have left it."""
        return _words(self.task.record, self.fields)

    @property
    def leads(self) -> tuple[str, ...]:
        """Who is to do it now; none where nobody says."""
        return self.holdings[-1].leads

    @property
    def given(self) -> bool:
        """Whether it was given to anybody: what a decision only proposes is not."""
        return bool(self.turns)

    @property
    def opened_known(self) -> bool:
        """Whether anybody says since when it is to be done."""
        return self.opened != date.min

    @property
    def open(self) -> bool:
        """Whether somebody still is to do it."""
        return self.given and self.turns[-1][0] in _OPEN

    @property
    def dropped(self) -> date | None:
        """When it was given up, where it was and is not open again."""
        if not self.given:
            return None
        turn, since = self.turns[-1]
        return since if turn is Turn.DROPPED else None

    @property
    def dropping(self) -> Event | None:
        """The event that gave it up; None where it is not given up, or its decision never was in force."""
        given_up = (event for event in self.events if text_if_any(event.data, "status") in _DROPPING)
        return next(
            (event for event in given_up if max(event.when.latest or self.day, self.opened) == self.dropped), None
        )

    @property
    def days_late(self) -> int | None:
        """How many days its present due date is past; None where it is not late."""
        return self._days_past(self.due)

    @property
    def days_late_at_first(self) -> int | None:
        """How many days its first due date is past, as if it had never been extended; None where it is not."""
        return self._days_past(self.due if "every" in self.fields else self.first_due)

    def _days_past(self, due: When | None) -> int | None:
        if not self.open or due is None or due.latest is None or due.latest >= self.day:
            return None
        return (self.day - due.latest).days

    @property
    def days_to_execution(self) -> int | None:
        """How many days it took from when it was given until it was executed; None also where nobody knows when."""
        return None if self.executed is None or not self.opened_known else (self.executed - self.opened).days

    @property
    def days_executed_late(self) -> int | None:
        """How many days after its due date it was executed; None where it was not, or in time, or where it recurs."""
        due = None if self.due is None or "every" in self.fields else self.due.latest
        return None if self.executed is None or due is None or due >= self.executed else (self.executed - due).days

    @property
    def news(self) -> bool | None:
        """Whether the last report says something else than the one before; None where there are not two."""
        return None if len(self.reports) < 2 else self.reports[-1].said != self.reports[-2].said

    @cached_property
    def obstacle(self) -> str | None:
        """What stands in the way, by the last report."""
        return self.reports[-1].reason if self.reports else None


def tasks_of(record: Record) -> Iterator[Task]:
    """The tasks that a record lists, also those that come later."""
    for name in TASK_LISTS[record.collection]:
        for data in entries(record.data, name):
            yield Task(record, data)


def names_of_tasks(record: Record) -> dict[str, str]:
    """By id, what is to be done, or measured: so readers are told of the tasks of a record, and not by their ids."""
    measured = {indicator.id: indicator.words for indicator in indicators_of(record)}
    return measured | {task.id: task.words for task in tasks_of(record)}


def task_states(record: Record, day: date) -> Iterator[TaskState]:
    """The tasks of a record that are to be done by the end of a day, or were, as they stood.

    Args:
        record: one that is shown on the day.
        day: the day.
    """
    listed = [Task(record, data) for name in TASK_LISTS[record.collection] for data in _by(record, name, day)]
    if not listed:
        return
    tasks = {task.id: task for task in listed}
    events = [event for event in events_of(record) if event.when.by(day)]
    untils = {key: _tasks_until(task, events) & tasks.keys() - {key} for key, task in tasks.items()}
    states: dict[str, TaskState] = {}
    for ready in _one_after_the_other(tasks, untils):
        known = dict(states)
        for task in ready:
            others = [known[key] for key in untils[task.id] if key in known]
            states[task.id] = _folded(task, day, events, others)
    for key in tasks:
        yield states[key]


def _one_after_the_other(tasks: Mapping[str, Task], untils: Mapping[str, set[str]]) -> Iterator[list[Task]]:
    """Tasks in groups, each after those until whose execution it recurs: it must know when that was.

    Of tasks that wait for each other in a ring none is ended by another: they come together.
    """
    pending = dict(tasks)
    while pending:
        ready = [task for key, task in pending.items() if not untils[key] & pending.keys()]
        if not ready:
            ready = [*pending.values()]
        yield ready
        for task in ready:
            del pending[task.id]


def _by(record: Record, name: str, day: date) -> tuple[Data, ...]:
    return entries({name: without_later(record.data.get(name), day)}, name)


def _tasks_until(task: Task, events: Iterable[Event]) -> set[str]:
    """The ids of the tasks until whose execution this one recurs, one after the other."""
    changes = (event.fields for event in events if isinstance(event, TaskChange) and task.id in event.of)
    untils = (text_if_any(fields, "until") for fields in (task.data, *changes))
    return {until for until in untils if until is not None}


def _folded(task: Task, day: date, events: Sequence[Event], others: Iterable[TaskState]) -> TaskState:
    """How a task stands after all events, and after what they made of the tasks until whose execution it recurs."""
    course = _Course(task, _opened(task))
    turned = [(since, other.id, turn) for other in others for turn, since in other.turns]
    turns = deque(sorted(turned, key=lambda one: one[:2]))  # of one task and day, in their order
    for event in events:
        while turns and event.when.latest is not None and turns[0][0] < event.when.latest:
            course.follow(*turns.popleft())
        course.take(event)
    for since, other, turn in turns:
        course.follow(since, other, turn)
    return course.state(day)


def _opened(task: Task) -> date:
    """Since when a task is to be done: its own day, or else its record's."""
    written = text_if_any(task.data, "from")
    if written is not None:
        return parse_when(written).latest or date.max
    return first_shown(task.record) or date.min


@dataclass(slots=True)
class _Course:
    """How a task stands while one event after the other takes effect."""

    task: Task
    opened: date
    fields: dict[str, Plain] = field(init=False)
    status: str = "planned"
    since: date = field(init=False)
    executed: date | None = None
    reported: date | None = None
    elsewhere: list[str] = field(default_factory=list)
    closed: date | None = None
    holdings: list[Holding] = field(init=False)
    extensions: list[Extension] = field(default_factory=list)
    first_due: When | None = field(init=False)
    reports: list[Report] = field(default_factory=list)
    turns: list[tuple[Turn, date]] = field(init=False)
    events: list[Event] = field(default_factory=list)
    others_executed: set[str] = field(default_factory=set)
    """The tasks that are executed of those until whose execution it recurs, or did."""
    ended_with: str | None = None
    """The one of them with which it was executed."""
    status_before: str = "planned"
    """Its status until then."""
    dropped_with_decision: bool = False
    """Whether it was given up because its decision no longer stood."""

    def __post_init__(self) -> None:
        self.fields = dict(self.task.data)
        self.since = self.opened
        self.holdings = [Holding(texts(self.fields, "lead"), self.opened)]
        self.first_due = _due(self.fields)
        decision = self.task.record.data
        status = text_if_any(decision, "status") or ""
        self.turns = []
        if gives_tasks(decision, status):
            self._give(self.opened)
        if status in _ENDS_TASKS:
            self.to("cancelled", self.opened)

    @property
    def open(self) -> bool:
        return bool(self.turns) and self.turns[-1][0] in _OPEN

    def _give(self, day: date) -> None:
        """From a day on somebody is to do it."""
        if self.turns:
            return
        self.opened = self.since = day
        self.holdings = [Holding(self.holdings[-1].leads, day)]
        self.turns = [(Turn.OPENED, day)]

    def take(self, event: Event) -> None:
        """Let an event take effect, which comes after those before it."""
        latest = event.when.latest
        assert latest is not None  # its day has come, so it has one
        day = max(latest, self.opened)
        about = isinstance(event, OfTask) and self.task.id in event.of
        if about or event.completes == self.task.id:
            self.events.append(event)
        if about:
            self._take_of_task(event, day)
        elif isinstance(event, Status):
            self._take_of_record(event, day)
        if event.completes == self.task.id and self.open:
            self.to("completed", day)

    def _take_of_record(self, event: Status, day: date) -> None:
        """Let another status of the record that lists it take effect."""
        if self._is_given_up(event.status) and self.open:
            self.events.append(event)
            before = self.status
            self.to("cancelled", day)
            self.status_before, self.dropped_with_decision = before, True
        elif event.status in DECISION_STANDING and self.dropped_with_decision:
            # What had ended the decision is undone, as where a higher court reverses: it is to be done again.
            self.events.append(event)
            self.to(self.status_before, day)
        elif gives_tasks(self.task.record.data, event.status):
            self._give(day)

    def _is_given_up(self, status: str) -> bool:
        """Whether nobody need do what a decision or process asked for, now that it has a status.

        What was adopted and is told as rejected or tabled after that does not stand either (PLP501 asks about it).
        """
        if status in NOT_GIVING and status != "planned":
            return not gives_tasks(self.task.record.data, status)
        return status in _ENDS_TASKS

    def follow(self, since: date, other: str, turn: Turn) -> None:
        """What recurs until another task is executed is executed with it, and taken up with it again."""
        day = max(since, self.opened)
        if turn is Turn.EXECUTED:
            self.others_executed.add(other)
            self._end_with(other, day)
        elif turn is Turn.REOPENED:
            self.others_executed.discard(other)
            if self.ended_with == other and self.status == "completed":
                self.to(self.status_before, day)

    def _end_with(self, other: str | None, day: date) -> None:
        """What recurs until another task is executed, which is so, is executed too."""
        if other in self.others_executed and other == text_if_any(self.fields, "until") and self.open:
            before = self.status
            self.to("completed", day)
            self.status_before, self.ended_with = before, other

    def _take_of_task(self, event: Event, day: date) -> None:
        if isinstance(event, TaskStatus):
            self.to(event.status, day)
        elif isinstance(event, TaskChange):
            self._change(event, day)
        elif isinstance(event, Report):
            self._report(event, day)

    def to(self, status: str, day: date) -> None:
        """Give it a status from a day on."""
        self.ended_with = None
        self.dropped_with_decision = False
        if status in ENDED:  # what is done or dropped was given, also where nobody says that it was decided
            self._give(day)
        if status != self.status:
            self.status, self.since = status, day
        if status == "completed":
            self._turn(Turn.EXECUTED, day)
            self.executed = self.executed or day
        elif status == "cancelled":
            self._turn(Turn.DROPPED, day)
        elif status == "closed":
            self._turn(Turn.DROPPED, day)
            self.closed = self.closed or day
        elif self.turns and not self.open:
            self.turns.append((Turn.REOPENED, day))
            self.executed = self.reported = self.closed = None
            self.elsewhere.clear()

    def _turn(self, turn: Turn, day: date) -> None:
        """What was executed or dropped already is so from then on."""
        if self.open:
            self.turns.append((turn, day))

    def _change(self, event: TaskChange, day: date) -> None:
        self.fields.update(values_after(self.fields, event))
        if "until" in event.fields:
            self._end_with(text_if_any(self.fields, "until"), day)
        if "lead" in event.names:
            self.holdings.append(Holding(texts(self.fields, "lead"), day))
        due = _due(self.fields)
        if "due" not in event.fields or due is None:
            return
        if self.first_due is None:
            self.first_due = due
        else:
            self.extensions.append(Extension(due, event))

    def _report(self, event: Report, day: date) -> None:
        self.reports.append(event)
        if event.status is not None:
            self.to(event.status, day)
        asked = texts(self.fields, "reports-to")
        if event.final and (not asked or set(asked) & set(event.to)):
            self.reported = self.reported or day
        elif event.final:
            self.elsewhere += event.to

    def _due_now(self) -> When | None:
        due = _due(self.fields)
        if due is None or "every" not in self.fields:
            return due
        return _next_due(self.fields, due, self.reports) if self.open else None

    def state(self, day: date) -> TaskState:
        return TaskState(
            task=self.task,
            day=day,
            fields=self.fields,
            opened=self.opened,
            status=self.status,
            since=self.since,
            executed=self.executed,
            reported=self.reported,
            elsewhere=() if self.reported else tuple(dict.fromkeys(self.elsewhere)),
            closed=self.closed,
            holdings=tuple(self.holdings),
            extensions=tuple(self.extensions),
            reports=tuple(self.reports),
            turns=tuple(self.turns),
            events=tuple(self.events),
            due=self._due_now(),
            first_due=self.first_due,
        )


def _due(fields: Data) -> When | None:
    written = text_if_any(fields, "due")
    return None if written is None else parse_when(written)


# What recurs


def _next_due(fields: Data, first: When, reports: Iterable[Report]) -> When | None:
    """The next time for which no report has come; None once the last has one.

    A time is met by a report after the time before and by this one. A report that is late answers for all that were
    past by then.
    """
    times = _Times(first, text(fields, "every"), _until(fields))
    number, before = 0, None
    for report in reports:
        due, day = times.last_day(number), report.when.latest
        if due is None or day is None:
            break
        if day > due:
            number = times.by(day)
            before = times.last_day(number - 1)
        elif before is None or day > before:
            number, before = number + 1, due
    return times.at(number)


@dataclass(frozen=True, slots=True)
class _Times:
    """Each time that something is due, counted from the first, which is 0."""

    first: When
    every: str
    until: date | None
    """After this day it is not due again."""

    def at(self, number: int) -> When | None:
        """A time; None after the last that is said, or where the calendar ends."""
        if number == 0:
            return self.first
        day = self.last_day(number)
        return None if day is None else parse_when(day.isoformat())

    def last_day(self, number: int) -> date | None:
        """The last day of a time: of the first, the last that it can mean. Month ends stay month ends."""
        if number == 0 or self.first.latest is None:
            return self.first.latest
        try:
            day = self._counted(self.first.latest, self.step * number)
        except (OverflowError, ValueError):
            return None
        return None if self.until is not None and day > self.until else day

    def by(self, day: date) -> int:
        """The number of the first time that is not before a day; it is after the first."""
        assert self.first.latest is not None
        past = (day - self.first.latest).days
        days = 1 if self.every[-1] in "DW" else 31
        number = max(past // (self.step * days), 1)  # no time after this many has been skipped
        while (due := self.last_day(number)) is not None and due < day:
            number += 1
        return number

    @property
    def step(self) -> int:
        """How many days, or else how many months, from one to the next."""
        return int(self.every[1:-1]) * {"D": 1, "W": 7, "M": 1, "Y": 12}[self.every[-1]]

    def _counted(self, first: date, count: int) -> date:
        return first + timedelta(days=count) if self.every[-1] in "DW" else _months_later(first, count)


def _until(fields: Data) -> date | None:
    """The last day on which something is due again, where that is a day."""
    written = text_if_any(fields, "until")
    return parse_when(written).latest if written is not None and not is_task_id(written) else None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if at_end else min(day.day, last))


# A line of opening and closing


@dataclass(frozen=True, slots=True)
class Balance:
    """Which tasks were open, came and went between the ends of two days; one that went twice is there twice.

    Opening and opened and reopened, without what was executed or dropped, are those that are open at the end.
    """

    opening: tuple[TaskState, ...]
    opened: tuple[TaskState, ...]
    reopened: tuple[TaskState, ...]
    executed: tuple[TaskState, ...]
    dropped: tuple[TaskState, ...]
    closing: tuple[TaskState, ...]


def balance(states: Iterable[TaskState], after: date) -> Balance:
    """What became of tasks after the end of a day, until that of which the states are."""
    opening: list[TaskState] = []
    closing: list[TaskState] = []
    turned: dict[Turn, list[TaskState]] = {turn: [] for turn in Turn}
    for state in states:
        before = [turn for turn, day in state.turns if day <= after]
        if before and before[-1] in _OPEN:
            opening.append(state)
        for turn, day in state.turns:
            if day > after:
                turned[turn].append(state)
        if state.open:
            closing.append(state)
    opened, executed, reopened, dropped = (tuple(turned[turn]) for turn in Turn)
    return Balance(tuple(opening), opened, reopened, executed, dropped, tuple(closing))
