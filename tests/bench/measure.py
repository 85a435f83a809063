"""Whole processes: how long one takes from start to end, and how much memory it and its children hold at the peak."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_POLL = 0.05
_UNIT = 1 if sys.platform == "darwin" else 1024
"""What ru_maxrss counts in."""


class RunError(Exception):
    """A command ended otherwise than it should: its figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    seconds: float
    cpu: float
    """Seconds of processor time, children included: what noise on the machine changes least."""
    peak: int
    """Bytes. Of one process what the kernel says; of one with children the largest sum seen, shared pages counted once."""


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None, code: int = 0) -> Sample:
    """Run a command to its end.

    Raises:
        RunError: it ended with another code.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        family = _Family(process.pid)
        family.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        family.done.set()
        family.join()
        if process.returncode != code:
            said.seek(0)
            tail = said.read()[-2000:].decode("utf-8", "replace")
            raise RunError(f"{' '.join(command[:4])} ended with {process.returncode}, not {code}\n{tail}")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * _UNIT, family.peak))


class _Family(threading.Thread):
    """Looks now and then at a process that has children. Without any it reads one small file a time, and disturbs nobody."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(_POLL):
            pids = [self.pid, *_below(self.pid)]
            if len(pids) > 1:
                self.peak = max(self.peak, sum(map(_held, pids)))


def _below(pid: int) -> list[int]:
    try:
        # A child may be started by any thread.
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:  # it ended meanwhile, or this is no Linux
        return []
    return [one for child in children for one in (child, *_below(child))]


def _held(pid: int) -> int:
    """The process's part of memory in bytes, with shared pages split among those that share them (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
