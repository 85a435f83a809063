"""A council's quarterly plan: ratings and percentages by quarter, due dates, several leads, a split, an outcome of its own.

The ledger is made up and shaped as English councils' performance reports are: no needs and no meetings, but titles, a quarter's
rating and percentage, milestones of which two are due on one day, a project that was considered inappropriate, one without a
department, and one that got another title and was split in two. What is expected was worked out from the records by hand.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.program import plptool, seal
from tests.support.project import ROOT
from tests.support.questions import answer, answered, pages, words_of_docx
from tests.support.thorough import thorough

QUARTERLY = ROOT / "tests" / "ledgers" / "quarterly"


def listed(*options: str, at: str) -> list[str]:
    return [row["id"] for row in answer(QUARTERLY, "list", "processes", *options, at=at)["processes"]]


def test_the_ledger_holds_nothing_but_one_note() -> None:
    done = plptool("-C", str(QUARTERLY), "validate", "--no-cache")
    assert done.returncode == 0
    assert done.stdout.count("PLP609") == 1  # that its documents tell of no activities or priorities
    assert "error" not in done.stdout
    assert "warning" not in done.stdout


def test_years_are_financial_years_and_money_is_pounds() -> None:
    """The plan runs from April 2022 to March 2024; it was adopted in March 2022, before its first year began."""
    told = plptool("-C", str(QUARTERLY), "report", "--at", "231231").stdout
    assert "2022/23–2023/24" in told
    assert "of 2021/22" in told
    assert "£0" in told
    assert "SEK" not in told


def test_how_each_is_rated_quarter_by_quarter() -> None:
    query = "SELECT id, percent, rating FROM processes ORDER BY id"
    first, third = (answer(QUARTERLY, "sql", query, at=day)["rows"] for day in ("220630", "221231"))
    assert [(row["id"], row["percent"], row["rating"]) for row in first] == [
        ("1.1", 25, "green"), ("1.2", None, "amber"), ("2.1", 30, "green"), ("3.1", 90, "green")
    ]  # fmt: skip
    assert [(row["id"], row["percent"], row["rating"]) for row in third] == [
        ("1.1", 40, "red"), ("1.2", None, "amber"), ("2.1", 30, "amber"), ("3.1", 90, "green")
    ]  # fmt: skip


def test_what_came_since_the_quarter_before() -> None:
    told = plptool("-C", str(QUARTERLY), "diff", "220930", "221231", "--format", "markdown").stdout
    assert "60%: On track → 40%: Off track" in told
    assert "30%: On track → 30%: At risk; action is planned" in told
    changes = answer_diff("220930", "221231")
    assert changes["1.1"]["rating"] == ("green", "red")
    assert changes["2.1"] == {
        "rating": ("green", "amber"),
        "title": ("Move adult care records to one system", "Move care records to one system"),
        "lead": (["ASC", "DIG"], "DIG"),
    }


@pytest.mark.parametrize(
    "command",
    [
        ("list", "processes", "--at", "230401"),
        ("show", "1.1", "--at", "230401"),
        ("show", "1.2", "--at", "230401"),
        ("report", "--at", "230401"),
        ("diff", "220401", "230401"),
    ],
)
def test_readers_are_told_the_plans_words_and_never_their_ids(command: tuple[str, ...]) -> None:
    for language in ("en", "sv"):
        told = plptool("-C", str(QUARTERLY), *command, "--format", "markdown", "--lang", language).stdout
        assert "At risk; action is planned" in told or "Off track" in told
        assert not re.findall(r"\b(?:green|amber|red|delivered)\b|\(inappropriate", told)


def test_json_and_sql_keep_the_ids_and_have_the_words_beside() -> None:
    state = answer(QUARTERLY, "show", "1.2", at="230401")
    assert (state["state"]["outcome"], state["state"]["outcome_text"]) == ("inappropriate", "Considered inappropriate.")
    assert state["words"]["ratings"]["red"] == "Off track."
    told = json.loads(plptool("-C", str(QUARTERLY), "diff", "220930", "221231", "--format", "json").stdout)
    fields = {field["field"]: field for change in told["changes"] for field in change["fields"]}
    assert (fields["rating"]["from_text"], fields["rating"]["to"]) == ("On track.", "amber")
    query = (
        "SELECT r.text FROM processes p JOIN ratings r ON r.plan = p.plan AND r.rating = p.rating WHERE p.id = '1.1'"
    )
    assert answer(QUARTERLY, "sql", query, at="221231")["rows"] == [{"text": "Off track."}]


def answer_diff(start: str, end: str) -> dict[str, dict[str, object]]:
    """By process, each field that differs, with its two values; without its sources."""
    told = json.loads(plptool("-C", str(QUARTERLY), "diff", start, end, "--format", "json").stdout)
    return {
        change["record"]: {
            field["field"]: (field.get("from"), field.get("to"))
            for field in change["fields"]
            if not field["field"].startswith("source")
        }
        for change in told["changes"]
    }


def test_what_is_late_and_which_of_two_milestones_of_one_day() -> None:
    late = answer(QUARTERLY, "list", "milestones", "--overdue", at="221231")["milestones"]
    assert [(row["record"], row["id"], row["lead"], row["days_late"]) for row in late] == [
        ("1.1", "contract", ["ENV"], 92)  # 31 of October, 30 of November, 31 of December
    ]
    rows = answer(QUARTERLY, "list", "processes", at="230101")["processes"]
    assert [row["id"] for row in rows if row["late"]] == ["1.2"]  # due on the last day of 2022


def test_the_reports_own_totals_are_held_against_the_records(tmp_path: Path) -> None:
    """They hold, as the ledger has no error; a figure that does not is told by the plan's words."""
    for language, line in (("en", "| council-plan-2022 | At risk; action is planned | 2 | 2 | holds |"),
                           ("sv", "| council-plan-2022 | At risk; action is planned | 2 | 2 | stämmer |")):  # fmt: skip
        told = plptool(
            "-C", str(QUARTERLY), "report", "--at", "230430", "--lang", language, "--format", "markdown"
        ).stdout
        assert line in told
    root = tmp_path / "quarterly"
    shutil.copytree(QUARTERLY, root)
    snapshot = root / "ledger" / "snapshots" / "230331.yaml"
    snapshot.write_text(snapshot.read_text("utf-8").replace("rated: {green: 1", "rated: {green: 3"), "utf-8")
    done = plptool("-C", str(root), "validate", "--no-cache")
    assert "the source says On track 3; the records give 1: 3.1" in done.stdout


