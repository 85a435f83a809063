"""The years of a grant, and what its money is used for and when."""

from collections.abc import Iterator, Sequence

from plptool.checks.context import Context, Subject, event_path, outside, periods_of
from plptool.model.collections import Collection
from plptool.model.dates import When, in_words, parse_when
from plptool.model.events import Granted
from plptool.model.financial_year import CALENDAR, year_start
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.grant_year import is_whole_year, written_year, year_of_grant
from plptool.model.plain import Data, number, text, text_if_any
from plptool.model.records import Path


def years_once(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP618: a grant has a year twice, or one outside its period, or is used when there is none of it."""
    if subject.collection is not Collection.GRANTS:
        return
    periods = periods_of(subject.record)
    yield from _used_in_time(subject, periods)
    listed: dict[Path, list[Data]] = {}
    for where, entry in subject.listed("years"):
        year = year_of_grant(entry)
        place = (*where, "year")
        args: dict[str, Argument] = {"year": in_words(year.text)}
        others = listed.setdefault(where[:-1], [])
        before = _of_the_same_days(others, year)
        if not is_whole_year(year):
            message = Message("{year} is not a year", args)
            hint = Message("A year is 2023, and a financial year is written by its months, 2023-04/2024-03.")
            yield Problem("PLP618", subject.record, place, message, hint, year.text)
        elif before is not None and where[0] != "events":  # a change may give another amount; twice is PLP509
            yield _year_twice(subject, place, before, entry)
        elif outside(year, periods):
            args["period"] = in_words(periods[-1].text)
            message = Message("{year} is outside the grant's period {period}", args)
            hint = Message("Check the year.")
            cause = Cause(subject.id, ("period",))
            yield Problem("PLP618", subject.record, place, message, hint, year.text, cause=cause)
        others.append(entry)


def _of_the_same_days(listed: Sequence[Data], year: When) -> Data | None:
    """The entry of a list whose year has a day in common with a year; None where there is none."""
    for entry in listed:
        other = year_of_grant(entry)
        if not other.apart_from(year):
            return entry
    return None


def _year_twice(subject: Subject, place: Path, before: Data, entry: Data) -> Problem:
    """PLP618: two amounts of one year, or of two years that have days in common, are added up."""
    year = year_of_grant(entry)
    other = year_of_grant(before)
    args: dict[str, Argument] = {"year": in_words(year.text), "other": in_words(other.text)}
    message = Message("{year} and {other} overlap", args)
    hint = Message("Check the years: their amounts are added up.")
    if year.days == other.days:
        args = {**args, "one": number(before, "amount"), "other": number(entry, "amount")}
        message = Message("{year} stands twice, with {one} and {other}", args)
        hint = Message("One year, one amount; what another document says of it is a discrepancy.")
    return Problem("PLP618", subject.record, place, message, hint, year.text)


def calendar_year(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP620: a year of a grant is a calendar year, where this ledger's years begin on another day."""
    begins = year_start(context.manifest)
    if subject.collection is not Collection.GRANTS or begins == CALENDAR:
        return
    for where, entry in subject.listed("years"):
        year = entry["year"]
        if not isinstance(year, int):
            continue
        months = written_year(begins, year)
        args: dict[str, Argument] = {"year": year, "name": begins.name(year), "months": months}
        message = Message("{year} is the calendar year, from 1 January to 31 December", args)
        hint = Message("If the source means {name}: `year: {months}`.", args)
        yield Problem("PLP620", subject.record, (*where, "year"), message, hint, str(year))


def _used_in_time(subject: Subject, periods: Sequence[When]) -> Iterator[Problem]:
    """PLP618: a use lies outside the grant's period, or in no year of which an amount is known."""
    years = [year_of_grant(entry) for _, entry in subject.listed("years")]
    for where, use in subject.listed("uses"):
        used = text_if_any(use, "period")
        if used is None:
            continue
        args: dict[str, Argument] = {"what": text(use, "what"), "used": in_words(used)}
        hint = Message("Check the period.")
        cause = None
        when = parse_when(used)
        if outside(when, periods):
            args["period"] = in_words(periods[-1].text)
            message = Message("“{what}” is of {used}, outside the grant's period {period}", args)
            cause = Cause(subject.id, ("period",))
        elif outside(when, years):
            message = Message("“{what}” is of {used}, and the grant has no amount for that time", args)
            hint = Message("Check the period; or add the amount under `years`.")
        else:
            continue
        value = f"{used} {text(use, 'what')}"
        yield Problem("PLP618", subject.record, (*where, "period"), message, hint, value, cause=cause)


def granted_in_time(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP618: money of a grant came to a process after the grant's period was over."""
    grants = context.collections[Collection.GRANTS]
    for event in subject.of_kind(Granted):
        grant = grants.get(event.grant)
        period = None if grant is None else text_if_any(grant.data, "period")
        if period is None:
            continue
        last_day = parse_when(period).latest
        if last_day is None or not event.when.certainly_after(last_day):
            continue
        args: dict[str, Argument] = {"date": event.when.text, "id": event.grant, "period": in_words(period)}
        message = Message("money of `{id}` on {date}, after the grant's period {period}", args)
        cause = Cause(event.grant, ("period",))
        hint = Message("Check the date.")
        value = f"{event.when.text} {event.grant}"
        yield Problem("PLP618", subject.record, event_path(event), message, hint, value, cause=cause)
