"""Office documents are zip files of XML: their parts, read with nothing believed that they say of themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from plptool.documents import limits
from plptool.documents.limits import RefusedError

_ENCRYPTED = 0x1
"""The flag of a part that only a password opens."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How documents begin that are of before 2007, or that a password opens."""
_DECLARATION = ("<!doctype", "<!entity")


@dataclass(frozen=True, slots=True)
class Begin:
    """An element begins."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class End:
    """An element ends."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


Event = Begin | End | Text


def opened(raw: bytes) -> ZipFile:
    """A document, whose parts are not too many and not too large.

    Raises:
        RefusedError: it is none.
    """
    if raw.startswith(_OLD_OFFICE):
        raise RefusedError("old or encrypted")
    try:
        packed = ZipFile(BytesIO(raw))
    except (BadZipFile, ValueError, NotImplementedError):
        raise RefusedError("damaged") from None
    entries = packed.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise RefusedError("too large")
    total = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise RefusedError("old or encrypted")
        total += entry.file_size
        is_small = entry.file_size < limits.ZIP_SMALL
        if total > limits.ZIP_BYTES:
            raise RefusedError("too large")
        if not is_small and entry.file_size > limits.ZIP_RATIO * max(entry.compress_size, 1):
            raise RefusedError("too large")
    return packed


def part(packed: ZipFile, name: str) -> bytes:
    """What a part holds: never more than it says, which was looked at.

    Raises:
        RefusedError: there is no such part, or it is damaged.
    """
    try:
        content = packed.read(name)
    except (KeyError, BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise RefusedError("damaged") from None
    except Exception as error:  # zlib.error, lzma.LZMAError: whatever unpacks has its own
        raise RefusedError("damaged") from error
    return content


def must_declare_nothing(content: bytes) -> None:
    """No part of an office document declares a type or an entity, in whatever encoding.

    Raises:
        RefusedError: it does.
    """
    for encoding in ("latin-1", "utf-16-le", "utf-16-be"):
        text = content.decode(encoding, "replace").casefold()
        if any(word in text for word in _DECLARATION):
            raise RefusedError("declares entities")


def events(content: bytes) -> Iterator[Event]:
    """The elements of a part, without their namespaces, and what stands in them.

    Raises:
        RefusedError: it is no XML, nested too deep, or declares something.
    """
    must_declare_nothing(content)
    reader = _Reader()
    step = 1 << 16
    for start in range(0, len(content), step):
        reader.feed(content[start : start + step], is_last=False)
        yield from reader.taken()
    reader.feed(b"", is_last=True)
    yield from reader.taken()


class _Reader:
    """Takes a part in pieces, so that a large one is never held as objects."""

    def __init__(self) -> None:
        self._found: list[Event] = []
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, content: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(content, is_last)
        except expat.ExpatError:
            raise RefusedError("damaged") from None

    def taken(self) -> list[Event]:
        found = self._found
        self._found = []
        return found

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > limits.DEPTH:
            raise RefusedError("nested too deep")
        plain = {_local(key): value for key, value in attributes.items()}
        self._found.append(Begin(_local(name), plain))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._found.append(End(_local(name)))

    def _text(self, text: str) -> None:
        self._found.append(Text(text))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
