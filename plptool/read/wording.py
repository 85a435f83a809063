"""The sentence for each of jsonschema's errors, in the ledger's words."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from plptool.model.collections import ID
from plptool.model.findings import Argument, Message
from plptool.model.mends import Mend, Valued
from plptool.model.plain import Plain, as_list
from plptool.model.records import Path, property_of
from plptool.model.suggest import among, did_you_mean, meant, only_meant
from plptool.model.text import flow, short
from plptool.read.breach import (
    CITATIONS,
    SEVERAL,
    Breach,
    SchemaError,
    empty,
    for_example,
    is_empty,
    of_the_language,
    one_leads,
    repeated,
    unknown,
)
from plptool.read.schema import Schema
from plptool.read.unknown_properties import MANY, unknown_properties
from plptool.read.vocabulary import vocabulary
from plptool.read.wrong_type import wrong_type

if TYPE_CHECKING:
    from jsonschema import ValidationError

_LIMITS = {
    "maxLength": Message("{name} is longer than {limit} characters"),
    "maxItems": Message("{name} has more than {limit} entries"),
    "minimum": Message("{name} must be at least {limit}"),
    "maximum": Message("{name} must be at most {limit}"),
    "minLength": Message("{name} needs at least {limit} entries"),
    "minItems": Message("{name} needs at least {limit} entries"),
    "minProperties": Message("{name} needs at least {limit} entries"),
}
_TOO_LONG = ("maxLength", "maxItems")
_TOO_SHORT = ("minLength", "minItems", "minProperties")
_ID = f"^{ID}"
"""How the patterns of ids begin."""
_LINE = r"(?:rad|raderna|lines?|l)"
_PAGE = r"(?P<page>sidorna|sida|sid\.?|pages?|pp?\.?)"
_LOOSE_CITATION = re.compile(
    rf"([a-z0-9][a-z0-9._-]*)(?: *# *(?:{_PAGE}|{_LINE})?|[ ,:]+(?:{_PAGE.replace('page>', 'other>')}|{_LINE})) *"
    r"([1-9]\d*)(?: *[-–] *[lp]?([1-9]\d*))?",
    re.ASCII | re.IGNORECASE,
)
"""A source and lines or pages of it, as people write them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says what is wrong with one record."""

    root: Schema
    """The whole schema."""
    needed: frozenset[Path]
    """Where a value is empty that cannot be left out."""

    def of(self, reported: "ValidationError") -> Iterator[Breach]:
        """What to say of an error, or of each below it, where it only gathers others (`allOf`, `then`)."""
        error = self._schema_error(reported)
        if "propertyNames" in reported.absolute_schema_path:
            yield _wrong_key(error)
            return
        if _is_stray_event(error):
            yield _stray_event(error)
            return
        breaches = self._by_keyword(error)
        if breaches is not None:
            yield from breaches
            return
        if not reported.context:
            message = Message("{name} is not written as it should be", {"name": error.name})
            yield Breach("PLP205", error.where, message)
            return
        for deeper in reported.context:
            yield from self.of(deeper)

    def _by_keyword(self, error: SchemaError) -> Iterable[Breach] | None:
        """What to say of an error of one keyword; None of one that has no words of its own."""
        match error.keyword:
            case "additionalProperties" if error.demand is False:
                return unknown_properties(error)
            case "required":
                return self._missing(error)
            case "type":
                return [self._wrong_type(error)]
            case "enum":
                allowed = list(map(str, error.demand))
                return [self._not_allowed(error, allowed)]
            case "const":
                allowed = [str(error.demand)]
                return [self._not_allowed(error, allowed)]
            case "pattern":
                return [self._wrong_form(error)]
            case "uniqueItems":
                return _repeated(error)
            case keyword if keyword in _LIMITS:
                return [self._outside_limit(error)]
        return None

    def _schema_error(self, reported: "ValidationError") -> SchemaError:
        # jsonschema's types have room for a schema that is `true` or `false`, and for an error that nobody filled in.
        part: Any = reported.schema
        value: Any = reported.instance
        own_examples = self._own_examples(reported.absolute_schema_path)
        schema = {**part, **own_examples}
        return SchemaError(
            where=tuple(reported.absolute_path),
            value=value,
            keyword=str(reported.validator),
            demand=reported.validator_value,
            schema=schema,
        )

    def _own_examples(self, steps: Iterable[str | int]) -> Schema:
        """The examples that a property has itself, where the rest of it is a shared definition (`$ref`)."""
        node: Any = self.root
        own_examples: Schema = {}
        for step in steps:
            while _is_behind_reference(node, step):
                if not own_examples and "examples" in node:
                    own_examples = {"examples": node["examples"]}
                reference = node["$ref"]
                node = self._definition(reference)
            if step in ("properties", "additionalProperties", "items"):
                own_examples = {}
            node = node[step]
        return own_examples

    def _definition(self, reference: str) -> Schema:
        """The shared definition that a `$ref` names."""
        name = reference.removeprefix("#/$defs/")
        definition: Schema = self._definitions[name]
        return definition

    def _missing(self, error: SchemaError) -> Iterator[Breach]:
        """Each required property that is not there, unless one that nobody knows was meant to be it."""
        schema = error.schema
        closed = schema.get("additionalProperties") is False
        known_names = vocabulary().names
        if closed:
            known_names = schema.get("properties", {})
        strangers = [stranger for stranger in error.properties if stranger not in known_names]
        # jsonschema gives one error for each missing name, each with the whole list.
        for name in error.demand:
            if name in error.properties:
                continue
            misspelt = _misspelt(name, strangers[:MANY])
            if misspelt is None:
                of_entry = _is_of_entry(error.where)
                message = Message("`{key}` is missing", {"key": name, "of_entry": of_entry})
                hint = self._how_to_write(name, schema)
                yield Breach("PLP202", error.where, message, hint)
                continue
            if closed:  # it is told as unknown
                continue
            free_names = [known for known in known_names if known not in error.properties]
            yield _misspelt_name(error, misspelt, name, free_names)

    def _how_to_write(self, name: str, schema: Schema) -> Message | None:
        """An example of a property that is missing."""
        values: Iterable[str] = CITATIONS
        if name != "source":
            examples = self._examples_of(name, schema)
            values = map(flow, examples)
        lines = [f"`{name}: {value}`" for value in values]
        if not lines:
            return None
        return for_example(*lines)

    def _examples_of(self, name: str, schema: Schema) -> Iterable[Plain]:
        """The examples that a property has, or that the shared definition has to which it refers."""
        properties = schema.get("properties", {})
        own_schema: Schema = properties.get(name, {})
        reference = str(own_schema.get("$ref", ""))
        if not reference and name in vocabulary().dates:
            reference = "when"
        shared_name = reference.removeprefix("#/$defs/")
        shared: Schema = self._definitions.get(shared_name, {})
        examples: list[Plain] = own_schema.get("examples", [])
        if not examples:
            examples = shared.get("examples", [])
        return examples

    def _wrong_type(self, error: SchemaError) -> Breach:
        is_there = error.value not in (None, "")
        if is_there:
            return wrong_type(error)
        message = Message("{name} is empty", {"name": error.name})
        hint = self._how_to_fill(error)
        return Breach("PLP203", error.where, message, hint)

    def _how_to_fill(self, error: SchemaError) -> Message:
        """What to do about an empty value: write one, or, only where the record is whole without, remove it."""
        if _is_entry(error):
            return Message("Write a value, or remove the entry.")
        if error.where not in self.needed:
            return Message("Write a value, or leave the property out.")
        examples = error.schema.get("examples")
        if not examples:
            return Message("Write a value.")
        written = map(flow, examples)
        example = of_the_language(*written)
        return Message("Write a value, for example: {example}", {"example": example})

    def _outside_limit(self, error: SchemaError) -> Breach:
        """What is too long or too short, too much or too little."""
        is_too_short = error.keyword in _TOO_SHORT
        if is_too_short and not error.value:
            advice = self._how_to_fill(error)
            return empty(error.where, advice)
        sentence = _LIMITS[error.keyword]
        message = replace(sentence, args={"name": error.name, "limit": error.demand})
        hint = error.example
        if error.keyword in _TOO_LONG:
            hint = Message("Shorten it.")
        return Breach("PLP206", error.where, message, hint)

    def _not_allowed(self, error: SchemaError, allowed: list[str]) -> Breach:
        """A value that is none of a few words."""
        if is_empty(error.value):
            words = among("", allowed)
            return empty(error.where, words)
        message = Message("`{value}` is not allowed as {name}", _value_and_name(error))
        if self._is_status_of_task(error):
            hint = Message("That is the status of a task: an event says so, with `of` and the task's id.")
            return Breach("PLP204", error.where, message, hint)
        text = str(error.value)
        hint = among(text, allowed)
        word = only_meant(text, allowed)
        mend: Mend | None = None
        if word is not None and word == hint.args.get("word"):
            mend = Valued(error.where, word)
        return Breach("PLP204", error.where, message, hint, mend=mend)

    def _is_status_of_task(self, error: SchemaError) -> bool:
        """Whether a record is said to stand as only its tasks do."""
        if error.where[-1] != "status":
            return False
        task_status = self._definitions.get("task-status", {})
        return error.value in task_status.get("enum", [])

    @property
    def _definitions(self) -> Schema:
        """The shared definitions that this schema uses."""
        definitions: Schema = self.root.get("$defs", {})
        return definitions

    def _wrong_form(self, error: SchemaError) -> Breach:
        """What does not fit its pattern."""
        where = error.where
        if is_empty(error.value):
            advice = self._how_to_fill(error)
            return empty(where, advice)
        text = str(error.value)
        if text != text.strip():
            return _spaced(error, text)
        if _is_of_citation(where):
            return _wrong_citation(error, text)
        arguments = _value_and_name(error)
        hint: Message | None
        if property_of(where) in vocabulary().organisations:
            message = Message("`{value}` is not the id of an organisation", arguments)
            hint = self._name_of_organisation(where, text)
        elif error.demand.startswith(_ID):
            message = Message("`{value}` cannot be an id", arguments)
            hint = Message("An id has letters from a to z, digits, dots and dashes, and no spaces.")
        else:
            message = Message("`{value}` is not written as {name} is", arguments)
            hint = error.example
        return Breach("PLP205", where, message, hint)

    def _name_of_organisation(self, where: Path, text: str) -> Message:
        """What to write instead of an organisation's name, or of several."""
        in_general = Message("Write the id of a record in ledger/organisations/.")
        if where[-1] != "lead":
            return in_general
        names = SEVERAL.split(text)
        if len(names) == 1:
            return in_general
        for name in names:
            is_id = re.fullmatch(r"\S*\w", name)
            if not is_id:
                return in_general
        return one_leads(names, self.root) or in_general


