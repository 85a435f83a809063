"""PLP4xx and PLP508: dates and their order."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import le
from typing import Self, assert_never

from plptool.checks.context import Context, Subject, adopted_on, adoption, event_path
from plptool.model.citations import citations
from plptool.model.collections import MILESTONES, Collection
from plptool.model.dates import Days, When, in_words, parse_when, unreadable
from plptool.model.days_off import day_off
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
    TaskChange,
)
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.mends import Moved
from plptool.model.order import in_place
from plptool.model.plain import Data, Plain, entries, text, text_if_any
from plptool.model.records import Path
from plptool.timeline.fold import OVER, dues_met, gates
from plptool.timeline.tasks import TASK_LISTS

_FORESEEN = (Expected.KIND, FieldsSet.KIND)
"""Kinds of events whose date may come after the document that tells of them."""
_UNDECIDED = ("planned", "proposed")
"""Statuses of a decision that is yet to be made."""


def events_in_order(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP403: an event stands in the file where its date has no place: the fewest that must move are told.

    Where PLP402 accuses the date of one, it is that one that must move, and not those around it.
    """
    events = sorted((event for event in subject.events if event.index not in subject.repeated), key=_place)
    days = [(event.when.latest or date.max).toordinal() for event in events]
    if all(map(le, days, days[1:])):  # nearly all
        return
    accused = [
        index for index, event in enumerate(events) if any(_written_before(event_path(event), event.data, context))
    ]
    for move in _moves(events, days, _kept(days, accused)):
        yield move.one(subject) if len(move.events) == 1 else move.several(subject)


def _moves(events: Sequence[Event], days: Sequence[int], kept_places: Sequence[int]) -> "list[_Move]":
    """Where each event goes that does not stay; those in a row that go to one place are one move."""
    kept_days = [days[index] for index in kept_places]
    stays = frozenset(kept_places)
    moves: list[_Move] = []
    for index, event in enumerate(events):
        if index in stays:
            continue
        goes = bisect_right(kept_days, days[index])
        up = goes < bisect_left(kept_places, index)
        move = _Move([event], events[kept_places[goes]] if up else events[kept_places[goes - 1]], up)
        if moves and index - 1 not in stays and (moves[-1].other, moves[-1].up) == (move.other, up):
            moves[-1].events.append(event)
        else:
            moves.append(move)
    return moves


def _place(event: Event) -> int:
    return event.index


def _kept(days: Sequence[int], accused: Sequence[int]) -> list[int]:
    """The places of the events that stay: as many as can, and of those that are accused what fits among the others.

    Args:
        days: of each event, in the order of the file.
        accused: the places of those whose dates are wrong.
    """
    others = [place for place in range(len(days)) if place not in accused]
    kept = [others[place] for place in in_place([days[place] for place in others])]
    for place in accused:
        at = bisect_left(kept, place)
        fits_before = at == 0 or days[kept[at - 1]] <= days[place]
        fits_behind = at == len(kept) or days[place] <= days[kept[at]]
        if fits_before and fits_behind:
            kept.insert(at, place)
    return kept


