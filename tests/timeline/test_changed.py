"""What changes make of records of every sort: the past stays as it was, and no seal breaks."""

from datetime import date
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.model.changeable import CHANGEABLE, NAMED_BY
from plptool.model.collections import Collection
from plptool.model.plain import Plain, entries, number, part
from plptool.read.fields import event_fields, record_fields
from plptool.read.opening import open_ledger
from tests.support.findings import rules_and_values
from tests.support.git import commit, commit_ledger, init
from tests.support.ledgers import BASE, PROCESS, MakeLedger, write_ledger
from tests.support.program import plptool, seal

GRANT = """
== grants/money
title: Money
recipients: [A]
years: [{year: 2022, amount: 100, source: list}]
source: list
"""


def changed(text: str, record: str, *events: str) -> str:
    """The same records, one of which has these events too."""
    written = "".join(f"  - {{{event}, source: list}}\n" for event in events)
    head, _, rest = text.partition(f"== {record}\n")
    own, gap, after = rest.partition("\n\n")
    return f"{head}== {record}\n{own}\nevents:\n{written}{gap}{after}"


@pytest.mark.parametrize("collection", Collection)
def test_the_schemas_and_the_fold_agree_on_what_may_change(collection: Collection) -> None:
    changeable = CHANGEABLE[collection]
    said = {field.name: {inner.name for inner in field.parts} for field in event_fields(collection, "change")}
    of_record = {field.name: field for field in record_fields(collection)}
    assert said.get("set", set()) == set(changeable.fields)
    assert said.get("add", set()) == said.get("remove", set()) == set(changeable.lists) <= set(changeable.fields)
    assert {"id", "date", "decision", "source", "events", "formerly", "known"}.isdisjoint(changeable.fields)
    for name in changeable.lists:
        assert of_record[name].is_list
        assert of_record[name].has_parts == (name in NAMED_BY), name


def values(ledger_text: MakeLedger, text: str, collection: Collection, key: str, name: str, *days: str) -> list[Plain]:
    ledger = ledger_text(text)
    return [ledger.at(day).records[collection][key].get(name) for day in days]


def test_a_new_name_does_not_rename_the_past(little: MakeLedger) -> None:
    text = changed(
        BASE, "organisations/A", "date: 2023-01-01, kind: change, set: {title: The new A}, add: {names: [NA]}"
    )
    said = values(little, text, Collection.ORGANISATIONS, "A", "title", "221231", "230101")
    assert said == ["Administration A", "The new A"]
    assert values(little, text, Collection.ORGANISATIONS, "A", "names", "221231", "230101") == [None, ["NA"]]


def test_participants_come_and_go_and_of_a_group_only_what_is_named_changes(little: MakeLedger) -> None:
    plan = BASE.replace(
        "decision: adoption\n",
        "decision: adoption\nparticipants: [{organisation: A, source: list}, {organisation: B, source: list}]\n"
        "steering-group: {organisation: board, members: 5, source: list#L1}\n",
    )
    text = changed(
        plan, "plans/plan",
        "date: 2022-03-01, kind: change, remove: {participants: [A]}, add: {participants: [{organisation: board, source: list}]}",
        "date: 2022-04-01, kind: change, set: {steering-group: {members: 7}, period: 2021/2025}",
    )  # fmt: skip
    state = little(text).at("220401").records[Collection.PLANS]["plan"]
    assert [entry["organisation"] for entry in entries(state, "participants")] == ["B", "board"]
    assert part(state, "steering-group") == {"organisation": "board", "members": 7, "source": ["list#L1", "list"]}
    assert part(state, "source")["participants"] == "list"
    assert values(little, text, Collection.PLANS, "plan", "period", "220331", "220401") == ["2021/2023", "2021/2025"]


def test_one_that_leads_alone_again_is_no_list(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-03-01, kind: change, add: {lead: board}, source: list}
  - {date: 2022-04-01, kind: change, remove: {lead: A}, source: list}
