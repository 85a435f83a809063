"""References may use an id that a record had: a record that is renamed rewrites nothing, and breaks no other's seal."""

import json
from pathlib import Path

from plptool.checks.references import references
from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.model.references import IDS, ORGANISATIONS
from plptool.read.opening import open_ledger
from plptool.read.vocabulary import vocabulary
from plptool.read.worktree import WorkTree
from tests.support.findings import rules_and_values
from tests.support.ledgers import write_ledger
from tests.support.program import plptool, seal

LEDGER = """
== ledger
format: 2
title: Little plan
language: en
time-zone: Europe/Stockholm

== organisations/A
title: Administration A
type: administration
source: list

== organisations/B
title: Administration B
type: unit
part-of: A
source: list#L2

== sources/list
title: The list
date: 2023-12-31
lines: 20

== sources/copy
title: A copy
date: 2023-12-31
copy-of: list

== decisions/adoption
title: Adopts the plan
date: 2021-02-10
body: A
status: adopted
concerns: [plan, '1.1']
source: list#L3

== decisions/later
title: Changes the plan
date: 2022-02-10
parties: [A, B]
status: adopted
amends: adoption
commissions: [{id: one, text: Do it., lead: B, reports-to: A, due: 2022-12, source: list#L4}]
events:
  - {date: 2022-06-01, kind: report, of: one, to: A, stage: final, source: list#L5}
source: list#L4

== plans/plan
title: The plan
period: 2021/2023
decision: adoption
participants: [{organisation: A, source: list}]
source: list

== processes/1.1
plan: plan
need: A need
lead: A
partners: [B]
listed: {list: 1}
source: {need: list#L6, lead: list#L7, partners: list#L8, listed: list#L8, plan: list}
discrepancies:
  - field: lead
    claims: [{value: A, source: list#L7}, {value: B, source: copy}]
    reason: The list is newer.
events:
  - {date: 2021-02-10, kind: decision, decision: adoption, source: list#L9}
  - {date: 2021-03-01, kind: meeting, number: 1, with: [B], source: list#L9}
  - {date: 2022-03-01, kind: grant, grant: money, source: list#L9}
  - {date: 2022-04-01, kind: change, set: {lead: B}, remove: {partners: [B]}, add: {partners: [A]}, source: list}

== processes/1.2
plan: plan
need: Another need
lead: B
continues: '1.1'
source: list

== grants/money
title: Money
recipients: [A]
years: [{year: 2022, amount: 100, source: list}]
uses: [{what: It, process: '1.1', source: list}]
source: list

== snapshots/231231
date: 2023-12-31
assertions:
  - {kind: processes, lead: B, counts: {total: 2}, source: list#L10}
"""
RENAMED = {
    "A": "AA",
    "list": "the-list",
    "adoption": "first",
    "plan": "the-plan",
    "1.1": "9.1",
    "money": "grant",
    "later": "second",
}


def renamed(text: str, *former: str) -> str:
    """The same ledger, in which these records have another id, and nothing else is written otherwise."""
    for key in former:
        head, _, rest = text.partition(f"/{key}\n")
        text = f"{head}/{RENAMED[key]}\nformerly: '{key}'\n{rest}"
    return text


def found(root: Path) -> list[tuple[str, str | None]]:
    """What both ways to validate find, but for what documents leave unsaid."""
    findings = check(open_ledger(root))
    assert validate(WorkTree(root)).findings == findings
    return [(rule, value) for rule, value in rules_and_values(findings) if rule != "PLP609"]


def test_the_table_ofreferences_is_whole() -> None:
    assert vocabulary().organisations == ORGANISATIONS
    assert references().keys() | {"continues", "listed"} == IDS


def test_every_reference_may_name_a_record_by_the_id_that_it_had(tmp_path: Path) -> None:
    assert found(write_ledger(tmp_path / "before", LEDGER)) == []
    for former in RENAMED:
        root = write_ledger(tmp_path / former, renamed(LEDGER, former))
        assert found(root) == [], former
    root = write_ledger(tmp_path / "all", renamed(LEDGER, *RENAMED))
    assert found(root) == []


def test_answers_have_the_present_name_and_the_past_id_finds_the_record(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, renamed(LEDGER, *RENAMED))
    for command in (
        ("export",),
        ("sql", "SELECT * FROM events"),
        ("report", "--format", "json"),
        ("show", "1.1", "--format", "json"),
    ):
        told = plptool(*command, "--at", "231231", cwd=root).stdout
        words = json.dumps(json.loads(told)) if told.startswith("{") else told
        for former in ("A", "adoption", "list"):
            assert f'"{former}"' not in words.replace(f'"formerly": "{former}"', ""), (command, former)
    told = json.loads(
        plptool("list", "processes", "--lead", "B", "--at", "231231", "--format", "json", cwd=root).stdout
    )
    assert [(row["id"], row["lead"]) for row in told["processes"]] == [("1.2", "B"), ("9.1", "B")]
    assert "9.1" in plptool("list", "processes", "--lead", "A", "--at", "220101", cwd=root).stdout
    then = json.loads(
        plptool("list", "processes", "--lead", "AA", "--at", "220101", "--format", "json", cwd=root).stdout
    )
    assert [row["id"] for row in then["processes"]] == ["9.1"]
    assert plptool("show", "1.1", "--at", "231231", cwd=root).stdout.startswith("9.1 A need")
    late = json.loads(plptool("list", "commissions", "--at", "231231", "--format", "json", cwd=root).stdout)
    assert late["commissions"][0]["reported"] == "2022-06-01"


def test_an_id_that_two_claim_is_nobodys(tmp_path: Path) -> None:
    both = renamed(LEDGER, "A").replace("title: Administration B\n", "title: Administration B\nformerly: A\n")
    rules = {rule for rule, _ in found(write_ledger(tmp_path, both))}
    assert {"PLP312", "PLP301"} <= rules


def test_the_seal_of_those_that_name_it_by_the_old_id_holds(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "before", LEDGER)
    seal(root, "231231")
    sealed = (root / "ledger/snapshots/231231.yaml").read_text("utf-8")
    for former in ("A", "plan", "adoption", "1.1"):
        after = write_ledger(tmp_path / former, renamed(LEDGER, former))
        (after / "ledger/snapshots/231231.yaml").write_text(sealed, "utf-8")
        broken = [one.path.split("/")[-1] for one in check(open_ledger(after)) if one.rule.startswith("PLP7")]
        # The record itself has another id, which is corrected; of all others the seal holds.
        assert set(broken) <= {f"{RENAMED[former]}.yaml"}, former


def test_a_rename_is_told_once_and_not_wherever_it_is_named(tmp_path: Path) -> None:
    from plptool.timeline.diff import diff

    before = open_ledger(write_ledger(tmp_path / "before", LEDGER)).at("231231")
    after = open_ledger(write_ledger(tmp_path / "after", renamed(LEDGER, "A"))).at("231231")
    assert [(change.record, change.formerly) for change in diff(before, after).changes] == [("AA", "A")]
