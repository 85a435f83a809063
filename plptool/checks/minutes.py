"""What minutes say of their meeting and of what became of them, that cannot be."""

from collections.abc import Iterator
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.events import Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import part, text
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


def _order(event: Status) -> tuple[tuple[date, date], int]:
    """By day; on one day, as it must have come about."""
    place = STATUSES.index(event.status)
    return event.when.order, place
