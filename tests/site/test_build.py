"""The site's files: whole, linked, escaped, nameless, in both languages, and the same as the ledger says."""

import csv
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from plptool.edit.seal import seal_day
from plptool.model.events import event_of
from plptool.model.financial_year import CALENDAR, YearStart
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.reports.summary import PlanSummary, report
from plptool.site import charts, content
from plptool.site.build import files
from plptool.site.chart_text import in_units
from plptool.site.content import NAV, short_title, site
from plptool.site.data import Course, Period, ProcessOverTime, SnapshotLink, Unsure, cause, decided, reasons
from plptool.site.write import MARK
from plptool.timeline.totals import totals
from tests.support.git import commit, commit_ledger, init
from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.pages import page_text, pages_of, whole_text
from tests.support.personal_numbers import NUMBER
from tests.support.program import plptool

if TYPE_CHECKING:
    from plptool.model.plain import Data

HOSTILE = """<script>alert(1)</script> "onmouseover='x' {{ 7*7 }} &amp; </title><img src=//evil.example/x>"""
PLAN = f"""
== organisations/B
title: Administration B
type: administration
part-of: A
source: list#L9

== sources/list
title: The list
date: 2023-12-31
lines: 20

== sources/other
title: The other
date: 2023-12-31

== decisions/money
title: Gives {HOSTILE}
date: 2023-03-01
roles:
  - {{role: chair, organisation: A, person: Anna Namn, source: list}}
status: adopted
concerns: [1.1]
source: list#L3

== plans/plan
title: The plan
period: 2021/2023
decision: adoption
completed-means:
  achieved: {{text: The goal was reached., source: list#L4}}
process-leaders:
  - {{role: leader, organisation: A, person: Anna Namn, source: list}}
source: list

== processes/1.2
plan: plan
need: Another need.
activities: [Do that]
goal: Another goal.
lead: B
priority: 2
period: 2021/2023
source: list
events:
  - {{date: 2022-02-01, kind: meeting, number: 1, source: list#L5}}
  - {{date: 2022-12-31, kind: status, status: completed, outcome: achieved, source: list#L6-L7}}

== processes/1.1
plan: plan
need: '{HOSTILE.replace("'", "''")}'
activities: [Do it]
goal: A goal.
lead: A
partners: [B]
priority: 1
period: 2021/2023
source: list
events:
  - {{date: 2021-05-03, kind: meeting, number: 1, source: list#L10}}
  - date: 2022-05-04
    kind: meeting
    number: 2
    with: [B]
    source: [list#L11, other]
    discrepancies:
      - field: number
        claims:
          - {{value: 2, source: list#L11}}
          - {{value: 3, source: other}}
        reason: The list is newer.
  - {{date: 2023-03-02, kind: decision, decision: money, source: list#L3}}
  - {{date: 2023-04-01, kind: grant, grant: funds, source: list#L12}}
  - {{date: 2023-06-01, kind: expected, due: 2023-09, text: A report., source: list#L13}}
  - date: 2023-12-31
    kind: status
    status: paused
    remaining: [Find a house.]
    text: Waits for a house.
    source: list#L14
known:
  - {{rule: PLP506, value: 2023-09, reason: So it stands., source: list#L17}}

== grants/funds
title: Funds
period: 2022/2023
years:
  - {{year: 2022, amount: 2500000, source: list#L15}}
  - {{year: 2023, amount: 1500000, approximate: true, source: list#L15}}
uses:
  - {{what: A person., posts: 1, process: 1.1, period: 2023, date: 2023, source: list#L16}}
source: list#L15

== assignments/first
title: The first assignment
period: 2020
client: {{role: director, organisation: A, person: Anna Namn, source: list}}
source: list

== snapshots/231231
date: 2023-12-31
title: The end
"""
VOID = {"meta", "link", "br", "img", "input", "path", "line", "rect"}
IN_PHRASES = {"p", "span", "h1", "h2", "h3", "a", "dt", "summary", "caption", "figcaption", "text"}
"""Elements that hold no blocks (HTML, 3.2.5.2.5): a parser would close them, or put the block elsewhere."""
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "figure", "h1", "h2", "h3", "details", "pre"}


@dataclass
class ReadPage(HTMLParser):
    """A page, read strictly."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)
        self.text += " " if tag in ("td", "th", "li", "p", "dt", "dd", "div") else ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._seen(tag, attrs)

    def _seen(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) < len(attrs):
            self.wrong.append(f"<{tag}> says something twice: {attrs}")
        if tag in BLOCKS and IN_PHRASES & set(self.open):
            self.wrong.append(f"<{tag}> within {self.open}")
        if tag == "a" and "a" in self.open:
            self.wrong.append(f"a link within a link: {attrs}")
        self.tags.append((tag, given))
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.links += [str(value) for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data


def read_page(path: Path) -> ReadPage:
    page = ReadPage()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a little ledger in both languages, English first, with one commit behind it."""
    root = tmp_path_factory.mktemp("little")
    write_ledger(root / "plan", BASE + PROCESS + PLAN)
    commit(init(root / "plan"), "Anna Namn was here", who="Anna Namn")
    done = plptool("site", str(root / "out"), "--at", "240131", "--lang", "en", "--lang", "sv", cwd=root / "plan")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return root / "out"


