"""What a merge does to files: as git's driver, on three files, or on what git has left in conflict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Literal, Self

from plptool.edit.atomic import put
from plptool.edit.choose import Choice, Side, choices_in, chosen, versions_between_marks
from plptool.edit.closing import closed
from plptool.edit.lock import writing
from plptool.edit.merged_text import merge_files
from plptool.edit.places import forget_last
from plptool.edit.write import schema_of
from plptool.git.layout import work_tree
from plptool.git.merging import (
    UNKNOWN,
    FileVersions,
    Meeting,
    Unmerged,
    blob,
    by_lines,
    commits_that_meet,
    decided,
    gone,
    install,
    meeting,
    unmerged,
)
from plptool.git.repository import Repository
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.refusals import refused

Outcome = Literal["merged", "undecided", "marked", "removed", "chosen", "settled"]
"""What became of a file: it is merged; both versions of something stand in it as comments; git's marks stand in it; one
side has removed it; a person has chosen already, and git is still to be told; all is chosen, and git is told."""
_SNAPSHOTS = f"ledger/{Collection.SNAPSHOTS.folder}/"
_MARK = re.compile(rb"^<{7} ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MergedPath:
    """A file, and what became of it."""

    path: str
    outcome: Outcome
    undecided: tuple[str, ...] = ()
    """The properties of which a person must choose a version."""
    choices: tuple[Choice, ...] = ()
    """Both versions of each of them; of a file as a whole, without a name."""

    @classmethod
    def waiting(cls, path: str, choices: tuple[Choice, ...]) -> Self:
        """One in which a person must choose."""
        return cls(path, "undecided", tuple(choice.name for choice in choices), choices)


def merge_three(base: FilePath, ours: FilePath, theirs: FilePath, path: str) -> MergedPath:
    """Two versions of a file in one, which takes the place of ours.

    Args:
        base: what both go back to.
        ours: the version whose text is kept.
        theirs: the other.
        path: where the file lies in its repository.

    Raises:
        UserError: one of the files cannot be read, or ours cannot be written.
    """
    try:
        versions = [file.read_bytes() for file in (base, ours, theirs)]
        merged, raw = _merged(FilePath.cwd(), path, *versions)
        put(ours.resolve(), raw)
    except OSError as error:
        raise refused(error) from None
    return merged


def merge_left(root: FilePath) -> list[MergedPath]:
    """Merge what git has left in conflict below a ledger; what is merged without a conflict, git is told.

    Raises:
        UserError: there is no repository; a file cannot be read or written.
    """
    left = _left(root)
    with writing(root):
        try:
            merged = [_merge_one(left, file) for file in left.files.values()]
            return merged + [_merge_marked(left, path) for path in _marked(left) if path not in left.files]
        except OSError as error:
            raise refused(error) from None


def meeting_in(root: FilePath) -> Meeting:
    """Whose versions meet where a ledger lies, as far as git tells."""
    found = work_tree(root.resolve())
    return UNKNOWN if found is None else meeting(*found)


def choose(root: FilePath, key: str, name: str | None, side: Side) -> list[MergedPath]:
    """Take one version of what two edits do not agree on in a record, or both; git is told of a file that is whole.

    Args:
        root: where the ledger lies.
        key: the record's id, or the path of its file.
        name: what is chosen; all of it, without.
        side: which version is taken.

    Returns:
        What became of it, and of the files that are in conflict still.

    Raises:
        UserError: there is no such record, or nothing to choose; it cannot be both; a file cannot be written.
    """
    left = _left(root)
    with writing(root):
        try:
            path = _path_of(left, key)
            done = _chosen(left, path, name, side)
            return [done, *(_as_it_lies(left, other) for other in _waiting(left) if other != path)]
        except OSError as error:
            raise refused(error) from None


@dataclass(frozen=True, slots=True)
class _Left:
    """What git has left in a repository, or somebody in a folder without one."""

    top: FilePath
    """The top of the repository; without one, the ledger's."""
    folder: str
    """The ledger's, from there."""
    repository: Repository | None
    files: Mapping[str, Unmerged]
    """By path from the top, what git has left in conflict."""


