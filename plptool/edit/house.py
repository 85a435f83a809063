"""A record in house style: the same data and comments, in the order of the schema, and events in that of their dates.

Whether something is written on one line or on several stays as its writer had it, as long as the line is not too long.
A comment goes with what it is about: what follows it on the next line, or stands before it on its own.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plptool.edit.edits import EVENTS, last_day
from plptool.edit.layout import Layout, layout_of
from plptool.edit.text import WIDTH, Writer, on_one_line, scalar
from plptool.model.plain import Data, Plain
from plptool.model.records import Path, property_of
from plptool.read.key_order import KeyOrder
from plptool.read.yaml_nodes import Comment, Mapping, Node, Pair, Scalar, comments, dash_of, nodes, scalars
from plptool.read.yaml_nodes import Sequence as ListNode

_NEVER = 1 << 20
"""A column that nothing is indented by: in brackets, comments on lines of their own belong to what follows."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A record in house style."""

    text: str
    data: Data
    """What it says: what it said, with its events in order."""


def in_house_style(text: str, data: Data, schema: str) -> Styled:
    """A file in house style.

    Args:
        text: the file's, which was found without fault.
        data: what it says.
        schema: the name of the schema that the record is to fit.
    """
    root = nodes(text)
    begins = [one.start for one in scalars(root)]
    stylist = _Stylist(text, data, schema, _Comments(text, comments(text, root), begins), Writer(Layout()))
    line_end = layout_of(text, root).line_end
    lines = stylist.record(root)
    return Styled("".join(line + line_end for line in lines), _in_order(data))


def _in_order(data: Data) -> dict[str, Plain]:
    """The same data, with its events in the order of their dates; of one day, in the order in which they stand."""
    events = data.get(EVENTS)
    if not isinstance(events, list):
        return {**data}
    return {**data, EVENTS: sorted(events, key=last_day)}


@dataclass(slots=True)
class _Comments:
    """The comments that are not yet written, in the order of the file."""

    text: str
    left: list[Comment]
    begins: list[int]
    """Where each name and value begins."""

    def before(self, at: int) -> list[str]:
        """The comments that begin before a character."""
        taken: list[str] = []
        while self.left and self.left[0].start < at:
            taken.append(self.left.pop(0).text)
        return taken

    def beside_name(self, first: int) -> list[str]:
        """The comments on the line of a name whose value begins below, with what begins there."""
        taken: list[str] = []
        while self.left and self.left[0].start < first and not self.left[0].alone:
            taken.append(self.left.pop(0).text)
        return taken

    def further_in(self, column: int, end: int) -> list[str]:
        """The comments below something that ends there, which are indented by more: they go on with it.

        Args:
            column: how far that is indented.
            end: where it ends; whatever begins behind it has comments of its own.
        """
        follows = bisect_left(self.begins, end)
        until = self.begins[follows] if follows < len(self.begins) else len(self.text)
        taken: list[str] = []
        while self.left and self.left[0].start < until and self.left[0].alone:
            if self._column(self.left[0].start) <= column:
                break
            taken.append(self.left.pop(0).text)
        return taken

    def any_within(self, start: int, end: int) -> bool:
        return any(start < comment.start < end for comment in self.left)

    def _column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at) - 1


@dataclass(frozen=True, slots=True)
class _Part:
    """A name with its value, or an entry of a list: its lines, and the comments that go with it."""

    above: list[str]
    """Comments on the lines before it."""
    lines: list[str]
    below: list[str] = field(default_factory=list)
    """Comments on the lines after it that are still about it."""
    gap: bool = False
    """Whether an empty line stands before it."""

    def written(self, indent: int, *, first: bool) -> Iterator[str]:
        """Its lines, with the comments, as far in as it is."""
        if self.gap and not first:
            yield ""
        yield from (" " * indent + comment for comment in self.above)
        yield from self.lines
        yield from (" " * (indent + 2) + comment for comment in self.below)


