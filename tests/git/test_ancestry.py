"""What changes often is asked for by itself, and the answer is git's own to the one question."""

import random
from pathlib import Path

import pytest

from plptool.git.ancestry import simplified
from plptool.git.repository import Repository
from tests.support.git import git, init
from tests.support.thorough import THOROUGH

PATHS = ["ledger/processes/1.yaml", "ledger/plans/1.yaml", "ledger/ledger.yaml", "ledger/processes/2.yaml"]


def random_past(folder: Path, seed: int, commits: int = 60) -> str:
    """A repository of so many commits, a third of them merges, that each change some file, or none; the newest one."""
    chance = random.Random(seed)  # noqa: S311 - it decides nothing but what is tried
    init(folder)
    lines: list[str] = []
    ends: list[int] = []
    for mark in range(1, commits + 1):
        last = mark == commits
        count = min(len(ends), 3 if last else chance.choice((0, 1, 1, 1, 1, 2, 2, 3)) if mark > 1 else 0)
        # The last builds on what nothing builds on yet, so that nearly all is reached.
        parents = ends[-count:] if last else chance.sample(ends, count)
        lines += [f"commit refs/heads/main\nmark :{mark}\ncommitter x <x@example.org> {mark} +0000\ndata 1\nx\n"]
        lines += [f"{'merge' if index else 'from'} :{parent}\n" for index, parent in enumerate(parents)]
        if not parents:
            lines[-1] = f"reset refs/heads/main\n{lines[-1]}" if mark > 1 else lines[-1]
        for path in chance.sample([*PATHS, "other", "ledger/notes"], chance.choice((0, 1, 1, 2))):
            text = str(chance.randrange(3))
            lines += [f"D {path}\n" if chance.random() < 0.2 else f"M 100644 inline {path}\ndata 1\n{text}\n"]
        ends = [one for one in ends if one not in parents or chance.random() < 0.3] + [mark]
    git(folder, "fast-import", "--quiet", "--force", stdin="".join(lines))
    return git(folder, "rev-parse", "main")


@pytest.mark.parametrize("seed", range(60 if THOROUGH else 6))
def test_paths_that_are_asked_for_apart_give_the_same_rows_but_for_merges_that_say_nothing(
    git_home: None, tmp_path: Path, seed: int
) -> None:
    start = random_past(tmp_path / "root", seed)
    repository = Repository.find(tmp_path / "root")
    assert repository is not None
    chance = random.Random(seed)  # noqa: S311 - as above
    for graph in (False, True):
        if graph:
            git(tmp_path / "root", "commit-graph", "write", "--reachable", "--changed-paths")
        for paths in (PATHS, PATHS[:2], [*PATHS, "ledger/grants/1.yaml"]):
            apart = chance.sample(paths, chance.randrange(1, len(paths) + 1))
            every = repository.walk(start, paths, graph=graph)
            rows = repository.walk(start, paths, apart=apart, graph=graph)
            kept = {commit for commit, _ in rows}
            stands_for: dict[str, str | None] = {}  # what was left out has what the only one after it has
            for commit, parents in reversed(every):
                nexts = dict.fromkeys(stands_for[parent] for parent in parents)
                stands_for[commit] = commit if commit in kept else next(iter(nexts), None)
                if commit not in kept:
                    assert len(nexts) <= 1
                    assert files_of(repository, commit, paths) == files_of(repository, next(iter(nexts), None), paths)
            expected = [
                (commit, list(dict.fromkeys(near for parent in parents if (near := stands_for[parent]))))
                for commit, parents in every
                if commit in kept
            ]
            assert rows == expected
            assert len(rows) > 1


def files_of(repository: Repository, commit: str | None, paths: list[str]) -> list[tuple[str, str]]:
    """What a commit has of these files; no commit has nothing."""
    return [(file.path, file.id) for file in repository.files(commit, paths)] if commit else []


def test_a_history_without_some_of_its_commits() -> None:
    # 5 merges 3 and 4, which both build on 2; 2 builds on 1. `lone` is another beginning, which 6 merges.
    rows = [("6", ["5", "lone"]), ("5", ["3", "4"]), ("4", ["2"]), ("3", ["2"]), ("2", ["1"]), ("1", []), ("lone", [])]
    assert simplified(rows, {"3"}) == [("6", ["5"]), ("5", ["3"]), ("3", [])]
    assert simplified(rows, {"1"}) == [("6", ["1"]), ("1", [])]
    assert simplified(rows, {"lone"}) == [("6", ["lone"]), ("lone", [])]
    assert simplified(rows[1:], {"1"}) == [("1", [])]
    assert simplified(rows, {"1", "4", "lone"}) == [
        ("6", ["5", "lone"]), ("5", ["1", "4"]), ("4", ["1"]), ("1", []), ("lone", []),
    ]  # fmt: skip
    assert simplified(rows, {key for key, _ in rows}) == rows
    assert simplified([], {"1"}) == []


def test_a_file_is_found_in_a_commit_by_its_bytes_or_by_the_trees(git_home: None, tmp_path: Path) -> None:
    root = init(tmp_path / "root")
    (root / "a").write_text("a0", encoding="utf-8")
    (root / "folder").mkdir()
    (root / "folder" / "b").write_text("b0", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "x")
    repository = Repository.find(root)
    assert repository is not None
    key = repository.resolve("HEAD")
    assert repository.has(key, ["nothing", "a"])
    assert not repository.has(key, ["nothing", "a\nb"])
    lost = git(root, "rev-parse", "HEAD:folder/b")
    (root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    assert repository.has(key, ["folder/b"])
