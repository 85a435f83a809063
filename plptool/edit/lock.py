"""One writer at a time: whoever writes into a ledger holds its lock from the first read until the file is in place.

The system keeps the lock, and lets it go with the process that holds it, however that ends. The file that is locked
says nothing, and stays: to remove it would leave those who wait for it waiting for another. So it lies in git's own
folder, where nobody commits it; only where there is no git does it lie, hidden, in `ledger/`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath

from plptool.edit.journal import finish
from plptool.edit.places import place_of
from plptool.model.errors import UserError
from plptool.model.findings import Message

WAIT = 30.0
"""Seconds: others are done in less, and whoever waits still knows what for."""


@contextmanager
def writing(root: FilePath) -> Iterator[None]:
    """Be the only one that writes into a ledger; who holds the lock already may take it again.

    A change that was interrupted is brought to its end first.

    Args:
        root: the folder that holds `ledger/`.

    Raises:
        UserError: another process has held the lock all the while; or a change was interrupted, and had to be taken
            back.
        OSError: there can be no lock there.
    """
    from filelock import FileLock, Timeout  # slow to import, and whoever reads needs it not

    lock = FileLock(place_of(root).lock, timeout=WAIT, is_singleton=True)
    try:
        lock.acquire()
    except Timeout:
        message = Message(
            "another plptool is writing into the ledger in {folder!r}: nothing was written; "
            "wait until it is done, and try again",
            {"folder": str(root)},
        )
        raise UserError(message) from None
    try:
        finish(root)
        yield
    finally:
        lock.release()
