"""A state as tables, and read-only SQL on them in SQLite."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from math import isinf
from threading import Thread
from time import monotonic
from typing import assert_never

from plptool.checks.claims import is_recorded
from plptool.model.citations import Fact, citations, facts
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.decisions import paragraph_of, registry_numbers
from plptool.model.errors import UserError
from plptool.model.events import Event, Expected
from plptool.model.findings import Argument, Message
from plptool.model.grant_year import begins_in, year_of_grant
from plptool.model.plain import Data, as_list, entries, number, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Record
from plptool.reports.indicators import IndicatorRow, plain_number
from plptool.reports.rows import Assertion, ExpectationRow, InForce, ProcessRow, Use
from plptool.reports.tasks import Decisions, TaskRow, held_by
from plptool.timeline.decisions import Force, pointers
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.indicators import IndicatorState
from plptool.timeline.ledger import State, years_to_end
from plptool.timeline.minutes import Minutes
from plptool.timeline.part import deciders
from plptool.timeline.tasks import TaskState

Cell = str | int | float | None
Row = tuple[Cell, ...]
TableRow = tuple[str, Row]
"""A table's name, and a row of it."""

TABLES: dict[str, tuple[str, ...]] = {
    "plans": ("id", "title", "period", "decision"),
    "ratings": ("plan", "position", "rating", "text"),
    "outcomes": ("plan", "outcome", "status", "text"),
    "participants": ("plan", "organisation", "since"),
    "processes": (
        "id",
        "plan",
        "title",
        "need",
        "goal",
        "lead",
        "priority",
        "priority_word",
        "period",
        "due",
        "due_latest",
        "overdue",
        "part_of",
        "status",
        "since",
        "outcome",
        "outcome_text",
        "percent",
        "rating",
        "rating_text",
        "meetings",
        "last_event",
        "since_written",
        "last_event_written",
    ),
    "activities": ("process", "position", "text"),
    "continues": ("process", "continued"),
    "leads": ("process", "position", "organisation"),
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
        "of",
        "reported_to",
        "stage",
        "percent",
        "rating",
        "value",
        "period",
    ),
    "tasks": (
        "record",
        "task",
        "text",
        "body",
        "paragraph",
        "decided",
        "lead",
        "reports_to",
        "opened",
        "first_due",
        "due",
        "due_latest",
        "every",
        "extensions",
        "settled",
        "overdue",
        "days_late_at_first",
        "days_late",
        "standing",
        "status",
        "since",
        "executed",
        "days_executed_late",
        "reported",
        "elsewhere",
        "closed",
        "dropped",
        "dropped_by",
        "reason",
        "last_report",
        "obstacle",
        "news",
        "age",
        "days_to_execution",
        "opened_written",
        "since_written",
        "executed_written",
        "reported_written",
        "closed_written",
        "dropped_written",
    ),
    "task_holders": ("record", "task", "organisation", "since", "until", "since_written"),
    "task_extensions": ("record", "task", "due", "date", "decision"),
    "task_reports": (
        "record",
        "task",
        "position",
        "date",
        "latest",
        "reported_to",
        "stage",
        "status",
        "percent",
        "rating",
        "reason",
    ),
    "indicators": (
        "record",
        "indicator",
        "text",
        "unit",
        "better",
        "baseline",
        "lead",
        "period",
        "earliest",
        "latest",
        "target",
        "value",
        "met",
        "reported",
    ),
    "measures": ("record", "indicator", "process"),
    "status_periods": ("process", "status", "since", "until", "since_written"),
    "decisions": (
        "id",
        "title",
        "date",
        "earliest",
        "latest",
        "body",
        "paragraph",
        "registry",
        "status",
        "in_force",
        "type",
        "owner",
        "review",
        "review_latest",
        "is_in_force",
        "in_force_since",
        "in_force_until",
        "in_force_since_written",
        "in_force_until_written",
        "amount",
        "votes_for",
        "votes_against",
        "votes_abstained",
    ),
    "pointers": ("decision", "pointer", "earlier"),
    "reservations": ("decision", "position", "organisation", "role"),
    "disqualified": ("decision", "position", "organisation", "role", "number"),
    "raised_by": ("decision", "position", "organisation", "role"),
    "clauses": ("decision", "position", "text"),
    "parties": ("decision", "organisation"),
    "deciders": ("decision", "organisation"),
    "concerns": ("decision", "record"),
    "grants": ("id", "title", "period"),
    "grant_years": ("grant_id", "year", "amount", "approximate", "period", "earliest", "latest"),
    "years_to_come": ("grant_id", "year", "amount", "approximate", "period", "earliest", "latest"),
    "uses": ("grant_id", "position", "what", "posts", "period", "process", "decision"),
    "organisations": ("id", "title", "type", "part_of"),
    "names": ("organisation", "name"),
    "sources": ("id", "title", "date", "lines", "copy_of"),
    "minutes": ("source", "body", "date", "earliest", "latest", "number", "approved", "posted", "taken_down"),
    "citations": ("record", "field", "source", "first_line", "last_line", "first_page", "last_page"),
    "claims": ("record", "field", "value", "source", "recorded"),
    "assertions": ("snapshot", "position", "kind", "scope", "name", "claimed", "partial"),
    "known": ("record", "rule", "value", "reason"),
    "assignments": ("id", "title", "period", "decision"),
    "stages": ("assignment", "number", "title", "start", "end"),
    "expectations": ("record", "due", "earliest", "latest", "overdue", "text", "expected_of"),
}
"""Each table's columns. Dates are ISO text; an open or unknown end is null. `since`, `until` and `last_event` are the
days on which something takes effect, so that they can be compared; how the dates are written stands in `…_written`."""

