"""What differs between two states: pure data, as `plptool diff --format json` prints it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from plptool.dates import When, parse_when
from plptool.model import Json
from plptool.state import ProcessState, State, natural

Why = Literal["happened", "settled"]
"""happened: its earliest possible day is after FROM. settled: it may have been earlier, but was certain only later."""

_UNCOMPARED = frozenset({"id", "events", "source", "discrepancies", "known", "written"})


def diff(old: State, new: State) -> dict[str, Any]:
    """Changes by record, and the totals before and after."""
    since = min(old.day, new.day)
    later = max(old, new, key=lambda state: state.day)
    changes: list[dict[str, Any]] = []
    for collection in old.records:
        before, after = old.records[collection], new.records[collection]
        for key in sorted({*before, *after}, key=natural):
            fields, events = [], []
            if key in before and key in after:
                change = "changed"
                fields = list(_fields(before[key], after[key], since))
                events = _events(before[key], after[key], since)
            else:
                change = "added" if key in after else "removed"
                data = after.get(key) or before[key]
                fields = [
                    {"field": name, "from": value if key in before else None, "to": value if key in after else None}
                    for name, value in data.items()
                    if name not in _UNCOMPARED
                ]
            if collection == "processes" and change == "changed":
                fields = [*_status(old.processes[key], new.processes[key], later.processes[key].cause, since), *fields]
            elif collection == "decisions" and change == "changed":
                was, now = old.decisions[key]["status"], new.decisions[key]["status"]
                if was != now:
                    fields.append({"field": "status", "from": was, "to": now, "why": "happened"})
            if change != "changed" or fields or events:
                one: dict[str, Any] = {"collection": collection, "record": key, "change": change}
                if change != "changed":
                    one["why"] = _why(_dated(after.get(key) or before[key]), since)
                changes.append({**one, "fields": fields, "events": events})
    return {"changes": changes, "totals": {"from": totals(old), "to": totals(new)}}


def totals(state: State, among: list[ProcessState] | None = None) -> dict[str, Any]:
    """How many processes stand where, and what has been held and decided."""
    processes = list(state.processes.values()) if among is None else among
    statuses = Counter(process.status for process in processes)
    meetings = Counter(
        event.meeting_sort for process in processes for event in process.events if event.kind == "meeting"
    )
    decisions = Counter(data["status"] for data in state.decisions.values())
    return {
        "processes": {
            "total": len(processes),
            **{name: statuses[name] for name in ("planned", "ongoing", "paused", "completed")},
            "continuing": sum(process.continuing for process in processes),
        },
        "meetings": {
            "held": meetings["numbered"] + meetings["internal"] + meetings["other"],
            **{name: meetings[name] for name in ("numbered", "internal", "other", "booked")},
        },
        "activities": sum(
            event.data.get("times", 1) for process in processes for event in process.events if event.kind == "activity"
        ),
        "decisions": {name: decisions[name] for name in ("adopted", "proposed", "planned", "referred-to", "withdrawn")},
    }


def _dated(data: dict[str, Json]) -> Json:
    return data.get("date", data.get("from"))


def _why(text: Json, since: date) -> Why:
    if not isinstance(text, str):
        return "happened"
    earliest = parse_when(text).earliest
    return "happened" if earliest is not None and earliest > since else "settled"


def _status(before: ProcessState, after: ProcessState, cause: When | None, since: date) -> Iterator[dict[str, Any]]:
    why = _why(cause.text if cause else None, since)
    pairs = (
        ("status", before.status, after.status),
        ("outcome", before.outcome, after.outcome),
        ("remaining", list(before.remaining), list(after.remaining)),
    )
    for name, was, now in pairs:
        if was != now:
            yield {"field": name, "from": was or None, "to": now or None, "why": why}


def _fields(before: dict[str, Json], after: dict[str, Json], since: date) -> Iterator[dict[str, Any]]:
    for name in sorted({*before, *after} - _UNCOMPARED):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if isinstance(was, list) and isinstance(now, list) and any(isinstance(one, dict) for one in (*was, *now)):
            for entry in was:
                if entry not in now:
                    yield {"field": name, "from": entry, "to": None, "why": _entry_why(entry, since)}
            for entry in now:
                if entry not in was:
                    yield {"field": name, "from": None, "to": entry, "why": _entry_why(entry, since)}
        else:
            yield {"field": name, "from": was, "to": now, "why": "happened"}


def _entry_why(entry: Json, since: date) -> Why:
    if not isinstance(entry, dict):
        return "happened"
    year = entry.get("year")
    return _why(str(year) if year else entry.get("date", entry.get("from")), since)


def _events(before: dict[str, Json], after: dict[str, Json], since: date) -> list[dict[str, Any]]:
    was, now = list(before.get("events", [])), list(after.get("events", []))
    gone = []
    for event in was:
        if event in now:
            now.remove(event)
        else:
            gone.append(event)
    return [
        *({"change": "removed", "why": _why(event["date"], since), **event} for event in gone),
        *({"change": "added", "why": _why(event["date"], since), **event} for event in now),
    ]
