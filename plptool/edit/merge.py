"""Two versions of a record that go back to one, made one: by content, and the same whichever of them is ours.

Fields are merged by their names, events and other entries by who is who (`timeline/compare.py`), lists of names as
sets. What both changed, each otherwise, is a conflict: there stands what stood before, or of what is new both, until a
person chooses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from plptool.edit.edits import EVENTS, index_by_date, last_day
from plptool.model.plain import Data, Plain, as_list
from plptool.model.records import Path
from plptool.read.vocabulary import vocabulary
from plptool.seals.chain import Seal, made_anew_behind
from plptool.timeline.compare import (
    ENTRY_KEYS,
    EVENT_KEYS,
    are_entries,
    are_one_entry,
    are_one_event,
    compare,
    content,
    pair,
    same,
)

_WHOLE = frozenset({"seal", "set", "add", "remove"})
"""Mappings that are right or wrong as a whole."""
_ONE_OR_MORE = frozenset({"source", "formerly"})
"""What may be written as one, or as a list."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two changed, each otherwise."""

    where: Path
    """Where in the merged record it stands."""
    ours: Plain
    """None where it has nothing there."""
    theirs: Plain


@dataclass(frozen=True, slots=True)
class Merged:
    """What two versions say together."""

    data: dict[str, Plain]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Versions:
    """One value in three versions; None where it is not there."""

    base: Plain
    ours: Plain
    theirs: Plain

    def below(self, name: str) -> "_Versions":
        return _Versions(*(part.get(name) if isinstance(part, Mapping) else None for part in self.all))

    @property
    def all(self) -> tuple[Plain, Plain, Plain]:
        return self.base, self.ours, self.theirs

    @property
    def standing(self) -> Plain:
        """What stands as long as nobody has chosen."""
        if self.base is not None:
            return self.base
        return min(self.ours, self.theirs, key=content)


def merge(base: Data, ours: Data, theirs: Data) -> Merged:
    """What two versions of a record say together."""
    data, conflicts = _mapping((), _Versions(base, ours, theirs))
    for withdrawing, other in ((ours, theirs), (theirs, ours)):
        # Whoever withdraws did not know what the other adds to it.
        if "withdrawn" in withdrawing and not {"withdrawn"} & (base.keys() | other.keys()) and compare(base, other):
            data.pop("withdrawn", None)
            conflicts.append(Conflict(("withdrawn",), ours.get("withdrawn"), theirs.get("withdrawn")))
    return Merged(data, tuple(conflicts))


def _mapping(where: Path, versions: _Versions) -> tuple[dict[str, Plain], list[Conflict]]:
    data: dict[str, Plain] = {}
    conflicts: list[Conflict] = []
    names = [name for part in versions.all if isinstance(part, Mapping) for name in part]
    for name in dict.fromkeys(names):
        if (*where, name) == ("corrections",):
            value, found = _corrections(versions)
        else:
            value, found = _value((*where, name), versions.below(name))
        conflicts += found
        if value is not None:
            data[name] = value
    return data, conflicts


def _value(where: Path, versions: _Versions) -> tuple[Plain, list[Conflict]]:
    base, ours, theirs = versions.all
    name = "source" if "source" in where else str(where[-1])
    if same(ours, theirs, name):
        # An empty list says what none says.
        return (None if ours is None or theirs is None else min(ours, theirs, key=repr)), []
    if same(base, ours, name):
        return theirs, []
    if same(base, theirs, name):
        return ours, []
    return _changed_by_both(where, name, versions)


def _changed_by_both(where: Path, name: str, versions: _Versions) -> tuple[Plain, list[Conflict]]:
    """What both changed, each otherwise: made one where it has parts, else a conflict.

    Args:
        where: where the value stands.
        name: of which property it is, or of which its parts are.
        versions: the value's.
    """
    base, ours, theirs = versions.all
    conflict = [Conflict(where, ours, theirs)]
    if ours is None or theirs is None or name in _WHOLE:
        return versions.standing, conflict
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and isinstance(base, Mapping | None):
        return _mapping(where, versions)
    if are_entries(ours, theirs) and isinstance(base, list | None):
        return _Entries.of(where, versions).merged()
    if _is_list_of_words(name, versions):
        together = _list(name, *map(as_list, versions.all))
        if together is not None:
            return _as_written(together, versions), []
    return versions.standing, conflict


# Lists of names, texts and numbers


def _is_list_of_words(name: str, versions: _Versions) -> bool:
    """Whether a value is a list, or may be one, of which no entry has properties."""
    is_list = name in _ONE_OR_MORE or isinstance(versions.ours, list) or isinstance(versions.theirs, list)
    entries = [entry for value in versions.all for entry in as_list(value)]
    return is_list and not any(isinstance(entry, Mapping) for entry in entries)


