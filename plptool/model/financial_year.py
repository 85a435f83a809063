"""When a year begins: in most bodies on 1 January, in some on another day, as a financial year does.

It is called by the calendar years that it lies in, 2023/24, and known by the first of them. It only dresses answers:
what a record says, and what was sealed, is told in days.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plptool.model.plain import Data, text_if_any

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class YearStart:
    """The month and the day on which a year begins."""

    month: int = 1
    day: int = 1

    def year_of(self, day: date) -> int:
        """The year that a day is of: the calendar year in which that year begins."""
        begins = (self.month, self.day)
        if (day.month, day.day) >= begins:
            return day.year
        return day.year - 1

    def first_day(self, year: int) -> date:
        if year < date.min.year:
            return date.min
        return date(year, self.month, self.day)

    def beginning_of(self, day: date) -> date:
        """The first day of the year that a day is of: since when is counted, where nobody says."""
        return self.first_day(self.year_of(day))

    def last_day(self, year: int) -> date:
        if year == date.max.year:
            return date.max
        next_first_day = self.first_day(year + 1)
        return next_first_day - timedelta(days=1)

    def quarter_of(self, day: date) -> int:
        """The quarter that a day is of, of all that there are: four a year, from its first day on."""
        months = day.year * _MONTHS + day.month - self.month
        if day.day < self.day:
            months -= 1
        return months // 3

    def name(self, year: int) -> str:
        """What a year is called: 2023, or of two calendar years 2023/24."""
        if self == CALENDAR:
            return str(year)
        end_in_short = (year + 1) % 100
        return f"{year}/{end_in_short:02}"

    @property
    def written(self) -> str:
        return f"{self.month:02}-{self.day:02}"


CALENDAR = YearStart()


def year_start(manifest: Data) -> YearStart:
    """When a year begins in a ledger; on 1 January, where it does not say."""
    said = text_if_any(manifest, "financial-year-starts")
    if said is None:
        return CALENDAR
    return _read(said)


def is_year_start(said: str) -> bool:
    """Whether there is such a day in every year; a month alone begins on its first."""
    try:
        start = _read(said)
        start.first_day(2023)  # has no 29 February
    except ValueError:
        return False
    return True


def _read(said: str) -> YearStart:
    month, _hyphen, day = said.partition("-")
    first_day = int(day or "1")
    return YearStart(int(month), first_day)


_BEGINS = CALENDAR.written
"""What is said of when a year begins: a ledger with financial years of its own has another day for it."""
_DAY = re.compile(r"\d\d-\d\d", re.ASCII)


def in_financial_years(translate: Callable[[str], str], manifest: Data) -> Callable[[str], str]:
    """What translates, and says when a year begins in this ledger."""
    begins = year_start(manifest).written
    if begins == _BEGINS:
        return translate

    def in_own_years(words: str) -> str:
        if words == _BEGINS:
            return begins
        return translate(words)

    return in_own_years


def year_start_said(translate: Callable[[str], str]) -> YearStart:
    """When a year begins, by what puts words into those of a ledger."""
    said = translate(_BEGINS)
    if not _DAY.fullmatch(said):
        return CALENDAR
    return _read(said)


def year_name(year: int, translate: Callable[[str], str]) -> str:
    """What a year is called in the words of a ledger."""
    start = year_start_said(translate)
    return start.name(year)
