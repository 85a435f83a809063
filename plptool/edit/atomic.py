"""Whole files, in one step."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from plptool.model.errors import UserError
from plptool.model.findings import Message


def is_of_repository(path: Path) -> bool:
    """Whether a place is git's own, or in a ledger: an answer that is written there would take a record's place.

    Args:
        path: without links in it.
    """
    places = (path, *path.parents)
    return any(map(_is_of_git_or_ledger, places))


def _is_of_git_or_ledger(place: Path) -> bool:
    # Many disks take large and small letters for the same: what is another folder here is that folder in a clone there.
    name = place.name.casefold()
    if name == ".git":
        return True
    if name == "ledger":
        manifest = place.with_name("ledger") / "ledger.yaml"
        if manifest.exists():
            return True
    # A bare repository, or one whose folder lies elsewhere, may have any name.
    if not (place / "HEAD").is_file():
        return False
    if not (place / "objects").is_dir():
        return False
    return (place / "refs").is_dir()


_SETTINGS = (".git", ".forgejo")
"""How the names begin of what git and its hosts take settings from, and run: `.gitattributes`, `.github/workflows`."""


def is_setting(path: Path) -> bool:
    """Whether git or its host would take what is written there, in a clone, for its own: as a workflow to run, say.

    Args:
        path: without links in it.
    """
    names: list[str] = []
    for place in (path, *path.parents):
        if names and (place / ".git").exists():
            return any(name.casefold().startswith(_SETTINGS) for name in names)
        names.append(place.name)
    return False


def put(path: Path, raw: bytes) -> None:
    """Let a file hold other bytes: whoever looks, whenever, sees all of the old or all of the new.

    Raises:
        OSError: it cannot be written; the old file stands.
    """
    folder = path.parent
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    handle, name = mkstemp(prefix=_BEGUN, suffix=_ENDED, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    settle(folder)  # the new name is safe once the folder is


_BEGUN, _ENDED = ".plptool.", ".tmp"
"""How the name of a file begins and ends that is to take the place of another."""


def clear(folder: Path) -> None:
    """Remove what a program that was killed has left of files that were to take the place of others.

    Nobody else may be writing into the folder.
    """
    for left in folder.glob(f"{_BEGUN}*{_ENDED}"):
        left.unlink(missing_ok=True)


def not_written(path: str, error: OSError) -> UserError:
    """That a file or folder could not be written, by a full disk, say; what was there stands."""
    arguments = {"folder": path, "reason": error.strerror or str(error)}
    return UserError(Message("{folder} cannot be written, and is as it was: {reason}", arguments))


def settle(folder: Path) -> None:
    """Wait until what a folder holds is on the disk, by its names."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no such thing to wait for
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
