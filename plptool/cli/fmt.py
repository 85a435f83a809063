from pathlib import Path

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.output import examined, say_left_out
from plptool.cli.paths import inside
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--check", "to_check", is_flag=True, help="Write nothing; exit 1 where a record is not in house style.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change, as a diff.")
@options.format_option("fmt")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace, paths: tuple[Path, ...], to_check: bool, dry_run: bool, form: Format, lang: str | None
) -> None:
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
    from plptool.read.manifest import manifest_of
    from plptool.render.fmt import styling_lines

    if to_check and dry_run:
        raise UserError(Message("--check and --dry-run do not go together"))
    folder = workspace.folder
    tree = workspace.files
    manifest = manifest_of(folder)
    translate = translation(manifest, lang)
    examined(folder, tree.root, translate)
    named = [inside(folder, path, tree.root) for path in paths]
    to_write = not (to_check or dry_run)
    styling = style(tree, named, to_write=to_write, cache=workspace.cache)
    changed = [change.path for change in styling.changes]
    told = {"changed": changed, "records": styling.seen, "written": to_write}
    answer = Answer(
        lines=lambda: styling_lines(styling, translate, written=to_write, as_diff=dry_run),
        data=lambda: [{"fmt": told}],
    )
    write(form, answer)
    say_left_out(styling.unread, translate)
    is_amiss = to_check and styling.changes
    if styling.unread or is_amiss:
        raise click.exceptions.Exit(1)
