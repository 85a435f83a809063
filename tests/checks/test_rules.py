"""Each rule, both sides: a few lines that it finds, and the same lines mended."""

import json
import re
from datetime import date

import pytest

from plptool.checks import assertions, contradictions, references, seals, serialize
from plptool.checks.context import Context
from plptool.checks.runner import CHECKS, check
from plptool.model.collections import Collection
from plptool.model.days_off import public_holidays
from plptool.model.findings import Finding
from plptool.model.rules import RULES, bendable
from plptool.read.reader import listing
from plptool.read.schema import load
from plptool.render.claims import COUNTED
from plptool.reports.summary import HELD, report
from plptool.timeline.ledger import Ledger
from plptool.timeline.standings import Standing
from tests.support.findings import of_rule, rules_and_paths, rules_and_words
from tests.support.ledgers import LISTED, PROCESS, MakeLedger

# What a rule finds besides what its explanation shows (tests/checks/test_explain.py):
# rule, the value that `known` must name, lines for process 1.1, other records; then the mended lines and records
CASES: list[tuple[str, str, str, str, str, str]] = [
    ("PLP502", "2 inner",
     "events:\n  - {date: 2022-01-10, kind: meeting, series: inner, number: 1, source: list}\n  - {date: 2022-01-11, kind: meeting, series: inner, number: 3, source: list}", "",
     "events:\n  - {date: 2022-01-10, kind: meeting, series: inner, number: 1, source: list}\n  - {date: 2022-01-11, kind: meeting, number: 1, source: list}", ""),
    ("PLP601", "amount 3", "",
     "== grants/g\ntitle: G\nyears: [{year: 2021, amount: 1, source: list}, {year: 2022, amount: 2, source: list}]\nsource: list\n"
     "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: grant, grant: g, amount: 4, source: list}]",
     "", "== grants/g\ntitle: G\nyears: [{year: 2021, amount: 1, source: list}, {year: 2022, amount: 2, source: list}]\nsource: list\n"
     "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: grant, grant: g, amount: 3, source: list}]"),
    ("PLP603", "list#L1", "events:\n  - {date: 2022-01-10, kind: note, text: x, source: list#L1}", "",
     "events:\n  - {date: 2022-01-10, kind: note, text: x, source: list}", ""),
    ("PLP605", "1.1", "", "== decisions/d\ntitle: D\ndate: 2022-01-10\nbody: board\nstatus: adopted\nconcerns: [1.1]\nsource: list",
     "", "== decisions/d\ntitle: D\ndate: 2022-01-10\nbody: board\nstatus: adopted\nsource: list"),
    ("PLP608", "1.1", "", "== grants/g\ntitle: G\nuses: [{what: Post, process: 1.1, source: list}]\nsource: list",
     "events:\n  - {date: 2022-01-10, kind: grant, grant: g, source: list}",
     "== grants/g\ntitle: G\nuses: [{what: Post, process: 1.1, source: list}]\nsource: list"),
]  # fmt: skip


def of_rule_without_faults(ledger: Ledger, rule: str) -> list[Finding]:
    assert not ledger.faults, [fault.message.say() for fault in ledger.faults]
    return of_rule(ledger, rule)


@pytest.mark.parametrize(("rule", "value", "bad", "bad_others", "good", "good_others"), CASES)
def test_what_a_rule_finds(
    process: MakeLedger, rule: str, value: str, bad: str, bad_others: str, good: str, good_others: str
) -> None:  # fmt: skip
    findings = of_rule_without_faults(process(bad, "\n" + bad_others + "\n"), rule)
    assert [(one.value, one.severity, one.acknowledged) for one in findings] == [(value, RULES[rule].severity, None)]
    assert findings[0].position is not None
    assert findings[0].line
    assert findings[0].message.say()
    assert findings[0].hint is not None


@pytest.mark.parametrize(("rule", "value", "bad", "bad_others", "good", "good_others"), CASES)
def test_what_it_leaves_in_peace(
    process: MakeLedger, rule: str, value: str, bad: str, bad_others: str, good: str, good_others: str
) -> None:  # fmt: skip
    assert of_rule_without_faults(process(good, "\n" + good_others + "\n"), rule) == []


