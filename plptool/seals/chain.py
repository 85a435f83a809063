"""The two chains of a ledger: its seals, each of which names the one before, and the corrections of each seal.

A seal stands in a snapshot's file, and so do its corrections. `seals_of` finds them; `new_seal` and `new_correction`
make the next link of a chain, as data to write; `digest_of_seal` and `digest_of_correction` are what a link must have
as its digest. Nothing here asks whether data fits a schema: a seal holds for whatever a file parses to, and whether it
is right is asked in `checks/seals.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from plptool.model.collections import Collection
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Record
from plptool.seals.canonical import as_text, digest
from plptool.timeline.compare import within
from plptool.timeline.ledger import Ledger
from plptool.timeline.resolution import day_of_snapshot

CorrectionKind = Literal["late", "amended", "withdrawn", "migration"]


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """The file of a snapshot, whether or not it fits its schema."""

    id: str
    path: str
    data: Plain


@dataclass(frozen=True, slots=True)
class Link:
    """What a seal says of the one before it."""

    snapshot: str
    """The id of that one's snapshot."""
    digest: str


@dataclass(frozen=True)
class Seal:
    """The seal of a snapshot, as its file has it: right or wrong."""

    id: str
    """The snapshot's."""
    path: str
    day: date
    data: dict[str, Plain] = field(repr=False)
    """The snapshot's data."""

    @cached_property
    def as_written(self) -> Data:
        """What stands under `seal`; nothing where that is no mapping."""
        seal = self.data["seal"]
        if not isinstance(seal, dict):
            return {}
        return seal

    @property
    def digest(self) -> str:
        """The digest that it says that it has."""
        written = self.as_written.get("digest")
        return str(written)

    @property
    def previous(self) -> Link | None:
        """The seal before it, where it names one."""
        previous = self.as_written.get("previous")
        if not isinstance(previous, dict):
            return None
        snapshot = previous.get("snapshot")
        digest_before = previous.get("digest")
        return Link(str(snapshot), str(digest_before))

    @property
    def link(self) -> Link:
        """What the seal after it is to say of it."""
        return Link(self.id, self.digest)

    @property
    def time_zone(self) -> str | None:
        """The time zone in which the ledger was kept, where the seal says so: those that were made once do not."""
        return _as_text_if_any(self.as_written, "time-zone")

    @cached_property
    def records(self) -> dict[str, str]:
        """The digest of each record, as it was sealed."""
        written = self.as_written.get("records")
        if not isinstance(written, dict):
            return {}
        digests: dict[str, str] = {}
        for name, record_digest in written.items():
            record_id = str(name)
            digests[record_id] = str(record_digest)
        return digests

    @cached_property
    def corrections(self) -> list[dict[str, Plain]]:
        """Its corrections as they are written, in the order of their chain."""
        written = self.data.get("corrections")
        entries = as_list(written)
        return [entry for entry in entries if isinstance(entry, dict)]

    @cached_property
    def expected(self) -> dict[str, str | None]:
        """The digest that each record must have now: as sealed, and then as corrected; None where it says nothing."""
        digests: dict[str, str | None] = dict(self.records)
        for correction in self.corrections:
            record_id = _record_of(correction)
            digests[record_id] = _as_text_if_any(correction, "after")
        return digests

    @property
    def last_digest(self) -> str:
        """The digest that the next correction follows."""
        if not self.corrections:
            return self.digest
        latest = self.corrections[-1]
        written = latest.get("digest")
        return str(written)

    def digest_before(self, index: int) -> str | None:
        """The digest that a record had before a correction; None where it had none."""
        correction = self.corrections[index]
        record_id = _record_of(correction)
        earlier_ones = self.corrections[:index]
        for earlier in reversed(earlier_ones):
            if _record_of(earlier) == record_id:
                return _as_text_if_any(earlier, "after")
        return self.records.get(record_id)


def _record_of(correction: Data) -> str:
    """The id of the record that a correction is of."""
    record_id = correction.get("record")
    return str(record_id)


def _as_text_if_any(data: Data, name: str) -> str | None:
    """What stands under a name, as text, of whatever type it is; None where nothing does."""
    value = data.get(name)
    if value is None:
        return None
    return str(value)


def seals_in(ledger: Ledger) -> tuple[Seal, ...]:
    """The seals of a ledger, by day; also those of snapshots that hold no record, or whose id another file has."""
    return seals_of(ledger.snapshots, ledger.unfit)


def seals_of(snapshots: Iterable[Record], unfit: Mapping[str, Plain]) -> tuple[Seal, ...]:
    """The seals of a ledger whose files are told one by one, by day.

    Args:
        snapshots: its snapshots.
        unfit: by path, the data of files that hold no record: a snapshot among them may have a seal.
    """
    files: list[SnapshotFile] = []
    for record in snapshots:
        file = SnapshotFile(record.id, record.path, record.data)
        files.append(file)
    for path, data in unfit.items():
        if not path.startswith(_SNAPSHOTS):
            continue
        file_path = PurePosixPath(path)
        file = SnapshotFile(file_path.stem, path, data)
        files.append(file)
    return seals_in_files(files)


_SNAPSHOTS = f"ledger/{Collection.SNAPSHOTS}/"


