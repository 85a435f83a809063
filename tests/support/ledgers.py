"""Little ledgers: a few lines of text become a folder with a ledger in it."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plptool.model.ports import Entry
from plptool.timeline.ledger import Ledger
from tests.support.project import ROOT

MakeLedger = Callable[..., Ledger]
"""What the fixtures `little` and `process` give."""

BASE = """
== ledger
format: 2
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

LISTED = "listed: {list: 1}\n"
"""For a process: its number in the list."""

HELD = PROCESS + "events:\n  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
"""The process with a first meeting. More events may follow."""

C = "== organisations/C\ntitle: C\ntype: group\nsource: list\n"


SINCE_SEALED = """
== decisions/second
title: Adopts another plan
date: 2023-06-01
body: board
status: adopted
concerns: [other]
source: list

== plans/other
title: Another plan
period: 2024/2025
decision: second
source: list

== decisions/early
title: Recorded late
date: 2022-05-01
body: board
status: adopted
source: list

== processes/2.1
plan: other
need: A need of the other plan.
lead: B
source: list
events:
  - {date: 2022-11-01, kind: note, text: Foreseen early., source: list}
  - {date: 2022-11-02, kind: expected, due: 2023, text: A report., source: list}
"""
"""What may be recorded after 2022-12-31 was sealed: a plan of later, with a process that is foreseen, and by mistake a
decision of before."""


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

    def foresee(self, paths: Sequence[str]) -> None:
        """They are here."""

    def read(self, path: str) -> bytes:
        return self.files[path]


def edit(root: Path, name: str, old: str, new: str) -> Path:
    """Put other words into a record, wherever the old ones stand; they must be there."""
    path = root / "ledger" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def unseal(root: Path, day: str = "221231") -> None:
    """Take a snapshot's seal away."""
    path = root / "ledger" / "snapshots" / f"{day}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("seal:")], encoding="utf-8")


def copy_real_ledger(folder: Path) -> Path:
    """The ledger of this repository where a test may spoil it, without its history."""
    shutil.copytree(ROOT / "ledger", folder / "ledger")
    return folder
