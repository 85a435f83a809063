"""The base's plptool judges what the commit holds, and a change cannot switch it off or show it another thing.

Each test is a change that also touches README.md, so that the base is asked, and whose ledger has an error.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.git import NAMES, commit, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.project import ROOT
from tests.support.thorough import thorough

pytestmark = thorough  # each sets up a program of its own; what the suite has of it stands in test_workflows.py

WRONG = HELD.replace("lead: A", "lead: AA")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        root = init(tmp_path_factory.mktemp("origin") / "root")
        for name in (".ci", "plptool", "schema"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        write_ledger(root, BASE + HELD)
        commit(root, "The ledger")
    return root


@pytest.fixture
def root(origin: Path, tmp_path: Path, git_home: None) -> Path:
    return Path(shutil.copytree(origin, tmp_path / "root", symlinks=True))


@pytest.fixture
def base(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


def judged(root: Path, base: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [root / ".ci/base-plptool", base], cwd=root.parent, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHON": sys.executable, "RUNNER_TEMP": str(root.parent), **environment},
    )  # fmt: skip


def change(root: Path, text: str = WRONG, **files: str) -> None:
    write_ledger(root, text)
    (root / "README.md").write_text("x")
    commit(root, "A change")


def finds(done: subprocess.CompletedProcess[str], *codes: str) -> bool:
    """Whether the base has judged, and this is what it says."""
    return done.returncode == 1 and all(f"title={code} " in done.stdout for code in codes)


def test_a_change_that_is_right_passes(root: Path, base: str) -> None:
    change(root, HELD)
    done = judged(root, base)
    assert (done.returncode, "builds on says:" in done.stdout, "::" in done.stdout) == (0, True, False), done
    assert "hint:" not in done.stderr


def test_what_lies_on_the_disk_has_no_say(root: Path, base: str) -> None:
    change(root)
    write_ledger(root, HELD)
    assert finds(judged(root, base), "PLP301")
    change(root, HELD)
    write_ledger(root, WRONG)
    assert judged(root, base).returncode == 0


def test_attributes_do_not_show_it_other_bytes(root: Path, base: str) -> None:
    """The file that is laid down is right, and what lands is not."""
    said = "== organisations/A\ntitle: Förvaltningen\ntype: administration\nsource: list\n"
    change(root, said)
    now = git(root, "rev-parse", "HEAD")
    (root / ".gitattributes").write_text("ledger/*/* working-tree-encoding=ISO-8859-1\nledger/** export-ignore ident\n")
    path = root / "ledger/organisations/A.yaml"
    path.write_bytes(path.read_text("utf-8").encode("utf-8") + "names: [Ã\x85]\n".encode("latin-1"))
    path.read_bytes().decode("utf-8")  # on the disk an Å
    commit(root, "Attributes")
    assert "Å" not in git(root, "cat-file", "blob", "HEAD:ledger/organisations/A.yaml")
    done = judged(root, now)
    assert finds(done, "PLP103"), done


@pytest.mark.parametrize("where", [".gitattributes", ".git/info/attributes"])
def test_the_base_s_program_is_whole_whatever_its_attributes_leave_out(root: Path, where: str) -> None:
    (root / where).write_text(
        "/plptool/checks/** export-ignore\n/plptool/model/*.py export-subst\n/schema export-ignore\n"
    )
    base = commit(root, "Attributes")
    change(root)
    assert finds(judged(root, base), "PLP301")


def link(root: Path) -> None:
    git(root, "mv", "ledger", "elsewhere")
    (root / "ledger").symlink_to("elsewhere")


def links(root: Path) -> None:
    for path in (root / "ledger").rglob("*.yaml"):
        there = root / "docs" / path.name
        there.parent.mkdir(exist_ok=True)
        path.rename(there)
        path.symlink_to(os.path.relpath(there, path.parent))


def module(root: Path) -> None:
    git(root, "rm", "--quiet", "-r", "ledger")
    git(init(root / "ledger"), "commit", "--quiet", "--allow-empty", "--message", "x", **NAMES)
    (root / ".gitmodules").write_text('[submodule "l"]\n\tpath = ledger\n\turl = ./l\n\tignore = all\n')


def inner_module(root: Path) -> None:
    git(init(root / "ledger/more"), "commit", "--quiet", "--allow-empty", "--message", "x", **NAMES)


@pytest.mark.parametrize("make", [link, links, module, inner_module])
def test_a_ledger_with_what_is_no_file_is_refused(root: Path, base: str, make: Callable[[Path], None]) -> None:
    make(root)
    (root / "README.md").write_text("x")
    commit(root, "A change")
    done = judged(root, base)
    assert done.returncode == 1
    assert (
        "::error title=plptool of the base::A ledger holds files, and links or other repositories stand in"
        in done.stdout
    )


def test_a_ledger_that_is_gone_is_told(root: Path, base: str) -> None:
    git(root, "rm", "--quiet", "-r", "ledger")
    (root / "README.md").write_text("x")
    commit(root, "None")
    write_ledger(root, BASE + HELD)  # on the disk
    write_ledger(root.parent, BASE + HELD)  # and above the folder in which the judge sits
    assert finds(judged(root, base), "PLP109", "PLP712")


@pytest.mark.parametrize(
    "said",
    [
        "format: 3\n", "[" * 5000, "format: !!int '3'\n", "<<: {format: 3}\n", "{format: 3}\n", "format: 3\nformat: 3\n", "x: &a [*a]\n",
        "&x format: 3\n", "# " + "x" * (1 << 20) + "\nformat: 3\n", "a: |\n\x00\n", "format: 1_0\n", "--- {}\n---\nformat: 3\n",
    ],
)  # fmt: skip
def test_only_a_plain_newer_format_is_not_the_base_s_to_judge(root: Path, base: str, said: str) -> None:
    (root / "ledger/ledger.yaml").write_text(said)
    change(root)
    done = judged(root, base)
    if said == "format: 3\n":
        assert (done.returncode, "does not know yet" in done.stdout) == (0, True)
    else:
        assert done.returncode == 1, done
        assert "::error file=ledger/ledger.yaml," in done.stdout


TRAP = 'import os\nprint("trapped")\nos._exit(0)\n'


def test_what_python_finds_where_it_is_started_is_not_run(root: Path, base: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for folder in (root, root / "ledger", trap, trap / "plptool"):
        folder.mkdir(exist_ok=True)
        for name in ("sitecustomize", "usercustomize", "json", "subprocess", "plptool/__init__", "ruamel", "__main__"):
            (folder / f"{name}.py").parent.mkdir(exist_ok=True)
            (folder / f"{name}.py").write_text(TRAP)
        (folder / "trap.pth").write_text(f"import sys; exec({TRAP!r})\n")
    shutil.copy(root / "plptool/__init__.py", root / "plptool/__main__.py")
    change(root)
    traps = {
        "PYTHONPATH": str(trap),
        "PYTHONSTARTUP": str(trap / "json.py"),
        "PYTHONUSERBASE": str(trap),
        "PYTHONHOME": str(trap),
    }
    for environment in ({}, traps):
        done = judged(root, base, **environment)
        assert finds(done, "PLP301", "PLP108"), done
        assert "trapped" not in done.stdout + done.stderr


def test_no_environment_sends_git_elsewhere(root: Path, base: str, tmp_path: Path) -> None:
    other = write_ledger(init(tmp_path / "other"), BASE + HELD)
    commit(other, "Another")
    change(root)
    assert finds(judged(root, base, GIT_DIR=str(other / ".git"), GIT_WORK_TREE=str(other)), "PLP301")
    assert finds(
        judged(root, base, GIT_EXTERNAL_DIFF="true", GIT_LITERAL_PATHSPECS="1", CDPATH=str(tmp_path)), "PLP301"
    )
    assert finds(judged(root, base, PLPTOOL_LANG="xx", PLPTOOL_CACHE=str(tmp_path)), "PLP301")


def test_replacements_and_grafts_are_not_believed(root: Path, base: str) -> None:
    change(root)
    head = git(root, "rev-parse", "HEAD")
    wrong = git(root, "rev-parse", "HEAD:ledger/processes/1.1.yaml")
    right = git(root, "rev-parse", f"{base}:ledger/processes/1.1.yaml")
    git(root, "replace", wrong, right)
    assert finds(judged(root, base), "PLP301")
    git(root, "replace", "--delete", wrong)
    git(root, "replace", base, head)  # as if nothing but the ledger had changed
    assert finds(judged(root, base), "PLP301")
    git(root, "replace", "--delete", base)
    (root / ".git/info/grafts").write_text(f"{head}\n")
    assert finds(judged(root, base), "PLP301")


def test_a_change_outside_the_ledger_is_seen_whatever_diff_is_told(root: Path) -> None:
    base = git(root, "rev-parse", "HEAD")
    write_ledger(root, WRONG)
    (root / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ./x\n\tignore = all\n')
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{base},x")
    (root / ".gitattributes").write_text("* -diff\n")
    base = commit(root, "A module") if git(root, "ls-files", "x") else ""
    assert base
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{base},x")
    git(root, "commit", "--quiet", "--message", "Another version of the module", **NAMES)
    git(root, "config", "diff.ignoreSubmodules", "all")
    assert finds(judged(root, base), "PLP301")


def test_nothing_is_left_behind(root: Path, base: str) -> None:
    change(root)
    judged(root, base)
    assert not list(root.parent.glob("base-plptool.*"))
    assert git(root, "status", "--porcelain") == ""
