"""Words in a document, whatever recognition, hyphens and letters of case made of them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from plptool.texts.misread import spans

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
    return _stands_misread_whole(text, wording)


def _stands_misread_whole(text: str, wording: str) -> bool:
    """The same of a long wording of which recognition may have misread a letter in ten."""
    searched, sought = _spelled_as_is(text), _spelled(wording)
    for start, end in _misread(searched, sought):
        first, last = searched.places[start], searched.places[end - 1]
        if _may_begin(text, first) and _may_end(text, last + 1) and searched.is_whole(start, end):
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
    """Whether the words stand there; in long ones recognition may have misread a letter in ten.

    A number is whole, and every digit of it is what it is: 800 is not 900, nor 50 a part of 450. So is a word, but for
    how it is inflected: `lämplig` does not stand in `olämplig`.
    """
    sought = _spelled(words)
    searched = _spelled(passage)
    start = searched.letters.find(sought.letters)
    while start >= 0:
        end = start + len(sought.letters)
        if searched.is_whole(start, end) and searched.has_whole_words(start, end):
            return True
        start = searched.letters.find(sought.letters, start + 1)
    return any(
        searched.is_whole(start, end) and searched.has_whole_words(start, end)
        for start, end in _misread(searched, sought)
    )


def _misread(searched: "_Spelled", sought: "_Spelled") -> Iterator[tuple[int, int]]:
    """Where a long wording stands as recognition may have made it."""
    length = len(sought.letters)
    if length < LONG:
        return
    words = [sought.letters[first:end] for first, end in sought.words]
    starts = [first for first, _ in searched.words]
    yield from spans(searched.letters, words, starts, length // 10)


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A text by its letters and digits alone."""

    letters: str
    places: tuple[int, ...]
    """Where each stands in `text`."""
    text: str
    """The text without markup, in small letters."""

    @property
    def words(self) -> list[tuple[int, int]]:
        """Where each word begins and ends among the letters."""
        words: list[tuple[int, int]] = []
        first = 0
        for index in range(1, len(self.places) + 1):
            ends = index == len(self.places) or self.places[index] != self.places[index - 1] + 1
            if ends:
                words.append((first, index))
                first = index
        return words

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no number goes on before or after these letters."""
        if start == end:
            return True
        before = self.text[: self.places[start]]
        after = self.text[self.places[end - 1] + 1 :]
        begins_within = self.letters[start].isdigit() and _NUMBER_BEFORE.search(before)
        ends_within = self.letters[end - 1].isdigit() and _NUMBER_AFTER.match(after)
        return not begins_within and not ends_within

    def has_whole_words(self, start: int, end: int) -> bool:
        """Whether no word goes on before these letters, nor after them but for how it is inflected."""
        if start == end:
            return True
        before = self.text[: self.places[start]]
        after = self.text[self.places[end - 1] + 1 :]
        return not before[-1:].isalpha() and _ENDING.match(after) is not None


_ENDING = re.compile(r"(?:[nt]?s|[nt]|e[nt]s?)?(?![^\W\d_])")
_NUMBER_BEFORE = re.compile(r"[0-9][.,]?$|(?<![0-9])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})*[ \u00a0\u202f]$")
_NUMBER_AFTER = re.compile(r"[.,]?[0-9]|[ \u00a0\u202f][0-9]{3}(?![0-9])")
"""The rest of a number, where it may be grouped: `450 000`."""


@lru_cache(maxsize=8192)
def _spelled(text: str) -> _Spelled:
    bare = _bare(text)
    places = tuple(index for index, character in enumerate(bare) if character in _LETTERS)
    spelled = _one_vowel("".join(bare[place] for place in places))
    return _Spelled(spelled, places, bare)


_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=8192)
def _spelled_as_is(text: str) -> _Spelled:
    """The same of a text that keeps its capitals, by which one sees where a sentence begins."""
    folded = alike(text)
    marked = re.sub(r"<[^>]*>", lambda tag: " " * len(tag[0]), folded)
    places = tuple(index for index, character in enumerate(marked) if character in _LETTERS)
    return _Spelled("".join(marked[place] for place in places), places, text)


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
    bare = re.sub(r"[^0-9a-z]", "", _bare(text))
    return _one_vowel(bare)


def _bare(text: str) -> str:
    """Small letters without diacritics, without markup, and with words whole that a line's end divides."""
    folded = fold(text)
    bare = re.sub(r"<[^>]*>", "", folded)
    return re.sub(r"-\s*\n\s*", "", bare)
