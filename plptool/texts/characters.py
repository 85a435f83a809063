"""A text without what typography made of it: what word processors, PDF and the web put in, read as plain letters."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

_MARKUP = re.compile(
    r"</?([a-z][\w:-]*)[^<>\n]*>|\*+|(?<![\w])_+|_+(?!\w)|~~|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);"
    r"|\\(?=[!-/:-@\[-`{-~\n])|\u00ad\r?\n[ \t]*|%2[0df]",
    re.IGNORECASE | re.ASCII,
)
"""Tags, emphasis of Markdown, characters by name, the stroke before a sign of Markdown, where a word is divided; and a
space, a hyphen and a stroke as an address has them."""
_HAS_MARKUP = re.compile(r"[<*_&~\\\u00ad]|%2")
_NEW_LINE = (
    *("blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"),
    *("section", "table", "tr", "ul"),
)
"""Tags before and after which a reader sees another line."""
_CELLS = ("td", "th")
_MARK = "^"
"""For what is raised beside a number, as the mark of a footnote: no part of the number."""
_HYPHENS = "\x96\x97\N{MODIFIER LETTER MINUS SIGN}\N{HYPHEN BULLET}\N{MINUS SIGN}"
"""What is seen as a hyphen, besides dashes: signs, and the dashes of a code page that was read as another."""
_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}`´\N{PRIME}"
_SLASHES = "\N{FRACTION SLASH}\N{DIVISION SLASH}\N{FULLWIDTH SOLIDUS}"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in small letters without accents, with one sort of space, hyphen, apostrophe and digit; in its lines."""

    text: str
    places: Sequence[int]
    """Where each character stands in the original."""


def plain(original: str) -> Plain:
    """Reads what stands there as a reader sees it: no markup, one sort of space, of hyphen and of digit."""
    pieces: list[str] = []
    places: list[int] = []
    for place, piece in _without_markup(original):
        if _stays_as_long(piece):  # nearly always, and this is quick
            simple = piece.translate(_SIMPLE)
            pieces.append(simple)
            end = place + len(piece)
            places += range(place, end)
            continue
        for at, character in enumerate(piece, place):
            simple = _simple(character)
            pieces.append(simple)
            places += [at] * len(simple)
    text = "".join(pieces)
    return Plain(text, places)


def _stays_as_long(piece: str) -> bool:
    """Whether each of its characters is compared as one."""
    return all(len(_simple(character)) == 1 for character in set(piece))


def _without_markup(original: str) -> Iterator[tuple[int, str]]:
    """Every piece that a reader sees, and where it stands."""
    start = 0
    # Most lines have none, and the search for it takes long.
    if _HAS_MARKUP.search(original):
        for markup in _MARKUP.finditer(original):
            place, end = markup.span()
            before_it = original[start:place]
            yield start, before_it
            for character in _seen(markup):
                yield place, character
            start = end
    after_all = original[start:]
    yield start, after_all


def _seen(markup: re.Match[str]) -> str:
    """What a reader sees where markup stands."""
    if markup[0].startswith("&"):
        return unescape(markup[0])
    if markup[0].startswith("%"):
        digits = markup[0][1:]
        return chr(int(digits, 16))
    name = markup[1] or ""
    tag = name.lower()
    if tag in _CELLS:
        return " | "
    if tag in _NEW_LINE:
        return "\n"
    if tag == "sup":
        closes = markup[0][1] == "/"
        before = markup.string[markup.start() - 1]
        after = markup.string[markup.end() :][:1]
        inside = before if closes else after
        return "" if inside.isalpha() else _MARK  # 14<sup>th</sup>
    return ""


_LOOKS_LATIN = str.maketrans("\u0430\u0441\u0435\u043e\u0440\u0443\u0445\u0456\u0458\u0455", "aceopyxijs")
"""Cyrillic letters that nobody tells from Latin ones."""


@lru_cache(maxsize=4096)
def _simple(character: str) -> str:
    """One character as it is compared: nothing where it is not seen."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    is_separator = category in ("Zs", "Zl", "Zp")
    is_space = is_separator or character in "\t\r\x0b\x0c"
    if is_space:
        return " "
    is_hyphen = category == "Pd" or character in _HYPHENS
    if is_hyphen:
        return "-"
    if character in _APOSTROPHES:
        return "'"
    if character in _SLASHES:
        return "/"
    if category == "No" and unicodedata.decomposition(character).startswith("<super>"):
        return _MARK
    if category in ("Cf", "Cc", "Mn"):
        return ""
    if category == "Nd":
        digit = unicodedata.digit(character)
        return str(digit)
    small = character.casefold().translate(_LOOKS_LATIN)
    apart = unicodedata.normalize("NFKD", small)
    letters = [part for part in apart if not unicodedata.combining(part)]
    return "".join(letters)


class _Simple(dict[int, str]):
    """Each character as it is compared, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        simple = _simple(character)
        self[point] = simple
        return simple


_SIMPLE = _Simple()
