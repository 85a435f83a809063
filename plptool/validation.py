"""Validation that streams: of each record it keeps only what rules across records need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from plptool.cache import Cache
from plptool.ledger import Reader, Slot, listing, read_manifest
from plptool.model import Acknowledgement, Finding, Json, Message, Position, Record
from plptool.tree import Entry, Tree

if TYPE_CHECKING:
    from plptool.checks.catalogue import Seen

STREAMED = "processes"
"""The collection whose records are examined as they are read: whatever they name is in another."""
_ROOM = 4 << 20
WORTH_WORKERS = 400
"""Records to parse from which starting workers pays."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Validation:
    findings: list[Finding]
    records: int
    """How many loaded."""
    manifest: dict[str, Json]


def validate(tree: Tree, cache: Cache | None = None, workers: int = 1, progress: Progress | None = None) -> Validation:
    """Every finding of a ledger, the same that `checks.catalogue.check` gives, in bounded memory.

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
            return _unpacked(held)
    # What is needed from here on takes as long to import as to answer from the cache.
    from plptool.checks.catalogue import Examined, conclude, examine
    from plptool.checks.common import Context
    from plptool.shards import Alone, Crew, Shards

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
    context = Context(waiting, broken, manifest)
    outlines: list[Record] = []
    processes = [slot for slot in slots if slot.collection == STREAMED]
    world = context.digest()
    rows = cache.examined(tree.root, world) if cache else {}
    todo = []
    for slot in processes:
        row = rows.get(slot.entry.path)
        if row and row[0] == reader.blobs.get(slot.entry.path):
            record, seen = _seen(slot, row[1])
            outlines.append(record)
            examined.take(seen)
        else:
            todo.append(slot)
    done = len(processes) - len(todo)
    crew = workers > 1 and len(todo) >= WORTH_WORKERS
    hands: Shards = Crew(tree, cache, context, workers) if crew else Alone(tree, cache, context)
    kept: list[tuple[str, str, Json]] = []
    with hands as shards:
        for some in shards.run(todo) if todo else ():
            for one in some:
                examined.take(one.seen)
                path = one.slot.entry.path
                if one.blob:
                    reader.blobs[path] = one.blob
                if one.record is None or one.record.id != one.slot.stem:
                    broken.add(one.slot.stem)
                    waiting += [one.record] if one.record else []
                    continue
                outlines.append(one.record)
                if one.blob and one.whole and _keepable(one.seen.findings):
                    kept.append((path, one.blob, _row(one.record, one.seen)))
            done += len(some)
            if progress:
                progress(done, len(processes))
    context = Context([*waiting, *outlines], broken, manifest)
    for record in waiting:
        examined.take(examine(record, context, tree))
    found = Validation(conclude(context, tree, examined), len(context.originals), manifest)
    if cache:
        key = _key([*entries, *beside], lambda entry: reader.blobs.get(entry.path))
        answer = (key, _packed(found)) if key and _keepable(found.findings) else None
        reader.keep(answer, (world, kept))
    return found


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
    return [found.records, found.manifest, [_finding(one) for one in found.findings]]


def _unpacked(held: Json) -> Validation:
    records, manifest, findings = held
    return Validation([_found(one) for one in findings], records, manifest)


def _row(record: Record, seen: "Seen") -> Json:
    stood = [[day, one.plan, one.lead, one.listed, one.status] for day, one in seen.standings]
    return [record.data, [_finding(one) for one in seen.findings], seen.known, stood]


def _seen(slot: Slot, row: Json) -> tuple[Record, "Seen"]:
    from plptool.checks.catalogue import Seen
    from plptool.checks.claims import Standing

    data, findings, known, stood = row
    path = slot.entry.path
    standings = [
        (day, Standing(slot.stem, plan, lead, tuple(listed), status)) for day, plan, lead, listed, status in stood
    ]
    return Record(slot.stem, STREAMED, path, data), Seen(path, [_found(one) for one in findings], known, standings)


def _finding(one: Finding) -> list[Json]:
    place = [one.position.line, one.position.column] if one.position else None
    known = [one.acknowledged.reason, one.acknowledged.source] if one.acknowledged else None
    hint = _message(one.hint) if one.hint else None
    return [
        one.rule,
        one.severity,
        _message(one.message),
        one.path,
        place,
        hint,
        one.record,
        one.value,
        one.line,
        known,
    ]


def _found(row: list[Json]) -> Finding:
    rule, severity, message, path, place, hint, record, value, line, known = row
    return Finding(
        rule,
        severity,
        _said(message),
        path,
        Position(*place) if place else None,
        _said(hint) if hint else None,
        record,
        value,
        line,
        Acknowledgement(known[0], tuple(known[1])) if known else None,
    )


def _message(message: Message) -> list[Json]:
    args = {
        key: _message(value) if isinstance(value, Message) else value if isinstance(value, int) else str(value)
        for key, value in message.args.items()
    }
    return [message.template, args]


def _said(row: list[Json]) -> Message:
    return Message(row[0], {key: _said(value) if isinstance(value, list) else value for key, value in row[1].items()})