@pytest.fixture(scope="module")
def pages_by_path(made: Path) -> dict[str, ReadPage]:
    return {path.relative_to(made).as_posix(): read_page(path) for path in sorted(made.rglob("*.html"))}


def test_there_is_a_page_for_every_record_and_every_subject(made: Path, pages_by_path: dict[str, ReadPage]) -> None:
    assert {path for path, _ in NAV} <= set(pages_by_path)
    ledger = open_ledger(made.parent / "plan")
    assert len(ledger.records) > 10
    for key, record in ledger.records.items():
        folder = "at" if record.collection == "snapshots" else record.collection.schema
        assert f"{folder}/{key}.html" in pages_by_path
    assert {"404.html", "accessibility.html", "data.html", "changes/2022-12-31--2023-12-31.html"} <= set(pages_by_path)


def test_both_languages_have_the_same_pages_and_lead_to_each_other(pages_by_path: dict[str, ReadPage]) -> None:
    swedish = {path.removeprefix("sv/") for path in pages_by_path if path.startswith("sv/")}
    assert swedish == {path for path in pages_by_path if not path.startswith("sv/")}
    for path in swedish:
        for here, tongue in ((path, "en"), (f"sv/{path}", "sv")):
            tags = pages_by_path[here].tags
            assert ("html", {"lang": tongue}) in tags
            led = {
                one["hreflang"]: target(here, str(one["href"]))
                for tag, one in tags
                if tag == "link" and "hreflang" in one
            }
            assert led == {"en": path, "sv": f"sv/{path}"}
    said = {
        tongue: " ".join(pages_by_path[path].text.split())
        for tongue, path in (("en", "index.html"), ("sv", "sv/index.html"))
    }
    assert "What is not finished, and why" in said["en"]
    assert "Vad som inte är klart, och varför" in said["sv"]
    assert "have not begun 0" in said["en"]
    assert "är inte påbörjade 0" in said["sv"]


def target(page: str, link: str) -> str:
    """The file that a page's link leads to, relative to the site."""
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / unquote(link.partition("#")[0])).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) if link.partition("#")[0] else page


def test_every_link_leads_to_something_and_none_elsewhere(made: Path, pages_by_path: dict[str, ReadPage]) -> None:
    outside = set()
    followed = 0
    for path, page in pages_by_path.items():
        for link in page.links:
            if re.match(r"[a-z]+:|//", link):
                outside.add(link)
                continue
            aim, fragment = target(path, link), link.partition("#")[2]
            assert (made / aim).is_file(), (path, link)
            if fragment and aim.endswith(".html"):
                is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", fragment)
                assert ("slider" if is_day else fragment) in pages_by_path[aim].ids, (path, link)
                followed += 1
    assert followed > 100
    assert outside == {"https://www.digg.se/tdosanmalan"}  # a link to follow, which nothing asks for by itself


def test_pages_are_well_formed_and_each_id_is_there_once(pages_by_path: dict[str, ReadPage]) -> None:
    for path, page in pages_by_path.items():
        assert page.wrong == [], path
        assert page.open == [], path
        assert sorted(page.ids) == sorted(set(page.ids)), path
        tags = [tag for tag, _ in page.tags]
        assert tags.count("h1") == tags.count("main") == tags.count("title") - charts_on(page) == 1
        levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def charts_on(page: ReadPage) -> int:
    """How many charts a page has, and marks on timelines: each has a title of its own."""
    charts = sum(tag == "svg" and given.get("role") == "img" for tag, given in page.tags)
    return charts + sum(tag == "use" and "%" in str(given.get("x")) for tag, given in page.tags)


