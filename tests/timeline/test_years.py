"""Of which year a vague date is: that in which it takes effect; and whether that is certain."""

from datetime import date

import pytest

from plptool.model.dates import parse_when
from plptool.model.financial_year import CALENDAR, YearStart
from plptool.model.i18n import translation
from plptool.render.phrases import cell, period, when, years_named
from plptool.timeline.years import YearCount, by_year, certain, year_of


@pytest.mark.parametrize(
    ("written", "year", "sure"),
    [
        ("2023-03-14", 2023, True),
        ("2023", 2023, True),
        ("2022-11/2023-02", 2023, False),
        ("2022-24", 2023, False),  # winter begins in one year and ends in the next
        ("/2023-12-31", 2023, False),  # by then, and nobody knows since when
        ("2023-05/..", None, False),  # it never takes effect
    ],
)
def test_a_date_that_may_be_of_two_years(written: str, year: int | None, *, sure: bool) -> None:
    when = parse_when(written)
    assert (year_of(when, CALENDAR), certain(when, CALENDAR)) == (year, sure)


def test_what_is_counted_of_a_year_and_how_much_of_it_is_not_certain() -> None:
    dates = ("2021-02-10", "2021/2023", "/2023-12-31", "2023", "2023-05/..")
    assert by_year(map(parse_when, dates), CALENDAR) == (YearCount(2021, 1, 0), YearCount(2023, 3, 2))


@pytest.mark.parametrize(
    ("written", "year", "sure"),
    [
        ("2024-03-31", 2023, True),
        ("2024-04-01", 2024, True),
        ("2023-04/2024-03", 2023, True),
        ("2023", 2023, False),  # of this or the year before
        ("2024-02/2024-04", 2024, False),
    ],
)
def test_a_date_is_of_the_financial_year_where_there_is_one(written: str, year: int, *, sure: bool) -> None:
    when = parse_when(written)
    begins = YearStart(4)
    assert (year_of(when, begins), certain(when, begins)) == (year, sure)


@pytest.mark.parametrize(
    ("starts", "text", "named"),
    [
        ("04-01", "2023-04/2024-03", "2023/24"),
        ("04", "2023-04-01/2024-03-31", "2023/24"),
        ("04-01", "1999-04/2000-03", "1999/00"),
        ("04-01", "2021-04/2024-03", "2021/22–2023/24"),
        ("04-06", "2023-04-06/2024-04-05", "2023/24"),
        ("07-01", "2023-07/2024-06", "2023/24"),
        ("04-01", "2023-04/2024-04", None),
        ("04-01", "2023-01/2023-12", None),
        ("04-01", "2023-04~/2024-03", None),  # about then
        ("04-01", "2023-04/..", None),
        ("04-01", "/2024-03", None),
        ("04-01", "0001-01/0001-03", None),
        ("04-01", "2023", None),
        ("01-01", "2023-04/2024-03", None),
        ("01-01", "2023-01/2023-12", None),
    ],
)
def test_an_interval_that_is_a_financial_year_has_its_name(starts: str, text: str, named: str | None) -> None:
    _ = translation({"financial-year-starts": starts}, "sv")
    assert years_named(text, _) == named
    if named:
        assert {when(text, _), cell(text, _), period(text, _), when(text, _, in_text=True)} == {named}


def test_quarters_are_counted_from_the_first_day_of_the_year() -> None:
    days = [date(2023, 3, 31), date(2023, 4, 1), date(2023, 7, 1), date(2024, 3, 31), date(2024, 4, 1)]
    assert [divmod(YearStart(4).quarter_of(day), 4) for day in days] == [
        (2022, 3), (2023, 0), (2023, 1), (2023, 3), (2024, 0),
    ]  # fmt: skip
    assert [divmod(YearStart(4, 6).quarter_of(day), 4) for day in (date(2023, 4, 5), date(2023, 4, 6))] == [
        (2022, 3), (2023, 0),
    ]  # fmt: skip
    assert [divmod(CALENDAR.quarter_of(day), 4) for day in days[:2]] == [(2023, 0), (2023, 1)]
