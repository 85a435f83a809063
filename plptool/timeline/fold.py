"""A record as it stood at the end of a day: a pure fold of the events whose day has come."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import lt

from plptool.model.dates import When, parse_when
from plptool.model.events import Event
from plptool.model.records import Json, Record
from plptool.timeline.beginnings import Records, adoption, plan_of, without_later
from plptool.timeline.compare import content

_UNSOURCED = frozenset({"id", "source", "written", "discrepancies", "known", "formerly", "withdrawn"})
STATUSES = ("planned", "ongoing", "paused", "completed")


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that was foreseen and that nothing has settled."""

    record: Record
    event: Event
    due: When

    def overdue(self, day: date) -> bool:
        return self.due.latest is not None and self.due.latest < day


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A process at a day."""

    record: Record
    fields: dict[str, Json]
    """The record's fields as they stood, without its events."""
    events: tuple[Event, ...]
    """Those that have taken effect, in order."""
    status: str | None
    """None before the plan was adopted."""
    since: date | None
    outcome: str | None
    remaining: tuple[str, ...]
    cause: When | None
    """The date of what gave it its status."""
    status_periods: tuple[tuple[str, date, date | None], ...] = field(default=())
    """Status, first day, and the day on which the next began."""

    plan: str | None = None
    """The id of its plan."""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def continuing(self) -> bool:
        return self.status is not None and self.status != "completed"

    @property
    def organisations(self) -> list[str]:
        """The lead, then the partners."""
        return [self.fields["lead"], *self.fields.get("partners", [])]

    def meetings(self) -> list[Event]:
        """Those held, in any series."""
        return [one for one in self.events if one.data["kind"] == "meeting" and not one.data.get("booked", False)]

    @property
    def last_event(self) -> date | None:
        """The day of the last held meeting or activity."""
        return max((event.when.latest for event in self.events if event.held and event.when.latest), default=None)


def events_of(record: Record) -> list[Event]:
    """All events of a record in the order in which they take effect."""
    listed = record.data.get("events", [])
    events = [Event(i, data, parse_when(data["date"])) for i, data in enumerate(listed)]
    events.sort(key=Event.order)
    order = [event.order() for event in events]
    if not all(map(lt, order, order[1:])):
        # The content breaks ties, so that the order in the file never matters.
        tied = {one for one, other in pairwise(order) if one == other}
        events.sort(key=lambda event: (order := event.order(), content(event.data) if order in tied else ""))
    return events


def fold(ledger: Records, record: Record, day: date, events: list[Event] | None = None) -> ProcessState:
    """A process as it stood at the end of the day."""
    fields = {key: value for key, value in record.data.items() if key != "events"}
    effective = [event for event in events or events_of(record) if event.when.by(day)]
    adopted = adoption(ledger, record)
    taken_in = parse_when(record.data["from"]).latest if "from" in record.data else None
    if adopted is not None and taken_in is not None:
        adopted = max(adopted, taken_in)
    status: str | None = None
    since: date | None = None
    cause: When | None = None
    outcome: str | None = None
    remaining: tuple[str, ...] = ()
    periods: list[tuple[str, date]] = []
    said = False  # whether a status event has spoken
    in_force = adopted is None or adopted <= day
    if adopted is None:
        status = "planned"  # a process of no plan waits for none
    elif in_force:
        status, since, cause = "planned", adopted, parse_when(adopted.isoformat())
        periods.append((status, since))
    for event in effective:
        latest = event.when.latest
        assert latest is not None
        kind = event.data["kind"]
        if kind == "change":
            fields.update(event.data["set"])
            fields["source"] = _sources_after(fields, event)
        if kind == "status" and in_force:
            said = True
            if event.data["status"] != status:
                status, since, cause = event.data["status"], latest, event.when
                outcome, remaining = None, ()
                periods.append((event.data["status"], latest))
            outcome = event.data.get("outcome", outcome)
            remaining = tuple(event.data.get("remaining", remaining))
        elif status == "planned" and not said and event.held:
            status, since, cause = "ongoing", max(latest, adopted or latest), event.when
            periods.append(("ongoing", since))
    ends = [start for _, start in periods[1:]]
    return ProcessState(
        record,
        fields,
        tuple(effective),
        status,
        since,
        outcome,
        remaining,
        cause,
        tuple((name, start, ends[i] if i < len(ends) else None) for i, (name, start) in enumerate(periods)),
        plan_of(ledger, record),
    )


def _sources_after(fields: dict[str, Json], change: Event) -> dict[str, Json]:
    """Where each field stands once a change has set some of them: those now stand where the change does."""
    source = fields["source"]
    if not isinstance(source, dict):
        source = {name: source for name in fields if name not in _UNSOURCED}
    return {**source, **dict.fromkeys(change.data["set"], change.data["source"])}


def process_data(process: ProcessState, day: date) -> dict[str, Json]:
    """A process as its record would read, had it been written at the day."""
    return {**without_later(process.fields, day), "events": [event.data for event in process.events]}


def decision_at(record: Record, data: dict[str, Json], day: date) -> dict[str, Json]:
    """A decision's data with the status that its events had given it by the day."""
    said = [event.data["status"] for event in events_of(record) if event.kind == "status" and event.when.by(day)]
    return {**data, "status": said[-1] if said else data["status"]}
