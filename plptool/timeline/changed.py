"""What `change` events make of fields: their values after each, and on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from plptool.model.changeable import MERGED, NAMED_BY, ONE_OR_MORE, WORDS
from plptool.model.events import Changing, FieldsSet, event_of
from plptool.model.plain import Data, Plain, as_list, entries
from plptool.model.records import Record, title_of
from plptool.timeline.compare import content

_UNSOURCED = frozenset({"id", "source", "written", "discrepancies", "known", "formerly", "withdrawn"})


def values_after(fields: Data, change: Changing) -> dict[str, Plain]:
    """By field that a change touches, the value that it has afterwards.

    Args:
        fields: those that the change is about, as they were before it.
        change: the event.
    """
    cited = change.data.get("source")
    values = {name: _set(name, fields.get(name), value, cited) for name, value in change.fields.items()}
    for name in (*change.removed, *change.added):
        before = as_list(values.get(name, fields.get(name, [])))
        listed = _entries_after(name, before, change)
        values[name] = listed[0] if name in ONE_OR_MORE and len(listed) == 1 else listed
    return values


def _entries_after(name: str, before: Sequence[Plain], change: Changing) -> list[Plain]:
    """The entries of a list after those that come and go; one that takes another's place stands where that stood."""
    gone = {entry_name(name, entry) for entry in as_list(change.removed.get(name, []))}
    come = {entry_name(name, entry): entry for entry in as_list(change.added.get(name, []))}
    listed: list[Plain] = []
    for entry in before:
        key = entry_name(name, entry)
        if key not in gone:
            come.pop(key, None)
            listed.append(entry)
        elif key in come and name in NAMED_BY:
            listed.append(come.pop(key))
    return [*listed, *come.values()]


def _set(name: str, before: Plain, value: Plain, source: Plain) -> Plain:
    """The value that a field has once it was set: of a mapping that merges, what is not named stays."""
    if name not in MERGED or not isinstance(before, dict) or not isinstance(value, dict):
        return value
    if name in WORDS:
        return {**before, **value}  # each has its own source
    return {**before, **value, "source": _both(before.get("source", []), value.get("source", source))}


def _both(source: Plain, other: Plain) -> Plain:
    """What rests on two sources: the citations of both, each once."""
    cited: list[Plain] = list(dict.fromkeys(str(citation) for citation in (*as_list(source), *as_list(other))))
    return cited[0] if len(cited) == 1 else cited


def entry_name(name: str, entry: Plain) -> str:
    """By what an entry of a list is told from the others: all that it says, or the property that names it."""
    if isinstance(entry, dict) and name in NAMED_BY:
        return content(str(entry.get(NAMED_BY[name])))
    return content(str(entry)) if not isinstance(entry, dict | list) else content(entry)


def changes_in(record: Record) -> Sequence[FieldsSet]:
    """The changes of a record's own fields, as they take effect."""
    # Asked of every record there is, and nearly none has one.
    written = record.data.get("events")
    if not isinstance(written, list):
        return ()
    kind = FieldsSet.KIND
    data = [event for event in written if isinstance(event, dict) and event.get("kind") == kind and "of" not in event]
    changes = [event for event in map(event_of, data) if isinstance(event, FieldsSet)]
    return sorted(changes, key=lambda change: (change.order(), content(change.data)))


def stood(record: Record, day: date) -> Data:
    """A record's data with the values that its fields had at the end of a day; what comes later is among it still."""
    changes = [change for change in changes_in(record) if change.when.by(day)]
    if not changes:
        return record.data
    fields = dict(record.data)
    for change in changes:
        fields.update(values_after(fields, change))
        fields["source"] = sources_after(fields, change)
    return fields


def as_it_stood(record: Record, day: date) -> Record:
    """A record whose fields have the values of the end of a day."""
    data = stood(record, day)
    return record if data is record.data else replace(record, data=data)


def called_on(record: Record, day: date) -> str:
    """What people called a record at the end of a day; its id where nobody says."""
    return title_of(stood(record, day)) or record.id


def ever_said(record: Record, name: str) -> Iterator[Plain]:
    """Each value that a field has at some time, and each entry that its list gains."""
    if name in record.data:
        yield record.data[name]
    for change in changes_in(record):
        for said in (change.fields, change.added):
            if name in said:
                yield said[name]


def ever_listed(record: Record, name: str) -> Iterator[Data]:
    """Each entry that a list of a record has at some time."""
    for value in ever_said(record, name):
        yield from entries({name: value}, name)


def names_ever(organisation: Record) -> tuple[str, ...]:
    """The names that an organisation goes by at some time: a document has that of its day."""
    names = [*ever_said(organisation, "title")]
    for said in ever_said(organisation, "names"):
        names += as_list(said)
    return tuple(dict.fromkeys(map(str, names)))


def sources_after(fields: Data, change: FieldsSet) -> dict[str, Plain]:
    """The source of each field once a change has touched some of them.

    Of what was set it is the source of the change; what an entry was added to, or removed from, rests on both.
    """
    source = fields.get("source", [])
    if not isinstance(source, dict):
        source = {name: source for name in fields if name not in _UNSOURCED and name != "events"}
    cited = change.data["source"]
    after = {**source, **dict.fromkeys(change.fields, cited)}
    for name in change.names:
        if name not in change.fields:
            after[name] = _both(after.get(name, []), cited)
    return after