def test_a_days_words_are_those_that_the_plan_had_and_its_targets_too(tmp_path: Path) -> None:
    """In May 2023 amber came to mean something else, High became the second priority, and a target was lowered."""
    query = "SELECT target FROM indicators WHERE indicator = 'satisfaction' AND period = '2023-04/2024-03'"
    for day, rating, priority, target in (
        ("230515", "At risk; action is planned.", "High", 70),
        ("230516", "Behind; the department has a plan.", "Top", 68),
    ):
        rows = {row["id"]: row for row in answer(QUARTERLY, "list", "processes", at=day)["processes"]}
        assert (rows["2.1"]["rating"], rows["2.1"]["rating_text"]) == ("amber", rating)
        assert (rows["1.1"]["priority"], rows["1.1"]["priority_word"]) == (1, priority)
        assert answer(QUARTERLY, "sql", query, at=day)["rows"] == [{"target": target}]
    told = plptool("-C", str(QUARTERLY), "diff", "230430", "230601", "--format", "markdown").stdout
    assert (
        "council-plan-2022: indicators changed; outcomes merged changed; priorities changed; ratings amber changed"
        in told
    )


def test_what_changes_the_words_later_breaks_no_seal(tmp_path: Path) -> None:
    root = tmp_path / "quarterly"
    shutil.copytree(QUARTERLY, root)
    plan, source = root / "ledger/plans/council-plan-2022.yaml", root / "ledger/sources/plan-2023.yaml"
    texts = {path: path.read_text("utf-8") for path in (plan, source)}
    plan.write_text(texts[plan].partition("  - date: 2023-05-16\n")[0], "utf-8")
    source.unlink()
    seal(root, "230331")
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    done = plptool("-C", str(root), "validate", "--no-cache")
    assert "PLP7" not in done.stdout
    assert done.returncode == 0


