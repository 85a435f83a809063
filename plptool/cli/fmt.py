from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.cli.output import say_left_out
from plptool.cli.paths import inside
from plptool.cli.writing import Desk, kept
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.render import json


@click.command("fmt", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", "to_check", is_flag=True, help="Write nothing; exit 1 where a record is not in house style.")
@options.dry_run_option("Write nothing; show what would change, as a diff.")
@options.committing_options
@options.format_option("fmt")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, paths: tuple[Path, ...], to_check: bool, form: Format, lang: str | None) -> None:
    """Put records into house style, and change nothing of what they say.

    Every comment stays, and every seal holds. Names stand in the order of the schema, events in the order of their
    dates. Indentation, quotes and spaces are those of the house; whether something has one line or several stays as it
    was written, where it fits. With paths, only those files or folders.

    \b
    Examples:
      plptool fmt
      plptool fmt --check
      plptool fmt --dry-run ledger/processes/2.2.4.yaml
    """
    from plptool.edit.fmt import style
    from plptool.render.fmt import styling_lines

    if to_check and options.is_writing():
        raise UserError(Message("--check and --dry-run, --commit or --branch do not go together"))
    desk = Desk(workspace, form, lang, only_tells=to_check)
    translate = desk.translate
    to_write = not desk.dry_run
    as_diff = desk.dry_run and not to_check
    tree = desk.tree
    cache = workspace.cache
    folder = workspace.folder
    root = tree.root
    named = [inside(folder, path, root) for path in paths]
    subject = Message("Records are put into house style.")
    styling, commit = desk.committed(lambda hand: style(tree, named, cache, hand), subject)

    def lines() -> str:
        told = styling_lines(styling, translate, written=to_write, as_diff=as_diff)
        whole = told.rstrip("\n")
        whole += desk.kept_as(commit)
        return whole

    def data() -> "list[json.Answer]":
        changed = [change.path for change in styling.changes]
        told = {
            "changed": changed,
            "records": styling.seen,
            "written": to_write,
        }
        return [{"fmt": told, **kept(commit)}]

    answer = Answer(lines=lines, data=data)
    write(form, answer)
    say_left_out(styling.unread, translate)
    is_out_of_style = to_check and styling.changes
    if is_out_of_style or styling.unread:
        raise click.exceptions.Exit(1)
