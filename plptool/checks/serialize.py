"""What was found, as the plain data that the cache keeps, and back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from plptool.model.findings import SEVERITIES, Acknowledgement, Argument, Cause, Finding, Message, Position, Severity
from plptool.model.plain import Data, Plain, as_list, entries, number, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Record
from plptool.read.reader import RecordFile

if TYPE_CHECKING:
    from plptool.checks.claims import Standing
    from plptool.checks.known import Known
    from plptool.checks.runner import Seen
    from plptool.seals.verify import DigestedFile

_ROOM = 1 << 20
"""Characters that the lines of kept findings may have together."""
_SEVERITY: dict[str, Severity] = {severity: severity for severity in SEVERITIES}


def keepable(findings: Iterable[Finding]) -> bool:
    """Whether findings may be kept: none is about privacy, and their lines are such as people write."""
    room = _ROOM
    for finding in findings:
        room -= len(finding.line or "")
        if finding.rule.startswith("PLP9") or room <= 0:
            return False
    return True


def row_of(record: Record, seen: "Seen") -> Data:
    """What came of a record's examination."""
    return {
        "data": record.data,
        "findings": [finding_row(finding) for finding in seen.findings],
        "known": [_known_row(known) for known in seen.known],
        "standings": [_standing_row(day, standing) for day, standing in seen.standings],
        "digested": [_digested_row(digested) for digested in seen.digested],
    }


def from_row(file: RecordFile, row: Data) -> tuple[Record, "Seen"]:
    """The record in a file, and what came of its examination."""
    from plptool.checks.runner import Seen

    path = file.entry.path
    seen = Seen(
        path,
        [finding_from(finding) for finding in entries(row, "findings")],
        tuple(_known_from(known) for known in entries(row, "known")),
        [(text(standing, "day"), _standing_from(file, standing)) for standing in entries(row, "standings")],
        [_digested_from(file, digested) for digested in entries(row, "digested")],
    )
    return Record(file.stem, file.collection, path, dict(part(row, "data"))), seen


def finding_row(finding: Finding) -> Data:
    position, known = finding.position, finding.acknowledged
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": _message_row(finding.message),
        "path": finding.path,
        "position": {"line": position.line, "column": position.column} if position else None,
        "hint": _message_row(finding.hint) if finding.hint else None,
        "record": finding.record,
        "value": finding.value,
        "line": finding.line,
        "acknowledged": {"reason": known.reason, "source": known.source} if known else None,
        "cause": {"record": finding.cause.record, "where": finding.cause.where} if finding.cause else None,
        "others": [finding_row(other) for other in finding.others],
        "event": finding.event,
    }


def finding_from(row: Data) -> Finding:
    position, known = part(row, "position"), part(row, "acknowledged")
    return Finding(
        text(row, "rule"),
        _SEVERITY[text(row, "severity")],
        _message_from(part(row, "message")),
        text(row, "path"),
        Position(number(position, "line"), number(position, "column")) if position else None,
        _message_from(part(row, "hint")) if row["hint"] else None,
        text_if_any(row, "record"),
        text_if_any(row, "value"),
        text_if_any(row, "line"),
        Acknowledgement(text(known, "reason"), texts(known, "source")) if known else None,
        _cause_from(part(row, "cause")),
        tuple(finding_from(other) for other in entries(row, "others")),
        number_if_any(row, "event"),
    )


def _cause_from(row: Data) -> Cause | None:
    if not row:
        return None
    return Cause(text(row, "record"), tuple(_step(step) for step in as_list(row["where"])))


def _step(step: Plain) -> str | int:
    return step if isinstance(step, int) else str(step)


def _message_row(message: Message) -> Data:
    return {"template": message.template, "args": {name: _word_row(word) for name, word in message.args.items()}}


def _word_row(word: Argument) -> Plain:
    """What fills a place in a message: a message itself, a whole number, names, or whatever it is as text."""
    if isinstance(word, Message):
        return _message_row(word)
    if isinstance(word, list | tuple):
        return [_word_row(name) for name in word]
    return word if isinstance(word, int) else str(word)


def _message_from(row: Data) -> Message:
    args = part(row, "args")
    return Message(text(row, "template"), {name: _word_from(word) for name, word in args.items()})


def _word_from(word: Plain) -> Argument:
    if isinstance(word, dict):
        return _message_from(word)
    if isinstance(word, list | tuple):
        messages = [_message_from(name) for name in word if isinstance(name, dict)]
        return messages or [str(name) for name in word]
    return word if isinstance(word, int) else str(word)


def _known_row(known: "Known") -> Data:
    return {"rule": known.rule, "value": known.value, "reason": known.reason, "source": known.source}


def _known_from(row: Data) -> "Known":
    from plptool.checks.known import Known

    return Known(text(row, "rule"), text(row, "value"), text(row, "reason"), texts(row, "source"))


def _standing_row(day: str, standing: "Standing") -> Data:
    return {
        "day": day,
        "plan": standing.plan,
        "lead": standing.lead,
        "listed": standing.listed,
        "status": standing.status,
    }


def _standing_from(file: RecordFile, row: Data) -> "Standing":
    from plptool.checks.claims import Standing

    plan, status = text_if_any(row, "plan"), text_if_any(row, "status")
    return Standing(file.stem, plan, text(row, "lead"), texts(row, "listed"), status)


def _digested_row(digested: "DigestedFile") -> Data:
    return {
        "id": digested.id,
        "formerly": digested.formerly,
        "since": digested.since,
        "digests": digested.digests,
    }


def _digested_from(file: RecordFile, row: Data) -> "DigestedFile":
    from plptool.seals.verify import DigestedFile

    digests = part(row, "digests")
    return DigestedFile(
        file.entry.path,
        file.collection,
        file.stem,
        text_if_any(row, "id"),
        texts(row, "formerly"),
        legible=True,
        since=text_if_any(row, "since"),
        digests={day: tuple(_text_or_none(digest) for digest in as_list(each)) for day, each in digests.items()},
    )


def _text_or_none(value: Plain) -> str | None:
    return None if value is None else str(value)
