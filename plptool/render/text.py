"""Blocks to text for a terminal, a pipe or a file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from plptool.model.personal_numbers import mask
from plptool.model.text import HIDDEN
from plptool.render import table
from plptool.render.canvas import Canvas, widest
from plptool.render.document import (
    Block,
    Column,
    Facts,
    Grid,
    Heading,
    Items,
    Listing,
    Mark,
    Notes,
    Paragraph,
    Tone,
    parts,
    unmarked,
)
from plptool.render.document import Text as Words

_ROOM = 110
"""Columns a terminal needs before it is shown the wide columns."""
_MUCH_ROOM = 180
"""Columns that it needs before it is shown the roomy ones too."""
_NAME = 40
"""So wide a column that names its rows is at the least, where its cells need it."""
_TELLING = 8
"""So wide a column that tells of them is at the least."""
_READABLE = 14
"""So wide a column of texts is at the least where names can give way to it."""
_NAMED_IN = 16
"""So wide a name is at the least that gives way."""
_MANY_LINES = 50
"""A text of more lines than this nobody reads in a cell."""
_UNBOUNDED = 100_000
"""How wide a page is that nothing bounds."""
_ROOM_OF_TITLES = 0.35
"""So much of a terminal's width is left to titles before other columns are shown."""
_ROOM_AT_LEAST = 30
"""So many columns of the screen are, however narrow it is."""
_COLOURS: Mapping[Tone, str] = {"good": "32", "under way": "36", "waiting": "33", "bad": "31", "quiet": "2"}
"""What a terminal takes for green, cyan, yellow, red and dim: ECMA-48, 8.3.117."""
_STEERS = re.compile(rf"\r|{HIDDEN.pattern}")
_LINE_ENDS = r"\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
"""Whatever somebody may take for the end of a line: https://docs.python.org/3/library/stdtypes.html#str.splitlines."""
_COMMAND = re.compile(rf"(?<=##)\[|(?:\A|(?<=[{_LINE_ENDS}]))(?P<margin>(?:[^\S{_LINE_ENDS}]|[\ufeff\u200b])*):(?=:)")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where the text goes: how wide it is, whether it is a terminal, and whether it shows colour."""

    width: int = 80
    terminal: bool = False
    colour: bool = False
    height: int = 24
    links: bool = False
    """Whether it makes links of what is told to be one (OSC 8)."""


def clean(text: str) -> str:
    """Text that cannot steer a terminal and tells no personal identity number: what cannot be seen is written out."""
    return _STEERS.sub(_written_out, mask(text))


def _written_out(match: re.Match[str]) -> str:
    """What cannot be seen, by its code."""
    return f"<U+{ord(match[0]):04X}>"


def flat(text: str) -> str:
    """The same on one line, so that no record can write lines of the output."""
    return clean(" ".join(text.split()))


def plain(text: Words) -> str:
    """A text in one piece, with its footnotes' marks in brackets, and spaces that may all be broken."""
    pieces: list[str] = []
    for part in parts(text):
        if isinstance(part, Mark):
            pieces.append(f"[{part.number}]")
        else:
            pieces.append(unmarked((part,)))
    return "".join(pieces).replace("\u00a0", " ")


def tame(page: str) -> str:
    """A page in which GitHub's runner finds no command: `::` where a line begins, and `##[` anywhere.

    Read in the log of a job, a record's text could otherwise silence what follows (`::stop-commands::`), or mask it.
    """
    return _COMMAND.sub(_tamed, page)


def _tamed(match: re.Match[str]) -> str:
    """The margin as it stands, and the sign that would begin a command by its code."""
    margin = match["margin"] or ""
    sign = match[0][-1]
    return f"{margin}<U+{ord(sign):04X}>"


def text(blocks: list[Block], screen: Screen, *, cut: bool = False, links: Mapping[str, str] | None = None) -> str:
    """The blocks as plain text.

    Args:
        blocks: in their order.
        screen: where they are shown.
        cut: whether tables have one line a row, cut to a terminal and uncut in a pipe.
        links: by id, where the record's file is, for terminals that make links of that.
    """
    linked = links if links and screen.links else {}
    width = screen.width if _bounded(screen, cut=cut) else _UNBOUNDED
    canvas = Canvas(width, colour=screen.colour)
    before: Block | None = None
    for block in blocks:
        if before is not None and _stands_apart(block, after=before):
            canvas.line()
        _draw(canvas, block, screen, linked, cut=cut)
        before = block
    lines = [line.rstrip() for line in canvas.text.split("\n")]
    return tame("\n".join(lines))


