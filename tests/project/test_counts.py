"""Every number of a day is one number: in text, Markdown, Word, JSON, SQL, lists, the site and the pull request's page.

Each answer is read as its reader has it: the numbers that it says, and what it lists, counted. What is expected of the
little ledger was counted by hand.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html  # type: ignore[import-untyped]  # comes with python-docx

from plptool.github import summary
from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from plptool.render import figures as rendered
from plptool.render.markdown import markdown
from plptool.reports import change
from plptool.reports.brief import brief
from plptool.reports.commissions import commissions_report
from plptool.reports.sql import run
from plptool.reports.summary import report
from plptool.reports.tasks import commissions, milestones
from plptool.timeline.diff import diff, select
from plptool.timeline.ledger import Ledger, State
from tests.support.ledgers import BASE, C, copy_real_ledger, write_ledger
from tests.support.pages import pages_of
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some

Numbers = dict[str, int]
"""By what is counted, how many; what there is none of may be missing."""

LABELS = {
    "Processes": "processes.total", "Processes completed": "processes.completed",
    "Processes continuing": "processes.continuing", "of which ongoing": "processes.ongoing",
    "of which paused": "processes.paused", "of which not begun": "processes.planned",
    "Processes cancelled": "processes.cancelled", "Processes of a plan that is not adopted yet": "processes.foreseen",
    "Meetings held": "meetings.held", "of which numbered": "meetings.numbered",
    "of which internal": "meetings.internal", "of which other": "meetings.other",
    "Meetings booked, not confirmed": "meetings.booked", "Activities": "activities",
    "Decisions adopted": "decisions.adopted", "Decisions proposed": "decisions.proposed",
    "Decisions planned": "decisions.planned", "Decisions only mentioned": "decisions.referred-to",
    "Decisions withdrawn": "decisions.withdrawn", "Grants": "grants.total", "Granted in all": "grants.amount",
    "Uses of grants": "grants.uses", "Posts that grants pay for": "grants.posts", "Expected": "expected",
    "Expected and overdue": "overdue",
}  # fmt: skip
"""What a reader sees, and what it counts; a year's decisions are told by `of 2023`."""
TOLD = ("completed", "ongoing", "paused", "planned", "cancelled", "foreseen")
"""The order in which a sentence tells how many processes stand where."""
BY_STATUS = ("planned", "ongoing", "paused", "completed", "cancelled")
KEYS = {*LABELS.values()}

