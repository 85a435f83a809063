"""What each commit changes in the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.facts import own_changes
from plptool.history.walk import History, Line, Step, collection_of, day_at, key_of, path_of
from plptool.model.dates import moment
from plptool.model.errors import UserError
from plptool.model.records import Json, as_list
from plptool.model.suggest import among, guess
from plptool.read.revision import Revision
from plptool.read.schema import NAMES, load
from plptool.read.vocabulary import vocabulary
from plptool.timeline.compare import Change


@dataclass(frozen=True, slots=True)
class Told:
    """What a commit changes in one record."""

    collection: str
    record: str
    kind: str
    """added, removed, changed, or unreadable: it can be read no more, or cannot yet."""
    facts: tuple[Change, ...]
    title: str
    formerly: str | None = None
    organisations: frozenset[str] = frozenset()
    """Those that it is about, before or after."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A commit, and what it changes in the plan."""

    commit: Commit
    told: tuple[Told, ...]
    cut: bool
    """What it builds on is not in this clone, so it seems to add all that is there."""
    known: int
    """As a step's."""


def _title(data: Json) -> str:
    return str(data.get("title") or data.get("need") or "") if isinstance(data, dict) else ""


def _organisations(data: Json) -> Iterator[str]:
    if isinstance(data, dict):
        for name in ("lead", "partners", "body", "parties", "client"):
            yield from (one for one in as_list(data.get(name)) if isinstance(one, str))


def log(history: History, record: str | None = None) -> Iterator[Chapter]:
    """What each commit changes, by when it counts as known, newest first; of one record, where it is named.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    steps, files = (history.whole, []) if record is None else history.steps([record])
    if record is not None and not any(key_of(path) == record for step in steps for one in step.changes for path in one):
        raise UserError(f"there is no record {record!r}, and has never been")
    line = Line(steps)
    for step in sorted(steps, key=lambda one: -one.known):  # as many as are alike stay children first
        told = [
            one for one in _told(history, step, line) if record is None or path_of(one.collection, one.record) in files
        ]
        if told:
            yield Chapter(step.commit, tuple(told), step.cut, step.known)


def _told(history: History, step: Step, line: Line) -> Iterator[Told]:
    parents = step.parents or [""]  # what has none is compared with nothing
    renamed = [history.renamed(step, index, line) for index in range(len(parents))]
    for path in sorted(step.changes[0]):
        if not all(path in one for one in step.changes):
            continue  # what a merge has from one of its parents, it does not say itself
        blob = step.changes[0][path][1]
        if blob is None and any(path in names.values() for names in renamed):
            continue
        legible = history.legible(path, step.commit.id, blob, line)
        new = history.stood(path, step.commit.id, blob, line)
        olds = []
        for parent, names, changes in zip(parents, renamed, step.changes, strict=True):
            was = names.get(path, path)
            olds.append(history.stood(was, parent, changes[was][0], line))
        whose = frozenset(one for data in (*olds, new) for one in _organisations(data))
        title = _title(next(filter(None, (new, *olds)), None))
        if not legible:
            befores = zip(parents, step.changes, strict=True)
            if all(history.legible(path, parent, changes[path][0], line) for parent, changes in befores):
                yield Told(collection_of(path), key_of(path), "unreadable", (), title, None, whose)
            continue
        if new is None and not any(olds):
            continue  # nobody could ever read it
        kind = "removed" if new is None else "changed" if any(olds) else "added"
        said = own_changes(olds, new)
        formerly = key_of(renamed[0][path]) if all(path in names for names in renamed) else None
        if said or formerly or kind != "changed":
            yield Told(collection_of(path), key_of(path), kind, said, title, formerly, whose)


def commit_data(commit: Commit, place: ZoneInfo, *, cut: bool = False) -> dict[str, Any]:
    """A commit as JSON tells it; its time is the committer's, where the ledger is kept."""
    at = moment(commit.committed, place)
    return {
        "commit": commit.id,
        "date": at.date().isoformat(),
        "time": at.isoformat(),
        "author": commit.author,
        "subject": commit.subject,
        "merge": len(commit.parents) > 1,
        "cut": cut,
    }


