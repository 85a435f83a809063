"""What a person chooses where two edits do not agree: in a file in which both versions stand as comments.

And the two versions of a file that git has left as lines between its marks, which no repository need tell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from plptool.edit.edits import EVENTS, FieldEdit, Insert, Remove, Reorder, SetField, applied, place_by_date
from plptool.edit.spans import value_at
from plptool.edit.write import carried_out, schema_of
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Path
from plptool.read.fields import record_fields
from plptool.read.undecided import Undecided, undecided_in
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import Sequence as ListNode
from plptool.read.yaml_nodes import dash_of, node_at, nodes
from plptool.timeline.compare import EVENT_KEYS, content, pair

Side = Literal["ours", "theirs", "both"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Two versions of one thing, of which a person is to choose."""

    name: str
    """What it is called in the command that chooses."""
    ours: Plain
    """None where it has nothing there."""
    theirs: Plain


def choices_in(raw: bytes) -> tuple[Choice, ...]:
    """What is to be chosen in a file."""
    found = [one for one in undecided_in(raw.decode("utf-8", "replace")) if one.name is not None]
    return tuple(Choice(str(one.name), _said(one, one.ours), _said(one, one.theirs)) for one in found)


def chosen(path: str, text: str, name: str | None, side: Side) -> str:
    """A file's text in which one version stands of what two edits do not agree on, or both.

    Args:
        path: the file's, from the folder that holds `ledger/`.
        text: what it holds.
        name: what is chosen; everything, without it.
        side: which version is taken.

    Raises:
        UserError: there is nothing to choose, or it cannot be both.
    """
    meant = list(_meant(undecided_in(text), name, path))
    for one in reversed(meant):  # from the last, so that no place is another by what went before
        text = _settled(path, text, one, side)
    return text


def _meant(found: Sequence[Undecided], name: str | None, path: str) -> Iterator[Undecided]:
    known = [one for one in found if one.name is not None]
    fitting = [one for one in known if name is None or one.name == name or _list_of(one) == name]
    if not known:
        raise UserError(Message("{path}: nothing is to be chosen there", {"path": path}))
    if not fitting:
        args: dict[str, Argument] = {"path": path, "words": [one.name for one in known]}
        raise UserError(Message("{path}: nothing so called is to be chosen there; what is: {words}", args))
    yield from fitting


def _list_of(one: Undecided) -> str:
    """What it is called without its number."""
    return re.sub(r"\.\d+\Z", "", one.name or "")


def _settled(path: str, text: str, one: Undecided, side: Side) -> str:
    """A text in which one thing is chosen, and without the comments."""
    left = text[: one.start] + text[one.end :]
    parsed = parse(left.encode())
    if parsed.data is None:
        fault = parsed.faults[0]
        args: dict[str, Argument] = {"path": path, "rule": fault.rule, "message": fault.message}
        raise UserError(Message("{path} cannot be changed before it can be read: {rule} {message}", args))
    data: Data = parsed.data
    where = _place(_list_of(one), data)
    versions = {"ours": _said(one, one.ours), "theirs": _said(one, one.theirs)}
    edits: list[FieldEdit]
    if _is_entry(one):
        edits = _entry_edits(path, data, where, _standing(left, one, where, versions, data), versions, side)
    else:
        edits = [*_field_edits(path, data, where, versions, side)]
    schema = schema_of(path)
    for edit in edits:
        left, data = carried_out(left, data, edit, schema)
    return left


def _is_entry(one: Undecided) -> bool:
    """Whether it is about an entry of a list, and not a property as a whole."""
    return any(version[:1] and version[0].startswith("- ") for version in (one.ours, one.theirs))


def _said(one: Undecided, version: Sequence[str]) -> Plain:
    """What one version says.

    Raises:
        UserError: somebody has changed the comment, and it cannot be read any more.
    """
    if not version:
        return None
    name = _list_of(one).rpartition(".")[2]
    lines = [f"{name}:", *version] if _is_entry(one) else [*version]
    parsed = parse("".join(f"{line}\n" for line in lines).encode())
    if parsed.data is None or len(parsed.data) != 1:
        raise UserError(Message("what stands in the comment cannot be read: {line}", {"line": version[0]}))
    (value,) = parsed.data.values()
    return as_list(value)[0] if _is_entry(one) else value


