"""In one file, many findings that say the same are one that tells of the others, and of each rule a screen is told."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from plptool.model.findings import MEND, MORE, Argument, Finding, Message, counted, more

FEW = 10
"""So many findings in one file that say the same are told each; more, as one."""
_REPEATED = "PLP104"
"""Of this rule all are alike, whichever properties stand twice: the file was pasted into itself."""
_FEW_OF = {"PLP105": 1, _REPEATED: 2}
"""By rule, how few are one mistake already: an anchor has aliases."""
_TOLD = 20
"""So many findings of one rule in one file are told each, whatever they say; of more, the rest is counted."""
_EACH = ("PLP7", "PLP9")
"""How the codes begin of what is told each: records that were sealed, and personal data."""


def gathered_in_files(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, in each file those that say the same as one, and of each rule no more than somebody reads.

    What is acknowledged is left as it is.
    """
    told: list[Finding] = []
    for alike in groups(findings, _sentence):
        told += [as_one(alike)] if len(alike) > _FEW_OF.get(alike[0].rule, FEW) else alike
    bounded: list[Finding] = []
    for of_rule in groups(told, _rule_and_file):
        bounded += _bounded(of_rule)
    return bounded


def groups(findings: Iterable[Finding], key: Callable[[Finding], Hashable]) -> Iterable[list[Finding]]:
    """Those that have one key together; each by itself that has none."""
    by_key: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        by_key.setdefault(key(finding) or id(finding), []).append(finding)
    return by_key.values()


def as_one(alike: list[Finding]) -> Finding:
    """The first of some findings, which tells of the others."""
    first, *others = alike
    args: dict[str, Argument] = {"what": first.message, "n": sum(map(_count, others))}
    return replace(first, message=Message(_HERE_AND_ELSEWHERE, args), others=tuple(map(lineless, others)))


def lineless(finding: Finding) -> Finding:
    """A finding that is told with another: its line is not shown."""
    return replace(finding, line=None)


_HERE_AND_ELSEWHERE = Message("{what}, here and in {n} other places").template


def _count(finding: Finding) -> int:
    """How many mistakes a finding stands for."""
    n = finding.message.args.get("n")
    if finding.message.template == _HERE_AND_ELSEWHERE and isinstance(n, int):
        return 1 + n
    return counted(finding.message)


def _sentence(finding: Finding) -> Hashable:
    """What findings in a file have in common that say the same."""
    if finding.acknowledged or finding.others or finding.rule.startswith(_EACH):
        return None
    repeated = finding.rule == _REPEATED and finding.message.template != MORE
    return finding.rule, finding.path, "" if repeated else finding.message.say()


def _rule_and_file(finding: Finding) -> Hashable:
    return None if finding.acknowledged or finding.rule.startswith(_EACH) else (finding.rule, finding.path)


def _belongs(last: Finding, whole: Finding) -> bool:
    """Whether all that a finding counts says the same as those that are told as one."""
    if whole.message.template != _HERE_AND_ELSEWHERE:
        return False
    return whole.rule == _REPEATED or whole.others[0].message.say() == last.message.args.get("like")


def _bounded(of_rule: list[Finding]) -> list[Finding]:
    """The first findings of a rule in a file, and how many more there are."""
    for last in [finding for finding in of_rule if finding.message.template == MORE]:
        whole = next((one for one in of_rule if _belongs(last, one)), None)
        if whole is not None:
            args: dict[str, Argument] = {**whole.message.args, "n": _count(whole) - 1 + _count(last)}
            of_rule = [one for one in of_rule if one is not last and one is not whole]
            of_rule.append(replace(whole, message=Message(_HERE_AND_ELSEWHERE, args)))
    if len(of_rule) <= _TOLD:
        return of_rule
    told, rest = of_rule[: _TOLD - 1], of_rule[_TOLD - 1 :]
    others = tuple(lineless(other) for one in rest for other in (replace(one, others=()), *one.others))
    return [*told, replace(rest[0], message=more(sum(map(_count, rest))), hint=MEND, value=None, others=others)]
