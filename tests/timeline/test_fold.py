from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plptool.checks.runner import check
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.model.events import Meeting
from plptool.model.plain import Data, entries, part
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.read.opening import open_ledger
from plptool.timeline.daily import chronicle
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import BASE, MakeLedger, write_ledger


def at(ledger: Ledger, day: str) -> ProcessState:
    return ledger.at(day).processes["1.1"]


def test_a_process_has_no_status_before_its_plan_is_adopted_and_is_planned_then(process: MakeLedger) -> None:
    ledger = process()
    assert at(ledger, "210209").status is None
    assert (at(ledger, "210210").status, at(ledger, "210210").since) == ("planned", date(2021, 2, 10))


def test_it_is_ongoing_from_its_first_held_meeting_and_then_what_status_events_say(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2021-03-01, kind: meeting, number: 1, booked: true, source: list}
  - {date: 2021-04-01, kind: meeting, number: 2, source: list}
  - {date: 2022-05-01, kind: status, status: paused, source: list}
  - {date: 2022-06-01, kind: meeting, number: 3, source: list}
  - {date: 2022-12-31, kind: status, status: completed, outcome: achieved, remaining: [A thing], source: list}
""")
    told = [
        (day, at(ledger, day).status, str(at(ledger, day).since)) for day in ("210301", "210401", "220601", "221231")
    ]
    assert told == [
        ("210301", "planned", "2021-02-10"),  # booked is not held
        ("210401", "ongoing", "2021-04-01"),
        ("220601", "paused", "2022-05-01"),  # a meeting does not end a pause
        ("221231", "completed", "2022-12-31"),
    ]
    assert at(ledger, "221231").outcome == "achieved"
    assert at(ledger, "221231").remaining == ("A thing",)


def test_to_repeat_the_status_in_force_confirms_it(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-12-31, kind: status, status: completed, outcome: achieved, source: list}
  - {date: 2023-12-31, kind: status, status: completed, source: list}
""")
    assert (at(ledger, "231231").since, at(ledger, "231231").outcome) == (date(2022, 12, 31), "achieved")


def test_a_change_event_sets_fields_from_its_day(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-03-01, kind: change, set: {lead: B, partners: [A]}, source: list}
""")
    assert at(ledger, "220228").fields["lead"] == "A"
    assert at(ledger, "220301").fields["lead"] == "B"
    assert at(ledger, "220301").fields["partners"] == ["A"]


def test_a_vague_date_takes_effect_on_the_last_day_that_it_can_mean(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022, kind: activity, activity: workshop, source: list}
  - {date: 2023/.., kind: activity, activity: training, source: list}
""")
    assert at(ledger, "221230").events == ()
    assert at(ledger, "221231").last_held == parse_when("2022")
    assert len(at(ledger, "991231").events) == 1  # an open end never takes effect


def test_counting_held_is_what_is_not_booked_in_any_series(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-01-10, kind: meeting, number: 1, source: list}
  - {date: 2022-01-11, kind: meeting, number: 1, series: internal, internal: A, source: list}
  - {date: 2022-01-12, kind: meeting, with: [B], source: list}
  - {date: 2022-01-13, kind: meeting, number: 2, booked: true, source: list}
  - {date: 2022-01-14, kind: meeting, number: 3, internal: A, booked: true, source: list}
""")
    process_ = at(ledger, "221231")
    assert [event.sort.value for event in process_.events if isinstance(event, Meeting)] == [
        "numbered",
        "internal",
        "other",
        "booked",
        "booked",
    ]
    assert len(process_.meetings()) == 3
    assert process_.last_held == parse_when("2022-01-12")


def test_what_was_expected_is_overdue_until_it_is_settled(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-01-10, kind: expected, due: 2022-06, text: A paper, source: list}
  - {date: 2022-01-10, kind: expected, due: 2022-01-10/.., text: Some day, source: list}
  - {date: 2022-09-01, kind: note, settles: 2022-06, text: Here it is, source: list}
""")
    dues = {day: [(one.due.text, one.overdue(ledger.at(day).day)) for one in ledger.at(day).expectations]
            for day in ("220109", "220630", "220701", "220901")}  # fmt: skip
    assert dues == {
        "220109": [],
        "220630": [("2022-06", False), ("2022-01-10/..", False)],
        "220701": [("2022-06", True), ("2022-01-10/..", False)],
        "220901": [("2022-01-10/..", False)],
    }


GATED = """
== assignments/task
title: A task
version: {number: 1, date: 2021-05-07, source: list}
responsible: {role: lead, source: list}
purpose: A purpose.
gates:
  - {title: First, due: 2022-06, text: A report., source: list}
  - {title: Second, due: 2023, written: next year, source: list}
  - {title: Whenever, source: list}
  - {title: Open, due: 2022/.., source: list}
source: list
"""


