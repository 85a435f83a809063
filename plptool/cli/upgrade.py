from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.cli.writing import Desk, kept
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.render import json


@click.command("upgrade", cls=Command)
@click.option("--write", "to_write", is_flag=True, help="Do it; without it, what would change is only shown.")
@options.committing_options
@options.format_option("upgrade")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, to_write: bool, form: Format, lang: str | None) -> None:
    """Bring the ledger to the present format, or show what that changes.

    A ledger of an older format is read as before, and so is all that git has of it. What was sealed keeps its digest.

    \b
    Examples:
      plptool upgrade
      plptool upgrade --write
    """
    from plptool.edit.upgrade import upgrade
    from plptool.read.migrations import FORMAT
    from plptool.render.upgrade import upgrade_lines

    if not to_write and options.is_writing():
        raise UserError(Message("--commit and --branch go with --write"))
    desk = Desk(workspace, form, lang, only_tells=not to_write)
    subject = Message("The ledger is brought to format {format}.", {"format": FORMAT})
    done, commit = desk.committed(lambda hand: upgrade(desk.tree, workspace.cache, hand), subject)
    is_written = to_write and bool(done.lines)

    def lines() -> str:
        told = upgrade_lines(done, FORMAT, desk.translate, written=to_write)
        return told.rstrip("\n") + desk.kept_as(commit)

    def data() -> "list[json.Answer]":
        told = {"from": done.written, "to": FORMAT, "changes": done.lines, "written": is_written}
        return [{"upgrade": told, **kept(commit)}]

    write(form, Answer(lines=lines, data=data))
