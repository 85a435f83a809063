"""The events of records: one type a kind, each with what its kind alone says.

An event keeps the data that its file has, and takes values out of it when they are asked for: most never are.
Whoever treats kinds apart uses `match` and ends with `assert_never`: so mypy names every place that a new kind needs.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from plptool.model.dates import When, is_task_id, parse_when
from plptool.model.plain import Data, number_if_any, part, text, text_if_any, texts


class MeetingSort(Enum):
    """What a meeting is counted as: the first that fits, from above."""

    BOOKED = "booked"
    INTERNAL = "internal"
    NUMBERED = "numbered"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EventBase:
    """What every event has: its place in the record, what its file says of it, and the days that its date can mean."""

    KIND: ClassVar[str]
    """What `kind` says of it."""
    RANK: ClassVar[int] = 2
    """Of one day's events, in which order they take effect: what was held before what was decided, then the status."""

    index: int
    """Where it stands in the record's `events`."""
    data: Data
    when: When

    @property
    def kind(self) -> str:
        return self.KIND

    @property
    def held(self) -> bool:
        """Whether it took place: a meeting or an activity did."""
        return False

    @property
    def settles(self) -> str | None:
        """The date, as it was written, on which it was expected that what it settles would come."""
        what_it_settles = text_if_any(self.data, "settles")
        return None if what_it_settles is None or is_task_id(what_it_settles) else what_it_settles

    @property
    def completes(self) -> str | None:
        """The id of the task of its record that it completes: what `settles` says and is no date."""
        what_it_settles = text_if_any(self.data, "settles")
        return what_it_settles if what_it_settles is not None and is_task_id(what_it_settles) else None

    def order(self) -> tuple[tuple[date, date], int]:
        """Sorts as events take effect, but for ties."""
        return self.when.order, self.RANK


@dataclass(frozen=True, slots=True)
class Meeting(EventBase):
    KIND = "meeting"
    RANK = 0

    @property
    def number(self) -> int | None:
        """Its number in its series."""
        return number_if_any(self.data, "number")

    @property
    def series(self) -> str | None:
        """In which series it is numbered; None for the main one."""
        return text_if_any(self.data, "series")

    @property
    def internal(self) -> str | None:
        """The organisation that met by itself."""
        return text_if_any(self.data, "internal")

    @property
    def booked(self) -> bool:
        """Whether it was only booked: as far as anybody knows, it did not take place."""
        return self.data.get("booked") is True

    @property
    def held(self) -> bool:
        return not self.booked

    @property
    def sort(self) -> MeetingSort:
        if self.booked:
            return MeetingSort.BOOKED
        if "internal" in self.data:
            return MeetingSort.INTERNAL
        return MeetingSort.OTHER if self.number is None else MeetingSort.NUMBERED


@dataclass(frozen=True, slots=True)
class Activity(EventBase):
    KIND = "activity"
    RANK = 1

    @property
    def held(self) -> bool:
        return True

    @property
    def activity(self) -> str:
        """What it was: a workshop, a study visit."""
        return text(self.data, "activity")

    @property
    def times(self) -> int:
        """How often, where several are told as one."""
        times = number_if_any(self.data, "times")
        return 1 if times is None else times


@dataclass(frozen=True, slots=True)
class Status(EventBase):
    """From now on the process or decision has another status."""

    KIND = "status"
    RANK = 3

    @property
    def status(self) -> str:
        return text(self.data, "status")

    @property
    def outcome(self) -> str | None:
        return text_if_any(self.data, "outcome")

    @property
    def remaining(self) -> tuple[str, ...] | None:
        """What is left to do; None where the event does not say."""
        return texts(self.data, "remaining") if "remaining" in self.data else None


@dataclass(frozen=True, slots=True)
class Progress(EventBase):
    """Somebody reported how it goes with the process: how much is done, and how its plan rates that."""

    KIND = "report"
    RANK = 3

    @property
    def status(self) -> str | None:
        return text_if_any(self.data, "status")

    @property
    def outcome(self) -> str | None:
        """What became of it, by the plan's own word, which may say the status too."""
        return text_if_any(self.data, "outcome")

    @property
    def percent(self) -> int | None:
        """How much of it is done."""
        return number_if_any(self.data, "percent")

    @property
    def rating(self) -> str | None:
        """How the plan rates it."""
        return text_if_any(self.data, "rating")

    @property
    def to(self) -> tuple[str, ...]:
        """The bodies that it was reported to."""
        return texts(self.data, "to")


@dataclass(frozen=True, slots=True)
class Decided(EventBase):
    """A decision was taken, which has a record of its own."""

    KIND = "decision"

    @property
    def decision(self) -> str:
        """The decision's id."""
        return text(self.data, "decision")


@dataclass(frozen=True, slots=True)
class Granted(EventBase):
    """Money came, of a grant that has a record of its own."""

    KIND = "grant"

    @property
    def grant(self) -> str:
        """The grant's id."""
        return text(self.data, "grant")


@dataclass(frozen=True, slots=True)
class Expected(EventBase):
    """Something was to come by a day."""

    KIND = "expected"

    @property
    def due(self) -> str:
        """By when, as it was written."""
        return text(self.data, "due")


