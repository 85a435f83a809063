"""An administration's appendix: its processes as they stood, each with all that the ledger tells of it."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import takewhile
from typing import Generic, Literal, Self, TypeVar
from unicodedata import normalize

from plptool.model.events import Decided, Event, EventBase, Expected, Granted, Meeting, MeetingSort, Status
from plptool.model.records import Json, as_list, whole
from plptool.model.shapes import INLINE, called
from plptool.reports.rows import DecisionRow, PlanRow
from plptool.reports.summary import Scope, chosen
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import State, uses
from plptool.timeline.totals import MeetingTotals, ProcessTotals, totals
from plptool.timeline.years import year_of_effect

_FIELDS = ("id", "need", "activities", "goal", "lead", "partners", "priority", "period")
_APART = ("source", "discrepancies", "known")
_NAMING = ("lead", "partners", "internal", "with", "by", "body", "parties", "organisation", "organisations")


@dataclass(frozen=True, slots=True)
class DiscrepancyNote:
    """What sources say of a field where they do not agree."""

    kind: Literal["discrepancy"] = field(default="discrepancy", init=False)
    field: str
    claims: tuple[dict[str, Json], ...]
    """As the record has them."""
    reason: str

    @classmethod
    def of(cls, data: dict[str, Json]) -> Self:
        return cls(data["field"], tuple(data["claims"]), data["reason"])


@dataclass(frozen=True, slots=True)
class OddityNote:
    """What looks odd and stands so in the documents: acknowledged."""

    kind: Literal["oddity"] = field(default="oddity", init=False)
    rule: str
    value: Json
    reason: str
    source: Json

    @classmethod
    def of(cls, data: dict[str, Json]) -> Self:
        return cls(data["rule"], data["value"], data["reason"], data.get("source"))


Note = DiscrepancyNote | OddityNote
"""What stands in a footnote of a fact."""
Notes = Mapping[str | int, list[Note]]
"""Footnotes by the field, or the event's index, that they are about."""

E = TypeVar("E", bound=EventBase)


@dataclass(frozen=True, slots=True)
class EventTold(Generic[E]):
    """An event, and what stands in footnotes of it."""

    event: E
    notes: tuple[Note, ...]

    @property
    def said(self) -> dict[str, Json]:
        """What the event says, but for where that stands and what stands in its footnotes."""
        return {name: value for name, value in self.event.data.items() if name not in _APART}


@dataclass(frozen=True, slots=True)
class MeetingTold:
    told: EventTold[Meeting] = field(metadata=INLINE)
    sort: MeetingSort
    year: int | None


@dataclass(frozen=True, slots=True)
class ExpectedTold:
    """What nothing has settled."""

    told: EventTold[Expected] = field(metadata=INLINE)
    overdue: bool


@dataclass(frozen=True, slots=True)
class StatusTold:
    """How a process stands, and what was said of that."""

    status: str | None
    since: dt.date | None
    outcome: str | None
    remaining: tuple[str, ...]
    cause: str | None
    """The date of what gave it its status, as its record writes it."""
    assessed: bool
    """Whether the status is first told of a day of assessment, a snapshot's: it may have begun before."""
    said: tuple[EventTold[Status], ...]
    """The events that gave the status in force, or confirmed it."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who decided, where no body did."""

    role: str
    organisation: str | None


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision that concerns a process, with what the process tells of it."""

    decision: DecisionRow = field(metadata=INLINE)
    roles: tuple[Role, ...]
    clauses: tuple[str, ...]
    text: str | None
    said: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class GrantTold:
    """What a grant is used for in a process, with what events of the same grant and date say of it."""

    grant: str
    what: str
    posts: int | None
    organisations: tuple[str, ...] | None
    date: str | None
    period: str | None
    written: str | None
    text: str | None
    said: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ProcessTold:
    """A process with all that the ledger tells of it."""

    number: int | None
    """In the list."""
    id: str
    need: str
    activities: tuple[str, ...] | None
    goal: str | None
    lead: str
    partners: tuple[str, ...] | None
    priority: int | None
    period: str | None
    written: dict[str, Json]
    """By field, the documents' own words for it; of those that no event has changed."""
    status: StatusTold
    held: int
    """How many meetings were held."""
    meetings: tuple[MeetingTold, ...]
    events: tuple[EventTold[Event], ...]
    """Those that are told nowhere else in it."""
    expected: tuple[ExpectedTold, ...]
    decisions: tuple[DecisionTold, ...]
    grants: tuple[GrantTold, ...]
    notes: dict[str, tuple[Note, ...]]
    """By field, what stands in its footnotes; `id` for what is about no field."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A record, and what it is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class OrganisationTold:
    """An organisation that is named or mentioned, with the names that the documents have for it."""

    id: str
    title: str
    names: tuple[str, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class AppendixTotals:
    """How many of its processes stand where, and what was held in them."""

    processes: ProcessTotals
    meetings: MeetingTotals
    activities: int


@dataclass(frozen=True, slots=True)
class Appendix:
    """The processes of a list, of an organisation, or all, and how many stand where."""

    title: str
    """The ledger's."""
    language: str
    """Of the records."""
    listed: Titled | None = field(metadata=called("list"))
    organisation: Titled | None
    plans: tuple[PlanRow, ...]
    processes: tuple[ProcessTold, ...]
    totals: AppendixTotals
    organisations: tuple[OrganisationTold, ...]
    grants: tuple[Titled, ...]


