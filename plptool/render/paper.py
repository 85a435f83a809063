"""What a table on paper has room for. Lengths are in twentieths of a point, as Word measures."""

from collections.abc import Iterable
from heapq import nlargest

from plptool.render.document import Grid

_LYING = 11_000
"""So many twentieths of a point has the text of a page that lies on its side."""
LINE = 16
"""So many characters a line of a cell has at the least, where it is easily read."""


def that_fits(block: Grid, room: int) -> Grid:
    """The table without those of its columns that may be left out, on a page that stands and has no room for them."""
    if room >= _LYING or _comfortable(block) <= room:
        return block
    places = [place for place, column in enumerate(block.columns) if not (column.wide or column.roomy)]
    columns = tuple(block.columns[place] for place in places)
    rows = tuple(tuple(row[place] for place in places) for row in block.rows)
    return Grid(columns, rows)


def _comfortable(block: Grid) -> int:
    """How wide a table is in which no cell is broken that ought not to be, and texts have some words a line."""
    total = 0
    for place, column in enumerate(block.columns):
        cells = [column.title, *(row[place] for row in block.rows)]
        total += widest_of(cells, None if column.whole else LINE)
    return total


def widest_of(texts: Iterable[str], limit: int | None = None) -> int:
    """How wide the widest of some texts is as a cell, in twentieths of a point.

    Args:
        texts: the cells of a column, or their words.
        limit: after so many characters a text goes on in the next line.
    """
    # Only the longest are measured: a table may have thousands.
    longest = nlargest(_MEASURED, set(texts), key=len)
    return max((_cell_width(text[:limit]) for text in longest), default=_MARGINS)


_MEASURED = 12
_MARGINS = 210
"""Those of a cell, left and right, and what fonts differ by."""
_EM = 180
"""The size of the letters in a table: nine points."""
_SLIM, _BROAD, _CAPITAL, _OTHER = 0.34, 0.92, 0.75, 0.6
"""By how many ems characters advance: as in Arial, in bold, as titles are."""
_SLIM_ONES = frozenset(" ijlftrI.,:;'|!()[]/-")
_BROAD_ONES = frozenset("mwMW%@–—…")


def _cell_width(text: str) -> int:
    """About how wide a cell with a text is, with its margins."""
    return _MARGINS + round(_EM * sum(map(_advance, text[:_LONG])))


_LONG = 120
"""After so many characters each line is as wide as any."""


def _advance(character: str) -> float:
    if character in _SLIM_ONES:
        return _SLIM
    if character in _BROAD_ONES:
        return _BROAD
    return _CAPITAL if character.isupper() else _OTHER
