"""Seals and corrections into a snapshot's file, and no other byte of it changed.

What is to be written is read back and validated first; then it takes the old file's place in one step. All the while
nobody else writes: two who read the same file would each write it without what the other had added.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from plptool.checks.context import Context
from plptool.checks.validate import validate
from plptool.edit.change import errors_in
from plptool.edit.edits import Create, Edit, Insert, SetField
from plptool.edit.grounds import Grounds
from plptool.edit.hand import WRITES, Hand
from plptool.edit.write import planned
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.model.plain import Data, Plain, text
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.seals import canonical, chain, verify
from plptool.seals.chain import CorrectionKind, Seal
from plptool.seals.verify import DigestedFile
from plptool.timeline import beginnings
from plptool.timeline.ledger import Ledger

_OF_ALTERED_SEALS = ("PLP704", "PLP705")
"""The rules that find a seal, or the chain of seals, other than it was made."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal that was made, as its line for the minutes has it."""

    snapshot: str
    """The snapshot's id."""
    day: date
    records: int
    """How many are sealed."""
    digest: str


def seal_day(tree: WorkTree, day: date, today: date, cache: Cache | None = None, hand: Hand = WRITES) -> Sealed:
    """Seal all that is effective by a day, in the snapshot of that day, which is made where there is none.

    Args:
        tree: where the ledger lies.
        day: the day.
        today: today.
        cache: what was parsed and found before.
        hand: who writes.

    Raises:
        UserError: the day has not come; it, or a later one, is sealed; the ledger has errors; the file cannot be
            written, or another process is writing.
    """
    if day >= today:
        args = {"day": str(day)}
        raise UserError(Message("{day} is not over yet: a day is sealed when nothing more can happen on it", args))
    with hand.alone(tree):
        return _seal_day(tree, day, cache, hand)


def _seal_day(tree: WorkTree, day: date, cache: Cache | None, hand: Hand) -> Sealed:
    errors = errors_in(validate(tree, cache).findings)
    if errors:
        message = Message(
            "the ledger has errors, {n} of them, so it is not sealed; see `plptool validate`", {"n": errors.total()}
        )
        raise UserError(message)
    ledger = load(tree, cache)
    newest = _newest_seal(ledger, day)
    snapshot = _snapshot(ledger, day)
    records = {**ledger.records, snapshot.id: snapshot}
    digests = _digests(records, ledger, day)
    seal = chain.new_seal(digests, day, newest, text(ledger.manifest, "time-zone"))
    edits = _with_seal(snapshot, seal, is_new=snapshot.id not in ledger.records)
    changes = planned(tree, edits)
    hand.take(tree, changes, Counter(), cache, for_good=True)
    return Sealed(snapshot.id, day, len(digests), text(seal, "digest"))


def _newest_seal(ledger: Ledger, day: date) -> Seal | None:
    """The seal that one of a day follows; None where it is the first.

    Raises:
        UserError: the day, or a later one, is sealed.
    """
    seals = chain.seals_of(ledger.snapshots, {})
    if any(seal.day == day for seal in seals):
        args = {"day": str(day)}
        message = Message("{day} is sealed already; what is learned later is a correction: --correct ID", args)
        raise UserError(message)
    if not seals:
        return None
    newest = seals[-1]
    if newest.day > day:
        args = {"day": str(newest.day)}
        raise UserError(Message("{day} is sealed already, and seals are made in the order of their days", args))
    return newest


def _digests(records: Mapping[str, Record], ledger: Ledger, day: date) -> dict[str, str]:
    """By id, in the order in which people count, the digest of each record that is effective by a day."""
    context = Context(records.values(), (), ledger.manifest)
    digests: dict[str, str] = {}
    for key in sorted(records, key=natural):
        record = records[key]
        part_of_day = canonical.sealed_part(record.data, record.collection, day)
        began = beginnings.beginning(context, context.in_present_ids(record))
        if part_of_day is not None and began is not None and began <= day:
            digests[key] = canonical.digest(part_of_day)
    return digests


