"""A third language is a catalogue and nothing else: Finnish, a few dozen messages of it, and all others in English.

The catalogue is laid into a copy of the program, and its code into the schema's list of languages, as `tools/make.py` does. Every
command answers in it, in every format; nothing else of the program is touched.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plptool.cli.formats import OF_COMMAND, PDF
from tests.project.test_growth import RUN
from tests.support.git import commit, init
from tests.support.growth import GrownProgram
from tests.support.project import ROOT, script
from tests.support.thorough import thorough

FINNISH = ROOT / "tests" / "support" / "fi.po"
SWEDISH = ROOT / "plptool" / "model" / "locale" / "sv" / "LC_MESSAGES" / "plptool.po"
OF = {
    "explain": ["PLP301"],
    "list": ["processes", "--at", "230430"],
    "show": ["1.1", "--at", "230430"],
    "diff": ["220930", "230430"],
    "blame": ["1.1"],
    "report": ["--at", "230430"],
    "add": ["note", "1.1", "230426", "--text", "A note.", "--source", "q4", "--dry-run"],
    "new": ["organisations", "C", "--title", "C", "--source", "q4", "--dry-run"],
    "set": ["1.1", "goal", "Another.", "--dry-run"],
    "correct": ["note", "1.1", "220912", "--text", "Another.", "--dry-run"],
    "remove": ["note", "1.1", "220912", "--dry-run"],
    "withdraw": ["ENV", "--reason", "A mistake.", "--source", "q4", "--dry-run"],
    "rename": ["ENV", "EN", "--dry-run"],
    "seal": ["230331", "--dry-run"],
    "sql": ["SELECT * FROM processes"],
}
"""By command, how it is called, where it must be told something."""


def finnish(folder: Path) -> GrownProgram:
    """The program with one more catalogue."""
    program = GrownProgram.copied(folder)
    catalogues = script("catalogues")
    target = folder / "plptool" / "model" / "locale" / "fi" / "LC_MESSAGES"
    target.mkdir(parents=True)
    shutil.copy(FINNISH, target / "plptool.po")
    (target / "plptool.mo").write_bytes(catalogues.compiled(catalogues.entries(FINNISH), "fi"))
    schema = folder / "schema" / "ledger.schema.json"
    data: dict[str, Any] = json.loads(schema.read_text("utf-8"))
    data["properties"]["language"]["enum"].insert(0, "fi")
    schema.write_text(json.dumps(data), "utf-8")
    return program


def test_each_message_of_the_small_catalogue_is_one_of_the_program() -> None:
    catalogues = script("catalogues")
    # Those that are translated are the program's: make lint holds it. To read every module again would take long.
    assert set(catalogues.entries(FINNISH)) <= set(catalogues.entries(SWEDISH))


@thorough
def test_every_command_answers_in_it_and_what_it_lacks_is_english(tmp_path: Path, git_home: None) -> None:
    program = finnish(tmp_path / "program")
    root = init(tmp_path / "ledger")
    shutil.copytree(ROOT / "tests" / "ledgers" / "quarterly" / "ledger", root / "ledger", dirs_exist_ok=True)
    manifest = root / "ledger" / "ledger.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("language: en", "language: fi"), "utf-8")
    commit(root, "All of it", "2024-02-01T12:00")
    site = tmp_path / "site"
    asked: list[tuple[list[str], list[str]]] = []
    for name, formats in OF_COMMAND.items():
        for form in formats:
            if form is PDF:  # it is the page of HTML
                continue
            files = [str(tmp_path / f"{name}.{form.name}")] if form.for_file else []
            output = ["--output", *files] if files else []
            asked.append(([name, *OF.get(name, []), "--format", form.name, *output], files))
    asked.append((["site", str(site), "--at", "230430", "--lang", "fi", "--lang", "sv"], [str(site)]))
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([[["-C", str(root), *arguments], files] for arguments, files in asked]),
        cwd=program.folder, capture_output=True, text=True, check=False, timeout=300,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(program.folder), "PLPTOOL_CACHE": "off", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = {
        " ".join(arguments): answer for (arguments, _), answer in zip(asked, json.loads(done.stdout), strict=True)
    }
    # A ledger that has nothing to take back says so.
    failed = {one: answer for one, answer in answers.items() if not re.match("None|SystemExit|UserError", answer[1])}
    assert not failed
    told = {one: re.sub(r"\s+", " ", answer[2]) for one, answer in answers.items()}
    report = told["report --at 230430 --format text"]
    assert "Tila vastuutahon mukaan" in report  # translated
    assert "In numbers" in report  # not
    assert "Myöhässä olevat välitavoitteet" in told["report --at 230430 --format markdown"]
    assert "Tietueita: 21. Virheitä: 0" in told["validate --format text"]
    assert "valmis" in told["list processes --at 230430 --format text"]
    pages = next(text for one, text in told.items() if one.startswith("site"))
    assert '<html lang="fi">' in pages
    assert ">Svenska</a>" in pages  # on the Finnish pages
    assert ">Suomi</a>" in pages  # on the Swedish ones
    assert "Yleiskuva" in pages


@pytest.mark.parametrize(("language", "name"), [("sv", "Svenska"), ("en", "English"), ("fi", "fi")])
def test_a_language_says_what_it_calls_itself_or_is_told_by_its_code(language: str, name: str) -> None:
    from plptool.model.i18n import own_name

    assert own_name(language) == name
