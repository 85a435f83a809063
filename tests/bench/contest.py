"""Commands that are run in turn, round by round, so that noise hits all alike."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import Sample, run
from tests.bench.page import Measured

PLPTOOL = str(Path(sys.executable).parent / "plptool")
ROUNDS = 3
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


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def can(option: str) -> bool:
    """Whether this version of `plptool validate` has the option."""
    done = subprocess.run([PLPTOOL, "validate", "--help"], capture_output=True, text=True, check=True)
    return option in done.stdout


def has(command: str) -> bool:
    """Whether this version of plptool has the command."""
    return subprocess.run([PLPTOOL, command, "--help"], capture_output=True, check=False).returncode == 0


def compete(
    field_: Sequence[Contestant | Measured], rounds: int = ROUNDS, *, skip_first: bool = False
) -> dict[str, Measured]:
    """Run all in turn, round by round. With `skip_first` the first round is for the caches and does not count."""
    samples: dict[str, list[Sample]] = {one.name: [] for one in field_}
    for turn in range(-1 if skip_first else 0, rounds):
        for one in field_:
            if isinstance(one, Measured) or min((past.seconds for past in samples[one.name]), default=0) > LONG:
                continue
            if one.before is not None:
                one.before()
            sample = run(one.command, one.cwd, one.env, one.code)
            if turn >= 0:
                samples[one.name].append(sample)
            if sample.seconds > 1:
                say(f"  {one.name}: {sample.seconds:.1f} s, {sample.peak / 1_000_000:.0f} MB")
    return {name: Measured(name, found) for name, found in samples.items()}
