"""What is said of tasks: five rules and their relatives, both sides of each."""

import re
from datetime import date

import pytest

from plptool.checks.runner import check
from plptool.model.findings import Finding
from plptool.timeline.ledger import Ledger
from plptool.timeline.tasks import task_states
from tests.support.findings import of_rule
from tests.support.ledgers import MakeLedger

DECISION = """
== decisions/d
title: Asks for a plan
date: 2022-01-10
body: board
status: adopted
clauses: [A shall present a plan., B shall help.]
source: list
"""
PLAN = "commissions:\n  - {id: plan, clauses: [1], lead: A, source: list}\n"
TWO = PLAN + "  - {id: help, clauses: [2], lead: B, due: 2022-12-31, every: P3M, until: plan, source: list}\n"


@pytest.fixture
def found(process: MakeLedger) -> "Found":
    return Found(process)


class Found:
    """Finds what is wrong with the decision's commissions and what becomes of them."""

    def __init__(self, process: MakeLedger) -> None:
        self.process = process

    def ledger(self, commissions: str, *events: str) -> Ledger:
        told = "events:\n" + "".join(f"  - {{{event}, source: list}}\n" for event in events) if events else ""
        ledger = self.process("", DECISION + commissions + told)
        assert not ledger.faults, [fault.message.say() for fault in ledger.faults]
        return ledger

    def __call__(self, rule: str, commissions: str, *events: str) -> list[tuple[str | None, str]]:
        return [(one.value, pointed_at(one)) for one in of_rule(self.ledger(commissions, *events), rule)]


def pointed_at(finding: Finding) -> str:
    """The word at the caret."""
    assert finding.position is not None
    assert finding.line is not None
    return re.split(r"[],:}]", finding.line[finding.position.column - 1 :])[0]


def test_nothing_is_said_of_what_is_right(found: Found) -> None:
    ledger = found.ledger(
        TWO,
        "date: 2022-03-01, kind: report, of: [plan, help], to: board, stage: interim, reason: It is late.",
        "date: 2022-04-01, kind: change, of: [plan, help], set: {lead: B}",
        "date: 2022-05-01, kind: status, of: help, status: paused",
        "date: 2022-06-01, kind: note, text: Here it is., settles: plan",
        "date: 2022-07-01, kind: status, of: help, status: cancelled, reason: Nobody asked., decision: d",
        "date: 2022-07-01, kind: status, of: plan, status: closed, decision: d",
    )
    assert [one.message.say() for one in check(ledger) if one.rule in RULES] == []


RULES = ("PLP313", "PLP314", "PLP412", "PLP507", "PLP508", "PLP509", "PLP510", "PLP512", "PLP513", "PLP514")


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ("date: 2022-03-01, kind: status, of: paln, status: completed", "paln"),
        ("date: 2022-03-01, kind: status, of: [plan, paln], status: completed", "paln"),
        ("date: 2022-03-01, kind: change, of: paln, set: {lead: B}", "paln"),
        ("date: 2022-03-01, kind: report, of: paln", "paln"),
        ("date: 2022-03-01, kind: note, text: Done., settles: paln", "paln"),
        ("date: 2022-03-01, kind: report, of: plan, settles: paln", "paln"),
        ("date: 2022-03-01, kind: change, of: help, set: {until: paln}", "paln"),
        ("date: 2022-03-01, kind: change, of: help, set: {until: help}", "help"),
    ],
)
def test_an_event_names_a_task_that_there_is(found: Found, event: str, value: str) -> None:
    assert found("PLP313", TWO, event) == [(value, value)]


def test_what_recurs_until_a_task_names_another_of_its_record(found: Found) -> None:
    recurring = "  - {{id: help, clauses: [2], lead: B, due: 2022-12-31, every: P3M, until: {}, source: list}}\n"
    assert found("PLP313", PLAN + recurring.format("paln")) == [("paln", "paln")]
    assert found("PLP313", PLAN + recurring.format("help")) == [("help", "help")]
    assert found("PLP313", PLAN + recurring.format("2023-12-31")) == []


