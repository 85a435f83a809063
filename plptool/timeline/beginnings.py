"""Since when a record holds, and when an entry of one of its lists comes."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from plptool.model.dates import parse_when
from plptool.model.records import Json, Record

THROUGHOUT = ("organisations", "sources")
"""Bodies and documents are no facts of a day: what is sealed has all that were there, and more may come."""


class Records(Protocol):
    """Whatever knows the records of each collection by id."""

    @property
    def collections(self) -> Mapping[str, Mapping[str, Record]]: ...


def plan_of(ledger: Records, process: Record) -> str | None:
    """The id of a process's plan: the one that it names, or the ledger's only one."""
    named = process.data.get("plan")
    if named is not None:
        return str(named)
    plans = [key for key, plan in ledger.collections["plans"].items() if "withdrawn" not in plan.data]
    return plans[0] if len(plans) == 1 else None


def adoption(ledger: Records, process: Record) -> date | None:
    """The day from which a process has a status: its plan's adoption, or failing that the start of the plan's period.

    None where it has no plan that is known.
    """
    plan = ledger.collections["plans"].get(plan_of(ledger, process) or "")
    if plan is None or "withdrawn" in plan.data:
        return None
    decision = ledger.collections["decisions"].get(str(plan.data.get("decision")))
    if decision is not None and "withdrawn" not in decision.data:
        return parse_when(decision.data["date"]).latest
    return parse_when(plan.data["period"]).earliest


def begun(record: Record, day: date) -> bool:
    """Whether the record itself has a date that has come; what has none is there throughout.

    One that was withdrawn was recorded by mistake: it never began.
    """
    first = beginning(record)
    return first is not None and first <= day


def beginning(record: Record) -> date | None:
    """The day on which the record itself begins: the first of all days where it has none, None where it never does."""
    if "withdrawn" in record.data:
        return None
    if record.collection in ("decisions", "snapshots"):
        text = record.data["date"]
    elif record.collection == "processes":
        text = record.data.get("from")
    elif record.collection == "assignments":
        text = record.data.get("version", {}).get("date")
    else:
        text = None
    return date.min if text is None else parse_when(text).latest


def without_later(data: Json, day: date) -> Json:
    """Data without the list entries that are dated (`date`, `from`, `year`) after the day."""
    if isinstance(data, dict):
        return {key: without_later(value, day) for key, value in data.items()}
    if isinstance(data, list):
        return [without_later(entry, day) for entry in data if not _later(entry, day)]
    return data


def _later(entry: Json, day: date) -> bool:
    if not isinstance(entry, dict) or not is_dated(entry):
        return False
    comes = entry_date(entry)
    return comes is None or comes > day


def is_dated(entry: dict[str, Json]) -> bool:
    """Whether an entry of a list has a day on which it comes."""
    return isinstance(entry.get("year"), int) or isinstance(entry.get("date", entry.get("from")), str)


def entry_date(entry: dict[str, Json]) -> date | None:
    """The day on which a dated entry of a list takes effect, a year's on its last; None where it never does."""
    year = entry.get("year")
    return date(year, 12, 31) if isinstance(year, int) else parse_when(entry.get("date", entry.get("from"))).latest


def sealed_since(records: Records, record: Record) -> date | None:
    """The day from which a record is sealed; None where that cannot be told, or never comes.

    A body or document is there throughout. A decision, a snapshot and the version of an assignment are of their date; a
    plan of the decision that adopts it, or else of its period's first day; a grant of its period's or first year's
    first day; a process begins with its plan, or when it was taken in, if that was later.
    """
    data = record.data
    if record.collection in THROUGHOUT:
        return date.min
    if record.collection in ("decisions", "snapshots"):
        return parse_when(data["date"]).latest
    if record.collection == "assignments":
        written = data.get("version", {}).get("date")
        return parse_when(written).latest if written else date.min
    if record.collection == "plans":
        decision = records.collections["decisions"].get(str(data.get("decision")))
        if decision is not None and "withdrawn" not in decision.data:
            return parse_when(decision.data["date"]).latest
        return parse_when(data["period"]).earliest or date.min
    if record.collection == "grants":
        if "period" in data:
            return parse_when(data["period"]).earliest or date.min
        return min((date(one["year"], 1, 1) for one in data.get("years", ())), default=date.min)
    return _process_since(records, record)


def _process_since(records: Records, record: Record) -> date | None:
    plan = plan_of(records, record)
    if plan is not None and plan not in records.collections["plans"]:
        return None
    begins = adoption(records, record) or date.min
    if "from" in record.data:
        taken = parse_when(record.data["from"]).latest
        return max(begins, taken) if taken else None
    return begins
