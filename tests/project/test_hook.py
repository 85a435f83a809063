"""The hook that other repositories use, run by pre-commit itself: installed from a clone of this one, and failing commits."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.program import ran
from tests.support.project import ROOT, copy_project
from tests.support.thorough import thorough

pytest.importorskip("pre_commit", reason="pre-commit is not installed; it is among the package's dev extra")
CONFIG = """
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: plptool-validate
        args: [--lang, en]
"""


@pytest.fixture(scope="module")
def offline_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home of its own, and no network: what the hook's environment is built from is lent from here."""
    home = tmp_path_factory.mktemp("home")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "VIRTUALENV_OVERRIDE_APP_DATA": str(home / "virtualenv"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Editor", "GIT_AUTHOR_EMAIL": "editor@example.org",
        "GIT_COMMITTER_NAME": "Editor", "GIT_COMMITTER_EMAIL": "editor@example.org",
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's own way to say: without
        # Our editable plptool is no part of it: .pth files are not read there.
        "PYTHONPATH": os.pathsep.join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
    }  # fmt: skip


def commit_everything(root: Path, env: dict[str, str]) -> str:
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All", "--no-verify"]):
        done = ran("git", *command, cwd=root, env=env)
        assert done.returncode == 0, done.stderr
    return ran("git", "rev-parse", "HEAD", cwd=root, env=env).stdout.strip()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, offline_home: dict[str, str]) -> tuple[Path, str]:
    """This repository as others see it, and the commit that they name."""
    root = copy_project(tmp_path_factory.mktemp("published") / "plptool")
    return root, commit_everything(root, offline_home)


def pre_commit(*arguments: str | Path, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return ran(sys.executable, "-m", "pre_commit", *arguments, cwd=cwd, env=env)


def test_the_hook_is_one_that_pre_commit_takes(offline_home: dict[str, str]) -> None:
    done = pre_commit("validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=ROOT, env=offline_home)
    assert done.returncode == 0, done.stdout + done.stderr


@thorough
def test_a_commit_is_checked_whatever_it_changes(
    tmp_path: Path, published: tuple[Path, str], offline_home: dict[str, str]
) -> None:
    root = write_ledger(tmp_path / "theirs", BASE + PROCESS)
    repository, revision = published
    config = CONFIG.format(repository=repository, revision=revision)
    (root / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    commit_everything(root, offline_home)
    done = pre_commit("install", "--install-hooks", cwd=root, env=offline_home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(Path(offline_home["PRE_COMMIT_HOME"]).glob("*/py_env-*/bin/plptool"))

    def commit() -> subprocess.CompletedProcess[str]:
        ran("git", "add", "-A", cwd=root, env=offline_home)
        return ran("git", "commit", "-m", "A change", cwd=root, env=offline_home)

    edit(root, "processes/1.1", "need: A need", "need: Another need")
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "validate the ledger" in done.stderr
    assert "Passed" in done.stderr

    edit(root, "processes/1.1", "lead: A", "lead: boerd")
    done = commit()
    assert done.returncode == 1
    assert "ledger/processes/1.1.yaml:6:7: error PLP301 unknown-organisation" in done.stderr
    assert "Did you mean `board`?" in done.stderr

    # A file that is removed is in no list of changed files, and others may name it.
    ran("git", "checkout", "-q", "HEAD", "--", ".", cwd=root, env=offline_home)
    (root / "ledger/organisations/B.yaml").unlink()
    done = commit()
    assert done.returncode == 1
    assert "unknown organisation `B`" in done.stderr
