"""PLP4xx: dates and their order."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import assert_never

from dateutil.easter import easter

from plptool.checks.context import Context, Subject, event_path
from plptool.model.citations import citations
from plptool.model.collections import Collection
from plptool.model.dates import When, in_words, parse_when, unreadable
from plptool.model.events import (
    Activity,
    Decided,
    Expected,
    FieldsChange,
    Granted,
    Meeting,
    Note,
    Status,
)
from plptool.model.findings import Argument, Message, Problem
from plptool.model.records import Json, Path
from plptool.timeline.beginnings import adoption

_FORESEEN = ("expected", "change")
SATURDAY = 5


def order(one: Subject, _: Context) -> Iterator[Problem]:
    newest: When | None = None
    for index, event in enumerate(one.data.get("events", [])):
        when = parse_when(event["date"])
        if newest is not None and (when.latest or date.max) < (newest.latest or date.max):
            args = {"date": when.text, "before": newest.text}
            message = Message("the event of {date} stands after that of {before}", args)
            hint = Message("Move it up; a date counts as the last day that it can mean.")
            yield Problem("PLP403", one.record, ("events", index, "date"), message, hint, when.text)
        else:
            newest = when


def after_source(one: Subject, context: Context) -> Iterator[Problem]:
    """A document cannot tell of what had not happened when it was written."""
    for where, text, source in _told(one):
        when = parse_when(text)
        for cited in (source,) if type(source) is str else [cited for _, cited in citations(source)]:
            key = cited.partition("#")[0]
            written = context.written.get(key)
            if written and when.earliest and written.latest and when.earliest > written.latest:
                args = {"date": text, "source": key, "written": written.text}
                message = Message("dated {date}, but `{source}` is of {written}", args)
                hint = Message("Check the year, and which document tells it.")
                yield Problem("PLP402", one.record, where, message, hint, f"{text} {key}")


def _told(one: Subject) -> Iterator[tuple[Path, str, Json]]:
    if one.collection in (Collection.SOURCES, Collection.SNAPSHOTS):
        return
    for where, mapping in one.mappings:
        if not isinstance(mapping.get("date"), str) or "source" in where or "written" in where:
            continue
        if mapping.get("kind") in _FORESEEN or mapping.get("booked"):
            continue
        if not where and mapping.get("status") in ("planned", "proposed"):  # a decision that is yet to be made
            continue
        source = mapping.get("source")
        if not where and isinstance(source, dict):
            source = source.get("date")
        yield (*where, "date"), mapping["date"], source


def held(one: Subject, context: Context) -> Iterator[Problem]:
    """Meetings and activities lie within the plan, before completion, and in the record's period."""
    if one.collection is not Collection.PROCESSES:
        return
    adopted = adoption(context, one.record)
    completed: date | None = None
    period = _period(one.data)
    for event in one.events:
        match event:
            case FieldsChange():
                if "period" in event.fields:
                    period = _period(event.fields)
                continue
            case Status():
                if event.status != "completed":
                    completed = None
                elif completed is None:
                    completed = event.when.latest
                continue
            case Decided() | Granted() | Expected() | Note():
                continue
            case Meeting() | Activity():
                pass
            case _:
                assert_never(event)
        kind, place, value = event.kind, event_path(event), event.when.text
        args: dict[str, Argument]
        if event.held and adopted and event.when.latest and event.when.latest < adopted:
            args = {"kind": Message(kind), "date": value, "day": adopted.isoformat()}
            message = Message("{kind} on {date}, before the plan was adopted on {day}", args)
            yield Problem("PLP404", one.record, place, message, Message("Check the year."), value)
        elif event.held and completed and event.when.earliest and event.when.earliest > completed:
            args = {"kind": Message(kind), "date": value, "day": completed.isoformat()}
            message = Message("{kind} on {date}, after completion on {day}", args)
            hint = Message("A reopening is a status event: `status: ongoing`, with a reason.")
            yield Problem("PLP405", one.record, place, message, hint, value)
        elif period is not None and _outside(event.when, period):
            args = {"kind": Message(kind), "date": value, "period": in_words(period.text)}
            message = Message("{kind} on {date}, outside the period {period}", args)
            hint = Message("Check the date; if the period has been extended, a `change` event before it says so.")
            yield Problem("PLP406", one.record, place, message, hint, value)


def _period(fields: Mapping[str, Json]) -> When | None:
    return parse_when(fields["period"]) if fields.get("period") is not None else None


def _outside(when: When, period: When) -> bool:
    before = when.latest and period.earliest and when.latest < period.earliest
    after = when.earliest and period.latest and when.earliest > period.latest
    return bool(before or after)


def days_off(one: Subject, _: Context) -> Iterator[Problem]:
    for event in one.of_kind(Meeting):
        day = event.when.earliest
        if day is None or not event.when.is_day:
            continue
        reason = _day_off(day)
        if reason:
            message = Message("the meeting on {date} is on a {day}", {"date": day.isoformat(), "day": Message(reason)})
            yield Problem("PLP407", one.record, event_path(event), message, Message("Check the date."), event.when.text)


@lru_cache(maxsize=65536)
def _day_off(day: date) -> str | None:
    if day.weekday() >= SATURDAY:
        return "Saturday" if day.weekday() == SATURDAY else "Sunday"
    return "public holiday" if day in public_holidays(day.year) else None


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year (lag 1989:253 om allmänna helgdagar), Sundays that are nothing else left out."""
    easter_day = easter(year)
    midsummer = next(date(year, 6, day) for day in range(20, 27) if date(year, 6, day).weekday() == SATURDAY)
    first = date(year, 10, 31)
    all_saints = next(day for n in range(7) if (day := first + timedelta(days=n)).weekday() == SATURDAY)
    fixed = [(1, 1), (1, 6), (5, 1), (12, 25), (12, 26)] + ([(6, 6)] if year >= 2005 else [])
    moved = [easter_day + timedelta(days=days) for days in (-2, 0, 1, 39, 49)]
    return frozenset([*(date(year, month, day) for month, day in fixed), *moved, midsummer, all_saints])


def words(one: Subject, _: Context) -> Iterator[Problem]:
    for where, mapping in one.mappings:
        written = mapping.get("written")
        if written is None or "claims" in where:
            continue
        fields = written if isinstance(written, dict) else {"": written}
        for field, said in fields.items():
            if isinstance(said, str) and unreadable(said):
                message = Message("the source wrote `{words}`, which is no date", {"words": said})
                hint = Message("Keep it as written, and acknowledge it under `known`.")
                place = (*where, "written", field) if field else (*where, "written")
                yield Problem("PLP408", one.record, place, message, hint, said)


def settled(one: Subject, _: Context) -> Iterator[Problem]:
    expected: set[str] = set()
    for event in one.events:
        due = event.settles
        if due is not None and due not in expected:
            message = Message("nothing earlier in the record is expected at {due}", {"due": due})
            hint = _dues(one.of_kind(Expected))
            yield Problem("PLP508", one.record, event_path(event, "settles"), message, hint, due)
        if isinstance(event, Expected):
            expected.add(event.due)


def _dues(expected: list[Expected]) -> Message:
    dues = sorted({event.due for event in expected})
    if not dues:
        return Message("Only an event of kind `expected` has a due date to settle.")
    return Message("Allowed: {words}", {"words": ", ".join(dues)})
