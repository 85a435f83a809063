"""The history is searched whole, and a hostile repository runs nothing and hides nothing: each with real repositories."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.git.objects import LARGEST
from plptool.git.repository import Repository
from plptool.history.scan import Past, search
from plptool.model.errors import UserError
from tests.support.git import commit_files, forge_graph, git, init
from tests.support.ledgers import BASE, write_ledger
from tests.support.personal_numbers import COORDINATED, NUMBER, PERSON
from tests.support.program import plptool, started
from tests.support.thorough import THOROUGH

CLEAN = "-".join((PERSON[0], PERSON[1][:3] + "0"))
"""As the number, with a check digit that is none."""


@pytest.fixture(autouse=True)
def _same_author(git_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same author and time everywhere."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "An Officer")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "officer@example.org")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2024-02-01T12:00:00+01:00")


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A ledger in a repository of its own, with one commit."""
    folder = write_ledger(init(tmp_path / "root"), BASE)
    commit_files(folder, {}, "The ledger")
    return folder


def past(folder: Path) -> Past:
    repository = Repository.find(folder)
    assert repository is not None
    return search(repository, lambda _: None)


def numbers_found(folder: Path) -> list[tuple[str, tuple[int, int] | None]]:
    found = past(folder).findings
    assert {one.rule for one in found} <= {"PLP901"}
    return [(one.path, (one.position.line, one.position.column) if one.position else None) for one in found]


# The history


def test_a_number_that_was_removed_is_found_where_it_came_in(committed: Path) -> None:
    commit_files(committed, {"ledger/notes.txt": "x\n"})
    first = commit_files(committed, {"ledger/notes.txt": f"x\nFrågan om {NUMBER}.\n"})
    commit_files(committed, {"ledger/notes.txt": f"y\n\nFrågan om {NUMBER}.\n"})
    commit_files(committed, {"ledger/notes.txt": None})
    assert numbers_found(committed) == [(f"{first[:12]}:ledger/notes.txt", (2, 11))]
    (finding,) = past(committed).findings
    assert finding.line == "Frågan om ••••••-••••."
    assert (past(committed).commits, past(committed).contents) == (5, 7 + 3)


def test_on_any_branch_tag_or_stash_and_through_merges_and_renames(committed: Path) -> None:
    git(committed, "switch", "--quiet", "--create", "side")
    side = commit_files(committed, {"side.txt": NUMBER})
    renamed = commit_files(committed, {"side.txt": None, f"{NUMBER}.txt": NUMBER})
    git(committed, "switch", "--quiet", "main")
    commit_files(committed, {"main.txt": "x"})
    git(committed, "merge", "--quiet", "--no-edit", "--no-commit", "side")
    (committed / "merged.txt").write_text(f"only in the merge: {'-'.join(COORDINATED)}\n", encoding="utf-8")
    merge = commit_files(committed, {f"{NUMBER}.txt": None}, "Merge")
    git(committed, "branch", "--quiet", "--delete", "side")
    git(committed, "switch", "--quiet", "--create", "gone")
    gone = commit_files(committed, {"gone.txt": f"x {NUMBER}"})
    git(committed, "tag", "kept")
    git(committed, "switch", "--quiet", "main")
    git(committed, "branch", "--quiet", "--delete", "--force", "gone")
    (committed / "merged.txt").write_text(f"in a stash: {NUMBER}\n", encoding="utf-8")
    git(committed, "stash", "--quiet")
    stash = git(committed, "rev-parse", "stash")
    found = numbers_found(committed)
    assert set(found) >= {
        (f"{side[:12]}:side.txt", (1, 1)),
        (f"{renamed[:12]}:••••••-••••.txt", None),
        (f"{merge[:12]}:merged.txt", (1, 20)),
        (f"{gone[:12]}:gone.txt", (1, 3)),
    }
    assert [path for path, _ in found if path.startswith(stash[:12]) or path.endswith(":merged.txt")] != []
    assert len([path for path, _ in found if path.endswith("merged.txt")]) == 2


def test_on_a_branch_that_was_deleted_while_this_clone_remembers_it(committed: Path) -> None:
    git(committed, "switch", "--quiet", "--create", "gone")
    gone = commit_files(committed, {"gone.txt": NUMBER})
    git(committed, "switch", "--quiet", "main")
    git(committed, "branch", "--quiet", "--delete", "--force", "gone")
    assert numbers_found(committed) == [(f"{gone[:12]}:gone.txt", (1, 1))]
    git(committed, "reflog", "expire", "--expire=now", "--all")
    assert numbers_found(committed) == []


