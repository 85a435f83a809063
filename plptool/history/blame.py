"""Who said what a record says, and who took away what it said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plptool.git.objects import Commit
from plptool.history.facts import fact_marks, facts, held_facts, mark_of, own_changes, record_of_parts
from plptool.history.walk import History, Step, collection_of
from plptool.model.collections import MANIFEST
from plptool.model.errors import UserError
from plptool.model.records import Json


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's value, or an entry of a list, such as an event."""

    path: tuple[str, ...]
    value: Json
    commit: Commit | None
    """The one that gave it its present value, or took it away; None where it is not committed yet."""
    cut: bool = False
    known: int = 0
    """As a step's."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Who said what a record says, and who took away what it said."""

    collection: str
    record: str
    facts: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    """What it said once, newest removal first."""


def _removed(steps: Sequence[Step], data: dict[str, Json], present: Json) -> Iterator[Fact]:
    there = fact_marks(present)
    for step in steps:
        olds = [data[parent] for parent in step.parents]
        gone = [change for change in own_changes(olds, data[step.commit.id]) if change.kind == "removed"]
        left = fact_marks(data[step.commit.id]) if gone else ()  # of two that were equal, one may be
        for change in gone:
            if len(change.path) > 2:
                continue  # it is a part of a fact, which was changed
            entry = isinstance(change.old, dict) and any(
                old and isinstance(old.get(change.path[0]), list) for old in olds
            )
            for path, value in facts(record_of_parts([(change.path, [change.old] if entry else change.old)])):
                mark = (path, mark_of(path, value))
                if mark not in there and mark not in left:
                    there.add(mark)
                    yield Fact(path, value, step.commit, known=step.known)


def blame(history: History, record: str, present: tuple[str, Json] | None = None) -> Blame:
    """Each fact of a record with the commit that gave it its present value.

    Args:
        history: where to look.
        record: its id.
        present: the collection and data of the record in a work tree that builds on this commit; without it, the
            record as the commit has it.

    Raises:
        UserError: there is no such record, and has never been; or git cannot read the history.
    """
    steps, files = history.steps([record])
    data, where = _by_commit(history, steps, files)
    newest = data[steps[0].commit.id] if steps else None
    collection = present[0] if present else where
    if not collection:
        raise UserError(f"there is no record {record!r}, and has never been")
    shown = facts(present[1] if present else newest)
    owners: list[Step | None] = [None] * len(shown)
    pending = {steps[0].commit.id: held_facts(range(len(shown)), shown, newest)} if steps else {}
    for step in steps:
        mine = pending.pop(step.commit.id, [])
        for parent in step.parents:
            passed = held_facts(mine, shown, data[parent])
            pending.setdefault(parent, []).extend(passed)
            mine = [index for index in mine if index not in passed]
        for index in mine:
            owners[index] = step
    told = tuple(
        Fact(path, value, owner.commit, owner.cut, owner.known) if owner else Fact(path, value, None)
        for (path, value), owner in zip(shown, owners, strict=True)
    )
    return Blame(collection, record, told, tuple(_removed(steps, data, present[1] if present else newest)))


def _by_commit(history: History, steps: Sequence[Step], files: Sequence[str]) -> tuple[dict[str, Json], str]:
    """A single record's data by commit, whatever it was called; and the collection that had it last."""
    versions = history.versions(steps)
    found: dict[str, Json] = {}
    collection = ""
    for step in reversed(steps):
        version = versions[step.commit.id]
        paths = sorted((one for one in version if one != MANIFEST), key=files.index)
        if paths:
            collection = collection_of(paths[0])
            # One that cannot be read says nothing new.
            alike = [one for one in step.parents if versions[one].get(paths[0]) == version[paths[0]]]
            before = (found[one] for one in alike or step.parents if found[one])
            found[step.commit.id] = history.data(version, paths[0]) or next(before, None)
        else:
            found[step.commit.id] = None
    return found, collection
