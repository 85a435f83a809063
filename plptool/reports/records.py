"""Lists, single records and the whole ledger at a point."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Literal, Self, assert_never

from plptool.checks.runner import check_seals
from plptool.model.citations import all_citations
from plptool.model.collections import COLLECTIONS, COMMISSIONS, MILESTONES, TASKS, Collection
from plptool.model.dates import When, parse_when
from plptool.model.decisions import Paragraph
from plptool.model.errors import UserError
from plptool.model.events import Event, Status
from plptool.model.financial_year import YearStart
from plptool.model.findings import Argument, Message
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, entries, number, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Point, Record
from plptool.model.shapes import IF_ANY, INLINE, called
from plptool.model.text import natural
from plptool.reports.indicators import IndicatorRow, indicators_by_record
from plptool.reports.rows import (
    DecisionRow,
    Discrepancy,
    GrantRow,
    InForce,
    OpenExpectation,
    OrganisationRow,
    PlanRow,
    ProcessRow,
    ProcessStanding,
    Row,
    SealRow,
    SnapshotRow,
    SourceRow,
    UseRow,
)
from plptool.reports.tasks import TaskFilters, TaskRow, commissions, milestones, to_do
from plptool.timeline.decisions import matter
from plptool.timeline.fold import ProcessState, events_of, process_data
from plptool.timeline.ledger import State, uses, years_to_end
from plptool.timeline.minutes import Minutes, minutes_of
from plptool.timeline.part import decided_by
from plptool.timeline.tasks import words_of
from plptool.timeline.totals import Totals, totals
from plptool.timeline.years import year_of

# Lists


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records of a collection, or which commissions, are asked for; None: whatever there is."""

    lead: str | None = None
    org: str | None = None
    status: str | None = None
    """One that they have, or `continuing`; of commissions, what `reports/tasks.py` knows."""
    priority: int | None = None
    listed: str | None = None
    """The list that they are in."""
    of: str | None = None
    """The body that gave them."""
    overdue: bool = False
    type: str | None = None
    in_force: bool = False
    review_before: dt.date | None = None
    year: int | None = None
    """Decisions of this year: those that stand, or have the status that is asked for."""

    def in_present_ids(self, present: Mapping[str, str]) -> "Filters":
        """The same, which name records by the ids that they have now."""
        if not present:
            return self
        lead, org, of, listed = (present.get(key or "", key) for key in (self.lead, self.org, self.of, self.listed))
        return replace(self, lead=lead, org=org, of=of, listed=listed)

    def given(self) -> dict[str, str | int | dt.date]:
        """By name, what is asked for."""
        asked = {
            "lead": self.lead,
            "org": self.org,
            "status": self.status,
            "priority": self.priority,
            "listed": self.listed,
            "of": self.of,
            "overdue": self.overdue or None,
            "type": self.type,
            "in-force": self.in_force or None,
            "review-before": self.review_before,
            "year": self.year,
        }
        return {name: value for name, value in asked.items() if value is not None}


_FILTERS: dict[str, tuple[str, ...]] = {
    Collection.PROCESSES: ("lead", "org", "status", "priority", "listed"),
    Collection.DECISIONS: ("org", "status", "type", "in-force", "review-before", "year"),
    COMMISSIONS: ("lead", "org", "status", "of", "overdue"),
    MILESTONES: ("lead", "org", "status", "overdue"),
}
"""By list, what may be asked for; of others, nothing."""
_NO_FILTERS = Filters()
ListRow = Row | TaskRow


def listing(state: State, collection: str, filters: Filters = _NO_FILTERS) -> Iterator[ListRow]:
    """The rows of a list: of a collection, or of tasks.

    Raises:
        UserError: a filter that this collection does not have, or one that names what the ledger does not hold.
    """
    filters = filters.in_present_ids(state.ledger.present_ids)
    _refuse_unknown(state, collection, filters)
    return _LISTS[collection](state, filters)