@dataclass(frozen=True, slots=True)
class Changing(EventBase):
    """Fields have other values from now on: of the record, or of tasks of it."""

    KIND = "change"

    @property
    def fields(self) -> Data:
        """By name, the values that are set; in the order of the names, as that of the file means nothing."""
        return self._said("set")

    @property
    def added(self) -> Data:
        """By list, the entries that it gains."""
        return self._said("add")

    @property
    def removed(self) -> Data:
        """By list, the entries that it loses, as `remove` names them."""
        return self._said("remove")

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it touches."""
        return tuple(sorted({*self.fields, *self.added, *self.removed}))

    def _said(self, what: str) -> Data:
        return dict(sorted(part(self.data, what).items()))


@dataclass(frozen=True, slots=True)
class FieldsSet(Changing):
    """Fields of the record have other values from now on."""


@dataclass(frozen=True, slots=True)
class Note(EventBase):
    KIND = "note"


@dataclass(frozen=True, slots=True)
class OfTask(EventBase):
    """What is said of tasks of the record, and not of the record itself."""

    @property
    def of(self) -> tuple[str, ...]:
        """The tasks, by the ids that they have in the record."""
        return texts(self.data, "of")

    @property
    def reason(self) -> str | None:
        """Why; of a report, what stands in the way."""
        return text_if_any(self.data, "reason")

    @property
    def decision(self) -> str | None:
        """The id of the decision that it rests on."""
        return text_if_any(self.data, "decision")


@dataclass(frozen=True, slots=True)
class TaskStatus(OfTask):
    """From now on a task has another status."""

    KIND = "status"
    RANK = Status.RANK

    @property
    def status(self) -> str:
        return text(self.data, "status")

    def order(self) -> tuple[tuple[date, date], int]:
        """What is executed and closed on one day was executed before it was closed."""
        return self.when.order, self.RANK + (self.status == "closed")


@dataclass(frozen=True, slots=True)
class TaskChange(OfTask, Changing):
    """A task is extended, goes to somebody else, or has other properties of its own from now on."""

    KIND = Changing.KIND


@dataclass(frozen=True, slots=True)
class Report(OfTask):
    """Somebody reported how it goes with a task, or what an indicator was."""

    KIND = "report"

    @property
    def to(self) -> tuple[str, ...]:
        """The bodies that it was reported to."""
        return texts(self.data, "to")

    @property
    def final(self) -> bool:
        """Whether it is the report that says that the task is done."""
        return text_if_any(self.data, "stage") == "final"

    @property
    def status(self) -> str | None:
        return text_if_any(self.data, "status")

    @property
    def percent(self) -> int | None:
        """How much of it is done."""
        return number_if_any(self.data, "percent")

    @property
    def rating(self) -> str | None:
        """How the plan rates it."""
        return text_if_any(self.data, "rating")

    @property
    def value(self) -> str | None:
        """Of an indicator, what was measured, as it is written; None of a task."""
        return text_if_any(self.data, "value")

    @property
    def period(self) -> str | None:
        """Of an indicator's value, the time in which it was measured, as it is written."""
        return text_if_any(self.data, "period")

    @property
    def said(self) -> Data:
        """What it says of the tasks, beside when, where, by whom and to whom."""
        return {name: value for name, value in self.data.items() if name not in _NOT_SAID}


_NOT_SAID = frozenset({"date", "written", "kind", "of", "to", "by", "period", "decision", "source", "discrepancies"})
"""What two reports may differ in and still say the same."""

Event = (
    Meeting
    | Activity
    | Status
    | Progress
    | Decided
    | Granted
    | Expected
    | FieldsSet
    | Note
    | TaskStatus
    | TaskChange
    | Report
)


Change = FieldsSet | TaskChange
"""What gives fields other values."""


def tells_of(event: Event, task: str) -> bool:
    """Whether an event says something of a task of its record, by its id: also that it completes it."""
    return event.completes == task or (isinstance(event, OfTask) and task in event.of)


KINDS: dict[str, type[Event]] = {
    kind.KIND: kind for kind in (Meeting, Activity, Status, Decided, Granted, Expected, FieldsSet, Note, Progress)
}
"""By what `kind` says, its type; a test holds it beside the schemas."""
KINDS_OF_TASKS: dict[str, type[Event]] = {kind.KIND: kind for kind in (TaskStatus, TaskChange, Report)}
"""By what `kind` says, the type of what is said `of` a task."""


def event_of(data: Data, index: int = 0) -> Event:
    """The event that a record's file tells.

    Args:
        data: as the file has it; it fits its schema.
        index: where it stands among the record's events.

    Raises:
        TypeError: it does not fit its schema.
    """
    # Asked of every event there is: the readers of plain data would take as long as all the rest.
    kind, written = data["kind"], data["date"]
    if not isinstance(kind, str) or not isinstance(written, str):
        raise TypeError("an event's kind and date are texts")
    kinds = KINDS_OF_TASKS if "of" in data else KINDS
    return kinds[kind](index, data, parse_when(written))
