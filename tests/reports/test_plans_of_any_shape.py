"""A plan that is no list of needs: titles, due dates, several leads, people who are responsible, milestones."""

import json
from datetime import date
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.model.i18n import translation, translator
from plptool.model.plain import entries
from plptool.read.opening import open_ledger
from plptool.render.markdown import markdown
from plptool.render.phrases import beside_status, progress_of
from plptool.render.record import show
from plptool.render.sentence import sentence
from plptool.reports import sql
from plptool.reports.change import changed
from plptool.reports.dues import dues
from plptool.reports.records import Filters, listing, select, view
from plptool.reports.rows import GrantRow, ProcessRow
from plptool.reports.summary import report
from plptool.reports.tasks import milestones
from plptool.timeline import diff as differences
from plptool.timeline.totals import totals
from tests.support.findings import rules_and_words
from tests.support.ledgers import BASE, MakeLedger, write_ledger
from tests.support.program import plptool

SHAPED = """
== processes/A10
plan: plan
title: Integrate geospatial data
lead: [A, board]
due: 2022-12
milestones:
  - {id: strategy, text: A strategic plan, due: 2022-06-30, source: list}
  - {id: platform, text: A platform, lead: B, due: 2022-06-30, source: list}
source: list
events:
  - {date: 2022-06-15, kind: activity, activity: other, text: It was adopted., settles: strategy, source: list}

== processes/A11
plan: plan
title: Publish inventories
roles: [{role: Senior official, person: Kim Example, source: list}]
source: list
events:
  - {date: 2022-09-01, kind: status, status: cancelled, reason: Another law., source: list}
"""


def test_a_process_has_a_title_several_leads_or_people_and_a_due_date(little: MakeLedger) -> None:
    state = little(SHAPED).at("230131")
    first, second = (ProcessRow.of(process, state.day) for process in state.processes.values())
    assert (first.called, first.need, first.leads) == ("Integrate geospatial data", None, ("A", "board"))
    assert (first.due, first.late, second.leads) == ("2022-12", True, ())
    for organisation in ("A", "board"):
        assert [process.id for process in select(state, Filters(lead=organisation))] == ["A10"]
    assert not state.processes["A10"].late(state.ledger.at("221231").day)
    leads = sql.run(state, "SELECT process, organisation FROM leads ORDER BY 1, 2")
    assert leads.rows == [("A10", "A"), ("A10", "board")]


def test_of_two_milestones_of_one_day_each_is_settled_by_its_id(little: MakeLedger) -> None:
    ledger = little(SHAPED)
    before = {row.id: (row.standing, row.lead, row.days_late) for row in milestones(ledger.at("220630"))}
    assert before == {"strategy": ("executed", ("A", "board"), None), "platform": ("open", ("B",), None)}
    after = {row.id: (row.standing, row.days_late) for row in milestones(ledger.at("220702"))}
    assert after == {"strategy": ("executed", None), "platform": ("late", 2)}
    words = view(ledger.at("220702"), "A10").words
    assert words is not None
    assert words.tasks == {"strategy": "A strategic plan", "platform": "A platform"}
    due = [(one.words, one.bodies, one.due) for one in dues(ledger.at("220702"))]
    assert due == [
        ("A platform", ("B",), "2022-06-30"),
        ("Integrate geospatial data", ("A", "board"), "2022-12"),
    ]


def test_what_is_cancelled_goes_on_no_longer_and_nobody_waits_for_its_milestones(little: MakeLedger) -> None:
    cancelled = "  - {date: 2022-07-01, kind: status, status: cancelled, reason: No money., source: list}\n"
    ledger = little(SHAPED.replace("\n== processes/A11", cancelled + "\n== processes/A11"))
    state = ledger.at("230131")
    assert [process.id for process in select(state, Filters(status="cancelled"))] == ["A10", "A11"]
    assert not select(state, Filters(status="continuing"))
    assert {row.id: row.standing for row in milestones(state)} == {"strategy": "executed", "platform": "dropped"}
    assert [one.words for one in dues(state)] == []


