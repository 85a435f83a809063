"""Whoever writes into a ledger is alone: real processes at once, one that hangs, and one that was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from plptool.checks.validate import validate
from plptool.edit import lock
from plptool.edit.grounds import Grounds
from plptool.edit.lock import writing
from plptool.edit.places import place_of
from plptool.edit.seal import correct, seal_day
from plptool.model.errors import UserError
from plptool.model.plain import Data, entries, text
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some, thorough

DAY, TODAY = date(2023, 12, 31), date(2024, 6, 1)
KEYS = [f"1.{number}" for number in range(1, 9)]
HOLD = """import sys
from pathlib import Path
from plptool.edit.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def ledger(root: Path, priority: int = 1) -> Path:
    """Eight processes of a priority; all plans were adopted and their needs are known."""
    text = "".join(PROCESS.replace("1.1", key).replace("priority: 1", f"priority: {priority}") for key in KEYS)
    return write_ledger(root, BASE + text)


@pytest.fixture(params=some(("in git", "without git", "in a linked work tree"), "in a linked work tree"))
def root(request: pytest.FixtureRequest, tmp_path: Path, git_home: None) -> Path:
    """A sealed ledger, of which all that was sealed has changed since."""
    where = tmp_path / "work"
    if request.param == "in git":
        init(where)
    elif request.param == "in a linked work tree":
        init(tmp_path / "first")
        commit(tmp_path / "first")
        git(tmp_path / "first", "worktree", "add", "--quiet", "--detach", str(where))
    root = ledger(where)
    seal_day(WorkTree(root), DAY, TODAY)
    return ledger(root, 2)


def start(root: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "plptool", "-C", str(root), "seal", "231231", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@contextmanager
def held(root: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process holds the lock."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    try:
        assert other.stdout.readline() == "held\n"
        yield other
    finally:
        other.kill()
        other.communicate()


def chain(root: Path) -> list[str]:
    return [text(correction, "record") for correction in corrections_in(root)]


def corrections_in(root: Path) -> tuple[Data, ...]:
    return entries(open_ledger(root).records["231231"].data, "corrections")


@thorough
def test_corrections_started_at_once_are_all_in_the_chain(root: Path) -> None:
    programs = [start(root, "--correct", key, "--reason", "Said so", "--source", "list") for key in KEYS]
    done = [(program.communicate(), program.returncode) for program in programs]
    assert [(said, code) for (_, said), code in done] == [("", 0)] * len(KEYS)
    corrections = corrections_in(root)
    assert sorted(chain(root)) == KEYS
    # What was printed for the minutes is what stands.
    assert {one["digest"] for one in corrections} == {
        next(one["digest"] for one in corrections if str(one["digest"]) in told) for (told, _), _ in done
    }
    found = validate(WorkTree(root)).findings
    assert [one.rule for one in found if one.rule.startswith("PLP7")] == []


def test_of_two_seals_started_at_once_one_is_made(tmp_path: Path) -> None:
    root = ledger(tmp_path)
    programs = [start(root), start(root)]
    done = [(program.communicate(), program.returncode) for program in programs]
    assert sorted(code for _, code in done) == [0, 2]
    (told,) = [said for (_, said), code in done if code]
    assert told == "plptool: 2023-12-31 is sealed already; what is learned later is a correction: --correct ID\n"
    assert [one.rule for one in validate(WorkTree(root)).findings if one.rule.startswith("PLP7")] == []


@thorough
def test_who_waits_long_is_told_in_one_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.3)
    arguments = ["-C", str(root), "seal", "231231", "--correct", "1.1", "--reason", "So", "--source", "list"]
    before = (root / "ledger" / "snapshots" / "231231.yaml").read_bytes()
    with held(root):
        done = plptool(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("plptool: another plptool is writing into the ledger in ")
        assert done.stderr.count("\n") == 1
        assert (root / "ledger" / "snapshots" / "231231.yaml").read_bytes() == before
        with pytest.raises(UserError, match="another plptool is writing"):
            seal_day(WorkTree(root), DAY, TODAY)
        with pytest.raises(UserError, match="another plptool is writing"):
            correct(WorkTree(root), DAY, ["1.1"], Grounds("So", ("list",)))
        assert plptool("-C", str(root), "validate").returncode == 1  # whoever reads waits for nobody
    assert plptool(*arguments).returncode == 0


def test_the_lock_of_a_dead_process_holds_nobody(root: Path) -> None:
    with held(root) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        with writing(root):
            pass


def test_who_holds_it_may_take_it_again_and_an_error_lets_it_go(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(root), writing(root):
        _ = 1 / 0
    with held(root):
        pass


def test_nobody_commits_the_lock_and_no_check_sees_it(root: Path) -> None:
    with writing(root):
        pass
    assert place_of(root).lock.is_file()
    assert not [one for one in validate(WorkTree(root)).findings if "lock" in one.path]
    if (root / ".git").exists():
        git(root, "add", "--all")
        assert "lock" not in git(root, "ls-files")
        assert git(root, "status", "--porcelain", "--ignored").count("lock") == 0


def test_a_git_folder_that_points_elsewhere_is_no_place(tmp_path: Path) -> None:
    """Whoever sends a ledger does not say where its reader makes a file."""
    other = tmp_path / "other"
    other.mkdir()
    root = ledger(tmp_path / "work")
    for said in (f"gitdir: {other}", "gitdir: \0", "nonsense", ""):
        (root / ".git").write_text(said)
        with writing(root):
            pass
        assert list(other.iterdir()) == []
        assert (root / "ledger" / ".plptool.lock").is_file()


def test_no_link_is_followed_to_what_is_locked(tmp_path: Path) -> None:
    root = ledger(tmp_path / "work")
    (root / "ledger" / ".plptool.lock").symlink_to(tmp_path / "target")
    with pytest.raises(OSError, match=r"plptool\.lock"), writing(root):
        pass
    assert not (tmp_path / "target").exists()
