"""Streaming, several processes and the cache change how findings are reached, never which."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plptool.checks import stream
from plptool.checks.context import Context
from plptool.checks.parallel import Crew, Shard
from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.model.errors import UserError
from plptool.model.findings import Finding, every
from plptool.read import installation
from plptool.read.cache import Cache, blob_id
from plptool.read.opening import load
from plptool.read.reader import listing
from plptool.read.worktree import WorkTree
from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import thorough

ODD = """
== ledger
format: 2
title: Little plan
language: en
time-zone: Europe/Stockholm
severities:
  PLP609: {severity: warning, reason: We want to know.}

== sources/paper
title: Paper
date: 2023
lines: 2

== decisions/d
title: D
date: 2022
status: adopted
concerns: [1.1, nobody]
source: list

== decisions/broken
title: D
date: soon

== grants/g
title: G
uses: [{what: Post, process: 1.1, source: list}]
source: list

== snapshots/231231
date: 2023-12-31
assertions: [{kind: processes, counts: {total: 9}, source: list}]

== processes/1.1
plan: plan
need: A need.
lead: A
partners: [B, C]
priority: 1
period: 2021/2023
source: list
events:
  - {date: 2022-01-08, kind: meeting, number: 3, source: paper#L7}
  - {date: 2022-01-11, kind: status, status: completed, source: paper#L8}
  - {date: 2022-01-12, kind: meeting, number: 4, source: [paper#L9, paper#L10]}
  - {date: 2022-01-13, kind: meeting, number: 4, source: [paper#L11, paper#L12]}
  - {date: 2022-01-14, kind: expected, due: 2024, text: x, source: lost}
known:
  - {rule: PLP502, value: 1, reason: The list skips it., source: list}
  - {rule: PLP502, value: 7, reason: No longer.}
discrepancies:
  - {field: priority, claims: [{value: 2, source: list}, {value: 3, source: list}], reason: x}

== processes/1.1-copy
id: 1.1
plan: plan
need: Copied.
lead: A
source: list

== processes/1.2
plan: plan
  need: wrong
"""
WITHOUT_BROKEN = re.sub(r"(?ms)^== (decisions/broken|processes/1.2|processes/1.1-copy)\n.*?(?=^== |\Z)", "", ODD)


def every_way(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[Finding]]:
    """The findings in memory, streamed, by two processes, and with a cache that is empty, then full."""
    monkeypatch.setattr(stream, "WORTH_WORKERS", 1)
    tree = WorkTree(root)
    found = [check(load(tree))]
    for held, workers in ((None, 1), (None, 2), (Cache(cache), 1), (Cache(cache), 1), (Cache(cache), 2)):
        found.append(validate(tree, held, workers).findings)
    return found


@pytest.mark.parametrize(
    "text", [BASE, BASE + PROCESS, BASE + ODD, BASE + WITHOUT_BROKEN, "== processes/x\nnonsense\n", ""]
)
def test_the_findings_are_the_same_every_way(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_ledger(tmp_path / "work", text)
    (root / "ledger").mkdir(exist_ok=True, parents=True)
    first, *others = every_way(root, tmp_path / "cache", monkeypatch)
    assert all(other == first for other in others)


def test_what_is_odd_is_found_every_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = every_way(write_ledger(tmp_path / "a", BASE + ODD), tmp_path / "cache", monkeypatch)
    found = [(one.path.removeprefix("ledger/"), one.rule) for one in every(first)]
    assert ("processes/1.1.yaml", "PLP602") in found
    assert ("processes/1.1.yaml", "PLP606") in found
    assert ("sources/paper.yaml", "PLP603") in found
    assert ("processes/1.1-copy.yaml", "PLP308") in found
    assert ("processes/1.2.yaml", "PLP101") in found
    assert ("decisions/broken.yaml", "PLP401") in found
    assert [one.value for one in first if one.acknowledged] == ["1"]
    assert next(one.severity for one in first if one.rule == "PLP609") == "warning"
    assert all(other == first for other in others)
    # The count of all processes is judged only where all of them load.
    whole, *others = every_way(write_ledger(tmp_path / "b", BASE + WITHOUT_BROKEN), tmp_path / "cache", monkeypatch)
    assert [one.message.say() for one in whole if one.rule == "PLP601"] == [
        "the source says total 9; the records give 1: 1.1"
    ]
    assert all(other == whole for other in others)


def test_the_real_ledger_gives_the_same_every_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = every_way(ROOT, tmp_path, monkeypatch)
    assert len([one for one in first if one.acknowledged]) > 10
    assert all(other == first for other in others)


EDITS = st.lists(
    st.tuples(st.sampled_from(["1.1", "1.2", "1.3"]), st.sampled_from(["A", "B", "C"]), st.integers(1, 4)), max_size=6
)


@settings(max_examples=15)
@given(EDITS)
def test_whatever_is_edited_the_cache_tells_the_truth(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, int]]
) -> None:
    root = write_ledger(tmp_path_factory.mktemp("work"), BASE + PROCESS)
    cache = tmp_path_factory.mktemp("cache")
    for key, lead, number in edits:
        write_ledger(
            root,
            PROCESS.replace("1.1", key).replace("lead: A", f"lead: {lead}")
            + f"events: [{{date: 2022-01-10, kind: meeting, number: {number}, source: list}}]\n",
        )
        # As if the file had been there for long: only then its stamp is trusted.
        os.utime(root / "ledger" / "processes" / f"{key}.yaml", (1, 1))
        tree = WorkTree(root)
        assert validate(tree, Cache(cache)).findings == check(load(tree)) == check(load(tree, Cache(cache)))


def old(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the files count as written long ago."""
    monkeypatch.setattr("plptool.read.reader._GRAIN", -60.0)
    return root


def test_what_has_not_changed_is_neither_read_nor_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = old(write_ledger(tmp_path / "work", BASE + PROCESS), monkeypatch)
    cache = Cache(tmp_path / "cache")
    first = validate(WorkTree(root), cache)
    monkeypatch.setattr(WorkTree, "read", lambda _, path: pytest.fail(f"{path} was read"))
    assert validate(WorkTree(root), cache) == first


def test_a_file_changed_within_the_same_instant_is_read_again(tmp_path: Path) -> None:
    """Same size, same times: only that it is young tells that its stamp may lie."""
    root = write_ledger(tmp_path / "work", BASE + PROCESS)
    cache = Cache(tmp_path / "cache")
    assert validate(WorkTree(root), cache).findings == []
    edit(root, "processes/1.1", "lead: A", "lead: X")
    assert [one.rule for one in validate(WorkTree(root), cache).findings] == ["PLP301"]


def test_a_blob_has_the_id_that_git_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes("räksmörgås\n".encode())
    git = subprocess.run(["git", "hash-object", str(file)], capture_output=True, text=True, check=True)
    assert blob_id(file.read_bytes()) == git.stdout.strip()


@pytest.mark.parametrize("harm", ["cut", "junk", "empty", "row", "folder", "other tables"])
def test_a_damaged_cache_changes_no_answer(harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = old(write_ledger(tmp_path / "work", BASE + ODD), monkeypatch)
    folder = tmp_path / "cache"
    expected = validate(WorkTree(root), Cache(folder)).findings
    (file,) = folder.glob("*.sqlite")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif harm == "junk":
        file.write_bytes(b"junk" * 5000)
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "row":
        with sqlite3.connect(file) as db:
            db.execute("UPDATE records SET data = x'00'")
            db.execute("UPDATE answers SET data = substr(data, 1, 4) || '[]'")
        db.close()
    elif harm == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.unlink()
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE answers (x)")
        db.close()
    for _ in range(2):
        assert validate(WorkTree(root), Cache(folder)).findings == expected
        assert check(load(WorkTree(root), Cache(folder))) == expected


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE + ODD)
    (tmp_path / "file").write_text("a file where a folder should be", encoding="utf-8")
    expected = check(load(WorkTree(root)))
    assert validate(WorkTree(root), Cache(tmp_path / "file")).findings == expected
    assert validate(WorkTree(root), Cache(Path("/dev/null/x"))).findings == expected


def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_ledger(tmp_path / "work", BASE + ODD)
    cache = Cache(tmp_path / "cache")
    assert cache._db is not None
    cache._db.execute("PRAGMA max_page_count = 1")  # as sqlite sees a full disk: it may not grow
    assert validate(WorkTree(root), cache).findings == check(load(WorkTree(root)))


def test_another_version_has_a_cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = old(write_ledger(tmp_path / "work", BASE + PROCESS), monkeypatch)
    validate(WorkTree(root), Cache(tmp_path / "cache"))
    monkeypatch.setattr(installation, "__version__", "99.0")
    assert Cache(tmp_path / "cache").stamps(root) == {}
    assert len(list((tmp_path / "cache").glob("*.sqlite"))) == 2


@thorough
def test_what_would_fill_the_disk_is_not_kept(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE)
    for number in range(3):  # half a megabyte, on one line that is wrong all over
        file = root / "ledger" / "processes" / f"{number}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("aim: " + "xxxx\u200b" * 100_000 + "\n", encoding="utf-8")
    assert len(validate(WorkTree(root), Cache(tmp_path / "cache")).findings) == 3
    assert sum(file.stat().st_size for file in (tmp_path / "cache").iterdir()) < 1 << 20


def test_several_programs_may_use_one_cache(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE + ODD)
    expected = plptool("-C", str(root), "validate", "--no-cache")
    assert expected.stdout
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "plptool", "-C", str(root), "validate"],
            stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT, env={**os.environ, "PLPTOOL_CACHE": str(tmp_path / "c")},
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [program.communicate()[0] for program in programs] == [expected.stdout] * 2


def test_the_cache_is_where_the_caller_says(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "work", BASE)
    for extra, there in ((("--no-cache",), False), ((), True)):
        plptool("-C", str(root), "validate", *extra, env={"PLPTOOL_CACHE": str(tmp_path / "cache")})
        assert (tmp_path / "cache").exists() == there
    plptool(
        "-C",
        str(root),
        "list",
        env={"PLPTOOL_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)},
    )
    assert sys.platform != "linux" or list((tmp_path / "home" / "plptool").glob("*.sqlite"))


def many_processes(root: Path, count: int) -> Path:
    write_ledger(root, BASE + PROCESS)
    file = root / "ledger" / "processes" / "1.1.yaml"
    for number in range(2, count + 2):
        copy = file.read_text(encoding="utf-8").replace("id: 1.1", f"id: 1.{number}")
        file.with_name(f"1.{number}.yaml").write_text(copy, encoding="utf-8")
    return root


def test_a_worker_that_is_killed_is_told_in_one_line(tmp_path: Path) -> None:
    tree = WorkTree(many_processes(tmp_path / "work", 300))
    with Crew(tree, None, Context([], [], {}), 1, 2) as crew:
        os.kill(crew.processes[0].pid or 0, signal.SIGKILL)
        with pytest.raises(UserError, match="try again with --workers 1"):
            list(crew.run(listing(tree.entries("ledger")).files))


def test_a_bug_in_a_worker_is_told_as_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = WorkTree(many_processes(tmp_path / "work", 3))
    monkeypatch.setattr(Shard, "run", lambda *_: 1 / 0)
    with Crew(tree, None, Context([], [], {}), 1, 2) as crew, pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(crew.run(listing(tree.entries("ledger")).files))


@pytest.mark.usefixtures("ctrl_c")
@thorough
def test_a_run_that_is_stopped_leaves_no_process_behind(tmp_path: Path) -> None:
    root = many_processes(tmp_path / "work", 4000)
    for how in (signal.SIGINT, signal.SIGKILL):
        stop(root, how)


def stop(root: Path, how: signal.Signals) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "plptool", "-C", str(root), "validate", "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    children: list[str] = []
    while not children and program.poll() is None:
        time.sleep(0.01)
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text(encoding="utf-8").split()
    program.send_signal(how)
    _, said = program.communicate()
    assert (program.returncode, said.strip()) == ({signal.SIGINT: 130, signal.SIGKILL: -9}[how], "")
    for child in children:
        deadline = time.monotonic() + 20
        while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not Path(f"/proc/{child}").exists()