def test_a_strict_policy_refuses_nothing_that_is_there(pages_by_path: dict[str, ReadPage]) -> None:
    for path, page in pages_by_path.items():
        (policy,) = [
            given["content"] for tag, given in page.tags if given.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'none'" in str(policy)
        assert "unsafe" not in str(policy)
        for tag, given in page.tags:
            assert tag != "style", path
            assert tag != "script" or "src" in given, path
            assert not [name for name in given if name == "style" or name.startswith("on")], (path, tag, given)


def test_what_a_record_says_stays_text(pages_by_path: dict[str, ReadPage]) -> None:
    for path in ("index.html", "process/1.1.html", "sv/decisions.html", "search.html", "at/231231.html"):
        assert HOSTILE in pages_by_path[path].text, path
        assert not [one for one in pages_by_path[path].tags if one[0] == "img"]


def test_nobody_is_named_unless_the_manifest_says_so(made: Path, tmp_path: Path) -> None:
    files = [path for path in made.rglob("*") if path.is_file()]
    assert len(files) > 100
    assert [path for path in files if "Anna Namn" in whole_text(path)] == []
    assert "chair" in (made / "decision" / "money.json").read_text("utf-8")
    root = write_ledger(tmp_path, BASE + PROCESS + PLAN)
    manifest = root / "ledger" / "ledger.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "publish-names: true\n", "utf-8")
    plptool("site", "out", cwd=root)
    assert "Anna Namn" in (root / "out" / "decision" / "money.html").read_text("utf-8")


@pytest.mark.parametrize("names", ["", "publish-names: true\n"])
def test_digits_that_may_be_a_persons_are_masked_until_somebody_says_that_they_are_none(
    tmp_path: Path, git_home: None, names: str
) -> None:
    told = PROCESS.replace("A need", "Mötet börjar 20230314 0608 i Nacka") + "events:\n"
    told += "  - {date: 2022-03-01, kind: note, text: Ring 20230314-0608., source: list}\n"
    root = init(tmp_path / "plan")
    commit_ledger(root, BASE + told)
    manifest = root / "ledger" / "ledger.yaml"
    manifest.write_text(manifest.read_text("utf-8") + names, "utf-8")
    plptool("site", "out", cwd=root)
    digest = sha256(b"Ring 20230314-0608.").hexdigest()[:16]
    edit(root, "processes/1.1", "events:", f"known: [{{rule: PLP905, value: {digest}, reason: It is none.}}]\nevents:")
    plptool("site", "known", cwd=root)
    in_texts = {
        folder: "".join(whole_text(path) for path in (root / folder).rglob("*.*") if path.suffix != ".css")
        for folder in ("out", "known")
    }
    assert "Mötet börjar •••••••• •••• i Nacka" in in_texts["out"]
    assert "0608" not in in_texts["out"]
    assert "20230314 0608" not in in_texts["known"]
    assert "Ring 20230314-0608." in in_texts["known"]


PUBLISHED = """\
site: {address: 'https://example.org/', description: As Ylva Quist asked for it., licence: 'https://example.org/terms', access: public, themes: [HEAL], keywords: [Ylva Quist]}
publisher: {name: Exham, type: local-authority, email: a@example.org}
"""


def test_no_name_nor_half_of_one_is_left_in_what_records_say(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "plan")
    told = "== assignments/task\ntitle: What %s asks\nresponsible: {role: lead, person: %s, source: list}\npurpose: P.\nsource: list\n"
    base = BASE.replace("title: Little plan", f"title: Little plan for Zoë Zorn\n{PUBLISHED}")
    commit_ledger(root, base + PROCESS + told % ("Quist, Ylva", "Ylva Quist"))
    for length in range(100, 180, 3):
        text = f"{'x' * 9} " * (length // 10) + "x" * (length % 10) + " Ylva Quist agreed to it; so did Zoë Zorn"
        write_ledger(root, PROCESS.replace("1.1", f"3.{length}").replace("A need", text))
    commit_ledger(root, told % ("Zoë Zorn", "Zoë Zorn"))
    for length in range(100, 180, 3):
        edit(root, f"processes/3.{length}", "agreed", "agrees")
    commit(root)
    assert plptool("site", "out", "--at", "@", cwd=root).returncode == 0
    texts = "".join(
        whole_text(path) for path in (root / "out").rglob("*") if path.is_file() and path.parent.name != "assets"
    )
    assert "… agrees to it; so did …" in texts
    assert "As … asked for it." in (root / "out" / "dcat.rdf").read_text("utf-8")
    assert not re.findall(r".{20}\b(?:Y(?:l(?:va?)?)?|Q(?:u(?:ist?)?)?|Zor\w*|Zoë?)\b", texts)


def test_how_a_record_was_changed_is_told_by_commit_and_day_alone(pages_by_path: dict[str, ReadPage]) -> None:
    assert re.search(r"\d{4}-\d\d-\d\d\s+[0-9a-f]{10} added to the ledger", pages_by_path["process/1.1.html"].text)


def test_the_data_beside_a_page_parses_and_agrees(made: Path, pages_by_path: dict[str, ReadPage]) -> None:
    whole = json.loads((made / "ledger.json").read_text("utf-8"))
    assert whole["format"] == 1
    assert [one["id"] for one in whole["processes"]] == ["1.1", "1.2"]
    found: Any = {
        path: json.loads(path.read_text("utf-8")) for path in made.rglob("*.json") if path.parent.name != "schema"
    }
    assert all(one["point"] == whole["point"] for one in found.values())
    rows = list(csv.DictReader(StringIO((made / "index.csv").read_text("utf-8"))))
    listed = [row for lead in found[made / "index.json"]["leads"] for row in lead["processes"]]
    assert [(row["id"], row["status"]) for row in rows] == [("1.1", "paused"), ("1.2", "completed")]
    assert sorted((row["id"], row["status"]) for row in listed) == [(row["id"], row["status"]) for row in rows]
    assert rows[0]["need"] == HOSTILE
    events = list(csv.DictReader(StringIO((made / "process" / "1.1.csv").read_text("utf-8"))))
    assert [row["date"] for row in events] == [one["date"] for one in found[made / "process" / "1.1.json"]["timeline"]]
    assert not list(made.rglob("sv/**/*.json"))  # data has no language


def test_a_workbook_has_what_the_csv_has_in_the_readers_words(made: Path) -> None:
    rows = list(csv.DictReader(StringIO((made / "index.csv").read_text("utf-8"))))
    swedish = load_workbook(made / "sv" / "ledger.xlsx")
    assert swedish.sheetnames == ["Processer", "Beslut", "Organisationer", "Källor"]
    heading, *processes = swedish["Processer"].values
    assert [row[heading.index("Id")] for row in processes] == [row["id"] for row in rows]
    assert [row[heading.index("Behov")] for row in processes] == [row["need"] for row in rows]
    assert [row[heading.index("Status")] for row in processes] == ["pausad", "slutförd"]
    days = [row[heading.index("Sedan")] for row in processes]
    assert [type(day) for day in days] == [datetime, datetime]
    assert [str(day) for day in days] == ["2023-12-31 00:00:00", "2022-12-31 00:00:00"]
    (events,) = load_workbook(made / "process" / "1.1.xlsx")
    heading, first, second, *_ = events.values
    assert (first[heading.index("Number")], second[heading.index("Source")]) == (1, "The list, line 11; The other")
    assert (made / "at" / "231231.xlsx").is_file()


def test_the_overview_says_what_the_report_says(made: Path, pages_by_path: dict[str, ReadPage]) -> None:
    state = open_ledger(made.parent / "plan").at("240131")
    counts = asdict(report(state, []).totals.processes)
    drawn = json.loads((made / "index.json").read_text("utf-8"))["totals"]["processes"]
    assert drawn == counts
    assert (counts["completed"], counts["paused"], counts["total"]) == (1, 1, 2)
    text = " ".join(pages_by_path["index.html"].text.split())
    assert "Waits for a house. [The list, line 14] Remaining Find a house." in text
    assert "Was to come 2023-09; no document says what became of it: A report. [The list, line 13]" in text
    years = json.loads((made / "decisions.json").read_text("utf-8"))["decided"]
    assert [(year["sort"], year["year"], [one["id"] for one in year["decisions"]]) for year in years] == [
        ("year", 2023, ["money"]),
        ("year", 2021, ["adoption"]),
    ]


def test_before_its_plan_is_adopted_no_process_is_called_completed(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + PROCESS)
    said = {
        day: plptool("site", str(tmp_path / day), "--at", day, "--lang", "en", cwd=root).returncode
        or (tmp_path / day / "index.html").read_text("utf-8")
        for day in ("200101", "230101")
    }
    assert "Nothing is under way: the plan is not adopted yet." in str(said["200101"])
    assert not any("<p>All processes are completed.</p>" in str(page) for page in said.values())


def test_what_is_decided_is_told_by_year_and_what_is_not_apart(tmp_path: Path) -> None:
    decision = "== decisions/{key}\ntitle: T\ndate: {day}\nbody: board\nstatus: {status}\nsource: list\n"
    more = "".join(
        decision.format(key=key, day=day, status=status)
        for key, day, status in (
            ("in-year", "2022", "adopted"),
            ("by-then", "/2022-03-01", "adopted"),
            ("over-new-year", "2021-12-01/2022-01-31", "adopted"),
            ("meant", "2022-04-01", "planned"),
            ("theirs", "2021-04-01", "referred-to"),
        )
    )
    ledger = open_ledger(write_ledger(tmp_path, BASE + PROCESS + more))
    state = ledger.at("231231")
    groups = list(decided(state, totals(state)))
    assert [(group.sort, group.year, group.unsure, [row.id for row in group.rows]) for group in groups] == [
        ("year", 2022, 2, ["over-new-year", "by-then", "in-year"]),
        ("year", 2021, 0, ["adoption"]),
        ("other", None, 0, ["theirs", "meant"]),
    ]


def test_a_reason_is_of_the_status_in_force_and_a_vague_beginning_is_told_as_one(tmp_path: Path) -> None:
    events = """events:
  - {date: 2022-02-01/2022-03-01, kind: status, status: paused, text: Waits for a house., source: list}
  - {date: 2022-05-01, kind: status, status: ongoing, source: list}
  - {date: 2022-06-01, kind: note, text: The sun shone., source: list}
"""
    ledger = open_ledger(write_ledger(tmp_path, BASE + PROCESS + events))
    paused, ongoing = (ledger.at(day).processes["1.1"] for day in ("220401", "220701"))
    assert ([one.data["text"] for one in reasons(paused)], cause(paused)) == (
        ["Waits for a house."],
        "2022-02-01/2022-03-01",
    )
    assert (reasons(ongoing), cause(ongoing)) == ([], None)
    assert Course.of(ongoing).unsure == (Unsure("paused", date(2022, 2, 1), date(2022, 3, 1)),)


def test_a_part_of_a_plan_says_that_it_is_one(tmp_path: Path) -> None:
    snapshot = """
== snapshots/231231
date: 2023-12-31
assertions:
  - {kind: processes, plan: plan, counts: {total: 25, completed: 15}, partial: true, source: list}
"""
    root = write_ledger(tmp_path / "plan", BASE + PROCESS + snapshot)
    assert plptool("site", str(tmp_path / "out"), "--at", "240131", cwd=root).returncode == 0
    text = " ".join(page_text(tmp_path / "out" / "index.html").split())
    said = "By the documents, as of 2023-12-31: 25 in all, 15 are completed; of these, 24 are not in this ledger. <span"
    assert said in text
    assert "The newest document is of 2023-12-31." in text


def test_a_snapshot_and_the_time_between_have_pages_of_their_own(
    made: Path, pages_by_path: dict[str, ReadPage]
) -> None:
    assert json.loads((made / "at" / "231231.json").read_text("utf-8"))["date"] == "2023-12-31"
    changed = json.loads((made / "changes" / "2021-12-31--2022-12-31.json").read_text("utf-8"))
    assert [one["record"] for one in changed["changes"]] == ["1.1", "1.2", "funds"]
    text = " ".join(pages_by_path["changes/2021-12-31--2022-12-31.html"].text.split())
    assert "1.2 Another need. planned →then completed 1 meeting" in text
    assert "The goal was reached." in pages_by_path["glossary.html"].text
    assert "[The list, line 11, The other]" in pages_by_path["process/1.1.html"].text


def test_a_plan_that_no_decision_adopts_is_told_year_by_year(tmp_path: Path) -> None:
    written = """
== plans/plan
title: The plan
period: 2020/2022
source: list

== organisations/A
title: A
type: administration
source: list

== processes/1
plan: plan
title: Build it
lead: A
milestones:
  - {id: m, text: A platform, due: 2021-06-30, source: list}
events:
  - {date: 2020-03-01, kind: activity, activity: other, source: list}
  - {date: 2022-03-01, kind: activity, activity: other, source: list}
source: list

== sources/list
title: The list
date: 2022-12-31
"""
    state = open_ledger(write_ledger(tmp_path, written)).at("221231")
    assert sorted(page.stem for page in site(state, [], {}).pages if page.stem.startswith("changes/")) == [
        "changes/2020-01-01--2020-12-31",
        "changes/2020-12-31--2021-12-31",
        "changes/2021-12-31--2022-12-31",
    ]
    assert "Late: A platform (due 2021-06-30)" in pages_of(state)["plan.js"].decode()


def test_on_a_page_in_another_language_a_records_own_words_are_marked(pages_by_path: dict[str, ReadPage]) -> None:
    assert ("span", {"lang": "en"}) in pages_by_path["sv/process/1.1.html"].tags
    assert ("span", {"lang": "en"}) not in pages_by_path["process/1.1.html"].tags


def test_each_organisation_that_an_event_names_is_a_link_though_one_has_anothers_letters(tmp_path: Path) -> None:
    more = """events:
  - {date: 2022-05-01, kind: meeting, series: A-series, with: [AB, A], source: list}

== organisations/AB
title: AB
type: administration
source: list
"""
    state = open_ledger(write_ledger(tmp_path, BASE + PROCESS + more)).at("231231")
    page = pages_of(state, "process/1.1")["process/1.1.html"].decode()
    links = '<a href="../organisation/AB.html">AB</a>, <a href="../organisation/A.html">A</a>'
    assert f"Meeting (A-series) with {links}" in page


def test_a_seal_names_the_one_before(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    first, _ = (seal_day(WorkTree(root), date(year, 12, 31), date(2024, 6, 1)) for year in (2022, 2023))
    page = pages_of(open_ledger(root).at("231231"), "auditors")["auditors.html"].decode()
    said = f'<dd><a href="at/221231.html">221231</a>: <code>{first.digest}</code></dd>'
    assert page.count(said) == 1


def test_charts_are_named_described_and_have_their_table(pages_by_path: dict[str, ReadPage]) -> None:
    tags = pages_by_path["index.html"].tags
    drawn = [given for tag, given in tags if tag == "svg" and given.get("role") == "img"]
    assert [one["aria-labelledby"] for one in drawn] == [
        "standing-title standing-desc",
        "meetings-title meetings-desc",
        "grants-title grants-desc",
    ]
    assert [tag for tag, _ in tags].count("details") == 3 + 1  # and what is for auditors
    text = " ".join(pages_by_path["index.html"].text.split())
    assert "2022 2.5 million SEK 2023 ≈ 1.5 million SEK" in text
    # By day: planned, ongoing, paused, completed.
    assert "2021-02-10 2 0 0 0 2021-05-03 1 1 0 0 2022-02-01 0 2 0 0 2022-12-31 0 1 0 1 2023-12-31 0 0 1 1" in text
    timeline = pages_by_path["timeline.html"]
    text = " ".join(timeline.text.split())
    assert "planned 2021-02-10, ongoing 2021-05-03, paused 2023-12-31 2021-05-03, 2022-05-04" in text
    marks = [given for tag, given in timeline.tags if tag == "use" and "%" in str(given.get("x"))]
    assert Counter(str(mark["class"]) for mark in marks) == {
        "mark meeting": 3, "mark decision": 3, "mark grant": 1, "mark paused": 1, "mark completed": 1,
    }  # fmt: skip
    for said in ("2022-05-04: Meeting 2 with B", "2023-04-01: Grant Funds", "2023-12-31: Status: paused"):
        assert said in text, said
    led = [given["data-lead"] for tag, given in timeline.tags if "data-lead" in given]
    assert led == ["A", "B"]


def test_each_chart_is_a_picture_and_a_table_that_stand_alone(made: Path, pages_by_path: dict[str, ReadPage]) -> None:
    pictures = {path.relative_to(made).as_posix(): path.read_text("utf-8") for path in made.rglob("*-*.svg")}
    assert {
        "index-standing.svg",
        "sv/timeline-processes.svg",
        "at/231231-meetings.svg",
        "process/1.1-course.svg",
    } <= set(pictures)
    for path, picture in pictures.items():
        drawn = ET.fromstring(picture)  # noqa: S314 - it was made here
        first, second, third = (child.tag.rpartition("}")[2] for child in list(drawn)[:3])
        assert (first, second, third) == ("title", "desc", "style"), path
        assert drawn.get("lang") == ("sv" if path.startswith("sv/") else "en")
        assert not re.search(
            r"<script|[^:]href|@import|url\((?!#hatch)|\bon\w+=", re.sub(r"<(text|title)\b.*?</\1>", "", picture)
        ), path
        assert "$" not in str(drawn[2].text), path
        assert (made / path).with_suffix(".csv").is_file()
    swedish = (made / "sv" / "index-meetings.csv").read_bytes()
    assert swedish.startswith(b"\xef\xbb\xbf")  # or Excel takes it for another encoding
    rows = list(csv.reader(StringIO(swedish.decode("utf-8-sig"))))
    assert rows[0] == ["kvartal", "numrerad", "interna", "övrigt", "hållna"]
    assert rows[1] == ["kvartal 2 2021", "1", "0", "0", "1"]
    saved = [link for link in pages_by_path["sv/index.html"].links if re.search(r"-\w+\.svg$|-standing\.csv$", link)]
    assert sorted(saved) == ["index-grants.svg", "index-meetings.svg", "index-standing.csv", "index-standing.svg"]


def test_a_second_run_writes_the_same_and_removes_what_is_gone(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + PROCESS)
    out = tmp_path / "out"
    plptool("site", str(out), "--at", "231231", cwd=root)
    first = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*") if path.is_file()}
    plptool("site", str(out), "--at", "231231", cwd=root)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in first} == first
    (root / "ledger" / "processes" / "1.1.yaml").unlink()
    plptool("site", str(out), "--at", "231231", cwd=root)
    assert not (out / "process").exists()


def test_what_somebody_else_put_among_the_pages_is_not_published(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + PROCESS)
    out = tmp_path / "out"
    assert plptool("site", str(out), cwd=root).returncode == 0
    before = (out / "index.html").read_bytes()
    for path in ("mine.html", "process/mine.js", "new/deep/x.txt"):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text("not the site's", "utf-8")
        refused = plptool("site", str(out), "--lang", "en", cwd=root)
        assert refused.returncode == 2
        assert f"holds {path}, which plptool did not write" in refused.stderr
        (out / path).unlink()
    assert (out / "index.html").read_bytes() == before
    assert plptool("site", str(out), cwd=root).returncode == 0


@pytest.mark.parametrize("folder", ["ledger/x", "ledger/processes", ".git/site", ".git"])
def test_no_site_lies_among_the_records_or_in_gits_own_folder(tmp_path: Path, folder: str) -> None:
    root = init(write_ledger(tmp_path / "plan", BASE + PROCESS))
    refused = plptool("site", folder, "--lang", "en", cwd=root)
    assert refused.returncode == 2
    assert "own folder" in refused.stderr
    assert not (root / folder / "index.html").exists()


def test_it_writes_nowhere_but_in_its_own_folder(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "plan", BASE + PROCESS)
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("another's", "utf-8")
    refused = plptool("site", str(other), cwd=root)
    assert refused.returncode == 2
    assert "no site that plptool made" in refused.stderr
    (tmp_path / "link").symlink_to(other)
    assert plptool("site", str(tmp_path / "link"), cwd=root).returncode == 2
    out = tmp_path / "out"
    plptool("site", str(out), cwd=root)
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(other / "index.html")
    (out / MARK).write_text((out / MARK).read_text("utf-8") + "../other/index.html\n", "utf-8")
    assert plptool("site", str(out), cwd=root).returncode == 0
    assert (other / "index.html").read_text("utf-8") == "another's"
    assert not (out / "index.html").is_symlink()


def test_what_is_broken_is_left_out_and_said_and_no_number_is_repeated(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS + f"== processes/bad\nneed: '{NUMBER}'\n")
    edit(root, "processes/1.1", "A goal.", "A goal\u202e.")
    done = plptool("site", "out", cwd=root)
    assert done.returncode == 1
    assert "bad.yaml" in done.stderr
    text = "".join(whole_text(path) for path in (root / "out").rglob("*") if path.is_file())
    assert NUMBER not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("most", "step", "top"), [(0, 1, 1), (1, 1, 1), (7, 2, 8), (18, 5, 20), (20, 5, 20), (101, 50, 150)]
)
def test_an_axis_ends_at_a_round_figure(most: float, step: float, top: float) -> None:
    assert charts.scale(most) == (step, top)


def test_bars_stand_on_their_line_and_are_as_high_as_what_they_show() -> None:
    drawn = charts.bars(
        [charts.BarRow("2022", "3", {"numbered": 2, "internal": 1}), charts.BarRow("2023", "", {"numbered": 0})]
    )
    first, second = drawn.bars
    assert [(part.sort, part.height) for part in first.parts] == [("numbered", 98.67), ("internal", 49.33)]
    assert first.parts[0].y + first.parts[0].height == pytest.approx(charts.BASE)
    assert second.parts == ()
    assert [tick.said for tick in drawn.ticks] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("amounts", "unit", "figures"),
    [
        ((7_600_000, 100_000, 0), "million SEK", ["7.6", "0.1", "0.0"]),
        ((7_600_000, 40_000), "thousand SEK", ["7,600", "40"]),
        ((1500, 1000), "thousand SEK", ["2", "1"]),
        ((12_000, 900), "SEK", ["12,000", "900"]),
    ],
)
def test_no_year_that_has_money_is_drawn_as_having_none(
    amounts: tuple[int, ...], unit: str, figures: list[str]
) -> None:
    years = [charts.YearOfGrants(f"20{n}", amount, approximate=False) for n, amount in enumerate(amounts, 20)]
    drawn = charts.grant_bars(years, str, lambda amount, unit: in_units(amount, unit, str))
    assert charts.unit_of(years).name == unit
    assert [bar.above for bar in drawn.bars] == figures


