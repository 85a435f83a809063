"""Which event of a record, or entry of another of its lists, somebody means: by what they know of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from plptool.edit.edits import EVENTS
from plptool.edit.values import value_of
from plptool.model.citations import Citation
from plptool.model.dates import days_of, parse_when, record_date
from plptool.model.errors import UserError
from plptool.model.events import KINDS
from plptool.model.findings import NAMED, Argument, Message
from plptool.model.plain import Data, Plain, as_list, entries
from plptool.model.records import Record
from plptool.model.suggest import among
from plptool.read.fields import Field, event_fields, fields_of_kind
from plptool.read.vocabulary import vocabulary
from plptool.timeline.compare import content, same

NONE = "-"
"""What is written where something says nothing of a property."""


_NEAREST = 3
"""So many are named where none is of a date."""


class SeveralError(UserError):
    """Several are meant by what is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, and where in it."""

    index: int
    data: Data


def event_meant(record: Record, kind: str, day: str, which: Sequence[str], today: date) -> int:
    """Which of a record's events is meant.

    Args:
        record: whose.
        kind: of which kind.
        day: its date, as it was typed.
        which: what else it says, each `NAME=VALUE`.
        today: the day that `today` means.

    Raises:
        SeveralError: several are.
        UserError: none is, or something cannot be read.
    """
    fields = fields_of_events(record, kind)
    of_kind = must_have_events(record, kind)
    written = record_date(day, today)
    of_day = [event for event in of_kind if days_of(str(event.data.get("date"))) == days_of(written)]
    args: dict[str, Argument] = {"id": record.id, "kind": Message(kind), "date": written}
    if not of_day:
        nearest = sorted(of_kind, key=lambda event: _distance(event.data, written))
        raise UserError(
            Message("{id} has no {kind} of {date}; the nearest are:", args), _lines(nearest[:_NEAREST], fields)
        )
    found = _saying(of_day, fields, which, today)
    if not found:
        told: dict[str, Argument] = {**args, "which": ", ".join(which)}
        none = Message("{id} has no {kind} of {date} that says {which}; there is:", told)
        raise UserError(none, _lines(of_day, fields))
    if len({content(event.data) for event in found}) > 1:
        many: dict[str, Argument] = {**args, "n": len(found)}
        raise SeveralError(
            Message("{id} has {n} of the kind {kind} of {date}; say which:", many), _lines(found, fields)
        )
    return found[0].index


def must_have_events(record: Record, kind: str) -> list[Entry]:
    """The events of a kind that a record has.

    Raises:
        UserError: it has none.
    """
    fields_of_events(record, kind)
    events = [Entry(index, event) for index, event in enumerate(entries(record.data, EVENTS))]
    of_kind = [event for event in events if event.data.get("kind") == kind]
    if not of_kind:
        raise _none_of_kind(record, kind, events)
    return of_kind


def which_is_meant(record: Record, kind: str) -> UserError:
    """That somebody is to say which of a record's events they mean, with the last of those that there are.

    Raises:
        UserError: there is none.
    """
    last = must_have_events(record, kind)[-NAMED:]
    args: dict[str, Argument] = {"id": record.id, "kind": Message(kind)}
    message = Message("say by its date which event of {id} is meant, of the kind {kind}; there is:", args)
    return UserError(message, _lines(last, fields_of_events(record, kind)))


def entry_meant(record: Record, field: Field, which: Sequence[str], today: date) -> int:
    """Which entry of a list is meant, whose entries have properties of their own.

    Raises:
        SeveralError: several are.
        UserError: none is, or something cannot be read.
    """
    listed = [Entry(index, entry) for index, entry in enumerate(entries(record.data, field.name))]
    found = _saying(listed, field.parts, which, today)
    args: dict[str, Argument] = {"id": record.id, "name": Message(field.name), "which": ", ".join(which)}
    if not found:
        raise UserError(
            Message("{name} of {id}: nothing there says {which}; there is:", args), _lines(listed, field.parts)
        )
    if len(found) > 1:
        raise SeveralError(Message("{name} of {id}: several say {which}; say which:", args), _lines(found, field.parts))
    return found[0].index


def fields_of_events(record: Record, kind: str) -> tuple[Field, ...]:
    """What an event of a kind may say of a record or of its tasks.

    Raises:
        UserError: records of this sort have no such events.
    """
    fields = fields_of_kind((record.collection,), kind)
    if not fields:
        raise no_such_events(record, kind)
    return fields


def no_such_events(record: Record, kind: str) -> UserError:
    """That records of this sort have no events of a kind."""
    words: list[Plain] = [known for known in KINDS if event_fields(record.collection, known)]
    args: dict[str, Argument] = {"id": record.id, "kind": kind, "words": words}
    return UserError(Message("{id} has no events of the kind {kind}; it may have: {words}", args))


def _none_of_kind(record: Record, kind: str, events: Sequence[Entry]) -> UserError:
    kinds = dict.fromkeys(str(event.data.get("kind")) for event in events)
    args: dict[str, Argument] = {"id": record.id, "kind": Message(kind), "words": [*map(Message, kinds)]}
    return UserError(
        Message("{id} has no event of the kind {kind}; of those that it has, the kinds are: {words}", args)
    )


def _distance(event: Data, written: str) -> int:
    """How many days lie between the date of an event and another."""
    middle, wanted = (_day_in(text) for text in (str(event.get("date")), written))
    return abs((middle - wanted).days)


def _day_in(text: str) -> date:
    when = parse_when(text)
    return when.latest or when.earliest or date.max


# What an entry says


def _saying(found: Sequence[Entry], fields: Sequence[Field], which: Sequence[str], today: date) -> list[Entry]:
    """Those that say all of this: the very same, where one does, or something of it."""
    left = [*found]
    for typed in which:
        field, text = _named(fields, typed)
        exactly = [entry for entry in left if _says_exactly(entry.data, field, text, today)]
        left = exactly or [entry for entry in left if _says_some(entry.data, field, text, today)]
    return left


def _named(fields: Sequence[Field], typed: str) -> tuple[Field, str]:
    """The property that is named, and what is said of it."""
    name, equals, text = typed.partition("=")
    known = {field.name: field for field in fields}
    if not equals or not text:
        raise UserError(Message("--which {typed}: write NAME=VALUE", {"typed": typed}))
    if name not in known:
        args: dict[str, Argument] = {"name": name, "hint": among(name, [*known])}
        raise UserError(Message("--which {name}: there is no such property. {hint}", args))
    return known[name], text


def _says_exactly(entry: Data, field: Field, text: str, today: date) -> bool:
    standing = entry.get(field.name)
    if text == NONE:
        return standing is None
    if standing is None:
        return False
    if field.is_flag:
        return text == "true"
    return _same(standing, value_of(field, [text], today), field.name)


def _same(standing: Plain, value: Plain, name: str) -> bool:
    if name in vocabulary().dates and isinstance(standing, str) and isinstance(value, str):
        return days_of(standing) == days_of(value)
    return same(standing, value, name) or same(as_list(standing), as_list(value), name)


def _says_some(entry: Data, field: Field, text: str, today: date) -> bool:
    """Whether it says this among other things: one of a list, a part, some words of a text, a document's id."""
    standing = entry.get(field.name)
    if standing is None or text == NONE:
        return False
    if field.name == "source":
        return text in [Citation.parse(str(cited)).source for cited in as_list(standing)]
    if field.name in vocabulary().prose:
        return any(text.casefold() in str(words).casefold() for words in as_list(standing))
    value = value_of(field, [text], today)
    if isinstance(standing, dict) and isinstance(value, dict):
        return all(same(standing.get(name), part, name) for name, part in value.items())
    return all(any(same(one, wanted) for one in as_list(standing)) for wanted in as_list(value))


