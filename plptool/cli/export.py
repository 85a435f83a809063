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
    write_json,
)


@click.command("export")
@at_option
@format_option("json")
@lang_option
@click.pass_obj
def command(folder: Path, point: str | None, form: str, lang: str | None) -> None:  # noqa: ARG001 - there is one format
    """The whole ledger as it stood, as one JSON document.

    Later facts are left out. Each process carries its derived state.

    \b
    Example:
      plptool export --at 231231 > ledger-231231.json
    """
    from plptool.views import export

    ledger = opened(folder)
    state = state_at(ledger, point)
    write_json({"point": point_data(state), **export(state)})
    leave(ledger, language(ledger, lang))
