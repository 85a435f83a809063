"""What lists, records and reports are made of: one frozen row for each thing that they tell, with days as days.

A date that a record writes stands as it writes it. `render/json.py` makes JSON of any of these.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from plptool.checks.seals import by_snapshot
from plptool.model.citations import citations
from plptool.model.collections import Collection
from plptool.model.dates import When
from plptool.model.decisions import LASTING, STANDING, Paragraph, Vote, paragraph_of, registry_numbers
from plptool.model.events import Expected
from plptool.model.findings import Finding
from plptool.model.plain import (
    Data,
    Plain,
    as_list,
    entries,
    number,
    number_if_any,
    part,
    text,
    text_if_any,
    texts,
    whole,
)
from plptool.model.shapes import INLINE, UNSAID, called
from plptool.model.text import natural
from plptool.timeline.decisions import Force
from plptool.timeline.fold import Expectation, ProcessState
from plptool.timeline.ledger import State, years_to_end
from plptool.timeline.minutes import Minutes
from plptool.timeline.standings import claimed
from plptool.timeline.totals import granted


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process in a list."""

    id: str
    title: str | None
    need: str | None
    lead: str
    """Who leads it, in one text; empty where nobody says."""
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    priority: int | None
    priority_word: str | None
    """What its plan calls that; None where it has no word for it."""
    period: str | None
    due: str | None
    """By when it is to be completed."""
    late: bool
    """Whether that is past, and it is not completed or cancelled."""
    status: str | None
    outcome: str | None
    percent: int | None
    """How much of it is done, by the last report that says so."""
    rating: str | None
    """How its plan rates it, likewise."""
    outcome_text: str | None
    """The same as `outcome`, in the plan's words, where it has them."""
    rating_text: str | None
    """The same as `rating`, likewise."""
    since: dt.date | None
    """The day from which the status counts: the last that the date can mean."""
    since_written: str | None
    """The date as it is written."""
    meetings: int
    """How many were held, in any series."""
    last_event: dt.date | None
    """The day on which the last meeting or activity that was held took effect."""
    last_event_written: str | None

    @property
    def called(self) -> str:
        """What people call it: its title, or else the need."""
        return self.title or self.need or self.id

    @classmethod
    def of(cls, process: ProcessState, day: dt.date) -> Self:
        fields = process.fields
        return cls(
            id=process.id,
            title=text_if_any(fields, "title"),
            need=text_if_any(fields, "need"),
            lead=process.lead,
            leads=process.leads,
            partners=texts(fields, "partners"),
            priority=process.priority,
            priority_word=process.priority_word,
            period=text_if_any(fields, "period"),
            due=written(process.due),
            late=process.late(day),
            status=process.status,
            outcome=process.outcome,
            percent=process.percent,
            rating=process.rating,
            outcome_text=process.outcome_text,
            rating_text=process.rating_text,
            since=process.since,
            since_written=written(process.begun),
            meetings=len(process.meetings()),
            last_event=_day(process.last_held),
            last_event_written=written(process.last_held),
        )


def written(when: When | None) -> str | None:
    """A date as a record writes it, which need tell no day."""
    return None if when is None else when.text


def _day(when: When | None) -> dt.date | None:
    """The day on which a date takes effect."""
    return None if when is None else when.latest


@dataclass(frozen=True, slots=True)
class RemainingRow:
    """A process and what remains of it."""

    process: ProcessRow = field(metadata=INLINE)
    remaining: tuple[str, ...]

    @classmethod
    def of(cls, process: ProcessState, day: dt.date) -> Self:
        return cls(ProcessRow.of(process, day), process.remaining)


