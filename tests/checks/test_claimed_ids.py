"""One file answers for an id, whoever asks, and nobody passes for another by saying so."""

from datetime import date
from pathlib import Path

import pytest

from plptool.checks.change import against, corrections_kept
from plptool.checks.runner import check
from plptool.edit.grounds import Grounds
from plptool.edit.seal import correct, seal_day
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.records import Record
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.reports.change import changed
from plptool.seals.chain import Seal
from plptool.timeline.resolution import answering, renames
from tests.support.ledgers import BASE, PROCESS, write_ledger

DAY, TODAY = date(2023, 12, 31), date(2024, 6, 1)
SNAPSHOT = "\n== snapshots/231231\ndate: 2023-12-31\n"
TWIN = """
== organisations/{name}
id: A
title: Administration A
type: {sort}
source: list
known: [{{rule: PLP308, value: A, reason: So it is.}}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = write_ledger(tmp_path, BASE + PROCESS + SNAPSHOT)
    seal_day(WorkTree(found), DAY, TODAY)
    return found


def errors(root: Path) -> set[tuple[str, str]]:
    found = check(open_ledger(root))
    return {(one.rule, str(one.record)) for one in found if one.severity == "error" and one.acknowledged is None}


def test_of_two_twins_neither_is_acknowledged_and_the_one_that_is_read_is_the_one_that_is_compared(root: Path) -> None:
    """The second twin holds what was sealed, and hides nothing by it."""
    (root / "ledger/organisations/A.yaml").unlink()
    write_ledger(root, TWIN.format(name="aa-A", sort="board") + TWIN.format(name="zz-A", sort="administration"))
    assert open_ledger(root).records["A"].data["type"] == "board"
    assert {("PLP308", "A"), ("PLP701", "A")} <= errors(root)


@pytest.mark.parametrize("name", ["aa-A", "zz-A"])
def test_a_twin_beside_the_right_file_is_an_error_and_alters_nothing(root: Path, name: str) -> None:
    write_ledger(root, TWIN.format(name=name, sort="board"))
    assert open_ledger(root).records["A"].data["type"] == "administration"
    found = errors(root)
    assert ("PLP308", "A") in found
    assert ("PLP701", "A") not in found


def test_an_organisation_that_takes_the_snapshots_id_hides_no_seal(root: Path) -> None:
    write_ledger(root, "== organisations/231231\ntitle: Another\ntype: unit\nsource: list\n")
    (root / "ledger/processes/1.1.yaml").unlink()
    found = errors(root)
    assert ("PLP307", "231231") in found
    assert ("PLP702", "1.1") in found


@pytest.mark.parametrize(
    ("files", "answers"),
    [
        ([("b/x", "x"), ("a/y", "x")], "b/x"),  # what is called so, whatever comes first
        ([("b/z", "x"), ("a/y", "x")], "a/y"),  # else the first that says so
        ([("a/x", "y"), ("b/z", "x")], "b/z"),  # what says so, before what is only called so
        ([("a/x", "y"), ("b/z", "z", "x")], "a/x"),  # what is called so, before what was
        ([("b/z", "z", "x")], "b/z"),
        ([("b/z", "z")], None),
    ],
)
def test_which_file_answers(files: list[tuple[str, ...]], answers: str | None) -> None:
    records = [
        Record(key, Collection.SOURCES, f"ledger/{path}.yaml", {"id": key, "formerly": former})
        for path, key, *former in files
    ]
    found = answering(records).get("x")
    assert (found and found.path) == (answers and f"ledger/{answers}.yaml")
    again = answering(records[::-1]).get("x")
    assert (again and again.path) == (found and found.path)


def records(**said: tuple[str, list[str]]) -> dict[str, Record]:
    return {
        key: Record(key, COLLECTIONS[collection], f"ledger/{collection}/{key}.yaml", {"id": key, "formerly": former})
        for key, (collection, former) in said.items()
    }


def test_a_renaming_that_is_undone_deletes_nothing_and_brings_nothing_new(tmp_path: Path) -> None:
    first = open_ledger(write_ledger(tmp_path / "first", BASE + PROCESS))
    renamed = open_ledger(write_ledger(tmp_path / "renamed", BASE + PROCESS.replace("1.1", "9.9") + "formerly: 1.1\n"))
    assert [one.rule for one in against(first, renamed, {})] == []
    assert [one.rule for one in against(renamed, first, {})] == []
    edited = open_ledger(write_ledger(tmp_path / "edited", BASE + PROCESS.replace("priority: 1", "priority: 2")))
    assert [one.rule for one in against(renamed, edited, {})] == ["PLP715"]


P, S = "processes", "sources"


@pytest.mark.parametrize(
    ("before", "after", "now", "false"),
    [
        ({"a": (P, [])}, {"b": (P, ["a"])}, {"a": "b"}, []),
        ({"a": (P, [])}, {"b": (S, ["a"])}, {}, ["b"]),  # of another collection
        ({"a": (P, []), "b": (P, [])}, {"b": (P, ["a"])}, {}, ["b"]),  # it was there before under its own id
        ({"a": (P, [])}, {"b": (P, ["a"]), "c": (P, ["a"])}, {}, ["b", "c"]),  # two claim it
        ({"a": (P, [])}, {"a": (P, []), "b": (P, ["a"])}, {}, ["b"]),  # it is in use: a copy
        ({"a": (P, []), "b": (P, [])}, {"a": (P, ["b"]), "b": (P, ["a"])}, {}, ["a", "b"]),  # a circle
        ({}, {"b": (P, ["a"])}, {}, ["b"]),  # nobody ever had it
        ({"b": (P, ["a"])}, {"b": (P, ["a"])}, {}, []),  # it said so before
        ({"a": (P, [])}, {"b": (P, ["a", "z"])}, {"a": "b"}, ["b"]),
        ({"b": (P, ["a"])}, {"c": (P, ["b", "a"])}, {"b": "c"}, []),  # renamed once more
        ({"b": (P, ["a"])}, {"a": (P, [])}, {"b": "a"}, []),  # undone
        ({"b": (P, ["a"])}, {"a": (S, [])}, {}, []),  # another collection's
        ({"b": (P, ["a"])}, {"a": (P, []), "c": (P, ["b"])}, {"b": "c"}, []),  # renamed again, and a new one
        ({"b": (P, ["a"]), "c": (P, ["a"])}, {"a": (P, [])}, {}, []),  # of two that said so
    ],
)
def test_who_goes_on_under_another_id(
    before: dict[str, tuple[str, list[str]]],
    after: dict[str, tuple[str, list[str]]],
    now: dict[str, str],
    false: list[str],
) -> None:
    found = renames(records(**before), records(**after))
    assert (found.present_ids, sorted(record.id for record, _ in found.unfounded)) == (now, false)


def test_a_claim_of_another_collection_does_not_cover_a_deletion(root: Path, tmp_path: Path) -> None:
    base = open_ledger(write_ledger(tmp_path / "base", BASE + PROCESS))
    (root / "ledger/processes/1.1.yaml").unlink()
    write_ledger(root, "== sources/other\ntitle: Other\ndate: 2023-01-01\nformerly: 1.1\n")
    found = {(one.rule, one.record) for one in against(base, open_ledger(root), {})}
    assert {("PLP712", "1.1"), ("PLP713", "other")} <= found


@pytest.mark.parametrize(
    "alter",
    [
        lambda root: (root / "ledger/processes/1.1.yaml").write_text("id: 1.1\nneed: [\n", encoding="utf-8"),
        lambda root: (root / "ledger/processes/1.1.yaml").unlink(),
        lambda root: write_ledger(
            root, "== decisions/new\ntitle: New\ndate: 2023-05-01\nbody: board\nstatus: adopted\nsource: list\n"
        ),
        lambda root: (
            write_ledger(root, TWIN.format(name="aa-A", sort="board"))
            and (root / "ledger/organisations/A.yaml").unlink()
        ),
    ],
    ids=["cannot be read", "gone", "backdated", "a twin"],
)
def test_what_a_change_does_to_a_seal_is_what_is_found_of_it(root: Path, alter: object) -> None:
    before = open_ledger(root)
    assert callable(alter)
    alter(root)
    (seal,) = changed(before, open_ledger(root), TODAY).effect.seals
    assert seal.touched
    assert not seal.holds


@pytest.mark.parametrize("collection", ["assignments", "organisations", "sources"])
def test_a_file_that_fits_no_schema_answers_for_nothing_that_another_can_be_read_for(
    root: Path, collection: str
) -> None:
    """A copy of a process in a folder where it cannot lie comes first by its path, and alters nothing."""
    raw = (root / "ledger/processes/1.1.yaml").read_bytes()
    (root / f"ledger/{collection}").mkdir(exist_ok=True)
    (root / f"ledger/{collection}/1.1.yaml").write_bytes(raw.replace(b"A need.", b"Another."))
    found = errors(root)
    assert open_ledger(root).records["1.1"].data["need"] == "A need."
    assert "1.1" in {record for _, record in found}
    assert {rule for rule, _ in found}.isdisjoint({"PLP701", "PLP702", "PLP703"})


def test_a_second_file_of_an_id_that_was_sealed_is_not_told_to_be_late(root: Path) -> None:
    raw = (root / "ledger/processes/1.1.yaml").read_bytes()
    (root / "ledger/processes/zz.yaml").write_bytes(raw)
    assert {rule for rule, _ in errors(root)} == {"PLP308"}


def seal_of(corrections: list[dict[str, str]]) -> Seal:
    return Seal("231231", "ledger/snapshots/231231.yaml", DAY, {"seal": {}, "corrections": corrections})


A = {"record": "1.1", "reason": "Late.", "source": "list", "after": "a"}
B = {"record": "1.2", "reason": "Late.", "source": "list", "after": "b"}


@pytest.mark.parametrize(
    ("was", "now", "alone", "merged"),
    [
        ([A], [A, B], True, True),
        ([A], [], False, False),
        ([A], [B, A], False, True),  # made anew on top of the other line's
        ([A], [{**A, "reason": "Other."}], False, False),
        ([A], [{**A, "after": "forged"}], False, False),  # the same words for another content
        ([A], [{**A, "after": "x"}, {**A, "after": "y", "reason": "Mine."}], False, True),  # both lines corrected it
        ([A, A], [A], False, False),  # of two that say the same, one is gone
    ],
)
def test_corrections_are_kept(was: list[dict[str, str]], now: list[dict[str, str]], alone: bool, merged: bool) -> None:
    found = [corrections_kept(seal_of(was), seal_of(now), merge=merge) for merge in (False, True)]
    assert found == [alone, merged]


def test_a_correction_that_is_gone_is_said(root: Path) -> None:
    process = root / "ledger/processes/1.1.yaml"
    once = (root / "ledger/snapshots/231231.yaml").read_bytes(), process.read_bytes()
    process.write_text(process.read_text(encoding="utf-8").replace("A need.", "Another."), encoding="utf-8")
    correct(WorkTree(root), DAY, ["1.1"], Grounds("Late.", ("list",)))
    before = open_ledger(root)
    (root / "ledger/snapshots/231231.yaml").write_bytes(once[0])
    process.write_bytes(once[1])
    (seal,) = changed(before, open_ledger(root), TODAY).effect.seals
    assert seal.change == "uncorrected"


def test_a_second_claim_is_an_error_whatever_collection_it_comes_from(root: Path) -> None:
    process = root / "ledger/processes/1.1.yaml"
    text = process.read_text(encoding="utf-8").replace("id: 1.1\n", "id: 1.2\nformerly: 1.1\n")
    process.unlink()
    (root / "ledger/processes/1.2.yaml").write_text(text, encoding="utf-8")
    assert "PLP312" not in {rule for rule, _ in errors(root)}
    write_ledger(root, "== sources/other\ntitle: Other\ndate: 2023-01-01\nformerly: 1.1\n")
    assert {("PLP312", "1.2"), ("PLP312", "other")} <= errors(root)