def _refuse_unknown(state: State, collection: str, filters: Filters) -> None:
    organisations = state.ledger.collections[Collection.ORGANISATIONS]
    for name in filters.given():
        if name not in _FILTERS.get(collection, ()):
            args = {"option": name, "collection": collection}
            raise UserError(Message("--{option} does not apply to {collection}", args))
    for organisation in (filters.lead, filters.org, filters.of):
        if organisation is not None and organisation not in organisations:
            there: dict[str, Argument] = {"id": organisation, "known": [*sorted(organisations)]}
            raise UserError(Message("there is no organisation {id!r}; there are {known}", there))
    if filters.listed is not None:
        refuse_unknown_list(state, filters.listed)


def refuse_unknown_list(state: State, listed: str) -> None:
    """Nothing, where a document is a list of processes on the day: what a later day brings changes no sealed answer.

    Raises:
        UserError: there is no such document, or no process is in it.
    """
    if listed not in state.ledger.collections[Collection.SOURCES]:
        raise UserError(Message("there is no source {id!r}", {"id": listed}))
    lists = {name for process in state.processes.values() for name in part(process.fields, "listed")}
    if listed not in lists:
        args: dict[str, Argument] = {"id": listed, "date": state.day.isoformat(), "known": [*sorted(lists)]}
        others = Message("no process is in a list {id!r} on {date}; the lists are {known}", args)
        raise UserError(others if lists else Message("no process is in a list {id!r} on {date}", args))


def _processes(state: State, filters: Filters) -> Iterator[ProcessRow]:
    return (ProcessRow.of(process, state.day) for process in select(state, filters))


def _decisions(state: State, filters: Filters) -> Iterator[DecisionRow]:
    decisions = state.decisions if filters.org is None else decided_by(state, filters.org)
    rows = (DecisionRow.of(state, key) for key in decisions)
    begins = state.ledger.year_start
    return (row for row in rows if _decision_fits(row, filters) and _is_of_year(row, filters, begins))


def _is_of_year(row: DecisionRow, filters: Filters, begins: YearStart) -> bool:
    """Whether a decision is one of the year that is asked for, as reports count them."""
    if filters.year is None:
        return True
    if filters.status is None and not row.stands:
        return False
    return year_of(parse_when(row.date), begins) == filters.year


def _decision_fits(row: DecisionRow, filters: Filters) -> bool:
    before = filters.review_before
    return (
        filters.status in (None, row.status)
        and filters.type in (None, row.type)
        and (row.force.is_in_force or not filters.in_force)
        and (before is None or (row.review is not None and parse_when(row.review).certainly_before(before)))
    )


def _commissions(state: State, filters: Filters) -> Iterator[TaskRow]:
    yield from commissions(state, _of_tasks(filters))


def _milestones(state: State, filters: Filters) -> Iterator[TaskRow]:
    yield from milestones(state, _of_tasks(filters))


def _of_tasks(filters: Filters) -> TaskFilters:
    return TaskFilters(filters.lead, filters.of, filters.org, filters.status, filters.overdue)


def _grants(state: State, _: Filters) -> Iterator[GrantRow]:
    return (GrantRow.of(state, key) for key in state.records[Collection.GRANTS])


def _sources(state: State, _: Filters) -> Iterator[SourceRow]:
    for key, data in state.records[Collection.SOURCES].items():
        yield source_row(state, key, data)


def _plainly(collection: str, row: Callable[[str, Data], Row], state: State, _: Filters) -> Iterator[Row]:
    """A row for each record, made of nothing but what it says."""
    for key, data in state.records[collection].items():
        yield row(key, data)


_LISTS: dict[str, Callable[[State, Filters], Iterator[ListRow]]] = {
    Collection.PLANS: partial(_plainly, Collection.PLANS, PlanRow.of),
    Collection.PROCESSES: _processes,
    Collection.DECISIONS: _decisions,
    Collection.ASSIGNMENTS: partial(_plainly, Collection.ASSIGNMENTS, PlanRow.of),
    Collection.GRANTS: _grants,
    Collection.ORGANISATIONS: partial(_plainly, Collection.ORGANISATIONS, OrganisationRow.of),
    Collection.SOURCES: _sources,
    Collection.SNAPSHOTS: partial(_plainly, Collection.SNAPSHOTS, SnapshotRow.of),
    COMMISSIONS: _commissions,
    MILESTONES: _milestones,
}
"""By list, what makes its rows; a test holds it complete for the collections."""