@dataclass(frozen=True, slots=True)
class ProcessStanding:
    """How a process stands."""

    status: str | None
    since: dt.date | None
    """The day from which the status counts: the last that the date can mean."""
    since_written: str | None
    """The date as it is written."""
    late: bool
    """Whether its due date is past, and it is not completed or cancelled."""
    outcome: str | None
    percent: int | None
    rating: str | None
    outcome_text: str | None
    """The same as `outcome`, in the plan's words, where it has them."""
    rating_text: str | None
    """The same as `rating`, likewise."""
    remaining: tuple[str, ...]
    meetings: int
    last_event: dt.date | None
    """The day on which the last meeting or activity that was held took effect."""
    last_event_written: str | None
    cause: str | None
    """The date of what gave it its status, as its record writes it."""

    @classmethod
    def of(cls, process: ProcessState, day: dt.date) -> Self:
        return cls(
            status=process.status,
            since=process.since,
            since_written=written(process.begun),
            late=process.late(day),
            outcome=process.outcome,
            percent=process.percent,
            rating=process.rating,
            outcome_text=process.outcome_text,
            rating_text=process.rating_text,
            remaining=process.remaining,
            meetings=len(process.meetings()),
            last_event=_day(process.last_held),
            last_event_written=written(process.last_held),
            cause=written(process.cause_date),
        )


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether a decision is in force, since when and until when."""

    is_in_force: bool
    in_force_since: dt.date | None
    """From which day on it was; None where it is not yet, or not adopted."""
    in_force_since_written: str | None
    in_force_until: dt.date | None
    """The last day on which it was; None where that is not past."""
    in_force_until_written: str | None

    @classmethod
    def of(cls, force: Force) -> Self:
        since, until = force.since, force.until
        return cls(
            is_in_force=force.in_force,
            in_force_since=None if since is None else since.day,
            in_force_since_written=None if since is None else since.written,
            in_force_until=None if until is None else until.day,
            in_force_until_written=None if until is None else until.written,
        )


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in a list, as it stood."""

    id: str
    date: str
    body: str | None
    parties: tuple[str, ...]
    roles: tuple[str, ...]
    """Who decided, where no body did."""
    paragraph: Paragraph | None
    registry: str | None
    """Its registry numbers."""
    status: str
    title: str
    concerns: tuple[str, ...]
    type: str | None
    by: tuple[str, ...]
    """Who raised the matter: organisations, or roles."""
    owner: str | None
    force: InForce = field(metadata=INLINE)
    review: str | None
    amount: int | None
    vote: Vote | None
    reservations: tuple[str, ...]
    """Whose: organisations, or roles."""
    repealed_by: tuple[str, ...]
    amended_by: tuple[str, ...]
    own_title: str | None = field(metadata=UNSAID)
    """Its title, where nothing else tells it from others; None where a paragraph does, or whose it is and its date."""

    @property
    def stands(self) -> bool:
        """Whether it was adopted, and nothing undid that."""
        return self.status in STANDING

    @classmethod
    def of(cls, state: State, key: str) -> Self:
        """The row of a decision that is known by the state's day."""
        data, force = state.decisions[key], state.forces[key]
        roles = () if "body" in data else entries(data, "roles")
        return cls(
            id=key,
            date=text(data, "date"),
            body=text_if_any(data, "body"),
            parties=texts(data, "parties"),
            roles=tuple(text(role, "role") for role in roles),
            paragraph=paragraph_of(data),
            registry=", ".join(registry_numbers(data)) or None,
            status=text(data, "status"),
            title=text(data, "title"),
            concerns=texts(data, "concerns"),
            type=text_if_any(data, "type"),
            by=tuple(named_in(data, "by")),
            owner=text_if_any(data, "owner"),
            force=InForce.of(force),
            review=text_if_any(data, "review"),
            amount=number_if_any(data, "amount"),
            vote=Vote.of(part(data, "vote")) if "vote" in data else None,
            reservations=tuple(named_in(data, "reservations")),
            repealed_by=force.repealed_by,
            amended_by=force.amended_by,
            own_title=text(data, "title") if key in state.need_titles else None,
        )


def named_in(decision: Data, name: str) -> Iterator[str]:
    """Whom a property names: organisations by their ids, and others by their roles."""
    for one in as_list(decision.get(name)):
        yield text(one, "role") if isinstance(one, dict) else str(one)


@dataclass(frozen=True, slots=True)
class InForceOfType:
    """The policies, or whatever else of one sort is followed until it is repealed, that are in force."""

    type: str
    decisions: tuple[DecisionRow, ...]
    """By title."""