def _left(root: FilePath) -> _Left:
    if work_tree(root.resolve()) is None:
        return _Left(root.resolve(), "ledger", None, {})
    top, folder = _place(root)
    files = {file.path: file for file in unmerged(top, folder)}
    return _Left(top, folder, Repository.find(top), files)


def _marked(left: _Left) -> list[str]:
    """The records in which git's marks stand."""
    files = sorted((left.top / left.folder).glob("*/*.yaml"))
    plain = [file for file in files if file.is_file() and not file.is_symlink()]
    return [file.relative_to(left.top).as_posix() for file in plain if _MARK.search(file.read_bytes())]


def _waiting(left: _Left) -> list[str]:
    """The files that somebody must look at still."""
    return list(dict.fromkeys([*left.files, *_marked(left)]))


def _as_it_lies(left: _Left, path: str) -> MergedPath:
    """A file that is in conflict, and not touched now."""
    file = left.files.get(path)
    place = left.top / path
    if not place.is_file() or (file is not None and not {2, 3} <= file.versions.keys()):
        return MergedPath(path, "removed")
    raw = place.read_bytes()
    if _MARK.search(raw):
        return MergedPath(path, "marked")
    choices = choices_in(raw)
    return MergedPath.waiting(path, choices) if choices else MergedPath(path, "chosen")


def _path_of(left: _Left, key: str) -> str:
    """Where a record lies, from the top, that is named by its id or its path.

    Raises:
        UserError: there is none, or several are called so.
    """
    folder = left.top / left.folder
    lying = {file.relative_to(left.top).as_posix() for file in folder.rglob("*.yaml")} | left.files.keys()
    named = [path for path in sorted(lying) if path.endswith(f"/{key}.yaml") or f"/{path}".endswith(f"/{key}")]
    if len(named) != 1:
        args: dict[str, Argument] = {"id": key, "words": named or _waiting(left)}
        raise UserError(Message("there is no one record {id!r}; there is: {words}", args))
    return named[0]


def _chosen(left: _Left, path: str, name: str | None, side: Side) -> MergedPath:
    place, file = left.top / path, left.files.get(path)
    if file is not None and not {2, 3} <= file.versions.keys():
        return _one_is_gone(left, file, side)
    raw = place.read_bytes()
    if _MARK.search(raw):
        merged = _merge_marked(left, path) if file is None else _merge_one(left, file)
        raw = place.read_bytes()
        if merged.outcome == "merged":
            return merged
        if merged.outcome == "marked":
            return _whole(left, path, raw, side)
    text = chosen(_record_path(path) or path, raw.decode(), name, side)
    _write(left, place, text.encode())
    return _settled(left, path, choices_in(text.encode()))


def _whole(left: _Left, path: str, raw: bytes, side: Side) -> MergedPath:
    """One version of a file that cannot be joined."""
    if side == "both":
        raise UserError(Message("{path}: the versions cannot be joined: choose ours or theirs", {"path": path}))
    _, ours, theirs = versions_between_marks(raw)
    _write(left, left.top / path, ours if side == "ours" else theirs)
    return _settled(left, path, ())


def _one_is_gone(left: _Left, file: Unmerged, side: Side) -> MergedPath:
    """A file that one side has and the other has removed: it stays as that has it, or goes."""
    has_it = {"ours": 2, "theirs": 3}.get(side)
    if has_it is None:
        raise UserError(Message("{path}: one side has removed it: choose ours or theirs", {"path": file.path}))
    place = left.top / file.path
    if has_it in file.versions and left.repository is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(left, place, left.repository.content(file.versions[has_it]))
        return _settled(left, file.path, ())
    place.unlink(missing_ok=True)
    forget_last(left.top)
    gone(left.top, file)
    return MergedPath(file.path, "settled")


def _settled(left: _Left, path: str, choices: tuple[Choice, ...]) -> MergedPath:
    """A file in which something has been chosen; where nothing else is left, git is told."""
    if choices:
        return MergedPath.waiting(path, choices)
    file = left.files.get(path)
    if file is not None:
        decided(left.top, file)
    return MergedPath(path, "settled")


def _write(left: _Left, place: FilePath, raw: bytes) -> None:
    """What a person has chosen is git's to take back, and `undo` must not reach beyond it to the command before."""
    put(place, raw)
    forget_last(left.top)


