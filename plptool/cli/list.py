import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, Table, table_of, write
from plptool.cli.help import Command
from plptool.cli.output import leave, links_of
from plptool.model import decisions
from plptool.model.collections import COLLECTIONS, COMMISSIONS, TASKS
from plptool.model.i18n import translation
from plptool.workspace import Workspace

STATUSES = {
    "processes": ("planned", "ongoing", "paused", "completed", "cancelled", "continuing"),
    "decisions": decisions.STATUSES,
    "commissions": (
        "proposed",
        "open",
        "late",
        "executed",
        "reported",
        "closed",
        "dropped",
        "planned",
        "ongoing",
        "paused",
        "completed",
        "cancelled",
    ),
    "milestones": ("open", "late", "executed", "dropped", "planned", "ongoing", "paused", "completed", "cancelled"),
}


@click.command("list", cls=Command)
@click.argument("collection", default="processes", metavar="[COLLECTION]", type=click.Choice([*COLLECTIONS, *TASKS]))
@options.at_option
@click.option(
    "--lead",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Processes that this organisation leads; commissions or milestones that it is to execute now.",
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Processes that it leads or takes part in, decisions of its own, and what it is to execute; commissions that "
    "it gave or is to execute.",
)
@click.option("--of", metavar="BODY", shell_complete=complete.organisations, help="Commissions that this body gave.")
@click.option(
    "--status",
    metavar="STATUS",
    shell_complete=complete.of_collection(STATUSES),
    help="planned, ongoing, paused, completed, cancelled or continuing; of decisions, adopted, proposed, rejected …; "
    "of commissions and milestones also proposed (and not decided), open, late, executed (and not reported), reported "
    "(and not closed), closed, dropped, cancelled.",
)
@click.option("--type", "sort", type=click.Choice(decisions.TYPES), help="Decisions of this sort: motion, policy …")
@click.option("--in-force", is_flag=True, help="Decisions that are in force.")
@click.option("--review-before", metavar="DATE", help="Decisions that are to be reviewed before this day.")
@click.option(
    "--year",
    metavar="YEAR",
    type=int,
    help="Decisions that were adopted in this year (with --status: that have this status); of a financial year, that "
    "which begins in it.",
)
@click.option("--overdue", is_flag=True, help="Commissions or milestones that are late.")
@click.option("--priority", metavar="NUMBER", type=int, help="Processes of this priority.")
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
    of: str | None,
    status: str | None,
    sort: str | None,
    in_force: bool,
    review_before: str | None,
    year: int | None,
    overdue: bool,
    priority: int | None,
    listed: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """List processes, decisions, commissions and other records as they stood.

    COLLECTION is plans, processes (the default), decisions, assignments, grants, organisations, sources or snapshots,
    or commissions: what decisions gave somebody to do, by when, what was said of it last, and how it ended; or
    milestones: what plans, processes and assignments are to reach on the way.

    \b
    Examples:
      plptool list --at 221231
      plptool list --org ASC --status continuing
      plptool list decisions --format csv
      plptool list decisions --year 2023
      plptool list decisions --type policy --in-force --review-before 240630
      plptool list commissions --overdue
      plptool list commissions --lead ASC --status executed
    """
    from plptool.model.dates import parse_day
    from plptool.model.errors import UserError
    from plptool.model.findings import Message
    from plptool.render import listing as pages
    from plptool.render import phrases
    from plptool.reports.records import Filters, beside, listing

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
    before = None if review_before is None else parse_day(review_before, workspace.today(ledger.manifest))
    filters = Filters(lead, org, status, priority, listed, of, overdue, sort, in_force, before, year)
    rows = listing(state, collection, filters)
    point_told = state.point

    def page() -> Page:
        foot = phrases.point_line(point_told, translate)
        list_itself = pages.listing(collection, rows, translate)
        to_do = pages.to_do(beside(state, collection, filters), translate)
        listed = pages.if_any(list_itself, to_do, translate)
        return Page([*listed, *to_do], cut=True, foot=foot, links=links_of(ledger))

    def data() -> list[dict[str, object]]:
        commissions = beside(state, collection, filters)
        return [{"point": point_told, collection: rows}, {COMMISSIONS: commissions} if commissions else {}]

    def table() -> Table:
        return table_of(rows)

    write(form, Answer(page, data=data, table=table))
    leave(ledger, translate)
