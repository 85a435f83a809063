"""A ledger's files as an editor has them: what is open as it is there, all else as it lies on the disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from plptool.model.ports import Entry
from plptool.read.cache import blob_id
from plptool.read.worktree import WorkTree

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files as they were at one moment: a tree that knows the id of each file's bytes."""

    root: Path
    files: dict[str, tuple[Entry, bytes | None]]
    """By path; no bytes of what cannot be read."""
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        below = f"{folder}/"
        return [entry for path, (entry, _) in self.files.items() if path.startswith(below) or path == folder]

    def foresee(self, paths: Sequence[str]) -> None:
        """They are all here."""

    def read(self, path: str) -> bytes:
        _, raw = self.files.get(path, (None, None))
        if raw is None:
            raise FileNotFoundError(path)
        return raw


@dataclass(slots=True)
class Files:
    """The files of one ledger, on the disk and in the editor."""

    root: Path
    _lying: dict[str, tuple[Entry, bytes | None]] = field(default_factory=dict)
    _open: dict[str, bytes] = field(default_factory=dict)

    def look(self) -> None:
        """See what lies on the disk by now."""
        tree = WorkTree(self.root)
        lying: dict[str, tuple[Entry, bytes | None]] = {}
        for entry in (*tree.entries("ledger"), *tree.entries("schema")):
            lying[entry.path] = self._read(tree, entry)
        self._lying = lying

    def _read(self, tree: WorkTree, entry: Entry) -> tuple[Entry, bytes | None]:
        known = self._lying.get(entry.path)
        if known is not None and entry.stamp and replace(known[0], blob="") == entry:
            return known
        if entry.oddity is not None:
            return entry, None
        try:
            raw = tree.read(entry.path)
        except OSError:
            return entry, None
        return replace(entry, blob=blob_id(raw)), raw

    def open(self, path: str, text: str) -> None:
        """A file reads as it is in the editor, which shows no byte order mark: that is still there."""
        raw = text.encode("utf-8", "surrogatepass")
        _, lies = self._lying.get(path, (None, None))
        if lies is not None and lies.startswith(_BOM):
            raw = _BOM + raw
        self._open[path] = raw

    def close(self, path: str) -> None:
        """A file reads as it lies."""
        self._open.pop(path, None)

    def snapshot(self) -> Snapshot:
        files = dict(self._lying)
        for path, raw in self._open.items():
            entry, _ = files.get(path, (None, None))
            if entry is None or entry.oddity is None:  # what is a link is none in an editor, and is read by nobody
                files[path] = (Entry(path, blob=blob_id(raw)), raw)
        return Snapshot(self.root, dict(sorted(files.items())))
