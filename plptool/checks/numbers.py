"""PLP5xx: statuses, and the numbers of meetings."""

from collections.abc import Iterator
from itertools import islice

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.events import FieldsChange, Meeting, Status
from plptool.model.findings import Message, Problem

_MAY_FOLLOW = {
    "planned": ("planned", "ongoing", "paused", "completed"),
    "ongoing": ("ongoing", "paused", "completed"),
    "paused": ("paused", "ongoing", "completed"),
    "completed": ("completed", "ongoing"),
}


def statuses(one: Subject, _: Context) -> Iterator[Problem]:
    if one.collection is not Collection.PROCESSES:
        return
    status, spoken, begun = "planned", False, False
    previous: Status | None = None
    for event in one.events:
        if not isinstance(event, Status):
            begun = begun or event.held
            continue
        if not spoken and begun:
            status = "ongoing"
        spoken = True
        new = event.status
        value = f"{event.when.text} {new}"
        if previous and previous.when.latest == event.when.latest and previous.status != new:
            args = {"one": previous.status, "other": new, "date": str(event.when.latest)}
            message = Message("both `{one}` and `{other}` take effect on {date}", args)
            hint = Message("One day, one status: check the dates.")
            yield Problem("PLP507", one.record, event_path(event, "status"), message, hint, event.when.text)
        elif new not in _MAY_FOLLOW[status]:
            message = Message("`{new}` cannot follow `{old}`", {"new": new, "old": status})
            hint = Message("Allowed: {words}", {"words": ", ".join(_MAY_FOLLOW[status])})
            yield Problem("PLP501", one.record, event_path(event, "status"), message, hint, value)
        elif status == "completed" and new == "ongoing" and "reason" not in event.data:
            message = Message("a completed process is reopened without a reason")
            yield Problem(
                "PLP501", one.record, event_path(event, "status"), message, Message("Write `reason:`."), value
            )
        elif event.outcome is not None and new != "completed":
            message = Message("`outcome` belongs to `completed`, not to `{new}`", {"new": new})
            yield Problem("PLP501", one.record, event_path(event, "outcome"), message, Message("Remove it."), value)
        status, previous = new, event


def series(one: Subject, _: Context) -> Iterator[Problem]:
    """In each series the numbers rise by one, from one."""
    by_series: dict[str, list[tuple[int, Meeting]]] = {}
    for event in one.of_kind(Meeting):
        if event.number is not None:
            by_series.setdefault(event.series or "", []).append((event.number, event))
    for name, meetings in by_series.items():
        suffix = f" {name}" if name else ""
        seen: set[int] = set()
        highest = 0
        for number, event in meetings:
            place = event_path(event, "number")
            value = f"{number} {event.when.text}"
            if number in seen:
                message = Message(
                    "meeting {n} of {date} has a number that is used before", {"n": number, "date": event.when.text}
                )
                yield Problem("PLP503", one.record, place, message, _next(highest), value)
            elif number < highest:
                message = Message(
                    "meeting {n} of {date} comes after meeting {high}",
                    {"n": number, "date": event.when.text, "high": highest},
                )
                yield Problem("PLP504", one.record, place, message, Message("Check the number and the date."), value)
            seen.add(number)
            highest = max(highest, number)
        # A gap is told at the meeting after it, once for each number; a wild number is not told a thousand times.
        for missing in islice((n for n in range(1, highest) if n not in seen), 25):
            after = next(event for number, event in meetings if number > missing)
            message = Message("meeting {n} is missing in the series", {"n": missing})
            hint = Message("Add it, or acknowledge the gap under `known`.")
            yield Problem("PLP502", one.record, event_path(after, "number"), message, hint, f"{missing}{suffix}")


def _next(highest: int) -> Message:
    return Message("The highest before it is {n}.", {"n": highest})


def booked(one: Subject, context: Context) -> Iterator[Problem]:
    """A booked meeting is odd once the ledger has a document that is younger and does not tell of it."""
    for event in one.of_kind(Meeting):
        if event.booked and event.when.by(context.newest_document):
            message = Message("the meeting of {date} was booked; nobody has confirmed it", {"date": event.when.text})
            hint = Message("When it was held, remove `booked`; when not, note that instead.")
            yield Problem("PLP505", one.record, event_path(event, "booked"), message, hint, event.when.text)


def lead_as_partner(one: Subject, _: Context) -> Iterator[Problem]:
    if one.collection is not Collection.PROCESSES:
        return
    lead, partners = one.data["lead"], one.data.get("partners", [])
    if lead in partners:
        yield Problem("PLP506", one.record, ("partners", partners.index(lead)), _twice(lead), _ONCE, lead)
    for event in one.of_kind(FieldsChange):
        lead = event.fields.get("lead", lead)
        partners = event.data["set"].get("partners", partners)
        if lead in partners:
            hint = Message("Write the new partners too: `set: {{lead: …, partners: […]}}`.")
            yield Problem("PLP506", one.record, event_path(event, "set"), _twice(lead), hint, lead)


_ONCE = Message("Remove it from `partners`.")


def _twice(lead: str) -> Message:
    return Message("`{lead}` leads the process and stands among the partners too", {"lead": lead})
