"""How many processes stand where on a day, what has been held and decided by it, and what is awaited.

Every number of a day that any page, table, file or answer shows is one of these.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from plptool.model.dates import parse_when
from plptool.model.decisions import STANDING
from plptool.model.events import (
    Activity,
    Decided,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    MeetingSort,
    Note,
    OfTask,
    Progress,
    Status,
)
from plptool.model.financial_year import YearStart
from plptool.model.plain import Data, entries, number, number_if_any, text
from plptool.model.shapes import called
from plptool.timeline.fold import OVER, STATUSES, ProcessState
from plptool.timeline.ledger import State
from plptool.timeline.part import Part, all_of
from plptool.timeline.years import YearCount, by_year, certain, year_of


@dataclass(frozen=True, slots=True)
class ProcessTotals:
    """Processes by status."""

    total: int
    planned: int
    ongoing: int
    paused: int
    completed: int
    cancelled: int
    continuing: int
    foreseen: int
    """How many have no status, as their plan is not adopted."""

    def by_status(self) -> list[tuple[str, int]]:
        """Each status, and how many have it."""
        return [(status, getattr(self, status)) for status in STATUSES]


@dataclass(frozen=True, slots=True)
class MeetingTotals:
    """Meetings by sort; those that are only booked were not held."""

    held: int
    numbered: int
    internal: int
    other: int
    booked: int


@dataclass(frozen=True, slots=True)
class DecisionTotals:
    """Decisions by status; those that are adopted, by year too."""

    adopted: int
    """How many were adopted and stand, also those that are appealed or final."""
    appealed: int
    """Of these."""
    final: int
    """Of these."""
    proposed: int
    planned: int
    referred_to: int = field(metadata=called("referred-to"))
    withdrawn: int
    referred_back: int = field(metadata=called("referred-back"))
    tabled: int
    noted: int
    rejected: int
    lapsed: int
    quashed: int
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class GrantTotals:
    """Grants, what they come to, and what they are used for."""

    total: int
    amount: int | None
    """In kronor. None of a part: nobody knows how much of a grant is its."""
    uses: int
    posts: int


@dataclass(frozen=True, slots=True)
class Totals:
    processes: ProcessTotals
    meetings: MeetingTotals
    activities: int
    decisions: DecisionTotals
    grants: GrantTotals
    expected: int
    """What is foreseen, not settled, and not overdue."""
    overdue: int


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """Meetings of a year by sort, and what else was done in it."""

    year: int
    held: int
    numbered: int
    internal: int
    other: int
    booked: int
    activities: int
    unsure: int
    """How many of those held may have been in an earlier year."""
    activities_unsure: int
    """How many of the activities may."""


def totals(counted: State | Part) -> Totals:
    """Count what stands: in all of a state, or in a part."""
    part = all_of(counted) if isinstance(counted, State) else counted
    events = [event for process in part.processes for event in process.events]
    is_overdue = [expectation.overdue(part.state.day) for expectation in part.expectations()]
    return Totals(
        processes=process_totals(part.processes),
        meetings=_meeting_totals([event for event in events if isinstance(event, Meeting)]),
        activities=sum(event.times for event in events if isinstance(event, Activity)),
        decisions=_decision_totals(part.decisions.values(), part.state.ledger.year_start),
        grants=_grant_totals(part),
        expected=is_overdue.count(False),
        overdue=is_overdue.count(True),
    )


def process_totals(processes: Iterable[ProcessState]) -> ProcessTotals:
    """How many of some processes stand where."""
    statuses = Counter(process.status for process in processes)
    return ProcessTotals(
        total=statuses.total(),
        planned=statuses["planned"],
        ongoing=statuses["ongoing"],
        paused=statuses["paused"],
        completed=statuses["completed"],
        cancelled=statuses["cancelled"],
        continuing=statuses.total() - sum(statuses[over] for over in (None, *OVER)),
        foreseen=statuses[None],
    )


def _meeting_totals(meetings: Iterable[Meeting]) -> MeetingTotals:
    sorts = Counter(meeting.sort for meeting in meetings)
    return MeetingTotals(
        held=sorts.total() - sorts[MeetingSort.BOOKED],
        numbered=sorts[MeetingSort.NUMBERED],
        internal=sorts[MeetingSort.INTERNAL],
        other=sorts[MeetingSort.OTHER],
        booked=sorts[MeetingSort.BOOKED],
    )


def _decision_totals(decisions: Iterable[Data], year_start: YearStart) -> DecisionTotals:
    by_status: dict[str, list[Data]] = {}
    for decision in decisions:
        by_status.setdefault(text(decision, "status"), []).append(decision)
    counts = Counter({status: len(decisions_of_status) for status, decisions_of_status in by_status.items()})
    return DecisionTotals(
        adopted=sum(counts[status] for status in STANDING),
        appealed=counts["appealed"],
        final=counts["final"],
        proposed=counts["proposed"],
        planned=counts["planned"],
        referred_to=counts["referred-to"],
        withdrawn=counts["withdrawn"],
        referred_back=counts["referred-back"],
        tabled=counts["tabled"],
        noted=counts["noted"],
        rejected=counts["rejected"],
        lapsed=counts["lapsed"],
        quashed=counts["quashed"],
        years=by_year(
            (parse_when(text(decision, "date")) for status in STANDING for decision in by_status.get(status, ())),
            year_start,
        ),
    )


def _grant_totals(part: Part) -> GrantTotals:
    grants = list(part.grants())
    uses = [use for _, _, of_grant in grants for use in of_grant]
    return GrantTotals(
        total=len(grants),
        amount=sum(granted(grant) for _, grant, _ in grants) if part.whole else None,
        uses=len(uses),
        posts=sum(number_if_any(use, "posts") or 0 for use in uses),
    )


def granted(grant: Data) -> int:
    """What a grant comes to in all its years, in kronor."""
    return sum(number(year, "amount") for year in entries(grant, "years"))


def meetings_by_year(processes: Iterable[ProcessState], year_start: YearStart) -> Iterator[MeetingCounts]:
    """Meetings a year, by sort, and what else was done."""
    meetings: Counter[tuple[int, MeetingSort]] = Counter()
    activities: Counter[int] = Counter()
    unsure: Counter[int] = Counter()
    activities_unsure: Counter[int] = Counter()
    for process in processes:
        for event in process.events:
            year = year_of(event.when, year_start)
            if year is None:
                continue
            match event:
                case Meeting():
                    meetings[year, event.sort] += 1
                    if event.held and not certain(event.when, year_start):
                        unsure[year] += 1
                case Activity():
                    activities[year] += event.times
                    if not certain(event.when, year_start):
                        activities_unsure[year] += event.times
                case Status() | Progress() | Decided() | Granted() | Expected() | FieldsSet() | Note() | OfTask():
                    pass
                case _:
                    assert_never(event)
    for year in sorted({year for year, _ in meetings} | activities.keys()):
        numbered = meetings[year, MeetingSort.NUMBERED]
        internal = meetings[year, MeetingSort.INTERNAL]
        other = meetings[year, MeetingSort.OTHER]
        yield MeetingCounts(
            year=year,
            held=numbered + internal + other,
            numbered=numbered,
            internal=internal,
            other=other,
            booked=meetings[year, MeetingSort.BOOKED],
            activities=activities[year],
            unsure=unsure[year],
            activities_unsure=activities_unsure[year],
        )
