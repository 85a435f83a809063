"""The cache at its edges: what is swapped under it, other programs, a folder that is full, and files that are damaged."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.model.ports import Entry
from plptool.read.cache import Cache, blob_id
from plptool.read.installation import DECIDING, PROGRAM, tool
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT

# A file that is swapped


class Swapping(WorkTree):
    """The files on the disk; as soon as they are listed somebody puts the folder `other` in place of `ledger`."""

    def entries(self, folder: str) -> list[Entry]:
        found = super().entries(folder)
        if folder == "ledger" and (self.root / "other").exists():
            (self.root / "ledger").rename(self.root / "aside")
            (self.root / "other").rename(self.root / "ledger")
        return found


def test_bytes_are_not_kept_under_the_stamp_of_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plptool.read.reader._GRAIN", -60.0)
    root = write_ledger(tmp_path / "work", BASE + PROCESS.replace("lead: A", "lead: X"))
    (root / "ledger").rename(root / "other")
    write_ledger(root, BASE + PROCESS)
    cache = Cache(tmp_path / "cache")
    assert [one.rule for one in validate(Swapping(root), cache).findings] == ["PLP301"]
    # As it was when it was listed: a folder's new name changes nothing of its files.
    (root / "ledger").rename(root / "other")
    (root / "aside").rename(root / "ledger")
    assert validate(WorkTree(root), cache).findings == check(load(WorkTree(root))) == []
    (kept,) = {blob for path, (_, blob) in cache.stamps(root).items() if path == "ledger/processes/1.1.yaml"}
    assert kept == blob_id((root / "ledger" / "processes" / "1.1.yaml").read_bytes())


def test_what_moved_while_it_was_examined_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding's line is read when it is told: of a file that was exchanged since, it would be kept for these bytes."""
    monkeypatch.setattr("plptool.read.reader._GRAIN", -60.0)
    root = write_ledger(tmp_path / "work", BASE + PROCESS + "period: [1]\n")
    cache = Cache(tmp_path / "cache")

    class Growing(WorkTree):
        def read(self, path: str) -> bytes:
            raw = super().read(path)
            if path.endswith("1.1.yaml"):
                with (self.root / path).open("ab") as file:
                    file.write(b"# more\n")
            return raw

    validate(Growing(root), cache)
    assert cache._db
    for table in ("answers", "examined"):
        assert cache._db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own names
    validate(WorkTree(root), cache)
    assert cache._db.execute("SELECT count(*) FROM answers").fetchone() == (1,)


