"""What was given to somebody to do, as rows of lists and of SQL."""

import json
from datetime import date
from pathlib import Path

import pytest

from plptool.cli.list import STATUSES
from plptool.model.collections import COMMISSIONS
from plptool.model.errors import UserError
from plptool.model.plain import part
from plptool.read.opening import open_ledger
from plptool.read.schema import load
from plptool.render.json import as_row, text
from plptool.render.tasks import STANDINGS as SAID
from plptool.render.tasks import how
from plptool.reports.commissions import commissions_report
from plptool.reports.dues import dues
from plptool.reports.records import Filters, beside, listing
from plptool.reports.sql import run
from plptool.reports.tasks import STANDINGS, TaskFilters, commissions
from plptool.timeline.ledger import State
from tests.support.ledgers import BASE, write_ledger

GIVEN = """
== decisions/board-4
title: Gives commissions
date: 2022-03-01
body: board
paragraph: 4
status: adopted
commissions:
  - {id: plan, text: Write a plan., lead: A, roles: [{role: head, person: Eva Ek, source: list}], reports-to: [board], due: 2022-06-30, source: list}
  - {id: site, text: Build a site., lead: [A, B], due: 2023, source: list}
  - {id: idle, text: Do something., lead: B, source: list}
events:
  - {date: 2022-05-01, kind: change, of: plan, set: {due: 2022-09-30}, decision: board-5, source: list}
  - {date: 2022-06-01, kind: change, of: plan, set: {lead: B}, source: list}
  - {date: 2022-07-01, kind: report, of: plan, to: board, percent: 40, reason: No staff., source: list}
  - {date: 2022-08-01, kind: status, of: idle, status: cancelled, decision: board-5, reason: No need., source: list}
source: list

== decisions/board-5
title: Extends
date: 2022-05-01
body: board
paragraph: 5
status: adopted
source: list
"""

OTHER = """
== organisations/C
title: Office C
type: unit
source: list
"""


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_ledger(write_ledger(tmp_path, BASE + GIVEN)).at("2022-12-31")


def ids(state: State, filters: TaskFilters) -> list[str]:
    return [row.id for row in commissions(state, filters)]


def test_a_row_tells_who_has_it_who_had_it_and_by_which_decision_it_was_extended(state: State) -> None:
    row = json.loads(text(commissions(state)[0]))
    assert {name: row[name] for name in ("record", "id", "task", "body", "paragraph", "lead", "roles")} == {
        "record": "board-4", "id": "plan", "task": "Write a plan.", "body": "board", "paragraph": 4, "lead": ["B"],
        "roles": ["head"],
    }  # fmt: skip
    assert row["held"] == [{"lead": ["A"], "since": "2022-03-01"}]
    extension = {
        "due": "2022-09-30", "date": "2022-05-01", "decision": "board-5", "decided": "2022-05-01", "body": "board", "paragraph": 5,
    }  # fmt: skip
    assert row["extensions"] == [extension]
    # 30 June and 30 September to 31 December, and 1 March to 31 December
    assert (row["days_late_at_first"], row["days_late"], row["age"]) == (184, 92, 305)
    assert (row["last_report"], row["last_report_percent"], row["obstacle"], row["news"]) == (
        "2022-07-01", 40, "No staff.", None,
    )  # fmt: skip
    assert "Ek" not in text(*commissions(state))


def test_what_was_dropped_says_why_and_by_which_decision(state: State) -> None:
    (dropped,) = commissions(state, TaskFilters(status="dropped"))
    assert (dropped.id, dropped.reason, str(dropped.dropped_by)) == ("idle", "No need.", "board 2022-05-01 § 5")
    assert (dropped.age, dropped.standing) == (None, "dropped")


def test_commissions_are_asked_for_by_who_has_them_who_gave_them_and_how_they_stand(state: State) -> None:
    assert ids(state, TaskFilters(lead="B")) == ["plan", "site", "idle"]
    assert ids(state, TaskFilters(lead="A")) == ["site"]
    assert ids(state, TaskFilters(org="board")) == ids(state, TaskFilters(of="board")) == ["plan", "site", "idle"]
    assert ids(state, TaskFilters(of="A")) == []
    assert ids(state, TaskFilters(overdue=True)) == ids(state, TaskFilters(status="late")) == ["plan"]
    assert ids(state, TaskFilters(status="open")) == ["plan", "site"]
    assert ids(state, TaskFilters(status="cancelled")) == ["idle"]


