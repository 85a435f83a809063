"""Workbooks: what their cells are, read by another library, and opened by LibreOffice."""

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from plptool.render.xlsx import Sheet, Workbook, to_xlsx
from tests.support.personal_numbers import NUMBER
from tests.support.thorough import thorough

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "a\n=1+1")  # fmt: skip
NUMBERS_IN_TEXT = ("12", "1e5", "007", "https://example.org/", "mailto:a@example.org", "internal:A!A1")
ROWS = (
    *((text, None, None) for text in (*FORMULAS, *NUMBERS_IN_TEXT)),
    (f"Ring {NUMBER}", int(NUMBER.replace("-", "").replace("+", "")), date(1899, 12, 31)),
    ("x" * 40_000, 2.5, date(2022, 5, 4)),
    ("bell \a", 1, None),
)
MADE = Workbook(
    "The plan", "As of 2024", date(2024, 1, 31), (Sheet("A/B [c]: d", ("Text", "Count", "Day"), ROWS), Sheet("a/b [C]: D", ("Text",), ()))
)  # fmt: skip


def test_text_stays_text_a_number_a_number_and_a_day_a_day() -> None:
    raw = to_xlsx(MADE)
    first, second = load_workbook(BytesIO(raw))
    assert (first.title, second.title) == ("A B  c   d", "a b  C   D 2")
    assert first.freeze_panes == "A2"
    assert [cell.value for cell in first[1]] == ["Text", "Count", "Day"]
    cells = [tuple(row) for row in first.iter_rows(min_row=2)]
    texts = [row[0] for row in cells[: len(FORMULAS) + len(NUMBERS_IN_TEXT)]]
    assert [cell.value for cell in texts] == [*FORMULAS, *NUMBERS_IN_TEXT]
    assert [cell.data_type for cell in texts] == ["s"] * len(texts)
    assert [cell.hyperlink for cell in texts] == [None] * len(texts)
    assert [cell.quotePrefix for cell in texts] == [True] * len(FORMULAS) + [False] * len(NUMBERS_IN_TEXT)
    masked, long, bell = cells[-3:]
    assert not any(character.isdigit() for cell in masked[:2] for character in str(cell.value))
    assert masked[2].value == "1899-12-31"
    assert (len(str(long[0].value)), long[1].value, str(long[2].value)) == (32_767, 2.5, "2022-05-04 00:00:00")
    assert long[2].number_format == "yyyy-mm-dd"
    assert (bell[0].value, bell[1].value, bell[2].value) == ("bell <U+0007>", 1, None)
    assert to_xlsx(MADE) == raw


@thorough
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice is installed")
def test_libreoffice_computes_nothing(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(to_xlsx(MADE))
    said = subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1",
         "--outdir", str(tmp_path), str(tmp_path / "plan.xlsx")],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "plan.csv").is_file(), said.stderr
    lines = (tmp_path / "plan.csv").read_text("utf-8").splitlines()
    assert lines[:5] == ['"Text";"Count";"Day"', '"=1+1";;', '"+1";;', '"-1";;', '"@SUM(A1)";;']
    assert "2.5;2022-05-04" in lines[-2]
