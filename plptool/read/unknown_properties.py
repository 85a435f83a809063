"""What was meant by properties that a schema does not know, in the ledger's words."""

import re
from collections.abc import Iterator
from itertools import islice

from plptool.model.findings import Message
from plptool.model.mends import Quoted
from plptool.model.plain import Data
from plptool.model.suggest import did_you_mean, meant, only_meant
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
    for name, pieces in islice(cut_off.items(), MANY):
        yield _ended_early(error, name, pieces)
    explained = set(error.schema["properties"])
    explained.update(*cut_off.values())
    unexplained = [stranger for stranger in properties if stranger not in explained]
    for stranger in unexplained[:MANY]:
        hint = _hint(error, stranger, preceding.get(stranger))
        yield unknown((*error.where, stranger), hint, _only_meant(error, stranger, hint))


def _preceding_texts(error: SchemaError) -> dict[str, str]:
    """By unknown property, the one before it, where that holds text; there may be others without a value between."""
    preceding: dict[str, str] = {}
    latest: str | None = None
    """The property before, where it holds text."""
    for name, value in error.properties.items():
        is_known = name in error.schema["properties"]
        if not is_known and latest is not None:
            preceding[name] = latest
        if isinstance(value, str):
            latest = name
        elif is_known or value is not None:
            latest = None
    return preceding


def _cut_off(properties: Data, preceding: dict[str, str]) -> dict[str, list[str]]:
    """By property with text: the pieces that commas have probably cut off it. One at least looks like prose."""
    pieces_after: dict[str, list[str]] = {}
    for stranger, name in preceding.items():
        if properties[stranger] is None:
            pieces_after.setdefault(name, []).append(stranger)
    return {name: pieces for name, pieces in pieces_after.items() if any(map(_like_prose, pieces))}


def _like_prose(key: str) -> bool:
    if key.endswith("."):
        return True
    return " " in key.strip()


def _ended_early(error: SchemaError, name: str, pieces: list[str]) -> Breach:
    arguments = {"name": name, "rest": short(pieces[0])}
    message = Message("a comma ended `{name}` early: `{rest}` is read as a property", arguments)
    beginning = str(error.properties[name])
    whole_text = beginning
    for piece in pieces:
        # 420,000 is a number, of which the comma has no space after it.
        within_number = whole_text[-1:].isdigit() and re.match(r"\d{3}(?!\d)", piece)
        whole_text += f",{piece}" if within_number else f", {piece}"
    example = f"{name}: {quoted(short(whole_text, 100))}"
    hint = Message("Put the whole text in quotes: {example}", {"example": example})
    where = (*error.where, name)
    return Breach("PLP201", where, message, hint, mend=Quoted(where, (*error.where, pieces[-1])))


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
        arguments = {"name": preceding, "words": words}
        return Message("If it belongs to `{name}`, put that text in quotes. Allowed: {words}", arguments)
    if _like_prose(key):
        return Message("Text with a comma or colon in it needs quotes.")
    return Message("Allowed: {words}", {"words": words})


def _only_meant(error: SchemaError, key: str, hint: Message) -> str | None:
    """The property that can only have been meant; None where what is said is that it may be another, or is there."""
    name = hint.args.get("word")
    free = [free_name for free_name in sorted(error.schema["properties"]) if free_name not in error.properties]
    only = only_meant(key, free)
    return only if only == name else None


def _meant(error: SchemaError, key: str, allowed: list[str]) -> str | None:
    """The property that was probably meant."""
    # What is missing was meant before what is only free, and that before what is there already.
    required = error.schema.get("required", ())
    missing = [name for name in required if name not in error.properties]
    free = [name for name in allowed if name not in error.properties]
    for candidates in (missing, free, allowed):
        name = meant(key, candidates)
        if name:
            return name
    return None
