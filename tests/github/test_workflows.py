"""What GitHub runs, run here: each step's script with bash, in a clone, as a runner runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plptool.cli.main import COMMANDS
from plptool.model.collections import COLLECTIONS
from tests.support.git import commit, git, init
from tests.support.github import DECISION, DONE, MINUTES, first_heading, proposal, pushed
from tests.support.ledgers import BASE, HELD, unseal, write_ledger
from tests.support.program import seal
from tests.support.project import BIN, ROOT
from tests.support.thorough import THOROUGH, thorough

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ISSUE_FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github/actions").glob("*/action.yml"))
ZEROS = "0" * 40

PINNED = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
}
"""The commits that run with our token. A new one is a decision: it is written here too."""

NOT_RUN_HERE = {
    ("ledger.yml", "Install plptool"): '"$PYTHON" -m venv "$RUNNER_TEMP/plptool-venv"\n'
    '"$RUNNER_TEMP/plptool-venv/bin/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH/../../.."\n'
    'echo "python=$RUNNER_TEMP/plptool-venv/bin/python" >>"$GITHUB_OUTPUT"\n',
    ("pages.yml", "Install plptool"): "python -m pip install --disable-pip-version-check '.[site]'",
}
"""Their place is taken by the program under test (tests/project/test_packaging.py installs it)."""
MADE = {"actions/setup-python": {"python-path": sys.executable}}
"""What the actions of others would hand on."""

Contexts = dict[str, Any]
WHEN: dict[str | None, Callable[[Contexts, bool], Any]] = {
    None: lambda _, failed: not failed,
    "${{ !cancelled() && github.event_name == 'pull_request' && steps.plptool.outputs.python }}": lambda here, _: (
        here["github"]["event_name"] == "pull_request" and here["steps"]["plptool"]["outputs"].get("python")
    ),
    "${{ !cancelled() && steps.plptool.outputs.report }}": lambda here, _: here["steps"]["plptool"]["outputs"].get(
        "report"
    ),
}
"""Whether a step with this `if` runs."""


def read_yaml(path: Path) -> dict[str, Any]:
    # Pure, so that it is YAML 1.2: `on` is a name, as GitHub reads it.
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return data


def steps(path: Path) -> list[dict[str, Any]]:
    """Those of a workflow or of a composite action."""
    data = read_yaml(path)
    jobs = data["jobs"].values() if "jobs" in data else [data["runs"]]
    return [step for job in jobs for step in job["steps"]]


@dataclass
class StepRan:
    code: int
    out: str
    err: str
    summary: str


@dataclass
class Runner:
    """As much of GitHub's runner as the workflows need."""

    root: Path
    """The checkout."""
    scratch: Path
    event: str
    payload: dict[str, Any]
    ran: dict[str, StepRan] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    """The actions of others, with what they were given."""

    def job(self, workflow: str, job: str) -> "Runner":
        self.scratch.mkdir()
        (self.scratch / "event.json").write_text(json.dumps(self.payload))
        python = self.scratch / "bin" / "python"
        python.parent.mkdir()
        for path, words in ((python, ""), (python.parent / "plptool", " -P -m plptool")):
            path.write_text(
                f'#!/bin/sh\nPYTHONPATH="${{PYTHONPATH:+$PYTHONPATH:}}{ROOT}" exec {sys.executable}{words} "$@"\n'
            )
            path.chmod(0o755)
        self.workflow = workflow
        data = read_yaml(self.root / ".github/workflows" / workflow)
        assert data["defaults"]["run"]["shell"] == "bash"
        github = {"event_name": self.event, "event": self.payload}
        self.steps(data["jobs"][job]["steps"], {"github": github, "steps": {}})
        return self

    def steps(self, steps: list[dict[str, Any]], here: Contexts, action: Path | None = None) -> None:
        failed = False
        for step in steps:
            if not WHEN[step.get("if")](here, failed):
                continue
            given = {name: self.value(said, here) for name, said in (step.get("env") or step.get("with") or {}).items()}
            outputs: dict[str, str] = {}
            if "run" in step:
                outputs, code = self.script(step, given, action)
                failed = failed or code != 0
            elif step["uses"].startswith("./"):
                path = self.root / step["uses"] / "action.yml"
                data = read_yaml(path)
                inputs = {name: one["default"] for name, one in data["inputs"].items()} | given
                within: Contexts = {"github": here["github"], "inputs": inputs, "steps": {}}
                self.steps(data["runs"]["steps"], within, path.parent)
                outputs = {name: self.value(one["value"], within) for name, one in data["outputs"].items()}
                failed = failed or any(one.code for one in self.ran.values())
            else:
                name = step["uses"].partition("@")[0]
                self.used[name] = given
                outputs = MADE.get(name, {})
            here["steps"][step.get("id")] = {"outputs": outputs}

    @staticmethod
    def value(said: Any, here: Contexts) -> str:
        """What GitHub puts in the place of each expression; what is not there is empty."""

        def found(match: re.Match[str]) -> str:
            data: Any = here
            for name in match[1].split("."):
                data = data.get(name) if isinstance(data, dict) else None
            return "" if data is None else str(data)

        whole = re.sub(r"\$\{\{ ([\w.-]+) \}\}", found, str(said))
        assert "${{" not in whole
        return whole

    def script(self, step: dict[str, Any], given: dict[str, str], action: Path | None) -> tuple[dict[str, str], int]:
        name = step["name"]
        if (self.workflow, name) in NOT_RUN_HERE:
            assert step["run"] == NOT_RUN_HERE[self.workflow, name]
            return {"python": str(self.scratch / "bin" / "python")}, 0
        folder = self.scratch / f"step-{len(self.ran)}"
        folder.mkdir()
        script = folder / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        files = {name: folder / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
        for path in files.values():
            path.touch()
        assert action is None or step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.root, env=self.environment(action) | {name: str(path) for name, path in files.items()} | given,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode != 3, done.stderr
        self.ran[name] = StepRan(
            done.returncode, done.stdout, done.stderr, files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        )
        written = re.findall(r"(?ms)^([a-z]+)<<(\S+)\n(.*?)\n\2$", files["GITHUB_OUTPUT"].read_text("utf-8"))
        return {name: value for name, _, value in written}, done.returncode

    def environment(self, action: Path | None) -> dict[str, str]:
        """Nothing of the environment of whoever runs the tests, but for the way to the programs."""
        return {
            "PATH": f"{self.scratch / 'bin'}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.scratch),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.event,
            "GITHUB_EVENT_PATH": str(self.scratch / "event.json"),
            "GITHUB_SHA": git(self.root, "rev-parse", "HEAD"),
            "GITHUB_WORKSPACE": str(self.root),
            "GITHUB_REPOSITORY": "example-org/plptool",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.scratch),
            **({"GITHUB_ACTION_PATH": str(action)} if action else {}),
        }


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what runs, and a little ledger that is sealed."""
    folder = tmp_path_factory.mktemp("origin")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        root = init(folder / "origin")
        passing = shutil.ignore_patterns("node_modules", "__pycache__")
        for name in (".github", ".ci", "plptool", "schema"):
            shutil.copytree(ROOT / name, root / name, ignore=passing)
        main = root / "plptool/__main__.py"
        main.write_text('print("the base speaks")\n' + main.read_text())
        write_ledger(root, BASE + HELD)
        seal(root)
        commit(root, "The ledger")
    return root


@pytest.fixture
def checkout(origin: Path, tmp_path: Path, git_home: None) -> Path:
    git(tmp_path, "clone", "--quiet", str(origin), "checkout")
    for name, said in (("name", "An Officer"), ("email", "officer@example.org")):
        git(tmp_path / "checkout", "config", f"user.{name}", said)
    return tmp_path / "checkout"


def run_ledger(root: Path, event: str, payload: dict[str, Any]) -> Runner:
    return Runner(root, root.parent / "runner", event, payload).job("ledger.yml", "ledger")


def merged(root: Path) -> str:
    """The work tree committed as a pull request, and merged as GitHub does it; what it builds on."""
    base = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "--quiet", "-b", "change")
    commit(root, "A change")
    git(root, "checkout", "--quiet", "--detach", base)
    git(root, "merge", "--quiet", "--no-ff", "--message", "Merge", "change")
    return base


COMPLETED = "## 1.1 is completed; 2 meetings added; 1 decision added; 1 source added; 2 findings are acknowledged; nothing sealed is touched."


def test_a_pull_request(checkout: Path) -> None:
    write_ledger(checkout, DONE + DECISION + MINUTES)
    done = run_ledger(checkout, "pull_request", proposal(merged(checkout)))
    look, judge = done.ran.values()
    assert (look.code, judge.code) == (0, 0), look.err + judge.err
    assert first_heading(look.summary) == COMPLETED
    assert look.out.count("::notice file=ledger/processes/1.1.yaml,") == 2  # what it acknowledges
    assert "::error" not in look.out
    assert "leaves all but the ledger as it is" in judge.out
    assert judge.summary == ""
    kept = [Path(line) for line in done.used["actions/upload-artifact"]["path"].split()]
    assert [path.name for path in kept] == ["report.md", "findings.json"]
    assert all(path.is_file() for path in kept)
    assert done.used["actions/checkout"] == {"fetch-depth": "0", "persist-credentials": "False"}


@thorough
def test_a_fork_that_brings_a_plptool_that_finds_nothing(checkout: Path) -> None:
    (checkout / "plptool/__main__.py").write_text("raise SystemExit(0)\n")
    write_ledger(checkout, HELD.replace("lead: A", "lead: AA"))
    done = run_ledger(checkout, "pull_request", proposal(merged(checkout)))
    look, judge = done.ran.values()
    assert (look.code, judge.code) == (1, 1)
    assert "the base speaks" in judge.out  # although the step before it had failed
    for step in (look, judge):
        # The altered line of a sealed record is one finding, with the unknown organisation that follows from it.
        assert re.search(r"(?m)^::error file=ledger/processes/1.1.yaml,.*PLP(301|701).*,line=6,", step.out)
    assert "PLP701 sealed-fact-changed" in look.summary
    assert not (checkout / "x").exists()


@thorough
def test_a_change_that_takes_the_seal_away_and_brings_a_judge_that_does_not_mind(checkout: Path) -> None:
    (checkout / "plptool/__main__.py").write_text("raise SystemExit(0)\n")
    unseal(checkout)
    (checkout / "ledger/organisations/B.yaml").unlink()
    write_ledger(checkout, HELD.replace("partners: [B]\n", ""))
    done = judged(checkout, merged(checkout))
    assert done.returncode == 1
    assert [code for code in ("PLP711", "PLP712") if code in done.stdout] == ["PLP711", "PLP712"]


@thorough
def test_the_judge_takes_the_merge_s_own_base(checkout: Path) -> None:
    old = git(checkout, "rev-parse", "HEAD")
    (checkout / "README.md").write_text("x")
    git(checkout, "rm", "--quiet", "ledger/snapshots/221231.yaml")
    commit(checkout, "The base goes on, without a seal")
    (checkout / "README.md").write_text("y")
    merged(checkout)
    assert judged(checkout, old).returncode == 1  # as if the change had taken the seal away
    assert judged(checkout, old, git(checkout, "rev-parse", "change")).returncode == 0
    assert judged(checkout, "", git(checkout, "rev-parse", "change")).returncode == 0


@thorough
def test_a_push_of_five_commits(checkout: Path) -> None:
    before = git(checkout, "rev-parse", "HEAD")
    for number in range(2, 7):
        with (checkout / "ledger/processes/1.1.yaml").open("a") as file:
            file.write(f"  - {{date: 2023-0{number}-01, kind: meeting, number: {number}, source: list}}\n")
        after = commit(checkout, f"Meeting {number}")
    done = run_ledger(checkout, "push", pushed(before, after))
    assert list(done.ran) == ["Check and tell"]
    (look,) = done.ran.values()
    assert look.code == 0, look.err
    assert (
        "\n## 5 meetings added; nothing sealed is touched.\n\n<details><summary>5 commits</summary>\n" in look.summary
    )
    assert re.findall(r"(?m)^### (Meeting .*)$", look.summary) == [f"Meeting {number}" for number in range(6, 1, -1)]
    assert look.summary.count("\n1 meeting added; nothing sealed is touched.\n") == 5
    assert "\n1 process: 0 completed, 1 continuing" in look.summary
    assert "| A | 0 | 1 | 0 | 0 | 1 |" in look.summary
    assert "```mermaid\npie showData" in look.summary
    assert "<summary>Since the last snapshot</summary>" in look.summary


@thorough
def test_a_tag_and_the_first_commit(checkout: Path) -> None:
    head = git(checkout, "rev-parse", "HEAD")
    for number, ref in enumerate(("refs/tags/v1.0", "refs/heads/main")):
        payload = pushed(ZEROS, head, ref, created=True)
        (look,) = (
            Runner(checkout, checkout.parent / f"runner-{number}", "push", payload)
            .job("ledger.yml", "ledger")
            .ran.values()
        )
        assert look.code == 0, look.err
        assert "## Little plan" in look.summary
        verdict, first = look.summary.split("\n\n", 2)[:2]
        assert verdict.startswith("> [!")
        assert first.startswith("Tag v1.0" if number == 0 else "## 1 process added; 1 meeting added; 1 decision added;")


@thorough
def test_the_site_is_written(checkout: Path) -> None:
    if "site" not in COMMANDS:
        pytest.skip("there is no command that writes a site yet")
    done = Runner(checkout, checkout.parent / "runner", "push", pushed(ZEROS, ZEROS)).job("pages.yml", "build")
    assert [step.code for step in done.ran.values()] == [0, 0]
    folder = checkout / done.used["actions/upload-pages-artifact"]["path"]
    assert (folder / "index.html").is_file()
    assert not [path for path in folder.rglob("*") if path.is_symlink()]  # Pages takes no links


def test_every_step_that_runs_a_script_is_run_by_a_test_here() -> None:
    named = {(path.name, step["name"]) for path in (*WORKFLOWS, *ACTIONS) for step in steps(path) if "run" in step}
    assert named == {
        ("action.yml", "Install plptool"), ("action.yml", "Check and tell"), ("ledger.yml", "Validate with the base's plptool"),
        ("pages.yml", "Install plptool"), ("pages.yml", "Validate what is published"), ("pages.yml", "Write the site"), ("tests.yml", "Test"), ("tests.yml", "Lint"),
        ("merge.yml", "Install plptool"), ("merge.yml", "Merge"), ("merge.yml", "Push"),  # test_merge_change.py
        # test_issue_workflow.py
        *(("issue.yml", name) for name in (
            "Take the label off", "Ask whether who put the label on may write", "Install plptool", "Record", "Push",
            "Open the pull request, or bring its text up to date", "Answer on the issue", "Say on the issue why nothing came of it",
        )),
    }  # fmt: skip


# A plptool that the change builds on


def judged(root: Path, *commits: str) -> subprocess.CompletedProcess[str]:
    runner = Runner(root, root.parent, "pull_request", {})
    return subprocess.run(
        [root / ".ci/base-plptool", *commits], cwd=root.parent, env=runner.environment(None) | {"PYTHON": sys.executable},
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("base", ["", "main", "12" * 20, "--output=x", "$(touch x)"])
def test_a_base_that_is_no_commit_here_is_no_judge(checkout: Path, base: str) -> None:
    done = judged(checkout, base)
    assert done.returncode == 2
    assert done.stdout.startswith(
        "::error title=plptool of the base::The commit that the change builds on is not in this"
    )


@thorough
def test_a_base_that_cannot_judge_is_said_to_be_none(checkout: Path) -> None:
    def change(message: str) -> str:
        base = git(checkout, "rev-parse", "HEAD")
        (checkout / "plptool").mkdir(exist_ok=True)
        (checkout / "plptool/new.py").write_text(f"# {message}\n")
        commit(checkout, message)
        return base

    base = change("A new plptool")
    manifest = checkout / "ledger/ledger.yaml"
    manifest.write_text(manifest.read_text().replace("format: 2", "format: 3 # newer"))
    commit(checkout, "A new format")
    done = judged(checkout, base)
    assert (done.returncode, done.stdout.count("::warning"), "does not know yet" in done.stdout) == (0, 1, True)
    git(checkout, "reset", "--quiet", "--hard", "HEAD^")
    (checkout / "plptool/model/collections.py").write_text("import nothing_of_this_name\n")
    commit(checkout, "It needs what is not installed")
    done = judged(checkout, change("A plptool without it"))
    assert (done.returncode, done.stdout.count("::warning"), "does not run" in done.stdout) == (0, 1, True)
    git(checkout, "rm", "--quiet", "-r", "plptool")
    commit(checkout, "None")
    done = judged(checkout, change("The first plptool"))
    assert (done.returncode, done.stdout.count("::warning"), "has no plptool" in done.stdout) == (0, 1, True)
    assert not list(checkout.parent.glob("base-plptool.*"))


# What is written in the files themselves


OWN = "./.github/actions/plptool"


def test_every_action_is_pinned_to_a_commit_that_was_chosen() -> None:
    files = (*WORKFLOWS, *ACTIONS, ROOT / "docs/github.md")
    used = [line for path in files for line in re.findall(r"uses: *(.*)", path.read_text(encoding="utf-8"))]
    assert [line.split()[0] for line in used if "plptool" in line] == [OWN, f"OWNER/plptool/{OWN[2:]}@COMMIT"]
    seen = set()
    for line in used:
        if "plptool" not in line:
            name, _, pin = line.partition("@")
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), line
            assert PINNED.get(name) == pin, line
            seen.add(name)
    assert seen == set(PINNED)


MAY = {
    ("pages", "deploy"): {"pages": "write", "id-token": "write"},
    ("merge", "push"): {"contents": "write"},
    ("issue", "edited"): {"issues": "write"},
    ("issue", "answer"): {"contents": "write", "issues": "write", "pull-requests": "write"},
}
"""The jobs that may do more than read."""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    workflow = read_yaml(path)
    started = {"pages": {"push", "workflow_dispatch"}, "merge": {"workflow_dispatch"}, "issue": {"issues"}}
    assert set(workflow["on"]) == started.get(path.stem, {"push", "pull_request"})
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        may = MAY.get((path.stem, name))
        assert job.get("permissions") == may
        # What may write lays out no file, and runs nothing of ours.
        assert may is None or not any("checkout" in step.get("uses", "") for step in job["steps"])
        assert may is None or not any(re.search(r"python|\.ci/|make", step.get("run", "")) for step in job["steps"])
        assert 0 < job["timeout-minutes"] <= 30
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_script_holds_what_others_write(path: Path) -> None:
    for step in steps(path):
        assert "secrets." not in str(step)
        # An expression in a script is code that a title or a branch's name may write.
        assert "${{" not in step.get("run", "")
        if path in ACTIONS and "run" in step:
            assert step["shell"] == "bash"


def test_the_page_tells_every_input_and_output() -> None:
    (path,) = ACTIONS
    page = (ROOT / "docs/github.md").read_text(encoding="utf-8")
    for name, one in {**read_yaml(path)["inputs"], **read_yaml(path)["outputs"]}.items():
        assert re.search(rf"(?m)^\| `{name}` \|", page), name
        assert one["description"]


def test_the_tests_run_on_every_python_that_the_package_names_and_through_make() -> None:
    workflow = read_yaml(ROOT / ".github/workflows/tests.yml")
    named = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    # Run, they would run this test. That make knows them is what can be shown here.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    for step in steps(ROOT / ".github/workflows/tests.yml"):
        if "run" in step:
            program, *words = step["run"].split()
            assert program == "make"
            subprocess.run(["make", "--dry-run", *words], cwd=ROOT, env=plain, check=True, capture_output=True)


def test_lint_gives_every_collection_to_the_other_validator() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(r"(?s)\nSCHEMAS := (.*?)\n\n", makefile)
    assert found
    pairs = found.group(1).replace("\\\n", " ").split()
    assert {pair.partition(":")[2]: pair.partition(":")[0] for pair in pairs} == {
        folder: collection.schema for folder, collection in COLLECTIONS.items()
    }


@pytest.mark.skipif(not THOROUGH, reason="make lint does it, too")
@pytest.mark.parametrize(
    "command",
    [
        ["zizmor", "--offline", "--no-progress", ".github"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)],
        ["check-jsonschema", "--builtin-schema", "vendor.github-actions", *map(str, ACTIONS)],
        ["check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *map(str, ISSUE_FORMS)],
    ],
    ids=["zizmor", "workflows", "actions", "dependabot", "issue-forms"],
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
