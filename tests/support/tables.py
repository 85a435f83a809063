"""A state as the tables that `plptool sql` asks."""

from plptool.reports.sql import TABLES, Row, table_rows
from plptool.timeline.ledger import State


def tables(state: State) -> dict[str, list[Row]]:
    """By table, its rows."""
    filled: dict[str, list[Row]] = {name: [] for name in TABLES}
    for table, row in table_rows(state):
        filled[table].append(row)
    return filled
