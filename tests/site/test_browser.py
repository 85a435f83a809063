"""The site in a real browser, opened from the disk as from a host: whatever it shows agrees with the library."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from plptool.model.plain import as_list, text
from plptool.read.opening import open_ledger
from plptool.site.build import files
from plptool.site.content import site
from plptool.timeline.diff import diff
from plptool.timeline.ledger import Ledger
from tests.support.browser import Watched, opened
from tests.support.ledgers import BASE, HELD, PROCESS, SINCE_SEALED, copy_real_ledger, write_ledger
from tests.support.program import plptool, seal
from tests.support.thorough import THOROUGH, thorough

DAY = "2024-06-30"


@dataclass
class Written:
    """The real ledger as a site, Swedish with English beside it."""

    root: Path
    ledger: Ledger

    def url(self, path: str) -> str:
        return f"{self.root.as_uri()}/{path}"


@pytest.fixture(scope="module")
def site_in_a_folder(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("site")
    # Without its history, which takes long to read and is told on no page that is tried here.
    copy_real_ledger(folder)
    root = folder / "public"
    done = plptool("site", str(root), "--at", DAY, "--lang", "sv", "--lang", "en", cwd=folder)
    assert done.returncode == 0, done.stderr
    return Written(root, open_ledger(folder))


@pytest.fixture
def tab(chromium: Browser, site_in_a_folder: Written) -> Iterator[Watched]:
    with opened(chromium, locale="sv-SE") as watched:
        yield watched
        watched.clean(site_in_a_folder.root)


def board(page: Page) -> dict[str, tuple[str, str]]:
    """Each process on the board: who leads it, and its status."""
    found: dict[str, tuple[str, str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#board [data-process]')]
             .filter((item) => item.checkVisibility())
             .map((item) => [item.dataset.process, [item.closest('[data-lead]').dataset.lead,
                                                    item.querySelector('.status').classList[1]]]))"""
    )
    return {key: (lead, status) for key, (lead, status) in found.items()}


def linked_records(page: Page, selector: str) -> list[str]:
    """The records that links lead to."""
    found: list[str] = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map((one) => one.dataset.record)", selector
    )
    return found


def processes_at(ledger: Ledger, day: str) -> dict[str, tuple[str, str]]:
    state = ledger.at(day)
    return {key: (text(one.fields, "lead"), one.status or "none") for key, one in state.processes.items()}


def test_at_any_day_the_board_stands_as_the_ledger_stood(tab: Watched, site_in_a_folder: Written) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("index.html#2022-12-31"))
    for day in ("2022-12-31", "2017-02-08", "2021-02-10", "2023-05-29", "2023-12-31", DAY):
        page.evaluate("day => { location.hash = day; }", day)
        expect(page.locator("#board")).to_have_attribute("data-day", day)
        assert board(page) == processes_at(site_in_a_folder.ledger, day), day
        state = site_in_a_folder.ledger.at(day)
        statuses = [process.status for process in state.processes.values()]
        for name in ("completed", "ongoing", "paused", "planned"):
            assert page.inner_text(f"[data-count={name}]") == str(statuses.count(name)), (day, name)
        unfinished = page.locator("#unfinished article h3 .id").all_text_contents()
        assert unfinished == [key for key, one in state.processes.items() if one.continuing], day
        decided = [item for item in page.locator("[data-decision]").all() if item.is_visible()]
        assert len(decided) == len(state.decisions), day


LED_BY_A_BOARD = (
    """
== organisations/care-board
title: The care board
source: list
"""
    + PROCESS.replace("lead: A", "lead: care-board")
    + PROCESS.replace("1.1", "1.2").replace("lead: A\npartners: [B]", "lead: B")
)
TOLD = """() => {
  const text = (one) => {
    const copy = one.cloneNode(true);
    for (const gone of copy.querySelectorAll(".cited, .who, [hidden]")) gone.remove();
    return copy.textContent.replace(/\\s+/g, "");
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => !one.closest("[hidden]")).map(text);
  return {
    lead: all(".lead"), first: all(".first section > ul > li, #more"), counts: all(".counts div"), board: all("#board li").sort(), numbers: all("#numbers tbody tr"),
    unfinished: all("#unfinished article"), left: all("#left li"), awaited: all("#awaited li"),
    years: all("#decided h3"), decided: all("#decided li"),
    steps: [...document.querySelectorAll("[data-layer]")].map((one) => one.getAttribute("d").replace(/H\\d+V0z$/, "")).filter(Boolean),
  };
}"""
"""What the overview tells of a day, but for citations, what another record is called, and what a reader does not see.

Nor how wide the day itself is drawn, which hangs on how long the whole axis is.
"""


