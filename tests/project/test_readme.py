"""What the README tells an editor to do, done."""

from pathlib import Path

from tests.support.ledgers import copy_real_ledger
from tests.support.program import plptool
from tests.support.project import ROOT, code_blocks


def test_an_editor_follows_the_readme(tmp_path: Path) -> None:
    copy_real_ledger(tmp_path)
    events, source, manifest = code_blocks(ROOT / "README.md", "yaml")
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
    assert told in [block for block in code_blocks(ROOT / "README.md", "text") if "PLP305" in block]

    (tmp_path / "new" / "ledger").mkdir(parents=True)
    (tmp_path / "new/ledger/ledger.yaml").write_text(manifest, encoding="utf-8")
    assert plptool("validate", cwd=tmp_path / "new").returncode == 0
