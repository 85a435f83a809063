"""What a record says twice, or in two ways; and what looks so and is right."""

from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.github.annotations import github
from plptool.model.findings import Finding
from plptool.model.i18n import LANGUAGES, translator
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from tests.support.findings import rules_and_values
from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger

OTHER = PROCESS.replace("1.1", "1.2")


def found(tmp_path: Path, text: str) -> list[tuple[str, str | None]]:
    """What both ways to validate find, which is the same; but for what the documents leave unsaid."""
    root = write_ledger(tmp_path, text)
    findings = check(open_ledger(root))
    assert validate(WorkTree(root)).findings == findings
    return [(rule, value) for rule, value in rules_and_values(findings) if rule != "PLP609"]


def events(*lines: str) -> str:
    return PROCESS + "events:\n" + "".join(f"  - {{{line}, source: list}}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # two changes of one field on one day, whatever they say
        (("date: 2022-03-01, kind: change, set: {priority: 2}", "date: 2022-03-01, kind: change, set: {priority: 3}"),
         [("PLP509", "2022-03-01 priority")]),
        (("date: 2022-03, kind: change, set: {priority: 2}", "date: 2022-03-31, kind: change, set: {priority: 3}"),
         [("PLP509", "2022-03-31 priority")]),
        (("date: 2022-03-01, kind: change, set: {priority: 2, goal: More.}",
          "date: 2022-03-01, kind: change, set: {goal: Less.}"), [("PLP509", "2022-03-01 goal")]),
        (("date: 2022-03-01, kind: change, set: {priority: 2}", "date: 2022-03-01, kind: change, set: {goal: More.}"), []),
        (("date: 2022-03-01, kind: change, set: {priority: 2}", "date: 2022-03-02, kind: change, set: {priority: 3}"), []),
        # what is set is all of a list; an entry comes or goes once a day, and others may
        (("date: 2022-03-01, kind: change, set: {partners: [board]}", "date: 2022-03-01, kind: change, remove: {partners: [board]}"),
         [("PLP509", "2022-03-01 partners")]),
        (("date: 2022-03-01, kind: change, add: {partners: [board]}, remove: {partners: [board]}",),
         [("PLP509", "2022-03-01 partners")]),
        (("date: 2022-03-01, kind: change, remove: {partners: [B]}", "date: 2022-03-01, kind: change, remove: {partners: [B]}, reason: So."),
         [("PLP510", "2022-03-01 change")]),
        (("date: 2022-03-01, kind: change, add: {partners: [board]}", "date: 2022-03-01, kind: change, remove: {partners: [B]}"), []),
        # what is there is not added, and what is not there is not removed
        (("date: 2022-03-01, kind: change, add: {partners: [B]}",), [("PLP510", "2022-03-01 partners 1")]),
        (("date: 2022-03-01, kind: change, remove: {partners: [board, B]}",), [("PLP510", "2022-03-01 partners 1")]),
        (("date: 2022-03-01, kind: change, remove: {partners: [B]}", "date: 2022-04-01, kind: change, add: {partners: [B]}",
          "date: 2022-05-01, kind: change, add: {partners: [B]}"), [("PLP510", "2022-05-01 partners 1")]),
        # who leads from now on is no partner any more
        (("date: 2022-03-01, kind: change, add: {lead: B}",), [("PLP506", "B")]),
        (("date: 2022-03-01, kind: change, add: {lead: B}, remove: {partners: [B]}",), []),
        # the same event twice, whatever it cites
        (("date: 2022-03-01, kind: meeting, internal: B", "date: 2022-03-01, kind: meeting, internal: B"),
         [("PLP510", "2022-03-01 meeting")]),
        (("date: 2022-03-01, kind: note, text: So.", "date: 2022-03-01, kind: note, text: So."),
         [("PLP510", "2022-03-01 note")]),
        (("date: 2022-03-01, kind: note, text: So.", "date: 2022-03-01, kind: note, text: Not so."), []),
        (("date: 2022-03-01, kind: meeting, internal: B", "date: 2022-03-02, kind: meeting, internal: B"), []),
        (("date: 2022-03-01, kind: meeting, internal: B", "date: 2022-03-01, kind: meeting, internal: A"), []),
        # the same event told with less
        (("date: 2022-03-01, kind: meeting, number: 1", "date: 2022-03-01, kind: meeting"),
         [("PLP510", "2022-03-01 meeting")]),
        (("date: 2022-03-01, kind: meeting", "date: 2022-03-01, kind: meeting, number: 1, text: So."),
         [("PLP510", "2022-03-01 meeting")]),
        (("date: 2022-03, kind: meeting", "date: 2022-03-01/2022-03-31, kind: meeting, number: 1"),
         [("PLP510", "2022-03 meeting")]),
        (("date: 2022-03-01, kind: activity, activity: group", "date: 2022-03-01, kind: activity, activity: group, times: 3"),
         [("PLP510", "2022-03-01 activity")]),
        (("date: 2022-03-01, kind: meeting, number: 1", "date: 2022-03-02, kind: meeting"), []),
        (("date: 2022-03-01, kind: meeting, number: 1", "date: 2022-03-01, kind: meeting, text: Another."), []),
        (("date: 2022-03-01, kind: meeting, number: 1", "date: 2022-03-01, kind: meeting, internal: B"), []),
        (("date: 2022-03-01, kind: meeting", "date: 2022-03-01, kind: meeting, internal: B"), []),
        # held while paused
        (("date: 2022-03-01, kind: status, status: paused", "date: 2022-05-02, kind: meeting, number: 1"),
         [("PLP409", "2022-05-02")]),
        (("date: 2022-03-01, kind: status, status: paused", "date: 2022-05-02, kind: activity, activity: group"),
         [("PLP409", "2022-05-02")]),
        (("date: 2022-03-01, kind: status, status: paused", "date: 2022-04-01, kind: status, status: ongoing",
          "date: 2022-05-02, kind: meeting, number: 1"), []),
        (("date: 2022-03-01, kind: meeting, number: 1", "date: 2022-03-01, kind: status, status: paused"), []),
        (("date: 2022-03-01, kind: status, status: paused", "date: 2022-05-02, kind: meeting, number: 1, booked: true"),
         [("PLP505", "2022-05-02")]),
        (("date: 2022-03-15, kind: status, status: paused", "date: 2022-03, kind: activity, activity: group"), []),
    ],
)  # fmt: skip
def test_events_of_one_process(tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert found(tmp_path, BASE + events(*lines)) == expected


SURVEY = "date: 2022-01-10, kind: expected, due: 2022-12-31, text: The survey."
ROOM = "date: 2022-01-10, kind: expected, due: 2022-12-31, text: The room."
DONE = "date: 2022-11-02, kind: activity, activity: group, settles: 2022-12-31"


def open_expectations(tmp_path: Path, day: str) -> list[str]:
    state = open_ledger(tmp_path).at(day)
    return [str(expectation.event.data["text"]) for expectation in state.expectations]


def test_where_two_things_are_expected_on_a_day_settling_it_settles_neither(tmp_path: Path) -> None:
    assert found(tmp_path, BASE + events(SURVEY, ROOM, DONE)) == [("PLP511", "2022-12-31")]
    assert sorted(open_expectations(tmp_path, "230101")) == ["The room.", "The survey."]


def test_where_one_thing_is_expected_it_is_settled(tmp_path: Path) -> None:
    room = ROOM.replace("2022-12-31", "2022-12-30")
    assert found(tmp_path, BASE + events(SURVEY, room, DONE)) == []
    assert open_expectations(tmp_path, "230101") == ["The room."]


def test_one_thing_is_settled_once(tmp_path: Path) -> None:
    again = DONE.replace("2022-11-02", "2022-12-01").replace("2022-12-31", "2022-12")
    due = ROOM.replace("2022-12-31", "2022-12-01/2022-12-31")
    assert found(tmp_path, BASE + events(due, DONE.replace("2022-12-31", "2022-12"), again)) == [("PLP508", "2022-12")]


def test_a_day_may_be_settled_and_expected_anew(tmp_path: Path) -> None:
    again = ROOM.replace("2022-01-10", "2022-11-03")
    done = DONE.replace("2022-11-02", "2022-12-01")
    assert found(tmp_path, BASE + events(SURVEY, DONE, again, done)) == []
    assert open_expectations(tmp_path, "221115") == ["The room."]
    assert open_expectations(tmp_path, "230101") == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("priority: 1\n", "priority: 1\nfrom: 2021-01-01\n", [("PLP410", "2021-01-01")]),
        ("priority: 1\n", "priority: 1\nfrom: 2020\n", [("PLP410", "2020")]),
        ("priority: 1\n", "priority: 1\nfrom: 2021\n", []),  # some day of it is after the adoption
        ("priority: 1\n", "priority: 1\nfrom: 2021-02-10\n", []),
        ("period: 2021/2023\nsource", "period: 2012/2013\nsource", [("PLP411", "2012/2013")]),
        ("period: 2021/2023\nsource", "period: 2024/2025\nsource", [("PLP411", "2024/2025")]),
        ("period: 2021/2023\nsource", "period: 2023/2025\nsource", []),  # it goes on after the plan
        ("period: 2021/2023\nsource", "period: 2022/..\nsource", []),
    ],
)
def test_a_process_lies_within_its_plan(tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert old in PROCESS
    assert found(tmp_path, BASE + PROCESS.replace(old, new)) == expected


@pytest.mark.parametrize(
    ("participants", "expected"),
    [
        ("[{organisation: A, source: list}, {organisation: A, from: 2021-08, source: list}]", [("PLP619", "A")]),
        ("[{organisation: A, from: 2030, source: list}]", [("PLP619", "A 2030")]),
        ("[{organisation: A, from: 2019-05-01, source: list}]", [("PLP619", "A 2019-05-01")]),
        ("[{organisation: A, source: list}, {organisation: B, from: 2021-08, source: list}]", []),
    ],
)
def test_who_takes_part_in_a_plan(tmp_path: Path, participants: str, expected: list[tuple[str, str]]) -> None:
    plan = BASE.replace("decision: adoption\n", f"decision: adoption\nparticipants: {participants}\n")
    assert found(tmp_path, plan) == expected


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("[{year: 2022, amount: 7, source: list}, {year: 2022, amount: 8, source: list}]", [("PLP618", "2022")]),
        ("[{year: 2022, amount: 7, source: list}, {year: 2022, amount: 7, source: list}]", [("PLP618", "2022")]),
        ("[{year: 2020, amount: 7, source: list}]", [("PLP618", "2020")]),
        ("[{year: 2024, amount: 7, source: list}]", [("PLP618", "2024")]),
        ("[{year: 2021, amount: 7, source: list}, {year: 2023, amount: 8, source: list}]", []),
        # A financial year is one by its months, and has no day in common with another.
        ("[{year: 2021-04/2022-03, amount: 7, source: list}, {year: 2022-04-01/2023-03-31, amount: 8, source: list}]", []),
        ("[{year: 2022, amount: 7, source: list}, {year: 2022-04/2023-03, amount: 8, source: list}]",
         [("PLP618", "2022-04/2023-03")]),
        ("[{year: 2022-04/2023-04, amount: 7, source: list}]", [("PLP618", "2022-04/2023-04")]),
        ("[{year: 2022/2023, amount: 7, source: list}]", [("PLP618", "2022/2023")]),
        ("[{year: 2022-24, amount: 7, source: list}]", [("PLP618", "2022-24")]),
        ("[{year: 2024-04/2025-03, amount: 7, source: list}]", [("PLP618", "2024-04/2025-03")]),
    ],
)  # fmt: skip
def test_the_years_of_a_grant(tmp_path: Path, years: str, expected: list[tuple[str, str]]) -> None:
    grant = f"== grants/grant\ntitle: A grant\nperiod: 2021/2023\nyears: {years}\nsource: list\n"
    assert found(tmp_path, BASE + grant) == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("[{what: A post, source: list}, {what: A post, source: [list]}]", [("PLP510", "A post")]),
        ("[{what: A post, period: 2022, source: list}, {period: 2022-01-01/2022-12-31, what: A post, source: list}]",
         [("PLP510", "A post")]),
        ("[{what: A post, source: list}, {what: A post, posts: 1, source: list}]", []),
        ("[{what: A post, period: 2022, source: list}, {what: A post, period: 2023, source: list}]", []),
        ("[{what: A post, period: 2024, source: list}]", [("PLP618", "2024 A post")]),
        ("[{what: A post, period: 2019/2020, source: list}]", [("PLP618", "2019/2020 A post")]),
        ("[{what: A post, period: 2021, source: list}]", [("PLP618", "2021 A post")]),  # of that year there is no amount
        ("[{what: A post, period: 2021/2024, source: list}]", []),
        ("[{what: A post, period: 2023-23, source: list}, {what: A room, source: list}]", []),
    ],
)  # fmt: skip
def test_the_uses_of_a_grant(tmp_path: Path, uses: str, expected: list[tuple[str, str]]) -> None:
    years = "[{year: 2022, amount: 7, source: list}, {year: 2023, amount: 7, source: list}]"
    grant = f"== grants/grant\ntitle: A grant\nperiod: 2021/2023\nyears: {years}\nuses: {uses}\nsource: list\n"
    assert found(tmp_path, BASE + grant) == expected
    assert [rule for rule, _ in found(tmp_path, BASE + grant.replace("period: 2021/2023\n", ""))] == [
        rule for rule, _ in expected
    ]


