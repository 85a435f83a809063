"""Words in a document, whatever recognition, hyphens and letters of case made of them."""

import operator
import re
import unicodedata
from functools import lru_cache


def says_whole(passage: str, wording: str) -> bool:
    """Whether the wording stands there whole: not as a part of a sentence that goes on."""
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*", "", unicodedata.normalize("NFC", passage))
    words = [re.escape(word) for word in re.findall(r"\w+", alike(unicodedata.normalize("NFC", wording)))]
    for found in re.finditer(r"\b" + r"(?:<[^>]*>|\W)+".join(words) + r"\b", alike(text)):
        before, after = text[: found.start()].rstrip(" *#_"), text[found.end() :].lstrip(" *_")
        begins = text[found.start()].isupper() or not before or _parts(before[-1])
        if begins and (not after or _parts(after[0]) or after[0] == ";" or after[0].isupper()):
            return True
    return False


def _parts(character: str) -> bool:
    """Whether a sentence, an entry of a list or a cell of a table may begin after it, or end before it."""
    if character in "\n\r\t<>.!?:|*\"'":
        return True
    # Dashes, brackets, quotation marks, and what bullets are: symbols, or of a font's own.
    return unicodedata.category(character) in ("Pd", "Ps", "Pe", "Pi", "Pf", "So", "Sm", "Co") or character in "•·‣◦"


def alike(text: str) -> str:
    """As `letters`, one character for each."""
    return re.sub(r"[aeo]", "o", "".join((fold(character) or character)[0] for character in text))


def says(passage: str, words: str) -> bool:
    """Whether the words stand there; in long ones recognition may have misread a letter in ten."""
    sought, there = letters(words), letters(passage)
    if sought in there or len(sought) < len("tenletters"):
        return sought in there
    windows = (there[start : start + len(sought)] for start in range(len(there) - len(sought) + 1))
    return any(
        window[0] == sought[0] and sum(map(operator.ne, window, sought)) <= len(sought) // 10 for window in windows
    )


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
    return re.sub(r"[aeo]", "o", re.sub(r"[^0-9a-z]", "", bare))
