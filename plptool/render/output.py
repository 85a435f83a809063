"""How an answer leaves: to the screen, to a pipe, or to a file; and a bar while it is waited for.

Help and completion import this module, so what draws is imported where it is used.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from plptool.model.errors import UserError

if TYPE_CHECKING:
    from rich.progress import Progress

    from plptool.render.text import Screen


def screen() -> "Screen":
    """Where stdout goes: a terminal, as wide as it is, or anything else, as wide as old terminals were."""
    import shutil

    from plptool.render.text import Screen

    size = shutil.get_terminal_size((80, 24))
    if not sys.stdout.isatty():
        return Screen(height=size.lines)
    colour = _shows_colours()
    links = colour and _makes_links()
    return Screen(size.columns, terminal=True, colour=colour, height=size.lines, links=links)


def _shows_colours() -> bool:
    """Whether the terminal can show colours, and its user wants them."""
    if "NO_COLOR" in os.environ:  # https://no-color.org
        return False
    return os.environ.get("TERM") != "dumb"


def _makes_links() -> bool:
    """Whether the terminal is one of those that make links of OSC 8, or its user says so."""
    if "FORCE_HYPERLINK" in os.environ:
        return os.environ["FORCE_HYPERLINK"] != "0"
    if any(name in os.environ for name in _LINKING):
        return True
    if os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS:
        return True
    terminal = os.environ.get("TERM", "")
    return terminal.startswith(_LINKING_TERMS)


_LINKING = ("VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM", "WEZTERM_PANE")
"""Variables that terminals set which make links."""
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour")


def write(text: str) -> None:
    """Write a whole answer to whoever reads our output."""
    deliver(text, None)


def deliver(answer: str | bytes | Iterator[str], output: Path | None) -> None:
    """An answer to where it is asked for: to a file, or to whoever reads our output.

    Args:
        answer: whole; or in pieces, of which stdout gets one after the other.
        output: the file; None for stdout.

    Raises:
        UserError: the file cannot be one.
    """
    if output is None:
        _to_stdout(answer)
    else:
        _to_file(answer, output)


def _to_stdout(answer: str | bytes | Iterator[str]) -> None:
    if isinstance(answer, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)
        return
    for piece in _with_last_line_ended(answer):
        sys.stdout.write(piece)


def _with_last_line_ended(answer: str | Iterator[str]) -> Iterator[str]:
    """A text in pieces, whose last line ends as one does; one that is empty stays so."""
    pieces = [answer] if isinstance(answer, str) else answer
    last_piece = ""
    for piece in pieces:
        yield piece
        last_piece = piece or last_piece
    if last_piece and not last_piece.endswith("\n"):
        yield "\n"


def _to_file(answer: str | bytes | Iterator[str], output: Path) -> None:
    if isinstance(answer, bytes):
        raw = answer
    else:
        text = "".join(_with_last_line_ended(answer))
        raw = text.encode("utf-8")
    from plptool.edit.atomic import not_written, put
    from plptool.edit.overwritten import place_of_answer
    from plptool.model.findings import Message

    target = place_of_answer(output, raw)
    if not target.parent.is_dir():
        raise UserError(Message("there is no folder {folder!r}", {"folder": str(output.parent)}))
    try:
        put(target, raw)
    except OSError as error:
        raise not_written(str(output), error) from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the terminal, once it has lasted a second.

    Args:
        what: is being done.
    """
    bar = _Bar(what) if sys.stderr.isatty() else None
    started = monotonic()

    def advance(done: int, total: int | None) -> None:
        if bar is not None and monotonic() > started + 1:
            bar.draw(done, total)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()


class _Bar:
    """A bar that draws when it is told how far things are, not by a thread of its own."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._progress: Progress | None = None
        """What draws it; None until it is shown."""

    def draw(self, done: int, total: int | None) -> None:
        if self._progress is None:
            self._progress = self._shown()
        (task,) = self._progress.task_ids
        self._progress.update(task, completed=done, total=total)
        self._progress.refresh()

    def _shown(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(stderr=True)
        progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        progress.start()
        progress.add_task(self._what)
        return progress

    def stop(self) -> None:
        if self._progress is not None:
            self._progress.stop()