@pytest.mark.parametrize(("day", "told"), [("2023-03-01", ["2023-03-01 g"]), ("2022-12-31", []), ("2021-12-01", []), ("2022/2023", [])])  # fmt: skip
def test_money_comes_while_there_is_a_grant(tmp_path: Path, day: str, told: list[str]) -> None:
    """Before its period it may be granted; after it nothing comes."""
    grant = "== grants/g\ntitle: A grant\nperiod: 2022\nuses: [{what: A post, process: '1.1', source: list}]\nsource: list\n"
    text = BASE + grant + events(f"date: {day}, kind: grant, grant: g")
    assert [value for rule, value in found(tmp_path, text) if rule == "PLP618"] == told


DECIDED = "== decisions/{}\ntitle: Decides\ndate: {}\nbody: {}\nparagraph: {}\nstatus: adopted\nsource: list\n"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("d2", "2022-05-18", "board", 4), [("PLP616", "d1")]),
        (("d2", "2022-05-18", "board", 5), []),
        (("d2", "2022-05-19", "board", 4), []),
        (("d2", "2022-05-18", "A", 4), []),
    ],
)
def test_one_paragraph_is_one_decision(
    tmp_path: Path, second: tuple[str, str, str, int], expected: list[tuple[str, str]]
) -> None:
    first = DECIDED.format("d1", "2022-05-18", "board", 4)
    assert found(tmp_path, BASE + first + DECIDED.format(*second)) == expected


