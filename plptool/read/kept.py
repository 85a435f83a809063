"""Where git keeps other bytes for a file than stand in it, and does not say so: readers of a revision get these.

Attributes can have git write bytes anew on their way (`working-tree-encoding`, `filter`, `ident`), it can be told to
overlook a file, and to ignore it. A file that is edited and not committed yet is none of these. No filter is ever run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from plptool.git.index import Index, Layout, Tracked, read_index, shown_index
from plptool.git.repository import Repository
from plptool.model.collections import MANIFEST, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.ports import Entry
from plptool.read.cache import Cache
from plptool.read.differs import FOLDERS, id_of
from plptool.read.reader import Reader
from plptool.read.worktree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path as FilePath

How = Literal["rewritten", "overlooked", "absent", "ignored"]
_State = Literal["same", "edited", "new"]
"""Of what git and the disk have alike, or what will be committed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that git keeps otherwise than it lies."""

    path: str
    how: How
    """rewritten: on the way between the disk and git, or nobody knows how; overlooked: git is told to take it for
    unchanged; absent: it is, and does not lie here; ignored: git will never keep it."""


@dataclass(slots=True)
class Compared:
    """What lies here beside what git keeps."""

    otherwise: list[Kept] = field(default_factory=list)
    """By path: the files that others get otherwise than they lie here, although git calls them unchanged."""
    seals_may_differ: bool = False
    """Whether HEAD may have seals, or the manifest that they were made under, otherwise than they lie here."""


def kept_otherwise(tree: WorkTree, entries: Sequence[Entry], cache: Cache | None = None) -> Compared:
    """The files of a ledger beside what git keeps of them.

    Args:
        tree: the files as they lie.
        entries: what it lists. Where git keeps none of the ledger's files, there is nothing to compare.
        cache: what was read before.

    Returns:
        Nothing where git is not there, or will not work there.
    """
    layout = Layout.find(tree.root)
    if layout is None:
        return Compared()
    comparison = _Comparison(tree, cache, layout)
    try:
        kept_files = list(comparison.differences(entries))
    except (UserError, OSError, ValueError):  # a name that no disk has
        return Compared()
    kept_files.sort(key=lambda kept: kept.path)
    return Compared(kept_files, comparison.seals_may_differ)


class _Comparison:
    """Compares the files of a ledger with what git keeps of them."""

    def __init__(self, tree: WorkTree, cache: Cache | None, layout: Layout) -> None:
        self.tree = tree
        self.layout = layout
        self.reader = Reader(tree, cache)
        folders = tree.root.resolve().relative_to(layout.top).parts
        self.prefix = "".join(f"{folder}/" for folder in folders)
        self.seals_may_differ = False

    def differences(self, entries: Sequence[Entry]) -> Iterator[Kept]:
        """What git keeps otherwise of what a ledger lists."""
        index = self.layout.own / "index"
        index_written = index.stat().st_mtime_ns
        tracked = self._tracked(index.read_bytes())
        tracked_files = self._of_the_ledger(tracked.files)
        keeps_ledger = any(path.startswith("ledger/") for path in tracked_files)
        if not keeps_ledger:
            return
        yield from _absent(tracked_files, entries)
        self.seals_may_differ = tracked.staged or _is_missed(tracked_files, entries)
        edited: list[str] = []
        new_paths: list[str] = []
        for entry in entries:
            if entry.oddity or _is_dotted(entry.path):
                continue
            match self._state(entry, tracked_files.get(entry.path), index_written):
                case "overlooked" | "rewritten" as how:
                    yield Kept(entry.path, how)
                case "edited":
                    edited.append(entry.path)
                    self.seals_may_differ |= _decides_on_seals(entry.path)
                case "new":
                    new_paths.append(entry.path)
        ignored = self._ignored(new_paths)
        for path in sorted(ignored):
            yield Kept(path, "ignored")
        to_be_committed = edited + [path for path in new_paths if path not in ignored]
        for path in self._rewritten(to_be_committed, tracked.files):
            yield Kept(path, "rewritten")

    def _state(self, entry: Entry, file: Tracked | None, index_written: int) -> "How | _State":
        """How a file lies beside what git has of it, which is nothing of a new one."""
        if file is None:
            return "new"
        if not self._differs(entry, file):
            return "same"
        if file.overlooked:
            return "overlooked"
        if _unchanged(entry, file, index_written):
            return "rewritten"
        return "edited"

    def _tracked(self, index: bytes) -> Index:
        """Git's index; where that is not read here, git is asked for the files of the ledger."""
        tracked = read_index(index)
        if tracked is None:
            listing = self._git().index(self._folders)
            return Index(shown_index(listing), staged=True)
        return tracked

    def _of_the_ledger(self, tracked: Iterable[Tracked]) -> dict[str, Tracked]:
        """Those of some files that lie in the ledger, by their path there."""
        folders = tuple(self._folders)
        return {file.path.removeprefix(self.prefix): file for file in tracked if file.path.startswith(folders)}

    def _ignored(self, new: list[str]) -> set[str]:
        """Those of some new files that git will never keep."""
        if not new or not self._has_say(".gitignore", "info/exclude", new):
            return set()
        ignored = {path.removeprefix(self.prefix) for path in self._git().ignored(self._folders)}
        return ignored.intersection(new)

    @property
    def _folders(self) -> list[str]:
        return [f"{self.prefix}{folder}/" for folder in FOLDERS]

    def _git(self) -> Repository:
        repository = Repository.find(self.tree.root)
        if repository is None:
            raise UserError(Message("there is no repository"))
        return repository

    def _differs(self, entry: Entry, file: Tracked) -> bool:
        """Whether a file is not what git keeps, line ends aside."""
        if not file.file:
            return True
        if self.reader.blob(entry) == file.id:
            return False
        return file.id not in _ids(self.tree.read(entry.path), file.id)

    def _has_say(self, name: str, info: str, paths: Iterable[str], tracked: Iterable[Tracked] = ()) -> bool:
        """Whether there is a file that has a say in what git does with some paths.

        Args:
            name: what such a file is called, in a folder above a path.
            info: where the one lies that belongs to no folder, in what git keeps for itself.
            paths: of the ledger.
            tracked: what git keeps: it may have such a file that does not lie on the disk.
        """
        folders: set[FilePath] = {self.layout.top}
        for path in paths:
            folder = (self.layout.top / self.prefix / path).parent
            while folder != self.layout.top and folder not in folders:
                folders.add(folder)
                folder = folder.parent
        if any((folder / name).exists() for folder in folders):
            return True
        if any(f"/{file.path}".endswith(f"/{name}") for file in tracked):
            return True
        return _says_something(self.layout.shared / info)

    def _rewritten(self, paths: list[str], tracked: list[Tracked]) -> Iterator[str]:
        """Those of some files that are not committed yet, which git would not keep as they lie."""
        if not paths or not self._has_say(".gitattributes", "info/attributes", paths, tracked):
            return
        full_paths = [self.prefix + path for path in paths]
        for full_path, blob in self._git().cleaned(full_paths).items():
            path = full_path.removeprefix(self.prefix)
            raw = self.tree.read(path)
            if blob not in _ids(raw, blob):
                yield path


