"""A state as tables, and read-only SQL on them in SQLite."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from plptool.model.citations import Fact, citations, facts
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.model.events import Event
from plptool.model.records import Json, Record, as_list
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import State

Cell = str | int | float | None
Row = tuple[Cell, ...]
TableRow = tuple[str, Row]
"""A table's name, and a row of it."""

TABLES: dict[str, tuple[str, ...]] = {
    "plans": ("id", "title", "period", "decision"),
    "participants": ("plan", "organisation", "since"),
    "processes": (
        "id",
        "plan",
        "need",
        "goal",
        "lead",
        "priority",
        "period",
        "status",
        "since",
        "outcome",
        "meetings",
        "last_event",
    ),
    "activities": ("process", "position", "text"),
    "partners": ("process", "position", "organisation"),
    "listed": ("process", "source", "number"),
    "remaining": ("process", "text"),
    "events": (
        "record",
        "kind",
        "date",
        "earliest",
        "latest",
        "number",
        "series",
        "internal",
        "booked",
        "activity",
        "times",
        "status",
        "outcome",
        "decision",
        "grant_id",
        "due",
        "organisation",
        "text",
    ),
    "status_periods": ("process", "status", "since", "until"),
    "decisions": ("id", "title", "date", "earliest", "latest", "body", "paragraph", "registry", "status", "in_force"),
    "clauses": ("decision", "position", "text"),
    "parties": ("decision", "organisation"),
    "concerns": ("decision", "record"),
    "grants": ("id", "title", "period"),
    "grant_years": ("grant_id", "year", "amount", "approximate"),
    "uses": ("grant_id", "position", "what", "posts", "period", "process", "decision"),
    "organisations": ("id", "title", "type", "part_of"),
    "names": ("organisation", "name"),
    "sources": ("id", "title", "date", "lines", "copy_of"),
    "citations": ("record", "field", "source", "first_line", "last_line"),
    "claims": ("record", "field", "value", "source", "recorded"),
    "assertions": ("snapshot", "position", "kind", "scope", "name", "claimed", "partial"),
    "known": ("record", "rule", "value", "reason"),
    "assignments": ("id", "title", "period", "decision"),
    "stages": ("assignment", "number", "title", "start", "end"),
}
"""Each table's columns. Dates are ISO text; an open or unknown end is null."""

_STEPS = 50_000_000
"""Virtual machine steps after which a query is stopped: a few seconds' work."""


@dataclass(frozen=True, slots=True)
class Answer:
    columns: list[str]
    rows: list[Row]


def tables(state: State) -> dict[str, list[Row]]:
    """The rows of every table, in a stable order."""
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for table, row in _rows(state):
        found[table].append(tuple(_held(cell) for cell in row))
    return found


def _held(cell: Cell) -> Cell:
    """A number that SQLite cannot hold, a wrong line's, as text."""
    return str(cell) if isinstance(cell, int) and cell >= 1 << 63 else cell


def _rows(state: State) -> Iterator[TableRow]:
    for collection in Collection:
        yield from _of_collection(state, collection)
    records = {record.id: record for record in state.shown_records()}
    for collection in Collection:
        for key, data in state.records[collection].items():
            yield from _of_any(state, records[key], data)


def _of_collection(state: State, collection: Collection) -> Iterator[TableRow]:
    """The rows that only records of one collection have."""
    records = state.records[collection]
    match collection:
        case Collection.PLANS:
            yield from _each(_plan, records)
        case Collection.PROCESSES:
            for process in state.processes.values():
                yield from _process(process)
        case Collection.DECISIONS:
            yield from _each(_decision, state.decisions)
        case Collection.ASSIGNMENTS:
            yield from _each(_assignment, records)
        case Collection.GRANTS:
            yield from _each(_grant, records)
        case Collection.ORGANISATIONS:
            yield from _each(_organisation, records)
        case Collection.SOURCES:
            yield from _each(_source, records)
        case Collection.SNAPSHOTS:
            yield from _each(_snapshot, records)
        case _:
            assert_never(collection)


def _each(
    rows: Callable[[str, dict[str, Json]], Iterator[TableRow]], records: Mapping[str, dict[str, Json]]
) -> Iterator[TableRow]:
    for key, data in records.items():
        yield from rows(key, data)


def _plan(key: str, plan: dict[str, Json]) -> Iterator[TableRow]:
    yield "plans", (key, plan["title"], plan["period"], plan.get("decision"))
    for participant in plan.get("participants", []):
        yield "participants", (key, participant["organisation"], participant.get("from"))


def _process(process: ProcessState) -> Iterator[TableRow]:
    key, fields = process.id, process.fields
    yield (
        "processes",
        (
            key,
            process.plan,
            fields["need"],
            fields.get("goal"),
            fields["lead"],
            fields.get("priority"),
            fields.get("period"),
            process.status,
            _iso(process.since),
            process.outcome,
            len(process.meetings()),
            _iso(process.last_event),
        ),
    )
    for position, text in enumerate(fields.get("activities", []), 1):
        yield "activities", (key, position, text)
    for position, organisation in enumerate(fields.get("partners", []), 1):
        yield "partners", (key, position, organisation)
    for source, number in sorted(fields.get("listed", {}).items()):
        yield "listed", (key, source, number)
    for text in process.remaining:
        yield "remaining", (key, text)
    for status, since, until in process.status_periods:
        yield "status_periods", (key, status, _iso(since), _iso(until))


