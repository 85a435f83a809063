"""What differs between two versions of one record, by content alone: no dates, no ledger.

`compare(before, after)` takes a record's data as it was parsed (None: no record) and gives the facts that differ, as an
ordered tuple of `FactChange(kind, path, before, after)`. The order of keys, of events, of other entries and of
citations is no content, nor is one citation in a list of its own; the order of plain lists is (partners stand in the
order written).

- Mappings are gone into: `source.need`, `listed.bilaga-5`, `steering-group.chair`.
- Of lists of mappings, each entry is a fact. Equal entries pair up; then events by their number, or their date and the
  tasks that they are about, and other entries by what names them (a task by its id), where that is unique on both
  sides. A pair is one change, whatever is left was added or removed.
- Any other value is a fact as a whole.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar
from unicodedata import normalize

from plptool.model.collections import Collection
from plptool.model.dates import days_of
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Record
from plptool.timeline import resolution

ChangeKind = Literal["added", "removed", "changed"]
FieldPath = tuple[str, ...]
"""Keys from the top of a record; an entry of a list has the list's."""
T = TypeVar("T")

_NAMING = (
    "id",
    "rule",
    "field",
    "year",
    "role",
    "title",
    "what",
    "kind",
    "organisation",
    "process",
    "number",
    "value",
    "listed",
)
"""What tells the entries of a list apart, as far as they have it: what comes first, better."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that is another, or that is there on one side alone."""

    kind: ChangeKind
    path: FieldPath
    before: Plain
    """None where it was added."""
    after: Plain
    """None where it was removed."""

    @property
    def name(self) -> str:
        """`priority`, `source.need`, `events`."""
        return ".".join(self.path)


def compare(before: Data | None, after: Data | None) -> tuple[FactChange, ...]:
    """The facts that differ between two versions of a record, whose id is none of them.

    Args:
        before: the record's data before; None where there was no record, so that all of it is added.
        after: the record's data after; None where there is none.

    Returns:
        The changes by field, those of events at the end and by date.
    """
    if before is after:
        return ()
    changes = _mapping_changes((), _without_id(before), _without_id(after))
    return tuple(sorted(changes, key=_order))


def _without_id(data: Data | None) -> Data:
    if data is None:
        return {}
    return {name: value for name, value in data.items() if name != "id"}


def _order(change: FactChange) -> tuple[bool, FieldPath, str, str]:
    """Sorts by field, events last; the entries of one list, which have one path, by date, then by content."""
    is_event = change.path == ("events",)
    entry = change.before if change.after is None else change.after
    if not isinstance(entry, dict):
        return is_event, change.path, "", ""
    return is_event, change.path, str(entry.get("date", "")), content(entry)


def _mapping_changes(path: FieldPath, before: Data, after: Data) -> Iterator[FactChange]:
    for name in {**before, **after}:
        yield from _value_changes((*path, name), before.get(name), after.get(name))


def _value_changes(path: FieldPath, before: Plain, after: Plain) -> Iterator[FactChange]:
    """What differs in a property: mappings are gone into, of lists of entries each entry is a fact."""
    if before is after or before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        if path[-1] == "source":
            yield from _citation_changes(path, before, after)
        else:
            yield from _mapping_changes(path, before, after)
    elif are_entries(before, after):
        keys = EVENT_KEYS if path == ("events",) else ENTRY_KEYS
        for entry_before, entry_after in pair(as_list(before), as_list(after), keys):
            yield from _change(path, entry_before, entry_after)
    else:
        yield from _change(path, before, after, path[-1])


def _citation_changes(path: FieldPath, before: Data, after: Data) -> Iterator[FactChange]:
    """What differs in a `source` that cites field by field: its keys are fields, its values citations."""
    for name in {**before, **after}:
        yield from _change((*path, name), before.get(name), after.get(name), "source")


def _change(path: FieldPath, before: Plain, after: Plain, name: str = "") -> Iterator[FactChange]:
    """The change of a value as a whole, if it says something else; `name` as in `same`."""
    if not same(before, after, name):
        yield FactChange(change_kind(before, after), path, before, after)


def change_kind(before: T | None, after: T | None) -> ChangeKind:
    """What became of a thing of which there are two versions: None where it is not there."""
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "changed"


def are_entries(before: Plain, after: Plain) -> bool:
    """Whether these are lists of mappings, or one is and the other is not there."""
    any_mapping = False
    for side in (before, after):
        if side is None:
            continue
        if not isinstance(side, list):
            return False
        any_mapping = any_mapping or any(isinstance(entry, dict) for entry in side)
    return any_mapping


