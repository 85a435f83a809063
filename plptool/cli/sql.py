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
    rows = run(state, query or "")
    write(form, _rows(rows, at))
    if form is not JSON:  # which says the point itself
        click.echo(point_line(at, translate), err=True)
    leave(state.ledger, translate)


def _tables() -> Answer:
    """Which tables there are. They are the program's own, so no ledger is looked at."""
    from plptool.reports.sql import TABLES

    table = Table(["table", "columns"], [[name, ", ".join(columns)] for name, columns in TABLES.items()])
    columns_of = {name: list(columns) for name, columns in TABLES.items()}
    return Answer(
        page=lambda: _page(table),
        data=lambda: [{"tables": columns_of}],
        table=lambda: table,
    )


def _rows(rows: "Rows", at: "Point") -> Answer:
    """What the query answers."""
    table = Table(rows.columns, [list(row) for row in rows.rows])
    return Answer(
        page=lambda: replace(_page(table), cut=True),
        data=lambda: [{"point": at, "columns": table.columns, "rows": _objects(table)}],
        table=lambda: table,
    )


def _page(table: Table) -> Page:
    from plptool.render.document import Column, grid

    columns: list[Column] = []
    for index, name in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        columns.append(Column(name, right=_numeric(cells)))
    return Page([grid(columns, table.rows)])


def _numeric(cells: "list[Cell]") -> bool:
    """Whether a column holds numbers alone, and holds any."""
    if not cells:
        return False
    return all(isinstance(cell, int | float) for cell in cells)


def _objects(table: Table) -> "list[dict[str, Cell]]":
    """The rows as objects; the second column of a name is told from the first by its place."""
    names: list[str] = []
    for place, name in enumerate(table.columns, 1):
        is_second = name in table.columns[: place - 1]
        names.append(f"{name}_{place}" if is_second else name)
    objects: list[dict[str, Cell]] = []
    for row in table.rows:
        cells = [_legible(cell) for cell in row]
        objects.append(dict(zip(names, cells, strict=True)))
    return objects


def _legible(cell: "Cell") -> "Cell":
    """A cell as text; bytes, which JSON has no form for, as far as they are text."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return cell
