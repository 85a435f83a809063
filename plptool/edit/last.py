"""What the last command wrote, and what stood there before: kept beside the lock, until the next one."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path as FilePath

from plptool.edit.atomic import put
from plptool.edit.change import Change
from plptool.edit.journal import Step, steps_in, steps_written
from plptool.edit.places import place_of
from plptool.model.errors import UserError
from plptool.model.findings import Message


def remember(root: FilePath, changes: Sequence[Change]) -> None:
    """Write down what a command has changed, so that it can be taken back. The lock is held."""
    steps = [Step(change.path, change.old, change.new) for change in changes]
    place = place_of(root)
    try:
        put(place.undo, steps_written(steps, place.begin(root)))
    except OSError:  # it is done all the same; only what was done before it must not be taken for the last
        with suppress(OSError):
            place.undo.unlink(missing_ok=True)


def last_steps(root: FilePath) -> list[Step]:
    """What the last command changed in the ledger of a folder.

    Raises:
        UserError: there is nothing, or it cannot be read.
    """
    place = place_of(root)
    nothing = UserError(Message("there is nothing to take back"))
    try:
        steps = steps_in(place.undo.read_bytes())
    except FileNotFoundError:
        raise nothing from None
    except (OSError, ValueError, LookupError, TypeError):
        raise UserError(Message("{path} cannot be read: remove it", {"path": str(place.undo)})) from None
    begin = place.begin(root)
    if not steps or not all(step.path.startswith(f"{begin}ledger/") for step in steps):
        raise nothing  # it was in another ledger of the repository
    return [Step(step.path.removeprefix(begin), step.old, step.new) for step in steps]
