"""Minutes: what is adopted in so many words is drafted, and all else is asked about."""

import pytest

from plptool.documents.document import DocumentLine
from plptool.documents.minutes import are_minutes, minutes
from plptool.documents.pieces import pieces_of
from plptool.documents.said import Recognised
from plptool.texts.meeting_words import Vocabulary

WORDS = Vocabulary.of({"Direktionen": "board", "Styrelsen": "other"})
HEAD = "SAMMANTRÄDESPROTOKOLL\n\nDirektionen\nSammanträdesdatum 2024-03-13\n\n§ 21 Justering\n\n"


def read(text: str) -> Recognised:
    pieces = pieces_of([DocumentLine(line) for line in text.split("\n")])
    assert are_minutes(pieces)
    return minutes(pieces, WORDS, ["board", "other"])


def test_paragraph_title_and_registry_number() -> None:
    found = read(
        f"{HEAD}§ 22 Årsredovisning (Dnr KSON 2024/112)\nBeslut\nDirektionen beslutar att godkänna årsredovisningen.\n\n"
        "23 a §\nNy plan\nDnr: 2024-00045\nDirektionen beslutar att anta planen.\n"
    )
    told = [(str(one.day), one.body, one.paragraph, one.title, one.registry) for one in found.decisions]
    assert told == [
        ("2024-03-13", "board", "22", "Årsredovisning", "KSON 2024/112"),
        ("2024-03-13", "board", "23 a", "Ny plan", "2024-00045"),
    ]
    assert not found.asked


OF_A_BOARD = """SAMMANTRÄDESPROTOKOLL
Direktionen          Sammanträdesdatum
                     2024-03-13
Justeras 2024-03-20

§ 21 Ny plan           KSON 2024-112

Förslag till beslut
Kontoret föreslår att direktionen antar planen.

Direktionens beslut
Direktionen antar planen från 2024-05-01.

Bakgrund
Kontoret skrev förslaget 2024-02-01.

§ 22 Information
Processmöte 3 hölls 2024-03-05.
Sammanträdesdatum 2024-03-13
"""


def test_a_heading_says_what_was_decided_and_other_dates_are_asked_about() -> None:
    found = read(OF_A_BOARD)
    (decided,) = found.decisions
    assert (str(decided.day), decided.title, decided.registry, decided.lines) == (
        *("2024-03-13", "Ny plan", "KSON 2024-112"),
        (6, 12),
    )
    assert [asked.line for asked in found.asked] == [18]
    of_others = read(OF_A_BOARD.replace("Direktionens beslut", "Arbetsutskottets beslut"))
    assert not of_others.decisions


@pytest.mark.parametrize(
    "words",
    [
        "Direktionen beslutar att återremittera ärendet.",
        "Direktionen beslutar att bordlägga ärendet.",
        "Direktionen beslutar att avslå motionen.",
        "Förslag till beslut: Direktionen beslutar att anta planen.",
        "Eva yrkar bifall. Direktionen beslutar att anta planen.",
        "Direktionen beslutar att notera informationen.",
    ],
)
def test_how_else_it_may_end_is_asked_about(words: str) -> None:
    found = read(f"{HEAD}§ 22 Motion\n{words}\n")
    assert not found.decisions
    assert [asked.line for asked in found.asked] == [8]


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("Direktionen\n", "Direktionen och Styrelsen\n"),
        HEAD.replace("Direktionen\n", "Nämnden\n"),
        HEAD.replace("2024-03-13", "13 mars"),
        HEAD.replace("2024-03-13", "2024-03-13 och 2024-03-14"),
    ],
)
def test_whose_and_when_must_be_certain(head: str) -> None:
    found = read(f"{head}§ 22 Plan\nDirektionen beslutar att anta planen.\n")
    assert not found.decisions
    assert len(found.asked) == 1
