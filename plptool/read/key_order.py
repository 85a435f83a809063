"""In which order people write what a record says: that of the schema's properties."""

from collections.abc import Iterator
from typing import Any

from plptool.model.plain import Data, Plain
from plptool.model.records import Path
from plptool.read.schema import Schema, load


def keys_at(schema_name: str, data: Data, where: Path = ()) -> tuple[str, ...]:
    """The names that a mapping may have, in their order; none where they are free.

    Args:
        schema_name: of the record that the mapping is in.
        data: the record's.
        where: the mapping's place in it.
    """
    whole = load(schema_name)
    value: Plain = data
    schemas = list(_all(whole, value, whole))
    for step in where:
        below = [schema for parent in schemas for schema in _below(parent, step)]
        value = _value(value, step)
        schemas = [part for schema in below for part in _all(schema, value, whole)]
    # What holds of one kind alone says more of the order than what holds of all.
    by_length = sorted(schemas, key=_number_of_properties, reverse=True)
    names: dict[str, None] = {}
    for schema in by_length:
        names.update(dict.fromkeys(schema.get("properties", {})))
    return tuple(names)


def _number_of_properties(schema: Schema) -> int:
    return len(schema.get("properties", {}))


def _all(schema: Schema, value: Plain, whole: Schema) -> Iterator[Schema]:
    """A schema, and all that it says must hold of a value beside."""
    import jsonschema_rs

    yield schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        yield from _all(whole["$defs"][name], value, whole)
    for other in schema.get("allOf", ()):
        yield from _all(other, value, whole)
    if "if" in schema:
        holds = jsonschema_rs.is_valid(schema["if"], value)
        other = schema.get("then" if holds else "else")
        if other is not None:
            yield from _all(other, value, whole)


def _below(schema: Schema, step: str | int) -> Iterator[Schema]:
    """What a schema says of an entry."""
    below: Any = schema.get("items")
    if isinstance(step, str):
        below = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(below, dict):
        yield below


def _value(value: Plain, step: str | int) -> Plain:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        entry: Plain = value[step]
        return entry
    return None
