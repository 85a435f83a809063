"""Answers to JSON for whoever may read it: nothing that steers a terminal, and no personal identity number.

Answers are frozen dataclasses; docs/json.md tells what each holds. A dataclass is written as an object of its fields,
as `model/shapes.py` has them; what comes one by one (an iterator), as a list.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from plptool.model.events import EventBase
from plptool.model.personal_numbers import mask
from plptool.model.plain import Plain
from plptool.model.shapes import AS_TEXT, IF_ANY, INLINE, NAME, PLACE, UNSAID
from plptool.model.text import HIDDEN
from plptool.reports.appendix import EventTold
from plptool.reports.indicators import plain_number
from plptool.timeline.compare import FactChange

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Answer: TypeAlias = "Mapping[str, Any] | DataclassInstance"
"""What is written as an object. Its values are plain data, days, or answers again."""


def text(*answers: Answer, indent: int | None = 2) -> str:
    """A document with `"format": 1`; docs/json.md tells what it holds.

    Args:
        answers: what stands in it, one after the other: mappings, or dataclasses with their fields.
        indent: by how much each level is indented; None for one line.
    """
    return "".join(pieces(*answers, indent=indent))


def pieces(*answers: Answer, indent: int | None = 2) -> Iterator[str]:
    """The same document in pieces: of a list, one entry after the other, so that a large one is never held whole.

    So too of an answer that is a property of the document, as an appendix is.
    """
    properties: dict[str, Any] = {"format": 1}
    for answer in answers:
        properties |= as_json(answer)
    whole = _Level(0, indent)
    yield from _object_in_pieces(properties, whole)


@dataclass(frozen=True, slots=True)
class _Level:
    """How deep in the document something stands, and how that is laid out."""

    depth: int
    indent: int | None
    """By how much each level is indented; None where all stands on one line."""

    @property
    def below(self) -> "_Level":
        """That of what stands in it."""
        return _Level(self.depth + 1, self.indent)

    @property
    def comma(self) -> str:
        """What stands behind an entry; a new line follows it, unless all stands on one line."""
        if self.indent is None:
            return ", "
        return ","

    @property
    def line(self) -> str:
        """A new line at this level; nothing where all stands on one line."""
        if self.indent is None:
            return ""
        indentation = " " * (self.depth * self.indent)
        return f"\n{indentation}"


def _object_in_pieces(properties: dict[str, Any], level: _Level) -> Iterator[str]:
    """An object at a level of the document, property by property."""
    separator = "{"
    below = level.below
    line = below.line
    for name, value in properties.items():
        written_name = _piece(name, below)
        yield f"{separator}{line}{written_name}: "
        if isinstance(value, Iterator | list | tuple):
            yield from _list_in_pieces(value, below)
        elif level.depth == 0 and is_dataclass(value):
            answer = as_json(value)
            yield from _object_in_pieces(answer, below)
        else:
            yield _piece(value, below)
        separator = level.comma
    is_empty = separator == "{"
    if is_empty:
        yield "{}"
        return
    yield f"{level.line}}}"


def _list_in_pieces(listed: Iterable[Any], level: _Level) -> Iterator[str]:
    """A list at a level of the document, entry by entry."""
    separator = "["
    below = level.below
    line = below.line
    for entry in listed:
        written = _piece(entry, below)
        yield f"{separator}{line}{written}"
        separator = level.comma
    is_empty = separator == "["
    if is_empty:
        yield "[]"
        return
    yield f"{level.line}]"


def _piece(value: Any, level: _Level) -> str:
    """A value as it stands at a level of the document."""
    written = _dumped(value, level.indent)
    has_number = mask(written) != written
    if has_number:
        # To mask what is written would leave half a JSON number behind.
        data = json.loads(written)
        masked_data = masked(data)
        written = _dumped(masked_data, level.indent)
    shown = plain(written)
    # In JSON a text has no line breaks: these are between its lines.
    return shown.replace("\n", level.line)


def as_json(value: Any) -> Any:
    """What the writer of JSON does not know, as what it knows: one level of it, as it asks for the next itself.

    Args:
        value: an answer, or a part of one.

    Raises:
        TypeError: nothing says how such a value stands in JSON.
    """
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return plain_number(value)
        case Enum():
            return value.value
        case EventBase():
            return _event(value)
        case FactChange():
            return {
                "kind": value.kind,
                "field": value.name,
                "old": value.before,
                "new": value.after,
            }
        case EventTold():
            return {**value.said, "notes": value.notes}
        case Mapping():
            return dict(value)
        case Iterator():
            return list(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _object(value)
        case _:
            type_name = type(value).__name__
            raise TypeError(f"{type_name} is nothing that JSON has")


def _event(event: EventBase) -> dict[str, Any]:
    """An event as its record has it, and which days its date can mean."""
    data: dict[str, Any] = dict(event.data)
    data["earliest"] = event.when.earliest
    data["latest"] = event.when.latest
    return data


def as_row(value: Any) -> dict[str, Any]:
    """The same for a table, which people read: a date stands there as it is written."""
    # Of an event, what its record says, and not the days that its date can mean.
    data: Mapping[str, Any] = value.data if isinstance(value, EventBase) else as_json(value)
    row: dict[str, Any] = {}
    for name, cell in data.items():
        if name.endswith(_AS_WRITTEN):
            continue
        written_name = f"{name}{_AS_WRITTEN}"
        row[name] = data.get(written_name, cell)
    return row


_AS_WRITTEN = "_written"
"""Behind the name of a day: the date as it is written."""


def _object(answer: "DataclassInstance") -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for attribute, name, place in _properties(type(answer)):
        value = getattr(answer, attribute)
        may_be_left_out = place in _IF_ANY
        if value is None and may_be_left_out:
            continue
        if place == _INLINE:
            properties |= as_json(value)
        elif place == _AS_TEXT:
            properties[name] = str(value)
        else:
            properties[name] = value
    return properties


_INLINE = INLINE[PLACE]
_AS_TEXT = AS_TEXT[PLACE]
_UNSAID = UNSAID[PLACE]
_IF_ANY = (_INLINE, IF_ANY[PLACE])
"""Where a field may stand, and which of these leave it out where it is None."""


@cache
def _properties(kind: "type[DataclassInstance]") -> "tuple[_Property, ...]":
    """The fields of a dataclass that are written."""
    properties: list[_Property] = []
    for field in fields(kind):
        shown = _property(field)
        if shown.place != _UNSAID:
            properties.append(shown)
    return tuple(properties)


class _Property(NamedTuple):
    """A field of a dataclass: a tuple, as every object that is written takes all of them apart."""

    attribute: str
    name: str
    """What it is called in JSON."""
    place: str | None
    """How it stands there, where that is not as a property of its own."""


def _property(field: Field[Any]) -> _Property:
    name = field.metadata.get(NAME, field.name)
    place = field.metadata.get(PLACE)
    return _Property(field.name, name, place)


def plain(document: str) -> str:
    """The same to who reads JSON; nothing that steers a terminal, or that GitHub's runner takes for a command."""
    without_commands = document.replace("##[", "##\\u005b")
    return HIDDEN.sub(_escaped, without_commands)


def _escaped(found: re.Match[str]) -> str:
    """A hidden character as JSON takes it; half of one (names are bytes, and some no text) as every reader takes it."""
    character = found[0]
    is_half = "\ud800" <= character <= "\udfff"
    if is_half:
        point = ord(character)
        return f"<U+{point:04X}>"
    in_quotes = json.dumps(character)
    return in_quotes[1:-1]


def masked(data: Plain) -> Plain:
    """The same data; of a personal identity number no digit."""
    match data:
        case dict():
            masked_data: dict[str, Plain] = {}
            for key, value in data.items():
                masked_key = mask(key)
                masked_data[masked_key] = masked(value)
            return masked_data
        case list() | tuple():
            return list(map(masked, data))
        case str():
            return mask(data)
        case int():
            digits = str(data)
            masked_digits = mask(digits)
            if masked_digits == digits:
                return data
            return masked_digits
        case _:
            return data


def _dumped(answer: Any, indent: int | None) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=indent, default=as_json)
