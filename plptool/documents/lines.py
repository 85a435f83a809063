"""The texts of documents, as they lie in a folder."""

from pathlib import Path as FilePath

from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.refusals import reason, refused

LARGEST = 64 << 20
"""Bytes. No text extraction is larger; what is, is not read."""


def bytes_of(path: FilePath) -> bytes:
    """What a file holds.

    Raises:
        UserError: it cannot be read, or is larger than any text.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            message = Message("{path!r} is too large for a text", {"path": name})
            raise UserError(message)
        return path.read_bytes()
    except OSError as error:
        message = Message("{path!r} cannot be read: {reason}", {"path": name, "reason": reason(error)})
        raise UserError(message) from None


def texts_in(folder: FilePath) -> dict[str, bytes]:
    """What the files in a folder and below it hold, by where they lie in it.

    Raises:
        UserError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        message = Message("there is no folder {folder!r}", {"folder": str(folder)})
        raise UserError(message)
    texts: dict[str, bytes] = {}
    paths = sorted(folder.rglob("*"))
    try:
        for path in paths:
            if not path.is_file():
                continue
            size = path.stat().st_size
            if size > LARGEST:
                continue
            place = path.relative_to(folder)
            name = place.as_posix()
            texts[name] = path.read_bytes()
    except OSError as error:
        raise refused(error) from None
    return texts
