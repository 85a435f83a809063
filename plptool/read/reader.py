"""A tree to records by id, and the findings of loading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from time import time

from plptool.model import personal_numbers as privacy
from plptool.model.collections import COLLECTIONS, MANIFEST, Collection
from plptool.model.country import SWEDEN
from plptool.model.findings import Finding, Message
from plptool.model.plain import Data, Plain, text
from plptool.model.ports import Entry, Tree
from plptool.model.records import Record
from plptool.read.cache import Cache, blob_id
from plptool.read.files import read_file
from plptool.read.migrations import FORMAT
from plptool.read.record import read_data
from plptool.read.worktree import alias, reserved

Memory = dict[tuple[str, str], dict[str, Plain]]
"""The data of records that loaded without a finding, by blob id and collection."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file that lies where a record lies."""

    entry: Entry
    collection: Collection
    stem: str
    """What it is called, without `.yaml`: the id that the record should have."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of reading a file that lies where a record lies."""

    path: str
    stem: str
    record: Record | None
    """None where it holds none."""
    findings: list[Finding]
    is_unfit: bool
    """Whether it parsed, and is no record."""
    data: Plain
    """What it says then; a seal still knows what of it was sealed."""
    called: str | None
    """What it says then that its record is called."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a ledger, but for its manifest: whoever reads that tells of it."""

    files: list[RecordFile]
    """Those that should be records."""
    faults: list[Finding]
    """What is told of those that cannot be."""
    broken: set[str]
    """What these are called."""


def listing(entries: list[Entry]) -> Listing:
    """The files of a ledger, apart from those that cannot be records."""
    files: list[RecordFile] = []
    findings: list[Finding] = []
    broken: set[str] = set()
    paths: dict[str, str] = {}
    inner_ledgers: set[str] = set()
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):
            continue
        stray = _stray(entry, paths)
        parts = entry.path.split("/")
        inner = _inner_ledger(parts)
        if privacy.find(entry.path):
            masked = privacy.mask(entry.path)
            findings.append(Finding("PLP901", "error", _NAMED, masked, hint=_RENAME))
        elif inner is not None:
            if inner not in inner_ledgers:
                inner_ledgers.add(inner)
                findings.append(Finding("PLP108", "error", _not_read(inner), inner, hint=_MOVE))
        elif stray is None:
            _, folder, name = parts
            files.append(RecordFile(entry, COLLECTIONS[folder], name.removesuffix(".yaml")))
            continue
        elif parts[-1].startswith("."):  # editors' and systems' own files
            continue
        else:
            hint = _where_it_belongs(PurePosixPath(entry.path))
            findings.append(Finding("PLP108", "error", stray, entry.path, hint=hint))
        stem = PurePosixPath(entry.path).stem
        broken.add(stem)
    return Listing(files, findings, broken)


def _stray(entry: Entry, paths: dict[str, str]) -> Message | None:
    """Why a file is no record, whatever is in it; None where it may be one.

    Args:
        entry: the file.
        paths: of those that may be records, by what some systems take for the same; this one's is added.
    """
    if entry.oddity is not None:
        return entry.oddity
    parts = entry.path.split("/")
    name = parts[-1]
    if len(parts) != 3 or parts[1] not in COLLECTIONS:
        return Message("it lies where no record lies")
    if not name.endswith(".yaml") or name == ".yaml":
        return Message("its name does not end in .yaml")
    other = paths.setdefault(alias(entry.path), entry.path)
    if other != entry.path:
        return Message("other systems take its name for `{other}`", {"other": other})
    if reserved(name):
        return Message("Windows can have no file of this name")
    return None


