"""What each commit changes in the plan."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Literal, TypeAlias, assert_never
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
Said: TypeAlias = Data | None
"""What a record says at a commit; None where it is not there."""


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


Commits: TypeAlias = Iterator[CommitChanges]
"""By when they count as known, newest first. They are read as they are asked for."""


@dataclass(frozen=True, slots=True)
class Log:
    """What commits change in the plan, or in one record."""

    revision: str
    """The commit that it starts from."""
    asked: str | None
    """The id that was asked for, which the record may have had once; None where the whole ledger was."""
    record: str | None
    """What that record is called now."""
    commits: Commits


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
        if not self._is_by_author(changes.commit):
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
        if self.last is None:
            return True
        return day <= self.last

    def _is_by_author(self, commit: Commit) -> bool:
        """Whether a commit is somebody's who is asked for."""
        if not self.author:
            return True
        author = commit.author.casefold()
        return self.author.casefold() in author

    def _is_of_organisation(self, record: RecordChange) -> bool:
        """Whether a record is about the organisation that is asked for."""
        if self.organisation is None:
            return True
        ids = {self.organisation, *self.called}
        return not record.organisations.isdisjoint(ids)

    def _applied_to_record(self, record: RecordChange) -> RecordChange | None:
        """As much of a record's change as is asked for; None where nothing is."""
        if not self._is_of_organisation(record):
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
        ids = history.ids_of(wanted.organisation)
        wanted = replace(wanted, called=ids)
    commits = changes_by_commit(history, record)
    as_wanted = _applied(commits, wanted, zone)
    return Log(history.start, asked, record, as_wanted)


def _applied(commits: Commits, wanted: Filter, zone: ZoneInfo) -> Commits:
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


def changes_by_commit(history: History, record: str | None = None) -> Commits:
    """What each commit changes; of one record, where it is named.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    if record is None:
        return _commit_changes(history, history.whole, None)
    walk = history.of_record(record)
    if not _has_touched(walk, record):
        message = Message("there is no record {record!r}, and has never been", {"record": record})
        raise UserError(message)
    files = frozenset(walk.files)
    return _commit_changes(history, walk, files)


def _has_touched(walk: Walk, record: str) -> bool:
    """Whether any commit of a walk touched a file that is called as a record."""
    for step in walk.steps:
        touched = map(key_of, step.touched)
        if record in touched:
            return True
    return False


def _commit_changes(history: History, walk: Walk, files: Container[str] | None) -> Commits:
    """The changes of each commit of a walk, in these files (None: all); then what was parsed is kept."""
    versions = history.versions(walk)
    # As many as are known from the same moment on stay in the order of the walk, children first.
    newest_first = sorted(walk.steps, key=lambda step: -step.known)
    for step in newest_first:
        records: list[RecordChange] = []
        for change in _record_changes(history, step, versions):
            path = path_of(change.collection, change.record)
            if files is None or path in files:
                records.append(change)
        if not records:
            continue
        yield CommitChanges(
            commit=step.commit,
            records=tuple(records),
            cut=step.cut,
            known=step.known,
        )
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
        file = _ChangedFile(step, path, former_paths, versions)
        change = _record_change(file, plans)
        if change is not None:
            yield change


@dataclass(frozen=True, slots=True)
class _ChangedFile:
    """A file that a commit changes: it differs from every parent's."""

    step: Step
    """The commit."""
    path: str
    former_paths: list[dict[str, str]]
    """For each parent: by new path, the old one, of records that are called otherwise there."""
    versions: Versions
    """What the files said."""

    def after(self) -> Said:
        """What its record says."""
        commit = self.step.commit.id
        blob = self.step.blob(self.path)
        return self.versions.stood(self.path, commit, blob)

    def before(self) -> list[Said]:
        """What its record said in each parent, whatever it was called there."""
        olds: list[Said] = []
        path = self.path
        for (parent, changes), old_paths in zip(self.step.sides, self.former_paths, strict=True):
            old_path = old_paths.get(path, path)
            blob = changes[old_path].before
            old = self.versions.stood(old_path, parent, blob)
            olds.append(old)
        return olds

    def is_legible(self) -> bool:
        """Whether it can be read."""
        commit = self.step.commit.id
        blob = self.step.blob(self.path)
        return self.versions.legible(self.path, commit, blob)

    def was_legible(self) -> bool:
        """Whether it could be read in every parent."""
        for parent, changes in self.step.sides:
            blob = changes[self.path].before
            if not self.versions.legible(self.path, parent, blob):
                return False
        return True

    def formerly(self) -> str | None:
        """What its record was called in the parents, where all of them call it otherwise."""
        for old_paths in self.former_paths:
            if self.path not in old_paths:
                return None
        old_path = self.former_paths[0][self.path]
        return key_of(old_path)


def _record_change(file: _ChangedFile, plans: Sequence[tuple[str, Data]]) -> RecordChange | None:
    """What a commit changes in the record of a file; None where it says no more than was said before.

    Args:
        file: the file.
        plans: those of the ledger, whose words are told.
    """
    record_after = file.after()
    olds = file.before()
    kind = _kind(file, olds, record_after)
    facts: tuple[FactChange, ...] = ()
    formerly = None
    match kind:
        case None:
            return None
        case "unreadable":
            pass  # what it says now, nobody knows
        case "added" | "removed" | "changed":
            facts = own_changes(olds, record_after)
            formerly = file.formerly()
            says_the_same = not facts and formerly is None
            if says_the_same and kind == "changed":
                return None
        case _:
            assert_never(kind)
    collection = collection_of(file.path)
    versions_there = [data for data in (record_after, *olds) if data]
    newest: Data = {}
    if versions_there:
        newest = versions_there[0]
    day = day_at(file.step.known, UTC)
    organisations = _organisations(versions_there)
    return RecordChange(
        collection=collection,
        record=key_of(file.path),
        kind=kind,
        facts=facts,
        title=title_on(collection, newest, day),
        formerly=formerly,
        organisations=frozenset(organisations),
        words=words_named(collection, versions_there, plans, day),
    )


def _kind(file: _ChangedFile, olds: Sequence[Said], new: Said) -> RecordChangeKind | None:
    """What becomes of the record of a file; None where nobody can tell, no more than before."""
    if not file.is_legible():
        if file.was_legible():
            return "unreadable"
        return None  # that was told when it could be read before
    was_there = any(olds)
    if new is None:
        if was_there:
            return "removed"
        return None  # nobody could ever read it
    if was_there:
        return "changed"
    return "added"


def _organisations(versions: Iterable[Data]) -> Iterator[str]:
    """The organisations that versions of a record say that it is about."""
    for data in versions:
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
    if org is None:
        return
    has_no_past = history.ids_of(org) == {org}
    if has_no_past:
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
        if not is_record(path):
            continue
        if collection_of(path) == Collection.ORGANISATIONS:
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