LITTLE = (
    BASE.replace("language: en", "language: en\npublish-names: false")
    + C
    + """
== processes/1.1
plan: plan
need: The first need.
activities: [Do it]
goal: A goal.
lead: A
partners: [B]
priority: 1
period: 2021/2023
source: list
events:
  - {date: 2021-03-01, kind: meeting, number: 1, source: list}
  - {date: 2022, kind: meeting, number: 2, source: list}
  - {date: 2022-11/2023-02, kind: meeting, source: list}
  - {date: /2023-12-31, kind: activity, activity: workshop, times: 3, source: list}
  - {date: 2023-03-01, kind: meeting, internal: B, source: list}
  - {date: 2023-04-01, kind: meeting, number: 3, booked: true, source: list}
  - {date: 2021-05-01, kind: expected, due: 2022, text: A first report., source: list}
  - {date: 2022-06-01, kind: expected, due: 2025, text: A second report., source: list}
  - {date: 2023, kind: status, status: completed, source: list}

== processes/1.2
plan: plan
need: The second need.
activities: [Do it]
goal: A goal.
lead: B
priority: 2
period: 2021/2023
source: list
events:
  - {date: 2021-06-01/2021-07-31, kind: activity, activity: other, source: list}
  - {date: 2022-02-01, kind: expected, due: 2022-03-01, text: An answer., source: list}
  - {date: 2022-05-01, kind: note, settles: 2022-03-01, text: The answer., source: list}
  - {date: 2022-09-01, kind: status, status: paused, source: list}

== processes/1.3
plan: plan
need: Taken in later.
activities: [Do it]
goal: A goal.
lead: C
from: 2022-06-01
priority: 1
period: 2022/2023
source: list

== processes/2.1
plan: later
need: Foreseen.
activities: [Do it]
goal: A goal.
lead: A
priority: 1
period: 2024/2025
source: list

== processes/9.9
need: [Broken

== plans/later
title: A later plan
period: 2024/2025
decision: second
source: list

== decisions/second
title: Adopts a later plan
date: 2024
body: board
status: adopted
concerns: [later]
source: list

== decisions/unsure
title: Of one of two years
date: 2022/2023
body: A
status: adopted
concerns: ['1.2']
source: list

== decisions/by-then
title: Of any year
date: /2022-06-30
parties: [A, B]
status: adopted
concerns: ['1.1']
source: list

== decisions/in-year
title: Of one year
date: 2022
roles: [{role: Head of C, organisation: C, source: list}]
status: adopted
concerns: ['1.1', '1.2']
source: list

== decisions/proposed
title: Becomes adopted
date: 2022-02-01
body: B
status: proposed
source: list
events: [{date: 2023-05-01, kind: status, status: adopted, source: list}]

== decisions/planned
title: Planned
date: 2023-23
body: A
status: planned
source: list

== decisions/others
title: Of others
date: /2021-12-31
body: C
status: referred-to
source: list

== grants/money
title: Money
years:
  - {year: 2022, amount: 1500000, source: list}
  - {year: 2023, amount: 250000, source: list}
uses:
  - {what: A coordinator, posts: 2, process: '1.1', period: 2022/2023, source: list}
  - {what: A course, organisations: [B], source: list}
source: list
"""
)
"""Years that are not certain, a broken record, records and a plan that come later, and four organisations."""

COUNTED: dict[str, Numbers] = {
    "2021-02-09": {"processes.total": 3, "processes.foreseen": 3, "grants.total": 1, "grants.uses": 2, "grants.posts": 2},
    "2022-07-31": {
        "processes.total": 4, "processes.planned": 1, "processes.ongoing": 2, "processes.continuing": 3,
        "processes.foreseen": 1, "meetings.held": 1, "meetings.numbered": 1, "activities": 1, "decisions.adopted": 2,
        "decisions.2021": 1, "decisions.2022": 1, "unsure.2022": 1, "decisions.proposed": 1, "decisions.referred-to": 1,
        "grants.total": 1, "grants.uses": 2, "grants.posts": 2, "expected": 2,
    },
    "2023-12-31": {
        "processes.total": 4, "processes.planned": 1, "processes.paused": 1, "processes.completed": 1,
        "processes.continuing": 2, "processes.foreseen": 1, "meetings.held": 4, "meetings.numbered": 2,
        "meetings.internal": 1, "meetings.other": 1, "meetings.booked": 1, "activities": 4, "decisions.adopted": 5,
        "decisions.2021": 1, "decisions.2022": 3, "unsure.2022": 1, "decisions.2023": 1, "unsure.2023": 1,
        "decisions.planned": 1, "decisions.referred-to": 1, "grants.total": 1, "grants.amount": 1750000,
        "grants.uses": 2, "grants.posts": 2, "expected": 1, "overdue": 1,
    },
    "2024-12-31": {
        "processes.total": 4, "processes.planned": 2, "processes.paused": 1, "processes.completed": 1,
        "processes.continuing": 3, "meetings.held": 4, "meetings.numbered": 2, "meetings.internal": 1,
        "meetings.other": 1, "meetings.booked": 1, "activities": 4, "decisions.adopted": 6, "decisions.2021": 1,
        "decisions.2022": 3, "unsure.2022": 1, "decisions.2023": 1, "unsure.2023": 1, "decisions.2024": 1,
        "decisions.planned": 1, "decisions.referred-to": 1, "grants.total": 1, "grants.amount": 1750000,
        "grants.uses": 2, "grants.posts": 2, "expected": 1, "overdue": 1,
    },
}  # fmt: skip
"""Counted by hand."""
REAL = ("2017-02-08", "2022-12-31", "2023-12-31", "2026-06-30")