def _place(name: str, data: Data) -> Path:
    """Where a value stands whose properties are written with dots between them, and may have dots themselves."""
    for key, value in data.items():
        if key == name:
            return (key,)
        if name.startswith(f"{key}.") and isinstance(value, Mapping):
            return (key, *_place(name.removeprefix(f"{key}."), value))
    return (name,)


# A property


def _field_edits(path: str, data: Data, where: Path, versions: Mapping[str, Plain], side: Side) -> Iterator[FieldEdit]:
    value = _both(path, where, versions) if side == "both" else versions[side]
    if value is not None:
        yield SetField(path, where, value)
    elif value_at(data, where) is not None:
        yield Remove(path, where)


def _both(path: str, where: Path, versions: Mapping[str, Plain]) -> Plain:
    """Both values, where the property may have several."""
    _, folder, _ = path.split("/")
    fields = {field.name: field for field in record_fields(COLLECTIONS[folder])}
    values = [*versions.values()]
    top = fields.get(str(where[0]))
    is_list = any(isinstance(value, list) for value in values) or (top is not None and len(where) == 1 and top.is_list)
    if not is_list or any(isinstance(value, dict) for value in values):
        args: dict[str, Argument] = {"name": ".".join(map(str, where))}
        raise UserError(Message("{name} has one value: choose ours or theirs", args))
    together: list[Plain] = []
    for value in values:
        together += [entry for entry in as_list(value) if entry not in together]
    return together


# An entry of a list


def _standing(left: str, one: Undecided, where: Path, versions: Mapping[str, Plain], data: Data) -> int | None:
    """Which entry stands below the comments: as it was before, or as one of the versions has it."""
    entries = as_list(value_at(data, where))
    node = node_at(nodes(left), where)
    if isinstance(node, ListNode) and not node.flow:
        below = [index for index in range(len(node.entries)) if dash_of(left, node, index) >= one.start]
        return below[0] if below else None
    for version in versions.values():
        paired = pair(entries, [version], EVENT_KEYS)
        for before, after in paired:
            if before is not None and after is not None:
                return entries.index(before)
    return None


def _entry_edits(
    path: str, data: Data, where: Path, standing: int | None, versions: Mapping[str, Plain], side: Side
) -> list[FieldEdit]:
    entries = as_list(value_at(data, where))
    said = [content(entry) for entry in entries]
    wanted = [*versions.values()] if side == "both" else [versions[side]]
    if None not in versions.values() and all(content(version) in said for version in versions.values()):
        # Both have added theirs, and both stand there: what is not wanted goes.
        unwanted = [version for version in versions.values() if version not in wanted]
        return [Remove(path, (*where, said.index(content(version)))) for version in unwanted]
    if standing is None or (side == "both" and None in wanted):
        args: dict[str, Argument] = {"path": path}
        raise UserError(Message("{path}: it cannot be both, or is not there any more: choose ours or theirs", args))
    first, *others = wanted
    place = (*where, standing)
    if first is None:
        return [Remove(path, place)]
    edits: list[FieldEdit] = [SetField(path, place, first)]
    changed = applied(data, edits[0])
    if where == (EVENTS,):
        edits.append(Reorder(path, place, place_by_date(as_list(changed[EVENTS]), standing)))
    return [*edits, *(Insert(path, where, other) for other in others)]


# Git's marks


_MARKED = re.compile(
    r"^<{7} [^\n]*\n(?P<ours>.*?)(?:^\|{7}[^\n]*\n(?P<base>.*?))?^={7}\r?\n(?P<theirs>.*?)^>{7}[^\n]*\n?",
    re.MULTILINE | re.DOTALL,
)


def versions_between_marks(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """What both go back to, as far as the marks tell, ours and theirs, of a file that git has left so."""
    text = raw.decode("utf-8", "surrogateescape")
    base, ours, theirs = (
        _side_of(text, side).encode("utf-8", "surrogateescape") for side in ("base", "ours", "theirs")
    )
    return base, ours, theirs


def _side_of(text: str, side: str) -> str:
    """A text with what one side has between each pair of marks."""
    return _MARKED.sub(lambda match: match[side] or "", text)