_STEPS = 50_000_000
"""Virtual machine steps after which a query is stopped: a few seconds' work."""
_PAUSE = 1000
"""Steps after which it is asked whether to go on: a step may be a value of `_VALUE` bytes."""
_SECONDS = 8.0
"""By the clock, after which a query is stopped."""
_GRACE = 1.0
"""Seconds in which it is to stop by itself. Within one call of a function SQLite asks nobody whether to go on."""
_MEMORY = 512 << 20
"""Bytes that SQLite may use in all: for the tables, and for what it sorts and lays aside."""
_VALUE = 1_000_000
"""Bytes. No value of a query, between or at the end, is longer."""
_ANSWER = 64 << 20
"""Bytes. No answer is larger."""
_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found."""

    columns: list[str]
    rows: list[Row]


def table_rows(state: State) -> Iterator[TableRow]:
    """The rows of every table, each after its table's name; those of one table in a stable order."""
    for table, row in _rows(state):
        yield table, tuple(_storable(cell) for cell in row)


def _storable(cell: Cell) -> Cell:
    """A number that SQLite cannot hold, a wrong line's, as text."""
    if isinstance(cell, int) and cell >= _TOO_LARGE:
        return str(cell)
    return cell


_TOO_LARGE = 1 << 63
"""The least number that 64 bits do not hold."""


def _rows(state: State) -> Iterator[TableRow]:
    for collection in Collection:
        yield from _of_collection(state, collection)
    decisions = Decisions(state)
    for task in state.tasks:
        yield from _task(task, decisions.task(task))
    for indicator in state.indicators:
        yield from _indicator(indicator)
    records = {record.id: record for record in state.shown_records()}
    for collection in Collection:
        for key, data in state.records[collection].items():
            yield from _of_any(state, records[key], data)
    for expectation in state.expectations:
        yield _expectation(ExpectationRow.of(expectation, state.day))


def _of_collection(state: State, collection: Collection) -> Iterator[TableRow]:
    """The rows that only records of one collection have."""
    records = state.records[collection]
    match collection:
        case Collection.PLANS:
            yield from _each(_plan, records)
        case Collection.PROCESSES:
            for process in state.processes.values():
                yield from _process(process, state.day)
        case Collection.DECISIONS:
            for key, decision in state.decisions.items():
                yield from _decision(key, decision, state.forces[key])
        case Collection.ASSIGNMENTS:
            yield from _each(_assignment, records)
        case Collection.GRANTS:
            yield from _each(_grant, records)
            for key in records:
                yield from _years_to_end(state, key)
        case Collection.ORGANISATIONS:
            yield from _each(_organisation, records)
        case Collection.SOURCES:
            yield from _each(_source, records)
        case Collection.SNAPSHOTS:
            yield from _each(_snapshot, records)
        case _:
            assert_never(collection)


