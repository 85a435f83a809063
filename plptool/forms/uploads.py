"""A form that has a file in it, as a browser sends it (RFC 7578)."""

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from plptool.forms.asked import Answers, UnreadableError, Upload, form_read

KIND = "multipart/form-data"
LARGEST = 10 * 1024 * 1024
"""Bytes of a document, with what else its form says."""
MOST_PARTS = 50
_BOUNDARY = re.compile(
    r"multipart/form-data;\s*boundary=\"?([0-9A-Za-z'()+_,./:=? -]{1,70})\"?\s*", re.ASCII | re.IGNORECASE
)
_NAME = re.compile(rb'(?:^|;)\s*name="([^"]{1,100})"')
_FILE = re.compile(rb'(?:^|;)\s*filename="([^"]{0,1000})"')
_DISPOSITION = b"content-disposition:"


def upload_read(kind: str, raw: bytes) -> tuple[Answers, dict[str, Upload]]:
    """What stands in a form, and the files in it.

    Args:
        kind: what the browser says that it sends, with what stands between the parts.
        raw: what it sends.

    Raises:
        UnreadableError: it is no such form.
    """
    match = _BOUNDARY.fullmatch(kind)
    if match is None:
        raise UnreadableError(415)
    typed: list[str] = []
    files: dict[str, Upload] = {}
    for name, file, content in _parts(raw, match[1].encode()):
        if file is None:
            typed.append(f"{quote_plus(name)}={quote_plus(content)}")
        else:
            files[name] = Upload(file, content)
    return form_read("&".join(typed)), files


def _parts(raw: bytes, boundary: bytes) -> Iterator[tuple[str, str | None, bytes]]:
    """Each part: its name, what its file is called where it is one, and what is in it."""
    line = b"\r\n--" + boundary
    pieces = (b"\r\n" + raw).split(line, MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2 or not pieces[-1].startswith(b"--"):
        raise UnreadableError(400)
    for piece in pieces[1:-1]:
        head, found, content = piece.partition(b"\r\n\r\n")
        if not found:
            raise UnreadableError(400)
        disposition = _disposition(head)
        name, file = _NAME.search(disposition), _FILE.search(disposition)
        if name is None:
            raise UnreadableError(400)
        yield _text(name[1]), None if file is None else _text(file[1]), content


def _disposition(head: bytes) -> bytes:
    for row in head.split(b"\r\n"):
        if row.lower().startswith(_DISPOSITION):
            return row[len(_DISPOSITION) :]
    raise UnreadableError(400)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise UnreadableError(400) from None
