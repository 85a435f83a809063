"""How documents name organisations."""

import re

from plptool.texts.letters import LONG, fold, letters, says


def says_name(passage: str, name: str) -> bool:
    """Whether the name stands there: a short one as a word of its own, in the genitive too."""
    spelled = letters(name)
    is_long = len(spelled) >= LONG
    if is_long:
        return says(passage, name)
    folded_name = fold(name)
    folded_passage = fold(passage)
    as_written = re.escape(folded_name)
    by_itself = rf"(?<!\w){as_written}s?(?!\w)"
    match = re.search(by_itself, folded_passage)
    return match is not None
