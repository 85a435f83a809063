"""The past told: what each commit changes, and which commit gave each fact its present value."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.history.blame import Blame, blame
from plptool.history.log import CommitChanges, changes_by_commit
from plptool.history.walk import History
from plptool.model.errors import UserError
from plptool.model.plain import Plain
from plptool.read import migrations as upgrades
from plptool.read.opening import open_tree
from plptool.read.revision import Revision
from tests.support.git import NAMES, commit, commit_ledger, git, init
from tests.support.ledgers import BASE, HELD, PROCESS, C, write_ledger
from tests.support.program import plptool

pytestmark = pytest.mark.usefixtures("git_home")

TWO = HELD + "  - {date: 2022-05-01, kind: meeting, number: 2, source: list}\n"


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A repository with one commit: a ledger with a process that has met once."""
    folder = init(tmp_path / "root")
    commit_ledger(folder, BASE + HELD, "The ledger")
    return folder


def history(folder: Path, rev: str = "HEAD") -> History:
    tree = open_tree(folder, rev)
    assert isinstance(tree, Revision)
    return History(tree)


def log(folder: Path, record: str | None = None) -> list[CommitChanges]:
    return list(changes_by_commit(history(folder), record))


def story_of(folder: Path, record: str | None = None) -> list[tuple[str, list[str]]]:
    """The subject of each commit, and what it changes, in short."""
    return [
        (one.commit.subject, [f"{each.record} {each.kind} {change.kind} {change.name}" for each in one.records for change in each.facts])
        for one in log(folder, record)
    ]  # fmt: skip


def owners(blame: Blame) -> dict[str, str]:
    """By fact, the subject of the commit that it is owed to."""
    return {_named(one.path, one.value): one.commit.subject if one.commit else "-" for one in blame.facts}


def _named(path: tuple[str, ...], value: Plain) -> str:
    if path == ("events",) and isinstance(value, dict):
        return f"{value['kind']} {value['date']}"
    return ".".join(path)


def merge(folder: Path, branch: str, message: str = "A merge", *options: str, check: bool = True) -> None:
    names = {f"GIT_{who}_{part}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    git(folder, "merge", "--quiet", "--no-ff", *options, branch, "--message", message, check=check, **names)


def test_the_story_of_a_record(held: Path) -> None:
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "Priority", who="Bo Ek")
    commit_ledger(held, TWO.replace("priority: 1", "priority: 2"), "Meeting 2")
    commit_ledger(held, C, "Another record")
    assert story_of(held, "1.1")[:2] == [
        ("Meeting 2", ["1.1 changed added events"]),
        ("Priority", ["1.1 changed changed priority"]),
    ]
    assert [one.commit.author for one in log(held, "1.1")] == ["An Officer", "Bo Ek", "An Officer"]
    assert log(held, "1.1")[-1].records[0].kind == "added"
    assert [one.records[0].record for one in log(held)[:2]] == ["C", "1.1"]
    with pytest.raises(UserError, match=r"there is no record '9\.9', and has never been"):
        log(held, "9.9")
    assert "there is no record ''" in plptool("log", "", cwd=held).stderr


def test_reformatting_is_no_change(held: Path) -> None:
    commit_ledger(held, """
== processes/1.1
# The same in other words.
period:  '2021/2023'
source:
  - list
priority: 1
goal: >-
  A goal.
partners:
- B
lead: "A"
activities: ["Do it"]
events:
- source: list
  number: 1
  kind: meeting
  date: 2022-03-01
need: A need.
plan: plan
""", "Reformatted")  # fmt: skip
    assert [subject for subject, _ in story_of(held)] == ["The ledger"]
    assert set(owners(blame(history(held), "1.1")).values()) == {"The ledger"}


def test_each_fact_is_owed_to_the_commit_that_gave_it_its_value(held: Path) -> None:
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "To 2")
    commit_ledger(held, TWO, "Back to 1, and a meeting")
    found = owners(blame(history(held), "1.1"))
    assert found["priority"] == "Back to 1, and a meeting"
    assert found["meeting 2022-05-01"] == "Back to 1, and a meeting"
    assert found["meeting 2022-03-01"] == found["need"] == "The ledger"


