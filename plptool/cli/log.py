import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("log", cls=Command)
@click.argument("key", metavar="[ID]", required=False, shell_complete=complete.records(*COLLECTIONS))
@click.option("--since", metavar="DAY", help="Only what is known from this day or later.")
@click.option("--until", metavar="DAY", help="Only what was known by the end of this day.")
@click.option("--author", metavar="NAME", help="Only what authors with this in their name wrote.")
@click.option(
    "--field", metavar="NAME", help="Only changes of this field, such as priority or events, or of one kind of event."
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only records that this organisation leads, takes part in or decided.",
)
@options.format_option("log")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    key: str | None,
    since: str | None,
    until: str | None,
    author: str | None,
    field: str | None,
    org: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """The history as a story: who changed what in the plan, and when.

    From the newest commit backwards, of the whole ledger or of one record, also through what it was called before. The
    days are those of the commits, where the ledger is kept; a commit that is dated before what it builds on counts as
    known no earlier than that, and one that is dated later than today as known when the next one is.

    \b
    Examples:
      plptool log
      plptool log 2.2.3
      plptool log --since 240101 --org ASC
      plptool log 2.5.3 --field status
    """
    from plptool.history.log import Filter, log, refuse_unknown
    from plptool.history.walk import History
    from plptool.model.dates import parse_day
    from plptool.read.manifest import zone
    from plptool.render import json_history
    from plptool.render import log as rendered

    tree, manifest = workspace.head()
    place = zone(manifest)
    today = workspace.today(manifest)
    first, last = (parse_day(day, today) if day else None for day in (since, until))
    history = History(tree, workspace.cache, now=workspace.now)
    refuse_unknown(history, field, org)
    story = log(history, key, Filter(first, last, author, field, org), place)
    translate = translation(manifest, lang)
    answer = Answer(
        page=lambda: Page(rendered.log_page(story, place, translate, whole=field is None)),
        data=lambda: [json_history.LogShape.of(story, place)],
    )
    write(form, answer)