def test_of_many_decisions_of_one_paragraph_each_is_told_once(tmp_path: Path) -> None:
    many = "".join(DECIDED.format(f"d{n}", "2022-05-18", "board", 4) for n in (1, 2, 3, 4))
    assert found(tmp_path / "one", BASE + many) == [("PLP616", "d1")] * 3
    # what is of a month may be either of two days, which are not one
    days = DECIDED.format("d1", "2022-05-18", "board", 4) + DECIDED.format("d2", "2022-05-19", "board", 4)
    either = days + DECIDED.format("d3", "2022-05", "board", 4)
    assert found(tmp_path / "two", BASE + either) == [("PLP616", "d1"), ("PLP616", "d2")]


def test_a_number_in_a_list_is_one_process(tmp_path: Path) -> None:
    text = BASE + HELD.replace("source: list\nevents", "listed: {list: 1}\nsource: list\nevents")
    assert found(tmp_path / "a", text + OTHER + "listed: {list: 1}\n") == [("PLP617", "list 1")]
    assert found(tmp_path / "b", text + OTHER + "listed: {list: 2}\n") == []
    gone = "withdrawn: {reason: The same., source: list}\n"
    assert found(tmp_path / "c", text + OTHER + "listed: {list: 1}\n" + gone) == []


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "right/Europe/Stockholm", "posix/UTC", "Factory", "Mars/Base"]
)
def test_a_time_zone_is_the_same_on_every_machine(tmp_path: Path, zone: str) -> None:
    root = write_ledger(tmp_path, BASE.replace("Europe/Stockholm", zone))
    assert [finding.rule for finding in check(open_ledger(root))] == ["PLP205"]


