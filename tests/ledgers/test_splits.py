"""A plan with several leads, whose actions are split and merged, and whose organisations come, go and get other names.

The ledger is made up and shaped as municipal climate plans are: an administration gets another name at a turn of the year, an
action is split in two and two are merged, a company that took part is sold, the plan is extended and gets another name, a grant
gets a second year, and the board's decisions have no paragraphs. What is expected was worked out from the records by hand.
"""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.program import plptool, seal
from tests.support.project import ROOT
from tests.support.questions import answer, answered, no_finding, pages, words_of_docx

SPLITS = ROOT / "tests" / "ledgers" / "splits"
BEFORE, AFTER = "221231", "231231"


def test_the_ledger_holds_no_finding_as_it_turned_off_what_its_plan_leaves_unsaid() -> None:
    no_finding(SPLITS)


@pytest.mark.parametrize(
    ("day", "name", "plan", "participants", "leads", "amount"),
    [
        (BEFORE, "Kommunledningskontoret", "Klimatplan 2021–2023", ["KLK", "TEK", "MHF", "Sjokraft"], ["TEK", "KLK"], 1200000),
        ("230201", "Kommunstyrelsens förvaltning", "Klimatplan 2021–2023", ["KLK", "TEK", "MHF"], ["TEK", "KLK"], 1200000),
        (AFTER, "Kommunstyrelsens förvaltning", "Klimat- och energiplan 2021–2025",
         ["KLK", "TEK", "MHF", "Naturskolan"], ["TEK", "MHF"], 2000000),
    ],
)  # fmt: skip
def test_what_each_is_called_who_takes_part_and_who_leads(
    day: str, name: str, plan: str, participants: list[str], leads: list[str], amount: int
) -> None:
    def column(query: str) -> list[object]:
        return [next(iter(row.values())) for row in answer(SPLITS, "sql", query, at=day)["rows"]]

    assert column("SELECT title FROM organisations WHERE id = 'KLK'") == [name]
    assert column("SELECT title FROM plans") == [plan]
    assert column("SELECT organisation FROM participants") == participants
    assert answer(SPLITS, "show", "K1", at=day)["record"]["lead"] == leads
    assert answer(SPLITS, "list", "grants", at=day)["grants"][0]["amount"] == amount


def test_a_split_and_a_merger_are_told_from_both_sides() -> None:
    rows = {row["id"]: row for row in answer(SPLITS, "list", "processes", at=AFTER)["processes"]}
    assert {key: row["status"] for key, row in rows.items()} == {
        "K1": "ongoing", "K2": "cancelled", "K3": "cancelled", "K4": "cancelled", "K5": "completed", "K6": "ongoing", "K7": "ongoing",
    }  # fmt: skip
    assert [answer(SPLITS, "show", key, at=AFTER)["record"]["continues"] for key in ("K5", "K6", "K7")] == [
        "K2",
        "K2",
        ["K3", "K4"],
    ]
    assert len(answer(SPLITS, "list", "processes", at="220614")["processes"]) == 4


def test_what_came_between_tells_who_came_and_who_left() -> None:
    told = json.loads(plptool("-C", str(SPLITS), "diff", BEFORE, AFTER, "--format", "json").stdout)
    changes = {
        change["record"]: [
            (field["field"], field.get("from"), field.get("to"), field.get("why"))
            for field in change["fields"]
            if not field["field"].startswith("source")
        ]
        for change in told["changes"]
    }
    assert changes["KLK"] == [
        ("names", None, ["KSF"], "happened"),
        ("title", "Kommunledningskontoret", "Kommunstyrelsens förvaltning", "happened"),
    ]
    assert ("lead", ["TEK", "KLK"], ["TEK", "MHF"], "happened") in changes["K1"]
    assert ("partners", ["MHF", "Sjokraft"], ["Naturskolan"], "happened") in changes["K1"]
    came = [
        (was and was["organisation"], now and now["organisation"])
        for name, was, now, _ in changes["klimatplan"]
        if name == "participants"
    ]
    assert sorted(came, key=str) == [("Sjokraft", None), (None, "Naturskolan")]
    assert ("period", "2021/2023", "2021/2025", "happened") in changes["klimatplan"]
    assert ("steering-group.members", 5, 7, "happened") in changes["klimatplan"]


@pytest.mark.parametrize(("language", "title"), [("sv", "åtgärd"), ("en", "process")])
def test_a_difference_calls_what_it_lists_as_the_plan_does(language: str, title: str) -> None:
    told = plptool("-C", str(SPLITS), "diff", BEFORE, AFTER, "--lang", language, "--format", "markdown").stdout
    assert f"| id | {title} |" in told
    counted = plptool(
        "-C", str(SPLITS), "diff", BEFORE, AFTER, "--stat", "--lang", language, "--format", "markdown"
    ).stdout
    assert f"| id | {'titel' if language == 'sv' else 'title'} |" in counted
    appendix = answered(SPLITS, "report", "--appendix", "--lang", language, at=AFTER, form="markdown")
    assert ("# Lista över åtgärder" in appendix) is (language == "sv")


