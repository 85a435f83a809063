"""The texts of documents, as they lie in a folder."""

from pathlib import Path as FilePath

from plptool.model.errors import UserError
from plptool.model.findings import Message

LARGEST = 64 << 20
"""Bytes. No text extraction is larger; what is, is not read."""


def texts_in(folder: FilePath) -> dict[str, bytes]:
    """What the files in a folder and below it hold, by where they lie in it.

    Raises:
        UserError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(folder)}))
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size <= LARGEST)
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise UserError(str(error)) from None
