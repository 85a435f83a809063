"""The texts of documents, as they lie in a folder."""

from pathlib import Path as FilePath

from plptool.model.errors import UserError
from plptool.model.findings import Message

LARGEST = 64 << 20
"""Bytes. No text extraction is larger; what is, is not read."""


def bytes_of(path: FilePath) -> bytes:
    """What a file holds.

    Raises:
        UserError: it cannot be read, or is larger than any text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(Message("{path!r} is too large for a text", {"path": str(path)}))
        return path.read_bytes()
    except OSError as error:
        args = {"path": str(path), "reason": error.strerror or "?"}
        raise UserError(Message("{path!r} cannot be read: {reason}", args)) from None


def texts_in(folder: FilePath) -> dict[str, bytes]:
    """What the files in a folder and below it hold, by where they lie in it.

    Raises:
        UserError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(folder)}))
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    paths = (path for path in files if path.stat().st_size <= LARGEST)
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise UserError(str(error)) from None
