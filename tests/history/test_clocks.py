"""Commits whose clocks were wrong: by any number of seconds, and later than the clock of whoever checks."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import inf
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.git.clock import SKEW, ahead, known, seconds
from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.history.scan import search
from plptool.model.dates import end_of, moment
from plptool.read.opening import open_ledger, open_tree
from tests.support.git import ZONE, git, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.personal_numbers import NUMBER
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some

pytestmark = pytest.mark.usefixtures("git_home")

C = "== organisations/C\ntitle: C\ntype: group\nsource: list\n"
D = "== organisations/D\ntitle: D\ntype: group\nsource: list\n"
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC).timestamp()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first of June 2024 for whoever checks."""
    monkeypatch.setattr("plptool.workspace.time", lambda: NOW)
    monkeypatch.setattr("plptool.read.revision.time", lambda: NOW)


def at(day: str) -> str:
    return f"{int(datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp())} +0100"


def dated(root: Path, clock: str, message: str = "A commit", author: str = "A Clock <x@example.org>") -> str:
    """Commit all that lies there with these very bytes as its date, whatever git thinks of them."""
    git(root, "add", "--all")
    tree = git(root, "write-tree")
    head = git(root, "rev-parse", "--verify", "--quiet", "HEAD", check=False)
    parent = f"parent {head}\n" if head else ""
    text = f"tree {tree}\n{parent}author {author} {clock}\ncommitter {author} {clock}\n\n{message}\n"
    key = git(root, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text)
    git(root, "update-ref", "HEAD", key)
    return key


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = write_ledger(init(tmp_path / "root"), BASE + PROCESS)
    assert plptool("seal", "221231", cwd=folder).returncode == 0
    dated(folder, at("2024-01-10T12:00"), "The ledger")
    return folder


# Every number of seconds is a time

ODD = {
    "1970": "0 +0000",
    "year 10000": "253402300800 +0100",
    "the last second": "253402300799 -1200",
    "year 33658": "999999999999 +0000",
    "more digits": "99999999999999 +0000",
    "the largest": "9223372036854775807 +0000",
    "too large for git": "9223372036854775808 +0000",
    "any digits": f"{'9' * 40} +0000",
    "negative": "-5 +0000",
    "long ago": "-99999999999 +0000",
    "no number": "abc +0000",
    "nothing": "",
    "an absurd zone": "1706000000 +99999999",
    "no zone": "1706000000",
    "a zone that is none": "1706000000 CET",
}


@pytest.mark.parametrize("odd", some(ODD, "year 33658", "negative"))
def test_no_date_is_a_bug(root: Path, tmp_path: Path, odd: str) -> None:
    write_ledger(root, C)
    key = dated(root, ODD[odd], "Odd")
    (commit,) = Repository.find(root).commits([key])  # type: ignore[union-attr]  # it is there
    row = git(root, "rev-list", "--timestamp", "-1", key)
    assert commit.committed == seconds(row.partition(" ")[0]), "as git reads it"
    write_ledger(root, D)
    dated(root, at("2024-02-10T12:00"), "Honest")
    for arguments in (
        ("log",),
        ("log", "C"),
        ("blame", "C"),
        ("audit",),
        ("site", str(tmp_path / "out")),
        ("list", "--at", "231231@2024-01-15"),
        ("diff", f"@{key}", "@"),
        ("validate", "--base", "HEAD~2"),
        ("validate", "--history"),
        ("ci", "--base", "HEAD~2"),
    ):
        done = plptool(*arguments, cwd=root)
        assert done.returncode in (0, 1), (arguments, done.stderr)
        assert "Traceback" not in done.stderr
    assert open_ledger(root, "2024-01-15").tree.revision in (git(root, "rev-parse", "HEAD~2"), key)
    assert open_ledger(root, "2024-02-10").tree.revision == git(root, "rev-parse", "HEAD")
    for day in ("9999-12-31", "9999-12-30"):
        assert open_ledger(root, day).tree.revision == git(root, "rev-parse", "HEAD")
    assert plptool("list", "--at", "@0001-01-01", cwd=root).returncode == 2


