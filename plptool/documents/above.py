"""What stands above the lines of a list, and holds for them too: that they are meetings, and of which year.

It holds for the entries below it, and for no others: a heading, another process or another year ends it.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from plptool.texts.meetings import NOTHING, Above


@dataclass(slots=True)
class Standing:
    """What stands above a line, as far as it is known."""

    _document: Above = NOTHING
    """What opens the document."""
    _part: Above | None = None
    """What opens a part of a process; None where it is as the document says."""
    _has_year_alone: bool = False
    """Whether the line before was a year, which what opens a list below it does not end."""
    _days: list[date] = field(default_factory=list)
    """Those that have taken the year, in the order in which they stand."""

    @property
    def now(self) -> Above:
        return self._document if self._part is None else self._part

    def open(self, opening: Above, *, is_in_process: bool, is_heading: bool) -> None:
        """A line opens a list of meetings.

        Args:
            opening: what it says.
            is_in_process: whether it stands in the part of a process.
            is_heading: whether it is a heading, which may head other processes too.
        """
        if opening.year is None and self._has_year_alone:
            opening = replace(opening, year=self.now.year)
        if not is_in_process:
            self._document = opening
            self._part = None
        else:
            self._part = opening
            self._of_all(opening.year, opening if is_heading else None)
        self._days.clear()
        self._has_year_alone = False

    def of_year(self, year: int, *, is_in_process: bool) -> None:
        """A year stands by itself."""
        self._of_all(year, None)
        if is_in_process:
            self._part = replace(self.now, year=year)
        self._days.clear()
        self._has_year_alone = is_in_process

    def _of_all(self, year: int | None, heading: Above | None) -> None:
        """Another year than that of the document comes: which one is meant below, only a heading says."""
        if heading is not None and year is not None:
            self._document = heading
        elif year is not None:
            self._document = replace(self._document, year=None)

    def begin_process(self) -> None:
        self._part = None
        self._has_year_alone = False
        self._days.clear()

    def begin_other(self) -> None:
        """A heading comes below which there are no meetings."""
        self._part = NOTHING
        self._has_year_alone = False
        self._days.clear()

    def begin_status(self) -> None:
        """A heading comes below which there may be meetings, if the document is a list of such."""
        self.begin_process()

    def end_year(self) -> None:
        """Something is told that may be of another year."""
        self._part = replace(self.now, year=None)

    def takes(self, day: date) -> bool:
        """Whether a day is of the year that stands above it: where the days fall, another year may have begun."""
        self._days.append(day)
        in_order = sorted(self._days)
        return self._days == in_order
