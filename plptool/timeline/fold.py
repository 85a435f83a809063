"""A process as it stood at the end of a day: a pure fold of the events whose day has come.

The order in which the events of a record take effect, and which of them settles what was expected, is told here too,
of records of any collection.
"""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, zip_longest
from operator import lt
from typing import assert_never

from plptool.model.dates import Days, When, parse_when
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    OfTask,
    Progress,
    Status,
    event_of,
)
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, entries, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Record, title_of
from plptool.timeline.beginnings import THROUGHOUT, Records, plan_of, when_plan_starts, without_later
from plptool.timeline.changed import changes_in, sources_after, stood, values_after
from plptool.timeline.compare import content

STATUSES = ("planned", "ongoing", "paused", "completed", "cancelled")
OUTCOMES = ("handed-over", "awaiting-evaluation", "achieved")
"""What completed means, where a plan has no words of its own for what became of a process."""
OVER = ("completed", "cancelled")
"""The statuses of a process that goes on no longer."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that was foreseen and that nothing has settled."""

    record: Record
    event: Expected
    due: When

    def overdue(self, day: date) -> bool:
        """Whether the last day that its due date can mean lies before the day."""
        return self.due.certainly_before(day)


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A status that a process had, and from when until when."""

    status: str
    begun: When
    """When, as it is written; the status counts from its last day on."""
    end: date | None
    """The day from which the next counts; None where there is none yet."""

    @property
    def start(self) -> date:
        """The day from which it counts."""
        assert self.begun.latest is not None  # it has begun
        return self.begun.latest


@dataclass(frozen=True, slots=True)
class ProcessState:
    """A process at a day."""

    record: Record
    fields: dict[str, Plain]
    """The record's fields as they stood, without its events; entries of lists that come later are still among them."""
    events: tuple[Event, ...]
    """Those that have taken effect, in order."""
    status: str | None
    """None before the plan was adopted or the process was taken in, and where its plan never begins."""
    begun: When | None
    """Since when it has this status, as it is written: the date of what gave it, or of its plan's adoption, if that is
    later. None where nobody knows."""
    outcome: str | None
    """What became of it, by the last status event or report that says so since it has this status."""
    remaining: tuple[str, ...]
    """What is left to be done, likewise."""
    cause_date: When | None
    """The date of what gave it its status."""
    percent: int | None = None
    """How much of it is done, by the last report that says so."""
    rating: str | None = None
    """How its plan rates it, likewise."""
    status_periods: tuple[StatusPeriod, ...] = ()
    plan: str | None = None
    """The id of its plan."""
    words: OwnWords = NO_WORDS
    """Those of its plan."""

    @property
    def outcome_text(self) -> str | None:
        """What became of it, in its plan's words; None where the plan has none for that."""
        return self.words.outcomes.get(self.outcome or "")

    @property
    def rating_text(self) -> str | None:
        """How it goes, likewise."""
        return self.words.ratings.get(self.rating or "")

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def called(self) -> str:
        """What people call it on the day: its title, or else the need."""
        return title_of(self.fields) or self.id

    @property
    def priority(self) -> int | None:
        """Its priority in its plan; None where nobody says."""
        return number_if_any(self.fields, "priority")

    @property
    def priority_word(self) -> str | None:
        """What its plan calls that; None where it has no word for it."""
        return self.words.priority(self.priority)

    @property
    def leads(self) -> tuple[str, ...]:
        """The organisations that lead it; none where nobody says."""
        return texts(self.fields, "lead")

    @property
    def lead(self) -> str:
        """Who leads it, in one text; empty where nobody says."""
        return ", ".join(self.leads)

    @property
    def since(self) -> date | None:
        """The day from which its status counts: the last that `begun` can mean."""
        return None if self.begun is None else self.begun.latest

    @property
    def continuing(self) -> bool:
        """Whether it has a status, and that is neither completed nor cancelled."""
        return self.status not in (None, *OVER)

    @property
    def due(self) -> When | None:
        """By when it is to be completed; None where nobody says."""
        written = text_if_any(self.fields, "due")
        return None if written is None else parse_when(written)

    def late(self, day: date) -> bool:
        """Whether its due date is past, and it goes on, or waits to begin.

        Args:
            day: that of which this is the state.
        """
        return self.continuing and self.due is not None and self.due.certainly_before(day)

    @property
    def organisations(self) -> list[str]:
        """Those that lead, then the partners."""
        return [*self.leads, *texts(self.fields, "partners")]

    def meetings(self) -> list[Meeting]:
        """Those held, in any series."""
        return [event for event in self.events if isinstance(event, Meeting) and event.held]

    @property
    def last_held(self) -> When | None:
        """When the last meeting or activity was held, as it is written."""
        days_held = (event.when for event in self.events if event.held)
        return max(days_held, key=lambda when: when.order, default=None)


