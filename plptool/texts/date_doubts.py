"""What may be a date and is in no form: it is asked about, and never passed over.

The forms (`date_forms.py`) read what people write. Here is what is left: the name of a month with a number beside it,
numbers that stand as in a date, and what would be one if recognition had not misread a digit. Of misread letters and
signs tells `date_slips.py`; of weeks, feasts and other languages `date_names.py`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from plptool.texts.date_forms import (
    AND,
    COMMA,
    SUFFIX,
    TO_A_MONTH,
    WORDS,
    DayOrder,
    Found,
    Reading,
    found_by_forms,
    month_of,
    number_of,
    reading_of,
    year_of,
)
from plptool.texts.date_names import named_days
from plptool.texts.date_slips import ANY_MONTH, GOES_ON, NOTHING_COUNTED, asked, slips

_BESIDE = r"(?:[ \n\t.,;/_:|'\"~+()\[\]^·•°!#*=\\-]|\([a-z]+\)|\b(?:the|of|i|den|av|day|dagen|innevarande|in)\b){0,8}"
"""What may stand between the parts of a date that is written in an unusual way, or over the cells of a table."""
_A_MONTH = re.compile(rf"(?<![a-z])(?:{ANY_MONTH})(?![a-z])")
_ENDING = r"(?:[.:'^-]?[a-z]{1,3}\^?| ?[:;'-] ?[a-z]{1,3}| (?:e|de|st|nd|rd|th))"
_DAY_WRITTEN = rf"(?P<day>\d{{1,2}}){_ENDING}?|(?P<word>{WORDS})(?![a-z])"
_DAY_BEFORE = re.compile(rf"(?:(?<![a-z0-9])|(?<=20\d\d))(?:{_DAY_WRITTEN}){_BESIDE}$", re.ASCII)
"""Also run together with the year before: 14 mars 202315 mars."""
_DAY_AFTER = re.compile(rf"{_BESIDE}(?:{_DAY_WRITTEN})(?!\d)", re.ASCII)
_YEAR_BEFORE = re.compile(rf"(?<!\d)(?P<year>(?:1[89]|2[01])\d\d){_BESIDE}$", re.ASCII)
_YEAR_AFTER = re.compile(rf"{_BESIDE}(?P<year>(?:1[89]|2[01])\d\d|'\d\d)(?!\d)", re.ASCII)
_REACH = 40
"""No date is longer."""


def doubts(text: str, taken: Sequence[Found]) -> Iterator[Found]:
    """What may be a date, where no form has found one.

    Args:
        text: plain.
        taken: what the forms have found, in order.
    """
    left = _without(text, taken)
    months = [*_beside_months(left), *_days_of_a_month(left), *_last_of_a_month(left), *_roman_day(left)]
    more = [*months, *slips(left), *_three_numbers(left), *_run_together(left)]
    more += [*_over_a_stroke(left), *_digit_by_digit(left), *_nth_weekday(left), *named_days(left)]
    yield from more
    yield from _month_and_day_after(text, taken)
    yield from _days_listed(text, taken)
    yield from _with_commas(text, [*taken, *more])


def _without(text: str, taken: Sequence[Found]) -> str:
    """The text with a sign that stands in no date where one has been found."""
    parts, end = [], 0
    for found in taken:
        parts += [text[end : found.start], "\0" * (found.end - found.start)]
        end = found.end
    return "".join(parts) + text[end:]


# A month by its name


def _beside_months(text: str) -> Iterator[Found]:
    """`| 14 | mars | 2023 |`, `14, mars`; and `Mar | 14 | 2023` where the year is said, for `mars 14` is a year too."""
    for name in _A_MONTH.finditer(text):
        month, beginning = month_of(name[0]) or 0, max(name.start() - _REACH, 0)
        before, after = text[beginning : name.start()], text[name.end() : name.end() + _REACH]
        year = _YEAR_AFTER.match(after)
        if (found := _DAY_BEFORE.search(before)) and (day := _day_of(found)):
            end = name.end() + (year.end() if year else 0)
            yield Found(beginning + found.start(), end, (asked(day, month, year),))
        elif (found := _DAY_AFTER.match(after)) and (day := _day_of(found)):
            year = _YEAR_AFTER.match(after, found.end())
            end = name.end() + (year or found).end()
            year = year or _YEAR_BEFORE.search(before)
            if year or found["word"]:
                yield Found(name.start(), end, (asked(day, month, year),))


def _day_of(found: re.Match[str]) -> int | None:
    number = number_of(found["day"] or found["word"]) or 0
    return number if 1 <= number <= 31 else None


_DAY_LISTED = rf"\d{{1,2}}{SUFFIX}"
_MORE_LISTED = rf"(?:(?:{AND}|{COMMA}){_DAY_LISTED})"
_DAYS_OF_A_MONTH = re.compile(
    rf"(?<![a-z])(?P<month>{ANY_MONTH})(?![a-z])\.?(?: (?:of )?(?P<year>(?:1[89]|2[01])\d\d|[-']\d\d(?!\d)))?"
    rf"(?:,? ?[(:]? ?(?:(?:den|dagarna|the) (?P<told>{_DAY_LISTED}{_MORE_LISTED}{{0,8}})"
    rf"|(?<=\d, )(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th|:[ae])))"
    rf"| ?[(:] ?(?P<days>{_DAY_LISTED}{_MORE_LISTED}{{1,8}}))(?![\d/]|[.:,-]\d)",
    re.ASCII,
)


def _days_of_a_month(text: str) -> Iterator[Found]:
    """`mars 2023: 14, 15 och 16`, `mars 2023 (14 och 15)`, `i mars 2023, den 14`: the month before its days."""
    for listed in _DAYS_OF_A_MONTH.finditer(text):
        month = month_of(listed["month"]) or 0
        (group,) = (name for name in ("told", "ordinal", "days") if listed[name])
        days = [int(day) for day in re.findall(r"\d+", listed[group])]
        year = year_of(listed["year"]) if listed["year"] else None
        if all(1 <= day <= 31 for day in days):
            readings = [
                reading_of(year, month, day, sure=False) if year else Reading(month_and_day=(month, day), sure=False)
                for day in days
            ]
            yield Found(listed.start(), listed.end(group), tuple(readings))


_EDGE_OF_A_MONTH = re.compile(
    r"(?<![a-z])(?:(?:den )?(?:(?P<last>siste?a?)|forste)(?: dagen)?(?: i| av)?|(?P<ultimo>ultimo|sista dagen i"
    rf"|last day (?:of|in)|last of)|primo) (?P<month>{ANY_MONTH})(?![a-z]|-[a-z])"
    r"(?:,? (?P<year>(?:1[89]|2[01])\d\d)(?!\d))?",
    re.ASCII,
)


def _last_of_a_month(text: str) -> Iterator[Found]:
    """`den sista mars 2023`, `ultimo mars 2023`."""
    for edge in _EDGE_OF_A_MONTH.finditer(text):
        month = month_of(edge["month"]) or 0
        day = 1
        if edge["last"] or edge["ultimo"]:
            _weekday, day = monthrange(int(edge["year"] or 2023), month)
        with_year = edge if edge["year"] else None
        yield Found(edge.start(), edge.end(), (asked(day, month, with_year),))


_WEEKDAYS = ("man mon", "tis tue", "ons wed", "tors thu", "fre fri", "lor sat", "son sun")
_PLACES = ("forsta first", "andra second", "tredje third", "fjarde fourth", "femte fifth")
_ANY_PLACE = "|".join(" ".join(_PLACES).split())
_ANY_WEEKDAY = "|".join(" ".join(_WEEKDAYS).split())
_NTH_WEEKDAY = re.compile(
    rf"(?<![a-z])(?P<place>{_ANY_PLACE}|sista|last) (?P<weekday>{_ANY_WEEKDAY})[a-z]*"
    rf"(?: i| in| of)? (?P<month>{ANY_MONTH})(?![a-z])\.?,? (?P<year>(?:1[89]|2[01])\d\d)(?!\d)",
    re.ASCII,
)


def _nth_weekday(text: str) -> Iterator[Found]:
    """`tredje torsdagen i maj 2023`, `the last Monday of May 2023`."""
    for written in _NTH_WEEKDAY.finditer(text):
        year, month = int(written["year"]), month_of(written["month"]) or 0
        (weekday,) = (number for number, names in enumerate(_WEEKDAYS) if written["weekday"] in names.split())
        days = [day for day in range(1, monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday]
        places = [number for number, names in enumerate(_PLACES) if written["place"] in names.split()]
        place = places[0] if places else -1
        if place < len(days):
            yield Found(written.start(), written.end(), (reading_of(year, month, days[place], sure=False),))


_ROMAN_DAY = re.compile(
    rf"(?<![\w.])(?P<day>(?=[xvi]{{2}})x{{0,3}}(?:ix|iv|v?i{{0,3}}))[ .]{{1,2}}(?P<month>{ANY_MONTH})(?![a-z])"
    r"\.?,? (?P<year>(?:1[89]|2[01])\d\d)(?!\d)",
    re.ASCII,
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def _roman_day(text: str) -> Iterator[Found]:
    """`XIV mars 2023`."""
    for written in _ROMAN_DAY.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in written["day"]]
        following = [*values[1:], 0]
        day = sum(-one if one < other else one for one, other in zip(values, following, strict=True))
        if day <= 31:
            yield Found(written.start(), written.end(), (asked(day, month_of(written["month"]) or 0, written),))


# Numbers alone

_NEXT = r"[ ]?\n?[ ]{0,8}(?P<%s>-{1,3}|\.-|[./_,:;~=|'·•\\]|(?<= )(?=\d))[ ]?\n?[ ]{0,8}"
_THREE = re.compile(
    rf"(?<![\d.,:/-])(?P<a>\d(?: ?\d){{0,3}}){_NEXT % 'one'}(?P<b>\d(?: ?\d)?){_NEXT % 'other'}"
    r"(?P<c>\d(?: ?\d){0,3})(?!\d|[.,:/-]\d)",
    re.ASCII,
)
_ONE_HYPHEN = re.compile(r"-+|\.-|=")
_REGISTERED = re.compile(
    r"(?:\b(?:d\.?nr|diarienr|diarienummer|arende|arendenr)\b(?:[ :.]{0,3}[a-z]{2,5})?)[ :.]{0,3}$", re.ASCII
)


def _three_numbers(text: str) -> Iterator[Found]:
    """`2 023-03-14`, `14 03 2023`, `2023-03/14`, `| 2023 | 03 | 14 |`: three numbers that stand as in a date."""
    for three in _THREE.finditer(text):
        a, b, c = (three[name].replace(" ", "") for name in "abc")
        if not _may_be_a_date(three, a if len(c) == 4 else c, b):
            continue
        readings = [
            reading.days[0]
            for year, month, day in ((a, b, c), (c, b, a), (c, a, b))
            if len(year) == 4 and year[:2] in ("18", "19", "20", "21") and len(month) <= 2 and len(day) <= 2
            if (reading := reading_of(int(year), int(month), int(day))).days
        ]
        if readings:
            yield Found(three.start(), three.end(), (Reading(tuple(dict.fromkeys(readings)), sure=False),))


def _may_be_a_date(three: re.Match[str], day: str, month: str) -> bool:
    """By what stands between the numbers: 2004/05:11 is a document, and | 2023 | 12 | 14 | are three numbers."""
    signs = {_ONE_HYPHEN.sub("-", three[name]) for name in ("one", "other")}
    if three[0].count(",") == 2 and " " not in three[0] and len(three["c"]) == 4:  # 14,3,2023
        return True
    if signs == {".", ","}:  # 14,03.2023
        return len(three["c"]) == 4 and len(day) == len(month) == 2
    if len(signs) > 1:
        before = three.string[max(three.start() - 20, 0) : three.start()]
        padded = len(day) == len(month) == 2 and not _REGISTERED.search(before)
        return signs < set("-/.") and (padded or (signs == {"/", "."} and len(three["c"]) == 4))
    return signs < {"", *"-/."} or (len(month) == 2 and "0" in (month[0], day[0]))


_YEAR_GLUED = r"(?P<year>20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)"
_RUN_TOGETHER = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?<![\w.,:/-])(?P<year>20\d\d)-(?P<month>[01]\d) ?(?P<day>[0-3]\d)(?!\w|[-/.:,]\d){NOTHING_COUNTED}",
        rf"(?<![\w.,:/-])(?P<year>20\d\d)(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\w|[-/.:,]\d){NOTHING_COUNTED}",
        r"(?<![\d.,/-])(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?![\d-])",
        (
            r"(?<![\d-] )(?<![\w.,:/+)-])(?P<year>[0-6]\d) (?P<month>[01]\d) (?P<day>[0-3]\d)"
            rf"(?![ -]?\d|\w|[/.:,]\d){NOTHING_COUNTED}"
        ),
        r"(?<=\d,)(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./ -](?P<year>20\d\d)(?!\d)",
        rf"(?<!\d){_YEAR_GLUED}(?=\d)",
        # as cameras and scanners write it
        r"(?<![\w.,:/-])(?P<year>20\d\d):(?P<month>[01]\d):(?P<day>[0-3]\d)(?!\w|[-/.:,]\d)",
        rf"(?<=\d-\d\d-\d\d){_YEAR_GLUED}(?!\d)",
    )
)


def _run_together(text: str) -> Iterator[Found]:
    """`2023-0314`, `2023-03 14`, `202303141300`, `23 03 14`, `2023:03:14`: a day, or the number of something."""
    for match in (match for pattern in _RUN_TOGETHER for match in pattern.finditer(text)):
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        reading = reading_of(year, int(match["month"]), int(match["day"]), sure=False)
        registered = _REGISTERED.search(text[max(match.start() - 20, 0) : match.start()])
        if reading.days and not registered:
            yield Found(match.start(), match.end(), (reading,))


_OVER_A_STROKE = re.compile(
    r"(?<![\d.,:/-])(?:(?<=den )(?P<day>\d\d?) / (?P<month>\d\d?)"
    r"|(?P<spaced>\d\d?) ?/ ?(?P<its>\d\d?) ?[-'](?P<year>\d\d))(?!\d)",
    re.ASCII,
)


def _over_a_stroke(text: str) -> Iterator[Found]:
    """`den 14 / 3`, `14 /3 -23`: a day and a month with spaces about the stroke."""
    for written in _OVER_A_STROKE.finditer(text):
        day, month = int(written["day"] or written["spaced"]), int(written["month"] or written["its"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            continue
        reading = Reading(month_and_day=(month, day), sure=False)
        if written["year"]:
            reading = reading_of(2000 + int(written["year"]), month, day, sure=False)
        yield Found(written.start(), written.end(), (reading,))


_DIGIT_BY_DIGIT = re.compile(r"(?<!\d)(?<!\d[| ])(?:\d ?\| ?){7}\d(?!\d| ?\| ?\d)", re.ASCII)


def _digit_by_digit(text: str) -> Iterator[Found]:
    """`|2|0|2|3|0|3|1|4|`: a form with a box for each digit."""
    for boxes in _DIGIT_BY_DIGIT.finditer(text):
        digits = re.sub(r"\D", "", boxes[0])
        reading = reading_of(int(digits[:4]), int(digits[4:6]), int(digits[6:]), sure=False) if digits > "18" else None
        if reading and reading.days and digits < "22":
            yield Found(boxes.start(), boxes.end(), (reading,))


# What stands before or after a date that was found

_MONTH_AND_DAY = re.compile(r"-(?P<month>\d\d)(?P<day>\d\d)(?!\d)", re.ASCII)


def _month_and_day_after(text: str, taken: Sequence[Found]) -> Iterator[Found]:
    """`230601-0831`: the last day of a period, or a time of the day."""
    for found in taken:
        after = _MONTH_AND_DAY.match(text, found.end)
        first = found.readings[-1]
        if not after or len(first.days) != 1 or not text[found.end - 6 : found.end].isdigit():
            continue
        last = reading_of(first.days[0].year, int(after["month"]), int(after["day"]), sure=False)
        if last.days and last.days[0] > first.days[0]:
            yield Found(after.start("month"), after.end(), (last,))


_LISTED_AFTER = re.compile(
    rf"(?:(?:(?P<link>{COMMA}|{AND})-?(?P<a>\d\d-?(?=\d\d))?|(?P<apart> )(?P<b>0[1-5]))(?P<day>\d{{1,2}})"
    rf"(?!\d|[-:/.,]\d|{SUFFIX}{TO_A_MONTH}))",
    re.ASCII,
)
"""Another day: `, 16`, ` och 03-16`, ` 0316`; what is counted follows a number, as in `och 12 personer`."""
_ENDS = re.compile(rf" ?(?:[.;,)|\n:-]|$)| (?:{GOES_ON})(?!\w)", re.ASCII)


def _days_listed(text: str, taken: Sequence[Found]) -> Iterator[Found]:
    """`2023-03-14, 15 och 16`: days that follow one."""
    for found in taken:
        last = found.readings[-1]
        if not last.sure or len(last.days) != 1 or not text[found.end - 2 : found.end].isdigit():
            continue
        day = last.days[0]
        if text[found.end - 2 : found.end] == f"{day:%d}":
            yield from _following(text, found.end, day)


def _following(text: str, end: int, day: date) -> Iterator[Found]:
    """The days that are listed after one, until something else follows."""
    row: list[tuple[re.Match[str], Found]] = []
    while listed := _LISTED_AFTER.match(text, end):
        month = (listed["a"] or listed["b"] or "").rstrip("-")
        reading = reading_of(day.year, int(month or day.month), int(listed["day"]), sure=False)
        if not reading.days or reading.days[0] <= day:
            break
        start = listed.start("a") if listed["a"] else listed.start("b") if listed["b"] else listed.start("day")
        row.append((listed, Found(start, listed.end(), (reading,))))
        end, day = listed.end(), reading.days[0]
    if row and not (row[-1][0]["a"] or row[-1][0]["b"] or _ENDS.match(text, end)):
        row.pop()  # a number of what follows
    yield from (found for _, found in row)


_LISTED_BEFORE = re.compile(
    r"(?:(?P<word>[a-z§]+)\.? ?)?(?<![\d.,:/-])(?P<days>\d{1,2}(?:[,;] ?\d{1,2}){0,8})[,;] ?(?:den )?$", re.ASCII
)
_NUMBERING = ("nr", "no", "nummer", "number", "punkt", "item", "mote", "meeting", "sid", "s", "p", "bilaga", "kap", "§")


def _with_commas(text: str, taken: Sequence[Found]) -> Iterator[Found]:
    """`14, 15, 16 mars 2023`: days before one, or numbers of something."""
    for found in taken:
        first = found.readings[0]
        if not first.days or not re.match(rf"0?{first.days[0].day}(?!\d)", text[found.start : found.end]):
            continue
        listed = _LISTED_BEFORE.search(text[max(found.start - _REACH, 0) : found.start])
        if not listed or listed["word"] in _NUMBERING:
            continue
        numbers = [int(number) for number in re.findall(r"\d+", listed["days"])]
        day = first.days[0]
        if all(one < other for one, other in zip(numbers, [*numbers[1:], day.day], strict=True)):
            start = found.start - (listed.end() - listed.start("days"))
            days = tuple(reading_of(day.year, day.month, number, sure=False) for number in numbers)
            yield Found(start, start + len(listed["days"]), days)


# What recognition made of it

_LOOKS_LIKE = str.maketrans("oilsbz|", "0115821")
"""Letters that text recognition takes digits for."""
_WITH_A_LETTER = re.compile(
    r"(?<![a-z0-9])(?:(?=[0-9oilsbz|]*[0-9])(?=[0-9oilsbz|]*[oilsbz|])[0-9oilsbz|]{1,8}|[il|][oil|]"
    r"|(?<=\d-)[il|](?= \d))(?![a-z0-9])"
    rf"|(?<![a-z0-9])[0-9oilsbz|]{{1,2}}(?=(?:st|nd|rd|th)(?: day)?(?: of)? (?:{ANY_MONTH})(?![a-z]))"
    r"|(?<![a-z0-9])[0-9oilsbz|]{1,2}(?=(?:st|nd|rd|th),? (?:1[89]|2[01])\d\d)",
    re.ASCII,
)


def misread(text: str, order: DayOrder) -> Iterator[Found]:
    """`l4 mars 2023`, `2O23-03-14`: what would be a date if some letters were digits."""
    words = [word.start() for word in _WITH_A_LETTER.finditer(text) if not _beside_cells(word)]
    if not words:
        return
    corrected = _WITH_A_LETTER.sub(
        lambda word: word[0] if _beside_cells(word) else word[0].translate(_LOOKS_LIKE), text
    )
    for beginning, end in _around(words):
        for near in found_by_forms(corrected[beginning:end], order):
            found = replace(near, start=beginning + near.start, end=beginning + near.end)
            found = parted_by_a_space(found, corrected)
            possible = tuple(reading for reading in found.readings if reading.days or reading.month_and_day)
            if possible and possible[0].alone and any(found.start <= word < found.end for word in words):
                yield replace(found, readings=possible).doubted()


def _around(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pieces of a text around places in it, where those that meet are one."""
    beginning = end = max(places[0] - _REACH, 0)
    for place in places:
        if place - _REACH > end:
            yield beginning, end
            beginning = place - _REACH
        end = place + _REACH
    yield beginning, end


