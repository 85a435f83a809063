"""What is wrong in one way is mended in one way: of each rule that has such mistakes, and of each in the gallery."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from plptool.checks.alike import singly
from plptool.checks.validate import validate
from plptool.edit.mend import mend, with_fixes
from plptool.model.findings import Finding, Fix, every
from plptool.model.ports import Tree
from plptool.model.rules import MENDED
from plptool.read.worktree import WorkTree
from tests.project.test_gallery import GALLERY, example
from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger
from tests.support.program import plptool, seal
from tests.support.thorough import some

MEETING = "  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"
LATER = "  - {date: 2023-03-01, kind: meeting, number: 2, source: list}\n"
FIRST = "  # the first\n" + MEETING
EXPECTED = "  - {date: 2022-03-01, kind: expected, due: 2022-12, text: It is tried., source: list}\n"
TASK = "milestones:\n  - {id: survey, text: Asked., due: 2022-12-31, source: list}\nevents:\n"
DONE = "  - {date: 2022-12-01, kind: status, of: survey, status: completed, source: list}\n"
GRANT = "== grants/gift\ntitle: A gift\nuses:\n  - {what: A, process: 1.1, source: list}\nsource: list\n"
GRANTED = "  - {date: 2022-03-01, kind: grant, grant: gift, source: list}\n"
DECIDED = (
    "== decisions/more\ntitle: More\ndate: 2022-03-01\nbody: board\nstatus: adopted\nconcerns: [1.1]\nsource: list\n"
)
DECISION = "  - {date: 2022-03-01, kind: decision, decision: more, source: list}\n"
WAYS = {
    "PLP101": (HELD.replace("A need.", "'A: need.'"), "need: A: need.", "need: 'A: need.'"),
    "PLP102": (HELD, "\ufeffid: 1.1", "id: 1.1"),
    "PLP103": (HELD, "lead: A\u200b", "lead: A"),
    "PLP104": (HELD, "priority: 1\npriority: 1\n", "priority: 1\n"),
    "PLP201": (HELD, "nummer: 1", "number: 1"),
    "PLP203": (HELD, "priority: '1'", "priority: 1"),
    "PLP204": (HELD, "kind: meting", "kind: meeting"),
    "PLP205": (HELD, "lead: 'A '", "lead: A"),
    "PLP206": (HELD, "partners: [B, B]", "partners: [B]"),
    "PLP301": (HELD.replace("[B]", "[board]"), "partners: [baord]", "partners: [board]"),
    "PLP303": (DECIDED + PROCESS + "events:\n" + DECISION, "decision: mores", "decision: more"),
    "PLP304": (GRANT + PROCESS + "events:\n" + GRANTED, "grant: gifft", "grant: gift"),
    "PLP305": (HELD, "number: 1, source: lists}", "number: 1, source: list}"),
    "PLP306": (HELD, "plan: plann", "plan: plan"),
    "PLP309": (DECIDED.replace("1.1", "plan"), "concerns: [plna]", "concerns: [plan]"),
    "PLP313": (PROCESS + TASK + DONE, "of: survye", "of: survey"),
    "PLP401": (HELD, "date: 1 mars 2022", "date: 2022-03-01"),
    "PLP403": (HELD.replace(MEETING, FIRST + LATER), LATER + FIRST, FIRST + LATER),
    "PLP510": (PROCESS + "events:\n" + EXPECTED, EXPECTED + "  # twice\n" + EXPECTED, EXPECTED),
    "PLP606": (HELD, MEETING + "known:\n  - {rule: PLP201, value: colour, reason: So.}\n", MEETING),
}
"""By rule: records that are right, what somebody writes wrong there, and what is right."""


def found_in(tree: Tree) -> list[Finding]:
    return validate(tree).findings


def mistakes(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter((one.rule, one.path, one.message.say()) for one in singly(findings) if one.acknowledged is None)


def spliced(raw: bytes, fix: Fix) -> bytes:
    """A file in which a fix was made by whoever knows lines and columns alone."""
    lines = raw.decode().split("\n")
    before = "\n".join([*lines[: fix.start.line - 1], lines[fix.start.line - 1][: fix.start.column - 1]])
    after = "\n".join([lines[fix.end.line - 1][fix.end.column - 1 :], *lines[fix.end.line :]])
    return (before + fix.text + after).encode()


def wrong(folder: Path, rule: str) -> WorkTree:
    """A ledger with a mistake, in the first record that may have it."""
    records, written, right = WAYS[rule]
    write_ledger(folder, BASE + records)
    names = re.findall(r"(?m)^== (.*)", records)
    paths = [folder / "ledger" / f"{name}.yaml" for name in reversed(names)]
    path = next(path for path in paths if right in path.read_text())
    path.write_bytes(path.read_bytes().replace(right.encode(), written.encode(), 1))
    return WorkTree(folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize("rule", sorted(MENDED))
def test_of_each_rule_that_has_such_mistakes_one_is_mended(rule: str, tmp_path: Path) -> None:
    write_ledger(tmp_path / "right", BASE + WAYS[rule][0])
    tree = wrong(tmp_path / "wrong", rule)
    assert files(tmp_path / "wrong") != files(tmp_path / "right")
    done = mend(tree, lambda _: True, to_write=True)
    assert [one.rule for one in done.fixed] == [rule]
    assert files(tmp_path / "wrong") == files(tmp_path / "right")


def test_every_rule_that_is_mended_has_an_example() -> None:
    assert WAYS.keys() == MENDED


@pytest.mark.parametrize(
    "file", some(GALLERY, *[file for file in GALLERY if file.stem in ("PLP403", "property-swedish")])
)
def test_a_fix_takes_its_finding_away_and_brings_none(file: Path, tmp_path: Path) -> None:
    for name, raw in example(file).files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    tree = WorkTree(tmp_path)
    findings = found_in(tree)
    before = mistakes(findings)
    for finding in every(with_fixes(tree, findings, found_in)):
        if finding.fix is None:
            continue
        assert finding.rule in MENDED
        path = tmp_path / finding.fix.path
        held = path.read_bytes()
        path.write_bytes(spliced(held, finding.fix))
        after = mistakes(found_in(tree))
        assert not after - before
        assert list((before - after).elements()) == [(finding.rule, finding.path, finding.message.say())]
        path.write_bytes(held)


@pytest.mark.parametrize(
    ("right", "written"),
    [
        ("lead: A", "lead: C"),  # two are as near
        ("date: 2022-03-01", "date: 22-03-01"),  # the year may stand at either end
        ("date: 2022-03-01", "date: 2022-03-01 13.00"),  # the hour would be gone
        ("source: list}", "source: list}\n  - {date: 2022-03-01, kind: meeting, number: 1, source: minutes}"),
        ("need: A need.", "need: A: need.\n  It goes on."),  # what is quoted may be more
        ("number: 1, source: list}", "number: 1, source: list, note: A, tekst: B}"),
        ("lead: A\n", "lead: the b\n"),  # who leads would be a partner, too
        ("priority: 1\n", "priority: 1\npriority: 2\n"),
    ],
)
def test_where_two_ways_are_thinkable_nothing_is_mended(right: str, written: str, tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD.replace(right, written, 1))
    held = files(root)
    tree = WorkTree(root)
    assert found_in(tree)
    assert mend(tree, lambda _: True, to_write=True).fixed == ()
    assert files(root) == held


def test_what_is_sealed_is_not_mended(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path, BASE + HELD.replace("lead: A", "lead: aa") + "== snapshots/221231\ndate: 2022-12-31\n"
    )
    process = root / "ledger" / "processes" / "1.1.yaml"
    process.write_bytes(process.read_bytes().replace(b"lead: aa", b"lead: A"))
    seal(root, "221231")
    process.write_bytes(process.read_bytes().replace(b"priority: 1", b"priorty: 1").replace(b"need: A", b"need: No"))
    assert mend(WorkTree(root), lambda _: True, to_write=True).fixed == ()
    process.write_bytes(process.read_bytes().replace(b"need: No", b"need: A"))
    (fixed,) = mend(WorkTree(root), lambda _: True, to_write=True).fixed
    assert fixed.fix is not None
    assert fixed.fix.text == "priority"


def test_what_one_file_has_in_two_places_is_mended_in_both(tmp_path: Path) -> None:
    process = HELD.replace("lead: A", "led: A").replace("number: 1", "nummer: 1").replace("\n", "\r\n")
    root = write_ledger(tmp_path, BASE + process)
    done = mend(WorkTree(root), lambda _: True, to_write=True)
    assert [one.fix.text for one in done.fixed if one.fix] == ["lead", "number"]
    assert b"\r\nlead: A\r\n" in (root / "ledger" / "processes" / "1.1.yaml").read_bytes()


def test_the_command_mends_or_shows_what_it_would(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path, BASE + HELD.replace("lead: A", "lead: A\u200b") + "== sources/b\ntitel: B\ndate: 2022-01-01\n"
    )
    held = files(root)
    shown = plptool("validate", "--fix", "--dry-run", cwd=root)
    assert "+title: B" in shown.stdout
    assert "can be mended: ledger/sources/b.yaml:2: PLP201" in shown.stderr
    told = json.loads(plptool("validate", "--format", "json", cwd=root).stdout)["findings"]
    places = {(one["path"], one["fix"]["range"]["start"]["line"], one["fix"]["text"]) for one in told}
    assert places == {("ledger/processes/1.1.yaml", 6, ""), ("ledger/sources/b.yaml", 2, "title")}
    assert files(root) == held
    done = plptool("validate", "--fix", "ledger/sources", cwd=root)
    assert (done.returncode, files(root)["b.yaml"]) == (0, b"id: b\ntitle: B\ndate: 2022-01-01\n")
    assert plptool("validate", "--fix", cwd=root).returncode == 0
    assert files(root)["1.1.yaml"] == held["1.1.yaml"].replace("\u200b".encode(), b"")
    assert plptool("validate", "--dry-run", cwd=root).returncode == 2
