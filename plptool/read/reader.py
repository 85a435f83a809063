"""A tree to records by id, and the findings of loading them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from time import time

from plptool.model import personal_numbers as privacy
from plptool.model.collections import COLLECTIONS, MANIFEST, Collection
from plptool.model.findings import Finding, Message
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json, Record
from plptool.read.cache import Cache, blob_id
from plptool.read.files import read_stamped
from plptool.read.migrations import FORMAT
from plptool.read.record import read_data
from plptool.read.worktree import alias, reserved

Memory = dict[tuple[str, str], Json]
"""The data of records that loaded without a finding, by blob id and collection."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A file that lies where a record lies."""

    entry: Entry
    collection: Collection
    stem: str


def listing(entries: list[Entry]) -> tuple[list[Slot], list[Finding], set[str]]:
    """The files that should be records, findings about those that cannot be, and these files' names."""
    slots: list[Slot] = []
    faults: list[Finding] = []
    broken: set[str] = set()
    folded: dict[str, str] = {}
    inner: set[str] = set()
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):  # told of by the manifest
            continue
        stray = entry.oddity
        collection, name = "", entry.path.rpartition("/")[2]
        stem, _, suffix = name.rpartition(".")
        parts = entry.path.split("/")
        if stray is None and (len(parts) != 3 or parts[1] not in COLLECTIONS):
            stray = Message("it lies where no record lies")
        elif stray is None and (suffix != "yaml" or not stem):
            stray = Message("its name does not end in .yaml")
        elif stray is None:
            collection = parts[1]
            other = folded.setdefault(alias(entry.path), entry.path)
            if other != entry.path:
                stray = Message("other systems take its name for `{other}`", {"other": other})
            elif reserved(name):
                stray = Message("Windows can have no file of this name")
        nested = _nested(parts)
        if privacy.find(entry.path):
            faults.append(Finding("PLP901", "error", _NAMED, privacy.mask(entry.path), hint=_RENAME))
            broken.add(PurePosixPath(entry.path).stem)
        elif nested:
            if nested not in inner:
                inner.add(nested)
                faults.append(Finding("PLP108", "error", _inner(nested), nested, hint=_MOVE))
            broken.add(PurePosixPath(entry.path).stem)
        elif stray is None:
            slots.append(Slot(entry, Collection(collection), stem))
        elif not name.startswith("."):
            hint = _belongs(PurePosixPath(entry.path))
            faults.append(Finding("PLP108", "error", stray, entry.path, hint=hint))
            broken.add(PurePosixPath(entry.path).stem)
    return slots, faults, broken


