"""What the schemas say of each property's name: one meaning in all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from plptool.read.schema import NAMES, Schema, load

_DATES = frozenset({"when", "period", "year", "day", "date-or-task"})
"""The shared definitions of dates."""
_ORGANISATIONS = frozenset({"organisation", "organisations"})
"""The shared definitions of organisations, by their ids."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the schemas say of each property name; a name means one thing in all of them (a test holds us to it)."""

    whole: frozenset[str]
    """Properties that may hold a whole number and never text that looks like one."""
    truth: frozenset[str]
    """Properties that hold true or false."""
    whole_maps: frozenset[str]
    """Properties whose own keys are free and whose values are whole numbers (`listed: {bilaga-5: 6}`)."""
    dates: frozenset[str]
    """Properties that hold a date or a period."""
    dates_or_tasks: frozenset[str]
    """Those of them that may hold the id of a task instead."""
    organisations: frozenset[str]
    """Properties that hold the id of an organisation, or a list of them."""
    prose: frozenset[str]
    """Properties that hold text in people's own words, or a list of it."""
    like_numbers: frozenset[str]
    """Properties that may be written as a number, whatever they are taken for: ids, dates, people's own words."""
    names: frozenset[str]
    """All properties of all records."""


@cache
def vocabulary() -> Vocabulary:
    """What all schemas say of the names of properties."""
    names: dict[str, set[str]] = {}
    for field in fields(Vocabulary):
        names[field.name] = set()
    for schema_name in NAMES:
        schema = load(schema_name)
        for name, definition in _properties(schema):
            for trait in _traits(definition, schema):
                members = names[trait]
                members.add(name)
    frozen = {trait: frozenset(members) for trait, members in names.items()}
    return Vocabulary(**frozen)


def _properties(node: Any) -> Iterator[tuple[str, Schema]]:
    """Every property that a part of a schema defines, by name."""
    if isinstance(node, dict):
        properties = node.get("properties", {})
        for name, definition in properties.items():
            if isinstance(definition, dict):
                yield name, definition
        for keyword, value in node.items():
            if keyword not in ("examples", "const", "enum"):
                yield from _properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from _properties(value)


def _traits(definition: Schema, schema: Schema) -> Iterator[str]:
    """In which of a vocabulary's sets a property belongs, by its definition."""
    yield "names"
    whole = definition
    if "$ref" in definition:
        whole = _resolved(definition, schema)
    entry = whole.get("items", {})
    for value in (definition, entry):
        shared = _shared(value)
        if shared in _DATES:
            yield "dates"
        elif shared in _ORGANISATIONS:
            yield "organisations"
        if shared == "date-or-task":
            yield "dates_or_tasks"
    if _may_be_number(definition, schema) or _may_be_number(entry, schema):
        yield "like_numbers"
    pattern = whole.get("pattern")
    pattern_of_entry = entry.get("pattern")
    if r"\S" in (pattern, pattern_of_entry):
        yield "prose"
    type_name = whole.get("type")
    free_values = whole.get("additionalProperties")
    match type_name, free_values:
        case "integer" | ["integer", *_], _:
            yield "whole"
        case "boolean", _:
            yield "truth"
        case "object", {"type": "integer"}:
            yield "whole_maps"


def _may_be_number(definition: Schema, schema: Schema) -> bool:
    """Whether a number is right there, alone or in a list."""
    if "$ref" in definition:
        resolved = _resolved(definition, schema)
        return _may_be_number(resolved, schema)
    types = definition.get("type", ())
    if "number" in types or "integer" in types:
        return True
    if "else" not in definition:
        return False
    otherwise = definition["else"]
    return _may_be_number(otherwise, schema)


def _resolved(definition: Schema, schema: Schema) -> Schema:
    """The shared definition itself, where a `$ref` names one."""
    name = _shared(definition)
    shared: Schema = schema["$defs"][name]
    return shared


def _shared(definition: Schema) -> str:
    """The shared definition that a `$ref` names; empty where there is none."""
    reference = str(definition.get("$ref", ""))
    _, _, name = reference.rpartition("/")
    return name
