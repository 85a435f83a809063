"""What was changed in the ledger, when and by whom: records across revisions.

A commit's change is what none of its parents has: a merge is told of only where it says something itself. A version
that cannot be read says nothing but that, so what stood before it goes on standing. A commit that is dated before
what it builds on counts as known no earlier than that.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from plptool.git.objects import Change as Bytes
from plptool.git.objects import Commit
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.errors import UserError
from plptool.model.ports import Entry
from plptool.model.records import Json, as_list
from plptool.read.cache import Cache
from plptool.read.manifest import read_manifest
from plptool.read.migrations import FORMAT, UPGRADES
from plptool.read.reader import Reader, Slot
from plptool.read.revision import Revision
from plptool.timeline.compare import Change, Data, compare, content, renames

LEDGER = "ledger"
"""What the manifest is called among records."""


@dataclass(slots=True)
class Step:
    """A commit, and what it changes of the files that were asked for."""

    commit: Commit
    parents: list[str]
    """The next commits before it that change them too."""
    changes: list[dict[str, Bytes]]
    """Against each parent, or nothing: the files that differ, by path within the ledger."""
    cut: bool = False
    """What it builds on is not in this clone."""
    known: int = 0
    """From when it counts as known, in seconds since 1970: the latest time of its own and of the steps before it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a commit changes in one record."""

    collection: str
    record: str
    kind: str
    """added, removed, changed, or unreadable: it can be read no more, or cannot yet."""
    facts: tuple[Change, ...]
    title: str
    formerly: str | None = None
    organisations: frozenset[str] = frozenset()
    """Those that it is about, before or after."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A commit, and what it changes in the plan."""

    commit: Commit
    told: tuple[Told, ...]
    cut: bool
    """What it builds on is not in this clone, so it seems to add all that is there."""
    known: int
    """As a step's."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's value, or an entry of a list, such as an event."""

    path: tuple[str, ...]
    value: Json
    commit: Commit | None
    """The one that gave it its present value, or took it away; None where it is not committed yet."""
    cut: bool = False
    known: int = 0
    """As a step's."""


@dataclass(frozen=True, slots=True)
class Blame:
    """Who said what a record says, and who took away what it said."""

    collection: str
    record: str
    facts: tuple[Fact, ...]
    removed: tuple[Fact, ...]
    """What it said once, newest removal first."""


@dataclass(frozen=True, slots=True)
class Version:
    """A record as a commit has it."""

    commit: Commit
    collection: str
    data: Json
    """None where it is not there."""
    befores: tuple[Json, ...]
    """As the commits before it had it."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record that a commit took away."""

    commit: Commit
    collection: str
    record: str
    data: Json
    """As it was; None where that cannot be read."""