opened = cache(open_ledger)


@dataclass(frozen=True)
class Asked:
    """A ledger in a folder, at a day."""

    folder: Path
    day: str
    org: str | None = None

    @property
    def ledger(self) -> Ledger:
        return opened(self.folder)

    @property
    def state(self) -> State:
        return self.ledger.at(date.fromisoformat(self.day))

    def answer(self, *command: str) -> str:
        """What a command says, in English where it can."""
        done = plptool(*command, cwd=self.folder, env={"PLPTOOL_CACHE": f"{self.folder}.cache"})
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def json(self, *command: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.answer(*command, "--format", "json"))
        return found


# What is said


def amount(said: str) -> int:
    """A number or an amount, as people write it in English."""
    figure = re.sub(r"[\s,]", "", said)
    if "million" in figure:
        return round(float(re.findall(r"[\d.]+", figure)[0]) * 1_000_000)
    return int(re.findall(r"-?\d+", figure)[0])


def labelled(rows: Iterator[tuple[str, str]]) -> Numbers:
    """The numbers of a table: what each row counts, and how many."""
    found: Numbers = {}
    for label, said in rows:
        year = re.fullmatch(r"of (\d{4})(?: \(of which without a certain year: (\d+)\))?", label.strip())
        if year:
            found[f"decisions.{year[1]}"] = amount(said)
            found[f"unsure.{year[1]}"] = int(year[2] or 0)
        else:
            found[LABELS[label.strip()]] = amount(said)
    return found


def in_markdown(page: str, head: str) -> Iterator[tuple[str, str]]:
    """The first and last cells of a table, which begins with a head."""
    lines = page[page.index(head) :].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        yield cells[0], cells[-1]


def from_text(asked: Asked) -> Numbers:
    """The table of numbers, and the sentence above it, which must say the same."""
    page = asked.answer("report", "--at", asked.day, "--lang", "en", *scope(asked))
    table = page[page.index("What is counted") :].split("\n\n")[0].splitlines()[1:]
    found = labelled((line[: line.rindex("  ")], line[line.rindex("  ") :]) for line in table)
    head = " ".join(page.split("\n\n")[0].splitlines())
    told = re.search(
        r"(\d+) process(?:es)?: (\d+) completed, (\d+) continuing \(of which (\d+) paused, (\d+) not begun\)", head
    )
    assert told is not None
    names = ("total", "completed", "continuing", "paused", "planned")
    assert [int(n) for n in told.groups()] == [found.get(f"processes.{name}", 0) for name in names]
    foreseen = re.search(r"not adopted yet: (\d+)", head)
    assert (int(foreseen[1]) if foreseen else 0) == found.get("processes.foreseen", 0)
    return found


def from_markdown(asked: Asked) -> Numbers:
    page = asked.answer("report", "--at", asked.day, "--lang", "en", "--format", "markdown", *scope(asked))
    found = labelled(in_markdown(page, "| What is counted |"))
    meetings = rows_below(page, "Meetings a year")
    listed = {
        "processes.total": len(rows_below(page, "Processes")),
        "processes.continuing": len(rows_below(page, "Continuing, and what remains")),
        "meetings.held": int(meetings[-1]["held"]) if meetings else 0,
        "meetings.booked": int(meetings[-1]["booked"]) if meetings else 0,
        "activities": int(meetings[-1]["activities"]) if meetings else 0,
        **Counter(f"decisions.{row['status'].replace(' ', '-')}" for row in rows_below(page, "Decisions")),
        "expected": len(rows_below(page, "Expected")),
        "overdue": len(rows_below(page, "Expected and overdue")),
    }
    assert {key: n for key, n in listed.items() if n} == {key: found[key] for key in listed if found.get(key)}
    leads = rows_below(page, "Status by lead") or rows_below(page, "Status by administration")
    assert sum(int(row["total"]) for row in leads) == found.get("processes.total", 0)
    return found


