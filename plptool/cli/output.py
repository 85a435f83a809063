"""What is line beside an answer: which folder was examined, and what was left out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli.options import LANGUAGE
from plptool.model.errors import UserError
from plptool.model.i18n import Translate, translation

if TYPE_CHECKING:
    from plptool.timeline.ledger import Ledger


def examined(folder: Path, root: Path, translate: Translate) -> None:
    """Say which folder was examined, where it is not the one that the caller stands in, or names."""
    if folder.resolve() != root:
        from plptool.render.text import flat, tame

        line = translate("Examined: the ledger in {folder}.")
        click.echo(tame(flat(line.format(folder=root))), err=True)


def leave(ledger: "Ledger", translate: Translate) -> None:
    """After an answer from a ledger with broken records: say what was left out, and exit 1."""
    left_out = sorted({finding.path for finding in ledger.faults if finding.severity == "error"})
    if not left_out:
        return
    shown = ", ".join(left_out[:5]) + (", …" if len(left_out) > 5 else "")
    from plptool.render.text import flat, tame

    line = translate("Left out, because they are broken: {files}. `plptool validate` says how.")
    if ledger.tree.revision:  # which validate does not look at
        line = translate("Left out, because they are broken in this revision: {files}.")
    click.echo(tame(flat(line.format(files=shown))), err=True)
    raise click.exceptions.Exit(1)


def in_its_language(error: UserError, ctx: click.Context) -> str:
    """A mistake of the caller's in the language of the answer: that which is asked for, or else the ledger's."""
    from plptool.read.manifest import manifest_of

    asked = ctx.meta.get(LANGUAGE)
    manifest = {} if asked else manifest_of(ctx.find_root().params["folder"])
    return error.say(translation(manifest, asked))
