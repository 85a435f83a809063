"""PLP718: what git keeps of a file otherwise than it lies here, although git calls it unchanged."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.git.index import Layout, read_index, shown_index
from plptool.read.cache import Cache
from plptool.read.kept import Kept, kept_otherwise
from plptool.read.worktree import WorkTree
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool

PATH = "ledger/processes/1.1.yaml"
TEXT = PROCESS.replace("A need.", "En idé.")


@pytest.fixture
def root(tmp_path: Path, git_home: None) -> Path:
    root = write_ledger(init(tmp_path / "root"), BASE + TEXT)
    commit(root)
    return root


def look(root: Path, folder: str = "") -> list[Kept]:
    tree = WorkTree(root / folder)
    entries = [*tree.entries("ledger"), *tree.entries("schema")]
    found = kept_otherwise(tree, entries)
    assert kept_otherwise(tree, entries, Cache(root.parent / "cache")) == found
    return found.otherwise


def attributes(root: Path, said: str, where: str = ".gitattributes") -> None:
    (root / where).write_text(f"ledger/processes/* {said}\n")


def renewed(root: Path) -> None:
    """Commit all as its attributes have it, and lay it down as a checkout does."""
    git(root, "add", "--renormalize", ".")
    commit(root)
    shutil.rmtree(root / "ledger")
    git(root, "checkout", "--quiet", "--", "ledger")
    assert git(root, "status", "--porcelain") == ""


def edit(root: Path, said: str = "# More\n") -> None:
    with (root / PATH).open("a") as file:
        file.write(said)


def test_nothing_is_told_of_what_is_edited_new_gone_or_in_no_repository(root: Path, tmp_path: Path) -> None:
    assert look(root) == []
    edit(root)
    (root / "ledger/organisations/B.yaml").unlink()
    (root / "ledger/processes/1.2.yaml").write_text("id: 1.2\n")
    assert look(root) == []
    git(root, "add", "--all")
    assert look(root) == []
    edit(root, "# And more\n")
    git(root, "add", "--intent-to-add", "--all")
    assert look(root) == []
    attributes(root, "text eol=lf working-tree-encoding=UTF-8")
    assert look(root) == []
    assert look(write_ledger(tmp_path / "none", BASE)) == []
    inner = write_ledger(root / "examples", BASE)  # in a repository that keeps none of it
    (root / ".gitignore").write_text("examples\n")
    assert look(inner) == []


def test_a_file_that_is_edited_at_once_is_no_finding(root: Path) -> None:
    for number in range(20):
        path = root / PATH
        path.write_bytes(path.read_bytes().replace(b"priority: 1", b"priority: 2"))
        git(root, "add", "--all")
        path.write_bytes(path.read_bytes().replace(b"priority: 2", b"priority: 1"))
        assert look(root) == [], number


def test_an_encoding_shows_here_what_git_does_not_keep(root: Path) -> None:
    before = (root / PATH).read_bytes()
    attributes(root, "working-tree-encoding=ISO-8859-1")
    renewed(root)
    assert (root / PATH).read_bytes() == before
    assert look(root) == [Kept(PATH, "rewritten")]
    (root / PATH).touch()  # git must look again, and finds what it keeps
    assert look(root) == [Kept(PATH, "rewritten")]
    edit(root)  # what would be committed is not what stands here
    assert look(root) == [Kept(PATH, "rewritten")]
    (root / "ledger/processes/1.2.yaml").write_text("id: 1.2\nneed: Ännu en idé.\n")
    (root / "ledger/processes/1.3.yaml").write_text("id: 1.3\n")
    assert look(root) == [Kept(PATH, "rewritten"), Kept("ledger/processes/1.2.yaml", "rewritten")]


@pytest.mark.parametrize(
    "where", [".gitattributes", ".git/info/attributes", "ledger/.gitattributes", "ledger/processes/.gitattributes"]
)
def test_attributes_are_found_wherever_they_stand(root: Path, where: str) -> None:
    (root / where).write_text("*.yaml ident\n")
    (root / PATH).write_text((root / PATH).read_text() + "# $Id$\n")
    renewed(root)
    assert "$Id: " in (root / PATH).read_text()
    assert look(root) == [Kept(PATH, "rewritten")]
    edit(root)
    assert look(root) == [Kept(PATH, "rewritten")]


def test_attributes_of_the_user_are_known_by_what_git_keeps(root: Path, tmp_path: Path) -> None:
    attributes(root, "working-tree-encoding=ISO-8859-1", str(tmp_path / "attributes"))
    git(root, "config", "core.attributesFile", str(tmp_path / "attributes"))
    renewed(root)
    assert look(root) == [Kept(PATH, "rewritten")]


@pytest.mark.parametrize("name", ["x", "x.y", "x=y", "$(touch trapped)"])
def test_a_filter_is_found_and_never_run(root: Path, tmp_path: Path, name: str) -> None:
    trap = tmp_path / "trapped"
    attributes(root, f"filter={name}" if " " not in name else "filter=x")
    for key in ("clean", "smudge"):
        git(root, "config", f"filter.{name}.{key}", "sed s/En/Ett/" if key == "clean" else "sed s/Ett/En/")
    renewed(root)
    for key in ("clean", "smudge", "process"):
        git(root, "config", f"filter.{name}.{key}", f"touch '{trap}'; cat")
    git(root, "config", "core.fsmonitor", f"touch '{trap}'")
    kept = "Ett idé" in git(root, "cat-file", "blob", f"HEAD:{PATH}")
    assert look(root) == ([Kept(PATH, "rewritten")] if kept else [])
    (root / PATH).touch()
    look(root)
    edit(root)
    assert look(root) == []  # nobody knows what the filter would make of it
    (root / "ledger/processes/1.2.yaml").write_text("id: 1.2\n")
    assert look(root) == []
    assert not trap.exists()


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_what_git_is_told_to_overlook(root: Path, flag: str, version: str) -> None:
    git(root, "update-index", "--index-version", version)
    git(root, "update-index", flag, PATH, "ledger/organisations/B.yaml")
    assert look(root) == []
    edit(root)
    (root / "ledger/organisations/B.yaml").unlink()
    assert git(root, "status", "--porcelain") == ""
    assert look(root) == [Kept("ledger/organisations/B.yaml", "absent"), Kept(PATH, "overlooked")]


def test_what_a_sparse_checkout_leaves_out(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/ledger/", "!/ledger/processes/")
    assert look(root) == [Kept(PATH, "absent")]
    git(root, "sparse-checkout", "set", "--cone", "--sparse-index", "ledger/organisations")
    assert read_index((root / ".git/index").read_bytes()) is None
    assert Kept(PATH, "absent") in look(root)


def test_what_git_ignores(root: Path) -> None:
    (root / "ledger/processes/1.2.yaml").write_text("id: 1.2\n")
    (root / "ledger/processes/.1.3.yaml.swp").write_text("x")
    (root / ".git/info/exclude").write_text("# 1.2.yaml\n")
    assert look(root) == []
    (root / "ledger/.gitignore").write_text("1.*\n")  # what is kept already is kept on
    assert look(root) == [Kept("ledger/processes/1.2.yaml", "ignored")]
    (root / "ledger/.gitignore").unlink()
    (root / ".git/info/exclude").write_text("ledger/processes/\n")
    assert look(root) == [Kept("ledger/processes/1.2.yaml", "ignored")]


def test_a_link_that_was_laid_down_as_a_file(root: Path) -> None:
    (root / PATH).unlink()
    (root / PATH).symlink_to("../organisations/A.yaml")
    commit(root)
    git(root, "config", "core.symlinks", "false")
    (root / PATH).unlink()
    git(root, "checkout", "--quiet", "--", "ledger")
    assert not (root / PATH).is_symlink()
    assert git(root, "status", "--porcelain") == ""
    assert look(root) == [Kept(PATH, "rewritten")]
    edit(root)
    assert look(root) == []


def test_line_ends_are_no_difference(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    attributes(root, "text eol=crlf")
    renewed(root)
    assert b"\r\n" in (root / PATH).read_bytes()
    assert look(root) == []
    (root / PATH).write_bytes((root / PATH).read_bytes() + b"# More\r\n")
    assert look(root) == []


def test_a_work_tree_of_its_own_and_a_folder_within(root: Path, tmp_path: Path) -> None:
    (root / "plan").mkdir()
    git(root, "mv", "ledger", "plan/ledger")
    commit(root)
    git(root, "worktree", "add", "--quiet", str(tmp_path / "other"))
    other = tmp_path / "other"
    (root / ".git/info/attributes").write_text("*.yaml ident\n")
    (other / "plan" / PATH).write_text((other / "plan" / PATH).read_text() + "# $Id: x $\n")
    assert look(other, "plan") == [Kept(PATH, "rewritten")]
    git(other, "update-index", "--skip-worktree", f"plan/{PATH}")
    assert look(other, "plan") == [Kept(PATH, "overlooked")]


def test_ids_of_the_other_length(tmp_path: Path, git_home: None) -> None:
    root = write_ledger(init(tmp_path / "root", "--object-format=sha256"), BASE + TEXT)
    commit(root)
    assert look(root) == []
    attributes(root, "working-tree-encoding=ISO-8859-1")
    renewed(root)
    assert look(root) == [Kept(PATH, "rewritten")]


# The index


def shown(root: Path) -> list[object]:
    done = subprocess.run(
        ["git", "ls-files", "--stage", "--debug", "-v", "-z"], cwd=root, capture_output=True, check=True
    )
    return list(shown_index(done.stdout))


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_an_index_is_read_as_git_reads_it(root: Path, version: str) -> None:
    for name in ("a", "a/ö", "b" * 200, "c d\te"):
        (root / "x" / f"{name}.txt").parent.mkdir(parents=True, exist_ok=True)
        (root / "x" / f"{name}.txt").write_text(name)
    git(root, "add", "--all")
    git(root, "update-index", "--index-version", version)
    git(root, "update-index", "--skip-worktree", PATH)
    (root / "new").write_text("x")
    git(root, "add", "--intent-to-add", "new")
    found = read_index((root / ".git/index").read_bytes())
    assert found is not None
    assert len(found.files) == len(git(root, "ls-files").splitlines()) - 1
    assert found.files == shown(root)
    assert found.staged
    git(root, "rm", "--quiet", "--cached", "new")
    commit(root)
    committed = read_index((root / ".git/index").read_bytes())
    assert committed is not None
    assert not committed.staged


def test_an_index_that_is_not_understood_is_asked_of_git(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", PATH)
    edit(root)
    git(root, "update-index", "--split-index")
    assert read_index((root / ".git/index").read_bytes()) is None
    assert look(root) == [Kept(PATH, "overlooked")]


@pytest.mark.parametrize("spoil", [lambda raw: raw[:0], lambda raw: raw[:-1], lambda raw: raw[:100], lambda raw: raw[::-1]])  # fmt: skip
def test_a_damaged_index_is_no_index(root: Path, spoil: Callable[[bytes], bytes]) -> None:
    index = root / ".git/index"
    index.write_bytes(spoil(index.read_bytes()))
    assert read_index(index.read_bytes()) is None
    look(root)  # and no error


def test_where_a_repository_lies(root: Path, tmp_path: Path) -> None:
    found = Layout.find(root / "ledger")
    assert found == Layout(root, root / ".git", root / ".git")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/.git").write_bytes(b"gitdir: \0\xff")
    assert look(tmp_path / "odd") == []


# The command


def test_validate_tells_it(root: Path) -> None:
    attributes(root, "working-tree-encoding=ISO-8859-1")
    renewed(root)
    done = plptool("validate", cwd=root)
    assert done.returncode == 0
    assert f"{PATH}: warning PLP718 kept-otherwise: git keeps something else for this file" in done.stdout
    assert "warnings: 1" in done.stderr
    assert "PLP718" not in plptool("validate", "ledger/organisations", cwd=root).stdout
    assert "PLP718" in plptool("validate", PATH, cwd=root).stdout
    assert plptool("validate", "--lang", "sv", cwd=root).stdout.count("har något annat för filen") == 1


def test_where_nothing_differs_no_git_is_started(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root, "config", "user.name", "x")
    edit(root)
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("plptool.git.process.subprocess", None)
    assert look(root) == []
    assert plptool("validate", cwd=root).returncode == 0
