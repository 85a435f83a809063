"""Two versions of a record's file in one: ours, in which only what the merge brings is changed.

Where the lines of both fit together and say what the merged record says, these are taken, with the comments of both;
else the comments that either has added come above what they are about.
What a person must choose stands above what it is about, both versions in comments: so the file can still be read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass

from plptool.edit.edits import FieldEdit, NoPlaceError, Remove, SetField
from plptool.edit.layout import Layout
from plptool.edit.merge import Conflict, merge, woven
from plptool.edit.spans import Span, spliced
from plptool.edit.text import Writer
from plptool.edit.write import carried_out, schema_of
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Path, property_of
from plptool.read.undecided import DECIDED, OR, UNDECIDED
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import Comment, Mapping, Sequence, comments, node_at, nodes
from plptool.timeline.compare import content


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
    old, mine, other = _read(base), _read(ours), _read(theirs)
    if old is None or not mine or not other:
        return None
    together = merge(old, mine, other)
    if not together.conflicts:
        by_lines = _by_lines(base, ours, theirs)
        if by_lines and parse(by_lines).data == together.data:
            return MergedFile(by_lines, ())
    ways = ((ours.decode(), mine, theirs.decode()), (theirs.decode(), other, ours.decode()))
    for text, said, other_text in ways:
        try:
            written = _rewritten(text, said, together.data, path, schema)
        except NoPlaceError:
            continue
        written = _with_comments(written, text, written)
        written = _with_comments(written, other_text, base.decode())
        marked = _marked(written, together.conflicts).encode()
        if parse(marked).data == together.data:
            return MergedFile(marked, tuple(_name(conflict.where) for conflict in together.conflicts))
    return MergedFile(b"<<<<<<< ours\n" + ours + b"\n=======\n" + theirs + b"\n>>>>>>> theirs\n", (), whole=True)


def _read(raw: bytes) -> Data | None:
    """What a version says, nothing where it is empty; None where it cannot be read, or somebody must still choose."""
    if not raw.strip():
        return {}
    parsed = parse(raw)
    if any(fault.rule == "PLP111" for fault in parsed.warnings):
        return None
    return parsed.data


def _by_lines(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """The lines of both; None where both changed one place."""
    lines = woven(*(raw.decode().splitlines(keepends=True) for raw in (base, ours, theirs)))
    return None if lines is None else "".join(map(str, lines)).encode()


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


# Comments


def _with_comments(text: str, version: str, before: str) -> str:
    """A text with the comments of a version that are new, each above what it is about, or above what follows that.

    Two that say the same about two things are two.

    Args:
        text: what is written so far.
        version: whose comments are to be there.
        before: where its other comments stand: what it was made of, or the text, where that was written on it.
    """
    told = _told(text)
    old = _told(before)
    new = _texts_of(version) - _texts_of(before)
    root = nodes(text)
    version_root = nodes(version)
    data = parse(text.encode()).data or {}
    version_data = parse(version.encode()).data or {}
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines_at: dict[int, str] = {}
    for comment in comments(version, version_root):
        places = _about(comment, version_root)
        said = comment.text, _thing(places, version_data)
        if not new[comment.text]:
            continue
        if old[said]:
            old[said] -= 1
            continue
        new[comment.text] -= 1
        if told[said]:
            told[said] -= 1
            continue
        counterparts = (_same(where, version_data, data) for where in places)
        where = next(filter(None, counterparts), None)
        at = len(text) if where is None else _line_of(text, root, where)
        indent = len(text) - at - len(text[at:].lstrip(" "))
        lines_at[at] = lines_at.get(at, "") + " " * indent + comment.text + line_end
    return spliced(text, [Span(at, at, lines) for at, lines in lines_at.items()])


def _texts_of(text: str) -> Counter[str]:
    """How often each comment stands in a file."""
    if not text.strip():
        return Counter()
    return Counter(comment.text for comment in comments(text, nodes(text)))


def _told(text: str) -> Counter[tuple[str, str]]:
    """How often each comment stands in a file about each thing."""
    if not text.strip():
        return Counter()
    root = nodes(text)
    data = parse(text.encode()).data or {}
    return Counter((comment.text, _thing(_about(comment, root), data)) for comment in comments(text, root))


def _thing(places: Listed[Path], data: Data) -> str:
    """What a comment is about: a property by its name, an entry by what it says; nothing, where it stands below all."""
    if not places:
        return ""
    name, *indexes = places[0]
    if not indexes:
        return str(name)
    entries = as_list(data.get(str(name)))
    return content(entries[int(indexes[0])])


def _about(comment: Comment, root: Mapping) -> list[Path]:
    """The property, or the entry of a list, that a comment is about; and what follows that."""
    parts = list(_parts(root))
    first = sum(start < comment.start for _where, start in parts)
    stands_behind_it = not comment.alone and first > 0
    if stands_behind_it:
        first -= 1
    return [where for where, _start in parts[first:]]


def _parts(root: Mapping) -> Iterator[tuple[Path, int]]:
    """The properties of a record and the entries of its lists, in the order of the file, and where each begins."""
    for pair in root.pairs:
        name = pair.key.text
        yield (name,), pair.key.start
        if isinstance(pair.value, Sequence):
            for index, entry in enumerate(pair.value.entries):
                yield (name, index), entry.start


def _same(where: Path, data: Data, wanted: Data) -> Path | None:
    """Where the same property, or an equal entry, stands in another version; None where it has none."""
    name = str(where[0])
    if name not in wanted:
        return None
    if len(where) == 1:
        return where
    entry = as_list(data.get(name))[int(where[1])]
    listed = as_list(wanted[name])
    return (name, listed.index(entry)) if entry in listed else None


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
