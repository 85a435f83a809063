"""What casts doubt on a meeting: the heading that it stands under, and the lines beside it.

Doubts are cast wide, as what is asked costs a minute, and what is wrong is in the ledger.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from plptool.documents.limits import Deadline
from plptool.documents.pieces import Piece
from plptool.documents.said import Asked, MeetingSaid, Recognised
from plptool.model.findings import Message
from plptool.texts.meeting_words import Vocabulary, dates_of
from plptool.texts.meetings import Said, said_in, statements
from plptool.texts.warnings import corrects, is_ahead, is_of_several, takes_back

_HEADING = 6
"""Words that a line has at most that heads others."""
_REMARK = 3
"""Words that a remark on the line before has at most."""
_REMARK_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting that is understood by itself, and where it stands."""

    said: Said
    piece: Piece
    place: int
    """Among the parts of the document."""
    statement: str
    lines: tuple[int, ...]


@dataclass(slots=True)
class Doubts:
    """The meetings of a process, and what speaks against them."""

    vocabulary: Vocabulary
    candidates: list[Candidate] = field(default_factory=list)
    heading: Message | None = None
    """Why meetings that follow are asked about, until a heading that is known."""
    _section: int = 0
    """How many candidates there were when a heading came: it says nothing of them."""
    _next: tuple[int, Message] | None = None
    """Why a meeting is asked about that comes next: the place of what casts the doubt."""
    _of: dict[int, Message] = field(default_factory=dict)
    """By the place of a candidate, why it is asked about."""

    def begin_section(self, heading: Message | None = None) -> None:
        """A heading comes; what is said under it says nothing of what stands before it."""
        self._section = len(self.candidates)
        self.heading = heading

    def of_next(self, place: int) -> Message | None:
        """Why a meeting at a place is asked about, by what stands before it."""
        if self.heading is not None:
            return self.heading
        if self._next is not None and self._next[0] == place - 1:
            return self._next[1]
        return None

    def settled(self) -> Iterator[tuple[Candidate, Message | None]]:
        """Each candidate, and why it is asked about."""
        for candidate in self.candidates:
            yield candidate, self._of.get(candidate.place)

    def cast_by_unknown(self, piece: Piece, place: int) -> None:
        """What is no event says something of the meetings beside it, and may head those that follow."""
        self.cast(piece, place)
        heads = piece.text.endswith(":") or piece.is_bold
        if heads or self._heads_without_sign(piece, place):
            self.heading = stands_under(piece.text)

    def cast(self, piece: Piece, place: int, *, names_itself: bool = False) -> None:
        """What takes back, or is still to come, may be about the meetings beside it.

        Args:
            piece: what is said.
            place: of it.
            names_itself: whether it says by its day of which meeting it is.
        """
        back = takes_back(piece.text)
        near = self.candidates[self._section :]
        why = _may_take_back(piece)
        if back and is_of_several(piece.text):
            self._doubt(near, why)
            self.heading = why
        if names_itself or self._names_a_meeting(piece.text):
            return
        is_remark = self._follows(place) and (_is_remark(piece.text) or corrects(piece.text))
        self._cast_on_those_beside(piece, place, is_of_last=back or is_remark)

    def _cast_on_those_beside(self, piece: Piece, place: int, *, is_of_last: bool) -> None:
        near = self.candidates[self._section :]
        why = _may_take_back(piece)
        is_of_next = takes_back(piece.text) or is_ahead(piece.text)
        if is_of_last:
            self._doubt(near[-1:], why)
        if is_of_last or is_of_next:
            self._doubt([one for one in near if _is_beside(one.piece, piece)], why)
        if is_of_next:
            self._next = place, why

    def cast_by_another(self, piece: Piece, place: int) -> None:
        """What names another process may say that the meeting before it is of that: `Gäller 2.2.3`."""
        if self._follows(place) and not piece.text.endswith(":"):
            self._doubt(self.candidates[-1:], _may_take_back(piece))

    def cast_among(self, kinds: AbstractSet[str | None]) -> None:
        """Meetings of several kinds have numbers of their own, and two have not one number.

        Args:
            kinds: of all meetings that are told of; None of those that are no more than meetings.
        """
        for candidate in self.candidates:
            said = candidate.said
            is_alone = said.kind is not None and said.number is None and len(self.candidates) == 1
            if said.kind is not None and (len(kinds) > 1 or is_alone):
                self._doubt([candidate], Message("it may be a meeting of others: {words}", {"words": said.kind}))
            same = [one for one in self.candidates if one.said.number == said.number and one.said.day != said.day]
            if said.is_entry and said.number is not None and same:
                self._doubt([candidate], Message("several meetings of the list have its number"))

    def _follows(self, place: int) -> bool:
        """Whether a place is right behind a meeting of the same section."""
        near = self.candidates[self._section :]
        return bool(near) and near[-1].place == place - 1

    def _doubt(self, candidates: list[Candidate], why: Message) -> None:
        for candidate in candidates:
            self._of[candidate.place] = why

    def _names_a_meeting(self, text: str) -> bool:
        """Whether a line tells of a meeting by its number or its day, and so of no other."""
        _, told = statements(text, self.vocabulary)
        for statement in told:
            reading = said_in(statement, self.vocabulary)
            if reading.heads and (reading.number or any(reading.days)):
                return True
        return False

    def _heads_without_sign(self, piece: Piece, place: int) -> bool:
        """`Planerade möten`: a few words of several, or apart from what stands before them."""
        is_short = len(piece.text.split()) <= _HEADING
        if not is_short or dates_of(piece.text, self.vocabulary.order):
            return False
        if not is_ahead(piece.text) and not takes_back(piece.text):
            return False
        follows = any(one.place == place - 1 for one in self.candidates[-1:])
        is_in_row = piece.cell is not None and piece.cell.column > 0
        is_remark = (follows or is_in_row) and not piece.text[0].isupper()
        return is_of_several(piece.text) or not is_remark


