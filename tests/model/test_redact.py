"""What everybody may read names nobody, and whatever a record says stays text in a page."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from plptool.checks.runner import check
from plptool.model.redact import names_in, public, unnamed
from plptool.read.opening import open_ledger
from plptool.render.page import environment
from plptool.reports.summary import report
from tests.support.ledgers import BASE, write_ledger

if TYPE_CHECKING:
    from plptool.model.plain import Plain


def test_persons_are_left_out_at_any_depth_and_their_roles_stay() -> None:
    data: Plain = {"roles": [{"role": "chair", "person": "Somebody"}], "events": ({"set": {"person": "Another"}},)}
    assert public(data, {}) == {"roles": [{"role": "chair"}], "events": [{"set": {}}]}
    assert public(data, {"publish-names": False}) == public(data, {})
    assert public(data, {"publish-names": True}) == data


def test_a_change_of_who_it_is_names_nobody() -> None:
    change = {"field": "lead.person", "from": "Somebody", "to": "Another", "why": "corrected"}
    assert public(change, {}) == {**change, "from": None, "to": None}
    fact = {"kind": "added", "field": "roles", "old": None, "new": {"role": "chair", "person": "Somebody"}}
    assert public(fact, {}) == {**fact, "new": {"role": "chair"}}


def test_a_discrepancy_about_who_it_is_names_nobody() -> None:
    claims: Plain = [
        {"value": "Ylva Quist", "source": "list#L1"},
        {"value": ["Bo Berg"], "written": "B. Berg", "source": "b"},
    ]
    for field in ("person", "responsible.person"):
        told: Plain = {"field": field, "claims": claims, "reason": "Ylva Quist signed."}
        hidden = public({"discrepancies": [told]}, {})
        assert hidden == {
            "discrepancies": [
                {
                    "field": field,
                    "claims": [
                        {"value": "…", "source": "list#L1"},
                        {"value": "…", "written": "…", "source": "b"},
                    ],
                    "reason": "…",
                }
            ]
        }
    other: Plain = {"field": "priority", "claims": [{"value": 2, "source": "list"}], "reason": "So."}
    assert public(other, {}) == other


def test_no_finding_names_who_it_may_have_been(tmp_path: Path) -> None:
    text = (
        "== assignments/one\ntitle: T\nresponsible: {role: lead, person: Ylva Quist, source: list}\npurpose: P.\n"
        "discrepancies:\n  - field: responsible.person\n    claims:\n"
        "      - {value: Bo Berg, source: list}\n      - {value: Anna Ek, source: list}\n    reason: Bo Berg signed.\n"
        "source: list\n"
    )
    ledger = open_ledger(write_ledger(tmp_path, BASE + text))
    told = str(
        [finding.message.say() + str(finding.value) for finding in unnamed(check(ledger), names_in(ledger.all_data()))]
    )
    assert not re.search("Ylva|Quist|Bo Berg|Anna Ek", told)
    everything = str(report(ledger.at("231231"), check(ledger)).discrepancies)
    assert "responsible.person" in everything
    assert not re.search("Ylva|Quist|Bo Berg|Anna Ek", everything)


def test_no_finding_names_a_person(tmp_path: Path) -> None:
    roles = "title: T\nresponsible: {role: lead, person: %s, source: list}\npurpose: P.\nsource: list\n"
    text = "== assignments/one\n" + roles % "Ylva Quist" + "persn: Ylva Quist\n"
    text += (
        "== assignments/two\n" + roles % "[Bo Berg]" + "== assignments/three\n" + roles % "Anna Ek" + "text: Anna Ek.\n"
    )
    text += "known: [{rule: PLP502, value: Anna Ek, reason: So it is.}]\n"
    ledger = open_ledger(write_ledger(tmp_path, BASE + text))
    found = check(ledger)
    assert {"PLP201", "PLP203"} <= {one.rule for one in found}
    assert re.search("Ylva", str(found))
    told = unnamed(found, names_in(ledger.all_data()))
    assert not re.search("Ylva|Quist|Berg|Anna Ek", str(told))
    assert [len(one.line or "") for one in told] == [len(one.line or "") for one in found]
    assert [(one.rule, one.position) for one in told] == [(one.rule, one.position) for one in found]


def test_what_a_record_says_is_escaped_masked_and_steers_nothing() -> None:
    page = environment("en").from_string('<p title="{{ said }}">{{ said }}</p>')
    said = page.render(said='"><script>\u202e 19640823-' + "3234")
    assert said.count("<script>") == 0
    assert "&#34;&gt;&lt;script&gt;&lt;U+202E&gt; ••••" in said


def test_a_page_is_in_the_readers_language() -> None:
    page = "{{ 'completed' | word }} {{ '/2022-05-01' | when }}"
    assert environment("en").from_string(page).render() == "completed by 2022-05-01"
    assert environment("sv").from_string(page).render() == "slutförd senast 2022-05-01"
