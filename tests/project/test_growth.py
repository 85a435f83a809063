"""What is added is told everywhere: one more kind of event and one more collection, sent through every command and format.

CONTRIBUTING.md says how either is added. `tests/support/growth.py` does so in a copy of the program: its type and schema,
what mypy then names, and the tables below. If this test says that an answer keeps silent, a place is missing there.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

import plptool
from plptool.cli.formats import OF_COMMAND, PDF
from plptool.model.collections import COLLECTIONS
from plptool.model.events import KINDS
from plptool.model.plain import part
from plptool.model.rules import RULES
from plptool.read.schema import NAMES, load
from plptool.reports.sql import TABLES
from tests.support.git import commit_ledger, init
from tests.support.growth import ANSWERS_FOR_COLLECTION, ANSWERS_FOR_KIND, ENTRIES_FOR_COLLECTION, GrownProgram
from tests.support.ledgers import BASE, LISTED, PROCESS
from tests.support.project import BIN, ROOT
from tests.support.thorough import thorough

PLAN = BASE + PROCESS + LISTED + "events:\n  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
# Single words, which no table of narrow columns breaks.
TOLD, WHO, RISK = "Remarkable.", "Youngsters", "Floods"
EVENT = f"  - {{date: 2022-05-01, kind: KIND, text: {TOLD}, source: list}}\n"
HEARING = EVENT.replace("KIND", "hearing").replace("source:", f"heard: {WHO}, source:")
NOTE = EVENT.replace("KIND", "note")
RISKS = f"== risks/flood\nid: flood\ntitle: {RISK}\ndate: 2022-06-01\n"

RUN = '''
import json, re, sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from click.testing import CliRunner
from plptool.cli.main import main

def text(path):
    """What a file says; of a document or workbook, its text."""
    parts = {".docx": "word/document.xml", ".xlsx": "xl/sharedStrings.xml"}
    if path.suffix not in parts:
        return path.read_text(encoding="utf-8")
    document = ZipFile(path)
    texts = [document.read(part) for part in document.namelist() if part == parts[path.suffix]]
    return "".join(re.sub("<[^>]*>", "", one.decode()) for one in texts)

answers = []
for arguments, files in json.load(sys.stdin):
    done = CliRunner().invoke(main, arguments)
    written = [text(path) for name in files for path in sorted(Path(name).rglob("*")) if path.is_file()]
    written += [text(Path(name)) for name in files if Path(name).is_file()]
    answers.append([done.exit_code, repr(done.exception), done.output + "".join(written)])
print(json.dumps(answers))
'''


def cases(folder: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Each command in each format, with the files and folders that it writes."""
    variants: dict[str, list[list[str]]] = {
        "explain": [["PLP301"]],
        "list": [["processes"], ["risks"]],
        "show": [["1.1"], ["flood"]],
        "diff": [["220401", "221231"], ["220401", "221231", "--stat"], ["@HEAD~1", "@"]],
        "find": [["flood"]],
        "log": [[], ["1.1"], ["flood"]],
        "blame": [["1.1"], ["flood"]],
        "report": [[], ["--listed", "list"]],
        "add": [["note", "1.1", "230101", "--text", "A note.", "--source", "list", "--dry-run"]],
        "new": [["organisations", "C", "--title", "C", "--source", "list", "--dry-run"]],
        "set": [["1.1", "goal", "Another.", "--dry-run"]],
        "correct": [["meeting", "1.1", "220301", "--number", "2", "--dry-run"]],
        "remove": [["meeting", "1.1", "220301", "--dry-run"]],
        "withdraw": [["B", "--reason", "A mistake.", "--source", "list", "--dry-run"]],
        "rename": [["B", "BB", "--dry-run"]],
        "undo": [],
        "draft": [],
        "acknowledge": [],
        "seal": [["221231"]],
        "sql": [["SELECT * FROM events"], ["SELECT * FROM risks"]],
    }
    for name, formats in OF_COMMAND.items():
        for variant in variants.get(name, [[]]):
            for form in formats:
                if form is PDF:  # it is the page of HTML
                    continue
                files = [str(folder / f"{name}-{len(variant)}.{form.name}")] if form.for_file else []
                output = ["--output", *files] if files else []
                if name != "seal" or form is formats[0]:  # a day is sealed once
                    yield [name, *variant, "--format", form.name, *output], files
    yield ["ci"], []
    yield ["ci", "--base", "HEAD~1"], []
    yield ["site", str(folder / "site")], [str(folder / "site")]


