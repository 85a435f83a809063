"""Fixes as suggestions on a pull request, which a reviewer accepts with one click: a review as GitHub's API takes it.

https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request. GitHub takes comments on lines of the
change alone, and refuses the whole review where one is on another.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plptool.model.findings import Finding, Fix, every
from plptool.model.i18n import Translate
from plptool.model.names import Names
from plptool.model.plain import Data
from plptool.render.findings import sentences
from plptool.render.text import clean, tame

MOST = 30
"""Suggestions of one review: who has more is told to run the command."""
Read = Callable[[str], str | None]
"""Gives a file's text by its path; None where there is no such file, or it is no text."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The files of a change, before it and after."""

    before: Read
    after: Read
    prefix: str
    """Where the ledger lies in the repository."""
    hidden: Names
    """Persons who are not to be named."""


def review(findings: Iterable[Finding], sides: Sides, _: Translate) -> str:
    """The review, as JSON; empty where nothing can be suggested."""
    comments: list[Data] = []
    taken: set[tuple[str, int]] = set()
    for finding in every(findings):
        if len(comments) == MOST:
            break
        fix = finding.fix
        if fix is None:
            continue
        comment = _comment(finding, fix, sides, taken, _)
        if comment is not None:
            comments.append(comment)
    if not comments:
        return ""
    body = _("What can be mended in one way alone, as suggestions to accept.")
    asked: Data = {
        "event": "COMMENT",
        "body": body,
        "comments": comments,
    }
    document = json.dumps(asked, ensure_ascii=False)
    return f"{document}\n"


def _comment(finding: Finding, fix: Fix, sides: Sides, taken: set[tuple[str, int]], _: Translate) -> Data | None:
    """A suggestion of other lines for those that a fix is in; None where these are not the change's."""
    prefix = sides.prefix
    path = fix.path.removeprefix(prefix)
    text = sides.after(path)
    if text is None:
        return None
    rows = text.split("\n")
    first = fix.start.line
    last = fix.end.line
    begins_last_line = fix.end.column == 1
    if begins_last_line and last > first:
        last -= 1  # it ends with the line above
    numbers = range(first, last + 1)
    before = sides.before(path) or ""
    changed = set(_changed(before, text))
    is_of_change = changed.issuperset(numbers)
    if not is_of_change:
        return None
    places = {(path, number) for number in numbers}
    is_free = taken.isdisjoint(places)
    if not is_free:
        return None
    new = _new_lines(rows, fix, last)
    nameless = sides.hidden.hidden(new)
    if nameless != new:  # it would repeat a name that is not to be told
        return None
    taken |= places
    body = _body(finding, new, _)
    comment: dict[str, str | int] = {
        "path": prefix + path,
        "side": "RIGHT",
        "line": last,
        "body": body,
    }
    if last > first:
        comment |= {"start_line": first, "start_side": "RIGHT"}
    return comment


def _body(finding: Finding, new: str, _: Translate) -> str:
    """What a comment says: the finding, and the lines that are suggested."""
    text = sentences(finding, _)
    legible = clean(text)
    told = tame(legible)
    fence = _fence(new)
    return f"{told} ({finding.rule})\n\n{fence}suggestion\n{new}{fence}\n"


def _fence(text: str) -> str:
    """What stands around lines in Markdown: more backticks than follow each other anywhere in these."""
    longest = 2
    for backticks in re.findall("`+", text):
        length = len(backticks)
        longest = max(longest, length)
    return "`" * (longest + 1)


def _new_lines(rows: Sequence[str], fix: Fix, last: int) -> str:
    """What the lines of a fix are after it; nothing, where they go."""
    start = fix.start
    end = fix.end
    first_row = rows[start.line - 1]
    before = first_row[: start.column - 1]
    after = ""
    if end.line == last:
        last_row = rows[last - 1]
        after = last_row[end.column - 1 :]
    joined = f"{before}{fix.text}{after}"
    new = joined.replace("\r", "")
    is_whole = new.endswith("\n")
    if not new or is_whole:
        return new
    return f"{new}\n"


def _changed(before: str, after: str) -> Iterator[int]:
    """The lines, from 1, that a change brings."""
    rows_before = before.split("\n")
    rows_after = after.split("\n")
    matcher = SequenceMatcher(None, rows_before, rows_after, autojunk=False)
    for tag, _start_before, _end_before, start, end in matcher.get_opcodes():
        if tag in ("replace", "insert"):
            yield from range(start + 1, end + 1)
