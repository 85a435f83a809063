"""What the pages tell an editor to do, done; and that the first page is one."""

from pathlib import Path

from tests.support.ledgers import copy_real_ledger
from tests.support.program import plptool
from tests.support.project import ROOT, code_blocks

PAGE = ROOT / "docs" / "editors.md"


def test_an_editor_follows_the_page(tmp_path: Path) -> None:
    copy_real_ledger(tmp_path)
    events, source, *_ = code_blocks(PAGE, "yaml")
    (tmp_path / "ledger/sources/protokoll-240215.yaml").write_text(source, encoding="utf-8")
    record = tmp_path / "ledger/processes/2.5.3.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("known:\n", events + "known:\n"), encoding="utf-8")
    done = plptool("validate", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2022–2024" in plptool("show", "2.5.3", "--at", "240215", cwd=tmp_path).stdout

    wrong = events.replace("number: 18, source: protokoll-240215", "number: 18, source: protokoll-24215")
    record.write_text(text.replace("known:\n", wrong + "known:\n"), encoding="utf-8")
    told = plptool("validate", "--lang", "en", cwd=tmp_path).stdout
    assert told in [block for block in code_blocks(PAGE, "text") if "PLP305" in block]


def test_the_first_page_is_a_screen_and_a_half() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 110
