"""The report that a board wants."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import starmap
from typing import Self

from plptool.checks.known import known_of
from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
from plptool.model.errors import UserError
from plptool.model.financial_year import CALENDAR, YearStart
from plptool.model.findings import Finding, Message, every
from plptool.model.grant_year import begins_in, written_year, year_of_grant
from plptool.model.names import NOBODY
from plptool.model.plain import Data, entries, number_if_any, text, text_if_any
from plptool.model.records import Point
from plptool.model.redact import nameless, names_in, names_published
from plptool.model.rules import OF_TEXTS
from plptool.model.shapes import IF_ANY, INLINE, called
from plptool.model.text import natural
from plptool.reports.indicators import IndicatorRow, indicator_rows
from plptool.reports.records import Filters, refuse_unknown_list, select
from plptool.reports.rows import (
    Assertion,
    DecisionRow,
    Discrepancy,
    ExpectationRow,
    ProcessRow,
    RemainingRow,
    SealRow,
    Use,
)
from plptool.reports.tasks import TaskFilters, TaskRow, commission_states, milestones
from plptool.timeline.beginnings import shown
from plptool.timeline.fold import ProcessState
from plptool.timeline.ledger import State, years_to_end
from plptool.timeline.part import Part, all_of, concerns, of_list, of_organisation
from plptool.timeline.standings import (
    NOTHING,
    Counted,
    Figures,
    commissions_counted,
    commissions_in_scope,
    indicators_counted,
    milestones_counted,
    processes_counted,
    processes_in_scope,
    word_of_figure,
)
from plptool.timeline.totals import MeetingCounts, Totals, granted, meetings_by_year, process_totals, totals

MISSING = "PLP609"
"""The rule that tells what the documents leave unsaid: not an oddity, but something that the ledger lacks."""


Ids = frozenset[str] | None
"""The processes that a report is about; None: it is about the whole ledger."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: a list, an organisation, both, or with neither the whole ledger."""

    listed: str | None = None
    org: str | None = None

    @property
    def whole(self) -> bool:
        return self.listed is None and self.org is None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in a plan."""

    organisation: str
    since: str | None = field(metadata=called("from"))
    """As the record writes it; None where that is not known."""

    @classmethod
    def of(cls, data: Data) -> Self:
        return cls(text(data, "organisation"), text_if_any(data, "from"))


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan, and who takes part in it."""

    id: str
    title: str
    period: str
    participants: tuple[Participant, ...]

    @classmethod
    def of(cls, key: str, data: Data) -> Self:
        participants = tuple(map(Participant.of, entries(data, "participants")))
        return cls(key, text(data, "title"), text(data, "period"), participants)


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many processes stand where; one whose plan is not adopted yet is only in the total."""

    total: int
    planned: int
    ongoing: int
    paused: int
    completed: int
    cancelled: int
    foreseen: int
    """How many have no status, as their plan is not adopted."""

    @classmethod
    def of(cls, processes: Iterable[ProcessState]) -> Self:
        counts = process_totals(processes)
        return cls(
            counts.total,
            counts.planned,
            counts.ongoing,
            counts.paused,
            counts.completed,
            counts.cancelled,
            counts.foreseen,
        )


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many of the processes stand where that an organisation leads, or several together do."""

    lead: str
    """Who leads them, in one text; empty of those of which nobody says it."""
    counts: StatusCounts = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class PriorityCounts:
    """How many processes of a plan that have a priority stand where: of which, each plan says for itself."""

    plan: str | None
    priority: int | None
    priority_word: str | None
    """What their plan calls it; None where it has no word for it."""
    counts: StatusCounts = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class GrantYear:
    """What a grant comes to in a year, and how many posts it pays for."""

    year: int
    """The calendar year in which it begins."""
    period: str
    """The year as its record has it: 2023, or 2023-04/2024-03."""
    amount: int | None
    """In kronor; None where only its uses tell of the year."""
    approximate: bool
    posts: int
    ended: bool
    """Whether the year is over by the day. What is granted of one that is not is in no total."""


