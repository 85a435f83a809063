"""A source's record, made from the text of its document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from plptool.edit.edits import Create, Edit
from plptool.edit.write import new_file
from plptool.model.collections import Collection
from plptool.model.dates import DateError, one_form, parse_when
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Plain, text_if_any
from plptool.timeline.ledger import Ledger

_DOCUMENTS: Mapping[bytes, str] = {b"%PDF-": "pdftotext -layout", b"PK\x03\x04": "pandoc --to plain --wrap none"}
"""By how a document begins that is no text: what makes text of it."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that is to be recorded."""

    id: str
    title: str
    date: str
    sha256: str
    lines: int

    @classmethod
    def of(cls, text: bytes, key: str, title: str, date: str) -> "NewSource":
        """The source whose text this is.

        Raises:
            UserError: the id or the date is none, or the title says nothing.
        """
        _must_be_an_id(key)
        try:
            parse_when(date)
        except DateError as error:
            raise UserError(Message("{message}. {hint}", {"message": error.message, "hint": error.hint})) from None
        title = " ".join(title.split())
        if not title:
            raise UserError(Message("say what the document is called: --title TITLE"))
        # As it is read: split at line feeds, so that a text that ends with one has an empty line more.
        lines = text.count(b"\n") + 1
        digest = sha256(text).hexdigest()
        return cls(key, one_form(title), one_form(date), digest, lines)

    @property
    def path(self) -> str:
        return f"ledger/{Collection.SOURCES}/{self.id}.yaml"

    @property
    def data(self) -> dict[str, Plain]:
        """What its file says."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date,
            "sha256": self.sha256,
            "lines": self.lines,
        }

    @property
    def yaml(self) -> str:
        """Its file."""
        return new_file(self.data).decode()


def examined_text(raw: bytes, name: str) -> bytes:
    """The bytes of a file, which must be the text of a document.

    Raises:
        UserError: it is empty, no text, or not in UTF-8.
    """
    for beginning, maker in _DOCUMENTS.items():
        if raw.startswith(beginning):
            message = Message(
                "{file!r} is a document, and not its text: make that first, such as with `{maker}`",
                {"file": name, "maker": maker},
            )
            raise UserError(message)
    if b"\0" in raw:
        raise UserError(Message("{file!r} is no text", {"file": name}))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(Message("{file!r} is not in UTF-8: save it so, and try again", {"file": name})) from None
    if not text.strip():
        raise UserError(Message("{file!r} is empty", {"file": name}))
    return raw


def new_source(ledger: Ledger, source: NewSource) -> list[Edit]:
    """A source's record comes, which must be a new one.

    Raises:
        UserError: its id is taken, or its text is that of another source.
    """
    must_be_new_text(ledger, source.sha256)
    must_be_new_id(ledger, source.id)
    return [Create(source.path, source.data)]


def must_be_new_text(ledger: Ledger, digest: str) -> None:
    """See that no source has the text with this digest.

    Raises:
        UserError: one has.
    """
    for other in ledger.collections[Collection.SOURCES].values():
        if text_if_any(other.data, "sha256") == digest:
            raise UserError(Message("this text is that of the source {id!r} already", {"id": other.id}))


def must_be_new_id(ledger: Ledger, key: str) -> None:
    """See that a source can be called so.

    Raises:
        UserError: it is no id, or another's.
    """
    _must_be_an_id(key)
    taken = ledger.records.get(key)
    if taken is not None:
        args = {"id": key, "path": taken.path}
        raise UserError(Message("{id!r} is taken, by {path}: name another with --id", args))


def _must_be_an_id(key: str) -> None:
    if not key:
        raise UserError(Message("no id can be made of the file's name: --id ID"))
    if not re.fullmatch(Collection.SOURCES.ids, key):
        args = {"id": key}
        raise UserError(Message("{id!r} is no id: letters a–z and digits, with . _ or - between them", args))
