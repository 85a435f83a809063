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
    for match in sought.finditer(alike(text)):
        if _may_begin(text, match.start()) and _may_end(text, match.end()):
            return True
    return False


def _words_anyhow_apart(wording: str) -> re.Pattern[str]:
    """What finds these words one after the other, whatever signs and markup are between them."""
    composed = unicodedata.normalize("NFC", wording)
    words = re.findall(r"\w+", alike(composed))
    one_by_one = r"(?:<[^>]*>|\W)+".join(map(re.escape, words))
    return re.compile(rf"\b{one_by_one}\b")


def _may_begin(text: str, start: int) -> bool:
    """Whether a sentence may begin there."""
    if text[start].isupper():
        return True
    before = text[:start].rstrip(" *#_")
    return not before or _parts(before[-1])


def _may_end(text: str, end: int) -> bool:
    """Whether a sentence may end there."""
    after = text[end:].lstrip(" *_")
    if not after:
        return True
    following = after[0]
    return _parts(following) or following == ";" or following.isupper()


def _parts(character: str) -> bool:
    """Whether a sentence, an entry of a list or a cell of a table may begin after it, or end before it."""
    if character in _ENDS_OF_PARTS or character in _BULLETS:
        return True
    return unicodedata.category(character) in _SIGNS


def alike(text: str) -> str:
    """As `letters`, one character for each."""
    folded: list[str] = []
    for character in text:
        plain = fold(character)
        # Of what folds to several letters (ß), the first; what folds to none stands as it is.
        folded.append(plain[0] if plain else character[0])
    return _one_vowel("".join(folded))


def _one_vowel(text: str) -> str:
    """With o for a and e, as text recognition confuses å, ä and ö."""
    return re.sub(r"[aeo]", "o", text)


def says(passage: str, words: str) -> bool:
    """Whether the words stand there; in long ones recognition may have misread a letter in ten."""
    sought = letters(words)
    there = letters(passage)
    length = len(sought)
    if sought in there:
        return True
    if length < LONG:
        return False
    misread_at_most = length // 10
    for start in range(len(there) - length + 1):
        window = there[start : start + length]
        if window[0] == sought[0] and sum(map(ne, window, sought)) <= misread_at_most:
            return True
    return False


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=8192)
def letters(text: str) -> str:
    """Letters and digits alone, without markup; a, e and o are one, as text recognition confuses å, ä and ö."""
    bare = re.sub(r"<[^>]*>", "", fold(text))
    bare = re.sub(r"-\s*\n\s*", "", bare)
    bare = re.sub(r"[^0-9a-z]", "", bare)
    return _one_vowel(bare)
