"""One mistake is one finding: what follows from another is told with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from plptool.checks.alike import groups, lineless
from plptool.checks.seals import FOLLOWS_ON, MEND_FIRST
from plptool.model.findings import SEVERITIES, Cause, Finding
from plptool.model.rules import bendable

UNKNOWN = ("PLP301", "PLP302", "PLP303", "PLP304", "PLP305", "PLP306", "PLP309")
"""The rules of ids that nothing has: one that many name is one mistake."""
_TWO_SIDED = ("PLP605", "PLP608")
"""Rules that two records break that should name each other."""
_OF_FILES = ("PLP1", "PLP2", "PLP401", "PLP901")
"""How the codes begin of what is mended before a file is compared with what was sealed."""


def with_what_follows(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each that follows from another among the `others` of that one; what is acknowledged stays."""
    findings_left = list(findings)
    for step in (
        _of_cut_texts,
        _of_illegible_files,
        _of_seals,
        _of_gone_records,
        _of_causes,
        _of_own_dates,
        _of_own_periods,
        _of_two_sides,
        _of_other_values,
        _of_known,
    ):
        findings_left = moved(
            findings_left, step([finding for finding in findings_left if finding.acknowledged is None])
        )
    return findings_left


Heads = dict[int, Finding]
"""By what follows, that from which it does. It is known by its identity: two findings may say the same."""


def moved(findings: Sequence[Finding], heads: Heads) -> list[Finding]:
    """The findings, those that follow from another among the others of that one."""
    if not heads:  # nearly always
        return list(findings)
    following: dict[int, list[Finding]] = {}
    for finding in findings:
        if id(finding) in heads:
            following.setdefault(id(heads[id(finding)]), []).append(finding)
    return [_with(finding, following.get(id(finding), [])) for finding in findings if id(finding) not in heads]


def _with(finding: Finding, others: Sequence[Finding]) -> Finding:
    """A finding that tells others too, and what is told with these; as grave as the gravest of them."""
    if not others:
        return finding
    flat = [one for other in others for one in (replace(other, others=()), *other.others)]
    gravest = min((one.severity for one in (finding, *flat)), key=SEVERITIES.index)
    return replace(finding, severity=gravest, others=(*finding.others, *map(lineless, flat)))


def _heads(
    findings: Sequence[Finding], follows: Callable[[Finding], bool], suits: Callable[[Finding, Finding], bool]
) -> Heads:
    """Of each finding that follows from something the first from which it may, where there is one."""
    heads: Heads = {}
    for finding in findings:
        if not follows(finding):
            continue
        possible = [
            possible_head
            for possible_head in findings
            if possible_head is not finding and suits(finding, possible_head)
        ]
        if possible:
            heads[id(finding)] = possible[0]
    return heads


def _of_cut_texts(findings: Sequence[Finding]) -> Heads:
    """What is left of a text that YAML cut is of another sort: `[Do it]#4` is a list, and a comment."""
    cut = {
        (finding.path, finding.position.line) for finding in findings if finding.rule == "PLP110" and finding.position
    }
    if not cut:  # nearly always
        return {}

    def is_left(finding: Finding) -> bool:
        return finding.rule == "PLP203" and finding.position is not None

    def cuts(finding: Finding, head: Finding) -> bool:
        if head.rule != "PLP110" or head.position is None or finding.position is None:
            return False
        return (head.path, head.position.line) == (finding.path, finding.position.line)

    return _heads(findings, is_left, cuts)


def _of_illegible_files(findings: Sequence[Finding]) -> Heads:
    """A file with a mistake of its own is mended first, and then compared with what was sealed."""

    def waits(finding: Finding) -> bool:
        return finding.hint == MEND_FIRST or finding.rule in ("PLP704", "PLP705")

    def keeps_from(finding: Finding, head: Finding) -> bool:
        of_file = head.severity == "error" and head.rule.startswith(_OF_FILES)
        return of_file and finding.path in {head.path, *(other.path for other in head.others)}

    return _heads(findings, waits, keeps_from)


def _of_seals(findings: Sequence[Finding]) -> Heads:
    """Corrections follow a seal: where its digest is wrong, the first does not."""
    return _heads(
        findings,
        lambda finding: finding.message.template == FOLLOWS_ON,
        lambda finding, head: head.rule == "PLP704" and head.path == finding.path,
    )


