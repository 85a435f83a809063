"""A ledger into the present format: what is to be changed, and no other byte of it.

What only adds changes no record: then the manifest's line alone is another. What was sealed keeps its digest, as that
is taken of what records say in the present format.
"""

from dataclasses import dataclass

from plptool.checks.validate import validate
from plptool.edit.change import Change, errors_in, write_change
from plptool.edit.lock import writing
from plptool.model.collections import MANIFEST
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.read.cache import Cache
from plptool.read.files import read_file
from plptool.read.manifest import read_manifest
from plptool.read.migrations import FORMAT
from plptool.read.positions import locate
from plptool.read.reader import Reader
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


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


def upgrade(tree: WorkTree, *, write: bool, cache: Cache | None = None) -> Upgrade:
    """What a ledger's upgrade changes, done or only told.

    Args:
        tree: where the ledger lies.
        write: whether it is done.
        cache: what was parsed and found before.

    Raises:
        UserError: the manifest cannot be relied on, is of a newer format, or is written in a way in which nothing can
            be changed; or it cannot be written, or another process is writing.
    """
    if not write:
        return _planned(tree)[0]
    with writing(tree.root):
        planned, change = _planned(tree)
        if change is not None:
            write_change(tree, change, errors_in(validate(tree, cache).findings), cache)
    return planned


def _planned(tree: WorkTree) -> tuple[Upgrade, Change | None]:
    reader = Reader(tree, None)
    manifest, findings = read_manifest(reader, tree.entries("ledger"))
    if not manifest:
        args = {"path": MANIFEST, "message": findings[0].message if findings else ""}
        raise UserError(Message("{path} cannot be upgraded: {message}", args))
    raw, _ = read_file(tree, MANIFEST)
    written = reader.format
    if written == FORMAT or raw is None:
        return Upgrade(written, ()), None
    position, line = locate(tree, MANIFEST, ("format",))
    data = parse(raw).data
    number = str(written)
    if position is None or line is None or data is None or not line[position.column - 1 :].startswith(number):
        raise UserError(Message("{path} says its format in a way in which it cannot be changed", {"path": MANIFEST}))
    start = position.column - 1
    after = f"{line[:start]}{FORMAT}{line[start + len(number) :]}"
    rows = raw.split(b"\n")
    rows[position.line - 1] = rows[position.line - 1].replace(line.encode(), after.encode())
    change = Change(MANIFEST, raw, b"\n".join(rows), {**data, "format": FORMAT})
    return Upgrade(written, (ChangedLine(MANIFEST, position.line, line, after),)), change
