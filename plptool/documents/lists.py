"""An administration's list of processes: its parts, told apart by their headings, and what each says.

What is not understood is asked about, and casts doubt on what stands beside it: a meeting whose next line says that it
was cancelled is none (`doubts.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from plptool.documents.above import Standing
from plptool.documents.dated import DayOfDocument
from plptool.documents.document import Cell, Document
from plptool.documents.doubts import Doubts, stands_under, take_back_contradicted
from plptool.documents.fields import (
    activities_of,
    is_of_organisations,
    joined,
    partners_of,
    period_of,
    priority_of,
    responsible_of,
)
from plptool.documents.labels import ID, Label, Labelled, Labels
from plptool.documents.limits import Deadline
from plptool.documents.meeting_rows import MeetingRow
from plptool.documents.parts import InternalYear, Part, Questions
from plptool.documents.pieces import Piece, pieces_of
from plptool.documents.said import Asked, FieldSaid, Recognised, StatusSaid
from plptool.documents.tables import arranged
from plptool.documents.told import BULLET_ALONE, NO_PROCESS, NOTES, ONGOING, Told, meeting_of
from plptool.model.findings import Message
from plptool.texts.letters import fold, letters
from plptool.texts.meeting_words import Vocabulary, dates_of
from plptool.texts.meetings import Above, Said, is_begun, numbers_a_meeting, said_in, statements
from plptool.texts.meetings_together import opening_of, year_alone
from plptool.texts.own_rows import COUNT, is_row, told_in
from plptool.texts.warnings import is_a_warning, is_ahead, takes_back

if TYPE_CHECKING:
    from datetime import date

STATUSES = {
    "inget behov av fortsatt processledning": "completed",
    "inget fortsatt behov av processledning": "completed",
    "no further need of process management": "completed",
}
"""By what a list says of a day, the status that it is; all else is asked about."""
_ALL_INTERNAL = re.compile(
    r"(?:process)?möten(?:a)? (?:under )?(?P<year>20\d\d) (?:sker|skedde|hölls|hålls|genomfördes) internt"
    r" (?:inom |i )?(?P<name>[\w ]+)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_WORDED = (Label.NEED, Label.GOAL, Label.RESULT, Label.ACTIVITIES, Label.RESPONSIBLE, Label.PARTNERS)
"""What has no dates."""
_HEADED = re.compile(r"[A-ZÅÄÖ][^\W\d]*(?: [^\W\d]+){0,2}:(?: |$)")
"""`Kontakt: Anna`: how a line begins with a heading that nobody knows."""
_ONCE = (Label.NEED, Label.RESPONSIBLE, Label.ACTIVITIES, Label.GOAL, Label.PRIORITY, Label.PERIOD)
"""What a list says once of each process."""
_LEADING = re.compile(rf"(?:[^\W\d]+[.:]? ){{0,2}}(?:nr\.? ?|#)?(?P<id>{ID})(?![\w.]*\w)")
_ID_FIRST = re.compile(rf"(?:nr\.? ?)?(?P<id>{ID})(?!\w)")
_ID_ALONE = re.compile(rf"\W*(?P<id>{ID})\W*")
_CALLED = Message("what a process is called is not drafted")
_NO_LEAD = Message("it is not said for certain who leads, and who takes part")


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
    take_back_contradicted(reader.found, vocabulary, reader.deadline)
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
        self.questions = Questions(self.found, vocabulary)
        self.standing = Standing()
        self.told = Told(vocabulary, self.questions, self.standing)
        self.dated = DayOfDocument(vocabulary)
        self.deadline = Deadline()
        self._is_left = False
        """Whether the table of the process is over: a heading goes on with it, anything else does not."""
        self._wanted: list[Label] = []
        self._taken: list[Piece] = []
        self._place = 0
        self._status_day: tuple[date, int] | None = None

    def read(self, pieces: Sequence[Piece]) -> None:
        for self._place, piece in enumerate(pieces):
            self.deadline.check()
            self.told.place = self._place
            self._take(piece)
        self._leave()
        self.found.day, self.found.day_line = self.dated.day, self.dated.line

    @property
    def _part(self) -> Part | None:
        """Of which process the reading is."""
        return self.questions.part

    def _take(self, piece: Piece) -> None:
        if self.found.title is None and piece.is_heading:
            self.found.title = piece.text
            self.found.title_line = piece.line
        if piece.is_cut:
            self._leave()  # it may name another process
            self.found.asked.append(Asked(piece.line, piece.text, Message("the line is too long to be read")))
            return
        if self._part is None:
            self.dated.take(piece)
        self._leave_table(piece.cell)
        if piece.row is not None:
            self._row(piece, piece.row)
            return
        if not self._opens(piece):
            self._labelled(piece)

    def _labelled(self, piece: Piece) -> None:
        """A piece that may begin parts of a process, by the words that head them."""
        before, labelled = self.labels.split(piece.text, piece.bold, is_heading=piece.is_heading or piece.heads)
        if piece.heads and not labelled:
            self._unknown_heading(piece)
            return
        if labelled and labelled[0].label is Label.PARTNERS and self._are_meetings_told():
            self._content(piece)  # who was at them
            return
        if before and not (labelled and BULLET_ALONE.fullmatch(before)):
            self._content(replace(piece, text=before))
        for one in labelled:
            self._heading(one, piece)

    def _row(self, piece: Piece, row: MeetingRow) -> None:
        """A row of a table of meetings: of the process that it names, or of that above the table."""
        self._end_of_field()
        named = row.process
        if named is not None:
            written = _ID_FIRST.match(named)
            is_one = written is not None and not re.search(ID, named[written.end() :])
            if written is None or not is_one:
                self._leave()
            elif self._part is None or self._part.process.id != written["id"]:
                self._begin(written["id"], None, piece)
        if self._part is None or self._is_left:
            self._outside(piece)
        else:
            self.told.read_row(piece, row)

    def _opens(self, piece: Piece) -> bool:
        """Whether a line says what holds for those below it: `2023`, `Genomförda processmöten`."""
        is_in_process = self._part is not None and not self._is_left
        year = year_alone(piece.text)
        if year is not None and self._wanted[:1] not in ([Label.PERIOD], [Label.PRIORITY], [Label.STATUS]):
            self._end_of_field()
            self.standing.of_year(year, is_in_process=is_in_process)
        else:
            opening = opening_of(piece.text, self.vocabulary)
            if opening is None:
                return False
            self._end_of_field()
            self._is_left = False
            self.standing.open(opening, is_in_process=self._part is not None, is_heading=piece.is_heading)
        if self._part is not None:
            self._part.doubts.begin_section()
        return True

    def _leave_table(self, cell: Cell | None) -> None:
        table = None if cell is None else cell.table
        # What begins with a heading outside of tables has the tables that follow.
        if self._part is None or self._part.table in (None, table):
            return
        self._is_left = True
        self._end_of_field()

    # Headings

    def _unknown_heading(self, piece: Piece) -> None:
        """A heading that nobody knows: what stands below it or beside it is asked about."""
        self._end_of_field()
        if self._part is None or self._is_left:
            self._outside(piece)
            return
        self._part.doubts.begin_section(stands_under(piece.text))
        self.standing.begin_other()

    def _are_meetings_told(self) -> bool:
        """Whether the process has meetings already, or they are to come next."""
        if self._part is None:
            return False
        return bool(self._part.doubts.candidates) or self.standing.now.are_meetings

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
        self._stand_under(one.label)
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

    def _stand_under(self, label: Label) -> None:
        """Which heading comes decides whether there may be meetings below it that do not say that they are."""
        match label:
            case Label.MEETINGS:
                is_in_process = self._part is not None
                self.standing.open(Above(are_meetings=True), is_in_process=is_in_process, is_heading=False)
            case Label.STATUS | Label.RESPONSIBLE | Label.PARTNERS | Label.PROCESS:
                self.standing.begin_status()
            case Label.NEED | Label.ACTIVITIES | Label.GOAL | Label.RESULT | Label.PRIORITY | Label.PERIOD:
                self.standing.begin_other()

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
            self.questions.ask(about, _CALLED)

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
        self.questions.part = Part(process, _table_of(piece), Doubts(self.vocabulary))
        self.standing.begin_process()
        self._wanted = [Label.NEED]

    def _leave(self) -> None:
        self._end_of_field()
        self._end_of_part()
        self.questions.part = None
        self._is_left = False
        self._wanted = []
        self.standing.begin_process()

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
            case (
                Label.NEED | Label.ACTIVITIES | Label.GOAL | Label.RESULT | Label.PERIOD
                | Label.RESPONSIBLE | Label.PARTNERS | Label.PROCESS
            ):  # fmt: skip
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
        if self._collects(piece):
            return
        self._begin_section(self._part, piece)
        if self._is_ongoing(piece) or self._says_internal(piece) or self._is_own_row(piece):
            return
        self._read(piece)

    def _collects(self, piece: Piece) -> bool:
        """Whether a line goes on with the field that is being said; if not, the next one comes."""
        if not self._wanted or not self._taken:
            return False
        goes_on = self._goes_on(piece)
        if goes_on:
            self._taken.append(piece)
        else:
            self._next_field()
        return goes_on

    def _read(self, piece: Piece) -> None:
        """A line tells of meetings, or begins a field, or is not understood."""
        if self.told.read(piece):
            self._end_of_field()
        elif self._wanted[:1] == [Label.NEED] and is_of_organisations(piece.text, self.vocabulary):
            self.questions.ask(piece, _NO_LEAD)
        elif self._wanted and not self._is_of_another_part(piece):
            self._taken.append(piece)
        else:
            self._unclear(piece)

    def _begins_process(self, piece: Piece) -> bool:
        """Whether a line without a known heading begins with the id of a process, or says that one begins."""
        if self._wanted == [Label.PROCESS]:
            self._wanted = []
            if self._is_named_in_cell(piece):
                return True
        leading = _LEADING.match(piece.text)
        if leading is None or not self._is_another(leading["id"], piece.text):
            return False
        called = piece.text[leading.end() :]
        stands_alone = leading.start("id") == 0 or (piece.is_heading and not is_a_warning(piece.text))
        if stands_alone and self._is_called(leading["id"], called, piece):
            self._begin(leading["id"], None, piece)
        else:
            if leading.start("id") > 0 and self._part is not None:
                self._part.doubts.cast_by_another(piece, self._place)
            self._leave()
            self._outside(piece)
        return True

    def _is_named_in_cell(self, piece: Piece) -> bool:
        """Whether a process begins where one is to be named: `2.1.4`, and in a table also `2.1.4 Familjehem`."""
        written = _ID_FIRST.match(piece.text)
        if written is None:
            return False
        called = piece.text[written.end() :].strip(" :,–-")
        is_other = called[:1].islower() or re.search(ID, called) is not None
        if called and (piece.cell is None or is_other):
            return False
        self._begin(written["id"], None, piece)
        if called:
            self.questions.ask(replace(piece, text=called), _CALLED)
        return True

    def _is_of_another_part(self, piece: Piece) -> bool:
        """Whether a line is no part of the field that is waited for."""
        if self._wanted[0] is not Label.ACTIVITIES and _HEADED.match(piece.text):
            return True
        is_numbered = self._wanted[0] in _WORDED and numbers_a_meeting(piece.text, self.vocabulary)
        return is_numbered or self._is_worded_with_a_date(piece)

    def _is_worded_with_a_date(self, piece: Piece) -> bool:
        """Whether a date stands where a need, a goal or activities are to be: then it is none of them."""
        is_worded = self._wanted[0] in _WORDED
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
            return piece.is_heading or piece.is_bold or (called.isupper() and len(letters(called)) > 1)
        spelt = letters(called)
        return bool(spelt) and spelt in self.processes.get(key, "")

    def _begin_section(self, part: Part, piece: Piece) -> None:
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
                self.told.take(piece, told.statement, told.said)
        return True

    def _is_ongoing(self, piece: Piece) -> bool:
        """`Arbete pågått hela 2023`: a note, and no doubt."""
        if ONGOING.fullmatch(fold(piece.text)) is None:
            return False
        self.questions.ask(piece, NOTES)
        return True

    def _says_internal(self, piece: Piece) -> bool:
        """`Processmöten under 2023 sker internt KSON`: of those of that year that follow."""
        said = _ALL_INTERNAL.fullmatch(piece.text.strip(" ."))
        key = self.vocabulary.organisations.get(tuple(fold(said["name"]).split())) if said else None
        if said is None or key is None or self._part is None:
            return False
        year = int(said["year"])
        self._part.internal = InternalYear(year, key, piece.line)
        return True

    def _goes_on(self, piece: Piece) -> bool:
        """Whether what is written of a field goes on: in its paragraph; of activities until another heading."""
        last = self._taken[-1]
        if self._is_of_another_part(piece):
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

    def _need(self, said: FieldSaid, piece: Piece, *, is_with_activities: bool) -> None:
        """What the need is; below what heads the activities too, some of it may be one of these."""
        self._set("need", said, piece)
        if is_with_activities and self._part is not None:
            self._part.need_below = piece

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
                self._need(FieldSaid(text, lines), taken[0], is_with_activities=Label.ACTIVITIES in wanted)
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
            case Label.PARTNERS:
                self._set("partners", partners_of(text, lines, self.vocabulary), taken[0])
            case Label.RESULT:
                told = replace(taken[0], text=text)
                self.questions.ask(told, Message("it may be the goal, or what has come of it"))
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
            self.questions.ask(piece, Message("it is not understood as: {field}", {"field": Message(name)}))
        elif name not in fields:
            fields[name] = said
        elif fields[name].value != said.value:
            self.questions.ask(piece, Message("the document says two things of: {field}", {"field": Message(name)}))

    def _period(self, taken: Sequence[Piece], lines: tuple[int, ...]) -> None:
        """A period; what else stands in its paragraph is asked about."""
        whole = period_of(joined(taken), lines)
        first = period_of(taken[0].text, lines[:1])
        self._set("period", whole or first, taken[0])
        if whole is None and first is not None:
            for piece in taken[1:]:
                self.questions.ask(piece, Message("it is neither a meeting nor a field"))

    def _responsible(self, taken: Sequence[Piece], lines: tuple[int, ...]) -> None:
        bold = [part for piece in taken for part in piece.bold]
        found = responsible_of(joined(taken), bold, lines, self.vocabulary)
        if found is None:
            self.questions.ask(taken[0], _NO_LEAD)
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
            self.questions.ask(taken[0], Message("how the process stands is not understood"), day=day)
            return
        statuses = self._part.process.statuses
        lines = tuple(dict.fromkeys((line, *(piece.line for piece in taken))))
        for place, other in enumerate(statuses):
            if (other.day, other.status) == (day, status):
                statuses[place] = replace(other, lines=tuple(dict.fromkeys((*other.lines, *lines))))
                return
        statuses.append(StatusSaid(day, status, lines, f"{text.rstrip('.')}."))

    # What is not understood

    def _unclear(self, piece: Piece) -> None:
        """What is no event, and what it says of those beside it."""
        if piece.is_heading or self._part is None:
            self._leave()
            self._outside(piece)
            return
        self.questions.ask(piece, Message("it is neither a meeting nor a field"))
        if self._names_another_year(piece.text):
            self.standing.end_year()
        if is_begun(piece.text):
            self.told.begin()
        doubts = self._part.doubts
        doubts.cast_by_unknown(piece, self._place)
        alone = _ID_ALONE.fullmatch(piece.text)
        if alone is not None and self._is_another(alone["id"], piece.text):
            doubts.cast_by_another(piece, self._place)
        if doubts.heading is None and self._names_another(piece.text):
            about = Message("what stands before it is about another process: {words}", {"words": piece.text})
            doubts.heading = about

    def _names_another_year(self, text: str) -> bool:
        """Whether a line is of another year than that which stands above it."""
        days = [written.day for written in dates_of(text, self.vocabulary.order)]
        years = {day.year for day in days if day is not None} | {int(year) for year in _YEAR.findall(text)}
        return bool(years - {self.standing.now.year})

    def _names_another(self, text: str) -> bool:
        here = self._part.process.id if self._part else ""
        named = re.findall(rf"process(?:en)? ({ID})(?![\w.]*\w)", fold(text))
        return any(key != here for key in named)

    def _outside(self, piece: Piece) -> None:
        """What is of no process is asked about where it has a date that is not the document's own."""
        if piece.is_heading or self._part is not None:
            self._leave()
        dates = dates_of(piece.text, self.vocabulary.order)
        is_day_of_document = piece.line == self.dated.line and len(dates) == 1
        if not dates or is_day_of_document:
            return
        _, told = statements(piece.text, self.vocabulary)
        self.questions.ask(piece, NO_PROCESS, said_in(piece.text, self.vocabulary) if told else None)

    def _end_of_part(self) -> None:
        """What is said of a process is over: of each meeting it is known now what speaks against it."""
        part = self._part
        if part is None:
            return
        self._tell_need_from_activity(part)
        part.doubts.cast_among(part.kinds)
        for candidate, why in part.doubts.settled():
            if why is None:
                part.process.meetings.append(meeting_of(candidate))
            else:
                told = replace(candidate.piece, text=candidate.statement)
                self.questions.ask(told, why, candidate.said)

    def _tell_need_from_activity(self, part: Part) -> None:
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
        self.questions.ask(told, Message("it may be the need, or an activity"))


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


def _marked(statement: str, said: Said, line: int, process: str) -> Asked:
    """A meeting of which a footnote says more: the ledger's own, or one that somebody has put in."""
    days = tuple(day for day in said.days if day is not None)
    why = Message("a footnote says more of it")
    return Asked(line, statement, why, process, days, said.number, is_meeting=True, may_be_known=True)
