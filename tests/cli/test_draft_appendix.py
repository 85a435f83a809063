"""The appendix that plptool writes, with meetings typed in: these are new, and nothing else is."""

import json
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some


def with_words(document: Document, words: str) -> Paragraph:
    return next(one for one in document.paragraphs if words in one.text.replace("\u00a0", " "))


def in_the_rows(document: Document) -> None:
    with_words(document, "2023: nr 5 (29 maj)").add_run(", 7 (3 oktober)")
    with_words(document, "2022: nr 1 (11 april)").add_run(", 4 (20 december)")


def as_lines(document: Document) -> None:
    with_words(document, "2023: nr 5 (29 maj)").insert_paragraph_before("Processmöte 7 genomfört 231003")
    with_words(document, "2022: nr 1 (11 april)").insert_paragraph_before("Möte nr 4 hölls den 20 december 2022")


TYPED = {"in the rows": in_the_rows, "as lines": as_lines}


@pytest.mark.parametrize("typed", some(TYPED, "in the rows"))
def test_what_was_typed_in_is_new_and_nothing_else(tmp_path: Path, typed: str) -> None:
    file = tmp_path / "list.docx"
    plptool("report", "--at", "231231", "--listed", "bilaga-5", "--format", "docx", "--output", str(file))
    document = docx.Document(str(file))
    TYPED[typed](document)
    document.save(str(file))
    answer = json.loads(plptool("draft", str(file), "--format", "json", cwd=ROOT).stdout)
    new = [
        (record["id"], event["date"], event["number"])
        for record in answer["records"]
        for event in record["events"]
        if event["verdict"] != "known"
    ]
    assert new == [("2.1.2", "2023-10-03", 7), ("2.1.4", "2022-12-20", 4)]
    assert {record["verdict"] for record in answer["records"]} == {"known"}
