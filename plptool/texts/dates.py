"""Which days stand in a text, as people, word processors, PDF and text recognition write them.

One recogniser says so. Whoever counts the dates of a document, and whoever asks whether a line says a date, asks it.
What it cannot read for certain it returns as doubtful: a person is asked, and nothing is passed over.

Where two forms (`date_forms.py`) overlap, the one that begins first counts, and of these the longest.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plptool.model.dates import PARTS_IN_WORDS, SEASONS, When
from plptool.texts.characters import plain
from plptool.texts.date_forms import FORMS, GAP_OR_NONE, MONTH_NAMES, DayOrder, Reading, reading_of
from plptool.texts.letters import fold


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """Something that is written like a date."""

    text: str
    """As the document has it."""
    first_line: int
    """Counted from 1."""
    last_line: int
    """Another one where the line breaks within the date."""
    reading: Reading

    @property
    def day(self) -> date | None:
        """The day that it means for certain; None where a person must say."""
        days = self.reading.days
        return days[0] if len(days) == 1 and self.reading.sure else None

    def can_mean(self, day: date) -> bool:
        """Whether it may be this day: its own, one of several, or this day of an unsaid year."""
        return day in self.reading.days or (day.month, day.day) == self.reading.month_and_day


def dates_in(lines: Sequence[str], order: DayOrder = DayOrder.UNKNOWN) -> list[WrittenDate]:
    """Everything that is written like a date, in the order in which it stands; of an interval, its two ends.

    Args:
        lines: of a document, or a passage of one.
        order: whether days or months come first in its country.
    """
    original = "\n".join(lines)
    beginnings = [0]
    for line in lines:
        beginnings.append(beginnings[-1] + len(line) + 1)
    plainer = plain(original)
    written = []
    for found in _with_years(_found(plainer.text, order), plainer.text):
        start, end = plainer.places[found.start], plainer.places[found.end - 1] + 1
        if _is_a_word(original[start:end], found):
            continue
        first, last = bisect_right(beginnings, start), bisect_right(beginnings, end - 1)
        text = re.sub(r"\s+", " ", original[start:end])
        written += [WrittenDate(text, first, last, reading) for reading in found.readings]
    return written


def says_date(passage: str, when: When, order: DayOrder = DayOrder.UNKNOWN, *, alone: bool = False) -> bool:
    """Whether a passage says a date in any of its forms: a day, a month, a part of a year, or a year.

    Args:
        passage: lines of a document.
        when: what is looked for. An interval, or what has no first day, is not: it is said to stand there.
        order: whether days or months come first in the document's country.
        alone: a month will do without its year, since that is said elsewhere.
    """
    if when.earliest is None or re.fullmatch(r"[-\d]+", when.text) is None:
        return True
    if when.is_day:
        return any(when.earliest in written.reading.days for written in dates_in(passage.split("\n"), order))
    return re.search(_period(when, when.earliest, alone=alone), plain(passage).text, re.ASCII) is not None


def _period(when: When, first: date, *, alone: bool) -> str:
    """A pattern for all forms of a year, a part of it, or a month."""
    year, _, part = when.text.partition("-")
    its_year = rf"(?:{year}(?!\d)|[-']{year[2:]}(?!\d))"
    if not part:
        return rf"(?<!\d){year}(?!\d)"
    if part in SEASONS:
        words = "|".join(fold(SEASONS[part]).split())
        return rf"\b(?:{words})\w*,?{GAP_OR_NONE}{its_year}"
    if part in PARTS_IN_WORDS:
        words = PARTS_IN_WORDS[part]
        before = rf"(?<!\d){year}[ ,:/-]*(?:{words})(?![\da-z])"
        return rf"(?<![\da-z])(?:{words})(?: of| av)?[,:/-]?{GAP_OR_NONE}{its_year}|{before}"
    names = rf"\b(?:{'|'.join(MONTH_NAMES[first.month - 1])})(?![a-z])"
    followed = "" if alone else rf"\.?,?{GAP_OR_NONE}{its_year}"
    digits = rf"(?<!\d)(?:{first:%Y-%m}|{first:%y%m}|0?{first.month}/{year})(?!\d)(?!-\d)"
    return rf"{names}{followed}|{digits}"


# What is found


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a form stands in the plain text, and what can be meant: one reading, or one for each day of a list."""

    start: int
    end: int
    readings: tuple[Reading, ...]


