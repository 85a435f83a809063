"""How a file is laid out: what is added to it looks as what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass

from plptool.read.yaml_nodes import Mapping, Node, Pair, Sequence


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of whoever wrote a file. Without a file, the house's."""

    line_end: str = "\n"
    step: int = 2
    """How far what belongs to a name is indented below it."""
    dash: int = 2
    """How far a dash is indented below the name of its list."""
    gap: int = 1
    """How many spaces follow a dash."""
    brace: str = ""
    """What stands within braces, at both ends: nothing, or a space."""
    bracket: str = ""
    """The same within brackets."""
    spread: bool = False
    """Whether each entry of a list of mappings is written over several lines, also where it would fit on one."""


def layout_of(text: str, root: Mapping) -> Layout:
    """The layout of a file; what it does not show is the house's."""
    house = Layout()
    first_line = text.partition("\n")[0]
    return Layout(
        line_end="\r\n" if first_line.endswith("\r") else "\n",
        step=next(_steps(text, root), house.step),
        dash=next(_dashes(text, root), house.dash),
        gap=next(_gaps(text, root), house.gap),
        brace=next(_braces(text, root), house.brace),
        bracket=next(_brackets(text, root), house.bracket),
    )


def is_spread(sequence: Sequence) -> bool:
    """Whether all entries of a list, which are mappings, are written over several lines."""
    return bool(sequence.entries) and all(isinstance(entry, Mapping) and not entry.flow for entry in sequence.entries)


# What a file shows of each habit, from its top


def _steps(text: str, root: Mapping) -> Iterator[int]:
    for pair in _pairs_on_lines(root):
        value = pair.value
        if isinstance(value, Mapping) and not value.flow and value.pairs:
            yield _offset(text, pair)


def _dashes(text: str, root: Mapping) -> Iterator[int]:
    for pair in _pairs_on_lines(root):
        if isinstance(pair.value, Sequence) and not pair.value.flow:
            yield _offset(text, pair)


def _gaps(text: str, root: Mapping) -> Iterator[int]:
    for pair in _pairs_on_lines(root):
        if isinstance(pair.value, Sequence) and not pair.value.flow:
            yield from gaps_in(text, pair.value)


def _braces(text: str, root: Mapping) -> Iterator[str]:
    for node in _all(root):
        if isinstance(node, Mapping) and node.flow and node.pairs:
            yield _inside(text, node)


def _brackets(text: str, root: Mapping) -> Iterator[str]:
    for node in _all(root):
        if isinstance(node, Sequence) and node.flow and node.entries:
            yield _inside(text, node)


def _pairs_on_lines(root: Mapping) -> Iterator[Pair]:
    """The pairs that stand on lines of their own, not within braces."""
    for node in _all(root):
        if isinstance(node, Mapping) and not node.flow:
            yield from node.pairs


def _offset(text: str, pair: Pair) -> int:
    """How much further right a value begins than its name."""
    return _column(text, pair.value.start) - _column(text, pair.key.start)


def _all(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Mapping():
            for pair in node.pairs:
                yield from _all(pair.value)
        case Sequence():
            for entry in node.entries:
                yield from _all(entry)


def _column(text: str, index: int) -> int:
    return index - text.rfind("\n", 0, index) - 1


def gaps_in(text: str, sequence: Sequence) -> Iterator[int]:
    """By entries that stand on the line of their dash, how many spaces follow it."""
    dash = _column(text, sequence.start)
    for entry in sequence.entries:
        line_start = entry.start - _column(text, entry.start)
        if text[line_start + dash : entry.start].strip() == "-":
            yield _column(text, entry.start) - dash - 1


def _inside(text: str, node: Node) -> str:
    """What stands behind an opening bracket, where it is followed by something on its line."""
    follows = text[node.start + 1]
    return " " if follows == " " and text[node.start + 1 : node.end].lstrip(" ")[:1] not in ("\r", "\n") else ""
