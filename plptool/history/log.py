"""What each commit changes in the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.facts import own_changes, title_on, words_named
from plptool.history.steps import Step, collection_of, is_record, key_of, path_of
from plptool.history.versions import Versions
from plptool.history.walk import History, Walk
from plptool.model.collections import Collection
from plptool.model.dates import day_at
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, as_list, part, texts
from plptool.model.suggest import among, guess
from plptool.read.revision import Revision
from plptool.read.schema import NAMES, load
from plptool.read.vocabulary import vocabulary
from plptool.timeline.compare import ChangeKind, FactChange

RecordChangeKind = Literal[ChangeKind, "unreadable"]
"""What becomes of a record; unreadable: it can be read no more, or cannot yet."""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a commit changes in one record."""

    collection: str
    record: str
    kind: RecordChangeKind
    facts: tuple[FactChange, ...]
    title: str
    formerly: str | None = None
    """What it was called until then, where that is another id."""
    organisations: frozenset[str] = frozenset()
    """Those that it is about, before or after."""
    words: OwnWords = NO_WORDS
    """What it calls its tasks, and its plan how it goes and what became of it."""


@dataclass(frozen=True, slots=True)
class CommitChanges:
    """A commit, and what it changes in the plan."""

    commit: Commit
    records: tuple[RecordChange, ...]
    cut: bool
    """What it builds on is not in this clone, so it seems to add all that is there."""
    known: int
    """From when it counts as known, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Log:
    """What commits change in the plan, or in one record."""

    revision: str
    """The commit that it starts from."""
    asked: str | None
    """The id that was asked for, which the record may have had once; None where the whole ledger was."""
    record: str | None
    """What that record is called now."""
    commits: Iterator[CommitChanges]
    """By when they count as known, newest first. They are read as they are asked for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the history is asked for; None: whatever there is."""

    first: date | None = None
    """Known from this day or later."""
    last: date | None = None
    """Known by the end of this day."""
    author: str | None = None
    """A part of the author's name, in capitals or not."""
    field: str | None = None
    """A property, or a kind of event."""
    organisation: str | None = None
    """Records that this organisation leads, takes part in or decided."""
    called: frozenset[str] = frozenset()
    """The ids that it has and had."""

    def applied(self, changes: CommitChanges, zone: ZoneInfo) -> CommitChanges | None:
        """As much of a commit's changes as is asked for, by the days of a time zone; None where nothing is."""
        day = day_at(changes.known, zone)
        if not self._covers(day):
            return None
        author = changes.commit.author.casefold()
        if self.author and self.author.casefold() not in author:
            return None
        records: list[RecordChange] = []
        for record in changes.records:
            as_wanted = self._applied_to_record(record)
            if as_wanted is not None:
                records.append(as_wanted)
        if not records:
            return None
        return replace(changes, records=tuple(records))

    def _covers(self, day: date) -> bool:
        """Whether a day is among those that are asked for."""
        if self.first is not None and day < self.first:
            return False
        return self.last is None or day <= self.last

    def _applied_to_record(self, record: RecordChange) -> RecordChange | None:
        """As much of a record's change as is asked for; None where nothing is."""
        if self.organisation is not None and record.organisations.isdisjoint({self.organisation, *self.called}):
            return None
        if self.field is None:
            return record
        facts = [fact for fact in record.facts if _is_about(fact, self.field)]
        if not facts:
            return None
        return replace(record, facts=tuple(facts))


def _is_about(fact: FactChange, field: str) -> bool:
    """Whether a fact is one of this property, or an event of this kind."""
    if fact.path[0] == field:
        return True
    kind_before = _kind_of_event(fact.before)
    kind_after = _kind_of_event(fact.after)
    return field in (kind_before, kind_after)


def _kind_of_event(value: Plain) -> Plain:
    """The kind of what may be an event; None of anything else."""
    if not isinstance(value, dict):
        return None
    return value.get("kind")


