"""The words in which meetings are told, in Swedish and English; and those of a statement, in which a date is one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache

from plptool.texts.date_forms import DayOrder, number_of
from plptool.texts.dates import WrittenDate, dates_in
from plptool.texts.letters import fold

Phrases = tuple[tuple[str, ...], ...]


class Manner(Enum):
    """What is said of whether a meeting was held."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    UNSAID = "unsaid"


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


def _phrases(words: str, phrases: str) -> Phrases:
    """Words that stand by themselves, and phrases between strokes; the longest come first, so that they count."""
    alone = [(word,) for word in words.split()]
    together = [tuple(phrase.split()) for phrase in phrases.split("|")]
    return tuple(sorted([*together, *alone], key=len, reverse=True))


MEETINGS = (
    "processmote processmotet processtraff processtraffen mote motet sammantrade sammantradet traff traffen"
    " meeting process-meeting uppstartsmote uppstartsmotet startmote startmotet slutmote slutmotet avslutningsmote"
)
"""What a meeting is called."""
SEVERAL = (
    "processmoten processmotena processtraffar processtraffarna moten motena sammantraden sammantradena traffar"
    " traffarna motesdatum motesdagar motestillfallen meetings process-meetings"
)
"""What several are called."""
ACTIVITIES = (
    "natverkstraff natverkstraffar workshop workshops utbildning utbildningsdag basutbildning studiebesok konferens"
    " forelasning seminarium natverksmote uppfoljning avstamning temadag dialogmote training seminar"
)
"""What else happens, and begins something new where several stand in one cell."""
BEGINNINGS = _words("uppstartsmote uppstartsmotet startmote startmotet slutmote slutmotet avslutningsmote")
"""What is worth telling of the meeting that is called so."""
KINDS = re.compile(
    r"(?P<kind>styrgrupps|arbetsgrupps|projektgrupps|projekt|arbets|grupp|team|samverkans|planerings|uppfoljnings)"
    r"(?P<head>mote|motet|moten|motena|traff|traffen|traffar)"
)
"""Meetings of a kind, which may have numbers of their own."""
KINDS_BEFORE = (
    *(("steering", "group"), ("steering", "committee"), ("working", "group"), ("project", "group"), ("task", "group")),
    *(
        ("process",),
        ("steering",),
        ("project",),
        ("team",),
        ("planning",),
        ("group",),
        ("coordination",),
        ("follow-up",),
    ),
)
"""The same in English, before the word for a meeting."""
ARTICLES = _words("det den ett en vart the a an our")
ADJECTIVES = _words(
    "digitalt digitala fysiskt fysiska extra gemensamt gemensamma inledande avslutande ordinarie"
    " online virtual additional joint initial final opening closing regular"
)
"""What a meeting may be, and is none the less one."""
_GROUPS = "vi|gruppen|arbetsgruppen|processgruppen|we|the group|the working group|the process group|the team"
_MET = (
    "traffades|traffades aven|traffades ocksa|traffats|har traffats|mottes|motts|har motts|sammantradde|har sammantratt"
    "|met|also met|has met|has also met|have met"
)
GROUPS_MET = tuple(
    tuple(f"{group} {met}".split()) for group in _GROUPS.split("|") for met in _MET.split("|")
)  # fmt: skip
"""`Gruppen träffades`: that a meeting was held, without a word for it."""
_HELD = _phrases(
    "genomfort genomford genomforda genomforts genomfordes hallet hallit holls hallits hallna hallen avholls"
    " avhallet avhallna held completed",
    "har genomforts|har hallits|agde rum|har agt rum|har avhallits|blev genomfort|ar genomfort|ar genomforda"
    "|ar hallet|ar hallna|was held|were held|has been held|have been held|took place|has taken place"
    "|have taken place|genomf .",
)
_BOOKED = _phrases(
    "bokat bokad bokade inbokat inbokad inbokade booked",
    "ar bokat|ar bokad|ar bokade|ar inbokat|ar inbokad|har bokats|is booked|are booked|bokat till|bokad till"
    "|inbokat till|inbokad till|ar bokat till|ar bokad till|ar inbokat till|ar inbokad till|booked for"
    "|is booked for|bokat , inte bekraftat|booked , not confirmed",
)
_CANCELLED = _phrases(
    "installt installd installda avbokat avbokad utgick utgar avlyst cancelled canceled",
    "stalldes in|blev installt|blev inte av|blev ej av|ej genomfort|inte genomfort|genomfordes inte"
    "|genomfordes ej|holls inte|holls ej|ej hallet|inte hallet|har stallts in|har installts|ar installt"
    "|was cancelled|was canceled|has been cancelled|is cancelled|did not take place|did not go ahead|not held"
    "|was not held",
)
MANNERS = ((_CANCELLED, Manner.CANCELLED), (_HELD, Manner.HELD), (_BOOKED, Manner.BOOKED))
"""How it is said whether a meeting was held; of phrases that begin alike, the longest counts."""
NUMBERED = frozenset(["nr", "nummer", "no", "number", "#"])
LINKS = frozenset([",", "och", "o", "samt", "&", "+", "/", "and"])
AT = frozenset(["pa", "fran", "i", "inom", "hos", "vid", "at", "from", "of"])
ALONE = frozenset(["enbart", "endast", "bara", "only"])
WITH = frozenset(["med", "with"])
PRESENT = _words("deltagare narvarande medverkande deltog participants attendees present attended")
"""What stands before those who took part."""
ROLE = re.compile(
    r"\w*(?:chef(?:er|en|erna)?|samordnare|utvecklare|ledare|stodjare|strateg(?:er)?|sekreterare|handlaggare|pedagog(?:er)?"
    r"|kurator(?:er)?|psykolog(?:er)?|skoterskor|skoterska|larare|rektor(?:er)?|personal|ambassadorer|ambassador"
    r"|medarbetare|deltagare|representanter|representant|coach(?:er)?|planerare|direktor(?:er)?|managers?|leaders?)"
)
EVERYBODY = _words("alla samtliga all everyone everybody")
ABSENT = _phrases(
    "", "apologies from|apologies received from|apologies :|anmalt forhinder :|forhinder :|franvarande :|absent :"
)
"""What stands before those who did not take part."""
OF_ROLES = frozenset(["avd", "enh", "avdelnings", "enhets", "alla", "samtliga", "bitr"])
WHERE = _phrases(
    "digitalt digitala digital fysiskt fysiska fysisk online virtual hybrid teams zoom skype heldag halvdag"
    " formiddag eftermiddag fm em morning afternoon",
    "via teams|pa teams|on teams|via zoom|pa zoom|on zoom|via skype|via lank|pa distans|in person|hela dagen"
    "|all day|half day|full day",
)
PLACE = re.compile(
    r"\w*(?:hus|huset|salen|sal|rummet|rum|lokalen|biblioteket|bibliotek|skolan|skola|garden|gard|centralen|kyrkan|hall"
    r"|centre|center|library|offices?|room|school|building|house)"
)
"""How the name of a place ends."""
SEE = _phrases(
    "",
    "se minnesanteckningar|se minnesanteckning|se protokoll|se anteckningar|minnesanteckningar finns"
    "|protokoll finns|anteckningar finns|minnesanteckningar bifogas|see minutes|see notes|minutes attached"
    "|minutes available|notes available",
)
"""What leads to more about a meeting that was held."""
LARGEST_NUMBER = 199
"""No process has met more often; a larger number is a year, or a room."""


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
    is_completed: bool = False
    """Whether its year is that which is said above it."""

    @property
    def number(self) -> int:
        """The number that it is, if it is a small one; else 0."""
        if re.fullmatch(r"\d{1,3}", self.folded, re.ASCII) is None:
            return 0
        number = int(self.folded)
        return number if number <= LARGEST_NUMBER else 0


