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
from itertools import pairwise

from plptool.model.dates import PARTS_IN_WORDS, SEASONS, When
from plptool.texts.characters import Plain, plain
from plptool.texts.date_doubts import doubts, misread, parted_by_a_space
from plptool.texts.date_forms import (
    AND,
    CARDINALS,
    COMMA,
    GAP_OR_NONE,
    MONTH_NAMES,
    MONTHS_OF_A_YEAR,
    WORDS,
    DayOrder,
    Found,
    Reading,
    found_by_forms,
    month_of,
    reading_of,
)
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

    def is_told_by(self, when: When) -> bool:
        """Whether a fact of such a date tells it.

        What can be one of several days is told by some day of these, too: a turn of the year by 2021-12-31/2022-01-01,
        for nobody has to say more than the document. A certain day is told by that day alone.
        """
        first, last = when.earliest, when.latest
        if first is None or last is None:
            return False
        if first == last:
            return self.can_mean(first)
        if self.day is not None or (last - first).days >= len(self.reading.days):
            return False
        numbers = range(first.toordinal(), last.toordinal() + 1)
        return all(date.fromordinal(number) in self.reading.days for number in numbers)


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
    written = []
    for found in _seen(original, order):
        text = original[found.start : found.end]
        if _is_a_word(text, found) or _is_of_a_registry(text, original[max(found.start - 7, 0) : found.start]):
            continue
        first, last = bisect_right(beginnings, found.start), bisect_right(beginnings, found.end - 1)
        written += [WrittenDate(re.sub(r"\s+", " ", text), first, last, reading) for reading in found.readings]
    return written


_MAYBE_A_HYPHEN = re.compile(r"(?<=\d)[\u00ad\ufffd](?=\d)")
"""What is no character that is seen, or one that was lost; between digits it may have been a hyphen."""


def _seen(original: str, order: DayOrder) -> list[Found]:
    """What may be a date, by where it stands in the original."""
    seen = _in_original(_undivided(plain(original)), order)
    maybe = {place.start() for place in _MAYBE_A_HYPHEN.finditer(original)}
    if not maybe:
        return seen
    with_hyphens = _in_original(plain(_MAYBE_A_HYPHEN.sub("-", original)), order)
    more = [found.doubted() for found in with_hyphens if maybe.intersection(range(found.start - 1, found.end))]
    return _apart([*seen, *more])


def _in_original(text: Plain, order: DayOrder) -> list[Found]:
    return [
        replace(found, start=text.places[found.start], end=text.places[found.end - 1] + 1)
        for found in _found(text.text, order)
    ]


_DIVIDED = re.compile(r"([a-z]+)(-\n[ ]*)([a-z]+)")


def _undivided(text: Plain) -> Plain:
    """A text in which no month is divided over two lines: septem-/ber."""
    if "-\n" not in text.text:
        return text
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for divided in _DIVIDED.finditer(text.text):
        if month_of(divided[1] + divided[3]):
            parts.append(text.text[end : divided.start(2)])
            places += text.places[end : divided.start(2)]
            end = divided.end(2)
    return Plain("".join(parts) + text.text[end:], [*places, *text.places[end:]])


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


