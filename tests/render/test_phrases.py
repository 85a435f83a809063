"""Dates as readers read them."""

import pytest

from plptool.model.i18n import translation, translator
from plptool.render.phrases import field, when


@pytest.mark.parametrize(
    ("written", "english", "swedish", "under_the_year"),
    [
        ("2018-23", "autumn 2018", "hösten 2018", "autumn"),
        ("2018-33", "the first quarter 2018", "första kvartalet 2018", "the first quarter"),
        ("2018-38", "the second four months 2018", "andra tertialet 2018", "the second four months"),
        ("2018-41", "the second half 2018", "andra halvåret 2018", "the second half"),
        ("/2018-36", "by the fourth quarter 2018", "senast fjärde kvartalet 2018", "by the fourth quarter"),
    ],
)
def test_a_part_of_a_year_is_told_by_its_name(written: str, english: str, swedish: str, under_the_year: str) -> None:
    assert when(written, translator("en")) == english
    assert when(written, translator("sv")) == swedish
    assert when(written, translator("en"), year=2018) == under_the_year


def test_a_quarter_is_told_by_its_months_where_years_begin_on_another_day() -> None:
    _ = translation({"financial-year-starts": "04-01"}, "en")
    assert [when(written, _) for written in ("2018-36", "2018-23")] == ["2018-10 – 2018-12", "autumn 2018"]
    assert when("2018-36", _, in_text=True) == "October 2018 – December 2018"


def test_how_often_and_what_is_aimed_at_are_told_in_words() -> None:
    _ = translation({"financial-year-starts": "04-01"}, "en")
    assert field("every", "P3M", _) == "every 3 months"
    assert field("targets", {"2022-04/2023-03": 65, "2022-36": 60}, _) == "2022/23: 65; 2022-10 – 2022-12: 60"
