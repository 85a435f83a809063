"""What a rendered page is made of. Renderers build blocks from data; text, Markdown and CSV are made from blocks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
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
    limit: int | None = None
    """The widest it may be where rows wrap; with `whole`, where it is cut with …"""


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Listing | Grid


def grid(columns: list[Column], rows: list[list[object]]) -> Grid:
    return Grid(tuple(columns), tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows))