def test_in_messages_authors_tags_and_names_of_refs(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = commit_files(committed, {"a": "a"}, f"Title\n\nOm {NUMBER}")
    monkeypatch.setenv("GIT_AUTHOR_NAME", NUMBER)
    by = commit_files(committed, {"a": "b"})
    git(committed, "tag", "--annotate", "--message", f"Of {NUMBER}", "v1")
    git(committed, "branch", NUMBER)
    blob = git(committed, "hash-object", "-w", "--stdin", stdin=f"in no commit {NUMBER}")
    git(committed, "tag", "blob", blob)
    assert set(numbers_found(committed)) == {
        ("refs/heads/••••••-••••", None), (told[:12], (3, 4)), (by[:12], None), ("v1", (1, 4)), (blob[:12], (1, 14)),
    }  # fmt: skip


def test_the_seconds_of_git_are_no_number(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A moment in 2024 whose seconds since 1970 happen to add up to a number.
    from plptool.model.personal_numbers import find

    seconds = next(second for second in range(1710200000, 1710300000) if find(str(second)))
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"{seconds} +0100")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{seconds} +0100")
    commit_files(committed, {"a": "a"})
    assert numbers_found(committed) == []


def test_what_is_not_searched_is_counted(committed: Path) -> None:
    (committed / "scan.bin").write_bytes(b"\0" + NUMBER.encode())
    (committed / "utf-16.txt").write_bytes(f"x\n{NUMBER}".encode("utf-16"))
    (committed / "latin-1.txt").write_bytes(f"å {NUMBER}".encode("latin-1"))
    (committed / "large.txt").write_bytes(NUMBER.encode() + b"x" * LARGEST)
    here = commit_files(committed, {})
    found = past(committed)
    assert (found.binary, found.large, found.missing, found.shallow) == (1, 1, 0, False)
    assert [(one.path, one.position and one.position.line) for one in found.findings] == [
        (f"{here[:12]}:latin-1.txt", 1), (f"{here[:12]}:utf-16.txt", 2),
    ]  # fmt: skip
    done = plptool("validate", "--history", "--lang", "en", cwd=committed)
    assert "Not searched: 1 that are no text, 1 of 10 MB or more." in done.stderr


def test_a_file_full_of_numbers_is_told_in_a_hundred_lines(committed: Path) -> None:
    from plptool.model.personal_numbers import find

    birth = PERSON[0]
    numbers = [f"{birth}-{n:04}" for n in range(1, 9000) if find(f"{birth}-{n:04}")][:130]
    commit_files(committed, {"all.csv": "\n".join(numbers)})
    found = past(committed).findings
    assert len(found) == 101
    assert found[-1].message.say() == "30 more personal identity numbers stand there"


def test_the_command_in_every_format(committed: Path) -> None:
    first = commit_files(committed, {"ledger/notes.txt": NUMBER})
    commit_files(committed, {"ledger/notes.txt": None})
    path = f"{first[:12]}:ledger/notes.txt"
    done = plptool("validate", "--history", "--lang", "en", cwd=committed)
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"{path}:1:1: error PLP901 personal-number: a personal identity number stands in the history\n"
        "    ••••••-••••\n"
        "    ^\n"
        "    It stays there when the file is mended."
    )
    assert "History searched: commits 3, contents of files 8.\n" in done.stderr
    answer = json.loads(plptool("validate", "--history", "--format", "json", cwd=committed).stdout)
    assert [(one["rule"], one["path"], one["line"]) for one in answer["findings"]] == [("PLP901", path, 1)]
    assert answer["history"] == {
        "commits": 3, "contents": 8, "binary": 0, "large": 0, "missing": 0, "damaged": 0, "shallow": False,
    }  # fmt: skip
    github = plptool("validate", "--history", "--format", "github", cwd=committed).stdout
    assert github.startswith(
        f"::error file={first[:12]}%3Aledger/notes.txt,title=PLP901 personal-number,line=1,col=1::"
    )
    assert plptool("validate", cwd=committed).returncode == 0
    assert plptool("validate", "--history", "ledger", cwd=committed).returncode == 2


