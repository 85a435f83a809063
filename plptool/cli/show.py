import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.cli.output import leave, links_of
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("show", cls=Command)
@click.argument("key", metavar="ID", shell_complete=complete.records(*COLLECTIONS))
@options.at_option
@options.format_option("show")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, key: str, point: str | None, form: Format, lang: str | None) -> None:
    """Show one record in full as it stood.

    Its fields, its state, the timeline with sources, discrepancies, the decisions that concern it, and what remains.

    \b
    Examples:
      plptool show 2.2.3
      plptool show 2.5.3 --at 221231
      plptool show 2021-02-10-board-6 --format json
    """
    from plptool.render import record
    from plptool.reports.records import view

    state = workspace.at(point)
    ledger = state.ledger
    translate = translation(ledger.manifest, lang)
    record_view = view(state, key)
    point_told = state.point
    answer = Answer(
        page=lambda: Page(record.show(record_view, point_told, translate), links=links_of(ledger)),
        data=lambda: [{"point": point_told}, record_view],
    )
    write(form, answer)
    leave(ledger, translate)