@given(st.floats(allow_nan=False) | st.integers(), st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12"]))
def test_a_moment_is_total(value: float, zone: str) -> None:
    found = moment(value, ZoneInfo(zone))
    assert found.isoformat()
    if 0 <= value <= 4e9:
        assert found == datetime.fromtimestamp(value, UTC)


@given(st.dates(), st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12"]))
def test_the_end_of_a_day_is_total(day: date, zone: str) -> None:
    ends = end_of(day, ZoneInfo(zone))
    assert ends == inf or moment(ends, ZoneInfo(zone)).date() > day or day.year < 2


def test_seconds_become_a_time_in_one_place() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "plptool").rglob("*.py")
        if re.search(r"fromtimestamp|gmtime|localtime\(", path.read_text(encoding="utf-8"))
    }
    assert found == {"plptool/model/dates.py"}


def test_a_number_in_a_name_is_found_whatever_the_date(root: Path) -> None:
    dated(root, "-5 +99999999", author=f"{NUMBER} <x@example.org>")
    repository = Repository.find(root)
    assert repository
    assert [one.rule for one in search(repository, lambda _: None).findings] == ["PLP901"]


def test_a_commit_reads_what_it_can() -> None:
    raw = b"tree x\nauthor A <> 1 +0000\ncommitter Odd > 5 +0000 <x@example.org> 77 +0000\n\nx\n"
    assert Commit.read("1" * 40, raw).committed == 77


# A day that has not come


def told(root: Path, *arguments: str) -> list[tuple[str, str]]:
    rows = json.loads(plptool("validate", *arguments, "--format", "json", "--lang", "en", cwd=root).stdout)["findings"]
    return [(one["path"], one["message"]) for one in rows if one["rule"] == "PLP717"]


@pytest.fixture
def future(root: Path) -> tuple[Path, str, str]:
    """A commit of 2096 on top of one of January, and an honest one of February on top of that."""
    write_ledger(root, C)
    ahead_ = dated(root, at("2096-03-01T12:00"), "Ahead")
    write_ledger(root, D)
    return root, ahead_, dated(root, at("2024-02-10T12:00"), "Honest")


def test_a_date_to_come_holds_nobody_back(future: tuple[Path, str, str]) -> None:
    root, _, honest = future
    first = git(root, "rev-parse", "HEAD~2")
    for day, expected in (
        ("2024-01-10", first), ("2024-01-31", first), ("2024-02-09", first), ("2024-02-10", honest),
        ("2024-05-01", honest), ("2030-01-01", honest), ("2100-01-01", honest),
    ):  # fmt: skip
        assert open_tree(root, day).revision == expected, day
    rows = json.loads(
        plptool("list", "organisations", "--at", "231231@2024-02-10", "--format", "json", cwd=root).stdout
    )
    assert {"C", "D"} <= {one["id"] for one in rows["organisations"]}


def test_log_blame_and_a_revision_by_day_say_the_same(future: tuple[Path, str, str]) -> None:
    root, ahead_, honest = future
    log = json.loads(plptool("log", "--format", "json", cwd=root).stdout)["commits"]
    assert [(one["subject"], one["date"], one["known"]) for one in log] == [
        ("Honest", "2024-02-10", "2024-02-10"),
        ("Ahead", "2096-03-01", "2024-02-10"),
        ("The ledger", "2024-01-10", "2024-01-10"),
    ]
    for key, record in ((ahead_, "C"), (honest, "D")):
        facts = json.loads(plptool("blame", record, "--format", "json", cwd=root).stdout)["facts"]
        assert {(one["commit"]["id"], one["commit"]["known"]) for one in facts} == {(key, "2024-02-10")}
    (alone,) = json.loads(plptool("log", "C", "--format", "json", cwd=root).stdout)["commits"]
    assert alone["known"] == "2024-02-10"  # though what builds on it does not change C
    since = json.loads(plptool("diff", f"@{ahead_}", "@", "--format", "json", cwd=root).stdout)["since"]
    assert since in (None, "2024-02-10")


