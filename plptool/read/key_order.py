"""In which order people write what a record says: that of the schema's properties."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plptool.model.plain import Data, Plain
from plptool.model.records import Path
from plptool.read.schema import Schema, load


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """In which order the names stand in a record's mappings."""

    schema_name: str
    """The record's."""
    data: Data
    """The record's."""

    def names_at(self, where: Path = ()) -> tuple[str, ...]:
        """The names that the mapping at a place may have, in their order; none where they are free."""
        whole = load(self.schema_name)
        value: Plain = self.data
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

    def ordered(self, value: Plain, where: Path = ()) -> Plain:
        """The same value of a place, whose mappings have their names in order; those that are free stay."""
        match value:
            case list():
                ordered_entries: list[Plain] = []
                for index, entry in enumerate(value):
                    place = (*where, index)
                    ordered = self.ordered(entry, place)
                    ordered_entries.append(ordered)
                return ordered_entries
            case dict():
                names = (*self.names_at(where), *value)
                ordered_values: dict[str, Plain] = {}
                for name in dict.fromkeys(names):
                    if name not in value:
                        continue
                    below = (*where, name)
                    ordered_values[name] = self.ordered(value[name], below)
                return ordered_values
            case _:
                return value


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
