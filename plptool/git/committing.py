"""What git is asked and told where a commit is made: its branch, its index, who commits. No hook or filter runs."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from plptool.git.process import Process, first_line, run, run_with_hooks, without_filters
from plptool.model.errors import UserError
from plptool.model.findings import Message

_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
"""What lies in git's folder while something else is to be finished first."""
GONE = "0" * 40


@dataclass(frozen=True, slots=True)
class Kept:
    """What git keeps of a file."""

    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class Committer:
    """Who commits."""

    name: str
    email: str


def is_under_way(own: FilePath) -> bool:
    """Whether a merge or the like is to be finished first; its folder is git's own for the work tree."""
    return any((own / name).exists() for name in _UNDER_WAY)


def is_branch_name(top: FilePath, name: str) -> bool:
    """Whether a branch may be called so."""
    if name.startswith("-") or name == "HEAD" or "\0" in name:
        return False
    status, _, _ = run(top, "check-ref-format", f"refs/heads/{name}")
    return status == 0


def branch_of(top: FilePath) -> str | None:
    """The full name of the branch that is checked out; None where it is a commit by itself."""
    status, out, _ = run(top, "symbolic-ref", "--quiet", "HEAD")
    return None if status else out.decode("utf-8", "surrogateescape").strip()


def commit_at(top: FilePath, name: str) -> str | None:
    """The commit that a full name stands for; None where it stands for none."""
    status, out, _ = run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return None if status else out.decode("ascii").strip()


def staged(top: FilePath, paths: Sequence[str]) -> dict[str, Kept]:
    """By path, what the index has of these files.

    Raises:
        UserError: git cannot read it, or one of them is in conflict.
    """
    listed = _said(run(top, "ls-files", "--stage", "-z", "--", *paths))
    return _kept(listed.decode("utf-8", "surrogateescape"), mode_at=0, id_at=1)


def committed(top: FilePath, commit: str, paths: Sequence[str]) -> dict[str, Kept]:
    """By path, what a commit has of these files."""
    listed = _said(run(top, "ls-tree", "-z", "--full-tree", commit, "--", *paths))
    return _kept(listed.decode("utf-8", "surrogateescape"), mode_at=0, id_at=2)


def _kept(listing: str, *, mode_at: int, id_at: int) -> dict[str, Kept]:
    kept: dict[str, Kept] = {}
    for line in listing.split("\0")[:-1]:
        about, _, path = line.partition("\t")
        words = about.split(" ")
        kept[path] = Kept(words[mode_at], words[id_at])
    return kept


def stage(top: FilePath, files: Iterable[tuple[str, Kept | None]]) -> None:
    """Let the index have these files so, and leave all others as it has them; None takes one out.

    Whoever writes an index looks once more at files that were changed when it was: by their filters, if they may run.

    Raises:
        UserError: git cannot write it.
    """
    rows = [f"{kept.mode} {kept.id}\t{path}\0" if kept else f"0 {GONE}\t{path}\0" for path, kept in files]
    stdin = "".join(rows).encode("utf-8", "surrogateescape")
    complaints = Process(top, stdin, *without_filters(filters(top)), "update-index", "-z", "--index-info").close()
    if complaints is not None:
        raise UserError(first_line(complaints))


def filters(top: FilePath) -> set[str]:
    """The names of the filters that are set up here."""
    status, out, _ = run(top, "config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$")
    keys = [] if status else out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return {key.partition(".")[2].rpartition(".")[0] for key in keys}


def point(top: FilePath, name: str, commit: str, before: str | None, why: str) -> None:
    """Let a name stand for a commit, where it still stands for what it stood for before.

    Raises:
        UserError: it does not, or git cannot write it.
    """
    _said(run(top, "update-ref", "-m", why, name, commit, before or GONE))


def forget(top: FilePath, name: str, commit: str) -> None:
    """Take a name away, where it still stands for this commit.

    Raises:
        UserError: it does not, or git cannot write it.
    """
    _said(run(top, "update-ref", "-d", name, commit))


def switch(top: FilePath, branch: str, why: str) -> None:
    """Say that a branch, by its full name, is the one that is checked out.

    Raises:
        UserError: git cannot write that.
    """
    _said(run(top, "symbolic-ref", "-m", why, "HEAD", branch))


def committer(top: FilePath) -> Committer:
    """Who commits: whom the environment names, or else the configuration.

    Raises:
        UserError: neither does.
    """
    said = {part: _said_of_committer(top, part) for part in ("name", "email")}
    if not all(said.values()):
        raise UserError(
            Message("git does not know who you are: tell it, with git config user.name … and git config user.email …")
        )
    return Committer(said["name"], said["email"])


def _said_of_committer(top: FilePath, part: str) -> str:
    named = os.environ.get(f"GIT_COMMITTER_{part.upper()}", "")
    if named:
        return named
    _, out, _ = run(top, "config", f"user.{part}")
    return out.decode("utf-8", "replace").strip()


def is_sha1(top: FilePath) -> bool:
    """Whether objects are called by SHA-1, as almost everywhere."""
    _, out, _ = run(top, "rev-parse", "--show-object-format")
    return out.strip() == b"sha1"


def commit_with_hooks(top: FilePath, paths: Sequence[str], message: str) -> None:
    """Commit these files and nothing else as git itself does it: with the clone's hooks, filters and signatures.

    Raises:
        UserError: git does not; in its words.
    """
    for arguments in (
        ("add", "--", *paths),
        ("commit", "--quiet", "--only", f"--message={message}", "--", *paths),
    ):
        _said(run_with_hooks(top, *arguments))


def _said(done: tuple[int, bytes, str]) -> bytes:
    status, out, complaints = done
    if status:
        raise UserError(first_line(complaints))
    return out
