"""`plptool init`: a ledger of one's own, with what editors and a workflow need, without a finding."""

import json
from io import StringIO
from pathlib import Path

import pytest

from plptool.cli import init
from tests.support.program import plptool
from tests.support.project import ROOT, code_blocks

TITLE = "Plan: för alla"
ASKED = (
    "plan",
    "--title",
    TITLE,
    "--language",
    "sv",
    "--administration",
    "BoU=Barnförvaltningen",
    "--time-zone",
    "Europe/Oslo",
)


def test_a_ledger_is_begun_without_a_finding_and_never_twice(tmp_path: Path) -> None:
    done = plptool("init", *ASKED, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Poster: 2. Fel: 0, varningar: 0, upplysningar: 0. Kända egenheter: 0."
    root = tmp_path / "plan"
    assert (root / "ledger/ledger.yaml").read_text("utf-8") == (
        "format: 2\ntitle: 'Plan: för alla'\nlanguage: sv\ntime-zone: Europe/Oslo\ncountry: 'NO'\n"
    )
    assert (root / "ledger/organisations/BoU.yaml").read_text("utf-8") == (
        "id: BoU\ntitle: Barnförvaltningen\ntype: administration\nsource: start\n"
    )
    assert plptool("validate", cwd=root).stdout == ""
    schemas = {path.name: path.read_bytes() for path in (ROOT / "schema").iterdir()}
    assert {path.name: path.read_bytes() for path in (root / "schema").iterdir()} == schemas
    for where in (root, root / "below"):
        again = plptool("init", str(where), "--title", "x", cwd=tmp_path)
        assert (again.returncode, "there is a ledger already" in again.stderr) == (2, True)
    assert not (root / "below").exists()


def test_what_is_not_said_is_asked_for_and_the_next_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init, "at_terminal", lambda: True)
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.setattr("sys.stdin", StringIO("A plan\nen\n\nUK\nIE\n\n"))
    done = plptool("init", "plan", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "time zone is it kept? [Europe/London] In which country? Its two letters: [GB] no country has" in done.stderr
    assert (tmp_path / "plan/ledger/ledger.yaml").read_text("utf-8") == (
        "format: 2\ntitle: A plan\nlanguage: en\ntime-zone: Europe/London\ncountry: IE\n"
    )
    *_, next_step, history = done.stderr.splitlines()
    assert "`plptool -C plan new processes 1`" in next_step
    assert "`git init`" in history


def test_what_is_written_beside_is_what_the_pages_say_and_takes_no_place(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    done = plptool("init", "--title", "A plan", "--language", "en", cwd=tmp_path)
    assert ".gitignore was there already" in done.stdout
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"
    settings, _ = code_blocks(ROOT / "docs/editors.md", "json")
    assert json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8")) == json.loads(settings)
    workflow, *_ = code_blocks(ROOT / "docs/github.md", "yaml")
    _, _, written = (tmp_path / ".github/workflows/ledger.yml").read_text("utf-8").partition("\n")
    assert written.splitlines() == workflow.splitlines()[: len(written.splitlines())]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "say what the ledger is called"),
        (("--title", "x", "--time-zone", "Mars/Phobos"), "there is no time zone `Mars/Phobos`"),
        (("--title", "x", "--administration", "BoU"), "write ID=TITLE"),
        (("--title", "x", "--administration", "B U=Barn"), "PLP205"),
        (("--title", "19900101-0017"), "PLP901"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(tmp_path: Path, arguments: tuple[str, ...], why: str) -> None:
    done = plptool("init", *arguments, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, why in done.stderr) == (2, True), done.stderr
    assert list(tmp_path.iterdir()) == []
