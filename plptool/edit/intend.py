"""What somebody means, as edits of files: what comes, what is another, what is taken back."""

from collections.abc import Mapping, Sequence
from datetime import date

from plptool.checks.claims import SOURCELESS
from plptool.edit.edits import Create, Edit, Insert, Remove, SetField
from plptool.edit.point import no_such_events
from plptool.edit.values import value_of
from plptool.model.collections import Collection
from plptool.model.dates import record_date
from plptool.model.errors import UserError
from plptool.model.events import KINDS
from plptool.model.findings import Argument, Message
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Record
from plptool.model.suggest import among, meant
from plptool.read.fields import Field, event_fields, record_fields
from plptool.read.key_order import KeyOrder
from plptool.timeline.ledger import Ledger

Given = Mapping[str, Sequence[str] | bool]
"""What was typed for each property: nothing, or once, or several times; of a flag, whether it was given."""
COUNTED_ON = "number"
"""What is counted on from one event to the next, where several are told at once."""


def new_events(record: Record, kind: str, days: Sequence[str], given: Given, today: date) -> list[Edit]:
    """Events come, one for each date, which say the same but for their number.

    Args:
        record: whose they are.
        kind: of which kind.
        days: their dates, as they were typed.
        given: what else they say.
        today: the day that `today` means.

    Raises:
        UserError: something cannot be read, or records of this sort have no such events.
    """
    fields = fields_for(record.collection, kind, given)
    if not fields:
        raise no_such_events(record, kind)
    said = said_of(fields, {"kind": (kind,), **given}, today)
    edits: list[Edit] = []
    for place, day in enumerate(days):
        values = {**said, "date": record_date(day, today)}
        number = values.get(COUNTED_ON)
        if isinstance(number, int):
            values[COUNTED_ON] = number + place
        event = {field.name: values[field.name] for field in fields if field.name in values}
        order = KeyOrder(record.collection.schema, {"events": [event]})
        ordered = order.ordered(event, ("events", 0))
        edits.append(Insert(record.path, ("events",), ordered))
    return edits


def fields_for(collection: Collection, kind: str, given: Given) -> tuple[Field, ...]:
    """What an event may say for which this was typed: one of tasks may say something else than one of the record."""
    return event_fields(collection, kind, frozenset(name for name, typed in given.items() if typed))


def must_be_free(ledger: Ledger, key: str) -> None:
    """See that an id can be that of a new record.

    Raises:
        UserError: it is taken.
    """
    taken = ledger.records.get(key)
    if taken is not None:
        raise UserError(Message("{id!r} is taken, by {path}", {"id": key, "path": taken.path}))


def new_record(ledger: Ledger, collection: Collection, key: str, given: Given, today: date) -> list[Edit]:
    """A record comes.

    Raises:
        UserError: its id is taken, or something cannot be read.
    """
    must_be_free(ledger, key)
    fields = record_fields(collection)
    data = said_of(fields, {"id": (key,), **given}, today)
    if "source" in data:
        data["source"] = _sources(data)
    order = KeyOrder(collection.schema, data)
    ordered = {name: order.ordered(value, (name,)) for name, value in data.items()}
    return [Create(f"ledger/{collection}/{key}.yaml", ordered)]


def _sources(data: Data) -> Plain:
    """What a record rests on: each property on what is cited for it, all others on what is cited without a name."""
    given = as_list(data["source"])
    of_properties = next((entry for entry in given if isinstance(entry, dict)), None)
    of_all: list[Plain] = [entry for entry in given if not isinstance(entry, dict)]
    if of_properties is None or not of_all:
        return data["source"]
    cited: Plain = of_all[0] if len(of_all) == 1 else of_all
    return {name: of_properties.get(name, cited) for name in data if name not in SOURCELESS}


def said_of(fields: Sequence[Field], given: Given, today: date) -> dict[str, Plain]:
    """What was given, in the order of the schema.

    Raises:
        UserError: something cannot be read, or has no place there.
    """
    known = {field.name: field for field in fields}
    said: dict[str, Plain] = {}
    for name, texts in given.items():
        if not texts:
            continue
        if name not in known:
            raise UserError(Message("--{name} has no place there: {hint}", {"name": name, "hint": _allowed(fields)}))
        said[name] = True if texts is True else value_of(known[name], texts, today)
    return {name: said[name] for name in known if name in said}


def _allowed(fields: Sequence[Field]) -> Message:
    return Message("Allowed: {words}", {"words": ", ".join(field.name for field in fields)})


