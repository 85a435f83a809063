"""The ledger as it stood at the end of a day: a pure fold of the facts whose day has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import lt
from typing import Any, Protocol

from plptool.model.collections import COLLECTIONS
from plptool.model.dates import When, parse_when
from plptool.model.records import Json, Record, as_list
from plptool.read.reader import Ledger
from plptool.timeline.compare import content

_KIND_ORDER = {"meeting": 0, "activity": 1, "status": 3}
_UNSOURCED = frozenset({"id", "source", "written", "discrepancies", "known", "formerly", "withdrawn"})
STATUSES = ("planned", "ongoing", "paused", "completed")


@dataclass(slots=True)  # frozen, it would take three times as long to make, and there are many
class Event:
    """One event of a record, with the days that its date can mean."""

    index: int
    """Where it stands in the record's `events`."""
    data: dict[str, Json]
    when: When

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def held(self) -> bool:
        """A meeting or activity that took place. A meeting that is only booked did not, as far as anybody knows."""
        return self.kind in ("meeting", "activity") and not self.data.get("booked", False)

    @property
    def meeting_sort(self) -> str:
        """booked, internal, numbered or other: the first that fits."""
        if self.data.get("booked"):
            return "booked"
        if "internal" in self.data:
            return "internal"
        return "numbered" if "number" in self.data else "other"

    def order(self) -> tuple[Any, ...]:
        return self.when.order, _KIND_ORDER.get(self.data["kind"], 2)


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


class State:
    """Every record at a day. Later facts are left out; documents and organisations are there throughout."""

    def __init__(self, ledger: Ledger, day: date) -> None:
        self.ledger = ledger
        self.day = day

    @cached_property
    def processes(self) -> dict[str, ProcessState]:
        records = self.ledger.collections["processes"]
        return {
            key: fold(self.ledger, records[key], self.day)
            for key in sorted(records, key=natural)
            if begun(records[key], self.day)
        }

    @cached_property
    def records(self) -> dict[str, dict[str, dict[str, Json]]]:
        """By collection and id: each record's data without what is later than the day."""
        return {collection: self._standing(collection) for collection in COLLECTIONS}

    def _standing(self, collection: str) -> dict[str, dict[str, Json]]:
        held = self.ledger.collections[collection]
        return {
            key: process_data(self.processes[key])
            if collection == "processes"
            else without_later(held[key].data, self.day)
            for key in sorted(held, key=natural)
            if begun(held[key], self.day)
        }

    @cached_property
    def decisions(self) -> dict[str, dict[str, Json]]:
        """The decisions known by the day, each with the status that it had, by date."""
        found = {
            key: decision_at(self.ledger.records[key], data, self.day)
            for key, data in self._standing("decisions").items()  # no process need be folded for these
        }
        return dict(sorted(found.items(), key=lambda item: (parse_when(item[1]["date"]).order, item[0])))

    @cached_property
    def expectations(self) -> tuple[Expectation, ...]:
        """What was foreseen by the day and is not settled by it, by due date."""
        found = []
        for record in self.ledger.records.values():
            if "withdrawn" in record.data:
                continue
            events = [event for event in events_of(record) if event.when.by(self.day)]
            for position, event in enumerate(events):
                if event.kind == "expected":
                    due = event.data["due"]
                    if not any(later.data.get("settles") == due for later in events[position + 1 :]):
                        found.append(Expectation(record, event, parse_when(due)))
        return tuple(sorted(found, key=lambda one: (one.due.order, natural(one.record.id), one.event.index)))


def at(ledger: Ledger, day: date) -> State:
    return State(ledger, day)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which 2.9 comes before 2.10."""
    parts: list[tuple[int, int, str]] = []
    word = ""
    for piece in _pieces(text):
        word = piece
        parts.append((0, int(word), "") if word.isdecimal() else (1, 0, word))
    return tuple(parts)


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if piece and character.isdecimal() != piece[-1].isdecimal():
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


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


class Records(Protocol):
    """Whatever knows the records of each collection by id."""

    @property
    def collections(self) -> Mapping[str, Mapping[str, Record]]: ...


def plan_of(ledger: Records, process: Record) -> str | None:
    """The id of a process's plan: the one that it names, or the ledger's only one."""
    named = process.data.get("plan")
    if named is not None:
        return str(named)
    plans = [key for key, plan in ledger.collections["plans"].items() if "withdrawn" not in plan.data]
    return plans[0] if len(plans) == 1 else None


def adoption(ledger: Records, process: Record) -> date | None:
    """The day from which a process has a status: its plan's adoption, or failing that the start of the plan's period.

    None where it has no plan that is known.
    """
    plan = ledger.collections["plans"].get(plan_of(ledger, process) or "")
    if plan is None or "withdrawn" in plan.data:
        return None
    decision = ledger.collections["decisions"].get(str(plan.data.get("decision")))
    if decision is not None and "withdrawn" not in decision.data:
        return parse_when(decision.data["date"]).latest
    return parse_when(plan.data["period"]).earliest


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


def process_data(process: ProcessState) -> dict[str, Json]:
    """A process as its record would read, had it been written at the day."""
    return {**process.fields, "events": [event.data for event in process.events]}


def decision_at(record: Record, data: dict[str, Json], day: date) -> dict[str, Json]:
    """A decision's data with the status that its events had given it by the day."""
    said = [event.data["status"] for event in events_of(record) if event.kind == "status" and event.when.by(day)]
    return {**data, "status": said[-1] if said else data["status"]}


def begun(record: Record, day: date) -> bool:
    """Whether the record itself has a date that has come; what has none is there throughout.

    One that was withdrawn was recorded by mistake: it never began.
    """
    first = beginning(record)
    return first is not None and first <= day


def beginning(record: Record) -> date | None:
    """The day on which the record itself begins: the first of all days where it has none, None where it never does."""
    if "withdrawn" in record.data:
        return None
    if record.collection in ("decisions", "snapshots"):
        text = record.data["date"]
    elif record.collection == "processes":
        text = record.data.get("from")
    elif record.collection == "assignments":
        text = record.data.get("version", {}).get("date")
    else:
        text = None
    return date.min if text is None else parse_when(text).latest


def without_later(data: Json, day: date) -> Json:
    """Data without the list entries that are dated (`date`, `from`, `year`) after the day."""
    if isinstance(data, dict):
        return {key: without_later(value, day) for key, value in data.items()}
    if isinstance(data, list):
        return [without_later(entry, day) for entry in data if not _later(entry, day)]
    return data


def _later(entry: Json, day: date) -> bool:
    if not isinstance(entry, dict) or not is_dated(entry):
        return False
    comes = entry_date(entry)
    return comes is None or comes > day


def is_dated(entry: dict[str, Json]) -> bool:
    """Whether an entry of a list has a day on which it comes."""
    return isinstance(entry.get("year"), int) or isinstance(entry.get("date", entry.get("from")), str)


def entry_date(entry: dict[str, Json]) -> date | None:
    """The day on which a dated entry of a list takes effect, a year's on its last; None where it never does."""
    year = entry.get("year")
    return date(year, 12, 31) if isinstance(year, int) else parse_when(entry.get("date", entry.get("from"))).latest


def uses(state: State) -> Iterator[tuple[str, dict[str, Json]]]:
    """Every use of every grant at the state's day, with the grant's id."""
    for key, grant in state.records["grants"].items():
        for use in as_list(grant.get("uses")):
            yield key, use
