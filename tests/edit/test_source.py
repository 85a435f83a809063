"""`plptool sources --add`: a document's text becomes a source, once, and only if it is a text."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest

from plptool.model.ids import proposed_id
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.personal_numbers import FULL_NUMBER
from tests.support.program import plptool
from tests.support.project import ROOT

TEXT = b"Minutes of the board\nheld on 14 March 2023.\n"
GIVEN = ("--title", "Minutes: the board's #3", "--date", "2023-03-14")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/Protokoll Åre 3.txt").write_bytes(TEXT)
    return write_ledger(tmp_path / "root", BASE + PROCESS)


def records(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "ledger").rglob("*.yaml")}


def test_a_text_becomes_a_source(root: Path) -> None:
    file = "../texts/Protokoll Åre 3.txt"
    done = plptool("sources", "--add", file, *GIVEN, "--lang", "en", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ledger/sources/protokoll-are-3.yaml is written.\n")
    digest = subprocess.run(["sha256sum", file], cwd=root, capture_output=True, text=True, check=True).stdout[:64]
    assert (root / "ledger/sources/protokoll-are-3.yaml").read_text("utf-8") == (
        f"id: protokoll-are-3\ntitle: 'Minutes: the board''s #3'\ndate: 2023-03-14\nsha256: {digest}\nlines: 3\n"
    )
    assert plptool("validate", cwd=root).returncode == 0
    found = json.loads(plptool("sources", "--texts", "../texts", "--format", "json", cwd=root).stdout)
    assert found["unknown-texts"] == []
    assert [(one["rule"], one["record"]) for one in found["findings"]] == [("PLP612", "protokoll-are-3")]
    listed = {one["id"]: one for one in found["sources"]}
    assert (listed["protokoll-are-3"]["lines"], listed["protokoll-are-3"]["dates"]) == (3, 1)


TITLES = ["12", "2023-03-14", "yes", "null", "- a", "a: b", "'q'", '"', "#x", " two  spaces ", "A\u030ao\u0308", "\\"]
DATES = ["2023", "2023-05", "2023-23", "/2023-12-31", "../2023", "2023-03-01/2023-04-30", "2023?", "2023-XX"]


@pytest.mark.parametrize(
    ("title", "date"), [*((title, "2023") for title in TITLES), *(("A title", date) for date in DATES)]
)
def test_any_title_and_date_are_written_so_that_they_are_read(root: Path, title: str, date: str) -> None:
    name = "texts/Protokoll Åre 3.txt"
    done = plptool("sources", "--add", f"../{name}", "--title", title, "--date", date, "--format", "json", cwd=root)
    assert done.returncode == 0, done.stderr
    added = json.loads(done.stdout)["added"]
    shown = json.loads(plptool("show", "protokoll-are-3", "--format", "json", cwd=root).stdout)["record"]
    assert {name: shown[name] for name in ("id", "title", "date", "sha256", "lines")} == {
        name: added[name] for name in ("id", "title", "date", "sha256", "lines")
    }
    assert added["title"].split() == normalize("NFC", title).split()
    assert plptool("validate", cwd=root).returncode == 0


@pytest.mark.parametrize(
    ("raw", "given", "said"),
    [
        (TEXT, ("--date", "2023"), "say what the document is called: --title TITLE"),
        (TEXT, ("--title", "T"), "say when the document is of: --date DATE"),
        (TEXT, ("--title", " ", "--date", "2023"), "say what the document is called: --title TITLE"),
        (TEXT, ("--title", "T", "--date", "14/3"), "`14/3` is not a date. "),
        (TEXT, ("--title", "T", "--date", "14.3.2023"), "Did you mean 2023-03-14?"),
        (TEXT, (*GIVEN, "--id", "list"), "'list' is taken, by ledger/sources/list.yaml: name another with --id"),
        (TEXT, (*GIVEN, "--id", "1.1"), "'1.1' is taken, by ledger/processes/1.1.yaml: name another with --id"),
        (TEXT, (*GIVEN, "--id", "a b"), "'a b' is no id: letters a–z and digits, with . _ or - between them"),
        (TEXT, (*GIVEN, "--id", "../x"), "'../x' is no id"),
        (TEXT, ("--title", f"Of {FULL_NUMBER}", "--date", "2023"), "nothing was written, as it would be wrong"),
        (TEXT, ("--title", "A \u202e title", "--date", "2023"), "nothing was written, as it would be wrong"),
        (b"", GIVEN, "'../new.txt' is empty"),
        (b" \n\n", GIVEN, "'../new.txt' is empty"),
        (b"a\0b", GIVEN, "'../new.txt' is no text"),
        ("Möte".encode("utf-16"), GIVEN, "'../new.txt' is no text"),
        ("Möte".encode("latin-1"), GIVEN, "'../new.txt' is not in UTF-8: save it so, and try again"),
        (b"%PDF-1.7\nx", GIVEN, "is a document, and not its text: make that first, such as with `pdftotext -layout`"),
        (b"PK\x03\x04x", GIVEN, "is a document, and not its text: make that first, such as with `pandoc"),
        (None, GIVEN, "'../new.txt' cannot be read: there is no such file or folder"),
        (TEXT, (*GIVEN, "--texts", ".."), "--add and --texts do not go together"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_source_is_told_and_nothing_is_written(
    root: Path, raw: bytes | None, given: tuple[str, ...], said: str
) -> None:
    if raw is not None:
        (root.parent / "new.txt").write_bytes(raw)
    before = records(root)
    done = plptool("sources", "--add", "../new.txt", *given, "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert FULL_NUMBER not in done.stderr
    assert records(root) == before
    swedish = plptool("sources", "--add", "../new.txt", *given, "--lang", "sv", cwd=root)
    assert swedish.returncode == 2
    assert said not in swedish.stderr or "Did you mean" in said


def test_a_text_is_a_source_once(root: Path) -> None:
    assert plptool("sources", "--add", "../texts/Protokoll Åre 3.txt", *GIVEN, cwd=root).returncode == 0
    again = plptool("sources", "--add", "../texts/Protokoll Åre 3.txt", *GIVEN, "--id", "x", "--lang", "en", cwd=root)
    assert again.returncode == 2
    assert "this text is that of the source 'protokoll-are-3' already" in again.stderr
    (root / "ledger/sources/broken.yaml").write_text("id: [", "utf-8")
    (root.parent / "new.txt").write_bytes(TEXT + b"more")
    over = plptool("sources", "--add", "../new.txt", *GIVEN, "--id", "broken", "--lang", "en", cwd=root)
    assert "ledger/sources/broken.yaml is there already" in over.stderr
    assert (root / "ledger/sources/broken.yaml").read_text("utf-8") == "id: ["


def test_its_options_go_with_it(root: Path) -> None:
    for given in (("--title", "T"), ("--date", "2023"), ("--id", "x")):
        done = plptool("sources", *given, "--lang", "en", cwd=root)
        assert (
            done.returncode,
            "--title, --date, --id, --dry-run, --commit and --branch go with --add FILE" in done.stderr,
        ) == (2, True)


def test_an_id_is_made_of_the_first_name_that_has_one() -> None:
    assert proposed_id("Protokoll 2023-03-14 (ÅÄÖ)", "x") == "protokoll-2023-03-14-aao"
    assert proposed_id("___", "Été n° 3") == "ete-n-3"
    assert proposed_id("文書", "…") == ""


def at_a_terminal(root: Path, answers: str, *given: str) -> tuple[int, str]:
    """How the program ends, and all that stands on the terminal at which somebody answers it."""
    ours, its = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "plptool",
        "sources",
        "--add",
        "../texts/Protokoll Åre 3.txt",
        "--lang",
        "en",
        *given,
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, cwd=root, env=env, stdin=its, stdout=its, stderr=its, close_fds=True)
    os.close(its)
    os.write(ours, answers.encode())
    said, end = b"", time.monotonic() + 30
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                said += os.read(ours, 4096)
            except OSError:
                break
    os.close(ours)
    return child.wait(timeout=10), said.decode()


def test_at_a_terminal_what_is_not_given_is_asked_and_the_record_shown_first(root: Path) -> None:
    before = records(root)
    code, said = at_a_terminal(root, "Minutes\n2023-03\n\nn\n")
    assert code == 130
    assert records(root) == before
    order = [
        "What is the document called?",
        "Its newest date",
        "Its id in the ledger? [protokoll-are-3]",
        "title: Minutes",
        "Write this? (y/n) [y]",
    ]
    assert [said.find(words) for words in order] == sorted(said.find(words) for words in order)
    assert all(words in said for words in order)
    assert at_a_terminal(root, "\x04", *GIVEN)[0] == 130
    code, said = at_a_terminal(root, "minutes\n\n", *GIVEN)
    assert code == 0, said
    digest = sha256(TEXT).hexdigest()
    assert digest in (root / "ledger/sources/minutes.yaml").read_text("utf-8")
    # A text that is a source's already is told before anything is asked.
    code, said = at_a_terminal(root, "", *GIVEN)
    assert (code, "this text is that of the source" in said) == (2, True)
