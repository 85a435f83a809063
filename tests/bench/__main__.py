"""Measure plptool beside its peers and write docs/performance.md: `make bench`, or parts of it.

`make bench SIZES=25,1000` prints the figures of some sizes and changes no file: that part of the page holds one whole
run. `make bench HISTORY=1` measures reading revisions and history alone, `make bench SITE=1` making and using the site;
each writes its section anew.
"""

import argparse
import compileall
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import history, page, peers, site, synthetic
from tests.bench.contest import NO_CACHE, PLPTOOL, ROUNDS, Contestant, can, compete, say
from tests.bench.measure import run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
SIZES = (25, 1_000, 10_000)
QUICK_ROUNDS = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True, help="the folder that has the peers' programs")
    parser.add_argument("--sizes", default="", help="numbers of processes, 25,1000: a part of the whole")
    parser.add_argument("--history", action="store_true", help="only reading revisions and history")
    parser.add_argument("--site", action="store_true", help="only making and using the site")
    arguments = parser.parse_args()
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    binaries = arguments.peers.resolve()
    part = arguments.history or arguments.site
    # A user's installation has its bytecode; a clone's would else be made on every run where Python is told to write none.
    compileall.compile_dir(ROOT / "plptool", quiet=1)
    if not part:
        old = ledgers(arguments.sizes, binaries, old)
    if arguments.history or not (part or arguments.sizes):
        with tempfile.TemporaryDirectory(prefix="plptool-bench-") as name:
            figures = history.figures(Path(name), binaries)
        old = page.with_section(old, page.HISTORY, page.history(figures, **measured(binaries)))
        write(old)
    if arguments.site or not (part or arguments.sizes):
        with tempfile.TemporaryDirectory(prefix="plptool-bench-") as name:
            found = site.figures(Path(name), ROOT)
        write(page.with_section(old, page.SITE, page.site(found, **measured(binaries))))


def write(text: str) -> None:
    PAGE.write_text(text, encoding="utf-8")
    say(f"wrote {PAGE.relative_to(ROOT)}")


def measured(binaries: Path) -> dict[str, Any]:
    """When, where, and with which versions."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
        "versions": versions(binaries),
    }


def ledgers(asked: str, binaries: Path, old: str) -> str:
    """Measure what is done with ledgers as they lie on the disk; the page, written, or printed where it is a part."""
    whole = not asked
    sizes = SIZES if whole else tuple(int(one) for one in asked.split(","))
    with tempfile.TemporaryDirectory(prefix="plptool-bench-") as name:
        folder = Path(name)
        cache = {"PLPTOOL_CACHE": str(folder / "cache")}
        results = page.Results(
            **measured(binaries),
            start=start_up(),
            real_cold=compete(real(NO_CACHE), QUICK_ROUNDS),
            real_warm=compete(real(cache), QUICK_ROUNDS, skip_first=True) if can("--no-cache") else {},
            sizes={size: compete(contestants(folder / str(size), size, binaries, cache)) for size in sizes},
        )
    text = page.page(results, old)
    if whole:
        write(text)
    else:
        print(text)
    return text


def versions(binaries: Path) -> dict[str, str]:
    """Of Python, plptool, and what it is compared with."""
    ours = subprocess.run([PLPTOOL, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    command = [str(binaries / "python"), "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    peers_ = {name: theirs[name] for name in ("check-jsonschema", "yamale", "doorstop", "git-history")}
    return {"Python": platform.python_version(), "plptool": ours, **peers_}


def start_up() -> dict[str, page.Measured]:
    completing = {"_PLPTOOL_COMPLETE": "bash_complete", "COMP_WORDS": "plptool val", "COMP_CWORD": "1"}
    version, help_, completion = page.QUICK
    one = [
        Contestant(page.BARE, [sys.executable, "-c", "pass"], ROOT),
        Contestant(version, [PLPTOOL, "--version"], ROOT),
        Contestant(help_, [PLPTOOL, "--help"], ROOT),
        Contestant(completion, [PLPTOOL], ROOT, completing),
    ]
    report = [Contestant(page.MAKE, ["make", "--silent", "report"], ROOT)]
    # make sets variables that a make below it would obey.
    os.environ.pop("MAKEFLAGS", None)
    return {**compete(one, QUICK_ROUNDS), **compete(report, ROUNDS, skip_first=True)}


def real(env: Mapping[str, str]) -> list[Contestant]:
    return [Contestant(name, [PLPTOOL, *name.strip("`").split()[1:]], ROOT, env) for name in page.REAL]


def contestants(folder: Path, size: int, binaries: Path, cache: Mapping[str, str]) -> list[Contestant | page.Measured]:
    """What is run for one size of ledger; what this version of plptool cannot do stands there with no figure."""
    say(f"{size:,} processes: making the ledgers")
    synthetic.build(folder, size)
    wrong = folder / "wrong"
    wrong.mkdir()
    synthetic.build(wrong, size, errors=max(1, size // 100))
    cold = [PLPTOOL, "validate", *(["--no-cache"] if can("--no-cache") else [])]
    one = [*cold, *(["--workers", "1"] if can("--workers") else [])]
    field_: list[Contestant | page.Measured] = [
        Contestant(page.COLD, one, folder, NO_CACHE),
        Contestant(page.WORKERS, [*cold, "--workers", "2"], folder, NO_CACHE)
        if can("--workers")
        else page.Measured(page.WORKERS),
        Contestant(page.ERRORS, one, wrong, NO_CACHE, code=1),
    ]
    if can("--no-cache"):
        warm = [PLPTOOL, "validate"]
        run(warm, folder, cache)
        changed = folder / "ledger" / "processes" / f"{synthetic.process_id(size // 2)}.yaml"
        field_ += [
            Contestant(page.WARM, warm, folder, cache),
            Contestant(page.ONE_CHANGED, warm, folder, cache, before=lambda: edit(changed)),
        ]
    else:
        field_ += [page.Measured(page.WARM), page.Measured(page.ONE_CHANGED)]
    others = peers.commands(folder, size, binaries)
    return [*field_, *(Contestant(name, command, cwd) for name, (command, cwd) in others.items())]


def edit(path: Path) -> None:
    """A small change that was never there before, so that no cache knows it; the record stays right."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Arbetet har ", "Arbetet har åter ", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
