"""The board's page: what a member reads in a minute."""

import json
import re
from pathlib import Path

import pytest

from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some

LEDGERS = ROOT / "tests" / "ledgers"


def told(root: Path, at: str, *more: str) -> str:
    done = plptool("-C", str(root), "report", "--brief", "--at", at, "--lang", "en", *more)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_it_says_what_is_not_finished_and_why_what_was_decided_and_what_is_overdue() -> None:
    page = told(ROOT, "231231", "--format", "markdown")
    assert "14 processes: 10 completed, 4 continuing (of which 1 paused, 0 not begun)." in page
    assert "Meetings held: 104. Decisions of 2023: 7, of which without a certain year: 2. Overdue: 5." in page
    assert "counts 25 processes; 11 of them are not in the ledger." in page
    assert (
        "| Hög andel personer med allvarlig eller komplicerad problematik som är hemlösa | SoC | ongoing | Fortsatt"
        in page
    )
    assert "| 2023-06-26 | KF | Ekonomiska resurser |" in page
    assert "2020-02-06" not in page  # decided in another year
    assert "SoC: Socialförvaltningen" in page
    assert re.search(r"\b2\.[1-8]\.[1-6]\b", page) is None  # no id


def test_its_figures_are_those_of_the_summary() -> None:
    at = ("--at", "231231", "--format", "json")
    brief = json.loads(plptool("-C", str(ROOT), "report", "--brief", *at).stdout)
    whole = json.loads(plptool("-C", str(ROOT), "report", *at).stdout)
    assert brief["totals"] == whole["totals"]
    assert [row["id"] for row in brief["unfinished"]] == [row["id"] for row in whole["continuing"]]
    assert len(brief["overdue"]) == whole["totals"]["overdue"]
    assert len(brief["decisions"]) == brief["decided"]["count"] == 7


def test_of_what_is_much_the_number_is_told() -> None:
    page = told(LEDGERS / "council", "261129")
    assert "Overdue: 15." in page
    assert "and 3 more" in page  # of the commissions that are late, of which twelve are shown


@pytest.mark.parametrize(
    ("ledger", "of"), [("quarterly", "ongoing, overdue"), ("policies", "Decisions of"), ("splits", "TEK, MHF")]
)
def test_any_ledger_has_one(ledger: str, of: str) -> None:
    page = told(LEDGERS / ledger, "261129")
    assert of in page
    assert ("Not finished" in page) == (ledger != "policies")  # which has no processes


@pytest.mark.parametrize(
    "arguments", some([["--brief"], ["--appendix"], ["--commissions"], []], ["--brief"], ["--appendix"])
)
def test_in_word_days_stand_in_words(arguments: list[str], tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    target = tmp_path / "report.docx"
    asked = ("report", *arguments, "--at", "231231", "--output", str(target))
    assert plptool("-C", str(ROOT), *asked).returncode == 0
    document = docx.Document(str(target))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    ids = {path.stem for path in (ROOT / "ledger").rglob("*.yaml")}
    days = [word for word in words if re.search(r"\d{4}-\d\d-\d\d", word) and not any(one in word for one in ids)]
    assert days == []
    assert not [word for word in words if "work tree" in word or "arbetskopian" in word or "as they lie" in word]


def test_it_has_no_id_in_its_title() -> None:
    assert told(ROOT, "231231", "--listed", "bilaga-5").startswith("Tillsammans för psykisk hälsa – Bilaga 5")
    assert told(ROOT, "231231", "--org", "KF").startswith("Tillsammans för psykisk hälsa – Kommunfullmäktige ")


@pytest.mark.parametrize("asked", ["--brief", "--commissions"])
@pytest.mark.parametrize("day", ["00010101", "99991231"])
def test_the_first_day_and_the_last_are_days(asked: str, day: str) -> None:
    done = plptool("-C", str(ROOT), "report", asked, "--at", day)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_asked_for_alone(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    for other in ("--appendix", "--commissions"):
        done = plptool("-C", str(root), "report", "--brief", other)
        assert (done.returncode, "--brief goes with neither" in done.stderr) == (2, True)
