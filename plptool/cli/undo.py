import click

from plptool.cli import options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.workspace import Workspace


@click.command("undo", cls=Command)
@options.writing_options("undo")
@click.pass_obj
def command(workspace: Workspace, form: Format, lang: str | None) -> None:
    """Take back what the last command wrote.

    That is whatever changes records, also fmt, upgrade --write and seal --correct; but no seal, as its line may
    stand in minutes already, and no merge, which git takes back. Its files hold again what they held before, while
    nothing else has changed them and no other record rests on what was written. A commit stays: what is taken back
    is a change on top of it.

    \b
    Examples:
      plptool undo --dry-run
      plptool undo
    """
    Desk(workspace, form, lang).undo()
