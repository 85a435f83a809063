"""An issue that is labelled becomes a pull request: each step's script, with a server that is a folder and an API on loopback."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML

from plptool.forms.opened import Opened
from tests.support.git import commit, git, init
from tests.support.issues import body_of, form_of
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.project import ROOT
from tests.support.thorough import thorough

pytestmark = pytest.mark.usefixtures("git_home")
WORKFLOW = YAML(typ="safe", pure=True).load(ROOT / ".github/workflows/issue.yml")
MEETING = {"record": "1.1", "date": "230314", "number": "2", "document": "list"}
PROCESS = "ledger/processes/1.1.yaml"
GH = r"""
import base64, json, os, sys, urllib.request
assert sys.argv[1] == "api" and os.environ["GH_TOKEN"] == "t"
method, query, sent, words = "GET", None, {}, sys.argv[2:]
while words:
    word = words.pop(0)
    if word == "--method": method = words.pop(0)
    elif word == "--jq": query = words.pop(0)
    elif word == "--silent": pass
    elif word in ("-F", "-f"):
        name, _, value = words.pop(0).partition("=")
        sent[name] = open(value[1:], encoding="utf-8").read() if word == "-F" and value.startswith("@") else value
    else: path = word
request = urllib.request.Request(os.environ["API"] + path, json.dumps(sent).encode() if sent else None, method=method)
try: answer = json.load(urllib.request.urlopen(request, timeout=10))
except urllib.error.HTTPError as error: sys.exit(f"gh: HTTP {error.code}")
ASKED = {
    ".permission": lambda: answer["permission"],
    '.body // "" | @base64': lambda: base64.b64encode((answer["body"] or "").encode()).decode(),
    '.[0].number // ""': lambda: answer[0]["number"] if answer else "",
}
if query is not None: print(ASKED[query]())
"""


@dataclass
class GitHub:
    """As much of it as the workflow asks: what may be done by whom, an issue, and the requests that there are."""

    folder: Path
    body: str
    author: str = "officer"
    permissions: dict[str, str] = field(default_factory=lambda: {"chair": "admin", "officer": "read"})
    labels: set[str] = field(default_factory=lambda: {"record"})
    comments: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def answer(self, method: str, path: str, sent: Any) -> Any:
        asked = urlsplit(path)
        match method, asked.path.removeprefix("/repos/o/r/").split("/"):
            case "GET", ["collaborators", login, "permission"]:
                return {"permission": self.permissions.get(login, "none")}
            case "GET", ["issues", "12"]:
                return {"body": self.body}
            case "POST", ["issues", "12", "comments"]:
                self.comments.append(sent["body"])
                return {}
            case "DELETE", ["issues", "12", "labels", label] if label in self.labels:
                self.labels.discard(label)
                return []
            case "GET", ["pulls"]:
                assert asked.query == "state=open&head=o:issue-12"
                return [one for one in self.requests if one["state"] == "open"]
            case "POST", ["pulls"]:
                self.requests.append({**sent, "number": 40 + len(self.requests), "state": "open"})
                return {}
            case "PATCH", ["pulls", number]:
                (one,) = [one for one in self.requests if str(one["number"]) == number]
                one.update(sent)
                return {}
        return None

    @property
    def checkout(self) -> Path:
        return self.folder / "checkout"

    @property
    def server(self) -> Path:
        return self.folder / "server/o/r"

    def event(self, action: str, sender: str) -> dict[str, Any]:
        evil = "$(touch x) `x` ${{ github.token }}\n::error::x"
        user = {"login": self.author}
        labels = [{"name": name} for name in sorted(self.labels)]
        issue = {"number": 12, "title": evil, "body": self.body, "user": user, "state": "open", "labels": labels}
        repository = {"default_branch": "main"}
        return {
            "action": action, "issue": issue, "label": {"name": "record"}, "sender": {"login": sender}, "repository": repository
        }  # fmt: skip

    def labelled(self, sender: str = "chair", *, meanwhile: str | None = None) -> "Ran":
        """What the runs do when somebody puts the label on; `meanwhile` somebody edits the issue."""
        self.labels.add("record")
        git(self.checkout, "checkout", "--quiet", "--force", "main")
        if "issue-12" in git(self.checkout, "branch"):
            git(self.checkout, "branch", "--quiet", "--delete", "--force", "issue-12")
        shutil.rmtree(self.folder / "runner", ignore_errors=True)
        ran = Ran(self, self.event("labeled", sender))
        ran.job("read")
        if meanwhile is not None:
            self.body = meanwhile
        ran.job("answer")
        return ran


@dataclass
class Ran:
    """The jobs of one event, step by step."""

    github: GitHub
    event: dict[str, Any]
    outputs: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    """By job, what its step said that failed."""
    summary: str = ""

    def job(self, name: str) -> None:
        for step in WORKFLOW["jobs"][name]["steps"]:
            if "run" in step and step["name"] != "Install plptool" and self.is_run(name, step.get("if")):
                self.step(name, step)

    def is_run(self, job: str, condition: str | None) -> bool:
        is_read = "read" not in self.failed
        match condition:
            case None:
                return job not in self.failed
            case "needs.read.result == 'success'":
                return is_read and job not in self.failed
            case "needs.read.outputs.commit != ''":
                return bool(self.outputs.get("commit")) and job not in self.failed
            case "${{ failure() && needs.read.outputs.commit != '' }}":
                return job in self.failed and bool(self.outputs.get("commit"))
            case "${{ !cancelled() && (failure() || needs.read.outputs.commit == '') }}":
                return job in self.failed or not self.outputs.get("commit")
        raise AssertionError(condition)

    def step(self, job: str, step: dict[str, Any]) -> None:
        folder = self.github.folder / "runner"
        folder.mkdir(exist_ok=True)
        (folder / "event.json").write_text(json.dumps(self.event))
        files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        environment = {
            "PATH": f"{self.github.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT), "API": self.github.address, "CI": "true", "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "issues", "GITHUB_EVENT_PATH": str(folder / "event.json"), "GITHUB_REPOSITORY": "o/r",
            "GITHUB_REPOSITORY_OWNER": "o", "GITHUB_SERVER_URL": str(self.github.folder / "server"), "RUNNER_TEMP": str(folder),
            **{name: str(path) for name, path in files.items()},
        }  # fmt: skip
        given = {name: self.value(said) for name, said in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.github.checkout, env=environment | given, capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip
        if done.returncode:
            self.failed[job] = done.stdout + done.stderr
        if files["GITHUB_OUTPUT"].exists():
            self.outputs |= {
                name: value
                for name, _, value in re.findall(
                    r"(?ms)^([a-z]+)<<(\S+)\n(.*?)\n\2$", files["GITHUB_OUTPUT"].read_text()
                )
            }
        if files["GITHUB_STEP_SUMMARY"].exists():
            self.summary = files["GITHUB_STEP_SUMMARY"].read_text()

    def value(self, said: str) -> str:
        def found(match: re.Match[str]) -> str:
            here: Any = {"github": {"token": "t", "event": self.event}, "needs": {"read": {"outputs": self.outputs}}}
            for name in match[1].split("."):
                here = here.get(name, "")
            return str(here)

        return re.sub(r"\$\{\{ ([\w.]+) \}\}", found, said)


@pytest.fixture
def github(tmp_path: Path) -> Iterator[GitHub]:
    root = write_ledger(init(tmp_path / "checkout"), BASE + HELD)
    commit(root, "The ledger")
    here = GitHub(tmp_path, body_of(form_of(Opened(root, None), "meeting"), MEETING))
    init(here.server, "--bare")
    git(root, "push", "--quiet", str(here.server), "main")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, words in (("python", ""), ("gh", f" {programs / 'gh.py'}")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable}{words} "$@"\n')
        (programs / name).chmod(0o755)
    (programs / "gh.py").write_text(GH)

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            sent = json.loads(self.rfile.read(size)) if size else None
            answer = here.answer(self.command, self.path, sent)
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815 - they are called so

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    here.address = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


def tip(github: GitHub) -> str:
    return git(github.server, "rev-parse", "issue-12")


def test_who_may_not_write_lets_nothing_happen(github: GitHub) -> None:
    stranger = github.labelled("officer")
    assert "may not write here" in stranger.failed["read"]
    assert (github.requests, github.comments, github.labels) == ([], [], set())


@thorough
def test_a_labelled_issue_becomes_a_request_and_a_second_label_brings_it_up_to_date(github: GitHub) -> None:
    ran = github.labelled()
    assert ran.failed == {}
    (request,) = github.requests
    assert (request["title"], request["head"], request["base"]) == ("1 meeting added.", "issue-12", "main")
    assert "Asked for by officer in issue 12; the label was put on by chair." in request["body"]
    assert request["body"].endswith("Closes #12.\n")
    (comment,) = github.comments
    assert comment.startswith("1 meeting added.\n")
    assert github.labels == {"record"}
    assert git(github.server, "log", "--format=%an <%ae> %s", "main..issue-12") == (
        "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com> 1.1: 1 meeting added."
    )
    assert git(github.server, "diff", "--name-only", "main", "issue-12") == PROCESS
    assert "- {date: 2023-03-14, kind: meeting, number: 2, source: list}" in git(
        github.server, "show", f"issue-12:{PROCESS}"
    )
    assert "## 1 meeting added" in ran.summary
    assert not list(github.folder.rglob("x"))

    first = tip(github)
    github.body = github.body.replace("230314", "230315")
    assert github.labelled().failed == {}
    assert len(github.requests) == 1
    assert git(github.server, "rev-parse", "issue-12^", "main").split()[0] == git(github.server, "rev-parse", "main")
    assert tip(github) != first


@thorough
def test_what_is_not_clear_is_answered_and_the_label_goes(github: GitHub) -> None:
    github.body = github.body.replace("230314", "in March")
    ran = github.labelled()
    assert ran.failed == {}
    (comment,) = github.comments
    assert "- Date: " in comment
    assert (github.requests, github.labels) == ([], set())
    assert git(github.server, "branch", "--format=%(refname:short)") == "main"


@thorough
def test_an_edit_after_the_label_is_not_pushed(github: GitHub) -> None:
    ran = github.labelled(meanwhile=github.body.replace("230314", "230401"))
    assert "has been edited" in ran.failed["answer"]
    (comment,) = github.comments
    assert comment.startswith("The issue has been edited since")
    assert (github.requests, github.labels) == ([], set())
    assert git(github.server, "branch", "--format=%(refname:short)") == "main"
    edited = Ran(github, github.event("edited", "officer"))
    github.labels.add("record")
    edited.job("edited")
    assert (edited.failed, github.labels) == ({}, set())


@thorough
def test_what_somebody_has_committed_to_the_branch_stays(github: GitHub) -> None:
    assert github.labelled().failed == {}
    git(github.checkout, "checkout", "--quiet", "--force", "issue-12")
    (github.checkout / "README.md").write_text("x")
    mine = commit(github.checkout, "Mine")
    git(github.checkout, "push", "--quiet", str(github.server), "issue-12")
    ran = github.labelled()
    assert "Somebody has committed to the branch issue-12" in ran.failed["answer"]
    assert github.comments[-1].startswith("Somebody has committed to the branch issue-12: go on there")
    assert tip(github) == mine
    assert github.labels == set()


@thorough
def test_a_request_that_was_merged_is_not_made_again_and_a_closed_one_is_made_anew(github: GitHub) -> None:
    assert github.labelled().failed == {}
    github.requests[0]["state"] = "closed"
    assert github.labelled().failed == {}
    assert [one["state"] for one in github.requests] == ["closed", "open"]
    git(github.checkout, "fetch", "--quiet", str(github.server), "issue-12")
    git(github.checkout, "checkout", "--quiet", "--force", "main")
    git(github.checkout, "merge", "--quiet", "FETCH_HEAD")
    git(github.checkout, "push", "--quiet", str(github.server), "main")
    assert github.labelled().failed == {}
    assert "PLP" not in github.comments[-1]
    assert len(github.requests) == 2


def test_the_workflow_for_others_is_this_one() -> None:
    """But for where plptool comes from."""
    ours = (ROOT / ".github/workflows/issue.yml").read_text().splitlines()
    theirs = (ROOT / "plptool/forms/templates/issue.yml").read_text().splitlines()
    differing = [line for line in theirs if line not in ours]
    assert len(differing) == len(theirs) - len(ours) + 1 == 2
    assert all("COMMIT" in line and "OWNER" in line for line in differing)
