from dataclasses import replace
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import JSON, Answer, Format, Page, Table, write
from plptool.cli.help import Command
from plptool.cli.output import leave
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import translation
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.model.records import Point
    from plptool.render.document import Cell
    from plptool.reports.sql import Answer as Rows


@click.command("sql", cls=Command)
@click.argument("query", metavar="[QUERY]", required=False)
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
    from plptool.reports.sql import run

    has_query = bool(query and query.strip())
    if tables == has_query:
        raise UserError(Message("write a query, or --tables"))
    if tables:
        write(form, _tables())
        return
    state = workspace.at(point)
    translate = translation(state.ledger.manifest, lang)
    point_told = state.point
    asked = query or ""
    rows = run(state, asked)
    answer = _rows(rows, point_told)
    write(form, answer)
    if form is not JSON:  # which says the point itself
        line = point_line(point_told, translate)
        click.echo(line, err=True)
    leave(state.ledger, translate)


def _tables() -> Answer:
    """Which tables there are. They are the program's own, so no ledger is looked at."""
    from plptool.reports.sql import TABLES

    columns_of: dict[str, list[str]] = {}
    cells: list[list[Cell]] = []
    for name, columns in TABLES.items():
        listed = ", ".join(columns)
        cells.append([name, listed])
        columns_of[name] = list(columns)
    table = Table(["table", "columns"], cells)
    tables = {"tables": columns_of}
    return Answer(
        page=lambda: _page(table),
        data=lambda: [tables],
        table=lambda: table,
    )


def _rows(rows: "Rows", at: "Point") -> Answer:
    """What the query answers."""
    cells = [list(row) for row in rows.rows]
    table = Table(rows.columns, cells)
    return Answer(
        page=lambda: replace(_page(table), cut=True),
        data=lambda: [{"point": at, "columns": table.columns, "rows": _objects(table)}],
        table=lambda: table,
    )


def _page(table: Table) -> Page:
    from plptool.render.document import Column, every_column

    columns: list[Column] = []
    for index, name in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        is_numeric = _numeric(cells)
        column = Column(name, right=is_numeric)
        columns.append(column)
    block = every_column(columns, table.rows)
    return Page([block])


def _numeric(cells: "list[Cell]") -> bool:
    """Whether a column holds numbers alone, and holds any."""
    for cell in cells:
        if not isinstance(cell, int | float):
            return False
    return bool(cells)


def _objects(table: Table) -> "list[dict[str, Cell]]":
    """The rows as objects; the second column of a name is told from the first by its place."""
    names: list[str] = []
    for place, name in enumerate(table.columns, 1):
        unique_name = name
        while unique_name in names:
            unique_name = f"{unique_name}_{place}"
        names.append(unique_name)
    objects: list[dict[str, Cell]] = []
    for row in table.rows:
        cells = map(_legible, row)
        pairs = zip(names, cells, strict=True)
        properties = dict(pairs)
        objects.append(properties)
    return objects


def _legible(cell: "Cell") -> "Cell":
    """A cell as text; bytes, which JSON has no form for, as far as they are text."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return cell
