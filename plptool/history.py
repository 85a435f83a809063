"""What was changed in the ledger, when and by whom: records across revisions.

A commit's change is what none of its parents has: a merge is told of only where it says something itself. A version
that cannot be read says nothing, so what stood before it goes on standing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from plptool.cache import Cache
from plptool.compare import Change, Data, compare, content, renames
from plptool.errors import UserError
from plptool.git import Change as Bytes
from plptool.git import Commit, Repository
from plptool.ledger import MANIFEST, Reader, Slot, read_manifest
from plptool.model import COLLECTIONS, Json, as_list
from plptool.revision import Revision
from plptool.tree import Entry
from plptool.upgrades import FORMAT

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


@dataclass(frozen=True, slots=True)
class Told:
    """What a commit changes in one record."""

    collection: str
    record: str
    kind: str
    """added, removed or changed."""
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
    cut: bool = False
    """What it builds on is not in this clone, so it seems to add all that is there."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field's value, or an entry of a list, such as an event."""

    path: tuple[str, ...]
    value: Json
    commit: Commit | None
    """The one that gave it its present value, or took it away; None where it is not committed yet."""
    cut: bool = False


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

    def __init__(self, tree: Revision, cache: Cache | None = None) -> None:
        self.tree = tree
        self.repository: Repository = tree.repository
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
            rows = self.repository.walk(self.start, paths, graph=True)
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
            called = [] if names is None else self._called(steps, names)
            if not earlier and not called:
                break
            prefixes += earlier
            names = None if names is None else names + called
        self._mark_cut(steps)
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
        """What each commit changes, newest first; of one record, where it is named.

        Raises:
            UserError: there has never been such a record, or git cannot read the history.
        """
        steps, called = self.steps(None if record is None else [record])
        if record is not None and not any(
            _key(path) == record for step in steps for one in step.changes for path in one
        ):
            raise UserError(f"there is no record {record!r}, and has never been")
        names = _manifests(steps)
        for step in steps:
            told = [one for one in self._told(step, names) if record is None or one.record in called]
            if told:
                yield Chapter(step.commit, tuple(told), step.cut)

    def deleted(self, wanted: Collection[str] | None = None) -> Iterator["Deleted"]:
        """The records (None: any) that were deleted, newest first; what went on under another id was not.

        Raises:
            UserError: git cannot read the history.
        """
        steps, _ = self.steps()
        manifests = _manifests(steps)
        for step in steps:
            sides = self._sides(step, manifests)
            renamed = self._renamed(sides).values()
            for path, (olds, new) in sides.items():
                if new is None and path not in renamed and (wanted is None or _key(path) in wanted):
                    yield Deleted(step.commit, _collection(path), _key(path), olds[0])

    def _told(self, step: Step, manifests: dict[str, str]) -> Iterator[Told]:
        sides = self._sides(step, manifests)
        renamed = self._renamed(sides)
        for path, (befores, new) in sorted(sides.items()):
            if path in renamed.values():
                continue
            was = renamed.get(path)
            olds = sides[was][0] if was else befores
            said = _own([compare(old, new) for old in olds])
            kind = "changed" if new is not None and olds[0] is not None else "removed" if new is None else "added"
            if said or was or kind != "changed":
                whose = frozenset(one for data in (*olds, new) for one in _organisations(data))
                title = _title(olds[0] if new is None else new)
                yield Told(_collection(path), _key(path), kind, said, title, _key(was) if was else None, whose)

    def _sides(self, step: Step, manifests: dict[str, str]) -> dict[str, tuple[list[Json], Json]]:
        """By path, of what a commit says itself: the record's data in each parent, and in the commit."""
        here = manifests.get(step.commit.id, "")
        befores = [manifests.get(parent, "") for parent in step.parents] or [""]
        found: dict[str, tuple[list[Json], Json]] = {}
        for path in step.changes[0]:
            if not all(path in one for one in step.changes):
                continue  # what a merge has from one of its parents, it does not say itself
            pairs = zip(step.changes, befores, strict=True)
            olds = [self._side(path, one[path][0], manifest) for one, manifest in pairs]
            new = self._side(path, step.changes[0][path][1], here)
            if new is not _UNREADABLE:
                found[path] = [None if old is _UNREADABLE else old for old in olds], new
        return found

    def _renamed(self, sides: dict[str, tuple[list[Json], Json]]) -> dict[str, str]:
        """By new path, the old one, of records that are called otherwise from this commit on."""
        found: dict[str, str] = {}
        for collection in COLLECTIONS:
            gone = {_key(path): olds[0] for path, (olds, new) in sides.items()
                    if new is None and olds[0] is not None and _collection(path) == collection}  # fmt: skip
            come = {_key(path): new for path, (olds, new) in sides.items()
                    if new is not None and olds[0] is None and _collection(path) == collection}  # fmt: skip
            if gone and come:
                found |= {_path(collection, now): _path(collection, was) for now, was in renames(gone, come).items()}
        return found

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
        owners: list[tuple[Commit | None, bool]] = [(None, False)] * len(shown)
        pending = {steps[0].commit.id: _held(range(len(shown)), shown, newest)} if steps else {}
        for step in steps:
            mine = pending.pop(step.commit.id, [])
            for parent in step.parents:
                passed = _held(mine, shown, data[parent])
                pending.setdefault(parent, []).extend(passed)
                mine = [index for index in mine if index not in passed]
            for index in mine:
                owners[index] = (step.commit, step.cut)
        told = tuple(Fact(path, value, *owner) for (path, value), owner in zip(shown, owners, strict=True))
        return Blame(collection, record, told, tuple(_removed(steps, data, present[1] if present else newest)))

    def timeline(self, record: str) -> Iterator["Version"]:
        """What a record said, children first, at each commit that changed it."""
        steps, names = self.steps([record])
        data, collection = self._by_commit(steps, names)
        for step in steps:
            yield Version(step.commit, collection, data[step.commit.id], tuple(data[one] for one in step.parents))

    def _by_commit(self, steps: Sequence[Step], names: Sequence[str]) -> tuple[dict[str, Json], str]:
        """A single record's data by commit, whatever it was called; and the collection that had it last."""
        versions = self.versions(steps)
        found: dict[str, Json] = {}
        collection = ""
        for step in reversed(steps):
            version = versions[step.commit.id]
            paths = sorted((one for one in version if one != MANIFEST), key=lambda one: names.index(_key(one)))
            if paths:
                collection = _collection(paths[0])
                # One that cannot be read says nothing new.
                said = self.data(version, paths[0])
                found[step.commit.id] = said or (found[step.parents[0]] if step.parents else None)
            else:
                found[step.commit.id] = None
        return found, collection

    # What the files say

    def _side(self, path: str, blob: str | None, manifest: str) -> Json:
        if blob is None:
            return None
        data = self._data(path, blob, self._format(manifest))
        return _UNREADABLE if data is None else data

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
        if not manifest:
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
        """The folder that held the ledger before it was moved to the one where it is first seen."""
        for step in steps:
            parents = step.commit.parents
            came = parents and all(MANIFEST in one and one[MANIFEST][0] is None for one in step.changes)
            if not came or not self._there(parents[0]):
                continue
            before, after = (
                {one.path for one in self.repository.files(key) if f"/{one.path}".endswith(f"/{MANIFEST}")}
                for key in (parents[0], step.commit.id)
            )
            gone = [path.removesuffix(MANIFEST) for path in before - after]
            if len(gone) == 1 and gone[0] not in prefixes:
                return gone
        return []

    def _called(self, steps: Sequence[Step], names: list[str]) -> list[str]:
        """What the records were called before the names that are known."""
        manifests = _manifests(steps)
        for step in steps:
            for path, (old, new) in step.changes[0].items():
                if path == MANIFEST or old is not None or new is None:
                    continue
                data = self._side(path, new, manifests.get(step.commit.id, ""))
                said = [] if data is _UNREADABLE else [str(one) for one in as_list(data.get("formerly"))]
                was = [one for one in said if one not in names] or self._as_before(step, path, names, manifests)
                if was:
                    return was
        return []

    def _as_before(self, step: Step, path: str, names: list[str], manifests: dict[str, str]) -> list[str]:
        """The record that says the same and went when this one came, where it is the only one."""
        parents = step.commit.parents[:1]
        if not parents or not self._there(parents[0]):
            return []
        before = next(self.repository.commits(parents))
        prefixes = [self.tree.prefix]
        (changes,) = self.repository.changes([(before.tree, step.commit.tree)], _paths(prefixes, None))
        whole = Step(step.commit, list(parents), [_inside(changes, prefixes)])
        was = self._renamed(self._sides(whole, manifests)).get(path)
        return [_key(was)] if was and _key(was) not in names else []

    def _there(self, key: str) -> bool:
        try:
            self.repository.content(key, 0)
        except OSError:
            return False
        return True

    def _mark_cut(self, steps: Sequence[Step]) -> None:
        if self.repository.shallow:
            for step in steps:
                step.cut = not step.parents and any(not self._there(parent) for parent in step.commit.parents)


