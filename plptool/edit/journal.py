"""Several files as one change: whoever is stopped on the way, the next one who comes finishes it, or takes it back.

No system gives several files other bytes in one step. So what they held and are to hold is written down first, beside
the lock and as safe as a record. From then on the change is decided. What finds the journal there (whoever writes, and
whoever opens the ledger's files) takes the lock, and brings the change to its end. If somebody has edited one of the
files meanwhile it cannot be finished: then all others get back what they held.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as FilePath

from plptool.edit.atomic import clear, not_written, put, settle
from plptool.edit.places import Place, place_of
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Data, Plain, entries, text, text_if_any
from plptool.model.refusals import reason, refused


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one file."""

    path: str
    """Relative to the folder that holds `ledger/`, with forward slashes."""
    old: bytes | None
    """None where there is no such file yet."""
    new: bytes | None
    """None where the file goes."""


def take(root: FilePath, steps: Sequence[Step]) -> None:
    """Let files hold other bytes: all of them, or none. The lock is held.

    Raises:
        UserError: a file, or a folder on the way to it, is a link; or one cannot be written: all hold what they held.
    """
    for step in steps:
        _must_be_no_link(root / step.path)
    try:
        if len(steps) == 1:
            (step,) = steps
            _set(root / step.path, step.new)
        elif steps:
            _take_several(root, steps)
    except OSError as error:
        raise not_written(", ".join(step.path for step in steps[:_FEW]), error) from None


_FEW = 3


def _take_several(root: FilePath, steps: Sequence[Step]) -> None:
    place = place_of(root)
    begin = place.begin(root)
    written = steps_written(steps, begin)
    put(place.journal, written)
    done: list[Step] = []
    try:
        for step in steps:
            _set(root / step.path, step.new)
            done.append(step)
    except OSError:
        _take_back(root, done)
        _forget(place)
        raise
    _forget(place)


def _take_back(root: FilePath, done: Sequence[Step]) -> None:
    """Let files hold again what they held; where the disk has no room even for that, the journal stays.

    Raises:
        UserError: it could not be done.
    """
    try:
        for step in done:
            _set(root / step.path, step.old)
    except OSError as error:
        args = {"reason": reason(error)}
        message = Message("the change is half made: {reason}. The next command that writes brings it to its end.", args)
        raise UserError(message) from None


def finish(root: FilePath) -> None:
    """Bring a change that was interrupted to its end. The lock is held.

    Raises:
        UserError: it was taken back, as somebody has edited a file of it since; or it cannot be read or written.
    """
    place = place_of(root)
    try:
        clear(place.journal.parent)
        if not place.journal.is_file():
            return
        raw = place.journal.read_bytes()
        steps = steps_in(raw)
        for step in steps:
            _must_be_no_link(place.top / step.path)
        edited = [step for step in steps if _is_edited(place, step)]
        for step in steps:
            if step in edited:
                continue
            decided = step.old if edited else step.new
            _set(place.top / step.path, decided)
        for folder in {(place.top / step.path).parent for step in steps}:
            clear(folder)
        _forget(place)
    except OSError as error:
        raise refused(error) from None
    except (ValueError, LookupError, TypeError):
        args = {"path": str(place.journal)}
        raise UserError(Message("{path} is no journal of plptool's: remove it, and look at the files", args)) from None
    if edited:
        message = Message(
            "a change that was interrupted is taken back, as {path} was edited since: make it again",
            {"path": edited[0].path},
        )
        raise UserError(message)


def _is_edited(place: Place, step: Step) -> bool:
    """Whether somebody has edited a file since: it holds neither what it held nor what it is to hold."""
    now = held(place.top / step.path)
    return now not in (step.old, step.new)


def _set(path: FilePath, raw: bytes | None) -> None:
    if raw is not None:
        path.parent.mkdir(exist_ok=True)
        put(path, raw)
    elif path.exists():
        path.unlink()
        settle(path.parent)


def held(path: FilePath) -> bytes | None:
    """What a file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _forget(place: Place) -> None:
    """The change is at its end. That must be as safe as the change: a journal that came back would undo later edits."""
    with suppress(FileNotFoundError):
        place.journal.unlink()
    settle(place.journal.parent)


def _must_be_no_link(path: FilePath) -> None:
    folder = path.parent
    on_the_way = (path, folder, folder.parent)
    if any(place.is_symlink() for place in on_the_way):
        message = Message("{path} is a link, or lies in one; a ledger holds files", {"path": str(path)})
        raise UserError(message)


def steps_written(steps: Sequence[Step], begin: str) -> bytes:
    """Steps as a file has them, whose paths begin so from the top of the work tree."""
    rows = [_row(step, begin) for step in steps]
    journal = json.dumps({"steps": rows})
    return journal.encode()


def _row(step: Step, begin: str) -> dict[str, str | None]:
    return {
        "path": begin + step.path,
        "old": _as_text(step.old),
        "new": _as_text(step.new),
    }


def _as_text(raw: bytes | None) -> str | None:
    if raw is None:
        return None
    encoded = b64encode(raw)
    return encoded.decode()


def steps_in(raw: bytes) -> list[Step]:
    """The steps of a journal. Without git it lies in the ledger, and may be anybody's: it names records alone.

    Raises:
        ValueError, LookupError, TypeError: it is none.
    """
    journal: Plain = json.loads(raw)
    if not isinstance(journal, dict):
        raise TypeError("a journal is a mapping")
    steps = [_step(row) for row in entries(journal, "steps")]
    if not all(_names_record(step.path) for step in steps):
        raise ValueError
    return steps


def _step(row: Data) -> Step:
    path = text(row, "path")
    old = text_if_any(row, "old")
    new = text_if_any(row, "new")
    return Step(path, _as_bytes(old), _as_bytes(new))


def _as_bytes(written: str | None) -> bytes | None:
    if written is None:
        return None
    return b64decode(written, validate=True)


def _names_record(path: str) -> bool:
    parts = path.split("/")
    if not all(map(_leads_down, parts)):
        return False
    match parts:
        case [*_, "ledger", "ledger.yaml"]:
            return True
        case [*_, "ledger", collection, name]:
            return collection in COLLECTIONS and name.endswith(".yaml")
        case _:
            return False


def _leads_down(part: str) -> bool:
    """Whether a part of a path is a name, and no way to elsewhere."""
    if part in ("", ".", ".."):
        return False
    return os.sep not in part and "\0" not in part
