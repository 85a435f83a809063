"""What the schemas say of each property's name: one meaning in all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from plptool.model.records import Json
from plptool.read.schema import NAMES, load

_DATES = frozenset({"when", "period", "day"})


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
    organisations: frozenset[str]
    prose: frozenset[str]
    """Properties that hold text in people's own words, or a list of it."""
    names: frozenset[str]
    """All properties of all records."""


@cache
def vocabulary() -> Vocabulary:
    kinds = ("whole", "truth", "maps", "dates", "organisations", "prose", "names")
    found: dict[str, set[str]] = {kind: set() for kind in kinds}
    for name in NAMES:
        schema = load(name)
        for key, value in _properties(schema):
            found["names"].add(key)
            _classify(key, value, schema, found)
    return Vocabulary(
        whole=frozenset(found["whole"]),
        truth=frozenset(found["truth"]),
        whole_maps=frozenset(found["maps"]),
        dates=frozenset(found["dates"]),
        organisations=frozenset(found["organisations"]),
        prose=frozenset(found["prose"]),
        names=frozenset(found["names"]),
    )


def _properties(node: Json) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if isinstance(value, dict):
                yield key, value
        for key, value in node.items():
            if key not in ("examples", "const", "enum"):
                yield from _properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from _properties(value)


def _classify(key: str, value: dict[str, Any], schema: dict[str, Any], found: dict[str, set[str]]) -> None:
    for step in (value, value.get("items", {})):
        target = str(step.get("$ref", "")).rpartition("/")[2]
        if target in _DATES:
            found["dates"].add(key)
        elif target == "organisation":
            found["organisations"].add(key)
    resolved = schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else value
    if r"\S" in (resolved.get("pattern"), resolved.get("items", {}).get("pattern")):
        found["prose"].add(key)
    if resolved.get("type") == "integer":
        found["whole"].add(key)
    elif resolved.get("type") == "boolean":
        found["truth"].add(key)
    elif resolved.get("type") == "object":
        rest = resolved.get("additionalProperties")
        if isinstance(rest, dict) and rest.get("type") == "integer":
            found["maps"].add(key)