@thorough
def test_at_any_day_the_overview_tells_what_that_day_s_own_page_tells(
    chromium: Browser, tab: Watched, site_in_a_folder: Written, tmp_path: Path
) -> None:
    """Numbers, reasons, sentences and badges, also of before the plan was adopted."""
    page = tab.page
    page.goto(site_in_a_folder.url("index.html"))
    with opened(chromium) as still:
        for day in ("2017-02-08", "2021-02-09", "2022-12-31", "2023-07-01", "2023-12-31", "2024-01-24"):
            of_day = site(site_in_a_folder.ledger.at(day), [], {})
            pages = dict(files(replace(of_day, pages=(one for one in of_day.pages if one.stem == "index")), ["sv"]))
            (tmp_path / f"{day}.html").write_bytes(pages["index.html"])
            still.page.goto((tmp_path / f"{day}.html").as_uri())
            page.evaluate("day => { location.hash = day; }", day)
            expect(page.locator("#board")).to_have_attribute("data-day", day)
            expect(page.locator("#unfinished article")).to_have_count(still.page.locator("#unfinished article").count())
            assert page.evaluate(TOLD) == still.page.evaluate(TOLD), day


@thorough
def test_who_leads_is_called_by_title_where_the_id_is_none_that_people_use(chromium: Browser, tmp_path: Path) -> None:
    """Written and drawn alike: a short name as it is, an id that was made up by its title."""
    write_ledger(tmp_path, BASE + LED_BY_A_BOARD)
    root = tmp_path / "public"
    assert plptool("site", str(root), "--at", DAY, cwd=tmp_path).returncode == 0
    names = ["The care board", "B"]
    with opened(chromium, java_script_enabled=False) as still:
        still.page.goto(f"{root.as_uri()}/index.html")
        assert still.page.locator("#open .of, #by-lead .name").all_inner_texts() == [*names, *reversed(names)]
    with opened(chromium) as watched:
        watched.page.goto(f"{root.as_uri()}/index.html#2022-12-31")
        expect(watched.page.locator("#open .of")).to_have_text(names)
        assert sorted(watched.page.locator("#by-lead .name").all_inner_texts()) == sorted(names)
        watched.clean(root)


@thorough
def test_files_and_links_are_of_the_day_that_is_shown_or_are_said_to_be_of_another(
    tab: Watched, site_in_a_folder: Written
) -> None:
    page = tab.page

    def offered() -> list[str]:
        return [link.get_attribute("href") or "" for link in page.locator("#files a").all()]

    page.goto(site_in_a_folder.url("index.html"))
    assert offered() == ["index.json", "index.csv", "index.xlsx"]
    assert not page.locator("#linked").is_visible()
    page.click("[data-go='2023-12-31']")
    assert offered() == ["at/231231.json", "at/231231.csv", "at/231231.xlsx"]
    assert (site_in_a_folder.root / "at" / "231231.json").is_file()
    expect(page.locator("#linked")).to_have_text(f"Det som länkarna leder till visas som läget var {DAY}.")
    page.fill("#calendar", "2023-07-01")
    assert offered() == []
    assert DAY in page.inner_text("#files")
    page.click(f"[data-go='{DAY}']")
    assert offered() == ["index.json", "index.csv", "index.xlsx"]


ALONG = """() => {
  const days = Number(document.querySelector("[data-days]").dataset.days);
  const day = (place) => Math.round(Number.parseFloat(place) / 100 * days);
  const there = [...document.querySelectorAll("[data-row], [data-row] *, .mark[data-record]")]
    .filter((one) => !one.closest("[hidden], [display=none]"));
  const all = (selector) => there.filter((one) => one.matches(selector));
  const of = (one) => one.closest("[data-row]")?.dataset.row ?? one.dataset.record;
  return {
    rows: all("[data-row]").map((one) => [one.closest("[data-lead]").dataset.lead, one.dataset.row]).sort(),
    bars: all(".bar, .unsure").map((one) => [of(one), one.getAttribute("class"), day(one.getAttribute("x1")), day(one.getAttribute("x2"))]),
    marks: all(".mark").map((one) => [of(one), one.getAttribute("class"), day(one.getAttribute("x")), one.textContent]).sort(),
    before: document.getElementById("earlier-decisions").textContent.trim(),
    lead: document.querySelector(".lead").textContent.trim(),
  };
}"""
"""What the timeline shows, where it is measured in days from the first of its axis."""


