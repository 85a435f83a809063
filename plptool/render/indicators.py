"""Indicators as a table: what each was to be in a period, and what it was."""

from collections.abc import Callable, Sequence

from plptool.model.collections import Collection
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, grid
from plptool.reports.indicators import IndicatorRow


def table(rows: Sequence[IndicatorRow], _: Translate, *, of_one: bool = False) -> Grid:
    """A row an indicator and period.

    Args:
        rows: the indicators.
        _: translates.
        of_one: whether all are of one record, which need not be told.
    """
    columns = [Column(_("indicator"), recorded=True)]
    columns += [column(_) for _cell, column in _TOLD]
    rows_of_cells: list[Cells] = []
    for row in rows:
        name = what(row, _) if of_one else _named(row, _)
        others = [cell(row, _) for cell, _column in _TOLD]
        rows_of_cells.append([name, *others])
    return grid(columns, rows_of_cells)


def section(rows: Sequence[IndicatorRow], _: Translate, *, of_one: bool = False) -> list[Block]:
    """The table below its heading; nothing, where nothing is measured."""
    if not rows:
        return []
    title = _("Indicators")
    below = table(rows, _, of_one=of_one)
    return [Heading(title), below]


def reached(row: IndicatorRow, _: Translate) -> str:
    """Whether the target of the period was reached, in a word."""
    match row.met:
        case True:
            return _("reached")
        case False:
            return _("not reached")
        case None:
            return ""


def target(row: IndicatorRow, _: Translate) -> str:
    """The value to be reached; and whether it is one not to be passed."""
    if row.target is None:
        return ""
    value = words.measured(row.target, _)
    if row.better == "lower":
        return _("at most {value}").format(value=value)
    return value


def value(row: IndicatorRow, _: Translate) -> str:
    """What was measured."""
    if row.value is None:
        return ""
    return words.measured(row.value, _)


def baseline(row: IndicatorRow, _: Translate) -> str:
    """The value from which it is to get better."""
    if row.baseline is None:
        return ""
    return words.measured(row.baseline, _)


def what(row: IndicatorRow, _: Translate) -> str:
    """What is measured, and in what."""
    words_of_it = row.indicator.rstrip(".")
    if row.unit is None:
        return words_of_it
    return f"{words_of_it} ({row.unit})"


def _named(row: IndicatorRow, _: Translate) -> str:
    """The same among those of others: one of a process with its number."""
    measured = what(row, _)
    if row.collection == Collection.PLANS:
        return measured
    return f"{row.record} {measured}"


def _with_whom(row: IndicatorRow, _: Translate) -> str:
    return ", ".join(row.lead)


def period(row: IndicatorRow, _: Translate) -> str:
    """When it was measured, or is to be."""
    if row.period is None:
        return ""
    return words.period(row.period, _)


_Cell = Callable[[IndicatorRow, Translate], str]
_Column = Callable[[Translate], Column]
_TOLD: tuple[tuple[_Cell, _Column], ...] = (
    (_with_whom, lambda _: Column(_("with whom"), limit=10)),
    (baseline, lambda _: Column(_("at first"), right=True)),
    (period, lambda _: Column(_("period"), whole=True)),
    (target, lambda _: Column(_("target"), right=True)),
    (value, lambda _: Column(_("value"), right=True)),
    (reached, lambda _: Column(_("target reached"), limit=12)),
)
"""What else is said of each, and the column in which it stands."""