def stands_under(words: str) -> Message:
    return Message("what it stands under is not understood: {words}", {"words": words})


def _may_take_back(piece: Piece) -> Message:
    return Message("what stands beside it may take it back: {words}", {"words": piece.text})


def _is_remark(text: str) -> bool:
    """Whether a few words are a remark on what stands before them, and say nothing by themselves.

    A number alone may be of the day that stands before it, where a line's end has divided it.
    """
    has_digits = any(letter.isdigit() for letter in text) and not is_number_alone(text)
    return len(text.split()) <= _REMARK and len(text) <= _REMARK_LETTERS and not has_digits


def is_number_alone(text: str) -> bool:
    """Whether a line has no more than a number."""
    return re.fullmatch(r"\W*\d{1,4}\W*", text, re.ASCII) is not None


def _is_beside(one: Piece, other: Piece) -> bool:
    """Whether two parts stand in different cells of one row."""
    if one.cell is None or other.cell is None or one.cell == other.cell:
        return False
    return (one.cell.table, one.cell.row) == (other.cell.table, other.cell.row)


def take_back_contradicted(found: Recognised, vocabulary: Vocabulary, deadline: Deadline) -> None:
    """A meeting that another line speaks of, which says that it was not held, is asked about.

    Args:
        found: what was recognised.
        vocabulary: what words mean.
        deadline: by when that must be known.
    """
    speaking = [asked for asked in found.asked if takes_back(asked.text)]
    for process in found.processes:
        kept: list[MeetingSaid] = []
        for meeting in process.meetings:
            deadline.check()
            against = _against(meeting, process.id, speaking, vocabulary)
            if against is None:
                kept.append(meeting)
            else:
                found.asked.append(against)
        process.meetings = kept


def _against(meeting: MeetingSaid, process: str, speaking: Sequence[Asked], vocabulary: Vocabulary) -> Asked | None:
    """What is asked of a meeting, where a line speaks against it."""
    for asked in speaking:
        is_of_another = asked.process not in (None, process)
        same_number = asked.number is not None and asked.number == meeting.number and asked.process == process
        dates = dates_of(asked.text, vocabulary.order)
        same_day = any(written.can_mean(meeting.day) for written in dates)
        is_before = bool(asked.days) and asked.line < meeting.lines[0] and max(asked.days) < meeting.day
        if is_before and meeting.is_said:
            continue  # it was held in its stead
        if asked.is_cancelled:
            same_number, same_day = False, meeting.day in asked.days
        if is_of_another or not (same_number or same_day):
            continue
        why = Message("line {line} may take it back", {"line": asked.line})
        line = meeting.lines[0]
        days = (meeting.day,)
        return Asked(line, meeting.text_of_line, why, process, days, meeting.number, is_meeting=True)
    return None
