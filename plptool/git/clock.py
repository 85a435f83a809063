"""When a ledger knew what its commits say: one meaning, for the log, for blame and for a revision by day.

A commit counts as known when it was made, by its own word, and no earlier than what it builds on: to date a commit
back moves nothing into the past. A date that has not come yet, by the clock of whoever asks, is no word at all. Such a
commit counts as known no earlier than what it builds on, and no later than what builds on it, or than now: of these
days the latest, so that nothing is moved into the past; and no other commit is known later for its sake.
"""

import re
from collections.abc import Sequence

SKEW = 300
"""So many seconds two honest clocks may differ."""
_NO_DATE = 1 << 63
"""From here on, git has read something else than seconds: a sign, or more digits than it can hold."""


def seconds(date: str) -> int:
    """The seconds since 1970 in what git says of a commit's date; 0 where these are none."""
    digits = _LEADING_DIGITS.match(date)
    if digits is None:
        return 0
    value = int(digits[0])
    if value >= _NO_DATE:
        return 0
    return value


_LEADING_DIGITS = re.compile("[0-9]{1,20}")
"""No more than tell that it is no date: nobody's number of a thousand digits is worked out."""


def ahead(committed: float, now: float) -> bool:
    """Whether a date has not come yet by a clock."""
    return committed > now + SKEW


def known(commits: Sequence[tuple[str, int, Sequence[str]]], now: float) -> dict[str, int]:
    """From when each commit counts as known, in seconds since 1970.

    Args:
        commits: the id, the date and the parents of each, children before their parents.
        now: the clock of whoever asks.
    """
    known_from: dict[str, int] = {}
    for commit, committed, parents in reversed(commits):
        earliest = 0 if ahead(committed, now) else committed
        for parent in parents:
            if parent in known_from:
                earliest = max(earliest, known_from[parent])
        known_from[commit] = earliest
    built_on: dict[str, int] = {}
    """By commit: from when the first that builds on it counts as known."""
    for commit, committed, parents in commits:
        if ahead(committed, now):
            latest = built_on.get(commit, int(now))
            known_from[commit] = max(known_from[commit], latest)
        moment = known_from[commit]
        for parent in parents:
            if parent not in built_on or moment < built_on[parent]:
                built_on[parent] = moment
    return known_from
