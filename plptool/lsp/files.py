"""A ledger's files as an editor has them: what is open as it is there, all else as it lies on the disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from plptool.model.ports import Entry
from plptool.read.cache import blob_id
from plptool.read.worktree import WorkTree

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class File:
    """A file, and what it holds."""

    entry: Entry
    raw: bytes | None
    """None of what cannot be read."""

    @property
    def is_odd(self) -> bool:
        """Whether it is a link, or what else is no file."""
        return self.entry.oddity is not None


ByPath: TypeAlias = dict[str, File]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files as they were at one moment: a tree that knows the id of each file's bytes."""

    root: Path
    files: ByPath
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        return [file.entry for path, file in self.files.items() if _is_in(path, folder)]

    def foresee(self, paths: Sequence[str]) -> None:
        """They are all here."""

    def read(self, path: str) -> bytes:
        file = self.files.get(path)
        if file is None or file.raw is None:
            raise FileNotFoundError(path)
        return file.raw


def _is_in(path: str, folder: str) -> bool:
    """Whether something is a folder, or lies in it."""
    if path == folder:
        return True
    below = f"{folder}/"
    return path.startswith(below)


@dataclass(slots=True)
class Files:
    """The files of one ledger, on the disk and in the editor."""

    root: Path
    _lying: ByPath = field(default_factory=dict)
    _open: dict[str, bytes] = field(default_factory=dict)

    def look(self) -> None:
        """See what lies on the disk by now."""
        tree = WorkTree(self.root)
        records = tree.entries("ledger")
        schemas = tree.entries("schema")
        lying: ByPath = {}
        for entry in (*records, *schemas):
            file = self._read(tree, entry)
            lying[entry.path] = file
        self._lying = lying

    def _read(self, tree: WorkTree, entry: Entry) -> File:
        """A file as it lies; what has the stamp that it had need not be read again."""
        path = entry.path
        known = self._lying.get(path)
        if known is not None and entry.stamp:
            as_listed = replace(known.entry, blob="")
            if as_listed == entry:
                return known
        if entry.oddity is not None:
            return File(entry, None)
        try:
            raw = tree.read(path)
        except OSError:
            return File(entry, None)
        blob = blob_id(raw)
        as_read = replace(entry, blob=blob)
        return File(as_read, raw)

    def open(self, path: str, text: str) -> None:
        """A file reads as it is in the editor, which shows no byte order mark: that is still there."""
        raw = text.encode("utf-8", "surrogatepass")
        if self._has_mark(path):
            raw = _BOM + raw
        self._open[path] = raw

    def _has_mark(self, path: str) -> bool:
        """Whether a file begins with a byte order mark where it lies."""
        lying = self._lying.get(path)
        if lying is None:
            return False
        if lying.raw is None:
            return False
        return lying.raw.startswith(_BOM)

    def close(self, path: str) -> None:
        """A file reads as it lies."""
        self._open.pop(path, None)

    def snapshot(self) -> Snapshot:
        files = dict(self._lying)
        for path, raw in self._open.items():
            lying = files.get(path)
            if lying is not None and lying.is_odd:
                continue  # what is a link is none in an editor, and is read by nobody
            blob = blob_id(raw)
            entry = Entry(path, blob=blob)
            files[path] = File(entry, raw)
        in_order = sorted(files.items())
        return Snapshot(self.root, dict(in_order))
