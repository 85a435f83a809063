"""Where text is drawn. rich breaks lines and knows colours; it is slow, so that it is asked only for what needs it."""

import re
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


class Canvas:
    """So many columns of a terminal, as high as what is drawn."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self.colour = colour
        self._width = width
        self._file = StringIO()

    @cached_property
    def console(self) -> "Console":
        """What draws with rich, onto this canvas."""
        from rich.console import Console

        return Console(
            file=self._file,
            width=self._width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @property
    def width(self) -> int:
        return self.console.width if self.colour else self._width

    @property
    def text(self) -> str:
        """What was drawn so far."""
        return self._file.getvalue()

    def line(self, text: str = "") -> None:
        """One line, which is known to fit."""
        self._file.write(f"{text}\n")

    def paragraph(self, text: str, margin: str = "") -> None:
        """A text behind a margin, broken where it does not fit."""
        room = max(self.width - len(margin), 1)
        lines = text.split("\n") if fits(text, room) else self.broken(text, room)
        for number, line in enumerate(lines):
            self.line(f"{' ' * len(margin) if number else margin}{line}")

    def heading(self, text: str) -> None:
        """A text in bold, where there is any."""
        if self.colour:
            from rich.text import Text

            self.console.print(Text(text, style="bold"))
        else:
            self.paragraph(text)

    def verbatim(self, line: str) -> None:
        """A line that is not broken, however long it is."""
        if "\t" in line:
            from rich.text import Text

            self.console.print(Text(line), soft_wrap=True)
        else:
            self.line(line)

    def broken(
        self, text: str, width: int, *, right: bool = False, whole: bool = False, ellipsis: bool = False
    ) -> list[str]:
        """The lines of a text that does not fit.

        Args:
            text: what is to be broken.
            width: how many columns there are.
            right: whether it stands to the right of them.
            whole: whether to cut its lines rather than to break them.
            ellipsis: whether to show what is cut off by `…`; else words that are too long are broken.
        """
        if not (right or whole or ellipsis) and (between_words := _between_words(text, width)):
            return between_words
        from rich.text import Text

        lines = Text(text).wrap(
            self.console,
            width,
            justify="right" if right else "left",
            overflow="ellipsis" if ellipsis else "fold",
            no_wrap=whole,
        )
        return [line.plain for line in lines]


def _between_words(text: str, width: int) -> list[str] | None:
    """The lines of a text that is broken between words, each as wide as there is room, as rich has them.

    None where a word itself is too long, or a character takes another room than one column: that rich knows.
    """
    if not text.isprintable() or widest(text) != len(text):
        return None
    lines = [""]
    for word in re.findall(r" *[^ ]+ *", text):
        length = len(word.rstrip(" "))
        if length > width:
            return None
        if lines[-1] and len(lines[-1]) + length > width:
            lines.append("")
        lines[-1] += word
    return [line[:width].ljust(width) for line in lines]


def fits(text: str, width: int) -> bool:
    """Whether no line of a text must be broken. What a tab is as wide as depends on where it stands."""
    return "\t" not in text and widest(text) <= width


def widest(text: str) -> int:
    """How many columns of a terminal the longest line of a text takes."""
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")))