Answers = dict[str, str]
"""By what was asked, what was answered and written."""


def answers(program: GrownProgram, folder: Path, *plans: Path) -> list[Answers]:
    """What the grown program answers of each of these ledgers; it must succeed."""
    asked = [(plan, *case) for plan in plans for case in cases(folder / plan.name)]
    for plan in plans:
        (folder / plan.name).mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps([[["-C", str(plan), *arguments], files] for plan, arguments, files in asked]),
        cwd=program.folder, capture_output=True, text=True, check=False, timeout=300,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(program.folder), "PLPTOOL_CACHE": "off", "HOME": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[Path, Answers] = {plan: {} for plan in plans}
    for (plan, arguments, _), (code, error, text) in zip(asked, json.loads(done.stdout), strict=True):
        assert code == 0, (arguments, error)
        found[plan][" ".join(arguments).replace(f"{folder / plan.name}/", "")] = text
    return list(found.values())


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> GrownProgram:
    program = GrownProgram.copied(tmp_path_factory.mktemp("grown"))
    program.add_kind()
    program.add_collection()
    program.answer_for_kind()
    program.answer_for_collection()
    return program


def plan(folder: Path, event: str) -> Path:
    """A repository in which a second commit brings the event and the risk."""
    root = init(folder)
    commit_ledger(root, PLAN, day="2024-02-01T12:00")
    commit_ledger(
        root, f"== processes/1.1\n{PLAN.partition('== processes/1.1')[2]}{event}{RISKS}", day="2024-02-02T12:00"
    )
    return root


@thorough
def test_an_event_of_a_new_kind_and_a_record_of_a_new_collection_are_told_by_every_command(
    grown: GrownProgram, tmp_path: Path, git_home: None
) -> None:
    """An event is told wherever a note is, with what its kind alone says; a record, wherever any record is."""
    plans = plan(tmp_path / "hearing", HEARING), plan(tmp_path / "note", NOTE)
    hearing, note = answers(grown, tmp_path / "answers", *plans)
    silent = [asked for asked, text in hearing.items() if text.count(TOLD) != note[asked].count(TOLD)]
    assert not silent, "the event is not told"
    silent = [asked for asked, text in hearing.items() if TOLD in text and WHO not in text]
    assert not silent, "what its kind alone says is not told"
    in_json = {asked: text for asked, text in hearing.items() if asked.endswith("json")}
    silent = [asked for asked, text in in_json.items() if text.count('"hearing"') != note[asked].count('"note"')]
    assert not silent, "its kind is not told"
    assert sum(TOLD in text for text in hearing.values()) > 25
    told = {asked.partition(" --format")[0] for asked, text in hearing.items() if RISK in text}
    assert told == {
        "list risks", "find flood", "show flood", "diff @HEAD~1 @", "log", "log flood", "blame flood", "sql SELECT * FROM risks", "export",
        "ci --base HEAD~1", "site site",
    }  # fmt: skip
    silent = [asked for asked, text in hearing.items() if asked.partition(" --format")[0] in told and RISK not in text]
    assert not silent, "the record is not told"


@thorough
def test_mypy_names_every_place_that_a_new_kind_and_a_new_collection_need(tmp_path: Path) -> None:
    program = GrownProgram.copied(tmp_path)
    program.add_kind()
    program.add_collection()
    complaints = mypy(program)
    named = re.findall(
        r'(?m)^(\S+?):\d+: error: Argument 1 to "assert_never" has incompatible type "([\w.[\]]+)"', mypy(program)
    )
    assert sorted(file for file, kind in named if kind == "Hearing") == sorted(ANSWERS_FOR_KIND)
    collections = [file for file, kind in named if kind == "Literal[Collection.RISKS]"]
    assert sorted(collections) == sorted(file for file, answers in ANSWERS_FOR_COLLECTION.items() for _ in answers)
    assert len(named) == complaints.count("error:")
    program.answer_for_kind()
    program.answer_for_collection()
    assert mypy(program).startswith("Success")


