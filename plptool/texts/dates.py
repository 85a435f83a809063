"""How documents write dates."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from plptool.model.dates import MONTHS, SEASONS, When
from plptool.texts.letters import fold

_MONTHS = tuple(fold(names).replace(" ", "|") for names in MONTHS)
_SEASONS = {season: fold(names).replace(" ", "|") for season, names in SEASONS.items()}
"""As patterns for text without case and diacritics."""
_OCCURRENCE = re.compile(r"(?<!\d)(?:(\d{2})(\d{2})(\d{2})|(\d{4})-\s?(\d{2})-\s?(\d{2}))(?!\d)", re.ASCII)
_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})(?!\d)", re.ASCII)


def calendar_days(line: str) -> Iterator[date]:
    """Every day that stands in a line: six digits, ISO, or in words."""
    for found in _IN_WORDS.finditer(fold(line)):
        month = next(number for number, names in enumerate(_MONTHS, 1) if found[2] in names.split("|"))
        with suppress(ValueError):
            yield date(int(found[3]), month, int(found[1]))
    for found in _OCCURRENCE.finditer(line):
        year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
        with suppress(ValueError):  # digits, but no date
            yield date(2000 + year if found[1] else year, month, day)


def says_date(passage: str, when: When, *, alone: bool = False) -> bool:
    """Whether the date stands there in any of its forms; a month also `alone`, without its year."""
    if when.earliest is None or re.fullmatch(r"[-\d]+", when.text) is None:
        return True
    day = when.earliest
    folded = fold(passage)
    if when.is_day:
        name = _MONTHS[day.month - 1]
        forms: tuple[str, ...] = (
            rf"(?<!\d){day:%y%m%d}(?!\d)",
            rf"(?<!\d){day:%Y%m%d}(?!\d)",
            rf"(?<!\d){day:%Y}-\s?{day:%m}-\s?{day:%d}(?!\d)",
            rf"(?<!\d)0?{day.day}(?:\s*(?:st|nd|rd|th))?\s+(?:{name})\s+{day.year}(?!\d)",
            rf"(?:{name})\s+0?{day.day},?\s+{day.year}(?!\d)",
        )
    elif len(when.text) == len("2022"):
        forms = (rf"(?<!\d){when.text}(?!\d)",)
    elif when.text[5:] in _SEASONS:
        forms = (rf"\b(?:{_SEASONS[when.text[5:]]})\w*\s+{when.text[:4]}(?!\d)",)
    else:
        names = "|".join(f"{name[:3]}[a-z]*" for name in _MONTHS[day.month - 1].split("|"))
        forms = (
            rf"\b(?:{names})\b" if alone else rf"\b(?:{names})\s+{day.year}(?!\d)",
            rf"(?<!\d){day:%Y}-{day:%m}(?!\d)",
            rf"(?<!\d){day:%y%m}(?!\d)",
        )
    return any(re.search(form, folded) for form in forms)
