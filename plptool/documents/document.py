"""What was read of a document: its lines, in the order in which a reader meets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a line stands; rows and columns are counted from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line as a reader sees it. `**` stands about what is bold, `~~` about what is struck, `^` for a mark."""

    text: str
    cell: Cell | None = None
    is_heading: bool = False
    begins: bool = False
    """Whether a paragraph begins with it, also where no empty line stands before it."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a document."""

    lines: Sequence[DocumentLine]
    text: bytes
    """What lies beside the document, or is the document: lines are counted in it."""
    is_sheet: bool = False
    """Whether its lines are rows, whose cells are parted by tabs."""
    is_for_meetings: bool = False
    """Whether its lines are cut where a page was full, so that only what stands on one of them is read."""

    @property
    def sha256(self) -> str:
        return sha256(self.text).hexdigest()

    @property
    def line_count(self) -> int:
        return self.text.count(b"\n") + 1


def text_of(lines: Sequence[DocumentLine]) -> bytes:
    """The text of lines that were read."""
    return "".join(f"{line.text}\n" for line in lines).encode()