class History:
    """The ledger's past from one commit backwards."""

    def __init__(self, tree: Revision, cache: Cache | None = None, *, graph: bool = True) -> None:
        self.tree = tree
        self.graph = graph
        """Whether to believe the clone's commit-graph, which is quicker."""
        self.repository = tree.repository
        self.start = tree.revision
        self._blobs = Revision(self.repository, self.start, tree.prefix)
        self._reader = Reader(self._blobs, cache)
        self._data = lru_cache(maxsize=8192)(self._read)
        self._format = lru_cache(maxsize=1024)(self._written)

    def steps(self, records: Collection[str] | None = None) -> tuple[list[Step], list[str]]:
        """The commits that change records (None: anything in the ledger), children first; and all the records' names.

        A record is followed to what it was called before, and the ledger to where it lay.

        Raises:
            UserError: git cannot read the history.
        """
        names = None if records is None else list(records)
        prefixes = [self.tree.prefix]
        while True:
            paths = _paths(prefixes, names)
            rows = self.repository.walk(self.start, paths, graph=self.graph)
            wanted = dict.fromkeys(key for key, parents in rows for key in (key, *parents))
            commits = dict(zip(wanted, self.repository.commits(wanted), strict=True))
            # What has no parents left is compared with nothing.
            pairs = [
                (commits[parent].tree if parent else None, commits[key].tree)
                for key, parents in rows
                for parent in parents or [""]
            ]
            changes = iter(self.repository.changes(pairs, paths))
            steps = [
                Step(commits[key], parents, [_inside(next(changes), prefixes) for _ in parents or [""]])
                for key, parents in rows
            ]
            earlier = self._earlier(steps, prefixes)
            called = [] if names is None else self._called(steps, names, prefixes)
            if not earlier and not called:
                break
            prefixes += earlier
            names = None if names is None else names + called
        self._mark_cut(steps)
        _mark_known(steps)
        return steps, names or []

    def versions(self, steps: Sequence[Step]) -> dict[str, dict[str, str]]:
        """By commit: the ids of the bytes of the files that were asked for, by path."""
        found: dict[str, dict[str, str]] = {}
        for step in reversed(steps):
            here = dict(found[step.parents[0]]) if step.parents else {}
            for path, (_, new) in step.changes[0].items():
                if new is None:
                    here.pop(path, None)
                else:
                    here[path] = new
            found[step.commit.id] = here
        return found

    def data(self, version: dict[str, str], path: str) -> Json:
        """A record's data in a version; None where it has none, or none that can be read."""
        if path not in version:
            return None
        return self._data(path, version[path], self._format(version.get(MANIFEST, "")))

    def log(self, record: str | None = None) -> Iterator[Chapter]:
        """What each commit changes, by when it counts as known, newest first; of one record, where it is named.

        Raises:
            UserError: there has never been such a record, or git cannot read the history.
        """
        steps, called = (self.whole, []) if record is None else self.steps([record])
        if record is not None and not any(
            _key(path) == record for step in steps for one in step.changes for path in one
        ):
            raise UserError(f"there is no record {record!r}, and has never been")
        line = _Line(steps)
        for step in sorted(steps, key=lambda one: -one.known):  # as many as are alike stay children first
            told = [one for one in self._told(step, line) if record is None or one.record in called]
            if told:
                yield Chapter(step.commit, tuple(told), step.cut, step.known)

    def renamed_to(self, record: str) -> str | None:
        """What a record is called now where, at the start, no file is called so and another says `formerly`."""
        files = {entry.path: entry.blob for entry in self.tree.entries("ledger") if _is_record(entry.path)}
        if any(_key(path) == record for path in files):
            return None
        written = self._format(
            next((one.blob or "" for one in self.tree.entries("ledger") if one.path == MANIFEST), "")
        )
        for path, blob in files.items():
            data = self._data(path, blob, written) if blob else None
            if data and record in map(str, as_list(data.get("formerly"))):
                return _key(path)
        return None

    def deleted(self, wanted: Collection[str] | None = None) -> Iterator["Deleted"]:
        """The records (None: any) that were deleted, newest first; what went on under another id was not.

        Raises:
            UserError: git cannot read the history.
        """
        line = self._line
        for step in self.whole:
            gone = [
                path for path in step.changes[0] if all(path in one and one[path][1] is None for one in step.changes)
            ]
            gone = [path for path in gone if wanted is None or _key(path) in wanted]
            parents = step.parents or [""]
            renamed = [self._renamed(step, index, line) for index in range(len(parents))] if gone else []
            for path in gone:
                if not any(path in names.values() for names in renamed):
                    data = self._stood(path, parents[0], step.changes[0][path][0], line)
                    yield Deleted(step.commit, _collection(path), _key(path), data)

    def _told(self, step: Step, line: "_Line") -> Iterator[Told]:
        parents = step.parents or [""]  # what has none is compared with nothing
        renamed = [self._renamed(step, index, line) for index in range(len(parents))]
        for path in sorted(step.changes[0]):
            if not all(path in one for one in step.changes):
                continue  # what a merge has from one of its parents, it does not say itself
            blob = step.changes[0][path][1]
            if blob is None and any(path in names.values() for names in renamed):
                continue
            legible = self._legible(path, step.commit.id, blob, line)
            new = self._stood(path, step.commit.id, blob, line)
            olds = []
            for parent, names, changes in zip(parents, renamed, step.changes, strict=True):
                was = names.get(path, path)
                olds.append(self._stood(was, parent, changes[was][0], line))
            whose = frozenset(one for data in (*olds, new) for one in _organisations(data))
            title = _title(next(filter(None, (new, *olds)), None))
            if not legible:
                befores = zip(parents, step.changes, strict=True)
                if all(self._legible(path, parent, changes[path][0], line) for parent, changes in befores):
                    yield Told(_collection(path), _key(path), "unreadable", (), title, None, whose)
                continue
            if new is None and not any(olds):
                continue  # nobody could ever read it
            kind = "removed" if new is None else "changed" if any(olds) else "added"
            said = _own(olds, new)
            formerly = _key(renamed[0][path]) if all(path in names for names in renamed) else None
            if said or formerly or kind != "changed":
                yield Told(_collection(path), _key(path), kind, said, title, formerly, whose)

    def _renamed(self, step: Step, index: int, line: "_Line") -> dict[str, str]:
        """By new path, the old one, of records that are called otherwise than in a parent."""
        changes, parent = step.changes[index], (step.parents or [""])[index]
        found: dict[str, str] = {}
        if not any(old for old, new in changes.values() if new is None):
            return found
        for collection in COLLECTIONS:
            paths = {_key(path): path for path in changes if _collection(path) == collection}
            gone = {key: self._stood(path, parent, changes[path][0], line)
                    for key, path in paths.items() if changes[path][1] is None}  # fmt: skip
            come = {key: self._stood(path, step.commit.id, changes[path][1], line)
                    for key, path in paths.items() if gone and changes[path][0] is None}  # fmt: skip
            before, after = ({key: data for key, data in one.items() if data} for one in (gone, come))
            if before and after:
                found |= {paths[now]: paths[was] for now, was in renames(before, after).items()}
        return found

    def _legible(self, path: str, key: str, blob: str | None, line: "_Line") -> bool:
        """Whether a file can be read as a commit has it, or is not there."""
        return blob is None or self._data(path, blob, self._format(line.manifests.get(key, ""))) is not None

    def _stood(self, path: str, key: str, blob: str | None, line: "_Line") -> Json:
        """What a file says in a commit; where it cannot be read, what stood before: None where nothing did.

        A merge has it from the parents with the very same bytes, where there are any.
        """
        pending, seen = [(key, blob)], set()
        while pending:
            commit, said = pending.pop()
            if said is None or commit in seen:
                continue
            seen.add(commit)
            data = self._data(path, said, self._format(line.manifests.get(commit, "")))
            if data is not None:
                return data
            step = line.steps.get(commit)
            both = list(zip(step.parents, step.changes, strict=True)) if step and step.parents else []
            befores = [(parent, changes[path][0] if path in changes else said) for parent, changes in both]
            alike = [one for one, (_, changes) in zip(befores, both, strict=True) if path not in changes]
            pending += reversed(alike or befores)
        return None

    def blame(self, record: str, present: tuple[str, Json] | None = None) -> Blame:
        """Each fact of a record with the commit that gave it its present value.

        Args:
            record: its id.
            present: the collection and data of the record in a work tree that builds on this commit; without it, the
                record as the commit has it.

        Raises:
            UserError: there is no such record, and has never been; or git cannot read the history.
        """
        steps, names = self.steps([record])
        data, where = self._by_commit(steps, names)
        newest = data[steps[0].commit.id] if steps else None
        collection = present[0] if present else where
        if not collection:
            raise UserError(f"there is no record {record!r}, and has never been")
        shown = facts(present[1] if present else newest)
        owners: list[Step | None] = [None] * len(shown)
        pending = {steps[0].commit.id: _held(range(len(shown)), shown, newest)} if steps else {}
        for step in steps:
            mine = pending.pop(step.commit.id, [])
            for parent in step.parents:
                passed = _held(mine, shown, data[parent])
                pending.setdefault(parent, []).extend(passed)
                mine = [index for index in mine if index not in passed]
            for index in mine:
                owners[index] = step
        told = tuple(
            Fact(path, value, owner.commit, owner.cut, owner.known) if owner else Fact(path, value, None)
            for (path, value), owner in zip(shown, owners, strict=True)
        )
        return Blame(collection, record, told, tuple(_removed(steps, data, present[1] if present else newest)))

    def timeline(self, record: str) -> Iterator["Version"]:
        """What the files that are called so said, children first, at each commit that changed one.

        Here what cannot be read is what is not there.
        """
        manifests = self._line.manifests

        def data(path: str, commit: str, blob: str | None) -> Json:
            return self._data(path, blob, self._format(manifests.get(commit, ""))) if blob else None

        for step, path in self._touching.get(record, ()):
            blob = next(one[path][1] for one in step.changes if path in one)
            sides = zip(step.parents or [""], step.changes, strict=True)
            befores = tuple(data(path, parent, one[path][0] if path in one else blob) for parent, one in sides)
            yield Version(step.commit, _collection(path), data(path, step.commit.id, blob), befores)

    @cached_property
    def whole(self) -> list[Step]:
        """The commits that change anything in the ledger, children first.

        Raises:
            UserError: git cannot read the history.
        """
        return self.steps()[0]

    @cached_property
    def _line(self) -> "_Line":
        return _Line(self.whole)

    @cached_property
    def _touching(self) -> dict[str, list[tuple[Step, str]]]:
        """By record: the commits that change its file."""
        found: dict[str, list[tuple[Step, str]]] = {}
        for step in self.whole:
            for path in dict.fromkeys(path for one in step.changes for path in one):
                found.setdefault(_key(path), []).append((step, path))
        return found

    def _by_commit(self, steps: Sequence[Step], names: Sequence[str]) -> tuple[dict[str, Json], str]:
        """A single record's data by commit, whatever it was called; and the collection that had it last."""
        versions = self.versions(steps)
        found: dict[str, Json] = {}
        collection = ""
        for step in reversed(steps):
            version = versions[step.commit.id]
            paths = sorted((one for one in version if one != MANIFEST), key=lambda one: (names.index(_key(one)), one))
            if paths:
                collection = _collection(paths[0])
                # One that cannot be read says nothing new.
                alike = [one for one in step.parents if versions[one].get(paths[0]) == version[paths[0]]]
                before = (found[one] for one in alike or step.parents if found[one])
                found[step.commit.id] = self.data(version, paths[0]) or next(before, None)
            else:
                found[step.commit.id] = None
        return found, collection

    # What the files say

    def _read(self, path: str, blob: str, written: int) -> Json:
        self._blobs.ids[path] = blob
        self._reader.format = written
        entry = Entry(path, blob=blob)
        if path == MANIFEST:
            return read_manifest(self._reader, [entry])[0] or None
        record, _ = self._reader.record(Slot(entry, _collection(path), _key(path)))
        return record.data if record and record.id == _key(path) else None

    def _written(self, manifest: str) -> int:
        """The format that a manifest tells."""
        if not manifest or not UPGRADES:
            return FORMAT
        self._blobs.ids[MANIFEST] = manifest
        reader = Reader(self._blobs, None)
        read_manifest(reader, [Entry(MANIFEST, blob=manifest)])
        return reader.format

    def keep(self) -> None:
        """Put into the cache what was parsed."""
        self._reader.keep()

    # Where else to look

    def _earlier(self, steps: Sequence[Step], prefixes: list[str]) -> list[str]:
        """A folder that held the ledger before it was moved to one that is known."""
        for step in steps:
            came = any(MANIFEST in one and one[MANIFEST][0] is None for one in step.changes)
            # A line of commits that knows none of the folders is not among the parents.
            if not came and len(step.parents) == len(step.commit.parents):
                continue
            for parent in step.commit.parents:
                if self._there(parent) and not any(self._there(f"{parent}:{one}{MANIFEST}") for one in prefixes):
                    gone = self._manifests_of(parent) - self._manifests_of(step.commit.id)
                    if len(gone) == 1:
                        return [one.removesuffix(MANIFEST) for one in gone]
        return []

    def _manifests_of(self, commit: str) -> set[str]:
        return {one.path for one in self.repository.files(commit) if f"/{one.path}".endswith(f"/{MANIFEST}")}

    def _called(self, steps: Sequence[Step], names: list[str], prefixes: list[str]) -> list[str]:
        """What the records were called before the names that are known."""
        line = _Line(steps)
        for step in steps:
            for path, (old, new) in step.changes[0].items():
                if path == MANIFEST or new is None:
                    continue
                data = self._data(path, new, self._format(line.manifests.get(step.commit.id, "")))
                was = [str(one) for one in as_list(data.get("formerly"))] if data else []
                found = [one for one in was if one not in names]
                if not found and old is None:
                    found = [one for one in self._as_before(step, path, line, prefixes) if one not in names]
                if found:
                    return found
        return []

    def _as_before(self, step: Step, path: str, line: "_Line", prefixes: list[str]) -> list[str]:
        """The record that says the same and went when this one came, where it is the only one."""
        parents = step.commit.parents[:1]
        if not parents or not self._there(parents[0]):
            return []
        before = next(self.repository.commits(parents))
        (changes,) = self.repository.changes([(before.tree, step.commit.tree)], _paths(prefixes, None))
        whole = Step(step.commit, step.parents[:1], [_inside(changes, prefixes)])
        was = self._renamed(whole, 0, line).get(path)
        return [_key(was)] if was else []

    def _there(self, name: str) -> bool:
        """Whether the repository has an object, by its id or by its place in a commit."""
        try:
            self.repository.content(name, 0)
        except OSError:
            return False
        return True

    def _mark_cut(self, steps: Sequence[Step]) -> None:
        if self.repository.shallow:
            for step in steps:
                step.cut = not step.parents and any(not self._there(parent) for parent in step.commit.parents)


