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
    may_say_more = behind != "" and not _says_more_of_days(behind)
    year = row["year"]
    how = row["how"] or ""
    how = re.sub(r"\s*\([^()]*\)$", "", how)
    for item in items:
        statement = _statement(item, year, how)
        said = said_in(statement, vocabulary)
        if not said.manners:
            said.manners.add(Manner.HELD)
        has_mark = item["mark"] is not None
        is_marked = may_say_more or has_mark
        yield Told(statement, said, is_marked)


def _says_more_of_days(behind: str) -> bool:
    """Whether what stands behind a row says more of some of its days, and takes nothing back."""
    if _OF_DAYS.fullmatch(behind) is None:
        return False
    if takes_back(behind):
        return False
    return not is_ahead(behind)


def _statement(item: re.Match[str], year: str, how: str) -> str:
    """The meeting of a row as a line of its own."""
    when = item["inner"]
    inner = _DAY.fullmatch(when)
    if inner is not None:
        day = inner["day"]
        rest = inner["rest"] or ""
        when = f"{day} {year}{rest}"
    number = item["number"]
    statement = f"{when}, möte"
    if number.isdigit():
        statement += f" nr {number}"
    if how:
        statement += f", {how}"
    return statement
