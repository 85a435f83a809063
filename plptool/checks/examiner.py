"""Findings of a ledger whose files change one after the other, as in an editor: the same as if all were examined anew.

What came of a record is kept, check by check, with what that check has asked about the others. Where none of these
answers is another now, the check need not look again: it would ask the same, and say the same.
"""

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from plptool.checks.context import Context, Subject, outline
from plptool.checks.known import Known, known_of
from plptool.checks.runner import (
    Check,
    Examined,
    Seen,
    all_placed,
    checks_of,
    conclude,
    examine_unfit,
    standings_of,
)
from plptool.model import personal_numbers
from plptool.model.collections import Collection
from plptool.model.findings import Finding, Problem
from plptool.model.plain import Data
from plptool.model.ports import Tree
from plptool.model.records import Record
from plptool.read.manifest import read_manifest
from plptool.read.opening import put_together
from plptool.read.reader import FileRead, Reader, RecordFile, listing
from plptool.seals.verify import DigestedFile
from plptool.timeline.beginnings import Records
from plptool.timeline.ledger import Ledger
from plptool.timeline.resolution import precedence
from plptool.timeline.standings import Standing

T = TypeVar("T")
V = TypeVar("V")
Asked = frozenset[str]
"""The names of what was asked about other records."""

_OF_ALL = frozenset({"__class__", "__dict__", "asked", "noted", "known_ids", "known_originals", "of_all", "called_now",
                     "in_present_ids", "original", "digested", "severity", "manifest", "holidays", "seals",
                     "sealed_days", "at", "shows", "_ids_sealed_on", "_present_ids"})  # fmt: skip
"""What changes for nobody, or else for all: then everything is examined anew."""
_MADE_OF: dict[str, tuple[Collection, ...]] = {
    "written": (Collection.SOURCES,),
    "lines": (Collection.SOURCES,),
    "pages": (Collection.SOURCES,),
    "newest_document": (Collection.SOURCES,),
    "snapshot_days": (Collection.SNAPSHOTS,),
    "naming": (Collection.PROCESSES,),
    "funded": (Collection.PROCESSES,),
    "served": (Collection.GRANTS,),
    "persons": tuple(Collection),
    "_decisions": (Collection.DECISIONS,),
    "repeals": (Collection.DECISIONS,),
    "circles": (Collection.DECISIONS,),
}
"""By what is worked out of records once for all who ask: of which."""
_OF_RECORDS = ("originals", "collections")
_NAMED = frozenset({*_MADE_OF, *_OF_RECORDS, "broken", "ids", "nameable"})
"""What is compared with what it was, value by value."""
_ALWAYS = "anything"
"""Stands for all else: it may be another whenever anything is."""


class _NotedSet(frozenset[str]):
    """A set that notes what is looked for in it; whoever asks for more has asked for all of it."""

    name: str
    asked: set[str]

    @classmethod
    def of(cls, name: str, values: frozenset[str], asked: set[str]) -> "_NotedSet":
        noted = cls(values)
        noted.name = name
        noted.asked = asked
        return noted

    def __contains__(self, key: object) -> bool:
        self.asked.add(f"{self.name}.{key}")
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.asked.add(self.name)
        return super().__iter__()

    def __len__(self) -> int:
        self.asked.add(self.name)
        return super().__len__()

    def __and__(self, others: AbstractSet[object]) -> frozenset[str]:
        self.asked.add(self.name)
        return super().__and__(others)

    def __sub__(self, others: AbstractSet[object]) -> frozenset[str]:
        self.asked.add(self.name)
        return super().__sub__(others)

    def union(self, *others: Iterable[V]) -> frozenset[str | V]:
        self.asked.add(self.name)
        return super().union(*others)