def log(history: History, asked: str | None, wanted: Filter, zone: ZoneInfo) -> Log:
    """What each commit changes in the plan, of what is asked for.

    Args:
        history: where to look.
        asked: a record's id, also one that it had once; None: the whole ledger.
        wanted: what of it.
        zone: where the ledger is kept; its days are those there.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    record = None
    if asked is not None:
        record = history.renamed_to(asked) or asked
    if wanted.organisation is not None:
        wanted = replace(wanted, called=history.ids_of(wanted.organisation))
    commits = changes_by_commit(history, record)
    as_wanted = _applied(commits, wanted, zone)
    return Log(history.start, asked, record, as_wanted)


def _applied(commits: Iterator[CommitChanges], wanted: Filter, zone: ZoneInfo) -> Iterator[CommitChanges]:
    """What is asked for of commits' changes, as they are read."""
    for changes in commits:
        as_wanted = wanted.applied(changes, zone)
        if as_wanted is not None:
            yield as_wanted


def changes_by_record(history: History) -> dict[str, list[CommitChanges]]:
    """By record: the commits that changed it, newest first, each with what it changed in that record alone.

    Raises:
        UserError: git cannot read the history.
    """
    by_record: dict[str, list[CommitChanges]] = {}
    for changes in changes_by_commit(history):
        for record in changes.records:
            of_record = by_record.setdefault(record.record, [])
            of_it_alone = replace(changes, records=(record,))
            of_record.append(of_it_alone)
    return by_record


