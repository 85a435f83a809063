"""Where a value stands in its file."""

from typing import TYPE_CHECKING

from plptool.model.findings import Position
from plptool.model.ports import Tree
from plptool.model.records import Path

if TYPE_CHECKING:
    from plptool.read.yaml import Marks


def place(places: "Marks", where: Path, *, at_key: bool = False) -> Position:
    """Where a value stands; where it has no place of its own, its nearest parent's key, or the record's first.

    Args:
        places: of the file's keys and values.
        where: the value's place in the data.
        at_key: whether its key is meant.
    """
    if at_key and where in places.keys:
        return places.keys[where]
    while where:
        if where in places.values:
            return places.values[where]
        if where in places.keys:
            return places.keys[where]
        where = where[:-1]
    every_key = iter(places.keys.values())
    return next(every_key, Position(1, 1))


def line_at(raw: bytes, position: Position) -> str | None:
    """The line of a file that a position is on; None where the file has not so many."""
    from plptool.read.yaml import lines

    rows = lines(raw)
    index = position.line - 1
    if not 0 <= index < len(rows):
        return None
    return rows[index]


def locate(
    tree: Tree, path: str, where: Path, *, at_key: bool = False, part: str | None = None
) -> tuple[Position | None, str | None]:
    """The position of a value in a file, and the line that it is on.

    Args:
        tree: where the file lies.
        path: the file's.
        where: the value's place in the data.
        at_key: whether its key is meant.
        part: a piece of the value's text, where that is meant and not the whole.

    Returns:
        The position, and the line's text; None and None where the file cannot be read.
    """
    from plptool.read.yaml import marks

    try:
        raw = tree.read(path)
    except OSError:
        return None, None
    places = marks(raw)
    position = place(places, where, at_key=at_key)
    if part is not None:
        position = _within(raw, position, part)
    return position, line_at(raw, position)


def _within(raw: bytes, start: Position, part: str) -> Position:
    """Where a part of the value that starts there stands; the value's start where YAML has joined it from two lines."""
    from plptool.read.yaml import lines

    rows = lines(raw)
    first_line = start.line - 1
    begin = start.column - 1
    from_start = rows[first_line:]
    for number, row in enumerate(from_start, start.line):
        index = row.find(part, begin)
        if index >= 0:
            column = index + 1
            return Position(number, column)
        begin = 0  # on the lines below the value may stand anywhere
    return start
