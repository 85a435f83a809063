"""Persons' names in text: where they stand, in the forms in which people write them, and the text without them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from unicodedata import normalize

HIDDEN = "…"
"""What stands for a name, and for what a text is cut off."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of persons, and how to leave them out of what everybody may read."""

    whole: re.Pattern[str]
    begun: frozenset[str]
    """How these names begin, in lower case: where a text is cut within one, the rest must go too."""

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        proper = {name for name in names if _is_proper(name)}
        patterns: list[str] = []
        begun: set[str] = set()
        for name in sorted(proper, key=lambda name: (-len(name), name)):  # the longest first: one may begin another
            patterns += _forms_of(name)
            for order in _orders(name):
                begun.update(order[:end] for end in range(1, len(order)))
        any_name = "|".join(patterns) or _NOTHING
        whole = re.compile(any_name, re.IGNORECASE)
        return cls(whole, frozenset(begun))

    def hidden(self, text: str) -> str:
        """The text with an ellipsis for each name, and for what is left of one where it is cut."""
        text = self.whole.sub(HIDDEN, text)
        if HIDDEN not in text:
            return text
        return _END_OF_CUT.sub(self._without_beginning, text)

    def starred(self, text: str) -> str:
        """The text with an asterisk for each character of a name, so that a column still fits."""
        return self.whole.sub(lambda name: "*" * len(name[0]), text)

    def _without_beginning(self, cut: re.Match[str]) -> str:
        """What stands before an ellipsis, without the longest beginning of a name that it ends with."""
        text = cut[1]
        for word in _STARTS.finditer(text):
            start = word.start()
            words = text[start:].split()
            ending = " ".join(words)
            if ending.casefold() in self.begun:
                return text[:start] + HIDDEN
        return cut[0]


def _is_proper(name: str) -> bool:
    """Whether it is a name: one word in small letters, such as `vacant`, is none."""
    words = name.split()
    return len(words) > 1 or name[:1].isupper()


_NOTHING = r"(?!)"
"""A pattern that is found nowhere."""
_END_OF_CUT = re.compile(rf"([^{HIDDEN}\n]{{1,100}}){HIDDEN}")
_STARTS = re.compile(r"(?<!\w)\w")
NOBODY = Names.of(())


def _orders(name: str) -> list[str]:
    """A name in lower case, in the orders in which people write its parts."""
    *first_names, last = name.casefold().split()
    if not first_names:
        return [last]
    first = " ".join(first_names)
    return [f"{first} {last}", f"{last} {first}", f"{last}, {first}"]


def _forms_of(name: str) -> list[str]:
    """Patterns for a name, composed (Unicode NFC) and not."""
    composed = pattern(normalize("NFC", name))
    decomposed = pattern(normalize("NFD", name))
    if composed == decomposed:
        return [composed]
    return [composed, decomposed]


@lru_cache(maxsize=1000)
def pattern(name: str) -> str:
    """The name as people write it: in either order, with a part of a double name alone, and as an owner's."""
    *first_names, last = name.split()
    surname = _double(last)
    if not first_names:
        return rf"(?<!\w){surname}s?(?!\w)"
    first = r"\s+".join(_double(part) for part in first_names)
    return rf"(?<!\w)(?:{first}\s+{surname}|{surname},?\s+{first})s?(?!\w)"


def _double(name: str) -> str:
    """A pattern for a name that may be double: `Berg-Dal` is also written `Berg Dal`, `Berg` and `Dal`."""
    parts = [re.escape(part) for part in name.split("-")]
    whole = r"[-\s]\s*".join(parts)
    if len(parts) == 1:
        return whole
    any_form = "|".join([whole, *parts])
    return f"(?:{any_form})"
