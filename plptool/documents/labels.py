"""What the parts of an administration's list are headed with, and where such a word stands in a line."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from plptool.model.collections import Collection
from plptool.model.plain import Data, entries, part, text_if_any, texts
from plptool.texts.letters import fold


class Label(Enum):
    """What follows a heading. The words are those by which a manifest teaches others."""

    NEED = "need"
    PROCESS = "process"
    ACTIVITIES = "activities"
    STATUS = "status"
    GOAL = "goal"
    PRIORITY = "priority"
    PERIOD = "period"
    RESPONSIBLE = "responsible"
    PARTNERS = "partners"
    MEETINGS = "meetings"
    RESULT = "result"
    """What may be the goal, or what came of it; nobody teaches this one."""


KNOWN: Mapping[Label, tuple[str, ...]] = {
    Label.NEED: ("Åtgärdsbehov", "Behov", "Need"),
    Label.PROCESS: ("Process", "Processnummer", "Process nr", "Åtgärd", "Action", "Workstream"),
    Label.ACTIVITIES: ("Aktivitet", "Aktiviteter", "Activity", "Activities"),
    Label.STATUS: ("Status",),
    Label.GOAL: (
        "Resultat – målbild",
        "Resultat - målbild",
        "Målbild",
        "Mål",
        "Goal",
        "Aim",
        "Objective",
        "Result aimed at",
    ),
    Label.PRIORITY: ("Prioritering", "Prioritet", "Prio", "Priority"),
    Label.PERIOD: (
        "Tidsplanering",
        "Tidsplan",
        "Tidplan",
        "Tidsperiod",
        "Period",
        "Time plan",
        "Timescale",
        "Schedule",
    ),
    Label.RESPONSIBLE: (
        "Ansvar delas med",
        "Ansvar",
        "Ansvarig",
        "Ansvariga",
        "Huvudansvarig",
        "Huvudansvar",
        "Responsibility",
        "Responsible",
        "Lead",
        "Led by",
    ),
    Label.PARTNERS: (
        "Medverkande",
        "Medverkar",
        "Samverkan med",
        "Samverkar med",
        "I samverkan med",
        "Samverkanspartner",
        "Samverkansparter",
        "Partners",
        "With",
    ),
    Label.MEETINGS: ("Möten", "Processmöten", "Meetings"),
    Label.RESULT: ("Resultat", "Result", "Results"),
}
"""By what follows, how lists head it; a test holds them complete."""
_NUMBERED = (Label.NEED, Label.ACTIVITIES, Label.PRIORITY)
"""What may have a number behind it that is its own."""
_BEFORE_AN_ID = frozenset(["atgard", "action", "workstream"])
"""What heads a process only where its id follows: an action may be anything that somebody is to do."""
ID = r"\d+(?:\.\d+)+"
ID_PATTERN = re.compile(Collection.PROCESSES.ids, re.ASCII)
"""What the id of a process may be, where a column has nothing else."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A heading within a line, and what stands behind it until the next one."""

    label: Label
    rest: str
    number: int | None = None
    """Its number in the list: Åtgärdsbehov 3."""
    process: str | None = None
    """The process that it names."""