def rows_below(page: str, heading: str) -> list[dict[str, str]]:
    """The rows of the table below a heading, each by the names of its columns; none where the page does not have it."""
    _, there, rest = page.partition(f"\n## {heading}\n\n")
    lines = rest.split("\n\n")[0].splitlines() if there else []
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def from_word(asked: Asked) -> Numbers:
    file = asked.folder / "report.docx"
    asked.answer("report", "--at", asked.day, "--appendix", "--lang", "en", "--output", str(file), *scope(asked))
    tables = Document(BytesIO(file.read_bytes())).tables
    table = next(one for one in tables if one.rows[0].cells[0].text == "What is counted")
    return labelled((row.cells[0].text, row.cells[1].text) for row in table.rows[1:])


def from_totals(totals: Any) -> Numbers:
    """What JSON has under `totals`."""
    found: Numbers = {}
    for group, of_group in totals.items():
        if isinstance(of_group, int):
            found[group] = of_group
            continue
        for name, n in of_group.items():
            if isinstance(n, list):
                found |= {f"decisions.{year['year']}": year["count"] for year in n}
                found |= {f"unsure.{year['year']}": year["unsure"] for year in n}
            elif n is not None:
                found[f"{group}.{name}"] = n
    return found


def from_json(asked: Asked) -> Numbers:
    """The totals; what the report lists must be as many."""
    answer = asked.json("report", "--at", asked.day, *scope(asked))
    found = from_totals(answer["totals"])
    assert {
        "processes.total": len(answer["processes"]),
        **statuses("processes", answer["processes"]),
        **statuses("decisions", answer["decisions"]),
        "expected": len(answer["expected"]),
        "overdue": len(answer["overdue"]),
        "grants.total": len(answer["grants"]),
        "grants.uses": sum(len(grant["uses"]) for grant in answer["grants"]),
        "meetings.held": sum(year["held"] for year in answer["meetings"]),
        "activities": sum(year["activities"] for year in answer["meetings"]),
    }.items() <= {**dict.fromkeys(KEYS, 0), **found}.items()
    return found


def statuses(collection: str, rows: list[Any]) -> Numbers:
    counts = Counter(f"{collection}.{row['status'] or 'foreseen'}" for row in rows)
    return dict(counts)


def from_lists(asked: Asked) -> Numbers:
    """What `list` has, counted."""
    only = ("--org", asked.org) if asked.org else ()
    processes = asked.json("list", "processes", "--at", asked.day, *only)["processes"]
    decisions = asked.json("list", "decisions", "--at", asked.day, *only)["decisions"]
    found = {"processes.total": len(processes), **statuses("processes", processes), **statuses("decisions", decisions)}
    found["processes.continuing"] = sum(row["status"] not in (None, "completed") for row in processes)
    found["meetings.held"] = sum(row["meetings"] for row in processes)
    if not asked.org:
        grants = asked.json("list", "grants", "--at", asked.day)["grants"]
        sums = {name: sum(row[name] for row in grants) for name in ("amount", "posts", "uses")}
        found |= {"grants.total": len(grants)} | {f"grants.{name}": n for name, n in sums.items()}
    return found


ALL_PROCESSES, ALL_DECISIONS = "(SELECT id FROM processes)", "(SELECT id FROM decisions)"
LED = "(SELECT id FROM processes WHERE ORG IN (SELECT lead UNION SELECT organisation FROM partners WHERE process = id))"
DECIDED = "(SELECT decision FROM deciders WHERE organisation = ORG)"


