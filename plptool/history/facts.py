"""What a record says, taken apart, and what a commit says of it itself."""

from collections.abc import Iterable, Sequence
from datetime import date

from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.own_words import OwnWords
from plptool.model.plain import Data, Plain, text_if_any
from plptool.model.records import Record, title_of
from plptool.timeline.changed import stood
from plptool.timeline.compare import FactChange, FieldPath, compare, content
from plptool.timeline.fold import plan_words
from plptool.timeline.tasks import names_of_tasks

Part = tuple[FieldPath, Plain]
"""A field's value, what stands below one key of a mapping, or an entry of a list such as an event."""
Mark = tuple[FieldPath, str]
"""Where a part stands, and what it says as text: two parts with one mark say the same."""


def tasks_named(collection: str, versions: Iterable[Data]) -> dict[str, str]:
    """By id, what is to be done, as versions of a record say it; what the first say counts before the others."""
    names: dict[str, str] = {}
    if collection not in COLLECTIONS:
        return names
    for data in versions:
        version = Record("", COLLECTIONS[collection], "", dict(data))
        names = names_of_tasks(version) | names
    return names


def words_named(collection: str, versions: Sequence[Data], plans: Iterable[tuple[str, Data]], day: date) -> OwnWords:
    """What a record calls its tasks, and the words that its plan has on a day.

    Args:
        collection: the record's.
        versions: what the record said, of what plan it is too; what the first says counts before the others.
        plans: by id, those that there are.
        day: the day.
    """
    own = OwnWords(tasks_named(collection, versions))
    by_id = dict(plans)
    match collection:
        case Collection.PROCESSES:
            only = next(iter(by_id), "") if len(by_id) == 1 else ""
            named = (text_if_any(version, "plan") or only for version in versions)
            plan = next((by_id[key] for key in named if key in by_id), None)
        case Collection.PLANS:
            plan = next(iter(versions), None)
        case _:
            return own
    if plan is None:
        return own
    try:
        words = plan_words(Record("", Collection.PLANS, "", dict(plan)), day)
    except (KeyError, TypeError, ValueError):  # a plan of that time may fit no schema
        return own
    return words.with_tasks(own.tasks)


def title_on(collection: str, version: Data, day: date) -> str:
    """What a version of a record called it on a day; as it stands, where the version fits no schema."""
    opening = title_of(version) or ""
    if collection not in COLLECTIONS or "events" not in version:
        return opening
    try:
        return title_of(stood(Record("", COLLECTIONS[collection], "", version), day)) or ""
    except (KeyError, TypeError, ValueError):
        return opening


def facts(data: Data | None) -> list[Part]:
    """What a record says, taken apart, but for what it was called before."""
    former_ids = ("formerly",)
    return [(path, value) for path, value in parts_of(data) if path != former_ids]


def parts_of(data: Data | None) -> list[Part]:
    """What a record says, taken apart, in its order. What is empty says nothing."""
    parts: list[Part] = []
    for name, value in (data or {}).items():
        is_empty = value in ([], {})
        if name == "id" or is_empty:
            continue
        if isinstance(value, dict):
            parts += [((name, key), below) for key, below in value.items()]
        elif isinstance(value, list) and _has_mapping(value):
            parts += [((name,), entry) for entry in value]
        else:
            parts.append(((name,), value))
    return parts


def _has_mapping(values: Sequence[Plain]) -> bool:
    return any(isinstance(value, dict) for value in values)


def mark_of(path: FieldPath, value: Plain) -> Mark:
    """What a part says. Of citations the order says nothing, and what stands below `source:` are citations."""
    name = "source" if path[0] == "source" else path[-1]
    return path, content(value, name)


def fact_marks(data: Data | None) -> set[Mark]:
    """What a record says, to tell whether it says a fact."""
    return {mark_of(path, value) for path, value in facts(data)}