def _is_behind_reference(node: Any, step: str | int) -> bool:
    """Whether a step goes on in the definition that a part of a schema names: jsonschema leaves `$ref` out."""
    if not isinstance(node, dict):
        return False
    if step in node:
        return False
    return "$ref" in node


def _is_of_citation(where: Path) -> bool:
    """Whether a citation stands there."""
    if "source" in where:
        return True
    return where[-1:] == ("line",)


def _spaced(error: SchemaError, text: str) -> Breach:
    """A text with spaces around it."""
    message = Message("{name} begins or ends with a space or line break", {"name": error.name})
    hint = Message("Remove it.")
    mend = Valued(error.where, text.strip())
    return Breach("PLP205", error.where, message, hint, mend=mend)


def _wrong_citation(error: SchemaError, text: str) -> Breach:
    """What stands where a citation does, and is none."""
    message = Message("`{value}` is not a citation", _value_and_name(error))
    citation = _meant_citation(text)
    if citation is None:
        examples = for_example(*CITATIONS)
        return Breach("PLP205", error.where, message, examples)
    hint = did_you_mean(citation)
    mend = Valued(error.where, citation)
    return Breach("PLP205", error.where, message, hint, mend=mend)


def _is_of_entry(where: Path) -> bool:
    """Whether a place is in the record's lists, or deeper in an event than the event itself."""
    depth = len(where)
    if where[:1] == ("events",):
        return depth > 2
    return depth > 0


