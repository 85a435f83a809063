"""Of which year a vague date is: for certain, or when it takes effect."""

import pytest

from plptool.model.dates import parse_when
from plptool.timeline.years import year_for_certain, year_of_effect


@pytest.mark.parametrize(
    ("date", "certain", "effect"),
    [
        ("2023-03-14", 2023, 2023),
        ("2023", 2023, 2023),
        ("2022-11/2023-02", None, 2023),  # here they part
        ("2022-24", None, 2023),  # winter begins in one year and ends in the next
        ("/2023-12-31", None, 2023),  # by then, and nobody knows since when
        ("2023-05/..", None, None),  # it never takes effect
    ],
)
def test_a_date_that_may_be_of_two_years(date: str, certain: int | None, effect: int | None) -> None:
    when = parse_when(date)
    assert (year_for_certain(when), year_of_effect(when)) == (certain, effect)
