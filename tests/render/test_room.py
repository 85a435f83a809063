"""Where a table has not the room for all that it says, no word of it is broken while another column can spare it."""

import pytest

from plptool.render.document import Column, Grid
from plptool.render.room import Need, shares
from plptool.render.text import Screen, text


@pytest.mark.parametrize(
    ("needs", "room", "expected"),
    [
        ([Need(3, 3), Need(5, 40)], 20, [3, 17]),
        ([Need(3, 3), Need(5, 10)], 20, [3, 10]),
        ([Need(5, 30), Need(5, 60)], 30, [15, 15]),
        ([Need(5, 12), Need(5, 60)], 30, [12, 18]),
        ([Need(5, 30, cut=True), Need(5, 60)], 30, [20, 10]),
        ([Need(8, 8), Need(8, 8)], 16, [8, 8]),
        ([Need(8, 8), Need(9, 9)], 16, None),
        ([], 10, []),
    ],
)
def test_what_is_left_is_shared_alike_until_a_column_needs_no_more(
    needs: list[Need], room: int, expected: list[int] | None
) -> None:
    assert shares(needs, room) == expected


def test_a_column_that_tells_what_came_is_not_a_letter_wide() -> None:
    """As in a comparison of two dates, where the columns before it are never wrapped."""
    columns = (
        Column("id", whole=True),
        Column("need", whole=True, limit=30),
        Column("progress", limit=22),
        Column("other events", cut=True),
    )
    row = (
        "ECA-22-1",
        "Carry-overs of operating expenditure",
        "20%: Minor delay or risk",
        "status, report 2, due: 2023-12 → 2024-06",
    )
    said = text([Grid(columns, (row,))], Screen(60)).splitlines()
    assert max(map(len, said)) <= 60
    assert said[2].startswith("ECA-22-1  Carry-overs ")
    last = said[1].index("events")
    assert [line[last:] for line in said[2:]] == ["status,", "report 2,", "due:", "2023-12 →", "2024-06"]


def test_a_word_is_broken_only_where_there_is_no_other_way() -> None:
    columns = (Column("commission"), Column("with whom"), Column("due", whole=True))
    grid = Grid(columns, (("Reconciliation of framework contracts", "HR", "2024-12-12"),))
    assert text([grid], Screen(44)).splitlines()[-1].startswith("framework contracts")
    assert text([grid], Screen(34)).splitlines()[2].startswith("Reconciliation")
    assert text([grid], Screen(24)).splitlines()[2].startswith("Recon ")