def lasting(rows: Iterable[DecisionRow]) -> Iterator[InForceOfType]:
    """What is to be followed, sort by sort."""
    in_force = sorted((row for row in rows if row.force.is_in_force), key=lambda row: natural(row.title))
    for sort in LASTING:
        of_sort = tuple(row for row in in_force if row.type == sort)
        if of_sort:
            yield InForceOfType(sort, of_sort)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant in a list."""

    id: str
    title: str
    period: str | None
    amount: int
    """In the years that have ended."""
    to_come: int = field(metadata=called("to-come"))
    """In those that have not."""
    posts: int
    uses: int

    @classmethod
    def of(cls, state: State, key: str) -> Self:
        data = state.records[Collection.GRANTS][key]
        uses = [Use.of(use) for use in entries(data, "uses")]
        return cls(
            id=key,
            title=text(data, "title"),
            period=text_if_any(data, "period"),
            amount=granted(data),
            to_come=sum(number(year, "amount") for year in years_to_end(state, key)),
            posts=sum(use.posts or 0 for use in uses),
            uses=len(uses),
        )


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list."""

    id: str
    type: str | None
    title: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, key: str, data: Data) -> Self:
        return cls(key, text_if_any(data, "type"), text(data, "title"), texts(data, "names"))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document in a list."""

    id: str
    date: str
    title: str
    lines: int | None
    pages: int | None
    cited: int
    """How many of its lines are cited; of a document that has none, of its pages."""
    copy_of: str | None = field(metadata=called("copy-of"))
    minutes: Minutes | None
    """Of which meeting it is, and what became of it; None of what is no minutes."""

    @classmethod
    def of(cls, key: str, data: Data, cited: int) -> Self:
        return cls(
            id=key,
            date=text(data, "date"),
            title=text(data, "title"),
            lines=number_if_any(data, "lines"),
            pages=number_if_any(data, "pages"),
            cited=cited,
            copy_of=text_if_any(data, "copy-of"),
            minutes=Minutes.of(data),
        )


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot in a list."""

    id: str
    date: dt.date
    title: str | None
    assertions: int
    sealed: int | None
    """How many records are sealed; None where it is not sealed."""
    corrections: int

    @classmethod
    def of(cls, key: str, data: Data) -> Self:
        return cls(
            id=key,
            date=dt.date.fromisoformat(text(data, "date")),
            title=text_if_any(data, "title"),
            assertions=len(entries(data, "assertions")),
            sealed=len(part(part(data, "seal"), "records")) if "seal" in data else None,
            corrections=len(entries(data, "corrections")),
        )


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan or an assignment in a list."""

    id: str
    title: str
    period: str | None

    @classmethod
    def of(cls, key: str, data: Data) -> Self:
        return cls(key, text(data, "title"), text_if_any(data, "period"))


Row = ProcessRow | DecisionRow | GrantRow | OrganisationRow | SourceRow | SnapshotRow | PlanRow
"""Of whatever collection."""


@dataclass(frozen=True, slots=True)
class OpenExpectation:
    """Something that was foreseen and that nothing has settled."""

    event: Expected = field(metadata=INLINE)
    overdue: bool


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """The same, and which record foresaw it."""

    record: str
    expectation: OpenExpectation = field(metadata=INLINE)

    @classmethod
    def of(cls, expectation: Expectation, day: dt.date) -> Self:
        return cls(expectation.record.id, OpenExpectation(expectation.event, expectation.overdue(day)))

    @property
    def overdue(self) -> bool:
        return self.expectation.overdue


@dataclass(frozen=True, slots=True)
class Use:
    """What a grant is used for."""

    what: str
    posts: int | None
    organisations: tuple[str, ...] | None
    period: str | None
    process: str | None
    decision: str | None

    @classmethod
    def of(cls, data: Data) -> Self:
        return cls(
            what=text(data, "what"),
            posts=number_if_any(data, "posts"),
            organisations=texts(data, "organisations") if "organisations" in data else None,
            period=text_if_any(data, "period"),
            process=text_if_any(data, "process"),
            decision=text_if_any(data, "decision"),
        )


@dataclass(frozen=True, slots=True)
class UseRow:
    """A use of a grant as the grant's record has it, and of which grant."""

    grant: str
    data: Data = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What was learned of a record after it was sealed."""

    record: str
    kind: str
    reason: str
    source: Plain
    """Its citations, as the record has them."""
    decision: str | None
    digest: str

    @classmethod
    def of(cls, data: Data) -> Self:
        return cls(
            record=text(data, "record"),
            kind=text(data, "kind"),
            reason=text(data, "reason"),
            source=data.get("source"),
            decision=text_if_any(data, "decision"),
            digest=text(data, "digest"),
        )


_OF_SEALED_RECORDS = ("PLP701", "PLP702", "PLP703")
"""The rules that tell of a sealed record that it differs, is gone, or was not there."""


@dataclass(frozen=True, slots=True)
class SealRow:
    """Whether a snapshot was closed, whether that holds, and what was learned of it since."""

    snapshot: str
    date: dt.date
    records: int
    """How many are sealed; none where it is not sealed."""
    digest: str | None
    holds: bool | None
    """Whether the seal and all that it closed is as it was; None where it is not sealed."""
    kept: int
    """How many records are as they were sealed."""
    corrected: int
    """How many are as corrections say."""
    altered: tuple[str, ...]
    """Those that are neither."""
    left_out: tuple[str, ...] = field(metadata=called("left-out"))
    """Those that say what was sealed, in a file that holds no record: no answer has them."""
    corrections: tuple[CorrectionRow, ...]

    @classmethod
    def of(cls, key: str, data: Data, findings: Iterable[Finding], broken: frozenset[str]) -> Self:
        """What is told of a snapshot's seal.

        Args:
            key: the snapshot's id.
            data: what it says.
            findings: of the ledger; those of seals are looked at.
            broken: ids of records that did not load.
        """
        seal = part(data, "seal")
        faults = by_snapshot(findings).get(key, [])
        corrections = tuple(map(CorrectionRow.of, entries(data, "corrections")))
        sealed = set(part(seal, "records"))
        altered = {str(fault.record) for fault in faults if fault.rule in _OF_SEALED_RECORDS}
        corrected = {correction.record for correction in corrections}
        left_out = (sealed & broken) - altered
        return cls(
            snapshot=key,
            date=dt.date.fromisoformat(text(data, "date")),
            records=len(sealed),
            digest=text_if_any(seal, "digest"),
            holds=not faults if seal else None,
            kept=len(sealed - altered - corrected - left_out),
            corrected=len(corrected - altered - left_out),
            altered=tuple(sorted(altered, key=natural)),
            left_out=tuple(sorted(left_out, key=natural)),
            corrections=corrections,
        )


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a snapshot says that the sources count: processes, commissions, or what a grant comes to."""

    kind: str
    scope: Mapping[str, str]
    """What is counted: a plan, a list, a body, a lead, a period, or a grant. None of these: all there are."""
    claims: Mapping[str, int]
    """By the figure's name: `total`, a status, `rated.WORD`, what came and went, or the `amount` of a grant."""
    partial: bool
    """Whether the ledger is known to hold only a part."""
    source: tuple[str, ...]
    data: Data
    """As the record has it."""

    @classmethod
    def of(cls, data: Data) -> Self:
        claims = claimed(data) or {"amount": number(data, "amount")}
        return cls(
            kind=text(data, "kind"),
            scope={name: text(data, name) for name in _SCOPES if name in data},
            claims=claims,
            partial=data.get("partial") is True,
            source=tuple(citation for _, citation in citations(data["source"])),
            data=data,
        )