def _misspelt_name(error: SchemaError, misspelt: str, name: str, free_names: list[str]) -> Breach:
    """A property that nobody knows, which was probably meant to be of this name.

    Args:
        error: where it stands.
        misspelt: as it is written.
        name: the one that is missing.
        free_names: those that may stand there, and do not.
    """
    where = (*error.where, misspelt)
    hint = did_you_mean(name)
    is_certain = only_meant(misspelt, free_names) == name
    if is_certain:
        return unknown(where, hint, name)
    return unknown(where, hint, None)


def _value_and_name(error: SchemaError) -> dict[str, Argument]:
    """What messages say of a value that is wrong: the value, and what it is the value of."""
    value = short(error.value)
    return {"value": value, "name": error.name}


def _repeated(error: SchemaError) -> Iterator[Breach]:
    """What stands twice in a list."""
    values = as_list(error.value)
    for index, value in repetitions(values):
        where = (*error.where, index)
        yield repeated(where, value)


def repetitions(values: Sequence[Plain]) -> Iterator[tuple[int, Plain]]:
    """The entries of a list that stand before them already, with their index."""
    seen_values: set[str] = set()
    for index, value in enumerate(values):
        written = json.dumps(value, sort_keys=True)
        if written in seen_values:
            yield index, value
        seen_values.add(written)


