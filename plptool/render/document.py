"""What a rendered page is made of: blocks, in their order.

Whoever knows an answer builds blocks of it (`report.py`, `record.py`); whoever knows a format writes any blocks
(`text.py`, `markdown.py`, `html.py`, `docx.py`). A format treats each sort of block in one `match` that ends with
`assert_never`, so that mypy names every place that a new sort needs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record says, in the ledger's own language."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote, by its place among the notes; the first is 1."""

    number: int


Part = str | Recorded | Strong | Mark
Line = tuple[Part, ...]
"""A text in parts, for those renderers that tell them apart."""
Text = str | Line


def parts(text: Text) -> Line:
    """A text in parts; one in one piece is its only part."""
    return (text,) if isinstance(text, str) else text


def unmarked(text: Text) -> str:
    """A text in one piece, without the marks of its footnotes."""
    pieces: list[str] = []
    for part in parts(text):
        if isinstance(part, str):
            pieces.append(part)
        elif not isinstance(part, Mark):
            pieces.append(part.text)
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    level: int = 2
    over: str = ""
    """What stands small above it, or before it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    ours: bool = False
    """Nothing in it comes from a record: what stands in backticks is code."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that are shown as they stand, such as those of a file."""

    text: str
    title: str = ""
    """The file's name."""
    language: str = "text"
    """What a viewer of Markdown takes the lines for."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and how much of its cells is shown where there is little room."""

    title: str
    right: bool = False
    cut: bool = False
    """On a terminal, cut with … rather than wrapped."""
    wide: bool = False
    """Left out where there is no room for it."""
    roomy: bool = False
    """Left out also on a wide terminal, if it is not very wide."""
    whole: bool = False
    """Never wrapped."""
    recorded: bool = False
    """Its cells are what records say, in the ledger's own language."""
    limit: int | None = None
    """The widest it may be where rows wrap; with `whole`, where it is cut with …"""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Each row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, and the line or lines that it is the label of."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    entries: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes, in the order of their marks."""

    entries: tuple[Line, ...]
    title: str
    """What stands above them, where they stand at the end and not at the foot of a page."""


Block = Heading | Paragraph | Items | Listing | Grid | Facts | Notes


Cell = str | int | float | bytes | date | None
"""What a cell is made of; None: it is empty. Bytes come from SQL alone."""
Cells = Sequence[Cell]
"""What a row is made of."""


def grid(columns: Sequence[Column], rows: Iterable[Cells]) -> Grid:
    """A table of rows as they are known, whose cells become texts."""
    texts: list[tuple[str, ...]] = []
    for row in rows:
        cells = ("" if cell is None else str(cell) for cell in row)
        texts.append(tuple(cells))
    return Grid(tuple(columns), tuple(texts))


def saying(columns: Sequence[Column], rows: Iterable[Cells]) -> Grid:
    """The same, without the columns that say nothing of any row."""
    whole = grid(columns, rows)
    if not whole.rows:
        return whole
    said = [place for place in range(len(columns)) if any(row[place] not in _NOTHING for row in whole.rows)]
    return Grid(
        tuple(columns[place] for place in said), tuple(tuple(row[place] for place in said) for row in whole.rows)
    )


def without(table: Grid, place: int) -> Grid:
    """A table without one of its columns."""
    rows = tuple(row[:place] + row[place + 1 :] for row in table.rows)
    return Grid(table.columns[:place] + table.columns[place + 1 :], rows)


_NOTHING = ("", "–")


def section(title: str, entries: Sequence[str]) -> list[Block]:
    """A heading with a list below it; nothing, where the list would be empty."""
    if not entries:
        return []
    return [Heading(title), Items(tuple(entries))]
