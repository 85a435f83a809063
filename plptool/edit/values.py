"""What somebody types for a property, as a record holds it."""

import re
from collections.abc import Sequence
from datetime import date
from shlex import split

from plptool.model.collections import ID
from plptool.model.dates import record_date
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.plain import Plain
from plptool.read.fields import Field
from plptool.read.vocabulary import vocabulary
from plptool.read.yaml import parse

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_PART = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)=(.*)", re.DOTALL)


def value_of(field: Field, given: Sequence[str], today: date) -> Plain:
    """What a property is to hold.

    A property that has properties of its own is given as NAME=VALUE, several of them also in one text, or in braces as
    a record writes it.

    Args:
        field: the property.
        given: what was typed for it, once or several times.
        today: the day that `today` means.

    Raises:
        UserError: it is no date where one must be, or nothing that can be read.
    """
    values: list[Plain] = []
    parts: dict[str, list[str]] = {}
    for text in one_by_one(field, given):
        part = _PART.fullmatch(text) if field.has_parts else None
        if part is not None:
            parts.setdefault(part[1], []).append(part[2])
        elif field.has_parts and text.lstrip().startswith(("{", "[")):
            values.append(_in_braces(field.name, text))
        elif field.may_be_text:
            _must_be_one(field, text)
            values.append(_plain(field.name, text, today))
        else:
            raise _no_part(field, text)
    if parts:
        by_name = {known.name: known for known in field.parts}
        values.append({name: _part(field, name, texts, by_name.get(name), today) for name, texts in parts.items()})
    if field.is_always_list or len(values) > 1:
        return values
    return values[0]


def one_by_one(field: Field, given: Sequence[str]) -> list[str]:
    """What was typed, each NAME=VALUE by itself: `year=2026 amount=50000` in one text, as it is answered, is two."""
    known = {part.name for part in field.parts}
    texts: list[str] = []
    for text in given:
        pieces = parts_in(text)
        names = {piece.partition("=")[0] for piece in pieces}
        texts += pieces if len(pieces) > 1 and names <= known else [text]
    return texts


def parts_in(text: str) -> list[str]:
    """The NAME=VALUE of which a line is made, parted as a shell does; the line itself, where it is something else."""
    try:
        pieces = split(text)
    except ValueError:  # a quote that is not closed
        return [text]
    return pieces if pieces and all(re.match("[a-z-]+=", piece) for piece in pieces) else [text]


def _no_part(field: Field, text: str) -> UserError:
    """That the names of its parts are missing in what was typed, and which there are."""
    args: dict[str, Argument] = {"name": field.name, "value": text}
    message = Message("--{name}: write NAME=VALUE, or {{NAME: VALUE, …}}, and not {value!r}", args)
    if not field.parts:
        return UserError(message)
    words: list[Plain] = [one.name for one in field.parts]
    names = Message("The names: {words}", {"words": words})
    return UserError(Message("{message}. {hint}", {"message": message, "hint": names}))


def _must_be_one(field: Field, text: str) -> None:
    """See that a list is not written as one text: where no value has a comma in it, there are several.

    Raises:
        UserError: it is.
    """
    pieces = [piece.strip() for piece in re.split("[,;]", text.strip("[] "))]
    is_of_ids = field.name in vocabulary().organisations or field.name in LISTS_OF_IDS or bool(field.words)
    if field.is_list and is_of_ids and len(pieces) > 1 and all(re.fullmatch(ID, piece) for piece in pieces):
        args: dict[str, Argument] = {
            "name": field.name,
            "value": text,
            "one_by_one": " ".join(pieces),
            "options": " ".join(f"--{field.name} {piece}" for piece in pieces),
        }
        raise UserError(
            Message(
                "{name}: several values are given one by one, {one_by_one} (as options: {options}), not {value!r}", args
            )
        )


LISTS_OF_IDS = frozenset({"concerns", "repeals", "amends", "prepared-by", "of", "formerly"})
"""Lists of ids that are no organisations'."""


def _part(whole: Field, name: str, texts: Sequence[str], known: Field | None, today: date) -> Plain:
    """The value of a property within another; what that is called means nothing where names are free."""
    if known is not None:
        return value_of(known, texts, today)
    values: list[Plain] = []
    for text in texts:
        if text.startswith(("{", "[")):
            values.append(_in_braces(name, text))
        elif whole.name in vocabulary().whole_maps and _WHOLE.fullmatch(text):
            values.append(int(text))
        elif whole.has_free_parts:
            values.append(text.strip())
        else:
            values.append(_plain(name, text, today))
    return values[0] if len(values) == 1 else values


def _plain(name: str, text: str, today: date) -> Plain:
    """A text, a number or a date, as the property of this name is read."""
    words = vocabulary()
    line = text if "\n" in text else text.strip()
    if not line:
        raise UserError(Message("--{name} is empty: leave it out, or say what it is", {"name": name}))
    if name == "paragraph":
        line = line.removeprefix("§").strip() or line  # reports set the sign before it
    if name in words.whole and _WHOLE.fullmatch(line):
        return int(line)
    if name in words.dates and name not in words.dates_or_tasks:
        return record_date(line, today)
    if name in words.dates_or_tasks and re.fullmatch(r"[0-9/-]+|today", line):
        return record_date(line, today)
    if name in words.truth and line in ("true", "false"):
        return line == "true"
    return line


def _in_braces(name: str, text: str) -> Plain:
    """What a record would hold of this, behind the property's name."""
    parsed = parse(f"{name}: {text}\n".encode())
    if parsed.faults or parsed.data is None or [*parsed.data] != [name]:
        fault = parsed.faults[0].message if parsed.faults else ""
        args: dict[str, Argument] = {"name": name, "value": text, "message": fault}
        raise UserError(Message("--{name}: {value!r} cannot be read: {message}", args))
    return parsed.data[name]
