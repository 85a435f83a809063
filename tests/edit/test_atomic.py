"""Whoever is killed while a seal is written, or has no room for it, leaves the old file or the new one, and all of it.

A child process is killed by itself, with SIGKILL, before its n-th call of what is not Python itself: the system's calls
are among these.
"""

import random
import signal
from datetime import date
from pathlib import Path

import pytest

from plptool.edit.atomic import is_of_repository
from plptool.edit.journal import Step, take
from plptool.edit.seal import seal_day
from plptool.read.worktree import WorkTree
from tests.support.children import in_child, little_room
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.thorough import THOROUGH

OLD, NEW = b"id: 231231\ndate: 2023-12-31\n", b"# new\n" * 5_000
PLACE = "ledger/snapshots/231231.yaml"
DAY = date(2023, 12, 31)
TODAY = date(2024, 6, 1)


def test_at_every_step_of_writing(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "snapshots" / "231231.yaml"
    path.parent.mkdir(parents=True)
    found = []
    every = 1 if THOROUGH else 5
    for step in range(1, 1000, every):
        path.write_bytes(OLD)
        end = in_child(lambda: take(tmp_path, [Step(PLACE, OLD, NEW)]), step)
        found.append(path.read_bytes())
        if end == 0:
            break
        assert end == -signal.SIGKILL
    assert set(found) == {OLD, NEW}
    assert found.index(NEW) > 30 / every
    assert NEW not in found[: found.index(NEW)]
    assert OLD not in found[found.index(NEW) :]


def test_at_some_steps_of_sealing(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS + "\n== snapshots/231231\ndate: 2023-12-31\n")
    path = root / "ledger" / "snapshots" / "231231.yaml"
    old = path.read_bytes()
    chance = random.Random(4)  # noqa: S311 - it decides nothing but where to look
    for step in sorted(chance.sample(range(1, 40_000), 10)):
        end = in_child(lambda: seal_day(WorkTree(root), DAY, TODAY), step)
        assert end in (0, -signal.SIGKILL)
        left = path.read_bytes()
        if left != old:
            assert left.startswith(old + b"seal:\n  digest: ")
            assert left.endswith(b"\n")
            path.write_bytes(old)
    assert in_child(lambda: seal_day(WorkTree(root), DAY, TODAY)) == 0
    assert path.read_bytes() != old


@pytest.mark.parametrize("room", [0, 1, 4096, len(NEW) - 1])
def test_a_full_disk(tmp_path: Path, room: int) -> None:
    path = tmp_path / "ledger" / "snapshots" / "231231.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD)

    def work() -> None:
        little_room(room)
        take(tmp_path, [Step(PLACE, OLD, NEW)])

    assert in_child(work) == 1
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_the_mode_stays_and_no_link_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "snapshots" / "231231.yaml"
    path.parent.mkdir(parents=True)
    take(tmp_path, [Step(PLACE, None, OLD)])
    path.chmod(0o640)
    take(tmp_path, [Step(PLACE, OLD, NEW)])
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (NEW, 0o640)


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        (".git/config", True),
        (".GIT/config", True),
        ("ledger/new.txt", True),
        ("LEDGER/x", True),  # the ledger itself, on many disks
        ("bare/config", True),
        ("bare", True),
        ("out/report.md", False),
        ("ledgers/x", False),
        ("other/ledger/x", False),
    ],
)
def test_gits_and_the_ledgers_places_are_taken_whatever_they_are_called(
    tmp_path: Path, place: str, taken: bool
) -> None:
    for folder in ("bare/objects", "bare/refs", "ledger", "other/ledger"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("bare/HEAD", "ledger/ledger.yaml"):
        (tmp_path / file).touch()
    assert is_of_repository(tmp_path / place) == taken
