"""A report, and what a workflow tells, name nobody and repeat no digits that may be somebody's number."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from plptool.model.redact import names_in
from plptool.read.opening import open_ledger
from plptool.reports.public import _may_name
from tests.support.git import commit, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT

TIME = "20230314 0608"
"""A day and a time, which might be somebody's number as well."""
EXPECTED = f"A room for the meeting {TIME}."
TOLD = f"""{PROCESS}roles:
  - {{role: head, organisation: A, person: Kim Exempel, source: list}}
events:
  - {{date: 2022-03-01, kind: expected, due: 2022-12-31, text: "{EXPECTED}", source: list}}
  - {{date: 2022-04-01, kind: expected, due: 2022-11-30, text: Exempel answers., source: list}}
"""
ACKNOWLEDGED = "known:\n  - {{rule: PLP905, value: {}, reason: A time., source: list}}\n"
REPORTS = [
    ("report", "--at", "231231", *more)
    for more in ((), ("--brief",), ("--appendix",), ("--format", "json"), ("--format", "markdown"))
]


def answers(root: Path) -> dict[tuple[str, ...], str]:
    return {arguments: plptool("-C", str(root), *arguments).stdout for arguments in (*REPORTS, ("ci",))}


def test_a_report_and_a_workflow_tell_neither(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE.replace("Little plan", "Little plan of Kim Exempel") + TOLD)
    init(root)
    commit(root, "Begins", "2024-01-01")
    for arguments, told in answers(root).items():
        assert "meeting" in told, arguments
        assert "0608" not in told, arguments
        assert "Exempel" not in told, arguments
    assert TIME in plptool("-C", str(root), "show", "1.1").stdout  # who has the records may read them


def test_a_change_tells_neither_whoever_may_be_named(tmp_path: Path) -> None:
    for manifest in (BASE, BASE.replace("language: en", "language: en\npublish-names: true")):
        root = write_ledger(tmp_path / str(len(manifest)), manifest + PROCESS)
        init(root)
        commit(root, "Begins", "2024-01-01")
        write_ledger(root, manifest + TOLD)
        told = plptool("-C", str(root), "ci", "--base", "HEAD").stdout
        assert "A room for the meeting" in told
        assert "0608" not in told
        assert ("Exempel answers" in told) == (manifest != BASE)


def test_what_is_acknowledged_is_told_and_whoever_may_be_named(tmp_path: Path) -> None:
    known = ACKNOWLEDGED.format(sha256(EXPECTED.encode()).hexdigest()[:16])
    root = write_ledger(tmp_path, BASE.replace("language: en", "language: en\npublish-names: true") + TOLD + known)
    for arguments, told in answers(root).items():
        assert "0608" in told, arguments
    assert "Exempel answers" in plptool("-C", str(root), *REPORTS[0]).stdout


@pytest.mark.parametrize("folder", ["tests/examples/good", "tests/ledgers/quarterly", "tests/ledgers/committee", "."])
def test_those_whom_a_ledger_names_are_looked_for_where_they_can_be(folder: str, tmp_path: Path) -> None:
    """The good examples use every property there is."""
    root = ROOT / folder
    if folder == "tests/examples/good":
        root = Path(shutil.copytree(root, tmp_path / "ledger")).parent
    ledger = open_ledger(root)
    names = names_in(ledger.all_data())
    assert names.begun
    assert names_in(_may_name(ledger)) == names
