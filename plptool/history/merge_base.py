"""What a change builds on: the revision that it is compared with, and what was deleted before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from plptool.checks.change import Gone, against, dated_back
from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.history.walk import History
from plptool.model.errors import UserError
from plptool.model.findings import Finding
from plptool.read.cache import Cache
from plptool.read.manifest import zone_of
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.revision import ElsewhereError, NoLedgerError, Revision, repository_of, revision, within
from plptool.timeline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Base:
    """A revision that a change is compared with."""

    asked: str
    """As the caller named it."""
    commit: Commit
    exact: bool
    """Whether it is the one that the caller named."""
    shared: bool
    """Whether it is the last commit that what was asked for and HEAD have in common; else it is what was asked for."""
    tree: Revision | None
    """None where it has no ledger."""


def find(start: FilePath, asked: str) -> Base:
    """The commit that a work tree's changes are compared with.

    It is the last that HEAD has in common with what the caller names, so that what others have done there since is not
    taken for undone here.

    Raises:
        ElsewhereError: its ledger lies elsewhere, and which it is is not known.
        UserError: there is no such revision, or no commit yet.
    """
    if not asked.strip():
        raise UserError("name the revision to compare with: --base origin/main")
    named = _named(start, asked)
    repository = named.repository if isinstance(named, Revision) else repository_of(start)
    key = named.revision if isinstance(named, Revision) else named
    common = repository.common(key, repository.resolve("HEAD"))
    (commit,) = repository.commits([common or key])
    try:
        tree = within(repository, commit.id)
    except NoLedgerError:
        tree = None
    except ElsewhereError as error:  # what it says is not new, and must not be taken for it
        raise ElsewhereError(f"there is nothing to compare with: {error}") from None
    return Base(asked, commit, commit.id == key, common is not None, tree)


def _named(start: FilePath, asked: str) -> Revision | str:
    """What the caller names: a day needs a ledger to be understood, a commit may have none."""
    try:
        return revision(start, asked, zone_of)
    except UserError:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked, re.ASCII):
            raise
        return repository_of(start).resolve(asked)


def compare(base: Base, now: Ledger, cache: Cache | None = None, memory: Memory | None = None) -> list[Finding]:
    """What is wrong with a ledger as a change of its base, and what readers should look at first.

    Raises:
        UserError: git cannot read the history.
    """
    if base.tree is None:
        return []
    before = load(base.tree, cache, memory)
    fresh = [record.id for record in now.all_records() if record.id not in before.records]
    gone = _gone(History(base.tree, cache), set(fresh)) if fresh else {}
    repository = base.tree.repository
    return [*against(before, now, gone), *dated_back(since(repository, base.commit.id))]


def since(repository: Repository, commit: str | None, start: str = "HEAD") -> list[tuple[Commit, list[Commit]]]:
    """The commits that were made on top of a commit (None: all), each with its parents, newest first."""
    rows = repository.walk(repository.resolve(start), without=commit)
    wanted = dict.fromkeys(key for key, parents in rows for key in (key, *parents))
    known = {one.id: one for one in repository.commits(wanted)}
    return [(known[key], [known[parent] for parent in parents]) for key, parents in rows]


def _gone(history: History, wanted: set[str]) -> dict[str, Gone]:
    """Of these ids, the records that had them and were deleted."""
    found: dict[str, Gone] = {}
    for one in history.deleted(wanted):
        found.setdefault(one.record, Gone(one.collection, one.data, one.commit.id))
    return found


def findings(base: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """What a change must be judged by before anything else, then the rest."""
    from plptool.checks.change import in_order

    return sorted([*base, *others], key=in_order)


def base_data(base: Base) -> dict[str, Any]:
    return {"asked": base.asked, "revision": base.commit.id, "shared": base.shared, "ledger": base.tree is not None}
