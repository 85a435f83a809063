"""Tables to a workbook (Office Open XML) that Excel, LibreOffice and others open. Nothing in it is computed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Self, TypeAlias

from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.text import cut
from plptool.render.csv import is_formula
from plptool.render.text import clean

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value: TypeAlias = str | int | float | date | None
"""What a cell holds: a text, a number, a day, or nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet of its own."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets, and what the file says of itself."""

    title: str
    about: str
    """Which day and revision it shows."""
    day: date
    """The day that it shows: that on which it is said to be made, so that the same ledger gives the same bytes."""
    sheets: tuple[Sheet, ...]


def to_xlsx(workbook: Workbook) -> bytes:
    """A workbook's bytes, the same for the same tables.

    Raises:
        UserError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise UserError(
            Message("workbooks need XlsxWriter, which is not installed: pip install 'plptool[site]'")
        ) from None
    content = BytesIO()
    made = xlsxwriter.Workbook(content, _OPTIONS)
    created = datetime.combine(workbook.day, time())
    made.set_properties({"title": clean(workbook.title), "comments": clean(workbook.about), "created": created})
    formats = _Formats.of(made)
    for sheet, name in zip(workbook.sheets, _names(workbook.sheets), strict=True):
        page = made.add_worksheet(name)
        _lay_out(page, sheet)
        _fill(page, sheet, formats)
    made.close()
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    """How cells look."""

    heading: "Format"
    plain: "Format"
    quoted: "Format"
    """Of a text that begins as a formula does: what is typed there afterwards is text too."""
    figure: "Format"
    day: "Format"

    @classmethod
    def of(cls, made: "xlsxwriter.Workbook") -> Self:
        wrapped = {"text_wrap": True, "valign": "top", "align": "left", "indent": 1}
        return cls(
            heading=made.add_format({**wrapped, "bold": True, "bottom": 1}),
            plain=made.add_format(wrapped),
            quoted=made.add_format({**wrapped, "quote_prefix": True}),
            figure=made.add_format({"valign": "top"}),
            day=made.add_format({**wrapped, "num_format": "yyyy-mm-dd"}),
        )


def _lay_out(page: "Worksheet", sheet: Sheet) -> None:
    """A sheet's columns, its heading that stays in sight, and how it is printed."""
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
    widths = list(_widths(sheet))
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.rows, start=1):
        lines = max(map(_lines, row, widths), default=1)
        if lines > 1:  # not every program makes room by itself for a text that is wrapped
            page.set_row(number, _LINE_HEIGHT * lines)


def _fill(page: "Worksheet", sheet: Sheet, formats: _Formats) -> None:
    for column, label in enumerate(sheet.headings):
        page.write_string(0, column, cut(clean(label), _LONGEST), formats.heading)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            match _safe(value):
                case None:
                    pass
                case date() as day:
                    page.write_datetime(number, column, datetime.combine(day, time()), formats.day)
                case str() as text:
                    style = formats.quoted if is_formula(text) else formats.plain
                    page.write_string(number, column, text, style)
                case figure:
                    page.write_number(number, column, figure, formats.figure)


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_A4 = 9
_LONGEST = 32_767
"""Characters that a cell holds."""
_FIRST_YEAR = 1901
"""From here on a spreadsheet counts days as the calendar does; it takes 1900 for a leap year."""
_NARROWEST, _WIDEST = 8, 60


def _safe(value: Value) -> Value:
    """What may stand in a cell: text is cleaned, and so is a number that tells who somebody is."""
    match value:
        case None | bool():
            return None if value is None else str(value)
        case date():
            return value if value.year >= _FIRST_YEAR else value.isoformat()
        case str():
            return _safe_text(value) or None
        case _:
            written = clean(str(value))
            return value if written == str(value) else written


@lru_cache(maxsize=1 << 14)
def _safe_text(text: str) -> str:
    """Lists say the same again and again."""
    return cut(clean(text), _LONGEST)


def _widths(sheet: Sheet) -> Iterator[int]:
    """How wide each column is, in characters: as wide as what is widest in it, within reason."""
    for column, heading in enumerate(sheet.headings):
        lengths = [len(str(row[column])) for row in sheet.rows if row[column] is not None]
        longest = max([*lengths, len(heading) + _ARROW])
        yield min(max(longest + 2, _NARROWEST), _WIDEST)


def _lines(value: Value, width: int) -> int:
    """How many lines a value takes in a column, at most as many as a row has room for."""
    paragraphs = str(value).splitlines()
    lines = sum(len(paragraph) // width + 1 for paragraph in paragraphs)
    return min(lines, _MOST_LINES)


_LINE_HEIGHT = 15
_MOST_LINES = 27
"""A row is no higher than 409 points."""
_ARROW = 4
"""Characters that the arrow of the filter takes."""


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """What sheets are called, as far as a spreadsheet takes that for a name; each otherwise than the others."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        name = cut(_NO_NAME.sub(" ", clean(sheet.name)).strip(" '"), _LONGEST_NAME)
        taken = name.casefold() in {"", "history", *(other.casefold() for other in names)}
        names.append(f"{cut(name, _LONGEST_NAME - 4)} {number}".strip() if taken else name)
    return names


_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
