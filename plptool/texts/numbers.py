"""How documents write numbers, years and paragraphs of minutes."""

import re
from collections.abc import Iterator

from plptool.texts.characters import plain
from plptool.texts.letters import fold

COUNTING = (
    "en|ett|one", "tva|two", "tre|three", "fyra|four", "fem|five", "sex|six", "sju|seven", "atta|eight", "nio|nine",
    "tio|ten", "elva|eleven", "tolv|twelve",
)  # fmt: skip


def says_number(passage: str, number: int) -> bool:
    """The number by itself: not within 2.5.3, 22,6 or 2022-03-14."""
    by_itself = rf"(?<![\w.,-]){number}(?!\w|[.,-]\d)"
    return re.search(by_itself, passage) is not None


def says_year(passage: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", passage) is not None


def says_years(passage: str, first: int, last: int) -> bool:
    """The first and the last year of a time; the last may stand behind the first without its century, as in 2023/24."""
    if not says_year(passage, first):
        return False
    if says_year(passage, last):
        return True
    last_of_century = last % 100
    in_short = rf"(?<!\d){first}\s?[/–-]\s?{last_of_century:02}(?![\d/–-])"
    return re.search(in_short, passage) is not None


def says_count(passage: str, number: int) -> bool:
    """The number in digits or in words."""
    if says_number(passage, number):
        return True
    written = str(number)
    if number <= len(COUNTING):
        written = COUNTING[number - 1]
    return re.search(rf"\b({written})\b", fold(passage)) is not None


# Paragraphs

_AND = r" ?(?:-|,|och|samt|and|&|t\.?o\.?m\.?|till|to) ?"
_LIST = rf"(\d{{1,4}}(?:{_AND}\d{{1,4}})*)(?![\d_]|[.:]\d)"
_CALLED = r"paragraf(?:erna|en)?|paragraphs?|paras?\b\.?|par\.|(?<!\d )minutes?|min\.|item|arende|punkt"
_LETTERED = re.compile(r"(?<=\d)\s?(?=(?:[a-h]|[A-H](?=\s*(?:$|[.,;:)\n§]|(?:och|and|samt)\s+[A-H](?!\w))))(?!\w))")
"""Before the letter of a paragraph: § 28 a is another one than § 28. In `§ 28 A grant` it is a word."""
_NUMBER_OR_SPAN = re.compile(r"(\d+)(?: ?(?:-|till|to|t\.?o\.?m\.?) ?(\d+))?")
_PARAGRAPHS = (
    re.compile(rf"§{{1,2}} ?{_LIST}", re.ASCII),
    re.compile(rf"(?<![\d.,:/-]){_LIST} ?§", re.ASCII),
    re.compile(rf"\b(?:{_CALLED})(?: no\.?| nr\.?)?:? ?{_LIST}", re.ASCII),
)
_SIGN_AGAIN = re.compile(r"(?<=\d)( ?(?:-|till|to|t\.?o\.?m\.?) ?)§ ?(?=\d)")
"""§ 40 – § 42."""


def says_paragraph(passage: str, number: int) -> bool:
    """Whether minutes' paragraph stands there: § 28, 28 §, §§ 27–29, Minute 28."""
    if re.search(rf"(?<![\w/])[A-ZÅÄÖ]{{2,5}}/{number}(?![\w/-]|[.:]\d)", passage):  # KF/28
        return True
    text = re.sub(r"\s+", " ", plain(_LETTERED.sub("_", passage)).text)
    text = _SIGN_AGAIN.sub(r"\1", text)
    for pattern in _PARAGRAPHS:
        for match in pattern.finditer(text):
            spans = _in_list(match[1])
            if any(number in span for span in spans):
                return True
    return False


def says_as_written(passage: str, paragraph: str) -> bool:
    """Whether a paragraph that is no mere number stands there, as minutes have it: § 12 a, Minute 89, 12/23."""
    words = re.escape(fold(paragraph).removeprefix("§").strip())
    words = re.sub(r"(?<=\d)(?:\\ )?(?=[a-z]$)", " ?", words)  # 7 a is 7a
    text = re.sub(r"\s+", " ", fold(plain(passage).text))
    return re.search(rf"(?<![\w/.-]){words}(?![\w/-])", text) is not None


def _in_list(listed: str) -> Iterator[range]:
    """40-42, 45: each number by itself, and those between two with a hyphen."""
    for start, end in _NUMBER_OR_SPAN.findall(listed):
        last_number = int(end or start)
        yield range(int(start), last_number + 1)
