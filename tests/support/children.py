"""Work in a child process, which may be killed at any step, or have no room for what it writes."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from plptool.model.errors import UserError


def in_child(work: Callable[[], object], steps: int | None = None) -> int:
    """How a child process ends that does the work: below zero the signal that killed it, 1 where it failed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [steps or 0]

    def count(_: Any, event: str, __: Any) -> None:
        left[0] -= event == "c_call"
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