def _found(text: str, order: DayOrder) -> list[_Found]:
    """What the forms find, in order, nothing twice."""
    candidates: list[_Found] = []
    for form in FORMS:
        for match in form.pattern.finditer(text):
            readings = tuple(form.readings(match, order))
            if readings and not _is_part(match, text):
                candidates.append(_Found(match.start(), match.end(), readings))
    candidates += _misread(text, order)
    taken: list[_Found] = []
    for candidate in sorted(candidates, key=lambda found: (found.start, -found.end)):
        if not taken or candidate.start >= taken[-1].end:
            taken.append(candidate)
    return taken


_AMOUNT_BEFORE = re.compile(r"(?:kr|sek|eur|gbp|usd|[$€£])[. ]?$")
_AMOUNT_AFTER = re.compile(
    r" ?(?:kr\b|kronor|sek\b|eur|gbp|usd|[€£$%]|:-|tkr|mkr|mnkr|procent|per ?cent|st\b|invanare)"
)
_LONGER_BEFORE = re.compile(r"\d[-./:]$")
_LONGER_AFTER = re.compile(r"[-/]\d")
_DATE_BEFORE = re.compile(r"(?<!\d)\d{6}(?:\d\d)?-$")
_DATE_AFTER = re.compile(r"-\d{6}(?:\d\d)?(?!\d)")


def _is_part(match: re.Match[str], text: str) -> bool:
    """Whether digits without separators belong to something else: a telephone or registry number, an amount."""
    if "digits" not in match.re.groupindex:
        return False
    before, after = text[max(match.start() - 10, 0) : match.start()], text[match.end() : match.end() + 12]
    if _AMOUNT_BEFORE.search(before) or _AMOUNT_AFTER.match(after):
        return True
    if _LONGER_BEFORE.search(before) and not _DATE_BEFORE.search(before):
        return True
    return _LONGER_AFTER.match(after) is not None and _DATE_AFTER.match(after) is None


def _is_a_word(original: str, found: _Found) -> bool:
    """`12 may attend`, `i mars 14 deltagare`: where no year is said, capitals tell the month from the word."""
    if all(reading.month_and_day is None for reading in found.readings):
        return False
    return re.search(r"\bmay\b", original) is not None or re.match(r"[a-z]+\.?\s+\d", original) is not None


_TO_ANOTHER = re.compile(r",? ?\n? ?(?:-|,|och|samt|till|t\.?o\.?m\.?|and|to|until|&) ?\n? ?(?:den |the )?")


def _with_years(found: Sequence[_Found], text: str) -> list[_Found]:
    """`14 mars – 16 april 2023`: a date without its year has that of the date to which it leads, if not later."""
    backwards: list[_Found] = []
    for candidate in reversed(found):
        following = backwards[-1] if backwards else None
        if following is not None and _TO_ANOTHER.fullmatch(text[candidate.end : following.start]):
            end = following.readings[0]
            readings = tuple(_of_year(reading, end) for reading in candidate.readings)
            backwards.append(_Found(candidate.start, candidate.end, readings))
        else:
            backwards.append(candidate)
    return backwards[::-1]


def _of_year(reading: Reading, later: Reading) -> Reading:
    if reading.month_and_day is None or len(later.days) != 1 or not later.sure:
        return reading
    end = later.days[0]
    if reading.month_and_day > (end.month, end.day):
        return reading
    return reading_of(end.year, *reading.month_and_day)


_LOOKS_LIKE = str.maketrans("oil|", "0111")
"""Letters that text recognition takes digits for."""
_WITH_A_LETTER = re.compile(r"(?<![a-z0-9])(?=[0-9oil|]*[0-9])(?=[0-9oil|]*[oil|])[0-9oil|]{1,8}(?![a-z0-9])", re.ASCII)


def _misread(text: str, order: DayOrder) -> Iterator[_Found]:
    """`l4 mars 2023`, `2O23-03-14`: what would be a date if some letters were digits; a person is asked."""
    misread = [word.start() for word in _WITH_A_LETTER.finditer(text)]
    if not misread:
        return
    corrected = _WITH_A_LETTER.sub(lambda word: word[0].translate(_LOOKS_LIKE), text)
    for form in FORMS:
        for match in form.pattern.finditer(corrected):
            if not any(match.start() <= start < match.end() for start in misread) or _is_part(match, corrected):
                continue
            readings = tuple(replace(reading, sure=False) for reading in form.readings(match, order))
            if readings:
                yield _Found(match.start(), match.end(), readings)
