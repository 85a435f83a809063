"""An administration's appendix: its processes as they stood, each with all that the ledger tells of it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING, Generic, Literal, Self, TypeAlias, TypeVar, assert_never
from unicodedata import normalize

from plptool.model.collections import Collection
from plptool.model.dates import days_of
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    EventBase,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    MeetingSort,
    OfTask,
    Progress,
    Status,
)
from plptool.model.events import Note as NoteEvent
from plptool.model.financial_year import YearStart
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import (
    Data,
    Plain,
    as_list,
    entries,
    number,
    part,
    text,
    text_if_any,
    texts,
    whole,
)
from plptool.model.shapes import IF_ANY, INLINE, called
from plptool.reports.indicators import IndicatorRow, indicators_by_record
from plptool.reports.rows import DecisionRow, PlanRow, Use
from plptool.reports.summary import Scope, part_of
from plptool.reports.tasks import TaskRow, milestones
from plptool.timeline.fold import Expectation, ProcessState, events_of
from plptool.timeline.ledger import State, uses
from plptool.timeline.totals import Totals, totals
from plptool.timeline.years import year_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FIELDS = ("id", "title", "need", "activities", "goal", "lead", "partners", "priority", "period", "due")
"""What is told of a process field by field, in this order."""
_APART = ("source", "discrepancies", "known")
"""What a fact rests on, and what stands in its footnotes."""
_NAMING = (
    *("lead", "partners", "internal", "with", "by", "body", "parties", "organisation", "organisations"),
    *("owner", "reservations"),
)
"""Under these names stand ids of organisations."""
_GAP = "PLP502"
"""The rule that tells of a number that is missing in a series of meetings."""


@dataclass(frozen=True, slots=True)
class DiscrepancyNote:
    """What sources say of a field where they do not agree."""

    kind: Literal["discrepancy"] = field(default="discrepancy", init=False)
    field: str
    claims: tuple[Data, ...]
    """As the record has them."""
    reason: str

    @classmethod
    def of(cls, data: Data) -> Self:
        return cls(text(data, "field"), entries(data, "claims"), text(data, "reason"))


@dataclass(frozen=True, slots=True)
class OddityNote:
    """What looks odd and stands so in the documents: acknowledged."""

    kind: Literal["oddity"] = field(default="oddity", init=False)
    rule: str
    value: Plain
    reason: str
    source: Plain
    """Its citations, as the record has them."""

    @classmethod
    def of(cls, data: Data) -> Self:
        return cls(text(data, "rule"), data["value"], text(data, "reason"), data.get("source"))


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
    def said(self) -> Data:
        """What the event says, but for where that stands and what stands in its footnotes."""
        return {name: value for name, value in self.event.data.items() if name not in _APART}


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting, how it is counted, and in which year; None where it may have been in several."""

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
    """The day from which the status counts: the last that the date can mean."""
    since_written: str | None
    """The date as it is written."""
    outcome: str | None
    percent: int | None
    rating: str | None
    outcome_text: str | None
    """The same as `outcome`, in the plan's words, where it has them."""
    rating_text: str | None
    """The same as `rating`, likewise."""
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
    title: str | None
    need: str | None
    activities: tuple[str, ...] | None
    goal: str | None
    lead: str
    """Who leads it, in one text; empty where nobody says."""
    leads: tuple[str, ...]
    partners: tuple[str, ...] | None
    priority: int | None
    priority_word: str | None
    """What its plan calls that; None where it has no word for it."""
    period: str | None
    due: str | None
    late: bool
    """Whether that is past, and it goes on."""
    roles: tuple[str, ...]
    """The people who are responsible for it, by what they are."""
    milestones: tuple[TaskRow, ...]
    indicators: tuple[IndicatorRow, ...]
    part_of: str | None = field(metadata=called("part-of"))
    continues: tuple[str, ...]
    written: Data
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
    notes: Mapping[str, tuple[Note, ...]]
    """By field, what stands in its footnotes; `id` for what is about no field."""
    words: OwnWords | None = field(metadata=IF_ANY)
    """What it calls its tasks, and its plan how it goes and what became of it; None where there are no such words."""

    @property
    def called(self) -> str:
        """What people call it: its title, or else the need."""
        return self.title or self.need or self.id


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
class Appendix:
    """The processes of a list, of an organisation, or all, and how many stand where; without any, the decisions."""

    title: str
    """The ledger's."""
    language: str
    """Of the records."""
    listed: Titled | None = field(metadata=called("list"))
    organisation: Titled | None
    plans: tuple[PlanRow, ...]
    milestones: tuple[TaskRow, ...]
    """What the plans are to reach; where all is told, also what assignments are."""
    indicators: tuple[IndicatorRow, ...]
    """What is measured in the plans."""
    processes: tuple[ProcessTold, ...]
    decisions: tuple[DecisionRow, ...]
    """All of them, where there are no processes."""
    totals: Totals
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
    state = state.recorded.nameless().at(state.day)
    part = part_of(state, Scope(listed, org))
    processes = part.processes
    to_reach: dict[str, list[TaskRow]] = {}
    for row in milestones(state):
        to_reach.setdefault(row.record, []).append(row)
    measured = indicators_by_record(state)
    beside = _Beside.of(state)
    told: list[ProcessTold] = []
    for process in processes:
        milestones_of_it = tuple(to_reach.get(process.id, ()))
        indicators_of_it = measured.get(process.id, ())
        told.append(_process(state, beside, process, listed, milestones_of_it, indicators_of_it))
    processes_told = tuple(told)
    title = state.ledger.title
    titled_list = _titled(state, Collection.SOURCES, listed)
    titled_organisation = _titled(state, Collection.ORGANISATIONS, org)
    plans = tuple(_plans(state, processes))
    plans_told = {plan.id for plan in plans}
    of_others = [row for rows in to_reach.values() for row in rows if row.collection is not Collection.PROCESSES]
    milestones_told = tuple(row for row in of_others if part.whole or row.record in plans_told)
    indicators_told = tuple(row for plan in plans for row in measured.get(plan.id, ()))
    decisions = () if processes else tuple(DecisionRow.of(state, key) for key in part.decisions)
    of_plans: Sequence[Told] = (*plans, *milestones_told, *indicators_told)
    named = _Named.of([title, titled_list, titled_organisation, *of_plans, *processes_told, *decisions])
    return Appendix(
        title=title,
        language=state.ledger.language,
        listed=titled_list,
        organisation=titled_organisation,
        plans=plans,
        milestones=milestones_told,
        indicators=indicators_told,
        processes=processes_told,
        decisions=decisions,
        totals=totals(part),
        organisations=tuple(_organisations(state, named)),
        grants=tuple(_granted(state, named)),
    )


