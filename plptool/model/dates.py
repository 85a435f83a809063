"""Dates as the ledger writes them: days, EDTF, and the points that a caller names.

EDTF is ISO 8601-2 level 1 (https://www.loc.gov/standards/datetime/), and of level 2 the parts of a year: quarters (33
to 36), tertials (37 to 39) and halves (40, 41). Seasons are Swedish administrations': spring January to June, summer
June to August, autumn August to December, winter December to February.
"""

import re
from calendar import monthrange
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from io import StringIO
from math import inf
from unicodedata import is_normalized, normalize

from plptool.model.collections import ID
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.suggest import did_you_mean_day
from plptool.model.text import short

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DATE_LIKE = re.compile(r"[-0-9X?~%./]*")
_SIX = re.compile(r"\d{6}", re.ASCII)
_SPANS = {
    21: (1, 6),
    22: (6, 8),
    23: (8, 12),
    24: (12, 2),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}
"""By the number that EDTF gives a part of a year, its first and its last month."""
_PART_NAMES = {
    "21": Message("spring {year}").template,
    "22": Message("summer {year}").template,
    "23": Message("autumn {year}").template,
    "24": Message("winter {year}").template,
    "33": Message("the first quarter {year}").template,
    "34": Message("the second quarter {year}").template,
    "35": Message("the third quarter {year}").template,
    "36": Message("the fourth quarter {year}").template,
    "37": Message("the first four months {year}").template,
    "38": Message("the second four months {year}").template,
    "39": Message("the third four months {year}").template,
    "40": Message("the first half {year}").template,
    "41": Message("the second half {year}").template,
}
MONTHS = (
    "januari january", "februari february", "mars march", "april", "maj may", "juni june", "juli july",
    "augusti august", "september", "oktober october", "november", "december",
)  # fmt: skip
SEASONS = {
    "21": "våren vår vt spring",
    "22": "sommaren sommar summer",
    "23": "hösten höst ht autumn fall",
    "24": "vintern vinter winter",
}
"""Months and seasons as people write them, in Swedish and English."""
_ORDINALS = ("1:?a|1st|f[öo]rsta|first", "2:?a|2nd|andra|second", "3:?e|3rd|tredje|third", "4:?e|4th|fj[äa]rde|fourth")
_UNITS = (
    (33, 4, r"kvartal(?:et)?|kv\.?|quarter|q"),
    (37, 3, r"tertial(?:et)?|t"),
    (40, 2, r"halv[åa]r(?:et)?|half(?:[ -]year)?|h"),
)


def _part_in_words(index: int, unit: str) -> str:
    """A pattern for how people write one of the parts of a year: `the second quarter`, `Q2`."""
    ordinal = _ORDINALS[index]
    number = index + 1
    return rf"(?:{ordinal})[\s-]?(?:{unit})|(?:{unit})[\s-]?{number}"


PARTS_IN_WORDS = {
    str(first + index): _part_in_words(index, unit) for first, number, unit in _UNITS for index in range(number)
}
"""By the number that EDTF gives a quarter, tertial or half, a pattern for how people write it, in lower case."""
FORMS = Message(
    "A date is written 2023-03-14, 2023-03, 2023, 2023-23 (autumn), 2023-33 (first quarter), "
    "2023-03-01/2023-04-30 or /2023-12-31."
)


class DateError(ValueError):
    """Text that is no date. `message` says why, `hint` what is read, `meant` the one date that it can mean."""

    def __init__(self, message: Message, hint: Message = FORMS, meant: str | None = None) -> None:
        super().__init__(message.say())
        self.message = message
        self.hint = hint
        self.meant = meant


Days = tuple[date | None, date | None]
"""The first and the last day that a date can mean, as `When` has them."""
DATED = ("date", "from", "due", "start", "end", "in-force", "review", "settles", "until", "period")
"""Properties that hold a date or a period; two of them may name a task instead."""


