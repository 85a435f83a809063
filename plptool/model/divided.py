"""What may not be read, in lines of a document that divide it: half of a name on one and half on the next is a name."""

import re
from collections.abc import Callable, Sequence

from plptool.model.names import HIDDEN, Names
from plptool.model.personal_numbers import mask

_IN_WORDS = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*\n[ \t]*(?=\w)|[\u00ad\u200b-\u200d\u2060\ufeff]")
"""What divides a word at a line's end, and what is not seen within one."""
_IN_NUMBERS = re.compile(r"(?<=[\d+-])[ \t]*\n[ \t]*(?=[\d+-])")
"""What divides a number."""


def without_persons(lines: Sequence[str], names: Names) -> list[str]:
    """Lines of a text, as many as before, without these persons and without personal identity numbers.

    Args:
        lines: as they follow one another in the document.
        names: of the persons.
    """
    undivided = names.hidden_in(lines)
    text = "\n".join(undivided)
    text = _hidden(text, _IN_NUMBERS, mask)
    text = _hidden(text, _IN_WORDS, names.starred)
    return text.split("\n")


def _hidden(text: str, division: re.Pattern[str], masked: Callable[[str], str]) -> str:
    """The text with an ellipsis for what is masked once nothing divides it; its lines stay.

    Args:
        text: of several lines.
        division: what is left out before it is masked.
        masked: puts another character in the place of each that may not be read.
    """
    left_out = {place for match in division.finditer(text) for place in range(*match.span())}
    kept = [place for place in range(len(text)) if place not in left_out]
    whole = "".join(text[place] for place in kept)
    after = masked(whole)
    hidden = {place for place, old, new in zip(kept, whole, after, strict=True) if old not in (new, "\n")}
    characters = [HIDDEN if place in hidden else character for place, character in enumerate(text)]
    return re.sub(rf"{HIDDEN}{{2,}}", HIDDEN, "".join(characters))
