"""What is said of a ledger, short enough to be compared."""

import re
from collections.abc import Iterable

from plptool.checks.runner import check
from plptool.model.findings import Finding, every
from plptool.model.i18n import LANGUAGES, translator
from plptool.timeline.ledger import Ledger

JARGON = re.compile(
    r"\b(null|dict|str|int|bool|object|array|string|boolean|integer|mapping|scalar|token|stream|schema(?!/)|instance"
    r"|keyword|pattern|regex|regular expression|additional properties|valid|enum|oneOf|anyOf|node|parse|block|flow)\b"
    r"|\^|\\[A-Za-z]|\(\?|\[\w-\w\]",
    re.IGNORECASE,
)


def assert_no_jargon(findings: Iterable[Finding]) -> None:
    """Nobody is spoken to in words of ours; what the record itself says does not count."""
    for one in findings:
        for message in filter(None, (one.message, one.hint)):
            quoted = re.sub(r"`[^`]*`|“[^”]*”|: .*", "", message.say())
            assert not JARGON.search(quoted), message.say()
            assert "{problem}" not in message.template, message.say()
            assert "None" not in message.say(), message.say()
            for language in LANGUAGES:
                assert "  " not in message.say(translator(language)).strip()


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
