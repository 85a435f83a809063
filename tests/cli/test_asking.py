"""What is missing is asked for, in the ledger's language, with what is most likely; and never where nobody is there."""

from io import StringIO
from pathlib import Path

import pytest

from plptool.cli import init, writing
from plptool.cli.add import LINES
from plptool.cli.meanings import MEANINGS
from plptool.edit.propose import ASKED_TOO
from plptool.model.collections import Collection
from plptool.read.fields import event_fields, record_fields
from tests.support.ledgers import BASE, HELD, edit, write_ledger
from tests.support.program import plptool, seal

P = "ledger/processes/1.1.yaml"
PAPER = "== sources/paper\ntitle: A paper\ndate: 2024-06-30\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, BASE + HELD + PAPER)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Somebody is at the terminal, and answers so."""
    for module in (init, writing):
        monkeypatch.setattr(module, "at_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", StringIO("".join(f"{answer}\n" for answer in answers)))


@pytest.mark.parametrize(
    ("arguments", "answers", "line", "asked"),
    [
        (("add", "meeting", "1.1"), ("230314", "", ""),
         "  - {date: 2023-03-14, kind: meeting, number: 2, source: paper}", "number: [2] source: [paper]"),
        (("add", "meeting", "1.1", "230314"), ("-", "list"),
         "  - {date: 2023-03-14, kind: meeting, source: list}", "number: [2]"),
        (("add", "status", "1.1", "230314"), ("Paused", "list"),
         "  - {date: 2023-03-14, kind: status, status: paused, source: list}", "planned, ongoing, paused"),
        (("add", "decision", "1.1", "210210"), ("", "list"),
         "  - {date: 2021-02-10, kind: decision, decision: adoption, source: list}", "decision: [adoption]"),
        (("set", "1.1", "priority"), ("2", ""), "priority: 2", "From which day is priority another?"),
        (("set", "1.1", "priority", "2"), ("230101", "paper"),
         "  - {date: 2023-01-01, kind: change, set: {priority: 2}, source: paper}", "source: [paper]"),
        (("correct", "meeting", "1.1"), ("220230", "220302", "220301", "nubmer", "number", "4"),
         "  - {date: 2022-03-01, kind: meeting, number: 4, source: list}", "no day '220230' in the calendar"),
        (("correct", "meeting", "1.1", "220301"), ("number", "-"),
         "  - {date: 2022-03-01, kind: meeting, source: list}", "Which property is another? (date, number, source …)"),
        (("withdraw", "B"), ("No.", "list"), "withdrawn: {reason: No., source: list}", "Why was B a mistake?"),
        (("new", "organisations", "D"), ("", "D", "unit", ""), "title: D",
         "title: This must be said; Ctrl-C leaves all as it was.\ntitle: type ("),
        (("new", "processes", "1.2"), ("", "Another need.", "", "", "A", "", "", ""), "need: Another need.",
         "plan: [plan] need: activities: goal: lead (several: with commas): priority: period: source: [paper]"),
        # The id, too; several values; an id that begins with its date; nothing that need not be said is made up.
        (("new", "processes"), ("Å-1", "1.1", "1.2", "-", "Another need.", "Talk.", "Walk.", "", "", "A, B", "", "", ""),
         "lead: [A, B]", "id: `Å-1` cannot be an id."),
        (("new", "processes", "1.2"), ("", "Another need.", "Talk.", "Walk.", "", "", "B A", "", "", ""),
         "activities: [Talk., Walk.]", "activities, no. 3 (Enter: no more): goal:"),
        # Which record and which property, too; who does not understand the question asks back.
        (("set",), ("?", "1.1", "priorty", "priority", "?", "2", ""), "priority: 2",
         "How urgent the plan says that it is, as a number: 1 comes first."),
        (("withdraw",), ("B", "No.", "list"), "withdrawn: {reason: No., source: list}", "id: Why was B a mistake?"),
        # `?` is never an answer.
        (("withdraw", "B"), ("?", "No.", "?", "list"), "withdrawn: {reason: No., source: list}",
         "Why was B a mistake? Why it should never have been there: a sentence"),
        (("rename", "1.1"), ("?", "1.9"), "formerly: 1.1", "on? What it is to be called by in the ledger"),
        (("correct", "meeting", "1.1"), ("?", "220301", "?", "number", "?", "4"),
         "  - {date: 2022-03-01, kind: meeting, number: 4, source: list}", "Which meeting it is in the row"),
        (("set", "1.1", "priority"), ("2", "?", ""), "priority: 2", "The first day on which it is so"),
        (("set", "1.1", "partners"), ("?", "B", ""), "partners: [B]", "The other organisations that take part"),
        (("rename",), ("1.1", "A", "1.9"), "formerly: 1.1", "What is 1.1 called from now on? 'A' is taken"),
        (("seal",), ("220230", "221231"), "date: 2022-12-31", "Which day is sealed? there is no day '220230'"),
        (("set", "plan", "milestones", "--add"), ("id=boats text='Ten boats' due=2023-06-01", "paper"),
         "  - {id: boats, text: Ten boats, due: 2023-06-01, source: paper}", "milestones (id=… text=… "),
        (("new", "snapshots", "231231"), ("",), "date: 2023-12-31", "date: [2023-12-31]"),
        (("new", "grants", "money"), ("Money", "", "", ""), "title: Money", "decision: source: [paper]"),
        (("set", "plan", "milestones", "id=boats", "text=Boats", "due=2023-06-01", "--add"), ("paper",),
         "  - {id: boats, text: Boats, due: 2023-06-01, source: paper}", "source: [paper]"),
        # In one text as it would be answered, too.
        (("set", "plan", "milestones", "id=boats text='Ten boats' due=2023-06-01", "--add"), ("paper",),
         "  - {id: boats, text: Ten boats, due: 2023-06-01, source: paper}", "source: [paper]"),
        # Of what will not do, but says what was meant, Enter takes that.
        (("add", "status", "1.1"), ("14 March 2023", "", "paused", "the paper", ""),
         "  - {date: 2023-03-14, kind: status, status: paused, source: paper}", "Did you mean 2023-03-14?\ndate: [2023-03-14] status ("),
        (("add", "status", "1.1", "230314"), ("paused", "paper#p", "paper"),
         "  - {date: 2023-03-14, kind: status, status: paused, source: paper}", "`paper#p` is not a citation."),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], answers: tuple[str, ...], line: str, asked: str,
) -> None:  # fmt: skip
    answering(monkeypatch, *answers)
    edit(root, "processes/1.1", "partners: [B]\n", "")
    done = plptool(*arguments, cwd=root)
    assert done.returncode == 0, done.stderr
    assert asked in done.stderr
    assert line in "\n".join(path.read_text("utf-8") for path in root.rglob("*.yaml")).splitlines()