@thorough
def test_the_timeline_follows_the_day_as_that_day_s_own_page_has_it(
    chromium: Browser, tab: Watched, site_in_a_folder: Written, tmp_path: Path
) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("timeline.html"))
    with opened(chromium) as still:
        for day in ("2021-12-01", "2022-12-31", "2023-07-01", "2023-12-31", DAY, "2021-02-10"):
            of_day = site(site_in_a_folder.ledger.at(day), [], {})
            pages = dict(files(replace(of_day, pages=(one for one in of_day.pages if one.stem == "timeline")), ["sv"]))
            (tmp_path / f"{day}.html").write_bytes(pages["timeline.html"])
            still.page.goto((tmp_path / f"{day}.html").as_uri())
            page.evaluate("day => { location.hash = day; }", day)
            expect(page.locator("[data-shown]")).to_contain_text(day)
            assert page.evaluate(ALONG) == still.page.evaluate(ALONG), day
    page.evaluate("() => { location.hash = '2017-02-08'; }")  # before anything on the axis
    expect(page.locator("[data-shown]")).to_have_text("◂ 2017-02-08")
    assert page.evaluate(ALONG)["marks"] == []
    earlier = len(site_in_a_folder.ledger.at("2017-02-08").decisions)
    assert page.locator("#earlier-decisions").inner_text() == f"och {earlier} tidigare"


def test_the_slider_by_keyboard_and_pointer_and_the_address_that_holds_its_day(
    tab: Watched, site_in_a_folder: Written
) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("index.html"))
    slider = page.locator("#slider")
    assert page.locator("#board").get_attribute("data-day") == DAY
    slider.focus()
    page.keyboard.press("ArrowLeft")
    newest = max(day for day in page.evaluate("plan.days") if day < DAY)
    told: str = page.evaluate("day => new Date(day).toLocaleDateString('sv', { dateStyle: 'long' })", newest)
    assert slider.get_attribute("aria-valuetext") == told
    assert re.fullmatch(r"\d+ [a-z]+ 20\d\d", told)
    assert page.url.endswith(f"#{newest}")
    page.keyboard.press("Home")
    first = page.evaluate("plan.days[0]")
    assert page.url.endswith(f"#{first}")
    assert board(page) == processes_at(site_in_a_folder.ledger, first)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = page.locator("#board").get_attribute("data-day") or ""
    assert first < middle < newest
    # The thumb is where the line is, and the line where the day is.
    line = page.locator("#standing [data-cursor]").bounding_box()
    assert line
    assert abs(line["x"] + line["width"] / 2 - (box["x"] + box["width"] / 2)) < 2
    axis = page.locator("#standing [data-first]")
    first_day = date.fromisoformat(axis.get_attribute("data-first") or "")
    halfway = first_day + timedelta(days=int(axis.get_attribute("data-days") or "") / 2)
    assert abs((date.fromisoformat(middle) - halfway).days) <= 2
    assert board(page) == processes_at(site_in_a_folder.ledger, middle)
    page.click("#later")
    assert (page.locator("#board").get_attribute("data-day") or "") > middle
    page.click("[data-go='2023-12-31']")
    assert page.locator("[data-go='2023-12-31']").get_attribute("aria-pressed") == "true"
    expect(page.locator("#said")).to_have_text("2023-12-31. 14 processer: 10 är slutförda, 3 pågår och 1 är pausad.")
    page.fill("#calendar", "2023-07-01")
    assert page.url.endswith("#2023-07-01")
    assert board(page) == processes_at(site_in_a_folder.ledger, "2023-07-01")
    page.reload()
    assert board(page) == processes_at(site_in_a_folder.ledger, "2023-07-01")


