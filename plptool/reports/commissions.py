"""The report on commissions that a council and its auditors ask for: what is open, late, reported, over."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median_low
from typing import Self

from plptool.model.collections import Collection
from plptool.model.dates import day_before, parse_day, parse_when, year_before
from plptool.model.decisions import Paragraph
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import text, text_if_any
from plptool.model.records import Point
from plptool.model.text import natural
from plptool.reports.rows import DecisionRow
from plptool.reports.tasks import Decisions, TaskFilters, TaskRow, commission_states
from plptool.timeline.ledger import State
from plptool.timeline.tasks import TaskState, balance

OLDEST = 10
"""Of so many that are open it is told that they are the oldest."""
_ASKED = ("motion", "citizens-proposal")
"""The types of matters that are to be answered within a year."""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """How many commissions were open before a period, came and went in it, and are open at its end."""

    opening: int
    opened: int
    reopened: int
    executed: int
    dropped: int
    closing: int

    @classmethod
    def of(cls, tasks: Iterable[TaskState], after: dt.date) -> Self:
        line = balance(tasks, after)
        return cls(
            opening=len(line.opening),
            opened=len(line.opened),
            reopened=len(line.reopened),
            executed=len(line.executed),
            dropped=len(line.dropped),
            closing=len(line.closing),
        )


@dataclass(frozen=True, slots=True)
class CommissionsInShort:
    """How it goes with commissions, in numbers: what came and went in a period, and what stands at its end."""

    since: dt.date
    """The first day of the period."""
    balance: BalanceRow
    late: int
    """By the present due date."""
    executed: int
    """And not reported to who is to be told."""
    reported: int
    """And not closed."""
    unclear: int
    """Open, and by no day, or to be executed by nobody."""


@dataclass(frozen=True, slots=True)
class OfBody:
    """What a body gave others to do."""

    body: str
    """Its id; of an agreement those of its parties, side by side; empty where nobody says who decided."""
    title: str | None
    balance: BalanceRow
    open: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A motion or a citizens' proposal that is older than a year, and not answered or not executed."""

    record: str
    type: str
    by: tuple[str, ...]
    """Who raised it: organisations, or roles."""
    date: str
    body: str | None
    paragraph: Paragraph | None
    title: str
    status: str
    age: int
    """In days."""
    open: tuple[TaskRow, ...]
    """What is to be done of it still."""


@dataclass(frozen=True, slots=True)
class CommissionsReport:
    """What decisions gave somebody to do, at the end of a period."""

    point: Point
    title: str
    org: str | None
    """Told is only of what this organisation gave or is to execute; None: of everything."""
    since: dt.date
    """The first day of the period."""
    balance: BalanceRow
    bodies: tuple[OfBody, ...]
    """Who gave something that was open in the period, each with what is open at its end."""
    late: tuple[TaskRow, ...]
    """By the present due date; the latest first."""
    extended: tuple[TaskRow, ...]
    """Open, with another due date than at first."""
    executed: tuple[TaskRow, ...]
    """And not reported to who is to be told."""
    reported: tuple[TaskRow, ...]
    """And not closed."""
    dropped: tuple[TaskRow, ...]
    """In the period."""
    unclear: tuple[TaskRow, ...]
    """Open, and by no day, or to be executed by nobody."""
    oldest: tuple[TaskRow, ...]
    done: tuple[TaskRow, ...]
    """Executed in the period; what took longest first."""
    median_days: int | None
    """From decision to execution, of these."""
    motions: tuple[MotionRow, ...]
    proposed: tuple[TaskRow, ...]
    """What nobody has decided yet, and so is not given."""

    @property
    def in_short(self) -> CommissionsInShort:
        return CommissionsInShort(
            since=self.since,
            balance=self.balance,
            late=len(self.late),
            executed=len(self.executed),
            reported=len(self.reported),
            unclear=len(self.unclear),
        )


def commissions_report(state: State, *, since: str | None = None, org: str | None = None) -> CommissionsReport:
    """What is open, late, reported and over at the state's day, and what came and went since the first day of a period.

    Args:
        state: the ledger at a day.
        since: the first day of the period; without it, that of the day's year.
        org: of which organisation it is told: what it gave, or is to execute.

    Raises:
        UserError: no such organisation, no day, or one after the state's.
    """
    if org is not None and org not in state.ledger.collections[Collection.ORGANISATIONS]:
        raise UserError(Message("there is no organisation {id!r}", {"id": org}))
    first = state.ledger.year_start.beginning_of(state.day) if since is None else parse_day(since)
    if first > state.day:
        raise UserError(Message("{since} is after {day}", {"since": first, "day": state.day}))
    return _report(state, _Told.of(state, org), first, org)


