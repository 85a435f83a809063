"""How documents write amounts of money.

A number is an amount where the line says so: by a currency beside it, or by words near it or over its column. What
stands there without any of these may be the number of something else: a person is asked.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from plptool.texts.characters import plain
from plptool.texts.numbers import COUNTING


class Said(Enum):
    """Whether a text says something."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    """The number stands there, and nothing says that it is money."""


_MONEY_UNITS = {
    "kkr": 10**3, "tkr": 10**3, "tsek": 10**3, "ksek": 10**3, "keur": 10**3, "teur": 10**3,
    "mkr": 10**6, "mnkr": 10**6, "msek": 10**6, "mnsek": 10**6, "meur": 10**6,
    "mdkr": 10**9, "mdrkr": 10**9, "mdsek": 10**9, "mdrsek": 10**9,
}  # fmt: skip
"""Units of money alone."""
_TIMES = {
    "": 1, "'": 10**3, "k": 10**3, "t": 10**3, "tusen": 10**3, "tusental": 10**3, "thousand": 10**3,
    "m": 10**6, "mn": 10**6, "milj": 10**6, "miljon": 10**6, "miljoner": 10**6, "million": 10**6, "millions": 10**6,
    "bn": 10**9, "md": 10**9, "mdr": 10**9, "miljard": 10**9, "miljarder": 10**9, "billion": 10**9, **_MONEY_UNITS,
}  # fmt: skip
_UNIT = "|".join(sorted(filter(None, _TIMES), key=len, reverse=True))
"""A longer unit is tried before one that it begins with."""
_NUMBER = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_AFTER_A_DATE = r"(?<!\d-\d\d-)(?<!\d-\d-)(?<!\d/\d\d/)(?<!\d/\d/)"
"""Of `2023-03-14 450 000 kr` the 14 is no part of the amount."""
_AMOUNT = re.compile(
    rf"(?<![\d.,]){_AFTER_A_DATE}(?P<digits>{_NUMBER})(?!\d)(?: ?(?P<unit>{_UNIT})(?![a-z]|(?<=m)\^)\.?)?", re.ASCII
)
_MINUS = re.compile(r"(?<![\w.,)])-$", re.ASCII)
_GROUPED = re.compile(r"(\d{1,3}(?:([ .,'])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?")
"""Thousands apart from each other by one sign, the same throughout; and perhaps decimals."""
_CURRENCY = (
    r"(?:(?:(?:svenska|norska|danska) )?(?:kr|skr|krona|kronor|kronorna|sek|nkr|nok|dkr|dkk|eur|euro|euros|gbp"
    r"|pund|pounds?|sterling|usd|dollars?)(?![a-z])|[$€£])"
)
_CURRENCY_AFTER = re.compile(rf" ?\|? ?(?:{_CURRENCY}|[:,.]-)", re.ASCII)
_CURRENCY_BEFORE = re.compile(rf"(?<![a-z])(?<!\d )(?<!\d){_CURRENCY}[ .:]{{0,2}}$", re.ASCII)
_LISTED = re.compile(
    rf"(?: ?(?:-|,|och|eller|till|respektive|resp\.?|samt|and|or|to) ?(?:{_NUMBER})(?!\d)){{1,8}}"
    rf"(?: ?(?P<unit>{_UNIT})(?![a-z])\.?)?(?P<rest>.{{0,20}})",
    re.ASCII,
)
"""Other numbers that follow, and what stands after the last of them: 100–200 tkr."""
_ABOUT_MONEY = re.compile(
    r"belopp|bidrag|anslag|budget|kostnad|avgift|intakt|utgift|ersattning|summa\b|medel(?!var|al|st|t|s\b|punkt)|bevilj|betal|pris(?:er|et)?\b"
    r"|ekonomi|invester|\b(?:amount|cost|grant|fund|payment|paid\b|price|fee|revenue|expenditure|allocat|money)"
    rf"|(?<![a-z]){_CURRENCY}|(?<![a-z])(?:{'|'.join(_MONEY_UNITS)})(?![a-z])",
    re.ASCII,
)
_UNIT_ALONE = re.compile(
    rf"(?<![a-z\d])(?<!\d )(?:(?P<money>{'|'.join(_MONEY_UNITS)})(?![a-z])"
    rf"|(?P<times>tusental|tusen|miljoner|milj|miljarder|thousand|million)s?\.? ?(?:of )?{_CURRENCY}"
    rf"|(?P<one>{_CURRENCY}))",
    re.ASCII,
)
"""In what the numbers near it are: `(tkr)`."""
_MAY_FOLLOW = (
    "per av for fran hos i inkl inklusive och om pa respektive samt som till under utover vid ar arligen totalt exkl"
    " and as at by for from in is of on per the to was were which with annually"
)
_ENDS_OR_GOES_ON = re.compile(
    rf" ?(?:$|[^\w %°‰]|(?:{'|'.join(_MAY_FOLLOW.split())})(?![a-z])|(?=[a-z]*(?:bidrag|belopp|medel)))", re.ASCII
)
"""What may stand after an amount without a currency; after another number stands what is counted."""
_NUMBERS_SOMETHING = re.compile(
    r"(?:[a-z]|\d[-/:]|§ ?|\b(?:nr|no|dnr|id|punkt|kap|sid|sida|sidan|s|p|page|pages|bilaga|tabell|table|steg|vecka|kl"
    r"|tel|telefon)[.:]? ?)$",
    re.ASCII,
)
_NUMBERED = re.compile(r"[-/:]\d|[a-z]", re.ASCII)
_LABEL = re.compile(r"[^\d|;.,:]*[ |;:]*$")
"""The words before a number in its row."""
_COUNTS = re.compile(
    r"\b(?:antal|andel|procent|number|headcount|share|per ?cent)|\b(?:anstallda|arsarbetare|medarbetare|elever|personer"
    r"|invanare|medlemmar|deltagare|besokare|platser|timmar|employees|staff|pupils|people|residents|members|visitors"
    r"|places|hours)\b[^a-z]*$",
    re.ASCII,
)
"""A label of what is counted: under `Belopp i mnkr` too, `Antal anställda 450` are no millions."""
_COUNTED = {word: number for number, words in enumerate(COUNTING, 1) for word in words.split("|")}
_IN_WORDS = re.compile(
    rf"\b(?:(?P<whole>{'|'.join(_COUNTED)})|(?:(?P<and>{'|'.join(_COUNTED)}) (?:och|and) )?(?:(?:en|a) halv|half an?))"
    r"(?= (?:tusen|miljon(?:er)?|miljard(?:er)?|thousand|million|billion|[tm]n?kr|[km]sek)\b)",
    re.ASCII,
)
_A_YEAR = re.compile(r"(?:1[89]|2[01])\d\d")


def says_amount(passage: str, amount: int, around: str = "") -> Said:
    """Whether an amount of money stands there: 450 000 kr, 450,000, 450 tkr, 0,45 mnkr, £0.45m.

    Args:
        passage: the lines in which it is looked for.
        amount: in the unit of its currency.
        around: what stands above them in the same table or paragraph, with the headings.
    """
    how_said = Said.NO
    above = [_spaced(line) for line in around.split("\n")]
    rows = _rows(passage.split("\n"))
    near = " ".join([*above, *rows])
    for index, row in enumerate(rows):
        for match in _AMOUNT.finditer(row):
            column = _Column.of(row, match.start(), [*above, *rows[:index]])
            how_found = _says(match, amount, column, near)
            if how_found is Said.YES:
                return how_found
            how_said = how_said if how_found is Said.NO else how_found
    return how_said


def _rows(lines: list[str]) -> list[str]:
    """Lines as they are compared; one that goes on in the next, with a small letter or a figure, is one with it."""
    rows: list[str] = []
    for line in lines:
        if rows and max(map(rows[-1].count, "|;")) < 2 and re.match(r"\s*(?:[a-zåäö]|[\d$€£]+(?!\.))", line):
            rows[-1] += f" {_spaced(line)}"
        else:
            rows.append(_spaced(line))
    return rows


def _spaced(line: str) -> str:
    """A line with one space between words and millions in figures; what is set in columns has them apart."""
    line = re.sub(r"(?<=\d) ?½", ",5", line.replace("\t", "  "))
    in_columns = re.sub(r"(?<=\S) {2,}(?=\S)", " | ", plain(line).text)
    return _IN_WORDS.sub(_in_figures, re.sub(r"\s+", " ", in_columns).strip())


def _in_figures(words: re.Match[str]) -> str:
    """`en miljon`, `en halv miljon`, `två och en halv miljoner`."""
    return str(_COUNTED[words["whole"]]) if words["whole"] else f"{_COUNTED.get(words['and'], 0)},5"


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands over a number in a table."""

    heading: str | None
    """None where it is in no table, or where that says nothing in words."""

    @classmethod
    def of(cls, row: str, place: int, above: list[str]) -> "_Column":
        """Of the number that stands at a place in a row."""
        sign = next((sign for sign in "|;" if row.count(sign) > 1), None)
        if sign is None:
            return cls(None)
        index = row.count(sign, 0, place)
        tables = [line.split(sign) for line in above if line.count(sign) == row.count(sign)]
        heading = tables[0][index].strip() if tables else ""
        return cls(heading if re.search(r"[a-z]{2}", heading) else None)


