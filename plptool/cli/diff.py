from pathlib import Path

import click

from plptool.cli import common, complete


@click.command("diff")
@click.argument("first", metavar="FROM", shell_complete=complete.points)
@click.argument("last", metavar="[TO]", default="today", shell_complete=complete.points)
@click.option("--exit-code", is_flag=True, help="Exit 1 where there are changes.")
@common.format_option("text", "json", "markdown")
@common.lang_option
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

    old, new = common.at(folder, first), common.at(folder, last)
    ledger = new.ledger
    translate = common.language(ledger, lang)
    found = {"from": common.point_data(old), "to": common.point_data(new), **diff(old, new)}
    if form == "json":
        common.write_json(found)
    else:
        titles = {
            key: str(record.data.get("title") or record.data.get("need") or key)
            for key, record in ledger.records.items()
        }
        common.write_blocks(pages.diff(found, titles, translate), form)
    common.leave(ledger, translate)
    if exit_code and found["changes"]:
        raise click.exceptions.Exit(1)
