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
    ledger = tree.entries("ledger")
    schemas = tree.entries("schema")
    listed = [*ledger, *schemas]
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
        listed_now = [*tree.entries("ledger"), *tree.entries("schema")]
        unchanged = listed_now == listed
        new_answer = None
        if unchanged and key and keepable(validation.findings):
            new_answer = (key, _row_of(validation))
        rows = stream.rows if unchanged else []
        reader.keep(new_answer, (stream.world, rows))
    return replace(validation, entries=listed)


def _key(listed: Sequence[Entry], blob: Callable[[Entry], str | None]) -> str | None:
    """What a ledger's findings depend on: every name, and what it stands for. None where that is not known.

    Args:
        listed: the files of the ledger, and the schemas beside it.
        blob: gives the id of a file's bytes; None where they cannot be read.
    """
    parts: list[str] = []
    for entry in listed:
        path, oddity = entry.path, entry.oddity
        content = blob(entry) if oddity is None else f"{oddity.template} {oddity.args}"
        may_be_record = path.startswith("ledger/") and path.endswith(".yaml")
        if content is None and may_be_record:
            return None
        parts.append(f"{path}\0{content}\0")
    text = "".join(parts)
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _row_of(validation: Validation) -> Data:
    """What was found, as the cache keeps it."""
    return {
        "findings": [finding_row(finding) for finding in validation.findings],
        "records": validation.records,
        "manifest": validation.manifest,
        "seals": [_seal_row(seal) for seal in validation.seals],
    }


def _validation_from(row: Data) -> Validation:
    manifest = part(row, "manifest")
    return Validation(
        [finding_from(finding) for finding in entries(row, "findings")],
        number(row, "records"),
        dict(manifest),
        tuple(_seal_from(seal) for seal in entries(row, "seals")),
    )


def _seal_row(seal: SealedDay) -> Data:
    return {"id": seal.id, "path": seal.path, "day": seal.day.isoformat()}


def _seal_from(row: Data) -> SealedDay:
    day = date.fromisoformat(text(row, "day"))
    return SealedDay(text(row, "id"), text(row, "path"), day)