def beside(state: State, collection: str, filters: Filters) -> list[TaskRow]:
    """What an organisation is to do still, where a list is asked for of it and of nothing else."""
    filters = filters.in_present_ids(state.ledger.present_ids)
    asked = list(filters.given())
    return to_do(state, filters.org) if filters.org and asked == ["org"] and collection not in TASKS else []


def decision_rows(state: State) -> Iterator[DecisionRow]:
    """The decisions known by the state's day, by date."""
    for key in state.decisions:
        yield DecisionRow.of(state, key)


def source_row(state: State, key: str, data: Data) -> SourceRow:
    """A document, with how many of its lines, or else of its pages, are cited by the state's day."""
    return SourceRow.of(key, data, len(cited_places(state, key)))


def cited_places(state: State, source: str) -> set[int]:
    """The lines of a document that records cite for what they say by the day; of one that has none, the pages."""
    places: set[int] = set()
    document = state.ledger.collections[Collection.SOURCES][source].data
    count = number_if_any(document, "lines") or 0
    for citation in all_citations(state.shown_records()):
        if citation.source != source:
            continue
        if count or citation.pages is None:
            places.update(citation.lines(count))
        else:
            first, last = citation.pages
            places.update(range(first, last + 1))
    return places


def select(state: State, filters: Filters = _NO_FILTERS) -> list[ProcessState]:
    """Processes that fit; of one list, in the list's own order."""
    listed = filters.listed
    chosen = [process for process in state.processes.values() if _fits(process, filters)]
    if listed is not None:
        chosen.sort(key=lambda process: (number(part(process.fields, "listed"), listed), natural(process.id)))
    return chosen


def _fits(process: ProcessState, filters: Filters) -> bool:
    fields = process.fields
    return (
        (filters.lead is None or filters.lead in process.leads)
        and (filters.org is None or filters.org in process.organisations)
        and (filters.status in (None, process.status) or (filters.status == "continuing" and process.continuing))
        and filters.priority in (None, fields.get("priority"))
        and (filters.listed is None or filters.listed in part(fields, "listed"))
    )


# A record


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """How a decision stands, and what others made of it."""

    status: str
    force: InForce = field(metadata=INLINE)
    repealed_by: tuple[str, ...]
    amended_by: tuple[str, ...]
    prepares: tuple[str, ...]
    """The decisions that it prepared."""

    @classmethod
    def of(cls, state: State, key: str) -> Self:
        force = state.forces[key]
        return cls(
            status=text(state.decisions[key], "status"),
            force=InForce.of(force),
            repealed_by=force.repealed_by,
            amended_by=force.amended_by,
            prepares=force.prepares,
        )


Tie = Literal["repeals", "repealed-by", "amends", "amended-by"]
"""How a decision is tied to another."""


@dataclass(frozen=True, slots=True)
class TiedDecision:
    """A decision that another repeals or amends, or that does so to it."""

    tie: Tie
    """What the other is to this one: it `repeals` the decision that is told of here, or is `repealed-by` it."""
    decision: DecisionRow = field(metadata=INLINE)


def _tied(state: State, key: str) -> Iterator[TiedDecision]:
    """Those that a decision repeals or amends and that are known by the day; then those that do so to it."""
    data, force = state.decisions[key], state.forces[key]
    ties: tuple[tuple[Tie, Iterable[str]], ...] = (
        ("repeals", texts(data, "repeals")),
        ("amends", texts(data, "amends")),
        ("repealed-by", force.repealed_by),
        ("amended-by", force.amended_by),
    )
    for tie, others in ties:
        for other in others:
            if other in state.decisions and other != key:
                yield TiedDecision(tie, DecisionRow.of(state, other))


def _minutes(state: State, key: str) -> Iterator[SourceRow]:
    """The minutes that a decision stands in."""
    documents = state.records[Collection.SOURCES]
    for source in minutes_of(documents, state.decisions[key]):
        yield source_row(state, source, documents[source])


