"""What the commands share: points, languages, formats, and how an answer leaves.

Help and completion import this module, so what reads a ledger is imported where it is used.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from plptool.cli import complete
from plptool.model.errors import UserError
from plptool.model.i18n import LANGUAGES, Translate, translator

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from plptool.git.objects import Commit
    from plptool.history.merge_base import Base
    from plptool.history.walk import History
    from plptool.model.findings import Finding
    from plptool.model.ports import Tree
    from plptool.read.cache import Cache
    from plptool.read.reader import Memory
    from plptool.read.revision import Revision
    from plptool.render.document import Block
    from plptool.render.text import Screen
    from plptool.timeline.ledger import Ledger, State

F = TypeVar("F", bound=Callable[..., Any])


def at_option(command: F) -> F:
    return click.option(
        "--at",
        "point",
        metavar="POINT",
        shell_complete=complete.points,
        help="The date, the revision, or both, DATE@REV; without it, today and the files as they are.",
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

    from plptool.read.manifest import zone

    return datetime.now(zone(manifest)).date()


def head(folder: Path) -> "tuple[Revision, dict[str, Any]]":
    """The ledger in or above a folder as HEAD has it, and its manifest; where the disk has one, that.

    Raises:
        UserError: there is no commit, or no ledger in it.
    """
    from plptool.read.opening import zone_of
    from plptool.read.revision import revision
    from plptool.read.worktree import WorkTree, find_root

    tree = revision(folder, "", zone_of)
    manifest: dict[str, Any] = {}
    with suppress(UserError):  # nothing lies on the disk
        manifest = _manifest(WorkTree(find_root(folder)))
    return tree, manifest or _manifest(tree)


def past(folder: Path) -> "History | None":
    """The past of the ledger in or above a folder; None where there is no repository, or nothing in it yet."""
    from plptool.history.walk import History
    from plptool.read.opening import zone_of
    from plptool.read.revision import revision

    try:
        return History(revision(folder, "", zone_of), cache())
    except UserError:
        return None


def _manifest(tree: "Tree") -> dict[str, Any]:
    from plptool.read.manifest import read_manifest
    from plptool.read.reader import Reader

    reader = Reader(tree, cache())
    manifest = read_manifest(reader, tree.entries("ledger"))[0]
    reader.keep()
    return manifest


def commit_data(commit: "Commit", place: "ZoneInfo", *, cut: bool = False) -> dict[str, Any]:
    """A commit as JSON tells it; its time is the committer's, where the ledger is kept."""
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(commit.committed, UTC).astimezone(place)
    return {
        "commit": commit.id,
        "date": at.date().isoformat(),
        "time": at.isoformat(),
        "author": commit.author,
        "subject": commit.subject,
        "merge": len(commit.parents) > 1,
        "cut": cut,
    }


def known(ledger: "Ledger") -> "date":
    """The day by which what a ledger says was known: that of its commit; of the work tree, today."""
    from datetime import datetime

    from plptool.read.manifest import zone
    from plptool.read.revision import Revision

    if not isinstance(ledger.tree, Revision):
        return today(ledger)
    (commit,) = ledger.tree.repository.commits([ledger.tree.revision])
    return datetime.fromtimestamp(commit.committed, zone(ledger.manifest)).date()


def at(folder: Path, point: str | None) -> "State":
    """The ledger in or above a folder at a point, `DATE@REV`, as it was typed.

    Raises:
        UserError: it is no point, or there is no such revision, or no ledger.
    """
    from plptool.model.dates import parse_day, split_point

    if point is not None and not point.strip():
        raise UserError("the point is empty: write a date such as 231231, a revision such as @v1.0, or 231231@v1.0")
    day, revision = split_point(point or "")
    ledger = opened(folder, revision)
    if day is None:
        return ledger.at(today(ledger))
    if day == "snapshot":
        if ledger.newest_snapshot is None:
            raise UserError("the ledger has no snapshot")
        return ledger.at(ledger.newest_snapshot)
    return ledger.at(parse_day(day, today(ledger)))


def point_data(state: "State") -> dict[str, Any]:
    from plptool.model.records import Point

    point = Point(state.day.isoformat(), state.ledger.tree.revision)
    return {"date": point.date, "revision": point.revision}


