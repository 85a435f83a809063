"""Text that YAML takes for a comment, and whoever wrote it did not: all that follows `#` is lost without a word."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from plptool.model.findings import Position
from plptool.model.records import Path
from plptool.read.vocabulary import vocabulary
from plptool.read.yaml_builder import Builder, end_of, start_of
from plptool.read.yaml_errors import CUT, CUT_OFF, Fault

Events = Callable[[str], Iterator[Event]]
"""What a text consists of, as a parser reports it."""
Place = tuple[int, int]
"""A line and a column."""

_COMMENT = re.compile(r" *:? +#(?=[^\s#!])")
"""A comment as `CUT` finds it, from where a name or value ends."""
_STUCK = re.compile(r"[]}\"']#")
"""A comment that touches what ends before it: YAML 1.2 (chapter 6.6) wants a space, and parsers do not ask for it."""
_SWALLOWED = re.compile(r"(?:^ +|[\[{,] *|: +)#(?=[^\s#!\[{-])(?![\w-]+:(?:\s|$))", re.MULTILINE)
"""A comment on a line of its own, or behind a bracket, comma or colon, that is no property or entry put aside."""


def cut_text(text: str, events: Events) -> Iterator[Fault]:
    """What is lost of a file without fault.

    Args:
        text: the file's.
        events: what asks a parser of it.
    """
    if "#" not in text:
        return
    # To look for the signs first is quicker than to ask the parser again, which most files do not need.
    cut_off: list[Fault] = []
    if CUT.search(text):
        cut_off += _cut_off(text, events)
    yield from cut_off
    if _STUCK.search(text):
        yield from _stuck(text, events)
    if _SWALLOWED.search(text):
        told = {fault.position for fault in cut_off}
        yield from (fault for fault in _swallowed(text, events) if fault.position not in told)


def _stuck(text: str, events: Events) -> Iterator[Fault]:
    """What stands behind a list or a text in quotes without a space, as in `goal: [Do it]#4 av plats`."""
    rows = text.split("\n")
    for event in events(text):
        end = end_of(event)
        is_beyond = end.line > len(rows)
        if is_beyond:  # YAML counts other line ends, too
            continue
        index = end.line - 1
        row = rows[index]
        column = end.column
        before = max(column - 2, 0)
        comment = _STUCK.fullmatch(row, before, column)
        if comment is None:
            continue
        yield Fault("PLP110", end, *CUT_OFF)


def _property_at(where: Path) -> str:
    """The property that a value is of, or an entry of whose list it is."""
    property_name = ""
    for step in where:
        if isinstance(step, str):
            property_name = step
    return property_name


def _is_of_prose(where: Path) -> bool:
    """Whether what stands there is text of several words."""
    name = _property_at(where)
    return name in vocabulary().prose


def _cut_off(text: str, events: Events) -> Iterator[Fault]:
    """Prose that YAML has cut at ` #`, as in `text: Se #4 i listan`."""
    builder = Builder(text, events(text), keep=True)
    builder.run()
    rows = text.split("\n")
    for where, ending in builder.ends.items():
        end, written = ending
        index = end.line - 1
        row = rows[index]
        begin = end.column - 1
        comment = _COMMENT.match(row, begin)
        if not comment:
            continue
        has_space = " " in written
        is_one_word = written and not has_space
        if is_one_word and not _is_of_prose(where):
            continue
        column = comment.end()
        position = Position(end.line, column)
        yield Fault("PLP110", position, *CUT_OFF, where)


def _swallowed(text: str, events: Events) -> Iterator[Fault]:
    """A line of prose that begins with `#`, below a text, or an entry that does, in brackets."""
    layout = _Layout.of(text, events)
    line_starts = [0, *(end.end() for end in re.finditer("\n", text))]
    for comment in _SWALLOWED.finditer(text):
        sign = comment.end() - 1
        line = bisect_right(line_starts, sign)
        position = Position(line, sign - line_starts[line - 1] + 1)
        if layout.loses_prose(position):
            yield Fault("PLP110", position, *CUT_OFF, layout.value_before(position))


@dataclass(frozen=True)
class _Layout:
    """What stands where in a file."""

    rows: list[str]
    events: list[Event]
    marks: list[tuple[Place, Path]]
    """Where each name and value begins, in the file's order."""

    @classmethod
    def of(cls, text: str, events: Events) -> Self:
        listed = list(events(text))
        builder = Builder(text, iter(listed), keep=True)
        builder.run()
        marks = [(_place(mark), where) for found in (builder.keys, builder.values) for where, mark in found.items()]
        marks.sort(key=lambda mark: mark[0])
        return cls(text.split("\n"), listed, marks)

    @cached_property
    def _starts(self) -> list[Place]:
        return [_place(start_of(event)) for event in self.events]

    @cached_property
    def _begins(self) -> dict[Path, Place]:
        """Where what stands at a path begins: a name, where it has one."""
        return {where: place for place, where in reversed(self.marks)}

    @cached_property
    def _in_brackets(self) -> list[bool]:
        """Of each event, whether what follows it stands within brackets."""
        depth = 0
        within: list[bool] = []
        for event in self.events:
            if isinstance(event, CollectionStartEvent) and (event.flow_style or depth):
                depth += 1
            elif isinstance(event, CollectionEndEvent) and depth:
                depth -= 1
            within.append(depth > 0)
        return within

    def value_before(self, position: Position) -> Path:
        """Where in the record the name or value stands that began last."""
        index = bisect_right(self.marks, _place(position), key=lambda mark: mark[0])
        return self.marks[index - 1][1] if index else ()

    def loses_prose(self, position: Position) -> bool:
        """Whether a comment that begins there may be a piece of the text before it, or an entry beside it."""
        index = bisect_right(self._starts, _place(position)) - 1
        before = self.events[index]
        if _place(position) < _place(end_of(before)):  # within a text
            return False
        where = self.value_before(position)
        if not where or not _is_of_prose(where):
            return False
        if self._in_brackets[index]:
            return not self._is_in_comment(position, before)
        is_text = isinstance(before, ScalarEvent) and before.style in (None, "", "|", ">")
        return is_text and self._goes_on(position, where, self.events[index + 1])

    def _is_in_comment(self, position: Position, before: Event) -> bool:
        """Whether the line has another comment, which began before."""
        end = end_of(before)
        row = self.rows[position.line - 1][: position.column - 1]
        rest = row[end.column - 1 :] if end.line == position.line else row
        return "#" in rest

    def _goes_on(self, position: Position, where: Path, after: Event) -> bool:
        """Whether a line is indented as the next one of the text before it would be."""
        name = max(depth for depth, step in enumerate(where, 1) if isinstance(step, str))
        line, column = self._begins[where[:name]]
        if name < len(where):  # an entry: its dash stands before it
            line, _ = self._begins[where]
            row = self.rows[line - 1]
            column = len(row) - len(row.lstrip(" ")) + 1
        return position.column > column and not isinstance(after, CollectionStartEvent)


def _place(position: Position) -> Place:
    return position.line, position.column
