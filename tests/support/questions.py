"""What the program answers of a whole ledger under tests/ledgers, in the shapes that tests ask for."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import plptool

Row = dict[str, Any]


def answered(root: Path, *command: str, at: str, form: str = "json") -> str:
    """The answer of a command on a day; it goes well."""
    done = plptool("-C", str(root), *command, "--at", at, "--format", form)
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer(root: Path, *command: str, at: str) -> Row:
    found: Row = json.loads(answered(root, *command, at=at))
    return found


def no_finding(root: Path) -> None:
    done = plptool("-C", str(root), "validate", "--no-cache")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def pages(root: Path, folder: Path, at: str, *languages: str) -> Path:
    """The ledger's site, in each of the languages, the first at its root."""
    asked = [word for language in languages for word in ("--lang", language)]
    done = plptool("-C", str(root), "site", str(folder), "--at", at, *asked)
    assert done.returncode == 0, done.stderr
    return folder


def words_of_docx(root: Path, folder: Path, at: str, language: str) -> str:
    """The text of the Word document, tables and all."""
    docx = pytest.importorskip("docx")
    target = folder / f"report-{language}.docx"
    command = ("report", "--appendix", "--at", at, "--lang", language, "--output", str(target))
    done = plptool("-C", str(root), *command)
    assert done.returncode == 0, done.stderr
    document = docx.Document(str(target))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
