"""Text as people should see it."""

import json
import re
from collections.abc import Iterator, Sequence

from plptool.model.personal_numbers import mask
from plptool.model.plain import Plain

HIDDEN = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What cannot be seen or misleads the eye: controls, and what Unicode calls default-ignorable (DerivedCoreProperties).

A lone carriage return is a line end to YAML and to nobody else.
"""


_UNQUOTED = r"[^\W_]([^,:#\[\]{}]|:(?=\S)|(?<=\S)#)*"
"""What text within brackets may be that needs no quotes, as a pattern."""


_Piece = tuple[int, int, str]
"""A part of a text, as it is sorted: numbers before words, by their value; words by their letters."""


def natural(text: str) -> tuple[_Piece, ...]:
    """Sort key under which 2.9 comes before 2.10."""
    parts: list[_Piece] = []
    for piece in _pieces(text):
        if piece.isdecimal():
            number = int(piece)
            parts.append((0, number, ""))
        else:
            parts.append((1, 0, piece))
    return tuple(parts)


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for character in text:
        if piece and character.isdecimal() != piece[-1].isdecimal():
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def short(value: Plain, width: int = 60) -> str:
    """A value on one line, cut off where it is longer than the width (in characters)."""
    text = value
    if not isinstance(text, str):
        text = json.dumps(value, ensure_ascii=False)
    words = text.split()
    line = " ".join(words)
    return cut(line, width)


def cut(text: str, width: int) -> str:
    """As much of a text as so many characters hold, with an ellipsis where some is left out.

    Nothing else cuts text: a personal identity number is masked before, as half of one nobody knows for what it is.
    """
    text = mask(text)
    if len(text) <= width:
        return text
    room = width - 1
    return text[:room].rstrip() + "…"


def capital(text: str) -> str:
    """A text that begins with a capital."""
    initial = text[:1]
    rest = text[1:]
    return initial.upper() + rest


def first_of(names: Sequence[str], most: int) -> str:
    """Names with commas between them; of many, the first and that there are more."""
    first_names = names[:most]
    listed = ", ".join(first_names)
    if len(names) <= most:
        return listed
    return f"{listed}, …"


def flow(value: Plain) -> str:
    """A value as an editor writes it on one line of YAML."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        properties = [f"{name}: {_within(below)}" for name, below in value.items()]
        inside = ", ".join(properties)
        return f"{{{inside}}}"
    if isinstance(value, list):
        entries = [_within(entry) for entry in value]
        inside = ", ".join(entries)
        return f"[{inside}]"
    return json.dumps(value)


def _within(value: Plain) -> str:
    """A value within brackets, where a comma would end it."""
    if not isinstance(value, str):
        return flow(value)
    if re.fullmatch(_UNQUOTED, value):
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """Text in such quotes that nothing in it is special to YAML."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