@pytest.mark.parametrize(("lines", "rule"), [
    ("title: Something\nsource: list\n", "PLP512"),
    ("lead: A\nsource: list\n", "PLP513"),
    ("title: Something\nlead: [A, B]\npartners: [B]\nsource: list\n", "PLP506"),
    ("title: Something\nlead: [A, Gone]\nsource: list\n", "PLP301"),
    ("title: Something\nlead: A\nmilestones: [{id: a, text: x, due: 2022, source: list}]\nsource: list\n"
     "events: [{date: 2022-03-01, kind: status, of: b, status: completed, source: list}]\n", "PLP313"),
])  # fmt: skip
def test_what_is_wrong_with_it(little: MakeLedger, lines: str, rule: str) -> None:
    assert rule in [found for found, _ in rules_and_words(check(little(f"\n== processes/2.1\nplan: plan\n{lines}")))]


def test_diff_tells_what_became_of_milestones_in_either_language(little: MakeLedger) -> None:
    ledger = little(SHAPED)
    old, new = ledger.at("220601"), ledger.at("220901")
    found = differences.diff(old, new)
    turns = {(task.task, task.what) for change in found.changes for task in change.tasks}
    assert turns == {("A strategic plan", "executed"), ("A platform", "late")}
    year_over = differences.diff(ledger.at("221231"), ledger.at("230110"))
    late = [task for change in year_over.changes for task in change.tasks if task.id == change.record == "A10"]
    assert [(task.what, task.before, task.after, task.why) for task in late] == [("late", "2022-12", 10, "happened")]


def test_nobody_is_named(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + SHAPED)
    for command in (["list", "milestones"], ["report"], ["report", "--format", "json"]):
        told = plptool("-C", str(root), *command, "--at", "230131").stdout
        assert told
        assert "Kim Example" not in told


def test_the_commands_answer(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + SHAPED)
    late = json.loads(
        plptool("-C", str(root), "list", "milestones", "--overdue", "--at", "220801", "--format", "json").stdout
    )
    assert [(row["record"], row["id"], row["days_late"]) for row in late["milestones"]] == [("A10", "platform", 32)]
    told = plptool("-C", str(root), "report", "--at", "220801").stdout
    assert "Milestones that are overdue" in told
    swedish = plptool("-C", str(root), "show", "A10", "--at", "220801", "--lang", "sv").stdout
    assert "Delmål" in swedish
    assert "uppnått" in swedish


RATED = """
== plans/plan
title: A plan
period: 2021/2023
ratings:
  green: {text: On track., source: list}
  amber: {text: At risk., source: list}
outcomes:
  inappropriate: {status: cancelled, text: Considered inappropriate., source: list}
source: list

== processes/B1
plan: plan
title: Share data
lead: A
source: list
events:
  - {date: 2022-03-31, kind: report, status: ongoing, percent: 90, rating: green, source: list}
  - {date: 2022-06-30, kind: report, percent: 30, rating: amber, reason: The data came late., source: list}
  - {date: 2022-12-31, kind: report, outcome: inappropriate, source: list}
"""


def test_a_report_says_how_much_is_done_and_how_it_is_rated(little: MakeLedger) -> None:
    ledger = little(RATED)
    stood = {day: ledger.at(day).processes["B1"] for day in ("220301", "220401", "220701")}
    assert [(process.status, process.percent, process.rating) for process in stood.values()] == [
        ("planned", None, None), ("ongoing", 90, "green"), ("ongoing", 30, "amber")
    ]  # fmt: skip
    (row,) = sql.run(ledger.at("220701"), "SELECT percent, rating FROM processes WHERE id = 'B1'").rows
    assert row == (30, "amber")


def test_an_outcome_of_the_plan_says_the_status(little: MakeLedger) -> None:
    process = little(RATED).at("221231").processes["B1"]
    assert (process.status, process.outcome, process.continuing) == ("cancelled", "inappropriate", False)
    assert beside_status(process, late=True, _=str) == "Considered inappropriate, overdue"