def test_the_tasks_of_another_record_do_not_count(process: MakeLedger) -> None:
    event = "events: [{date: 2022-03-01, kind: status, of: plan, status: completed, source: list}]\n"
    others = DECISION + PLAN + DECISION.replace("/d\n", "/e\n").replace("Asks", "Asks too") + event
    (finding,) = of_rule(process("", others), "PLP313")
    assert (finding.record, finding.value) == ("e", "plan")
    assert finding.hint is not None
    assert "`commissions`" in finding.hint.say()


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (("plan", "plan"), [("plan", "plan")]),
        (("plan", "plan", "plan"), [("plan", "plan"), ("plan", "plan")]),
        (("2023", "b"), [("2023", "2023")]),
        (("2023-33", "b"), [("2023-33", "2023-33")]),
        (("1", "b"), [("1", "1")]),
        (("2023-02-30", "b"), [("2023-02-30", "2023-02-30")]),
        (("1a", "1.b"), []),
        (("Plan", "plan"), []),
        (("q1-2023", "2023a"), []),
    ],
)
def test_tasks_are_told_apart_from_each_other_and_from_dates(
    found: Found, ids: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    entries = "".join(f"  - {{id: {key}, clauses: [1], lead: A, source: list}}\n" for key in ids)
    assert found("PLP314", "commissions:\n" + entries) == told


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("", ["plan"]),
        ("lead: A, ", []),
        ("lead: [A, B], ", []),
        ("roles: [{role: head, organisation: A, source: list}], ", []),
        ("reports-to: A, ", ["plan"]),
    ],
)
def test_somebody_is_to_do_it(found: Found, who: str, told: list[str]) -> None:
    commissions = f"commissions:\n  - {{id: plan, clauses: [1], {who}source: list}}\n"
    assert [value for value, _ in found("PLP512", commissions)] == told


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("", [("plan", "{id")]),
        ("measure: It is there., ", [("plan", "{id")]),
        ("text: Present a plan., ", []),
        ("clauses: [2], ", []),
        ("clauses: [1, 3, 4], ", [("plan 3", "3"), ("plan 4", "4")]),
        ("text: Present a plan., clauses: [3], ", [("plan 3", "3")]),
    ],
)
def test_it_is_said_what_is_to_be_done(found: Found, what: str, told: list[tuple[str, str]]) -> None:
    assert found("PLP513", f"commissions:\n  - {{id: plan, {what}lead: A, source: list}}\n") == told


def test_a_clause_is_named_only_where_the_record_has_clauses(process: MakeLedger) -> None:
    without = DECISION.replace("clauses: [A shall present a plan., B shall help.]\n", "")
    (finding,) = of_rule(process("", without + PLAN), "PLP513")
    assert finding.message.say() == "the task `plan` names clause 1, and the record has 0"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("status: cancelled", ["no decision says so"]),
        ("status: cancelled, decision: d", ["it is not said why"]),
        ("status: cancelled, reason: Nobody asked.", ["no decision says so"]),
        ("status: cancelled, reason: Nobody asked., decision: d", []),
        ("status: closed", ["no decision says so"]),
        ("status: closed, decision: d", []),
        ("status: completed", []),
        ("status: paused", []),
    ],
)
def test_what_is_ended_says_by_which_decision_and_why(found: Found, event: str, told: list[str]) -> None:
    event = f"date: 2022-03-01, kind: status, of: plan, {event}"
    findings = of_rule(found.ledger(PLAN, event), "PLP514")
    assert [(one.value, words in one.message.say()) for one, words in zip(findings, told, strict=True)] == [
        ("2022-03-01 plan", True) for _ in told
    ]


def test_a_report_that_ends_a_task_says_by_which_decision_and_why_too(found: Found) -> None:
    """A status is a status, whichever event says it."""
    report = "date: 2022-03-01, kind: report, of: plan, status: cancelled"
    assert [value for value, _ in found("PLP514", PLAN, report)] == ["2022-03-01 plan"]
    assert found("PLP514", PLAN, f"{report}, decision: d, reason: Nobody asked.") == []


def test_one_day_gives_a_task_one_value(found: Found) -> None:
    """Another task, another field and another day are other values; the record's own fields are not the task's."""
    extended = "date: {}, kind: change, of: {}, set: {{{}}}"
    on_plan = extended.format("2022-03-01", "plan", "due: 2022-12-31")
    again = extended.format("2022-03-01", "[help, plan]", "due: 2023-12-31")
    assert found("PLP509", TWO, on_plan, again) == [("2022-03-01 plan due", "2023-12-31")]
    assert found("PLP509", TWO, on_plan, extended.format("2022-03-01", "help", "due: 2023-12-31")) == []
    assert found("PLP509", TWO, on_plan, extended.format("2022-03-01", "plan", "lead: B")) == []
    assert found("PLP509", TWO, on_plan, extended.format("2022-03-02", "plan", "due: 2023-12-31")) == []