def test_a_merge_owns_only_what_no_parent_has(held: Path) -> None:
    git(held, "checkout", "--quiet", "-b", "other")
    commit_ledger(held, TWO, "A meeting, on a branch")
    git(held, "checkout", "--quiet", "main")
    commit_ledger(held, HELD.replace("goal: A goal.", "goal: Another goal."), "A goal, on main")
    merge(held, "other")
    assert story_of(held, "1.1")[:-1] == [
        ("A meeting, on a branch", ["1.1 changed added events"]),
        ("A goal, on main", ["1.1 changed changed goal"]),
    ] or story_of(held, "1.1")[:-1] == [
        ("A goal, on main", ["1.1 changed changed goal"]),
        ("A meeting, on a branch", ["1.1 changed added events"]),
    ]
    found = owners(blame(history(held), "1.1"))
    assert (found["goal"], found["meeting 2022-05-01"]) == ("A goal, on main", "A meeting, on a branch")
    git(held, "checkout", "--quiet", "-b", "third", "HEAD~1")
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "2, on a branch")
    git(held, "checkout", "--quiet", "main")
    commit_ledger(
        held, TWO.replace("priority: 1", "priority: 3").replace("goal: A goal.", "goal: Another goal."), "3, on main"
    )
    merge(held, "third", check=False)
    commit_ledger(
        held, TWO.replace("priority: 1", "priority: 4").replace("goal: A goal.", "goal: Another goal."), "Neither"
    )
    assert story_of(held, "1.1")[0] == ("Neither", ["1.1 changed changed priority"])
    found = owners(blame(history(held), "1.1"))
    assert (found["priority"], found["goal"], found["meeting 2022-05-01"]) == (
        "Neither", "A goal, on main", "A meeting, on a branch")  # fmt: skip


def test_what_was_removed_when_and_by_whom(held: Path) -> None:
    commit_ledger(held, TWO, "Two meetings")
    commit_ledger(held, HELD.replace("priority: 1\n", ""), "One taken out again", who="Bo Ek")
    found = blame(history(held), "1.1").removed
    assert [(_named(one.path, one.value), one.commit and one.commit.author) for one in found] == [
        ("priority", "Bo Ek"), ("meeting 2022-05-01", "Bo Ek"),
    ]  # fmt: skip
    commit_ledger(held, TWO.replace("priority: 1\n", ""), "And back")
    found = blame(history(held), "1.1").removed
    assert [_named(one.path, one.value) for one in found] == ["priority"]
    assert owners(blame(history(held), "1.1"))["meeting 2022-05-01"] == "And back"


def test_a_record_that_was_deleted_still_has_its_story(held: Path) -> None:
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    commit(held, "Deleted", who="Bo Ek")
    assert [(one.commit.subject, one.records[0].kind) for one in log(held, "1.1")] == [
        ("Deleted", "removed"), ("The ledger", "added"),
    ]  # fmt: skip
    found = blame(history(held), "1.1")
    assert found.facts == ()
    assert {one.commit.author for one in found.removed if one.commit} == {"Bo Ek"}
    assert "meeting 2022-03-01" in {_named(one.path, one.value) for one in found.removed}
    done = plptool("blame", "1.1", cwd=held)
    assert (done.returncode, "Deleted" in done.stdout) == (0, True)


@pytest.mark.parametrize("said", [True, False], ids=["formerly", "same content"])
def test_through_a_rename(held: Path, said: bool) -> None:
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    text = HELD.replace("processes/1.1", "processes/1.2") + ("formerly: 1.1\n" if said else "")
    commit_ledger(held, text, "Renamed")
    commit_ledger(held, text.replace("priority: 1", "priority: 2"), "After")
    assert story_of(held, "1.2")[0] == ("After", ["1.2 changed changed priority"])
    assert [(one.commit.subject, one.records[0].formerly) for one in log(held, "1.2")[1:2]] == [("Renamed", "1.1")]
    found = owners(blame(history(held), "1.2"))
    assert (found["priority"], found["goal"]) == ("After", "The ledger")
    assert blame(history(held), "1.2").removed == ()


