"""Why something stands so, and what that rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why what was sealed is told otherwise, or what is found is as the document has it."""

    reason: str
    source: tuple[str, ...] = ()
    """Citations that it rests on."""
    decision: str | None = None
    """Or the decision."""

    @property
    def reason_in_a_line(self) -> str:
        words = self.reason.split()
        return " ".join(words)
