"""What was closed stays as it was: the digests of what was effective by a day, and the two chains that they stand in.

Nothing here asks whether data fits a schema: a seal holds for whatever a file parses to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from plptool.model.records import Json, Record, as_list
from plptool.seals.canonical import as_text, digest
from plptool.timeline.compare import within

CorrectionKind = Literal["late", "amended", "withdrawn", "migration"]


@dataclass(frozen=True)
class Seal:
    """The seal of a snapshot, as its file has it: right or wrong."""

    id: str
    path: str
    day: date
    data: dict[str, Json] = field(repr=False)
    """The snapshot's data."""

    @cached_property
    def held(self) -> dict[str, Json]:
        seal = self.data["seal"]
        return seal if isinstance(seal, dict) else {}

    @property
    def digest(self) -> str:
        return str(self.held.get("digest"))

    @property
    def previous(self) -> tuple[str, str] | None:
        """The id and digest of the seal before it, where it names one."""
        said = self.held.get("previous")
        return (str(said.get("snapshot")), str(said.get("digest"))) if isinstance(said, dict) else None

    @property
    def time_zone(self) -> str | None:
        """The time zone in which the ledger was kept, where the seal says so: those that were made once do not."""
        said = self.held.get("time-zone")
        return None if said is None else str(said)

    @cached_property
    def records(self) -> dict[str, str]:
        """The digest of each record, as it was sealed."""
        held = self.held.get("records")
        return {str(key): str(value) for key, value in held.items()} if isinstance(held, dict) else {}

    @cached_property
    def corrections(self) -> list[dict[str, Json]]:
        return [one for one in as_list(self.data.get("corrections")) if isinstance(one, dict)]

    @cached_property
    def expected(self) -> dict[str, str | None]:
        """The digest that each record must have now: as sealed, and then as corrected; None where it says nothing."""
        found: dict[str, str | None] = dict(self.records)
        for one in self.corrections:
            after = one.get("after")
            found[str(one.get("record"))] = None if after is None else str(after)
        return found

    @property
    def last(self) -> str:
        """The digest that the next correction follows."""
        return str(self.corrections[-1].get("digest")) if self.corrections else self.digest

    def before(self, index: int) -> str | None:
        """The digest that a record had before a correction."""
        key = str(self.corrections[index].get("record"))
        earlier = [one for one in self.corrections[:index] if str(one.get("record")) == key]
        if not earlier:
            return self.records.get(key)
        return None if earlier[-1].get("after") is None else str(earlier[-1]["after"])


def seals(snapshots: Iterable[tuple[str, str, Json]]) -> tuple[Seal, ...]:
    """The seals among snapshots, by day. What has no day that can be read can hold none.

    Args:
        snapshots: the id, path and data of each, whether or not it fits its schema.
    """
    found = []
    for key, path, data in snapshots:
        if isinstance(data, dict) and "seal" in data:
            try:
                found.append(Seal(key, path, date.fromisoformat(str(data.get("date"))), data))
            except ValueError:
                continue
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


def seals_of(snapshots: Iterable[Record], unfit: Mapping[str, Json]) -> tuple[Seal, ...]:
    """The seals of a ledger, by day.

    Args:
        snapshots: its snapshots.
        unfit: by path, the data of files that hold no record: a snapshot among them may have a seal.
    """
    found = [(one.id, one.path, one.data) for one in snapshots]
    for path, data in unfit.items():
        if path.startswith("ledger/snapshots/"):
            found.append((path.rpartition("/")[2].rpartition(".")[0], path, data))
    return seals(found)


def digest_of_seal(day: Json, records: Json, previous: Json, time_zone: Json = None) -> str:
    """The digest over a seal: its date, its records' digests, and what it has of the seal before and the time zone."""
    whole = {"date": day, "records": records, "previous": previous, "time-zone": time_zone}
    return digest(as_text({key: value for key, value in whole.items() if value is not None}, date.max))


def digest_of_correction(correction: Mapping[str, Json]) -> str:
    """The digest over a correction, the digest that it follows among what it says."""
    return digest(as_text({key: value for key, value in correction.items() if key != "digest"}, date.max))


def seal(records: Mapping[str, str], day: date, before: Seal | None, time_zone: str | None = None) -> dict[str, Json]:
    """A new seal of records' digests, and of the time zone in which the ledger is kept."""
    previous = {"previous": {"snapshot": before.id, "digest": before.digest}} if before else {}
    total = digest_of_seal(day.isoformat(), dict(records), previous.get("previous"), time_zone)
    zone = {"time-zone": time_zone} if time_zone else {}
    return {**previous, "digest": total, **zone, "records": dict(records)}


def correction(
    seal_: Seal, key: str, kind: CorrectionKind, after: str | None, reason: str, source: list[str], decision: str | None
) -> dict[str, Json]:
    """A new correction, to follow those that the seal has."""
    before = seal_.expected.get(key)
    said = {
        "record": key,
        "kind": kind,
        "before": before,
        "after": after,
        "reason": reason,
        "source": source[0] if len(source) == 1 else source or None,
        "decision": decision,
        "previous": seal_.last,
    }
    entry = {name: value for name, value in said.items() if value is not None}
    return {**entry, "digest": digest_of_correction(entry)}


def kind_of(*, known: bool, after: Json, old: Json = None) -> CorrectionKind:
    """What sort of correction it is that a record needs.

    Args:
        known: whether the seal or a correction has the record.
        after: what would be sealed of it now; None where it was withdrawn or is gone.
        old: what was sealed of it, where that is known.
    """
    if after is None:
        return "withdrawn"
    return "late" if not known or (old is not None and within(old, after)) else "amended"