def from_sql(asked: Asked) -> Numbers:
    """What queries find that anybody would write."""
    state = asked.state
    org = asked.org
    of_processes, of_decisions = (LED, DECIDED) if org else (ALL_PROCESSES, ALL_DECISIONS)

    def ask(query: str) -> list[tuple[object, ...]]:
        whole = query.replace("PROCESSES", of_processes).replace("DECISIONS", of_decisions)
        return list(run(state, whole.replace("ORG", f"'{org}'")).rows)

    def number(query: str) -> int:
        found = ask(query)[0][0]
        assert isinstance(found, int | None)
        return found or 0

    def each(prefix: str, query: str) -> Numbers:
        return {f"{prefix}.{name}": n for name, n in ask(query) if isinstance(n, int)}

    meetings = "SELECT count(*) FROM events WHERE kind = 'meeting' AND record IN PROCESSES AND"
    adopted = "FROM decisions WHERE status = 'adopted' AND id IN DECISIONS GROUP BY 1"
    found = {
        "processes.total": number("SELECT count(*) FROM processes WHERE id IN PROCESSES"),
        **each("processes", "SELECT coalesce(status, 'foreseen'), count(*) FROM processes WHERE id IN PROCESSES GROUP BY 1"),
        "processes.continuing": number("SELECT count(*) FROM processes WHERE status <> 'completed' AND id IN PROCESSES"),
        "meetings.held": number(f"{meetings} NOT booked"),
        "meetings.booked": number(f"{meetings} booked"),
        "meetings.internal": number(f"{meetings} NOT booked AND internal IS NOT NULL"),
        "meetings.numbered": number(f"{meetings} NOT booked AND internal IS NULL AND number IS NOT NULL"),
        "meetings.other": number(f"{meetings} NOT booked AND internal IS NULL AND number IS NULL"),
        "activities": number("SELECT sum(times) FROM events WHERE kind = 'activity' AND record IN PROCESSES"),
        **each("decisions", "SELECT status, count(*) FROM decisions WHERE id IN DECISIONS GROUP BY 1"),
        **each("decisions", f"SELECT substr(latest, 1, 4), count(*) {adopted}"),
        **each("unsure", f"SELECT substr(latest, 1, 4), sum(earliest IS NULL OR substr(earliest, 1, 4) <> substr(latest, 1, 4)) {adopted}"),
    }  # fmt: skip
    if org:
        used = "FROM uses WHERE process IN PROCESSES"
        found["grants.total"] = number(f"SELECT count(DISTINCT grant_id) {used}")
        waiting = "FROM expectations WHERE record IN PROCESSES AND"
    else:
        used, waiting = "FROM uses", "FROM expectations WHERE"
        found["grants.total"] = number("SELECT count(*) FROM grants")
        found["grants.amount"] = number("SELECT sum(amount) FROM grant_years")
    return found | {
        "grants.uses": number(f"SELECT count(*) {used}"),
        "grants.posts": number(f"SELECT sum(posts) {used}"),
        "expected": number(f"SELECT count(*) {waiting} NOT overdue"),
        "overdue": number(f"SELECT count(*) {waiting} overdue"),
    }


def from_diff(asked: Asked) -> Numbers:
    """What `diff` says of its second day."""
    only = ("--org", asked.org) if asked.org else ()
    answer = asked.json("diff", "1900-01-01", asked.day, *only)
    return from_totals(answer["totals"]["to"])


def from_export(asked: Asked) -> Numbers:
    answer = asked.json("export", "--at", asked.day)
    found = from_totals(answer["totals"])
    decisions, processes = answer["decisions"], answer["processes"]
    listed = statuses("decisions", [row["state"] for row in decisions]) | statuses(
        "processes", [row["state"] for row in processes]
    )
    assert listed.items() <= found.items()
    return found


