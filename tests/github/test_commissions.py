"""What a change does to commissions, in the sentence and on the page of a pull request."""

import re
from datetime import date
from pathlib import Path

import pytest

from plptool.github.records import by_record
from plptool.model.i18n import translator
from plptool.model.names import NOBODY, Names
from plptool.read.opening import open_ledger
from plptool.render.markdown import markdown
from plptool.render.sentence import sentence
from plptool.reports.change import LedgerChange, changed
from tests.support.git import commit, git, init
from tests.support.github import proposal, run_in_workflow
from tests.support.ledgers import BASE, edit, write_ledger

TODAY = date(2024, 5, 1)
BOARD = """
== decisions/board-41
title: The quarterly report
date: 2024-01-10
body: board
paragraph: 41
status: adopted
clauses: [The report is noted., A is to write a plan.]
commissions:
  - {id: plan, clauses: [2], lead: A, reports-to: [board], due: 2024-03-31, source: list}
source: list
"""
NEXT = """
== decisions/board-51
title: More time
date: 2024-02-20
body: board
paragraph: 51
status: adopted
source: list
"""
OTHERS = """
== decisions/board-42
title: Other things
date: 2024-02-01
body: board
paragraph: 42
status: adopted
commissions:
  - {id: one, text: Do one thing., lead: A, due: 2024-12-31, source: list}
  - {id: two, text: Do another thing., lead: A, due: 2024-12-31, source: list}
  - {id: three, text: Do a third thing., lead: B, source: list}
source: list
"""
REPORT = "  - {date: 2024-04-15, kind: report, of: plan, to: board, stage: final, text: It is done., source: list}\n"
EXECUTED = "  - {date: 2024-04-10, kind: status, of: plan, status: completed, source: list}\n"
CLOSED = "  - {date: 2024-04-20, kind: status, of: plan, status: closed, decision: board-51, source: list}\n"
EXTENDED = "  - {date: 2024-02-20, kind: change, of: plan, set: {due: 2024-09-30}, decision: board-51, reason: No staff., source: list}\n"
MOVED = "  - {date: 2024-03-01, kind: change, of: plan, set: {lead: B}, source: list}\n"
REOPENED = "  - {date: 2024-04-25, kind: status, of: plan, status: ongoing, reason: It was not all., source: list}\n"


def with_events(*events: str) -> str:
    return BOARD + ("events:\n" + "".join(events) if events else "")


def change_of(folder: Path, first: str, then: str) -> LedgerChange:
    old, new = (
        open_ledger(write_ledger(folder / name, BASE + NEXT + text)) for name, text in (("a", first), ("b", then))
    )
    return changed(old, new, TODAY)


def said(change: LedgerChange, language: str = "en") -> str:
    return sentence(change.effect, translator(language))


def page(change: LedgerChange, language: str = "en", names: Names = NOBODY) -> str:
    told = markdown(by_record(change.nameless(names), "plptool diff", translator(language), bounded=True))
    return re.sub(r"\\(.)", r"\1", told)


