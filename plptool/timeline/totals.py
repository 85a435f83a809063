"""How many processes stand where on a day, and what has been held and decided by it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from plptool.model.events import Activity, Meeting
from plptool.model.shapes import called
from plptool.timeline.fold import STATUSES, ProcessState
from plptool.timeline.ledger import State


@dataclass(frozen=True, slots=True)
class ProcessTotals:
    """Processes by status; one without a status is in the total alone."""

    total: int
    planned: int
    ongoing: int
    paused: int
    completed: int
    continuing: int

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
    """Decisions by status."""

    adopted: int
    proposed: int
    planned: int
    referred_to: int = field(metadata=called("referred-to"))
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Totals:
    processes: ProcessTotals
    meetings: MeetingTotals
    activities: int
    decisions: DecisionTotals


def totals(state: State, among: Collection[ProcessState] | None = None) -> Totals:
    """Count what stands.

    Args:
        state: the ledger on a day.
        among: the processes that count, with their meetings and activities; without it, all of them.
    """
    processes = state.processes.values() if among is None else among
    events = [event for process in processes for event in process.events]
    return Totals(
        processes=_process_totals(processes),
        meetings=_meeting_totals([event for event in events if isinstance(event, Meeting)]),
        activities=sum(event.times for event in events if isinstance(event, Activity)),
        decisions=_decision_totals(state),
    )


def _process_totals(processes: Collection[ProcessState]) -> ProcessTotals:
    statuses = Counter(process.status for process in processes)
    return ProcessTotals(
        total=len(processes),
        planned=statuses["planned"],
        ongoing=statuses["ongoing"],
        paused=statuses["paused"],
        completed=statuses["completed"],
        continuing=sum(process.continuing for process in processes),
    )


def _meeting_totals(meetings: Collection[Meeting]) -> MeetingTotals:
    sorts = Counter(meeting.sort.value for meeting in meetings)
    return MeetingTotals(
        held=sum(meeting.held for meeting in meetings),
        numbered=sorts["numbered"],
        internal=sorts["internal"],
        other=sorts["other"],
        booked=sorts["booked"],
    )


def _decision_totals(state: State) -> DecisionTotals:
    statuses = Counter(data["status"] for data in state.decisions.values())
    return DecisionTotals(
        adopted=statuses["adopted"],
        proposed=statuses["proposed"],
        planned=statuses["planned"],
        referred_to=statuses["referred-to"],
        withdrawn=statuses["withdrawn"],
    )
