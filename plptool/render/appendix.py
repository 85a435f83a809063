"""An appendix as blocks: laid out as administrations lay out such lists, for those who know no ledger."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, assert_never

from plptool.model.dates import parse_when
from plptool.model.events import Activity, Decided, Event, Expected, FieldsChange, Granted, Meeting, Status
from plptool.model.events import Note as NoteEvent
from plptool.model.i18n import Translate
from plptool.model.plain import Data
from plptool.model.records import Point
from plptool.render import phrases as words
from plptool.render.document import (
    Block,
    Cells,
    Column,
    Fact,
    Facts,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Paragraph,
    Recorded,
    Strong,
    Text,
    grid,
    unmarked,
)
from plptool.reports.appendix import (
    Appendix,
    AppendixTotals,
    DecisionTold,
    DiscrepancyNote,
    EventTold,
    ExpectedTold,
    GrantTold,
    MeetingTold,
    Note,
    OddityNote,
    OrganisationTold,
    ProcessTold,
    StatusTold,
    mentions,
)
from plptool.timeline.totals import ProcessTotals

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?P<twin>(?= \w+ \1-\d{2}))?")
"""A date; one that is followed by another of the same year, with a word between, is a twin: that one has the year."""


def appendix(found: Appendix, point: Point, _: Translate, broken: Sequence[str] = ()) -> list[Block]:
    """The heading, what day it shows, an overview, each process, totals, abbreviations, footnotes.

    Args:
        found: what `plptool.reports.appendix` gives.
        point: the day and the revision that are shown.
        broken: the snapshots whose seals do not hold.
    """
    page = _Page(found, _)
    plans = [(Recorded(plan.title), f", {dated(words.period(plan.period, _), _)}") for plan in found.plans]
    blocks: list[Block] = [
        Heading(page.title(), 1),
        *(Paragraph(line) for line in plans),
        Paragraph(_("As of {date}").format(date=dated(point.date, _))),
        *([Paragraph(_("What was sealed is not as it was: {ids}.").format(ids=", ".join(broken)))] if broken else []),
        Heading(_("Overview")),
        Paragraph(_summary(found.totals.processes, _)),
        grid(
            [
                *([Column(_capital(_("no.")), right=True)] if found.listed else []),
                Column(_capital(_("process")), whole=True),
                Column(_capital(_("need")), recorded=True),
                Column(_capital(_("lead")), whole=True),
                Column(_("Status"), whole=True),
            ],
            [
                [
                    *([process.number] if found.listed else []),
                    process.id,
                    process.need,
                    page.name(process.lead),
                    _code(process.status.status or "–", _),
                ]
                for process in found.processes
            ],
        ),
    ]
    for process in found.processes:
        blocks += page.process(process)
    blocks += [Heading(_("Totals on {date}").format(date=dated(point.date, _))), _totals(found.totals, _)]
    blocks += [*page.abbreviations(blocks), Paragraph(_sources(point.revision, _))]
    if page.notes:
        blocks.append(Notes(tuple(page.notes), _("Notes")))
    return blocks


def dated(text: str, _: Translate) -> str:
    """What was said of a date, with days and months in words: the way they are written in running text."""
    months = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )

    def said(found: re.Match[str]) -> str:
        day = f"{int(found[3])}\u00a0" if found[3] else ""
        year = "" if found["twin"] is not None else f" {found[1]}"
        return f"{day}{months[int(found[2]) - 1]}{year}" if 1 <= int(found[2]) <= 12 else found[0]

    return _DAY.sub(said, text)


def _sources(revision: str | None, _: Translate) -> str:
    if revision:
        return _("The source of each statement stands in the ledger, revision {revision}.").format(revision=revision)
    return _("The source of each statement stands in the ledger, here the files as they lie, committed or not.")


def _summary(counts: ProcessTotals, _: Translate) -> str:
    single = _(
        "1 process: {completed} completed, {continuing} continuing (of which {paused} paused, {planned} not begun)."
    )
    several = _(
        "{total} processes: {completed} completed, {continuing} continuing"
        " (of which {paused} paused, {planned} not begun)."
    )
    return (single if counts.total == 1 else several).format(**asdict(counts))


def _totals(totals: AppendixTotals, _: Translate) -> Block:
    counts = totals.processes
    rows: list[Cells] = [
        [_("Processes"), counts.total],
        [_("Processes completed"), counts.completed],
        [_("Processes continuing"), counts.continuing],
        [_("of which ongoing"), counts.ongoing],
        [_("of which paused"), counts.paused],
        [_("of which not begun"), counts.planned],
        [_("Meetings held"), totals.meetings.held],
    ]
    return grid([Column(_("What is counted")), Column(_("Number"), right=True)], rows)


def _code(text: str, _: Translate) -> str:
    """A word of the program's own, for people: where it is in no catalogue, without its hyphens."""
    said = _(text)
    return said.replace("-", " ") if said == text else said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quoting(said: str, written: object) -> str:
    """A date or period, and the source's words for it where they are others."""
    return said if written is None or str(written).casefold() == said.casefold() else f"{said} (”{written}”)"


