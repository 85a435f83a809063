"""Whatever passes `validate` leaves every answer at every sealed day as it was at the sealing, but for corrections.

Random ledgers are sealed by the program, edited at random, and asked. PLPTOOL_LAW=100000 looks at so many histories in
memory, and a fiftieth of it in git, by hand; `python -m tests.seals.law` and `python -m tests.seals.lines` print what
occurred in them.
"""

import os

import pytest

from tests.seals import law, lines
from tests.seals.edits import STEPS
from tests.seals.faults import FAULTS
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH

ASKED = int(os.environ.get("PLPTOOL_LAW", "0"))
PARTS = 8 if ASKED or THOROUGH else 2
"""Which several processes share."""
IN_MEMORY = ASKED or (1000 if THOROUGH else 16)
IN_GIT = ASKED // 50 or (40 if THOROUGH else 4)
MANY = 600
"""Of so many histories a share is no chance."""


@pytest.mark.parametrize("part", range(PARTS))
def test_in_memory(part: int) -> None:
    mine = [number for number in range(IN_MEMORY) if number // law.EACH % PARTS == part]
    seen, found = law.run(mine, pages_each=5 * PARTS)
    assert not found, "\n\n".join("\n".join((law.told(one), *faults)) for one, faults in found[:3])
    if len(mine) >= MANY:
        assert {name: seen[name] for name in STEPS if seen[name] < len(mine) / 100} == {}
    assert seen["an answer differs"] > len(mine) / 4
    assert seen["no answer differs"] > len(mine) / 4


@pytest.mark.parametrize("part", range(2))
def test_in_git(part: int) -> None:
    seen, found = lines.run(range(part, IN_GIT, 2))
    assert not found, "\n\n".join("\n".join((lines.told(one), *faults)) for one, faults in found[:3])
    assert seen["histories"] == len(range(part, IN_GIT, 2))


def test_each_fault_that_is_planted_by_hand_has_its_place_in_the_program() -> None:
    for what, file, text, _ in FAULTS:
        assert (ROOT / "plptool" / file).read_text(encoding="utf-8").count(text) == 1, what