def test_the_newest_is_known_by_now(root: Path) -> None:
    write_ledger(root, C)
    key = dated(root, at("2096-03-01T12:00"), "Ahead")
    (newest, _) = json.loads(plptool("log", "--format", "json", cwd=root).stdout)["commits"]
    assert newest["known"] == "2024-06-01"
    assert open_tree(root, "2024-05-31").revision == git(root, "rev-parse", "HEAD~1")
    assert open_tree(root, "2024-06-01").revision == key


def test_who_is_dated_ahead_is_told_and_the_next_is_not(future: tuple[Path, str, str]) -> None:
    root, ahead_, _ = future
    expected = [(ahead_[:12], "the commit is dated 2096-03-01 11:00 UTC, and that day has not come yet")]
    assert told(root, "--base", "HEAD~2") == expected
    assert told(root, "--base", "HEAD~1") == []
    audit = json.loads(plptool("audit", "--format", "json", "--lang", "en", cwd=root).stdout)
    assert [(one["path"], one["message"]) for one in audit["dated-back"]] == expected
    assert audit["verdict"] == "consistent"
    assert "that day has not come yet" in " ".join(plptool("audit", "--lang", "en", cwd=root).stdout.split())
    done = plptool("ci", "--base", "HEAD~2", "--lang", "en", cwd=root)
    assert "that day has not come yet" in done.stdout


def test_who_is_dated_back_behind_one_dated_ahead_is_told_of_what_counts(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    dated(root, at("2096-03-01T12:00"), "Ahead")
    back = dated(root, at("2023-12-01T12:00"), "Back")
    dated(root, at("2024-02-01T12:00"), "Honest")
    rows = dict(told(root, "--base", "HEAD~3"))
    assert len(rows) == 2
    assert f"before {first[:12]} that it builds on" in rows[back[:12]]


def test_clocks_that_differ_a_little_are_forgiven(root: Path) -> None:
    dated(root, f"{int(NOW) + SKEW - 1} +0000", "Nearly")
    assert told(root, "--base", "HEAD~1") == []
    dated(root, f"{int(NOW) + SKEW + 1} +0000", "Ahead")
    assert len(told(root, "--base", "HEAD~1")) == 1


Graph = list[tuple[str, int, Sequence[str]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Commits, children first, some of them dated later than 100."""
    size = draw(st.integers(1, 9))
    rows: list[tuple[str, int, Sequence[str]]] = []
    for number in range(size):
        parents = draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True)) if number else []
        rows.append(
            (str(number), draw(st.integers(0, 100) | st.integers(10**6, 10**12)), [str(one) for one in parents])
        )
    return rows[::-1]


@given(graphs())
def test_what_counts_as_known(graph: Graph) -> None:
    now = 100.0
    found = known(graph, now)
    for key, committed, parents in graph:
        for one in parents:
            assert found[one] <= found[key], "nothing is known before what it builds on"
        assert 0 <= found[key] <= now
        if not ahead(committed, now):
            assert found[key] >= committed
    # Without those that are dated ahead, all others are known when they are known with them.
    come = [(key, 0 if ahead(committed, now) else committed, parents) for key, committed, parents in graph]
    other = known(come, inf)
    assert all(found[key] == other[key] for key, committed, _ in graph if not ahead(committed, now))


def test_the_first_commit_may_be_dated_ahead(tmp_path: Path) -> None:
    root = write_ledger(init(tmp_path / "root"), BASE + PROCESS)
    dated(root, "999999999999 +0000")
    write_ledger(root, C)
    honest = dated(root, at("2024-02-10T12:00"))
    assert open_tree(root, "2024-02-10").revision == honest
    done = plptool("list", "--at", "@2024-02-09", cwd=root)
    assert (done.returncode, "the oldest commit here is of 2024-02-10" in done.stderr) == (2, True)
