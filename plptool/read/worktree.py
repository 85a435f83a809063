"""Where a ledger's bytes lie: in a folder on disk, or in memory. A revision in git has the same face."""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from plptool.git.layout import looks_bare
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.ports import ENOUGH, LINK, Entry

_DEEPEST = 8
"""Folders below the top in which is looked: no ledger has as many, and an endless tree must end."""


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files as they lie on disk."""

    root: FilePath
    revision: str | None = None
    stamps: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    """By path: of the file that was read last. Another may lie there than when it was listed."""

    def entries(self, folder: str) -> list[Entry]:
        """Everything below the folder, sorted; links are named and never followed."""
        if (self.root / folder).is_symlink():
            return [Entry(folder, LINK)]
        entries: list[Entry] = []
        pending = [folder]
        while pending:
            here = pending.pop()
            try:
                listing = list(os.scandir(self.root / here))
            except FileNotFoundError:
                continue
            except OSError as error:
                entries.append(Entry(here, unreadable(error)))
                continue
            for item in listing:
                path = f"{here}/{item.name}"
                try:
                    status = item.stat(follow_symlinks=False)
                except FileNotFoundError:  # gone since it was listed
                    continue
                except OSError as error:
                    entries.append(Entry(path, unreadable(error)))
                    continue
                if not stat.S_ISDIR(status.st_mode) or path.count("/") >= _DEEPEST:
                    entries.append(_entry(path, status))
                    continue
                pending.append(path)
                if path.endswith((".yaml", ".yml")):
                    entries.append(Entry(path, Message("it is a folder, not a file")))
        return sorted(entries, key=lambda entry: entry.path)

    def entry(self, path: str) -> Entry | None:
        """One file as `entries` lists it, without a look at the others; None where it is not there."""
        upper = ""
        try:
            for part in path.split("/"):
                upper = f"{upper}/{part}" if upper else part
                status = (self.root / upper).lstat()
                if stat.S_ISLNK(status.st_mode):
                    return Entry(upper, LINK)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Entry(upper, unreadable(error))
        return _entry(path, status)

    def foresee(self, paths: Sequence[str]) -> None:
        """The system reads ahead by itself."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; of one that is larger than a record may be, as many as show that.

        Raises:
            OSError: there is no such file, it cannot be read, or it is a link or pipe.
        """
        # What was a file when it was listed may be a pipe by now: that is not waited for, and no link is followed.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self.root / path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "not a file")
            raw = file.read(min(status.st_size + 1, ENOUGH))
            self.stamps[path] = _stamp(os.fstat(file.fileno()))  # now: it may have been written meanwhile
            return raw


def _entry(path: str, status: os.stat_result) -> Entry:
    """What is no folder in which a ledger's files may lie: a file, or why it is none."""
    if stat.S_ISLNK(status.st_mode):
        return Entry(path, LINK)
    if not stat.S_ISREG(status.st_mode):
        return Entry(path, Message("it is not a file"))
    return Entry(path, odd_name(path), _stamp(status), max(status.st_mtime, status.st_ctime))


def _stamp(status: os.stat_result) -> str:
    """What of a file stays the same while nobody writes it (`Entry.stamp`)."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def unreadable(error: OSError) -> Message:
    """Why a file is none, where the system does not let it be read."""
    return Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})


def odd_name(path: str) -> Message | None:
    """Why a file with this name can be no record, whatever it holds: names are bytes, and some are no text."""
    if path.isascii():
        return None
    try:
        path.encode()
    except UnicodeEncodeError:
        return Message("its name is no text (UTF-8)")
    return None


def alias(path: str) -> str:
    """One form for all paths that some file system takes for one: by case, and by how letters are composed."""
    if path.isascii():
        return path.casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def reserved(name: str) -> bool:
    """Whether Windows keeps the name to itself (Microsoft, "Naming Files, Paths, and Namespaces")."""
    return re.fullmatch(r"(con|prn|aux|nul|(com|lpt)[1-9¹²³])\s*(\..*)?", name, re.IGNORECASE | re.DOTALL) is not None


@dataclass(frozen=True, slots=True)
class MemoryTree:
    """Files that are held in memory, such as an example's."""

    files: Mapping[str, bytes]
    root: FilePath = FilePath()
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        return [Entry(path) for path in sorted(self.files) if path.startswith(f"{folder}/")]

    def foresee(self, paths: Sequence[str]) -> None:
        """They lie here already."""

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "there is no such file", path)
        return self.files[path]


def _is_ledger(folder: FilePath) -> bool:
    """Whether a folder is its parent's `ledger` (in any case, where the file system sees none), with what lies in one.

    A folder that is called so for another reason, such as a clone of a repository `ledger`, holds no record itself.
    """
    if folder.name.casefold() != "ledger":
        return False
    try:
        if not (folder.parent / "ledger").samefile(folder):
            return False
    except OSError:
        return False
    if os.path.lexists(folder / "ledger.yaml"):
        return True
    for collection in COLLECTIONS:
        with suppress(OSError), os.scandir(folder / collection) as listing:
            if any(item.name.endswith(".yaml") for item in listing):
                return True
    return False


def find_root(start: FilePath) -> FilePath:
    """The nearest folder, from `start` upwards, that holds a ledger.

    A folder `ledger` that is one belongs to its parent, with all that lies in it: whoever stands in it examines what
    everybody examines, and no copy that somebody has put there.

    Raises:
        UserError: there is none.
    """
    try:
        return _root(start)
    except OSError as error:
        raise UserError(str(error)) from None


def _root(start: FilePath) -> FilePath:
    if not start.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(start)}))
    args = {"folder": str(start)}
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "ledger").is_dir():
            # It may itself be, or lie in, the folder `ledger` of another; the outermost one counts.
            ledgers = [around for around in (folder, *folder.parents) if _is_ledger(around)]
            return ledgers[-1].parent if ledgers else folder
    if looks_bare(here):
        message = Message("{folder!r} is a bare repository, without files: name a revision, such as --at @HEAD", args)
        raise UserError(message)
    raise UserError(
        Message("there is no ledger in {folder!r} or above it (a folder `ledger` with a ledger.yaml)", args)
    )