def test_an_incomplete_clone_says_so(committed: Path, tmp_path: Path) -> None:
    git(committed, "config", "uploadpack.allowFilter", "true")
    commit_files(committed, {"notes.txt": NUMBER})
    commit_files(committed, {"notes.txt": "x"})
    git(tmp_path, "clone", "--quiet", "--depth=1", committed.as_uri(), "shallow")
    done = plptool("validate", "--history", "--lang", "en", cwd=tmp_path / "shallow")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The clone is shallow" in done.stderr
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", committed.as_uri(), "partial")
    done = plptool("validate", "--history", "--lang", "en", cwd=tmp_path / "partial")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Objects that are not in this clone, which is partial: 1." in done.stderr
    git(tmp_path, "clone", "--quiet", committed.as_uri(), "whole")
    assert len(numbers_found(tmp_path / "whole")) == 1


# Where there is a repository, and where not


def test_a_plain_folder_is_told_in_one_line(tmp_path: Path) -> None:
    done = plptool("validate", "--history", cwd=write_ledger(tmp_path, BASE))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "is in no git repository" in done.stderr


def test_without_git_or_with_an_old_one(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    old = tmp_path / "bin" / "git"
    old.write_text("#!/bin/sh\necho git version 2.20.1\n", encoding="utf-8")
    old.chmod(0o755)
    done = started("validate", "--history", cwd=committed, env={**os.environ, "PATH": f"{tmp_path}/bin:/bin:/usr/bin"})
    assert (done.returncode, done.stderr) == (2, "plptool: git 2.20.1 is too old: this needs 2.30\n")
    done = started("validate", "--history", cwd=committed, env={**os.environ, "PATH": str(tmp_path / "home")})
    assert (done.returncode, done.stderr) == (2, "plptool: git is not installed, or not in PATH\n")


def test_a_ledger_in_a_folder_a_worktree_or_with_longer_ids(committed: Path, tmp_path: Path) -> None:
    inner = write_ledger(committed / "deep" / "inner", BASE)
    first = commit_files(committed, {"notes.txt": NUMBER})
    git(committed, "worktree", "add", "--quiet", "--detach", "../tree")
    for folder in (committed, inner, tmp_path / "tree", tmp_path / "tree" / "deep" / "inner"):
        assert numbers_found(folder) == [(f"{first[:12]}:notes.txt", (1, 1))]
    long = write_ledger(tmp_path / "long", BASE)
    git(long, "init", "--quiet", "--object-format=sha256")
    first = commit_files(long, {"notes.txt": NUMBER, f"{NUMBER}/x": "x"})
    assert len(first) == 64
    assert sorted(numbers_found(long), key=str) == sorted(
        [(f"{first[:12]}:notes.txt", (1, 1)), (f"{first[:12]}:••••••-••••", None)], key=str
    )
    empty = write_ledger(tmp_path / "empty", BASE)
    git(empty, "init", "--quiet")
    assert (past(empty).commits, past(empty).findings) == (0, ())


def test_a_repository_of_somebody_else_is_told_in_one_line(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plptool.git.process.KEPT", ("GIT_",))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UserError, match=r"belongs to somebody else.*safe\.directory"):
        Repository.find(committed)
    git(committed.parent, "config", "--global", "safe.directory", str(committed))
    assert Repository.find(committed) is not None  # what the user has said stays in force


def test_a_damaged_repository_is_told_in_one_line(committed: Path) -> None:
    first = git(committed, "rev-parse", "HEAD^{tree}")
    path = committed / ".git" / "objects" / first[:2] / first[2:]
    path.chmod(0o644)
    path.write_bytes(b"junk")
    done = plptool("validate", "--history", cwd=committed)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "git cannot read the whole history" in done.stderr or "not in this clone" in done.stderr


# Revisions


def test_a_revision_is_what_git_takes_it_for(committed: Path) -> None:
    repository = Repository.find(committed)
    assert repository is not None
    first = git(committed, "rev-parse", "HEAD")
    git(committed, "tag", "--annotate", "--message", "x", "v1")
    second = commit_files(committed, {"a": "a"})
    assert [repository.resolve(one) for one in ("HEAD", "main", "HEAD~1", "v1", first[:8])] == [
        second, second, first, first, first,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "revision",
    ["--output=x", "--all", "-h", "", " ", "none", "main..HEAD", "^main", "HEAD^{tree}", "HEAD:ledger", "a\0b", "main\nmain",
     "x" * 3_000_000, "--git-dir=/", "$(touch x)", "; touch x"],
)  # fmt: skip
def test_what_is_no_revision_is_a_callers_mistake(committed: Path, revision: str) -> None:
    repository = Repository.find(committed)
    assert repository is not None
    before = sorted(committed.rglob("*"))
    with pytest.raises(UserError, match="there is no revision"):
        repository.resolve(revision)
    assert sorted(committed.rglob("*")) == before


# Nothing is run. Each bait is first shown to work, by the git command that takes it.


def config(root: Path, **settings: str) -> None:
    for name, value in settings.items():
        git(root, "config", name.replace("__", "."), value)


def fsmonitor(root: Path, program: str) -> list[str]:
    config(root, core__fsmonitor=program)
    return ["status"]


def included(root: Path, program: str) -> list[str]:
    (root / ".git" / "more").write_text(f"[core]\n\tfsmonitor = {program}\n", encoding="utf-8")
    config(root, include__path="more")
    return ["status"]


def hooks(root: Path, program: str) -> list[str]:
    for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit"):
        shutil.copy(program, root / ".git" / "hooks" / name)
    return ["switch", "--quiet", "--detach"]


def hooks_path(root: Path, program: str) -> list[str]:
    (root / "hooks").mkdir()
    shutil.copy(program, root / "hooks" / "post-checkout")
    config(root, core__hooksPath=str(root / "hooks"))
    return ["switch", "--quiet", "--detach"]


def external_diff(root: Path, program: str) -> list[str]:
    config(root, diff__external=program)
    return ["diff", "HEAD~1"]


def textconv(root: Path, program: str) -> list[str]:
    commit_files(root, {".gitattributes": "* diff=bait filter=bait\n", "a": "a2"})
    config(root, diff__bait__textconv=program)
    return ["diff", "HEAD~1"]


def filters(root: Path, program: str) -> list[str]:
    commit_files(root, {".gitattributes": "* filter=bait\n", "a": "a2"})
    config(root, filter__bait__clean=program, filter__bait__smudge=program)
    (root / "a").unlink()
    return ["checkout", "--", "a"]


def alias(root: Path, program: str) -> list[str]:
    config(root, alias__bait=f"!{program}")
    git(root, "config", "alias.rev-list", f"!{program}")
    return ["bait"]


def signature(root: Path, program: str) -> list[str]:
    config(root, log__showSignature="true", gpg__program=program)
    key = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END\n\n", 1
    )
    signed = git(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=key + "\n")
    git(root, "update-ref", "HEAD", signed)
    return ["log"]


def fetched(root: Path, program: str) -> list[str]:
    """A partial clone, which fetches what is missing as soon as it is asked for."""
    config(root, core__sshCommand=program, extensions__partialClone="origin", core__repositoryFormatVersion="1")
    config(root, remote__origin__url="ssh://nowhere.invalid/x", remote__origin__promisor="true")
    blob = git(root, "rev-parse", "HEAD:a")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    return ["cat-file", "-p", blob]


def buried(root: Path, program: str) -> list[str]:
    """A folder of the ledger that passes for a repository, with its own configuration."""
    bare = root / "deep"
    write_ledger(bare, BASE)
    git(bare, "init", "--quiet", "--bare", ".")
    git(bare, "config", "core.bare", "false")
    git(bare, "config", "core.worktree", ".")
    git(bare, "config", "core.fsmonitor", program)
    return ["-C", "deep", "status"]


BAITS = (fsmonitor, included, hooks, hooks_path, external_diff, textconv, filters, alias, signature, fetched, buried)


@pytest.mark.parametrize("bait", BAITS if THOROUGH else BAITS[::3], ids=lambda one: one.__name__)
def test_a_hostile_repository_runs_nothing(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bait: Callable[[Path, str], list[str]]
) -> None:
    commit_files(committed, {"a": "a0"})
    commit_files(committed, {"a": "a1"})
    marker, program = tmp_path / "marker", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho run >> '{marker}'\nexit 1\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program))
    command = bait(committed, str(program))
    git(committed, *command, check=False)
    assert marker.exists(), "the bait does not work"
    marker.unlink()
    for folder in (committed, *committed.glob("deep")):
        # The first is a process of its own, as a user's is.
        for ask, arguments in ((started, ["validate", "--history"]), (plptool, ["validate"]), (plptool, ["report"])):
            done = ask(*arguments, "--lang", "en", cwd=folder)
            assert done.returncode in (0, 1, 2)
            assert "Traceback" not in done.stderr
    repository = Repository.find(committed)
    assert repository is not None
    assert len(repository.resolve("HEAD")) == 40
    with pytest.raises(UserError):
        repository.resolve(":/nothing")
    with pytest.raises(UserError):
        repository.resolve(":a")
    assert not marker.exists()


