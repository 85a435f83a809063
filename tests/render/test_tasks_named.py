"""Tasks are told to readers by what is to be done, and by whose decision gave them; never by their ids alone."""

from pathlib import Path

import pytest

from plptool.history.facts import tasks_named
from plptool.model.events import event_of
from plptool.model.i18n import translator
from plptool.model.own_words import OwnWords
from plptool.model.plain import entries
from plptool.model.records import Point
from plptool.read.opening import open_ledger
from plptool.render import diff as differences
from plptool.render import json_diff, phrases
from plptool.render.log import change_line
from plptool.render.text import Screen, text
from plptool.timeline.compare import compare
from plptool.timeline.diff import diff
from tests.support.answers import data_of
from tests.support.ledgers import BASE, write_ledger
from tests.timeline.test_tasks import BODIES, COMMISSIONS, DECISION

PLAN = "Socialnämnden får i uppdrag att redo"
NAMES = {"plan": "Redovisa en plan.", "kvartal": "Rapportera."}


def page(folder: Path, first: str, last: str, language: str) -> str:
    ledger = open_ledger(write_ledger(folder, BASE + BODIES + DECISION + COMMISSIONS))
    points = differences.Points(Point(first, None), Point(last, None))
    found = diff(ledger.at(first), ledger.at(last))
    blocks = differences.page(points, found, {"kf-105": "Delårsrapport"}, translator(language))
    return text(blocks, Screen(width=200))


def test_a_table_says_what_became_of_each(tmp_path: Path) -> None:
    english = page(tmp_path / "en", "2018-04-30", "2018-12-31", "en")
    assert "Tasks\n" in english
    assert "KS § 105  Socialnämnden får i uppdrag att redovisa en plan" in english
    assert "due 2018-09-30, before the first quarter 2018; moved from SN to UN" in " ".join(english.split())
    swedish = page(tmp_path / "sv", "2018-04-30", "2018-12-31", "sv")
    assert "Uppdrag\n" in swedish
    assert "flyttat från SN till UN; verkställt 2018-09-20" in " ".join(swedish.split())
    for told in (english, swedish):
        assert "kvartal:" not in told
        assert "Other records" not in told
    assert "late, due the first quarter 2018" in page(tmp_path / "late", "2018-03-31", "2018-04-01", "en")


def test_json_says_the_same(tmp_path: Path) -> None:
    ledger = open_ledger(write_ledger(tmp_path, BASE + BODIES + DECISION + COMMISSIONS))
    answer = data_of(json_diff.DiffShape.of(diff(ledger.at("2018-03-31"), ledger.at("2018-04-01"))))
    (record,) = answer["changes"]
    (became,) = record["tasks"]
    assert became.pop("task").startswith("Socialnämnden får i uppdrag att redovisa en plan")
    assert became == {
        "id": "plan", "body": "KS", "paragraph": 105, "what": "late", "from": "2018-33", "to": 1, "why": "happened",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "english", "swedish"),
    [
        ("report, of: [plan, kvartal], to: KS, stage: final", "“Redovisa en plan.”, “Rapportera.”: Final report to KS", "Slutrapport till KS"),
        ("status, of: plan, status: cancelled", "“Redovisa en plan.”: Status: cancelled", "”Redovisa en plan.”: Status: inställt"),
        ("change, of: plan, set: {due: 2018-34}", "“Redovisa en plan.”: Changed: due: the second quarter 2018", "andra kvartalet 2018"),
        ("note, text: Klar., settles: plan", "Klar. (completes “Redovisa en plan.”)", "Klar. (verkställer ”Redovisa en plan.”)"),
        ("note, text: Klar., settles: other", "Klar. (completes other)", "Klar. (verkställer other)"),
    ],
)  # fmt: skip
def test_an_event_names_them_by_their_words(tmp_path: Path, event: str, english: str, swedish: str) -> None:
    told = DECISION + f"events: [{{date: 2018-01-01, kind: {event}, source: list}}]\nsource: list\n"
    record = open_ledger(write_ledger(tmp_path, BASE + BODIES + told)).collections["decisions"]["kf-105"]
    found = event_of(entries(record.data, "events")[0])
    assert phrases.event(found, translator("en"), own=OwnWords(NAMES)) == english
    assert swedish in phrases.event(found, translator("sv"), own=OwnWords(NAMES))


def test_a_commission_that_is_changed_is_one_line_that_begins_with_its_words(tmp_path: Path) -> None:
    record, other = (
        open_ledger(write_ledger(tmp_path / name, BASE + BODIES + DECISION + commissions)).collections["decisions"]["kf-105"]
        for name, commissions in (("a", COMMISSIONS), ("b", COMMISSIONS.replace("lead: SN, reports-to: [KS], due: 2018-33, s", "lead: UN, due: 2018-34, s")))
    )  # fmt: skip
    (change,) = compare(record.data, other.data)
    line = change_line(change, translator("en"), OwnWords(tasks_named("decisions", [other.data, record.data])))
    assert line.startswith(f"commissions: “{PLAN[:35].rstrip()}…”: ")
    assert "due: the first quarter 2018 → the second quarter 2018" in line
    assert "lead: SN → UN" in line
    assert "− reports-to: KS" in line