def from_site(asked: Asked) -> Numbers:
    """The overview's table; all else that its page and that of the decisions count must be as many."""
    pages = pages_of(asked.state, "index", "decisions")
    page = html.fromstring(pages["index.html"].decode())
    rows = page.xpath('//section[@id="numbers"]//tr[@data-figure and not(@hidden)]')
    found = labelled((row.xpath("string(th)"), row.xpath("string(td)")) for row in rows)
    whole = {**dict.fromkeys(KEYS, 0), **found}
    counted = {one.get("data-count"): int(one.text) for one in page.xpath("//*[@data-count]")}
    assert counted == {name: whole[f"processes.{name}"] for name in (*BY_STATUS, "foreseen", "total")}
    badges = Counter(
        one.get("class").split()[-1] for one in page.xpath('//*[@id="board"]//li//span[contains(@class, "status")]')
    )
    assert badges == +Counter(
        {name: whole[f"processes.{name}"] for name in BY_STATUS} | {"none": whole["processes.foreseen"]}
    )
    told = [whole[f"processes.{name}"] for name in TOLD]
    lead = page.xpath('string(//p[@class="lead"])')
    assert [int(n) for n in re.findall(r"\d+", lead)] == [n for n in (whole["processes.total"], *told) if n]
    bars = page.xpath('//*[@id="by-lead"]//li')
    drawn = Counter(
        {name: sum(int(one.get("width")) for one in page.xpath(f'//rect[@class="{name}"]')) for name in TOLD}
    )
    said = sum(int(n) for bar in bars for n in re.findall(r"\d+", bar.xpath('string(span[@class="of"])')))
    assert ([drawn[name] for name in TOLD], said) == (told, whole["processes.total"])
    assert len(page.xpath('//*[@id="open"]//li')) == min(whole["processes.continuing"], 6)
    assert len(page.xpath("//article[@data-unfinished]")) == whole["processes.continuing"]
    awaited = [" ".join(one.text_content().split()) for one in page.xpath('//ul[@class="awaited"]/li')]
    late = sum("Was to come" in one for one in awaited)
    assert (late, len(awaited) - late) == (whole["overdue"], whole["expected"])
    quarters = page.xpath('//*[@id="meetings"]//tbody/tr/td[last()]')
    assert sum(int(one.text) for one in quarters) == whole["meetings.held"]
    of_decisions = html.fromstring(pages["decisions.html"].decode())
    for headings in (page.xpath("//section[@data-decided]/h3"), of_decisions.xpath("//h2")):
        assert dict(groups(headings)) == {
            **{key: n for key, n in found.items() if re.fullmatch(r"(decisions|unsure)\.\d+", key) and n},
            **(
                {"others": others}
                if (
                    others := sum(
                        whole[f"decisions.{name}"] for name in ("proposed", "planned", "referred-to", "withdrawn")
                    )
                )
                else {}
            ),
        }
    beside = json.loads(pages["index.json"])
    assert {key: n for key, n in from_totals(beside["totals"]).items() if n} == {
        key: n for key, n in found.items() if n
    }
    assert len(json.loads(pages["decisions.json"])["decided"]) == len(of_decisions.xpath("//h2"))
    return found


def groups(headings: list[Any]) -> Iterator[tuple[str, int]]:
    """What the heading of each group of decisions counts; below it stand as many."""
    for heading in headings:
        said = " ".join(heading.text_content().split())
        told = re.fullmatch(r"(\d{4}|Not adopted.*since) \((\d+)(?:, of which without a certain year: (\d+))?\)", said)
        assert told is not None, said
        assert len(heading.getnext().xpath("./li")) == int(told[2])
        yield (f"decisions.{told[1]}" if told[1].isdigit() else "others"), int(told[2])
        if told[3]:
            yield f"unsure.{told[1]}", int(told[3])


def from_pull_request(asked: Asked) -> Numbers:
    """The numbers after, on the page of a change that brings all there is."""
    ledger = asked.ledger
    nothing = change.empty(ledger)
    proposed = change.changed(nothing, ledger, date.fromisoformat(asked.day))
    # What is broken is in no figure, and said to be: here it was broken before, too.
    known = replace(proposed, effect=replace(proposed.effect, unread=(), unread_before=()))
    result = summary.Result("", "", (), (), (), None, None)
    page = "\n".join(markdown(part.blocks) for part in summary.change(result, known, translator("en")))
    assert "| total | before | after |" in page
    return labelled(in_markdown(page, "| total | before | after |"))


def from_push(asked: Asked) -> Numbers:
    """The plan as it is now, on the page of a push."""
    state = asked.state
    result = summary.Result("", "", (), (), (), None, None)
    plan = summary.Plan(report(state, []), None)
    page = "\n".join(markdown(part.blocks) for part in summary.push(result, None, [], plan, translator("en")))
    return labelled(in_markdown(page, "| What is counted |"))


