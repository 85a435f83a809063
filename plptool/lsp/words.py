"""What an editor offers where somebody writes: names of properties, and what may stand there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plptool.checks.references import references
from plptool.edit.propose import proposals
from plptool.edit.write import schema_of
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.events import KINDS
from plptool.model.findings import Message
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.read.fields import Field, event_fields, record_fields
from plptool.read.vocabulary import vocabulary
from plptool.timeline.ledger import Ledger

_VALUE = re.compile(r"(?P<name>[\w-]+):\s+(?:\[(?:[^\]]*,)?\s*)?[\"']?(?P<begun>[^\s,{}\[\]\"']*)$")
_NAME_IN_BRACES = re.compile(r"[{,]\s*(?P<begun>[\w-]*)$")
_NAME = re.compile(r"(?P<indent>\s*(?:- )?)(?P<begun>[\w-]*)$")
_ENTRY = re.compile(r"\s*- [\"']?(?P<begun>[^\s:{\"']*)$")
_LIST = re.compile(r"(?P<indent> *)(?P<name>[\w-]+):\s*(?:#.*)?$")
_CITATION = re.compile(r"(?P<source>[a-z0-9][\w.-]*)#L(?P<line>\d+)", re.ASCII)
_KIND = re.compile(r"\bkind:\s*(?P<kind>[\w-]+)")
_THERE = re.compile(r"([\w-]+):(?=\s|$)")
_SOURCES = ("source", "line", "copy-of", "listed")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be written."""

    text: str
    about: Message | str
    """What it is: in a sentence or a word of the program's, or by the name that the ledger gives it."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be written instead of what was begun."""

    begun: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where somebody writes."""

    collection: Collection
    lines: tuple[str, ...]
    """The lines above, the one that is written last, as far as it goes."""
    rest: str
    """What follows on it."""

    @property
    def line(self) -> str:
        return self.lines[-1]

    @property
    def list_name(self) -> str:
        """The list, or the mapping, of the record in whose entry it is; empty at the top."""
        indent = len(self.line) - len(self.line.lstrip(" "))
        for above in reversed(self.lines[:-1]):
            begins = _LIST.fullmatch(above)
            if begins and len(begins["indent"]) <= indent and (above[:1] != " "):
                return begins["name"] if indent or self.line.lstrip().startswith("-") else ""
            if above[:1] not in (" ", "#", "", "-"):
                return ""
        return ""

    @property
    def kind(self) -> str:
        """The kind of the event in which it is; empty where it is in none, or that is not said yet."""
        if self.list_name != "events":
            return ""
        said = _KIND.search(self.line + self.rest)
        if said:
            return said["kind"]
        for above in reversed(self.lines[:-1]):
            said = _KIND.search(above)
            if said:
                return said["kind"]
            if above.lstrip().startswith("-"):
                break
        return ""

    def fields(self) -> tuple[Field, ...]:
        """What may be said there."""
        name = self.list_name
        if not name:
            return record_fields(self.collection)
        if name != "events":
            return next((field.parts for field in record_fields(self.collection) if field.name == name), ())
        if self.kind:
            return event_fields(self.collection, self.kind)
        of_kinds = [event_fields(self.collection, kind) for kind in KINDS]
        return tuple({field.name: field for fields in of_kinds for field in fields}.values())


def offers(path: str, before: str, rest: str, ledger: Ledger, record: Record | None, today: date) -> Offers | None:
    """What may be written at a place of a file.

    Args:
        path: the file's.
        before: its text up to there.
        rest: what follows on the line.
        ledger: as it is.
        record: the file's, as it could be read last.
        today: today.
    """
    try:
        schema = schema_of(path)
    except UserError:
        return None
    collection = next((one for one in Collection if one.schema == schema), None)
    if collection is None:
        return None
    spot = _Spot(collection, tuple(before.split("\n")), rest)
    value = _VALUE.search(spot.line)
    if value:
        return Offers(value["begun"], tuple(_values(value["name"], value["begun"], spot, ledger, record, today)))
    entry = _ENTRY.fullmatch(spot.line)
    if entry and spot.list_name and not _has_parts(spot):
        return Offers(entry["begun"], tuple(_values(spot.list_name, entry["begun"], spot, ledger, record, today)))
    name = _NAME_IN_BRACES.search(spot.line) or _NAME.fullmatch(spot.line)
    if name:
        there = set(_THERE.findall(spot.line + rest))
        names = [field for field in spot.fields() if field.name not in there]
        return Offers(
            name["begun"],
            tuple(Offer(f"{field.name}: ", Message(field.in_short) if field.in_short else "") for field in names),
        )
    return None


def _has_parts(spot: _Spot) -> bool:
    of_record = {field.name: field.has_parts for field in record_fields(spot.collection)}
    return spot.list_name == "events" or of_record.get(spot.list_name, False)


def _values(name: str, begun: str, spot: _Spot, ledger: Ledger, record: Record | None, today: date) -> Iterator[Offer]:
    """What a property may be."""
    if name in _SOURCES:
        yield from _citations(begun, spot, ledger)
        return
    collection = _named(name, spot)
    if collection is not None:
        yield from _records(ledger.collections[collection].values())
        return
    if name == "concerns":
        yield from _records(ledger.all_records())
        return
    if name == "kind" and spot.list_name == "events":
        yield from (_word(kind) for kind in KINDS if event_fields(spot.collection, kind))
        return
    proposed = proposals(ledger, today, record, spot.kind)
    if name in ("date", "number") and name in proposed:
        yield Offer(proposed[name], "")
    for field in spot.fields():
        if field.name == name:
            yield from map(_word, field.words)
            if field.is_flag:
                yield Offer("true", "")


def _word(word: str) -> Offer:
    """A word of the format's, and what the reader's language calls it."""
    return Offer(word, Message(word))


def _named(name: str, spot: _Spot) -> Collection | None:
    """The collection whose records a property names."""
    if name in ("part-of", "continues") and spot.collection is Collection.PROCESSES:
        return Collection.PROCESSES
    if name in vocabulary().organisations:
        return Collection.ORGANISATIONS
    reference = references().get(name)
    return None if reference is None else reference.collection


def _records(records: Iterable[Record]) -> Iterator[Offer]:
    standing = [record for record in records if "withdrawn" not in record.data]
    for record in sorted(standing, key=lambda one: natural(one.id)):
        yield Offer(record.id, record.called)


def _citations(begun: str, spot: _Spot, ledger: Ledger) -> Iterator[Offer]:
    """The document that was cited last above, with the line that follows; then each document."""
    last: dict[str, int] = {}
    for cited in _CITATION.finditer("\n".join(spot.lines)):
        if cited[0] != begun:
            last.pop(cited["source"], None)
            last[cited["source"]] = int(cited["line"])
    for source, line in reversed(last.items()):
        record = ledger.collections[Collection.SOURCES].get(source)
        lines = record.data.get("lines") if record else None
        if record is not None and isinstance(lines, int) and line < lines:
            yield Offer(f"{source}#L{line + 1}", record.called)
    yield from _records(ledger.collections[Collection.SOURCES].values())