def _each(rows: Callable[[str, Data], Iterator[TableRow]], records: Mapping[str, Data]) -> Iterator[TableRow]:
    for key, data in records.items():
        yield from rows(key, data)


# Each of these yields the rows of one record, table by table; the cells stand as TABLES has their columns.


def _plan(key: str, plan: Data) -> Iterator[TableRow]:
    yield "plans", (key, text(plan, "title"), text(plan, "period"), text_if_any(plan, "decision"))
    ratings, outcomes = part(plan, "ratings"), part(plan, "outcomes")
    for position, rating in enumerate(ratings, 1):
        yield "ratings", (key, position, rating, text(part(ratings, rating), "text"))
    for outcome in outcomes:
        said = part(outcomes, outcome)
        yield "outcomes", (key, outcome, text(said, "status"), text(said, "text"))
    for participant in entries(plan, "participants"):
        yield "participants", (key, text(participant, "organisation"), text_if_any(participant, "from"))


def _indicator(state: IndicatorState) -> Iterator[TableRow]:
    for row in IndicatorRow.all_of(state):
        when = None if row.period is None else parse_when(row.period)
        yield (
            "indicators",
            (
                row.record,
                row.id,
                row.indicator,
                row.unit,
                row.better,
                plain_number(row.baseline),
                _side_by_side(row.lead),
                row.period,
                None if when is None else _iso(when.earliest),
                None if when is None else _iso(when.latest),
                plain_number(row.target),
                plain_number(row.value),
                None if row.met is None else int(row.met),
                row.reported,
            ),
        )
    for process in state.indicator.measures:
        yield "measures", (state.indicator.record.id, state.indicator.id, process)


def _process(process: ProcessState, day: date) -> Iterator[TableRow]:
    key, fields = process.id, process.fields
    row = ProcessRow.of(process, day)
    yield (
        "processes",
        (
            key,
            process.plan,
            text_if_any(fields, "title"),
            text_if_any(fields, "need"),
            text_if_any(fields, "goal"),
            process.lead or None,
            process.priority,
            process.priority_word,
            text_if_any(fields, "period"),
            row.due,
            None if process.due is None else _iso(process.due.latest),
            int(row.late),
            text_if_any(fields, "part-of"),
            process.status,
            _iso(process.since),
            process.outcome,
            process.outcome_text,
            process.percent,
            process.rating,
            process.rating_text,
            len(process.meetings()),
            _iso(row.last_event),
            row.since_written,
            row.last_event_written,
        ),
    )
    for position, activity in enumerate(texts(fields, "activities"), 1):
        yield "activities", (key, position, activity)
    for continued in texts(fields, "continues"):
        yield "continues", (key, continued)
    for position, organisation in enumerate(process.leads, 1):
        yield "leads", (key, position, organisation)
    for position, organisation in enumerate(texts(fields, "partners"), 1):
        yield "partners", (key, position, organisation)
    listed = part(fields, "listed")
    for source in sorted(listed):
        yield "listed", (key, source, number(listed, source))
    for remaining in process.remaining:
        yield "remaining", (key, remaining)
    for period in process.status_periods:
        yield "status_periods", (key, period.status, _iso(period.start), _iso(period.end), period.begun.text)


def _decision(key: str, decision: Data, force: Force) -> Iterator[TableRow]:
    written = text(decision, "date")
    when = parse_when(written)
    review = text_if_any(decision, "review")
    vote, in_force = part(decision, "vote"), InForce.of(force)
    yield (
        "decisions",
        (
            key,
            text(decision, "title"),
            written,
            _iso(when.earliest),
            _iso(when.latest),
            text_if_any(decision, "body"),
            paragraph_of(decision),
            ", ".join(registry_numbers(decision)) or None,
            text(decision, "status"),
            text_if_any(decision, "in-force"),
            text_if_any(decision, "type"),
            text_if_any(decision, "owner"),
            review,
            None if review is None else _iso(parse_when(review).latest),
            int(in_force.is_in_force),
            _iso(in_force.in_force_since),
            _iso(in_force.in_force_until),
            in_force.in_force_since_written,
            in_force.in_force_until_written,
            number_if_any(decision, "amount"),
            *(number_if_any(vote, name) for name in ("for", "against", "abstained")),
        ),
    )
    for pointer, earlier in pointers(decision):
        yield "pointers", (key, pointer, earlier)
    for table, name in (("raised_by", "by"), ("reservations", "reservations")):
        for position, one in enumerate(as_list(decision.get(name)), 1):
            role = one if isinstance(one, dict) else {"organisation": one}
            yield table, (key, position, text_if_any(role, "organisation"), text_if_any(role, "role"))
    for position, of_role in enumerate(entries(decision, "disqualified"), 1):
        who = (text_if_any(of_role, "organisation"), text(of_role, "role"), number_if_any(of_role, "number"))
        yield "disqualified", (key, position, *who)
    for position, clause in enumerate(texts(decision, "clauses"), 1):
        yield "clauses", (key, position, clause)
    for organisation in texts(decision, "parties"):
        yield "parties", (key, organisation)
    for organisation in sorted(deciders(decision)):
        yield "deciders", (key, organisation)
    for record in texts(decision, "concerns"):
        yield "concerns", (key, record)


