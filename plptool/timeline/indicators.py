"""What is measured, to see whether it gets better: the indicators of plans and processes, and their values at a day.

A value is a report `of` the indicator, with the `period` in which it was measured. Of several values of one period the
last that was reported counts. Targets stand in the record by their periods.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plptool.model.collections import Collection
from plptool.model.dates import DateError, When, parse_when
from plptool.model.events import Event, Report
from plptool.model.plain import Data, entries, part, text, text_if_any, texts
from plptool.model.records import Record
from plptool.timeline.changed import ever_listed, stood
from plptool.timeline.fold import events_of

HOLDERS = (Collection.PLANS, Collection.PROCESSES)
"""Whose records list indicators."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured."""

    record: Record
    """That which lists it."""
    data: Data

    @property
    def id(self) -> str:
        """What it is called in its record."""
        return text(self.data, "id")

    @property
    def words(self) -> str:
        """What is measured, in the record's words."""
        return text(self.data, "text")

    @property
    def unit(self) -> str | None:
        return text_if_any(self.data, "unit")

    @property
    def better(self) -> str | None:
        """`higher` or `lower`; None where nobody says."""
        return text_if_any(self.data, "better")

    @property
    def baseline(self) -> Decimal | None:
        """The value from which it is to get better."""
        written = text_if_any(self.data, "baseline")
        if written is None:
            return None
        return Decimal(written)

    @property
    def leads(self) -> tuple[str, ...]:
        return texts(self.data, "lead")

    @property
    def measures(self) -> tuple[str, ...]:
        """The processes that are to make it better."""
        return texts(self.data, "measures")

    @property
    def targets(self) -> dict[str, Decimal]:
        """By period, the value that is to be reached."""
        targets: dict[str, Decimal] = {}
        by_period = part(self.data, "targets")
        for period in by_period:
            written = text(by_period, period)
            targets[period] = Decimal(written)
        return targets


@dataclass(frozen=True, slots=True)
class Measured:
    """What an indicator was in a period, by the last report."""

    value: Decimal
    reported: When


@dataclass(frozen=True, slots=True)
class InPeriod:
    """A period for which an indicator has a target, or a value, or both."""

    period: str
    """As the record writes it."""
    target: Decimal | None
    measured: Measured | None


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """An indicator at a day."""

    indicator: Indicator
    periods: tuple[InPeriod, ...]
    """In their order."""

    def met(self, told: InPeriod) -> bool | None:
        """Whether a period's target was reached; None where that cannot be said."""
        if told.target is None or told.measured is None:
            return None
        match self.indicator.better:
            case "higher":
                return told.measured.value >= told.target
            case "lower":
                return told.measured.value <= told.target
            case _:
                return None


def indicators_of(record: Record) -> Iterator[Indicator]:
    """The indicators that a record lists."""
    if record.collection in HOLDERS:
        for data in entries(record.data, "indicators"):
            yield Indicator(record, data)


def indicators_ever(record: Record) -> Iterator[Indicator]:
    """The indicators that a record lists at some time; one that was changed stands there as often."""
    if record.collection in HOLDERS:
        for data in ever_listed(record, "indicators"):
            yield Indicator(record, data)


def _on(record: Record, day: date) -> Iterator[Indicator]:
    """Those that it lists on a day."""
    if record.collection in HOLDERS:
        for data in entries(stood(record, day), "indicators"):
            yield Indicator(record, data)


def indicator_states(record: Record, day: date) -> Iterator[IndicatorState]:
    """The indicators of a record as they stood at the end of a day.

    Args:
        record: one that is shown on the day.
        day: the day.
    """
    indicators = list(_on(record, day))
    if not indicators:
        return
    events = [event for event in events_of(record) if event.when.by(day)]
    for indicator in indicators:
        yield _state(indicator, events)


def _state(indicator: Indicator, events: Sequence[Event]) -> IndicatorState:
    periods: dict[str, InPeriod] = {}
    for period, target in indicator.targets.items():
        periods[period_of(period)] = InPeriod(period, target, None)
    for event in events:
        if isinstance(event, Report) and indicator.id in event.of and event.period and event.value:
            one = period_of(event.period)
            told = periods.get(one, InPeriod(event.period, None, None))
            measured = Measured(Decimal(event.value), event.when)
            periods[one] = replace(told, measured=measured)  # what was reported last counts
    in_order = sorted(periods.values(), key=_order)
    return IndicatorState(indicator, tuple(in_order))


def period_of(written: str) -> str:
    """A period by the days that it means: one period, however it is written; what is none, as it is."""
    try:
        return str(parse_when(written).days)
    except DateError:
        return written


def _order(told: InPeriod) -> tuple[date, date, str]:
    """Sorts periods by when they begin; one that cannot be read stands last."""
    try:
        earliest, latest = parse_when(told.period).order
    except DateError:
        earliest, latest = date.max, date.max
    return earliest, latest, told.period
