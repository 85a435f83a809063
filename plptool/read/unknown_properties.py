"""What was meant by properties that a schema does not know, in the ledger's words."""

from collections.abc import Iterator
from itertools import chain, islice

from plptool.model.findings import Message
from plptool.model.plain import Data
from plptool.model.suggest import did_you_mean, meant
from plptool.model.text import quoted, short
from plptool.read.breach import Breach, SchemaError, unknown
from plptool.read.vocabulary import vocabulary

MANY = 10
"""So many unknown properties of one mapping are told; more are one mistake, or none of an editor's."""
_STATUS = "{date: 2023-12-31, kind: status, status: completed, source: …}"
_SAID_BY_EVENTS = ("status", "outcome", "remaining")


def unknown_properties(error: SchemaError) -> Iterator[Breach]:
    """What to say of the unknown properties of a mapping.

    In braces a comma ends a text: `{text: Board, staff and the public.}` has a property `staff and the public.` without
    a value. There the text is told, and no property.
    """
    properties = error.properties
    preceding = _preceding_texts(error)
    cut_off = _cut_off(properties, preceding)
    for text, rest in islice(cut_off.items(), MANY):
        yield _ended_early(error, text, rest)
    known = {*error.schema["properties"], *chain.from_iterable(cut_off.values())}
    for key in islice((key for key in properties if key not in known), MANY):
        yield unknown((*error.where, key), _hint(error, key, preceding.get(key)))


def _preceding_texts(error: SchemaError) -> dict[str, str]:
    """By unknown property, the one before it, where that holds text; there may be others without a value between."""
    preceding: dict[str, str] = {}
    text: str | None = None
    for key, value in error.properties.items():
        if key in error.schema["properties"]:
            text = key if isinstance(value, str) else None
            continue
        if text is not None:
            preceding[key] = text
        if value is not None:
            text = key if isinstance(value, str) else None
    return preceding


def _cut_off(properties: Data, preceding: dict[str, str]) -> dict[str, list[str]]:
    """By property with text: the pieces that commas have probably cut off it. One at least looks like prose."""
    pieces: dict[str, list[str]] = {}
    for key, text in preceding.items():
        if properties[key] is None:
            pieces.setdefault(text, []).append(key)
    return {text: keys for text, keys in pieces.items() if any(_like_prose(key) for key in keys)}


def _like_prose(key: str) -> bool:
    return " " in key.strip() or key.endswith(".")


def _ended_early(error: SchemaError, text: str, rest: list[str]) -> Breach:
    args = {"name": text, "rest": short(rest[0])}
    message = Message("a comma ended `{name}` early: `{rest}` is read as a property", args)
    whole = quoted(short(", ".join([str(error.properties[text]), *rest]), 100))
    hint = Message("Put the whole text in quotes: {example}", {"example": f"{text}: {whole}"})
    return Breach("PLP201", (*error.where, text), message, hint)


def _hint(error: SchemaError, key: str, preceding: str | None) -> Message:
    """What to do about an unknown property, which may stand after one with text."""
    allowed = sorted(error.schema["properties"])
    if key in _SAID_BY_EVENTS and "events" in allowed:
        return Message("It is said by an event: {example}", {"example": _STATUS})
    name = _meant(error, key, allowed)
    if name is not None:
        return did_you_mean(name)
    words = ", ".join(allowed)
    if error.where and preceding in vocabulary().prose:
        args = {"name": preceding, "words": words}
        return Message("If it belongs to `{name}`, put that text in quotes. Allowed: {words}", args)
    if _like_prose(key):
        return Message("Text with a comma or colon in it needs quotes.")
    return Message("Allowed: {words}", {"words": words})


def _meant(error: SchemaError, key: str, allowed: list[str]) -> str | None:
    """The property that was probably meant."""
    # What is missing was meant before what is only free, and that before what is there already.
    missing = [name for name in error.schema.get("required", ()) if name not in error.properties]
    free = [name for name in allowed if name not in error.properties]
    return meant(key, missing) or meant(key, free) or meant(key, allowed)
