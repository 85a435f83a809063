"""The last command that wrote, taken back, while nothing else has changed its files."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path as FilePath

from plptool.checks.alike import singly
from plptool.checks.validate import validate
from plptool.edit.carry_out import Done
from plptool.edit.change import Change, Mistake, Overlay, errors_in, overlaid, would_be_wrong
from plptool.edit.journal import Step, held, take
from plptool.edit.last import last_steps
from plptool.edit.lock import writing
from plptool.edit.places import place_of
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


def undo(tree: WorkTree, *, to_write: bool, cache: Cache | None = None) -> Done:
    """Let the files of the last command hold what they held before, or only see what that changes.

    Raises:
        UserError: there is nothing to take back; a file was changed, or what was written was sealed since.
    """
    lock: AbstractContextManager[None] = nullcontext()
    if to_write:
        lock = writing(tree.root)
    with lock:
        done = last_steps(tree.root)
        changes = [_taken_back(tree.root, step) for step in done]
        before = load(tree, cache)
        as_it_was = overlaid(tree, changes)
        after = load(as_it_was, cache)
        _must_keep_what_is_sealed(tree, as_it_was, cache)
        if to_write:
            steps_back = [Step(change.path, change.old, change.new) for change in changes]
            take(tree.root, steps_back)
            place = place_of(tree.root)
            place.undo.unlink(missing_ok=True)
    taken_back = tuple(changes)
    return Done(taken_back, before, after, ())


def _must_keep_what_is_sealed(tree: WorkTree, as_it_was: Overlay, cache: Cache | None) -> None:
    """A seal may have come since, by another's commit: what it sealed is not taken back beneath it.

    Raises:
        UserError: it would be.
    """
    found = errors_in(validate(tree, cache).findings)
    would_be = validate(as_it_was, cache).findings
    for finding in singly(would_be):
        is_new = Mistake.of(finding) not in found
        if finding.rule in _OF_SEALED and finding.severity == "error" and is_new:
            raise would_be_wrong(finding.path, finding.rule, finding.message)


_OF_SEALED = ("PLP701", "PLP702", "PLP703")
"""Rules of what is otherwise than a seal has it."""


def _taken_back(root: FilePath, step: Step) -> Change:
    path = root / step.path
    if held(path) != step.new:
        message = Message("{path} was changed since: nothing is taken back", {"path": step.path})
        raise UserError(message)
    if step.old is None:
        return Change(step.path, step.new, None, {})
    parsed = parse(step.old)
    return Change(step.path, step.new, step.old, parsed.data or {})
