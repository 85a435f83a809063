"""Pages of the past, made from what was found in it."""

from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.blame import Blame, OwnedFact
from plptool.history.log import CommitChanges, Log, RecordChange
from plptool.model.i18n import translator
from plptool.model.records import Point
from plptool.render.document import Grid, Heading, Items, Paragraph
from plptool.render.log import blame_page, contrast, log_page
from plptool.timeline.compare import FactChange

ENGLISH = translator("en")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOON = 1_705_316_400
"""2024-01-15, twelve o'clock in Stockholm."""
DAY = 24 * 60 * 60
TO_2 = FactChange("changed", ("priority",), "1", "2")


def commit(letter: str, subject: str, committed: int = NOON) -> Commit:
    return Commit(letter * 40, "tree", (), "Bo Ek", committed, subject)


def test_a_commit_is_a_chapter_and_tells_when_it_counts_as_known() -> None:
    changes = (
        CommitChanges(commit("a", "Priority"), (RecordChange("processes", "1.1", "changed", (TO_2,), "A need."),), False, NOON),
        CommitChanges(commit("b", "Early", NOON - DAY), (RecordChange("processes", "1.2", "added", (), "Two."),), True, NOON),
    )  # fmt: skip
    assert log_page(Log("a" * 40, None, None, iter(changes)), STOCKHOLM, ENGLISH) == [
        Heading("2024-01-15 Priority"),
        Paragraph("aaaaaaaaaaaa · Bo Ek"),
        Items(("1.1: priority: 1 → 2",)),
        Heading("2024-01-14 (counts as known from 2024-01-15) Early"),
        Paragraph("bbbbbbbbbbbb · Bo Ek · what it builds on is not in this clone, so all of it seems new"),
        Items(("1.2: added – Two.",)),
    ]


def test_an_import_is_a_line_and_what_it_changes_beside_is_told() -> None:
    added = [RecordChange("processes", f"2.{number}", "added", (), "One of many.") for number in range(9)]
    change = RecordChange("processes", "1.1", "changed", (TO_2,), "A need.")
    records = (*added, RecordChange("decisions", "begun", "added", (), "It begins."), change)
    changes = CommitChanges(commit("a", "The ledger"), records, False, NOON)
    _head, _by, items = log_page(Log("a" * 40, None, None, iter([changes])), STOCKHOLM, ENGLISH)
    told = "10 records added: 9 processes, 1 decision (`--format json` shows all)"
    assert items == Items((told, "1.1: priority: 1 → 2"))
    few = CommitChanges(commit("a", "Nine"), tuple(added), False, NOON)
    one_by_one = Items(tuple(f"2.{number}: added – One of many." for number in range(9)))
    assert log_page(Log("a" * 40, None, None, iter([few])), STOCKHOLM, ENGLISH)[2] == one_by_one


def test_where_nothing_was_changed_the_page_says_so_below_what_the_record_is_called() -> None:
    assert log_page(Log("a" * 40, "1.1", "1.2", iter(())), STOCKHOLM, ENGLISH) == [
        Paragraph("1.1 is called 1.2 now"),
        Paragraph("Nothing was changed."),
    ]


def test_commits_are_numbered_as_facts_are_first_owed_to_them() -> None:
    first, second = commit("a", "The plan"), commit("b", "Later", NOON + DAY)
    blame = Blame(
        asked="1.1", collection="processes", record="1.1", title="A need.",
        facts=(
            OwnedFact(("lead",), "A", second, known=NOON + DAY),
            OwnedFact(("priority",), "1", first, known=NOON),
            OwnedFact(("goal",), "A goal.", None),
        ),
        removed=(OwnedFact(("partners",), ["B"], second, known=NOON + DAY),),
    )  # fmt: skip
    blocks = blame_page(blame, Point("2024-02-01"), STOCKHOLM, ENGLISH)
    assert [block.rows for block in blocks if isinstance(block, Grid)] == [
        (("2024-01-16", "1", "lead", "A"), ("2024-01-15", "2", "priority", "1"), ("not committed", "–", "goal", "A goal.")),
        (("2024-01-16", "1", "partners", "B"),),
    ]  # fmt: skip
    assert blocks[-1] == Items(
        ("#1 bbbbbbbbbbbb 2024-01-16 Bo Ek: Later", "#2 aaaaaaaaaaaa 2024-01-15 Bo Ek: The plan")
    )


def test_two_long_texts_are_cut_to_where_they_differ() -> None:
    alike = "The councils meet every month and report to the board. "
    assert contrast(f"{alike}They agree on dates.", f"{alike}They agree on places.") == (
        "…They agree on dates.",
        "…They agree on places.",
    )


def test_of_a_long_text_that_is_cut_short_what_stays_is_shown() -> None:
    stays = "The councils meet every month and report to the board."
    goes = "They agree on dates, on places, on who leads and on who writes, and tell the others."
    old, new = contrast(f"{stays} {goes}", stays)
    assert new == "…to the board."
    assert old.startswith("…to the board. They agree on dates")
