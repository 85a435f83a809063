"""The last command that wrote, taken back, while nothing else has changed its files."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path as FilePath

from plptool.edit.carry_out import Done
from plptool.edit.change import Change, overlaid
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
        UserError: there is nothing to take back, or one of the files was changed since.
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
        if to_write:
            steps_back = [Step(change.path, change.old, change.new) for change in changes]
            take(tree.root, steps_back)
            place = place_of(tree.root)
            place.undo.unlink(missing_ok=True)
    taken_back = tuple(changes)
    return Done(taken_back, before, after, ())


def _taken_back(root: FilePath, step: Step) -> Change:
    path = root / step.path
    if held(path) != step.new:
        message = Message("{path} was changed since: nothing is taken back", {"path": step.path})
        raise UserError(message)
    if step.old is None:
        return Change(step.path, step.new, None, {})
    parsed = parse(step.old)
    return Change(step.path, step.new, step.old, parsed.data or {})
