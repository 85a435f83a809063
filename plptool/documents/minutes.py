"""Minutes: whose they are, of which day, and what was decided under which paragraph and registry number.

Only what is adopted in so many words is drafted. What is tabled, referred back, rejected or put to a vote is asked
about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from plptool.documents.pieces import Piece
from plptool.documents.said import Asked, DecisionSaid, Recognised
from plptool.model.findings import Message
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, dates_of, words_in

_HEAD = 40
"""Lines in which minutes say whose they are and of which day."""
_MINUTES = re.compile(r"\b(?:sammantradesprotokoll|protokoll|minutes)\b")
_OF_DAY = re.compile(r"\b(?:sammantradesdatum|sammantrade|sammantradet|datum|date|meeting|held)\b")
_PARAGRAPH = re.compile(
    r"(?:§ ?(?P<number>\d{1,4}(?: ?[a-z])?)|(?P<before>\d{1,4}(?: ?[a-z])?) ?§)(?![\d–-])[ .:–-]*(?P<title>.*)"
)
_REGISTRY = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|registry(?: number)?)\b\.?:? ?"
    r"(?P<number>[A-ZÅÄÖ]{0,6} ?\d{4}[/:-]\d[\d .-]*\d|\S*\d{4}\S*)",
    re.IGNORECASE,
)
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
        decided = _decided(paragraph, found, body)
        if isinstance(decided, DecisionSaid):
            found.decisions.append(decided)
        elif decided is not None:
            first = paragraph.pieces[0]
            days = () if found.day is None else (found.day,)
            found.asked.append(Asked(first.line, first.text, decided, days=days))
    return found


def _find_day(found: Recognised, head: Sequence[Piece], vocabulary: Vocabulary) -> None:
    """The day of the meeting: the one that is called so, or the only one that the head has."""
    seen = [
        (written.day, piece)
        for piece in head
        for written in dates_of(piece.text, vocabulary.order)
        if written.day is not None
    ]
    called = [(day, piece) for day, piece in seen if _OF_DAY.search(fold(piece.text))]
    days = {day for day, _ in called or seen}
    if len(days) == 1:
        found.day, piece = (called or seen)[0]
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


def _decided(paragraph: _Paragraph, found: Recognised, body: str | None) -> DecisionSaid | Message | None:
    """What was decided under a paragraph; why that is asked about; None where nothing was decided."""
    deciding = [piece for piece in paragraph.pieces if _DECIDES.search(fold(piece.text))]
    if not deciding:
        return None
    if body is None or found.day is None:
        return Message("it is not said for certain whose minutes these are, and of which day")
    if any(piece.is_cut or _NOT_ADOPTED.search(fold(piece.text)) for piece in paragraph.pieces):
        return Message("how it ended is not understood")
    title = _title(paragraph, deciding)
    if not title or _REGISTRY.search(title):
        return Message("it is not said what the decision is called")
    lines = (paragraph.pieces[0].line, deciding[0].line)
    cited = tuple(dict.fromkeys(lines))
    return DecisionSaid(found.day, body, paragraph.number, title, _registry(paragraph), cited)


def _title(paragraph: _Paragraph, deciding: Sequence[Piece]) -> str:
    """What stands behind the number of the paragraph, or else on the next line, if nothing is decided there."""
    title = _REGISTRY.sub("", paragraph.title).strip(" ,;()–-")
    if title:
        return title
    following = [piece.text for piece in paragraph.pieces[1:2] if piece not in deciding]
    return "".join(following)


def _registry(paragraph: _Paragraph) -> str | None:
    """The one registry number that a paragraph names."""
    numbers: set[str] = set()
    for piece in paragraph.pieces:
        written = (match["number"] for match in _REGISTRY.finditer(piece.text))
        numbers.update(number.strip(" .,)") for number in written)
    return numbers.pop() if len(numbers) == 1 else None
