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
    match = _LEADING_DIGITS.match(date)
    if match is None:
        return 0
    digits = match.group()
    value = int(digits)
    if value >= _NO_DATE:
        return 0
    return value


_LEADING_DIGITS = re.compile("[0-9]{1,20}")
"""No more than tell that it is no date: nobody's number of a thousand digits is worked out."""


def ahead(committed: float, now: float) -> bool:
    """Whether a date has not come yet by a clock."""
    latest = now + SKEW
    return committed > latest


Dated = tuple[str, int, Sequence[str]]
"""The id, the date and the parents of a commit."""


Moments = dict[str, int]
"""By commit, in seconds since 1970."""


def known(commits: Sequence[Dated], now: float) -> Moments:
    """From when each commit counts as known, in seconds since 1970.

    Args:
        commits: the id, the date and the parents of each, children before their parents.
        now: the clock of whoever asks.
    """
    known_from: Moments = {}
    parents_first = reversed(commits)
    for commit, committed, parents in parents_first:
        moment = committed
        if ahead(committed, now):
            moment = 0
        for parent in parents:
            if parent not in known_from:
                continue
            moment_of_parent = known_from[parent]
            moment = max(moment, moment_of_parent)
        known_from[commit] = moment
    built_on: Moments = {}
    """By commit: from when the first that builds on it counts as known."""
    for commit, committed, parents in commits:
        moment = known_from[commit]
        if ahead(committed, now):
            second = int(now)
            latest = built_on.get(commit, second)
            moment = max(moment, latest)
            known_from[commit] = moment
        for parent in parents:
            first_moment = moment
            if parent in built_on:
                first_moment = built_on[parent]
            built_on[parent] = min(first_moment, moment)
    return known_from
