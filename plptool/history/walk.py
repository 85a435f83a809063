"""What was changed in the ledger, when and by whom: records across revisions.

A commit's change is what none of its parents has: a merge is told of only where it says something itself. A version
that cannot be read says nothing but that, so what stood before it goes on standing.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from time import time

from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.history.steps import Step, changes_inside, collection_of, is_record, key_of, path_of
from plptool.history.versions import VersionReader, Versions
from plptool.model.collections import COLLECTIONS, MANIFEST, Collection
from plptool.model.plain import Data, as_list
from plptool.read.cache import Cache
from plptool.read.revision import Revision, ledgers_of


@dataclass(frozen=True, slots=True)
class Walk:
    """The commits that change some records, or anything in the ledger."""

    steps: tuple[Step, ...]
    """Children first."""
    files: tuple[str, ...]
    """Those of the records, by path within the ledger, as they are called now first; none, where all were asked for."""
    prefixes: tuple[str, ...]
    """Where the ledger lies in the repository, and then where it lay."""


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """A record as a commit has it."""

    commit: Commit
    collection: str
    data: Data | None
    """None where it is not there."""
    befores: tuple[Data | None, ...]
    """As the commits before it had it."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A record that a commit took away."""

    commit: Commit
    collection: str
    record: str
    data: Data | None
    """As it was; None where that cannot be read."""


