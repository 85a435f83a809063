"""Since when a record holds, and when an entry of one of its lists comes.

A record *holds* from its beginning: the seal asks so, and whoever says what a sealed day has. On other days a record is
*shown* too that is foreseen: its plan is not adopted yet, or its period has not begun.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias, assert_never, overload

from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
from plptool.model.grant_year import year_of_grant
from plptool.model.plain import Data, Plain, entries, part, text, text_if_any
from plptool.model.records import Record
from plptool.timeline.resolution import answering

THROUGHOUT = date.min
"""The beginning of what holds on every day."""
_WHEN_THROUGHOUT = When("", THROUGHOUT, THROUGHOUT)
"""The same as a date, which nobody wrote."""
ALWAYS_THERE = (Collection.ORGANISATIONS, Collection.SOURCES)
"""Bodies and documents are no facts of a day: what is sealed has all that were there, and more may come."""


ById: TypeAlias = Mapping[str, Record]


class Records(Protocol):
    """Whatever knows the records of each collection by id."""

    @property
    def collections(self) -> Mapping[str, ById]: ...


def plan_of(records: Records, process: Record) -> str | None:
    """The id of a process's plan: the one that it names, or the ledger's only one; None where it has none."""
    named = text_if_any(process.data, "plan")
    if named is not None:
        return named
    plans = records.collections["plans"].values()
    ids = [plan.id for plan in plans if "withdrawn" not in plan.data]
    if len(ids) != 1:
        return None
    return ids[0]


def plan_start(records: Records, process: Record) -> date | None:
    """The day on which a process's plan begins: its adoption, or failing that the first day of the plan's period.

    THROUGHOUT where the process waits for no plan: it has none, or one that is withdrawn, unknown or of unknown start.
    None where the plan never begins. Whether the process was taken in later is not asked here.
    """
    start = when_plan_starts(records, process)
    if start is None:
        return None
    return start.latest


def when_plan_starts(records: Records, process: Record) -> When | None:
    """`plan_start` as it is written: a plan that was adopted in 2021 starts in 2021, and nobody wrote down the day."""
    plan_id = plan_of(records, process)
    if plan_id is None:
        return _WHEN_THROUGHOUT
    plans = records.collections["plans"]
    plan = _standing(plans, plan_id)
    if plan is None:
        return _WHEN_THROUGHOUT
    return _start_of_plan(records, plan)


def _standing(by_id: ById, record_id: str) -> Record | None:
    """The record of an id; None where it is unknown or withdrawn: what was withdrawn no day has that is sealed."""
    record = by_id.get(record_id)
    if record is None:
        return None
    if "withdrawn" in record.data:
        return None
    return record


def beginning(records: Records, record: Record) -> date | None:
    """The day from which a record holds: the first of all days where it has none, None where it never does.

    A body or document is there throughout. A decision, a snapshot and the version of an assignment are of their date; a
    plan of the decision that adopts it, or else of its period's first day; a grant of its period's or first year's
    first day, whichever is earlier; a process begins with its plan, or when it was taken in, if that was later. What
    was withdrawn was recorded by mistake: it never began.

    Args:
        records: what is known of plans and decisions.
        record: the record.
    """
    if "withdrawn" in record.data:
        return None
    match record.collection:
        case Collection.PLANS:
            start = _start_of_plan(records, record)
            if start is None:
                return None
            return start.latest
        case Collection.GRANTS:
            return _beginning_of_grant(record)
        case Collection.PROCESSES:
            return _beginning_of_process(records, record)
        case Collection.DECISIONS | Collection.SNAPSHOTS | Collection.ASSIGNMENTS:
            return _own_date(record)
        case Collection.ORGANISATIONS | Collection.SOURCES:
            return THROUGHOUT
        case _:
            assert_never(record.collection)


def own_when(record: Record) -> When | None:
    """The date that a record says of itself, as a fact of the ledger; None where it says none.

    A document's date is not one: it says when the document was written, and the ledger has it throughout.
    """
    written: str | None
    match record.collection:
        case Collection.DECISIONS | Collection.SNAPSHOTS:
            written = text(record.data, "date")
        case Collection.PROCESSES:
            written = text_if_any(record.data, "from")
        case Collection.ASSIGNMENTS:
            version = part(record.data, "version")
            written = text_if_any(version, "date")
        case Collection.PLANS | Collection.GRANTS | Collection.ORGANISATIONS | Collection.SOURCES:
            written = None
        case _:
            assert_never(record.collection)
    if written is None:
        return None
    return parse_when(written)


def _own_date(record: Record) -> date | None:
    """The day from which a record's own date counts; the first of all days where it has none."""
    when = own_when(record)
    if when is None:
        return THROUGHOUT
    return when.latest


def _beginning_of_process(records: Records, process: Record) -> date | None:
    """The day of its plan or that on which it was taken in, whichever is later; None where one of them never comes."""
    adopted = plan_start(records, process)
    taken_in = _own_date(process)
    if adopted is None or taken_in is None:
        return None
    return max(adopted, taken_in)


def _start_of_plan(records: Records, plan: Record) -> When | None:
    """The date of the decision that adopts a plan, or else the first day of its period; None where that never comes.

    A decision that is withdrawn or unknown adopts nothing: then it is the period's.
    """
    decision = _adopting(records, plan)
    if decision is not None:
        written = text(decision.data, "date")
        adopted = parse_when(written)
        if adopted.latest is None:
            return None
        return adopted
    # A period as a date would count from its last day on.
    period = text(plan.data, "period")
    first_day = parse_when(period).earliest
    if first_day is None:
        return _WHEN_THROUGHOUT
    return parse_when(first_day.isoformat())


