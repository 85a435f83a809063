"""The project under test: where it lies, what runs it, and copies of it."""

import re
import shutil
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]

BIN = Path(sys.executable).parent
"""The programs that are installed with what tests need."""


def copy_project(folder: Path) -> Path:
    """What is written by hand: neither git's files, nor what was installed, built or cached."""
    passing = shutil.ignore_patterns(".git", ".venv", ".*cache", ".hypothesis", "node_modules", "__pycache__", "dist")
    shutil.copytree(ROOT, folder, ignore=passing)
    return folder


@cache
def script(name: str) -> ModuleType:
    """A script of tools/, which is in no package, as a module."""
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code_blocks(page: Path, language: str) -> list[str]:
    """The blocks of code in a page that are of a language, each as far to the left as it goes."""
    found = re.findall(rf"(?m)^( *)```{language}\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [re.sub(rf"(?m)^{indent}", "", body) for indent, body in found]
