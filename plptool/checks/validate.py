"""Validation that streams: of each record it keeps only what rules across records need."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from plptool.checks import serialize as packing
from plptool.model.findings import Finding
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json, Record
from plptool.read.cache import Cache
from plptool.read.manifest import read_manifest
from plptool.read.reader import Reader, RecordFile, listing

if TYPE_CHECKING:
    from plptool.checks.context import Context
    from plptool.checks.parallel import Done

STREAMED = "processes"
"""The collection whose records are examined as they are read: whatever they name is in another."""
_ROOM = 4 << 20
WORTH_WORKERS = 400
"""Records to parse from which starting workers pays."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A seal, as far as its day goes."""

    id: str
    path: str
    day: date


@dataclass(frozen=True, slots=True)
class Validation:
    findings: list[Finding]
    records: int
    """How many loaded."""
    manifest: dict[str, Json]
    seals: tuple[SealedDay, ...] = ()
    """Those that there are, whether or not they hold."""
    entries: Sequence[Entry] = field(default=(), compare=False, repr=False)
    """What the tree listed."""


def validate(tree: Tree, cache: Cache | None = None, workers: int = 1, progress: Progress | None = None) -> Validation:
    """Every finding of a ledger, the same that `checks.runner.check` gives, in bounded memory.

    Args:
        tree: where the ledger lies.
        cache: what was parsed and found before.
        workers: how many processes may work at it, where there is enough to do.
        progress: is told now and then how many records of how many have been read.
    """
    entries, beside = tree.entries("ledger"), tree.entries("schema")
    reader = Reader(tree, cache)
    if cache:
        key = _key([*entries, *beside], reader.blob)
        held = cache.answer(key) if key else None
        if held is not None:
            reader.keep()
            return replace(_unpacked(held), entries=[*entries, *beside])
    # What is needed from here on takes as long to import as to answer from the cache.
    from plptool.checks.context import Context
    from plptool.checks.runner import Examined, conclude, examine

    manifest, faults = read_manifest(reader, entries)
    slots, strays, broken = listing(entries)
    examined = Examined([*faults, *strays])
    waiting: list[Record] = []  # in full, to be examined when all is known
    for slot in slots:
        if slot.collection == STREAMED:
            continue
        record, strange = reader.record(slot)
        examined.findings += strange
        if record is None or record.id != slot.stem:
            broken.add(slot.stem)
        if record is not None:
            waiting.append(record)
    context = Context(waiting, broken, manifest, reader.unfit)
    streamed = [slot for slot in slots if slot.collection == STREAMED]
    outlines: list[Record] = []
    kept: list[tuple[str, str, Json]] = []
    for one in _streamed(streamed, reader, context, workers, progress):
        examined.take(one.seen)
        if one.record is None or one.record.id != one.slot.stem:
            broken.add(one.slot.stem)
            waiting += [one.record] if one.record else []
            continue
        outlines.append(one.record)
        if one.blob and one.whole and tree.revision is None and _keepable(one.seen.findings):
            kept.append((one.slot.entry.path, one.blob, packing.row(one.record, one.seen)))
    world = context.digest() if kept else ""
    context = Context([*waiting, *outlines], broken, manifest, reader.unfit)
    for record in waiting:
        examined.take(examine(record, context, tree))
    for path, data in reader.unfit.items():
        examined.digested += context.digested(path, data)
    seals = tuple(SealedDay(one.id, one.path, one.day) for one in context.seals)
    found = Validation(conclude(context, tree, examined), len(context.originals), manifest, seals)
    if cache:
        key = _key([*entries, *beside], lambda entry: reader.blobs.get(entry.path))
        # A finding's line is looked up when it is told: it must be of the same bytes.
        still = [*tree.entries("ledger"), *tree.entries("schema")] == [*entries, *beside]
        answer = (key, _packed(found)) if still and key and _keepable(found.findings) else None
        reader.keep(answer, (world, kept if still else []))
    return replace(found, entries=[*entries, *beside])


def _streamed(
    slots: Sequence[RecordFile], reader: Reader, context: "Context", workers: int, progress: Progress | None
) -> "Iterator[Done]":
    """What came of each file, those first that were examined before in the same context."""
    from plptool.checks.parallel import Alone, Crew, Done, Shards

    tree, cache = reader.tree, reader.cache
    # What is kept by path is of the files on the disk: another revision would take its place.
    rows = cache.examined(tree.root, context.digest()) if cache and tree.revision is None else {}
    todo = []
    for slot in slots:
        row = rows.get(slot.entry.path)
        if row and row[0] == reader.blobs.get(slot.entry.path):
            record, seen = packing.unrow(slot, row[1])
            yield Done(slot, seen, record)
        else:
            todo.append(slot)
    done = len(slots) - len(todo)
    crew = workers > 1 and len(todo) >= WORTH_WORKERS
    written = reader.format
    hands: Shards = Crew(tree, cache, context, written, workers) if crew else Alone(tree, cache, context, written)
    with hands as shards:
        for some in shards.run(todo) if todo else ():
            for one in some:
                if one.blob:
                    reader.blobs[one.slot.entry.path] = one.blob
                yield one
            done += len(some)
            if progress:
                progress(done, len(slots))


def _keepable(findings: Sequence[Finding]) -> bool:
    """Whether findings may be kept: none is about privacy, and their lines are such as people write."""
    return (
        not any(one.rule.startswith("PLP9") for one in findings)
        and sum(len(one.line or "") for one in findings) < _ROOM
    )


def _key(entries: Sequence[Entry], blob: Callable[[Entry], str | None]) -> str | None:
    """What a ledger's findings depend on: every name, and what it stands for. None where that is not known."""
    parts = []
    for entry in entries:
        known = blob(entry) if entry.oddity is None else f"{entry.oddity.template} {entry.oddity.args}"
        if known is None and entry.path.startswith("ledger/") and entry.path.endswith(".yaml"):
            return None
        parts.append(f"{entry.path}\0{known}\0")
    return sha256("".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _packed(found: Validation) -> Json:
    seals = [[one.id, one.path, one.day.isoformat()] for one in found.seals]
    return [found.records, found.manifest, [packing.finding(one) for one in found.findings], seals]


def _unpacked(held: Json) -> Validation:
    records, manifest, findings, seals = held
    dated = tuple(SealedDay(key, path, date.fromisoformat(day)) for key, path, day in seals)
    return Validation([packing.unfinding(one) for one in findings], records, manifest, dated)
