"""The ways in which documents write a day, in Swedish and English.

Each form is a pattern, and a function that says what was found can mean: `FORMS`. The text that they look at is
`characters.plain`: in small letters, without accents and markup, with one sort of space, of hyphen and of digit.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Self

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
    alone: bool = True
    """Whether it is a date by itself: 1/2 and 3.4 are one only where another date follows or goes before."""


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


def year_of(text: str) -> int:
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
MONTHS_OF_A_YEAR = len(MONTH_NAMES)
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
_ORDINALS = {
    word.replace("-", ""): day for words in (_ORDINALS_SV, _ORDINALS_EN) for day, word in enumerate(words.split(), 1)
}
_ORDINALS |= {f"{word[:-1]}e": day for word, day in _ORDINALS.items() if word.endswith(("forsta", "andra"))}
_ORDINALS |= {word.replace("tjugo", "tjugu").replace("trettiof", "trettif"): day for word, day in _ORDINALS.items()}
"""By the word without hyphens and spaces; also as older documents have it: *den förste*, *tjuguförsta*."""
_CARDINALS_SV = (
    "ett tva tre fyra fem sex sju atta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo"
    " tjugoett tjugotva tjugotre tjugofyra tjugofem tjugosex tjugosju tjugoatta tjugonio trettio trettioett"
)
_CARDINALS_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven"
    " twenty-eight twenty-nine thirty thirty-one"
)
CARDINALS = {
    word: day for words in (_CARDINALS_SV, _CARDINALS_EN) for day, word in enumerate(words.split(), 1) if day > 1
}


def month_of(name: str) -> int | None:
    """The number of a month by its name, in small letters without accents; None where none is called so."""
    return _MONTH_OF.get(name)


_ROMAN_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NUMERALS, 1)}


def number_of(written: str) -> int | None:
    """A day in figures or in words: 14, fjortonde, tjugo femte, twenty-fifth; None where it is neither."""
    if written.isdigit():
        return int(written)
    return _ORDINALS.get(re.sub(r"[\s-]", "", written))


def _numbers(text: str) -> list[int]:
    """The days of a list: 14, 15 och 16."""
    return [number for word in re.findall(rf"\d+|{WORDS}", text) if (number := number_of(word)) is not None]


def _named_month(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars 2023, 14–15 March 2023, September 25, 2024."""
    for day in _numbers(match["days"]):
        yield reading_of(year_of(match["year"]), _MONTH_OF[match["month"]], day)


def _named_month_short_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars 23: a year, or the number of something; 2023: mars 14."""
    for day in _numbers(match["days"]):
        yield reading_of(year_of(match["year"]), _MONTH_OF[match["month"]], day, sure=False)


def _named_month_no_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14 mars, the 25th of September: of which year, a person must say."""
    for day in _numbers(match["days"]):
        if 1 <= day <= 31:
            yield Reading(month_and_day=(_MONTH_OF[match["month"]], day), sure=False)