def _says(match: re.Match[str], amount: int, column: _Column, near: str) -> Said:
    """Whether this number is the amount; of one with a minus before it, or with the label of a count, a person says."""
    said = _says_by_itself(match, amount, column, near)
    before = match.string[: match.start()]
    if said is Said.YES and _MINUS.search(before[-2:]):
        return Said.PERHAPS
    return said


def _says_by_itself(match: re.Match[str], amount: int, column: _Column, near: str) -> Said:
    times = _times_by_a_currency(match)
    if times is not None:
        return Said.YES if amount in _amounts(match["digits"], times) else Said.NO
    if _is_no_amount(match):
        return Said.NO
    digits, unit = match["digits"], match["unit"] or ""
    about = near if column.heading is None else column.heading
    if _is_said_to_be_money(match, about):
        scales = {1} if unit else set(_scales(about)) or {1}
        if any(amount in _amounts(digits, _TIMES[unit] * scale) for scale in scales):
            return Said.YES
    plainly = amount in _amounts(digits, _TIMES[unit])
    return Said.PERHAPS if plainly else Said.NO


def _times_by_a_currency(match: re.Match[str]) -> int | None:
    """By what a number is to be multiplied that has a currency beside it, or behind the numbers after it."""
    unit = match["unit"] or ""
    before, after = match.string[max(match.start() - 12, 0) : match.start()], match.string[match.end() :]
    if unit in _MONEY_UNITS or _CURRENCY_AFTER.match(after) or _CURRENCY_BEFORE.search(before):
        return _TIMES[unit]
    listed = _LISTED.match(after)
    if listed is None or _is_year(match):
        return None
    if listed["unit"] in _MONEY_UNITS or _CURRENCY_AFTER.match(listed["rest"]):
        return _TIMES[unit or listed["unit"] or ""]
    return None


