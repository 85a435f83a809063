"""PLP5xx: statuses, and the numbers of meetings."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import lt
from typing import Self

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.events import FieldsSet, Meeting, Progress, Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.order import in_place
from plptool.model.plain import texts
from plptool.timeline.changed import values_after
from plptool.timeline.fold import OUTCOMES

_MAY_FOLLOW = {
    "planned": ("planned", "ongoing", "paused", "completed", "cancelled"),
    "ongoing": ("ongoing", "paused", "completed", "cancelled"),
    "paused": ("paused", "ongoing", "completed", "cancelled"),
    "completed": ("completed", "ongoing"),
    "cancelled": ("cancelled", "planned", "ongoing"),
}
"""By the status that a process has: those that an event may give it. To repeat one confirms it."""
_TOLD_GAPS = 5
"""Missing numbers in a row that are told one by one; more, as one: a wild number is one mistake."""


def status_may_follow(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP501, 507: a status that cannot follow the one before it, or that takes effect on one day with another."""
    if subject.collection is not Collection.PROCESSES:
        return
    status = "planned"
    previous: Status | Progress | None = None
    begun = False
    for event in subject.events:
        if not isinstance(event, Status | Progress) or event.status is None:
            begun = begun or event.held
            continue
        if previous is None and begun:  # from its first meeting or activity on, until an event says otherwise
            status = "ongoing"
        problem = at_once(subject, event, previous) or _out_of_order(subject, event, status)
        if problem:
            yield problem
        status, previous = event.status, event


def at_once(subject: Subject, event: Status | Progress, previous: Status | Progress | None) -> Problem | None:
    """Two statuses that take effect on one day, and differ."""
    if previous is None or previous.when.latest != event.when.latest or previous.status == event.status:
        return None
    arguments = {"one": previous.status, "other": event.status, "date": str(event.when.latest)}
    message = Message("both `{one}` and `{other}` take effect on {date}", arguments)
    hint = Message("One day, one status: check the dates.")
    return Problem("PLP507", subject.record, event_path(event, "status"), message, hint, event.when.text)


def _out_of_order(subject: Subject, event: Status | Progress, status: str) -> Problem | None:
    """What is wrong with a status event after the status that the process had."""
    new = event.status
    field = "status"
    if new not in _MAY_FOLLOW[status]:
        message = Message("`{new}` cannot follow `{old}`", {"new": new, "old": status})
        hint = Message("Allowed: {words}", {"words": ", ".join(_MAY_FOLLOW[status])})
    elif status == "completed" and new == "ongoing" and "reason" not in event.data:
        message = Message("a completed process is reopened without a reason")
        hint = Message("Write `reason:`.")
    elif event.outcome in OUTCOMES and new != "completed":
        field = "outcome"
        message = Message("`outcome` belongs to `completed`, not to `{new}`", {"new": new})
        hint = Message("Remove it.")
    else:
        return None
    return Problem("PLP501", subject.record, event_path(event, field), message, hint, f"{event.when.text} {new}")


