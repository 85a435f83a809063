"""Texts (.txt, .md): in whatever encoding, and with whatever ends of lines."""

import codecs

from plptool.documents import limits
from plptool.documents.document import DocumentLine
from plptool.documents.limits import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How a text begins that says in which encoding it is."""


def decoded(raw: bytes) -> str:
    """A text as it was written: by its mark, else in UTF-8, else as Windows writes it in the west.

    Raises:
        RefusedError: it is no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise RefusedError("no text") from None
    if b"\0" in raw:
        raise RefusedError("no text")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def kept_as_it_is(raw: bytes) -> bool:
    """Whether the file itself is the text that is cited: in UTF-8, as `sources --texts` reads it."""
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def written_lines(text: str) -> list[DocumentLine]:
    """The lines of a text.

    Raises:
        RefusedError: it is longer than any document.
    """
    lines = text.split("\n")
    if len(lines) > limits.LINES or max(map(len, lines)) > limits.LINE_CHARACTERS:
        raise RefusedError("too large")
    return [DocumentLine(line.removesuffix("\r")) for line in lines]
