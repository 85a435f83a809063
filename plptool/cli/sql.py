import click

from plptool.cli import options
from plptool.cli.output import leave
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace


@click.command("sql")
@click.argument("query", required=False)
@options.at_option
@click.option("--tables", is_flag=True, help="Print the tables and their columns.")
@options.format_option("text", "json", "csv", "markdown")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace, query: str | None, point: str | None, tables: bool, form: str, lang: str | None
) -> None:
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
    from plptool.reports.records import point_of
    from plptool.reports.sql import TABLES, run

    if tables == bool(query and query.strip()):
        raise click.UsageError("write a query, or --tables")
    if tables:
        rows: list[list[object]] = [[name, ", ".join(columns)] for name, columns in TABLES.items()]
        columns = ["table", "columns"]
        if form == "json":
            output.write_json({"tables": {name: list(listed) for name, listed in TABLES.items()}})
            return
        ledger = workspace.ledger()
    else:
        state = workspace.at(point)
        ledger = state.ledger
        answer = run(state, query or "")
        columns, rows = answer.columns, [list(row) for row in answer.rows]
        if form == "json":
            names = [name if name not in columns[:i] else f"{name}_{i + 1}" for i, name in enumerate(columns)]
            keyed = [dict(zip(names, _json(row), strict=True)) for row in rows]
            output.write_json({"point": point_of(state), "columns": columns, "rows": keyed})
    if form == "csv":
        output.write(csv.to_csv(columns, rows))
    elif form != "json":
        numeric = [bool(rows) and all(isinstance(row[i], int | float) for row in rows) for i in range(len(columns))]
        shown = [Column(name, right=right) for name, right in zip(columns, numeric, strict=True)]
        output.write_blocks([grid(shown, rows)], form, cut=not tables)
    if not tables and form != "json":
        click.echo(point_line(point_of(state), translation(ledger.manifest, lang)), err=True)
    leave(ledger, translation(ledger.manifest, lang))


def _json(row: list[object]) -> list[object]:
    return [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell for cell in row]
