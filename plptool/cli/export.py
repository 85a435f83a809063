from pathlib import Path

import click

from plptool.cli import common


@click.command("export")
@common.at_option
@common.format_option("json")
@common.lang_option
@click.pass_obj
def command(folder: Path, point: str | None, form: str, lang: str | None) -> None:  # noqa: ARG001 - there is one format
    """The whole ledger as it stood, as one JSON document.

    Later facts are left out. Each process carries its derived state.

    \b
    Example:
      plptool export --at 231231 > ledger-231231.json
    """
    from plptool.reports.records import export

    state = common.at(folder, point)
    ledger = state.ledger
    common.write_json({"point": common.point_data(state), **export(state)})
    common.leave(ledger, common.language(ledger, lang))
