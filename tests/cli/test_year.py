"""A year of ordinary work with a plan, by commands alone: thirteen tasks, as somebody does them who reads `--help`."""

import re
import shlex
from pathlib import Path

import pytest

from tests.support.git import git, init
from tests.support.ledgers import write_ledger
from tests.support.program import plptool

START = """
== ledger
format: 2
title: Trygg i vattnet
language: sv
time-zone: Europe/Stockholm

== sources/plan
title: Handlingsplan 2024–2026
date: 2024-01-15
lines: 80

== sources/lista-2024
title: Processlista 2024
date: 2024-12-31
lines: 200

== organisations/BUF
title: Barn- och utbildningsförvaltningen
type: administration
source: plan#L3

== organisations/KOF
title: Kultur- och fritidsförvaltningen
type: administration
source: plan#L4

== organisations/styrgruppen
title: Styrgruppen
type: board
source: plan#L6

== decisions/2024-01-15-styrgruppen-2
title: Handlingsplanen antas
date: 2024-01-15
body: styrgruppen
paragraph: 2
status: adopted
concerns: [trygg]
source: plan#L1

== plans/trygg
title: Trygg i vattnet
period: 2024/2026
decision: 2024-01-15-styrgruppen-2
source: plan#L1

== grants/simmedel
title: Medel för simundervisning
period: 2024/2026
granted-by: [styrgruppen]
recipients: [BUF]
decision: 2024-01-15-styrgruppen-2
years:
  - {year: 2024, amount: 400000, source: plan#L70}
source: plan#L70
""" + "".join(
    f"""
== processes/{number}
plan: trygg
need: {need}
activities: [Gör det]
goal: Gjort
lead: {lead}
priority: 1
period: 2024/2026
source: plan#L{20 + place}
events:
  - {{date: 2024-03-12, kind: meeting, number: 1, source: lista-2024#L{20 + place}}}
"""
    for place, (number, need, lead) in enumerate(
        [
            ("1.1", "Var femte elev kan inte simma.", "BUF"),
            ("1.2", "Badplatser saknar livräddare.", "KOF"),
            ("1.3", "Kunskapen om svaga isar är dålig.", "KOF"),
            ("2.1", "Båtvett lärs inte ut.", "KOF"),
            ("2.2", "Flytvästar saknas.", "BUF"),
            ("2.3", "Samma sak som 2.2.", "BUF"),
        ]
    )
)
"""A plan of six processes, whose first year is closed."""

YEAR = """
# 1 Fyra källor
plptool sources --add ../texts/protokoll-250212.txt --title "Protokoll 12 februari 2025" --date 250212
plptool sources --add ../texts/protokoll-250604.txt --title "Protokoll 4 juni 2025" --date 250604
plptool sources --add ../texts/protokoll-251022.txt --title "Protokoll 22 oktober 2025" --date 251022
plptool sources --add ../texts/lista-2025.txt --title "Processlista 2025" --date 251231
# 2 Fem möten i sex processer
plptool add meeting 1.1 250115 250319 250514 250910 251112 --number 2 --source lista-2025#L2
plptool add meeting 1.2 250115 250319 250514 --number 2 --source lista-2025#L3
plptool add meeting 1.3 250115 --number 2 --source lista-2025#L4
plptool add meeting 2.1 250115 250319 --number 2 --source lista-2025#L5
plptool add meeting 2.2 250514 250910 --number 2 --source lista-2025#L6
plptool add meeting 2.3 250115 --number 2 --source lista-2025#L7
# 3 Ny ansvarig
plptool set 1.2 lead BUF --from 250604 --source protokoll-250604#L2
# 4 Paus
plptool add status 1.3 250604 --status paused --source protokoll-250604#L3
# 5 Slutförd
plptool add status 2.2 251231 --status completed --outcome handed-over --source lista-2025#L6
# 6 Ny process
plptool new processes 1.4 --plan trygg --need "Simhallen stängs." --activities "Ordna buss" --goal "Alla elever får simma" --lead BUF --partners KOF --priority 2 --period 2025/2026 --from 250212 --source protokoll-250212#L4
# 7 Två beslut
plptool new decisions 2025-02-12-styrgruppen-4 --title "Simhallens stängning möts med buss" --date 250212 --body styrgruppen --paragraph 4 --registry number=KS-2025-17 --status adopted --concerns 1.4 --source protokoll-250212#L4
plptool new decisions 2025-06-04-styrgruppen-11 --title "Isvett pausas" --date 250604 --body styrgruppen --paragraph 11 --registry number=KS-2025-40 --status adopted --concerns 1.3 --source protokoll-250604#L3
# 8 Bidragets år
plptool set simmedel years "{year: 2025, amount: 425000, source: lista-2025#L8}" --add
# 9 En förvaltning byter namn
plptool set KOF title "Kultur- och miljöförvaltningen" --from 251022 --source protokoll-251022#L2
# 10 En process delas i två
plptool new processes 2.4 --plan trygg --need "Barn lär sig inte båtvett." --activities "Kurs i skolan" --goal "Alla i årskurs 5 har gått den" --lead BUF --priority 1 --period 2025/2026 --from 251022 --continues 2.1 --source protokoll-251022#L3
plptool new processes 2.5 --plan trygg --need "Vuxna lär sig inte båtvett." --activities "Kurs i hamnen" --goal "Hundra har gått den" --lead KOF --priority 1 --period 2025/2026 --from 251022 --continues 2.1 --source protokoll-251022#L3
plptool add status 2.1 251022 --status completed --source protokoll-251022#L3
# 11 En process som aldrig skulle ha funnits
plptool withdraw 2.3 --reason "Samma process som 2.2." --source protokoll-251022#L4
# 12 Ett möte som rapporterades sent
plptool add meeting 1.1 241204 --source lista-2025#L2 --correction "Mötet rapporterades först 2025."
# 13 Läget vid årets slut
plptool new snapshots 251231 --date 251231 --assertions "{kind: processes, plan: trygg, counts: {total: 8, completed: 2, paused: 1}, source: lista-2025#L1}"
"""
AT_MOST = 35


