"""What is said of a ledger, short enough to be compared."""

from collections.abc import Iterable

from plptool.checks.runner import check
from plptool.model.findings import Finding, every
from plptool.timeline.ledger import Ledger


def of_rule(ledger: Ledger, rule: str) -> list[Finding]:
    return [one for one in check(ledger) if one.rule == rule]


def rules_and_paths(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in findings]


def rules_and_values(findings: Iterable[Finding]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.value) for one in findings]


def rules_and_words(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Each rule with what its finding says in English."""
    return [(one.rule, one.message.say()) for one in findings]


def of_seals(findings: Iterable[Finding]) -> list[tuple[str, str | None]]:
    """What is said of seals: rules and records."""
    return [(one.rule, one.record) for one in every(findings) if one.rule.startswith("PLP7")]