@dataclass(frozen=True, slots=True)
class When:
    """The days that a written date can mean.

    `earliest` is None where the start is unknown (minus infinity), `latest` None where the end is open: such a date
    never takes effect.
    """

    text: str
    earliest: date | None
    latest: date | None
    order: tuple[date, date] = field(init=False, repr=False, compare=False)
    """Sorts by the last day, and on one day the vaguer first."""

    def __post_init__(self) -> None:
        last_day = self.latest or date.max
        first_day = self.earliest or date.min
        order = (last_day, first_day)
        object.__setattr__(self, "order", order)

    @property
    def is_day(self) -> bool:
        """Whether it can mean one day alone."""
        if self.earliest is None:
            return False
        return self.earliest == self.latest

    @property
    def is_interval(self) -> bool:
        """Written with a slash: some day in it. Nobody wrote that day down; it was inferred."""
        return "/" in self.text

    @property
    def days(self) -> "Days":
        """The days themselves: two dates that mean the same ones are one date, however they are written."""
        return self.earliest, self.latest

    def by(self, day: date) -> bool:
        """Whether the date has taken effect by the end of the day."""
        if self.latest is None:
            return False
        return self.latest <= day

    def certainly_before(self, day: date) -> bool:
        """Whether every day that it can mean lies before the day."""
        if self.latest is None:
            return False
        return self.latest < day

    def certainly_after(self, day: date) -> bool:
        """Whether every day that it can mean lies after the day."""
        if self.earliest is None:
            return False
        return self.earliest > day

    def apart_from(self, other: "When") -> bool:
        """Whether it lies wholly before another, or wholly after it: no day can be meant by both."""
        start = other.earliest
        if start is not None and self.certainly_before(start):
            return True
        end = other.latest
        if end is None:
            return False
        return self.certainly_after(end)


@lru_cache(maxsize=65536)
def parse_when(text: str) -> When:
    """Read a date or interval of the ledger.

    Raises:
        DateError: no such date, or not a form that the ledger reads.
    """
    if "/" not in text:
        earliest, latest = _half(text)
        return When(text, earliest, latest)
    return _interval(text)


_OPEN = ("", "..")
"""How an interval's end is written that is not known, or not there."""


def _interval(text: str) -> When:
    start, _, end = text.partition("/")
    arguments = {"text": short(text)}
    if _is_financial_year(start, end):
        message = Message("`{text}` is not a date", arguments)
        next_year = int(start) + 1
        months = f"{start}-04/{next_year}-03"
        hint = Message("A financial year is written by its months, such as {months}.", {"months": months})
        raise DateError(message, hint)
    if re.fullmatch(r"\d{1,2}", start.strip(), re.ASCII):  # 15/3 2022, as people write a day
        message = Message("`{text}` is not a date", arguments)
        raise DateError(message, *_meant(text))
    is_open_on_both_sides = start in _OPEN and end in _OPEN
    if "/" in end or is_open_on_both_sides:
        message = Message("`{text}` is not an interval", arguments)
        raise DateError(message, *_meant(text))
    earliest = latest = None
    if start not in _OPEN:
        earliest, _ = _half(start)
    if end not in _OPEN:
        _, latest = _half(end)
    if earliest and latest and earliest > latest:
        message = Message("`{text}` ends before it begins", arguments)
        hint = Message("Write the earlier date first.")
        raise DateError(message, hint)
    return When(text, earliest, latest)


def _is_financial_year(start: str, end: str) -> bool:
    """Whether it is a year and the last two digits of the next, as in 2023/24."""
    is_year = re.fullmatch(r"\d{4}", start, re.ASCII)
    is_short = re.fullmatch(r"\d{2}", end, re.ASCII)
    if not is_year or not is_short:
        return False
    next_year = int(start) + 1
    return next_year % 100 == int(end)


def is_task_id(text: str) -> bool:
    """Whether a text where a date or the id of a task may stand is an id."""
    if is_date_like(text):
        return False
    return re.fullmatch(ID, text) is not None


def is_date_like(text: str) -> bool:
    """Whether a text is a date or interval of the ledger, or made of nothing but what these are made of."""
    return _DATE_LIKE.fullmatch(text) is not None


def days_of(text: str) -> Days | str:
    """The days that a text means; of one that is no date, the text itself."""
    try:
        return parse_when(text).days
    except DateError:
        return text


def _half(text: str) -> tuple[date, date]:
    """The first and the last day that a date without a slash can mean."""
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return _qualified(text)
    year, month, day = plain.groups()
    try:
        return _days_of(int(year), _number(month), _number(day))
    except ValueError:
        message = Message("there is no date `{text}`", {"text": short(text)})
        hint = FORMS
        if day:
            hint = Message("Look it up in the calendar.")
        raise DateError(message, hint) from None


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits)