TOKEN = re.compile(r"\d+(?::?(?:e|a|st|nd|rd|th)\b)?|[^\W\d_]+|\S")


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


def with_year(words: Sequence[Word], year: int | None, order: DayOrder) -> list[Word]:
    """Words, of which the dates that say no year are of that which is said above them."""
    if year is None:
        return [*words]
    return [_of_year(word, year, order) for word in words]


def _of_year(word: Word, year: int, order: DayOrder) -> Word:
    """A date without a year, of a year; what is doubtful even with it stays so."""
    if not word.is_date or word.day is not None or not word.written:
        return word
    if any(written.reading.days for written in dates_of(word.written, order)):
        return word
    completed = dates_of(f"{word.written} {year}", order)
    if len(completed) != 1:
        return word
    day = completed[0].day
    return replace(word, day=day, is_completed=day is not None)


def _plain_words(text: str) -> Iterator[Word]:
    for token in TOKEN.finditer(text):
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


def whole(word: str) -> int:
    """A number in figures; 0 where it is none."""
    return int(word) if re.fullmatch(r"\d{1,4}", word, re.ASCII) else 0


def ordinal(word: str) -> int:
    """3:e, 3e, tredje; 0 where it is none."""
    figure = re.fullmatch(r"(\d{1,3}):?(?:e|a|st|nd|rd|th)", word, re.ASCII)
    if figure:
        return int(figure[1])
    return 0 if word.isdigit() else number_of(word) or 0


def phrase_at(phrases: Phrases, words: Sequence[str], place: int) -> int:
    """How many words the phrase has that stands at a place among words in small letters; 0 where none does."""
    for phrase in phrases:
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
