"""In which order the cells of a table are meant: a heading, and then what stands below it or beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from plptool.documents.labels import Label, Labels
from plptool.documents.meeting_rows import Column, Columns, MeetingRow, columns_of
from plptool.documents.pieces import Piece
from plptool.texts.date_forms import DayOrder
from plptool.texts.meeting_words import MEETINGS, dates_of, words_in

_IN_MEETINGS = (
    Label.PROCESS,
    Label.STATUS,
    Label.MEETINGS,
    Label.RESPONSIBLE,
    Label.PARTNERS,
    Label.ACTIVITIES,
    Label.RESULT,
)
"""What may head a column of a table of meetings, too."""
_HEADING = re.compile(r"[^\W\d_](?:[^\d]*[^\W\d_])?:?")
_HEADING_WORDS = 5
"""Words that a heading has at most which nobody knows."""
Row = list[list[Piece]]
"""The cells of a row that hold something, each with its parts."""


def arranged(pieces: Sequence[Piece], labels: Labels) -> list[Piece]:
    """The parts of a document, with those of its tables in the order in which they are meant."""
    ordered: list[Piece] = []
    for table, group in groupby(pieces, _table_of):
        if table is None:
            ordered += group
            continue
        rows = [_cells(row) for _, row in groupby(group, _row_of)]
        ordered += _ordered(rows, labels)
    return ordered


def _table_of(piece: Piece) -> int | None:
    return None if piece.cell is None else piece.cell.table


def _row_of(piece: Piece) -> int:
    return -1 if piece.cell is None else piece.cell.row


def _column_of(piece: Piece) -> int:
    return -1 if piece.cell is None else piece.cell.column


def _cells(pieces: Iterator[Piece]) -> Row:
    return [list(cell) for _, cell in groupby(pieces, _column_of)]


def _ordered(rows: Sequence[Row], labels: Labels) -> Iterator[Piece]:
    headings: Row = []
    columns: Columns | None = None
    has_dates = any(_has_date(piece) for row in rows for piece in _flat(row))
    if _are_headed_beside(rows, labels):
        rows = [_with_heading_first(row, labels) for row in rows]
    for row in rows:
        headed = _columns_of(row, labels)
        if headed is not None:
            columns = headed
            continue
        if columns is not None:
            yield from _whole(row, columns)
            continue
        if _is_of_headings(row, labels) or (has_dates and _heads_processes(row, labels)):
            yield from _flat(headings)
            headings = [[_as_heading(cell[0], labels), *cell[1:]] for cell in row]
            continue
        if headings:
            yield from _below(headings, row)
        else:
            yield from _flat(_in_one(row))
        if not _names_processes(headings, labels):
            headings = []
    if not _names_processes(headings, labels):
        yield from _flat(headings)


def _columns_of(row: Row, labels: Labels) -> Columns | None:
    """What is below the cells of a row, if they head a table of meetings; what heads another part heads none."""
    texts = {_column_of(cell[0]): " ".join(piece.text for piece in cell) for cell in row}
    for text in texts.values():
        _, labelled = labels.split(text, is_heading=True)
        if any(one.label not in _IN_MEETINGS for one in labelled):
            return None
    return columns_of(texts)


def _whole(row: Row, columns: Columns) -> Iterator[Piece]:
    """A row of a table of meetings, as one part."""
    cells = [(_column_of(cell[0]), " ".join(piece.text for piece in cell)) for cell in row]
    told = [(columns.of_place.get(place, Column.OTHER), text) for place, text in cells]
    words = " ".join(text for _, text in cells)
    whole = _on_one_line(row, words)
    yield replace(whole, row=MeetingRow(told, columns))


def _on_one_line(row: Row, text: str) -> Piece:
    """The cells of a row as one part, which stands on the lines of them all."""
    first = row[0][0]
    lines = dict.fromkeys(piece.line for piece in _flat(row))
    others = tuple(line for line in lines if line != first.line)
    is_cut = any(piece.is_cut for piece in _flat(row))
    return replace(first, text=text, bold=(), leaning=(), is_cut=is_cut, more_lines=others)


def _flat(row: Row) -> Iterator[Piece]:
    for cell in row:
        yield from cell


def _below(headings: Row, row: Row) -> Iterator[Piece]:
    """Each heading, and what stands below it; what stands below none, at the end."""
    left = {_column_of(cell[0]): cell for cell in row}
    for heading in headings:
        yield from heading
        column = _column_of(heading[0])
        yield from left.pop(column, [])
    yield from _flat([*left.values()])


def _in_one(row: Row) -> Row:
    """`Processmöte 1 | 220206 | genomfört`: a row of cells, the first of which begins with a meeting, is a line."""
    has_short_cells = len(row) > 1 and all(len(cell) == 1 for cell in row)
    if not has_short_cells:
        return row
    first = row[0][0]
    words = words_in(first.text, ())
    is_meeting = words[0].folded in MEETINGS.split()
    if not is_meeting or _has_date(first) or not _has_date(row[1][0]):
        return row
    texts = " ".join(cell[0].text for cell in row)
    return [[_on_one_line(row, texts)]]


def _has_date(piece: Piece) -> bool:
    return bool(dates_of(piece.text, DayOrder.UNKNOWN))


def _names_processes(headings: Row, labels: Labels) -> bool:
    """Whether a column below names a process in each row, so that the headings are those of all."""
    for piece in _flat(headings):
        _, labelled = labels.split(piece.text, piece.bold)
        for one in labelled:
            if one.label is Label.PROCESS and one.process is None:
                return True
    return False


def _is_of_headings(row: Row, labels: Labels) -> bool:
    return len(row) > 1 and all(_waits(cell, labels) for cell in row)


def _heads_processes(row: Row, labels: Labels) -> bool:
    """Whether a row heads those below it, each a process: there may be headings in it that nobody knows."""
    known = [_waits(cell, labels) for cell in row]
    may_head = all(is_known or _may_head(cell) for is_known, cell in zip(known, row, strict=True))
    return known.count(True) > 1 and may_head and _names_processes(row, labels)


def _may_head(cell: Sequence[Piece]) -> bool:
    """Whether a cell is a heading, if nobody knows its words."""
    text = cell[0].text
    return len(cell) == 1 and len(text.split()) <= _HEADING_WORDS and _HEADING.fullmatch(text) is not None


def _as_heading(piece: Piece, labels: Labels) -> Piece:
    """A part that stands where a heading does."""
    _, labelled = labels.split(piece.text, piece.bold, is_heading=True)
    return piece if labelled else replace(piece, heads=True)


def _are_headed_beside(rows: Sequence[Row], labels: Labels) -> bool:
    """Whether each row of a table begins with its heading: one that is known does, and none heads those below it."""
    if any(_is_of_headings(row, labels) or _columns_of(row, labels) is not None for row in rows):
        return False
    return any(len(row) > 1 and _waits(row[0], labels) and not _waits(row[1], labels) for row in rows)


def _with_heading_first(row: Row, labels: Labels) -> Row:
    first, *others = row
    is_headed = bool(others) and _may_head(first)
    return [[_as_heading(first[0], labels)], *others] if is_headed else row


def _waits(cell: Sequence[Piece], labels: Labels) -> bool:
    """Whether a cell is a heading, of which nothing is said in it: of a process, but for who answers for it."""
    is_headed = False
    for piece in cell:
        before, labelled = labels.split(piece.text, piece.bold, is_heading=piece.is_heading)
        if before and not is_headed:
            return False
        for one in labelled:
            if one.label is Label.RESPONSIBLE:
                continue
            if one.rest:
                return False
            is_headed = True
    return is_headed
