"""What GitHub runs, run here: each step's script with bash, in a copy of the repository, as a runner runs it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plptool.model import COLLECTIONS
from tests.repository import commit, git

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MIB = 1 << 20

PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
}
"""The commits that run with our token. A new one is a decision: it is written here too."""

WHEN: dict[str | None, Callable[[bool], bool]] = {
    None: lambda failed: not failed,
    "${{ !cancelled() && steps.install.outcome == 'success' }}": lambda _: True,
}
"""Whether a step with this `if` runs, once the package is installed (test_packaging.py installs it)."""

NOT_RUN_HERE = {"Install plptool": "python -m pip install --disable-pip-version-check ."}
"""Its place is taken by the program under test, first on PATH."""


def read(path: Path) -> dict[str, Any]:
    # Pure, so that it is YAML 1.2: `on` is a name, as GitHub reads it.
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return data


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checkout: what is committed there, and nothing else."""
    root = tmp_path / "checkout"
    passing = shutil.ignore_patterns(".git", ".venv", ".*cache", ".hypothesis", "node_modules", "__pycache__", "dist")
    shutil.copytree(ROOT, root, ignore=passing)
    git = ["git", "-C", str(root), "-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "The ledger"]):
        subprocess.run([*git, *command], check=True, env=environment(tmp_path))
    return root


def environment(temporary: Path) -> dict[str, str]:
    """Nothing of the environment of whoever runs the tests, but for the way to the programs."""
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(temporary),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_JOB": "ledger",
        "GITHUB_REF": "refs/pull/1/merge",
        "GITHUB_REPOSITORY": "example-org/plptool",
        "RUNNER_OS": "Linux",
        "RUNNER_TEMP": str(temporary),
    }


GIVEN = {"${{ github.event.pull_request.base.sha }}": lambda base: base}
"""What GitHub puts for each expression in a step's environment."""


@dataclass
class Ran:
    code: int
    out: str
    err: str
    summary: str


