"""From when to when a year of a grant runs: what asks that asks here.

It is a calendar year, or a financial year by its months. Which of the two, the record says, and no manifest: what was
sealed of a day must not change with what a ledger calls its years.
"""

from datetime import date, timedelta

from plptool.model.dates import When, parse_when
from plptool.model.financial_year import CALENDAR, YearStart
from plptool.model.plain import Data


def year_of_grant(entry: Data) -> When:
    """The days of the year of which an entry says what comes; its amount counts from the last of them on."""
    year = entry["year"]
    written = f"{year:04}" if isinstance(year, int) else str(year)
    return parse_when(written)


def written_year(begins: YearStart, year: int) -> str:
    """A year as a record of a grant has it: 2023, or 2023-04/2024-03; by its days, where it begins within a month."""
    if begins == CALENDAR:
        return f"{year:04}"
    first_day, last_day = begins.first_day(year), begins.last_day(year)
    if begins.day > 1:
        return f"{first_day}/{last_day}"
    return f"{first_day:%Y-%m}/{last_day:%Y-%m}"


def begins_in(year: When) -> int:
    """The calendar year in which a year begins, by which data knows it."""
    assert year.earliest is not None  # the schema has no open one
    return year.earliest.year


def is_whole_year(year: When) -> bool:
    """Whether it has the days of one year, from whichever day on."""
    if year.earliest is None or year.latest is None or year.latest == date.max:
        return False
    day_after = year.latest + timedelta(days=1)
    return (day_after.year - 1, day_after.month, day_after.day) == (
        year.earliest.year,
        year.earliest.month,
        year.earliest.day,
    )
