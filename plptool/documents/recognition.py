"""Which sort of document something is, and what it says: an administration's list, or minutes."""

import re
from dataclasses import replace
from datetime import date

from plptool.documents.document import Document
from plptool.documents.labels import labels_of
from plptool.documents.lists import recognise
from plptool.documents.meeting_rows import columns_of
from plptool.documents.minutes import are_minutes, minutes
from plptool.documents.pieces import pieces_of
from plptool.documents.rows import Meanings, is_mapped, rows
from plptool.documents.said import Recognised
from plptool.documents.vocabulary import bodies_of, processes_of, ratings_of, statuses_of, vocabulary_of
from plptool.model.plain import entries, part
from plptool.texts.date_forms import DayOrder
from plptool.texts.meeting_words import Vocabulary
from plptool.timeline.ledger import Ledger

_OVER_STROKES = re.compile(
    r"(?<![\d/-])(?P<first>\d{1,2})(?P<sign>[/-])(?P<second>\d{1,2})(?P=sign)(?:19|20)\d\d(?!\d)", re.ASCII
)
_MONTHS = 12
_HEAD = 20
"""In so many rows of a sheet its headings stand, if it has any."""
_CERTAIN = 2
"""So many dates of a document must be certain before the others are read like them."""


def has_meetings(document: Document) -> bool:
    """Whether a sheet is a table of meetings, of which nobody need say what its columns mean."""
    for line in document.lines[:_HEAD]:
        cells = enumerate(line.text.split("\t"))
        filled = {place: text for place, text in cells if text.strip()}
        if columns_of(filled):
            return True
    return False


def _in_order_of(document: Document, vocabulary: Vocabulary) -> Vocabulary:
    """Where nobody says whether days or months come first in dates, those of the document do that can be one alone."""
    if vocabulary.order is not DayOrder.UNKNOWN:
        return vocabulary
    day_first: set[str] = set()
    for line in document.lines:
        for written in _OVER_STROKES.finditer(line.text):
            first = int(written["first"])
            second = int(written["second"])
            if second > _MONTHS >= first:  # here the month comes first
                return vocabulary
            if first > _MONTHS >= second:
                day_first.add(written[0])
    if len(day_first) < _CERTAIN:
        return vocabulary
    return replace(vocabulary, order=DayOrder.DAY_FIRST)


def recognised_in(document: Document, ledger: Ledger, day: date | None = None) -> Recognised:
    """What a document says, in the words of a ledger.

    Args:
        document: what was read.
        ledger: whose words they are.
        day: of which day it is, where somebody says so: a sheet does not say it itself.

    Raises:
        UserError: nobody has said what the columns of a sheet mean.
    """
    vocabulary = _in_order_of(document, vocabulary_of(ledger))
    sheets = entries(part(ledger.manifest, "drafting"), "sheets")
    if document.is_sheet and (is_mapped(document, sheets) or not has_meetings(document)):
        meanings = Meanings(sheets, vocabulary, statuses_of(ledger), ratings_of(ledger), processes_of(ledger))
        return rows(document, meanings, day)
    pieces = pieces_of(document.lines)
    if are_minutes(pieces):
        return minutes(pieces, vocabulary, bodies_of(ledger))
    labels = labels_of(ledger.manifest)
    recognised = recognise(document, labels, vocabulary, statuses_of(ledger), processes_of(ledger))
    if document.is_sheet:
        recognised.day = day
    if document.is_for_meetings or document.is_sheet:
        for process in recognised.processes:
            process.fields.clear()
    return recognised
