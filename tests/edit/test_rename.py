"""`plptool rename` and `plptool undo`: whatever names a record follows it, and what was written is taken back to the byte."""

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest

from plptool.checks.references import places_naming
from plptool.edit.places import place_of
from plptool.model.plain import Plain
from plptool.model.records import Path
from plptool.read.opening import open_ledger
from tests.support.git import commit_ledger, init
from tests.support.ledgers import BASE, C, write_ledger
from tests.support.program import plptool, seal
from tests.support.project import ROOT

NAMED = """
== processes/1.1
plan: plan
need: A need that A has.
activities: [Do it]
goal: A goal.
lead: A
partners: [B]
priority: 1
period: 2021/2023
listed: {list: 1, other: 2}
source: {lead: [list#L3, other], need: list, activities: list, goal: list, partners: list, priority: list, period: list, listed: list, plan: list}
discrepancies:
  - field: lead
    claims:
      - {value: A, source: list#L3}
      - {value: B, source: other}
    reason: The list is newer.
events:
  - {date: 2022-03-01, kind: meeting, number: 1, with: [C, A], source: [other, list#L4-L5]}
  - {date: 2022-05-01, kind: decision, decision: d, source: list}
  - {date: 2023-03-01, kind: change, set: {lead: [C, A]}, source: list}

== processes/1.2
plan: plan
need: Another.
activities: [Do it]
goal: A goal.
priority: 1
period: 2021/2023
lead: B
continues: 1.1
source: list

== sources/list
title: The list
date: 2023-12-31
lines: 9

== sources/other
title: Another list
date: 2023-12-31
copy-of: list

== decisions/d
title: A decision
date: 2022-05-01
body: board
status: adopted
concerns: [1.1]
amends: adoption
source: list
"""


@pytest.fixture
def root(tmp_path: FilePath) -> FilePath:
    return write_ledger(tmp_path, BASE + C + NAMED)


def ledger_files(root: FilePath) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


