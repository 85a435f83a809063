"""What a rendered page is made of. Renderers build blocks from data; text, Markdown and CSV are made from blocks."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says, in the ledger's own language."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote, by its place among the notes; the first is 1."""

    number: int


Line = tuple[str | Said | Strong | Mark, ...]
"""A text in parts, for those renderers that tell them apart."""
Text = str | Line


def parts(text: Text) -> Line:
    return (text,) if isinstance(text, str) else text


def unmarked(text: Text) -> str:
    """A text in one piece, without the marks of its footnotes."""
    return "".join(part if isinstance(part, str) else part.text for part in parts(text) if not isinstance(part, Mark))


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
    title: str
    right: bool = False
    cut: bool = False
    """On a terminal, cut with … rather than wrapped."""
    wide: bool = False
    """Left out where there is no room for it."""
    whole: bool = False
    """Never wrapped."""
    said: bool = False
    """Its cells are in the ledger's own language."""
    limit: int | None = None
    """The widest it may be where rows wrap; with `whole`, where it is cut with …"""


@dataclass(frozen=True, slots=True)
class Grid:
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


def grid(columns: list[Column], rows: list[list[object]]) -> Grid:
    return Grid(tuple(columns), tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows))


def section(title: str, entries: Sequence[str]) -> list[Block]:
    return [Heading(title), Items(tuple(entries))] if entries else []
