"""`--commit` and `--branch`: a commit of what a command has written, whatever the clone would run, and of nothing else."""

from pathlib import Path

import pytest

from tests.support.git import NAMES, commit_ledger, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool

P = "ledger/processes/1.1.yaml"
MEETING = ("add", "meeting", "1.1", "230314", "--number", "2", "--source", "list")
HOOKS = (
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-index-change",
    "post-checkout",
)


@pytest.fixture
def clone(tmp_path: Path, git_home: None) -> Path:
    """A clone in which something else is staged, something is changed, and something lies about."""
    root = init(tmp_path / "plan")
    git(root, "config", "user.name", "Åsa Officer")
    git(root, "config", "user.email", "asa@example.org")
    (root / "other").write_text("kept\n", encoding="utf-8")
    commit_ledger(root, BASE + HELD)
    (root / "staged").write_text("staged\n", encoding="utf-8")
    git(root, "add", "staged")
    (root / "other").write_text("changed\n", encoding="utf-8")
    (root / "ledger" / "organisations" / "lies.yaml").write_text("id: lies\ntitle: L\nsource: list\n", encoding="utf-8")
    return root


def status(root: Path) -> set[str]:
    return set(git(root, "status", "--porcelain").splitlines())


LYING = {"A  staged", "M other", "?? ledger/organisations/lies.yaml"}


