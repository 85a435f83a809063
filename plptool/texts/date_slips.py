"""What recognition, and people who slip, make of a date: a month with another letter, a space in it, an odd sign.

All of it is asked about: what is written in no form may be anything.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from plptool.texts.date_forms import (
    CARDINALS,
    MONTH_NAMES,
    MONTHS_OF_A_YEAR,
    WORDS,
    Found,
    Reading,
    month_of,
    number_of,
    reading_of,
)

ANY_MONTH = "|".join(sorted((name for names in MONTH_NAMES for name in names), key=len, reverse=True))
YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)(?!\d)"
GOES_ON = (
    "som|i|pa|vid|med|for|fran|av|till|samt|och|eller|hos|om|under|har|hade|var|ar|holls|halls|kl|klockan|in|at|on|by|with|was|were"
    "|is|are|for|from|to|and|or|as|of|the"
)
"""What may stand after a day; after another number stands what is counted."""
NOTHING_COUNTED = rf"(?! ?%)(?! (?!(?:{GOES_ON})(?!\w))\w)"
_A_YEAR_OR_NONE = rf"(?:\.?,? {YEAR})?"


def asked(day: int, month: int, year: re.Match[str] | None) -> Reading:
    """A day of a year, if one was found that is said in full."""
    if year is not None and year["year"] and len(year["year"]) == 4:
        return reading_of(int(year["year"]), month, day, sure=False)
    return Reading(month_and_day=(month, day), sure=False)


def slips(text: str) -> Iterator[Found]:
    """What may be a date that was misspelt or misread."""
    yield from _misspelt(text)
    yield from _spaced_out(text)
    yield from _glued(text)
    yield from _in_words(text)
    yield from _odd_signs(text)
    yield from _year_apart(text)


# Months

_WORD_IN_PLACE = re.compile(
    rf"(?<![\d.,:])(?P<day>[0-3]?\d)(?:\.|:?[a-z]{{1,3}})? (?P<word>[a-z0-9]{{3,12}})(?![a-z0-9]){_A_YEAR_OR_NONE}",
    re.ASCII,
)
_WORD_BEFORE = re.compile(
    rf"(?<![a-z0-9])(?P<word>[a-z0-9]{{4,12}})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,|\.| )? ?{YEAR}", re.ASCII
)


def _misspelt(text: str) -> Iterator[Found]:
    """`14 mers 2023`, `14. inars`, `14 febuari 2023`, `0ctober 14, 2023`: nearly a month."""
    for written in (*_WORD_IN_PLACE.finditer(text), *_WORD_BEFORE.finditer(text)):
        month_first = written.start("word") < written.start("day")
        months = _nearly(written["word"], known=bool(written["year"]), long=month_first)
        day = int(written["day"])
        if months and 1 <= day <= 31:
            yield Found(written.start(), written.end(), (_any_of(day, months, written),))


def _any_of(day: int, months: tuple[int, ...], year: re.Match[str]) -> Reading:
    """A day of one of these months."""
    readings = [asked(day, month, year) for month in months]
    days = tuple(day for reading in readings for day in reading.days)
    return Reading(days, sure=False) if len(days) > 1 else readings[0]


_LONG, _LONGER = 5, 7
_SURELY_NO_OTHER_WORD = 6
"""Letters of a month of which one may be wrong though no year is said."""
_FULL_NAMES = {name: month for month, names in enumerate(MONTH_NAMES, 1) for name in names if len(name) > 3}
_FULL_NAMES["maj"] = 5
_SHORT_MISREAD = {"mai": 5, "jnn": 6, "iun": 6, "jnl": 7, "iul": 7, "ian": 1, "fcb": 2, "scp": 9, "dcc": 12, "dee": 12}
"""Of three letters, those of which one looks like another."""
_LOOK_ALIKE = (
    *(("rn", "m"), ("in", "m"), ("ni", "m"), ("nn", "m"), ("ri", "n"), ("rt", "n"), ("ii", "u"), ("li", "u")),
    *(("il", "u"), ("cl", "d"), ("vv", "w"), ("lc", "k"), ("lt", "h"), ("0", "o"), ("1", "l"), ("5", "s"), ("8", "b")),
)
"""Letters that recognition makes of one."""


@lru_cache(maxsize=4096)
def _nearly(word: str, *, known: bool, long: bool) -> tuple[int, ...]:
    """The months whose name recognition may have read so: a letter away, or in a long name two.

    Args:
        word: in small letters.
        known: whether a year follows; without it only what is no other word.
        long: whether only long names count.
    """
    if word in _FULL_NAMES:
        return ()
    if known and not long and word in _SHORT_MISREAD:
        return (_SHORT_MISREAD[word],)
    seen = dict.fromkeys((word, *_as_meant(word)))
    months = [_FULL_NAMES[one] for one in seen if one in _FULL_NAMES]
    if months:
        return tuple(months)
    shortest = _SURELY_NO_OTHER_WORD
    if known:
        shortest = _LONG if long else _LONG - 1
    if len(word) < shortest - 1:
        return ()
    a_letter_away = _months_away(1, seen, shortest)
    if a_letter_away or not known:
        return a_letter_away
    return _months_away(2, seen, _LONGER)


def _months_away(letters: int, seen: Collection[str], shortest: int) -> tuple[int, ...]:
    """The months whose name is one of these words but for so many letters.

    Args:
        letters: how many at the most.
        seen: what may have been meant.
        shortest: how long a name must be.
    """
    months: dict[int, None] = {}
    for name, month in _FULL_NAMES.items():
        if len(name) >= shortest and any(_letters_away(word, name, letters) for word in seen):
            months[month] = None
    return tuple(months)


def _as_meant(word: str) -> Iterator[str]:
    """The word with letters in the place of those that recognition makes of them: of one, or of all of a sort."""
    for seen, meant in _LOOK_ALIKE:
        yield word.replace(seen, meant)
        place = word.find(seen)
        while place >= 0:
            yield word[:place] + meant + word[place + len(seen) :]
            place = word.find(seen, place + 1)


def _letters_away(word: str, name: str, most: int) -> bool:
    """Whether a word is a name but for so many letters: others, too many or too few, or two that changed places."""
    if abs(len(word) - len(name)) > most:
        return False
    same = next((place for place, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    if same is None:
        return abs(len(word) - len(name)) <= most
    if not most:
        return False
    word, name = word[same:], name[same:]
    if word[:2] == name[1::-1] and len(word) > 1 and _letters_away(word[2:], name[2:], most - 1):
        return True
    rests = (word[1:], name[1:]), (word, name[1:]), (word[1:], name)
    return any(_letters_away(one, other, most - 1) for one, other in rests)


_SPACED = re.compile(
    r"(?<![\w.,:/])(?P<day>\d\d?|\d \d)\.? {0,3}(?P<letters>[a-z]{1,8}(?:-? [a-z]{1,8}){1,8})(?![a-z])"
    rf"{_A_YEAR_OR_NONE}",
    re.ASCII,
)


def _spaced_out(text: str) -> Iterator[Found]:
    """`14 m a r s 2023`, `14m ars`, `14 septem- ber`; not `14 m är`."""
    for spaced in _SPACED.finditer(text):
        parts, day = spaced["letters"].replace("-", "").split(" "), int(spaced["day"].replace(" ", ""))
        joined = ("".join(parts[:end]) for end in range(2, len(parts) + 1))
        month = next(
            (month_of(name) for name in joined if name in _FULL_NAMES or (month_of(name) and spaced["year"])), 0
        )
        if month and 1 <= day <= 31:
            yield Found(spaced.start(), spaced.end(), (Reading(month_and_day=(month, day), sure=False),))


_GLUED = re.compile(
    rf"(?<![\w.,:/])(?P<day>\d\d?) ?(?:st|nd|rd|th|:?e|:?a|de)? ?(?:of|i)? ?(?P<month>{ANY_MONTH})(?![a-z])"
    rf"{_A_YEAR_OR_NONE}",
    re.ASCII,
)
_GLUED_AFTER = re.compile(
    rf"(?<![a-z])(?P<month>{ANY_MONTH})\.? ?(?P<day>[0-9]{{1,2}}|[lio|][0-9]|[0-9][lio|])(?:st|nd|rd|th)?,? ?{YEAR}",
    re.ASCII,
)
_AS_DIGITS = str.maketrans("lio|", "1101")


def _glued(text: str) -> Iterator[Found]:
    """`14thMarch 2023`, `14th ofMarch`, `Marchl4, 2023`, `March 14th2023`: without the space, or with a letter."""
    for glued in (*_GLUED.finditer(text), *_GLUED_AFTER.finditer(text)):
        day = int(glued["day"].translate(_AS_DIGITS))
        if 1 <= day <= 31:
            yield Found(glued.start(), glued.end(), (asked(day, month_of(glued["month"]) or 0, glued),))


# Words

_NUMBER_WORDS = "|".join(sorted(CARDINALS, key=len, reverse=True))
_CARDINAL = re.compile(
    rf"(?<![a-z])(?P<word>{_NUMBER_WORDS})(?: i)? (?P<month>{ANY_MONTH})(?![a-z]){_A_YEAR_OR_NONE}", re.ASCII
)
_MONTH_BY_NUMBER = re.compile(
    rf"(?<![\w.,:/])(?:(?P<day>\d\d?)(?::?[ae]|:?de)?|(?P<word>{WORDS})) (?:i )?"
    rf"(?:(?P<ordinal>{WORDS})|(?P<number>\d\d?):?[ae])"
    rf"(?: manaden)?,? {YEAR}",
    re.ASCII,
)
_NEARLY_A_NUMBER = re.compile(rf"(?<![a-z])(?P<word>[a-z]{{5,14}}) (?:i )?(?P<month>{ANY_MONTH})(?![a-z])\.?,? {YEAR}")
_WORDS_OF_DAYS = ("forsta", "tredje", "fjarde", "femte", "sjatte", "sjunde", "attonde", "nionde", "tionde", "elfte",
                  "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde", "nittonde",
                  "tjugonde", "trettionde")  # fmt: skip


def _in_words(text: str) -> Iterator[Found]:
    """`fjorton mars`, `fjortonde i tredje 2023`, `den fiärde mars 2023`."""
    yield from _days_counted(text)
    yield from _months_by_number(text)
    yield from _nearly_numbers(text)


def _days_counted(text: str) -> Iterator[Found]:
    """`fjorton mars`."""
    for written in _CARDINAL.finditer(text):
        day = CARDINALS[written["word"]]
        if day > MONTHS_OF_A_YEAR or written["year"]:
            yield Found(written.start(), written.end(), (asked(day, month_of(written["month"]) or 0, written),))


def _months_by_number(text: str) -> Iterator[Found]:
    """`fjortonde i tredje 2023`."""
    for written in _MONTH_BY_NUMBER.finditer(text):
        day = number_of(written["day"] or written["word"]) or 0
        month = number_of(written["number"] or written["ordinal"]) or 0
        if month > MONTHS_OF_A_YEAR:
            continue
        reading = asked(day, month, written)
        if reading.days:
            yield Found(written.start(), written.end(), (reading,))


def _nearly_numbers(text: str) -> Iterator[Found]:
    """`den fiärde mars 2023`."""
    for written in _NEARLY_A_NUMBER.finditer(text):
        near = [word for word in _WORDS_OF_DAYS if _letters_away(written["word"], word, 1)]
        if near and number_of(written["word"]) is None:
            month = month_of(written["month"]) or 0
            yield Found(written.start(), written.end(), (asked(number_of(near[0]) or 0, month, written),))


# Signs

_ONE_SIGN = re.compile(
    r"(?<![\w.,:;/'\"|\\-])(?P<day>\d\d?)(?P<sign> ?[;:'\"*\\_|°!] ?)(?P<month>\d\d?)(?P=sign)"
    r"(?P<year>(?:19|20)\d\d)(?!\w|[;:'\"*\\|]|[.,/-]\d)",
    re.ASCII,
)
_TOLD = r"(?:(?<=\bden )|(?<=dag )|(?<=\bd )|(?<=\bd\. )|(?<=senast )|(?<=fore ))"
_TWO_SIGNS = re.compile(
    r"(?<![\w.,:;/'\"|\\-])(?:"
    # a stroke that was read as another sign
    r"(?P<day>\d\d?) ?(?:[;'\"\\|°li!]|//|\./|/\.) ?(?P<month>\d\d?)(?:[;:./-]| |\. )"
    r"|(?P<stroke>\d\d?)/(?P<its>\d\d?)(?:[;:]|//) ?"
    r"|(?P<point>\d\d?)[.-](?P<second>\d\d?):"
    rf"|{_TOLD}(?P<told>\d\d?)[:,] ?(?P<then>\d\d?)[ ,-] ?"
    r")(?P<year>(?:19|20)\d\d)(?!\w|[./:-]\d)",
    re.ASCII,
)
_SHORT_YEAR = re.compile(
    r"(?<![\w.,:;/-])(?P<day>\d\d?)/(?P<month>\d\d?)[.:](?P<short>[0-4]\d)(?!\w|[./:-]\d)", re.ASCII
)


def _odd_signs(text: str) -> Iterator[Found]:
    """`14;3;2023`, `14:3:2023`, `14\\3 2023`, `14l3 2023`, `14/3:2023`, `den 14,3 2023`, `14/3.23`."""
    for written in (*_ONE_SIGN.finditer(text), *_TWO_SIGNS.finditer(text), *_SHORT_YEAR.finditer(text)):
        digits = [int(group) for group in re.findall(r"\d+", written[0])]
        if len(digits) != 3:
            continue
        day, month, year = digits
        reading = reading_of(year if year > 99 else 2000 + year, month, day, sure=False)
        if reading.days:
            yield Found(written.start(), written.end(), (reading,))


_YEAR_APART = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        (
            r"(?<![\w.,:/+-])(?<!\d )(?P<year>20\d\d) (?P<month>[01]\d)[.-]?"
            rf"(?P<day>[0-3]\d)(?!\w|[-/.:,]\d| \d){NOTHING_COUNTED}"
        ),
        r"(?<![\w.,:/-])(?P<year>20\d\d)- -(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        r"(?<![\w.,:/-])(?P<year>20\d\d)-(?P<month>[01]\d)- -(?P<day>[0-3]\d)(?!\d)",
    )
)
_EIGHT_DIGITS = re.compile(
    r"(?<![\w.,:/+-])(?<!\d )(?:20\d{3} \d{3}|20\d \d{5}|20\d{5} \d|2 0\d{6})"
    rf"(?!\w|[.,:/-]\d| \d){NOTHING_COUNTED}",
    re.ASCII,
)


def _year_apart(text: str) -> Iterator[Found]:
    """`2023 03-14`, `2023 0314`, `20230 314`: the year first, and a space in the wrong place."""
    for written in (match for pattern in _YEAR_APART for match in pattern.finditer(text)):
        reading = reading_of(*(int(written[name]) for name in ("year", "month", "day")), sure=False)
        if reading.days:
            yield Found(written.start(), written.end(), (reading,))
    for run in _EIGHT_DIGITS.finditer(text):
        digits = run[0].replace(" ", "")
        reading = reading_of(int(digits[:4]), int(digits[4:6]), int(digits[6:]), sure=False)
        if reading.days:
            yield Found(run.start(), run.end(), (reading,))
