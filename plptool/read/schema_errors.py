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
        return [misplaced(home, _folder_of(name))]
    worded = _without_consequences(_worded(name, data))
    unique: dict[tuple[Path, str, str], Breach] = {}
    for breach in (*worded, *twice):
        sentence = breach.message.say()
        unique[breach.where, breach.rule, sentence] = breach
    return sorted(unique.values(), key=_place)


def _place(breach: Breach) -> list[str]:
    return [str(step) for step in breach.where]


def _folder_of(schema: str) -> str:
    """The folder of the collection whose records have a schema."""
    return next(collection.folder for collection in Collection if collection.schema == schema)


def _repeated_ids(data: Data) -> Iterator[Breach]:
    """Ids that stand twice where the schema cannot say so: 1.1 and 1.10 are one number to other tools."""
    ids = data.get("concerns")
    if not isinstance(ids, list):
        return
    for index, value in repetitions(ids):
        where = ("concerns", index)
        yield repeated(where, value)


def _worded(name: str, data: Data) -> list[Breach]:
    """What jsonschema finds, in our words."""
    validator = _explainer(name)
    reported = iter(validator.iter_errors(data))
    errors = list(islice(reported, _WORDED))
    empty = [tuple(error.absolute_path) for error in errors if is_empty(error.instance)]
    wording = Wording(load(name), _needed(validator, empty, data))
    worded: list[Breach] = []
    for error in errors:
        worded += wording.of(error)
    if not worded:
        # Where the two validators disagree, that is said rather than that the record passes.
        message = Message("the record does not fit its schema")
        return [Breach("PLP205", (), message)]
    errors_left = sum(1 for _ in reported)  # they may be more than anybody wants to hold
    if errors_left:
        last_rule = worded[-1].rule
        worded.append(Breach(last_rule, (), more(errors_left), MEND))
    return worded


def _without_consequences(worded: list[Breach]) -> list[Breach]:
    """Those of some breaches that do not follow from others."""
    # What is of the wrong type need not be told to be of the wrong form as well.
    wrong_types = {breach.where for breach in worded if breach.rule == "PLP203"}
    # And of an event that stands in another list, nothing is told but that.
    stray_events = {breach.where for breach in worded if breach.rule == "PLP201" and not breach.at_key}
    # What has another form than it should need not be shortened besides.
    wrong_forms = {breach.where for breach in worded if breach.rule == "PLP205"}

    def follows(breach: Breach) -> bool:
        where = breach.where
        if breach.rule == "PLP206" and where in wrong_forms:
            return True
        if breach.rule in _OF_FORM and where in wrong_types:
            return True
        parents = [where[:depth] for depth in range(len(where))]
        return not stray_events.isdisjoint(parents)

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
    strict = {keyword: _each_ending_strictly(value) for keyword, value in schema.items()}
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        strict["pattern"] = re.sub(r"\$$", r"\\Z", pattern)
    return strict


def _each_ending_strictly(node: Any) -> Any:
    if isinstance(node, list):
        return [_each_ending_strictly(entry) for entry in node]
    if isinstance(node, dict):
        return _ending_strictly(node)
    return node


def _home(name: str, data: Data) -> str | None:
    """The collection in whose folder a record belongs, where it does not belong in this one."""
    of_records = [collection.schema for collection in Collection]
    if name not in of_records:
        return None
    properties = load(name)["properties"]
    if data.keys() <= properties.keys():
        return None
    for collection in Collection:
        schema = load(collection.schema)
        required = set(schema["required"])
        properties = schema["properties"]
        if required <= data.keys() <= properties.keys():
            return collection.folder
    return None


def _needed(validator: "jsonschema.Draft202012Validator", empty: Iterable[Path], data: Data) -> frozenset[Path]:
    """Those of the places with an empty value that the record cannot do without."""
    needed = [where for where in empty if where and _is_required(validator, data, where)]
    return frozenset(needed)


def _is_required(validator: "jsonschema.Draft202012Validator", data: Data, where: Path) -> bool:
    """Whether the schema asks for a property, once it is not there."""
    # Of a list `_without` leaves one entry, the first.
    *parents, name = (0 if isinstance(step, int) else step for step in where)
    without = _without(data, where)
    for error in validator.iter_errors(without):
        if error.validator != "required" or list(error.absolute_path) != parents:
            continue
        if name in error.validator_value:
            return True
    return False


def _without(data: Plain, where: Path) -> Plain:
    """What leads to a place, without what stands there, and with no more beside it than tells of which kind it is."""
    step, *further = where
    below = tuple(further)
    if isinstance(data, list) and isinstance(step, int):
        if not below:
            return []
        return [_without(data[step], below)]
    if not isinstance(data, dict) or not isinstance(step, str):
        return data
    data_left = {key: value for key, value in data.items() if key != step and not isinstance(value, dict | list)}
    if below:
        data_left[step] = _without(data[step], below)
    return data_left