def by_record(history: History, zone: ZoneInfo) -> dict[str, list[dict[str, Any]]]:
    """By record, the commits that changed it, newest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for chapter in log(history):
        commit = chapter.commit
        known = day_at(chapter.known, zone).isoformat()
        who = {"commit": commit.id, "known": known, "author": commit.author, "subject": commit.subject}
        for told in chapter.told:
            facts = [{"kind": one.kind, "field": one.field, "old": one.old, "new": one.new} for one in told.facts]
            what = {"change": told.kind, "formerly": told.formerly, "facts": facts}
            found.setdefault(told.record, []).append(who | what)
    history.keep()
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the history is asked for; None: whatever there is."""

    first: date | None = None
    """Known from this day or later."""
    last: date | None = None
    """Known by the end of this day."""
    author: str | None = None
    """A part of the author's name, in capitals or not."""
    field: str | None = None
    """A property, or a kind of event."""
    org: str | None = None
    """Records that this organisation leads, takes part in or decided."""


def story(history: History, record: str | None, wanted: Wanted, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What each commit changes in the plan, of what is asked for, as JSON tells it; newest first.

    Raises:
        UserError: there has never been such a record, or git cannot read the history.
    """
    chapters = []
    for chapter in log(history, record):
        day = day_at(chapter.known, zone)
        within = (wanted.first is None or wanted.first <= day) and (wanted.last is None or day <= wanted.last)
        author = wanted.author.casefold() if wanted.author else ""
        if not within or author not in chapter.commit.author.casefold():
            continue
        told = _as_told(chapter, zone, wanted.field, wanted.org)
        if told["changes"]:
            chapters.append(told)
    history.keep()
    return chapters


def _as_told(chapter: Chapter, zone: ZoneInfo, field: str | None, org: str | None) -> dict[str, Any]:
    changes = []
    for one in chapter.told:
        facts = [
            {"kind": change.kind, "field": change.field, "old": change.old, "new": change.new}
            for change in one.facts
            if field is None or field in (change.path[0], _kind(change.old), _kind(change.new))
        ]
        if (facts or field is None) and (org is None or org in one.organisations):
            changes.append(
                {
                    "collection": one.collection,
                    "record": one.record,
                    "title": one.title,
                    "change": one.kind,
                    "formerly": one.formerly,
                    "facts": facts,
                }
            )
    commit = commit_data(chapter.commit, zone, cut=chapter.cut)
    return {**commit, "known": day_at(chapter.known, zone).isoformat(), "changes": changes}


def _kind(value: Any) -> Any:
    return value.get("kind") if isinstance(value, dict) else None


def refuse_unknown(tree: Revision, field: str | None, org: str | None) -> None:
    """Refuse names that nothing has.

    Raises:
        UserError: there is no such field or kind of event, or no such organisation in this revision.
    """
    if field is not None and field not in (names := _fields()):
        raise UserError(f"there is no field or kind of event {field!r}. {among(field, names).say()}")
    if org is not None and not tree.holds(f"ledger/organisations/{org}.yaml"):
        paths = [entry.path for entry in tree.entries("ledger") if entry.path.startswith("ledger/organisations/")]
        keys = [path.rpartition("/")[2].removesuffix(".yaml") for path in paths]
        raise UserError(f"there is no organisation {org!r}. {guess(org, keys).say()}")


def _fields() -> list[str]:
    """The properties of records, those that people ask for first, and the kinds of events."""
    schemas = [load(name)["properties"] for name in NAMES]
    kinds = [one["events"]["items"]["properties"]["kind"]["enum"] for one in schemas if "events" in one]
    return list(dict.fromkeys([*load("process")["properties"], *chain(*kinds), *sorted(vocabulary().names)]))
