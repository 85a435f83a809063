"""Documents are read as a reader sees them, and hostile ones not at all."""

import os
import struct
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from plptool.documents import limits
from plptool.documents.document import Cell, DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.opening import opened
from plptool.documents.packed import events
from plptool.documents.web import web_lines
from plptool.documents.word import word_lines
from plptool.documents.written import decoded, written_lines
from plptool.model.errors import UserError
from tests.support.thorough import some

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("_rels/.rels", RELATIONS)
        packed.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def seen(lines: list[DocumentLine]) -> list[str]:
    return [line.text for line in lines if line.text]


def test_word_as_a_reader_sees_it() -> None:
    document = docx.Document()
    document.add_heading("A list", 1)
    paragraph = document.add_paragraph("Led by ")
    paragraph.add_run("KSK").bold = True
    paragraph.add_run(" and BoU")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"
    table.cell(1, 0).text = "One\nTwo"
    table.cell(1, 1).text = "Three"
    file = BytesIO()
    document.save(file)
    lines = word_lines(file.getvalue())
    assert seen(lines) == ["A list", "Led by **KSK** and BoU", "Both", "One", "Two", "Three"]
    assert lines[0].is_heading
    assert [line.cell for line in lines if line.text][2:] == [
        Cell(1, 0, 0),
        Cell(1, 1, 0),
        Cell(1, 1, 0),
        Cell(1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<w:p><w:r><w:t>Held </w:t></w:r><w:del><w:r><w:delText>220503</w:delText></w:r></w:del></w:p>", "Held ^"),
        ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Held 220503</w:t></w:r></w:p>", "~~Held 220503~~"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden </w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>", "seen"),
        ("<w:p><w:r><w:t>Held</w:t></w:r><w:r><w:footnoteReference/></w:r></w:p>", "Held ^"),
        ("<w:p><w:ins><w:r><w:t>Held</w:t></w:r></w:ins></w:p>", "Held ^"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "In a control"),
        ("<w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>Link</w:t></w:r></w:p>", "Link"),
        ("<w:p><w:moveFrom><w:r><w:t>Gone</w:t></w:r></w:moveFrom><w:r><w:t>Here</w:t></w:r></w:p>", "Here ^"),
    ],
)
def test_what_may_say_otherwise_leaves_a_mark(body: str, read: str) -> None:
    assert seen(word_lines(word(body))) == [read]


def laughing() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    file = BytesIO()
    with ZipFile(file, "w") as packed:
        packed.writestr("_rels/.rels", RELATIONS)
        packed.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><x>&l9;</x>')
    return file.getvalue()


def encrypted() -> bytes:
    raw = bytearray(word("<w:p/>"))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8 : at + 10] = struct.pack("<H", 1)
    return bytes(raw)


def bomb() -> bytes:
    return word(f"<w:p><w:r><w:t>{'0' * (32 << 20)}</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (bomb, "too large"),
        (laughing, "declares entities"),
        (lambda: word("<w:tbl><w:tr><w:tc>" * 100 + "</w:tc></w:tr></w:tbl>" * 100), "nested too deep"),
        (lambda: b"no zip at all", "damaged"),
        (lambda: word("<w:p>")[:-60], "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old or encrypted"),
        (encrypted, "old or encrypted"),
        (lambda: word("</w:body><x>"), "damaged"),
    ],
    ids=["bomb", "laughs", "nested", "no zip", "cut", "old", "encrypted", "no XML"],
)
def test_hostile_documents_are_refused(made: object, reason: str) -> None:
    assert callable(made)
    with pytest.raises(RefusedError) as refused:
        word_lines(made())
    assert refused.value.reason == reason


def test_entities_are_found_in_every_encoding() -> None:
    for encoding in ("utf-8", "utf-16", "utf-16-be"):
        with pytest.raises(RefusedError):
            list(events("<!DOCTYPE x><x/>".encode(encoding)))


def test_web_pages_as_a_reader_sees_them() -> None:
    page = (
        "<html><head><title>No</title></head><body><h1>A list</h1><script>alert(1)</script><p>Led by <b>KSK</b>&nbsp;&amp; BoU<br>and"
        "<p hidden>Not this</p><table><tr><td>One<td><s>Two</s></table><img src=x>Held<sup>1</sup></body></html>"
    )
    lines = web_lines(page)
    assert seen(lines) == ["A list", "Led by **KSK** & BoU", "and", "One", "~~Two~~", "Held^1"]
    assert [line.cell for line in lines if line.text][3:5] == [Cell(1, 0, 0), Cell(1, 0, 1)]
    with pytest.raises(RefusedError):
        web_lines("<div>" * 1000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_texts_in_any_encoding(encoding: str) -> None:
    lines = written_lines(decoded("Åtgärd\r\nmöte\r\n".encode(encoding)))
    assert [line.text for line in lines] == ["Åtgärd", "möte", ""]


def test_texts_have_limits() -> None:
    with pytest.raises(RefusedError):
        written_lines("\n" * (limits.LINES + 1))
    with pytest.raises(RefusedError):
        written_lines("x" * (limits.LINE_CHARACTERS + 1))
    with pytest.raises(RefusedError):
        decoded(b"a\0b")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.with_suffix(".real").write_text("Text\n", encoding="utf-8")
    path.symlink_to(path.with_suffix(".real"))


@pytest.mark.parametrize(
    ("name", "make"), [("a.txt", pipe), ("a.txt", link), ("a.txt", Path.mkdir), ("a.exe", Path.touch)]
)
def test_what_is_no_file_is_not_opened(tmp_path: Path, name: str, make: object) -> None:
    assert callable(make)
    make(tmp_path / name)
    with pytest.raises(UserError):
        opened(tmp_path / name)


@pytest.mark.parametrize("name", some(["a.docx", "a.html", "a.txt", "bomb.docx"], "a.docx"))
def test_a_process_of_its_own_reads(tmp_path: Path, name: str) -> None:
    made = {"a.docx": word("<w:p><w:r><w:t>Text 121212-1212</w:t></w:r></w:p>"), "bomb.docx": bomb()}
    file = tmp_path / name
    file.write_bytes(made.get(name, b"Text 121212-1212"))
    if name == "bomb.docx":
        with pytest.raises(UserError, match="larger than any document"):
            opened(file)
        return
    document = opened(file)
    assert [line.text for line in document.lines if line.text] == ["Text ••••••-••••"]
    assert document.line_count == document.text.count(b"\n") + 1
