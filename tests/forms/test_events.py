"""What happened is told in a form: as the command would write it, and nothing is lost on the way."""

import re
import shutil
from pathlib import Path

import pytest

from plptool.edit.edits import Insert
from plptool.forms.opened import Opened
from plptool.forms.saving import Keep, MovedError, Wanted, blob, saved
from tests.support.forms import Browser, Said, hidden, looked, sentence, served, told
from tests.support.git import NAMES, commit, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool, seal

PROCESS = "ledger/processes/1.1.yaml"
MEETING = "/record/1.1/add/meeting"
SECOND: Said = {"date": "230314", "number": "2", "source": "list", "with": ["A", "B"]}


def test_a_meeting_is_written_as_the_command_writes_it(officer: Browser, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "ledger", tmp_path / "other" / "ledger")
    command = ("add", "meeting", "1.1", "230314", "--number", "2", "--source", "list", "--with", "A", "--with", "B")
    said = plptool(*command, cwd=tmp_path / "other").stdout.splitlines()[-1]
    look = looked(officer, MEETING, SECOND)
    assert (look.status, sentence(look)) == (200, said) == (200, "1 meeting added.")
    before = (root / PROCESS).read_bytes()
    done = officer.post(MEETING, {**hidden(look), **SECOND, "do": "save"})
    assert (done.status, done.headers["location"]) == (303, "/record/1.1")
    assert before != (root / PROCESS).read_bytes() == (tmp_path / "other" / PROCESS).read_bytes()
    page = officer.get("/record/1.1").text
    assert "<strong>Saved.</strong> 1 meeting added." in page
    assert "Meeting 2" in page
    assert "Saved." not in officer.get("/record/1.1").text  # it is told once


def test_what_is_proposed_is_the_next_number_and_the_last_source(officer: Browser) -> None:
    page = officer.get(MEETING).text
    assert re.search(r'name="number" value="2"', page)
    assert '<option value="list" selected>' in page


def test_nothing_is_saved_that_was_not_looked_at(officer: Browser, root: Path) -> None:
    before = (root / PROCESS).read_bytes()
    first = officer.post(MEETING, {**hidden(officer.get(MEETING)), **SECOND, "do": "save"})
    look = looked(officer, MEETING, SECOND)
    other = officer.post(MEETING, {**hidden(look), **SECOND, "date": "230315", "do": "save"})
    for page in (first, other):
        assert page.status == 422
        assert "The answers are others" in page.text
        assert sentence(page) == "1 meeting added."
    assert (root / PROCESS).read_bytes() == before
    assert officer.post(MEETING, {**hidden(other), **SECOND, "date": "230315", "do": "save"}).status == 303


def test_what_is_wrong_stands_beside_its_field_and_the_answers_stay(officer: Browser, root: Path) -> None:
    before = (root / PROCESS).read_bytes()
    typed: Said = {"text": "Long and <b>wise</b>", "source-place": "somewhere", "number": "two", "date": "2023-13-40"}
    cases: tuple[tuple[Said, str], ...] = (
        ({"date": ""}, "date"),
        ({"date": "2023-13-40"}, "date"),
        ({"source": "nowhere"}, "source"),
        ({"source": ""}, "source"),
        ({"source-place": "somewhere"}, "source"),
        ({"with": ["A", "../A"]}, "with"),
        ({"number": "two"}, "number"),
        ({"number": "1"}, "number"),
        ({"text": "19811218-9876"}, "text"),
    )
    for wrong, beside in cases:
        page = looked(officer, MEETING, {**SECOND, **wrong})
        assert (page.status, sentence(page)) == (422, ""), wrong
        assert told(page, beside), wrong
        assert f'<a href="#{beside}">' in page.text
        assert '<option value="list" selected>' in page.text or "source" in wrong
    page = looked(officer, MEETING, {**SECOND, **typed})
    for name in ("source-place", "number", "date"):
        assert f'name="{name}" value="{typed[name]}"' in page.text, name
    assert "Long and &lt;b&gt;wise&lt;/b&gt;" in page.text
    assert (root / PROCESS).read_bytes() == before


def test_a_number_of_a_person_is_not_repeated(officer: Browser) -> None:
    page = looked(officer, "/record/1.1/add/note", {"date": "230314", "text": "About 19811218-9876.", "source": "list"})
    assert page.status == 422
    assert "9876" not in page.text


def test_what_somebody_else_has_changed_meanwhile_is_told_and_nothing_is_lost(officer: Browser, root: Path) -> None:
    look = looked(officer, MEETING, SECOND)
    path = root / PROCESS
    path.write_text(
        path.read_text("utf-8") + "  - {date: 2023-03-20, kind: note, text: Theirs., source: list}\n", "utf-8"
    )
    theirs = path.read_bytes()
    page = officer.post(MEETING, {**hidden(look), **SECOND, "do": "save"})
    assert page.status == 409
    assert "Since this form was made: 1 event added." in page.text
    assert "+  - {date: 2023-03-20, kind: note, text: Theirs., source: list}" in page.text
    assert 'name="date" value="230314"' in page.text
    assert path.read_bytes() == theirs
    assert officer.post(MEETING, {**hidden(page), **SECOND, "do": "save"}).status == 303
    assert b"Theirs." in path.read_bytes()
    assert b"2023-03-14, kind: meeting, number: 2" in path.read_bytes()


