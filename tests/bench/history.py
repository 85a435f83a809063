"""What is read of a ledger's past, beside git and git-history on the same repository."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.bench import page, past
from tests.bench.contest import NO_CACHE, PLPTOOL, Contestant, compete, has, say

RECORDS, COMMITS = 1_000, 2_000


def figures(folder: Path, binaries: Path) -> page.Figures:
    """Make the repository in a folder, and measure everything in it."""
    say(f"{RECORDS:,} processes, {COMMITS:,} commits: making the repository")
    repository = folder / "repository"
    past.build(repository, RECORDS, COMMITS, seal=seal if has("seal") else past.no_seal)
    points = past.points(repository)
    cache = folder / "cache"
    kept = {"PLPTOOL_CACHE": str(cache)}
    ours: dict[str, page.Table] = {}
    theirs: dict[str, page.Table] = {}
    for graph in (False, True):
        past.set_graph(repository, on=graph)
        say("with a commit-graph" if graph else "without a commit-graph")
        theirs[page.GRAPH if graph else page.PLAIN] = compete(others(repository, points, folder / "db", binaries))
        if not graph:
            ours[page.OFF] = compete(commands(repository, points, NO_CACHE))
            ours[page.FRESH] = compete(commands(repository, points, kept, empty=cache))
        one = compete(commands(repository, points, kept), skip_first=True)
        ours[page.KEPT_GRAPH if graph else page.KEPT] = one
    path = f"ledger/processes/{points.record}.yaml"
    return page.Figures(
        ours,
        theirs,
        {
            "commits": past.count(repository),
            "versions": past.versions(repository),
            "neighbours": len(past.differ(repository, points.before, points.middle)),
            "some": len(past.differ(repository, points.back, points.middle)),
            "ends": len(past.differ(repository, points.first, points.last)),
            "record": past.count(repository, path),
        },
    )


def seal(folder: Path, snapshot: str) -> None:
    subprocess.run([PLPTOOL, "seal", snapshot], cwd=folder, check=True, capture_output=True)


def commands(
    folder: Path, points: past.Points, env: Mapping[str, str], empty: Path | None = None
) -> list[Contestant | page.Measured]:
    """What is measured of plptool; where `empty` is given, that cache is emptied before each run."""
    asked = {
        page.NEIGHBOURS: ["diff", f"@{points.before}", f"@{points.middle}"],
        page.SOME: ["diff", f"@{points.back}", f"@{points.middle}"],
        page.ENDS: ["diff", f"@{points.first}", f"@{points.last}"],
        page.LIST: ["list", "--at", f"221231@{points.middle}"],
        page.LOG: ["log", points.record],
        page.BLAME: ["blame", points.record],
        page.LOG_ALL: ["log"],
        page.AUDIT: ["audit"],
    }
    before = (lambda: shutil.rmtree(empty, ignore_errors=True)) if empty else None
    return [
        Contestant(name, [PLPTOOL, *words], folder, env, before=before) if has(words[0]) else page.Measured(name)
        for name, words in asked.items()
    ]


def others(folder: Path, points: past.Points, database: Path, binaries: Path) -> list[Contestant]:
    path = f"ledger/processes/{points.record}.yaml"
    pairs = {
        page.GIT_NEIGHBOURS: (points.before, points.middle),
        page.GIT_SOME: (points.back, points.middle),
        page.GIT_ENDS: (points.first, points.last),
    }
    # It reads one file, and brings its versions into tables: of a record, the events.
    tables = [str(binaries / "git-history"), "file", str(database), path, "--repo", str(folder), "--branch", "main",
              "--silent", "--import", "yaml", "--convert",
              "yaml.load(content, yaml.CBaseLoader).get('events', [])"]  # fmt: skip
    return [
        *(Contestant(name, ["git", "diff", "--stat", *pair], folder) for name, pair in pairs.items()),
        Contestant(page.GIT_LOG, ["git", "log", "--oneline", "--", path], folder),
        Contestant(page.GIT_HISTORY, tables, folder, before=lambda: database.unlink(missing_ok=True)),
        Contestant(page.GIT_LOG_ALL, ["git", "log", "--stat"], folder),
    ]
