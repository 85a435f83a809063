"""On which days nobody works: weekends and public holidays, of Sweden by its law, of other countries by a library."""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dateutil.easter import easter

from plptool.model.country import SWEDEN

if TYPE_CHECKING:
    from holidays import HolidayBase

THURSDAY, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6
"""As `date.weekday` counts."""
_WEEKEND = {THURSDAY: "Thursday", FRIDAY: "Friday", SATURDAY: "Saturday", SUNDAY: "Sunday"}
"""The days that are a weekend somewhere."""


@lru_cache(maxsize=65536)
def day_off(day: date, place: str) -> str | None:
    """Which sort of day off a day is; None of a working day.

    Args:
        day: that is asked about.
        place: whose days off count: a country, or a part of one (ISO 3166: `SE`, `GB-SCT`).
    """
    calendar = None if place == SWEDEN else _calendar(place)
    weekend = {SATURDAY, SUNDAY} if calendar is None else calendar.weekend
    if day.weekday() in weekend:
        return _WEEKEND.get(day.weekday(), "public holiday")
    if place == SWEDEN:
        return "public holiday" if day in public_holidays(day.year) else None
    return "public holiday" if calendar is not None and day in calendar else None


@cache
def _calendar(place: str) -> "HolidayBase | None":
    """The days off of a country that is not Sweden, or of a part of one; None where the library does not know it."""
    from holidays import country_holidays

    country, _dash, region = place.partition("-")
    try:
        return country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return None


def has_holidays(place: str) -> bool:
    """Whether it is known of a country, or of a part of one, which days are holidays."""
    return place == SWEDEN or _calendar(place) is not None


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Sweden's public holidays (lag 1989:253 om allmänna helgdagar), Sundays that are nothing else left out."""
    fixed = [date(year, month, day) for month, day in ((1, 1), (1, 6), (5, 1), (12, 25), (12, 26))]
    if year >= 2005:  # the National Day (lag 2004:1320)
        fixed.append(date(year, 6, 6))
    good_friday_to_whitsun = (-2, 0, 1, 39, 49)
    moved = [easter(year) + timedelta(days=days) for days in good_friday_to_whitsun]
    midsummer = _saturday_from(date(year, 6, 20))
    all_saints = _saturday_from(date(year, 10, 31))
    return frozenset([*fixed, *moved, midsummer, all_saints])


def _saturday_from(day: date) -> date:
    """The first Saturday from a day on, that day included."""
    return day + timedelta(days=(SATURDAY - day.weekday()) % 7)
