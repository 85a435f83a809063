"""Points with revisions: what stood on a day as a commit has it, read from git's objects alone."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.model.errors import UserError
from plptool.model.plain import Plain
from plptool.read import migrations as upgrades
from plptool.read.opening import open_ledger
from tests.support.findings import rules_and_paths
from tests.support.git import NAMES, commit, commit_ledger, git, init
from tests.support.ledgers import BASE, PROCESS, C, write_ledger
from tests.support.program import plptool

pytestmark = pytest.mark.usefixtures("git_home")

MEETING = "\nevents:\n  - {{date: {date}, kind: meeting, number: 1, source: list}}\n"


@pytest.fixture
def three_commits(tmp_path: Path) -> Path:
    """Three commits: the base; a process that is priority 1; the same that is priority 3, with a meeting."""
    folder = init(tmp_path / "root")
    commit_ledger(folder, BASE, "The ledger", "2024-01-10T09:00")
    commit_ledger(folder, PROCESS, "A process", "2024-02-01T23:59")
    git(folder, "tag", "v1")
    commit_ledger(
        folder,
        PROCESS.replace("priority: 1", "priority: 3") + MEETING.format(date="2023-05-02"),
        "What was learned",
        "2024-03-01T00:30",
    )
    return folder


def priority(folder: Path, rev: str | None) -> Plain:
    processes = open_ledger(folder, rev).collections["processes"]
    return processes["1.1"].data["priority"] if "1.1" in processes else None


@pytest.mark.parametrize(
    ("rev", "expected"),
    [
        (None, 3), ("", 3), (":/A process", 1), ("HEAD", 3), ("main", 3), ("v1", 1), ("HEAD~1", 1), ("HEAD~2", None), ("main@{0}", 3),
        ("2024-02-01", 1),  # by the end of the day, in Sweden: 22:59 in UTC
        ("2024-01-31", None), ("2024-02-29", 1), ("2024-03-01", 3), ("2030-01-01", 3),
    ],
)  # fmt: skip
def test_the_ledger_as_a_revision_has_it(three_commits: Path, rev: str | None, expected: Plain) -> None:
    assert priority(three_commits, rev) == expected


def test_both_clocks_in_one_point(three_commits: Path) -> None:
    assert len(open_ledger(three_commits, "v1").at("231231").processes["1.1"].events) == 0  # nobody knew of the meeting
    assert len(open_ledger(three_commits, "HEAD").at("231231").processes["1.1"].events) == 1
    assert len(open_ledger(three_commits, "HEAD").at("221231").processes["1.1"].events) == 0  # it had not been held


def test_every_reading_command_takes_a_point(three_commits: Path) -> None:
    full = git(three_commits, "rev-parse", "v1")
    for arguments in (["list"], ["show", "1.1"], ["report"], ["export"], ["sql", "SELECT priority FROM processes"]):
        done = plptool(*arguments, "--at", "231231@v1", "--format", "json", cwd=three_commits)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert f'"revision": "{full}"' in done.stdout, arguments
        assert '"priority": 1' in done.stdout or arguments == ["report"], arguments
    assert f"(revision {full})" in plptool("list", "--at", "@v1", cwd=three_commits).stderr
    changed = plptool("diff", "231231@v1", "231231@", "--format", "json", cwd=three_commits).stdout
    assert '"field": "priority"' in changed


def test_six_digits_are_gits_own_and_dashes_make_a_day(three_commits: Path) -> None:
    git(three_commits, "tag", "240110", "HEAD~2")
    git(three_commits, "tag", "2024-03-01", "HEAD~2")
    assert priority(three_commits, "240110") is None
    assert priority(three_commits, "2024-03-01") == 3
    with pytest.raises(UserError, match="there is no day '2024-02-30'"):
        open_ledger(three_commits, "2024-02-30")


def test_a_commit_that_says_it_is_older_than_what_it_builds_on_moves_nothing_into_the_past(three_commits: Path) -> None:
    commit_ledger(three_commits, PROCESS.replace("priority: 1", "priority: 2"), "Dated back", "2024-01-15T12:00")
    assert priority(three_commits, "2024-02-15") == 1
    assert priority(three_commits, "2024-03-01") == 2


def test_a_branch_that_was_merged_counts_from_its_merge(three_commits: Path) -> None:
    git(three_commits, "checkout", "--quiet", "-b", "other", "v1")
    commit_ledger(three_commits, C, "Long before", "2024-02-02T12:00")
    git(three_commits, "checkout", "--quiet", "main")
    git(
        three_commits,
        "merge",
        "--quiet",
        "--no-ff",
        "other",
        "-m",
        "Merge",
        GIT_COMMITTER_DATE="2024-06-01T12:00+0200",
        **NAMES,
    )
    assert "C" not in open_ledger(three_commits, "2024-05-31").records
    assert "C" in open_ledger(three_commits, "2024-06-01").records


def test_in_a_bare_repository_a_worktree_and_with_a_detached_head(three_commits: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(three_commits), "bare.git")
    assert priority(tmp_path / "bare.git", "v1") == 1
    assert priority(tmp_path / "bare.git", "2024-02-15") == 1
    done = plptool("list", cwd=tmp_path / "bare.git")
    assert done.returncode == 2
    assert "name a revision" in done.stderr
    git(three_commits, "worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "v1")
    assert priority(tmp_path / "tree", None) == 1
    assert priority(tmp_path / "tree", "") == 1
    assert priority(tmp_path / "tree", "main") == 3
    assert priority(tmp_path / "tree", "2024-03-01") == 1  # HEAD's own line ends there


def test_a_ledger_in_a_subfolder_and_one_that_was_moved(tmp_path: Path) -> None:
    folder = init(tmp_path / "root")
    write_ledger(folder / "plans" / "mental", BASE + PROCESS)
    write_ledger(folder / "elsewhere", BASE)
    commit(folder)
    shutil.rmtree(folder / "elsewhere")
    commit(folder)
    assert priority(folder / "plans" / "mental", "HEAD~1") == 1
    (folder / "plans" / "mental" / "ledger").rename(folder / "ledger")
    commit(folder)
    assert priority(folder, "HEAD") == 1
    assert priority(folder, "HEAD~1") == 1
    with pytest.raises(UserError, match="'HEAD~2' has several ledgers"):
        open_ledger(folder, "HEAD~2")
    shutil.rmtree(folder / "ledger")
    assert priority(folder, "HEAD") == 1  # the files are gone from the disk; the commit has them


def test_another_ledger_in_the_repository_is_not_taken_for_what_this_one_was(tmp_path: Path) -> None:
    folder = init(tmp_path / "root")
    commit_ledger(folder, BASE + PROCESS, "One")
    write_ledger(folder / "second", BASE)
    commit(folder, "Another")
    with pytest.raises(UserError, match="there is no ledger in revision 'HEAD~1'"):
        open_ledger(folder / "second", "HEAD~1")


def test_nothing_is_written_and_nothing_checked_out(three_commits: Path) -> None:
    def everything() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in three_commits.rglob("*")}

    before = everything()
    open_ledger(three_commits, "HEAD~1").at("231231")
    open_ledger(three_commits, "2024-02-01").at("231231")
    assert everything() == before


def test_what_no_revision_can_be_read_of_is_told_in_a_line(three_commits: Path, tmp_path: Path) -> None:
    def told(folder: Path, rev: str) -> str:
        with pytest.raises(UserError) as error:
            open_ledger(folder, rev)
        assert "\n" not in str(error.value)
        return str(error.value)

    assert told(three_commits, "v9") == "there is no revision 'v9'"
    assert told(three_commits, "--output=x") == "there is no revision '--output=x'"
    assert told(three_commits, "HEAD:ledger") == "there is no revision 'HEAD:ledger'"
    assert (
        told(three_commits, "2023-12-31")
        == "nothing was committed by 2023-12-31: the oldest commit here is of 2024-01-10"
    )
    empty = init(tmp_path / "empty")
    write_ledger(empty, BASE)
    assert told(empty, "HEAD") == told(empty, "2024-01-01") == "the repository has no commits yet"
    plain = tmp_path / "plain"
    write_ledger(plain, BASE)
    assert "is in no git repository" in told(plain, "HEAD")
    assert open_ledger(plain).at("231231").records["plans"]
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{three_commits}", "shallow")
    assert "git fetch --unshallow" in told(tmp_path / "shallow", "HEAD~1")
    assert "git fetch --unshallow" in told(tmp_path / "shallow", "2024-02-01")
    assert priority(tmp_path / "shallow", "2024-03-01") == 3
    bare = init(tmp_path / "other")
    (bare / "notes").write_text("x")
    commit(bare)
    assert "there is no ledger in revision 'HEAD'" in told(bare, "HEAD")


def test_a_sha256_repository_is_read_like_any_other(tmp_path: Path) -> None:
    folder = init(tmp_path / "root", "--object-format=sha256")
    key = commit_ledger(folder, BASE + PROCESS)
    assert len(key) == 64
    ledger = open_ledger(folder, "HEAD")
    assert (ledger.tree.revision, priority(folder, "HEAD")) == (key, 1)


def test_what_is_no_file_in_a_commit_is_a_finding(three_commits: Path) -> None:
    (three_commits / "ledger" / "processes" / "link.yaml").symlink_to("1.1.yaml")
    (three_commits / "ledger" / "processes" / "a\nb.yaml").write_text("id: a\n")
    (three_commits / "ledger" / "processes" / "big.yaml").write_text("x" * 2_000_000)
    git(
        three_commits,
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{git(three_commits, 'rev-parse', 'HEAD')},ledger/processes/sub",
    )
    commit(three_commits)
    git(
        three_commits,
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{git(three_commits, 'rev-parse', 'HEAD')},ledger/processes/sub",
    )
    git(three_commits, "commit", "--quiet", "-m", "A module", **NAMES)
    ledger = open_ledger(three_commits, "HEAD")
    found = {(one.rule, one.path.rpartition("/")[2]) for one in ledger.faults}
    assert {("PLP108", "link.yaml"), ("PLP108", "sub"), ("PLP107", "big.yaml")} <= found
    assert any(name == "a\nb.yaml" for _, name in found)
    assert ledger.collections["processes"]["1.1"].data["priority"] == 3
    assert check(ledger) == validate(ledger.tree).findings


def test_other_bytes_for_an_id_are_not_believed(three_commits: Path) -> None:
    old, new = (git(three_commits, "rev-parse", f"{rev}:ledger/processes/1.1.yaml") for rev in ("v1", "HEAD"))
    git(three_commits, "replace", old, new)
    git(three_commits, "replace", git(three_commits, "rev-parse", "v1"), git(three_commits, "rev-parse", "HEAD"))
    assert priority(three_commits, "v1") == 1
    git(three_commits, "replace", "--delete", old, git(three_commits, "rev-parse", "v1"))
    # Whoever can write into the folder of objects can put others there, under the same name.
    place = three_commits / ".git" / "objects" / old[:2] / old[2:]
    place.chmod(0o644)
    shutil.copy(three_commits / ".git" / "objects" / new[:2] / new[2:], place)
    ledger = open_ledger(three_commits, "v1")
    assert "1.1" not in ledger.records
    assert rules_and_paths(ledger.faults) == [("PLP108", "ledger/processes/1.1.yaml")]
    assert "damaged" in ledger.faults[0].message.say()


def test_records_of_an_older_format_are_read_through_its_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format 0, in which `lead` was called `responsible`."""

    def step(schema: str, data: dict[str, Plain]) -> dict[str, Plain]:
        if schema == "ledger":
            return {**data, "format": 1}
        return {"lead" if key == "responsible" else key: value for key, value in data.items()}

    folder = init(tmp_path / "root")
    commit_ledger(
        folder, (BASE + PROCESS).replace("format: 2", "format: 0").replace("lead: A", "responsible: A"), "In format 0"
    )
    commit_ledger(folder, BASE + PROCESS, "In format 2")
    old = open_ledger(folder, "HEAD~1")
    assert not old.records["plan"].data.get("lead")
    assert [(one.rule, one.message.say()) for one in old.faults if "format" in one.message.say()] == [
        ("PLP204", "the ledger is of format 0, and this version of plptool reads 2")
    ]
    monkeypatch.setitem(upgrades.UPGRADES, 0, step)
    old, new = open_ledger(folder, "HEAD~1"), open_ledger(folder, "HEAD")
    assert (old.faults, new.faults) == ((), ())
    assert old.records["1.1"].data == new.records["1.1"].data
    assert old.at("231231").processes["1.1"].fields["lead"] == "A"
    git(folder, "checkout", "--quiet", "HEAD~1")
    assert validate(open_ledger(folder).tree).findings == validate(old.tree).findings == check(old) == []
    git(folder, "checkout", "--quiet", "main")
    write_ledger(folder, "== ledger\nformat: 3\ntitle: T\nlanguage: en\ntime-zone: UTC\n")
    assert "the ledger is of format 3" in open_ledger(folder).faults[0].message.say()


def test_a_programs_output_is_no_ledger(three_commits: Path, make_program: Callable[[Path], Path]) -> None:
    """What the clone's own configuration names is never started."""
    mark = make_program(three_commits)
    git(three_commits, "config", "diff.external", str(three_commits / "evil"))
    git(three_commits, "config", "core.fsmonitor", str(three_commits / "evil"))
    (three_commits / ".gitattributes").write_text("*.yaml diff=evil filter=evil\n")
    git(three_commits, "config", "diff.evil.textconv", str(three_commits / "evil"))
    git(three_commits, "config", "filter.evil.smudge", str(three_commits / "evil"))
    assert priority(three_commits, "v1") == 1
    assert not mark.exists()


@pytest.fixture
def make_program() -> Callable[[Path], Path]:
    def make(root: Path) -> Path:
        program, mark = root / "evil", root / "was-here"
        program.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
        program.chmod(0o755)
        subprocess.run([program], check=True)
        assert mark.exists()  # it works
        mark.unlink()
        return mark

    return make
