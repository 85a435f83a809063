"""Whether a seal holds: every record that it has, beside the file that answers for it now."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plptool.model.records import Json, as_list
from plptool.seals.canonical import digest, sealed
from plptool.seals.chain import Seal
from plptool.timeline.beginnings import THROUGHOUT


@dataclass(frozen=True, slots=True)
class Stood:
    """What a file has to say to the ledger's seals."""

    path: str
    collection: str
    stem: str
    """What the file is called."""
    id: str | None
    """What it says that it is called; None where that is no text."""
    formerly: tuple[str, ...]
    since: str | None
    """The day from which it is sealed; None where it is not a record, or withdrawn, or that day never comes."""
    digests: Mapping[str, str | None]
    """By day: of what is sealed of it; None where it was withdrawn."""

    @classmethod
    def of(cls, path: str, data: Json, days: Iterable[date], began: date | None) -> "Stood":
        collection, stem = path.split("/")[-2], path.rpartition("/")[2].rpartition(".")[0]
        parts = ((day, sealed(data, collection, day)) for day in days)
        digests = {day.isoformat(): None if part is None else digest(part) for day, part in parts}
        held = data if isinstance(data, dict) else {}
        named = held.get("id")
        former = tuple(str(one) for one in as_list(held.get("formerly")) if not isinstance(one, dict | list))
        first = None if began is None or "withdrawn" in held else began.isoformat()
        return cls(path, collection, stem, None if named is None else str(named), former, first, digests)


@dataclass(frozen=True, slots=True)
class Compared:
    """A sealed record and what the ledger has of it now."""

    id: str
    expected: str | None
    """The digest that it must have; None where a correction says that it says nothing any more."""
    present: Stood | None
    """The file that answers for it."""

    def holds(self, day: date) -> bool:
        if self.present is None:
            return self.expected is None
        return self.present.digests.get(day.isoformat()) == self.expected


_NAMES: tuple[Callable[[Stood], tuple[str | None, ...]], ...] = (
    lambda one: one.formerly,
    lambda one: (one.id,),
    lambda one: (one.stem,),
)
"""What makes a file answer for a record, the last word last."""


def compare(
    seal_: Seal, stood: Iterable[Stood], among: Collection[str] | None = None
) -> tuple[list[Compared], list[Stood]]:
    """Every record (of these) that a seal or its corrections have, and the records that they should have and do not.

    The file that is called as the record answers for it, else one that says that it is the record, else one that says
    that it was called so; of several that with the right content.
    """
    files = list(stood)
    day = seal_.day.isoformat()
    candidates: dict[str | None, list[Stood]] = {}
    for names in _NAMES:
        nearer: dict[str | None, list[Stood]] = {}
        for one in files:
            for key in names(one):
                nearer.setdefault(key, []).append(one)
        candidates |= nearer
    found = []
    for key in seal_.expected if among is None else [one for one in among if one in seal_.expected]:
        expected = seal_.expected[key]
        answering = sorted(candidates.get(key, ()), key=lambda one: (one.digests.get(day) != expected, one.path))
        found.append(Compared(key, expected, answering[0] if answering else None))
    covered = {one.present.path for one in found if one.present}
    late = [
        one
        for one in files
        if one.path not in covered and one.collection not in THROUGHOUT and one.since is not None and one.since <= day
    ]
    return found, late