_WORDS_ALONE = "|".join(word for word, day in CARDINALS.items() if day > MONTHS_OF_A_YEAR)
_HINT = re.compile(rf"[0-9]|{WORDS}|{_WORDS_ALONE}|\b(?:sist[ae]|forste|last|ultimo|primo)\b")
"""What stands in every date."""
_AROUND = 2
"""A date may begin so many lines before what hints at it, and end so many after."""


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which there may be dates, and where they begin; most lines of most documents are passed over."""
    lines = text.split("\n")
    near = {
        index + step for index, line in enumerate(lines) if _HINT.search(line) for step in range(-_AROUND, _AROUND + 1)
    }
    piece: list[str] = []
    beginning = place = 0
    for index, line in enumerate([*lines, ""]):
        if index in near and index < len(lines):
            beginning = beginning if piece else place
            piece.append(line)
        elif piece:
            yield beginning, "\n".join(piece)
            piece = []
        place += len(line) + 1


def _found(text: str, order: DayOrder) -> list[Found]:
    """What may be a date, in order, nothing twice."""
    return [
        replace(found, start=beginning + found.start, end=beginning + found.end)
        for beginning, piece in _pieces(text)
        for found in _found_near(piece, order)
    ]


def _found_near(text: str, order: DayOrder) -> list[Found]:
    """What the forms find, and what else may be a date."""
    candidates = list(found_by_forms(text, order))
    taken = _apart([*candidates, *misread(text, order)])
    taken = _with_years(taken, text)
    taken = [parted_by_a_space(found, text) for found in taken]
    more = _apart(list(doubts(text, taken)), beside=taken)
    return sorted([*taken, *more], key=lambda found: found.start)


def _apart(candidates: Sequence[Found], beside: Sequence[Found] = ()) -> list[Found]:
    """Of those that overlap, the one that begins first, and of these the longest; what may be none comes last."""
    taken = sorted(beside, key=lambda found: found.start)
    kept: list[Found] = []
    for alone in (True, False):
        some = (found for found in candidates if found.readings[0].alone is alone)
        for candidate in sorted(some, key=lambda found: (found.start, -found.end)):
            place = bisect_right(taken, candidate.start, key=lambda found: found.start)
            before, after = taken[place - 1 : place] if place else [], taken[place : place + 1]
            if all(one.end <= candidate.start for one in before) and all(candidate.end <= one.start for one in after):
                taken.insert(place, candidate)
                kept.append(candidate)
    return sorted(kept, key=lambda found: found.start)


def _is_a_word(original: str, found: Found) -> bool:
    """`12 may attend`, `i mars 14 deltagare`: where no year is said, capitals tell the month from the word."""
    if all(reading.month_and_day is None for reading in found.readings):
        return False
    return re.search(r"\bmay\b", original) is not None or re.match(r"[a-z]+\.?\s+\d", original) is not None


def _is_of_a_registry(original: str, before: str) -> bool:
    """`KS 2023/03-14`, `KS 2023-0314`: a matter of the committee whose letters stand before it."""
    is_number = re.fullmatch(r"\d{4}/\d\d-\d\d|\d{4}[- ]\d{4}", original) is not None
    return is_number and re.search(r"\b[A-ZÅÄÖ]{2,5} ?$", before) is not None


_TO_ANOTHER = re.compile(rf"{AND}|{COMMA}| ?/ ?", re.ASCII)


def _with_years(found: Sequence[Found], text: str) -> list[Found]:
    """`14 mars – 16 april 2023`: a date without its year has that of the date to which it leads, if not later.

    What is a date only in a row of them, as 1/2 and 3.4, is left away where there is no row.
    """
    backwards: list[Found] = []
    leads = [_TO_ANOTHER.fullmatch(text[one.end : other.start]) is not None for one, other in pairwise(found)]
    for index in range(len(found) - 1, -1, -1):
        candidate = found[index]
        follows = index > 0 and leads[index - 1]
        following = backwards[-1] if index < len(leads) and leads[index] and backwards else None
        if following is not None and _alike(candidate, following, text):
            readings = tuple(_of_year(reading, following.readings[0]) for reading in candidate.readings)
            backwards.append(Found(candidate.start, candidate.end, readings))
        elif candidate.readings[0].alone or (follows and "/" in text[candidate.start : candidate.end]):
            backwards.append(candidate)
    return backwards[::-1]


def _alike(one: Found, other: Found, text: str) -> bool:
    """Whether a date leads to another: what may be none leads only to one that is written in the same way."""
    if one.readings[0].alone:
        return True
    sign = "/" if "/" in text[one.start : one.end] else "."
    return re.match(rf"\d\d?{re.escape(sign)}", text[other.start : other.end]) is not None


def _of_year(reading: Reading, later: Reading) -> Reading:
    if reading.month_and_day is None or len(later.days) != 1 or not later.sure:
        return reading
    end = later.days[0]
    if reading.month_and_day > (end.month, end.day):
        return reading
    return reading_of(end.year, *reading.month_and_day)