def _stands_apart(block: Block, after: Block) -> bool:
    """Whether an empty line stands between two blocks."""
    return isinstance(block, Heading | Notes) or isinstance(after, Listing)


def _draw(canvas: Canvas, block: Block, screen: Screen, links: Mapping[str, str], *, cut: bool) -> None:
    match block:
        case Heading():
            _draw_heading(canvas, block, screen)
        case Paragraph():
            canvas.paragraph(clean(plain(block.text)))
        case Facts():
            table.draw(canvas, _facts(block))
        case Notes():
            canvas.heading(clean(block.title))
            for number, entry in enumerate(block.entries, 1):
                canvas.paragraph(flat(plain(entry)), f"[{number}] ")
        case Items():
            for item in block.entries:
                canvas.paragraph(clean(plain(item)), " - ")
        case Listing():
            _draw_listing(canvas, block)
        case Grid() if cut and not screen.terminal:
            _draw_uncut(canvas, block)
        case Grid():
            table.draw(canvas, _table(block, screen, links, cut=cut))
        case _:
            assert_never(block)


def _draw_heading(canvas: Canvas, block: Heading, screen: Screen) -> None:
    title = plain(block.text)
    if block.over and title:
        title = f"{block.over}: {title}"
    title = flat(title or block.over)
    canvas.heading(title)
    if block.level == 1:
        canvas.heading("=" * min(len(title), screen.width))


def _draw_listing(canvas: Canvas, block: Listing) -> None:
    if block.title:
        canvas.paragraph(clean(block.title))
    for line in block.text.split("\n"):
        canvas.verbatim("    " + clean(line))


def _facts(block: Facts) -> table.Table:
    """Labels, and beside them what they are the labels of; of several lines, the first has the label."""
    columns = (table.Column(bold=True, whole=True, ellipsis=True), table.Column())
    rows: list[tuple[str, str]] = []
    for fact in block.entries:
        label = clean(fact.label)
        for line in fact.lines:
            rows.append((label, flat(plain(line))))
            label = ""
    return table.Table(columns, rows, padding=(0, 2), headed=False)


def _draw_uncut(canvas: Canvas, block: Grid) -> None:
    """A table of one line a row, as wide as it needs."""
    from rich.cells import cell_len

    rows = [[clean(column.title) for column in block.columns]]
    rows += [[flat(cell) for cell in row] for row in block.rows]
    # A wide character takes two columns of the screen, so that how long a cell is does not tell its size.
    sizes_of_rows = [[cell_len(cell) for cell in row] for row in rows]
    widths = [max(sizes) for sizes in zip(*sizes_of_rows, strict=True)]
    for row, sizes in zip(rows, sizes_of_rows, strict=True):
        cells: list[str] = []
        for column, cell, size, width in zip(block.columns, row, sizes, widths, strict=True):
            space = " " * (width - size)
            cells.append(space + cell if column.right else cell + space)
        canvas.line("  ".join(cells))


def _table(block: Grid, screen: Screen, links: Mapping[str, str], *, cut: bool) -> table.Table:
    """A table as it is shown: its columns as wide as the screen has room for."""
    has_title = any(column.cut for column in block.columns)
    if has_title and _one_line(screen, cut=cut):
        return _with_room_for_titles(block, screen, links)
    shown: list[int] = []
    columns: list[table.Column] = []
    for index, column in enumerate(block.columns):
        if _has_room(column, screen, cut=cut):
            cells = [row[index] for row in block.rows]
            columns.append(_column(column, cells, screen, cut=cut))
            shown.append(index)
    rows = [[_cell(row[index], cut=cut) for index in shown] for row in block.rows]
    padding = _padding(screen, cut=cut)
    if not cut:
        columns = _readable(columns, rows, screen.width, sum(padding))
    one_line = _one_line(screen, cut=cut)
    of_columns = [block.columns[index] for index in shown]
    inks = [[_inks(column, cell, links) for column, cell in zip(of_columns, row, strict=True)] for row in rows]
    return table.Table(columns, rows, padding, ruled=screen.terminal and not one_line, inks=inks)


