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
            before = validate(tree, cache)
            write_change(tree, change, errors_in(before.findings), cache)
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
    changed = _changed_line(tree, written)
    data = parse(raw).data
    if changed is None or data is None:
        raise UserError(Message("{path} says its format in a way in which it cannot be changed", {"path": MANIFEST}))
    # Of the row in the file, only the line as it is shown is another: its end stays what it is.
    rows = raw.split(b"\n")
    index = changed.line - 1
    rows[index] = rows[index].replace(changed.before.encode(), changed.after.encode())
    change = Change(MANIFEST, raw, b"\n".join(rows), {**data, "format": FORMAT})
    return Upgrade(written, (changed,)), change


def _changed_line(tree: WorkTree, written: int) -> ChangedLine | None:
    """The manifest's line that says its format, before and after; None where it does not say it as a plain number."""
    position, line = locate(tree, MANIFEST, ("format",))
    if position is None or line is None:
        return None
    start = position.column - 1
    number = str(written)
    before_number = line[:start]
    from_number = line[start:]
    if not from_number.startswith(number):
        return None
    after_number = from_number.removeprefix(number)
    return ChangedLine(MANIFEST, position.line, line, f"{before_number}{FORMAT}{after_number}")
