"""What somebody means to change, done whole: with what other records must say of it, and why a seal is corrected."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plptool.checks.alike import singly
from plptool.checks.validate import validate
from plptool.edit.acknowledge import acknowledged
from plptool.edit.change import Change, Mistake, errors_in, overlaid
from plptool.edit.edits import Edit, Remove
from plptool.edit.grounds import Grounds
from plptool.edit.hand import WRITES, Hand
from plptool.edit.other_side import other_side
from plptool.edit.seal import corrections_for
from plptool.edit.write import planned
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.model.plain import entries
from plptool.model.rules import IN_DOCUMENTS
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.timeline.ledger import Ledger

Intention = Callable[[Ledger], Sequence[Edit]]
"""What is to be done, of the ledger as it is found."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, or would be."""

    changes: tuple[Change, ...]
    before: Ledger
    after: Ledger
    new: tuple[Finding, ...]
    """What is found now and was not before; none of it is an error."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are changed."""
        return tuple(change.path for change in self.changes)


def carry_out(
    tree: WorkTree,
    intention: Intention,
    why: Grounds | None = None,
    stands: Grounds | None = None,
    *,
    cache: Cache | None = None,
    hand: Hand = WRITES,
) -> Done:
    """Do what is meant, all of it or nothing, alone; or only see what that would be.

    Args:
        tree: where the ledger lies.
        intention: what is meant.
        why: what was sealed may be told otherwise; without it, seals forbid that.
        stands: what is found since stands so in the document; without it, it may not be an error.
        cache: what was parsed and found before.
        hand: who writes.

    Raises:
        UserError: it cannot be done, or would leave the ledger with an error that it does not have; another process is
            writing.
    """
    with hand.alone(tree):
        found = validate(tree, cache).findings
        before = load(tree, cache)
        edits = list(intention(before))
        after = _after(tree, edits, cache)
        edits += other_side(before, after, [change.path for change in planned(tree, edits)])
        if stands is not None:
            edits += _acknowledgements(tree, edits, found, stands, cache)
        edits += _without_what_covers_nothing(tree, edits, found, cache)
        if why is not None:
            after = _after(tree, edits, cache)
            edits += corrections_for(before, after, why)
        changes = planned(tree, edits)
        if not changes:
            raise UserError(Message("that is what the ledger says already: there is nothing to write"))
        after = load(overlaid(tree, changes), cache)
        findings = hand.take(tree, changes, errors_in(found), cache)
    return Done(changes, before, after, tuple(_told(findings, found)))


def _after(tree: WorkTree, edits: Sequence[Edit], cache: Cache | None) -> Ledger:
    """The ledger as it will be."""
    return load(overlaid(tree, planned(tree, edits)), cache)


def _acknowledgements(
    tree: WorkTree, edits: Sequence[Edit], found: Sequence[Finding], stands: Grounds, cache: Cache | None
) -> list[Edit]:
    """What says of all that is found since, and may be so in a document, that it stands so."""
    changed = overlaid(tree, planned(tree, edits))
    new = _new(validate(changed, cache).findings, found)
    may_stand = [one for one in new if one.rule in IN_DOCUMENTS and one.value is not None]
    return list(acknowledged(load(changed, cache), may_stand, stands.reason, stands.source))


def _without_what_covers_nothing(
    tree: WorkTree, edits: Sequence[Edit], found: Sequence[Finding], cache: Cache | None
) -> list[Edit]:
    """What takes the acknowledgements back of which nothing is found any more, as a withdrawn record has none."""
    changes = planned(tree, edits)
    if not any("known" in change.data for change in changes):
        return []
    new = _new(validate(overlaid(tree, changes), cache).findings, found)
    stale = {(one.path, str(one.message.args.get("rule")), one.value) for one in new if one.rule == "PLP606"}
    removals: list[Edit] = []
    for change in changes:
        of_record = [*enumerate(entries(change.data, "known"))] if "known" in change.data else []
        for index, entry in reversed(of_record):  # so that no index is another by what went before
            if (change.path, str(entry["rule"]), str(entry["value"])) in stale:
                removals.append(Remove(change.path, ("known", index)))
    return removals


def _told(findings: Sequence[Finding], found: Sequence[Finding]) -> Iterator[Finding]:
    """What is found now and was not before, as it is told: those that are one mistake as one, where all are new."""
    new = {Mistake.of(finding) for finding in _new(findings, found)}
    for finding in findings:
        single = [one for one in singly([finding]) if one.acknowledged is None]
        of_it = [one for one in single if Mistake.of(one) in new]
        if of_it and len(of_it) == len(single):
            yield finding
        else:
            yield from of_it


def _new(findings: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """What is found now and was not before, as often as it is."""
    left = Counter(Mistake.of(finding) for finding in singly(found) if finding.acknowledged is None)
    new: list[Finding] = []
    for finding in singly(findings):
        mistake = Mistake.of(finding)
        if finding.acknowledged is not None:
            continue
        if left[mistake]:
            left[mistake] -= 1
        else:
            new.append(finding)
    return new
