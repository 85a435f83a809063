"""Words as text recognition makes them: letters that look like others, that it doubles, drops and splits.

What it may have made of a wording is told apart from another wording by what recognition does. It takes one letter for
another that looks like it, and never begins a word with a letter more or less: `olämplig` is no misread `lämplig`,
`anslå` no `avslå`. A digit is no other digit.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

SHORT = 4
"""Letters of a word in which none is misread, but for what looks like two: `får` is not `bör`."""
_DROPS = 6
"""Letters of a word that may lack one within."""
_GROWS = 8
"""Letters of a word that may have one more within."""
_LOOK_ALIKE = {
    "o": "cdqgui06",  # stands for a, e, å, ä and ö too
    "b": "h68",
    "c": "od",
    "d": "oc",
    "f": "tlr",
    "g": "qy96",
    "h": "bn",
    "i": "ljtfro1",
    "j": "iyl",
    "k": "lx",
    "l": "itfk1",
    "m": "w",
    "n": "ruh",
    "q": "gy",
    "r": "ntfi",
    "s": "58",
    "t": "flir",
    "u": "nvo",
    "v": "yuw",
    "w": "vm",
    "x": "k",
    "y": "vgqj",
    "z": "2",
    "0": "o",
    "1": "il",
    "2": "z",
    "5": "s",
    "6": "bg",
    "8": "bs",
    "9": "g",
}
"""By letter or digit, what looks like it."""
_IN_SHORT_WORDS = {
    "o": "c06",
    "i": "lj1",
    "l": "i1",
    "c": "o",
    "u": "n",
    "n": "u",
    **{digit: _LOOK_ALIKE[digit] for digit in "0125689"},
}
"""The same in a word of so few letters that another letter makes another word of it: `last` is not `fast`."""
_FEW = 6
_IN_TWO = {
    "m": ("rn", "in", "ni", "nn"),
    "n": ("ri",),
    "u": ("ii", "li", "il"),
    "o": ("ii",),
    "h": ("li",),
    "d": ("cl",),
    "w": ("vv",),
    "k": ("lc", "lo"),
}
"""By letter, the two that it falls into."""


def spans(letters: str, words: Sequence[str], starts: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Where the words stand one after the other, as recognition may have made them: from which letter until which.

    Args:
        letters: of the text, without what is between its words, which recognition puts in and leaves out.
        words: in the same letters.
        starts: where they may begin.
        most: how many letters may be misread in all.
    """
    for start in starts:
        ends = {start: 0}
        for word in words:
            ends = _ends_after(word, letters, ends, most)
            if not ends:
                break
        for end in ends:
            yield start, end


def _ends_after(word: str, letters: str, starts: dict[int, int], most: int) -> dict[int, int]:
    """Where a word may end, by how many letters are misread until then, where those before it end so."""
    ends: dict[int, int] = {}
    for start, misread in starts.items():
        for end, more in _ends(word, letters[start : start + len(word) + _MORE]).items():
            total = misread + more
            if total <= most:
                ends[start + end] = min(total, ends.get(start + end, total))
    return ends


_MORE = 4
"""So many letters longer may a word be read."""


@lru_cache(maxsize=16384)
def _ends(word: str, seen: str) -> dict[int, int]:
    """Where a word may end that begins with these letters, by how many are misread."""
    if seen.startswith(word):
        return {len(word): 0}
    ends: dict[int, int] = {}
    pending = [(0, 0, 0)]
    while pending:
        place, at, misread = pending.pop()
        if place == len(word):
            ends[at] = min(misread, ends.get(at, misread))
            continue
        if seen[at : at + 1] == word[place]:
            pending.append((place + 1, at + 1, misread))
        if misread < _misread_in(word):
            pending += [(place + step, at + read, misread + 1) for step, read in _slips(word, place, seen, at)]
    return ends


def _misread_in(word: str) -> int:
    """How many letters may be misread in a word: in a short one many would be another word."""
    return max(1, len(word) // 5)


def _slips(word: str, place: int, seen: str, at: int) -> Iterator[tuple[int, int]]:
    """What recognition may have made of a letter of a word: how many letters are done with, and how many were read."""
    letter, read = word[place], seen[at : at + 1]
    for two in _IN_TWO.get(letter, ()):
        if seen.startswith(two, at):
            yield 1, 2
    if len(word) < SHORT:
        return
    alike = _LOOK_ALIKE if len(word) >= _FEW else _IN_SHORT_WORDS
    if read and read in alike.get(letter, ""):
        yield 1, 1
    if place == 0 or not letter.isalpha():
        return
    if _may_lack(word, place):
        yield 1, 0
    if read.isalpha() and (read == seen[at - 1] or len(word) >= _GROWS):
        yield 0, 1


def _may_lack(word: str, place: int) -> bool:
    """Whether recognition may leave out a letter behind the first: one of two that are alike, or one within."""
    is_doubled = word[place - 1] == word[place]
    is_last = place == len(word) - 1
    return is_doubled or (not is_last and len(word) >= _DROPS)
