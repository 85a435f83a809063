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
