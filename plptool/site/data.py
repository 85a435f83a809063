"""What each page tells, in whatever language: the JSON beside a page is made of these, and so is the page."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from plptool.history.log import RecordChangeKind
from plptool.model.citations import Citation
from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
from plptool.model.events import Event, MeetingSort, Status
from plptool.model.financial_year import YearStart
from plptool.model.own_words import OwnWords
from plptool.model.plain import Data, part, text, text_if_any
from plptool.model.shapes import AS_TEXT, IF_ANY, INLINE, called
from plptool.reports.commissions import CommissionsInShort, CommissionsReport
from plptool.reports.records import RecordView
from plptool.reports.rows import (
    DecisionRow,
    Discrepancy,
    ExpectationRow,
    InForceOfType,
    ProcessRow,
    RemainingRow,
    SealRow,
    SourceRow,
    UseRow,
)
from plptool.reports.summary import (
    AssertionResult,
    GrantSummary,
    LeadCounts,
    Missing,
    Oddity,
    PlanSummary,
    Report,
)
from plptool.reports.tasks import TaskRow
from plptool.timeline.changes import Diff
from plptool.timeline.compare import FactChange
from plptool.timeline.fold import ProcessState
from plptool.timeline.ledger import State
from plptool.timeline.totals import MeetingCounts, Totals
from plptool.timeline.years import YearCount, certain, year_of

# The plan at a day


@dataclass(frozen=True, slots=True)
class LeadBoard:
    """An administration that leads processes: how many stand where, and which they are."""

    counts: LeadCounts = field(metadata=INLINE)
    processes: tuple[ProcessRow, ...]

    @classmethod
    def of(cls, counts: LeadCounts, processes: Iterable[ProcessRow]) -> Self:
        """An administration's counts, and those of all processes that it leads."""
        return cls(counts, tuple(process for process in processes if process.lead == counts.lead))

    @property
    def lead(self) -> str:
        return self.counts.lead

    @property
    def leads(self) -> tuple[str, ...]:
        """Its organisations, where several lead together."""
        return self.processes[0].leads


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sources count of which the ledger is known to hold only a part, and as of which day."""

    assertion: AssertionResult = field(metadata=INLINE)
    date: dt.date


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A process that is not completed: what is left to do, what was last said of it, and what is awaited."""

    process: ProcessRow = field(metadata=INLINE)
    cause: str | None
    remaining: tuple[str, ...]
    reasons: tuple[Status, ...]
    overdue: tuple[ExpectationRow, ...]
    expected: tuple[ExpectationRow, ...]

    @classmethod
    def of(cls, process: ProcessState, awaited: Iterable[ExpectationRow], day: dt.date) -> Self:
        """What is told of a process that is not completed.

        Args:
            process: as it stands.
            awaited: what is awaited of it, by due date.
            day: the day.
        """
        rows = tuple(awaited)
        return cls(
            process=ProcessRow.of(process, day),
            cause=cause(process),
            remaining=process.remaining,
            reasons=tuple(reasons(process)),
            overdue=tuple(row for row in rows if row.overdue),
            expected=tuple(row for row in rows if not row.overdue),
        )


@dataclass(frozen=True, slots=True)
class DatedDecision:
    """A decision, and the day from which it counts."""

    decision: DecisionRow = field(metadata=INLINE)
    day: dt.date
    """The day on which its date takes effect."""
    year: int
    """Of that day: with the decisions of this year it is counted once it is adopted."""
    unsure: bool
    """Whether it may have been taken in an earlier year."""

    @classmethod
    def of(cls, row: DecisionRow, begins: YearStart) -> Self:
        when = parse_when(row.date)
        year = year_of(when, begins)
        # Without these it would not have taken effect.
        assert when.latest is not None
        assert year is not None
        return cls(row, when.latest, year, unsure=not certain(when, begins))