def correct(
    tree: WorkTree,
    day: date,
    ids: Sequence[str],
    grounds: Grounds,
    kind: CorrectionKind | None = None,
    cache: Cache | None = None,
    sealed_then: Data = MappingProxyType({}),
    hand: Hand = WRITES,
) -> list[dict[str, Plain]]:
    """Say of sealed records that the past is told otherwise, and why: a correction each, in the order given.

    Args:
        tree: where the ledger lies.
        day: which seal.
        ids: the records, by their present or former ids.
        grounds: why.
        kind: of the corrections; without it, as `chain.correction_kind` tells.
        cache: what was parsed and found before.
        sealed_then: by id what was sealed of a record, where the history tells.
        hand: who writes.

    Raises:
        UserError: the day is not sealed; a record stands as it was sealed, or cannot be read; the file cannot be
            written, or another process is writing.
    """
    with hand.alone(tree):
        before = validate(tree, cache).findings
        ledger = load(tree, cache)
        seal = _seal_to_correct(ledger, day, before)
        differing = _Differing.of(ledger, seal)
        corrections: list[dict[str, Plain]] = []
        for typed in dict.fromkeys(ids):
            key = differing.meant(typed)
            present = differing.present(key, ledger)
            now = _sealed_part(ledger, present, day)
            digest = None if now is None else canonical.digest(now)
            is_known = key in seal.expected
            of_kind = kind or chain.correction_kind(known=is_known, after=now, old=sealed_then.get(key))
            correction = _correction(seal, key, of_kind, digest, grounds)
            corrections.append(correction)
            seal = _followed_by(seal, correction)
        edits = _with_corrections(seal, corrections)
        changes = planned(tree, edits)
        hand.take(tree, changes, errors_in(before), cache)
    return corrections


def _correction(seal: Seal, key: str, kind: CorrectionKind, digest: str | None, grounds: Grounds) -> dict[str, Plain]:
    """The next correction of a seal, as its file is to have it."""
    return chain.new_correction(
        seal,
        key,
        kind,
        digest,
        reason=grounds.reason_in_a_line,
        source=[*grounds.source],
        decision=grounds.decision,
    )


def corrections_for(before: Ledger, after: Ledger, grounds: Grounds) -> list[Edit]:
    """What says of each seal that a change touches why: a correction of each record that it tells otherwise.

    Args:
        before: the ledger as it is.
        after: as it will be.
        grounds: why.
    """
    edits: list[Edit] = []
    for seal in chain.seals_of(before.snapshots, {}):
        differing = _Differing.of(after, seal)
        corrections: list[dict[str, Plain]] = []
        for key in [*differing.altered, *differing.late]:
            present = differing.present(key, after)
            now = _sealed_part(after, present, seal.day)
            old = _sealed_before(before, key, seal)
            if now == old:
                continue  # it was not this change that made it other than sealed
            digest = None if now is None else canonical.digest(now)
            of_kind = chain.correction_kind(known=key in seal.expected, after=now, old=old)
            correction = _correction(seal, key, of_kind, digest, grounds)
            corrections.append(correction)
            seal = _followed_by(seal, correction)  # noqa: PLW2901 - each correction follows the one before
        edits += _with_corrections(seal, corrections)
    return edits


def _sealed_before(before: Ledger, key: str, seal: Seal) -> Plain:
    """What would have been sealed of a record before; nothing of one that was not there."""
    record = before.records.get(key)
    if record is None:
        return None
    return canonical.sealed_part(record.data, record.collection, seal.day)


def _followed_by(seal: Seal, correction: dict[str, Plain]) -> Seal:
    """The seal with another correction, which the next one follows."""
    corrections = [*seal.corrections, correction]
    return Seal(seal.id, seal.path, seal.day, {**seal.data, "corrections": corrections})


def _seal_to_correct(ledger: Ledger, day: date, findings: Iterable[Finding]) -> Seal:
    """The seal of a day, which must itself be as it was made.

    Raises:
        UserError: there is none, or it is not.
    """
    of_day = [seal for seal in chain.seals_of(ledger.snapshots, {}) if seal.day == day]
    if not of_day:
        raise UserError(Message("{day} is not sealed", {"day": str(day)}))
    seal = of_day[0]
    any_is_altered = any(finding.rule in _OF_ALTERED_SEALS for finding in findings)
    if any_is_altered or seal.path in ledger.unfit:
        raise UserError(Message("{path} is not as it was made; see `plptool validate`", {"path": seal.path}))
    return seal


