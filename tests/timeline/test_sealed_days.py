"""Answers of a sealed day come from what was sealed: what is added later changes none of them, or is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plptool.checks.change import against
from plptool.checks.runner import check
from plptool.edit.grounds import Grounds
from plptool.edit.seal import correct, seal_day
from plptool.edit.text import scalar
from plptool.model.plain import part
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.reports.records import export
from plptool.reports.summary import report
from plptool.seals.canonical import digest
from plptool.seals.chain import new_seal, seals_of
from plptool.seals.verify import digests_of
from plptool.timeline.beginnings import beginning
from plptool.timeline.diff import diff
from tests.support.answers import data_of
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.tables import tables

DAY = date(2023, 12, 31)

GRANT = """
== grants/g
title: A grant
period: 2024
years: [{year: 2022, amount: 100, source: list}, {year: 2023, amount: 200, source: list}]
uses: [{what: A use, period: 2022/2023, source: list}]
events: [{date: 2023-05-01, kind: note, text: Told early., source: list}]
source: list
"""
LATER_GRANT = """
== grants/g
title: A grant
period: 2025
events: [{date: 2023-05-01, kind: note, text: Told early., source: list}]
source: list
"""
LATER_PLAN = """
== plans/next
title: The next plan
period: 2025/2026
events: [{date: 2023-06-01, kind: note, text: Told early., source: list}]
source: list
"""
LATER_PROCESS = """
== processes/3.1
plan: next
need: Another need.
goal: Another goal.
activities: [Do it]
lead: A
priority: 1
period: 2025
source: list
"""
OTHERS = """
== organisations/C
title: Administration C
type: administration
source: list

== sources/later
title: A later list
date: 2024-06-30
"""
LATER_EVENT = "events: [{date: 2024-02-01, kind: note, text: Looked at again., source: list}]\n"


def answers(root: Path) -> dict[str, Any]:
    """All that is said of the sealed day, but for the seal itself and what speaks of the tool's findings."""
    state = open_ledger(root).at(DAY)
    told = data_of(export(state))
    for snapshot in told["snapshots"]:
        snapshot.pop("seal", None)
        snapshot.pop("corrections", None)
    found = tables(state)
    found.pop("known")
    return {"export": told, "tables": found}


def rules(root: Path) -> list[tuple[str, str | None]]:
    return [(one.rule, one.record) for one in check(open_ledger(root)) if one.rule.startswith("PLP7")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = write_ledger(tmp_path, BASE + PROCESS + "\n== snapshots/231231\ndate: 2023-12-31\n")
    seal_day(WorkTree(found), DAY, date(2024, 6, 1))
    return found


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (GRANT, [("PLP703", "g")]),  # its first year is before the day
        (LATER_GRANT, []),
        (LATER_PLAN, []),
        (LATER_PLAN + LATER_PROCESS, []),
        (OTHERS, []),
    ],
)
def test_what_is_added(root: Path, added: str, told: list[tuple[str, str]]) -> None:
    before = answers(root)
    write_ledger(root, added)
    assert (answers(root) != before, rules(root)) == (bool(told), told)


@pytest.mark.parametrize("name", ["decisions/adoption", "plans/plan"])
def test_the_first_later_event_of_a_sealed_record(root: Path, name: str) -> None:
    before = answers(root)
    file = root / f"ledger/{name}.yaml"
    file.write_text(file.read_text(encoding="utf-8") + LATER_EVENT, encoding="utf-8")
    assert (answers(root), rules(root)) == (before, [])


def test_a_seal_that_was_made_with_the_empty_list_holds(tmp_path: Path) -> None:
    """As seals were made once: of a record with later events alone."""
    found = write_ledger(tmp_path, BASE + PROCESS + "\n== snapshots/231231\ndate: 2023-12-31\n")
    decision = {**open_ledger(found).records["adoption"].data, "events": [{"date": "2024-02-01"}]}
    assert len(digests_of(decision, "decisions", DAY)) == 2
    once = digest({"decisions": {**{k: v for k, v in decision.items() if k != "events"}, "events": []}})
    assert once == digests_of(decision, "decisions", DAY)[1]
    without = {name: value for name, value in decision.items() if name != "events"}
    assert once in digests_of(without, "decisions", DAY), "a later event that is removed says nothing else of the day"


