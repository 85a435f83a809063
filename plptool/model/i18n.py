"""The languages in which the program speaks to readers. English is the text in the code; each other is a catalogue."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from plptool.model.country import currency_of, in_currency
from plptool.model.plain import Data

Translate = Callable[[str], str]
_LOCALE = Path(__file__).parent / "locale"
_CATALOGUES = sorted(path.parent.parent.name for path in _LOCALE.glob("*/LC_MESSAGES/plptool.mo"))
LANGUAGES = (*_CATALOGUES, "en")
"""Each language that there is, by its ISO 639 code: whoever names them takes them from here."""


@cache
def translator(language: str) -> Translate:
    """What puts messages into a language; for one that has no catalogue, it leaves them in English."""
    if language == "en":
        return str
    return gettext.translation("plptool", _LOCALE, [language], fallback=True).gettext


def language_tag(language: str) -> str:
    """What a word processor calls the language, with a country (BCP 47): its dictionary is chosen by it."""
    _ = translator(language)
    return _("en-GB")


def translation(manifest: Data, language: str | None) -> Translate:
    """Into the language that was asked for, or else into the ledger's by its manifest; money is in its currency."""
    chosen = language or str(manifest.get("language", "en"))
    return in_currency(translator(chosen), chosen, currency_of(manifest))


def word(text: str) -> str:
    """Mark a word for the catalogue that is looked up later."""
    return text


WORDS = (
    word("added"),
    word("removed"),
    word("changed"),
    word("happened"),
    word("settled"),
    word("corrected"),
    word("numbered"),
    word("held"),
    word("Thursday"),
    word("Friday"),
    word("Saturday"),
    word("Sunday"),
    word("public holiday"),
    word("anchors (`&name`)"),
    word("tags (`!name`)"),
)
"""Words that readers see and no schema has. `tools/catalogues.py` takes the others from schemas and collections."""