def appendix(state: State, *, listed: str | None = None, org: str | None = None) -> Appendix:
    """The processes of a list in its order, of an organisation, or all, and how many stand where.

    A discrepancy or acknowledged oddity stands under `notes` of the fact that it is about; of a process under the
    field's name, or `id` where it is about no field. One about a later fact is left out. Persons are not in it, unless
    the manifest says otherwise.

    Raises:
        UserError: no such list or organisation.
    """
    # Of what not everybody may read, nothing is made: the records come here without persons.
    state = state.whole.nameless().at(state.day)
    processes = chosen(state, Scope(listed, org))
    counts = totals(state, processes)
    told = tuple(_process(state, process, listed) for process in processes)
    titles = (_titled(state, "sources", listed), _titled(state, "organisations", org))
    plans = tuple(
        PlanRow.of(key, plan)
        for key, plan in state.records["plans"].items()
        if not processes or any(process.plan == key for process in processes)
    )
    return Appendix(
        title=state.ledger.title,
        language=state.ledger.language,
        listed=titles[0],
        organisation=titles[1],
        plans=plans,
        processes=told,
        totals=AppendixTotals(counts.processes, counts.meetings, counts.activities),
        organisations=tuple(_organisations(state, (state.ledger.title, *titles, *plans, *told))),
        grants=tuple(_granted(state, told)),
    )


def _titled(state: State, collection: str, key: str | None) -> Titled | None:
    if key is None:
        return None
    return Titled(key, state.ledger.collections[collection][key].data.get("title", key))


def _organisations(state: State, told: Collection[object]) -> Iterator[OrganisationTold]:
    """Those that are named or mentioned in what is told."""
    named = set(map(str, _under(told, *_NAMING)))
    text = normalize("NFC", "\n".join(map(str, _under(told))))  # or a name ends where a letter's accent begins
    for key, data in state.records["organisations"].items():
        names = tuple(data.get("names", ()))
        if key in named or any(mentions(text, name) for name in (key, *names)):
            yield OrganisationTold(key, data["title"], names, data.get("text"))


def _granted(state: State, told: Collection[object]) -> Iterator[Titled]:
    named = set(_under(told, "grant"))
    for key, data in state.records["grants"].items():
        if key in named:
            yield Titled(key, data["title"])


def mentions(text: str, name: object) -> bool:
    """Whether a name stands in a text as a word of its own, or in the Swedish genitive."""
    said = normalize("NFC", str(name))
    return said in text and re.search(rf"(?<!\w){re.escape(said)}s?(?!\w)", text) is not None


