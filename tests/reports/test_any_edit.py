"""Whatever an edit makes of the real ledger, every answer is an answer or a finding, never an exception."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from plptool.checks.coverage import examine
from plptool.checks.runner import check
from plptool.github import annotations
from plptool.model.i18n import translator
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.render import diff as differences
from plptool.render import findings as rendered
from plptool.render import json, record
from plptool.render import listing as pages
from plptool.render import report as report_page
from plptool.render.markdown import markdown
from plptool.reports.records import export, listing, view
from plptool.reports.summary import report
from plptool.timeline.diff import diff, stat
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import Held
from tests.support.project import ROOT
from tests.support.tables import tables
from tests.support.thorough import thorough

REAL = {entry.path: WorkTree(ROOT).read(entry.path) for entry in WorkTree(ROOT).entries("ledger")}
TOKENS = st.sampled_from(
    ["", "2023", "231231", "/", "..", "2022/..", "/2023-12-31", "[]", "{}", "[a, b]", "-1", "99999999999999999999", "KSON",
     "2.1.2", "x" * 300, "true", "null", "'", '"', ":", "#", "tjansteutlatande#L5-L2", "bilaga-5#L9999", "completed",
     "2022-XX", "2022-21", "9999-12-31", "0001-01-01", "stimulansmedel", "tillsammans", "styrgruppen-tre-tjanster"]
)  # fmt: skip


@st.composite
def edited_ledgers(draw: st.DrawFn) -> Ledger:
    """The real ledger with a few lines deleted, doubled or with a word replaced, and a file gone now and then."""
    files = dict(REAL)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].decode().split("\n")
        number = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["delete", "double", "word", "word", "word", "file"]))
        if what == "delete":
            del lines[number]
        elif what == "double":
            lines.insert(number, draw(st.sampled_from(lines)))
        elif what == "word":
            words = re.findall(r"\w[\w./-]*|\W", lines[number]) or [""]
            words[draw(st.integers(0, len(words) - 1))] = draw(TOKENS)
            lines[number] = "".join(words)
        else:
            del files[path]
            continue
        files[path] = "\n".join(lines).encode()
    return load(Held(files))


WHOLE = load(Held(REAL))


@thorough
@settings(max_examples=8)
@given(edited_ledgers(), st.sampled_from(["sv", "en"]), st.sampled_from(["000101", "231231", "240601", "991231"]))
def test_every_answer_is_an_answer(ledger: Ledger, language: str, day: str) -> None:
    translate = translator(language)
    findings = check(ledger)
    rendered.text(findings, translate)
    annotations.github(findings, translate)
    state = ledger.at(day)
    markdown(report_page.report(report(state, findings), translate))
    for before in (
        ledger.at("221231"),
        WHOLE.at("221231"),
        WHOLE.at(state.day),
    ):  # of other days, and of another revision
        points = differences.Points(before.point, state.point)
        found = diff(before, state)
        markdown(differences.page(points, found, {}, translate))
        markdown(differences.stat(points, stat(found.changes), {}, translate))
    tables(state)
    json.text(export(state))
    for collection, records in state.records.items():
        markdown([pages.listing(collection, listing(state, collection), translate)])
        for key in list(records)[:3]:
            if ledger.records[key].collection == collection:
                markdown(record.show(view(state, key), state.point, translate))
    examine(ledger, {"bilaga-5": ["Möte 1 220206"] * 415})
