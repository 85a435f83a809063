"""An administration's list of processes: its parts, told apart by their headings, and what each says.

What is not understood is asked about, and casts doubt on what stands beside it: a meeting whose next line says that it
was cancelled is none. Doubts are cast wide, as what is asked costs a minute, and what is wrong is in the ledger.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from plptool.documents.document import Cell, Document
from plptool.documents.fields import activities_of, joined, period_of, priority_of, responsible_of
from plptool.documents.labels import ID, Label, Labelled, Labels
from plptool.documents.pieces import Piece, pieces_of
from plptool.documents.said import Asked, FieldSaid, MeetingSaid, ProcessSaid, Recognised, StatusSaid
from plptool.model.findings import Message
from plptool.texts.date_forms import DayOrder
from plptool.texts.dates import dates_in
from plptool.texts.letters import fold
from plptool.texts.meetings import MEETINGS, Manner, Said, Vocabulary, said_in, statements, words_in
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
_SHORT = 6
"""Words that a line has that heads others."""

_NO_PROCESS = Message("it is not said of which process this is")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A meeting that is understood by itself, and where it stands."""

    said: Said
    piece: Piece
    place: int
    """Among the parts of the document."""
    section: int
    statement: str
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Part:
    """A part of the document that is about one process."""

    process: ProcessSaid
    table: int | None
    section: int = 0
    """How many headings there were: what is said under one says nothing of what stands under another."""
    candidates: list[_Candidate] = field(default_factory=list)
    doubts: dict[int, Message] = field(default_factory=dict)
    """By place of a candidate, why it is asked about."""


def recognise(document: Document, labels: Labels, vocabulary: Vocabulary, statuses: Mapping[str, str]) -> Recognised:
    """What a list says.

    Args:
        document: what was read.
        labels: what heads its parts.
        vocabulary: what its words mean.
        statuses: what it says of a day, and the status that it is: `statuses_of` the ledger's manifest.
    """
    reader = _List(labels, vocabulary, statuses)
    reader.read(arranged(pieces_of(document.lines), labels))
    return reader.found


# Tables


def arranged(pieces: Sequence[Piece], labels: Labels) -> list[Piece]:
    """The parts in the order in which they are meant: a table's headings each before what stands below it."""
    ordered: list[Piece] = []
    for _, group in groupby(pieces, lambda piece: None if piece.cell is None else piece.cell.table):
        of_table = list(group)
        if of_table[0].cell is None:
            ordered += of_table
            continue
        rows = [_cells(list(row)) for _, row in groupby(of_table, lambda piece: piece.cell and piece.cell.row)]
        ordered += _ordered(rows, labels)
    return ordered


Row = list[list[Piece]]
"""The cells of a row that hold something, each with its parts."""


def _cells(pieces: Sequence[Piece]) -> Row:
    return [list(cell) for _, cell in groupby(pieces, _column_of)]


def _ordered(rows: Sequence[Row], labels: Labels) -> Iterator[Piece]:
    headings: Row = []
    for row in rows:
        if len(row) > 1 and all(_waits(cell, labels) for cell in row):
            yield from _flat(headings)
            headings = row
            continue
        if headings:
            yield from _below(headings, row)
        else:
            yield from _flat(_in_one(row))
        if not _names_processes(headings, labels):
            headings = []
    if not _names_processes(headings, labels):
        yield from _flat(headings)


def _flat(row: Row) -> Iterator[Piece]:
    return (piece for cell in row for piece in cell)


def _below(headings: Row, row: Row) -> Iterator[Piece]:
    """Each heading, and what stands below it; what stands below none, at the end."""
    for heading in headings:
        yield from heading
        yield from (piece for cell in row if _column(cell) == _column(heading) for piece in cell)
    columns = [_column(heading) for heading in headings]
    yield from (piece for cell in row if _column(cell) not in columns for piece in cell)


def _in_one(row: Row) -> Row:
    """`Processmöte 1 | 220206 | genomfört`: a row of cells, the first of which begins with a meeting, is a line."""
    if len(row) < 2 or any(len(cell) > 1 for cell in row) or dates_in([row[0][0].text], DayOrder.UNKNOWN):
        return row
    first = row[0][0]
    rest = [cell[0].text for cell in row[1:]]
    starts = words_in(first.text, ())[0].folded in MEETINGS.split()
    same_line = all(cell[0].line == first.line or cell[0].cell != first.cell for cell in row)
    if not starts or not same_line or not dates_in([rest[0]], DayOrder.UNKNOWN):
        return row
    return [[replace(first, text=" ".join([first.text, *rest]))]]


