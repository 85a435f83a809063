"""What two edits do not agree on is settled by a command, and the file is as whoever was chosen had it."""

from pathlib import Path

import pytest

from plptool.edit.choose import Side, choices_in, chosen, versions_between_marks
from plptool.edit.merged_text import merge_files
from plptool.edit.places import place_of
from plptool.model.errors import UserError
from plptool.timeline.compare import compare
from tests.support.git import NAMES, commit, git, init
from tests.support.ledgers import BASE, HELD, edit, write_ledger
from tests.support.pairs import UNDECIDED, Pair, data_of
from tests.support.program import plptool
from tests.support.thorough import thorough

P = "ledger/processes/1.1.yaml"


@pytest.mark.parametrize("pair", UNDECIDED, ids=str)
def test_the_file_is_as_whoever_was_chosen_had_it(pair: Pair) -> None:
    base, ours, theirs = pair.versions()
    merged = merge_files(pair.path, base, ours, theirs)
    assert merged is not None
    (choice,) = choices_in(merged.raw)
    sides: tuple[tuple[Side, bytes], ...] = (("ours", ours), ("theirs", theirs))
    for side, version in sides:
        text = chosen(pair.path, merged.raw.decode(), choice.name, side).encode()
        assert choices_in(text) == ()
        differing = compare(data_of(text), data_of(version))
        # What one has added to a record that the other withdraws stays beside it.
        assert [one.name for one in differing] == (["events"] if choice.name == "withdrawn" and side == "ours" else [])


WAITING = """id: 1.1
need: A need.
# <<<<<<< partners
# partners: [A]
# =======
# partners: [B]
# >>>>>>>
partners: [C]
events:
  # <<<<<<< events
  # - {date: 2022-03-01, kind: meeting, number: 2, source: list}
  # =======
  # - {date: 2022-05-01, kind: meeting, number: 1, source: list}
  # >>>>>>>
  # Of the first.
  - {date: 2022-03-01, kind: meeting, number: 1, source: list}
  # <<<<<<< events
  # =======
  # - {date: 2022-04-01, kind: note, text: Another, source: list}
  # >>>>>>>
  - {date: 2022-04-01, kind: note, text: One, source: list}
"""


def test_of_several_each_is_chosen_by_its_name() -> None:
    assert [choice.name for choice in choices_in(WAITING.encode())] == ["partners", "events.1", "events.2"]
    text = chosen(P, WAITING, "partners", "both")
    assert "partners: [A, B]\n" in text
    text = chosen(P, text, "events.1", "theirs")
    assert [choice.name for choice in choices_in(text.encode())] == ["events"]
    # Another date is another place, and the comment about it comes along.
    assert text.endswith(
        "  - {date: 2022-04-01, kind: note, text: One, source: list}\n  # Of the first.\n"
        "  - {date: 2022-05-01, kind: meeting, number: 1, source: list}\n"
    )
    text = chosen(P, text, "events", "ours")
    assert text.endswith("events:\n  # Of the first.\n  - {date: 2022-05-01, kind: meeting, number: 1, source: list}\n")
    for name, why in (("lead", "what is: partners, events.1, events.2"), ("events.2", "choose ours or theirs")):
        with pytest.raises(UserError, match=why):
            chosen(P, WAITING, name, "both")
    assert "<<<" not in chosen(P, WAITING, None, "theirs")


def test_what_stands_between_git_s_marks_is_two_versions() -> None:
    marked = b"id: 1\r\n<<<<<<< HEAD\r\nlead: A\r\n||||||| 1234\r\nlead: C\r\n=======\r\nlead: B\r\n>>>>>>> other\r\ngoal: x\r\n"
    versions = [b"id: 1\r\n%sgoal: x\r\n" % said for said in (b"lead: C\r\n", b"lead: A\r\n", b"lead: B\r\n")]
    assert [*versions_between_marks(marked)] == versions
    assert versions_between_marks(marked.replace(b"||||||| 1234\r\nlead: C\r\n", b""))[0] == b"id: 1\r\ngoal: x\r\n"