def _plans(state: State, processes: Iterable[ProcessState]) -> Iterator[PlanRow]:
    """The plans of the processes; where there are no processes, all."""
    of_processes = {process.plan for process in processes}
    for key, plan in state.records[Collection.PLANS].items():
        if not of_processes or key in of_processes:
            yield PlanRow.of(key, plan)


def _titled(state: State, collection: Collection, key: str | None) -> Titled | None:
    if key is None:
        return None
    return Titled(key, text(state.ledger.collections[collection][key].data, "title"))


# What is named or mentioned in what is told

Told: TypeAlias = "Plain | dt.date | Enum | DataclassInstance | Sequence[Told] | Mapping[str, Told]"
"""What an answer tells: a dataclass, what stands in one, or what a record says."""
NamedValue = tuple[str, str]
"""A value as text, after the name that it stands under; those of a list have the list's."""


def _named_values(answer: Told, name: str = "") -> Iterator[NamedValue]:
    """Every value in what is told, at whatever depth."""
    match answer:
        case str() | int() | Decimal() | dt.date():
            yield name, str(answer)
        case Mapping():
            for below, value in answer.items():
                yield from _named_values(value, below)
        case Sequence():
            for entry in answer:
                yield from _named_values(entry, name)
        case EventTold():
            yield from _named_values({**answer.said, "notes": answer.notes})
        case None | Enum():
            return
        case _:
            for attribute in fields(answer):
                yield from _named_values(getattr(answer, attribute.name), attribute.name)


@dataclass(frozen=True, slots=True)
class _Named:
    """What is named in what is told, and all that may mention more."""

    organisations: frozenset[str]
    grants: frozenset[str]
    passage: str
    """Each different value, a line each."""

    @classmethod
    def of(cls, told: Told) -> Self:
        organisations: set[str] = set()
        grants: set[str] = set()
        different: dict[str, None] = {}
        for name, value in _named_values(told):
            different[value] = None
            if name in _NAMING:
                organisations.add(value)
            elif name == "grant":
                grants.add(value)
        # One form of each letter, or a name ends where a letter's accent begins.
        passage = normalize("NFC", "\n".join(different))
        return cls(frozenset(organisations), frozenset(grants), passage)


def _organisations(state: State, named: _Named) -> Iterator[OrganisationTold]:
    """Those that are named or mentioned in what is told."""
    for key, data in state.records[Collection.ORGANISATIONS].items():
        names = texts(data, "names")
        if key in named.organisations or any(mentions(named.passage, name) for name in (key, *names)):
            yield OrganisationTold(key, text(data, "title"), names, text_if_any(data, "text"))