@pytest.mark.parametrize(
    ("arguments", "answers", "line", "why"),
    [
        # What one answer by itself cannot be is told at once, and that alone is asked again.
        (("add", "meeting", "1.1"), ("230230", "230314", "two", "2", "paperr", "paper"),
         "  - {date: 2023-03-14, kind: meeting, number: 2, source: paper}",
         ["no day '230230' in the calendar", "a whole number is meant, and not 'two'", "no record 'paperr'. Did you mean `paper`?"]),
        (("add", "status", "1.1", "230314"), ("pauced", "paused", "list"),
         "  - {date: 2023-03-14, kind: status, status: paused, source: list}", ["`pauced` is none of them. Did you mean `paused`?"]),
        (("set", "1.1", "lead"), ("Bb", "B", "23-31", "230401", "paper"),
         "  - {date: 2023-04-01, kind: change, set: {lead: B}, source: paper}", ["no record 'Bb'", "`23-31` is not a date"]),
        # What they come to together is told with all of them, and what was answered is proposed.
        (("add", "meeting", "1.1"), ("230314", "1", "list", "", "2", ""),
         "  - {date: 2023-03-14, kind: meeting, number: 2, source: list}",
         ["PLP503", "Once more: Enter takes what was answered", "date: [230314] number: [1]", "source: [list]"]),
    ],
)  # fmt: skip
def test_whoever_is_wrong_in_one_answer_loses_none_of_the_others(
    root: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], answers: tuple[str, ...], line: str, why: list[str],
) -> None:  # fmt: skip
    answering(monkeypatch, *answers)
    edit(root, "processes/1.1", "partners: [B]\n", "")
    done = plptool(*arguments, cwd=root)
    assert done.returncode == 0, done.stderr
    assert line in (root / P).read_text("utf-8").splitlines()
    for part in why:
        assert part in done.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "meeting", "1.1", "230230"), "there is no day '230230' in the calendar"),
        (("add", "meeting", "1.1", "230314", "--by", "Nobody"), "there is no record 'Nobody'"),
        (("add", "meeting", "230314", "1.1"), "the id comes first, and then the date: 1.1 230314"),
        (("set", "A", "type", "bored"), "`bored` is none of them. Did you mean `board`?"),
        (("set", "1.1", "lead", "administration a"), "there is no record 'administration a'. Did you mean `A`?"),
        (("new", "decisions", "x", "--registry", "17"), "and not '17'. The names: number"),
        (("new", "decisions", "x", "--source", "paper#3"), "Did you mean `paper#L3`?"),
    ],
)
def test_what_no_answer_could_mend_is_told_before_anything_is_asked(
    root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], why: str
) -> None:
    answering(monkeypatch)
    done = plptool(*arguments, cwd=root)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("plptool: ")
    assert why in done.stderr


