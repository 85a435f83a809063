"""Who reads and examines a ledger's records: this process, or several.

Records are read once and kept packed. When all are read and it is known what there is (the context), each is unpacked,
examined and dropped. What a process has read it examines.
"""

import marshal
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path as FilePath
from typing import Any, Protocol, Self, cast

import jsonschema_rs  # noqa: F401 - a fork then has it already

import plptool.parse  # noqa: F401 - the same
from plptool.cache import Cache
from plptool.checks.catalogue import Examined, examine
from plptool.checks.common import Context, outline
from plptool.errors import UserError
from plptool.ledger import Reader, Slot
from plptool.model import Finding, Record
from plptool.tree import Tree

CHUNK = 100
"""Records that are read between two looks at the progress."""


@dataclass(slots=True)
class Read:
    """What came of reading some records."""

    outlines: list[Record] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    blobs: dict[str, str] = field(default_factory=dict)
    count: int = 0


class Shard:
    """Some of a ledger's records: read, held packed, then examined one at a time."""

    def __init__(self, tree: Tree, cache: Cache | None) -> None:
        self.reader = Reader(tree, cache)
        self.tree = tree
        self.packed: list[tuple[str, str, str, bytes]] = []

    def read(self, slots: Sequence[Slot]) -> Read:
        found = Read(count=len(slots))
        for slot in slots:
            record, faults = self.reader.record(slot)
            found.faults += faults
            if record is None or record.id != slot.stem:
                found.broken.add(slot.stem)
            if record is None:
                continue
            found.outlines.append(outline(record))
            self.packed.append((record.id, record.collection, record.path, marshal.dumps(record.data)))
            if slot.entry.path in self.reader.blobs:
                found.blobs[slot.entry.path] = self.reader.blobs[slot.entry.path]
        self.reader.keep()
        return found

    def examine(self, context: Context) -> Examined:
        examined = Examined()
        for key, collection, path, data in self.packed:
            # These bytes were packed a moment ago in this very process.
            record = Record(key, collection, path, marshal.loads(data))  # noqa: S302
            examine(record, context, self.tree, examined)
        return examined


class Shards(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def read(self, slots: Sequence[Slot]) -> Iterator[Read]: ...
    def examine(self, context: Context) -> Iterator[Examined]: ...


class Alone:
    """Everything in this process."""

    def __init__(self, tree: Tree, cache: Cache | None) -> None:
        self.shard = Shard(tree, cache)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def read(self, slots: Sequence[Slot]) -> Iterator[Read]:
        for some in _chunks(slots):
            yield self.shard.read(some)

    def examine(self, context: Context) -> Iterator[Examined]:
        yield self.shard.examine(context)


class Crew:
    """Several processes, each with a shard: what one has read it examines."""

    def __init__(self, tree: Tree, cache: Cache | None, workers: int) -> None:
        # A fork has everything imported already; elsewhere it is not safe, and processes start from nothing.
        linux = sys.platform == "linux"
        context = multiprocessing.get_context("fork") if linux else multiprocessing.get_context("spawn")
        self.processes = []
        self.pipes: list[Connection] = []
        for _ in range(workers):
            ours, theirs = context.Pipe()
            # A fork has our ends of the pipes too. It must close them, to see when we are gone, however we went.
            inherited = (*self.pipes, ours) if linux else ()
            arguments = (theirs, tree, cache.folder if cache else None, inherited)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            self.processes.append(process)
            self.pipes.append(ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for process in self.processes:
            process.terminate()

    def read(self, slots: Sequence[Slot]) -> Iterator[Read]:
        waiting = deque(_chunks(slots))
        busy = 0
        for pipe in self.pipes:
            if waiting:
                self._tell(pipe, waiting.popleft())
                busy += 1
        while busy:
            for ready in wait(self.pipes):
                pipe = cast("Connection", ready)
                found = self._answer(pipe)
                if waiting:
                    self._tell(pipe, waiting.popleft())
                else:
                    busy -= 1
                yield found

    def examine(self, context: Context) -> Iterator[Examined]:
        for pipe in self.pipes:
            self._tell(pipe, context)
        for pipe in self.pipes:
            yield self._answer(pipe)

    @staticmethod
    def _tell(pipe: Connection, what: Sequence[Slot] | Context) -> None:
        with _alive():
            pipe.send(what)

    @staticmethod
    def _answer(pipe: Connection) -> Any:
        with _alive():
            answer = pipe.recv()
        if type(answer) is str:
            raise RuntimeError(answer)
        return answer


@contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise UserError("a worker process was stopped; try again with --workers 1") from None


def _work(pipe: Connection, tree: Tree, folder: FilePath | None, inherited: Sequence[Connection]) -> None:
    """What a worker does: read what it is given, then, given the context, examine it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted, and stops us
    for other in inherited:
        other.close()
    with suppress(EOFError, BrokenPipeError):
        try:
            shard = Shard(tree, Cache(folder) if folder else None)
            while not isinstance(given := pipe.recv(), Context):
                pipe.send(shard.read(given))
            pipe.send(shard.examine(given))
        except (EOFError, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - a bug of ours, told by the process that has a terminal
            import traceback

            pipe.send(traceback.format_exc())


def _chunks(slots: Sequence[Slot]) -> Iterator[Sequence[Slot]]:
    for start in range(0, len(slots), CHUNK):
        yield slots[start : start + CHUNK]
