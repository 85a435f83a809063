"""What is built, installed and set up works by itself: outside the repository, and without the network."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plptool.model.i18n import LANGUAGES
from tests.support.ledgers import copy_real_ledger
from tests.support.program import ran
from tests.support.project import ROOT, copy_project
from tests.support.thorough import thorough


def run_offline(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program without the network, and without what whoever runs the tests has set for Python, pip and make."""
    ours = ("PYTHON", "PIP_", "MAKE", "MFLAGS")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    return ran(*command, cwd=cwd, env=plain)


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source distribution, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    done = run_offline(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def empty_environment(folder: Path) -> Path:
    """A virtual environment without plptool. What plptool needs is lent from here, since nothing is fetched."""
    made = run_offline(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    assert made.returncode == 0, made.stderr
    asked = run_offline(
        folder / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    # A folder that is named in a .pth file is searched, but its own .pth files are not read: our editable plptool stays
    # out of sight.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(asked.stdout.strip()) / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return folder


def tree(pattern: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern) if path.is_file()}


def test_the_wheel_holds_the_program_with_its_schemas_and_catalogues_and_nothing_else(
    distributions: tuple[Path, Path],
) -> None:
    with zipfile.ZipFile(distributions[1]) as wheel:
        names = set(wheel.namelist())
    schemas = tree("schema/*.json")
    assert schemas
    needed = tree("plptool/**/*.py") | tree("plptool/model/locale/**/*.mo") | tree("plptool/checks/explained/*.txt")
    assert len(needed) > 100
    needed.add("plptool/py.typed")
    assert needed | {f"plptool/{name}" for name in schemas} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names} == {
        "plptool",
        next(name.partition("/")[0] for name in names if ".dist-info/" in name),
    }
    assert not [name for name in names if "__pycache__" in name]


def test_the_source_distribution_holds_the_ledger_the_schemas_and_the_tests(distributions: tuple[Path, Path]) -> None:
    with tarfile.open(distributions[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert tree("tests/**/*.py") | tree("ledger/**/*.yaml") | tree("schema/*.json") <= names
    assert {"Makefile", "LICENSE", "README.md", "pyproject.toml"} <= names


@thorough
def test_the_wheel_works_in_an_empty_environment_outside_the_repository(
    distributions: tuple[Path, Path], tmp_path: Path
) -> None:
    empty = empty_environment(tmp_path / "environment")
    elsewhere = tmp_path / "elsewhere"
    copy_real_ledger(elsewhere)
    before = run_offline(empty / "bin/python", "-c", "from plptool import __version__", cwd=tmp_path)
    assert "ImportError" in before.stderr or "ModuleNotFoundError" in before.stderr
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", empty / "bin/python")
    done = run_offline(*pip, "install", "--quiet", "--no-deps", distributions[1], cwd=tmp_path)
    assert done.returncode == 0, done.stderr

    plptool = empty / "bin/plptool"
    version = run_offline(plptool, "--version", cwd=tmp_path)
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("plptool ")
    validated = run_offline(plptool, "-C", elsewhere, "validate", cwd=tmp_path)
    assert (validated.returncode, validated.stdout) == (0, ""), validated.stderr
    found = run_offline(
        empty / "bin/python", "-c", "from plptool.read import schema; print(schema.FOLDER)", cwd=tmp_path
    )
    assert Path(found.stdout.strip()).resolve().is_relative_to(empty.resolve())
    # Every word of it: the catalogues came along.
    here = run_offline(sys.executable, "-m", "plptool", "report", "--at", "snapshot", "--lang", "sv", cwd=ROOT)
    there = run_offline(plptool, "-C", elsewhere, "report", "--at", "snapshot", "--lang", "sv", cwd=tmp_path)
    assert (there.returncode, there.stdout) == (0, here.stdout)


@pytest.fixture
def set_up(tmp_path: Path) -> Path:
    """A checkout with a .venv as make leaves it. Nothing can be installed into it: there is no network."""
    root = copy_project(tmp_path / "a checkout")
    empty_environment(root / ".venv")
    (root / ".venv/home").write_text(f"{root.resolve()}\n", encoding="utf-8")
    for stamp in ("base", "dev"):
        (root / ".venv" / stamp).touch()
    return root


@thorough
def test_make_report_prints_the_report_alone_and_installs_nothing_while_the_environment_is_current(
    set_up: Path,
) -> None:
    done = run_offline("make", "report", cwd=set_up)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run_offline(sys.executable, "-m", "plptool", "report", "--at", "snapshot", cwd=set_up).stdout


@thorough
def test_where_pip_fails_make_fails_and_tries_again_the_next_time(set_up: Path) -> None:
    later = (set_up / ".venv/dev").stat().st_mtime + 10
    os.utime(set_up / "pyproject.toml", (later, later))
    for target, stamp in (("report", "base"), ("test", "dev")):
        done = run_offline("make", target, cwd=set_up)
        assert (done.returncode, done.stdout) == (2, "")
        assert "ERROR: No matching distribution found" in done.stderr
        assert not (set_up / ".venv" / stamp).exists()
    again = run_offline("make", "--dry-run", "report", cwd=set_up).stdout
    assert "pip --quiet" in again
    assert "-m venv" not in again


def test_an_environment_of_another_folder_is_made_anew(set_up: Path) -> None:
    moved = set_up.parent / "moved"
    set_up.rename(moved)
    would = run_offline("make", "--dry-run", "report", cwd=moved)
    assert "-m venv --clear .venv" in would.stdout
    assert "pip" in would.stdout


def test_make_says_what_it_can_do() -> None:
    said = run_offline("make", cwd=ROOT)
    assert [line.split()[1] for line in said.stdout.splitlines()] == [
        "help", "report", "test", "lint", "format", "bench", "fuzz", "clean",
    ]  # fmt: skip


def test_publiccode_says_what_the_package_says() -> None:
    said = YAML(typ="safe", pure=True).load(ROOT / "publiccode.yml")
    package = project()
    assert said["publiccodeYmlVersion"] == "0.4"
    assert said["name"] == package["name"]
    assert said["legal"]["license"] == package["license"]
    assert said["dependsOn"]["open"][0]["name"] == "Python"
    assert package["requires-python"] == ">=" + said["dependsOn"]["open"][0]["versionMin"]
    version = run_offline(sys.executable, "-m", "plptool", "--version", cwd=ROOT).stdout.split()[1]
    assert said["softwareVersion"] == version
    assert said["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert said["localisation"] == {"localisationReady": True, "availableLanguages": list(LANGUAGES)}
    assert {"sv", "en"} <= set(said["description"]) <= set(LANGUAGES)
    for text in said["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert len(text["features"]) == len(said["description"]["sv"]["features"])
