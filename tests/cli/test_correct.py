"""One event, or entry of a list, is corrected or taken away by what a person knows of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.program import plptool, seal

EVENTS = """events:
  - {date: 2022-03-01, kind: meeting, number: 1, source: list#L1}
  # The second, of two on one day.
  - {date: 2022-05-31, kind: meeting, number: 2, with: [B, A], source: list#L2}
  - {date: 2022-05-31, kind: meeting, number: 2, series: s, source: list#L2}
  - {date: 2022-06, kind: note, text: Something was said of it., source: list#L3}
  - {date: 2022-06, kind: note, text: Something else was said., source: paper}
  - {date: 2022-09-01, kind: expected, due: 2023-01-31, text: A report, source: list#L4}
  - {date: 2023-01-31, kind: note, settles: 2023-01-31, text: It came, source: list#L4}
  - {date: 2023-02-01, kind: change, set: {lead: board, period: 2021/2024}, source: list#L5}
  - {date: 2023-04-01, kind: decision, decision: d, source: list#L6}
"""
MORE = """
== sources/paper
title: A paper
date: 2023-12-31

== decisions/d
title: Another decision
date: 2023-04-01
body: board
status: adopted
concerns: [1.1, 1.2]
source: list

== processes/1.2
plan: plan
need: Another need.
activities: [Do it, Do more of it]
goal: A goal.
lead: A
partners: [B]
priority: 1
period: 2021/2023
source: {plan: list, need: list, activities: list, goal: list, lead: list, partners: list, priority: list, period: list}
events:
  - {date: 2023-04-01, kind: decision, decision: d, source: list}

== grants/g
title: A grant
granted-by: [board]
years:
  - {year: 2022, amount: 100, source: list}
  - {year: 2023, amount: 200, approximate: true, source: list}
source: list

== snapshots/221231
date: 2022-12-31
"""
P = "processes/1.1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with_lines = BASE.replace("date: 2023-12-31\n", "date: 2023-12-31\nlines: 9\n")
    return write_ledger(tmp_path, with_lines + PROCESS + EVENTS + MORE)


def files(root: Path) -> dict[str, list[str]]:
    folder = root / "ledger"
    paths = sorted(folder.rglob("*.yaml"))
    return {path.relative_to(folder).as_posix()[:-5]: path.read_text("utf-8").splitlines() for path in paths}


def done(root: Path, *arguments: str) -> tuple[list[str], list[str], str]:
    """The lines that are gone, those that have come, and what is said at the end."""
    before = files(root)
    answer = plptool(*arguments, cwd=root)
    assert answer.returncode == 0, answer.stderr
    after = files(root)
    old = [line.strip() for path in before for line in before[path] if line not in after[path]]
    new = [line.strip() for path in before for line in after[path] if line not in before[path]]
    told = answer.stdout.splitlines()[-1]
    undone = plptool("undo", cwd=root)
    assert (undone.returncode, files(root)) == (0, before), undone.stderr
    return old, new, told


@pytest.mark.parametrize(
    ("words", "gone", "come"),
    [
        ("meeting 1.1 220301 --with B", "number: 1, source", "number: 1, with: [B], source"),
        ("meeting 1.1 2022-05-31 --which series=- --number 3", "number: 2, with: [B, A]", "number: 3, with: [B, A]"),
        (
            "meeting 1.1 220531 --which with=A --without number",
            "number: 2, with: [B, A]",
            "meeting, with: [B, A], source",
        ),
        ("meeting 1.1 220531 --which series=s --without series --number 3", "series: s", "number: 3, source"),
        ("note 1.1 2022-06 --which source=paper --source list#L3", "source: paper", "source: list#L3"),
        ("note 1.1 2022-06 --which text=ELSE --text Nothing", "Something else", "text: Nothing, source"),
        ("change 1.1 230201 --set period=2021/2025", "2021/2024", "set: {lead: board, period: 2021/2025}"),
        ("change 1.1 230201 --without set.lead", "lead: board, ", "set: {period: 2021/2024}"),
    ],
)
def test_whatever_an_event_says_is_corrected(root: Path, words: str, gone: str, come: str) -> None:
    (old,), (new,), told = done(root, "correct", *words.split())
    assert gone in old
    assert come in new
    assert old.partition(", ")[0] == new.partition(", ")[0]
    assert "corrected" in told or "changes" in told


def test_what_outgrows_its_line_has_several(root: Path) -> None:
    old, new, _ = done(root, "correct", "meeting", "1.1", "220301", "--text", "It was held outdoors.")
    assert old == ["- {date: 2022-03-01, kind: meeting, number: 1, source: list#L1}"]
    assert new == ["- date: 2022-03-01", "kind: meeting", "number: 1", "text: It was held outdoors.", "source: list#L1"]


def test_another_date_is_another_place_and_what_belongs_to_it_comes_along(root: Path) -> None:
    plptool("correct", "meeting", "1.1", "220531", "--which", "with=B", "--date", "230301", cwd=root)
    lines = files(root)[P]
    at = lines.index("  # The second, of two on one day.")
    assert lines[at + 1] == "  - {date: 2023-03-01, kind: meeting, number: 2, with: [B, A], source: list#L2}"
    assert lines[at - 1].startswith("  - {date: 2023-02-01")
    assert plptool("fmt", "--check", cwd=root).returncode == 0
    # What was expected is due on another day, and what settled it settles it still.
    done = plptool("correct", "expected", "1.1", "220901", "--due", "230228", cwd=root)
    assert done.returncode == 0, done.stderr
    assert any("settles: 2023-02-28" in line for line in files(root)[P])


@pytest.mark.parametrize(
    "words", [("correct", "decision", "1.1", "230401", "--date", "230302"), ("set", "d", "date", "230302")]
)
def test_a_decision_and_what_tells_of_it_keep_one_date(root: Path, words: Sequence[str]) -> None:
    before = files(root)
    answer = plptool(*words, cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert [path for path, lines in files(root).items() if lines != before[path]] == ["decisions/d", P, "processes/1.2"]
    assert "date: 2023-03-02" in files(root)["decisions/d"]
    assert files(root)["processes/1.2"][-1].startswith("  - {date: 2023-03-02, kind: decision")


def test_what_one_side_does_not_say_any_more_the_other_does_not_either(root: Path) -> None:
    _, new, _ = done(root, "remove", "decision", "1.1", "230401")
    assert new == ["concerns: [1.2]"]
    old, new, _ = done(root, "set", "d", "concerns", "1.1", "--remove")
    assert (len(old), new) == (2, ["concerns: [1.2]"])
    # Its only event: nothing of the list is left.
    old, _, _ = done(root, "remove", "decision", "1.2", "230401")
    assert "- {date: 2023-04-01, kind: decision, decision: d, source: list}" in old


def test_one_event_goes_with_its_comment(root: Path) -> None:
    old, new, told = done(root, "remove", "meeting", "1.1", "220531", "--which", "with=A")
    assert old[0] == "# The second, of two on one day."
    assert (len(old), new, told) == (2, [], "1 meeting removed.")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("meeting 1.1 220531 --number 9", ["1.1 has 2 of the kind meeting of 2022-05-31; say which:",
         "with B, A, source list#L2: --which series=-", "series s, source list#L2: --which series=s"]),
        ("meeting 1.1 220601 --number 9", ["no meeting of 2022-06-01; the nearest are:", "date 2022-05-31, number 2, with B, A"]),
        ("meeting 1.1 220531 --which number=7 --number 9", ["that says number=7; there is:"]),
        ("report 1.1 220531 --percent 9", ["1.1 has no event of the kind report; of those that it has, the kinds are: meeting, note"]),
        ("report A 220531 --percent 9", ["A has no events of the kind report"]),
        ("meeting 1.1 220301", ["say what is another: --NAME VALUE, or --without NAME"]),
        ("meeting 1.1", ["say by its date which event of 1.1 is meant, of the kind meeting; there is:", "date 2022-03-01, number 1, source list#L1"]),
        ("meeting 1.1 220301 --without text", ["it says nothing of text that could go"]),
        ("meeting 1.1 220301 --without number --which nr=1", ["--which nr: there is no such property. Did you mean `number`?"]),
        ("meeting 1.1 220301 --which 1 --number 2", ["write NAME=VALUE"]),
        ("meeting 1.1 220301 --date 220230", ["no day '220230'"]),
        ("meeting 1.1 220301 --without source", ["PLP202"]),
    ],
)  # fmt: skip
def test_what_is_not_found_is_told_with_what_there_is(root: Path, words: str, told: list[str]) -> None:
    before = files(root)
    answer = plptool("correct", *words.split(), "--lang", "en", cwd=root)
    assert (answer.returncode, files(root)) == (2, before)
    for part in told:
        assert part in answer.stderr


def test_what_was_sealed_is_corrected_with_its_reason(root: Path) -> None:
    seal(root)
    for words in (("correct", "meeting", "1.1", "220301", "--with", "B"), ("remove", "meeting", "1.1", "220301")):
        assert "--correction REASON" in plptool(*words, cwd=root).stderr
        unfounded = plptool("remove", "meeting", "1.1", "220301", "--correction", "No.", cwd=root)
        assert "rests on a source or a decision" in unfounded.stderr
        source = () if words[0] == "correct" else ("--source", "paper")
        answer = plptool(*words, "--correction", "It was misread.", *source, cwd=root)
        assert answer.returncode == 0, answer.stderr
        assert "What 221231 sealed of 1.1 is corrected, with the reason" in answer.stdout
        assert f"    source: {'paper' if source else 'list#L1'}" in files(root)["snapshots/221231"]
        assert "Errors: 0" in plptool("validate", cwd=root).stderr
        assert plptool("undo", cwd=root).returncode == 0
    assert "go with --correction" in plptool("remove", "note", "1.1", "2022-06", "--source", "list", cwd=root).stderr


@pytest.mark.usefixtures("git_home")
def test_it_is_committed_to_a_branch(root: Path) -> None:
    init(root)
    seal(root)
    commit(root, "A ledger")
    git(root, "config", "user.name", "Officer")
    git(root, "config", "user.email", "officer@example.org")
    remove = ("remove", "meeting", "1.1", "220301", "--branch", "misread")
    (line,) = plptool(*remove, cwd=root).stderr.splitlines()
    assert "--correction REASON" in line
    answer = plptool(*remove, "--correction", "It was misread.", "--source", "list", cwd=root)
    assert answer.returncode == 0, answer.stderr
    assert git(root, "log", "--format=%s", "-1", "misread").startswith(
        "1 meeting removed; what 221231 sealed of 1.1 is"
    )


@pytest.mark.parametrize(
    ("words", "gone", "come"),
    [
        ("g years amount=250 --which year=2023", ["amount: 200"], ["amount: 250, approximate: true"]),
        ("g years approximate=- --which year=2023", ["approximate"], ["{year: 2023, amount: 200, source: list}"]),
        ("g years 2022 --remove", ["year: 2022"], []),
        ("g years --which amount=200 --remove", ["year: 2023"], []),
        ("1.2 activities more --remove", ["Do more"], ["activities: [Do it]"]),
        ("1.2 partners B --remove", ["partners: [B]", "partners: list"], ["priority: list"]),
        ("1.2 priority --remove", ["priority: 1", "priority: list"], ["partners: list"]),
        ("1.2 source lead=paper need=paper --add", ["lead: list"], ["need: paper, activities: list, goal: list, lead: paper"]),
    ],
)  # fmt: skip
def test_an_entry_of_a_list_is_corrected_or_goes(root: Path, words: str, gone: list[str], come: list[str]) -> None:
    old, new, _ = done(root, "set", *words.split())
    for part, lines in [*((part, old) for part in gone), *((part, new) for part in come)]:
        assert part in "\n".join(lines)


def test_an_entry_that_is_not_there_is_told_with_those_that_are(root: Path) -> None:
    edit(root, "grants/g", "years:", "years:\n  - {year: 2021, amount: 100, source: list}")
    for words, told in (
        (
            "g years amount=1 --which year=2029",
            "there is:\nplptool: year 2021, amount 100, source list: --which year=2021",
        ),
        ("g years amount=1 --which amount=100", "several say amount=100; say which:"),
        ("1.1 partners C --remove", "partners of 1.1 has no 'C' that could go; it has: B"),
        ("g years amount=1 --which year=2023 --from 230101", "it goes with neither --add nor --from"),
        ("1.1 events --remove", "`plptool add`, `correct` and `remove`"),
    ):
        answer = plptool("set", *words.split(), "--lang", "en", cwd=root)
        assert (answer.returncode, told in answer.stderr) == (2, True), answer.stderr