def _named_month_in_words(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """Fjortonde mars 2023, the fourteenth of March."""
    return (_named_month if match["year"] else _named_month_no_year)(match, order)


def _year_first(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023-03-14, 2023/3/14, 2023.03.14, and 2023-03-14–16, 2023-03-14–04-16."""
    year, month, day = year_of(match["year"]), int(match["month"]), int(match["day"])
    yield reading_of(year, month, day)
    if match["last"]:
        yield _last_of_a_period((year, month, day), match["last_month"], int(match["last"]))


def _last_of_a_period(first: tuple[int, int, int], written_month: str | None, day: int) -> Reading:
    """The last day, after the first: of 2022-12-31–01-02 it is of the next year, of 2023-02-27–02 of the next month."""
    year, month, _ = first
    last = (year, int(written_month or month), day)
    if last > first:
        return reading_of(*last)
    if written_month:
        return reading_of(year + 1, int(written_month), day, sure=False)
    return reading_of(year + month // 12, month % 12 + 1, day, sure=False)


def _year_first_apart(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023 03 14: of this century, surely."""
    yield reading_of(
        year_of(match["year"]), int(match["month"]), int(match["day"]), sure=match["year"].startswith("20")
    )


def _day_over_month(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """14/3 2023, 14/3-23: as it is written in the Nordic countries, where the day comes first."""
    year = year_of(match["year"])
    for day in _numbers(match["days"]):
        if order is DayOrder.MONTH_FIRST or int(match["month"]) > 12:
            yield _alternatives([(year, day, int(match["month"])), (year, int(match["month"]), day)])
        else:
            yield reading_of(year, int(match["month"]), day)


def _dotted(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14.3.2023: with dots the day comes first everywhere."""
    for day in _numbers(match["days"]):
        yield reading_of(year_of(match["year"]), int(match["second"]), day)


def _dotted_short_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14.3.-23: a date, or numbers of something."""
    for day in _numbers(match["days"]):
        reading = reading_of(year_of(match["year"]), int(match["second"]), day, sure=False)
        if reading.days:
            yield reading


_TOLD = re.compile(
    r"(?:\bden|dag|day|\b(?:senast|tidigast|fore|innan)|\bt\.? ?o\.? ?m\.?|\bfr\.? ?o\.? ?m\.?"
    r"|\b(?:till|fran) och med|\bno(?:t)? (?:later|earlier) than)[ \n]$",
    re.ASCII,
)


def _is_told(match: re.Match[str]) -> bool:
    """Whether a word before it says that it is a day: den 14.3, tisdag 14/3, senast 31.3."""
    return _TOLD.search(match.string[max(match.start() - 15, 0) : match.start()]) is not None


def _dotted_no_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """1.2 in 1.2–3.2.2024; and by itself in `den 14.3`."""
    day, month = int(match["day"]), int(match["month"])
    if 1 <= day <= 31 and 1 <= month <= 12:
        yield Reading(month_and_day=(month, day), sure=False, alone=_is_told(match))


def _two_numbers_and_year(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """25/09/2024, 09-25-2024: which is the month, the country says, where both could be."""
    year, first, second = year_of(match["year"]), int(match["first"]), int(match["second"])
    day_first, month_first = (year, second, first), (year, first, second)
    if order is DayOrder.UNKNOWN or _day(*day_first) is None or _day(*month_first) is None:
        yield _alternatives([day_first, month_first])
    else:
        yield reading_of(*(day_first if order is DayOrder.DAY_FIRST else month_first))


def _three_short_numbers(match: re.Match[str], order: DayOrder) -> Iterator[Reading]:
    """23-03-14, 14/03/23, 14.03.23: which of the three is the year, nobody can say but who wrote it."""
    first, second, third = match["first"], match["second"], match["third"]
    dotted = match["between"] == "."
    meanings = [(year_of(third), int(second), int(first)), (year_of(first), int(second), int(third))]
    month_first = (year_of(third), int(first), int(second))
    if order is not DayOrder.DAY_FIRST and not dotted:
        meanings.append(month_first)
    reading = _alternatives(meanings)
    if not reading.days and match["between"] == "/":  # 3/14/23
        reading = _alternatives([month_first])
        if reading.days:
            yield replace(reading, sure=False)
        return
    padded = len(first) == len(second) == 2
    section = dotted and not padded and int(first) <= 12 and int(third) <= 15
    if reading.days and not section:  # 2.5.13
        yield replace(reading, sure=padded or not dotted)


def _six_digits(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """230314. What has no such month or no such day in any month is another number."""
    digits = match["digits"]
    if 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:]) <= 31:
        year, month, day = year_of(digits[:2]), int(digits[2:4]), int(digits[4:])
        yield from _with_last(match, year, month, day)


def _with_last(match: re.Match[str], year: int, month: int, day: int) -> Iterator[Reading]:
    """The day, and of 230314-16 the last one; what ends before it begins, as 230314-12, is no period."""
    last = int(match["last"] or 0)
    yield reading_of(year, month, day, sure=not last or (last > day and match["sign"] == "-"))
    if last > day:
        yield reading_of(year, month, last, sure=match["sign"] == "-")


def _eight_digits(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """20230314; 14032023 is asked about, and 20230431."""
    digits = match["digits"]
    if digits[:2] in ("19", "20") and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31:
        yield from _with_last(match, int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    elif digits[4:6] in ("19", "20") and (backwards := _day(int(digits[4:]), int(digits[2:4]), int(digits[:2]))):
        yield Reading((backwards,), sure=False)


def _iso_week(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023-W11-2: a day of a week (ISO 8601)."""
    try:
        yield Reading((date.fromisocalendar(int(match["year"]), int(match["week"]), int(match["weekday"])),))
    except ValueError:
        yield Reading()


def _roman_month(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14/III 2023, 14.iii.2023; with a short year it is asked about. Not `70 x 10`."""
    is_product = match["month"] == "x" and len(match["year"]) == 2
    if " i " not in match[0] and not is_product:  # a word
        yield reading_of(
            year_of(match["year"]), _ROMAN[match["month"]], int(match["day"]), sure=len(match["year"]) == 4
        )


def _roman_month_after_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """2023-III-14."""
    if " i " not in match[0]:
        yield reading_of(int(match["year"]), _ROMAN[match["month"]], int(match["day"]), sure=False)


_FRACTIONS = ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/10", "24/7")


def _day_over_month_no_year(match: re.Match[str], _order: DayOrder) -> Iterator[Reading]:
    """14/3, 14–16/3: of which year, a person must say. Not 3/4, or 24/7."""
    month = int(match["month"])
    for day in _numbers(match["days"]) if 1 <= month <= 12 else ():
        if not 1 <= day <= 31:
            continue
        yield Reading(month_and_day=(month, day), sure=False, alone=_is_told(match) or match[0] not in _FRACTIONS)


# How it is written

_GAP = r"(?:[ ]{1,4}\n?[ ]{0,8}|\n[ ]{0,8})"
"""Between two words: spaces, or the end of a line."""
GAP_OR_NONE = rf"{_GAP}?"
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
SUFFIX = rf"(?:(?:\.|[:-]?(?:de|dje|dra|ste|sta|te|e|a)| ?:?(?:st|nd|rd|th)\.?)?(?![a-z])|(?=(?:{_NAMES})(?![a-z])))"
"""14:e, 1:a, 14th, 25 th; none where the month follows at once: 31dec."""
_IN_NO_DATE = r"(?:(?<!\d-\d\d-\d)|(?<=/\d-\d\d-\d)|(?<=/\d\d-\d\d-\d))(?!(?<=\d{4}-[01])\d-\d\d(?!\d))"
"""Not the month or the day of `2023-02-28`, after which another day may follow."""
_ALONE = rf"\d(?<!\d\d)(?<!\d[.,:/]\d){_IN_NO_DATE}"
"""The first digit, not within another number or date; after a hyphen an interval may end.

A pattern begins with what it looks for, and looks back from there, so that the engine skips at once to the digits.
"""
_ONE_DAY = rf"\d{{1,2}}{SUFFIX}"
_FIRST_DAY = rf"{_ALONE}\d?{SUFFIX}"
_WEEKDAY = (
    r"(?:(?:man|tis|ons|tors|fre|lor|son)(?:dag)?(?:en)?|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?)"
    r"\.?,?"
)
_WHICH = rf"(?:{_WEEKDAY}{_GAP})?(?:den |the )?"
AND = (
    rf"(?>(?:,?{GAP_OR_NONE})(?:--?|→|\.\.\.?|och/eller|och|and/or|samt|eller|el\.|liksom|plus|resp(?:ektive|\.)?"
    r"|alt(?:ernativt|\.)|till och med|till|t\.? ?o\.? ?m\.?|fram till|and|or|through|thru|to|until|&|\+)"
    rf"(?![a-z]){GAP_OR_NONE}{_WHICH})"
)
"""Between two days, where both are meant."""
COMMA = rf"(?>,{GAP_OR_NONE}{_WHICH})"
_DAYS = rf"{_FIRST_DAY}(?:(?:(?:{COMMA}|{AND}){_ONE_DAY}){{0,8}}?(?:{AND}|/){_ONE_DAY})?"
"""14; 14–15; 14, 15 och 16. Not `3, 14`: the first of these may number anything."""
_DAYS_AFTER = rf"{_FIRST_DAY}(?:{COMMA}{_ONE_DAY}){{1,8}}"
"""Between their month and their year: March 14, 15, 2023."""
_MORE_DAYS = rf"(?:(?:(?:{COMMA}|{AND}){_ONE_DAY}){{0,8}}?{AND}{_ONE_DAY})?"
_DAYS_OVER = f"{_FIRST_DAY}{_MORE_DAYS}"
"""The same before a stroke or a point and the month."""
_TENS = "(?<=^tjugo)(?!nde)|(?<=^tjugu)(?!nde)|(?<=^trettio)(?=f)|(?<=^tretti)(?=f)|(?<=^twenty)|(?<=^thirty)"
WORDS = "|".join(sorted((re.sub(_TENS, "[ \n-]?", word) for word in _ORDINALS), key=len, reverse=True))
_DAYS_IN_WORDS = rf"(?:{WORDS})(?:(?:(?:{COMMA}|{AND})(?:{WORDS})){{0,8}}?{AND}(?:{WORDS}))?"
MONTH_NAME = rf"(?P<month>{_NAMES})(?![a-z])"
_MONTH = rf"{MONTH_NAME}\.?"
_FULL_YEAR = r"(?:1[89]|2[01])\d\d(?!\d)"
TO_A_MONTH = rf"(?:{GAP_OR_NONE}(?:of{_GAP})?(?:{_NAMES})|[-./](?:{_NAMES}))"


def _short_year(a_month: str) -> str:
    """A year of two digits that is not the last day of `14 mars–16 april`, or one of `14 mars–16, 17 april`.

    Args:
        a_month: how the month of such a day follows it.
    """
    more_days = rf"(?:(?:{COMMA}|{AND}){_ONE_DAY}){{1,4}}"
    is_year = rf"(?= ?--? ?\d\d?(?:/\d\d?|{TO_A_MONTH}\.?) ?[-']\d\d(?!\w))"  # 31/12-22–1/1-23
    is_no_day = rf"(?!(?<! -\d\d)(?<!'\d\d){SUFFIX}{more_days}{a_month})"
    return rf"\d\d(?!\w|:[a-z]|{SUFFIX}{a_month})(?:{is_year}|{is_no_day})"


_YEAR = rf"[-./]?(?P<year>{_FULL_YEAR}|[-']{_short_year(TO_A_MONTH)})"
_NOT_LONGER = r"\d(?<!\d\d)(?<!\d[.,:/]\d)(?<!(?<!\d{3})(?<![./])(?<![./]\d)\d-\d)"
"""The same; after a hyphen only if that follows a year."""
_YEAR_FIRST = r"[12](?<!\d\d)(?:(?<!\d[.]\d)|(?<=-\d\d[.]\d))(?<!\d:1)(?:(?<=1)[89]|(?<=2)[01])\d\d"
"""Also after a comma, as in a table of such; and after the point behind a date."""
_DAY_BEFORE_MONTH = rf"{_GAP}(?:of{_GAP}|i{_GAP}|day{_GAP}of{_GAP})?|[-./]|(?=[a-z])"
_LINE_OR_NOT = r"(?: |\n *)?"
"""Between the numbers of one date: nothing, a space, or the end of a line."""
_AND_OR_GAP = rf"(?:{AND}|{GAP_OR_NONE})"
_A_MONTH_FOLLOWS = rf"[ .:;,-]{{0,3}}(?:[a-z]{{1,3}}[ .:;-]{{1,3}})?(?:day{_GAP}of{_GAP})?(?:{_NAMES})(?![a-z])"
_TO_LAST = rf"(?:(?P<sign>[-/])(?P<last>\d\d)(?!\d|[./:-]\d|{_A_MONTH_FOLLOWS}))?"
"""The last day of 230314-16; in `230228-14 mars` another month follows."""
_ROMAN_MONTHS = "|".join(sorted(_ROMAN, key=len, reverse=True))


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
        rf"(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH},?(?:{GAP_OR_NONE}(?:ar{_GAP})?){_YEAR}",
        _named_month,
    ),
    _form(
        "14 mars 23",
        rf"(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH},?[ -]?(?P<year>{_short_year(TO_A_MONTH)})"
        rf"(?![.:,/]\d|{_AND_OR_GAP}(?:\d|{_NAMES}))",
        _named_month_short_year,
    ),
    _form("25Sep2024", rf"(?P<days>{_ALONE}\d?){_MONTH}(?P<year>{_FULL_YEAR})", _named_month),
    _form("14 mars", rf"(?P<days>{_DAYS})(?:{_DAY_BEFORE_MONTH}){_MONTH}", _named_month_no_year),
    _form(
        "fjortonde mars 2023",
        rf"(?<!\w)(?P<days>{_DAYS_IN_WORDS}){_GAP}(?:(?:of|i|day{_GAP}of){_GAP})?{_MONTH}(?:,?{_GAP}{_YEAR})?",
        _named_month_in_words,
    ),
    _form("September 25", rf"(?<![a-z]){_MONTH}{_GAP}(?P<days>\d\d?{SUFFIX})(?![\w:.,]?\d)", _named_month_no_year),
    _form(
        "September 25, 2024",
        rf"(?<![a-z]){_MONTH}(?:{_GAP}(?:the{_GAP}|den{_GAP})?|-)(?P<days>{_DAYS}|{_DAYS_AFTER}|{_DAYS_IN_WORDS})"
        rf"(?:,{GAP_OR_NONE}|{_GAP}|-){_YEAR}",
        _named_month,
    ),
    _form(
        "September twenty-fifth",
        rf"(?<![a-z]){_MONTH}{_GAP}(?:the{_GAP})?(?P<days>{_DAYS_IN_WORDS})(?![a-z])",
        _named_month_no_year,
    ),
    _form(
        "2023 mars 14",
        rf"(?P<year>{_YEAR_FIRST})[ ,-]{{0,3}}(?:den )?{_MONTH}[ -]?(?:den )?(?P<days>\d{{1,2}}{SUFFIX})(?!\d)",
        _named_month,
    ),
    _form(
        "2023: mars 14",
        rf"(?P<year>{_YEAR_FIRST})[ ]?[:;][ ]?(?:den )?{_MONTH}[ -]?(?:den )?(?P<days>\d{{1,2}}{SUFFIX})(?!\d)",
        _named_month_short_year,
    ),
    _form(
        "2023-03-14",
        rf"(?P<year>{_YEAR_FIRST}){_LINE_OR_NOT}(?P<between>[-./_]){_LINE_OR_NOT}(?P<month>\d\d?)"
        rf"{_LINE_OR_NOT}(?P=between){_LINE_OR_NOT}(?P<day>\d\d?)(?!\d|x(?!\w))"
        r"(?:(?: ?(?:--?|/) ?| (?:till|t\.?o\.?m\.?|to|och|and) (?=\d\d(?:[-.,;)|\n]|$)))"
        rf"(?:(?P<last_month>\d\d)(?P=between))?(?P<last>\d\d)(?!\d|[./:-]\d|{_A_MONTH_FOLLOWS}))?",
        _year_first,
    ),
    _form(
        "2023 03 14",
        r"(?P<year>[12](?<!\d\d)(?<!\d[ .,:/-]\d)(?:(?<=1)9|(?<=2)0)\d\d) (?P<month>\d\d) (?P<day>\d\d)(?![ -]?\d)",
        _year_first_apart,
    ),
    _form(
        "14/3 2023",
        rf"(?P<days>{_DAYS_OVER})(?: ?/ ?|/{_LINE_OR_NOT})(?P<month>\d\d?)(?:{_GAP}|[ ]?-[ ]?)(?P<year>{_FULL_YEAR})",
        _day_over_month,
    ),
    _form(
        "14/3 -23",
        rf"(?P<days>{_DAYS_OVER})/(?P<month>\d\d?)/?[ ]?[-'][ ]?(?P<year>{_short_year('[/.:][0-9]')})",
        _day_over_month,
    ),
    _form(
        "14.3.2023",
        rf"(?P<days>{_DAYS_OVER}|{_FIRST_DAY}(?<=\.)/{_ONE_DAY})(?<!\.)\.{_LINE_OR_NOT}(?P<second>\d\d?)"
        rf"(?:\.{_LINE_OR_NOT}| )(?P<year>{_FULL_YEAR})",
        _dotted,
    ),
    _form(
        "14.3.-23",
        rf"(?P<days>{_DAYS_OVER})(?<!\.)\.(?P<second>\d\d?)\.? ?[-'](?P<year>\d\d)(?!\w|[.:,/]\d| ?%)",
        _dotted_short_year,
    ),
    _form(
        "den 14.3",
        r"(?P<day>\d(?<![\w/]\d)(?<!\d[.,:/-]\d)\d?)\.(?P<month>\d\d?)(?!\d)\.?"
        r"(?!\w|[.:,/]\d|-[a-z]| ?(?:%|procent|per ?cent|m?n?kr|tkr|milj))",
        _dotted_no_year,
    ),
    _form(
        "25/09/2024",
        rf"(?P<first>{_NOT_LONGER}\d?)(?: ?- ?|/{_LINE_OR_NOT})(?P<second>\d\d?)"
        rf"(?: ?- ?|/{_LINE_OR_NOT})(?P<year>{_FULL_YEAR})",
        _two_numbers_and_year,
    ),
    _form(
        "14/03/23",
        rf"(?P<first>{_NOT_LONGER}\d?)(?P<between>[-./_])(?P<second>\d\d?)(?P=between)(?P<third>\d\d)"
        r"(?!\d|[.:/]\d|-(?!\d\d?(?P=between)\d\d?(?P=between)\d\d)\d)",
        _three_short_numbers,
    ),
    _form("230314", rf"(?P<digits>\d(?<!\d\d)\d{{5}})(?!\d){_TO_LAST}", _six_digits),
    _form("20230314", rf"(?P<digits>\d(?<!\d\d)\d{{7}})(?!\d){_TO_LAST}", _eight_digits),
    _form("2023-W11-2", r"(?P<year>2(?<!\d\d)0\d\d)-?w(?P<week>\d\d)-?(?P<weekday>[1-7])(?!\d)", _iso_week),
    _form(
        "14/III 2023",
        rf"(?P<day>{_ALONE}\d?)(?: ?[-./] ?| )(?P<month>{_ROMAN_MONTHS})(?: ?[-./] ?| )"
        rf"(?P<year>{_FULL_YEAR}|\d\d(?!\w))",
        _roman_month,
    ),
    _form(
        "2023-III-14",
        rf"(?P<year>{_YEAR_FIRST})(?P<between>[-./ ])(?P<month>{_ROMAN_MONTHS})(?P=between)(?P<day>\d\d?)(?!\w)",
        _roman_month_after_year,
    ),
    _form(
        "den 14/3",
        rf"(?P<days>\d(?<![\w/]\d)(?<!\d[.,:]\d){_IN_NO_DATE}\d?{_MORE_DAYS})/(?P<month>\d\d?)"
        r"(?![\w/]|[.:,]\d|-(?=\d)(?!\d\d?/))",
        _day_over_month_no_year,
    ),
)
"""Every way in which a date is read; what overlaps is told apart by where it begins and by its length."""


# What is found


@dataclass(frozen=True, slots=True)
class Found:
    """Where a form stands in the plain text, and what can be meant: one reading, or one for each day of a list."""

    start: int
    end: int
    readings: tuple[Reading, ...]

    def doubted(self) -> Self:
        """The same, where something besides the forms makes it uncertain."""
        return replace(self, readings=tuple(replace(reading, sure=False) for reading in self.readings))


def found_by_forms(text: str, order: DayOrder) -> Iterator[Found]:
    """What each form finds in a plain text, form by form."""
    for form in FORMS:
        for match in form.pattern.finditer(text):
            readings = tuple(form.readings(match, order))
            if readings and not _is_part(match, text):
                found = Found(match.start(), match.end(), readings)
                timed = "digits" in match.re.groupindex and _TIME_AFTER.match(text, match.end())
                doubtful = timed or _begins_at_a_time(found, text) or _descends(found) or _is_numbered(match)
                doubtful = doubtful or _ends_a_number(found, text)
                yield found.doubted() if doubtful else found  # or a registry number


_CLOCK_BEFORE = re.compile(r"\b(?:kl|klockan|at)\.? $")


def _begins_at_a_time(found: Found, text: str) -> bool:
    """`kl 12–15 mars 2023`: the first number is an hour, or a day."""
    return len(found.readings) > 1 and _CLOCK_BEFORE.search(text, max(found.start - 9, 0), found.start) is not None


_TENS_BEFORE = re.compile(r"\b(?:tju|tret|twe|thi)[a-z0-9]{1,4}[ -]$")


def _ends_a_number(found: Found, text: str) -> bool:
    """`tjugc första mars 2023`: the tens before it were misread, and it is no 1 March."""
    in_words = text[found.start].isalpha()
    return in_words and _TENS_BEFORE.search(text, max(found.start - 9, 0), found.start) is not None


_NUMBERING_BEFORE = re.compile(
    r"(?:§|\b(?:bilaga|tabell|figur|avsnitt|punkt|kapitel|kap|version|ver|rev|table|section|appendix|figure|item))"
    r"\.? ?(?:nr\.? ?)?$"
)


def _is_numbered(match: re.Match[str]) -> bool:
    """`bilaga 2.3 2023`: the number of something and a year, or a date."""
    if "second" not in match.re.groupindex:
        return False
    return _NUMBERING_BEFORE.search(match.string, max(match.start() - 14, 0), match.start()) is not None


def _descends(found: Found) -> bool:
    """`22–1/1 2023`: the days of one month do not follow each other, so some number is none."""
    days = [reading.days[0] for reading in found.readings if reading.days]
    return any(one >= other for one, other in pairwise(days))


_AMOUNT_BEFORE = re.compile(r"(?:kr|sek|eur|gbp|usd|[$€£])[. ]?$")
_AMOUNT_AFTER = re.compile(
    r" ?(?:kr\b|kronor|sek\b|eur|gbp|usd|[€£$%]|:-|tkr|mkr|mnkr|procent|per ?cent|st\b|invanare)"
)
_REGISTRY_BEFORE = re.compile(r"\b(?:d\.?nr|diarienr|diarienummer)[ :.]{0,3}$")
_LONGER_BEFORE = re.compile(r"\d[-./:]$")
_LONGER_AFTER = re.compile(r"-\d|/\d")
_TIME_AFTER = re.compile(r"-(?:[01]\d|2[0-3])[0-5]\d(?!\d)")
_DATE_BEFORE = re.compile(r"(?<!\d)\d{6}(?:\d\d)?[-/]$")
_DATE_AFTER = re.compile(rf"[-/](?:\d{{6}}(?:\d\d)?(?!\d)|\d\d?{_A_MONTH_FOLLOWS}|\d\d?/\d)")


def _is_part(match: re.Match[str], text: str) -> bool:
    """Whether digits without separators belong to something else: a telephone or registry number, an amount."""
    if "digits" not in match.re.groupindex:
        return False
    before, after = text[max(match.start() - 20, 0) : match.start()], text[match.end() : match.end() + 24]
    if _AMOUNT_BEFORE.search(before) or _AMOUNT_AFTER.match(after):
        return True
    if _REGISTRY_BEFORE.search(before) and (match.end() > match.end("digits") or _LONGER_AFTER.match(after)):
        return True
    if _LONGER_BEFORE.search(before) and not _DATE_BEFORE.search(before):
        return True
    return _LONGER_AFTER.match(after) is not None and not (_DATE_AFTER.match(after) or _TIME_AFTER.match(after))
