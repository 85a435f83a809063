"""Lists, single records and the whole ledger at a point, as the data that every renderer is given."""

from collections.abc import Iterable
from typing import Any

from plptool.checks.runner import check_seals
from plptool.checks.seals import by_snapshot
from plptool.model.citations import all_citations
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.events import Event
from plptool.model.findings import Finding
from plptool.model.records import Json, Point, whole
from plptool.model.suggest import guess
from plptool.model.text import natural
from plptool.timeline.fold import ProcessState, events_of, process_data
from plptool.timeline.ledger import State, uses
from plptool.timeline.totals import totals, totals_data


def iso(day: object) -> str | None:
    return None if day is None else str(day)


def process_row(process: ProcessState) -> dict[str, Any]:
    return {
        "id": process.id,
        "need": process.fields["need"],
        "lead": process.fields["lead"],
        "partners": process.fields.get("partners", []),
        "priority": process.fields.get("priority"),
        "period": process.fields.get("period"),
        "status": process.status,
        "outcome": process.outcome,
        "since": iso(process.since),
        "meetings": len(process.meetings()),
        "last_event": iso(process.last_event),
    }


def decision_row(key: str, data: dict[str, Json]) -> dict[str, Any]:
    return {
        "id": key,
        "date": data["date"],
        "body": data.get("body"),
        "parties": data.get("parties", []),
        "roles": [role["role"] for role in data.get("roles", []) if "body" not in data],
        "paragraph": data.get("paragraph"),
        "registry": data.get("registry", {}).get("number"),
        "status": data["status"],
        "title": data["title"],
        "concerns": data.get("concerns", []),
    }


def _grant_row(state: State, key: str, data: dict[str, Json]) -> dict[str, Any]:
    return {
        "id": key,
        "title": data["title"],
        "period": data.get("period"),
        "amount": sum(year["amount"] for year in data.get("years", [])),
        "posts": sum(use.get("posts", 0) for grant, use in uses(state) if grant == key),
        "uses": len(data.get("uses", [])),
    }


def source_row(state: State, key: str, data: dict[str, Json]) -> dict[str, Any]:
    return {
        "id": key,
        "date": data["date"],
        "title": data["title"],
        "lines": data.get("lines"),
        "cited": len(cited_lines(state, key)),
        "copy-of": data.get("copy-of"),
    }


def cited_lines(state: State, source: str) -> set[int]:
    """The lines of a document that records cite for what they say by the day."""
    found: set[int] = set()
    count = state.ledger.collections["sources"][source].data.get("lines", 0)
    for cited in all_citations(state.standing_records()):
        if cited.source == source:
            found.update(cited.lines(count))
    return found


_FILTERS = {"processes": ("lead", "org", "status", "priority", "listed"), "decisions": ("org", "status")}


