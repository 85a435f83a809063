import click

from plptool.cli import options
from plptool.cli.output import leave
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace


@click.command("export")
@options.at_option
@options.format_option("json")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, point: str | None, form: str, lang: str | None) -> None:  # noqa: ARG001 - there is one format
    """The whole ledger as it stood, as one JSON document.

    Later facts are left out. Each process carries its derived state.

    \b
    Example:
      plptool export --at 231231 > ledger-231231.json
    """
    from plptool.reports.records import export

    state = workspace.at(point)
    ledger = state.ledger
    output.write_json(export(state))
    leave(ledger, translation(ledger.manifest, lang))
