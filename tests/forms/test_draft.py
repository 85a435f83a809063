"""The box for lines and documents: what is drafted is that of `plptool draft`, and what is sent is anybody's bytes."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from plptool.forms.guard import TOKEN
from plptool.forms.uploads import LARGEST
from tests.cli.test_draft import PAPER
from tests.support.forms import Answered, Browser, hidden, sentence, told
from tests.support.program import plptool

EDGE = "----edge"


def sent(officer: Browser, *parts: tuple[str, str | None, bytes], edge: str = EDGE, **headers: str | None) -> Answered:
    """What a browser sends of a form with a file in it: the name of each part, of its file, and what is in it."""
    body = b""
    for name, file, content in ((TOKEN, None, officer.guard.token.encode()), *parts):
        filename = "" if file is None else f'; filename="{file}"\r\nContent-Type: application/octet-stream'
        body += (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n\r\n'.encode() + content + b"\r\n"
        )
    said = {
        "Origin": f"http://{officer.server.host}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": f"multipart/form-data; boundary={edge}",
    }
    return officer.ask("POST", "/draft", body + f"--{EDGE}--\r\n".encode(), **{**said, **headers})


def test_a_document_is_drafted_looked_at_and_taken_as_the_command_takes_it(
    officer: Browser, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    twin = tmp_path_factory.mktemp("twin")
    shutil.copytree(root / "ledger", twin / "plan" / "ledger")
    (twin / "paper.txt").write_text(PAPER, "utf-8")
    done = plptool("draft", "../paper.txt", "--write", cwd=twin / "plan")
    assert done.returncode == 0, done.stderr
    read = sent(officer, ("lines", None, b""), ("file", "C:\\papers\\paper.txt", PAPER.encode()))
    assert read.status == 303, read.text
    address = read.headers["location"]
    page = officer.get(address)
    for drafted in ("2022-05-05", "Another goal.", "L18", "Meeting 3 on 2 June"):
        assert drafted in page.text, drafted
    assert "plptool add" not in page.text  # it is answered in a form
    (asked,) = re.findall('href="(/record/1.1/add/meeting[^"]*)"', page.text)
    answers = {"title": "The paper", "date": "2023-12-31"}
    look = officer.post(address, {**hidden(page), **answers, "do": "look"})
    assert sentence(look) == done.stdout.splitlines()[-1]
    assert officer.post(address, {**hidden(look), **answers, "do": "save"}).headers["location"] == address
    left = officer.get(address).text
    assert ("Saved." in left, asked in left) == (True, True)
    for path in ("processes/1.1", "sources/paper"):
        assert "paper" in (root / f"ledger/{path}.yaml").read_text("utf-8")
    process = (root / "ledger/processes/1.1.yaml").read_text("utf-8")
    assert process == (twin / "plan/ledger/processes/1.1.yaml").read_text("utf-8")
    form = officer.get(unescape(asked)).text
    assert 'name="number" value="3"' in form
    assert 'name="date" value=""' in form
    assert 'name="source-place" value="18"' in form
    assert '<option value="paper" selected>' in form
    again = officer.get(sent(officer, ("file", "paper.txt", PAPER.encode())).headers["location"])
    nothing = officer.post(address, {**hidden(again), "do": "look"})
    assert (nothing.status, "nothing to write" in nothing.text) == (422, True)


def test_lines_are_pasted(officer: Browser) -> None:
    read = sent(officer, ("lines", None, PAPER.replace("\n", "\r\n").encode()), ("file", "", b""))
    page = officer.get(read.headers["location"])
    assert "2022-05-05" in page.text
    assert told(officer.post(read.headers["location"], {**hidden(page), "date": "231340", "do": "look"}), "date")


def test_what_cannot_be_read_is_told_and_what_was_pasted_stays(officer: Browser, root: Path) -> None:
    before = sorted(root.rglob("*"))
    for file, content in (
        ("x.exe", b"MZ"),
        ("x.docx", b"PK\x03\x04nothing"),
        ("../../x", b"x"),
        ("x.docx", b"\xd0\xcf\x11\xe0"),
    ):
        page = sent(officer, ("lines", None, b"Mine <b>"), ("file", file, content))
        assert (page.status, "Mine &lt;b&gt;" in page.text, 'role="alert"' in page.text) == (422, True, True), file
    assert sent(officer, ("lines", None, b"  ")).status == 422
    assert sorted(root.rglob("*")) == before
    assert officer.get("/draft/nothing").status == 404
    assert officer.get("/draft/..%2f..%2fpaper").status == 404


def test_the_name_of_a_file_is_no_path(officer: Browser, root: Path) -> None:
    for name in ("../../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "%2e%2e%2fevil.txt"):
        read = sent(officer, ("file", name, PAPER.encode()))
        assert read.status == 303, read.text
        page = officer.get(read.headers["location"])
        assert re.search(r"\((2e-2e-2f|e)evil\)|\(evil\)|2e-2e-2fevil", page.text), name
    assert not list(root.parent.glob("**/evil*"))


def test_a_file_is_as_large_as_may_be_and_a_form_has_an_end(officer: Browser) -> None:
    assert sent(officer, ("file", "x.txt", b"a" * LARGEST)).status == 413
    assert sent(officer, ("file", "x.txt", b"a"), Cookie="x=y").status == 403
    large = officer.post("/record/1.1/add/note", {"text": "a" * (1 << 20)})
    assert large.status == 413  # nowhere else
    assert sent(officer, *[("a", None, b"") for _ in range(60)]).status == 400
    assert sent(officer, ("file", "x.txt", b"a"), edge="another").status == 400
    assert sent(officer, ("file", "x.txt", b"a"), edge="é".encode().decode("latin-1")).status == 415
    assert sent(officer, ("file", "x.txt", b"a"), Origin="http://evil.example").status == 403
    assert sent(officer, ("lines", None, b"\xff")).status == 400
    assert sent(officer, ("lines", None, b"a\x00")).status == 400
    assert sent(officer, (TOKEN, None, b"x"), ("lines", None, b"x")).status in (400, 403, 422, 303)
