import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, Table, write
from plptool.cli.output import leave
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import translation
from plptool.workspace import Workspace

STATUSES = {
    "processes": ("planned", "ongoing", "paused", "completed", "continuing"),
    "decisions": ("adopted", "proposed", "planned", "referred-to", "withdrawn"),
}


@click.command("list")
@click.argument("collection", default="processes", metavar="[COLLECTION]", type=click.Choice(list(COLLECTIONS)))
@options.at_option
@click.option(
    "--lead", metavar="ORG", shell_complete=complete.organisations, help="Processes that this organisation leads."
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Processes that it leads or takes part in; decisions of its own.",
)
@click.option(
    "--status",
    metavar="S",
    shell_complete=complete.of_collection(STATUSES),
    help="planned, ongoing, paused, completed or continuing; of decisions, adopted …",
)
@click.option("--priority", metavar="N", type=int, help="Processes of this priority.")
@click.option(
    "--listed", metavar="SOURCE", shell_complete=complete.sources, help="Processes of this list, in its order."
)
@options.format_option("list")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    collection: str,
    point: str | None,
    lead: str | None,
    org: str | None,
    status: str | None,
    priority: int | None,
    listed: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """List processes, decisions and other records as they stood.

    COLLECTION is plans, processes (the default), decisions, assignments, grants, organisations, sources or snapshots.

    \b
    Examples:
      plptool list --at 221231
      plptool list --org KSON --status continuing
      plptool list decisions --format csv
    """
    from plptool.model.errors import UserError
    from plptool.model.findings import Message
    from plptool.render import json, phrases
    from plptool.render import listing as pages
    from plptool.reports.records import Filters, listing, point_of

    allowed = STATUSES.get(collection, ())
    if status is not None and allowed and status not in allowed:
        raise UserError(
            Message(
                "there is no status {status!r} among {collection}: there are {allowed}",
                {"status": status, "collection": Message(collection), "allowed": ", ".join(allowed)},
            )
        )
    state = workspace.at(point)
    ledger = state.ledger
    translate = translation(ledger.manifest, lang)
    rows = listing(state, collection, Filters(lead, org, status, priority, listed))
    at = point_of(state)

    def page() -> Page:
        foot = phrases.point_line(at, translate)
        return Page([pages.listing(collection, rows, translate)], cut=True, foot=foot)

    def table() -> Table:
        objects = [json.as_row(row) for row in rows]
        columns = list(objects[0]) if objects else ["id"]
        return Table(columns, [list(row.values()) for row in objects])

    write(form, Answer(page, data=lambda: [{"point": at, collection: rows}], table=table))
    leave(ledger, translate)
