"""A clone that was made with a filter, from what cannot be reached any more: what is not here is not broken."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.git.repository import Repository
from plptool.model.errors import LackingError, UserError
from plptool.read.opening import open_ledger
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool

pytestmark = pytest.mark.usefixtures("git_home")

MEETING = PROCESS + "events:\n  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
SAID = "git fetch --refetch --no-filter"
Cloned = Callable[..., Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A ledger that was sealed, with a record that changed thrice."""
    root = write_ledger(init(tmp_path / "source"), BASE + MEETING)
    git(root, "config", "uploadpack.allowFilter", "true")
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(root, "The ledger", "2024-01-10T12:00", who="Ann")
    assert plptool("seal", "221231", cwd=root).returncode == 0
    commit(root, "Sealed", "2024-01-20T12:00", who="Ann")
    git(root, "tag", "sealed")
    for number in (4, 5):
        write_ledger(root, MEETING + f"  - {{date: 2023-0{number}-11, kind: meeting, number: 2, source: list}}\n")
        commit(root, f"Meeting {number}", f"2024-02-0{number}T12:00", who="Bo")
    return root


@pytest.fixture
def cloned(source: Path, tmp_path: Path) -> Cloned:
    """Clones with these options; nothing can be fetched any more."""

    def make(*options: str, reachable: bool = False) -> Path:
        folder = tmp_path / "clone"
        git(tmp_path, "clone", "--quiet", *options, source.as_uri(), "clone")
        if not reachable:
            source.rename(tmp_path / "gone")
        return folder

    return make


COMMANDS = {
    "list": ("list", "--at", "@sealed"),
    "list by day": ("list", "--at", "231231@2024-01-25"),
    "show": ("show", "1.1", "--at", "@sealed"),
    "diff": ("diff", "221231@sealed", "231231"),
    "log": ("log",),
    "log of one": ("log", "1.1"),
    "blame": ("blame", "1.1"),
    "audit": ("audit",),
    "report": ("report", "--at", "@sealed"),
    "listed": ("report", "--listed", "list", "--at", "@sealed"),
    "site": ("site", "{out}"),
    "export": ("export", "--at", "@sealed"),
    "sql": ("sql", "select 1", "--at", "@sealed"),
    "validate --base": ("validate", "--base", "sealed"),
    "ci": ("ci", "--base", "sealed"),
}


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ("--filter=blob:none", [*COMMANDS]),
        ("--filter=tree:0", ["list", "log", "blame", "audit", "validate --base"]),
        ("--filter=blob:limit=10", ["list", "blame"]),
    ],
)
def test_every_command_says_what_it_lacks_in_one_line(
    cloned: Cloned, tmp_path: Path, how: str, names: list[str]
) -> None:
    root = cloned(how)
    for name in names:
        arguments = COMMANDS[name]
        done = plptool(*(one.format(out=tmp_path / "out") for one in arguments), cwd=root)
        assert (name, done.returncode, done.stdout) == (name, 2, "")
        assert SAID in done.stderr, name
        assert "partial clone" in done.stderr
        lines = [line for line in done.stderr.splitlines() if line.startswith("plptool: ")]
        assert len(lines) == 1, name
        assert "Broken pipe" not in done.stderr


def test_a_correction_asks_what_was_sealed(cloned: Cloned) -> None:
    root = cloned("--filter=blob:none")
    write_ledger(root, MEETING.replace("2022-03-01", "2022-04-01"))
    correct = ("seal", "221231", "--correct", "1.1", "--reason", "It was so.", "--source", "list")
    before = (root / "ledger" / "snapshots" / "221231.yaml").read_bytes()
    done = plptool(*correct, cwd=root)
    assert (done.returncode, SAID in done.stderr) == (2, True)
    assert (root / "ledger" / "snapshots" / "221231.yaml").read_bytes() == before
    assert plptool(*correct, "--kind", "amended", cwd=root).returncode == 0  # which needs no history


