"""A text without what typography made of it: what word processors, PDF and the web put in, read as plain letters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

_MARKUP = re.compile(
    r"</?[a-z][^<>\n]*>|\*+|(?<![\w])_+|_+(?!\w)|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE | re.ASCII
)
"""Tags, emphasis of Markdown, and characters by name."""
_HAS_MARKUP = re.compile(r"[<*_&]")
_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}`´\N{PRIME}"
_SLASHES = "\N{FRACTION SLASH}\N{DIVISION SLASH}\N{FULLWIDTH SOLIDUS}"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in small letters without accents, with one sort of space, hyphen, apostrophe and digit; in its lines."""

    text: str
    places: tuple[int, ...]
    """Where each character stands in the original."""


def plain(original: str) -> Plain:
    """Reads what stands there as a reader sees it: no markup, one sort of space, of hyphen and of digit."""
    characters: list[str] = []
    places: list[int] = []
    for place, seen in _without_markup(original):
        for character in _simple(seen):
            characters.append(character)
            places.append(place)
    return Plain("".join(characters), tuple(places))


def _without_markup(original: str) -> Iterator[tuple[int, str]]:
    """Every character that a reader sees, and where it stands."""
    start = 0
    # Most lines have none, and the search for it takes long.
    if _HAS_MARKUP.search(original):
        for markup in _MARKUP.finditer(original):
            before_it = original[start : markup.start()]
            yield from enumerate(before_it, start)
            if markup[0].startswith("&"):
                for character in unescape(markup[0]):
                    yield markup.start(), character
            start = markup.end()
    after_all = original[start:]
    yield from enumerate(after_all, start)


@lru_cache(maxsize=4096)
def _simple(character: str) -> str:
    """One character as it is compared: nothing where it is not seen."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\r\x0b\x0c":
        return " "
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if character in _APOSTROPHES:
        return "'"
    if character in _SLASHES:
        return "/"
    if category in ("Cf", "Cc", "Mn"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    apart = unicodedata.normalize("NFKD", character.casefold())
    return "".join(part for part in apart if not unicodedata.combining(part))