def test_what_fell_from_green_to_amber_is_the_news(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + RATED)
    told = plptool("-C", str(root), "diff", "220401", "220701", "--format", "markdown").stdout
    assert "90%: On track → 30%: At risk" in told
    swedish = plptool("-C", str(root), "diff", "220401", "220701", "--lang", "sv", "--format", "markdown").stdout
    assert "90 %: On track → 30 %: At risk" in swedish.replace("\u00a0", " ")
    assert "30%: At risk" in plptool("-C", str(root), "list", "--at", "220701").stdout
    assert "30%: At risk" in plptool("-C", str(root), "show", "B1", "--at", "220701").stdout


FIRST = RATED.replace("outcomes:\n", "priorities: [High, Low]\noutcomes:\n").replace(
    "lead: A\n", "lead: A\npriority: 1\n"
)
LOWERED = "  - {date: 2022-07-01, kind: change, set: {priority: 2}, source: list}\n"
THEN = "  - {date: 2022-12-31"


def test_a_priority_is_told_by_the_plans_word_wherever_it_changes(little: MakeLedger, tmp_path: Path) -> None:
    lowered = FIRST.replace(THEN, LOWERED + THEN)
    root = write_ledger(tmp_path / "new", BASE + lowered)
    told = plptool("-C", str(root), "diff", "220630", "220701", "--format", "markdown").stdout
    assert "priority: High → Low" in told
    assert [
        field.get("to_text")
        for change in json.loads(plptool("-C", str(root), "diff", "220630", "220701", "--format", "json").stdout)[
            "changes"
        ]
        for field in change["fields"]
        if field["field"] == "priority"
    ] == ["Low"]
    shown = plptool("-C", str(root), "show", "B1", "--at", "220701", "--format", "markdown").stdout
    assert "| priority | Low |" in shown
    assert "Changed: priority: Low" in shown
    old = open_ledger(write_ledger(tmp_path / "old", BASE + FIRST))
    effect = changed(old, little(lowered), date(2023, 1, 1)).effect
    assert sentence(effect, translator("en")) == "Priority of B1 changes: High → Low."
    unknown = lowered.replace("set: {priority: 2}", "set: {priority: 3}")
    assert ("PLP315", "the plan has 2 priorities, and none is 3") in rules_and_words(check(little(unknown)))


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("rating: amber,", "rating: yellow,", "PLP315"),
    ("outcome: inappropriate,", "outcome: gone,", "PLP315"),
    ("kind: report, outcome:", "kind: status, status: completed, outcome:", "PLP520"),
])  # fmt: skip
def test_what_is_wrong_with_the_plans_words(little: MakeLedger, old: str, new: str, rule: str) -> None:
    assert not [found for found, _ in rules_and_words(check(little(RATED))) if found in ("PLP315", "PLP520")]
    assert rule in [found for found, _ in rules_and_words(check(little(RATED.replace(old, new))))]


SPLIT = """
== processes/C1
plan: plan
title: Adult care
lead: A
source: list
events: [{date: 2022-06-30, kind: status, status: completed, text: Split in two., source: list}]
== processes/C2
plan: plan
title: Home care
lead: A
continues: C1
source: list
== processes/C3
plan: plan
title: Residential care
lead: B
continues: [C1]
part-of: C2
source: list
"""


def test_a_split_and_a_part_are_told_from_both_sides(little: MakeLedger) -> None:
    ledger = little(SPLIT)
    assert not [found for found, _ in rules_and_words(check(ledger)) if found in ("PLP301", "PLP302", "PLP316")]
    state = ledger.at("221231")
    assert [row.id for row in view(state, "C1").continued_by] == ["C2", "C3"]
    assert [row.id for row in view(state, "C2").parts] == ["C3"]
    assert sql.run(state, "SELECT process, continued FROM continues ORDER BY 1").rows == [("C2", "C1"), ("C3", "C1")]


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("part-of: C2", "part-of: C9", "PLP302"),
    ("continues: [C1]", "continues: [C1, A]", "PLP302"),  # an organisation is none
    ("part-of: C2", "part-of: C3", "PLP316"),
    ("continues: C1", "continues: C3", None),
    ("title: Adult care", "title: Adult care\ncontinues: C2", "PLP316"),
])  # fmt: skip
def test_what_is_wrong_with_parts_and_what_goes_on(little: MakeLedger, old: str, new: str, rule: str | None) -> None:
    found = {found for found, _ in rules_and_words(check(little(SPLIT.replace(old, new, 1))))}
    assert found & {"PLP302", "PLP316"} == ({rule} if rule else set())