_AWAITED = "kind: expected, text: It opens., due: 2022"
_LATER = "kind: expected, text: It opens., due: 2023-06"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"date: 2022-06-01, {_LATER}",), [("PLP524", "2023-06")]),
        ((f"date: 2022-06-01, {_AWAITED}",), [("PLP524", "2022")]),  # it would be overdue twice
        ((f"date: 2022-06-01, {_LATER}, settles: 2022",), []),  # put off
        (("date: 2022-05-01, kind: note, text: N., settles: 2022", f"date: 2022-06-01, {_LATER}"), []),  # it came
        ((f"date: 2022-06-01, {_LATER}, by: A",), []),  # of somebody else
        ((f"date: 2022-03-01, {_LATER}",), []),  # of two days, as one document says
        ((f"date: 2022-02/2022-06, {_LATER}",), []),  # which may be what this one is
    ],
)
def test_what_is_put_off_is_not_awaited_twice(
    tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert found(tmp_path, BASE + events(f"date: 2022-03-01, {_AWAITED}", *lines)) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("title: the  Board\ntype: board\nsource: list\n", [("PLP621", "board")]),
        ("title: The board\ntype: administration\nsource: list\n", []),
        ("title: The board\ntype: board\npart-of: A\nsource: list\n", []),
        ("title: The board\ntype: board\nsource: list\nwithdrawn: {reason: The same., source: list}\n", []),
        # who is renamed may take over the name of who is gone, or leave it to who came
        ("title: The board\ntype: board\nsource: list\nevents:\n"
         "  - {date: 2022-03-01, kind: change, set: {title: The committee}, source: list}\n", []),
        ("title: The committee\ntype: board\nsource: list\nevents:\n"
         "  - {date: 2022-03-01, kind: change, set: {title: The board}, source: list}\n", []),
    ],
)  # fmt: skip
def test_two_organisations_with_one_title(tmp_path: Path, second: str, expected: list[tuple[str, str]]) -> None:
    assert found(tmp_path, BASE + "\n== organisations/boards\n" + second) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("period: 2019/2020", [("PLP412", "2019/2020 period")]),
        ("period: 2019/2021", []),
        ("period: 2020/2022", []),
        ("gates: [{title: Start, due: 2020-03-01, source: list}]", [("PLP412", "2020-03-01 gates 1")]),
        ("gates: [{title: Start, due: 2021-03-01, source: list}]", []),
        ("milestones: [{id: m, text: T., due: 2020-12, source: list}]", [("PLP412", "2020-12 m")]),
    ],
)
def test_an_assignment_is_not_over_when_it_is_given(
    tmp_path: Path, fields: str, expected: list[tuple[str, str]]
) -> None:
    """The decision is of 2021-02-10."""
    work = ASSIGNMENT.partition("discrepancies")[0] + f"decision: adoption\n{fields}\nsource: list\n"
    text = BASE.replace("concerns: [plan]", "concerns: [plan, work]") + work
    assert [one for one in found(tmp_path, text) if one[0] != "PLP505"] == expected