# The program's key


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program as it lies in a clone, with its schemas beside it."""
    shutil.copytree(PROGRAM, tmp_path / "clone" / "plptool", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schema", tmp_path / "clone" / "schema")
    return tmp_path / "clone" / "plptool"


def keep_times(path: Path, work: Callable[[], object]) -> None:
    status = path.stat()
    work()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_the_key_is_of_every_module_wherever_it_lies(program: Path) -> None:
    keys = [tool(program)]
    assert tool(program) == keys[0]
    one, other = program / "history" / "blame.py", program / "read" / "blame.py"
    one.rename(other)  # the same name, size and times, in another package
    keys.append(tool(program))
    other.rename(one)
    schema = program.parent / "schema" / "plan.schema.json"
    for path in (one, program / "cli" / "__init__.py", schema):
        size = path.stat().st_size
        keep_times(path, lambda path=path, size=size: path.write_bytes(b" " * size))  # type: ignore[misc]  # mypy does not infer defaults
        assert path.stat().st_size == size
        keys.append(tool(program))
    shutil.rmtree(schema.parent)
    keys.append(tool(program))
    assert len({*keys}) == len(keys)


def install(folder: Path) -> Path:
    """The program as pip installs its wheel: with a RECORD of every file and its hash, written last."""
    folder.mkdir()
    wheel = next((ROOT / "plptool").rglob("cache.py"))
    assert wheel.is_file()
    shutil.copytree(PROGRAM, folder / "plptool", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schema", folder / "plptool" / "schema")
    (folder / "plptool-0.1.0.dist-info").mkdir()
    write_record(folder)
    return folder / "plptool"


def write_record(folder: Path) -> None:
    import base64
    import hashlib

    rows = []
    for path in sorted((folder / "plptool").rglob("*.*")):
        if path.is_file():
            said = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
            rows.append(f"{path.relative_to(folder).as_posix()},sha256={said},{path.stat().st_size}\n")
    (folder / "plptool-0.1.0.dist-info" / "RECORD").write_text("".join(rows) + "plptool-0.1.0.dist-info/RECORD,,\n")


def test_one_wheel_has_one_key_wherever_it_is_installed(tmp_path: Path) -> None:
    one, other = install(tmp_path / "one"), install(tmp_path / "other")
    assert tool(one) == tool(other) != tool()
    changed = other / "history" / "blame.py"
    changed.write_bytes(changed.read_bytes() + b"# more\n")
    assert tool(one) != tool(other)  # it is not what the RECORD says
    write_record(tmp_path / "other")
    assert tool(one) != tool(other)  # the RECORD says another hash


def test_a_module_of_a_wheel_that_was_touched_since_is_not_what_the_record_says(tmp_path: Path) -> None:
    one, other = install(tmp_path / "one"), install(tmp_path / "other")
    record = tmp_path / "other" / "plptool-0.1.0.dist-info" / "RECORD"
    module = other / "history" / "blame.py"
    os.utime(record, (1, 1))
    keep_times(module, lambda: module.write_bytes(b"#" * module.stat().st_size))
    while max(module.stat().st_ctime_ns, module.stat().st_mtime_ns) <= record.stat().st_ctime_ns:  # within one tick
        keep_times(module, lambda: module.write_bytes(b"#" * module.stat().st_size))
    assert tool(one) != tool(other)


def test_the_key_is_of_what_the_program_builds_on(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    keys = [tool(path=[str(site)])]
    for name in ("jsonschema-4.0.dist-info", "ruamel.yaml-0.18.dist-info", "python_dateutil-2.9.egg-info"):
        (site / name).mkdir()
        keys.append(tool(path=[str(site)]))
    (site / "jsonschema-4.0.dist-info").rename(site / "jsonschema-4.1.dist-info")
    keys.append(tool(path=[str(site)]))
    assert len({*keys}) == len(keys)
    (site / "rich-1.0.dist-info").mkdir()  # it shows what was found
    (site / "file.zip").write_text("")
    assert tool(path=[str(site), str(site / "file.zip"), str(site / "not there")]) == keys[-1]


def test_every_dependency_is_known_to_decide_or_not() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[\[>=;]", one)[0].strip().lower().replace(".", "-") for one in data["project"]["dependencies"]}
    assert names - DECIDING == {"click", "filelock", "gitpython", "platformdirs", "rich"}


# A file for each ledger, and room for so many


def files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_each_ledger_has_a_file_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for name in ("one", "two", "one"):
        root = write_ledger(tmp_path / name, BASE)
        plptool("-C", str(root / "ledger"), "validate", env={"PLPTOOL_CACHE": str(folder)})
    assert len(files(folder)) == 2


def filled(folder: Path, name: str, size: int, age: int = 0) -> Path:
    """A ledger's cache with so many bytes in it, used so many seconds ago; its file."""
    before = files(folder) if folder.exists() else set()
    cache = Cache(folder, Path("/ledgers") / name)
    cache.keep(Path("/x"), records=[("0" * 40, "processes", {"need": "x" * size})])
    (new,) = files(folder) - before
    stamp = (folder / new).stat().st_mtime - age
    os.utime(folder / new, (stamp, stamp))
    return folder / new


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    old = filled(folder, "old", 300_000, 400)
    older = filled(folder, "older", 300_000, 500)
    new = filled(folder, "new", 300_000, 300)
    Cache(folder, Path("/ledgers/old"))  # to open it is to use it
    former = folder / "0123456789abcdef.sqlite"  # what an older version of the program left
    former.write_bytes(b"x" * 300_000)
    os.utime(former, (former.stat().st_mtime - 350,) * 2)
    now = Cache(folder, Path("/ledgers/now"), limit=800_000)
    assert older.exists()  # whoever only reads makes no room
    now.keep(Path("/x"), records=[("0" * 40, "processes", {"need": "x" * 1000})])
    assert (old.exists(), older.exists(), former.exists(), new.exists()) == (True, False, False, True)
    assert now.record("0" * 40, "processes") == {"need": "x" * 1000}
    assert sum(one.stat().st_size for one in folder.iterdir()) <= 800_000
    os.utime(new, (1, 1))  # unused for long: it goes, though there is room
    now.keep(Path("/x"), records=[("1" * 40, "processes", {"need": "x"})])
    assert (old.exists(), new.exists()) == (True, False)


