"""What a ledger is read from: a tree of names and bytes, whether it lies on a disk, in git or in memory."""

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
    @property
    def root(self) -> FilePath: ...
    @property
    def revision(self) -> str | None: ...
    def entries(self, folder: str) -> list[Entry]: ...
    def read(self, path: str) -> bytes: ...


LINK = Message("it is a link; a ledger holds files")


ENOUGH = (1 << 20) + 1
"""One byte more than a record may have: enough to see that it is too large."""
