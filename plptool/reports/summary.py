"""The report that a board wants, as data."""

from collections import Counter
from typing import Any, assert_never

from plptool.checks.claims import Standing, counted, in_scope
from plptool.model.citations import citations
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.model.events import Activity, Decided, Expected, FieldsChange, Granted, Meeting, Note, Status
from plptool.model.findings import Finding
from plptool.model.records import Json, as_list
from plptool.reports.records import decision_row, disagreements, event_row, process_row, seal_row, select
from plptool.timeline.fold import STATUSES, ProcessState
from plptool.timeline.ledger import State, uses
from plptool.timeline.totals import totals, totals_data
from plptool.timeline.years import year_of_effect

MISSING = "PLP609"
"""The rule that tells what the documents leave unsaid: not an oddity, but something that the ledger lacks."""
SORTS = ("numbered", "internal", "other", "booked")


def report(
    state: State, findings: list[Finding], *, listed: str | None = None, org: str | None = None
) -> dict[str, Any]:
    """The state in figures and lists: of the whole ledger, of one list, or of one organisation's processes.

    Raises:
        UserError: no such list or organisation.
    """
    processes = chosen(state, listed=listed, org=org)
    ids = {process.id for process in processes}
    whole = listed is None and org is None
    decisions = [
        decision_row(key, data)
        for key, data in state.decisions.items()
        if whole or ids.intersection(data.get("concerns", []))
    ]
    expectations = [
        {"record": one.record.id, **event_row(one.event), "overdue": one.overdue(state.day)}
        for one in state.expectations
        if whole or one.record.id in ids
    ]
    return {
        "title": state.ledger.title,
        "scope": {"listed": listed, "org": org},
        "plans": [
            {
                "id": key,
                "title": plan["title"],
                "period": plan["period"],
                "participants": [
                    {name: one.get(name) for name in ("organisation", "from")} for one in plan.get("participants", [])
                ],
            }
            for key, plan in state.records["plans"].items()
        ],
        "totals": totals_data(totals(state, processes)),
        "leads": _tally(processes, "lead"),
        "priorities": _tally(processes, "priority"),
        "processes": [process_row(process) for process in processes],
        "continuing": [
            {**process_row(process), "remaining": list(process.remaining)}
            for process in processes
            if process.continuing
        ],
        "remaining": [
            {**process_row(process), "remaining": list(process.remaining)}
            for process in processes
            if process.status == "completed" and process.remaining
        ],
        "overdue": [one for one in expectations if one["overdue"]],
        "expected": [one for one in expectations if not one["overdue"]],
        "meetings": _meetings(processes),
        "decisions": decisions,
        "grants": _grants(state, ids if not whole else None),
        "assertions": _assertions(state, listed if not whole else None, whole=whole),
        "seals": [seal_row(key, data, findings) for key, data in state.records["snapshots"].items() if whole],
        "discrepancies": [
            found
            for collection, held in state.records.items()
            for key, data in held.items()
            if whole or key in ids
            for found in (disagreements(data, key) if collection != "snapshots" else [])
        ],
        "missing": [
            {"record": one.record, "field": one.value}
            for one in findings
            if one.rule == MISSING and _known_by(state, one.record) and (whole or one.record in ids)
        ],
        "oddities": [
            {
                "rule": one.rule,
                "record": one.record,
                "value": one.value,
                "reason": one.acknowledged.reason,
                "source": list(one.acknowledged.source),
            }
            for one in findings
            if one.acknowledged
            and one.rule != MISSING
            and _known_by(state, one.record)
            and (whole or one.record in ids)
        ],
    }


def chosen(state: State, *, listed: str | None, org: str | None) -> list[ProcessState]:
    """The processes of a list, in its order, or of an organisation, or of both, or all.

    Raises:
        UserError: no such list or organisation.
    """
    if org is not None and org not in state.ledger.collections["organisations"]:
        raise UserError(f"there is no organisation {org!r}")
    if listed is not None and listed not in state.ledger.collections["sources"]:
        raise UserError(f"there is no source {listed!r}")
    return select(state, listed=listed, org=org)


def _known_by(state: State, key: str | None) -> bool:
    return any(key in held for held in state.records.values())