def test_an_unknown_plan_is_told(process: MakeLedger) -> None:
    ledger = process("", "== processes/1.2\nplan: plam\nneed: A need.\nactivities: [x]\ngoal: x\nlead: A\npriority: 1\n"
                     "period: 2021\nsource: list\n")  # fmt: skip
    (finding,) = of_rule_without_faults(ledger, "PLP306")
    assert finding.message.say() == "unknown plan `plam`"
    assert finding.hint is not None
    assert finding.hint.say() == "Did you mean `plan`?"


def test_an_organisation_is_guessed_by_the_names_it_goes_by(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-01-10, kind: note, text: x, by: the b, source: list}".replace("the b", "The-B"),
                     "== organisations/B\ntitle: B\ntype: board\nnames: [The-B]\nsource: list\n")  # fmt: skip
    (finding,) = of_rule_without_faults(ledger, "PLP301")
    assert finding.hint is not None
    assert finding.hint.say() == "Did you mean `B`?"


def test_an_acknowledgement_names_the_rule_and_the_value_and_covers_one_finding(process: MakeLedger) -> None:
    ledger = process("""
events:
  - {date: 2022-01-10, kind: meeting, number: 1, source: list}
  - {date: 2022-01-11, kind: meeting, number: 5, source: list}
known:
  - {rule: PLP502, value: 2, reason: The list skips it., source: list}
  - {rule: PLP502, value: 3, reason: The list skips it.}
""")
    findings = of_rule_without_faults(ledger, "PLP502")
    assert [(one.value, one.acknowledged and one.acknowledged.reason) for one in findings] == [
        ("2", "The list skips it."), ("3", "The list skips it."), ("4", None),
    ]  # fmt: skip
    assert findings[0].acknowledged is not None
    assert findings[0].acknowledged.source == ("list",)


def test_known_never_silences_what_may_not_be_silenced(process: MakeLedger) -> None:
    ledger = process("known: [{rule: PLP201, value: x, reason: No.}]")
    assert [one.message.say() for one in of_rule_without_faults(ledger, "PLP606")] == ["PLP201 cannot be acknowledged"]


def test_the_manifest_sets_severities_within_limits(little: MakeLedger) -> None:
    manifest = """
== ledger
format: 2
title: Little plan
language: en
time-zone: Europe/Stockholm
severities:
  PLP609: {severity: error, reason: We want to know.}
== decisions/d
title: D
date: 2022
status: adopted
source: list
"""
    assert [one.severity for one in of_rule_without_faults(little(manifest), "PLP609")] == ["error"]
    assert not bendable("PLP201")
    faults = little(manifest.replace("  PLP609", "  PLP201: {severity: info, reason: Never mind.}\n  PLP609")).faults
    assert rules_and_words(faults) == [("PLP204", "the severity of PLP201 cannot be changed")]


def test_a_partial_assertion_allows_no_more_than_the_claim(process: MakeLedger) -> None:
    snapshot = "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: processes, counts: {total: %d}, partial: true, source: list}]\n"
    assert of_rule_without_faults(process("", snapshot % 25), "PLP601") == []
    (finding,) = of_rule_without_faults(process("", snapshot % 0), "PLP601")
    assert finding.message.say() == "the source says total 0; the records give 1: 1.1"


def test_a_failing_assertion_names_the_records_that_make_the_difference(process: MakeLedger) -> None:
    snapshot = (
        "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: processes, counts: {completed: 1}, source: list}]\n"
    )
    (finding,) = of_rule_without_faults(process("", snapshot), "PLP601")
    assert finding.message.say() == "the source says completed 1; the records give 0: –"
    assert finding.hint is not None
    assert finding.hint.say() == "The others in scope: 1.1 planned"


def test_a_reopening_needs_a_reason(process: MakeLedger) -> None:
    events = """
events:
  - {date: 2022-01-10, kind: status, status: completed, source: list}
  - {date: 2022-02-10, kind: status, status: ongoing, %s source: list}
"""
    assert len(of_rule_without_faults(process(events % ""), "PLP501")) == 1
    assert of_rule_without_faults(process(events % "reason: It came back.,"), "PLP501") == []


