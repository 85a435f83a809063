"""Meetings as lists tell them: `Processmöte 3 genomfört 220503`, `den 3 maj 2022 hölls möte nr 3 (digitalt)`.

A statement is a meeting only where every word of it is understood. Whoever takes a word for more than it says, or
passes over one, makes a meeting of what was cancelled, so there is no "nearly": what is not understood is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache

from plptool.texts.date_forms import DayOrder, number_of
from plptool.texts.dates import WrittenDate, dates_in
from plptool.texts.letters import fold

MEETINGS = (
    "processmote processmotet processtraff processtraffen mote motet sammantrade sammantradet traff traffen"
    " meeting process-meeting"
)  # fmt: skip
"""What a meeting is called."""
ACTIVITIES = (
    "natverkstraff natverkstraffar workshop workshops utbildning utbildningsdag basutbildning studiebesok konferens"
    " forelasning seminarium natverksmote uppfoljning avstamning temadag dialogmote training seminar"
)
"""What else happens, and begins something new where several stand in one cell."""


class Manner(Enum):
    """What is said of whether a meeting was held."""

    HELD = "held"
    BOOKED = "booked"
    UNSAID = "unsaid"


@lru_cache(maxsize=4096)
def dates_of(text: str, order: DayOrder) -> tuple[WrittenDate, ...]:
    """The dates in a line, which is asked for more than once."""
    return tuple(dates_in([text], order))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What words mean in one ledger."""

    organisations: Mapping[tuple[str, ...], str]
    """By the words of a name, the id of the organisation that is called so."""
    names: Mapping[str, Sequence[tuple[str, ...]]]
    """By its first word, the names that begin with it, the longest first."""
    meetings: frozenset[str] = frozenset(MEETINGS.split())
    order: DayOrder = DayOrder.UNKNOWN

    @classmethod
    def of(
        cls, names: Mapping[str, str], more_meetings: Sequence[str] = (), order: DayOrder = DayOrder.UNKNOWN
    ) -> "Vocabulary":
        """The words of a ledger with these names of organisations."""
        organisations = {tuple(word.folded for word in words_in(name, ())): key for name, key in names.items()}
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in sorted(organisations, key=len, reverse=True):
            by_first.setdefault(name[0], []).append(name)
        taught = {fold(word) for word in more_meetings}
        return cls(organisations, by_first, frozenset(MEETINGS.split()) | taught, order)

    def name_at(self, words: Sequence[str], place: int) -> tuple[str, ...] | None:
        """The longest name that stands at a place among words in small letters."""
        if place >= len(words):
            return None
        for name in self.names.get(words[place], ()):
            if tuple(words[place : place + len(name)]) == name:
                return name
        return None


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a sign, or a date."""

    written: str
    folded: str
    day: date | None = None
    """Of a date that is certain."""
    is_date: bool = False


@dataclass(slots=True)
class Said:
    """What a statement says, and what of it is not understood."""

    heads: int = 0
    number: int | None = None
    days: list[date | None] = field(default_factory=list)
    """None for a date that is not certain."""
    manners: set[Manner] = field(default_factory=set)
    internal: str | None = None
    series: str | None = None
    """How it is written that an organisation met by itself: its meetings may have numbers of their own."""
    participants: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    weekday: int | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The one day that it names; None where there is none, or more than one, or a doubt."""
        return self.days[0] if len(self.days) == 1 else None

    @property
    def manner(self) -> Manner:
        return next(iter(self.manners)) if len(self.manners) == 1 else Manner.UNSAID

    @property
    def is_understood(self) -> bool:
        """Whether every word of it is, and it says one meeting of one day."""
        if self.heads != 1 or self.day is None or self.unknown or len(self.manners) > 1:
            return False
        return self.weekday is None or self.weekday == self.day.weekday()


_TOKEN = re.compile(r"\d+(?::?(?:e|a|st|nd|rd|th)\b)?|[^\W\d_]+|\S")


def words_in(text: str, dates: Sequence[WrittenDate]) -> list[Word]:
    """The words of a text, in which each date is one."""
    words: list[Word] = []
    start = 0
    for place, end, days in _spans(text, dates):
        words += _plain_words(text[start:place])
        day = days[0] if len(days) == 1 else None
        words.append(Word(text[place:end], "", day, is_date=True))
        words += [Word("", "", None, is_date=True) for _ in days[1:]]  # one more that is not certain
        start = end
    return [*words, *_plain_words(text[start:])]


