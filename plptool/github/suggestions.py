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
        if finding.fix is None or len(comments) == MOST:
            continue
        comment = _comment(finding, finding.fix, sides, taken, _)
        if comment is not None:
            comments.append(comment)
    if not comments:
        return ""
    body = _("What can be mended in one way alone, as suggestions to accept.")
    return json.dumps({"event": "COMMENT", "body": body, "comments": comments}, ensure_ascii=False) + "\n"


def _comment(finding: Finding, fix: Fix, sides: Sides, taken: set[tuple[str, int]], _: Translate) -> Data | None:
    """A suggestion of other lines for those that a fix is in; None where these are not the change's."""
    path = fix.path.removeprefix(sides.prefix)
    text = sides.after(path)
    if text is None:
        return None
    rows = text.split("\n")
    first, last = fix.start.line, fix.end.line
    if last > first and fix.end.column == 1:  # it ends with the line above
        last -= 1
    numbers = range(first, last + 1)
    places = {(path, number) for number in numbers}
    changed = set(_changed(sides.before(path) or "", text))
    if not changed.issuperset(numbers) or not taken.isdisjoint(places):
        return None
    new = _new_lines(rows, fix, last)
    if sides.hidden.hidden(new) != new:  # it would repeat a name that is not to be told
        return None
    taken |= places
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", new)), default=0))
    body = f"{tame(clean(sentences(finding, _)))} ({finding.rule})\n\n{fence}suggestion\n{new}{fence}\n"
    comment: dict[str, str | int] = {"path": sides.prefix + path, "side": "RIGHT", "line": last, "body": body}
    if last > first:
        comment |= {"start_line": first, "start_side": "RIGHT"}
    return comment


def _new_lines(rows: Sequence[str], fix: Fix, last: int) -> str:
    """What the lines of a fix are after it; nothing, where they go."""
    before = rows[fix.start.line - 1][: fix.start.column - 1]
    after = rows[fix.end.line - 1][fix.end.column - 1 :] if fix.end.line == last else ""
    new = f"{before}{fix.text}{after}".replace("\r", "")
    return f"{new}\n" if new and not new.endswith("\n") else new


def _changed(before: str, after: str) -> Iterator[int]:
    """The lines, from 1, that a change brings."""
    matcher = SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag in ("replace", "insert"):
            yield from range(start + 1, end + 1)
