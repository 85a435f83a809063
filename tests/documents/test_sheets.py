"""Sheets: read as rows, and understood by the columns that a person has mapped."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from plptool import open_ledger
from plptool.documents import limits
from plptool.documents.document import Document, DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.pdf import pdf_lines
from plptool.documents.recognition import recognised_in
from plptool.documents.rows import Meanings, rows
from plptool.documents.sheet import csv_lines, workbook_lines
from plptool.model.errors import UserError
from plptool.model.plain import Data, entries
from plptool.texts.date_forms import DayOrder
from plptool.texts.meeting_words import Vocabulary
from tests.support.ledgers import BASE, write_ledger
from tests.support.program import plptool

PLAN: Data = {
    "rows": "processes",
    "columns": [
        {"column": "Nr", "meaning": "id"},
        {"column": "Åtgärd", "meaning": "need"},
        {"column": "Ägare", "meaning": "lead"},
        {"column": "Klart", "meaning": "due"},
        {"column": "Status", "meaning": "status"},
        {"column": "Läge", "meaning": "rating"},
    ],
}
DECISIONS: Data = {
    "rows": "decisions",
    "columns": [
        {"column": "Datum", "meaning": "date"},
        {"column": "Nämnd", "meaning": "body"},
        {"column": "§", "meaning": "paragraph"},
        {"column": "Beslut", "meaning": "title"},
    ],
}
WORDS = Vocabulary.of({"KSK": "KSK", "KS": "KS"}, (), DayOrder.DAY_FIRST)
MEANINGS = Meanings([PLAN, DECISIONS], WORDS, {"klar": "completed"}, {"gron": "green"})


def workbook(*told: tuple[str | float | date | None, ...]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Plan", 0)
    for row in told:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


HEADING = ("Nr", "Åtgärd", "Ägare", "Klart", "Status", "Läge", "Annat")


def test_workbooks_and_texts_are_rows() -> None:
    lines = workbook_lines(workbook(HEADING, ("2.1.2", "Ny\nrad", None, date(2024, 12, 31), 2.5, 3.0)))
    assert [line.text for line in lines] == ["\t".join(HEADING), "2.1.2\tNy rad\t\t2024-12-31\t2.5\t3"]
    assert [line.text for line in csv_lines('Nr;Åtgärd\n2.1.2;"Med; tecken"\n')] == ["Nr\tÅtgärd", "2.1.2\tMed; tecken"]


def test_what_is_too_large_or_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 10)
    with pytest.raises(RefusedError, match="too large"):
        csv_lines("a,b,c\n" * 4)
    for raw in (b"PK\x03\x04no zip", b"text"):
        with pytest.raises(RefusedError, match="damaged"):
            workbook_lines(raw)
    with pytest.raises(RefusedError, match="damaged"):
        pdf_lines(b"%PDF-1.7 no more")


def test_a_row_is_a_process() -> None:
    text = [
        HEADING,
        ("2.1.2", "Utbilda", "KSK", "2024-12-31", "Klar", "Grön"),
        ("", "Annat", "KSK"),
        ("2.9", "Fel", "XYZ", "snart", "Vet ej"),
    ]
    lines = [DocumentLine("\t".join(row)) for row in text]
    found = rows(Document(lines, b"", is_sheet=True), MEANINGS, date(2024, 6, 30))
    one, other = found.processes
    assert {name: field.value for name, field in one.fields.items()} == {
        "need": "Utbilda",
        "lead": "KSK",
        "due": "2024-12-31",
    }
    assert [(one.statuses[0].status, one.ratings[0].rating)] == [("completed", "green")]
    assert list(other.fields) == ["need"]
    assert [asked.text for asked in found.asked] == ["Annat; KSK", "XYZ", "snart", "Vet ej"]


def test_a_row_is_a_decision() -> None:
    text = [
        ("Datum", "Nämnd", "§", "Beslut"),
        ("2024-03-13", "KS", "§ 12", "Antar planen"),
        ("13 mars", "KS", "13", "Annat"),
    ]
    lines = [DocumentLine("\t".join(row)) for row in text]
    found = rows(Document(lines, b"", is_sheet=True), MEANINGS, None)
    assert [(str(one.day), one.body, one.paragraph, one.title) for one in found.decisions] == [
        ("2024-03-13", "KS", "12", "Antar planen")
    ]
    assert [asked.line for asked in found.asked] == [3]


def test_columns_that_nobody_mapped() -> None:
    with pytest.raises(UserError, match="Who, What"):
        rows(Document([DocumentLine("Who\tWhat")], b"", is_sheet=True), MEANINGS, None)


def test_a_sheet_of_meetings_needs_no_mapping(tmp_path: Path) -> None:
    ledger = open_ledger(write_ledger(tmp_path, BASE))
    rows_of = ["Process;Meeting;Date;Notes", "1.1;1;14/03/2023;", "1.1;2;04/05/2023;", "1.1;3;13/06/2023;cancelled"]
    lines = csv_lines("\n".join(rows_of))
    found = recognised_in(Document(lines, b"", is_sheet=True), ledger, date(2023, 12, 31))
    (process,) = found.processes
    told = [(str(one.day), one.number, one.lines) for one in process.meetings]
    assert told == [("2023-03-14", 1, (2,)), ("2023-05-04", 2, (3,))]
    without = Document([*lines[:1], lines[2]], b"", is_sheet=True)
    (asked,) = recognised_in(without, ledger, date(2023, 12, 31)).asked
    assert asked.line == 2


DRAFTING = """drafting:
  statuses:
    - {status: ongoing, words: [Under way]}
  sheets:
    - rows: commissions
      columns:
        - {column: Decision, meaning: decision}
        - {column: Task, meaning: text}
        - {column: Owner, meaning: lead}
        - {column: Due, meaning: due}
        - {column: Status, meaning: status}