def from_brief(asked: Asked) -> Numbers:
    """The sentences of the board's page; below them stand as many."""
    page = asked.answer("report", "--brief", "--at", asked.day, "--lang", "en", "--format", "markdown", *scope(asked))
    told = {
        name: re.search(rf"(?m)(?:^|[ (]){pattern}", page)
        for name, pattern in {
            "processes.total": r"(\d+) process(?:es)?:", "processes.completed": r"(\d+) completed",
            "processes.continuing": r"(\d+) continuing", "processes.paused": r"(\d+) paused",
            "processes.planned": r"(\d+) not begun", "processes.foreseen": r"not adopted yet: (\d+)",
            "meetings.held": r"Meetings held: (\d+)", f"decisions.{asked.day[:4]}": rf"Decisions of {asked.day[:4]}: (\d+)",
            f"unsure.{asked.day[:4]}": r"without a certain year: (\d+)", "overdue": r"Overdue: (\d+)",
        }.items()
    }  # fmt: skip
    assert told["processes.total"]
    found = {name: int(match[1]) for name, match in told.items() if match}
    listed = {
        "processes.continuing": len(rows_below(page, "Not finished, and why")),
        f"decisions.{asked.day[:4]}": len(rows_below(page, f"Decided in {asked.day[:4]}")),
        "overdue": len(rows_below(page, "Expected and overdue")),
    }
    assert listed == {name: found.get(name, 0) for name in listed}
    return found


def scope(asked: Asked) -> tuple[str, ...]:
    return ("--org", asked.org) if asked.org else ()


ALL: dict[str, Callable[[Asked], Numbers]] = {
    "text": from_text, "Markdown": from_markdown, "Word": from_word, "JSON": from_json, "SQL": from_sql,
    "diff": from_diff, "export": from_export, "site": from_site, "pull request": from_pull_request, "push": from_push,
}  # fmt: skip
"""By what tells every number, how it is read."""
OF_ORGANISATION = ("text", "Markdown", "Word", "JSON", "SQL", "diff")
SOME = {"lists": from_lists}
"""What tells some of them."""


def agree(asked: Asked, told: dict[str, Callable[[Asked], Numbers]]) -> Numbers:
    """Ask all for all, and give what they say."""
    answers = {name: {key: n for key, n in ask(asked).items() if n} for name, ask in told.items()}
    first = answers["JSON"]
    assert {name: answer for name, answer in answers.items() if answer != first} == {}, first
    for name, ask in SOME.items():
        answer = {key: n for key, n in ask(asked).items() if n}
        assert answer.items() <= first.items(), name
    return first


@pytest.fixture(scope="module")
def little_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(tmp_path_factory.mktemp("little"), LITTLE)


def test_the_boards_page_tells_the_same(little_plan: Path) -> None:
    told = from_brief(Asked(little_plan, "2023-12-31"))
    assert told.items() <= COUNTED["2023-12-31"].items()
    assert len(told) == 10


@pytest.mark.parametrize("day", COUNTED)
def test_all_tell_the_numbers_that_were_counted_by_hand(little_plan: Path, day: str) -> None:
    assert agree(Asked(little_plan, day), ALL) == COUNTED[day]


@pytest.fixture(scope="module")
def real_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_real_ledger(tmp_path_factory.mktemp("real"))


@pytest.mark.parametrize("day", some(REAL, "2023-12-31"))
def test_all_tell_the_same_of_the_real_ledger(real_plan: Path, day: str) -> None:
    found = agree(Asked(real_plan, day), ALL)
    if day == "2023-12-31":  # as told in the list of decisions, by their dates
        assert (found["decisions.2023"], found["unsure.2023"], found["decisions.adopted"]) == (7, 2, 15)