def _misspelt(name: str, strangers: Iterable[str]) -> str | None:
    """The property that was probably meant to be of this name."""
    for stranger in strangers:
        if meant(stranger, [name]):
            return stranger
    return None


def _wrong_key(error: SchemaError) -> Breach:
    """A key of a mapping whose keys are free but for their form; jsonschema calls the key the value."""
    name_written = str(error.value)
    where = (*error.where, name_written)
    arguments = {"key": short(name_written), "name": error.name}
    message = Message("`{key}` cannot stand in {name}", arguments)
    hint = error.example
    if error.where == ("severities",):
        hint = Message("Write the rule's code, such as PLP407.")
    return Breach("PLP205", where, message, hint, at_key=True)


def _is_entry(error: SchemaError) -> bool:
    """Whether an error is of an entry of a list."""
    if not error.where:
        return False
    last_step = error.where[-1]
    return isinstance(last_step, int)


def _stray_event(error: SchemaError) -> Breach:
    """An event that stands in another list than `events`."""
    list_name = error.where[-2]
    message = Message("this looks like an event, but it stands in `{name}`", {"name": list_name})
    hint = Message("Move it up to `events`.")
    return Breach("PLP201", error.where, message, hint)


def _is_stray_event(error: SchemaError) -> bool:
    """Whether an event stands in another list than `events`: most often in that which ends the file."""
    if error.keyword not in ("additionalProperties", "required"):
        return False
    match error.where:
        case (str(name), int()) if name != "events":
            pass
        case _:
            return False
    of_event = {"date", "kind"}
    names = error.properties.keys()
    if not of_event <= names:
        return False
    in_schema = error.schema.get("properties", {})
    return of_event.isdisjoint(in_schema)


def _meant_citation(text: str) -> str | None:
    """The citation that `bilaga-5 rad 20`, `bilaga-5 sid. 3` and `bilaga-5#20` probably mean."""
    match = _LOOSE_CITATION.fullmatch(text)
    if match is None:
        return None
    source, of_page, of_page_too, first, last = match.groups()
    sign = "L"
    if of_page or of_page_too:
        sign = "p"
    citation = f"{source}#{sign}{first}"
    if last:
        citation += f"-{sign}{last}"
    return citation
