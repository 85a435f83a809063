"""What everybody may read names nobody, and whatever a record says stays text in a page."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plptool.checks.runner import check
from plptool.model.names import Names
from plptool.model.redact import OF_ROLES, PROSE, ROLES_TOO, nameless, names_in, public, unnamed
from plptool.read.opening import open_ledger
from plptool.read.schema import NAMES, raw
from plptool.read.vocabulary import vocabulary
from plptool.render.page import environment
from plptool.reports.summary import report
from plptool.timeline.changes import FieldChange
from tests.support.ledgers import BASE, PROCESS, write_ledger

if TYPE_CHECKING:
    from plptool.model.plain import Plain


def test_persons_are_left_out_at_any_depth_and_their_roles_stay() -> None:
    data: Plain = {"roles": [{"role": "chair", "person": "Somebody"}], "events": ({"set": {"person": "Another"}},)}
    assert public(data, {}) == {"roles": [{"role": "chair"}], "events": [{"set": {}}]}
    assert public(data, {"publish-names": False}) == public(data, {})
    assert public(data, {"publish-names": True}) == data


def test_a_name_is_no_id_where_people_write_their_own_words() -> None:
    names = Names.of(["Ylva Granqvist"])
    said: Plain = {
        "id": "YlvaGranqvist",
        "lead": "Granqvist",
        "source": {"need": "Granqvist#L1", "priorities": {"1": "Granqvist"}},
        "need": "Granqvist",
        "clauses": ["Granqvist", "Granqvist:"],
        "priorities": {"1": "Granqvist"},
        "uses": [{"what": "Granqvist", "process": "Granqvist", "organisations": ["Granqvist"]}],
    }
    assert nameless(said, names) == {
        "id": "YlvaGranqvist",
        "lead": "Granqvist",
        "source": {"need": "Granqvist#L1", "priorities": {"1": "Granqvist"}},
        "need": "…",
        "clauses": ["…", "…:"],
        "priorities": {"1": "…"},
        "uses": [{"what": "…", "process": "Granqvist", "organisations": ["Granqvist"]}],
    }
    paths = {("need",): "…", ("priorities", "1"): "…", ("lead",): "Granqvist", ("source", "need"): "Granqvist"}
    for path, hidden in paths.items():
        assert FieldChange(path, None, "Granqvist", None).nameless(names).after == hidden
    assert vocabulary().prose - {"person", "time-zone"} == PROSE


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


def test_a_claim_of_what_holds_roles_names_nobody_and_is_out_of_texts(tmp_path: Path) -> None:
    leaders = "process-leaders: [{role: leader, person: Zebulon Kvistqvist, source: list}]\n"
    claims = (
        "discrepancies:\n  - field: process-leaders\n    reason: Tuvalisa Granqvist has left.\n    claims:\n"
        "      - {value: %s, source: list}\n      - {value: 'Tuvalisa Granqvist, leader', source: list}\n"
    )
    note = PROCESS.replace("A goal.", "Kvistqvists proposal, and Tuvalisa Granqvist's.")
    plan = "== plans/other\ntitle: T\nperiod: 2021/2023\nsource: list\n" + leaders
    wrong = open_ledger(write_ledger(tmp_path / "wrong", BASE + plan + claims % "Kim Annan" + note))
    [told] = [finding for finding in check(wrong) if finding.rule == "PLP602"]
    assert told.message.say() == "no claim about `process-leaders` is the recorded name"
    names = names_in(wrong.all_data())
    everything = str([record.data for record in wrong.nameless().all_records()])
    everything += (
        str((told.message, told.hint))
        + str(unnamed(check(wrong), names))
        + str(report(wrong.at("231231"), check(wrong)))
    )
    assert not re.search("Zebulon|Kvistqvist|Tuvalisa|Granqvist|Annan", everything)
    right = open_ledger(write_ledger(tmp_path / "right", BASE + plan + claims % "Zebulon Kvistqvist"))
    assert "PLP602" not in {finding.rule for finding in check(right)}


def test_a_claim_of_what_is_no_person_is_told() -> None:
    claims: Plain = [{"value": "A", "source": "list"}, {"value": "B", "source": "list"}]
    lead: Plain = {"field": "lead", "claims": claims, "reason": "So."}
    assert public({"lead": "A", "discrepancies": [lead]}, {}) == {"lead": "A", "discrepancies": [lead]}
    hidden = str(public({"lead": {"role": "chief"}, "discrepancies": [lead]}, {}))
    assert "'A'" not in hidden


def test_a_claim_that_is_told_without_its_record_names_nobody() -> None:
    claims: Plain = [{"value": ["Granqvist"], "source": "list"}, {"value": "Tuvalisa Granqvist, leader", "source": "b"}]
    told: Plain = {"field": "process-leaders", "claims": claims, "reason": "Granqvist left."}
    assert "Granqvist" not in str(public({"kind": "added", "field": "discrepancies", "new": told}, {}))
    assert names_in([told]).hidden("Tuvalisa Granqvist left") == "… left"


def test_every_field_that_may_hold_a_role_is_known() -> None:
    schemas = [json.loads(raw(name)) for name in NAMES]
    found = {field for schema in schemas for field in _holding_roles(schema, schema["$defs"])}
    assert found - {"events", "set"} == OF_ROLES | ROLES_TOO


def _holding_roles(node: Any, defs: dict[str, Any]) -> set[str]:
    """The names of properties below which a person may stand."""
    if isinstance(node, list):
        return set().union(*(_holding_roles(one, defs) for one in node))
    if not isinstance(node, dict):
        return set()
    fields = {name for name, value in node.get("properties", {}).items() if _names_person(value, defs)}
    return fields.union(*(_holding_roles(value, defs) for value in node.values()))


def _names_person(node: Any, defs: dict[str, Any]) -> bool:
    if isinstance(node, list):
        return any(_names_person(one, defs) for one in node)
    if not isinstance(node, dict):
        return False
    if "$ref" in node and _names_person(defs[node["$ref"].rpartition("/")[2]], defs):
        return True
    return "person" in node.get("properties", {}) or any(_names_person(one, defs) for one in node.values())
