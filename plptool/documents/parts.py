"""The part of a list that is about one process, and what is asked of it."""

from dataclasses import dataclass, field, replace
from datetime import date

from plptool.documents.doubts import Doubts
from plptool.documents.labels import Label
from plptool.documents.pieces import Piece
from plptool.documents.said import Asked, ProcessSaid, Recognised
from plptool.model.findings import Message
from plptool.texts.meeting_words import Vocabulary, dates_of
from plptool.texts.meetings import Said


@dataclass(frozen=True, slots=True)
class InternalYear:
    """That an organisation meets by itself in a year."""

    year: int
    organisation: str
    line: int
    """Where that is said."""


@dataclass(slots=True)
class Part:
    """A part of the document that is about one process."""

    process: ProcessSaid
    table: int | None
    doubts: Doubts
    headings: set[Label] = field(default_factory=set)
    """Those of what a list says once that have come."""
    need_below: Piece | None = None
    """Where the need begins, if it stands below the heading of the activities: alone there, it may be an activity."""
    internal: InternalYear | None = None
    """What is said of the meetings of a year, before they come."""
    kinds: set[str | None] = field(default_factory=set)
    """Of which kinds the meetings are that are told of; None of those that are no more than meetings."""


@dataclass(slots=True)
class Questions:
    """What a person is asked."""

    found: Recognised
    vocabulary: Vocabulary
    part: Part | None = None
    """Of which process the reading is."""

    def ask(self, piece: Piece, why: Message, reading: Said | None = None, day: date | None = None) -> None:
        """A person must say what a part means.

        Args:
            piece: the part.
            why: why that is not known.
            reading: what is understood of it, where it tells of something that happened.
            day: the day that it is about, where its text does not say it.
        """
        asked = Asked(piece.line, piece.text, why)
        days: list[date | None] = []
        if self.part is not None:
            asked = replace(asked, process=self.part.process.id)
        if reading is not None:
            days = reading.days
            asked = replace(
                asked,
                number=reading.number,
                is_meeting=reading.heads > 0,
                is_cancelled=reading.is_cancelled,
            )
        if not days:
            dates = dates_of(piece.text, self.vocabulary.order)
            days = [date.day for date in dates]
        days_told = filter(None, (*days, day))
        asked = replace(asked, days=tuple(days_told))
        was_asked_last = asked in self.found.asked[-1:]
        if not was_asked_last:
            self.found.asked.append(asked)
