import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plptool.cli.main import main
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.i18n import translator
from plptool.model.records import Point, Record
from plptool.read.opening import open_ledger
from plptool.render import diff as differences
from plptool.render import json_diff
from plptool.render.text import Screen, text
from plptool.timeline.changes import Diff, FieldChange, RecordChange
from plptool.timeline.diff import diff, select, stat
from plptool.timeline.ledger import Ledger, State
from tests.support.answers import data_of
from tests.support.changes import DERIVED, applied, essences, what_stood
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, PROCESS, MakeLedger, write_ledger
from tests.support.thorough import thorough

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


def test_a_year_in_the_plan(process: MakeLedger) -> None:
    ledger = process(EVENTS, OTHERS)
    found = diff(ledger.at("221231"), ledger.at("231231"))
    process_change, decision_change = found.changes
    assert (process_change.record, decision_change.record) == ("1.1", "d")
    assert process_change.fields == (
        FieldChange(("status",), "ongoing", "completed", "happened"),
        FieldChange(("priority",), 1, 2, "happened"),
    )
    assert [
        (change.change, change.why, change.event.data.get("text", change.event.kind))
        for change in process_change.events
    ] == [
        ("added", "settled", "Two"),  # it may have been in 2022
        ("added", "settled", "Three"),  # it may have been at any time
        ("added", "happened", "change"),
        ("added", "happened", "status"),
    ]
    assert (decision_change.change, decision_change.why) == ("added", "happened")
    assert found.before.processes.completed == 0
    assert found.after.processes.completed == 1
    assert found.after.decisions.adopted == 2


def test_no_change_between_a_day_and_itself(process: MakeLedger) -> None:
    ledger = process(EVENTS, OTHERS)
    assert diff(ledger.at("230601"), ledger.at("230601")).changes == ()


def test_what_a_word_of_the_plan_says_is_corrected_and_so_is_the_status_by_it(little: MakeLedger) -> None:
    says = """
== plans/words
title: Another plan
period: 2021/2023
outcomes:
  odd: {status: STATUS, text: Considered odd., source: list}
source: list

== processes/w
plan: words
need: A need.
source: list
events:
  - {date: 2022-03-01, kind: report, outcome: odd, source: list}
"""
    before = little(says.replace("STATUS", "cancelled")).at("231231")
    after = little(says.replace("STATUS", "completed")).at("231231")
    found = diff(before, after)
    (of_process,) = (change for change in found.changes if change.record == "w")
    assert of_process.fields == (FieldChange(("status",), "cancelled", "completed", "corrected"),)
    assert (found.after.processes.completed, found.after.processes.cancelled) == (1, 0)


def test_backwards_what_was_added_is_removed(process: MakeLedger) -> None:
    ledger = process(EVENTS, OTHERS)
    back = {change.record: change for change in diff(ledger.at("231231"), ledger.at("221231")).changes}
    assert back["d"].change == "removed"
    assert {event.change for event in back["1.1"].events} == {"removed"}
    assert back["1.1"].status == FieldChange(("status",), "completed", "ongoing", "happened")


def test_an_entry_that_is_dated_within_a_field_is_a_change_of_that_field(little: MakeLedger) -> None:
    ledger = little("""
== grants/g
title: G
years: [{year: 2022, amount: 1, source: list}, {year: 2023, amount: 2, source: list}]
source: list
""")
    (change,) = diff(ledger.at("221231"), ledger.at("231231")).changes
    assert change.fields == (FieldChange(("years",), None, {"year": 2023, "amount": 2, "source": "list"}, "happened"),)


