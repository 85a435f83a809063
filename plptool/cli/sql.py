from dataclasses import replace
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import JSON, Answer, Format, Page, Table, write
from plptool.cli.output import leave
from plptool.model.i18n import translation
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.model.records import Point
    from plptool.render.document import Cell
    from plptool.reports.sql import Answer as Rows


@click.command("sql")
@click.argument("query", required=False)
@options.at_option
@click.option("--tables", is_flag=True, help="Print the tables and their columns.")
@options.format_option("sql")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace, query: str | None, point: str | None, tables: bool, form: Format, lang: str | None
) -> None:
    """Ask the ledger in SQL.

    QUERY is one SELECT on tables of the state at the date. Nothing is written, whatever it says.

    \b
    Examples:
      plptool sql --tables
      plptool sql "SELECT lead, count(*) FROM processes GROUP BY lead" --at 231231
    """
    from plptool.render.phrases import point_line
    from plptool.reports.records import point_of
    from plptool.reports.sql import run

    if tables == bool(query and query.strip()):
        raise click.UsageError("write a query, or --tables")
    if tables:
        write(form, _tables())
        return
    state = workspace.at(point)
    translate = translation(state.ledger.manifest, lang)
    at = point_of(state)
    write(form, _rows(run(state, query or ""), at))
    if form is not JSON:  # which says the point itself
        click.echo(point_line(at, translate), err=True)
    leave(state.ledger, translate)


def _tables() -> Answer:
    """Which tables there are. They are the program's own, so no ledger is looked at."""
    from plptool.reports.sql import TABLES

    table = Table(["table", "columns"], [[name, ", ".join(columns)] for name, columns in TABLES.items()])
    return Answer(
        page=lambda: _page(table),
        data=lambda: [{"tables": {name: list(columns) for name, columns in TABLES.items()}}],
        table=lambda: table,
    )


def _rows(rows: "Rows", at: "Point") -> Answer:
    """What the query rows."""
    table = Table(rows.columns, [list(row) for row in rows.rows])
    return Answer(
        page=lambda: replace(_page(table), cut=True),
        data=lambda: [{"point": at, "columns": table.columns, "rows": _objects(table)}],
        table=lambda: table,
    )


def _page(table: Table) -> Page:
    from plptool.render.document import Column, grid

    columns = [Column(name, right=_numeric(table, index)) for index, name in enumerate(table.columns)]
    return Page([grid(columns, table.rows)])


def _numeric(table: Table, index: int) -> bool:
    """Whether a column holds numbers alone."""
    return bool(table.rows) and all(isinstance(row[index], int | float) for row in table.rows)


def _objects(table: Table) -> "list[dict[str, Cell]]":
    """The rows as objects; the second column of a name is told from the first by its place."""
    columns = table.columns
    names = [name if name not in columns[:index] else f"{name}_{index + 1}" for index, name in enumerate(columns)]
    return [dict(zip(names, map(_legible, row), strict=True)) for row in table.rows]


def _legible(cell: "Cell") -> "Cell":
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