def _task(task: TaskState, row: TaskRow) -> Iterator[TableRow]:
    key = (row.record, row.id)
    yield (
        "tasks",
        (
            *key,
            row.task,
            row.giving.body,
            row.giving.paragraph,
            row.giving.date,
            _side_by_side([*row.lead, *row.roles]),
            _side_by_side(row.reports_to),
            _iso(row.opened),
            row.first_due,
            row.due,
            _iso(row.due_latest),
            row.every,
            len(row.extensions),
            int(not row.open),
            int(row.days_late is not None),
            row.days_late_at_first,
            row.days_late,
            row.standing,
            row.status,
            _iso(row.since),
            _iso(row.executed),
            row.days_executed_late,
            _iso(row.reported),
            _side_by_side(row.elsewhere),
            _iso(row.closed),
            _iso(row.dropped),
            None if row.dropped_by is None else row.dropped_by.decision,
            row.reason,
            row.last.date,
            row.last.obstacle,
            None if row.last.news is None else int(row.last.news),
            row.age,
            row.days_to_execution,
            row.opened_written or _iso(row.opened),
            row.since_written or _iso(row.since),
            row.executed_written or _iso(row.executed),
            row.reported_written or _iso(row.reported),
            row.closed_written or _iso(row.closed),
            row.dropped_written or _iso(row.dropped),
        ),
    )
    holdings = [*row.held, replace(held_by(task, task.holdings[-1]), lead=row.lead)]
    for holding, following in zip_longest(holdings, holdings[1:]):
        for organisation in holding.lead:
            until = None if following is None else _iso(following.since)
            since = _iso(holding.since)
            yield "task_holders", (*key, organisation, since, until, holding.since_written or since)
    for extension in row.extensions:
        yield "task_extensions", (*key, extension.due, extension.date, extension.by.decision)
    for position, report in enumerate(task.reports, 1):
        stage = text_if_any(report.data, "stage")
        told = (_side_by_side(report.to), stage, report.status, report.percent, report.rating, report.reason)
        yield "task_reports", (*key, position, report.when.text, _iso(report.when.latest), *told)


def _assignment(key: str, assignment: Data) -> Iterator[TableRow]:
    period, decision = text_if_any(assignment, "period"), text_if_any(assignment, "decision")
    yield "assignments", (key, text(assignment, "title"), period, decision)
    for stage in entries(assignment, "stages"):
        start, end = text_if_any(stage, "start"), text_if_any(stage, "end")
        yield "stages", (key, number(stage, "number"), text(stage, "title"), start, end)


def _grant_year(key: str, data: Data) -> tuple[Cell, ...]:
    year = year_of_grant(data)
    days = (year.text, _iso(year.earliest), _iso(year.latest))
    return (key, begins_in(year), number(data, "amount"), _flag(data, "approximate"), *days)


def _years_to_end(state: State, key: str) -> Iterator[TableRow]:
    """What is granted of years that go on, or are to come."""
    for year in years_to_end(state, key):
        yield "years_to_come", _grant_year(key, year)


def _grant(key: str, grant: Data) -> Iterator[TableRow]:
    yield "grants", (key, text(grant, "title"), text_if_any(grant, "period"))
    for year in entries(grant, "years"):
        yield "grant_years", _grant_year(key, year)
    for position, use in enumerate(map(Use.of, entries(grant, "uses")), 1):
        yield "uses", (key, position, use.what, use.posts, use.period, use.process, use.decision)


