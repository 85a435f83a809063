"""Decisions at any day: which are in force, and what later ones made of them."""

import json
from datetime import date
from typing import Any

import pytest

from plptool.model.decisions import AFTER_ADOPTION, ENDED, STANDING, STATUSES, TYPES, WAITING
from plptool.read.schema import load
from plptool.reports.records import Filters, decision_rows, listing, view
from plptool.timeline.decisions import Dated, matter
from plptool.timeline.totals import totals
from tests.support.ledgers import MakeLedger

POLICY = """
== decisions/{id}
title: {id}
date: {date}
body: board
type: policy
status: adopted
{more}
source: list
"""


def policy(key: str, day: str, *more: str) -> str:
    return POLICY.format(id=key, date=day, more="\n".join(more))


def status(day: str, word: str) -> str:
    return f"  - {{date: {day}, kind: status, status: {word}, source: list}}"


def test_the_schema_has_the_words_that_the_program_knows() -> None:
    definitions = load("decision")["$defs"]
    assert set(definitions["decision-state"]["enum"]) == set(STATUSES)
    assert set(load("decision")["properties"]["type"]["enum"]) == set(TYPES)
    assert set(STATUSES) >= {*STANDING, *AFTER_ADOPTION, *WAITING, *ENDED}


@pytest.mark.parametrize(
    ("more", "in_force"),
    [
        # from the day on which it was adopted
        ((), {"211231": False, "220101": True, "291231": True}),
        (("in-force: 2022-07-01",), {"220630": False, "220701": True}),
        (("in-force: 2022",), {"221230": False, "221231": True}),  # by the last day that it can mean
        (("in-force: 2021-07-01",), {"211231": False, "220101": True}),  # nobody knew it before
        (("in-force: 2022-07-01/..",), {"291231": False}),
        (("period: 2022/2023",), {"220101": True, "231231": True, "240101": False}),
        (("period: 2023/2024",), {"221231": False, "230101": True}),
        (("period: 2022/..",), {"991231": True}),
        (("period: 2023/2024", "in-force: 2022-07-01"), {"220701": True, "241231": True, "250101": False}),
        # an appeal stops nothing; a court does
        (("events:", status("2022-02-01", "appealed"), status("2022-06-01", "final")), {"220301": True, "220601": True}),
        (("events:", status("2022-02-01", "appealed"), status("2022-06-01", "quashed")), {"220531": True, "220601": False}),
        *[(("events:", status("2022-06-01", word)), {"220531": True, "220601": False}) for word in ENDED],
        (("events:", status("2022-06-01", "quashed"), status("2022-09-01", "appealed")), {"220601": False, "220901": True}),
    ],
)  # fmt: skip
def test_in_force(little: MakeLedger, more: tuple[str, ...], in_force: dict[str, bool]) -> None:
    ledger = little(policy("p", "2022-01-01", *more))
    states = {day: ledger.at(f"20{day[:2]}-{day[2:4]}-{day[4:]}") for day in in_force}
    assert {day: "p" in state.forces and state.forces["p"].in_force for day, state in states.items()} == in_force


@pytest.mark.parametrize("word", sorted(set(STATUSES) - set(STANDING)))
def test_what_is_not_adopted_is_not_in_force(little: MakeLedger, word: str) -> None:
    ledger = little(policy("p", "2022-01-01").replace("status: adopted", f"status: {word}"))
    assert not ledger.at("2022-12-31").forces["p"].in_force


def in_force(little: MakeLedger, text: str, day: str = "2029-12-31") -> set[str]:
    state = little(text).at(day)
    return {key for key, force in state.forces.items() if force.in_force} - {"adoption"}


def test_a_repealed_policy_does_not_come_back_when_its_successor_is_repealed(little: MakeLedger) -> None:
    one, two = policy("one", "2015-03-01"), policy("two", "2019-03-01", "repeals: one", "in-force: 2019-07-01")
    three = policy("three", "2023-03-01", "repeals: [two]")
    assert in_force(little, one + two, "2019-06-30") == {"one"}
    assert in_force(little, one + two, "2019-07-01") == {"two"}
    assert in_force(little, one + two + three) == {"three"}
    force = little(one + two + three).at("2029-12-31").forces
    assert (force["one"].until, force["one"].repealed_by) == (Dated(date(2019, 6, 30), "2019-06-30"), ("two",))
    assert force["two"].until == Dated(date(2023, 2, 28), "2023-02-28")


@pytest.mark.parametrize("word", ["quashed", "withdrawn", "lapsed"])
def test_what_was_repealed_by_what_no_longer_stands_is_in_force_again(little: MakeLedger, word: str) -> None:
    one = policy("one", "2015-03-01")
    two = policy("two", "2019-03-01", "repeals: one", "events:", status("2019-09-01", word))
    assert in_force(little, one + two, "2019-08-31") == {"two"}
    assert in_force(little, one + two, "2019-09-01") == {"one"}


def test_what_ran_out_has_repealed_for_good(little: MakeLedger) -> None:
    one, two = policy("one", "2015-03-01"), policy("two", "2019-03-01", "repeals: one", "period: 2019/2020")
    assert in_force(little, one + two, "2021-01-01") == set()


def test_a_proposal_repeals_nothing_and_an_amendment_leaves_in_force(little: MakeLedger) -> None:
    one = policy("one", "2015-03-01")
    proposal = policy("two", "2019-03-01", "repeals: one").replace("status: adopted", "status: proposed")
    assert in_force(little, one + proposal) == {"one"}
    amended = little(one + policy("two", "2019-03-01", "amends: one"))
    assert amended.at("2019-02-28").forces["one"].amended_by == ()
    force = amended.at("2019-03-01").forces["one"]
    assert (force.in_force, force.amended_by) == (True, ("two",))


