"""Where git keeps other bytes for a file than stand in it, and does not say so: readers of a revision get these.

Attributes can have git write bytes anew on their way (`working-tree-encoding`, `filter`, `ident`), it can be told to
overlook a file, and to ignore it. A file that is edited and not committed yet is none of these. No filter is ever run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from plptool.git.index import Layout, Tracked, read_index, shown_index
from plptool.git.repository import Repository
from plptool.model.errors import UserError
from plptool.model.ports import Entry
from plptool.read.cache import Cache
from plptool.read.differs import FOLDERS, id_of
from plptool.read.reader import Reader
from plptool.read.worktree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path as FilePath

How = Literal["rewritten", "overlooked", "absent", "ignored"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that git keeps otherwise than it lies."""

    path: str
    how: How
    """rewritten: on the way between the disk and git, or nobody knows how; overlooked: git is told to take it for
    unchanged; absent: it is, and does not lie here; ignored: git will never keep it."""


def kept_otherwise(tree: WorkTree, entries: Sequence[Entry], cache: Cache | None = None) -> list[Kept]:
    """The files of a ledger that others get otherwise than they lie here, although git calls them unchanged.

    Args:
        tree: the files as they lie.
        entries: what it lists. Where git keeps none of the ledger's files, there is nothing to compare.
        cache: what was read before.

    Returns:
        By path. Nothing where git is not there, or will not work there.
    """
    layout = Layout.find(tree.root)
    if layout is None:
        return []
    try:
        found = list(_Look(tree, cache, layout).found(entries))
    except (UserError, OSError, ValueError):  # a name that no disk has
        return []
    return sorted(found, key=lambda one: one.path)


class _Look:
    def __init__(self, tree: WorkTree, cache: Cache | None, layout: Layout) -> None:
        self.tree = tree
        self.layout = layout
        self.reader = Reader(tree, cache)
        self.prefix = "".join(f"{part}/" for part in tree.root.resolve().relative_to(layout.top).parts)

    def found(self, entries: Sequence[Entry]) -> Iterator[Kept]:
        index = self.layout.own / "index"
        looked = index.stat().st_mtime_ns
        tracked = read_index(index.read_bytes())
        if tracked is None:
            tracked = shown_index(self._git().index(self._folders))
        within = tuple(self._folders)
        kept = {one.path.removeprefix(self.prefix): one for one in tracked if one.path.startswith(within)}
        if not any(path.startswith("ledger/") for path in kept):
            return
        lying = {one.path: one for one in entries}
        for path, one in kept.items():
            if one.overlooked and path not in lying:
                yield Kept(path, "absent")
        asked, new = [], []
        for path, entry in lying.items():
            if entry.oddity or path.rpartition("/")[2].startswith("."):
                continue
            if path not in kept:
                new.append(path)
            elif self._differs(entry, one := kept[path]):
                if one.overlooked or _unchanged(entry, one, looked):
                    yield Kept(path, "overlooked" if one.overlooked else "rewritten")
                else:
                    asked.append(path)
        if new and self._any(".gitignore", "info/exclude", new):
            ignored = {path.removeprefix(self.prefix) for path in self._git().ignored(self._folders)}
            yield from (Kept(path, "ignored") for path in new if path in ignored)
            new = [path for path in new if path not in ignored]
        if (asked or new) and self._any(".gitattributes", "info/attributes", [*asked, *new], tracked):
            yield from (Kept(path, "rewritten") for path in self._rewritten([*asked, *new]))

    @property
    def _folders(self) -> list[str]:
        return [f"{self.prefix}{folder}/" for folder in FOLDERS]

    def _git(self) -> Repository:
        found = Repository.find(self.tree.root)
        if found is None:
            raise UserError("there is no repository")
        return found

    def _differs(self, entry: Entry, one: Tracked) -> bool:
        """Whether a file is not what git keeps, line ends aside."""
        if not one.file:
            return True
        if self.reader.blob(entry) == one.id:
            return False
        return one.id not in _ids(self.tree.read(entry.path), one.id)

    def _any(self, name: str, info: str, paths: Iterable[str], tracked: Iterable[Tracked] = ()) -> bool:
        """Whether there is a file that has a say in what git does with these."""
        folders: set[FilePath] = {self.layout.top}
        for path in paths:
            here = (self.layout.top / self.prefix / path).parent
            while here != self.layout.top and here not in folders:
                folders.add(here)
                here = here.parent
        if any((folder / name).exists() for folder in folders):
            return True
        if any(f"/{one.path}".endswith(f"/{name}") for one in tracked):
            return True
        try:
            lines = (self.layout.shared / info).read_bytes().splitlines()
        except OSError:
            return False
        return any(line.strip() and not line.lstrip().startswith(b"#") for line in lines)

    def _rewritten(self, paths: list[str]) -> Iterator[str]:
        """Those that git would not keep as they lie."""
        for path, key in self._git().cleaned([self.prefix + path for path in paths]).items():
            short = path.removeprefix(self.prefix)
            if key not in _ids(self.tree.read(short), key):
                yield short


def _ids(raw: bytes, like: str) -> tuple[str, str, str]:
    """The ids of these bytes, and of the same with either line ends."""
    lines = raw.replace(b"\r\n", b"\n")
    return id_of(raw, like), id_of(lines, like), id_of(lines.replace(b"\n", b"\r\n"), like)


def _unchanged(entry: Entry, one: Tracked, looked: int) -> bool:
    """Whether git takes the file for the one that it knows without reading it.

    Where it was written when the index was, or later, git reads it.
    """
    size, written, changed, place = map(int, entry.stamp.split(" "))
    same = (one.size, one.place) == (size & 0xFFFFFFFF, place & 0xFFFFFFFF)
    return same and (one.written, one.changed) == (written, changed) and written < looked
