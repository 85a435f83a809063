"""Rows to CSV that no spreadsheet takes for formulas."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from plptool.model.plain import Plain
    from plptool.render.document import Cell

Value: TypeAlias = "Cell | Plain"
"""What a cell may have: also a list, of which it shows the entries."""
_FORMULA = re.compile(r"(\A|[;\t\r\n])(?=\s*[=+\-@\t\r＝＋－＠])")
"""Where a cell begins with a formula, also one that a spreadsheet makes: a Swedish one parts cells at semicolons."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute a cell that holds this text, or a part of it."""
    return _FORMULA.search(text) is not None


def cell(value: Value) -> str:
    """A value as a cell has it: of a list, its entries side by side.

    What a spreadsheet would compute is marked as text: https://owasp.org/www-community/attacks/CSV_Injection.
    """
    match value:
        case None:
            return ""
        case int() | float():
            return str(value)
        case list() | tuple():
            return ", ".join(map(cell, value))
        case _:
            return _FORMULA.sub(r"\1'", str(value))


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Rows below the names of their columns.

    Args:
        columns: what they are called, in their order.
        rows: a value for each column.
    """
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(map(cell, columns))
    writer.writerows(map(cell, row) for row in rows)
    return lines.getvalue()
