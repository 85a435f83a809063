"""Dates, numbers, lists and quotes as each language writes them: by its catalogue, held to what Unicode's CLDR says.

No command imports Babel for these: it takes as long as to answer. A third language is a catalogue and nothing else:
Finnish, here, whose days have a point and whose months an ending.
"""

from datetime import date

import pytest
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from plptool.model.i18n import Translate, translator
from plptool.render.counted import listed
from plptool.render.phrases import grouped, progress, quoted, tenths, when

FINNISH = {
    "{day}\u00a0{month}": "{day}.\u00a0{month}ta",
    "{thousands},{group}": "{thousands}\u00a0{group}",
    "{ones}.{tenths}": "{ones},{tenths}",
    "{number}%": "{number}\u00a0%",
    "{first} and {last}": "{first} ja {last}",
    "“{words}”": "”{words}”",
    "January": "tammikuu", "February": "helmikuu", "March": "maaliskuu", "April": "huhtikuu", "May": "toukokuu",
    "June": "kesäkuu", "July": "heinäkuu", "August": "elokuu", "September": "syyskuu", "October": "lokakuu",
    "November": "marraskuu", "December": "joulukuu",
}  # fmt: skip
LANGUAGES = {"en": "en_GB", "sv": "sv_SE", "fi": "fi_FI"}
"""Each by its locale: our English is the United Kingdom's (`language_tag`)."""


def of(language: str) -> Translate:
    return translator(language) if language != "fi" else lambda words: FINNISH.get(words, words)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def plain(text: str) -> str:
    """A text whose spaces may all be broken."""
    return text.replace("\u00a0", " ")


def test_days_and_months_are_written_as_in_the_language(language: str) -> None:
    _, locale = of(language), LANGUAGES[language]
    for month in range(1, 13):
        day = date(2023, month, 14)
        assert plain(when(str(day), _, in_text=True)) == plain(format_date(day, "long", locale=locale))
        assert when(f"2023-{month:02}", _, in_text=True) == format_skeleton("yMMMM", day, locale=locale)


def test_so_are_numbers(language: str) -> None:
    _, locale = of(language), LANGUAGES[language]
    for number in (0, 999, 1234, 12345, 1234567):
        assert grouped(number, _) == format_decimal(number, locale=locale)
    for decimal in (0.1, 4.7, 22.6):
        assert tenths(decimal, _) == format_decimal(decimal, locale=locale)
    assert progress(30, None, _) == format_percent(0.3, locale=locale)


def test_so_are_lists(language: str) -> None:
    for names in (["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]):
        assert listed(names, of(language)) == format_list(names, locale=LANGUAGES[language])


@pytest.mark.parametrize(("of_language", "said"), [("en", "“so”"), ("sv", "”so”"), ("fi", "”so”")])
def test_so_are_quotes(of_language: str, said: str) -> None:
    """As CLDR's delimiters have them, which Babel has not."""
    assert quoted("so", of(of_language)) == said
