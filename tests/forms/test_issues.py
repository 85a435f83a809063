"""Issues that were written with a form: what the answers come to, and that nothing else than plain answers is taken."""

import json
import re
from pathlib import Path

import pytest

from plptool.forms.issue_body import LARGEST, UnclearError, filled
from plptool.forms.issue_forms import IssueForms, as_yaml
from plptool.forms.opened import Opened
from plptool.github.issue import read_issue
from plptool.model.errors import UserError
from plptool.model.i18n import translator
from tests.support.git import commit, git, init
from tests.support.issues import asked, body_of, form_of, recorded
from tests.support.ledgers import BASE, HELD, edit, write_ledger
from tests.support.personal_numbers import NUMBER
from tests.support.program import invoked, seal

PROCESS = "ledger/processes/1.1.yaml"
MEETING = {"record": "1.1", "date": "230314", "number": "2", "document": "list"}


@pytest.fixture
def opened(root: Path) -> Opened:
    return Opened(root, None)


def lines(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]


# What they come to


def test_each_form_says_what_the_command_says(tmp_path: Path) -> None:
    """The file that an issue makes of the ledger is the one that the command makes of it."""
    cases: list[tuple[str, dict[str, str], list[list[str]], str]] = [
        ("meeting", {"record": "A need.", "date": "230314", "number": "2", "booked": "", "document": "the list"},
         [["add", "meeting", "1.1", "230314", "--number", "2", "--booked", "--source", "list"]], "1 meeting booked."),
        ("status", {"record": "1.1 A need.", "date": "2023", "status": "Completed", "document": "Minutes", "document-date": "240115"},
         [["new", "sources", "minutes", "--title", "Minutes", "--date", "240115"],
          ["add", "status", "1.1", "2023", "--status", "completed", "--source", "minutes"]], "1.1 is completed; 1 source added."),
        ("decision", {"title": "Goes on", "date": "230501", "body": "The board", "paragraph": "4", "registry": "2023-7",
                      "status": "adopted", "concerns": "- 1.1", "text": "It\ngoes on.", "document": "list"},
         [["new", "decisions", "2023-05-01-board-4", "--title", "Goes on", "--date", "230501", "--body", "board", "--paragraph", "4",
           "--registry", "number=2023-7", "--status", "adopted", "--concerns", "1.1", "--text", "It goes on.", "--source", "list"]],
         "1 decision added."),
        ("correction", {"record": "1.1", "kind": "meeting", "date": "220301", "property": "date", "value": "220302"},
         [["correct", "meeting", "1.1", "220301", "--date", "220302"]], "1 meeting corrected."),
        ("correction", {"record": "1.1", "kind": "Meeting", "date": "2022-03-01", "number": "1", "property": "It was never so: it is to go"},
         [["remove", "meeting", "1.1", "220301"]], "1.1 is planned; 1 meeting removed."),
        ("correction", {"record": "1.1", "property": "Who takes part", "value": "board\n", "document": "list"},
         [["set", "1.1", "partners", "board", "--source", "list"]], "1 field corrected."),
    ]  # fmt: skip
    for place, (name, answers, commands, sentence) in enumerate(cases):
        root, twin = (write_ledger(tmp_path / f"{place}-{who}", BASE + HELD) for who in ("issue", "command"))
        assert recorded(root, name, answers) == sentence
        for command in commands:
            assert invoked(twin, *command).exit_code == 0, command
        assert files(root) == files(twin)


def files(root: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(root.rglob("ledger/**/*.yaml"))}