def test_a_timeline_is_drawn_along_its_axis() -> None:
    adopted, met = date(2021, 2, 10), date(2021, 3, 12)
    periods = (Period("planned", adopted, met, str(adopted)), Period("completed", met, None, "2021-03-02/2021-03-12"))
    course = Course(
        "1.1", "A", None, "Something.", periods, (Unsure("completed", date(2021, 3, 2), met),), (met,), (str(met),)
    )
    events: list[Data] = [
        {"date": "2021-03-12", "kind": "meeting"},
        {"date": "2021-03-12", "kind": "meeting", "booked": True},
        {"date": "2021-03-02/2021-03-12", "kind": "status", "status": "completed"},
        {"date": "2021-04-11", "kind": "decision", "decision": "money"},
    ]
    axis = charts.axis_of([course], (), (), date(2021, 4, 11), CALENDAR)
    assert axis is not None
    assert (axis.first, axis.days) == (date(2021, 2, 10), 60)
    process = ProcessOverTime(course, tuple(map(event_of, events)), None)
    drawn = charts.row(process, axis, lambda event, of: f"{of.course.id} {event.kind}")
    assert drawn.stretches == (charts.Stretch("planned", 0, 50), charts.Stretch("completed", 50, 100))
    assert drawn.unsure == (charts.Stretch("completed", 33.333, 50),)
    assert [(mark.sort, mark.place, mark.said) for mark in drawn.marks] == [
        ("completed", 50, "1.1 status"), ("decision", 100, "1.1 decision"), ("meeting", 50, "1.1 meeting"),
    ]  # fmt: skip
    assert charts.axis_of([], (), (), date(2021, 4, 11), CALENDAR) is None


