"""An administration's appendix as data: its processes as they stood, each with all that the ledger tells of it."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any
from unicodedata import normalize

from plptool.model.events import Decided, Event, Granted, Meeting, Status
from plptool.model.records import Json, as_list, whole
from plptool.model.redact import public
from plptool.reports.records import decision_row, state_of
from plptool.reports.summary import chosen
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import State, uses
from plptool.timeline.totals import totals, totals_data
from plptool.timeline.years import year_of_effect

Notes = dict[str | int, list[dict[str, Any]]]
"""What stands in footnotes: by the field, or the event's index, that it is about."""

_FIELDS = ("id", "need", "activities", "goal", "lead", "partners", "priority", "period")
_APART = ("source", "discrepancies", "known")
_NAMING = ("lead", "partners", "internal", "with", "by", "body", "parties", "organisation", "organisations")


def appendix(state: State, *, listed: str | None = None, org: str | None = None) -> dict[str, Any]:
    """The processes of a list in its order, of an organisation, or all, and how many stand where.

    A discrepancy or acknowledged oddity stands under `notes` of the fact that it is about; of a process under the
    field's name, or `id` where it is about no field. One about a later fact is left out. Persons are not in it, unless
    the manifest says otherwise.

    Raises:
        UserError: no such list or organisation.
    """
    processes = chosen(state, listed=listed, org=org)
    counts = totals_data(totals(state, processes))
    rows = [_process(state, process, listed) for process in processes]
    found = {
        "title": state.ledger.title,
        "language": state.ledger.language,
        "list": _titled(state, "sources", listed),
        "organisation": _titled(state, "organisations", org),
        "plans": [
            {"id": key, "title": plan["title"], "period": plan["period"]}
            for key, plan in state.records["plans"].items()
            if not processes or any(process.plan == key for process in processes)
        ],
        "processes": rows,
        "totals": {name: counts[name] for name in ("processes", "meetings", "activities")},
    }
    found |= {"organisations": _organisations(state, found), "grants": _granted(state, found)}
    shown: dict[str, Any] = public(found, state.ledger.manifest)
    return shown


def _titled(state: State, collection: str, key: str | None) -> dict[str, Any] | None:
    return (
        None if key is None else {"id": key, "title": state.ledger.collections[collection][key].data.get("title", key)}
    )


