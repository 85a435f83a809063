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
        before, after = _stood(old, collection), _stood(new, collection)
        for key in sorted({*before, *after}, key=natural):
            events = _events(before.get(key, {}), after.get(key, {}), since)
            if key in before and key in after:
                change = "changed"
                fields = list(_fields(before[key], after[key], since))
            else:
                change = "added" if key in after else "removed"
                data = after.get(key) or before[key]
                fields = [
                    {"field": name, "from": value if key in before else None, "to": value if key in after else None}
                    for name, value in data.items()
                    if name not in _UNCOMPARED
                ]
            if collection == "processes":
                cause = (later.processes.get(key) or old.processes.get(key) or new.processes[key]).cause
                fields = [*_status(old.processes.get(key), new.processes.get(key), cause, since), *fields]
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


def _stood(state: State, collection: str) -> dict[str, dict[str, Json]]:
    """The records of a collection; decisions with the status that they had."""
    return state.decisions if collection == "decisions" else state.records[collection]


def _why(text: Json, since: date) -> Why:
    if not isinstance(text, str):
        return "happened"
    earliest = parse_when(text).earliest
    return "happened" if earliest is not None and earliest > since else "settled"


def _status(
    before: ProcessState | None, after: ProcessState | None, cause: When | None, since: date
) -> Iterator[dict[str, Any]]:
    """What is derived: None for a process that was not there."""
    why = _why(cause.text if cause else None, since)
    for name in ("status", "outcome", "remaining"):
        was, now = (getattr(side, name) or None if side else None for side in (before, after))
        if was != now:
            plain = [list(value) if isinstance(value, tuple) else value for value in (was, now)]
            yield {"field": name, "from": plain[0], "to": plain[1], "why": why}


def _fields(before: dict[str, Json], after: dict[str, Json], since: date) -> Iterator[dict[str, Any]]:
    causes = _causes(before, after)
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
            yield {"field": name, "from": was, "to": now, "why": _why(causes.get(name), since)}


def _causes(before: dict[str, Json], after: dict[str, Json]) -> dict[str, str]:
    """By field: the date of the last event, in effect on one side alone, that gave it a value."""
    was, now = before.get("events", []), after.get("events", [])
    causes: dict[str, str] = {}
    for event in [event for event in (*was, *now) if (event in was) != (event in now)]:
        given = event.get("set", ["status"] if event["kind"] == "status" else [])
        causes.update(dict.fromkeys(given, event["date"]))
    return causes


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