def test_an_axis_has_the_years_of_the_ledger_and_the_plan_s_period() -> None:
    met = date(2022, 5, 1)
    course = Course("1.1", "A", None, "", (Period("ongoing", date(2021, 4, 10), None, ""),), (), (met,), (str(met),))
    plan = PlanSummary("plan", "The plan", "2021-04/2022-12", ())
    axis = charts.axis_of([course], [plan], (), date(2024, 6, 1), YearStart(4))
    assert axis is not None
    assert (axis.first, axis.end) == (date(2021, 4, 1), date(2022, 8, 1))
    assert [(tick.said, tick.place) for tick in axis.years] == [("2021/22", 0), ("2022/23", 74.949)]
    assert axis.period(plan) == (0, 100)  # it goes on
    days = [date(2021, 4, 1), date(2022, 6, 1), date(2022, 7, 1), date(2023, 1, 1)]
    named = [tick.said for tick in axis.snapshots([SnapshotLink("", day, None, "") for day in days])]
    assert named == ["2021-04-01", "", "2022-07-01"]  # the last is after the axis, and two are close together


def test_steps_are_as_high_as_what_they_show() -> None:
    one = Course("1.1", "A", None, "", (Period("planned", date(2021, 1, 1), date(2021, 1, 11), ""), Period("completed", date(2021, 1, 11), None, "")), (), (), ())  # fmt: skip
    other = Course("1.2", "A", None, "", (Period("planned", date(2021, 1, 3), None, ""),), (), (), ())
    axis = charts.axis_of([one, other], (), (), date(2021, 1, 31), CALENDAR)
    assert axis is not None
    assert charts.steps([one, other], axis).layers == (
        charts.Layer("planned", "M0 0V-1H2V-2H31V0z"),
        charts.Layer("completed", "M10 0V-1H31V0z"),  # the last day is as wide as one
    )