def test_a_sealed_day_is_told_otherwise_where_somebody_says_why(root: Path) -> None:
    seal(root)
    answers = {**MEETING, "date": "220501"}
    refused = asked(Opened(root, None), "meeting", answers)
    assert [line.partition(": ")[0] for line in lines(refused.comment)] == ["Why it was told wrong, or so late"]
    assert not refused.request
    told = asked(Opened(root, None), "meeting", {**answers, "why": "Found in the binder."})
    assert told.title.startswith("What 221231 sealed of 1.1 is corrected")
    without = {
        "record": "1.1",
        "kind": "Meeting",
        "date": "220301",
        "property": "Number",
        "value": "2",
        "why": "Misread.",
    }
    assert recorded(root, "correction", without).endswith("; 1 meeting corrected.")
    assert "Misread." in (root / "ledger/snapshots/221231.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "answers", "told"),
    [
        ("meeting", {**MEETING, "record": "1.2"}, "has met: The ledger has nothing that is called 1.2."),
        ("meeting", {**MEETING, "record": "A nead."}, "Did you mean “1.1”?"),
        ("meeting", {**MEETING, "date": "in May"}, "Date: "),
        ("meeting", {**MEETING, "number": "two"}, "Number: "),
        ("meeting", {**MEETING, "document": "The minutes"}, "In which document it stands: The ledger has no such document."),
        ("meeting", {**MEETING, "document": "The minutes", "document-date": "230314", "place": "3"}, "Where in the document: "),
        ("meeting", {**MEETING, "place": "at the top"}, "Where in the document: Line, lines or page"),
        ("meeting", {**MEETING, "record": "list"}, "may have:"),
        ("meeting", {"date": "230314"}, "has met: "),
        ("status", {**MEETING, "status": "Ended"}, "Status: Ended is none"),
        ("correction", {"record": "1.1", "kind": "Meeting", "date": "220302", "property": "Date"}, "the nearest are"),
        ("correction", {"record": "1.1", "kind": "Meeting", "property": "Date", "value": "220302"}, "ledger has it: This must"),
        ("correction", {"record": "1.1", "kind": "Meeting", "date": "220301", "property": "Goal"}, "wrong about it: That has"),
        ("correction", {"record": "1.1", "property": "Number", "value": "2"}, "wrong about it: That has"),
        ("correction", {"record": "1.1"}, "wrong about it: Say what is wrong"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_answered(opened: Opened, name: str, answers: dict[str, str], told: str) -> None:
    if name == "status":
        answers = {key: value for key, value in answers.items() if key != "number"}
    came_to = asked(opened, name, answers)
    assert not came_to.request
    assert told in came_to.comment
    assert "--" not in came_to.comment  # what is told is for a browser, not for a terminal


def test_several_of_one_name_or_date_are_told_apart(root: Path) -> None:
    write_ledger(root, HELD.replace("/1.1", "/1.2"))
    same = "  - {date: 2022-03-01, kind: meeting, number: 2, text: Another., source: list}\n"
    path = root / PROCESS
    path.write_text(path.read_text() + same)
    opened = Opened(root, None)
    assert "Several are called A need." in asked(opened, "meeting", {**MEETING, "record": "A need."}).comment
    right = {"record": "1.1", "kind": "meeting", "date": "220301", "property": "In words", "value": "The first."}
    assert "say the number" in asked(opened, "correction", right).comment
    recorded(root, "correction", {**right, "number": "1"})
    assert "number: 1, text: The first." in path.read_text()


# Nothing but plain answers


BENT = {
    "a heading twice": ("### Number\n\n2", "### Number\n\n2\n\n### Number\n\n3"),
    "a heading that is not there": ("### Number\n\n2\n\n", ""),
    "another form's heading": ("### Number\n\n2", "### Number\n\n2\n\n### Status\n\ncompleted"),
    "a heading within an answer": ("_No response_", "x\n\n## Date\n\n2024-01-01"),
    "code around a heading": ("_No response_", "```\nx\n```"),
    "what nobody sees": ("_No response_", "<!-- x -->"),
    "a fold": ("_No response_", "<details>x"),
    "two lines for one": ("### Number\n\n2", "### Number\n\n2\n3"),
    "a control character": ("_No response_", "x\x1b[2J"),
    "a return in a line": ("### Number\n\n2", "### Number\n\n2\r3"),
    "something before it": ("### Which", "Hello\n\n### Which"),
    "another form's beginning": (
        "### Which process, or other record, has met",
        "### In which record something is wrong",
    ),
    "none of ours": ("###", "##"),
    "too much": ("_No response_", "x" * LARGEST),
}


@pytest.mark.parametrize("case", BENT)
def test_a_text_that_may_be_read_in_two_ways_is_not_taken(opened: Opened, case: str) -> None:
    old, new = BENT[case]
    body = body_of(form_of(opened, "meeting"), MEETING)
    assert old in body
    forms = IssueForms(opened).all()
    assert filled(body, forms).answer("number") == "2"
    with pytest.raises(UnclearError):
        filled(body.replace(old, new, 1), forms)


def test_line_ends_of_windows_and_what_is_not_answered(opened: Opened) -> None:
    body = body_of(form_of(opened, "meeting"), {**MEETING, "text": "One.\nTwo."}).replace("\n", "\r\n")
    said = filled(body, IssueForms(opened).all())
    assert (said.answer("text"), said.answer("place"), said.answer("booked")) == ("One.\nTwo.", "", "")


def test_nothing_of_an_issue_is_repeated_but_as_plain_words_without_numbers_of_persons(root: Path) -> None:
    edit(
        root,
        "processes/1.1",
        "priority: 1",
        "priority: 1\nroles: [{role: lead, person: Ada Lovelace}]" if False else "priority: 1",
    )
    hostile = f"{NUMBER} @chair #7 [x](https://example.org) ${{{{ github.token }}}} `x`"
    for name, answers in (("meeting", {**MEETING, "text": hostile}), ("meeting", {**MEETING, "record": hostile})):
        came_to = asked(Opened(root, None), name, answers)
        assert NUMBER not in came_to.comment + came_to.request + came_to.title
        assert "@chair" not in came_to.comment + came_to.request
        assert "](" not in came_to.comment + came_to.request
    fine = asked(Opened(root, None), "meeting", {**MEETING, "text": hostile.removeprefix(NUMBER)})
    assert "@chair" not in fine.request
    assert "Closes #12." in fine.request
    assert fine.request.count("#7") == fine.request.count("\\#7") == 1


def test_of_an_event_only_what_has_its_form_is_believed() -> None:
    issue = read_issue(
        {"issue": {"number": 3, "user": {"login": "an-officer"}, "body": None}, "sender": {"login": "$(x)"}}
    )
    assert (issue.number, issue.author, issue.labelled_by, issue.body) == (3, "an-officer", None, "")
    for number in ("3", True, None, 0):
        with pytest.raises(UserError):
            read_issue({"issue": {"number": number}})
    with pytest.raises(UserError):
        read_issue({"issue": {"number": 3, "pull_request": {}}})


# The forms


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_forms_are_such_as_github_takes(root: Path, language: str) -> None:
    edit(root, "ledger", "language: en", f"language: {language}")
    forms = IssueForms(Opened(root, None)).all()
    assert len({form.labels[0] for form in forms}) == len({form.title for form in forms}) == len(forms)
    for form in forms:
        assert len(set(form.labels)) == len(form.labels)
        assert re.fullmatch("[a-z]+", form.name)
        for question in form.questions:
            labels = [option.label for option in question.options]
            assert len({label.casefold() for label in labels}) == len(labels)
    assert translator(language)("yes") in as_yaml(forms[0])


def test_forms_are_written_and_it_is_said_when_they_are_not_current(root: Path) -> None:
    assert invoked(root, "issue", "--forms", "--check").exit_code == 1
    written = invoked(root, "issue", "--forms").output
    paths = sorted((root / ".github/ISSUE_TEMPLATE").iterdir())
    assert [path.name for path in paths] == ["correction.yml", "decision.yml", "meeting.yml", "status.yml"]
    assert all(path.name in written for path in paths)
    assert invoked(root, "issue", "--forms", "--check").exit_code == 0
    edit(root, "ledger", "language: en", "language: sv")
    assert "meeting.yml" in invoked(root, "issue", "--forms", "--check").output


def test_the_command_reads_the_event_and_commits(
    root: Path, tmp_path: Path, git_home: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(init(root), "The ledger")
    opened = Opened(root, None)
    event = tmp_path / "event.json"
    body = body_of(form_of(opened, "meeting"), MEETING)
    event.write_text(json.dumps({"issue": {"number": 12, "body": body, "user": {"login": "officer"}}, "sender": {}}))
    before = files(root)
    done = invoked(root, "issue", str(event), "--files", str(tmp_path / "out"))
    assert done.exit_code == 0
    assert "Asked for by officer in issue 12; the label was put on by somebody." in done.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("comment.md", "request.md", "title.txt"),
        *("edited.md", "not-pushed.md", "taken.md"),
    }
    assert (tmp_path / "out/title.txt").read_text() == "1 meeting added."
    assert files(root) == before
    nobody = invoked(root, "issue", str(event), "--branch", "issue-12")
    assert isinstance(nobody.exception, UserError)  # that is no mistake of who wrote the issue
    for name, said in (("NAME", "bot"), ("EMAIL", "bot@example.org")):
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", said)
    assert invoked(root, "issue", str(event), "--branch", "issue-12").exit_code == 0
    assert git(root, "log", "--format=%s", "main..issue-12") == "1.1: 1 meeting added."
    assert git(root, "show", "issue-12:" + PROCESS) == (root / PROCESS).read_text().strip()
    event.write_text(json.dumps({"issue": {"number": 12, "body": "Hello"}}))
    assert invoked(root, "issue", str(event)).exit_code == 1
