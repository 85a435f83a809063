"""Ways in which people lay out a record: the same data in other bytes."""

import re
from collections.abc import Callable, Mapping

from plptool.edit.edits import EVENTS
from plptool.edit.layout import Layout
from plptool.edit.text import Writer, on_one_line
from plptool.model.plain import Data, Plain
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import Mapping as MappingNode
from plptool.read.yaml_nodes import Node, Scalar, node_at, nodes
from plptool.read.yaml_nodes import Sequence as ListNode


def _ends_of_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def _without_last_end(text: str) -> str:
    return text.rstrip("\n")


def _aligned(text: str) -> str:
    return re.sub(r"(?m)^(\w[\w-]*:) (?=\S)", lambda match: f"{match[1]:<14} ", text)


def _marked(text: str) -> str:
    return f"---\n{text}"


def _spaced(text: str) -> str:
    """Spaces within braces and brackets."""
    inside = [node for node in _flows(nodes(text)) if node.end - node.start > 2]
    for at in sorted([at for node in inside for at in (node.start + 1, node.end - 1)], reverse=True):
        text = f"{text[:at]} {text[at:]}"
    return text


def _broken(text: str) -> str:
    """What stands in braces goes on on the next line."""
    flows = [node for node in _flows(nodes(text)) if isinstance(node, MappingNode) and len(node.pairs) > 1]
    for at in sorted([node.pairs[1].key.start for node in flows], reverse=True):
        text = f"{text[:at].rstrip(' ')}\n          {text[at:]}"
    return text


def _commented(text: str) -> str:
    """A comment above each line that begins a property or an entry."""
    return re.sub(r"(?m)^( *)(?=(- |\w[\w-]*:))", r"\1# what follows: - {a: b}\n\1", text)


def _long_comments(text: str) -> str:
    """Comments behind the lines, which go on below."""
    rows = []
    for row in text.splitlines():
        whole = row.endswith(("}", "]", "events:"))
        rows += [f"{row}  # {'long words ' * 9}", " " * 40 + "# and more: {x}"] if whole else [row]
    return "\n".join(rows) + "\n"


def _folded(text: str) -> str:
    """Prose in lines of its own."""
    root = nodes(text)
    found = [(pair.key, pair.value) for node in _blocks(root) for pair in node.pairs]
    for key, value in reversed(found):
        words = value.text.split(" ") if isinstance(value, Scalar) else []
        if len(words) > 4:
            indent = " " * (key.start - text.rfind("\n", 0, key.start) + 1)
            lines = f">-\n{indent}{' '.join(words[:3])}\n{indent}{' '.join(words[3:])}\n"
            text = text[: value.start] + lines + text[value.end :]
    return text


def _in_blocks(text: str) -> str:
    """Every event over several lines."""
    return _with_events(text, lambda events: Writer(Layout(spread=True)).entries(list(events), EVENTS, 2))


def _in_a_flow_list(text: str) -> str:
    return _with_events(text, lambda events: [f"  {on_one_line(list(events), EVENTS, Layout())}"])


def _a_line_each(text: str) -> str:
    """A list in brackets, with a line for each event."""

    def lines(events: list[Plain]) -> list[str]:
        return ["  [", *(f"    {on_one_line(event, EVENTS, Layout())}," for event in events), "  ]"]

    return _with_events(text, lines)


def _without_events(text: str) -> str:
    return _with_events(text, None)


def _dashes_below(text: str) -> str:
    """Dashes are not indented, and the names behind them are, by more."""
    return _with_events(text, lambda events: Writer(Layout(dash=0, gap=3)).entries(list(events), EVENTS, 0))


def _with_tabs(text: str) -> str:
    return re.sub(r"(?m)(?<=[}\w])$", "\t", text)


def _with_mark(text: str) -> str:
    return f"\ufeff{text}"


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "CRLF": _ends_of_lines,
    "no last line end": _without_last_end,
    "aligned values": _aligned,
    "a line of dashes": _marked,
    "spaces in braces": _spaced,
    "broken lines in braces": _broken,
    "comments between": _commented,
    "long comments": _long_comments,
    "folded text": _folded,
    "events over lines": _in_blocks,
    "events in brackets": _in_a_flow_list,
    "a line each in brackets": _a_line_each,
    "dashes not indented": _dashes_below,
    "no events yet": _without_events,
}
"""By what they are called, ways to lay a record out anew."""
REFUSED: Mapping[str, Callable[[str], str]] = {"tabs": _with_tabs, "a byte order mark": _with_mark}
"""Those that a ledger does not take."""


def data_of(text: str) -> dict[str, Plain]:
    parsed = parse(text.encode())
    assert parsed.data is not None, parsed.faults
    return parsed.data


def _flows(node: Node) -> list[MappingNode | ListNode]:
    own = [] if isinstance(node, Scalar) or not node.flow else [node]
    return own + [flow for below in _below(node) for flow in _flows(below)]


def _blocks(node: Node) -> list[MappingNode]:
    own = [node] if isinstance(node, MappingNode) and not node.flow else []
    return own + [block for below in _below(node) for block in _blocks(below)]


def _below(node: Node) -> list[Node]:
    match node:
        case MappingNode():
            return [pair.value for pair in node.pairs]
        case ListNode():
            return list(node.entries)
        case Scalar():
            return []


def _with_events(text: str, lines: Callable[[list[Plain]], list[str]] | None) -> str:
    """A record whose events are written in another way; without them, where there is none."""
    data: Data = data_of(text)
    events = data.get(EVENTS)
    root = nodes(text)
    pair = root.pair(EVENTS)
    if not isinstance(events, list) or pair is None or node_at(root, (EVENTS,)) is None:
        return text
    start, end = pair.key.start, text.find("\n", pair.value.end) + 1
    written = "\n".join(["events:", *lines(events)]) + "\n" if lines else ""
    return text[:start] + written + text[end:]
