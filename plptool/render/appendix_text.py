"""What the appendix's sentences are put together from: texts of records, names of organisations, and footnotes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from plptool.model.i18n import Translate
from plptool.model.plain import Data
from plptool.render import phrases as words
from plptool.render.counted import listed
from plptool.render.document import Line, Mark, Part, Recorded
from plptool.reports.appendix import DiscrepancyNote, Note, OddityNote, OrganisationTold

_ENDS = (".", "!", "?", "…", '."', ".”", ":")
"""How a sentence ends."""


def quoting(text: str, written: str | None, _: Translate) -> str:
    """A date or period, and the source's words for it where they are others."""
    if written is None:
        return text
    small = text.casefold()
    is_the_same = written.casefold() == small
    if is_the_same:
        return text
    in_quotes = words.quoted(written, _)
    return f"{text} ({in_quotes})"


def sentence(text: str) -> Line:
    """A record's text, ended as a sentence."""
    stripped = text.strip()
    recorded = Recorded(stripped)
    if stripped.endswith(_ENDS):
        return (recorded,)
    return (recorded, ".")


def joined(lines: Iterable[Line], between: str = " ") -> Line:
    """Lines one after the other, but for empty ones."""
    whole: list[Part] = []
    for line in lines:
        if not line:
            continue
        if whole:
            whole.append(between)
        whole += line
    return tuple(whole)


def once(texts: Iterable[str]) -> Line:
    """Sentences, each once."""
    different = dict.fromkeys(texts)
    sentences = map(sentence, different)
    return joined(sentences)


class Names:
    """What organisations are called in the appendix."""

    def __init__(self, organisations: Iterable[OrganisationTold], _: Translate) -> None:
        self._ = _
        self.known = {organisation.id: organisation for organisation in organisations}

    def of(self, key: str) -> str:
        """The name that an organisation goes by: its id where the documents know it by that, else its title."""
        organisation = self.known.get(key)
        if organisation is None:
            return key
        if key in organisation.names:
            return key
        return organisation.title

    def of_all(self, keys: Iterable[str]) -> str:
        """Several side by side."""
        names: list[str] = []
        for organisation_id in keys:
            name = self.of(organisation_id)
            names.append(name)
        return listed(names, self._)


@dataclass(slots=True)
class Footnotes:
    """The footnotes so far: each fact that has some asks for their marks, in the order in which it is read."""

    _: Translate
    oddities: bool = True
    """Whether they tell of oddities that are acknowledged, which editors need alone."""
    entries: list[Line] = field(default_factory=list)

    def marks(self, notes: Iterable[Note]) -> Line:
        """The marks of what is said in footnotes of a fact; what is said there twice, once."""
        told = filter(self._is_told, notes)
        texts = map(self._text, told)
        different = dict.fromkeys(texts)
        marks: list[Line] = []
        for text in different:
            self.entries.append(text)
            number = len(self.entries)
            mark = Mark(number)
            marks.append((mark,))
        return joined(marks)

    def _is_told(self, note: Note) -> bool:
        if self.oddities:
            return True
        return not isinstance(note, OddityNote)

    def _text(self, note: Note) -> Line:
        match note:
            case OddityNote():
                return _oddity(note, self._)
            case DiscrepancyNote():
                return self._discrepancy(note)
            case _:
                assert_never(note)

    def _discrepancy(self, note: DiscrepancyNote) -> Line:
        _ = self._
        template = _("The sources disagree on {field}:")
        field = _(note.field)
        disagreement = template.format(field=field)
        claims: list[Line] = []
        for claim in note.claims:
            line = self._claim(note.field, claim)
            claims.append(line)
        all_claims = joined(claims, "; ")
        reason = sentence(note.reason)
        return (f"{disagreement} ", *all_claims, ". ", *reason)

    def _claim(self, field: str, claim: Data) -> Line:
        _ = self._
        claimed = claim["value"]
        value = words.field(field, claimed, _, in_text=True)
        recorded = Recorded(value)
        source = claim["source"]
        cited = words.sources(source, _)
        if "written" not in claim:
            return recorded, f" ({cited})"
        written = str(claim["written"])
        in_quotes = words.quoted(written, _)
        return recorded, f" ({in_quotes}) ({cited})"


def _oddity(note: OddityNote, _: Translate) -> Line:
    reason = sentence(note.reason)
    cited = words.sources(note.source, _)
    if not cited:
        return reason
    in_brackets = f" ({cited})"
    return (*reason, in_brackets)
