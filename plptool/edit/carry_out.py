"""What somebody means to change, done whole: with what other records must say of it, and why a seal is corrected."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from plptool.checks.validate import validate
from plptool.edit.change import Change, Mistake, errors_in, examine_changes, overlaid, write_changes
from plptool.edit.edits import Edit
from plptool.edit.last import remember
from plptool.edit.lock import writing
from plptool.edit.other_side import other_side
from plptool.edit.seal import corrections_for
from plptool.edit.write import planned
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.timeline.ledger import Ledger

Intention = Callable[[Ledger], Sequence[Edit]]
"""What is to be done, of the ledger as it is found."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why what was sealed is told otherwise, for the corrections of seals."""

    reason: str
    source: tuple[str, ...] = ()
    """Citations that it rests on."""
    decision: str | None = None
    """Or the decision."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, or would be."""

    changes: tuple[Change, ...]
    before: Ledger
    after: Ledger
    new: tuple[Finding, ...]
    """What is found now and was not before; none of it is an error."""


def carry_out(
    tree: WorkTree,
    intention: Intention,
    why: Why | None = None,
    *,
    to_write: bool = True,
    cache: Cache | None = None,
    examine: Callable[[Sequence[Change]], None] = lambda _: None,
) -> Done:
    """Do what is meant, all of it or nothing, alone; or only see what that would be.

    Args:
        tree: where the ledger lies.
        intention: what is meant.
        why: what was sealed may be told otherwise; without it, seals forbid that.
        to_write: whether it is done.
        cache: what was parsed and found before.
        examine: looks at what is to be written, and refuses what must not be.

    Raises:
        UserError: it cannot be done, or would leave the ledger with an error that it does not have; another process is
            writing.
    """
    with writing(tree.root) if to_write else nullcontext():
        found = validate(tree, cache).findings
        before = load(tree, cache)
        edits = list(intention(before))
        changes = planned(tree, edits)
        after = load(overlaid(tree, changes), cache)
        edits += other_side(after, [change.path for change in changes])
        changes = planned(tree, edits)
        if why is not None:
            after = load(overlaid(tree, changes), cache)
            edits += corrections_for(before, after, why.reason, why.source, why.decision)
            changes = planned(tree, edits)
        if not changes:
            raise UserError(Message("that is what the ledger says already: there is nothing to write"))
        examine(changes)
        examined = write_changes if to_write else examine_changes
        after = load(overlaid(tree, changes), cache)
        findings = examined(tree, changes, errors_in(found), cache)
        if to_write:
            remember(tree.root, changes)
    return Done(changes, before, after, tuple(_new(findings, found)))


def _new(findings: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """What is found now and was not before, as often as it is."""
    left = Counter(Mistake.of(finding) for finding in found if finding.acknowledged is None)
    new: list[Finding] = []
    for finding in findings:
        mistake = Mistake.of(finding)
        if finding.acknowledged is not None:
            continue
        if left[mistake]:
            left[mistake] -= 1
        else:
            new.append(finding)
    return new
