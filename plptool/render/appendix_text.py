"""What the appendix's sentences are put together from: texts of records, names of organisations, and footnotes."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from plptool.model.i18n import Translate
from plptool.model.plain import Data
from plptool.render import phrases as words
from plptool.render.document import Line, Mark, Part, Recorded
from plptool.reports.appendix import DiscrepancyNote, Note, OddityNote, OrganisationTold

_ENDS = (".", "!", "?", "…", '."', ".”", ":")
"""How a sentence ends."""


def code(text: str, _: Translate) -> str:
    """A word of the program's own, for people: where it is in no catalogue, without its hyphens."""
    translated = _(text)
    return translated.replace("-", " ") if translated == text else translated


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def quoting(text: str, written: str | None) -> str:
    """A date or period, and the source's words for it where they are others."""
    return text if written is None or written.casefold() == text.casefold() else f"{text} (”{written}”)"


def sentence(text: str) -> Line:
    """A record's text, ended as a sentence."""
    stripped = text.strip()
    return (Recorded(stripped),) if stripped.endswith(_ENDS) else (Recorded(stripped), ".")


def joined(lines: Iterable[Line], between: str = " ") -> Line:
    """Lines one after the other, but for empty ones."""
    whole: list[Part] = []
    for line in lines:
        if line:
            whole += [between, *line] if whole else line
    return tuple(whole)


def once(texts: Iterable[str]) -> Line:
    """Sentences, each once."""
    return joined(map(sentence, dict.fromkeys(texts)))


def listed(texts: Sequence[str], _: Translate) -> str:
    """A, B and C."""
    *first, last = texts
    return _("{first} and {last}").format(first=", ".join(first), last=last) if first else last


class Names:
    """What organisations are called in the appendix."""

    def __init__(self, organisations: Iterable[OrganisationTold], _: Translate) -> None:
        self._ = _
        self.known = {organisation.id: organisation for organisation in organisations}

    def of(self, key: str) -> str:
        """The name that an organisation goes by: its id where the documents know it by that, else its title."""
        organisation = self.known.get(key)
        return key if organisation is None or key in organisation.names else organisation.title

    def of_all(self, keys: Iterable[str]) -> str:
        """Several side by side."""
        return listed([self.of(key) for key in keys], self._)


class Footnotes:
    """The footnotes so far: each fact that has some asks for their marks, in the order in which it is read."""

    def __init__(self, _: Translate) -> None:
        self._ = _
        self.entries: list[Line] = []

    def marks(self, notes: Iterable[Note]) -> Line:
        """The marks of what is said in footnotes of a fact; what is said there twice, once."""
        texts = list(dict.fromkeys(map(self._text, notes)))
        first = len(self.entries) + 1
        self.entries += texts
        return joined(((Mark(first + place),) for place in range(len(texts))), " ")

    def _text(self, note: Note) -> Line:
        _ = self._
        match note:
            case OddityNote():
                cited = words.sources(note.source)
                return (*sentence(note.reason), *((f" ({cited})",) if cited else ()))
            case DiscrepancyNote():
                disagreement = _("The sources disagree on {field}:").format(field=_(note.field))
                claims = joined((self._claim(note.field, claim) for claim in note.claims), "; ")
                return (f"{disagreement} ", *claims, ". ", *sentence(note.reason))
            case _:
                assert_never(note)

    def _claim(self, field: str, claim: Data) -> Line:
        value = words.field(field, claim["value"], self._, in_text=True)
        written = f" (”{claim['written']}”)" if "written" in claim else ""
        return Recorded(value), f"{written} ({words.sources(claim['source'])})"
