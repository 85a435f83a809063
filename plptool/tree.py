"""Where a ledger's bytes lie. One tree today, the folder on disk; revisions will be another with the same face."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Protocol

from plptool.errors import UserError
from plptool.model import Message


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


class Tree(Protocol):
    @property
    def root(self) -> FilePath: ...
    @property
    def revision(self) -> str | None: ...
    def entries(self, folder: str) -> list[Entry]: ...
    def read(self, path: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files as they lie on disk."""

    root: FilePath
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        """Everything below the folder, sorted; links are named and never followed."""
        found: list[Entry] = []
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                listing = list(os.scandir(self.root / here))
            except FileNotFoundError:
                continue
            except OSError as error:
                found.append(Entry(here, Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})))
                continue
            for item in listing:
                path = f"{here}/{item.name}"
                status = item.stat(follow_symlinks=False)
                mode = status.st_mode
                if stat.S_ISDIR(mode) and path.count("/") < 8:
                    if path.endswith((".yaml", ".yml")):
                        found.append(Entry(path, Message("it is a folder, not a file")))
                    pending.append(path)
                elif stat.S_ISLNK(mode):
                    found.append(Entry(path, Message("it is a link; a ledger holds files")))
                elif not stat.S_ISREG(mode):
                    found.append(Entry(path, Message("it is not a file")))
                else:
                    stamp = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
                    found.append(Entry(path, None, stamp, max(status.st_mtime, status.st_ctime)))
        return sorted(found, key=lambda entry: entry.path)

    def read(self, path: str) -> bytes:
        # One byte more than a record may have: enough to see that it is too large.
        with (self.root / path).open("rb") as file:
            return file.read((1 << 20) + 1)


def find_root(start: FilePath) -> FilePath:
    """The nearest folder, from `start` upwards, that holds a ledger.

    Raises:
        UserError: there is none.
    """
    if not start.is_dir():
        raise UserError(f"there is no folder {str(start)!r}")
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "ledger").is_dir():
            return folder
        if (folder / "ledger.yaml").is_file() and folder.name == "ledger":
            return folder.parent
    raise UserError(f"there is no ledger in {str(start)!r} or above it (a folder `ledger` with a ledger.yaml)")