def mypy(program: GrownProgram) -> str:
    command = [str(BIN / "mypy"), "--no-incremental", "plptool"]
    done = subprocess.run(command, cwd=program.folder, capture_output=True, text=True, check=False, timeout=600)
    return done.stdout


def test_contributing_names_the_places() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    kind, collection = (
        text.partition(f"## {title}")[2].partition("\n## ")[0] for title in ("An event kind", "A collection")
    )
    for path in ("plptool/model/events.py", *ANSWERS_FOR_KIND):
        assert f"`{path.removeprefix('plptool/')}`" in kind, path
    for path in ("plptool/model/collections.py", *ANSWERS_FOR_COLLECTION, *ENTRIES_FOR_COLLECTION):
        assert f"`{path.removeprefix('plptool/')}`" in collection, path


def modules() -> Iterator[ModuleType]:
    for module in walk_packages(plptool.__path__, "plptool."):
        if module.name != "plptool.__main__":
            yield import_module(module.name)


OF_SOME = {
    ("plptool.cli.list", "STATUSES"),  # whose records have a status
    ("plptool.reports.records", "_FILTERS"),  # of which some may be asked for
    ("plptool.reports.sql", "TABLES"),  # of a snapshot, there are its assertions
    ("plptool.seals.canonical", "_NOT_CLOSED_IN"),  # of whose records a part is not sealed
    ("plptool.reports.records", "_STANDINGS"),  # of whose records something follows
    ("plptool.site.content", "_NAV_OF"),  # of which the site has a list
    ("plptool.checks.assertions", "ASSERTIONS"),  # of which a snapshot asserts figures
    ("plptool.reports.summary", "HELD"),  # likewise
    ("plptool.render.claims", "COUNTED"),  # likewise
    ("plptool.forms.records", "_MADE_OF"),  # of which an id is made of other fields
    ("plptool.render.figures", "_SECTIONS"),  # of numbers, of which some are of processes
    ("plptool.cli.formats", "OF_COMMAND"),  # of commands, of which one is called `sources`
    ("plptool.cli.main", "COMMANDS"),
}
"""Tables that name some collections on purpose."""


def test_every_table_of_collections_has_an_entry_for_each() -> None:
    """What mypy cannot name: tables by collection."""
    seen = set()
    for module in modules():
        for name, value in vars(module).items():
            if not isinstance(value, dict) or name.startswith("__") or (module.__name__, name) in OF_SOME:
                continue
            missing = {str(key) for key in COLLECTIONS} - {str(key) for key in value}
            if len(missing) < len(COLLECTIONS):
                assert not missing, f"{module.__name__}.{name}"
                seen.add(f"{module.__name__.replace('.', '/')}.py")
    assert seen >= {*ENTRIES_FOR_COLLECTION, "plptool/model/collections.py"}


NOT_IN_SQL = {
    "source",  # in the table of citations
    "discrepancies",  # in that of claims
    "remaining",  # in that of what remains
    "grant",  # a word of SQL's: grant_id
    "to",  # likewise: reported_to
    "by",  # organisation
    "set", "add", "remove", "with", "reason", "settles", "written",  # in no table
}  # fmt: skip


def test_sql_has_a_column_for_all_that_events_say() -> None:
    """What mypy cannot name either: the columns of the table of events."""
    definitions = [(key, part(part(load(name), "$defs"), key)) for name in NAMES for key in part(load(name), "$defs")]
    said = {name for key, event in definitions if key.endswith("-event") for name in part(event, "properties")}
    ours = {"record", "earliest", "latest", "grant_id", "organisation", "reported_to"}
    assert said - NOT_IN_SQL == set(TABLES["events"]) - ours
    assert set(KINDS) <= {key.removesuffix("-event") for key, _ in definitions}


def test_no_rule_takes_the_code_or_the_name_of_another() -> None:
    """A table by code would keep the last of two silently."""
    listed = re.findall(
        r'\b_r\(\s*"(\w+)",\s*"([\w-]+)"', (ROOT / "plptool/model/rules.py").read_text(encoding="utf-8")
    )
    assert [code for code, _ in listed] == list(RULES)
    assert len({name for _, name in listed}) == len(listed)
