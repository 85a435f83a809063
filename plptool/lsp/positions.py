"""Places in a text as an editor counts them: lines from 0, columns in UTF-16 code units, or in what was agreed on."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from plptool.model.findings import Position

_LINE_END = re.compile(r"\r\n|\n|\r")
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""By what columns are counted in: an encoding, and how many bytes of it are one."""


@dataclass
class Text:
    """A text in an editor."""

    text: str
    counted_in: str
    """What columns are counted in."""

    @cached_property
    def starts(self) -> list[int]:
        """With which character each line begins."""
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def line(self, number: int) -> str:
        """A line, without what ends it."""
        if not 0 <= number < len(self.starts):
            return ""
        start = self.starts[number]
        end = _LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else len(self.text)]

    def place(self, offset: int) -> types.Position:
        """Where a character stands."""
        line = bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[line] : offset]
        return types.Position(line, self._units(before))

    def offset(self, place: types.Position) -> int:
        """Which character stands there; the last that is there, where the text has no such place."""
        if place.line >= len(self.starts):
            return len(self.text)
        start = self.starts[place.line]
        units = place.character
        line = self.line(place.line)
        for index, character in enumerate(line):
            if units <= 0:
                return start + index
            units -= self._units(character)
        return start + len(line)

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.place(start), self.place(end))

    def found(self, position: Position) -> int:
        """Which character a finding is about: lines end with a line feed there, and columns are characters."""
        start = 0
        for _ in range(position.line - 1):
            start = self.text.find("\n", start) + 1
        return min(start + position.column - 1, len(self.text))

    def _units(self, text: str) -> int:
        encoding, width = _UNITS[self.counted_in]
        return len(text.encode(encoding, "surrogatepass")) // width
