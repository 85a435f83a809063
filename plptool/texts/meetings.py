"""Meetings as lists tell them: `Processmöte 3 genomfört 220503`, `den 3 maj 2022 hölls möte nr 3 (digitalt)`.

A statement is a meeting only where every word of it is understood. Whoever takes a word for more than it says, or
passes over one, makes a meeting of what was cancelled, so there is no "nearly": what is not understood is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from plptool.texts.dates import WrittenDate
from plptool.texts.letters import fold
from plptool.texts.meeting_words import (
    ABSENT,
    ACTIVITIES,
    ADJECTIVES,
    ALONE,
    ARTICLES,
    AT,
    BEGINNINGS,
    EVERYBODY,
    GROUPS_MET,
    KINDS,
    KINDS_BEFORE,
    LARGEST_NUMBER,
    LINKS,
    MANNERS,
    NUMBERED,
    OF_ROLES,
    PLACE,
    PRESENT,
    ROLE,
    SEE,
    TOKEN,
    WHERE,
    WITH,
    Manner,
    Phrases,
    Vocabulary,
    Word,
    dates_of,
    ordinal,
    phrase_at,
    whole,
    with_year,
    words_in,
)
from plptool.texts.warnings import is_a_warning, is_absence


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a line, and holds for it too."""

    are_meetings: bool = False
    """Whether what is listed is meetings, so that no entry need say so."""
    year: int | None = None
    """That of dates which say none."""
    manner: Manner = Manner.UNSAID
    months: range = range(1, 13)
    """Those of dates which say no year: `Möten hösten 2024`. A term may end in another year than it is named after."""


NOTHING = Above()


@dataclass(slots=True)
class Said:
    """What a statement says, and what of it is not understood."""

    heads: int = 0
    number: int | None = None
    is_entry: bool = False
    """Whether what stands above it says that it is a meeting, and not itself."""
    kind: str | None = None
    """Of what kind the meeting is: those of some kinds have numbers of their own."""
    days: list[date | None] = field(default_factory=list)
    """None for a date that is not certain."""
    takes_year: bool = False
    """Whether the year is that which is said above it."""
    manners: set[Manner] = field(default_factory=set)
    internal: str | None = None
    series: str | None = None
    """How it is written that an organisation met by itself: its meetings may have numbers of their own."""
    participants: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    is_of_people: bool = False
    """Whether it says who was there."""
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
        """Whether every word of it is, and it says one meeting of one day, which was held or is to be."""
        return self._is_of_one and Manner.CANCELLED not in self.manners

    @property
    def is_cancelled(self) -> bool:
        """Whether every word of it is understood, and it says that the meeting of one day was cancelled."""
        return self._is_of_one and self.manner is Manner.CANCELLED

    @property
    def names_cancelled(self) -> bool:
        """Whether it says by its number alone which meeting was cancelled: `nr 4 inställt`."""
        says_it = self.heads == 1 and self.number is not None and self.manners == {Manner.CANCELLED}
        return says_it and not self.days and not self.unknown

    @property
    def _is_of_one(self) -> bool:
        if self.heads != 1 or self.day is None or self.unknown or len(self.manners) > 1:
            return False
        return self.weekday is None or self.weekday == self.day.weekday()


_SIGNS = frozenset(",.:;-–—()")
_CONNECTORS = frozenset(["den", "d", "datum", "the", "on", "date"])
_BEHIND_A_NUMBER = frozenset(").:-–,")
"""What may stand between the number of an entry and its day."""
_WEEKDAYS = ["man mon", "tis tue", "ons wed", "tors thu", "fre fri", "lor sat", "son sun"]
_WEEKDAY = re.compile(
    r"(?:(man|tis|ons|tors|fre|lor|son)(?:dag(?:en)?)?|(mon|tue|wed|thu|fri|sat|sun)(?:\w*day|s|rs|r|nes)?)"
)
_CLOCK = frozenset(["kl", "klockan", "at"])
_TO = frozenset(["-", "–", "till", "to"])
_PEOPLE = frozenset(["deltagare", "personer", "participants", "people", "attendees", "narvarande"])
_REASONS = (("pga",), ("p", ".", "g", ".", "a", "."), ("pa", "grund", "av"), ("due", "to"), ("because", "of"))
_WORDS_OF_A_REASON = 3
_WORDS_OF_A_NAME = 3


