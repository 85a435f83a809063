"""A municipality's register of policies: what is in force, since when, who keeps it, and what is to be looked at again.

The ledger is made up and shaped as Swedish municipalities' lists of governing documents are: policies that replaced others, one
that comes into force later, one amended in part, a guideline that ran out, a tariff that a court quashed, so that the one
before it is in force again, a proposal tabled and referred back, one rejected, and regulations that lapsed. What is expected
was worked out from the records by hand.
"""

import re
from pathlib import Path

import pytest

from tests.support.pages import page_text
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.questions import answer, answered, no_finding, pages, words_of_docx

POLICIES = ROOT / "tests" / "ledgers" / "policies"
NOW = "240630"
TRAVEL, TRAVEL_OF_2012 = "2019-05-27-kf-62", "2012-04-23-kf-41"
TARIFF, TARIFF_OF_2020 = "2023-11-27-kf-95", "2020-11-30-kf-120"
WORK, WORK_OF_2015 = "2024-05-27-kf-40", "2015-03-30-kf-30"


def listed(*options: str, at: str = NOW) -> list[str]:
    return [row["id"] for row in answer(POLICIES, "list", "decisions", *options, at=at)["decisions"]]


def test_the_ledger_holds_no_finding() -> None:
    no_finding(POLICIES)


def test_which_policies_are_in_force() -> None:
    assert listed("--type", "policy", "--in-force") == [
        WORK_OF_2015, TRAVEL, "2021-09-27-kf-74", "2023-02-27-kf-14",
    ]  # fmt: skip
    # The new one comes into force on 1 September, and the old one is until then.
    assert WORK_OF_2015 in listed("--type", "policy", "--in-force", at="240831")
    in_autumn = listed("--type", "policy", "--in-force", at="240901")
    assert (WORK in in_autumn, WORK_OF_2015 in in_autumn) == (True, False)
    assert listed("--type", "policy", "--in-force", at="190630") == [TRAVEL_OF_2012, WORK_OF_2015, "2016-10-31-kf-88"]


def test_which_are_to_be_reviewed_before_a_day() -> None:
    before = ("--type", "policy", "--in-force", "--review-before", NOW)
    assert listed(*before) == [WORK_OF_2015, TRAVEL]  # 2019 and 2023-12-31; 2025-09-30 and 2027 are later
    # of whatever is in force: the guideline of 2017, too; that of 2018 ran out, and needs no review
    assert listed("--in-force", "--review-before", NOW) == [WORK_OF_2015, "2017-06-13-sn-55", TRAVEL]
    query = (
        "SELECT owner, count(*) AS n FROM decisions WHERE is_in_force AND review_latest < '2024-06-30' GROUP BY owner"
    )
    assert answer(POLICIES, "sql", query, at=NOW)["rows"] == [{"owner": "HR", "n": 2}, {"owner": "SF", "n": 1}]


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("231231", TARIFF_OF_2020),  # the new one comes into force on 1 January
        ("240101", TARIFF),
        ("240414", TARIFF),  # appealed, and in force
        ("240415", TARIFF_OF_2020),  # quashed: what it repealed is in force again
    ],
)
def test_a_tariff_that_a_court_quashed_repealed_nothing(day: str, in_force: str) -> None:
    assert listed("--type", "tariff", "--in-force", at=day) == [in_force]


def test_what_lapsed_or_ran_out_is_not_in_force() -> None:
    assert listed("--type", "regulation", "--in-force", at="141230") == ["2011-01-31-kf-7"]
    assert listed("--type", "regulation", "--in-force", at="141231") == []
    assert "2018-02-26-kf-9" in listed("--in-force", at="221231")
    assert "2018-02-26-kf-9" not in listed("--in-force", at="230101")
    assert listed("--status", "rejected") == ["2024-04-29-kf-31"]
    assert listed("--status", "referred-back") == ["2023-10-30-kf-88"]


def test_what_was_tabled_until_a_day_was_expected_then() -> None:
    then = answer(POLICIES, "show", "2023-10-30-kf-88", at="231031")
    assert (then["record"]["status"], [row["due"] for row in then["expected"]]) == ("tabled", ["2023-11-27"])
    now = answer(POLICIES, "show", "2023-10-30-kf-88", at="231127")
    assert (now["record"]["status"], now["expected"]) == ("referred-back", [])


def test_a_policy_is_told_from_both_sides() -> None:
    told = answer(POLICIES, "show", TRAVEL, at=NOW)
    state = told["state"]
    assert (state["is_in_force"], state["in_force_since"], state["amended_by"]) == (
        True,
        "2019-07-01",
        ["2022-11-28-kf-101"],
    )
    assert [(one["tie"], one["id"]) for one in told["tied"]] == [
        ("repeals", TRAVEL_OF_2012), ("amended-by", "2022-11-28-kf-101"),
    ]  # fmt: skip
    old = answer(POLICIES, "show", TRAVEL_OF_2012, at=NOW)
    assert (old["state"]["in_force_until"], old["state"]["repealed_by"]) == ("2019-06-30", [TRAVEL])
    assert [(one["tie"], one["id"]) for one in old["tied"]] == [("repealed-by", TRAVEL)]


