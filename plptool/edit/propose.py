"""What somebody who adds something most often means, where they do not say it: the next number, the last source."""

import re
from collections.abc import Iterable
from datetime import date

from plptool.edit.begin import SOURCE
from plptool.edit.intend import COUNTED_ON
from plptool.model.collections import Collection
from plptool.model.dates import parse_when, record_date
from plptool.model.errors import UserError
from plptool.model.plain import entries
from plptool.model.records import Record
from plptool.timeline.ledger import Ledger

ASKED_TOO: dict[str, tuple[str, ...]] = {
    Collection.PLANS: ("decision",),
    Collection.PROCESSES: ("plan", "need", "activities", "goal", "lead", "priority", "period"),
    Collection.DECISIONS: ("body", "paragraph", "concerns"),
    Collection.ASSIGNMENTS: ("decision",),
    Collection.GRANTS: ("period", "decision"),
    Collection.ORGANISATIONS: ("type",),
    Collection.SOURCES: (),
    Collection.SNAPSHOTS: (),
}
"""By collection, what most of its records say beside what they must."""


MAY_BE_PROPOSED = (COUNTED_ON, "plan")
"""What is proposed though it need not be said: most records and events say it. Of all else Enter makes no fact."""


def proposals(
    ledger: Ledger, today: date, record: Record | None = None, kind: str = "", key: str = ""
) -> dict[str, str]:
    """By property, what is proposed.

    Args:
        ledger: the ledger.
        today: today.
        record: of which something is told; None where it is a new one.
        kind: what kind of event is added.
        key: the id of the new record, which may begin with its date.
    """
    proposed = {
        "source": _newest_source(ledger),
        "decision": _newest(ledger.collections[Collection.DECISIONS].values()),
        "plan": _only(ledger.collections[Collection.PLANS].values()),
        "grant": _only(ledger.collections[Collection.GRANTS].values()),
        "date": _date_in(key, today) or today.isoformat(),
    }
    if record is not None:
        number = _next_number(record, kind)
        if number is not None:
            proposed[COUNTED_ON] = str(number)
    return {name: value for name, value in proposed.items() if value}


def _date_in(key: str, today: date) -> str | None:
    """The date with which an id begins; None where it begins with none."""
    begins = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{6}(?![0-9])", key)
    try:
        return record_date(begins[0], today) if begins else None
    except UserError:
        return None


def _next_number(record: Record, kind: str) -> int | None:
    """The number that follows in the main series; None where events of this kind are not numbered."""
    numbers = [
        event[COUNTED_ON]
        for event in entries(record.data, "events")
        if event["kind"] == kind and "series" not in event and COUNTED_ON in event
    ]
    counted = [number for number in numbers if isinstance(number, int)]
    return max(counted) + 1 if counted else None


def _newest(records: Iterable[Record]) -> str:
    """The id of the record whose date is the last."""
    dated = [(parse_when(str(one.data["date"])).order, one.id) for one in records if "withdrawn" not in one.data]
    return max(dated)[1] if dated else ""


def _newest_source(ledger: Ledger) -> str:
    """The newest document; that with which the ledger was begun, which is dated then, only where there is no other."""
    documents = ledger.collections[Collection.SOURCES]
    others = [document for key, document in documents.items() if key != SOURCE]
    return _newest(others) or _newest(documents.values())


def _only(records: Iterable[Record]) -> str:
    ids = [one.id for one in records if "withdrawn" not in one.data]
    return ids[0] if len(ids) == 1 else ""
