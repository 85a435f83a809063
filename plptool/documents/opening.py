"""A document is opened: what is in the file is read by a process of its own, which has limits."""

import json
import os
import stat
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path as FilePath

from plptool.documents import limits
from plptool.documents.document import Cell, Document, DocumentLine, text_of
from plptool.documents.written import kept_as_it_is
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.personal_numbers import mask
from plptool.model.plain import Plain, as_list
from plptool.model.refusals import reason

KINDS = {
    ".csv": "csv",
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".md": "text",
    ".markdown": "text",
    ".pdf": "pdf",
    ".txt": "text",
    ".xlsx": "xlsx",
}
"""By how a file's name ends, what kind of document it is."""
REFUSED = {
    "damaged": Message("{path!r} is damaged, or no such document as its name says").template,
    "declares entities": Message("{path!r} declares entities, as no office program does: it is not read").template,
    "nested too deep": Message(
        "{path!r} is nested deeper than any document that people write: it is not read"
    ).template,
    "no document": Message("{path!r} is no document of the kind that its name says").template,
    "no text": Message("{path!r} is no text").template,
    "old or encrypted": Message(
        "{path!r} is of before 2007, or closed with a password: save it as .docx or .xlsx without one, and try again"
    ).template,
    "package lacks": Message(
        "{path!r} cannot be read, as a package lacks: install plptool[draft] for sheets, plptool[pdf] for PDF"
    ).template,
    "too large": Message("{path!r} is larger than any document that people write: it is not read").template,
}
"""By why a document was refused, what is told of it."""
_SHEETS = ("csv", "xlsx")
_WITHOUT_LINKS = getattr(os, "O_NOFOLLOW", 0)
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)
_AS_BYTES = getattr(os, "O_BINARY", 0)


def opened(path: FilePath) -> Document:
    """What a document says.

    Raises:
        UserError: it cannot be read, is of no kind that is known, or is hostile.
    """
    kind = KINDS.get(path.suffix.casefold())
    if kind is None:
        args = {"path": str(path), "kinds": ", ".join(KINDS)}
        raise UserError(Message("{path!r} is of no kind that can be read: {kinds}", args))
    raw = _bytes_of(path)
    lines = [replace(line, text=mask(line.text)) for line in _lines(raw, kind, path)]
    is_its_own_text = kind == "text" and kept_as_it_is(raw)
    return Document(
        lines, raw if is_its_own_text else text_of(lines), is_sheet=kind in _SHEETS, is_for_meetings=kind == "pdf"
    )


def _bytes_of(path: FilePath) -> bytes:
    """What a file holds: one that is there, and no link, pipe or device."""
    name = str(path)
    try:
        number = os.open(path, os.O_RDONLY | _WITHOUT_LINKS | _WITHOUT_WAITING | _AS_BYTES)
    except OSError as error:
        if path.is_symlink():
            message = Message("{path!r} is a link: name the file that it leads to", {"path": name})
        else:
            args: dict[str, Argument] = {"path": name, "reason": reason(error)}
            message = Message("{path!r} cannot be read: {reason}", args)
        raise UserError(message) from None
    try:
        is_file = stat.S_ISREG(os.fstat(number).st_mode)
        raw = _read(number) if is_file else b""
    finally:
        os.close(number)
    if not is_file:
        raise UserError(Message("{path!r} is no file", {"path": name}))
    if len(raw) > limits.FILE_BYTES:
        raise _refused("too large", path)
    return raw


def _read(number: int) -> bytes:
    """What an open file holds, and a byte more than any may have."""
    with os.fdopen(os.dup(number), "rb") as file:
        return file.read(limits.FILE_BYTES + 1)


def _refused(reason: str, path: FilePath) -> UserError:
    return UserError(Message(REFUSED[reason], {"path": str(path)}))


def _lines(raw: bytes, kind: str, path: FilePath) -> list[DocumentLine]:
    answer = _answer(raw, kind, path)
    refused = answer.get("refused")
    if refused is not None:
        raise _refused(str(refused), path)
    return [_line(entry) for entry in as_list(answer["lines"])]


def _line(entry: Plain) -> DocumentLine:
    text, place, is_heading, begins = as_list(entry)
    numbers = [number for number in as_list(place) if isinstance(number, int)]
    cell = Cell(*numbers) if numbers else None
    return DocumentLine(str(text), cell, is_heading is True, begins is True)


def _answer(raw: bytes, kind: str, path: FilePath) -> dict[str, Plain]:
    """What the process that reads says; one that ends without a word had too little memory."""
    # -P: a folder in which somebody stands may hold modules of any name.
    command = [sys.executable, "-P", "-m", "plptool.documents.child", kind]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, env=environment, check=False, timeout=limits.SECONDS
        )
    except subprocess.TimeoutExpired:
        raise _refused("too large", path) from None
    answer: Plain = None
    with suppress(ValueError):
        answer = json.loads(done.stdout)
    if isinstance(answer, dict):
        return answer
    if b"MemoryError" in done.stderr or done.returncode < 0:
        raise _refused("too large", path)
    raise RuntimeError(f"the process that reads documents ended with {done.returncode}: {done.stderr[-2000:]!r}")