def test_a_plan_has_milestones_of_its_own() -> None:
    """The review was due on the last day of 2022 until in January it got to the end of March; in quarter 3 half was done."""
    late = answer(QUARTERLY, "list", "milestones", "--lead", "CX", "--overdue", at="230101")["milestones"]
    assert [(row["collection"], row["record"], row["id"], row["days_late"]) for row in late] == [
        ("plans", "council-plan-2022", "review", 1)
    ]
    query = "SELECT task, lead, due, settled, overdue FROM tasks WHERE record = 'council-plan-2022' ORDER BY task"
    assert [[*row.values()] for row in answer(QUARTERLY, "sql", query, at="230401")["rows"]] == [
        ["budget", "cabinet", "2023-02-28", 1, 0],
        ["review", "CX", "2023-03", 0, 1],
    ]
    told = plptool("-C", str(QUARTERLY), "diff", "221231", "230401", "--format", "markdown").stdout
    assert "due 2023-03, before 2022-12-31; late, due 2023-03" in told
    report = answered(QUARTERLY, "report", "--org", "CX", at="230401", form="markdown")
    assert "A review of the plan by the scrutiny committee" in report


def test_who_leads_and_what_nobody_leads() -> None:
    assert listed("--lead", "DIG", at="220701") == ["2.1"]
    assert listed("--lead", "ASC", at="220701") == ["2.1"]
    assert listed("--lead", "ASC", at="221231") == []
    query = "SELECT id FROM processes WHERE id NOT IN (SELECT process FROM leads)"
    assert answer(QUARTERLY, "sql", query, at="230401")["rows"] == [{"id": "3.1"}]


def test_what_was_considered_inappropriate_is_not_done() -> None:
    assert listed("--status", "completed", at="230401") == ["2.1", "3.1"]
    assert listed("--status", "cancelled", at="230401") == ["1.2"]
    assert listed("--status", "continuing", at="230401") == ["1.1", "2.2", "2.3"]


def test_a_split_is_told_from_both_sides() -> None:
    old = answer(QUARTERLY, "show", "2.1", at="230401")
    assert [row["id"] for row in old["continued-by"]] == ["2.2", "2.3"]
    assert answer(QUARTERLY, "show", "2.2", at="230401")["record"]["continues"] == "2.1"


def test_a_new_title_does_not_rename_the_past() -> None:
    assert answer(QUARTERLY, "show", "2.1", at="220930")["record"]["title"] == "Move adult care records to one system"
    assert answer(QUARTERLY, "show", "2.1", at="221231")["record"]["title"] == "Move care records to one system"


def test_a_priority_is_told_by_the_plan_s_word() -> None:
    rows = answer(QUARTERLY, "list", "processes", at="230401")["processes"]
    assert [(row["id"], row["priority"], row["priority_word"]) for row in rows[:3]] == [
        ("1.1", 1, "High"), ("1.2", 2, "Medium"), ("2.1", None, None)
    ]  # fmt: skip
    told = plptool("-C", str(QUARTERLY), "report", "--at", "230401", "--format", "markdown").stdout
    assert "| High | 0 | 1 |" in told
    assert "| Medium | 0 | 0 |" in told