def events_of(record: Record, without: Container[int] = ()) -> list[Event]:
    """The events of a record in the order in which they take effect.

    Args:
        record: of whatever collection.
        without: the places in its `events` of those that are left out.
    """
    written = enumerate(entries(record.data, "events"))
    events = [event_of(data, index) for index, data in written if index not in without]
    events.sort(key=lambda event: event.order())
    order = [event.order() for event in events]
    each_before_the_next = all(map(lt, order, order[1:]))
    if not each_before_the_next:  # seldom: to say what an event says is dear
        tied = {earlier for earlier, later in pairwise(order) if earlier == later}
        events.sort(key=lambda event: _order_with_ties(event, tied))
    return events


def _order_with_ties(event: Event, tied: Container[tuple[tuple[date, date], int]]) -> tuple[object, ...]:
    """Sorts as events take effect. What they say breaks ties, so that the order in the file never matters."""
    order = event.order()
    if order not in tied:
        return (order,)
    return order, content(event.data), json.dumps(event.data, sort_keys=True)  # of equal content, how it is written


def gates(record: Record) -> list[Expected]:
    """The gates of an assignment that have a due date, as what is expected of it from its version's date on."""
    return [_gate(record, gate) for gate in entries(record.data, "gates") if "due" in gate]


_NO_PLACE = -1
"""The index of an event that does not stand in the `events` of its record."""


def _gate(record: Record, gate: Data) -> Expected:
    """A gate as the event that would say the same; expected throughout, where the assignment's version has no date."""
    known_from = text_if_any(part(record.data, "version"), "date")
    gate_fields = {name: gate[name] for name in ("id", "due", "written", "source") if name in gate}
    words = ": ".join(str(gate[name]) for name in ("title", "text") if name in gate)
    dated = {} if known_from is None else {"date": known_from}
    data: Data = {**dated, "kind": Expected.KIND, **gate_fields, "text": words}
    when = When("", None, THROUGHOUT) if known_from is None else parse_when(known_from)
    return Expected(_NO_PLACE, data, when)


def settlements(record: Record, events: Sequence[Event]) -> Iterator[tuple[Expected, date | None]]:
    """What was expected, each with the day on which a later event settled it; None where none did.

    An event settles what is expected at the due date that it names, unless that is several things, or the gate that it
    names.

    Args:
        record: of which; the gates of an assignment are expected before all that happens.
        events: of the record, as they take effect.
    """
    events = [*gates(record), *events]
    settled: dict[int, date | None] = {}
    for event, _, open_then in dues_met(events):
        if len(open_then) == 1:
            settled[open_then[0]] = event.when.latest
    for place, event in enumerate(events):
        if isinstance(event, Expected):
            yield event, settled.get(place)


def dues_met(events: Sequence[Event]) -> Iterator[tuple[Event, str, tuple[int, ...]]]:
    """Each event that settles a due date, with that date, and the places of the events that are expected then.

    One that names a gate by its id settles the due date of that gate alone.

    Two dates are one that mean the same days, however they are written. Where one thing is expected, that is settled.
    Several stay open, as nobody can say which of them came (PLP511).

    Args:
        events: of one record, as they take effect; its gates before them.
    """
    open_at: dict[Days, list[int]] = {}
    for place, event in enumerate(events):
        due = event.settles
        gate = None if event.completes is None else _open_gate(events, open_at, event.completes)
        if gate is not None:
            days, gate_place = gate
            open_at[days].remove(gate_place)
            yield event, str(events[gate_place].data["due"]), (gate_place,)
        elif due is not None:
            days = parse_when(due).days
            open_then = tuple(open_at.get(days, ()))
            yield event, due, open_then
            if len(open_then) == 1:
                del open_at[days]
        if isinstance(event, Expected):
            open_at.setdefault(parse_when(event.due).days, []).append(place)