def test_what_the_documents_of_a_plan_never_say_is_one_note(little: MakeLedger) -> None:
    nine = "".join(f"== processes/D{n}\nplan: plan\ntitle: Action {n}\nlead: A\nsource: list\n" for n in range(1, 10))
    ledger = little(nine)
    notes = [finding for finding in check(ledger) if finding.rule == "PLP609"]
    assert [(note.record, note.message.args["n"]) for note in notes] == [("plan", 36)]  # four facts each
    told = report(ledger.at("221231"), check(ledger))
    assert len(told.missing) == 36
    assert {(one.record, one.field) for one in told.missing} >= {("D1", "goal"), ("D9", "priority")}


def test_a_pull_request_tells_how_progress_fell(little: MakeLedger, tmp_path: Path) -> None:
    last = (
        "  - {date: 2022-06-30, kind: report, percent: 30, rating: amber, reason: The data came late., source: list}\n"
    )
    outcome = "  - {date: 2022-12-31, kind: report, outcome: inappropriate, source: list}\n"
    new = RATED.replace(outcome, "")
    (tmp_path / "old").mkdir()
    old_ledger = open_ledger(write_ledger(tmp_path / "old", BASE + new.replace(last, "")))
    new_ledger = little(new)
    effect = changed(old_ledger, new_ledger, date(2023, 1, 1)).effect
    assert sentence(effect, translator("en")) == "Progress of B1 changes: 90%: On track → 30%: At risk."


REACHED = "  - {date: 2022-06-20, kind: activity, activity: other, text: It runs., settles: platform, source: list}\n"


@pytest.mark.parametrize(
    ("event", "sentence_then"),
    [
        ("", "1 milestone is reached."),
        ("  - {date: 2022-06-21, kind: status, of: strategy, status: ongoing, source: list}\n",
         "1 milestone is reached; 1 milestone is open again."),
        ("  - {date: 2022-06-01, kind: status, of: strategy, status: ongoing, source: list}\n",
         "1 milestone is reached; 1 event added."),
        ("  - {date: 2022-06-21, kind: change, of: strategy, set: {due: 2022-06-30}, source: list}\n",
         "1 milestone is reached; 1 event added."),
    ],
)  # fmt: skip
def test_where_a_milestone_is_reached_events_of_others_are_told_too(
    little: MakeLedger, tmp_path: Path, event: str, sentence_then: str
) -> None:
    (tmp_path / "old").mkdir()
    old_ledger = open_ledger(write_ledger(tmp_path / "old", BASE + SHAPED))
    adopted = "source: list}\n\n== processes/A11"
    assert adopted in SHAPED
    new_ledger = little(SHAPED.replace(adopted, f"source: list}}\n{REACHED}{event}\n== processes/A11"))
    assert sentence(changed(old_ledger, new_ledger, date(2023, 1, 1)).effect, translator("en")) == sentence_then


EXPECTED = """
== processes/P
title: A need
lead: A
source: list
events:
  - {date: 2022-01-01, kind: expected, due: 2022-06, text: A report., by: B, source: list}
  - {date: 2022-02-01, kind: activity, activity: workshop, by: B, source: list}
"""


def test_who_is_to_do_what_is_expected_is_told_apart_from_who_did_it(little: MakeLedger, tmp_path: Path) -> None:
    state = little(EXPECTED).at("220301")
    assert sql.run(state, "SELECT kind, organisation FROM events ORDER BY date").rows == [
        ("expected", None), ("activity", "B")
    ]  # fmt: skip
    assert sql.run(state, "SELECT text, expected_of FROM expectations").rows == [("A report.", "B")]
    root = write_ledger(tmp_path / "told", BASE + EXPECTED)
    shown = plptool("-C", str(root), "show", "P", "--at", "220301", "--format", "markdown").stdout
    assert "2022-06: A report. (expected of B)" in shown
    assert "(by B)" in shown
    told = plptool("-C", str(root), "report", "--at", "220301", "--format", "markdown").stdout
    assert "| P | 2022-06 | A report. | B |" in told


