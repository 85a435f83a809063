"""Real git repositories, made in a moment: the same author and time everywhere unless a test says otherwise."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.ledgers import write_ledger

ZONE = ZoneInfo("Europe/Stockholm")


NAMES: Any = {f"GIT_{who}_{part}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
"""Somebody, for what commits by itself."""


def git(folder: Path, *arguments: str, stdin: str = "", check: bool = True, **environment: str) -> str:
    done = subprocess.run(
        ["git", "-c", "maintenance.auto=false", *arguments], cwd=folder, input=stdin, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.strip()


def init(folder: Path, *arguments: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", *arguments)
    return folder


def commit(folder: Path, message: str = "A change", day: str = "2024-02-01T12:00", who: str = "An Officer") -> str:
    """Commit all that lies there at a time (of the clocks in Sweden); the commit's id."""
    seconds = int(datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp())
    names = {f"GIT_{role}_{part}": said for role in ("AUTHOR", "COMMITTER")
             for part, said in (("NAME", who), ("EMAIL", "officer@example.org"), ("DATE", f"{seconds} +0100"))}  # fmt: skip
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, stdin="", check=True, **names)
    return git(folder, "rev-parse", "HEAD")


def commit_ledger(
    folder: Path, text: str, message: str = "A change", day: str = "2024-02-01T12:00", who: str = "An Officer"
) -> str:
    """Write each section of the text as a record, and commit all that lies there."""
    write_ledger(folder, text)
    return commit(folder, message, day, who)


def commit_files(folder: Path, files: dict[str, str | None], message: str = "A change") -> str:
    """Commit these contents, as whom and when the environment says; None removes a file."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def forge_graph(root: Path) -> None:
    """A commit-graph that says of each of three commits that it has no parent."""
    git(root, "commit-graph", "write", "--reachable")
    path = root / ".git" / "objects" / "info" / "commit-graph"
    content = bytearray(path.read_bytes())
    table = {
        bytes(content[at : at + 4]): int.from_bytes(content[at + 4 : at + 12])
        for at in range(8, 8 + 12 * content[6], 12)
    }
    for number in range(3):  # each: the id of its tree, two parents, times
        at = table[b"CDAT"] + number * 36 + 20
        content[at : at + 4] = (0x70000000).to_bytes(4)
    path.chmod(0o644)
    path.write_bytes(content)
    assert len(git(root, "rev-list", "HEAD").split()) == 1, "the bait does not work"
