"""What falls due, as calendars and feeds: each read by a reader that is not ours."""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from plptool.model.errors import UserError
from plptool.read.opening import open_ledger
from plptool.reports.dues import dues
from plptool.site.build import files
from plptool.site.content import site
from tests.support.ledgers import BASE, HELD, edit, write_ledger
from tests.support.personal_numbers import NUMBER

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LEDGER = """
== decisions/board-41
title: Commissions
date: 2022-01-10
body: board
paragraph: 41
status: adopted
commissions:
  - {id: plan, text: "Write a plan, all of it; and more.\\nEND:VEVENT <b>&amp;</b>", lead: A, roles: [{role: head, person: Eva Ek, source: list}], due: 2022-33, source: list}
  - {id: both, text: Build a site., lead: [A, B], due: 2023-05, source: list}
  - {id: again, text: Report each quarter., lead: B, due: 2022-03-31, every: P3M, source: list}
  - {id: done, text: A thing that is done., lead: A, due: 2023-01-31, source: list}
  - {id: dropped, text: A thing that nobody needs., lead: A, due: 2023-01-31, source: list}
  - {id: timeless, text: A thing without a day., lead: A, source: list}
events:
  - {date: 2022-03-20, kind: report, of: again, to: board, source: list}
  - {date: 2022-05-01, kind: change, of: both, set: {due: 2023-08-31}, source: list}
  - {date: 2022-06-01, kind: status, of: done, status: completed, source: list}
  - {date: 2022-06-01, kind: status, of: dropped, status: cancelled, decision: adoption, reason: No need., source: list}
source: list

== decisions/board-42
title: What may be decided
date: 2022-02-10
body: board
paragraph: 42
status: proposed
commissions:
  - {id: maybe, text: What nobody has asked for yet., lead: A, due: 2023-02-28, source: list}
source: list

== assignments/task
title: A task
responsible: {role: lead, organisation: B, person: Eva Ek, source: list}
purpose: A purpose.
gates:
  - {title: Gate 1, after: 1, due: 2021-09, source: list}
  - {title: Gate 2, after: 2, due: 2023-09, source: list}
source: list
"""
EXPECTED = HELD + (
    "  - {date: 2022-04-01, kind: expected, due: 2023-06, text: The analysis comes., source: list}\n"
    "  - {date: 2022-04-01, kind: expected, due: 2022-05-31, text: It came., source: list}\n"
    "  - {date: 2022-05-20, kind: note, text: It did., settles: 2022-05-31, source: list}\n"
)
DAY = "2022-12-31"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "plan", BASE + LEDGER + EXPECTED)


def made(root: Path, *languages: str, day: str = DAY) -> dict[str, bytes]:
    """The files that are calendars or feeds, by path."""
    written = files(site(open_ledger(root).at(day), [], {}), languages or ("en",))
    return {path: content for path, content in written if path.endswith((".ics", ".atom"))}


def events(content: bytes) -> list[tuple[date, str]]:
    """The days and summaries of a calendar, as a calendar reads them."""
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    for event in calendar.events:
        assert event.errors == []
        assert type(event.start) is date  # a whole day
    return [(event.start, str(event.summary)) for event in calendar.events]


def test_a_calendar_has_what_is_open_on_the_last_day_on_which_it_is_due(root: Path) -> None:
    assert events(made(root)["due.ics"]) == [
        # Nothing tells that the assignment has come to its first gate.
        (date(2021, 9, 30), "Gate 1 (A task)"),
        # The first quarter of 2022; it is late and still to be done.
        (date(2022, 3, 31), "Write a plan, all of it; and more. END:VEVENT <b>&amp;</b> (board § 41)"),
        # The report of March met the first time, so that the next is due three months later, at the month's end.
        (date(2022, 6, 30), "Report each quarter. (board § 41)"),
        (date(2023, 6, 30), "The analysis comes. (A need.)"),
        (date(2023, 8, 31), "Build a site. (board § 41)"),
        (date(2023, 9, 30), "Gate 2 (A task)"),
    ]


def test_a_gate_is_in_it_until_an_event_settles_it(root: Path) -> None:
    task = "purpose: A purpose.\n"
    event = "  - {date: 2022-03-01, kind: note, text: It was passed., settles: 2021-09, source: list}\n"
    edit(root, "assignments/task", task, f"{task}events:\n{event}")
    gates = [said for _, said in events(made(root)["due.ics"]) if said.startswith("Gate")]
    assert gates == ["Gate 2 (A task)"]


