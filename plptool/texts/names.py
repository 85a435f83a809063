"""How documents name organisations."""

import re

from plptool.texts.letters import fold, letters, says


def says_name(passage: str, name: str) -> bool:
    """Whether the name stands there: a short one as a word of its own, in the genitive too."""
    if len(letters(name)) < len("tenletters"):
        return re.search(rf"(?<!\w){re.escape(fold(name))}s?(?!\w)", fold(passage)) is not None
    return says(passage, name)