def _organisation(key: str, organisation: Data) -> Iterator[TableRow]:
    body_type, parent = text_if_any(organisation, "type"), text_if_any(organisation, "part-of")
    yield "organisations", (key, text(organisation, "title"), body_type, parent)
    for name in texts(organisation, "names"):
        yield "names", (key, name)


def _source(key: str, source: Data) -> Iterator[TableRow]:
    lines, original = number_if_any(source, "lines"), text_if_any(source, "copy-of")
    yield "sources", (key, text(source, "title"), text(source, "date"), lines, original)
    minutes = Minutes.of(source)
    if minutes is not None:
        held = parse_when(minutes.date)
        of_meeting = (minutes.body, minutes.date, _iso(held.earliest), _iso(held.latest), minutes.number)
        yield "minutes", (key, *of_meeting, minutes.approved, minutes.posted, minutes.taken_down)


def _snapshot(key: str, snapshot: Data) -> Iterator[TableRow]:
    for position, data in enumerate(entries(snapshot, "assertions"), 1):
        assertion = Assertion.of(data)
        scope = ", ".join(f"{name} {value}" for name, value in assertion.scope.items())
        for name, claimed in sorted(assertion.claims.items()):
            yield "assertions", (key, position, assertion.kind, scope, name, claimed, int(assertion.partial))


def _of_any(state: State, record: Record, data: Data) -> Iterator[TableRow]:
    """What records of every collection have: events, citations, claims, acknowledged oddities."""
    for event in events_of(record):
        if event.when.by(state.day):
            yield _event(record.id, event)
    yield from _citations(record)
    for holder in (data, *entries(data, "events")):
        yield from _claims(record.id, holder)
    for oddity in entries(data, "known"):
        yield "known", (record.id, text(oddity, "rule"), str(oddity["value"]), text(oddity, "reason"))


def _event(key: str, event: Event) -> TableRow:
    data = event.data
    return (
        "events",
        (
            key,
            event.kind,
            text(data, "date"),
            _iso(event.when.earliest),
            _iso(event.when.latest),
            number_if_any(data, "number"),
            text_if_any(data, "series"),
            text_if_any(data, "internal"),
            _flag(data, "booked"),
            text_if_any(data, "activity"),
            number(data, "times") if "times" in data else 1,
            text_if_any(data, "status"),
            text_if_any(data, "outcome"),
            text_if_any(data, "decision"),
            text_if_any(data, "grant"),
            text_if_any(data, "due"),
            None if isinstance(event, Expected) else text_if_any(data, "by"),
            text_if_any(data, "text"),
            _side_by_side(texts(data, "of")),
            _side_by_side(texts(data, "to")),
            text_if_any(data, "stage"),
            number_if_any(data, "percent"),
            text_if_any(data, "rating"),
            _measured(data),
            text_if_any(data, "period"),
        ),
    )


def _measured(data: Data) -> int | float | None:
    """The value of an indicator that a report gives."""
    value = text_if_any(data, "value")
    return None if value is None else plain_number(Decimal(value))


def _expectation(row: ExpectationRow) -> TableRow:
    """What was foreseen, by an event or an assignment's gate, and nothing has settled."""
    event = row.expectation.event
    due = parse_when(event.due)
    words, expected_of = text(event.data, "text"), text_if_any(event.data, "by")
    cells = (row.record, event.due, _iso(due.earliest), _iso(due.latest), int(row.overdue), words, expected_of)
    return "expectations", cells


def _citations(record: Record) -> Iterator[TableRow]:
    """The lines that each fact of a record cites."""
    for fact in sorted(facts(record), key=_place):
        field = ".".join(str(step) for step in fact.where)
        for _, citation in fact.cited:
            lines = citation.first, citation.last
            pages = citation.first_page, citation.last_page
            yield "citations", (record.id, field, citation.source, *lines, *pages)


