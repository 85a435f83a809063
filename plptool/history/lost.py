"""Sealed ledgers of the same repository that a commit took away.

A ledger that is copied to another folder, altered there and sealed anew hangs together, and has no past. All there is
to tell of it is that the one that it was copied from went.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.model.collections import MANIFEST
from plptool.model.findings import Finding, Message
from plptool.model.rules import RULES
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.revision import Revision, ledgers_of
from plptool.read.worktree import WorkTree
from plptool.seals.chain import Seal, seals_of
from plptool.timeline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class LostLedger:
    """A sealed ledger that went, and whose seals no ledger has any more."""

    commit: Commit
    """The one that took it away."""
    folder: str
    """That which held it, from the top of the repository; `.` for that itself."""
    seals: tuple[str, ...]
    """The ids of those that are nowhere now."""


def lost(tree: Revision, cache: Cache | None, memory: Memory) -> list[LostLedger]:
    """The sealed ledgers that the repository had and has no more, whatever commit took them away; newest first.

    One that was moved is not among them: its seals stand where it lies now.

    Args:
        tree: the revision from which to look back.
        cache: what was parsed before.
        memory: what this run has read.

    Raises:
        UserError: git cannot read the history.
    """
    repository = tree.repository
    taken = list(_taken(repository, tree.revision))
    if not taken:
        return []
    there: set[tuple[str, str]] = set()
    for prefix in ledgers_of(repository, tree.revision):
        there |= _marks(load(Revision(repository, tree.revision, prefix), cache, memory))
    found: dict[str, LostLedger] = {}
    for commit, parent, prefix in taken:
        gone = _missing(load(Revision(repository, parent, prefix), cache, memory), there)
        if gone:
            found.setdefault(prefix, LostLedger(commit, _folder(prefix), tuple(gone)))
    return list(found.values())


def _taken(repository: Repository, start: str) -> Iterator[tuple[Commit, str, str]]:
    """Each commit that took a ledger away, the parent that had it, and where it lay."""
    for commit in repository.commits(repository.matching(start, f"**/{MANIFEST}")):
        here = set(ledgers_of(repository, commit.id))
        for parent in commit.parents:
            if repository.holds(parent):
                for prefix in ledgers_of(repository, parent):
                    if prefix not in here:
                        yield commit, parent, prefix


def taken_by(base: Revision, now: Ledger, cache: Cache | None, memory: Memory | None) -> list[Finding]:
    """PLP711 alone: the sealed ledgers beside this one that a change takes away.

    Args:
        base: this ledger as the change found it.
        now: as it leaves it.
        cache: what was parsed before.
        memory: what this run has read.

    Raises:
        UserError: git cannot read the base.
    """
    repository = base.repository
    others = [prefix for prefix in ledgers_of(repository, base.revision) if prefix != base.prefix]
    there = _marks(now)
    found = []
    for prefix in others:
        if _lies(repository, now, prefix):
            continue
        missing = _missing(load(Revision(repository, base.revision, prefix), cache, memory), there)
        if missing:
            args = {"folder": _folder(prefix), "ids": ", ".join(missing)}
            message = Message("the ledger in {folder} is gone, and with it the seals {ids}", args)
            hint = Message("What was sealed is not taken away: put it back, or let it go on here with its seals.")
            found.append(Finding("PLP711", RULES["PLP711"].severity, message, MANIFEST, hint=hint))
    return found


def _lies(repository: Repository, now: Ledger, prefix: str) -> bool:
    """Whether a ledger lies in a folder of the repository, in what is compared."""
    if isinstance(now.tree, WorkTree):
        return (repository.folder / prefix / MANIFEST).exists()
    return bool(repository.files(now.tree.revision or "HEAD", [f"{prefix}{MANIFEST}"]))


def _seals(ledger: Ledger) -> Sequence[Seal]:
    return seals_of(ledger.snapshots, ledger.torn)


def _marks(ledger: Ledger) -> set[tuple[str, str]]:
    """The id and digest of each seal."""
    return {(seal.id, seal.digest) for seal in _seals(ledger)}


def _missing(ledger: Ledger, there: set[tuple[str, str]]) -> list[str]:
    """The ids of a ledger's seals that are not among these marks."""
    return [seal.id for seal in _seals(ledger) if (seal.id, seal.digest) not in there]


def _folder(prefix: str) -> str:
    return prefix.rstrip("/") or "."