def listing(state: State, collection: str, filters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a list.

    Raises:
        UserError: a filter that this collection does not have, or one that names what the ledger does not hold.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    for name in given:
        if name not in _FILTERS.get(collection, ()):
            raise UserError(f"--{name} does not apply to {collection}")
    for name in ("lead", "org"):
        if name in given and given[name] not in state.ledger.collections["organisations"]:
            known = ", ".join(sorted(state.ledger.collections["organisations"]))
            raise UserError(f"there is no organisation {given[name]!r}; there are {known}")
    if "listed" in given and given["listed"] not in state.ledger.collections["sources"]:
        raise UserError(f"there is no source {given['listed']!r}")
    if collection == "processes":
        return [process_row(process) for process in select(state, **given)]
    held = state.records[collection]
    if collection == "decisions":
        rows = [decision_row(key, data) for key, data in state.decisions.items()]
        return [
            row
            for row in rows
            if given.get("status") in (None, row["status"])
            and ("org" not in given or given["org"] in (row["body"], *row["parties"]))
        ]
    if collection == "grants":
        return [_grant_row(state, key, data) for key, data in held.items()]
    if collection == "sources":
        return [source_row(state, key, data) for key, data in held.items()]
    if collection == "organisations":
        return [
            {"id": key, "type": data.get("type"), "title": data["title"], "names": data.get("names", [])}
            for key, data in held.items()
        ]
    if collection == "snapshots":
        return [
            {
                "id": key,
                "date": data["date"],
                "title": data.get("title"),
                "assertions": len(data.get("assertions", [])),
                "sealed": len(data["seal"]["records"]) if "seal" in data else None,
                "corrections": len(data.get("corrections", [])),
            }
            for key, data in held.items()
        ]
    return [{"id": key, "title": data["title"], "period": data.get("period")} for key, data in held.items()]


def select(
    state: State,
    *,
    lead: str | None = None,
    org: str | None = None,
    status: str | None = None,
    priority: int | None = None,
    listed: str | None = None,
) -> list[ProcessState]:
    """Processes that fit; of one list, in the list's own order."""
    found = [
        process
        for process in state.processes.values()
        if lead in (None, process.fields["lead"])
        and (org is None or org in process.organisations)
        and (status in (None, process.status) or (status == "continuing" and process.continuing))
        and priority in (None, process.fields.get("priority"))
        and (listed is None or listed in process.fields.get("listed", {}))
    ]
    if listed is not None:
        found.sort(key=lambda process: (process.fields["listed"][listed], natural(process.id)))
    return found


def state_of(process: ProcessState) -> dict[str, Any]:
    return {
        "status": process.status,
        "since": iso(process.since),
        "outcome": process.outcome,
        "remaining": list(process.remaining),
        "meetings": len(process.meetings()),
        "last_event": iso(process.last_event),
        "cause": process.cause.text if process.cause else None,
    }


def event_row(event: Event) -> dict[str, Any]:
    return {**event.data, "earliest": iso(event.when.earliest), "latest": iso(event.when.latest)}


def seal_row(key: str, data: dict[str, Json], findings: Iterable[Finding]) -> dict[str, Any]:
    """Whether a snapshot was closed, whether that holds, and what was learned of it since.

    Args:
        key: the snapshot's id.
        data: what it says.
        findings: of the ledger; those of seals are looked at.
    """
    seal = data.get("seal", {})
    faults = by_snapshot(findings).get(key, [])
    altered = {str(one.record) for one in faults if one.rule in ("PLP701", "PLP702", "PLP703")}
    corrected = {str(one.get("record")) for one in data.get("corrections", [])}
    sealed = set(seal.get("records", ()))
    names = ("record", "kind", "reason", "source", "decision", "digest")
    return {
        "snapshot": key,
        "date": data["date"],
        "records": len(seal.get("records", ())),
        "digest": seal.get("digest"),
        "holds": not faults if seal else None,
        "kept": len(sealed - altered - corrected),
        "corrected": len(corrected - altered),
        "altered": sorted(altered, key=natural),
        "corrections": [{name: one.get(name) for name in names} for one in data.get("corrections", [])],
    }


_NOTHING: dict[str, Any] = dict.fromkeys(("timeline", "decisions", "uses", "expected", "discrepancies", "known"), ())
"""What a record that was withdrawn has to say."""


def one(state: State, key: str) -> dict[str, Any]:
    """Everything about one record at the state's day.

    Raises:
        UserError: there is no such record, or not yet at that day.
    """
    record = state.ledger.records.get(key)
    if record is None:
        if key in state.ledger.broken:
            raise UserError(f"the record {key!r} is broken; `plptool validate` says how")
        raise UserError(f"there is no record {key!r}. " + guess(key, sorted(state.ledger.records, key=natural)).say())
    if "withdrawn" in record.data:
        return {"collection": record.collection, "path": record.path, "record": record.data, **_NOTHING}
    data = state.records[record.collection].get(key)
    if data is None:
        raise UserError(f"the record {key!r} is later than {state.day}")
    found: dict[str, Any] = {"collection": record.collection, "path": record.path}
    process = state.processes.get(key) if record.collection == "processes" else None
    if process is not None:
        found["record"] = process_data(process, state.day)
        found["state"] = state_of(process)
    else:
        found["record"] = state.decisions[key] if record.collection == "decisions" else data
    if record.collection == "snapshots":
        found["seal"] = seal_row(key, data, check_seals(state.whole))
    found["timeline"] = [event_row(event) for event in events_of(record) if event.when.by(state.day)]
    found["decisions"] = [
        decision_row(other, decision)
        for other, decision in state.decisions.items()
        if key in decision.get("concerns", [])
    ]
    found["uses"] = [{"grant": grant, **use} for grant, use in uses(state) if use.get("process") == key]
    found["expected"] = [
        {**event_row(one.event), "overdue": one.overdue(state.day)}
        for one in state.expectations
        if one.record.id == key
    ]
    found["discrepancies"] = disagreements(found["record"], key)
    found["known"] = data.get("known", [])
    return found


def _typed(one: dict[str, Json], recorded: Json) -> dict[str, Json]:
    """A discrepancy with the recorded value; claims about a number are numbers, as it is."""
    claims = [
        {**claim, "value": number} if isinstance(recorded, int) and number is not None else claim
        for claim in one["claims"]
        for number in [whole(claim["value"])]
    ]
    return {**one, "claims": claims, "recorded": recorded}


def disagreements(data: dict[str, Json], key: str) -> list[dict[str, Any]]:
    """What sources disagree on in a record: its own fields, then its events'."""
    found = [
        {"record": key, "event": None, **_typed(one, data.get(one["field"]))} for one in data.get("discrepancies", [])
    ]
    for event in data.get("events", []):
        found += [
            {
                "record": key,
                "event": {name: event[name] for name in ("date", "kind")},
                **_typed(one, event.get(one["field"])),
            }
            for one in event.get("discrepancies", [])
        ]
    return found


def export(state: State) -> dict[str, Any]:
    """The whole ledger as it stood, each process with its derived state."""
    found: dict[str, Any] = {
        "ledger": {name: state.ledger.manifest.get(name) for name in ("title", "language", "time-zone")}
    }
    for collection in COLLECTIONS:
        rows = []
        for key, data in state.records[collection].items():
            if collection == "processes":
                rows.append({**data, "state": state_of(state.processes[key])})
            elif collection == "decisions":
                rows.append({**data, "state": {"status": state.decisions[key]["status"]}})
            else:
                rows.append(data)
        found[collection] = rows
    found["totals"] = totals_data(totals(state))
    return found


def point_of(state: State) -> Point:
    """The day of a state, and what told of it."""
    return Point(state.day.isoformat(), state.ledger.tree.revision)


def point_data(state: State) -> dict[str, Any]:
    point = point_of(state)
    return {"date": point.date, "revision": point.revision}