def test_a_ledger_that_is_too_large_is_not_kept_and_nothing_else_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    (tmp_path / "cache").mkdir()
    foreign = folder / "accounts.sqlite"  # somebody else's, in a folder that PLPTOOL_CACHE names
    foreign.write_bytes(b"x" * 1_000_000)
    os.utime(foreign, (1, 1))
    cache = Cache(folder, Path("/large"), limit=400_000)
    cache.keep(Path("/x"), records=[("0" * 40, "processes", {"need": "x" * 500_000})])
    assert files(folder) == {"accounts.sqlite"}
    assert cache.record("0" * 40, "processes") is None
    cache.keep(Path("/x"), records=[("0" * 40, "processes", {"need": "x"})])  # no error, and nothing kept


def test_who_uses_what_is_removed_meanwhile_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    first = Cache(folder, Path("/one"))
    first.keep(Path("/x"), records=[("0" * 40, "processes", {"need": "x"})])
    for one in folder.iterdir():
        one.unlink()
    second = Cache(folder, Path("/one"))
    assert first.record("0" * 40, "processes") == {"need": "x"}
    first.keep(Path("/x"), records=[("1" * 40, "processes", {"need": "y"})])
    second.keep(Path("/x"), records=[("2" * 40, "processes", {"need": "z"})])
    third = Cache(folder, Path("/one"))
    assert [third.record(key * 40, "processes") for key in "012"] == [None, None, {"need": "z"}]
    assert len(files(folder)) == 1  # no journal is left that would be played into another file


@pytest.mark.parametrize("harm", ["other columns", "a page"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plptool.read.reader._GRAIN", -60.0)
    root = write_ledger(tmp_path / "work", BASE + PROCESS)
    folder = tmp_path / "cache"
    expected = validate(WorkTree(root), Cache(folder)).findings
    (file,) = folder.iterdir()
    if harm == "a page":
        raw = bytearray(file.read_bytes())
        raw[4096:] = b"\xff" * (len(raw) - 4096)
        file.write_bytes(raw)
    else:
        file.unlink()
        db = sqlite3.connect(file)
        db.execute("CREATE TABLE answers (x)")
        db.close()
    assert validate(WorkTree(root), Cache(folder)).findings == expected
    assert validate(WorkTree(root), Cache(folder)).findings == expected
    assert Cache(folder).stamps(root)  # it is kept again


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    filled(folder, "one", 10)
    folder.chmod(0o500)
    try:
        assert Cache(folder, Path("/ledgers/one")).record("0" * 40, "processes")
        assert Cache(folder, Path("/ledgers/two")).record("0" * 40, "processes") is None
    finally:
        folder.chmod(0o700)


def test_several_programs_may_make_room_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from plptool.read.cache import Cache\n"
        "for n in range(60):\n"
        "    cache = Cache(Path(sys.argv[1]), Path(f'/ledgers/{n % 7}'), limit=600_000)\n"
        "    cache.keep(Path('/x'), records=[(f'{n:040}', 'processes', 'x' * 90_000)])\n"
        "    assert cache.record(f'{n:040}', 'processes') in (None, 'x' * 90_000)\n"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "cache")], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [(program.communicate()[1], program.returncode) for program in programs] == [("", 0)] * 2
    assert sum(one.stat().st_size for one in (tmp_path / "cache").iterdir()) < 1_000_000
