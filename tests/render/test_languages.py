"""Every language goes through every renderer, one that nobody speaks among them: what it leaves unmarked, nobody translates.

The real ledger gives its main answers, from a copy with a small history of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from io import BytesIO
from typing import assert_never
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from plptool.checks.explain import explanations
from plptool.checks.runner import check
from plptool.checks.seals import by_snapshot
from plptool.github import summary
from plptool.github.annotations import github
from plptool.history.audit import Audit, audit
from plptool.history.blame import blame
from plptool.history.log import Filter, log
from plptool.history.walk import History
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import LANGUAGES, Translate, translator
from plptool.model.plain import Plain
from plptool.model.rules import RULES
from plptool.read.opening import load
from plptool.read.revision import Revision, checked_out
from plptool.render import audit as audit_page
from plptool.render import diff as differences
from plptool.render import findings, json, json_history, listing, record, report
from plptool.render import log as log_page
from plptool.render import rules as rule_pages
from plptool.render.appendix import appendix as laid_out
from plptool.render.document import Block, Facts, Grid, Heading, Items, Listing, Notes, Paragraph, unmarked
from plptool.render.html import page as html
from plptool.render.markdown import markdown
from plptool.render.sarif import sarif
from plptool.render.sentence import sentence
from plptool.render.text import Screen, text
from plptool.reports.appendix import appendix
from plptool.reports.change import changed
from plptool.reports.records import listing as rows_of
from plptool.reports.records import view
from plptool.reports.summary import report as summed_up
from plptool.timeline.diff import diff, stat
from plptool.timeline.ledger import Ledger, titles
from tests.support.git import commit, init
from tests.support.ledgers import copy_real_ledger, edit
from tests.support.thorough import THOROUGH, some

MADE_UP = "xx"
SPOKEN = (*LANGUAGES, MADE_UP)
TODAY = date(2024, 3, 1)
NOW = 1_709_300_000
"""That day, in seconds since 1970."""
STOCKHOLM = ZoneInfo("Europe/Stockholm")
CODES = ("status", "type", "kind", "activity", "outcome")
"""Where records have words of the program's own."""
NAMES = [
    "id",
    "ledger",
    "yaml",
    "revision",
    "SHA",
    "PLP",
    "First",
    "Second",
    "An",
    "Officer",
    "plptool",
    "validate",
    "diff",
    "log",
    "BASE",
    "json",
    "format",
    "kr",
    "SEK",
]
"""What is the same in every language: names of files, commands, keys and people."""


