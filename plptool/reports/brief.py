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
from plptool.reports.commissions import CommissionsInShort
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
    given: CommissionsInShort | None
    """What decisions gave somebody to do, in the day's year; None where they gave nothing."""
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
    title = whole.title
    for key in (listed, org):
        if key is not None:
            name = called.get(key, key)
            title += f" – {name}"
    year = state.ledger.year_start.year_of(state.day)
    decided = YearCount(year, 0, 0)
    for count in whole.totals.decisions.years:
        if count.year == year:
            decided = count
    decisions = [row for row in whole.decisions if row.stands and _year(row, state) == year]
    overdue = list(_overdue(whole.overdue, state))
    tasks = [*whole.late, *whole.late_commissions]
    lacking = _lacking(whole.assertions, called)
    named = _named(whole.continuing, decisions, overdue, tasks)
    names = _names(state, named)
    broken = [row.snapshot for row in whole.seals if row.holds is False]
    return Brief(
        point=whole.point,
        title=title,
        scope=whole.scope,
        totals=whole.totals,
        unfinished=whole.continuing,
        year=year,
        decided=decided,
        decisions=tuple(decisions),
        overdue=tuple(overdue),
        milestones=whole.late,
        given=whole.commissions,
        commissions=whole.late_commissions,
        lacking=tuple(lacking),
        names=tuple(names),
        broken=tuple(broken),
    )


def _lacking(assertions: Iterable[AssertionResult], called: Mapping[str, str]) -> Iterable[Lacking]:
    for assertion in assertions:
        for figure in assertion.figures:
            is_known_to_lack = figure.name == "total" and figure.holds and figure.missing
            if not is_known_to_lack:
                continue
            citation = Citation.parse(assertion.source[0])
            source_id = citation.source
            title = called.get(source_id, source_id)
            yield Lacking(title, figure.claimed, figure.held)


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
    for expected in overdue:
        yield expected.by
    for task in tasks:
        yield from task.lead
        yield from task.giving.bodies


def _year(row: DecisionRow, state: State) -> int | None:
    when = parse_when(row.date)
    return year_of(when, state.ledger.year_start)


def _overdue(rows: Iterable[ExpectationRow], state: State) -> Iterable[Overdue]:
    called = titles(state)
    for row in rows:
        event = row.expectation.event
        title = called.get(row.record, row.record)
        yield Overdue(
            record=Titled(row.record, title),
            due=event.due or "",
            text=text(event.data, "text"),
            by=text_if_any(event.data, "by"),
        )


def _names(state: State, ids: Iterable[str | None]) -> Iterable[Titled]:
    """The organisations among these whose id is an abbreviation, by id."""
    organisations = state.records[Collection.ORGANISATIONS]
    named = {key for key in ids if key in organisations}
    for key in sorted(named, key=natural):
        organisation = organisations[key]
        title = title_of(organisation)
        is_abbreviation = key != key.lower()
        if is_abbreviation and title and title != key:
            yield Titled(key, title)
