from pathlib import Path

import click

from plptool.cli.common import (
    at_option,
    format_option,
    lang_option,
    language,
    leave,
    opened,
    point_data,
    state_at,
    write_blocks,
    write_json,
)


@click.command("show")
@click.argument("key", metavar="ID")
@at_option
@format_option("text", "json", "markdown")
@lang_option
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
    from plptool.render import pages
    from plptool.views import one

    ledger = opened(folder)
    translate = language(ledger, lang)
    state = state_at(ledger, point)
    found = one(state, key)
    if form == "json":
        write_json({"point": point_data(state), **found})
    else:
        write_blocks(pages.show(found, point_data(state), translate), form)
    leave(ledger, translate)
