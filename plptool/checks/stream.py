"""Validation that streams: of each record it keeps only what rules across records need.

No record names a process but decisions, grants and assertions. So when all other records have been read, each process
is read, examined and dropped.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plptool.checks.context import Context
from plptool.checks.parallel import Alone, Crew, Done, Shards
from plptool.checks.runner import Examined, conclude, examine, examine_unfit
from plptool.checks.serialize import from_row, keepable, row_of
from plptool.checks.validation import Progress, SealedDay, Validation
from plptool.model.collections import Collection
from plptool.model.ports import Entry
from plptool.read.manifest import read_manifest
from plptool.read.reader import Reader, RecordFile, listing

if TYPE_CHECKING:
    from plptool.model.plain import Data, Plain
    from plptool.model.records import Record

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
        files, strays, self.broken = listing(entries)
        self.examined.findings += [*faults, *strays]
        self._read(file for file in files if file.collection is not STREAMED)
        context = Context(self.waiting, self._broken(), manifest, self.reader.unfit)
        self._stream([file for file in files if file.collection is STREAMED], context)
        if self.rows:
            self.world = context.digest()
        return self._conclude(manifest)

    def _read(self, files: Iterable[RecordFile]) -> None:
        """Read records that are examined later."""
        for file in files:
            record, findings = self.reader.record(file)
            self.examined.findings += findings
            if record is None or record.id != file.stem:
                self.broken.add(file.stem)
                self.called |= {self.reader.called(file.entry.path) or file.stem}
            if record is not None:
                self.waiting.append(record)

    def _stream(self, files: Sequence[RecordFile], context: Context) -> None:
        """Read and examine records, and keep their outlines."""
        for done in self._done(files, context):
            self.examined.take(done.seen)
            record, file = done.record, done.file
            if record is None or record.id != file.stem:
                self.broken.add(file.stem)
                self.called |= {done.called or file.stem}
                self.waiting += [record] if record else []
                continue
            self.outlines.append(record)
            if done.blob and done.whole and self.tree.revision is None and keepable(done.seen.findings):
                self.rows.append((file.entry.path, done.blob, row_of(record, done.seen)))

    def _done(self, files: Sequence[RecordFile], context: Context) -> Iterator[Done]:
        """What came of each file, those first that were examined before in the same context."""
        reader = self.reader
        # What is kept by path is of the files on the disk: another revision would take its place.
        on_disk = reader.cache is not None and self.tree.revision is None
        rows = reader.cache.examined(self.tree.root, context.digest()) if reader.cache and on_disk else {}
        unknown: list[RecordFile] = []
        for file in files:
            blob, row = rows.get(file.entry.path, (None, None))
            if row is not None and blob == reader.blobs.get(file.entry.path):
                record, seen = from_row(file, row)
                yield Done(file, seen, record)
            else:
                unknown.append(file)
        if not unknown:
            return
        done = len(files) - len(unknown)
        with self._shards(len(unknown), context) as shards:
            for chunk in shards.run(unknown):
                for each in chunk:
                    if each.blob:
                        reader.blobs[each.file.entry.path] = each.blob
                    yield each
                done += len(chunk)
                if self.progress:
                    self.progress(done, len(files))

    def _shards(self, count: int, context: Context) -> Shards:
        """Who reads and examines so many records."""
        reader = self.reader
        if self.workers > 1 and count >= WORTH_WORKERS:
            return Crew(self.tree, reader.cache, context, reader.format, self.workers)
        return Alone(self.tree, reader.cache, context, reader.format)

    def _broken(self) -> set[str]:
        """The ids of records that did not load: whatever names them may mean these."""
        return self.broken | (self.called - {record.id for record in (*self.waiting, *self.outlines)})

    def _conclude(self, manifest: "dict[str, Plain]") -> Validation:
        """Examine what has waited, now that all is known, and what can be judged only of the whole."""
        context = Context([*self.waiting, *self.outlines], self._broken(), manifest, self.reader.unfit)
        for record in self.waiting:
            self.examined.take(examine(record, context, self.tree))
        for path, data in self.reader.unfit.items():
            self.examined.take(examine_unfit(path, data, context, self.tree))
        seals = tuple(SealedDay(seal.id, seal.path, seal.day) for seal in context.seals)
        findings = conclude(context, self.tree, self.examined)
        return Validation(findings, len(context.originals), manifest, seals)