def test_through_a_move_of_the_whole_ledger(held: Path) -> None:
    (held / "plans").mkdir()
    (held / "ledger").rename(held / "plans" / "ledger")
    commit(held, "Moved")
    write_ledger(held / "plans", TWO)
    commit(held, "After")
    assert [subject for subject, _ in story_of(held / "plans")] == ["After", "The ledger"]
    found = owners(blame(history(held / "plans"), "1.1"))
    assert (found["meeting 2022-05-01"], found["goal"]) == ("After", "The ledger")


def test_a_version_that_cannot_be_read_says_nothing(held: Path) -> None:
    commit_ledger(held, HELD.replace("priority: 1", "priority: high"), "Broken")
    commit_ledger(held, TWO, "Mended, with a meeting")
    story = ["Mended, with a meeting", "Broken", "The ledger"]
    assert [subject for subject, _ in story_of(held)] == [subject for subject, _ in story_of(held, "1.1")] == story
    assert story_of(held)[0][1] == ["1.1 changed added events"]
    assert [(one.record, one.kind, one.facts) for one in log(held)[1].records] == [("1.1", "unreadable", ())]
    found = owners(blame(history(held), "1.1"))
    assert (found["priority"], found["meeting 2022-05-01"]) == ("The ledger", "Mended, with a meeting")


def test_a_merge_of_what_cannot_be_read_says_what_the_branch_said(held: Path) -> None:
    git(held, "checkout", "--quiet", "-b", "other")
    commit_ledger(held, TWO.replace("/1.1", "/1.2"), "Another, on a branch")
    commit_ledger(held, TWO.replace("/1.1", "/1.2").replace("priority: 1", "priority: high"), "Broken, on a branch")
    git(held, "checkout", "--quiet", "main")
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "Priority, on main")
    merge(held, "other")
    commit_ledger(held, TWO.replace("/1.1", "/1.2"), "Mended")
    assert set(owners(blame(history(held), "1.2")).values()) == {"Another, on a branch"}
    assert {subject for subject, _ in story_of(held)} == {
        "The ledger", "Another, on a branch", "Priority, on main", "Broken, on a branch"}  # fmt: skip


def test_what_cannot_be_read_is_told_once_and_also_of_head(held: Path) -> None:
    commit_ledger(held, HELD.replace("priority: 1", "priority: high"), "Broken")
    commit_ledger(held, HELD.replace("priority: 1", "priority: higher"), "Still broken")
    commit_ledger(held, HELD.replace("/1.1", "/1.2").replace("priority: 1", "priority: high"), "Broken from the first")
    assert [(one.commit.subject, one.records[0].record, one.records[0].kind) for one in log(held)[:2]] == [
        ("Broken from the first", "1.2", "unreadable"), ("Broken", "1.1", "unreadable"),
    ]  # fmt: skip
    assert " - 1.1: cannot be read from this commit on\n" in plptool("log", "1.1", "--lang", "en", cwd=held).stdout


