"""Whether a seal holds: every record that it has, beside the file that answers for it now.

Whoever asks makes a `DigestedFile` of each file of the ledger, and `compare_seal` holds a seal against them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from plptool.model.plain import Data, Plain, as_list, part
from plptool.seals.canonical import digest, sealed_part
from plptool.seals.chain import Seal
from plptool.timeline.beginnings import ALWAYS_THERE
from plptool.timeline.resolution import answering

Digests: TypeAlias = tuple[str | None, ...]
"""Of data, as seals are made now, and then in each form in which they were made once; None of what was withdrawn."""


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
    digests: Mapping[str, Digests]
    """By day: of what is sealed of it."""

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
        digests: dict[str, Digests] = {}
        for day in days:
            written_day = day.isoformat()
            digests[written_day] = digests_of(data, collection, day)
        properties: Data = {}
        if isinstance(data, dict):
            properties = data
        record_id = properties.get("id")
        if record_id is not None:
            record_id = str(record_id)
        former_ids: list[str] = []
        former = properties.get("formerly")
        for name in as_list(former):
            if isinstance(name, dict | list):
                continue
            former_id = str(name)
            former_ids.append(former_id)
        since = None
        is_withdrawn = "withdrawn" in properties
        if began is not None and not is_withdrawn:
            since = began.isoformat()
        return cls(
            path=path,
            collection=collection,
            stem=stem,
            id=record_id,
            formerly=tuple(former_ids),
            legible=legible,
            since=since,
            digests=digests,
        )


def digests_of(data: Plain, collection: str, day: date) -> Digests:
    """The digests that a seal of the day may have of data: the one that seals have now, then those they had once.

    Once, a list of which nothing was left by the day stood there as an empty one: that is the second form. Events that
    were all later may have been removed since, so that there is no list at all, which says nothing else of the day:
    with an empty one in their place it is the third.
    """
    now = sealed_part(data, collection, day)
    once = sealed_part(data, collection, day, with_empty_lists=True)
    if now is None or once is None:
        return (None,)
    forms = [now]
    if once != now:
        forms.append(once)
    if _has_no_events(data):
        properties = part(once, collection)
        with_empty_events: Data = {**properties, "events": []}
        before_removal: dict[str, Plain] = {collection: with_empty_events}
        forms.append(before_removal)
    digests = map(digest, forms)
    return tuple(digests)


def _has_no_events(data: Plain) -> bool:
    """Whether a mapping has no list of events, be it empty."""
    if not isinstance(data, dict):
        return False
    return "events" not in data


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
        written_day = day.isoformat()
        digests = self.present.digests.get(written_day, ())
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
        sealed_among = [record_id for record_id in among if record_id in seal.expected]
        compared = _compared(seal, sealed_among, by_id)
        return compared, []
    compared = _compared(seal, seal.expected, by_id)
    covered: set[str] = set()
    for record in compared:
        answering_file = record.present
        if answering_file:
            covered.add(answering_file.path)
    not_sealed = []
    for file in files:
        if file.path in covered:
            continue
        if _should_be_sealed(file, seal.day, by_id):
            not_sealed.append(file)
    return compared, not_sealed


def _compared(seal: Seal, ids: Iterable[str], by_id: Mapping[str, DigestedFile]) -> list[ComparedRecord]:
    """These records of a seal, each beside the file that answers for it."""
    compared = []
    for record_id in ids:
        record = ComparedRecord(
            id=record_id,
            expected=seal.expected[record_id],
            present=by_id.get(record_id),
        )
        compared.append(record)
    return compared


def _should_be_sealed(file: DigestedFile, day: date, by_id: Mapping[str, DigestedFile]) -> bool:
    """Whether a file holds a record of that day. A second file of an id holds nothing that anybody is told."""
    if file.since is None:
        return False
    written_day = day.isoformat()
    if file.since > written_day:
        return False
    if file.collection in ALWAYS_THERE:
        return False
    record_id = file.id or file.stem
    answering_file = by_id.get(record_id)
    return answering_file is file
