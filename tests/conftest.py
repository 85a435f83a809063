"""Little ledgers: a few lines of text become a folder with a ledger in it."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import settings

from plptool.cli.main import run
from plptool.model.ports import Entry
from plptool.read.opening import open_ledger
from plptool.timeline.ledger import Ledger

ROOT = Path(__file__).parent.parent

THOROUGH = os.environ.get("PLPTOOL_PROOF") == "all"
"""Whether the tests that the suite has no time for are run whole, as `.ci/run` does."""
thorough = pytest.mark.skipif(not THOROUGH, reason="takes long: .ci/run does it (PLPTOOL_PROOF=all)")

# A test keeps nothing in the user's cache, and finds nothing there.
os.environ["PLPTOOL_CACHE"] = "off"

# A slow machine is no failure; how long a thing takes is measured by hand.
settings.register_profile("plptool", deadline=None)
settings.load_profile("plptool")

BASE = """
== ledger
format: 1
title: Little plan
language: en
time-zone: Europe/Stockholm

== organisations/A
title: Administration A
type: administration
source: list

== organisations/B
title: Administration B
type: administration
names: [The B]
source: list

== organisations/board
title: The board
type: board
source: list

== sources/list
title: The list
date: 2023-12-31

== decisions/adoption
title: Adopts the plan
date: 2021-02-10
body: board
status: adopted
concerns: [plan]
source: list

== plans/plan
title: The plan
period: 2021/2023
decision: adoption
source: list
"""

PROCESS = """
== processes/1.1
plan: plan
need: A need.
activities: [Do it]
goal: A goal.
lead: A
partners: [B]
priority: 1
period: 2021/2023
source: list
"""

MakeLedger = Callable[..., Path]


def sections(text: str) -> Iterator[tuple[str, bytes]]:
    """Each `== collection/id` section of the text, as the record that it stands for."""
    for part in re.split(r"(?m)^== ", text)[1:]:
        head, _, body = part.partition("\n")
        name = head.strip()
        identity = "" if name == "ledger" or re.search(r"(?m)^id:", body) else f"id: {name.split('/')[1]}\n"
        yield name, (identity + body.strip("\n") + "\n").encode()


def write_ledger(root: Path, text: str) -> Path:
    """Write each section of the text as a record; a later section replaces an earlier one."""
    for name, raw in sections(text):
        path = root / "ledger" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return root


@dataclass
class Held:
    """A tree whose files are in memory."""

    files: dict[str, bytes]
    root: Path = ROOT
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        return [Entry(path) for path in sorted(self.files)] if folder == "ledger" else []

    def read(self, path: str) -> bytes:
        return self.files[path]


@pytest.fixture
def git_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of git but the repository's."""
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def little(tmp_path: Path) -> Callable[[str], Ledger]:
    """A ledger of the base and what is given on top of it."""

    def make(text: str = "") -> Ledger:
        return open_ledger(write_ledger(tmp_path, BASE + text))

    return make


@pytest.fixture
def process(tmp_path: Path) -> Callable[[str], Ledger]:
    """The base with one process, 1.1, and more lines for it: `events:` and the like."""

    def make(more: str = "", others: str = "") -> Ledger:
        return open_ledger(write_ledger(tmp_path, BASE + PROCESS + more.strip("\n") + "\n" + others))

    return make


def plptool(*args: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """What the program answers. It runs in this process, as starting one takes longer than most answers."""
    out, err = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["plptool", *args])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(os, "dup2", lambda *_: None)  # a program that cannot write closes its output: here, the tests'
        patch.setattr(gc, "disable", lambda: None)
        with pytest.raises(SystemExit) as left:
            run()
    assert isinstance(left.value.code, int)
    return subprocess.CompletedProcess([*args], left.value.code, written(out), written(err))


def written(stream: TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, BytesIO)
    return held.getvalue().decode("utf-8")


def started(*args: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """What the program answers when it is started, as a person does: for what only a process of its own can tell."""
    return subprocess.run(
        [sys.executable, "-m", "plptool", *args],
        cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