ASSIGNMENT = """
== assignments/work
title: The work
responsible: {role: chair, organisation: A, person: Anna Namn, source: list}
discrepancies:
  - {field: FIELD, claims: [{value: FIRST, source: list}, {value: Anne Namnsson, source: list}], reason: Spelt otherwise.}
source: list
"""


def of_person(tmp_path: Path, field: str, first: str) -> list[Finding]:
    record = ASSIGNMENT.replace("FIELD", field).replace("FIRST", first)
    found = check(open_ledger(write_ledger(tmp_path, BASE + record)))
    return [finding for finding in found if finding.rule == "PLP602"]


def test_claims_about_what_stands_within_another_field_are_compared_with_it(tmp_path: Path) -> None:
    assert of_person(tmp_path, "responsible.person", "Anna Namn") == []
    assert of_person(tmp_path, "responsible.role", "chair") == []
    assert len(of_person(tmp_path, "responsible.role", "member")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_about_claims_of_a_name_repeats_no_name(tmp_path: Path, language: str) -> None:
    (finding,) = of_person(tmp_path, "responsible.person", "Annie Namn")
    assert "Namn" not in github([finding], translator(language))


_CANCELLED = "date: 2022-03-01, kind: status, status: cancelled, reason: R."
_MEETING = "date: 2022-05-02, kind: meeting"
_MILESTONE = PROCESS + "due: 2022-12-31\nmilestones: [{{id: m, text: T., due: {due}, source: list}}]\n"
_SET = "events:\n  - {date: 2022-05-02, kind: change, %s, source: list}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # held after it was cancelled, unless it was taken up again
        (events(_CANCELLED, _MEETING), [("PLP405", "2022-05-02")]),
        (events(_CANCELLED, "date: 2022-04-01, kind: status, status: ongoing, reason: R.", _MEETING), []),
        (events(_CANCELLED, _MEETING + ", booked: true"), [("PLP505", "2022-05-02")]),
        # held before the process was taken into the plan
        (events(_MEETING).replace("plan: plan", "plan: plan\nfrom: 2022-06-01"), [("PLP404", "2022-05-02")]),
        (events(_MEETING).replace("plan: plan", "plan: plan\nfrom: 2022"), []),
        (events("date: 2022-05-02, kind: note, text: N.").replace("plan: plan", "plan: plan\nfrom: 2022-06-01"), []),
        # what is told of it before that, or before its plan
        (events("date: 2022-05-02, kind: status, status: completed").replace("plan: plan", "plan: plan\nfrom: 2022-06-01"),
         [("PLP404", "2022-05-02")]),
        (events("date: 2022-05-02, kind: change, set: {priority: 2}").replace("plan: plan", "plan: plan\nfrom: 2022-06-01"),
         [("PLP404", "2022-05-02")]),
        (events("date: 2020-05-04, kind: report, percent: 10"), [("PLP404", "2020-05-04")]),
        (events("date: 2022-05-02, kind: report, percent: 10").replace("plan: plan", "plan: plan\nfrom: 2022-05"), []),
        # due from now on by a day that is over
        (events("date: 2022-05-02, kind: change, set: {due: 2022-05-01}"), [("PLP412", "2022-05-01 change")]),
        (events("date: 2022-05-02, kind: change, set: {due: 2022-05}"), []),
        # a milestone outside the period of its process
        (PROCESS + "milestones: [{id: m, text: T., due: 2024-01-31, source: list}]\n", [("PLP406", "2024-01-31")]),
        (PROCESS + "milestones: [{id: m, text: T., due: 2023, source: list}]\n", []),
        # a change that takes it out of its plan
        (events("date: 2022-05-02, kind: change, set: {period: 2025}"), [("PLP411", "2025")]),
        (events("date: 2022-05-02, kind: change, set: {period: 2023/2025}"), []),
        # expected by a day that is over
        (events("date: 2022-05-02, kind: expected, text: A plan, due: 2021-12-31"), [("PLP412", "2021-12-31 expected")]),
        (events("date: 2022-05-02, kind: expected, text: A plan, due: 2022"), []),
        # due outside its period, at once or by a change
        (PROCESS + "due: 2020-12-31\n", [("PLP406", "2020-12-31")]),
        (PROCESS + "due: 2023-12-31\n", []),
        (events("date: 2022-05-02, kind: change, set: {due: 2024-06-30}"), [("PLP406", "2024-06-30")]),
        (events("date: 2022-05-02, kind: change, set: {due: 2024-06-30, period: 2021/2024}"), []),
        # a milestone after its process, as changes leave both
        (_MILESTONE.format(due="2023-01-31"), [("PLP413", "m")]),
        (_MILESTONE.format(due="2022"), []),
        (_MILESTONE.format(due="2023-01-31") + _SET % "set: {due: 2023-06-30}", []),
        (_MILESTONE.format(due="2022-06-30") + _SET % "of: m, set: {due: 2023-06-30}", [("PLP413", "m")]),
        # one thing listed twice
        (PROCESS.replace("[Do it]", "[Do it, Do more, do  it.]"), [("PLP510", "activities 3")]),
        (PROCESS.replace("[Do it]", "[Do it, Do it again]"), []),
        # a change that changes nothing
        (events("date: 2022-05-02, kind: change, set: {priority: 1}"), [("PLP510", "2022-05-02 change")]),
        (events("date: 2022-05-02, kind: change, set: {period: 2021-01-01/2023-12-31}"), [("PLP510", "2022-05-02 change")]),
        (events("date: 2022-05-02, kind: change, set: {priority: 2}", "date: 2022-06-01, kind: change, set: {priority: 1}",
                "date: 2022-07-01, kind: change, set: {priority: 1}"), [("PLP510", "2022-07-01 change")]),
        (events("date: 2022-05-02, kind: change, set: {priority: 2}", "date: 2022-06-01, kind: change, set: {priority: 1}"), []),
    ],
)  # fmt: skip
def test_a_process_and_its_own_days(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(tmp_path, BASE + text) == expected


def _decision(key: str, rest: str) -> str:
    return f"== decisions/{key}\ntitle: T\ndate: 2022-03-01\nbody: board\nconcerns: [plan]\nsource: list\n{rest}\n"


_EVENT = "status: {first}\nevents: [{{date: {day}, kind: status, status: {then}, source: list}}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_decision("d", _EVENT.format(first="proposed", day="2022-02-01", then="adopted")), [("PLP518", "status 2022-02-01")]),
        (_decision("d", _EVENT.format(first="proposed", day="2022-03", then="adopted")), []),
        (_decision("d", _EVENT.format(first="planned", day="2022-02-01", then="withdrawn")), []),
        (_decision("d", _EVENT.format(first="adopted", day="2022-04-01", then="rejected")), [("PLP501", "2022-04-01 rejected")]),
        (_decision("d", _EVENT.format(first="final", day="2022-04-01", then="tabled")),
         [("PLP501", "2022-03-01 final"), ("PLP501", "2022-04-01 tabled")]),
        (_decision("d", _EVENT.format(first="tabled", day="2022-04-01", then="rejected")), []),
        (_decision("d", "status: adopted\nclauses: [The plan is adopted., Go on., The plan is adopted]"),
         [("PLP510", "clauses 3")]),
        (_decision("d", "status: adopted\nparagraph: 7 a") + _decision("e", "status: adopted\nparagraph: § 7A"),
         [("PLP616", "d")]),
        (_decision("d", "status: adopted\nparagraph: 7 a") + _decision("e", "status: adopted\nparagraph: 7 b"), []),
    ],
)  # fmt: skip
def test_a_decision_and_its_own_days(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(tmp_path, BASE + text)) == expected


