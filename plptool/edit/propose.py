"""What somebody who adds something most often means, where they do not say it: the next number, the last source."""

from collections.abc import Sequence
from datetime import date

from plptool.edit.intend import COUNTED_ON
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.plain import entries, text
from plptool.model.records import Record
from plptool.timeline.ledger import Ledger

ASKED_TOO: dict[str, tuple[str, ...]] = {
    Collection.PLANS: ("decision",),
    Collection.PROCESSES: ("plan", "need", "activities", "goal", "lead", "priority", "period"),
    Collection.DECISIONS: ("body", "paragraph"),
    Collection.ASSIGNMENTS: ("decision",),
    Collection.GRANTS: ("period", "decision"),
    Collection.ORGANISATIONS: ("type",),
    Collection.SOURCES: (),
    Collection.SNAPSHOTS: (),
}
"""By collection, what most of its records say beside what they must."""


def proposals(ledger: Ledger, today: date, record: Record | None = None, kind: str = "") -> dict[str, str]:
    """By property, what is proposed.

    Args:
        ledger: the ledger.
        today: today.
        record: of which something is told; None where it is a new one.
        kind: what kind of event is added.
    """
    number = ""
    if record is not None:
        number = _next_number(record, kind)
    day = today.isoformat()
    sources = _standing(ledger, Collection.SOURCES)
    decisions = _standing(ledger, Collection.DECISIONS)
    plans = _standing(ledger, Collection.PLANS)
    grants = _standing(ledger, Collection.GRANTS)
    proposed = {
        "source": _newest(sources),
        "decision": _newest(decisions),
        "plan": _only(plans),
        "grant": _only(grants),
        "date": day,
        COUNTED_ON: number,
    }
    return {name: value for name, value in proposed.items() if value}


def _standing(ledger: Ledger, collection: Collection) -> list[Record]:
    """The records of a collection that were not withdrawn."""
    records = ledger.collections[collection].values()
    return [record for record in records if "withdrawn" not in record.data]


def _next_number(record: Record, kind: str) -> str:
    """The number that follows in the main series; empty where events of this kind are not numbered."""
    numbers: list[int] = []
    for event in entries(record.data, "events"):
        is_of_kind = event["kind"] == kind
        is_of_another_series = "series" in event
        if is_of_another_series or not is_of_kind:
            continue
        number = event.get(COUNTED_ON)
        if isinstance(number, int):
            numbers.append(number)
    if not numbers:
        return ""
    last = max(numbers)
    following = last + 1
    return str(following)


def _newest(records: Sequence[Record]) -> str:
    """The id of the record whose date is the last; of two of one date, the last id. Empty where there is no record."""
    if not records:
        return ""
    newest = max(records, key=_date_and_id)
    return newest.id


def _date_and_id(record: Record) -> tuple[tuple[date, date], str]:
    written = text(record.data, "date")
    when = parse_when(written)
    return when.order, record.id


def _only(records: Sequence[Record]) -> str:
    """The id of the record, where it is the only one; else empty."""
    if len(records) != 1:
        return ""
    (only,) = records
    return only.id
