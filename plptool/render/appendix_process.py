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
    Progress,
    Report,
    Status,
    TaskChange,
    TaskStatus,
)
from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import text_if_any, texts
from plptool.model.text import capital
from plptool.render import indicators
from plptool.render import phrases as words
from plptool.render.appendix_text import Footnotes, Names, joined, once, quoting, sentence
from plptool.render.counted import listed, of_number
from plptool.render.document import Block, Fact, Facts, Heading, Line, Recorded, Strong, unmarked
from plptool.render.phrases import code
from plptool.render.tasks import reached_how
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
from plptool.reports.indicators import IndicatorRow
from plptool.reports.tasks import TaskRow


class ProcessWriter:
    """Writes processes one after the other; their footnotes are numbered as they are read."""

    def __init__(self, names: Names, footnotes: Footnotes, _: Translate) -> None:
        self._ = _
        self._names = names
        self._footnotes = footnotes

    def process(self, process: ProcessTold) -> list[Block]:
        """A heading, and below it what the ledger tells of the process."""
        heading = self._heading(process)
        facts = [Fact(label, tuple(lines)) for label, lines in self._facts(process) if lines]
        return [heading, Facts(tuple(facts))]

    def _facts(self, process: ProcessTold) -> Iterator[tuple[str, list[Line]]]:
        """Labels, and what is told below each: in the order of reading, as that is the order of the footnotes."""
        _ = self._
        yield _("Need"), self._need(process)
        yield _("Status"), [self._status(process.status)]
        yield _("Remaining"), [sentence(text) for text in process.status.remaining]
        activities = self._activities(process)
        yield _("Activities"), self._noted(activities, process, "activities")
        goal: list[Line] = [(Recorded(process.goal),)] if process.goal else []
        yield _("Result aimed at"), self._noted(goal, process, "goal")
        responsible = self._responsible(process)
        lines: list[Line] = [(responsible,)] if responsible else []
        yield _("Responsible"), self._noted(lines, process, "lead", "roles", "partners")
        priority: list[Line] = [(process.priority_word or str(process.priority),)] if process.priority else []
        yield _("Priority"), self._noted(priority, process, "priority")
        yield _("Time plan"), self._noted(self._time_plan(process), process, "period", "due")
        if process.part_of:
            yield _("Part of"), self._noted([(process.part_of,)], process, "part-of")
        if process.continues:
            yield _("Continues"), self._noted([(", ".join(process.continues),)], process, "continues")
        yield _("Milestones"), self._noted(map(self._milestone, process.milestones), process, "milestones")
        yield _("Indicators"), self._noted(map(self._indicator, process.indicators), process, "indicators")
        yield _("Meetings"), self._meetings(process)
        yield _("Decisions"), [self._decision(decision) for decision in process.decisions]
        yield _("Grants"), [self._grant(grant) for grant in process.grants]
        yield _("Events"), list(self._events(process))
        yield _("Expected"), [self._expected(expected) for expected in process.expected]

    def _heading(self, process: ProcessTold) -> Heading:
        _ = self._
        over = _("Process {id}").format(id=process.id)
        if process.number is not None:
            numbered = _("No. {number}, process {id}")
            over = numbered.format(number=process.number, id=process.id)
        called_by = "need" if process.title is None else "title"
        marks = self._marks_of(process, "id", called_by)
        return Heading((Recorded(process.called), *marks), 2, over)

    def _need(self, process: ProcessTold) -> list[Line]:
        """The need, where it does not stand in the heading."""
        if process.title is None or process.need is None:
            return []
        return self._noted([(Recorded(process.need),)], process, "need")

    def _marks_of(self, process: ProcessTold, *fields: str) -> Line:
        """The marks of the footnotes to some fields."""
        notes: list[Footnote] = []
        for field in fields:
            notes += process.notes.get(field, ())
        return self._footnotes.marks(notes)

    def _noted(self, lines: Iterable[Line], process: ProcessTold, *fields: str) -> list[Line]:
        """The lines of a field, with the marks of its footnotes after the last; where nothing is told, a dash."""
        noted = list(lines)
        marks = self._marks_of(process, *fields)
        if marks and not noted:
            noted = [("–",)]
        if noted:
            noted[-1] = (*noted[-1], *marks)
        return noted

    def _activities(self, process: ProcessTold) -> list[Line]:
        return [(Recorded(text),) for text in process.activities or ()]

    def _responsible(self, process: ProcessTold) -> str:
        _ = self._
        lead = ", ".join(filter(None, [self._names.of_all(process.leads), *process.roles]))
        if not process.partners:
            return lead
        partners = self._names.of_all(process.partners)
        return _("{lead}, together with {partners}").format(lead=lead, partners=partners)

    def _time_plan(self, process: ProcessTold) -> Iterator[Line]:
        if process.period:
            period = words.period(process.period, self._, in_text=True)
            quoted = quoting(period, text_if_any(process.written, "period"), self._)
            yield (capital(quoted),)
        if process.due:
            due = self._("due {date}").format(date=self._when(process.due, text_if_any(process.written, "due")))
            yield (f"{capital(due)} ({self._('overdue')})" if process.late else capital(due),)

    def _when(self, text: str, written: str | None = None) -> str:
        """A date in running text, and the source's words for it where they are others."""
        date = words.when(text, self._, in_text=True)
        return quoting(date, written, self._)

    def _when_of(self, event: Event) -> str:
        written = text_if_any(event.data, "written")
        return self._when(event.when.text, written)

    # How it stands

    def _status(self, status: StatusTold) -> Line:
        _ = self._
        if status.status is None:
            return (_("The plan is not adopted yet."),)
        name = capital(_(status.status))
        addition = ""
        if status.since_written:
            addition += f" {self._since(status, status.since_written)}"
        if status.outcome:
            addition += f", {words.outcome(status.outcome, status.outcome_text, _)}"
        done = words.progress_of(status, _)
        if done:
            addition += f", {done}"
        lines: list[Line] = [(Strong(name), f"{addition}.")]
        lines += [self._status_event(status_event, status) for status_event in status.said]
        return joined(lines)

    def _status_event(self, told: EventTold[Status], status: StatusTold) -> Line:
        """What an event says of the status, and when it was confirmed where another event gave it."""
        _ = self._
        event = told.event
        line = self._texts(event)
        if event.when.text != status.cause:
            confirmed = _("Confirmed {date}").format(date=self._when_of(event))
            line = _headed(confirmed, line)
        marks = self._footnotes.marks(told.notes)
        return (*line, *marks)

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
        if not line or not by:
            return line
        return (*line, f" ({by})")

    def _by(self, event: Event) -> str:
        _ = self._
        parts: list[str] = []
        if "with" in event.data:
            organisations = self._names.of_all(texts(event.data, "with"))
            parts.append(_("with {organisations}").format(organisations=organisations))
        doer = text_if_any(event.data, "by")
        if doer:
            parts.append(words.by(event, self._names.of(doer), _))
        # The little word stays on the line of the name.
        unbroken = [part.replace(" ", "\u00a0", 1) for part in parts]
        return ", ".join(unbroken)

    # Meetings

    def _meetings(self, process: ProcessTold) -> list[Line]:
        """How many were held, and for each year and series which."""
        meetings = process.meetings
        if not meetings:
            return [(self._("None held."),)]
        booked = len(meetings) - process.held
        counted = self._counted(process.held, booked)
        lines: list[Line] = []
        for (year, series), of_series in self._by_year_and_series(meetings).items():
            of_year = "" if year is None else year_name(year, self._)
            label = f"{of_year}, {series}: " if series else f"{of_year}: "
            lines.append((label, *self._numbered(of_series)))
        if len(lines) > 1:
            return [(counted,), *lines]
        return [(f"{counted} ", *lines[0])]

    def _by_year_and_series(self, meetings: Sequence[MeetingTold]) -> dict[tuple[int | None, str], list[MeetingTold]]:
        """The meetings of each year and series: in a year first the main series, then the others as they begin."""
        series = list(dict.fromkeys(["", *map(self._series, meetings)]))
        groups: dict[tuple[int | None, str], list[MeetingTold]] = {}
        for meeting in meetings:
            groups.setdefault((meeting.year, self._series(meeting)), []).append(meeting)
        order = sorted(groups, key=lambda key: (key[0], series.index(key[1])))
        return {key: groups[key] for key in order}

    def _counted(self, held: int, booked: int) -> str:
        """How many meetings were held, and how many are booked, if any."""
        _ = self._
        counts = [of_number(held, _("1 held"), _("{n} held"))]
        if booked:
            counts.append(of_number(booked, _("1 booked"), _("{n} booked")))
        return ", ".join(counts) + "."

    def _numbered(self, meetings: Sequence[MeetingTold]) -> Line:
        """The meetings of a year and series, then what is told of them."""
        enumerated = joined(self._meetings_in_order(meetings), ", ")
        days_of_text: dict[str, list[str]] = {}
        for meeting in meetings:
            if text := text_if_any(meeting.told.event.data, "text"):
                days_of_text.setdefault(text, []).append(self._day(meeting))
        if not days_of_text:
            return enumerated
        sentences: list[Line] = []
        for text, days in days_of_text.items():
            label = capital(listed(days, self._))
            sentences.append((f"{label}: ", *sentence(text)))
        return (*enumerated, ". ", *joined(sentences))

    def _meetings_in_order(self, meetings: Sequence[MeetingTold]) -> Iterator[Line]:
        """Each meeting; that their numbers are numbers is said of the first that has one."""
        _ = self._
        abbreviation = _("no.") + "\u00a0"
        for meeting in meetings:
            line = self._meeting(meeting)
            if meeting.told.event.number is None:
                yield ("", *line)
                continue
            yield (abbreviation, *line)
            abbreviation = ""

    def _day(self, meeting: MeetingTold) -> str:
        """The day of a meeting that stands under its year."""
        date = meeting.told.event.when.text
        return words.when(date, self._, in_text=True, year=meeting.year)

    def _series(self, meeting: MeetingTold) -> str:
        """The series that a meeting is of, and who met by themselves; nothing, of the main series."""
        _ = self._
        event = meeting.told.event
        series = event.series or ""
        if not event.internal:
            return series
        organisation = self._names.of(event.internal)
        if not series:
            return _("internal {organisation}").format(organisation=organisation)
        if organisation in series:
            return series
        return f"{series} ({organisation})"

    def _meeting(self, meeting: MeetingTold) -> Line:
        """A meeting by its number: when it was or is to be, and with whom."""
        _ = self._
        event = meeting.told.event
        number = _("without number") if event.number is None else str(event.number)
        day = quoting(self._day(meeting), text_if_any(event.data, "written"), self._)
        booked = _("booked, not confirmed") if event.booked else ""
        about = _commas([day, booked, self._by(event)])
        marks = self._footnotes.marks(meeting.told.notes)
        return (f"{number}\u00a0({about})", *marks)

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
        sentences = [*told.said]
        sentences += [clause for clause in told.clauses if not _says(decision.title, clause.rstrip("."))]
        if told.text:
            sentences.append(told.text)
        about = once(sentences)
        marks = self._footnotes.marks(told.notes)
        return (f"{head}: ", *joined([title, about]), *marks)

    def _deciding(self, told: DecisionTold) -> str:
        if told.decision.body:
            return self._names.of(told.decision.body)
        if told.decision.parties:
            return self._names.of_all(told.decision.parties)
        people: list[str] = []
        for role in told.roles:
            if role.organisation:
                people.append(f"{role.role} {self._names.of(role.organisation)}")
            else:
                people.append(role.role)
        return ", ".join(people)

    def _grant(self, told: GrantTold) -> Line:
        """When, of which grant and for what, and what is told of it; what is told in the same words stands once."""
        sentences = [*told.said]
        if told.text:
            sentences.append(told.text)
        about = once(sentences)
        told_already = unmarked(about)
        details = [detail for detail in self._details(told) if detail not in told_already]
        brackets = ""
        if details:
            brackets = f" ({'; '.join(details)})"
        if _says(told_already, told.what):
            use: Line = (*about, brackets)
        elif brackets:
            use = joined([(Recorded(told.what), f"{brackets}."), about])
        else:
            use = joined([sentence(told.what), about])
        date = ""
        if told.date:
            date = capital(self._when(told.date, told.written)) + ", "
        marks = self._footnotes.marks(told.notes)
        return (date, Recorded(told.grant), ": ", *use, *marks)

    def _details(self, told: GrantTold) -> Iterator[str]:
        _ = self._
        if told.posts:
            yield _("number of posts: {n}").format(n=told.posts)
        if told.organisations:
            yield self._names.of_all(told.organisations)
        if told.period:
            yield words.period(told.period, self._, in_text=True)

    # Other events

    def _milestone(self, row: TaskRow) -> Line:
        """What is to be reached, by when, who is to do it, and how it stands."""
        _ = self._
        told = [_("due {date}").format(date=words.when(row.due, _, in_text=True))] if row.due else []
        told += [self._names.of_all(row.lead)] if row.lead else []
        told += row.roles
        told.append(reached_how(row, _))
        return (Recorded(row.task.rstrip(".")), f" ({'; '.join(told)})")

    def _indicator(self, row: IndicatorRow) -> Line:
        """What is measured, what it was in a period, what it was to be, and whether that was reached."""
        _ = self._
        measured = indicators.value(row, _) or "–"
        told = [f"{indicators.period(row, _)}: {measured}"] if row.period else []
        if row.target is not None:
            told.append(_("target {value}").format(value=indicators.target(row, _)))
        told.append(indicators.reached(row, _))
        said = "; ".join(filter(None, told))
        return (Recorded(indicators.what(row, _)), f" ({said})" if said else "")

    def _events(self, process: ProcessTold) -> Iterator[Line]:
        """A line a date, as one who tells of them would put together what is of one date."""
        own = process.words or NO_WORDS
        for date, of_date in groupby(process.events, lambda event_told: self._date(event_told.event)):
            lines: list[Line] = []
            for event_told in of_date:
                line = self._event(event_told.event, own)
                marks = self._footnotes.marks(event_told.notes)
                lines.append((*line, *marks))
            yield (f"{capital(date)}: ", *joined(lines))

    def _date(self, event: Event) -> str:
        """What an event stands under; what was foreseen, under the date for which it was."""
        _ = self._
        if isinstance(event, Expected):
            return _("Expected {due}").format(due=self._due(event))
        return self._when_of(event)

    def _event(self, event: Event, own: OwnWords) -> Line:
        """What an event says, without its date."""
        _ = self._
        own_words = self._texts(event)
        match event:
            case Note() | Expected():
                return own_words
            case Activity():
                return self._activity(event, own_words)
            case Granted():
                grant = _("Grant")
                return _headed(f"{grant} ({event.grant})", own_words)
            case Status():
                return self._new_status(event, own, own_words)
            case FieldsSet():
                return self._changed(event, own, own_words)
            case Decided():
                return _headed(_("Decision {id}").format(id=event.decision), own_words)
            case TaskStatus() | TaskChange() | Report() | Progress():
                what = "".join(str(part) for part in words.what(event, _, own))
                return _headed(what, own_words)
            case Meeting():
                raise AssertionError("meetings are told by themselves")
            case _:
                assert_never(event)

    def _changed(self, event: FieldsSet, own: OwnWords, own_words: Line) -> Line:
        """Which fields were given which values."""
        changed = words.changed(event, self._, own, in_text=True)
        if not own_words:
            return (f"{changed}.",)
        return (f"{changed}. ", *own_words)

    def _new_status(self, event: Status, own: OwnWords, own_words: Line) -> Line:
        _ = self._
        status = capital(_(event.status))
        if event.outcome:
            status += f", {words.outcome(event.outcome, own.outcomes.get(event.outcome), _)}"
        about = [own_words]
        if event.remaining:
            label = _("Remaining")
            remaining = joined(sentence(text) for text in event.remaining)
            about.append((f"{label}: ", *remaining))
        return _headed(status, joined(about))

    def _activity(self, event: Activity, own_words: Line) -> Line:
        _ = self._
        name = capital(code(event.activity, _))
        text = text_if_any(event.data, "text") or ""
        if "times" in event.data:
            name = _("{what}, {n} times").format(what=name, n=event.times)
        elif own_words and (event.activity == "other" or _says(text, name)):
            return own_words  # which say what it was
        by = self._by(event)
        if by and not own_words:  # these say it
            name = f"{name} ({by})"
        return _headed(name, own_words)

    def _due(self, event: Expected) -> str:
        """When; a due date that only has a beginning stands for none."""
        _ = self._
        if parse_when(event.due).latest is None:
            return _("without a date")
        return self._when(event.due, text_if_any(event.data, "written"))

    def _expected(self, expected: ExpectedTold) -> Line:
        _ = self._
        event = expected.told.event
        due = capital(self._due(event))
        line: Line = (f"{due}: ", *self._texts(event))
        if expected.overdue:
            late = _("Nothing later in the documents tells what became of it.")
            line = (*line, f" {late}")
        marks = self._footnotes.marks(expected.told.notes)
        return (*line, *marks)


def _commas(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)


def _says(text: str, words_of_it: str) -> bool:
    """Whether a text has these words, in capitals or not."""
    return words_of_it.casefold() in text.casefold()


def _headed(head: str, line: Line) -> Line:
    """What an event is, and what is told of it."""
    if not line:
        return (f"{head}.",)
    return (f"{head}: ", *line)
