"""Of which year something is: what is told by year asks here, and nowhere else.

Whatever has a date is of the year in which it takes effect: that of the last day that the date can mean; of the
financial year, where the ledger has such. So what came between the ends of two years is what is counted of the second.
A decision of `2022-11/2023-02` is one of 2023; that it may have been taken in 2022 is told beside the count: of which
so many without a certain year.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from plptool.model.dates import When
from plptool.model.financial_year import YearStart


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many there are of a year."""

    year: int
    """The calendar year in which it begins."""
    count: int
    unsure: int
    """How many of these may be of an earlier year: of this one they are at the latest."""


def year_of(when: When, year_start: YearStart) -> int | None:
    """The year in which something takes effect; None where it never does."""
    if when.latest is None:
        return None
    return year_start.year_of(when.latest)


def certain(when: When, year_start: YearStart) -> bool:
    """Whether the year that `year_of` says is certain: whichever day is meant, it is of that year."""
    if when.earliest is None or when.latest is None:
        return False
    return year_start.year_of(when.earliest) == year_start.year_of(when.latest)


def by_year(dates: Iterable[When], year_start: YearStart) -> tuple[YearCount, ...]:
    """How many take effect in each year that has any."""
    counts: Counter[int] = Counter()
    unsure: Counter[int] = Counter()
    for when in dates:
        year = year_of(when, year_start)
        if year is None:
            continue
        counts[year] += 1
        if not certain(when, year_start):
            unsure[year] += 1
    years = sorted(counts)
    told: list[YearCount] = []
    for year in years:
        count = YearCount(year, counts[year], unsure[year])
        told.append(count)
    return tuple(told)
