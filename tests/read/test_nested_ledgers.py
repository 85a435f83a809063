"""A folder `ledger` belongs to its parent: no copy in it is examined, wherever one stands, and no move makes it new."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.history.merge_base import find
from plptool.model.errors import ElsewhereError, UserError
from plptool.read.opening import load, open_ledger
from plptool.read.worktree import WorkTree, find_root
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool

INNER = "priority: 3"


@pytest.fixture
def root(tmp_path: Path, git_home: None) -> Path:
    """A repository whose ledger holds a copy of itself that says something else, and another deeper down."""
    root = init(write_ledger(tmp_path / "work", BASE + PROCESS))
    commit(root)
    for inside in ("ledger", "ledger/processes"):
        write_ledger(root / inside, BASE + PROCESS.replace("priority: 1", INNER))
    commit(root)
    return root


PLACES = [".", "ledger", "ledger/processes", "ledger/ledger", "ledger/ledger/processes", "ledger/processes/ledger",
          "ledger/processes/ledger/sources"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_wherever_one_stands_the_same_ledger_is_read(root: Path, place: str) -> None:
    assert find_root(root / place) == root
    (root / "link").symlink_to(root / place)
    assert find_root(root / "link") == root
    for revision in (None, "HEAD", "HEAD~1"):
        for folder in (root / place, root / "link"):
            ledger = open_ledger(folder, revision)
            assert ledger.records["1.1"].data["priority"] == 1
    for command in (["show", "1.1"], ["-C", place, "show", "1.1"], ["show", "1.1", "--at", "@HEAD"]):
        cwd = root if command[0] == "-C" else root / place
        done = plptool(*command, "--format", "json", cwd=cwd)
        assert '"priority": 1' in done.stdout, command
        assert "3" not in json.dumps(json.loads(done.stdout)["record"].get("priority", 1)), command


def test_a_ledger_in_a_ledger_is_a_finding_that_names_it(root: Path) -> None:
    found = validate(WorkTree(root)).findings
    assert found == check(load(WorkTree(root)))
    assert [(one.rule, one.severity, one.path) for one in found] == [
        ("PLP108", "error", "ledger/ledger"),
        ("PLP108", "error", "ledger/processes/ledger"),
    ]
    assert found[0].message.say() == "no ledger lies in another: nothing in the folder `ledger/ledger` is read"
    faults = open_ledger(root, "HEAD").faults
    assert [(one.rule, one.path) for one in faults] == [(one.rule, one.path) for one in found]
    done = plptool("audit", "--format", "json", cwd=root / "ledger")
    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"], [one["path"] for one in told["broken"]]) == (
        1, "wrong", ["ledger/ledger", "ledger/processes/ledger"],
    )  # fmt: skip
    shutil.rmtree(root / "ledger" / "ledger")
    shutil.rmtree(root / "ledger" / "processes" / "ledger")
    assert validate(WorkTree(root)).findings == []


@pytest.mark.parametrize("name", ["Ledger", "LEDGER", "ledger"])
def test_by_any_case_and_however_hidden(tmp_path: Path, name: str) -> None:
    root = write_ledger(tmp_path, BASE)
    inner = root / "ledger" / "sources" / name
    inner.mkdir()
    (inner / ".hidden").write_text("x")
    assert [(one.rule, one.path) for one in validate(WorkTree(root)).findings] == [("PLP108", f"ledger/sources/{name}")]
    assert find_root(inner) == root


def test_a_link_to_another_ledger_is_not_followed(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE + PROCESS)
    other = write_ledger(tmp_path / "other", BASE)
    (root / "ledger" / "ledger").symlink_to(other / "ledger")
    assert find_root(root / "ledger") == root
    assert [(one.rule, one.path) for one in validate(WorkTree(root)).findings] == [("PLP108", "ledger/ledger")]
    done = plptool("validate", "--lang", "en", cwd=root / "ledger" / "ledger")
    assert done.stderr.splitlines()[0] == f"Examined: the ledger in {other}."  # it has left the ledger, and is told so


def test_the_manifest_is_gone_and_the_copy_still_none(root: Path) -> None:
    """Who takes the manifest away makes the ledger broken, and the copy in it no ledger."""
    (root / "ledger" / "ledger.yaml").unlink()
    assert find_root(root / "ledger" / "ledger") == root
    assert "PLP109" in [one.rule for one in validate(WorkTree(find_root(root / "ledger"))).findings]
    commit(root)
    assert open_ledger(root / "ledger" / "ledger", "HEAD").records["1.1"].data["priority"] == 1
    shutil.rmtree(root / "ledger")
    write_ledger(root / "ledger", BASE + PROCESS.replace("priority: 1", INNER))
    # Nothing is left on the disk but the copy: it stands where a revision still has a ledger around it.
    assert open_ledger(root / "ledger", "HEAD").records["1.1"].data["priority"] == 1


def test_a_repository_that_is_called_ledger_is_one_like_any_other(tmp_path: Path, git_home: None) -> None:
    root = init(write_ledger(tmp_path / "ledger", BASE + PROCESS))
    (root / "sources").mkdir()
    (root / "sources" / "paper.pdf").write_text("x")
    commit(root)
    for place in (root, root / "sources", root / "ledger", root / "ledger" / "processes"):
        assert find_root(place) == root
        assert open_ledger(place, "HEAD").records["1.1"]
    assert plptool("validate", cwd=root).stderr.startswith(("Records:", "Poster"))
    inner = init(tmp_path / "mono")
    write_ledger(inner / "ledger", BASE + PROCESS)  # a project of this name in a larger repository
    commit(inner)
    assert find_root(inner / "ledger") == inner / "ledger"
    assert open_ledger(inner / "ledger", "HEAD").records["1.1"]


def test_a_bare_clone_has_one_ledger(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(root), "bare.git")
    assert open_ledger(tmp_path / "bare.git", "HEAD").records["1.1"].data["priority"] == 1


# Which folder was examined


def test_it_is_said_which_folder_was_examined_where_one_stands_elsewhere(tmp_path: Path, git_home: None) -> None:
    root = init(write_ledger(tmp_path / "work", BASE + PROCESS))
    commit(root)
    said = f"Examined: the ledger in {root}.\n"
    for command in (["validate"], ["audit"], ["ci"], ["seal", "231231"]):
        for cwd, before in ((root / "ledger", []), (tmp_path, ["-C", "work/ledger/processes"])):
            there = plptool(*before, *command, "--lang", "en", cwd=cwd)
            if there.returncode == 2:  # it is sealed already
                continue
            assert (there.returncode, there.stderr.startswith(said)) == (0, True), command
            assert said.strip() not in there.stdout
        for cwd, before in ((root, []), (tmp_path, ["-C", "work"])):
            here = plptool(*before, *command, "--lang", "en", cwd=cwd)
            assert "Examined: the ledger" not in here.stderr, command
    git(tmp_path, "clone", "--quiet", "--bare", str(root), "bare.git")
    assert plptool("audit", cwd=tmp_path / "bare.git").stderr == ""


def test_a_ledger_that_lies_elsewhere_in_a_bare_clone_is_named(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "work")
    write_ledger(root / "plan", BASE + PROCESS)
    commit(root)
    git(tmp_path, "clone", "--quiet", "--bare", str(root), "bare.git")
    done = plptool("audit", cwd=tmp_path / "bare.git")
    assert done.stderr == f"Examined: the ledger in {tmp_path / 'bare.git' / 'plan'}.\n"


# A base whose ledger lies elsewhere


def moved(folder: Path, *, copies: bool = False, others: bool = False) -> Path:
    """A repository whose ledger was moved from `old/` to the top, with its priority edited in place."""
    root = init(folder)
    write_ledger(root / "old", BASE + PROCESS)
    if others:
        write_ledger(root / "older", BASE)
    commit(root)
    shutil.copytree(root / "old" / "ledger", root / "ledger")
    write_ledger(root, PROCESS.replace("priority: 1", "priority: 2"))
    for name in () if copies else ("old", "older"):
        shutil.rmtree(root / name, ignore_errors=True)
    commit(root)
    return root


def test_what_was_moved_is_compared_with_where_it_lay(tmp_path: Path, git_home: None) -> None:
    root = moved(tmp_path / "work")
    done = plptool("validate", "--base", "HEAD~1", "--lang", "en", cwd=root)
    assert "PLP715" in done.stdout or "edited in place" in done.stdout
    assert "all is new" not in done.stderr
    # Moved in the files alone, and not committed yet.
    git(root, "reset", "--quiet", "--mixed", "HEAD~1")
    done = plptool("validate", "--base", "HEAD", "--lang", "en", cwd=root)
    assert "all is new" not in done.stderr
    assert done.stdout


def test_the_history_of_what_was_moved_is_that_of_the_outer_ledger(root: Path) -> None:
    (root / "plan").mkdir()
    (root / "ledger").rename(root / "plan" / "ledger")
    commit(root)
    done = plptool("log", "--format", "json", cwd=root / "plan")
    assert done.returncode == 0
    # What was added stood there first, not when it was moved.
    assert [one["commit"] for one in json.loads(done.stdout)["commits"]] == [git(root, "rev-parse", "HEAD~2")]
    assert open_ledger(root / "plan", "HEAD~1").records["1.1"].data["priority"] == 1


@pytest.mark.parametrize("how", [{"copies": True}, {"others": True}], ids=str)
def test_what_lies_elsewhere_is_never_taken_for_new(tmp_path: Path, git_home: None, how: dict[str, bool]) -> None:
    """A copy was left behind, or there were two: which one it was, nobody can know."""
    root = moved(tmp_path / "work", **how)
    done = plptool("validate", "--base", "HEAD~1", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("plptool: there is nothing to compare with: ")
    assert done.stderr.count("\n") == 1
    with pytest.raises(ElsewhereError):
        find(root, "HEAD~1")
    with pytest.raises(UserError):
        open_ledger(root, "HEAD~1")


def on_github(root: Path, folder: Path, name: str, payload: dict[str, Any]) -> tuple[int, str]:
    """How a run ends, and its summary."""
    (folder / "event").write_text(json.dumps(payload))
    variables = {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(folder / "event"), "GITHUB_ACTIONS": "true",
                 "GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_OUTPUT": str(folder / "outputs")}  # fmt: skip
    done = plptool("ci", "--lang", "en", cwd=root, env=variables)
    return done.returncode, (folder / "summary").read_text(encoding="utf-8")


def test_ci_does_not_take_it_for_new_either(tmp_path: Path, git_home: None) -> None:
    root = moved(tmp_path / "work", copies=True)
    before, after = git(root, "rev-parse", "HEAD~1"), git(root, "rev-parse", "HEAD")
    assert plptool("ci", "--base", before, cwd=root).returncode == 2
    proposal = {"pull_request": {"base": {"sha": before, "ref": "main"}, "head": {"sha": after}}}
    code, summary = on_github(root, tmp_path, "pull_request", proposal)
    assert (code, "has its ledger elsewhere" in summary, "is new" in summary) == (2, True, False)
    push = {"before": before, "after": after, "ref": "refs/heads/main", "repository": {"default_branch": "main"}}
    os.unlink(tmp_path / "summary")  # noqa: PTH108 - a link, not what it leads to
    code, summary = on_github(root, tmp_path, "push", push)
    assert (code, "has its ledger elsewhere" in summary, "added" in summary.partition("##")[0]) == (0, True, False)
    assert "what it changes is not known" in summary


def test_a_base_without_any_ledger_is_still_none(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "work")
    (root / "README").write_text("A plan.")
    commit(root)
    write_ledger(root, BASE)
    done = plptool("validate", "--base", "HEAD", "--lang", "en", cwd=root)
    assert (done.returncode, "It has no ledger, so all is new." in done.stderr) == (0, True)
