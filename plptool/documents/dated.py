"""The day that a document is of: `Daterad 231231`, `Updated 15 December 2023`, `Processlista 2023-12-31`."""

import re
from dataclasses import dataclass
from datetime import date

from plptool.documents.pieces import Piece
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, dates_of
from plptool.texts.warnings import is_a_warning

_SAYS_SO = re.compile(
    r"\b(?:daterade?|datum|uppdatera[dt]|reviderad|upprattad|sammanstalld|utskriven|per|dated|date|updated|revised|prepared"
    r"|compiled|as of|as at|position at|status at)\s*:?\s*(?:den |the |on )?$"
)
"""What stands before the day that a document is of."""
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:till|t\.?o\.?m|fran|fr\.?o\.?m|galler|giltig\w*|beslut\w*|antag\w*|faststall\w*|mote\w*|\w+mote|moten|until|till"
    r"|from|valid|adopted|decided|meetings?|period)\b"
)
"""What makes the day at the end of a title another one."""


@dataclass(slots=True)
class DayOfDocument:
    """Looks for the day; what says so goes before a title that ends with one."""

    vocabulary: Vocabulary
    day: date | None = None
    line: int = 0
    _is_said: bool = False
    _has_begun: bool = False
    """Whether there has been a line."""

    def take(self, piece: Piece) -> None:
        """Read a line of the head of a document."""
        is_title = piece.cell is None and (piece.is_heading or not self._has_begun)
        self._has_begun = True
        if self._is_said:
            return
        dates = dates_of(piece.text, self.vocabulary.order)
        for written in dates:
            before = piece.text[: piece.text.find(written.text)]
            if written.day is not None and _SAYS_SO.search(fold(before)):
                self.day = written.day
                self.line = piece.line
                self._is_said = True
                return
        if self.day is not None or not is_title or len(dates) != 1:
            return
        (written,) = dates
        if _ends_title(piece.text, written.text):
            self.day = written.day
            self.line = piece.line


def _ends_title(title: str, written: str) -> bool:
    """Whether a title ends with a date, and says nothing that makes it another day than the document's."""
    before, _, behind = title.partition(written)
    if behind.strip(" .)") or not before.strip(" .("):
        return False
    is_of_something_else = _OF_SOMETHING_ELSE.search(fold(before)) is not None
    return not is_of_something_else and not is_a_warning(before)
