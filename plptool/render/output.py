"""How an answer leaves: to the screen, to a pipe, or to a file; and a bar while it is waited for.

Help and completion import this module, so what draws is imported where it is used.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from plptool.model.errors import UserError

if TYPE_CHECKING:
    from plptool.render.text import Screen


def screen() -> "Screen":
    import shutil

    from plptool.render.text import Screen

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if terminal else 80
    return Screen(
        width, terminal, colour=terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    )


def write(text: str) -> None:
    """Write a whole answer to whoever reads our output."""
    deliver(text, None)


def deliver(answer: str | bytes, output: Path | None) -> None:
    """A whole answer to where it is asked for: to a file, or to whoever reads our output.

    Raises:
        UserError: the file cannot be one.
    """
    if isinstance(answer, str) and answer and not answer.endswith("\n"):
        answer += "\n"
    if output is None:
        if isinstance(answer, str):
            sys.stdout.write(answer)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(answer)
        return
    from plptool.edit.atomic import put

    try:
        target = output.resolve()
        if not target.parent.is_dir():
            raise UserError(f"there is no folder {str(output.parent)!r}")
        if target.exists() and not target.is_file():
            raise UserError(f"{str(output)!r} is not a file")
        put(target, answer.encode("utf-8") if isinstance(answer, str) else answer)
    except OSError as error:
        raise UserError(str(error)) from None


@contextmanager
def progress(said: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the terminal, once it has lasted a second."""
    terminal = sys.stderr.isatty()
    started = monotonic()
    bars: list[Any] = []

    def told(done: int, total: int | None) -> None:
        if terminal and not bars and monotonic() > started + 1:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            # It draws when it is told, not by a thread of its own.
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            bars.append(Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False))
            bars[0].start()
            bars[0].add_task(said)
        if bars:
            bars[0].update(bars[0].task_ids[0], completed=done, total=total)
            bars[0].refresh()

    try:
        yield told
    finally:
        for bar in bars:
            bar.stop()
