"""Several meetings told together: `Möten 2023: 26/1, 23/3 och 25/5`, `Processmöte 1–3 hölls 220310, 220519 och 221117`.

And what opens a list of them: `Genomförda processmöten 2023`, a year by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plptool.texts.letters import fold
from plptool.texts.meeting_words import (
    ADJECTIVES,
    ARTICLES,
    GROUPS_MET,
    LARGEST_NUMBER,
    LINKS,
    MANNERS,
    NUMBERED,
    SEVERAL,
    Manner,
    Vocabulary,
    Word,
    dates_of,
    phrase_at,
    with_year,
    words_in,
)
from plptool.texts.meetings import NOTHING, Above, Said, dates_beside_numbers, is_head, said_by
from plptool.texts.numbers import COUNTING
from plptool.texts.warnings import is_of_several

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_YEAR_ALONE = re.compile(r"(?:ar |aret |under |year |in )?(?P<year>(?:19|20)\d\d) ?:?", re.ASCII)
_SEVERAL = frozenset(SEVERAL.split())
_LISTS = (
    *(("lista", "over"), ("list", "of"), ("sammanstallning", "av"), ("sammanstallning", "over"), ("oversikt", "over")),
    *(("to", "date"), ("so", "far"), ("hittills",)),
    *(("datum", "for"), ("dates", "of"), ("record", "of")),
)
"""What may stand about the word for meetings."""
_OF_MEETING = (("meeting", "dates"), ("meeting", "list"), ("meeting", "log"), ("process", "meetings"))
"""What else several are called, in English."""
_BETWEEN = (
    ARTICLES
    | ADJECTIVES
    | frozenset(["foljande", "following", "som", "that", "datum", "dates", "date", "held", "on", "dag", ":", "("])
)
_BETWEEN -= {"held"}
_OF_A_YEAR = frozenset(["under", "i", "in", "during", "for", "ar", "aret", "of", "year"])
_TERMS = {
    **dict.fromkeys(["varen", "vt", "varterminen", "spring"], range(1, 8)),
    **dict.fromkeys(["hosten", "ht", "hostterminen", "autumn"], range(7, 13)),
}
"""By what a part of a year is called, its months."""
_OF_GROUPS = (("working", "group"), ("project", "group"), ("task", "group"))
"""Whose meetings are those of a process, where they are listed below it."""
_TIMES = frozenset(["st", "ggr", "ganger", "times"])
_BEFORE_A_DAY = frozenset(["den", "d", "the", "on"])
_BEHIND_A_NUMBER = frozenset([")", ".", ":"])
_BETWEEN_ITEMS = LINKS | frozenset([";", "respektive", "resp", "•"])
_RANGE = frozenset(["-", "–"])
_IN_WORDS = {word: number for number, words in enumerate(COUNTING, 1) for word in words.split("|") if number > 1}


def year_alone(text: str) -> int | None:
    """The year that is all that a line says: `2023`, `År 2023:`."""
    found = _YEAR_ALONE.fullmatch(fold(text).strip())
    return int(found["year"]) if found else None


def opening_of(text: str, vocabulary: Vocabulary) -> Above | None:
    """What a line says of all that is listed below it, if it opens a list of meetings and nothing else."""
    if dates_of(text, vocabulary.order):
        return None
    opening = _Opening(words_in(text, ()), vocabulary, NOTHING)
    is_whole = opening.read() and opening.place == len(opening.words)
    is_to_be = opening.above.manner is not Manner.CANCELLED
    is_of_all = opening.is_of_several and not opening.numbers and opening.count is None and is_to_be
    return opening.above if is_whole and is_of_all else None


def told_together(text: str, vocabulary: Vocabulary, above: Above = NOTHING) -> list[Said]:
    """The meetings of a line that tells of several in one: none where it does not.

    Where it is not certain how far something is said of one of them alone, none of them is understood.

    Args:
        text: of the line.
        vocabulary: what its words mean.
        above: what stands above it, and holds for it too.
    """
    words = words_in(text, dates_beside_numbers(text, vocabulary))
    opening = _Opening(words, vocabulary, above)
    if not opening.read():
        return []
    are_several = opening.is_of_several or bool(opening.numbers)
    if are_several and not opening.says_year and above.year is None:
        _take_year_of_last(opening)
    items = [*_items(words[opening.place :], opening.above, vocabulary)]
    is_list = opening.is_of_several or opening.numbers or len(items) > 1
    if not items or not is_list:
        return []
    said = [said_by(item, vocabulary, opening.above) for item in items]
    _number(said, opening)
    _say_year(said, opening)
    if not _are_each_by_itself(items, said):
        for one in said:
            one.unknown.append(text)
    return said


def _take_year_of_last(opening: "_Opening") -> None:
    """`Meetings 4 and 5: 28 April and 27 May 2025`: a year behind the last of several days is that of them all."""
    dates = [word for word in opening.words[opening.place :] if word.is_date]
    last = dates[-1].day if dates else None
    if last is not None and all(word.day is None for word in dates[:-1]):
        opening.above = replace(opening.above, year=last.year)
        opening.says_year = True


@dataclass(slots=True)
class _Opening:
    """What stands before the first day: goes through its words, and stops where the first entry begins."""

    words: Sequence[Word]
    vocabulary: Vocabulary
    above: Above
    place: int = 0
    is_of_several: bool = False
    numbers: list[int] = field(default_factory=list)
    count: int | None = None

    def read(self) -> bool:
        """Whether all of it is understood, and says that what follows is meetings."""
        folded = ["" if word.is_date else word.folded for word in self.words]
        while self.place < len(self.words) and not self._begins_entry(folded):
            length = self._step(folded)
            if not length:
                return False
            self.place += length
        return self.above.are_meetings

    def _begins_entry(self, folded: Sequence[str]) -> bool:
        if not self.above.are_meetings:
            return False
        first = next((place for place in range(self.place, len(folded)) if self.words[place].is_date), None)
        return first is not None and _start_of(self.words, first, self.place) == self.place

    def _step(self, folded: Sequence[str]) -> int:
        """How many words are understood that come next."""
        word = folded[self.place]
        return (
            self._phrase(folded, _LISTS)
            or self._one_with_numbers(folded)
            or self._meetings(folded)
            or self._one_before_entries(folded)
            or self._met(folded)
            or self._manner(folded)
            or self._year(folded)
            or self._counted(folded)
            or int(word in _BETWEEN or word in _BEFORE_A_DAY or word in _RANGE)
        )

    def _phrase(self, folded: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> int:
        return phrase_at(tuple(phrases), folded, self.place)

    def _meetings(self, folded: Sequence[str]) -> int:
        group = self._phrase(folded, _OF_GROUPS)
        is_of_group = group > 0 and folded[self.place + group : self.place + group + 1] == ["meetings"]
        length = group + 1 if is_of_group else self._phrase(folded, _OF_MEETING)
        length = length or int(folded[self.place] in _SEVERAL)
        if length:
            self.is_of_several = True
            self.above = replace(self.above, are_meetings=True)
        return length

    def _met(self, folded: Sequence[str]) -> int:
        """Gruppen träffades: once for each day that follows."""
        length = phrase_at(GROUPS_MET, folded, self.place)
        if length:
            self.above = replace(self.above, are_meetings=True, manner=Manner.HELD)
        return length

    def _one_with_numbers(self, folded: Sequence[str]) -> int:
        """Processmöte 1–3; möte 1, 2 och 3."""
        word = folded[self.place]
        is_called_so = is_head(word, self.vocabulary) or word in _SEVERAL
        if not is_called_so or self.numbers:
            return 0
        numbers, end = _numbers(self.words, self.place + 1)
        if len(numbers) < 2:
            return 0
        self.numbers = numbers
        self.above = replace(self.above, are_meetings=True)
        return end - self.place

    def _one_before_entries(self, folded: Sequence[str]) -> int:
        """Möte nr 1: 7 februari 2023, nr 2: 4 april 2023: the word once, and a number before each day."""
        following = folded[self.place + 1 :]
        is_first = is_head(folded[self.place], self.vocabulary) and not self.above.are_meetings
        if not is_first or any(is_head(word, self.vocabulary) for word in following):
            return 0
        dates = [place for place in range(self.place + 1, len(folded)) if self.words[place].is_date]
        starts = [_start_of(self.words, place, self.place + 1) for place in dates]
        if len(dates) < 2 or starts[0] != self.place + 1 or starts[0] == dates[0]:
            return 0
        self.above = replace(self.above, are_meetings=True)
        return 1

    def _manner(self, folded: Sequence[str]) -> int:
        for phrases, manner in MANNERS:
            length = phrase_at(phrases, folded, self.place)
            if not length:
                continue
            is_other = self.above.manner not in (Manner.UNSAID, manner)
            if is_other:
                return 0
            self.above = replace(self.above, manner=manner)
            return length
        return 0

    def _year(self, folded: Sequence[str]) -> int:
        ahead = 1 if folded[self.place] in _OF_A_YEAR else 0
        place = self.place + ahead
        months = _TERMS.get(folded[place]) if place < len(folded) else None
        place += months is not None
        if months is not None and folded[place : place + 1] in ([":"], ["("]) and self.above.year is None:
            return place - self.place  # of this or another year, which each day says
        is_year = place < len(folded) and _YEAR.fullmatch(folded[place]) is not None
        if not is_year or self.says_year:
            return 0
        self.says_year = True
        self.above = replace(self.above, year=int(folded[place]), months=months or range(1, 13))
        return place + 1 - self.place

    says_year: bool = False

    def _counted(self, folded: Sequence[str]) -> int:
        """Fem processmöten, 5 möten, (3 st)."""
        word = self.words[self.place]
        number = word.number or _IN_WORDS.get(word.folded, 0)
        following = folded[self.place + 1 : self.place + 3]
        is_counted = bool(following) and (following[0] in _SEVERAL or following[0] in _TIMES)
        if not number or not is_counted or self.count is not None:
            return 0
        self.count = number
        return 2 if following[0] in _TIMES else 1


def _numbers(words: Sequence[Word], place: int) -> tuple[list[int], int]:
    """The numbers that are listed from a place on, and where they end."""
    numbers: list[int] = []
    while place < len(words) and words[place].number:
        number = words[place].number
        is_range = bool(numbers) and words[place - 1].folded in _RANGE
        if is_range and not numbers[-1] < number <= LARGEST_NUMBER:
            return [], place
        numbers += range(numbers[-1] + 1, number + 1) if is_range else [number]
        place += 1
        is_linked = place + 1 < len(words) and words[place + 1].number > 0
        if not is_linked or (words[place].folded not in LINKS and words[place].folded not in _RANGE):
            break
        place += 1
    return numbers, place


# The entries


def _items(words: Sequence[Word], above: Above, vocabulary: Vocabulary) -> Iterator[list[Word]]:
    """The words of each entry; a year before a colon is that of those that follow: `2022: 6/2, 23/3; 2023: 14/3`."""
    years = [place for place in range(len(words) - 1) if _is_year_of_those_behind(words, place)]
    ends = [*years, len(words)]
    yield from _items_of(with_year(words[: ends[0]], above.year, vocabulary.order))
    for start, end in zip(years, ends[1:], strict=True):
        year = int(words[start].folded)
        yield from _items_of(with_year(words[start + 2 : end], year, vocabulary.order))


def _is_year_of_those_behind(words: Sequence[Word], place: int) -> bool:
    return _YEAR.fullmatch(words[place].folded) is not None and words[place + 1].folded == ":"


def _items_of(words: Sequence[Word]) -> Iterator[list[Word]]:
    dates = [place for place, word in enumerate(words) if word.is_date and word.written]
    starts: list[int] = []
    behind = 0
    for place in dates:
        starts.append(_start_of(words, place, behind))
        behind = place + 1
    if not starts:
        return
    starts[0] = 0  # what stands before the first is of it
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        item = [*words[start:end]]
        while end < len(words) and item and item[-1].folded in _BETWEEN_ITEMS and not item[-1].is_date:
            item.pop()
        yield item


def _start_of(words: Sequence[Word], date: int, behind: int) -> int:
    """Where the entry of a date begins: `nr 2: den 14 mars`, `2) 14 mars`."""
    start = date
    while start > behind and words[start - 1].folded in _BEFORE_A_DAY:
        start -= 1
    number = start
    while number > behind and words[number - 1].folded in _BEHIND_A_NUMBER:
        number -= 1
    if number <= behind or not words[number - 1].number:
        return start
    start = number - 1
    while start > behind and (words[start - 1].folded in NUMBERED or words[start - 1].folded == "."):
        start -= 1
    return start


def _number(said: Sequence[Said], opening: _Opening) -> None:
    """Each has the number that is listed before them all; where there are more or fewer, nobody knows which."""
    is_other_count = opening.count is not None and opening.count != len(said)
    is_otherwise = bool(opening.numbers) and len(opening.numbers) != len(said)
    if is_other_count or is_otherwise:
        for one in said:
            one.unknown.append(str(opening.count or len(opening.numbers)))
    for one, number in zip(said, opening.numbers, strict=False):
        if one.number is not None:
            one.unknown.append(str(one.number))
        one.number = number


def _say_year(said: Sequence[Said], opening: _Opening) -> None:
    """The year that a line says before its days is that of all, if they follow each other."""
    completed = [one for one in said if one.takes_year and one.day is not None]
    years = [one.day.year for one in completed if one.day is not None]
    if not opening.says_year and len(set(years)) < 2:
        return
    for year in set(years):
        days = [one.day for one in said if one.day is not None and one.day.year == year]
        is_in_order = days == sorted(days)  # where they fall, another year may have begun
        for one in completed:
            one.takes_year &= not is_in_order
            one.unknown += [] if is_in_order else [str(year)]


def _are_each_by_itself(items: Sequence[Sequence[Word]], said: Sequence[Said]) -> bool:
    """Whether what is said of an entry is said of that alone, and all or none have a number."""
    with_number = sum(one.number is not None for one in said)
    if with_number not in (0, len(said)):
        return False
    for item, one in zip(items, said, strict=True):
        is_plain = one.is_understood and Manner.BOOKED not in one.manners
        are_alike = all(other.manners == one.manners for other in said)
        are_understood = all(other.is_understood or other.is_cancelled for other in said)
        if is_plain or (are_alike and are_understood):
            continue
        if not _is_in_brackets(item):
            return False
    return True


def _is_in_brackets(item: Sequence[Word]) -> bool:
    """Whether what follows a day stands in brackets, and speaks of that alone: `23/3 (inställt)`."""
    date = next(place for place, word in enumerate(item) if word.is_date)
    behind = [word.folded for word in item[date + 1 :] if word.folded not in _BETWEEN_ITEMS and word.folded != "."]
    while behind and behind[-1] == ")" and behind.count(")") > behind.count("("):
        behind.pop()  # of the brackets about them all
    is_one = behind[:1] == ["("] and behind[-1:] == [")"] and behind.count("(") == 1
    speaks_of_several = is_of_several(" ".join(behind)) or any(word.endswith("da") for word in behind)
    return is_one and not speaks_of_several
