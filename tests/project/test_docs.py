"""Documentation that is stale fails."""

import doctest
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from plptool.cli.main import COMMANDS
from plptool.model.collections import COLLECTIONS
from plptool.model.rules import RULES
from tests.support.program import plptool
from tests.support.project import ROOT, script
from tests.support.thorough import THOROUGH, thorough


@thorough
def test_what_is_made_is_current() -> None:
    assert script("make").run(check=True) == []


@pytest.mark.skipif(not THOROUGH, reason="make lint does it, too")
def test_the_story_goes_as_it_is_told() -> None:
    module = script("story")
    assert module.story() == module.PAGE.read_text(encoding="utf-8")


@pytest.mark.skipif(not THOROUGH, reason="make lint does it, too")
def test_the_tutorial_goes_as_it_is_told() -> None:
    assert script("tutorial").run(check=True) == []


def test_the_page_about_the_library_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert result.failed == 0
    assert result.attempted > 10


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    seen = 0
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                seen += 1
                assert (page.parent / target).exists(), f"{page.name}: {target}"
    assert seen > 5


def test_whatever_has_properties_of_its_own_has_a_table_in_the_reference_of_the_format() -> None:
    """A commission or a milestone too, of which a record's table says no more than that there may be some."""
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schema").glob("*.schema.json")]
    mappings = [one for schema in schemas for one in _mappings(schema) if not _changes(one)]
    assert len(mappings) > 50
    for mapping in mappings:
        names = [f"`{name}`" for name in mapping["properties"]]
        table = r"\n".join(rf"\| (\*\*)?{re.escape(name)}(\*\*)? \|.*" for name in names)
        assert re.search(table, page), mapping.get("title")


def _mappings(schema: Any) -> Iterator[dict[str, Any]]:
    """The shapes within a schema that are mappings of fixed properties."""
    if isinstance(schema, dict):
        if "description" in schema and isinstance(schema.get("additionalProperties"), bool) and "properties" in schema:
            yield schema
        for inside in schema.values():
            yield from _mappings(inside)
    elif isinstance(schema, list):
        for inside in schema:
            yield from _mappings(inside)


def _changes(mapping: dict[str, Any]) -> bool:
    """Whether it says which properties a change may set, add to or remove from: a sentence tells that."""
    return mapping.get("title") in {"Set", "Add", "Remove"}


@pytest.mark.parametrize(
    ("page", "commands"),
    [
        ("README.md", ["init", "new", "list", "report"]),
        ("docs/tour.md", ["list", "diff", "show", "validate", "sql"]),
        ("docs/tutorial.md", ["init", "new", "add", "correct", "list", "diff", "seal", "validate", "site", "audit"]),
    ],
)
def test_the_first_pages_show_commands(page: str, commands: list[str]) -> None:
    """That each block is what the command prints is part of what is made; here, that there are some."""
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^\$ plptool (\w+)", text)
    assert list(dict.fromkeys(shown)) == commands


def test_every_command_and_rule_is_in_the_docs() -> None:
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in commands for name in COMMANDS)
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert all(f"\n## {code}\n" in rules for code in RULES)  # the anchor #plp301 of links from elsewhere


def test_the_project_speaks_of_itself_alone() -> None:
    pattern = re.compile(r"(^|[^\w.-])/(home|root|srv|work|tmp)/[A-Za-z.]")
    looked_at = 0
    for path in [
        *(path for path in ROOT.glob("*.*") if path.name != ".git"),  # a file in a worktree, and git's own
        *(ROOT / "docs").rglob("*"),
        *(ROOT / "tools").rglob("*.py"),
        *(ROOT / "plptool").rglob("*.py"),
        *(ROOT / "ledger").rglob("*.yaml"),
        *(ROOT / ".github").rglob("*"),
    ]:
        if path.is_file() and path.suffix not in (".mo", ".png"):
            looked_at += 1
            assert not pattern.search(path.read_text(encoding="utf-8")), path
    assert looked_at > 100


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--at", "231231"],
        ["list", "decisions"],
        ["list", "sources"],
        ["list", "grants"],
        ["show", "2.2.3"],
        ["diff", "221231", "231231"],
        ["report", "--at", "snapshot"],
        ["export"],
        ["sources"],
        ["validate", "--all"],
        ["rules"],
        ["explain", "PLP301"],
    ],
)
def test_every_name_in_the_json_is_documented(arguments: list[str]) -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    data = json.loads(plptool(*arguments, "--format", "json").stdout)
    records = (
        {"record", "timeline", "claims", *COLLECTIONS} if arguments[0] in ("show", "export") else {"events", "claims"}
    )
    seen = set()

    def walk(node: object, depth: int) -> None:
        if isinstance(node, dict) and depth < 4:
            for key, value in node.items():
                seen.add(key)
                # A record's own properties are the format's, not this page's.
                if key not in records and key not in ("from", "to", "expected", "known", "uses", "fields"):
                    walk(value, depth + 1)
        elif isinstance(node, list):
            for value in node[:2]:
                walk(value, depth)

    walk(data, 0)
    missing = {key for key in seen if not re.search(rf"\b{re.escape(key)}\b", text)}
    assert not missing
    assert len(seen) > 5
