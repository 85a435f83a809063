"""A ledger of another country than Sweden: its money, its days off, the law that its pages cite; in any language."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.model.country import currency_of
from plptool.model.errors import UserError
from plptool.model.i18n import translation
from plptool.read.opening import open_ledger
from plptool.render.phrases import amount
from plptool.reports.commissions import commissions_report
from plptool.reports.records import Filters, listing
from plptool.reports.summary import report
from plptool.site.content import site
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import BASE, PROCESS, MakeLedger, write_ledger
from tests.support.pages import pages_of
from tests.support.personal_numbers import NHS, NUMBER
from tests.support.program import plptool

GRANT = """
== grants/G
title: A grant
period: 2022/2023
years:
  - {year: 2022, amount: 4700000, source: list}
  - {year: 2023, amount: 1234567, source: list}
source: list
"""


def of(root: Path, text: str, manifest: str) -> Ledger:
    """A little ledger whose manifest says more."""
    return open_ledger(write_ledger(root, text.replace("language: en\n", f"language: en\n{manifest}", 1)))


@dataclass(frozen=True)
class Money:
    country: str
    currency: str | None
    language: str
    said: tuple[str, str]


@pytest.mark.parametrize(
    "money",
    [
        Money("SE", None, "en", ("4.7 million SEK", "1,234,567 SEK")),
        Money("SE", None, "sv", ("4,7 mn kr", "1\u00a0234\u00a0567 kr")),
        Money("GB", None, "en", ("£4.7 million", "£1,234,567")),
        Money("GB", "GBP", "sv", ("4,7 mn\u00a0GBP", "1\u00a0234\u00a0567\u00a0GBP")),
        Money("FI", None, "sv", ("4,7 mn\u00a0€", "1\u00a0234\u00a0567\u00a0€")),
        Money("SE", "EUR", "en", ("€4.7 million", "€1,234,567")),
        Money("GB", "SEK", "en", ("4.7 million SEK", "1,234,567 SEK")),
        Money("NO", None, "en", ("NOK\u00a04.7 million", "NOK\u00a01,234,567")),
    ],
    ids=str,
)
def test_money_is_in_the_ledgers_currency_as_each_language_writes_it(money: Money) -> None:
    manifest: dict[str, str] = {"country": money.country, "language": "fi"}
    if money.currency:
        manifest["currency"] = money.currency
    translate = translation(manifest, money.language)
    assert (amount(4_700_000, translate), amount(1_234_567, translate)) == money.said


def test_a_ledger_that_names_no_country_is_swedens() -> None:
    assert currency_of({}) == currency_of({"country": "SE"}) == "SEK"


# 6 June is a holiday in Sweden; the first Monday of May in the United Kingdom, and the last of August in England alone.
DAYS = """events:
  - {date: 2022-05-02, kind: meeting, number: 1, source: list}
  - {date: 2022-06-06, kind: meeting, number: 2, source: list}
  - {date: 2022-08-29, kind: meeting, number: 3, source: list}
  - {date: 2022-09-03, kind: meeting, number: 4, source: list}
"""


@pytest.mark.parametrize(
    ("manifest", "off"),
    [
        ("", ["2022-06-06", "2022-09-03"]),
        ("country: SE\n", ["2022-06-06", "2022-09-03"]),
        ("country: GB\n", ["2022-05-02", "2022-09-03"]),
        ("country: GB\nholidays: GB-ENG\n", ["2022-05-02", "2022-08-29", "2022-09-03"]),
        ("country: EU\n", ["2022-09-03"]),  # of whose public holidays nothing is known
    ],
)
def test_days_off_are_those_of_the_country(tmp_path: Path, manifest: str, off: list[str]) -> None:
    found = check(of(tmp_path, BASE + PROCESS + DAYS, manifest))
    assert [one.value for one in found if one.rule == "PLP407"] == off
    assert [one for one in found if one.path.endswith("ledger.yaml")] == []


PATIENT = " ".join(NHS)


def test_personal_numbers_are_those_of_the_country(tmp_path: Path) -> None:
    """A British ledger knows the NHS's; of a budget code, or what would be a Swedish number, it asks."""
    said = f"goal: For NHS no. {PATIENT}.\n"
    british = of(tmp_path / "gb", BASE + PROCESS.replace("goal: A goal.\n", said), "country: GB\n")
    (found,) = [one for one in check(british) if one.rule == "PLP901"]
    assert found.line is not None
    assert found.line.endswith("NHS no. ••• ••• ••••.")
    assert "1.1" in british.broken
    assert {one.rule for one in check(of(tmp_path / "se", BASE + PROCESS.replace("goal: A goal.\n", said), ""))} & {
        "PLP901", "PLP905",
    } == set()  # fmt: skip