def seals_in_files(files: Iterable[SnapshotFile]) -> tuple[Seal, ...]:
    """The seals in the files of snapshots, by day."""
    sealed: list[Seal] = []
    for file in files:
        seal = seal_in(file)
        if seal is not None:
            sealed.append(seal)
    sealed.sort(key=lambda seal: (seal.day, seal.id))
    return tuple(sealed)


def seal_in(file: SnapshotFile) -> Seal | None:
    """The seal in a file, where it has one. What has no day that can be read can hold none."""
    data = file.data
    if not isinstance(data, dict):
        return None
    if "seal" not in data:
        return None
    day = day_of_snapshot(data)
    if day is None:
        return None
    return Seal(file.id, file.path, day, data)


def digest_of_seal(day: Plain, records: Plain, previous: Plain, time_zone: Plain = None) -> str:
    """The digest over a seal: its date, its records' digests, and what it has of the seal before and the time zone."""
    whole: dict[str, Plain] = {
        "date": day,
        "records": records,
        "previous": previous,
        "time-zone": time_zone,
    }
    return _digest_of_all(_without_empty(whole))


def _without_empty(data: Data) -> dict[str, Plain]:
    """Data without the properties of which there is nothing to say."""
    return {name: value for name, value in data.items() if value is not None}


def _digest_of_all(data: Data) -> str:
    """The digest of data as it stands, of whatever day its parts are."""
    texts = as_text(data, date.max)
    return digest(texts)


def digest_of_correction(correction: Data) -> str:
    """The digest over a correction, the digest that it follows among what it says."""
    without_own = dict(correction)
    without_own.pop("digest", None)
    return _digest_of_all(without_own)


def new_seal(
    records: Mapping[str, str], day: date, before: Seal | None, time_zone: str | None = None
) -> dict[str, Plain]:
    """The data of a new seal.

    Args:
        records: by id, the digest of what is sealed of each record.
        day: the day that is sealed.
        before: the seal that it follows; None where it is the first.
        time_zone: in which the ledger is kept.
    """
    digests = dict(records)
    previous = None
    if before is not None:
        previous = {"snapshot": before.id, "digest": before.digest}
    written_day = day.isoformat()
    digest_of_all = digest_of_seal(written_day, digests, previous, time_zone)
    whole: dict[str, Plain] = {
        "previous": previous,
        "digest": digest_of_all,
        "time-zone": time_zone or None,
        "records": digests,
    }
    return _without_empty(whole)


def new_correction(
    seal: Seal,
    record_id: str,
    kind: CorrectionKind,
    after: str | None,
    reason: str,
    source: list[str],
    decision: str | None,
) -> dict[str, Plain]:
    """The data of a new correction, to follow those that the seal has.

    Args:
        seal: the seal, with its corrections.
        record_id: of the record that is corrected.
        kind: what sort of correction it is.
        after: the digest of what the record says now; None where it says nothing any more.
        reason: why it is corrected.
        source: the citations that it rests on.
        decision: the id of the decision that it rests on.
    """
    citations = _as_written(source)
    whole: dict[str, Plain] = {
        "record": record_id,
        "kind": kind,
        "before": seal.expected.get(record_id),
        "after": after,
        "reason": reason,
        "source": citations,
        "decision": decision,
        "previous": seal.last_digest,
    }
    correction = _without_empty(whole)
    correction["digest"] = digest_of_correction(correction)
    return correction


def made_anew_behind(seal: Seal, correction: Data) -> dict[str, Plain]:
    """The same correction, made anew to follow those that the seal has."""
    record_id = _record_of(correction)
    before = seal.expected.get(record_id)
    whole = dict(correction)
    whole["before"] = before
    whole["previous"] = seal.last_digest
    had_before = "before" in correction
    if before is not None and not had_before:
        # It comes behind the others now; it is to stand where `new_correction` puts it.
        in_order = dict.fromkeys(["record", "kind", "before", *correction])
        whole = {name: whole[name] for name in in_order if name in whole}
    anew = _without_empty(whole)
    anew["digest"] = digest_of_correction(anew)
    return anew


def corrected_anew(seal: Seal, correction: Data, after: str | None) -> dict[str, Plain]:
    """A correction behind those that the seal has: as it is where it follows them already, else made anew.

    Args:
        seal: the seal, with the corrections before.
        correction: the correction.
        after: the digest that the record has now, where that is another.
    """
    whole = dict(correction)
    if after is not None and after != correction.get("after"):
        whole["after"] = after
    elif correction.get("previous") == seal.last_digest:
        return whole
    return made_anew_behind(seal, whole)


def _as_written(source: list[str]) -> Plain:
    """Citations as a file has them: one alone is no list."""
    if not source:
        return None
    if len(source) == 1:
        return source[0]
    return source


def correction_kind(*, known: bool, after: Plain, old: Plain = None) -> CorrectionKind:
    """What sort of correction it is that a record needs.

    Args:
        known: whether the seal or a correction has the record.
        after: what would be sealed of it now; None where it was withdrawn or is gone.
        old: what was sealed of it, where that is known.
    """
    if after is None:
        return "withdrawn"
    if not known:
        return "late"
    if old is None:
        return "amended"
    only_adds = within(old, after)
    if not only_adds:
        return "amended"
    return "late"
