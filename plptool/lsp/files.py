"""A ledger's files as an editor has them: what is open as it is there, all else as it lies on the disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from plptool.model.ports import Entry
from plptool.read.cache import blob_id
from plptool.read.worktree import WorkTree

_BOM = b"\xef\xbb\xbf"
File: TypeAlias = tuple[Entry, bytes | None]
"""A file, and its bytes; None of what cannot be read."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files as they were at one moment: a tree that knows the id of each file's bytes."""

    root: Path
    files: dict[str, File]
    """By path."""
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        below = f"{folder}/"
        entries: list[Entry] = []
        for path, (entry, _raw) in self.files.items():
            is_in_folder = path == folder or path.startswith(below)
            if is_in_folder:
                entries.append(entry)
        return entries

    def foresee(self, paths: Sequence[str]) -> None:
        """They are all here."""

    def read(self, path: str) -> bytes:
        _entry, raw = self.files.get(path, _NOTHING)
        if raw is None:
            raise FileNotFoundError(path)
        return raw


_NOTHING = (None, None)
"""What is known of a file that is not there."""


@dataclass(slots=True)
class Files:
    """The files of one ledger, on the disk and in the editor."""

    root: Path
    _lying: dict[str, File] = field(default_factory=dict)
    _open: dict[str, bytes] = field(default_factory=dict)

    def look(self) -> None:
        """See what lies on the disk by now."""
        tree = WorkTree(self.root)
        records = tree.entries("ledger")
        schemas = tree.entries("schema")
        lying: dict[str, File] = {}
        for entry in (*records, *schemas):
            file = self._read(tree, entry)
            lying[entry.path] = file
        self._lying = lying

    def _read(self, tree: WorkTree, entry: Entry) -> File:
        """A file as it lies; what has the stamp that it had need not be read again."""
        path = entry.path
        known = self._lying.get(path)
        if known is not None and entry.stamp:
            known_entry, _raw = known
            as_listed = replace(known_entry, blob="")
            if as_listed == entry:
                return known
        if entry.oddity is not None:
            return entry, None
        try:
            raw = tree.read(path)
        except OSError:
            return entry, None
        blob = blob_id(raw)
        return replace(entry, blob=blob), raw

    def open(self, path: str, text: str) -> None:
        """A file reads as it is in the editor, which shows no byte order mark: that is still there."""
        raw = text.encode("utf-8", "surrogatepass")
        _entry, lies = self._lying.get(path, _NOTHING)
        has_mark = lies is not None and lies.startswith(_BOM)
        if has_mark:
            raw = _BOM + raw
        self._open[path] = raw

    def close(self, path: str) -> None:
        """A file reads as it lies."""
        self._open.pop(path, None)

    def snapshot(self) -> Snapshot:
        files = dict(self._lying)
        for path, raw in self._open.items():
            lying, _raw = files.get(path, _NOTHING)
            is_odd = lying is not None and lying.oddity is not None
            if is_odd:
                continue  # what is a link is none in an editor, and is read by nobody
            blob = blob_id(raw)
            entry = Entry(path, blob=blob)
            files[path] = (entry, raw)
        in_order = sorted(files.items())
        return Snapshot(self.root, dict(in_order))
