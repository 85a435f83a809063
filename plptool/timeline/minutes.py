"""Minutes: documents that are of a meeting, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from plptool.model.dates import parse_when
from plptool.model.plain import Data, entries, number_if_any, part, text, text_if_any

STATUSES = ("approved", "posted", "taken-down")
"""What becomes of minutes, in that order; two of them may come on one day. A test holds it beside the schema."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting's minutes, with the dates of what became of them as these are written; None of what has not."""

    body: str
    date: str
    """The meeting's."""
    number: int | None
    approved: str | None
    posted: str | None
    taken_down: str | None

    @classmethod
    def of(cls, data: Data) -> Self | None:
        """What a document says by a day; None of one that is no minutes."""
        meeting = part(data, "meeting")
        if not meeting:
            return None
        dates: dict[str | None, str] = {}
        for event in entries(data, "events"):
            status = text_if_any(event, "status")
            dates[status] = text(event, "date")
        return cls(
            body=text(meeting, "body"),
            date=text(meeting, "date"),
            number=number_if_any(meeting, "number"),
            approved=dates.get("approved"),
            posted=dates.get("posted"),
            taken_down=dates.get("taken-down"),
        )

    def tells_of(self, decision: Data) -> bool:
        """Whether a decision was taken at the meeting."""
        body = text_if_any(decision, "body")
        if body != self.body:
            return False
        decided = parse_when(text(decision, "date"))
        meeting_date = parse_when(self.date)
        return decided.days == meeting_date.days


def minutes_of(documents: Mapping[str, Data], decision: Data) -> Iterator[str]:
    """The minutes that a decision stands in, by id: those of its body's meeting of its date; copies are not told."""
    for document_id, data in documents.items():
        if "copy-of" in data:
            continue
        minutes = Minutes.of(data)
        if minutes is not None and minutes.tells_of(decision):
            yield document_id
