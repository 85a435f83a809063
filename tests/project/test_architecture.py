"""Imports point one way along the line of packages, and this test has seen every module."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.support.project import ROOT, script

LINE = [
    {"cli"},
    {"site", "github", "forms", "lsp"},
    {"render", "workspace"},
    {"reports", "documents", "history", "edit"},
    {"checks"},
    {"read", "seals"},
    {"timeline", "git", "texts"},
    {"model"},
]  # fmt: skip
"""From the reader to the bytes. A package imports only from those further down: not from above, nor from one beside it."""
TOP = {"plptool", "plptool.__main__"}
"""What stands above all packages: the library's face, and the program's door."""
PURE = {"model", "timeline", "seals", "texts"}
"""Packages in which nothing is read or written, and no clock is looked at."""
CATALOGUES = "plptool.model.i18n"
"""Reads the catalogues of words, which come with the program."""
BIRTHS = "plptool.model.swedish_numbers"
"""Nobody is born in the future: this alone asks which day it is."""
DOES_IO = {"os", "pathlib", "shutil", "subprocess", "tempfile", "socket", "sqlite3", "urllib", "http", "time", "git",
           "multiprocessing", "threading", "glob", "platformdirs", "click", "rich"}  # fmt: skip
"""What reads, writes or looks at a clock. (Of `pathlib` a path that nothing is done with is allowed to be named.)"""


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "plptool").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path
    return found


MODULES = modules()
RANK = {package: rank for rank, packages in enumerate(LINE) for package in packages}


def package(module: str) -> str:
    return module.split(".")[1] if module not in TOP else ""


parsed: Callable[[Path], ast.Module] = script("catalogues").parsed
"""Parsed once for all who look at every module."""


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module of ours that the file imports: at the top, in a function, or for its types alone."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: say where it is imported from"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else str(node.module))
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return frozenset(one for one in found if one.split(".")[0] == "plptool")


def test_every_module_is_in_a_package_of_the_line() -> None:
    assert len(MODULES) > 100
    assert {package(name) for name in MODULES.keys() - TOP} == set(RANK)
    at_the_top = {path.name for path in (ROOT / "plptool").glob("*.py")}
    assert at_the_top == {"__init__.py", "__main__.py", "workspace.py"}


def test_imports_point_along_the_line() -> None:
    seen = 0
    for name, path in MODULES.items():
        for target in imports(path):
            if name in TOP:
                continue
            seen += 1
            assert target not in TOP, f"{name} imports {target}"
            here, there = package(name), package(target)
            assert here == there or RANK[here] < RANK[there], f"{name} imports {target}"
    assert seen > 100


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name: imports(path) & MODULES.keys() for name, path in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*above, name))
            done.add(name)

    for name in sorted(MODULES):
        visit(name, ())
    assert done == MODULES.keys()


def loaded_with(module: str) -> set[str]:
    """Every module of ours that is loaded where one is: not what functions import, nor what only its types need."""
    found: set[str] = set()
    left = [module]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            tree = parsed(MODULES[name])
            at_the_top = (node for node in tree.body if isinstance(node, ast.ImportFrom))
            named = [f"{node.module}.{alias.name}" for node in at_the_top for alias in node.names]
            left += [one if one in MODULES else one.rpartition(".")[0] for one in named if one.startswith("plptool.")]
    return found


@pytest.mark.parametrize("module", ["plptool.render.listing", "plptool.render.report", "plptool.render.record"])
def test_who_lists_records_does_not_load_how_dates_stand_in_texts(module: str) -> None:
    """Their patterns take longer to make than all else that `list`, `show` and `report` load."""
    assert "plptool.texts.date_forms" in loaded_with("plptool.checks.coverage")
    assert "plptool.texts.date_forms" not in loaded_with(module)


def test_pure_packages_do_nothing_but_think() -> None:
    looked_at = 0
    for name, path in MODULES.items():
        if name in TOP or package(name) not in PURE or name == CATALOGUES:
            continue
        looked_at += 1
        tree = parsed(path)
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {one.split(".")[0] for one in imported} & (DOES_IO - {"pathlib"}), name
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        if name == BIRTHS:
            called.discard("today")
        assert not called & {"today", "now", "read_text", "read_bytes", "write_text", "environ", "stdout"}, name
        assert not named & {"open", "print"}, name
    assert looked_at >= 1


def test_packages_do_not_import_their_own_insides() -> None:
    for name, path in MODULES.items():
        if path.name == "__init__.py" and name != "plptool":
            assert not imports(path), name


def test_each_exemption_says_why() -> None:
    """Of a rule of ruff or mypy. `# fmt: skip` needs no reason: what reads better so is seen."""
    exempt = re.compile(r"# (?:noqa|type: ignore)\b(?P<rest>.*)")
    said = re.compile(r": [A-Z]+\d+(?:, [A-Z]+\d+)* - \w.*|\[[a-z-]+\] {1,2}# \w.*")
    found = 0
    for folder in ("plptool", "tests", "tools"):
        for path in (ROOT / folder).rglob("*.py"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                exemption = exempt.search(line)
                if exemption and "re.compile(" not in line:
                    found += 1
                    assert said.fullmatch(exemption["rest"]), f"{path}:{number}: {line.strip()}"
    assert found > 40
