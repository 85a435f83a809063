"""The fewest that must move: as few as there are, by trying every choice; and of two, the second."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers, lists

from plptool.model.order import circles, in_place


def _rise(keys: list[int], *, strictly: bool) -> bool:
    return all(one < other or (one == other and not strictly) for one, other in pairwise(keys))


@given(lists(integers(0, 6), max_size=8), booleans())
def test_no_longer_run_rises(keys: list[int], strictly: bool) -> None:
    run = in_place(keys, strictly=strictly)
    assert _rise([keys[index] for index in run], strictly=strictly)
    assert run == sorted(set(run))
    longer = combinations(range(len(keys)), len(run) + 1)
    assert not any(_rise([keys[index] for index in indices], strictly=strictly) for indices in longer)


@pytest.mark.parametrize(("keys", "moves"), [
    ([1, 2, 3], []), ([2, 1], [1]), ([1, 9, 2, 3, 4], [1]), ([5, 6, 7, 1], [3]), ([9, 1, 2, 3], [0]), ([4, 4], []), ([], []),
])  # fmt: skip
def test_what_moves(keys: list[int], moves: list[int]) -> None:
    assert sorted({*range(len(keys))}.difference(in_place(keys))) == moves


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "b", "b": "a"}, ["ab"]),
        ({"a": "b", "b": "c", "c": "bd", "d": ""}, ["bc"]),
        ({"a": "b", "b": "a", "c": "d", "d": "c", "e": "ac"}, ["ab", "cd"]),
        ({"a": "bc", "b": "a", "c": "a"}, ["abc"]),
    ],
)
def test_what_names_each_other_in_turn(graph: dict[str, str], found: list[str]) -> None:
    circles_found = circles({one: [*others] for one, others in graph.items()})
    assert sorted(circles_found, key=sorted) == [frozenset(circle) for circle in found]
