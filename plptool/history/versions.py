"""What files said at the commits of a walk: bytes that git keeps, read as records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plptool.history.steps import Step, collection_of, key_of, path_of
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.personal_numbers import as_before
from plptool.model.plain import Data, Plain
from plptool.model.ports import Entry
from plptool.read.cache import Cache
from plptool.read.manifest import read_manifest
from plptool.read.migrations import FORMAT, UPGRADES
from plptool.read.reader import Reader, RecordFile
from plptool.read.revision import Revision
from plptool.timeline.compare import former_ids


@dataclass(frozen=True, slots=True)
class Version:
    """What a file's bytes say."""

    data: Plain
    """Whatever parses, whether it fits a schema or not; None where nothing does."""
    record: Data | None
    """The same where it fits: a record or the manifest. It may say that it is called otherwise than the file."""


class VersionReader:
    """Reads a file's version: its bytes, by the format of the manifest that stood beside it."""

    def __init__(self, tree: Revision, cache: Cache | None) -> None:
        self._blobs = Revision(tree.repository, tree.revision, tree.prefix)
        self._reader = Reader(self._blobs, cache)
        self._cache = cache
        # The same bytes stand in many commits.
        self._parsed = lru_cache(maxsize=8192)(self._parse)
        self._format = lru_cache(maxsize=1024)(self._read_format)

    def data(self, path: str, blob: str | None, manifest: str) -> Data | None:
        """A record's data; None where the file holds none, or one that is called otherwise than it.

        Args:
            path: where the file lies, within the ledger.
            blob: the id of its bytes; None where it is not there.
            manifest: the id of the bytes of the manifest that stood beside it, or nothing.
        """
        if blob is None:
            return None
        version = self.version(path, blob, manifest)
        record = version.record
        if record is None or path == MANIFEST:
            return record
        if str(record["id"]) != key_of(path):
            return None
        return record

    def version(self, path: str, blob: str, manifest: str) -> Version:
        """What a file says, whatever it says that it is called.

        Args:
            path: where the file lies, within the ledger.
            blob: the id of its bytes.
            manifest: the id of the bytes of the manifest that stood beside it, or nothing.
        """
        format_ = self._format(manifest)
        return self._parsed(path, blob, format_)

    def keep(self) -> None:
        """Put into the cache what was parsed."""
        self._reader.keep()

    def _parse(self, path: str, blob: str, format_: int) -> Version:
        self._blobs.ids[path] = blob
        self._reader.format = format_
        entry = Entry(path, blob=blob)
        if path == MANIFEST:
            with as_before():
                manifest, _ = read_manifest(self._reader, [entry])
            data = manifest or None
            return Version(data, data)
        self._reader.unfit.pop(path, None)
        collection = COLLECTIONS[collection_of(path)]
        file = RecordFile(entry, collection, key_of(path))
        record, _ = self._reader.record(file)
        if record is None:
            unfit = self._reader.unfit.get(path)
            return Version(unfit, None)
        return Version(record.data, record.data)

    def _read_format(self, manifest: str) -> int:
        """The format that a manifest tells."""
        if not manifest or not UPGRADES:
            return FORMAT
        self._blobs.ids[MANIFEST] = manifest
        reader = Reader(self._blobs, self._cache)
        with as_before():
            read_manifest(reader, [Entry(MANIFEST, blob=manifest)])
        reader.keep()
        return reader.format


class Versions:
    """What the files that a walk looks at said at each of its commits."""

    def __init__(self, steps: Sequence[Step], reader: VersionReader) -> None:
        self._steps = {step.commit.id: step for step in steps}
        self._manifests = _manifests(steps)
        self._reader = reader

    def data(self, path: str, commit: str, blob: str | None) -> Data | None:
        """A record's data as a commit has it; None where the file is not there, or cannot be read."""
        manifest = self._manifests.get(commit, "")
        return self._reader.data(path, blob, manifest)

    def legible(self, path: str, commit: str, blob: str | None) -> bool:
        """Whether a file can be read as a commit has it, or is not there."""
        if blob is None:
            return True
        return self.data(path, commit, blob) is not None

    def stood(self, path: str, commit: str, blob: str | None) -> Data | None:
        """What a file says in a commit; where it cannot be read, what stood before: None where nothing did.

        A merge has it from the parents with the very same bytes, where there are any.
        """
        pending = [(commit, blob)]
        seen_commits: set[str] = set()
        while pending:
            commit, blob = pending.pop()
            if blob is None or commit in seen_commits:
                continue
            seen_commits.add(commit)
            data = self.data(path, commit, blob)
            if data is not None:
                return data
            earlier = self._before(path, commit, blob)
            pending += reversed(earlier)  # the first parent is looked at first
        return None

    def _before(self, path: str, commit: str, blob: str) -> list[tuple[str, str | None]]:
        """Where to look for what a file said before a commit: parents, with the ids of its bytes there."""
        step = self._steps.get(commit)
        if step is None or not step.parents:
            return []
        alike: list[tuple[str, str | None]] = []
        other: list[tuple[str, str | None]] = []
        for parent, changes in step.sides:
            if path in changes:
                other.append((parent, changes[path].before))
            else:
                alike.append((parent, blob))
        return alike or other

    def manifest(self, commit: str) -> Data | None:
        """What the manifest says at a commit; where it cannot be read, what stood before: None where nothing did."""
        blob = self._manifests.get(commit) or None
        return self.stood(MANIFEST, commit, blob)

    def former_paths(self, step: Step, index: int) -> dict[str, str]:
        """By new path, the old one, of records that are called otherwise than in the parent with this number.

        Only the files that the walk looks at are compared.
        """
        parent, changes = step.sides[index]
        went = {path: change.before for path, change in changes.items() if change.after is None}
        if not went:
            return {}  # so nothing went on
        came = {path: change.after for path, change in changes.items() if change.before is None}
        old_paths: dict[str, str] = {}
        for collection in COLLECTIONS:
            before = self._records(parent, _in_collection(went, collection))
            if not before:
                continue
            after = self._records(step.commit.id, _in_collection(came, collection))
            for new_id, old_id in former_ids(before, after).items():
                new_path = path_of(collection, new_id)
                old_paths[new_path] = path_of(collection, old_id)
        return old_paths

    def _records(self, commit: str, files: Mapping[str, str | None]) -> dict[str, Data]:
        """By id: what these files say in a commit, those that say anything; they are told by path, with their bytes."""
        records: dict[str, Data] = {}
        for path, blob in files.items():
            data = self.stood(path, commit, blob)
            if data:
                records[key_of(path)] = data
        return records


def _in_collection(files: Mapping[str, str | None], collection: str) -> dict[str, str | None]:
    """Those of these files, told by path, that lie in a collection's folder."""
    return {path: blob for path, blob in files.items() if collection_of(path) == collection}


def _manifests(steps: Sequence[Step]) -> dict[str, str]:
    """By commit: the id of the manifest's bytes; where it was taken away, that of the last."""
    by_commit: dict[str, str] = {}
    for step in reversed(steps):
        change = step.changes[0].get(MANIFEST)
        blob = ""
        if change is not None and change.after is not None:
            blob = change.after
        elif step.parents:
            blob = by_commit.get(step.parents[0], "")
        by_commit[step.commit.id] = blob
    return by_commit
