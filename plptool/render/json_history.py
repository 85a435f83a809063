"""What the past tells, in the shapes in which JSON has it: docs/json.md says what each name means.

What `history/` finds names commits; when these were made depends on where the ledger is kept. So each answer has a
shape of its own here, made by its `of`, and `json.py` writes it. Days are those of the ledger's zone.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from plptool.model.dates import day_at, moment
from plptool.model.i18n import Translate
from plptool.model.plain import Plain, as_list
from plptool.model.shapes import INLINE, called
from plptool.render.findings import FindingShape, HistoryShape, shapes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from plptool.git.objects import Commit
    from plptool.history.audit import (
        Alteration,
        Audit,
        Correction,
        DeletedRecord,
        ExaminedSeal,
        ExpectedDigest,
        SealsAtCommit,
        Signer,
    )
    from plptool.history.blame import Blame, OwnedFact
    from plptool.history.log import CommitChanges, Log, RecordChange
    from plptool.history.lost import LostSeals
    from plptool.model.findings import Finding
    from plptool.timeline.compare import FactChange


@dataclass(frozen=True, slots=True)
class Committing:
    """When a commit was made, by whom and what for; the time is the committer's, where the ledger is kept."""

    date: dt.date
    time: str
    author: str
    subject: str
    merge: bool
    cut: bool
    """What it builds on is not in this clone, so it seems to add all that is there."""

    @classmethod
    def of(cls, commit: "Commit", zone: "ZoneInfo", *, cut: bool) -> Self:
        time = moment(commit.committed, zone)
        return cls(
            date=time.date(),
            time=time.isoformat(),
            author=commit.author,
            subject=commit.subject,
            merge=len(commit.parents) > 1,
            cut=cut,
        )


@dataclass(frozen=True, slots=True)
class CommitShape:
    """A commit."""

    id: str = field(metadata=called("commit"))
    committing: Committing = field(metadata=INLINE)

    @classmethod
    def of(cls, commit: "Commit", zone: "ZoneInfo", *, cut: bool = False) -> Self:
        return cls(commit.id, Committing.of(commit, zone, cut=cut))


# log


@dataclass(frozen=True, slots=True)
class RecordChangeShape:
    """What a commit changes in one record."""

    collection: str
    record: str
    title: str
    change: str
    formerly: str | None
    facts: "tuple[FactChange, ...]"

    @classmethod
    def of(cls, change: "RecordChange") -> Self:
        return cls(change.collection, change.record, change.title, change.kind, change.formerly, change.facts)


@dataclass(frozen=True, slots=True)
class CommitChangesShape:
    """A commit, and what it changes in the plan."""

    commit: CommitShape = field(metadata=INLINE)
    known: dt.date
    changes: tuple[RecordChangeShape, ...]

    @classmethod
    def of(cls, changes: "CommitChanges", zone: "ZoneInfo") -> Self:
        return cls(
            commit=CommitShape.of(changes.commit, zone, cut=changes.cut),
            known=day_at(changes.known, zone),
            changes=tuple(map(RecordChangeShape.of, changes.records)),
        )


@dataclass(frozen=True, slots=True)
class LogShape:
    revision: str
    record: str | None
    asked: str | None
    commits: Iterator[CommitChangesShape]

    @classmethod
    def of(cls, log: "Log", zone: "ZoneInfo") -> Self:
        commits = (CommitChangesShape.of(changes, zone) for changes in log.commits)
        return cls(log.revision, log.record, log.asked, commits)


# blame


@dataclass(frozen=True, slots=True)
class OwnerShape:
    """The commit that a fact is owed to. Its id is called `id` here, and `commit` everywhere else."""

    id: str
    committing: Committing = field(metadata=INLINE)
    known: dt.date

    @classmethod
    def of(cls, fact: "OwnedFact", zone: "ZoneInfo") -> Self | None:
        """None where the fact is not committed."""
        commit = fact.commit
        if commit is None:
            return None
        return cls(commit.id, Committing.of(commit, zone, cut=fact.cut), day_at(fact.known, zone))