@pytest.fixture
def root(tmp_path: Path, git_home: None) -> Path:
    root = write_ledger(init(tmp_path / "ledger"), START)
    (tmp_path / "texts").mkdir()
    for name in ("protokoll-250212", "protokoll-250604", "protokoll-251022", "lista-2025"):
        (tmp_path / "texts" / f"{name}.txt").write_text(f"{name}\n" * 9, encoding="utf-8")
    assert plptool("seal", "241231", cwd=root).returncode == 0
    git(root, "add", "--all")
    return root


def tasks() -> dict[str, list[list[str]]]:
    """By task, its commands."""
    found: dict[str, list[list[str]]] = {}
    for line in YEAR.strip().splitlines():
        if line.startswith("# "):
            found[line] = []
        else:
            found[[*found][-1]].append(shlex.split(line)[1:])
    return found


def test_a_year_of_work_is_done_by_commands_without_a_finding_on_the_way(root: Path) -> None:
    assert len(tasks()) == 13
    commands = [command for of_task in tasks().values() for command in of_task]
    assert len(commands) <= AT_MOST
    for command in commands:
        done = plptool(*command, cwd=root)
        assert done.returncode == 0, (command, done.stderr)
        assert not re.search("PLP[0-9]", done.stdout + done.stderr), (command, done.stdout)
    assert plptool("validate", cwd=root).stdout == ""
    assert plptool("fmt", "--check", cwd=root).returncode == 0
    removed = [line for line in git(root, "diff", "--unified=0").splitlines() if re.match(r"-[^-]", line)]
    assert removed == []
    added = [
        line[1:]
        for line in git(root, "diff", "--unified=0", "--", "ledger/processes").splitlines()
        if re.match(r"\+[^+]", line)
    ]
    assert added == EVENTS.strip("\n").splitlines()
    for path, text in FILES.items():
        assert (root / "ledger" / path).read_text("utf-8") == text


EVENTS = """
  - {date: 2024-12-04, kind: meeting, source: lista-2025#L2}
  - {date: 2025-01-15, kind: meeting, number: 2, source: lista-2025#L2}
  - {date: 2025-03-19, kind: meeting, number: 3, source: lista-2025#L2}
  - {date: 2025-05-14, kind: meeting, number: 4, source: lista-2025#L2}
  - {date: 2025-09-10, kind: meeting, number: 5, source: lista-2025#L2}
  - {date: 2025-11-12, kind: meeting, number: 6, source: lista-2025#L2}
  - {date: 2025-01-15, kind: meeting, number: 2, source: lista-2025#L3}
  - {date: 2025-03-19, kind: meeting, number: 3, source: lista-2025#L3}
  - {date: 2025-05-14, kind: meeting, number: 4, source: lista-2025#L3}
  - {date: 2025-06-04, kind: change, set: {lead: BUF}, source: protokoll-250604#L2}
  - {date: 2025-01-15, kind: meeting, number: 2, source: lista-2025#L4}
  - {date: 2025-06-04, kind: status, status: paused, source: protokoll-250604#L3}
  - {date: 2025-06-04, kind: decision, decision: 2025-06-04-styrgruppen-11, source: protokoll-250604#L3}
  - {date: 2025-01-15, kind: meeting, number: 2, source: lista-2025#L5}
  - {date: 2025-03-19, kind: meeting, number: 3, source: lista-2025#L5}
  - {date: 2025-10-22, kind: status, status: completed, source: protokoll-251022#L3}
  - {date: 2025-05-14, kind: meeting, number: 2, source: lista-2025#L6}
  - {date: 2025-09-10, kind: meeting, number: 3, source: lista-2025#L6}
  - {date: 2025-12-31, kind: status, status: completed, outcome: handed-over, source: lista-2025#L6}
  - {date: 2025-01-15, kind: meeting, number: 2, source: lista-2025#L7}
withdrawn:
  reason: Samma process som 2.2.
  source: protokoll-251022#L4
"""
"""What comes into the six processes, process by process: of each task what it says, and nothing else."""
FILES = {
    "processes/1.4.yaml": """\
id: 1.4
plan: trygg
need: Simhallen stängs.
activities: [Ordna buss]
goal: Alla elever får simma
lead: BUF
partners: [KOF]
priority: 2
period: 2025/2026
from: 2025-02-12
source: protokoll-250212#L4
events:
  - {date: 2025-02-12, kind: decision, decision: 2025-02-12-styrgruppen-4, source: protokoll-250212#L4}
""",
    "decisions/2025-02-12-styrgruppen-4.yaml": """\
id: 2025-02-12-styrgruppen-4
title: Simhallens stängning möts med buss
date: 2025-02-12
body: styrgruppen
paragraph: 4
registry: {number: KS-2025-17}
status: adopted
concerns: [1.4]
source: protokoll-250212#L4
""",
    "organisations/KOF.yaml": """\
id: KOF
title: Kultur- och fritidsförvaltningen
type: administration
source: plan#L4
events:
  - date: 2025-10-22
    kind: change
    set:
      title: Kultur- och miljöförvaltningen
    source: protokoll-251022#L2
""",
    "snapshots/251231.yaml": """\
id: 251231
date: 2025-12-31
assertions:
  - {kind: processes, plan: trygg, counts: {total: 8, paused: 1, completed: 2}, source: lista-2025#L1}
""",
}
"""Some of the files that come, or are others, whole."""