def test_what_a_merge_takes_out_although_both_lines_have_it(held: Path) -> None:
    commit_ledger(held, HELD + "  - {date: 2022-09-01, kind: note, text: A, source: list}\n", "A note")
    git(held, "checkout", "--quiet", "-b", "other")
    both = (
        held / "ledger" / "processes" / "1.1.yaml"
    ).read_text() + "  - {date: 2022-09-01, kind: note, text: B, source: list}\n"
    (held / "ledger" / "processes" / "1.1.yaml").write_text(both.replace("priority: 1", "priority: 2"))
    commit(held, "Another note, on a branch")
    git(held, "checkout", "--quiet", "main")
    text = (held / "ledger" / "processes" / "1.1.yaml").read_text()
    (held / "ledger" / "processes" / "1.1.yaml").write_text(text.replace("priority: 1", "priority: 3"))
    commit(held, "Priority, on main")
    merge(held, "other", check=False)
    commit_ledger(
        held,
        HELD.replace("priority: 1\n", "") + "  - {date: 2022-09-01, kind: note, text: B, source: list}\n",
        "Merged",
    )
    assert story_of(held, "1.1")[0] == (
        "Merged",
        ["1.1 changed removed priority", "1.1 changed removed events"],
    )
    found = [(".".join(one.path), one.commit.subject) for one in blame(history(held), "1.1").removed if one.commit]
    assert found == [("priority", "Merged"), ("events", "Merged")]


def test_a_mapping_that_went_is_told_of_by_its_parts(held: Path) -> None:
    commit_ledger(held, HELD + "listed: {a: 1, b: 2}\nwithdrawn: {reason: A slip., source: list}\n", "Withdrawn")
    commit_ledger(held, HELD + "listed: {a: 1}\n", "Not withdrawn")
    found = [".".join(one.path) for one in blame(history(held), "1.1").removed]
    assert found == ["listed.b", "withdrawn.reason", "withdrawn.source"]


def test_of_two_events_that_are_equal_one_may_be_left(held: Path) -> None:
    meeting = "  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
    commit_ledger(held, HELD + meeting, "Twice")
    commit_ledger(held, HELD, "Once")
    commit_ledger(held, HELD.replace("number: 1", "number: 2"), "Another number")
    assert blame(history(held), "1.1").removed == ()
    assert [subject for subject, _ in story_of(held)] == ["Another number", "Once", "Twice", "The ledger"]


def test_no_events_are_no_fact(held: Path) -> None:
    commit_ledger(held, PROCESS + "events: []\n", "None")
    assert "events" not in owners(blame(history(held), "1.1"))


def test_who_says_later_what_a_record_was_called_is_believed(held: Path) -> None:
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    text = HELD.replace("processes/1.1", "processes/1.2").replace("priority: 1", "priority: 2")
    commit_ledger(held, text, "Renamed")
    commit_ledger(held, text + "formerly: 1.1\n", "Said")
    assert owners(blame(history(held), "1.2"))["goal"] == "The ledger"


def test_a_merge_of_a_rename_and_an_edit_says_nothing_itself(held: Path) -> None:
    git(held, "checkout", "--quiet", "-b", "other")
    commit_ledger(held, TWO, "A meeting, on a branch")
    git(held, "checkout", "--quiet", "main")
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    commit_ledger(held, HELD.replace("processes/1.1", "processes/1.2") + "formerly: 1.1\n", "Renamed, on main")
    merge(held, "other", check=False)
    (held / "ledger" / "processes" / "1.1.yaml").unlink(missing_ok=True)
    commit_ledger(held, TWO.replace("processes/1.1", "processes/1.2") + "formerly: 1.1\n", "Merged")
    assert {subject for subject, _ in story_of(held)} == {
        "The ledger",
        "A meeting, on a branch",
        "Renamed, on main",
    }
    assert owners(blame(history(held), "1.2"))["meeting 2022-05-01"] == "A meeting, on a branch"


def test_through_a_move_that_another_line_did_not_make(held: Path) -> None:
    git(held, "checkout", "--quiet", "-b", "other")
    (held / "plans").mkdir()
    git(held, "mv", "ledger", "plans/ledger")
    commit(held, "Moved, on a branch")
    write_ledger(held / "plans", TWO)
    commit(held, "A meeting, on a branch")
    git(held, "checkout", "--quiet", "main")
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "Priority, on main")
    merge(held, "other", "Merging", "--no-commit", "--strategy=ours")
    commit_ledger(held, BASE + TWO.replace("priority: 1", "priority: 2"), "Merged, and not moved")
    assert {subject for subject, _ in story_of(held)} == {
        "The ledger",
        "A meeting, on a branch",
        "Priority, on main",
    }
    found = owners(blame(history(held), "1.1"))
    assert (found["meeting 2022-05-01"], found["priority"]) == ("A meeting, on a branch", "Priority, on main")