COMPLETED = RATED.replace(
    "  - {date: 2022-12-31, kind: report, outcome: inappropriate, source: list}\n",
    "  - {date: 2022-09-30, kind: status, status: completed, source: list}\n",
)


def test_how_it_went_on_the_way_is_not_told_of_what_is_completed(little: MakeLedger, tmp_path: Path) -> None:
    process = little(COMPLETED).at("221231").processes["B1"]
    assert (process.status, process.percent) == ("completed", 30)
    done = ProcessRow.of(
        little(COMPLETED.replace("percent: 30", "percent: 100")).at("221231").processes["B1"], date(2022, 12, 31)
    )
    assert progress_of(done, translator("en")) == "100%: At risk"
    root = write_ledger(tmp_path, BASE + COMPLETED)
    for command in (["list"], ["show", "B1"], ["report"], ["report", "--appendix"]):
        told = plptool("-C", str(root), *command, "--at", "221231").stdout
        assert "completed" in told.lower()
        assert "30%: At risk" not in told.split("Timeline")[0].split("Events")[0]


def test_what_was_completed_and_taken_up_again_between_two_days_is_no_confirmation(tmp_path: Path) -> None:
    again = "  - {date: 2022-10-31, kind: status, status: ongoing, reason: Again., source: list}\n"
    root = write_ledger(tmp_path, BASE + COMPLETED + again)
    told = plptool("-C", str(root), "diff", "220701", "221231", "--format", "markdown").stdout
    assert "completed → ongoing" in told
    assert "status confirmed" not in told
    confirmed = again.replace("2022-10-31", "2022-08-31").replace(", reason: Again.", "")
    first = COMPLETED.replace("  - {date: 2022-09-30, kind: status, status: completed, source: list}\n", confirmed)
    root = write_ledger(tmp_path / "confirmed", BASE + first)
    assert "status confirmed" in plptool("-C", str(root), "diff", "220701", "221231").stdout


def test_a_process_that_never_met_is_not_said_to_have_had_no_last_event(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + RATED)
    told = plptool("-C", str(root), "show", "B1", "--at", "220701").stdout
    assert "Meetings held" not in told
    assert "Last held" not in told


def test_an_appendix_has_the_ledgers_word_for_a_need_and_what_an_indicator_measures(tmp_path: Path) -> None:
    measured = (
        "indicators:\n  - {id: open-sets, text: Data sets that are open, better: higher, source: list}\nsource: list\n"
    )
    value = "  - {date: 2022-04-30, kind: report, of: open-sets, value: 12, period: 2022-33, source: list}\n"
    ledger = RATED.replace("lead: A\nsource: list\n", f"lead: A\nneed: Nobody finds the data.\n{measured}") + value
    terms = (
        "terms: {en: {need: {singular: finding, plural: findings}}, sv: {need: {singular: brist, plural: brister}}}\n"
    )
    root = write_ledger(tmp_path, BASE.replace("language: en\n", f"language: en\n{terms}") + ledger)
    told = plptool("-C", str(root), "report", "--appendix", "--at", "220701").stdout
    assert "Finding " in told
    assert "“Data sets that are open”: Report" in told
    assert "open-sets" not in told
    swedish = plptool("-C", str(root), "report", "--appendix", "--at", "220701", "--lang", "sv").stdout
    assert "Brist " in swedish
    heading = plptool("-C", str(root), "diff", "220301", "220701").stdout
    assert "id  process " in heading


GRANTED = """
== grants/eu
title: A grant
period: 2021/2023
years:
  - {year: 2021, amount: 100, source: list}
  - {year: 2022, amount: 200, source: list}
source: list
events:
  - {date: 2022-03-01, kind: change, add: {years: [{year: 2023, amount: 400, source: list}]}, source: list}
"""


