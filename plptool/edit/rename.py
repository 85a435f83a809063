"""A record goes on under another id: its file, and whatever names it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plptool.checks.references import places_naming
from plptool.edit.edits import Edit, Move, SetField
from plptool.edit.intend import must_be_free
from plptool.edit.spans import value_at
from plptool.model.plain import part
from plptool.model.records import Record
from plptool.timeline.ledger import Ledger

if TYPE_CHECKING:
    from plptool.model.plain import Data, Plain


def renamed(ledger: Ledger, old: str, new: str) -> list[Edit]:
    """A record is called otherwise, says what it was called, and all that names it names it so.

    Args:
        ledger: the ledger.
        old: the id that it has.
        new: the id that it gets.

    Raises:
        UserError: there is no such record, or the id is taken.
    """
    record = ledger.record(old)
    must_be_free(ledger, new)
    edits: list[Edit] = []
    for other in ledger.all_records():
        edits += _followed(other, record, new)
    edits += _going_on(record, new)
    return edits


def _going_on(record: Record, new: str) -> Iterator[Edit]:
    """The record under its new id: what it says of that, and where it lies."""
    path = record.path
    old = record.id
    formerly: Plain = old
    if record.formerly:
        formerly = [*record.formerly, old]
    yield SetField(path, ("id",), new)
    yield SetField(path, ("formerly",), formerly)
    folder, _slash, _name = path.rpartition("/")
    new_path = f"{folder}/{new}.yaml"
    yield Move(path, new_path)


def _followed(other: Record, record: Record, new: str) -> Iterator[Edit]:
    """What of a record names another, under its new id."""
    old = record.id
    lists_it = False
    for place in places_naming(other, old, record.collection):
        if place[0] == "listed":
            lists_it = True
            continue
        named = str(value_at(other.data, place))
        lines = named.removeprefix(old)  # of a citation, they stay
        renamed_there = new + lines
        yield SetField(other.path, place, renamed_there)
    if not lists_it:
        return
    listed = part(other.data, "listed")
    relisted = _relisted(listed, old, new)
    yield SetField(other.path, ("listed",), relisted)


def _relisted(listed: "Data", old: str, new: str) -> "Data":
    """A list's processes in their order, one of them by its new id."""
    relisted: dict[str, Plain] = {}
    for key, value in listed.items():
        name = key
        if key == old:
            name = new
        relisted[name] = value
    return relisted
