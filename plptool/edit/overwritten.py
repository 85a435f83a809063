"""Whether a file may make room for an answer: not one that git keeps, unless it is an earlier answer."""

import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from plptool.git.index import shown_index
from plptool.git.repository import Repository
from plptool.model.errors import UserError

_FEW = 3
"""So few lines may be alike by chance."""


def is_of_others(path: Path, answer: bytes) -> bool:
    """Whether git keeps a file there that plptool did not make.

    Args:
        path: without links in it.
        answer: what is to stand there.
    """
    return path.exists() and _is_kept(path) and not _is_alike(path.read_bytes(), answer)


def _is_kept(path: Path) -> bool:
    with suppress(UserError):  # without git nobody keeps it
        repository = Repository.find(path.parent)
        if repository is not None:
            name = path.relative_to(repository.folder).as_posix()
            return any(tracked.path == name for tracked in shown_index(repository.index([name])))
    return False


def _is_alike(old: bytes, new: bytes) -> bool:
    """Whether one looks like an earlier form of the other: most lines say the same, but for numbers and dates.

    Of documents of a word processor, those have other parts that it has written itself.
    """
    parts = _parts(new)
    if parts is not None:
        return parts == _parts(old)
    lines = _lines(old)
    return len(lines) >= _FEW and 2 * len(lines & _lines(new)) >= len(lines)


def _parts(raw: bytes) -> set[str] | None:
    """What a document is made of; None where it is none."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return {*archive.namelist()}
    except BadZipFile:
        return None


def _lines(raw: bytes) -> set[str]:
    text = raw.decode("utf-8", "replace")
    return {re.sub(r"\d+", "", line.strip()) for line in text.splitlines() if line.strip()}
