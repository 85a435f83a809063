"""Blocks to text for a terminal, a pipe or a file."""

import re
from dataclasses import dataclass

from plptool.model.personal_numbers import mask
from plptool.model.text import HIDDEN
from plptool.render import table
from plptool.render.canvas import Canvas
from plptool.render.document import Block, Facts, Grid, Heading, Items, Listing, Mark, Notes, Paragraph, parts, unmarked
from plptool.render.document import Text as Words

_ROOM = 110
"""Columns a terminal needs before it is shown the wide columns."""
_STEERS = re.compile(rf"\r|{HIDDEN.pattern}")
_COMMAND = re.compile(r"(?<=##)\[|^(?P<margin>\s*):(?=:)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the text goes: how wide it is, whether it is a terminal, and whether it shows colour."""

    width: int = 80
    terminal: bool = False
    colour: bool = False


def clean(text: str) -> str:
    """Text that cannot steer a terminal and tells no personal identity number: what cannot be seen is written out."""
    return _STEERS.sub(lambda found: f"<U+{ord(found[0]):04X}>", mask(text))


def flat(text: str) -> str:
    """The same on one line, so that no record can write lines of the output."""
    return clean(" ".join(text.split()))


def plain(text: Words) -> str:
    """A text in one piece, with its footnotes' marks in brackets, and spaces that may all be broken."""
    said = (f"[{part.number}]" if isinstance(part, Mark) else unmarked((part,)) for part in parts(text))
    return "".join(said).replace("\u00a0", " ")


def tame(page: str) -> str:
    """A page in which GitHub's runner finds no command: `::` where a line begins, and `##[` anywhere.

    Read in the log of a job, a record's text could otherwise silence what follows (`::stop-commands::`), or mask it.
    """
    return _COMMAND.sub(lambda found: f"{found['margin'] or ''}<U+{ord(found[0][-1]):04X}>", page)


def text(blocks: list[Block], screen: Screen, *, cut: bool = False) -> str:
    """The blocks as plain text. With `cut`, tables have one line a row: cut to a terminal, uncut in a pipe."""
    canvas = Canvas(screen.width if screen.terminal or not cut else 100_000, colour=screen.colour)
    for number, block in enumerate(blocks):
        if number and (isinstance(block, Heading | Notes) or isinstance(blocks[number - 1], Listing)):
            canvas.line()
        _draw(canvas, block, screen, cut=cut)
    return tame("\n".join(line.rstrip() for line in canvas.text.split("\n")))


def _draw(canvas: Canvas, block: Block, screen: Screen, *, cut: bool) -> None:
    if isinstance(block, Heading):
        title = flat(": ".join(part for part in (block.over, plain(block.text)) if part))
        canvas.heading(title)
        if block.level == 1:
            canvas.heading("=" * min(len(title), screen.width))
    elif isinstance(block, Paragraph):
        canvas.paragraph(clean(plain(block.text)))
    elif isinstance(block, Facts):
        table.draw(canvas, _facts(block))
    elif isinstance(block, Notes):
        canvas.heading(clean(block.title))
        for number, entry in enumerate(block.entries, 1):
            canvas.paragraph(flat(plain(entry)), f"[{number}] ")
    elif isinstance(block, Items):
        for item in block.entries:
            canvas.paragraph(clean(item), " - ")
    elif isinstance(block, Listing):
        if block.title:
            canvas.paragraph(clean(block.title))
        for line in block.text.split("\n"):
            canvas.verbatim("    " + clean(line))
    elif cut and not screen.terminal:
        _draw_uncut(canvas, block)
    else:
        table.draw(canvas, _table(block, screen, cut=cut))


def _facts(block: Facts) -> table.Table:
    """Labels, and beside them what they are the labels of."""
    columns = (table.Column(bold=True, whole=True, ellipsis=True), table.Column())
    rows = [
        ("" if number else clean(fact.label), flat(plain(line)))
        for fact in block.entries
        for number, line in enumerate(fact.lines)
    ]
    return table.Table(columns, rows, padding=(0, 2), headed=False)


def _draw_uncut(canvas: Canvas, block: Grid) -> None:
    """A table of one line a row, as wide as it needs."""
    from rich.cells import cell_len

    rows = [[clean(column.title) for column in block.columns], *([flat(cell) for cell in row] for row in block.rows)]
    sizes = [[cell_len(cell) for cell in row] for row in rows]
    widths = [max(column) for column in zip(*sizes, strict=True)]
    for row, taken in zip(rows, sizes, strict=True):
        cells = (
            " " * (width - size) + cell if column.right else cell + " " * (width - size)
            for column, cell, size, width in zip(block.columns, row, taken, widths, strict=True)
        )
        canvas.line("  ".join(cells))


def _paragraphs(said: str, *, cut: bool) -> str:
    """A cell's text; in its own lines, unless a row is one line or they are so many that nobody reads them."""
    return flat(said) if cut or said.count("\n") > 50 else clean(said)


def _table(block: Grid, screen: Screen, *, cut: bool) -> table.Table:
    bounded = screen.terminal or not cut
    one_line = cut and screen.terminal
    shown = [
        index for index, column in enumerate(block.columns) if not (column.wide and screen.width < _ROOM and bounded)
    ]
    columns = []
    for index in shown:
        column = block.columns[index]
        longest = max((len(row[index]) for row in block.rows), default=0)
        columns.append(
            table.Column(
                clean(column.title),
                right=column.right,
                whole=column.whole or cut,
                ellipsis=one_line or bool(column.whole and column.limit),
                # What names a row is never cut; what tells of it gives way.
                least=min(longest, 40) if column.whole and not column.limit else 8 if column.cut else None,
                stretches=column.cut and bounded,
                most=column.limit if one_line or not cut else None,
            )
        )
    rows = [[_paragraphs(row[index], cut=cut) for index in shown] for row in block.rows]
    padding = (0, 1) if one_line else (1, 1) if screen.terminal else (0, 2)
    return table.Table(columns, rows, padding, ruled=screen.terminal and not one_line)
