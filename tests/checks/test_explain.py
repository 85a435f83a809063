"""Each rule's explanation: its wrong example breaks that rule and no other, and its right example none."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from plptool.checks.explain import FOLDER, Example, explanation, find, findings
from plptool.cli.main import main
from plptool.edit.acknowledge import meant
from plptool.model.errors import UserError
from plptool.model.rules import IN_DOCUMENTS, OF_TEXTS, RULES, acknowledgeable, bendable
from plptool.render.findings import known, text
from tests.support.examples import findings_of
from tests.support.ledgers import BASE, write_ledger
from tests.support.program import plptool
from tests.support.thorough import THOROUGH

EXPLAINED = sorted(path.stem for path in FOLDER.glob("PLP*.txt"))
# What `known` must name, by rule: records hold these, so that they never change.
VALUES = {
    "PLP301": "KSOM", "PLP302": "2.2.5", "PLP303": "2022-05-18-direktionen-4", "PLP304": "stimulansmedel",
    "PLP305": "bilaga-6", "PLP306": "tilsammans", "PLP309": "tilsammans",
    "PLP310": "SoC", "PLP313": "plna", "PLP314": "2023", "PLP512": "plan", "PLP513": "plan", "PLP514": "2022-12-01 plan",
    "PLP515": "repeals 2023-03-08-direktionen-2", "PLP516": "amends 2022-05-18-direktionen-4",
    "PLP517": "3–8", "PLP518": "review 2021-12-31", "PLP519": "2022-05-25 approved",
    "PLP315": "yellow", "PLP317": "2023-01-20 elever", "PLP414": "2022-10-20", "PLP521": "2023-01-20 elever", "PLP522": "2023-01-20 percent", "PLP523": "kostnader", "PLP524": "2023-06-30",
    "PLP316": "part-of", "PLP520": "2022-06-30 inappropriate",
    "PLP402": "2024-02-01 bilaga-5", "PLP403": "2022-08-25", "PLP404": "2021-01-20", "PLP405": "2023-03-14",
    "PLP406": "2021-09-14", "PLP407": "2022-06-06", "PLP408": "2212PP", "PLP501": "2022-09-01 planned",
    "PLP502": "2", "PLP503": "1 2023-03-14", "PLP504": "1 2023-03-14", "PLP505": "2023-03-14", "PLP506": "KSON",
    "PLP507": "2023-03-14", "PLP508": "2022-11", "PLP601": "completed 0", "PLP602": "priority",
    "PLP603": "bilaga-5#L2000", "PLP604": "2022-05-18-direktionen-4", "PLP605": "2022-05-18-direktionen-4",
    "PLP607": "period", "PLP608": "stimulansmedel", "PLP609": "body", "PLP611": "SoC", "PLP612": "2022-08-25 L2",
    "PLP613": "bilaga-8", "PLP614": "2022-08-25 L3",
    "PLP409": "2023-03-14", "PLP410": "2020-08-01", "PLP411": "2012/2013", "PLP412": "2021-12-31 plan", "PLP413": "survey", "PLP509": "2023-03-14 priority",
    "PLP510": "2022-08-25 meeting", "PLP511": "2022-12-31", "PLP615": "25 augusti L2",
    "PLP616": "2022-05-18-direktionen-4", "PLP617": "bilaga-5 7", "PLP618": "2022", "PLP619": "SoC", "PLP620": "2022", "PLP621": "SoC",
    "PLP905": sha256("Mötet börjar 20230314 0608.".encode()).hexdigest()[:16],
}  # fmt: skip


SWEDISH_IDS = re.compile(r"bilaga|direktionen|tillsammans|KSON|SoC|protokoll|medel")


def test_every_rule_is_explained() -> None:
    assert set(RULES) <= set(EXPLAINED)
    assert {code for code, rule in RULES.items() if rule.value} == set(VALUES)
    assert {code for code in RULES if bendable(code)} == set(VALUES) | {"PLP606"}
    assert set(RULES) >= IN_DOCUMENTS
    assert all(RULES[code].value for code in IN_DOCUMENTS)


def test_the_little_ledger_is_right(tmp_path: Path) -> None:
    assert findings_of(Example(()), tmp_path) == []


@pytest.mark.parametrize("code", EXPLAINED)
def test_wrong_is_wrong_in_this_way_alone(code: str, tmp_path: Path) -> None:
    told = explanation(RULES[code], "sv")
    found = findings_of(told.wrong, tmp_path)
    assert [(one.rule, one.severity) for one in found if one.acknowledged is None] == [(code, RULES[code].severity)], (
        text(found, str)
    )
    assert found[0].value == VALUES.get(code) or not RULES[code].value
    assert found == findings(told.wrong)
    assert len(told.why) > 40


@pytest.mark.parametrize("code", EXPLAINED)
def test_right_is_right(code: str, tmp_path: Path) -> None:
    found = findings_of(explanation(RULES[code], "sv").right, tmp_path)
    assert [one for one in found if one.acknowledged is None] == [], text(found, str)


@pytest.mark.parametrize("code", EXPLAINED if THOROUGH else EXPLAINED[::6])
def test_in_english_it_is_the_same_mistake(code: str) -> None:
    told = explanation(RULES[code])
    assert [one.rule for one in findings(told.wrong) if one.acknowledged is None] == [code]
    assert [one for one in findings(told.right) if one.acknowledged is None] == []
    lines = "".join(path + text for example in (told.wrong, told.right) for path, text in example.parts)
    assert set(lines).isdisjoint("åäöÅÄÖ")
    assert not SWEDISH_IDS.search(lines)


@pytest.mark.parametrize("code", sorted(set(RULES) - set(VALUES)))
def test_what_may_not_be_acknowledged_is_refused_by_the_command_too(code: str) -> None:
    assert not acknowledgeable(code)
    with pytest.raises(UserError, match="cannot be acknowledged: it must be mended"):
        meant(findings(explanation(RULES[code], "sv").wrong), (code, "2.2.4"))


@pytest.mark.parametrize("code", sorted(VALUES))
def test_the_known_entry_that_is_proposed_acknowledges_the_finding(code: str, tmp_path: Path) -> None:
    wrong = explanation(RULES[code], "sv").wrong
    files = wrong.files()
    (finding,) = findings(wrong)
    assert finding.value is not None
    files[finding.path] += f"\nknown:\n  - {known(code, finding.value).replace('…', 'So it stands.')}".encode()
    # The command takes what `known` does, by the names that `explain` has for it; of the texts it tells another.
    if code not in OF_TEXTS:
        assert meant([finding], (code, str(finding.record), finding.value)) == [finding]
    (again,) = findings_of(wrong, tmp_path, files)
    assert (again.rule, again.acknowledged is not None) == (code, True), text([again], str)


def test_a_rule_is_found_by_code_and_name_however_it_is_typed() -> None:
    for word in ("PLP301", "plp301", "unknown-organisation", "Unknown-Organisation"):
        assert find(word).code == "PLP301"


def test_explain_works_without_a_ledger(tmp_path: Path) -> None:
    done = plptool("explain", "plp301", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    for said in ("There is no such organisation.", "lead: ASCC", "Did you mean `ASC`?", "lead: ASC",
                 "- {rule: PLP301, value: ASCC, reason: …}", "PLP301: {severity: warning, reason: …}"):  # fmt: skip
        assert said in done.stdout


def test_explain_speaks_the_ledgers_language_and_knows_its_severity(tmp_path: Path) -> None:
    manifest = "== ledger\nformat: 2\ntitle: T\nlanguage: sv\ntime-zone: UTC\nseverities:\n  PLP407: {severity: error, reason: Möten hålls på vardagar.}\n"
    write_ledger(tmp_path, BASE + manifest)
    assert "day-off`, fel. Ett möte hölls på en helg" in plptool("explain", "PLP407", cwd=tmp_path).stdout
    assert "day-off`, error. A meeting" in plptool("explain", "PLP407", "--lang", "en", cwd=tmp_path).stdout
    rules = json.loads(plptool("rules", "--format", "json", cwd=tmp_path).stdout)["rules"]
    (rule,) = [one for one in rules if one["code"] == "PLP407"]
    assert (rule["severity"], rule["default"], rule["reason"]) == ("error", "info", "Möten hålls på vardagar.")
    assert [one["code"] for one in rules] == list(RULES)


@pytest.mark.parametrize(
    ("word", "hint"), [("PLP388", "PLP308"), ("unknown-organization", "unknown-organisation"), ("?", "plptool rules")]
)
def test_an_unknown_rule_is_one_line_with_a_guess(word: str, hint: str, tmp_path: Path) -> None:
    done = plptool("explain", word, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert hint in done.stderr


def test_rules_in_every_format(tmp_path: Path) -> None:
    for form in ("text", "markdown", "csv"):
        said = plptool("rules", "--format", form, cwd=tmp_path).stdout
        assert all(code in said for code in RULES), form


def test_an_example_as_markdown_stands_in_a_fence(tmp_path: Path) -> None:
    said = plptool("explain", "PLP506", "--format", "markdown", cwd=tmp_path).stdout
    assert "\n```text\nlead: ASC\npartners: [ASC, HSG]\n```\n" in said


@pytest.mark.parametrize(
    ("begun", "offered"), [("plp60", "PLP601"), ("unknown-o", "unknown-organisation"), ("", "PLP101")]
)
def test_codes_and_names_are_completed(begun: str, offered: str) -> None:
    words = f"plptool explain {begun}"
    env = {"COMP_WORDS": words, "COMP_CWORD": "2", "_PLPTOOL_COMPLETE": "bash_complete"}
    said = CliRunner().invoke(main, [], prog_name="plptool", env=env).output
    assert f"plain,{offered}\n" in said
