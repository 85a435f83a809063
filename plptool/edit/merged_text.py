"""Two versions of a record's file in one: ours, in which only what the merge brings is changed.

Where the lines of both fit together and say what the merged record says, these are taken, with the comments of both.
What a person must choose stands above what it is about, both versions in comments: so the file can still be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plptool.edit.edits import FieldEdit, NoPlaceError, Remove, SetField
from plptool.edit.layout import Layout
from plptool.edit.merge import Conflict, merge, woven
from plptool.edit.spans import Span, spliced
from plptool.edit.text import Writer
from plptool.edit.write import carried_out, schema_of
from plptool.model.plain import Data, Plain
from plptool.model.records import Path, property_of
from plptool.read.yaml import DECIDED, OR, UNDECIDED, parse
from plptool.read.yaml_nodes import Mapping, Sequence, node_at, nodes


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What two versions of a file become."""

    raw: bytes
    undecided: tuple[str, ...]
    """The names of what a person must choose."""
    whole: bool = False
    """Whether both versions stand there whole, as no edit of one could be placed in the other."""


def merge_files(path: str, base: bytes, ours: bytes, theirs: bytes) -> MergedFile | None:
    """Two versions of a record's file in one; None where one of them cannot be read, and so no record is known.

    Args:
        path: the file's, from the folder that holds `ledger/`.
        base: what both go back to; empty where each made the file.
        ours: the version whose text is kept.
        theirs: the other.

    Raises:
        UserError: no record lies there.
    """
    schema = schema_of(path)
    versions = [parse(raw) if raw.strip() else None for raw in (base, ours, theirs)]
    data = [{} if one is None else one.data for one in versions]
    old, mine, other = data
    unfit = any(fault.rule == "PLP111" for one in versions if one for fault in one.warnings)
    if old is None or not mine or not other or unfit:
        return None
    together = merge(old, mine, other)
    if not together.conflicts:
        by_lines = woven(*(raw.decode().splitlines(keepends=True) for raw in (base, ours, theirs)))
        raw = "".join(str(line) for line in by_lines or ()).encode()
        if by_lines and parse(raw).data == together.data:
            return MergedFile(raw, ())
    for text, said in ((ours.decode(), mine), (theirs.decode(), other)):
        try:
            written = _rewritten(text, said, together.data, path, schema)
        except NoPlaceError:
            continue
        marked = _marked(written, together.conflicts).encode()
        if parse(marked).data == together.data:
            return MergedFile(marked, tuple(_name(conflict.where) for conflict in together.conflicts))
    return MergedFile(b"<<<<<<< ours\n" + ours + b"\n=======\n" + theirs + b"\n>>>>>>> theirs\n", (), whole=True)


def _rewritten(text: str, data: Data, wanted: Data, path: str, schema: str) -> str:
    """A text that says what is wanted.

    Raises:
        NoPlaceError: something cannot be placed in it.
    """
    edits: list[FieldEdit] = [Remove(path, (name,)) for name in data if name not in wanted]
    edits += [SetField(path, (name,), value) for name, value in wanted.items() if data.get(name) != value]
    for edit in edits:
        text, data = carried_out(text, data, edit, schema)
    return text


# What a person must choose


def _marked(text: str, conflicts: Iterable[Conflict]) -> str:
    """A text with both versions of each conflict above what stands there now."""
    root = nodes(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    spans: list[Span] = []
    for conflict in conflicts:
        at = _line_of(text, root, conflict.where)
        indent = len(text) - at - len(text[at:].lstrip(" "))
        lines = [
            f"{UNDECIDED} {_name(conflict.where)}",
            *_commented(conflict.where, conflict.ours),
            OR,
            *_commented(conflict.where, conflict.theirs),
            DECIDED,
        ]
        spans.append(Span(at, at, "".join(" " * indent + line + line_end for line in lines)))
    return spliced(text, spans)


def _commented(where: Path, value: Plain) -> list[str]:
    if value is None:
        return []
    writer, step = Writer(Layout()), where[-1]
    lines = writer.pair(step, value, 0) if isinstance(step, str) else writer.entry(value, property_of(where), 0)
    return [f"# {line}" for line in lines]


def _name(where: Path) -> str:
    """The properties that lead to a value."""
    return ".".join(step for step in where if isinstance(step, str))


def _line_of(text: str, root: Mapping, where: Path) -> int:
    """Where the line begins above which something is said of a value."""
    if root.flow:
        return 0
    top = root.pair(str(where[0])) or root.pairs[0]
    at = top.key.start
    entries = node_at(root, where[:1])
    if len(where) > 1 and isinstance(entries, Sequence) and not entries.flow:
        entry = node_at(root, where[:2])
        at = at if entry is None else entry.start
    return text.rfind("\n", 0, at) + 1