class _Reader:
    """Goes through a statement, phrase by phrase.

    Args:
        words: of the statement.
        vocabulary: what they mean.
        is_entry: whether what stands above it says that it is a meeting.
    """

    def __init__(self, words: Sequence[Word], vocabulary: Vocabulary, *, is_entry: bool = False) -> None:
        self.words = words
        self.folded = ["" if word.is_date else word.folded for word in words]
        self.vocabulary = vocabulary
        self.is_entry = is_entry
        self.place = 0
        self.said = Said()
        self._steps = (
            self._head,
            self._date,
            self._manner,
            self._internal,
            self._present,
            self._absent,
            self._number_behind,
            self._participants,
            self._in_brackets,
            self._attendance,
            self._where,
            self._when,
            self._weekday,
            self._reference,
            self._reason,
        )

    def read(self) -> Said:
        if self.is_entry and not _has_head(self.folded, self.vocabulary):
            self._entry()
        while self.place < len(self.words):
            if not any(step() for step in self._steps):
                self._other()
        return self.said

    def _folded(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.folded[place] if place < len(self.folded) else ""

    def _is_date(self, ahead: int = 0) -> bool:
        place = self.place + ahead
        return place < len(self.words) and self.words[place].is_date

    def _take(self, count: int) -> str:
        """The words that come next, as they are written."""
        taken = self.words[self.place : self.place + count]
        self.place += count
        return " ".join(word.written for word in taken)

    def _phrase(self, phrases: Phrases) -> int:
        return phrase_at(phrases, self.folded, self.place)

    # The meeting

    def _entry(self) -> None:
        """An entry of a list of meetings: `3. 14 mars`, `nr 3: 14 mars`, `3 genomfört 14 mars`, `14 mars`."""
        self.said.heads = 1
        self.said.is_entry = True
        if self._folded() in NUMBERED:
            self._numbered()
            return
        word = self._folded()
        number = whole(word) or ordinal(word)
        if not 0 < number <= LARGEST_NUMBER:
            return
        self.place += 1
        while self._folded() in _BEHIND_A_NUMBER:
            self.place += 1
        is_number = self._is_date() or self._folded() in _CONNECTORS or self._weekday_at() is not None
        if is_number or any(self._phrase(phrases) for phrases, _ in MANNERS):
            self._counted(number)
        else:
            self.place = 0

    def _head(self) -> bool:
        """Processmöte 3, möte nr 3, möte #3, 3:e mötet, det tredje mötet, an online meeting, gruppen träffades."""
        met = self._phrase(GROUPS_MET)
        if met:
            self._take(met)
            self.said.heads += 1
            self.said.manners.add(Manner.HELD)
            return True
        ahead = 1 if self._folded() in ARTICLES else 0
        number = ordinal(self._folded(ahead))
        ahead += 1 if number else 0
        first_adjective = ahead
        while self._folded(ahead) in ADJECTIVES:
            ahead += 1
        adjectives = self.words[self.place + first_adjective : self.place + ahead]
        kind = self._kind_before(ahead)
        ahead += len(kind)
        head = self._folded(ahead)
        if not is_head(head, self.vocabulary):
            return False
        written = self.words[self.place + ahead].written
        self._take(ahead + 1)
        self.said.heads += 1
        self._is_of_kind(kind, written)
        self.said.remarks += [word.written for word in adjectives]
        if number:
            self._counted(number)
        else:
            self._numbered()
        return True

    def _kind_before(self, ahead: int) -> tuple[str, ...]:
        """The words before `meeting` that say of which kind it is."""
        for kind in KINDS_BEFORE:
            place = self.place + ahead
            is_before = tuple(self.folded[place : place + len(kind)]) == kind
            if is_before and self._folded(ahead + len(kind)) in self.vocabulary.meetings:
                return kind
        return ()

    def _is_of_kind(self, before: tuple[str, ...], written: str) -> None:
        folded = fold(written)
        if before and before != ("process",):
            self.said.kind = " ".join((*before, folded))
        elif folded not in self.vocabulary.meetings:
            self.said.kind = folded
        if self.said.kind is not None:
            words = " ".join(before)
            self.said.remarks.append(f"{words} {written}".strip())
        elif folded in BEGINNINGS:
            self.said.remarks.append(written)

    def _numbered(self) -> None:
        if self._folded() in NUMBERED:
            self._take(2 if self._folded(1) == "." else 1)
            if not whole(self._folded()):
                self.said.unknown.append("nr")
                return
        number = whole(self._folded()) or ordinal(self._folded())
        if number and number <= LARGEST_NUMBER:
            self._take(1)
            self._counted(number)

    def _number_behind(self) -> bool:
        """14 maj (nr 10); 14 maj, möte 10: right behind the day of an entry."""
        before = self.place - 1
        while before > 0 and self.folded[before] in ("(", ","):
            before -= 1
        is_behind = before >= 0 and self.words[before].is_date and self.said.heads == 1
        if not is_behind or self._folded() not in NUMBERED or self.said.number is not None:
            return False
        self._numbered()
        return True

    def _counted(self, number: int) -> None:
        if self.said.number is not None:
            self.said.unknown.append(str(number))
        self.said.number = number

    def _date(self) -> bool:
        word = self.words[self.place]
        if not word.is_date:
            return False
        self.said.days.append(word.day)
        self.said.takes_year |= word.is_completed
        self.place += 1
        return True

    def _manner(self) -> bool:
        lengths = [(self._phrase(phrases), manner) for phrases, manner in MANNERS]
        count, manner = max(lengths, key=lambda found: found[0])
        if not count:
            return False
        self._take(count)
        self.said.manners.add(manner)
        return True

    # Who took part

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
            ahead = 2 if self._folded(1) in AT else 1
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

    def _present(self) -> bool:
        """Deltagare: Anna, KSON och Per. Who they are is not kept, but for organisations."""
        if self._folded() not in PRESENT:
            return False
        ahead = 1 if self._folded(1) == "by" else 0
        if not ahead and self._folded(1) != ":":
            return False
        start = self.place
        self.place += ahead + 1
        while self._folded() == ":":
            self.place += 1
        keys: list[str] = []
        if not self._people(keys):
            self.place = start
            return False
        self._take_part(keys)
        self.said.is_of_people = True
        return True

    def _absent(self) -> bool:
        """Apologies from Housing; frånvarande: Anna. Who they are is not kept."""
        count = self._phrase(ABSENT)
        if not count:
            return False
        start = self.place
        self.place += count
        is_said = self._people([])
        self.place = self.place if is_said else start
        return is_said

    def _people(self, keys: list[str]) -> bool:
        """Whether people are named; each of them is passed over."""
        start = self.place
        end = start
        while self._one_of_them(keys) or self._name() or self._everybody():
            end = self.place
            while self._folded() in LINKS or self._folded() in ("(", ")", "."):
                end = self.place + 1 if self._folded() in (")", ".") else end
                self.place += 1
        self.place = end
        return end > start

    def _everybody(self) -> bool:
        """Deltagare: alla; of nothing else is it said who they are."""
        following = self._folded(1)
        is_alone = self._folded() in EVERYBODY and (not following or following in _SIGNS)
        self.place += is_alone
        return is_alone

    def _name(self) -> bool:
        """Anna Berg, A. Berg."""
        start = self.place
        while self.place < len(self.words) and self.place - start < _WORDS_OF_A_NAME:
            word = self.words[self.place]
            is_name = word.written[:1].isupper() and not word.is_date and not self._means_something()
            if not is_name:
                break
            self.place += 1
        return self.place > start

    def _means_something(self) -> bool:
        """Whether the word that comes next is no name, though it begins with a capital."""
        word = self._folded()
        is_known = is_head(word, self.vocabulary) or word in PRESENT or word in WITH or word in NUMBERED
        says_when = _WEEKDAY.fullmatch(word) is not None or word in _CLOCK
        says_how = self._phrase(WHERE) or any(self._phrase(phrases) for phrases, _ in MANNERS)
        return bool(is_known or says_when or says_how or is_a_warning(word) or is_absence(word))

    def _participants(self) -> bool:
        """Med BUS styrgrupp; enbart avdelningschefer; Föräldrastödjare på TiNK; med Anna och Per."""
        start = self.place
        word = self._folded()
        if word in WITH or word in ALONE:
            self.place += 1
        elif not self.said.days or not self._is_role():
            return False
        keys: list[str] = []
        if not self._one_of_them(keys):
            if word in WITH and self._people(keys):
                self._take_part(keys)
                return True
            self.place = start
            return False
        while self._folded() in LINKS:
            behind = self.place
            self.place += 1
            if not self._one_of_them(keys):
                self.place = behind
                break
        self._take_part(keys)
        taken = self.words[start : self.place]
        if any(ROLE.fullmatch(one.folded) for one in taken):
            self.said.remarks.append(" ".join(one.written for one in taken))
        return True

    def _in_brackets(self) -> bool:
        """`220503 (KSK, SoC)`: several organisations behind the day; one alone may be whose meeting it was."""
        if self._folded() != "(" or not self.place or not self.words[self.place - 1].is_date:
            return False
        start = self.place
        self.place += 1
        keys: list[str] = []
        while found := self._organisation():
            keys.append(found[0])
            self.place += found[1]
            self.place += self._folded() in LINKS
        if len(keys) < 2 or self._folded() != ")":
            self.place = start
            return False
        self.place += 1
        self._take_part(keys)
        return True

    def _take_part(self, keys: Sequence[str]) -> None:
        self.said.participants += [key for key in keys if key not in self.said.participants]

    def _is_role(self) -> bool:
        place = 0
        while self._folded(place) in OF_ROLES or (self._folded(place) == "." and place):
            place += 1
        return ROLE.fullmatch(self._folded(place)) is not None

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
        ahead = 1 if self._folded() in AT else 0
        found = self._organisation(ahead)
        if found is not None:
            keys.append(found[0])
            self.place += ahead + found[1]
        return True

    def _take_role(self) -> None:
        while not ROLE.fullmatch(self._folded()):
            self.place += 1
        self.place += 1

    def _attendance(self) -> bool:
        """8 deltagare."""
        ahead = 1 if self._folded() in WITH else 0
        if not whole(self._folded(ahead)) or self._folded(ahead + 1) not in _PEOPLE:
            return False
        self.said.remarks.append(self._take(ahead + 2))
        return True

    # Where and when

    def _where(self) -> bool:
        count = self._phrase(WHERE) or self._place()
        if not count:
            return False
        self.said.remarks.append(self._take(count))
        return True

    def _place(self) -> int:
        """How many words a place has: i Rådhuset, at the Town Hall, i rum Roslagen."""
        ahead = 1 if self._folded() in AT else 0
        ahead += 1 if self._folded(ahead) in ARTICLES else 0
        for more in range(3):
            last = self.place + ahead + more
            if last >= len(self.words) or self.words[last].is_date:
                return 0
            if PLACE.fullmatch(self.folded[last]):
                return ahead + more + 1
            is_name = self.words[last].written[:1].isupper() and not is_a_warning(self.folded[last])
            if not is_name:
                return 0
        return 0

    def _when(self) -> bool:
        """Kl 13–15, klockan 9.30, at 2 pm; 13.00–15.00."""
        is_told = self._folded() in _CLOCK
        start = self.place
        if is_told:
            self._take(2 if self._folded(1) == "." else 1)
        is_time = self._time(is_told=is_told)
        if is_time and self._folded() in _TO:
            self._take(1)
            is_time = self._time(is_told=is_told)
        if not is_time:
            self.place = start
        return is_time

    def _time(self, *, is_told: bool) -> bool:
        """A time of the day; where nothing says that it is one, with two digits on each side."""
        hour, minutes = self._folded(), self._folded(2)
        has_minutes = self._folded(1) in (".", ":") and re.fullmatch(r"[0-5]\d", minutes, re.ASCII) is not None
        if not re.fullmatch(r"[01]?\d|2[0-4]", hour, re.ASCII):
            return False
        is_half = self._folded(3 if has_minutes else 1) in ("am", "pm")
        is_time = is_told or is_half or (has_minutes and len(hour) == 2)
        if is_time:
            self._take((3 if has_minutes else 1) + is_half)
        return is_time

    def _weekday_at(self) -> int | None:
        weekday = _WEEKDAY.fullmatch(self._folded())
        if weekday is None:
            return None
        name = weekday[1] or weekday[2]
        return next(number for number, names in enumerate(_WEEKDAYS) if name in names.split())

    def _weekday(self) -> bool:
        number = self._weekday_at()
        if number is None:
            return False
        self.said.unknown += ["?"] if self.said.weekday not in (None, number) else []
        self.said.weekday = number
        self._take(1)
        return True

    # What else is said

    def _reference(self) -> bool:
        """Se minnesanteckningar."""
        count = self._phrase(SEE)
        self._take(count)
        return count > 0

    def _reason(self) -> bool:
        """Inställt på grund av sjukdom."""
        count = self._phrase(_REASONS)
        if not count or Manner.CANCELLED not in self.said.manners:
            return False
        self._take(count)
        for _ in range(_WORDS_OF_A_REASON):
            if self._folded().isalpha() and not is_head(self._folded(), self.vocabulary):
                self._take(1)
        return True

    def _other(self) -> None:
        """A sign that parts words, or what is not understood."""
        folded = self._folded()
        is_before_day = self._is_date(1) or (self._folded(1) == "." and self._is_date(2))
        is_cut = folded == "d" and not is_before_day  # of a word that a line's end has divided
        if is_cut or (folded not in _SIGNS and folded not in _CONNECTORS):
            self.said.unknown.append(self.words[self.place].written)
        self.place += 1


def is_begun(text: str) -> bool:
    """Whether a line is no more than the beginning of what a meeting is called: `3.`, `Det 3:e`, `4th steering`."""
    words = [fold(token[0]) for token in TOKEN.finditer(text)]
    told = [word for word in words if word not in _SIGNS]
    has_number = any(whole(word) or ordinal(word) for word in told)
    return has_number and all(word in _BEFORE_A_HEAD or whole(word) or ordinal(word) for word in told)


def numbers_a_meeting(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text names a meeting by its number, wherever in it: `v. 36: möte 5`."""
    words = [fold(token[0]) for token in TOKEN.finditer(text)]
    following = [*words[1:], ""]
    return any(is_head(word, vocabulary) and whole(after) > 0 for word, after in zip(words, following, strict=True))


def is_head(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word in small letters is what a meeting is called."""
    if word in vocabulary.meetings:
        return True
    kind = KINDS.fullmatch(word)
    return kind is not None and kind["head"] in vocabulary.meetings


def _has_head(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a statement says itself that it is about a meeting."""
    if any(is_head(word, vocabulary) for word in words):
        return True
    return any(phrase_at(GROUPS_MET, words, place) for place in range(len(words)))


def said_in(statement: str, vocabulary: Vocabulary, above: Above = NOTHING) -> Said:
    """What a statement says of a meeting, and what of it is not understood.

    Args:
        statement: a line, or a part of one.
        vocabulary: what its words mean.
        above: what stands above it, and holds for it too.
    """
    dates = dates_beside_numbers(statement, vocabulary)
    words = with_year(words_in(statement, dates), above.year, vocabulary.order)
    return said_by(words, vocabulary, above)


def said_by(words: Sequence[Word], vocabulary: Vocabulary, above: Above = NOTHING) -> Said:
    """The same of words, whose dates have the year that stands above them."""
    said = _Reader(words, vocabulary, is_entry=above.are_meetings).read()
    if said.heads and above.manner is not Manner.UNSAID and Manner.CANCELLED not in said.manners:
        said.manners.add(above.manner)
    if said.takes_year:
        said.unknown += [str(day) for day in said.days if day is not None and day.month not in above.months]
    return said


# The number of a meeting and the day behind it

_NUMBER_BEFORE_DAY = re.compile(
    r"(?<!\w)(?P<before>[^\W\d_]{1,40}|#)\.?[ ]?(?P<number>\d{1,3})(?P<sign>,| [-–—])[ ]"
    r"(?:den |the )?(?P<day>\d{1,2})(?!\d)"
)
_DAYS_AT_MOST = 3
"""No meeting goes on for longer."""


def dates_beside_numbers(text: str, vocabulary: Vocabulary) -> tuple[WrittenDate, ...]:
    """The dates of a statement, where the number of a meeting is no day: `möte nr 1 – 12 april`, `Möte 1, 12 april`."""
    hidden = text
    for found in _NUMBER_BEFORE_DAY.finditer(text):
        if _is_of_meeting(found, vocabulary):
            hidden = f"{hidden[: found.start('number')]}{_hidden(found)}{hidden[found.end('sign') :]}"
    return dates_of(hidden, vocabulary.order)


def _hidden(found: re.Match[str]) -> str:
    return "x" * (found.end("sign") - found.start("number"))


def _is_of_meeting(found: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a number before a day is that of a meeting; `Möte 14 – 16 april` may be of three days."""
    before = fold(found["before"])
    if before in NUMBERED:
        return True
    length = int(found["day"]) - int(found["number"])
    may_be_days = found["sign"] != "," and 0 < length < _DAYS_AT_MOST
    return is_head(before, vocabulary) and not may_be_days


# Several in one line

_PARTS_BEFORE = frozenset(",;.•–-")
_LINK_BEHIND = re.compile(r"(?:[,;]|\s(?:och|samt|and))+$")
_BEFORE_A_HEAD = ARTICLES | ADJECTIVES | {word for kind in KINDS_BEFORE for word in kind}


def statements(line: str, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """What stands before the first meeting or activity of a line, and each of them with what follows it."""
    beginnings = list(_beginnings(line, vocabulary))
    if not beginnings:
        return line, []
    before = line[: beginnings[0]]
    ends = [*beginnings[1:], len(line)]
    parts = [line[start:end].strip() for start, end in zip(beginnings, ends, strict=True)]
    but_last = [_LINK_BEHIND.sub("", part) for part in parts[:-1]]
    return before.strip(), [*but_last, parts[-1]]


def _beginnings(line: str, vocabulary: Vocabulary) -> Iterator[int]:
    """Where something that is told begins: with a capital, or behind a sign that parts."""
    tokens = list(TOKEN.finditer(line))
    words = [fold(token[0]) for token in tokens]
    for place, word in enumerate(words):
        is_activity = word in ACTIVITIES.split()
        if not is_activity and not is_head(word, vocabulary):
            continue
        first = place if is_activity else _first_of_a_head(words, place)
        before = tokens[first - 1][0] if first else ""
        begins = tokens[first][0][0].isupper() or not before or before in _PARTS_BEFORE
        is_linked = before in ("och", "samt", "and") and not is_activity
        if begins or is_linked:
            yield tokens[first].start()


def _first_of_a_head(words: Sequence[str], place: int) -> int:
    """Where `det 3:e processmötet` begins: with the words that are of what a meeting is called."""
    while place and (words[place - 1] in _BEFORE_A_HEAD or ordinal(words[place - 1])):
        place -= 1
    return place