@dataclass(frozen=True, slots=True)
class _Stylist:
    """Writes one record anew."""

    text: str
    data: Data
    schema: str
    comments: _Comments
    writer: Writer

    def record(self, root: Mapping) -> list[str]:
        """The lines of the whole file. What stands at its top stays there, and what is left over ends it."""
        top = self.comments.before(root.pairs[0].key.start) if root.pairs else []
        lines = [*top, *self._pairs(root, (), self.data, 0)]
        last = self.comments.before(len(self.text))
        return [*lines, *last]

    def _pairs(self, node: Mapping, where: Path, data: Data, indent: int) -> list[str]:
        """A mapping, a name a line, in the order of the schema."""
        column = _NEVER if node.flow else self._column(node.start)
        first = node.pairs[0].key.start if node.pairs else 0
        parts = [
            (pair.key.text, self._pair(pair, where, data, indent, column, gap=pair.key.start > first))
            for pair in node.pairs
        ]
        rank = self._rank(where)
        parts.sort(key=lambda part: rank.get(part[0], len(rank)))
        return _joined([part for _, part in parts], indent)

    def _rank(self, where: Path) -> dict[str, int]:
        """At which place each name of a mapping stands; those that are free stay where they are."""
        names = KeyOrder(self.schema, self.data).names_at(where)
        return {name: number for number, name in enumerate(names)}

    def _pair(self, pair: Pair, where: Path, data: Data, indent: int, column: int, *, gap: bool) -> _Part:
        """A name and its value; the first has no gap before it that would go with it."""
        name = pair.key.text
        gap = gap and column != _NEVER and self._has_gap(pair.key.start)
        above = self.comments.before(pair.key.start)
        start = f"{' ' * indent}{scalar(name, flow=False)}:"
        lines = self._value(pair.value, (*where, name), data.get(name), start, indent)
        return self._part(pair.value, max(pair.value.end, pair.colon), above, lines, column, gap=gap)

    def _entry(self, node: ListNode, index: int, where: Path, value: Plain, indent: int) -> _Part:
        entry = node.entries[index]
        column = _NEVER if node.flow else self._column(node.start)
        begin = entry.start if node.flow else dash_of(self.text, node, index)
        gap = index > 0 and not node.flow and self._has_gap(begin)
        above = self.comments.before(begin)
        lines = self._entry_lines(entry, (*where, index), value, indent)
        return self._part(entry, entry.end, above, lines, column, gap=gap)

    def _part(self, value: Node, end: int, above: list[str], lines: list[str], column: int, *, gap: bool) -> _Part:
        """A part with the comments behind and below it. Below a text in lines they would be of the text."""
        behind = self.comments.before(self._line_end(end))
        below = self.comments.further_in(column, end)
        if isinstance(value, Scalar) and len(lines) > 1:
            return _Part([*above, *behind, *below], lines, gap=gap)
        if behind and len(lines) == 1:
            lines = [f"{lines[0]}  {behind[0]}"]
            behind = behind[1:]
        return _Part(above, lines, [*behind, *below], gap)

    def _value(self, node: Node, where: Path, value: Plain, start: str, indent: int) -> list[str]:
        """A value behind its name."""
        name = str(where[-1])
        if isinstance(node, Scalar):
            return self._scalar(node, name, value, start, indent)
        line = f"{start} {self._on_one_line(value, where)}"
        if self._stays(node, value, line):
            return [line]
        beside = [f"  {comment}" for comment in self.comments.beside_name(_first(node))]
        layout = self.writer.layout
        if isinstance(node, Mapping):
            below = self._pairs(node, where, value if isinstance(value, dict) else {}, indent + layout.step)
        else:
            below = self._entries(node, where, value if isinstance(value, list) else [], indent + layout.dash)
        return ["".join([start, *beside]), *below]

    def _stays(self, node: Mapping | ListNode, value: Plain, line: str) -> bool:
        """Whether a mapping or list is written on one line: it was written in brackets, and has room."""
        has_comments = self.comments.any_within(node.start, node.end)
        return not has_comments and (not value or (node.flow and len(line) <= WIDTH))

    def _on_one_line(self, value: Plain, where: Path) -> str:
        ordered = KeyOrder(self.schema, self.data).ordered(value, where)
        return on_one_line(ordered, property_of(where), self.writer.layout, flow=False)

    def _entries(self, node: ListNode, where: Path, values: Sequence[Plain], indent: int) -> list[str]:
        """A list, a dash a line; events in the order of their dates."""
        parts = [self._entry(node, index, where, value, indent) for index, value in enumerate(values)]
        if where == (EVENTS,):
            days = [last_day(value) for value in values]
            parts = [parts[index] for index in sorted(range(len(parts)), key=days.__getitem__)]
        return _joined(parts, indent)

    def _entry_lines(self, node: Node, where: Path, value: Plain, indent: int) -> list[str]:
        dash = f"{' ' * indent}-"
        if isinstance(node, Scalar):
            return self._scalar(node, property_of(where), value, dash, indent)
        line = f"{dash} {self._on_one_line(value, where)}"
        if self._stays(node, value, line) or not isinstance(node, Mapping):
            return [line]
        beside = self.comments.before(_first(node))
        first, *others = self._pairs(node, where, value if isinstance(value, dict) else {}, indent + 2)
        if beside:  # they stood behind the dash, whose line has no room for them
            return [f"{dash}  {' '.join(beside)}", first, *others]
        return [f"{dash} {first.lstrip(' ')}", *others]

    def _scalar(self, node: Scalar, name: str, value: Plain, start: str, indent: int) -> list[str]:
        """A text, a number or nothing behind its name or dash."""
        header = self.text[node.start : self._line_end(node.start)]
        _, hash_sign, words = header.partition("#")
        beside = f"  #{words}".rstrip() if node.in_lines and hash_sign else ""
        if value is None:
            return [start]
        if node.in_lines and isinstance(value, str) and _has_lines(value):
            chomped = "" if value.endswith("\n") else "-"
            margin = " " * (indent + self.writer.layout.step)
            rows = value.removesuffix("\n").split("\n")
            return [f"{start} |{chomped}{beside}", *((margin + row).rstrip() for row in rows)]
        return [f"{start} {on_one_line(value, name, self.writer.layout, flow=False)}{beside}"]

    def _has_gap(self, at: int) -> bool:
        """Whether an empty line stands before something, or before the comments above it."""
        alone = [comment.start for comment in self.comments.left if comment.start < at and comment.alone]
        line = self.text.rfind("\n", 0, alone[0] if alone else at) + 1
        above = self.text[self.text.rfind("\n", 0, max(line - 1, 0)) + 1 : line]
        return line > 0 and not above.strip()

    def _column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at) - 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end


def _first(node: Mapping | ListNode) -> int:
    """Where the first name or entry of something begins."""
    if isinstance(node, Mapping):
        return node.pairs[0].key.start if node.pairs else node.end
    if not node.flow:
        return node.start
    return node.entries[0].start if node.entries else node.end


def _has_lines(text: str) -> bool:
    """Whether text is written in lines: it has several, and no space stands at the end of one."""
    rows = text.removesuffix("\n").split("\n")
    return len(rows) > 1 and rows[0] != "" and rows[-1] != "" and all(row == row.strip() for row in rows)


def _joined(parts: Sequence[_Part], indent: int) -> list[str]:
    return [line for number, part in enumerate(parts) for line in part.written(indent, first=number == 0)]
