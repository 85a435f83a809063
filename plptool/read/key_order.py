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
    of_record = _all(whole, value, whole)
    schemas = list(of_record)
    for step in where:
        value = _value(value, step)
        parents = schemas
        schemas = []
        for parent in parents:
            below = _below(parent, step)
            if below is None:
                continue
            of_value = _all(below, value, whole)
            schemas += of_value
    # What holds of one kind alone says more of the order than what holds of all.
    schemas.sort(key=_number_of_properties, reverse=True)
    names: list[str] = []
    for schema in schemas:
        names += _properties(schema)
    different = dict.fromkeys(names)
    return tuple(different)


def in_order(schema_name: str, data: Data, value: Plain, where: Path = ()) -> Plain:
    """The same value, whose mappings have their names in the order of the schema; those that are free stay.

    Args:
        schema_name: of the record that the value is in.
        data: the record's.
        value: the value.
        where: its place in the record.
    """
    match value:
        case list():
            ordered_entries: list[Plain] = []
            for index, entry in enumerate(value):
                place = (*where, index)
                ordered = in_order(schema_name, data, entry, place)
                ordered_entries.append(ordered)
            return ordered_entries
        case dict():
            order = keys_at(schema_name, data, where)
            ordered_values: dict[str, Plain] = {}
            for name in _names_in_order(value, order):
                below = (*where, name)
                ordered_values[name] = in_order(schema_name, data, value[name], below)
            return ordered_values
        case _:
            return value


def _names_in_order(value: Data, order: tuple[str, ...]) -> list[str]:
    """A mapping's names: those that the order has, in that order, and then the others, as they stand."""
    known = [name for name in order if name in value]
    others = [name for name in value if name not in order]
    return known + others


def _number_of_properties(schema: Schema) -> int:
    properties = _properties(schema)
    return len(properties)


def _properties(schema: Schema) -> Schema:
    properties: Schema = schema.get("properties", {})
    return properties


def _all(schema: Schema, value: Plain, whole: Schema) -> Iterator[Schema]:
    """A schema, and all that it says must hold of a value beside."""
    yield schema
    if "$ref" in schema:
        reference = str(schema["$ref"])
        _, _, name = reference.rpartition("/")
        shared = whole["$defs"][name]
        yield from _all(shared, value, whole)
    for other in schema.get("allOf", ()):
        yield from _all(other, value, whole)
    consequence = _consequence(schema, value)
    if consequence is not None:
        yield from _all(consequence, value, whole)


def _consequence(schema: Schema, value: Plain) -> Schema | None:
    """What a schema says of a value because of what this is (`if`); None where it says nothing."""
    import jsonschema_rs

    if "if" not in schema:
        return None
    condition = schema["if"]
    consequence: Schema | None = schema.get("else")
    if jsonschema_rs.is_valid(condition, value):
        consequence = schema.get("then")
    return consequence


def _below(schema: Schema, step: str | int) -> Schema | None:
    """What a schema says of an entry; None where it says nothing."""
    below: Any = schema.get("items")
    if isinstance(step, str):
        properties = _properties(schema)
        otherwise = schema.get("additionalProperties")
        below = properties.get(step, otherwise)
    if isinstance(below, dict):
        return below
    return None


def _value(value: Plain, step: str | int) -> Plain:
    match value, step:
        case dict(), str(name):
            return value.get(name)
        case list(), int(index) if index < len(value):
            entry: Plain = value[index]
            return entry
        case _:
            return None
