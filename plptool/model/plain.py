"""Plain data: what YAML is read to and JSON is written from, and how its values are taken out with their types.

A record's data fits its schema, so a property has the type that the schema gives it. The functions here take a value
out as that type. One that has another type is a mistake of ours, never of a file's: they raise TypeError.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Plain: TypeAlias = bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"] | None
"""A scalar, a list of values, a mapping from names to values, or nothing. A list is `list`, a mapping is `dict`."""
Data: TypeAlias = Mapping[str, Plain]
"""What a record says, or an event, an entry of a list: values by name. Nobody alters it."""


def text(data: Data, name: str) -> str:
    """A text that is there."""
    value = data[name]
    if not isinstance(value, str):
        raise _mistaken(name, value, "a text")
    return value


def text_if_any(data: Data, name: str) -> str | None:
    """A text; None where there is none."""
    value = data.get(name)
    if value is None:
        return None
    return text(data, name)


def number(data: Data, name: str) -> int:
    """A whole number that is there."""
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise _mistaken(name, value, "a number")
    return value


def number_if_any(data: Data, name: str) -> int | None:
    """A whole number; None where there is none."""
    value = data.get(name)
    if value is None:
        return None
    return number(data, name)


def texts(data: Data, name: str) -> tuple[str, ...]:
    """A list of texts, or a text that stands for a list of one; none where there is no such property."""
    values: list[str] = []
    written = data.get(name)
    for value in as_list(written):
        if not isinstance(value, str):
            raise _mistaken(name, value, "a list of texts")
        values.append(value)
    return tuple(values)


def part(data: Data, name: str) -> Data:
    """A mapping; an empty one where there is none."""
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _mistaken(name, value, "a mapping")
    return value


def entries(data: Data, name: str) -> tuple[Data, ...]:
    """A list of mappings; none where there is no such property."""
    mappings: list[Data] = []
    written = data.get(name)
    for value in as_list(written):
        if not isinstance(value, Mapping):
            raise _mistaken(name, value, "a list of mappings")
        mappings.append(value)
    return tuple(mappings)


def as_list(value: Plain) -> Sequence[Plain]:
    """What may be written as one or as a list, as a list; no value is an empty one."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return value
    return [value]


def whole(value: Plain) -> int | None:
    """The whole number that a text is; None where it is none, or one that nothing counts to."""
    digits = str(value)
    if len(digits) > _MOST_DIGITS or not digits.isdecimal():
        return None
    return int(digits)


_MOST_DIGITS = 18
"""More have no room in the 64 bits that other programs give a number."""


def _mistaken(name: str, value: Plain, meant: str) -> TypeError:
    type_name = type(value).__name__
    return TypeError(f"{name!r} is not {meant}, but {type_name}")
