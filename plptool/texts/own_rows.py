"""The rows in which plptool's own appendix tells of meetings: `2022, internt inom KSON: nr 1 (6 februari), 2 (3 maj)`.

The form says more than its words: a year stands once before all its days, and what is not called booked was held.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plptool.texts.meeting_words import Manner, Vocabulary
from plptool.texts.meetings import Said, said_in
from plptool.texts.warnings import is_ahead, takes_back

COUNT = re.compile(r"\d+ (?:hållna|hållet|hållen|held)(?:, \d+ (?:bokade|bokat|booked))?\.\s*")
"""How many there are, before the rows or alone."""
_ROW = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:, (?P<how>[^:]{1,80}))?: (?=(?:nr|no\.|utan nummer|without number)\s)", re.ASCII
)
_ITEM = re.compile(
    r"(?:(?:nr|no\.)\s)?(?P<number>\d{1,3}|utan nummer|without number)\s\((?P<inner>[^()]*)\)"
    r"(?P<mark>\s*\^)?(?:, |(?=\.|$|\s*\^))",
    re.ASCII,
)
_DAY = re.compile(r"(?P<day>\d{1,2} [^\W\d_]{3,9})(?P<rest>,.*)?")
_OF_DAYS = re.compile(r"\s*(?:\.\s*)?(?:\d{1,2} [^\W\d_]{3,9}(?:, | och | and )?)+:\s[^:]*")
"""What is said below a row of some of its days."""


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting in such a row."""

    statement: str
    said: Said
    is_marked: bool
    """Whether a footnote says more of it, or what stands behind the row may."""


def is_row(text: str) -> bool:
    """Whether a line is such a row."""
    return _ROW.match(text) is not None


def told_in(text: str, vocabulary: Vocabulary) -> list[Told]:
    """The meetings of a row."""
    return list(_told_in(text, vocabulary))


def _told_in(text: str, vocabulary: Vocabulary) -> Iterator[Told]:
    row = _ROW.match(text)
    if row is None:
        return
    items: list[re.Match[str]] = []
    end = row.end()
    while item := _ITEM.match(text, end):
        items.append(item)
        end = item.end()
    behind = text[end:].strip(" .")
    is_clear = not behind or (
        _OF_DAYS.fullmatch(behind) is not None and not takes_back(behind) and not is_ahead(behind)
    )
    how = re.sub(r"\s*\([^()]*\)$", "", row["how"] or "")
    for item in items:
        statement = _statement(item, row["year"], how)
        said = said_in(statement, vocabulary)
        if not said.manners:
            said.manners.add(Manner.HELD)
        yield Told(statement, said, not is_clear or item["mark"] is not None)


def _statement(item: re.Match[str], year: str, how: str) -> str:
    """The meeting of a row as a line of its own."""
    number = f" nr {item['number']}" if item["number"].isdigit() else ""
    inner = _DAY.fullmatch(item["inner"])
    when = f"{inner['day']} {year}{inner['rest'] or ''}" if inner else item["inner"]
    return f"{when}, möte{number}{f', {how}' if how else ''}"
