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
        begin = place.begin(root)
        written = steps_written(steps, begin)
        put(place.undo, written)
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
        unreadable = Message("{path} cannot be read: remove it", {"path": str(place.undo)})
        raise UserError(unreadable) from None
    begin = place.begin(root)
    folder = f"{begin}ledger/"
    in_this_ledger = all(step.path.startswith(folder) for step in steps)
    if not steps or not in_this_ledger:
        raise nothing  # it was in another ledger of the repository
    steps_of_ledger: list[Step] = []
    for step in steps:
        path = step.path.removeprefix(begin)
        of_ledger = Step(path, step.old, step.new)
        steps_of_ledger.append(of_ledger)
    return steps_of_ledger
