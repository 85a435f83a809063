"""Rows to CSV that no spreadsheet takes for formulas."""

import csv
from io import StringIO


def cell(value: object) -> str:
    """One cell; what a spreadsheet would compute is marked as text (OWASP, CSV injection)."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(cell(one) for one in value)
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, int) else text


def to_csv(columns: list[str], rows: list[list[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