def _days_of(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """The first and the last day of a day, month, season or year.

    Raises:
        ValueError: there is no such one in the calendar.
    """
    if month is None:
        new_year = date(year, 1, 1)
        return new_year, date(year, 12, 31)
    if day is not None:
        only_day = date(year, month, day)
        return only_day, only_day
    first_month, last_month = _SPANS.get(month, (month, month))
    last_year = year
    if last_month < first_month:
        last_year += 1  # a winter ends in the next
    start = date(year, first_month, 1)
    return start, _last_day(last_year, last_month)


def _last_day(year: int, month: int) -> date:
    _, length = monthrange(year, month)
    return date(year, month, length)


_QUALIFIED = re.compile(r"\d{4}(-\d{2}){0,2}[?~%]", re.ASCII)
_UNSPECIFIED = re.compile(r"(\d{3}X|\d{2}XX|\d{4}-XX(-XX)?|\d{4}-\d{2}-XX)[?~%]?", re.ASCII)


def _qualified(text: str) -> tuple[date, date]:
    """Uncertain (2022?), approximate (2022~) and unspecified (2022-XX) dates, ISO 8601-2 level 1."""
    if _QUALIFIED.fullmatch(text):
        return _half(text[:-1])
    if not _UNSPECIFIED.fullmatch(text):
        message = Message("`{text}` is not a date", {"text": short(text)})
        raise DateError(message, *_meant(text))
    # Imported here: it takes longer than everything else together, and plain dates do not need it.
    from edtf import EDTFParseException, parse_edtf

    try:
        with redirect_stdout(StringIO()):  # it talks where it stumbles
            parsed = parse_edtf(text)
            low = parsed.lower_strict()
            high = parsed.upper_strict()
        first_day = date(*low[:3])
        last_day = date(*high[:3])
    except (EDTFParseException, ValueError, OverflowError, AttributeError, TypeError):
        message = Message("there is no date `{text}`", {"text": short(text)})
        raise DateError(message) from None
    return first_day, last_day


def _meant(text: str) -> tuple[Message, str | None]:
    """The date that another way of writing it probably means: a guess at one value that is nothing else; and its hint.

    Which days stand in a document's text is another question: `texts/dates.py` answers it, and where it is not sure, a
    person is asked. What months and seasons are called is one table for both.
    """
    meant = _years(text) or _in_words(text) or _digits(text)
    other = _month_first(text)
    if meant and other and meant != other:
        dates = {"date": meant, "other": other}
        hint = Message("It may be {date} or {other}: the document's country says which.", dates)
        return hint, None
    if not meant:
        meant = other
    if not meant:
        return FORMS, None
    hint = did_you_mean_day(meant)
    if _TIMED.fullmatch(text) or _SHORT_YEAR.fullmatch(text):
        return hint, None
    return hint, meant


_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]+(?:kl\.? ?)?\d{1,2}[.:]\d{2}.*", re.ASCII)
"""A day and its hour, which a date would not say any more."""
_SHORT_YEAR = re.compile(r"(\d{2})-(\d{2})-(\d{2})", re.ASCII)
"""A day in which the year may stand at either end."""


def _years(text: str) -> str | None:
    years = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", text, re.ASCII)
    if years is None:
        return None
    first_year, last_year = years.groups()
    return f"{first_year}/{last_year}"


def _in_words(text: str) -> str | None:
    """What `hösten 2023`, `Q1 2023`, `mars 2023` and `14 mars 2023` mean."""
    text = text.casefold()
    for part, words in PARTS_IN_WORDS.items():
        part_first = rf"(?:{words})(?: of| av)?[ ,:/-]+(\d{{4}})"
        year_first = rf"(\d{{4}})[ ,:/-]*(?:{words})"
        match = re.fullmatch(f"{part_first}|{year_first}", text)
        if match:
            year = match[1] or match[2]
            return f"{year}-{part}"
    match = re.fullmatch(r"(?:(?:den )?(\d{1,2}):?e?\s+)?([^\W\d]{2,})\.?\s+(\d{4})", text)
    if match is None:
        return None
    day, word, year = match.groups()
    if day is None:
        for season, words in SEASONS.items():
            if word in words.split():
                return f"{year}-{season}"
    month = _month_named(word)
    if month is None:
        return None
    return _calendar(year, month, day)