def _of_meeting(state: State, data: Data) -> Iterator[DecisionRow]:
    """The decisions of the meeting that a document is the minutes of."""
    minutes = Minutes.of(data)
    if minutes is not None:
        yield from (DecisionRow.of(state, key) for key, one in state.decisions.items() if minutes.tells_of(one))


@dataclass(frozen=True, slots=True)
class MatterStep:
    """What a body did with a matter: it proposed or decided, or what it decided has another status."""

    date: str
    """As the record writes it."""
    decision: str
    title: str
    body: str | None
    parties: tuple[str, ...]
    roles: tuple[str, ...]
    paragraph: Paragraph | None
    status: str
    """The one that the decision has from this step on."""
    first: bool
    """Whether it is the decision itself, and not what became of it."""
    reason: str | None


def _matter(state: State, key: str) -> Iterator[MatterStep]:
    """What became of a matter that several decisions are of, by date; nothing of one that only this one is of."""
    of_matter = matter(state.decisions, key)
    if len(of_matter) > 1:
        steps = [step for place, one in enumerate(of_matter) for step in _steps(state, one, place)]
        yield from (step for _, step in sorted(steps, key=lambda step: step[0]))


def _steps(state: State, key: str, place: int) -> Iterator[tuple[tuple[object, ...], MatterStep]]:
    """What one decision tells of its matter, each with what it is put in order by."""
    record, row = state.ledger.records[key], DecisionRow.of(state, key)
    opening = text(record.data, "status")
    came = [event for event in events_of(record) if isinstance(event, Status) and event.when.by(state.day)]
    told: list[tuple[When, str, str | None]] = [
        (parse_when(row.date), opening, None),
        *((event.when, event.status, text_if_any(event.data, "reason")) for event in came),
    ]
    for turn, (when, status, reason) in enumerate(told):
        step = MatterStep(
            date=when.text,
            decision=key,
            title=row.title,
            body=row.body,
            parties=row.parties,
            roles=row.roles,
            paragraph=row.paragraph,
            status=status,
            first=turn == 0,
            reason=reason,
        )
        # A decision of the day on which it was prepared comes after that, and what became of it after itself.
        yield (max(when.order, told[0][0].order), place, turn), step


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything about one record at a day."""

    collection: str
    path: str
    record: Data
    """What it says by that day."""
    state: ProcessStanding | DecisionStanding | None = field(default=None, metadata=IF_ANY)
    """Of a process or a decision."""
    seal: SealRow | None = field(default=None, metadata=IF_ANY)
    """Of a snapshot."""
    timeline: tuple[Event, ...] = ()
    """The events in effect."""
    decisions: tuple[DecisionRow, ...] = ()
    """Those that concern it."""
    uses: tuple[UseRow, ...] = ()
    years_to_come: tuple[Data, ...] = field(default=(), metadata=called("years-to-come"))
    """Of a grant, what it comes to in years that have not ended, as the record has them."""
    expected: tuple[OpenExpectation, ...] = ()
    commissions: tuple[TaskRow, ...] = ()
    """Of a decision, what it gave somebody to do; of an organisation, what it is to do still."""
    milestones: tuple[TaskRow, ...] = ()
    """Of a plan, a process or an assignment, what is to be reached in it."""
    indicators: tuple[IndicatorRow, ...] = ()
    """Of a plan or a process, what is measured in it, period by period."""
    parts: tuple[ProcessRow, ...] = ()
    """Of a process, those that are parts of it."""
    continued_by: tuple[ProcessRow, ...] = field(default=(), metadata=called("continued-by"))
    """Of a process, those that go on with it."""
    discrepancies: tuple[Discrepancy, ...] = ()
    known: tuple[Data, ...] = ()
    """The oddities that it acknowledges, as the record has them."""
    tied: tuple[TiedDecision, ...] = ()
    """Of a decision, those that it repeals or amends, and that repeal or amend it."""
    minutes: tuple[SourceRow, ...] = ()
    """Of a decision, the minutes of the meeting that took it."""
    of_meeting: tuple[DecisionRow, ...] = ()
    """Of minutes, the decisions that their meeting took."""
    matter: tuple[MatterStep, ...] = ()
    """Of a decision that was prepared by others or prepared others: what became of the matter, step by step."""

    words: OwnWords | None = field(default=None, metadata=IF_ANY)
    """What it calls its tasks, and its plan how it goes and what became of it; None where there are no such words."""


def view(state: State, key: str) -> RecordView:
    """Everything about one record at the state's day; of one that was withdrawn, no more than that.

    Raises:
        UserError: there is no such record, or not yet at that day.
    """
    return Views(state).of(key)


class Views:
    """Everything about any record at a state's day: what others tell of records is gathered once for all."""

    def __init__(self, state: State) -> None:
        self.state = state

    def of(self, key: str) -> RecordView:
        """Everything about one record; of one that was withdrawn, no more than that.

        Raises:
            UserError: there is no such record, or not yet at the state's day.
        """
        state = self.state
        record = state.ledger.record(key)
        key = record.id  # which may be another than the one that it was asked for by
        if "withdrawn" in record.data:
            return RecordView(record.collection, record.path, record.data)
        if key not in state.records[record.collection]:
            raise UserError(Message("the record {id!r} is later than {day}", {"id": key, "day": state.day}))
        data = _as_it_stood(state, record)
        of_decision = record.collection is Collection.DECISIONS
        return RecordView(
            collection=record.collection,
            path=record.path,
            record=data,
            state=_standing(state, record),
            seal=SealRow.of(key, data, check_seals(state.recorded), state.recorded.broken)
            if record.collection is Collection.SNAPSHOTS
            else None,
            timeline=tuple(event for event in events_of(record) if event.when.by(state.day)),
            decisions=tuple(self._decisions.get(key, ())),
            uses=tuple(self._uses.get(key, ())),
            years_to_come=tuple(years_to_end(state, key)) if record.collection is Collection.GRANTS else (),
            expected=tuple(self._expected.get(key, ())),
            commissions=tuple(self._commissions.get(key, ())),
            milestones=tuple(self._milestones.get(key, ())),
            indicators=self._indicators.get(key, ()),
            parts=tuple(self._naming_processes("part-of").get(key, ())),
            continued_by=tuple(self._naming_processes("continues").get(key, ())),
            discrepancies=tuple(Discrepancy.all_of(key, data)),
            known=entries(data, "known"),
            words=self._words(record),
            tied=tuple(_tied(state, key)) if of_decision else (),
            minutes=tuple(_minutes(state, key)) if of_decision else (),
            of_meeting=tuple(_of_meeting(state, data)),
            matter=tuple(_matter(state, key)) if of_decision else (),
        )

    def _words(self, record: Record) -> OwnWords | None:
        """What a record calls its tasks, as changes have left them, and what words its plan has; None without any."""
        rows = (*self._commissions.get(record.id, ()), *self._milestones.get(record.id, ()))
        told = {row.id: row.task for row in rows if row.record == record.id}
        own = words_of(self.state.ledger, record, self.state.day)
        words = own.with_tasks({**own.tasks, **told})
        return None if words == NO_WORDS else words

    @cached_property
    def _decisions(self) -> dict[str, list[DecisionRow]]:
        """By record, the decisions that say that they concern it, by date."""
        by_record: dict[str, list[DecisionRow]] = {}
        for decision in decision_rows(self.state):
            for key in dict.fromkeys(decision.concerns):
                by_record.setdefault(key, []).append(decision)
        return by_record

    @cached_property
    def _commissions(self) -> dict[str, list[TaskRow]]:
        """By decision, what it gave somebody to do; by organisation, what it is to do still."""
        by_record: dict[str, list[TaskRow]] = {}
        for row in commissions(self.state):
            for key in (row.record, *(row.lead if row.open else ())):
                by_record.setdefault(key, []).append(row)
        return by_record

    @cached_property
    def _indicators(self) -> dict[str, tuple[IndicatorRow, ...]]:
        """By plan or process, what is measured in it."""
        return indicators_by_record(self.state)

    @cached_property
    def _milestones(self) -> dict[str, list[TaskRow]]:
        """By record, what is to be reached in what it is about."""
        by_record: dict[str, list[TaskRow]] = {}
        for row in milestones(self.state):
            by_record.setdefault(row.record, []).append(row)
        return by_record

    def _naming_processes(self, name: str) -> dict[str, list[ProcessRow]]:
        """By process, those that name it by a property."""
        return self._by_pointer.get(name, {})

    @cached_property
    def _by_pointer(self) -> dict[str, dict[str, list[ProcessRow]]]:
        """By property that names processes, and by the process that is named, those that name it."""
        by_name: dict[str, dict[str, list[ProcessRow]]] = {"part-of": {}, "continues": {}}
        for process in self.state.processes.values():
            for name, by_named in by_name.items():
                for key in texts(process.fields, name):
                    by_named.setdefault(key, []).append(ProcessRow.of(process, self.state.day))
        return by_name

    @cached_property
    def _uses(self) -> dict[str, list[UseRow]]:
        """By process, what grants are used for in it."""
        by_process: dict[str, list[UseRow]] = {}
        for grant, use in uses(self.state):
            process = text_if_any(use, "process")
            if process is not None:
                by_process.setdefault(process, []).append(UseRow(grant, use))
        return by_process

    @cached_property
    def _expected(self) -> dict[str, list[OpenExpectation]]:
        """By record, what it foresaw and nothing has settled, by due date."""
        by_record: dict[str, list[OpenExpectation]] = {}
        for expectation in self.state.expectations:
            row = OpenExpectation(expectation.event, expectation.overdue(self.state.day))
            by_record.setdefault(expectation.record.id, []).append(row)
        return by_record