@dataclass(frozen=True, slots=True)
class OwnedFactShape:
    """A field's value, or an entry of a list, and the commit that it is owed to."""

    field: str
    value: Plain
    commit: OwnerShape | None

    @classmethod
    def of(cls, fact: "OwnedFact", zone: "ZoneInfo") -> Self:
        return cls(fact.field, fact.value, OwnerShape.of(fact, zone))


@dataclass(frozen=True, slots=True)
class BlameShape:
    collection: str
    record: str
    asked: str
    title: str
    facts: tuple[OwnedFactShape, ...]
    removed: tuple[OwnedFactShape, ...]

    @classmethod
    def of(cls, blame: "Blame", zone: "ZoneInfo") -> Self:
        return cls(
            collection=blame.collection,
            record=blame.record,
            asked=blame.asked,
            title=blame.title,
            facts=tuple(OwnedFactShape.of(fact, zone) for fact in blame.facts),
            removed=tuple(OwnedFactShape.of(fact, zone) for fact in blame.removed),
        )


# audit


@dataclass(frozen=True, slots=True)
class ExpectedShape:
    """A digest from outside."""

    asked: str
    snapshot: str | None
    digest: str
    agrees: bool

    @classmethod
    def of(cls, expected: "ExpectedDigest") -> Self:
        return cls(expected.asked, expected.snapshot, expected.digest, expected.agrees)


@dataclass(frozen=True, slots=True)
class SealExpectedShape:
    """A digest from outside, at the seal whose it is said to be."""

    digest: str
    agrees: bool
    corrections: int

    @classmethod
    def of(cls, expected: "ExpectedDigest") -> Self:
        return cls(expected.digest, expected.agrees, expected.corrections)


@dataclass(frozen=True, slots=True)
class CorrectionShape:
    """A correction as the snapshot has it, right or wrong, and who brought it."""

    record: Plain
    kind: Plain
    reason: Plain
    source: Plain
    decision: Plain
    digest: Plain
    vouched: bool
    commit: CommitShape | None

    @classmethod
    def of(cls, correction: "Correction", zone: "ZoneInfo") -> Self:
        entry = correction.data
        return cls(
            record=entry.get("record"),
            kind=entry.get("kind"),
            reason=entry.get("reason"),
            source=as_list(entry.get("source")),
            decision=entry.get("decision"),
            digest=entry.get("digest"),
            vouched=correction.vouched,
            commit=CommitShape.of(correction.commit, zone) if correction.commit else None,
        )


@dataclass(frozen=True, slots=True)
class SealShape:
    snapshot: str
    date: dt.date
    records: int
    digest: str
    previous: str | None
    expected: tuple[SealExpectedShape, ...]
    corrections: tuple[CorrectionShape, ...]

    @classmethod
    def of(cls, examined: "ExaminedSeal", zone: "ZoneInfo") -> Self:
        seal = examined.seal
        return cls(
            snapshot=seal.id,
            date=seal.day,
            records=len(seal.records),
            digest=seal.digest,
            previous=seal.previous.snapshot if seal.previous else None,
            expected=tuple(map(SealExpectedShape.of, examined.expected)),
            corrections=tuple(CorrectionShape.of(correction, zone) for correction in examined.corrections),
        )


@dataclass(frozen=True, slots=True)
class ChainShape:
    """A commit that touched a snapshot, and what was wrong with the seals there."""

    commit: CommitShape
    findings: tuple[FindingShape, ...]

    @classmethod
    def of(cls, chain: "SealsAtCommit", zone: "ZoneInfo", translate: Translate) -> Self:
        return cls(CommitShape.of(chain.commit, zone), shapes(chain.findings, translate))


