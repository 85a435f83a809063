import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.cli.output import leave
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("export", cls=Command)
@options.at_option
@options.format_option("export")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, point: str | None, form: Format, lang: str | None) -> None:
    """The whole ledger as it stood, as one JSON document.

    Later facts are left out. Each process carries its derived state.

    \b
    Example:
      plptool export --at 231231 > ledger-231231.json
    """
    from plptool.reports.records import export

    state = workspace.at(point)
    ledger = state.ledger
    write(form, Answer(data=lambda: [export(state)]))
    leave(ledger, translation(ledger.manifest, lang))
