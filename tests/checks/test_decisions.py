"""What decisions say of how they stand and of earlier ones: what cannot be, and what looks so and is right."""

import pytest

from plptool.checks.runner import check
from tests.support.findings import rules_and_values
from tests.support.ledgers import MakeLedger


def decision(key: str, *more: str, day: str = "2022-05-18", status: str = "adopted") -> str:
    lines = "\n".join(more)
    return f"\n== decisions/{key}\ntitle: {key}\ndate: {day}\nbody: board\nstatus: {status}\n{lines}\nsource: list\n"


def statuses(*days: tuple[str, str]) -> str:
    return "\n".join(
        ["events:", *(f"  - {{date: {day}, kind: status, status: {word}, source: list}}" for day, word in days)]
    )


def found(little: MakeLedger, text: str) -> list[tuple[str, str | None]]:
    return [(rule, value) for rule, value in rules_and_values(check(little(text))) if rule != "PLP609"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what was not adopted is neither appealed nor final nor quashed
        (decision("a", statuses(("2022-06-01", "appealed"), ("2022-07-01", "final"))), []),
        (decision("a", statuses(("2022-06-01", "appealed"), ("2022-07-01", "quashed"), ("2022-08-01", "appealed"))), []),
        (decision("a", statuses(("2022-06-01", "quashed"), ("2022-07-01", "adopted"))), []),
        (decision("a", statuses(("2022-06-01", "quashed")), status="proposed"), [("PLP501", "2022-06-01 quashed")]),
        (decision("a", statuses(("2022-06-01", "adopted"), ("2022-07-01", "quashed")), status="proposed"), []),
        (decision("a", statuses(("2022-06-01", "final"), ("2022-07-01", "appealed"))), [("PLP501", "2022-07-01 appealed")]),
        (decision("a", statuses(("2022-06-01", "rejected")), status="tabled"), []),
        (decision("a", statuses(("2022-06-01", "appealed")), status="rejected"), [("PLP501", "2022-06-01 appealed")]),
        (decision("a", statuses(("2022-06-01", "appealed")), status="referred-to"), []),  # another body adopted it
        (decision("a", status="final"), [("PLP501", "2022-05-18 final")]),
        (decision("a", status="quashed"), [("PLP501", "2022-05-18 quashed")]),
        (decision("a", statuses(("2022-06", "appealed"), ("2022-06-30", "final"))), [("PLP507", "2022-06-30")]),
        (decision("a", statuses(("2022-06-01", "adopted"), ("2022-06-01", "adopted"))), [("PLP510", "2022-06-01 status")]),
    ],
)  # fmt: skip
def test_statuses(little: MakeLedger, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(little, text) == expected


SAME = "2022-05-18"
LATER = "2023-05-18"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (decision("a", "repeals: a"), [("PLP515", "repeals a")]),
        (decision("a", "prepared-by: [a]"), [("PLP515", "prepared-by a")]),
        (decision("a", "prepared-by: b") + decision("b", day=LATER), [("PLP515", "prepared-by b")]),
        (decision("a", "amends: b", day="2022") + decision("b"), []),  # which of them is later, nobody knows
        # a circle on one day is told once, at one of them
        (decision("a", "prepared-by: b") + decision("b", "prepared-by: c") + decision("c", "prepared-by: a"),
         [("PLP515", "prepared-by b")]),
        (decision("a", "prepared-by: b") + decision("b", "amends: a"), [("PLP515", "prepared-by b")]),
        (decision("a") + decision("b", "prepared-by: a") + decision("c", "prepared-by: [b, a]"), []),
        # a circle over several days is told where it goes forward, and nowhere else
        (decision("a", "prepared-by: b") + decision("b", "prepared-by: a", day=LATER), [("PLP515", "prepared-by b")]),
        (decision("a", "repeals: gone"), [("PLP303", "gone")]),
        (decision("a", "prepared-by: [b]") + decision("b", "withdrawn: {reason: Twice., source: list}"), [("PLP310", "b")]),
    ],
)  # fmt: skip
def test_pointers_run_from_the_later_to_the_earlier(
    little: MakeLedger, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert found(little, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (decision("a") + decision("b", "repeals: a", day=LATER), []),
        (decision("a") + decision("b", "amends: a"), []),  # of one day
        (decision("a", status="rejected") + decision("b", "amends: a", day=LATER), [("PLP516", "amends a")]),
        (decision("a", status="rejected") + decision("b", "amends: a", day=LATER, status="proposed"), []),
        (decision("a", "period: 2022") + decision("b", "repeals: a", day=LATER), [("PLP516", "repeals a")]),
        # it is in force on the day of the decision, and has run out when the new one comes into force
        (decision("a", "period: 2022/2023") + decision("b", "repeals: a", "in-force: 2024-01-01", day=LATER), []),
        # it is not in force yet when it is amended, and is when the amendment is
        (decision("a", "in-force: 2024-01-01") + decision("b", "amends: a", "in-force: 2024-01-01", day=LATER), []),
        (decision("a") + decision("b", "repeals: a", day=LATER) + decision("c", "repeals: a", day="2023-06-01"),
         [("PLP516", "repeals a")]),
        (decision("a") + decision("b", "repeals: a", day=LATER) + decision("c", "amends: a", day="2023-06-01"),
         [("PLP516", "amends a")]),
        (decision("a", statuses(("2022-08-01", "quashed"))) + decision("b", "amends: a", day=LATER), [("PLP516", "amends a")]),
        (decision("a", status="referred-to") + decision("b", "amends: a", day=LATER), []),  # of others' nobody knows
    ],
)  # fmt: skip
def test_what_is_repealed_or_amended_is_in_force(
    little: MakeLedger, text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert found(little, text) == expected


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("decision", "2022-05-18", []),
        ("decision", "2022-06-01", [("PLP604", "d")]),
        # a status rests on a decision, and may follow later, but not before
        ("status, status: paused, reason: So.", "2022-05-18", []),
        ("status, status: paused, reason: So.", "2022-06-01", []),
        ("status, status: paused, reason: So.", "2022-05-17", [("PLP604", "d")]),
    ],
)
def test_only_an_event_of_kind_decision_shares_the_date_of_its_decision(
    process: MakeLedger, kind: str, day: str, expected: list[tuple[str, str]]
) -> None:
    text = decision("d", "concerns: ['1.1']")
    ledger = process(f"events:\n  - {{date: {day}, kind: {kind}, decision: d, source: list}}\n", text)
    assert [(rule, value) for rule, value in rules_and_values(check(ledger)) if rule == "PLP604"] == expected