def facts_that_stand(numbers: Iterable[int], shown: Sequence[Part], data: Data | None) -> list[int]:
    """Which of the facts with these numbers a record's data says too.

    Args:
        numbers: where facts stand among those that are shown.
        shown: facts.
        data: a record's; None where there is none.
    """
    marks = fact_marks(data)
    standing = []
    for number in numbers:
        path, value = shown[number]
        if mark_of(path, value) in marks:
            standing.append(number)
    return standing


def own_changes(olds: Sequence[Data | None], new: Data | None) -> tuple[FactChange, ...]:
    """What a commit says itself of a record: what it has of no parent, and lacks though all of them have it.

    Parts are looked at, not changes: what is a change against one parent may be an addition against another.

    Args:
        olds: the record as each parent has it; None where it has none.
        new: the record as the commit has it.
    """
    if not olds:
        return compare(None, new)
    if len(olds) == 1 or _are_alike(olds):
        return compare(olds[0], new)
    parts = _parts_by_mark(new)
    sides = [_parts_by_mark(old) for old in olds]
    said_by_parents = set().union(*sides)
    brought = [(path, value) for (path, written), value in parts.items() if (path, written) not in said_by_parents]
    before = [*_replaced(brought, sides[0]), *_dropped(parts, sides)]
    after = [_listed(path, value) for path, value in brought]
    return compare(record_of_parts(before), record_of_parts(after))


def _are_alike(versions: Sequence[Data | None]) -> bool:
    """Whether all of these say the same: a merge of them may say more of it."""
    distinct = {_marks(version) for version in versions}
    return len(distinct) == 1


def _listed(path: FieldPath, value: Plain) -> Part:
    """A part as `record_of_parts` takes it: an entry is in a list of its own."""
    if is_entry(path, value):
        return path, [value]
    return path, value


def _parts_by_mark(data: Data | None) -> dict[Mark, Plain]:
    """The values of a record's parts, by where they stand and what they say."""
    return {mark_of(path, value): value for path, value in parts_of(data)}


def _replaced(brought: Sequence[Part], first: dict[Mark, Plain]) -> list[Part]:
    """What the first parent says in those places where a merge says what no parent says."""
    values: dict[FieldPath, Plain] = {}
    for (path, _), value in first.items():
        if not is_entry(path, value):
            values[path] = value
    return [(path, values[path]) for path, _ in brought if path in values]


def _dropped(parts: dict[Mark, Plain], sides: Sequence[dict[Mark, Plain]]) -> list[Part]:
    """What all parents say, and a merge does not: the same entry, or anything at all in the same place.

    Args:
        parts: what the merge says.
        sides: what each parent says.
    """
    paths = {path for path, _ in parts}
    paths_of_sides = [{path for path, _ in side} for side in sides]
    dropped: list[Part] = []
    for mark, value in sides[0].items():
        path, _ = mark
        if is_entry(path, value):
            still_stands = mark in parts
            was_in_all = all(mark in side for side in sides)
        else:
            still_stands = path in paths
            was_in_all = all(path in paths_of_side for paths_of_side in paths_of_sides)
        if was_in_all and not still_stands:
            dropped.append(_listed(path, value))
    return dropped


def _marks(data: Data | None) -> tuple[Mark, ...]:
    """All that a record says, in whatever order; of what it says twice, both."""
    marks = [mark_of(path, value) for path, value in parts_of(data)]
    marks.sort()
    return tuple(marks)


def is_entry(path: FieldPath, value: Plain) -> bool:
    """Whether a part of a record is an entry of a list, one of several at the same place."""
    return len(path) == 1 and isinstance(value, dict)


def record_of_parts(parts: Iterable[Part]) -> Data:
    """A record's data that says nothing but this; of a list, each entry is a list of its own."""
    data: dict[str, Plain] = {}
    for (name, *below), value in parts:
        before = data.get(name)
        if below:
            mapping = dict(before) if isinstance(before, dict) else {}
            mapping[below[0]] = value
            data[name] = mapping
        elif isinstance(value, list) and isinstance(before, list):
            data[name] = [*before, *value]
        else:
            data[name] = value
    return data
