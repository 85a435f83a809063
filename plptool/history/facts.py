"""What a record says, taken apart, and what a commit says of it itself."""

from collections.abc import Iterable, Sequence

from plptool.model.records import Json
from plptool.timeline.compare import Data, FactChange, compare, content

Path = tuple[str, ...]
"""Keys from the top of the record; an entry of a list has the list's."""
Part = tuple[Path, Json]
"""A field's value, what stands below one key of a mapping, or an entry of a list such as an event."""
Mark = tuple[Path, str]
"""Where a part stands, and what it says as text: two parts with one mark say the same."""


def title_of(data: Json) -> str:
    """What a record is called, beside its id; empty where it has no title, or is none."""
    return str(data.get("title") or data.get("need") or "") if isinstance(data, dict) else ""


def facts(data: Data | None) -> list[Part]:
    """What a record says, taken apart, but for what it was called before."""
    return [(path, value) for path, value in parts_of(data) if path != ("formerly",)]


def parts_of(data: Data | None) -> list[Part]:
    """What a record says, taken apart, in its order. What is empty says nothing."""
    found: list[Part] = []
    for name, value in (data or {}).items():
        if name == "id" or value in ([], {}):
            continue
        if isinstance(value, dict):
            found += [((name, key), below) for key, below in value.items()]
        elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
            found += [((name,), entry) for entry in value]
        else:
            found.append(((name,), value))
    return found


def mark_of(path: Path, value: Json) -> Mark:
    """What a part says. Of citations the order says nothing, and what stands below `source:` are citations."""
    return path, content(value, "source" if path[0] == "source" else path[-1])


def fact_marks(data: Data | None) -> set[Mark]:
    return {mark_of(path, value) for path, value in facts(data)}


def held_facts(wanted: Iterable[int], shown: Sequence[Part], data: Data | None) -> list[int]:
    """Which of the facts with these numbers a record's data has too."""
    there = fact_marks(data)
    return [index for index in wanted if mark_of(*shown[index]) in there]


def own_changes(olds: Sequence[Data | None], new: Data | None) -> tuple[FactChange, ...]:
    """What a commit says itself of a record: what it has of no parent, and lacks though all of them have it.

    Parts are looked at, not changes: what is a change against one parent may be an addition against another.

    Args:
        olds: the record as each parent has it; None where it has none.
        new: the record as the commit has it.
    """
    if len(olds) < 2 or len({_marks(old) for old in olds}) == 1:  # a merge of what is alike may say more of it
        return compare(olds[0] if olds else None, new)
    here, *sides = [{mark_of(path, value): value for path, value in parts_of(data)} for data in (new, *olds)]
    brought = [(mark[0], value) for mark, value in here.items() if not any(mark in side for side in sides)]
    before = [*_replaced(brought, sides[0]), *_dropped(here, sides)]
    after = [(path, [value] if is_entry(path, value) else value) for path, value in brought]
    return compare(record_of_parts(before), record_of_parts(after))


def _replaced(brought: Sequence[Part], first: dict[Mark, Json]) -> list[Part]:
    """What the first parent says in those places where a merge says what no parent says."""
    values = {path: value for (path, _), value in first.items() if not is_entry(path, value)}
    return [(path, values[path]) for path, _ in brought if path in values]


def _dropped(here: dict[Mark, Json], sides: Sequence[dict[Mark, Json]]) -> list[Part]:
    """What all parents say, and a merge does not: the same entry, or anything at all in the same place."""
    places_here, *places = [{path for path, _ in marks} for marks in (here, *sides)]
    found: list[Part] = []
    for mark, value in sides[0].items():
        path, _ = mark
        if is_entry(path, value):
            if mark not in here and all(mark in side for side in sides):
                found.append((path, [value]))
        elif path not in places_here and all(path in there for there in places):
            found.append((path, value))
    return found


def _marks(data: Data | None) -> tuple[Mark, ...]:
    """All that a record says, in whatever order; of what it says twice, both."""
    return tuple(sorted(mark_of(path, value) for path, value in parts_of(data)))


def is_entry(path: Path, value: Json) -> bool:
    """Whether a part of a record is an entry of a list, one of several at the same place."""
    return len(path) == 1 and isinstance(value, dict)


def record_of_parts(parts: Iterable[Part]) -> dict[str, Json]:
    """A record's data that says nothing but this; of a list, each entry is a list of its own."""
    data: dict[str, Json] = {}
    for (name, *below), value in parts:
        if below:
            data.setdefault(name, {})[below[0]] = value
        elif isinstance(value, list) and isinstance(data.get(name), list):
            data[name] = [*data[name], *value]
        else:
            data[name] = value
    return data
