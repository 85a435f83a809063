"""What git has left in conflict, and how a clone is told who merges its records."""

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TypeAlias

from plptool.git.committing import branch_of, filters
from plptool.git.process import first_line, run, without_filters
from plptool.model.errors import UserError
from plptool.model.refusals import refused

_DRIVER = "plptool"


@dataclass(frozen=True, slots=True)
class Unmerged:
    """A file of which git has several versions."""

    path: str
    """From the top of the repository."""
    versions: Mapping[int, str]
    """The ids of what both go back to (1), of ours (2) and of theirs (3), as far as they have the file."""
    mode: str


def unmerged(top: FilePath, folder: str) -> list[Unmerged]:
    """The files below a folder that a merge has left to be decided on.

    Raises:
        UserError: git cannot read its index.
    """
    listed = _said(top, "ls-files", "--unmerged", "-z", "--", folder)
    versions: dict[str, dict[int, str]] = {}
    modes: dict[str, str] = {}
    for line in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
        about, _, path = line.partition("\t")
        mode, key, stage = about.split(" ")
        versions.setdefault(path, {})[int(stage)] = key
        modes[path] = mode
    return [Unmerged(path, keys, modes[path]) for path, keys in versions.items()]


def decided(top: FilePath, file: Unmerged) -> None:
    """Tell git that a file stands as it lies there.

    Raises:
        UserError: git cannot write.
    """
    key = _said(top, "hash-object", "-w", "--no-filters", "--", file.path).decode().strip()
    staged = f"{file.mode},{key},{file.path}"
    # Refreshed, or `git merge --abort` would take it for a file that somebody has changed since.
    quietly = ("-q", "--unmerged")
    _said(top, *without_filters(filters(top)), "update-index", *quietly, "--cacheinfo", staged, "--refresh")


def gone(top: FilePath, file: Unmerged) -> None:
    """Tell git that a file is gone.

    Raises:
        UserError: git cannot write.
    """
    _said(top, *without_filters(filters(top)), "update-index", "--force-remove", "--", file.path)


