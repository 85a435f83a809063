"""Words as the search index has them: by their stems, so that one form of a word finds the others.

`templates/assets/stem.js` has the same rules, for what readers type; a test holds the two to each other.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from plptool.model.errors import UserError
from plptool.model.findings import Message

Stem = Callable[[str], str]
"""What a word comes down to, whatever its ending."""

ALGORITHMS = {"sv": "swedish", "en": "english"}
"""By language, whose words have stems, the algorithm's name; `stem.js` has these and no others."""
_WORD = re.compile(r"[^\W\d_]{2,}")
"""A word worth a place in an index: numbers are found as they are written."""


def stemmer(language: str) -> Stem:
    """What stems the words of a language; where it is none of those that we know, a word is its own stem.

    Raises:
        UserError: snowballstemmer is not installed.
    """
    algorithm = ALGORITHMS.get(language)
    if algorithm is None:
        return str
    try:
        import snowballstemmer
    except ImportError:
        raise UserError(
            Message("search needs snowballstemmer, which is not installed: pip install 'plptool[site]'")
        ) from None
    stem: Stem = snowballstemmer.stemmer(algorithm).stemWord
    return lru_cache(maxsize=1 << 16)(stem)  # a ledger says the same words again and again


def stems(text: str, stem: Stem) -> Iterator[str]:
    """The stem of each word of a text, in its order."""
    for word in _WORD.findall(text.lower()):
        yield stem(word)
