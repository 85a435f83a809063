"""A date that tells no day is told as it is written, and nowhere as a day that it can mean."""

import csv
import html
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from plptool.github import summary
from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from plptool.render.markdown import markdown
from plptool.reports import change
from tests.support.ledgers import BASE, write_ledger
from tests.support.program import plptool

VAGUE = (
    BASE.replace("date: 2023-12-31", "date: 2020").replace("date: 2021-02-10", "date: 2021")
    + """
== processes/1.1
plan: plan
need: Of years.
activities: [Do it]
goal: A goal.
lead: A
listed: {list: 1}
from: 2022-23
priority: 1
period: 2021/2023
source: list
events:
  - {date: 2021-02/2021-03, kind: activity, activity: workshop, source: list}
  - {date: 2022-05, kind: meeting, number: 1, source: list}
  - {date: 2022-05, kind: expected, due: 2022-21, text: A report., source: list}
  - {date: 2023, kind: meeting, number: 2, source: list}
  - {date: 2023, kind: status, status: paused, source: list}

== processes/1.2
plan: plan
need: Planned, since a year.
activities: [Do it]
goal: A goal.
lead: B
listed: {list: 2}
priority: 1
period: 2021/2023
source: list

== processes/1.3
plan: plan
need: By a day, and between months.
activities: [Do it]
goal: A goal.
lead: B
listed: {list: 3}
priority: 1
period: 2021/2023
source: list
events:
  - {date: 2022-03/2022-04, kind: meeting, number: 1, source: list}
  - {date: 2022-06/2022-09, kind: status, status: completed, remaining: [Much], source: list}

== decisions/vague
title: Vague
date: 2021-09/2022-02
body: A
status: adopted
concerns: ['1.1']
source: list
events: [{date: 2023-22, kind: note, text: A note., source: list}]

== grants/money
title: Money
years: [{year: 2021, amount: 1000000, source: list}]
uses: [{what: Something, date: 2022, process: '1.1', source: list}]
source: list
"""
)
ENDS = re.compile(
    r"20\d\d-\d\d-(?:28|29|30|31)|(?:28|29|30|31) (?:December|March|April|May|June|August|September|February) 20\d\d"
)
"""The last day of a month, which no date here tells."""
AT = "240615"


@pytest.fixture(scope="module")
def vague(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ledger(tmp_path_factory.mktemp("vague"), VAGUE)


def answers(root: Path) -> Iterator[tuple[str, str]]:
    """What people read, after what was asked."""
    asked = [
        ["list", "--at", AT], ["list", "decisions", "--at", AT], ["list", "sources", "--at", AT], ["show", "1.1", "--at", AT],
        ["show", "1.2", "--at", AT], ["show", "1.3", "--at", AT], ["show", "vague", "--at", AT], ["report", "--at", AT],
        ["report", "--listed", "list", "--at", AT], ["report", "--org", "A", "--at", AT], ["diff", "200115", AT],
    ]  # fmt: skip
    for command in asked:
        for form in (
            "text",
            "markdown",
            *(("csv",) if command[0] == "list" else ("html",) if command[0] == "report" else ()),
        ):
            done = plptool(*command, "--lang", "en", "--format", form, cwd=root)
            assert done.returncode == 0, done.stderr
            yield f"{' '.join(command)} {form}", done.stdout
    file = root / "vague.docx"
    assert plptool("report", "--appendix", "--at", AT, "--lang", "en", "--output", str(file), cwd=root).returncode == 0
    with ZipFile(file) as held:
        yield "docx", re.sub("<[^>]*>", " ", held.read("word/document.xml").decode())
    ledger = open_ledger(root)
    result = summary.Result("", "", (), (), (), None, None)
    proposed = change.changed(change.empty(ledger), ledger, ledger.at(AT).day)
    for part in summary.change(result, proposed, translator("en")):
        yield "pull request", markdown(part.blocks)


def test_no_answer_tells_a_day_that_nobody_wrote(vague: Path) -> None:
    told = dict(answers(vague))
    assert {asked: ENDS.findall(text) for asked, text in told.items() if ENDS.search(text)} == {}
    rows = list(csv.DictReader(StringIO(told[f"list --at {AT} csv"])))
    assert [(row["since"], row["last_event"]) for row in rows] == [
        ("2023", "2023"), ("2021", ""), ("2022-06/2022-09", "2022-03/2022-04"),
    ]  # fmt: skip
    assert "since some day during 2023. Meetings held: 2. Last event: during 2023." in " ".join(
        told[f"show 1.1 --at {AT} text"].split()
    )
    assert "Paused since 2023" in " ".join(told["docx"].split()).replace("Paused  since", "Paused since")


def test_no_page_does(vague: Path) -> None:
    root = vague / "public"
    assert plptool("site", str(root), "--at", AT, "--lang", "en", cwd=vague).returncode == 0
    read = 0
    for path in sorted(root.rglob("*.html")):
        text = html.unescape(re.sub("<[^>]*>", " ", path.read_text(encoding="utf-8")))
        if (
            path.parent.name == "changes" or path.name == "between.html"
        ):  # of which the days are ends of years themselves
            text = re.sub(r"\d{4}-12-31", "", text)
        assert not ENDS.findall(text), path
        read += 1
    assert read > 20
    for path in root.rglob("*.csv"):
        assert not ENDS.findall(path.read_text(encoding="utf-8")), path
    assert "last held during 2023" in (root / "index.html").read_text(encoding="utf-8")
    script = (root / "plan.js").read_text(encoding="utf-8")
    plan = json.loads(script[script.index("{") : script.rindex("}") + 1])
    first, planned, third = plan["processes"]
    paused = first["stretches"][-1]
    assert ("since" in paused, "held" in paused) == (False, False)
    assert [plan["lines"][paused[name]] for name in ("sometime", "during")] == ["during 2023", "during 2023"]
    assert plan["lines"][planned["stretches"][-1]["sometime"]] == "during 2021"
    assert plan["lines"][third["stretches"][-1]["sometime"]] == "between 2022-06 and 2022-09"
    assert all(came.get("when") for came in plan["entries"]), "none of these is of a day"


def test_json_and_sql_have_the_day_and_how_it_is_written(vague: Path) -> None:
    done = plptool("list", "--at", AT, "--format", "json", cwd=vague)
    row = json.loads(done.stdout)["processes"][0]
    days = {name: row[name] for name in ("since", "since_written", "last_event", "last_event_written")}
    assert days == {
        "since": "2023-12-31", "since_written": "2023", "last_event": "2023-12-31", "last_event_written": "2023"
    }  # fmt: skip
    query = "SELECT since, since_written, last_event, last_event_written FROM processes WHERE id = '1.1'"
    done = plptool("sql", "--at", AT, "--format", "json", query, cwd=vague)
    assert json.loads(done.stdout)["rows"] == [days]
