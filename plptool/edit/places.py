"""Where the lock and the journal lie: in git's own folder, where nobody commits them; without git hidden in `ledger/`.

Whoever opens a ledger asks whether there is a journal, so this imports little.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as FilePath

from plptool.git.layout import work_tree


@dataclass(frozen=True, slots=True)
class Place:
    """One for all ledgers of a work tree. It hangs on nothing but where the ledger lies, so that all find the same."""

    lock: FilePath
    journal: FilePath
    undo: FilePath
    """Where it stands what the last command wrote."""
    top: FilePath
    """What the paths in these begin at."""

    def begin(self, root: FilePath) -> str:
        """How the paths of a ledger in a folder begin, from there."""
        whole = root.resolve()
        below = whole.relative_to(self.top).as_posix()
        return "" if below == "." else f"{below}/"


def place_of(root: FilePath) -> Place:
    """The place of the ledger in a folder."""
    root = root.resolve()
    found = work_tree(root)
    if found is None:
        ledger = root / "ledger"
        folder, hidden, top = ledger, ".", root
    else:
        (top, folder), hidden = found, ""
    lock = folder / f"{hidden}plptool.lock"
    journal = folder / f"{hidden}plptool.journal"
    undo = folder / f"{hidden}plptool.undo"
    return Place(lock, journal, undo, top)


def forget_last(root: FilePath) -> None:
    """What the last command wrote is not the last any more: who can take back what comes now remembers that."""
    place = place_of(root)
    with suppress(OSError):
        place.undo.unlink(missing_ok=True)


def interrupted(root: FilePath) -> bool:
    """Whether a change of several files was begun and not finished; or it is being written at this moment."""
    return place_of(root).journal.is_file()