def numbers_rise_by_one(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP502, 503, 504: in a series of meetings a number is missing, used twice, or out of its order."""
    by_series: dict[str, list[Meeting]] = {}
    for event in subject.of_kind(Meeting):
        if event.number is not None and event.index not in subject.repeated:
            by_series.setdefault(event.series or "", []).append(event)
    for name, meetings in by_series.items():
        series = _Series.of(meetings)
        for stray in series.strays:
            yield _misnumbered(subject, meetings, stray)
        yield from _missing(subject, name, series)


@dataclass(frozen=True, slots=True)
class _Stray:
    """A meeting whose number is not in order: one of the fewest that must have others for all to rise."""

    event: Meeting
    low: int
    """The number of the last before it that is in order; 0 where there is none."""
    high: int
    """That of the next after it; 0 where there is none."""
    meant: int | None
    """The number that is missing between these: that nobody has it is the same mistake."""


@dataclass(frozen=True, slots=True)
class _Series:
    """The meetings of one series, in the order in which they were held."""

    in_order: list[Meeting]
    strays: list[_Stray]
    accounted: frozenset[int]
    """The numbers that are not missing."""

    @classmethod
    def of(cls, meetings: list[Meeting]) -> Self:
        """The series in the way that leaves the fewest numbers missing: 9 is the stray in 1, 2, 9, 3."""
        numbers = [event.number or 0 for event in meetings]
        if all(map(lt, numbers, numbers[1:])):  # nearly all
            return cls(meetings, [], frozenset(numbers))
        from_end = in_place([-number for number in reversed(numbers)], strictly=True)
        ways = (in_place(numbers, strictly=True), [len(numbers) - 1 - index for index in reversed(from_end)])
        return min((cls._kept(meetings, numbers, kept) for kept in ways), key=cls._missing)

    @classmethod
    def _kept(cls, meetings: list[Meeting], numbers: list[int], kept: list[int]) -> Self:
        """The series, where these are numbered rightly."""
        strays: list[_Stray] = []
        accounted = set(numbers)
        for index in sorted({*range(len(numbers))}.difference(kept)):
            place = bisect_left(kept, index)
            low = numbers[kept[place - 1]] if place else 0
            high = numbers[kept[place]] if place < len(kept) else 0
            meant = next((number for number in range(low + 1, high) if number not in accounted), None)
            accounted |= {meant} if meant is not None else set()
            strays.append(_Stray(meetings[index], low, high, meant))
        return cls([meetings[index] for index in kept], strays, frozenset(accounted))

    def _missing(self) -> int:
        highest = self.in_order[-1].number or 0
        return highest - sum(number <= highest for number in self.accounted)


def _misnumbered(subject: Subject, meetings: list[Meeting], stray: _Stray) -> Problem:
    """PLP503, 504: a meeting that has another's number, or one that is not in order."""
    event = stray.event
    number = event.number or 0
    arguments: dict[str, Argument] = {"n": number, "date": event.when.text, "low": stray.low, "high": stray.high}
    same = next((one for one in meetings if one.number == number and one is not event), None)
    if same is not None:
        rule = "PLP503"
        arguments["other"] = same.when.text
        message = Message("meeting {n} of {date} has the number of the meeting of {other}", arguments)
    else:
        rule = "PLP504"
        message = Message("meeting {n} of {date} comes before meeting {high}", arguments)
        if number < stray.low:
            message = Message("meeting {n} of {date} comes after meeting {low}", arguments)
    hint = Message("Check the number and the date.")
    if stray.meant is not None:
        hint = Message("Check the number and the date: number {meant} is missing there.", {"meant": stray.meant})
    return Problem(rule, subject.record, event_path(event, "number"), message, hint, f"{number} {event.when.text}")


def _missing(subject: Subject, name: str, series: _Series) -> Iterator[Problem]:
    """PLP502: the numbers that no meeting of a series has, each told once, at the first meeting with a higher one."""
    suffix = f" {name}" if name else ""
    low = 0
    for event in series.in_order:
        high = event.number or 0
        gap = [*islice((number for number in range(low + 1, high) if number not in series.accounted), _TOLD_GAPS + 1)]
        if len(gap) > _TOLD_GAPS:
            last_number = next(number for number in range(high - 1, low, -1) if number not in series.accounted)
            yield _wide_gap(subject, event, gap[0], last_number, suffix)
        else:
            yield from (_gap(subject, event, number, suffix) for number in gap)
        low = high


def _gap(subject: Subject, after: Meeting, number: int, suffix: str) -> Problem:
    """A number that no meeting has."""
    message = Message("meeting {n} is missing in the series", {"n": number})
    hint = Message("Add it, or acknowledge the gap under `known`.")
    return Problem("PLP502", subject.record, event_path(after, "number"), message, hint, f"{number}{suffix}")


def _wide_gap(subject: Subject, after: Meeting, first: int, last: int, suffix: str) -> Problem:
    """Many numbers in a row that no meeting has: most often the next number is wrong."""
    arguments: dict[str, Argument] = {"first": first, "last": last, "n": after.number}
    message = Message("meetings {first} to {last} are missing in the series", arguments)
    hint = Message("Check number {n}; else add them, or acknowledge the gap under `known`.", arguments)
    return Problem("PLP502", subject.record, event_path(after, "number"), message, hint, f"{first}–{last}{suffix}")


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
    leads, partners = texts(subject.data, "lead"), texts(subject.data, "partners")
    for lead in leads:
        if lead in partners:
            place = ("partners", partners.index(lead))
            yield Problem("PLP506", subject.record, place, _twice(lead), Message("Remove it from `partners`."), lead)
    fields = dict(subject.data)
    for event in subject.of_kind(FieldsSet):
        fields.update(values_after(fields, event))
        if "lead" not in event.names and "partners" not in event.names:  # it is told where it was set
            continue
        leads, partners = texts(fields, "lead"), texts(fields, "partners")
        for lead in leads:
            if lead in partners:
                hint = Message("Write who leaves the partners too: `set: {{lead: …}}, remove: {{partners: […]}}`.")
                place = ("events", event.index)
                yield Problem("PLP506", subject.record, place, _twice(lead), hint, lead)


def _twice(lead: str) -> Message:
    return Message("`{lead}` leads the process and stands among the partners too", {"lead": lead})