class _Line:
    """Steps by commit, and what the manifest was in each."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = {step.commit.id: step for step in steps}
        self.manifests = _manifests(steps)


def day_of(commit: Commit, zone: ZoneInfo) -> date:
    """The day on which it was committed, by its own word."""
    return day_at(commit.committed, zone)


def day_at(seconds: int, zone: ZoneInfo) -> date:
    """The day of a time in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).date()


def facts(data: Data | None) -> list[tuple[tuple[str, ...], Json]]:
    """What a record says, taken apart: fields, the parts of mappings, the entries of lists such as events."""
    return [one for one in _parts(data) if one[0] != ("formerly",)]


def _parts(data: Data | None) -> list[tuple[tuple[str, ...], Json]]:
    found: list[tuple[tuple[str, ...], Json]] = []
    for name, value in (data or {}).items():
        if name == "id" or value in ([], {}):
            continue
        if isinstance(value, dict):
            found += [((name, key), one) for key, one in value.items()]
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            found += [((name,), one) for one in value]
        else:
            found.append(((name,), value))
    return found


def _held(wanted: Iterable[int], shown: list[tuple[tuple[str, ...], Json]], data: Data | None) -> list[int]:
    """Which of these facts a record's data has too."""
    there = _held_by(data)
    return [index for index in wanted if (shown[index][0], _said(*shown[index])) in there]


