"""A pull request whose base is merged into it: on a server that is a folder, with all that the workflow runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.project import ROOT
from tests.support.thorough import thorough

pytestmark = pytest.mark.usefixtures("git_home")
EVENT = "  - {{date: {day}, kind: note, text: {text}, source: list}}\n"
WORKFLOW = ROOT / ".github/workflows/merge.yml"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The default branch, checked out; beside it the server, with a pull request, 7, of the branch `change`."""
    root = write_ledger(init(tmp_path / "checkout"), BASE + HELD)
    (root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/merge-change", root / ".ci")
    commit(root)
    event(root, "2022-11-01", "Main")
    git(root, "checkout", "--quiet", "-b", "change", "HEAD^")
    (root / "plptool").mkdir()
    (root / "plptool/__init__.py").write_text("raise SystemExit(77)\n")
    (root / ".gitattributes").write_text("*.yaml merge=ours filter=evil\n")
    event(root, "2022-11-02", "Change")
    init(tmp_path / "server/o/r", "--bare")
    git(root, "push", "--quiet", str(tmp_path / "server/o/r"), "main", "change", "change:refs/pull/7/head")
    git(root, "checkout", "--quiet", "main")
    return root


def event(root: Path, day: str, text: str) -> None:
    with (root / "ledger/processes/1.1.yaml").open("a") as file:
        file.write(EVENT.format(day=day, text=text))
    commit(root, text)


def merged(root: Path, head: str, *, fork: bool = False, told: str = "") -> subprocess.CompletedProcess[str]:
    """What the job says; the API answers that the request's newest commit is `told`, or else `head`."""
    programs = root.parent / "bin"
    programs.mkdir(exist_ok=True)
    gh = programs / "gh"
    owner = "somebody/r" if fork else "o/r"
    gh.write_text(f"#!/bin/sh\nprintf 'open\\t{told or head}\\t{owner}\\tmain\\tchange\\n'\n")
    gh.chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
        "GITHUB_REPOSITORY": "o/r", "GITHUB_SERVER_URL": str(root.parent / "server"),
        "GITHUB_OUTPUT": str(root.parent / "output"), "GITHUB_STEP_SUMMARY": str(root.parent / "summary"),
    }  # fmt: skip
    return subprocess.run(
        [root / ".ci/merge-change", "7", head, root.parent / "runner/merge"],
        cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def pushed(root: Path, head: str) -> int:
    """Run the step that pushes what the job before has made."""
    (step,) = [one for one in YAML(typ="safe").load(WORKFLOW)["jobs"]["push"]["steps"] if "run" in one]
    output = dict(line.split("=") for line in (root.parent / "output").read_text().splitlines())
    environment = {
        **os.environ, "BRANCH": output["branch"], "COMMIT": output["commit"], "HEAD": head, "GH_TOKEN": "t",
        "GITHUB_REPOSITORY": "o/r", "GITHUB_SERVER_URL": str(root.parent / "server"), "RUNNER_TEMP": str(root.parent / "runner"),
    }  # fmt: skip
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]], env=environment, check=False, timeout=60
    ).returncode


def test_the_base_is_merged_into_the_branch_and_nothing_of_it_is_run(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "change")
    done = merged(checkout, head)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "title=Merge" not in done.stdout
    assert "Change" in (checkout.parent / "summary").read_text()
    assert pushed(checkout, head) == 0
    server = checkout.parent / "server/o/r"
    assert git(server, "rev-parse", "change^1", "change^2").split() == [head, git(checkout, "rev-parse", "main")]
    record = git(server, "show", "change:ledger/processes/1.1.yaml")
    assert [record.count(text) for text in ("Main", "Change", "<<<<")] == [1, 1, 0]


def test_a_head_that_has_moved_is_not_merged_nor_pushed(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "change")
    server = checkout.parent / "server/o/r"
    assert merged(checkout, git(checkout, "rev-parse", "change^")).returncode == 2
    assert merged(checkout, head, told="12" * 20).returncode == 2
    assert merged(checkout, head).returncode == 0
    git(checkout, "push", "--quiet", "--force", str(server), "change^:refs/heads/change")
    assert pushed(checkout, head) != 0
    assert git(server, "rev-parse", "change") == git(checkout, "rev-parse", "change^")


@thorough
def test_what_two_edits_make_wrong_together_is_told(checkout: Path) -> None:
    """The one completes it; the other, who does not know that, holds a meeting in its next year."""
    more = {"main": "status, status: completed", "change": "meeting"}
    for (name, said), day in zip(more.items(), ("2022-11-20", "2022-12-05"), strict=True):
        git(checkout, "checkout", "--quiet", "--force", name)
        with (checkout / "ledger/processes/1.1.yaml").open("a") as file:
            file.write(f"  - {{date: {day}, kind: {said}, source: list}}\n")
        commit(checkout, name)
    git(checkout, "push", "--quiet", str(checkout.parent / "server/o/r"), "main", "change", "change:refs/pull/7/head")
    git(checkout, "checkout", "--quiet", "--force", "main")
    done = merged(checkout, git(checkout, "rev-parse", "change"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PLP405" in done.stdout
    assert "::warning title=Merge::" in done.stdout
    assert "PLP405" in (checkout.parent / "summary").read_text()


@thorough
def test_a_fork_gets_a_patch(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "change")
    assert merged(checkout, head, fork=True).returncode == 0
    assert (checkout.parent / "output").read_text().startswith("branch=\n")
    git(checkout, "checkout", "--quiet", "--force", "change")
    git(checkout, "apply", str(checkout.parent / "runner/merge/merge.patch"))
    assert "Main" in (checkout / "ledger/processes/1.1.yaml").read_text()


@thorough
def test_what_a_person_must_choose_is_named_and_not_pushed(checkout: Path) -> None:
    for name, lead in (("main", "B"), ("change", "board")):
        git(checkout, "checkout", "--quiet", "--force", name)
        path = checkout / "ledger/processes/1.1.yaml"
        path.write_text(path.read_text().replace("lead: A", f"lead: {lead}"))
        commit(checkout, name)
    git(checkout, "push", "--quiet", str(checkout.parent / "server/o/r"), "main", "change", "change:refs/pull/7/head")
    git(checkout, "checkout", "--quiet", "--force", "main")
    done = merged(checkout, git(checkout, "rev-parse", "change"))
    assert (done.returncode, (checkout.parent / "summary").read_text()) == (1, "- ledger/processes/1.1.yaml\n")
    assert not (checkout.parent / "output").exists()


@pytest.mark.parametrize(("number", "head"), [("7;x", "12" * 20), ("--x", "12" * 20), ("7", "main"), ("7", "$(x)")])
def test_what_is_no_request_is_refused(checkout: Path, number: str, head: str) -> None:
    done = subprocess.run([checkout / ".ci/merge-change", number, head], capture_output=True, check=False)
    assert done.returncode == 2
