"""What a line's end divides is read by people as one, and so it is hidden as one."""

import pytest

from plptool.model.divided import without_persons
from plptool.model.names import Names
from tests.support.personal_numbers import NUMBER

NAMES = Names.of(["Ylva Quist", "Anna-Karin Lind Berg"])
DAY, REST = NUMBER[:6], NUMBER[-4:]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["Ylva Qui-", "st said so"], ["…-", "… said so"]),
        (["so said Yl-", "va Quist"], ["so said …-", "…"]),
        (["Ylva", "Quist, chair"], ["…", ", chair"]),
        (["Anna-", "Karin Lind Berg"], ["…", ""]),
        (["Ylva Qu\u00adist"], ["…\u00ad…"]),
        ([f"born {DAY}-", REST], ["born …-", "…"]),
        ([f"born {DAY}-{REST[:2]}", f"{REST[2:]}, here"], ["born …-…", "…, here"]),
        (["a well-", "known plan of 2024-", "01-02", "1 *", "2 *"], None),
        (["240823", "3234"], None),
    ],
)
def test_nobody_is_read_across_lines(lines: list[str], left: list[str] | None) -> None:
    assert without_persons(lines, NAMES) == (lines if left is None else left)
