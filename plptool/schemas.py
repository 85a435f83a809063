"""The record schemas: where they lie, what they say of a value's type and role, and what a record breaks.

The schemas ship with the package; `schema/` in a ledger's repository is a copy for editors' tools.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from plptool.model import COLLECTIONS, Json, Message, Path

_HERE = FilePath(__file__).parent
FOLDER = _HERE / "schema" if (_HERE / "schema").is_dir() else _HERE.parent / "schema"
"""In a wheel the schemas lie inside the package; in a checkout, beside it."""

NAMES = ("ledger", *COLLECTIONS.values())
_DATES = frozenset({"when", "period", "day"})


@cache
def load(name: str) -> dict[str, Any]:
    """The schema called `name`.schema.json."""
    schema: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_bytes())
    return schema


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


@cache
def vocabulary() -> Vocabulary:
    found: dict[str, set[str]] = {kind: set() for kind in ("whole", "text", "truth", "maps", "dates", "organisations")}
    for name in NAMES:
        schema = load(name)
        for key, value in _properties(schema):
            _classify(key, value, schema, found)
    return Vocabulary(
        whole=frozenset(found["whole"]),
        truth=frozenset(found["truth"]),
        whole_maps=frozenset(found["maps"]),
        dates=frozenset(found["dates"]),
        organisations=frozenset(found["organisations"]),
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
    if resolved.get("type") == "integer":
        found["whole"].add(key)
    elif resolved.get("type") == "boolean":
        found["truth"].add(key)
    elif resolved.get("type") == "object":
        rest = resolved.get("additionalProperties")
        if isinstance(rest, dict) and rest.get("type") == "integer":
            found["maps"].add(key)


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which data breaks its schema."""

    rule: str
    where: Path
    message: Message
    hint: Message | None = None
    at_key: bool = False


@cache
def _verdict(name: str) -> Any:
    import jsonschema_rs

    # Nothing outside the schema is ever fetched: it has no reference that leaves it, and no retriever is given.
    return jsonschema_rs.Draft202012Validator(load(name))


def breaches(name: str, data: Json) -> list[Breach]:
    """What breaks the schema, each once, in the ledger's words. The fast validator judges, the other one words it."""
    if _verdict(name).is_valid(data):
        return []
    import jsonschema

    validator = jsonschema.Draft202012Validator(load(name))
    found = [breach for error in validator.iter_errors(data) for breach in _word(error)]
    if not found:  # the two disagree; say so rather than let the record pass
        found = [Breach("PLP205", (), Message("the record does not fit its schema"))]
    unique = {(breach.where, breach.rule, breach.message.say()): breach for breach in found}
    return sorted(unique.values(), key=lambda breach: [str(step) for step in breach.where])


def _word(error: Any) -> Iterator[Breach]:
    where: Path = tuple(error.absolute_path)
    name = f"`{where[-1]}`" if where and isinstance(where[-1], str) else Message("this entry")
    keyword, limit, value = error.validator, error.validator_value, error.instance
    if keyword == "additionalProperties" and limit is False:
        allowed = sorted(error.schema["properties"])
        for key in sorted(str(key) for key in value if key not in error.schema["properties"]):
            yield Breach(
                "PLP201", (*where, key), Message("unknown property `{key}`", {"key": key}), guess(key, allowed), True
            )
    elif keyword == "required":
        # jsonschema gives one error for each missing name, each with the whole list.
        for key in limit:
            if key not in value:
                yield Breach("PLP202", where, Message("`{key}` is missing", {"key": key}), _purpose(error.schema, key))
    elif keyword == "type":
        kinds = [limit] if isinstance(limit, str) else limit
        if value is None or value == "":
            yield Breach(
                "PLP203",
                where,
                Message("{name} is empty", {"name": name}),
                Message("Write a value, or remove the line."),
            )
        else:
            yield Breach("PLP203", where, Message("{name} must be {kind}", {"name": name, "kind": _KINDS[kinds[0]]}))
    elif keyword in ("enum", "const"):
        allowed = [str(one) for one in (limit if keyword == "enum" else [limit])]
        yield Breach(
            "PLP204",
            where,
            Message("`{value}` is not a {name}", {"value": _short(value), "name": str(where[-1] if where else "")}),
            guess(str(value), allowed),
        )
    elif keyword == "pattern":
        yield Breach(
            "PLP205",
            where,
            Message("`{value}` is not written as {name} is", {"value": _short(value), "name": name}),
            _example(error.schema),
        )
    elif keyword in ("minLength", "minItems", "minProperties"):
        yield Breach("PLP206", where, Message("{name} has too little in it", {"name": name}), _example(error.schema))
    elif keyword in ("maxLength", "maxItems"):
        yield Breach("PLP206", where, Message("{name} is too long", {"name": name}))
    elif keyword == "minimum":
        yield Breach("PLP206", where, Message("{name} must be at least {limit}", {"name": name, "limit": limit}))
    elif keyword == "maximum":
        yield Breach("PLP206", where, Message("{name} must be at most {limit}", {"name": name, "limit": limit}))
    elif keyword == "uniqueItems":
        yield Breach("PLP206", where, Message("{name} names something twice", {"name": name}))
    elif error.context:
        for deeper in error.context:
            yield from _word(deeper)
    else:
        yield Breach("PLP205", where, Message("{name} is not written as it should be", {"name": name}))


_KINDS = {
    "string": Message("text"),
    "integer": Message("a whole number"),
    "number": Message("a number"),
    "boolean": Message("true or false"),
    "array": Message("a list"),
    "object": Message("a mapping (`name: value`)"),
}


def _purpose(schema: dict[str, Any], key: str) -> Message | None:
    sub = schema.get("properties", {}).get(key, {})
    text = sub.get("description")
    return Message("It says: {text}", {"text": text}) if text else None


def _example(schema: dict[str, Any]) -> Message | None:
    examples = schema.get("examples")
    if not examples:
        return None
    shown = examples[0] if isinstance(examples[0], str | int) else json.dumps(examples[0], ensure_ascii=False)
    return Message("For example: {example}", {"example": shown})


def guess(word: str, allowed: list[str]) -> Message:
    """What was probably meant; where nothing is near, what there is."""
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in allowed}
    near = get_close_matches(word[:100].casefold(), list(folded), n=1, cutoff=0.6)
    if near:
        return Message("Did you mean `{word}`?", {"word": folded[near[0]]})
    shown = ", ".join(allowed[:20]) + (", …" if len(allowed) > 20 else "")
    return Message("Allowed: {words}", {"words": shown})


def _short(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 60 else text[:59] + "…"
