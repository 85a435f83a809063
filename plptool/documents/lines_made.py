"""Lines as they come of paragraphs and cells, whatever the document is written in."""

import re

from plptool.documents import limits
from plptool.documents.document import Cell, DocumentLine
from plptool.documents.limits import RefusedError

_SPACES = re.compile(r"[^\S\n]+")


class Lines:
    """Collects lines: runs of text with what they look like, until a paragraph ends."""

    def __init__(self) -> None:
        self.made: list[DocumentLine] = []
        self._runs: list[tuple[str, str]] = []

    def run(self, text: str, sign: str = "") -> None:
        """Some text.

        Args:
            text: what a reader sees.
            sign: what stands about it: `**` where it is bold, `~~` where it is struck, nothing where it is neither.
        """
        if self._runs and self._runs[-1][1] == sign:
            self._runs[-1] = (self._runs[-1][0] + text, sign)
        else:
            self._runs.append((text, sign))

    def end(self, cell: Cell | None = None, *, is_heading: bool = False, keeps_empty: bool = True) -> None:
        """A paragraph ends: each of its lines is one.

        Args:
            cell: where it stands.
            is_heading: whether it heads what follows.
            keeps_empty: whether one without text is a line too.
        """
        runs, self._runs = self._runs, []
        if {sign for text, sign in runs if text.strip()} == {"**"}:
            runs = [(text, "") for text, _ in runs]  # where all is bold, nothing of it is more so than the rest
        text = "".join(_marked(text, sign) for text, sign in runs)
        text = _SPACES.sub(" ", text).strip()
        if not text and not keeps_empty:
            return
        for number, line in enumerate(text.split("\n")):
            self.add(DocumentLine(line.strip(), cell, is_heading, begins=not number))
        if cell is None and text:
            self.add(DocumentLine(""))  # what follows is another paragraph

    def add(self, line: DocumentLine) -> None:
        """A line as it is.

        Raises:
            RefusedError: it, or what there is of lines, is longer than any document's.
        """
        if len(line.text) > limits.LINE_CHARACTERS or len(self.made) >= limits.LINES:
            raise RefusedError("too large")
        self.made.append(line)


def _marked(text: str, sign: str) -> str:
    """Some text between its signs: each line by itself, and no space within."""
    if not sign:
        return text
    lines = []
    for line in text.split("\n"):
        core = line.strip()
        if core:
            start = line.index(core)
            lines.append(f"{line[:start]}{sign}{core}{sign}{line[start + len(core) :]}")
        else:
            lines.append(line)
    return "\n".join(lines)
