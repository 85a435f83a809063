"""What validation found, as whoever asked for it gets it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from plptool.model.findings import Finding
from plptool.model.plain import Plain
from plptool.model.ports import Entry

Progress = Callable[[int, int], None]
"""Is told how many records of how many have been read."""


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A seal, as far as its day goes."""

    id: str
    path: str
    day: date


@dataclass(frozen=True, slots=True)
class Validation:
    """What validation found."""

    findings: list[Finding]
    records: int
    """How many loaded."""
    manifest: dict[str, Plain]
    """Empty where it is missing or has an error."""
    seals: tuple[SealedDay, ...] = ()
    """Those that there are, whether or not they hold."""
    entries: Sequence[Entry] = field(default=(), compare=False, repr=False)
    """What the tree listed."""
