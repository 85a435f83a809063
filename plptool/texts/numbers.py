"""How documents write numbers, years and paragraphs."""

import re

from plptool.texts.letters import fold

_COUNTING = (
    "en|ett|one", "tva|two", "tre|three", "fyra|four", "fem|five", "sex|six", "sju|seven", "atta|eight", "nio|nine",
    "tio|ten", "elva|eleven", "tolv|twelve",
)  # fmt: skip


def says_number(passage: str, number: int) -> bool:
    """The number by itself: not within 2.5.3, 22,6 or 2022-03-14."""
    return re.search(rf"(?<![\w.,-]){number}(?!\w|[.,-]\d)", passage) is not None


def says_year(passage: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", passage) is not None


def says_paragraph(passage: str, number: int) -> bool:
    return re.search(rf"§\s*{number}(?!\d)", passage) is not None


def says_count(passage: str, number: int) -> bool:
    """The number in digits or in words."""
    worded = _COUNTING[number - 1] if number <= len(_COUNTING) else str(number)
    return says_number(passage, number) or re.search(rf"\b({worded})\b", fold(passage)) is not None
