"""`plptool draft`: what is new, known or otherwise; what is asked; what `--write` puts into the ledger."""

import json
from pathlib import Path

import pytest

from tests.support.git import init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool

PAPER = """# The paper

Dated 2023-12-31

Need 1 process 1.1
Responsible: **A** and The B

Activities

A need.

Do it

Status:

Meeting 1 held 1 March 2022
Meeting 2 held 5 May 2022
Meeting 3 on 2 June

Goal: Another goal.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    root = write_ledger(tmp_path / "plan", BASE + HELD)
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    return root


def draft(root: Path, *more: str) -> str:
    done = plptool("draft", "../paper.txt", *more, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_shape_of_the_answer(plan: Path) -> None:
    answer = json.loads(draft(plan, "--format", "json"))
    assert set(answer) == {"format", "source", "records", "questions"}
    assert set(answer["source"]) == {"id", "sha256", "lines", "date", "source"}
    assert answer["source"]["source"]["date"] == "paper#L3"
    (record,) = answer["records"]
    assert set(record) == {"collection", "id", "verdict", "fields", "source", "events"}
    assert (record["collection"], record["id"], record["verdict"]) == ("processes", "1.1", "differs")
    assert record["fields"] == {"lead": "A", "partners": ["B"], "need": "A need.", "activities": ["Do it"], "goal": "Another goal.", "listed": {"paper": 1}}  # fmt: skip
    assert record["events"] == [
        {"date": "2022-03-01", "kind": "meeting", "number": 1, "source": "paper#L16", "verdict": "known"},
        {"date": "2022-05-05", "kind": "meeting", "number": 2, "source": "paper#L17", "verdict": "new"},
    ]
    assert [set(question) for question in answer["questions"]] == [{"line", "text", "why"}]
    assert [question["line"] for question in answer["questions"]] == [18]


def test_what_is_accepted_is_written_once(plan: Path) -> None:
    before = draft(plan)
    assert "plptool add meeting 1.1 DATE --number 3 --source paper#L18" in before
    assert "paper.yaml" in draft(plan, "--write")
    record = (plan / "ledger/processes/1.1.yaml").read_text("utf-8")
    assert "{date: 2022-05-05, kind: meeting, number: 2, source: paper#L17}" in record
    assert "value: Another goal." in record
    assert "goal: A goal." in record
    again = json.loads(draft(plan, "--format", "json"))
    verdicts = {event["verdict"] for one in again["records"] for event in one["events"]}
    assert (verdicts, again["records"][0]["verdict"]) == ({"known"}, "known")
    everything = {path: path.read_bytes() for path in plan.rglob("*.yaml")}
    draft(plan, "--write")
    assert everything == {path: path.read_bytes() for path in plan.rglob("*.yaml")}


def test_another_number_of_a_known_day_is_a_discrepancy(plan: Path) -> None:
    (plan.parent / "paper.txt").write_text(PAPER.replace("Meeting 1 held", "Meeting 4 held"), encoding="utf-8")
    draft(plan, "--write", "--reason", "The list says more.", "--acknowledge", "So it is.")
    record = (plan / "ledger/processes/1.1.yaml").read_text("utf-8")
    assert "number: 1" in record
    assert "{value: 4, source: paper#L16}" in record
    assert "The list says more." in record


def test_what_is_later_than_the_document_was_not_held(plan: Path) -> None:
    answer = json.loads(draft(plan, "--date", "220401", "--format", "json"))
    assert [event["date"] for event in answer["records"][0]["events"]] == ["2022-03-01"]
    assert 17 in [question["line"] for question in answer["questions"]]


@pytest.mark.usefixtures("git_home")
def test_the_text_that_was_read_stays_outside_the_repository(plan: Path) -> None:
    init(plan)
    (plan / ".gitignore").write_text("texts/\n", encoding="utf-8")
    (plan / "texts").mkdir()
    draft(plan, "--text", "texts/paper.txt")
    draft(plan, "--text", "../kept.txt")
    assert (plan / "texts/paper.txt").read_text("utf-8") == PAPER
    done = plptool("draft", "../paper.txt", "--text", "paper.txt", cwd=plan)
    assert (done.returncode, (plan / "paper.txt").exists()) == (2, False)


def test_mistakes_of_the_caller(plan: Path) -> None:
    for arguments in (["../none.txt"], ["../paper.txt", "--commit"], ["../paper.pages"]):
        assert plptool("draft", *arguments, cwd=plan).returncode == 2


def test_a_later_list_alters_nothing_that_was_sealed(plan: Path) -> None:
    assert plptool("seal", "231231", cwd=plan).returncode == 0
    for day, fields in (("240630", {"goal"}), ("231231", {"goal", "listed"})):
        answer = json.loads(draft(plan, "--date", day, "--format", "json"))
        assert {"goal", "listed"} & set(answer["records"][0]["fields"]) == fields


def test_what_was_booked_was_held_where_the_document_says_so(plan: Path) -> None:
    file = plan / "ledger/processes/1.1.yaml"
    held = file.read_text("utf-8")
    file.write_text(held.replace("number: 1,", "number: 1, booked: true,"), "utf-8")
    assert "meeting 1 2022-03-01, held, and booked" in draft(plan)
    assert "1 booked meeting confirmed" in draft(plan, "--write")
    assert "{date: 2022-03-01, kind: meeting, number: 1, source: [list, paper#L16]}" in file.read_text("utf-8")
    assert "New: 0." in draft(plan)
    (plan.parent / "paper.txt").write_text(PAPER.replace("1 held", "1 booked"), "utf-8")
    questions = json.loads(draft(plan, "--id", "other", "--format", "json"))["questions"]
    assert "as held" in questions[0]["why"]


def test_what_is_booked_on_one_line_is_held_only_where_another_says_so(plan: Path) -> None:
    for words, booked in (("Meeting 2 5 May 2022", True), ("Meeting 2 held 5 May 2022", False)):
        told = PAPER.replace("Meeting 2 held 5 May 2022", f"Meeting 2 booked 5 May 2022\n{words}")
        (plan.parent / "paper.txt").write_text(told, encoding="utf-8")
        event = json.loads(draft(plan, "--format", "json"))["records"][0]["events"][1]
        assert (event["date"], event.get("booked", False)) == ("2022-05-05", booked)
