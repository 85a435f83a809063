"""One mistake is one finding: what follows from it is told with it; and two mistakes are two."""

from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.model.findings import Finding, every
from plptool.read.opening import open_ledger
from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger

PAPER = "== sources/paper\ntitle: A paper\ndate: 2023-12-31\nlines: 9\nsource: list\n"
REST = "plan: list, activities: list, partners: list, priority: list, period: list"
CITED = PROCESS.replace("source: list", f"source: {{need: 'paper#L3', goal: 'paper#L4', lead: 'paper#L5', {REST}}}")
DECIDED = (
    "== decisions/deciding\ntitle: D\ndate: 2022-03-01\nbody: board\nconcerns: [1.1]\nstatus: adopted\nsource: list\n"
)
NAMES_IT = PROCESS + "events:\n  - {date: 2022-03-01, kind: decision, decision: deciding, source: list}\n"
GRANT = "== grants/g\ntitle: G\nperiod: 2021/2023\nuses: [{what: A post, process: 1.1, source: list}]\nsource: list\n"
FUNDED = PROCESS + "events:\n  - {date: 2022-03-01, kind: grant, grant: g, source: list}\n"
ODD = PROCESS + "events:\n  - {date: 2022-03-01, kind: meeting, number: 2, source: list}\n"
KNOWN = "known: [{rule: PLP502, value: 1, reason: So., source: list}]\n"


def found(tmp_path: Path, text: str) -> list[Finding]:
    findings = check(open_ledger(write_ledger(tmp_path, BASE + text)))
    return [one for one in findings if one.rule != "PLP609" and one.acknowledged is None]


@pytest.mark.parametrize(
    ("right", "old", "new", "rule", "with_it"),
    [
        # a document's lines are not counted, or fewer
        (PAPER + CITED, "lines: 9\n", "", "PLP603", 3),
        (PAPER + CITED, "lines: 9\n", "lines: 3\n", "PLP603", 2),
        # two records name each other no more
        (DECIDED + NAMES_IT, "decision: deciding,", "decision: decidng,", "PLP303", 1),
        (GRANT + FUNDED + PROCESS.replace("1.1", "1.2"), "process: 1.1", "process: 1.2", "PLP608", 1),
        (DECIDED + NAMES_IT + PROCESS.replace("1.1", "1.2"), "concerns: [1.1]", "concerns: [1.2]", "PLP605", 1),
        (DECIDED + NAMES_IT, "\nneed: A", "\nid: 1.3\nneed: A", "PLP308", 0),
        # what is acknowledged
        (ODD + KNOWN, "value: 1,", "value: 7,", "PLP606", 1),
        (ODD + KNOWN, "rule: PLP502", "rule: PLP205", "PLP606", 1),
        (ODD + KNOWN, "2022-03-01, kind", "2020-03-02, kind", "PLP404", 0),
        (ODD + KNOWN, "number: 2", "nummer: 2", "PLP201", 0),
        # a name of a property
        (HELD, "\nevents:", "\nevent:", "PLP201", 0),
        (CITED + PAPER, "\nsource: {need", "\nsorce: {need", "PLP201", 0),
    ],
)
def test_one_mistake_is_one_finding(tmp_path: Path, right: str, old: str, new: str, rule: str, with_it: int) -> None:
    assert found(tmp_path / "right", right) == []
    assert right.count(old) == 1
    (finding,) = found(tmp_path / "wrong", right.replace(old, new))
    assert (finding.rule, len([*every(finding.others)])) == (rule, with_it)


TOOK = (
    DECIDED.replace("source: list", "review: 2022-12-31\nsource: list", 1)
    + NAMES_IT
    + "== decisions/second\ntitle: S\ndate: 2022-04-01\nbody: board\nrepeals: deciding\nstatus: adopted\nsource: list\n"
)