def _held_by(data: Data | None) -> set[tuple[tuple[str, ...], str]]:
    return {(path, _said(path, value)) for path, value in facts(data)}


def _said(path: tuple[str, ...], value: Json) -> str:
    return content(value, "source" if path[0] == "source" else path[-1])


def _removed(steps: Sequence[Step], data: dict[str, Json], present: Json) -> Iterator[Fact]:
    there = _held_by(present)
    for step in steps:
        olds = [data[parent] for parent in step.parents]
        gone = [change for change in _own(olds, data[step.commit.id]) if change.kind == "removed"]
        left = _held_by(data[step.commit.id]) if gone else ()  # of two that were equal, one may be
        for change in gone:
            if len(change.path) > 2:
                continue  # it is a part of a fact, which was changed
            entry = isinstance(change.old, dict) and any(
                old and isinstance(old.get(change.path[0]), list) for old in olds
            )
            for path, value in facts(_whole([(change.path, [change.old] if entry else change.old)])):
                mark = (path, _said(path, value))
                if mark not in there and mark not in left:
                    there.add(mark)
                    yield Fact(path, value, step.commit, known=step.known)


def _own(olds: Sequence[Data | None], new: Data | None) -> tuple[Change, ...]:
    """What a commit says itself of a record: what it has of no parent, and lacks though all of them have it.

    Parts are looked at, not changes: what is a change against one parent may be an addition against another.
    """
    if len(olds) < 2:
        return compare(olds[0] if olds else None, new)
    here, *sides = [{(path, _said(path, value)): value for path, value in _parts(data)} for data in (new, *olds)]
    places, *others = [{path for path, _ in one} for one in (here, *sides)]
    first = {path: value for (path, _), value in sides[0].items() if not _is_entry(path, value)}
    before: list[tuple[tuple[str, ...], Json]] = []
    after: list[tuple[tuple[str, ...], Json]] = []
    for (path, said), value in here.items():
        if not any((path, said) in one for one in sides):
            after.append((path, [value] if _is_entry(path, value) else value))
            if path in first:
                before.append((path, first[path]))
    for (path, said), value in sides[0].items():
        if _is_entry(path, value):
            if (path, said) not in here and all((path, said) in one for one in sides):
                before.append((path, [value]))
        elif path not in places and all(path in one for one in others):
            before.append((path, value))
    return compare(_whole(before), _whole(after))