def test_what_a_role_decided_is_given_by_whoever_the_role_belongs_to(tmp_path: Path) -> None:
    """As its decisions are that organisation's in every other answer."""
    by_role = GIVEN.replace("body: board\nparagraph: 4", "roles: [{role: Director, organisation: C, source: list}]")
    state = open_ledger(write_ledger(tmp_path / "role", BASE + by_role + OTHER)).at("2022-12-31")
    assert [row.id for row in listing(state, "decisions", Filters(org="C"))] == ["board-4"]
    assert ids(state, TaskFilters(of="C")) == ids(state, TaskFilters(org="C")) == ["plan", "site", "idle"]
    assert commissions_report(state, org="C").balance.closing == 2


def test_beside_an_organisations_list_stands_what_it_is_to_do_still(state: State) -> None:
    for name in ("processes", "decisions"):
        assert [row.id for row in beside(state, name, Filters(org="A"))] == ["site"]
        assert beside(state, name, Filters(org="A", status="adopted")) == []
    assert beside(state, COMMISSIONS, Filters(org="A")) == []


def test_a_filter_of_commissions_is_refused_of_others(state: State) -> None:
    for filters in (Filters(of="board"), Filters(overdue=True)):
        with pytest.raises(UserError):
            listing(state, "decisions", filters)
    with pytest.raises(UserError):
        listing(state, COMMISSIONS, Filters(of="nobody"))


def test_every_standing_is_offered_and_said() -> None:
    assert set(SAID) == set(STANDINGS)
    assert set(STATUSES[COMMISSIONS]) == {*STANDINGS, *_task_statuses()}


def _task_statuses() -> set[str]:
    words = part(part(load("defs"), "$defs"), "task-status")["enum"]
    assert isinstance(words, list)
    return {str(word) for word in words}


def test_sql_tells_holders_extensions_and_reports_a_row_each(state: State) -> None:
    answers = {
        "SELECT task, organisation, since, until FROM task_holders WHERE task <> 'idle' ORDER BY task, since": [
            ("plan", "A", "2022-03-01", "2022-06-01"), ("plan", "B", "2022-06-01", None),
            ("site", "A", "2022-03-01", None), ("site", "B", "2022-03-01", None),
        ],
        "SELECT task, settled, overdue, days_late, lead FROM tasks": [
            ("plan", 0, 1, 92, "B, head"), ("site", 0, 0, None, "A, B"), ("idle", 1, 0, None, "B"),
        ],
        "SELECT task, due, decision FROM task_extensions": [("plan", "2022-09-30", "board-5")],
        "SELECT task, position, reported_to, percent, reason FROM task_reports": [("plan", 1, "board", 40, "No staff.")],
        "SELECT of, reported_to, percent FROM events WHERE kind = 'report'": [("plan", "board", 40)],
    }  # fmt: skip
    for query, rows in answers.items():
        assert run(state, query).rows == rows, query


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("date: 2022, kind: status, of: site, status: completed", "executed, not reported 2022"),
        ("date: 2022-05, kind: note, text: Here it is., settles: site", "executed, not reported 2022-05"),
        ("date: 2022-05-04, kind: status, of: site, status: completed", "executed, not reported 2022-05-04"),
        ("date: 2022, kind: report, of: site, stage: final, status: completed", "reported, not closed 2022"),
        ("date: 2022, kind: status, of: site, status: closed, decision: board-5", "dropped 2022"),
        ("date: 2022-23, kind: status, of: site, status: cancelled, decision: board-5, reason: No.", "dropped autumn 2022: No."),
    ],
)  # fmt: skip
def test_when_it_was_so_is_told_as_it_is_written(tmp_path: Path, event: str, said: str) -> None:
    given = GIVEN.replace("events:\n", "events:\n  - {" + event + ", source: list}\n", 1)
    state = open_ledger(write_ledger(tmp_path, BASE + given)).at("2023-02-01")
    (row,) = [row for row in commissions(state) if row.id == "site"]
    assert how(row, str) == said
    day = event.split(",", maxsplit=1)[0].removeprefix("date: ")
    exact = day == "2022-05-04"
    assert ("_written" in text(row).replace("last_event_written", "")) is not exact
    assert as_row(row)["since"] in (day, date(2022, 5, 4))
    assert run(state, "SELECT since_written FROM tasks WHERE task = 'site'").rows == [(day,)]


