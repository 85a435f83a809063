"""A file that is to hold something else: read back and validated first, then put in place in one step."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath

from plptool.checks.validate import validate
from plptool.edit.atomic import put
from plptool.model.errors import UserError
from plptool.model.findings import Finding
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


@dataclass(frozen=True, slots=True)
class Change:
    """What a file is to hold."""

    path: str
    old: bytes | None
    """None where there is no such file yet."""
    new: bytes
    data: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree in which one file reads as it is to be written."""

    tree: Tree
    path: str
    raw: bytes

    @property
    def root(self) -> FilePath:
        return self.tree.root

    @property
    def revision(self) -> str | None:
        return self.tree.revision

    def entries(self, folder: str) -> list[Entry]:
        found = [one for one in self.tree.entries(folder) if one.path != self.path]
        if self.path.startswith(f"{folder}/"):
            found.append(Entry(self.path))
        return sorted(found, key=lambda entry: entry.path)

    def read(self, path: str) -> bytes:
        return self.raw if path == self.path else self.tree.read(path)


def errors_in(found: Iterable[Finding]) -> Counter[tuple[object, ...]]:
    """What is wrong, whatever line it stands on by now."""
    return Counter(
        (one.rule, one.path, one.record, one.value, one.message.say())
        for one in found
        if one.severity == "error" and one.acknowledged is None
    )


def write_change(tree: WorkTree, change: Change, allowed: Counter[tuple[object, ...]], cache: Cache | None) -> None:
    parsed = parse(change.new)
    if parsed.faults or parsed.data != change.data:
        raise UserError(
            f"{change.path} is written in a way that nothing can be added to: write each property on its line"
        )
    worse = errors_in(validate(Overlay(tree, change.path, change.new), cache).findings) - allowed
    if worse:
        rule, path, *_, said = next(iter(worse))
        raise UserError(f"nothing was written, as it would be wrong: {path}: {rule} {said}")
    if change.old is not None and tree.read(change.path) != change.old:
        raise UserError(f"{change.path} was changed while it was read; try again")
    replace(tree.root / change.path, change.new)


def replace(path: FilePath, raw: bytes) -> None:
    """Let a file hold other bytes, in one step: whoever looks, whenever, sees all of the old or all of the new.

    Raises:
        UserError: the file, or a folder on the way to it, is a link; or it cannot be written, and the old file stands.
    """
    folder = path.parent
    if any(one.is_symlink() for one in (path, folder, folder.parent)):
        raise UserError(f"{path} is a link, or lies in one; a ledger holds files")
    try:
        folder.mkdir(exist_ok=True)
        put(path, raw)
    except OSError as error:
        raise UserError(str(error)) from None