def test_what_is_not_committed_yet_and_what_a_date_leaves_out(held: Path) -> None:
    write_ledger(held, TWO)
    answer = json.loads(plptool("blame", "1.1", "--format", "json", cwd=held).stdout)
    rows = {
        (one["field"], one["value"]["date"] if one["field"] == "events" else ""): one["commit"]
        for one in answer["facts"]
    }
    assert rows["events", "2022-05-01"] is None
    assert rows["events", "2022-03-01"]["subject"] == "The ledger"
    answer = json.loads(plptool("blame", "1.1", "--at", "220401@", "--format", "json", cwd=held).stdout)
    assert [one["value"]["date"] for one in answer["facts"] if one["field"] == "events"] == ["2022-03-01"]
    assert answer["point"]["revision"] == git(held, "rev-parse", "HEAD")


def test_a_shallow_clone_says_that_it_does_not_know(held: Path, tmp_path: Path) -> None:
    commit_ledger(held, TWO, "A meeting")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{held}", "shallow")
    (only,) = log(tmp_path / "shallow")
    assert (only.commit.subject, only.cut) == ("A meeting", True)
    assert all(one.cut for one in blame(history(tmp_path / "shallow"), "1.1").facts)
    said = plptool("log", "--lang", "en", cwd=tmp_path / "shallow").stdout
    assert "what it builds on is not in this clone" in said


def test_an_older_format_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(schema: str, data: dict[str, Plain]) -> dict[str, Plain]:
        if schema == "ledger":
            return {**data, "format": 1}
        return {"lead" if key == "responsible" else key: value for key, value in data.items()}

    monkeypatch.setitem(upgrades.UPGRADES, 0, step)
    folder = init(tmp_path / "root")
    commit_ledger(
        folder, (BASE + HELD).replace("format: 2", "format: 0").replace("lead: A", "responsible: A"), "In format 0"
    )
    commit_ledger(folder, BASE + HELD, "In format 2")
    assert owners(blame(history(folder), "1.1"))["lead"] == "In format 0"
    assert [subject for subject, _ in story_of(folder, "1.1")] == ["In format 0"]


FILTERS: list[tuple[list[str], list[str]]] = [
    ([], ["C", "Later", "The ledger"]),
    (["--author", "bo"], ["Later"]),
    (["--since", "240301"], ["C", "Later"]),
    (["--until", "2024-03-01"], ["Later", "The ledger"]),
    (["--field", "priority"], ["Later", "The ledger"]),
    (["--field", "meeting", "--since", "240202"], ["Later"]),
    (["--org", "B", "--since", "240202"], ["Later"]),
    (["C"], ["C"]),
]


def test_what_is_asked_for(held: Path, subtests_: Callable[[str], None]) -> None:
    commit_ledger(held, TWO.replace("priority: 1", "priority: 2"), "Later", "2024-03-01T10:00", who="Bo Ek")
    commit_ledger(held, C, "C", "2024-03-05T10:00")
    for arguments, expected in FILTERS:
        subtests_(" ".join(arguments))
        answer = json.loads(plptool("log", *arguments, "--format", "json", cwd=held).stdout)
        assert [one["subject"] for one in answer["commits"]] == expected