def run_job(root: Path, workflow: dict[str, Any], job: str, base: str) -> dict[str, Ran]:
    """Run a job's scripts in order, each as its `if` says, and return what became of those that ran.

    `base` is the commit that a pull request builds on; a push has none.
    """
    ran: dict[str, Ran] = {}
    assert workflow["defaults"]["run"]["shell"] == "bash"
    for number, step in enumerate(workflow["jobs"][job]["steps"]):
        if "run" not in step:
            continue
        if step["name"] in NOT_RUN_HERE:
            assert step["run"] == NOT_RUN_HERE[step["name"]]
            continue
        if not WHEN[step.get("if")](any(one.code for one in ran.values())):
            continue
        folder = root.parent / f"step-{number}"
        folder.mkdir()
        script = folder / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        files = {name: folder / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
        for path in files.values():
            path.touch()
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=root,
            env=environment(folder) | {name: GIVEN[said](base) for name, said in step.get("env", {}).items()} | {name: str(path) for name, path in files.items()},
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        ran[step["name"]] = Ran(done.returncode, done.stdout, done.stderr, summary)
    return ran


def run_ledger(root: Path, base: str = "") -> tuple[Ran, Ran]:
    ran = run_job(root, read(root / ".github/workflows/ledger.yml"), "ledger", base)
    assert list(ran) == ["Validate", "Report, and changes since the last snapshot"]
    validate, report = ran.values()
    return validate, report


def answer(root: Path, *command: str) -> str:
    done = subprocess.run(
        [str(BIN / "plptool"), *command, "--format", "markdown"],
        cwd=root, env=environment(root), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout


def edit(path: Path, old: str, new: str) -> int:
    """Replace a line, and return its number."""
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(i for i, line in enumerate(lines) if line.startswith(old))
    lines[number] = new
    path.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


def test_on_a_good_ledger_the_steps_pass_and_the_summary_holds_the_report_and_the_diff(repository: Path) -> None:
    validate, report = run_ledger(repository)
    assert (validate.code, report.code) == (0, 0), validate.out + report.err
    assert "::error" not in validate.out
    title = read(ROOT / "ledger/ledger.yaml")["title"]
    assert report.summary.startswith(f"# {title}\n")
    assert answer(repository, "report", "--at", "today") in report.summary
    diff = answer(repository, "diff", "snapshot", "today")
    assert diff.startswith("# ")
    assert report.summary.rstrip().endswith(diff.rstrip())
    assert report.out == ""


def test_an_error_fails_the_job_with_an_annotation_on_its_line_and_the_summary_is_still_written(
    repository: Path,
) -> None:
    line = edit(repository / "ledger/processes/2.1.2.yaml", "lead: ", "lead: KSOM")
    validate, report = run_ledger(repository)
    assert validate.code == 1
    errors = [one for one in validate.out.splitlines() if one.startswith("::error ")]
    assert any(
        one.startswith("::error file=ledger/processes/2.1.2.yaml,") and f",line={line}," in one and "KSOM" in one
        for one in errors
    ), validate.out
    assert (report.code, report.summary.count("\n# ")) == (0, 1)


@pytest.mark.usefixtures("git_home")
def test_a_pull_request_is_compared_with_what_it_builds_on(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")
    (repository / "ledger/decisions/beslut-resursskola.yaml").unlink()
    commit(repository, "A pull request")
    validate, _ = run_ledger(repository, base)
    assert validate.code == 1
    assert "PLP712 record-deleted" in validate.out
    assert f"Compared with {base}" in validate.err or f"Jämfört med {base}" in validate.err


def test_the_summary_says_which_records_it_leaves_out(repository: Path) -> None:
    edit(repository / "ledger/processes/2.1.2.yaml", "lead: ", "<h1>`: x")
    validate, report = run_ledger(repository)
    assert validate.code == 1
    assert "::error file=ledger/processes/2.1.2.yaml," in validate.out
    assert report.code == 0
    assert re.search(r"(?m)^    .*ledger/processes/2\.1\.2\.yaml", report.summary)
    assert not re.search(r"(?m)^\S.*ledger/processes/2\.1\.2\.yaml", report.summary)


def test_where_a_part_cannot_be_written_the_job_fails_and_the_other_part_is_there(repository: Path) -> None:
    shutil.rmtree(repository / "ledger/snapshots")
    _, report = run_ledger(repository)
    assert report.code == 2
    assert report.summary.startswith("# ")
    assert re.search(r"(?m)^    plptool: ", report.summary)


def test_a_summary_that_github_would_drop_is_cut(repository: Path) -> None:
    record = "id: {id}\nplan: tillsammans\nneed: {need}\nlead: KSK\npriority: 1\nperiod: 2021/2023\nsource: bilaga-5\n"
    for number in range(15):
        text = record.format(id=f"9.9.{number}", need="å" * 19_900)
        (repository / f"ledger/processes/9.9.{number}.yaml").write_text(text, encoding="utf-8")
    _, report = run_ledger(repository)
    assert report.code == 0
    assert len(answer(repository, "report", "--at", "today").encode()) > MIB
    assert len(report.summary.encode()) < MIB
    assert "\n**Cut here.** All of it: `plptool report --at today`\n" in report.summary
    assert answer(repository, "diff", "snapshot", "today") in report.summary


def test_every_action_is_pinned_to_a_commit_that_was_chosen() -> None:
    used = [line for path in WORKFLOWS for line in re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))]
    assert used
    for line in used:
        name, _, pin = line.partition("@")
        assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), line
        assert PINNED.get(name) == pin, line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    workflow = read(path)
    assert set(workflow["on"]) == {"push", "pull_request"}
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert 0 < job["timeout-minutes"] <= 30
    for step in steps(workflow):
        assert "secrets." not in str(step)
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        # An expression in a script is code that a title or a branch's name may write.
        assert "${{" not in step.get("run", "")


def test_the_tests_run_on_every_python_that_the_package_names_and_through_make() -> None:
    workflow = read(ROOT / ".github/workflows/tests.yml")
    named = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    # Run, they would run this test. That make knows them is what can be shown here.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    for step in steps(workflow):
        if "run" in step:
            program, *words = step["run"].split()
            assert program == "make"
            subprocess.run(["make", "--dry-run", *words], cwd=ROOT, env=plain, check=True, capture_output=True)


def test_lint_gives_every_collection_to_the_other_validator() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"(?s)\nSCHEMAS := (.*?)\n\n", makefile)
    assert found
    pairs = found.group(1).replace("\\\n", " ").split()
    assert {pair.partition(":")[2]: pair.partition(":")[0] for pair in pairs} == COLLECTIONS


@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--no-progress", ".github"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)],
        ["check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"],
    ],
    ids=["zizmor", "workflows", "dependabot"],
)
def test_the_linters_find_nothing(command: list[str]) -> None:
    if not (BIN / command[0]).exists():
        pytest.skip(f"{command[0]} is not installed; it is among the package's dev extra")
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_path_with_an_owner_exists() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owned = [line.split() for line in lines if line and not line.startswith("#")]
    assert owned[0][0] == "*"
    for path, *owners in owned:
        assert all(re.fullmatch(r"@example-org/[a-z-]+", owner) for owner in owners)
        assert owners
        assert path == "*" or (ROOT / path.strip("/")).exists()
