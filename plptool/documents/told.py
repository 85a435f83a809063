"""What the lines of a list tell of meetings: each is taken, or asked about.

A line tells of one meeting or of several, by itself or by what stands above it; of what else it says, all is
understood, or is told of what was done there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plptool.documents.above import Standing
from plptool.documents.doubts import Candidate
from plptool.documents.meeting_rows import MeetingRow
from plptool.documents.parts import Part, Questions
from plptool.documents.pieces import Piece
from plptool.documents.said import MeetingSaid
from plptool.model.findings import Message
from plptool.texts.accounts import is_account, is_state, parted
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Manner, Vocabulary, dates_of
from plptool.texts.meetings import Above, Said, said_in, statements
from plptool.texts.meetings_together import told_together
from plptool.texts.warnings import is_a_warning, is_of_several, takes_back

NO_PROCESS = Message("it is not said of which process this is")
_SEVERAL = Message("it tells of more than one meeting")
NOTES = Message("notes are not drafted")
ONGOING = re.compile(r"arbet(?:e|et|a) (?:har )?pagatt (?:under )?(?:hela )?(?:19|20)\d\d\.?", re.ASCII)
BULLET_ALONE = re.compile(r"[\s\-–•*]*")
_LONGEST = 600
"""Characters of a line in which an account is looked for."""
_WORDS_BEFORE = 2
"""Words at the end of a statement that may be said of the next one."""
_ENDED = re.compile(r"(?:\d{4}|\bgenomford[at]?|\bgenomfort|\bheld)[.,;)]*$")
"""How something else than a meeting ends, before a meeting follows on the same line."""


@dataclass(slots=True)
class Told:
    """Takes what is told of meetings."""

    vocabulary: Vocabulary
    questions: Questions
    standing: Standing
    place: int = 0
    """Of the line, among the parts of the document."""
    _begun: int | None = None
    """The place of what may be the beginning of a meeting whose day stands on the next line."""

    def read(self, piece: Piece) -> bool:
        """Whether a line tells of meetings, or of what else happened; each is taken, or asked about."""
        above = self._above(piece)
        return (
            self._together(piece, piece.text, above)
            or self._alone(piece, above)
            or self._with_account(piece, above)
            or self._goes_on(piece)
        )

    def read_row(self, piece: Piece, row: MeetingRow) -> None:
        """A row of a table of meetings is one, or is asked about."""
        above = row.above(self.standing.now)
        if not above.are_meetings and not row.columns.say_what:
            self.questions.ask(piece, Message("it is not said that these are meetings"))
            return
        said, notes = row.read(self.vocabulary, above)
        self.take(piece, piece.text, said)
        for note in notes:
            self.questions.ask(replace(piece, text=note), NOTES)

    def begin(self) -> None:
        """The line may begin a meeting, and say no day: what follows is none by itself."""
        self._begun = self.place

    def _above(self, piece: Piece) -> Above:
        """What holds for a line: `17 genomfört 240118` goes on with the line before, if that was meeting 16."""
        above = self.standing.now
        part = self.questions.part
        if above.are_meetings or part is None:
            return above
        last = part.doubts.candidates[-1:]
        as_entry = replace(above, are_meetings=True)
        said = said_in(piece.text, self.vocabulary, as_entry)
        goes_on = said.is_entry and said.is_understood and Manner.HELD in said.manners
        follows = [one for one in last if one.place == self.place - 1 and one.said.number is not None]
        if goes_on and any(said.number == (one.said.number or 0) + 1 for one in follows):
            return as_entry
        return above

    def _together(self, piece: Piece, text: str, above: Above) -> bool:
        """Whether several meetings are told in one; where none is understood, that is asked once."""
        several = told_together(text, self.vocabulary, above)
        told = replace(piece, text=text)
        if several and not any(said.is_understood or said.is_cancelled for said in several):
            self._ask_about_all(told, several)
            return True
        for said in several:
            self.take(told, text, said)
        return bool(several)

    def _ask_about_all(self, piece: Piece, several: Sequence[Said]) -> None:
        first = several[0]
        days = [day for said in several for day in said.days]
        of_all = Said(heads=len(several), days=days, is_entry=all(said.is_entry for said in several))
        why = _why_not(first) if len(several) == 1 else _why_not(of_all)
        self._ask(piece, why or _SEVERAL, of_all)

    def _alone(self, piece: Piece, above: Above) -> bool:
        """Whether a line tells of meetings one by one."""
        before, told = statements(piece.text, self.vocabulary)
        whole = said_in(piece.text, self.vocabulary, above)
        is_one = len(told) <= 1 and not piece.text.startswith("(")
        if is_one and (whole.is_understood or whole.is_cancelled):
            self.take(piece, piece.text, whole)  # also where its date comes first
            return True
        if self._has_account(piece, above):
            return False
        if whole.is_entry and (whole.days or whole.names_cancelled):
            self.take(piece, piece.text, whole)
            return True
        readings = [said_in(statement, self.vocabulary, above) for statement in told]
        doubt = self._doubt_of_line(piece, before, told, readings)
        for statement, reading in zip(told, readings, strict=True):
            self.take(piece, statement, reading, doubt)
            if not reading.heads and _ENDED.search(fold(statement)) is None:
                doubt = _stands_before(statement)
            elif is_a_warning(" ".join(statement.split()[-_WORDS_BEFORE:])):
                doubt = doubt or _stands_before(statement)
        return bool(told)

    # What is told of a meeting besides

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a line says no more than who was at the meeting before it, where, or what was done: a note."""
        said = said_in(piece.text, self.vocabulary)
        says_something = bool(said.remarks or said.participants or said.is_of_people)
        says_other = said.heads or said.days or said.manners or said.unknown
        if not is_account(piece.text, self.vocabulary) and (says_other or not says_something):
            return False
        self.questions.ask(piece, NOTES)
        return True

    def _has_account(self, piece: Piece, above: Above) -> bool:
        return self._with_account(piece, above, is_asked_alone=True)

    def _with_account(self, piece: Piece, above: Above, *, is_asked_alone: bool = False) -> bool:
        """Whether a line tells of meetings, and before or behind that what was done or how it stands, which is a note.

        Args:
            piece: the line.
            above: what holds for it.
            is_asked_alone: nothing is taken: it is only asked whether it is so.
        """
        if len(piece.text) > _LONGEST:
            return False
        for one, other in parted(piece.text):
            if is_state(one):
                told, note = other, one
            elif is_account(other, self.vocabulary):
                told, note = one, other
            else:
                continue
            if not self._are_understood(told, above):
                continue
            if is_asked_alone:
                return True
            about = replace(piece, text=told)
            if not self._together(piece, told, above):
                self.take(about, told, said_in(told, self.vocabulary, above))
            self.questions.ask(replace(piece, text=note), NOTES)
            return True
        return False

    def _are_understood(self, text: str, above: Above) -> bool:
        several = told_together(text, self.vocabulary, above)
        if several:
            return all(said.is_understood for said in several)
        _, told = statements(text, self.vocabulary)
        return len(told) <= 1 and said_in(text, self.vocabulary, above).is_understood

    def _doubt_of_line(
        self, piece: Piece, before: str, told: Sequence[str], readings: Sequence[Said]
    ) -> Message | None:
        """Why all meetings of a line are asked about."""
        if told and ONGOING.fullmatch(fold(before).strip()) is not None:
            self.questions.ask(replace(piece, text=before), NOTES)
        elif BULLET_ALONE.fullmatch(before) is None:
            return _stands_before(before)
        if _lacks_a_date(told, readings):
            return Message("of several meetings on one line, one has no date")
        speaks_of_all = is_of_several(piece.text) or len(told) == 1
        if speaks_of_all and takes_back(piece.text):
            return Message("it may not have been held, or on another day")
        return None

    # A meeting

    def take(self, piece: Piece, statement: str, reading: Said, doubt: Message | None = None) -> None:
        """A statement is a meeting, or is asked about.

        Args:
            piece: where it stands.
            statement: how it is written.
            reading: what is understood of it.
            doubt: why it is asked about in any case.
        """
        part = self.questions.part
        if part is not None and reading.heads:
            part.kinds.add(reading.kind)
        beside = None if part is None else part.doubts.of_next(self.place)
        why = doubt or beside or _why_not(reading) or self._why_not_alone(reading)
        if reading.heads and not reading.days and not reading.names_cancelled:
            self.begin()
        if why is None and part is not None:
            lines = (*piece.lines, *_says_internal(part, reading))
            part.doubts.candidates.append(Candidate(reading, piece, self.place, statement, lines))
            return
        told = replace(piece, text=statement)
        self._ask(told, why or NO_PROCESS, reading, piece.text)

    def _why_not_alone(self, reading: Said) -> Message | None:
        """Why what is understood by itself is asked about, by the line before it and the year above it."""
        is_behind = self._begun is not None and self._begun + 1 == self.place
        if is_behind and (reading.is_entry or reading.number is None):
            return Message("the line before may be of the same meeting")
        if not self._is_of_year(reading):
            return Message("the days above and below it do not follow each other, so its year is not certain")
        return None

    def _ask(self, told: Piece, why: Message, reading: Said, line: str = "") -> None:
        self.questions.ask(told, why, reading)
        part = self.questions.part
        if part is not None and not reading.is_cancelled:
            part.doubts.cast(told, self.place, names_itself=self._names_itself(reading, line))

    def _names_itself(self, reading: Said, line: str) -> bool:
        """Whether it is told by its own day what is meant, so that nothing is said of what stands beside it."""
        if reading.is_entry:
            return bool(reading.days) or reading.names_cancelled
        is_other = not reading.heads and not takes_back(line)
        return is_other and any(written.day is not None for written in dates_of(line, self.vocabulary.order))

    def _is_of_year(self, reading: Said) -> bool:
        return not reading.takes_year or reading.day is None or self.standing.takes(reading.day)


def _says_internal(part: Part, reading: Said) -> tuple[int, ...]:
    """The line which says that an organisation met by itself, if it is about this meeting."""
    internal = part.internal
    if internal is None or reading.day is None or reading.internal is not None:
        return ()
    if reading.day.year != internal.year or reading.participants:
        return ()
    reading.internal = internal.organisation
    return (internal.line,)


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


def _why_not(reading: Said) -> Message | None:
    """What of a statement is not understood; None where all is."""
    if reading.is_understood:
        return None
    if reading.is_cancelled or reading.names_cancelled:
        return Message("it was cancelled")
    if not reading.heads:
        return Message("only meetings are drafted, and how a process stands")
    if reading.heads > 1:
        return _SEVERAL
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


def meeting_of(candidate: Candidate) -> MeetingSaid:
    """A meeting, as it is drafted."""
    said = candidate.said
    assert said.day is not None
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
        remark=_remark(said.remarks),
    )


def _remark(remarks: Sequence[str]) -> str | None:
    """What else is said, as a sentence."""
    if not remarks:
        return None
    text = ". ".join(part[0].upper() + part[1:] for part in remarks)
    return f"{text}."
