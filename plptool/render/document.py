"""What a rendered page is made of: blocks, in their order.

Whoever knows an answer builds blocks of it (`report.py`, `record.py`); whoever knows a format writes any blocks
(`text.py`, `markdown.py`, `html.py`, `docx.py`). A format treats each sort of block in one `match` that ends with
`assert_never`, so that mypy names every place that a new sort needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


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


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere, in formats that have links."""

    text: str
    address: str


Part = str | Recorded | Strong | Mark | Link
Line = tuple[Part, ...]
"""A text in parts, for those renderers that tell them apart."""
Text = str | Line


def parts(text: Text) -> Line:
    """A text in parts; one in one piece is its only part."""
    if isinstance(text, str):
        return (text,)
    return text


def unmarked(text: Text) -> str:
    """A text in one piece, without the marks of its footnotes."""
    pieces: list[str] = []
    for part in parts(text):
        if isinstance(part, Mark):
            continue
        if isinstance(part, str):
            pieces.append(part)
        else:
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

    entries: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that are shown as they stand, such as those of a file."""

    text: str
    title: str = ""
    """The file's name."""
    language: str = "text"
    """What a viewer of Markdown takes the lines for."""


Tone = Literal["good", "under way", "waiting", "bad", "quiet"]
"""What a cell's colour says beside its word, where a terminal has colours."""


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
    kept: bool = False
    """In a list of one line a row, shown however little room there is."""
    exact: bool = False
    """Dates, ids or numbers: in a list of one line a row, all of a cell is shown or nothing of the column."""
    tones: Mapping[str, Tone] = field(default_factory=dict)
    """By what a cell says, its colour on a terminal."""
    tone: Tone | None = None
    """The colour of all other cells."""
    linked: bool = False
    """Its cells begin with ids of records, whose files a terminal links to."""


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
    """A table of rows as they are known, without the columns in which none of them says anything."""
    whole = every_column(columns, rows)
    if not whole.rows:
        return whole
    places = [place for place in range(len(columns)) if _says_something(whole, place)]
    return _with_columns(whole, places) if places else whole


def every_column(columns: Sequence[Column], rows: Iterable[Cells]) -> Grid:
    """The same with all columns: for who asked for them by name."""
    texts = []
    for row in rows:
        cells = map(_text, row)
        texts_of_row = tuple(cells)
        texts.append(texts_of_row)
    return Grid(tuple(columns), tuple(texts))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell)


def _says_something(table: Grid, place: int) -> bool:
    """Whether a column has something to say of any row."""
    cells = [row[place] for row in table.rows]
    return any(cell not in _NOTHING for cell in cells)


def _with_columns(table: Grid, places: Sequence[int]) -> Grid:
    """A table of some of its columns."""
    columns = [table.columns[place] for place in places]
    rows = []
    for row in table.rows:
        cells = [row[place] for place in places]
        rows.append(tuple(cells))
    return Grid(tuple(columns), tuple(rows))


_NOTHING = ("", "–")


def section(title: str, entries: Sequence[str]) -> list[Block]:
    """A heading with a list below it; nothing, where the list would be empty."""
    if not entries:
        return []
    heading = Heading(title)
    items = Items(tuple(entries))
    return [heading, items]
