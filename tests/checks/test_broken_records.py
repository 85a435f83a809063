"""A record that breaks its schema is one mistake: it hides no other, and others are not blamed for it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from plptool.checks.context import Context
from plptool.checks.runner import check, examine_unfit
from plptool.checks.validate import validate
from plptool.model.findings import Finding
from plptool.model.plain import Plain
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from tests.support.examples import write_examples
from tests.support.findings import rules_and_words
from tests.support.ledgers import BASE, PROCESS, MakeLedger, write_ledger
from tests.support.thorough import THOROUGH, some


def _grave(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.severity != "info" and one.acknowledged is None]


def _found(root: Path) -> list[tuple[str, str]]:
    """What is found, by either way of finding it."""
    found = _grave(check(open_ledger(root)))
    assert _grave(validate(WorkTree(root)).findings) == found
    return rules_and_words(found)


BROKEN = PROCESS.replace("source: list\n", "")
"""A process that says of no source."""
MISSING = ("PLP202", "`source` is missing")


@pytest.mark.parametrize(("lines", "told"), [
    ("partners: [B, Gone]", ("PLP301", "unknown organisation `Gone`")),
    ("events: [{date: 2022-01-11, kind: note, text: x, by: Gone, source: list}]", ("PLP301", "unknown organisation `Gone`")),
    ("events: [{date: 2022-01-11, kind: decision, decision: gone, source: list}]", ("PLP303", "unknown decision `gone`")),
    ("events: [{date: 2022-01-11, kind: grant, grant: gone, source: list}]", ("PLP304", "unknown grant `gone`")),
    ("events: [{date: 2022-01-11, kind: note, text: x, source: gone}]", ("PLP305", "unknown source `gone`")),
    ("events: [{date: 2022-01-11, kind: note, text: x, source: list#L3}]",
     ("PLP603", "`list` has no line count, so a line cannot be cited")),
    ("listed: {gone: 1}", ("PLP305", "unknown source `gone`")),
    ("plan: other", ("PLP306", "unknown plan `other`")),
    ("events: [{date: 2024-01-11, kind: note, text: x, source: list}]", ("PLP402", "dated 2024-01-11, but `list` is of 2023-12-31")),
    ("events:\n  - {date: 2022-03-11, kind: note, text: x, source: list}\n  - {date: 2022-01-11, kind: note, text: y, source: list}",
     ("PLP403", "the event of 2022-01-11 stands after that of 2022-03-11")),
    ("events: [{date: 2022-01-11, kind: note, text: Call 0176-710 00., source: list}]", ("PLP903", "a telephone number stands here")),
    ("events: [{date: 2022-01-11, kind: note, text: Write to a@b.se., source: list}]", ("PLP902", "an e-mail address stands here")),
    ("events: [{date: 2022-13-11, kind: note, text: x, source: list}]", ("PLP401", "there is no date `2022-13-11`")),
])  # fmt: skip
def test_another_mistake_in_the_record_is_told_too(tmp_path: Path, lines: str, told: tuple[str, str]) -> None:
    name = lines.partition(":")[0]
    kept = "".join(line for line in BROKEN.splitlines(keepends=True) if not line.startswith(f"{name}:"))
    root = write_ledger(tmp_path, BASE + kept + lines + "\n")
    assert sorted(_found(root)) == sorted([MISSING, told])


@pytest.mark.parametrize(("collection", "lines", "told"), [
    ("decisions/d", "date: 2022\nstatus: adopted\nbody: Gone\nsource: list\n", ("PLP301", "unknown organisation `Gone`")),
    ("decisions/d", "date: 2022\nstatus: adopted\nbody: board\nconcerns: [9.9]\nsource: list\n", ("PLP302", "unknown process `9.9`")),
    ("grants/g", "uses: [{what: x, process: 9.9, source: list}]\nsource: list\n", ("PLP302", "unknown process `9.9`")),
    ("plans/p", "period: 2021/2023\ndecision: gone\nsource: list\n", ("PLP303", "unknown decision `gone`")),
    ("sources/s", "date: 2022\ncopy-of: gone\n", ("PLP305", "unknown source `gone`")),
])  # fmt: skip
def test_so_it_is_in_every_collection(tmp_path: Path, collection: str, lines: str, told: tuple[str, str]) -> None:
    assert sorted(_found(write_ledger(tmp_path, f"{BASE}== {collection}\n{lines}"))) == sorted(
        [("PLP202", "`title` is missing"), told]
    )


@pytest.mark.parametrize(("lines", "rules"), [
    # what is wrong in an event is told once, and hides none of those beside it
    ("  - {date: 2022-01-11, kind: nte, text: x, source: list}\n  - {date: 2022-01-12, kind: note, text: x, by: Gone, source: list}\n",
     ["PLP204", "PLP301"]),
    ("  - {date: 2022-01-11, kind: note, by: Gone, source: list}\n", ["PLP202", "PLP301"]),
    ("  - {kind: note, text: x, by: Gone, source: list}\n", ["PLP202", "PLP301"]),
    # the meeting whose number is wrong is not missing in the series; nor is what a broken status would have begun
    ("  - {date: 2022-01-11, kind: meeting, number: ett, source: list}\n  - {date: 2022-01-12, kind: meeting, number: 2, source: list}\n",
     ["PLP203"]),
    ("  - {date: 2022-01-11, kind: status, status: Completed, source: list}\n  - {date: 2022-02-11, kind: status, status: planned, source: list}\n",
     ["PLP204"]),
    # a name that is no id is not unknown besides, and a date that is none is in no order
    ("  - {date: 2022-01-11, kind: note, text: x, by: The Gone, source: list}\n", ["PLP205"]),
    ("  - {date: 2022-01-11, kind: note, text: x, source: list#2}\n", ["PLP205"]),
    ("  - {date: 2022-02-11, kind: note, text: x, source: list}\n  - {date: 11 jan, kind: note, text: x, source: list}\n", ["PLP401"]),
    ("  - 2022-02-11\n  - {date: 2022-01-12, kind: note, text: x, by: Gone, source: list}\n", ["PLP203", "PLP301"]),
    # a list that is none hides no document that is not there
    ("  - {date: 2022-01-11, kind: note, text: x, source: gone}\nlisted: [list]\n", ["PLP203", "PLP305"]),
    # what an unknown property holds is not known to be anything
    ("  - {date: 2022-01-11, kind: note, text: x, source: list, whoo: {by: Gone, source: 'list#x'}}\n", ["PLP201"]),
])  # fmt: skip
def test_what_follows_from_a_mistake_is_not_told(tmp_path: Path, lines: str, rules: list[str]) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS + "events:\n" + lines)
    assert sorted(rule for rule, _ in _found(root)) == rules


@pytest.mark.parametrize(("name", "broken"), [
    ("organisations/A", "title: Administration A\ntyp: administration\nsource: list\n"),
    ("organisations/A", "title: [Administration A\n"),
    ("organisations/a-of-old", "id: A\ntitle: Administration A\ntyp: administration\nsource: list\n"),
    ("sources/list", "title: The list\ndate: 2023-12-31\nlnes: 3\n"),
    ("decisions/adoption", "title: Adopts the plan\ndate: 2020-12-10\nbody: board\nstatus: adoptd\nconcerns: [plan]\nsource: list\n"),
    ("plans/plan", "title: The plan\nperiod: 2021-2023\ndecision: adoption\nsource: list\n"),
])  # fmt: skip
def test_whoever_names_a_broken_record_is_not_told_that_it_is_unknown(tmp_path: Path, name: str, broken: str) -> None:
    meeting = (
        "events: [{date: 2020-12-22, kind: meeting, number: 1, source: list}]\n"  # after the adoption, before 2021
    )
    ledger = BASE + PROCESS.replace("2021/2023", "2020/2023") + meeting
    ledger = ledger.replace("2021-02-10", "2020-12-10")
    root = write_ledger(tmp_path, ledger)
    if name == "organisations/a-of-old":
        (root / "ledger" / "organisations" / "A.yaml").unlink()
    write_ledger(root, f"== {name}\n{broken}")
    found = _grave(check(open_ledger(root)))
    assert {one.path for one in found} == {f"ledger/{name}.yaml"}
    assert {one.path for one in _grave(validate(WorkTree(root)).findings)} == {f"ledger/{name}.yaml"}
    assert len(found) == 1


def test_what_is_acknowledged_of_another_record_is_not_out_of_date_while_one_is_broken(process: MakeLedger) -> None:
    snapshot = (
        "== snapshots/231231\ndate: 2023-12-31\n"
        "assertions: [{kind: processes, counts: {total: 3}, source: list}]\n"
        "known: [{rule: PLP601, value: total 2, reason: So it counts.}, {rule: PLP201, value: x, reason: No.}]\n"
    )
    broken = BROKEN.replace("1.1", "2.1")
    assert rules_and_words(_grave(check(process("", "\n" + snapshot + broken)))) == [
        MISSING,
        ("PLP606", "PLP201 cannot be acknowledged"),
    ]
    stale = _grave(check(process("", "\n" + snapshot.replace("total 2", "total 7"))))
    assert "PLP606" in [one.rule for one in stale]


def test_what_a_broken_record_acknowledges_stays_acknowledged(process: MakeLedger) -> None:
    sunday = "events: [{date: 2022-01-09, kind: note, text: Call 0176-710 00., source: gone}]\n"
    known = "known: [{rule: PLP305, value: gone, reason: It is lost.}, {rule: PLP502}]\n"
    found = check(process(sunday + known))
    assert {(one.rule, one.acknowledged is None) for one in found if one.severity != "info"} == {
        ("PLP202", True), ("PLP305", False), ("PLP903", True),
    }  # fmt: skip


def test_an_assertion_that_is_none_hides_no_source_that_is_gone(process: MakeLedger) -> None:
    snapshot = (
        "== snapshots/231231\ndate: 2023-12-31\n"
        "assertions: [Two processes, {kind: processes, counts: {total: 1}, source: gone}]\n"
    )
    found = _grave(check(process("", "\n" + snapshot)))
    assert sorted(one.rule for one in found) == ["PLP203", "PLP305"]


def test_what_is_acknowledged_stays_so_beside_an_acknowledgement_that_is_none(process: MakeLedger) -> None:
    event = "events: [{date: 2022-01-10, kind: note, text: x, source: gone}]\n"
    known = "known: [{rule: PLP305, value: gone, reason: It is lost.}, {rule: [PLP502], value: 1, reason: x}]\n"
    found = [one for one in check(process(event + known)) if one.severity != "info"]
    assert sorted((one.rule, one.acknowledged is None) for one in found) == [("PLP203", True), ("PLP305", False)]


SHAPES: dict[str, Plain] = {
    "text": "x",
    "list": ["x"],
    "mapping": {"x": "y"},
    "nothing": None,
    "no date": "2022-13-01",
    "empty list": [],
    "empty mapping": {},
    "list of lists": [["x"]],
    "list of mappings": [{"x": "y"}],
    "mapping with a source": {"source": ["x"]},
}
"""What may stand anywhere in a file."""
EACH = 7


def _with_one_other(data: Plain, shape: Plain) -> Iterator[Plain]:
    """The data with the shape in place of any one of its values, and without it."""
    if isinstance(data, dict):
        for name, value in data.items():
            others = {key: below for key, below in data.items() if key != name}
            yield others
            yield from ({**data, name: other} for other in (shape, *_with_one_other(value, shape)))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            for other in (shape, *_with_one_other(value, shape)):
                yield [*data[:place], other, *data[place + 1 :]]


@pytest.mark.parametrize("shape", some(SHAPES, "list"))
def test_whatever_stands_anywhere_in_a_record_every_check_can_look_at_it(tmp_path: Path, shape: str) -> None:
    ledger = open_ledger(write_examples(tmp_path))
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    records = ledger.all_records()
    all_broken = ((record, one) for record in records for one in _with_one_other(record.data, SHAPES[shape]))
    # Each shape at a seventh of the places, so that each place has one of them at least: all of both takes half an hour.
    step, first = (EACH, list(SHAPES).index(shape) % EACH) if THOROUGH else (119, 0)
    looked_at = 0
    for record, broken in islice(all_broken, first, None, step):
        examine_unfit(record.path, broken, context, ledger.tree)
        looked_at += 1
    assert looked_at > (900 if THOROUGH else 40)
