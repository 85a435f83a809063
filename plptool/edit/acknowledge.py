"""A finding that stands as the document has it: its record says so, with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plptool.edit.edits import Edit, Insert
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Finding, Message, every
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
    open_ones = [finding for finding in findings if finding.acknowledged is None]
    named = _by_key(open_ones, words[0]) if len(words) == 1 else _by_name(open_ones, words)
    if not named and rule in OF_TEXTS:
        told: dict[str, Argument] = {"rule": rule}
        raise UserError(
            Message(
                "what {rule} finds stands in the documents' texts, which are not read here: "
                "plptool set ID known rule={rule} value=… reason=… --add",
                told,
            )
        )
    if not named:
        args: dict[str, Argument] = {"words": " ".join(words)}
        raise UserError(Message("nothing is found that {words!r} could mean; see `plptool validate`", args))
    may_stand = [finding for finding in named if acknowledgeable(finding.rule) and finding.value is not None]
    if not may_stand:
        raise _must_be_mended(named[0].rule)
    return may_stand


def _must_be_mended(rule: str) -> UserError:
    return UserError(Message("what {rule} finds cannot be acknowledged: it must be mended", {"rule": rule}))


def _by_key(findings: Iterable[Finding], key: str) -> list[Finding]:
    """The finding with this short key, and what is told as one with it."""
    for finding in findings:
        if finding.key == key.casefold():
            return [*every([finding])]
    return [finding for finding in every(findings) if finding.key == key.casefold()]


def _by_name(findings: Iterable[Finding], words: Sequence[str]) -> list[Finding]:
    """What a rule finds of a record, and of a value where one is named.

    Raises:
        UserError: there are several.
    """
    rule, key, *value = words
    of_record = [one for one in every(findings) if (one.rule, one.record) == (rule.upper(), key)]
    named = [one for one in of_record if not value or one.value == " ".join(value)]
    values = [*dict.fromkeys(finding.value or "–" for finding in named)]
    if len(values) > 1:
        raise UserError(Message("several are found: write the value, too, one of {values}", {"values": [*values]}))
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
        if source:
            entry["source"] = source[0] if len(source) == 1 else [*source]
        yield Insert(ledger.record(finding.record).path, ("known",), entry)