def _as_written(together: list[Plain], versions: _Versions) -> Plain:
    """A list; its only entry alone, where a version has written one so."""
    written_alone = any(value is not None and not isinstance(value, list) for value in versions.all)
    return together[0] if written_alone and len(together) == 1 else together


def _list(name: str, base: Sequence[Plain], ours: Sequence[Plain], theirs: Sequence[Plain]) -> list[Plain] | None:
    """What two lists say together; None where a person must say it."""
    if name in vocabulary().prose and name not in _ONE_OR_MORE:
        return woven(base, ours, theirs)
    for one, other in ((ours, theirs), (theirs, ours)):
        if sorted(map(repr, one)) == sorted(map(repr, base)):  # it only puts them in another order
            return None if sorted(map(repr, other)) == sorted(map(repr, base)) else _as_set(one, one, other)
    return _as_set(base, ours, theirs)


def _replaced_otherwise(base: Sequence[Plain], ours: Sequence[Plain], theirs: Sequence[Plain]) -> bool:
    """Whether both took out the same, and each put another in its place."""
    if all(value in ours or value in theirs for value in base):
        return False
    new_in_ours = [repr(value) for value in ours if value not in base]
    new_in_theirs = [repr(value) for value in theirs if value not in base]
    return sorted(new_in_ours) != sorted(new_in_theirs)


def _as_set(base: Sequence[Plain], ours: Sequence[Plain], theirs: Sequence[Plain]) -> list[Plain] | None:
    if _replaced_otherwise(base, ours, theirs):
        return None
    together: list[Plain] = []
    runs = [_runs(base, side) for side in (ours, theirs)]
    for place in range(len(base) + 1):
        for run in sorted((side.get(place, []) for side in runs), key=repr):
            together += [value for value in run if value not in together]
        if place < len(base) and base[place] in ours and base[place] in theirs:
            together.append(base[place])
    return together


def _runs(base: Sequence[Plain], side: Sequence[Plain]) -> dict[int, list[Plain]]:
    """By place in the base, what one side has put there."""
    runs: dict[int, list[Plain]] = {}
    place = 0
    for value in side:
        if value in base:
            place = base.index(value) + 1
        else:
            runs.setdefault(place, []).append(value)
    return runs


@dataclass(frozen=True, slots=True)
class _Change:
    """What one side put in the place of these entries of the base."""

    start: int
    end: int
    new: tuple[Plain, ...]


def woven(base: Sequence[Plain], ours: Sequence[Plain], theirs: Sequence[Plain]) -> list[Plain] | None:
    """Two lists in which the order says something, in one; None where both changed one place."""
    changes = _changes(base, ours)
    changes += [change for change in _changes(base, theirs) if change not in changes]
    changes.sort(key=lambda change: (change.start, change.end))
    if any(later.start <= change.end for change, later in pairwise(changes)):
        return None
    together: list[Plain] = []
    at = 0
    for change in changes:
        together += [*base[at : change.start], *change.new]
        at = change.end
    return [*together, *base[at:]]


