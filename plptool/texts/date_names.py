"""Days that are told by something else than a day and a month of ours: weeks, feasts, months of other languages.

They are known for what they are, and asked about: which day is meant, or whether it is one, says a person.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from dateutil.easter import easter

from plptool.model.days_off import FRIDAY, SATURDAY, SUNDAY, first_from
from plptool.texts.date_forms import Found, Reading, month_of, reading_of, year_of
from plptool.texts.date_slips import ANY_MONTH

_YEAR = r"(?P<year>(?:19|2[01])\d\d|(?<=[-'])\d\d)(?!\d)"
_ITS_YEAR = rf"(?:,? (?:ar |of |in |i )?|,? ?[-'/]){_YEAR}"
_DAYS_OF_A_WEEK = 7
_MOST_WEEKS = 8
"""More than so many are no row of weeks."""


def named_days(text: str) -> Iterator[Found]:
    """What may tell a day in these ways, where its year is said.

    Args:
        text: plain.
    """
    yield from _weeks(text)
    yield from _feasts(text)
    yield from _turns_of_years(text)
    yield from _months_of_others(text)
    yield from _left_open(text)
    yield from _odd_pairs(text)


def _one_of(days: Iterable[date]) -> Reading:
    """One of these days, or all of them."""
    return Reading(tuple(days), sure=False)


# Weeks

_WEEK = r"(?:v|w|kw|wk|uge|uke|week|weeks|vecka|veckan|veckorna|veckor)"
_WEEKS = re.compile(
    rf"(?<![\w.-]){_WEEK}\.?[ -]?(?P<first>\d\d?)(?: ?(?:-|/|,|och|and|to|till) ?(?P<last>\d\d?))?{_ITS_YEAR}"
    r"(?![.:,/-]\d)"
    rf"|(?<![\w.,:/-])(?P<year_first>20\d\d)[ ,-]{{0,2}}{_WEEK}\.? ?(?P<week>\d\d?)(?![\w:/]|[.,-]\d)",
    re.ASCII,
)


def _weeks(text: str) -> Iterator[Found]:
    """`v. 11 2023`, `vecka 11-12, 2023`, `2023-W11`: any of the days of these weeks."""
    for written in _WEEKS.finditer(text):
        year = int(written["year_first"]) if written["year_first"] else year_of(written["year"])
        first = int(written["first"] or written["week"])
        last = int(written["last"] or first)
        if 0 <= last - first < _MOST_WEEKS and (found := _of_weeks(year, first, last)):
            yield Found(written.start(), written.end(), (found,))


def _of_weeks(year: int, first: int, last: int) -> Reading | None:
    try:
        monday = date.fromisocalendar(year, first, 1)
        sunday = date.fromisocalendar(year, last, _DAYS_OF_A_WEEK)
    except ValueError:
        return None
    return _one_of(_from_to(monday, sunday))


def _from_to(first: date, last: date) -> Iterator[date]:
    days = (last - first).days
    return (first + timedelta(days=step) for step in range(days + 1))


# Feasts

_DayOfYear = Callable[[int], date]


def _on(month: int, day: int) -> _DayOfYear:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> _DayOfYear:
    return lambda year: easter(year) + timedelta(days=days)


def _first(weekday: int, month: int, day: int) -> _DayOfYear:
    """The first such day of the week from a day of the year on."""
    return lambda year: first_from(date(year, month, day), weekday)


_FEASTS: Mapping[str, _DayOfYear] = {
    "nyaret|nyarshelgen|nyarsdagen|new year's day": _on(1, 1),
    "trettondagsafton(?:en)?": _on(1, 5),
    "trettondagen|trettondedag jul|epiphany": _on(1, 6),
    "alla hjartans dag|valentine's day": _on(2, 14),
    "internationella kvinnodagen|kvinnodagen|international women's day": _on(3, 8),
    "valborg|valborgsmassoafton(?:en)?|sista april": _on(4, 30),
    "may day": _on(5, 1),
    "nationaldagen|sveriges nationaldag": _on(6, 6),
    "fn-dagen|united nations day": _on(10, 24),
    "lucia|luciadagen": _on(12, 13),
    "julafton(?:en)?|christmas eve": _on(12, 24),
    "julen|julhelgen|juldagen|christmas day|christmas": _on(12, 25),
    "annandag(?:en)? jul|annandagen|boxing day|st stephen's day": _on(12, 26),
    "nyarsafton(?:en)?|new year's eve": _on(12, 31),
    "fettisdag(?:en)?|shrove tuesday": _from_easter(-47),
    "askonsdag(?:en)?|ash wednesday": _from_easter(-46),
    "palmsondag(?:en)?|palm sunday": _from_easter(-7),
    "skartorsdag(?:en)?|maundy thursday": _from_easter(-3),
    "langfredag(?:en)?|good friday": _from_easter(-2),
    "paskafton(?:en)?|holy saturday|easter saturday": _from_easter(-1),
    "pask|pasken|paskhelgen|paskdagen|easter|easter day|easter sunday": _from_easter(0),
    "annandag(?:en)? pask|easter monday": _from_easter(1),
    "kristi himmelsfardsdag|kristi himmelsfard|ascension day": _from_easter(39),
    "pingstafton(?:en)?": _from_easter(48),
    "pingst|pingsten|pingsthelgen|pingstdagen|whitsun|whit sunday|pentecost": _from_easter(49),
    "annandag(?:en)? pingst|whit monday": _from_easter(50),
    "mors dag": _first(SUNDAY, 5, 25),
    "midsommarafton(?:en)?|midsummer eve|midsummer's eve": _first(FRIDAY, 6, 19),
    "midsommar|midsommarhelgen|midsommardagen|midsummer|midsummer day|midsummer's day": _first(SATURDAY, 6, 20),
    "alla helgons dag|allhelgonadagen": _first(SATURDAY, 10, 31),
    "all saints' day": _on(11, 1),
    "fars dag": _first(SUNDAY, 11, 8),
    "forsta advent|forsta sondagen i advent|advent sunday": _first(SUNDAY, 11, 27),
    "andra advent": _first(SUNDAY, 12, 4),
    "tredje advent": _first(SUNDAY, 12, 11),
    "fjarde advent": _first(SUNDAY, 12, 18),
}
"""When feasts are, by their names as a pattern."""
_ANY_FEAST = re.compile(rf"(?<!\w)(?P<name>{'|'.join(_FEASTS)}){_ITS_YEAR}(?![.:,/-]\d)", re.ASCII)
_PATTERNS = [(re.compile(names, re.ASCII), day_of) for names, day_of in _FEASTS.items()]


def _feasts(text: str) -> Iterator[Found]:
    """`midsommarafton 2023`, `Good Friday 2023`."""
    for written in _ANY_FEAST.finditer(text):
        (day_of,) = (day_of for names, day_of in _PATTERNS if names.fullmatch(written["name"]))
        yield Found(written.start(), written.end(), (_one_of([day_of(year_of(written["year"]))]),))


_TURN_OF_A_YEAR = re.compile(
    rf"(?<!\w)(?:arsskiftet|arsskifte|(?:the )?turn of the year){_ITS_YEAR}"
    r"(?P<next> ?[-/] ?(?:20)?\d\d(?!\d))?(?![.:,/-]\d)",
    re.ASCII,
)


def _turns_of_years(text: str) -> Iterator[Found]:
    """`årsskiftet 2023/24`, `the turn of the year 2023`: the last day of a year, or the first of the next."""
    for written in _TURN_OF_A_YEAR.finditer(text):
        year = year_of(written["year"])
        turns = [year] if written["next"] else [year - 1, year]
        days = [day for turn in turns for day in (date(turn, 12, 31), date(turn + 1, 1, 1))]
        yield Found(written.start(), written.end(), (_one_of(days),))


# Months

_OTHER_MONTHS = (
    "januar janvier enero gennaio janeiro tammikuu tammikuuta styczen stycznia",
    "februar fevrier febrero febbraio fevereiro helmikuu helmikuuta luty lutego",
    "marz mrz marts marzo marco maart maaliskuu maaliskuuta marzec marca",
    "avril abril aprile huhtikuu huhtikuuta kwiecien kwietnia",
    "mai mayo maggio maio mei toukokuu toukokuuta maja",
    "juin junio giugno junho kesakuu kesakuuta czerwiec czerwca",
    "juillet julio luglio julho heinakuu heinakuuta lipiec lipca",
    "aout agosto augustus elokuu elokuuta sierpien sierpnia",
    "septembre septiembre settembre setembro septbr syyskuu syyskuuta wrzesien wrzesnia",
    "octobre octubre ottobre outubro oktbr octbr lokakuu lokakuuta pazdziernik pazdziernika",
    "novembre noviembre novembro novbr marraskuu marraskuuta listopad listopada",
    "dezember dez decembre diciembre dicembre dezembro decbr joulukuu joulukuuta grudzien grudnia",
)
"""Of German, French, Spanish, Italian, Portuguese, Dutch, Danish, Finnish and Polish what is not like ours."""
_OTHER_MONTH_OF = {name: number for number, names in enumerate(_OTHER_MONTHS, 1) for name in names.split()}
_MONTH_OF_OTHERS = re.compile(
    rf"(?<![\w.,:/-])(?P<day>\d\d?)\.?(?:er|o)? ?(?:de |af )?(?P<month>{'|'.join(_OTHER_MONTH_OF)})(?![a-z])\.?,?"
    rf"(?: (?:de |del )?| ?[-']){_YEAR}",
    re.ASCII,
)


def _months_of_others(text: str) -> Iterator[Found]:
    """`14. März 2023`, `14 de marzo de 2023`, `14. maaliskuuta 2023`."""
    for written in _MONTH_OF_OTHERS.finditer(text):
        month = _OTHER_MONTH_OF[written["month"]]
        reading = reading_of(year_of(written["year"]), month, int(written["day"]), sure=False)
        yield Found(written.start(), written.end(), (reading,))


# What cannot be read, or was left open

_OPEN_NUMBERS = re.compile(
    r"(?<![\w.,:/-])(?P<year>20\d\d)(?P<between>[-./]?)(?P<month>0[1-9]|1[0-2])(?P=between)(?P<day>00|[x?]{1,2}|[0-3][x?])"
    r"(?!\w|[-/.:,]\d)",
    re.ASCII,
)
_OPEN_DAY = re.compile(
    rf"(?<!\w)(?:den {{1,3}}(?:[.?]{{1,9}} {{1,3}})?|[.?]{{2,9}} {{1,3}})(?P<month>{ANY_MONTH})(?![a-z])\.?,?"
    r" (?P<year>(?:19|2[01])\d\d)(?!\d)",
    re.ASCII,
)


def _left_open(text: str) -> Iterator[Found]:
    """`2023-03-xx`, `20230300`, `den ... mars 2023`: some day of the month, which is not written or not legible."""
    for written in _OPEN_NUMBERS.finditer(text):
        digits = "".join(sign if sign.isdigit() else "." for sign in written["day"])
        fits = re.compile(".." if digits in ("00", ".") else digits)
        days = (day for day in _month(int(written["year"]), int(written["month"])) if fits.fullmatch(f"{day:%d}"))
        yield Found(written.start(), written.end(), (_one_of(days),))
    for written in _OPEN_DAY.finditer(text):
        its_days = _month(int(written["year"]), month_of(written["month"]) or 1)
        yield Found(written.start(), written.end(), (_one_of(its_days),))


def _month(year: int, month: int) -> Iterator[date]:
    first = date(year, month, 1)
    _weekday, days = monthrange(year, month)
    return _from_to(first, first.replace(day=days))


# Two numbers and a year

_DAY_FIRST = r"(?<![\w.,:/+-])(?P<day>\d\d?)"
_ODD_PAIRS = tuple(
    re.compile(rf"{pattern}(?!\w|[.:,/-]\d)", re.ASCII)
    for pattern in (
        rf"{_DAY_FIRST}(?:[:_*·,-]|; ?)(?P<month>\d\d?)(?:,? |-)(?P<year>20\d\d)",
        rf"{_DAY_FIRST}[./](?P<month>\d\d?), ?(?P<year>20\d\d)",
        rf"{_DAY_FIRST}\. ?(?P<month>\d\d?)\. (?P<year>2\d)",
        rf"(?<![\w.-])(?P<month>{ANY_MONTH})[-./](?P<day>\d\d?)[-./]'?(?P<year>2\d)",
        r"(?<![\w.,:/+-])(?P<year>20\d\d)\.(?P<month>[01]\d)(?P<day>[0-3]\d)",
    )
)


def _odd_pairs(text: str) -> Iterator[Found]:
    """`14:3 2023`, `14-3 2023`, `14.3, 2023`, `14. 3. 23`, `Mar-14-23`: a day and a month, or other numbers."""
    for pattern in _ODD_PAIRS:
        for written in pattern.finditer(text):
            month = month_of(written["month"]) or int(written["month"])
            reading = reading_of(year_of(written["year"]), month, int(written["day"]), sure=False)
            if reading.days:
                yield Found(written.start(), written.end(), (reading,))
