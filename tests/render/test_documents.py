"""Documents that leave the office: what stands above their title, what only editors need, and PDF."""

from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger
from tests.support.pdf import can_be_written, words_of
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import thorough

HEAD = "letterhead: {sender: The clerk's office, recipient: The council}\n"
ODD = """
  - {date: 2023-05-07, kind: meeting, source: list}
known:
  - {rule: PLP407, value: 2023-05-07, reason: They met on a Sunday., source: list}
"""
written = pytest.mark.usefixtures("pango")


@pytest.fixture
def pango() -> None:
    """Asked for where it is needed: to load what draws text takes longer than most tests."""
    if not can_be_written():
        pytest.skip("Pango, which draws the text of a PDF, is not here")


def report(root: Path, file: Path, *more: str) -> Path:
    done = plptool("-C", str(root), "report", "--at", "231231", *more, "--output", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    return file


def test_above_the_title_stands_what_the_manifest_and_the_options_say(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", (BASE + PROCESS).replace("language: en\n", f"language: en\n{HEAD}"))
    given = ("--recipient", "The board", "--registry", "P/2024/0117", "--dated", "240124")
    document = Document(str(report(root, tmp_path / "head.docx", *given)))
    above, *_ = document.tables
    cells = [[cell.text for cell in row.cells] for row in above.rows]
    assert cells == [
        ["Sender", "Recipient", "Registry number", "Date"],
        ["The clerk's office", "The board", "P/2024/0117", "24\N{NO-BREAK SPACE}January 2024"],
    ]
    before, after = (document.element.body[place].tag.rpartition("}")[2] for place in (0, 1))
    assert (before, after) == ("tbl", "p")
    page = report(root, tmp_path / "head.html").read_text("utf-8")
    assert page.index("The council") < page.index("<h1>")
    assert "The council" not in plptool("-C", str(root), "report").stdout  # which is no document
    refused = plptool("-C", str(root), "report", "--sender", "A")
    assert (refused.returncode, "--format docx, pdf or html" in refused.stderr) == (2, True)


def test_the_title_runs_on_every_page_but_the_first_and_the_number_on_all(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + PROCESS)
    (section,) = Document(str(report(root, tmp_path / "report.docx"))).sections
    title = plptool("-C", str(root), "report", "--format", "markdown").stdout.splitlines()[0].removeprefix("# ")
    assert section.header.paragraphs[0].text == title
    assert section.different_first_page_header_footer
    assert not section.first_page_header.paragraphs
    assert "NUMPAGES" in section.first_page_footer._element.xml


def test_what_only_editors_need_is_asked_for(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + HELD + ODD)
    for arguments in ([], ["--appendix"]):
        without = report(root, tmp_path / "without.docx", *arguments)
        with_notes = report(root, tmp_path / "with.docx", "--notes", *arguments)
        assert [said(file) for file in (without, with_notes)] == [False, True], arguments


def said(file: Path) -> bool:
    """Whether the oddity stands in the document, or in its footnotes."""
    package = Document(str(file)).part.package
    return any(b"They met on a Sunday" in part.blob for part in package.iter_parts())


def test_a_document_says_in_which_other_language_its_records_speak(tmp_path: Path) -> None:
    for lang, sentence in (("en", "What the records say is in Swedish."), ("sv", "")):
        page = report(ROOT, tmp_path / f"{lang}.html", "--lang", lang).read_text("utf-8")
        assert ("records say is in" in page) == bool(sentence)
        assert sentence in page


@written
@thorough
@pytest.mark.parametrize("arguments", ["--brief", "--appendix"])
def test_a_pdf_has_the_words_of_the_page_tags_bookmarks_and_a_title(arguments: str, tmp_path: Path) -> None:
    raw = report(ROOT, tmp_path / "report.pdf", arguments).read_bytes()
    document = pypdfium2.PdfDocument(raw)
    title = "Tillsammans för psykisk hälsa"
    assert document.get_metadata_value("Title").endswith(title)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    marks = [mark.get_title() for mark in document.get_toc()]
    assert marks[0].endswith(title)
    word = Document(str(report(ROOT, tmp_path / "report.docx", arguments)))
    headings = [
        paragraph.text.replace("\n", " ")
        for paragraph in word.paragraphs
        if paragraph.style and "Heading" in str(paragraph.style.name)
    ]
    assert [mark for mark in marks[1:] if mark != "Noter"] == headings
    told = "".join(words_of(raw))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert len(cells) > 20
    assert [cell for cell in cells if "".join(cell.split()) not in told] == []
    assert raw == report(ROOT, tmp_path / "again.pdf", arguments).read_bytes()


@written
def test_the_board_s_page_is_one_page_with_what_stands_above_it(tmp_path: Path) -> None:
    head = ("--sender", "Kansliet", "--recipient", "Direktionen", "--registry", "2017-2-771", "--dated", "240124")
    raw = report(ROOT, tmp_path / "brief.pdf", "--brief", *head).read_bytes()
    assert len(pypdfium2.PdfDocument(raw)) == 1