@dataclass(frozen=True, slots=True)
class AlterationShape:
    commit: CommitShape
    record: str
    snapshot: str
    stands: bool

    @classmethod
    def of(cls, altered: "Alteration", zone: "ZoneInfo") -> Self:
        return cls(CommitShape.of(altered.commit, zone), altered.record, altered.snapshot, altered.stands)


@dataclass(frozen=True, slots=True)
class DeletedShape:
    commit: CommitShape
    collection: str
    record: str
    now: str

    @classmethod
    def of(cls, deleted: "DeletedRecord", zone: "ZoneInfo") -> Self:
        return cls(CommitShape.of(deleted.commit, zone), deleted.collection, deleted.record, deleted.now)


@dataclass(frozen=True, slots=True)
class LostShape:
    commit: CommitShape
    folder: str
    seals: tuple[str, ...]

    @classmethod
    def of(cls, lost: "LostSeals", zone: "ZoneInfo") -> Self:
        return cls(CommitShape.of(lost.commit, zone), lost.folder, tuple(lost.seals))


@dataclass(frozen=True, slots=True)
class SignerShape:
    state: str
    signer: str
    key: str
    commits: int
    newest: CommitShape

    @classmethod
    def of(cls, signer: "Signer", zone: "ZoneInfo") -> Self:
        return cls(signer.state, signer.signer, signer.key, signer.commits, CommitShape.of(signer.newest, zone))


@dataclass(frozen=True, slots=True)
class UnsourcedShape:
    """A fact without a source."""

    record: str | None
    field: str | None
    acknowledged: bool

    @classmethod
    def of(cls, finding: "Finding") -> Self:
        return cls(finding.record, finding.value, finding.acknowledged is not None)


@dataclass(frozen=True, slots=True)
class AuditShape:
    verdict: str
    wrong: tuple[str, ...]
    commit: CommitShape
    commits: int
    expected: tuple[ExpectedShape, ...]
    unvouched: int
    seals: tuple[SealShape, ...]
    findings: tuple[FindingShape, ...]
    chains: tuple[ChainShape, ...]
    altered: tuple[AlterationShape, ...]
    deleted: tuple[DeletedShape, ...]
    lost: tuple[LostShape, ...]
    signatures: Mapping[str, int]
    signers: tuple[SignerShape, ...]
    personal_numbers: tuple[FindingShape, ...] = field(metadata=called("personal-numbers"))
    dated_back: tuple[FindingShape, ...] = field(metadata=called("dated-back"))
    unsourced: tuple[UnsourcedShape, ...]
    broken: tuple[FindingShape, ...]
    history: HistoryShape

    @classmethod
    def of(cls, audit: "Audit", zone: "ZoneInfo", translate: Translate) -> Self:
        return cls(
            verdict=audit.verdict,
            wrong=tuple(audit.wrong),
            commit=CommitShape.of(audit.commit, zone),
            commits=audit.commits,
            expected=tuple(map(ExpectedShape.of, audit.expected)),
            unvouched=audit.unvouched,
            seals=tuple(SealShape.of(seal, zone) for seal in audit.seals),
            findings=shapes(audit.findings, translate),
            chains=tuple(ChainShape.of(chain, zone, translate) for chain in audit.chains),
            altered=tuple(AlterationShape.of(altered, zone) for altered in audit.altered),
            deleted=tuple(DeletedShape.of(deleted, zone) for deleted in audit.deleted),
            lost=tuple(LostShape.of(lost, zone) for lost in audit.lost),
            signatures=audit.signatures,
            signers=tuple(SignerShape.of(signer, zone) for signer in audit.signers),
            personal_numbers=shapes(audit.past.findings, translate),
            dated_back=shapes(audit.dated_back, translate),
            unsourced=tuple(map(UnsourcedShape.of, audit.unsourced)),
            broken=shapes(audit.broken, translate),
            history=HistoryShape.of(audit.past),
        )
