"""Text is drawn without rich where nothing asks for it, and looks as if rich had drawn it."""

import random

from rich.console import Console
from rich.text import Text

from plptool.render.canvas import Canvas


def test_paragraphs_are_broken_as_rich_breaks_them() -> None:
    chance = random.Random(1)  # noqa: S311 - it decides nothing but what is tried
    for _ in range(2_000):
        text = "".join(chance.choices("abcdé-·   ", k=chance.randrange(1, 60))) + chance.choice(["", "漢"])
        width = chance.randrange(1, 30)
        expected = Text(text).wrap(Console(width=80), width, justify="left", overflow="fold")
        assert Canvas(80, colour=False).broken(text, width) == [line.plain for line in expected], (text, width)


def test_rich_is_not_asked_to_break_a_line_between_words() -> None:
    canvas = Canvas(20, colour=False)
    canvas.paragraph("Planen antogs, och arbetet har börjat.", "- ")
    assert [line.rstrip() for line in canvas.text.split("\n")] == [
        "- Planen antogs, och",
        "  arbetet har",
        "  börjat.",
        "",
    ]
    assert "console" not in vars(canvas)
