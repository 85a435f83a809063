"""Where an answer may be written: in no place of git's or the ledger's, and over no file that git keeps.

Unless that is an earlier answer.
"""

import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from plptool.edit.atomic import is_of_repository, is_setting
from plptool.git.index import shown_index
from plptool.git.repository import Repository
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.refusals import refused

_FEW = 3
"""So few lines may be alike by chance."""


def place_of_answer(output: Path, answer: bytes) -> Path:
    """Where the file of an answer is, without links in it.

    Args:
        output: as the caller names it.
        answer: what is to stand there.

    Raises:
        UserError: nothing may be written there.
    """
    args: dict[str, Argument] = {"path": str(output)}
    try:
        target = output.resolve()
        if target.exists() and not target.is_file():
            raise UserError(Message("{path!r} is not a file", args))
        if output.is_symlink():
            raise UserError(Message("{path!r} is a link: name the file itself", args))
        if is_of_repository(target) or is_of_others(target, answer):
            raise UserError(Message("{path!r} is a file of the repository or the ledger: name another", args))
        if is_setting(target):
            raise UserError(Message("git or its host would run {path!r} or follow it: name another", args))
    except OSError as error:
        raise refused(error) from None
    return target


def is_of_others(path: Path, answer: bytes) -> bool:
    """Whether git keeps a file there that plptool did not make.

    Args:
        path: without links in it.
        answer: what is to stand there.
    """
    if not path.exists() or not _is_kept(path):
        return False
    old = path.read_bytes()
    return not _is_alike(old, answer)


def _is_kept(path: Path) -> bool:
    with suppress(UserError):  # without git nobody keeps it
        repository = Repository.find(path.parent)
        if repository is None:
            return False
        inside = path.relative_to(repository.folder)
        name = inside.as_posix()
        index = repository.index([name])
        return any(tracked.path == name for tracked in shown_index(index))
    return False


def _is_alike(old: bytes, new: bytes) -> bool:
    """Whether one looks like an earlier form of the other: most lines say the same, but for numbers and dates.

    Of documents of a word processor, those have other parts that it has written itself.
    """
    parts = _parts(new)
    if parts is not None:
        return parts == _parts(old)
    old_lines = _lines(old)
    if len(old_lines) < _FEW:
        return False
    new_lines = _lines(new)
    in_both = old_lines & new_lines
    return 2 * len(in_both) >= len(old_lines)


def _parts(raw: bytes) -> set[str] | None:
    """What a document is made of; None where it is none."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            names = archive.namelist()
            return set(names)
    except BadZipFile:
        return None


def _lines(raw: bytes) -> set[str]:
    text = raw.decode("utf-8", "replace")
    lines: set[str] = set()
    for line in text.splitlines():
        words = line.strip()
        if words:
            without_digits = re.sub(r"\d+", "", words)
            lines.add(without_digits)
    return lines