def same(before: Plain, after: Plain, name: str = "") -> bool:
    """Whether two values say the same. `name` is the property's: of citations, the order says nothing."""
    if before is after or before == after:
        return True
    if before in _NOTHING:
        return after in _NOTHING
    if after in _NOTHING:
        return False
    return content(before, name) == content(after, name)


_NOTHING: tuple[Plain, ...] = (None, [], {})
"""What says nothing: an empty list is as good as none."""


def content(value: Plain, name: str = "") -> str:
    """What a value says, as text that is equal where the content is; `name` as in `same`."""
    return normalize("NFC", _ENCODE(_in_one_order(value, name)))


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _in_one_order(value: Plain, name: str) -> Plain:
    """A value in which entries and citations stand in an order that is not their file's."""
    if isinstance(value, dict) and name == "source":  # citations field by field
        return {field: _in_one_order(below, "source") for field, below in value.items()}
    if isinstance(value, dict):
        return {field: _in_one_order(below, field) for field, below in value.items()}
    if name == "source":
        return sorted({str(citation) for citation in as_list(value)})
    if isinstance(value, list):
        entries = [_in_one_order(entry, "") for entry in value]
        if any(isinstance(entry, dict) for entry in entries):
            entries.sort(key=lambda entry: json.dumps(entry, sort_keys=True))
        return entries
    return value


# Pairing

Keys = tuple[Callable[[Data], Hashable], ...]
"""What may tell who is who, the surest first; None says nothing."""


def _by_number(event: Data) -> Hashable:
    if "number" not in event:
        return None
    return event.get("kind"), event.get("series"), event["number"]


def _by_date_and_tasks(event: Data) -> Hashable:
    """By the tasks that it is about, in whatever order: of two reports of one day, who is which."""
    if "of" not in event:
        return None
    tasks = map(str, as_list(event["of"]))
    return (_by_date(event), *sorted(tasks))


def _by_date(event: Data) -> Hashable:
    days = days_of(str(event.get("date")))
    # What is said of a task is nothing that is said of the record.
    is_of_task = "of" in event
    return event.get("kind"), days, is_of_task


def _by_all_but_date(event: Data) -> Hashable:
    """By all else that it says: of an event whose date is corrected, that alone is another."""
    return content({name: said for name, said in event.items() if name != "date"})


def _by_all_names(entry: Data) -> Hashable:
    names = [(name, content(entry[name])) for name in _NAMING if name in entry]
    return tuple(names) or None


def _by_first_name(entry: Data) -> Hashable:
    for name in _NAMING:
        if name in entry:
            return name, content(entry[name])
    return None


EVENT_KEYS: Keys = (_by_number, _by_date_and_tasks, _by_date, _by_all_but_date)
ENTRY_KEYS: Keys = (_by_all_names, _by_first_name)
Pair = tuple[Plain, Plain]
"""An entry as it was and as it is; None where it was not there, or is not any more."""


def pair(old: Sequence[Plain], new: Sequence[Plain], keys: Keys) -> list[Pair]:
    """Entries of two lists, each beside what it was or became.

    Equal ones pair up, then those that a key tells from all others left on their side.
    """
    if old is new or old == new:
        return list(zip(old, new, strict=True))
    # By its place in the list, each entry that has no partner yet.
    old_unpaired = dict(enumerate(old))
    new_unpaired = dict(enumerate(new))
    # Most stand where they stood: only of the others is it worth working out what they say.
    at_one_place = enumerate(zip(old, new, strict=False))
    unmoved = [(place, place) for place, (before, after) in at_one_place if before == after]
    pairs = _take_out(unmoved, old_unpaired, new_unpaired)
    if old_unpaired and new_unpaired:
        equal = _equals(old_unpaired, new_unpaired)
        pairs += _take_out(equal, old_unpaired, new_unpaired)
    for key in keys:
        told_apart = _told_apart(key, old_unpaired, new_unpaired)
        pairs += _take_out(told_apart, old_unpaired, new_unpaired)
    gone: list[Pair] = [(entry, None) for entry in old_unpaired.values()]
    come: list[Pair] = [(None, entry) for entry in new_unpaired.values()]
    return [*pairs, *gone, *come]


def _take_out(
    places: Iterable[tuple[int, int]], old_unpaired: dict[int, Plain], new_unpaired: dict[int, Plain]
) -> list[Pair]:
    """The entries in these places, as pairs; they are left no more."""
    pairs: list[Pair] = []
    for old_place, new_place in places:
        before = old_unpaired.pop(old_place)
        after = new_unpaired.pop(new_place)
        pairs.append((before, after))
    return pairs


