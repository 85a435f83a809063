"""PLP207: the copy of the schemas that lies beside a ledger, for editors' tools."""

from collections.abc import Iterator

from plptool.model.findings import Finding, Message
from plptool.model.ports import Tree
from plptool.read import schema


def schemas_are_ours(tree: Tree) -> Iterator[Finding]:
    """PLP207: a file in `schema/` beside the ledger, where there is that folder, is not this version's."""
    present = {entry.path: entry.oddity for entry in tree.entries("schema")}
    if not present:
        return
    hint = Message("Copy the files of this version: plptool has them in {folder}.", {"folder": "plptool/schema"})
    no_folder = present.get("schema")  # it is a link, or cannot be read
    if no_folder:
        yield Finding("PLP207", "error", no_folder, "schema", hint=hint)
        return
    for name in (*schema.NAMES, "defs"):
        path = f"schema/{name}.schema.json"
        fault = Message("the file is missing") if path not in present else present[path] or _differs(tree, path, name)
        if fault:
            yield Finding("PLP207", "error", fault, path, hint=hint)


def _differs(tree: Tree, path: str, name: str) -> Message | None:
    """Why a file is not the schema of that name; None where it is."""
    try:
        same = tree.read(path) == schema.raw(name)
    except OSError as error:
        return Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})
    return None if same else Message("the file differs from this version's")