def _sentence(text: object) -> Line:
    """A record's text, ended as a sentence."""
    said = str(text).strip()
    return (Recorded(said),) if said.endswith((".", "!", "?", "…", '."', ".”", ":")) else (Recorded(said), ".")


def _joined(lines: Iterable[Line], between: str = " ") -> Line:
    found: list[Any] = []
    for line in lines:
        if line:
            found += [between, *line] if found else line
    return tuple(found)


def _short(name: str) -> bool:
    """Whether a name looks like an abbreviation: a word with a capital inside, as KSON and BoU."""
    return name.isalnum() and any(letter.isupper() for letter in name[1:])


def _explained(form: str, organisation: OrganisationTold) -> str:
    """What the ledger says of a short name: what is written out, and what it tells of the name itself."""
    title, text = str(organisation.title), str(organisation.text or "")
    if form == title:
        return text
    return f"{title}. {text}" if mentions(text, form) else title


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Facts):
            for fact in block.entries:
                yield from fact.lines
        elif isinstance(block, Grid):
            for row in block.rows:
                yield from row


def _once(said: Iterable[str], text: str | None) -> Line:
    """What is said beside a title, each thing once."""
    return _joined(map(_sentence, dict.fromkeys(map(str, [*said, *([text] if text else [])]))))