class _Noted(dict[str, V]):
    """A mapping that notes which of its values are asked for; what is in these notes it itself."""

    def __init__(self, name: str, values: Mapping[str, V], asked: set[str]) -> None:
        super().__init__(values)
        self.name = name
        self.asked = asked

    def __getitem__(self, key: str) -> V:
        self.asked.add(f"{self.name}.{key}")
        return super().__getitem__(key)

    def get(self, key: str, default: V | None = None) -> V | None:  # type: ignore[override]  # dict has shapes of its own for it
        self.asked.add(f"{self.name}.{key}")
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked.add(f"{self.name}.{key}")
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.asked.add(self.name)
        return super().__iter__()

    def __len__(self) -> int:
        self.asked.add(self.name)
        return super().__len__()

    def keys(self) -> KeysView[str]:  # type: ignore[override]  # dict has shapes of its own for it
        self.asked.add(self.name)
        return super().keys()

    def values(self) -> ValuesView[V]:  # type: ignore[override]  # dict has shapes of its own for it
        self.asked.add(self.name)
        return super().values()

    def items(self) -> ItemsView[str, V]:  # type: ignore[override]  # dict has shapes of its own for it
        self.asked.add(self.name)
        return super().items()


class _NotedByCollection(dict[str | None, object]):
    """A mapping by collection, of which each value notes what is asked of it."""

    def __init__(self, name: str, values: Mapping[str | None, object], asked: set[str]) -> None:
        super().__init__({key: _noted(f"{name}.{key}", value, asked) for key, value in values.items()})


def _noted(name: str, value: object, asked: set[str]) -> object:
    """A value that notes what is asked of it; where it cannot, that it was asked for."""
    if isinstance(value, frozenset):
        return _NotedSet.of(name, value, asked)
    if isinstance(value, dict):
        return _Noted(name, value, asked)
    asked.add(name)
    return value


class _Watched(Context):
    """A context that notes what is asked of it."""

    def __init__(self, ledger: Ledger) -> None:
        self.asked: set[str] = set()
        self.noted: dict[str, object] = {}
        super().__init__(ledger.all_records(), ledger.broken, ledger.manifest, ledger.unfit)
        self.known_originals = dict(vars(self)["originals"])
        self.known_ids = {key: record.path for key, record in self.known_originals.items()}
        """By id the path of the record that has it."""

    def __getattribute__(self, name: str) -> object:
        value: object = super().__getattribute__(name)
        if name in _OF_ALL:
            return value
        asked: set[str] = super().__getattribute__("asked")
        if name not in _NAMED:
            asked.add(_ALWAYS)
            return value
        noted: dict[str, object] = super().__getattribute__("noted")
        if name in noted:
            return noted[name]
        if name in ("collections", "ids", "nameable") and isinstance(value, dict):
            watched: object = _NotedByCollection(name, value, asked)
        else:
            watched = _noted(name, value, asked)
        if watched is not value:
            noted[name] = watched
        return watched

    def of_all(self) -> tuple[object, ...]:
        """What every examination hangs on."""
        return self._present_ids, self.sealed_days, self._ids_sealed_on

    def at(self, day: date) -> Records:
        if day not in self._ids_sealed_on:
            return self
        self.asked.add(_ALWAYS)
        return super().at(day)

    def original(self, record: Record) -> Record:
        known: Record = self.known_originals.get(record.id, record)
        return min(known, record, key=precedence)

    def asking(self, look: Callable[[], Iterable[T]]) -> tuple[list[T], Asked]:
        """What comes of a look at a record, and what was asked on the way."""
        asked = self.asked
        asked.clear()
        answers = list(look())
        return answers, frozenset(asked)


@dataclass(frozen=True, slots=True)
class _Change:
    """What is another than it was, of what may be asked about other records."""

    of_processes: Asked
    """As far as the examination of processes goes: what they ask about the others stands in their outlines."""
    of_others: Asked
    ids: frozenset[str]
    """Ids that another file claims than before."""

    def concerns(self, subject: Subject, asked: Asked) -> bool:
        """Whether something is another than it was that was asked for an examination."""
        of_process = subject.collection is Collection.PROCESSES
        changed = self.of_processes if of_process else self.of_others
        return not changed.isdisjoint(asked)


