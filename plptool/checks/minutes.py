"""What minutes say of their meeting and of what became of them, that cannot be."""

from collections.abc import Iterator
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.events import Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import Data, number, part, text
from plptool.model.text import natural
from plptool.timeline.minutes import STATUSES


def follow_their_meeting(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP519: minutes are approved or posted before their meeting or out of order, or what is no minutes is."""
    if subject.collection is not Collection.SOURCES:
        return
    meeting = part(subject.data, "meeting")
    meeting_date = None
    if meeting:
        written = text(meeting, "date")
        meeting_date = parse_when(written)
    reached = -1
    events = list(subject.of_kind(Status))
    events.sort(key=_order)
    for event in events:
        place = STATUSES.index(event.status)
        arguments: dict[str, Argument] = {"status": Message(event.status), "date": event.when.text}
        if meeting_date is None:
            message = Message("{status} on {date}, and it is not said of which meeting these minutes are", arguments)
            hint = Message(
                "Write `meeting:` with its `body` and `date`; other documents are neither approved nor posted."
            )
        elif meeting_date.earliest and event.when.certainly_before(meeting_date.earliest):
            arguments["day"] = meeting_date.text
            message = Message("{status} on {date}, before the meeting on {day}", arguments)
            hint = Message("Check the year.")
        elif place < reached:
            later_status = STATUSES[reached]
            arguments["other"] = Message(later_status)
            message = Message("{status} on {date}, after the minutes were {other}", arguments)
            hint = Message("Minutes are approved, then posted, then taken down: check the dates.")
        else:
            reached = place
            continue
        value = f"{event.when.text} {event.status}"
        where = event_path(event)
        yield Problem("PLP519", subject.record, where, message, hint, value)


def meetings_are_numbered_once(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP519: minutes of two meetings of one body, in one year, have one number."""
    if subject.collection is not Collection.SOURCES:
        return
    meeting = part(subject.data, "meeting")
    numbered = _number_of_year(meeting)
    if numbered is None:
        return
    for key, other in context.collections[Collection.SOURCES].items():
        of_other = part(other.data, "meeting")
        if natural(key) >= natural(subject.id) or "withdrawn" in other.data:  # told once, at the second
            continue
        if _number_of_year(of_other) != numbered or text(of_other, "date") == text(meeting, "date"):
            continue
        arguments: dict[str, Argument] = {
            "number": number(meeting, "number"),
            "body": text(meeting, "body"),
            "date": text(meeting, "date"),
            "day": text(of_other, "date"),
            "other": key,
        }
        message = Message(
            "meeting {number} of {body} on {date} has the number of that of {day} in `{other}`", arguments
        )
        hint = Message("Check the number and the date.")
        value = f"{number(meeting, 'number')} {text(meeting, 'date')}"
        yield Problem("PLP519", subject.record, ("meeting", "number"), message, hint, value)


def _number_of_year(meeting: Data) -> tuple[str, int, int] | None:
    """The body, the year and the number of a meeting; None where it has none, or no year is certain."""
    if "number" not in meeting:
        return None
    when = parse_when(text(meeting, "date"))
    if when.earliest is None or when.latest is None or when.earliest.year != when.latest.year:
        return None
    return text(meeting, "body"), when.latest.year, number(meeting, "number")


def _order(event: Status) -> tuple[tuple[date, date], int]:
    """By day; on one day, as it must have come about."""
    place = STATUSES.index(event.status)
    return event.when.order, place