class _Page:
    """What is needed throughout: the language, the names that organisations go by, and the footnotes so far."""

    def __init__(self, found: Appendix, _: Translate) -> None:
        self.found = found
        self.notes: list[Line] = []
        self._ = _
        self._known = {organisation.id: organisation for organisation in found.organisations}

    def title(self) -> Line:
        _, listed, organisation = self._, self.found.listed, self.found.organisation
        if listed:
            return (Recorded(listed.title), *((f" – {self.name(organisation.id)}",) if organisation else ()))
        return (_("List of processes"), " – ", Recorded((organisation or self.found).title))

    def name(self, key: str) -> str:
        """The name that an organisation goes by: its id where the documents know it by that, else its title."""
        known = self._known.get(key)
        return key if known is None or key in known.names else str(known.title)

    def _names(self, keys: Iterable[str]) -> str:
        return self._listed([self.name(key) for key in keys])

    def _listed(self, said: list[str]) -> str:
        _ = self._
        *first, last = said
        return _("{first} and {last}").format(first=", ".join(first), last=last) if first else last

    def abbreviations(self, blocks: list[Block]) -> list[Block]:
        """The short names in the blocks and footnotes of which the ledger says what they mean, and what it says."""
        _ = self._
        drawn = "\n".join(map(unmarked, (*_texts(blocks), *self.notes)))
        rows: list[Cells] = [
            [form, said]
            for key, organisation in self._known.items()
            for form in dict.fromkeys(map(str, (key, *organisation.names)))
            if (_short(form) or form == self.name(key) == key != organisation.title) and mentions(drawn, form)
            for said in [_explained(form, organisation)]
            if said
        ]
        rows += [[grant.id, grant.title] for grant in self.found.grants if grant.id != grant.title]
        rows.sort(key=lambda row: str(row[0]).casefold())
        columns = [Column(_("In the text"), whole=True), Column(_("Meaning"), recorded=True)]
        return [Heading(_("Abbreviations and names")), grid(columns, rows)] if rows else []

    # Footnotes

    def marks(self, notes: Iterable[Note]) -> Line:
        """The marks of what is said in footnotes of a fact; what is said there twice, once."""
        said = list(dict.fromkeys(self._note(note) for note in notes))
        self.notes += said
        first = len(self.notes) - len(said) + 1
        found: list[str | Recorded | Strong | Mark] = []
        for number in range(first, first + len(said)):
            found += [" ", Mark(number)] if found else [Mark(number)]
        return tuple(found)

    def _note(self, note: Note) -> Line:
        _ = self._
        match note:
            case OddityNote():
                cited = words.sources(note.source)
                return (*_sentence(note.reason), *((f" ({cited})",) if cited else ()))
            case DiscrepancyNote():
                claims = [self._claim(note.field, claim) for claim in note.claims]
                head = _("The sources disagree on {field}:").format(field=_(note.field))
                return (f"{head} ", *_joined(claims, "; "), ". ", *_sentence(note.reason))
            case _:
                assert_never(note)

    def _claim(self, field: str, claim: Data) -> Line:
        said = dated(words.field(field, claim["value"], self._), self._)
        written = f" (”{claim['written']}”)" if "written" in claim else ""
        return Recorded(said), f"{written} ({words.sources(claim['source'])})"

    # A process

    def process(self, process: ProcessTold) -> list[Block]:
        _, notes = self._, process.notes
        over = _("Process {id}").format(id=process.id)
        if process.number is not None:
            over = _("Need {number}, process {id}").format(number=process.number, id=process.id)
        marks = self.marks((*notes.get("id", ()), *notes.get("need", ())))
        heading = Heading((Recorded(str(process.need)), *marks), 2, over)
        activities = [(Recorded(str(activity)),) for activity in process.activities or ()]
        goal = [(Recorded(str(process.goal)),)] if process.goal else []
        priority = [(str(process.priority),)] if process.priority else []
        period = [(self._period(process.period, process.written.get("period")),)] if process.period else []
        # In the order in which they are read, as that is the order of the footnotes.
        lines: list[tuple[str, list[Line]]] = [
            (_("Status"), [self._status(process.status)]),
            (_("Remaining"), [_sentence(text) for text in process.status.remaining]),
            (_("Activities"), self._noted(activities, notes, "activities")),
            (_("Result aimed at"), self._noted(goal, notes, "goal")),
            (_("Responsible"), self._responsible(process)),
            (_("Priority"), self._noted(priority, notes, "priority")),
            (_("Time plan"), self._noted(period, notes, "period")),
            (_("Meetings"), self._meetings(process)),
            (_("Decisions"), [self._decision(told) for told in process.decisions]),
            (_("Grants"), [self._grant(told) for told in process.grants]),
            (_("Events"), self._events(process.events)),
            (_("Expected"), [self._expected(row) for row in process.expected]),
        ]
        return [heading, Facts(tuple(Fact(label, tuple(said)) for label, said in lines if said))]

    def _noted(self, lines: Sequence[Line], notes: Mapping[str, Sequence[Note]], *fields: str) -> list[Line]:
        """The lines of a field, with the marks of its footnotes after the last; where nothing is told, a dash."""
        marks = self.marks([note for field in fields for note in notes.get(field, ())])
        if marks and not lines:
            lines = [("–",)]
        return [*lines[:-1], (*lines[-1], *marks)] if lines else []

    def _responsible(self, process: ProcessTold) -> list[Line]:
        _, said = self._, self.name(process.lead)
        if process.partners:
            partners = self._names(process.partners)
            said = _("{lead}, together with {partners}").format(lead=said, partners=partners)
        return self._noted([(said,)], process.notes, "lead", "partners")

    def _period(self, period: str, written: object) -> str:
        return _capital(_quoting(dated(words.period(period, self._), self._), written))

    def _when(self, text: str, written: str | None = None) -> str:
        return _quoting(dated(words.when(text, self._), self._), written)

    def _status(self, status: StatusTold) -> Line:
        _ = self._
        if status.status is None:
            return (_("The plan is not adopted yet."),)
        named = Strong(_capital(_(status.status)))
        since = f" {self._since(status, status.cause)}" if status.cause else ""
        outcome = f", {_code(status.outcome, _)}" if status.outcome else ""
        lines: list[Line] = [(named, f"{since}{outcome}.")]
        for told in status.said:
            event, said = told.event.data, self._texts(told.event)
            if event["date"] != status.cause:
                confirmed = _("Confirmed {date}").format(date=self._when(event["date"], event.get("written")))
                said = (f"{confirmed}: ", *said) if said else (f"{confirmed}.",)
            lines.append((*said, *self.marks(told.notes)))
        return _joined(lines)

    def _since(self, status: StatusTold, cause: str) -> str:
        """Since when a status is in force, and no more than is known of that: an interval is some day within it."""
        _ = self._
        start, interval, end = cause.partition("/")
        if status.assessed:
            return _("as of {date}").format(date=self._when(cause))
        if parse_when(cause).latest != status.since:  # its plan was adopted later
            return _("since {date}").format(date=self._when(str(status.since)))
        if interval and start in ("", ".."):
            return _("since {date} or earlier").format(date=self._when(end))
        if interval:
            return _("since some time {interval}").format(interval=self._when(cause))
        return _("since {date}").format(date=self._when(cause))

    def _texts(self, event: Event) -> Line:
        said = _joined(_sentence(event.data[name]) for name in ("reason", "text") if event.data.get(name))
        return (*said, f" ({self._by(event)})") if said and self._by(event) else said

    def _by(self, event: Event) -> str:
        _, data = self._, event.data
        found = [_("with {organisations}").format(organisations=self._names(data["with"]))] if "with" in data else []
        if "by" in data:
            found.append(_("by {organisation}").format(organisation=self.name(data["by"])))
        return ", ".join(said.replace(" ", "\u00a0", 1) for said in found)

    # Meetings

    def _meetings(self, process: ProcessTold) -> list[Line]:
        """How many were held, and for each year and series which."""
        _, rows = self._, process.meetings
        if not rows:
            return [(_("None held."),)]
        held, booked = process.held, len(rows) - process.held
        said = [_("1 held") if held == 1 else _("{n} held").format(n=held)]
        if booked:
            said.append(_("1 booked") if booked == 1 else _("{n} booked").format(n=booked))
        lines: list[Line] = []
        # Those of the main series first, then the others as they begin.
        series = list(dict.fromkeys(["", *(self._series(row) for row in rows)]))
        order = sorted(rows, key=lambda row: (row.year, series.index(self._series(row))))
        for (year, name), among in groupby(order, lambda row: (row.year, self._series(row))):
            head = f"{year}, {name}: " if name else f"{year}: "
            lines.append((head, *self._numbered(list(among))))
        counted = f"{', '.join(said)}."
        return [(f"{counted} ", *lines[0])] if len(lines) == 1 else [(counted,), *lines]

    def _numbered(self, rows: list[MeetingTold]) -> Line:
        """The meetings of a year, then what is told of them; that their numbers are numbers is said of the first."""
        _ = self._
        said, found = f"{_('no.')}\u00a0", []
        for row in rows:
            numbered = row.told.event.number is not None
            found.append((said if numbered else "", *self._meeting(row)))
            said = "" if numbered else said
        days: dict[str, list[str]] = {}
        for row in rows:
            if text := row.told.event.data.get("text"):
                days.setdefault(str(text), []).append(self._day(row))
        said_of = _joined((f"{_capital(self._listed(held))}: ", *_sentence(text)) for text, held in days.items())
        return (*_joined(found, ", "), *((". ", *said_of) if said_of else ()))

    def _day(self, row: MeetingTold) -> str:
        """The day of a meeting that stands under its year."""
        return self._when(row.told.event.data["date"]).removesuffix(f" {row.year}")

    def _series(self, row: MeetingTold) -> str:
        """The series that a meeting is of, and who met by themselves; nothing, of the main series."""
        _, meeting = self._, row.told.event
        series, met = meeting.series or "", self.name(meeting.internal) if meeting.internal else ""
        if not series:
            return _("internal {organisation}").format(organisation=met) if met else ""
        return series if met in series else f"{series} ({met})"

    def _meeting(self, row: MeetingTold) -> Line:
        _, meeting = self._, row.told.event
        when = _quoting(self._day(row), meeting.data.get("written"))
        about = [when, _("booked, not confirmed") if meeting.booked else "", self._by(meeting)]
        said = ", ".join(part for part in about if part)
        head = _("without number") if meeting.number is None else str(meeting.number)
        return (f"{head}\u00a0({said})", *self.marks(row.told.notes))

    # Decisions and grants

    def _decision(self, told: DecisionTold) -> Line:
        """When, who, what, and how it stands unless it is simply adopted."""
        _, row = self._, told.decision
        number = f"§ {row.paragraph}" if row.paragraph else ""
        head = ", ".join(
            part for part in (_capital(self._when(row.date)), self._deciding(told), number, row.registry) if part
        )
        standing = "" if row.status == "adopted" else f" ({words.decision_status(row.status, _)})"
        clauses = [text for text in told.clauses if str(text).rstrip(".").casefold() not in str(row.title).casefold()]
        said = _once((*told.said, *clauses), told.text)
        title = (Recorded(str(row.title)), standing, ".") if standing else _sentence(row.title)
        return (f"{head}: ", *title, *((" ", *said) if said else ()), *self.marks(told.notes))

    def _deciding(self, told: DecisionTold) -> str:
        if told.decision.body:
            return self.name(told.decision.body)
        if told.decision.parties:
            return self._names(told.decision.parties)
        return ", ".join(
            f"{role.role} {self.name(role.organisation)}" if role.organisation else role.role for role in told.roles
        )

    def _grant(self, told: GrantTold) -> Line:
        """When, of which grant and for what, and what is told of it; what is told in the same words stands once."""
        _ = self._
        said = _once(told.said, told.text)
        about = [
            _("number of posts: {n}").format(n=told.posts) if told.posts else "",
            self._names(told.organisations) if told.organisations else "",
            dated(words.period(told.period, _), _) if told.period else "",
        ]
        about = [part for part in about if part and part not in unmarked(said)]
        named = f" ({'; '.join(about)})" if about else ""
        what = str(told.what)
        if what.casefold() in unmarked(said).casefold():
            said = (*said, named)
        else:
            said = _joined([(Recorded(what), f"{named}.") if named else _sentence(what), said])
        when = f"{_capital(self._when(told.date, told.written))}, " if told.date else ""
        return (when, Recorded(str(told.grant)), ": ", *said, *self.marks(told.notes))

    # Other events

    def _events(self, rows: Sequence[EventTold[Event]]) -> list[Line]:
        """A line a date, as one who tells of them would put together what is of one date."""
        lines = []
        for date, among in groupby(rows, lambda told: self._date(told.event)):
            said = _joined((*self._event(told.event), *self.marks(told.notes)) for told in among)
            lines.append((f"{_capital(date)}: ", *said))
        return lines

    def _date(self, event: Event) -> str:
        """What an event stands under; what was foreseen, under the date for which it was."""
        _ = self._
        if isinstance(event, Expected):
            return _("Expected {due}").format(due=self._due(event))
        return self._when(event.data["date"], event.data.get("written"))

    def _event(self, event: Event) -> Line:
        """What an event says, without its date."""
        _, said = self._, self._texts(event)
        match event:
            case NoteEvent() | Expected():
                return said
            case Activity():
                return self._activity(event, said)
            case Granted():
                head = f"{_('Grant')} ({event.grant})"
            case Status():
                head = _capital(_(event.status)) + (f", {_code(event.outcome, _)}" if event.outcome else "")
                if event.remaining:
                    left = _joined(map(_sentence, event.remaining))
                    said = (*said, " " if said else "", f"{_('Remaining')}: ", *left)
            case FieldsChange():
                pairs = (f"{_(name)}: {dated(words.field(name, new, _), _)}" for name, new in event.fields.items())
                head = _("Changed: {fields}").format(fields="; ".join(pairs))
                return (f"{head}. ", *said) if said else (f"{head}.",)
            case Decided():
                head = _("Decision {id}").format(id=event.decision)
            case Meeting():
                raise AssertionError("meetings are told by themselves")
            case _:
                assert_never(event)
        return (f"{head}: ", *said) if said else (f"{head}.",)

    def _activity(self, event: Activity, said: Line) -> Line:
        _ = self._
        head = _capital(_code(event.activity, _))
        if "times" in event.data:
            head = _("{what}, {n} times").format(what=head, n=event.times)
        elif said and (event.activity == "other" or head.casefold() in str(event.data["text"]).casefold()):
            return said  # which says what it was
        by = self._by(event)
        return (f"{head}: ", *said) if said else (f"{head} ({by})." if by else f"{head}.",)

    def _due(self, event: Expected) -> str:
        """When; a due date that only has a beginning stands for none."""
        _ = self._
        if event.due.endswith("/.."):
            return _("without a date")
        return self._when(event.due, event.data.get("written"))

    def _expected(self, row: ExpectedTold) -> Line:
        _, event = self._, row.told.event
        late = (" " + _("Nothing later in the documents tells what became of it."),) if row.overdue else ()
        return (f"{_capital(self._due(event))}: ", *self._texts(event), *late, *self.marks(row.told.notes))