STATUS = "date: {}, kind: status, of: {}, status: {}"
SETTLES = "date: {}, kind: note, text: Here it is., settles: plan"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((STATUS.format("2022-03", "plan", "ongoing"), STATUS.format("2022-03-31", "[help, plan]", "paused")),
         ["2022-03-31 plan"]),
        ((SETTLES.format("2022-03-01"), STATUS.format("2022-03-01", "plan", "paused")), ["2022-03-01 plan"]),
        (("date: 2022-03-01, kind: report, of: plan, status: paused", STATUS.format("2022-03-01", "plan", "ongoing")),
         ["2022-03-01 plan"]),
        ((STATUS.format("2022-03-01", "plan", "completed"), STATUS.format("2022-03-01", "plan", "closed")), []),
        ((STATUS.format("2022-03-01", "plan", "ongoing"), STATUS.format("2022-03-01", "help", "paused")), []),
        ((STATUS.format("2022-03-01", "plan", "ongoing"), STATUS.format("2022-03-02", "plan", "paused")), []),
    ],
)  # fmt: skip
def test_a_task_has_one_status_a_day(found: Found, events: tuple[str, ...], told: list[str]) -> None:
    assert [value for value, _ in found("PLP507", TWO, *events)] == told


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((SETTLES.format("2022-03-01"), SETTLES.format("2022-04-01")), ["plan"]),
        ((STATUS.format("2022-03-01", "plan", "completed"), SETTLES.format("2022-04-01")), ["plan"]),
        ((STATUS.format("2022-03-01", "plan", "cancelled"), SETTLES.format("2022-04-01")), ["plan"]),
        ((STATUS.format("2022-03-01", "help", "completed"), SETTLES.format("2022-04-01")), []),
        (
            (
                SETTLES.format("2022-03-01"),
                STATUS.format("2022-03-02", "plan", "ongoing"),
                SETTLES.format("2022-04-01"),
            ),
            [],
        ),
        (("date: 2022-03-01, kind: report, of: plan, status: completed, settles: plan",), []),
    ],
)
def test_a_task_is_settled_once(found: Found, events: tuple[str, ...], told: list[str]) -> None:
    assert [value for value, _ in found("PLP508", TWO, *events)] == told


@pytest.mark.parametrize(
    ("task", "event", "told"),
    [
        ("due: 2021-12-31, ", None, ["2021-12-31 plan"]),
        ("from: 2021, ", None, ["2021 plan"]),
        ("due: 2022, from: 2022-01, ", None, []),
        ("", "date: 2021-03-01, kind: report, of: plan", ["2021-03-01 report"]),
        ("", STATUS.format("2022-01-09", "plan", "completed"), ["2022-01-09 status"]),
        ("", SETTLES.format("2021"), ["2021 note"]),
        ("", STATUS.format("2022-01-10", "plan", "completed"), []),
        ("", "date: 2021-03-01, kind: note, text: It was asked for.", []),
    ],
)
def test_nothing_becomes_of_a_task_before_it_is_given(
    found: Found, task: str, event: str | None, told: list[str]
) -> None:
    commissions = PLAN.replace("lead: A, ", f"lead: A, {task}")
    assert [value for value, _ in found("PLP412", commissions, *([event] if event else []))] == told


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((STATUS.format("2022-03-01", "plan", "closed"), "date: 2022-04-01, kind: report, of: plan"), ["2022-04-01"]),
        ((STATUS.format("2022-03-01", "plan", "cancelled"), STATUS.format("2022-04-01", "plan", "completed")), ["2022-04-01"]),
        ((STATUS.format("2022-03-01", "plan", "closed"), "date: 2022-04-01, kind: change, of: plan, set: {due: 2023}"), ["2022-04-01"]),
        ((STATUS.format("2022-03-01", "plan", "closed"), "date: 2022-04-01, kind: report, of: help"), []),
        ((STATUS.format("2022-03-01", "plan", "closed"), "date: 2022-03, kind: report, of: plan"), []),
        ((STATUS.format("2022-03-01", "plan", "completed"), "date: 2022-04-01, kind: report, of: plan, stage: final"), []),
        # taken up again, that day too
        ((STATUS.format("2022-03-01", "plan", "cancelled"), STATUS.format("2022-04-01", "plan", "ongoing"),
          "date: 2022-05-01, kind: report, of: plan"), []),
        ((STATUS.format("2022-03-01", "plan", "cancelled"), "date: 2022-04-01, kind: change, of: plan, set: {due: 2023}",
          STATUS.format("2022-04-01", "plan", "ongoing")), []),
        ((STATUS.format("2022-03-01", "plan", "cancelled"), STATUS.format("2022-04-01", "plan", "closed")), []),
    ],
)  # fmt: skip
def test_nothing_becomes_of_a_task_that_was_given_up(found: Found, events: tuple[str, ...], told: list[str]) -> None:
    assert [value for value, _ in found("PLP405", TWO, *events)] == told


