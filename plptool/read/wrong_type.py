"""What to say of a value that is of the wrong type: text where a list is wanted, and the like."""

import re

from plptool.model.findings import Argument, Message
from plptool.model.mends import Mend, Quoted, Valued
from plptool.model.plain import Plain
from plptool.model.records import Path
from plptool.model.text import short
from plptool.read.breach import CITATIONS, SEVERAL, Breach, SchemaError, for_example
from plptool.read.schema import Schema
from plptool.read.vocabulary import vocabulary

_TYPES = {
    "string": Message("text"),
    "integer": Message("a whole number"),
    "number": Message("a number"),
    "boolean": Message("true or false"),
    "array": Message("a list"),
    "object": Message("lines of `name: value`"),
}
"""The types of JSON Schema 2020-12, as a ledger's editors call them."""
_TRUTHS = {"true": "true", "yes": "true", "ja": "true", "false": "false", "no": "false", "nej": "false"}
_PARTED = re.compile(rf"{SEVERAL.pattern}|\s+")
"""What parts ids, which have no space in them."""


def wrong_type(error: SchemaError) -> Breach:
    """What to say of a value of the wrong type that is not empty.

    Args:
        error: of the keyword `type`.
    """
    where = error.where
    name: int | str = ""
    if where:
        name = where[-1]
    types = _demanded_types(error)
    hint: Message | None = None
    if "source" in where[-2:]:
        wanted = Message("a citation")
        is_entry = isinstance(name, int)
        if not is_entry:
            wanted = Message("a citation or a list of them")
        hint = for_example(*CITATIONS)
    elif name in vocabulary().dates and "written" not in where:
        wanted = Message("a date or a period")
    elif isinstance(error.value, list) and "array" not in types and "object" not in types:
        return _needless_list(error)
    else:
        type_name = types[0]
        wanted = _TYPES[type_name]
        hint = _hint(type_name, error.value, error.schema)
    arguments: dict[str, Argument] = {"name": error.name, "kind": wanted}
    message = Message("{name} must be {kind}", arguments)
    return Breach("PLP203", where, message, hint or error.example, mend=_mend(where, hint))


def _mend(where: Path, hint: Message | None) -> Mend | None:
    """What a hint says that is to be written, where that is all that there is to it."""
    if hint is None:
        return None
    value = hint.args.get("value")
    if hint.template == _QUOTES:
        return Quoted(where, where)
    if value in ("true", "false"):
        return Valued(where, value == "true")
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 18:
        return Valued(where, int(value))
    return None


def _demanded_types(error: SchemaError) -> list[str]:
    """The types that the schema allows: it may name one or a list of them."""
    if isinstance(error.demand, str):
        return [error.demand]
    types: list[str] = error.demand
    return types


def _needless_list(error: SchemaError) -> Breach:
    """A list where one value is wanted."""
    message = Message("{name} must be one value, not a list", {"name": error.name})
    return Breach("PLP203", error.where, message, error.example)


def _hint(kind: str, value: Plain, schema: Schema) -> Message | None:
    """How to write what is there as a value of the type that is wanted; None where nobody knows."""
    match kind:
        case "integer" if isinstance(value, str):
            return _as_number(value)
        case "boolean" if isinstance(value, str):
            return _as_truth(value)
        case "array":
            return _as_list(value, schema)
        case "string" if isinstance(value, dict) and _free_text(schema):
            return Message(_QUOTES)
    return None


_QUOTES = Message("Put text that has a colon in it or begins with a bracket in quotes.").template


def _as_number(text: str) -> Message | None:
    """`1 000` and `1,00` as a whole number, where nothing is lost by it."""
    is_like_number = re.fullmatch(r"\s*-?[0-9 _.,]+\s*", text, re.ASCII)
    if not is_like_number:
        return None
    digits = text.strip()
    digits = re.sub(r"[ _]|[.,]0{0,2}$", "", digits)
    digits = digits.lstrip("0")
    if not digits:
        digits = "0"
    if digits == text:
        return Message("Write {value}, without quotes.", {"value": digits})
    if not digits.isdecimal():
        return None
    if len(digits) > 18:
        return None
    return Message("Write {value}.", {"value": digits})


def _as_truth(text: str) -> Message | None:
    """`Yes` and `nej` as `true` or `false`."""
    stripped = text.strip()
    word = stripped.casefold()
    truth = _TRUTHS.get(word)
    if truth is None:
        return None
    return Message("Write {value}, without quotes and in small letters.", {"value": truth})


def _as_list(value: Plain, schema: Schema) -> Message | None:
    if isinstance(value, dict):
        if not value:
            return None
        first_name = next(iter(value))
        example = short(f"- {first_name}: …")
        return Message("Begin each entry with a dash: {example}", {"example": example})
    if isinstance(value, list):
        return None
    examples = schema.get("examples")
    if not examples:
        return None
    first_example = examples[0]
    entry_of_example = first_example[0]
    if not isinstance(entry_of_example, str):
        return None
    text = str(value)
    if re.search(r"[:#\[\]{}]", text):  # brackets alone do not make it a list
        return None
    # The entries are sentences, which stay whole, or ids or names, which are one word each and which a comma parts.
    if " " in entry_of_example:
        if "," in text:
            return None
        entries = text
    else:
        words = _PARTED.split(text)
        entries = ", ".join(words)
    listed = short(entries)
    return Message("Write it in brackets: {example}", {"example": f"[{listed}]"})


def _free_text(schema: Schema) -> bool:
    """Whether any text will do that is not empty."""
    if "enum" in schema:
        return False
    pattern: str = schema.get("pattern", r"\S")
    return pattern == r"\S"