TEXT = ["# The list", "", "Agreed:", "<p>A need. Olle Ek says it, and Ylva</p>", "Quist", "", "The end."]
QUOTED = """
== sources/paper
title: Paper – what was agreed
date: 2023-12-31
lines: 7
sha256: {digest}

== processes/1.9
plan: plan
need: A need.
activities: [Do it]
goal: A goal.
lead: A
priority: 1
period: 2021/2023
source: {{need: paper#L4, goal: paper#L4-L5, lead: paper, plan: paper, activities: paper, priority: paper, period: paper}}
roles:
  - {{role: leader, person: Ylva Quist, source: paper#L4}}
"""


def test_a_cited_line_is_shown_where_the_texts_are_at_hand(tmp_path: Path) -> None:
    raw = "\n".join(TEXT).encode()
    root = write_ledger(tmp_path / "plan", BASE + QUOTED.format(digest=sha256(raw).hexdigest()))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "whatever.txt").write_bytes(raw)
    assert plptool("site", "with", "--texts", str(texts), "--at", "231231", cwd=root).returncode == 0
    assert plptool("site", "without", "--at", "231231", cwd=root).returncode == 0
    assert "[Paper, line 4]" in read_page(root / "with" / "process" / "1.9.html").text
    shown, bare = (read_page(root / name / "source" / "paper.html").text for name in ("with", "without"))
    quoted = " ".join(shown.split())
    assert "line 4 1.9 need; 1.9 roles 3 Agreed: 4 A need. Olle Ek says it, and …" in quoted
    assert "lines 4–5 1.9 goal 3 Agreed: 4 A need. Olle Ek says it, and … 7 The end." in quoted
    assert "Quist" not in shown
    assert "whoever keeps this ledger has it" in bare
    assert "Agreed" not in bare
    first, _second = json.loads((root / "with" / "source" / "paper.json").read_text("utf-8"))["quoted"]
    assert [(line["number"], line["cited"]) for line in first["lines"]] == [(3, False), (4, True)]