REPORT = "date: {}, kind: report, of: {}, stage: {}"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((REPORT.format("2022-03-01", "plan", "final"), REPORT.format("2022-04-01", "plan", "interim")), ["2022-04-01 stage"]),
        ((REPORT.format("2022-03-01", "[plan, help]", "final, to: board"),
          REPORT.format("2022-04-01", "plan", "interim, to: [A, board]")), ["2022-04-01 stage"]),
        ((REPORT.format("2022-03-01", "plan", "final, to: board"), REPORT.format("2022-04-01", "plan", "interim, to: A")), []),
        ((REPORT.format("2022-03-01", "plan", "final"), REPORT.format("2022-04-01", "help", "interim")), []),
        ((REPORT.format("2022-03", "plan", "final"), REPORT.format("2022-03-20", "plan", "interim")), []),
        ((REPORT.format("2022-03-01", "plan", "final"), REPORT.format("2022-04-01", "plan", "final")), []),
        ((REPORT.format("2022-03-01", "plan", "final"), STATUS.format("2022-03-20", "plan", "ongoing"),
          REPORT.format("2022-04-01", "plan", "interim")), []),
        # how much of a task is done
        (("date: 2022-03-01, kind: report, of: plan, percent: 60, status: completed",), ["2022-03-01 percent"]),
        ((STATUS.format("2022-03-01", "plan", "completed"), "date: 2022-04-01, kind: report, of: plan, percent: 60"),
         ["2022-04-01 percent"]),
        ((SETTLES.format("2022-03-01"), "date: 2022-04-01, kind: report, of: plan, percent: 60"), ["2022-04-01 percent"]),
        ((SETTLES.format("2022-03-01"), "date: 2022-04-01, kind: report, of: help, percent: 60"), []),
    ],
)  # fmt: skip
def test_what_is_reported_of_a_task_agrees_with_its_end(found: Found, events: tuple[str, ...], told: list[str]) -> None:
    assert [value for value, _ in found("PLP522", TWO, *events)] == told


@pytest.mark.parametrize(
    ("then", "open_still"), [("rejected", False), ("tabled", False), ("quashed", False), ("final", True)]
)
def test_what_does_not_stand_any_more_leaves_nothing_late(found: Found, then: str, open_still: bool) -> None:
    """Also where the document says so of what was adopted, and that is acknowledged."""
    ledger = found.ledger(PLAN, f"date: 2022-03-01, kind: status, status: {then}")
    (state,) = task_states(ledger.records["d"], date(2022, 12, 31))
    assert state.open is open_still


def test_a_decision_of_another_year_is_one_finding(found: Found) -> None:
    due = PLAN.replace("lead: A, ", "lead: A, due: 2021-12-31, ")
    ledger = found.ledger(due, "date: 2021-03-01, kind: report, of: plan", "date: 2021-05-01, kind: report, of: plan")
    (finding,) = of_rule(ledger, "PLP412")
    assert finding.message.say() == "3 things are dated before this decision of 2022-01-10, which gives the tasks"
    assert finding.position is not None
    assert finding.line == "date: 2022-01-10"


def test_the_same_task_stands_once(found: Found) -> None:
    again = "  - {id: again, lead: A, clauses: [1], source: 'list#L2'}\n"
    assert found("PLP510", PLAN + again) == [("again", "{id")]
    assert found("PLP510", PLAN + again.replace("lead: A", "lead: B")) == []


def test_what_becomes_of_a_task_rests_on_a_decision_that_had_been_taken(found: Found) -> None:
    closed = "date: {}, kind: status, of: plan, status: closed, decision: adoption"
    assert [value for value, _ in found("PLP604", PLAN, closed.format("2022-03-01"))] == []  # adopted in 2021
    later = PLAN + "events: [{" + closed.format("2022-03-01").replace("adoption", "later") + ", source: list}]\n"
    decided = "== decisions/later\ntitle: Closes\ndate: {}\nbody: board\nstatus: adopted\nsource: list\n"
    assert [one.value for one in of_rule(found.process("", DECISION + later), "PLP303")] == ["later"]
    for day, told in (("2022-03-02", ["later"]), ("2022-03-01", []), ("2022", [])):
        ledger = found.process("", DECISION + later + decided.format(day))
        assert [one.value for one in of_rule(ledger, "PLP604")] == told