def _change(old: _Watched, new: _Watched) -> _Change:
    """What has changed; what is worked out once for all is taken over where its records have not."""
    before, after = old.known_originals, new.known_originals
    differing = [key for key in before.keys() | after.keys() if before.get(key) is not after.get(key)]
    in_full: set[str] = set()
    in_outline: set[str] = set()
    for key in differing:
        names = _names_of(key, before.get(key)) | _names_of(key, after.get(key))
        if _outlined(before.get(key)) != _outlined(after.get(key)):
            in_outline |= names
            in_full |= names
        elif f"collections.{Collection.PROCESSES}" not in names:
            in_full |= names
    worked_out = _worked_out(old, new, in_full)
    for name in ("broken", "ids", "nameable"):
        if name in vars(old):
            worked_out.update(_differences(name, vars(old)[name], _value(new, name)))
    if in_outline or worked_out:
        in_outline.add(_ALWAYS)
    if in_full or worked_out:
        in_full.add(_ALWAYS)
    ids = {key for key, _ in old.known_ids.items() ^ new.known_ids.items()}
    new.asked.clear()
    return _Change(frozenset(in_outline | worked_out), frozenset(in_full | worked_out), frozenset(ids))


def _names_of(key: str, record: Record | None) -> set[str]:
    """Under which names a record may have been asked for."""
    if record is None:
        return set()
    collection = f"collections.{record.collection}"
    return {"originals", f"originals.{key}", "collections", collection, f"{collection}.{key}"}


def _outlined(record: Record | None) -> tuple[str, str, Data] | None:
    return None if record is None else (record.path, record.id, outline(record).data)


def _value(context: _Watched, name: str) -> object:
    """What a context has under a name, as it is."""
    getattr(context, name)  # works it out
    return vars(context)[name]


def _worked_out(old: _Watched, new: _Watched, changed: set[str]) -> set[str]:
    """The names of what is worked out of records and comes to something else now."""
    names: set[str] = set()
    values = vars(old)
    for name, collections in _MADE_OF.items():
        if name not in values:  # nobody has asked
            continue
        if changed.isdisjoint(f"collections.{collection}" for collection in collections):
            vars(new)[name] = values[name]
        else:
            names.update(_differences(name, values[name], _value(new, name)))
    return names


def _differences(name: str, old: object, new: object) -> Iterator[str]:
    """The names under which something else is found than before."""
    if old == new:
        return
    yield name
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.keys(old) | dict.keys(new):
            yield from _differences(f"{name}.{key}", dict.get(old, key), dict.get(new, key))
    elif isinstance(old, frozenset) and isinstance(new, frozenset):
        for key in frozenset.__xor__(old, new):
            yield f"{name}.{key}"


@dataclass(slots=True)
class _Looked:
    """What came of looking at a record."""

    record: Record
    subject: Subject
    known: tuple[Known, ...]
    checks: tuple[Check, ...]
    problems: list[tuple[list[Problem], Asked]]
    """Of each check, and what it asked."""
    standings: tuple[list[tuple[str, Standing]], Asked]
    digested: tuple[list[DigestedFile], Asked]
    seen: Seen
    asked: Asked = frozenset()
    """By any of these."""
    asking: list[int] = field(default_factory=list)
    """Which of the checks asked anything: most ask the record alone."""

    def look_again(self, change: _Change, context: _Watched, tree: Tree) -> None:
        """Look again where what was asked is another now."""
        if not change.concerns(self.subject, self.asked):
            return
        is_other = False
        for index in self.asking:
            problems, asked = self.problems[index]
            if change.concerns(self.subject, asked):
                now = context.asking(partial(self.checks[index], self.subject, context))
                is_other = is_other or now[0] != problems
                self.problems[index] = now
        if change.concerns(self.subject, self.standings[1]):
            self.standings = context.asking(partial(standings_of, self.subject, context))
        if change.concerns(self.subject, self.digested[1]):
            self.digested = context.asking(partial(_digested, self.record, context))
        self.sum_up()
        if is_other:
            self.place(context, tree)
        self.seen.standings = self.standings[0]
        self.seen.digested = self.digested[0]

    def sum_up(self) -> None:
        """Note what any of the looks has asked."""
        self.asking = [index for index, (_, asked) in enumerate(self.problems) if asked]
        of_checks = [self.problems[index][1] for index in self.asking]
        self.asked = frozenset().union(self.standings[1], self.digested[1], *of_checks)

    def place(self, context: _Watched, tree: Tree) -> None:
        """Find where the problems stand."""
        problems = (problem for of_check, _ in self.problems for problem in of_check)
        self.seen.findings = list(all_placed(problems, context, tree, len(self.known)))