def test_nobody_is_asked_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, *[""] * 9)  # what was wrong is answered once more, and is as wrong
    done = plptool("add", "meeting", "1.1", "230314", "--number", "1", cwd=root)
    assert done.returncode == 2
    assert done.stderr.count("PLP503") == 2


def test_why_the_past_was_told_wrong_is_asked_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_ledger(root, "== snapshots/221231\ndate: 2022-12-31\n")
    seal(root)
    answering(monkeypatch, "220301", "number", "3", "It was misread.")
    done = plptool("correct", "meeting", "1.1", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "What 221231 sealed of 1.1 is corrected, with the reason" in done.stdout
    answering(monkeypatch, "", "It was misread, too.", "list")
    done = plptool("set", "1.1", "goal", "Another goal.", cwd=root)
    assert done.returncode == 0, done.stderr
    assert (root / "ledger/snapshots/221231.yaml").read_text("utf-8").count("reason: It was misread") == 2


def test_whoever_leaves_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (root / P).read_text("utf-8")
    answering(monkeypatch, "230314", "3")
    done = plptool("add", "meeting", "1.1", cwd=root)
    assert (done.returncode, (root / P).read_text("utf-8")) == (130, before)
    assert done.stderr.endswith("Nothing was written: all is as it was.\n")


def test_in_the_ledger_s_language_and_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(root, "ledger", "language: en", "language: sv")
    answering(monkeypatch, "pausad", "")
    done = plptool("add", "status", "1.1", "230314", cwd=root)
    assert "paused pausad" in done.stderr
    assert "källa: [paper]" in done.stderr
    assert "status: paused, source: paper}" in (root / P).read_text("utf-8")
    # What became of it, in the plan's words of this status alone, and of no other.
    carried_out, inappropriate = (
        f"{word}: {{status: {status}, text: All {word}., source: list}}"
        for word, status in (("done", "completed"), ("unfit", "cancelled"))
    )
    edit(root, "plans/plan", "source: list", f"outcomes: {{{carried_out}, {inappropriate}}}\nsource: list")
    answering(monkeypatch, "slutförd", "", "unfit", "done")
    done = plptool("add", "status", "1.1", "230401", cwd=root)
    assert "utfall (done All done.): " in done.stderr
    assert "`unfit` " in done.stderr
    assert "status: completed, outcome: done, source: paper}" in (root / P).read_text("utf-8")


@pytest.mark.parametrize("arguments", [("add", "meeting", "1.1"), ("set", "1.1", "goal"), ("withdraw", "1.1"), ("remove", "meeting", "1.1"),
                                       ("correct", "meeting", "1.1"), ("correct", "meeting", "1.1", "220301"),
                                       ("add", "note", "1.1", "230101"), ("new", "organisations", "D"), ("seal",)])  # fmt: skip
def test_nobody_is_asked_where_nobody_is_or_wants_to_be(
    root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("x\n" * 9))
    assert plptool(*arguments, cwd=root).returncode == 2
    answering(monkeypatch, "x", "x", "x")
    done = plptool(*arguments, "--no-input", cwd=root)
    assert (done.returncode, "]" in done.stderr.partition("plptool: ")[0]) == (2, False)


def test_a_ledger_is_begun_by_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    answering(
        monkeypatch,
        "",
        "Min plan",
        "tyska",
        "",
        "Stockholm",
        "Europe/Stockholm",
        "se",
        "Vård och omsorg",
        "",
        "Skola",
        "vård",
        "vard-och-omsorg",
        "S",
        "",
    )
    done = plptool("init", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Vad heter liggaren?")
    for why in ("`tyska` är", "Menade du `Europe/Stockholm`?", "'vård' kan inte", "'vard-och-omsorg' är upptaget"):
        assert why in done.stderr
    assert (tmp_path / "ledger/ledger.yaml").read_text("utf-8").endswith("language: sv\ntime-zone: Europe/Stockholm\n")
    assert {path.stem for path in (tmp_path / "ledger/organisations").iterdir()} == {"vard-och-omsorg", "S"}
    answering(monkeypatch)
    assert plptool("init", str(tmp_path.parent / "new"), cwd=tmp_path).returncode == 130
    assert not (tmp_path.parent / "new").exists()
    # That there is one already is told before anything is asked.
    assert plptool("init", cwd=tmp_path).stderr.startswith("plptool: det finns redan en liggare")


def test_whatever_is_asked_for_says_what_it_means() -> None:
    for collection in Collection:
        asked = [field.name for field in record_fields(collection) if field.is_required and field.name != "id"]
        asked += ASKED_TOO[collection]
        for kind in LINES:
            asked += [field.name for field in event_fields(collection, kind) if field.is_required]
        assert {*asked} - {*MEANINGS} <= {"kind"}, collection
