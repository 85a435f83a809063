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
_HOLIDAY = "public holiday"
_FIXED = ((1, 1), (1, 6), (5, 1), (12, 25), (12, 26))
"""Holidays of Sweden by month and day."""
_AROUND_EASTER = (-2, 0, 1, 39, 49)
"""Likewise by the days from Easter Day, from Good Friday to Whitsun."""


@lru_cache(maxsize=65536)
def day_off(day: date, place: str) -> str | None:
    """Which sort of day off a day is; None of a working day.

    Args:
        day: that is asked about.
        place: whose days off count: a country, or a part of one (ISO 3166: `SE`, `GB-SCT`).
    """
    weekday = day.weekday()
    if weekday in _weekend(place):
        return _WEEKEND.get(weekday, _HOLIDAY)
    if _is_holiday(day, place):
        return _HOLIDAY
    return None


def _weekend(place: str) -> set[int]:
    """The days of the week that are off, wherever nothing else is known the last two."""
    last_two = {SATURDAY, SUNDAY}
    if place == SWEDEN:
        return last_two
    calendar = _calendar(place)
    if calendar is None:
        return last_two
    weekend: set[int] = calendar.weekend
    return weekend


def _is_holiday(day: date, place: str) -> bool:
    if place == SWEDEN:
        holidays = public_holidays(day.year)
        return day in holidays
    calendar = _calendar(place)
    if calendar is None:
        return False
    return day in calendar


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
    holidays = {date(year, month, day) for month, day in _FIXED}
    if year >= 2005:
        national_day = date(year, 6, 6)  # lag 2004:1320
        holidays.add(national_day)
    easter_day = easter(year)
    for days in _AROUND_EASTER:
        moved = easter_day + timedelta(days)
        holidays.add(moved)
    midsummer = first_from(date(year, 6, 20), SATURDAY)
    holidays.add(midsummer)
    all_saints = first_from(date(year, 10, 31), SATURDAY)
    holidays.add(all_saints)
    return frozenset(holidays)


def first_from(day: date, weekday: int) -> date:
    """The first such day of the week from a day on, that day included."""
    days_left = (weekday - day.weekday()) % 7
    return day + timedelta(days_left)
