"""The report that a board wants."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self, assert_never

from plptool.checks.claims import Standing, counted, in_scope
from plptool.model.citations import citations
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.model.events import (
    Activity,
    Decided,
    Expected,
    FieldsChange,
    Granted,
    Meeting,
    MeetingSort,
    Note,
    Status,
)
from plptool.model.findings import Finding
from plptool.model.records import Json, Point, as_list
from plptool.model.shapes import INLINE, called
from plptool.reports.records import Filters, decision_rows, point_of, select
from plptool.reports.rows import (
    DecisionRow,
    Discrepancy,
    ExpectationRow,
    ProcessRow,
    RemainingRow,
    SealRow,
    Use,
)
from plptool.timeline.fold import ProcessState
from plptool.timeline.ledger import State
from plptool.timeline.totals import Totals, totals
from plptool.timeline.years import year_of_effect

MISSING = "PLP609"
"""The rule that tells what the documents leave unsaid: not an oddity, but something that the ledger lacks."""


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


@dataclass(frozen=True, slots=True)
class PlanSummary:
    id: str
    title: str
    period: str
    participants: tuple[Participant, ...]

    @classmethod
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        said = data.get("participants", [])
        participants = tuple(Participant(entry["organisation"], entry.get("from")) for entry in said)
        return cls(key, data["title"], data["period"], participants)


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many processes stand where; one whose plan is not adopted yet is only in the total."""

    total: int
    planned: int
    ongoing: int
    paused: int
    completed: int

    @classmethod
    def of(cls, processes: Iterable[ProcessState]) -> Self:
        statuses = Counter(process.status for process in processes)
        return cls(
            total=statuses.total(),
            planned=statuses["planned"],
            ongoing=statuses["ongoing"],
            paused=statuses["paused"],
            completed=statuses["completed"],
        )


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many of an organisation's processes stand where."""

    lead: str
    counts: StatusCounts = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class PriorityCounts:
    """How many processes of a priority stand where."""

    priority: int | None
    counts: StatusCounts = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """Meetings of a year by sort, and what else was done."""

    year: int
    held: int
    numbered: int
    internal: int
    other: int
    booked: int
    activities: int


