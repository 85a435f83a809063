"""Several files are one change: whoever is killed on the way, the next command finds all of the old or all of the new.

A child process is killed by itself, with SIGKILL, before its n-th call that has the system write, rename or wait for a
disk. Tracing the system's calls (`strace -f -e trace=%file,%desc`) shows no others.
"""

import json
import signal
from base64 import b64encode
from errno import ENOSPC
from functools import partial
from pathlib import Path

import pytest

from plptool.edit import journal
from plptool.edit.edits import Insert, Move
from plptool.edit.journal import Step, take
from plptool.edit.lock import writing
from plptool.edit.places import interrupted
from plptool.edit.write import write
from plptool.model.errors import UserError
from plptool.read.worktree import WorkTree
from tests.support.children import DISK, in_child, little_room
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool
from tests.support.thorough import THOROUGH, some

NEW, CHANGED, GONE = (f"ledger/processes/{name}.yaml" for name in ("1.3", "1.1", "1.2"))
OLD_FILES: dict[str, bytes | None] = {CHANGED: b"id: 1.1\n", GONE: b"id: 1.2\n", NEW: None}
NEW_FILES: dict[str, bytes | None] = {CHANGED: b"id: 1.1\n# more\n", GONE: None, NEW: b"id: 1.2\n" * 9_000}
STEPS = [Step(path, OLD_FILES[path], NEW_FILES[path]) for path in OLD_FILES]


@pytest.fixture(params=some(("in git", "without git", "in a linked work tree"), "in a linked work tree"))
def root(request: pytest.FixtureRequest, tmp_path: Path, git_home: None) -> Path:
    where = tmp_path / "work"
    if request.param == "in git":
        init(where)
    elif request.param == "in a linked work tree":
        init(tmp_path / "first")
        commit(tmp_path / "first")
        git(tmp_path / "first", "worktree", "add", "--quiet", "--detach", str(where))
    return where / "deep" if request.param == "in a linked work tree" else where


def lay(root: Path, files: dict[str, bytes | None]) -> None:
    for path, raw in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).unlink(missing_ok=True)
        if raw is not None:
            (root / path).write_bytes(raw)


def held(root: Path) -> dict[str, bytes | None]:
    return {path: (root / path).read_bytes() if (root / path).exists() else None for path in OLD_FILES}


def settle(root: Path) -> None:
    """What the next command does first."""
    with writing(root):
        pass


def test_killed_at_every_step(root: Path) -> None:
    """Twice: while it is written, and while what was left is finished."""
    found = []
    every = 1 if THOROUGH else 3
    for step in range(1, 1000, every):
        lay(root, OLD_FILES)
        end = in_child(lambda: take(root, STEPS), step, DISK)
        if interrupted(root):
            assert in_child(lambda: settle(root), 1 + step % 20, DISK) in (0, -signal.SIGKILL)
        settle(root)
        found.append(held(root))
        assert not interrupted(root)
        if end != 0 and found[-1] == NEW_FILES:
            assert not list((root / "ledger").rglob("*.tmp"))
        if end == 0:
            break
        assert end == -signal.SIGKILL
    decided = found.index(NEW_FILES)
    assert found == [OLD_FILES] * decided + [NEW_FILES] * (len(found) - decided)
    assert decided > 4 / every
    assert len(found) - decided > 12 / every


def test_who_reads_finds_no_half_change(root: Path) -> None:
    led = BASE + HELD + HELD.replace("1.1", "1.2")
    told = []
    for step in range(8, 60, 1 if THOROUGH else 8):
        write_ledger(root, led)
        files = {path: (root / path).read_bytes() for path in (CHANGED, GONE)}
        steps = [Step(path, raw, raw.replace(b"lead: A", b"lead: B")) for path, raw in files.items()]
        in_child(partial(take, root, steps), step, DISK)
        done = plptool("list", "processes", "--format", "json", "--at", "230101", cwd=root)
        told.append(tuple(row["lead"] for row in json.loads(done.stdout)["processes"]))
    assert set(told) <= {("A", "A"), ("B", "B")}
    assert ("B", "B") in told[:-1]


def test_what_somebody_has_edited_since_stays_and_the_rest_is_taken_back(root: Path) -> None:
    for step in range(9, 1000):
        lay(root, OLD_FILES)
        assert in_child(lambda: take(root, STEPS), step, DISK) != 0, "it was never left half done"
        if interrupted(root) and held(root)[CHANGED] == NEW_FILES[CHANGED]:
            break
        settle(root)
    (root / CHANGED).write_bytes(b"id: 1.1\n# mine\n")
    with pytest.raises(
        UserError, match=r"taken back, as (deep/)?ledger/processes/1.1.yaml was edited since: make it again"
    ):
        settle(root)
    assert held(root) == {**OLD_FILES, CHANGED: b"id: 1.1\n# mine\n"}
    settle(root)


def test_a_full_disk_takes_it_back(tmp_path: Path) -> None:
    lay(tmp_path, OLD_FILES)

    def work() -> None:
        little_room(60_000)  # the journal would be larger
        take(tmp_path, STEPS)

    assert in_child(work) == 1
    assert held(tmp_path) == OLD_FILES
    assert not interrupted(tmp_path)
    (tmp_path / NEW).mkdir()  # a file cannot take its place
    with pytest.raises(UserError, match="cannot be written, and is as it was"):
        take(tmp_path, STEPS)
    (tmp_path / NEW).rmdir()
    assert held(tmp_path) == OLD_FILES
    assert not interrupted(tmp_path)


def test_what_cannot_even_be_taken_back_is_told_and_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, OLD_FILES)
    room = iter((True,))

    def full(path: Path, raw: bytes | None) -> None:
        if not next(room, False):
            raise OSError(ENOSPC, "No space left on device")
        really(path, raw)

    really = journal._set
    monkeypatch.setattr(journal, "_set", full)
    with pytest.raises(UserError, match="half made: there is no room left for it on the disk"):
        take(tmp_path, STEPS)
    monkeypatch.undo()
    assert interrupted(tmp_path)
    settle(tmp_path)
    assert held(tmp_path) == NEW_FILES


@pytest.mark.parametrize(
    "path",
    [
        "../x.yaml",
        "/x.yaml",
        "ledger/x.yaml",
        "ledger/processes/../../x.yaml",
        "ledger/processes/x.py",
        "x",
        "../ledger/ledger.yaml",
    ],
)
def test_a_journal_that_somebody_sends_writes_nothing_but_records(tmp_path: Path, path: str) -> None:
    """Without git it lies in the ledger, and comes with it."""
    root = write_ledger(tmp_path / "work", BASE)
    before = sorted(tmp_path.rglob("*"))
    written = {"path": path, "old": None, "new": b64encode(b"x").decode()}
    (root / "ledger" / ".plptool.journal").write_text(json.dumps({"steps": [written]}))
    done = plptool("list", "--lang", "en", cwd=root)
    assert done.returncode == 2
    assert "is no journal of plptool's: remove it, and look at the files" in done.stderr
    names = [one for one in sorted(tmp_path.rglob("*")) if not one.name.startswith(".plptool")]
    assert names == before


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE + HELD)
    (root / "ledger/processes/1.2.yaml").symlink_to(tmp_path / "target")
    with pytest.raises(UserError):
        write(WorkTree(root), [Move(CHANGED, GONE)])
    with pytest.raises(UserError, match="is a link"):
        take(root, STEPS)
    assert not (tmp_path / "target").exists()
    write(
        WorkTree(root), [Insert(CHANGED, ("events",), {"date": "2023", "kind": "note", "text": "A", "source": "list"})]
    )
