"""Which file answers for an id, what goes on under another id, and which ids a day's seals have.

An id stands once in a ledger. Where it does not (which is an error that nothing acknowledges), the same file answers to
everybody: to who reads the ledger, to the seals, to a comparison with what was there before. What a file says has no
part in the choice, least of all whether it says what was sealed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from plptool.model.collections import Collection
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Record
from plptool.model.references import CITING, IDS


class Claimant(Protocol):
    """A file, as far as it says whose record it holds."""

    @property
    def path(self) -> str: ...
    @property
    def stem(self) -> str:
        """What the file is called."""

    @property
    def id(self) -> str | None:
        """What it says that its record is called; None where it does not say so."""

    @property
    def legible(self) -> bool:
        """Whether a record can be read from it, as it fits its schema."""

    @property
    def formerly(self) -> tuple[str, ...]:
        """What it says that its record was called before."""


File = TypeVar("File", bound=Claimant)


def precedence(file: Claimant) -> tuple[bool, bool, str]:
    """The least of several files that say the same id answers for it: the one that is called so, else the first.

    One that fits no schema answers for none that another file can be read for.
    """
    return not file.legible, file.stem != file.id, file.path


def answering(files: Iterable[File]) -> dict[str, File]:
    """By id, the file that answers for it.

    That is the one that says so. Where none does, it is one that is called so and says another id, or none that can be
    read: it is the record's file, with a mistake in it. Where there is none either, it is one that says that it was
    called so.
    """
    weakest_first = sorted(files, key=precedence, reverse=True)
    by_id: dict[str, File] = {}  # the weakest claim first: a stronger one takes its place
    for file in weakest_first:
        by_id.update(dict.fromkeys(file.formerly, file))
    for file in weakest_first:
        by_id[file.stem] = file
    for file in weakest_first:
        if file.id is not None:
            by_id[file.id] = file
    return by_id


def originals(records: Iterable[Record]) -> tuple[dict[str, Record], list[Record]]:
    """By id, the record that has it; and the duplicates, which say an id that another record has.

    Those that have their ids stand in the order in which their files would be if these were called after them, so that
    what files are called decides no answer.
    """
    by_id: dict[str, Record] = {}
    duplicates: list[Record] = []
    for record in sorted(records, key=precedence):
        if record.id in by_id:
            duplicates.append(record)
        else:
            by_id[record.id] = record
    in_order = sorted(by_id.values(), key=lambda record: f"{record.collection}/{record.id}.yaml")
    return {record.id: record for record in in_order}, duplicates


def by_collection(records: Mapping[str, Record]) -> dict[str, dict[str, Record]]:
    """Records by id, those of each collection apart; a collection that has none is there too."""
    collections: dict[str, dict[str, Record]] = {collection: {} for collection in Collection}
    for record_id, record in records.items():
        collections[record.collection][record_id] = record
    return collections


@dataclass(frozen=True, slots=True)
class Renames:
    """What a change calls otherwise."""

    present_ids: Mapping[str, str]
    """By the id that a record had, the one that it has."""
    unfounded: tuple[tuple[Record, str], ...]
    """Records that say that they had an id, and may not: it is another's, or was never theirs."""


def renames(before: Mapping[str, Record], after: Mapping[str, Record]) -> Renames:
    """Which records of one ledger go on in another under another id.

    A record goes on as the one that says `formerly`, if

    - nobody has the id that it had any more,
    - no other record says the same `formerly`,
    - the two are of one collection, and
    - the one that says so is new: before, there was no record of its present id.

    Whoever else says `formerly` is not the record that it names, and that one is told as gone.

    A renaming that is undone is a renaming too: what said `formerly` before is gone, and there is a record again of the
    id that it named.

    Args:
        before: by id, the records of what a change builds on.
        after: by id, the records with the change.
    """
    present_ids: dict[str, str] = {}
    unfounded: list[tuple[Record, str]] = []
    for former, claimants in _new_claims(before, after).items():
        for record in claimants:
            is_free = former not in after and len(claimants) == 1
            if is_free and _may_go_on_as(before.get(former), record, before):
                present_ids[former] = record.id
            else:
                unfounded.append((record, former))
    undone = dict(_undone(before, after))
    # What went on under a new id did not come back under its old one.
    return Renames({**undone, **present_ids}, tuple(unfounded))


def _new_claims(before: Mapping[str, Record], after: Mapping[str, Record]) -> dict[str, list[Record]]:
    """By a former id, the records that say it now and did not say it before."""
    claims: dict[str, list[Record]] = {}
    for record in after.values():
        claimed_before: set[str] = set()
        # Under whichever of its ids it was there before: what is renamed for a second time says two.
        for own_id in (record.id, *record.formerly):
            if own_id in before:
                claimed_before.update(before[own_id].formerly)
        for former in dict.fromkeys(record.formerly):
            if former not in claimed_before:
                claims.setdefault(former, []).append(record)
    return claims


def _may_go_on_as(old: Record | None, record: Record, before: Mapping[str, Record]) -> bool:
    """Whether there was such a record in the same collection, and the other is new."""
    if old is None or old.collection != record.collection:
        return False
    return record.id not in before