@pytest.mark.parametrize("event", ["push", "pull_request"])
def test_a_workflow_says_so_and_compares_with_nothing_else(cloned: Cloned, tmp_path: Path, event: str) -> None:
    root = cloned("--filter=blob:none")
    head, before = git(root, "rev-parse", "HEAD"), git(root, "rev-parse", "sealed")
    told = {
        "push": {"ref": "refs/heads/main", "before": before, "after": head},
        "pull_request": {"pull_request": {"base": {"sha": before}, "head": {"sha": head}}},
    }
    (tmp_path / "event.json").write_text(json.dumps(told[event]))
    env = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    env |= {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    done = plptool("ci", cwd=root, env=env)
    assert (done.returncode, SAID in done.stderr) == (2, True)
    assert SAID in (tmp_path / "summary.md").read_text()


def test_what_is_here_is_read(cloned: Cloned) -> None:
    root = cloned("--filter=blob:none")
    assert plptool("validate", cwd=root).returncode == 0
    assert json.loads(plptool("list", "--at", "@", "--format", "json", cwd=root).stdout)["processes"]
    assert plptool("validate", "--base", "HEAD", cwd=root).returncode == 0
    assert plptool("ci", "--base", "HEAD", cwd=root).returncode == 0
    done = plptool("list", "--at", "@no-such", cwd=root)
    assert (done.returncode, "there is no revision 'no-such'" in done.stderr) == (2, True)


def test_a_seal_that_does_not_hold_is_told_without_its_history(cloned: Cloned) -> None:
    root = cloned("--filter=blob:none")
    write_ledger(root, MEETING.replace("2022-03-01", "2022-04-01"))
    done = plptool("validate", "--lang", "en", cwd=root)
    assert done.returncode == 1
    assert "PLP701" in done.stdout
    assert "this is a partial clone, and lacks older files" in done.stdout


def test_the_history_is_not_searched_whole(cloned: Cloned) -> None:
    root = cloned("--filter=blob:none")
    done = plptool("validate", "--history", "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert SAID in done.stderr


def test_an_audit_without_other_files_is_incomplete_and_never_unaltered(source: Path, cloned: Cloned) -> None:
    (source / "notes.txt").write_text("x" * 5000)
    commit(source, "Notes", "2024-03-01T12:00")
    (source / "notes.txt").unlink()
    commit(source, "No notes", "2024-03-02T12:00")
    digest = git(source, "show", "HEAD:ledger/snapshots/221231.yaml").partition("  digest: ")[2][:64]
    root = cloned("--filter=blob:limit=4k")
    done = plptool("audit", "--expect", f"221231={digest}", "--format", "json", cwd=root)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "incomplete")


def test_a_shallow_clone_with_a_filter_is_told_as_shallow(cloned: Cloned) -> None:
    root = cloned("--filter=blob:none", "--depth=1")
    found = json.loads(plptool("log", "1.1", "--format", "json", cwd=root).stdout)["commits"]
    assert [one["cut"] for one in found] == [True]
    assert plptool("blame", "1.1", cwd=root).returncode == 0


def test_what_is_advised_helps(source: Path, cloned: Cloned) -> None:
    root = cloned("--filter=blob:none", reachable=True)
    assert plptool("blame", "1.1", cwd=root).returncode == 2
    git(root, *SAID.split()[1:])
    source.rename(source.with_name("gone"))
    whole = json.loads(plptool("blame", "1.1", "--format", "json", cwd=root).stdout)
    assert {one["commit"]["author"] for one in whole["facts"]} == {"Ann", "Bo"}
    assert plptool("validate", "--history", cwd=root).returncode == 0
    assert plptool("audit", cwd=root).returncode == 0


def test_a_bare_clone_says_so_too(cloned: Cloned) -> None:
    root = cloned("--bare", "--filter=blob:none")
    done = plptool("list", "--at", "@", cwd=root)
    assert (done.returncode, SAID in done.stderr, done.stderr.count("\n")) == (2, True, 1)


# What is damaged stays damaged


def damage(root: Path, name: str) -> str:
    """Let the object of this name lie loose, with bytes that are none of git's; its id."""
    key = git(root, "rev-parse", name)
    for pack in list((root / ".git" / "objects" / "pack").glob("*.pack")):
        moved = root / pack.name
        pack.rename(moved)
        for path in pack.parent.glob(f"{pack.stem}.*"):
            path.unlink()
        with moved.open("rb") as content:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=root, stdin=content, check=True)
        moved.unlink()
    path = root / ".git" / "objects" / key[:2] / key[2:]
    path.chmod(0o644)
    path.write_bytes(b"none of git's")
    return key


@pytest.mark.parametrize("options", [(), ("--filter=blob:none",)], ids=["whole", "partial"])
def test_what_is_damaged_is_not_taken_for_left_out(cloned: Cloned, options: tuple[str, ...]) -> None:
    root = cloned(*options)
    damage(root, "HEAD:ledger/processes/1.1.yaml")
    ledger = open_ledger(root, "")
    assert "1.1" in ledger.broken
    assert [(one.rule, one.path) for one in ledger.faults] == [("PLP108", "ledger/processes/1.1.yaml")]
    assert len(ledger.records) > 5  # one damaged object takes no other with it


def test_an_object_that_is_lost_from_a_whole_clone_is_no_filter(cloned: Cloned) -> None:
    root = cloned()
    key = damage(root, "HEAD:ledger/processes/1.1.yaml")
    (root / ".git" / "objects" / key[:2] / key[2:]).unlink()
    assert "1.1" in open_ledger(root, "").broken
    repository = Repository.find(root)
    assert repository
    assert not repository.partial
    with pytest.raises(OSError, match="is not in this clone"):
        repository.content(key)


def test_a_tree_that_is_lost_is_a_failure_and_no_filter(cloned: Cloned) -> None:
    root = cloned()
    key = damage(root, "HEAD:ledger/processes")
    (root / ".git" / "objects" / key[:2] / key[2:]).unlink()
    with pytest.raises(UserError, match="git cannot read the repository") as raised:
        open_ledger(root, "")
    assert not isinstance(raised.value, LackingError)