def test_what_is_measured_and_whether_its_target_was_reached() -> None:
    query = "SELECT indicator, period, target, value, met FROM indicators ORDER BY indicator, earliest, latest"
    before, after = (answer(QUARTERLY, "sql", query, at=day)["rows"] for day in ("230425", "230426"))
    assert [tuple(row.values()) for row in before] == [
        ("satisfaction", "2022-04/2023-03", 65, None, None), ("satisfaction", "2023-04/2024-03", 70, None, None),
        ("sickness", "2022-04/2023-03", 8.5, None, None),
        ("trees", "2022-04/2023-03", 2500, None, None), ("trees", "2022-36", 1250, 980, 0),
    ]  # fmt: skip
    assert [tuple(row.values()) for row in after] == [
        ("satisfaction", "2022-04/2023-03", 65, 64.2, 0), ("satisfaction", "2023-04/2024-03", 70, None, None),
        ("sickness", "2022-04/2023-03", 8.5, 8.5, 1),
        ("trees", "2022-04/2023-03", 2500, 2310, 0), ("trees", "2022-36", 1250, 980, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["| 1.1 Street trees planted |  |  | 2022/23 | 2,500 | 2,310 | not reached |",
                "| Days of sickness for each employee |  |  | 2022/23 | at most 8.5 | 8.5 | reached |"]),
        ("sv", ["| 1.1 Street trees planted |  |  | 2022/23 | 2 500 | 2 310 | inte uppnått |",
                "| Days of sickness for each employee |  |  | 2022/23 | högst 8,5 | 8,5 | uppnått |"]),
    ],
)  # fmt: skip
def test_its_report_has_a_table_of_what_is_measured(language: str, lines: list[str]) -> None:
    told = plptool("-C", str(QUARTERLY), "report", "--at", "230630", "--lang", language, "--format", "markdown").stdout
    plain = [line.replace("\u00a0", " ") for line in told.splitlines()]
    assert set(lines) <= set(plain), [line for line in plain if "sickness" in line or "trees" in line]


@thorough
def test_its_pages_name_nobody_and_tell_ratings_and_milestones(tmp_path: Path) -> None:
    folder = pages(QUARTERLY, tmp_path / "public", "230401", "en", "sv")
    trees = (folder / "process" / "1.1.html").read_text(encoding="utf-8")
    assert "40%: Off track" in trees
    assert "Street trees planted" in trees
    assert "A contract with a nursery" in trees
    plan = (folder / "plan" / "council-plan-2022.html").read_text(encoding="utf-8")
    assert re.search(r'A budget that pays for the plan</span> <span class="status">reached<', plan)
    assert "A review of the plan" in (folder / "organisation" / "CX.ics").read_text(encoding="utf-8").replace(
        "\r\n ", ""
    )
    care = (folder / "process" / "2.1.html").read_text(encoding="utf-8")
    assert "Continued by" in care
    assert "Director of Adult Social Care" in care
    assert not [page for page in folder.rglob("*.html") if "Robin Sample" in page.read_text(encoding="utf-8")]
    assert "Fortsätts av" in (folder / "sv" / "process" / "2.1.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "said"), [("en", "Milestones that are overdue"), ("sv", "Försenade delmål")])
def test_its_report_tells_what_is_overdue(language: str, said: str) -> None:
    done = plptool("-C", str(QUARTERLY), "report", "--at", "230401", "--lang", language, "--format", "markdown")
    assert said in done.stdout
    assert "Robin Sample" not in answered(QUARTERLY, "report", at="230401")


def test_its_word_document(tmp_path: Path) -> None:
    words = words_of_docx(QUARTERLY, tmp_path, "230401", "en").replace("\u00a0", " ")
    assert "40%: Off track" in words
    assert "Street trees planted (October 2022 – December 2022: 980; target 1,250; not reached)" in words
    assert "A contract with a nursery (due 30 September 2022; Environment and Transport; overdue)" in words
    assert "Digital Services, Director of Adult Social Care" in words
    cells = words.splitlines()
    review = cells.index("A review of the plan by the scrutiny committee")
    assert cells[review : review + 4] == [cells[review], "Chief Executive", "March 2023", "overdue"]
