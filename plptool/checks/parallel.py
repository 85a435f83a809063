"""Who reads and examines a ledger's processes: this process, or several.

No record names a process but decisions, grants and assertions. So when all other records have been read, a process is
read, examined and dropped.
"""

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path as FilePath
from typing import Protocol, Self

import jsonschema_rs  # noqa: F401 - a fork then has it already

import plptool.read.yaml  # noqa: F401 - the same
from plptool.checks.context import Context, outline
from plptool.checks.runner import Seen, examine, examine_unfit
from plptool.model.country import country_of
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.personal_numbers import look_for
from plptool.model.ports import Tree
from plptool.model.records import Record
from plptool.read.cache import Cache
from plptool.read.reader import Reader, RecordFile

CHUNK = 100
"""Records that are read between two looks at the progress."""


@dataclass(slots=True)
class Done:
    """What came of one file."""

    file: RecordFile
    seen: Seen
    record: Record | None
    """In outline; in full where it waits to be examined, None where it did not load."""
    blob: str | None = None
    called: str | None = None
    """What it says that it is called, where it holds no record."""
    whole: bool = False
    """Whether it loaded without a finding and has been examined."""


class Shard:
    """Some of a ledger's processes: each read, examined and dropped."""

    def __init__(self, tree: Tree, cache: Cache | None, context: Context, written: int) -> None:
        self.reader = Reader(tree, cache)
        self.reader.format = written
        self.tree = tree
        self.context = context
        look_for(country_of(context.manifest))  # in a process of its own, nobody has

    def run(self, files: Sequence[RecordFile]) -> list[Done]:
        """What came of each of these files."""
        done = [self._examined(file) for file in files]
        self.reader.keep()
        return done

    def _examined(self, file: RecordFile) -> Done:
        record, faults = self.reader.record(file)
        path = file.entry.path
        blob = self.reader.blobs.get(path)
        if record is None or record.id != file.stem:
            # Whose id is another's can be judged only when all are known.
            examination = Seen(path)
            if path in self.reader.unfit:
                examination = examine_unfit(path, self.reader.unfit[path], self.context, self.tree)
            examination.findings += faults
            return Done(file, examination, record, blob, called=self.reader.called(path))
        examination = examine(record, self.context, self.tree)
        examination.findings += faults
        return Done(file, examination, outline(record), blob, whole=not faults)


class Shards(Protocol):
    """Whoever reads and examines processes, a chunk at a time. It is left when there is no more to do."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...
    def run(self, files: Sequence[RecordFile]) -> Iterator[list[Done]]: ...


class Alone:
    """Everything in this process."""

    def __init__(self, tree: Tree, cache: Cache | None, context: Context, written: int) -> None:
        self.shard = Shard(tree, cache, context, written)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def run(self, files: Sequence[RecordFile]) -> Iterator[list[Done]]:
        for chunk in _chunks(files):
            yield self.shard.run(chunk)


class Crew:
    """Several processes, each with a shard."""

    def __init__(self, tree: Tree, cache: Cache | None, context: Context, written: int, workers: int) -> None:
        # A fork has everything imported already; elsewhere it is not safe, and processes start from nothing.
        linux = sys.platform == "linux"
        methods = multiprocessing.get_context("fork") if linux else multiprocessing.get_context("spawn")
        place = (cache.folder, cache.ledger) if cache else None
        self.processes = []
        self.pipes: list[Connection] = []
        for _ in range(workers):
            ours, theirs = methods.Pipe()
            # A fork has our ends of the pipes too. It must close them, to see when we are gone, however we went.
            inherited = (*self.pipes, ours) if linux else ()
            arguments = (theirs, tree, place, context, written, inherited)
            process = methods.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            self.processes.append(process)
            self.pipes.append(ours)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self.processes:
            process.terminate()

    def run(self, files: Sequence[RecordFile]) -> Iterator[list[Done]]:
        waiting = deque(_chunks(files))
        busy = 0
        for pipe in self.pipes:
            if waiting:
                self._send(pipe, waiting.popleft())
                busy += 1
        while busy:
            ready = set(wait(self.pipes))
            for pipe in self.pipes:
                if pipe not in ready:
                    continue
                done = self._receive(pipe)
                if waiting:
                    self._send(pipe, waiting.popleft())
                else:
                    busy -= 1
                yield done

    @staticmethod
    def _send(pipe: Connection, files: Sequence[RecordFile]) -> None:
        with _alive():
            pipe.send(files)

    @staticmethod
    def _receive(pipe: Connection) -> list[Done]:
        """What a worker answers.

        Raises:
            RuntimeError: it came upon a bug of ours.
            UserError: it was stopped.
        """
        with _alive():
            answer: list[Done] | str = pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)  # noqa: TRY004 - a traceback in place of an answer, and no wrong type
        return answer


@contextmanager
def _alive() -> Iterator[None]:
    """Tell the caller of a worker that is gone.

    Raises:
        UserError: it is.
    """
    try:
        yield
    except (EOFError, OSError):
        raise UserError(Message("a worker was stopped; try again with --workers 1")) from None


def _work(
    pipe: Connection,
    tree: Tree,
    place: tuple[FilePath, FilePath] | None,
    context: Context,
    written: int,
    inherited: Sequence[Connection],
) -> None:
    """What a worker does, until nobody gives it more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted, and stops us
    for other in inherited:
        other.close()
    with suppress(EOFError, BrokenPipeError):
        try:
            cache = Cache(*place) if place else None
            shard = Shard(tree, cache, context, written)
            while True:
                files = pipe.recv()
                pipe.send(shard.run(files))
        except (EOFError, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - a bug of ours, told by the process that has a terminal
            import traceback

            pipe.send(traceback.format_exc())


def _chunks(files: Sequence[RecordFile]) -> Iterator[Sequence[RecordFile]]:
    for start in range(0, len(files), CHUNK):
        end = start + CHUNK
        yield files[start:end]
