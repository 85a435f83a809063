"""What minutes say of their meeting and of what became of them, that cannot be."""

from collections.abc import Iterator

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
    before = parse_when(text(meeting, "date")) if meeting else None
    reached = -1
    for event in sorted(subject.of_kind(Status), key=lambda one: (one.when.order, STATUSES.index(one.status))):
        place = STATUSES.index(event.status)
        args: dict[str, Argument] = {"status": Message(event.status), "date": event.when.text}
        if before is None:
            message = Message("{status} on {date}, and it is not said of which meeting these minutes are", args)
            hint = Message(
                "Write `meeting:` with its `body` and `date`; other documents are neither approved nor posted."
            )
        elif before.earliest and event.when.certainly_before(before.earliest):
            message = Message("{status} on {date}, before the meeting on {day}", {**args, "day": before.text})
            hint = Message("Check the year.")
        elif place < reached:
            last = {**args, "other": Message(STATUSES[reached])}
            message = Message("{status} on {date}, after the minutes were {other}", last)
            hint = Message("Minutes are approved, then posted, then taken down: check the dates.")
        else:
            reached = place
            continue
        value = f"{event.when.text} {event.status}"
        yield Problem("PLP519", subject.record, event_path(event), message, hint, value)
