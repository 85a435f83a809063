"""How documents name organisations."""

import re

from plptool.texts.letters import LONG, fold, letters, says


def says_name(passage: str, name: str) -> bool:
    """Whether the name stands there: a short one as a word of its own, in the genitive too."""
    if len(letters(name)) >= LONG:
        return says(passage, name)
    as_written = re.escape(fold(name))
    by_itself = re.compile(rf"(?<!\w){as_written}s?(?!\w)")
    return by_itself.search(fold(passage)) is not None
