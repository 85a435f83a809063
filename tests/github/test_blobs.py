"""On GitHub the commit is judged, whatever lies on the disk: who writes a change also writes by which rules it is laid down."""

import os
import shutil
from pathlib import Path

import pytest

from plptool.checks.stream import WORTH_WORKERS
from plptool.checks.validate import validate
from plptool.read.revision import checked_out
from tests.support.git import commit, git, init
from tests.support.github import first_heading, proposal, pushed, run_in_workflow
from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger
from tests.support.program import plptool

SEALED = HELD.replace("need: A need.", "need: En idé.")
LATIN = "ledger/processes/*.yaml working-tree-encoding=ISO-8859-1\n"
"""By this the two bytes of é are taken for two letters, and kept as four bytes."""
NOTE = "The commit counts, and not the files that were checked out: these are not the same in both: "


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose first commit has a sealed ledger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        root = write_ledger(init(tmp_path_factory.mktemp("template") / "root"), BASE + SEALED)
        assert plptool("seal", "221231", cwd=root).returncode == 0
        commit(root, "The ledger")
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path, git_home: None) -> Path:
    return Path(shutil.copytree(template, tmp_path / "root"))


@pytest.fixture
def base(root: Path) -> str:
    return git(root, "rev-parse", "HEAD")


def disguised(root: Path) -> Path:
    """Commit other bytes for a sealed record, of which a checkout makes those that were sealed."""
    process = root / "ledger/processes/1.1.yaml"
    before = process.read_bytes()
    (root / ".gitattributes").write_text(LATIN)
    git(root, "add", "--renormalize", ".")
    commit(root, "Only attributes")
    process.unlink()
    git(root, "checkout", "--quiet", "--", "ledger")
    assert process.read_bytes() == before
    assert git(root, "status", "--porcelain") == ""
    assert "En idÃ©." in git(root, "cat-file", "blob", "HEAD:ledger/processes/1.1.yaml")
    return process


@pytest.mark.parametrize("event", ["pull_request", "push"])
def test_a_seal_that_holds_on_the_disk_alone_does_not_hold(root: Path, base: str, event: str) -> None:
    disguised(root)
    payload = proposal(base) if event == "pull_request" else pushed(base, git(root, "rev-parse", "HEAD"))
    ran = run_in_workflow(root, event, payload)
    assert ran.code == 1
    assert ran.first == "## What 221231 sealed is touched: 1.1; 1 field corrected."
    assert "::error file=ledger/processes/1.1.yaml,title=PLP701" in ran.out
    assert "need: En idé → En idÃ©" in ran.out  # what was sealed, and what the commit has
    assert "Not committed yet" not in ran.out
    assert NOTE + "ledger/processes/1.1.yaml." in ran.summary


def test_elsewhere_the_files_count_as_they_lie(root: Path, base: str) -> None:
    process = disguised(root)
    done = plptool("ci", "--base", base, cwd=root)
    assert (done.returncode, first_heading(done.stdout)) == (0, "## The plan is unchanged; nothing sealed is touched.")
    process.write_bytes(process.read_bytes().replace(b"lead: A", b"lead: AA"))
    assert plptool("ci", "--base", base, cwd=root).returncode == 1


def test_what_is_not_committed_has_no_say(root: Path, base: str) -> None:
    process = root / "ledger/processes/1.1.yaml"
    process.write_bytes(process.read_bytes().replace(b"lead: A", b"lead: AA"))
    (root / "ledger/processes/1.2.yaml").write_text("id: 1.2\n")
    (root / "ledger/processes/.swp").write_text("x")
    (root / "ledger/organisations/B.yaml").unlink()
    (root / "schema").mkdir()
    (root / "schema/ledger.schema.json").write_text("{}")
    ran = run_in_workflow(root, "pull_request", proposal(base))
    assert (ran.code, ran.first) == (0, "## The plan is unchanged; nothing sealed is touched.")
    names = ("organisations/B.yaml", "processes/1.1.yaml", "processes/1.2.yaml")
    files = ", ".join((*(f"ledger/{name}" for name in names), "schema/ledger.schema.json"))
    assert NOTE + files + "." in ran.summary
    assert NOTE + files + "." in ran.out
    assert "::error" not in ran.out
    swedish = run_in_workflow(root, "schedule", {}, "--lang", "sv")
    assert "Incheckningen gäller" in swedish.summary
    assert swedish.code == 0