def _is_entry(path: tuple[str, ...], value: Json) -> bool:
    """Whether a part of a record is an entry of a list, one of several at the same place."""
    return len(path) == 1 and isinstance(value, dict)


def _whole(parts: Iterable[tuple[tuple[str, ...], Json]]) -> dict[str, Json]:
    """A record's data that says nothing but this; of a list, each entry is a list of its own."""
    data: dict[str, Json] = {}
    for (name, *below), value in parts:
        if below:
            data.setdefault(name, {})[below[0]] = value
        elif isinstance(value, list) and isinstance(data.get(name), list):
            data[name] = [*data[name], *value]
        else:
            data[name] = value
    return data


def _paths(prefixes: Sequence[str], names: Sequence[str] | None) -> list[str]:
    if names is None:
        return [f"{prefix}ledger" for prefix in prefixes]
    files = [MANIFEST, *(_path(collection, name) for collection in COLLECTIONS for name in names)]
    return [f"{prefix}{file}" for prefix in prefixes for file in files]


def _inside(changes: dict[str, Bytes], prefixes: Sequence[str]) -> dict[str, Bytes]:
    """The changes of files that lie where records do, by path within the ledger, wherever it lay."""
    found: dict[str, Bytes] = {}
    for path, (old, new) in changes.items():
        for prefix in prefixes:
            inner = path.removeprefix(prefix)
            if path.startswith(prefix) and (inner == MANIFEST or _is_record(inner)):
                was = found.get(inner, (None, None))
                found[inner] = (old or was[0], new or was[1])
                break
    return {path: both for path, both in found.items() if both[0] != both[1]}


