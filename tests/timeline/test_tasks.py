"""Tasks of a record, at any day: who is to do what by when, what was said of it, and how it ended."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from plptool.model.dates import parse_when
from plptool.read.opening import open_ledger
from plptool.timeline.tasks import TaskState
from tests.support.ledgers import BASE, write_ledger

BODIES = """
== organisations/KS
id: KS
title: Kommunstyrelsen
type: board
source: list
== organisations/SN
id: SN
title: Socialnämnden
type: board
source: list
== organisations/UN
id: UN
title: Utbildningsnämnden
type: board
source: list
"""
DECISION = """
== decisions/kf-105
id: kf-105
title: Delårsrapport augusti 2017
date: 2017-10-26
body: KS
paragraph: 105
status: adopted
clauses:
  - Delårsrapporten godkänns.
  - Socialnämnden får i uppdrag att redovisa en plan för en budget i balans.
  - Planen ska redovisas till kommunstyrelsen under första kvartalet 2018.
  - Till dess att planen är genomförd ska kommunstyrelsen varje kvartal få en rapport.
"""
COMMISSIONS = """\
commissions:
  - {id: plan, clauses: [2, 3], lead: SN, reports-to: [KS], due: 2018-33, source: list}
  - {id: kvartal, clauses: [4], lead: SN, reports-to: [KS], due: 2018-33, every: P3M, until: plan, source: list}
events:
  - {date: 2018-03-14, kind: report, of: [plan, kvartal], to: KS, stage: interim, reason: Inventeringen är inte klar., source: list}
  - {date: 2018-05-02, kind: change, of: plan, set: {due: 2018-09-30}, source: list}
  - {date: 2018-06-11, kind: change, of: [plan, kvartal], set: {lead: UN}, source: list}
  - {date: 2018-09-20, kind: status, of: plan, status: completed, source: list}
  - {date: 2018-10-15, kind: report, of: plan, to: KS, stage: final, source: list}
  - {date: 2018-11-26, kind: status, of: plan, status: closed, source: list}