def _equals(old_unpaired: Mapping[int, Plain], new_unpaired: Mapping[int, Plain]) -> list[tuple[int, int]]:
    """Where entries stand that say the same; of several that do, the first goes with the first."""
    by_content: dict[str, list[int]] = {}
    for place, entry in new_unpaired.items():
        by_content.setdefault(content(entry), []).append(place)
    places = []
    for place, entry in old_unpaired.items():
        equals = by_content.get(content(entry))
        if equals:
            places.append((place, equals.pop(0)))
    return places


def _told_apart(
    key: Callable[[Data], Hashable], old_unpaired: Mapping[int, Plain], new_unpaired: Mapping[int, Plain]
) -> list[tuple[int, int]]:
    """Where entries stand that a key tells from all others on their side."""
    before = unique(old_unpaired.items(), key)
    after = unique(new_unpaired.items(), key)
    return [(place, after[value]) for value, place in before.items() if value in after]


def unique(items: Iterable[tuple[T, Plain]], key: Callable[[Data], Hashable]) -> dict[Hashable, T]:
    """By each value of a key that one entry alone has, that entry: by its place or id.

    Args:
        items: entries, each behind its place or id.
        key: what may tell an entry from others; None where it does not.
    """
    places_by_value: dict[Hashable, list[T]] = {}
    for place, entry in items:
        value = key(entry) if isinstance(entry, dict) else None
        if value is not None:
            places_by_value.setdefault(value, []).append(place)
    return {value: places[0] for value, places in places_by_value.items() if len(places) == 1}


# What two wrote who knew nothing of each other


def are_one_event(event: Data, other: Data) -> bool:
    """Whether two events that were added apart tell of one thing, and so cannot both stand as they are.

    A pair of an event and what it became (`pair`) shares its day; of two that are new, several of one day may be right.
    """
    kind = event.get("kind")
    if kind != other.get("kind") or _tasks(event) != _tasks(other):
        return False
    days_agree = days_of(str(event.get("date"))) == days_of(str(other.get("date")))
    match kind:
        case "status":  # each says how it stands, and did not know what the other says
            return True
        case "meeting" if event.get("series") == other.get("series"):
            return _are_one_meeting(event, other, days_agree=days_agree)
        case "decision" | "grant":
            return _agree(event, other, str(kind)) and (days_agree or kind == "decision")
        case "change":
            return bool(_touched(event) & _touched(other))
        case "report":
            return days_agree and _agree(event, other, "to")
        case "expected":
            return days_agree and _agree(event, other, "due", "text")
    return days_agree and _agree(event, other, "text")


def _touched(change: Data) -> set[tuple[str, str]]:
    """What a change touches: fields that it sets, and entries that its lists gain or lose."""
    touched = {(name, "") for name in _mapping(change, "set")}
    for said in (_mapping(change, "add"), _mapping(change, "remove")):
        touched |= {(name, content(entry)) for name, value in said.items() for entry in as_list(value)}
    return touched


def _mapping(event: Data, name: str) -> Data:
    said = event.get(name)
    return said if isinstance(said, dict) else {}


def are_one_entry(entry: Data, other: Data) -> bool:
    """Whether two entries of another list that were added apart are called the same."""
    if "id" in entry or "id" in other:
        return _agree(entry, other, "id")
    return _by_all_names(entry) == _by_all_names(other)


def _are_one_meeting(meeting: Data, other: Data, *, days_agree: bool) -> bool:
    """Whether two meetings of one series have one number, or were held on one day with the same people."""
    has_one_number = "number" in meeting and meeting.get("number") == other.get("number")
    return has_one_number or (days_agree and _agree(meeting, other, "with", "internal"))


def _tasks(event: Data) -> list[str]:
    """The ids of the tasks that an event is about, in whatever order it names them."""
    return sorted(map(str, as_list(event.get("of"))))


def _agree(entry: Data, other: Data, *names: str) -> bool:
    return all(same(entry.get(name), other.get(name)) for name in names)


# Records that go on under another id


def former_ids(old: Mapping[str, Data], new: Mapping[str, Data]) -> dict[str, str]:
    """By new id, the old id of each record of a collection that was renamed, told by `formerly:` or by its content.

    What says `formerly` goes on with what it names as `resolution.renames` has it; what nobody says, the content may.

    Args:
        old: the records before, by id; those that are there afterwards too may be left out.
        new: the records after, likewise.
    """
    gone = {key: data for key, data in old.items() if key not in new}
    come = {key: data for key, data in new.items() if key not in old}
    before = _records(gone)
    after = _records(come)
    forwards = resolution.renames(before, after)
    backwards = resolution.renames(after, before)  # there it is the record before that says what it is called after
    told_renames = [(present, former) for former, present in forwards.present_ids.items()]
    told_renames += backwards.present_ids.items()
    formerly: dict[str, str] = {}
    for present, former in told_renames:
        if present in come and former in gone:
            formerly[present] = former
            del come[present], gone[former]
    for _, former in forwards.unfounded:
        gone.pop(former, None)  # some say that they were it, and may not: whether one was, no content may tell
    return formerly | _former_ids_by_content(gone, come)