def _digested(record: Record, context: Context) -> list[DigestedFile]:
    return context.digested(record.path, record.data, record)


def _looked(record: Record, context: _Watched, tree: Tree) -> _Looked:
    """Look at a record for the first time."""
    subject = Subject(context.in_present_ids(record))
    known = known_of(subject.data)
    checks = checks_of(subject, context)
    looked = _Looked(
        record,
        subject,
        known,
        checks,
        [context.asking(partial(check, subject, context)) for check in checks],
        context.asking(partial(standings_of, subject, context)),
        context.asking(partial(_digested, record, context)),
        Seen(record.path, known=known),
    )
    looked.sum_up()
    looked.place(context, tree)
    looked.seen.standings = looked.standings[0]
    looked.seen.digested = looked.digested[0]
    return looked


class Examiner:
    """Examines a ledger again and again, and works out anew what hangs on what has changed since."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, FileRead]] = {}
        """By path: the id of the bytes that were read, and what came of it."""
        self.looked: dict[str, _Looked] = {}
        """By path."""
        self._context: _Watched | None = None
        self._setting: tuple[object, ...] = ()

    def findings(self, tree: Tree) -> list[Finding]:
        """What is found in a ledger: the same as `runner.check` finds."""
        found, _ = self.examined(tree)
        return found

    def examined(self, tree: Tree) -> tuple[list[Finding], Ledger]:
        """What is found in a ledger, and that.

        Args:
            tree: where it lies; it knows the id of each file's bytes.
        """
        entries = tree.entries("ledger")
        reader = Reader(tree, None)
        manifest, faults = read_manifest(reader, entries)
        setting = (manifest, reader.format, personal_numbers.sought())
        if setting != self._setting:
            self._setting = setting
            self._context = None
            self._files.clear()
        listed = listing(entries)
        known = self._files
        self._files = {file.entry.path: self._read(reader, file, known) for file in listed.files}
        read = [done for _, done in self._files.values()]
        faults += listed.faults
        ledger = put_together(tree, dict(manifest), read, faults, listed.broken)
        context = _Watched(ledger)
        examined = Examined([*ledger.faults])
        self._look(ledger, context, tree, examined)
        for path, data in ledger.unfit.items():
            examined.take(examine_unfit(path, data, context, tree))
        self._context = context
        return conclude(context, tree, examined), ledger

    @staticmethod
    def _read(reader: Reader, file: RecordFile, known: Mapping[str, tuple[str, FileRead]]) -> tuple[str, FileRead]:
        """What is in a file, read where it has other bytes than before."""
        blob = file.entry.blob
        before = known.get(file.entry.path)
        if before is not None and blob and before[0] == blob:
            return before
        return blob, reader.read(file)

    def _look(self, ledger: Ledger, context: _Watched, tree: Tree, examined: Examined) -> None:
        """Look at each record again, as far as it needs that."""
        before = self._context
        change = None
        if before is not None and before.of_all() == context.of_all():
            change = _change(before, context)
        known = self.looked
        self.looked = {}
        for record in ledger.all_records():
            looked = known.get(record.path)
            if looked is None or change is None or looked.record is not record or record.id in change.ids:
                looked = _looked(record, context, tree)
            else:
                looked.look_again(change, context, tree)
            self.looked[record.path] = looked
            examined.take(looked.seen)
