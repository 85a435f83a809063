"""What a record says, taken apart, and what a commit says of it itself."""

from collections.abc import Iterable, Sequence

from plptool.model.records import Json
from plptool.timeline.compare import Change, Data, compare, content


def facts(data: Data | None) -> list[tuple[tuple[str, ...], Json]]:
    """What a record says, taken apart: fields, the parts of mappings, the entries of lists such as events."""
    return [one for one in parts_of(data) if one[0] != ("formerly",)]


def parts_of(data: Data | None) -> list[tuple[tuple[str, ...], Json]]:
    found: list[tuple[tuple[str, ...], Json]] = []
    for name, value in (data or {}).items():
        if name == "id" or value in ([], {}):
            continue
        if isinstance(value, dict):
            found += [((name, key), one) for key, one in value.items()]
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            found += [((name,), one) for one in value]
        else:
            found.append(((name,), value))
    return found


def held_facts(wanted: Iterable[int], shown: list[tuple[tuple[str, ...], Json]], data: Data | None) -> list[int]:
    """Which of these facts a record's data has too."""
    there = fact_marks(data)
    return [index for index in wanted if (shown[index][0], mark_of(*shown[index])) in there]


def fact_marks(data: Data | None) -> set[tuple[tuple[str, ...], str]]:
    return {(path, mark_of(path, value)) for path, value in facts(data)}


def mark_of(path: tuple[str, ...], value: Json) -> str:
    return content(value, "source" if path[0] == "source" else path[-1])


def own_changes(olds: Sequence[Data | None], new: Data | None) -> tuple[Change, ...]:
    """What a commit says itself of a record: what it has of no parent, and lacks though all of them have it.

    Parts are looked at, not changes: what is a change against one parent may be an addition against another.
    """
    if len(olds) < 2 or len({_said(old) for old in olds}) == 1:  # a merge of what is alike may say more of it
        return compare(olds[0] if olds else None, new)
    here, *sides = [{(path, mark_of(path, value)): value for path, value in parts_of(data)} for data in (new, *olds)]
    places, *others = [{path for path, _ in one} for one in (here, *sides)]
    first = {path: value for (path, _), value in sides[0].items() if not is_entry(path, value)}
    before: list[tuple[tuple[str, ...], Json]] = []
    after: list[tuple[tuple[str, ...], Json]] = []
    for (path, said), value in here.items():
        if not any((path, said) in one for one in sides):
            after.append((path, [value] if is_entry(path, value) else value))
            if path in first:
                before.append((path, first[path]))
    for (path, said), value in sides[0].items():
        if is_entry(path, value):
            if (path, said) not in here and all((path, said) in one for one in sides):
                before.append((path, [value]))
        elif path not in places and all(path in one for one in others):
            before.append((path, value))
    return compare(record_of_parts(before), record_of_parts(after))


def _said(data: Data | None) -> tuple[tuple[tuple[str, ...], str], ...]:
    """All that a record says, in whatever order; of what it says twice, both."""
    return tuple(sorted((path, mark_of(path, value)) for path, value in parts_of(data)))


def is_entry(path: tuple[str, ...], value: Json) -> bool:
    """Whether a part of a record is an entry of a list, one of several at the same place."""
    return len(path) == 1 and isinstance(value, dict)


def record_of_parts(parts: Iterable[tuple[tuple[str, ...], Json]]) -> dict[str, Json]:
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
