"""What was given to somebody to do, as rows: the one place that lists, SQL, reports and JSON take it from.

How a task stands is worked out in `timeline/tasks.py`; here it is told, with the decisions that it rests on.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from plptool.model.collections import COMMISSIONS, MILESTONES
from plptool.model.collections import Collection as Sort
from plptool.model.dates import When, parse_when
from plptool.model.decisions import Paragraph, known_as
from plptool.model.events import TaskChange
from plptool.model.names import Names
from plptool.model.plain import entries, text, text_if_any, texts
from plptool.model.records import Record
from plptool.model.shapes import IF_ANY, INLINE, UNSAID, called
from plptool.reports.rows import DecisionRow, written
from plptool.timeline.changed import stood
from plptool.timeline.ledger import State
from plptool.timeline.part import deciders
from plptool.timeline.tasks import TASK_LISTS, Holding, TaskState, led_by


@dataclass(frozen=True, slots=True)
class Giving:
    """The decision that gave a task; nothing, where no decision did."""

    body: str | None = None
    parties: tuple[str, ...] = ()
    """Who gave it, where that is an agreement."""
    paragraph: Paragraph | None = None
    date: str | None = None
    decision_status: str | None = field(default=None, metadata=called("decision_status"))
    """Beside how the task stands: the decision may not be adopted."""
    title: str | None = field(default=None, metadata=UNSAID)
    """The decision's, where nothing else tells it from others."""

    @classmethod
    def of(cls, row: DecisionRow | None) -> Self:
        if row is None:
            return cls()
        return cls(row.body, row.parties, row.paragraph, row.date, row.status, row.own_title)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Who gave it."""
        return self.parties if self.body is None else (self.body, *self.parties)

    def called(self, say: Callable[[str], str] = str) -> str:
        """What people call the decision: KF § 41; without a paragraph by its date.

        Args:
            say: how a written date is told.
        """
        date = None if self.paragraph or self.date is None else say(self.date)
        return known_as(self.bodies, date, self.paragraph, self.title)

    def named(self, say: Callable[[str], str] = str) -> str:
        """The same with its date in any case: KF 2023-02-27 § 11."""
        date = None if self.date is None else say(self.date)
        return known_as(self.bodies, date, self.paragraph, self.title)


@dataclass(frozen=True, slots=True)
class LastReport:
    """What was reported of a task last; nothing, where nothing was."""

    date: str | None = field(default=None, metadata=called("last_report"))
    """As the record writes it."""
    to: tuple[str, ...] = field(default=(), metadata=called("last_report_to"))
    stage: str | None = field(default=None, metadata=called("last_report_stage"))
    status: str | None = field(default=None, metadata=called("last_report_status"))
    percent: int | None = field(default=None, metadata=called("last_report_percent"))
    text: str | None = field(default=None, metadata=called("last_report_text"))
    obstacle: str | None = None
    """What stands in the way."""
    news: bool | None = None
    """Whether it says something else than the one before; None where there are not two."""

    @classmethod
    def of(cls, task: TaskState) -> Self:
        if not task.reports:
            return cls()
        last = task.reports[-1]
        stage, said = text_if_any(last.data, "stage"), text_if_any(last.data, "text")
        return cls(last.when.text, last.to, stage, last.status, last.percent, said, task.obstacle, task.news)

    def nameless(self, names: Names) -> Self:
        """The same without the names of persons in its texts."""
        text = None if self.text is None else names.hidden(self.text)
        return replace(self, text=text, obstacle=None if self.obstacle is None else names.hidden(self.obstacle))


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The decision that something rests on, by which people know it; nothing, where none is named."""

    decision: str | None
    decided: str | None
    """Its date."""
    body: str | None
    paragraph: Paragraph | None
    giving: Giving = field(default_factory=Giving, metadata=UNSAID)

    def told(self, say: Callable[[str], str]) -> str:
        """What people call it; nothing, where none is named."""
        return self.giving.named(say) or self.decision or ""

    def __str__(self) -> str:
        return self.told(str)