def _plain_words(text: str) -> Iterator[Word]:
    for token in _TOKEN.finditer(text):
        yield Word(token[0], fold(token[0]))


def _spans(text: str, dates: Sequence[WrittenDate]) -> Iterator[tuple[int, int, list[date | None]]]:
    """Where dates stand, and which days each means: of an interval two."""
    start = 0
    taken: list[tuple[int, int, list[date | None]]] = []
    for written in dates:
        place = text.find(written.text, start)
        if place < 0 and taken:
            taken[-1][2].append(written.day)
            continue
        if place < 0:
            continue
        end = place + len(written.text)
        taken.append((place, end, [written.day]))
        start = end
    yield from taken


_SIGNS = frozenset(",.:;-–—()")
_CONNECTORS = frozenset(["den", "d", "datum", "the", "on"])
_HELD = (
    "genomfort genomford genomforda genomforts genomfordes|har genomforts|hallet hallit holls hallits|har hallits"
    "|agde rum|avholls avhallet|har avhallits|held|was held|took place|blev genomfort|ar genomfort"
)
_BOOKED = (
    "bokat bokad inbokat inbokad booked|ar bokat|ar bokad|ar inbokat|ar inbokad|is booked|har bokats"
    "|bokat , inte bekraftat|booked , not confirmed"
)
_NUMBERED = frozenset(["nr", "nummer", "no", "number", "#"])
_LINKS = frozenset([",", "och", "o", "samt", "&", "+", "/", "and"])
_AT = frozenset(["pa", "fran", "i", "inom", "hos", "vid", "at", "from", "of"])
_ALONE = frozenset(["enbart", "endast", "bara", "only"])
_WITH = frozenset(["med", "with"])
_ROLE = re.compile(
    r"\w*(?:chef(?:er|en|erna)?|samordnare|utvecklare|ledare|stodjare|strateg(?:er)?|sekreterare|handlaggare|pedagog(?:er)?"
    r"|kurator(?:er)?|psykolog(?:er)?|skoterskor|skoterska|larare|rektor(?:er)?|personal|ambassadorer|ambassador"
    r"|medarbetare|deltagare|representanter|representant|coach(?:er)?|planerare|direktor(?:er)?|managers?|leaders?)"
)
_OF_ROLES = frozenset(["avd", "enh", "avdelnings", "enhets", "alla", "samtliga", "bitr"])
_WHERE = (
    "digitalt digital fysiskt fysisk online hybrid teams zoom skype|via teams|pa teams|via zoom|pa zoom|via skype"
    "|via lank|pa distans"
)
_WEEKDAYS = ["man mon", "tis tue", "ons wed", "tors thu", "fre fri", "lor sat", "son sun"]
_WEEKDAY = re.compile(r"(?:(man|tis|ons|tors|fre|lor|son)(?:dag(?:en)?)?|(mon|tue|wed|thu|fri|sat|sun)\w*day)")
_LARGEST_NUMBER = 199
"""No process has met more often; a larger number is a year, or a room."""
Phrases = tuple[tuple[str, ...], ...]


def _phrases(written: str) -> Phrases:
    """`a b|c d`: phrases; those of one word stand side by side in the first part, all others by themselves."""
    phrases: list[tuple[str, ...]] = []
    for group in written.split("|"):
        words = tuple(group.split())
        is_phrase = "," in words or words[0] in ("har", "agde", "was", "took", "blev", "ar", "is", "via", "pa")
        phrases += [words] if is_phrase else [(word,) for word in words]
    return tuple(sorted(phrases, key=len, reverse=True))


HELD, BOOKED, WHERE = _phrases(_HELD), _phrases(_BOOKED), _phrases(_WHERE)


