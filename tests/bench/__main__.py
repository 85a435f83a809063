"""Measure plptool beside its peers and write docs/performance.md: `make bench`, or a part with `make bench SIZES=25,1000`.

A part is printed and changes no file: the page holds one whole run.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import page, peers, synthetic
from tests.bench.measure import Sample, run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
BINARIES = Path(sys.executable).parent
PLPTOOL = str(BINARIES / "plptool")
SIZES = (25, 1_000, 10_000)
ROUNDS = 3
QUICK_ROUNDS = 15
LONG = 30.0
"""Seconds; what takes longer at its best is run once."""
NO_CACHE = {"PLPTOOL_CACHE": "off"}


@dataclass(frozen=True, slots=True)
class Contestant:
    name: str
    command: list[str]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    code: int = 0
    before: Callable[[], object] | None = None
    """What is done before each run and is not measured."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, required=True, help="the folder that has the peers' programs")
    parser.add_argument("--sizes", default="", help="numbers of processes, 25,1000: a part of the whole")
    arguments = parser.parse_args()
    whole = not arguments.sizes
    sizes = SIZES if whole else tuple(int(one) for one in arguments.sizes.split(","))
    binaries = arguments.peers.resolve()
    with tempfile.TemporaryDirectory(prefix="plptool-bench-") as name:
        folder = Path(name)
        cache = {"PLPTOOL_CACHE": str(folder / "cache")}
        results = page.Results(
            date=datetime.now(UTC).date().isoformat(),
            machine=f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
            versions=versions(binaries),
            start=start_up(),
            real_cold=compete(real(NO_CACHE), QUICK_ROUNDS),
            real_warm=compete(real(cache), QUICK_ROUNDS, skip_first=True) if can("--no-cache") else {},
            sizes={size: compete(contestants(folder / str(size), size, binaries, cache)) for size in sizes},
        )
    text = page.page(results, PAGE.read_text(encoding="utf-8") if PAGE.exists() else "")
    if whole:
        PAGE.write_text(text, encoding="utf-8")
        say(f"wrote {PAGE.relative_to(ROOT)}")
    else:
        print(text)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def can(option: str) -> bool:
    """Whether this version of `plptool validate` has the option."""
    done = subprocess.run([PLPTOOL, "validate", "--help"], capture_output=True, text=True, check=True)
    return option in done.stdout


def versions(binaries: Path) -> dict[str, str]:
    """Of Python, plptool, and what it is compared with."""
    ours = subprocess.run([PLPTOOL, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    command = [str(binaries / "python"), "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    theirs = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    peers_ = {name: theirs[name] for name in ("check-jsonschema", "yamale", "doorstop")}
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


def compete(
    field_: list[Contestant] | list[Contestant | page.Measured], rounds: int = ROUNDS, *, skip_first: bool = False
) -> dict[str, page.Measured]:
    """Run all in turn, round by round. With `skip_first` the first round is for the caches and does not count."""
    samples: dict[str, list[Sample]] = {one.name: [] for one in field_}
    for turn in range(-1 if skip_first else 0, rounds):
        for one in field_:
            if isinstance(one, page.Measured) or min((past.seconds for past in samples[one.name]), default=0) > LONG:
                continue
            if one.before is not None:
                one.before()
            sample = run(one.command, one.cwd, one.env, one.code)
            if turn >= 0:
                samples[one.name].append(sample)
            if sample.seconds > 1:
                say(f"  {one.name}: {sample.seconds:.1f} s, {sample.peak / 1_000_000:.0f} MB")
    return {name: page.Measured(name, found) for name, found in samples.items()}


if __name__ == "__main__":
    main()
