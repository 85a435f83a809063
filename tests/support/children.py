"""Work in a child process, which may be killed at any step, or have no room for what it writes."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from plptool.model.errors import UserError

DISK = frozenset({"open", "write", "flush", "fsync", "fchmod", "replace", "rename", "unlink", "mkdir", "close", "link"})
"""Functions of Python's that have the system change, or wait for, what lies on a disk."""


def in_child(work: Callable[[], object], steps: int | None = None, calls: frozenset[str] | None = None) -> int:
    """How a child process ends that does the work: below zero the signal that killed it, 1 where it failed.

    Args:
        work: what it does.
        steps: before which of its calls it is killed, from 1.
        calls: which calls count: those of these functions; None where all count that are not Python itself.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [steps or 0]

    def count(_: Any, event: str, called: Any) -> None:
        if event != "c_call" or (calls is not None and called.__name__ not in calls):
            return
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.setprofile(count if steps else None)
        work()
        os._exit(0)
    except UserError:
        os._exit(1)
    finally:  # whatever else goes wrong, the child is not another run of the tests
        os._exit(2)


def little_room(size: int) -> None:
    """Let no file of this process grow beyond so many bytes: to write more fails, as where a disk is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