@dataclass(frozen=True, slots=True)
class Extended:
    """Another due date than before, and the decision that gave it."""

    due: str
    """As the record writes it."""
    date: str
    by: RestsOn = field(metadata=INLINE)

    def told(self, say: Callable[[str], str]) -> str:
        """By when it is due, and who said so or else since when."""
        return f"{say(self.due)} ({self.by.told(say) or say(self.date)})"

    def __str__(self) -> str:
        return self.told(str)


@dataclass(frozen=True, slots=True)
class Held:
    """Who was to do it, and from which day on."""

    lead: tuple[str, ...]
    since: dt.date | None
    """None where that is not known."""
    since_written: str | None = field(default=None, metadata=IF_ANY)
    """How the date is written, where it tells no day."""

    def __str__(self) -> str:
        return ", ".join(self.lead) or "–"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stood. A date that a record writes stands as it writes it."""

    record: str
    """That which lists it: of a commission, the decision that gave it."""
    collection: Sort
    """That of this record."""
    id: str
    """What it is called there."""
    task: str
    """What is to be done."""
    giving: Giving = field(metadata=INLINE)
    lead: tuple[str, ...]
    """Who is to do it now."""
    roles: tuple[str, ...]
    """The people who are to do it, by what they are."""
    held: tuple[Held, ...]
    """Who was to do it before, one after the other."""
    reports_to: tuple[str, ...] = field(metadata=called("reports-to"))
    opened: dt.date | None
    """Since when it is to be done; None of what is only proposed, and where that is not known."""
    first_due: str | None
    due: str | None
    """By when it is to be done now."""
    due_latest: dt.date | None
    """The last day that this can mean."""
    every: str | None
    """How often it is due again."""
    extensions: tuple[Extended, ...]
    days_late_at_first: int | None
    """How many days its first due date is past; None where it is not, or it is not open."""
    days_late: int | None
    """The same of its present one."""
    standing: str
    """One of STANDINGS."""
    status: str
    """What was said last."""
    since: dt.date | None
    """None where that is not known."""
    executed: dt.date | None
    days_executed_late: int | None
    reported: dt.date | None
    elsewhere: tuple[str, ...]
    """The bodies that the final report came to, though it is to be reported to others."""
    closed: dt.date | None
    dropped: dt.date | None
    dropped_by: RestsOn | None
    reason: str | None
    """Why it was dropped."""
    last: LastReport = field(metadata=INLINE)
    age: int | None
    """How many days ago it was given; None where it is not open, or that is not known."""
    days_to_execution: int | None
    opened_written: str | None = field(default=None, metadata=IF_ANY)
    """How the date is written, where it tells no day; so with the others."""
    since_written: str | None = field(default=None, metadata=IF_ANY)
    executed_written: str | None = field(default=None, metadata=IF_ANY)
    reported_written: str | None = field(default=None, metadata=IF_ANY)
    closed_written: str | None = field(default=None, metadata=IF_ANY)
    dropped_written: str | None = field(default=None, metadata=IF_ANY)

    @property
    def open(self) -> bool:
        return self.standing in ("open", "late")

    def nameless(self, names: Names) -> Self:
        """The same without the names of persons in its texts."""
        return replace(
            self,
            task=names.hidden(self.task),
            roles=tuple(map(names.hidden, self.roles)),
            reason=None if self.reason is None else names.hidden(self.reason),
            last=self.last.nameless(names),
        )

    @classmethod
    def of(cls, task: TaskState, decisions: "Decisions") -> Self:
        fields, dropping = task.fields, task.dropping
        opened_written = _opened_as_written(task)
        dropped_written = task.dropped_as_written
        since_written = task.as_written(task.since, task.status)
        if task.since == task.opened:
            since_written = since_written or opened_written
        elif task.since == task.dropped:
            since_written = since_written or dropped_written
        return cls(
            record=task.task.record.id,
            collection=task.task.record.collection,
            id=task.id,
            task=task.words,
            giving=Giving.of(decisions.row(task.task.record.id)),
            lead=task.leads,
            roles=tuple(text(role, "role") for role in entries(fields, "roles")),
            held=tuple(held_by(task, holding) for holding in task.holdings[:-1]),
            reports_to=texts(fields, "reports-to"),
            opened=task.opened if task.given and task.opened_known else None,
            first_due=written(task.first_due),
            due=written(task.due),
            due_latest=None if task.due is None else task.due.latest,
            every=text_if_any(fields, "every"),
            extensions=tuple(decisions.extended(task)),
            days_late_at_first=task.days_late_at_first,
            days_late=task.days_late,
            standing=_standing(task),
            status=task.status,
            since=known(task.since),
            executed=task.executed,
            days_executed_late=task.days_executed_late,
            reported=task.reported,
            elsewhere=task.elsewhere,
            closed=task.closed,
            dropped=task.dropped,
            dropped_by=None if dropping is None else decisions.named(text_if_any(dropping.data, "decision")),
            reason=None if dropping is None else text_if_any(dropping.data, "reason"),
            last=LastReport.of(task),
            age=(task.day - task.opened).days if task.open and task.opened_known else None,
            days_to_execution=task.days_to_execution,
            opened_written=opened_written if task.given else None,
            since_written=since_written,
            executed_written=task.as_written(task.executed, "completed"),
            reported_written=task.as_written(task.reported, "final"),
            closed_written=task.as_written(task.closed, "closed"),
            dropped_written=dropped_written,
        )


def known(since: dt.date) -> dt.date | None:
    """The day from which something is so; None where it was so from the first of all days, as nobody says when."""
    return None if since == dt.date.min else since


def _opened_as_written(task: TaskState) -> str | None:
    """How the date from which it is to be done is written, where it tells no day."""
    data, record = task.task.data, task.task.record.data
    when = text_if_any(data, "from") or text_if_any(record, "date") or text_if_any(record, "from")
    return None if when is None else _if_it_tells_no_day(parse_when(when), task.opened)


def held_by(task: TaskState, holding: Holding) -> Held:
    """Who was to do it, and from which day on; where that tells no day, also how it is written."""
    written_dates = [event.when for event in task.events if isinstance(event, TaskChange) and "lead" in event.fields]
    written = next(filter(None, (_if_it_tells_no_day(when, holding.since) for when in written_dates)), None)
    if holding.since == task.opened:
        written = written or _opened_as_written(task)
    return Held(holding.leads, known(holding.since), written)


def _if_it_tells_no_day(when: When, day: dt.date) -> str | None:
    return when.text if when.latest == day and not when.is_day else None


STANDINGS = ("proposed", "late", "open", "executed", "reported", "closed", "dropped")
"""How a task stands, in one word.

