"""The calendar's first and last day are days: every command answers of them, and of a plan that begins or ends there."""

from datetime import date
from pathlib import Path

import pytest

from plptool.cli.formats import OF_COMMAND
from plptool.model.dates import days_after
from tests.cli.test_formats import ARGUMENTS
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, PROCESS
from tests.support.program import plptool
from tests.support.thorough import thorough

FIRST, LAST = "0001-01-01", "9999-12-31"
EVENTS = """events:
  - {date: %s, kind: meeting, number: 1, source: list}
  - {date: %s, kind: expected, due: 9999-12-31, text: A report., source: list}
  - {date: %s, kind: expected, due: 0001-01-01, text: Another., source: list}
  - {date: 9999-12-31, kind: status, status: completed, source: list}
  - {date: 9999-12-30/9999-12-31, kind: meeting, number: 2, booked: true, source: list}

== snapshots/00010101
date: 0001-01-01

== snapshots/99991231
date: 9999-12-31

== assignments/task
title: A task
responsible: {role: lead, source: list}
purpose: A purpose.
gates:
  - {title: One, due: 9999-12-31, source: list}
  - {title: Another, due: 0001-01-01, source: list}
source: list
"""
ASKED = {"diff": ["diff", FIRST, LAST], "seal": ["seal", FIRST]}


def planned(root: Path, adopted: str, began: str) -> Path:
    """A ledger whose plan is adopted on one day and begins on another."""
    text = (BASE + PROCESS).replace("2021-02-10", adopted).replace("2021/2023", f"{adopted[:4]}/9999")
    text = text.replace("2023-12-31", LAST) + EVENTS % (began, began, began)
    commit_ledger(init(root), text)
    return root


@thorough
@pytest.mark.parametrize("day", [FIRST, LAST])
@pytest.mark.parametrize(("adopted", "began"), [(FIRST, FIRST), ("2021-02-10", "2022-01-01"), (LAST, LAST)])
@pytest.mark.usefixtures("git_home")
def test_every_command_answers(tmp_path: Path, day: str, adopted: str, began: str) -> None:
    root = planned(tmp_path / "plan", adopted, began)
    for name, forms in OF_COMMAND.items():
        at = ["--at", day] if name in ("list", "show", "report", "sql", "export") else []
        asked = ASKED.get(name, [name, *ARGUMENTS.get(name, [])])
        to_file = ["--output", str(tmp_path / "answer")] if forms[0].for_file else []
        done = plptool(*asked, *at, *to_file, cwd=root)
        # A ledger that begins with the last day has findings, and one with findings is not sealed; one without has none to acknowledge.
        # The meeting that is corrected elsewhere is of another day here.
        assert done.returncode in {
            "validate": (0, 1),
            "audit": (0, 1),
            "seal": (0, 2),
            "acknowledge": (0, 2),
            "correct": (0, 2),
            "remove": (0, 2),
        }.get(name, (0,)), done.stderr
    for form in ("docx", "html"):
        done = plptool("report", "--at", day, "--format", form, "--output", str(tmp_path / form), cwd=root)
        assert done.returncode == 0, done.stderr
    assert plptool("diff", LAST, FIRST, cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("adopted", "began", "day"),
    [
        (FIRST, FIRST, FIRST),
        (LAST, LAST, LAST),
        pytest.param(FIRST, FIRST, "0003-01-01", marks=thorough),
        pytest.param("2021-02-10", "2022-01-01", FIRST, marks=thorough),
        pytest.param("9997-01-01", "9998-01-01", LAST, marks=thorough),
    ],
)
@pytest.mark.usefixtures("git_home")
def test_a_site_is_made(tmp_path: Path, adopted: str, began: str, day: str) -> None:
    root = planned(tmp_path / "plan", adopted, began)
    done = plptool("site", "out", "--at", f"{day}@", cwd=root)
    assert done.returncode == 0, done.stderr
    assert day in (root / "out/index.html").read_text("utf-8")


def test_no_day_is_after_the_last() -> None:
    assert days_after(date(2023, 12, 31), 1) == date(2024, 1, 1)
    assert days_after(date(9999, 12, 30), 92) == days_after(date.max, 1) == date.max