def test_rules_skip_a_broken_record_and_do_not_call_it_unknown(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-01-10, kind: decision, decision: d, source: list}",
                     "== decisions/d\ntitle: D\ndate: soon\nstatus: adopted\nsource: list\n")  # fmt: skip
    assert [(one.rule, one.path) for one in check(ledger) if one.severity == "error"] == [
        ("PLP401", "ledger/decisions/d.yaml")
    ]


def test_public_holidays_are_those_of_a_library_made_for_them() -> None:
    import holidays

    for year in range(1999, 2060):
        ours, theirs = public_holidays(year), set(holidays.country_holidays("SE", years=year, include_sundays=False))
        # The library knows the law as of its day; Whit Monday was a holiday until 2004 (lag 2004:1320).
        assert {day for day in ours ^ theirs if year >= 2005} == set()
        assert ours <= theirs


def test_findings_come_in_one_stable_order(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-01-08, kind: meeting, number: 3, by: C, source: lost}")
    first, second = check(ledger), check(ledger)
    assert first == second == sorted(first, key=Finding.order)
    assert len(first) >= 4


def test_a_booked_meeting_is_odd_only_once_a_younger_document_does_not_tell_of_it(process: MakeLedger) -> None:
    events = "events:\n  - {date: 2024-02-06, kind: meeting, number: 1, booked: true, source: list}\n"
    ledger = process(events)
    assert of_rule_without_faults(ledger, "PLP505") == []
    assert of_rule_without_faults(ledger, "PLP402") == []  # foreseen, so it may be later than its source
    later = process(events, "== sources/later\ntitle: Later\ndate: 2024-03-01\n")
    assert len(of_rule_without_faults(later, "PLP505")) == 1


def test_a_change_may_be_decided_before_it_takes_effect(process: MakeLedger) -> None:
    events = "events:\n  - {date: 2024-04-01, kind: change, set: {priority: 2}, source: list}\n"
    assert of_rule_without_faults(process(events), "PLP402") == []


def test_a_copy_whose_id_was_not_changed_is_one_mistake_and_the_original_stands(process: MakeLedger) -> None:
    ledger = process(
        "",
        "== processes/1.0-copy\nid: 1.1\nplan: plan\nneed: Copied.\nactivities: [x]\ngoal: x\nlead: A\npriority: 1\nperiod: 2021\nsource: list\n",
    )
    assert ledger.records["1.1"].data["need"] == "A need."
    assert rules_and_paths(check(ledger)) == [("PLP308", "ledger/processes/1.0-copy.yaml")]


def test_a_wrong_acknowledgement_is_told_the_value_that_is_there(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-01-10, kind: meeting, number: 2, source: list}\n"
                     "known: [{rule: PLP502, value: meeting 1, reason: x}]")  # fmt: skip
    (finding,) = of_rule_without_faults(ledger, "PLP606")
    assert finding.hint is not None
    assert finding.hint.say() == "Found there: `1`. Write that as its value."


def test_counts_are_not_judged_while_a_record_is_broken(process: MakeLedger) -> None:
    snapshot = (
        "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: processes, counts: {total: 2}, source: list}]\n"
    )
    broken = "== processes/1.2\nplan: plan\nneed: A need.\nlead:\nsource: list\n"
    assert [one.rule for one in check(process("", snapshot + broken)) if one.severity == "error"] == ["PLP203"]


def test_words_of_swedish_reports_are_understood_in_guesses(process: MakeLedger) -> None:
    ledger = process("events:\n  - {date: 2022-01-10, kind: status, status: pågår, source: list}")
    (fault,) = ledger.faults
    assert fault.hint is not None
    assert fault.hint.say() == "Did you mean `ongoing`?"


def test_many_citations_beyond_the_last_line_are_one_wrong_line_count(process: MakeLedger) -> None:
    lines = "".join(f"  - {{date: 2022-01-1{n}, kind: note, text: x, source: paper#L{n + 3}}}\n" for n in range(6))
    ledger = process("events:\n" + lines, "== sources/paper\ntitle: Paper\ndate: 2023\nlines: 2\n")
    (finding,) = of_rule_without_faults(ledger, "PLP603")
    assert (finding.path, finding.value) == ("ledger/sources/paper.yaml", None)
    assert finding.message.say() == "6 citations go beyond line 2"


