"""What a merge does to files: as git's driver, on three files, or on what git has left in conflict."""

import re
from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Literal

from plptool.edit.atomic import put
from plptool.edit.lock import writing
from plptool.edit.merged_text import merge_files
from plptool.edit.write import schema_of
from plptool.git.layout import work_tree
from plptool.git.merging import Unmerged, by_lines, decided, install, unmerged
from plptool.git.repository import Repository
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.read.yaml import parse

Outcome = Literal["merged", "undecided", "marked", "removed", "chosen"]
"""What became of a file: it is merged; both versions of something stand in it as comments; git's marks stand in it; one
side has removed it; a person has chosen already, and git is still to be told."""
_MARK = re.compile(rb"^<{7} ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MergedPath:
    """A file, and what became of it."""

    path: str
    outcome: Outcome
    undecided: tuple[str, ...] = ()
    """The properties of which a person must choose a version."""


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
        merged, raw = _merged(path, *versions)
        put(ours.resolve(), raw)
    except OSError as error:
        raise UserError(str(error)) from None
    return merged


def merge_left(root: FilePath) -> list[MergedPath]:
    """Merge what git has left in conflict below a ledger; what is merged without a conflict, git is told.

    Raises:
        UserError: there is no repository; a file cannot be read or written.
    """
    top, folder = _place(root)
    repository = Repository.find(top)
    if repository is None:
        raise UserError(_NO_REPOSITORY)
    with writing(root):
        try:
            return [_merge_one(top, repository, file) for file in unmerged(top, folder)]
        except OSError as error:
            raise UserError(str(error)) from None


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


def _merge_one(top: FilePath, repository: Repository, file: Unmerged) -> MergedPath:
    if not {2, 3} <= file.versions.keys():
        return MergedPath(file.path, "removed")
    place = top / file.path
    lying = place.read_bytes() if place.is_file() and not place.is_symlink() else b""
    if not _MARK.search(lying):  # whatever lies there, a person or a merge of records has left it
        rules = {fault.rule for fault in parse(lying).warnings}
        return MergedPath(file.path, "undecided" if "PLP111" in rules else "chosen")
    versions = [repository.content(file.versions[side]) if side in file.versions else b"" for side in (1, 2, 3)]
    merged, raw = _merged(file.path, *versions)
    put(place, raw)
    if merged.outcome == "merged":
        decided(top, file)
    return merged


def _merged(path: str, base: bytes, ours: bytes, theirs: bytes) -> tuple[MergedPath, bytes]:
    """What becomes of a file of these versions, and its bytes."""
    record = _record_path(path)
    merged = merge_files(record, base, ours, theirs) if record else None
    if merged is not None:
        outcome: Outcome = "marked" if merged.whole else "undecided" if merged.undecided else "merged"
        return MergedPath(path, outcome, merged.undecided), merged.raw
    with TemporaryDirectory() as folder:
        files = [FilePath(folder) / name for name in ("base", "ours", "theirs")]
        for file, raw in zip(files, (base, ours, theirs), strict=True):
            file.write_bytes(raw)
        lines, has_marks = by_lines(FilePath(folder), *files)
    return MergedPath(path, "marked" if has_marks else "merged"), lines


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