def test_what_names_itself_is_as_if_it_did_not(little: MakeLedger) -> None:
    assert in_force(little, policy("one", "2015-03-01", "repeals: one")) == {"one"}


AU_KS_KF = (
    policy("au", "2022-01-10").replace("status: adopted", "status: proposed")
    + policy("ks", "2022-01-24", "prepared-by: au").replace("status: adopted", "status: proposed")
    + policy("kf", "2022-02-24", "prepared-by: [ks]")
)


def test_a_matter_is_one_story_from_any_of_its_decisions(little: MakeLedger) -> None:
    ledger = little(AU_KS_KF + policy("other", "2022-01-10"))
    state = ledger.at("2022-12-31")
    assert {matter(state.decisions, key) for key in ("au", "ks", "kf")} == {("au", "ks", "kf")}
    told = [[(step.decision, step.status) for step in view(state, key).matter] for key in ("au", "ks", "kf")]
    assert told == [[("au", "proposed"), ("ks", "proposed"), ("kf", "adopted")]] * 3
    assert view(state, "other").matter == ()
    assert [step.decision for step in view(ledger.at("2022-02-01"), "au").matter] == ["au", "ks"]  # what was known then
    assert state.forces["au"].prepares == ("ks",)


def test_what_becomes_of_a_decision_is_a_part_of_the_story(little: MakeLedger) -> None:
    ks = policy(
        "ks",
        "2022-01-24",
        "prepared-by: au",
        "events:",
        status("2022-02-10", "referred-back"),
        status("2022-02-20", "proposed"),
    )
    text = AU_KS_KF.split("\n== decisions/ks")[0] + ks.replace("status: adopted", "status: proposed", 1)
    text += policy("kf", "2022-02-20", "prepared-by: [ks]", "events:", status("2022-03-20", "appealed"))
    steps = view(little(text).at("2022-12-31"), "kf").matter
    assert [(step.date, step.decision, step.status, step.first) for step in steps] == [
        ("2022-01-10", "au", "proposed", True),
        ("2022-01-24", "ks", "proposed", True),
        ("2022-02-10", "ks", "referred-back", False),
        ("2022-02-20", "ks", "proposed", False),
        ("2022-02-20", "kf", "adopted", True),
        ("2022-03-20", "kf", "appealed", False),
    ]


def test_pointers_are_told_from_both_sides(little: MakeLedger) -> None:
    text = (
        policy("one", "2015-03-01")
        + policy("two", "2019-03-01", "amends: one")
        + policy("three", "2023-03-01", "repeals: one")
    )
    state = little(text).at("2023-12-31")
    tied = {key: [(tie.tie, tie.decision.id) for tie in view(state, key).tied] for key in ("one", "two", "three")}
    assert tied == {
        "one": [("repealed-by", "three"), ("amended-by", "two")],
        "two": [("amends", "one")],
        "three": [("repeals", "one")],
    }


REGISTER = (
    policy("old", "2015-03-01", "review: 2018")
    + policy("travel", "2019-03-01", "repeals: old", "review: 2024-05-31")
    + policy("gifts", "2020-03-01", "review: 2024-06-30")
    + policy("data", "2021-03-01", "review: 2024")
    + policy("animals", "2021-04-01")
    + policy("rules", "2021-03-01", "review: 2023").replace("type: policy", "type: regulation")
)


def test_the_policies_in_force_that_are_to_be_reviewed_before_a_day(little: MakeLedger) -> None:
    state = little(REGISTER).at("2023-12-31")

    def asked(**filters: Any) -> list[str]:
        return [row.id for row in decision_rows(state) if row in list(listing(state, "decisions", Filters(**filters)))]

    assert asked(type="policy", in_force=True, review_before=date(2024, 6, 30)) == ["travel"]
    assert asked(type="policy", in_force=True, review_before=date(2024, 7, 1)) == ["travel", "gifts"]
    assert asked(type="policy", in_force=True, review_before=date(2025, 1, 1)) == ["travel", "gifts", "data"]
    assert asked(type="policy", in_force=True) == ["travel", "gifts", "data", "animals"]
    assert asked(type="policy", status="adopted") == ["old", "travel", "gifts", "data", "animals"]
    assert asked(review_before=date(2024, 1, 1)) == ["old", "rules"]


def test_decisions_of_a_year_are_those_that_reports_count(little: MakeLedger) -> None:
    register = REGISTER + policy("shelved", "2021-05-01").replace("status: adopted", "status: rejected")
    state = little(register).at("2023-12-31")
    assert [row.id for row in listing(state, "decisions", Filters(year=2021))] == [
        "adoption",
        "data",
        "rules",
        "animals",
    ]
    assert [row.id for row in listing(state, "decisions", Filters(year=2021, status="rejected"))] == ["shelved"]
    (counted,) = (count.count for count in totals(state).decisions.years if count.year == 2021)
    assert counted == 4


def test_each_status_is_told_when_it_comes() -> None:
    """Of a pull request, in both languages: no status is passed over."""
    from plptool.model.i18n import LANGUAGES, translator
    from plptool.render.sentence import _of_decisions

    for language in LANGUAGES:
        told = _of_decisions(translator(language))
        all_of_them = {(counted, status) for counted in ("decision", "decision becomes") for status in STATUSES}
        assert set(told) == {*all_of_them, ("decision", "repeals"), ("decision", "amends")}
        assert len({json.dumps(plural) for plural in told.values()}) == len(told)