class Reader:
    """Reads records, and what it has read before it takes from the cache.

    Args:
        tree: where the ledger lies.
        cache: what earlier runs have read.
        memory: what this run has read, also of other trees; without it, nothing is held that was read once.
    """

    def __init__(self, tree: Tree, cache: Cache | None, memory: Memory | None = None) -> None:
        self.tree = tree
        self.cache = cache
        self.memory = memory
        self.format = FORMAT
        """In which the records are written, as the manifest says."""
        self.blobs: dict[str, str] = {}
        """The id of the bytes that were read, or would have been, of each file."""
        self.unfit: dict[str, Plain] = {}
        """By path: what parsed and is no record. A seal still knows what of it was sealed."""
        self._since = time() - _GRAIN
        self._stamps = cache.stamps(tree.root) if cache else {}
        self._new_stamps: list[tuple[str, str, str]] = []
        self._new_records: list[tuple[str, str, Data]] = []

    def known(self, entry: Entry) -> str | None:
        """The id of a file's bytes, where the tree knows it, or its stamp says that they have not changed."""
        if entry.blob:
            return entry.blob
        stamp, blob = self._stamps.get(entry.path, ("", ""))
        if not stamp or stamp != entry.stamp:
            return None
        return blob

    def blob(self, entry: Entry) -> str | None:
        """The id of a file's bytes, read where its stamp does not tell; None where it cannot be read."""
        blob = self.known(entry)
        if blob is not None:
            self.blobs[entry.path] = blob
            return blob
        content = read_file(self.tree, entry.path)
        if content.raw is None:
            return None
        return self.note(entry, content.raw, content.stamp)

    def note(self, entry: Entry, raw: bytes, stamp: str) -> str:
        """The id of bytes that were read, remembered; by the stamp too, where they are of the file that was listed."""
        blob = self.blobs[entry.path] = blob_id(raw)
        is_the_listed_one = stamp != "" and stamp == entry.stamp
        # What is young may change again under the same stamp.
        if is_the_listed_one and entry.changed < self._since:
            self._new_stamps.append((entry.path, stamp, blob))
        return blob

    def cached(self, entry: Entry, collection: str) -> dict[str, Plain] | None:
        """What the cache has of a file's data; None where it has nothing."""
        if not self.cache or entry.oddity is not None:
            return None
        return self._cached(self.blob(entry), collection)

    def remember(self, path: str, collection: str, data: Data) -> None:
        """Let the cache have data that was read without a finding."""
        blob = self.blobs.get(path)
        if blob is not None:
            self._new_records.append((blob, collection, data))

    def recall(self, files: Sequence[RecordFile]) -> None:
        """Take from the cache at once what is wanted next, as one by one is slower; the tree may fetch the rest."""
        if self.memory is None:
            return
        blobs = {file.entry.path: self.known(file.entry) or "" for file in files}
        if self.cache:
            known = {blob for blob, _ in self.memory}
            self.memory |= self.cache.records(set(blobs.values()) - known)
        known = {blob for blob, _ in self.memory}
        self.tree.foresee([path for path, blob in blobs.items() if blob not in known])

    def read(self, file: RecordFile) -> FileRead:
        """The record in a file, or else what is known of it."""
        record, findings = self.record(file)
        path = file.entry.path
        is_unfit = record is None and path in self.unfit
        data = self.unfit[path] if is_unfit else None
        return FileRead(path, file.stem, record, findings, is_unfit, data, self.called(path))

    def record(self, file: RecordFile) -> tuple[Record | None, list[Finding]]:
        """The record in a file, or what keeps it from being one."""
        entry = file.entry
        kind = self._kind(file.collection)
        blob = self.known(entry)
        data = self._cached(blob, kind)
        if data is None:
            content = read_file(self.tree, entry.path)
            raw = content.raw
            if raw is None:
                return None, content.faults
            if not entry.blob and self.cache:
                blob = self.note(entry, raw, content.stamp)
                data = self._cached(blob, kind)
            if data is None:
                return self._parsed(file, kind, raw, blob)
        if blob:
            self.blobs[entry.path] = blob
        return Record(text(data, "id"), file.collection, entry.path, data), []

    def _parsed(self, file: RecordFile, kind: str, raw: bytes, blob: str | None) -> tuple[Record | None, list[Finding]]:
        """The record that a file's bytes are, or what keeps them from being one."""
        path = file.entry.path
        if blob:
            self.blobs[path] = blob
        data, findings = read_data(raw, file.collection.schema, path, file.stem, self.format)
        if data is None:
            return None, findings
        if blob and not findings:
            if self.memory is not None:
                self.memory[blob, kind] = data
            self._new_records.append((blob, kind, data))
        has_error = any(finding.severity == "error" for finding in findings)
        if has_error:
            self.unfit[path] = data
            return None, findings
        record = Record(text(data, "id"), file.collection, path, data)
        return record, findings

    def called(self, path: str) -> str | None:
        """What a file says that its record is called, where that is none."""
        data = self.unfit.get(path)
        if not isinstance(data, dict):
            return None
        record_id = data.get("id")
        if not isinstance(record_id, str):
            return None
        return record_id

    def _kind(self, collection: str) -> str:
        """Under which name data is kept beside its blob id.

        What is read of an older format is other data; what is fine in one country has a personal number in another.
        """
        kind = collection
        if self.format != FORMAT:
            kind = f"{kind}@{self.format}"
        country = privacy.sought()
        return kind if country == SWEDEN else f"{kind} of {country}"

    def _cached(self, blob: str | None, kind: str) -> dict[str, Plain] | None:
        """What is known already of a record's data; None where nothing is."""
        if blob is None:
            return None
        if self.memory is not None and (blob, kind) in self.memory:
            return self.memory[blob, kind]
        if not self.cache:
            return None
        data = self.cache.record(blob, kind)
        if self.memory is not None and data is not None:
            self.memory[blob, kind] = data
        return data

    def keep(
        self, answer: tuple[str, Data] | None = None, examined: tuple[str, list[tuple[str, str, Data]]] = ("", [])
    ) -> None:
        """Put into the cache what is new, and what was worked out of it, under its key."""
        if not self.cache:
            return
        _, results = examined
        if self._new_stamps or self._new_records or answer or results:
            self.cache.keep(self.tree.root, self._new_stamps, self._new_records, answer, examined)
            self._new_stamps = []
            self._new_records = []


