"""Decisions at the end of a day: how each stands, whether it is in force, and how it is tied to others.

Nothing of this is written. A decision names earlier ones (`prepared-by`, `repeals`, `amends`); what later ones made of
it is found here. What it says *has effect* from the day on which it was adopted, or from the one that it names, if that
is later; an appeal alone stops nothing. It is *in force* from then on, until its period is over, or another that has
effect repeals it: that the other is itself repealed later, or was for a time, brings nothing back; that it is quashed
does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plptool.model.dates import parse_when
from plptool.model.decisions import POINTERS, STANDING
from plptool.model.events import Status
from plptool.model.plain import Data, Plain, text, text_if_any, texts
from plptool.model.records import Record
from plptool.timeline.beginnings import first_shown
from plptool.timeline.fold import events_of


def decision_at(record: Record, data: Data, day: date) -> dict[str, Plain]:
    """A decision's data with the status that its events had given it by the day."""
    status = data["status"]
    for event in events_of(record):
        if isinstance(event, Status) and event.when.by(day):
            status = event.status
    return {**data, "status": status}


@dataclass(frozen=True, slots=True)
class Force:
    """Whether a decision is in force at the end of a day, and what others made of it by then."""

    since: date | None
    """From when on it was in force; None where it is not adopted, or not in force yet."""
    until: date | None
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
    named = {name: naming(records, name) for name in POINTERS}

    def those(name: str, key: str) -> list[Record]:
        return [records[later] for later in named[name].get(key, ())]

    return {
        key: Force(
            *in_force_between(record, those("repeals", key), day),
            repealed_by=tuple(_with_effect(those("repeals", key), day)),
            amended_by=tuple(_with_effect(those("amends", key), day)),
            prepares=tuple(named["prepared-by"].get(key, ())),
        )
        for key, record in records.items()
    }


def in_force_between(record: Record, repealing: Iterable[Record], day: date) -> tuple[date | None, date | None]:
    """From which day on a decision is in force, and the last day on which it was, both as they are by the end of a day.

    Args:
        record: the decision.
        repealing: those that name it as one that they repeal.
        day: the day.
    """
    ends = [_period_end(record), *map(_day_before, _with_effect(repealing, day).values())]
    past = [end for end in ends if end is not None and end < day]
    return has_effect_since(record, day), min(past, default=None)


def _with_effect(records: Iterable[Record], day: date) -> dict[str, date]:
    """Those of the decisions that have effect at the end of a day, each with since when, in that order."""
    effects = ((has_effect_since(record, day), record.id) for record in records)
    return {key: since for since, key in sorted((since, key) for since, key in effects if since is not None)}


def naming(records: Mapping[str, Record], name: str) -> dict[str, list[str]]:
    """By decision, those that name it by a property; what names itself says nothing."""
    named: dict[str, list[str]] = {}
    for key, record in records.items():
        for earlier in texts(record.data, name):
            if earlier != key:
                named.setdefault(earlier, []).append(key)
    return named


def has_effect_since(record: Record, day: date) -> date | None:
    """Since when what a decision says has effect, as it stands at the end of a day; None where it has none.

    That is since it was adopted, or since the day on which it comes into force, or its period begins, if that is later.
    """
    first = first_shown(record)
    if first is None:
        return None
    adopted = first if text(record.data, "status") in STANDING else None
    for event in events_of(record):
        if isinstance(event, Status) and event.when.latest is not None and event.when.latest <= day:
            stands = event.status in STANDING
            adopted = (adopted or max(event.when.latest, first)) if stands else None
    begins = _begins(record)
    if adopted is None or begins is None:
        return None
    since = max(adopted, begins)
    return since if since <= day else None


def _begins(record: Record) -> date | None:
    """The first day on which a decision may be in force; None where that never comes."""
    in_force, period = text_if_any(record.data, "in-force"), text_if_any(record.data, "period")
    if in_force is not None:
        return parse_when(in_force).latest
    return date.min if period is None else parse_when(period).earliest or date.min


def _period_end(record: Record) -> date | None:
    period = text_if_any(record.data, "period")
    return None if period is None else parse_when(period).latest


def _day_before(day: date) -> date | None:
    return None if day == date.min else day - timedelta(days=1)


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