def _open_gate(events: Sequence[Event], open_at: Mapping[Days, list[int]], gate_id: str) -> tuple[Days, int] | None:
    """The days and the place of a gate with this id that is open still."""
    for days, places in open_at.items():
        for place in places:
            if events[place].index == _NO_PLACE and text_if_any(events[place].data, "id") == gate_id:
                return days, place
    return None


def fold(ledger: Records, record: Record, day: date, events: list[Event] | None = None) -> ProcessState:
    """A process as it stood at the end of a day: a step for each event whose day had come.

    Args:
        ledger: what is known of plans and decisions.
        record: the process.
        day: the day.
        events: the record's, where they are in order already.
    """
    fields = {name: value for name, value in record.data.items() if name != "events"}
    in_order = events or events_of(record)
    effective = [event for event in in_order if event.when.by(day)]
    course = _ProcessCourse.opened(_has_status_from(ledger, record), day)
    course.plan = plan_record(ledger, record)
    for event in effective:
        if isinstance(event, FieldsSet):
            fields.update(values_after(fields, event))
            fields["source"] = sources_after(fields, event)
        course.take(event)
    return ProcessState(
        record=record,
        fields=fields,
        events=tuple(effective),
        status=course.status,
        begun=course.begun,
        outcome=course.outcome,
        remaining=course.remaining,
        cause_date=course.cause_date,
        percent=course.percent,
        rating=course.rating,
        status_periods=course.periods(),
        plan=plan_of(ledger, record),
        words=plan_words(course.plan, day),
    )


@dataclass(frozen=True, slots=True)
class GivenByPlan:
    """All that decides how a process stands and is not in its own record: what two folds must agree in to be one."""

    plan: str | None
    starts: When | None
    words: OwnWords
    statuses: Mapping[str, str]
    """By each word for what became of a process, the status that it says on the day."""
    changes: tuple[Data, ...]
    """What made these words others by the day: of an event before that, what they were then counts."""

    @classmethod
    def of(cls, ledger: Records, process: Record, day: date) -> "GivenByPlan":
        plan = plan_record(ledger, process)
        changes = () if plan is None else changes_in(plan)
        return cls(
            plan=plan_of(ledger, process),
            starts=when_plan_starts(ledger, process),
            words=plan_words(plan, day),
            statuses=statuses_of_outcomes(plan, day),
            changes=tuple(change.data for change in changes if "outcomes" in change.names and change.when.by(day)),
        )


def plan_record(ledger: Records, process: Record) -> Record | None:
    """A process's plan; None where it has none, or none that is known."""
    key = plan_of(ledger, process)
    return None if key is None else ledger.collections["plans"].get(key)


def plan_words(plan: Record | None, day: date) -> OwnWords:
    """The words that a plan has on a day for how it goes and for what became of a process."""
    return NO_WORDS if plan is None else OwnWords.of_plan(stood(plan, day))


def statuses_of_outcomes(plan: Record | None, day: date) -> dict[str, str]:
    """By each word that a plan has on a day for what became of a process, the status that it says."""
    outcomes = {} if plan is None else part(stood(plan, day), "outcomes")
    return {word: text(part(outcomes, word), "status") for word in outcomes}


def _has_status_from(ledger: Records, record: Record) -> When | None:
    """From when on a process has a status: its plan's adoption, or when it was taken in, if that was later.

    THROUGHOUT is its day where the process waits for no plan; None where it never has a status.
    """
    adopted = when_plan_starts(ledger, record)
    if adopted is None or adopted.latest == THROUGHOUT or "from" not in record.data:
        return adopted
    taken_in = parse_when(text(record.data, "from"))
    if taken_in.latest is None:  # it is never taken in, and so is shown on no day: what stands then is told nowhere
        return adopted
    return _later(adopted, taken_in)