def _beside_cells(word: re.Match[str]) -> bool:
    """Whether what looks like a 1 parts the cells of a table: `|3 mars|4 mars|`."""
    if "|" not in word[0]:
        return False
    text = word.string
    beginning, end = text.rfind("\n", 0, word.start()) + 1, text.find("\n", word.end())
    return text.count("|", beginning, end if end >= 0 else len(text)) > 1


def parted_by_a_space(found: Found, text: str) -> Found:
    """`2023-03-1 4`, `1 4 mars 2023`: where a day may have another digit, both are possible."""
    (first, *others) = found.readings
    if others or len(first.days) != 1:
        return found
    day = first.days[0]
    after = re.compile(r"(?<!\d)\d[ \n](\d)(?!\d|[.:,/-]\d)", re.ASCII).match(text, found.end - 1)
    if after and text[found.end - 1] == str(day.day):
        return _either(found, int(f"{day.day}{after[1]}"), found.start, after.end())
    before = re.compile(r"(?<![\w.,:/-])([1-3]) \d(?!\d)", re.ASCII).match(text, max(found.start - 2, 0))
    if before and before.end() == found.start + 1 and text[found.start] == str(day.day):
        return _either(found, int(f"{before[1]}{day.day}"), before.start(), found.end)
    return found


def _either(found: Found, day: int, start: int, end: int) -> Found:
    """A date whose day may be another one."""
    (one,) = found.readings[0].days
    other = reading_of(one.year, one.month, day)
    if not other.days:
        return found
    return Found(start, end, (Reading((one, *other.days), sure=False),))
