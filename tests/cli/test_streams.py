"""An answer goes to whoever reads it: who has seen enough is let go, a full disk is told, and a closed stream leads nowhere."""

import os
import shutil
import subprocess
import sys
from errno import ENOSPC
from io import BufferedWriter, RawIOBase, TextIOWrapper
from pathlib import Path

import pytest

from plptool.cli.formats import OF_COMMAND
from plptool.cli.main import COMMANDS
from tests.cli.test_formats import ARGUMENTS, SUNDAY
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, HELD, edit, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some, thorough


class Refusing(RawIOBase):
    """A stream to which nothing can be written."""

    def __init__(self, error: OSError) -> None:
        self.error: OSError | None = error

    def writable(self) -> bool:
        return True

    def write(self, raw: object) -> int:
        if self.error:
            raise self.error
        return len(bytes(raw))  # type: ignore[call-overload]  # any buffer will do


def refused(error: OSError, *arguments: str, cwd: Path) -> tuple[int, str]:
    """How the program ends, and what it says on stderr, where nothing can be written to stdout."""
    raw = Refusing(error)
    done = plptool(*arguments, cwd=cwd, onto=TextIOWrapper(BufferedWriter(raw)))
    raw.error = None  # so that it can be closed
    return done.returncode, done.stderr


@pytest.fixture
def plan(tmp_path: Path, git_home: None) -> Path:
    root = init(tmp_path / "plan")
    commit_ledger(root, BASE + HELD + SUNDAY + "== processes/1.2\nplan: plan\nneed: Another.\nlead: A\nsource: list\n")
    plptool("new", "sources", "paper", "--title", "A paper", "--date", "2023", cwd=root)  # which can be undone
    return root


CALLS = [
    *((name, *ARGUMENTS.get(name, []), "--format", form.name) for name, has in OF_COMMAND.items() for form in has),
    ("completion", "bash"),
    ("--version",),
    ("--help",),
    *((name, "--help") for name in COMMANDS),
]


@pytest.mark.parametrize("name", some([*OF_COMMAND, "the rest"], "report", "diff", "add", "seal", "sql", "the rest"))
def test_a_full_disk_is_told_and_a_reader_that_has_gone_is_not(name: str, plan: Path, tmp_path: Path) -> None:
    calls = [
        call
        for call in CALLS
        if (call[0] == name and "--format" in call) or (name == "the rest" and "--format" not in call)
    ]
    assert calls
    for number, call in enumerate(calls):
        for error, said in ((OSError(ENOSPC, "No space left on device"), (2, 1)), (BrokenPipeError(), (141, 0))):
            folder = tmp_path / f"{number}-{said[0]}"
            shutil.copytree(plan, folder)  # seal writes into it
            code, talk = refused(error, *call, cwd=folder)
            assert (code, talk.count("there is no room left for it on the disk")) == said, (call, talk)
            assert "bug" not in talk
            assert "Traceback" not in talk


def shell(command: str, cwd: Path) -> tuple[int, str, str]:
    """What a shell answers. `$P` is the program."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=cwd, env={**os.environ, "P": f"{sys.executable} -m plptool", "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@thorough
def test_who_reads_one_line_hears_no_complaint(plan: Path) -> None:
    assert shell("$P report --lang en | head -1", plan) in ((141, "Little plan\n", ""), (0, "Little plan\n", ""))
    assert shell("$P list --lang en --format json 2>&1 | true", plan)[1:] == ("", "")
    assert shell("$P report --lang en 2>/dev/null | (exec <&-; sleep 0.5)", plan) == (141, "", "")


@thorough
@pytest.mark.parametrize("closed", some((">&-", ">&- 2>&-", "<&- >&- 2>&-"), "<&- >&- 2>&-"))
def test_a_stdout_that_was_closed_leads_nowhere(closed: str, plan: Path) -> None:
    for command, code in (
        ("list", 0),
        ("report --format docx", 0),
        ("validate", 0),
        ("frobnicate", 2),
        ("list --at 1", 2),
    ):
        ended, answer, talk = shell(f"$P {command} {closed}", plan)
        assert (ended, answer) == (code, ""), talk
        assert "Traceback" not in talk
    edit(plan, "processes/1.2", "lead: A", "lead: nobody")
    assert shell(f"$P validate {closed}", plan)[:2] == (1, "")
    assert "lead: nobody" in (plan / "ledger/processes/1.2.yaml").read_text("utf-8")


@thorough
@pytest.mark.parametrize("silent", some(("2>/dev/full", "2> >(true)", "2>&-"), "2>/dev/full"))
def test_where_the_talk_is_not_heard_the_answer_is_as_good(silent: str, plan: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    said = shell("$P list 2>/dev/null", plan)
    assert shell(f"$P list {silent}", plan) == said
    assert shell(f"$P site out {silent}", plan) == (0, "", "")
    assert shell(f"$P frobnicate {silent}", plan) == (2, "", "")


@thorough
def test_a_disk_that_is_full_is_told(plan: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    for command in ("report", "report --format docx", "list --format json", "--help"):
        assert shell(f"$P {command} 2>&1 >/dev/full | tail -1", plan)[::2] == (2, "")
        assert "there is no room left for it on the disk" in shell(f"$P {command} 2>&1 >/dev/full | tail -1", plan)[1]
    assert shell("$P report >/dev/full 2>/dev/full", plan) == (2, "", "")


def test_a_seal_that_nobody_reads_is_made(plan: Path) -> None:
    write_ledger(plan, "== snapshots/211231\ndate: 2021-12-31\n")
    assert shell("$P seal 211231 >&-", plan)[0] == 0
    assert "seal:" in (plan / "ledger/snapshots/211231.yaml").read_text("utf-8")