def changes_by_commit(history: History, record: str | None = None) -> Iterator[CommitChanges]:
    """What each commit changes, by when it counts as known, newest first; of one record, where it is named.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    files: set[str] | None = None
    if record is None:
        walk = history.whole
    else:
        walk = history.of_record(record)
        files = set(walk.files)
        if not _has_touched(walk, record):
            message = Message("there is no record {record!r}, and has never been", {"record": record})
            raise UserError(message)
    # As many as are known from the same moment on stay in the order of the walk, children first.
    newest_first = sorted(walk.steps, key=lambda step: -step.known)
    versions = history.versions(walk)
    return _commit_changes(history, newest_first, versions, files)


def _has_touched(walk: Walk, record: str) -> bool:
    """Whether any commit of a walk touched a file that is called as a record."""
    for step in walk.steps:
        touched = map(key_of, step.touched)
        if record in touched:
            return True
    return False


def _commit_changes(
    history: History, steps: list[Step], versions: Versions, files: set[str] | None
) -> Iterator[CommitChanges]:
    """The changes of each commit, in these files (None: all); then what was parsed is kept."""
    for step in steps:
        records: list[RecordChange] = []
        for change in _record_changes(history, step, versions):
            path = path_of(change.collection, change.record)
            if files is None or path in files:
                records.append(change)
        if records:
            yield CommitChanges(step.commit, tuple(records), step.cut, step.known)
    history.keep()


def _record_changes(history: History, step: Step, versions: Versions) -> Iterator[RecordChange]:
    """What a commit changes itself, record by record."""
    former_paths = history.former_paths(step, versions)
    plans = history.plans
    went_on: set[str] = set()
    for old_paths in former_paths:
        went_on.update(old_paths.values())
    for path in sorted(step.own):
        is_gone = step.blob(path) is None
        if is_gone and path in went_on:
            continue  # it is told of where it goes on
        change = _record_change(step, path, former_paths, versions, plans)
        if change is not None:
            yield change


def _record_change(
    step: Step, path: str, former_paths: list[dict[str, str]], versions: Versions, plans: Sequence[tuple[str, Data]]
) -> RecordChange | None:
    """What a commit changes in the record of a file; None where it says no more than was said before.

    Args:
        step: the commit.
        path: the file, which differs from every parent's.
        former_paths: for each parent: by new path, the old one, of records that are called otherwise there.
        versions: what the files said.
        plans: those of the ledger, whose words are told.
    """
    blob = step.blob(path)
    record_after = versions.stood(path, step.commit.id, blob)
    olds = _before(step, path, former_paths, versions)
    kind = _kind(step, path, olds, record_after, versions)
    facts: tuple[FactChange, ...] = ()
    formerly = None
    match kind:
        case None:
            return None
        case "unreadable":
            pass  # what it says now, nobody knows
        case "added" | "removed" | "changed":
            facts = own_changes(olds, record_after)
            formerly = _formerly(path, former_paths)
            if kind == "changed" and not facts and not formerly:
                return None
        case _:
            assert_never(kind)
    collection = collection_of(path)
    versions_there = [data for data in (record_after, *olds) if data]
    newest = versions_there[0] if versions_there else {}
    day = day_at(step.known, UTC)
    organisations: set[str] = set()
    for data in versions_there:
        organisations.update(_organisations(data))
    return RecordChange(
        collection=collection,
        record=key_of(path),
        kind=kind,
        facts=facts,
        title=title_on(collection, newest, day),
        formerly=formerly,
        organisations=frozenset(organisations),
        words=words_named(collection, versions_there, plans, day),
    )


def _before(step: Step, path: str, former_paths: list[dict[str, str]], versions: Versions) -> list[Data | None]:
    """What the record of a file said in each parent, whatever it was called there; None where it was not there."""
    olds: list[Data | None] = []
    for (parent, changes), old_paths in zip(step.sides, former_paths, strict=True):
        old_path = old_paths.get(path, path)
        blob = changes[old_path].before
        old = versions.stood(old_path, parent, blob)
        olds.append(old)
    return olds


def _kind(
    step: Step, path: str, olds: Sequence[Data | None], new: Data | None, versions: Versions
) -> RecordChangeKind | None:
    """What becomes of the record of a file; None where nobody can tell, no more than before."""
    blob = step.blob(path)
    is_legible = versions.legible(path, step.commit.id, blob)
    if not is_legible:
        # It is told once: when it could be read before.
        return "unreadable" if _was_legible(step, path, versions) else None
    was_there = any(olds)
    if new is None:
        if was_there:
            return "removed"
        return None  # nobody could ever read it
    if was_there:
        return "changed"
    return "added"


def _was_legible(step: Step, path: str, versions: Versions) -> bool:
    """Whether a file could be read in every parent."""
    for parent, changes in step.sides:
        blob = changes[path].before
        if not versions.legible(path, parent, blob):
            return False
    return True


def _formerly(path: str, former_paths: list[dict[str, str]]) -> str | None:
    """What the record of a file was called in the parents, where all of them call it otherwise."""
    for old_paths in former_paths:
        if path not in old_paths:
            return None
    old_path = former_paths[0][path]
    return key_of(old_path)


def _organisations(data: Data) -> Iterator[str]:
    """The organisations that a record says that it is about."""
    for name in ("lead", "partners", "body", "parties", "client"):
        for organisation in as_list(data.get(name)):
            if isinstance(organisation, str):
                yield organisation


def refuse_unknown(history: History, field: str | None, org: str | None) -> None:
    """Refuse names that nothing has.

    Raises:
        UserError: there is no such field or kind of event, or no organisation that is called so, or was, at the start.
    """
    if field is not None:
        _refuse_unknown_field(field)
    if org is not None and history.ids_of(org) == {org}:
        _refuse_unknown_organisation(history.tree, org)


def _refuse_unknown_field(field: str) -> None:
    fields = _fields()
    if field in fields:
        return
    hint = among(field, fields)
    message = Message("there is no field or kind of event {field!r}. {hint}", {"field": field, "hint": hint})
    raise UserError(message)


def _refuse_unknown_organisation(tree: Revision, org: str) -> None:
    asked = path_of(Collection.ORGANISATIONS, org)
    if tree.holds(asked):
        return
    ids: list[str] = []
    for file in tree.entries("ledger"):
        path = file.path
        if is_record(path) and collection_of(path) == Collection.ORGANISATIONS:
            ids.append(key_of(path))
    hint = guess(org, ids)
    message = Message("there is no organisation {org!r}. {hint}", {"org": org, "hint": hint})
    raise UserError(message)


def _fields() -> list[str]:
    """The properties of records, those that people ask for first, and the kinds of events."""
    kinds: list[str] = []
    for name in NAMES:
        properties = part(load(name), "properties")
        events = part(properties, "events")
        event = part(events, "items")
        properties_of_event = part(event, "properties")
        kind = part(properties_of_event, "kind")
        kinds += texts(kind, "enum")
    of_processes = part(load("process"), "properties")
    of_any = sorted(vocabulary().names)
    names = [*of_processes, *kinds, *of_any]
    different = dict.fromkeys(names)
    return list(different)
