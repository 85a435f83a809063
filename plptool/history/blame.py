"""Who said what a record says, and who took away what it said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from plptool.git.objects import Commit
from plptool.history.facts import (
    Part,
    fact_marks,
    facts,
    facts_that_stand,
    mark_of,
    own_changes,
    record_of_parts,
    words_named,
)
from plptool.history.steps import Step, blobs_by_commit, collection_of
from plptool.history.walk import History, Walk
from plptool.model.collections import MANIFEST
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain
from plptool.model.records import title_of
from plptool.timeline.compare import FactChange, FieldPath


@dataclass(frozen=True, slots=True)
class OwnedFact:
    """A field's value, or an entry of a list such as an event, and whose it is."""

    path: FieldPath
    value: Plain
    commit: Commit | None
    """The one that gave it its present value, or took it away; None where it is not committed yet."""
    cut: bool = False
    """As a step's: whether what the commit builds on is not in this clone."""
    known: int = 0
    """As a step's: from when the commit counts as known."""

    @classmethod
    def of(cls, fact: Part, owner: Step | None) -> "OwnedFact":
        """A fact, and the commit that it is owed to; None where it is not committed yet."""
        path, value = fact
        if owner is None:
            return cls(path, value, None)
        return cls(path, value, owner.commit, owner.cut, owner.known)

    @property
    def field(self) -> str:
        """`priority`, `source.need`, `events`."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Blame:
    """Who said what a record says, and who took away what it said."""

    asked: str
    """The id that was asked for, which the record may have had once."""
    collection: str
    record: str
    title: str
    """Empty where the record is no more, or has none."""
    facts: tuple[OwnedFact, ...]
    removed: tuple[OwnedFact, ...]
    """What it said once, newest removal first."""
    words: OwnWords = NO_WORDS
    """What it calls its tasks, and its plan how it goes and what became of it."""


def blame(
    history: History,
    record: str,
    present: tuple[str, Data] | None = None,
    asked: str | None = None,
    day: date = date.max,
) -> Blame:
    """Each fact of a record with the commit that gave it its present value.

    Args:
        history: where to look.
        record: its id.
        present: the collection and data of the record in a work tree that builds on this commit; without it, the
            record as the commit has it.
        asked: the id that was asked for, where that is another.
        day: the day whose words its plan's are.

    Raises:
        UserError: there is no such record, and has never been; or git cannot read the history.
    """
    walk = history.of_record(record)
    past = _past(history, walk)
    collection = past.collection
    newest = past.newest
    title = ""
    if present:
        collection, newest = present
        title = title_of(newest) or ""
    if not collection:
        message = Message("there is no record {record!r}, and has never been", {"record": record})
        raise UserError(message)
    shown = facts(newest)
    owners = _owners(past, shown)
    owned = map(OwnedFact.of, shown, owners)
    removed = _removed(past, newest)
    versions = [version for version in (newest, *past.data.values()) if version]
    return Blame(
        asked=asked or record,
        collection=collection,
        record=record,
        title=title,
        facts=tuple(owned),
        removed=tuple(removed),
        words=words_named(collection, versions, history.plans, day),
    )


Said: TypeAlias = Data | None
"""What a record said; None where it was not there, or nobody could read it yet."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What a record said at each commit, whatever it was called."""

    steps: Sequence[Step]
    data: dict[str, Said]
    """By commit."""
    collection: str
    """That which had it last; empty where none did."""

    @property
    def newest(self) -> Said:
        """What it said last."""
        if not self.steps:
            return None
        return self.after(self.steps[0])

    def after(self, step: Step) -> Said:
        """What it said at a commit."""
        return self.data[step.commit.id]

    def before(self, step: Step) -> list[Said]:
        """What it said at each parent of a commit."""
        return [self.data[parent] for parent in step.parents]


def _owners(past: _Past, shown: Sequence[Part]) -> list[Step | None]:
    """Of each fact that is shown, the commit that gave it its present value; None where none did.

    Each commit hands those that a parent has too on to that parent, and keeps the rest.
    """
    number_of_facts = len(shown)
    owners: list[Step | None] = [None] * number_of_facts
    if not past.steps:
        return owners
    newest = past.steps[0].commit.id
    every_number = range(number_of_facts)
    pending = {newest: facts_that_stand(every_number, shown, past.newest)}
    for step in past.steps:
        own_facts = pending.pop(step.commit.id, [])
        for parent in step.parents:
            passed = facts_that_stand(own_facts, shown, past.data[parent])
            of_parent = pending.setdefault(parent, [])
            of_parent += passed
            own_facts = [number for number in own_facts if number not in passed]
        for number in own_facts:
            owners[number] = step
    return owners


def _removed(past: _Past, present: Said) -> Iterator[OwnedFact]:
    """What the record said once and says no more: of each fact, the last removal."""
    marks_seen = fact_marks(present)
    for step in past.steps:
        olds = past.before(step)
        data_after = past.after(step)
        facts_removed: list[Part] = []
        for change in own_changes(olds, data_after):
            if change.after is None:
                facts_removed += _facts_of(change, olds)
        if not facts_removed:
            continue
        still_there = fact_marks(data_after)  # of two that were equal, one may still stand
        for path, value in facts_removed:
            mark = mark_of(path, value)
            if mark in marks_seen or mark in still_there:
                continue
            marks_seen.add(mark)
            yield OwnedFact(path, value, step.commit, known=step.known)


def _facts_of(change: FactChange, olds: Sequence[Said]) -> list[Part]:
    """The facts that a removal takes away; none, where it takes a part of a fact, which was changed."""
    if len(change.path) > 2:
        return []
    value = change.before
    if isinstance(value, dict) and _was_list(change.path[0], olds):
        value = [value]
    said_alone = record_of_parts([(change.path, value)])
    return facts(said_alone)


def _was_list(name: str, versions: Iterable[Said]) -> bool:
    """Whether a property was a list in any version of a record."""
    for version in versions:
        if version is None:
            continue
        value = version.get(name)
        if isinstance(value, list):
            return True
    return False


Blobs: TypeAlias = Mapping[str, str]
"""By path, the id of a file's bytes."""


def _past(history: History, walk: Walk) -> _Past:
    """What the record of a walk said."""
    blobs_at = blobs_by_commit(walk.steps)
    data: dict[str, Said] = {}
    collection = ""
    for step in reversed(walk.steps):
        commit = step.commit.id
        blobs = blobs_at[commit]
        paths = (path for path in walk.files if path in blobs)
        path = next(paths, None)  # the newest name first
        if path is None:
            data[commit] = None
            continue
        collection = collection_of(path)
        manifest = blobs.get(MANIFEST, "")
        version = history.reader.data(path, blobs[path], manifest)
        data[commit] = version or _data_before(step, path, blobs_at, data)
    return _Past(walk.steps, data, collection)


def _data_before(step: Step, path: str, blobs_at: Mapping[str, Blobs], data: Mapping[str, Said]) -> Said:
    """What a record said before a commit in which it cannot be read, and which says nothing new therefore.

    A merge has it from the parents with the very same bytes, where there are any.
    """
    blob = blobs_at[step.commit.id][path]
    alike = [parent for parent in step.parents if blobs_at[parent].get(path) == blob]
    for parent in alike or step.parents:
        if data[parent]:
            return data[parent]
    return None
