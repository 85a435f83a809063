"""What of data that breaks its schema can still be looked at, so that one mistake does not hide another."""

from dataclasses import dataclass

from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Path
from plptool.read.breach import Breach
from plptool.read.record import breaches_in, in_one_form


@dataclass(frozen=True, slots=True)
class Sound:
    """Data without what is wrong in it: in a list nothing stands in its place, so that the others keep theirs."""

    data: Data
    unsound: frozenset[int]
    """Which of its events have something wrong in them: no more is said of these than of any mapping."""


def sound_part(schema: str, data: Data) -> Sound:
    """What of a record can still be looked at.

    Args:
        schema: the name of the one that it breaks.
        data: what its file holds.
    """
    breaches = breaches_in(schema, data)
    wrong = frozenset(breach.where for breach in breaches if _is_wrong(breach, data))
    left = in_one_form(_without(data, (), wrong))
    if "events" not in left:
        return Sound(left, frozenset())
    events = [event if isinstance(event, dict) else {} for event in as_list(left["events"])]
    broken = {breach.where[1] for breach in breaches if breach.where[:1] == ("events",) and len(breach.where) > 1}
    unsound = frozenset(index for index, event in enumerate(events) if index in broken or "kind" not in event)
    return Sound({**left, "events": events}, unsound)


def _is_wrong(breach: Breach, data: Data) -> bool:
    """Whether what stands at a breach says nothing; a list or mapping of the wrong sort or size still names others."""
    return breach.rule == "PLP201" or not isinstance(_at(data, breach.where), dict | list)


def _at(data: Plain, where: Path) -> Plain:
    """What stands at a place; nothing, where there is none."""
    for step in where:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _without(data: Data, where: Path, wrong: frozenset[Path]) -> dict[str, Plain]:
    """A mapping without what is wrong in it."""
    return {key: _left(value, (*where, key), wrong) for key, value in data.items() if (*where, key) not in wrong}


def _left(value: Plain, where: Path, wrong: frozenset[Path]) -> Plain:
    if isinstance(value, dict):
        return _without(value, where, wrong)
    if isinstance(value, list):
        places = [((*where, index), entry) for index, entry in enumerate(value)]
        return [None if place in wrong else _left(entry, place, wrong) for place, entry in places]
    return value