def test_line_ends_are_none_of_its_business(root: Path, base: str) -> None:
    for path in (root / "ledger").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ran = run_in_workflow(root, "pull_request", proposal(base))
    assert ran.code == 0
    assert NOTE not in ran.summary
    assert ran.outputs["warnings"] == "0"


def test_a_sparse_checkout_hides_nothing(root: Path, base: str) -> None:
    write_ledger(root, SEALED.replace("lead: A", "lead: AA"))
    commit(root)
    git(root, "sparse-checkout", "set", "--no-cone", "/elsewhere/")
    assert not (root / "ledger").exists()
    ran = run_in_workflow(root, "pull_request", proposal(base))
    assert ran.code == 1
    assert "::error file=ledger/processes/1.1.yaml,title=PLP701" in ran.out
    assert NOTE in ran.summary


@pytest.mark.parametrize("kind", ["link", "module", "file"])
def test_a_ledger_that_is_none_in_git_is_none(root: Path, base: str, kind: str, tmp_path: Path) -> None:
    shutil.copytree(root / "ledger", tmp_path / "lying")
    git(root, "rm", "--quiet", "-r", "ledger")
    if kind == "module":
        git(root, "update-index", "--add", "--cacheinfo", f"160000,{base},ledger")
    elif kind == "link":
        (root / "ledger").symlink_to(tmp_path / "lying")
        git(root, "add", "ledger")
    else:
        (root / "ledger").write_text("x")
        git(root, "add", "ledger")
    git(root, "commit", "--quiet", "--message", "x", GIT_AUTHOR_NAME="x", GIT_AUTHOR_EMAIL="x", GIT_COMMITTER_NAME="x", GIT_COMMITTER_EMAIL="x")  # fmt: skip
    if kind != "link":
        shutil.rmtree(root / "ledger", ignore_errors=True)
        (root / "ledger").unlink(missing_ok=True)
        shutil.copytree(tmp_path / "lying", root / "ledger")
    ran = run_in_workflow(root, "pull_request", proposal(base))
    assert ran.code == 1
    assert "PLP711" in ran.out
    assert "PLP712" in ran.out
    assert ("PLP109" in ran.out) == (kind != "file")


def test_paths_and_places_are_the_commits(root: Path) -> None:
    (root / "plan").mkdir()
    git(root, "mv", "ledger", "plan/ledger")
    moved = commit(root, "Moved")
    write_ledger(root / "plan", SEALED.replace("lead: A", "lead: AA"))
    commit(root)
    process = root / "plan/ledger/processes/1.1.yaml"
    process.write_bytes(b"# One line more\n" + process.read_bytes())
    ran = run_in_workflow(root / "plan", "pull_request", proposal(moved))
    assert "::error file=plan/ledger/processes/1.1.yaml,title=PLP701 sealed-fact-changed,line=6,col=7::" in ran.out


def test_another_ledger_does_not_stand_for_one_that_is_gone(root: Path) -> None:
    shutil.copytree(root / "ledger", root / "plan/ledger")
    two = commit(root, "Two ledgers")
    git(root, "rm", "--quiet", "-r", "plan/ledger")
    commit(root, "One")
    (root / "plan").mkdir(exist_ok=True)
    ran = run_in_workflow(root / "plan", "pull_request", proposal(two))
    assert (ran.code, "there is no ledger in 'plan/' any more" in ran.out) == (2, True)


def test_workers_read_a_commit_as_one_process_does(root: Path) -> None:
    for number in range(2, WORTH_WORKERS + 10):
        write_ledger(root, PROCESS.replace("1.1", f"1.{number}").replace("lead: A", f"lead: A{number % 3}"))
    commit(root, "Many")
    tree = checked_out(root)
    assert tree is not None
    tree.read("ledger/ledger.yaml")  # a git that the workers must not share
    alone, crew = validate(tree), validate(tree, None, 3)
    assert len(alone.findings) > WORTH_WORKERS
    assert crew == alone