def _organisations(state: State, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that the processes name or mention, with the names that the documents have for them."""
    named = set(map(str, _under(found, *_NAMING)))
    told = normalize("NFC", "\n".join(map(str, _under(found))))  # or a name ends where a letter's accent begins
    return [
        {"id": key, "title": data["title"], "names": data.get("names", []), "text": data.get("text")}
        for key, data in state.records["organisations"].items()
        if key in named or any(mentions(told, one) for one in (key, *data.get("names", [])))
    ]


def _granted(state: State, found: dict[str, Any]) -> list[dict[str, Any]]:
    named = set(_under(found["processes"], "grant"))
    return [{"id": key, "title": data["title"]} for key, data in state.records["grants"].items() if key in named]


def mentions(text: str, name: object) -> bool:
    """Whether a name stands in a text as a word of its own, or in the Swedish genitive."""
    said = normalize("NFC", str(name))
    return said in text and re.search(rf"(?<!\w){re.escape(said)}s?(?!\w)", text) is not None


def _under(data: Any, *names: str) -> Iterator[Any]:
    """The values under the names, at whatever depth; with no names, all."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name in names:
                yield from as_list(value)
            else:
                yield from _under(value, *names)
    elif isinstance(data, list):
        for entry in data:
            yield from _under(entry, *names)
    elif not names:
        yield data


def _process(state: State, process: ProcessState, listed: str | None) -> dict[str, Any]:
    notes = _notes(process)
    decisions = _decisions(state, process, notes)
    named = {row["id"] for row in decisions}
    grants = _grants(state, process, notes)
    told = {(row["grant"], row["date"]) for row in grants}
    standing = _standing(process)
    open_ones = {one.event.index: one for one in state.expectations if one.record.id == process.id}
    apart = {event.index for event in standing} | open_ones.keys()
    rest = [
        event
        for event in process.events
        if event.index not in apart
        and not isinstance(event, Meeting)
        and not (isinstance(event, Decided) and event.decision in named)
        and not (isinstance(event, Granted) and (event.grant, event.data["date"]) in told)
    ]
    events = {event.index: event for event in process.events}
    return {
        "number": None if listed is None else process.fields["listed"][listed],
        **{name: process.fields.get(name) for name in _FIELDS},
        "written": {
            name: said
            for name, said in process.fields.get("written", {}).items()
            if process.record.data.get(name) == process.fields.get(name)  # of a field that no event has changed
        },
        "status": {
            **{name: value for name, value in state_of(process).items() if name not in ("meetings", "last_event")},
            "assessed": _assessed(state, process, standing),
            "said": [_row(event, notes) for event in standing],
        },
        "held": len(process.meetings()),
        "meetings": [
            {**_row(event, notes), "sort": event.sort.value, "year": year_of_effect(event.when)}
            for event in process.events
            if isinstance(event, Meeting)
        ],
        "events": [_row(event, notes) for event in rest],
        "expected": [
            {**_row(events[index], notes), "overdue": one.overdue(state.day)}
            for index, one in open_ones.items()
            if index in events
        ],
        "decisions": decisions,
        "grants": grants,
        "notes": {field: said for field, said in notes.items() if isinstance(field, str)},
    }


def _row(event: Event, notes: Notes) -> dict[str, Any]:
    data = {name: value for name, value in event.data.items() if name not in _APART}
    return {**data, "notes": notes.get(event.index, [])}


def _assessed(state: State, process: ProcessState, standing: list[Status]) -> bool:
    """Whether the status is first told of a day of assessment, a snapshot's: it may have begun before."""
    days = {snapshot["date"] for snapshot in state.records["snapshots"].values()}
    first = standing[0].when if standing else None
    return first is not None and first == process.cause and first.text in days


def _standing(process: ProcessState) -> list[Status]:
    """The status events that gave the status in force, or confirmed it."""
    assessments = [event for event in process.events if isinstance(event, Status)]
    confirming = list(takewhile(lambda event: event.status == process.status, reversed(assessments)))
    return confirming[::-1]


def _decisions(state: State, process: ProcessState, notes: Notes) -> list[dict[str, Any]]:
    """The decisions that concern it, by date, each with what its own events say of them."""
    said = [event for event in process.events if isinstance(event, Decided)]
    named = {event.decision for event in said}
    rows = []
    for key, data in state.decisions.items():
        if process.id in data.get("concerns", []) or key in named:
            told = [event for event in said if event.decision == key]
            fields = [name for name in data if name not in (*_APART, "events")]
            own = _of_fields(data, fields)
            about = [note for found in own.values() for note in found]
            rows.append(
                {
                    **decision_row(key, data),
                    "roles": [{name: one.get(name) for name in ("role", "organisation")} for one in _roles(data)],
                    "clauses": data.get("clauses", []),
                    "text": data.get("text"),
                    "said": [event.data["text"] for event in told if "text" in event.data],
                    "notes": about + [note for event in told for note in notes.get(event.index, [])],
                }
            )
    return rows


def _roles(decision: dict[str, Json]) -> list[dict[str, Json]]:
    """Those who decided, where no body did."""
    return [] if "body" in decision else as_list(decision.get("roles"))


def _grants(state: State, process: ProcessState, notes: Notes) -> list[dict[str, Any]]:
    """What grants are used for in it, each use with what events of the same grant and date say of it."""
    rows = []
    seen = set()
    for key, use in uses(state):
        if use.get("process") == process.id:
            place = (key, use.get("date"))
            told = [
                event
                for event in process.events
                if isinstance(event, Granted) and (event.grant, event.data["date"]) == place and place not in seen
            ]
            seen.add(place)
            fields = ("what", "posts", "organisations", "date", "period", "written", "text")
            rows.append(
                {
                    "grant": key,
                    **{name: use.get(name) for name in fields},
                    "said": [event.data["text"] for event in told if "text" in event.data],
                    "notes": [note for event in told for note in notes.get(event.index, [])],
                }
            )
    return rows


def _notes(process: ProcessState) -> Notes:
    """What stands in footnotes of a process, each at the fact that it is about; none about a later fact."""
    notes = _of_fields(process.fields, _FIELDS, events_of(process.record))
    for event in process.events:
        for one in event.data.get("discrepancies", []):
            notes.setdefault(event.index, []).insert(0, _disagreement(one))
    there = {event.index for event in process.events}
    return {place: found for place, found in notes.items() if isinstance(place, str) or place in there}


def _of_fields(data: dict[str, Json], fields: Any, events: list[Event] | None = None) -> Notes:
    """The discrepancies of a record's own fields, and its acknowledged oddities."""
    notes: Notes = {}
    for one in data.get("discrepancies", []):
        notes.setdefault(one["field"] if one["field"] in fields else "id", []).append(_disagreement(one))
    for known in data.get("known", []):
        place = _place(known, data, fields, events or [])
        oddity = {"kind": "oddity", **{name: known.get(name) for name in ("rule", "value", "reason", "source")}}
        notes.setdefault(place, []).append(oddity)
    return notes


def _disagreement(one: dict[str, Json]) -> dict[str, Any]:
    return {"kind": "discrepancy", **{name: one[name] for name in ("field", "claims", "reason")}}


def _place(known: dict[str, Json], data: dict[str, Json], fields: Any, events: list[Event]) -> str | int:
    """The field or event that an acknowledged oddity is about, as the rules write their values; `id` for the record.

    An event is named by its date, with its number before it or something else after it, or by one of its values. A
    missing number is told at the meeting after the gap.
    """
    value = str(known["value"])
    if known["rule"] == "PLP502":
        missing, _, series = value.partition(" ")
        for event in events:
            if event.data.get("number", 0) > (whole(missing) or 0) and event.data.get("series", "") == series:
                return event.index
    words = value.split(" ")
    number = whole(words[0]) if len(words) > 1 else None
    for event in events:
        if event.data["date"] in words and number in (None, event.data.get("number")):
            return event.index
    for event in events:
        if value in (str(one) for one in event.data.values() if isinstance(one, str | int)):
            return event.index
    written = data.get("written", {})
    for field in fields:
        if value in (field, str(written.get(field))) or value in map(str, as_list(data.get(field))):
            return str(field)
    return "id"
