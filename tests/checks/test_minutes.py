"""Minutes: of which meeting they are, when they were approved and posted, and what of that cannot be."""

import pytest

from plptool.checks.runner import check
from plptool.read.schema import load
from plptool.reports.records import view
from plptool.timeline.minutes import STATUSES, Minutes
from tests.support.findings import rules_and_values
from tests.support.ledgers import MakeLedger

MEETING = "meeting: {body: board, date: 2022-05-18, number: 4}"
DECISION = "\n== decisions/d\ntitle: D\ndate: 2022-05-18\nbody: board\nstatus: adopted\nsource: minutes\n"


def minutes(*events: tuple[str, str], meeting: str = MEETING) -> str:
    lines = [f"  - {{date: {day}, kind: status, status: {word}, source: minutes}}" for day, word in events]
    told = "\n".join(["events:", *lines]) if lines else ""
    return f"\n== sources/minutes\ntitle: Minutes\ndate: 2022-12-31\n{meeting}\n{told}\n"


def test_the_schema_has_the_words_that_the_program_knows() -> None:
    assert tuple(load("source")["$defs"]["minutes-status-event"]["properties"]["status"]["enum"]) == STATUSES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (minutes(), []),
        (minutes(("2022-05-25", "approved"), ("2022-05-26", "posted"), ("2022-06-17", "taken-down")), []),
        (minutes(("2022-05-25", "posted"), ("2022-05-25", "approved")), []),  # on one day, in whatever order
        (minutes(("2022-05-25", "posted"), ("2022-06-17", "taken-down")), []),  # one paragraph is approved at once
        (minutes(("2022-05-18", "approved")), []),
        (minutes(("2022-05-17", "approved")), [("PLP519", "2022-05-17 approved")]),
        (minutes(("2022-05", "approved")), []),
        (minutes(("2022-05-25", "posted"), ("2022-05-26", "approved")), [("PLP519", "2022-05-26 approved")]),
        (minutes(("2022-05-25", "taken-down"), ("2022-05-26", "posted")), [("PLP519", "2022-05-26 posted")]),
        (minutes(("2022-05-25", "approved"), meeting=""), [("PLP519", "2022-05-25 approved")]),
        (minutes(meeting="meeting: {body: bord, date: 2022-05-18}"), [("PLP301", "bord")]),
    ],
)
def test_minutes_follow_their_meeting(little: MakeLedger, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert rules_and_values(check(little(text))) == expected


@pytest.mark.parametrize(
    ("meeting", "told"),
    [
        ("{body: board, date: 2022-06-15, number: 4}", ["4 2022-06-15"]),
        ("{body: board, date: 2022-06-15, number: 5}", []),
        ("{body: board, date: 2023-06-15, number: 4}", []),  # each year they begin anew
        ("{body: A, date: 2022-06-15, number: 4}", []),
        ("{body: board, date: 2022-05-18, number: 4}", []),  # another document of that meeting
        ("{body: board, date: 2022-06-15}", []),
        ("{body: board, date: 2022-12-20/2023-01-10, number: 4}", []),
    ],
)
def test_a_meeting_of_a_year_has_its_own_number(little: MakeLedger, meeting: str, told: list[str]) -> None:
    second = minutes(meeting=f"meeting: {meeting}").replace("sources/minutes", "sources/minutes-2")
    found = rules_and_values(check(little(minutes() + second)))
    assert found == [("PLP519", value) for value in told]


def test_a_decision_names_its_minutes_and_these_their_decisions_as_they_stood(little: MakeLedger) -> None:
    other = DECISION.replace("decisions/d", "decisions/e").replace("board", "A")
    ledger = little(minutes(("2022-05-25", "approved"), ("2022-05-26", "posted")) + DECISION + other)
    for day, approved, posted in (
        ("2022-05-24", None, None),
        ("2022-05-25", "2022-05-25", None),
        ("2022-05-26", "2022-05-25", "2022-05-26"),
    ):
        state = ledger.at(day)
        (row,) = view(state, "d").minutes
        assert (row.id, row.minutes) == ("minutes", Minutes("board", "2022-05-18", 4, approved, posted, None))
        assert [one.id for one in view(state, "minutes").of_meeting] == ["d"]
        assert view(state, "e").minutes == ()
    assert view(ledger.at("2022-05-17"), "minutes").of_meeting == ()
