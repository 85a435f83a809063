"""Places in a text as an editor counts them: lines from 0, columns in UTF-16 code units, or in what was agreed on."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lsprotocol import types

from plptool.model.findings import Position

_LINE_END = re.compile(r"\r\n|\n|\r")


class _Unit(NamedTuple):
    """What columns are counted in."""

    encoding: str
    width: int
    """So many bytes of it are one."""


_UNITS = {
    "utf-8": _Unit("utf-8", 1),
    "utf-16": _Unit("utf-16-le", 2),
    "utf-32": _Unit("utf-32-le", 4),
}


@dataclass
class Text:
    """A text in an editor."""

    text: str
    counted_in: str
    """What columns are counted in."""

    @cached_property
    def starts(self) -> list[int]:
        """With which character each line begins."""
        starts = [0]
        for line_end in _LINE_END.finditer(self.text):
            start = line_end.end()
            starts.append(start)
        return starts

    def line(self, number: int) -> str:
        """A line, without what ends it."""
        starts = self.starts
        is_there = 0 <= number < len(starts)
        if not is_there:
            return ""
        start = starts[number]
        line_end = _LINE_END.search(self.text, start)
        if line_end is None:
            return self.text[start:]
        end = line_end.start()
        return self.text[start:end]

    def place(self, offset: int) -> types.Position:
        """Where a character stands."""
        starts = self.starts
        lines_begun = bisect_right(starts, offset)
        line = lines_begun - 1
        start = starts[line]
        before = self.text[start:offset]
        units = self._units(before)
        return types.Position(line, units)

    def offset(self, place: types.Position) -> int:
        """Which character stands there; the last that is there, where the text has no such place."""
        starts = self.starts
        number = place.line
        if number >= len(starts):
            return len(self.text)
        start = starts[number]
        units_left = place.character
        line = self.line(number)
        for index, character in enumerate(line):
            if units_left <= 0:
                return start + index
            width = self._units(character)
            units_left -= width
        return start + len(line)

    def range(self, start: int, end: int) -> types.Range:
        first = self.place(start)
        behind = self.place(end)
        return types.Range(first, behind)

    def found(self, position: Position) -> int:
        """Which character a finding is about: lines end with a line feed there, and columns are characters."""
        start = 0
        lines_before = position.line - 1
        for _ in range(lines_before):
            line_feed = self.text.find("\n", start)
            start = line_feed + 1
        characters_before = position.column - 1
        found = start + characters_before
        return min(found, len(self.text))

    def _units(self, text: str) -> int:
        unit = _UNITS[self.counted_in]
        encoded = text.encode(unit.encoding, "surrogatepass")
        return len(encoded) // unit.width
