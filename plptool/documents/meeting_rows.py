"""Tables of meetings, a row each: `Möte | Datum | Deltagare`, by what heads their columns.

The headings say what a cell means, so that a number by itself is that of a meeting. A row is understood as a line is:
every word of every cell, or it is asked about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from plptool.texts.accounts import is_account
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Manner, Vocabulary, Word, dates_of, with_year, words_in
from plptool.texts.meetings import Above, Said, said_by, said_in
from plptool.texts.warnings import is_a_warning


class Column(Enum):
    """What a column holds."""

    PROCESS = "process"
    MEETING = "meeting"
    """What a meeting is called, or its number."""
    WHAT = "what"
    """What happened: a meeting where it says so."""
    NUMBER = "number"
    """Of whatever the rows are."""
    DATE = "date"
    DATE_HELD = "date held"
    PRESENT = "present"
    WHO = "who"
    """Somebody who has to do with it, and need not have been there."""
    PLACE = "place"
    TIME = "time"
    REMARK = "remark"
    TOPIC = "topic"
    OTHER = "other"


_HEADINGS: Mapping[Column, str] = {
    Column.PROCESS: (
        "process|processnr|process nr|processnummer|process no|process number|atgard|atgard nr|insats|action|action no"
    ),
    Column.MEETING: (
        "mote|motet|moten|processmote|processmoten|traff|processtraff|sammantrade|mote nr|motesnr|motesnummer"
        "|processmote nr|meeting|meetings|meeting no|meeting nr|meeting number|process meeting"
    ),
    Column.WHAT: "aktivitet|handelse|vad|activity|event|what",
    Column.NUMBER: "nr|nummer|no|number",
    Column.DATE: "datum|motesdatum|dag|date|meeting date|date of meeting|nar|when|datum for mote",
    Column.DATE_HELD: "genomfort|genomfordes|hallet|holls|genomfort datum|datum genomfort|held|held on|date held",
    Column.PRESENT: "deltagare|narvarande|medverkande|attendees|participants|present|attended|attendance|deltog",
    Column.WHO: (
        "ansvarig|sekreterare|ordforande|antecknare|sammankallande|motesledare|chair|secretary|responsible|lead|led by"
    ),
    Column.PLACE: "plats|lokal|form|motesform|typ|place|venue|location|format|type|where",
    Column.TIME: "tid|kl|klockslag|time",
    Column.REMARK: (
        "kommentar|kommentarer|anmarkning|anmarkningar|anteckning|anteckningar|notering|noteringar|status|ovrigt"
        "|comment|comments|note|notes|remark|remarks"
    ),
    Column.TOPIC: "innehall|tema|fokus|amne|agenda|dagordning|fraga|fragor|topic|topics|theme|subject|content",
}
"""By what a column holds, how it is headed."""
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split("|")}
_DATES = (Column.DATE, Column.DATE_HELD)
_OF_A_YEAR = re.compile(r"(?P<heading>\w+) \(?(?P<year>(?:19|20)\d\d)\)?", re.ASCII)
_WORDS = 4
"""Words that a heading has at most."""
_NOTHING = frozenset(["", "-", "–", "—"])
_ORDER = (
    *(Column.MEETING, Column.WHAT, Column.NUMBER, *_DATES, Column.TIME),
    *(Column.PLACE, Column.PRESENT, Column.REMARK, Column.TOPIC),
)
"""In which order the cells of a row are read, as the words of a line are."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table of meetings hold, by their places."""

    of_place: Mapping[int, Column]
    year: int | None = None
    """Of the dates below `Datum 2023`."""

    @property
    def say_what(self) -> bool:
        """Whether each row says what it is about."""
        return Column.WHAT in self.of_place.values()

    @property
    def are_meetings(self) -> bool:
        """Whether they say themselves that the rows are meetings."""
        return Column.MEETING in self.of_place.values()


def columns_of(headings: Mapping[int, str]) -> Columns | None:
    """What the columns hold; None where these are no headings of such a table.

    Args:
        headings: by its place, what stands in a cell.
    """
    of_place: dict[int, Column] = {}
    year: int | None = None
    for place, heading in headings.items():
        words = " ".join(re.findall(r"\w+", fold(heading)))
        dated = _OF_A_YEAR.fullmatch(words)
        if dated is not None and _COLUMN_OF.get(dated["heading"]) in _DATES:
            words, year = dated["heading"], int(dated["year"])
        if not words and heading.strip() == "#":
            words = "nr"
        if not words or len(words.split()) > _WORDS:
            return None
        of_place[place] = _COLUMN_OF.get(words, Column.OTHER)
    found = [*of_place.values()]
    has_date = sum(found.count(column) for column in _DATES) == 1
    has_meeting = sum(found.count(column) for column in (Column.MEETING, Column.NUMBER, Column.WHAT)) == 1
    return Columns(of_place, year) if has_date and has_meeting and found.count(Column.PROCESS) <= 1 else None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A row of a table of meetings."""

    cells: Sequence[tuple[Column, str]]
    columns: Columns

    @property
    def process(self) -> str | None:
        """What stands in the column for the process; None where there is no such column."""
        if Column.PROCESS not in self.columns.of_place.values():
            return None
        return " ".join(self._of(Column.PROCESS))

    def _of(self, column: Column) -> Iterator[str]:
        return (text for one, text in self.cells if one is column and text.strip() not in _NOTHING)

    def above(self, standing: Above) -> Above:
        """What holds for the row: what its headings say, and what stands above the table."""
        is_held = Column.DATE_HELD in self.columns.of_place.values()
        manner = Manner.HELD if is_held else standing.manner
        are_meetings = self.columns.are_meetings or (standing.are_meetings and not self.columns.say_what)
        return Above(are_meetings, self.columns.year or standing.year, manner)

    def read(self, vocabulary: Vocabulary, above: Above) -> tuple[Said, list[str]]:
        """What a row says, and what of it is a note.

        Args:
            vocabulary: what words mean.
            above: what holds for the row.
        """
        words: list[Word] = []
        notes: list[str] = []
        for column in _ORDER:
            for text in self._of(column):
                if _is_note(column, text, vocabulary):
                    notes.append(text)
                else:
                    words += _words(_sentence(column, text), vocabulary, above)
        said = said_by(words, vocabulary, above)
        said.unknown += self._of(Column.OTHER)
        for text in self._of(Column.WHO):
            about = said_by(_words(f"möte, deltagare: {text}", vocabulary, above), vocabulary)
            said.unknown += about.unknown
        return said, notes


def _is_note(column: Column, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell tells what was done at a meeting, or what it was about, and nothing of the meeting itself."""
    if column is Column.REMARK:
        return is_account(text, vocabulary)
    if column is not Column.TOPIC or is_a_warning(text) or re.search(r"\d\.\d", text):
        return False
    says_something = not said_in(f"möte, {text}", vocabulary).unknown
    return not says_something and not dates_of(text, vocabulary.order)


def _sentence(column: Column, text: str) -> str:
    """A cell as it would be written in a line."""
    match column:
        case Column.MEETING | Column.NUMBER | Column.WHAT:
            return text
        case Column.PRESENT:
            return f", deltagare: {text}"
        case Column.TIME:
            told = fold(text).removeprefix("kl").strip(" .")
            return f", kl {told}"
        case _:
            return f", {text}"


def _words(text: str, vocabulary: Vocabulary, above: Above) -> list[Word]:
    words = words_in(text, dates_of(text, vocabulary.order))
    return with_year(words, above.year, vocabulary.order)
