"""Text as people should see it."""

import json
import re
from collections.abc import Iterator

from plptool.model.records import Json

HIDDEN = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What cannot be seen or misleads the eye: controls, and what Unicode calls default-ignorable (DerivedCoreProperties).

A lone carriage return is a line end to YAML and to nobody else.
"""


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which 2.9 comes before 2.10."""
    parts: list[tuple[int, int, str]] = []
    word = ""
    for piece in _pieces(text):
        word = piece
        parts.append((0, int(word), "") if word.isdecimal() else (1, 0, word))
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


def short(value: Json, width: int = 60) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def flow(value: Json) -> str:
    """A value as an editor writes it on one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_within(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_within(one) for one in value) + "]"
    return value if isinstance(value, str) else json.dumps(value)


def _within(value: Json) -> str:
    """A value within brackets, where a comma would end it."""
    plain = not isinstance(value, str) or re.fullmatch(r"[^\W_]([^,:#\[\]{}]|:(?=\S)|(?<=\S)#)*", value)
    return flow(value) if plain else quoted(value)


def quoted(text: str) -> str:
    return f'"{text}"' if not {'"', "\\"} & {*text} else "'" + text.replace("'", "''") + "'"
