"""Text is drawn byte for byte as rich draws it, which is asked only where something is broken or coloured."""

import os

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from plptool.render import table
from plptool.render.canvas import Canvas, widest
from plptool.render.document import Block, Column, Fact, Facts, Grid, Heading, Items, Listing, Notes, Paragraph, grid
from plptool.render.table import Table
from plptool.render.text import Screen, text
from tests.support.thorough import THOROUGH, thorough

WORDS = st.sampled_from(
    ["", "a", "2024-01-01", "två ord", "ett längre ord, och så ett till", "folkhälsomyndighetensutredning",
     "漢字", "漢字かな交じり文", "e\u0301tude", "\u0301", "ｶﾅ", "👩\U0001f3fd", "a\u00a0b", "a\u3000b", "\u0e01\u0e33", "שלום",
     "a\tb", "två\nrader", "tom\n\nrad", " först", "sist  ", "\n"]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.lists(WORDS, max_size=6).map(" ".join), st.text("ab å漢\u0301-…\n\t", max_size=20))
COLUMNS = st.builds(
    table.Column,
    CELLS,
    right=st.booleans(),
    whole=st.booleans(),
    ellipsis=st.booleans(),
    stretches=st.booleans(),
    bold=st.sampled_from([False, False, False, True]),
    least=st.none() | st.integers(1, 40),
    most=st.none() | st.integers(1, 30),
)
WIDTHS = st.one_of(st.integers(1, 12), st.integers(1, 140), st.just(100_000))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=6))
    rows = draw(st.lists(st.tuples(*(CELLS for _ in columns)), max_size=5))
    padding = draw(st.sampled_from([(0, 1), (1, 1), (0, 2)]))
    return Table(columns, rows, padding, headed=draw(st.booleans()), ruled=draw(st.booleans()))


def lines(canvas: Canvas) -> list[str]:
    """As they leave: without what stands for nothing at their ends."""
    return [line.rstrip() for line in canvas.text.split("\n")]


@thorough
@settings(max_examples=int(os.environ.get("PLPTOOL_EXAMPLES", "400" if THOROUGH else "50")))
@given(tables(), WIDTHS, st.booleans())
def test_a_table_is_drawn_as_rich_draws_it(drawn: Table, width: int, colour: bool) -> None:
    ours, rich = Canvas(width, colour=colour), Canvas(width, colour=colour)
    table.draw(ours, drawn)
    rich.console.print(table._rich(drawn, drawn.rows, widths_for_words(ours, drawn)))
    rich_cuts = any(not column.whole for column in drawn.columns) and letters(rich) < letters(ours)
    assert rich_cuts or lines(ours) == lines(rich)


def widths_for_words(canvas: Canvas, drawn: Table) -> list[int] | None:
    """The widths, where they are others than rich's own so that words are whole."""
    titles = [column.title if drawn.headed else "" for column in drawn.columns]
    needed = [max(map(widest, cells)) for cells in zip(titles, *drawn.rows, strict=True)]
    shared = table._shared(canvas, drawn, needed)
    chosen = table._widths(canvas, drawn)
    return chosen if chosen == table._with_whole_words(drawn, shared) != shared else None


def test_cells_are_broken_between_words_where_a_neighbour_has_room_to_spare() -> None:
    columns = [table.Column("§", right=True), table.Column("commission"), table.Column("with whom")]
    cells = ["Minute 12 of the committee", "That the Executive Director report to this committee.", "the directors"]
    canvas = Canvas(34, colour=False)
    table.draw(canvas, Table(columns, [cells], (0, 2)))
    assert set(canvas.text.split()) == set(("§ commission with whom " + " ".join(cells)).split())


def letters(canvas: Canvas) -> int:
    """How many there are to read."""
    return len("".join(canvas.text.split()))


def test_no_letter_is_lost_where_the_columns_have_no_room() -> None:
    columns = [
        table.Column("id", whole=True, least=30),
        table.Column("since", least=30),
        table.Column("obstacle", least=20),
    ]
    cells = ["the-first-of-all-records-there-are", "2023-12-31, every 3 months", "Two hospitals do not report."]
    canvas = Canvas(60, colour=False)
    table.draw(canvas, Table(columns, [cells], (0, 2)))
    assert sorted("".join(canvas.text.split())) == sorted("".join(("id since obstacle " + " ".join(cells)).split()))


@given(CELLS, WIDTHS, st.booleans())
def test_a_heading_and_a_paragraph_are_broken_as_rich_breaks_them(words: str, width: int, colour: bool) -> None:
    from rich.text import Text

    ours, rich = Canvas(width, colour=colour), Canvas(width, colour=colour)
    ours.heading(words)
    ours.paragraph(words)
    ours.verbatim(words.replace("\n", " "))
    rich.console.print(Text(words, style="bold"))
    rich.console.print(Text(words))
    rich.console.print(Text(words.replace("\n", " ")), soft_wrap=True)
    assert lines(ours) == lines(rich)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (table.Column("mängd", right=True), "12", ["mängd  |", "   12  |"]),
        (table.Column("a"), "漢字", ["a     |", "漢字  |"]),
        (table.Column("a", least=4), "två\nrader", ["a      |", "två    |", "rader  |"]),
    ],
)
def test_what_fits_is_drawn_without_rich(column: table.Column, cell: str, expected: list[str]) -> None:
    canvas = Canvas(80, colour=False)
    bars = "\n".join("|" for _ in cell.split("\n"))
    table.draw(canvas, Table([column, table.Column("|")], [(cell, bars)], (0, 2)))
    assert lines(canvas) == [*expected, ""]
    assert "console" not in vars(canvas)