def _month_named(word: str) -> int | None:
    """The month whose name begins so; None where too little of it is written, or it is none."""
    if len(word) < len("jan"):
        return None
    for month, names in enumerate(MONTHS, 1):
        for name in names.split():
            if name.startswith(word):
                return month
    return None


def _calendar(year: str, month: int, day: str | None) -> str | None:
    """A month or a day as a record writes it, of a year of four digits or of the last two of this century's."""
    if len(year) == 2:
        year = f"20{year}"
    if day is None:
        return f"{year}-{month:02}"
    try:
        meant = date(int(year), month, int(day))
    except ValueError:
        return None
    return meant.isoformat()


def _digits(text: str) -> str | None:
    """What 14/3 2023, 14.3.2023, 230314, 2023/3/14, 23-03-14 and a day with the time of day mean."""
    day_first = re.fullmatch(r"(\d{1,2})(?:/(\d{1,2})[ /-]+(\d{4}|\d{2})|[-.](\d{1,2})[-. ](\d{4}))", text, re.ASCII)
    if day_first:
        day = day_first[1]
        month = day_first[2] or day_first[4]
        year = day_first[3] or day_first[5]
        return _calendar(year, int(month), day)
    if _SIX.fullmatch(text):
        six = _six(text)
        if six is None:
            return None
        return six.isoformat()
    timed = _TIMED.fullmatch(text)
    if timed:
        text = timed[1]
    year_first = re.fullmatch(r"(\d{4})[-./ ]?(\d{1,2})[-./ ]?(\d{1,2})", text, re.ASCII)
    if year_first:
        year, month, day = year_first.groups()
        return _calendar(year, int(month), day)
    short_year = _SHORT_YEAR.fullmatch(text)
    if short_year:
        year, month, day = short_year.groups()
        return _calendar(year, int(month), day)
    return None


def _month_first(text: str) -> str | None:
    """What 04/05/2022 and 04-05-2022 mean where the month comes first; with points it never does."""
    match = re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})[/ -]+(\d{4}|(?<=/)\d{2})", text, re.ASCII)
    if match is None:
        return None
    month, _sign, day, year = match.groups()
    return _calendar(year, int(month), day)


def _six(digits: str) -> date | None:
    """The day that six digits mean; None where the calendar has none."""
    return _eight(f"20{digits}")


def _eight(digits: str) -> date | None:
    """The day that eight digits mean; None where the calendar has none."""
    year = int(digits[:4])
    month = int(digits[4:6])
    day = int(digits[6:])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_day(text: str, today: date | None = None) -> date:
    """Read a day as a caller types it: 231231 (20YY), 20231231, 2023-12-31, or today where the caller says what it is.

    Raises:
        UserError: it is none of these, or no day of the calendar.
    """
    if text == "today" and today is not None:
        return today
    if _TYPED_DAY.fullmatch(text):
        typed_day = _typed_day(text)
        if typed_day is None:
            message = Message("there is no day {text!r} in the calendar", {"text": text})
            raise UserError(message)
        return typed_day
    if re.fullmatch(r"\d{4}(-\d{2})?", text, re.ASCII):
        with suppress(DateError):
            when = parse_when(text)
            raise UserError(_no_day(when))
    if today is None:
        message = Message("{text!r} is not a date: write 231231, 20231231, 2023-12-31", {"text": text})
        raise UserError(message)
    message = Message(
        "{text!r} is not a date: write 231231, 20231231, 2023-12-31, today or snapshot; "
        "a revision follows an @, as in @HEAD~3",
        {"text": text},
    )
    raise UserError(message)


_TYPED_DAY = re.compile(r"\d{6}|\d{8}|\d{4}-\d{2}-\d{2}", re.ASCII)


def _typed_day(text: str) -> date | None:
    """The day that digits mean, with or without hyphens; None where the calendar has none."""
    digits = text.replace("-", "")
    if _SIX.fullmatch(digits):
        return _six(digits)
    return _eight(digits)


def _no_day(when: When) -> Message:
    """What to tell who names a month or a year where a day is meant."""
    last_day = when.latest or date.max
    arguments = {
        "text": when.text,
        "last": last_day.isoformat(),
        "short": last_day.strftime("%Y%m%d"),
    }
    return Message("{text!r} is no day: write its last, {last} (or {short})", arguments)


