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
from plptool.model.refusals import reason, refused

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
            parent = pending.pop()
            try:
                listing = list(os.scandir(self.root / parent))
            except FileNotFoundError:
                continue
            except OSError as error:
                entries.append(Entry(parent, unreadable(error)))
                continue
            for item in listing:
                path = f"{parent}/{item.name}"
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
        ancestor = ""
        try:
            for name in path.split("/"):
                ancestor = f"{ancestor}/{name}" if ancestor else name
                status = (self.root / ancestor).lstat()
                if stat.S_ISLNK(status.st_mode):
                    return Entry(ancestor, LINK)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Entry(ancestor, unreadable(error))
        return _entry(path, status)

    def foresee(self, paths: Sequence[str]) -> None:
        """The system reads ahead by itself."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; of one that is larger than a record may be, as many as show that.

        Raises:
            OSError: there is no such file, it cannot be read, or it is a link or pipe.
        """
        descriptor = os.open(self.root / path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "not a file")
            raw = file.read(min(status.st_size + 1, ENOUGH))
            status_now = os.fstat(descriptor)  # it may have been written meanwhile
            self.stamps[path] = _stamp(status_now)
            return raw


def _flags() -> int:
    """How files are opened. What was one when it was listed may be a pipe by now: that is not waited for."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)  # no system has all of them
    return flags


_FLAGS = _flags()


def _entry(path: str, status: os.stat_result) -> Entry:
    """What is no folder in which a ledger's files may lie: a file, or why it is none."""
    if stat.S_ISLNK(status.st_mode):
        return Entry(path, LINK)
    if not stat.S_ISREG(status.st_mode):
        return Entry(path, Message("it is not a file"))
    written = max(status.st_mtime, status.st_ctime)
    return Entry(path, odd_name(path), _stamp(status), written)


def _stamp(status: os.stat_result) -> str:
    """What of a file stays the same while nobody writes it (`Entry.stamp`)."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def unreadable(error: OSError) -> Message:
    """Why a file is none, where the system does not let it be read."""
    return Message("it cannot be read ({reason})", {"reason": reason(error)})


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
    # To fold case may take a letter apart again.
    folded = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded)


_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[1-9¹²³])\s*(\..*)?", re.IGNORECASE | re.DOTALL)


def reserved(name: str) -> bool:
    """Whether Windows keeps the name to itself (Microsoft, "Naming Files, Paths, and Namespaces")."""
    return _RESERVED.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class MemoryTree:
    """Files that are held in memory, such as an example's."""

    files: Mapping[str, bytes]
    root: FilePath = FilePath()
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        below = f"{folder}/"
        return [Entry(path) for path in sorted(self.files) if path.startswith(below)]

    def foresee(self, paths: Sequence[str]) -> None:
        """They lie here already."""

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
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
        raise refused(error) from None


def _root(start: FilePath) -> FilePath:
    if not start.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(start)}))
    arguments = {"folder": str(start)}
    resolved = start.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / "ledger").is_dir():
            return _outermost(folder)
    if looks_bare(resolved):
        message = Message(
            "{folder!r} is a bare repository, without files: name a revision, such as --at @HEAD", arguments
        )
    else:
        message = Message(
            "there is no ledger in {folder!r} or above it (a folder `ledger` with a ledger.yaml)", arguments
        )
    raise UserError(message)


def _outermost(root: FilePath) -> FilePath:
    """The root that counts: one may itself be, or lie in, the folder `ledger` of another."""
    outermost = root
    for folder in (root, *root.parents):
        if _is_ledger(folder):
            outermost = folder.parent
    return outermost
