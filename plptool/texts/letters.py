"""Words in a document, whatever recognition, hyphens and letters of case made of them."""

import re
import unicodedata
from dataclasses import dataclass
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
    """Whether the words stand there; in long ones recognition may have misread a letter in ten.

    A number is whole, and every digit of it is what it is: 800 is not 900, nor 50 a part of 450.
    """
    sought = _spelled(words)
    searched = _spelled(passage)
    start = searched.letters.find(sought.letters)
    while start >= 0:
        if searched.is_whole(start, start + len(sought.letters)):
            return True
        start = searched.letters.find(sought.letters, start + 1)
    if len(sought.letters) < LONG:
        return False
    return _stands_misread(searched.with_vowels_once(), sought.with_vowels_once())


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

    def with_vowels_once(self) -> "_Spelled":
        """The same with each vowel once: recognition makes two of one, as in `héalsa` for `hälsa`."""
        kept = [index for index in range(len(self.letters)) if not self._is_doubled(index)]
        once = "".join(self.letters[index] for index in kept)
        places = tuple(self.places[index] for index in kept)
        return _Spelled(once, places, self.text)

    def _is_doubled(self, index: int) -> bool:
        """Whether the letter is a vowel that follows its like in the same word."""
        if index == 0:
            return False
        is_next = self.places[index] == self.places[index - 1] + 1
        return is_next and self.letters[index - 1 : index + 1] == "oo"

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no number goes on before or after these letters."""
        if start == end:
            return True
        before = self.text[: self.places[start]]
        after = self.text[self.places[end - 1] + 1 :]
        begins_within = self.letters[start].isdigit() and _NUMBER_BEFORE.search(before)
        ends_within = self.letters[end - 1].isdigit() and _NUMBER_AFTER.match(after)
        return not begins_within and not ends_within


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


def _stands_misread(searched: _Spelled, sought: _Spelled) -> bool:
    """Whether the letters stand somewhere with no more of them misread than recognition does."""
    length = len(sought.letters)
    misread_at_most = length // 10
    words = sought.words
    last_start = len(searched.letters) - length
    for start in range(last_start + 1):
        window = searched.letters[start : start + length]
        if window[0] != sought.letters[0]:
            continue
        misread = sum(map(ne, window, sought.letters))
        if misread > misread_at_most or not searched.is_whole(start, start + length):
            continue
        if all(_may_be_misread(sought.letters[first:end], window[first:end]) for first, end in words):
            return True
    return False


def _may_be_misread(word: str, seen: str) -> bool:
    """Whether recognition may have made this of a word: of a long one. Another digit is another number."""
    misread = [pair for pair in zip(word, seen, strict=True) if pair[0] != pair[1]]
    if any(meant.isdigit() and is_seen.isdigit() for meant, is_seen in misread):
        return False
    return len(misread) <= _misread_in(len(word))


def _misread_in(length: int) -> int:
    """How many letters may be misread in a word so long: of a short one it would be another word."""
    if length < _SHORT:
        return 0
    return max(1, length // 5)


_SHORT = 4
"""Letters of a word in which none is misread: `får` is not `bör`."""


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