def test_a_second_plan_leaves_the_status_of_the_first_ones_processes(root: Path) -> None:
    """Where processes name no plan, a second one is an error; but it moves nothing on a sealed day."""
    file = root / "ledger/processes/1.1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("plan: plan\n", ""), encoding="utf-8")
    (root / "ledger/snapshots/231231.yaml").write_text("id: 231231\ndate: 2023-12-31\n", encoding="utf-8")
    seal_day(WorkTree(root), DAY, date(2024, 6, 1))
    before = answers(root)
    write_ledger(root, LATER_PLAN)
    assert (answers(root), rules(root)) == (before, [])
    assert "PLP311" in {one.rule for one in check(open_ledger(root)) if one.severity == "error"}


def test_the_time_zone_is_sealed_too(root: Path) -> None:
    """It decides what a day was."""
    manifest = root / "ledger/ledger.yaml"
    before = open_ledger(root)
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("Europe/Stockholm", "Asia/Tokyo"), encoding="utf-8"
    )
    assert rules(root) == [("PLP704", "231231")]
    assert [one.rule for one in against(before, open_ledger(root), {})] == ["PLP711"]


def test_an_older_seal_without_a_time_zone_is_held_by_the_base(root: Path) -> None:
    path = root / "ledger/snapshots/231231.yaml"
    (seal,) = seals_of(open_ledger(root).snapshots, {})
    once = new_seal(seal.records, DAY, None)
    lines = [f"    {scalar(key)}: {value}" for key, value in part(once, "records").items()]
    path.write_text(
        "\n".join(["id: 231231", "date: 2023-12-31", "seal:", f"  digest: {once['digest']}", "  records:", *lines, ""]),
        encoding="utf-8",
    )
    assert rules(root) == []
    before = open_ledger(root)
    manifest = root / "ledger/ledger.yaml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("Europe/Stockholm", "Asia/Tokyo"), encoding="utf-8"
    )
    assert rules(root) == []
    assert [one.rule for one in against(before, open_ledger(root), {})] == ["PLP711"]
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("Little plan", "Another title"), encoding="utf-8")
    assert "PLP711" in [one.rule for one in against(before, open_ledger(root), {})]


def test_a_day_before_the_plan_is_adopted_has_none_of_its_processes(tmp_path: Path) -> None:
    """Whether they name the plan, or there is only one."""
    found = write_ledger(tmp_path, BASE + PROCESS + PROCESS.replace("1.1", "1.2").replace("plan: plan\n", ""))
    write_ledger(found, "== snapshots/201231\ndate: 2020-12-31\n")
    assert sorted(open_ledger(found).at("201231").processes) == ["1.1", "1.2"]  # foreseen, as far as anybody knew
    seal_day(WorkTree(found), date(2020, 12, 31), date(2024, 6, 1))
    assert sorted(open_ledger(found).at("201231").processes) == []


def test_what_belongs_to_a_plan_that_never_begins_never_does(tmp_path: Path) -> None:
    text = BASE.replace("date: 2021-02-10", "date: 2021-02-10/..") + PROCESS
    ledger = open_ledger(write_ledger(tmp_path, text))
    assert [beginning(ledger, ledger.records[key]) for key in ("plan", "1.1")] == [None, None]


TWICE = """
== sources/list
title: The list
date: 2023-12-31
lines: 9

== decisions/adoption
title: Adopts the plan
date: 2021-02-10
body: board
status: adopted
concerns: [plan]
events:
  - {date: 2021-03-01, kind: note, text: One., source: list#L1}
  - {date: 2021-03-01, kind: note, text: Another., source: list#L2}
source: list
"""
FORESEEN = """
== decisions/next
title: Adopts the next plan
date: 2024-03-01
body: board
status: proposed
source: list
{withdrawn}
== plans/plan
title: The plan
period: 2021/2023
decision: next
source: list
"""
WITHDRAWN = "withdrawn: {reason: Recorded by mistake., source: list}\n"


