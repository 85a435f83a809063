"""The ways in which documents write a day, in Swedish and English.

Each form is a pattern, and a function that says what was found can mean: `FORMS`. The text that they look at is
`characters.plain`: in small letters, without accents and markup, with one sort of space, of hyphen and of digit.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from plptool.model.dates import MONTHS
from plptool.texts.letters import fold


class DayOrder(Enum):
    """What comes first where a day and a month are two numbers with strokes between: 04/05/2022."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"
    """Nobody has said of which country the documents are."""

    @classmethod
    def of(cls, country: str | None) -> "DayOrder":
        """As a country's offices write (Unicode CLDR, territories whose short date begins with the month)."""
        if country is None:
            return cls.UNKNOWN
        return cls.MONTH_FIRST if country in ("US", "FM", "MH", "PH", "PW") else cls.DAY_FIRST


@dataclass(frozen=True, slots=True)
class Reading:
    """What something that is written like a date can mean."""

    days: tuple[date, ...] = ()
    """Each day that it can mean; none where the year is not said, or where there is no such day."""
    month_and_day: tuple[int, int] | None = None
    """Where the year is not said."""
    sure: bool = True
    """Whether it is a date at all, and read rightly."""


# What can be meant


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def reading_of(year: int, month: int, day: int, *, sure: bool = True) -> Reading:
    """The day, if there is one; else something that is written like a date and is none."""
    meant = _day(year, month, day)
    return Reading(() if meant is None else (meant,), sure=sure)


def _year(text: str) -> int:
    """A year of four digits, or of two: of this century until 69, of the last one from 70."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _alternatives(meanings: Sequence[tuple[int, int, int]]) -> Reading:
    """One of several years, months and days; those that are no day are not meant."""
    days = [meant for meaning in meanings if (meant := _day(*meaning)) is not None]
    return Reading(tuple(dict.fromkeys(days)))


MONTH_NAMES = [
    [*fold(names).split(), *({name[:3] for name in fold(names).split()})] for names in MONTHS
]  # januari, january, jan
MONTH_NAMES[8].append("sept")
MONTH_NAMES[1].append("febr")
_MONTH_OF = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names}
_ORDINALS_SV = (
    "forsta andra tredje fjarde femte sjatte sjunde attonde nionde tionde elfte tolfte trettonde fjortonde femtonde"
    " sextonde sjuttonde artonde nittonde tjugonde tjugoforsta tjugoandra tjugotredje tjugofjarde tjugofemte"
    " tjugosjatte tjugosjunde tjugoattonde tjugonionde trettionde trettioforsta"
)
_ORDINALS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third"
    " twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_ORDINALS = {word: day for words in (_ORDINALS_SV, _ORDINALS_EN) for day, word in enumerate(words.split(), 1)}
_ROMAN_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NUMERALS, 1)}


def _numbers(text: str) -> list[int]:
    """The days of a list: 14, 15 och 16."""
    found = re.findall(r"\d+|[a-z]+(?:-[a-z]+)?", text)
    return [_ORDINALS.get(word) or int(word) for word in found if word.isdigit() or word in _ORDINALS]


def _named_month(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars 2023, 14–15 March 2023, September 25, 2024."""
    for day in _numbers(match["days"]):
        yield reading_of(_year(match["year"]), _MONTH_OF[match["month"]], day)


def _named_month_short_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars 23: a year, or the number of something."""
    for day in _numbers(match["days"]):
        yield reading_of(_year(match["year"]), _MONTH_OF[match["month"]], day, sure=False)


def _named_month_no_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars, the 25th of September: of which year, a person must say."""
    for day in _numbers(match["days"]):
        if 1 <= day <= 31:
            yield Reading(month_and_day=(_MONTH_OF[match["month"]], day), sure=False)


