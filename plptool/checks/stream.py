"""Validation that streams: of each record it keeps only what rules across records need.

No record names a process but decisions, grants and assertions. So when all other records have been read, each process
is read, examined and dropped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from plptool.checks.context import Context, Subject
from plptool.checks.parallel import Alone, Crew, Done, Shards
from plptool.checks.privacy import named_elsewhere
from plptool.checks.runner import Examined, all_placed, conclude, examine, examine_unfit
from plptool.checks.serialize import from_row, keepable, row_of
from plptool.checks.validation import Progress, SealedDay, Validation
from plptool.model.collections import Collection
from plptool.model.ports import Entry
from plptool.model.records import Record
from plptool.model.redact import persons_in
from plptool.read.manifest import read_manifest
from plptool.read.reader import Reader, RecordFile, listing

if TYPE_CHECKING:
    from plptool.model.plain import Data, Plain

STREAMED = Collection.PROCESSES
"""The collection whose records are examined as they are read: whatever they name is in another."""
WORTH_WORKERS = 400
"""Records to parse from which starting workers pays."""


class Stream:
    """One examination of a ledger.

    Args:
        reader: of the ledger's tree.
        workers: how many processes may work at it.
        progress: is told now and then how many records of how many have been read.
    """

    def __init__(self, reader: Reader, workers: int, progress: Progress | None) -> None:
        self.reader = reader
        self.tree = reader.tree
        self.workers = workers
        self.progress = progress
        self.examined = Examined()
        self.broken: set[str] = set()
        """What those files are called that hold no record, or one of another id."""
        self.called: set[str] = set()
        """What they say that they are called."""
        self.waiting: list[Record] = []
        """In full, to be examined when all is known."""
        self.outlines: list[Record] = []
        """Of those that are examined already."""
        self.world = ""
        """Stands for all that the examination of a process depends on beside its own bytes."""
        self.rows: list[tuple[str, str, Data]] = []
        """What the cache may keep of each process: its path, the id of its bytes, and what came of it in this world."""

    def examine(self, entries: list[Entry]) -> Validation:
        """What is found in the ledger.

        Args:
            entries: what its tree lists.
        """
        manifest, faults = read_manifest(self.reader, entries)
        listed = listing(entries)
        self.broken = listed.broken
        self.examined.findings += [*faults, *listed.faults]
        streamed = [file for file in listed.files if file.collection is STREAMED]
        self._read(file for file in listed.files if file.collection is not STREAMED)
        context = Context(self.waiting, self._broken(), manifest, self.reader.unfit)
        self._stream(streamed, context)
        if self.rows:
            self.world = context.digest()
        return self._conclude(manifest, streamed, context.persons)

    def _read(self, files: Iterable[RecordFile]) -> None:
        """Read records that are examined later."""
        for file in files:
            record, findings = self.reader.record(file)
            self.examined.findings += findings
            if record is None or record.id != file.stem:
                called = self.reader.called(file.entry.path)
                self.broken.add(file.stem)
                self.called.add(called or file.stem)
            if record is not None:
                self.waiting.append(record)

    def _stream(self, files: Sequence[RecordFile], context: Context) -> None:
        """Read and examine records, and keep their outlines."""
        for done in self._done(files, context):
            self.examined.take(done.seen)
            record = done.record
            stem = done.file.stem
            if record is not None and record.id == stem:
                self.outlines.append(record)
                self._keep(done, record)
                continue
            self.broken.add(stem)
            self.called.add(done.called or stem)
            if record is not None:
                self.waiting.append(record)

    def _keep(self, done: Done, record: Record) -> None:
        """Let the cache have what came of a record, where that may be kept: of a file on the disk that is whole."""
        if not done.blob or not done.whole or self.tree.revision is not None:
            return
        if keepable(done.seen.findings):
            row = row_of(record, done.seen)
            self.rows.append((done.file.entry.path, done.blob, row))

    def _done(self, files: Sequence[RecordFile], context: Context) -> Iterator[Done]:
        """What came of each file, those first that were examined before in the same context."""
        reader = self.reader
        # What is kept by path is of the files on the disk: another revision would take its place.
        rows: Mapping[str, tuple[str, Data]] = {}
        if reader.cache and self.tree.revision is None:
            rows = reader.cache.examined(self.tree.root, context.digest())
        unknown: list[RecordFile] = []
        for file in files:
            path = file.entry.path
            blob, row = rows.get(path, (None, None))
            if row is not None and blob == reader.blobs.get(path):
                record, examination = from_row(file, row)
                yield Done(file, examination, record)
            else:
                unknown.append(file)
        if not unknown:
            return
        count = len(files) - len(unknown)
        with self._shards(len(unknown), context) as shards:
            for chunk in shards.run(unknown):
                for done in chunk:
                    if done.blob:
                        reader.blobs[done.file.entry.path] = done.blob
                    yield done
                count += len(chunk)
                if self.progress:
                    self.progress(count, len(files))

    def _shards(self, count: int, context: Context) -> Shards:
        """Who reads and examines so many records."""
        reader = self.reader
        if self.workers > 1 and count >= WORTH_WORKERS:
            return Crew(self.tree, reader.cache, context, reader.format, self.workers)
        return Alone(self.tree, reader.cache, context, reader.format)

    def _broken(self) -> set[str]:
        """The ids of records that did not load: whatever names them may mean these."""
        loaded = {record.id for record in (*self.waiting, *self.outlines)}
        return self.broken | (self.called - loaded)

    def _conclude(self, manifest: "dict[str, Plain]", files: Sequence[RecordFile], known: frozenset[str]) -> Validation:
        """Examine what has waited, now that all is known, and what can be judged only of the whole.

        Args:
            manifest: the ledger's.
            files: of the records that have been examined.
            known: the persons whom these were examined for.
        """
        context = Context([*self.waiting, *self.outlines], self._broken(), manifest, self.reader.unfit)
        for record in self.waiting:
            self.examined.take(examine(record, context, self.tree))
        if context.persons > known:
            self._look_for(context.persons - known, files, context)
        for path, data in self.reader.unfit.items():
            self.examined.take(examine_unfit(path, data, context, self.tree))
        seals = tuple(SealedDay(seal.id, seal.path, seal.day) for seal in context.seals)
        findings = conclude(context, self.tree, self.examined)
        return Validation(findings, len(context.originals), manifest, seals)

    def _look_for(self, persons: frozenset[str], files: Sequence[RecordFile], context: Context) -> None:
        """Look for persons whom processes alone name in the processes that were examined before that was known."""
        examined = {record.path for record in self.outlines}
        for file in files:
            record = self.reader.record(file)[0] if file.entry.path in examined else None
            if record is not None:
                unknown_then = persons.difference(persons_in(record.data))
                problems = named_elsewhere(Subject(record), unknown_then)
                self.examined.findings += all_placed(problems, context, self.tree)
