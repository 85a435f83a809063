"""Pairs of edits to what the real ledger does not have: commissions, ratings, milestones, indicators, a letterhead."""

from tests.support.pairs import Edit, Pair

DECISION = """\
id: d
title: Adopts
date: 2025-02-10
body: council
status: adopted
commissions:
  - {id: boats, text: Boats are bought., lead: A, due: 2025-06-30, source: s#L1}
  - {id: report, text: A report comes., lead: B, source: s#L2}
source: s
events:
  - {date: 2025-03-01, kind: report, of: boats, percent: 20, source: s#L3}
"""
PLAN = """\
id: p
title: A plan
ratings:
  - {id: green, text: As planned, source: s}
  - {id: red, text: Late, source: s}
milestones:
  - {id: half, text: Half is done, due: 2025-06-30, source: s#L1}
source: s
"""
PROCESS = """\
id: 1
need: A need.
indicators:
  - id: swim
    text: Share who swim
    targets: {2025: 80}
    source: s#L4
source: s
events:
  - {date: 2025-03-01, kind: report, rating: green, source: s#L5}
"""
MANIFEST = """\
format: 2
title: T
language: en
letterhead:
  sender: The office
  recipient: Council
"""
GRANT = """\
id: g
title: G
years:
  - {year: 2025, amount: 100, source: s}
source: s
"""
PATHS = {
    DECISION: "ledger/decisions/d.yaml",
    PLAN: "ledger/plans/p.yaml",
    PROCESS: "ledger/processes/1.yaml",
    MANIFEST: "ledger/ledger.yaml",
    GRANT: "ledger/grants/g.yaml",
}


def pair(name: str, text: str, ours: Edit, theirs: Edit) -> Pair:
    return Pair(name, PATHS[text], text.encode(), ours, theirs)


def put(before: str, after: str) -> Edit:
    def edited(text: str) -> str:
        assert text.count(before) == 1
        return text.replace(before, after)

    return edited


def behind(line: str, more: str) -> Edit:
    return put(line, line + more)


def event(more: str) -> Edit:
    return lambda text: f"{text}  - {{date: 2025-04-01, kind: report, {more}, source: s#L6}}\n"


LAST = "lead: B, source: s#L2}\n"
HALF = "due: 2025-06-30, source: s#L1}\n"
YEAR = "amount: 100, source: s}\n"
MADE_MERGED = [
    pair("a commission's day, and its lead", DECISION, put("due: 2025-06-30", "due: 2025-09-30"), put("lead: A", "lead: C")),
    pair("two commissions", DECISION, behind(LAST, "  - {id: law, text: A law., source: s#L8}\n"), behind(LAST, "  - {id: map, text: A map., source: s#L9}\n")),
    pair("reports of two commissions", DECISION, event("of: boats, percent: 40"), event("of: report, percent: 10")),
    pair("a rating more, and another's text", PLAN, put("  - {id: red", "  - {id: amber, text: Slow, source: s}\n  - {id: red"), put("Late", "Too late")),
    pair("two milestones", PLAN, behind(HALF, "  - {id: all, text: All, due: 2026-06-30, source: s}\n"), behind(HALF, "  - {id: third, text: A third, due: 2025-04-30, source: s}\n")),
    pair("targets of two years", PROCESS, put("{2025: 80}", "{2025: 80, 2026: 85}"), put("{2025: 80}", "{2024: 70, 2025: 80}")),
    pair("two lines of the letterhead", MANIFEST, put("The office", "The chief"), put("Council", "Board")),
    pair("two years more of a grant", GRANT, behind(YEAR, "  - {year: 2026, amount: 200, source: s}\n"), behind(YEAR, "  - {year: 2027, amount: 300, source: s}\n")),
]  # fmt: skip
MADE_UNDECIDED = [
    pair("a commission goes, and gets a day", DECISION, put("  - {id: report, text: A report comes., lead: B, source: s#L2}\n", ""), put("lead: B", "lead: B, due: 2025-12-31")),
    pair("two commissions of one id", DECISION, behind(LAST, "  - {id: law, text: A law., source: s#L8}\n"), behind(LAST, "  - {id: law, text: Another., source: s#L8}\n")),
    pair("two percents of one commission", DECISION, event("of: boats, percent: 40"), event("of: boats, percent: 50")),
    pair("two ratings of one report", PROCESS, put("rating: green", "rating: red"), put("rating: green", "rating: amber")),
    pair("two targets of one year", PROCESS, put("{2025: 80}", "{2025: 81}"), put("{2025: 80}", "{2025: 82}")),
    pair("two senders", MANIFEST, put("The office", "The chief"), put("The office", "The mayor")),
    pair("two days of a milestone", PLAN, put("2025-06-30", "2025-07-31"), put("2025-06-30", "2025-08-31")),
]  # fmt: skip