def test_a_file_that_is_changed_while_it_is_saved_is_not_written(root: Path) -> None:
    """After the last look at it and before the lock: what is compared is what is written on."""
    ours = {"date": "2023-03-14", "kind": "note", "text": "Ours.", "source": "list"}
    wanted = Wanted(lambda _: [Insert(PROCESS, ("events",), ours)])
    raw = (root / PROCESS).read_bytes()
    with pytest.raises(MovedError):
        saved(Opened(root, "en"), wanted, {PROCESS: blob(b"another")}, Keep())
    with pytest.raises(MovedError):
        saved(Opened(root, "en"), wanted, {}, Keep())
    assert (root / PROCESS).read_bytes() == raw
    assert saved(Opened(root, "en"), wanted, {PROCESS: blob(raw)}, Keep()).sentence == "1 event added."


def test_a_form_names_no_file(officer: Browser, root: Path, tmp_path: Path) -> None:
    """What it says that files were is compared with what the ledger has, and nothing is read by it."""
    (tmp_path / "secret").write_text("top secret", "utf-8")
    stood: list[str] = ["x ../secret", "x /etc/passwd", f"x {tmp_path}/secret", "x ", "none ../secret"]
    page = officer.post(MEETING, {**SECOND, "stood": stood, "do": "look"})
    assert "secret\n" not in page.text
    assert "root:" not in page.text
    assert "top secret" not in page.text


def test_an_event_of_no_kind_and_of_no_record_has_no_form(officer: Browser) -> None:
    for path in (
        "/record/9.9/add/meeting",
        "/record/1.1/add/party",
        "/record/A/add/meeting",
        "/record/1.1/add/of",
        "/record/1.1/add/meeting/x",
    ):
        assert officer.get(path).status == 404, path
        assert officer.post(path, SECOND).status == 404, path


def test_what_was_sealed_is_told_otherwise_with_a_reason(root: Path) -> None:
    seal(root)
    late: Said = {"date": "220914", "number": "", "source": "list"}
    with served(root) as officer:
        officer.enter()
        page = looked(officer, MEETING, late)
        assert page.status == 422
        assert "--correction" not in page.text
        assert 'name="correction"' in page.text
        look = looked(officer, MEETING, {**late, "correction": "It was reported late."})
        assert sentence(look).startswith("What 221231 sealed of 1.1 is corrected, with the reason;")
        done = officer.post(MEETING, {**hidden(look), **late, "correction": "It was reported late.", "do": "save"})
        assert done.status == 303
    assert "Errors: 0" in plptool("validate", cwd=root).stderr


def test_what_is_found_and_may_stand_so_is_acknowledged_with_it(officer: Browser, root: Path) -> None:
    sunday: Said = {"date": "230507", "number": "2", "source": "list"}
    page = looked(officer, MEETING, sunday)
    assert (page.status, "Sunday" in page.text, 'name="stands"' in page.text) == (200, True, True)
    look = looked(officer, MEETING, {**sunday, "stands": "It was held all the same."})
    assert "1 finding is acknowledged" in sentence(look)
    # What the look asks for the first time need not be answered.
    assert officer.post(MEETING, {**hidden(page), **sunday, "stands": "", "do": "save"}).status == 303


@pytest.mark.usefixtures("git_home")
def test_it_is_committed_alone_to_a_branch_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMES.items():
        monkeypatch.setenv(name, value)
    root = write_ledger(init(tmp_path / "plan"), BASE + HELD)
    commit(root)
    (root / "beside.txt").write_text("Not mine.", "utf-8")
    with served(root) as officer:
        officer.enter()
        look = looked(officer, MEETING, SECOND)
        assert "To the branch" in look.text
        keep: Said = {"keep": "commit", "branch": "may"}
        refused = officer.post(MEETING, {**hidden(look), **SECOND, **keep, "branch": "no..name", "do": "save"})
        assert (refused.status, "No branch may be called" in refused.text) == (422, True)
        assert 'name="branch" aria-describedby="branch-hint" value="no..name"' in refused.text
        wrong = officer.post(MEETING, {**hidden(look), **SECOND, **keep, "date": "", "do": "save"})
        assert '<input type="hidden" name="branch" value="may">' in wrong.text
        done = officer.post(MEETING, {**hidden(look), **SECOND, **keep, "do": "save"})
        assert done.status == 303
        assert "Committed as" in officer.get("/record/1.1").text
        assert git(root, "log", "--format=%s", "-1", "may") == "1.1: 1 meeting added."
        assert git(root, "show", "--name-only", "--format=", "may") == PROCESS
        assert git(root, "status", "--porcelain") == "?? beside.txt"
        # The next form goes to where the last did.
        again: Said = {**SECOND, "date": "230401", "number": "3"}
        assert '<input type="hidden" name="branch" value="may">' in officer.get(MEETING).text
        following = officer.post(MEETING, {**hidden(officer.get(MEETING)), **again, **keep, "do": "look"})
        assert 'value="commit" checked' in following.text
