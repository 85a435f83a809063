"""The fields of a process, as lists write them: who answers for it, its priority, its period, its activities."""

import re
from collections.abc import Sequence

from plptool.documents.pieces import Piece
from plptool.documents.said import FieldSaid
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, words_in

_LINKS = frozenset([",", "och", "o", "samt", "&", "+", "/", "and", ".", ":", "(", ")"])
_TOGETHER = re.compile(r",? (?:tillsammans med|together with) ")
_SHARED = frozenset(
    ["delas", "med", "ansvar", "ansvarig", "ansvariga", "leds", "av", "tillsammans", "together", "with"]
)
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[-–—]\s*(?P<last>(?:19|20)\d\d))?\.?", re.ASCII)
_SEASONS = {"varen": 21, "vt": 21, "spring": 21, "sommaren": 22, "summer": 22, "hosten": 23, "ht": 23, "autumn": 23}
_SEASON = re.compile(rf"(?P<season>{'|'.join(_SEASONS)}) (?P<year>(?:19|20)\d\d)\.?", re.ASCII)
_MONTH_END = re.compile(
    r"(?P<first>(?:19|20)\d\d-\d\d(?:-\d\d)?)\s*[-–—/]+\s*(?P<last>(?:19|20)\d\d-\d\d(?:-\d\d)?)", re.ASCII
)


def period_of(text: str, lines: tuple[int, ...]) -> FieldSaid | None:
    """`2022 – 2023`, `hösten 2021`; None where it is anything else."""
    stripped = text.strip()
    years = _YEARS.fullmatch(stripped) or _MONTH_END.fullmatch(stripped)
    if years:
        first, last = years["first"], years["last"]
        if last and last < first:
            return None
        return FieldSaid(f"{first}/{last}" if last and last != first else first, lines)
    season = _SEASON.fullmatch(fold(stripped))
    if season:
        return FieldSaid(f"{season['year']}-{_SEASONS[season['season']]}", lines, stripped)
    return None


def priority_of(text: str, lines: tuple[int, ...]) -> FieldSaid | None:
    """A number by itself."""
    written = re.fullmatch(r"\s*(\d{1,2})\s*\.?\s*", text, re.ASCII)
    return FieldSaid(int(written[1]), lines) if written else None


def responsible_of(
    text: str, bold: Sequence[str], lines: tuple[int, ...], vocabulary: Vocabulary
) -> tuple[FieldSaid | None, FieldSaid | None] | None:
    """Who leads, and who takes part: the one in bold leads; where none is, one that stands alone does.

    None where a word is not understood, or nobody says who leads.
    """
    keys = _organisations(text, vocabulary)
    if not keys:
        return None
    lead = _leading(text, bold, keys, vocabulary)
    if len(lead) != 1:
        return None
    partners = [key for key in keys if key not in lead]
    others = FieldSaid(partners, lines) if partners else None
    return FieldSaid(lead[0], lines), others


def partners_of(text: str, lines: tuple[int, ...], vocabulary: Vocabulary) -> FieldSaid | None:
    """Who takes part, where nothing else is said; None where a word is not understood."""
    keys = _organisations(text, vocabulary)
    return FieldSaid(keys, lines) if keys else None


def _leading(text: str, bold: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Those of several organisations that lead: in bold, before `tillsammans med`, or alone."""
    named: list[str] = []
    for part in bold:
        named += _organisations(part, vocabulary) or []
    together = _TOGETHER.search(text)
    if together is not None and not named:
        before = text[: together.start()]
        named = _organisations(before, vocabulary) or []
    lead = [key for key in keys if key in named]
    is_alone = len(keys) == 1 and "delas" not in fold(text)
    return [*keys] if is_alone and not lead else lead


def is_of_organisations(text: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing but organisations is named, as those that answer for it are: `Ansvar SoC`."""
    return bool(_organisations(text, vocabulary))


def _organisations(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """The organisations that are listed; None where something else is."""
    words = [word.folded for word in words_in(text, ())]
    keys: list[str] = []
    place = 0
    while place < len(words):
        name = vocabulary.name_at(words, place)
        if name is None and words[place] not in _LINKS | _SHARED:
            return None
        if name is not None:
            keys.append(vocabulary.organisations[name])
        place += 1 if name is None else len(name)
    return list(dict.fromkeys(keys))


def joined(pieces: Sequence[Piece]) -> str:
    """What stands on several lines as one text."""
    return " ".join(piece.text for piece in pieces).strip()


_NEW_ENTRY = re.compile(
    r"(?<=[a-zåäö]{3})(?<!\b(?:och|för|med|hos|vid|mot|and|the|for))(?<!\b(?:från|inom|till|samt|with|from))"
    r" (?=[A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+)"
)
"""Where, in a cell whose line breaks were lost, something begins anew without a stop before it."""


def activities_of(pieces: Sequence[Piece]) -> list[str]:
    """What is to be done, an entry each: what begins with a small letter goes on with what stands before it."""
    entries: list[str] = []
    for piece in pieces:
        for text in _entries(piece):
            if entries and text[:1].islower():
                entries[-1] = f"{entries[-1]} {text}"
            else:
                entries.append(text)
    return entries


def _entries(piece: Piece) -> list[str]:
    """The entries of a line: what leans is one by itself."""
    parts = [piece.text]
    for leaning in piece.leaning:
        whole = parts.pop()
        apart = [part.strip() for part in whole.partition(leaning)]
        parts += [part for part in apart if part]
    lost_breaks = piece.cell is not None and piece.cell.table < 0
    if not lost_breaks:
        return parts
    return [entry for part in parts for entry in _NEW_ENTRY.split(part)]
