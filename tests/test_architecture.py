"""Imports point the way that data flows, and this test knows every module."""

import ast
from pathlib import Path

from tests.conftest import ROOT

# From the bytes to the reader. A module may import from earlier lines only (modules on one line not from each other),
# except where a function imports late what it hands on to.
ORDER = [
    ["plptool", "plptool.names"],
    ["plptool.errors", "plptool.files", "plptool.i18n", "plptool.model", "plptool.privacy"],
    ["plptool.dates", "plptool.compare", "plptool.rules", "plptool.wording", "plptool.tree", "plptool.pure"],
    ["plptool.schemas", "plptool.git", "plptool.upgrades"],
    ["plptool.parse", "plptool.past", "plptool.cache", "plptool.revision"],
    ["plptool.ledger"],
    ["plptool.history", "plptool.facts", "plptool.state", "plptool.publish"],
    ["plptool.seal", "plptool.chronicle"],
    ["plptool.checks"],
    ["plptool.checks.common"],
    ["plptool.checks.references", "plptool.checks.times", "plptool.checks.numbers", "plptool.checks.claims",
     "plptool.checks.privacy", "plptool.checks.seals"],
    ["plptool.checks.catalogue"],
    ["plptool.checks.base", "plptool.shards", "plptool.packing"],
    ["plptool.base", "plptool.evidence"],
    ["plptool.audit"],
    ["plptool.validation"],
    ["plptool.diff", "plptool.texts", "plptool.writer"],
    ["plptool.views", "plptool.query", "plptool.explain"],
    ["plptool.report", "plptool.ci"],
    ["plptool.occasion", "plptool.site", "plptool.appendix"],
    ["plptool.render"],
    ["plptool.render.blocks", "plptool.render.words", "plptool.render.csv", "plptool.render.json",
     "plptool.render.charts"],
    ["plptool.render.text"],
    ["plptool.render.markdown", "plptool.render.html", "plptool.render.pages", "plptool.render.changes",
     "plptool.render.findings", "plptool.render.script", "plptool.render.appendix", "plptool.render.docx_styles"],
    ["plptool.render.docx", "plptool.render.page"],
    ["plptool.render.rules"],
    ["plptool.render.sarif", "plptool.render.summary"],
    ["plptool.cli"],
    ["plptool.render.history", "plptool.render.audit"],
    ["plptool.render.site"],
    ["plptool.cli.complete"],
    ["plptool.cli.main", "plptool.cli.common"],
    ["plptool.cli.validate", "plptool.cli.list", "plptool.cli.show", "plptool.cli.diff", "plptool.cli.report",
     "plptool.cli.sql", "plptool.cli.export", "plptool.cli.sources", "plptool.cli.completion", "plptool.cli.explain",
     "plptool.cli.rules", "plptool.cli.log", "plptool.cli.blame", "plptool.cli.seal", "plptool.cli.audit",
     "plptool.cli.site", "plptool.cli.ci"],
    ["plptool.__main__"],
]  # fmt: skip
RANK = {module: rank for rank, line in enumerate(ORDER) for module in line}
LATE = {
    ("plptool.ledger", "plptool.state"),  # Ledger.at() is the door to states
    ("plptool.cli.main", "plptool.render.text"),
}
PURE = ("plptool.model", "plptool.dates", "plptool.state", "plptool.compare", "plptool.diff", "plptool.report", "plptool.ci", "plptool.views", "plptool.chronicle",
        "plptool.site",
        "plptool.facts", "plptool.seal", "plptool.texts", "plptool.privacy", "plptool.checks", "plptool.render")  # fmt: skip
"""Rooms in which nothing is read or written, and no clock is looked at."""


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "plptool").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path
    return found


def imports(path: Path) -> set[str]:
    """Every module of ours that the file imports at run time, at the top or late."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("plptool"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in RANK else node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.startswith("plptool"))
    return found


def test_every_module_has_its_place() -> None:
    assert set(modules()) == set(RANK)
    assert len(RANK) > 30


def test_imports_point_the_way_that_data_flows() -> None:
    seen = 0
    for name, path in modules().items():
        for target in imports(path):
            seen += 1
            assert (name, target) in LATE or RANK[target] < RANK[name], f"{name} imports {target}"
    assert seen > 100


def test_pure_rooms_touch_no_file_and_no_clock() -> None:
    looked_at = 0
    for name, path in modules().items():
        if not name.startswith(PURE):
            continue
        looked_at += 1
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        forbidden = {"today", "now", "read_text", "read_bytes", "write_text", "environ", "stdout"}
        assert not called & forbidden, name
        assert "open" not in named, name
        assert "print" not in named, name
    assert looked_at > 15


def test_packages_do_not_import_their_own_insides() -> None:
    for name, path in modules().items():
        if path.name == "__init__.py" and name != "plptool":
            assert not imports(path), name
