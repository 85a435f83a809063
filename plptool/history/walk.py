"""What was changed in the ledger, when and by whom: records across revisions.

A commit's change is what none of its parents has: a merge is told of only where it says something itself. A version
that cannot be read says nothing but that, so what stood before it goes on standing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from time import time
from zoneinfo import ZoneInfo

from plptool.git.objects import Change as Bytes
from plptool.git.objects import Commit
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.dates import moment
from plptool.model.ports import Entry
from plptool.model.records import Json, as_list
from plptool.read.cache import Cache
from plptool.read.manifest import read_manifest
from plptool.read.migrations import FORMAT, UPGRADES
from plptool.read.reader import Reader, RecordFile
from plptool.read.revision import Revision, ledgers_of
from plptool.timeline.compare import renames

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
    """From when it counts as known, in seconds since 1970."""
    folders: tuple[str, ...] = ()
    """Where the ledger lies and lay, where only some files were asked for; their changes are not all there are."""


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

    def __init__(
        self, tree: Revision, cache: Cache | None = None, *, graph: bool = True, now: float | None = None
    ) -> None:
        self.tree = tree
        self.graph = graph
        """Whether to believe the clone's commit-graph, which is quicker."""
        self.now = time() if now is None else now
        """The clock of whoever asks, in seconds since 1970; without it, this machine's."""
        self.repository = tree.repository
        self.start = tree.revision
        self._blobs = Revision(self.repository, self.start, tree.prefix)
        self._reader = Reader(self._blobs, cache)
        self._whole = lru_cache(maxsize=8192)(self._read)
        self._format = lru_cache(maxsize=1024)(self._written)

    def steps(self, records: Collection[str] | None = None) -> tuple[list[Step], list[str]]:
        """The commits that change records (None: anything in the ledger), children first; and the records' files.

        A record is followed to what it was called before, and the ledger to where it lay. Its files are told by their
        path within the ledger, as it is called now first.

        Raises:
            UserError: git cannot read the history.
        """
        steps, files, _ = self._followed(records)
        return steps, files

    def _followed(self, records: Collection[str] | None) -> tuple[list[Step], list[str], list[str]]:
        """The steps and files, and the folders in which the ledger lies and lay."""
        files = None if records is None else [path_of(name, key) for key in records for name in COLLECTIONS]
        prefixes = [self.tree.prefix]
        while True:
            paths = paths_of(prefixes, files)
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
                Step(commits[key], parents, [changes_inside(next(changes), prefixes) for _ in parents or [""]])
                for key, parents in rows
            ]
            earlier = self._earlier(steps, prefixes)
            called = [] if files is None else self._called(steps, files, prefixes)
            if not earlier and not called:
                break
            prefixes += earlier
            files = None if files is None else files + called
        self._mark_cut(steps)
        for step in steps:
            step.known = self._known[step.commit.id]
            step.folders = () if files is None else tuple(prefixes)
        return steps, files or [], prefixes

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

    def files(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """The ids of the bytes of those of these files that a commit has, by path within the ledger as it lies now."""
        if not paths:
            return {}
        listed = self.repository.files(commit, [f"{self.tree.prefix}{path}" for path in paths])
        return {one.path.removeprefix(self.tree.prefix): one.id for one in listed}

    def parsed(self, path: str, blob: str, manifest: str) -> tuple[Json, bool]:
        """What a file says, whatever it says that it is called; and whether it fits its schema.

        Args:
            path: where it lies, within the ledger.
            blob: the id of its bytes.
            manifest: likewise of the manifest that stood beside it.
        """
        return self._whole(path, blob, self._format(manifest))

    def renamed_to(self, record: str) -> str | None:
        """What a record is called now where, at the start, no file is called so and another goes on with it."""
        claimants = self._claims.get(record, ())
        if len(claimants) != 1 or any(key_of(entry.path) == record for entry in self.tree.entries("ledger")):
            return None
        (path,) = claimants
        was = path_of(collection_of(path), record)
        steps, followed = self.steps([key_of(path)])
        there = any(was in one for step in steps for one in step.changes)
        return key_of(path) if there and was in followed else None

    @cached_property
    def _claims(self) -> dict[str, list[str]]:
        """By id: the files that, at the start, say that their records were called so."""
        entries = self.tree.entries("ledger")
        written = self._format(next((one.blob or "" for one in entries if one.path == MANIFEST), ""))
        found: dict[str, list[str]] = {}
        for entry in entries:
            data = self._data(entry.path, entry.blob, written) if entry.blob and is_record(entry.path) else None
            for former in dict.fromkeys(map(str, as_list(data.get("formerly")))) if data else ():
                found.setdefault(former, []).append(entry.path)
        return found

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
            gone = [path for path in gone if wanted is None or key_of(path) in wanted]
            parents = step.parents or [""]
            called = [self.renamed(step, index, line) for index in range(len(parents))] if gone else []
            for path in gone:
                if not any(path in names.values() for names in called):
                    data = self.stood(path, parents[0], step.changes[0][path][0], line)
                    yield Deleted(step.commit, collection_of(path), key_of(path), data)

    def renamed(self, step: Step, index: int, line: "Line") -> dict[str, str]:
        """By new path, the old one, of records that are called otherwise than in a parent.

        Who looks at some files alone is told what who looks at all is told: a record that went on as another did not
        come back as a third.
        """
        found = self._renamed(step, index, line)
        if found and step.folders and len(step.commit.parents) == 1 and self.repository.holds(step.commit.parents[0]):
            every = self._renamed(self._entire(step, step.folders), 0, line)
            found = {path: was for path, was in found.items() if every.get(path) == was}
        return found

    def _renamed(self, step: Step, index: int, line: "Line") -> dict[str, str]:
        changes, parent = step.changes[index], (step.parents or [""])[index]
        found: dict[str, str] = {}
        if not any(old for old, new in changes.values() if new is None):
            return found
        for collection in COLLECTIONS:
            paths = {key_of(path): path for path in changes if collection_of(path) == collection}
            gone = {key: self.stood(path, parent, changes[path][0], line)
                    for key, path in paths.items() if changes[path][1] is None}  # fmt: skip
            come = {key: self.stood(path, step.commit.id, changes[path][1], line)
                    for key, path in paths.items() if gone and changes[path][0] is None}  # fmt: skip
            before, after = ({key: data for key, data in one.items() if data} for one in (gone, come))
            if before and after:
                found |= {paths[now]: paths[was] for now, was in renames(before, after).items()}
        return found

    def legible(self, path: str, key: str, blob: str | None, line: "Line") -> bool:
        """Whether a file can be read as a commit has it, or is not there."""
        return blob is None or self._data(path, blob, self._format(line.manifests.get(key, ""))) is not None

    def stood(self, path: str, key: str, blob: str | None, line: "Line") -> Json:
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
            yield Version(step.commit, collection_of(path), data(path, step.commit.id, blob), befores)

    @cached_property
    def _known(self) -> dict[str, int]:
        return self.repository.known(self.start, self.now)

    @cached_property
    def whole(self) -> list[Step]:
        """The commits that change anything in the ledger, children first.

        Raises:
            UserError: git cannot read the history.
        """
        return self._all[0]

    @cached_property
    def _all(self) -> tuple[list[Step], list[str], list[str]]:
        return self._followed(None)

    def at(self, commit: str) -> Revision | None:
        """The ledger as a commit has it, where it lay then; None where it has none, nor a part of one.

        Raises:
            UserError: git cannot read the history.
        """
        _, _, prefixes = self._all
        here = next((one for one in prefixes if self.repository.files(commit, [f"{one}ledger"])), None)
        return None if here is None else Revision(self.repository, commit, here)

    @cached_property
    def _line(self) -> "Line":
        return Line(self.whole)

    @cached_property
    def _touching(self) -> dict[str, list[tuple[Step, str]]]:
        """By record: the commits that change its file."""
        found: dict[str, list[tuple[Step, str]]] = {}
        for step in self.whole:
            for path in dict.fromkeys(path for one in step.changes for path in one):
                found.setdefault(key_of(path), []).append((step, path))
        return found

    # What the files say

    def _data(self, path: str, blob: str, written: int) -> Json:
        """A record's data; None where the file holds none, or one that is called otherwise than it."""
        data, fits = self._whole(path, blob, written)
        return data if fits and (path == MANIFEST or str(data["id"]) == key_of(path)) else None

    def _read(self, path: str, blob: str, written: int) -> tuple[Json, bool]:
        """What a file says, as far as it parses; and whether it fits its schema."""
        self._blobs.ids[path] = blob
        self._reader.format = written
        entry = Entry(path, blob=blob)
        if path == MANIFEST:
            manifest = read_manifest(self._reader, [entry])[0] or None
            return manifest, manifest is not None
        self._reader.torn.pop(path, None)
        record, _ = self._reader.record(RecordFile(entry, collection_of(path), key_of(path)))
        if record is None:
            return self._reader.torn.get(path), False
        return record.data, True

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
                if self.repository.holds(parent) and not self._lies(parent, prefixes):
                    gone = self._manifests_of(parent) - self._manifests_of(step.commit.id)
                    if len(gone) == 1:
                        return [one.removesuffix(MANIFEST) for one in gone]
        return []

    def _manifests_of(self, commit: str) -> set[str]:
        return {f"{prefix}{MANIFEST}" for prefix in ledgers_of(self.repository, commit)}

    def _called(self, steps: Sequence[Step], files: list[str], prefixes: list[str]) -> list[str]:
        """The files of the records as they were called before those that are known."""
        line = Line(steps)
        for step in steps:
            for path, (old, new) in step.changes[0].items():
                if path == MANIFEST or new is None:
                    continue
                data = self._data(path, new, self._format(line.manifests.get(step.commit.id, "")))
                former = [str(one) for one in as_list(data.get("formerly"))] if data else []
                was = [path_of(collection_of(path), one) for one in former]
                found = [one for one in was if one not in files and self._went_on(one, path, step, steps, prefixes)]
                if not found and old is None:
                    found = [one for one in self._as_before(step, path, line, prefixes) if one not in files]
                if found:
                    return found
        return []

    def _went_on(self, was: str, path: str, said: Step, steps: Sequence[Step], prefixes: list[str]) -> bool:
        """Whether a record goes on in a file that says so: it alone does, and never stood beside it.

        Args:
            was: the record's file.
            path: the file that says that its record was called otherwise before.
            said: the commit where it says so.
            steps: the commits that change the file, those in which it came among them.
            prefixes: where the ledger lies, and lay.
        """
        if len(self._claims.get(key_of(was), ())) > 1:
            return False
        came = [one for one in steps if any(path in each and each[path][0] is None for each in one.changes)]
        twins = [f"{prefix}{path_of(name, key_of(was))}" for prefix in prefixes for name in COLLECTIONS]
        return not any(self.repository.files(one.commit.id, twins) for one in (said, *came))

    def _as_before(self, step: Step, path: str, line: "Line", prefixes: list[str]) -> list[str]:
        """The file of the record that says the same and went when this one came, where it is the only one."""
        parents = step.commit.parents[:1]
        if not parents or not self.repository.holds(parents[0]):
            return []
        was = self._renamed(self._entire(step, prefixes), 0, line).get(path)
        return [was] if was else []

    def _entire(self, step: Step, prefixes: Sequence[str]) -> Step:
        """A step with all that its commit changes in the ledger, against its first parent."""
        before = next(self.repository.commits(step.commit.parents[:1]))
        (changes,) = self.repository.changes([(before.tree, step.commit.tree)], paths_of(prefixes, None))
        return Step(step.commit, step.parents[:1], [changes_inside(changes, prefixes)])

    def _lies(self, commit: str, prefixes: Sequence[str]) -> bool:
        """Whether a commit has the ledger in one of these folders: by its trees, as the files may not be here."""
        return bool(self.repository.files(commit, [f"{one}{MANIFEST}" for one in prefixes]))

    def _mark_cut(self, steps: Sequence[Step]) -> None:
        if self.repository.shallow:
            for step in steps:
                step.cut = not step.parents and any(not self.repository.holds(parent) for parent in step.commit.parents)


class Line:
    """Steps by commit, and what the manifest was in each."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = {step.commit.id: step for step in steps}
        self.manifests = manifests_of(steps)


def day_of(commit: Commit, zone: ZoneInfo) -> date:
    """The day on which it was committed, by its own word."""
    return day_at(commit.committed, zone)


def day_at(seconds: int, zone: ZoneInfo) -> date:
    """The day of a time in seconds since 1970."""
    return moment(seconds, zone).date()


def paths_of(prefixes: Sequence[str], files: Sequence[str] | None) -> list[str]:
    """Where files (None: all) and the manifest lie, or lay, in the repository."""
    if files is None:
        return [f"{prefix}ledger" for prefix in prefixes]
    return [f"{prefix}{file}" for prefix in prefixes for file in (MANIFEST, *files)]


def changes_inside(changes: dict[str, Bytes], prefixes: Sequence[str]) -> dict[str, Bytes]:
    """The changes of files that lie where records do, by path within the ledger, wherever it lay."""
    found: dict[str, Bytes] = {}
    for path, (old, new) in changes.items():
        for prefix in prefixes:
            inner = path.removeprefix(prefix)
            if path.startswith(prefix) and (inner == MANIFEST or is_record(inner)):
                was = found.get(inner, (None, None))
                found[inner] = (old or was[0], new or was[1])
                break
    return {path: both for path, both in found.items() if both[0] != both[1]}


def is_record(path: str) -> bool:
    parts = path.split("/")
    return len(parts) == 3 and parts[0] == "ledger" and parts[1] in COLLECTIONS and path.endswith(".yaml")


def manifests_of(steps: Sequence[Step]) -> dict[str, str]:
    """By commit: the id of the manifest's bytes."""
    found: dict[str, str] = {}
    for step in reversed(steps):
        _, new = step.changes[0].get(MANIFEST, (None, None))
        found[step.commit.id] = new or (found.get(step.parents[0], "") if step.parents else "")
    return found


def path_of(collection: str, key: str) -> str:
    return f"ledger/{collection}/{key}.yaml"


def collection_of(path: str) -> str:
    return LEDGER if path == MANIFEST else path.split("/")[1]


def key_of(path: str) -> str:
    return LEDGER if path == MANIFEST else path.rpartition("/")[2].removesuffix(".yaml")