def test_a_commit_dated_before_what_it_builds_on_counts_from_then(held: Path) -> None:
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "In March", "2024-03-01T10:00")
    commit_ledger(held, TWO.replace("priority: 1", "priority: 2"), "Dated back", "2023-02-01T10:00")
    assert json.loads(plptool("log", "--until", "230301", "--format", "json", cwd=held).stdout)["commits"] == []
    answer = json.loads(plptool("log", "--since", "240301", "--format", "json", cwd=held).stdout)
    assert [(one["subject"], one["date"], one["known"]) for one in answer["commits"]] == [
        ("Dated back", "2023-02-01", "2024-03-01"), ("In March", "2024-03-01", "2024-03-01"),
    ]  # fmt: skip
    blame = json.loads(plptool("blame", "1.1", "--format", "json", cwd=held).stdout)
    (meeting,) = (one for one in blame["facts"] if one["field"] == "events" and one["value"]["number"] == 2)
    assert (meeting["commit"]["date"], meeting["commit"]["known"]) == ("2023-02-01", "2024-03-01")
    said = plptool("log", "--lang", "en", cwd=held).stdout
    assert said.startswith("2023-02-01 (counts as known from 2024-03-01) Dated back\n")
    said = plptool("blame", "1.1", "--lang", "en", cwd=held).stdout
    assert "2023-02-01 (counts as known from 2024-03-01) An Officer: Dated back" in " ".join(said.split())


def test_another_line_dated_ahead_comes_where_it_counts_as_known(held: Path) -> None:
    git(held, "checkout", "--quiet", "-b", "other")
    commit_ledger(held, C, "Ahead", "2024-05-01T10:00")
    commit_ledger(held, "== organisations/D\ntitle: D\ntype: group\nsource: list\n", "Back", "2024-02-02T10:00")
    git(held, "checkout", "--quiet", "main")
    commit_ledger(held, HELD.replace("priority: 1", "priority: 2"), "Between", "2024-03-01T10:00")
    merge(held, "other")
    assert [subject for subject, _ in story_of(held)] == ["Back", "Ahead", "Between", "The ledger"]


def test_who_asks_for_a_former_id_is_told_of_the_record_that_had_it(held: Path) -> None:
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    commit_ledger(held, HELD.replace("processes/1.1", "processes/2.1") + "formerly: 1.1\n", "Renamed")
    for name, key in (("log", "commits"), ("blame", "facts")):
        former, present = (
            json.loads(plptool(name, one, "--format", "json", cwd=held).stdout) for one in ("1.1", "2.1")
        )
        assert (former["asked"], former["record"], present["asked"]) == ("1.1", "2.1", "2.1")
        assert former[key] == present[key]
        assert "1.1 is called 2.1 now\n" in plptool(name, "1.1", "--lang", "en", cwd=held).stdout
        assert "is called" not in plptool(name, "2.1", "--lang", "en", cwd=held).stdout
    # Who has taken the id since is meant by it.
    commit_ledger(held, PROCESS, "Another 1.1")
    answer = json.loads(plptool("log", "1.1", "--format", "json", cwd=held).stdout)
    assert (answer["record"], answer["commits"][0]["subject"]) == ("1.1", "Another 1.1")


def test_a_rename_is_said_once(held: Path) -> None:
    (held / "ledger" / "processes" / "1.1.yaml").unlink()
    commit_ledger(held, HELD.replace("processes/1.1", "processes/1.2") + "formerly: 1.1\n", "Renamed")
    said = plptool("log", "1.2", "--lang", "en", cwd=held).stdout
    assert [line for line in said.splitlines() if "formerly" in line] == [" - 1.2: formerly 1.1"]


def test_what_has_no_title_comes_without_a_dash(held: Path) -> None:
    (held / "ledger" / "snapshots").mkdir(exist_ok=True)
    commit_ledger(
        held,
        "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: grant, grant: g, amount: 4, source: list}]\n",
        "A snapshot",
    )
    assert " - 231231: added\n" in plptool("log", "--lang", "en", cwd=held).stdout
    (held / "ledger" / "snapshots" / "231231.yaml").unlink()
    commit(held, "None")
    assert " - 231231: deleted\n" in plptool("log", "--lang", "en", cwd=held).stdout


