"""Records made by mistake, and renamed ones."""

import pytest

from plptool.checks.runner import check
from plptool.model.records import Point
from plptool.render.record import show
from plptool.render.text import Screen, text
from plptool.reports.records import view
from tests.support.ledgers import PROCESS, MakeLedger

WITHDRAWN = "withdrawn: {reason: The same as 1.2., source: list}\n"


def test_a_withdrawn_record_says_nothing_at_any_date(process: MakeLedger) -> None:
    events = """
events:
  - {date: 2021-03-01, kind: expected, due: 2021-04-01, text: A plan, source: list}
  - {date: 2021-05-03, kind: meeting, number: 7, source: list}
"""
    snapshot = """
== snapshots/231231
date: 2023-12-31
assertions:
  - {kind: processes, counts: {total: 0}, source: list}
"""
    ledger = process(events + WITHDRAWN, snapshot)
    assert check(ledger) == []
    for day in ("201231", "231231", "991231"):
        state = ledger.at(day)
        assert (state.processes, state.records["processes"], state.expectations) == ({}, {}, ())


def test_show_says_of_a_withdrawn_record_why(process: MakeLedger) -> None:
    found = view(process(WITHDRAWN).at("231231"), "1.1")
    said = text(show(found, Point("2023-12-31"), str), Screen(100, terminal=False, colour=False))
    assert "Withdrawn, so it says nothing at any date: The same as 1.2. [list]" in said
    assert found.timeline == ()


def test_what_names_a_withdrawn_record_is_told_and_a_process_of_a_withdrawn_plan_has_none(
    process: MakeLedger,
) -> None:
    others = """
== plans/plan
title: The plan
period: 2021/2023
decision: adoption
withdrawn: {reason: Never made., decision: adoption}
source: list

== plans/other
title: Another
period: 2022/2023
source: list
"""
    ledger = process("", others)
    said = [(one.rule, one.record, one.value) for one in check(ledger)]
    assert said == [("PLP310", "adoption", "plan"), ("PLP310", "1.1", "plan")]
    assert ledger.at("201231").processes["1.1"].status == "planned"


def test_a_record_that_names_no_plan_is_of_the_only_one_that_stands(little: MakeLedger) -> None:
    plan = "== plans/old\ntitle: Old\nperiod: 2019\nsource: list\nwithdrawn: {reason: Not ours., source: list}\n"
    ledger = little(plan + PROCESS.replace("plan: plan\n", ""))
    assert ledger.at("231231").processes["1.1"].plan == "plan"


@pytest.mark.parametrize("said", ["{reason: A slip.}", "{source: list}", "A slip."])
def test_who_withdraws_gives_the_reason_and_what_it_rests_on(process: MakeLedger, said: str) -> None:
    assert {one.rule for one in check(process(f"withdrawn: {said}"))} <= {"PLP202", "PLP203"} != set()


@pytest.mark.parametrize("ids", ["1.0", "[1.0, 0.9]"])
def test_a_renamed_record_says_what_it_was_called(process: MakeLedger, ids: str) -> None:
    assert check(process(f"formerly: {ids}")) == []
