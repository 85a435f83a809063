"""What somebody who adds something most often means, where they do not say it: the next number, the last source."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from plptool.edit.begin import SOURCE
from plptool.edit.intend import COUNTED_ON
from plptool.model.collections import Collection
from plptool.model.dates import parse_when, record_date
from plptool.model.errors import UserError
from plptool.model.plain import entries
from plptool.model.records import Record
from plptool.timeline.fold import plan_record, plan_words, statuses_of_outcomes
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
    records = ledger.collections
    proposed = {
        "source": _newest_source(records[Collection.SOURCES]),
        "decision": _newest(records[Collection.DECISIONS]),
        "plan": _only(records[Collection.PLANS]),
        "grant": _only(records[Collection.GRANTS]),
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
    if begins is None:
        return None
    try:
        return record_date(begins[0], today)
    except UserError:
        return None


def _next_number(record: Record, kind: str) -> int | None:
    """The number that follows in the main series; None where events of this kind are not numbered."""
    numbers: list[int] = []
    for event in entries(record.data, "events"):
        number = event.get(COUNTED_ON)
        is_of_series = event["kind"] == kind and "series" not in event
        if is_of_series and isinstance(number, int):
            numbers.append(number)
    if not numbers:
        return None
    return max(numbers) + 1


def _newest(records: Mapping[str, Record]) -> str:
    """The id of the record whose date is the last; of several, the last id. None is an empty text."""
    standing = [record for record in records.values() if "withdrawn" not in record.data]
    if not standing:
        return ""
    newest = max(standing, key=_by_date)
    return newest.id


def _by_date(record: Record) -> tuple[tuple[date, date], str]:
    written = str(record.data["date"])
    return parse_when(written).order, record.id


def _newest_source(documents: Mapping[str, Record]) -> str:
    """The newest document; that with which the ledger was begun, which is dated then, only where there is no other."""
    others = {key: document for key, document in documents.items() if key != SOURCE}
    return _newest(others) or _newest(documents)


def _only(records: Mapping[str, Record]) -> str:
    standing = [key for key, record in records.items() if "withdrawn" not in record.data]
    if len(standing) != 1:
        return ""
    return standing[0]


def outcomes_of(ledger: Ledger, record: Record, status: str, days: Sequence[str], today: date) -> dict[str, str]:
    """By each word that a process's plan has for what became of it, where it has this status: what that means.

    Args:
        ledger: the ledger.
        record: the process; any other record has none.
        status: which status.
        days: from when on; what the plan says on the first day on which that is certain.
        today: the day that `today` means.
    """
    if record.collection is not Collection.PROCESSES:
        return {}
    certain = [parse_when(record_date(day, today)).latest for day in days]
    day = min((latest for latest in certain if latest is not None), default=today)
    plan = plan_record(ledger, record)
    meant = plan_words(plan, day).outcomes
    statuses = statuses_of_outcomes(plan, day)
    return {word: meaning for word, meaning in meant.items() if statuses.get(word) == status}
