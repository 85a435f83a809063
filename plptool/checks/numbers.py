"""PLP5xx: statuses, and the numbers of meetings."""

from collections.abc import Iterator
from itertools import islice

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.events import FieldsSet, Meeting, Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import text, texts

_MAY_FOLLOW = {
    "planned": ("planned", "ongoing", "paused", "completed"),
    "ongoing": ("ongoing", "paused", "completed"),
    "paused": ("paused", "ongoing", "completed"),
    "completed": ("completed", "ongoing"),
}
"""By the status that a process has: those that an event may give it. To repeat one confirms it."""
_TOLD_GAPS = 25
"""Missing numbers of one series that are told one by one: a wild number is not told a thousand times."""


def status_may_follow(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP501, 507: a status that cannot follow the one before it, or that takes effect on one day with another."""
    if subject.collection is not Collection.PROCESSES:
        return
    status = "planned"
    previous: Status | None = None
    begun = False
    for event in subject.events:
        if not isinstance(event, Status):
            begun = begun or event.held
            continue
        if previous is None and begun:  # from its first meeting or activity on, until an event says otherwise
            status = "ongoing"
        problem = _at_once(subject, event, previous) or _out_of_order(subject, event, status)
        if problem:
            yield problem
        status, previous = event.status, event


def _at_once(subject: Subject, event: Status, previous: Status | None) -> Problem | None:
    """Two statuses that take effect on one day, and differ."""
    if previous is None or previous.when.latest != event.when.latest or previous.status == event.status:
        return None
    args = {"one": previous.status, "other": event.status, "date": str(event.when.latest)}
    message = Message("both `{one}` and `{other}` take effect on {date}", args)
    hint = Message("One day, one status: check the dates.")
    return Problem("PLP507", subject.record, event_path(event, "status"), message, hint, event.when.text)


def _out_of_order(subject: Subject, event: Status, status: str) -> Problem | None:
    """What is wrong with a status event after the status that the process had."""
    new = event.status
    field = "status"
    if new not in _MAY_FOLLOW[status]:
        message = Message("`{new}` cannot follow `{old}`", {"new": new, "old": status})
        hint = Message("Allowed: {words}", {"words": ", ".join(_MAY_FOLLOW[status])})
    elif status == "completed" and new == "ongoing" and "reason" not in event.data:
        message = Message("a completed process is reopened without a reason")
        hint = Message("Write `reason:`.")
    elif event.outcome is not None and new != "completed":
        field = "outcome"
        message = Message("`outcome` belongs to `completed`, not to `{new}`", {"new": new})
        hint = Message("Remove it.")
    else:
        return None
    return Problem("PLP501", subject.record, event_path(event, field), message, hint, f"{event.when.text} {new}")


def numbers_rise_by_one(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP502, 503, 504: in a series of meetings a number is missing, used before, or lower than one before it."""
    by_series: dict[str, list[tuple[int, Meeting]]] = {}
    for event in subject.of_kind(Meeting):
        if event.number is not None:
            by_series.setdefault(event.series or "", []).append((event.number, event))
    for name, meetings in by_series.items():
        yield from _repeated_or_falling(subject, meetings)
        yield from _gaps(subject, name, meetings)


def _repeated_or_falling(subject: Subject, meetings: list[tuple[int, Meeting]]) -> Iterator[Problem]:
    """The meetings whose number a meeting before them has, or is beyond.

    Args:
        subject: the record.
        meetings: of one series, as they were held, each with its number.
    """
    seen: set[int] = set()
    highest = 0
    args: dict[str, Argument]
    for number, event in meetings:
        place = event_path(event, "number")
        value = f"{number} {event.when.text}"
        if number in seen:
            args = {"n": number, "date": event.when.text}
            message = Message("meeting {n} of {date} has a number that is used before", args)
            hint = Message("The highest before it is {n}.", {"n": highest})
            yield Problem("PLP503", subject.record, place, message, hint, value)
        elif number < highest:
            args = {"n": number, "date": event.when.text, "high": highest}
            message = Message("meeting {n} of {date} comes after meeting {high}", args)
            hint = Message("Check the number and the date.")
            yield Problem("PLP504", subject.record, place, message, hint, value)
        seen.add(number)
        highest = max(highest, number)


def _gaps(subject: Subject, series: str, meetings: list[tuple[int, Meeting]]) -> Iterator[Problem]:
    """The numbers that no meeting of a series has, each told once, at the first meeting with a higher one."""
    suffix = f" {series}" if series else ""
    numbers = {number for number, _ in meetings}
    missing = (number for number in range(1, max(numbers)) if number not in numbers)
    for number in islice(missing, _TOLD_GAPS):
        after = next(event for other, event in meetings if other > number)
        message = Message("meeting {n} is missing in the series", {"n": number})
        hint = Message("Add it, or acknowledge the gap under `known`.")
        yield Problem("PLP502", subject.record, event_path(after, "number"), message, hint, f"{number}{suffix}")


def what_was_booked_is_confirmed(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP505: a meeting was only booked, and a younger document does not tell of it."""
    for event in subject.of_kind(Meeting):
        if event.booked and event.when.by(context.newest_document):
            message = Message("the meeting of {date} was booked; nobody has confirmed it", {"date": event.when.text})
            hint = Message("When it was held, remove `booked`; when not, note that instead.")
            yield Problem("PLP505", subject.record, event_path(event, "booked"), message, hint, event.when.text)


def lead_is_no_partner(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP506: the organisation that leads a process stands among its partners too."""
    if subject.collection is not Collection.PROCESSES:
        return
    lead, partners = text(subject.data, "lead"), texts(subject.data, "partners")
    if lead in partners:
        place = ("partners", partners.index(lead))
        yield Problem("PLP506", subject.record, place, _twice(lead), Message("Remove it from `partners`."), lead)
    for event in subject.of_kind(FieldsSet):
        fields = event.fields
        lead = text(fields, "lead") if "lead" in fields else lead
        partners = texts(fields, "partners") if "partners" in fields else partners
        if lead in partners:
            hint = Message("Write the new partners too: `set: {{lead: …, partners: […]}}`.")
            yield Problem("PLP506", subject.record, event_path(event, "set"), _twice(lead), hint, lead)


def _twice(lead: str) -> Message:
    return Message("`{lead}` leads the process and stands among the partners too", {"lead": lead})
