"""Tables in columns of text, byte for byte as rich draws them, in a fraction of the time.

rich measures each cell three times, and makes objects of every piece of every line. Here rich decides how wide the
columns are by one stand-in for all the cells of each, and breaks what does not fit; what fits is written as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plptool.render.canvas import Canvas, fits, widest

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult
    from rich.measure import Measurement
    from rich.table import Table as RichTable


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is drawn, in characters of a terminal."""

    title: str = ""
    right: bool = False
    bold: bool = False
    whole: bool = False
    """Its cells are cut where they do not fit, rather than wrapped."""
    ellipsis: bool = False
    """What is cut off, or a word that is too long, ends with `…`; else it is broken."""
    stretches: bool = False
    """It takes the room that the others leave."""
    least: int | None = None
    most: int | None = None
    """How wide it is at the least, and at the most."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What a terminal is told beside a cell's text."""

    colour: str = ""
    """As SGR has it: ECMA-48, 8.3.117."""
    link: str = ""
    """What the text is a link to (OSC 8)."""

    def drawn(self, text: str) -> str:
        """The text with it, but for the spaces around it."""
        inner = text.strip(" ")
        if not inner:
            return text
        drawn = inner
        if self.colour:
            drawn = f"\x1b[{self.colour}m{drawn}\x1b[0m"
        if self.link:
            drawn = f"\x1b]8;;{self.link}\x1b\\{drawn}\x1b]8;;\x1b\\"
        return text.replace(inner, drawn, 1)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is drawn."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    padding: tuple[int, int]
    """How many columns are left free before and after each cell, but for the edges of the table."""
    headed: bool = True
    ruled: bool = False
    """Whether a line stands below the titles."""
    inks: Sequence[Sequence[Sequence[Ink]]] = ()
    """By row and column, that of each line of a cell (the last is that of all further ones), where colours are."""


def draw(canvas: Canvas, table: Table) -> None:
    """Draw a table. Where its columns have no room to stand side by side, or are bold, rich draws all of it."""
    if not table.columns:
        canvas.line()
        return
    any_bold = any(column.bold for column in table.columns)
    widths = None
    if not (canvas.colour and any_bold):
        widths = _widths(canvas, table)
    if widths is None:
        drawn = _rich(table, table.rows)
        canvas.console.print(drawn)
        return
    if table.headed:
        _draw_head(canvas, table, widths)
    for number, row in enumerate(table.rows):
        inks = table.inks[number] if canvas.colour and table.inks else ()
        _draw_row(canvas, table, widths, row, inks)


def _draw_head(canvas: Canvas, table: Table, widths: Sequence[int]) -> None:
    """The titles; those that have colours, rich draws."""
    if canvas.colour:
        drawn = _rich(table, [], widths)
        canvas.console.print(drawn)
        return
    titles = [column.title for column in table.columns]
    _draw_row(canvas, table, widths, titles, bottom=True)
    if table.ruled:
        rule = "─" * _total(table, widths)
        canvas.line(rule)


def _draw_row(
    canvas: Canvas,
    table: Table,
    widths: Sequence[int],
    row: Sequence[str],
    inks: Sequence[Sequence[Ink]] = (),
    *,
    bottom: bool = False,
) -> None:
    """A row, as many lines high as its highest cell; the others stand at the top, or at the bottom."""
    cells: list[list[str]] = []
    for place, (column, cell, width) in enumerate(zip(table.columns, row, widths, strict=True)):
        lines = _lines(canvas, column, cell, width)
        if inks:
            lines = _inked(lines, inks[place])
        cells.append(lines)
    height = max(map(len, cells))
    for lines, width in zip(cells, widths, strict=True):
        missing = height - len(lines)
        blank = [" " * width] * missing
        place = 0 if bottom else len(lines)
        lines[place:place] = blank
    gap = " " * _gap(table)
    for pieces in zip(*cells, strict=True):
        line = gap.join(pieces)
        canvas.line(line)


def _inked(lines: Sequence[str], inks: Sequence[Ink]) -> list[str]:
    """A cell's lines, each with its ink."""
    last_place = len(inks) - 1
    return [inks[min(number, last_place)].drawn(line) for number, line in enumerate(lines)]


def _lines(canvas: Canvas, column: Column, cell: str, width: int) -> list[str]:
    """A cell's lines, each as wide as its column."""
    if not fits(cell, width):
        lines = canvas.broken(cell, width, right=column.right, whole=column.whole, ellipsis=column.ellipsis)
        return [_to_the_left(line, width) for line in lines]
    lines = cell.split("\n")
    if column.right:
        return [_to_the_right(line, width) for line in lines]
    return [_to_the_left(line, width) for line in lines]


def _to_the_left(line: str, width: int) -> str:
    missing = width - widest(line)
    return line + " " * missing


def _to_the_right(line: str, width: int) -> str:
    line = line.rstrip()
    missing = width - widest(line)
    return " " * missing + line


def _gap(table: Table) -> int:
    """How many columns lie between two cells: after the one, before the other, and where the rule crosses."""
    before, after = table.padding
    return after + table.ruled + before


def _total(table: Table, widths: Sequence[int]) -> int:
    """How wide the whole table is."""
    gaps = len(widths) - 1
    return sum(widths) + gaps * _gap(table)


