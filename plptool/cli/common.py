"""What the commands share: points, languages, formats, and how an answer leaves.

Help and completion import this module, so what reads a ledger is imported where it is used.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from plptool.cli import complete
from plptool.errors import UserError
from plptool.i18n import LANGUAGES, Translate, translator

if TYPE_CHECKING:
    from datetime import date

    from plptool.cache import Cache
    from plptool.ledger import Ledger
    from plptool.model import Finding
    from plptool.render.blocks import Block
    from plptool.render.text import Screen
    from plptool.state import State

F = TypeVar("F", bound=Callable[..., Any])


def at_option(command: F) -> F:
    return click.option(
        "--at",
        "point",
        metavar="POINT",
        shell_complete=complete.points,
        help="The date to read the ledger at; without it, today.",
    )(command)


def lang_option(command: F) -> F:
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), help="The language of the answer; without it, the ledger's."
    )(command)


def format_option(*formats: str) -> Callable[[F], F]:
    def add(command: F) -> F:
        return click.option(
            "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="The format."
        )(command)

    return add


def today(ledger: "Ledger") -> "date":
    """Today where the ledger is kept."""
    return now(ledger.manifest)


def now(manifest: dict[str, Any]) -> "date":
    """Today where the ledger with this manifest is kept."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(str(manifest.get("time-zone", "UTC")))).date()


def state_at(ledger: "Ledger", point: str | None) -> "State":
    """The state at a point as it was typed.

    Raises:
        UserError: it is no point, or names a revision, which this version does not read.
    """
    from plptool.dates import parse_day, split_point

    if point is not None and not point.strip():
        raise UserError("the point is empty: write a date such as 231231")
    day, revision = split_point(point or "")
    if revision is not None:
        raise UserError(f"{point!r}: this version reads the work tree alone, not revisions; write the date only")
    if day is None:
        return ledger.at(today(ledger))
    if day == "snapshot":
        if ledger.newest_snapshot is None:
            raise UserError("the ledger has no snapshot")
        return ledger.at(ledger.newest_snapshot)
    return ledger.at(parse_day(day, today(ledger)))


def point_data(state: "State") -> dict[str, Any]:
    from plptool.model import Point

    point = Point(state.day.isoformat(), state.ledger.tree.revision)
    return {"date": point.date, "revision": point.revision}


def opened(folder: Path) -> "Ledger":
    from plptool.ledger import load
    from plptool.tree import WorkTree, find_root

    return load(WorkTree(find_root(folder)), cache())


def findings(ledger: "Ledger") -> "list[Finding]":
    """What validation finds in a ledger that was opened."""
    held = cache()
    if held is None:
        from plptool.checks.catalogue import check

        return check(ledger)
    from plptool.validation import validate

    return validate(ledger.tree, held).findings


@lru_cache(maxsize=1)
def cache() -> "Cache | None":
    """What was parsed and found before: in PLPTOOL_CACHE (`off`: nowhere), else in the user's cache folder."""
    named = os.environ.get("PLPTOOL_CACHE", "")
    if named == "off":
        return None
    from plptool.cache import Cache

    if named:
        return Cache(Path(named))
    from platformdirs import user_cache_path

    return Cache(user_cache_path("plptool", appauthor=False))


def processors() -> int:
    """How many this process may use; beyond eight, reading the files takes what is won."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)


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


def language(ledger: "Ledger", lang: str | None) -> Translate:
    return translator(lang or ledger.language)


def screen() -> "Screen":
    import shutil

    from plptool.render.text import Screen

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if terminal else 80
    return Screen(
        width, terminal, colour=terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    )


def write(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def write_json(data: dict[str, Any]) -> None:
    from plptool.privacy import find

    text = _json(data)
    # The stream masks too, but would leave half a JSON number behind.
    write(plain_json(_json(_masked(data)) if find(text) else text))


def plain_json(text: str) -> str:
    """The same to who reads JSON; nothing that steers a terminal, or that GitHub's runner takes for a command."""
    import json

    from plptool.model import HIDDEN

    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text.replace("##[", "##\\u005b"))


def _json(data: dict[str, Any]) -> str:
    import json

    return json.dumps({"format": 1, **data}, ensure_ascii=False, indent=2)


def _masked(data: Any) -> Any:
    from plptool.privacy import find, mask

    if isinstance(data, dict):
        return {mask(key): _masked(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_masked(value) for value in data]
    return mask(str(data)) if isinstance(data, str) or (isinstance(data, int) and find(str(data))) else data


def write_blocks(blocks: "list[Block]", form: str, *, cut: bool = False) -> None:
    if form == "markdown":
        from plptool.render.markdown import markdown

        write(markdown(blocks))
    else:
        from plptool.render.text import text

        write(text(blocks, screen(), cut=cut))


def leave(ledger: "Ledger", translate: Translate) -> None:
    """After an answer from a ledger with broken records: say what was left out, and exit 1."""
    left_out = sorted({finding.path for finding in ledger.faults if finding.severity == "error"})
    if not left_out:
        return
    shown = ", ".join(left_out[:5]) + (", …" if len(left_out) > 5 else "")
    from plptool.render.text import flat

    said = translate("Left out, because they are broken: {files}. `plptool validate` says how.")
    click.echo(flat(said.format(files=shown)), err=True)
    raise click.exceptions.Exit(1)