def _standing(state: State, record: Record) -> ProcessStanding | DecisionStanding | None:
    """What follows from a record's events; None of records that have no status."""
    standing = _STANDINGS.get(record.collection)
    return None if standing is None else standing(state, record.id)


def _as_it_stood(state: State, record: Record) -> Data:
    """What a record says by the state's day, with what follows from its events."""
    match record.collection:
        case Collection.PROCESSES:
            return process_data(state.processes[record.id], state.day)
        case Collection.DECISIONS:
            return state.decisions[record.id]
        case (
            Collection.PLANS
            | Collection.ASSIGNMENTS
            | Collection.GRANTS
            | Collection.ORGANISATIONS
            | Collection.SOURCES
            | Collection.SNAPSHOTS
        ):
            return state.records[record.collection][record.id]
        case _:
            assert_never(record.collection)


# The whole ledger


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """What its manifest says of the ledger."""

    title: str | None
    language: str | None
    time_zone: str | None = field(metadata=called("time-zone"))

    @classmethod
    def of(cls, manifest: Data) -> Self:
        return cls(*(text_if_any(manifest, name) for name in ("title", "language", "time-zone")))


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """A record as it stood."""

    data: Data = field(metadata=INLINE)
    state: ProcessStanding | DecisionStanding | None = field(default=None, metadata=IF_ANY)
    """What follows from its events."""


