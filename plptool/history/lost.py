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
from plptool.seals.chain import Seal, SnapshotFile, seals_in, seals_in_files
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
        for other in placed:
            if other.seal.digest != self.seal.digest:
                continue
            if corrections_kept(self.seal, other.seal, merge=True):
                return True
        return False


class _CommitSeals:
    """The seals of commits, in whatever folders; a file that many commits have is parsed once."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._parsed: dict[str, tuple[Seal, ...]] = {}

    def of_commit(self, commit: str) -> list[PlacedSeal]:
        """All seals that a commit has."""
        placed: list[PlacedSeal] = []
        for file in self.repository.files(commit):
            if not _is_snapshot(file):
                continue
            folder = _folder(file.path)
            placed += [PlacedSeal(folder, seal) for seal in self._of_file(file)]
        return placed

    def taken_away(self, commit: Commit) -> Iterator[PlacedSeal]:
        """The seals that a parent of a commit has, and that the commit has no more in the same folder."""
        present = self.of_commit(commit.id)
        for parent in commit.parents:
            if not self.repository.holds(parent):
                continue
            for placed in self.of_commit(parent):
                in_folder = [other for other in present if other.folder == placed.folder]
                if not placed.kept_in(in_folder):
                    yield placed

    def _of_file(self, file: Listed) -> tuple[Seal, ...]:
        if file.id not in self._parsed:
            content = self.repository.content(file.id)
            self._parsed[file.id] = _parsed(file.path, content)
        return self._parsed[file.id]


class _PresentSeals:
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
        folders = (self._own, placed.folder)
        in_place = [other for other in self._placed if other.folder in folders]
        if placed.kept_in(in_place):
            return True
        copies = [other for other in self._placed if placed.kept_in([other])]
        folders_of_copies = dict.fromkeys(copy.folder for copy in copies)
        return any(placed.kept_in(self._holding(folder)) for folder in folders_of_copies)

    def _holding(self, folder: str) -> list[PlacedSeal]:
        """The seals of a ledger that hold, with all that they closed."""
        ledger = self._ledger(folder)
        broken = by_snapshot(check_seals(ledger))
        holding = [seal for seal in seals_in(ledger) if seal.id not in broken]
        return [PlacedSeal(folder, seal) for seal in holding]


def lost(tree: Revision) -> list[LostSeals]:
    """The seals that the repository had and has no more, whatever commit took them away; newest first.

    Those of a ledger that was moved are not among them: they stand where it lies now.

    Args:
        tree: the revision from which to look back.

    Raises:
        UserError: git cannot read the history.
    """
    repository = tree.repository
    seals_by_commit = _CommitSeals(repository)
    present = _present_in_commit(seals_by_commit, tree.revision, _name(tree.prefix))
    reported: list[PlacedSeal] = []
    losses: list[LostSeals] = []
    touching = repository.matching(tree.revision, f"**/{SNAPSHOTS}*.yaml")
    for commit in repository.commits(touching):
        taken_away = seals_by_commit.taken_away(commit)
        gone_seals = [placed for placed in taken_away if not placed.kept_in(reported) and not present.has(placed)]
        reported += gone_seals
        by_folder = _ids_by_folder(gone_seals)
        losses += [LostSeals(commit, folder, ids) for folder, ids in by_folder.items()]
    return losses


def _present_in_commit(seals_by_commit: _CommitSeals, commit: str, own: str) -> _PresentSeals:
    """Where seals stand in a commit."""
    repository = seals_by_commit.repository
    placed = seals_by_commit.of_commit(commit)
    return _PresentSeals(placed, own, lambda folder: _in(repository, commit, folder))


def _ids_by_folder(placed: Sequence[PlacedSeal]) -> dict[str, tuple[str, ...]]:
    """By folder, the ids of its seals, each once."""
    ids: dict[str, dict[str, None]] = {}
    for placed_seal in placed:
        ids_there = ids.setdefault(placed_seal.folder, {})
        ids_there[placed_seal.seal.id] = None
    return {folder: tuple(ids_there) for folder, ids_there in ids.items()}


def taken_by(base: Revision, now: Ledger) -> list[Finding]:
    """PLP711 alone: the seals of ledgers beside this one that a change takes away.

    Args:
        base: this ledger as the change found it.
        now: as it leaves it.

    Raises:
        UserError: git cannot read the base.
    """
    findings = []
    for folder, ids in lost_beside(base, now).items():
        message = Message("the ledger in {folder} has lost its seals {ids}", {"folder": folder, "ids": list(ids)})
        hint = Message("What was sealed is not taken away: put it back, or let it go on here with its seals.")
        severity = RULES["PLP711"].severity
        finding = Finding("PLP711", severity, message, MANIFEST, hint=hint)
        findings.append(finding)
    return findings


def lost_beside(base: Revision, now: Ledger) -> dict[str, tuple[str, ...]]:
    """By folder of another ledger: the ids of its seals that a change takes away.

    Args:
        base: this ledger as the change found it.
        now: as it leaves it.

    Raises:
        UserError: git cannot read the base.
    """
    repository = base.repository
    seals_by_commit = _CommitSeals(repository)
    own_name = _name(base.prefix)
    beside = [placed for placed in seals_by_commit.of_commit(base.revision) if placed.folder != own_name]
    if not beside:
        return {}
    if isinstance(now.tree, WorkTree):
        on_disk = list(_on_disk(repository))
        present = _PresentSeals(on_disk, own_name, lambda folder: load(WorkTree(repository.folder / folder)))
    else:
        head = now.tree.revision or repository.resolve("HEAD")
        present = _present_in_commit(seals_by_commit, head, own_name)
    gone_seals = [placed for placed in beside if not present.has(placed)]
    return _ids_by_folder(gone_seals)


def _in(repository: Repository, commit: str, folder: str) -> Ledger:
    """The ledger that a commit has in a folder."""
    prefix = "" if folder == "." else f"{folder}/"
    return load(Revision(repository, commit, prefix))


def _name(prefix: str) -> str:
    """A folder, from the top of the repository, by how its files' paths begin."""
    return prefix.rstrip("/") or "."


def _on_disk(repository: Repository) -> Iterator[PlacedSeal]:
    """The seals of the files as they lie, in whatever folders."""
    top = repository.folder
    for file in top.rglob(f"{SNAPSHOTS}*.yaml"):
        path = file.relative_to(top).as_posix()
        if path.startswith(".git/") or not file.is_file():
            continue
        folder = _folder(path)
        for seal in _parsed(path, file.read_bytes()):
            yield PlacedSeal(folder, seal)


def _parsed(path: str, raw: bytes) -> tuple[Seal, ...]:
    """The seals in a file, whether or not it fits its schema."""
    data = parse(raw).data
    own_id = data.get("id") if data else None
    name = path.rpartition("/")[2]
    record_id = str(own_id or name.removesuffix(".yaml"))
    file = SnapshotFile(record_id, path, data)
    return seals_in_files([file])


def _is_snapshot(file: Listed) -> bool:
    """Whether a file lies where the snapshots of a ledger do, in whatever folder that is."""
    if not file.path.endswith(".yaml"):
        return False
    folder = file.path.rpartition("/")[0]
    return f"/{folder}/".endswith(f"/{SNAPSHOTS}")


def _folder(path: str) -> str:
    """The folder that holds the ledger in which a snapshot lies."""
    prefix = path.rpartition(SNAPSHOTS)[0]
    return _name(prefix)