@pytest.mark.parametrize(
    ("key", "title", "called"),
    [
        ("bilaga-5", "Bilaga 5 – Socialförvaltningen Processlista", "Bilaga 5"),
        ("tjansteutlatande", "Tjänsteutlåtande – Slutrapport av handlingsplan för psykisk hälsa", "Tjänsteutlåtande"),
        (
            "bilaga-1-b",
            "Bilaga 1 – Uppdragsbeskrivning, version 3 (annan avläsning)",
            "Bilaga 1 – Uppdragsbeskrivning, version 3 …",
        ),
        ("kf-210222", "Kommunfullmäktiges protokoll 2021-02-22", "Kommunfullmäktiges protokoll 2021-02-22"),
    ],
)
def test_a_document_is_cited_by_what_its_title_begins_with(key: str, title: str, called: str) -> None:
    assert short_title(key, title) == called


@pytest.mark.parametrize("heaviest", [300, 1500])
def test_a_document_that_very_much_cites_is_told_on_several_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heaviest: int
) -> None:
    state = open_ledger(write_ledger(tmp_path, BASE + PROCESS + PLAN)).at("231231")
    whole = pages_of(state, "source/list")["source/list.json"]
    monkeypatch.setattr(content, "_HEAVIEST", heaviest)
    written = dict(files(site(state, [], {}), ["en"]))
    parts = json.loads(written["source/list.json"])["parts"]
    assert len(parts) > 2
    cited = [fact for path in parts for fact in json.loads(written[path.replace(".html", ".json")])["cited"]]
    assert cited == json.loads(whole)["cited"]
    pages = {path: raw.decode() for path, raw in written.items() if path.endswith(".html")}
    assert all(f'href="../{path}"' in pages["source/list.html"] for path in parts)
    places = [(path, link) for path, page in pages.items() for link in re.findall(r'href="([^":]*#[Lp]\d+)"', page)]
    assert len(places) > 10
    assert len({target(path, link) for path, link in places}.intersection(parts)) > 1
    for path, link in places:
        page, name = target(path, link), link.partition("#")[2]
        assert f'id="{name}"' in pages[page], (path, link)


def test_a_source_that_is_published_leads_there(tmp_path: Path) -> None:
    address = "https://www.example.org/list.pdf?a=1&b=2"
    published = BASE.replace("== sources/list\n", f"== sources/list\nurl: {address}\nretrieved: 2024-01-31\n")
    assert published != BASE
    write_ledger(tmp_path / "plan", published + PROCESS)
    done = plptool("site", str(tmp_path / "out"), "--at", "240131", "--lang", "en", cwd=tmp_path / "plan")
    assert done.returncode == 0, done.stderr
    page = page_text(tmp_path / "out/source/list.html")
    assert '<a href="https://www.example.org/list.pdf?a=1&amp;b=2" rel="noreferrer">The document, where it is' in page
    assert "(retrieved 2024-01-31)" in page