source: list
"""


def states(folder: Path, text: str, day: str) -> dict[str, TaskState]:
    ledger = open_ledger(write_ledger(folder, BASE + BODIES + DECISION + text))
    assert not ledger.faults, ledger.faults
    return {state.id: state for state in ledger.at(day).tasks}


At = Callable[..., dict[str, TaskState]]


@pytest.fixture
def at(tmp_path: Path) -> At:
    def at(day: str, text: str = COMMISSIONS) -> dict[str, TaskState]:
        return states(tmp_path, text, day)

    return at


def test_the_hardest_record_at_each_of_its_days(at: At) -> None:
    late = at("2018-04-30")["plan"]
    assert (late.days_late, late.leads, late.obstacle) == (30, ("SN",), "Inventeringen är inte klar.")
    moved = at("2018-06-30")["plan"]
    assert (moved.due, moved.first_due) == (parse_when("2018-09-30"), parse_when("2018-33"))
    assert [holding.leads for holding in moved.holdings] == [("SN",), ("UN",)]
    assert (moved.days_late, moved.days_late_at_first) == (None, 91)
    executed = at("2018-09-25")["plan"]
    assert (executed.executed, executed.reported, executed.open) == (date(2018, 9, 20), None, False)
    reported = at("2018-10-31")["plan"]
    assert (reported.reported, reported.closed) == (date(2018, 10, 15), None)
    closed = at("2018-12-31")["plan"]
    assert (closed.closed, closed.status, closed.days_late) == (date(2018, 11, 26), "closed", None)
    assert at("2017-10-25") == {}


def test_what_recurs_until_another_task_is_executed_is_executed_with_it_whatever_is_said_later(at: At) -> None:
    over = COMMISSIONS.replace("of: plan, status: closed", "of: [plan, kvartal], status: closed")
    for day, text in (("2018-09-25", COMMISSIONS), ("2018-12-31", over)):
        kvartal = at(day, text)["kvartal"]
        assert (kvartal.executed, kvartal.dropped, kvartal.due) == (date(2018, 9, 20), None, None)
    assert at("2018-12-31", over)["kvartal"].closed == date(2018, 11, 26)


def test_a_task_is_called_by_its_text_or_else_by_the_clauses_that_say_it(at: At) -> None:
    called = at("2018-04-30")
    assert called["kvartal"].words == (
        "Till dess att planen är genomförd ska kommunstyrelsen varje kvartal få en rapport."
    )
    assert called["plan"].words == (
        "Socialnämnden får i uppdrag att redovisa en plan för en budget i balans. "
        "Planen ska redovisas till kommunstyrelsen under första kvartalet 2018."
    )
    renamed = one("  - {date: 2018-02-01, kind: change, of: a, set: {text: Do more.}, source: list}")
    assert at("2018-01-31", renamed)["a"].words == "Do it."
    assert at("2018-02-01", renamed)["a"].words == "Do more."
    assert at("2018-02-01", renamed)["a"].task.words == "Do it."


def one(*events: str) -> str:
    """A commission that is to be reported to KS by the end of June, and what became of it."""
    task = "commissions:\n  - {id: a, text: Do it., lead: SN, reports-to: [KS], due: 2018-06-30, source: list}\n"
    return task + "events:\n" + "\n".join(events) + "\nsource: list\n"


def test_a_final_report_to_another_body_is_no_report_to_whom_it_is_to_be_reported(at: At) -> None:
    text = one(
        "  - {date: 2018-05-01, kind: report, of: a, to: UN, stage: interim, source: list}",
        "  - {date: 2018-06-01, kind: report, of: a, to: [SN, UN], stage: final, status: completed, source: list}",
        "  - {date: 2018-07-01, kind: report, of: a, to: KS, stage: final, source: list}",
    )
    assert at("2018-05-31", text)["a"].elsewhere == ()
    wrong = at("2018-06-30", text)["a"]
    assert (wrong.executed, wrong.reported, wrong.elsewhere) == (date(2018, 6, 1), None, ("SN", "UN"))
    right = at("2018-07-01", text)["a"]
    assert (right.reported, right.elsewhere) == (date(2018, 7, 1), ())


def test_what_is_taken_up_again_was_reported_to_nobody(at: At) -> None:
    text = one(
        "  - {date: 2018-06-01, kind: report, of: a, to: UN, stage: final, status: completed, source: list}",
        "  - {date: 2018-07-01, kind: status, of: a, status: ongoing, source: list}",
    )
    assert at("2018-07-01", text)["a"].elsewhere == ()


def test_a_report_is_news_where_it_says_something_else(at: At) -> None:
    text = one(
        "  - {date: 2018-01-01, kind: report, of: a, to: KS, status: ongoing, reason: No staff., source: list}",
        "  - {date: 2018-02-01, kind: report, of: a, to: SN, status: ongoing, reason: No staff., source: list#L2}",
        "  - {date: 2018-03-01, kind: report, of: a, to: KS, status: ongoing, reason: No money., source: list}",
    )
    assert [at(day, text)["a"].news for day in ("2018-01-31", "2018-02-28", "2018-03-31")] == [None, False, True]


def test_what_is_executed_after_its_day_is_so_many_days_late(at: At) -> None:
    text = one("  - {date: 2018-07-10, kind: status, of: a, status: completed, source: list}")
    assert at("2018-07-31", text)["a"].days_executed_late == 10  # 30 June to 10 July
    assert at("2018-07-31", text.replace("07-10", "06-30"))["a"].days_executed_late is None


def test_the_event_that_gives_a_task_up_is_known(at: At) -> None:
    text = one(
        "  - {date: 2018-03-01, kind: status, of: a, status: cancelled, reason: No need., source: list}",
        "  - {date: 2018-04-01, kind: status, of: a, status: closed, source: list}",
    )
    dropping = at("2018-05-01", text)["a"].dropping
    assert dropping is not None
    assert dropping.data["reason"] == "No need."
    done = one(
        "  - {date: 2018-03-01, kind: status, of: a, status: completed, source: list}",
        "  - {date: 2018-04-01, kind: status, of: a, status: closed, source: list}",
    )
    assert at("2018-05-01", done)["a"].dropping is None


CHAIN = """\
commissions:
  - {id: a, text: Tell of b., lead: SN, due: 2018-03-31, every: P3M, until: b, source: list}
  - {id: b, text: Tell of c., lead: SN, due: 2018-03-31, every: P3M, until: c, source: list}
  - {id: c, text: Do it., lead: SN, source: list}
events:
  - {date: 2018-05-01, kind: status, of: c, status: completed, source: list}
  - {date: 2018-08-01, kind: status, of: c, status: ongoing, source: list}
  - {date: 2018-10-01, kind: status, of: c, status: completed, source: list}
source: list
"""


def test_what_recurs_until_another_task_is_executed_is_taken_up_again_with_it_and_so_in_a_chain(at: At) -> None:
    for day, executed in (("2018-04-30", None), ("2018-05-01", "05-01"), ("2018-09-30", None), ("2018-10-01", "10-01")):
        wanted = None if executed is None else date.fromisoformat(f"2018-{executed}")
        assert [state.executed for state in at(day, CHAIN).values()] == [wanted] * 3, day


def test_a_change_says_until_which_task_it_recurs(at: At) -> None:
    text = CHAIN.replace("until: b, ", "").replace(
        "events:\n", "events:\n  - {date: 2018-04-01, kind: change, of: a, set: {until: c}, source: list}\n"
    )
    assert at("2018-05-01", text)["a"].executed == date(2018, 5, 1)
    later = text.replace("2018-04-01, kind: change", "2018-06-01, kind: change")
    assert at("2018-05-31", later)["a"].executed is None
    assert at("2018-06-01", later)["a"].executed == date(2018, 6, 1)


def test_tasks_that_wait_for_each_other_end_by_themselves_alone(at: At) -> None:
    ring = CHAIN.replace("due: 2018-03-31, every: P3M, until: c", "due: 2018-03-31, every: P3M, until: a")
    done = ring.replace("of: c, status: completed", "of: b, status: completed")
    states = at("2018-05-01", done)
    assert (states["a"].executed, states["b"].executed) == (None, date(2018, 5, 1))