""")
    assert [ledger.at(day).processes["1.1"].fields["lead"] for day in ("220228", "220301", "220401")] == [
        "A", ["A", "board"], "board"
    ]  # fmt: skip


def test_what_becomes_of_a_seal(tmp_path: Path) -> None:
    """An organisation's first change, a plan extended and a grant's new year break no seal; one of the past does."""
    text = BASE + PROCESS + GRANT + "\n== snapshots/221231\ndate: 2022-12-31\n"
    root = write_ledger(tmp_path, text)
    seal(root, "221231")
    sealed = (root / "ledger/snapshots/221231.yaml").read_text("utf-8")
    changes = {
        "organisations/A": "date: DAY, kind: change, set: {title: The new A}",
        "plans/plan": "date: DAY, kind: change, set: {period: 2021/2025}",
        "grants/money": "date: DAY, kind: change, add: {years: [{year: 2023, amount: 50, source: list}], recipients: [B]}",
        "sources/list": "date: DAY, kind: change, set: {title: The list of 2023}",
        "decisions/adoption": "date: DAY, kind: change, set: {owner: A}",
        "processes/1.1": "date: DAY, kind: change, remove: {partners: [B]}",
    }
    for day, broken in (("2023-06-01", 0), ("2022-06-01", len(changes))):
        later = text.strip() + "\n\n"
        for record, event in changes.items():
            later = changed(later, record, event.replace("DAY", day))
        root = write_ledger(tmp_path / day, later)
        (root / "ledger/snapshots/221231.yaml").write_text(sealed, "utf-8")
        found = [rule for rule, _ in rules_and_values(check(open_ledger(root))) if rule.startswith("PLP7")]
        assert found == ["PLP701"] * broken, day


def test_grants_of_a_day_have_its_years(little: MakeLedger) -> None:
    text = BASE + changed(
        GRANT + "\n\n", "grants/money",
        "date: 2023-06-01, kind: change, add: {years: [{year: 2023, amount: 50, source: list}]}",
    )  # fmt: skip
    amounts = values(little, text, Collection.GRANTS, "money", "years", "221231", "230601", "231231")
    totals = [sum(number(entry, "amount") for entry in entries({"years": years}, "years")) for years in amounts]
    assert totals == [100, 100, 150]  # a year comes with its last day
    text = text.replace("add: {years: [{year: 2023,", "remove: {years: [2022]}, add: {years: [{year: 2021,")
    assert values(little, text, Collection.GRANTS, "money", "years", "230601") == [
        [{"year": 2021, "amount": 50, "source": "list"}]
    ]


def test_a_policy_has_the_owner_and_the_period_of_its_day(little: MakeLedger) -> None:
    text = BASE + changed(
        """
== decisions/policy
title: A policy
date: 2021-03-01
body: board
type: policy
status: adopted
period: 2021/2022
owner: A
source: list