def test_a_page_of_which_nothing_is_broken_needs_no_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Canvas, "console", property(lambda _: pytest.fail("rich is asked")))
    page: list[Block] = [
        Heading("Läget", 1),
        Paragraph("Allt är som det ska."),
        Items(("ett", "två")),
        Facts((Fact("plan", (("2023",), ("2024",))),)),
        Grid((Column("id", whole=True), Column("antal", right=True)), (("1.1", "2"), ("10.1", "12"))),
        Listing("a: 1", "fil.yaml"),
        Notes((("Protokoll",),), "Noter"),
    ]
    assert text(page, Screen()).splitlines() == [
        "Läget", "=====", "Allt är som det ska.", " - ett", " - två", "plan  2023", "      2024",
        "id    antal", "1.1       2", "10.1     12", "fil.yaml", "    a: 1", "", "Noter", "[1] Protokoll",
    ]  # fmt: skip
    wide = Grid((Column("id"), Column("behov", cut=True)), (("1.1", "x" * 300),))
    assert text([wide], Screen(), cut=True).splitlines() == ["id   behov", "1.1  " + "x" * 300]


def test_what_does_not_fit_is_broken_and_what_names_a_row_is_not() -> None:
    drawn = Grid((Column("id", whole=True), Column("behov", cut=True)), (("1.1", "Fler små möten för alla"),))
    assert text([drawn], Screen(20, terminal=True)).splitlines() == [
        "id    behov",
        "────────────────────",
        "1.1   Fler små möten",
        "      för alla",
    ]
    assert text([drawn], Screen(20, terminal=True), cut=True).splitlines() == ["id  behov", "1.1 Fler små möten …"]
    assert text([drawn], Screen(20, terminal=True, colour=True), cut=True).splitlines()[1:] == ["1.1 Fler små möten …"]


def test_names_give_way_where_texts_would_be_read_letter_by_letter() -> None:
    columns = [
        Column("seal", whole=True), Column("record", whole=True), Column("kind", whole=True), Column("reason", cut=True),
        Column("source", limit=20),
    ]  # fmt: skip
    row = [
        "231231",
        "of-a-long-name-in-the-ledger-2021",
        "afterwards",
        "It stood in the document from the beginning.",
        "report L112-115",
    ]
    lines = text([grid(columns, [row])], Screen(80, terminal=False, colour=False)).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert "document" in lines[2].split() + lines[3].split()  # in one piece
    wide = text([grid(columns, [row])], Screen(150, terminal=False, colour=False))
    assert row[1] in wide


LISTED = Grid(
    (
        Column("id", whole=True, kept=True, exact=True, linked=True),
        Column("date", limit=12, kept=True, exact=True),
        Column("body", limit=8),
        Column("status", kept=True, exact=True, tones={"adopted": "good"}),
        Column("decision", cut=True),
        Column("registry", wide=True, exact=True),
    ),
    (("2021-02-10-board-6", "by 2021-02-10", "the whole board", "adopted", "The plan of the years to come is adopted", "2017-2-771"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (200, ["2021-02-10-board-6 by 2021-02-10 the who… adopted The plan of the years to come is adopted 2017-2-771"]),
        # The registry number has no room beside half a title, and is not cut.
        (90, ["2021-02-10-board-6 by 2021-02-10 the who… adopted The plan of the years to come is adopted"]),
        # The id would take the title's room.
        (60, ["by 2021-02-10 adopted The plan of the years to come is adop…", "                      2021-02-10-board-6 · the whole board"]),
        (30, ["The plan of the years to come", "is adopted", "  2021-02-10-board-6 · by", "2021-02-10 · adopted"]),
    ],
)  # fmt: skip
def test_titles_get_room_first_and_neither_a_date_nor_an_id_is_cut(width: int, expected: list[str]) -> None:
    assert text([LISTED], Screen(width, terminal=True), cut=True).splitlines()[1:] == expected


def test_a_status_has_a_colour_beside_its_word_and_a_record_a_link_where_the_terminal_bears_them() -> None:
    links = {"2021-02-10-board-6": "file:///there"}
    screens = [
        Screen(200, terminal=True, colour=True, links=True),
        Screen(200, terminal=True, colour=True),
        Screen(200),
    ]
    both, coloured, piped = (text([LISTED], screen, cut=True, links=links).splitlines()[-1] for screen in screens)
    assert "\x1b]8;;file:///there\x1b\\2021-02-10-board-6\x1b]8;;\x1b\\ by" in both
    assert " \x1b[32madopted\x1b[0m The" in both
    assert "\x1b]8" not in coloured
    assert "\x1b[32madopted\x1b[0m" in coloured
    assert "\x1b" not in piped
