"""What stands out of order: the fewest that must move, so that one mistake is not told of all that come after it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence


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


def circles(graph: Mapping[str, Sequence[str]]) -> Iterator[frozenset[str]]:
    """What names each other in turn: each largest set of which every one leads to every other.

    It takes as long as there are edges, however many circles they make: who writes them may be anybody.

    Args:
        graph: by each, those that it names; all of these are there.
    """
    named_by: dict[str, list[str]] = {member: [] for member in graph}
    for member, others in graph.items():
        for other in others:
            named_by[other].append(member)
    seen_members: set[str] = set()
    for start in reversed([member for root in graph for member in _finished(graph, root, seen_members)]):
        if start in named_by:
            circle = frozenset(_taken(named_by, start))
            if len(circle) > 1:
                yield circle


def _finished(graph: Mapping[str, Sequence[str]], root: str, seen: set[str]) -> Iterator[str]:
    """What can be reached and was not seen, each after all that it leads to."""
    if root in seen:
        return
    seen.add(root)
    way = [(root, iter(graph[root]))]
    while way:
        member, others = way[-1]
        unseen_one = next((other for other in others if other not in seen), None)
        if unseen_one is None:
            way.pop()
            yield member
        else:
            seen.add(unseen_one)
            way.append((unseen_one, iter(graph[unseen_one])))


def _taken(named_by: dict[str, list[str]], start: str) -> list[str]:
    """All that leads to one and is still there; it is taken out."""
    taken_members = [start]
    pending = named_by.pop(start)
    while pending:
        member = pending.pop()
        if member in named_by:
            taken_members.append(member)
            pending += named_by.pop(member)
    return taken_members