def test_each_body_has_what_it_is_to_do_itself(root: Path) -> None:
    found = made(root)
    of_a, of_b = ([said.split(" (")[0] for _, said in events(found[f"organisation/{key}.ics"])] for key in "AB")
    assert of_a == [
        "Write a plan, all of it; and more. END:VEVENT <b>&amp;</b>",
        "The analysis comes.",
        "Build a site.",
    ]
    assert of_b == ["Gate 1", "Report each quarter.", "Build a site.", "Gate 2"]


def test_a_body_that_is_to_do_nothing_has_a_calendar_that_the_standard_allows(root: Path) -> None:
    calendar = Calendar.from_ical(made(root)["organisation/board.ics"])
    assert calendar.events == []
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]  # RFC 5545, 3.6: at least one


def test_lines_are_folded_and_texts_escaped(root: Path) -> None:
    content = made(root)["due.ics"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))  # RFC 5545, 3.1
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.count(b"END:VEVENT\r\n") == 6


def test_nobody_is_named_and_no_number_is_told(root: Path) -> None:
    edit(root, "decisions/board-41", "Report each quarter.", f"Report {NUMBER}.")
    edit(root, "ledger", "Little plan", f"Little plan {NUMBER}")
    for path, content in made(root).items():
        unfolded = content.replace(b"\r\n ", b"").decode()
        assert "Ek" not in unfolded, path
        assert NUMBER not in unfolded, path


def test_the_same_point_gives_the_same_bytes_and_another_day_the_same_ids(root: Path) -> None:
    found = made(root)
    assert made(root) == found
    assert made(root, "en", "sv") == found  # once, in the first language
    earlier = made(root, day="2022-11-30")
    before, after = (Calendar.from_ical(content["due.ics"]).events for content in (earlier, found))
    assert [event.uid for event in before] == [event.uid for event in after]
    assert {event.DTSTAMP for event in after} == {datetime(2022, 12, 31, tzinfo=UTC)}
    assert len({event.uid for event in after}) == 6


def test_a_feed_fits_the_standard(root: Path) -> None:
    """RFC 4287, 4.1: what a feed and an entry must have, once; what is an address or a time is one."""
    for path, content in made(root, "sv").items():
        if not path.endswith(".atom"):
            continue
        feed = ET.fromstring(content)  # noqa: S314 - our own
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        assert len(feed.findall("a:author/a:name", ATOM)) == 1
        for part in (feed, *feed.findall("a:entry", ATOM)):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"a:{name}", ATOM)) == 1
            assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", part.findtext("a:id", "", ATOM))
            assert datetime.fromisoformat(part.findtext("a:updated", "", ATOM)).tzinfo is not None


def test_a_feed_tells_the_same_as_the_calendar_with_links_to_pages(root: Path) -> None:
    found = made(root)
    pages = {path for path, _ in files(site(open_ledger(root).at(DAY), [], {}), ("en",))}
    for stem in ("due", "organisation/A"):
        entries = ET.fromstring(found[f"{stem}.atom"]).findall("a:entry", ATOM)  # noqa: S314 - our own
        titles = [entry.findtext("a:title", "", ATOM) for entry in entries]
        assert [title.partition(": ")[2] for title in titles] == [said for _, said in events(found[f"{stem}.ics"])]
        links = [link.attrib["href"] for link in (entry.find("a:link", ATOM) for entry in entries) if link is not None]
        assert len(links) == len(entries)
        assert {link.removeprefix("../") for link in links} <= pages
    whole = [entry.findtext("a:title", "", ATOM) for entry in ET.fromstring(found["due.atom"]).findall("a:entry", ATOM)]  # noqa: S314 - our own
    # as it is written: of a month or a quarter nobody knows the day
    dates = [title.partition(": ")[0] for title in whole]
    assert dates == ["2021-09", "the first quarter 2022", "2022-06-30", "2023-06", "2023-08-31", "2023-09"]
    (site_entry,) = (
        entry for entry in ET.fromstring(found["due.atom"]).findall("a:entry", ATOM)  # noqa: S314 - our own
        if "Build a site." in entry.findtext("a:title", "", ATOM)
    )  # fmt: skip
    assert site_entry.findtext("a:updated", "", ATOM).startswith("2022-05-01")  # when it was extended


def test_without_the_library_a_line_says_what_to_install(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(UserError, match=re.escape("pip install 'plptool[site]'")):
        made(root)


def test_what_is_expected_is_of_who_is_named_or_else_of_whose_the_record_is(tmp_path: Path) -> None:
    named = EXPECTED.replace("text: The analysis comes.", "by: B, text: The analysis comes.")
    (due,) = dues(open_ledger(write_ledger(tmp_path / "plan", BASE + named)).at(DAY))
    assert due.bodies == ("B",)