def _year_first(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023-03-14, 2023/3/14, 2023.03.14, and 2023-03-14–16."""
    yield reading_of(_year(match["year"]), int(match["month"]), int(match["day"]))
    if match["last"]:
        yield reading_of(_year(match["year"]), int(match["month"]), int(match["last"]))


def _day_over_month(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """14/3 2023, 14/3-23: as it is written in the Nordic countries, where the day comes first."""
    year = _year(match["year"])
    for day in _numbers(match["days"]):
        if order is DayOrder.MONTH_FIRST or int(match["month"]) > 12:
            yield _alternatives([(year, day, int(match["month"])), (year, int(match["month"]), day)])
        else:
            yield reading_of(year, int(match["month"]), day)


def _dotted(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14.3.2023: with dots the day comes first everywhere."""
    yield reading_of(_year(match["year"]), int(match["second"]), int(match["first"]))


def _two_numbers_and_year(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """25/09/2024, 09-25-2024: which is the month, the country says, where both could be."""
    year, first, second = _year(match["year"]), int(match["first"]), int(match["second"])
    day_first, month_first = (year, second, first), (year, first, second)
    if order is DayOrder.UNKNOWN or _day(*day_first) is None or _day(*month_first) is None:
        yield _alternatives([day_first, month_first])
    else:
        yield reading_of(*(day_first if order is DayOrder.DAY_FIRST else month_first))


def _three_short_numbers(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """23-03-14, 14/03/23, 14.03.23: which of the three is the year, nobody can say but who wrote it."""
    first, second, third = match["first"], match["second"], match["third"]
    meanings = [(_year(third), int(second), int(first)), (_year(first), int(second), int(third))]
    if order is not DayOrder.DAY_FIRST:
        meanings.append((_year(third), int(first), int(second)))
    reading = _alternatives(meanings)
    padded = all(len(match[name]) == 2 for name in ("first", "second"))
    if reading.days and (padded or match["between"] == "/"):  # 2.5.13 is a section, 25.90.13 a version
        yield reading


def _six_digits(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """230314. What has no such month or no such day in any month is another number."""
    digits = match["digits"]
    if 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:]) <= 31:
        yield reading_of(_year(digits[:2]), int(digits[2:4]), int(digits[4:]))
        if match["last"]:
            yield reading_of(_year(digits[:2]), int(digits[2:4]), int(match["last"]))


def _eight_digits(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """20230314; 14032023 is asked about."""
    digits = match["digits"]
    forwards = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if digits[:2] in ("19", "20") else None
    if forwards is not None:
        yield Reading((forwards,))
    elif digits[4:6] in ("19", "20") and (backwards := _day(int(digits[4:]), int(digits[2:4]), int(digits[:2]))):
        yield Reading((backwards,), sure=False)


def _iso_week(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023-W11-2: a day of a week (ISO 8601)."""
    try:
        yield Reading((date.fromisocalendar(int(match["year"]), int(match["week"]), int(match["weekday"])),))
    except ValueError:
        yield Reading()


def _roman_month(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14/III 2023, 14.iii.2023."""
    yield reading_of(_year(match["year"]), _ROMAN[match["month"]], int(match["day"]))


_FRACTIONS = ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/10", "24/7")


def _day_over_month_no_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14/3: of which year, a person must say. Not 3/4, or 24/7."""
    day, month = int(match["day"]), int(match["month"])
    told = match["told"] is not None
    if 1 <= day <= 31 and 1 <= month <= 12 and (told or match["slashed"] not in _FRACTIONS):
        yield Reading(month_and_day=(month, day), sure=False)


# How it is written

_GAP = r"(?:[ ]{1,4}\n?[ ]{0,8}|\n[ ]{0,8})"
"""Between two words: spaces, or the end of a line."""
GAP_OR_NONE = rf"{_GAP}?"
_SUFFIX = r"(?:\.|:?(?:de|dje|te|e|a)|st|nd|rd|th)?(?![a-z])"
"""14:e, 1:a, 14th."""
_ONE_DAY = rf"\d{{1,2}}{_SUFFIX}"
_AND = rf"{GAP_OR_NONE}(?:-|,? ?(?:och|samt|resp\.?|till|t\.?o\.?m\.?|and|to|&)){GAP_OR_NONE}(?:den |the )?"
_DAYS = rf"{_ONE_DAY}(?:(?:, ?{_ONE_DAY}){{0,8}}(?:{_AND}|/){_ONE_DAY})?"
"""14; 14–15; 14, 15 och 16. Not `3, 14`: the first of these may number anything."""
_WORDS = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_MONTH = rf"(?P<month>{_NAMES})(?![a-z])\.?"
_FULL_YEAR = r"(?:1[89]|2[01])\d\d(?!\d)"
_YEAR = rf"[-./]?(?P<year>{_FULL_YEAR}|[-']\d\d(?!\d|{GAP_OR_NONE}(?:{_NAMES})))"
_ALONE = r"(?<!\d)(?<!\d[.,:/])"
"""Not the end of another number; after a hyphen an interval may end."""
_NOT_LONGER = r"(?<!\d)(?<!\d[.,:/-])"
_DAY_BEFORE_MONTH = rf"{_GAP}(?:of{_GAP}|i{_GAP}|day{_GAP}of{_GAP})?|[-./]|(?=[a-z])"


_AND_OR_GAP = rf"(?:{_AND}|{GAP_OR_NONE})"


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing a date."""

    example: str
    pattern: re.Pattern[str]
    readings: Callable[[re.Match[str], DayOrder], Iterator[Reading]]


def _form(example: str, pattern: str, readings: Callable[[re.Match[str], DayOrder], Iterator[Reading]]) -> Form:
    return Form(example, re.compile(pattern, re.ASCII), readings)


FORMS = (
    _form(
        "14 mars 2023",
        rf"{_ALONE}(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH},?(?:{GAP_OR_NONE}(?:ar{_GAP})?){_YEAR}",
        _named_month,
    ),
    _form(
        "fjortonde mars 2023",
        rf"(?<!\w)(?P<days>{_WORDS}){_GAP}(?:(?:of|i|day{_GAP}of){_GAP})?{_MONTH},?{_GAP}{_YEAR}",
        _named_month,
    ),
    _form(
        "14 mars 23",
        rf"{_ALONE}(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH},?[ -](?P<year>\d\d)"
        rf"(?!\w|[.:,/]\d|{_AND_OR_GAP}(?:\d|{_NAMES}))",
        _named_month_short_year,
    ),
    _form("25Sep2024", rf"{_ALONE}(?P<days>\d\d?){_MONTH}(?P<year>{_FULL_YEAR})", _named_month),
    _form("14 mars", rf"{_ALONE}(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH}", _named_month_no_year),
    _form("fjortonde mars", rf"(?<!\w)(?P<days>{_WORDS}){_GAP}(?:(?:of|i){_GAP})?{_MONTH}", _named_month_no_year),
    _form("September 25", rf"(?<![a-z]){_MONTH}{_GAP}(?P<days>\d\d?{_SUFFIX})(?![\w:.,]?\d)", _named_month_no_year),
    _form(
        "September 25, 2024",
        rf"(?<![a-z]){_MONTH}{_GAP}(?:the{_GAP})?(?P<days>{_DAYS}),?{_GAP}{_YEAR}",
        _named_month,
    ),
    _form(
        "2023 mars 14",
        rf"{_ALONE}(?P<year>{_FULL_YEAR})[ ,-]{{1,2}}{_MONTH}[ -](?P<days>\d{{1,2}})(?!\d)",
        _named_month,
    ),
    _form(
        "2023-03-14",
        r"(?<!\d)(?<!\d[.,:])(?P<year>(?:1[89]|2[01])\d\d) ?(?P<between>[-./])(?: |\n *)?(?P<month>\d\d?)"
        r" ?(?P=between)(?: |\n *)?(?P<day>\d\d?)(?!\d)(?: ?(?:--?|/) ?(?P<last>\d\d)(?!\d|[.:-]\d))?",
        _year_first,
    ),
    _form(
        "2023 03 14",
        r"(?<!\d)(?<!\d[ .,:/-])(?P<year>20\d\d) (?P<month>\d\d) (?P<day>\d\d)(?![ -]?\d)(?P<last>x)?",
        _year_first,
    ),
    _form(
        "14/3 2023",
        rf"{_ALONE}(?P<days>\d{{1,2}}(?:{_AND}\d{{1,2}}){{0,4}})/(?P<month>\d\d?)"
        rf"(?:{_GAP}|[ ]?-[ ]?)(?P<year>{_FULL_YEAR})",
        _day_over_month,
    ),
    _form(
        "14/3 -23",
        rf"{_ALONE}(?P<days>\d{{1,2}}(?:{_AND}\d{{1,2}}){{0,4}})/(?P<month>\d\d?)"
        r"[ ]?[-'][ ]?(?P<year>\d\d)(?!\d|[/.:]\d)",
        _day_over_month,
    ),
    _form(
        "14.3.2023",
        rf"{_NOT_LONGER}(?P<first>\d\d?)\. ?(?P<second>\d\d?)\. ?(?P<year>{_FULL_YEAR})",
        _dotted,
    ),
    _form(
        "25/09/2024",
        rf"{_NOT_LONGER}(?P<first>\d\d?)(?: ?- ?|/)(?P<second>\d\d?)(?: ?- ?|/)(?P<year>{_FULL_YEAR})",
        _two_numbers_and_year,
    ),
    _form(
        "14/03/23",
        rf"{_NOT_LONGER}(?P<first>\d\d?)(?P<between>[-./])(?P<second>\d\d?)(?P=between)(?P<third>\d\d)(?!\d|[.:/-]\d)",
        _three_short_numbers,
    ),
    _form("230314", r"(?<!\d)(?P<digits>\d{6})(?!\d)(?:-(?P<last>\d\d)(?!\d|[.:-]\d))?", _six_digits),
    _form("20230314", r"(?<!\d)(?P<digits>\d{8})(?!\d)", _eight_digits),
    _form("2023-W11-2", r"(?<!\d)(?P<year>20\d\d)-?w(?P<week>\d\d)-?(?P<weekday>[1-7])(?!\d)", _iso_week),
    _form(
        "14/III 2023",
        rf"{_ALONE}(?P<day>\d\d?)(?: ?[./] ?| )(?P<month>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})"
        rf"(?: ?[./] ?| )(?P<year>{_FULL_YEAR})",
        _roman_month,
    ),
    _form(
        "den 14/3",
        r"(?P<told>(?<=den )|(?<=dag )|(?<=day ))?(?<![\w/])(?<!\d[.,:])(?P<slashed>(?P<day>\d\d?)/(?P<month>\d\d?))"
        r"(?![\w/]|[.:,]\d|-(?!\d\d?/))",
        _day_over_month_no_year,
    ),
)
"""Every way in which a date is read; what overlaps is told apart by where it begins and by its length."""