def _says_something(file: "FilePath") -> bool:
    """Whether there is a line in a file of attributes, or of what is ignored, that is no comment."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return False
    for line in lines:
        text = line.strip()
        if text and not text.startswith(b"#"):
            return True
    return False


def _absent(kept: dict[str, Tracked], entries: Sequence[Entry]) -> Iterator[Kept]:
    """What git keeps, does not lie here, and is not missed: git is told to overlook it."""
    listed = {entry.path for entry in entries}
    for path, file in kept.items():
        if file.overlooked and path not in listed:
            yield Kept(path, "absent")


def _is_missed(kept: dict[str, Tracked], entries: Sequence[Entry]) -> bool:
    """Whether git keeps a file that decides on seals, and that does not lie here as it should."""
    listed = {entry.path for entry in entries}
    missing = [file for path, file in kept.items() if _decides_on_seals(path) and path not in listed]
    return any(not file.overlooked for file in missing)


_SNAPSHOTS = f"ledger/{Collection.SNAPSHOTS}/"


def _decides_on_seals(path: str) -> bool:
    return path.startswith(_SNAPSHOTS) or path == MANIFEST


def _is_dotted(path: str) -> bool:
    """Whether a file is one of those that no ledger looks at, such as `.DS_Store`."""
    name = path.rpartition("/")[2]
    return name.startswith(".")


def _ids(raw: bytes, like: str) -> tuple[str, str, str]:
    """The ids of these bytes, and of the same with either line ends."""
    with_lf = raw.replace(b"\r\n", b"\n")
    with_crlf = with_lf.replace(b"\n", b"\r\n")
    return id_of(raw, like), id_of(with_lf, like), id_of(with_crlf, like)


def _unchanged(entry: Entry, file: Tracked, index_written: int) -> bool:
    """Whether git takes the file for the one that it knows without reading it.

    Where it was written when the index was (in nanoseconds since 1970), or later, git reads it: "racy" it calls that.
    """
    size, written, changed, place = map(int, entry.stamp.split(" "))
    if file.size != size & _32_BITS or file.place != place & _32_BITS:
        return False
    if file.written != written or file.changed != changed:
        return False
    return written < index_written


_32_BITS = 0xFFFFFFFF
"""So much the index has of a size, and of a place on the disk."""
