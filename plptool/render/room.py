"""How wide the columns of a table are that has not the room for all that its cells say.

A word is not broken while another column has room to spare. What is left is shared alike, until a column needs no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """What a column needs, in characters of a terminal."""

    least: int
    """So that no word of it is broken, and nothing is cut off that names a row."""
    most: int
    """So that each of its cells is one line."""
    cut: bool = False
    """Whether what has no room is lost, and not only in the next line: then its share is twice another's."""


def shares(needs: Sequence[Need], room: int) -> list[int] | None:
    """How wide each column is; None where there is not room enough for the least that each needs.

    Args:
        needs: of each column.
        room: how many characters there are for all of them, without what lies between.
    """
    widths = [need.least for need in needs]
    left = room - sum(widths)
    if left < 0:
        return None
    for _ in range(left):
        wanting = [index for index, need in enumerate(needs) if widths[index] < need.most]
        if not wanting:
            break
        narrowest = min(wanting, key=lambda index: widths[index] / (1 + needs[index].cut))
        widths[narrowest] += 1
    return widths