_REPORTS = "date: {}, kind: report, status: ongoing, percent: {}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((_REPORTS.format("2022-04/2022-06", 30), "date: 2022-06-30, kind: report, percent: 40"),
         [("PLP521", "2022-06-30 percent")]),
        (("date: 2022-06-30, kind: report, percent: 30, outcome: good", "date: 2022-06-30, kind: report, percent: 40, outcome: better"),
         [("PLP521", "2022-06-30 percent"), *[("PLP522", "2022-06-30 percent")] * 2]),  # all that does not agree is one finding
        ((_REPORTS.format("2022-06-29", 30), "date: 2022-06-30, kind: report, percent: 40"), []),
        ((_REPORTS.format("2022-06-30", 30), "date: 2022-06-30, kind: report, percent: 30, text: So."), []),
        # of what is completed all is done, and of what is not, not all
        (("date: 2022-05-01, kind: report, percent: 80, status: completed",), [("PLP522", "2022-05-01 percent")]),
        (("date: 2022-05-01, kind: report, percent: 80, outcome: good",), [("PLP522", "2022-05-01 percent")]),
        (("date: 2022-05-01, kind: report, percent: 100, status: ongoing",), [("PLP522", "2022-05-01 percent")]),
        (("date: 2022-05-01, kind: report, percent: 100, status: completed",), []),
        (("date: 2022-05-01, kind: report, percent: 100",), []),
        (("date: 2022-05-01, kind: status, status: completed", "date: 2022-06-01, kind: report, percent: 80"),
         [("PLP522", "2022-06-01 percent")]),
        (("date: 2022-06-01, kind: report, percent: 80", "date: 2022-06-01, kind: status, status: completed"),
         [("PLP522", "2022-06-01 percent")]),
        (("date: 2022-05-01, kind: report, percent: 80", "date: 2022-06-01, kind: status, status: completed"), []),
        (("date: 2022-06-01, kind: report, percent: 80", "date: 2022, kind: status, status: completed"), []),
        (("date: 2022-05-01, kind: status, status: completed", "date: 2022-05-20, kind: status, status: ongoing, reason: So.",
          "date: 2022-06-01, kind: report, percent: 80"), []),
        # what became of it is told once, until it is taken up again
        (("date: 2022-05-01, kind: report, outcome: good", "date: 2022-06-01, kind: report, outcome: better"),
         [("PLP521", "2022-06-01 outcome")]),
        (("date: 2022-05-01, kind: report, outcome: good", "date: 2022-05-01, kind: report, outcome: better"),
         [("PLP521", "2022-05-01 outcome")]),
        (("date: 2022-05-01, kind: report, outcome: good", "date: 2022-06-01, kind: report, outcome: good, text: So."), []),
        (("date: 2022-05-01, kind: report, outcome: good", "date: 2022-06-01, kind: status, status: ongoing, reason: So.",
          "date: 2022-07-01, kind: report, outcome: better"), []),
        # what it goes on by is on the way to the next
        (("date: 2022-05-01, kind: report, outcome: partly", "date: 2022-06-01, kind: report, outcome: better"), []),
        (("date: 2022-05-01, kind: report, outcome: good", "date: 2022-06-01, kind: report, outcome: partly"),
         [("PLP521", "2022-06-01 outcome")]),
    ],
)  # fmt: skip
def test_what_is_reported_agrees(tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    outcomes = "outcomes: {good: {status: completed, text: Good., source: list}, better: {status: completed, text: B., source: list}, partly: {status: ongoing, text: P., source: list}}"
    text = BASE.replace("period: 2021/2023\n", f"period: 2021/2023\n{outcomes}\n", 1)
    assert found(tmp_path, text + events(*lines)) == expected


_TREES = "indicators:\n  - {id: trees, text: Trees planted, targets: {2022: 5, 2023: 6}, source: list}\n"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("  - {id: more, text: trees  planted, better: lower, source: list}\n", [("PLP510", "more")]),
        ("  - {id: more, text: Trees planted, unit: per cent, source: list}\n", []),
        ("  - {id: more, text: Trees, targets: {2022: 5, 2022-01/2022-12: 6}, source: list}\n",
         [("PLP521", "2022-01/2022-12 more")]),
        ("events:\n  - {date: 2023-02-01, kind: report, of: trees, period: 2022, value: 4, source: list}\n"
         "  - {date: 2023-02-01, kind: report, of: trees, period: 2022-01-01/2022-12-31, value: 5, source: list}\n",
         [("PLP521", "2023-02-01 trees")]),
        ("due: 2020-12-31\n", []),  # within the process's own period, which is another rule's
        ("roles:\n  - {role: head, organisation: A, source: list}\n  - {role: head, organisation: A, source: list}\n",
         [("PLP510", "roles 2")]),
        ("roles:\n  - {role: head, organisation: A, source: list}\n  - {role: head, organisation: B, source: list}\n", []),
    ],
)  # fmt: skip
def test_one_thing_is_measured_once(tmp_path: Path, added: str, expected: list[tuple[str, str]]) -> None:
    told = [one for one in found(tmp_path, BASE + PROCESS + _TREES + added) if one[0] != "PLP406"]
    assert told == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("due: 2020-12-31\n", [("PLP411", "2020-12-31")]),
        ("due: 2021-01\n", []),
        ("due: 2026\n", []),  # it goes on after its plan
        ("continues: '1.1'\n", []),
        ("continues: '1.1'\nfrom: 2022-06-01\n", []),
    ],
)
def test_what_is_done_before_its_plan_began(tmp_path: Path, fields: str, expected: list[tuple[str, str]]) -> None:
    other = OTHER.replace("period: 2021/2023\n", "")
    assert found(tmp_path, BASE + HELD + other + fields) == expected


