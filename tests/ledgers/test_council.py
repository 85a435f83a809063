"""A council's commissions over three years: the eleven questions that its auditors ask, one command each.

The ledger is made up and shaped as Swedish councils' minutes are: forty commissions of KF, KS, SN and BUN, among them one that
was extended twice, one that another board took over, recurring reports, an appeal, motions, one without an addressee and ones
without a deadline, one that was taken up again, some executed late, and one reported to the wrong body. What is expected here
was worked out from the records by hand; commissions are named by the body, the paragraph and the year of their decision.
"""

import csv
import json
import re
import shutil
from collections import defaultdict
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from plptool.render.brief import brief as brief_page
from plptool.render.markdown import markdown
from plptool.render.report import report as report_page
from plptool.reports.brief import brief
from plptool.reports.summary import report
from plptool.reports.tasks import commissions
from tests.support.ledgers import edit
from tests.support.pages import pages_of
from tests.support.program import plptool
from tests.support.project import ROOT

COUNCIL = ROOT / "tests" / "ledgers" / "council"
Row = dict[str, Any]


def answer(*command: str, at: str = "231231", root: Path = COUNCIL) -> dict[str, Any]:
    done = plptool("-C", str(root), *command, "--at", at, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def listed(*options: str, at: str = "231231") -> list[Row]:
    rows: list[Row] = answer("list", "commissions", *options, at=at)["commissions"]
    return rows


def reported(*options: str, at: str = "231231") -> dict[str, Any]:
    return answer("report", "--commissions", *options, at=at)


def name(row: Row) -> str:
    return f"{row['body']} {row['paragraph']}/{row['date'][:4]} {row['id']}"


def names(rows: list[Row]) -> list[str]:
    return [name(row) for row in rows]


def rows_by_name(rows: list[Row]) -> dict[str, Row]:
    return {name(row): row for row in rows}


LATE = {
    # days by the first due date, and by the present one
    "KF 14/2021 solceller": (730, 730),  # two years of 365 days, 2021-12-31 to 2023-12-31
    "KF 46/2021 cykel": (579, 579),  # 214 days of 2022, and 365
    "KF 52/2021 sjukfranvaro": (245, 245),  # the fourth half-year, 2023-04-30, has no report
    "KS 72/2021 hyror": (671, 275),  # 2022-02-28: 306 and 365; 2023-03-31: 275
    "KF 85/2021 modell": (640, 640),  # 275 and 365
    "KF 19/2022 laddstolpar": (278, 278),  # from 2023-03-28
    "KF 57/2022 elevhalsa": (184, 184),  # from 2023-06-30
    "BUN 77/2022 franvaro": (306, 306),  # from 2023-02-28
    "KF 90/2022 svar": (61, 61),  # from 2023-10-31
    "KS 13/2023 skydd": (92, 92),  # from 2023-09-30
    "KF 50/2023 skolplan": (30, 30),  # from 2023-12-01
}
NOT_LATE = {
    "KF 45/2021 bad", "KF 76/2021 fordon", "KS 41/2022 kompetens", "KF 83/2022 oversikt", "KF 22/2023 svar",
    "KF 50/2023 fritidskort",
}  # fmt: skip


def test_the_ledger_holds_forty_commissions_and_no_finding() -> None:
    assert len(listed()) == 40
    done = plptool("-C", str(COUNCIL), "validate", "--no-cache")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def test_1_which_commissions_of_each_body_are_open() -> None:
    by_body: defaultdict[str, set[str]] = defaultdict(set)
    for row in listed("--status", "open"):
        by_body[row["body"]].add(name(row))
    assert {body: len(open_ones) for body, open_ones in by_body.items()} == {"KF": 13, "KS": 3, "BUN": 1}
    assert {one for open_ones in by_body.values() for one in open_ones} == {*LATE, *NOT_LATE}


def test_2_who_holds_each_now_and_who_held_it() -> None:
    query = "SELECT task, organisation, since, until FROM task_holders WHERE task IN ('boende', 'lokaler', 'cykel')"
    rows = [tuple(row.values()) for row in answer("sql", query)["rows"]]
    assert rows == [
        ("boende", "SN", "2021-04-26", "2021-09-27"), ("boende", "TN", "2021-09-27", None),
        ("lokaler", "KS", "2021-06-14", None), ("lokaler", "TN", "2021-06-14", None),
    ]  # fmt: skip
    assert names(listed("--lead", "BUN", "--status", "open")) == [
        "KF 85/2021 modell", "KF 57/2022 elevhalsa", "KF 50/2023 skolplan",
    ]  # fmt: skip
    assert "KF 39/2021 boende" in names(listed("--lead", "SN", at="210926"))
    assert "KF 39/2021 boende" not in names(listed("--lead", "SN", at="210927"))


def test_3_first_and_present_deadline_and_by_which_paragraph_it_was_extended() -> None:
    done = plptool("-C", str(COUNCIL), "list", "commissions", "--format", "csv", "--at", "231231")
    rows = {row["id"]: row for row in csv.DictReader(StringIO(done.stdout)) if row["extensions"]}
    assert {key: (row["first_due"], row["due"], row["extensions"]) for key, row in rows.items()} == {
        "plan": ("2021-06-30", "2021-12-31", "2021-12-31 (KS 2021-06-09 § 51)"),
        "strategi": ("2021-12-31", "2022-12-31", "2022-06-30 (KF 2021-11-29 § 96), 2022-12-31 (KF 2022-06-13 § 58)"),
        "hyror": ("2022-02-28", "2023-03-31", "2023-03-31 (KS 2022-09-07 § 70)"),
        "fordon": ("2022-09-27", "2023-12-31", "2023-12-31 (KF 2022-09-26 § 84)"),
        "aldreplan": ("2022-12-31", "2023-06-30", "2023-06-30 (KF 2022-11-28 § 99)"),
    }
    extended = {name(row): row["days_late_at_first"] for row in reported()["extended"]}
    assert extended == {"KS 72/2021 hyror": 671, "KF 76/2021 fordon": 460}  # 2022-09-27 to 2023-12-31: 95 and 365


def test_4_which_are_late_and_since_when_by_the_first_and_the_present_deadline() -> None:
    rows = listed("--overdue")
    assert {name(row): (row["days_late_at_first"], row["days_late"]) for row in rows} == LATE
    assert names(listed("--overdue", "--of", "KS")) == ["KS 72/2021 hyror", "KS 13/2023 skydd"]
    # On the last day itself nothing is late; on the next it is.
    assert [("KF 83/2022 oversikt" in names(listed("--overdue", at=day))) for day in ("231231", "240101")] == [
        False,
        True,
    ]


def test_5_what_was_said_last_and_whether_it_changed() -> None:
    said = {name(row): (row["last_report"], row["obstacle"], row["news"]) for row in listed("--status", "open")}
    assert {one: told for one, told in said.items() if told[0]} == {
        "KF 14/2021 solceller": ("2023-06-12", "Takens bärighet är inte utredd.", False),
        "KF 45/2021 bad": ("2022-05-30", None, None),
        "KF 52/2021 sjukfranvaro": ("2022-10-31", None, False),  # 7,9 procent twice
        "KF 76/2021 fordon": ("2022-09-26", "Leveranserna dröjer.", None),
        "KF 85/2021 modell": ("2022-04-25", "Beslutet är överklagat.", None),
        "KF 19/2022 laddstolpar": ("2023-10-30", "Elnätet räcker inte.", True),  # 40 per cent, then 60
        "KF 57/2022 elevhalsa": ("2023-05-29", "Skolläkare saknas.", None),
        "KS 13/2023 skydd": ("2023-10-11", "Rekryteringen är inte klar.", None),
    }


def test_6_which_were_reported_to_another_body_than_the_one_that_asked() -> None:
    wrong = [row for row in listed("--status", "executed") if row["elsewhere"]]
    assert [(name(row), row["reports-to"], row["elsewhere"]) for row in wrong] == [
        ("KF 39/2021 boende", ["KF"], ["KS"])
    ]


def test_7_what_is_executed_and_not_reported_reported_and_not_closed_or_dropped_and_why() -> None:
    told = reported("--since", "2021-01-01")
    assert names(told["executed"]) == [
        "KF 39/2021 boende", "KS 93/2021 jamstalld", "KF 57/2022 kulturskola", "KF 70/2023 kontroll",
    ]  # fmt: skip
    assert names(told["reported"]) == [
        "KS 31/2021 etjanst", "KF 52/2021 lokaler", "KS 5/2022 hemtjanst", "KF 33/2022 aldreplan", "KF 98/2022 styrmodell",
    ]  # fmt: skip
    assert [(name(row), row["dropped"], row["dropped_by"]["decision"], row["reason"]) for row in told["dropped"]] == [
        ("KF 52/2021 upphandling", "2022-02-28", "2022-02-28-kf-9", "Inköpscentralen sköter upphandlingarna."),
        ("KF 57/2022 avgifter", "2023-02-27", "2023-02-27-kf-11", "En ny lag gör uppdraget överflödigt."),
    ]
    # What was dropped and taken up again since is dropped at the one day and open at the other.
    assert ["KS 72/2021 hyror" in names(listed("--status", "dropped", at=day)) for day in ("220906", "220907")] == [
        True,
        False,
    ]


def test_8_which_have_no_deadline_or_no_addressee_and_how_old_they_are() -> None:
    unclear = {name(row): (row["lead"], row["due"], row["age"]) for row in reported()["unclear"]}
    assert unclear == {
        "KF 45/2021 bad": (["KFN"], None, 944),  # 2021-05-31: 214, 365 and 365
        "KF 46/2021 cykel": ([], "2022-05-31", 944),
        "KS 41/2022 kompetens": ([], None, 606),  # 2022-05-04: 241 and 365
    }


def test_9_how_long_from_decision_to_execution_and_which_ten_are_the_oldest() -> None:
    told = reported()
    assert [(name(row), row["days_to_execution"], row["days_executed_late"]) for row in told["done"]] == [
        ("KF 28/2021 strategi", 679, 37),  # 2021-03-29 to 2023-02-06: 277, 365, 37; due 2022-12-31
        ("KF 33/2022 aldreplan", 493, 62),  # 2022-04-25 to 2023-08-31: 250, 243; due 2023-06-30
        ("KF 57/2022 kulturskola", 492, None),  # 2022-06-13 to 2023-10-18: 201, 291
        ("KF 98/2022 styrmodell", 357, None),  # 2022-11-28 to 2023-11-20: 33, 324
        ("KF 3/2022 skolmat", 352, None),  # 2022-01-31 to 2023-01-18: 334, 18
        ("KF 5/2023 lekplats", 197, None),  # 2023-01-30 to 2023-08-15: the 30th and the 227th day
        ("KF 70/2023 kontroll", 78, None),  # 2023-09-25 to 2023-12-12: the 268th and the 346th day
    ]
    assert told["median_days"] == 357
    assert names(told["oldest"]) == [
        "KF 14/2021 solceller", "KF 45/2021 bad", "KF 46/2021 cykel", "KF 52/2021 sjukfranvaro", "KS 72/2021 hyror",
        "KF 76/2021 fordon", "KF 85/2021 modell", "KF 19/2022 laddstolpar", "KS 41/2022 kompetens", "KF 57/2022 elevhalsa",
    ]  # fmt: skip


def test_10_which_motions_are_older_than_a_year_and_not_answered_or_not_executed() -> None:
    motions = [(row["paragraph"], row["title"], row["status"]) for row in reported()["motions"]]
    assert motions == [
        (14, "Motion om solceller på kommunens tak", "adopted"),
        (76, "Motion om fossilfria fordon", "adopted"),
        (19, "Motion om laddstolpar", "adopted"),
        (90, "Motion om ungdomsråd", "proposed"),
    ]
    assert [row["paragraph"] for row in reported(at="231031")["motions"]] == [14, 76, 19]  # a year old, not older
    assert [row["paragraph"] for row in reported(at="240229")["motions"]] == [14, 76, 19, 90]


BALANCES = {
    # opening, new, taken up again, executed, dropped, closing
    "211231": (0, 19, 0, 6, 0, 13),
    "221231": (13, 15, 1, 8, 2, 19),
    "231231": (19, 6, 0, 7, 1, 17),
}


@pytest.mark.parametrize(("day", "line"), BALANCES.items())
def test_11_what_was_open_came_went_and_is_open(day: str, line: tuple[int, ...]) -> None:
    told = reported(at=day)
    assert tuple(told["balance"].values()) == line
    opening, new, again, executed, dropped, closing = line
    assert opening + new + again - executed - dropped == closing
    for figure, one in told["balance"].items():
        assert sum(body["balance"][figure] for body in told["bodies"]) == one


def test_11_an_assertion_of_the_minutes_checks_it(tmp_path: Path) -> None:
    shutil.copytree(COUNCIL / "ledger", tmp_path / "ledger")
    edit(tmp_path, "snapshots/221231", "dropped: 2, closing: 19", "dropped: 1, closing: 20")
    done = plptool("-C", str(tmp_path), "validate", "--no-cache", "--lang", "en", "--format", "json")
    found = json.loads(done.stdout)["findings"]
    assert [(finding["rule"], finding["record"], finding["value"]) for finding in found] == [
        ("PLP601", "221231", "dropped 2")
    ]  # the figures of one assertion are told as one
    assert [other["value"] for other in found[0]["others"]] == ["closing 19"]
    # upphandling and hyror are what was dropped
    assert "2021-06-14-kf-52 upphandling, 2021-09-08-ks-72 hyror" in found[0]["message"]


def test_what_a_board_is_to_do_stands_beside_what_it_decided() -> None:
    told = answer("list", "decisions", "--org", "BUN")
    assert [row["id"] for row in told["decisions"]] == ["2022-10-19-bun-77"]
    assert names(told["commissions"]) == ["KF 85/2021 modell", "KF 57/2022 elevhalsa", "KF 50/2023 skolplan"]


def test_a_decision_shows_its_commissions_and_names_them_by_their_words() -> None:
    told = answer("show", "2021-06-14-kf-52")
    assert [(row["id"], row["standing"]) for row in told["commissions"]] == [
        ("lokaler", "reported"), ("upphandling", "dropped"), ("sjukfranvaro", "late"), ("biblioteket", "closed"),
    ]  # fmt: skip
    page = plptool(
        "-C", str(COUNCIL), "show", "2021-06-14-kf-52", "--at", "231231", "--lang", "en", "--format", "markdown"
    )
    assert "“Inrätta en upphandlingsenhet.”: Status: cancelled. Inköpscentralen sköter upphandlingarna." in page.stdout
    assert "| dropped 2022-02-28: Inköpscentralen sköter upphandlingarna. |" in page.stdout
    assert names(answer("show", "BUN")["commissions"]) == [
        "KF 85/2021 modell", "KF 57/2022 elevhalsa", "KF 50/2023 skolplan",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "html", "docx"])
