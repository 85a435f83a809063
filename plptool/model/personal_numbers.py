"""Personal identity numbers in text: where they stand, and the text without their digits.

Whose numbers, the manifest says: Sweden's (`swedish_numbers.py`), or those of another country (`national_numbers.py`),
where what would be a Swedish one is asked about. All that reads, tells or writes asks here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unicodedata import digit

from plptool.model.country import SWEDEN
from plptool.model.swedish_numbers import Span, swedish_numbers

HIDDEN_DIGIT = "•"


@dataclass(slots=True)
class _Sought:
    """Whose numbers are looked for: a run is about one ledger, and nothing that it says may repeat one."""

    country: str = SWEDEN
    """Of the manifest that was read last: what is read after it is searched for these."""
    told: set[str] = field(default_factory=set)
    """Of every manifest that was read: an answer may hold words of each."""


_SOUGHT = _Sought()


def look_for(country: str) -> None:
    """From here on, look for the numbers of this country: whoever reads a manifest says of which it is."""
    _SOUGHT.country = country
    _SOUGHT.told.add(country)


def sought() -> str:
    """The country whose numbers are looked for."""
    return _SOUGHT.country


@contextmanager
def as_before() -> Iterator[None]:
    """Look for those of the same country after this as before it, whatever manifests are read in it."""
    country = _SOUGHT.country
    try:
        yield
    finally:
        _SOUGHT.country = country


def find(text: str) -> list[Span]:
    """Where personal identity numbers stand for sure: the start and end of each."""
    return _sure(text, _SOUGHT.country)


def _sure(text: str, country: str) -> list[Span]:
    """Where those of a country stand for sure."""
    found = _look(text, country)
    return [span for span, sure in found if sure]


def doubtful(text: str) -> list[Span]:
    """Where digits stand that would be such a number, and are more likely a time, a telephone's or an invoice's."""
    found = _look(text, _SOUGHT.country)
    return [span for span, sure in found if not sure]


def _look(text: str, country: str) -> list[tuple[Span, bool]]:
    """Where numbers stand, and whether each is one for sure."""
    if country == SWEDEN:
        return swedish_numbers(text)
    return _of_another_country(text, country)


def _of_another_country(text: str, country: str) -> list[tuple[Span, bool]]:
    """Those of a country; what would be a Swedish one may be anything there, a budget code too."""
    from plptool.model.national_numbers import national_numbers

    found = national_numbers(text, country)
    for span, sure in swedish_numbers(text):
        is_told = any(_overlap(span, other) for other, _ in found)
        if sure and not is_told:
            in_doubt = (span, False)
            found.append(in_doubt)
    return sorted(found)


def _overlap(one: Span, other: Span) -> bool:
    start, end = one
    other_start, other_end = other
    return start < other_end and other_start < end


def mask(text: str) -> str:
    """The text with each digit of such numbers replaced: as long as before, so that a caret still fits."""
    countries = sorted(_SOUGHT.told) or [SWEDEN]
    for country in countries:
        spans = _sure(text, country)
        while spans:
            text = masked(text, spans)
            # What looked like part of something longer may be a number by itself now.
            spans = _sure(text, country)
    return text


def masked(text: str, spans: list[Span]) -> str:
    """The text with the digits in these places replaced."""
    masked_text = ""
    end_before = 0
    for start, end in spans:
        number = text[start:end]
        masked_text += text[end_before:start]
        masked_text += blank(number)
        end_before = end
    rest = text[end_before:]
    return masked_text + rest


def blank(text: str) -> str:
    """The text with every digit replaced, however it is written."""
    blanked = ""
    for character in text:
        is_digit = digit(character, None) is not None
        if is_digit:
            blanked += HIDDEN_DIGIT
        else:
            blanked += character
    return blanked
