"""What is told of what was done at a meeting: `Beslutade om enkät`, `enkäten gicks igenom`.

Whoever tells it tells that the meeting was held; what may say anything else is no account.
"""

import re
from collections.abc import Iterator

from plptool.texts.letters import fold
from plptool.texts.meeting_words import SEVERAL, TOKEN, Vocabulary, dates_of
from plptool.texts.meetings import is_head
from plptool.texts.warnings import is_a_warning

_DONE = re.compile(
    r"(?:(?:vi|gruppen|arbetsgruppen|we|the group) )?"
    r"(?:beslutade|bestamde|diskuterade|gick igenom|gicks igenom|presenterade|presentation|genomgang|tema|fokus|enades"
    r"|godkande|faststallde|arbetade med|information om|introduktion|utvarderade|utvardering av|kartlade|kartlaggning"
    r"|erfarenhetsutbyte|dialog om|agreed|decided|discussed|reviewed|presented|presentation|focus|focused|theme"
    r"|approved|introduction|evaluated|evaluation of|went through|noted|considered|looked at|covered)\b"
)
"""How a sentence begins that tells what was done."""
_WAS_DONE = re.compile(
    r"\b(?:gicks igenom|diskuterades|presenterades|beslutades|godkandes|faststalldes|utvarderades|behandlades"
    r"|(?:was|were) (?:discussed|reviewed|presented|agreed|approved|considered))\b"
)
_STATE = re.compile(
    r"(?:arbetet |processen )?(?:ar )?(?:pagar|pagaende|avslutad|avslutat|slutford|slutfort|klar|klart|startad|ongoing"
    r"|in progress|completed|complete|active|on track)"
)
"""How something stands, which says nothing of single meetings."""
_ID = re.compile(r"\d+\.\d|\bprocess\b", re.ASCII)
_BREAK = re.compile(r"\s[–—-]\s|[.,;:]\s|\s(?=\()")
"""Where an account may begin behind what tells of the meeting."""


def is_account(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text tells what was done at a meeting, and nothing that makes it another one or none."""
    folded = fold(text).strip(" .()–—-")
    tells_what_was_done = _DONE.match(folded) or _WAS_DONE.search(folded)
    if not tells_what_was_done:
        return False
    if is_a_warning(text) or _ID.search(folded) or dates_of(text, vocabulary.order):
        return False
    of_several = SEVERAL.split()
    for token in TOKEN.finditer(text):
        word = fold(token[0])
        if is_head(word, vocabulary) or word in of_several:
            return False
    return True


def is_state(text: str) -> bool:
    """Whether a text says how something stands: `Pågår`."""
    folded = fold(text).strip(" .:,;–—-")
    return _STATE.fullmatch(folded) is not None


def parted(text: str) -> Iterator[tuple[str, str]]:
    """The ways in which a text may be a statement and what is told of it behind it, the longest statement first."""
    breaks = list(_BREAK.finditer(text))
    for found in reversed(breaks):
        statement = text[: found.start()]
        account = text[found.end() :]
        yield statement.strip(), account.strip()
