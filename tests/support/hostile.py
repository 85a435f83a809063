"""A ledger whose every text is meant to be something else where it is shown."""

import json
import re
from pathlib import Path

from plptool.read.opening import open_ledger
from tests.support.ledgers import BASE, write_ledger

NASTY = (
    "=cmd|' /C calc'!A0;=1+1 <script>alert(1)</script> [x](javascript:alert(1)) ![i](http://e.x/i) `c` | pipe @octocat #12 "
    "&amp; [bold red]x[/] {x} {0} %s %0A *b* _i_ ~~s~~ $m$ www.evil.example ##[stop-commands]x </pre> '; DROP TABLE x; --"
)


LINES = [
    "+1",
    "-1",
    "@SUM(A1)",
    "\n\n::stop-commands::x\n# heading\n- item\n```",
    "::add-mask::e",
    "\tx",
    "1. x",
    "---",
]


def nasty_ledger(root: Path) -> Path:
    """A valid ledger whose every text is meant to be something else where it is shown."""
    text = json.dumps(NASTY)
    listed, listed_text = json.dumps([NASTY, *LINES]), json.dumps(LINES[3])
    write_ledger(root, re.sub(r"(?m)^title: .*", lambda _: f"title: {text}", BASE) + f"""
== processes/1.1
plan: plan
need: {text}
activities: {listed}
goal: {json.dumps(LINES[3])}
lead: A
priority: 1
period: 2021/2023
source: list
events:
  - {{date: 2022-01-10, kind: note, text: {text}, source: list}}
  - {{date: 2022-01-11, kind: meeting, number: 2, series: {text}, source: list, written: {text}}}
  - {{date: 2022-01-12, kind: status, status: completed, remaining: {listed}, text: {text}, source: list, reason: {text}}}
discrepancies:
  - {{field: priority, claims: [{{value: 1, source: list}}, {{value: {text}, source: list}}], reason: {text}}}
  - {{field: priority, claims: [{{value: 1, source: list}}, {{value: {"9" * 5000}, source: list}}], reason: A long number.}}
known:
  - {{rule: PLP502, value: {text}, reason: {text}}}
== processes/1.2
plan: plan
need: {json.dumps(LINES[3])}
activities: {listed}
goal: {json.dumps(LINES[4])}
lead: A
priority: 1
period: 2021/2023
source: list#L{"9" * 60}
== grants/g
title: {text}
uses: [{{what: {text}, process: 1.1, source: list}}]
source: list
== decisions/d
title: {text}
date: 2022-01-10
body: board
status: adopted
clauses: {listed}
concerns: [1.1]
commissions:
  - {{id: a, text: {text}, lead: A, due: 2022-01-31, measure: {text}, written: {text}, source: list}}
  - {{id: b, clauses: [1, 2, 3, 4, 5, 6, 7, 8, 9], roles: [{{role: {text}, person: "=Kim <b>Exempel</b>", source: list}}], source: list}}
events:
  - {{date: 2022-02-01, kind: report, of: [a, b], to: board, reason: {text}, text: {text}, written: {text}, source: list}}
  - {{date: 2022-02-02, kind: change, of: a, set: {{text: {listed_text}, measure: {text}}}, reason: {text}, source: list}}
  - {{date: 2022-02-03, kind: status, of: b, status: cancelled, reason: {text}, source: list}}
source: list
""")  # fmt: skip
    assert set(open_ledger(root).records) >= {"1.1", "1.2", "g", "d"}
    return root
