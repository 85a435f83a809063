"""What became of tasks between two points, and why."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.model.plain import Plain
from plptool.read.opening import open_ledger
from plptool.timeline.changes import TaskDifference
from plptool.timeline.diff import diff, stat
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import BASE, write_ledger
from tests.timeline.test_tasks import BODIES, COMMISSIONS, DECISION

Became = list[tuple[str, str, Plain, Plain, str]]
"""Of each thing that became of a task: its id, what, what was and is, and why."""


@pytest.fixture
def ledger(tmp_path: Path) -> Callable[[str], Ledger]:
    made: list[None] = []

    def ledger(commissions: str = COMMISSIONS) -> Ledger:
        made.append(None)
        found = open_ledger(write_ledger(tmp_path / str(len(made)), BASE + BODIES + DECISION + commissions))
        assert not found.faults, found.faults
        return found

    return ledger


Make = Callable[..., Ledger]


def differences(old: Ledger, first: str, new: Ledger, last: str, since: str | None = None) -> list[TaskDifference]:
    found = diff(old.at(first), new.at(last), None if since is None else old.at(since).day)
    return [task for change in found.changes for task in change.tasks]


def became(old: Ledger, first: str, new: Ledger, last: str, since: str | None = None) -> Became:
    return [(one.id, one.what, one.before, one.after, one.why) for one in differences(old, first, new, last, since)]


def task(due: str = "2018-06-30", lead: str = "SN", *events: str) -> str:
    commission = (
        f"commissions:\n  - {{id: a, text: Do it., lead: {lead}, reports-to: [KS], due: {due}, source: list}}\n"
    )
    told = "events:\n" + "".join(f"  - {{{event}, source: list}}\n" for event in events) if events else ""
    return commission + told + "source: list\n"


DONE = "date: 2018-05-01, kind: status, of: a, status: completed"


def test_the_hardest_record_from_one_of_its_days_to_the_next(ledger: Make) -> None:
    one = ledger()
    assert became(one, "2017-10-01", one, "2018-04-30") == [
        ("plan", "given", None, "2018-33", "happened"),
        ("plan", "late", "2018-33", 30, "happened"),
        ("kvartal", "given", None, "2018-33", "happened"),
    ]
    assert became(one, "2018-04-30", one, "2018-06-30") == [
        ("plan", "extended", "2018-33", "2018-09-30", "happened"),
        ("plan", "moved", ["SN"], ["UN"], "happened"),
        ("kvartal", "moved", ["SN"], ["UN"], "happened"),
    ]
    assert became(one, "2018-06-30", one, "2018-12-31") == [
        ("plan", "executed", None, "2018-09-20", "happened"),
        ("plan", "reported", None, "2018-10-15", "happened"),
        ("plan", "closed", None, "2018-11-26", "happened"),
        ("kvartal", "executed", None, "2018-09-20", "happened"),
    ]
    assert became(one, "2018-12-31", one, "2019-12-31") == []
    first, *_ = differences(one, "2018-06-30", one, "2018-12-31")
    assert (first.body, first.paragraph) == ("KS", 105)
    assert first.task.startswith("Socialnämnden får i uppdrag att redovisa en plan")


def test_backwards_it_is_told_what_is_no_more(ledger: Make) -> None:
    one = ledger()
    assert became(one, "2018-12-31", one, "2018-09-30") == [
        ("plan", "reported", "2018-10-15", None, "happened"),
        ("plan", "closed", "2018-11-26", None, "happened"),
    ]


def test_what_is_recorded_later_was_learned_late(ledger: Make) -> None:
    """Of one day: a commission is executed, extended, moved, or given, and that is recorded only since."""
    old = ledger(task())
    day = "2018-12-31"
    assert became(old, day, ledger(task("2018-06-30", "SN", DONE)), day) == [
        ("a", "executed", None, "2018-05-01", "late")
    ]
    extended = task("2018-06-30", "SN", "date: 2018-05-01, kind: change, of: a, set: {due: 2019, lead: UN}")
    assert became(old, day, ledger(extended), day) == [
        ("a", "extended", "2018-06-30", "2019", "late"),
        ("a", "moved", ["SN"], ["UN"], "late"),
    ]
    assert became(ledger("source: list\n"), day, old, day) == [
        ("a", "given", None, "2018-06-30", "late"),
        ("a", "late", "2018-06-30", 184, "late"),
    ]


def test_a_year_is_told_as_a_year(ledger: Make) -> None:
    one = ledger(task("2018", "SN", "date: 2018, kind: status, of: a, status: completed"))
    assert became(one, "2017-10-01", one, "2018-12-31")[-1] == ("a", "executed", None, "2018", "happened")
    dropped = ledger(task("2018", "SN", "date: 2018-05, kind: status, of: a, status: cancelled, reason: R."))
    assert became(dropped, "2017-10-01", dropped, "2018-12-31")[-1] == ("a", "dropped", None, "2018-05", "happened")


def test_what_is_recorded_otherwise_is_corrected(ledger: Make) -> None:
    old, day = ledger(task("2018-06-30", "SN", DONE)), "2018-12-31"
    other_day = task("2018-06-30", "SN", DONE.replace("05-01", "06-01"))
    assert became(old, day, ledger(other_day), day) == [("a", "executed", "2018-05-01", "2018-06-01", "corrected")]
    assert became(old, day, ledger(task()), day) == [
        ("a", "executed", "2018-05-01", None, "corrected"),
        ("a", "late", "2018-06-30", 184, "corrected"),
    ]
    other_due, other_lead = task("2018-08-31", "SN", DONE), task("2018-06-30", "UN", DONE)
    assert became(old, day, ledger(other_due), day) == [("a", "extended", "2018-06-30", "2018-08-31", "corrected")]
    assert became(old, day, ledger(other_lead), day) == [("a", "moved", ["SN"], ["UN"], "corrected")]


def test_a_day_that_comes_makes_late_and_nothing_need_be_recorded(ledger: Make) -> None:
    one = ledger(task())
    assert became(one, "2018-06-29", one, "2018-06-30") == []
    assert became(one, "2018-06-30", one, "2018-07-01") == [("a", "late", "2018-06-30", 1, "happened")]
    assert became(one, "2018-07-01", one, "2018-07-31") == []
    found = diff(one.at("2018-06-30"), one.at("2018-07-01"))
    assert [change.record for change in found.changes] == ["kf-105"]
    assert stat(found.changes).whys["happened"] == 1


def test_an_end_is_told_once_and_a_new_beginning_by_itself(ledger: Make) -> None:
    closed = "date: 2018-06-01, kind: status, of: a, status: {}, decision: kf-105"
    undone = ledger(task("2018-06-30", "SN", closed.format("closed")))
    assert became(undone, "2018-05-31", undone, "2018-06-30") == [("a", "dropped", None, "2018-06-01", "happened")]
    again = ledger(task("2018-06-30", "SN", DONE, closed.format("ongoing")))
    assert became(again, "2018-05-31", again, "2018-06-30") == [("a", "reopened", "completed", "ongoing", "happened")]
    gone = ledger(task("2018-06-30", "SN", "date: 2018-06-01, kind: status, status: withdrawn"))
    assert became(gone, "2018-05-31", gone, "2018-06-30") == [("a", "dropped", None, "2018-06-01", "happened")]