def opened(folder: Path, revision: str | None = None) -> "Ledger":
    """The ledger in or above a folder, as a revision has it; None is the work tree."""
    from plptool.read.opening import load, open_tree

    return load(open_tree(folder, revision), cache(), MEMORY)


MEMORY: "Memory" = {}


def findings(ledger: "Ledger") -> "list[Finding]":
    """What validation finds in a ledger that was opened."""
    held = cache()
    if held is None:
        from plptool.checks.runner import check

        return check(ledger)
    from plptool.checks.validate import validate

    return validate(ledger.tree, held).findings


def with_evidence(tree: "Tree", found: "list[Finding]", *, named: bool = True) -> "list[Finding]":
    """With what was sealed and who changed it, where a seal does not hold and there is a history that tells.

    Args:
        tree: where the ledger lies.
        found: the findings.
        named: whether persons are named, those who committed among them.
    """
    if not any(one.rule in ("PLP701", "PLP702") for one in found):
        return found
    from plptool.history.tampering import tell
    from plptool.seals.chain import seals_of

    history = past(tree.root)
    if history is None:
        return found
    ledger = opened(tree.root)
    seals = seals_of(ledger.collections["snapshots"].values(), ledger.torn)
    return tell(history, ledger, seals, found, named=named)


def base_data(base: "Base") -> dict[str, Any]:
    return {"asked": base.asked, "revision": base.commit.id, "shared": base.shared, "ledger": base.tree is not None}


def compared(base: "Base", translate: Translate) -> str:
    """What was compared with what."""
    said = translate("Compared with {commit}, the last that {asked} and HEAD have in common.")
    if base.exact:
        said = translate("Compared with {commit}, which is {asked}.")
    if not base.shared:
        said = translate("Compared with {commit}, which is {asked}: it and HEAD have nothing in common here.")
    if base.tree is None:
        said += " " + translate("It has no ledger, so all is new.")
    return said.format(commit=base.commit.id, asked=base.asked or "HEAD")


@lru_cache(maxsize=1)
def cache() -> "Cache | None":
    """What was parsed and found before: in PLPTOOL_CACHE (`off`: nowhere), else in the user's cache folder."""
    named = os.environ.get("PLPTOOL_CACHE", "")
    if named == "off":
        return None
    from plptool.read.cache import Cache

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


def translation(manifest: "dict[str, Any]", lang: str | None) -> Translate:
    return translator(lang or str(manifest.get("language", "en")))


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
    from plptool.render import json

    write(json.text(data))


def write_blocks(blocks: "list[Block]", form: str, *, cut: bool = False) -> None:
    if form == "markdown":
        from plptool.render.markdown import markdown

        write(markdown(blocks))
    else:
        from plptool.render.text import text

        write(text(blocks, screen(), cut=cut))


def deliver(answer: str | bytes, output: Path | None) -> None:
    """A whole answer to where it is asked for: to a file, or to whoever reads our output.

    Raises:
        UserError: the file cannot be one.
    """
    if isinstance(answer, str) and not answer.endswith("\n"):
        answer += "\n"
    if output is None:
        if isinstance(answer, str):
            sys.stdout.write(answer)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(answer)
        return
    from plptool.edit.atomic import put

    target = output.resolve()
    if not target.parent.is_dir():
        raise UserError(f"there is no folder {str(output.parent)!r}")
    if target.exists() and not target.is_file():
        raise UserError(f"{str(output)!r} is not a file")
    put(target, answer.encode("utf-8") if isinstance(answer, str) else answer)


def leave(ledger: "Ledger", translate: Translate) -> None:
    """After an answer from a ledger with broken records: say what was left out, and exit 1."""
    left_out = sorted({finding.path for finding in ledger.faults if finding.severity == "error"})
    if not left_out:
        return
    shown = ", ".join(left_out[:5]) + (", …" if len(left_out) > 5 else "")
    from plptool.render.text import flat

    said = translate("Left out, because they are broken: {files}. `plptool validate` says how.")
    if ledger.tree.revision:  # which validate does not look at
        said = translate("Left out, because they are broken in this revision: {files}.")
    click.echo(flat(said.format(files=shown)), err=True)
    raise click.exceptions.Exit(1)
