"""Formats are registered in one place: what a command offers is there, and what is there is offered and written."""

import json
import re
import shutil
from collections.abc import Iterator
from importlib import import_module, reload
from pathlib import Path
from zipfile import ZipFile

import click
import pytest

from plptool.cli import formats
from plptool.cli.formats import MARKDOWN, OF_COMMAND, PDF, Answer, Format, Written
from plptool.cli.main import COMMANDS
from plptool.model.errors import UserError
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.pdf import can_be_written
from tests.support.program import parts_of, plptool
from tests.support.project import ROOT

WITHOUT = {"site", "edit", "lsp", "ci", "issue", "completion", "init"}
"""Commands that write files, or what another program asks of them."""
FORMATS = {form.name: form for form in vars(formats).values() if isinstance(form, Format)}
ARGUMENTS: dict[str, list[str]] = {
    "explain": ["PLP301"],
    "show": ["1.1"],
    "diff": ["211231", "221231"],
    "blame": ["1.1"],
    "add": ["note", "1.1", "230101", "--text", "A note.", "--source", "list"],
    "new": ["organisations", "C", "--title", "C", "--source", "list"],
    "set": ["1.1", "goal", "Another."],
    "correct": ["meeting", "1.1", "220301", "--number", "2"],
    "remove": ["meeting", "1.1", "230507"],
    "withdraw": ["1.1", "--reason", "A mistake.", "--source", "list"],
    "rename": ["1.1", "1.10"],
    "acknowledge": ["PLP407", "1.1", "--reason", "So it is."],
    "seal": ["211231"],
    "draft": [str(ROOT / "CONTRIBUTING.md")],
    "sql": ["SELECT id FROM processes"],
}
"""What a command must be given."""
SUNDAY = "  - {date: 2023-05-07, kind: meeting, source: list}\n"
"""An event of which something is found that may be acknowledged."""


@pytest.fixture
def plan(tmp_path: Path, git_home: None) -> Path:
    root = init(tmp_path / "plan")
    commit_ledger(root, BASE + HELD + SUNDAY)
    plptool("new", "sources", "paper", "--title", "A paper", "--date", "2023", cwd=root)  # which can be undone
    return root


def offered(name: str) -> tuple[list[str], str]:
    """What a command's `--format` takes, and what it is without it."""
    for option in parts_of(import_module(COMMANDS[name][0]).command)[-1].params:
        if option.name == "form" and isinstance(option.type, click.Choice):
            return list(option.type.choices), str(option.default)
    return [], ""


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_offers_is_what_is_registered(name: str) -> None:
    has = [form.name for form in OF_COMMAND.get(name, ())]
    assert offered(name) == (has, has[0] if has else "")
    assert (name in WITHOUT) == (not has)


def test_every_format_is_some_command_s_and_has_a_name_of_its_own() -> None:
    assert set(FORMATS.values()) == {form for has in OF_COMMAND.values() for form in has}
    assert len(FORMATS) == sum(isinstance(form, Format) for form in vars(formats).values()) >= 8


def test_the_tour_says_which_commands_have_no_json() -> None:
    assert all(formats.JSON in has for has in OF_COMMAND.values())
    assert "all but `init`, `edit`, `site`, `ci` and `completion` have `--format json`" in " ".join(
        (ROOT / "docs" / "tour.md").read_text(encoding="utf-8").split()
    )


@pytest.mark.parametrize("name", OF_COMMAND)
def test_a_command_answers_in_each_of_its_formats(name: str, plan: Path, tmp_path: Path) -> None:
    for form in OF_COMMAND[name]:
        folder, file = tmp_path / form.name, tmp_path / f"answer.{form.name}"
        shutil.copytree(plan, folder)  # seal writes into it
        to_file = ["--output", str(file)] if form.for_file else []
        done = plptool(name, *ARGUMENTS.get(name, []), "--format", form.name, *to_file, cwd=folder)
        if form is PDF and not can_be_written():
            assert (done.returncode, "Pango" in done.stderr) == (2, True)
            continue
        assert done.returncode == 0, done.stderr
        match form.name:
            case "json" | "sarif":
                assert json.loads(done.stdout)
            case "docx":
                assert "word/document.xml" in ZipFile(file).namelist()
            case "pdf":
                assert file.read_bytes().startswith(b"%PDF-")
            case "html":
                assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
            case _:  # of a ledger without findings, validate says so beside its answer
                assert done.stdout or name == "validate"
                assert not done.stdout or done.stdout.endswith("\n")