What is proposed is not given; late and open are still to be done; executed is not reported, reported not closed.
"""


def _standing(task: TaskState) -> str:
    if not task.given:
        return "proposed"
    if task.dropped:
        return "dropped"
    if task.open:
        return "open" if task.days_late is None else "late"
    if task.closed:
        return "closed"
    return "reported" if task.reported else "executed"


_HAS: dict[str, Callable[[TaskRow], bool]] = {
    "proposed": lambda row: row.standing == "proposed",
    "open": lambda row: row.open,
    "late": lambda row: row.days_late is not None,
    "executed": lambda row: row.standing == "executed",
    "reported": lambda row: row.reported is not None and row.closed is None and row.dropped is None,
    "closed": lambda row: row.closed is not None,
    "dropped": lambda row: row.dropped is not None,
}
"""By what is asked for beside the statuses that events say: whether a task is so."""


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """Which tasks are asked for; None: whatever there is."""

    lead: str | None = None
    """Who is to do it now."""
    of: str | None = None
    """Who gave it."""
    org: str | None = None
    """Who gave it or is to do it."""
    status: str | None = None
    """A status that events say, or one of STANDINGS."""
    overdue: bool = False

    def fits(self, row: TaskRow, given_by: Collection[str] = ()) -> bool:
        """Whether a task is one that is asked for.

        Args:
            row: the task.
            given_by: the organisations whose decision gave it.
        """
        return (
            (self.lead is None or self.lead in row.lead)
            and (self.of is None or self.of in given_by)
            and (self.org is None or self.org in (*given_by, *row.lead))
            and (self.status is None or self._of_status(row, self.status))
            and (row.days_late is not None or not self.overdue)
        )

    @staticmethod
    def _of_status(row: TaskRow, status: str) -> bool:
        has = _HAS.get(status)
        return row.status == status if has is None else has(row)


_ALL = TaskFilters()


def to_do(state: State, organisation: str) -> list[TaskRow]:
    """What an organisation is to do still, the oldest first."""
    return commissions(state, TaskFilters(lead=organisation, status="open"))


def commission_states(state: State) -> Iterator[TaskState]:
    """The tasks that decisions gave by the day, as they stood."""
    for task in state.tasks:
        if COMMISSIONS in TASK_LISTS[task.task.record.collection]:
            yield task


def commissions(state: State, filters: TaskFilters = _ALL) -> list[TaskRow]:
    """What decisions gave somebody to do by the day, as it stood: the oldest first."""
    decisions = Decisions(state)
    tasks = sorted(commission_states(state), key=lambda task: task.opened)
    return [row for _, row in decisions.rows(tasks, filters)]


def milestone_states(state: State) -> Iterator[TaskState]:
    """What is to be reached in plans, processes and assignments, as it stood."""
    for task in state.tasks:
        if MILESTONES in TASK_LISTS[task.task.record.collection]:
            yield task


def milestones(state: State, filters: TaskFilters = _ALL) -> list[TaskRow]:
    """What is to be reached in plans, processes and assignments: record by record, as they list it."""
    decisions = Decisions(state)
    rows = (decisions.task(task) for task in milestone_states(state))
    return [row for row in rows if filters.fits(row)]


def leads_on_the_day(state: State, record: Record) -> tuple[str, ...]:
    """The organisations that lead what a record is about, by the state's day."""
    process = state.processes.get(record.id)
    data = stood(record, state.day) if process is None else process.fields
    return led_by(record.collection, record.id, data)


