"""A commit of what a command has written, and of nothing else that is lying about.

It is made of bytes: blobs, trees and the commit are GitPython's objects, so that nothing of the clone has a say in it:
no hook, no filter, no monitor, no program that signs. What is staged or changed beside it stays as it is.

Where no commit has the ledger yet, as after `plptool init`, one is made first that has it as it stood.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from plptool.checks.validate import validate
from plptool.edit.begin import committed_with
from plptool.edit.change import Change, errors_beside, errors_in, overlaid, told
from plptool.git import committing
from plptool.git.committing import Committer, Kept
from plptool.git.layout import work_tree
from plptool.git.process import may_be_in_option, program
from plptool.git.repository import Repository
from plptool.model.collections import MANIFEST
from plptool.model.errors import NoLedgerError, UserError
from plptool.model.findings import Argument, Message
from plptool.read.cache import blob_id
from plptool.read.revision import within
from plptool.read.worktree import WorkTree

if TYPE_CHECKING:
    from git import Repo

_FILE, _TREE = "100644", "40000"


class NotAloneError(UserError):
    """What is written cannot be committed by itself: no other answer of whoever writes it would mend that."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Commits what is written into a ledger."""

    repository: Repository
    head: str | None
    """The commit that it comes on top of; None where there is none yet."""
    branch: str | None
    """The full name of the branch that it goes to; None where a commit is checked out by itself."""
    switches: bool
    """Whether that branch is not the one that is checked out."""
    by: Committer
    with_hooks: bool
    root: FilePath
    """The folder that holds the ledger."""
    beginning: str | None
    """What the commit says that has the ledger as it stood; None where there is one already."""

    @classmethod
    def called(cls, root: FilePath, branch: str | None, *, with_hooks: bool, beginning: str) -> "Clerk":
        """Whoever commits what is written into the ledger in a folder.

        Args:
            root: the folder that holds `ledger/`.
            branch: that the commit is to go to; where there is none of this name, it begins here.
            with_hooks: whether the clone's hooks, filters and signatures are wanted.
            beginning: what a commit says in which a ledger begins.

        Raises:
            UserError: there is no repository; something else is to be finished first; no branch may be called so, or
                it has other commits.
        """
        repository = Repository.find(root)
        found = work_tree(root.resolve())
        if repository is None or found is None:
            raise UserError(Message("{folder} is in no git repository: there is nothing to commit to", _at(root)))
        top, own = repository.folder, found[1]
        if committing.is_under_way(own):
            raise UserError(Message("git has a merge or the like under way: finish that first, or leave out --commit"))
        if not with_hooks and not committing.is_sha1(top):
            raise UserError(Message("this repository names its objects by SHA-256: commit with git itself, or --hooks"))
        odd = [name for name in committing.filters(top) if not may_be_in_option(name)]
        if odd and not with_hooks:
            args = {"name": odd[0]}
            raise UserError(Message("a filter here is called {name!r}, and cannot be kept from running", args))
        head = committing.commit_at(top, "HEAD")
        current = committing.branch_of(top)
        by = committing.committer(top)
        begins = None if _has_ledger(repository, head) else beginning
        if branch is None:
            return cls(repository, head, current, False, by, with_hooks, root, begins)
        if not committing.is_branch_name(top, branch):
            raise UserError(Message("no branch may be called {name!r}", {"name": branch}))
        name = f"refs/heads/{branch}"
        if name != current and committing.commit_at(top, name) not in (None, head):
            raise UserError(
                Message("the branch {name!r} has other commits than this: switch to it first", {"name": branch})
            )
        return cls(repository, head, name, name != current, by, with_hooks, root, begins)

    def examine(self, changes: Sequence[Change]) -> None:
        """See that a commit of what is to be written has nothing else in it.

        Raises:
            NotAloneError: one of the files has been changed, and that is not committed.
        """
        if self.beginning is not None:
            self._must_be_staged_as_it_stands(changes)
            return
        paths = [self._path(change) for change in changes]
        kept = committing.committed(self.repository.folder, self.head, paths) if self.head else {}
        staged = committing.staged(self.repository.folder, paths)
        for change, path in zip(changes, paths, strict=True):
            stands = kept.get(path)
            held = None if stands is None else self.repository.content(stands.id)
            if staged.get(path) != stands or held != _as_kept(change.old, held):
                raise _not_committed(change.path)
        self._must_stand_alone(changes)

    def _must_be_staged_as_it_stands(self, changes: Sequence[Change]) -> None:
        """See that a first commit of the ledger leaves nothing behind that somebody has staged.

        Raises:
            NotAloneError: a file is staged otherwise than it stands.
        """
        stood = self._stood(changes)
        staged = committing.staged(self.repository.folder, [*stood])
        for path, raw in stood.items():
            if path in staged and staged[path].id not in (blob_id(raw), blob_id(raw.replace(b"\r\n", b"\n"))):
                raise _not_committed(path)

    def _stood(self, changes: Sequence[Change]) -> dict[str, bytes]:
        """By path from the top, what a first commit of the ledger has: all of it, as it stood before these changes."""
        tree = WorkTree(self.root)
        files = {path: tree.read(path) for path in committed_with(tree)}
        for change in changes:
            files.pop(change.path, None)
            if change.old is not None:
                files[change.path] = change.old
        return {self.repository.prefix + path: raw for path, raw in files.items()}

    def _must_stand_alone(self, changes: Sequence[Change]) -> None:
        """See that what is committed is right without what is not, such as a source that it cites.

        Raises:
            NotAloneError: it would be wrong.
        """
        if self.head is None:
            return
        try:
            before = within(self.repository, self.head)
        except NoLedgerError:
            return
        known = errors_in(validate(before).findings)
        findings = validate(overlaid(before, changes)).findings
        for error in errors_beside(findings, known):
            args: dict[str, Argument] = {"message": told(error)}
            raise NotAloneError(
                Message(
                    "the commit alone would be wrong (commit first what it needs, or leave out --commit): {message}",
                    args,
                )
            )

    def keep(self, changes: Sequence[Change], message: str) -> str:
        """Commit what was written.

        Args:
            changes: what was written, which `examine` has seen.
            message: what it does to the plan.

        Returns:
            The commit's id.

        Raises:
            UserError: git cannot write it, or somebody else has committed meanwhile.
        """
        if self.with_hooks:
            return self._kept_with_hooks(changes, message)
        top = self.repository.folder
        paths = [self._path(change) for change in changes]
        objects = _Objects.of(self.repository, self.by)
        head = self.head
        first: dict[str, Kept | None] = {}
        if self.beginning is not None:
            stood = self._stood(changes)
            first = {path: objects.kept(raw) for path, raw in stood.items()}
            head = objects.commit(head, first, self.beginning)
        kept = committing.committed(top, head, paths) if head else {}
        files = {
            path: objects.blob(change, kept.get(path), self.repository)
            for change, path in zip(changes, paths, strict=True)
        }
        commit = objects.commit(head, files, message)
        name = self.branch or "HEAD"
        subject, _, _ = message.partition("\n")
        before = None if self.switches and committing.commit_at(top, name) is None else self.head
        why = f"commit: {subject}"
        committing.point(top, name, commit, before, why)
        if self.switches:
            committing.switch(top, name, why)
        committing.stage(top, {**first, **files}.items())
        return commit

    def _kept_with_hooks(self, changes: Sequence[Change], message: str) -> str:
        top = self.repository.folder
        current = committing.branch_of(top)
        is_made = self._switched()
        paths = dict.fromkeys(self._path(change) for change in changes)
        if self.beginning is not None:
            paths |= dict.fromkeys(self._stood(changes))  # git commits what lies there: all of it is one commit
        before = committing.staged(top, [*paths])
        try:
            committing.commit_with_hooks(top, [*paths], message)
        except UserError as error:
            committing.stage(top, {path: before.get(path) for path in paths}.items())
            if self.switches and current:
                committing.switch(top, current, "branch: left again")
            if is_made and self.branch and self.head:
                committing.forget(top, self.branch, self.head)
            args: dict[str, Argument] = {"why": error.message}
            raise UserError(Message("what is written stays, and is not committed: {why}", args)) from None
        return committing.commit_at(top, "HEAD") or ""

    def _switched(self) -> bool:
        """Switch to the branch that was asked for; and whether it had to be made for that."""
        top = self.repository.folder
        if not self.switches or self.branch is None:
            return False
        is_made = self.head is not None and committing.commit_at(top, self.branch) is None
        if is_made and self.head:
            committing.point(top, self.branch, self.head, None, "branch: made")
        committing.switch(top, self.branch, "branch: made")
        return is_made

    def _path(self, change: Change) -> str:
        """A file's path from the top of the repository."""
        return self.repository.prefix + change.path