def _former_ids_by_content(gone: Mapping[str, Data], come: Mapping[str, Data]) -> dict[str, str]:
    """By new id, the old id of each record that says the very same, and no other does."""
    if not (gone and come):
        return {}
    gone_by_content = unique(gone.items(), _content_without_ids)
    come_by_content = unique(come.items(), _content_without_ids)
    return {come_by_content[text]: key for text, key in gone_by_content.items() if text in come_by_content}


def _records(data_by_id: Mapping[str, Data]) -> dict[str, Record]:
    # All are of one collection; `renames` compares no more of it, so any will do.
    return {key: Record(key, Collection.PROCESSES, "", dict(data)) for key, data in data_by_id.items()}


def _content_without_ids(data: Data) -> str:
    nameless = {name: value for name, value in data.items() if name not in ("id", "formerly")}
    return content(nameless)


# One within another


def within(old: Plain, new: Plain, name: str = "") -> bool:
    """Whether all of the old stands in the new, with more beside it or not.

    The entries of a list stand in its order, but for events and citations, whose order says nothing; and one citation
    is as good as a list of it.

    Args:
        old: a value.
        new: another.
        name: of the property that has them.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        if not old.keys() <= new.keys():
            return False
        for key, value in old.items():
            below = "source" if name == "source" else key  # below `source` all are citations
            if not within(value, new[key], below):
                return False
        return True
    if name == "source":
        citations = as_list(new)
        return all(citation in citations for citation in as_list(old))
    if isinstance(old, list) and isinstance(new, list):
        if name == "events":
            return _events_within(old, new)
        return _entries_within(old, new)
    return bool(old == new)


def _entries_within(old: Sequence[Plain], new: Sequence[Plain]) -> bool:
    """Whether each of the old entries stands in a new one, in the order of the list."""
    others_left = iter(new)
    for entry in old:
        # `any` takes out what it looks at: the next entry is sought behind.
        found = any(within(entry, other) for other in others_left)
        if not found:
            return False
    return True


def _events_within(old: Sequence[Plain], new: Sequence[Plain]) -> bool:
    """Whether each of the old events stands in a new one of its own."""
    before = _by_day_and_kind(old)
    after = _by_day_and_kind(new)
    return all(_each_within_its_own(events, after.get(key, [])) for key, events in before.items())


def _by_day_and_kind(events: Iterable[Plain]) -> dict[tuple[str, str], list[Plain]]:
    """Events by day and kind: one that stands in another has both in common with it."""
    groups: dict[tuple[str, str], list[Plain]] = {}
    for event in events:
        data = event if isinstance(event, dict) else {}
        day = str(data.get("date"))
        kind = str(data.get("kind"))
        groups.setdefault((day, kind), []).append(event)
    return groups


_MANY = 50
"""Of more events of one day and kind that are not equal it is not tried which stands in which: that would take long."""


def _each_within_its_own(old: Sequence[Plain], new: Sequence[Plain]) -> bool:
    """Whether each old entry can be given a new one of its own, in which all of it stands.

    Which is given which is found as in any matching: an entry takes a place that is free, or else one whose holder can
    take another (an augmenting path).
    """
    free = list(new)
    wanting: list[Plain] = []
    for entry in old:
        if entry in free:
            free.remove(entry)  # whatever stands in this stands in what the entry would be given else
        else:
            wanting.append(entry)
    if len(wanting) > min(len(free), _MANY):
        return False
    fitting: list[list[int]] = []  # by the number of each wanting entry, the places in which it stands
    for entry in wanting:
        places = [place for place, other in enumerate(free) if within(entry, other)]
        fitting.append(places)
    holders: dict[int, int] = {}  # by place, the number of the entry that has it

    def is_given_one(number: int, asked: set[int]) -> bool:
        """Give an entry a place, be it that of another that can be given another."""
        for place in fitting[number]:
            if place in asked:
                continue
            asked.add(place)
            if place not in holders or is_given_one(holders[place], asked):
                holders[place] = number
                return True
        return False

    return all(is_given_one(number, set()) for number in range(len(wanting)))