def record_date(text: str, today: date) -> str:
    """A date as records write it, of one that a caller types: as `parse_day` reads it, or as a record has it.

    Raises:
        UserError: it is neither.
    """
    if text == "today" or re.fullmatch(r"\d{6}|\d{8}", text, re.ASCII):
        return parse_day(text, today).isoformat()
    try:
        parse_when(text)
    except DateError as error:
        message = Message("{message}. {hint}", {"message": error.message, "hint": error.hint})
        raise UserError(message) from None
    return one_form(text)


def moment(seconds: float, zone: tzinfo) -> datetime:
    """The time, in a zone, of seconds since 1970: what lies beyond all that a time can say is the last or first of it.

    A commit may be dated to any number, and nothing else in here turns one into a time.
    """
    seconds = max(seconds, _FIRST_SECOND)
    seconds = min(seconds, _LAST_SECOND)
    moment_in_utc = datetime.fromtimestamp(seconds, UTC)
    return moment_in_utc.astimezone(zone)


def day_at(seconds: float, zone: tzinfo) -> date:
    """The day, in a zone, of seconds since 1970."""
    return moment(seconds, zone).date()


_FIRST_SECOND = -62135510400
_LAST_SECOND = 253402214399
"""One day within the years 1 and 9999, so that they hold it in every zone."""


def end_of(day: date, zone: tzinfo) -> float:
    """The second, since 1970, with which the day is over."""
    last_but_one = day_before(date.max)
    if day >= last_but_one:
        return inf  # the calendar ends with it
    next_day = days_after(day, 1)
    midnight = datetime.combine(next_day, datetime.min.time(), zone)
    return midnight.timestamp()


def days_after(day: date, number: int) -> date:
    """So many days later, or the last day of the calendar."""
    days_left = date.max - day
    number = min(number, days_left.days)
    return day + timedelta(days=number)


def split_point(text: str) -> tuple[str | None, str | None]:
    """`DATE@REV` at the first `@`: the date (None: today) and the revision (None: the work tree, "" means HEAD)."""
    day, separator, revision = text.partition("@")
    date_ = day or None
    if not separator:
        return date_, None
    return date_, revision


def in_words(text: str) -> Message | str:
    """A date or period without its slash, as people say it: a part of a year by its name, all else as it stands."""
    if len(text) == len("2022-21"):
        year = text[:4]
        part = text[5:]
        name = _PART_NAMES.get(part)
        if name:
            return Message(name, {"year": year})
    return text.replace("/", "–")


def unreadable(words: str) -> bool:
    """Whether words look like a date in digits but are none, such as `2212PP` or `2023-20205`."""
    is_short = re.fullmatch(r"[0-9A-Za-z/-]{4,21}", words, re.ASCII)
    has_year = re.search(r"\d{4}", words)
    if not is_short or not has_year:
        return False
    if _SIX.fullmatch(words):
        day = _six(words)
        return day is None
    try:
        parse_when(words)
    except DateError:
        return not _is_period_of_years(words)
    return False


def _is_period_of_years(words: str) -> bool:
    years = re.fullmatch(r"(\d{4})-(\d{4})", words)
    if years is None:
        return False
    first_year, last_year = years.groups()
    return first_year <= last_year


def one_form(text: str) -> str:
    """The form in which a text is read and sealed, of several that mean the same.

    Letters are composed (Unicode NFC). Of two ways to write a date only those are one that EDTF itself tells apart and
    the ledger does not: an unknown start, `/2023-12-31`, and an open one, `../2023-12-31`.
    """
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if not text.startswith("../"):
        return text
    try:
        parse_when(text)
    except DateError:
        return text
    return text[2:]


def day_before(day: date) -> date:
    """The day before; of the calendar's first, before which nothing can have been, that day itself."""
    if day == date.min:
        return day
    return day - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day of the year before, of 29 February the 28th; the calendar's first day, where it has none."""
    if day.year == date.min.year:
        return date.min
    last_year = day.year - 1
    is_leap_day = (day.month, day.day) == (2, 29)
    if is_leap_day:
        return date(last_year, 2, 28)
    return day.replace(year=last_year)