def _undone(before: Mapping[str, Record], after: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    """Of each renaming that is undone, the id before the change, and the older one which is its id again.

    The mirror image of `renames`: what is asked there of the records after the change is asked here of those before.
    """
    claims: Counter[str] = Counter()
    for record in before.values():
        claims.update(set(record.formerly))
    for record in before.values():
        if record.id in after:
            continue
        for former in record.formerly:
            was_free = former not in before and claims[former] == 1
            come_back = after.get(former)
            if was_free and come_back is not None and come_back.collection is record.collection:
                yield record.id, former
                break


# References that have a former id


def present_ids(records: Mapping[str, Record]) -> dict[str, str]:
    """By each id that a record had before, the one that it has: references may go on naming it by that.

    Not by one that another record has, nor by one that two say they had: nobody can say which is meant (PLP312).

    Args:
        records: by id, those of a ledger.
    """
    claims: dict[str, set[str]] = {}
    for record in records.values():
        for former in record.formerly:
            claims.setdefault(former, set()).add(record.id)
    return {
        former: claimants.pop() for former, claimants in claims.items() if len(claimants) == 1 and former not in records
    }


def in_present_ids(record: Record, present: Mapping[str, str]) -> Record:
    """A record that names others by the ids that they have now; itself, where it names none by a former id.

    What is sealed of it is what it says: whoever takes its digest asks the record as it was written.

    Args:
        record: as it was written.
        present: what `present_ids` says of its ledger.
    """
    if not present:  # nearly always
        return record
    data = _resolved(record.data, present)
    return record if data == record.data else replace(record, data=data)


_UNRESOLVED = frozenset({"seal", "corrections", "written", "formerly", "id"})
"""Properties in which no id of another record stands, whatever it looks like; and corrections, which have digests."""


def _resolved(data: Data, present: Mapping[str, str]) -> dict[str, Plain]:
    field = data.get("field")
    resolved: dict[str, Plain] = {}
    for name, value in data.items():
        if name in _UNRESOLVED:
            resolved[name] = value
        elif name == "claims":  # values of the field on which sources disagree
            resolved[name] = [_resolved_value("value", entry, present, str(field)) for entry in as_list(value)]
        elif name == "known":
            resolved[name] = [_acknowledgement(entry, present) for entry in as_list(value)]
        elif name == "listed" and isinstance(value, dict):
            resolved[name] = {present.get(key, key): number for key, number in value.items()}
        else:
            resolved[name] = _resolved_value(name, value, present)
    return resolved


def _resolved_value(name: str, value: Plain, present: Mapping[str, str], field: str = "") -> Plain:
    """The value of a property, by its name; of a claim, by that of the field that it is about."""
    if isinstance(value, dict) and name in CITING:  # citations field by field
        return {key: _resolved_value(name, cited, present) for key, cited in value.items()}
    if isinstance(value, dict):
        resolved = _resolved(value, present)
        if field.rpartition(".")[2] in IDS and "value" in value:
            resolved["value"] = _resolved_value(field.rpartition(".")[2], value["value"], present)
        return resolved
    if isinstance(value, list):
        return [_resolved_value(name, entry, present) for entry in value]
    if not isinstance(value, str):
        return value
    if name in IDS:
        return present.get(value, value)
    if name in CITING:
        source, mark, lines = value.partition("#")
        return f"{present.get(source, source)}{mark}{lines}"
    return value


def _acknowledgement(entry: Plain, present: Mapping[str, str]) -> Plain:
    """An entry of `known`, whose value may have ids among its words."""
    if not isinstance(entry, dict):
        return entry
    words = str(entry.get("value", "")).split(" ")
    value = " ".join(present.get(word, word) for word in words)
    resolved = _resolved(entry, present)
    return resolved if value == str(entry.get("value", "")) else {**resolved, "value": value}


def day_of_snapshot(snapshot: Data) -> date | None:
    """The day of a snapshot, whether or not it fits its schema."""
    written = str(snapshot.get("date"))
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def days_sealed_in(snapshots: Iterable[Plain]) -> list[date]:
    """The days that are sealed, in order.

    Args:
        snapshots: what the files of snapshots hold, whether or not it fits their schema.
    """
    days: set[date] = set()
    for data in snapshots:
        if not isinstance(data, dict) or "seal" not in data:
            continue
        day = day_of_snapshot(data)
        if day is not None:
            days.add(day)
    return sorted(days)


def ids_sealed_on(snapshots: Iterable[Plain], day: date) -> frozenset[str] | None:
    """The ids that the seals of a day have, those of later corrections among them; None where the day is not sealed.

    Args:
        snapshots: what the files of snapshots hold, whether or not it fits their schema.
        day: the day.
    """
    ids: set[str] = set()
    is_sealed = False
    for data in snapshots:
        if not isinstance(data, dict) or "seal" not in data or day_of_snapshot(data) != day:
            continue
        is_sealed = True
        seal = data["seal"]
        records = seal.get("records") if isinstance(seal, dict) else None
        if isinstance(records, dict):
            ids.update(map(str, records))
        for correction in as_list(data.get("corrections")):
            if isinstance(correction, dict):
                ids.add(str(correction.get("record")))
    return frozenset(ids) if is_sealed else None