def test_what_is_granted_of_a_year_that_has_not_ended_is_told_beside_the_total(little: MakeLedger) -> None:
    ledger = little(BASE + GRANTED)
    query = "SELECT year, 1 FROM grant_years UNION ALL SELECT year, 0 FROM years_to_come"
    for day, ended, to_come, years in (
        ("220101", 100, 200, ((2021, 1), (2022, 0))),
        ("220301", 100, 600, ((2021, 1), (2022, 0), (2023, 0))),
        ("221231", 300, 400, ((2021, 1), (2022, 1), (2023, 0))),
    ):
        state = ledger.at(day)
        (row,) = listing(state, "grants")
        assert isinstance(row, GrantRow)
        assert (row.amount, row.to_come) == (ended, to_come)
        shown = [year["year"] for year in view(state, "eu").years_to_come]
        assert shown == [year for year, is_over in years if not is_over]
        assert tuple(sql.run(state, query).rows) == years
        (grant,) = report(state, []).grants
        assert [(year.year, int(year.ended)) for year in grant.years] == list(years)
        assert grant.amount == ended


def test_a_financial_year_of_a_grant_ends_with_its_last_day(little: MakeLedger) -> None:
    text = GRANTED.replace("2021/2023", "2021-04/2024-03")
    for year in (2021, 2022, 2023):
        text = text.replace(f"year: {year},", f"year: {year}-04/{year + 1}-03,")
    uses = "uses:\n  - {what: A post, posts: 2, period: 2022-04/2024-03, source: list}\n"
    text = text.replace("source: list\nevents", f"{uses}source: list\nevents")
    ledger = little(BASE.replace("language: en\n", "language: en\nfinancial-year-starts: 04-01\n") + text)
    assert [finding.rule for finding in check(ledger)] == []
    for day, ended in (("220330", 0), ("220331", 100), ("230331", 300), ("240330", 300), ("240331", 700)):
        state = ledger.at(day)
        assert totals(state).grants.amount == ended
        (grant,) = report(state, []).grants
        assert [year.period for year in grant.years if year.ended and year.amount] == [
            entry["year"] for entry in entries(state.records["grants"]["eu"], "years")
        ]
        assert [year.posts for year in grant.years] == ([0, 2, 2] if day > "220301" else [0, 2])
    query = "SELECT year, period, earliest, latest FROM years_to_come"
    last = [(2023, "2023-04/2024-03", "2023-04-01", "2024-03-31")]
    assert [*sql.run(ledger.at("240330"), query).rows] == last
    state = ledger.at("240330")
    shown = markdown(show(view(state, "eu"), state.point, translation(ledger.manifest, "en")))
    assert "2022/23; amount: 200 SEK" in shown
    assert "2023/24: 400 SEK" in shown
    (came,) = differences.diff(ledger.at("240330"), ledger.at("240331")).changes
    assert [field.path for field in came.fields] == [("years",)]


CLOSED = """
== snapshots/2022
date: 2022-12-31
title: Year's end
source: list
seal: {time-zone: Europe/Stockholm, records: {}, digest: x}
"""


def test_of_a_closed_day_only_what_its_seal_has_is_to_come(little: MakeLedger) -> None:
    """What is granted of a later year may be written otherwise at any time, and no seal would tell."""
    ledger = little(BASE + GRANTED + CLOSED)
    for day, to_come in (("220601", 200), ("221231", 0), ("230101", 400)):
        (row,) = listing(ledger.at(day), "grants")
        assert isinstance(row, GrantRow)
        assert row.to_come == to_come


def test_priorities_are_counted_plan_by_plan(little: MakeLedger) -> None:
    other = RATED.replace("plans/plan", "plans/b").replace("plan: plan", "plan: b\npriority: 1")
    first = RATED.replace("B1", "A1").replace("plan: plan", "plan: plan\npriority: 1")
    counted = report(little(first + other).at("220401"), []).priorities
    assert [(row.plan, row.priority, row.counts.total) for row in counted] == [("b", 1, 1), ("plan", 1, 1)]
