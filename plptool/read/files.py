"""The bytes of one file, or why they cannot be had."""

from plptool.model.findings import Finding
from plptool.model.ports import Tree
from plptool.read.worktree import WorkTree, unreadable


def read_file(tree: Tree, path: str) -> tuple[bytes | None, list[Finding]]:
    """The bytes of one file, and no finding; or None, and why."""
    raw, _stamp, findings = read_stamped(tree, path)
    return raw, findings


def read_stamped(tree: Tree, path: str) -> tuple[bytes | None, str, list[Finding]]:
    """The bytes of one file, with the stamp of the file that was read, empty where nothing tells."""
    try:
        content = tree.read(path)
    except OSError as error:
        message = unreadable(error)
        finding = Finding("PLP108", "error", message, path)
        return None, "", [finding]
    stamp = ""
    if isinstance(tree, WorkTree):
        stamp = tree.stamps.pop(path, "")
    return content, stamp, []