@pytest.mark.parametrize(("first", "last"), [("2022-12-31", "2023-12-31"), ("2017-01-01", DAY)])
def test_between_two_days_stands_what_diff_tells(
    tab: Watched, site_in_a_folder: Written, first: str, last: str
) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url(f"between.html#{first}..{last}"))
    old, new = (site_in_a_folder.ledger.at(day) for day in (first, last))
    told = diff(old, new)
    came = {change.record: change for change in told.changes}
    shown: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#happened > li')]
             .map((item) => [item.firstElementChild.dataset.record,
                             [...item.querySelectorAll('li time')].map((time) => time.dateTime)]))"""
    )
    for key, one in came.items():
        events = [event for event in one.events if event.change == "added"]
        moved = [field for field in one.fields if field.name in ("status", "outcome")]
        if one.change == "added" or events:
            assert len(shown[key]) >= len(events), key
        if one.collection == "processes" and moved:
            assert page.locator("#moved .id", has_text=re.compile(f"^{re.escape(key)}$")).count() == 1
    assert set(shown) <= set(came)
    assert all(first < day <= last for days in shown.values() for day in days)
    completed = page.locator("[data-counted='processes.completed'] td").all_inner_texts()
    before, after = (totals.processes.completed for totals in (told.before, told.after))
    assert completed[:2] == [str(before), str(after)]
    assert completed[2] == (f"+{after - before}" if after > before else str(after - before))


@thorough
def test_a_sealed_day_shows_what_was_sealed_and_the_days_around_it_what_is_recorded(
    chromium: Browser, tmp_path: Path
) -> None:
    write_ledger(tmp_path, BASE + HELD)
    seal(tmp_path)
    ledger = open_ledger(write_ledger(tmp_path, SINCE_SEALED))
    root = tmp_path / "public"
    done = plptool("site", str(root), "--at", DAY, "--force", cwd=tmp_path)  # as a decision of before was not sealed
    assert root.exists(), done.stderr
    with opened(chromium) as watched:
        page = watched.page
        page.goto(f"{root.as_uri()}/index.html")
        for day, there in (("2022-12-30", True), ("2022-12-31", False), ("2023-01-01", True)):
            page.evaluate("day => { location.hash = day; }", day)
            expect(page.locator("#board")).to_have_attribute("data-day", day)
            assert ("2.1" in board(page)) == there
            assert board(page) == processes_at(ledger, day)
            decided = [item for item in page.locator("[data-decision]").all() if item.is_visible()]
            assert len(decided) == len(ledger.at(day).decisions), day
        page.goto(f"{root.as_uri()}/between.html#2022-12-30..2022-12-31")
        expect(page.locator("#said")).to_have_text(
            re.compile("From 2022-12-30 to 2022-12-31.*in which something came: 1")
        )
        assert linked_records(page, "#happened > li > [data-record]") == ["221231"]
        assert linked_records(page, "#moved [data-record]") == []
        page.evaluate("() => { location.hash = '2022-12-31..2023-01-01'; }")
        expect(page.locator("#said")).to_have_text(
            re.compile("From 2022-12-31 to 2023-01-01.*in which something came: 1")
        )
        assert set(linked_records(page, "#happened > li > [data-record]")) == {"2.1"}
        watched.clean(root)


def test_two_days_are_picked_in_either_order(tab: Watched, site_in_a_folder: Written) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("between.html"))
    page.fill("#first", "2023-12-31")
    page.fill("#last", "2022-12-31")
    assert page.url.endswith("#2022-12-31..2023-12-31")
    assert page.locator("[data-counted='meetings.held'] td").nth(2).inner_text() == "+43"
    assert page.locator("[data-counted='decisions.adopted'] td").all_inner_texts() == ["8", "15", "+7"]
    assert page.locator("[data-counted='decisions.2023'] td").all_inner_texts() == ["0", "7", "+7"]
    assert page.locator("[data-counted='decisions.2023'] th").inner_text() == "från 2023 (varav utan säkert år: 2)"


@thorough
def test_search_finds_words_in_any_record_and_marks_them(tab: Watched, site_in_a_folder: Written) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("search.html?q=hemlösa"))
    assert "2.5.3" in linked_records(page, "#found > li > a")
    assert not page.locator("#everything").is_visible()
    page.fill("#query", "2.5.3")
    assert linked_records(page, "#found > li > a")[0] == "2.5.3"
    page.fill("#query", "resursskola lokal")
    assert "2.2.3" in linked_records(page, "#found > li > a")
    assert {text.lower() for text in page.locator("#found mark").all_inner_texts()} <= {"resursskola", "lokal"}
    # As readers see them, in their language: a status, an activity, a season, whose decision it is.
    for query, record in (
        ("slutförd", "2.1.2"),
        ("nätverksträff", "2.1.2"),
        ("hösten 2023", "utvecklingsstrategi-agenda"),
    ):
        page.fill("#query", query)
        assert record in linked_records(page, "#found > li > a"), query
    for query in ("completed", "network-meeting", "2023-23", "referred-to"):  # as YAML has them
        page.fill("#query", query)
        assert page.locator("#found li").count() == 0, query
    # Any form of a word finds the others, and marks them; a number is found as a whole one.
    found = {}
    for form in ("möte", "mötet", "möten"):
        page.fill("#query", form)
        found[form] = set(linked_records(page, "#found > li > a"))
        assert {"möte", "mötet"} & {text.lower() for text in page.locator("#found mark").all_inner_texts()}, form
    assert "2.2.5" in found["möte"] & found["mötet"] & found["möten"]
    for query, record in (
        ("§ 11", "2017-02-08-direktionen-11"),
        ("2017-2-771", "2017-02-08-direktionen-11"),
        ("KSON", "2.1.4"),
    ):
        page.fill("#query", query)
        assert record in linked_records(page, "#found > li > a"), query
    page.fill("#query", "§ 1")
    assert linked_records(page, "#found > li > a") == []
    page.goto(site_in_a_folder.url("en/search.html?q=completed"))
    assert "2.1.2" in linked_records(page, "#found > li > a")
    page.goto(site_in_a_folder.url("search.html"))
    page.fill("#query", "<img src=x onerror=alert(1)>")
    assert page.locator("#found li").count() == 0
    expect(page.locator("#said")).to_contain_text("0 sidor har")
    # One box on every page leads there.
    page.goto(site_in_a_folder.url("process/2.5.3.html"))
    page.fill(".find input", "hemlösas")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value("hemlösas")
    assert "2.5.3" in linked_records(page, "#found > li > a")


def test_lists_are_narrowed_by_what_the_address_keeps(tab: Watched, site_in_a_folder: Written) -> None:
    """By status, lead, priority and year, on any day; the choice is there again after a reload and on the way back."""
    page, ledger = tab.page, site_in_a_folder.ledger
    page.goto(site_in_a_folder.url("index.html?lead=KSK&status=completed#2022-12-31"))
    then = processes_at(ledger, "2022-12-31")
    assert board(page) == {key: one for key, one in then.items() if one == ("KSK", "completed")} != {}
    page.reload()
    page.select_option("#narrow-status", "")
    led = {key: one for key, one in then.items() if one[0] == "KSK"}
    assert board(page) == led
    expect(page.locator("#narrowed")).to_have_text(f"{len(led)} av 14 processer visas.")
    page.click("[data-go='2023-12-31']")  # another day, the same choice
    assert page.url.endswith("index.html?lead=KSK#2023-12-31")
    assert board(page) == {key: one for key, one in processes_at(ledger, "2023-12-31").items() if one[0] == "KSK"}
    page.locator("#board [data-process]:not(.out) a").first.click()
    page.go_back()
    assert page.locator("#narrow-lead").input_value() == "KSK"
    assert {lead for lead, _ in board(page).values()} == {"KSK"}
    page.focus("#filters button")
    page.keyboard.press("Enter")
    expect(page.locator("#narrowed")).to_have_text("14 av 14 processer visas.")
    assert "lead" not in page.url
    page.goto(site_in_a_folder.url("decisions.html?year=2023&status=adopted&lead=nobody"))
    state = ledger.at(DAY)
    adopted = {
        key for key, one in state.decisions.items() if one["status"] == "adopted" and "2023" in text(one, "date")
    }
    shown = {item.get_attribute("id") for item in page.locator("[data-entry]").all() if item.is_visible()}
    assert shown == adopted
    assert page.locator("h2:visible").count() == 1
    page.select_option("#narrow-lead", "SoC")
    shown = {item.get_attribute("id") for item in page.locator("[data-entry]").all() if item.is_visible()}
    concerns = {key: {str(one) for one in as_list(state.decisions[key].get("concerns"))} for key in adopted}
    assert shown == {key for key, named in concerns.items() if named & {"2.3.1", "2.5.3"}} != set()


def test_without_scripts_every_page_stands_and_shows_no_dead_control(
    chromium: Browser, site_in_a_folder: Written
) -> None:
    with opened(chromium, java_script_enabled=False) as watched:
        page = watched.page
        page.goto(site_in_a_folder.url("index.html"))
        assert not page.locator("#slider").is_visible()
        assert not page.locator(".find").is_visible()
        assert not page.locator("#filters").is_visible()
        assert page.locator("#board [data-process]").count() == 14
        page.goto(site_in_a_folder.url("at/231231.html"))
        assert board(page) == processes_at(site_in_a_folder.ledger, "231231")
        page.goto(site_in_a_folder.url("search.html"))
        assert not page.locator("#query").is_visible()
        assert page.locator("#everything a").count() > 50
        watched.clean(site_in_a_folder.root)


@thorough
def test_each_language_speaks_of_the_same_days(tab: Watched, site_in_a_folder: Written) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("en/index.html#2022-12-31"))
    assert board(page) == processes_at(site_in_a_folder.ledger, "2022-12-31")
    expect(page.locator("#said")).to_contain_text("2 are completed")
    words: Any = page.evaluate("[document.documentElement.lang, plan.words.completed]")
    assert words == ["en", "completed"]


LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1280, 320)]
"""320 pixels are also 1280 at 400 % (WCAG 2.2, 1.4.10)."""
RULES = {
    "preload": False,  # it would ask for the style once more, which a page from the disk may not
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


def one_of_each(root: Path) -> list[str]:
    """A page of each kind: the newest of each folder, and those that stand alone."""
    alone = sorted(path.name for path in root.glob("*.html"))
    folders = sorted({path.parent for path in root.glob("*/*.html")} - {root / "en"})
    return [*alone, *(max(folder.glob("*.html")).relative_to(root).as_posix() for folder in folders)]


def pages_to_look_at(root: Path, theme: str, width: int) -> list[str]:
    if not THOROUGH:
        return ["index.html"]
    found = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html"))]
    # What a page looks like is the same in every language, but for the length of words.
    return [path for path in found if not path.startswith("en/") or (theme, width) == LOOKS[0]]


@pytest.mark.parametrize(("theme", "width"), LOOKS if THOROUGH else LOOKS[-1:])
def test_nothing_shuts_a_reader_out(chromium: Browser, site_in_a_folder: Written, theme: Any, width: int) -> None:
    """axe-core finds nothing, nothing is wider than the window, the console is silent, no other host is asked."""
    wrong = {}
    with ExitStack() as stack:
        watched = stack.enter_context(
            # axe-core is put into the page, which the page's policy would refuse.
            opened(chromium, bypass_csp=True, color_scheme=theme, viewport={"width": width, "height": 900})
        )
        looked_at = pages_to_look_at(site_in_a_folder.root, theme, width)
        for path in looked_at:
            watched.page.goto(site_in_a_folder.url(path))
            found = Axe().run(watched.page, options=RULES).response
            violations = [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]
            scrolled = watched.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if violations or scrolled:
                wrong[path] = [*violations, *([f"wider than the window by {scrolled} px"] if scrolled else [])]
        watched.clean(site_in_a_folder.root)
    assert not wrong
    print(f"{len(looked_at)} pages, {theme}, {width} px: nothing found")


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@thorough
def test_nothing_shuts_a_reader_out_of_a_report(chromium: Browser, tmp_path: Path, theme: Any, width: int) -> None:
    """The same of the pages that `report --format html` makes, which carry their style within."""
    for name, arguments in {"appendix.html": ["--listed", "bilaga-5"], "summary.html": []}.items():
        made = ["report", "--at", "231231", "--lang", "en", *arguments, "--format", "html"]
        assert plptool(*made, "--output", str(tmp_path / name)).returncode == 0
        with opened(chromium, color_scheme=theme, viewport={"width": width, "height": 900}) as watched:
            watched.page.goto((tmp_path / name).as_uri())
            assert Axe().run(watched.page).response["violations"] == []
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
            watched.clean(tmp_path)


@thorough
def test_a_page_weighs_little_with_everything(chromium: Browser, site_in_a_folder: Written) -> None:
    heaviest = 0
    for path in one_of_each(site_in_a_folder.root):
        with opened(chromium) as watched:
            watched.page.goto(site_in_a_folder.url(path))
            files = {url.partition("#")[0].partition("?")[0] for url in watched.asked}
            weight = sum(Path(url.removeprefix("file://")).stat().st_size for url in files)
            heaviest = max(heaviest, weight)
            assert weight < 190_000, (path, weight)
    assert heaviest > 30_000


@thorough
def test_in_print_there_is_the_page_and_nothing_to_press(tab: Watched, site_in_a_folder: Written) -> None:
    page = tab.page
    page.goto(site_in_a_folder.url("index.html"))
    page.emulate_media(media="print")
    for selector in ("nav[aria-label]", "#choose-day button", "#slider"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("#board [data-process]").first.is_visible()
    assert len(page.pdf(format="A4")) > 20_000