def test_a_pager_or_another_repository_from_the_environment_is_not_used(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit_files(committed, {"notes.txt": NUMBER})
    other = tmp_path / "other"
    git(tmp_path, "init", "--quiet", "other")
    marker = tmp_path / "marker"
    settings = {
        "GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": "none", "GIT_NAMESPACE": "x",
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"), "GIT_SHALLOW_FILE": "none", "GIT_COMMON_DIR": str(other),
        "GIT_PAGER": f"touch {marker}", "GIT_EXTERNAL_DIFF": f"touch {marker}", "GIT_TRACE": str(marker),
        "GIT_CONFIG_PARAMETERS": "'core.useReplaceRefs=true'", "GIT_PYTHON_REFRESH": "error",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert numbers_found(committed) == [(f"{first[:12]}:notes.txt", (1, 1))]
    assert {name: os.environ[name] for name in settings} == settings  # what was taken is given back
    assert not marker.exists()


# Nothing is hidden.


def replaced(root: Path) -> None:
    git(root, "replace", "HEAD:notes.txt", git(root, "hash-object", "-w", "--stdin", stdin=CLEAN))
    git(root, "replace", "--force", "HEAD", "HEAD~1")


def grafted(root: Path) -> None:
    last = commit_files(root, {"notes.txt": CLEAN})
    (root / ".git" / "info" / "grafts").write_text(f"{last}\n", encoding="utf-8")
    git(root, "reflog", "expire", "--expire=now", "--all")


def worktree_elsewhere(root: Path) -> None:
    (root.parent / "elsewhere").mkdir()
    config(root, core__worktree=str(root.parent / "elsewhere"))


def git_file(root: Path) -> None:
    (root / ".git").rename(root.parent / "outside")
    (root / ".git").write_text("gitdir: ../outside\n", encoding="utf-8")


def alternates(root: Path) -> None:
    shutil.copytree(root / ".git" / "objects", root.parent / "objects")
    shutil.rmtree(root / ".git" / "objects")
    (root / ".git" / "objects" / "info").mkdir(parents=True)
    (root / ".git" / "objects" / "info" / "alternates").write_text(f"{root.parent / 'objects'}\n", encoding="utf-8")


def graph(root: Path) -> None:
    commit_files(root, {"notes.txt": CLEAN})
    git(root, "reflog", "expire", "--expire=now", "--all")
    forge_graph(root)


def hidden_refs(root: Path) -> None:
    git(root, "update-ref", "refs/secret/x", "HEAD")
    git(root, "update-ref", "HEAD", "HEAD~1")
    git(root, "reflog", "expire", "--expire=now", "--all")
    config(root, transfer__hideRefs="refs/secret", core__logAllRefUpdates="false")


def submodule(root: Path) -> None:
    git(root.parent, "clone", "--quiet", str(root), "part")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root.parent / "part"), "part")
    commit_files(root, {})