def translate(language: str) -> Translate:
    """Into the language; what the made-up one has translated stands between marks."""
    return (lambda words: f"‹{words}›") if language == MADE_UP else translator(language)


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let templates speak the made-up language, too."""
    monkeypatch.setattr("plptool.render.page.translator", translate)


@dataclass(frozen=True)
class Past:
    """A copy of the ledger that was committed, and changed since."""

    tree: Revision
    old: Ledger
    new: Ledger
    audit: Audit


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    root = copy_real_ledger(init(tmp_path_factory.mktemp("languages")))
    commit(root, "First", "2024-01-10T12:00")
    first = checked_out(root)
    edit(root, "processes/2.2.4", "priority: 2\n", "priority: 1\n")
    edit(root, "processes/2.1.3", "need: ", "need: Otherwise. ")
    (root / "ledger/decisions/kkl-huvudinriktningar.yaml").unlink()
    (root / "ledger/processes/broken.yaml").write_text("id: [", encoding="utf-8")
    commit(root, "Second", "2024-02-10T12:00")
    second = checked_out(root)
    assert first is not None
    assert second is not None
    return Past(second, load(first), load(second), audit(second, [], None, lambda _done: None, NOW))


def pages(past: Past, _: Translate) -> Iterator[tuple[str, list[Block]]]:
    """The main answers that are pages, each with its name."""
    state, before = past.new.at("231231"), past.old.at("221231")
    point = state.point
    found = check(past.new)
    yield "report", report.report(summed_up(state, found), _)
    yield "appendix", laid_out(appendix(state, listed="bilaga-5"), point, _, sorted(by_snapshot(found)))
    for collection in COLLECTIONS:
        yield f"list {collection}", [listing.listing(collection, rows_of(state, collection), _)]
        for key in state.records[collection]:
            yield f"show {key}", record.show(view(state, key), point, _)
    points = differences.Points(before.point, point)
    difference = diff(before, state)
    yield "diff", differences.page(points, difference, titles(before, state), _)
    yield "diff --stat", differences.stat(points, stat(difference.changes), titles(before, state), _)
    history = History(past.tree, None, now=NOW)
    yield "log", log_page.log_page(log(history, None, Filter(), STOCKHOLM), STOCKHOLM, _, whole=False)
    yield "blame", log_page.blame_page(blame(history, "2.2.4"), point, STOCKHOLM, _)
    yield "audit", audit_page.page(past.audit, STOCKHOLM, _)
    yield "rules", [rule_pages.listing({code: rule.severity for code, rule in RULES.items()}, _)]
    for explanation in explanations():
        yield f"explain {explanation.rule.code}", rule_pages.page(explanation, "error", (), _)
    change = changed(past.old, past.new, TODAY)
    result = summary.Result("Plan", "plptool validate", (), found, (), "1" * 40, "2" * 40)
    for part in summary.change(result, change, _):
        yield "summary of a change", part.blocks
    pushed = summary.PushedCommit("1" * 40, "2024-02-10", None, "Second", change.effect)
    for part in summary.push(result, change.effect, [pushed], summary.Plan(summed_up(state, found), None), _):
        yield "summary of a push", part.blocks


@pytest.mark.parametrize("language", some(SPOKEN, MADE_UP))
def test_every_language_goes_through_every_renderer(language: str, past: Past) -> None:
    _ = translate(language)
    for number, (name, blocks) in enumerate(pages(past, _)):
        if name.startswith(("show ", "explain ")) and number % 5 and not THOROUGH:
            continue
        assert text(blocks, Screen()), name
        assert text(blocks, Screen(200, terminal=True, colour=True), cut=True), name
        assert markdown(blocks), name
        assert html([Heading("Title", 1), *blocks], language, "sv"), name
    found = check(past.new)
    assert findings.text(found, _, colour=True)
    assert github(found, _)
    assert sarif(found, explanations(), _, language)
    assert sentence(changed(past.old, past.new, TODAY).effect, _)
    assert json.text({"findings": findings.shapes(found, _)}, json_history.AuditShape.of(past.audit, STOCKHOLM, _))


@pytest.mark.parametrize("language", SPOKEN)
def test_a_word_document_is_made_in_any_language(language: str, past: Past) -> None:
    """Also in one that Word has no country for."""
    docx = pytest.importorskip("plptool.render.docx")
    state = past.new.at("231231")
    blocks = laid_out(appendix(state, listed="bilaga-5"), state.point, translate(language))
    content, _missing = docx.docx(blocks, docx.About("Title", language, "sv", state.day))
    with ZipFile(BytesIO(content)) as archive:
        assert b"2.2.4" in archive.read("word/document.xml")


def test_readers_see_no_word_that_is_not_translated(past: Past) -> None:
    _ = translate(MADE_UP)
    known = {*NAMES, *words_of_records(past)}
    untranslated = {
        name: strangers
        for name, blocks in pages(past, _)
        if not name.startswith("explain")  # examples are files
        if (strangers := sorted({word for line in texts_of(blocks) for word in unmarked_words(line)} - known))
    }
    assert untranslated == {}


def test_nor_in_what_html_adds_to_a_page(past: Past) -> None:
    _ = translate(MADE_UP)
    state = past.new.at("231231")
    page = html(laid_out(appendix(state, listed="bilaga-5"), state.point, _), MADE_UP, "sv")
    labels = re.findall(r'aria-label="([^"]*)"', page)
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", "\n", page, flags=re.DOTALL)
    lines = [*map(unescape, labels), *unescape(shown).split("\n")]
    assert labels
    assert {word for line in lines for word in unmarked_words(line)} - {*NAMES, *words_of_records(past)} == set()


def unmarked_words(line: str) -> Iterator[str]:
    """The words of a text that the made-up language has not made; marks stand within marks."""
    outside, depth = "", 0
    for character in line:
        depth += character == "‹"
        outside += " " if depth else character
        depth -= character == "›"
    yield from re.findall(r"\b[^\W\d_]{2,}\b(?!…)", outside)  # no ids of commits, and no words that are cut


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """All that a reader sees of the blocks, cell by cell."""
    for block in blocks:
        match block:
            case Heading():
                yield block.over
                yield unmarked(block.text)
            case Paragraph():
                yield unmarked(block.text)
            case Items():
                yield from map(unmarked, block.entries)
            case Listing():
                yield block.title
            case Grid():
                yield from (column.title for column in block.columns)
                yield from (cell for row in block.rows for cell in row)
            case Facts():
                yield from (fact.label for fact in block.entries)
                yield from (unmarked(line) for fact in block.entries for line in fact.lines)
            case Notes():
                yield block.title
                yield from map(unmarked, block.entries)
            case _:
                assert_never(block)


def words_of_records(past: Past) -> Iterator[str]:
    """Every word that a record says, its id and its file among them, but for those of the program's own."""
    for ledger in (past.old, past.new):
        yield from words_of_value(ledger.manifest)
        for key, each in ledger.records.items():
            yield from words_of(key)
            yield from words_of(each.path)
            yield from words_of_value(each.data)
    for rule in RULES.values():
        yield from words_of(rule.name)


def words_of_value(value: Plain) -> Iterator[str]:
    match value:
        case Mapping():
            for name, below in value.items():
                if name not in CODES:
                    yield from words_of_value(below)
                if name in ("listed", "scope"):  # whose keys are ids
                    yield from words_of_value([*below] if isinstance(below, Mapping) else [])
        case list() | tuple():
            for entry in value:
                yield from words_of_value(entry)
        case _:
            yield from words_of(str(value))


def words_of(line: str) -> list[str]:
    """Its words, of two letters or more."""
    return re.findall(r"[^\W\d_]{2,}", line)
