"""What is measured, as rows: the one place that lists, SQL, reports and JSON take it from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from plptool.timeline.indicators import Indicator, IndicatorState, InPeriod
from plptool.timeline.ledger import State


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator in a period; of one that has no target and no value yet, all but the period's."""

    collection: str
    record: str
    """That which lists it: a plan, or a process."""
    id: str
    """What it is called there."""
    indicator: str
    """What is measured."""
    unit: str | None
    better: str | None
    """`higher` or `lower`; None where nobody says."""
    baseline: Decimal | None
    lead: tuple[str, ...]
    measures: tuple[str, ...]
    """The processes that are to make it better."""
    period: str | None = None
    """As the record writes it."""
    target: Decimal | None = None
    value: Decimal | None = None
    """What was measured, by the last report."""
    met: bool | None = None
    """Whether the target was reached; None where that cannot be said."""
    reported: str | None = None
    """The date of that report, as the record writes it."""

    @classmethod
    def all_of(cls, state: IndicatorState) -> Iterator[Self]:
        """A row for each period, or one for none."""
        row = cls.without_period(state.indicator)
        for in_period in state.periods:
            is_met = state.met(in_period)
            yield row.of_period(in_period, is_met)
        if not state.periods:
            yield row

    @classmethod
    def without_period(cls, indicator: Indicator) -> Self:
        """A row that says no more than what is measured."""
        return cls(
            collection=indicator.record.collection,
            record=indicator.record.id,
            id=indicator.id,
            indicator=indicator.words,
            unit=indicator.unit,
            better=indicator.better,
            baseline=indicator.baseline,
            lead=indicator.leads,
            measures=indicator.measures,
        )

    def of_period(self, in_period: InPeriod, is_met: bool | None) -> Self:
        """The same row for a period, and whether its target was reached."""
        row = replace(self, period=in_period.period, target=in_period.target, met=is_met)
        measured = in_period.measured
        if measured is None:
            return row
        return replace(row, value=measured.value, reported=measured.reported.text)


def indicator_rows(state: State) -> tuple[IndicatorRow, ...]:
    """What is measured, as it stood: record by record, and in each as it is listed."""
    rows: list[IndicatorRow] = []
    for indicator in state.indicators:
        rows += IndicatorRow.all_of(indicator)
    return tuple(rows)


def indicators_by_record(state: State) -> dict[str, tuple[IndicatorRow, ...]]:
    """The same by the plan or process that lists them."""
    by_record: dict[str, list[IndicatorRow]] = {}
    for row in indicator_rows(state):
        of_record = by_record.setdefault(row.record, [])
        of_record.append(row)
    return {record: tuple(rows) for record, rows in by_record.items()}


def plain_number(value: Decimal | None) -> int | float | None:
    """A measured value as SQL has numbers: whole, where it is."""
    if value is None:
        return None
    is_whole = value == value.to_integral_value()
    if is_whole:
        return int(value)
    return float(value)
