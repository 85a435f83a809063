"""From what is meant to the characters of one file that it changes, and no others.

Each edit is placed by the nodes of the file: what stands beside it, comments too, stays as it is. A comment on a line
of its own belongs to what follows, unless it is indented further than that: then it goes on with what is above.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from plptool.edit.edits import FieldEdit, Insert, NoPlaceError, Remove, Reorder, SetField, index_of
from plptool.edit.layout import gaps_in, is_spread, layout_of
from plptool.edit.text import Writer, fits, on_one_line, scalar
from plptool.model.plain import Data, Plain
from plptool.model.records import Path, property_of
from plptool.read.key_order import KeyOrder
from plptool.read.yaml_nodes import Mapping, Node, Pair, Scalar, dash_of, node_at, nodes
from plptool.read.yaml_nodes import Sequence as ListNode


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a file that are to be others; none, where something is only added."""

    start: int
    end: int
    new: str


def spliced(text: str, spans: Iterable[Span]) -> str:
    """A text in which these spans, which do not overlap, are replaced."""
    pieces: list[str] = []
    at = 0
    for span in sorted(spans, key=_start):
        pieces += [text[at : span.start], span.new]
        at = span.end
    return "".join([*pieces, text[at:]])


def _start(span: Span) -> tuple[int, int]:
    return span.start, span.end


def lowered(data: Data, edit: FieldEdit) -> list[FieldEdit]:
    """An edit as the smallest that come to the same: of a list that is replaced, those of its entries that differ.

    Args:
        data: the record's, before.
        edit: what is meant.
    """
    match edit:
        case SetField():
            return _differences(value_at(data, edit.where), edit)
        case Remove() if len(edit.where) > 1 and isinstance(edit.where[-1], int):
            siblings = value_at(data, edit.where[:-1])
            is_last = isinstance(siblings, list) and len(siblings) == 1 and edit.where[-1] == 0
            return lowered(data, Remove(edit.path, edit.where[:-1])) if is_last else [edit]
        case Reorder() if edit.index == edit.where[-1]:
            return []
        case Remove() | Insert() | Reorder():
            return [edit]


def _differences(old: Plain, edit: SetField) -> list[FieldEdit]:
    new = edit.value
    if old == new and type(old) is type(new):
        return []
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        steps: list[FieldEdit] = [Remove(edit.path, (*edit.where, key)) for key in old if key not in new]
        for key, value in new.items():
            part = replace(edit, where=(*edit.where, key), value=value)
            steps += _differences(old[key], part) if key in old else [part]
        return steps
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _list_differences(old, new, edit)
    return [edit]


def _list_differences(old: Sequence[Plain], new: Sequence[Plain], edit: SetField) -> list[FieldEdit]:
    """The entries that come, go or differ, from the last to the first: no index is another by what was done before."""
    matcher = SequenceMatcher(None, [repr(entry) for entry in old], [repr(entry) for entry in new], autojunk=False)
    if not any(size for _, _, size in matcher.get_matching_blocks()) and len(old) != len(new):
        return [edit]  # nothing of it stays
    steps: list[FieldEdit] = []
    for tag, start, end, new_start, new_end in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        paired = min(end - start, new_end - new_start)
        gone = reversed(range(start + paired, end))
        come = reversed(new[new_start + paired : new_end])
        steps += [Remove(edit.path, (*edit.where, index)) for index in gone]
        steps += [Insert(edit.path, edit.where, entry, start + paired, spread=edit.spread) for entry in come]
        for offset in reversed(range(paired)):
            part = replace(edit, where=(*edit.where, start + offset), value=new[new_start + offset])
            steps += _differences(old[start + offset], part)
    return steps


def value_at(data: Data, where: Path) -> Plain:
    """What stands in a place of a record; nothing where there is no such place."""
    value: Plain = data
    for step in where:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def edited(text: str, data: Data, edit: FieldEdit, schema: str) -> str:
    """A file's text after the smallest of edits (`lowered`).

    Args:
        text: the file's.
        data: what it says.
        edit: what is meant.
        schema: the name of the schema that the record is to fit: keys are written in its order.

    Raises:
        NoPlaceError: there is no such place in it.
    """
    root = nodes(text)
    planner = _Planner(text, root, data, schema, Writer(layout_of(text, root)))
    return spliced(text, planner.spans(edit))


