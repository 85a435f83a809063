"""Blocks to text for a terminal, a pipe or a file."""

import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from plptool.model.personal_numbers import mask
from plptool.model.text import HIDDEN
from plptool.render.document import Block, Facts, Grid, Heading, Items, Listing, Mark, Notes, Paragraph, parts, unmarked
from plptool.render.document import Text as Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

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
    from rich.console import Console

    console = Console(
        file=StringIO(),
        width=screen.width if screen.terminal or not cut else 100_000,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for number, block in enumerate(blocks):
        if number and (isinstance(block, Heading | Notes) or isinstance(blocks[number - 1], Listing)):
            console.print()
        _print(console, block, screen, cut=cut)
    assert isinstance(console.file, StringIO)
    return tame("\n".join(line.rstrip() for line in console.file.getvalue().split("\n")))


def _print(console: "Console", block: Block, screen: Screen, *, cut: bool) -> None:
    from rich.text import Text

    if isinstance(block, Heading):
        title = flat(": ".join(one for one in (block.over, plain(block.text)) if one))
        console.print(Text(title, style="bold"))
        if block.level == 1:
            console.print(Text("=" * min(len(title), screen.width), style="bold"))
    elif isinstance(block, Paragraph):
        _write(console, clean(plain(block.text)))
    elif isinstance(block, Facts):
        console.print(_facts(block))
    elif isinstance(block, Notes):
        console.print(Text(clean(block.title), style="bold"))
        for number, entry in enumerate(block.entries, 1):
            _write(console, flat(plain(entry)), f"[{number}] ")
    elif isinstance(block, Items):
        for item in block.entries:
            _write(console, clean(item), " - ")
    elif isinstance(block, Listing):
        if block.title:
            console.print(Text(clean(block.title)))
        for one in block.text.split("\n"):
            console.print(Text("    " + clean(one)), soft_wrap=True)
    elif cut and not screen.terminal:
        _write_rows(console, block)
    else:
        console.print(_table(block, screen, cut=cut))


def _facts(block: Facts) -> "Table":
    """Labels, and beside them what they are the labels of."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for fact in block.entries:
        for number, line in enumerate(fact.lines):
            table.add_row(Text("" if number else clean(fact.label)), Text(flat(plain(line))))
    return table


def _write(console: "Console", said: str, margin: str = "") -> None:
    """Text, broken where it does not fit; rich is slow where there is nothing to break."""
    from rich.cells import cell_len
    from rich.text import Text

    room = max(console.width - len(margin), 1)
    lines = said.split("\n")
    if "\t" in said or any(cell_len(line) > room for line in lines):
        lines = [line.plain for line in Text(said).wrap(console, room, overflow="fold")]
    for number, line in enumerate(lines):
        console.file.write(f"{' ' * len(margin) if number else margin}{line}\n")


def _write_rows(console: "Console", block: Grid) -> None:
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
        console.file.write("  ".join(cells) + "\n")


def _paragraphs(said: str, *, cut: bool) -> str:
    """A cell's text; in its own lines, unless a row is one line or they are so many that nobody reads them."""
    return flat(said) if cut or said.count("\n") > 50 else clean(said)


def _table(block: Grid, screen: Screen, *, cut: bool) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = [
        index
        for index, column in enumerate(block.columns)
        if not (column.wide and screen.width < _ROOM and (screen.terminal or not cut))
    ]
    one_line = cut and screen.terminal
    table = Table(
        expand=any(block.columns[index].cut for index in shown) and (screen.terminal or not cut),
        box=None if one_line or not screen.terminal else SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0) if one_line else (0, 1) if screen.terminal else (0, 2, 0, 0),
        show_edge=False,
        header_style="bold",
    )
    for index in shown:
        column = block.columns[index]
        widest = max((len(row[index]) for row in block.rows), default=0)
        table.add_column(
            Text(clean(column.title)),
            justify="right" if column.right else "left",
            no_wrap=column.whole or cut,
            overflow="ellipsis" if one_line or (column.whole and column.limit) else "fold",
            # What names a row is never cut; what tells of it gives way.
            min_width=min(widest, 40) if column.whole and not column.limit else 8 if column.cut else None,
            ratio=1 if column.cut and (screen.terminal or not cut) else None,
            max_width=column.limit if one_line or not cut else None,
        )
    for row in block.rows:
        table.add_row(*(Text(_paragraphs(row[index], cut=cut)) for index in shown))
    return table
