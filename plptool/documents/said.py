"""What was recognised in a document: of each process its fields and events, and what a person is asked."""

from dataclasses import dataclass, field
from datetime import date

from plptool.model.findings import Message
from plptool.model.plain import Plain


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """What a document says of a field."""

    value: Plain
    lines: tuple[int, ...]
    written: str | None = None
    """The document's own words, where the value is none of them."""


@dataclass(frozen=True, slots=True)
class MeetingSaid:
    """A meeting that was held, or is booked."""

    day: date
    number: int | None
    lines: tuple[int, ...]
    text_of_line: str
    is_said: bool = True
    """Whether it is said that it was held, or is booked; if not, its being told of in a later document says so."""
    booked: bool = False
    internal: str | None = None
    series: str | None = None
    participants: tuple[str, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """How a process stands on a day."""

    day: date
    status: str
    lines: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RatingSaid:
    """How its plan rates a process on a day."""

    day: date
    rating: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person must say, as something of a line is not understood, or may mean something else."""

    line: int
    text: str
    why: Message
    process: str | None = None
    days: tuple[date, ...] = ()
    """What it names for certain."""
    number: int | None = None
    is_meeting: bool = False
    """Whether it tells of a meeting."""
    is_cancelled: bool = False
    """Whether it says for certain that the meeting of that day was cancelled: it speaks of no other."""
    may_be_known: bool = False
    """Whether nothing is to be said where the ledger has that meeting."""


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """What a body adopted."""

    day: date
    body: str
    paragraph: str
    title: str
    registry: str | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommissionSaid:
    """What somebody is to do because of a decision."""

    decision: str
    """As the sheet names it: by its id, its registry number or its title."""
    id: str | None
    text: str | None
    lines: tuple[int, ...]
    lead: str | None = None
    due: str | None = None
    status: StatusSaid | None = None
    rating: RatingSaid | None = None


@dataclass(slots=True)
class ProcessSaid:
    """A process, as one part of a document tells it."""

    id: str
    lines: tuple[int, ...]
    number: int | None = None
    """In the list."""
    fields: dict[str, FieldSaid] = field(default_factory=dict)
    meetings: list[MeetingSaid] = field(default_factory=list)
    statuses: list[StatusSaid] = field(default_factory=list)
    ratings: list[RatingSaid] = field(default_factory=list)


@dataclass(slots=True)
class Recognised:
    """All of a document."""

    processes: list[ProcessSaid] = field(default_factory=list)
    decisions: list[DecisionSaid] = field(default_factory=list)
    commissions: list[CommissionSaid] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    day: date | None = None
    """The day that the document is of, where it says one."""
    day_line: int = 0
    title: str | None = None
    title_line: int = 0

    def process(self, key: str, line: int, number: int | None) -> ProcessSaid:
        """The process with this id, which is begun where it is new."""
        for process in self.processes:
            if process.id == key:
                return process
        begun = ProcessSaid(key, (line,), number)
        self.processes.append(begun)
        return begun
