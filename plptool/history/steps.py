"""A commit and what it changes of the ledger's files; and where the file of a record lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit, FileChange
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.dates import day_at

LEDGER = "ledger"
"""What the manifest is called among records."""


@dataclass(slots=True)
class Step:
    """A commit, and what it changes of the files that were asked for.

    It is made for every commit of a walk; `cut`, `known` and `folders` are filled in when the walk is done.
    """

    commit: Commit
    parents: list[str]
    """The next commits before it that change them too."""
    changes: list[dict[str, FileChange]]
    """Against each parent, or nothing: the files that differ, by path within the ledger."""
    cut: bool = False
    """What it builds on is not in this clone."""
    known: int = 0
    """From when it counts as known, in seconds since 1970."""
    folders: tuple[str, ...] = ()
    """Where the ledger lies and lay, where only some files were asked for; their changes are not all there are."""

    @property
    def sides(self) -> list[tuple[str, dict[str, FileChange]]]:
        """Each parent, and what differs from it. A commit without parents differs from nothing, which has no id."""
        parents = self.parents or [""]
        return list(zip(parents, self.changes, strict=True))

    @property
    def touched(self) -> list[str]:
        """The files that differ from any parent."""
        touched: dict[str, None] = {}
        for changes in self.changes:
            touched.update(dict.fromkeys(changes))
        return list(touched)

    @property
    def own(self) -> list[str]:
        """The files that differ from every parent: what a merge has from one of them, it does not change itself."""
        first_changes, *others = self.changes
        if not others:
            return list(first_changes)
        return [path for path in first_changes if all(path in changes for changes in others)]

    def blob(self, path: str) -> str | None:
        """The id of a touched file's bytes as this commit has it; None where it is not there."""
        changes = next(changes for changes in self.changes if path in changes)
        return changes[path].after


def blobs_by_commit(steps: Sequence[Step], wanted: Callable[[str], bool] = lambda _: True) -> dict[str, dict[str, str]]:
    """By commit: the ids of the bytes of the files that were asked for, by path.

    Args:
        steps: children first.
        wanted: whether a file, told by its path within the ledger, is looked at.
    """
    by_commit: dict[str, dict[str, str]] = {}
    for step in reversed(steps):
        blobs: dict[str, str] = {}
        if step.parents:
            blobs.update(by_commit[step.parents[0]])
        for path, change in step.changes[0].items():
            if not wanted(path):
                continue
            if change.after is None:
                blobs.pop(path, None)
            else:
                blobs[path] = change.after
        by_commit[step.commit.id] = blobs
    return by_commit


def changes_inside(changes: dict[str, FileChange], prefixes: Sequence[str]) -> dict[str, FileChange]:
    """The changes of files that lie where records do, by path within the ledger, wherever it lay."""
    merged: dict[str, FileChange] = {}
    for path, change in changes.items():
        inner = _path_inside(path, prefixes)
        if inner is None:
            continue
        # Where the whole ledger is moved, a file goes at one place and comes at another.
        other = merged.get(inner, _NOWHERE)
        before = change.before or other.before
        after = change.after or other.after
        merged[inner] = FileChange(before, after)
    return {path: change for path, change in merged.items() if change.before != change.after}


_NOWHERE = FileChange(None, None)


def _path_inside(path: str, prefixes: Sequence[str]) -> str | None:
    """The path within the ledger of a file that may be a record or the manifest; None of any other."""
    for prefix in prefixes:
        inner = path.removeprefix(prefix)
        if path.startswith(prefix) and (inner == MANIFEST or is_record(inner)):
            return inner
    return None


def is_record(path: str) -> bool:
    """Whether a path within the ledger is one that a record's file may have."""
    if path.count("/") != 2 or not path.endswith(".yaml"):
        return False
    top, folder, _ = path.split("/")
    return top == "ledger" and folder in COLLECTIONS


def path_of(collection: str, record: str) -> str:
    """Where a record's file lies within the ledger."""
    return f"ledger/{collection}/{record}.yaml"


def collection_of(path: str) -> str:
    """The collection in whose folder a file lies, by its path within the ledger; the manifest has one of its own."""
    if path == MANIFEST:
        return LEDGER
    return path.split("/")[1]


def key_of(path: str) -> str:
    """The id of the record whose file is called so."""
    if path == MANIFEST:
        return LEDGER
    name = path.rpartition("/")[2]
    return name.removesuffix(".yaml")


def day_of(commit: Commit, zone: ZoneInfo) -> date:
    """The day on which it was committed, by its own word."""
    return day_at(commit.committed, zone)