def dues(ledger: Ledger, day: str) -> list[tuple[str, bool]]:
    state = ledger.at(day)
    return [(one.due.text, one.overdue(state.day)) for one in state.expectations]


def test_a_gate_is_overdue_until_an_event_of_the_assignment_settles_it(little: MakeLedger) -> None:
    settled = "events:\n  - {date: 2022-09-01, kind: note, settles: 2022-06, text: Done, source: list}\n"
    ledger = little(BASE + GATED + settled)
    assert dues(ledger, "210506") == []  # before the version that has them
    assert dues(ledger, "210507") == dues(ledger, "220630") == [("2022-06", False), ("2023", False), ("2022/..", False)]
    assert dues(ledger, "220701") == [("2022-06", True), ("2023", False), ("2022/..", False)]
    assert dues(ledger, "220901") == [("2023", False), ("2022/..", False)]
    assert dues(ledger, "240101") == [("2023", True), ("2022/..", False)]
    assert [one.event.data["text"] for one in ledger.at("220701").expectations] == [
        "First: A report.",
        "Second",
        "Open",
    ]
    assert [one.rule for one in check(ledger)] == []


def test_of_two_gates_at_one_day_none_is_settled_and_of_none_nothing(little: MakeLedger) -> None:
    events = "events:\n  - {date: 2023-09-01, kind: activity, activity: workshop, settles: %s, source: list}\n"
    twice = GATED.replace("due: 2022-06", "due: 2023")
    ledger = little(BASE + twice + events % "2023")
    assert dues(ledger, "240101")[:2] == [("2023", True), ("2023", True)]
    assert [one.rule for one in check(ledger)] == ["PLP511"]
    named = twice.replace("title: First", "id: first, title: First").replace(
        "title: Second", "id: second, title: Second"
    )
    ledger = little(BASE + named + events % "second")
    assert [one.event.data["text"] for one in ledger.at("240101").expectations] == ["First: A report.", "Open"]
    assert [one.rule for one in check(ledger)] == []
    third = check(little(BASE + named + events % "third"))
    assert [(one.rule, one.value) for one in third] == [("PLP313", "third")]
    same = check(little(BASE + named.replace("second", "first") + events % "2022/.."))
    assert [(one.rule, one.value) for one in same] == [("PLP314", "first")]
    (finding,) = check(little(BASE + GATED + events % "2022-07"))
    assert (finding.rule, finding.hint and finding.hint.say()) == ("PLP508", "Allowed: 2022-06, 2022/.., 2023")


def test_a_withdrawn_assignment_waits_for_nothing_and_one_without_version_always_did(little: MakeLedger) -> None:
    assert dues(little(BASE + GATED + "withdrawn: {reason: A mistake., source: list}\n"), "240101") == []
    versionless = GATED.replace("version: {number: 1, date: 2021-05-07, source: list}\n", "")
    assert dues(little(BASE + versionless), "210101")[0] == ("2022-06", False)


def test_nothing_is_expected_of_a_process_before_it_was_taken_in(process: MakeLedger) -> None:
    ledger = process("""
from: 2022-03-01
events:
  - {date: 2022-01-10, kind: expected, due: 2022-06, text: A paper, source: list}
  - {date: 2022-01-10, kind: expected, due: 2022-02, text: Settled by then, source: list}
  - {date: 2022-02-10, kind: note, settles: 2022-02, text: Here it is, source: list}
""")
    assert [one.due.text for one in ledger.at("220228").expectations] == []
    assert [one.due.text for one in ledger.at("220301").expectations] == ["2022-06"]
    foreseen = chronicle(ledger, date(2023, 1, 1)).expectations
    assert [(one.day, one.due.text) for one in foreseen] == [(date(2022, 3, 1), "2022-06")]


def test_decisions_appear_by_their_date_and_events_change_their_status(little: MakeLedger) -> None:
    ledger = little("""
== decisions/d
title: A proposal
date: 2022-02-01
body: board
status: proposed
source: list
events:
  - {date: 2022-03-01, kind: status, status: adopted, source: list}
""")
    assert "d" not in ledger.at("220131").decisions
    assert ledger.at("220201").decisions["d"]["status"] == "proposed"
    assert ledger.at("220301").decisions["d"]["status"] == "adopted"


def test_later_facts_are_left_out_of_every_record(little: MakeLedger) -> None:
    ledger = little("""
== plans/plan
title: The plan
period: 2021/2023
decision: adoption
participants:
  - {organisation: A, source: list}
  - {organisation: B, from: 2021-08, source: list}
source: list
== grants/g
title: Grant
years:
  - {year: 2021, amount: 100, source: list}
  - {year: 2022, amount: 200, source: list}
source: list
""")
    state = ledger.at("211230")
    assert "years" not in state.records["grants"]["g"]
    assert [year["year"] for year in entries(ledger.at("211231").records["grants"]["g"], "years")] == [2021]
    early, late = (ledger.at(day).records["plans"]["plan"] for day in ("210830", "210831"))
    assert [participant["organisation"] for participant in entries(early, "participants")] == ["A"]
    assert len(entries(late, "participants")) == 2


