"""A record goes on under another id: its file, and whatever names it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plptool.checks.references import places_naming
from plptool.edit.edits import Edit, Move, SetField
from plptool.edit.spans import value_at
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.records import Record
from plptool.timeline.ledger import Ledger

if TYPE_CHECKING:
    from plptool.model.plain import Plain


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
    taken = ledger.records.get(new)
    if taken is not None:
        raise UserError(Message("{id!r} is taken, by {path}", {"id": new, "path": taken.path}))
    edits: list[Edit] = []
    for other in ledger.all_records():
        edits += _followed(other, record, new)
    folder, _, _ = record.path.rpartition("/")
    former: list[Plain] = [*record.formerly, old]
    return [
        *edits,
        SetField(record.path, ("id",), new),
        SetField(record.path, ("formerly",), former[0] if len(former) == 1 else former),
        Move(record.path, f"{folder}/{new}.yaml"),
    ]


def _followed(other: Record, record: Record, new: str) -> Iterator[Edit]:
    """What of a record names another, under its new id."""
    lists_it = False
    for place in places_naming(other, record.id, record.collection):
        if place[0] == "listed":
            lists_it = True
        else:
            named = str(value_at(other.data, place))
            yield SetField(other.path, place, new + named.removeprefix(record.id))  # of a citation, the lines stay
    listed = other.data.get("listed")
    if lists_it and isinstance(listed, dict):
        renamed_keys = {new if key == record.id else key: value for key, value in listed.items()}
        yield SetField(other.path, ("listed",), renamed_keys)