def _granted(state: State, named: _Named) -> Iterator[Titled]:
    """The grants that are named in what is told."""
    for key, data in state.records[Collection.GRANTS].items():
        if key in named.grants:
            yield Titled(key, text(data, "title"))


def mentions(passage: str, name: str) -> bool:
    """Whether a name stands in a text as a word of its own, or in the Swedish genitive."""
    sought = normalize("NFC", name)
    return sought in passage and re.search(rf"(?<!\w){re.escape(sought)}s?(?!\w)", passage) is not None


# A process


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is told of processes beside their own records, by process: all is looked through once, and not for each."""

    expectations: Mapping[str, Sequence[Expectation]]
    """By record."""
    concerning: Mapping[str, Sequence[str]]
    """The decisions that say that they concern it."""
    places: Mapping[str, int]
    """Of each decision, where it stands among all of them by date."""
    uses: Mapping[str, Sequence[tuple[str, Data]]]
    """What grants are used for in it: the grant, and the use as its record has it."""
    days_of_assessment: frozenset[str]
    """The dates of the snapshots, as they are written."""

    @classmethod
    def of(cls, state: State) -> Self:
        expectations: dict[str, list[Expectation]] = {}
        for expectation in state.expectations:
            expectations.setdefault(expectation.record.id, []).append(expectation)
        concerning: dict[str, list[str]] = {}
        for key, data in state.decisions.items():
            for process_id in dict.fromkeys(texts(data, "concerns")):
                concerning.setdefault(process_id, []).append(key)
        places = {key: place for place, key in enumerate(state.decisions)}
        uses_by_process: dict[str, list[tuple[str, Data]]] = {}
        for grant, use in uses(state):
            used_in = text_if_any(use, "process")
            if used_in is not None:
                uses_by_process.setdefault(used_in, []).append((grant, use))
        snapshots = state.records[Collection.SNAPSHOTS].values()
        days = frozenset(text(snapshot, "date") for snapshot in snapshots)
        return cls(expectations, concerning, places, uses_by_process, days)

    def decisions_of(self, process_id: str, named: Iterable[str]) -> list[str]:
        """The decisions that concern a process or are named by its events, by date."""
        known = [key for key in named if key in self.places]
        found = {*self.concerning.get(process_id, ()), *known}
        return sorted(found, key=self.places.__getitem__)


def _process(
    state: State,
    beside: _Beside,
    process: ProcessState,
    listed: str | None,
    to_reach: tuple[TaskRow, ...],
    indicators: tuple[IndicatorRow, ...],
) -> ProcessTold:
    fields_then = process.fields
    notes = _notes(process)
    status = _status(beside, process, notes)
    expected = tuple(_expected(state, beside, process, notes))
    decisions = tuple(_decisions(state, beside, process, notes))
    grants = tuple(_grants(beside, process, notes))
    told_apart = {told.event.index for told in status.said} | {row.told.event.index for row in expected}
    measured = {row.id: row.indicator for row in indicators}
    words = process.words.with_tasks(measured | {row.id: row.task for row in to_reach})
    return ProcessTold(
        number=None if listed is None else number(part(fields_then, "listed"), listed),
        id=process.id,
        title=text_if_any(fields_then, "title"),
        need=text_if_any(fields_then, "need"),
        activities=_texts_if_any(fields_then, "activities"),
        goal=text_if_any(fields_then, "goal"),
        lead=process.lead,
        leads=process.leads,
        partners=_texts_if_any(fields_then, "partners"),
        priority=process.priority,
        priority_word=process.priority_word,
        period=text_if_any(fields_then, "period"),
        due=text_if_any(fields_then, "due"),
        late=process.late(state.day),
        roles=tuple(text(role, "role") for role in entries(fields_then, "roles")),
        milestones=to_reach,
        indicators=indicators,
        part_of=text_if_any(fields_then, "part-of"),
        continues=texts(fields_then, "continues"),
        written=_written(process),
        status=status,
        held=len(process.meetings()),
        meetings=tuple(_meetings(process, state.ledger.year_start, notes)),
        events=tuple(_other_events(process, notes, told_apart, decisions, grants)),
        expected=expected,
        decisions=decisions,
        grants=grants,
        notes={place: tuple(found) for place, found in notes.items() if isinstance(place, str)},
        words=None if words == NO_WORDS else words,
    )


def _texts_if_any(data: Data, name: str) -> tuple[str, ...] | None:
    return texts(data, name) if name in data else None


def _written(process: ProcessState) -> Data:
    """By field, the documents' own words for it; of those that no event has changed."""
    opening, fields_then = process.record.data, process.fields
    written = part(fields_then, "written")
    return {name: words for name, words in written.items() if opening.get(name) == fields_then.get(name)}