def _decision(key: str, decision: dict[str, Json]) -> Iterator[TableRow]:
    when = parse_when(decision["date"])
    yield (
        "decisions",
        (
            key,
            decision["title"],
            decision["date"],
            _iso(when.earliest),
            _iso(when.latest),
            decision.get("body"),
            decision.get("paragraph"),
            decision.get("registry", {}).get("number"),
            decision["status"],
            decision.get("in-force"),
        ),
    )
    for position, text in enumerate(decision.get("clauses", []), 1):
        yield "clauses", (key, position, text)
    for organisation in decision.get("parties", []):
        yield "parties", (key, organisation)
    for record in decision.get("concerns", []):
        yield "concerns", (key, record)


def _grant(key: str, grant: dict[str, Json]) -> Iterator[TableRow]:
    yield "grants", (key, grant["title"], grant.get("period"))
    for year in grant.get("years", []):
        yield "grant_years", (key, year["year"], year["amount"], int(year.get("approximate", False)))
    for position, use in enumerate(grant.get("uses", []), 1):
        told = (use.get(name) for name in ("what", "posts", "period", "process", "decision"))
        yield "uses", (key, position, *told)


def _organisation(key: str, organisation: dict[str, Json]) -> Iterator[TableRow]:
    yield "organisations", (key, organisation["title"], organisation.get("type"), organisation.get("part-of"))
    for name in organisation.get("names", []):
        yield "names", (key, name)


def _source(key: str, source: dict[str, Json]) -> Iterator[TableRow]:
    yield "sources", (key, source["title"], source["date"], source.get("lines"), source.get("copy-of"))


def _snapshot(key: str, snapshot: dict[str, Json]) -> Iterator[TableRow]:
    for position, assertion in enumerate(snapshot.get("assertions", []), 1):
        yield from (("assertions", row) for row in _assertion(key, position, assertion))


def _assignment(key: str, assignment: dict[str, Json]) -> Iterator[TableRow]:
    yield "assignments", (key, assignment["title"], assignment.get("period"), assignment.get("decision"))
    for stage in assignment.get("stages", []):
        yield "stages", (key, stage["number"], stage["title"], stage.get("start"), stage.get("end"))


def _of_any(state: State, record: Record, data: dict[str, Json]) -> Iterator[TableRow]:
    """What records of every collection have: events, citations, claims, acknowledged oddities."""
    key = record.id
    for event in events_of(record):
        if event.when.by(state.day):
            yield "events", _event(key, event)
    for fact in sorted(facts(record), key=_place):
        field = ".".join(str(step) for step in fact.where)
        for _, citation in fact.cited:
            yield "citations", (key, field, citation.source, citation.first, citation.last)
    if record.collection is not Collection.SNAPSHOTS:  # whose assertions are claims of their own
        for holder in (data, *as_list(data.get("events"))):
            yield from (("claims", row) for row in _claims(key, holder))
    for oddity in data.get("known", []):
        yield "known", (key, oddity["rule"], str(oddity["value"]), oddity["reason"])


def _claims(key: str, holder: dict[str, Json]) -> Iterator[Row]:
    """What sources say of a record's or an event's fields, where they disagree."""
    for discrepancy in holder.get("discrepancies", []):
        field = discrepancy["field"]
        for claim in discrepancy["claims"]:
            sources = ", ".join(text for _, text in citations(claim["source"]))
            recorded = str(claim["value"]) == str(holder.get(field))
            yield (key, field, str(claim["value"]), sources, int(recorded))


def _place(fact: Fact) -> list[tuple[int, str]]:
    """Where a fact stands in its record, in whatever order the file has its fields."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in fact.where]


def _event(key: str, event: Event) -> Row:
    data = event.data
    return (
        key,
        event.kind,
        data["date"],
        _iso(event.when.earliest),
        _iso(event.when.latest),
        data.get("number"),
        data.get("series"),
        data.get("internal"),
        int(data.get("booked", False)),
        data.get("activity"),
        data.get("times", 1),
        data.get("status"),
        data.get("outcome"),
        data.get("decision"),
        data.get("grant"),
        data.get("due"),
        data.get("by"),
        data.get("text"),
    )


def _assertion(key: str, position: int, assertion: dict[str, Json]) -> Iterator[Row]:
    scope = ", ".join(f"{name} {assertion[name]}" for name in ("plan", "listed", "lead", "grant") if name in assertion)
    counts = assertion.get("counts") or {"amount": assertion.get("amount")}
    for name, claim in sorted(counts.items()):
        yield (key, position, assertion["kind"], scope, name, claim, int(assertion.get("partial", False)))


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def run(state: State, query: str) -> Answer:
    """Answer one SELECT.

    Raises:
        UserError: the query is not SQL, writes, or takes too long.
    """
    database = sqlite3.connect(":memory:")
    try:
        filled = tables(state)
        for name, columns in TABLES.items():
            listed = ", ".join(f'"{column}"' for column in columns)
            database.execute(f'CREATE TABLE "{name}" ({listed})')
            marks = ", ".join("?" * len(columns))
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', filled[name])  # noqa: S608 - our own names
        database.commit()
        return _ask(database, query)
    finally:
        database.close()


def _ask(database: sqlite3.Connection, query: str) -> Answer:
    steps = 0

    def out_of_time() -> int:
        nonlocal steps
        steps += 1
        return int(steps > 1000)

    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000)
    database.set_authorizer(_may)
    database.set_progress_handler(out_of_time, _STEPS // 1000)
    try:
        cursor = database.execute(query)
        columns = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchmany(1_000_001)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        problem = "it takes too long" if steps > 1000 else str(error)
        raise UserError(f"the query cannot be answered: {problem}. `plptool sql --tables` prints the tables") from None
    if len(rows) > 1_000_000:
        raise UserError("the query has more than a million rows; add LIMIT")
    return Answer(columns, rows)


def _may(action: int, *_: object) -> int:
    # A whitelist: reading, and nothing that could reach a file.
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY
