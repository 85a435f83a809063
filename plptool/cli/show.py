from pathlib import Path

import click

from plptool.cli import common, complete
from plptool.model.collections import COLLECTIONS


@click.command("show")
@click.argument("key", metavar="ID", shell_complete=complete.records(*COLLECTIONS))
@common.at_option
@common.format_option("text", "json", "markdown")
@common.lang_option
@click.pass_obj
def command(folder: Path, key: str, point: str | None, form: str, lang: str | None) -> None:
    """Show one record in full as it stood.

    Its fields, its state, the timeline with sources, discrepancies, the decisions that concern it, and what remains.

    \b
    Examples:
      plptool show 2.2.3
      plptool show 2.5.3 --at 221231
      plptool show 2021-02-10-direktionen-6 --format json
    """
    from plptool.render import record
    from plptool.reports.records import one

    state = common.at(folder, point)
    ledger = state.ledger
    translate = common.language(ledger, lang)
    found = one(state, key)
    if form == "json":
        common.write_json({"point": common.point_data(state), **found})
    else:
        common.write_blocks(record.show(found, common.point_data(state), translate), form)
    common.leave(ledger, translate)