def _is_record(path: str) -> bool:
    parts = path.split("/")
    return len(parts) == 3 and parts[0] == "ledger" and parts[1] in COLLECTIONS and path.endswith(".yaml")


def _mark_known(steps: Sequence[Step]) -> None:
    known: dict[str, int] = {}
    for step in reversed(steps):
        step.known = known[step.commit.id] = max([step.commit.committed, *(known[one] for one in step.parents)])


def _manifests(steps: Sequence[Step]) -> dict[str, str]:
    """By commit: the id of the manifest's bytes."""
    found: dict[str, str] = {}
    for step in reversed(steps):
        _, new = step.changes[0].get(MANIFEST, (None, None))
        found[step.commit.id] = new or (found.get(step.parents[0], "") if step.parents else "")
    return found


def _path(collection: str, key: str) -> str:
    return f"ledger/{collection}/{key}.yaml"


def _collection(path: str) -> str:
    return LEDGER if path == MANIFEST else path.split("/")[1]


def _key(path: str) -> str:
    return LEDGER if path == MANIFEST else path.rpartition("/")[2].removesuffix(".yaml")


def _title(data: Json) -> str:
    return str(data.get("title") or data.get("need") or "") if isinstance(data, dict) else ""


def _organisations(data: Json) -> Iterator[str]:
    if isinstance(data, dict):
        for name in ("lead", "partners", "body", "parties", "client"):
            yield from (one for one in as_list(data.get(name)) if isinstance(one, str))
