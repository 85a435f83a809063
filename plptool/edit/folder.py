"""Whole folders, in one step; each by one process at a time."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from plptool.model.errors import UserError
from plptool.model.findings import Message

_HERE = -100
"""AT_FDCWD: a path counts from where the process stands."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS are the same number."""


def exchanged(one: Path, other: Path) -> bool:
    """Let two folders have each other's place, in one step: whoever looks, whenever, sees all of one of them.

    Returns:
        Whether it was done; a system or a disk may have no such step, and a mount point or another's folder stays.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "darwin":
            failed: int = system.renamex_np(*names, _EXCHANGE)
        else:
            failed = system.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    except (OSError, TypeError, AttributeError):  # Windows has no such library, and an older one no such call
        return False
    return not failed


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one that writes into a folder. The lock is on the folder itself: no file is left, whoever is killed.

    Raises:
        UserError: another process has it.
        OSError: there is no such folder.
    """
    if sys.platform == "win32":  # no folder can be locked there
        yield
        return
    from fcntl import LOCK_EX, LOCK_NB, flock

    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            flock(opened, LOCK_EX | LOCK_NB)
            free = os.path.samestat(os.fstat(opened), folder.stat())
        except (BlockingIOError, FileNotFoundError):
            free = False
        except OSError:  # a disk that knows no locks
            free = True
        if not free:
            message = Message(
                "another plptool is writing into {folder}: wait until it is done, and try again",
                {"folder": str(folder)},
            )
            raise UserError(message)
        yield
    finally:
        os.close(opened)


def same(old: Path, new: Path) -> None:
    """Let a new name stand for an old file, time and rights and all: by a link, or where there are none, by a copy.

    Raises:
        OSError: the file cannot be read, or there is no room for another.
    """
    with suppress(OSError):
        os.link(old, new, follow_symlinks=False)
        return
    shutil.copy2(old, new, follow_symlinks=False)
