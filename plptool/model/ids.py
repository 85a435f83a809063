"""Ids that are made of names."""

import re
from unicodedata import combining, normalize

from plptool.model.collections import Collection

_WORDS_OF_ID = 3
"""So many words of a task are its short name."""


def proposed_id(*names: str) -> str:
    """An id made of the first of these names that has a letter or digit in it; empty where none has."""
    for name in names:
        decomposed = normalize("NFKD", name.casefold())
        letters = "".join(letter for letter in decomposed if not combining(letter))
        words = re.findall(r"[a-z0-9]+", letters)
        key = "-".join(words)
        if re.fullmatch(Collection.SOURCES.ids, key):
            return key
    return ""


def short_name(said: str, taken: set[str]) -> str:
    """What a task is called among the others of its record: by its first words, and a number where these are taken."""
    words = said.split()[:_WORDS_OF_ID]
    name = proposed_id(" ".join(words)) or "1"
    number = 1
    key = name
    while key in taken:
        number += 1
        key = f"{name}-{number}"
    return key