@pytest.mark.parametrize(
    ("more", "status", "expected"),
    [
        ("vote: {for: 31, against: 18, abstained: 2}", "adopted", []),
        ("vote: {for: 8, against: 8}", "adopted", []),  # whoever presides decides
        ("vote: {for: 0, against: 0}", "adopted", [("PLP517", "0–0")]),
        ("vote: {for: 0, against: 0, abstained: 3}", "adopted", []),
        ("vote: {for: 3, against: 8}", "adopted", [("PLP517", "3–8")]),
        ("vote: {for: 3, against: 8}", "rejected", []),
        ("vote: {for: 8, against: 3}", "rejected", [("PLP517", "8–3")]),
        ("vote: {for: 8, against: 11}", "referred-back", []),  # a third of a council is enough for that
        ("vote: {for: 3, against: 8}\n" + statuses(("2022-06-01", "rejected")), "proposed", []),
        ("review: 2021", "adopted", [("PLP518", "review 2021")]),
        ("review: 2022", "adopted", []),
        ("period: 2022\nin-force: 2023-01-01", "adopted", [("PLP518", "in-force 2023-01-01")]),
        ("period: 2022\nin-force: 2022-12-31", "adopted", []),
    ],
)  # fmt: skip
def test_votes_and_dates(little: MakeLedger, more: str, status: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(little, decision("a", more, status=status)) == expected


def test_a_paragraph_of_any_form_is_one_decision(little: MakeLedger) -> None:
    same = decision("a", "paragraph: Minute 89") + decision("b", "paragraph: Minute 89")
    same += (
        decision("f", "paragraph: 7")
        + decision("g", "paragraph: § 7")
        + decision("h", "paragraph: §7 b")
        + decision("i", "paragraph: §")
    )
    others = decision("c", "paragraph: 12 a") + decision("d", "paragraph: 12 b") + decision("e", "paragraph: 12")
    assert found(little, same + others) == [("PLP616", "a"), ("PLP616", "f")]