def _told(event: E, notes: Notes) -> EventTold[E]:
    return EventTold(event, tuple(notes.get(event.index, ())))


def _status(beside: _Beside, process: ProcessState, notes: Notes) -> StatusTold:
    standing = _standing(process)
    return StatusTold(
        status=process.status,
        since=process.since,
        since_written=None if process.begun is None else process.begun.text,
        outcome=process.outcome,
        percent=process.percent,
        rating=process.rating,
        outcome_text=process.outcome_text,
        rating_text=process.rating_text,
        remaining=process.remaining,
        cause=None if process.cause_date is None else process.cause_date.text,
        assessed=_assessed(beside, process, standing),
        said=tuple(_told(event, notes) for event in standing),
    )


def _standing(process: ProcessState) -> list[Status]:
    """The status events that gave the status in force, or confirmed it."""
    assessments = [event for event in process.events if isinstance(event, Status)]
    confirming = list(takewhile(lambda event: event.status == process.status, reversed(assessments)))
    return confirming[::-1]


def _assessed(beside: _Beside, process: ProcessState, standing: list[Status]) -> bool:
    """Whether the status is first told of a day of assessment, a snapshot's: it may have begun before."""
    if not standing:
        return False
    first = standing[0].when
    return first == process.cause_date and first.text in beside.days_of_assessment


def _meetings(process: ProcessState, begins: YearStart, notes: Notes) -> Iterator[MeetingTold]:
    for event in process.events:
        if isinstance(event, Meeting):
            yield MeetingTold(_told(event, notes), event.sort, year_of(event.when, begins))


def _expected(state: State, beside: _Beside, process: ProcessState, notes: Notes) -> Iterator[ExpectedTold]:
    for expectation in beside.expectations.get(process.id, ()):
        told = _told(expectation.event, notes)
        yield ExpectedTold(told, expectation.overdue(state.day))


def _other_events(
    process: ProcessState,
    notes: Notes,
    told_apart: set[int],
    decisions: Iterable[DecisionTold],
    grants: Iterable[GrantTold],
) -> Iterator[EventTold[Event]]:
    """The events that are told nowhere else of a process.

    Args:
        process: whose events they are.
        notes: what stands in footnotes of them.
        told_apart: the indices of those of which its status tells, or what is expected.
        decisions: those that are told of it; who names one of these, is told there.
        grants: likewise, those of the same date.
    """
    decided = {told.decision.id for told in decisions}
    used = {(told.grant, days_of(told.date or "")) for told in grants}
    for event in process.events:
        match event:
            case Meeting():
                told_elsewhere = True
            case Decided():
                told_elsewhere = event.decision in decided
            case Granted():
                told_elsewhere = (event.grant, event.when.days) in used
            case Status() | Expected():
                told_elsewhere = event.index in told_apart
            case Activity() | FieldsSet() | NoteEvent() | OfTask() | Progress():
                told_elsewhere = False
            case _:
                assert_never(event)
        if not told_elsewhere:
            yield _told(event, notes)


def _decisions(state: State, beside: _Beside, process: ProcessState, notes: Notes) -> Iterator[DecisionTold]:
    """The decisions that concern it, by date, each with what its own events say of them."""
    events = [event for event in process.events if isinstance(event, Decided)]
    named = [event.decision for event in events]
    for key in beside.decisions_of(process.id, named):
        data = state.decisions[key]
        naming = [event for event in events if event.decision == key]
        yield DecisionTold(
            decision=DecisionRow.of(state, key),
            roles=tuple(_roles(data)),
            clauses=texts(data, "clauses"),
            text=text_if_any(data, "text"),
            said=_texts(naming),
            notes=(*_notes_of_decision(data), *_notes_of(naming, notes)),
        )


def _roles(decision: Data) -> Iterator[Role]:
    """Those who decided, where no body did."""
    if "body" not in decision:
        for role in entries(decision, "roles"):
            yield Role(text(role, "role"), text_if_any(role, "organisation"))


def _notes_of_decision(decision: Data) -> Iterator[Note]:
    fields_told = [name for name in decision if name not in (*_APART, "events")]
    for notes in _of_fields(decision, fields_told).values():
        yield from notes


