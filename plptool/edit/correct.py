"""An event of a record is corrected or taken away; an entry of another of its lists, or a part of a property."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from plptool.edit.edits import EVENTS, Edit, Remove, Reorder, SetField, place_by_date
from plptool.edit.intend import Given, fields_for, gone, said_of
from plptool.edit.point import NONE, entry_meant, event_meant
from plptool.edit.values import value_of
from plptool.model.changeable import NAMED_BY
from plptool.model.dates import days_of
from plptool.model.errors import UserError
from plptool.model.events import Expected
from plptool.model.findings import Argument, Message
from plptool.model.plain import Data, Plain, as_list, entries, part, text_if_any
from plptool.model.records import Record
from plptool.model.suggest import among
from plptool.read.fields import Field
from plptool.timeline.compare import same


def corrected_event(
    record: Record, kind: str, day: str, which: Sequence[str], given: Given, without: Sequence[str], today: date
) -> list[Edit]:
    """An event says otherwise, as if it had always said so, and stands where its date belongs.

    Args:
        record: whose it is.
        kind: of which kind it is.
        day: its date, as it was typed.
        which: what else tells it from others, each `NAME=VALUE`.
        given: what was typed for each property that is another.
        without: the properties that it has none of any more; a part of one is `NAME.PART`.
        today: the day that `today` means.

    Raises:
        UserError: something cannot be read, or it is not known which event is meant.
    """
    index = event_meant(record, kind, day, which, today)
    return corrected_at(record, index, given, without, today)


def corrected_at(record: Record, index: int, given: Given, without: Sequence[str], today: date) -> list[Edit]:
    """The same of an event by its place in the record.

    Raises:
        UserError: something cannot be read.
    """
    event = entries(record.data, EVENTS)[index]
    kind = str(event["kind"])
    fields = fields_for(record.collection, kind, {**dict.fromkeys(event, True), **given})
    said = said_of(fields, given, today)
    if not said and not without:
        raise UserError(Message("say what is another: --NAME VALUE, or --without NAME"))
    corrected = _joined(event, said)
    for name in without:
        corrected = _without(corrected, name)
    where = (EVENTS, index)
    edits: list[Edit] = [SetField(record.path, where, corrected)]
    edits += _settled_anew(record, kind, event, corrected)
    events: list[Plain] = [*entries(record.data, EVENTS)]
    events[index] = corrected
    return [*edits, Reorder(record.path, where, place_by_date(events, index))]


def removed_event(record: Record, kind: str, day: str, which: Sequence[str], today: date) -> list[Edit]:
    """An event goes, as if it had never been told.

    Raises:
        UserError: it is not known which event is meant.
    """
    index = event_meant(record, kind, day, which, today)
    return [Remove(record.path, (EVENTS, index))]


def corrected_entry(
    record: Record, field: Field, given: Sequence[str], which: Sequence[str], today: date
) -> list[Edit]:
    """An entry of a list says otherwise: what is named is another, or goes (`NAME=-`), and the rest stays.

    Raises:
        UserError: something cannot be read, or it is not known which entry is meant.
    """
    index = entry_meant(record, field, which, today)
    entry = entries(record.data, field.name)[index]
    gone = [text.removesuffix(f"={NONE}") for text in given if text.endswith(f"={NONE}")]
    said = [text for text in given if not text.endswith(f"={NONE}")]
    (value,) = as_list(value_of(field, said, today)) if said else ({},)
    corrected = _joined(entry, value) if isinstance(value, dict) else dict(entry)
    for name in gone:
        corrected = _without(corrected, name)
    return [SetField(record.path, (field.name, index), corrected)]


def without_entries(
    record: Record, field: Field, given: Sequence[str], which: Sequence[str], today: date
) -> list[Edit]:
    """Entries of a list go, or parts of a property, as if they had never been there.

    Args:
        record: whose they are.
        field: the list, or the property that has parts.
        given: the entries themselves, or by what they are called; the names of parts.
        which: what an entry says, each `NAME=VALUE`, where it has properties of its own.
        today: the day that `today` means.

    Raises:
        UserError: one is not there, or it is not known which is meant.
    """
    standing = record.data.get(field.name)
    if isinstance(standing, dict):
        return [_part_gone(record, field, name) for name in given]
    listed = as_list(standing)
    if any(isinstance(entry, dict) for entry in listed):
        naming = NAMED_BY.get(field.name, "id")
        asked = [which] if which else [[text if "=" in text else f"{naming}={text}"] for text in given]
        places = {entry_meant(record, field, one, today) for one in asked}
    else:
        places = {_place_of(record, field, text, today) for text in given}
    if len(places) == len(listed):
        return gone(record, field.name)
    # From the last, so that no index is another by what went before.
    return [Remove(record.path, (field.name, index)) for index in sorted(places, reverse=True)]


def _part_gone(record: Record, field: Field, name: str) -> Edit:
    parts = part(record.data, field.name)
    if name not in parts:
        raise _not_there(record, field, name, [*parts])
    return Remove(record.path, (field.name, name))


def _place_of(record: Record, field: Field, text: str, today: date) -> int:
    """Where a value stands in a list, or words of it that only one has."""
    listed = as_list(record.data.get(field.name))
    (value,) = as_list(value_of(field, [text], today))
    places = [index for index, entry in enumerate(listed) if same(entry, value)]
    if not places:
        places = [index for index, entry in enumerate(listed) if text.casefold() in str(entry).casefold()]
    if len(places) != 1:
        raise _not_there(record, field, text, [str(entry) for entry in listed])
    return places[0]


def _not_there(record: Record, field: Field, text: str, listed: list[str]) -> UserError:
    args: dict[str, Argument] = {"id": record.id, "name": field.name, "value": text, "words": listed}
    return UserError(Message("{name} of {id} has no {value!r} that could go; it has: {words}", args))


def _joined(entry: Data, said: Mapping[str, Plain]) -> dict[str, Plain]:
    """What an entry says, with other values: of one that has properties of its own, those that are named."""
    joined = dict(entry)
    for name, value in said.items():
        standing = entry.get(name)
        if isinstance(standing, dict) and isinstance(value, dict):
            joined[name] = {**standing, **value}
        elif not same(standing, value, name):
            joined[name] = value
    return joined


def _without(entry: Data, name: str) -> dict[str, Plain]:
    """What an entry says, but for a property, or a part of one."""
    whole, _, inner = name.partition(".")
    standing = entry.get(whole)
    left = dict(entry)
    if inner and isinstance(standing, dict) and inner in standing:
        left[whole] = {key: value for key, value in standing.items() if key != inner}
    elif not inner and whole in entry:
        del left[whole]
    else:
        args: dict[str, Argument] = {"name": name, "hint": among(name, [*entry])}
        raise UserError(Message("it says nothing of {name} that could go. {hint}", args))
    return left


def _settled_anew(record: Record, kind: str, event: Data, corrected: Data) -> Iterator[Edit]:
    """What settles something names the day on which that is due: so it follows, where nothing else is due then."""
    due, new = text_if_any(event, "due"), corrected.get("due")
    if kind != Expected.KIND or due is None or new is None or due == new:
        return
    events = entries(record.data, EVENTS)
    expected = [one for one in events if one["kind"] == kind and days_of(str(one.get("due"))) == days_of(due)]
    if len(expected) > 1:
        return
    for index, other in enumerate(events):
        settles = text_if_any(other, "settles")
        if settles is not None and days_of(settles) == days_of(due):
            yield SetField(record.path, (EVENTS, index, "settles"), new)
