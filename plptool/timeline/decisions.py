"""Decisions at the end of a day: how each stands, whether it is in force, and how it is tied to others.

Nothing of this is written. A decision names earlier ones (`prepared-by`, `repeals`, `amends`); what later ones made of
it is found here. What it says *has effect* from the day on which it was adopted, or from the one that it names, if that
is later; an appeal alone stops nothing. It is *in force* from then on, until its period is over, or another that has
effect repeals it. What is repealed stays so, also where the other is itself repealed later, or its period is over. But
where the other is quashed, lapses or is withdrawn, it has no effect any more, and what it repealed is in force again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plptool.model.dates import parse_when
from plptool.model.decisions import POINTERS, STANDING
from plptool.model.events import Status
from plptool.model.plain import Data, Plain, text, text_if_any, texts
from plptool.model.records import Record
from plptool.timeline.beginnings import first_shown
from plptool.timeline.changed import as_it_stood
from plptool.timeline.fold import events_of


def decision_at(record: Record, data: Data, day: date) -> dict[str, Plain]:
    """A decision's data with the status that its events had given it by the day."""
    status = data["status"]
    for event in events_of(record):
        if isinstance(event, Status) and event.when.by(day):
            status = event.status
    return {**data, "status": status}


@dataclass(frozen=True, slots=True)
class Dated:
    """A day to reckon with, and the date as it is written, which need tell no day."""

    day: date
    written: str


@dataclass(frozen=True, slots=True)
class Force:
    """Whether a decision is in force at the end of a day, and what others made of it by then."""

    since: Dated | None
    """From when on it was in force; None where it is not adopted, or not in force yet."""
    until: Dated | None
    """The last day on which it was; None where that is not past."""
    repealed_by: tuple[str, ...]
    """The decisions that repeal it and have effect, by the day from which they do."""
    amended_by: tuple[str, ...]
    """Those that amend it likewise."""
    prepares: tuple[str, ...]
    """Those that say that it prepared them, whatever became of them."""

    @property
    def in_force(self) -> bool:
        return self.since is not None and self.until is None


def forces(records: Mapping[str, Record], day: date) -> dict[str, Force]:
    """How decisions are in force at the end of a day.

    Args:
        records: by id, those that are shown on the day.
        day: the day.
    """
    effects: dict[str, Dated] = {}
    for key, record in records.items():
        since = has_effect_since(record, day)
        if since is not None:
            effects[key] = since
    named = {name: naming(records, name) for name in POINTERS}

    def having_effect(name: str, key: str) -> list[str]:
        """Those that name it and have effect, by the day since when."""
        there = [later for later in named[name].get(key, ()) if later in effects]
        return sorted(there, key=lambda later: (effects[later].day, later))

    found: dict[str, Force] = {}
    for key, record in records.items():
        repealed_by = having_effect("repeals", key)
        repealed = effects[repealed_by[0]] if repealed_by else None
        found[key] = Force(
            since=effects.get(key),
            until=_ended(record, repealed, day),
            repealed_by=tuple(repealed_by),
            amended_by=tuple(having_effect("amends", key)),
            prepares=tuple(named["prepared-by"].get(key, ())),
        )
    return found


def in_force(record: Record, repealed: Dated | None, day: date) -> bool:
    """Whether a decision is in force at the end of a day.

    Args:
        record: the decision.
        repealed: since when the first of those that repeal it has effect.
        day: the day.
    """
    return has_effect_since(record, day) is not None and _ended(record, repealed, day) is None


def _ended(record: Record, repealed: Dated | None, day: date) -> Dated | None:
    """The last day on which a decision could be in force, where that is past at the end of a day."""
    ends = [_period_end(as_it_stood(record, day)), None if repealed is None else _day_before(repealed)]
    past = [end for end in ends if end is not None and end.day < day]
    return min(past, key=_by_day, default=None)


def _by_day(dated: Dated) -> date:
    return dated.day


def naming(records: Mapping[str, Record], name: str) -> dict[str, list[str]]:
    """By decision, those that name it by a property; what names itself says nothing."""
    named: dict[str, list[str]] = {}
    for key, record in records.items():
        for earlier in texts(record.data, name):
            if earlier != key:
                named.setdefault(earlier, []).append(key)
    return named


def has_effect_since(record: Record, day: date) -> Dated | None:
    """Since when what a decision says has effect, as it stands at the end of a day; None where it has none.

    That is since it was adopted, or since the day on which it comes into force, or its period begins, if that is later.
    """
    adopted, begins = _adopted(record, day), _begins(as_it_stood(record, day))
    if adopted is None or begins is None:
        return None
    since = max(adopted, begins, key=_by_day)
    return since if since.day <= day else None


def _adopted(record: Record, day: date) -> Dated | None:
    """Since when a decision is adopted and stands, by the end of a day; None where it does not."""
    first = first_shown(record)
    if first is None:
        return None
    opening = Dated(first, text(record.data, "date"))
    adopted = opening if text(record.data, "status") in STANDING else None
    for event in events_of(record):
        if not isinstance(event, Status) or event.when.latest is None or event.when.latest > day:
            continue
        if event.status not in STANDING:
            adopted = None
        elif adopted is None:
            adopted = max(Dated(event.when.latest, event.when.text), opening, key=_by_day)
    return adopted


_THROUGHOUT = Dated(date.min, "")
"""The first day of what may be in force from the first, as nobody wrote it."""


def _begins(record: Record) -> Dated | None:
    """The first day on which a decision may be in force; None where that never comes."""
    in_force, period = text_if_any(record.data, "in-force"), text_if_any(record.data, "period")
    if in_force is not None:
        latest = parse_when(in_force).latest
        return None if latest is None else Dated(latest, in_force)
    earliest = None if period is None else parse_when(period).earliest
    if period is None or earliest is None:
        return _THROUGHOUT
    start, _, _ = period.partition("/")
    return Dated(earliest, start)


def _period_end(record: Record) -> Dated | None:
    """The last day of a decision's period; None where it has none, or that has no end."""
    period = text_if_any(record.data, "period")
    latest = None if period is None else parse_when(period).latest
    if period is None or latest is None:
        return None
    _, _, end = period.rpartition("/")
    return Dated(latest, end)


def _day_before(since: Dated) -> Dated | None:
    """The last day before a date. Where the date tells no day, none is made up: it is written as the date is."""
    if since.day == date.min:
        return None
    day = since.day - timedelta(days=1)
    return Dated(day, day.isoformat() if since.written == since.day.isoformat() else since.written)


def matter(decisions: Mapping[str, Data], key: str) -> tuple[str, ...]:
    """The decisions of one matter, each of which prepared another: the same, from whichever of them one asks.

    Args:
        decisions: by id, those that are known, in the order in which they are to be told.
        key: one of them.
    """
    tied: dict[str, set[str]] = {}
    for later, data in decisions.items():
        for earlier in texts(data, "prepared-by"):
            tied.setdefault(earlier, set()).add(later)
            tied.setdefault(later, set()).add(earlier)
    found = {key}
    pending = [key]
    while pending:
        new = tied.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return tuple(one for one in decisions if one in found)


def pointers(data: Data) -> Iterator[tuple[str, str]]:
    """The earlier decisions that a decision names, each with the property by which."""
    for name in POINTERS:
        for earlier in texts(data, name):
            yield name, earlier


def is_later(one: Record, other: Record) -> bool:
    """Whether a decision was certainly taken after another."""
    decided = parse_when(text(other.data, "date")).latest
    return decided is not None and parse_when(text(one.data, "date")).certainly_after(decided)