def sealed(root: Path, text: str) -> Path:
    found = write_ledger(root, BASE + text + "\n== snapshots/231231\ndate: 2023-12-31\n")
    seal_day(WorkTree(found), DAY, date(2024, 6, 1))
    return found


def test_the_order_in_which_events_of_one_day_were_written_says_nothing(tmp_path: Path) -> None:
    """Nor where in its file the event stands that cites a document."""
    root = sealed(tmp_path, TWICE)
    before = answers(root)
    file = root / "ledger/decisions/adoption.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    first = lines.index("events:") + 1
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert (answers(root), rules(root)) == (before, [])


def test_a_process_of_a_plan_that_waits_for_its_decision_waits_with_it_though_it_names_none(tmp_path: Path) -> None:
    """It is not sealed, and not shown: whoever edits it changes nothing on the day."""
    root = sealed(tmp_path, FORESEEN.format(withdrawn="") + PROCESS.replace("plan: plan\n", ""))
    before = answers(root)
    assert before["export"]["processes"] == []
    file = root / "ledger/processes/1.1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("A need.", "Another need."), encoding="utf-8")
    assert (answers(root), rules(root)) == (before, [])


def test_a_plan_that_was_sealed_stays_when_its_decision_is_found_to_be_later(tmp_path: Path) -> None:
    root = sealed(tmp_path, FORESEEN.format(withdrawn=WITHDRAWN) + PROCESS)
    before = answers(root)
    assert [plan["id"] for plan in before["export"]["plans"]] == ["plan"]
    write_ledger(root, FORESEEN.format(withdrawn=""))
    assert (answers(root), rules(root)) == (before, [])


def test_an_organisation_that_is_renamed_with_a_correction_stays_on_the_sealed_day(root: Path) -> None:
    folder = root / "ledger/organisations"
    text = (folder / "B.yaml").read_text(encoding="utf-8").replace("id: B\n", "id: B2\nformerly: B\n")
    (folder / "B.yaml").unlink()
    (folder / "B2.yaml").write_text(text, encoding="utf-8")
    process = root / "ledger/processes/1.1.yaml"
    process.write_text(process.read_text(encoding="utf-8").replace("[B]", "[B2]"), encoding="utf-8")
    correct(WorkTree(root), DAY, ["B", "1.1"], Grounds("Another name.", ("list",)))
    assert rules(root) == []
    assert "B2" in open_ledger(root).at(DAY).records["organisations"]
    (row,) = report(open_ledger(root).at(DAY), check(open_ledger(root))).seals
    assert (row.holds, row.altered) == (True, ())


def test_what_is_only_foreseen_is_not_removed_by_a_day_that_is_sealed(root: Path) -> None:
    """A day before, of which it is shown as foreseen, and the sealed one, of which it is not."""
    write_ledger(root, LATER_PLAN + LATER_PROCESS + OTHERS)
    ledger = open_ledger(root)
    assert [change.record for change in diff(ledger.at("221231"), ledger.at(DAY)).changes] == ["231231"]  # the snapshot
    came = {change.record: change.change for change in diff(ledger.at(DAY), ledger.at("251231")).changes}
    assert came["3.1"] == "added"


def test_the_order_in_which_an_assertion_counts_says_nothing(tmp_path: Path) -> None:
    snapshot = (
        "\n== snapshots/231231\ndate: 2023-12-31\nassertions: [{{kind: processes, counts: {{{}}}, source: list}}]\n"
    )
    told = []
    for counts in ("total: 1, planned: 1", "planned: 1, total: 1"):
        write_ledger(tmp_path, BASE + PROCESS + snapshot.format(counts))
        told.append(report(open_ledger(tmp_path).at(DAY), []).assertions)
    assert told[0] == told[1]
