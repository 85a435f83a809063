"""Two ways to write the same days are one date to whoever asks which day it is."""

import pytest

from plptool.checks.runner import check
from plptool.model.dates import days_of, parse_when
from plptool.reports.sql import run
from plptool.timeline.compare import compare
from plptool.timeline.diff import diff
from tests.support.ledgers import BASE, PROCESS, MakeLedger

SAME = [
    ("2023", "2023-01-01/2023-12-31"), ("2023", "2023-01/2023-12"), ("/2023-12-31", "/2023"), ("../2023-12", "/2023-12-31"),
    ("2023-05", "2023-05-01/2023-05-31"), ("2023-05-01/2023-05-01", "2023-05-01"), ("2022-21", "2022-01-01/2022-06-30"),
    ("2023-XX", "2023"), ("'2023?'", "2023"), ("'2023'", "2023"), ("2024-02-29", "2024-02-29/2024-02-29"),
]  # fmt: skip
OTHER = [("2023", "2023-01-01/2023-12-30"), ("/2023", "2023"), ("2023-05", "2023-21"), ("2023/..", "2023")]


@pytest.mark.parametrize(("one", "other"), [*SAME, *((other, one) for one, other in SAME)])
def test_it_is_settled_however_it_is_written(process: MakeLedger, one: str, other: str) -> None:
    ledger = process(f"""
events:
  - {{date: 2022-01-10, kind: expected, due: {one}, text: A paper, source: list}}
  - {{date: 2022-09-01, kind: note, settles: {other}, text: Here it is, source: list}}
""")
    assert ledger.at("240601").expectations == ()
    assert not {"PLP508", "PLP511"} & {finding.rule for finding in check(ledger)}


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_date_settles_nothing(process: MakeLedger, one: str, other: str) -> None:
    ledger = process(f"""
events:
  - {{date: 2022-01-10, kind: expected, due: {one}, text: A paper, source: list}}
  - {{date: 2022-09-01, kind: note, settles: {other}, text: Here it is, source: list}}
""")
    assert [expectation.due.text for expectation in ledger.at("240601").expectations] == [one]
    assert "PLP508" in {finding.rule for finding in check(ledger)}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_at_one_date_are_two_and_what_is_told_twice_is(process: MakeLedger, one: str, other: str) -> None:
    ledger = process(f"""
events:
  - {{date: 2022-01-10, kind: expected, due: {one}, text: A paper, source: list}}
  - {{date: 2022-01-11, kind: expected, due: {other}, text: Another, source: list}}
  - {{date: 2022-09-01, kind: note, settles: {one}, text: Here it is, source: list}}
  - {{date: {one}, kind: activity, activity: workshop, source: list}}
  - {{date: {other}, kind: activity, activity: workshop, source: list}}
""")
    assert len(ledger.at("240601").expectations) == 2
    assert {"PLP511", "PLP510"} <= {finding.rule for finding in check(ledger)}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_paragraph_and_a_claim_are_known_however_the_day_is_written(little: MakeLedger, one: str, other: str) -> None:
    decision = "== decisions/%s\ntitle: T\ndate: %s\nbody: board\nparagraph: 3\nstatus: adopted\nsource: list\n"
    claimed = (
        f"period: {one}\nsource: list\ndiscrepancies:\n  - field: period\n    claims: [{{value: {other}, source: list}}, {{value: 1999, source: list}}]\n"
        "    reason: So.\n"
    )
    process = PROCESS.replace("period: 2021/2023\nsource: list\n", claimed)
    ledger = little(BASE + process + decision % ("a", one) + decision % ("b", other))
    rules = {finding.rule for finding in check(ledger)}
    assert "PLP616" in rules
    assert "PLP602" not in rules
    assert run(ledger.at("241231"), "SELECT recorded FROM claims").rows == [(1,), (0,)]


@pytest.mark.parametrize(("one", "other"), [pair for pair in SAME if "'" not in pair[0] and ".." not in pair[0]])
def test_an_event_whose_date_is_written_otherwise_is_that_event(process: MakeLedger, one: str, other: str) -> None:
    event = "events: [{date: %s, kind: note, text: %s, source: list}]"
    (change,) = diff(process(event % (one, "A.")).at("241231"), process(event % (other, "B.")).at("241231")).changes
    assert [event.change for event in change.events] == ["changed"]
    (fact,) = compare({"events": [{"date": one, "kind": "note"}]}, {"events": [{"date": other, "kind": "note"}]})
    assert fact.kind == "changed"  # to say it otherwise is to say something else, as it is to a seal


@pytest.mark.parametrize(
    ("written", "read"), [("../2023", "/2023"), ("'2023-05-01'", "2023-05-01"), ('"2023"', "2023")]
)
def test_what_reads_as_one_is_no_difference(process: MakeLedger, written: str, read: str) -> None:
    event = "events: [{date: 2022-01-10, kind: expected, due: %s, text: A., source: list}]"
    assert diff(process(event % written).at("241231"), process(event % read).at("241231")).changes == ()


def test_what_is_no_date_is_itself() -> None:
    assert days_of("soon") == "soon"
    assert days_of("2023") == parse_when("2023-01-01/2023-12-31").days