class _Unreadable:
    """In the place of data that cannot be read."""


_UNREADABLE = _Unreadable()


def day_of(commit: Commit, zone: ZoneInfo) -> date:
    """The day on which it was committed, by its own word."""
    return datetime.fromtimestamp(commit.committed, UTC).astimezone(zone).date()


def facts(data: Data | None) -> list[tuple[tuple[str, ...], Json]]:
    """What a record says, taken apart: fields, the parts of mappings, the entries of lists such as events."""
    found: list[tuple[tuple[str, ...], Json]] = []
    for name, value in (data or {}).items():
        if name in ("id", "formerly"):
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
    there = {(path, _said(path, value)) for path, value in facts(data)}
    return [index for index in wanted if (shown[index][0], _said(*shown[index])) in there]


def _said(path: tuple[str, ...], value: Json) -> str:
    return content(value, "source" if path[0] == "source" else path[-1])


def _removed(steps: Sequence[Step], data: dict[str, Json], present: Json) -> Iterator[Fact]:
    there = {(path, _said(path, value)) for path, value in facts(present)}
    for step in steps:
        changes = _own([compare(data[parent], data[step.commit.id]) for parent in step.parents])
        for change in changes:
            if change.kind == "removed":
                for path, value in facts(_nested(change.path, change.old)):
                    mark = (path, _said(path, value))
                    if mark not in there:
                        there.add(mark)
                        yield Fact(path, value, step.commit)


def _nested(path: tuple[str, ...], value: Json) -> dict[str, Json]:
    """A record's data that says nothing but this."""
    *above, last = path
    data: dict[str, Json] = {last: [value] if isinstance(value, dict) and not above else value}
    for name in reversed(above):
        data = {name: data}
    return data


def _own(changes: Sequence[tuple[Change, ...]]) -> tuple[Change, ...]:
    """What differs from every parent alike."""
    if not changes:
        return ()
    first, *others = changes
    if not others:
        return first

    def mark(change: Change) -> tuple[object, ...]:
        kept = change.old if change.kind == "removed" else change.new
        return change.path, change.kind == "removed", _said(change.path, kept)

    marks = [{mark(change) for change in one} for one in others]
    return tuple(change for change in first if all(mark(change) in one for one in marks))


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
