"""PLP207: the copy of the schemas that lies beside a ledger, for editors' tools."""

from collections.abc import Iterator

from plptool.model.findings import Finding, Message
from plptool.model.ports import Tree
from plptool.read import schema
from plptool.read.worktree import unreadable


def schemas_are_ours(tree: Tree) -> Iterator[Finding]:
    """PLP207: a file in `schema/` beside the ledger, where there is that folder, is not this version's."""
    oddities = {entry.path: entry.oddity for entry in tree.entries("schema")}
    if not oddities:
        return
    no_folder = oddities.get("schema")  # it is a link, or cannot be read
    if no_folder:
        yield _finding("schema", no_folder)
        return
    for name in (*schema.NAMES, "defs"):
        path = f"schema/{name}.schema.json"
        if path not in oddities:
            fault: Message | None = Message("the file is missing")
        else:
            fault = oddities[path] or _differs(tree, path, name)
        if fault:
            yield _finding(path, fault)


def _finding(path: str, message: Message) -> Finding:
    hint = Message("Copy the files of this version: plptool has them in {folder}.", {"folder": "plptool/schema"})
    return Finding("PLP207", "error", message, path, hint=hint)


def _differs(tree: Tree, path: str, name: str) -> Message | None:
    """Why a file is not the schema of that name; None where it is."""
    try:
        content = tree.read(path)
        ours = schema.raw(name)
    except OSError as error:
        return unreadable(error)
    if content == ours:
        return None
    return Message("the file differs from this version's")