def in_conflict(root: Path, goes: str = "") -> Path:
    """A repository in which two branches have changed the goal, or one has removed another record's file."""
    write_ledger(init(root), BASE + HELD)
    commit(root, "The ledger")
    git(root, "checkout", "--quiet", "-b", "other")
    edit(root, "processes/1.1", "A goal.", "Their goal.")
    edit(root, "processes/1.1", "priority: 1", "priority: 2")
    if goes:
        (root / goes).unlink()
    commit(root, "Theirs")
    git(root, "checkout", "--quiet", "main")
    edit(root, "processes/1.1", "A goal.", "Our goal.")
    if goes:
        edit(root, goes.removeprefix("ledger/").removesuffix(".yaml"), "The board", "Our board")
    commit(root, "Ours")
    git(root, "merge", "--quiet", "other", check=False, **NAMES)
    return root


@pytest.mark.usefixtures("git_home")
def test_a_conflict_is_settled_by_commands_alone(tmp_path: Path) -> None:
    root = in_conflict(tmp_path / "r", "ledger/organisations/board.yaml")
    found = plptool("validate", "--lang", "en", cwd=root)
    assert "`plptool merge` joins what can be joined" in found.stdout
    merged = plptool("merge", "--lang", "en", cwd=root).stdout.splitlines()
    assert "  ours (main, An Officer: Ours): Our goal." in merged
    at = merged.index("    plptool merge --choose theirs 1.1 goal")
    assert merged[at - 1] == "  theirs (other, An Officer: Theirs): Their goal."
    found = plptool("validate", "--lang", "en", cwd=root)
    assert "For the first: `plptool merge --choose ours 1.1 goal`" in found.stdout
    place_of(root).undo.write_bytes(b"[]")
    done = plptool(*merged[at].split()[1:], "--lang", "en", cwd=root)
    assert P not in git(root, "diff-files", "--name-only")  # git takes it as it lies: `git merge --abort` goes
    assert not place_of(root).undo.exists()  # the command before is not the last any more
    assert (done.returncode, "board.yaml: one has removed or renamed" in done.stdout) == (1, True)
    done = plptool("merge", "--choose", "ours", "board", "--lang", "en", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith("by plptool validate, and then: git commit")
    git(root, "commit", "--quiet", "--no-edit", **NAMES)
    assert git(root, "status", "--porcelain") == ""
    lines = (root / P).read_text("utf-8").splitlines()
    assert {"goal: Their goal.", "priority: 2"} <= {*lines}
    assert "Our board" in (root / "ledger/organisations/board.yaml").read_text("utf-8")


@pytest.mark.usefixtures("git_home")
def test_marks_that_somebody_has_committed_are_settled_too(tmp_path: Path) -> None:
    root = in_conflict(tmp_path / "r")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-edit", **NAMES)
    assert "<<<<<<<" in (root / P).read_text("utf-8")
    done = plptool("merge", "--choose", "ours", "1.1", "goal", "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout) == (0, f"{P}: nothing is left to choose\n")
    assert "goal: Our goal." in (root / P).read_text("utf-8")
    nothing = plptool("merge", "--choose", "ours", "1.1", "--lang", "en", cwd=root)
    assert "nothing is to be chosen there" in nothing.stderr
    assert "there is no one record '9.9'" in plptool("merge", "--choose", "ours", "9.9", cwd=root).stderr


@pytest.mark.usefixtures("git_home")
@thorough
def test_it_is_told_with_what_git_goes_on(tmp_path: Path) -> None:
    root = in_conflict(tmp_path / "r")
    git(root, "merge", "--abort")
    for words, goes_on in (
        (("rebase", "other"), "git rebase --continue"),
        (("cherry-pick", "other"), "git cherry-pick --continue"),
    ):
        git(root, "checkout", "--quiet", "-B", "third", "main")
        git(root, *words, check=False, **NAMES)
        assert plptool("merge", cwd=root).returncode == 1
        done = plptool("merge", "--choose", "theirs", "1.1", "--lang", "en", cwd=root)
        assert done.stdout.splitlines()[-1].endswith(f"and then: {goes_on}")
        git(root, *goes_on.split()[1:], **NAMES, GIT_EDITOR="true")