def test_nobody_goes_on_with_what_begins_later(tmp_path: Path) -> None:
    for since, expected in (("2022-06-01", [("PLP316", "continues 1.1")]), ("2021", [])):
        later = PROCESS.replace("source: list", f"from: {since}\nsource: list")
        assert found(tmp_path / since, BASE + later + OTHER + "continues: '1.1'\n") == expected


_UNCOUNTED = DECIDED.replace("paragraph: {}\n", "")


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (_UNCOUNTED.format("d2", "2022-05-18", "board"), True),
        (_UNCOUNTED.format("d2", "2022-05-18", "board").replace("Decides", "decides"), True),
        (DECIDED.format("d2", "2022-05-18", "board", 4), True),
        (_UNCOUNTED.format("d2", "2022-05-19", "board"), False),
        (_UNCOUNTED.format("d2", "2022-05-18", "A"), False),
        (_UNCOUNTED.format("d2", "2022-05-18", "board") + "registry: {number: B 2022/2}\n", False),
    ],
)
def test_two_decisions_of_a_day_are_told_apart(tmp_path: Path, second: str, told: bool) -> None:
    first = _UNCOUNTED.format("d1", "2022-05-18", "board") + "registry: {number: B 2022/1}\n"
    assert found(tmp_path, BASE + first + second) == ([("PLP616", "d1")] if told else [])