def _has_ledger(repository: Repository, head: str | None) -> bool:
    """Whether a commit has the ledger: its manifest."""
    manifest = repository.prefix + MANIFEST
    return head is not None and bool(committing.committed(repository.folder, head, [manifest]))


def _not_committed(path: str) -> NotAloneError:
    args = {"path": path}
    return NotAloneError(
        Message("{path} has changes that are not committed: commit them first, or leave out --commit", args)
    )


def _at(folder: FilePath) -> dict[str, str]:
    return {"folder": str(folder)}


def _as_kept(held: bytes | None, kept: bytes | None) -> bytes | None:
    """The bytes of a file as git keeps them: where it laid down line ends of its own, without these."""
    if held is None or kept is None or b"\r" in kept or held == kept:
        return held
    return held.replace(b"\r\n", b"\n")


@dataclass(frozen=True, slots=True)
class _Objects:
    """Writes objects into a repository."""

    repository: Repository
    git: "Repo"
    by: Committer

    @classmethod
    def of(cls, repository: Repository, by: Committer) -> "_Objects":
        """Those of a repository."""
        os.environ.setdefault("GIT_PYTHON_GIT_EXECUTABLE", program())
        from git import Repo

        return cls(repository, Repo(repository.folder, expand_vars=False), by)

    def blob(self, change: Change, kept: Kept | None, repository: Repository) -> Kept | None:
        """What git is to keep of a file."""
        if change.new is None:
            return None
        held = None if kept is None else repository.content(kept.id)
        laid_down_otherwise = held is not None and held != change.old
        raw = change.new.replace(b"\r\n", b"\n") if laid_down_otherwise else change.new
        return self.kept(raw, kept.mode if kept else _FILE)

    def kept(self, raw: bytes, mode: str = _FILE) -> Kept:
        """What git keeps of a file that holds these bytes."""
        return Kept(mode, self._stored("blob", raw))

    def commit(self, head: str | None, files: "dict[str, Kept | None]", message: str) -> str:
        """A commit on top of another, in which these files are so."""
        from git import Actor
        from git.objects import Commit, Tree

        tree = self._tree(self._root(head), {tuple(path.split("/")): kept for path, kept in files.items()})
        parents = [Commit(self.git, bytes.fromhex(head))] if head else []
        actor = Actor(self.by.name, self.by.email)
        made = Commit.create_from_tree(
            self.git,
            Tree(self.git, bytes.fromhex(tree or self._stored("tree", b""))),
            message,
            parents,
            author=actor,
            committer=actor,
        )
        return made.hexsha

    def _root(self, head: str | None) -> str | None:
        if head is None:
            return None
        (commit,) = self.repository.commits([head])
        return commit.tree

    def _tree(self, old: str | None, files: "dict[tuple[str, ...], Kept | None]") -> str | None:
        """A tree in which these files are so; None where nothing is left in it."""
        entries = _entries(self.repository.content(old)) if old else {}
        below: dict[str, dict[tuple[str, ...], Kept | None]] = {}
        for (name, *rest), kept in files.items():
            if rest:
                below.setdefault(name, {})[tuple(rest)] = kept
            elif kept is not None:
                entries[_bytes(name)] = kept
            else:
                entries.pop(_bytes(name), None)
        for name, inner in below.items():
            folder = entries.pop(_bytes(name), None)
            tree = self._tree(folder.id if folder and folder.mode == _TREE else None, inner)
            if tree is not None:
                entries[_bytes(name)] = Kept(_TREE, tree)
        return self._stored("tree", _raw(entries)) if entries else None

    def _stored(self, kind: str, raw: bytes) -> str:
        from gitdb import IStream

        stored = self.git.odb.store(IStream(kind.encode(), len(raw), BytesIO(raw)))
        key: bytes = stored.hexsha
        return key.decode()


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _entries(raw: bytes) -> dict[bytes, Kept]:
    """By name, what a tree has (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects)."""
    entries: dict[bytes, Kept] = {}
    at = 0
    while at < len(raw):
        space = raw.index(b" ", at)
        end = raw.index(b"\0", space)
        entries[raw[space + 1 : end]] = Kept(raw[at:space].decode(), raw[end + 1 : end + 21].hex())
        at = end + 21
    return entries


def _raw(entries: dict[bytes, Kept]) -> bytes:
    """A tree's bytes: its names in the order of their bytes, where a folder's ends with a slash."""
    in_order = sorted(entries, key=lambda name: name + b"/" if entries[name].mode == _TREE else name)
    rows = [b"%s %s\0%s" % (entries[name].mode.encode(), name, bytes.fromhex(entries[name].id)) for name in in_order]
    return b"".join(rows)
