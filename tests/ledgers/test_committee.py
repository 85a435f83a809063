"""A planning committee's log of decisions: how the votes fell, who reserved themselves and who took no part.

The ledger is made up and shaped as an English council's minutes are: minute numbers, numbers of the planning register, a matter
deferred for a visit and granted on a casting vote, a refusal, a scheme that the full council adopted, a court quashed and
both considered again, a petition, a motion and a permission that lapsed. What is expected was worked out by hand.
"""

from pathlib import Path

import pytest

from tests.support.pages import page_text
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.questions import Row, answer, answered, no_finding, pages, words_of_docx

COMMITTEE = ROOT / "tests" / "ledgers" / "committee"
NOW = "240630"
WALL = "2023-07-05-fc-41"


def listed(*options: str, at: str = NOW) -> list[Row]:
    rows: list[Row] = answer(COMMITTEE, "list", "decisions", *options, at=at)["decisions"]
    return rows


def asked(query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in answer(COMMITTEE, "sql", query, at=NOW)["rows"]]


def test_the_ledger_holds_no_finding() -> None:
    no_finding(COMMITTEE)


def test_how_each_vote_fell() -> None:
    votes = {
        row["id"]: row["vote"] and (row["vote"]["for"], row["vote"]["against"], row["vote"]["abstained"])
        for row in listed()
    }
    assert {key: vote for key, vote in votes.items() if vote} == {
        "2023-04-12-pc-12": (7, 3, 1), "2023-04-12-pc-13": (2, 8, 1), "2023-05-10-pc-18": (5, 5, None),
        "2023-06-14-pc-22": (8, 3, None), WALL: (21, 14, 2), "2023-09-13-pc-30": (9, 2, None),
        "2023-11-08-pc-38": (6, 5, None), "2024-02-14-pc-9": (7, 2, 2), "2024-03-06-fc-12": (24, 12, 1),
    }  # fmt: skip
    closest = "SELECT id FROM decisions WHERE votes_for IS NOT NULL ORDER BY abs(votes_for - votes_against), id LIMIT 2"
    assert asked(closest) == [("2023-05-10-pc-18",), ("2023-11-08-pc-38",)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pages(COMMITTEE, tmp_path_factory.mktemp("committee") / "site", NOW, "en", "sv")


def test_who_reserved_themselves_and_who_took_no_part_and_no_name_is_told(site: Path) -> None:
    assert asked("SELECT decision, organisation, role FROM reservations ORDER BY decision, position") == [
        ("2023-04-12-pc-12", "GR", None), (WALL, "GR", None), (WALL, "FC", "councillor"), ("2024-03-06-fc-12", "GR", None),
    ]  # fmt: skip
    assert asked("SELECT decision, role, number FROM disqualified ORDER BY decision") == [
        ("2023-04-12-pc-12", "councillor", 1), (WALL, "councillor", 2),
    ]  # fmt: skip
    for file in site.rglob("*"):
        assert file.is_dir() or not (b"Robin" in file.read_bytes() or b"Ash Example" in file.read_bytes()), file
    for form in ("text", "markdown", "json", "html"):
        report = answered(COMMITTEE, "report", at=NOW, form=form)
        assert "Robin" not in report
        assert "Ash" not in report


def test_a_matter_deferred_for_a_visit_is_granted_on_the_day_that_was_expected() -> None:
    then, now = (answer(COMMITTEE, "show", "2023-05-10-pc-18", at=day) for day in ("230613", "230614"))
    assert (then["record"]["status"], [row["due"] for row in then["expected"]]) == ("tabled", ["2023-06-14"])
    assert (now["record"]["status"], now["expected"], now["state"]["in_force_since"]) == ("adopted", [], "2023-06-14")


def test_a_decision_that_is_quashed_is_not_in_force_and_drops_what_it_asked_for() -> None:
    for day, in_force, standing in (("231231", True, "late"), ("240121", True, "late"), ("240122", False, "dropped")):
        told = answer(COMMITTEE, "show", WALL, at=day)
        assert (told["state"]["is_in_force"], told["commissions"][0]["standing"]) == (in_force, standing), day
    assert told["commissions"][0]["dropped"] == "2024-01-22"


def test_the_harbour_wall_is_one_story_from_each_of_its_four_decisions() -> None:
    keys = ("2023-06-14-pc-22", WALL, "2024-02-14-pc-9", "2024-03-06-fc-12")
    stories = [
        [(step["date"], step["body"], str(step["paragraph"]), step["status"]) for step in answer(COMMITTEE, "show", key, at=NOW)["matter"]]
        for key in keys
    ]  # fmt: skip
    assert stories[0] == [
        ("2023-06-14", "PC", "Minute 22", "proposed"),
        ("2023-07-05", "FC", "41/23", "adopted"),
        ("2023-08-10", "FC", "41/23", "appealed"),
        ("2024-01-22", "FC", "41/23", "quashed"),
        ("2024-02-14", "PC", "Minute 9", "proposed"),
        ("2024-03-06", "FC", "12/24", "adopted"),
        ("2024-04-17", "FC", "12/24", "final"),
    ]
    assert stories == [stories[0]] * 4


def test_what_became_of_each_kind_of_decision() -> None:
    found = {
        status: [row["id"] for row in listed("--status", status)]
        for status in ("rejected", "noted", "lapsed", "quashed", "final")
    }
    assert found == {
        "rejected": ["2023-04-12-pc-13"], "noted": ["2023-09-13-pc-31"], "lapsed": ["2023-11-08-pc-38"], "quashed": [WALL],
        "final": ["2024-03-06-fc-12"],
    }  # fmt: skip
    assert [(row["id"], row["by"]) for row in listed("--type", "petition")] == [("2023-09-13-pc-31", ["resident"])]
    assert [(row["id"], row["by"], row["status"]) for row in listed("--type", "motion")] == [
        ("2024-01-10-pc-3", ["GR"], "referred-back")
    ]
    totals = answer(COMMITTEE, "export", at=NOW)["totals"]["decisions"]
    # adopted and standing: Mill Lane, the Old Bakery, the charges, and the wall considered again
    assert (totals["adopted"], totals["final"], totals["quashed"], totals["lapsed"]) == (4, 1, 1, 1)
    assert sum(year["count"] for year in totals["years"]) == 4


def test_numbers_of_registers_and_minutes_are_told_as_they_are_written() -> None:
    row = next(row for row in listed() if row["id"] == WALL)
    assert (row["paragraph"], row["registry"]) == ("41/23", "Planning register P/2022/0408, FC/2023/19")
    assert asked("SELECT paragraph FROM decisions WHERE id = '2023-04-12-pc-12'") == [("Minute 12",)]


def test_which_minutes_are_not_approved_or_not_posted() -> None:
    assert asked("SELECT source FROM minutes WHERE approved IS NULL") == [("pc-240612",)]
    assert asked("SELECT source FROM minutes WHERE posted IS NULL ORDER BY date") == [("pc-240410",), ("pc-240612",)]
    # At the end of the year before, those of November were not approved either.
    rows = answer(COMMITTEE, "list", "sources", at="231231")["sources"]
    assert [row["id"] for row in rows if row["minutes"] and row["minutes"]["approved"] is None][:2] == [
        "fc-240306",
        "pc-231108",
    ]


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("21–14 (2); reservations: Harbourgate Greens", "quashed", "12/24")),
    ("sv", ("21–14 (2); reservationer: Harbourgate Greens", "upphävt av domstol", "Minute 12")),
])  # fmt: skip
def test_the_word_document_tells_the_votes(language: str, words: tuple[str, ...], tmp_path: Path) -> None:
    text = words_of_docx(COMMITTEE, tmp_path, NOW, language)
    for word in words:
        assert word in text, word
    assert "Ash" not in text


