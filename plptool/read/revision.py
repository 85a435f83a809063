"""The ledger as a revision has it. Revisions are resolved here alone."""

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath
from time import time
from zoneinfo import ZoneInfo

from plptool.git.repository import Repository
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.dates import day_at, end_of, parse_day
from plptool.model.errors import ElsewhereError, NoLedgerError, UserError
from plptool.model.findings import Argument, Message
from plptool.model.ports import ENOUGH, LINK, Entry, Tree
from plptool.model.text import first_of
from plptool.read.worktree import WorkTree, find_root, odd_name

_ODD = {"link": LINK, "module": Message("it is another repository; a ledger holds files")}


@dataclass(frozen=True, slots=True)
class Revision:
    """The files as a commit has them, straight from git's objects: nothing is checked out."""

    repository: Repository
    revision: str
    """The commit's full id."""
    prefix: str
    """The folder in the repository that holds `ledger/`, with a slash at its end unless it is the top."""
    ids: dict[str, str] = field(default_factory=dict, repr=False)
    """Of the bytes of what was listed, by path."""
    listed: dict[str, list[Entry]] = field(default_factory=dict, repr=False)
    """What was listed, by folder: a revision never changes, and each look at it starts a git."""

    @property
    def root(self) -> FilePath:
        return self.repository.folder

    def entries(self, folder: str) -> list[Entry]:
        if folder in self.listed:
            return self.listed[folder]
        entries: list[Entry] = []
        for file in self.repository.files(self.revision, [f"{self.prefix}{folder}"]):
            path = file.path.removeprefix(self.prefix)
            entries.append(Entry(path, _ODD.get(file.kind) or odd_name(path), blob=file.id))
        self.ids.update((entry.path, entry.blob) for entry in entries)
        self.listed[folder] = sorted(entries, key=lambda entry: entry.path)
        return self.listed[folder]

    def foresee(self, paths: Sequence[str]) -> None:
        """Git finds these while what came before them is read."""
        self.repository.foresee([self.ids[path] for path in paths if path in self.ids])

    def read(self, path: str) -> bytes:
        """The bytes of a file; of one that is larger than a record may be, as many as show that.

        Raises:
            FileNotFoundError: the commit has no such file there.
            UserError: git cannot read it.
        """
        if path not in self.ids and not self.holds(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return self.repository.content(self.ids[path], ENOUGH)

    def holds(self, path: str) -> bool:
        return any(entry.path == path for entry in self.entries(path))


def checked_out(start: FilePath) -> Revision | None:
    """The ledger in or above a folder as HEAD has it, whatever lies on the disk; None where that is in no repository.

    Raises:
        UserError: HEAD has none there, or git will not read it.
    """
    if not start.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(start)}))
    repository = Repository.find(start)
    if repository is None:
        return None
    head = repository.resolve("HEAD")
    for prefix in (repository.prefix, *_above(repository.prefix)):
        # Also a link or another repository of that name: it is no ledger, which is told as that.
        if repository.files(head, [f"{prefix}ledger"]):
            from_there = Repository.find(repository.folder / prefix)
            return Revision(from_there or repository, head, prefix)
    arguments = {"folder": str(start), "commit": head[:12]}
    raise UserError(Message("there is no ledger in {folder!r} or above it in commit {commit}", arguments))


def repository_of(start: FilePath | Revision) -> Repository:
    """The repository of the ledger in or above a folder; of the folder itself, where no ledger lies on the disk.

    Raises:
        UserError: there is none, or git will not read it.
    """
    if isinstance(start, Revision):
        return start.repository
    folder = start
    may_be_bare = False
    try:
        folder = find_root(start)
    except UserError:
        if not start.is_dir():
            raise
        may_be_bare = True
    repository = Repository.find(folder, bare=may_be_bare)
    if repository is None:
        message = Message(
            "{folder!r} is in no git repository: there are no revisions, only the files as they are",
            {"folder": str(folder)},
        )
        raise UserError(message)
    return repository


def revision(
    start: FilePath | Revision,
    text: str,
    zone: Callable[[Tree], ZoneInfo],
    now: float | None = None,
    repository: Repository | None = None,
) -> Revision:
    """The ledger as a revision has it.

    Args:
        start: a folder in or below the one that holds the ledger, or a bare repository; or what stands for its files.
        text: as a caller types it: whatever git takes for a commit; empty for HEAD; or a day, `2024-02-01`: the newest
            commit on HEAD's first-parent line that counts as known by its end.
        zone: says of a tree in which time zone its ledger is kept.
        now: the clock of whoever asks, in seconds since 1970; without it, this machine's.
        repository: what `repository_of` found there before; without it, it is looked for.

    Raises:
        UserError: there is no such revision, or no ledger in it.
    """
    if repository is None:
        repository = repository_of(start)
    is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII)
    if not is_day:
        commit = repository.resolve(text or "HEAD")
        return within(repository, commit, text)
    day = parse_day(text)
    head = repository.resolve("HEAD")
    try:
        present: Tree = start if isinstance(start, Revision) else WorkTree(find_root(start))
    except UserError:
        present = within(repository, head, text)
    if now is None:
        now = time()
    commit = _known_by(repository, head, day, zone(present), now)
    return within(repository, commit, text)