class _Reader:
    """Goes through a statement, phrase by phrase."""

    def __init__(self, words: Sequence[Word], vocabulary: Vocabulary) -> None:
        self.words = words
        self.folded = ["" if word.is_date else word.folded for word in words]
        self.vocabulary = vocabulary
        self.place = 0
        self.said = Said()
        self._steps = (
            self._head,
            self._date,
            self._manner,
            self._internal,
            self._participants,
            self._attendance,
            self._where,
            self._when,
        )

    def read(self) -> Said:
        while self.place < len(self.words):
            if not any(step() for step in self._steps):
                self._other()
        return self.said

    def _folded(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.folded[place] if place < len(self.folded) else ""

    def _take(self, count: int) -> str:
        """The words that come next, as they are written."""
        taken = self.words[self.place : self.place + count]
        self.place += count
        return " ".join(word.written for word in taken)

    def _phrase(self, phrases: Phrases) -> int:
        """How many words the phrase has that comes next; 0 where none does."""
        for phrase in phrases:
            if all(self._folded(place) == word for place, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def _head(self) -> bool:
        """Processmöte 3, möte nr 3, möte #3, 3:e mötet, tredje mötet."""
        ordinal = _ordinal(self._folded())
        if ordinal and self._folded(1) in self.vocabulary.meetings:
            self._take(2)
            self._counted(ordinal)
        elif self._folded() in self.vocabulary.meetings:
            self._take(1)
            self._numbered()
        else:
            return False
        self.said.heads += 1
        return True

    def _numbered(self) -> None:
        if self._folded() in _NUMBERED:
            self._take(2 if self._folded(1) == "." else 1)
            if not _whole(self._folded()):
                self.said.unknown.append("nr")
                return
        number = _whole(self._folded()) or _ordinal(self._folded())
        if number and number <= _LARGEST_NUMBER:
            self._take(1)
            self._counted(number)

    def _counted(self, number: int) -> None:
        if self.said.number is not None:
            self.said.unknown.append(str(number))
        self.said.number = number

    def _date(self) -> bool:
        word = self.words[self.place]
        if not word.is_date:
            return False
        self.said.days.append(word.day)
        self.place += 1
        return True

    def _manner(self) -> bool:
        for phrases, manner in ((HELD, Manner.HELD), (BOOKED, Manner.BOOKED)):
            count = self._phrase(phrases)
            if count:
                self._take(count)
                self.said.manners.add(manner)
                return True
        return False

    def _organisation(self, ahead: int = 0) -> tuple[str, int] | None:
        """The organisation whose name comes next, and how many words it has; the longest name counts."""
        name = self.vocabulary.name_at(self.folded, self.place + ahead)
        if name is None:
            return None
        return self.vocabulary.organisations[name], len(name)

    def _internal(self) -> bool:
        """KSON internt, internt KSON, internt inom KSON."""
        is_first = self._folded() in ("internt", "intern")
        ahead = 0
        if is_first:
            ahead = 2 if self._folded(1) in _AT else 1
        found = self._organisation(ahead)
        if found is None:
            return False
        key, length = found
        if not is_first and self._folded(length) not in ("internt", "intern"):
            return False
        self.said.series = self._take(ahead + length if is_first else length + 1)
        if self.said.internal is not None:
            self.said.unknown.append("internt")
        self.said.internal = key
        return True

    def _participants(self) -> bool:
        """Med BUS styrgrupp; enbart avdelningschefer; Föräldrastödjare på TiNK."""
        start = self.place
        word = self._folded()
        if word in _WITH or word in _ALONE:
            self.place += 1
        elif not self.said.days or not self._is_role():
            return False
        keys: list[str] = []
        if not self._one_of_them(keys):
            self.place = start
            return False
        while self._folded() in _LINKS:
            behind = self.place
            self.place += 1
            if not self._one_of_them(keys):
                self.place = behind
                break
        self.said.participants += [key for key in keys if key not in self.said.participants]
        written = " ".join(one.written for one in self.words[start : self.place])
        if any(_ROLE.fullmatch(one.folded) for one in self.words[start : self.place]):
            self.said.remarks.append(written)
        return True

    def _is_role(self) -> bool:
        place = 0
        while self._folded(place) in _OF_ROLES or (self._folded(place) == "." and place):
            place += 1
        return _ROLE.fullmatch(self._folded(place)) is not None

    def _one_of_them(self, keys: list[str]) -> bool:
        """An organisation, or people: of a role, and of which organisation."""
        found = self._organisation()
        if found is not None:
            keys.append(found[0])
            self.place += found[1]
            if self._is_role():
                self._take_role()
            return True
        if not self._is_role():
            return False
        self._take_role()
        ahead = 1 if self._folded() in _AT else 0
        found = self._organisation(ahead)
        if found is not None:
            keys.append(found[0])
            self.place += ahead + found[1]
        return True

    def _take_role(self) -> None:
        while not _ROLE.fullmatch(self._folded()):
            self.place += 1
        self.place += 1

    def _attendance(self) -> bool:
        """8 deltagare."""
        if not _whole(self._folded()) or self._folded(1) not in ("deltagare", "personer", "participants"):
            return False
        self.said.remarks.append(self._take(2))
        return True

    def _where(self) -> bool:
        count = self._phrase(WHERE)
        if not count:
            return False
        self.said.remarks.append(self._take(count))
        return True

    def _when(self) -> bool:
        """Tisdag; kl 13–15, klockan 9.30."""
        weekday = _WEEKDAY.fullmatch(self._folded())
        if weekday:
            (number,) = (place for place, names in enumerate(_WEEKDAYS) if (weekday[1] or weekday[2]) in names.split())
            self.said.unknown += ["?"] if self.said.weekday not in (None, number) else []
            self.said.weekday = number
            self._take(1)
            return True
        if self._folded() not in ("kl", "klockan"):
            return False
        self._take(2 if self._folded(1) == "." else 1)
        is_time = self._time()
        if is_time and self._folded() in ("-", "–"):
            self._take(1)
            is_time = self._time()
        self.said.unknown += [] if is_time else ["kl"]
        return True

    def _time(self) -> bool:
        if not re.fullmatch(r"\d\d?", self._folded()):
            return False
        self._take(1)
        if self._folded() in (".", ":") and re.fullmatch(r"\d\d", self._folded(1)):
            self._take(2)
        return True

    def _other(self) -> None:
        """A sign that parts words, or what is not understood."""
        folded = self._folded()
        if folded not in _SIGNS and folded not in _CONNECTORS:
            self.said.unknown.append(self.words[self.place].written)
        self.place += 1


def _whole(word: str) -> int:
    return int(word) if re.fullmatch(r"\d{1,4}", word, re.ASCII) else 0


def _ordinal(word: str) -> int:
    """3:e, 3e, tredje; 0 where it is none."""
    figure = re.fullmatch(r"(\d{1,3}):?(?:e|a|st|nd|rd|th)", word, re.ASCII)
    if figure:
        return int(figure[1])
    return 0 if word.isdigit() else number_of(word) or 0


def said_in(statement: str, vocabulary: Vocabulary) -> Said:
    """What a statement says of a meeting, and what of it is not understood."""
    dates = dates_of(statement, vocabulary.order)
    return _Reader(words_in(statement, dates), vocabulary).read()


# Several in one line

_PARTS_BEFORE = frozenset(",;.•–-")


def statements(line: str, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """What stands before the first meeting or activity of a line, and each of them with what follows it."""
    beginnings = list(_beginnings(line, vocabulary))
    if not beginnings:
        return line, []
    before = line[: beginnings[0]]
    ends = [*beginnings[1:], len(line)]
    parts = [line[start:end].strip() for start, end in zip(beginnings, ends, strict=True)]
    return before.strip(), [_without_link(part) if place < len(parts) - 1 else part for place, part in enumerate(parts)]


def _without_link(part: str) -> str:
    """A statement without the word that leads to the next one."""
    return re.sub(r"(?:[,;]|\s(?:och|samt|and))+$", "", part)


def _beginnings(line: str, vocabulary: Vocabulary) -> Iterator[int]:
    """Where something that is told begins: with a capital, or behind a sign that parts."""
    tokens = list(_TOKEN.finditer(line))
    for place, token in enumerate(tokens):
        folded = fold(token[0])
        is_activity = folded in ACTIVITIES.split()
        if folded not in vocabulary.meetings and not is_activity:
            continue
        first = place
        if place and _ordinal(fold(tokens[place - 1][0])) and not is_activity:
            first = place - 1
        before = tokens[first - 1][0] if first else ""
        begins = tokens[first][0][0].isupper() or not before or before in _PARTS_BEFORE
        is_linked = before in ("och", "samt", "and") and not is_activity
        if begins or is_linked:
            yield tokens[first].start()