def _grants(beside: _Beside, process: ProcessState, notes: Notes) -> Iterator[GrantTold]:
    """What grants are used for in it, each use with what events of the same grant and date say of it."""
    seen: set[tuple[str, str | None]] = set()
    for key, data in beside.uses.get(process.id, ()):
        use = Use.of(data)
        place = (key, text_if_any(data, "date"))
        naming = [] if place in seen else _events_of_grant(process, *place)
        seen.add(place)
        yield GrantTold(
            grant=key,
            what=use.what,
            posts=use.posts,
            organisations=use.organisations,
            date=text_if_any(data, "date"),
            period=use.period,
            written=text_if_any(data, "written"),
            text=text_if_any(data, "text"),
            said=_texts(naming),
            notes=tuple(_notes_of(naming, notes)),
        )


def _events_of_grant(process: ProcessState, grant: str, date: str | None) -> list[Granted]:
    """The events that name a grant, of a date, however it was written."""
    granted = [event for event in process.events if isinstance(event, Granted)]
    return [event for event in granted if event.grant == grant and event.when.days == days_of(date or "")]


def _texts(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(text(event.data, "text") for event in events if "text" in event.data)


# Footnotes


def _notes_of(events: Iterable[Event], notes: Notes) -> Iterator[Note]:
    for event in events:
        yield from notes.get(event.index, ())


def _notes(process: ProcessState) -> Notes:
    """What stands in footnotes of a process, each at the fact that it is about; none about a later fact."""
    later = [event for event in events_of(process.record) if event not in process.events]
    notes = _of_fields(process.fields, _FIELDS, process.events, later)
    for event in process.events:
        for discrepancy in entries(event.data, "discrepancies"):
            notes.setdefault(event.index, []).insert(0, DiscrepancyNote.of(discrepancy))
    return notes


def _of_fields(
    data: Data, among: Sequence[str], events: Sequence[Event] = (), later: Sequence[Event] = ()
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
    for discrepancy in map(DiscrepancyNote.of, entries(data, "discrepancies")):
        notes.setdefault(discrepancy.field if discrepancy.field in among else "id", []).append(discrepancy)
    for oddity in map(OddityNote.of, entries(data, "known")):
        place = _place(oddity, data, among, events, later)
        if place is not None:
            notes.setdefault(place, []).append(oddity)
    return notes


def _place(
    oddity: OddityNote, data: Data, among: Sequence[str], events: Sequence[Event], later: Sequence[Event]
) -> str | int | None:
    """The field or event that an acknowledged oddity is about, as the rules write their values; `id` for the record.

    None where it is about a later event. But what an event merely says in passing takes no oddity from a field.
    """
    value = str(oddity.value)
    event = _named_event(oddity.rule, value, events)
    if event is not None:
        return event.index
    if _named_event(oddity.rule, value, later) is not None:
        return None
    for event in events:
        if _says(event, value):
            return event.index
    for name in among:
        if value == name or value in _forms(data, name):
            return name
    # What the record says otherwise, such as one of its citations, was odd before any later event.
    if _mentions({name: said for name, said in data.items() if name not in ("events", "known")}, value):
        return "id"
    return None if any(_says(event, value) for event in later) else "id"


def _mentions(content: Plain, value: str) -> bool:
    """Whether a value stands anywhere in what a record says; of a citation, the document or the whole."""
    match content:
        case dict():
            return any(_mentions(below, value) for below in content.values())
        case list():
            return any(_mentions(below, value) for below in content)
        case _:
            return value in (str(content), str(content).partition("#")[0])


def _forms(data: Data, name: str) -> list[str]:
    """What a field says, as texts: each of its values, and the documents' own words for it."""
    written = part(data, "written").get(name)
    return [str(value) for value in (*as_list(data.get(name)), *as_list(written))]


def _named_event(rule: str, value: str, events: Iterable[Event]) -> Event | None:
    """The event that a value names: by its date, with its number before it or something else after it."""
    if rule == _GAP:
        after_gap = _after_gap(value, events)
        if after_gap is not None:
            return after_gap
    words = value.split(" ")
    numbered = whole(words[0]) if len(words) > 1 else None
    for event in events:
        if event.when.text in words and numbered in (None, event.data.get("number")):
            return event
    return None


def _after_gap(value: str, events: Iterable[Event]) -> Meeting | None:
    """The meeting after a gap in a series, at which a missing number is told."""
    missing, _, series = value.partition(" ")
    gap = whole(missing) or 0
    for event in events:
        if isinstance(event, Meeting) and (event.series or "") == series and (event.number or 0) > gap:
            return event
    return None


def _says(event: Event, value: str) -> bool:
    """Whether one of an event's properties is this value."""
    own_values = (own for own in event.data.values() if isinstance(own, str | int))
    return value in map(str, own_values)
