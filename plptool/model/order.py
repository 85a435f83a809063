"""What stands out of order: the fewest that must move, so that one mistake is not told of all that come after it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


def in_place(keys: Sequence[int], *, strictly: bool = False) -> list[int]:
    """The indices of the longest run of keys that rise: all others are the fewest that must move.

    Of several such runs it is the one that begins earliest: of two that stand the wrong way round, the second is out
    of place.

    Args:
        keys: as they stand.
        strictly: whether two that are equal are out of order too.
    """
    find = bisect_left if strictly else bisect_right
    begin_with: list[list[int]] = []  # by the length of the longest run that begins there: the indices, latest first
    greatest: list[int] = []  # by that length, the greatest key that begins such a run; negated, as it is found by
    for index in range(len(keys) - 1, -1, -1):
        length = find(greatest, -keys[index])
        if length == len(begin_with):
            begin_with.append([])
            greatest.append(0)
        begin_with[length].append(index)
        greatest[length] = -keys[index]
    run: list[int] = []
    for indices in reversed(begin_with):
        run.append(next(index for index in reversed(indices) if not run or _follows(keys, run[-1], index, strictly)))
    return run


def _follows(keys: Sequence[int], before: int, index: int, strictly: bool) -> bool:
    if index < before:
        return False
    return keys[before] < keys[index] or (keys[before] == keys[index] and not strictly)