def test_an_organisation_that_many_name_and_that_is_gone_is_one_mistake(process: MakeLedger) -> None:
    lines = "".join(f"  - {{date: 2022-01-1{n}, kind: note, text: x, by: C, source: list}}\n" for n in range(6))
    (finding,) = of_rule_without_faults(process("events:\n" + lines), "PLP301")
    assert finding.message.say() == "unknown organisation `C`, here and in 5 other places"
    assert finding.position is not None
    assert finding.position.line == 12
    few = "".join(lines.splitlines(keepends=True)[:5])
    assert len(of_rule_without_faults(process("events:\n" + few), "PLP301")) == 5


def test_each_check_says_the_codes_of_its_rules() -> None:
    """Whoever looks for a rule finds its function; and what the function says is a rule."""
    checks = (
        *CHECKS,
        assertions.assertions_hold,
        references.former_ids_are_claimed_once,
        references.processes_name_processes,
        contradictions.numbered_once,
        contradictions.organisations_titled_once,
        seals.sealed,
    )
    codes: set[str] = set()
    for rule in checks:
        head, _, sentence = (rule.__doc__ or "").partition(": ")
        assert sentence, rule.__name__
        codes |= {f"PLP{number}" for number in re.findall(r"\d{3}", head)}
    assert codes <= RULES.keys()
    looked_for_elsewhere = {
        "PLP401",  # read/record.py
        "PLP606",  # checks/known.py
        *(f"PLP61{number}" for number in range(1, 6)),  # checks/coverage.py
        *(code for code in RULES if code.startswith("PLP71")),  # checks/change.py, checks/kept.py
        "PLP901",  # read/yaml.py
    }
    assert RULES.keys() - codes - looked_for_elsewhere == {code for code in RULES if code < "PLP3"}


def test_each_kind_of_assertion_is_examined() -> None:
    kind = load("snapshot")["properties"]["assertions"]["items"]["properties"]["kind"]
    assert set(assertions.ASSERTIONS) == set(kind["enum"]) == set(HELD) == set(COUNTED)


TOLD = """
ratings: {green: {text: On track., source: list}, red: {text: Off track., source: list}}
outcomes: {done: {status: completed, text: Delivered., source: list}}
milestones: [{id: budget, text: A budget, lead: board, due: 2022-12-31, source: list}]
events: [{date: 2022-12-01, kind: status, of: budget, status: completed, source: list}]
"""
PROCESS_TOLD = """due: 2023-06
milestones: [{id: sites, text: A list, due: 2023-06-30, source: list}, {id: map, text: A map, lead: B, source: list}]
indicators:
  - {id: trees, text: Trees, better: higher, targets: {2022: 40, 2023: 50}, source: list}
  - {id: posts, text: Posts, targets: {2022: 1}, source: list}
events:
  - {date: 2022-03-01, kind: report, percent: 40, rating: green, source: list}
  - {date: 2023-01-10, kind: report, of: trees, value: 38, period: 2022, source: list}
  - {date: 2023-01-10, kind: status, of: map, status: cancelled, reason: No., decision: adoption, source: list}
  - {date: 2023-09-01, kind: report, rating: red, source: list}
"""


