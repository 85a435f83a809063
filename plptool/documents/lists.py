"""An administration's list of processes: its parts, told apart by their headings, and what each says.

What is not understood is asked about, and casts doubt on what stands beside it: a meeting whose next line says that it
was cancelled is none (`doubts.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from plptool.documents.document import Cell, Document
from plptool.documents.doubts import Candidate, Doubts, stands_under, take_back_contradicted
from plptool.documents.fields import activities_of, is_of_organisations, joined, period_of, priority_of, responsible_of
from plptool.documents.labels import ID, Label, Labelled, Labels
from plptool.documents.pieces import Piece, pieces_of
from plptool.documents.said import Asked, FieldSaid, MeetingSaid, ProcessSaid, Recognised, StatusSaid
from plptool.documents.tables import arranged
from plptool.model.findings import Message
from plptool.texts.letters import fold, letters
from plptool.texts.meetings import Manner, Said, Vocabulary, dates_of, said_in, statements
from plptool.texts.own_rows import COUNT, is_row, told_in
from plptool.texts.warnings import is_ahead, is_of_several, takes_back

STATUSES = {
    "inget behov av fortsatt processledning": "completed",
    "inget fortsatt behov av processledning": "completed",
    "no further need of process management": "completed",
}
"""By what a list says of a day, the status that it is; all else is asked about."""
_ONGOING = re.compile(r"arbet(?:e|et|a) (?:har )?pagatt (?:under )?(?:hela )?(?:19|20)\d\d\.?", re.ASCII)
_ALL_INTERNAL = re.compile(
    r"(?:process)?möten(?:a)? (?:under )?(?P<year>20\d\d) (?:sker|skedde|hölls|hålls|genomfördes) internt"
    r" (?:inom |i )?(?P<name>[\w ]+)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"(?:\d{4}|\bgenomford[at]?|\bgenomfort|\bheld)[.,;)]*$")
"""How something else than a meeting ends, before a meeting follows on the same line."""
_DATED = re.compile(r"\b(?:daterade?|datum|dated|date)\s*:?\s*$")
_BULLET_ALONE = re.compile(r"[\s\-–•*]*")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_ONCE = (Label.NEED, Label.RESPONSIBLE, Label.ACTIVITIES, Label.GOAL, Label.PRIORITY, Label.PERIOD)
"""What a list says once of each process."""
_LEADING = re.compile(rf"(?:[^\W\d]+[.:]? ){{0,2}}(?:nr\.? ?|#)?(?P<id>{ID})(?![\w.]*\w)")
_ID_FIRST = re.compile(rf"(?:nr\.? ?)?(?P<id>{ID})(?!\w)")
_ID_ALONE = re.compile(rf"\W*(?P<id>{ID})\W*")
_NO_PROCESS = Message("it is not said of which process this is")
_NO_LEAD = Message("it is not said for certain who leads, and who takes part")


@dataclass(slots=True)
class _Part:
    """A part of the document that is about one process."""

    process: ProcessSaid
    table: int | None
    doubts: Doubts
    headings: set[Label] = field(default_factory=set)
    """Those of what a list says once that have come."""
    need_below: Piece | None = None
    """Where the need begins, if it stands below the heading of the activities: alone there, it may be an activity."""


def recognise(
    document: Document,
    labels: Labels,
    vocabulary: Vocabulary,
    statuses: Mapping[str, str],
    processes: Mapping[str, str],
) -> Recognised:
    """What a list says.

    Args:
        document: what was read.
        labels: what heads its parts.
        vocabulary: what its words mean.
        statuses: what it says of a day, and the status that it is.
        processes: by the id of each that is known, the letters of what it is called.
    """
    reader = _List(labels, vocabulary, statuses, processes)
    pieces = pieces_of(document.lines)
    reader.read(arranged(pieces, labels))
    take_back_contradicted(reader.found, vocabulary)
    return reader.found


# What is read


class _List:
    """Goes through the parts of a document, and knows of which process they are."""

    def __init__(
        self, labels: Labels, vocabulary: Vocabulary, statuses: Mapping[str, str], processes: Mapping[str, str]
    ) -> None:
        self.labels = labels
        self.vocabulary = vocabulary
        self.statuses = statuses
        self.processes = processes
        self.found = Recognised()
        self._part: _Part | None = None
        self._is_left = False
        """Whether the table of the process is over: a heading goes on with it, anything else does not."""
        self._wanted: list[Label] = []
        self._taken: list[Piece] = []
        self._place = 0
        self._internal: tuple[int, str, int] | None = None
        """The year in which an organisation meets by itself, and the line that says so."""
        self._status_day: tuple[date, int] | None = None

    def read(self, pieces: Sequence[Piece]) -> None:
        for self._place, piece in enumerate(pieces):
            self._take(piece)
        self._leave()

    def _take(self, piece: Piece) -> None:
        self._dated(piece)
        self._leave_table(piece.cell)
        before, labelled = self.labels.split(piece.text, piece.bold, is_heading=piece.is_heading)
        if before and not (labelled and _BULLET_ALONE.fullmatch(before)):
            self._content(replace(piece, text=before))
        for one in labelled:
            self._heading(one, piece)

    def _dated(self, piece: Piece) -> None:
        """The day that the document is of: `daterade 231231`."""
        if self.found.title is None and piece.is_heading:
            self.found.title = piece.text
            self.found.title_line = piece.line
        if self.found.day is not None or self._part is not None:
            return
        for written in dates_of(piece.text, self.vocabulary.order):
            before = fold(piece.text[: piece.text.find(written.text)])
            if written.day is not None and _DATED.search(before):
                self.found.day = written.day
                self.found.day_line = piece.line

    def _leave_table(self, cell: Cell | None) -> None:
        table = None if cell is None else cell.table
        # What begins with a heading outside of tables has the tables that follow.
        if self._part is None or self._part.table in (None, table):
            return
        self._is_left = True
        self._end_of_field()

    # Headings

    def _heading(self, one: Labelled, piece: Piece) -> None:
        named = _named(one)
        if named is not None:
            self._begin_named(named, one, piece)
            return
        if one.label is Label.NEED and one.number is not None:
            self._leave()  # of a process that it does not name
            return
        if one.label is Label.PROCESS or self._says_again(one.label):
            self._leave()  # another process begins, wherever it says which
        needs = self._needs_need()
        self._end_of_field()
        if self._part is not None:
            self._is_left = False
            self._part.doubts.begin_section()
            if self._part.table is not None:
                self._part.table = _table_of(piece)
        self._field(one.label, replace(piece, text=one.rest), one.number)
        if needs:
            self._expect_need(one)

    def _begin_named(self, named: tuple[str, str], one: Labelled, piece: Piece) -> None:
        """A process begins, by the heading that names it."""
        key, rest = named
        if rest[:1].islower():
            # A sentence about that process, or of two; what follows is of none that is known.
            self._leave()
            self._outside(piece)
            return
        self._begin(key, one.number, piece)
        about = replace(piece, text=rest)
        if rest and one.label is Label.NEED:
            self._content(about)
        elif rest:
            self._ask(about, Message("what a process is called is not drafted"))

    def _needs_need(self) -> bool:
        """Whether the need of a process is still to come."""
        if Label.NEED not in self._wanted:
            return False
        is_being_said = self._wanted[0] is Label.NEED and self._taken
        return not is_being_said

    def _expect_need(self, one: Labelled) -> None:
        """The need stands behind who answers for it, or below the heading of the activities."""
        if one.label is Label.RESPONSIBLE:
            self._wanted = [one.label, Label.NEED]
        elif one.label is Label.ACTIVITIES and not one.rest:
            self._wanted = [Label.NEED, one.label]

    def _says_again(self, label: Label) -> bool:
        """Whether a part of a process comes that it has already: its first heading was not known."""
        if self._part is None or label not in _ONCE:
            return False
        is_again = label in self._part.headings
        self._part.headings.add(label)
        return is_again

    def _begin(self, key: str, number: int | None, piece: Piece) -> None:
        self._leave()
        process = self.found.process(key, piece.line, number)
        self._part = _Part(process, _table_of(piece), Doubts(self.vocabulary))
        self._internal = None
        self._wanted = [Label.NEED]

    def _leave(self) -> None:
        self._end_of_field()
        self._end_of_part()
        self._part = None
        self._is_left = False
        self._wanted = []

    def _field(self, label: Label, piece: Piece, number: int | None) -> None:
        """What a heading is followed by on its own line, or is to be followed by."""
        match label:
            case Label.PRIORITY:
                text = piece.text if number is None else f"{number} {piece.text}"
                if text:
                    self._set("priority", priority_of(text, (piece.line,)), piece)
                else:
                    self._wanted = [label]
            case Label.STATUS:
                self._status(piece)
            case Label.MEETINGS:
                self._wanted = []
                if piece.text and not _YEAR.fullmatch(piece.text):
                    self._content(piece)
            case Label.NEED | Label.ACTIVITIES | Label.GOAL | Label.PERIOD | Label.RESPONSIBLE | Label.PROCESS:
                self._wanted = [label]
                if piece.text:
                    self._content(piece)

    def _status(self, piece: Piece) -> None:
        """`Status 231231: Inget behov …`, and `Status: Processmöte 1 …`."""
        self._wanted = []
        dates = dates_of(piece.text, self.vocabulary.order)
        begins = bool(dates) and piece.text.startswith(dates[0].text)
        day = dates[0].day if begins else None
        if day is None:
            if piece.text:
                self._content(piece)
            return
        rest = piece.text[len(dates[0].text) :].strip(" :–-")
        self._status_day = (day, piece.line)
        self._wanted = [Label.STATUS]
        if rest:
            self._taken.append(replace(piece, text=rest))

    # What stands under them

    def _content(self, piece: Piece) -> None:
        if self._begins_process(piece):
            return
        if self._part is None or self._is_left:
            self._outside(piece)
            return
        is_collecting = bool(self._wanted and self._taken)
        if is_collecting and self._goes_on(piece):
            self._taken.append(piece)
            return
        if is_collecting:
            self._next_field()
        self._begin_section(self._part, piece)
        if self._is_ongoing(piece) or self._says_internal(piece) or self._is_own_row(piece):
            return
        if self._events(piece):
            self._end_of_field()
        elif self._wanted[:1] == [Label.NEED] and is_of_organisations(piece.text, self.vocabulary):
            self._ask(piece, _NO_LEAD)
        elif self._wanted and not self._is_worded_with_a_date(piece):
            self._taken.append(piece)
        else:
            self._unclear(piece)

    def _begins_process(self, piece: Piece) -> bool:
        """Whether a line without a known heading begins with the id of a process, or says that one begins."""
        if self._wanted == [Label.PROCESS]:
            self._wanted = []
            if re.fullmatch(ID, piece.text):
                self._begin(piece.text, None, piece)
                return True
        leading = _LEADING.match(piece.text)
        if leading is None or not self._is_another(leading["id"], piece.text):
            return False
        called = piece.text[leading.end() :]
        if leading.start("id") == 0 and self._is_called(leading["id"], called, piece):
            self._begin(leading["id"], None, piece)
        else:
            if leading.start("id") > 0 and self._part is not None:
                self._part.doubts.cast_by_another(piece, self._place)
            self._leave()
            self._outside(piece)
        return True

    def _is_worded_with_a_date(self, piece: Piece) -> bool:
        """Whether a date stands where a need, a goal or activities are to be: then it is none of them."""
        is_worded = self._wanted[0] in (Label.NEED, Label.GOAL, Label.ACTIVITIES)
        return is_worded and bool(dates_of(piece.text, self.vocabulary.order))

    def _is_another(self, key: str, text: str) -> bool:
        """Whether what looks like the id of a process is one, and not that of which is told."""
        here = "" if self._part is None else self._part.process.id
        dates = dates_of(text, self.vocabulary.order)
        is_date = any(key in written.text for written in dates)
        may_be_id = key in self.processes or key.count(".") > 1
        return key != here and may_be_id and not is_date

    def _is_called(self, key: str, called: str, piece: Piece) -> bool:
        """Whether a process is called so; where none is known, a heading that has an id is taken at its word."""
        if not self.processes:
            return piece.is_heading or piece.is_bold
        spelt = letters(called)
        return bool(spelt) and spelt in self.processes.get(key, "")

    def _begin_section(self, part: _Part, piece: Piece) -> None:
        """`**Händelser** 2022: …`: what begins in bold is another part, also where nobody knows its heading."""
        if piece.is_bold or not piece.bold or not piece.text.startswith(piece.bold[0]):
            return
        heading = piece.bold[0]
        is_doubtful = is_ahead(heading) or takes_back(heading)
        standing = part.doubts.heading
        part.doubts.begin_section(stands_under(heading) if is_doubtful else standing)

    def _is_own_row(self, piece: Piece) -> bool:
        """Whether a part is of an appendix that plptool wrote: how many meetings there are, or those of a year."""
        count = COUNT.match(piece.text)
        text = piece.text[count.end() :] if count else piece.text
        if not is_row(text):
            return count is not None and not text
        for told in told_in(text, self.vocabulary):
            if told.is_marked and self._part is not None:
                self.found.asked.append(_marked(told.statement, told.said, piece.line, self._part.process.id))
            else:
                self._event(piece, told.statement, told.said, None)
        return True

    def _is_ongoing(self, piece: Piece) -> bool:
        """`Arbete pågått hela 2023`: a note, and no doubt."""
        if _ONGOING.fullmatch(fold(piece.text)) is None:
            return False
        self._ask(piece, Message("notes are not drafted"))
        return True

    def _says_internal(self, piece: Piece) -> bool:
        """`Processmöten under 2023 sker internt KSON`: of those of that year that follow."""
        said = _ALL_INTERNAL.fullmatch(piece.text.strip(" ."))
        key = self.vocabulary.organisations.get(tuple(fold(said["name"]).split())) if said else None
        if said is None or key is None:
            return False
        self._internal = (int(said["year"]), key, piece.line)
        return True

    def _goes_on(self, piece: Piece) -> bool:
        """Whether what is written of a field goes on: in its paragraph; of activities until another heading."""
        last = self._taken[-1]
        if self._is_worded_with_a_date(piece):
            return False
        if self._wanted[0] is Label.ACTIVITIES:
            return not self._tells_of_meetings(piece) and piece.cell == last.cell
        if piece.paragraph != last.paragraph or self._tells_of_meetings(piece):
            return False
        return self._wanted[0] is not Label.STATUS or piece.line == last.line + 1

    def _tells_of_meetings(self, piece: Piece) -> bool:
        return bool(statements(piece.text, self.vocabulary)[1])

    def _next_field(self) -> None:
        wanted = self._wanted[1:]
        self._end_of_field()
        self._wanted = wanted

    def _end_of_field(self) -> None:
        """What was collected is the value of the field that was waited for."""
        taken, self._taken = self._taken, []
        wanted, self._wanted = self._wanted, []
        if not taken or not wanted or self._part is None:
            return
        lines = tuple(dict.fromkeys(piece.line for piece in taken))
        text = joined(taken)
        match wanted[0]:
            case Label.NEED:
                self._set("need", FieldSaid(text, lines), taken[0])
                if Label.ACTIVITIES in wanted:
                    self._part.need_below = taken[0]
            case Label.GOAL:
                self._set("goal", FieldSaid(text, lines), taken[0])
            case Label.ACTIVITIES:
                entries = activities_of(taken)
                self._set("activities", FieldSaid(entries, lines), taken[0])
            case Label.PERIOD:
                self._period(taken, lines)
            case Label.PRIORITY:
                self._set("priority", priority_of(text, lines), taken[0])
            case Label.RESPONSIBLE:
                self._responsible(taken, lines)
            case Label.STATUS:
                self._end_of_status(taken)
            case Label.PROCESS | Label.MEETINGS:
                self._unclear(taken[0])

    def _set(self, name: str, said: FieldSaid | None, piece: Piece) -> None:
        """A field has a value; of two that differ, a person says which."""
        if self._part is None:
            return
        fields = self._part.process.fields
        if said is None:
            self._ask(piece, Message("it is not understood as: {field}", {"field": Message(name)}))
        elif name not in fields:
            fields[name] = said
        elif fields[name].value != said.value:
            self._ask(piece, Message("the document says two things of: {field}", {"field": Message(name)}))

    def _period(self, taken: Sequence[Piece], lines: tuple[int, ...]) -> None:
        """A period; what else stands in its paragraph is asked about."""
        whole = period_of(joined(taken), lines)
        first = period_of(taken[0].text, lines[:1])
        self._set("period", whole or first, taken[0])
        if whole is None and first is not None:
            for piece in taken[1:]:
                self._ask(piece, Message("it is neither a meeting nor a field"))

    def _responsible(self, taken: Sequence[Piece], lines: tuple[int, ...]) -> None:
        bold = [part for piece in taken for part in piece.bold]
        found = responsible_of(joined(taken), bold, lines, self.vocabulary)
        if found is None:
            self._ask(taken[0], _NO_LEAD)
            return
        lead, partners = found
        self._set("lead", lead, taken[0])
        if partners is not None:
            self._set("partners", partners, taken[0])

    def _end_of_status(self, taken: Sequence[Piece]) -> None:
        day, line = self._status_day or (None, 0)
        if day is None or self._part is None:
            return
        text = joined(taken)
        status = self.statuses.get(fold(text).rstrip("."))
        if status is None:
            self._ask(taken[0], Message("how the process stands is not understood"), day=day)
            return
        statuses = self._part.process.statuses
        lines = tuple(dict.fromkeys((line, *(piece.line for piece in taken))))
        for place, other in enumerate(statuses):
            if (other.day, other.status) == (day, status):
                statuses[place] = replace(other, lines=tuple(dict.fromkeys((*other.lines, *lines))))
                return
        statuses.append(StatusSaid(day, status, lines, f"{text.rstrip('.')}."))

    # Meetings

    def _events(self, piece: Piece) -> bool:
        """Whether a part tells of meetings, or of what else happened; each is taken, or asked about."""
        before, told = statements(piece.text, self.vocabulary)
        whole = said_in(piece.text, self.vocabulary)
        is_one = len(told) <= 1 and not piece.text.startswith("(")
        if is_one and whole.is_understood:
            self._event(piece, piece.text, whole, None)  # also where its date comes first
            return True
        readings = [said_in(statement, self.vocabulary) for statement in told]
        doubt = self._doubt_of_line(piece, before, told, readings)
        for statement, reading in zip(told, readings, strict=True):
            self._event(piece, statement, reading, doubt)
            if not reading.heads and _ENDED.search(fold(statement)) is None:
                doubt = _stands_before(statement)
        return bool(told)

    def _doubt_of_line(
        self, piece: Piece, before: str, told: Sequence[str], readings: Sequence[Said]
    ) -> Message | None:
        """Why all meetings of a line are asked about."""
        if told and _ONGOING.fullmatch(fold(before).strip()) is not None:
            self._is_ongoing(replace(piece, text=before))
        elif _BULLET_ALONE.fullmatch(before) is None:
            return _stands_before(before)
        if _lacks_a_date(told, readings):
            return Message("of several meetings on one line, one has no date")
        speaks_of_all = is_of_several(piece.text) or len(told) == 1
        if speaks_of_all and takes_back(piece.text):
            return Message("it may not have been held, or on another day")
        return None

    def _event(self, piece: Piece, statement: str, reading: Said, doubt: Message | None) -> None:
        part = self._part
        why = doubt
        if why is None and part is not None:
            why = part.doubts.of_next(self._place)
        if why is None and not reading.is_understood:
            why = _why_not(reading)
        if why is None and part is not None:
            lines = self._with_internal(reading, piece.line)
            part.doubts.candidates.append(Candidate(reading, piece, self._place, statement, lines))
            return
        told = replace(piece, text=statement)
        self._ask(told, why or _NO_PROCESS, reading)
        if part is not None:
            part.doubts.cast(told, self._place)

    def _with_internal(self, reading: Said, line: int) -> tuple[int, ...]:
        """The lines on which a meeting rests, with that which says that the organisation met by itself."""
        if self._internal is None or reading.day is None or reading.internal is not None:
            return (line,)
        year, key, said_there = self._internal
        if reading.day.year != year or reading.participants:
            return (line,)
        reading.internal = key
        return line, said_there

    def _unclear(self, piece: Piece) -> None:
        """What is no event, and what it says of those beside it."""
        if piece.is_heading or self._part is None:
            self._leave()
            self._outside(piece)
            return
        self._ask(piece, Message("it is neither a meeting nor a field"))
        doubts = self._part.doubts
        doubts.cast_by_unknown(piece, self._place)
        alone = _ID_ALONE.fullmatch(piece.text)
        if alone is not None and self._is_another(alone["id"], piece.text):
            doubts.cast_by_another(piece, self._place)
        if doubts.heading is None and self._names_another(piece.text):
            about = Message("what stands before it is about another process: {words}", {"words": piece.text})
            doubts.heading = about

    def _names_another(self, text: str) -> bool:
        here = self._part.process.id if self._part else ""
        named = re.findall(rf"process(?:en)? ({ID})(?![\w.]*\w)", fold(text))
        return any(key != here for key in named)

    def _outside(self, piece: Piece) -> None:
        """What is of no process is asked about where it has a date."""
        if piece.is_heading or self._part is not None:
            self._leave()
        if not dates_of(piece.text, self.vocabulary.order):
            return
        is_day_of_document = piece.line == self.found.day_line
        why = Message("it is taken for the day of the document") if is_day_of_document else _NO_PROCESS
        _, told = statements(piece.text, self.vocabulary)
        self._ask(piece, why, said_in(piece.text, self.vocabulary) if told else None)

    def _end_of_part(self) -> None:
        """What is said of a process is over: of each meeting it is known now what speaks against it."""
        if self._part is None:
            return
        self._tell_need_from_activity(self._part)
        for candidate, why in self._part.doubts.settled():
            if why is None:
                meeting = _meeting(candidate)
                self._part.process.meetings.append(meeting)
            else:
                told = replace(candidate.piece, text=candidate.statement)
                self._ask(told, why, candidate.said)

    def _tell_need_from_activity(self, part: _Part) -> None:
        """What stands alone below the heading of the activities is the need only where the ledger has it as that."""
        fields = part.process.fields
        piece = part.need_below
        if piece is None or "activities" in fields or "need" not in fields:
            return
        need = str(fields["need"].value)
        if self._is_called(part.process.id, need, piece):
            return
        del fields["need"]
        told = replace(piece, text=need)
        self._ask(told, Message("it may be the need, or an activity"))

    def _ask(self, piece: Piece, why: Message, reading: Said | None = None, day: date | None = None) -> None:
        """A person must say what a part means.

        Args:
            piece: the part.
            why: why that is not known.
            reading: what is understood of it, where it tells of something that happened.
            day: the day that it is about, where its text does not say it.
        """
        process = self._part.process.id if self._part else None
        days = [written.day for written in dates_of(piece.text, self.vocabulary.order)]
        certain = tuple(one for one in [*days, day] if one is not None)
        number = reading.number if reading is not None else None
        is_meeting = reading is not None and reading.heads > 0
        self.found.asked.append(Asked(piece.line, piece.text, why, process, certain, number, is_meeting))


def _named(one: Labelled) -> tuple[str, str] | None:
    """The process that a heading names, and what stands behind that; None where it names none."""
    if one.process is not None:
        return one.process, one.rest
    if one.label not in (Label.PROCESS, Label.NEED):
        return None
    written = _ID_FIRST.match(one.rest)
    if written is None:
        return None
    rest = one.rest[written.end() :]
    return written["id"], rest.strip(" :,–-")


def _table_of(piece: Piece) -> int | None:
    return None if piece.cell is None else piece.cell.table


def _stands_before(words: str) -> Message:
    return Message("what stands before it is not understood: {words}", {"words": words})


def _lacks_a_date(told: Sequence[str], readings: Sequence[Said]) -> bool:
    """Whether one of several meetings of a line has no date, so that another may have its."""
    meetings = [reading for reading in readings if reading.heads]
    if len(meetings) < 2:
        return False
    for statement, reading in zip(told, readings, strict=True):
        if reading.heads and not reading.days and not takes_back(statement):
            return True
    return False


def _marked(statement: str, said: Said, line: int, process: str) -> Asked:
    """A meeting of which a footnote says more: the ledger's own, or one that somebody has put in."""
    days = tuple(day for day in said.days if day is not None)
    why = Message("a footnote says more of it")
    return Asked(line, statement, why, process, days, said.number, is_meeting=True, may_be_known=True)


