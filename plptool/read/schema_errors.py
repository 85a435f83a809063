"""What in a record breaks its schema, in the ledger's words.

Two validators of JSON Schema 2020-12 are asked. jsonschema-rs is quick, and says whether a record fits; only where it
does not, jsonschema says why.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from plptool.model.collections import Collection
from plptool.model.findings import MEND, Message, more
from plptool.model.plain import Data, Plain
from plptool.model.records import Path
from plptool.read.breach import Breach, is_empty, misplaced, repeated
from plptool.read.schema import Schema, load
from plptool.read.wording import Wording, repetitions

if TYPE_CHECKING:
    import jsonschema
    import jsonschema_rs

_WORDED = 1000
"""So many errors of one record are worded: nobody reads more, and each takes its time."""
_OF_FORM = ("PLP204", "PLP205", "PLP206")
"""The rules that say how a value of the right type is to be written."""


def breaches_of(name: str, data: Data) -> list[Breach]:
    """What breaks a schema, each once, by place.

    Args:
        name: the schema's.
        data: of a record, or of the manifest.
    """
    twice = list(_repeated_ids(data))
    if _judge(name).is_valid(data):
        return twice
    home = _home(name, data)
    if home is not None:
        return [misplaced(home, next(collection.folder for collection in Collection if collection.schema == name))]
    worded = [*_without_consequences(_worded(name, data)), *twice]
    unique = {(breach.where, breach.rule, breach.message.say()): breach for breach in worded}
    return sorted(unique.values(), key=lambda breach: [str(step) for step in breach.where])


def _repeated_ids(data: Data) -> Iterator[Breach]:
    """Ids that stand twice where the schema cannot say so: 1.1 and 1.10 are one number to other tools."""
    ids = data.get("concerns")
    if isinstance(ids, list):
        for index, value in repetitions(ids):
            yield repeated(("concerns", index), value)


def _worded(name: str, data: Data) -> list[Breach]:
    """What jsonschema finds, in our words."""
    validator = _explainer(name)
    reported = iter(validator.iter_errors(data))
    errors = list(islice(reported, _WORDED))
    empty = (tuple(error.absolute_path) for error in errors if is_empty(error.instance))
    wording = Wording(load(name), _needed(validator, empty, data))
    worded = [breach for error in errors for breach in wording.of(error)]
    rest = sum(1 for _ in reported)
    if rest:
        worded.append(Breach(worded[-1].rule, (), more(rest), MEND))
    # Where the two validators disagree, that is said rather than that the record passes.
    return worded or [Breach("PLP205", (), Message("the record does not fit its schema"))]


def _without_consequences(worded: list[Breach]) -> list[Breach]:
    """Those of some breaches that do not follow from others."""
    # What is of the wrong type need not be told to be of the wrong form as well.
    wrong_types = {breach.where for breach in worded if breach.rule == "PLP203"}
    # And of an event that stands in another list, nothing is told but that.
    stray_events = {breach.where for breach in worded if breach.rule == "PLP201" and not breach.at_key}

    # What has another form than it should need not be shortened besides.
    wrong_forms = {breach.where for breach in worded if breach.rule == "PLP205"}

    def follows(breach: Breach) -> bool:
        if breach.rule == "PLP206" and breach.where in wrong_forms:
            return True
        if breach.rule in _OF_FORM and breach.where in wrong_types:
            return True
        return any(breach.where[:depth] in stray_events for depth in range(len(breach.where)))

    return [breach for breach in worded if not follows(breach)]


@cache
def _judge(name: str) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    # Nothing outside the schema is ever fetched: it has no reference that leaves it, and no retriever is given.
    return jsonschema_rs.Draft202012Validator(load(name))


@cache
def _explainer(name: str) -> "jsonschema.Draft202012Validator":
    import jsonschema  # only where something is wrong

    return jsonschema.Draft202012Validator(_ending_strictly(load(name)))


def _ending_strictly(schema: Schema) -> Schema:
    r"""A schema whose patterns end with `\Z`: in Python alone, `$` matches before a last line break too."""
    strict = {key: _each_ending_strictly(value) for key, value in schema.items()}
    if isinstance(schema.get("pattern"), str):
        strict["pattern"] = re.sub(r"\$$", r"\\Z", schema["pattern"])
    return strict


def _each_ending_strictly(node: Any) -> Any:
    if isinstance(node, list):
        return [_each_ending_strictly(entry) for entry in node]
    return _ending_strictly(node) if isinstance(node, dict) else node


def _home(name: str, data: Data) -> str | None:
    """The collection in whose folder a record belongs, where it does not belong in this one."""
    if name not in [collection.schema for collection in Collection]:
        return None
    if data.keys() <= load(name)["properties"].keys():
        return None
    for collection in Collection:
        schema = load(collection.schema)
        if {*schema["required"]} <= data.keys() <= schema["properties"].keys():
            return collection.folder
    return None


def _needed(validator: "jsonschema.Draft202012Validator", empty: Iterable[Path], data: Data) -> frozenset[Path]:
    """Those of the places with an empty value that the record cannot do without."""
    return frozenset(where for where in empty if where and _is_required(validator, data, where))


def _is_required(validator: "jsonschema.Draft202012Validator", data: Data, where: Path) -> bool:
    """Whether the schema asks for a property, once it is not there."""
    *parents, name = (0 if isinstance(step, int) else step for step in where)
    for error in validator.iter_errors(_without(data, where)):
        if error.validator == "required" and [*error.absolute_path] == parents and name in error.validator_value:
            return True
    return False


def _without(data: Plain, where: Path) -> Plain:
    """What leads to a place, without what stands there, and with no more beside it than tells of which kind it is."""
    step, *rest = where
    if isinstance(data, list) and isinstance(step, int):
        return [_without(data[step], tuple(rest))] if rest else []
    if not isinstance(data, dict) or not isinstance(step, str):
        return data
    beside = {key: value for key, value in data.items() if not isinstance(value, dict | list) and key != step}
    return {**beside, step: _without(data[step], tuple(rest))} if rest else beside