# How those that may be meant are told apart


def _lines(found: Sequence[Entry], fields: Sequence[Field]) -> list[Message]:
    """A line for each of the first, with what it says, and what tells it from the others."""
    shown = found[:NAMED]
    lines: list[Message] = []
    for entry in shown:
        args: dict[str, Argument] = {"said": _said(entry.data, fields)}
        telling = _telling(entry, shown, fields)
        line = Message("{said}", args)
        if telling:
            line = Message("{said}: {options}", {**args, "options": " ".join(telling)})
        lines.append(line)
    return lines


def _said(entry: Data, fields: Sequence[Field]) -> list[Message]:
    """What an entry says, property by property; of an event, its kind is known."""
    told: list[Message] = []
    for field in fields:
        value = entry.get(field.name)
        if value is None or field.name == "kind":
            continue
        named: dict[str, Argument] = {"name": Message(field.name), "value": _in_a_line(value)}
        told.append(Message(field.name) if field.is_flag else Message("{name} {value}", named))
    return told


def _in_a_line(value: Plain) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={_in_a_line(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_in_a_line, value))
    return " ".join(str(value).split())


def _telling(entry: Entry, among_these: Sequence[Entry], fields: Sequence[Field]) -> tuple[str, ...]:
    """The fewest properties that none of the others has alike, as options; none where there is nobody else."""
    others = [other for other in among_these if other is not entry]
    if not others or ("date" in entry.data and all(_apart(entry.data, other.data, "date") for other in others)):
        return ()
    names = [field.name for field in fields if field.name not in ("date", "kind")]
    for few in _few_of(names):
        if all(any(_apart(entry.data, other.data, name) for name in few) for other in others):
            return tuple(f"--which {_typed(name, entry.data.get(name))}" for name in few)
    return ()


def _few_of(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for number in (1, 2, 3):
        yield from combinations(names, number)


def _apart(entry: Data, other: Data, name: str) -> bool:
    return not same(entry.get(name), other.get(name), name)


def _typed(name: str, value: Plain) -> str:
    """How somebody types what an entry says of a property."""
    from shlex import quote

    if value is None:
        return f"{name}={NONE}"
    first = value[0] if isinstance(value, list) and value else value
    text = "true" if first is True else _in_a_line(first)
    return quote(f"{name}={text}")
