"""Sheets (.csv, .xlsx): a line for each row, its cells side by side. Formulas, links and macros are not looked at."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO, StringIO

from plptool.documents import limits
from plptool.documents.document import DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.lines_made import Lines
from plptool.documents.packed import must_declare_nothing, opened, part

_SIGNS = ";\t,"
"""What parts the cells of a row."""


def csv_lines(text: str) -> list[DocumentLine]:
    """The rows of a text whose cells are parted by a sign, which its first line shows.

    Raises:
        RefusedError: it is larger than any that people keep.
    """
    csv.field_size_limit(limits.LINE_CHARACTERS)
    first, _, _ = text.partition("\n")
    sign = max(_SIGNS, key=first.count)
    file = StringIO(text)
    rows = csv.reader(file, delimiter=sign)
    try:
        return _lines(rows)
    except csv.Error:
        raise RefusedError("damaged") from None


def workbook_lines(raw: bytes) -> list[DocumentLine]:
    """The rows of a workbook's sheets that are shown, one sheet below the other, as they were when it was saved.

    Raises:
        RefusedError: it is none, or hostile.
    """
    packed = opened(raw)
    for name in packed.namelist():
        if name.endswith((".xml", ".rels")):
            must_declare_nothing(part(packed, name))
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheets: list[Iterable[Iterable[str]]] = []
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows = sheet.iter_rows(values_only=True)
            sheets.append(map(_texts, rows))
        return _lines(*sheets)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        raise RefusedError("damaged") from None


def _texts(row: Iterable[object]) -> Iterator[str]:
    return (_text(value) for value in row)


def _text(value: object) -> str:
    """A cell as a reader sees it; a day without the time that a sheet keeps with it."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _lines(*sheets: Iterable[Iterable[str]]) -> list[DocumentLine]:
    """The rows of sheets; that a sheet begins is seen of its first row, behind an empty one."""
    lines = Lines()
    cells = 0
    for rows in sheets:
        begins = bool(lines.made)
        for row in rows:
            if begins:
                lines.add(DocumentLine(""))
            texts = [" ".join(cell.split()) for cell in row]
            cells += len(texts)
            if cells > limits.CELLS:
                raise RefusedError("too large")
            while texts and not texts[-1]:
                texts.pop()
            line = DocumentLine("\t".join(texts), begins=begins)
            lines.add(line)
            begins = False
    return lines.made
