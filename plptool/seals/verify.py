"""Whether a seal holds: every record that it has, beside the file that answers for it now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plptool.model.records import Json, as_list
from plptool.seals.canonical import digest, sealed
from plptool.seals.chain import Seal
from plptool.timeline.beginnings import DATELESS
from plptool.timeline.resolution import answering


@dataclass(frozen=True, slots=True)
class DigestedFile:
    """A file with what would be sealed of it, as digests: it is what a seal is held against."""

    path: str
    collection: str
    stem: str
    """What the file is called."""
    id: str | None
    """What it says that it is called; None where it does not say so."""
    formerly: tuple[str, ...]
    legible: bool
    """Whether a record can be read from it."""
    since: str | None
    """The day from which it is sealed; None where it is not a record, or withdrawn, or that day never comes."""
    digests: Mapping[str, tuple[str | None, ...]]
    """By day: of what is sealed of it, as seals are made now, and then as they were made once; None where it was
    withdrawn."""

    @classmethod
    def of(
        cls, path: str, data: Json, days: Iterable[date], began: date | None, *, legible: bool = True
    ) -> "DigestedFile":
        collection, stem = path.split("/")[-2], path.rpartition("/")[2].rpartition(".")[0]
        digests = {day.isoformat(): digests_of(data, collection, day) for day in days}
        held = data if isinstance(data, dict) else {}
        named = held.get("id")
        former = tuple(str(one) for one in as_list(held.get("formerly")) if not isinstance(one, dict | list))
        first = None if began is None or "withdrawn" in held else began.isoformat()
        return cls(path, collection, stem, None if named is None else str(named), former, legible, first, digests)


def digests_of(data: Json, collection: str, day: date) -> tuple[str | None, ...]:
    """The digests that a seal of the day may have of data: the one that seals have now, then those they had once.

    Once, events of which nothing was left by the day stood there as an empty list. They may have been removed since,
    which says nothing else of the day.
    """
    part = sealed(data, collection, day)
    if part is None:
        return (None,)
    forms = [part]
    once = sealed(data, collection, day, emptied=True)
    if once != part:
        forms.append(once)
    if isinstance(data, dict) and "events" not in data:
        forms.append({collection: {**once[collection], "events": []}})
    return tuple(digest(form) for form in forms)


@dataclass(frozen=True, slots=True)
class ComparedRecord:
    """A sealed record and what the ledger has of it now."""

    id: str
    expected: str | None
    """The digest that it must have; None where a correction says that it says nothing any more."""
    present: DigestedFile | None
    """The file that answers for it."""

    def holds(self, day: date) -> bool:
        if self.present is None:
            return self.expected is None
        return self.expected in self.present.digests.get(day.isoformat(), ())


def compare_seal(
    seal_: Seal, files: Iterable[DigestedFile], among: Collection[str] | None = None
) -> tuple[list[ComparedRecord], list[DigestedFile]]:
    """Each record that a seal has, beside its file; and the records that hold by its day and that it does not have.

    Which file answers for a record, `resolution` says.

    Args:
        seal_: the seal, with its corrections.
        files: the ledger's files.
        among: only these records are compared, and none is looked for that the seal does not have.
    """
    files = list(files)
    day = seal_.day.isoformat()
    there = answering(files)
    wanted = seal_.expected if among is None else [one for one in among if one in seal_.expected]
    found = [ComparedRecord(key, seal_.expected[key], there.get(key)) for key in wanted]
    if among is not None:
        return found, []
    covered = {one.present.path for one in found if one.present}
    late = [
        one
        for one in files
        if one.since is not None
        and one.since <= day
        and one.collection not in DATELESS
        and one.path not in covered
        and there.get(one.id or one.stem) is one  # a second file of an id holds nothing that anybody is told
    ]
    return found, late