@dataclass(frozen=True, slots=True)
class _Move:
    """Events that stand in a row where they have no place, and that go to one place."""

    events: list[Event]
    other: Event
    """That before or after which they go."""
    up: bool

    def one(self, subject: Subject) -> Problem:
        """One event that must move."""
        event = self.events[0]
        arguments: dict[str, Argument] = {"date": event.when.text, "other": self.other.when.text}
        if self.up:
            message = Message("the event of {date} stands after that of {other}", arguments)
            hint = Message("Check the date; if it is right, move the event up, to before that of {other}.", arguments)
        else:
            message = Message("the event of {date} stands before that of {other}", arguments)
            hint = Message("Check the date; if it is right, move the event down, to after that of {other}.", arguments)
        before = self.other.index if self.up else self.other.index + 1
        return replace(self._problem(subject, message, hint), mend=Moved(("events", event.index), before))

    def several(self, subject: Subject) -> Problem:
        """A block of events that must move."""
        first_event, last_event = self.events[0], self.events[-1]
        arguments: dict[str, Argument] = {"n": len(self.events), "other": self.other.when.text}
        arguments |= {"first": first_event.when.text, "last": last_event.when.text}
        if self.up:
            message = Message("{n} events, from {first} to {last}, stand after that of {other}", arguments)
            hint = Message("Move these {n} up, to before that of {other}, in the order of their dates.", arguments)
        else:
            message = Message("{n} events, from {first} to {last}, stand before that of {other}", arguments)
            hint = Message("Move these {n} down, to after that of {other}, in the order of their dates.", arguments)
        return self._problem(subject, message, hint)

    def _problem(self, subject: Subject, message: Message, hint: Message) -> Problem:
        if not all(event.when.is_day for event in (*self.events, self.other)):
            hint = Message("{advice} A date counts as the last day that it can mean.", {"advice": hint})
        first_event = self.events[0]
        return Problem("PLP403", subject.record, event_path(first_event), message, hint, first_event.when.text)


