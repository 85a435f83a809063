"""What a record says of its indicators: that a report gives a value of a period, once, and when that period is over."""

from collections.abc import Iterator

from plptool.checks.context import Context, Subject, event_path
from plptool.model.dates import DateError, When, parse_when
from plptool.model.events import FieldsSet, OfTask, Report
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import entries, part
from plptool.model.records import Path
from plptool.timeline.indicators import HOLDERS, Indicator, indicators_ever, indicators_of, period_of
from plptool.timeline.tasks import tasks_of


def values_are_of_indicators(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP317: a value without a period, of a task, or none of an indicator; or a target of what is no period."""
    yield from _targets(subject)
    of_tasks = [event for event in subject.events if isinstance(event, OfTask)]
    ids = _ids(subject) if of_tasks else set()
    for event in of_tasks:
        measured = [one for one in event.of if one in ids]
        says_value = isinstance(event, Report) and event.value is not None
        says_period = isinstance(event, Report) and event.period is not None
        arguments: dict[str, Argument] = {"id": event.of[0], "date": event.when.text}
        if measured and not (says_value and says_period):
            message = Message("what is told of the indicator `{id}` on {date} has no value, or no period", arguments)
        elif (says_value or says_period) and len(measured) < len(event.of):
            message = Message("the report of {date} gives a value of `{id}`, which is no indicator", arguments)
        else:
            continue
        hint = Message("A report of an indicator says its `period` and its `value`; one of a task says neither.")
        yield Problem("PLP317", subject.record, event_path(event), message, hint, f"{event.when.text} {event.of[0]}")


def _ids(subject: Subject) -> set[str]:
    return {indicator.id for indicator in indicators_ever(subject.record)}


def _listed(subject: Subject) -> Iterator[tuple[Path, Indicator]]:
    """Each indicator with where it stands, also those that changes bring."""
    for index, indicator in enumerate(indicators_of(subject.record)):
        yield ("indicators", index), indicator
    if subject.collection not in HOLDERS:
        return
    for event in subject.events:
        if isinstance(event, FieldsSet):
            for how, said in (("set", event.fields), ("add", event.added)):
                for index, data in enumerate(entries(said, "indicators")):
                    yield (*event_path(event, how), "indicators", index), Indicator(subject.record, data)


def _targets(subject: Subject) -> Iterator[Problem]:
    for place, indicator in _listed(subject):
        for period in part(indicator.data, "targets"):
            if _read(period) is None:
                message = Message("`{period}` is no period", {"period": period})
                hint = Message("Write a year as 2023, a quarter as 2023-33 to 2023-36, other times as FIRST/LAST.")
                where = (*place, "targets", period)
                yield Problem("PLP317", subject.record, where, message, hint, f"{indicator.id} {period}")


def _read(period: str) -> When | None:
    try:
        return parse_when(period)
    except DateError:
        return None


def one_value_a_period(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP521: two reports of one day give two values of one indicator and period, or it has two targets for one."""
    yield from _targets_once(subject)
    said: dict[tuple[str, str, str], str] = {}
    for event in subject.events:
        if not isinstance(event, Report) or event.value is None or event.period is None:
            continue
        for one in event.of:
            key = (one, period_of(event.period), str(event.when.latest))
            value = said.setdefault(key, event.value)
            if value != event.value:
                arguments: dict[str, Argument] = {"id": one, "period": event.period, "one": value, "other": event.value}
                message = Message("`{id}` is {one} and {other} in {period}, by reports of one day", arguments)
                hint = Message("Keep what the document has; a value that was revised is reported on a later day.")
                where = event_path(event, "value")
                yield Problem("PLP521", subject.record, where, message, hint, f"{event.when.text} {one}")


def _targets_once(subject: Subject) -> Iterator[Problem]:
    """PLP521: one period, written in two ways, has two targets."""
    for place, indicator in _listed(subject):
        first: dict[str, str] = {}
        for period in part(indicator.data, "targets"):
            other = first.setdefault(period_of(period), period)
            if other != period:
                arguments: dict[str, Argument] = {"id": indicator.id, "one": other, "other": period}
                message = Message("`{id}` has a target for {one} and one for {other}: the same days", arguments)
                hint = Message("One period, one target.")
                where = (*place, "targets", period)
                yield Problem("PLP521", subject.record, where, message, hint, f"{period} {indicator.id}")


def values_come_after_their_period(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP414: a value was reported before the period was over in which it was measured."""
    for event in subject.events:
        if not isinstance(event, Report) or event.value is None or event.period is None:
            continue
        period = _read(event.period)
        if period is None or period.latest is None or not event.when.certainly_before(period.latest):
            continue
        arguments: dict[str, Argument] = {"date": event.when.text, "period": event.period}
        message = Message("reported on {date}, of a period that goes on then: {period}", arguments)
        hint = Message("Check the date and the period; if it is a forecast, say so as a note.")
        yield Problem("PLP414", subject.record, event_path(event, "period"), message, hint, event.when.text)


def indicator_ids(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP314: an indicator has the id of another, or of a task."""
    if subject.collection not in HOLDERS:
        return
    seen = {task.id for task in tasks_of(subject.record)}
    for index, indicator in enumerate(indicators_of(subject.record)):
        if indicator.id in seen:
            message = Message("the indicator `{id}` has an id that another of this record has", {"id": indicator.id})
            hint = Message("Give each its own: events say by it which one they are about.")
            yield Problem("PLP314", subject.record, ("indicators", index, "id"), message, hint, indicator.id)
        seen.add(indicator.id)