def given(state: State, org: str | None = None) -> CommissionsReport | None:
    """The report of the day's year; None where nothing was ever given, or nothing to or by this organisation."""
    told = _Told.of(state, org)
    if not told.rows:
        return None
    first = state.ledger.year_start.beginning_of(state.day)
    return _report(state, told, first, org)


def _report(state: State, told: "_Told", first: dt.date, org: str | None) -> CommissionsReport:
    done = sorted((row for row in told.rows if row.executed and row.executed >= first), key=_by_days, reverse=True)
    return CommissionsReport(
        point=state.point,
        title=state.ledger.title,
        org=org,
        since=first,
        balance=BalanceRow.of(told.tasks, day_before(first)),
        bodies=tuple(_bodies(state, told, day_before(first))),
        late=tuple(sorted(told.those(lambda row: row.days_late is not None), key=lambda row: -(row.days_late or 0))),
        extended=told.those(lambda row: row.open and bool(row.extensions)),
        executed=told.those(TaskFilters(status="executed").fits),
        reported=told.those(TaskFilters(status="reported").fits),
        dropped=told.those(lambda row: row.dropped is not None and row.dropped >= first),
        unclear=told.those(lambda row: row.open and (row.due is None or not (row.lead or row.roles))),
        oldest=told.those(lambda row: row.open)[:OLDEST],
        done=tuple(done),
        median_days=median_low(map(_by_days, done)) if done else None,
        motions=tuple(_motions(state, told)),
        proposed=told.those(TaskFilters(status="proposed").fits),
    )


def _by_days(row: TaskRow) -> int:
    return row.days_to_execution or 0


@dataclass(frozen=True, slots=True)
class _Told:
    """The commissions of which it is told, the oldest first: each as it stood, and as a row."""

    tasks: tuple[TaskState, ...]
    rows: tuple[TaskRow, ...]

    @classmethod
    def of(cls, state: State, org: str | None) -> Self:
        decisions, asked = Decisions(state), TaskFilters(org=org)
        tasks = sorted(commission_states(state), key=lambda task: task.opened)
        pairs = list(decisions.rows(tasks, asked))
        return cls(tuple(task for task, _ in pairs), tuple(row for _, row in pairs))

    def those(self, fits: Callable[[TaskRow], bool]) -> tuple[TaskRow, ...]:
        return tuple(row for row in self.rows if fits(row))


def _bodies(state: State, told: _Told, after: dt.date) -> Iterable[OfBody]:
    """By who gave them, what came and went in the period, and what is open."""
    given: dict[str, list[tuple[TaskState, TaskRow]]] = {}
    for task, row in zip(told.tasks, told.rows, strict=True):
        given.setdefault(", ".join(row.giving.bodies), []).append((task, row))
    organisations = state.records[Collection.ORGANISATIONS]
    for body in sorted(given, key=natural):
        sums = BalanceRow.of([task for task, _ in given[body]], after)
        title = text_if_any(organisations[body], "title") if body in organisations else None
        if any((sums.opening, sums.opened, sums.reopened, sums.closing)):
            yield OfBody(body, title, sums, tuple(row for _, row in given[body] if row.open))


def _motions(state: State, told: _Told) -> Iterable[MotionRow]:
    """Motions and citizens' proposals older than a year: not answered, or approved and not executed."""
    year_ago = year_before(state.day)
    open_of: dict[str, list[TaskRow]] = {}
    for row in told.rows:
        if row.open:
            open_of.setdefault(row.record, []).append(row)
    for key, data in state.decisions.items():
        day = parse_when(text(data, "date")).latest
        decision = DecisionRow.of(state, key)
        remaining = tuple(open_of.get(key, ()))
        if text_if_any(data, "type") in _ASKED and day is not None and day < year_ago and remaining:
            yield MotionRow(
                record=key,
                type=text(data, "type"),
                by=decision.by,
                date=decision.date,
                body=decision.body,
                paragraph=decision.paragraph,
                title=decision.title,
                status=decision.status,
                age=(state.day - day).days,
                open=remaining,
            )