def _later(one: When, other: When) -> When:
    """The date that takes effect later; of two that do so on one day, the one that can mean fewer days."""
    return max(one, other, key=lambda when: when.order)


@dataclass(slots=True)
class _ProcessCourse:
    """How a process stands while one event after the other takes effect."""

    has_status_from: When | None
    """From when on it has a status; None also where that is throughout."""
    has_status: bool
    """Whether that has come by the day of which is told."""
    status: str | None = None
    begun: When | None = None
    cause_date: When | None = None
    outcome: str | None = None
    remaining: tuple[str, ...] = ()
    assessed: bool = False
    """Whether a status event has spoken. Until then the first meeting or activity shows that it is ongoing."""
    percent: int | None = None
    rating: str | None = None
    plan: Record | None = None
    """Its plan, whose words for what became of a process say a status too."""
    turns: list[tuple[str, When]] = field(default_factory=list)
    """Each status that it had, with the date from which it counts."""

    @classmethod
    def opened(cls, has_status_from: When | None, day: date) -> "_ProcessCourse":
        """The course of a process of which nothing is told yet."""
        if has_status_from is None:
            return cls(None, has_status=False)
        if has_status_from.latest == THROUGHOUT:
            return cls(None, has_status=True, status="planned")  # since nobody knows when
        course = cls(has_status_from, has_status=has_status_from.by(day))
        if course.has_status:
            course.give_status("planned", has_status_from)
        return course

    def give_status(self, status: str, cause_date: When) -> None:
        """Give it a status because of what has this date: from then on, but not before it has any."""
        self.status = status
        self.cause_date = cause_date
        self.begun = cause_date if self.has_status_from is None else _later(cause_date, self.has_status_from)
        self.turns.append((status, self.begun))

    def take(self, event: Event) -> None:
        """Let an event take effect, which comes after those before it."""
        match event:
            case Status():
                if self.has_status:
                    self._assess(event, event.status, event.remaining)
            case Progress():
                if self.has_status:
                    self._report(event)
            case Meeting() | Activity():
                if event.held and self.status == "planned" and not self.assessed:
                    self.give_status("ongoing", event.when)
            case Decided() | Granted() | Expected() | FieldsSet() | Note() | OfTask():
                pass
            case _:
                assert_never(event)

    def _assess(self, event: Status | Progress, status: str, remaining: tuple[str, ...] | None) -> None:
        """Let it take effect that an event says how it stands.

        Args:
            event: what says so.
            status: the one that it says, be it by the word of a plan for what became of the process.
            remaining: what it says that is left to be done; None where it says nothing of that.
        """
        self.assessed = True
        if status != self.status:
            self.give_status(status, event.when)
            self.outcome, self.remaining = None, ()
        if event.outcome is not None:
            self.outcome = event.outcome
        if remaining is not None:
            self.remaining = remaining

    def _report(self, event: Progress) -> None:
        """Let a report take effect: the status that it says, or its word for what became of the process does."""
        status = event.status
        if status is None and event.outcome is not None and event.when.latest is not None:
            status = statuses_of_outcomes(self.plan, event.when.latest).get(event.outcome)
        if status is not None:
            self._assess(event, status, None)
        if event.percent is not None:
            self.percent = event.percent
        if event.rating is not None:
            self.rating = event.rating

    def periods(self) -> tuple[StatusPeriod, ...]:
        """Each status that it had, from when until when."""
        ends = [begun.latest for _, begun in self.turns[1:]]
        with_ends = zip_longest(self.turns, ends)
        return tuple(StatusPeriod(status, begun, end) for (status, begun), end in with_ends)


def process_data(process: ProcessState, day: date) -> dict[str, Plain]:
    """A process as its record would read, had it been written at the day."""
    return {**without_later(process.fields, day), "events": [event.data for event in process.events]}
