"""A finding that stands as the document has it: its record says so, with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from plptool.edit.edits import Edit, Insert
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Finding, Message, every
from plptool.model.rules import IN_DOCUMENTS
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
    open_ones = [finding for finding in findings if finding.acknowledged is None]
    if len(words) == 1:
        named = [finding for finding in every(open_ones) if finding.key == words[0].casefold()]
        told = [finding for finding in open_ones if any(one in named for one in every([finding]))]
    else:
        rule, key, *value = words
        of_record = [one for one in every(open_ones) if (one.rule, one.record) == (rule.upper(), key)]
        named = [one for one in of_record if not value or one.value == " ".join(value)]
        told = named
    if not named:
        args: dict[str, Argument] = {"words": " ".join(words)}
        raise UserError(Message("nothing is found that {words!r} could mean; see `plptool validate`", args))
    if len({(finding.rule, finding.record, finding.value) for finding in named}) > 1:
        values = [finding.value or "–" for finding in named]
        raise UserError(Message("several are found: write the value, too, one of {values}", {"values": values}))
    alike = list(every(told)) if len(words) == 1 and told[0] in named else named
    return [finding for finding in alike if finding.rule in IN_DOCUMENTS and finding.value is not None] or [
        _never(named[0])
    ]


def _never(finding: Finding) -> Finding:
    raise UserError(Message("what {rule} finds is never so in a document: it must be mended", {"rule": finding.rule}))


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