_SCOPES = ("plan", "listed", "body", "lead", "period", "since", "grant")


@dataclass(frozen=True, slots=True)
class EventName:
    """An event by its date and kind."""

    date: str
    kind: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """What sources say of one field of a record, or of one of its events, where they do not agree."""

    record: str
    event: EventName | None
    field: str
    claims: tuple[Data, ...]
    """As the record has them; claims about a number are numbers, as it is."""
    reason: str
    recorded: Plain
    """What the record holds."""

    @classmethod
    def all_of(cls, key: str, data: Data) -> Iterator[Self]:
        """Those of a record's own fields, then those of its events."""
        for discrepancy in entries(data, "discrepancies"):
            yield cls._of(key, None, discrepancy, data)
        for event in entries(data, "events"):
            for discrepancy in entries(event, "discrepancies"):
                yield cls._of(key, EventName(text(event, "date"), text(event, "kind")), discrepancy, event)

    @classmethod
    def _of(cls, key: str, event: EventName | None, discrepancy: Data, holder: Data) -> Self:
        field = text(discrepancy, "field")
        recorded = holder.get(field)
        claims = tuple(_like(claim, recorded) for claim in entries(discrepancy, "claims"))
        return cls(key, event, field, claims, text(discrepancy, "reason"), recorded)


def _like(claim: Data, recorded: Plain) -> Data:
    """A claim, whose value is a number where what is recorded is one: claims are read as text."""
    value = whole(claim["value"]) if isinstance(recorded, int) else None
    return claim if value is None else {**claim, "value": value}