def test_a_commit_has_what_was_written_and_nothing_that_is_lying_about(clone: Path) -> None:
    before = git(clone, "rev-parse", "HEAD")
    done = plptool(*MEETING, "--commit", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert f"Committed as {git(clone, 'rev-parse', 'HEAD')[:12]}." in done.stdout
    assert git(clone, "show", "--format=%P %an <%ae> %G? %s", "--name-only").splitlines() == [
        f"{before} Åsa Officer <asa@example.org> N 1.1: 1 meeting added.", "", P,
    ]  # fmt: skip
    assert git(clone, "log", "-1", "--format=%b") == "1.1: A need."
    assert {line.strip() for line in status(clone)} == LYING
    git(clone, "fsck", "--strict")
    # A new file, a file further down, a branch that begins here.
    done = plptool("new", "sources", "p", "--title", "Åäö", "--date", "2024", "--branch", "a/b", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert git(clone, "symbolic-ref", "HEAD") == "refs/heads/a/b"
    assert git(clone, "log", "--format=%s", "a/b").splitlines() == [
        "p: 1 source added.",
        "1.1: 1 meeting added.",
        "A change",
    ]
    assert git(clone, "log", "-1", "--format=%s", "main") == "1.1: 1 meeting added."
    assert git(clone, "log", "-1", "--format=%gs", "-g") == "commit: p: 1 source added."
    assert {line.strip() for line in status(clone)} == LYING


def test_nothing_of_the_clone_is_run_unless_it_is_asked_for(clone: Path, tmp_path: Path) -> None:
    marker, trap = tmp_path / "ran", tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho $0 >> '{marker}'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in HOOKS:
        (clone / ".git/hooks" / name).symlink_to(trap)
    for name in ("core.fsmonitor", "filter.f.clean", "filter.f.process", "gpg.program"):
        git(clone, "config", name, str(trap))
    git(clone, "config", "commit.gpgSign", "true")
    (clone / ".git/info/attributes").write_text("*.yaml filter=f\n", encoding="utf-8")
    done = plptool(*MEETING, "--branch", "quiet", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert not marker.exists(), marker.read_text("utf-8")
    for name in ("core.fsmonitor", "filter.f.clean", "filter.f.process", "commit.gpgSign"):
        git(clone, "config", "--unset", name)
    (clone / ".git/info/attributes").unlink()
    assert {line.strip() for line in status(clone)} == LYING
    marker.unlink(missing_ok=True)
    done = plptool(
        "add", "note", "1.1", "230401", "--text", "A", "--source", "list", "--branch", "loud", "--hooks", cwd=clone
    )
    assert done.returncode == 0, done.stderr
    ran = {Path(line).name for line in marker.read_text("utf-8").splitlines()}
    assert {"pre-commit", "commit-msg", "post-commit"} <= ran
    assert git(clone, "log", "-1", "--format=%D%n%s").splitlines() == ["HEAD -> loud", "1.1: 1 event added."]
    assert {line.strip() for line in status(clone)} == LYING
    # What a hook refuses is written and told as such, and nothing of it is left staged: `undo` takes back all of it.
    trap.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    note = ("add", "note", "1.1", "230402", "--text", "A", "--source", "list")
    done = plptool(*note, "--branch", "refused", "--hooks", cwd=clone)
    assert done.stderr.startswith("plptool: what is written stays, and is not committed: ")
    assert git(clone, "branch", "--format=%(HEAD)%(refname:short)").split() == ["*loud", "main", "quiet"]
    assert {line.strip() for line in status(clone)} == {*LYING, f"M {P}"}
    assert plptool("undo", cwd=clone).returncode == 0
    assert {line.strip() for line in status(clone)} == LYING


def test_what_cannot_be_committed_alone_is_not_written(clone: Path) -> None:
    text = (clone / P).read_text("utf-8")
    for arguments, why in (
        (("--branch", "a..b"), "no branch may be called"),
        (("--branch", "-x"), "no branch may be called"),
        (("--branch",), "requires an argument"),
        (("--branch", "--commit"), "no branch may be called"),
        (("--branch", "HEAD"), "no branch may be called"),
        (("--branch", ""), "no branch may be called"),
        (("--hooks",), "--hooks goes with"),
    ):
        done = plptool(*MEETING, *arguments, cwd=clone)
        assert (done.returncode, why in done.stderr) == (2, True), done.stderr
    assert (clone / P).read_text("utf-8") == text
    for edited, add in ((text + "# mine\n", False), (text + "# mine\n", True)):
        (clone / P).write_text(edited, encoding="utf-8")
        if add:
            git(clone, "add", P)
            (clone / P).write_text(text, encoding="utf-8")
        done = plptool(*MEETING, "--commit", cwd=clone)
        assert "has changes that are not committed" in done.stderr
    git(clone, "reset", "--quiet", "--hard")
    done = plptool(*MEETING, "--commit", "--dry-run", cwd=clone)
    assert (done.returncode, git(clone, "log", "--format=%s")) == (0, "A change")
    git(clone, "branch", "elsewhere")
    git(clone, "commit", "--quiet", "--allow-empty", "-m", "More")
    assert "has other commits" in plptool(*MEETING, "--branch", "elsewhere", cwd=clone).stderr
    (clone / ".git/MERGE_HEAD").write_text(git(clone, "rev-parse", "HEAD") + "\n", encoding="utf-8")
    assert "under way" in plptool(*MEETING, "--commit", cwd=clone).stderr
    (clone / ".git/MERGE_HEAD").unlink()
    git(clone, "config", "user.name", "")
    assert "git does not know who you are" in plptool(*MEETING, "--commit", cwd=clone).stderr
    assert (clone / P).read_text("utf-8") == text


def test_a_first_commit_and_line_ends_of_the_clone_s_own(tmp_path: Path, git_home: None) -> None:
    root = write_ledger(init(tmp_path / "plan"), BASE + HELD)
    done = plptool("new", "sources", "p", "--title", "P", "--date", "2024", "--commit", cwd=root, env=NAMES)
    assert done.returncode == 0, done.stderr
    assert git(root, "show", "--format=", "--name-only") == "ledger/sources/p.yaml"
    # Before it one with the ledger as it stood, and nothing that lies beside it: there is nothing left to commit.
    records = sorted(path.relative_to(root).as_posix() for path in (root / "ledger").rglob("*.yaml"))
    first = git(root, "show", "--format=%s", "--name-only", "HEAD~").splitlines()
    assert first == ["The ledger begins.", "", *(path for path in records if path != "ledger/sources/p.yaml")]
    assert status(root) == set()
    git(root, "config", "core.autocrlf", "true")
    for path in (root / "ledger").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(root, "add", "--all")
    assert status(root) == set()
    done = plptool(*MEETING, "--commit", cwd=root, env=NAMES)
    assert done.returncode == 0, done.stderr
    assert git(root, "show", "--format=", "--numstat") == f"1\t0\t{P}"
    assert status(root) == set()
    assert b"\r\n  - {date: 2023-03-14" in (root / P).read_bytes()
    assert (
        "is in no git repository" in plptool(*MEETING, "--commit", cwd=write_ledger(tmp_path / "x", BASE + HELD)).stderr
    )


def test_a_commit_stands_by_itself(clone: Path) -> None:
    """What it cites is in it, or in what it builds on: not only in a file that lies beside it."""
    (clone / "text.txt").write_text("A\nB\n", encoding="utf-8")
    source = ("sources", "--add", "text.txt", "--title", "T", "--date", "2023-06-30")
    note = ("add", "note", "1.1", "230401", "--text", "A", "--source", "text#L1")
    assert plptool(*source, cwd=clone).returncode == 0
    refused = plptool(*note, "--commit", cwd=clone)
    assert (
        "the commit alone would be wrong (commit first what it needs, or leave out --commit): ledger/processes/1.1.yaml: PLP305"
        in refused.stderr
    )
    assert "2023-04-01" not in (clone / P).read_text("utf-8")
    assert plptool("undo", cwd=clone).returncode == 0
    done = plptool(*source, "--branch", "june", cwd=clone)
    assert f"Committed as {git(clone, 'rev-parse', 'june')[:12]}." in done.stdout
    done = plptool(*note, "--branch", "june", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert git(clone, "log", "--format=%s", "main..june").splitlines() == [
        "1.1: 1 event added.",
        "text: 1 source added.",
    ]
    assert "go with --add FILE" in plptool("sources", "--commit", cwd=clone).stderr


def test_whoever_seals_or_puts_in_order_commits_it_too(clone: Path) -> None:
    # A seal of what is not committed would be wrong by itself.
    refused = plptool("seal", "221231", "--commit", cwd=clone)
    assert (refused.returncode, "the commit alone would be wrong" in refused.stderr) == (2, True)
    (clone / "ledger/organisations/lies.yaml").unlink()
    sealed = plptool("seal", "221231", "--branch", "year", cwd=clone)
    assert sealed.returncode == 0, sealed.stderr
    assert sealed.stdout.splitlines()[-1] == f"Committed as {git(clone, 'rev-parse', 'year')[:12]}."
    assert git(clone, "show", "--format=%s", "--name-only", "year").splitlines() == [
        "1 snapshot added; 221231 is sealed.", "", "ledger/snapshots/221231.yaml",
    ]  # fmt: skip
    assert "there is nothing to take back" in plptool("undo", cwd=clone).stderr
    before = (clone / P).read_text("utf-8")
    (clone / P).write_text(before.replace("lead: A", "lead:  A"), "utf-8")
    git(clone, "commit", "--quiet", "-m", "Untidy", P, **NAMES)
    tidy = plptool("fmt", "--commit", P, cwd=clone)
    assert tidy.returncode == 0, tidy.stderr
    assert git(clone, "log", "-1", "--format=%s") == "Records are put into house style."
    assert (clone / P).read_text("utf-8") == before
    assert plptool("undo", cwd=clone).returncode == 0
    assert "lead:  A" in (clone / P).read_text("utf-8")
    for words in (("fmt", "--check", "--commit"), ("upgrade", "--commit")):
        assert plptool(*words, cwd=clone).returncode == 2
    assert plptool("fmt", "--check", cwd=clone).returncode == 1
