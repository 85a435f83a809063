"""One thing out of order is one finding, whatever comes after it."""

import pytest

from plptool.checks.runner import check
from plptool.model.findings import Finding
from tests.checks.test_rules import of_rule_without_faults
from tests.support.findings import rules_and_values
from tests.support.ledgers import MakeLedger

_DATES = ("2022-01-11", "2022-02-10", "2022-03-10", "2022-04-12", "2022-05-10", "2022-06-14")


def _notes(*dates: str) -> str:
    return "events:\n" + "".join(f"  - {{date: {one}, kind: note, text: On {one}., source: list}}\n" for one in dates)


def _meetings(*numbers: int) -> str:
    """Meetings with these numbers, as they were held."""
    dates = [f"2022-{month:02}-{day}" for month in range(1, 12) for day in (15, 17)]
    events = zip(dates, numbers, strict=False)
    return "events:\n" + "".join(f"  - {{date: {day}, kind: note, text: x, source: list}}\n" if number == 0 else
                                 f"  - {{date: {day}, kind: meeting, number: {number}, source: list}}\n" for day, number in events)  # fmt: skip


def _said(finding: Finding) -> tuple[str, str]:
    assert finding.hint is not None
    return finding.message.say(), finding.hint.say()


@pytest.mark.parametrize(("dates", "message", "advice"), [
    # too late for its place: only it is told, not the five after it
    (("2022-12-20", *_DATES), "the event of 2022-12-20 stands before that of 2022-06-14",
     "Check the date; if it is right, move the event down, to after that of 2022-06-14."),
    ((_DATES[0], "2023-02-10", *_DATES[2:]), "the event of 2023-02-10 stands before that of 2022-06-14",
     "Check the date; if it is right, move the event down, to after that of 2022-06-14."),
    # too early
    ((*_DATES[:4], "2021-05-10", _DATES[5]), "the event of 2021-05-10 stands after that of 2022-01-11",
     "Check the date; if it is right, move the event up, to before that of 2022-01-11."),
    ((*_DATES, "2022-03-20"), "the event of 2022-03-20 stands after that of 2022-04-12",
     "Check the date; if it is right, move the event up, to before that of 2022-04-12."),
    # a year counts as its last day, and an open end as later than all
    (("2022", *_DATES), "the event of 2022 stands before that of 2022-06-14",
     "Check the date; if it is right, move the event down, to after that of 2022-06-14. A date counts as the last day that it can mean."),
    (("2022-01-01/..", *_DATES), "the event of 2022-01-01/.. stands before that of 2022-06-14",
     "Check the date; if it is right, move the event down, to after that of 2022-06-14. A date counts as the last day that it can mean."),
])  # fmt: skip
def test_one_event_out_of_order_is_one_finding(
    process: MakeLedger, dates: tuple[str, ...], message: str, advice: str
) -> None:
    (finding,) = of_rule_without_faults(process(_notes(*dates)), "PLP403")
    assert _said(finding) == (message, advice)
    assert finding.value == message.split()[3]


def test_the_one_with_a_date_after_its_document_is_the_one_that_is_out_of_order(process: MakeLedger) -> None:
    """Of two events either could move: the one whose year is wrong does, and the other is not accused."""
    for dates in (("2032-03-10", "2022-05-10"), ("2032-03-10", "2033-05-10", "2022-05-10", "2022-04-10")):
        told = [one for one in check(process(_notes(*dates))) if one.rule in ("PLP402", "PLP403")]
        accused = [one.value for one in told if one.rule == "PLP403"]
        assert [str(one.value).partition(" ")[0] for one in told if one.rule == "PLP402"] == [
            one for one in dates if one > "2030"
        ]
        assert accused == (["2022-04-10"] if "2022-04-10" in dates else [])


def test_two_that_must_move_are_two_and_are_told_where_among_the_others(process: MakeLedger) -> None:
    found = of_rule_without_faults(process(_notes("2022-09-01", *_DATES, "2021-10-01")), "PLP403")
    assert [_said(one)[0] for one in found] == [
        "the event of 2022-09-01 stands before that of 2022-06-14",
        "the event of 2021-10-01 stands after that of 2022-01-11",
    ]


@pytest.mark.parametrize(("numbers", "rule", "value", "message", "advice"), [
    ((1, 2, 3, 90, 5, 6, 7), "PLP504", "90 2022-02-17", "meeting 90 of 2022-02-17 comes before meeting 5",
     "Check the number and the date: number 4 is missing there."),
    ((40, 2, 3, 4, 5), "PLP504", "40 2022-01-15", "meeting 40 of 2022-01-15 comes before meeting 2",
     "Check the number and the date: number 1 is missing there."),
    ((1, 2, 3, 1, 5, 6), "PLP503", "1 2022-02-17", "meeting 1 of 2022-02-17 has the number of the meeting of 2022-01-15",
     "Check the number and the date: number 4 is missing there."),
    # 12 was written as 13
    ((1, 2, 4, 4, 5), "PLP503", "4 2022-02-15", "meeting 4 of 2022-02-15 has the number of the meeting of 2022-02-17",
     "Check the number and the date: number 3 is missing there."),
    ((1, 2, 3, 3, 4), "PLP503", "3 2022-02-17", "meeting 3 of 2022-02-17 has the number of the meeting of 2022-02-15",
     "Check the number and the date."),
    ((1, 2, 9, 3), "PLP504", "9 2022-02-15", "meeting 9 of 2022-02-15 comes before meeting 3", "Check the number and the date."),
    ((2, 3, 4, 1), "PLP504", "1 2022-02-17", "meeting 1 of 2022-02-17 comes after meeting 4", "Check the number and the date."),
    ((1, 2, 3, 40, 41), "PLP502", "4–39", "meetings 4 to 39 are missing in the series",
     "Check number 40; else add them, or acknowledge the gap under `known`."),
    ((1, 2, 4, 5), "PLP502", "3", "meeting 3 is missing in the series", "Add it, or acknowledge the gap under `known`."),
])  # fmt: skip
def test_one_wrong_number_is_one_finding(
    process: MakeLedger, numbers: tuple[int, ...], rule: str, value: str, message: str, advice: str
) -> None:
    ledger = process(_meetings(*numbers))
    found = [one for one in check(ledger) if one.rule.startswith("PLP50")]
    assert rules_and_values(found) == [(rule, value)]
    assert _said(found[0]) == (message, advice)


def test_a_wild_number_costs_nothing(process: MakeLedger) -> None:
    (finding,) = of_rule_without_faults(process(_meetings(1, 9999)), "PLP502")
    assert finding.value == f"2–{9998}"


def test_a_lead_among_the_partners_is_told_where_it_was_set_and_not_at_each_later_change(process: MakeLedger) -> None:
    changes = "  - {date: 2022-01-11, kind: change, set: {lead: B}, source: list}\n" + "".join(
        f"  - {{date: 2022-0{month}-10, kind: change, set: {{priority: 2}}, source: list}}\n" for month in range(2, 7)
    )
    (finding,) = of_rule_without_faults(process("events:\n" + changes), "PLP506")
    assert finding.position is not None
    assert "lead: B" in (finding.line or "")