def _names_processes(headings: Row, labels: Labels) -> bool:
    """Whether a column below names a process in each row, so that the headings are those of all."""
    for cell in headings:
        for _, labelled in (labels.split(piece.text, piece.bold) for piece in cell):
            if any(one.label is Label.PROCESS and one.process is None for one in labelled):
                return True
    return False


def _column_of(piece: Piece) -> int:
    return -1 if piece.cell is None else piece.cell.column


def _column(cell: Sequence[Piece]) -> int:
    return _column_of(cell[0])


def _waits(cell: Sequence[Piece], labels: Labels) -> bool:
    """Whether a cell is a heading, of which nothing is said in it: of a process, but for who answers for it."""
    last: Labelled | None = None
    for piece in cell:
        before, labelled = labels.split(piece.text, piece.bold, is_heading=piece.is_heading)
        if before and not last:
            return False
        for one in labelled:
            if one.label is not Label.RESPONSIBLE:
                if one.rest:
                    return False
                last = one
    return last is not None


# What is read


class _List:
    """Goes through the parts of a document, and knows of which process they are."""

    def __init__(self, labels: Labels, vocabulary: Vocabulary, statuses: Mapping[str, str]) -> None:
        self.labels = labels
        self.vocabulary = vocabulary
        self.statuses = statuses
        self.found = Recognised()
        self._part: _Part | None = None
        self._is_left = False
        """Whether the table of the process is over: a heading goes on with it, anything else does not."""
        self._wanted: list[Label] = []
        self._taken: list[Piece] = []
        self._place = 0
        self._doubt: Message | None = None
        """Why meetings that follow are asked about, until a heading."""
        self._next_doubt: tuple[int, Message] | None = None
        """Why a meeting is asked about that comes next: the place of what casts the doubt."""
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
        for written in dates_in([piece.text], self.vocabulary.order):
            before = fold(piece.text[: piece.text.find(written.text)])
            if written.day is not None and _DATED.search(before):
                self.found.day = written.day
                self.found.day_line = piece.line

    def _leave_table(self, cell: Cell | None) -> None:
        if self._part is not None and self._part.table != (None if cell is None else cell.table):
            self._is_left = True
            if self._part.table is not None:
                self._end_of_field()

    # Headings

    def _heading(self, one: Labelled, piece: Piece) -> None:
        self._doubt = None
        key = one.process
        rest = one.rest
        if one.label is Label.PROCESS and key is None:
            written = re.match(ID, rest)
            key = written[0] if written else None
            rest = rest[len(key or "") :].strip(" :,–-")
        if key is not None and rest[:1].islower():
            # A sentence about that process, or of two; what follows is of none that is known.
            self._leave()
            self._outside(piece)
            return
        if key is not None:
            self._begin(key, one.number, piece)
            if rest and one.label is Label.NEED:
                self._content(replace(piece, text=rest))
            elif rest:
                self._ask(replace(piece, text=rest), Message("what a process is called is not drafted"))
            return
        if one.label is Label.NEED and one.number is not None:
            self._leave()  # of a process that it does not name
            return
        needs = Label.NEED in self._wanted and not (self._wanted[0] is Label.NEED and self._taken)
        self._end_of_field()
        if self._part is not None:
            self._is_left = False
            self._part.section += 1
            self._part.table = None if piece.cell is None else piece.cell.table
        self._field(one.label, replace(piece, text=rest), one.number)
        follows = one.label is Label.RESPONSIBLE or (one.label is Label.ACTIVITIES and not rest)
        if needs and follows:
            # The need stands behind who answers for it, or below the heading of the activities.
            self._wanted = [one.label, Label.NEED] if one.label is Label.RESPONSIBLE else [Label.NEED, one.label]

    def _begin(self, key: str, number: int | None, piece: Piece) -> None:
        self._leave()
        process = self.found.process(key, piece.line, number)
        self._part = _Part(process, None if piece.cell is None else piece.cell.table)
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
        dates = dates_in([piece.text], self.vocabulary.order)
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
        if self._wanted == [Label.PROCESS] and re.fullmatch(ID, piece.text):
            self._begin(piece.text, None, piece)
            return
        if self._part is None or self._is_left:
            self._outside(piece)
            return
        if self._wanted and self._taken and self._goes_on(piece):
            self._taken.append(piece)
            return
        if self._wanted and self._taken:
            self._next_field()
        self._begin_section(piece)
        if self._is_ongoing(piece) or self._says_internal(piece) or self._is_own_row(piece):
            return
        events = self._events(piece)
        if events:
            self._end_of_field()
            self._wanted = []
            return
        if self._wanted:
            self._taken.append(piece)
            return
        self._unclear(piece)

    def _begin_section(self, piece: Piece) -> None:
        """`**Händelser** 2022: …`: what begins in bold is another part, also where nobody knows its heading."""
        if self._part is None or piece.is_bold or not piece.bold or not piece.text.startswith(piece.bold[0]):
            return
        self._part.section += 1
        if is_ahead(piece.bold[0]) or takes_back(piece.bold[0]):
            self._doubt = Message("what it stands under is not understood: {words}", {"words": piece.bold[0]})

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
            self._ask(taken[0], Message("it is not said for certain who leads, and who takes part"))
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
            self._ask(taken[0], Message("how the process stands is not understood"), days=(day,))
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
        if whole.is_understood and len(told) <= 1 and not piece.text.startswith("("):
            self._event(piece, piece.text, whole, None)  # also where its date comes first
            return True
        if not told:
            return False
        readings = [said_in(statement, self.vocabulary) for statement in told]
        is_ongoing = _ONGOING.fullmatch(fold(before).strip()) is not None
        if is_ongoing:
            self._is_ongoing(replace(piece, text=before))
        is_clear = is_ongoing or _BULLET_ALONE.fullmatch(before) is not None
        doubt = None if is_clear else Message("what stands before it is not understood: {words}", {"words": before})
        meetings = [reading for reading in readings if reading.heads]
        lacks_date = any(
            reading.heads and not reading.days and not takes_back(statement)
            for statement, reading in zip(told, readings, strict=True)
        )
        if doubt is None and len(meetings) > 1 and lacks_date:
            doubt = Message("of several meetings on one line, one has no date")
        if doubt is None and takes_back(piece.text) and (is_of_several(piece.text) or len(told) == 1):
            doubt = Message("it may not have been held, or on another day")
        for statement, reading in zip(told, readings, strict=True):
            self._event(piece, statement, reading, doubt)
            if not reading.heads and _ENDED.search(fold(statement)) is None:
                doubt = Message("what stands before it is not understood: {words}", {"words": statement})
        return True

    def _event(self, piece: Piece, statement: str, reading: Said, doubt: Message | None) -> None:
        part = replace(piece, text=statement)
        why = doubt or self._doubt
        if why is None and self._next_doubt is not None and self._next_doubt[0] == self._place - 1:
            why = self._next_doubt[1]
        if why is None and not reading.is_understood:
            why = _why_not(reading)
        if why is None and self._part is not None:
            lines = self._with_internal(reading, piece.line)
            self._part.candidates.append(_Candidate(reading, piece, self._place, self._part.section, statement, lines))
            return
        days = tuple(day for day in reading.days if day is not None)
        self._ask(part, why or _NO_PROCESS, days=days, number=reading.number, is_meeting=reading.heads > 0)
        self._doubt_neighbours(part)

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
        if piece.is_heading:
            self._leave()
            self._outside(piece)
            return
        why = Message("it is neither a meeting nor a field")
        self._ask(piece, why)
        self._doubt_neighbours(piece)
        heads = piece.text.endswith(":") or piece.is_bold
        if heads or self._heads_without_sign(piece):
            self._doubt = Message("what it stands under is not understood: {words}", {"words": piece.text})
        elif self._names_another(piece.text):
            self._doubt = Message("what stands before it is about another process: {words}", {"words": piece.text})

    def _heads_without_sign(self, piece: Piece) -> bool:
        """`Planerade möten`: a few words of several, or apart from what stands before them."""
        is_short = len(piece.text.split()) <= _SHORT and not dates_in([piece.text], self.vocabulary.order)
        if not is_short or not (is_ahead(piece.text) or takes_back(piece.text)):
            return False
        former = self._part.candidates[-1:] if self._part else []
        is_remark = any(one.place == self._place - 1 for one in former) and not piece.text[0].isupper()
        return is_of_several(piece.text) or not is_remark

    def _names_another(self, text: str) -> bool:
        here = self._part.process.id if self._part else ""
        named = re.findall(rf"process(?:en)? ({ID})(?![\w.]*\w)", fold(text))
        return any(key != here for key in named)

    def _doubt_neighbours(self, piece: Piece) -> None:
        """What takes back, or is still to come, may be about the meetings beside it."""
        if self._part is None:
            return
        back, ahead = takes_back(piece.text), is_ahead(piece.text)
        candidates = [one for one in self._part.candidates if one.section == self._part.section]
        why = Message("what stands beside it may take it back: {words}", {"words": piece.text})
        names_its_own = self._names_a_meeting(piece.text)
        if back and is_of_several(piece.text):
            for candidate in candidates:
                self._part.doubts[candidate.place] = why
            self._doubt = why
        if back and not names_its_own and candidates:
            self._part.doubts[candidates[-1].place] = why
        is_fragment = len(piece.text.split()) <= 3 and not _tells_much(piece.text)
        if candidates and candidates[-1].place == self._place - 1 and is_fragment:
            self._part.doubts[candidates[-1].place] = why
        if (back or ahead) and not names_its_own:
            self._next_doubt = (self._place, why)

    def _names_a_meeting(self, text: str) -> bool:
        """Whether a line tells of a meeting by its number or its day, and so of no other."""
        readings = [said_in(statement, self.vocabulary) for statement in statements(text, self.vocabulary)[1]]
        return any(reading.heads and (reading.number or any(reading.days)) for reading in readings)

    def _outside(self, piece: Piece) -> None:
        """What is of no process: asked about where it has a date, or tells of a meeting."""
        if piece.is_heading or self._part is not None:
            self._leave()
        told = statements(piece.text, self.vocabulary)[1]
        dates = dates_in([piece.text], self.vocabulary.order)
        days = tuple(written.day for written in dates if written.day is not None)
        if dates and piece.line == self.found.day_line:
            self._ask(piece, Message("it is taken for the day of the document"), days=days)
        elif dates:
            self._ask(piece, _NO_PROCESS, days=days, is_meeting=bool(told))

    # The end of what is said of a process

    def _end_of_part(self) -> None:
        part = self._part
        if part is None:
            return
        for candidate in part.candidates:
            why = part.doubts.get(candidate.place) or self._contradicted(candidate)
            if why is not None:
                self._ask_candidate(candidate, why)
            else:
                part.process.meetings.append(_meeting(candidate))
        part.candidates = []

    def _contradicted(self, candidate: _Candidate) -> Message | None:
        """Why a meeting is asked about that another line of the process speaks of, and is not understood."""
        if self._part is None:
            return None
        for asked in self.found.asked:
            if asked.process != self._part.process.id or not takes_back(asked.text):
                continue
            same_number = asked.number is not None and asked.number == candidate.said.number
            same_day = any(_can_mean(asked, day, self.vocabulary) for day in candidate.said.days)
            if same_number or same_day:
                return Message("line {line} may take it back", {"line": asked.line})
        return None

    def _ask_candidate(self, candidate: _Candidate, why: Message) -> None:
        days = tuple(day for day in candidate.said.days if day is not None)
        piece = replace(candidate.piece, text=candidate.statement)
        self._ask(piece, why, days=days, number=candidate.said.number, is_meeting=True)

    def _ask(
        self,
        piece: Piece,
        why: Message,
        *,
        days: tuple[date, ...] = (),
        number: int | None = None,
        is_meeting: bool = False,
    ) -> None:
        process = self._part.process.id if self._part else None
        if not days:
            written = dates_in([piece.text], self.vocabulary.order)
            days = tuple(one.day for one in written if one.day is not None)
        self.found.asked.append(Asked(piece.line, piece.text, why, process, days, number, is_meeting))


def _tells_much(text: str) -> bool:
    """Whether a few words say something by themselves, and are no remark on what stands before them."""
    return any(letter.isdigit() for letter in text) or len(text) > 24


def _marked(statement: str, said: Said, line: int, process: str) -> Asked:
    """A meeting of which a footnote says more: the ledger's own, or one that somebody has put in."""
    days = tuple(day for day in said.days if day is not None)
    why = Message("a footnote says more of it")
    return Asked(line, statement, why, process, days, said.number, is_meeting=True, may_be_known=True)


def _can_mean(asked: Asked, day: date | None, vocabulary: Vocabulary) -> bool:
    return day is not None and any(written.can_mean(day) for written in dates_in([asked.text], vocabulary.order))


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


def _meeting(candidate: _Candidate) -> MeetingSaid:
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