"""
STANDING = """commissions:
  - {id: report, text: Report to the board., lead: A, due: 2022-06-30, source: list}
  - {id: walk, text: Walk., lead: A, source: list}
"""
TASKS = """Commissions at 31 December 2023;;;;

Decision;Task;Owner;Due;Status
Adopts the plan;Report to the board;B;;Under way
Adopts the plan;Walk;B;;
Adopts the plan;Report to the board;board;2022-12-31;
Adopts the plan;Count what was done;A;31 March 2024;
Another;Count;A;;
Total;2;;;
"""


def test_a_row_is_a_commission_of_a_decision(tmp_path: Path) -> None:
    manifest = BASE.replace("time-zone: Europe/Stockholm\n", f"time-zone: Europe/Stockholm\n{DRAFTING}")
    folder = write_ledger(tmp_path, manifest.replace("concerns: [plan]\n", f"concerns: [plan]\n{STANDING}"))
    (folder / "tasks.csv").write_text(TASKS, "cp1252")
    draft = ("draft", "tasks.csv", "--date", "2023-12-31", "--format", "json")
    answer = json.loads(plptool(*draft, cwd=folder).stdout)
    (record,) = answer["records"]
    told = [(entry["id"], entry.get("due"), entry["verdict"]) for entry in record["commissions"]]
    assert told == [
        ("report", None, "differs"),  # who is to do it
        ("walk", None, "differs"),
        *[("report", "2022-12-31", "differs")] * 2,  # who again, and by when
        ("count-what-was", "2024-03-31", "new"),
    ]
    assert [(event["of"], event["status"]) for event in record["events"]] == [("report", "ongoing")]
    assert [question["line"] for question in answer["questions"]] == [8]
    assert not plptool(*draft, "--write", "--reason", "As decided.", cwd=folder).returncode
    commission, _, other = entries(open_ledger(folder).record("adoption").data, "commissions")
    discrepancies = entries(commission, "discrepancies")
    claimed = {entry["field"]: [claim["value"] for claim in entries(entry, "claims")] for entry in discrepancies}
    assert claimed == {"lead": ["A", "B", "board"], "due": ["2022-06-30", "2022-12-31"]}
    assert commission["lead"] == "A"
    assert other["source"] == "tasks#L7"
    again = json.loads(plptool(*draft, cwd=folder).stdout)["records"][0]
    assert {entry["verdict"] for entry in (*again["commissions"], *again["events"])} == {"known"}


def test_each_sheet_of_a_workbook_is_read_and_what_is_not_mapped_is_asked_about_once() -> None:
    book = Workbook()
    book.worksheets[0].append(["Printed 2024-06-30"])
    plan = book.create_sheet("Plan")
    for row in (["The plan"], [], HEADING, ["2.1.2", "Utbilda", "KSK"], ["Summa", None, None, None, 3], ["2.9"]):
        plan.append(row)
    file = BytesIO()
    book.save(file)
    found = rows(Document(workbook_lines(file.getvalue()), b"", is_sheet=True), MEANINGS, None)
    assert [(process.id, process.lines) for process in found.processes] == [("2.1.2", (6,))]
    assert [asked.line for asked in found.asked] == [1, 8]