def _place(fact: Fact) -> list[tuple[int, str]]:
    """Where a fact stands in its record, in whatever order the file has its fields."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in fact.where]


def _claims(key: str, holder: Data) -> Iterator[TableRow]:
    """What sources say of a record's or an event's fields, where they disagree."""
    for discrepancy in entries(holder, "discrepancies"):
        field = text(discrepancy, "field")
        recorded = holder.get(field)
        for claim in entries(discrepancy, "claims"):
            value = claim["value"]
            cited = [citation for _, citation in citations(claim["source"])]
            sources = ", ".join(cited)
            is_in_record = is_recorded(field, value, recorded)
            yield "claims", (key, field, str(value), sources, int(is_in_record))


def _side_by_side(names: Iterable[str]) -> str | None:
    """Names in one cell; none where there are none."""
    return ", ".join(names) or None


def _flag(data: Data, name: str) -> int:
    """Whether a property is true, as SQLite has it; one that is not there is false."""
    is_true = data.get(name) is True
    return int(is_true)


def _iso(day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat()


def run(state: State, query: str) -> Answer:
    """Answer one SELECT.

    Raises:
        UserError: the query is not SQL, writes, or takes too long.
    """
    database = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(database, state)
    answer: Future[Answer] = Future()
    # What does not stop is left to itself, and ends with the program.
    Thread(target=_work, args=(database, query, answer), daemon=True).start()
    try:
        return answer.result(_SECONDS + _GRACE)
    except TimeoutError:
        raise _unanswered(_TOO_LONG) from None


def _work(database: sqlite3.Connection, query: str, answer: Future[Answer]) -> None:
    """Ask, in a thread of its own, and hand the answer or its failure to whoever waits."""
    with closing(database):
        try:
            answer.set_result(_ask(database, query))
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            answer.set_exception(error)


def _fill(database: sqlite3.Connection, state: State) -> None:
    """Write every row into its table, as it is told: nothing is held beside the database."""
    insertions: dict[str, str] = {}
    for name, columns in TABLES.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        database.execute(f'CREATE TABLE "{name}" ({listed})')
        marks = ", ".join("?" * len(columns))
        insertions[name] = f'INSERT INTO "{name}" VALUES ({marks})'  # noqa: S608 - our own names
    for name, row in table_rows(state):
        database.execute(insertions[name], row)
    database.commit()


def _ask(database: sqlite3.Connection, query: str) -> Answer:
    pauses = 0
    end = monotonic() + _SECONDS

    def out_of_time() -> int:
        nonlocal pauses
        pauses += 1
        return int(pauses > _STEPS // _PAUSE or monotonic() > end)

    database.execute("PRAGMA temp_store = MEMORY")  # else it fills the disk
    database.execute(f"PRAGMA hard_heap_limit = {_MEMORY}")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE)
    database.set_authorizer(_may)
    database.set_progress_handler(out_of_time, _PAUSE)
    try:
        cursor = database.execute(query)
        columns = [column[0] for column in cursor.description or ()]
        rows = list(_within_budget(cursor))
    except MemoryError:
        raise _unanswered(_TOO_MUCH) from None
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        problem: Message | str = str(error)
        if isinstance(error, sqlite3.OperationalError) and problem == "interrupted":
            problem = _TOO_LONG
        raise _unanswered(problem) from None
    return Answer(columns, rows)


_TOO_LONG = Message("it takes too long")
_TOO_MUCH = Message("it takes too much memory")


def _unanswered(problem: Message | str) -> UserError:
    args: dict[str, Argument] = {"problem": problem}
    return UserError(Message("the query cannot be answered: {problem}. `plptool sql --tables` prints the tables", args))


def _within_budget(cursor: sqlite3.Cursor) -> Iterator[Row]:
    """The rows of an answer, as long as they are not too many or too large together."""
    room = _ANSWER
    for place, row in enumerate(cursor, 1):
        room -= sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row)
        if place > _ROWS:
            raise UserError(Message("the query has more than a million rows; add LIMIT"))
        if room < 0:
            raise UserError(Message("the answer is larger than {n} MB; ask for less", {"n": _ANSWER >> 20}))
        yield tuple(_finite(cell) for cell in row)


def _finite(cell: Cell) -> Cell:
    """A number that no JSON can hold, as the text by which SQLite calls it."""
    if isinstance(cell, float) and isinf(cell):
        if cell > 0:
            return "Inf"
        return "-Inf"
    return cell


def _may(action: int, *_: str | None) -> int:
    """What SQLite may do for a query: read, and nothing that could reach a file."""
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    if action in allowed:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
