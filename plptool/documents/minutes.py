"""Minutes: whose they are, of which day, and what was decided under which paragraph and registry number.

Only what is adopted in so many words is drafted. What is tabled, referred back, rejected or put to a vote is asked
about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from plptool.documents.pieces import Piece
from plptool.documents.said import Asked, DecisionSaid, Recognised
from plptool.model.findings import Message
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, dates_of, words_in
from plptool.texts.meetings import statements

if TYPE_CHECKING:
    from datetime import date

_HEAD = 40
"""Lines in which minutes say whose they are and of which day."""
_MINUTES = re.compile(r"\b(?:sammantradesprotokoll|protokoll|minutes)\b")
_OF_MEETING = re.compile(r"\b(?:sammantradesdatum|motesdatum|sammantrade|sammantradet|meeting|held)\b")
_OF_DAY = re.compile(r"\b(?:datum|date)\b")
_PARAGRAPH = re.compile(
    r"(?:§ ?(?P<number>\d{1,4}(?: ?[a-z])?)|(?P<before>\d{1,4}(?: ?[a-z])?) ?§)(?![\d–-])[ .:–-]*(?P<title>.*)"
)
_REGISTRY = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|registry(?: number)?)\b\.?:? ?"
    r"(?P<number>[A-ZÅÄÖ]{0,6} ?\d{4}[/:-]\d[\d .-]*\d|\S*\d{4}\S*)",
    re.IGNORECASE,
)
_REGISTRY_ALONE = re.compile(r"(?:^|\s)\(?(?P<number>[A-ZÅÄÖ]{2,6} ?\d{4}(?:[/:]\d+|-\d{3,})(?:-\d+)?)\)?$", re.ASCII)
"""Without a word that says what it is: at the end of what the paragraph is called, or by itself."""
_DECISION = re.compile(r"(?:(?P<whose>.+)s )?(?:beslut|decision|resolution)|resolved")
"""What heads what was decided, and whose decision it is."""
_OTHER_HEADING = re.compile(
    r"(?:arendet|arendebeskrivning|bakgrund|sammanfattning\b.*|beslutsunderlag|handlingar|underlag"
    r"|forslag till beslut\b.*|yrkanden?|beslutsgang|reservation\w*|protokollsanteckning\w*"
    r"|beslutet (?:skickas|ska skickas|expedieras) till\b.*"
    r"|skickas till|expedieras(?: till)?|delges|kopia till|paragrafen ar (?:omedelbart )?justerad"
    r"|background|summary|recommendations?|reports?)"
)
"""What heads the other parts of a paragraph."""
_ADOPTS = re.compile(
    r"\b(?:antar|godkanner|faststaller|beviljar|inrattar|utser|forlanger|adopts|adopted|approves|approved|agrees|agreed)\b"
)
"""What is decided, where a heading says that it is a decision."""
_PROPOSED = re.compile(r"\b(?:foresla\w*|forslag\w*|propos\w*)\b")
"""What says how it might end, which is no doubt where it stands apart from what was decided."""
_DECIDES = re.compile(r"\b(?:beslutar|beslutade|beslutas|beslut(?:at)?|decides|decided|resolves|resolved)\b")
_NOT_ADOPTED = re.compile(
    r"\b(?:bordlagg\w*|bordlagd|bordlades|aterremi\w*|avsla\w*|avslog|utgar|utgick|yrka\w*|votering\w*|reserv\w*"
    r"|tabled|referred back|reject\w*|votes?|voted|foresla\w*|forslag\w*|propos\w*|overklag\w*|jav\w*|anmal\w*"
    r"|noter\w*)\b"
)
"""What makes it a question how it ended."""


@dataclass(slots=True)
class _Paragraph:
    """What stands under a paragraph."""

    number: str
    title: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Body:
    """Whose minutes these are, if that is known."""

    key: str | None
    vocabulary: Vocabulary

    def is_named_by(self, heading: Piece) -> bool:
        """Whether `Socialnämndens beslut` heads its own decision; `Beslut` does."""
        found = _DECISION.fullmatch(_heading(heading))
        whose = found["whose"] if found else None
        if whose is None:
            return True
        name = tuple(word.folded for word in words_in(whose.removesuffix("'"), ()))
        return self.key is not None and self.vocabulary.organisations.get(name) == self.key


def are_minutes(pieces: Sequence[Piece]) -> bool:
    """Whether a document says at its beginning that it is minutes, and has paragraphs."""
    begins = any(_MINUTES.search(fold(piece.text)) for piece in pieces[:_HEAD])
    return begins and any(_PARAGRAPH.match(piece.text) for piece in pieces)


def minutes(pieces: Sequence[Piece], vocabulary: Vocabulary, bodies: Sequence[str]) -> Recognised:
    """What minutes say.

    Args:
        pieces: the parts of their lines.
        vocabulary: what words mean.
        bodies: the ids of the organisations that decide.
    """
    found = Recognised()
    head = list(takewhile(lambda piece: _PARAGRAPH.match(piece.text) is None, pieces[:_HEAD]))
    found.title = head[0].text if head else None
    found.title_line = head[0].line if head else 0
    _find_day(found, head, vocabulary)
    body = _body(head, vocabulary, bodies)
    for paragraph in _paragraphs(pieces):
        decided = _decided(paragraph, found, _Body(body, vocabulary))
        if isinstance(decided, DecisionSaid):
            found.decisions.append(decided)
        elif decided is not None:
            first = paragraph.pieces[0]
            days = () if found.day is None else (found.day,)
            found.asked.append(Asked(first.line, first.text, decided, days=days))
        _ask_what_else_is_told(paragraph, found, vocabulary, is_dealt_with=decided is not None)
    return found


def _find_day(found: Recognised, head: Sequence[Piece], vocabulary: Vocabulary) -> None:
    """The day of the meeting: the one that is called so, or the only one that the head has."""
    seen: list[tuple[date, Piece, str]] = []
    before = ""
    for piece in head:
        for written in dates_of(piece.text, vocabulary.order):
            is_alone = piece.text.strip() == written.text.strip()
            about = f"{before} {piece.text}" if is_alone else piece.text
            if written.day is not None:
                seen.append((written.day, piece, fold(about)))
        before = piece.text
    of_meeting = [one for one in seen if _OF_MEETING.search(one[2])]
    called = of_meeting or [one for one in seen if _OF_DAY.search(one[2])] or seen
    if len({day for day, _, _ in called}) == 1:
        found.day, piece, _ = called[0]
        found.day_line = piece.line


def _body(head: Sequence[Piece], vocabulary: Vocabulary, bodies: Sequence[str]) -> str | None:
    """The one body that the head names."""
    named: set[str] = set()
    for piece in head:
        words = [word.folded for word in words_in(piece.text, ())]
        for name, key in vocabulary.organisations.items():
            ends = range(len(name), len(words) + 1)
            if key in bodies and any(tuple(words[end - len(name) : end]) == name for end in ends):
                named.add(key)
    return named.pop() if len(named) == 1 else None


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[_Paragraph]:
    paragraph: _Paragraph | None = None
    for piece in pieces:
        begins = _PARAGRAPH.match(piece.text)
        if begins is not None:
            if paragraph is not None:
                yield paragraph
            number = begins["number"] or begins["before"]
            paragraph = _Paragraph(number, begins["title"].strip())
        if paragraph is not None:
            paragraph.pieces.append(piece)
    if paragraph is not None:
        yield paragraph


def _decided(paragraph: _Paragraph, found: Recognised, body: _Body) -> DecisionSaid | Message | None:
    """What was decided under a paragraph; why that is asked about; None where nothing was decided."""
    headed = _under_decision(paragraph, body)
    told = headed or paragraph.pieces
    deciding = [piece for piece in told if _decides(piece, is_headed=bool(headed))]
    if not deciding:
        return None
    if body.key is None or found.day is None:
        return Message("it is not said for certain whose minutes these are, and of which day")
    if any(piece.is_cut or _may_end_otherwise(piece, headed) for piece in paragraph.pieces):
        return Message("how it ended is not understood")
    title = _title(paragraph, deciding)
    if not title or _REGISTRY.search(title):
        return Message("it is not said what the decision is called")
    lines = (paragraph.pieces[0].line, deciding[0].line)
    cited = tuple(dict.fromkeys(lines))
    return DecisionSaid(found.day, body.key, paragraph.number, title, _registry(paragraph), cited)


def _under_decision(paragraph: _Paragraph, body: _Body) -> list[Piece]:
    """What stands below the one heading `Beslut` until the next one; nothing where there is none, or of others."""
    headings = [place for place, piece in enumerate(paragraph.pieces) if _DECISION.fullmatch(_heading(piece))]
    if len(headings) != 1 or not body.is_named_by(paragraph.pieces[headings[0]]):
        return []
    following = paragraph.pieces[headings[0] + 1 :]
    return list(takewhile(lambda piece: _OTHER_HEADING.fullmatch(_heading(piece)) is None, following))


def _heading(piece: Piece) -> str:
    return fold(piece.text).strip(" :.")


def _decides(piece: Piece, *, is_headed: bool) -> bool:
    text = fold(piece.text)
    return _DECIDES.search(text) is not None or (is_headed and _ADOPTS.search(text) is not None)


def _may_end_otherwise(piece: Piece, headed: Sequence[Piece]) -> bool:
    """Whether a line makes it a question how it ended; what was proposed does not, where it stands apart."""
    text = fold(piece.text)
    if headed and piece not in headed:
        text = _PROPOSED.sub("", text)
    return _NOT_ADOPTED.search(text) is not None


def _ask_what_else_is_told(
    paragraph: _Paragraph, found: Recognised, vocabulary: Vocabulary, *, is_dealt_with: bool
) -> None:
    """Lines with dates that are of no decision are asked about, and meetings that are told of in any case."""
    for piece in paragraph.pieces:
        days = [written.day for written in dates_of(piece.text, vocabulary.order)]
        told = statements(piece.text, vocabulary)[1]
        is_of_these = not days or set(days) == {found.day}
        if is_of_these or (is_dealt_with and not told):
            continue
        certain = tuple(day for day in days if day is not None)
        why = Message("it is no decision of these minutes")
        found.asked.append(Asked(piece.line, piece.text, why, days=certain, is_meeting=bool(told)))


def _title(paragraph: _Paragraph, deciding: Sequence[Piece]) -> str:
    """What stands behind the number of the paragraph, or else on the next line, if nothing is decided there."""
    title = _REGISTRY.sub("", paragraph.title).strip(" ,;()–-")
    title = _REGISTRY_ALONE.sub("", title).strip(" ,;()–-")
    if title:
        return title
    following = [piece.text for piece in paragraph.pieces[1:2] if piece not in deciding]
    return "".join(following)


def _registry(paragraph: _Paragraph) -> str | None:
    """The one registry number that a paragraph names."""
    numbers: set[str] = set()
    for place, piece in enumerate(paragraph.pieces):
        alone = _REGISTRY_ALONE.search(piece.text)
        if alone is not None and not _REGISTRY.search(piece.text) and (not place or alone.start() == 0):
            numbers.add(alone["number"])
        written = (match["number"] for match in _REGISTRY.finditer(piece.text))
        numbers.update(number.strip(" .,)") for number in written)
    return numbers.pop() if len(numbers) == 1 else None