class Reader:
    """Reads records, and what it has read before it takes from the cache."""

    def __init__(self, tree: Tree, cache: Cache | None, memory: Memory | None = None) -> None:
        self.tree = tree
        self.cache = cache
        self.memory = memory
        self.format = FORMAT
        """In which the records are written, as the manifest says."""
        self.blobs: dict[str, str] = {}
        """The id of the bytes that were read, or would have been, of each file."""
        self.torn: dict[str, Json] = {}
        """By path: what parsed and is no record. A seal still knows what of it was sealed."""
        self._since = time() - _GRAIN
        self._stamps = cache.stamps(tree.root) if cache else {}
        self._new_stamps: list[tuple[str, str, str]] = []
        self._new_records: list[tuple[str, str, Json]] = []

    def known(self, entry: Entry) -> str | None:
        """The id of a file's bytes, where the tree knows it, or its stamp says that they have not changed."""
        if entry.blob:
            return entry.blob
        stamp, blob = self._stamps.get(entry.path, ("", ""))
        return blob if stamp and stamp == entry.stamp else None

    def blob(self, entry: Entry) -> str | None:
        """The id of a file's bytes, read where its stamp does not tell; None where it cannot be read."""
        blob = self.known(entry)
        if blob is None:
            raw, stamp, _ = read_stamped(self.tree, entry.path)
            return None if raw is None else self.note(entry, raw, stamp)
        self.blobs[entry.path] = blob
        return blob

    def note(self, entry: Entry, raw: bytes, stamp: str) -> str:
        """The id of bytes that were read, remembered; by the stamp too, where they are of the file that was listed."""
        blob = self.blobs[entry.path] = blob_id(raw)
        # What is young may change again under the same stamp.
        if stamp and stamp == entry.stamp and entry.changed < self._since:
            self._new_stamps.append((entry.path, entry.stamp, blob))
        return blob

    def held(self, entry: Entry, collection: str) -> Json:
        """What the cache has of a file's data; None where it has nothing."""
        return self._held(self.blob(entry) if self.cache and entry.oddity is None else None, collection)

    def hold(self, path: str, collection: str, data: Json) -> None:
        """Let the cache have data that was read without a finding."""
        if path in self.blobs:
            self._new_records.append((self.blobs[path], collection, data))

    def recall(self, slots: Iterable[Slot]) -> None:
        """Take from the cache at once what is wanted next; one by one is slower."""
        if self.cache and self.memory is not None:
            blobs = {self.known(slot.entry) or "" for slot in slots} - {blob for blob, _ in self.memory}
            self.memory |= self.cache.records(blobs)

    def record(self, slot: Slot) -> tuple[Record | None, list[Finding]]:
        """The record in a file, or what keeps it from being one."""
        entry = slot.entry
        sort = slot.collection if self.format == FORMAT else f"{slot.collection}@{self.format}"
        blob = self.known(entry)
        held = self._held(blob, sort)
        raw = b""
        if held is None:
            read, stamp, faults = read_stamped(self.tree, entry.path)
            if read is None:
                return None, faults
            raw = read
            if not entry.blob and self.cache:
                blob = self.note(entry, raw, stamp)
                held = self._held(blob, sort)
        if blob:
            self.blobs[entry.path] = blob
        if held is not None:
            return Record(str(held["id"]), slot.collection, entry.path, held), []
        data, found = read_data(raw, COLLECTIONS[slot.collection], entry.path, slot.stem, self.format)
        if blob and data is not None and not found:
            if self.memory is not None:
                self.memory[blob, sort] = data
            self._new_records.append((blob, sort, data))
        if data is None or any(one.severity == "error" for one in found):
            if data is not None:
                self.torn[entry.path] = data
            return None, found
        return Record(str(data["id"]), slot.collection, entry.path, data), found

    def _held(self, blob: str | None, sort: str) -> Json:
        """What is known already of a record's data; None where nothing is."""
        if blob is None:
            return None
        if self.memory is None:
            return self.cache.record(blob, sort) if self.cache else None
        if (blob, sort) not in self.memory and self.cache:
            data = self.cache.record(blob, sort)
            if data is not None:
                self.memory[blob, sort] = data
        return self.memory.get((blob, sort))

    def keep(
        self, answer: tuple[str, Json] | None = None, examined: tuple[str, list[tuple[str, str, Json]]] = ("", [])
    ) -> None:
        """Put into the cache what is new, and what was worked out of it, under its key."""
        if self.cache and (self._new_stamps or self._new_records or answer or examined[1]):
            self.cache.keep(self.tree.root, self._new_stamps, self._new_records, answer, examined)
            self._new_stamps, self._new_records = [], []


_GRAIN = 2.0
"""Seconds within which some file systems give two changes the same time."""
_STRAY = Message(
    "Records are files ledger/COLLECTION/ID.yaml; collections are {names}.", {"names": ", ".join(COLLECTIONS)}
)
_NAMED = Message("the name of the file holds a personal identity number")
_RENAME = Message("Rename it, and tell the data protection officer if it has been committed: git keeps what was there.")

_MOVE = Message("Move what belongs to this ledger to where it lies in ledger/, and remove the folder.")


def _inner(folder: str) -> Message:
    return Message("no ledger lies in another: nothing in the folder `{folder}` is read", {"folder": folder})


def _nested(parts: Sequence[str]) -> str | None:
    """The folder within the ledger that looks like another, where a file lies in one."""
    for depth in range(1, len(parts) - 1):
        if alias(parts[depth]) == "ledger":
            return "/".join(parts[: depth + 1])
    return None


def _belongs(path: PurePosixPath) -> Message:
    """Where a stray file was probably meant to lie."""
    from difflib import get_close_matches

    if len(path.parts) == 3 and path.suffix.casefold() in (".yaml", ".yml"):
        if path.parts[1] in COLLECTIONS and path.suffix != ".yaml":
            return Message("Call the file {name}.", {"name": f"{path.stem}.yaml"})
        near = get_close_matches(path.parts[1].casefold(), COLLECTIONS, n=1, cutoff=0.7)
        if near and near[0] != path.parts[1]:
            return Message("Move the file to ledger/{folder}/.", {"folder": near[0]})
    return _STRAY
