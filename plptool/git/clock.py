"""When a ledger knew what its commits say: one meaning, for the log, for blame and for a revision by day.

A commit counts as known when it was made, by its own word, and no earlier than what it builds on: to date a commit
back moves nothing into the past. A date that has not come yet, by the clock of whoever asks, is no word at all. Such a
commit counts as known no earlier than what it builds on, and no later than what builds on it, or than now: of these
days the latest, so that nothing is moved into the past; and no other commit is known later for its sake.
"""

from collections.abc import Sequence

SKEW = 300
"""So many seconds two honest clocks may differ."""
_NO_DATE = 1 << 63
"""From here on, git has read something else than seconds: a sign, or more digits than it can hold."""


def seconds(said: str) -> int:
    """The seconds since 1970 in what git says of a commit's date; 0 where these are none."""
    digits = said[: len(said) - len(said.lstrip("0123456789"))]
    value = int(digits[:20]) if digits else 0
    return value if value < _NO_DATE else 0


def ahead(committed: float, now: float) -> bool:
    """Whether a date has not come yet by a clock."""
    return committed > now + SKEW


def known(commits: Sequence[tuple[str, int, Sequence[str]]], now: float) -> dict[str, int]:
    """From when each commit counts as known, in seconds since 1970.

    Args:
        commits: the id, the date and the parents of each, children before their parents.
        now: the clock of whoever asks.
    """
    least: dict[str, int] = {}
    for key, committed, parents in reversed(commits):
        own = 0 if ahead(committed, now) else committed
        least[key] = max([own, *(least[one] for one in parents if one in least)])
    built_on: dict[str, int] = {}
    for key, committed, parents in commits:
        if ahead(committed, now):
            least[key] = max(least[key], built_on.get(key, int(now)))
        for one in parents:
            built_on[one] = min(built_on.get(one, least[key]), least[key])
    return least
