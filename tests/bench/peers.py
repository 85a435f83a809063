"""What people could run instead, each on data of its own form with as many records of about the same size."""

import subprocess
from pathlib import Path

from tests.bench.synthetic import SCHEMAS, process, process_id

# The parts of the record's shape that yamale can tell; a kind of event is an alternative.
YAMALE = """
id: regex('^[A-Za-z0-9][A-Za-z0-9._-]*$')
plan: str(required=False)
need: str(min=1)
activities: list(str(min=1), min=1, required=False)
goal: str(min=1, required=False)
lead: str(min=1)
partners: list(str(min=1), min=1, required=False)
priority: int(min=1, max=9, required=False)
period: any(str(), int(), required=False)
listed: map(int(min=1), required=False)
source: any(cited(), map(cited()))
events: list(any(include('meeting'), include('activity'), include('status'), include('decision'),
  include('grant'), include('expected'), include('note')), required=False)
---
"""
_EVENTS = {
    "meeting": "number: int(min=1, required=False)\n  with: list(str(), min=1, required=False)",
    "activity": "activity: enum('workshop', 'training', 'study-visit', 'network-meeting', 'follow-up', 'group', 'other')",
    "status": "status: enum('planned', 'ongoing', 'paused', 'completed')\n"
    "  outcome: enum('handed-over', 'awaiting-evaluation', 'achieved', required=False)",
    "decision": "decision: str()",
    "grant": "grant: str()",
    "expected": "due: any(day(), int(), str())",
    "note": "",
}
_CITED = "any(regex('{form}'), list(regex('{form}'), min=1))".format(
    form="^[A-Za-z0-9][A-Za-z0-9._-]*(#L[1-9][0-9]*(-L[1-9][0-9]*)?)?$"
)


def yamale_schema() -> str:
    events = "".join(
        f"{kind}:\n  date: any(day(), int(), str())\n  kind: enum('{kind}')\n  text: str(required=False)\n"
        f"  source: cited()\n  {more}".rstrip()
        + "\n"
        for kind, more in _EVENTS.items()
    )
    return (YAMALE.lstrip() + events).replace("cited()", _CITED)


def doorstop_document(root: Path, items: int) -> None:
    """A repository with one document of so many items."""
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    folder = root / "items"
    folder.mkdir(parents=True)
    (folder / ".doorstop.yml").write_text(
        "settings:\n  digits: 5\n  itemformat: yaml\n  prefix: P\n  sep: ''\n", encoding="utf-8"
    )
    for index in range(items):
        text = "".join(f"  {line}\n" for line in process(index).splitlines()[1:])
        (folder / f"P{index + 1:05}.yml").write_text(
            "active: true\nderived: false\nheader: ''\n"
            f"level: {index // 100 + 1}.{index % 100 + 1}.1\n"
            f"links: []\nnormative: true\nref: ''\nreviewed: null\ntext: |\n{text}",
            encoding="utf-8",
        )


def commands(folder: Path, processes: int, binaries: Path) -> dict[str, tuple[list[str], Path]]:
    """Each peer's command and where it runs, for the ledger in `folder/ledger`; its own data are made beside it."""
    schema = folder / "process.yamale.yaml"
    schema.write_text(yamale_schema(), encoding="utf-8")
    doorstop_document(folder / "doorstop", processes)
    records = folder / "ledger" / "processes"
    files = [f"{process_id(index)}.yaml" for index in range(processes)]
    return {
        "check-jsonschema": (
            [str(binaries / "check-jsonschema"), "--schemafile", str(SCHEMAS / "process.schema.json"), *files],
            records,
        ),
        "yamale": ([str(binaries / "yamale"), "-n", "1", "-s", str(schema), "."], records),
        # By itself it writes every item anew and gives it to git, and looks for reviews: no other does the like.
        "doorstop": ([str(binaries / "doorstop"), "--no-reformat", "--no-review-check"], folder / "doorstop"),
    }
