"""What was found, as the plain data that the cache keeps, and back."""

from typing import TYPE_CHECKING

from plptool.model.findings import Acknowledgement, Finding, Message, Position
from plptool.model.records import Json, Record
from plptool.read.reader import RecordFile

if TYPE_CHECKING:
    from plptool.checks.runner import Seen


def row(record: Record, seen: "Seen") -> Json:
    """What came of a record's examination."""
    stood = [[day, one.plan, one.lead, one.listed, one.status] for day, one in seen.standings]
    sealed = [[one.id, one.formerly, one.since, one.digests] for one in seen.digested]
    return [record.data, [finding(one) for one in seen.findings], seen.known, stood, sealed]


def unrow(slot: RecordFile, row: Json) -> tuple[Record, "Seen"]:
    """What came of it, from the row."""
    from plptool.checks.claims import Standing
    from plptool.checks.runner import Seen
    from plptool.seals.verify import DigestedFile

    data, findings, known, stood, sealed = row
    path = slot.entry.path
    standings = [
        (day, Standing(slot.stem, plan, lead, tuple(listed), status)) for day, plan, lead, listed, status in stood
    ]
    return Record(slot.stem, slot.collection, path, data), Seen(
        path,
        [unfinding(one) for one in findings],
        known,
        standings,
        [
            DigestedFile(
                path,
                slot.collection,
                slot.stem,
                key,
                tuple(former),
                True,
                since,
                {day: tuple(d) for day, d in digests.items()},
            )
            for key, former, since, digests in sealed
        ],
    )


def finding(one: Finding) -> list[Json]:
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


def unfinding(row: list[Json]) -> Finding:
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
