"""What a record is, and the plain data that it is made of."""

from dataclasses import dataclass

from plptool.model.collections import Collection
from plptool.model.plain import Data, as_list

Path = tuple[str | int, ...]
"""Where a value stands in a record: keys and indices from the top."""


def property_of(where: Path) -> str:
    """The property that a value is of, or an entry of whose list it is; empty of a whole record."""
    return next((step for step in reversed(where) if isinstance(step, str)), "")


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in its file."""

    id: str
    collection: Collection
    path: str
    """Relative to the folder that holds `ledger/`, with forward slashes."""
    data: Data

    @property
    def stem(self) -> str:
        """What its file is called."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def legible(self) -> bool:
        """It was read, and fits its schema."""
        return True

    @property
    def called(self) -> str:
        """What people call it: its title, or of a process the need; its id where it says neither."""
        return title_of(self.data) or self.id

    @property
    def formerly(self) -> tuple[str, ...]:
        """What it says that it was called before."""
        names = as_list(self.data.get("formerly"))
        return tuple(str(name) for name in names if not isinstance(name, dict | list))


def title_of(data: Data) -> str | None:
    """What a record is called beside its id: its title, or of a process the need; None where it says neither."""
    title = data.get("title") or data.get("need")
    return None if title is None else str(title)


@dataclass(frozen=True, slots=True)
class Place:
    """A file of which no more is known, or matters, than what it is called and where it lies."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Point:
    """What is looked at: an effective date, as a revision told it (null: the work tree)."""

    date: str
    """ISO."""
    revision: str | None = None
