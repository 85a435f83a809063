"""What the suite has no time for."""

import os
from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import settings

T = TypeVar("T")

THOROUGH = os.environ.get("PLPTOOL_PROOF") == "all"
"""Whether the tests that the suite has no time for are run whole, as `.ci/run` does."""

thorough = pytest.mark.skipif(not THOROUGH, reason="takes long: .ci/run does it (PLPTOOL_PROOF=all)")


def examples(few: int) -> settings:
    """So many examples of a property in the suite; all of them, or as many as are asked for, where it has time."""
    return settings() if THOROUGH or "PLPTOOL_EXAMPLES" in os.environ else settings(max_examples=few)


def some(cases: Iterable[T], *chosen: T) -> list[ParameterSet]:
    """All cases of a test, of which the suite has time for those that are chosen, the hardest."""
    return [pytest.param(case, id=str(case), marks=() if case in chosen else thorough) for case in cases]