@dataclass(frozen=True, slots=True)
class Version:
    """Whose one version is."""

    branch: str | None
    """Where it has a name."""
    commit: str
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two versions that meet."""

    ours: Version | None
    theirs: Version | None
    goes_on_by: str | None
    """With what git goes on when all is chosen; None where it waits for nothing."""


_MEETINGS = (
    ("MERGE_HEAD", "git commit"),
    ("CHERRY_PICK_HEAD", "git cherry-pick --continue"),
    ("REVERT_HEAD", "git revert --continue"),
)
"""By what git calls the commit that comes to ours, with what it goes on."""


_REBASE = ("REBASE_HEAD", "git rebase --continue")
"""The same while a rebase is under way; afterwards its commit is still called so."""


def meeting(top: FilePath, own: FilePath) -> Meeting:
    """Whose versions meet in a repository, as far as git tells.

    Args:
        top: of the work tree.
        own: git's own folder for it.
    """
    is_rebase = any((own / name).exists() for name in ("rebase-merge", "rebase-apply"))
    for name, goes_on_by in (_REBASE,) if is_rebase else _MEETINGS:
        theirs = _version(top, name)
        if theirs is not None:
            return Meeting(_version(top, "HEAD"), theirs, goes_on_by)
    return UNKNOWN


UNKNOWN = Meeting(None, None, None)
"""Where git tells nothing of it, as nothing is to be finished."""


FileVersions: TypeAlias = tuple[bytes, bytes, bytes]
"""What both lines go back to, ours, and theirs."""


@dataclass(frozen=True, slots=True)
class Commits:
    """The commits whose files meet."""

    base: str
    ours: str
    theirs: str
    is_merge: bool
    """Whether both lines go on in what comes of it; in a rebase, theirs is told anew on top of ours."""


def commits_that_meet(top: FilePath, own: FilePath, path: str, versions: FileVersions) -> Commits | None:
    """The commits that meet in a file of which the versions are known; None where git does not tell.

    Whom git asks to merge a file, it does not tell of which commits. They are among those that it has at hand just now.

    Args:
        top: of the work tree.
        own: git's own folder for it.
        path: the file's, from the top.
        versions: what it holds in them.
    """
    base, ours, theirs = versions
    if blob(top, "HEAD", path) != ours:
        return None
    for other, is_merge in _coming(top, own):
        if blob(top, other, path) != theirs:
            continue
        status, listed, _ = run(top, "merge-base", "--all", "HEAD", other)
        commons = [] if status or not is_merge else listed.decode().split()
        for common in (*commons, f"{other}^"):
            if blob(top, common, path) == base:
                return Commits(common, "HEAD", other, is_merge)
    return None


def _coming(top: FilePath, own: FilePath) -> Iterator[tuple[str, bool]]:
    """The commits that may come to ours just now, and whether they are merged or told anew."""
    for name in os.environ:  # before there is a MERGE_HEAD, `git merge` tells so what it merges
        if re.fullmatch("GITHEAD_[0-9a-f]{40,64}", name):
            yield name.removeprefix("GITHEAD_"), True
    yield "MERGE_HEAD", True
    picked = own / "rebase-merge" / "done"
    lines = picked.read_text("utf-8", "replace").splitlines() if picked.is_file() else []
    words = lines[-1].split(" ") if lines else []
    for word in words:
        if re.fullmatch("[0-9a-f]{7,64}", word):
            yield word, False
    yield "REBASE_HEAD", False
    yield "CHERRY_PICK_HEAD", False
    # A commit that is picked has no name yet: it is mostly the last of a branch.
    _, branches, _ = run(
        top,
        "for-each-ref",
        "--format=%(objectname)",
        f"--count={_MOST_BRANCHES}",
        "--sort=-committerdate",
        "refs/heads",
        "refs/remotes",
    )
    for branch in branches.decode().split():
        yield branch, False


_MOST_BRANCHES = 50
"""So many are looked at for one that comes."""


def blob(top: FilePath, commit: str, path: str) -> bytes | None:
    """What a file holds in a commit; None where it is not there."""
    status, raw, _ = run(top, "cat-file", "blob", f"{commit}:{path}")
    return None if status else raw


def _version(top: FilePath, name: str) -> Version | None:
    status, out, _ = run(top, "log", "-1", "--format=%H%x00%an%x00%s", name, "--")
    if status or not out:
        return None
    commit, author, subject = out.decode("utf-8", "replace").rstrip("\n").split("\0", 2)
    branches = run(
        top, "for-each-ref", "--format=%(refname:short)", "--points-at", commit, "refs/heads", "refs/remotes"
    )
    branch = next(iter(branches[1].decode("utf-8", "replace").splitlines()), None)
    if name == "HEAD":
        checked_out = branch_of(top)
        branch = branch if checked_out is None else checked_out.removeprefix("refs/heads/")
    return Version(branch, commit, author, subject)


def by_lines(top: FilePath, base: FilePath, ours: FilePath, theirs: FilePath) -> tuple[bytes, bool]:
    """What git makes of three files that are nothing but lines to it; whether its marks of a conflict are in it.

    Raises:
        UserError: it cannot.
    """
    status, merged, complaints = run(
        top, "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs", str(ours), str(base), str(theirs)
    )
    if status > 127:
        raise _refusal(complaints)
    return merged, status > 0


def install(top: FilePath, folder: str) -> bool:
    """Let git ask plptool whenever two versions of a record below a folder meet in this clone; whether that is new.

    Raises:
        UserError: git, or the system, does not let it.
    """
    # It runs at the top of the work tree, whose files may be anybody's: Python takes no module from there (-P).
    program = f"{shlex.quote(sys.executable)} -P -m plptool merge %O %A %B %P"
    for name, value in (("name", "records of a ledger"), ("driver", program), ("recursive", "text")):
        _said(top, "config", "--local", f"merge.{_DRIVER}.{name}", value)
    place = top / _said(top, "rev-parse", "--git-path", "info/attributes").decode().strip()
    line = f"{_quoted(f'/{folder}/**/*.yaml')} merge={_DRIVER}"
    manifest = f"{_quoted(f'/{folder}/*.yaml')} merge={_DRIVER}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.read_text(encoding="utf-8") if place.exists() else ""
        missing = [one for one in (manifest, line) if one not in written.splitlines()]
        if missing:
            before = written if not written or written.endswith("\n") else f"{written}\n"
            place.write_text(before + "".join(f"{one}\n" for one in missing), encoding="utf-8")
    except OSError as error:
        raise refused(error) from None
    return bool(missing)


def _quoted(pattern: str) -> str:
    """A pattern of git's attributes; what has a space in it stands in quotes."""
    return f'"{pattern}"' if " " in pattern else pattern


def _said(top: FilePath, *arguments: str) -> bytes:
    status, out, complaints = run(top, *arguments)
    if status:
        raise _refusal(complaints)
    return out


def _refusal(complaints: str) -> UserError:
    return UserError(f"git: {first_line(complaints)}")
