"""What each commit changes in the plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, Literal
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.facts import own_changes, title_of
from plptool.history.steps import Step, collection_of, day_at, key_of, path_of
from plptool.history.versions import Versions
from plptool.history.walk import History
from plptool.model.errors import UserError
from plptool.model.records import Json, as_list
from plptool.model.suggest import among, guess
from plptool.read.revision import Revision
from plptool.read.schema import NAMES, load
from plptool.read.vocabulary import vocabulary
from plptool.timeline.compare import FactChange

Kind = Literal["added", "removed", "changed", "unreadable"]
"""What becomes of a record; unreadable: it can be read no more, or cannot yet."""


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What a commit changes in one record."""

    collection: str
    record: str
    kind: Kind
    facts: tuple[FactChange, ...]
    title: str
    formerly: str | None = None
    """What it was called until then, where that is another id."""
    organisations: frozenset[str] = frozenset()
    """Those that it is about, before or after."""


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

    def applied(self, changes: CommitChanges, zone: ZoneInfo) -> CommitChanges | None:
        """As much of a commit's changes as is asked for, by the days of a time zone; None where nothing is."""
        day = day_at(changes.known, zone)
        if (self.first is not None and day < self.first) or (self.last is not None and day > self.last):
            return None
        if self.author and self.author.casefold() not in changes.commit.author.casefold():
            return None
        records = [part for record in changes.records if (part := self._part(record)) is not None]
        return replace(changes, records=tuple(records)) if records else None

    def _part(self, record: RecordChange) -> RecordChange | None:
        if self.organisation is not None and self.organisation not in record.organisations:
            return None
        if self.field is None:
            return record
        facts = tuple(fact for fact in record.facts if _is_about(fact, self.field))
        return replace(record, facts=facts) if facts else None


def _is_about(fact: FactChange, field: str) -> bool:
    """Whether a fact is one of this property, or an event of this kind."""
    return field in (fact.path[0], _kind(fact.old), _kind(fact.new))


def _kind(value: Json) -> Json:
    return value.get("kind") if isinstance(value, dict) else None


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
    record = None if asked is None else history.renamed_to(asked) or asked
    commits = changes_by_commit(history, record)
    parts = (wanted.applied(changes, zone) for changes in commits)
    return Log(history.start, asked, record, (part for part in parts if part is not None))


def changes_by_record(history: History) -> dict[str, list[CommitChanges]]:
    """By record: the commits that changed it, newest first, each with what it changed in that record alone.

    Raises:
        UserError: git cannot read the history.
    """
    found: dict[str, list[CommitChanges]] = {}
    for changes in changes_by_commit(history):
        for record in changes.records:
            found.setdefault(record.record, []).append(replace(changes, records=(record,)))
    return found


def changes_by_commit(history: History, record: str | None = None) -> Iterator[CommitChanges]:
    """What each commit changes, by when it counts as known, newest first; of one record, where it is named.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    if record is None:
        walk = history.whole
    else:
        walk = history.of_record(record)
        if not any(key_of(path) == record for step in walk.steps for path in step.touched):
            raise UserError(f"there is no record {record!r}, and has never been")
    # As many as are known from the same moment on stay in the order of the walk, children first.
    steps = sorted(walk.steps, key=lambda step: -step.known)
    files = None if record is None else set(walk.files)
    return _commit_changes(history, steps, history.versions(walk), files)


def _commit_changes(
    history: History, steps: list[Step], versions: Versions, files: set[str] | None
) -> Iterator[CommitChanges]:
    """The changes of each commit, in these files (None: all); then what was parsed is kept."""
    for step in steps:
        records = tuple(
            change
            for change in _record_changes(history, step, versions)
            if files is None or path_of(change.collection, change.record) in files
        )
        if records:
            yield CommitChanges(step.commit, records, step.cut, step.known)
    history.keep()


def _record_changes(history: History, step: Step, versions: Versions) -> Iterator[RecordChange]:
    renames = history.renames(step, versions)
    went_on = {was for names in renames for was in names.values()}
    for path in sorted(step.own):
        if step.blob(path) is None and path in went_on:
            continue  # it is told of where it goes on
        change = _record_change(step, path, renames, versions)
        if change is not None:
            yield change


def _record_change(step: Step, path: str, renames: list[dict[str, str]], versions: Versions) -> RecordChange | None:
    """What a commit changes in the record of a file; None where it says no more than was said before."""
    commit, blob = step.commit.id, step.blob(path)
    new = versions.stood(path, commit, blob)
    olds = []
    for (parent, changes), names in zip(step.sides, renames, strict=True):
        was = names.get(path, path)
        olds.append(versions.stood(was, parent, changes[was][0]))
    facts: tuple[FactChange, ...] = ()
    formerly = None
    kind: Kind
    if not versions.legible(path, commit, blob):
        if not all(versions.legible(path, parent, changes[path][0]) for parent, changes in step.sides):
            return None  # it could not be read before
        kind = "unreadable"
    elif new is None and not any(olds):
        return None  # nobody could ever read it
    else:
        kind = "removed" if new is None else "changed" if any(olds) else "added"
        facts = own_changes(olds, new)
        if all(path in names for names in renames):
            formerly = key_of(renames[0][path])
        if kind == "changed" and not facts and not formerly:
            return None
    title = title_of(next((data for data in (new, *olds) if data), None))
    organisations = frozenset(name for data in (new, *olds) for name in _organisations(data))
    return RecordChange(collection_of(path), key_of(path), kind, facts, title, formerly, organisations)


def _organisations(data: Json) -> Iterator[str]:
    """The organisations that a record says that it is about."""
    if isinstance(data, dict):
        for name in ("lead", "partners", "body", "parties", "client"):
            yield from (key for key in as_list(data.get(name)) if isinstance(key, str))


def refuse_unknown(tree: Revision, field: str | None, org: str | None) -> None:
    """Refuse names that nothing has.

    Raises:
        UserError: there is no such field or kind of event, or no such organisation in this revision.
    """
    if field is not None and field not in (names := _fields()):
        raise UserError(f"there is no field or kind of event {field!r}. {among(field, names).say()}")
    if org is not None and not tree.holds(f"ledger/organisations/{org}.yaml"):
        paths = [entry.path for entry in tree.entries("ledger") if entry.path.startswith("ledger/organisations/")]
        raise UserError(f"there is no organisation {org!r}. {guess(org, [key_of(path) for path in paths]).say()}")


def _fields() -> list[str]:
    """The properties of records, those that people ask for first, and the kinds of events."""
    schemas: list[dict[str, Any]] = [load(name)["properties"] for name in NAMES]
    kinds = [
        properties["events"]["items"]["properties"]["kind"]["enum"] for properties in schemas if "events" in properties
    ]
    return list(dict.fromkeys([*load("process")["properties"], *chain(*kinds), *sorted(vocabulary().names)]))
