"""Word documents (.docx): what a reader sees of the text, and nothing else that such a file can hold.

Read from its XML: python-docx passes over what stands in content controls and what somebody's pending change adds, and
reads what was moved away. Pictures, macros, links and embedded files are parts that nobody opens.
"""

import re

from plptool.documents.document import Cell, DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.lines_made import Lines
from plptool.documents.packed import Begin, End, Event, Text, events, opened, part

_OFFICE_DOCUMENT = "/officeDocument"
_MARK = "^"
"""Stands where a footnote, a comment or a change that nobody has accepted may say otherwise."""
_GONE = ("del", "moveFrom", "instrText", "delText", "Fallback", "rPrChange", "pPrChange")
"""What is no part of the text: taken away, moved away, a field's code, the same again for older programs."""
_MARKS = ("footnoteReference", "endnoteReference", "commentReference")
_PENDING = ("ins", "moveTo", "del", "moveFrom")
_HEADING = re.compile(r"(?:heading|rubrik|title|titel|toc|innehll)", re.IGNORECASE)
_STRONG = re.compile(r"label|etikett|strong|stark", re.IGNORECASE)
"""What a style of letters is called that stands out."""
_OFF = ("0", "false", "off", "none")


def word_lines(raw: bytes) -> list[DocumentLine]:
    """The lines of a Word document.

    Raises:
        RefusedError: it is none, or hostile.
    """
    packed = opened(raw)
    content = part(packed, _main_part(part(packed, "_rels/.rels")))
    reader = _Body()
    is_word = False
    for event in events(content):
        is_word = is_word or (isinstance(event, Begin) and event.name == "body")
        reader.take(event)
    if not is_word:
        raise RefusedError("no document")
    return reader.lines.made


def _main_part(relations: bytes) -> str:
    """Where the text lies, as the document says."""
    for event in events(relations):
        if isinstance(event, Begin) and event.attributes.get("Type", "").endswith(_OFFICE_DOCUMENT):
            return event.attributes.get("Target", "").lstrip("/")
    raise RefusedError("no document")


class _Table:
    def __init__(self, number: int) -> None:
        self.number = number
        self.row = -1
        self.column = -1
        self.span = 1


class _Body:
    """Where in the document the reading is, and what the text there looks like."""

    def __init__(self) -> None:
        self.lines = Lines()
        self._tables: list[_Table] = []
        self._count = 0
        self._hidden = 0
        """How many elements that are no part of the text are open."""
        self._in_text = False
        self._in_run_properties = False
        self._signs: dict[str, bool] = {}
        self._is_heading = False
        self._has_mark = False

    def take(self, event: Event) -> None:
        match event:
            case Begin():
                self._begin(event)
            case End():
                self._end(event.name)
            case Text():
                if self._in_text and not self._hidden:
                    self._add(event.text)

    def _begin(self, element: Begin) -> None:
        name = element.name
        if name in _PENDING:
            self._has_mark = True
        if name in _MARKS:
            self.lines.run(f" {_MARK}")
        if name in _GONE:
            self._hidden += 1
        if self._hidden:
            return
        match name:
            case "tbl":
                self._count += 1
                self._tables.append(_Table(self._count))
            case "tr" if self._tables:
                self._tables[-1].row += 1
                self._tables[-1].column = -1
                self._tables[-1].span = 1
            case "tc" if self._tables:
                self._tables[-1].column += self._tables[-1].span
                self._tables[-1].span = 1
            case "gridSpan" if self._tables:
                written = element.attributes.get("val", "1")
                self._tables[-1].span = int(written) if written.isdigit() and len(written) < 4 else 1
            case "pStyle":
                self._is_heading = _HEADING.match(element.attributes.get("val", "")) is not None
            case _:
                self._begin_in_paragraph(element)

    def _begin_in_paragraph(self, element: Begin) -> None:
        match element.name:
            case "r":
                self._signs = {}
            case "rPr":
                self._in_run_properties = True
            case "rStyle" if self._in_run_properties:
                self._signs["b"] = _STRONG.search(element.attributes.get("val", "")) is not None
            case "b" | "strike" | "dstrike" | "vanish" if self._in_run_properties:
                self._signs[element.name] = element.attributes.get("val", "1") not in _OFF
            case "t":
                self._in_text = True
            case "tab":
                self._add(" ")
            case "br" | "cr":
                self._add("\n")
            case "noBreakHyphen":
                self._add("-")
            case _:
                return

    def _end(self, name: str) -> None:
        if name in _GONE:
            self._hidden -= 1
        if self._hidden:
            return
        match name:
            case "t":
                self._in_text = False
            case "rPr":
                self._in_run_properties = False
            case "p":
                self._end_paragraph()
            case "tc" | "tbl":
                self._end_table(name)
            case _:
                return

    def _end_paragraph(self) -> None:
        if self._has_mark:
            self.lines.run(f" {_MARK}")
        self.lines.end(self._cell(), is_heading=self._is_heading)
        self._has_mark = False
        self._is_heading = False

    def _end_table(self, name: str) -> None:
        if name == "tbl" and self._tables:
            self._tables.pop()
            self.lines.end(self._cell())

    def _cell(self) -> Cell | None:
        if not self._tables:
            return None
        table = self._tables[-1]
        return Cell(table.number, max(table.row, 0), max(table.column, 0))

    def _add(self, text: str) -> None:
        signs = self._signs
        if signs.get("vanish"):
            return
        sign = ""
        if signs.get("strike") or signs.get("dstrike"):
            sign = "~~"
        elif signs.get("b"):
            sign = "**"
        self.lines.run(text, sign)