def _under(told: object, *names: str) -> Iterator[object]:
    """The values under the names, at whatever depth; with no names, all."""
    match told:
        case EventTold():
            yield from _under({**told.said, "notes": told.notes}, *names)
        case Mapping():
            for name, value in told.items():
                if name in names:
                    yield from value if isinstance(value, list | tuple) else () if value is None else (value,)
                else:
                    yield from _under(value, *names)
        case list() | tuple():
            for entry in told:
                yield from _under(entry, *names)
        case _ if is_dataclass(told):
            yield from _under({part.name: getattr(told, part.name) for part in fields(told)}, *names)
        case _:
            if not names:
                yield told


def _process(state: State, process: ProcessState, listed: str | None) -> ProcessTold:
    notes = _notes(process)
    decisions = tuple(_decisions(state, process, notes))
    grants = tuple(_grants(state, process, notes))
    standing = _standing(process)
    expectations = [expectation for expectation in state.expectations if expectation.record.id == process.id]
    apart = {event.index for event in standing} | {expectation.event.index for expectation in expectations}
    named = {told.decision.id for told in decisions}
    used = {(told.grant, told.date) for told in grants}
    effective = {event.index for event in process.events}
    said = process.fields
    return ProcessTold(
        number=None if listed is None else said["listed"][listed],
        id=process.id,
        need=said["need"],
        activities=_maybe(said.get("activities")),
        goal=said.get("goal"),
        lead=said["lead"],
        partners=_maybe(said.get("partners")),
        priority=said.get("priority"),
        period=said.get("period"),
        written={
            name: written
            for name, written in said.get("written", {}).items()
            if process.record.data.get(name) == said.get(name)  # of a field that no event has changed
        },
        status=StatusTold(
            status=process.status,
            since=process.since,
            outcome=process.outcome,
            remaining=process.remaining,
            cause=None if process.cause is None else process.cause.text,
            assessed=_assessed(state, process, standing),
            said=tuple(_told(event, notes) for event in standing),
        ),
        held=len(process.meetings()),
        meetings=tuple(
            MeetingTold(_told(event, notes), event.sort, year_of_effect(event.when))
            for event in process.events
            if isinstance(event, Meeting)
        ),
        events=tuple(
            _told(event, notes)
            for event in process.events
            if event.index not in apart
            and not isinstance(event, Meeting)
            and not (isinstance(event, Decided) and event.decision in named)
            and not (isinstance(event, Granted) and (event.grant, event.data["date"]) in used)
        ),
        expected=tuple(
            ExpectedTold(_told(expectation.event, notes), expectation.overdue(state.day))
            for expectation in expectations
            if expectation.event.index in effective
        ),
        decisions=decisions,
        grants=grants,
        notes={place: tuple(found) for place, found in notes.items() if isinstance(place, str)},
    )


def _maybe(entries: list[str] | None) -> tuple[str, ...] | None:
    return None if entries is None else tuple(entries)


def _told(event: E, notes: Notes) -> EventTold[E]:
    return EventTold(event, tuple(notes.get(event.index, ())))


def _assessed(state: State, process: ProcessState, standing: list[Status]) -> bool:
    """Whether the status is first told of a day of assessment, a snapshot's: it may have begun before."""
    days = {snapshot["date"] for snapshot in state.records["snapshots"].values()}
    first = standing[0].when if standing else None
    return first is not None and first == process.cause and first.text in days


def _standing(process: ProcessState) -> list[Status]:
    """The status events that gave the status in force, or confirmed it."""
    assessments = [event for event in process.events if isinstance(event, Status)]
    confirming = list(takewhile(lambda event: event.status == process.status, reversed(assessments)))
    return confirming[::-1]


def _decisions(state: State, process: ProcessState, notes: Notes) -> Iterator[DecisionTold]:
    """The decisions that concern it, by date, each with what its own events say of them."""
    events = [event for event in process.events if isinstance(event, Decided)]
    named = {event.decision for event in events}
    for key, data in state.decisions.items():
        if process.id in data.get("concerns", []) or key in named:
            telling = [event for event in events if event.decision == key]
            own = _of_fields(data, [name for name in data if name not in (*_APART, "events")])
            yield DecisionTold(
                decision=DecisionRow.of(key, data),
                roles=tuple(_roles(data)),
                clauses=tuple(data.get("clauses", ())),
                text=data.get("text"),
                said=_texts(telling),
                notes=(*(note for found in own.values() for note in found), *_notes_of(telling, notes)),
            )


