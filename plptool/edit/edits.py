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


Edit: TypeAlias = Insert | SetField | Remove | Create | Move
FieldEdit: TypeAlias = Insert | SetField | Remove
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
    not_later = [index for index, entry in enumerate(entries) if last_day(entry) <= day]
    return not_later[-1] + 1 if not_later else 0


def last_day(event: Plain) -> date:
    """The last day that the date of an event can mean; the last of all, of one that never takes effect, or is none."""
    written = event.get("date") if isinstance(event, dict) else None
    if not isinstance(written, str):
        return date.max
    try:
        return parse_when(written).latest or date.max
    except DateError:
        return date.max


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
    step, *rest = where
    if isinstance(value, dict) and isinstance(step, str):
        if not rest and isinstance(edit, Remove):
            return {key: entry for key, entry in value.items() if key != step}
        changed = _applied(value.get(step), (*rest,), edit)
        return {**value, step: changed}
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        if not rest and isinstance(edit, Remove):
            return value[:step] + value[step + 1 :]
        return [*value[:step], _applied(value[step], (*rest,), edit), *value[step + 1 :]]
    raise NoPlaceError(edit.where)


def _at_place(value: Plain, edit: FieldEdit) -> Plain:
    match edit:
        case SetField():
            return edit.value
        case Insert():
            entries = value if isinstance(value, list) else []
            index = index_of(entries, edit)
            return [*entries[:index], edit.value, *entries[index:]]
        case Remove():
            raise NoPlaceError(edit.where)