@dataclass(frozen=True, slots=True)
class DecisionGroup:
    """What was adopted in a year, or what is not adopted."""

    sort: Literal["year", "other"]
    year: int | None
    unsure: int
    """How many may have been adopted in an earlier year."""
    decisions: tuple[DatedDecision, ...]

    @classmethod
    def of_year(cls, count: YearCount, decisions: Iterable[DatedDecision]) -> Self:
        """What was adopted in a year; the count tells how much of it is certain."""
        adopted = tuple(decisions)
        assert len(adopted) == count.count
        return cls("year", count.year, count.unsure, adopted)

    @property
    def rows(self) -> tuple[DecisionRow, ...]:
        return tuple(dated.decision for dated in self.decisions)


@dataclass(frozen=True, slots=True)
class Period:
    """A status, from when until when; None where it has not ended."""

    status: str
    start: dt.date
    """The day from which it counts."""
    end: dt.date | None
    start_written: str
    """From when on, as it is written."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A status that began on some day of these."""

    status: str
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Course:
    """What a timeline draws of a process: how it stood from when until when, and the days of its meetings."""

    id: str
    lead: str
    title: str | None
    need: str | None
    periods: tuple[Period, ...]
    unsure: tuple[Unsure, ...]
    meetings: tuple[dt.date, ...]
    """The day on which each takes effect."""
    meetings_written: tuple[str, ...]
    """When each was held, as it is written."""

    @property
    def called(self) -> str:
        """What people call it, beside its id."""
        return self.title or self.need or ""

    @classmethod
    def of(cls, process: ProcessState) -> Self:
        meetings = list(process.meetings())
        return cls(
            id=process.id,
            lead=process.lead,
            title=text_if_any(process.fields, "title"),
            need=text_if_any(process.fields, "need"),
            periods=tuple(
                Period(period.status, period.start, period.end, period.begun.text) for period in process.status_periods
            ),
            unsure=tuple(_unsure(process)),
            meetings=tuple(meeting.when.latest for meeting in meetings if meeting.when.latest),
            meetings_written=tuple(meeting.when.text for meeting in meetings),
        )


def _unsure(process: ProcessState) -> Iterator[Unsure]:
    """The statuses that began on no certain day, if they did: a later event may have overtaken them."""
    begun = {period.start for period in process.status_periods}
    for event in process.events:
        if not isinstance(event, Status):
            continue
        earliest = event.when.earliest
        latest = event.when.latest
        if earliest is None or latest is None or latest not in begun:
            continue
        if earliest != latest:
            yield Unsure(event.status, earliest, latest)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year, of which the first is 1."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True, slots=True)
class QuarterCounts:
    """Meetings that were held in a quarter, by sort."""

    quarter: Quarter = field(metadata=AS_TEXT)
    held: int
    numbered: int
    internal: int
    other: int
    unsure: int
    """How many may have been held in an earlier quarter."""


