"""Whether a seal holds: every record that it has, beside the file that answers for it now.

Whoever asks makes a `DigestedFile` of each file of the ledger, and `compare_seal` holds a seal against them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plptool.model.plain import Plain, as_list, part
from plptool.seals.canonical import digest, sealed_part
from plptool.seals.chain import Seal
from plptool.timeline.beginnings import ALWAYS_THERE
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
    """The day from which it is sealed, ISO, as the cache keeps it; None where it is not a record, or withdrawn, or that
    day never comes."""
    digests: Mapping[str, tuple[str | None, ...]]
    """By day: of what is sealed of it, as seals are made now, and then as they were made once; None where it was
    withdrawn."""

    @classmethod
    def of(
        cls, path: str, data: Plain, days: Iterable[date], began: date | None, *, legible: bool = True
    ) -> "DigestedFile":
        """A file by its path and what it parses to.

        Args:
            path: relative to the folder that holds `ledger/`.
            data: what it parses to, whether or not that fits a schema.
            days: those of the seals that it is to be held against.
            began: the day from which its record holds; None where it holds none, or never does.
            legible: whether a record can be read from it.
        """
        folder, _, file_name = path.rpartition("/")
        _, _, collection = folder.rpartition("/")
        stem, _, _ = file_name.rpartition(".")
        digests = {day.isoformat(): digests_of(data, collection, day) for day in days}
        properties = data if isinstance(data, dict) else {}
        key = properties.get("id")
        former = as_list(properties.get("formerly"))
        former_ids = [str(name) for name in former if not isinstance(name, dict | list)]
        since = None
        if began is not None and "withdrawn" not in properties:
            since = began.isoformat()
        return cls(
            path=path,
            collection=collection,
            stem=stem,
            id=None if key is None else str(key),
            formerly=tuple(former_ids),
            legible=legible,
            since=since,
            digests=digests,
        )


def digests_of(data: Plain, collection: str, day: date) -> tuple[str | None, ...]:
    """The digests that a seal of the day may have of data: the one that seals have now, then those they had once.

    Once, events of which nothing was left by the day stood there as an empty list. They may have been removed since,
    which says nothing else of the day.
    """
    form = sealed_part(data, collection, day)
    once = sealed_part(data, collection, day, emptied=True)
    if form is None or once is None:
        return (None,)
    forms = [form]
    if once != form:
        forms.append(once)
    if isinstance(data, dict) and "events" not in data:
        properties = part(once, collection)
        with_empty_events = {**properties, "events": []}
        forms.append({collection: with_empty_events})
    return tuple(map(digest, forms))


@dataclass(frozen=True, slots=True)
class ComparedRecord:
    """A sealed record and what the ledger has of it now."""

    id: str
    expected: str | None
    """The digest that it must have; None where a correction says that it says nothing any more."""
    present: DigestedFile | None
    """The file that answers for it."""

    def holds(self, day: date) -> bool:
        """Whether the file has what was sealed of the record on the day, or what a correction said since."""
        if self.present is None:
            return self.expected is None
        digests = self.present.digests.get(day.isoformat(), ())
        return self.expected in digests


def compare_seal(
    seal: Seal, files: Iterable[DigestedFile], among: Collection[str] | None = None
) -> tuple[list[ComparedRecord], list[DigestedFile]]:
    """Each record that a seal has, beside its file; and the records that hold by its day and that it does not have.

    Which file answers for a record, `resolution` says.

    Args:
        seal: the seal, with its corrections.
        files: the ledger's files.
        among: only these records are compared, and none is looked for that the seal does not have.
    """
    files = list(files)
    by_id = answering(files)
    if among is not None:
        sealed_among = [key for key in among if key in seal.expected]
        return [_compared(seal, key, by_id) for key in sealed_among], []
    compared = [_compared(seal, key, by_id) for key in seal.expected]
    covered = {record.present.path for record in compared if record.present}
    not_sealed = []
    for file in files:
        if file.path in covered:
            continue
        if _should_be_sealed(file, seal.day, by_id):
            not_sealed.append(file)
    return compared, not_sealed


def _compared(seal: Seal, key: str, by_id: Mapping[str, DigestedFile]) -> ComparedRecord:
    expected = seal.expected[key]
    return ComparedRecord(key, expected, by_id.get(key))


def _should_be_sealed(file: DigestedFile, day: date, by_id: Mapping[str, DigestedFile]) -> bool:
    """Whether a file holds a record of that day. A second file of an id holds nothing that anybody is told."""
    if file.since is None or file.since > day.isoformat():
        return False
    if file.collection in ALWAYS_THERE:
        return False
    key = file.id or file.stem
    return by_id.get(key) is file
