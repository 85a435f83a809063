"""Records by what people call them, wherever the data names one by its id."""

from collections.abc import Callable, Mapping, Sequence

from plptool.model.decisions import POINTERS
from plptool.model.plain import Plain
from plptool.read.vocabulary import vocabulary

Called = Callable[[str], str]
"""What people call the record that has an id."""

_IDS = frozenset({"plan", "continues", "decision", "concerns", "copy-of", "reservations", *POINTERS})
"""Properties that hold ids of other records, beside those that hold organisations."""


_CLAIMED = "value"
"""Property of a claim, which may be of any field."""


def names_records(name: str) -> bool:
    """Whether a property of this name holds ids of records, or what is written where no record has it: a role, say."""
    return name in _IDS or name in vocabulary().organisations


def named(data: Plain, called: Called, name: str = "") -> Plain:
    """Data for readers: what it names by an id by what people call it, and no id of an entry's own.

    Args:
        data: as a record has it.
        called: what people call a record; a text that is no id of any comes back as it is.
        name: the property's, of which the data is the value.
    """
    match data:
        case str() if names_records(name) or name == _CLAIMED:
            return called(data)
        case Mapping() if name == "listed":
            return {called(source): number for source, number in data.items()}
        case Mapping():
            return {key: named(value, called, key) for key, value in data.items() if key != "id"}
        case str():
            return data
        case Sequence():
            return [named(value, called, name) for value in data]
        case _:
            return data