def test_decisions_without_a_paragraph_are_told_by_body_and_date_and_by_title_where_two_share_them() -> None:
    report = answered(SPLITS, "report", "--commissions", at=AFTER, form="markdown")
    assert "| KS 2023-06-14: Klimatplanen förlängs till 2025 | Redovisa effekten av solcellerna" in report
    assert "| KS 2023-06-14: Skogen i Lövsta | Ta fram ett förslag om skogen" in report
    assert "2024-03-31 (KS 2023-11-22)" in report  # no other is of that body and date
    diff = plptool("-C", str(SPLITS), "diff", "231030", AFTER, "--format", "markdown").stdout
    assert "KS 2023-06-14: Klimatplanen förlängs till 2025 | Redovisa effekten av solcellerna" in diff
    assert "Rättat" not in diff.replace("rättat: 0", "")  # that of 2023 was told in June, and is a year of 2023
    for told in (report, diff, answered(SPLITS, "list", "commissions", at=AFTER, form="markdown")):
        assert "2023-06-14-ks" not in told
        assert "2023-11-22-ks" not in told


def test_a_column_in_which_no_row_says_anything_is_not_drawn(tmp_path: Path) -> None:
    header, *_ = answered(SPLITS, "list", "processes", at=AFTER, form="markdown").splitlines()
    assert [title.strip() for title in header.strip("|").split("|")] == [
        "id", "åtgärd", "ansvarig", "medverkande", "förväntad tid", "status", "sedan", "möten", "senast hållet",
    ]  # fmt: skip
    for day, has_names in ((BEFORE, False), (AFTER, True)):
        header, *_ = answered(SPLITS, "list", "organisations", at=day, form="markdown").splitlines()
        assert ("benämningar" in header) is has_names
    report = answered(SPLITS, "report", at=AFTER, form="markdown")
    assert "Status per ansvarig" in report
    assert "Status per prioritering" not in report  # the plan has none
    csv = answered(SPLITS, "list", "processes", at=AFTER, form="csv").splitlines()[0].split(",")
    assert {"priority", "period", "percent"} <= set(csv)
    told = plptool("-C", str(SPLITS), "sql", "SELECT id, priority FROM processes", "--at", AFTER).stdout
    assert told.split("\n")[0].split() == ["id", "priority"]


def test_what_2023_brought_breaks_no_seal_of_2022(tmp_path: Path) -> None:
    root = tmp_path / "splits"
    shutil.copytree(SPLITS, root)
    later = [path for path in root.rglob("*.yaml") if "2023-" in path.read_text("utf-8")]
    whole = {path: path.read_text("utf-8") for path in later}
    for path, text in whole.items():
        head, events, rest = text.partition("events:\n")
        if "/decisions/2023-" in path.as_posix():
            path.unlink()
        elif "events:" in text and path.parent.name in ("organisations", "plans", "grants"):
            path.write_text(head, "utf-8")  # all that happened to these came in 2023
        elif path.parent.name == "processes":
            kept = [entry for entry in rest.split("\n  - ") if "date: 2023" not in entry or "kind: grant" in entry]
            path.write_text(head + events + "\n  - ".join(kept) + "\n", "utf-8")
    seal(root, BEFORE)
    for path, text in whole.items():
        path.write_text(text, "utf-8")
    no_finding(root)


def test_milestones_of_an_assignment_are_led_by_who_is_responsible_unless_they_name_somebody() -> None:
    rows = {row["id"]: row for row in answer(SPLITS, "list", "milestones", at=BEFORE)["milestones"]}
    assert {key: (row["lead"], row["standing"], row["due"]) for key, row in rows.items()} == {
        "kartan": (["TEK"], "executed", "2022-06-30"),
        "kostnaden": (["KLK"], "late", "2022-10-31"),
    }
    assert rows["kostnaden"]["days_late"] == 61  # 30 of November, 31 of December
    told = answered(SPLITS, "show", "laddning", at=BEFORE, form="markdown")
    assert (
        "| En beräkning av kostnaden | KLK | 2022-06-30 | 2022-10-31 (2022-06-01) | 2022-10-31 | 61 | försenat |"
        in told
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pages(SPLITS, tmp_path_factory.mktemp("splits") / "site", AFTER, "sv", "en")


def test_the_pages_have_the_names_of_their_day(site: Path) -> None:
    page = (site / "organisation/KLK.html").read_text("utf-8")
    assert "<h1><span>Kommunstyrelsens förvaltning</span> (KLK)</h1>" in page
    plan = (site / "plan/klimatplan.html").read_text("utf-8")
    assert "Klimat- och energiplan 2021–2025" in plan
    assert "tillkommer Naturskolan" in plan
    english = (site / "en/plan/klimatplan.html").read_text("utf-8")
    assert "added Naturskolan" in english


@pytest.mark.parametrize(("day", "name", "other"), [
    (BEFORE, "Klimatplan 2021–2023", "Klimat- och energiplan"), (AFTER, "Klimat- och energiplan 2021–2025", "Klimatplan 2021–2023"),
])  # fmt: skip
def test_the_word_document_has_the_names_of_its_day(day: str, name: str, other: str, tmp_path: Path) -> None:
    text = words_of_docx(SPLITS, tmp_path, day, "sv")
    assert name in text
    assert other not in text
