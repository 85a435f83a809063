"""Every finding of a ledger: as it was found before, where nothing has changed since, or else by examining it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from plptool.checks.serialize import finding_from, finding_row, keepable
from plptool.checks.validation import Progress, SealedDay, Validation
from plptool.model.country import country_of
from plptool.model.personal_numbers import look_for
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
        answer = _kept_answer(cache, listed, reader)
        if answer is not None:
            reader.keep()
            validation = _validation_from(answer)
            return replace(validation, entries=listed)
    # Imported here, as it takes as long as to answer from the cache.
    from plptool.checks.stream import Stream

    stream = Stream(reader, workers, progress)
    validation = stream.examine(ledger)
    if cache:
        new_answer = None
        rows = []
        # A finding's line is looked up when it is told: it must be of the same bytes.
        listed_now = _listed(tree)
        if listed_now == listed:
            rows = stream.rows
            new_answer = _answer_to_keep(validation, listed, reader)
        reader.keep(new_answer, (stream.world, rows))
    return replace(validation, entries=listed)


def _answer_to_keep(validation: Validation, listed: Sequence[Entry], reader: Reader) -> tuple[str, Data] | None:
    """The key of what was found, and what was found; None where it cannot be kept."""

    def blob_read(entry: Entry) -> str | None:
        return reader.blobs.get(entry.path)

    key = _key(listed, blob_read)
    if key is None or not keepable(validation.findings):
        return None
    row = _row_of(validation)
    return key, row


Blob = Callable[[Entry], str | None]
"""Gives the id of a file's bytes; None where they cannot be read."""


def _listed(tree: Tree) -> list[Entry]:
    """The files of the ledger, and the schemas beside it."""
    ledger = tree.entries("ledger")
    schemas = tree.entries("schema")
    return [*ledger, *schemas]


def _kept_answer(cache: Cache, listed: Sequence[Entry], reader: Reader) -> Data | None:
    """What was found before of just these files."""
    key = _key(listed, reader.blob)
    if key is None:
        return None
    return cache.answer(key)


def _key(listed: Sequence[Entry], blob: Blob) -> str | None:
    """What a ledger's findings depend on: every name, and what it stands for. None where that is not known.

    Args:
        listed: the files of the ledger, and the schemas beside it.
        blob: gives the id of a file's bytes.
    """
    parts: list[str] = []
    for entry in listed:
        path = entry.path
        content = _content(entry, blob)
        if content is None and _may_be_record(path):
            return None
        part = f"{path}\0{content}\0"
        parts.append(part)
    text = "".join(parts)
    raw = text.encode("utf-8", "surrogateescape")
    digest = sha256(raw)
    return digest.hexdigest()


def _may_be_record(path: str) -> bool:
    if not path.startswith("ledger/"):
        return False
    return path.endswith(".yaml")


def _content(entry: Entry, blob: Blob) -> str | None:
    """What a name stands for: bytes, by their id, or what is odd about it."""
    oddity = entry.oddity
    if oddity is None:
        return blob(entry)
    return f"{oddity.template} {oddity.args}"


def _row_of(validation: Validation) -> Data:
    """What was found, as the cache keeps it."""
    findings = [finding_row(finding) for finding in validation.findings]
    seals = [_seal_row(seal) for seal in validation.seals]
    return {
        "findings": findings,
        "records": validation.records,
        "manifest": validation.manifest,
        "seals": seals,
    }


def _validation_from(row: Data) -> Validation:
    findings = [finding_from(finding) for finding in entries(row, "findings")]
    manifest = part(row, "manifest")
    look_for(country_of(manifest))
    seals = [_seal_from(seal) for seal in entries(row, "seals")]
    return Validation(
        findings=findings,
        records=number(row, "records"),
        manifest=dict(manifest),
        seals=tuple(seals),
    )


def _seal_row(seal: SealedDay) -> Data:
    return {
        "id": seal.id,
        "path": seal.path,
        "day": seal.day.isoformat(),
    }


def _seal_from(row: Data) -> SealedDay:
    written = text(row, "day")
    day = date.fromisoformat(written)
    snapshot_id = text(row, "id")
    path = text(row, "path")
    return SealedDay(snapshot_id, path, day)
