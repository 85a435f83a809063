"""The languages in which the program speaks to readers. English is the text in the code; each other is a catalogue."""

import gettext
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plptool.model.country import currency_of, in_currency
from plptool.model.financial_year import in_financial_years
from plptool.model.plain import Data, part, text_if_any

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


def own_name(language: str) -> str:
    """What a language calls itself; its code, where its catalogue does not say."""
    name = translator(language)("English")
    return language if name == word("English") and language != "en" else name


def language_tag(language: str) -> str:
    """What a word processor calls the language, with a country (BCP 47): its dictionary is chosen by it."""
    _ = translator(language)
    return _("en-GB")


def translation(manifest: Data, language: str | None) -> Translate:
    """Into the language that was asked for, or else into the ledger's by its manifest.

    Money is in its currency, years are its financial years, and things are called what they are called there.
    """
    chosen = language or str(manifest.get("language", "en"))
    translate = in_currency(translator(chosen), chosen, currency_of(manifest))
    translate = in_financial_years(translate, manifest)
    terms = part(part(manifest, "terms"), chosen)
    return _in_own_words(translate, terms) if terms else translate


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


_FORMS = {
    "process": {
        "definite-plural": word("the processes"),
        "plural": word("processes"),
        "definite": word("the process"),
        "indefinite": word("a process"),
        "singular": word("process"),
    },
    "administration": {
        "definite-plural": word("the administrations"),
        "plural": word("administrations"),
        "definite": word("the administration"),
        "indefinite": word("an administration"),
        "singular": word("administration"),
    },
    "need": {"plural": word("needs"), "singular": word("need")},
}
"""What a ledger may have its own word for, and how messages say it; a form that may hold another stands before it."""
_NUMBERED = word("Need {number}, process {id}")
_NAMED_HERE = {
    "administration": {
        word("Status by lead"): word("Status by administration"),
        word("Organisations"): word("Administrations"),
    },
    "need": {word("No. {number}, process {id}"): _NUMBERED},
}
"""Headings that are nobody's words, and those of a ledger that says what it calls the thing."""
_OF_A_NEED = frozenset({"need", "needs", "need or title"})
"""The messages in which a need is the thing: in others, a form of the English word may be a verb."""


def _in_own_words(translate: Translate, terms: Data) -> Callable[[str], str]:
    """What translates, with a ledger's own words for some things."""
    instead: dict[str, str] = {}
    for name, others in _NAMED_HERE.items():
        if name in terms:
            instead |= others
    words: dict[str, str] = {}
    but_need: dict[str, str] = {}
    numbered: dict[str, str] = {}
    numbered_need = text_if_any(part(terms, "need"), "numbered")
    for form in _own_forms(terms):
        said = translate(form.said)
        words[said] = form.chosen
        numbered[said] = form.chosen
        if form.name != "need":
            but_need[said] = form.chosen
        elif numbered_need:
            numbered[said] = numbered_need

    @cache
    def in_own_words(message: str) -> str:
        named = instead.get(message, message)
        if named == _NUMBERED:
            return _reworded(translate(named), numbered)
        others = words if named in _OF_A_NEED else but_need
        return _reworded(translate(named), others)

    return in_own_words


@dataclass(frozen=True, slots=True)
class _OwnForm:
    """A form of what a thing is called, for which a ledger has its own word."""

    name: str
    """Of what."""
    said: str
    """How messages say it, in English."""
    chosen: str
    """The ledger's word."""


def _own_forms(terms: Data) -> Iterator[_OwnForm]:
    for name, forms in _FORMS.items():
        own = part(terms, name)
        for form, said in forms.items():
            chosen = text_if_any(own, form)
            if chosen is not None:
                yield _OwnForm(name, said, chosen)


def _reworded(text: str, words: dict[str, str]) -> str:
    """A text in which these words are others. What stands in code, in a placeholder or in a path is left alone."""
    # The longest first, so that none is found within another.
    longest_first = sorted(words, key=len, reverse=True)
    forms = "|".join(map(re.escape, longest_first))
    if not forms:
        return text

    def other(match: re.Match[str]) -> str:
        found = match["form"]
        if found is None:
            return match[0]
        chosen = words[found.lower()]
        if found[0].isupper():
            return chosen[:1].upper() + chosen[1:]
        return chosen

    kept = r"`[^`]*`|\{[^{}]*\}"
    # A genitive in -s is the same word: processens.
    return re.sub(rf"{kept}|(?<![\w/-])(?P<form>{forms})(?=s?(?![\w/-]))", other, text, flags=re.IGNORECASE)
