"""Seals that stood somewhere in the repository, and that a commit took away.

A ledger that is copied to another folder, altered there and sealed anew hangs together, and has no past. All there is
to tell of it is that the seals of the one that it was copied from went. So it is asked of seals, whatever became of
the files around them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plptool.checks.change import corrections_kept
from plptool.checks.runner import check_seals
from plptool.checks.seals import by_snapshot
from plptool.git.objects import Commit, Listed
from plptool.git.repository import Repository
from plptool.model.collections import MANIFEST
from plptool.model.findings import Finding, Message
from plptool.model.rules import RULES
from plptool.read.opening import load
from plptool.read.revision import Revision
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse
from plptool.seals.chain import Seal, seals, seals_of
from plptool.timeline.ledger import Ledger

SNAPSHOTS = "ledger/snapshots/"


@dataclass(frozen=True, slots=True)
class LostSeals:
    """Seals of a ledger that a commit took away, and that no ledger has any more."""

    commit: Commit
    folder: str
    """That which held the ledger, from the top of the repository; `.` for that itself."""
    seals: tuple[str, ...]
    """Their ids."""


@dataclass(frozen=True, slots=True)
class PlacedSeal:
    """A seal, and the folder that holds its ledger."""

    folder: str
    seal: Seal

    def kept_in(self, placed: Iterable["PlacedSeal"]) -> bool:
        """Whether one of these is the same seal, with all its corrections, whatever it is called and wherever it is."""
        return any(
            other.seal.digest == self.seal.digest and corrections_kept(self.seal, other.seal, merge=True)
            for other in placed
        )


class _Seals:
    """The seals of commits, in whatever folders; a file that many commits have is parsed once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._parsed: dict[str, tuple[Seal, ...]] = {}

    def of_commit(self, commit: str) -> list[PlacedSeal]:
        files = (file for file in self.repository.files(commit) if _is_snapshot(file))
        return [PlacedSeal(_folder(file.path), seal) for file in files for seal in self._of_file(file)]

    def _of_file(self, file: Listed) -> tuple[Seal, ...]:
        if file.id not in self._parsed:
            self._parsed[file.id] = _parsed(file.path, self.repository.content(file.id))
        return self._parsed[file.id]


class _There:
    """Where seals stand in the end.

    Args:
        placed: all that there are.
        own: the folder of the ledger that is looked at, whose seals are examined by themselves.
        ledger: opens the one in another folder.
    """

    def __init__(self, placed: Sequence[PlacedSeal], own: str, ledger: Callable[[str], Ledger]) -> None:
        self._placed = placed
        self._own = own
        self._ledger = ledger

    def has(self, placed: PlacedSeal) -> bool:
        """Whether a seal stands where it stood, or went on elsewhere: there it must hold, its file alone is nothing."""
        if placed.kept_in(other for other in self._placed if other.folder in (self._own, placed.folder)):
            return True
        elsewhere = dict.fromkeys(other.folder for other in self._placed if placed.kept_in([other]))
        return any(placed.kept_in(self._holding(folder)) for folder in elsewhere)

    def _holding(self, folder: str) -> list[PlacedSeal]:
        """The seals of a ledger that hold, with all that they closed."""
        ledger = self._ledger(folder)
        broken = by_snapshot(check_seals(ledger))
        return [PlacedSeal(folder, one) for one in seals_of(ledger.snapshots, ledger.unfit) if one.id not in broken]


