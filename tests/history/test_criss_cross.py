"""Lines that were merged into each other: what any of the last commits in common has must be there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.git import NAMES, commit, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.thorough import thorough

pytestmark = pytest.mark.usefixtures("git_home")

MEETINGS = PROCESS + "events:\n  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
C = "== organisations/C\ntitle: C\ntype: group\nsource: list\n"
D = "== organisations/D\ntitle: D\ntype: group\nsource: list\n"
SEVERITIES = """
== ledger
format: 2
title: Little plan
language: en
time-zone: Europe/Stockholm
severities:
  PLP502: {severity: info, reason: Because.}
"""
Do = Callable[[Path], object]


def crossed(folder: Path, ours: Do, theirs: Do, merging: Do = lambda _: None) -> Path:
    """A branch and main, each with what was done on the other merged into it; HEAD is the branch.

    Args:
        folder: where the repository shall lie.
        ours: what is done on main, and merged into the branch.
        theirs: what is done on the branch, and merged into main.
        merging: what the merge into the branch does beside.
    """
    root = write_ledger(init(folder), BASE + MEETINGS)
    commit(root, "The ledger", "2024-01-01T12:00")
    git(root, "branch", "change")
    ours(root)
    first = commit(root, "Ours", "2024-01-02T12:00")
    git(root, "checkout", "--quiet", "change")
    theirs(root)
    second = commit(root, "Theirs", "2024-01-03T12:00")
    merge = ("merge", "--quiet", "--no-ff", "--no-commit")
    git(root, *merge, first, **NAMES)
    merging(root)
    commit(root, "Ours into theirs", "2024-01-04T12:00")
    git(root, "checkout", "--quiet", "main")
    git(root, *merge, second, **NAMES)
    commit(root, "Theirs into ours", "2024-01-04T12:00")
    git(root, "checkout", "--quiet", "change")
    assert sorted(git(root, "merge-base", "--all", "main", "HEAD").split()) == sorted([first, second])
    return root


def answer(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plptool("validate", "--base", "main", "--format", "json", cwd=root).stdout)
    return found


def found(root: Path) -> list[tuple[str, str]]:
    rows = answer(root)["findings"]
    return [(one["rule"], one["path"].removeprefix("ledger/")) for one in rows if one["rule"].startswith("PLP71")]


def seal(root: Path) -> None:
    assert plptool("seal", "221231", cwd=root).returncode == 0


def sealed_and_more(root: Path) -> None:
    seal(root)
    write_ledger(root, C)


def drop(path: str) -> Do:
    return lambda root: (root / "ledger" / path).unlink()


def write(text: str) -> Do:
    return lambda root: write_ledger(root, text)


def nothing_of_it(root: Path) -> None:
    (root / "notes.txt").write_text("Nothing of the ledger.\n")


@thorough
@pytest.mark.parametrize("sides", ["ours", "theirs"])
def test_a_record_or_seal_of_either_must_be_there(tmp_path: Path, sides: str) -> None:
    def both(done: Do) -> tuple[Do, Do]:
        return (done, nothing_of_it) if sides == "ours" else (nothing_of_it, done)

    kept = crossed(tmp_path / "kept", *both(sealed_and_more))
    assert found(kept) == []
    gone = crossed(tmp_path / "gone", *both(write(C)), merging=drop("organisations/C.yaml"))
    assert found(gone) == [("PLP712", "organisations/C.yaml")]

    def unseal(root: Path) -> None:
        path = root / "ledger" / "snapshots" / "221231.yaml"
        path.write_text(path.read_text().partition("seal:")[0])

    assert found(crossed(tmp_path / "unsealed", *both(seal), merging=unseal)) == [("PLP711", "snapshots/221231.yaml")]


def test_what_both_sides_did_is_nothing_to_tell(tmp_path: Path) -> None:
    """Each lacks what the other has, and the merge has both."""
    edited = MEETINGS.replace("need: A need.", "need: Another.")
    root = crossed(tmp_path / "root", write(edited + C), write(SEVERITIES + D))
    assert found(root) == []
    write_ledger(root, "== organisations/A\ntitle: Another A\ntype: administration\nsource: list\n")
    assert found(root) == [("PLP715", "organisations/A.yaml")]  # which neither did: told once


def test_what_one_side_did_and_the_merge_undid_is_told(tmp_path: Path) -> None:
    edited = MEETINGS.replace("need: A need.", "need: Another.")
    undone = crossed(tmp_path / "undone", write(edited), write(D), merging=write(MEETINGS))
    assert found(undone) == [("PLP715", "processes/1.1.yaml")]
    strict = SEVERITIES.replace("info", "error")
    loosened = crossed(tmp_path / "loosened", write(strict), write(D), merging=write(BASE))
    assert found(loosened) == [("PLP714", "ledger.yaml")]


def correct(key: str, text: str) -> Do:
    def done(root: Path) -> None:
        write_ledger(root, text)
        said = plptool("seal", "221231", "--correct", key, "--reason", "So it was.", "--source", "list", cwd=root)
        assert said.returncode == 0, said.stderr

    return done


def test_corrections_of_both_sides_are_kept(tmp_path: Path) -> None:
    root = write_ledger(init(tmp_path / "root"), BASE + MEETINGS + C)
    seal(root)
    commit(root, "Sealed", "2024-01-01T12:00")
    git(root, "branch", "change")
    ours = correct("1.1", MEETINGS.replace("2022-03-01", "2022-04-01"))
    theirs = correct("C", C + "names: [The C]\n")
    ours(root)
    first = commit(root, "Ours", "2024-01-02T12:00")
    git(root, "checkout", "--quiet", "change")
    theirs(root)
    second = commit(root, "Theirs", "2024-01-03T12:00")
    for branch, other, again in (("change", first, theirs), ("main", second, theirs)):
        git(root, "checkout", "--quiet", branch)
        git(root, "merge", "--quiet", "--no-commit", other, check=False, **NAMES)
        git(root, "checkout", first, "--", "ledger/snapshots")  # the one's, and the other's anew
        again(root)
        commit(root, f"Both on {branch}", "2024-01-04T12:00")
    git(root, "checkout", "--quiet", "change")
    assert len(git(root, "merge-base", "--all", "main", "HEAD").split()) == 2
    assert found(root) == []
    git(root, "checkout", first, "--", "ledger/snapshots")  # the other's are lost
    assert found(root) == [("PLP711", "snapshots/221231.yaml")]


def test_all_that_was_compared_with_is_named(tmp_path: Path) -> None:
    root = crossed(tmp_path / "root", write(C), write(D))
    keys = git(root, "merge-base", "--all", "main", "HEAD").split()
    said = answer(root)
    assert said["base"] == {"asked": "main", "revision": keys[0], "shared": True, "ledger": True}
    assert said["bases"] == [{"revision": key, "ledger": True} for key in keys]
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=root)
    assert f"Compared with each of {keys[0]}, {keys[1]}, the last that main and HEAD have in common." in done.stderr
    git(root, "checkout", "--quiet", "main")
    assert "which is HEAD" in plptool("validate", "--base", "HEAD", "--lang", "en", cwd=root).stderr
    one = json.loads(plptool("validate", "--base", "HEAD", "--format", "json", cwd=root).stdout)
    assert [each["revision"] for each in one["bases"]] == [one["base"]["revision"]]


def test_ci_judges_by_all_of_them(tmp_path: Path) -> None:
    root = crossed(tmp_path / "root", write(C), write(D), merging=drop("organisations/C.yaml"))
    done = plptool("ci", "--base", "main", "--lang", "en", "--files", str(tmp_path / "out"), cwd=root)
    assert done.returncode == 1
    page = json.loads((tmp_path / "out" / "findings.json").read_text())
    assert [one["rule"] for one in page["findings"]] == ["PLP712"]
    assert len(page["bases"]) == 2
    assert "Lines were merged into each other" in done.stdout


def test_a_new_branch_that_is_pushed_is_judged_by_all_of_them(tmp_path: Path) -> None:
    root = crossed(tmp_path / "root", write(C), write(D), merging=drop("organisations/C.yaml"))
    write_ledger(root, "== organisations/E\ntitle: E\ntype: group\nsource: list\n")
    head = commit(root, "E", "2024-01-05T12:00")
    git(root, "update-ref", "refs/remotes/origin/main", "main")
    event = tmp_path / "event.json"
    event.write_text(
        json.dumps({"ref": "refs/heads/change", "before": "0" * 40, "after": head,
                    "repository": {"default_branch": "main"}})
    )  # fmt: skip
    env = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event)}
    done = plptool("ci", "--lang", "en", "--files", str(tmp_path / "out"), cwd=root, env=env)
    assert done.returncode == 1
    page = json.loads((tmp_path / "out" / "findings.json").read_text())
    assert [one["rule"] for one in page["findings"]] == ["PLP712"]
    assert len(page["bases"]) == 2
    assert "Theirs\n" not in done.stdout  # main has it already