class History:
    """The ledger's past from one commit backwards.

    Args:
        tree: the ledger as that commit has it.
        cache: what was parsed before.
        graph: whether to believe the clone's commit-graph, which is quicker.
        now: the clock of whoever asks, in seconds since 1970; without it, this machine's.
    """

    def __init__(
        self, tree: Revision, cache: Cache | None = None, *, graph: bool = True, now: float | None = None
    ) -> None:
        self.tree = tree
        self.reader = VersionReader(tree, cache)
        self.repository = tree.repository
        self.start = tree.revision
        self._graph = graph
        self._now = time() if now is None else now

    # What is asked

    @cached_property
    def whole(self) -> Walk:
        """The commits that change anything in the ledger.

        Raises:
            UserError: git cannot read the history.
        """
        return self._followed(None)

    def of_record(self, record: str) -> Walk:
        """The commits that change a record, which is followed to what it was called before.

        Raises:
            UserError: git cannot read the history.
        """
        return self._followed(record)

    def versions(self, walk: Walk) -> Versions:
        """What the files that a walk looks at said."""
        return Versions(walk.steps, self.reader)

    def renamed_to(self, record: str) -> str | None:
        """What a record is called now where, at the start, no file is called so and another goes on with it."""
        # To know who claims an id, every record must be read; as a rule, the one that is asked for has its file.
        is_present = any(key_of(entry.path) == record for entry in self.tree.entries("ledger"))
        if is_present:
            return None
        claimants = self._claimants.get(record, ())
        if len(claimants) != 1:
            return None
        (path,) = claimants
        former_path = path_of(collection_of(path), record)
        walk = self.of_record(key_of(path))
        if former_path not in walk.files:
            return None
        went_on = any(former_path in step.touched for step in walk.steps)
        if not went_on:
            return None
        return key_of(path)

    def former_paths(self, step: Step, versions: Versions) -> list[dict[str, str]]:
        """By new path, the old one, of records that are called otherwise than in a parent; for each parent.

        Who looks at some files alone is told what who looks at all is told: a record that went on as another did not
        come back as a third.
        """
        by_parent = [versions.former_paths(step, index) for index in range(len(step.sides))]
        looks_at_all = not step.folders
        if looks_at_all or not any(by_parent) or not self._has_one_parent_here(step.commit):
            return by_parent
        (old_paths,) = by_parent  # in the walk it has that parent too, or none
        entire_step = self._entire(step, step.folders)
        of_all = versions.former_paths(entire_step, 0)
        confirmed = {path: old_path for path, old_path in old_paths.items() if of_all.get(path) == old_path}
        return [confirmed]

    def _has_one_parent_here(self, commit: Commit) -> bool:
        """Whether a commit builds on one other, and that is in this clone."""
        if len(commit.parents) != 1:
            return False
        (parent,) = commit.parents
        return self.repository.holds(parent)

    def deletions(self, wanted: Container[str] | None = None) -> Iterator[Deletion]:
        """The records (None: any) that were deleted, newest first; what went on under another id was not.

        Raises:
            UserError: git cannot read the history.
        """
        versions = self._versions
        for step in self.whole.steps:
            gone_paths = [path for path in step.own if step.blob(path) is None]
            if wanted is not None:
                gone_paths = [path for path in gone_paths if key_of(path) in wanted]
            if not gone_paths:
                continue
            went_on: set[str] = set()
            for old_paths in self.former_paths(step, versions):
                went_on.update(old_paths.values())
            parent, changes = step.sides[0]
            for path in gone_paths:
                if path in went_on:
                    continue
                blob = changes[path].before
                data = versions.stood(path, parent, blob)
                yield Deletion(step.commit, collection_of(path), key_of(path), data)

    def timeline(self, record: str) -> Iterator[RecordVersion]:
        """What the files that are called so said, children first, at each commit that changed one.

        Here what cannot be read is what is not there.
        """
        versions = self._versions
        for step, path in self._touching.get(record, ()):
            blob = step.blob(path)
            befores = []
            for parent, changes in step.sides:
                blob_before = changes[path].before if path in changes else blob
                befores.append(versions.data(path, parent, blob_before))
            data = versions.data(path, step.commit.id, blob)
            yield RecordVersion(step.commit, collection_of(path), data, tuple(befores))

    def files(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """The ids of the bytes of those of these files that a commit has, by path within the ledger as it lies now."""
        if not paths:
            return {}
        prefix = self.tree.prefix
        listed = self.repository.files(commit, [f"{prefix}{path}" for path in paths])
        return {file.path.removeprefix(prefix): file.id for file in listed}

    def at(self, commit: str) -> Revision | None:
        """The ledger as a commit has it, where it lay then; None where it has none, nor a part of one.

        Raises:
            UserError: git cannot read the history.
        """
        for prefix in self.whole.prefixes:
            if self.repository.files(commit, [f"{prefix}ledger"]):
                return Revision(self.repository, commit, prefix)
        return None

    def manifest(self, commit: str) -> Data:
        """What the manifest says at a commit; where it cannot be read, what stood before.

        Raises:
            UserError: git cannot read the history.
        """
        return self._versions.manifest(commit) or {}

    def keep(self) -> None:
        """Put into the cache what was parsed."""
        self.reader.keep()

    # What is worked out once

    @cached_property
    def _known(self) -> dict[str, int]:
        """By commit: from when it counts as known."""
        return self.repository.known(self.start, self._now)

    @cached_property
    def _versions(self) -> Versions:
        return self.versions(self.whole)

    @cached_property
    def _touching(self) -> dict[str, list[tuple[Step, str]]]:
        """By record: the commits that change its file, and the file."""
        by_record: dict[str, list[tuple[Step, str]]] = {}
        for step in self.whole.steps:
            for path in step.touched:
                touching = by_record.setdefault(key_of(path), [])
                touching.append((step, path))
        return by_record

    @cached_property
    def _claimants(self) -> dict[str, list[str]]:
        """By id: the files that, at the start, say that their records were called so."""
        claimants: dict[str, list[str]] = {}
        for path, data in self._records():
            for former in dict.fromkeys(_former_ids(data)):
                files = claimants.setdefault(former, [])
                files.append(path)
        return claimants

    @cached_property
    def plans(self) -> tuple[tuple[str, Data], ...]:
        """The plans as they are at the start, by id: of these, readers are told the words."""
        of_files = self._records(Collection.PLANS)
        return tuple((key_of(path), data) for path, data in of_files if data is not None)

    def ids_of(self, organisation: str) -> frozenset[str]:
        """The id that an organisation has at the start, and those that it had, by any of them."""
        ids = {organisation}
        for path, data in self._records(Collection.ORGANISATIONS):
            of_record = {key_of(path), *_former_ids(data)}
            if organisation in of_record:
                ids |= of_record
        return frozenset(ids)

    def _records(self, collection: Collection | None = None) -> Iterator[tuple[str, Data | None]]:
        """The records at the start, each by its file, of a collection or of all; None of what is none."""
        entries = self.tree.entries("ledger")
        manifest = next((entry.blob or "" for entry in entries if entry.path == MANIFEST), "")
        for entry in entries:
            is_asked_for = is_record(entry.path) and collection in (None, collection_of(entry.path))
            if entry.blob and is_asked_for:
                yield entry.path, self.reader.data(entry.path, entry.blob, manifest)

    # How the past is followed

    def _followed(self, record: str | None) -> Walk:
        """Walk again and again, until no other folder and no other name of the record is found to look at."""
        files: list[str] | None = None
        if record is not None:
            files = [path_of(collection, record) for collection in COLLECTIONS]
        prefixes = [self.tree.prefix]
        while True:
            walk = self._walked(prefixes, files)
            earlier_prefixes = self._earlier_prefixes(walk)
            former_files: list[str] = []
            if files is not None:
                former_files = self._former_files(walk)
                files = files + former_files
            if not earlier_prefixes and not former_files:
                break
            prefixes += earlier_prefixes
        for step in walk.steps:
            step.cut = self._is_cut(step)
            step.known = self._known[step.commit.id]
            if files is not None:
                step.folders = walk.prefixes
        return walk

    def _walked(self, prefixes: Sequence[str], files: Sequence[str] | None) -> Walk:
        """The commits that change these files (None: all) in these folders."""
        paths = paths_of(prefixes, files)
        rows = self.repository.walk(self.start, paths, apart=self._present(files or ()), graph=self._graph)
        commits = commits_of(self.repository, rows)
        pairs: list[tuple[str | None, str]] = []
        for commit, parents in rows:
            tree = commits[commit].tree
            if parents:
                pairs += [(commits[parent].tree, tree) for parent in parents]
            else:  # what has none left is compared with nothing
                pairs.append((None, tree))
        changes = (changes_inside(of_pair, prefixes) for of_pair in self.repository.changes(pairs, paths))
        steps: list[Step] = []
        for commit, parents in rows:
            count = max(len(parents), 1)
            from_each_parent = list(islice(changes, count))
            steps.append(Step(commits[commit], parents, from_each_parent))
        return Walk(tuple(steps), tuple(files or ()), tuple(prefixes))

    def _present(self, files: Sequence[str]) -> list[str]:
        """Where those of these records' files lie in the repository that the ledger has now.

        As a rule a record has lain in one place alone; where it lies now is where it changes.
        """
        if not files:
            return []
        present = {entry.path for entry in self.tree.entries("ledger")}
        return [f"{self.tree.prefix}{file}" for file in files if file in present]

    def _is_cut(self, step: Step) -> bool:
        """Whether what a commit builds on is not in this clone, so that it seems to build on nothing."""
        if not self.repository.shallow or step.parents:
            return False
        return any(not self.repository.holds(parent) for parent in step.commit.parents)

    # Where the ledger lay before

    def _earlier_prefixes(self, walk: Walk) -> list[str]:
        """A folder that held the ledger before it was moved to one that is known."""
        for step in walk.steps:
            # A line of commits that knows none of the folders is not among the parents.
            if not _came(MANIFEST, step) and len(step.parents) == len(step.commit.parents):
                continue
            for parent in step.commit.parents:
                if not self.repository.holds(parent) or self._lies(parent, walk.prefixes):
                    continue
                gone_ledgers = self._ledgers(parent) - self._ledgers(step.commit.id)
                if len(gone_ledgers) == 1:
                    return list(gone_ledgers)
        return []

    def _ledgers(self, commit: str) -> set[str]:
        return set(ledgers_of(self.repository, commit))

    def _lies(self, commit: str, prefixes: Sequence[str]) -> bool:
        """Whether a commit has the ledger in one of these folders: by its trees, as the files may not be here."""
        manifests = [f"{prefix}{MANIFEST}" for prefix in prefixes]
        return self.repository.has(commit, manifests)

    # What a record was called before

    def _former_files(self, walk: Walk) -> list[str]:
        """The files of the record as it was called before what is known: by its own word, or else by what it says."""
        versions = self.versions(walk)
        for step in walk.steps:
            for path, change in step.changes[0].items():
                if path == MANIFEST or change.after is None:
                    continue
                data = versions.data(path, step.commit.id, change.after)
                former_files = self._claimed(_former_paths(path, data), path, step, walk)
                if not former_files and change.before is None:
                    former_files = self._alike(path, step, walk)
                if former_files:
                    return former_files
        return []

    def _claimed(self, named: Sequence[str], path: str, claim: Step, walk: Walk) -> list[str]:
        """Those of the files that a record says that it had before which are not known yet, and which it went on from.

        It alone says so of them, and it never stood beside them.

        Args:
            named: the files.
            path: that in which the record says so.
            claim: the commit where it says so.
            walk: the commits that change it, those in which it came among them.
        """
        claimed = []
        for former in named:
            former_id = key_of(former)
            claimants = self._claimants.get(former_id, ())
            if former in walk.files or len(claimants) > 1:
                continue
            # An id is one record's in whatever collection.
            called_so = [path_of(collection, former_id) for collection in COLLECTIONS]
            twins = [f"{prefix}{twin}" for prefix in walk.prefixes for twin in called_so]
            arrivals = [step for step in walk.steps if _came(path, step)]
            stood_beside = any(self.repository.files(step.commit.id, twins) for step in (claim, *arrivals))
            if not stood_beside:
                claimed.append(former)
        return claimed

    def _alike(self, path: str, step: Step, walk: Walk) -> list[str]:
        """The file that went when this one came and says the same, where it is the only one, and not known yet."""
        parents = step.commit.parents
        if not parents or not self.repository.holds(parents[0]):
            return []
        entire_step = self._entire(step, walk.prefixes)
        old_paths = self.versions(walk).former_paths(entire_step, 0)
        former = old_paths.get(path)
        if former is None or former in walk.files:
            return []
        return [former]

    def _entire(self, step: Step, prefixes: Sequence[str]) -> Step:
        """A step with all that its commit changes in the ledger, against its first parent."""
        (before,) = self.repository.commits(step.commit.parents[:1])
        trees = (before.tree, step.commit.tree)
        (changes,) = self.repository.changes([trees], paths_of(prefixes, None))
        return Step(step.commit, step.parents[:1], [changes_inside(changes, prefixes)])


def commits_of(repository: Repository, rows: Sequence[tuple[str, list[str]]]) -> dict[str, Commit]:
    """By id, the commits that a walk tells of, and their parents."""
    keys: dict[str, None] = {}
    for commit, parents in rows:
        keys[commit] = None
        keys.update(dict.fromkeys(parents))
    return dict(zip(keys, repository.commits(keys), strict=True))


def _came(path: str, step: Step) -> bool:
    """Whether a file is there that a parent does not have."""
    return any(path in changes and changes[path].before is None for changes in step.changes)


def paths_of(prefixes: Sequence[str], files: Sequence[str] | None) -> list[str]:
    """Where files (None: all) and the manifest lie, or lay, in the repository."""
    if files is None:
        return [f"{prefix}ledger" for prefix in prefixes]
    return [f"{prefix}{file}" for prefix in prefixes for file in (MANIFEST, *files)]


def _former_paths(path: str, data: Data | None) -> list[str]:
    """The files that the record of a file had under the ids that it says that it had."""
    collection = collection_of(path)
    return [path_of(collection, former) for former in _former_ids(data)]


def _former_ids(data: Data | None) -> list[str]:
    """What a record says that it was called before."""
    if not data:
        return []
    return [str(former) for former in as_list(data.get("formerly"))]