@pytest.mark.parametrize(
    ("assertion", "told"),
    [
        ("kind: processes, counts: {overdue: 1, percent: 40, rated: {red: 1, green: 0}, became: {done: 0}}", []),
        ("kind: processes, counts: {overdue: 0}", ["overdue 0; the records give 1: 1.1"]),
        ("kind: processes, counts: {percent: 41}", ["per cent done 41; the records give 40: 1.1"]),
        ("kind: processes, counts: {rated: {green: 1}}", ["On track 1; the records give 0: –"]),
        ("kind: processes, counts: {became: {done: 2}}", ["Delivered 2; the records give 0: –"]),
        ("kind: milestones, counts: {total: 3, reached: 1, dropped: 1, open: 1, planned: 1, overdue: 1}", []),
        ("kind: milestones, plan: plan, lead: A, counts: {total: 1, ongoing: 0, paused: 0}", []),
        ("kind: milestones, lead: board, counts: {total: 2}", ["total 2; the records give 1: plan budget"]),
        ("kind: milestones, listed: list, counts: {total: 1}", ["total 1; the records give 2: 1.1 sites, 1.1 map"]),
        ("kind: indicators, period: 2022-01-01/2022-12-31, counts: {total: 2, measured: 1, reached: 0, not-reached: 1}", []),
        ("kind: indicators, period: 2023, lead: A, counts: {total: 1, measured: 1}", ["measured 1; the records give 0: –"]),
        ("kind: indicators, period: 2022, lead: B, counts: {not-reached: 1}", ["not reached 1; the records give 0: –"]),
    ],
)  # fmt: skip
def test_documents_totals_of_ratings_outcomes_milestones_and_indicators_are_examined(
    little: MakeLedger, assertion: str, told: list[str]
) -> None:
    snapshot = f"== snapshots/231231\ndate: 2023-12-31\nassertions: [{{{assertion}, source: list}}]\n"
    # The base ends with its plan.
    ledger = little(TOLD.lstrip("\n") + PROCESS + LISTED + PROCESS_TOLD + snapshot)
    assert [one.message.say() for one in of_rule_without_faults(ledger, "PLP601")] == [
        f"the source says {one}" for one in told
    ]
    result, *_ = report(ledger.at(date(2023, 12, 31)), []).assertions
    assert all(figure.holds for figure in result.figures) is not bool(told)


def test_a_word_that_no_plan_has_is_none_by_which_can_be_counted(little: MakeLedger) -> None:
    counts = "counts: {rated: {green: 0, blue: 0}, became: {done: 0, achieved: 0, lost: 0}}"
    snapshot = f"== snapshots/231231\ndate: 2023-12-31\nassertions: [{{kind: processes, {counts}, source: list}}]\n"
    ledger = little(TOLD.lstrip("\n") + PROCESS + snapshot)
    assert [one.value for one in of_rule(ledger, "PLP315")] == ["blue", "lost"]


def test_how_a_record_stood_is_kept_as_it_was(little: MakeLedger) -> None:
    ledger = little(TOLD.lstrip("\n") + PROCESS + LISTED + PROCESS_TOLD)
    (file,) = (
        file for file in listing([*ledger.tree.entries("ledger")]).files if file.collection is Collection.PROCESSES
    )
    stood = next(one for one in ledger.at(date(2023, 12, 31)).standings if one.is_process)
    assert stood.milestones
    assert stood.indicators
    assert serialize._standing_from(file, json.loads(json.dumps(serialize._standing_row("2023-12-31", stood)))) == stood


def test_a_correction_of_what_is_no_id_is_told_and_not_stumbled_over(little: MakeLedger) -> None:
    seal = "seal: {digest: a, records: {board: b}}\ncorrections: [{record: [board], kind: amended, after: c}]"
    ledger = little(f"== snapshots/231231\ndate: 2023-12-31\n{seal}\n")
    gone = [finding for finding in check(ledger) if finding.rule == "PLP702"]
    assert [finding.message.say() for finding in gone] == ["`['board']` was sealed by 231231 and is gone"]
    assert gone[0].line == "corrections: [{record: [board], kind: amended, after: c}]"


def test_an_assertion_tells_the_processes_in_one_order_whoever_was_done_first(little: MakeLedger) -> None:
    counts = "assertions: [{kind: processes, counts: {total: 4}, source: list}]"
    ledger = little(f"== snapshots/231231\ndate: 2023-12-31\n{counts}\n")
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    standings = [Standing(key, "plan", ("A",), (), "ongoing") for key in ("1.2", "1.10", "1.1")]
    told = {
        problem.message.say()
        for order in (standings, standings[::-1])
        for problem in assertions.assertions_hold(context, {"2023-12-31": order})
    }
    assert told == {"the source says total 4; the records give 3: 1.1, 1.10, 1.2"}