@dataclass(frozen=True, slots=True)
class _Differing:
    """The records that a correction may be about."""

    seal: Seal
    altered: Mapping[str, verify.ComparedRecord]
    """By the id that was sealed: those that are other than sealed, or gone."""
    late: Mapping[str, DigestedFile]
    """By id: those that hold by the day, and were not sealed."""

    @classmethod
    def of(cls, ledger: Ledger, seal: Seal) -> "_Differing":
        context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
        files: list[DigestedFile] = []
        for record in sorted(ledger.all_records(), key=_path):
            began = beginnings.beginning(context, context.in_present_ids(record))
            files.append(DigestedFile.of(record.path, record.data, [seal.day], began))
        compared, unsealed = verify.compare_seal(seal, files)
        altered = {record.id: record for record in compared if not record.holds(seal.day)}
        late = {file.id: file for file in unsealed if file.id is not None}
        return cls(seal, altered, late)

    def meant(self, typed: str) -> str:
        """The id under which a record was sealed, or comes late, of which a person types that or its present one."""
        for key, compared in self.altered.items():
            if compared.present and typed in (compared.present.id, key):
                return key
        return typed

    def present(self, key: str, ledger: Ledger) -> DigestedFile:
        """What the ledger has of a record now.

        Raises:
            UserError: it stands as it was sealed, is gone, or cannot be read.
        """
        if key in self.late and key not in self.altered:
            return self.late[key]
        if key not in self.altered:
            raise UserError(_nothing(key, self.seal, ledger))
        present = self.altered[key].present
        if present is not None:
            return present
        if key in ledger.broken:
            raise UserError(Message("the record {id!r} is broken; `plptool validate` says how", {"id": key}))
        message = Message(
            "the record {id!r} is gone: put its file back, and if it was recorded by mistake, say so in it: "
            "withdrawn: {{reason: …, source: …}}",
            {"id": key},
        )
        raise UserError(message)


def _path(record: Record) -> str:
    return record.path


def _sealed_part(ledger: Ledger, now: DigestedFile, day: date) -> Plain:
    """What would be sealed of a record as it stands now."""
    data = next(record.data for record in ledger.all_records() if record.path == now.path)
    return canonical.sealed_part(data, now.collection, day)


def _nothing(key: str, seal: Seal, ledger: Ledger) -> Message:
    """Why there is nothing to correct of what a caller takes for a record's id."""
    args = {"id": key, "snapshot": seal.id}
    if key in seal.expected:
        return Message("{id!r} stands as {snapshot} has it: there is nothing to correct", args)
    if key in ledger.records:
        return Message("{id!r} is not sealed by {snapshot}, nor should it be: there is nothing to correct", args)
    return Message("there is no record {id!r}, and {snapshot} has none", args)


def _snapshot(ledger: Ledger, day: date) -> Record:
    """The snapshot of the day, or a new one.

    Raises:
        UserError: the id that a new one would have is taken.
    """
    in_this_century = day.year // 100 == 20
    key = day.strftime("%y%m%d" if in_this_century else "%Y%m%d")
    of_day = [snapshot for snapshot in ledger.snapshots if snapshot.data["date"] == day.isoformat()]
    standing = [snapshot for snapshot in of_day if "withdrawn" not in snapshot.data]
    if standing:
        return min(standing, key=lambda snapshot: (snapshot.id != key, snapshot.id))
    if key in ledger.records:
        args = {"path": ledger.records[key].path}
        raise UserError(Message("{path} has another date, or was withdrawn", args))
    path = f"ledger/snapshots/{key}.yaml"
    return Record(key, Collection.SNAPSHOTS, path, {"id": key, "date": day.isoformat()})


def _with_seal(snapshot: Record, seal: Data, *, is_new: bool) -> list[Edit]:
    """A seal into its snapshot, which is made where there is none."""
    edits: list[Edit] = [Create(snapshot.path, snapshot.data)] if is_new else []
    return [*edits, SetField(snapshot.path, ("seal",), seal, spread=True)]


def _with_corrections(seal: Seal, corrections: Iterable[Data]) -> list[Insert]:
    """More corrections behind those that a seal has, for that is how they follow each other."""
    return [Insert(seal.path, ("corrections",), correction, spread=True) for correction in corrections]