def test_a_matter_reads_as_one_story_from_any_of_its_decisions() -> None:
    told = [
        [(step["date"], step["body"], step["paragraph"], step["status"]) for step in shown["matter"]]
        for shown in (answer(POLICIES, "show", key, at=NOW) for key in ("2019-04-24-au-12", "2019-05-08-ks-77", TRAVEL))
    ]
    story = [
        ("2019-04-24", "AU", 12, "proposed"),
        ("2019-05-08", "KS", 77, "proposed"),
        ("2019-05-27", "KF", 62, "adopted"),
        ("2019-06-25", "KF", 62, "final"),
    ]
    assert told == [story] * 3


def test_minutes_tell_when_they_were_approved_and_posted() -> None:
    (minutes,) = answer(POLICIES, "show", TRAVEL, at="190603")["minutes"]
    assert minutes["minutes"] == {
        "body": "KF", "date": "2019-05-27", "number": 5, "approved": "2019-06-03", "posted": None, "taken_down": None,
    }  # fmt: skip
    query = "SELECT source FROM minutes WHERE posted IS NOT NULL AND taken_down IS NULL"
    assert answer(POLICIES, "sql", query, at=NOW)["rows"] == [{"source": "kf-240527"}]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ("Policyer som gäller", "Riktlinjer som gäller", "Taxor som gäller", "HR-enheten", "31\u00a0december 2023", "återremitterat")),
        ("en", ("Policies in force", "Guidelines in force", "Tariffs in force", "HR-enheten", "31\u00a0December 2023", "referred-back")),
    ],
)  # fmt: skip
def test_the_word_document_lists_what_is_in_force(language: str, words: tuple[str, ...], tmp_path: Path) -> None:
    text = words_of_docx(POLICIES, tmp_path, NOW, language)
    for word in words:
        assert word in text, word
    in_force, _, all_of_them = text.partition(
        "reservationer: Alternativ" if language == "sv" else "reservations: Alternativ"
    )
    assert "Resepolicy" in in_force
    assert all_of_them


def test_the_pages_tell_it_in_both_languages(tmp_path: Path) -> None:
    site = pages(POLICIES, tmp_path / "site", NOW, "sv", "en")
    page = (site / "decisions.html").read_text(encoding="utf-8")
    first = page.partition('<h2 id="year2024"')[0]
    assert "Policyer som gäller (4)" in first
    assert re.findall(r'href="decision/([^"]+)\.html"', first.partition('<h2 id="policy"')[2].partition("<h2")[0]) == [
        WORK_OF_2015, "2021-09-27-kf-74", "2023-02-27-kf-14", TRAVEL,
    ]  # fmt: skip
    for name, told in (
        (f"decision/{TRAVEL}.html", ("Gäller sedan 2019-07-01.", "Beslut som ändrar det", "Ärendets gång", "anslaget 2019-06-04")),
        (f"en/decision/{TRAVEL_OF_2012}.html", ("In force from 2012-04-23 to 2019-06-30.", "Decisions that repeal it")),
        (f"en/decision/{WORK}.html", ("Not in force yet.",)),
        ("en/source/kf-190527.html", ("Decisions of the meeting", f"decision/{TRAVEL}.html")),
    ):  # fmt: skip
        text = page_text(site / name)
        for words in told:
            assert words in text, (name, words)


@pytest.mark.parametrize("form", ["text", "markdown", "csv"])
def test_the_list_says_of_each_whether_it_is_in_force(form: str) -> None:
    text = answered(POLICIES, "list", "decisions", at=NOW, form=form)
    if form == "csv":
        assert f"{TRAVEL},2019-05-27,KF" in text
    else:
        assert re.search(r"beslutat \(gäller inte ännu\)\s*\|?\s*Arbetsmiljöpolicy", text)
        assert re.search(r"beslutat \(upphävt\)\s*\|?\s*Resepolicy", text)


def test_a_register_of_policies_is_not_told_of_processes_that_it_has_not() -> None:
    for language, words in (
        ("sv", ("Processer", "möten", "0 processer")),
        ("en", ("Processes", "eetings", "0 processes")),
    ):
        told = plptool(
            "-C", str(POLICIES), "report", "--at", "240601", "--lang", language, "--format", "markdown"
        ).stdout
        assert not [word for word in words if word in told]
        assert ("Fattade beslut" if language == "sv" else "Decisions adopted") in told
