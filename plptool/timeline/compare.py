"""What differs between two versions of one record, by content alone: no dates, no ledger.

`compare(before, after)` takes a record's data as it was parsed (None: no record) and gives the facts that differ, as an
ordered tuple of `FactChange(kind, path, old, new)`. The order of keys, of events, of other entries and of citations is
no content, nor is one citation in a list of its own; the order of plain lists is (partners stand in the order written).

- Mappings are gone into: `source.need`, `listed.bilaga-5`, `steering-group.chair`.
- Of lists of mappings, each entry is a fact. Equal entries pair up; then events by their number or their date and
  other entries by what names them, where that is unique on both sides. A pair is one change, whatever is left was
  added or removed.
- Any other value is a fact as a whole.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar
from unicodedata import normalize

from plptool.model.collections import Collection
from plptool.model.records import Json, Record, as_list
from plptool.timeline import resolution

ChangeKind = Literal["added", "removed", "changed"]
Data = Mapping[str, Json]
FieldPath = tuple[str, ...]
"""Keys from the top of a record; an entry of a list has the list's."""
T = TypeVar("T")

_NAMES = (
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
    old: Json
    """None where it was added."""
    new: Json
    """None where it was removed."""

    @property
    def field(self) -> str:
        """`priority`, `source.need`, `events`."""
        return ".".join(self.path)


def compare(old: Data | None, new: Data | None) -> tuple[FactChange, ...]:
    """The facts that differ, fields by name and then events by date; of what is no record, all. Its id is none."""
    if old is new:
        return ()
    before, after = ({name: value for name, value in (data or {}).items() if name != "id"} for data in (old, new))
    changes = list(_mapping((), before, after))
    changes.sort(key=lambda change: (change.path == ("events",), change.path, _place(change)))
    return tuple(changes)


def _place(change: FactChange) -> tuple[str, str]:
    """Where an entry stands among those of its list: by date, then by content. Nothing else has rivals."""
    entry = change.old if change.new is None else change.new
    return (str(entry.get("date", "")), content(entry)) if isinstance(entry, dict) else ("", "")


def _mapping(path: FieldPath, old: Data, new: Data) -> Iterator[FactChange]:
    for name in {**old, **new}:
        yield from _value((*path, name), old.get(name), new.get(name))


def _value(path: FieldPath, old: Json, new: Json) -> Iterator[FactChange]:
    if old is new or old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        if path[-1] != "source":
            yield from _mapping(path, old, new)
            return
        # The keys are fields, and what stands below them are citations.
        for name in {**old, **new}:
            yield from _change((*path, name), old.get(name), new.get(name), "source")
    elif entries(old, new):
        for was, now in pair(as_list(old), as_list(new), EVENT_KEYS if path == ("events",) else ENTRY_KEYS):
            yield from _change(path, was, now)
    else:
        yield from _change(path, old, new, path[-1])


def _change(path: FieldPath, old: Json, new: Json, name: str = "") -> Iterator[FactChange]:
    if not same(old, new, name):
        yield FactChange("added" if old is None else "removed" if new is None else "changed", path, old, new)


def entries(old: Json, new: Json) -> bool:
    """Whether these are lists of mappings, or one is and the other is not there."""
    if not all(side is None or isinstance(side, list) for side in (old, new)):
        return False
    return any(isinstance(entry, dict) for entry in [*(old or ()), *(new or ())])


def same(old: Json, new: Json, name: str = "") -> bool:
    """Whether two values say the same. `name` is the property's: of citations, the order says nothing."""
    if old is new or old == new or (old in _NOTHING and new in _NOTHING):
        return True
    return old is not None and new is not None and content(old, name) == content(new, name)


_NOTHING: tuple[Json, ...] = (None, [], {})


def content(value: Json, name: str = "") -> str:
    """What a value says, as text that is equal where the content is."""
    return normalize("NFC", _ENCODE(_plain(value, name)))


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _plain(value: Json, name: str) -> Json:
    if isinstance(value, dict):
        return {key: _plain(below, "source" if name == "source" else key) for key, below in value.items()}
    if name == "source":
        return sorted({str(citation) for citation in as_list(value)})
    if isinstance(value, list):
        plain = [_plain(entry, "") for entry in value]
        if any(isinstance(entry, dict) for entry in plain):
            plain.sort(key=lambda entry: json.dumps(entry, sort_keys=True))
        return plain
    return value


# Pairing

Keys = tuple[Callable[[Data], Hashable], ...]
"""What may tell who is who, the surest first; None says nothing."""


def _numbered(event: Data) -> Hashable:
    return (event.get("kind"), event.get("series"), event["number"]) if "number" in event else None


def _dated(event: Data) -> Hashable:
    return event.get("kind"), event.get("date")


def _named(entry: Data) -> Hashable:
    return tuple((name, content(entry[name])) for name in _NAMES if name in entry) or None


def _called(entry: Data) -> Hashable:
    return next(((name, content(entry[name])) for name in _NAMES if name in entry), None)


EVENT_KEYS: Keys = (_numbered, _dated)
ENTRY_KEYS: Keys = (_named, _called)


def pair(old: Sequence[Json], new: Sequence[Json], keys: Keys) -> list[tuple[Json, Json]]:
    """Entries of two lists, each beside what it was or became: None where there is nothing.

    Equal ones pair up, then those that a key tells from all others left on their side.
    """
    if old is new or old == new:
        return list(zip(old, new, strict=True))
    left, right = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[tuple[Json, Json]] = []

    def meet(places: Iterable[tuple[int, int]]) -> None:
        pairs.extend((left.pop(before), right.pop(after)) for before, after in places)

    # Most stand where they stood: only of the others is it worth working out what they say.
    meet([(index, index) for index in range(min(len(old), len(new))) if old[index] == new[index]])
    if left and right:
        meet(_equals(left, right))
    for key in keys:
        meet(_told_by(key, left, right))
    return [*pairs, *((entry, None) for entry in left.values()), *((None, entry) for entry in right.values())]


def _equals(left: Mapping[int, Json], right: Mapping[int, Json]) -> list[tuple[int, int]]:
    """Where entries stand that say the same; of several that do, the first goes with the first."""
    by_content: dict[str, list[int]] = {}
    for place, entry in right.items():
        by_content.setdefault(content(entry), []).append(place)
    places = []
    for place, entry in left.items():
        if equals := by_content.get(content(entry)):
            places.append((place, equals.pop(0)))
    return places


def _told_by(
    key: Callable[[Data], Hashable], left: Mapping[int, Json], right: Mapping[int, Json]
) -> list[tuple[int, int]]:
    """Where entries stand that a key tells from all others on their side."""
    before, after = unique(left.items(), key), unique(right.items(), key)
    return [(place, after[name]) for name, place in before.items() if name in after]


def unique(items: Iterable[tuple[T, Json]], key: Callable[[Data], Hashable]) -> dict[Hashable, T]:
    """Of entries with what they are called: those that have a key which no other has, by that key."""
    by_key: dict[Hashable, list[T]] = {}
    for name, entry in items:
        if isinstance(entry, dict) and (value := key(entry)) is not None:
            by_key.setdefault(value, []).append(name)
    return {value: names[0] for value, names in by_key.items() if len(names) == 1}


def renames(old: Mapping[str, Data], new: Mapping[str, Data]) -> dict[str, str]:
    """By new id, the old id of each record of a collection that was renamed, told by `formerly:` or by its content.

    What says `formerly` goes on with what it names as `resolution.renames` has it; what nobody says, the content may.

    Args:
        old: the records before, by id; those that are there afterwards too may be left out.
        new: the records after, likewise.
    """
    gone = {key: data for key, data in old.items() if key not in new}
    come = {key: data for key, data in new.items() if key not in old}
    formerly: dict[str, str] = {}

    def meet(now: str, was: str) -> None:
        if now in come and was in gone:
            formerly[now] = was
            del come[now], gone[was]

    before, after = _records(gone), _records(come)
    forwards, backwards = resolution.renames(before, after), resolution.renames(after, before)
    for was, now in forwards.called.items():
        meet(now, was)
    for now, was in backwards.called.items():  # read backwards, it is the record before that tells
        meet(now, was)
    for _, former in forwards.unfounded:
        gone.pop(former, None)  # whoever it is of those that say so, or none: nobody knows
    if gone and come:
        olds, news = unique(gone.items(), _nameless), unique(come.items(), _nameless)
        for text, was in olds.items():
            if text in news:
                meet(news[text], was)
    return formerly


def _records(datas: Mapping[str, Data]) -> dict[str, Record]:
    # All are of one collection, whichever it is.
    return {key: Record(key, Collection.PROCESSES, "", dict(data)) for key, data in datas.items()}


def _nameless(data: Data) -> str:
    return content({name: value for name, value in data.items() if name not in ("id", "formerly")})


def within(old: Json, new: Json) -> bool:
    """Whether all of the old stands in the new, in its order, with more beside it or not."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and within(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        left = iter(new)
        return all(any(within(one, other) for other in left) for one in old)
    return bool(old == new)