def test_what_a_wrong_date_of_a_decision_makes_wrong_is_told_with_it(tmp_path: Path) -> None:
    """The event of that day is right, and so are the later decision and the review."""
    assert found(tmp_path / "right", TOOK) == []
    (finding,) = found(tmp_path / "wrong", TOOK.replace("date: 2022-03-01\nbody", "date: 2032-03-01\nbody"))
    assert (finding.rule, finding.record) == ("PLP402", "deciding")
    assert {one.rule for one in finding.others} == {"PLP604", "PLP515", "PLP518"}
    two = TOOK.replace("date: 2022-03-01\nbody", "date: 2032-03-01\nbody").replace(
        "decision: deciding,", "decision: decidng,"
    )
    assert {one.rule for one in found(tmp_path / "two", two)} >= {"PLP402", "PLP303"}


def test_two_mistakes_are_two_findings(tmp_path: Path) -> None:
    both = (PAPER + CITED).replace("'paper#L3'", "'paper#L30'").replace("lead: A", "lead: AX")
    assert [one.rule for one in found(tmp_path, both)] == ["PLP301", "PLP603"]


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (("03-05", "03-06", "03-01", "03-02", "03-03"), "2 events, from 2022-03-05 to 2022-03-06, stand before that of 2022-03-03"),
        (("03-03", "03-04", "03-05", "03-01", "03-02"), "2 events, from 2022-03-01 to 2022-03-02, stand after that of 2022-03-03"),
        (("03-04", "03-03", "03-02", "03-01"), "3 events, from 2022-03-03 to 2022-03-01, stand after that of 2022-03-04"),
    ],
)  # fmt: skip
def test_a_block_that_must_move_is_one_finding(tmp_path: Path, dates: tuple[str, ...], message: str) -> None:
    lines = "".join(f"  - {{date: 2022-{day}, kind: note, text: Of {day}., source: list}}\n" for day in dates)
    (finding,) = found(tmp_path, PROCESS + "events:\n" + lines)
    assert finding.message.say() == message


def test_two_blocks_are_two_findings(tmp_path: Path) -> None:
    dates = ("03-08", "03-01", "03-02", "03-03", "03-01", "03-04", "03-05")
    lines = "".join(f"  - {{date: 2022-{day}, kind: note, text: N{n}., source: list}}\n" for n, day in enumerate(dates))
    assert [one.rule for one in found(tmp_path, PROCESS + "events:\n" + lines)] == ["PLP403"] * 2


def test_what_lies_outside_a_period_that_is_wrong_itself_is_told_with_it(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, HELD.replace("period: 2021/2023", "period: 2011/2013"))
    assert (finding.rule, [one.rule for one in finding.others]) == ("PLP411", ["PLP406"])


def test_what_is_left_of_a_text_that_was_cut_is_told_with_the_cut(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, PROCESS.replace("goal: A goal.", "goal: [Do it]#4 in the list"))
    assert (finding.rule, finding.severity, [one.rule for one in finding.others]) == ("PLP110", "error", ["PLP203"])


def test_what_stands_under_a_misspelt_name_is_looked_at(tmp_path: Path) -> None:
    wrong = HELD.replace("\nevents:", "\nevent:").replace("number: 1,", "number: 1, internal: AX,")
    telling = [(one.rule, one.line) for one in found(tmp_path, wrong)]
    assert [rule for rule, _ in telling] == ["PLP201", "PLP301"]
    assert "internal: AX" in (telling[1][1] or "")


def test_files_of_a_folder_with_a_wrong_name_are_one_finding(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    (root / "ledger" / "organisations").rename(root / "ledger" / "organisation")
    findings = [one for one in check(open_ledger(root)) if one.rule == "PLP108"]
    assert [len(one.others) for one in findings] == [2]


def test_a_wrong_period_of_a_plan_is_one_finding_whatever_it_breaks(tmp_path: Path) -> None:
    processes = "".join(PROCESS.replace("1.1", f"1.{n}") for n in (1, 2, 3))
    plan = BASE.replace(
        "period: 2021/2023\ndecision",
        "period: 2031\nparticipants: [{organisation: A, from: 2021-08, source: list}]\ndecision",
    )
    findings = check(open_ledger(write_ledger(tmp_path, plan + processes)))
    (finding,) = [one for one in findings if one.severity == "error"]
    assert (finding.rule, {one.rule for one in finding.others}) == ("PLP411", {"PLP411", "PLP619"})