OF_B = {
    "processes.total": 2, "processes.paused": 1, "processes.completed": 1, "processes.continuing": 1, "meetings.held": 4,
    "meetings.numbered": 2, "meetings.internal": 1, "meetings.other": 1, "meetings.booked": 1, "activities": 4,
    "decisions.adopted": 2, "decisions.2022": 2, "unsure.2022": 1, "grants.total": 1, "grants.uses": 1, "grants.posts": 2,
    "expected": 1, "overdue": 1,
}  # fmt: skip
OF_C = {
    "processes.total": 1, "processes.planned": 1, "processes.continuing": 1, "decisions.adopted": 1, "decisions.2022": 1,
    "decisions.referred-to": 1,
}  # fmt: skip


@pytest.mark.parametrize(("org", "numbers"), [("B", OF_B), ("C", OF_C)])
def test_of_an_organisation_all_tell_its_processes_and_its_own_decisions(
    little_plan: Path, org: str, numbers: Numbers
) -> None:
    asked = Asked(little_plan, "2023-12-31", org)
    assert agree(asked, {name: ALL[name] for name in OF_ORGANISATION}) == numbers
    page = json.loads(pages_of(asked.state, f"organisation/{org}")[f"organisation/{org}.json"])
    assert len(page["decided"]) == numbers["decisions.adopted"]
    assert len([*page["decided"], *page["mentioned"]]) == sum(
        n for key, n in numbers.items() if re.fullmatch(r"decisions\.[a-z-]+", key)
    )
    assert len([*page["leads"], *page["partakes"]]) == numbers["processes.total"]


@pytest.mark.parametrize("org", some(["SoC", "direktionen"], "direktionen"))
def test_of_a_real_organisation_all_tell_the_same(real_plan: Path, org: str) -> None:
    found = agree(Asked(real_plan, "2023-12-31", org), {name: ALL[name] for name in OF_ORGANISATION})
    assert found.get("decisions.adopted", 0) == {"SoC": 0, "direktionen": 5}[org]


def test_of_commissions_and_milestones_all_tell_the_same() -> None:
    """The council's own report for 2023 counts 17 open commissions, and 11 of them late."""
    state = open_ledger(ROOT / "tests" / "ledgers" / "council").at("231231")
    content, rows = commissions_report(state), commissions(state)
    listed = (sum(row.open for row in rows), sum(row.days_late is not None for row in rows))
    assert listed == (17, 11) == (content.balance.closing, len(content.late))
    assert len(brief(state, []).commissions) == 11
    query = (
        "SELECT count(*), count(days_late) FROM tasks WHERE standing NOT IN ('proposed', 'dropped')"
        " AND executed IS NULL AND record IN (SELECT id FROM decisions)"
    )
    assert list(run(state, query).rows) == [(17, 11)]
    late = [row for row in milestones(state) if row.days_late is not None]
    assert len(late) == len(brief(state, []).milestones) == len(report(state, []).late)


def test_what_was_broken_before_is_counted_where_it_stands(tmp_path: Path) -> None:
    """It is no change, as nobody knows what it was; but it is there."""
    mended = LITTLE.replace("need: [Broken", "need: Mended.\nlead: B\nplan: plan\nsource: list")
    broken, whole = (
        open_ledger(write_ledger(tmp_path / name, text)) for name, text in (("old", LITTLE), ("new", mended))
    )
    old, new = broken.at("231231"), whole.at("231231")
    found = diff(old, new)
    assert (found.before.processes.total, found.after.processes.total) == (4, 5)
    of_b = select(found, old, new, org="B")
    assert (of_b.before.processes.total, of_b.after.processes.total) == (2, 3)


def test_every_number_that_is_told_has_a_name_here() -> None:
    """Who adds one adds how each answer tells it."""
    ledger = open_ledger(ROOT)
    told = rendered.figures(report(ledger.at("210209"), []).totals, translator("en"))
    told += rendered.figures(report(ledger.at("231231"), []).totals, translator("en"))
    assert {figure.key for figure in told if not re.search(r"\d", figure.key)} == KEYS - {
        "processes.cancelled"
    }  # none is
