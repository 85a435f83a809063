"""What a ledger is read from: a tree of names and bytes, whether it lies on a disk, in git or in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Protocol

from plptool.model.findings import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """One name below `ledger/` or `schema/`, relative to the tree's root, with forward slashes."""

    path: str
    oddity: Message | None = None
    """Why it cannot be read as a file: a link, a pipe, a folder, or unreadable."""
    stamp: str = ""
    """Size, times and place on the disk: while they are the same, so are the bytes. Empty where nothing tells."""
    changed: float = 0.0
    """When it was changed last, in seconds since 1970."""
    blob: str = ""
    """The id of its bytes, where the tree knows it."""


class Tree(Protocol):
    """Where a ledger's files are, whatever that is."""

    @property
    def root(self) -> FilePath:
        """The folder that holds `ledger/`, or what stands for it."""

    @property
    def revision(self) -> str | None:
        """The id of the commit that it is; None for files as they lie."""

    def entries(self, folder: str) -> list[Entry]:
        """All names below a folder."""

    def foresee(self, paths: Sequence[str]) -> None:
        """Told which files are read next, and in which order, a tree may fetch them meanwhile."""

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it cannot be read.
        """


LINK = Message("it is a link; a ledger holds files")


ENOUGH = (1 << 20) + 1
"""One byte more than a record may have: enough to see that it is too large."""
