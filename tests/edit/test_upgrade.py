"""From format 1 to format 2: what it changes, what it leaves, and that both read the same."""

from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.edit.upgrade import upgrade
from plptool.model.errors import UserError
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.reports.records import export
from tests.support.answers import data_of
from tests.support.git import commit, commit_ledger, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool

OLD = BASE.replace("format: 2", "format: 1") + HELD
COMMISSION = """
== decisions/d
title: Asks for a plan
date: 2022-05-01
body: board
status: adopted
commissions: [{id: plan, text: Present a plan., lead: A, due: 2022-35, source: list}]
events: [{date: 2022-06-01, kind: report, of: plan, to: board, source: list}]
source: list
"""


def manifest(root: Path) -> Path:
    return root / "ledger" / "ledger.yaml"


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledger").rglob("*.yaml")}


def test_a_ledger_of_format_1_reads_as_one_of_format_2(tmp_path: Path) -> None:
    """Also what only format 2 has: it adds, and takes nothing away."""
    old = open_ledger(write_ledger(tmp_path / "old", OLD + COMMISSION))
    new = open_ledger(write_ledger(tmp_path / "new", BASE + HELD + COMMISSION))
    assert (old.faults, check(old)) == ((), check(new))
    assert old.manifest == new.manifest
    assert data_of(export(old.at("2023-12-31"))) == data_of(export(new.at("2023-12-31")))
    assert [task.id for task in old.at("2022-12-31").tasks] == ["plan"]


def test_what_changes_is_shown_and_only_written_when_asked(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, OLD)
    before = files(root)
    shown = plptool("upgrade", "--lang", "en", cwd=root)
    assert (shown.returncode, shown.stdout) == (
        0,
        "ledger/ledger.yaml:1: format: 1 → format: 2\n"
        "Nothing else changes, and what was sealed keeps its digest.\n"
        "Nothing was written: --write does that.\n",
    )
    assert files(root) == before
    done = plptool("upgrade", "--write", "--lang", "sv", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Det är skrivet.")
    after = files(root)
    assert {path for path in before if before[path] != after[path]} == {"ledger/ledger.yaml"}
    assert after["ledger/ledger.yaml"] == before["ledger/ledger.yaml"].replace(b"format: 1", b"format: 2")
    again = plptool("upgrade", "--write", "--lang", "en", cwd=root)
    assert again.stdout == "The ledger is of format 2, the present one: nothing changes.\n"
    assert files(root) == after


@pytest.mark.parametrize(
    ("raw", "upgraded"),
    [
        (b"# format: 1\r\nformat: 1 # ours\r\ntitle: T 1\r\nlanguage: en\r\ntime-zone: UTC\r\n",
         b"# format: 1\r\nformat: 2 # ours\r\ntitle: T 1\r\nlanguage: en\r\ntime-zone: UTC\r\n"),
        (b"{title: format 1, format: 1, language: en, time-zone: UTC}\n", b"{title: format 1, format: 2, language: en, time-zone: UTC}\n"),
        (b"title: T\nlanguage: en\ntime-zone: UTC\nformat:   1", b"title: T\nlanguage: en\ntime-zone: UTC\nformat:   2"),
    ],
)  # fmt: skip
def test_no_other_byte_is_changed(tmp_path: Path, raw: bytes, upgraded: bytes) -> None:
    root = write_ledger(tmp_path, OLD)
    manifest(root).write_bytes(raw)
    upgrade(WorkTree(root))
    assert manifest(root).read_bytes() == upgraded


@pytest.mark.parametrize(
    "text", ["format: 3\ntitle: T\nlanguage: en\ntime-zone: UTC\n", "format: 1\n", "format: [\n", None]
)
def test_a_manifest_that_cannot_be_relied_on_is_left(tmp_path: Path, text: str | None) -> None:
    root = write_ledger(tmp_path, OLD)
    if text is None:
        manifest(root).unlink()
    else:
        manifest(root).write_text(text, encoding="utf-8")
    before = files(root)
    with pytest.raises(UserError, match="cannot be upgraded"):
        upgrade(WorkTree(root))
    assert files(root) == before


def test_what_was_sealed_in_format_1_holds_and_so_does_the_history(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "root")
    commit_ledger(root, OLD + COMMISSION, "In format 1")
    sealed = plptool("seal", "221231", "--lang", "en", cwd=root).stdout
    digest = sealed.split()[-1]
    commit(root, "Sealed")
    assert plptool("upgrade", "--write", cwd=root).returncode == 0
    commit(root, "In format 2")
    assert plptool("validate", "--base", "HEAD~1", cwd=root).returncode == 0
    audit = plptool("audit", "--expect", f"221231={digest}", "--lang", "en", cwd=root)
    assert audit.returncode == 0, audit.stdout
    assert "unaltered" in audit.stdout.lower()


def test_a_branch_of_format_1_merges_into_one_of_format_2(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "root")
    commit_ledger(root, OLD, "In format 1")
    git(root, "branch", "other")
    plptool("upgrade", "--write", cwd=root)
    commit(root, "In format 2")
    git(root, "checkout", "--quiet", "other")
    commit_ledger(root, COMMISSION, "A decision, in format 1")
    git(root, "checkout", "--quiet", "main")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "merge", "--quiet", "--no-edit", "other")
    for base in ("HEAD^1", "HEAD^2", "HEAD~2"):
        done = plptool("validate", "--base", base, "--lang", "en", cwd=root)
        assert done.returncode == 0, done.stdout
    assert open_ledger(root).manifest["format"] == 2
    assert [task.id for task in open_ledger(root).at("2022-12-31").tasks] == ["plan"]
    assert "d: added" in plptool("log", "--lang", "en", cwd=root).stdout
    assert plptool("audit", "--lang", "en", cwd=root).returncode == 0


def test_it_says_in_json_what_it_changes(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, OLD)
    said = plptool("upgrade", "--format", "json", cwd=root).stdout
    assert '"from": 1' in said
    assert '"before": "format: 1"' in said
    assert '"written": false' in said