@dataclass(frozen=True, slots=True)
class SnapshotLink:
    """A snapshot, and where its page lies."""

    id: str
    date: dt.date
    title: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The plan at a day."""

    date: dt.date
    title: str
    plans: tuple[PlanSummary, ...]
    totals: Totals
    expected: tuple[ExpectationRow, ...]
    overdue: tuple[ExpectationRow, ...]
    meetings: tuple[MeetingCounts, ...]
    grants: tuple[GrantSummary, ...]
    leads: tuple[LeadBoard, ...]
    claims: tuple[Claim, ...]
    newest: dt.date | None
    """The day of the newest document: what came later, nobody has written down."""
    newest_written: str | None
    """Its date as it is written."""
    unfinished: tuple[Unfinished, ...]
    left: tuple[RemainingRow, ...]
    """Completed, with something remaining."""
    late: tuple[TaskRow, ...]
    """The milestones that are overdue."""
    commissions: CommissionsInShort | None
    """What decisions gave somebody to do, in the day's year; None where they gave nothing."""
    late_commissions: tuple[TaskRow, ...] = field(metadata=called("late-commissions"))
    awaited: tuple[ExpectationRow, ...]
    """What is expected of anything that is not unfinished."""
    decided: tuple[DecisionGroup, ...]
    timeline: tuple[Course, ...]
    quarters: tuple[QuarterCounts, ...]
    snapshots: tuple[SnapshotLink, ...]

    @property
    def courses(self) -> tuple[Course, ...]:
        return self.timeline

    @property
    def decisions(self) -> list[DatedDecision]:
        return [dated for group in self.decided for dated in group.decisions]

    @classmethod
    def of(cls, state: State, report: Report, snapshots: tuple[SnapshotLink, ...]) -> Self:
        """What is told of the plan at a day.

        Args:
            state: the ledger at the day.
            report: of the same day, and of the whole ledger.
            snapshots: all, also of other days.
        """
        processes = list(state.processes.values())
        unfinished = [process for process in processes if process.continuing]
        awaited = (*report.overdue, *report.expected)
        awaited_of = _by_record(awaited)
        elsewhere = awaited_of.keys() - {process.id for process in unfinished}
        days = {link.id: link.date for link in snapshots}
        partial = [assertion for assertion in report.assertions if assertion.partial]
        newest = newest_document(state)
        return cls(
            date=state.day,
            title=report.title,
            plans=report.plans,
            totals=report.totals,
            expected=report.expected,
            overdue=report.overdue,
            meetings=report.meetings,
            grants=report.grants,
            leads=tuple(LeadBoard.of(counts, report.processes) for counts in report.leads),
            claims=tuple(Claim(assertion, days[assertion.snapshot]) for assertion in partial),
            newest=None if newest is None else newest.latest,
            newest_written=None if newest is None else newest.text,
            unfinished=tuple(
                Unfinished.of(process, awaited_of.get(process.id, ()), state.day) for process in unfinished
            ),
            left=report.remaining,
            late=report.late,
            commissions=report.commissions,
            late_commissions=report.late_commissions,
            awaited=tuple(row for row in awaited if row.record in elsewhere),
            decided=tuple(decided(state, report.totals)),
            timeline=tuple(map(Course.of, processes)),
            quarters=tuple(quarters(processes, state.ledger.year_start)),
            snapshots=snapshots,
        )


@dataclass(frozen=True, slots=True)
class ProcessOverTime:
    """How a process stood from when until when, and what happened in it, as it took effect."""

    course: Course = field(metadata=INLINE)
    events: tuple[Event, ...]
    words: OwnWords | None = field(metadata=IF_ANY)
    """What its plan calls what became of it."""

    @classmethod
    def of(cls, process: ProcessState) -> Self:
        return cls(Course.of(process), process.events, process.words)


