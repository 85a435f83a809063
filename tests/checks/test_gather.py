"""One wrong fact is one finding, told where it stands, however many records it makes look wrong."""

import json
import re
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.model.findings import Finding
from plptool.model.i18n import translator
from plptool.model.rules import RULES
from plptool.read.cache import Cache
from plptool.read.opening import open_ledger
from plptool.read.schema import NAMES
from plptool.read.worktree import WorkTree
from plptool.render.findings import text
from tests.support.ledgers import BASE, PROCESS, MakeLedger, edit, write_ledger
from tests.support.program import plptool


def _events(*events: str) -> str:
    return "events:\n" + "".join(f"  - {{{one}, source: list}}\n" for one in events)


_MEETINGS = [f"date: 2022-0{month}-10, kind: meeting, number: {month}" for month in range(1, 9)]
_COMPLETED = "date: 2023-01-10, kind: status, status: completed"


def _processes(count: int, more: str = "", body: str = PROCESS) -> str:
    return "".join(body.replace("1.1", f"2.{number}") + more for number in range(1, count + 1))


def _errors(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.severity != "info" and one.acknowledged is None]


CASES = [
    # who, where and what is told; the ledger
    ("PLP404", "ledger/decisions/adoption.yaml", "date: 2022-12-10", "8 events are dated before 2022-12-10, from when on the process is in the plan",
     PROCESS + _events(*_MEETINGS) + BASE[BASE.index("== decisions"):BASE.index("== plans")].replace("2021-02-10", "2022-12-10")),
    ("PLP405", "ledger/processes/1.1.yaml", "date: 2022-01-11", "7 meetings and activities are dated after 2022-01-11, when the process was over",
     PROCESS + _events(_MEETINGS[0], _COMPLETED.replace("2023-01-10", "2022-01-11"), *_MEETINGS[1:])),
    ("PLP406", "ledger/processes/1.1.yaml", "period: 2023", "8 meetings and activities are dated outside the period 2023",
     PROCESS.replace("2021/2023", "2023") + _events(*_MEETINGS)),
    ("PLP406", "ledger/processes/1.1.yaml", "set: {period: 2023}", "7 meetings and activities are dated outside the period 2023",
     PROCESS + _events(_MEETINGS[0], "date: 2022-01-20, kind: change, set: {period: 2023}", *_MEETINGS[1:])),
    ("PLP409", "ledger/processes/1.1.yaml", "status: paused", "7 meetings and activities were held while the process was paused since 2022-01-20",
     PROCESS + _events(_MEETINGS[0], "date: 2022-01-20, kind: status, status: paused", *_MEETINGS[1:])),
    ("PLP402", "ledger/sources/list.yaml", "date: 2021-12-31", "8 facts are dated after this document, which is of 2021-12-31",
     PROCESS + _events(*_MEETINGS) + BASE[BASE.index("== sources"):BASE.index("== decisions")].replace("2023-12-31", "2021-12-31")),
    ("PLP410", "ledger/decisions/adoption.yaml", "date: 2022-12-10", "4 processes are taken in before the plan was adopted on 2022-12-10",
     _processes(4, "from: 2022-01-10\n") + BASE[BASE.index("== decisions"):BASE.index("== plans")].replace("2021-02-10", "2022-12-10")),
    ("PLP411", "ledger/plans/plan.yaml", "period: 2031/2033", "the periods of 4 processes lie outside the plan's, 2031–2033",
     _processes(4) + BASE[BASE.index("== plans"):].replace("2021/2023", "2031/2033")),
    ("PLP510", "ledger/processes/1.1.yaml", "number: 1", "8 events stand twice", PROCESS + _events(*_MEETINGS) + _events(*_MEETINGS)[8:]),
    ("PLP604", "ledger/decisions/d.yaml", "date: 2022-05-10", "4 events that name this decision have another date",
     _processes(4, _events("date: 2022-05-11, kind: decision, decision: d"))
     + "== decisions/d\ntitle: D\ndate: 2022-05-10\nbody: board\nstatus: adopted\nconcerns: [2.1, 2.2, 2.3, 2.4]\nsource: list\n"),
    ("PLP605", "ledger/decisions/d.yaml", "id: d", "4 processes and this decision do not name each other",
     _processes(4, _events("date: 2022-05-10, kind: decision, decision: d"))
     + "== decisions/d\ntitle: D\ndate: 2022-05-10\nbody: board\nstatus: adopted\nsource: list\n"),
    ("PLP605", "ledger/decisions/d.yaml", "concerns: [2.1, 2.2, 2.3, 2.4]", "4 processes and this decision do not name each other",
     _processes(4) + "== decisions/d\ntitle: D\ndate: 2022-05-10\nbody: board\nstatus: adopted\nconcerns: [2.1, 2.2, 2.3, 2.4]\nsource: list\n"),
    ("PLP608", "ledger/grants/g.yaml", "id: g", "4 processes and this grant do not name each other",
     _processes(4, _events("date: 2022-05-10, kind: grant, grant: g")) + "== grants/g\ntitle: G\nsource: list\n"),
    ("PLP618", "ledger/grants/g.yaml", "period: 2031", "3 years, uses and payments are outside the grant's period 2031",
     "== grants/g\ntitle: G\nperiod: 2031\nyears:\n" + "".join(f"  - {{year: {year}, amount: 1, source: list}}\n" for year in (2021, 2022, 2023)) + "source: list\n"),
    ("PLP619", "ledger/plans/plan.yaml", "period: 2021/2023", "3 organisations take part from outside the plan's period 2021–2023",
     BASE[BASE.index("== plans"):] + "participants:\n" + "".join(f"  - {{organisation: {one}, from: 2030, source: list}}\n" for one in ("A", "B", "board"))),
    ("PLP310", "ledger/organisations/A.yaml", "withdrawn: {reason: A mistake., source: list}", "4 references name this record, which was withdrawn",
     _processes(4, body=PROCESS) + "== organisations/A\ntitle: A\nwithdrawn: {reason: A mistake., source: list}\nsource: list\n"),
    ("PLP311", "ledger/processes/2.1.yaml", "id: 2.1", "the process names no plan, and the ledger has several, here and in 11 other places",
     _processes(12, body=PROCESS.replace("plan: plan\n", "")) + "== plans/other\ntitle: O\nperiod: 2021/2023\nsource: list\n"),
    ("PLP301", "ledger/processes/2.1.yaml", "lead: Gone", "unknown organisation `Gone`, here and in 39 other places",
     _processes(40, body=PROCESS.replace("lead: A", "lead: Gone"))),
    ("PLP303", "ledger/processes/2.1.yaml", "gone", "unknown decision `gone`, here and in 39 other places",
     _processes(40, _events("date: 2022-05-10, kind: decision, decision: gone"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "path", "line", "message", "ledger"), CASES, ids=[f"{case[0]} {case[3]}" for case in CASES]
)
def test_one_wrong_fact_is_one_finding(
    little: MakeLedger, rule: str, path: str, line: str, message: str, ledger: str
) -> None:
    (finding,) = _errors(check(little("\n" + ledger)))
    assert (finding.rule, finding.path, finding.message.say()) == (rule, path, message)
    assert line in (finding.line or "")
    assert finding.hint is not None
    assert finding.others
    assert {other.rule for other in finding.others} == {rule}
    assert all(other.value for other in finding.others) or not RULES[rule].value


def test_two_are_told_each_as_either_may_be_wrong(process: MakeLedger) -> None:
    completed = _COMPLETED.replace("2023-01-10", "2022-06-20")
    found = _errors(check(process(_events(*_MEETINGS[:6], completed, *_MEETINGS[6:]))))
    assert [(one.rule, one.value) for one in found] == [("PLP405", "2022-07-10"), ("PLP405", "2022-08-10")]


def test_what_is_acknowledged_is_not_among_them(process: MakeLedger) -> None:
    completed = _COMPLETED.replace("2023-01-10", "2022-04-20")
    known = "known:\n" + "".join(f"  - {{rule: PLP405, value: 2022-0{month}-10, reason: So.}}\n" for month in (5, 6))
    found = check(process(_events(*_MEETINGS[:4], completed, *_MEETINGS[4:]) + known))
    of_rule = [(one.value, one.acknowledged is not None) for one in found if one.rule == "PLP405"]
    assert of_rule == [("2022-05-10", True), ("2022-06-10", True), ("2022-07-10", False), ("2022-08-10", False)]


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A ledger whose plan was adopted too late, by the year."""
    root = write_ledger(tmp_path / "work", BASE + PROCESS + _events(*_MEETINGS))
    return edit(root, "decisions/adoption", "2021-02-10", "2022-12-10").parents[2]


def test_json_has_all_of_them_with_what_acknowledges_each(wrong: Path) -> None:
    answer = json.loads(plptool("validate", "--format", "json", cwd=wrong).stdout)
    (finding,) = [one for one in answer["findings"] if one["rule"] == "PLP404"]
    assert answer["counts"]["error"] == 1
    assert [(one["path"], one["value"]) for one in finding["others"]] == [
        ("ledger/processes/1.1.yaml", f"2022-0{month}-10") for month in range(1, 9)
    ]
    assert finding["others"][0]["message"] == "meeting on 2022-01-10, before the plan was adopted on 2022-12-10"
    assert finding["value"] is None


def test_schemas_of_another_version_are_one_mistake(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    (root / "schema").mkdir()
    for name in (*NAMES, "defs"):
        (root / "schema" / f"{name}.schema.json").write_text("{}", encoding="utf-8")
    (finding,) = _errors(check(open_ledger(root)))
    assert finding.message.say() == f"the file differs from this version's, here and in {len(NAMES)} other places"
    assert [one.path for one in finding.others][-1] == "schema/source.schema.json"


def test_text_names_the_places(wrong: Path) -> None:
    told = plptool("validate", cwd=wrong).stdout
    assert "    See ledger/processes/1.1.yaml:12, 13, 14, 15, 16, 17, 18, 19\n" in told
    (key,) = re.findall(r"`plptool acknowledge (\w+)` says so of each", told)
    done = plptool("acknowledge", key, "--reason", "So it is.", cwd=wrong)
    assert done.returncode == 0, done.stderr
    assert key not in plptool("validate", cwd=wrong).stdout


def test_what_speaks_against_one_date_is_one_finding(process: MakeLedger) -> None:
    late = _MEETINGS[2].replace("2022-03-10", "2032-03-10")
    (finding,) = _errors(check(process(_events(*_MEETINGS[:2], late, *_MEETINGS[3:]))))
    assert (finding.rule, finding.value, finding.severity) == ("PLP402", "2032-03-10 list", "error")
    assert [(one.rule, one.value) for one in finding.others] == [
        ("PLP406", "2032-03-10"), ("PLP403", "2032-03-10"), ("PLP504", "3 2032-03-10"),
    ]  # fmt: skip
    assert text([finding], translator("en")).splitlines()[-2] == (
        "    What else speaks against it: meeting on 2032-03-10, outside the period 2021–2023 (PLP406); "
        "the event of 2032-03-10 stands before that of 2022-08-10 (PLP403); "
        "meeting 3 of 2032-03-10 comes after meeting 8 (PLP504)"
    )


def test_of_several_events_each_is_one(process: MakeLedger) -> None:
    late = [f"date: 203{n}-03-10, kind: note, text: x" for n in (2, 3)]
    found = _errors(check(process(_events(late[0], *_MEETINGS, late[1]))))
    assert [(one.rule, one.value, [other.rule for other in one.others]) for one in found] == [
        ("PLP402", "2032-03-10 list", ["PLP403"]), ("PLP402", "2033-03-10 list", []),
    ]  # fmt: skip


def test_the_cache_gives_the_same(wrong: Path, tmp_path: Path) -> None:
    first, again = (validate(WorkTree(wrong), Cache(tmp_path / "cache")).findings for _ in range(2))
    assert first == again == validate(WorkTree(wrong)).findings
    assert any(one.others for one in again)
