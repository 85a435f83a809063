"""The board's page: how it goes, what is not finished and why, what was decided in the year, and what is overdue.

It is chosen out of the summary, so that no number of it can be another there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plptool.model.citations import Citation
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.findings import Finding
from plptool.model.plain import text, text_if_any
from plptool.model.records import Point, title_of
from plptool.model.text import natural
from plptool.reports.commissions import commissions_report
from plptool.reports.rows import DecisionRow, ExpectationRow, RemainingRow
from plptool.reports.summary import AssertionResult, Scope, report
from plptool.reports.tasks import TaskRow
from plptool.timeline.ledger import State, titles
from plptool.timeline.totals import Totals
from plptool.timeline.years import YearCount, year_of


@dataclass(frozen=True, slots=True)
class Titled:
    """A record, and what it is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many processes a source counts that the ledger is known not to hold."""

    source: str
    """What the source is called."""
    claimed: int
    held: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is expected and did not come by then."""

    record: Titled
    """In which it is expected."""
    due: str
    """As the record writes it."""
    text: str
    by: str | None
    """Of whom it is expected."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The state of a plan on one page."""

    point: Point
    title: str
    """What the ledger is called, and the list or the organisation of which it is told."""
    scope: Scope
    totals: Totals
    unfinished: tuple[RemainingRow, ...]
    """The processes that continue, each with what remains."""
    year: int
    """The year of the decisions: the calendar year in which it begins."""
    decided: YearCount
    """How many decisions are of that year, and of how many that is not certain."""
    decisions: tuple[DecisionRow, ...]
    """Those of the year that stand: of an organisation its own, of a list those that concern its processes."""
    overdue: tuple[Overdue, ...]
    milestones: tuple[TaskRow, ...]
    """Those that are overdue."""
    commissions: tuple[TaskRow, ...]
    """Those that are overdue by their present due date."""
    lacking: tuple[Lacking, ...]
    names: tuple[Titled, ...]
    """What the organisations are called that are named by their ids."""
    broken: tuple[str, ...]
    """The snapshots whose seals do not hold."""


def brief(state: State, findings: list[Finding], *, listed: str | None = None, org: str | None = None) -> Brief:
    """The state on one page: of the whole ledger, of one list, or of one organisation's processes.

    Raises:
        UserError: no such list or organisation.
    """
    whole = report(state, findings, listed=listed, org=org)
    called = titles(state)
    year = state.ledger.year_start.year_of(state.day)
    overdue = tuple(_overdue(whole.overdue, state))
    decisions = tuple(row for row in whole.decisions if row.stands and _year(row, state) == year)
    # A list has no commissions: decisions give them, to organisations.
    commissions = () if listed is not None else commissions_report(state, org=org).late
    counts = {count.year: count for count in whole.totals.decisions.years}
    return Brief(
        point=whole.point,
        title=" – ".join([whole.title, *(called.get(key, key) for key in (listed, org) if key is not None)]),
        scope=whole.scope,
        totals=whole.totals,
        unfinished=whole.continuing,
        year=year,
        decided=counts.get(year, YearCount(year, 0, 0)),
        decisions=decisions,
        overdue=overdue,
        milestones=whole.late,
        commissions=commissions,
        lacking=tuple(_lacking(whole.assertions, called)),
        names=tuple(_names(state, _named(whole.continuing, decisions, overdue, (*whole.late, *commissions)))),
        broken=tuple(row.snapshot for row in whole.seals if row.holds is False),
    )


def _lacking(assertions: Iterable[AssertionResult], called: Mapping[str, str]) -> Iterable[Lacking]:
    for assertion in assertions:
        for figure in assertion.figures:
            if figure.name == "total" and figure.holds and figure.missing:
                source = Citation.parse(assertion.source[0]).source
                yield Lacking(called.get(source, source), figure.claimed, figure.held)


def _named(
    processes: Iterable[RemainingRow],
    decisions: Iterable[DecisionRow],
    overdue: Iterable[Overdue],
    tasks: Iterable[TaskRow],
) -> Iterable[str | None]:
    """The ids of whoever leads, decided, or is to do something."""
    for row in processes:
        yield from row.process.leads
    for decision in decisions:
        yield decision.body
        yield from decision.parties
    for one in overdue:
        yield one.by
    for task in tasks:
        yield from task.lead
        yield from task.giving.bodies


def _year(row: DecisionRow, state: State) -> int | None:
    return year_of(parse_when(row.date), state.ledger.year_start)


def _overdue(rows: Iterable[ExpectationRow], state: State) -> Iterable[Overdue]:
    called = titles(state)
    for row in rows:
        event = row.expectation.event
        record = Titled(row.record, called.get(row.record, row.record))
        yield Overdue(record, event.due or "", text(event.data, "text"), text_if_any(event.data, "by"))


def _names(state: State, ids: Iterable[str | None]) -> Iterable[Titled]:
    """The organisations among these whose id is an abbreviation, by id."""
    organisations = state.records[Collection.ORGANISATIONS]
    for key in sorted({key for key in ids if key in organisations}, key=natural):
        title = title_of(organisations[key])
        if title and title != key and key != key.lower():
            yield Titled(key, title)
