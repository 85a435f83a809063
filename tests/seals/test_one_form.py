"""What a seal takes for one, every answer takes for one."""

from datetime import date
from pathlib import Path

import pytest

from plptool.edit.seal import seal_day
from plptool.model.plain import part
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.reports.appendix import appendix
from plptool.reports.records import export
from plptool.site.content import site
from plptool.site.script import plan
from tests.support.answers import data_of
from tests.support.ledgers import BASE, LISTED, PROCESS, write_ledger
from tests.support.tables import tables

PLAIN = PROCESS + LISTED

TWO_STATUSES = """events:
  - {date: /2022-06-05, kind: status, status: ongoing, text: One., source: list}
  - {date: /2022-06-05, kind: status, status: paused, text: Other., source: list}
"""
TWO_CHANGES = """events:
  - {date: /2022-06-05, kind: change, set: {lead: B}, source: list}
  - {date: /2022-06-05, kind: change, set: {lead: A}, source: list}
"""
SETTLED = """events:
  - {date: 2022-01-10, kind: expected, due: /2022-06-30, text: A report., source: list}
  - {date: 2022-07-01, kind: note, settles: /2022-06-30, text: Here it is., source: list}
"""
CLAIMS = """discrepancies:
  - {field: period, reason: They differ., claims: [{value: /2023, source: list}, {value: 2022, source: list}]}
"""
COMPOSED = "written: {need: 'Åtgärd å'}\n"


def answers(root: Path, day: date) -> list[object]:
    state = open_ledger(root).at(day)
    return [data_of(export(state)), tables(state), data_of(appendix(state, listed="list")), state.expectations]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (TWO_STATUSES, "{date: /2022-06-05, kind: status, status: ongoing", "{date: ../2022-06-05, kind: status, status: ongoing"),
        (TWO_STATUSES, "{date: /2022-06-05, kind: status, status: paused", "{date: ../2022-06-05, kind: status, status: paused"),
        (TWO_CHANGES, "{date: /2022-06-05, kind: change, set: {lead: B}", "{date: ../2022-06-05, kind: change, set: {lead: B}"),
        (TWO_CHANGES, "{date: /2022-06-05, kind: change, set: {lead: A}", "{date: ../2022-06-05, kind: change, set: {lead: A}"),
        (SETTLED, "settles: /", "settles: ../"),
        (SETTLED, "due: /", "due: ../"),
        (CLAIMS, "value: /", "value: ../"),
        (COMPOSED, "Åtgärd å", "A\u030atga\u0308rd a\u030a"),
    ],
)  # fmt: skip
def test_two_ways_to_write_a_date_or_a_letter_are_one_to_every_answer(
    tmp_path: Path, text: str, old: str, new: str
) -> None:
    assert text.count(old) == 1
    roots = [
        write_ledger(tmp_path / str(i), BASE + PLAIN + one) for i, one in enumerate((text, text.replace(old, new)))
    ]
    assert answers(roots[0], date(2022, 12, 31)) == answers(roots[1], date(2022, 12, 31))


def test_of_equal_events_no_order_in_the_file_decides(tmp_path: Path) -> None:
    one, other = (f"  - {{date: 2022-03-01, kind: note, text: So., source: [{names}]}}\n"
                  for names in ("list, copy", "copy, list"))  # fmt: skip
    more = "\n== sources/copy\ntitle: A copy\ndate: 2023-12-31\nsource: list\n"
    roots = [write_ledger(tmp_path / str(i), BASE + PLAIN + "events:\n" + events + more)
             for i, events in enumerate((one + other, other + one))]  # fmt: skip
    assert answers(roots[0], date(2022, 12, 31)) == answers(roots[1], date(2022, 12, 31))


UNKNOWN_START = "\n== plans/plan\ntitle: The plan\nperiod: /2023\nsource: list\n"
NEVER = BASE.replace("date: 2021-02-10\nbody: board", "date: 2021-02-10/..\nbody: board")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (BASE + UNKNOWN_START + PLAIN, "planned"),  # nobody knows when it began, so it is there throughout
        (NEVER + PLAIN, None),  # a plan that never begins gives no status
        (BASE + PLAIN.replace("plan: plan", "plan: ghost"), "planned"),  # for one that nobody knows it does not wait
    ],
    ids=["unknown start", "open end", "unknown plan"],
)
def test_a_process_has_a_status_on_a_day_if_and_only_if_a_seal_of_the_day_has_it(
    tmp_path: Path, text: str, status: str | None
) -> None:
    root = write_ledger(tmp_path, text)
    day = date(2022, 12, 31)
    assert open_ledger(root).at(day).processes["1.1"].status == status
    if "ghost" in text:  # an error, with which nothing is sealed
        return
    seal_day(WorkTree(root), day, date(2024, 1, 1))
    sealed = open_ledger(root)
    assert ("1.1" in part(part(sealed.records["221231"].data, "seal"), "records")) == (status is not None)
    assert ("1.1" in sealed.at(day).processes) == (status is not None)


@pytest.mark.parametrize("written", ["0001-01-01", "/0001-01-01"])
def test_the_first_of_all_days_is_a_day_too(tmp_path: Path, written: str) -> None:
    event = f"events:\n  - {{date: {written}, kind: note, text: Long ago., source: list}}\n"
    root = write_ledger(tmp_path, BASE + PLAIN + event)
    made = site(open_ledger(root).at("231231"), [], {})
    assert plan(made, str).days[0] == "0001-01-01"