CASES = {
    "executed": (
        (with_events(), with_events(EXECUTED)),
        "A's commission of board § 41 is executed.",
        "Uppdraget till A enligt board § 41 verkställs.",
    ),
    "of a decision of which nobody knows the day": (
        tuple(one.replace("date: 2024-01-10\n", "date: /2024-01-10\n").replace("paragraph: 41\n", "") for one in (with_events(), with_events(EXECUTED))),
        "A's commission of board by 2024-01-10 is executed.",
        "Uppdraget till A enligt board senast 2024-01-10 verkställs.",
    ),
    "executed, reported and closed": (
        (with_events(), with_events(EXECUTED, REPORT, CLOSED)),
        "A's commission of board § 41 is executed; A's commission of board § 41 is reported; A's commission of board § 41 is closed.",
        "Uppdraget till A enligt board § 41 verkställs; uppdraget till A enligt board § 41 redovisas; uppdraget till A enligt board § 41 avslutas.",
    ),
    "extended": (
        (with_events(), with_events(EXTENDED)),
        "A's commission of board § 41 is extended to 2024-09-30 by board § 51; 1 commission is late no longer.",
        "Uppdraget till A enligt board § 41 förlängs till 2024-09-30 genom board § 51; 1 uppdrag är inte längre försenat.",
    ),
    "brought forward": (
        (with_events(EXTENDED), with_events(EXTENDED, "  - {date: 2024-04-01, kind: change, of: plan, set: {due: 2024-04-30}, source: list}\n")),
        "A's commission of board § 41 is brought forward to 2024-04-30; 1 commission becomes late.",
        "Uppdraget till A enligt board § 41 tidigareläggs till 2024-04-30; 1 uppdrag blir försenat.",
    ),
    "moved": (
        (with_events(), with_events(MOVED)),
        "The commission of board § 41 goes from A to B.",
        "Uppdraget enligt board § 41 går från A till B.",
    ),
    "moved next year": (
        (with_events(), with_events(MOVED.replace("2024-03-01", "2025-01-01"))),
        "The commission of board § 41 goes from A to B (2025-01-01).",
        None,
    ),
    "reopened": (
        (with_events(EXECUTED), with_events(EXECUTED, REOPENED)),
        "A's commission of board § 41 is open again; 1 commission becomes late.",
        "Uppdraget till A enligt board § 41 öppnas igen; 1 uppdrag blir försenat.",
    ),
    "reopened and executed again": (
        (with_events(EXECUTED), with_events(EXECUTED, REOPENED, EXECUTED.replace("04-10", "04-28"))),
        "A's commission of board § 41 is open again; A's commission of board § 41 is executed.",
        None,
    ),
    "cancelled": (
        (with_events(), with_events("  - {date: 2024-04-20, kind: status, of: plan, status: cancelled, reason: No need., decision: board-51, source: list}\n")),
        "A's commission of board § 41 is cancelled.",
        "Uppdraget till A enligt board § 41 ställs in.",
    ),
    "closed and never executed": (
        (with_events(), with_events(CLOSED)),
        "A's commission of board § 41 is closed without having been executed.",
        "Uppdraget till A enligt board § 41 avslutas utan att ha verkställts.",
    ),
    "begun": (
        (with_events(), with_events(REOPENED)),
        "A's commission of board § 41 is under way.",
        "Uppdraget till A enligt board § 41 påbörjas.",
    ),
    "an interim report": (
        (with_events(), with_events("  - {date: 2024-04-15, kind: report, of: plan, to: board, stage: interim, percent: 40, reason: No staff., source: list}\n")),
        "1 report added.",
        "1 rapport tillkommer.",
    ),
    "a final report that says it is completed": (
        (with_events(), with_events(REPORT.replace("stage: final", "stage: final, status: completed"))),
        "A's commission of board § 41 is executed; A's commission of board § 41 is reported.",
        None,
    ),
    "a new decision gives one that is late already": (
        ("", with_events()),
        "A's commission of board § 41 is given; 1 commission becomes late; 1 decision added.",
        "Uppdraget till A enligt board § 41 lämnas; 1 uppdrag blir försenat; 1 beslut tillkommer.",
    ),
    "a decision that was there gives another": (
        (with_events(), BOARD.replace("source: list}\n", "source: list}\n  - {id: more, text: More., lead: B, due: 2024-12-31, source: list}\n", 1)),
        "B's commission of board § 41 is given.",
        None,
    ),
    "one that was recorded by mistake": (
        (BOARD.replace("source: list}\n", "source: list}\n  - {id: more, text: More., lead: B, due: 2024-12-31, source: list}\n", 1), with_events()),
        "B's commission of board § 41 is no longer there.",
        "Uppdraget till B enligt board § 41 stryks.",
    ),
    "what is written of it is corrected": (
        (with_events(), BOARD.replace("2024-03-31", "2024-06-30")),
        "1 commission is late no longer; 1 field corrected.",
        None,
    ),
    "a proposed decision gives nothing yet": (
        ("", BOARD.replace("adopted", "proposed").replace("2024-03-31", "2024-12-31")),
        "A's commission of board § 41 is proposed; 1 proposed decision added.",
        None,
    ),
    "what was proposed is adopted": (
        (BOARD.replace("adopted", "proposed").replace("2024-03-31", "2024-12-31"), BOARD.replace("2024-03-31", "2024-12-31")),
        "A's commission of board § 41 is given; 1 decision is adopted.",
        None,
    ),
    "several of one decision are counted": (
        (OTHERS, OTHERS + "events:\n  - {date: 2024-04-10, kind: status, of: [one, two], status: completed, source: list}\n"),
        "2 commissions are executed.",
        "2 uppdrag verkställs.",
    ),
    "a few are named": (
        (OTHERS, OTHERS + "events:\n  - {date: 2024-04-10, kind: status, of: [one, three], status: completed, source: list}\n"),
        "A's commission of board § 42 and B's commission of board § 42 are executed.",
        "Uppdraget till A enligt board § 42 och uppdraget till B enligt board § 42 verkställs.",
    ),
    "one that had no due date": (
        (OTHERS, OTHERS + "events:\n  - {date: 2024-04-10, kind: change, of: three, set: {due: 2024-10}, decision: board-51, source: list}\n"),
        "B's commission of board § 42 is to be done by 2024-10 by board § 51.",
        None,
    ),
    "the execution is taken back": (
        (with_events(EXECUTED), with_events()),
        "The execution of A's commission of board § 41 is taken back; 1 commission becomes late.",
        None,
    ),
    "the reopening is taken back": (
        (with_events(EXECUTED, REOPENED), with_events(EXECUTED)),
        "The reopening of A's commission of board § 41 is taken back.",
        None,
    ),
    "what came settles it": (
        (with_events(), with_events("  - {date: 2024-04-10, kind: note, text: The plan came., settles: plan, source: list}\n")),
        "A's commission of board § 41 is executed.",
        None,
    ),
    "the decision goes, and they with it": ((with_events(), ""), "1 decision deleted.", "1 beslut raderas."),
    "only a date is another": (
        (with_events(EXECUTED), with_events(EXECUTED.replace("04-10", "04-11"))),
        "1 event corrected.",
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_commissions_in_one_sentence(tmp_path: Path, case: str) -> None:
    (first, then), english, swedish = CASES[case]
    change = change_of(tmp_path, first, then)
    assert said(change) == english
    if swedish:
        assert said(change, "sv") == swedish


def test_a_page_tells_a_commission_by_its_words_and_not_by_its_id(tmp_path: Path) -> None:
    change = change_of(tmp_path, with_events(), with_events(EXTENDED, EXECUTED, REPORT, CLOSED))
    assert page(change) == (
        "## Commissions\n\n### A's commission of board § 41: A is to write a plan.\n\n"
        "- How it stands: overdue → closed\n"
        "- Due: 2024-03-31 → 2024-09-30, board 2024-02-20 § 51, 2024-02-20. No staff. [list]\n"
        "- New: 2024-04-10 Status: completed [list]\n"
        "- New: 2024-04-15 Final report to board. It is done. [list]\n"
        "- New: 2024-04-20 Status: closed [list] (board 2024-02-20 § 51)\n"
    )


def test_a_page_says_what_a_new_commission_asks_for_and_how_late_it_is(tmp_path: Path) -> None:
    told = page(change_of(tmp_path, "", BOARD), "sv")
    assert "### Uppdraget till A enligt board § 41: A is to write a plan." in told
    # 31 March to 1 May
    assert "- Läge: försenat (31 dagar)" in told
    assert "- Nytt uppdrag (ansvarig: A, förväntad tid: 2024-03-31, rapporterar till: board)" in told


def test_what_was_written_of_a_commission_and_is_corrected_is_told_as_that(tmp_path: Path) -> None:
    told = page(change_of(tmp_path, with_events(), BOARD.replace("2024-03-31", "2024-06-30")))
    assert "- Corrected: due: 2024-03-31 → 2024-06-30" in told
    assert "## Decisions" not in told


def test_a_decision_by_another_id_keeps_its_commissions(tmp_path: Path) -> None:
    then = with_events(EXECUTED).replace("board-41", "ks-41").replace("title:", "formerly: [board-41]\ntitle:", 1)
    change = change_of(tmp_path, with_events(), then)
    assert said(change) == "A's commission of board § 41 is executed; the id of board-41 is ks-41 from now on."


def test_persons_of_commissions_are_not_named(tmp_path: Path) -> None:
    person = BOARD.replace("lead: A,", "lead: A, roles: [{role: head, person: Eva Ek, source: list}],")
    person = person.replace("write a plan.", "write a plan with Bo Borg.")
    names = Names.of(["Eva Ek", "Bo Borg"])
    then = (
        person
        + "events:\n  - {date: 2024-04-20, kind: change, of: plan, set: {roles: [{role: head, person: Bo Borg, source: list}]}, source: list}\n"
    )
    for first, second in ((with_events(), person), ("", person), (person, then)):
        change = change_of(tmp_path / str(len(first) + len(second)), first, second)
        assert not re.search("Ek|Borg", page(change, names=names))
    change = change_of(tmp_path / "another", person, person.replace("person: Eva Ek", "person: Bo Borg"))
    assert "- Corrected: another person, who is not named here\n" in page(change, names=names)


@pytest.mark.usefixtures("git_home")
def test_a_pull_request_says_what_becomes_of_commissions(tmp_path: Path) -> None:
    root = write_ledger(init(tmp_path / "root"), BASE + NEXT + with_events())
    base = commit(root, "The ledger")
    write_ledger(root, BASE + NEXT + with_events(EXECUTED))
    commit(root)
    ran = run_in_workflow(root, "pull_request", proposal(git(root, "rev-parse", "HEAD~1")))
    assert base
    assert ran.first == "## A's commission of board § 41 is executed."
    assert ran.outputs["sentence"] == "A's commission of board § 41 is executed."
    assert re.findall(r"(?m)^## (.*)$", ran.summary)[1:] == ["Findings", "Commissions"]


@pytest.mark.usefixtures("git_home")
def test_a_push_is_told_by_the_same_sentence(tmp_path: Path) -> None:
    root = write_ledger(init(tmp_path / "root"), BASE + NEXT + with_events())
    commit(root, "The ledger")
    before = git(root, "rev-parse", "HEAD")
    edit(root, "decisions/board-41", "source: list\n", "events:\n" + EXECUTED + "source: list\n")
    commit(root, "The plan came")
    payload = {
        "ref": "refs/heads/main",
        "before": before,
        "after": git(root, "rev-parse", "HEAD"),
        "repository": {"default_branch": "main"},
    }
    assert "A's commission of board § 41 is executed." in run_in_workflow(root, "push", payload).summary
