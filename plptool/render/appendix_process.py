"""A process as the appendix tells it: facts under labels, with what is told of each in running text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from plptool.model.dates import parse_when
from plptool.model.decisions import cited_paragraph
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    Report,
    Status,
    TaskChange,
    TaskStatus,
)
from plptool.model.i18n import Translate
from plptool.model.plain import text_if_any, texts
from plptool.render import phrases as words
from plptool.render.appendix_text import Footnotes, Names, capital, code, joined, listed, once, quoting, sentence
from plptool.render.document import Block, Fact, Facts, Heading, Line, Recorded, Strong, unmarked
from plptool.reports.appendix import (
    DecisionTold,
    EventTold,
    ExpectedTold,
    GrantTold,
    MeetingTold,
    ProcessTold,
    StatusTold,
)
from plptool.reports.appendix import Note as Footnote


class ProcessWriter:
    """Writes processes one after the other; their footnotes are numbered as they are read."""

    def __init__(self, names: Names, footnotes: Footnotes, _: Translate) -> None:
        self._ = _
        self._names = names
        self._footnotes = footnotes

    def process(self, process: ProcessTold) -> list[Block]:
        """A heading, and below it what the ledger tells of the process."""
        _ = self._
        heading = self._heading(process)
        # In the order in which they are read, as that is the order of the footnotes.
        facts: list[tuple[str, list[Line]]] = [
            (_("Status"), [self._status(process.status)]),
            (_("Remaining"), list(map(sentence, process.status.remaining))),
            (
                _("Activities"),
                self._noted(self._activities(process), process, "activities"),
            ),
            (_("Result aimed at"), self._noted([(Recorded(process.goal),)] if process.goal else [], process, "goal")),
            (_("Responsible"), self._noted([(self._responsible(process),)], process, "lead", "partners")),
            (_("Priority"), self._noted([(str(process.priority),)] if process.priority else [], process, "priority")),
            (_("Time plan"), self._noted(self._time_plan(process), process, "period")),
            (_("Meetings"), self._meetings(process)),
            (_("Decisions"), list(map(self._decision, process.decisions))),
            (_("Grants"), list(map(self._grant, process.grants))),
            (_("Events"), list(self._events(process.events))),
            (_("Expected"), list(map(self._expected, process.expected))),
        ]
        return [heading, Facts(tuple(Fact(label, tuple(lines)) for label, lines in facts if lines))]

    def _heading(self, process: ProcessTold) -> Heading:
        _ = self._
        over = _("Process {id}").format(id=process.id)
        if process.number is not None:
            over = _("Need {number}, process {id}").format(number=process.number, id=process.id)
        marks = self._footnotes.marks((*process.notes.get("id", ()), *process.notes.get("need", ())))
        return Heading((Recorded(process.need), *marks), 2, over)

    def _noted(self, lines: Iterable[Line], process: ProcessTold, *fields: str) -> list[Line]:
        """The lines of a field, with the marks of its footnotes after the last; where nothing is told, a dash."""
        noted = list(lines)
        notes: list[Footnote] = [note for field in fields for note in process.notes.get(field, ())]
        marks = self._footnotes.marks(notes)
        if marks and not noted:
            noted = [("–",)]
        if noted:
            noted[-1] = (*noted[-1], *marks)
        return noted

    def _activities(self, process: ProcessTold) -> list[Line]:
        return [(Recorded(text),) for text in process.activities or ()]

    def _responsible(self, process: ProcessTold) -> str:
        _ = self._
        lead = self._names.of(process.lead)
        if not process.partners:
            return lead
        partners = self._names.of_all(process.partners)
        return _("{lead}, together with {partners}").format(lead=lead, partners=partners)

    def _time_plan(self, process: ProcessTold) -> Iterator[Line]:
        if process.period:
            period = words.period(process.period, self._, in_text=True)
            yield (capital(quoting(period, text_if_any(process.written, "period"))),)

    def _when(self, text: str, written: str | None = None) -> str:
        """A date in running text, and the source's words for it where they are others."""
        return quoting(words.when(text, self._, in_text=True), written)

    def _when_of(self, event: Event) -> str:
        return self._when(event.when.text, text_if_any(event.data, "written"))

    # How it stands

    def _status(self, status: StatusTold) -> Line:
        _ = self._
        if status.status is None:
            return (_("The plan is not adopted yet."),)
        since = f" {self._since(status, status.since_written)}" if status.since_written else ""
        outcome = f", {code(status.outcome, _)}" if status.outcome else ""
        standing: Line = (Strong(capital(_(status.status))), f"{since}{outcome}.")
        return joined([standing, *(self._status_event(told, status) for told in status.said)])

    def _status_event(self, told: EventTold[Status], status: StatusTold) -> Line:
        """What an event says of the status, and when it was confirmed where another event gave it."""
        _ = self._
        event, line = told.event, self._texts(told.event)
        if event.when.text != status.cause:
            confirmed = _("Confirmed {date}").format(date=self._when_of(event))
            line = (f"{confirmed}: ", *line) if line else (f"{confirmed}.",)
        return (*line, *self._footnotes.marks(told.notes))

    def _since(self, status: StatusTold, begun: str) -> str:
        """Since when a status is in force, and no more than is known of that: an interval is some day within it."""
        _ = self._
        if status.assessed:
            return _("as of {date}").format(date=self._when(status.cause or begun))
        ends = words.ends(begun)
        if ends is None:
            return _("since {date}").format(date=self._when(begun))
        start, end = ends
        if start is None and end is not None:
            return _("since {date} or earlier").format(date=self._when(end))
        return _("since some time {interval}").format(interval=self._when(begun))

    def _texts(self, event: Event) -> Line:
        """What an event's record says of it in words of its own, and who took part."""
        own_words = (text_if_any(event.data, name) for name in ("reason", "text"))
        line = joined(sentence(text) for text in own_words if text)
        by = self._by(event)
        return (*line, f" ({by})") if line and by else line

    def _by(self, event: Event) -> str:
        _ = self._
        parts: list[str] = []
        if "with" in event.data:
            organisations = self._names.of_all(texts(event.data, "with"))
            parts.append(_("with {organisations}").format(organisations=organisations))
        if by := text_if_any(event.data, "by"):
            parts.append(_("by {organisation}").format(organisation=self._names.of(by)))
        # The little word stays on the line of the name.
        return ", ".join(part.replace(" ", "\u00a0", 1) for part in parts)

    # Meetings

    def _meetings(self, process: ProcessTold) -> list[Line]:
        """How many were held, and for each year and series which."""
        _, meetings = self._, process.meetings
        if not meetings:
            return [(_("None held."),)]
        counted = f"{', '.join(self._counts(process.held, len(meetings) - process.held))}."
        # Those of the main series first, then the others as they begin.
        series = list(dict.fromkeys(["", *map(self._series, meetings)]))
        order = sorted(meetings, key=lambda meeting: (meeting.year, series.index(self._series(meeting))))
        lines: list[Line] = []
        for (year, name), among in groupby(order, lambda meeting: (meeting.year, self._series(meeting))):
            label = f"{year}, {name}: " if name else f"{year}: "
            lines.append((label, *self._numbered(list(among))))
        return [(f"{counted} ", *lines[0])] if len(lines) == 1 else [(counted,), *lines]

    def _counts(self, held: int, booked: int) -> Iterator[str]:
        _ = self._
        yield _("1 held") if held == 1 else _("{n} held").format(n=held)
        if booked:
            yield _("1 booked") if booked == 1 else _("{n} booked").format(n=booked)

    def _numbered(self, meetings: Sequence[MeetingTold]) -> Line:
        """The meetings of a year and series, then what is told of them."""
        held = joined(self._meetings_in_order(meetings), ", ")
        days: dict[str, list[str]] = {}
        for meeting in meetings:
            if text := text_if_any(meeting.told.event.data, "text"):
                days.setdefault(text, []).append(self._day(meeting))
        told = joined((f"{capital(listed(on, self._))}: ", *sentence(text)) for text, on in days.items())
        return (*held, *((". ", *told) if told else ()))

    def _meetings_in_order(self, meetings: Sequence[MeetingTold]) -> Iterator[Line]:
        """Each meeting; that their numbers are numbers is said of the first that has one."""
        _ = self._
        abbreviation = f"{_('no.')}\u00a0"
        for meeting in meetings:
            numbered = meeting.told.event.number is not None
            yield (abbreviation if numbered else "", *self._meeting(meeting))
            abbreviation = "" if numbered else abbreviation

    def _day(self, meeting: MeetingTold) -> str:
        """The day of a meeting that stands under its year."""
        return words.when(meeting.told.event.when.text, self._, in_text=True, year=meeting.year)

    def _series(self, meeting: MeetingTold) -> str:
        """The series that a meeting is of, and who met by themselves; nothing, of the main series."""
        _ = self._
        event = meeting.told.event
        series = event.series or ""
        met = self._names.of(event.internal) if event.internal else ""
        if not series:
            return _("internal {organisation}").format(organisation=met) if met else ""
        return series if met in series else f"{series} ({met})"

    def _meeting(self, meeting: MeetingTold) -> Line:
        _, event = self._, meeting.told.event
        day = quoting(self._day(meeting), text_if_any(event.data, "written"))
        about = [day, _("booked, not confirmed") if event.booked else "", self._by(event)]
        number = _("without number") if event.number is None else str(event.number)
        return (f"{number}\u00a0({_commas(about)})", *self._footnotes.marks(meeting.told.notes))

    # Decisions and grants

    def _decision(self, told: DecisionTold) -> Line:
        """When, who, what, and how it stands unless it is simply adopted."""
        decision = told.decision
        paragraph = cited_paragraph(decision.paragraph) if decision.paragraph else ""
        date = capital(self._when(decision.date))
        head = _commas([date, self._deciding(told), paragraph, decision.registry or ""])
        title: Line = sentence(decision.title)
        if decision.status != "adopted":
            status = words.decision_status(decision.status, self._)
            title = (Recorded(decision.title), f" ({status})", ".")
        clauses = [clause for clause in told.clauses if not _says(decision.title, clause.rstrip("."))]
        about = once([*told.said, *clauses, *([told.text] if told.text else [])])
        return (f"{head}: ", *joined([title, about]), *self._footnotes.marks(told.notes))

    def _deciding(self, told: DecisionTold) -> str:
        if told.decision.body:
            return self._names.of(told.decision.body)
        if told.decision.parties:
            return self._names.of_all(told.decision.parties)
        return ", ".join(
            f"{role.role} {self._names.of(role.organisation)}" if role.organisation else role.role
            for role in told.roles
        )

    def _grant(self, told: GrantTold) -> Line:
        """When, of which grant and for what, and what is told of it; what is told in the same words stands once."""
        about = once([*told.said, *([told.text] if told.text else [])])
        told_already = unmarked(about)
        details = [detail for detail in self._details(told) if detail not in told_already]
        brackets = f" ({'; '.join(details)})" if details else ""
        if _says(told_already, told.what):
            use: Line = (*about, brackets)
        else:
            use = joined([(Recorded(told.what), f"{brackets}.") if brackets else sentence(told.what), about])
        date = f"{capital(self._when(told.date, told.written))}, " if told.date else ""
        return (date, Recorded(told.grant), ": ", *use, *self._footnotes.marks(told.notes))

    def _details(self, told: GrantTold) -> Iterator[str]:
        _ = self._
        if told.posts:
            yield _("number of posts: {n}").format(n=told.posts)
        if told.organisations:
            yield self._names.of_all(told.organisations)
        if told.period:
            yield words.period(told.period, self._, in_text=True)

    # Other events

    def _events(self, events: Sequence[EventTold[Event]]) -> Iterator[Line]:
        """A line a date, as one who tells of them would put together what is of one date."""
        for date, among in groupby(events, lambda told: self._date(told.event)):
            line = joined((*self._event(told.event), *self._footnotes.marks(told.notes)) for told in among)
            yield (f"{capital(date)}: ", *line)

    def _date(self, event: Event) -> str:
        """What an event stands under; what was foreseen, under the date for which it was."""
        _ = self._
        if isinstance(event, Expected):
            return _("Expected {due}").format(due=self._due(event))
        return self._when_of(event)

    def _event(self, event: Event) -> Line:
        """What an event says, without its date."""
        _, own_words = self._, self._texts(event)
        match event:
            case Note() | Expected():
                return own_words
            case Activity():
                return self._activity(event, own_words)
            case Granted():
                return _headed(f"{_('Grant')} ({event.grant})", own_words)
            case Status():
                return self._new_status(event, own_words)
            case FieldsSet():
                values = ((name, words.field(name, new, _, in_text=True)) for name, new in event.fields.items())
                fields = "; ".join(f"{_(name)}: {value}" for name, value in values)
                changed = _("Changed: {fields}").format(fields=fields)
                return (f"{changed}. ", *own_words) if own_words else (f"{changed}.",)
            case Decided():
                return _headed(_("Decision {id}").format(id=event.decision), own_words)
            case TaskStatus() | TaskChange() | Report():
                return _headed("".join(str(part) for part in words.what(event, _)), own_words)
            case Meeting():
                raise AssertionError("meetings are told by themselves")
            case _:
                assert_never(event)

    def _new_status(self, event: Status, own_words: Line) -> Line:
        _ = self._
        outcome = f", {code(event.outcome, _)}" if event.outcome else ""
        about = [own_words]
        if event.remaining:
            about.append((f"{_('Remaining')}: ", *joined(map(sentence, event.remaining))))
        return _headed(f"{capital(_(event.status))}{outcome}", joined(about))

    def _activity(self, event: Activity, own_words: Line) -> Line:
        _ = self._
        name = capital(code(event.activity, self._))
        if "times" in event.data:
            name = _("{what}, {n} times").format(what=name, n=event.times)
        elif own_words and (event.activity == "other" or _says(text_if_any(event.data, "text") or "", name)):
            return own_words  # which say what it was
        by = self._by(event)
        return _headed(f"{name} ({by})" if by and not own_words else name, own_words)

    def _due(self, event: Expected) -> str:
        """When; a due date that only has a beginning stands for none."""
        _ = self._
        if parse_when(event.due).latest is None:
            return _("without a date")
        return self._when(event.due, text_if_any(event.data, "written"))

    def _expected(self, expected: ExpectedTold) -> Line:
        _ = self._
        event = expected.told.event
        late: Line = ()
        if expected.overdue:
            late = (" " + _("Nothing later in the documents tells what became of it."),)
        marks = self._footnotes.marks(expected.told.notes)
        return (f"{capital(self._due(event))}: ", *self._texts(event), *late, *marks)


def _commas(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _says(text: str, words_of_it: str) -> bool:
    """Whether a text has these words, in capitals or not."""
    return words_of_it.casefold() in text.casefold()


def _headed(head: str, line: Line) -> Line:
    """What an event is, and what is told of it."""
    return (f"{head}: ", *line) if line else (f"{head}.",)
