"""What GitHub says of a change, a change that it may be about, and what a workflow then tells."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.support.ledgers import HELD
from tests.support.program import plptool

DECISION = "== decisions/over\ntitle: Hands over\ndate: 2024-02-03\nbody: board\nstatus: adopted\nconcerns: [1.1]\nsource: minutes\n"
MINUTES = "== sources/minutes\ntitle: Minutes\ndate: 2024-03-01\n"
DONE = HELD + (
    "  - {date: 2024-01-10, kind: meeting, number: 2, source: minutes}\n"
    "  - {date: 2024-01-22, kind: meeting, number: 3, source: minutes}\n"
    "  - {date: 2024-02-03, kind: decision, decision: over, source: minutes}\n"
    "  - {date: 2024-02-03, kind: status, status: completed, source: minutes}\n"
) + "known:\n" + "".join(f"  - {{rule: PLP406, value: {day}, reason: The plan went on.}}\n" for day in ("2024-01-10", "2024-01-22"))  # fmt: skip


def proposal(base: str, proposed: str = "") -> dict[str, Any]:
    """A pull request; what its author can write is hostile."""
    evil = "$(touch x) `x` ${{ github.token }}\n::error::x"
    head = {"sha": proposed, "ref": evil, "repo": {"fork": True, "full_name": evil}, "user": {"login": evil}}
    return {"pull_request": {"base": {"sha": base, "ref": evil}, "head": head, "title": evil, "body": evil}}


def pushed(before: str, after: str, ref: str = "refs/heads/main", **more: Any) -> dict[str, Any]:
    return {"ref": ref, "before": before, "after": after, "repository": {"default_branch": "main"}, **more}


@dataclass
class Ran:
    code: int
    out: str
    err: str
    summary: str
    outputs: dict[str, str]

    @property
    def first(self) -> str:
        """The first heading: below the verdict, the sentence."""
        return first_heading(self.summary)

    @property
    def verdict(self) -> list[str]:
        """The box at the top: of which sort it is, and what it says."""
        box = self.summary.split("\n\n", 1)[0]
        return [line for line in box.replace("\n> ", "\n").removeprefix("> ").split("\n") if line != ">"]


def first_heading(page: str) -> str:
    """The first line of a page that is a heading, or else its first line."""
    lines = page.split("\n")
    return next((line for line in lines if line.startswith("## ")), lines[0])


def run_in_workflow(root: Path, name: str, payload: Any, *arguments: str) -> Ran:
    """The command, as a workflow runs it in a clone."""
    scratch = Path(mkdtemp(prefix="runner-", dir=root.parent))
    files = {name: scratch / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    (scratch / "event.json").write_text(json.dumps(payload))
    done = plptool(
        "ci", *arguments, cwd=root,
        env={"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(scratch / "event.json"),
             "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/plan", "RUNNER_TEMP": str(scratch)} | {key: str(path) for key, path in files.items()},
    )  # fmt: skip
    written = [path.read_text(encoding="utf-8") if path.exists() else "" for path in files.values()]
    outputs = dict(re.findall(r"(?m)^([a-z]+)<<(?:plptool-[0-9a-f]{32})\n(.*)\nplptool-[0-9a-f]{32}$", written[1]))
    return Ran(done.returncode, done.stdout, done.stderr, written[0], outputs)
