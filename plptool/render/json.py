"""Answers to JSON for whoever may read it: nothing that steers a terminal, and no personal identity number."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from plptool.model.events import EventBase
from plptool.model.personal_numbers import find, mask
from plptool.model.records import Json
from plptool.model.shapes import AS_TEXT, IF_ANY, INLINE, NAME, PLACE
from plptool.model.text import HIDDEN
from plptool.reports.appendix import EventTold
from plptool.timeline.compare import FactChange


def text(*answers: object, indent: int | None = 2) -> str:
    """A document with `"format": 1`; docs/json.md tells what it holds.

    Args:
        answers: what stands in it, one after the other: mappings, or dataclasses with their fields.
        indent: by how much each level is indented; None for one line.
    """
    said = _dumped({"format": 1, **_joined(answers)}, indent)
    # A stream that masks would leave half a JSON number behind.
    return plain(_dumped(masked(json.loads(said)), indent) if find(said) else said)


def as_json(value: object) -> Json:
    """What the writer of JSON does not know, as what it knows: one level of it, as it asks for the next itself.

    A dataclass is an object of its fields, as `model/shapes.py` has them. What is told one by one is a list.

    Raises:
        TypeError: nothing says how such a value stands in JSON.
    """
    match value:
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case EventBase():  # the event as its record has it, and which days its date can mean
            return {**value.data, "earliest": value.when.earliest, "latest": value.when.latest}
        case FactChange():
            return {"kind": value.kind, "field": value.field, "old": value.old, "new": value.new}
        case EventTold():
            return {**value.said, "notes": value.notes}
        case Mapping():
            return dict(value)
        case Iterator():
            return list(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _object(value)
        case _:
            raise TypeError(f"{type(value).__name__} is nothing that JSON has")


def _object(value: Any) -> dict[str, Json]:
    found: dict[str, Json] = {}
    kind: Any = type(value)
    for attribute, name, place in _properties(kind):
        held = getattr(value, attribute)
        if place == INLINE[PLACE]:
            found |= {} if held is None else as_json(held)
        elif place == AS_TEXT[PLACE]:
            found[name] = str(held)
        elif place != IF_ANY[PLACE] or held is not None:
            found[name] = held
    return found


@cache
def _properties(kind: Any) -> tuple[tuple[str, str, str | None], ...]:
    """Of a dataclass: each field, its name in JSON, and how it stands there."""
    return tuple((part.name, part.metadata.get(NAME, part.name), part.metadata.get(PLACE)) for part in fields(kind))


def _joined(answers: tuple[object, ...]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for answer in answers:
        found |= as_json(answer)
    return found


def plain(said: str) -> str:
    """The same to who reads JSON; nothing that steers a terminal, or that GitHub's runner takes for a command."""
    return HIDDEN.sub(_written, said.replace("##[", "##\\u005b"))


def _written(found: re.Match[str]) -> str:
    """A hidden character as JSON takes it; half of one (names are bytes, and some no text) as every reader takes it."""
    return f"<U+{ord(found[0]):04X}>" if "\ud800" <= found[0] <= "\udfff" else json.dumps(found[0])[1:-1]


def masked(data: Json) -> Json:
    """The same data; of a personal identity number no digit."""
    if isinstance(data, dict):
        return {mask(key): masked(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [masked(value) for value in data]
    return mask(str(data)) if isinstance(data, str) or (isinstance(data, int) and find(str(data))) else data


def _dumped(data: dict[str, Json], indent: int | None) -> str:
    return json.dumps(data, ensure_ascii=False, indent=indent, default=as_json)
