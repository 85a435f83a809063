"""A form that has a file in it, as a browser sends it (RFC 7578)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
    boundary = match[1].encode()
    for part in _parts(raw, boundary):
        if part.file is None:
            name = quote_plus(part.name)
            value = quote_plus(part.content)
            typed.append(f"{name}={value}")
        else:
            files[part.name] = Upload(part.file, part.content)
    answers = form_read("&".join(typed))
    return answers, files


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a form: what was typed, or a file."""

    name: str
    file: str | None
    """What the file is called; None of what was typed."""
    content: bytes

    @classmethod
    def of(cls, piece: bytes) -> "_Part":
        head, gap, content = piece.partition(b"\r\n\r\n")
        if not gap:
            raise UnreadableError(400)
        disposition = _disposition(head)
        name = _NAME.search(disposition)
        if name is None:
            raise UnreadableError(400)
        part_name = _text(name[1])
        file = _FILE.search(disposition)
        if file is None:
            return cls(part_name, None, content)
        file_name = _text(file[1])
        return cls(part_name, file_name, content)


def _parts(raw: bytes, boundary: bytes) -> Iterator[_Part]:
    line = b"\r\n--" + boundary
    whole = b"\r\n" + raw
    most_pieces = MOST_PARTS + 2  # what stands before the first part, and behind the last
    pieces = whole.split(line, most_pieces)
    if len(pieces) > most_pieces:
        raise UnreadableError(400)
    if not pieces[-1].startswith(b"--"):
        raise UnreadableError(400)
    for part in pieces[1:-1]:
        yield _Part.of(part)


def _disposition(head: bytes) -> bytes:
    for row in head.split(b"\r\n"):
        small = row.lower()
        if small.startswith(_DISPOSITION):
            return row[len(_DISPOSITION) :]
    raise UnreadableError(400)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise UnreadableError(400) from None