""", "decisions/policy", "date: 2022-06-01, kind: change, set: {owner: B, period: 2021/2024}")  # fmt: skip
    ledger = little(text)
    assert [ledger.at(day).decisions["policy"]["owner"] for day in ("220531", "220601")] == ["A", "B"]
    assert ledger.at("230601").forces["policy"].in_force
    assert not little(text.replace("2022-06-01", "2023-09-01")).at("230601").forces["policy"].in_force
    assert not ledger.at("250101").forces["policy"].in_force


def test_the_differences_and_the_answers_of_a_day_have_its_names(tmp_path: Path) -> None:
    text = changed(BASE, "organisations/A", "date: 2023-01-01, kind: change, set: {title: The new A}")
    root = write_ledger(tmp_path, text)
    for day, name, other in (("221231", "Administration A", "The new A"), ("230101", "The new A", "Administration A")):
        for command in (("list", "organisations"), ("show", "A"), ("sql", "SELECT title FROM organisations")):
            done = plptool(*command, "--at", day, cwd=root).stdout
            assert name in done, command
            assert other not in done or command == ("show", "A")
    told = plptool("diff", "221231", "230101", cwd=root).stdout
    assert "The new A" in told


def test_a_command_says_what_changes_and_log_and_blame_have_the_name_of_their_day(tmp_path: Path) -> None:
    root = init(tmp_path)
    commit_ledger(root, BASE + PROCESS, "One")
    done = plptool("set", "B", "title", "The new B", "--from", "2024-03-01", "--source", "list", cwd=root)
    assert done.stdout.splitlines()[-1].startswith("Title of B changes: Administration B → The new B")
    commit(root, "Two", "2024-02-02T12:00")
    assert "B: added – Administration B" in plptool("log", "B", cwd=root).stdout
    assert "Administration B" in plptool("blame", "B", "--at", "240229", cwd=root).stdout.splitlines()[0]
    assert "The new B" in plptool("blame", "B", "--at", "240301", cwd=root).stdout.splitlines()[0]
    done = plptool("set", "1.1", "partners", "B", "--remove", "--from", "2024-03-01", "--source", "list", cwd=root)
    assert done.stdout.splitlines()[-1].startswith("Partners of 1.1 change.")


def test_log_and_blame_tell_by_the_words_of_the_plan(tmp_path: Path) -> None:
    root = init(tmp_path)
    commit_ledger(root, BASE + WORDS.lstrip("\n") + PROCESS, "One", "2022-02-01T12:00")
    report = ("add", "report", "1.1", "2022-05-01", "--rating", "amber", "--outcome", "merged", "--source", "list")
    assert plptool(*report, cwd=root).returncode == 0
    commit(root, "Two", "2022-05-02T12:00")
    for command, words in (
        (("log",), "Merged, At risk"), (("log", "1.1"), "Merged, At risk"),
        (("blame", "1.1", "--at", "220531"), "Merged, At risk"), (("blame", "1.1", "--at", "220601"), "Gone, Behind"),
    ):  # fmt: skip
        told = plptool(*command, cwd=root).stdout
        assert words in told, command
        assert "amber" not in told.replace("ratings amber", "")


def test_an_organisation_may_be_asked_for_by_the_id_that_it_had(tmp_path: Path) -> None:
    root = init(tmp_path)
    commit_ledger(root, BASE + PROCESS, "One", "2022-02-01T12:00")
    assert plptool("rename", "A", "AA", cwd=root).returncode == 0
    commit(root, "Two", "2022-02-02T12:00")
    (root / "ledger/processes/1.1.yaml").write_text(
        (root / "ledger/processes/1.1.yaml").read_text("utf-8").replace("A goal.", "Another goal."), "utf-8"
    )
    commit(root, "Three", "2022-02-03T12:00")
    for command in (("log", "--org"), ("diff", "221231@HEAD~1", "221231@HEAD", "--org"), ("report", "--at", "221231", "--org"),
                    ("list", "--org"), ("diff", "221231@HEAD~2", "221231@HEAD~1", "--org")):  # fmt: skip
        former, present = (plptool(*command, key, cwd=root) for key in ("A", "AA"))
        assert (former.returncode, former.stdout) == (0, present.stdout), command
    assert plptool("log", "--org", "A", cwd=root).stdout.count("1.1") >= 2
    assert plptool("log", "--org", "AAA", cwd=root).returncode == 2


WORDS = """
ratings: {amber: {text: At risk., source: list}}
outcomes: {merged: {status: completed, text: Merged., source: list}}
events:
  - date: 2022-06-01
    kind: change
    set:
      ratings: {amber: {text: Behind., source: list}}
      outcomes: {merged: {status: cancelled, text: Gone., source: list}}
    source: list
"""


@pytest.mark.parametrize(
    ("reported", "day", "status", "words"),
    [
        ("2022-05-31", date(2022, 5, 31), "completed", ("At risk.", "Merged.")),
        ("2022-05-31", date(2022, 6, 1), "completed", ("Behind.", "Gone.")),
        ("2022-06-01", date(2022, 6, 1), "cancelled", ("Behind.", "Gone.")),
    ],
)
def test_an_outcome_says_the_status_that_it_said_on_its_day(
    little: MakeLedger, reported: str, day: date, status: str, words: tuple[str, str]
) -> None:
    event = f"events: [{{date: {reported}, kind: report, rating: amber, outcome: merged, source: list}}]\n"
    state = little(WORDS.lstrip("\n") + PROCESS + event).at(day).processes["1.1"]
    assert (state.status, (state.rating_text, state.outcome_text)) == (status, words)


def test_an_indicator_that_another_replaces_keeps_its_place_and_its_values(little: MakeLedger) -> None:
    indicators = "indicators: [{id: a, text: A, better: higher, targets: {2022: 3}, source: list}, {id: b, text: B, source: list}]\n"
    change = "{date: 2023-02-01, kind: change, remove: {indicators: [a]}, add: {indicators: [{id: a, text: A, better: higher, targets: {2022: 2}, source: list}]}, source: list}"
    events = f"events: [{{date: 2023-01-01, kind: report, of: a, value: 2, period: 2022, source: list}}, {change}]\n"
    ledger = little(indicators + events)
    assert [finding.rule for finding in check(ledger) if finding.rule in ("PLP509", "PLP510", "PLP317", "PLP313")] == []
    for day, met in ((date(2023, 1, 31), False), (date(2023, 2, 1), True)):
        first, second = ledger.at(day).indicators
        assert (first.indicator.id, second.indicator.id) == ("a", "b")
        assert first.met(first.periods[0]) is met
