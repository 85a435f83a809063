"""The bytes of one file, or why they cannot be had."""

from plptool.model.findings import Finding, Message
from plptool.model.ports import Tree
from plptool.read.worktree import WorkTree


def read_file(tree: Tree, path: str) -> tuple[bytes | None, list[Finding]]:
    raw, _, faults = read_stamped(tree, path)
    return raw, faults


def read_stamped(tree: Tree, path: str) -> tuple[bytes | None, str, list[Finding]]:
    """The bytes of one file, with the stamp of the file that was read, empty where nothing tells."""
    try:
        raw = tree.read(path)
        return raw, tree.stamps.pop(path, "") if isinstance(tree, WorkTree) else "", []
    except OSError as error:
        reason = Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})
        return None, "", [Finding("PLP108", "error", reason, path)]