def _tally(processes: list[ProcessState], field: str) -> list[dict[str, Any]]:
    """Processes by a field's value and status."""
    values = sorted({process.fields.get(field) for process in processes}, key=lambda value: (value is None, str(value)))
    found = []
    for value in values:
        here = [process for process in processes if process.fields.get(field) == value]
        counts = Counter(process.status for process in here)
        row: dict[str, Any] = {field: value, "total": len(here)}
        found.append({**row, **{status: counts[status] for status in STATUSES}})
    return found


def _meetings(processes: list[ProcessState]) -> list[dict[str, Any]]:
    """Meetings a year, by sort, and what else was done."""
    years: dict[int, Counter[str]] = {}
    for process in processes:
        for event in process.events:
            year = year_of_effect(event.when)
            if year is None:
                continue
            tally = years.setdefault(year, Counter())
            match event:
                case Meeting():
                    tally[event.sort.value] += 1
                case Activity():
                    tally["activities"] += event.times
                case Status() | Decided() | Granted() | Expected() | FieldsChange() | Note():
                    pass
                case _:
                    assert_never(event)
    rows = []
    for year in sorted(years):
        tally = years[year]
        if not tally:
            continue
        held = sum(tally[sort] for sort in SORTS if sort != "booked")
        rows.append(
            {"year": year, "held": held, **{sort: tally[sort] for sort in SORTS}, "activities": tally["activities"]}
        )
    return rows


def _grants(state: State, ids: set[str] | None) -> list[dict[str, Any]]:
    found = []
    for key, grant in state.records["grants"].items():
        here = [use for name, use in uses(state) if name == key and (ids is None or use.get("process") in ids)]
        if ids is not None and not here:
            continue
        posts: Counter[int] = Counter()
        for use in here:
            period = parse_when(use["period"]) if "period" in use else None
            if period and period.earliest and period.latest:
                for year in range(period.earliest.year, period.latest.year + 1):
                    posts[year] += use.get("posts", 0)
        amounts = {year["year"]: year for year in grant.get("years", [])} if ids is None else {}
        found.append(
            {
                "id": key,
                "title": grant["title"],
                "years": [
                    {
                        "year": year,
                        "amount": amounts.get(year, {}).get("amount"),
                        "approximate": amounts.get(year, {}).get("approximate", False),
                        "posts": posts[year],
                    }
                    for year in sorted({*amounts, *posts})
                ],
                "amount": sum(year["amount"] for year in amounts.values()) or None,
                "uses": [
                    {
                        name: use.get(name)
                        for name in ("what", "posts", "organisations", "period", "process", "decision")
                    }
                    for use in here
                ],
            }
        )
    return found


def _assertions(state: State, listed: str | None, *, whole: bool) -> list[dict[str, Any]]:
    """Each claim of a snapshot that has come, beside what the ledger holds."""
    found: list[dict[str, Any]] = []
    for key, snapshot in state.records["snapshots"].items():
        then = state.ledger.at(snapshot["date"])
        for assertion in snapshot.get("assertions", []):
            if not whole and (listed is None or assertion.get("listed") != listed):
                continue
            scope = {name: assertion[name] for name in ("plan", "listed", "lead", "grant") if name in assertion}
            found.append(
                {
                    "snapshot": key,
                    "scope": scope,
                    "partial": assertion.get("partial", False),
                    "figures": _figures(then, assertion),
                    "source": [cited for _, cited in citations(assertion["source"])],
                }
            )
    return found


def _figures(then: State, assertion: dict[str, Json]) -> list[dict[str, Any]]:
    if assertion["kind"] == "grant":
        grant = then.records["grants"].get(assertion["grant"], {})
        held = sum(year["amount"] for year in as_list(grant.get("years")))
        pairs = [("amount", assertion["amount"], held)]
    else:
        stood = [Standing.of(process) for process in then.processes.values()]
        claims = assertion["counts"]  # told in one order, however they were written
        pairs = [
            (name, claims[name], len(ids))
            for name, ids in counted(in_scope(stood, assertion)).items()
            if name in claims
        ]
    partial = assertion.get("partial", False)
    return [
        {
            "name": name,
            "claimed": claim,
            "held": held,
            "missing": claim - held if partial else 0,
            "holds": held <= claim if partial else held == claim,
        }
        for name, claim, held in pairs
    ]