def test_a_paragraph_of_a_month_is_that_of_a_day_in_it(tmp_path: Path) -> None:
    first = DECIDED.format("d1", "2022-05-18", "board", 4)
    for month, expected in (("2022-05", [("PLP616", "d1")]), ("2022-06", [])):
        second = DECIDED.format("d2", month, "board", 4).replace("Decides", "Other")
        assert found(tmp_path / month, BASE + first + second) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("repeals: d1\namends: d1\n", [("PLP515", "amends d1")]),
        ("repeals: d1\n", []),
        ("period: 2020\n", [("PLP518", "period 2020")]),
        ("period: 2022\n", []),
        ("reservations:\n  - {role: member, number: 1, organisation: board, source: list}\n"
         "disqualified:\n  - {role: member, number: 1, organisation: board, source: list}\n", [("PLP517", "reservations 1")]),
        ("reservations: [A]\ndisqualified:\n  - {role: member, number: 2, organisation: board, source: list}\n", []),
        ("reservations: [A, A]\n", [("PLP510", "reservations 2")]),
        ("registry: [{number: B 2022/1}, {number: B 2022/1}]\n", [("PLP510", "registry 2")]),
    ],
)  # fmt: skip
def test_a_decision_does_not_speak_against_itself(tmp_path: Path, fields: str, expected: list[tuple[str, str]]) -> None:
    first = DECIDED.format("d1", "2022-05-18", "board", 4)
    assert found(tmp_path, BASE + first + DECIDED.format("d2", "2022-06-18", "board", 5) + fields) == expected
