"""The fields of a process, as lists write them: who answers for it, its priority, its period, its activities."""

import re
from collections.abc import Sequence

from plptool.documents.pieces import Piece
from plptool.documents.said import FieldSaid
from plptool.texts.letters import fold
from plptool.texts.meetings import Vocabulary, Word, words_in

_LINKS = frozenset([",", "och", "o", "samt", "&", "+", "/", "and", ".", ":", "(", ")"])
_SHARED = frozenset(["delas", "med", "ansvarig", "ansvariga", "leds", "av", "tillsammans", "together", "with"])
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
    before, together, _ = text.partition(" tillsammans med ")
    if not together:
        before, together, _ = text.partition(" together with ")
    leading = [key for part in bold for key in _organisations(part, vocabulary) or ()]
    if together and not leading:
        leading = _organisations(before.rstrip(","), vocabulary) or []
    lead = [key for key in keys if key in leading]
    is_shared = "delas" in fold(text)
    if not lead and len(keys) == 1 and not is_shared:
        lead = keys
    if len(lead) != 1:
        return None
    partners = [key for key in keys if key not in lead]
    return FieldSaid(lead[0], lines), FieldSaid(partners, lines) if partners else None


def _organisations(text: str, vocabulary: Vocabulary) -> list[str] | None:
    """The organisations that are listed; None where something else is."""
    words = words_in(text, ())
    names = sorted(vocabulary.organisations, key=len, reverse=True)
    keys: list[str] = []
    place = 0
    while place < len(words):
        found = next((name for name in names if _stands_there(name, words, place)), None)
        if found is not None:
            key = vocabulary.organisations[found]
            keys += [] if key in keys else [key]
            place += len(found)
            continue
        if words[place].folded not in _LINKS | _SHARED:
            return None
        place += 1
    return keys


def _stands_there(name: tuple[str, ...], words: Sequence[Word], place: int) -> bool:
    return tuple(word.folded for word in words[place : place + len(name)]) == name


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