def test_a_budget_code_is_asked_about_and_acknowledged(tmp_path: Path) -> None:
    said = [f"Budget code {PATIENT}.", f"Paid by {NUMBER}."]
    text = BASE + PROCESS.replace("activities: [Do it]\n", f"activities: {said}\n")
    ledger = of(tmp_path / "asked", text, "country: GB\n")
    asked = [one for one in check(ledger) if one.rule == "PLP905"]
    assert [one.value for one in asked] == [sha256(one.encode()).hexdigest()[:16] for one in said]
    assert ledger.records["1.1"].data["activities"] == said
    known = "".join(f"  - {{rule: PLP905, value: {one.value}, reason: A budget code.}}\n" for one in asked)
    answered = check(of(tmp_path / "answered", f"{text}known:\n{known}", "country: GB\n"))
    assert [one.acknowledged is not None for one in answered if one.rule == "PLP905"] == [True, True]
    swedish = check(of(tmp_path / "swedish", text, "country: SE\n"))
    assert [one.rule for one in swedish if one.rule.startswith("PLP9")] == ["PLP901"]


def test_a_change_of_the_country_is_seen_in_what_was_read_before(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "ledger", BASE + PROCESS.replace("A goal.", f"For NHS no. {PATIENT}, on 29 August."))
    manifest = root / "ledger/ledger.yaml"
    written = manifest.read_text()
    env = {"PLPTOOL_CACHE": str(tmp_path / "cache")}

    def told() -> list[str]:
        answer = json.loads(plptool("validate", "--format", "json", cwd=root, env=env).stdout)
        return [one["rule"] for one in answer["findings"] if one["rule"].startswith("PLP9")]

    assert told() == told() == []
    manifest.write_text(f"{written}country: GB\n")
    assert told() == told() == ["PLP901"]
    manifest.write_text(written)
    assert told() == []


class Words(HTMLParser):
    """What a page says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def page(ledger: Ledger, path: str, language: str) -> str:
    words = Words()
    pages = pages_of(ledger.at("231231"), path.removesuffix(".html"), language=language)
    words.feed(pages[path].decode())
    return " ".join(" ".join(words.said).split())


SWEDISH, BRITISH, EUROPEAN = "2018:1937", "(No. 2) Accessibility Regulations 2018", "(EU) 2016/2102"
DIGG, EASS, OMBUDSMAN = "digg.se", "equalityadvisoryservice.com", "ombudsman.europa.eu"


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    ("country", "law", "authority"),
    [
        ("SE", SWEDISH, DIGG),
        ("GB", BRITISH, EASS),
        ("FI", EUROPEAN, ""),
        ("NO", EUROPEAN, ""),
        ("EU", EUROPEAN, OMBUDSMAN),
        ("US", "", ""),
    ],
)
def test_the_statement_cites_the_law_of_the_country_and_no_other(
    tmp_path: Path, country: str, law: str, authority: str, language: str
) -> None:
    said = page(of(tmp_path, BASE + PROCESS, f"country: {country}\n"), "accessibility.html", language)
    assert [one for one in (SWEDISH, BRITISH, EUROPEAN) if one in said] == ([law] if law else [])
    assert [one for one in (DIGG, EASS, OMBUDSMAN) if one in said] == ([authority] if authority else [])


PARTS = (
    "This accessibility statement applies to Little plan.",
    "The council is committed to making its website accessible, in accordance with",
    "Compliance status This website is partially compliant with",
    ", due to the non-compliances and exemptions listed below.",
    "Non-accessible content The content listed below is non-accessible for the following reasons.",
    "Disproportionate burden Maps.",
    "Feedback and contact information",
    "Enforcement procedure",
    "Preparation of this accessibility statement",
    "this statement prepared: 2024-02-01",
)
"""Of the model in (EU) 2018/1523, annex, section 1; the United Kingdom's sample has the same."""
PUBLISHED = """publisher:
  name: The council
  conforms: partly
  lacking: [Scans.]
  burden: [Maps.]
  prepared: 2024-02-01
"""


@pytest.mark.parametrize(
    ("country", "own"),
    [
        (
            "GB",
            [
                "in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility "
                "Regulations 2018.",
                "compliant with the Web Content Accessibility Guidelines version 2.2 AA standard",
                "Non-compliance with the accessibility regulations Scans.",
                "Content that’s not within the scope of the accessibility regulations",
                "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the regulations",
            ],
        ),
        ("FI", ["the national law that transposes Directive (EU) 2016/2102", "Non-compliance with the national law"]),
        ("EU", ["in accordance with the European standard EN 301 549", "the European Ombudsman"]),
    ],
)
def test_the_statement_has_every_part_of_the_model(tmp_path: Path, country: str, own: list[str]) -> None:
    ledger = of(tmp_path, BASE + PROCESS, f"country: {country}\n{PUBLISHED}")
    said = page(ledger, "accessibility.html", "en")
    assert [part for part in (*PARTS, *own) if part not in said] == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("conforms: fully", "This website is fully compliant with the requirements of the act."),
        ("conforms: partly, lacking: [A]", "partially compliant with the requirements of the act, due to the non-com"),
        (
            "conforms: partly, burden: [A]",
            "partially compliant with the requirements of the act, due to the exemptions",
        ),
        ("conforms: not, lacking: [A]", "This website is not compliant with the requirements of the act. The reasons"),
        ("name: A", "This website is [fully, partly or not] compliant with the requirements of the act."),
    ],
)
def test_the_statement_says_how_far_the_pages_comply_and_why(tmp_path: Path, more: str, said: str) -> None:
    ledger = of(tmp_path, BASE + PROCESS, f"publisher: {{{more}}}\n")
    assert said in page(ledger, "accessibility.html", "en")


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("UK", "Did you mean `GB`?"),
        ("EL", "Did you mean `GR`?"),
        ("UN", "EU is for the institutions of the European Union."),
        ("EZ", "EU is for the institutions of the European Union."),
        ("YU", "for example"),
        ("ZZ", "for example"),
    ],
)
def test_letters_that_are_no_country_are_refused(tmp_path: Path, country: str, told: str) -> None:
    (found,) = of(tmp_path, BASE, f"country: {country}\n").faults
    assert found.rule == "PLP205"
    assert found.hint is not None
    assert told.casefold() in found.hint.say().casefold()