def _why_not(reading: Said) -> Message:
    """What of a statement is not understood."""
    if not reading.heads:
        return Message("only meetings are drafted, and how a process stands")
    if reading.heads > 1:
        return Message("it tells of more than one meeting")
    if not reading.days:
        return Message("it has no date")
    if len(reading.days) > 1:
        return Message("it has more than one date, or a period")
    if reading.day is None:
        return Message("its date may mean several days, or has no year")
    if reading.unknown:
        return Message("these words are not understood: {words}", {"words": reading.unknown})
    if reading.weekday is not None:
        return Message("the day of the week is another one")
    return Message("it is said to be held and booked")


def _meeting(candidate: Candidate) -> MeetingSaid:
    said = candidate.said
    assert said.day is not None
    remark = _remark(said.remarks)
    return MeetingSaid(
        day=said.day,
        number=said.number,
        lines=candidate.lines,
        text_of_line=candidate.statement,
        is_said=said.manner is not Manner.UNSAID,
        booked=said.manner is Manner.BOOKED,
        internal=said.internal,
        series=said.series if said.number is not None else None,
        participants=tuple(said.participants),
        remark=remark,
    )


def _remark(remarks: Sequence[str]) -> str | None:
    """What else is said, as a sentence."""
    if not remarks:
        return None
    text = ". ".join(part[0].upper() + part[1:] for part in remarks)
    return f"{text}."
