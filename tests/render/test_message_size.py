"""No sentence, and no finding, is longer than a screen: 20 lines of 100 columns, whatever stands in it."""

from math import ceil
from string import Formatter

import pytest

from plptool.checks.runner import check
from plptool.github.annotations import github
from plptool.model.findings import LONGEST, Acknowledgement, Argument, Finding, Message, Position, Severity
from plptool.model.i18n import LANGUAGES, translator
from plptool.render.findings import on_screen, text
from plptool.render.text import Screen
from tests.support.ledgers import PROCESS, MakeLedger
from tests.support.project import ROOT
from tests.support.thorough import some

_COLUMNS, _LINES = 100, 20
_CATALOGUE = ROOT / "plptool" / "model" / "locale" / "sv" / "LC_MESSAGES" / "plptool.po"
_HOSTILE: tuple[Argument, ...] = (
    "x" * 20_000, "12 " * 9_000, "\n" * 9_000, "å\u200b" * 9_000, "{0} {x} " * 900, 10**21, [f"name-{n}" for n in range(5_000)],
    ["y" * 9_000] * 5_000, [Message("unknown {kind} `{id}`", {"kind": "z" * 9_000, "id": "w" * 9_000})] * 400,
    Message("unknown {kind} `{id}`", {"kind": "z" * 9_000, "id": ["w" * 9_000] * 900}),
)  # fmt: skip


def _templates() -> dict[str, tuple[str, ...]]:
    """Every sentence that has a place for something, with the names of its places."""
    from babel.messages.pofile import read_po

    with _CATALOGUE.open("rb") as file:
        said = [entry.id for entry in read_po(file) if isinstance(entry.id, str)]
    places = {one: tuple(name for _, name, _, _ in Formatter().parse(one) if name) for one in said if "{" in one}
    return {one: names for one, names in places.items() if names}


def _lines(page: str) -> int:
    """How many lines of a screen a text takes."""
    return sum(max(1, ceil(len(line) / _COLUMNS)) for line in page.splitlines())


@pytest.mark.parametrize("language", some(LANGUAGES, "sv"))
def test_every_sentence_fits_whatever_fills_it(language: str) -> None:
    templates = _templates()
    assert len(templates) > 400
    for template, names in templates.items():
        for filling in _HOSTILE:
            args = dict.fromkeys(names, filling)
            if isinstance(filling, list):  # no sentence has several lists
                args |= dict.fromkeys(names[1:], "x" * 20_000)
            said = Message(template, args).say(translator(language))
            assert len(said) <= LONGEST, (template, filling)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_fits_on_a_screen(language: str) -> None:
    long = "The text. " * 2_000
    for filling in _HOSTILE:
        words = Message("no claim about `{field}` is the recorded value, {value}", {"field": filling, "value": filling})
        finding = Finding("PLP611", "error", words, "ledger/processes/2.2.4.yaml", Position(900, 12_000), words,
                          "2.2.4", long, long, Acknowledgement(long, ("list",)))  # fmt: skip
        assert _lines(text([finding], translator(language))) <= _LINES
        assert _lines(github([finding], translator(language))) <= _LINES + 10  # what is escaped is read as one sign


def test_a_failing_assertion_names_ten_records_and_how_many_more(process: MakeLedger) -> None:
    others = "".join(PROCESS.replace("1.1", f"2.{number}") for number in range(1, 25))
    snapshot = """
== snapshots/231231
date: 2023-12-31
assertions:
  - {kind: processes, counts: {completed: 3, planned: 2}, source: list}
"""
    (completed,) = [one for one in check(process("", others + snapshot)) if one.rule == "PLP601"]
    (planned,) = completed.others  # one assertion is one finding
    assert planned.hint is not None
    assert completed.hint is not None
    assert planned.message.say() == (
        "the source says planned 2; the records give 25: "
        "1.1, 2.1, 2.10, 2.11, 2.12, 2.13, 2.14, 2.15, 2.16, 2.17 and 15 more"
    )
    assert planned.hint.say() == "The others in scope: –. `plptool list --at 2023-12-31` shows all."
    assert completed.message.say() == "the source says completed 3; the records give 0: –"
    assert completed.hint.say(translator("sv")) == (
        "Övriga som omfattas: 1.1 planerad, 2.1 planerad, 2.10 planerad, 2.11 planerad, 2.12 planerad, 2.13 planerad, "
        "2.14 planerad, 2.15 planerad, 2.16 planerad, 2.17 planerad och 15 till. `plptool list --at 2023-12-31` visar alla."
    )


def test_of_ten_all_are_named(process: MakeLedger) -> None:
    others = "".join(PROCESS.replace("1.1", f"2.{number}") for number in range(1, 10))
    snapshot = (
        "== snapshots/231231\ndate: 2023-12-31\nassertions: [{kind: processes, counts: {planned: 2}, source: list}]\n"
    )
    (finding,) = [one for one in check(process("", others + snapshot)) if one.rule == "PLP601"]
    assert finding.message.say().endswith("the records give 10: 1.1, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9")


def test_on_a_screen_findings_are_blocks_the_gravest_first_and_those_without_room_are_counted() -> None:
    def finding(severity: Severity, number: int) -> Finding:
        words = Message("the lead is unknown, and nobody else stands there who might be meant by it in any way")
        return Finding(
            "PLP301", severity, words, f"ledger/processes/{number}.yaml", Position(3, 7), line="lead: nobody"
        )

    findings = [finding("warning", 1), *(finding("error", number) for number in range(2, 9))]
    page = on_screen(findings, translator("en"), Screen(50, terminal=True, height=24), ROOT)
    first, *others = page.split("\n\n")
    assert first.split("\n") == [
        "error ledger/processes/2.yaml:3:7 PLP301 unknown-organisation",
        "│ the lead is unknown, and nobody else stands",
        "│ there who might be meant by it in any way",
        "│ lead: nobody",
        "│       ^",
    ]
    assert (
        others[-1]
        == "Not shown, as the screen is full: errors 4, warnings 1, notes 0. `plptool validate | less` shows all.\n"
    )
    assert page.count("error ledger") == 3
    assert all(len(line) <= 50 for line in first.split("\n")[1:])
    coloured = on_screen(findings[:1], translator("en"), Screen(50, terminal=True, colour=True, links=True), ROOT)
    assert "\x1b[33m│\x1b[0m the lead" in coloured
    assert f"\x1b]8;;{(ROOT / 'ledger/processes/1.yaml').as_uri()}\x1b" in coloured