class Labels:
    """The headings of one ledger's lists.

    Args:
        taught: by label, the words that its manifest teaches beside those that are known.
    """

    def __init__(self, taught: Mapping[Label, Sequence[str]]) -> None:
        self._label_of: dict[str, Label] = {}
        for label in Label:
            for word in (*KNOWN[label], *taught.get(label, ())):
                self._label_of.setdefault(_key(word), label)
        words = sorted(self._label_of, key=len, reverse=True)
        alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
        self._pattern = re.compile(
            rf"(?<![\w-])(?P<word>{alternatives})"
            rf"(?:(?P<number>\s+\d{{1,3}}(?![\d.]|\s*[-–]\s*\d))?[\s,]*(?:process(?:en)?\s+(?P<process>{ID}))?)(?![\w.]*\w)"
            r"(?P<colon>\s*:)?"
        )

    def split(self, text: str, bold: Sequence[str] = (), *, is_heading: bool = False) -> tuple[str, list[Labelled]]:
        """What stands before the first heading of a line, and each heading with what follows.

        Args:
            text: of the line.
            bold: what stands out in it.
            is_heading: whether all of it heads what follows.
        """
        folded = _aligned(text)
        found = [match for match in self._pattern.finditer(folded) if self._heads(match, text, bold, is_heading)]
        if not found:
            return text, []
        ends = [*(match.start() for match in found[1:]), len(text)]
        labelled = [self._labelled(match, text[match.end() : end]) for match, end in zip(found, ends, strict=True)]
        return text[: found[0].start()].strip(), labelled

    def _labelled(self, match: re.Match[str], rest: str) -> Labelled:
        label = self._label_of[_key(match["word"])]
        number = int(match["number"]) if match["number"] else None
        if number is not None and label not in _NUMBERED and match["process"] is None:
            number, rest = None, f"{match['number']}{rest}"  # of what follows: Möten 6 hållna
        return Labelled(label, rest.strip(" :–-\t"), number, match["process"])

    def _rest(self, match: re.Match[str], label: Label, text: str) -> str:
        """What stands behind a word, with a number that is not the word's own."""
        is_of_rest = match["number"] and label not in _NUMBERED
        start = match.start("number") if is_of_rest else match.end()
        return text[start:].strip()

    def _heads(self, match: re.Match[str], text: str, bold: Sequence[str], is_heading: bool) -> bool:
        """Whether a word heads what follows, or is one of a sentence."""
        word = text[match.start() : match.end("word")]
        is_first = match.start() == 0
        if not word[0].isupper():
            return False
        if match["process"]:
            return is_first  # elsewhere it is mentioned
        label = self._label_of[_key(match["word"])]
        rest = self._rest(match, label, text)
        if _key(match["word"]) in _BEFORE_AN_ID:
            return is_first and _is_id(word, rest)
        is_numbered = bool(match["number"]) and label in _NUMBERED
        if match["colon"] or not rest or is_numbered:
            return True
        stands_out = any(part.startswith(word) for part in bold)
        is_begun = is_first and (stands_out or is_heading)
        return (is_begun and not rest[0].islower()) or self._heads_rest(match, rest, bold, stands_out=stands_out)

    def _heads_rest(self, match: re.Match[str], rest: str, bold: Sequence[str], *, stands_out: bool) -> bool:
        """The same of a word with more behind it on its line, and nothing between that says so."""
        is_first = match.start() == 0
        label = self._label_of[_key(match["word"])]
        if label is Label.RESPONSIBLE:
            return stands_out or "delas" in match["word"] or _begins_with(rest, bold)
        return _heads_by_what_follows(label, match["word"], rest, is_first=is_first)


def _begins_with(rest: str, bold: Sequence[str]) -> bool:
    return any(rest.startswith(part) for part in bold)


def _heads_by_what_follows(label: Label, word: str, rest: str, *, is_first: bool) -> bool:
    """Whether a word heads what follows, though no sign says so."""
    follows = _FOLLOWS.get(label)
    may_be_within = label not in (Label.PROCESS, Label.NEED)
    if follows is None or not (is_first or may_be_within):
        return False
    return follows(word, rest)


def _is_time(_: str, rest: str) -> bool:
    return re.match(r"(?:\d{4}|\d{6}|[a-zåäö]+ \d{4})(?!\w)", rest) is not None


def _is_number(_: str, rest: str) -> bool:
    return rest[0].isdigit()


def _is_id(_: str, rest: str) -> bool:
    return re.match(rf"(?:nr\.? ?)?{ID}(?!\w)", rest) is not None


def _is_certain(word: str, _: str) -> bool:
    """Whether nobody has these words in a sentence."""
    return len(word.split()) > 1


_FOLLOWS: Mapping[Label, Callable[[str, str], bool]] = {
    Label.PERIOD: _is_time,
    Label.STATUS: _is_time,
    Label.PRIORITY: _is_number,
    Label.GOAL: _is_certain,
    Label.PROCESS: _is_id,
    Label.NEED: _is_id,
}
"""By what may be headed without a sign, how it is known by the word and what follows."""


def _aligned(text: str) -> str:
    """A text in small letters without accents, each letter at its place."""
    return "".join((fold(letter) or letter)[0] for letter in text)


def _key(word: str) -> str:
    return " ".join(_aligned(word).split())


MEETING = "meeting"
"""Under this name a manifest teaches what a single meeting is called, which heads nothing."""


def labels_of(manifest: Data) -> Labels:
    """The headings of a ledger's lists, with those that its manifest teaches and what it calls a need."""
    taught: dict[Label, list[str]] = {}
    for entry in entries(part(manifest, "drafting"), "labels"):
        if entry["part"] != MEETING:
            taught.setdefault(Label(entry["part"]), []).extend(texts(entry, "words"))
    terms = part(manifest, "terms")
    for language in terms:
        numbered = text_if_any(part(part(terms, language), "need"), "numbered")
        if numbered:
            taught.setdefault(Label.NEED, []).append(numbered)
    return Labels(taught)