def _with_room_for_titles(block: Grid, screen: Screen, links: Mapping[str, str]) -> table.Table:
    """A list of one line a row, in which titles get room before other columns do.

    No date and no id is cut: what has no room is left out, and an id that would take the title's stands below it. Where
    even what is always shown has no room, all of it does.
    """
    rows = [[_cell(cell, cut=True) for cell in row] for row in block.rows]
    fitted = _fitted(block.columns, rows, screen.width)
    if fitted is None:
        return _below_titles(block, rows, links)
    columns = [block.columns[place] for place in fitted.shown]
    drawn = [_of_width(block.columns[place], fitted.widths[place]) for place in fitted.shown]
    cells = [[row[place] for place in fitted.shown] for row in rows]
    inks = [[_inks(column, cell, links) for column, cell in zip(columns, row, strict=True)] for row in cells]
    if fitted.stacked:
        title = fitted.shown.index(fitted.title)
        below = _below_title(fitted)
        quiet = replace(block.columns[0], tone="quiet")
        for row, of_row, of_inks in zip(rows, cells, inks, strict=True):
            line = _in_a_line([row[place] for place in below], fitted.widths[fitted.title])
            of_row[title] += f"\n{line}"
            of_inks[title] = (*of_inks[title], *_inks(quiet, row[0], links))
    return table.Table(drawn, cells, _padding(screen, cut=True), inks=inks)


