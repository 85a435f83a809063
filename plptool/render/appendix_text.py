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
    if translated != text:
        return translated
    return text.replace("-", " ")


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def quoting(text: str, written: str | None) -> str:
    """A date or period, and the source's words for it where they are others."""
    if written is None or written.casefold() == text.casefold():
        return text
    return f"{text} (”{written}”)"


def sentence(text: str) -> Line:
    """A record's text, ended as a sentence."""
    stripped = text.strip()
    if stripped.endswith(_ENDS):
        return (Recorded(stripped),)
    return (Recorded(stripped), ".")


def joined(lines: Iterable[Line], between: str = " ") -> Line:
    """Lines one after the other, but for empty ones."""
    whole: list[Part] = []
    for line in lines:
        if whole and line:
            whole.append(between)
        whole += line
    return tuple(whole)


def once(texts: Iterable[str]) -> Line:
    """Sentences, each once."""
    different = dict.fromkeys(texts)
    return joined(sentence(text) for text in different)


def listed(texts: Sequence[str], _: Translate) -> str:
    """A, B and C."""
    if not texts:
        return ""
    *first, last = texts
    if not first:
        return last
    return _("{first} and {last}").format(first=", ".join(first), last=last)


class Names:
    """What organisations are called in the appendix."""

    def __init__(self, organisations: Iterable[OrganisationTold], _: Translate) -> None:
        self._ = _
        self.known = {organisation.id: organisation for organisation in organisations}

    def of(self, key: str) -> str:
        """The name that an organisation goes by: its id where the documents know it by that, else its title."""
        organisation = self.known.get(key)
        if organisation is None or key in organisation.names:
            return key
        return organisation.title

    def of_all(self, keys: Iterable[str]) -> str:
        """Several side by side."""
        names = [self.of(key) for key in keys]
        return listed(names, self._)


class Footnotes:
    """The footnotes so far: each fact that has some asks for their marks, in the order in which it is read."""

    def __init__(self, _: Translate) -> None:
        self._ = _
        self.entries: list[Line] = []

    def marks(self, notes: Iterable[Note]) -> Line:
        """The marks of what is said in footnotes of a fact; what is said there twice, once."""
        texts = dict.fromkeys(self._text(note) for note in notes)
        marks: list[Line] = []
        for text in texts:
            self.entries.append(text)
            marks.append((Mark(len(self.entries)),))
        return joined(marks)

    def _text(self, note: Note) -> Line:
        _ = self._
        match note:
            case OddityNote():
                reason = sentence(note.reason)
                cited = words.sources(note.source)
                if not cited:
                    return reason
                return (*reason, f" ({cited})")
            case DiscrepancyNote():
                field = _(note.field)
                disagreement = _("The sources disagree on {field}:").format(field=field)
                claims = [self._claim(note.field, claim) for claim in note.claims]
                reason = sentence(note.reason)
                return (f"{disagreement} ", *joined(claims, "; "), ". ", *reason)
            case _:
                assert_never(note)

    def _claim(self, field: str, claim: Data) -> Line:
        value = words.field(field, claim["value"], self._, in_text=True)
        cited = words.sources(claim["source"])
        if "written" in claim:
            return Recorded(value), f" (”{claim['written']}”) ({cited})"
        return Recorded(value), f" ({cited})"
