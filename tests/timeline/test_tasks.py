"""Tasks of a record, at any day: who is to do what by when, what was said of it, and how it ended."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from plptool.model.dates import parse_when
from plptool.read.opening import open_ledger
from plptool.timeline.tasks import Balance, TaskState, balance
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


# What is derived, and never written: a line of FORMAT at a time


def recurring(every: str, due: str, *reports: str, until: str = "") -> str:
    beside = f", until: {until}" if until else ""
    task = f"commissions:\n  - {{id: a, text: Tell., lead: SN, due: {due}, every: {every}{beside}, source: list}}\n"
    told = "".join(f"  - {{date: {day}, kind: report, of: a, source: list}}\n" for day in reports)
    return task + (f"events:\n{told}" if told else "") + "source: list\n"


def test_the_status_is_what_was_said_last_and_planned_until_then(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: status, of: a, status: ongoing, source: list}",
        "  - {date: 2018-03-01, kind: report, of: a, status: paused, source: list}",
        "  - {date: 2018-04-01, kind: report, of: a, source: list}",
    )
    said = {
        day: (state := at(day, text)["a"]).status + f" {state.since}"
        for day in ("2018-01-31", "2018-02-28", "2018-12-31")
    }
    assert said == {
        "2018-01-31": "planned 2017-10-26", "2018-02-28": "ongoing 2018-02-01", "2018-12-31": "paused 2018-03-01"
    }  # fmt: skip


def test_executed_is_the_first_completion_since_it_was_last_taken_up_again(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: status, of: a, status: completed, source: list}",
        "  - {date: 2018-03-01, kind: note, text: Done., settles: a, source: list}",
        "  - {date: 2018-04-01, kind: status, of: a, status: ongoing, source: list}",
        "  - {date: 2018-05-01, kind: note, text: Done., settles: a, source: list}",
        "  - {date: 2018-06-01, kind: status, of: a, status: completed, source: list}",
    )
    executed = [at(day, text)["a"].executed for day in ("2018-01-31", "2018-03-31", "2018-04-30", "2018-12-31")]
    assert executed == [None, date(2018, 2, 1), None, date(2018, 5, 1)]
    assert at("2018-12-31", text)["a"].days_to_execution == (date(2018, 5, 1) - date(2017, 10, 26)).days


def test_reported_is_a_final_report_to_one_of_those_who_asked_for_it(at: At) -> None:
    report = "  - {{date: 2018-02-01, kind: report, of: a, {}source: list}}"
    day = date(2018, 2, 1)
    for beside, wanted in (("to: KS, stage: final, ", day), ("to: [UN, KS], stage: final, ", day), ("to: KS, ", None),
                           ("to: KS, stage: interim, ", None), ("to: UN, stage: final, ", None), ("stage: final, ", None)):  # fmt: skip
        assert at("2018-02-01", one(report.format(beside)))["a"].reported == wanted, beside
    anybody = one(report.format("to: UN, stage: final, ")).replace("reports-to: [KS], ", "")
    assert at("2018-02-01", anybody)["a"].reported == day


def test_executed_reported_and_closed_are_three_facts(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: report, of: a, to: KS, stage: final, source: list}",
        "  - {date: 2018-03-01, kind: status, of: a, status: completed, source: list}",
        "  - {date: 2018-04-01, kind: status, of: a, status: closed, source: list}",
    )
    facts = [
        ((state := at(day, text)["a"]).executed, state.reported, state.closed)
        for day in ("2018-02-01", "2018-03-01", "2018-04-01")
    ]
    reported, executed, closed = date(2018, 2, 1), date(2018, 3, 1), date(2018, 4, 1)
    assert facts == [(None, reported, None), (executed, reported, None), (executed, reported, closed)]


@pytest.mark.parametrize(
    ("due", "last"),
    [("2018-06-30", "2018-06-30"), ("2018-06", "2018-06-30"), ("2018-34", "2018-06-30"), ("2018-40", "2018-06-30"), ("2018-05/2018-06", "2018-06-30"),
     ("2017", "2017-12-31")],
)  # fmt: skip
def test_late_is_what_is_not_done_when_the_last_day_of_its_date_is_past(at: At, due: str, last: str) -> None:
    day = date.fromisoformat(last)
    text = one().replace("events:\n\n", "").replace("due: 2018-06-30", f"due: {due}")
    assert at(day.isoformat(), text)["a"].days_late is None
    assert at(day.replace(year=day.year + 1).isoformat(), text)["a"].days_late == 365
    for status in ("completed", "cancelled", "closed"):
        over = one(f"  - {{date: 2019-12-01, kind: status, of: a, status: {status}, source: list}}")
        over = over.replace("due: 2018-06-30", f"due: {due}")
        assert at("2019-11-30", over)["a"].days_late is not None
        assert at("2019-12-01", over)["a"].days_late is None


def test_what_has_no_due_date_or_one_that_never_ends_is_never_late(at: At) -> None:
    text = one().replace("events:\n\n", "")
    assert at("2025-12-31", text.replace("due: 2018-06-30, ", ""))["a"].days_late is None
    assert at("2025-12-31", text.replace("due: 2018-06-30", "due: 2018-06-30/.."))["a"].days_late is None


def test_lateness_is_told_by_the_first_due_date_and_by_the_present(at: At) -> None:
    text = one("  - {date: 2018-08-01, kind: change, of: a, set: {due: 2018-09-30}, source: list}")
    for day, present, first in (("2018-07-10", 10, 10), ("2018-08-09", None, 40), ("2018-10-10", 10, 102)):
        state = at(day, text)["a"]
        assert (state.days_late, state.days_late_at_first) == (present, first), day


def test_the_first_due_date_may_be_given_later_and_is_no_extension_then(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: change, of: a, set: {due: 2018-09-30}, source: list}",
        "  - {date: 2018-03-01, kind: change, of: a, set: {due: 2018-12-31}, source: list}",
    ).replace("due: 2018-06-30, ", "")
    assert at("2018-01-31", text)["a"].first_due is None
    state = at("2018-03-01", text)["a"]
    assert (state.first_due, state.due) == (parse_when("2018-09-30"), parse_when("2018-12-31"))
    assert [extension.event.when.text for extension in state.extensions] == ["2018-03-01"]


def test_the_obstacle_is_the_reason_of_the_last_report(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: report, of: a, reason: No staff., source: list}",
        "  - {date: 2018-03-01, kind: status, of: a, status: paused, reason: A strike., source: list}",
        "  - {date: 2018-04-01, kind: report, of: a, source: list}",
    )
    assert [at(day, text)["a"].obstacle for day in ("2018-01-31", "2018-03-31", "2018-04-30")] == [
        None,
        "No staff.",
        None,
    ]


@pytest.mark.parametrize(
    ("every", "due", "times"),
    [
        ("P1M", "2018-01-31", ["2018-01-31", "2018-02-28", "2018-03-31", "2018-04-30"]),
        ("P1M", "2018-02-28", ["2018-02-28", "2018-03-31", "2018-04-30"]),  # the end of a month
        ("P1M", "2018-01-30", ["2018-01-30", "2018-02-28", "2018-03-30", "2018-04-30", "2018-05-30"]),
        ("P3M", "2018-33", ["2018-33", "2018-06-30", "2018-09-30", "2018-12-31", "2019-03-31"]),
        ("P1Y", "2020-02-29", ["2020-02-29", "2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29"]),
        ("P2W", "2018-01-01", ["2018-01-01", "2018-01-15", "2018-01-29"]),
        ("P10D", "2018-01-01", ["2018-01-01", "2018-01-11", "2018-01-21", "2018-01-31"]),
    ],
)
def test_the_nth_time_is_counted_from_the_first_and_the_end_of_a_month_stays_one(
    at: At, every: str, due: str, times: list[str]
) -> None:
    days = [parse_when(time).latest for time in times]
    reports = [day.isoformat() for day in days if day]
    for number, time in enumerate(times):
        state = at("2030-12-31", recurring(every, due, *reports[:number]))["a"]
        assert state.due == parse_when(time), number


def test_a_time_is_met_by_a_report_after_the_time_before_and_by_this_one(at: At) -> None:
    def due(*reports: str) -> str | None:
        found = at("2018-12-31", recurring("P3M", "2018-03-31", *reports))["a"].due
        return found.text if found else None

    assert due() == "2018-03-31"
    assert due("2018-02-01") == "2018-06-30"
    assert due("2018-02-01", "2018-03-31") == "2018-06-30"  # twice for one time
    assert due("2018-03-31", "2018-04-01") == "2018-09-30"
    assert due("2018-04-10") == "2018-06-30"  # late: it answers for the time that was past
    assert due("2018-04-10", "2018-05-01") == "2018-09-30"
    assert due("2018-10-10") == "2018-12-31"  # for all that were past


def test_what_recurs_until_a_day_is_over_with_its_last_report(at: At) -> None:
    def state(*reports: str) -> TaskState:
        return at("2019-12-31", recurring("P3M", "2018-03-31", *reports, until="2018-08-31"))["a"]

    assert state("2018-03-31").due == parse_when("2018-06-30")
    assert (state("2018-03-31", "2018-06-30").due, state("2018-03-31", "2018-06-30").days_late) == (None, None)
    assert state("2018-12-01").due is None


def test_a_report_a_day_for_a_thousand_years_takes_no_time(at: At) -> None:
    text = recurring("P1D", "0900-01-01", "2018-12-01").replace("source: list\n", "source: list\n", 1)
    assert at("2018-12-31", text)["a"].due == parse_when("2018-12-01")


def test_a_decision_that_is_withdrawn_cancels_what_is_open_and_leaves_what_is_done(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: status, of: b, status: completed, source: list}",
        "  - {date: 2018-03-01, kind: status, status: withdrawn, reason: Another decision., source: list}",
    ).replace("events:", "  - {id: b, text: Do that., lead: UN, source: list}\nevents:")
    before, after = at("2018-02-28", text), at("2018-03-01", text)
    assert [(state.open, state.dropped) for state in before.values()] == [(True, None), (False, None)]
    assert (after["a"].status, after["a"].dropped) == ("cancelled", date(2018, 3, 1))
    assert (after["b"].status, after["b"].dropped, after["b"].executed) == ("completed", None, date(2018, 2, 1))


def test_closed_and_never_completed_is_dropped(at: At) -> None:
    closed = "  - {date: 2018-03-01, kind: status, of: a, status: closed, source: list}"
    done = "  - {date: 2018-02-01, kind: status, of: a, status: completed, source: list}"
    assert at("2018-03-01", one(closed))["a"].dropped == date(2018, 3, 1)
    assert at("2018-03-01", one(done, closed))["a"].dropped is None


def test_opening_new_reopened_executed_and_dropped_make_the_closing(at: At) -> None:
    text = one(
        "  - {date: 2018-02-01, kind: status, of: [a, b], status: completed, source: list}",
        "  - {date: 2018-03-01, kind: status, of: a, status: ongoing, source: list}",
        "  - {date: 2018-04-01, kind: status, of: c, status: cancelled, source: list}",
    ).replace("events:", "  - {id: b, text: B., source: list}\n  - {id: c, text: C., source: list}\n"
              "  - {id: d, text: D., from: 2018-02-15, source: list}\nevents:")  # fmt: skip
    found = balance(at("2018-12-31", text).values(), date(2018, 1, 31))
    named = {turn: [state.id for state in tasks] for turn, tasks in counted(found)}
    assert named == {
        "opening": ["a", "b", "c"], "opened": ["d"], "reopened": ["a"], "executed": ["a", "b"], "dropped": ["c"],
        "closing": ["a", "d"],
    }  # fmt: skip


def counted(found: Balance) -> list[tuple[str, tuple[TaskState, ...]]]:
    return [(field.name, getattr(found, field.name)) for field in fields(found)]


@pytest.mark.parametrize(
    ("lines", "turns"),
    [
        (("status: quashed",), ["opened", "dropped"]),
        (("status: quashed", "status: appealed"), ["opened", "dropped", "reopened"]),
        (("status: lapsed", "status: adopted", "status: withdrawn"), ["opened", "dropped", "reopened", "dropped"]),
        (
            ("status: quashed", "of: a, status: cancelled", "status: final"),
            ["opened", "dropped"],
        ),  # given up by itself, too
        (("status: appealed", "status: final"), ["opened"]),
    ],
)
def test_a_task_goes_with_its_decision_and_comes_back_with_it(
    tmp_path: Path, lines: tuple[str, ...], turns: list[str]
) -> None:
    """What a court quashed need not be done; where a higher court reverses that, it is to be done again."""
    told = "".join(
        f"  - {{date: 2018-0{month}-01, kind: status, {line}, source: list}}\n" for month, line in enumerate(lines, 1)
    )
    text = "commissions:\n  - {id: a, text: A plan., lead: SN, source: list}\nevents:\n" + told + "source: list\n"
    (state,) = open_ledger(write_ledger(tmp_path, BASE + BODIES + DECISION + text)).at("2018-12-31").tasks
    assert [turn.value for turn, _ in state.turns] == turns