def with_a_page() -> list[str]:
    """The commands whose answer is a page of blocks."""
    return [name for name, has in OF_COMMAND.items() if MARKDOWN in has]


@pytest.fixture
def headings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Format]:
    """A format that is added: how many blocks the page has; of every command with a page."""

    def written(answer: Answer) -> Written:
        assert answer.page is not None
        return Written(f"{len(answer.page().blocks)} blocks", "Counted.")

    form = Format("blocks", written)
    modules = [import_module(COMMANDS[name][0]) for name in with_a_page()]
    with monkeypatch.context() as patch:
        for name in with_a_page():
            patch.setitem(OF_COMMAND, name, (*OF_COMMAND[name], form))
        for module in modules:
            reload(module)
        yield form
    for module in modules:
        reload(module)


def test_a_format_that_is_added_is_offered_and_written_everywhere(headings: Format, plan: Path) -> None:
    asked = {"_PLPTOOL_COMPLETE": "bash_complete", "COMP_CWORD": "3"}
    for name in with_a_page():
        done = plptool(name, *ARGUMENTS.get(name, []), "--format", headings.name, cwd=plan)
        assert done.returncode == 0, done.stderr
        assert done.stdout.removesuffix(" blocks\n").isdecimal(), name
        assert "Counted." in done.stderr
        assert f"|{headings.name}]" in plptool(name, "--help", cwd=plan).stdout.replace("\n", "").replace(" ", "")
        completed = plptool(cwd=plan, env={**asked, "COMP_WORDS": f"plptool {name} --format blo"})
        assert completed.stdout == "plain,blocks\n", name
    assert len(with_a_page()) >= 10


def test_the_names_of_the_tables_need_no_ledger(tmp_path: Path) -> None:
    for form in OF_COMMAND["sql"]:
        done = plptool("sql", "--tables", "--format", form.name, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "organisations" in done.stdout


@pytest.mark.parametrize("title", ["::stop-commands::x", "a\n::error::x", "##[error]x", " ::set-output name=a::b"])
def test_no_line_of_a_table_is_a_command_to_a_workflow(tmp_path: Path, title: str) -> None:
    organisation = f"== organisations/Z\ntitle: {json.dumps(title)}\ntype: group\nsource: list\n"
    root = write_ledger(tmp_path, BASE + organisation)
    said = plptool("list", "organisations", "--format", "csv", cwd=root).stdout
    assert not re.search(r"(?m)^\s*\"?::|##\[", said)
    queried = plptool("sql", "SELECT title FROM organisations WHERE id = 'Z'", "--format", "csv", cwd=root).stdout
    assert not re.search(r"(?m)^\s*::|##\[", queried)


@pytest.mark.parametrize(
    ("asked", "name", "format_"),
    [
        (None, "report.docx", "docx"),
        (None, "REPORT.HTM", "html"),
        (None, "report.md", "markdown"),
        (None, "report", "text"),
        (None, "of-231231.v2", "text"),
        ("json", "report", "json"),
        ("text", "report.md", "text"),  # which can be read whatever it is called
        ("docx", "report.docx", "docx"),
    ],
)
def test_how_a_files_name_ends_says_its_format(asked: str | None, name: str, format_: str) -> None:
    form = FORMATS[asked] if asked else None
    assert formats.of_file("report", form, Path(name)).name == format_


@pytest.mark.parametrize(
    ("asked", "name", "told"),
    [
        ("docx", "out/report.txt", "with --format docx call it out/report.docx"),
        ("text", "report.docx", "with --format text call it report.txt"),
        ("markdown", "report.html", "with --format markdown call it report.md"),
        (None, "report.odt", "plptool writes .txt, .md, .html, .docx, .pdf, .json"),
        ("docx", "report.odt", "plptool writes .txt, .md, .html, .docx, .pdf, .json"),
        ("docx", "report.pdf", "with --format docx call it report.docx"),
        (None, "report.csv", "plptool writes .txt, .md, .html, .docx, .pdf, .json"),
    ],
)
def test_a_file_is_what_its_name_says(asked: str | None, name: str, told: str) -> None:
    form = FORMATS[asked] if asked else None
    with pytest.raises(UserError, match=re.escape(told)):
        formats.of_file("report", form, Path(name))
