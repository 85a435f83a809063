from pathlib import Path

import click

from plptool.cli import common, complete


@click.command("report")
@common.at_option
@click.option(
    "--listed",
    metavar="SOURCE",
    shell_complete=complete.sources,
    help="Only the processes of this list, in its order.",
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only the processes that this organisation leads or takes part in.",
)
@common.format_option("text", "markdown", "json")
@common.lang_option
@click.pass_obj
def command(folder: Path, point: str | None, listed: str | None, org: str | None, form: str, lang: str | None) -> None:
    """The summary that a board wants.

    Status by administration and priority, what continues and what remains, what is overdue, meetings a year, decisions,
    grants, what the sources claim and where they disagree, and the oddities that are acknowledged.

    \b
    Examples:
      plptool report --at snapshot
      plptool report --listed bilaga-5 --at 231231
      plptool report --org KSON --lang en --format markdown
    """
    from plptool.errors import UserError
    from plptool.render import pages
    from plptool.report import report

    if listed is not None and org is not None:
        raise UserError("--listed and --org do not go together")
    state = common.at(folder, point)
    ledger = state.ledger
    translate = common.language(ledger, lang)
    found = {"point": common.point_data(state), **report(state, common.findings(ledger), listed=listed, org=org)}
    if form == "json":
        common.write_json(found)
    else:
        common.write_blocks(pages.report(found, translate), form)
    common.leave(ledger, translate)