def _of_gone_records(findings: Sequence[Finding]) -> Heads:
    """Who names a record that was sealed and is gone names one that is not there; whom it names knows no other id."""
    gone = [finding for finding in findings if finding.rule == "PLP702"]
    if not gone:  # nearly always
        return {}

    def follows(finding: Finding, head: Finding) -> bool:
        if head.rule != "PLP702":
            return False
        if finding.rule in UNKNOWN:
            return head.record == finding.value
        now = head.message.args.get("now")
        return finding.rule in _TWO_SIDED and now is not None and now in (finding.record, finding.value)

    return _heads(findings, lambda finding: finding.rule in UNKNOWN or finding.rule in _TWO_SIDED, follows)


def _of_causes(findings: Sequence[Finding]) -> Heads:
    """Where many findings of a rule are told at their cause, the few of another rule are told with them."""
    causes: dict[Cause, Finding] = {}
    for finding in findings:
        for other in finding.others:
            if other.cause is not None:
                causes.setdefault(other.cause, finding)
    return {
        id(finding): causes[finding.cause]
        for finding in findings
        if finding.cause in causes and causes[finding.cause] is not finding and not finding.others
    }


def _of_own_dates(findings: Sequence[Finding]) -> Heads:
    """Where a record is dated after its own document, its date is the mistake: who tells it of another day is right."""
    dated_late = {finding.record: finding for finding in findings if finding.rule == "PLP402" and finding.event is None}
    heads: Heads = {}
    for finding in findings if dated_late else ():
        dated = _otherwise_dated(finding)
        if dated in dated_late:
            heads[id(finding)] = dated_late[dated]
    return heads


def _of_own_periods(findings: Sequence[Finding]) -> Heads:
    """Where a process's period lies outside its plan's, the period is the mistake: what is outside it may be right."""
    misplaced = {finding.record: finding for finding in findings if finding.rule == "PLP411"}
    heads: Heads = {}
    for finding in findings if misplaced else ():
        if finding.rule == "PLP406" and finding.record in misplaced:
            heads[id(finding)] = misplaced[finding.record]
    return heads


def _otherwise_dated(finding: Finding) -> str | None:
    """The record of whose date a finding says that it is not that of what names it, or happened to it."""
    match finding.rule:
        case "PLP412" | "PLP604" if finding.cause is not None and finding.cause.where == ("date",):
            return finding.cause.record
        case "PLP412" | "PLP604" if finding.others:  # where many were told at the date itself
            return finding.record
        case "PLP515":
            return str(finding.message.args.get("id"))
        case "PLP518":
            return finding.record
        case _:
            return None


def _of_two_sides(findings: Sequence[Finding]) -> Heads:
    """Who names another than the one that names it is told once; also where that other is not there."""
    sides = [finding for finding in findings if finding.rule in _TWO_SIDED and not finding.others]
    heads = _heads(
        sides + [finding for finding in findings if finding.rule in UNKNOWN],
        lambda finding: finding.rule in _TWO_SIDED,
        lambda finding, head: (
            head.rule in UNKNOWN
            and head.record == finding.value
            and head.hint is not None
            and head.hint.args.get("word") == finding.record
        ),
    )
    for alike in groups(sides, lambda finding: (finding.rule, finding.cause and finding.cause.record)):
        on_own_side = [
            finding for finding in alike if finding.cause is not None and finding.record == finding.cause.record
        ]
        others = [finding for finding in alike if finding not in on_own_side]
        if len(on_own_side) == len(others) == 1:
            heads[id(others[0])] = on_own_side[0]
    return heads


def _of_other_values(findings: Sequence[Finding]) -> Heads:
    """Where one finding of a record is acknowledged by another value, or as another rule's, that is the mistake."""

    def meant(entry: Finding, finding: Finding) -> bool:
        acknowledged = (finding.path, finding.rule) == (entry.path, str(entry.message.args.get("rule")))
        return acknowledged or (finding.path, finding.value) == (entry.path, entry.value)

    heads: Heads = {}
    entries = [finding for finding in findings if finding.rule == "PLP606"]
    others = [finding for finding in findings if bendable(finding.rule) and finding.rule != "PLP606"]
    for entry in entries:
        open_still = [finding for finding in others if meant(entry, finding)]
        if len(open_still) == 1 and sum(meant(one, open_still[0]) for one in entries) == 1:
            heads[id(open_still[0])] = entry
    return heads


def _of_known(findings: Sequence[Finding]) -> Heads:
    """What is acknowledged and not found any more is so because of what is wrong in the record."""
    return _heads(
        findings,
        lambda finding: finding.rule == "PLP606" and not finding.others,
        lambda finding, head: head.path == finding.path and head.rule != "PLP606" and head.severity == "error",
    )