def test_a_year_in_which_it_was_given_or_went_to_another_is_no_day(tmp_path: Path) -> None:
    moved = "  - {date: 2022-05, kind: change, of: site, set: {lead: B}, source: list}\n"
    given = GIVEN.replace("date: 2022-03-01", "date: 2021", 1).replace("events:\n", f"events:\n{moved}", 1)
    state = open_ledger(write_ledger(tmp_path, BASE + given)).at("2023-02-01")
    (row,) = [row for row in commissions(state) if row.id == "site"]
    assert (as_row(row)["opened"], as_row(row)["since"]) == ("2021", "2021")
    assert [one.since_written for one in row.held] == ["2021"]
    holders = (
        "SELECT organisation, since, since_written FROM task_holders WHERE task = 'site' ORDER BY since, organisation"
    )
    assert run(state, holders).rows == [
        ("A", "2021-12-31", "2021"), ("B", "2021-12-31", "2021"), ("B", "2022-05-31", "2022-05"),
    ]  # fmt: skip


PROPOSED = """
== decisions/board-6
title: Asks for a plan
date: 2022-03-01
body: board
status: proposed
commissions: [{id: plan, text: Write a plan., lead: A, due: 2022-06-30, source: list}]
source: list
"""


def test_what_is_only_proposed_is_not_given_and_not_late(tmp_path: Path) -> None:
    state = open_ledger(write_ledger(tmp_path, BASE + PROPOSED)).at("2023-12-31")
    (row,) = commissions(state)
    assert (row.standing, row.open, row.days_late, row.opened) == ("proposed", False, None, None)
    content = commissions_report(state)
    assert (content.balance.opening, content.balance.closing, content.late, content.unclear) == (0, 0, (), ())
    assert content.proposed == (row,)
    assert dues(state) == []


def test_it_is_given_on_the_day_on_which_it_is_adopted(tmp_path: Path) -> None:
    adopted = PROPOSED + "events: [{date: 2022-08-01, kind: status, status: adopted, source: list}]\n"
    ledger = open_ledger(write_ledger(tmp_path, BASE + adopted))
    (before,) = commissions(ledger.at("2022-07-31"))
    (after,) = commissions(ledger.at("2022-08-31"))
    assert (before.standing, after.standing) == ("proposed", "late")
    assert (after.opened, after.age, after.days_late) == (date(2022, 8, 1), 30, 62)
    balance = commissions_report(ledger.at("2022-12-31"), since="2022-08-01").balance
    assert (balance.opening, balance.opened, balance.closing) == (0, 1, 1)


def test_a_motion_is_to_be_answered_before_anybody_has_decided(tmp_path: Path) -> None:
    motion = PROPOSED.replace("status: proposed", "status: proposed\ntype: motion")
    state = open_ledger(write_ledger(tmp_path, BASE + motion)).at("2023-12-31")
    (row,) = commissions(state)
    assert (row.standing, row.opened) == ("late", date(2022, 3, 1))
    assert [due.record for due in dues(state)] == ["board-6"]


@pytest.mark.parametrize("status", ["rejected", "tabled", "referred-back", "planned"])
def test_so_it_is_of_whatever_is_not_decided_or_decided_against(tmp_path: Path, status: str) -> None:
    other = PROPOSED.replace("status: proposed", f"status: {status}")
    (row,) = commissions(open_ledger(write_ledger(tmp_path, BASE + other)).at("2023-12-31"))
    assert row.standing == "proposed"