DAYS = st.sampled_from(["210101", "210210", "220301", "221231", "230201", "230630", "231231", "240101"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(DAYS, DAYS, DAYS)
def test_two_diffs_in_a_row_tell_of_the_same_events_as_one(process: MakeLedger, a: str, b: str, c: str) -> None:
    ledger = process(EVENTS, OTHERS)
    first, middle, last = (ledger.at(day) for day in sorted([a, b, c]))

    def added(found: Diff) -> list[str]:
        return sorted(event.event.when.text for change in found.changes for event in change.events)

    assert sorted(added(diff(first, middle)) + added(diff(middle, last))) == added(diff(first, last))


def test_a_field_changes_for_the_reason_of_the_event_that_set_it(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-11-01/2023-02-01, kind: change, set: {priority: 2}, source: list}
  - {date: 2023-05-01, kind: change, set: {goal: Another.}, source: list}
""")
    (change,) = diff(ledger.at("221231"), ledger.at("231231")).changes
    assert {field.name: field.why for field in change.fields} == {"priority": "settled", "goal": "happened"}


def test_a_decision_shows_the_status_that_it_had(little: MakeLedger) -> None:
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
    (change,) = diff(ledger.at("221231"), ledger.at("231231")).changes
    assert change.fields == (FieldChange(("status",), "proposed", "adopted", "settled"),)
    (added,) = diff(ledger.at("220131"), ledger.at("231231")).changes
    assert added.status == FieldChange(("status",), None, "adopted", None)


def test_a_process_that_was_taken_in_is_added_with_its_status(process: MakeLedger) -> None:
    ledger = process("from: 2022-03-01\n")
    (change,) = diff(ledger.at("220101"), ledger.at("220601")).changes
    assert (change.change, change.why) == ("added", "happened")
    assert change.fields[0] == FieldChange(("status",), None, "planned", "happened")


# Two revisions: what each says of 1.1, beside the base. A change is told as `field: why` or `kind date: why`.

MEETING = "{date: 2022-03-01, kind: meeting, number: 1, source: list}"
LATER = "{date: 2023-03-01, kind: meeting, number: 2, source: list}"
VAGUE = "{date: 2022-11-01/2023-02-01, kind: note, text: A, source: list}"
DONE = "{date: 2022-11-30, kind: status, status: completed, source: list}"
PAUSED = "{date: 2022-11-30, kind: status, status: paused, source: list}"
SET = "{date: 2022-06-01, kind: change, set: {priority: 2}, source: list}"
SET_LATER = "{date: 2023-06-01, kind: change, set: {priority: 3}, source: list}"


@pytest.fixture
def two(tmp_path: Path) -> Callable[[str, str], tuple[Ledger, Ledger]]:
    """Two ledgers that stand for two revisions: the base, and on top of it what is given for each."""

    def make(old: str, new: str) -> tuple[Ledger, Ledger]:
        folders = tmp_path / "old", tmp_path / "new"
        for folder, records in zip(folders, (old, new), strict=True):
            write_ledger(folder, BASE + records)
        first, second = (open_ledger(folder) for folder in folders)
        assert not first.faults + second.faults
        return first, second

    return make


Two = Callable[[str, str], tuple[Ledger, Ledger]]


def told_by_record(old: State, new: State, since: date | None = None) -> dict[str, list[str]]:
    return {change.record: list(lines(change)) for change in diff(old, new, since).changes}


def lines(change: RecordChange) -> Iterator[str]:
    if change.why:
        yield f"{change.change}: {change.why}"
    for field in change.fields:
        if field.why:
            yield f"{field.name}: {field.why}"
    for event in change.events:
        yield f"{event.change} {event.event.kind} {event.event.when.text}: {event.why}"


def of(*events: str, fields: str = "") -> str:
    return PROCESS + fields + ("events:\n" + "".join(f"  - {event}\n" for event in events) if events else "")


@pytest.mark.parametrize(
    ("old", "new", "days", "expected"),
    [
        # events that both know
        (of(MEETING, LATER), of(MEETING, LATER), "221231 231231", ["added meeting 2023-03-01: happened"]),
        (of(MEETING, VAGUE), of(MEETING, VAGUE), "221231 231231", ["added note 2022-11-01/2023-02-01: settled"]),
        (of(MEETING, LATER), of(MEETING, LATER), "221231 221231", []),  # it is to come at both
        # events that only TO knows
        (of(MEETING), of(MEETING, LATER), "221231 231231", ["added meeting 2023-03-01: happened"]),
        (of(MEETING), of(MEETING, VAGUE), "221231 231231", ["added note 2022-11-01/2023-02-01: settled"]),
        (of(MEETING), of(MEETING, LATER), "231231 231231", ["added meeting 2023-03-01: late"]),
        (of(MEETING), of(MEETING, VAGUE), "230201 231231", ["added note 2022-11-01/2023-02-01: late"]),
        # events that only FROM knows
        (of(MEETING, LATER), of(MEETING), "231231 231231", ["removed meeting 2023-03-01: corrected"]),
        (of(MEETING, LATER), of(MEETING), "231231 240101", ["removed meeting 2023-03-01: corrected"]),
        (of(MEETING, LATER), of(MEETING), "221231 231231", []),
        # events that are another
        (of(MEETING, LATER), of(MEETING, LATER.replace("list", "list#L1")), "231231 231231", ["changed meeting 2023-03-01: corrected"]),
        (of(MEETING, LATER), of(MEETING, LATER.replace("03-01", "04-01")), "231231 231231", ["changed meeting 2023-04-01: corrected"]),
        (of(MEETING, LATER), of(MEETING, LATER.replace("2023", "2024")), "231231 231231", ["removed meeting 2023-03-01: corrected"]),
        (of(MEETING, LATER), of(MEETING, LATER.replace("2023", "2022")), "221231 221231", ["added meeting 2022-03-01: corrected"]),
        (of(MEETING, LATER), of(MEETING, LATER.replace("-03-", "-05-")), "221231 231231", ["added meeting 2023-05-01: happened"]),
        # fields
        (of(), of().replace("priority: 1", "priority: 2"), "221231 231231", ["priority: corrected"]),
        (of().replace("priority: 1\n", ""), of(), "221231 231231", ["priority: late"]),
        (of(), of().replace("priority: 1\n", ""), "221231 231231", ["priority: corrected"]),
        (of(), of().replace("source: list", "source: list#L1"), "221231 231231", ["source: corrected"]),
        (of(), of(fields="listed: {list: 1}\n"), "221231 231231", ["listed: late"]),
        (of(fields="listed: {list: 1}\n"), of(fields="listed: {list: 2}\n"), "221231 231231", ["listed.list: corrected"]),
        (of(SET), of(SET), "220101 221231", ["priority: happened", "added change 2022-06-01: happened"]),
        (of(), of(SET), "221231 231231", ["priority: late", "added change 2022-06-01: late"]),
        (of(SET), of(), "221231 231231", ["priority: corrected", "removed change 2022-06-01: corrected"]),
        (of(SET), of(SET.replace("2}", "3}")), "221231 231231", ["priority: corrected", "changed change 2022-06-01: corrected"]),
        (of(), of(SET, SET_LATER), "221231 231231",
         ["priority: happened", "added change 2022-06-01: late", "added change 2023-06-01: happened"]),
        (of(SET), of(SET).replace("priority: 1", "priority: 3"), "220101 231231", ["priority: happened", "added change 2022-06-01: happened"]),
        # status, and what goes with it
        (of(MEETING), of(MEETING, DONE), "221231 231231", ["status: late", "added status 2022-11-30: late"]),
        (of(MEETING, DONE), of(MEETING, DONE), "220601 231231", ["status: happened", "added status 2022-11-30: happened"]),
        (of(MEETING, DONE), of(MEETING, PAUSED), "221231 231231", ["status: corrected", "changed status 2022-11-30: corrected"]),
        (of(MEETING, DONE), of(MEETING, LATER), "221231 231231",
         ["status: corrected", "removed status 2022-11-30: corrected", "added meeting 2023-03-01: happened"]),
        (of(), of(MEETING), "221231 231231", ["status: late", "added meeting 2022-03-01: late"]),
        (of(MEETING), of(), "221231 231231", ["status: corrected", "removed meeting 2022-03-01: corrected"]),
        (of(DONE), of(DONE.replace("completed,", "completed, outcome: achieved,")), "221231 231231",
         ["outcome: corrected", "changed status 2022-11-30: corrected"]),
        (of(DONE), of(DONE, DONE.replace("2022-11-30", "2023-05-01").replace("completed,", "completed, remaining: [A], ")), "221231 231231",
         ["remaining: happened", "added status 2023-05-01: happened"]),
    ],
)  # fmt: skip
def test_why(two: Two, old: str, new: str, days: str, expected: list[str]) -> None:
    first, second = two(old, new)
    start, end = days.split()
    assert told_by_record(first.at(start), second.at(end)).get("1.1", []) == expected


GRANT = "\n== grants/g\ntitle: G\nyears: [{year: 2022, amount: 1, source: list}]\nsource: list\n"


@pytest.mark.parametrize(
    ("old", "new", "days", "record", "expected"),
    [
        # records that are added
        ("", of(), "221231 231231", "1.1", ["added: late", "status: late"]),
        ("", of(LATER), "221231 231231", "1.1", ["added: late", "status: happened", "added meeting 2023-03-01: happened"]),
        ("", of(fields="from: 2022-03-01\n"), "221231 231231", "1.1", ["added: late", "status: late"]),
        ("", of(fields="from: 2023-03-01\n"), "221231 231231", "1.1", ["added: happened", "status: happened"]),
        ("", OTHERS, "221231 231231", "d", ["added: happened"]),
        ("", OTHERS, "231231 231231", "d", ["added: late"]),
        ("", OTHERS.replace("2023-05-01", "2022/2023"), "221231 231231", "d", ["added: settled"]),
        (OTHERS, OTHERS, "221231 231231", "d", ["added: happened"]),
        (OTHERS, OTHERS.replace("2023", "2022"), "221231 231231", "d", ["added: corrected"]),
        ("", GRANT, "221231 231231", "g", ["added: late"]),
        # and removed
        (of(), "", "221231 231231", "1.1", ["removed: corrected", "status: corrected"]),
        (OTHERS, "", "231231 231231", "d", ["removed: corrected"]),
        (OTHERS, OTHERS.replace("2023", "2024"), "231231 231231", "d", ["removed: corrected"]),
        # entries of lists
        (GRANT, GRANT.replace("amount: 1", "amount: 2"), "231231 231231", "g", ["years: corrected"]),
        (GRANT, GRANT.replace("]", ", {year: 2023, amount: 1, source: list}]"), "221231 231231", "g", ["years: happened"]),
        (GRANT, GRANT.replace("]", ", {year: 2021, amount: 1, source: list}]"), "221231 231231", "g", ["years: late"]),
        (GRANT.replace("2022", "2023"), GRANT.replace("2022", "2023"), "230601 231231", "g", ["years: settled"]),
        # a decision's own status
        (OTHERS, OTHERS.replace("adopted", "proposed"), "231231 231231", "d", ["status: corrected"]),
        (OTHERS, OTHERS + "events: [{date: 2023-06-01, kind: status, status: withdrawn, source: list}]\n", "231231 231231", "d",
         ["status: late", "added status 2023-06-01: late"]),
        # the plan's adoption moves its processes
        (of(), of() + "\n== decisions/adoption\ntitle: Adopts the plan\ndate: 2022-02-10\nbody: board\nstatus: adopted\nconcerns: [plan]\nsource: list\n",
         "211231 211231", "1.1", ["status: corrected"]),
        # backwards, what only comes later has happened, whatever TO knows of it
        (OTHERS, "", "231231 221231", "d", ["removed: happened"]),
        (of(MEETING, LATER), of(MEETING), "231231 221231", "1.1", ["removed meeting 2023-03-01: happened"]),
        (of(MEETING, LATER), of(), "231231 221231", "1.1",
         ["status: corrected", "removed meeting 2022-03-01: corrected", "removed meeting 2023-03-01: happened"]),
    ],
)  # fmt: skip
def test_why_of_records_and_entries(two: Two, old: str, new: str, days: str, record: str, expected: list[str]) -> None:
    first, second = two(old, new)
    start, end = days.split()
    assert told_by_record(first.at(start), second.at(end)).get(record, []) == expected


def test_what_stands_beside_the_facts_differs_between_revisions_and_never_between_dates(two: Two) -> None:
    beside = """
discrepancies:
  - {field: goal, claims: [{value: A goal., source: list}, {value: Another., source: list}], reason: A.}
known:
  - {rule: PLP502, value: 2, reason: B., source: list}
"""
    first, second = two(of(MEETING), of(MEETING, fields=beside.lstrip()))
    assert told_by_record(first.at("221231"), second.at("221231")) == {"1.1": ["discrepancies: late", "known: late"]}
    assert told_by_record(second.at("210101"), second.at("231231"))["1.1"] == [
        "status: happened",
        "added meeting 2022-03-01: happened",
    ]


def test_the_day_of_the_commit_parts_what_happened_from_what_was_learned(two: Two) -> None:
    first, second = two(of(MEETING), of(MEETING, LATER, SET_LATER))
    assert told_by_record(first.at("231231"), second.at("231231"), date(2023, 4, 1))["1.1"] == [
        "priority: happened", "added meeting 2023-03-01: late", "added change 2023-06-01: happened"]  # fmt: skip


def test_a_changed_note_is_one_change(two: Two) -> None:
    first, second = two(of(VAGUE), of(VAGUE.replace("text: A", "text: B")))
    (change,) = diff(first.at("231231"), second.at("231231")).changes
    (event,) = change.events
    assert event.before
    assert event.after
    assert (event.before.data["text"], event.after.data["text"]) == ("A", "B")


def test_order_and_writing_are_no_change(two: Two) -> None:
    shuffled = "\n".join(reversed(PROCESS.strip().split("\n")[1:]))
    first, second = two(
        of(MEETING, LATER), f"\n== processes/1.1\nevents: [{LATER}, {MEETING}]\n{shuffled}\n# a comment\n"
    )
    assert told_by_record(first.at("231231"), second.at("231231")) == {}


# Renamed and withdrawn


def with_fields(ledger: Ledger, key: str, **fields: Any) -> Ledger:
    """The ledger with a record's data another; `id` gives it another name."""
    records = [
        Record(str(fields.get("id", key)), one.collection, one.path, {**one.data, **fields}) if one.id == key else one
        for one in ledger.records.values()
    ]
    return Ledger(ledger.tree, ledger.manifest, records, [], set())


@pytest.mark.parametrize("formerly", ["1.1", ["0.9", "1.1"], None])
def test_a_renamed_record_is_the_same_record(process: MakeLedger, formerly: Any) -> None:
    old = process(f"events: [{MEETING}]")
    new = with_fields(old, "1.1", id="1.2", **({"formerly": formerly, "goal": "Another."} if formerly else {}))
    (change,) = diff(old.at("231231"), new.at("231231")).changes
    assert (change.record, change.change, change.why, change.formerly) == ("1.2", "changed", "corrected", "1.1")
    assert change.events == ()
    assert [field.name for field in change.fields] == (["goal"] if formerly else [])
    (back,) = diff(new.at("231231"), old.at("231231")).changes
    assert (back.record, back.formerly) == ("1.1", "1.2")


def test_a_withdrawn_record_is_gone_with_its_reason(process: MakeLedger) -> None:
    old = process(f"events: [{MEETING}]")
    new = with_fields(old, "1.1", withdrawn={"reason": "Counted twice.", "source": "list"})
    (change,) = diff(old.at("231231"), new.at("231231")).changes
    assert (change.change, change.why) == ("removed", "corrected")
    assert change.withdrawn == {"reason": "Counted twice.", "source": "list"}
    assert diff(new.at("231231"), new.at("231231")).changes == ()
    (back,) = diff(new.at("231231"), old.at("231231")).changes
    assert (back.change, back.why, back.withdrawn) == ("added", "corrected", None)


# Parts of it


def ids(found: Diff) -> list[str]:
    return [change.record for change in found.changes]


def test_only_some_records(two: Two) -> None:
    first, second = two(of(), of(MEETING) + OTHERS)
    old, new = first.at("231231"), second.at("231231")
    found = diff(old, new)
    assert ids(select(found, old, new, records=["d"])) == ["d"]
    assert ids(select(found, old, new, org="board")) == ["d"]
    partner = select(found, old, new, org="B")
    assert ids(partner) == ["1.1"]
    assert partner.after.processes.total == 1
    assert select(found, old, new, org="board").after.processes.total == 0
    with pytest.raises(UserError, match=r"there is no record '1\.2'.*1\.1"):
        select(found, old, new, records=["1.2"])
    with pytest.raises(UserError, match="there is no organisation 'C'"):
        select(found, old, new, org="C")


def test_an_organisation_that_left_is_told_of_its_former_process(two: Two) -> None:
    first, second = two(of(), of().replace("partners: [B]\n", ""))
    old, new = first.at("231231"), second.at("231231")
    assert ids(select(diff(old, new), old, new, org="B")) == ["1.1"]


def test_the_count_of_changes(two: Two) -> None:
    first, second = two(of(MEETING), of(MEETING, LATER, DONE).replace("priority: 1", "priority: 2") + OTHERS)
    found = diff(first.at("221231"), second.at("231231"))
    assert data_of(json_diff.StatShape.of(found, stat(found.changes))) == {
        "since": "2022-12-31",
        "stat": [
            {"collection": "processes", "record": "1.1", "change": "changed", "happened": 1, "settled": 0, "late": 2, "corrected": 1},
            {"collection": "decisions", "record": "d", "change": "added", "happened": 1, "settled": 0, "late": 0, "corrected": 0},
        ],
        "sum": {"happened": 2, "settled": 0, "late": 2, "corrected": 1},
    }  # fmt: skip


# Whatever the two revisions and dates: what differs, applied to the one, gives the other

WHEN = st.sampled_from(
    ["2022-03-01", "2022-05", "2022", "2022-11-01/2023-02-01", "/2023-06-30", "2023-05-01", "2023/.."]
)
CITED = st.lists(st.sampled_from(["list", "list#L1", "list#L2"]), min_size=1, max_size=2, unique=True)
SAID = st.sampled_from(["A", "B"])


def an_event(kind: str, required: dict[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"date": WHEN, "kind": st.just(kind), "source": CITED, **required}, optional=optional)


EVENT = st.one_of(
    an_event("meeting", {}, number=st.integers(1, 3), booked=st.just(True)),
    an_event("note", {"text": SAID}),
    an_event("status", {"status": st.sampled_from(["paused", "completed"])}, remaining=st.just(["A"])),
    an_event("change", {"set": st.fixed_dictionaries({}, optional={"priority": st.integers(1, 3), "goal": SAID})}),
)
FIELDS = st.fixed_dictionaries(
    {"plan": st.just("plan"), "need": SAID, "lead": st.just("A"), "source": CITED},
    optional={"priority": st.integers(1, 2), "listed": st.dictionaries(SAID, st.integers(1, 2), min_size=1), "from": WHEN,
              "goal": SAID, "known": st.lists(st.fixed_dictionaries({"rule": SAID, "reason": SAID}), min_size=1, max_size=2),
              "formerly": st.sampled_from(["1.1", "1.2"]), "withdrawn": st.just({"reason": "A", "source": "list"})},
)  # fmt: skip
A_PROCESS = st.builds(lambda fields, events: {**fields, "events": events}, FIELDS, st.lists(EVENT, max_size=4))
YEARS = st.lists(
    st.fixed_dictionaries({"year": st.integers(2021, 2023), "amount": st.integers(1, 2)}), min_size=1, max_size=3
)
A_GRANT = st.fixed_dictionaries({"title": SAID, "years": YEARS, "source": CITED})
REVISION = st.tuples(
    st.dictionaries(st.sampled_from(["1.1", "1.2", "1.3"]), A_PROCESS), st.dictionaries(st.just("g"), A_GRANT)
)
Revision = tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]


def revision(base: Ledger, held: Revision, random: Any = None) -> Ledger:
    """A ledger of these processes and grants beside the base's records; `random` shuffles all that says nothing."""

    def data(key: str, given: dict[str, Any]) -> dict[str, Any]:
        items = list({"id": key, **given}.items())
        if random:
            random.shuffle(items)
            items = [(name, random.sample(value, len(value)) if name in ("events", "years", "source") else value)
                     for name, value in items]  # fmt: skip
        return dict(items)

    records = [Record(key, Collection.PROCESSES, key, data(key, one)) for key, one in held[0].items()]
    records += [Record(key, Collection.GRANTS, key, data(key, one)) for key, one in held[1].items()]
    if random:
        random.shuffle(records)
    return Ledger(base.tree, base.manifest, [*base.records.values(), *records], [], set())


@pytest.fixture(scope="module")
def base_ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return open_ledger(write_ledger(tmp_path_factory.mktemp("base"), BASE))


@thorough
@settings(max_examples=50)
@given(REVISION, REVISION, DAYS, DAYS, st.randoms())
def test_what_differs_turns_the_one_into_the_other(
    base_ledger: Ledger, first: Revision, second: Revision, start: str, end: str, random: Any
) -> None:
    old, new = revision(base_ledger, first).at(start), revision(base_ledger, second).at(end)
    found = diff(old, new)
    changes = found.changes
    renewed = {change.record: ("known",) for change in changes if change.change == "added"}
    before, after = applied(what_stood(old), changes), what_stood(new)
    assert before.keys() == after.keys()
    for key in after:
        assert essences({key: before[key]}, renewed.get(key, ())) == essences({key: after[key]}, renewed.get(key, ()))
    for change in changes:
        process = new.processes.get(change.record)
        if process and change.collection == "processes" and change.change != "removed":
            for field in change.fields:
                if field.name in DERIVED:
                    value = getattr(process, field.name) or None
                    assert field.after == (list(value) if isinstance(value, tuple) else value)
    assert diff(old, old).changes == ()
    # The order of keys, events, citations and files says nothing.
    again = diff(revision(base_ledger, first, random).at(start), revision(base_ledger, second, random).at(end))
    assert stat(again.changes) == stat(changes)
    assert diff(old, revision(base_ledger, first, random).at(start)).changes == ()


# What a program reads


def test_data_has_the_shape_that_is_documented(two: Two) -> None:
    first, second = two(
        of(MEETING, LATER, DONE),
        of(MEETING.replace("list", "list#L1"), LATER).replace("priority: 1", "priority: 2") + OTHERS,
    )
    old, new = first.at("221231"), with_fields(second, "1.1", id="1.2", formerly="1.1").at("231231")
    data = data_of(json_diff.DiffShape.of(diff(old, new)))
    assert list(data) == ["since", "changes", "totals"]
    assert data["since"] == "2022-12-31"
    assert [data["totals"][side]["meetings"]["held"] for side in ("from", "to")] == [1, 2]
    assert data["totals"]["to"]["decisions"] == {
        "adopted": 2, "appealed": 0, "final": 0, "proposed": 0, "planned": 0, "referred-to": 0, "withdrawn": 0,
        "referred-back": 0, "tabled": 0, "noted": 0, "rejected": 0, "lapsed": 0, "quashed": 0,
        "years": [{"year": 2021, "count": 1, "unsure": 0}, {"year": 2023, "count": 1, "unsure": 0}]}  # fmt: skip
    process, decision = data["changes"]
    meeting = {"date": "2022-03-01", "kind": "meeting", "number": 1, "source": "list"}
    assert process == {
        "collection": "processes", "record": "1.2", "change": "changed", "why": "corrected", "formerly": "1.1",
        "fields": [
            {"field": "status", "from": "completed", "to": "ongoing", "why": "corrected"},
            {"field": "priority", "from": 1, "to": 2, "why": "corrected"},
        ],
        "events": [
            {"change": "changed", "why": "corrected", "from": meeting, "to": {**meeting, "source": "list#L1"}},
            {"change": "removed", "why": "corrected", "date": "2022-11-30", "kind": "status", "status": "completed", "source": "list"},
            {"change": "added", "why": "happened", "date": "2023-03-01", "kind": "meeting", "number": 2, "source": "list"},
        ],
    }  # fmt: skip
    assert {name: value for name, value in decision.items() if name != "fields"} == {
        "collection": "decisions", "record": "d", "change": "added", "why": "happened", "events": []}  # fmt: skip
    assert {"field": "date", "from": None, "to": "2023-05-01"} in decision["fields"]


# What a reader sees


def page(old: Ledger, new: Ledger, days: str, language: str) -> str:
    first, last = (ledger.at(day) for ledger, day in zip((old, new), days.split(), strict=True))
    points = differences.Points(Point(str(first.day), "1" * 40), Point(str(last.day)))
    titles = {
        key: str(one.data.get("need") or one.data.get("title")) for key, one in (old.records | new.records).items()
    }
    return text(differences.page(points, diff(first, last), titles, translator(language)), Screen())


def test_what_happened_comes_first_then_what_was_learned_then_what_was_corrected(two: Two) -> None:
    long = "We did this and that and much besides in many places and with many people, as was agreed in"
    note = f"{{date: 2022-05-01, kind: note, text: '{long} April', source: list}}"
    first, second = two(
        of(MEETING, note, PAUSED),
        of(MEETING, note.replace("April", "May"), SET, LATER).replace("A goal.", "Another.").replace("list\n", "list#L1\n", 1)
        + "\n== decisions/e\ntitle: E\ndate: 2022-05-01\nbody: board\nstatus: adopted\nsource: list\n"
        + OTHERS,
    )  # fmt: skip
    assert (
        page(first, second, "221231 231231", "en")
        == """\
From 2022-12-31 (revision 111111111111) to 2023-12-31 (work tree)
=================================================================
Commits: 1111111111111111111111111111111111111111
Processes completed: 0; paused: 0; begun or resumed: 0; meetings held: 1;
decisions adopted: 1; learned later: 3; corrected: 5.
total                 before  after
Processes completed        0      0
Processes continuing       1      1
  of which paused          1      0
  of which not begun       0      0
Meetings held              1      2
Decisions adopted          1      3
  of 2022                  0      1
  of 2023                  0      1

Processes
id   need     meetings
1.1  A need.         1

Decisions
date        body   status   decision
2023-05-01  board  adopted  D

Learned later: it held by 2022-12-31 and was recorded since
id   what                 says
1.1  priority             1 → 2
     2022-06-01           Changed: priority: 2
e    added to the ledger  E

Corrected: what was recorded is another, or no more
id   what               says
1.1  status             paused → ongoing
     goal               A goal. → Another.
     2022-05-01 note    text: … April → … May
     2022-11-30 status  no longer there: Status: paused
     source             list → list L1
"""
    )


def test_a_rename_and_a_withdrawal_are_told_of(process: MakeLedger) -> None:
    old = process("events: []", OTHERS)
    new = with_fields(with_fields(old, "1.1", id="1.2"), "d", withdrawn={"reason": "Never decided.", "source": "list"})
    said = page(old, new, "231231 231231", "en")
    assert "1.2  id         1.1 → 1.2\n" in said
    assert "d    withdrawn  D. reason: Never decided.\n" in said
    assert "1.2  id          1.1 → 1.2\n" in page(old, new, "231231 231231", "sv")


def test_a_record_that_is_broken_on_one_side_neither_came_nor_went(two: Two, tmp_path: Path) -> None:
    first, _ = two(of(), of())
    (tmp_path / "new" / "ledger" / "processes" / "1.1.yaml").write_text("id: 1.1\nneed: [", encoding="utf-8")
    second = open_ledger(tmp_path / "new")
    assert (
        told_by_record(first.at("231231"), second.at("231231"))
        == told_by_record(second.at("231231"), first.at("231231"))
        == {}
    )


# Real revisions


@pytest.mark.usefixtures("git_home")
def test_two_revisions_of_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = init(tmp_path / "plan")
    first = commit_ledger(folder, BASE + of(MEETING), day="2023-04-01T12:00")
    commit_ledger(folder, of(MEETING, LATER, SET_LATER).replace("A need.", "Another."), day="2023-09-01T12:00")

    def answer(*arguments: str) -> dict[str, Any]:
        with pytest.raises(SystemExit) as done:
            main(["-C", str(folder), "diff", *arguments, "--format", "json"])
        assert done.value.code in (0, None)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    # FROM's date is that of its commit where it has none: the meeting was learned of late, the change had not happened.
    found = answer("@HEAD~1", "@")
    assert (found["since"], found["from"]["revision"]) == ("2023-04-01", first)
    whys = {one["kind"]: one["why"] for one in found["changes"][0]["events"]}
    assert whys == {"meeting": "late", "change": "happened"}
    assert [(one["field"], one["why"]) for one in found["changes"][0]["fields"]] == [
        ("need", "corrected"), ("priority", "happened")]  # fmt: skip
    assert answer("231231@HEAD~1", "231231@")["since"] == "2023-12-31"
    assert answer("@", "@")["changes"] == answer("@")["changes"] == []