def not_after_source(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP402: a fact is dated after its document, which cannot tell of what had not happened when it was written."""
    if subject.collection in (Collection.SOURCES, Collection.SNAPSHOTS):
        return
    for where, mapping in subject.mappings:
        for day, source, written in _written_before(where, mapping, context):
            arguments = {"date": day, "source": source, "written": written.text}
            message = Message("dated {date}, but `{source}` is of {written}", arguments)
            hint = Message("Check the year, and which document tells it.")
            value, cause = f"{day} {source}", Cause(source, ("date",))
            yield Problem("PLP402", subject.record, (*where, "date"), message, hint, value, cause=cause)


def _written_before(where: Path, mapping: Data, context: Context) -> Iterator[tuple[str, str, When]]:
    """The date in a mapping with each document that tells it, and was written before: its id, and when."""
    day = mapping.get("date")
    if not isinstance(day, str) or not _has_happened(where, mapping):
        return
    when = parse_when(day)
    for citation in _cited(where, mapping):
        source = citation.partition("#")[0]
        written = context.written.get(source)
        if written and written.latest and when.certainly_after(written.latest):
            yield day, source, written


def _has_happened(where: Path, mapping: Data) -> bool:
    """Whether the date in a mapping is of what has happened, as the record tells it."""
    if "source" in where or "written" in where:
        return False
    if mapping.get("kind") in _FORESEEN or mapping.get("booked"):
        return False
    return bool(where) or mapping.get("status") not in _UNDECIDED


def _cited(where: Path, mapping: Data) -> Iterator[str]:
    """The citations of the date in a mapping; a record may have them field by field."""
    source = mapping.get("source")
    if not where and isinstance(source, dict):
        source = source.get("date")
    if isinstance(source, str):
        yield source
    else:
        for _, citation in citations(source):
            yield citation


def held_in_time(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP404, 405, 406: what is told before the plan; what is held after the end or outside the period."""
    if subject.collection is not Collection.PROCESSES:
        return
    adopted = adopted_on(context, subject.record)
    taken_in = parse_when(text(subject.data, "from")).earliest if "from" in subject.data else None
    times = _Times(adopted, adoption(context, subject.record), taken_in, _Period.of(subject.id, (), subject.data))
    for event in subject.events:
        if isinstance(event, FieldsSet | Status | Progress):
            yield from _too_early(subject, event, times)
        match event:
            case FieldsSet():
                if "period" in event.fields:
                    times.period = _Period.of(subject.id, event_path(event, "set"), event.fields)
            case Status() | Progress():
                times.take(subject.id, event)
            case Meeting() | Activity():
                problem = _out_of_time(subject, event, times)
                if problem:
                    yield problem
            case Decided() | Granted() | Expected() | Note() | OfTask():
                pass
            case _:
                assert_never(event)


def _too_early(subject: Subject, event: FieldsSet | Status | Progress, times: "_Times") -> Iterator[Problem]:
    """That what became of a process is told before it was in the plan: the meetings of that time are none of it."""
    problem = _before_the_plan(subject, event, times)
    if problem:
        yield problem


@dataclass(frozen=True, slots=True)
class _Period:
    """When a process is to go on, and where it says so."""

    when: When | None
    cause: Cause

    @classmethod
    def of(cls, record: str, where: Path, fields: Mapping[str, Plain]) -> Self:
        return cls(_period(fields), Cause(record, (*where, "period")))


@dataclass(slots=True)
class _Times:
    """Between which days a process's meetings and activities may lie, as its events come."""

    adopted: date | None
    """The day of its plan's adoption."""
    adoption: Cause | None
    """What says so."""
    taken_in: date | None
    """The day from which it is in the plan, where that is later."""
    period: _Period
    ended: date | None = None
    """The day by which it is completed or cancelled; None while it goes on."""
    end: Cause | None = None
    """What says so."""
    cancelled: bool = False
    """Whether it was cancelled, and not completed."""

    def take(self, record: str, event: Status | Progress) -> None:
        """A status that the process has from now on; a report need not say one."""
        if event.status is None:
            return
        if event.status not in OVER:
            self.ended = self.end = None
        elif self.ended is None:
            self.ended, self.end = event.when.latest, Cause(record, event_path(event))
            self.cancelled = event.status == "cancelled"


def _out_of_time(subject: Subject, event: Meeting | Activity, times: _Times) -> Problem | None:
    """What is odd about the day of a meeting or activity: the gravest alone."""
    when, ended, period = event.when, times.ended, times.period.when
    arguments: dict[str, Argument] = {"kind": Message(event.kind), "date": when.text}
    cause: Cause | None
    before_the_plan = _before_the_plan(subject, event, times) if event.held else None
    if before_the_plan:
        return before_the_plan
    if event.held and ended and when.certainly_after(ended):
        rule, cause, arguments["day"] = "PLP405", times.end, ended.isoformat()
        message = Message("{kind} on {date}, after completion on {day}", arguments)
        if times.cancelled:
            message = Message("{kind} on {date}, after the process was cancelled on {day}", arguments)
        hint = Message("A reopening is a status event: `status: ongoing`, with a reason.")
    elif period is not None and when.apart_from(period):
        rule, cause, arguments["period"] = "PLP406", times.period.cause, in_words(period.text)
        message = Message("{kind} on {date}, outside the period {period}", arguments)
        hint = Message("Check the date; if the period has been extended, a `change` event before it says so.")
    else:
        return None
    return Problem(rule, subject.record, event_path(event), message, hint, when.text, cause=cause)


def _before_the_plan(subject: Subject, event: Event, times: _Times) -> Problem | None:
    """PLP404: an event before the plan was adopted, or the process taken into it."""
    when, adopted = event.when, times.adopted
    arguments: dict[str, Argument] = {"kind": Message(event.kind), "date": when.text}
    if adopted and when.certainly_before(adopted):
        cause, arguments["day"] = times.adoption, adopted.isoformat()
        message = Message("{kind} on {date}, before the plan was adopted on {day}", arguments)
        hint = Message("Check the year.")
    elif times.taken_in and when.certainly_before(times.taken_in):
        cause, arguments["day"] = Cause(subject.id, ("from",)), times.taken_in.isoformat()
        message = Message("{kind} on {date}, before the process was taken into the plan on {day}", arguments)
        hint = Message("Check the year, and `from`.")
    else:
        return None
    return Problem("PLP404", subject.record, event_path(event), message, hint, when.text, cause=cause)


def due_within_its_period(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP406: a process, or a milestone of whatever record, is due outside the period in which it is to go on."""
    if MILESTONES not in TASK_LISTS[subject.collection]:
        return
    period = _period(subject.data)
    yield from _due_outside(subject, (), subject.data, period)
    for index, milestone in enumerate(entries(subject.data, MILESTONES)):
        yield from _due_outside(subject, (MILESTONES, index), milestone, period)
    for event in subject.events:
        if isinstance(event, FieldsSet):
            period = _period(event.fields) or period
        if isinstance(event, FieldsSet | TaskChange):
            yield from _due_outside(subject, event_path(event, "set"), event.fields, period)


def _period(fields: Data) -> When | None:
    written = text_if_any(fields, "period")
    return None if written is None else parse_when(written)


def _due_outside(subject: Subject, where: Path, fields: Data, period: When | None) -> Iterator[Problem]:
    """That something is due outside a period."""
    due = text_if_any(fields, "due")
    if due is not None and period is not None and parse_when(due).apart_from(period):
        message = Message("due {date}, outside the period {period}", {"date": due, "period": in_words(period.text)})
        hint = Message("Check the date, and the period.")
        yield Problem("PLP406", subject.record, (*where, "due"), message, hint, due)


def due_after_it_is_expected(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP412: something is expected, or due from now on, by a day that was over when it was said."""
    for event in subject.events:
        if isinstance(event, Expected):
            due, where = event.due, event_path(event, "due")
        elif isinstance(event, FieldsSet | TaskChange) and "due" in event.fields:
            due, where = text(event.fields, "due"), (*event_path(event, "set"), "due")
        else:
            continue
        if event.when.earliest is not None and parse_when(due).certainly_before(event.when.earliest):
            message = Message("expected by {due}, as of {date}", {"due": due, "date": event.when.text})
            hint = Message("Check the year: what is expected is still to come.")
            yield Problem("PLP412", subject.record, where, message, hint, f"{due} {event.kind}")


def not_on_a_day_off(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP407: a meeting on a day of a weekend, or a public holiday."""
    for event in subject.of_kind(Meeting):
        day = event.when.earliest
        if day is None or not event.when.is_day:
            continue
        name = day_off(day, context.holidays)
        if name:
            arguments: dict[str, Argument] = {"date": day.isoformat(), "day": Message(name)}
            message = Message("the meeting on {date} is on a {day}", arguments)
            hint = Message("Check the date.")
            yield Problem("PLP407", subject.record, event_path(event), message, hint, event.when.text)


def words_are_a_date(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP408: what a source wrote looks like a date, and no calendar has it."""
    for where, mapping in subject.mappings:
        if "written" not in mapping or "claims" in where:
            continue
        for place, words in _written(where, mapping):
            if unreadable(words):
                message = Message("the source wrote `{words}`, which is no date", {"words": words})
                hint = Message("Keep it as written, and acknowledge it under `known`.")
                yield Problem("PLP408", subject.record, place, message, hint, words)


def _written(where: Path, mapping: Data) -> Iterator[tuple[Path, str]]:
    """A source's own words in a mapping, for one date or field by field, with where they stand."""
    written = mapping["written"]
    if isinstance(written, str):
        yield (*where, "written"), written
    elif isinstance(written, dict):
        for field, words in written.items():
            if isinstance(words, str):
                yield (*where, "written", field), words


def settles_what_is_expected(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP508: an event settles a date on which nothing was expected, or what another has settled already."""
    foreseen = gates(subject.record)
    settled: dict[Days, Event] = {}
    for event, due, open_then in dues_met([*foreseen, *subject.events]):
        days = parse_when(due).days
        if not open_then:
            earlier = settled.get(days)
            message = Message("nothing earlier in the record is expected at {due}", {"due": due})
            hint = _dues([*foreseen, *subject.of_kind(Expected)])
            if earlier is not None:
                arguments: dict[str, Argument] = {"due": due, "date": earlier.when.text}
                message = Message("what was expected at {due} is settled already, by the event of {date}", arguments)
                hint = Message("Only one event settles it: remove `settles` from the other.")
            yield Problem("PLP508", subject.record, event_path(event, "settles"), message, hint, due)
        settled.setdefault(days, event)


def _dues(expected: list[Expected]) -> Message:
    """Which dates may be settled."""
    dues = sorted({event.due for event in expected})
    if not dues:
        return Message("Only an event of kind `expected` and a gate have a due date to settle.")
    return Message("Allowed: {words}", {"words": dues})