@pytest.mark.parametrize(
    ("old", "new", "where", "stays"),
    [
        ("A", "AA", "organisations", ["need: A need that A has."]),
        ("1.1", "1.10", "processes", []),
        ("list", "the-list", "sources", ["reason: The list is newer.", "title: Another list"]),
        ("d", "d-2", "decisions", []),
        ("plan", "plan-2", "plans", []),
    ],
)
def test_all_that_names_a_record_follows_it(root: FilePath, old: str, new: str, where: str, stays: list[str]) -> None:
    before = ledger_files(root)
    found = plptool("validate", cwd=root).stdout
    done = plptool("rename", old, new, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"The id of {old} is {new} from now on."
    assert not (root / f"ledger/{where}/{old}.yaml").exists()
    assert (root / f"ledger/{where}/{new}.yaml").read_text("utf-8").startswith(f"id: {new}\n")
    assert f"formerly: {old}\n" in (root / f"ledger/{where}/{new}.yaml").read_text("utf-8")
    assert plptool("validate", cwd=root).stdout.count(": error") == found.count(": error") == 0
    ledger = open_ledger(root)
    record = ledger.records[new]
    assert [list(places_naming(other, old, record.collection)) for other in ledger.all_records()].count([]) == len(
        ledger.records
    )
    text = b"\n".join(ledger_files(root).values()).decode()
    assert all(line in text for line in stays)
    # Back again, to the byte.
    done = plptool("undo", cwd=root)
    assert done.returncode == 0, done.stderr
    assert ledger_files(root) == before
    assert "there is nothing to take back" in plptool("undo", cwd=root).stderr


def test_seals_hold_where_a_record_is_renamed(root: FilePath) -> None:
    seal(root)
    before = ledger_files(root)
    refused = plptool("rename", "A", "AA", cwd=root)
    assert (refused.returncode, "--correction REASON" in refused.stderr, ledger_files(root)) == (2, True, before)
    assert "rests on a source" in plptool("rename", "A", "AA", "--correction", "x", cwd=root).stderr
    done = plptool("rename", "A", "AA", "--correction", "It has another name.", "--source", "list", cwd=root)
    assert done.stdout.splitlines()[-1].startswith("What 221231 sealed of 1.1, A is corrected, with the reasons;")
    assert "Errors: 0" in plptool("validate", cwd=root).stderr
    for taken in ("B", "1.1"):
        assert "is taken, by" in plptool("rename", "AA", taken, cwd=root).stderr
    assert "PLP312" in plptool("rename", "B", "A", "--correction", "x", "--source", "list", cwd=root).stderr


def test_what_else_has_changed_is_not_taken_back(tmp_path: FilePath, git_home: None) -> None:
    top = init(tmp_path)
    commit_ledger(top / "one", BASE + C + NAMED)
    commit_ledger(top / "two", BASE + C + NAMED)
    one, two = top / "one", top / "two"
    add = ("add", "note", "1.1", "230501", "--text", "A", "--source", "list")
    assert "there is nothing" in plptool("undo", cwd=one).stderr
    before = ledger_files(one)
    assert plptool(*add, cwd=one).returncode == 0
    assert place_of(one).undo.parent == top / ".git"
    assert "there is nothing" in plptool("undo", cwd=two).stderr
    path = one / "ledger/processes/1.1.yaml"
    written = path.read_bytes()
    path.write_bytes(written + b"# mine\n")
    assert "was changed since" in plptool("undo", cwd=one).stderr
    path.write_bytes(written)
    dry = plptool("undo", "--dry-run", cwd=one)
    assert "-  - {date: 2023-05-01, kind: note, text: A, source: list}" in dry.stdout.splitlines()
    assert plptool("undo", cwd=one).stdout.splitlines()[-1] == "1 event removed."
    assert ledger_files(one) == before
    assert plptool("new", "sources", "p", "--title", "P", "--date", "2023", cwd=one).returncode == 0
    done = plptool("undo", cwd=one)
    assert "ledger/sources/p.yaml is gone." in done.stdout
    assert ledger_files(one) == before
    # What another record names by now stays.
    assert plptool("new", "sources", "p", "--title", "P", "--date", "2023", cwd=one).returncode == 0
    lead = one / "ledger/processes/1.1.yaml"
    before_p = lead.read_bytes()
    lead.write_bytes(before_p + b"  - {date: 2023-05-01, kind: note, text: A, source: p}\n")
    relied_on = ledger_files(one)
    done = plptool("undo", cwd=one)
    assert (done.returncode, "PLP305" in done.stderr, ledger_files(one)) == (2, True, relied_on)
    lead.write_bytes(before_p)
    assert plptool(*add, cwd=one).returncode == 0
    place_of(one).undo.write_bytes(b"[]")
    assert "cannot be read" in plptool("undo", cwd=one).stderr


def scalars(value: Plain, where: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a record, with its place."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from scalars(part, (*where, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from scalars(part, (*where, index))
    elif isinstance(value, str):
        yield where, value


def test_wherever_the_real_ledger_names_an_organisation_or_cites_a_document_is_found() -> None:
    ledger = open_ledger(ROOT)
    found: set[tuple[str, Path]] = set()
    expected: set[tuple[str, Path]] = set()
    organisations, sources = ledger.collections["organisations"], ledger.collections["sources"]
    for record in ledger.all_records():
        for key, named in (organisations | sources).items():
            found |= {(record.path, place) for place in places_naming(record, key, named.collection)}
        for place, text in scalars(record.data):
            if place in (("id",), ("title",)) or place[0] in ("seal", "corrections", "names", "known"):
                continue
            if text in organisations or re.fullmatch(rf"({'|'.join(sources)})(#L.*)?", text):
                expected.add((record.path, place))
        expected |= {(record.path, ("listed", key)) for key in as_mapping(record.data.get("listed"))}
    assert found - expected == {one for one in found if one[1][0] == "known"}
    assert expected <= found
    assert len(found) > 850


def as_mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def test_what_was_done_before_a_seal_is_not_taken_back_beneath_it(tmp_path: FilePath, git_home: None) -> None:
    """The seal came last, and no command takes a seal back: to go on to the one before would alter what is sealed."""
    commit_ledger(init(tmp_path), BASE + C + NAMED)
    note = ("add", "note", "1.1", "221101", "--text", "A", "--source", "list")
    assert plptool(*note, cwd=tmp_path).returncode == 0
    assert plptool("seal", "221231", cwd=tmp_path).returncode == 0
    sealed = ledger_files(tmp_path)
    done = plptool("undo", cwd=tmp_path)
    assert (done.returncode, "there is nothing to take back" in done.stderr) == (2, True)
    assert ledger_files(tmp_path) == sealed


def test_what_another_has_sealed_since_is_not_taken_back(tmp_path: FilePath, git_home: None) -> None:
    """The seal comes by a commit, so no command here knows of it."""
    commit_ledger(init(tmp_path), BASE + C + NAMED)
    note = ("add", "note", "1.1", "221101", "--text", "A", "--source", "list")
    assert plptool(*note, cwd=tmp_path).returncode == 0
    remembered = place_of(tmp_path).undo.read_bytes()
    assert plptool("seal", "221231", cwd=tmp_path).returncode == 0
    place_of(tmp_path).undo.write_bytes(remembered)
    sealed = ledger_files(tmp_path)
    done = plptool("undo", cwd=tmp_path)
    assert (done.returncode, "PLP701" in done.stderr) == (2, True)
    assert ledger_files(tmp_path) == sealed
