"""A finding that stands as the document has it: its record says so, with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plptool.edit.edits import Edit, Insert
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message, every
from plptool.model.rules import OF_TEXTS, RULES, acknowledgeable
from plptool.timeline.ledger import Ledger

if TYPE_CHECKING:
    from plptool.model.plain import Plain


def meant(findings: Iterable[Finding], words: Sequence[str]) -> list[Finding]:
    """The finding that somebody means, with those that are told as one with it.

    Args:
        findings: of the ledger.
        words: its short id; or the rule, the record's id, and the value, where there are several.

    Raises:
        UserError: there is no such finding, or several are meant.
    """
    rule = words[0].upper()
    if rule in RULES and not acknowledgeable(rule):
        raise _must_be_mended(rule)
    unacknowledged = [finding for finding in findings if finding.acknowledged is None]
    named = _by_key(unacknowledged, words[0]) if len(words) == 1 else _by_name(unacknowledged, words)
    if not named and rule in OF_TEXTS:
        elsewhere = Message(
            "what {rule} finds stands in the documents' texts, which are not read here: "
            "plptool set ID known rule={rule} value=… reason=… --add",
            {"rule": rule},
        )
        raise UserError(elsewhere)
    if not named:
        line = " ".join(words)
        nothing = Message("nothing is found that {words!r} could mean; see `plptool validate`", {"words": line})
        raise UserError(nothing)
    may_stand = [finding for finding in named if acknowledgeable(finding.rule) and finding.value is not None]
    if not may_stand:
        first = named[0]
        raise _must_be_mended(first.rule)
    return may_stand


def may_be_acknowledged(findings: Iterable[Finding]) -> dict[str, Finding]:
    """By its short key, what may stand as it is, because the document has it so."""
    choices: dict[str, Finding] = {}
    for finding in findings:
        is_named = finding.value is not None and finding.record is not None
        if is_named and finding.acknowledged is None and acknowledgeable(finding.rule):
            choices[finding.key] = finding
    return choices


def _must_be_mended(rule: str) -> UserError:
    message = Message("what {rule} finds cannot be acknowledged: it must be mended", {"rule": rule})
    return UserError(message)


def _by_key(findings: Iterable[Finding], key: str) -> list[Finding]:
    """The finding with this short key, and what is told as one with it."""
    meant_key = key.casefold()
    for finding in findings:
        if finding.key == meant_key:
            with_others = every([finding])
            return list(with_others)
    return [finding for finding in every(findings) if finding.key == meant_key]


def _by_name(findings: Iterable[Finding], words: Sequence[str]) -> list[Finding]:
    """What a rule finds of a record, and of a value where one is named.

    Raises:
        UserError: there are several.
    """
    typed_rule, key, *rest = words
    rule = typed_rule.upper()
    value = " ".join(rest)
    named: list[Finding] = []
    for finding in every(findings):
        is_of_record = finding.rule == rule and finding.record == key
        is_of_value = not rest or finding.value == value
        if is_of_record and is_of_value:
            named.append(finding)
    values = dict.fromkeys(finding.value or "–" for finding in named)
    if len(values) > 1:
        message = Message("several are found: write the value, too, one of {values}", {"values": list(values)})
        raise UserError(message)
    return named


def acknowledged(ledger: Ledger, findings: Iterable[Finding], reason: str, source: Sequence[str]) -> Iterator[Edit]:
    """The records of these findings say that they stand so."""
    seen: set[tuple[str, str | None, str | None]] = set()
    for finding in findings:
        same = (finding.rule, finding.record, finding.value)
        if same in seen or finding.record is None:
            continue
        seen.add(same)
        entry: dict[str, Plain] = {
            "rule": finding.rule,
            "value": finding.value,
            "reason": " ".join(reason.split()),
        }
        if len(source) == 1:
            entry["source"] = source[0]
        elif source:
            entry["source"] = list(source)
        record = ledger.record(finding.record)
        yield Insert(record.path, ("known",), entry)
