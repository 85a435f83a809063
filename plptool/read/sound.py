"""What of data that breaks its schema can still be looked at, so that one mistake does not hide another."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
    misspelt: Mapping[Path, str]
    """How the file writes those property names that are read as what was probably meant."""

    def as_written(self, where: Path) -> Path:
        """A place in the data as the file has it."""
        return tuple(self.misspelt.get(where[: depth + 1], step) for depth, step in enumerate(where))


def sound_part(schema: str, data: Data) -> Sound:
    """What of a record can still be looked at.

    Args:
        schema: the name of the one that it breaks.
        data: what its file holds.
    """
    breaches = breaches_in(schema, data)
    meant = {breach.where: word for breach in breaches if (word := _meant(breach))}
    if meant:
        data = _renamed(data, (), meant)
        breaches = breaches_in(schema, data)
    misspelt = {(*where[:-1], name): str(where[-1]) for where, name in meant.items()}
    wrong = {breach.where for breach in breaches if _is_wrong(breach, data)}
    without_wrong = _without(data, (), wrong)
    sound_data = in_one_form(without_wrong)
    if "events" not in sound_data:
        return Sound(sound_data, frozenset(), misspelt)
    events = [event if isinstance(event, dict) else {} for event in as_list(sound_data["events"])]
    unsound = frozenset(_unsound(events, breaches))
    return Sound({**sound_data, "events": events}, unsound, misspelt)


def _unsound(events: Sequence[Data], breaches: Iterable[Breach]) -> Iterator[int]:
    """The indices of events in which something is wrong: it may also stand where there is no event."""
    wrong_entries = {breach.where[1] for breach in breaches if breach.where[:1] == ("events",) and breach.where[1:]}
    for index, event in enumerate(events):
        if index in wrong_entries or "kind" not in event:
            yield index


def _meant(breach: Breach) -> str | None:
    """The property that was probably meant by one that there is not."""
    if breach.rule != "PLP201" or not breach.at_key or breach.hint is None or "word" not in breach.hint.args:
        return None
    return str(breach.hint.args["word"])


def _renamed(data: Data, where: Path, meant: Mapping[Path, str]) -> dict[str, Plain]:
    """A mapping with the property names that were meant, but for those that it has already."""
    renamed: dict[str, Plain] = {}
    for key, value in data.items():
        name = meant.get((*where, key), key)
        renamed[key if name in data else name] = _renamed_below(value, (*where, key), meant)
    return renamed


def _renamed_below(value: Plain, where: Path, meant: Mapping[Path, str]) -> Plain:
    if isinstance(value, dict):
        return _renamed(value, where, meant)
    if isinstance(value, list):
        return [_renamed_below(entry, (*where, index), meant) for index, entry in enumerate(value)]
    return value


def _is_wrong(breach: Breach, data: Data) -> bool:
    """Whether what stands at a breach says nothing; a list or mapping of the wrong sort or size still names others."""
    if breach.rule == "PLP201":  # nobody knows the property
        return True
    value = _at(data, breach.where)
    return not isinstance(value, dict | list)


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


def _without(data: Data, where: Path, wrong: Container[Path]) -> dict[str, Plain]:
    """A mapping without what is wrong in it."""
    sound_data: dict[str, Plain] = {}
    for name, value in data.items():
        place = (*where, name)
        if place not in wrong:
            sound_data[name] = _left(value, place, wrong)
    return sound_data


def _left(value: Plain, where: Path, wrong: Container[Path]) -> Plain:
    if isinstance(value, dict):
        return _without(value, where, wrong)
    if not isinstance(value, list):
        return value
    entries: list[Plain] = []
    for index, entry in enumerate(value):
        place = (*where, index)
        if place in wrong:
            entries.append(None)
        else:
            entries.append(_left(entry, place, wrong))
    return entries
