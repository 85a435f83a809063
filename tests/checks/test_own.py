"""What a record says against itself, or of what another is already; and what looks so and is right."""

from pathlib import Path

import pytest

from tests.checks.test_contradictions import found
from tests.support.ledgers import BASE, PROCESS, C

DAY = "== snapshots/231231\ndate: 2023-12-31\n"
TEXT = "title: A document\ndate: 2022-01-01\nlines: 3\nsha256: " + "a" * 64 + "\n"
ONE = "discrepancies:\n  - {field: priority, claims: [{value: 1, source: list}, {value: %s, source: list}], reason: So.}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a snapshot and its day
        (DAY, []),
        ("== snapshots/231231\ndate: 2022-12-31\n", [("PLP521", "2022-12-31 date")]),
        ("== snapshots/end-of-year\ndate: 2022-12-31\n", []),
        (DAY + "== snapshots/other\ndate: 2023-12-31\n", [("PLP510", "231231")]),
        (DAY + "== snapshots/other\ndate: 2023-12-31\nwithdrawn: {reason: So., source: list}\n", []),
        # who is a part, or a copy, of what is a part or copy of it
        (C.replace("title", "part-of: C\ntitle"), [("PLP316", "part-of")]),
        (C.replace("title", "part-of: D\ntitle") + C.replace("/C", "/D").replace("title", "part-of: C\ntitle"), [("PLP316", "part-of")] * 2),
        (C.replace("title", "part-of: A\ntitle"), []),
        ("== sources/x\ntitle: X\ndate: 2022-01-01\ncopy-of: x\n", [("PLP316", "copy-of")]),
        # a document that has a date of after it was retrieved
        ("== sources/x\ntitle: X\ndate: 2022-01-02\nretrieved: 2022-01-01\n", [("PLP402", "2022-01-01 retrieved")]),
        ("== sources/x\ntitle: X\ndate: 2022\nretrieved: 2022-01-01\n", []),
        ("== sources/x\ntitle: X\ndate: 2022-01-01\nretrieved: 2022-01-01\n", []),
        # one text
        (f"== sources/x\n{TEXT}== sources/y\n{TEXT}", [("PLP510", "x")]),
        (f"== sources/x\n{TEXT}== sources/y\n{TEXT}copy-of: x\n", []),
        (f"== sources/x\n{TEXT}== sources/y\n{TEXT}== sources/z\n{TEXT}", [("PLP510", "x")] * 2),
        # claims
        (PROCESS + ONE % "1", [("PLP510", "priority")]),
        (PROCESS + ONE % "'1'", [("PLP510", "priority")]),
        (PROCESS + ONE % "2", []),
        (PROCESS + ONE % "2" + (ONE % "3").partition("\n")[2], [("PLP510", "priority")]),
        # taken in when it was over
        (PROCESS + "from: 2024-01-01\n", [("PLP411", "2024-01-01")]),
        (PROCESS + "from: 2023\n", []),
    ],
)  # fmt: skip
def test_what_is_said_against_itself(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(tmp_path, BASE + text) == expected
