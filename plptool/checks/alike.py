"""In one file, many findings that say the same are one that tells of the others, and of each rule a screen is told."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace

from plptool.model.findings import MEND, MORE, Argument, Finding, Message, counted, every, more

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
    distinct: list[Finding] = []
    for alike in groups(findings, _sentence):
        few = _FEW_OF.get(alike[0].rule, FEW)
        if len(alike) > few:
            distinct.append(as_one(alike))
        else:
            distinct += alike
    bounded: list[Finding] = []
    for of_rule in groups(distinct, _rule_and_file):
        bounded += _bounded(of_rule)
    return bounded


def groups(findings: Iterable[Finding], key: Callable[[Finding], Hashable]) -> Iterable[list[Finding]]:
    """Those that have one key together; each by itself that has none."""
    by_key: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        group = key(finding) or id(finding)
        by_key.setdefault(group, []).append(finding)
    return by_key.values()


def as_one(alike: list[Finding]) -> Finding:
    """The first of some findings, which tells of the others."""
    first_finding, *others = alike
    count = sum(map(_count, others))
    arguments: dict[str, Argument] = {"what": first_finding.message, "n": count}
    message = Message(_HERE_AND_ELSEWHERE, arguments)
    return replace(first_finding, message=message, others=tuple(map(lineless, others)))


def lineless(finding: Finding) -> Finding:
    """A finding that is told with another: its line is not shown."""
    return replace(finding, line=None)


_HERE_AND_ELSEWHERE = Message("{what}, here and in {n} other places").template


def singly(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding by itself, as it would be told if it were the only one: without what sums several up."""
    for finding in every(findings):
        if not _sums_up(finding):
            yield by_itself(finding)


def by_itself(finding: Finding) -> Finding:
    """A finding as it would be told if there were no others like it."""
    what = finding.message.args.get("what")
    if finding.message.template == _HERE_AND_ELSEWHERE and isinstance(what, Message):
        return replace(finding, message=what)
    return finding


def _sums_up(finding: Finding) -> bool:
    """Whether a finding says of others, of its own rule, how many there are."""
    if finding.message.template == _HERE_AND_ELSEWHERE:
        return False
    return finding.value is None and any(other.rule == finding.rule for other in finding.others)


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
    sentence = finding.message.say()
    if finding.rule == _REPEATED and finding.message.template != MORE:
        sentence = ""
    return finding.rule, finding.path, sentence


def _rule_and_file(finding: Finding) -> Hashable:
    if finding.acknowledged or finding.rule.startswith(_EACH):
        return None
    return finding.rule, finding.path


def _belongs(last: Finding, whole: Finding) -> bool:
    """Whether all that a finding counts says the same as those that are told as one."""
    if whole.message.template != _HERE_AND_ELSEWHERE:
        return False
    if whole.rule == _REPEATED:
        return True
    sentence = whole.others[0].message.say()
    return sentence == last.message.args.get("like")


def _bounded(of_rule: list[Finding]) -> list[Finding]:
    """The first findings of a rule in a file, and how many more there are."""
    counts_of_more = [finding for finding in of_rule if finding.message.template == MORE]
    for last in counts_of_more:
        of_rule = _joined(of_rule, last)
    if len(of_rule) <= _TOLD:
        return of_rule
    first, left = of_rule[: _TOLD - 1], of_rule[_TOLD - 1 :]
    others: list[Finding] = []
    for finding in left:
        by_itself = replace(finding, others=())
        others += map(lineless, (by_itself, *finding.others))
    message = more(sum(map(_count, left)))
    summary = replace(left[0], message=message, hint=MEND, value=None, others=tuple(others), mend=None)
    return [*first, summary]


def _joined(of_rule: list[Finding], last: Finding) -> list[Finding]:
    """The findings of a rule in a file, in which one that counts more is part of the one whose like it counts."""
    whole = next((finding for finding in of_rule if _belongs(last, finding)), None)
    if whole is None:
        return of_rule
    count = _count(whole) - 1 + _count(last)
    arguments: dict[str, Argument] = {**whole.message.args, "n": count}
    message = Message(_HERE_AND_ELSEWHERE, arguments)
    others = [finding for finding in of_rule if finding is not last and finding is not whole]
    return [*others, replace(whole, message=message)]