def _known_by(repository: Repository, head: str, day: date, zone: ZoneInfo, now: float) -> str:
    """The newest commit on the first-parent line that counts as known by the end of a day.

    Raises:
        UserError: there is none.
    """
    end = end_of(day, zone)
    line = repository.first_parents(head)
    known_from = repository.known(head, now)
    for commit in line:
        if known_from[commit] < end:  # and so is what it builds on: that is known no later than it
            return commit
    first_commit = line[-1]
    oldest = day_at(known_from[first_commit], zone)
    arguments = {"day": str(day), "oldest": str(oldest)}
    message = Message("nothing was committed by {day}: the oldest commit here is of {oldest}", arguments)
    if repository.shallow:
        message = Message("{message}; the clone is shallow: run git fetch --unshallow", {"message": message})
    raise UserError(message)


def within(repository: Repository, commit: str, asked: str = "") -> Revision:
    """The ledger that a commit has where the work tree has it, or above that; or else the only one that it has at all.

    Raises:
        NoLedgerError: it has none.
        ElsewhereError: it has some, and which of them is meant is not known.
        UserError: git cannot read it.
    """
    in_place = Revision(repository, commit, repository.prefix)
    inside = "ledger" in repository.prefix.split("/")  # perhaps in a ledger, and then there is none
    if not inside and any(entry.path == MANIFEST for entry in in_place.entries("ledger")):
        return in_place
    newest = repository.resolve("HEAD")
    ledgers = ledgers_of(repository, commit)
    if repository.prefix in ledgers:
        return in_place
    others = ledgers
    at_head = ledgers_of(repository, newest)
    if repository.prefix in at_head:  # it has come from elsewhere, or is new: what lies at HEAD still is another
        others = [prefix for prefix in ledgers if prefix not in at_head]
    for prefix in _above(repository.prefix):
        if prefix in others:
            return Revision(repository, commit, prefix)
    if len(others) == 1:
        (only,) = others
        return Revision(repository, commit, only)
    name = _called(asked, at_head=commit == newest)
    raise _no_such_ledger(name, commit, ledgers, others)


def _no_such_ledger(name: Message | str, commit: str, ledgers: list[str], others: list[str]) -> UserError:
    """Why it is not known which ledger of a commit is meant.

    Args:
        name: what the commit is called.
        commit: its full id.
        ledgers: the folders of the ledgers that it has.
        others: those of them that may be meant.
    """
    if others:
        return ElsewhereError(Message("{name} has several ledgers: name the folder of one with -C", {"name": name}))
    arguments: dict[str, Argument] = {"name": name, "commit": commit[:12], "folders": _folders(ledgers)}
    if ledgers:
        message = Message(
            "there is no ledger in {name} (commit {commit}) where this one lies, only in {folders}", arguments
        )
        return ElsewhereError(message)
    return NoLedgerError(Message("there is no ledger in {name} (commit {commit})", arguments))


def _above(prefix: str) -> Iterator[str]:
    """The prefixes of the folders above one, the nearest first; that of the top is empty."""
    parts = prefix.split("/")[:-1]
    while parts:
        parts.pop()
        yield _prefix(parts)


def _prefix(parts: Iterable[str]) -> str:
    """A folder with a slash at its end; nothing, where it is the top."""
    return "".join(f"{part}/" for part in parts)


def _called(asked: str, *, at_head: bool) -> Message | str:
    """What a revision is called in a sentence to the caller, who has perhaps not asked for one."""
    if asked:
        return Message("revision {revision!r}", {"revision": asked[:100]})
    if at_head:
        return "HEAD"
    return Message("what is compared with")


def _folders(prefixes: Sequence[str]) -> str:
    """The folders of these prefixes, as they are told."""
    folders = [prefix.rstrip("/") or "." for prefix in prefixes]
    return first_of([repr(folder) for folder in folders], 5)


def ledgers_of(repository: Repository, commit: str) -> list[str]:
    """The folders that hold a ledger in a commit: its manifest, or at least its records.

    What lies in a ledger is none, whatever it looks like.

    Returns:
        Prefixes: each with a slash at its end, or empty for the top of the repository.
    """
    prefixes: set[str] = set()
    for file in repository.files(commit):
        match file.path.split("/"):
            case [*parents, "ledger", "ledger.yaml"]:
                prefixes.add(_prefix(parents))
            case [*parents, "ledger", folder, name] if folder in COLLECTIONS and name.endswith(".yaml"):
                prefixes.add(_prefix(parents))
    insides = tuple(f"{prefix}ledger/" for prefix in prefixes)
    return sorted(prefix for prefix in prefixes if not prefix.startswith(insides))