@dataclass(frozen=True, slots=True)
class GrantYear:
    year: int
    amount: int | None
    approximate: bool
    posts: int


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
    claimed: int
    held: int
    missing: int
    """How many the ledger lacks, where it is known to hold only a part."""
    holds: bool


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a snapshot says that the sources count."""

    snapshot: str
    scope: dict[str, str]
    """What is counted: a plan, a list, a lead, a grant."""
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
    overdue: tuple[ExpectationRow, ...]
    expected: tuple[ExpectationRow, ...]
    meetings: tuple[MeetingCounts, ...]
    decisions: tuple[DecisionRow, ...]
    grants: tuple[GrantSummary, ...]
    assertions: tuple[Assertion, ...]
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
    processes = chosen(state, scope)
    ids = {process.id for process in processes}
    expectations = [
        ExpectationRow.of(expectation, state.day)
        for expectation in state.expectations
        if scope.whole or expectation.record.id in ids
    ]
    told = [
        finding for finding in findings if _known_by(state, finding.record) and (scope.whole or finding.record in ids)
    ]
    return Report(
        point=point_of(state),
        title=state.ledger.title,
        scope=scope,
        plans=tuple(PlanSummary.of(key, plan) for key, plan in state.records["plans"].items()),
        totals=totals(state, processes),
        leads=tuple(LeadCounts(lead, counts) for lead, counts in _tally(processes, "lead")),
        priorities=tuple(PriorityCounts(priority, counts) for priority, counts in _tally(processes, "priority")),
        processes=tuple(map(ProcessRow.of, processes)),
        continuing=tuple(RemainingRow.of(process) for process in processes if process.continuing),
        remaining=tuple(
            RemainingRow.of(process) for process in processes if process.status == "completed" and process.remaining
        ),
        overdue=tuple(expectation for expectation in expectations if expectation.overdue),
        expected=tuple(expectation for expectation in expectations if not expectation.overdue),
        meetings=tuple(_meetings(processes)),
        decisions=tuple(row for row in decision_rows(state) if scope.whole or ids.intersection(row.concerns)),
        grants=tuple(_grants(state, None if scope.whole else ids)),
        assertions=tuple(_assertions(state, scope)),
        seals=tuple(SealRow.of(key, data, findings) for key, data in state.records["snapshots"].items() if scope.whole),
        discrepancies=tuple(_discrepancies(state, None if scope.whole else ids)),
        missing=tuple(Missing(finding.record, finding.value) for finding in told if finding.rule == MISSING),
        oddities=tuple(_oddities(told)),
    )


def chosen(state: State, scope: Scope) -> list[ProcessState]:
    """The processes of a list, in its order, or of an organisation, or of both, or all.

    Raises:
        UserError: no such list or organisation.
    """
    if scope.org is not None and scope.org not in state.ledger.collections["organisations"]:
        raise UserError(f"there is no organisation {scope.org!r}")
    if scope.listed is not None and scope.listed not in state.ledger.collections["sources"]:
        raise UserError(f"there is no source {scope.listed!r}")
    return select(state, Filters(org=scope.org, listed=scope.listed))


def _known_by(state: State, key: str | None) -> bool:
    return any(key in held for held in state.records.values())


def _tally(processes: list[ProcessState], field: str) -> Iterator[tuple[Any, StatusCounts]]:
    """Each value of a field, and how many processes that have it stand where."""
    among: dict[Json, list[ProcessState]] = {}
    for process in processes:
        among.setdefault(process.fields.get(field), []).append(process)
    for value in sorted(among, key=lambda value: (value is None, str(value))):
        yield value, StatusCounts.of(among[value])


def _meetings(processes: list[ProcessState]) -> Iterator[MeetingCounts]:
    """Meetings a year, by sort, and what else was done."""
    meetings: Counter[tuple[int, MeetingSort]] = Counter()
    activities: Counter[int] = Counter()
    for process in processes:
        for event in process.events:
            year = year_of_effect(event.when)
            if year is None:
                continue
            match event:
                case Meeting():
                    meetings[year, event.sort] += 1
                case Activity():
                    activities[year] += event.times
                case Status() | Decided() | Granted() | Expected() | FieldsChange() | Note():
                    pass
                case _:
                    assert_never(event)
    for year in sorted({year for year, _ in meetings} | activities.keys()):
        numbered, internal, other, booked = (
            meetings[year, sort]
            for sort in (MeetingSort.NUMBERED, MeetingSort.INTERNAL, MeetingSort.OTHER, MeetingSort.BOOKED)
        )
        yield MeetingCounts(
            year=year,
            held=numbered + internal + other,
            numbered=numbered,
            internal=internal,
            other=other,
            booked=booked,
            activities=activities[year],
        )


def _grants(state: State, ids: set[str] | None) -> Iterator[GrantSummary]:
    """Each grant; of some processes, what they use of it.

    Args:
        state: the ledger at the day.
        ids: the processes; None for all that the grants tell.
    """
    for key, grant in state.records["grants"].items():
        uses = [use for use in as_list(grant.get("uses")) if ids is None or use.get("process") in ids]
        if ids is not None and not uses:
            continue
        posts = _posts(uses)
        amounts = {year["year"]: year for year in grant.get("years", [])} if ids is None else {}
        years = [
            GrantYear(
                year=year,
                amount=amounts.get(year, {}).get("amount"),
                approximate=amounts.get(year, {}).get("approximate", False),
                posts=posts[year],
            )
            for year in sorted({*amounts, *posts})
        ]
        total = sum(year["amount"] for year in amounts.values())
        yield GrantSummary(key, grant["title"], tuple(years), total or None, tuple(map(Use.of, uses)))


def _posts(uses: Iterable[dict[str, Json]]) -> Counter[int]:
    """By year, how many posts the uses pay for."""
    posts: Counter[int] = Counter()
    for use in uses:
        period = parse_when(use["period"]) if "period" in use else None
        if period and period.earliest and period.latest:
            for year in range(period.earliest.year, period.latest.year + 1):
                posts[year] += use.get("posts", 0)
    return posts


def _assertions(state: State, scope: Scope) -> Iterator[Assertion]:
    """Each claim of a snapshot that has come, beside what the ledger holds; of a list, those about it."""
    for key, snapshot in state.records["snapshots"].items():
        then = state.ledger.at(snapshot["date"])
        for assertion in snapshot.get("assertions", []):
            if scope.whole or (scope.listed is not None and assertion.get("listed") == scope.listed):
                yield Assertion(
                    snapshot=key,
                    scope={name: assertion[name] for name in _SCOPES if name in assertion},
                    partial=assertion.get("partial", False),
                    figures=tuple(_figures(then, assertion)),
                    source=tuple(cited for _, cited in citations(assertion["source"])),
                )


_SCOPES = ("plan", "listed", "lead", "grant")


def _figures(then: State, assertion: dict[str, Json]) -> Iterator[Figure]:
    partial = assertion.get("partial", False)
    for name, claimed, held in _claimed(then, assertion):
        yield Figure(
            name=name,
            claimed=claimed,
            held=held,
            missing=claimed - held if partial else 0,
            holds=held <= claimed if partial else held == claimed,
        )


def _claimed(then: State, assertion: dict[str, Json]) -> Iterator[tuple[str, int, int]]:
    """Each figure's name, what is claimed, and what the ledger holds."""
    if assertion["kind"] == "grant":
        grant = then.records["grants"].get(assertion["grant"], {})
        yield "amount", assertion["amount"], sum(year["amount"] for year in as_list(grant.get("years")))
        return
    standings = [Standing.of(process) for process in then.processes.values()]
    claims = assertion["counts"]
    for name, ids in counted(in_scope(standings, assertion)).items():  # in one order, however they were written
        if name in claims:
            yield name, claims[name], len(ids)


def _discrepancies(state: State, ids: set[str] | None) -> Iterator[Discrepancy]:
    for collection, held in state.records.items():
        for key, data in held.items():
            if collection != Collection.SNAPSHOTS and (ids is None or key in ids):
                yield from Discrepancy.all_of(key, data)


def _oddities(findings: list[Finding]) -> Iterator[Oddity]:
    for finding in findings:
        known = finding.acknowledged
        if known and finding.rule != MISSING:
            yield Oddity(finding.rule, finding.record, finding.value, known.reason, known.source)