def test_the_pages_tell_the_votes_and_the_story(site: Path) -> None:
    page = page_text(site / f"decision/{WALL}.html")
    for words in (
        "The matter from body to body",
        "A claim for judicial review.",
        "for: 21; against: 14; abstained: 2",
        "approved 2023-09-20",
        "dropped 2024-01-22: Two members should have left the room.",
    ):
        assert words in page, words
    listed_there = (site / "decisions.html").read_text(encoding="utf-8")
    for words in ("votes 9–2", "Tariffs in force (1)", "Minute 30"):
        assert words in listed_there, words
    assert "upphävt av domstol" in (site / f"sv/decision/{WALL}.html").read_text(encoding="utf-8")


def test_the_answer_to_a_motion_is_due_before_anybody_has_decided(site: Path) -> None:
    """It is asked for by who raised the motion; what another proposal would give is not given before it is adopted."""
    assert "what trees on new streets cost" in (site / "due.atom").read_text(encoding="utf-8")


def test_two_days_side_by_side_tell_which_decisions_stand_otherwise_and_why() -> None:
    done = plptool("-C", str(COMMITTEE), "diff", "231231", NOW, "--format", "markdown")
    assert done.returncode == 0, done.stderr
    assert "| The harbour wall | appealed | quashed | Two members should have left the room. |" in done.stdout
    assert "| A marquee at 4 Quay Street | adopted | lapsed | Nothing was begun within six months. |" in done.stdout
    assert "2023-07-05-fc-41" not in done.stdout  # told once, by its title