def _roles(decision: dict[str, Json]) -> Iterator[Role]:
    """Those who decided, where no body did."""
    if "body" not in decision:
        for role in as_list(decision.get("roles")):
            yield Role(role["role"], role.get("organisation"))


def _grants(state: State, process: ProcessState, notes: Notes) -> Iterator[GrantTold]:
    """What grants are used for in it, each use with what events of the same grant and date say of it."""
    seen = set()
    for key, use in uses(state):
        if use.get("process") == process.id:
            place = (key, use.get("date"))
            telling = [
                event
                for event in process.events
                if isinstance(event, Granted) and (event.grant, event.data["date"]) == place and place not in seen
            ]
            seen.add(place)
            yield GrantTold(
                grant=key,
                what=use["what"],
                posts=use.get("posts"),
                organisations=_maybe(use.get("organisations")),
                date=use.get("date"),
                period=use.get("period"),
                written=use.get("written"),
                text=use.get("text"),
                said=_texts(telling),
                notes=tuple(_notes_of(telling, notes)),
            )


def _texts(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(event.data["text"] for event in events if "text" in event.data)


def _notes_of(events: Iterable[Event], notes: Notes) -> Iterator[Note]:
    for event in events:
        yield from notes.get(event.index, ())


def _notes(process: ProcessState) -> Notes:
    """What stands in footnotes of a process, each at the fact that it is about; none about a later fact."""
    later = [event for event in events_of(process.record) if event not in process.events]
    notes = _of_fields(process.fields, _FIELDS, process.events, later)
    for event in process.events:
        for said in event.data.get("discrepancies", []):
            notes.setdefault(event.index, []).insert(0, DiscrepancyNote.of(said))
    return notes


def _of_fields(
    data: dict[str, Json], among: Collection[str], events: Collection[Event] = (), later: Collection[Event] = ()
) -> dict[str | int, list[Note]]:
    """The discrepancies of a record's own fields, and its acknowledged oddities.

    Args:
        data: the record's.
        among: the fields that are told of.
        events: those that have taken effect.
        later: those that have not. No later event takes an oddity from what it was about before; one that is about
            nothing but a later event is left out.
    """
    notes: dict[str | int, list[Note]] = {}
    for said in data.get("discrepancies", []):
        notes.setdefault(said["field"] if said["field"] in among else "id", []).append(DiscrepancyNote.of(said))
    for known in data.get("known", []):
        place = _place(known, data, among, events, later)
        if place is None:
            continue
        notes.setdefault(place, []).append(OddityNote.of(known))
    return notes


def _place(
    known: dict[str, Json],
    data: dict[str, Json],
    among: Collection[str],
    events: Collection[Event],
    later: Collection[Event],
) -> str | int | None:
    """The field or event that an acknowledged oddity is about, as the rules write their values; `id` for the record.

    None where it is about a later event. But what an event merely says in passing takes no oddity from a field.
    """
    value = str(known["value"])
    event = _named_event(known["rule"], value, events)
    if event is not None:
        return event.index
    if _named_event(known["rule"], value, later) is not None:
        return None
    for event in events:
        if _says(event, value):
            return event.index
    written = data.get("written", {})
    for name in among:
        if value in (name, str(written.get(name))) or value in map(str, as_list(data.get(name))):
            return name
    return None if any(_says(event, value) for event in later) else "id"


def _named_event(rule: str, value: str, events: Collection[Event]) -> Event | None:
    """The event that a value names: by its date, with its number before it or something else after it.

    A missing number is told at the meeting after the gap.
    """
    if rule == "PLP502":
        missing, _, series = value.partition(" ")
        for event in events:
            if event.data.get("number", 0) > (whole(missing) or 0) and event.data.get("series", "") == series:
                return event
    words = value.split(" ")
    number = whole(words[0]) if len(words) > 1 else None
    for event in events:
        if event.data["date"] in words and number in (None, event.data.get("number")):
            return event
    return None


def _says(event: Event, value: str) -> bool:
    """Whether one of an event's properties is this value."""
    return value in (str(said) for said in event.data.values() if isinstance(said, str | int))
