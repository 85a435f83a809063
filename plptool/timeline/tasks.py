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
from typing import assert_never

from plptool.model.collections import COMMISSIONS, MILESTONES, Collection
from plptool.model.dates import When, is_task_id, parse_when
from plptool.model.decisions import ENDED as DECISION_ENDED
from plptool.model.decisions import NOT_GIVING, gives_tasks
from plptool.model.decisions import STANDING as DECISION_STANDING
from plptool.model.events import Event, OfTask, Report, Status, TaskChange, TaskStatus
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, entries, part, text, text_if_any, texts, whole
from plptool.model.records import Record
from plptool.timeline.beginnings import Records, first_shown, without_later
from plptool.timeline.changed import values_after
from plptool.timeline.fold import events_of, plan_record, plan_words
from plptool.timeline.indicators import indicators_ever

TASK_LISTS: dict[Collection, tuple[str, ...]] = {
    Collection.PLANS: (MILESTONES,),
    Collection.PROCESSES: (MILESTONES,),
    Collection.DECISIONS: (COMMISSIONS,),
    Collection.ASSIGNMENTS: (MILESTONES,),
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
_UNDECIDED_AGAIN = tuple(status for status in NOT_GIVING if status != "planned")
"""Those of a decision that was adopted, and that is told as not standing after that."""
_DROPPING = ("closed", *_ENDS_TASKS, *_UNDECIDED_AGAIN)
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

    def as_written(self, day: date | None, word: str) -> str | None:
        """How the date of what made it so is written, where it tells no day.

        Args:
            day: since when it is so.
            word: the status that says so, or the stage of a report.
        """
        for event in self.events:
            says_so = word in (text_if_any(event.data, "status"), text_if_any(event.data, "stage"))
            if event.when.latest == day and (says_so or (word == "completed" and event.completes == self.id)):
                return _if_vague(event)
        return None

    @property
    def dropped_as_written(self) -> str | None:
        """The same of the day when it was given up."""
        return None if self.dropping is None else _if_vague(self.dropping)

    @property
    def days_late(self) -> int | None:
        """How many days its present due date is past; None where it is not late."""
        return self._days_past(self.due)

    @property
    def days_late_at_first(self) -> int | None:
        """How many days its first due date is past, as if it had never been extended; None where it is not.

        What recurs is due anew each time, which is no extension: there it is the present time that counts.
        """
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


def led_by(collection: Collection, key: str, data: Data) -> tuple[str, ...]:
    """The organisations that lead what a record is about: what is to come there is theirs, where it names nobody.

    Args:
        collection: the record's.
        key: its id.
        data: what it says on the day.
    """
    match collection:
        case Collection.PROCESSES:
            return texts(data, "lead")
        case Collection.PLANS:
            return texts(part(data, "steering-group"), "organisation")
        case Collection.ASSIGNMENTS:
            responsible = texts(part(data, "responsible"), "organisation")
            return responsible or texts(part(data, "lead"), "organisation")
        case Collection.DECISIONS:
            return texts(data, "body") or texts(data, "parties")
        case Collection.ORGANISATIONS:
            return (key,)
        case Collection.GRANTS | Collection.SOURCES | Collection.SNAPSHOTS:
            return ()
        case _:
            assert_never(collection)


def words_of(ledger: Records, record: Record, day: date) -> OwnWords:
    """What a record calls its tasks, and a process's plan how it goes and what became of it."""
    return _words_of_plan(ledger, record, day).with_tasks(names_of_tasks(record))


def _words_of_plan(ledger: Records, record: Record, day: date) -> OwnWords:
    """What its plan calls how it goes and what became of it; a plan's milestones are told in the plan's own words."""
    if record.collection is Collection.PROCESSES:
        return plan_words(plan_record(ledger, record), day)
    return plan_words(record, day) if record.collection is Collection.PLANS else NO_WORDS


def names_of_tasks(record: Record) -> dict[str, str]:
    """By id, what is to be done, or measured: so readers are told of the tasks of a record, and not by their ids."""
    measured = {indicator.id: indicator.words for indicator in indicators_ever(record)}
    return measured | {task.id: task.words for task in tasks_of(record)}


def task_states(record: Record, day: date) -> Iterator[TaskState]:
    """The tasks of a record that are to be done by the end of a day, or were, as they stood.

    Args:
        record: one that is shown on the day.
        day: the day.
    """
    listed = [Task(record, data) for name in TASK_LISTS[record.collection] for data in _listed_by(record, name, day)]
    if not listed:
        return
    tasks = {task.id: task for task in listed}
    events = [event for event in events_of(record) if event.when.by(day)]
    ended_by = {key: _ids_of_ends(task, events) & tasks.keys() - {key} for key, task in tasks.items()}
    states: dict[str, TaskState] = {}
    for ready in _after_their_ends(tasks, ended_by):
        known = dict(states)  # not those of one group: in a ring, which comes first would decide
        for task in ready:
            others = [known[key] for key in ended_by[task.id] if key in known]
            states[task.id] = _folded(task, day, events, others)
    for key in tasks:
        yield states[key]


def _after_their_ends(tasks: Mapping[str, Task], ended_by: Mapping[str, set[str]]) -> Iterator[list[Task]]:
    """Tasks in groups, each task in a later one than those that end it: when these were executed must be known by then.

    Tasks that end each other in a ring come in one group, and none of them is ended by another.
    """
    pending = dict(tasks)
    while pending:
        ready = [task for key, task in pending.items() if not ended_by[key] & pending.keys()]
        if not ready:  # what is left is a ring, or hangs on one
            ready = [*pending.values()]
        yield ready
        for task in ready:
            del pending[task.id]


def _listed_by(record: Record, name: str, day: date) -> tuple[Data, ...]:
    """The entries of a list of tasks that are there by a day."""
    return entries({name: without_later(record.data.get(name), day)}, name)


def _ids_of_ends(task: Task, events: Iterable[Event]) -> set[str]:
    """The ids of the tasks that end this one: it recurs `until` such a one is executed. A change may name another."""
    changes = (event.fields for event in events if isinstance(event, TaskChange) and task.id in event.of)
    untils = (text_if_any(fields, "until") for fields in (task.data, *changes))
    return {until for until in untils if until is not None}


def _folded(task: Task, day: date, events: Sequence[Event], others: Iterable[TaskState]) -> TaskState:
    """How a task stands after all events, and after what these made of the tasks that end it.

    Args:
        task: the task.
        day: the day.
        events: those of the record whose day has come, as they take effect.
        others: the tasks that end it, as they stood on the day.
    """
    course = _TaskCourse(task, _opened(task))
    turned = [(since, other.id, turn) for other in others for turn, since in other.turns]
    turns = deque(sorted(turned, key=lambda one: one[:2]))  # of one task and day, in their order
    for event in events:
        while turns and event.when.latest is not None and turns[0][0] < event.when.latest:
            course.take_turn_of_end(*turns.popleft())
        course.take(event)
    for since, other, turn in turns:
        course.take_turn_of_end(since, other, turn)
    return course.state(day)


def _opened(task: Task) -> date:
    """Since when a task is to be done: its own day, or else its record's."""
    written = text_if_any(task.data, "from")
    if written is not None:
        return parse_when(written).latest or date.max
    return first_shown(task.record) or date.min


def _if_vague(event: Event) -> str | None:
    return None if event.when.is_day else event.when.text


@dataclass(slots=True)
class _TaskCourse:
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
    ends_executed: set[str] = field(default_factory=set)
    """The tasks that end it, or once did, and are executed."""
    ended_by: str | None = None
    """The one of them that did end it."""
    dropped_with_decision: bool = False
    """Whether it was given up because its decision no longer stood."""
    status_before: str = "planned"
    """The status that it has again where either is undone: that which it had before."""

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
            self.give_status("cancelled", self.opened)

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
            self.give_status("completed", day)

    def _take_of_record(self, event: Status, day: date) -> None:
        """Let another status of the record that lists it take effect."""
        if self._is_given_up(event.status) and self.open:
            self.events.append(event)
            before = self.status
            self.give_status("cancelled", day)
            self.status_before = before
            self.dropped_with_decision = True
        elif event.status in DECISION_STANDING and self.dropped_with_decision:
            # What had ended the decision is undone, as where a higher court reverses: it is to be done again.
            self.events.append(event)
            self.give_status(self.status_before, day)
        elif gives_tasks(self.task.record.data, event.status):
            self._give(day)

    def _is_given_up(self, status: str) -> bool:
        """Whether nobody need do what a decision or process asked for, now that it has a status.

        What was adopted and is told as rejected or tabled after that does not stand either (PLP501 asks about it).
        """
        if status in _UNDECIDED_AGAIN:
            return not gives_tasks(self.task.record.data, status)
        return status in _ENDS_TASKS

    def take_turn_of_end(self, since: date, end: str, turn: Turn) -> None:
        """Let it take effect that a task that ends it was executed, or was taken up again: so is this one."""
        day = max(since, self.opened)
        if turn is Turn.EXECUTED:
            self.ends_executed.add(end)
            self._end_if_executed(end, day)
        elif turn is Turn.REOPENED:
            self.ends_executed.discard(end)
            if self.ended_by == end and self.status == "completed":
                self.give_status(self.status_before, day)

    def _end_if_executed(self, end: str | None, day: date) -> None:
        """Let it be executed from a day on, where it recurs until another task is executed, and that one is."""
        is_its_end = end == text_if_any(self.fields, "until")
        if end in self.ends_executed and is_its_end and self.open:
            before = self.status
            self.give_status("completed", day)
            self.status_before = before
            self.ended_by = end

    def _take_of_task(self, event: Event, day: date) -> None:
        """Let an event of the task itself take effect."""
        if isinstance(event, TaskStatus):
            self.give_status(event.status, day)
        elif isinstance(event, TaskChange):
            self._change(event, day)
        elif isinstance(event, Report):
            self._report(event, day)

    def give_status(self, status: str, day: date) -> None:
        """Give it a status from a day on."""
        # Whoever gives it one because of another task or of the decision says so after that.
        self.ended_by = None
        self.dropped_with_decision = False
        if status in ENDED:  # what is done or dropped was given, also where nobody says that it was decided
            self._give(day)
        if status != self.status:
            self.status, self.since = status, day
        if status == "completed":
            self._end(Turn.EXECUTED, day)
            self.executed = self.executed or day
        elif status == "cancelled":
            self._end(Turn.DROPPED, day)
        elif status == "closed":
            self._end(Turn.DROPPED, day)
            self.closed = self.closed or day
        elif self.turns and not self.open:
            self.turns.append((Turn.REOPENED, day))
            self.executed = self.reported = self.closed = None
            self.elsewhere.clear()

    def _end(self, turn: Turn, day: date) -> None:
        """Let it be executed or dropped from a day on; one that is so already has been so since then."""
        if self.open:
            self.turns.append((turn, day))

    def _change(self, event: TaskChange, day: date) -> None:
        """Let other properties take effect, and what follows from them."""
        self.fields.update(values_after(self.fields, event))
        if "until" in event.fields:
            self._end_if_executed(text_if_any(self.fields, "until"), day)
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
        """Let a report take effect: its status, and that whoever asked was told, if it is final."""
        self.reports.append(event)
        if event.status is not None:
            self.give_status(event.status, day)
        asked = texts(self.fields, "reports-to")
        if event.final and (not asked or set(asked) & set(event.to)):
            self.reported = self.reported or day
        elif event.final:
            self.elsewhere += event.to

    def _due_now(self) -> When | None:
        """By when it is to be done now; of what recurs and is over, nothing is due."""
        due = _due(self.fields)
        if due is None or "every" not in self.fields:
            return due
        return _next_due(self.fields, due, self.reports) if self.open else None

    def state(self, day: date) -> TaskState:
        """How it stands after what has taken effect."""
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
            number = times.first_not_before(day)
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
            day = self._later_by(self.first.latest, self.step * number)
        except (OverflowError, ValueError):
            return None
        return None if self.until is not None and day > self.until else day

    def first_not_before(self, day: date) -> int:
        """The number of the first time that is not before a day, which is after the first of all."""
        assert self.first.latest is not None
        past = (day - self.first.latest).days
        # In as many days there are at least so many times: with that the search begins, not with the first of all.
        most_days_a_step = 1 if self._in_days else 31
        number = max(past // (self.step * most_days_a_step), 1)
        while (due := self.last_day(number)) is not None and due < day:
            number += 1
        return number

    @property
    def _in_days(self) -> bool:
        """Whether it recurs by days or weeks, and not by months or years."""
        return self.every[-1] in "DW"

    @property
    def step(self) -> int:
        """How many days, or else how many months, from one to the next."""
        return int(self.every[1:-1]) * {"D": 1, "W": 7, "M": 1, "Y": 12}[self.every[-1]]

    def _later_by(self, first: date, count: int) -> date:
        """The day so many days, or else so many months, after a first one."""
        return first + timedelta(days=count) if self._in_days else _months_later(first, count)


def _until(fields: Data) -> date | None:
    """The last day on which something is due again, where that is a day."""
    written = text_if_any(fields, "until")
    return parse_when(written).latest if written is not None and not is_task_id(written) else None


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day, where the first is the last of its own, or there is no such day."""
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
    return Balance(
        opening=tuple(opening),
        opened=tuple(turned[Turn.OPENED]),
        reopened=tuple(turned[Turn.REOPENED]),
        executed=tuple(turned[Turn.EXECUTED]),
        dropped=tuple(turned[Turn.DROPPED]),
        closing=tuple(closing),
    )
