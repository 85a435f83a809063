"""Records are begun, and corrected, in forms: each file is what the command for it writes."""

import re
import shutil
from pathlib import Path

import pytest

from plptool.forms.application import _LISTS
from plptool.forms.records import NOT_BEGUN
from plptool.model.collections import Collection
from tests.support.forms import Browser, Said, hidden, looked, sentence
from tests.support.ledgers import edit
from tests.support.program import plptool

PROCESS = "ledger/processes/1.1.yaml"


@pytest.fixture
def twin(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same ledger, for the command."""
    folder = tmp_path_factory.mktemp("twin")
    shutil.copytree(root / "ledger", folder / "ledger")
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("ledger/**/*.yaml"))}


def save(officer: Browser, path: str, answers: Said) -> str:
    """Where the page goes on, once the answers are saved as they were looked at."""
    look = looked(officer, path, answers)
    assert look.status == 200, look.text
    assert sentence(look)
    done = officer.post(path, {**hidden(look), **answers, "do": "save"})
    assert done.status == 303, done.text
    return done.headers["location"]


CASES: dict[str, tuple[Said, tuple[str, ...], str]] = {
    "/new/processes": (
        {"id": "1.2", "plan": "plan", "need": "Another need.", "activities": "Do this\n\nDo that", "lead": "A",
         "partners": ["B"], "priority": "2", "period": "2022/2023", "source": "list", "source-place": ""},
        ("new", "processes", "1.2", "--plan", "plan", "--need", "Another need.", "--activities", "Do this", "--activities",
         "Do that", "--lead", "A", "--partners", "B", "--priority", "2", "--period", "2022/2023", "--source", "list"),
        "/record/1.2",
    ),
    "/new/decisions": (
        {"title": "Goes on", "date": "230501", "body": "board", "paragraph": "4", "registry": "2023-7", "status": "adopted",
         "concerns": ["1.1"], "amends": ["adoption"], "source": ["list", ""], "source-place": ["", ""]},
        ("new", "decisions", "2023-05-01-board-4", "--title", "Goes on", "--date", "230501", "--body", "board", "--paragraph", "4",
         "--registry", "number=2023-7", "--status", "adopted", "--concerns", "1.1", "--amends", "adoption",
         "--source", "list"),
        "/record/2023-05-01-board-4",
    ),
    "/new/decisions?lists": (
        {"title": "Goes on", "date": "230501", "body": "board", "status": "adopted", "source": ["list"], "source-place": [""],
         "roles-1-role": "head", "roles-1-organisation": "A", "commissions-1-text": "Report, on it: all.",
         "commissions-1-lead": ["B"], "commissions-1-due": "231231", "commissions-3-text": "Report, on it: again.",
         "commissions-3-reports-to": ["board", "A"]},
        ("new", "decisions", "2023-05-01-board", "--title", "Goes on", "--date", "230501", "--body", "board", "--status", "adopted",
         "--roles", "role=head", "--roles", "organisation=A", "--roles", "source=list", "--source", "list",
         "--commissions", "{id: report-on-it, text: 'Report, on it: all.', lead: B, due: 2023-12-31, source: list}",
         "--commissions", "{id: report-on-it-2, text: 'Report, on it: again.', reports-to: [board, A], source: list}"),
        "/record/2023-05-01-board",
    ),
    "/new/processes?lists": (
        {"id": "1.3", "plan": "plan", "need": "Another", "lead": "A", "period": "2022/2023", "source": ["list"],
         "source-place": [""], "milestones-1-text": "Half way.", "milestones-1-due": "2022-12"},
        ("new", "processes", "1.3", "--plan", "plan", "--need", "Another", "--lead", "A", "--period", "2022/2023", "--milestones",
         "{id: half-way, text: Half way., due: 2022-12, source: list}", "--source", "list"),
        "/record/1.3",
    ),
    "/new/sources": (
        {"title": "Protokoll från möte 4, åtgärder", "date": "2024-01-15"},
        ("new", "sources", "protokoll-fran-mote-4-atgarder", "--title", "Protokoll från möte 4, åtgärder", "--date", "240115"),
        "/record/protokoll-fran-mote-4-atgarder",
    ),
    "/record/1.1/change/partners": (
        {"date": "230401", "partners": ["B", "board"], "reason": "It is more than one can do.", "source": "list"},
        ("set", "1.1", "partners", "board", "--add", "--from", "230401", "--reason", "It is more than one can do.", "--source", "list"),
        "/record/1.1",
    ),
    "/record/1.1/change/goal": (
        {"date": "230401", "goal": "Another goal.", "source": "list", "source-place": ""},
        ("set", "1.1", "goal", "Another goal.", "--from", "230401", "--source", "list"),
        "/record/1.1",
    ),
    "/record/1.1/change/priority": (
        {"date": "", "priority": "2", "source": "list"},
        ("set", "1.1", "priority", "2", "--source", "list"),
        "/record/1.1",
    ),
    "/record/1.1/event/0": (
        {"date": "2022-03-02", "number": "1", "source": "list", "text": "It was a day later."},
        ("correct", "meeting", "1.1", "220301", "--date", "220302", "--text", "It was a day later."),
        "/record/1.1",
    ),
    "/record/1.1/event/0/away": (
        {"source": "list"},
        ("remove", "meeting", "1.1", "220301"),
        "/record/1.1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("path", CASES)
def test_a_form_writes_what_the_command_writes(officer: Browser, root: Path, twin: Path, path: str) -> None:
    answers, command, goes_on = CASES[path]
    before = files(root)
    done = plptool(*command, cwd=twin)
    assert done.returncode == 0, done.stderr
    assert sentence(looked(officer, path, answers)) == done.stdout.splitlines()[-1]
    assert files(root) == before
    assert save(officer, path, answers) == goes_on
    assert before != files(root) == files(twin)
    assert "<strong>Saved.</strong>" in officer.get(goes_on).text


def test_an_entry_of_a_list_is_called_by_what_one_of_them_is(officer: Browser) -> None:
    page = officer.get("/new/decisions").text
    assert "<legend>Commission 1</legend>" in page
    assert "<legend>Role 1</legend>" in page


def test_what_stands_there_is_shown_and_what_is_not_touched_stays(officer: Browser, root: Path) -> None:
    said = "{date: 2022-03-01, kind: meeting, number: 1, with: [A, B], source: [list, 'list#p3-p4']}"
    edit(root, "processes/1.1", "{date: 2022-03-01, kind: meeting, number: 1, source: list}", said)
    edit(root, "sources/list", "title: The list\n", "title: The list\npages: 9\n")
    page = officer.get("/record/1.1/event/0")
    assert 'name="source-place" value="p3–4"' in page.text
    assert len(re.findall('name="with" value="[AB]" checked', page.text)) == 2
    answers: Said = {"date": "2022-03-01", "number": "1", "with": ["A", "B"], "source": ["list", "list", ""],
                     "source-place": ["", "p3–4", ""]}  # fmt: skip
    save(officer, "/record/1.1/event/0", {**answers, "text": "Long."})
    assert said.replace("B], ", "B], text: Long., ") in (root / PROCESS).read_text("utf-8")
    nothing = looked(officer, "/record/1.1/event/0", {**answers, "text": "Long."})
    assert (nothing.status, "nothing to write" in nothing.text) == (422, True)


def test_where_a_change_says_what_it_is_now_the_past_is_corrected_in_the_timeline(officer: Browser) -> None:
    save(officer, "/record/1.1/change/goal", {"date": "230401", "goal": "Another goal.", "source": "list"})
    assert "Another goal." in officer.get("/record/1.1/change/goal").text
    page = looked(officer, "/record/1.1/change/goal", {"goal": "A third.", "source": "list"})
    assert (page.status, "comes of a change" in page.text) == (422, True)


@pytest.mark.parametrize("key", ["../x", "..", "a/b", "/etc/passwd", "a b", "å", "x.yaml/..", "C:\\x", "-x", "1.1"])
def test_an_id_is_no_path(officer: Browser, root: Path, key: str) -> None:
    before = files(root)
    page = looked(
        officer, "/new/processes", {"id": key, "plan": "plan", "need": "A need.", "lead": "A", "source": "list"}
    )
    assert page.status == 422
    assert files(root) == before
    assert not list(root.parent.glob("x*"))


def test_each_collection_is_listed_and_begun_but_for_days(officer: Browser) -> None:
    for collection in Collection:
        begun = officer.get(f"/new/{collection}").status
        assert begun == (404 if collection is NOT_BEGUN else 200), collection
    for collection in _LISTS:
        assert f'href="/list/{collection}"' in officer.get("/").text
        assert officer.get(f"/list/{collection}").status == 200
    for path in ("/record/1.1/event/7", "/record/1.1/event/-1", "/record/1.1/event/0/x", "/record/1.1/event/x",
                 "/record/1.1/change/id", "/record/1.1/change/nothing", "/new/nothing", "/record/1.1/event/" + "9" * 5000):  # fmt: skip
        assert officer.get(path).status == 404, path
