from pathlib import Path

import click

from plptool.cli.common import (
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


@click.command("diff")
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="[TO]", default="today")
@click.option("--exit-code", is_flag=True, help="Exit 1 where there are changes.")
@format_option("text", "json", "markdown")
@lang_option
@click.pass_obj
def command(folder: Path, first: str, last: str, exit_code: bool, form: str, lang: str | None) -> None:
    """Compare two dates: what began, what was completed, what was decided.

    FROM and TO are dates; without TO, today.

    \b
    Examples:
      plptool diff 221231 231231
      plptool diff snapshot today --format markdown
    """
    from plptool.diff import diff
    from plptool.render import pages

    ledger = opened(folder)
    translate = language(ledger, lang)
    old, new = state_at(ledger, first), state_at(ledger, last)
    found = {"from": point_data(old), "to": point_data(new), **diff(old, new)}
    if form == "json":
        write_json(found)
    else:
        titles = {
            key: str(record.data.get("title") or record.data.get("need") or key)
            for key, record in ledger.records.items()
        }
        write_blocks(pages.diff(found, titles, translate), form)
    leave(ledger, translate)
    if exit_code and found["changes"]:
        raise click.exceptions.Exit(1)