def test_what_is_executed_and_closed_on_one_day_was_executed(found: Found) -> None:
    ledger = found.ledger(
        PLAN, STATUS.format("2022-03-01", "plan", "closed"), STATUS.format("2022-03-01", "plan", "completed")
    )
    (task,) = task_states(next(one for one in ledger.all_records() if one.id == "d"), date(2022, 12, 31))
    assert (task.status, task.executed, task.closed, task.dropped) == (
        "closed",
        date(2022, 3, 1),
        date(2022, 3, 1),
        None,
    )


def test_what_documents_leave_out_is_acknowledged(process: MakeLedger) -> None:
    commissions = "commissions:\n  - {id: plan, clauses: [1], source: list}\n"
    event = "events: [{date: 2022-03-01, kind: status, of: plan, status: closed, source: list}]\n"
    known = (
        "known:\n  - {rule: PLP512, value: plan, reason: Nobody is named., source: list}\n"
        "  - {rule: PLP514, value: 2022-03-01 plan, reason: The minutes are silent., source: list}\n"
    )
    ledger = process("", DECISION + commissions + event + known)
    assert [one.rule for one in check(ledger) if one.acknowledged is None and one.rule in RULES] == []
    assert {one.rule for one in check(ledger) if one.acknowledged is not None} == {"PLP512", "PLP514"}


PLANS = "== plans/second\ntitle: Another\nperiod: 2021/2023\ndecision: adoption\nsource: list\n"
ASSIGNMENTS = "== assignments/survey\ntitle: A survey\nperiod: 2022\nsource: list\n"
MILESTONE = "milestones:\n  - {id: map, text: A map, due: 2022-06-30, source: list}\n"
HEAD = "{role: Head, organisation: A, source: list}"


def told_by(*events: str) -> str:
    """The events of a record, below its milestone."""
    return MILESTONE + "events:\n" + "".join(f"  - {{{event}, source: list}}\n" for event in events)


@pytest.mark.parametrize(
    ("rule", "record", "values"),
    [
        ("PLP512", PLANS + MILESTONE, ["map"]),
        ("PLP512", PLANS + "steering-group: {organisation: board, source: list}\n" + MILESTONE, []),
        ("PLP512", ASSIGNMENTS + MILESTONE, ["map"]),
        ("PLP512", ASSIGNMENTS + f"lead: {HEAD}\n" + MILESTONE, []),
        ("PLP512", ASSIGNMENTS + told_by(f"date: 2022-02-01, kind: change, set: {{responsible: {HEAD}}}"), []),
        ("PLP406", PLANS + MILESTONE.replace("2022", "2024"), ["2024-06-30"]),
        ("PLP406", ASSIGNMENTS + MILESTONE.replace("2022-06-30", "2023"), ["2023"]),
        ("PLP406", ASSIGNMENTS + told_by("date: 2022-02-02, kind: change, of: map, set: {due: 2023-06-30}"), ["2023-06-30"]),
        ("PLP406", ASSIGNMENTS + told_by("date: 2022-02-01, kind: change, set: {period: 2022/2023}",
                                         "date: 2022-02-02, kind: change, of: map, set: {due: 2023-06-30}"), []),
        ("PLP313", PLANS + told_by("date: 2022-02-01, kind: note, text: Done., settles: mop"), ["mop"]),
        ("PLP313", ASSIGNMENTS + told_by("date: 2022-02-01, kind: status, of: mop, status: completed"), ["mop"]),
        ("PLP315", PLANS + "ratings: {green: {text: Well., source: list}}\n"
         + told_by("date: 2022-02-01, kind: report, of: map, rating: red"), ["red"]),
    ],
)  # fmt: skip
def test_a_milestone_of_a_plan_or_an_assignment_is_examined_as_a_process_is(
    process: MakeLedger, rule: str, record: str, values: list[str]
) -> None:
    ledger = process("", record)
    assert [fault.message.say() for fault in ledger.faults] == []
    assert [one.value for one in of_rule(ledger, rule)] == values


@pytest.mark.parametrize("status", ["completed", "cancelled", "closed"])
def test_whoever_gives_a_decision_a_status_of_tasks_is_told_of_them(process: MakeLedger, status: str) -> None:
    """In an event without `of`, and at the decision itself; in both languages other words."""
    event = f"events: [{{date: 2022-03-01, kind: status, status: {status}, source: list}}]\n"
    for others in (DECISION + event, DECISION.replace("adopted", status)):
        (fault,) = process("", others).faults
        assert fault.rule == "PLP204"
        assert fault.hint is not None
        assert "`of`" in fault.hint.say()
    (fault,) = process("", DECISION.replace("adopted", "adoptd")).faults
    assert fault.hint is not None
    assert fault.hint.say() == "Did you mean `adopted`?"
