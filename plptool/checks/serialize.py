"""What was found, as the plain data that the cache keeps, and back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

from plptool.model.findings import SEVERITIES, Acknowledgement, Argument, Cause, Finding, Message, Position, Severity
from plptool.model.mends import Called, Gone, Mend, Moved, Quoted, Valued, Written
from plptool.model.plain import Data, Plain, as_list, entries, number, number_if_any, part, text, text_if_any, texts
from plptool.model.records import Path, Record
from plptool.read.reader import RecordFile

if TYPE_CHECKING:
    from plptool.checks.known import Known
    from plptool.checks.runner import Seen
    from plptool.seals.verify import DigestedFile
    from plptool.timeline.standings import IndicatorStanding, MilestoneStanding, Standing

_ROOM = 1 << 20
"""Characters that the lines of kept findings may have together."""
_SEVERITY: dict[str, Severity] = {severity: severity for severity in SEVERITIES}


def keepable(findings: Iterable[Finding]) -> bool:
    """Whether findings may be kept: none is about privacy, and their lines are such as people write."""
    room = _ROOM
    for finding in findings:
        line = finding.line or ""
        room -= len(line)
        is_private = finding.rule.startswith("PLP9")
        if is_private or room <= 0:
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
    data = dict(part(row, "data"))
    record = Record(file.stem, file.collection, path, data)
    examination = Seen(path)
    examination.findings = [finding_from(finding) for finding in entries(row, "findings")]
    examination.known = tuple(_known_from(known) for known in entries(row, "known"))
    examination.digested = [_digested_from(file, digested) for digested in entries(row, "digested")]
    for standing in entries(row, "standings"):
        day = text(standing, "day")
        examination.standings.append((day, _standing_from(file, standing)))
    return record, examination


def finding_row(finding: Finding) -> Data:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": _message_row(finding.message),
        "path": finding.path,
        "position": _position_row(finding.position),
        "hint": _message_row(finding.hint) if finding.hint else None,
        "record": finding.record,
        "value": finding.value,
        "line": finding.line,
        "acknowledged": _acknowledgement_row(finding.acknowledged),
        "cause": _cause_row(finding.cause),
        "others": [finding_row(other) for other in finding.others],
        "event": finding.event,
        "mend": _mend_row(finding.mend),
    }


def finding_from(row: Data) -> Finding:
    hint = part(row, "hint")
    return Finding(
        rule=text(row, "rule"),
        severity=_SEVERITY[text(row, "severity")],
        message=_message_from(part(row, "message")),
        path=text(row, "path"),
        position=_position_from(part(row, "position")),
        hint=_message_from(hint) if hint else None,
        record=text_if_any(row, "record"),
        value=text_if_any(row, "value"),
        line=text_if_any(row, "line"),
        acknowledged=_acknowledgement_from(part(row, "acknowledged")),
        cause=_cause_from(part(row, "cause")),
        others=tuple(finding_from(other) for other in entries(row, "others")),
        event=number_if_any(row, "event"),
        mend=_mend_from(part(row, "mend")),
    )


def _mend_row(mend: Mend | None) -> Data | None:
    match mend:
        case None:
            return None
        case Called():
            return {"mend": "called", "where": mend.where, "name": mend.name}
        case Valued():
            return {"mend": "valued", "where": mend.where, "value": mend.value}
        case Gone():
            return {"mend": "gone", "where": mend.where}
        case Moved():
            return {"mend": "moved", "where": mend.where, "before": mend.before}
        case Quoted():
            return {"mend": "quoted", "where": mend.where, "until": mend.until}
        case Written():
            place = {"line": mend.line, "column": mend.column, "length": mend.length}
            return {"mend": "written", **place, "text": mend.text}
        case _:
            assert_never(mend)


def _mend_from(row: Data) -> Mend | None:
    match row.get("mend"):
        case "called":
            return Called(_path_from(row["where"]), text(row, "name"))
        case "valued":
            return Valued(_path_from(row["where"]), row["value"])
        case "gone":
            return Gone(_path_from(row["where"]))
        case "moved":
            return Moved(_path_from(row["where"]), number(row, "before"))
        case "quoted":
            return Quoted(_path_from(row["where"]), _path_from(row["until"]))
        case "written":
            line, column = number(row, "line"), number(row, "column")
            return Written(line, column, number(row, "length"), text(row, "text"))
        case _:
            return None


def _position_row(position: Position | None) -> Data | None:
    if position is None:
        return None
    return {"line": position.line, "column": position.column}


def _position_from(row: Data) -> Position | None:
    if not row:
        return None
    line = number(row, "line")
    return Position(line, column=number(row, "column"))


def _acknowledgement_row(acknowledgement: Acknowledgement | None) -> Data | None:
    if acknowledgement is None:
        return None
    return {"reason": acknowledgement.reason, "source": acknowledgement.source}


def _acknowledgement_from(row: Data) -> Acknowledgement | None:
    if not row:
        return None
    reason = text(row, "reason")
    return Acknowledgement(reason, source=texts(row, "source"))


def _cause_row(cause: Cause | None) -> Data | None:
    if cause is None:
        return None
    return {"record": cause.record, "where": cause.where}


def _cause_from(row: Data) -> Cause | None:
    if not row:
        return None
    return Cause(text(row, "record"), _path_from(row["where"]))


def _path_from(steps: Plain) -> Path:
    where: list[int | str] = []
    for step in as_list(steps):
        if isinstance(step, int):
            where.append(step)
        else:
            where.append(str(step))
    return tuple(where)


def _message_row(message: Message) -> Data:
    arguments = {name: _word_row(word) for name, word in message.args.items()}
    return {"template": message.template, "args": arguments}


def _word_row(word: Argument) -> Plain:
    """What fills a place in a message: a message itself, a whole number, names, or whatever it is as text."""
    if isinstance(word, Message):
        return _message_row(word)
    if isinstance(word, list | tuple):
        return [_word_row(name) for name in word]
    if isinstance(word, int):
        return word
    return str(word)


def _message_from(row: Data) -> Message:
    template = text(row, "template")
    arguments: dict[str, Argument] = {}
    for name, word in part(row, "args").items():
        arguments[name] = _word_from(word)
    return Message(template, arguments)


def _word_from(word: Plain) -> Argument:
    if isinstance(word, dict):
        return _message_from(word)
    if isinstance(word, list | tuple):
        messages = [_message_from(name) for name in word if isinstance(name, dict)]
        if messages:
            return messages
        return [str(name) for name in word]
    if isinstance(word, int):
        return word
    return str(word)


def _known_row(known: "Known") -> Data:
    return {
        "rule": known.rule,
        "value": known.value,
        "reason": known.reason,
        "source": known.source,
    }


def _known_from(row: Data) -> "Known":
    from plptool.checks.known import Known

    return Known(
        rule=text(row, "rule"),
        value=text(row, "value"),
        reason=text(row, "reason"),
        source=texts(row, "source"),
    )


def _standing_row(day: str, standing: "Standing") -> Data:
    """How a process stood; what it does not say is left out, as most say little."""
    row: dict[str, Plain] = {
        "day": day,
        "plan": standing.plan,
        "leads": list(standing.leads),
        "listed": list(standing.listed),
        "status": standing.status,
        "late": standing.late,
        "outcome": standing.outcome,
        "rating": standing.rating,
        "percent": standing.percent,
        "milestones": [_milestone_row(milestone) for milestone in standing.milestones],
        "indicators": [_indicator_row(indicator) for indicator in standing.indicators],
    }
    return {name: value for name, value in row.items() if value}


def _milestone_row(milestone: "MilestoneStanding") -> Plain:
    return {
        "id": milestone.id,
        "leads": list(milestone.leads),
        "status": milestone.status,
        "open": milestone.is_open,
        "reached": milestone.reached,
        "overdue": milestone.overdue,
    }


def _indicator_row(indicator: "IndicatorStanding") -> Plain:
    return {
        "id": indicator.id,
        "leads": list(indicator.leads),
        "period": indicator.period,
        "measured": indicator.measured,
        "met": indicator.met,
    }


def _standing_from(file: RecordFile, row: Data) -> "Standing":
    from plptool.timeline.standings import Standing

    return Standing(
        file.stem,
        plan=text_if_any(row, "plan"),
        leads=texts(row, "leads"),
        listed=texts(row, "listed"),
        status=text_if_any(row, "status"),
        late=row.get("late") is True,
        outcome=text_if_any(row, "outcome"),
        rating=text_if_any(row, "rating"),
        percent=number_if_any(row, "percent"),
        milestones=tuple(_milestone_from(file, milestone) for milestone in entries(row, "milestones")),
        indicators=tuple(_indicator_from(file, indicator) for indicator in entries(row, "indicators")),
    )


def _milestone_from(file: RecordFile, row: Data) -> "MilestoneStanding":
    from plptool.timeline.standings import MilestoneStanding

    return MilestoneStanding(
        record=file.stem,
        id=text(row, "id"),
        leads=texts(row, "leads"),
        status=text(row, "status"),
        is_open=row["open"] is True,
        reached=row["reached"] is True,
        overdue=row["overdue"] is True,
    )


def _indicator_from(file: RecordFile, row: Data) -> "IndicatorStanding":
    from plptool.timeline.standings import IndicatorStanding

    met = row["met"]
    return IndicatorStanding(
        record=file.stem,
        id=text(row, "id"),
        leads=texts(row, "leads"),
        period=text(row, "period"),
        measured=row["measured"] is True,
        met=met if isinstance(met, bool) else None,
    )


def _digested_row(digested: "DigestedFile") -> Data:
    return {
        "id": digested.id,
        "formerly": digested.formerly,
        "since": digested.since,
        "digests": digested.digests,
    }


def _digested_from(file: RecordFile, row: Data) -> "DigestedFile":
    from plptool.seals.verify import DigestedFile

    digests = {}
    for day, digests_of_day in part(row, "digests").items():
        written = as_list(digests_of_day)
        texts_of_day = map(_text_or_none, written)
        digests[day] = tuple(texts_of_day)
    return DigestedFile(
        path=file.entry.path,
        collection=file.collection,
        stem=file.stem,
        id=text_if_any(row, "id"),
        formerly=texts(row, "formerly"),
        legible=True,
        since=text_if_any(row, "since"),
        digests=digests,
    )


def _text_or_none(value: Plain) -> str | None:
    if value is None:
        return None
    return str(value)