_GRAIN = 2.0
"""Seconds within which some file systems give two changes the same time."""
_STRAY = Message(
    "Records are files ledger/COLLECTION/ID.yaml; collections are {names}.", {"names": ", ".join(COLLECTIONS)}
)
_NAMED = Message("the name of the file holds a personal identity number")
_RENAME = Message("Rename it, and tell the data protection officer if it has been committed: git keeps what was there.")

_MOVE = Message("Move what belongs to this ledger to where it lies in ledger/, and remove the folder.")


def _not_read(folder: str) -> Message:
    return Message("no ledger lies in another: nothing in the folder `{folder}` is read", {"folder": folder})


def _inner_ledger(parts: Sequence[str]) -> str | None:
    """The folder within the ledger that looks like another, where a file lies in one."""
    *folders, _ = parts
    for depth, folder in enumerate(folders):
        if depth and alias(folder) == "ledger":
            return "/".join(folders[: depth + 1])
    return None


def _where_it_belongs(path: PurePosixPath) -> Message:
    """Where a stray file was probably meant to lie, or where records lie."""
    from difflib import get_close_matches

    if len(path.parts) != 3 or path.suffix.casefold() not in (".yaml", ".yml"):
        return _STRAY
    _, folder, _ = path.parts
    if folder in COLLECTIONS and path.suffix != ".yaml":
        name = f"{path.stem}.yaml"
        return Message("Call the file {name}.", {"name": name})
    for collection in get_close_matches(folder.casefold(), COLLECTIONS, n=1, cutoff=0.7):
        if collection != folder:
            return Message("Move the file to ledger/{folder}/.", {"folder": collection})
    return _STRAY
