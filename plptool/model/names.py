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
        # One word in small letters, such as `vacant`, is no name.
        proper = {name for name in names if len(name.split()) > 1 or name[:1].isupper()}
        longest_first = sorted(proper, key=lambda name: (-len(name), name))
        patterns = [form for name in longest_first for form in _forms_of(name)]
        begun = {order[:end] for name in longest_first for order in _orders(name) for end in range(1, len(order))}
        return cls(re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE), frozenset(begun))

    def hidden(self, text: str) -> str:
        """The text with an ellipsis for each name, and for what is left of one where it is cut."""
        text = self.whole.sub(HIDDEN, text)
        return _END_OF_CUT.sub(self._without_beginning, text) if HIDDEN in text else text

    def starred(self, text: str) -> str:
        """The text with an asterisk for each character of a name, so that a column still fits."""
        return self.whole.sub(lambda name: "*" * len(name[0]), text)

    def _without_beginning(self, cut: re.Match[str]) -> str:
        """What stands before an ellipsis, without the longest beginning of a name that it ends with."""
        text = cut[1]
        for start in _STARTS.finditer(text):
            if " ".join(text[start.start() :].split()).casefold() in self.begun:
                return text[: start.start()] + HIDDEN
        return cut[0]


_END_OF_CUT = re.compile(rf"([^{HIDDEN}\n]{{1,100}}){HIDDEN}")
_STARTS = re.compile(r"(?<!\w)\w")
NOBODY = Names.of(())


def _orders(name: str) -> list[str]:
    *given, last = name.casefold().split()
    first = " ".join(given)
    return [f"{first} {last}", f"{last} {first}", f"{last}, {first}"] if given else [last]


def _forms_of(name: str) -> list[str]:
    """Patterns for a name, composed (Unicode NFC) and not."""
    return list(dict.fromkeys(pattern(normalize(form, name)) for form in ("NFC", "NFD")))


@lru_cache(maxsize=1000)
def pattern(name: str) -> str:
    """The name as people write it: in either order, with a part of a double name alone, and as an owner's."""
    *given, last = name.split()
    surname = _double(last)
    if not given:
        return rf"(?<!\w){surname}s?(?!\w)"
    first = r"\s+".join(_double(part) for part in given)
    return rf"(?<!\w)(?:{first}\s+{surname}|{surname},?\s+{first})s?(?!\w)"


def _double(name: str) -> str:
    """A pattern for a name that may be double: `Berg-Dal` is also written `Berg Dal`, `Berg` and `Dal`."""
    parts = [re.escape(part) for part in name.split("-")]
    whole = r"[-\s]\s*".join(parts)
    return rf"(?:{'|'.join([whole, *parts])})" if len(parts) > 1 else whole
