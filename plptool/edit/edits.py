"""What is meant by a change, whatever the files look like: entries, fields, and files that come, move or go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from plptool.model.dates import DateError, parse_when
from plptool.model.plain import Data, Plain
from plptool.model.records import Path

EVENTS = "events"
"""The list whose entries stand in the order of their dates."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A list gets an entry; a list that is not there yet is made."""

    path: str
    where: Path
    """The list's place in the record."""
    value: Plain
    index: int | None = None
    """Before which entry; None where it belongs: an event by its date, anything else at the end."""
    spread: bool = False
    """Whether a mapping is written over several lines, also where it would fit on one."""


@dataclass(frozen=True, slots=True)
class SetField:
    """A field gets a value, whether or not it had one."""

    path: str
    where: Path
    value: Plain
    spread: bool = False
    """Whether a mapping is written over several lines, also where it would fit on one."""


@dataclass(frozen=True, slots=True)
class Remove:
    """A field or an entry goes; with its last entry, the list itself."""

    path: str
    where: Path


@dataclass(frozen=True, slots=True)
class Reorder:
    """An entry of a list stands elsewhere in it, as it is written, with the comments that belong to it."""

    path: str
    where: Path
    """The entry's place."""
    index: int
    """Before which of the others."""


@dataclass(frozen=True, slots=True)
class Create:
    """A file comes."""

    path: str
    data: Data


@dataclass(frozen=True, slots=True)
class Move:
    """A file lies elsewhere."""

    path: str
    to: str


class NoPlaceError(LookupError):
    """What is to be changed is not there."""

    def __init__(self, where: Path) -> None:
        super().__init__(where)


Edit: TypeAlias = Insert | SetField | Remove | Reorder | Create | Move
FieldEdit: TypeAlias = Insert | SetField | Remove | Reorder
"""What changes something in a file."""


def index_of(entries: Sequence[Plain], edit: Insert) -> int:
    """Before which entry of a list a new one is written."""
    if edit.index is not None:
        return edit.index
    if edit.where[-1] != EVENTS:
        return len(entries)
    return index_by_date(entries, edit.value)


def index_by_date(entries: Sequence[Plain], event: Plain) -> int:
    """Before which entry of a list an event is put: after the last whose latest day is not later."""
    day = last_day(event)
    before = 0
    for behind, entry in enumerate(entries, start=1):
        if last_day(entry) <= day:
            before = behind
    return before


def last_day(event: Plain) -> date:
    """The last day that the date of an event can mean; the last of all, of one that never takes effect, or is none."""
    if not isinstance(event, dict):
        return date.max
    written = event.get("date")
    if not isinstance(written, str):
        return date.max
    try:
        when = parse_when(written)
    except DateError:
        return date.max
    return when.latest or date.max


def place_by_date(events: Sequence[Plain], index: int) -> int:
    """Before which of the others an event belongs that stands in a place: where its date agrees with both, in that."""
    event = events[index]
    before = events[:index]
    behind = events[index + 1 :]
    day = last_day(event)
    is_late_enough = not before or last_day(before[-1]) <= day
    is_early_enough = not behind or day <= last_day(behind[0])
    if is_late_enough and is_early_enough:
        return index
    return index_by_date([*before, *behind], event)


def applied(data: Data, edit: FieldEdit) -> dict[str, Plain]:
    """What a record says after a change.

    Raises:
        NoPlaceError: there is no such place in it.
    """
    changed = _applied(data, edit.where, edit)
    if not isinstance(changed, dict):
        raise NoPlaceError(edit.where)
    return changed


def _applied(value: Plain, where: Path, edit: FieldEdit) -> Plain:
    if not where:
        return _at_place(value, edit)
    step, *steps_below = where
    below = tuple(steps_below)
    match value, step:
        case dict(), str():
            return _applied_to_mapping(value, step, below, edit)
        case list(), int() if step < len(value):
            return _applied_to_list(value, step, below, edit)
        case _:
            raise NoPlaceError(edit.where)


def _applied_to_mapping(value: Data, name: str, below: Path, edit: FieldEdit) -> dict[str, Plain]:
    changed = dict(value)
    if _goes(below, edit):
        changed.pop(name, None)
    else:
        former = value.get(name)
        changed[name] = _applied(former, below, edit)
    return changed


def _applied_to_list(value: Sequence[Plain], index: int, below: Path, edit: FieldEdit) -> list[Plain]:
    changed = list(value)
    if not below and isinstance(edit, Reorder):
        moved = changed.pop(index)
        changed.insert(edit.index, moved)
    elif _goes(below, edit):
        del changed[index]
    else:
        former = value[index]
        changed[index] = _applied(former, below, edit)
    return changed


def _goes(below: Path, edit: FieldEdit) -> bool:
    """Whether what an edit takes away is reached: there is nothing further down to go to."""
    return not below and isinstance(edit, Remove)


def _at_place(value: Plain, edit: FieldEdit) -> Plain:
    match edit:
        case SetField():
            return edit.value
        case Insert():
            entries = value if isinstance(value, list) else []
            index = index_of(entries, edit)
            joined = [*entries]
            joined.insert(index, edit.value)
            return joined
        case Remove() | Reorder():
            raise NoPlaceError(edit.where)
