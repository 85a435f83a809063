"""What minutes say of their meeting and of what became of them, that cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
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
    for event in sorted(subject.of_kind(Status), key=_order):
        place = STATUSES.index(event.status)
        later_status = STATUSES[reached] if place < reached else None
        mistake = _mistake(event, meeting_date, later_status)
        if mistake is None:
            reached = place
            continue
        written = event.when.text
        value = f"{written} {event.status}"
        where = event_path(event)
        yield Problem("PLP519", subject.record, where, mistake.message, mistake.hint, value)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong with an event of minutes, and what to do about it."""

    message: Message
    hint: Message


def _mistake(event: Status, meeting_date: When | None, later_status: str | None) -> _Mistake | None:
    """What is wrong with the date of what became of minutes; None where nothing is.

    Args:
        event: what became of them.
        meeting_date: that of their meeting; None where that is not said.
        later_status: what comes after it, and is dated before it; None where nothing is.
    """
    written = event.when.text
    arguments: dict[str, Argument] = {"status": Message(event.status), "date": written}
    if meeting_date is None:
        message = Message("{status} on {date}, and it is not said of which meeting these minutes are", arguments)
        hint = Message("Write `meeting:` with its `body` and `date`; other documents are neither approved nor posted.")
        return _Mistake(message, hint)
    meeting_day = meeting_date.earliest
    if meeting_day and event.when.certainly_before(meeting_day):
        arguments["day"] = meeting_date.text
        message = Message("{status} on {date}, before the meeting on {day}", arguments)
        hint = Message("Check the year.")
        return _Mistake(message, hint)
    if later_status is not None:
        arguments["other"] = Message(later_status)
        message = Message("{status} on {date}, after the minutes were {other}", arguments)
        hint = Message("Minutes are approved, then posted, then taken down: check the dates.")
        return _Mistake(message, hint)
    return None


def meetings_are_numbered_once(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP519: minutes of two meetings of one body, in one year, have one number."""
    if subject.collection is not Collection.SOURCES:
        return
    meeting = part(subject.data, "meeting")
    numbered = _number_of_year(meeting)
    if numbered is None:
        return
    own_date = text(meeting, "date")
    for key, other in context.collections[Collection.SOURCES].items():
        is_first = natural(key) < natural(subject.id)
        if not is_first or "withdrawn" in other.data:  # told once, at the second
            continue
        of_other = part(other.data, "meeting")
        if _number_of_year(of_other) != numbered:
            continue
        other_date = text(of_other, "date")
        if other_date == own_date:
            continue
        arguments: dict[str, Argument] = {
            "number": numbered.number,
            "body": numbered.body,
            "date": own_date,
            "day": other_date,
            "other": key,
        }
        message = Message(
            "meeting {number} of {body} on {date} has the number of that of {day} in `{other}`", arguments
        )
        hint = Message("Check the number and the date.")
        value = f"{numbered.number} {own_date}"
        yield Problem("PLP519", subject.record, ("meeting", "number"), message, hint, value)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """What one meeting has alone."""

    body: str
    year: int
    number: int


def _number_of_year(meeting: Data) -> _Numbered | None:
    """The number of a meeting in its year; None where it has none, or no year is certain."""
    if "number" not in meeting:
        return None
    written = text(meeting, "date")
    when = parse_when(written)
    if when.earliest is None or when.latest is None or when.earliest.year != when.latest.year:
        return None
    body = text(meeting, "body")
    own_number = number(meeting, "number")
    return _Numbered(body, when.latest.year, own_number)


def _order(event: Status) -> tuple[tuple[date, date], int]:
    """By day; on one day, as it must have come about."""
    place = STATUSES.index(event.status)
    return event.when.order, place
