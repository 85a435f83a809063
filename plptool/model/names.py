"""Persons' names in text: where they stand, in the forms in which people write them, and the text without them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
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
    stay: bool = False
    """Whether persons may be named, so that there is nothing here but what goes with it."""
    also: Callable[[str], str] = str
    """A text without what else not everybody may read."""

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
        if _UNSEEN.search(text):
            seen = _UNSEEN.sub("", text)
            text = seen if self.whole.search(seen) else text
        text = self.also(self.whole.sub(HIDDEN, text))
        if HIDDEN not in text:
            return text
        return _END_OF_CUT.sub(self._without_beginning, text)

    def hidden_in(self, lines: Sequence[str]) -> list[str]:
        """The same for lines of a text, of which there are as many afterwards, also where a name goes over two."""
        text = self.whole.sub(lambda name: HIDDEN + "\n" * name[0].count("\n"), "\n".join(lines))
        return list(map(self.also, text.split("\n")))

    def starred(self, text: str) -> str:
        """The text with an asterisk for each character of a name, so that a column still fits."""
        spans = [match.span() for match in _UNSEEN.finditer(text)]
        seen = _UNSEEN.sub("", text)
        starred = self.whole.sub(lambda name: "*" * len(name[0]), seen)
        for start, end in spans:  # what is not seen is back in its place
            starred = starred[:start] + text[start:end] + starred[start:]
        return self.also(starred)

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
_UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff]|\\(?:x[aA][dD]|u00[aA][dD]|u200[b-fB-F]|u2060|u[fF]{2}[eE][fF]{2})|&shy;"
)
"""What may stand within a word and is not seen there, itself or as YAML and HTML write it."""
_END_OF_CUT = re.compile(rf"([^{HIDDEN}\n]{{1,100}}){HIDDEN}")
_STARTS = re.compile(r"(?<!\w)\w")
NOBODY = Names.of(())


def _orders(name: str) -> list[str]:
    """A name and what is left of it where words are left out, in either order, in lower case."""
    orders: list[str] = []
    for words in _shorter(name.casefold().split()):
        *given, family_name = words
        given_names = " ".join(given)
        if not given:
            orders.append(family_name)
            continue
        orders.append(f"{given_names} {family_name}")
        orders.append(f"{family_name} {given_names}")
        orders.append(f"{family_name}, {given_names}")
    return orders


def _forms_of(name: str) -> list[str]:
    """Patterns for a name, composed (Unicode NFC) and not."""
    return list(dict.fromkeys(_wide(normalize(form, name)) for form in ("NFC", "NFD")))


_BETWEEN = r"(?:[\s*_~`.\\]|&#?\w+;|<[^<>]{0,40}>)"
"""What may stand between two words of a name: space, and marks of Markdown and HTML."""
_HYPHEN = "[-\u2010\u2011\u2013]"
_BEGINS, _ENDS = r"(?<![^\W_])", r"(?:['’:]?s)?(?![^\W_])"
_MANY = 4
"""Words of a name of which any may be left out; of more, only those between the first and the last."""


@lru_cache(maxsize=1000)
def pattern(name: str) -> str:
    """The name in either order, marked up, with a part of a double name alone, and as an owner's."""
    return f"{_BEGINS}(?:{_in_either_order(name.split())}){_ENDS}"


def _wide(name: str) -> str:
    """The same, also where words of it are left out, or are initials: nobody is to read who it was.

    Initials are capitals, as `i sund` may be other words than `I. Sund`; so is a surname that stands alone.
    """
    *given, family_name = name.split()
    if not given:
        return pattern(name)
    forms = [_in_either_order(words) for words in _shorter([*given, family_name])]
    initials = rf"(?:[.\s]|{_HYPHEN})*".join(_initials(given))
    surname = f"(?:{_double(family_name)}|{_double(family_name.upper())})"
    forms.append(rf"(?-i:{initials}(?:\.{_BETWEEN}*|{_BETWEEN}+){surname}|{surname},?{_BETWEEN}+{initials}\.?)")
    telling = [part for part in (family_name, *re.split(_HYPHEN, family_name)) if _is_telling(part)]
    forms += [rf"(?-i:{re.escape(part)}|{re.escape(part.upper())})" for part in dict.fromkeys(telling)]
    forms += _in_one(_shorter([*given, family_name]))
    return f"{_BEGINS}(?:{'|'.join(forms)}){_ENDS}"


_SHORT = 6
"""Letters of a surname that stands alone and is a name nevertheless: shorter ones are words and places too (`Berg`)."""


def _is_telling(surname: str) -> bool:
    """Whether a surname alone says who it is."""
    return len(normalize("NFC", surname)) >= _SHORT and surname[0].isupper()


def _in_either_order(words: list[str]) -> str:
    *given, family_name = map(_double, words)
    if not given:
        return family_name
    given_names = f"{_BETWEEN}+".join(given)
    return f"{given_names}{_BETWEEN}+{family_name}|{family_name},?{_BETWEEN}+{given_names}"


def _shorter(words: list[str]) -> list[list[str]]:
    """The words, and what people leave of them: two at least, where there are more than one."""
    if len(words) > _MANY:
        return [words, [words[0], words[-1]]]
    lengths = range(len(words), min(1, len(words) - 1), -1)
    return [list(some) for length in lengths for some in combinations(words, length)]


def _in_one(orders: Iterable[Sequence[str]]) -> Iterator[str]:
    """Patterns for a name that is written as one word, as in addresses: `ylvaquist`, `asa-ek`, `yquist@`.

    An initial, or a name that is short, is a name only in an address.
    """
    for words in orders:
        first_name, *_, family_name = map(_plainly, words)
        whole = f"{first_name}{_JOINS}{family_name}|{family_name}{_JOINS}{first_name}"
        is_long = len(words[0]) + len(words[-1]) >= _LONG
        yield f"(?:{whole}){_AT}"
        if is_long:
            yield f"(?:{whole})"
        yield f"{_plainly(words[0][0])}{_JOINS}{family_name}{_AT}"


_LONG = 8
"""Letters that are together no other word by chance."""
_JOINS = "(?:[-._+]|%20)?"
_AT = r"\d{0,4}(?=(?:[._+-][\w.+-]*)?(?:@|&#64;))"


def _plainly(name: str) -> str:
    """A pattern for a name in an address, where it may lack the marks of its letters (`asa`) and a part of it."""
    parts = ["".join(map(_with_or_without_mark, part)) for part in re.split(_HYPHEN, normalize("NFC", name)) if part]
    alone = parts if len(parts) > 1 else ()
    return rf"(?:{'|'.join([_JOINS.join(parts), *alone])})"


def _with_or_without_mark(letter: str) -> str:
    plain_letter = normalize("NFD", letter)[0]
    return re.escape(letter) if plain_letter == letter else f"[{letter}{plain_letter}]"


def _initials(given: list[str]) -> list[str]:
    """Patterns for the initials of given names; those after the first may be left out."""
    first_initial, *further_initials = [part[0].upper() for name in given for part in re.split(_HYPHEN, name) if part]
    return [re.escape(first_initial), *(f"{re.escape(letter)}?" for letter in further_initials)]


def _double(name: str) -> str:
    """A pattern for a name that may be double: `Berg-Dal` is also written `Berg Dal`, `Berg` and `Dal`."""
    parts = [re.escape(part) for part in re.split(_HYPHEN, name) if part]
    if len(parts) < 2:
        return parts[0] if parts else re.escape(name)
    whole = rf"(?:{_HYPHEN}|{_BETWEEN}){_BETWEEN}*".join(parts)
    return rf"(?:{'|'.join([whole, *parts])})"
