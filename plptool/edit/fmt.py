"""Records into house style, all or none: no byte of what they say is another, and no digest."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from plptool.checks.validate import validate
from plptool.edit.change import Change, errors_in
from plptool.edit.hand import WRITES, Hand
from plptool.edit.house import in_house_style
from plptool.edit.write import schema_of
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.ports import Tree
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import comments, nodes


@dataclass(frozen=True, slots=True)
class Styling:
    """What brings records into house style."""

    changes: tuple[Change, ...]
    """Of those that were written otherwise."""
    unread: tuple[str, ...]
    """The files that cannot be read, and are left."""
    seen: int
    """How many records were looked at."""


def style(tree: WorkTree, paths: Collection[str], cache: Cache | None = None, hand: Hand = WRITES) -> Styling:
    """Bring records into house style, or only see what that changes.

    Args:
        tree: where the ledger lies.
        paths: the files, or folders that they lie in; all records, where there are none.
        cache: what was parsed and found before.
        hand: who writes.

    Raises:
        UserError: it would make something wrong; a file cannot be written, or another process is writing.
    """
    with hand.alone(tree):
        styling = _styling(tree, paths)
        if styling.changes:
            hand.take(tree, styling.changes, errors_in(validate(tree, cache).findings), cache)
    return styling


def _styling(tree: Tree, paths: Collection[str]) -> Styling:
    changes: list[Change] = []
    unread: list[str] = []
    records = [entry.path for entry in tree.entries("ledger") if entry.oddity is None and _is_meant(entry.path, paths)]
    for path in records:
        change = _styled(tree, path)
        if change is None:
            unread.append(path)
        elif change.old != change.new:
            changes.append(change)
    return Styling(tuple(changes), tuple(unread), len(records))


def _is_meant(path: str, paths: Collection[str]) -> bool:
    if not path.endswith(".yaml"):
        return False
    try:
        schema_of(path)
    except UserError:  # no record lies there: that is told by validate
        return False
    if not paths:
        return True
    return any(path == meant or path.startswith(f"{meant}/") for meant in paths)


def _styled(tree: Tree, path: str) -> Change | None:
    """What a file is to hold; None where it cannot be read.

    Raises:
        UserError: it is written in a way in which a comment would be lost.
    """
    try:
        raw = tree.read(path)
    except OSError:
        return None
    data = parse(raw).data
    if data is None:
        return None
    text = raw.decode()
    styled = in_house_style(text, data, schema_of(path))
    if _comments_in(text) != _comments_in(styled.text):
        message = Message(
            "{path}: a comment stands where it has no place: write it on a line of its own", {"path": path}
        )
        raise UserError(message)
    return Change(path, raw, styled.text.encode(), styled.data)


def _comments_in(text: str) -> Counter[str]:
    root = nodes(text)
    texts = [comment.text for comment in comments(text, root)]
    return Counter(texts)
