"""The record schemas: where they lie, what they say of a value's type and role, and what a record breaks.

The schemas ship with the package; `schema/` in a ledger's repository is a copy for editors' tools.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from plptool.errors import UserError
from plptool.i18n import translator
from plptool.model import COLLECTIONS, MAX_FAULTS, Json, Message, Path

_HERE = FilePath(__file__).parent
FOLDER = _HERE / "schema" if (_HERE / "schema").is_dir() else _HERE.parent / "schema"
"""In a wheel the schemas lie inside the package; in a checkout, beside it."""

NAMES = ("ledger", *COLLECTIONS.values())
_DATES = frozenset({"when", "period", "day"})


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


@cache
def vocabulary() -> Vocabulary:
    found: dict[str, set[str]] = {kind: set() for kind in ("whole", "truth", "maps", "dates", "organisations", "prose")}
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
        prose=frozenset(found["prose"]),
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
    repeated = _repeated(data)
    if _verdict(name).is_valid(data):
        return repeated
    validator = _wording(name)
    worded = (breach for error in validator.iter_errors(data) for breach in _word(error, load(name)))
    found = list(islice(worded, 2 * MAX_FAULTS))  # some are told in other words below, or not at all
    if not found:  # the two disagree; say so rather than let the record pass
        found = [Breach("PLP205", (), Message("the record does not fit its schema"))]
    # What is of the wrong sort need not be told to be of the wrong form as well.
    sorts = {breach.where for breach in found if breach.rule == "PLP203"}
    found = [one for one in found if one.where not in sorts or one.rule not in ("PLP204", "PLP205", "PLP206")]
    found += repeated
    unique = {(breach.where, breach.rule, breach.message.say()): breach for breach in found}
    return sorted(unique.values(), key=lambda breach: [str(step) for step in breach.where])


def _repeated(data: Json) -> list[Breach]:
    """Ids that stand twice where the schema cannot say so: 1.1 and 1.10 are one number to other tools."""
    ids = data.get("concerns") if isinstance(data, dict) else None
    if not isinstance(ids, list):
        return []
    return [_twice(("concerns", index), one) for index, one in enumerate(ids) if one in ids[:index]]


def _twice(where: Path, value: Json) -> Breach:
    message = Message("`{value}` stands twice", {"value": _short(value)})
    return Breach("PLP206", where, message, Message("Remove one of them."))


def empty(where: Path, hint: Message | None = None) -> Breach:
    return Breach("PLP206", where, Message("{name} is empty", {"name": _name(where)}), hint or _FILL)


def _word(error: Any, root: dict[str, Any]) -> Iterator[Breach]:
    where: Path = tuple(error.absolute_path)
    keyword, limit, value = error.validator, error.validator_value, error.instance
    schema = {**error.schema, **_own(error.absolute_schema_path, root)}
    name = _name(where)
    if "propertyNames" in error.absolute_schema_path:
        message = Message("`{key}` cannot stand in {name}", {"key": _short(value), "name": name})
        hint = Message("Write the rule's code, such as PLP407.") if where == ("severities",) else _example(schema)
        yield Breach("PLP205", (*where, value), message, hint, at_key=True)
    elif keyword == "additionalProperties" and limit is False:
        allowed = sorted(schema["properties"])
        for key in sorted(str(key) for key in value if key not in schema["properties"]):
            hint = guess(key, allowed)
            if " " in key.strip() or key.endswith("."):
                hint = Message("Within {{ }}, text with a comma in it needs quotes.")
            if key in ("status", "outcome", "remaining") and "events" in allowed:
                hint = Message("It is said by an event: {example}", {"example": _STATUS})
            yield Breach("PLP201", (*where, key), Message("unknown property `{key}`", {"key": _short(key)}), hint, True)
    elif keyword == "required":
        # jsonschema gives one error for each missing name, each with the whole list.
        for key in limit:
            if key not in value:
                hint = (
                    Message("For example: {example}", {"example": "bilaga-5#L215"})
                    if key == "source"
                    else _purpose(schema.get("properties", {}).get(key, {}), root)
                )
                yield Breach("PLP202", where, Message("`{key}` is missing", {"key": key}), hint)
    elif keyword == "type":
        yield _wrong_sort(where, name, [limit] if isinstance(limit, str) else limit, value, schema)
    elif keyword in ("enum", "const"):
        allowed = [str(one) for one in (limit if keyword == "enum" else [limit])]
        if isinstance(value, str) and not value.strip():
            yield empty(where, guess("", allowed))
        else:
            message = Message("`{value}` is not allowed as {name}", {"value": _short(value), "name": name})
            yield Breach("PLP204", where, message, _among(str(value), allowed))
    elif keyword == "pattern":
        if not str(value).strip():
            yield empty(where)
        elif isinstance(value, str) and value != value.strip():
            message = Message("{name} begins or ends with a space or line break", {"name": name})
            yield Breach("PLP205", where, message, Message("Remove it."))
        elif "source" in where or where[-1:] == ("line",):
            message = Message("`{value}` is not a citation", {"value": _short(value)})
            yield Breach("PLP205", where, message, Message("For example: {example}", {"example": "bilaga-5#L215"}))
        else:
            message = Message("`{value}` is not written as {name} is", {"value": _short(value), "name": name})
            yield Breach("PLP205", where, message, _example(schema))
    elif keyword in ("minLength", "minItems", "minProperties"):
        message = Message("{name} is empty", {"name": name})
        if value:
            message = Message("{name} needs at least {limit}", {"name": name, "limit": limit})
        yield Breach("PLP206", where, message, _FILL if not value else _example(schema))
    elif keyword in ("maxLength", "maxItems"):
        message = Message("{name} is longer than {limit}", {"name": name, "limit": limit})
        yield Breach("PLP206", where, message, Message("Shorten it."))
    elif keyword == "minimum":
        yield Breach("PLP206", where, Message("{name} must be at least {limit}", {"name": name, "limit": limit}))
    elif keyword == "maximum":
        yield Breach("PLP206", where, Message("{name} must be at most {limit}", {"name": name, "limit": limit}))
    elif keyword == "uniqueItems":
        yield from (_twice((*where, index), one) for index, one in enumerate(value) if one in value[:index])
    elif error.context:
        for deeper in error.context:
            yield from _word(deeper, root)
    else:
        yield Breach("PLP205", where, Message("{name} is not written as it should be", {"name": name}))


def _own(steps: Iterable[str | int], root: dict[str, Any]) -> dict[str, Any]:
    """What the property itself says of its examples, where the rest of it is a shared definition."""
    node: Any = root
    own: dict[str, Any] = {}
    for step in steps:
        while isinstance(node, dict) and step not in node and "$ref" in node:  # jsonschema leaves it out of the path
            own = own or {word: node[word] for word in ("examples",) if word in node}
            node = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        own = {} if step in ("properties", "additionalProperties", "items") else own
        node = node[step]
    return own


_STATUS = "{date: 2023-12-31, kind: status, status: completed, source: …}"
_FILL = Message("Write a value, or leave the property out.")
_KINDS = {
    "string": Message("text"),
    "integer": Message("a whole number"),
    "number": Message("a number"),
    "boolean": Message("true or false"),
    "array": Message("a list"),
    "object": Message("a mapping (`name: value`)"),
}


def _name(where: Path) -> str | Message:
    """What a value is called: its property, or the entry of which list."""
    if where and isinstance(where[-1], str):
        return f"`{where[-1]}`"
    lists = [step for step in where if isinstance(step, str)]
    return Message("an entry of `{name}`", {"name": lists[-1]}) if lists else Message("the record")


def _wrong_sort(where: Path, name: str | Message, kinds: list[str], value: Json, schema: dict[str, Any]) -> Breach:
    if value is None or value == "":
        return Breach("PLP203", where, Message("{name} is empty", {"name": name}), _FILL)
    kind: Message = _KINDS[kinds[0]]
    hint: Message | None = None
    text = isinstance(value, str)
    if "source" in where[-2:]:
        kind = Message("a citation or a list of them") if isinstance(where[-1], str) else Message("a citation")
        hint = Message("For example: {example}", {"example": "bilaga-5#L215"})
    elif where[-1:] and where[-1] in vocabulary().dates and "written" not in where:
        kind = Message("a date or a period")
    elif kinds[0] == "integer" and text and re.fullmatch(r"\s*-?[0-9 _.,]+\s*", value, re.ASCII):
        digits = re.sub(r"[ _]|[.,]0{0,2}$", "", value.strip()).lstrip("0") or "0"
        if digits.isdecimal() and len(digits) <= 18:
            hint = Message("Write {value}, without quotes, leading zeros, spaces or decimals.", {"value": digits})
    elif kinds[0] == "boolean" and text and value.strip().casefold() in ("true", "false", "yes", "no", "ja", "nej"):
        meant = "true" if value.strip().casefold() in ("true", "yes", "ja") else "false"
        hint = Message("Write {value}, without quotes and in small letters.", {"value": meant})
    elif kinds[0] == "array" and not isinstance(value, dict | list) and _brackets(schema, value):
        hint = Message("Write it in brackets: {example}", {"example": f"[{_short(value)}]"})
    elif (
        kinds[0] == "string"
        and isinstance(value, dict)
        and schema.get("pattern", r"\S") == r"\S"
        and "enum" not in schema
    ):
        hint = Message("Put text that has a colon in it or begins with a bracket in quotes.")
    return Breach(
        "PLP203", where, Message("{name} must be {kind}", {"name": name, "kind": kind}), hint or _example(schema)
    )


def _brackets(schema: dict[str, Any], value: Json) -> bool:
    """Whether brackets alone make the value a list: of text, in which nothing means anything to YAML."""
    examples = schema.get("examples") or [[{}]]
    entry = examples[0][0]
    loose = r"[,:#\[\]{}]" if " " in str(entry) else r"[:#\[\]{}]"  # a comma parts names, but not sentences
    return isinstance(entry, str) and not re.search(loose, str(value))


def _purpose(schema: dict[str, Any], root: dict[str, Any]) -> Message | None:
    target = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    full = {**root.get("$defs", {}).get(target, {}), **schema}
    return _example(full)


def _example(schema: dict[str, Any]) -> Message | None:
    examples = schema.get("examples")
    if not examples:
        return None
    shown = examples[0] if isinstance(examples[0], str | int) else json.dumps(examples[0], ensure_ascii=False)
    return Message("For example: {example}", {"example": _short(shown, 100)})


def _among(word: str, allowed: list[str]) -> Message:
    """What of a few words was meant, also when it is written as Swedish reports say it."""
    said = {translator("sv")(one).casefold(): one for one in allowed}
    meant = said.get(word.casefold())
    return Message("Did you mean `{word}`?", {"word": meant}) if meant else guess(word, allowed)


def guess(word: str, allowed: list[str]) -> Message:
    """What was probably meant; where nothing is near, what there is."""
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in allowed}
    near = get_close_matches(word[:100].casefold(), list(folded), n=1, cutoff=0.7)
    if near:
        return Message("Did you mean `{word}`?", {"word": folded[near[0]]})
    shown = ", ".join(allowed[:20]) + (", …" if len(allowed) > 20 else "") or "–"
    return Message("Allowed: {words}", {"words": shown})


def _short(value: Json, width: int = 60) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