@dataclass(frozen=True, slots=True)
class LeadOverTime:
    """What the same organisations lead, over time."""

    lead: str
    leads: tuple[str, ...]
    processes: tuple[ProcessOverTime, ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """The plan over time, up to a day."""

    date: dt.date
    plans: tuple[PlanSummary, ...]
    leads: tuple[LeadOverTime, ...]
    decisions: tuple[DatedDecision, ...]
    """The newest first."""
    snapshots: tuple[SnapshotLink, ...]

    @classmethod
    def of(cls, state: State, report: Report, snapshots: tuple[SnapshotLink, ...]) -> Self:
        """The plan over time, grouped as the overview groups it.

        Args:
            state: the ledger at the day.
            report: of the same day.
            snapshots: all.
        """
        leads: list[LeadOverTime] = []
        for counts in report.leads:
            board = LeadBoard.of(counts, report.processes)
            processes = (ProcessOverTime.of(state.processes[process.id]) for process in board.processes)
            leads.append(LeadOverTime(board.lead, board.leads, tuple(processes)))
        decisions = (one for group in decided(state, report.totals) for one in group.decisions)
        return cls(state.day, report.plans, tuple(leads), tuple(decisions), snapshots)

    @property
    def courses(self) -> list[Course]:
        return [process.course for lead in self.leads for process in lead.processes]


def _by_record(rows: Iterable[ExpectationRow]) -> dict[str, list[ExpectationRow]]:
    """What is awaited, by the record that foresaw it."""
    by_record: dict[str, list[ExpectationRow]] = {}
    for row in rows:
        by_record.setdefault(row.record, []).append(row)
    return by_record


def cause(process: ProcessState) -> str | None:
    """The date of what gave a process its status, where that is some day of several; `since` is the last of these."""
    if process.cause_date is None or process.cause_date.is_day:
        return None
    return process.cause_date.text


def reasons(process: ProcessState) -> list[Status]:
    """The status events that say in words why a process stands as it does, beyond what remains."""
    if process.since is None:
        return []
    found: list[Status] = []
    for event in process.events:
        if not isinstance(event, Status):
            continue
        day = event.when.latest
        is_of_present_status = day is not None and day >= process.since
        words = own_words(event)
        if is_of_present_status and words and words not in process.remaining:
            found.append(event)
    return found


def own_words(event: Event) -> str:
    """What an event says in its record's own words."""
    words = [str(event.data[name]) for name in ("reason", "text") if name in event.data]
    return " ".join(words)


def why(one: Unfinished) -> str:
    """Why a process is not completed, in a line: what was last said of its status, or else the first that remains."""
    said = [own_words(event) for event in one.reasons]
    return next(iter((*said, *one.remaining)), "")


def newest_document(state: State) -> When | None:
    """The date of the newest document: what came later, nobody has written down."""
    sources = state.records[Collection.SOURCES].values()
    dates = [parse_when(text(source, "date")) for source in sources]
    certain_to_come = [when for when in dates if when.latest]
    return max(certain_to_come, key=lambda when: when.order, default=None)


def decided(state: State, totals: Totals) -> Iterator[DecisionGroup]:
    """The decisions, newest first: what was adopted year by year, as the totals count it, then all others.

    Others are proposed, planned, withdrawn, or another's that the documents mention.
    """
    years: dict[int, list[DatedDecision]] = {}
    others: list[DatedDecision] = []
    for key in state.decisions:
        dated = DatedDecision.of(DecisionRow.of(state, key), state.ledger.year_start)
        if dated.decision.stands:
            years.setdefault(dated.year, []).append(dated)
        else:
            others.append(dated)
    for count in reversed(totals.decisions.years):
        yield DecisionGroup.of_year(count, years[count.year])
    if others:
        yield DecisionGroup("other", None, 0, tuple(others))


def quarters(processes: Iterable[ProcessState], begins: YearStart) -> Iterator[QuarterCounts]:
    """Meetings a quarter by sort, from the first quarter with any to the last."""
    tally: dict[int, Counter[MeetingSort]] = {}
    unsure: Counter[int] = Counter()
    for process in processes:
        for meeting in process.meetings():
            earliest = meeting.when.earliest
            latest = meeting.when.latest
            assert latest is not None  # it was held
            number = begins.quarter_of(latest)
            tally.setdefault(number, Counter())[meeting.sort] += 1
            unsure[number] += earliest is None or begins.quarter_of(earliest) != number
    if not tally:
        return
    # Those between without a meeting are told too, so that a chart has no gaps.
    for number in range(min(tally), max(tally) + 1):
        counts = tally.get(number, Counter())
        yield QuarterCounts(
            quarter=Quarter(number // 4, number % 4 + 1),
            held=counts.total(),
            numbered=counts[MeetingSort.NUMBERED],
            internal=counts[MeetingSort.INTERNAL],
            other=counts[MeetingSort.OTHER],
            unsure=unsure[number],
        )


# A record


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """A commit that changed a record, and what it changed in it."""

    commit: str
    known: dt.date
    """The day from which it counts as known."""
    author: str | None = field(metadata=IF_ANY)
    """None where persons are not named."""
    subject: str | None = field(metadata=IF_ANY)
    change: RecordChangeKind
    formerly: str | None
    """What the record was called until then, where that is another id."""
    facts: tuple[FactChange, ...]

    @property
    def altered(self) -> tuple[FactChange, ...]:
        """What became of the facts of a record that was there before and is there after."""
        if self.change != "changed":
            return ()
        return self.facts


@dataclass(frozen=True, slots=True)
class SealedIn:
    """A seal that has a record, and the record's digest in it."""

    snapshot: str
    date: dt.date
    digest: str


@dataclass(frozen=True, slots=True)
class Naming:
    """An event that names a decision or a grant."""

    record: str
    date: str
    text: str | None


@dataclass(frozen=True, slots=True)
class CitedFact:
    """A fact that cites a document, and the lines or pages that it cites; None where it is the whole document."""

    first: int | None
    last: int | None
    pages: tuple[int, int] | None
    """The first and the last, where pages are cited."""
    record: str
    about: tuple[str, ...]
    """The field, and what is below it."""
    kind: str | None
    """Of an event."""
    date: str | None

    @classmethod
    def of(cls, cited: Citation, record: str, about: tuple[str, ...], fact: Data) -> Self:
        return cls(
            first=cited.first,
            last=cited.last,
            pages=cited.pages,
            record=record,
            about=about,
            kind=text_if_any(fact, "kind"),
            date=text_if_any(fact, "date"),
        )


@dataclass(frozen=True, slots=True)
class OfProcess:
    """What a process's page tells beside what is told of any record."""

    course: Course

    def over_time(self, view: RecordView) -> ProcessOverTime:
        """The same with what happened, which the view has."""
        return ProcessOverTime(self.course, view.timeline, view.words)


@dataclass(frozen=True, slots=True)
class OfDecision:
    """What a decision's page tells beside: the events that name it."""

    named: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class OfGrant:
    """What a grant's page tells beside: what came of it, and the events that name it."""

    grants: tuple[GrantSummary, ...]
    """It alone."""
    named: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class OfPlan:
    """What a plan's page tells beside: its processes."""

    processes: tuple[ProcessRow, ...]


@dataclass(frozen=True, slots=True)
class OfOrganisation:
    """What an organisation's page tells beside: what it leads, decided, and gets."""

    leads: tuple[ProcessRow, ...]
    partakes: tuple[ProcessRow, ...]
    decided: tuple[DecisionRow, ...]
    """What it adopted."""
    mentioned: tuple[DecisionRow, ...]
    """Its other decisions."""
    left: tuple[RemainingRow, ...]
    uses: tuple[UseRow, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of a document's text."""

    number: int
    text: str
    cited: bool
    """Whether it is cited itself, and does not only stand beside what is."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a document says where it is cited, with two lines before and after."""

    first: int
    last: int
    lines: tuple[QuotedLine, ...]

    @classmethod
    def of(cls, first: int, last: int, text: Sequence[str]) -> Self:
        """What stands in these lines of a text, of which the first is 1; of those that are empty, nothing is shown."""
        start = max(1, first - _AROUND)
        end = min(len(text), last + _AROUND)
        lines: list[QuotedLine] = []
        for number in range(start, end + 1):
            words = _without_tags(text[number - 1])
            if words:
                lines.append(QuotedLine(number, words, cited=first <= number <= last))
        return cls(first, last, tuple(lines))


_AROUND = 2
"""So many lines are shown before and after those that are cited."""


def _without_tags(line: str) -> str:
    """The words of a line of a text that was made of a page or a Word document, without what marked them up."""
    words = re.sub(r"</?[A-Za-z][^<>]*>", " ", line)
    return " ".join(words.split())


@dataclass(frozen=True, slots=True)
class OfSource:
    """What a document's page tells beside: the facts that cite it, in the order of its lines."""

    cited: tuple[CitedFact, ...]
    quoted: tuple[Quotation, ...] | None = field(metadata=IF_ANY)
    """What stands in the lines that are cited, in their order; None where the document's text is not at hand."""
    parts: tuple[str, ...] = ()
    """The pages that this is told on, where one would be too long."""


OfCollection = OfProcess | OfDecision | OfGrant | OfPlan | OfOrganisation | OfSource


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record, how it has been changed, and what is told of records of its collection alone."""

    view: RecordView = field(metadata=INLINE)
    history: tuple[ChangedBy, ...]
    sealed: tuple[SealedIn, ...]
    own: OfCollection | None = field(metadata=INLINE)


# Lists


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, newest first; before them what is to be followed."""

    in_force: tuple[InForceOfType, ...]
    decided: tuple[DecisionGroup, ...]


@dataclass(frozen=True, slots=True)
class LeadingOrganisation:
    """An organisation, and how many processes it leads and takes part in."""

    id: str
    title: str
    type: str | None
    leads: int
    partakes: int


@dataclass(frozen=True, slots=True)
class Organisations:
    """All organisations."""

    organisations: tuple[LeadingOrganisation, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, and the dates in it that are left out with a reason."""

    source: SourceRow = field(metadata=INLINE)
    left_out: tuple[Data, ...] = field(metadata=called("left-out"))


@dataclass(frozen=True, slots=True)
class Sources:
    """All documents, and where they disagree with each other or with what is recorded, look odd, or say too little."""

    sources: tuple[DocumentRow, ...]
    discrepancies: tuple[Discrepancy, ...]
    oddities: tuple[Oddity, ...]
    missing: tuple[Missing, ...]
    assertions: tuple[AssertionResult, ...]


@dataclass(frozen=True, slots=True)
class AuditedSeal:
    """A seal with all its digests."""

    seal: SealRow = field(metadata=INLINE)
    previous: Data | None
    """The snapshot and digest of the seal before, as the record has them."""
    digests: Mapping[str, str]
    """By record."""

    @classmethod
    def of(cls, seal: SealRow, snapshot: Data) -> Self:
        """A snapshot's seal with what its record has of it; of one that is not sealed, nothing."""
        data = part(snapshot, "seal")
        previous = part(data, "previous") or None
        records = part(data, "records")
        digests = {key: text(records, key) for key in records}
        return cls(seal, previous, digests)


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record's digest in a seal."""

    snapshot: str
    record: str
    digest: str


@dataclass(frozen=True, slots=True)
class Auditors:
    """All snapshots, with what their seals hold."""

    seals: tuple[AuditedSeal, ...]


@dataclass(frozen=True, slots=True)
class CollectionIds:
    """The records of a collection that have a page."""

    collection: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """All that can be found."""

    records: tuple[CollectionIds, ...]


@dataclass(frozen=True, slots=True)
class PlanMeanings:
    """What a plan means by "completed", in its own words."""

    id: str
    title: str
    completed: Data
    """In its own words, as the record has them."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the words of the plans mean."""

    plans: tuple[PlanMeanings, ...]


# Between two days


@dataclass(frozen=True, slots=True)
class Pair:
    """Two days with a page of what happened between them."""

    first: dt.date = field(metadata=called("from"))
    last: dt.date = field(metadata=called("to"))
    path: str
    records: int
    """How many have changed."""


@dataclass(frozen=True, slots=True)
class Between:
    """Which days can be compared, and the pages of what came between two of them."""

    first: dt.date
    """The first day of which there is something to tell."""
    before: dt.date
    """The newest snapshot before the last day, or else the first."""
    last: dt.date
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two days."""

    first: dt.date
    last: dt.date
    difference: Diff


PageData = (
    Overview
    | OverTime
    | RecordPage
    | OfSource
    | Decisions
    | Organisations
    | Sources
    | Auditors
    | Search
    | Glossary
    | Between
    | Changes
    | CommissionsReport
    | Data
)
"""What a page tells; as plain data, what the manifest says of who publishes the pages."""
