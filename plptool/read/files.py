"""The bytes of one file, or why they cannot be had."""

from plptool.model.findings import Finding, Message
from plptool.model.ports import Tree


def read_file(tree: Tree, path: str) -> tuple[bytes | None, list[Finding]]:
    try:
        return tree.read(path), []
    except OSError as error:
        reason = Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})
        return None, [Finding("PLP108", "error", reason, path)]
