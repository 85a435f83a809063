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
    columns = [Column(_("indicator"), recorded=True), *(column(_) for _cell, column in _TOLD)]
    cells: list[Cells] = []
    for row in rows:
        name = what(row, _) if of_one else _named(row, _)
        cells.append([name, *(cell(row, _) for cell, _column in _TOLD)])
    return grid(columns, cells)


def section(rows: Sequence[IndicatorRow], _: Translate, *, of_one: bool = False) -> list[Block]:
    """The table below its heading; nothing, where nothing is measured."""
    return [Heading(_("Indicators")), table(rows, _, of_one=of_one)] if rows else []


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
    return _("at most {value}").format(value=value) if row.better == "lower" else value


def value(row: IndicatorRow, _: Translate) -> str:
    """What was measured."""
    return "" if row.value is None else words.measured(row.value, _)


def baseline(row: IndicatorRow, _: Translate) -> str:
    """The value from which it is to get better."""
    return "" if row.baseline is None else words.measured(row.baseline, _)


def what(row: IndicatorRow, _: Translate) -> str:
    """What is measured, and in what."""
    words_of_it = row.indicator.rstrip(".")
    return words_of_it if row.unit is None else f"{words_of_it} ({row.unit})"


def _named(row: IndicatorRow, _: Translate) -> str:
    """The same among those of others: one of a process with its number."""
    is_of_plan = row.collection == Collection.PLANS
    return what(row, _) if is_of_plan else f"{row.record} {what(row, _)}"


def _with_whom(row: IndicatorRow, _: Translate) -> str:
    return ", ".join(row.lead)


def period(row: IndicatorRow, _: Translate) -> str:
    """When it was measured, or is to be."""
    return "" if row.period is None else words.period(row.period, _)


_TOLD: tuple[tuple[Callable[[IndicatorRow, Translate], str], Callable[[Translate], Column]], ...] = (
    (_with_whom, lambda _: Column(_("with whom"), limit=10)),
    (baseline, lambda _: Column(_("at first"), right=True)),
    (period, lambda _: Column(_("period"), limit=14)),
    (target, lambda _: Column(_("target"), right=True)),
    (value, lambda _: Column(_("value"), right=True)),
    (reached, lambda _: Column(_("target reached"), limit=12)),
)
"""What else is said of each, and the column in which it stands."""
