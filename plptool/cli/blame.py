import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("blame", cls=Command)
@click.argument("key", metavar="ID", shell_complete=complete.records(*COLLECTIONS))
@options.at_option
@options.format_option("blame")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, key: str, point: str | None, form: Format, lang: str | None) -> None:
    """Who said what a record says, and who removed what it said.

    Each fact with the commit that gave it its present value, through merges, renames and reformatting; then what the
    record said once and says no more. With a date, only facts that had taken effect.

    \b
    Examples:
      plptool blame 2.2.3
      plptool blame 2.5.3 --at 231231@v1.0
    """
    from dataclasses import replace

    from plptool.history.blame import blame
    from plptool.history.walk import History
    from plptool.model.dates import split_point
    from plptool.model.errors import UserError
    from plptool.model.findings import Message
    from plptool.model.records import title_of
    from plptool.read.manifest import zone
    from plptool.read.revision import Revision
    from plptool.render import json_history
    from plptool.render import log as rendered
    from plptool.timeline.beginnings import without_later
    from plptool.timeline.changed import stood

    state = workspace.at(point)
    ledger = state.ledger
    if isinstance(ledger.tree, Revision):
        tree = ledger.tree
    else:
        tree, _ = workspace.head()
    history = History(tree, workspace.cache, now=workspace.now)
    asked = key
    if key not in ledger.records and key not in ledger.broken:
        key = history.renamed_to(key) or key
    record = ledger.records.get(key)
    if record is None and key in ledger.broken:
        raise UserError(Message("the record {id!r} is broken; `plptool validate` says how", {"id": key}))
    present = None
    if record is not None:
        data = record.data
        day_is_named = point is not None and split_point(point)[0]
        if day_is_named:
            data = without_later(data, state.day)
        present = (record.collection, data)
    blamed = blame(history, key, present, asked, state.day)
    if record is not None:
        blamed = replace(blamed, title=title_of(stood(record, state.day)) or "")
    history.keep()
    time_zone = zone(ledger.manifest)
    shown = state.point
    translate = translation(ledger.manifest, lang)
    answer = Answer(
        page=lambda: Page(rendered.blame_page(blamed, shown, time_zone, translate)),
        data=lambda: [{"point": shown}, json_history.BlameShape.of(blamed, time_zone)],
    )
    write(form, answer)
