"""Names of files that are no text, and such as mislead: findings in every command and format."""

import json
import os
import re
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from tests.support.git import commit, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool, started
from tests.support.thorough import some, thorough

NAMES = [
    b"processes/1\xff.yaml", b"1\xff.txt", b"caf\xe9/x.yaml", b"processes/new\nline.yaml", b"processes/" + b"x" * 240 + b".yaml",
    b"processes/rtl\xe2\x80\xaeevil.yaml", b"processes/\x1b[31m.yaml", b"processes/##[error]x::.yaml", b"processes/a\xed\xa0\x80.yaml",
]  # fmt: skip
UNTEXT = 4


@pytest.fixture
def odd(tmp_path: Path, git_home: None) -> Path:
    """A repository whose second commit has files with such names."""
    root = init(write_ledger(tmp_path / "work", BASE + PROCESS))
    commit(root)
    for name in NAMES:
        path = os.path.join(os.fsencode(root / "ledger"), name)  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
        with open(path, "wb") as file:  # noqa: PTH123 - bytes
            file.write(b"id: x\n")
    commit(root)
    return root


def test_a_name_that_is_no_text_is_a_finding_with_and_without_cache(odd: Path, tmp_path: Path) -> None:
    plain = plptool("-C", str(odd), "validate", "--no-cache", "--lang", "en")
    assert (plain.returncode, plain.stdout.count("PLP108 stray-file: its name is no text (UTF-8)")) == (1, UNTEXT)
    assert "ledger/processes/1<U+DCFF>.yaml: error PLP108" in plain.stdout
    asked = ("-C", str(odd), "validate", "--lang", "en")
    own = {"PLPTOOL_CACHE": str(tmp_path / "c")}
    first, second = plptool(*asked, env=own), plptool(*asked, env=own)
    for kept in (first, second, started(*asked, "--workers", "2", env=own)):
        assert (kept.returncode, kept.stdout) == (1, plain.stdout)
    assert list((tmp_path / "c").glob("*.sqlite"))
    assert validate(WorkTree(odd)).findings == check(load(WorkTree(odd)))


@thorough
@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_it_is_told_in_every_format(odd: Path, form: str) -> None:
    done = started("-C", str(odd), "validate", "--format", form, "--lang", "en")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert not re.search(r"[\x1b\u202e\ud800-\udfff]|\\ud[89a-f]|##\[", done.stdout)
    if form != "github":
        json.dumps(json.loads(done.stdout), ensure_ascii=False).encode()  # text, to whoever reads it
    if form == "sarif":
        assert '"ledger/processes/1%FF.yaml"' in done.stdout  # whoever looks finds the file


COMMANDS = [
    ["list"], ["list", "--at", "@HEAD"], ["show", "1.1", "--format", "json"], ["diff", "231231@HEAD~1", "231231@HEAD"],
    ["log"], ["log", "--format", "json"], ["blame", "1.1"], ["audit"], ["audit", "--format", "json"], ["report"],
    ["report", "--format", "html"], ["report", "--format", "markdown"], ["sql", "SELECT * FROM processes"], ["export"], ["sources"],
    ["validate", "--base", "HEAD~1"], ["validate", "--history", "--format", "json"], ["ci", "--base", "HEAD~1", "--sarif", "--files", "{}"],
    ["site", "{}"], ["seal", "231231"],
]  # fmt: skip


@pytest.mark.parametrize("command", some(COMMANDS, *COMMANDS[::4]))
def test_every_command_bears_it(odd: Path, tmp_path: Path, command: list[str]) -> None:
    arguments = [one.replace("{}", str(tmp_path / "out")) for one in command]
    done = plptool("-C", str(odd), *arguments, env={"PLPTOOL_CACHE": str(tmp_path / "cache")})
    assert done.returncode in (0, 1, 2), done.stderr
    assert (done.returncode == 2) == (command[0] == "seal"), done.stderr
    assert "Traceback" not in done.stderr
    assert not re.search(r"[\x1b\u202e]|##\[", done.stderr)


def test_the_folder_itself_may_have_such_a_name(tmp_path: Path, git_home: None) -> None:
    root = write_ledger(tmp_path / os.fsdecode(b"w\xff\n") / "plan", BASE + PROCESS)
    init(root.parent)
    commit(root.parent)
    for command in (["validate"], ["validate", "--base", "HEAD"], ["audit"], ["log"], ["seal", "231231"], ["ci"]):
        for _ in range(2):
            done = plptool("-C", str(root), *command, env={"PLPTOOL_CACHE": str(tmp_path / "cache")})
            assert (done.returncode, "Traceback" in done.stderr) == (2 if command[0] == "seal" and _ else 0, False)


def test_one_file_is_listed_as_it_is_among_all_others(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    tree = WorkTree(root)
    assert [tree.entry(entry.path) for entry in tree.entries("ledger")] == tree.entries("ledger")
    assert tree.entry("ledger/none.yaml") is None
    (root / "other").symlink_to(root / "ledger")
    assert [tree.entry("other/ledger.yaml")] == tree.entries("other")  # it is a link, and nothing is behind it
    assert (unread := tree.entry("ledger/ledger.yaml/x")) is not None
    assert unread.oddity is not None
