"""What docs/editors.md and .github/ give to editors' tools fits what the program writes and where the records lie."""

import json
import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from plptool.model.i18n import LANGUAGES
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT, code_blocks

PAGE = ROOT / "docs" / "editors.md"
RECORDS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "ledger").rglob("*.yaml"))
MATCHERS = json.loads((ROOT / ".github/plptool-problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]


def mappings() -> dict[str, dict[str, str]]:
    """Each editor's pairs of schema and files."""
    settings, _ = code_blocks(PAGE, "json")
    (lua, *_), (toml, *_) = code_blocks(PAGE, "lua"), code_blocks(PAGE, "toml")
    helix = tomllib.loads(toml)["language-server"]["yaml-language-server"]["config"]["yaml"]
    table = re.findall(r"^\| `(schema/\S+\.json)` \| `(\S+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "VS Code": json.loads(settings)["yaml.schemas"],
        "Neovim": dict(re.findall(r'\["(\S+\.json)"\] = "(\S+)"', lua)),
        "Helix": helix["schemas"],
        "others": dict(table),
    }


@pytest.mark.parametrize("editor", ["VS Code", "Neovim", "Helix", "others"])
def test_every_record_gets_the_schema_that_its_first_line_names_and_no_other(editor: str) -> None:
    pairs = mappings()[editor]
    assert len(RECORDS) > 80
    for record in RECORDS:
        fitting = [schema for schema, files in pairs.items() if fnmatchcase(record, files)]
        first = (ROOT / record).read_text(encoding="utf-8").partition("\n")[0]
        named = (ROOT / record).parent / first.removeprefix("# yaml-language-server: $schema=")
        assert [(ROOT / schema).resolve() for schema in fitting] == [named.resolve()], record
    used = {(ROOT / schema).resolve() for schema in pairs}
    assert used == set((ROOT / "schema").resolve().glob("*.schema.json")) - {ROOT.resolve() / "schema/defs.schema.json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One finding of each severity on a line, and one about a file as a whole."""
    events = "events:\n- {date: 2022-01-01, kind: meeting, number: 1, source: list}\n- {date: 2022-03-02, kind: meeting, number: 3, source: list}\n"
    root = write_ledger(tmp_path, BASE + PROCESS.replace("lead: A", "lead: boerd") + events)
    (root / "ledger/stray.txt").touch()
    return root


def tasks() -> list[dict[str, Any]]:
    _, found = code_blocks(PAGE, "json")
    matchers: list[dict[str, Any]] = json.loads(found)["tasks"][0]["problemMatcher"]
    return matchers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ["GitHub", "VS Code"])
def test_problem_matchers_find_every_finding_in_either_language(folder: Path, language: str, where: str) -> None:
    told = json.loads(plptool("validate", "--format", "json", "--lang", language, cwd=folder).stdout)["findings"]
    assert {one["severity"] for one in told} == {"error", "warning", "info"}
    assert None in {one["line"] for one in told}
    done = plptool("validate", "--lang", language, cwd=folder)
    found = []
    for line in (done.stdout + done.stderr).splitlines():
        for matcher in MATCHERS if where == "GitHub" else tasks():
            (pattern,) = matcher["pattern"] if where == "GitHub" else [matcher["pattern"]]
            # .NET's ECMAScript mode and JavaScript: digits and letters are those of ASCII.
            match = re.search(pattern["regexp"], line, re.ASCII)
            if match:
                groups = {name: match[pattern[name]] for name in ("file", "line", "column", "code", "message")}
                found.append((matcher["severity"], *groups.values()))
    word = {"error": "error", "warning": "warning", "info": "notice" if where == "GitHub" else "info"}
    assert found == [
        (word[one["severity"]], one["path"], one["line"] and str(one["line"]), one["column"] and str(one["column"]), one["rule"], one["message"])
        for one in told
    ]  # fmt: skip


def test_problem_matchers_are_ones_that_github_takes() -> None:
    assert [one["severity"] for one in MATCHERS] == ["error", "warning", "notice"]
    assert len({one["owner"] for one in MATCHERS}) == 3
    assert [one["pattern"][0]["regexp"] for one in MATCHERS] == [one["pattern"]["regexp"] for one in tasks()]


def test_the_hook_on_the_page_is_the_one_there_is() -> None:
    hook = re.search(r"- id: (\S+)", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook
    assert f"- id: {hook[1]}\n" in PAGE.read_text(encoding="utf-8")