def test_the_report_is_written_in_every_format(form: str, language: str, tmp_path: Path) -> None:
    target = tmp_path / "report"
    command = (
        "report",
        "--commissions",
        "--at",
        "231231",
        "--lang",
        language,
        "--format",
        form,
        "--output",
        str(target),
    )
    done = plptool("-C", str(COUNCIL), *command)
    assert done.returncode == 0, done.stderr
    if form == "docx":
        docx = pytest.importorskip("docx")
        document = docx.Document(str(target))
        section = document.sections[0]
        assert section.page_width > section.page_height
        words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    else:
        words = target.read_text(encoding="utf-8")
    for word in ("solceller", "Takens", "730", "överflödigt", "671"):
        assert word in words, word


def test_how_it_goes_with_them_is_told_first_where_there_are_no_processes() -> None:
    """In the report, on the board's page and on the site's first, by the same figures as on the page of commissions."""
    state = open_ledger(COUNCIL).at("2023-12-31")
    _ = translator("en")
    line = "19 open before + 6 new + 0 taken up again − 7 executed − 1 dropped = 17 open."
    counts = "Overdue: 11. Executed, and not reported: 4. Reported, and not closed: 5."
    pages = pages_of(state, "index", "commissions")
    told = {
        "report": markdown(report_page(report(state, []), _)),
        "brief": markdown(brief_page(brief(state, []), _)),
        **{name: re.sub(r"<[^>]+>|\u2060", "", pages[f"{name}.html"].decode()) for name in ("index", "commissions")},
    }
    for name, text in told.items():
        assert text.count(line) == text.count(counts) == 1, name
        assert "no processes" not in text
        assert text.index(line) < text.index("Utreda solceller på kommunens tak."), name
    for name in ("report", "index"):
        assert told[name].index("Utreda solceller på kommunens tak.") < told[name].index("Skolskjutsreglemente")
    assert len(report(state, []).late_commissions) == 11
    assert not commissions(open_ledger(COUNCIL).at("2021-02-21"))
    assert report(open_ledger(COUNCIL).at("2021-02-21"), []).commissions is None


def test_the_answers_of_a_day_do_not_know_what_comes_later() -> None:
    ledger = open_ledger(COUNCIL)
    then = {(row.task.record.id, row.id): row for row in ledger.at("2021-12-31").tasks}
    assert then["2021-06-14-kf-52", "lokaler"].reported is None
    assert ("2022-01-12-ks-5", "hemtjanst") not in then
