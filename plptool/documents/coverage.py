"""How much of a document the ledger accounts for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from plptool.model.shapes import called

if TYPE_CHECKING:  # who only lists records need not load how dates stand in texts
    from plptool.checks.coverage import Outcome


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many calendar dates stand in a document's text, and what became of them."""

    dates: int
    accounted: int
    """How many are in a fact of that date that cites their line."""
    left_out: int = field(metadata=called("left-out"))
    """How many others are left out with a reason."""

    @classmethod
    def of(cls, outcome: "Outcome", source: str) -> Self:
        """Of the document with this id."""
        occurrences = [occurrence for occurrence in outcome.occurrences if occurrence.source == source]
        return cls(
            dates=len(occurrences),
            accounted=sum(occurrence.accounted for occurrence in occurrences),
            left_out=sum(occurrence.left_out and not occurrence.accounted for occurrence in occurrences),
        )
