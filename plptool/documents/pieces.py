"""What a reader takes for one thing: a line, or a cell's part of it, without the signs of Markdown and HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from plptool.documents import limits
from plptool.documents.document import Cell, DocumentLine
from plptool.documents.meeting_rows import MeetingRow
from plptool.model.text import cut


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line."""

    line: int
    """Counted from 1."""
    text: str
    paragraph: int
    """What stands between empty lines has one number; so has each cell."""
    cell: Cell | None = None
    is_heading: bool = False
    heads: bool = False
    """Whether it stands where a table has its headings, and is none that is known."""
    bold: tuple[str, ...] = ()
    """What stands out in it."""
    leaning: tuple[str, ...] = ()
    """What is in italics."""
    row: MeetingRow | None = None
    """The row that it is, whole, of a table of meetings."""
    is_cut: bool = False
    """Whether it is longer than what is read, so that its text is no more than its beginning."""
    more_lines: tuple[int, ...] = ()
    """The other lines that it stands on, where each cell of a row has its own."""

    @property
    def lines(self) -> tuple[int, ...]:
        """All lines that it stands on."""
        return self.line, *self.more_lines

    @property
    def is_bold(self) -> bool:
        """Whether all of it is."""
        return "".join(self.bold).replace(" ", "").strip(":") == self.text.replace(" ", "").strip(":") != ""


_BOLD = re.compile(r"</?(?:b|strong)(?: [^<>]*)?>", re.IGNORECASE)
_STRUCK = re.compile(r"</?(?:s|del|strike)(?: [^<>]*)?>", re.IGNORECASE)
_RAISED = re.compile(r"<sup(?: [^<>]*)?>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh](?: [^<>]*)?>", re.IGNORECASE)
_NEW = re.compile(r"</?(?:p|div|li|ul|ol|tr|br|h[1-6])(?: [^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][\w-]*(?: [^<>]*)?/?>", re.IGNORECASE)
_HEADING = re.compile(r"\s*#{1,6}\s+")
_BULLET = re.compile(r"\s*(?:[-*•‣◦–]|\\-)\s+")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:=-]*")
_SHOWN = 100
"""Characters that are shown of what is too long."""
_IN_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_IN_ITALICS = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])|(?<![_\w])_([^_\n]+)_(?![_\w])")


def pieces_of(lines: Sequence[DocumentLine]) -> list[Piece]:
    """The parts of a document's lines, in the order in which they stand."""
    return list(_pieces(lines))


def _pieces(lines: Sequence[DocumentLine]) -> Iterator[Piece]:
    paragraph = 0
    table = -1
    row = 0
    former: Cell | None = None
    seen = _Seen()
    for number, line in enumerate(lines, start=1):
        text = seen.marked(_without_tags(line.text))
        if not text.strip(" \n\t*_"):
            paragraph += 1
            row = 0
            continue
        cells = _cells(text)
        if line.cell is not None or cells is None:
            paragraph += line.begins or line.cell != former
            former = line.cell
            row = 0
            yield from _parts(number, text, paragraph, line.cell, is_heading=line.is_heading)
            continue
        if _RULE.fullmatch(text):
            continue
        table -= not row  # tables of the text itself are counted downwards, so that each is another
        for column, content in enumerate(cells):
            paragraph += 1
            yield from _parts(number, content, paragraph, Cell(table, row, column), is_heading=False)
        row += 1
        paragraph += 1


class _Seen:
    """Whether what is struck, or no reader of Markdown sees, goes on from one line to the next."""

    def __init__(self) -> None:
        self._is_struck = False
        self._is_hidden = False

    def marked(self, text: str) -> str:
        """A line with the sign of what goes on in it, so that nobody takes it for said."""
        if not text.strip():
            self._is_struck = False
            return text
        was = self._is_struck or self._is_hidden
        self._is_struck ^= text.count("~~") % 2 == 1
        self._is_hidden = text.rfind("<!--") > text.rfind("-->") or (self._is_hidden and "-->" not in text)
        return f"~~ {text}" if was else text


def _without_tags(text: str) -> str:
    """Tags as the signs of Markdown, and each of what a reader sees apart on a line of its own."""
    if "<" in text:
        text = _NEW.sub("\n", text)
        text = _BOLD.sub("**", text)
        text = _STRUCK.sub("~~", text)
        text = _RAISED.sub("^", text)
        text = _CELL.sub("\t", text)
        text = _TAG.sub("", text)
    return unescape(text) if "&" in text else text


def _cells(text: str) -> list[str] | None:
    """The cells of a line that is a row; None where it is none."""
    if _PIPES.fullmatch(text):
        return text.strip().strip("|").split("|")
    return text.split("\t") if "\t" in text.strip("\t") or text.endswith("\t") else None


def _parts(number: int, text: str, paragraph: int, cell: Cell | None, *, is_heading: bool) -> Iterator[Piece]:
    for part in text.split("\n"):
        headed = _HEADING.match(part)
        content = part[headed.end() :] if headed else part
        bullet = _BULLET.match(content)
        content = content[bullet.end() :] if bullet else content
        piece = _unmarked(Piece(number, content, paragraph, cell, is_heading or headed is not None))
        if len(piece.text) > limits.PIECE_CHARACTERS:
            piece = replace(piece, text=cut(piece.text, _SHOWN), is_cut=True)
        if piece.text:
            yield piece


def _unmarked(piece: Piece) -> Piece:
    """A piece without the signs of what stands out in it."""
    bold = tuple((one[1] or one[2]).strip() for one in _IN_BOLD.finditer(piece.text))
    text = _IN_BOLD.sub(lambda one: one[1] or one[2], piece.text)
    leaning = tuple((one[1] or one[2]).strip() for one in _IN_ITALICS.finditer(text))
    text = _IN_ITALICS.sub(lambda one: one[1] or one[2], text)
    text = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"\s+", " ", text).strip()
    return replace(piece, text=text.removesuffix("\\").strip(), bold=bold, leaning=leaning)