def _is_year(match: re.Match[str]) -> bool:
    return not match["unit"] and _A_YEAR.fullmatch(match["digits"]) is not None


def _is_no_amount(match: re.Match[str]) -> bool:
    """Whether a number without a currency numbers something, or counts what stands after it."""
    before, after = match.string[max(match.start() - 12, 0) : match.start()], match.string[match.end() :]
    if _NUMBERS_SOMETHING.search(before) or (not match["unit"] and _NUMBERED.match(after)):
        return True
    return _ENDS_OR_GOES_ON.match(after) is None


def _is_said_to_be_money(match: re.Match[str], about: str) -> bool:
    """Whether what stands near a number speaks of money, and its own label of nothing else."""
    if _is_year(match) or not _ABOUT_MONEY.search(about):
        return False
    label = _LABEL.search(match.string[max(match.start() - 60, 0) : match.start()])
    return label is None or _COUNTS.search(label[0]) is None


def _scales(about: str) -> Iterator[int]:
    """By what the numbers near a text are to be multiplied, if it says so."""
    for unit_alone in _UNIT_ALONE.finditer(about):
        yield 1 if unit_alone["one"] else _TIMES[unit_alone["money"] or unit_alone["times"]]


def _amounts(digits: str, times: int) -> set[Decimal]:
    """What a number can mean: of `1.200`, one thousand two hundred or one and a fifth."""
    meanings: set[Decimal] = set()
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        whole = re.sub(r"\D", "", grouped[1])
        decimals = grouped[3] or 0
        meanings.add(Decimal(f"{whole}.{decimals}") * times)
    with suppress(InvalidOperation):  # more than one separator: no fraction
        fraction = digits.replace(",", ".")
        meanings.add(Decimal(fraction) * times)
    return meanings