def _adopting(records: Records, plan: Record) -> Record | None:
    """The decision that adopts a plan; None where it names none, or one that is withdrawn or unknown."""
    named = text_if_any(plan.data, "decision")
    if named is None:
        return None
    decisions = records.collections["decisions"]
    return _standing(decisions, named)


def _beginning_of_grant(grant: Record) -> date:
    """The first day of its period or of its first year, whichever is earlier; throughout, where it says neither."""
    first_days: list[date] = []
    for entry in entries(grant.data, "years"):
        first_day = year_of_grant(entry).earliest
        first_days.append(first_day or THROUGHOUT)
    period = text_if_any(grant.data, "period")
    if period is not None:
        begins = parse_when(period).earliest
        first_days.append(begins or THROUGHOUT)
    return min(first_days, default=THROUGHOUT)


def shown(record: Record, day: date) -> bool:
    """Whether a record is shown of a day that is not sealed: its own date has come, or it has none.

    What waits for its plan's adoption, or for its period, is shown as foreseen: such a process has no status yet.
    """
    first_day = first_shown(record)
    if first_day is None:
        return False
    return first_day <= day


def first_shown(record: Record) -> date | None:
    """The first day of which a record is shown, as `shown` has it; None where there is none."""
    if "withdrawn" in record.data:
        return None
    return _own_date(record)


@dataclass(frozen=True, slots=True)
class RecordsOfDay:
    """The records that a sealed day has."""

    collections: Mapping[str, ById]


def records_of_sealed_day(records: Records, day: date, sealed_ids: Container[str]) -> RecordsOfDay:
    """What a sealed day has: what was sealed, and whatever else holds by then, but for bodies and documents.

    What is foreseen is not among it, since it may be foreseen later than the day was sealed. So nothing that is added
    changes what is said of the day, unless it holds by then; and that is told, as it was not sealed.

    Since when something holds is asked of all records, as the seal asked it.

    Args:
        records: all there are.
        day: the day.
        sealed_ids: those that the day's seals have.
    """
    heirs = heirs_of(records)
    collections: dict[str, ById] = {}
    for collection, by_id in records.collections.items():
        there: dict[str, Record] = {}
        for record_id, record in by_id.items():
            is_there = sealed_day_has(records, heirs, record, day, sealed_ids)
            if is_there:
                there[record_id] = record
        collections[collection] = there
    return RecordsOfDay(collections)


def heirs_of(records: Records) -> ById:
    """By each id that some record says that it had: the record that answers for that id now.

    Who that is, `resolution` says, to the seals and to everybody.
    """
    everything: list[Record] = []
    formers: list[str] = []
    for by_id in records.collections.values():
        for record in by_id.values():
            everything.append(record)
            formers += record.formerly
    if not formers:
        return {}
    answers = answering(everything)
    return {former: answers[former] for former in formers}


def sealed_day_has(records: Records, heirs: ById, record: Record, day: date, sealed_ids: Container[str]) -> bool:
    """Whether a sealed day has a record.

    What was sealed stays, whatever is added that it rests on: a plan does not go because a decision is found later. So
    does what was sealed under an id that it says that it had, if it is the one that answers for that id.

    Args:
        records: all there are.
        heirs: what `heirs_of` says of them.
        record: the record.
        day: the day.
        sealed_ids: those that the day's seals have.
    """
    if _was_sealed(record, heirs, sealed_ids):
        return "withdrawn" not in record.data
    if record.collection in ALWAYS_THERE:
        return False
    return holds(records, record, day)


def _was_sealed(record: Record, heirs: ById, sealed_ids: Container[str]) -> bool:
    """Whether a record was sealed, under its id or one that it had and that it answers for."""
    if record.id in sealed_ids:
        return True
    for former in record.formerly:
        if former not in sealed_ids:
            continue
        heir = heirs.get(former)
        if heir is None:
            continue
        if heir.id == record.id:
            return True
    return False


def holds(records: Records, record: Record, day: date) -> bool:
    """Whether a record holds by the end of a day."""
    begins = beginning(records, record)
    if begins is None:
        return False
    return begins <= day


@overload
def without_later(data: Data, day: date) -> dict[str, Plain]: ...
@overload
def without_later(data: Plain, day: date) -> Plain: ...
def without_later(data: Plain, day: date) -> Plain:
    """Data without the list entries that are dated (`date`, `from`, `year`) after the day.

    A list with nothing in it is left out too: it says no more than none, and before its first entry there was none.
    """
    return _any_without_later(data, day)


def _any_without_later(data: Plain, day: date) -> Plain:
    """The same of whatever there is: to itself it is one function, to its callers two, so that a mapping stays one."""
    if isinstance(data, dict):
        properties: dict[str, Plain] = {}
        for name, value in data.items():
            by_the_day = _any_without_later(value, day)
            if by_the_day != []:
                properties[name] = by_the_day
        return properties
    if isinstance(data, list):
        there = [entry for entry in data if not _comes_later(entry, day)]
        return [_any_without_later(entry, day) for entry in there]
    return data


def _comes_later(entry: Plain, day: date) -> bool:
    """Whether an entry of a list has a date, and this comes after the day or never."""
    when = entry_date(entry)
    if when is None:
        return False
    return not when.by(day)


def entry_date(entry: Plain) -> When | None:
    """The date of an entry of a list (`date`, `from`, `year`); None where it has none, and is there throughout."""
    if not isinstance(entry, dict):
        return None
    if isinstance(entry.get("year"), int | str):
        return year_of_grant(entry)
    written = entry.get("date", entry.get("from"))
    if not isinstance(written, str):
        return None
    return parse_when(written)
