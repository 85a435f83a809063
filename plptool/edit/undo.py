"""The last command that wrote, taken back, while nothing else has changed its files."""

from contextlib import nullcontext
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
    with writing(tree.root) if to_write else nullcontext():
        changes = [_taken_back(tree.root, step) for step in last_steps(tree.root)]
        before = load(tree, cache)
        after = load(overlaid(tree, changes), cache)
        if to_write:
            take(tree.root, [Step(change.path, change.old, change.new) for change in changes])
            place_of(tree.root).undo.unlink(missing_ok=True)
    return Done(tuple(changes), before, after, ())


def _taken_back(root: FilePath, step: Step) -> Change:
    if held(root / step.path) != step.new:
        message = Message("{path} was changed since: nothing is taken back", {"path": step.path})
        raise UserError(message)
    data = parse(step.old).data if step.old is not None else None
    return Change(step.path, step.new, step.old, data or {})
