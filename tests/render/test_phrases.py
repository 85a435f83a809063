"""Dates as readers read them."""

import pytest

from plptool.model.i18n import translator
from plptool.render.phrases import when


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
