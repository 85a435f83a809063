"""The record schemas: where they lie, what they say of a value's type and role, and what a record breaks.

The schemas ship with the package; `schema/` in a ledger's repository is a copy for editors' tools.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import MAX_FAULTS, Message
from plptool.model.records import Json, Path
from plptool.read.schema_errors import Breach, Wording, empty, guess, is_empty, misplaced, repeated

__all__ = ["Breach", "breaches", "empty", "guess", "load", "raw", "vocabulary"]

_HERE = FilePath(__file__).parents[1]
FOLDER = _HERE / "schema" if (_HERE / "schema").is_dir() else _HERE.parent / "schema"
"""In a wheel the schemas lie inside the package; in a checkout, beside it."""

NAMES = ("ledger", *COLLECTIONS.values())
_DATES = frozenset({"when", "period", "day"})
_MANY = MAX_FAULTS + 1
"""So many errors of one record are worded: nobody reads more, and each takes its time."""


@cache
def load(name: str) -> dict[str, Any]:
    """The schema called `name`.schema.json."""
    path = FOLDER / f"{name}.schema.json"
    try:
        schema: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(f"plptool's own schema {path} cannot be read: {error}") from None
    return schema


def raw(name: str) -> bytes:
    """The schema's file, byte for byte."""
    return (FOLDER / f"{name}.schema.json").read_bytes()


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


@cache
def _verdict(name: str) -> Any:
    import jsonschema_rs

    # Nothing outside the schema is ever fetched: it has no reference that leaves it, and no retriever is given.
    return jsonschema_rs.Draft202012Validator(load(name))


@cache
def _wording(name: str) -> Any:
    import jsonschema  # only where something is wrong

    # `$` matches before a last line break in Python, and nowhere else.
    return jsonschema.Draft202012Validator(_strict(load(name)))


def _strict(node: Json) -> Json:
    if isinstance(node, dict):
        return {
            key: re.sub(r"\$$", r"\\Z", value) if key == "pattern" and isinstance(value, str) else _strict(value)
            for key, value in node.items()
        }
    return [_strict(value) for value in node] if isinstance(node, list) else node


def breaches(name: str, data: Json) -> list[Breach]:
    """What breaks the schema, each once, in the ledger's words. The fast validator judges, the other one words it."""
    double = repeated(data)
    if _verdict(name).is_valid(data):
        return double
    right = _home(name, data)
    if right is not None:
        return [misplaced(right, next(folder for folder, one in COLLECTIONS.items() if one == name))]
    validator = _wording(name)
    errors = list(islice(validator.iter_errors(data), _MANY))
    wording = Wording(load(name), vocabulary(), _needed(validator, errors, data))
    found = [breach for error in errors for breach in wording.of(error)]
    if not found:  # the two disagree; say so rather than let the record pass
        found = [Breach("PLP205", (), Message("the record does not fit its schema"))]
    # What is of the wrong sort need not be told to be of the wrong form as well.
    sorts = {breach.where for breach in found if breach.rule == "PLP203"}
    found = [one for one in found if one.where not in sorts or one.rule not in ("PLP204", "PLP205", "PLP206")]
    # And of an event that stands in another list, nothing but that.
    events = {one.where for one in found if one.rule == "PLP201" and not one.at_key}
    found = [one for one in found if not any(one.where[:depth] in events for depth in range(len(one.where)))]
    found += double
    unique = {(breach.where, breach.rule, breach.message.say()): breach for breach in found}
    return sorted(unique.values(), key=lambda breach: [str(step) for step in breach.where])


def _home(name: str, data: Json) -> str | None:
    """The collection in whose folder a record belongs, where it does not belong in this one."""
    if name not in COLLECTIONS.values() or not isinstance(data, dict) or data.keys() <= load(name)["properties"].keys():
        return None
    return next(
        (
            folder
            for folder, singular in COLLECTIONS.items()
            if data.keys() <= load(singular)["properties"].keys() and {*load(singular)["required"]} <= data.keys()
        ),
        None,
    )


def _needed(validator: Any, errors: list[Any], data: Json) -> frozenset[Path]:
    """Where a value is empty that the record cannot do without."""
    places = [tuple(error.absolute_path) for error in errors if is_empty(error.instance)]
    return frozenset(where for where in places if where and _required(validator, data, where))


def _required(validator: Any, data: Json, where: Path) -> bool:
    way = tuple(0 if isinstance(step, int) else step for step in where)
    return any(
        error.validator == "required" and way[-1] in error.validator_value and tuple(error.absolute_path) == way[:-1]
        for error in validator.iter_errors(_way(data, where))
    )


def _way(data: Json, where: Path) -> Json:
    """What leads to a place, without what stands there, and with no more beside it than tells of which kind it is."""
    step, *rest = where
    if isinstance(data, list):
        return [_way(data[int(step)], tuple(rest))] if rest else []
    beside = {key: value for key, value in data.items() if not isinstance(value, dict | list) and key != step}
    return {**beside, step: _way(data[step], tuple(rest))} if rest else beside