def lost(tree: Revision) -> list[LostSeals]:
    """The seals that the repository had and has no more, whatever commit took them away; newest first.

    Those of a ledger that was moved are not among them: they stand where it lies now.

    Args:
        tree: the revision from which to look back.

    Raises:
        UserError: git cannot read the history.
    """
    repository = tree.repository
    of = _Seals(repository)
    head = tree.revision
    there = _There(of.of_commit(head), _name(tree.prefix), lambda folder: _in(repository, head, folder))
    told: list[PlacedSeal] = []
    found: list[LostSeals] = []
    for commit in repository.commits(repository.matching(tree.revision, f"**/{SNAPSHOTS}*.yaml")):
        here = of.of_commit(commit.id)
        parents = (parent for parent in commit.parents if repository.holds(parent))
        went = (placed for parent in parents for placed in of.of_commit(parent)
                if not placed.kept_in(other for other in here if other.folder == placed.folder))  # fmt: skip
        gone = [placed for placed in went if not placed.kept_in(told) and not there.has(placed)]
        told += gone
        for folder in dict.fromkeys(placed.folder for placed in gone):
            ids = dict.fromkeys(placed.seal.id for placed in gone if placed.folder == folder)
            found.append(LostSeals(commit, folder, tuple(ids)))
    return found


def taken_by(base: Revision, now: Ledger) -> list[Finding]:
    """PLP711 alone: the seals of ledgers beside this one that a change takes away.

    Args:
        base: this ledger as the change found it.
        now: as it leaves it.

    Raises:
        UserError: git cannot read the base.
    """
    found = []
    for folder, ids in lost_beside(base, now).items():
        message = Message("the ledger in {folder} has lost its seals {ids}", {"folder": folder, "ids": ", ".join(ids)})
        hint = Message("What was sealed is not taken away: put it back, or let it go on here with its seals.")
        found.append(Finding("PLP711", RULES["PLP711"].severity, message, MANIFEST, hint=hint))
    return found


def lost_beside(base: Revision, now: Ledger) -> dict[str, tuple[str, ...]]:
    """By folder of another ledger: the ids of its seals that a change takes away.

    Args:
        base: this ledger as the change found it.
        now: as it leaves it.

    Raises:
        UserError: git cannot read the base.
    """
    repository = base.repository
    of = _Seals(repository)
    own = _name(base.prefix)
    beside = [placed for placed in of.of_commit(base.revision) if placed.folder != own]
    if not beside:
        return {}
    if isinstance(now.tree, WorkTree):
        there = _There(list(_on_disk(repository)), own, lambda folder: load(WorkTree(repository.folder / folder)))
    else:
        head = now.tree.revision or repository.resolve("HEAD")
        there = _There(of.of_commit(head), own, lambda folder: _in(repository, head, folder))
    gone = [placed for placed in beside if not there.has(placed)]
    return {
        folder: tuple(placed.seal.id for placed in gone if placed.folder == folder)
        for folder in dict.fromkeys(placed.folder for placed in gone)
    }


def _in(repository: Repository, commit: str, folder: str) -> Ledger:
    """The ledger that a commit has in a folder."""
    return load(Revision(repository, commit, "" if folder == "." else f"{folder}/"))


def _name(prefix: str) -> str:
    """A folder, from the top of the repository, by how its files' paths begin."""
    return prefix.rstrip("/") or "."


def _on_disk(repository: Repository) -> Iterator[PlacedSeal]:
    """The seals of the files as they lie, in whatever folders."""
    top = repository.folder
    for file in top.rglob(f"{SNAPSHOTS}*.yaml"):
        path = file.relative_to(top).as_posix()
        if file.is_file() and not path.startswith(".git/"):
            yield from (PlacedSeal(_folder(path), seal) for seal in _parsed(path, file.read_bytes()))


def _parsed(path: str, raw: bytes) -> tuple[Seal, ...]:
    """The seals in a file, whether or not it fits its schema."""
    data = parse(raw).data
    named = data.get("id") if isinstance(data, dict) else None
    return seals([(str(named or path.rpartition("/")[2].removesuffix(".yaml")), path, data)])


def _is_snapshot(file: Listed) -> bool:
    folder = file.path.rpartition("/")[0]
    return file.path.endswith(".yaml") and (f"{folder}/" == SNAPSHOTS or folder.endswith(f"/{SNAPSHOTS[:-1]}"))


def _folder(path: str) -> str:
    """The folder that holds the ledger in which a snapshot lies."""
    return _name(path.rpartition(SNAPSHOTS)[0])
