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
    begin_with: list[list[int]] = []
    """By the length of the longest run that begins there: the indices, latest first."""
    greatest: list[int] = []
    """By that length, the greatest key that begins such a run; negated, as it is found by bisection."""
    for index in reversed(range(len(keys))):
        key = -keys[index]
        length = find(greatest, key)
        if length == len(begin_with):
            begin_with.append([])
            greatest.append(0)
        begin_with[length].append(index)
        greatest[length] = key
    run: list[int] = []
    for indices in reversed(begin_with):
        for index in reversed(indices):
            if not run or _follows(keys, run[-1], index, strictly):
                run.append(index)
                break
    return run


def _follows(keys: Sequence[int], before: int, index: int, strictly: bool) -> bool:
    """Whether what stands at an index may come next in a run."""
    if index < before:
        return False
    if keys[before] == keys[index]:
        return not strictly
    return keys[before] < keys[index]
