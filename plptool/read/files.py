"""The bytes of one file, or why they cannot be had."""

from dataclasses import dataclass

from plptool.model.findings import Finding
from plptool.model.ports import Tree
from plptool.read.worktree import WorkTree, unreadable


@dataclass(frozen=True, slots=True)
class Content:
    """What came of reading a file."""

    raw: bytes | None
    """None where it cannot be read."""
    faults: list[Finding]
    """Why not; none where it can."""
    stamp: str = ""
    """That of the file that was read; empty where nothing tells."""


def read_file(tree: Tree, path: str) -> Content:
    """The bytes of one file, or why they cannot be had."""
    try:
        raw = tree.read(path)
    except OSError as error:
        message = unreadable(error)
        fault = Finding("PLP108", "error", message, path)
        return Content(None, [fault])
    stamp = ""
    if isinstance(tree, WorkTree):
        stamp = tree.stamps.pop(path, "")
    return Content(raw, [], stamp)