HIDING = (replaced, grafted, worktree_elsewhere, git_file, alternates, graph, hidden_refs, submodule)


@pytest.mark.parametrize("hide", HIDING, ids=lambda one: one.__name__)
def test_a_hostile_repository_hides_nothing_of_its_history(committed: Path, hide: Callable[[Path], None]) -> None:
    first = commit_files(committed, {"notes.txt": f"x {NUMBER}"})
    hide(committed)
    assert (f"{first[:12]}:notes.txt", (1, 3)) in numbers_found(committed)


def test_a_folder_that_passes_for_a_repository_is_not_believed(committed: Path) -> None:
    commit_files(committed, {"notes.txt": NUMBER})
    buried(committed, "false")
    assert git(committed, "-C", "deep", "rev-list", "--all") == "", "the bait does not work"
    with pytest.raises(UserError, match="bare repository"):
        Repository.find(committed / "deep")


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_lies_in_the_folder_is_checked_whatever_the_index_says(committed: Path, flag: str) -> None:
    path = committed / "ledger" / "organisations" / "A.yaml"
    git(committed, "update-index", flag, "ledger/organisations/A.yaml")
    path.write_text(path.read_text(encoding="utf-8") + f"# {NUMBER}\n", encoding="utf-8")
    assert git(committed, "status", "--porcelain") == ""
    done = plptool("validate", "--lang", "en", cwd=committed)
    assert done.returncode == 1
    assert "ledger/organisations/A.yaml:5:3: error PLP901" in done.stdout