@dataclass(frozen=True, slots=True)
class Export:
    """A whole ledger at a point."""

    point: Point
    ledger: LedgerHead
    collections: dict[str, Iterable[ExportedRecord]] = field(metadata=INLINE)
    """By name, its records; they may be asked for once."""
    totals: Totals


def export(state: State) -> Export:
    """The whole ledger as it stood, each process and decision with its derived state."""
    return Export(
        point=state.point,
        ledger=LedgerHead.of(state.ledger.manifest),
        collections={collection: exported(state, collection) for collection in COLLECTIONS},
        totals=totals(state),
    )


def exported(state: State, collection: str) -> Iterator[ExportedRecord]:
    """The records of a collection as they stood."""
    standing = _STANDINGS.get(collection)
    for key, data in state.records[collection].items():
        yield ExportedRecord(data, None if standing is None else standing(state, key))


def _process_standing(state: State, key: str) -> ProcessStanding:
    return ProcessStanding.of(state.processes[key], state.day)


def _decision_standing(state: State, key: str) -> DecisionStanding:
    return DecisionStanding.of(state, key)


_STANDINGS: dict[str, Callable[[State, str], ProcessStanding | DecisionStanding]] = {
    Collection.PROCESSES: _process_standing,
    Collection.DECISIONS: _decision_standing,
}
"""By collection, what follows from the events of its records; records of others have no status."""
