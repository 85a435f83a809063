from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plptool.diff import diff
from plptool.ledger import Ledger

Make = Callable[..., Ledger]

EVENTS = """
events:
  - {date: 2022-03-01, kind: meeting, number: 1, source: list}
  - {date: 2022, kind: activity, activity: workshop, text: One, source: list}
  - {date: 2022-11-01/2023-02-01, kind: note, text: Two, source: list}
  - {date: /2023-06-30, kind: note, text: Three, source: list}
  - {date: 2023-06-30, kind: change, set: {priority: 2}, source: list}
  - {date: 2023-12-31, kind: status, status: completed, source: list}
"""
OTHERS = """
== decisions/d
title: D
date: 2023-05-01
body: board
status: adopted
source: list
"""


def test_a_year_in_the_plan(process: Make) -> None:
    ledger = process(EVENTS, OTHERS)
    found = diff(ledger.at("221231"), ledger.at("231231"))
    by_record = {one["record"]: one for one in found["changes"]}
    assert list(by_record) == ["1.1", "d"]
    assert by_record["1.1"]["fields"] == [
        {"field": "status", "from": "ongoing", "to": "completed", "why": "happened"},
        {"field": "priority", "from": 1, "to": 2, "why": "happened"},
    ]
    assert [(one["change"], one["why"], one.get("text", one["kind"])) for one in by_record["1.1"]["events"]] == [
        ("added", "settled", "Two"),  # it may have been in 2022
        ("added", "settled", "Three"),  # it may have been at any time
        ("added", "happened", "change"),
        ("added", "happened", "status"),
    ]
    assert (by_record["d"]["change"], by_record["d"]["why"]) == ("added", "happened")
    assert found["totals"]["from"]["processes"]["completed"] == 0
    assert found["totals"]["to"]["processes"]["completed"] == 1
    assert found["totals"]["to"]["decisions"]["adopted"] == 2


def test_no_change_between_a_day_and_itself(process: Make) -> None:
    ledger = process(EVENTS, OTHERS)
    assert diff(ledger.at("230601"), ledger.at("230601"))["changes"] == []


def test_backwards_what_was_added_is_removed(process: Make) -> None:
    ledger = process(EVENTS, OTHERS)
    back = {one["record"]: one for one in diff(ledger.at("231231"), ledger.at("221231"))["changes"]}
    assert back["d"]["change"] == "removed"
    assert {one["change"] for one in back["1.1"]["events"]} == {"removed"}
    assert back["1.1"]["fields"][0] == {"field": "status", "from": "completed", "to": "ongoing", "why": "happened"}


def test_an_entry_that_is_dated_within_a_field_is_a_change_of_that_field(little: Make) -> None:
    ledger = little("""
== grants/g
title: G
years: [{year: 2022, amount: 1, source: list}, {year: 2023, amount: 2, source: list}]
source: list
""")
    (change,) = diff(ledger.at("221231"), ledger.at("231231"))["changes"]
    assert change["fields"] == [
        {"field": "years", "from": None, "to": {"year": 2023, "amount": 2, "source": "list"}, "why": "happened"}
    ]


DAYS = st.sampled_from(["210101", "210210", "220301", "221231", "230201", "230630", "231231", "240101"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(DAYS, DAYS, DAYS)
def test_two_diffs_in_a_row_tell_of_the_same_events_as_one(process: Make, a: str, b: str, c: str) -> None:
    ledger = process(EVENTS, OTHERS)
    first, middle, last = (ledger.at(day) for day in sorted([a, b, c]))

    def added(one: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[str]:
        return sorted(event["date"] for change in one["changes"] for event in change["events"])

    assert sorted(added(diff(first, middle)) + added(diff(middle, last))) == added(diff(first, last))


def test_a_field_changes_for_the_reason_of_the_event_that_set_it(process: Make) -> None:
    ledger = process("""
events:
  - {date: 2022-11-01/2023-02-01, kind: change, set: {priority: 2}, source: list}
  - {date: 2023-05-01, kind: change, set: {goal: Another.}, source: list}
""")
    (change,) = diff(ledger.at("221231"), ledger.at("231231"))["changes"]
    assert {one["field"]: one["why"] for one in change["fields"]} == {"priority": "settled", "goal": "happened"}


def test_a_decision_shows_the_status_that_it_had(little: Make) -> None:
    ledger = little("""
== decisions/d
title: A proposal
date: 2022-02-01
body: board
status: proposed
source: list
events:
  - {date: 2022-03-01/2023-01-15, kind: status, status: adopted, source: list}
""")
    (change,) = diff(ledger.at("221231"), ledger.at("231231"))["changes"]
    assert change["fields"] == [{"field": "status", "from": "proposed", "to": "adopted", "why": "settled"}]
    added = {one["record"]: one for one in diff(ledger.at("220131"), ledger.at("231231"))["changes"]}["d"]
    assert {"field": "status", "from": None, "to": "adopted"} in added["fields"]


def test_a_process_that_was_taken_in_is_added_with_its_status(process: Make) -> None:
    ledger = process("from: 2022-03-01\n")
    (change,) = diff(ledger.at("220101"), ledger.at("220601"))["changes"]
    assert (change["change"], change["why"]) == ("added", "happened")
    assert change["fields"][0] == {"field": "status", "from": None, "to": "planned", "why": "happened"}