@dataclass(frozen=True, slots=True)
class GrantSummary:
    """What came of a grant each year, and what it was used for."""

    id: str
    title: str
    years: tuple[GrantYear, ...]
    amount: int | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a source gives, beside what the ledger holds."""

    name: str
    words: str | None = field(metadata=IF_ANY)
    """What the plan calls it, where it is one of its own words."""
    claimed: int
    held: int
    missing: int
    """How many the ledger lacks, where it is known to hold only a part."""
    holds: bool


@dataclass(frozen=True, slots=True)
class AssertionResult:
    """What a snapshot says that the sources count, beside what the ledger held by that day."""

    snapshot: str
    date: date
    """The snapshot's day."""
    kind: str
    """processes, milestones, indicators, commissions, or grant."""
    scope: Mapping[str, str]
    """Which of them are counted: of a plan, a list, a body, a lead, since a day; the grant."""
    partial: bool
    figures: tuple[Figure, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A field of a record that the documents leave unsaid."""

    record: str | None
    field: str | None


@dataclass(frozen=True, slots=True)
class Oddity:
    """What looks odd and stands so in the documents: acknowledged."""

    rule: str
    record: str | None
    value: str | None
    reason: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The state in figures and lists."""

    point: Point
    title: str
    scope: Scope
    plans: tuple[PlanSummary, ...]
    totals: Totals
    leads: tuple[LeadCounts, ...]
    priorities: tuple[PriorityCounts, ...]
    processes: tuple[ProcessRow, ...]
    continuing: tuple[RemainingRow, ...]
    remaining: tuple[RemainingRow, ...]
    """Completed, with something remaining."""
    late: tuple[TaskRow, ...]
    """The milestones that are overdue."""
    indicators: tuple[IndicatorRow, ...]
    """What is measured: of a part, in its processes."""
    overdue: tuple[ExpectationRow, ...]
    expected: tuple[ExpectationRow, ...]
    meetings: tuple[MeetingCounts, ...]
    decisions: tuple[DecisionRow, ...]
    """Of an organisation, its own; of a list, those that concern its processes."""
    concerning: tuple[DecisionRow, ...]
    """Of a part, the decisions of others that concern its processes."""
    grants: tuple[GrantSummary, ...]
    assertions: tuple[AssertionResult, ...]
    seals: tuple[SealRow, ...]
    discrepancies: tuple[Discrepancy, ...]
    missing: tuple[Missing, ...]
    oddities: tuple[Oddity, ...]


def report(state: State, findings: list[Finding], *, listed: str | None = None, org: str | None = None) -> Report:
    """The state in figures and lists: of the whole ledger, of one list, or of one organisation's processes.

    Raises:
        UserError: no such list or organisation.
    """
    scope = Scope(listed, org)
    part = part_of(state, scope)
    processes = part.processes
    among = None if part.whole else part.ids
    expectations = [ExpectationRow.of(expectation, state.day) for expectation in part.expectations()]
    return Report(
        point=state.point,
        title=state.ledger.title,
        scope=scope,
        plans=tuple(starmap(PlanSummary.of, state.records[Collection.PLANS].items())),
        totals=totals(part),
        leads=tuple(_leads(processes)),
        priorities=tuple(_priorities(processes)),
        processes=tuple(ProcessRow.of(process, state.day) for process in processes),
        continuing=tuple(_continuing(processes, state.day)),
        remaining=tuple(_remaining(processes, state.day)),
        late=tuple(_late(part, scope)),
        indicators=tuple(_indicators(part)),
        overdue=tuple(expectation for expectation in expectations if expectation.overdue),
        expected=tuple(expectation for expectation in expectations if not expectation.overdue),
        meetings=tuple(meetings_by_year(processes, state.ledger.year_start)),
        decisions=tuple(DecisionRow.of(part.state, key) for key in part.decisions),
        concerning=tuple(_concerning(part)),
        grants=tuple(_grants(part)),
        assertions=tuple(_assertions(state, scope)),
        seals=tuple(_seals(state, findings)) if scope.whole else (),
        discrepancies=tuple(_discrepancies(state, among)),
        missing=tuple(_missing(state, findings, among)),
        oddities=tuple(_oddities(state, among)),
    )


def part_of(state: State, scope: Scope) -> Part:
    """A list's part, with its processes in its order; an organisation's; that of both, or all.

    Raises:
        UserError: no such list or organisation.
    """
    collections = state.ledger.collections
    if scope.org is not None and scope.org not in collections[Collection.ORGANISATIONS]:
        raise UserError(Message("there is no organisation {id!r}", {"id": scope.org}))
    if scope.listed is not None:
        refuse_unknown_list(state, scope.listed)
        return of_list(state, select(state, Filters(org=scope.org, listed=scope.listed)), scope.org)
    return all_of(state) if scope.org is None else of_organisation(state, scope.org)


def _is_about(finding: Finding, state: State, among: Ids) -> bool:
    """Whether a finding is about a record that is there at the day, and that the report is about."""
    there = any(finding.record in records for records in state.records.values())
    return there and (among is None or finding.record in among)


def _late(part: Part, scope: Scope) -> Iterator[TaskRow]:
    """The milestones that are overdue: of a part, its processes'; of an organisation, also what it is to reach."""
    to_reach = scope.org if scope.listed is None else None
    for row in milestones(part.state, TaskFilters(overdue=True)):
        if part.whole or row.record in part.ids or to_reach in row.lead:
            yield row


def _continuing(processes: Iterable[ProcessState], day: date) -> Iterator[RemainingRow]:
    for process in processes:
        if process.continuing:
            yield RemainingRow.of(process, day)


def _remaining(processes: Iterable[ProcessState], day: date) -> Iterator[RemainingRow]:
    """What is completed, with something remaining."""
    for process in processes:
        if process.status == "completed" and process.remaining:
            yield RemainingRow.of(process, day)


def _indicators(part: Part) -> Iterator[IndicatorRow]:
    for row in indicator_rows(part.state):
        if part.whole or row.record in part.ids:
            yield row


def _concerning(part: Part) -> Iterator[DecisionRow]:
    """Of a part, the decisions of others that concern its processes, by date."""
    for key, decision in part.state.decisions.items():
        if not part.whole and key not in part.decisions and concerns(decision, part.ids):
            yield DecisionRow.of(part.state, key)


def _seals(state: State, findings: list[Finding]) -> Iterator[SealRow]:
    for key, snapshot in state.records[Collection.SNAPSHOTS].items():
        yield SealRow.of(key, snapshot, findings, state.recorded.broken)


def _leads(processes: Iterable[ProcessState]) -> Iterator[LeadCounts]:
    """How many processes stand where, by who leads them."""
    by_lead: dict[str, list[ProcessState]] = {}
    for process in processes:
        by_lead.setdefault(process.lead, []).append(process)
    for lead in sorted(by_lead):
        yield LeadCounts(lead, StatusCounts.of(by_lead[lead]))


def _priorities(processes: Iterable[ProcessState]) -> Iterator[PriorityCounts]:
    """How many processes stand where, by plan and priority; last those that have none."""
    by_priority: dict[tuple[str | None, int | None, str | None], list[ProcessState]] = {}
    for process in processes:
        by_priority.setdefault((process.plan, process.priority, process.priority_word), []).append(process)
    for key in sorted(by_priority, key=_in_order_of_priority):
        plan, priority, word = key
        yield PriorityCounts(plan, priority, word, StatusCounts.of(by_priority[key]))


def _in_order_of_priority(key: tuple[str | None, int | None, str | None]) -> tuple[object, ...]:
    plan, priority, word = key
    return natural(plan or ""), priority is None, str(priority), word or ""


def _grants(part: Part) -> Iterator[GrantSummary]:
    """Each grant; of a part, those that its processes use, and what they use of each."""
    for key, grant, data in part.grants():
        uses = tuple(map(Use.of, data))
        # Of a part, what the grant comes to is not told: nobody knows how much of it is theirs.
        ended = entries(grant, "years") if part.whole else ()
        to_end = tuple(years_to_end(part.state, key)) if part.whole else ()
        years = tuple(_grant_years((*ended, *to_end), uses, part.state))
        amount = granted(grant) if part.whole else 0
        yield GrantSummary(key, text(grant, "title"), years, amount or None, uses)


def _grant_years(years: Iterable[Data], uses: Iterable[Use], state: State) -> Iterator[GrantYear]:
    """Each year of which a grant's record says what it comes to, or in which a use pays for posts."""
    by_year = {year_of_grant(data): data for data in years}
    posts = _posts(uses, tuple(by_year), state.ledger.year_start)
    for year in sorted({*by_year, *posts}, key=lambda year: year.order):
        data = by_year.get(year, {})
        approximate = data.get("approximate") is True
        amount = number_if_any(data, "amount")
        yield GrantYear(begins_in(year), year.text, amount, approximate, posts[year], year.by(state.day))


def _posts(uses: Iterable[Use], years: Sequence[When], year_start: YearStart) -> Counter[When]:
    """By year, how many posts the uses pay for: by the grant's own years, and in the time beside these by others."""
    posts: Counter[When] = Counter()
    for use in uses:
        period = None if use.period is None else parse_when(use.period)
        if period is None or period.earliest is None or period.latest is None:
            continue
        # What begins when a year of the ledger does is told in these; all else in calendar years.
        begins = year_start if year_start.beginning_of(period.earliest) == period.earliest else CALENDAR
        first, last = begins.year_of(period.earliest), begins.year_of(period.latest)
        of_time = [parse_when(written_year(begins, year)) for year in range(first, last + 1)]
        of_grant = [year for year in years if not year.apart_from(period)]
        beside = [year for year in of_time if all(year.apart_from(other) for other in of_grant)]
        for year in (*of_grant, *beside):
            posts[year] += use.posts or 0
    return posts


def _assertions(state: State, scope: Scope) -> Iterator[AssertionResult]:
    """Each assertion of a snapshot that has come, beside what the ledger holds; of a list, those about it."""
    for key, snapshot in state.records[Collection.SNAPSHOTS].items():
        then = state.ledger.at(text(snapshot, "date"))
        for assertion in map(Assertion.of, entries(snapshot, "assertions")):
            about_list = scope.listed is not None and assertion.scope.get("listed") == scope.listed
            if scope.whole or about_list:
                yield AssertionResult(
                    snapshot=key,
                    date=then.day,
                    kind=assertion.kind,
                    scope=assertion.scope,
                    partial=assertion.partial,
                    figures=tuple(_figures(then, assertion)),
                    source=assertion.source,
                )


def _figures(then: State, assertion: Assertion) -> Iterator[Figure]:
    """Each figure that an assertion claims, beside what the ledger held then."""
    held_by_name = HELD[assertion.kind](then, assertion)
    # In one order, however they were written; by words that nothing has, there is nothing.
    for name in dict.fromkeys([*held_by_name, *sorted(assertion.claims)]):
        if name not in assertion.claims:
            continue
        claimed, held = assertion.claims[name], held_by_name.get(name, NOTHING).number
        yield Figure(
            name=name,
            words=_own_word(then, assertion, name),
            claimed=claimed,
            held=held,
            missing=claimed - held if assertion.partial else 0,
            holds=held <= claimed if assertion.partial else held == claimed,
        )


def _own_word(then: State, assertion: Assertion, name: str) -> str | None:
    """What a plan calls what is counted, where that is one of its own words."""
    key = assertion.scope.get("plan")
    plans = then.records[Collection.PLANS]
    return word_of_figure(name, [plan for plan_id, plan in plans.items() if key in (None, plan_id)])


def _processes_held(then: State, assertion: Assertion) -> Figures:
    return processes_counted(processes_in_scope(then.standings, assertion.data))


def _milestones_held(then: State, assertion: Assertion) -> Figures:
    return milestones_counted(then.standings, assertion.data)


def _indicators_held(then: State, assertion: Assertion) -> Figures:
    return indicators_counted(then.standings, assertion.data)


def _grant_held(then: State, assertion: Assertion) -> Figures:
    return {"amount": Counted(granted(then.records[Collection.GRANTS].get(assertion.scope["grant"], {})), ())}


def _commissions_held(then: State, assertion: Assertion) -> Figures:
    tasks = commissions_in_scope(commission_states(then), assertion.data)
    return commissions_counted(tasks, assertion.data, then.day, then.ledger.year_start)


HELD: dict[str, Callable[[State, Assertion], Figures]] = {
    "processes": _processes_held,
    "milestones": _milestones_held,
    "indicators": _indicators_held,
    "grant": _grant_held,
    "commissions": _commissions_held,
}
"""By what an assertion's `kind` says: what the ledger holds, by the name of each figure that one may claim.

A test holds it beside how assertions are examined."""


def _discrepancies(state: State, among: Ids) -> Iterator[Discrepancy]:
    odd = [
        (key, data)
        for records in state.records.values()  # a snapshot has none
        for key, data in records.items()
        if (among is None or key in among) and any(Discrepancy.all_of(key, data))
    ]
    # Few records have one, and only of these a copy without persons is made.
    named = not odd or names_published(state.ledger.manifest)
    names = NOBODY if named else names_in(state.ledger.all_data())
    for key, data in odd:
        yield from Discrepancy.all_of(key, data if named else nameless(data, names))


def _missing(state: State, findings: Iterable[Finding], among: Ids) -> Iterator[Missing]:
    for finding in every(findings):
        if finding.rule == MISSING and finding.value is not None and _is_about(finding, state, among):
            yield Missing(finding.record, finding.value)


def _oddities(state: State, among: Ids) -> Iterator[Oddity]:
    """What the records acknowledge: of a sealed day that is what it was, whatever is found today."""
    records = (record for by_id in state.ledger.collections.values() for record in by_id.values())
    for record in records:
        if not shown(record, state.day) or (among is not None and record.id not in among):
            continue
        for known in sorted(known_of(record.data), key=lambda known: (known.rule, natural(known.value))):
            if known.rule != MISSING and known.rule not in OF_TEXTS:
                yield Oddity(known.rule, record.id, known.value, known.reason, known.source)