def moved(text: str, data: Data, where: Path, before: int, schema: str) -> str:
    """A file's text after an entry of a list has gone elsewhere in it, as it is written, with its comments.

    Args:
        text: the file's.
        data: what it says.
        where: the entry's place.
        before: the index of that before which it goes.
        schema: the name of the schema that the record is to fit.

    Raises:
        NoPlaceError: there is no such entry, or its lines have something else on them.
    """
    root = nodes(text)
    planner = _Planner(text, root, data, schema, Writer(layout_of(text, root)))
    return spliced(text, planner.move(where, before))


@dataclass(frozen=True, slots=True)
class _Planner:
    """Places one edit in one file."""

    text: str
    root: Mapping
    data: Data
    schema: str
    writer: Writer

    def spans(self, edit: FieldEdit) -> list[Span]:
        match edit:
            case Insert():
                return self._insert(edit)
            case SetField():
                return self._set(edit.where, edit.value, spread=edit.spread)
            case Remove():
                return self._remove(edit.where)
            case Reorder():
                return self._reorder(edit)

    def _parent(self, where: Path) -> Node:
        node = node_at(self.root, where[:-1])
        if node is None:
            raise NoPlaceError(where)
        return node

    # An entry into a list

    def _insert(self, edit: Insert) -> list[Span]:
        node = node_at(self.root, edit.where)
        if not isinstance(node, ListNode) or not node.entries:
            return self._set(edit.where, [edit.value], spread=edit.spread)
        values = value_at(self.data, edit.where)
        index = index_of(values if isinstance(values, list) else [], edit)
        if node.flow:
            written = on_one_line(edit.value, property_of(edit.where), self.writer.layout)
            return self._insert_into_flow(node.entries, index, written)
        neighbour = node.entries[max(index - 1, 0)]
        aligned = self._aligned(neighbour) if isinstance(neighbour, Mapping) and not neighbour.flow else 0
        writer = self._writer_into(node, spread=edit.spread)
        lines = writer.entry(edit.value, property_of(edit.where), self._column(node.start), aligned)
        return [self._added(self._line_for(node, edit.where, index), lines)]

    def _writer_into(self, node: ListNode, *, spread: bool = False) -> Writer:
        """Writes the entries of a list with dashes as those that it has."""
        gap = next(gaps_in(self.text, node), self.writer.layout.gap)
        return Writer(replace(self.writer.layout, gap=gap, spread=spread or is_spread(node)))

    def _line_for(self, node: ListNode, where: Path, index: int) -> int:
        """Where the lines of an entry with a dash begin, of which so many stand above it."""
        column = self._column(node.start)
        if index:
            return self._below(node.entries[index - 1].end, column)
        name = self._name_of(where)
        return self._line_start(node.start) if name is None else self._below(name, column)

    def _name_of(self, where: Path) -> int | None:
        """Which character follows the name, and its colon, that a value stands behind; None where it has none."""
        if not where:
            return None
        parent = self._parent(where)
        pair = parent.pair(str(where[-1])) if isinstance(parent, Mapping) else None
        return pair.colon if pair else None

    def _insert_into_flow(self, standing: Sequence[Node | Pair], index: int, written: str) -> list[Span]:
        """Something more between brackets or braces: on a line of its own, where its neighbour has one."""
        follows = index == len(standing)
        neighbour = standing[index - 1] if follows else standing[index]
        start, end = _ends(neighbour)
        if not self._begins_its_line(start):
            return [Span(end, end, f", {written}")] if follows else [Span(start, start, f"{written}, ")]
        indent = " " * self._column(start)
        if not follows:
            line_start = self._line_start(start)
            if index:  # comments above the neighbour belong to it
                line_start = self._next_line(self._comma(_ends(standing[index - 1])[1]))
            return [self._added(line_start, [f"{indent}{written},"])]
        comma = self._comma(end)
        if comma > end:  # there is one behind the last, too
            return [self._added(self._next_line(comma), [f"{indent}{written},"])]
        line = self._next_line(end)
        closes_there = self.text[end : self._line_end(end)].partition("#")[0].strip() != ""
        if closes_there:
            return [Span(end, end, f",{self.writer.layout.line_end}{indent}{written}")]
        return [Span(end, end, ","), self._added(line, [f"{indent}{written}"])]

    def _comma(self, end: int) -> int:
        """Which character follows the comma behind something in brackets; its own end, where there is none."""
        at = end
        while at < len(self.text) and self.text[at] in " \t\r\n#":
            at = self._line_end(at) if self.text[at] == "#" else at + 1
        return at + 1 if self.text[at : at + 1] == "," else end

    def _reorder(self, edit: Reorder) -> list[Span]:
        """The same characters elsewhere in their list."""
        node = self._parent(edit.where)
        index = edit.where[-1]
        if not isinstance(node, ListNode) or not isinstance(index, int) or index >= len(node.entries):
            raise NoPlaceError(edit.where)
        # Before which entry, where the one that moves is counted too.
        before = edit.index if edit.index < index else edit.index + 1
        (gone,) = self._remove(edit.where)
        if node.flow:
            start, end = _ends(node.entries[index])
            return [gone, *self._insert_into_flow(node.entries, before, self.text[start:end])]
        line_end = self.writer.layout.line_end
        lines = self.text[gone.start : gone.end].removesuffix("\n").removesuffix("\r").split(line_end)
        return [gone, self._added(self._line_for(node, edit.where[:-1], before), lines)]

    # A field

    def _set(self, where: Path, value: Plain, *, spread: bool) -> list[Span]:
        parent = self._parent(where)
        if isinstance(parent, ListNode):
            return self._replace_entry(parent, where, value)
        if not isinstance(parent, Mapping):
            raise NoPlaceError(where)
        key = str(where[-1])
        pair = parent.pair(key)
        if parent.flow and self._outgrows_its_line(parent, where, value):
            entries = self._parent(where[:-1])
            if isinstance(entries, ListNode):
                return self._replace_entry(entries, where[:-1], self._with(where, value))
        if pair is None:
            return self._add(parent, where, value, spread=spread)
        if parent.flow:
            written = on_one_line(value, key, self.writer.layout)
            gap = "" if pair.value.start > pair.colon else " "
            return [Span(pair.value.start, pair.value.end, gap + written)]
        return self._replace(parent, pair, value, spread=spread)

    def _outgrows_its_line(self, entry: Mapping, where: Path, value: Plain) -> bool:
        """Whether an entry of a list with dashes has one line, and would not be given one with another value in it."""
        if len(where) < 3 or not isinstance(where[-2], int):
            return False
        entries = self._parent(where[:-1])
        if not isinstance(entries, ListNode) or entries.flow or "\n" in self.text[entry.start : entry.end]:
            return False
        name = property_of(where[:-1])
        before = value_at(self.data, where[:-1])
        fitted, fits_still = (
            fits(content, name, " " * self._column(entry.start) + on_one_line(content, name, self.writer.layout))
            for content in (before, self._with(where, value))
        )
        return fitted and not fits_still

    def _with(self, where: Path, value: Plain) -> dict[str, Plain]:
        """A mapping with another value in it; a name that is not there yet stands where the schema has it."""
        standing = value_at(self.data, where[:-1])
        changed = dict(standing) if isinstance(standing, dict) else {}
        key = str(where[-1])
        if key in changed:
            return {**changed, key: value}
        pairs = [*changed.items()]
        order = KeyOrder(self.schema, self.data).names_at(where[:-1])
        pairs.insert(_place([*changed], key, order), (key, value))
        return dict(pairs)

    def _replace(self, parent: Mapping, pair: Pair, value: Plain, *, spread: bool) -> list[Span]:
        """Another value behind a name that has a line of its own. What is said behind it on that line stays there."""
        old, column = pair.value, self._column(parent.start)
        named, *others = self._lines(pair.key.text, value, column, spread=spread)
        start = " " * column + scalar(pair.key.text, flow=False) + ":"
        written = named.removeprefix(start)
        below = "".join(self.writer.layout.line_end + line for line in others)
        key_line = self._line_end(pair.colon)
        if old.start > key_line:
            return [Span(pair.colon, pair.colon, written), Span(key_line, old.end, below)]
        if below:
            last_line = self._line_end(old.end)
            return [Span(pair.colon, old.end, ""), Span(last_line, last_line, below)]
        if old.start > pair.colon:
            return [Span(old.start, old.end, written.lstrip(" "))]
        return [Span(pair.colon, pair.colon, written)]

    def _lines(self, key: str, value: Plain, indent: int, *, spread: bool, column: int = 0) -> list[str]:
        """A name and its value, over lines. Of a list that is written anew, a mapping is spread where that is asked."""
        of_list = spread and isinstance(value, list)
        writer = Writer(replace(self.writer.layout, spread=True)) if of_list else self.writer
        return writer.pair(key, value, indent, spread=spread, column=column)

    def _add(self, parent: Mapping, where: Path, value: Plain, *, spread: bool) -> list[Span]:
        """A name that is not there yet: after the last of those that come before it in the order of the schema."""
        key = str(where[-1])
        names = [pair.key.text for pair in parent.pairs]
        order = KeyOrder(self.schema, self.data).names_at(where[:-1])
        index = _place(names, key, order)
        if parent.flow:
            written = f"{on_one_line(key, '', self.writer.layout)}: {on_one_line(value, key, self.writer.layout)}"
            if not parent.pairs:
                brace = self.writer.layout.brace
                return [Span(parent.start, parent.end, f"{{{brace}{written}{brace}}}")]
            return self._insert_into_flow(parent.pairs, index, written)
        indent = self._column(parent.start)
        lines = self._lines(key, value, indent, spread=spread, column=self._aligned(parent))
        if index:
            return [self._added(self._below(parent.pairs[index - 1].value.end, indent), lines)]
        start = parent.pairs[0].key.start
        line_end = self.writer.layout.line_end
        return [Span(start, start, line_end.join(lines).lstrip(" ") + line_end + " " * indent)]

    def _aligned(self, parent: Mapping) -> int:
        """In which column the values of a mapping stand, where somebody has aligned them; otherwise 0."""
        beside = [
            pair for pair in parent.pairs if self._line_start(pair.value.start) == self._line_start(pair.key.start)
        ]
        columns = {self._column(pair.value.start) for pair in beside}
        are_spaced = any(pair.value.start - pair.colon > 1 for pair in beside)
        return columns.pop() if len(columns) == 1 and len(beside) > 1 and are_spaced else 0

    def _replace_entry(self, parent: ListNode, where: Path, value: Plain) -> list[Span]:
        index = where[-1]
        if not isinstance(index, int) or index >= len(parent.entries):
            raise NoPlaceError(where)
        old, name = parent.entries[index], property_of(where)
        if parent.flow or (isinstance(old, Scalar) and not isinstance(value, dict | list)):
            return [Span(old.start, old.end, on_one_line(value, name, self.writer.layout, flow=parent.flow))]
        column = self._column(parent.start)
        line_end = self.writer.layout.line_end
        lines = self._writer_into(parent).entry(value, name, column)
        return [Span(dash_of(self.text, parent, index), old.end, line_end.join(lines).lstrip(" "))]

    # What goes

    def _remove(self, where: Path) -> list[Span]:
        parent = self._parent(where)
        if isinstance(parent, Mapping):
            standing: Sequence[Node | Pair] = parent.pairs
            index = next((at for at, pair in enumerate(parent.pairs) if pair.key.text == where[-1]), len(standing))
        elif isinstance(parent, ListNode) and isinstance(where[-1], int):
            standing, index = parent.entries, where[-1]
        else:
            raise NoPlaceError(where)
        if index >= len(standing):
            raise NoPlaceError(where)
        start, end = _ends(standing[index])
        if isinstance(parent, ListNode) and not parent.flow:
            start = dash_of(self.text, parent, index)
        if parent.flow:
            return [self._removed_from_flow(standing, index)]
        if not self._begins_its_line(start):  # the first name behind a dash
            follows = _ends(standing[index + 1])[0] if index + 1 < len(standing) else end
            return [Span(start, follows, "")]
        column = self._column(start)
        above = _ends(standing[index - 1])[1] if index else self._name_of(where[:-1])
        first = self._with_comments(start, self._below(above, column) if above is not None else None)
        return [Span(first, self._below(end, column), "")]

    # What goes elsewhere

    def move(self, where: Path, before: int) -> list[Span]:
        parent = self._parent(where)
        if not isinstance(parent, ListNode) or parent.flow or before > len(parent.entries):
            raise NoPlaceError(where)
        (gone,) = self._remove(where)
        lines = self.text[gone.start : gone.end]
        begins_its_line = gone.start == self._line_start(gone.start)
        if not begins_its_line:
            raise NoPlaceError(where)
        at = self._line_for(parent, where[:-1], before)
        if gone.start <= at <= gone.end:
            return []
        rows = [row.removesuffix("\r") for row in lines.removesuffix("\n").split("\n")]
        if not lines.endswith("\n") and gone.start:  # the file's last line has no end, and is another now
            line_end = self.text.rfind(self.writer.layout.line_end, 0, gone.start)
            gone = replace(gone, start=line_end)
        return [gone, self._added(at, rows)]

    def _removed_from_flow(self, standing: Sequence[Node | Pair], index: int) -> Span:
        start, end = _ends(standing[index])
        if index:
            return Span(_ends(standing[index - 1])[1], end, "")
        if len(standing) > 1:
            return Span(start, _ends(standing[1])[0], "")
        return Span(start, self._comma(end), "")

    def _with_comments(self, start: int, until: int | None) -> int:
        """Where the lines of something begin with the comments above it, which belong to it; never the file's first."""
        line = self._line_start(start)
        while line and (until is None or line > until):
            above = self._line_start(line - 1)
            if not above or not self.text[above:line].lstrip(" ").startswith("#"):
                return line
            line = above
        return line

    # Lines

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """Where the line ends that a character is on: before what ends it."""
        end = self.text.find("\n", at)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[at:end].endswith("\r") else end

    def _next_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _begins_its_line(self, at: int) -> bool:
        return not self.text[self._line_start(at) : at].strip(" ")

    def _below(self, end: int, column: int) -> int:
        """The line below what ends there, and below the comments that go on with it, as they are indented further."""
        line = self._next_line(end)
        while line < len(self.text):
            written = self.text[line : self._line_end(line)]
            words = written.lstrip(" ")
            if not words.startswith("#") or len(written) - len(words) <= column:
                break
            line = self._next_line(line)
        return line

    def _added(self, at: int, lines: Sequence[str]) -> Span:
        """Lines before the one that begins there. A file whose last line has no end keeps that habit."""
        line_end = self.writer.layout.line_end
        if at and self.text[at - 1] != "\n":
            return Span(at, at, "".join(line_end + line for line in lines))
        return Span(at, at, "".join(line + line_end for line in lines))


def _ends(standing: Node | Pair) -> tuple[int, int]:
    """Where something begins and ends."""
    if isinstance(standing, Pair):
        return standing.key.start, max(standing.colon, standing.value.end)
    return standing.start, standing.end


def _place(names: Sequence[str], key: str, order: Sequence[str]) -> int:
    """Before which of the names of a mapping another is written: after the last that comes before it in the order."""
    if key not in order:
        return len(names)
    before = order[: order.index(key)]
    return max((index for index, name in enumerate(names, 1) if name in before), default=0)
