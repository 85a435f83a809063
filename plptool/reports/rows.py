"""What lists, records and reports are made of: one frozen row for each thing that they tell, with days as days.

A date that a record writes stands as it writes it. `render/json.py` makes JSON of any of these.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from plptool.checks.seals import by_snapshot
from plptool.model.events import Expected
from plptool.model.findings import Finding
from plptool.model.records import Json, whole
from plptool.model.shapes import INLINE, called
from plptool.model.text import natural
from plptool.timeline.fold import Expectation, ProcessState


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process in a list."""

    id: str
    need: str
    lead: str
    partners: tuple[str, ...]
    priority: int | None
    period: str | None
    status: str | None
    outcome: str | None
    since: dt.date | None
    meetings: int
    """How many were held, in any series."""
    last_event: dt.date | None

    @classmethod
    def of(cls, process: ProcessState) -> Self:
        fields = process.fields
        return cls(
            id=process.id,
            need=fields["need"],
            lead=fields["lead"],
            partners=tuple(fields.get("partners", ())),
            priority=fields.get("priority"),
            period=fields.get("period"),
            status=process.status,
            outcome=process.outcome,
            since=process.since,
            meetings=len(process.meetings()),
            last_event=process.last_event,
        )


@dataclass(frozen=True, slots=True)
class RemainingRow:
    """A process and what remains of it."""

    process: ProcessRow = field(metadata=INLINE)
    remaining: tuple[str, ...]

    @classmethod
    def of(cls, process: ProcessState) -> Self:
        return cls(ProcessRow.of(process), process.remaining)


@dataclass(frozen=True, slots=True)
class ProcessStanding:
    """How a process stands."""

    status: str | None
    since: dt.date | None
    outcome: str | None
    remaining: tuple[str, ...]
    meetings: int
    last_event: dt.date | None
    cause: str | None
    """The date of what gave it its status, as its record writes it."""

    @classmethod
    def of(cls, process: ProcessState) -> Self:
        return cls(
            status=process.status,
            since=process.since,
            outcome=process.outcome,
            remaining=process.remaining,
            meetings=len(process.meetings()),
            last_event=process.last_event,
            cause=None if process.cause is None else process.cause.text,
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
    paragraph: int | None
    registry: str | None
    status: str
    title: str
    concerns: tuple[str, ...]

    @classmethod
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        return cls(
            id=key,
            date=data["date"],
            body=data.get("body"),
            parties=tuple(data.get("parties", ())),
            roles=tuple(role["role"] for role in data.get("roles", []) if "body" not in data),
            paragraph=data.get("paragraph"),
            registry=data.get("registry", {}).get("number"),
            status=data["status"],
            title=data["title"],
            concerns=tuple(data.get("concerns", ())),
        )


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant in a list."""

    id: str
    title: str
    period: str | None
    amount: int
    posts: int
    uses: int

    @classmethod
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        used = data.get("uses", [])
        return cls(
            id=key,
            title=data["title"],
            period=data.get("period"),
            amount=sum(year["amount"] for year in data.get("years", [])),
            posts=sum(use.get("posts", 0) for use in used),
            uses=len(used),
        )


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list."""

    id: str
    type: str | None
    title: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        return cls(key, data.get("type"), data["title"], tuple(data.get("names", ())))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document in a list."""

    id: str
    date: str
    title: str
    lines: int | None
    cited: int
    """How many of its lines are cited."""
    copy_of: str | None = field(metadata=called("copy-of"))

    @classmethod
    def of(cls, key: str, data: dict[str, Json], cited: int) -> Self:
        return cls(key, data["date"], data["title"], data.get("lines"), cited, data.get("copy-of"))


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
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        return cls(
            id=key,
            date=dt.date.fromisoformat(data["date"]),
            title=data.get("title"),
            assertions=len(data.get("assertions", [])),
            sealed=len(data["seal"]["records"]) if "seal" in data else None,
            corrections=len(data.get("corrections", [])),
        )


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan or an assignment in a list."""

    id: str
    title: str
    period: str | None

    @classmethod
    def of(cls, key: str, data: dict[str, Json]) -> Self:
        return cls(key, data["title"], data.get("period"))


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
    def of(cls, data: Mapping[str, Json]) -> Self:
        organisations = data.get("organisations")
        return cls(
            what=data["what"],
            posts=data.get("posts"),
            organisations=None if organisations is None else tuple(organisations),
            period=data.get("period"),
            process=data.get("process"),
            decision=data.get("decision"),
        )


@dataclass(frozen=True, slots=True)
class UseRow:
    """A use of a grant as the grant's record has it, and of which grant."""

    grant: str
    data: Mapping[str, Json] = field(metadata=INLINE)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What was learned of a record after it was sealed."""

    record: str
    kind: str
    reason: str
    source: Json
    decision: str | None
    digest: str

    @classmethod
    def of(cls, data: dict[str, Json]) -> Self:
        return cls(
            record=data["record"],
            kind=data["kind"],
            reason=data["reason"],
            source=data.get("source"),
            decision=data.get("decision"),
            digest=data["digest"],
        )


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
    corrections: tuple[CorrectionRow, ...]

    @classmethod
    def of(cls, key: str, data: dict[str, Json], findings: Iterable[Finding]) -> Self:
        """What is told of a snapshot's seal.

        Args:
            key: the snapshot's id.
            data: what it says.
            findings: of the ledger; those of seals are looked at.
        """
        seal = data.get("seal", {})
        faults = by_snapshot(findings).get(key, [])
        corrections = tuple(map(CorrectionRow.of, data.get("corrections", [])))
        sealed = set(seal.get("records", ()))
        altered = {str(fault.record) for fault in faults if fault.rule in ("PLP701", "PLP702", "PLP703")}
        corrected = {str(correction.record) for correction in corrections}
        return cls(
            snapshot=key,
            date=dt.date.fromisoformat(data["date"]),
            records=len(sealed),
            digest=seal.get("digest"),
            holds=not faults if seal else None,
            kept=len(sealed - altered - corrected),
            corrected=len(corrected - altered),
            altered=tuple(sorted(altered, key=natural)),
            corrections=corrections,
        )


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
    claims: tuple[dict[str, Json], ...]
    """As the record has them; claims about a number are numbers, as it is."""
    reason: str
    recorded: Json
    """What the record holds."""

    @classmethod
    def all_of(cls, key: str, data: dict[str, Json]) -> Iterator[Self]:
        """Those of a record's own fields, then those of its events."""
        for said in data.get("discrepancies", []):
            yield cls._of(key, None, said, data)
        for event in data.get("events", []):
            for said in event.get("discrepancies", []):
                yield cls._of(key, EventName(event["date"], event["kind"]), said, event)

    @classmethod
    def _of(cls, key: str, event: EventName | None, said: dict[str, Json], about: dict[str, Json]) -> Self:
        recorded = about.get(said["field"])
        claims = tuple(_like(claim, recorded) for claim in said["claims"])
        return cls(key, event, said["field"], claims, said["reason"], recorded)


def _like(claim: dict[str, Json], recorded: Json) -> dict[str, Json]:
    number = whole(claim["value"]) if isinstance(recorded, int) else None
    return claim if number is None else {**claim, "value": number}