class Decisions:
    """The decisions that tasks rest on."""

    def __init__(self, state: State) -> None:
        self._state = state

    def row(self, key: str | None) -> DecisionRow | None:
        """A decision of the day; None of what is none, or is later."""
        return DecisionRow.of(self._state, key) if key in self._state.decisions else None

    def rows(self, tasks: Iterable[TaskState], filters: TaskFilters) -> Iterator[tuple[TaskState, TaskRow]]:
        """Those of the tasks that are asked for, each with its row."""
        for task in tasks:
            row = TaskRow.of(task, self)
            if filters.fits(row, deciders(self._state.decisions.get(row.record, {}))):
                yield task, row

    def task(self, task: TaskState) -> TaskRow:
        """A task as a row; a milestone that names nobody is led by whoever leads what it is one of."""
        row, record = TaskRow.of(task, self), task.task.record
        if row.lead or row.roles or MILESTONES not in TASK_LISTS[record.collection]:
            return row
        return replace(row, lead=leads_on_the_day(self._state, record))

    def named(self, key: str | None) -> RestsOn:
        """A decision as people know it."""
        row = self.row(key)
        if row is None:
            return RestsOn(key, None, None, None)
        return RestsOn(key, row.date, row.body, row.paragraph, Giving.of(row))

    def extended(self, task: TaskState) -> Iterator[Extended]:
        """Each due date that a task got after its first, with the decision that gave it."""
        for extension in task.extensions:
            event = extension.event
            yield Extended(extension.due.text, event.when.text, self.named(event.decision))