def field_of(record: Record, name: str) -> Field:
    """A property that records of this sort have.

    Raises:
        UserError: they have no such one.
    """
    fields = {field.name: field for field in record_fields(record.collection)}
    if name not in fields:
        args: dict[str, Argument] = {"id": record.id, "name": name, "hint": _hint_for(record, name, list(fields))}
        raise UserError(Message("{id} has no property {name!r}. {hint}", args))
    return fields[name]


def _hint_for(record: Record, name: str, fields: list[str]) -> Message:
    """What was meant by a property that records of this sort have not: perhaps what an event says."""
    of_kinds = {
        kind: [field.name for field in event_fields(record.collection, kind) if field.name not in ("date", "kind")]
        for kind in KINDS
    }
    of_events = {said for names in of_kinds.values() for said in names}
    word = meant(name, [*KINDS, *fields, *of_events]) or name
    for kind, names in of_kinds.items():
        is_said = word in names and word not in fields
        if is_said or (word == kind and names):
            option = f" --{word} …" if is_said else ""
            command = f"plptool add {kind} {record.id} DATE{option}"
            return Message("An event says that: `{command}`", {"command": command})
    return among(name, fields)


def corrected_field(
    record: Record, field: Field, given: Sequence[str], today: date, *, joins: bool, source: Sequence[str] = ()
) -> list[Edit]:
    """A property has another value, as if it had always had it.

    Args:
        record: whose.
        field: which.
        given: what was typed for it; nothing where it goes.
        today: the day that `today` means.
        joins: whether the values join those that it has.
        source: the citations that it rests on.

    Raises:
        UserError: something cannot be read, or it has no values to join.
    """
    where = (field.name,)
    if not given:
        if field.name not in record.data:
            raise UserError(Message("{id} has no {name} that could go", {"id": record.id, "name": field.name}))
        return gone(record, field.name)
    value = value_of(field, given, today)
    entries = value if isinstance(value, list) or not field.is_list else [value]
    order = KeyOrder(record.collection.schema, {**record.data, field.name: entries})
    value = order.ordered(value, where if value is entries else (*where, 0))
    edits: list[Edit] = []
    standing = record.data.get(field.name)
    if not joins:
        edits.append(SetField(record.path, where, value))
    elif isinstance(standing, dict) and isinstance(value, dict):
        edits += [SetField(record.path, (*where, name), part) for name, part in value.items()]
    elif not field.is_list:
        args = {"id": record.id, "name": field.name}
        raise UserError(Message("{name} of {id} has one value, and nothing can be added to it", args))
    else:
        if standing is not None and not isinstance(standing, list):
            edits.append(SetField(record.path, where, [standing]))
        edits += [Insert(record.path, where, entry) for entry in as_list(value)]
    if source:
        edits += _cited(record, field.name, source)
    return edits


def gone(record: Record, name: str) -> list[Edit]:
    """A property goes, and what it rests on, where the record tells that of each."""
    edits: list[Edit] = [Remove(record.path, (name,))]
    cited = record.data.get("source")
    if isinstance(cited, dict) and name in cited:
        edits.append(Remove(record.path, ("source", name)))
    return edits


def _cited(record: Record, name: str, source: Sequence[str]) -> list[Edit]:
    """What a property rests on, where the record tells it: of each property, or of all as one."""
    standing = record.data.get("source")
    cited: Plain = source[0] if len(source) == 1 else [*source]
    if isinstance(standing, dict):
        return [SetField(record.path, ("source", name), cited)]
    missing = [citation for citation in source if citation not in as_list(standing)]
    if not missing:
        return []
    return [SetField(record.path, ("source",), [*as_list(standing), *missing])]


def must_stand(record: Record) -> None:
    """See that a record is not withdrawn already.

    Raises:
        UserError: it is.
    """
    if "withdrawn" in record.data:
        raise UserError(Message("{id} was withdrawn already", {"id": record.id}))


def withdrawal(record: Record, reason: str, source: Sequence[str], decision: str | None) -> list[Edit]:
    """A record is said to have been made by mistake.

    Raises:
        UserError: it is withdrawn already.
    """
    must_stand(record)
    withdrawn: dict[str, Plain] = {"reason": " ".join(reason.split())}
    if source:
        withdrawn["source"] = source[0] if len(source) == 1 else [*source]
    if decision is not None:
        withdrawn["decision"] = decision
    return [SetField(record.path, ("withdrawn",), withdrawn)]
