"""What a table on paper has room for. Lengths are in twentieths of a point, as Word measures."""

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
        longest = max(map(len, cells))
        total += cell_width(longest if column.whole else min(longest, LINE))
    return total


def cell_width(characters: int) -> int:
    """About how wide a cell of so many characters is, with its margins, in twentieths of a point.

    A short one may be all capitals, which are wider; in a long one that evens out.
    """
    return 190 + 105 * min(characters, 120) + 30 * min(characters, 12)