def _widths(canvas: Canvas, table: Table) -> list[int] | None:
    """How wide the cells of each column are; None where there is no room for a cell of each."""
    titles = [column.title if table.headed else "" for column in table.columns]
    needed: list[int] = []
    for cells in zip(titles, *table.rows, strict=True):
        width = max(map(widest, cells))
        needed.append(width)
    any_stretches = any(column.stretches for column in table.columns)
    if not any_stretches:
        widths = [_clamped(column, width) for column, width in zip(table.columns, needed, strict=True)]
        if _have_room(canvas, table, widths):
            return widths
    widths = _with_whole_words(table, _shared(canvas, table, needed))
    if _have_room(canvas, table, widths):
        return widths
    any_wraps = not all(column.whole for column in table.columns)
    if min(widths) <= 0 or not any_wraps:
        return None
    return _squeezed(canvas, table, widths)


def _with_whole_words(table: Table, widths: Sequence[int]) -> list[int]:
    """The same room shared out so that cells are broken between words: who has some to spare gives to who lacks it."""
    shared = list(widths)
    wrapping = [place for place, column in enumerate(table.columns) if not (column.whole or column.ellipsis)]
    if len(wrapping) < 2:
        return shared
    longest = {place: _longest_word(table, place) for place in wrapping}
    for place in wrapping:
        while shared[place] < longest[place]:
            giver = max(wrapping, key=lambda one: shared[one] - longest[one])
            if shared[giver] <= longest[giver]:
                return shared
            shared[giver] -= 1
            shared[place] += 1
    return shared


def _longest_word(table: Table, place: int) -> int:
    """How wide the longest word of a column is."""
    title = table.columns[place].title if table.headed else ""
    words = {word for cell in (title, *(row[place] for row in table.rows)) for word in cell.split()}
    return max(map(widest, words), default=0)


def _squeezed(canvas: Canvas, table: Table, widths: Sequence[int]) -> list[int]:
    """Widths that are too many, less what cells that wrap can give.

    rich would draw them all the same, and cut the letters off that stand beyond the edge. Where nobody can give more,
    the table is wider than the screen.
    """
    narrower = list(widths)
    givers = [place for place, column in enumerate(table.columns) if not column.whole]
    while _total(table, narrower) > canvas.width:
        widest_giver = max(givers, key=lambda place: narrower[place])
        if narrower[widest_giver] <= _NARROW:
            break
        narrower[widest_giver] -= 1
    return narrower


_NARROW = 10
"""As wide as a date, and as a word that people still read."""


def _have_room(canvas: Canvas, table: Table, widths: Sequence[int]) -> bool:
    """Whether there is something of each column to see, and all of them stand side by side."""
    if min(widths) <= 0:
        return False
    return _total(table, widths) <= canvas.width


def _clamped(column: Column, width: int) -> int:
    """A width within the column's bounds."""
    width = max(width, column.least or 0)
    if column.most is None:
        return width
    return min(width, column.most)


def _shared(canvas: Canvas, table: Table, needed: Sequence[int]) -> list[int]:
    """How rich shares out the room among columns that need so much."""

    class StandIn:
        """A cell that needs as much as its column does, and is told how much it gets."""

        def __init__(self, needed: int) -> None:
            self.needed = needed
            self.width = 0

        def __rich_measure__(self, _: "Console", __: "ConsoleOptions") -> "Measurement":
            from rich.measure import Measurement

            return Measurement(self.needed, self.needed)

        def __rich_console__(self, _: "Console", options: "ConsoleOptions") -> "RenderResult":
            self.width = options.max_width
            yield ""

    cells = [StandIn(width) for width in needed]
    drawn = _rich(table, [cells], headed=False)
    for _ in canvas.console.render(drawn):
        pass
    return [cell.width for cell in cells]


def _rich(
    table: Table,
    rows: "Sequence[Sequence[str | ConsoleRenderable]]",
    widths: Sequence[int] | None = None,
    *,
    headed: bool | None = None,
) -> "RichTable":
    """The table as rich would draw it.

    Args:
        table: its columns and layout.
        rows: its cells: texts, or what rich can render.
        widths: of the columns, where they are known.
        headed: whether its titles are shown, where that is not as the table says.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    before, after = table.padding
    if headed is None:
        headed = table.headed
    any_stretches = any(column.stretches for column in table.columns)
    drawn = RichTable(
        expand=any_stretches and not widths,
        box=SIMPLE_HEAD if table.ruled else None,
        pad_edge=False,
        padding=(0, after, 0, before),
        show_edge=False,
        show_header=headed,
        header_style="bold",
    )
    for index, column in enumerate(table.columns):
        width = widths[index] if widths else None
        _add_column(drawn, column, width)
    for row in rows:
        cells = [Text(cell) if isinstance(cell, str) else cell for cell in row]
        drawn.add_row(*cells)
    return drawn


def _add_column(drawn: "RichTable", column: Column, width: int | None) -> None:
    """Give rich a column: as wide as is known, or else within its bounds."""
    from rich.text import Text

    unknown = width is None
    drawn.add_column(
        Text(column.title),
        justify="right" if column.right else "left",
        style="bold" if column.bold else "",
        no_wrap=column.whole,
        overflow="ellipsis" if column.ellipsis else "fold",
        width=width,
        min_width=column.least if unknown else None,
        max_width=column.most if unknown else None,
        ratio=1 if column.stretches and unknown else None,
    )
