"""What each commit changes in the plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from plptool.git.objects import Commit
from plptool.history.facts import own_changes
from plptool.history.walk import History, Line, Step, collection_of, key_of
from plptool.model.errors import UserError
from plptool.model.records import Json, as_list
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
    steps, called = (history.whole, []) if record is None else history.steps([record])
    if record is not None and not any(key_of(path) == record for step in steps for one in step.changes for path in one):
        raise UserError(f"there is no record {record!r}, and has never been")
    line = Line(steps)
    for step in sorted(steps, key=lambda one: -one.known):  # as many as are alike stay children first
        told = [one for one in _told(history, step, line) if record is None or one.record in called]
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
