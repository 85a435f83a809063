"""Every finding of a ledger: as it was found before, where nothing has changed since, or else by examining it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from plptool.checks.serialize import finding_from, finding_row, keepable
from plptool.checks.validation import Progress, SealedDay, Validation
from plptool.model.plain import Data, entries, number, part, text
from plptool.model.ports import Entry, Tree
from plptool.read.cache import Cache
from plptool.read.reader import Reader


def validate(tree: Tree, cache: Cache | None = None, workers: int = 1, progress: Progress | None = None) -> Validation:
    """Every finding of a ledger, the same that `checks.runner.check` gives, in bounded memory.

    Args:
        tree: where the ledger lies.
        cache: what was parsed and found before.
        workers: how many processes may work at it, where there is enough to do.
        progress: is told now and then how many records of how many have been read.

    Raises:
        UserError: a worker was stopped.
    """
    ledger, beside = tree.entries("ledger"), tree.entries("schema")
    listed = [*ledger, *beside]
    reader = Reader(tree, cache)
    if cache:
        key = _key(listed, reader.blob)
        answer = cache.answer(key) if key else None
        if answer is not None:
            reader.keep()
            return replace(_validation_from(answer), entries=listed)
    # Imported here, as it takes as long as to answer from the cache.
    from plptool.checks.stream import Stream

    stream = Stream(reader, workers, progress)
    validation = stream.examine(ledger)
    if cache:
        key = _key(listed, lambda entry: reader.blobs.get(entry.path))
        # A finding's line is looked up when it is told: it must be of the same bytes.
        unchanged = [*tree.entries("ledger"), *tree.entries("schema")] == listed
        kept = (key, _row_of(validation)) if unchanged and key and keepable(validation.findings) else None
        reader.keep(kept, (stream.world, stream.rows if unchanged else []))
    return replace(validation, entries=listed)


def _key(listed: Sequence[Entry], blob: Callable[[Entry], str | None]) -> str | None:
    """What a ledger's findings depend on: every name, and what it stands for. None where that is not known.

    Args:
        listed: the files of the ledger, and the schemas beside it.
        blob: gives the id of a file's bytes; None where they cannot be read.
    """
    parts: list[str] = []
    for entry in listed:
        known = blob(entry) if entry.oddity is None else f"{entry.oddity.template} {entry.oddity.args}"
        if known is None and entry.path.startswith("ledger/") and entry.path.endswith(".yaml"):
            return None
        parts.append(f"{entry.path}\0{known}\0")
    return sha256("".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _row_of(validation: Validation) -> Data:
    """What was found, as the cache keeps it."""
    return {
        "findings": [finding_row(finding) for finding in validation.findings],
        "records": validation.records,
        "manifest": validation.manifest,
        "seals": [{"id": seal.id, "path": seal.path, "day": seal.day.isoformat()} for seal in validation.seals],
    }


def _validation_from(row: Data) -> Validation:
    findings = [finding_from(finding) for finding in entries(row, "findings")]
    seals = tuple(
        SealedDay(text(seal, "id"), text(seal, "path"), date.fromisoformat(text(seal, "day")))
        for seal in entries(row, "seals")
    )
    return Validation(findings, number(row, "records"), dict(part(row, "manifest")), seals)
