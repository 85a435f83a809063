"""A ledger into the present format: what is to be changed, and no other byte of it.

What only adds changes no record: then the manifest's line alone is another. What was sealed keeps its digest, as that
is taken of what records say in the present format.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plptool.checks.validate import validate
from plptool.edit.change import Change, errors_in
from plptool.edit.edits import SetField
from plptool.edit.hand import WRITES, Hand
from plptool.edit.write import planned
from plptool.model.collections import MANIFEST
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.read.cache import Cache
from plptool.read.manifest import read_manifest
from plptool.read.migrations import FORMAT
from plptool.read.reader import Reader
from plptool.read.worktree import WorkTree
from plptool.read.yaml import lines


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a file that is another in the present format."""

    path: str
    line: int
    """Its number, from 1."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What brings a ledger from its format to the present one; nothing, where it has that."""

    written: int
    """The format that it has."""
    lines: tuple[ChangedLine, ...]


def upgrade(tree: WorkTree, cache: Cache | None = None, hand: Hand = WRITES) -> Upgrade:
    """What a ledger's upgrade changes, done or only told.

    Args:
        tree: where the ledger lies.
        cache: what was parsed and found before.
        hand: who writes.

    Raises:
        UserError: the manifest cannot be relied on, is of a newer format, or is written in a way in which nothing can
            be changed; or it cannot be written, or another process is writing.
    """
    with hand.alone(tree):
        written = _written_format(tree)
        planned_upgrade = _upgrade(tree, written)
        if planned_upgrade.lines and hand.to_write:
            allowed = errors_in(validate(tree, cache).findings)
            changes = planned(tree, [_PRESENT])
            hand.take(tree, changes, allowed, cache)
    return planned_upgrade


_PRESENT = SetField(MANIFEST, ("format",), FORMAT)


def _written_format(tree: WorkTree) -> int:
    """The format that a ledger has.

    Raises:
        UserError: its manifest cannot be relied on.
    """
    reader = Reader(tree, None)
    manifest, findings = read_manifest(reader, tree.entries("ledger"))
    if not manifest:
        args = {"path": MANIFEST, "message": findings[0].message if findings else ""}
        raise UserError(Message("{path} cannot be upgraded: {message}", args))
    return reader.format


def _upgrade(tree: WorkTree, written: int) -> Upgrade:
    if written == FORMAT:
        return Upgrade(written, ())
    changed: list[ChangedLine] = []
    for change in planned(tree, [_PRESENT]):
        changed += _changed_lines(change)
    return Upgrade(written, tuple(changed))


def _changed_lines(change: Change) -> Iterator[ChangedLine]:
    """The lines of a file that are others; there are as many as before."""
    before = lines(change.old or b"")
    after = lines(change.new or b"")
    pairs = zip(before, after, strict=False)
    for number, (old, new) in enumerate(pairs, 1):
        if old != new:
            yield ChangedLine(change.path, number, old, new)