@pytest.mark.parametrize("country", ["EU", "XK", "GB", "FI", "AX", "GL", "TW"])
def test_countries_their_parts_with_letters_of_their_own_and_the_union_are_accepted(
    tmp_path: Path, country: str
) -> None:
    assert not of(tmp_path, BASE, f"country: {country}\n").faults


def test_pages_have_the_currency(tmp_path: Path) -> None:
    ledger = of(tmp_path, BASE + PROCESS + GRANT, "country: GB\n")
    said = page(ledger, "index.html", "en")
    assert "State grants each year, £million" in said
    assert "£4.7 million" in said
    assert "SEK" not in said
    assert '"kronor":"£{figure}"' in pages_of(ledger.at("231231"))["plan.js"].decode()


def test_what_is_told_by_year_is_of_the_ledgers_financial_year(tmp_path: Path) -> None:
    """The plan is of 10 February 2021, and the meetings are around 31 March 2022."""
    held = "events:\n" + "".join(
        f"  - {{date: {day}, kind: meeting, number: {number}, source: list}}\n"
        for number, day in enumerate(("2022-03-31", "2022-04-01", "2023-02-03"), 1)
    )
    text = BASE.replace("period: 2021/2023", "period: 2021-04/2024-03") + PROCESS + held
    ledger = of(tmp_path, text, "country: GB\nfinancial-year-starts: 04-01\n")
    state = ledger.at("231231")
    assert [(row.year, row.held) for row in report(state, []).meetings] == [(2021, 1), (2022, 2)]
    overview = page(ledger, "index.html", "en")
    assert [said for said in ("2021/22–2023/24", "of 2020/21", "quarter 4 of 2021/22") if said not in overview] == []
    assert "2020/21 (1)" in page(ledger, "decisions.html", "en")
    assert commissions_report(state).since == date(2023, 4, 1)
    assert '"years":{"2020":"2020/21"}' in pages_of(state)["plan.js"].decode()
    stems = {page.stem for page in site(state, [], {}).pages}
    assert "changes/2022-03-31--2023-03-31" in stems
    assert "changes/2021-12-31--2022-12-31" not in stems


GIVES = "== decisions/{day}\ntitle: T\ndate: {day}\nstatus: adopted\nsource: list\ncommissions: [{{id: a, text: Do it., lead: A, source: list}}]\n"
COUNTED = (
    GIVES.format(day="2023-03-01") + GIVES.format(day="2023-05-01") + "== snapshots/231231\ndate: 2023-12-31\n"
    "assertions: [{kind: commissions, counts: {opening: 1, new: 1}, source: list}]\n"
)
"""Two commissions of one calendar year and of two financial years, and what a document counts of them."""


def test_what_is_counted_of_commissions_begins_with_the_financial_year(tmp_path: Path) -> None:
    ledger = of(tmp_path, BASE + COUNTED, "financial-year-starts: 04-01\n")
    assert not ledger.faults
    content = report(ledger.at("231231"), [])
    balance = commissions_report(ledger.at("231231")).balance
    assert (balance.opening, balance.opened) == (1, 1)
    assert [figure.holds for one in content.assertions for figure in one.figures] == [True, True]
    assert [one.message.say() for one in check(ledger) if one.rule == "PLP601"] == []
    assert commissions_report(ledger.at("0001-02-03")).since == date.min


def test_a_document_that_is_no_list_is_refused(process: MakeLedger) -> None:
    state = process("listed: {list: 1}\n", "== sources/other\ntitle: Another\ndate: 2023-12-31\n").at("231231")
    report(state, [], listed="list")
    for ask in (
        lambda: report(state, [], listed="other"),
        lambda: listing(state, "processes", Filters(listed="other")),
    ):
        with pytest.raises(UserError, match="no process is in a list 'other' on 2023-12-31; the lists are list"):
            ask()
