"""Rows to CSV that no spreadsheet takes for formulas."""

import csv
import re
from io import StringIO

_FORMULA = re.compile(r"(\A|[;\t\r\n])(?=\s*[=+\-@\t\r＝＋－＠])")
"""Where a cell begins with a formula, also one that a spreadsheet makes: a Swedish one parts cells at semicolons."""


def cell(value: object) -> str:
    """One cell; what a spreadsheet would compute is marked as text (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(one) for one in value)
    return str(value) if isinstance(value, int | float) else _FORMULA.sub(r"\1'", str(value))


def to_csv(columns: list[str], rows: list[list[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
