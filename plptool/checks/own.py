"""What a record says against itself, or of what another record of its collection is already."""

import re
from collections.abc import Iterator

from plptool.checks.context import Context, Subject
from plptool.model.collections import Collection
from plptool.model.dates import in_words, parse_day, parse_when
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import Plain, as_list, entries, text, text_if_any
from plptool.model.records import Record
from plptool.model.text import natural


def snapshot_is_of_its_day(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP510, 521: a snapshot is of another day than it is called by, or of one that another is of."""
    if subject.collection is not Collection.SNAPSHOTS:
        return
    day = text(subject.data, "date")
    called = _day_of_id(subject.id)
    if called not in (None, day):
        args: dict[str, Argument] = {"id": subject.id, "date": day}
        message = Message("it is called `{id}`, and its date is {date}", args)
        hint = Message("A snapshot is called by its day: correct the one or the other.")
        yield Problem("PLP521", subject.record, ("date",), message, hint, f"{day} date")
    for other in _first_alike(subject, context, "date", "withdrawn"):
        message = Message("`{id}` is of {date} too", {"id": other.id, "date": day})
        hint = Message("Of a day there is one snapshot: put what both assert into one.")
        yield Problem("PLP510", subject.record, ("date",), message, hint, other.id)


def _first_alike(subject: Subject, context: Context, name: str, unless: str) -> Iterator[Record]:
    """The first record of its collection that says the same of a property, before it in the order of ids.

    Of many that are alike, each is so told once.

    Args:
        subject: the record that comes after.
        context: where the others are.
        name: the property.
        unless: a property by which a record is none of these.
    """
    value = text(subject.data, name)
    place = natural(subject.id)
    alike = context.saying(subject.collection, name).get(value, ())
    others = [other for other in alike if unless not in other.data and natural(other.id) < place]
    if others:
        yield min(others, key=lambda other: natural(other.id))


def _day_of_id(key: str) -> str | None:
    """The day by which a snapshot is called, as in `231231`; None where it is called by something else."""
    if not re.fullmatch(r"\d{6}|\d{8}", key, re.ASCII):
        return None
    try:
        return parse_day(key).isoformat()
    except UserError:
        return None


def fetched_after_its_day(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP402: a document was retrieved before the newest date that it has."""
    if subject.collection is not Collection.SOURCES:
        return
    retrieved = text_if_any(subject.data, "retrieved")
    dated = text_if_any(subject.data, "date")
    if retrieved is None or dated is None:
        return
    fetched = parse_when(retrieved).latest
    if fetched is not None and parse_when(dated).certainly_after(fetched):
        args: dict[str, Argument] = {"retrieved": retrieved, "date": dated}
        message = Message("retrieved on {retrieved}, and dated {date}", args)
        hint = Message("A document is retrieved as it is on that day: check both dates.")
        yield Problem("PLP402", subject.record, ("retrieved",), message, hint, f"{retrieved} retrieved")


def one_record_a_document(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP510: two sources have one text, and neither says that it is a copy: each of its dates would count twice."""
    is_source = subject.collection is Collection.SOURCES
    if not is_source or "sha256" not in subject.data or "copy-of" in subject.data:
        return
    for other in _first_alike(subject, context, "sha256", "copy-of"):
        message = Message("`{id}` has the same text", {"id": other.id})
        hint = Message("One document is one record: cite that one, or write here `copy-of:` with its id.")
        yield Problem("PLP510", subject.record, ("sha256",), message, hint, other.id)


def claims_disagree(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP510: documents that are said to disagree on a field say the same, or their claims stand in two entries."""
    for where, mapping in subject.mappings:
        fields: set[str] = set()
        for index, discrepancy in enumerate(entries(mapping, "discrepancies")):
            field = text(discrepancy, "field")
            values = [_compared(claim["value"]) for claim in entries(discrepancy, "claims")]
            place = (*where, "discrepancies", index)
            if len(values) > 1 and len(set(values)) == 1:
                message = Message("all claims about `{field}` say the same", {"field": field})
                hint = Message("What documents agree on is no discrepancy: cite all of them at the field.")
                yield Problem("PLP510", subject.record, (*place, "claims"), message, hint, field)
            if field in fields:
                message = Message("claims about `{field}` stand in two entries", {"field": field})
                hint = Message("Put all that documents say of one field into one entry.")
                yield Problem("PLP510", subject.record, (*place, "field"), message, hint, field)
            fields.add(field)


def _compared(value: Plain) -> str:
    """A value as it is compared with another: 1 and "1" are one, and the order of a list says nothing."""
    entries_in_order = sorted(" ".join(str(entry).split()) for entry in as_list(value))
    return "\n".join(entries_in_order)


def taken_in_before_its_end(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP411: a process is taken into the plan when its own period is over."""
    taken_in = text_if_any(subject.data, "from")
    period = text_if_any(subject.data, "period")
    if subject.collection is not Collection.PROCESSES or taken_in is None or period is None:
        return
    last_day = parse_when(period).latest
    if last_day is not None and parse_when(taken_in).certainly_after(last_day):
        args: dict[str, Argument] = {"date": taken_in, "period": in_words(period)}
        message = Message("taken in on {date}, when its period {period} was over", args)
        yield Problem("PLP411", subject.record, ("from",), message, Message("Check the years."), taken_in)
