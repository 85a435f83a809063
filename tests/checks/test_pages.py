"""Pages of a document that has no lines, such as a PDF: cited, held to how many there are, and shown."""

import json

import pytest

from plptool.checks.runner import check
from plptool.model.citations import Citation
from plptool.model.i18n import translator
from plptool.render.phrases import sources
from plptool.site.build import files
from plptool.site.content import site
from tests.support.ledgers import MakeLedger
from tests.support.program import plptool

PLAN = "== sources/pdf\ntitle: The plan in print\ndate: 2023-12-31\npages: 12\n"
HELD = "events:\n  - {{date: 2022-03-01, kind: meeting, number: 1, source: {cited}}}\n"


@pytest.mark.parametrize(
    ("written", "citation", "said"),
    [
        ("pdf#p3", Citation("pdf", first_page=3, last_page=3), ("pdf page 3", "pdf sid. 3")),
        ("pdf#p3-p5", Citation("pdf", first_page=3, last_page=5), ("pdf pages 3–5", "pdf sid. 3–5")),
        ("list#L3", Citation("list", 3, 3), ("list L3", "list L3")),
        ("list#L3-L5", Citation("list", 3, 5), ("list L3–5", "list L3–5")),
        ("list", Citation("list"), ("list", "list")),
    ],
)
def test_a_citation_is_of_pages_or_lines_or_the_whole(written: str, citation: Citation, said: tuple[str, str]) -> None:
    assert Citation.parse(written) == citation
    assert (sources(written, translator("en")), sources([written], translator("sv"))) == said


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        ("pdf#p1", None),
        ("pdf#p11-p12", None),
        ("pdf#p13", "the document has 12 pages"),
        ("pdf#p12-p11", "the document has 12 pages"),
        ("list#p1", "does not say how many pages it has"),
        ("pdf#L1", "has no line count"),
    ],
)
def test_a_page_that_is_cited_is_there(process: MakeLedger, cited: str, told: str | None) -> None:
    found = [one for one in check(process(HELD.format(cited=cited), PLAN)) if one.rule == "PLP603"]
    assert [one.value for one in found] == ([] if told is None else [cited])
    assert all(told and told in one.message.say() for one in found)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pdf p. 3", "pdf#p3"), ("pdf#p.3", "pdf#p3"), ("pdf sid. 3-5", "pdf#p3-p5"), ("pdf, page 3", "pdf#p3"),
        ("pdf pages 3–5", "pdf#p3-p5"), ("pdf#3", "pdf#L3"), ("pdf rad 3", "pdf#L3"),
    ],
)  # fmt: skip
def test_what_people_write_for_a_page_is_understood(process: MakeLedger, written: str, meant: str) -> None:
    (found,) = [one for one in check(process(HELD.format(cited=f"'{written}'"), PLAN)) if one.rule == "PLP205"]
    assert found.hint is not None
    assert f"`{meant}`" in found.hint.say()


def test_many_pages_beyond_the_last_are_one_wrong_count(process: MakeLedger) -> None:
    events = "events:\n" + "".join(
        f"  - {{date: 2022-03-{day:02}, kind: meeting, number: {day}, source: pdf#p{day + 12}}}\n"
        for day in range(1, 4)
    )
    (found,) = [one for one in check(process(events, PLAN)) if one.rule == "PLP603"]
    assert (found.record, found.message.say()) == ("pdf", "3 citations go beyond page 12")
    (uncounted,) = [one for one in check(process(events, PLAN.replace("pages: 12\n", ""))) if one.rule == "PLP603"]
    assert "it is not said how many it has" in uncounted.message.say()
    assert uncounted.hint is not None
    assert "`pages`" in uncounted.hint.say()


def test_pages_are_shown_and_linked_to_wherever_lines_are(process: MakeLedger) -> None:
    ledger = process(HELD.format(cited="[pdf#p3-p5, pdf#p3, list]"), PLAN)
    pages = dict(files(site(ledger.at("231231"), [], {}), ["en", "sv"]))
    document = pages["source/pdf.html"].decode()
    assert '<li id="p3"><span class="when">page 3</span>' in document
    assert '<li><span class="when">pages 3–5</span>' in document
    assert '<a href="../source/pdf.html#p3">The plan in print, pages 3–5</a>' in pages["process/1.1.html"].decode()
    assert "The plan in print, sid. 3–5" in pages["sv/process/1.1.html"].decode()
    cited = json.loads(pages["source/pdf.json"])["cited"]
    assert [(one["first"], one["pages"]) for one in cited] == [(None, [3, 3]), (None, [3, 5])]
    root = str(ledger.tree.root)
    shown = plptool("-C", root, "show", "1.1", "--at", "231231").stdout
    assert "pdf pages 3–5" in " ".join(shown.split())
    asked = plptool(
        "-C",
        root,
        "sql",
        "--format",
        "json",
        "select first_line, first_page, last_page from citations where source = 'pdf'",
    )
    assert [tuple(row.values()) for row in json.loads(asked.stdout)["rows"]] == [(None, 3, 5), (None, 3, 3)]
