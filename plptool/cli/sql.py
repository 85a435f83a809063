from pathlib import Path

import click

from plptool.cli import common


@click.command("sql")
@click.argument("query", required=False)
@common.at_option
@click.option("--tables", is_flag=True, help="Print the tables and their columns.")
@common.format_option("text", "json", "csv", "markdown")
@common.lang_option
@click.pass_obj
def command(folder: Path, query: str | None, point: str | None, tables: bool, form: str, lang: str | None) -> None:
    """Ask the ledger in SQL.

    QUERY is one SELECT on tables of the state at the date. Nothing is written, whatever it says.

    \b
    Examples:
      plptool sql --tables
      plptool sql "SELECT lead, count(*) FROM processes GROUP BY lead" --at 231231
    """
    from plptool.render import csv
    from plptool.render.document import Column, grid
    from plptool.render.phrases import point_line
    from plptool.reports.sql import TABLES, run

    if tables == bool(query and query.strip()):
        raise click.UsageError("write a query, or --tables")
    if tables:
        rows: list[list[object]] = [[name, ", ".join(columns)] for name, columns in TABLES.items()]
        columns = ["table", "columns"]
        if form == "json":
            common.write_json({"tables": {name: list(listed) for name, listed in TABLES.items()}})
            return
        ledger = common.opened(folder)
    else:
        state = common.at(folder, point)
        ledger = state.ledger
        answer = run(state, query or "")
        columns, rows = answer.columns, [list(row) for row in answer.rows]
        if form == "json":
            names = [name if name not in columns[:i] else f"{name}_{i + 1}" for i, name in enumerate(columns)]
            keyed = [dict(zip(names, _json(row), strict=True)) for row in rows]
            common.write_json({"point": common.point_data(state), "columns": columns, "rows": keyed})
    if form == "csv":
        common.write(csv.to_csv(columns, rows))
    elif form != "json":
        numeric = [bool(rows) and all(isinstance(row[i], int | float) for row in rows) for i in range(len(columns))]
        shown = [Column(name, right=right) for name, right in zip(columns, numeric, strict=True)]
        common.write_blocks([grid(shown, rows)], form, cut=not tables)
    if not tables and form != "json":
        click.echo(point_line(common.point_data(state), common.language(ledger, lang)), err=True)
    common.leave(ledger, common.language(ledger, lang))


def _json(row: list[object]) -> list[object]:
    return [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell for cell in row]