def _changes(base: Sequence[Plain], side: Sequence[Plain]) -> list[_Change]:
    matcher = SequenceMatcher(None, [repr(value) for value in base], [repr(value) for value in side], autojunk=False)
    return [
        _Change(start, end, tuple(side[new_start:new_end]))
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


# Lists of mappings


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the merged list."""

    value: Plain
    conflict: tuple[Plain, Plain] | None = None
    """What the two have, where they do not agree."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A version of a list, beside the one that it goes back to."""

    became: Mapping[int, Plain]
    """By place in the base, what stands there now; None where it is gone."""
    added: tuple[tuple[int, Plain], ...]
    """What is new: behind how many entries of the base, and what."""

    @classmethod
    def of(cls, base: Sequence[Plain], side: Sequence[Plain], *, of_events: bool) -> "_Side":
        pairs = pair(base, side, EVENT_KEYS if of_events else ENTRY_KEYS)
        # Which object is which: entries of one list may say the same.
        places = {id(entry): place for place, entry in enumerate(base)}
        became = {places[id(before)]: after for before, after in pairs if before is not None}
        place_of = {id(after): place for place, after in became.items() if after is not None}
        added: list[tuple[int, Plain]] = []
        behind = 0
        for entry in side:
            if id(entry) in place_of:
                behind = place_of[id(entry)] + 1
            else:
                added.append((behind, entry))
        return cls(became, tuple(added))


@dataclass(frozen=True, slots=True)
class _Entries:
    """A list of mappings in its versions."""

    where: Path
    base: Sequence[Plain]
    ours: _Side
    theirs: _Side

    @classmethod
    def of(cls, where: Path, versions: _Versions) -> "_Entries":
        base, ours, theirs = map(as_list, versions.all)
        of_events = where == (EVENTS,)
        return cls(where, base, _Side.of(base, ours, of_events=of_events), _Side.of(base, theirs, of_events=of_events))

    @property
    def of_events(self) -> bool:
        return self.where == (EVENTS,)

    def merged(self) -> tuple[Plain, list[Conflict]]:
        entries: list[_Entry] = []
        moved: list[tuple[int, list[_Entry]]] = []
        places: dict[int, int] = {}
        for place, before in enumerate(self.base):
            places[place] = len(entries)
            entry = self._kept(place, before)
            if entry is None:
                continue
            if self.of_events and last_day(entry.value) != last_day(before):
                moved.append((place, [entry]))
            else:
                entries.append(entry)
        places[len(self.base)] = len(entries)
        new = sorted([*moved, *self._new()], key=lambda one: self._order(*one))
        for behind, run in reversed(new) if not self.of_events else new:
            at = index_by_date([entry.value for entry in entries], run[0].value) if self.of_events else places[behind]
            entries[at:at] = run
        conflicts = [
            Conflict((*self.where, index), *entry.conflict) for index, entry in enumerate(entries) if entry.conflict
        ]
        return [entry.value for entry in entries], conflicts

    def _order(self, behind: int, run: Sequence[_Entry]) -> tuple[object, ...]:
        """The same order, whichever side is ours."""
        value = run[0].value
        if self.of_events:
            return (last_day(value),)
        day = (
            next((str(value[name]) for name in ("year", "date", "from") if name in value), "")
            if isinstance(value, Mapping)
            else ""
        )
        return behind, day

    def _kept(self, place: int, before: Plain) -> _Entry | None:
        """What became of an entry that was there; None where it is gone."""
        ours, theirs = self.ours.became[place], self.theirs.became[place]
        if ours is None or theirs is None:
            left = theirs if ours is None else ours
            return _Entry(before, (ours, theirs)) if left is not None and not same(before, left) else None
        if isinstance(before, Mapping) and isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            together, conflicts = _mapping(self.where, _Versions(before, ours, theirs))
            return _Entry(before, (ours, theirs)) if conflicts else _Entry(together)
        value, found = _value(self.where, _Versions(before, ours, theirs))
        return _Entry(value, (ours, theirs) if found else None)

    def _new(self) -> list[tuple[int, list[_Entry]]]:
        """What either side has added, each where it stands; what both have, once."""
        left = list(self.theirs.added)
        new: list[tuple[int, list[_Entry]]] = []
        alone: list[tuple[int, Plain]] = []
        for behind, entry in self.ours.added:
            partner = next((other for other in left if same(entry, other[1])), None)
            if partner is None:
                alone.append((behind, entry))
                continue
            left.remove(partner)
            new.append((min(behind, partner[0]), [_Entry(min(entry, partner[1], key=repr))]))
        ours_alone: list[tuple[int, Plain]] = []
        for behind, entry in alone:
            partner = next((other for other in left if self._are_one(entry, other[1])), None)
            if partner is None:
                ours_alone.append((behind, entry))
                continue
            left.remove(partner)
            new.append((min(behind, partner[0]), self._both(entry, partner[1])))
        sides = sorted((ours_alone, left), key=repr)
        return new + [(behind, [_Entry(entry)]) for side in sides for behind, entry in side]

    def _are_one(self, entry: Plain, other: Plain) -> bool:
        if not (isinstance(entry, Mapping) and isinstance(other, Mapping)):
            return False
        return are_one_event(entry, other) if self.of_events else are_one_entry(entry, other)

    def _both(self, entry: Plain, other: Plain) -> list[_Entry]:
        """Two that tell of one thing: as one, where they agree in what both say; else both stand."""
        if isinstance(entry, Mapping) and isinstance(other, Mapping):
            value, found = _mapping(self.where, _Versions({}, entry, other))
            # What is true or not is said by its absence too.
            says_no = any(isinstance(entry.get(name, other.get(name)), bool) for name in entry.keys() ^ other.keys())
            if not found and not says_no:
                return [_Entry(value)]
        first, second = sorted((entry, other), key=content)
        return [_Entry(first, (entry, other)), _Entry(second)]


# Corrections of a seal


def _corrections(versions: _Versions) -> tuple[Plain, list[Conflict]]:
    """The corrections of both, in one chain: those of the one as they are, those of the other made anew behind them."""
    base, ours, theirs = (as_list(part) for part in versions.below("corrections").all)
    whole = versions.ours
    shared = len([one for one, other in zip(ours, theirs, strict=False) if one == other])
    is_chain = isinstance(whole, Mapping) and isinstance(whole.get("seal"), Mapping)
    if not is_chain or list(ours[: len(base)]) != list(base) or list(theirs[: len(base)]) != list(base):
        return _value(("corrections",), versions.below("corrections"))
    first, second = sorted((ours[shared:], theirs[shared:]), key=repr)
    chained: list[Plain] = [*ours[:shared], *first]
    for correction in second:
        if isinstance(correction, Mapping) and isinstance(whole, Mapping):
            seal = Seal("", "", date.min, {**whole, "corrections": chained})
            chained.append(made_anew_behind(seal, correction))
    return chained or None, []