@dataclass(slots=True)
class _Fitted:
    """Which columns of a list stand beside its titles, and how wide each is. Columns go by their places."""

    columns: Sequence[Column]
    title: int
    """The one whose cells are cut to the room that the others leave."""
    widths: list[int]
    shown: list[int]
    room: int
    """How many columns the screen has."""
    stacked: bool = False
    """Whether the id, which comes first, stands below the title."""

    def left(self, *more: int) -> int:
        """How much room the titles have beside the others that are shown, and these more."""
        others = sum(self.widths[place] + 1 for place in (*self.shown, *more) if place != self.title)
        return self.room - others

    @property
    def least(self) -> int:
        """So much room titles have at the least; and an id that stands below them is not cut."""
        least = max(_TELLING, self.widths[0]) if self.stacked else _TELLING
        return min(least, self.widths[self.title])

    @property
    def id_can_give_way(self) -> bool:
        first = self.columns[0]
        return first.kept and first.exact and self.title != 0

    def stack(self) -> None:
        """Put the id below the title, which takes as much room as either needs."""
        self.shown.remove(0)
        self.widths[self.title] = max(self.widths[self.title], self.widths[0])
        self.stacked = True


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> _Fitted | None:
    """The columns that have room on a screen, beside titles that are not cut too short; None where these have none."""
    widths = [_full_width(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    title = next(place for place, column in enumerate(columns) if column.cut)
    wanted = min(widths[title], max(_ROOM_AT_LEAST, int(room * _ROOM_OF_TITLES)))
    fitted = _Fitted(columns, title, widths, _always_shown(columns), room)
    if fitted.left() < wanted and fitted.id_can_give_way:
        fitted.stack()
    if fitted.left() < fitted.least:
        return None
    for place in _candidates(columns, fitted.shown):
        if fitted.left(place) >= max(wanted, fitted.least):
            fitted.shown.append(place)
    fitted.shown.sort()
    widths[title] = min(widths[title], fitted.left())
    return fitted


def _below_title(fitted: _Fitted) -> list[int]:
    """What may stand below a title: the id, and what was left out of what is not for wide screens alone."""
    left_out = _candidates(fitted.columns, [0, *fitted.shown])
    return [0, *(place for place in left_out if not _is_for_wide_screens(fitted.columns[place]))]


def _below_titles(block: Grid, rows: Sequence[Sequence[str]], links: Mapping[str, str]) -> table.Table:
    """A list on a narrow screen: each title on lines of its own, and below it what is always shown."""
    shown = _always_shown(block.columns)
    title = next(place for place in shown if block.columns[place].cut)
    others = [place for place in shown if place != title]
    cells: list[list[str]] = []
    inks: list[list[tuple[table.Ink, ...]]] = []
    for row in rows:
        told = [row[place] for place in others if row[place]]
        cells.append([row[title] + "\n  " + " · ".join(told)])
        inks.append([_inks(block.columns[place], row[place], links) for place in others[:1]])
    column = table.Column(clean(block.columns[title].title))
    return table.Table([column], cells, (0, 1), inks=inks)


def _is_for_wide_screens(column: Column) -> bool:
    return column.wide or column.roomy


def _in_a_line(cells: Sequence[str], room: int) -> str:
    """The first of these, and each other that fits beside it."""
    line, *others = cells
    for cell in others:
        longer = f"{line} · {cell}"
        if cell not in ("", "–") and widest(longer) <= room:
            line = longer
    return line


def _always_shown(columns: Sequence[Column]) -> list[int]:
    """The title, and what is shown beside it however little room there is: by place."""
    any_kept = any(column.kept for column in columns)
    shown: list[int] = []
    for place, column in enumerate(columns):
        kept = column.kept if any_kept else not _is_for_wide_screens(column)
        if kept or column.cut:
            shown.append(place)
    return shown


def _candidates(columns: Sequence[Column], shown: Sequence[int]) -> list[int]:
    """The places of the others, those first that are shown on narrow screens, too."""
    others = [place for place in range(len(columns)) if place not in shown]
    return sorted(others, key=lambda place: (columns[place].roomy, columns[place].wide))


def _full_width(column: Column, cells: Sequence[str]) -> int:
    """How wide a column is in which nothing is cut that must not be."""
    width = max(map(widest, (clean(column.title), *cells)))
    if column.limit is None or column.exact:
        return width
    return min(width, column.limit)


def _of_width(column: Column, width: int) -> table.Column:
    """A column that is as wide as is known."""
    title = clean(column.title)
    return table.Column(title, right=column.right, whole=True, ellipsis=True, least=width, most=width)


def _inks(column: Column, cell: str, links: Mapping[str, str]) -> tuple[table.Ink, ...]:
    """How a cell is drawn where there are colours."""
    tone = column.tones.get(cell, column.tone)
    colour = _COLOURS[tone] if tone else ""
    link = ""
    if column.linked and links:
        link = links.get(cell.split(" ", 1)[0], "")
    return (table.Ink(colour, link),)


def _readable(columns: list[table.Column], rows: list[list[str]], room: int, padding: int) -> list[table.Column]:
    """The columns, with names that may be broken where texts beside them would else be read letter by letter."""
    cells_by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    longest: list[int] = []
    for column, cells in zip(columns, cells_by_column, strict=True):
        size = max(map(len, (column.title, *cells)))
        longest.append(size if column.most is None else min(size, column.most))
    needed: list[int] = []
    for column, size in zip(columns, longest, strict=True):
        is_text = not column.whole and column.most is None
        needed.append(min(size, _READABLE) if is_text else size)
    lacking = sum(needed) + padding * (len(columns) - 1) - room
    broken = list(columns)
    # The longest first: it is left with the most.
    for place in sorted(range(len(columns)), key=lambda place: -longest[place]):
        gives_way = columns[place].whole and columns[place].most is None and longest[place] > _NAMED_IN
        if lacking > 0 and gives_way:
            width = max(_NAMED_IN, longest[place] - lacking)
            broken[place] = replace(columns[place], whole=False, least=width, most=width)
            lacking -= longest[place] - width
    return broken


def _has_room(column: Column, screen: Screen, *, cut: bool) -> bool:
    """Whether a column is shown at all. A pipe that takes whole lines has room for any."""
    if not _bounded(screen, cut=cut):
        return True
    if column.roomy:
        return screen.width >= _MUCH_ROOM
    return screen.width >= _ROOM or not column.wide


def _bounded(screen: Screen, *, cut: bool) -> bool:
    """Whether a table may be no wider than the screen."""
    return screen.terminal or not cut


def _one_line(screen: Screen, *, cut: bool) -> bool:
    """Whether a row is one line, of which a terminal shows as much as fits."""
    return cut and screen.terminal


def _column(column: Column, cells: list[str], screen: Screen, *, cut: bool) -> table.Column:
    one_line = _one_line(screen, cut=cut)
    return table.Column(
        clean(column.title),
        right=column.right,
        whole=column.whole or cut,
        ellipsis=one_line or bool(column.whole and column.limit),
        least=_least(column, cells, cut=cut),
        stretches=column.cut and _bounded(screen, cut=cut),
        most=None if cut and (column.exact or not one_line) else column.limit,
    )


def _least(column: Column, cells: list[str], *, cut: bool) -> int | None:
    """What names a row is never cut, and no date broken over two lines; what tells of it gives way."""
    if column.whole and not column.limit:
        longest = max(map(len, cells), default=0)
        return min(longest, _NAME)
    if column.cut:
        return _TELLING
    if not cut and any(_DAY.search(cell) for cell in cells if "-" in cell):
        return len("2023-12-31")
    return None


_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def _cell(text: str, *, cut: bool) -> str:
    """A cell's text; in its own lines, unless a row is one line or they are so many that nobody reads them."""
    if cut or text.count("\n") > _MANY_LINES:
        return flat(text)
    return clean(text)


def _padding(screen: Screen, *, cut: bool) -> tuple[int, int]:
    """How many columns of the screen are left free before and after each cell."""
    if not screen.terminal:
        return 0, 2
    return (0, 1) if cut else (1, 1)
