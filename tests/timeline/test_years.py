"""Of which year a vague date is: that in which it takes effect; and whether that is certain."""

import pytest

from plptool.model.dates import parse_when
from plptool.timeline.years import YearCount, by_year, certain, year_of


@pytest.mark.parametrize(
    ("date", "year", "sure"),
    [
        ("2023-03-14", 2023, True),
        ("2023", 2023, True),
        ("2022-11/2023-02", 2023, False),
        ("2022-24", 2023, False),  # winter begins in one year and ends in the next
        ("/2023-12-31", 2023, False),  # by then, and nobody knows since when
        ("2023-05/..", None, False),  # it never takes effect
    ],
)
def test_a_date_that_may_be_of_two_years(date: str, year: int | None, *, sure: bool) -> None:
    when = parse_when(date)
    assert (year_of(when), certain(when)) == (year, sure)


def test_what_is_counted_of_a_year_and_how_much_of_it_is_not_certain() -> None:
    dates = ("2021-02-10", "2021/2023", "/2023-12-31", "2023", "2023-05/..")
    assert by_year(map(parse_when, dates)) == (YearCount(2021, 1, 0), YearCount(2023, 3, 2))
