import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.output import examined
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("upgrade")
@click.option("--write", "to_write", is_flag=True, help="Do it; without it, what would change is only shown.")
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
    from plptool.read.manifest import manifest_of
    from plptool.read.migrations import FORMAT
    from plptool.render.upgrade import upgrade_lines

    tree = workspace.files
    translate = translation(manifest_of(workspace.folder), lang)
    examined(workspace.folder, tree.root, translate)
    done = upgrade(tree, write=to_write, cache=workspace.cache)
    told = {"from": done.written, "to": FORMAT, "changes": done.lines, "written": to_write and bool(done.lines)}
    answer = Answer(
        lines=lambda: upgrade_lines(done, FORMAT, translate, written=to_write), data=lambda: [{"upgrade": told}]
    )
    write(form, answer)
