"""What is said beside an answer: which folder was examined, and what was left out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli.language import LANGUAGE
from plptool.model.errors import UserError
from plptool.model.i18n import Translate, translation

if TYPE_CHECKING:
    from plptool.timeline.ledger import Ledger


_NAMED = 5
"""So many of the files that are left out are named."""


def examined(folder: Path, root: Path, translate: Translate) -> None:
    """Say which folder was examined, where it is not the one that the caller stands in, or names."""
    if folder.resolve() == root:
        return
    line = translate("Examined: the ledger in {folder}.")
    _say_beside(line.format(folder=root))


def leave(ledger: "Ledger", translate: Translate) -> None:
    """After an answer from a ledger with broken records: say what was left out, and exit 1."""
    errors = [fault for fault in ledger.faults if fault.severity == "error"]
    left_out = sorted({error.path for error in errors})
    if not left_out:
        return
    if ledger.tree.revision:  # which validate does not look at
        line = translate("Left out, because they are broken in this revision: {files}.")
        named = _some_of(left_out)
        _say_beside(line.format(files=named))
    else:
        say_left_out(left_out, translate)
    raise click.exceptions.Exit(1)


def say_left_out(paths: Sequence[str], translate: Translate) -> None:
    """Say which files were left out, where there are any."""
    if paths:
        line = translate("Left out, because they are broken: {files}. `plptool validate` says how.")
        named = _some_of(paths)
        _say_beside(line.format(files=named))


def _some_of(paths: Sequence[str]) -> str:
    names = ", ".join(paths[:_NAMED])
    if len(paths) > _NAMED:
        return f"{names}, …"
    return names


def links_of(ledger: "Ledger") -> dict[str, str]:
    """By id, where the file of each record is; nothing of a revision, which has none on the disk."""
    from plptool.read.worktree import WorkTree

    if not isinstance(ledger.tree, WorkTree):
        return {}
    root = ledger.tree.root
    return {record.id: (root / record.path).as_uri() for record in ledger.all_records()}


def _say_beside(line: str) -> None:
    """A line to whoever reads along, with nothing in it that a terminal or the log of a job would obey."""
    from plptool.render.text import flat, tame

    harmless = tame(flat(line))
    click.echo(harmless, err=True)


def in_its_language(error: UserError, ctx: click.Context) -> list[str]:
    """A mistake of the caller's, a line each, in the language of the answer: that asked for, or else the ledger's."""
    from plptool.read.manifest import manifest_of

    asked = ctx.meta.get(LANGUAGE)
    if asked:
        return error.lines(translation({}, asked))
    folder = ctx.find_root().params["folder"]
    manifest = manifest_of(folder)
    return error.lines(translation(manifest, None))
