"""What breaks a schema, in the ledger's words: the sentence for each of jsonschema's errors."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from plptool.model.collections import COLLECTIONS
from plptool.model.findings import MAX_FAULTS, Message
from plptool.model.records import Json, Path
from plptool.model.suggest import among, did_you_mean, meant
from plptool.model.text import flow, quoted, short
from plptool.read.schema import load
from plptool.read.vocabulary import vocabulary

if TYPE_CHECKING:
    from plptool.read.vocabulary import Vocabulary

_MANY = 10
"""So many unknown properties of one mapping are told; more are one mistake, or none of an editor's."""
_STATUS = "{date: 2023-12-31, kind: status, status: completed, source: …}"
_CITATION = "bilaga-5#L215"
_AND = re.compile(r"\s*[,;/&]\s*|\s+(?:och|and|samt)\s+|\s+")
_KINDS = {
    "string": Message("text"),
    "integer": Message("a whole number"),
    "number": Message("a number"),
    "boolean": Message("true or false"),
    "array": Message("a list"),
    "object": Message("lines of `name: value`"),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which data breaks its schema."""

    rule: str
    where: Path
    message: Message
    hint: Message | None = None
    at_key: bool = False


def repeated(data: Json) -> list[Breach]:
    """Ids that stand twice where the schema cannot say so: 1.1 and 1.10 are one number to other tools."""
    ids = data.get("concerns") if isinstance(data, dict) else None
    if not isinstance(ids, list):
        return []
    return [_twice(("concerns", index), one) for index, one in _doubles(ids)]


def _doubles(values: list[Json]) -> Iterator[tuple[int, Json]]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        written = json.dumps(value, sort_keys=True)
        if written in seen:
            yield index, value
        seen.add(written)


def _twice(where: Path, value: Json) -> Breach:
    message = Message("`{value}` stands twice", {"value": short(value)})
    return Breach("PLP206", where, message, Message("Remove one of them."))


def empty(where: Path, hint: Message | None = None) -> Breach:
    hint = hint or Message("Write a value, or leave the property out.")
    return Breach("PLP206", where, Message("{name} is empty", {"name": _name(where)}), hint)


def misplaced(right: str, wrong: str) -> Breach:
    """A whole record in another collection's folder: one mistake, whatever else the schema there has to say."""
    message = Message(
        "this looks like a record of ledger/{right}/, but it lies in ledger/{wrong}/", {"right": right, "wrong": wrong}
    )
    hint = Message("Move the file to ledger/{folder}/.", {"folder": right})
    return Breach("PLP108", (), message, hint)


def is_empty(value: Json) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class Wording:
    """What one record's errors are called."""

    root: dict[str, Any]
    """The schema."""
    words: "Vocabulary"
    needed: frozenset[Path]
    """Where a value is empty that cannot be left out."""

    def of(self, error: Any) -> Iterator[Breach]:
        where: Path = tuple(error.absolute_path)
        keyword, limit, value = error.validator, error.validator_value, error.instance
        schema = {**error.schema, **self._own(error.absolute_schema_path)}
        name = _name(where)
        if "propertyNames" in error.absolute_schema_path:
            message = Message("`{key}` cannot stand in {name}", {"key": short(value), "name": name})
            hint = Message("Write the rule's code, such as PLP407.") if where == ("severities",) else _example(schema)
            yield Breach("PLP205", (*where, value), message, hint, at_key=True)
        elif keyword in ("additionalProperties", "required") and _stray_event(where, value, schema):
            message = Message("this looks like an event, but it stands in `{name}`", {"name": where[-2]})
            yield Breach("PLP201", where, message, Message("Move it up to `events`."))
        elif keyword == "additionalProperties" and limit is False:
            yield from self._unknown(where, value, schema)
        elif keyword == "required":
            yield from self._missing(where, value, schema, limit)
        elif keyword == "type":
            yield self._sort(where, [limit] if isinstance(limit, str) else limit, value, schema)
        elif keyword in ("enum", "const"):
            allowed = [str(one) for one in (limit if keyword == "enum" else [limit])]
            if is_empty(value):
                yield empty(where, among("", allowed))
            else:
                message = Message("`{value}` is not allowed as {name}", {"value": short(value), "name": name})
                yield Breach("PLP204", where, message, among(str(value), allowed))
        elif keyword == "pattern":
            yield self._form(where, value, schema, limit)
        elif keyword in ("minLength", "minItems", "minProperties"):
            if not value:
                yield empty(where, self._fill(where, schema))
            else:
                message = Message("{name} needs at least {limit} entries", {"name": name, "limit": limit})
                yield Breach("PLP206", where, message, _example(schema))
        elif keyword == "maxLength":
            message = Message("{name} is longer than {limit} characters", {"name": name, "limit": limit})
            yield Breach("PLP206", where, message, Message("Shorten it."))
        elif keyword == "maxItems":
            message = Message("{name} has more than {limit} entries", {"name": name, "limit": limit})
            yield Breach("PLP206", where, message, Message("Shorten it."))
        elif keyword == "minimum":
            message = Message("{name} must be at least {limit}", {"name": name, "limit": limit})
            yield Breach("PLP206", where, message, _example(schema))
        elif keyword == "maximum":
            message = Message("{name} must be at most {limit}", {"name": name, "limit": limit})
            yield Breach("PLP206", where, message, _example(schema))
        elif keyword == "uniqueItems":
            yield from (_twice((*where, index), one) for index, one in _doubles(value))
        elif error.context:
            for deeper in error.context:
                yield from self.of(deeper)
        else:
            yield Breach("PLP205", where, Message("{name} is not written as it should be", {"name": name}))

    def _own(self, steps: Iterable[str | int]) -> dict[str, Any]:
        """What the property itself says of its examples, where the rest of it is a shared definition."""
        node: Any = self.root
        own: dict[str, Any] = {}
        for step in steps:
            while isinstance(node, dict) and step not in node and "$ref" in node:  # jsonschema leaves it out
                own = own or {word: node[word] for word in ("examples",) if word in node}
                node = self.root["$defs"][node["$ref"].removeprefix("#/$defs/")]
            own = {} if step in ("properties", "additionalProperties", "items") else own
            node = node[step]
        return own

    def _unknown(self, where: Path, value: dict[str, Json], schema: dict[str, Any]) -> Iterator[Breach]:
        allowed = sorted(schema["properties"])
        missing = [one for one in schema.get("required", ()) if one not in value]
        # A name without a value, after a text: in braces a comma has cut the text.
        runs: dict[str, list[str]] = {}
        after: dict[str, str] = {}
        before: str | None = None
        for key, one in value.items():
            known = key in schema["properties"]
            if not known and before is not None:
                if one is None:
                    runs.setdefault(before, []).append(key)
                if where and before in self.words.prose:
                    after[key] = before
            if known or one is not None:
                before = key if isinstance(one, str) else None
        cut = {text: run for text, run in runs.items() if any(" " in one.strip() or one[-1:] == "." for one in run)}
        for text, run in islice(cut.items(), _MANY):
            args = {"name": text, "rest": short(run[0])}
            message = Message("a comma ended `{name}` early: `{rest}` is read as a property", args)
            whole = quoted(short(", ".join([str(value[text]), *run]), 100))
            hint = Message("Put the whole text in quotes: {example}", {"example": f"{text}: {whole}"})
            yield Breach("PLP201", (*where, text), message, hint)
        told = {one for run in cut.values() for one in run}
        unknown = (key for key in value if key not in schema["properties"] and key not in told)
        for key in islice(unknown, _MANY):
            # What is missing was meant before what is only free, and that before what is there already.
            free = [one for one in allowed if one not in value]
            name = meant(key, missing) or meant(key, free) or meant(key, allowed)
            if key in ("status", "outcome", "remaining") and "events" in allowed:
                hint = Message("It is said by an event: {example}", {"example": _STATUS})
            elif name is not None:
                hint = did_you_mean(name)
            elif key in after:
                args = {"name": after[key], "words": ", ".join(allowed)}
                hint = Message("If it belongs to `{name}`, put that text in quotes. Allowed: {words}", args)
            elif " " in key.strip() or key.endswith("."):
                hint = Message("Text with a comma or colon in it needs quotes.")
            else:
                hint = Message("Allowed: {words}", {"words": ", ".join(allowed)})
            yield _stranger((*where, key), hint)

    def _missing(
        self, where: Path, value: dict[str, Json], schema: dict[str, Any], names: list[str]
    ) -> Iterator[Breach]:
        closed = schema.get("additionalProperties") is False
        there = schema.get("properties", {}) if closed else self.words.names
        strangers = list(islice((key for key in value if key not in there), _MANY))
        # jsonschema gives one error for each missing name, each with the whole list.
        for name in names:
            if name in value:
                continue
            wrong = next((key for key in strangers if meant(key, [name])), None)
            if wrong is None:
                hint = self._write(name, schema)
                yield Breach("PLP202", where, Message("`{key}` is missing", {"key": name}), hint)
            elif not closed:  # otherwise it is told as unknown
                yield _stranger((*where, wrong), did_you_mean(name))

    def _write(self, name: str, schema: dict[str, Any]) -> Message | None:
        """What to write where a property is missing."""
        own = schema.get("properties", {}).get(name, {})
        target = str(own.get("$ref", "")).removeprefix("#/$defs/") or ("when" if name in self.words.dates else "")
        examples = {**self.root.get("$defs", {}).get(target, {}), **own}.get("examples")
        if name == "source":
            examples = [_CITATION]
        if not examples:
            return None
        line = f"`{name}: {flow(examples[0])}`" if name else ""
        return Message("For example: {example}", {"example": short(line, 100)})

    def _fill(self, where: Path, schema: dict[str, Any]) -> Message:
        """What to do about an empty value: write one, or, only where the record is whole without, remove it."""
        if where and isinstance(where[-1], int):
            return Message("Write a value, or remove the entry.")
        if where not in self.needed:
            return Message("Write a value, or leave the property out.")
        examples = schema.get("examples")
        if not examples:
            return Message("Write a value.")
        return Message("Write a value, for example: {example}", {"example": short(flow(examples[0]), 100)})

    def _sort(self, where: Path, kinds: list[str], value: Json, schema: dict[str, Any]) -> Breach:
        name = _name(where)
        if value is None or value == "":
            return Breach("PLP203", where, Message("{name} is empty", {"name": name}), self._fill(where, schema))
        kind: Message = _KINDS[kinds[0]]
        message = Message("{name} must be {kind}", {"name": name, "kind": kind})
        hint: Message | None = None
        text = isinstance(value, str)
        if "source" in where[-2:]:
            kind = Message("a citation or a list of them") if isinstance(where[-1], str) else Message("a citation")
            message = Message("{name} must be {kind}", {"name": name, "kind": kind})
            hint = Message("For example: {example}", {"example": _CITATION})
        elif where[-1:] and where[-1] in self.words.dates and "written" not in where:
            message = Message("{name} must be {kind}", {"name": name, "kind": Message("a date or a period")})
        elif isinstance(value, list) and not {"array", "object"} & {*kinds}:
            message = Message("{name} must be one value, not a list", {"name": name})
            if where[-1] == "lead" and value:
                hint = self._leads([str(one) for one in value])
        elif kinds[0] == "integer" and text and re.fullmatch(r"\s*-?[0-9 _.,]+\s*", value, re.ASCII):
            digits = re.sub(r"[ _]|[.,]0{0,2}$", "", value.strip()).lstrip("0") or "0"
            if digits == value:
                hint = Message("Write {value}, without quotes.", {"value": digits})
            elif digits.isdecimal() and len(digits) <= 18:
                hint = Message("Write {value}.", {"value": digits})
        elif kinds[0] == "boolean" and text and value.strip().casefold() in ("true", "false", "yes", "no", "ja", "nej"):
            truth = "true" if value.strip().casefold() in ("true", "yes", "ja") else "false"
            hint = Message("Write {value}, without quotes and in small letters.", {"value": truth})
        elif kinds[0] == "array" and isinstance(value, dict) and value:
            hint = Message("Begin each entry with a dash: {example}", {"example": short(f"- {next(iter(value))}: …")})
        elif kinds[0] == "array" and not isinstance(value, dict | list) and _brackets(schema, value):
            hint = Message("Write it in brackets: {example}", {"example": f"[{short(_entries(schema, value))}]"})
        elif (
            kinds[0] == "string"
            and isinstance(value, dict)
            and schema.get("pattern", r"\S") == r"\S"
            and "enum" not in schema
        ):
            hint = Message("Put text that has a colon in it or begins with a bracket in quotes.")
        return Breach("PLP203", where, message, hint or _example(schema))

    def _form(self, where: Path, value: Json, schema: dict[str, Any], pattern: str) -> Breach:
        name = _name(where)
        if is_empty(value):
            return empty(where, self._fill(where, schema))
        if isinstance(value, str) and value != value.strip():
            message = Message("{name} begins or ends with a space or line break", {"name": name})
            return Breach("PLP205", where, message, Message("Remove it."))
        args = {"value": short(value), "name": name}
        property_ = next((step for step in reversed(where) if isinstance(step, str)), "")
        if "source" in where or where[-1:] == ("line",):
            message, hint = Message("`{value}` is not a citation", args), _citation(str(value))
            example: Message | None = Message("For example: {example}", {"example": _CITATION})
        elif property_ in self.words.organisations:
            message, example = Message("`{value}` is not the id of an organisation", args), _example(schema)
            hint = Message("Write the id of a record in ledger/organisations/.")
            parts = re.split(r"\s*[,;/&]\s*|\s+(?:och|and|samt)\s+", str(value))
            if where[-1] == "lead" and len(parts) > 1 and all(re.fullmatch(r"\S*\w", one) for one in parts):
                hint = self._leads(parts) or hint
        elif pattern.startswith("^[A-Za-z0-9][A-Za-z0-9._-]*"):
            message, example = Message("`{value}` cannot be an id", args), _example(schema)
            hint = Message("An id has letters from a to z, digits, dots and dashes, and no spaces.")
        else:
            message, hint, example = Message("`{value}` is not written as {name} is", args), None, _example(schema)
        return Breach("PLP205", where, message, hint or example)

    def _leads(self, names: list[str]) -> Message | None:
        if "partners" not in self.root.get("properties", {}):
            return None
        args = {"lead": short(names[0]), "others": short(", ".join(names[1:])) or "…"}
        return Message("One organisation leads: `lead: {lead}`. The others are partners: `partners: [{others}]`.", args)


def _stray_event(where: Path, value: Json, schema: dict[str, Any]) -> bool:
    """Whether an event stands in another list: most often in that which ends the file."""
    listed = len(where) == 2 and isinstance(where[1], int) and where[0] != "events"
    return listed and {"date", "kind"} <= value.keys() and not {"date", "kind"} & schema.get("properties", {}).keys()


def _stranger(where: Path, hint: Message) -> Breach:
    return Breach("PLP201", where, Message("unknown property `{key}`", {"key": short(where[-1])}), hint, at_key=True)


def _name(where: Path) -> str | Message:
    """What a value is called: its property, or the entry of which list."""
    if where and isinstance(where[-1], str):
        return f"`{where[-1]}`"
    lists = [step for step in where if isinstance(step, str)]
    return Message("an entry of `{name}`", {"name": lists[-1]}) if lists else Message("the record")


def _citation(text: str) -> Message | None:
    """The citation that `bilaga-5 rad 20` and `bilaga-5#20` probably mean."""
    line = r"(?:rad|raderna|lines?|l)"
    said = re.fullmatch(
        rf"([a-z0-9][a-z0-9._-]*)(?: *# *{line}?|[ ,:]+{line}) *([1-9]\d*)(?: *- *l?([1-9]\d*))?",
        text,
        re.ASCII | re.IGNORECASE,
    )
    if said is None:
        return None
    source, first, last = said.groups()
    return did_you_mean(f"{source}#L{first}" + (f"-L{last}" if last else ""))


def _brackets(schema: dict[str, Any], value: Json) -> bool:
    """Whether brackets alone make the value a list: of text, in which nothing means anything to YAML."""
    examples = schema.get("examples") or [[{}]]
    entry = examples[0][0]
    loose = r"[,:#\[\]{}]" if " " in str(entry) else r"[:#\[\]{}]"  # a comma parts names, but not sentences
    return isinstance(entry, str) and not re.search(loose, str(value))


def _entries(schema: dict[str, Any], value: Json) -> str:
    """What stands between the brackets: ids are one word each, sentences stay whole."""
    entry = (schema.get("examples") or [[" "]])[0][0]
    return str(value) if " " in str(entry) else ", ".join(_AND.split(str(value)))


def _example(schema: dict[str, Any]) -> Message | None:
    examples = schema.get("examples")
    return Message("For example: {example}", {"example": short(flow(examples[0]), 100)}) if examples else None


_WORDED = MAX_FAULTS + 1
"""So many errors of one record are worded: nobody reads more, and each takes its time."""


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
    errors = list(islice(validator.iter_errors(data), _WORDED))
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