def test_ids_sort_as_people_count() -> None:
    assert sorted(["2.10.1", "2.9.1", "2.2", "a10", "a9"], key=natural) == ["2.2", "2.9.1", "2.10.1", "a9", "a10"]


EVENTS: list[Data] = [
    {"date": "2021-05-01", "kind": "meeting", "number": 1, "source": "list"},
    {"date": "2022", "kind": "activity", "activity": "workshop", "source": "list"},
    {"date": "2022-12-31", "kind": "meeting", "number": 2, "source": "list"},
    {"date": "2022-12-31", "kind": "status", "status": "completed", "source": "list"},
    {"date": "/2022-12-31", "kind": "note", "text": "Something", "source": "list"},
    {"date": "2023-03-01", "kind": "change", "set": {"lead": "B"}, "source": "list"},
    {"date": "2023-03-01", "kind": "status", "status": "ongoing", "reason": "Again", "source": "list"},
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(EVENTS))
def test_the_order_in_the_file_never_matters(order: list[Data]) -> None:
    record = Record("1.1", Collection.PROCESSES, "p", {"events": order})
    reference = Record("1.1", Collection.PROCESSES, "p", {"events": EVENTS})
    assert [event.data for event in events_of(record)] == [event.data for event in events_of(reference)]


def test_nor_does_the_order_within_events_that_contradict_each_other(process: MakeLedger) -> None:
    texts = [
        "{date: 2022, kind: change, set: {goal: G, priority: 2}, source: [list, list#L1]}",
        "{source: [list#L1, list], set: {priority: 2, goal: G}, kind: change, date: 2022}",
    ]
    other = "{date: 2022, kind: change, set: {goal: H, priority: 3}, source: [list#L2, list]}"
    first, second = (at(process(f"events: [{text}, {other}]"), "221231").fields["goal"] for text in texts)
    turned = other.replace("list#L2, list", "list, list#L2")
    third = at(process(f"events: [{turned}, {texts[0]}]"), "221231").fields["goal"]
    assert first == second == third


def test_the_day_must_be_in_the_calendar(process: MakeLedger) -> None:
    from plptool.model.errors import UserError

    with pytest.raises(UserError):
        process().at("230231")


def test_a_process_that_was_taken_in_later_is_not_there_before(process: MakeLedger) -> None:
    ledger = process("from: 2022-03\nevents:\n  - {date: 2022-05-10, kind: meeting, number: 1, source: list}\n")
    assert "1.1" not in ledger.at("220330").processes
    assert "1.1" not in ledger.at("220330").records["processes"]
    assert (at(ledger, "220331").status, at(ledger, "220331").since) == ("planned", date(2022, 3, 31))
    assert at(ledger, "220510").status == "ongoing"


def test_a_field_that_a_change_has_set_stands_where_the_change_does(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-03-01, kind: change, set: {lead: B, partners: [A]}, source: paper}\n",
                     "== sources/paper\ntitle: Paper\ndate: 2023\n")  # fmt: skip
    source = part(at(ledger, "220301").fields, "source")
    assert (source["lead"], source["partners"], source["need"]) == ("paper", "paper", "list")
    assert at(ledger, "220228").fields["source"] == "list"


def test_a_process_that_names_no_plan_is_of_the_only_one(little: MakeLedger) -> None:
    ledger = little("== processes/1.1\nneed: A need.\nlead: A\nsource: list\n")
    assert (at(ledger, "210209").status, at(ledger, "210210").status, at(ledger, "210210").plan) == (
        None,
        "planned",
        "plan",
    )


def test_a_process_of_no_plan_waits_for_none(tmp_path: Path) -> None:
    text = """
== ledger
format: 2
title: A list
language: en
time-zone: UTC
== organisations/A
title: A
type: board
source: list
== sources/list
title: The list
date: 2023
== processes/1.1
need: A need.
lead: A
source: list
events:
  - {date: 2022-05-10, kind: meeting, number: 1, source: list}
"""
    ledger = open_ledger(write_ledger(tmp_path, text))
    assert (at(ledger, "220509").status, at(ledger, "220509").since) == ("planned", None)
    assert (at(ledger, "220510").status, at(ledger, "220510").since) == ("ongoing", date(2022, 5, 10))


def test_a_status_that_is_older_than_the_plan_holds_from_the_adoption_on(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2020-06-30, kind: status, status: completed, source: list}\n")
    state = at(ledger, "211231")
    assert (state.status, str(state.since)) == ("completed", "2021-02-10")
    assert all(one.end is None or one.start <= one.end for one in state.status_periods)


def test_a_moment_is_no_day(process: MakeLedger) -> None:
    with pytest.raises(UserError, match="is not a day"):
        process().at(datetime(2023, 12, 31, 12, tzinfo=UTC))
