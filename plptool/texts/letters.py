"""Words in a document, whatever recognition, hyphens and letters of case made of them."""

import re
import unicodedata
from functools import lru_cache
from operator import ne

LONG = len("tenletters")
"""From so many letters on, a wording is found again although a letter in ten of it was misread."""
_ENDS_OF_PARTS = "\n\r\t<>.!?:|*\"'"
_BULLETS = "•·‣◦"
_SIGNS = ("Pd", "Ps", "Pe", "Pi", "Pf", "So", "Sm", "Co")
"""Dashes, brackets, quotation marks, and what bullets are: symbols, or of a font's own. By Unicode's categories."""


def says_whole(passage: str, wording: str) -> bool:
    """Whether the wording stands there whole: not as a part of a sentence that goes on."""
    composed = unicodedata.normalize("NFC", passage)
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*", "", composed)  # words that a line's end divides
    sought = _words_anyhow_apart(wording)
    folded = alike(text)
    for match in sought.finditer(folded):
        start, end = match.span()
        if not _may_begin(text, start):
            continue
        if _may_end(text, end):
            return True
    return False


def _words_anyhow_apart(wording: str) -> re.Pattern[str]:
    """What finds these words one after the other, whatever signs and markup are between them."""
    composed = unicodedata.normalize("NFC", wording)
    folded = alike(composed)
    words = re.findall(r"\w+", folded)
    escaped = map(re.escape, words)
    one_by_one = r"(?:<[^>]*>|\W)+".join(escaped)
    return re.compile(rf"\b{one_by_one}\b")


def _may_begin(text: str, start: int) -> bool:
    """Whether a sentence may begin there."""
    if text[start].isupper():
        return True
    before = text[:start].rstrip(" *#_")
    if not before:
        return True
    preceding = before[-1]
    return _parts(preceding)


def _may_end(text: str, end: int) -> bool:
    """Whether a sentence may end there."""
    after = text[end:].lstrip(" *_")
    if not after:
        return True
    following = after[0]
    if following == ";" or following.isupper():
        return True
    return _parts(following)


def _parts(character: str) -> bool:
    """Whether a sentence, an entry of a list or a cell of a table may begin after it, or end before it."""
    if character in _ENDS_OF_PARTS:
        return True
    if character in _BULLETS:
        return True
    category = unicodedata.category(character)
    return category in _SIGNS


def alike(text: str) -> str:
    """As `letters`, one character for each."""
    folded: list[str] = []
    for character in text:
        # Of what folds to several letters (ß), the first; what folds to none stands as it is.
        plain = fold(character) or character
        first_letter = plain[0]
        folded.append(first_letter)
    joined = "".join(folded)
    return _one_vowel(joined)


def _one_vowel(text: str) -> str:
    """With o for a and e, as text recognition confuses å, ä and ö."""
    return re.sub(r"[aeo]", "o", text)


def says(passage: str, words: str) -> bool:
    """Whether the words stand there; in long ones recognition may have misread a letter in ten."""
    sought = letters(words)
    searched = letters(passage)
    if sought in searched:
        return True
    length = len(sought)
    if length < LONG:
        return False
    misread_at_most = length // 10
    last_start = len(searched) - length
    for start in range(last_start + 1):
        window = searched[start : start + length]
        if window[0] != sought[0]:
            continue
        misread = sum(map(ne, window, sought))
        if misread <= misread_at_most:
            return True
    return False


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics."""
    small = text.casefold()
    decomposed = unicodedata.normalize("NFD", small)
    plain = [character for character in decomposed if not unicodedata.combining(character)]
    return "".join(plain)


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Letters and digits alone, without markup; a, e and o are one, as text recognition confuses å, ä and ö."""
    folded = fold(text)
    bare = re.sub(r"<[^>]*>", "", folded)
    bare = re.sub(r"-\s*\n\s*", "", bare)
    bare = re.sub(r"[^0-9a-z]", "", bare)
    return _one_vowel(bare)