def test_of_many_changes_it_is_said_where_all_are(held: Path) -> None:
    meetings = "".join(
        f"  - {{date: 2022-05-{day:02}, kind: meeting, number: {day}, source: list}}\n" for day in range(2, 17)
    )
    commit_ledger(held, HELD + meetings, "Fifteen")
    said = plptool("log", "--lang", "en", cwd=held).stdout
    assert " - 1.1: 3 more changes (`--format json` shows all)\n" in said


def test_labels_are_in_the_readers_language(held: Path) -> None:
    commit_ledger(held, HELD.replace("source: list\nevents", "source: {need: list, partners: list}\nevents"), "Sources")
    said = plptool("blame", "1.1", "--lang", "sv", cwd=held).stdout
    assert all(one in said for one in ("källa (behov)", "(medverkande)", "händelser")), said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--field", "xyzzy"], "there is no field or kind of event 'xyzzy'. Allowed: "),
        (["--field", "priorty"], "there is no field or kind of event 'priorty'. Did you mean `priority`?"),
        (["--field", "meetings"], "there is no field or kind of event 'meetings'. Did you mean `meeting`?"),
        (["--org", "baord"], "there is no organisation 'baord'. Did you mean `board`?"),
        (["--org", "list"], "there is no organisation 'list'. Allowed: A, B, board"),
    ],
)
def test_names_that_nothing_has_are_a_mistake(held: Path, arguments: list[str], said: str) -> None:
    done = plptool("log", *arguments, cwd=held)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


@pytest.fixture
def subtests_(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    return lambda name: record_property("case", name)


def test_the_story_as_it_is_read(held: Path) -> None:
    commit_ledger(held, TWO.replace("priority: 1", "priority: 2"), "What was <learned>", who="Bo Ek")
    shutil.rmtree(held / "ledger" / "processes")
    commit(held, "Gone")
    said = plptool("log", "--lang", "en", cwd=held).stdout
    key = git(held, "rev-parse", "HEAD~1")[:12]
    assert f"""
2024-02-01 What was <learned>
{key} · Bo Ek
 - 1.1: priority: 1 → 2
 - 1.1: + 2022-05-01 Meeting 2
""" in said  # fmt: skip
    assert " - 1.1: deleted – A need.\n" in said
    assert " - 1.1: + priority: 1\n" in plptool("log", "--field", "priority", "--lang", "en", cwd=held).stdout
    assert "What was &#60;learned&#62;" in plptool("log", "--lang", "sv", "--format", "markdown", cwd=held).stdout
    git(held, "revert", "--no-edit", "HEAD", **NAMES)
    said = plptool("blame", "1.1", "--lang", "en", cwd=held).stdout
    assert "A need." in said
    assert 'Revert "Gone"' in said


DECISION = """
== decisions/1.1
title: A decision with the id
date: 2022-01-01
body: board
status: adopted
source: list
"""


@pytest.mark.parametrize(
    ("before", "gone", "after"),
    [
        (DECISION, "decisions/1.1", ""),  # of another collection
        (PROCESS, "", ""),  # it is there still
        (PROCESS + PROCESS.replace("1.1", "1.2"), "processes/1.1", ""),  # the two stood side by side
        (PROCESS, "processes/1.1", PROCESS.replace("1.1", "1.3") + "formerly: 1.1\n"),  # another says so too
    ],
    ids=["another folder", "in use", "side by side", "two claims"],
)
def test_a_false_claim_gives_nobody_a_past(tmp_path: Path, before: str, gone: str, after: str) -> None:
    folder = init(tmp_path / "root")
    commit_ledger(folder, BASE + before, "Before")
    if gone:
        (folder / "ledger" / f"{gone}.yaml").unlink()
    claim = PROCESS.replace("1.1", "1.2").replace("priority: 1", "priority: 2") + "formerly: 1.1\n"
    commit_ledger(folder, claim + after, "Claims")
    assert "1.1" not in {each.record for one in log(folder, "1.2") for each in one.records}
    first = "Before" if "1.2" in before else "Claims"
    assert owners(blame(history(folder), "1.2"))["goal"] == first
    assert history(folder).renamed_to("1.1") is None
