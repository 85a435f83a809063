"""How a file is laid out: what is added to it looks as what stands there."""

from collections.abc import Iterator
from dataclasses import dataclass

from plptool.read.yaml_nodes import Mapping, Node, Pair, Scalar, Sequence


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
    below = [pair for node in _all(root) if isinstance(node, Mapping) and not node.flow for pair in node.pairs]
    steps = [_column(text, pair.value.start) - _column(text, pair.key.start) for pair in below if _is_mapping(pair)]
    dashes = [pair for pair in below if isinstance(pair.value, Sequence) and not pair.value.flow]
    offsets = [_column(text, pair.value.start) - _column(text, pair.key.start) for pair in dashes]
    gaps = [gap for pair in dashes if isinstance(pair.value, Sequence) for gap in gaps_in(text, pair.value)]
    flows = [node for node in _all(root) if not isinstance(node, Scalar) and node.flow]
    braces = [_inside(text, node) for node in flows if isinstance(node, Mapping) and node.pairs]
    brackets = [_inside(text, node) for node in flows if isinstance(node, Sequence) and node.entries]
    return Layout(
        "\r\n" if first_line.endswith("\r") else "\n",
        steps[0] if steps else house.step,
        offsets[0] if offsets else house.dash,
        gaps[0] if gaps else house.gap,
        braces[0] if braces else house.brace,
        brackets[0] if brackets else house.bracket,
    )


def is_spread(sequence: Sequence) -> bool:
    """Whether all entries of a list, which are mappings, are written over several lines."""
    return bool(sequence.entries) and all(isinstance(entry, Mapping) and not entry.flow for entry in sequence.entries)


def _is_mapping(pair: Pair) -> bool:
    return isinstance(pair.value, Mapping) and not pair.value.flow and bool(pair.value.pairs)


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