def set_up(root: FilePath) -> bool:
    """Let git ask plptool whenever two versions of a ledger's record meet in this clone; whether that is new.

    Raises:
        UserError: there is no repository, or it cannot be written.
    """
    return install(*_place(root))


_NO_REPOSITORY = Message("the ledger lies in no repository of git")


def _place(root: FilePath) -> tuple[FilePath, str]:
    """The top of a ledger's repository, and the ledger's folder from there."""
    found = work_tree(root.resolve())
    if found is None:
        raise UserError(_NO_REPOSITORY)
    top = found[0]
    return top, (root.resolve().relative_to(top) / "ledger").as_posix()


def _merge_one(left: _Left, file: Unmerged) -> MergedPath:
    if not {2, 3} <= file.versions.keys() or left.repository is None:
        versions = ("" if side in file.versions else None for side in (2, 3))
        return MergedPath(file.path, "removed", (), (Choice("", *versions),))
    place = left.top / file.path
    lying = place.read_bytes() if place.is_file() and not place.is_symlink() else b""
    if not _MARK.search(lying):  # whatever lies there, a person or a merge of records has left it
        choices = choices_in(lying)
        return MergedPath.waiting(file.path, choices) if choices else MergedPath(file.path, "chosen")
    content = left.repository.content
    base, ours, theirs = (content(file.versions[side]) if side in file.versions else b"" for side in (1, 2, 3))
    merged, raw = _merged(left.top, file.path, base, ours, theirs)
    _write(left, place, raw)
    if merged.outcome == "merged":
        decided(left.top, file)
    return merged


def _merge_marked(left: _Left, path: str) -> MergedPath:
    """Merge what stands between git's marks in a file that git has forgotten, as somebody has committed it so."""
    place = left.top / path
    merged, raw = _merged(left.top, path, *versions_between_marks(place.read_bytes()))
    if merged.outcome != "marked":
        _write(left, place, raw)
    return merged


def _merged(top: FilePath, path: str, base: bytes, ours: bytes, theirs: bytes) -> tuple[MergedPath, bytes]:
    """What becomes of a file of these versions, and its bytes; where it lies in a repository, from its top."""
    record = _record_path(path)
    merged = merge_files(record, base, ours, theirs) if record else None
    if merged is not None:
        if merged.undecided:
            return MergedPath.waiting(path, choices_in(merged.raw)), merged.raw
        if record and record.startswith(_SNAPSHOTS) and not merged.whole:
            return _with_marks(path, are_there=False), _closed(top, path, record, merged.raw, (base, ours, theirs))
        return _with_marks(path, are_there=merged.whole), merged.raw
    with TemporaryDirectory() as folder:
        files = [FilePath(folder) / name for name in ("base", "ours", "theirs")]
        for file, raw in zip(files, (base, ours, theirs), strict=True):
            file.write_bytes(raw)
        lines, has_marks = by_lines(FilePath(folder), *files)
    return _with_marks(path, are_there=has_marks), lines


def _closed(top: FilePath, path: str, record: str, merged: bytes, versions: FileVersions) -> bytes:
    """A merged snapshot whose corrections have what the records say that both have corrected."""
    found = work_tree(top)
    if found is None:
        return merged
    root, own = found
    meet = commits_that_meet(root, own, path, versions)
    if meet is None:
        return merged
    folder = path.removesuffix(record)

    def of_commits(other: str) -> FileVersions | None:
        name = f"{folder}{other}"
        ours = blob(root, meet.ours, name)
        if ours is None:  # as mostly: a record is looked for in each collection
            return None
        base = blob(root, meet.base, name)
        theirs = blob(root, meet.theirs, name)
        return None if base is None or theirs is None else (base, ours, theirs)

    return closed(record, merged, versions, of_commits, ours_first=not meet.is_merge)


def _with_marks(path: str, *, are_there: bool) -> MergedPath:
    """A file that is merged, or in which both versions stand between git's marks."""
    return MergedPath(path, "marked", (), (Choice("", "", ""),)) if are_there else MergedPath(path, "merged")


def _record_path(path: str) -> str | None:
    """A record's path from the folder that holds `ledger/`; None of another file."""
    parts = path.replace("\\", "/").split("/")
    for depth in (3, 2):
        tail = "/".join(parts[-depth:])
        try:
            schema_of(tail)
        except UserError:
            continue
        return tail
    return None
