"""The last command that wrote, taken back, while nothing else has changed its files."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path as FilePath

from plptool.checks.alike import singly
from plptool.checks.validate import validate
from plptool.edit.carry_out import Done
from plptool.edit.change import Change, Mistake, Overlay, errors_in, overlaid, would_be_wrong
from plptool.edit.journal import Step, held, take
from plptool.edit.last import last_steps
from plptool.edit.lock import writing
from plptool.edit.places import place_of
from plptool.git import committing
from plptool.git.repository import Repository
from plptool.model.errors import NoLedgerError, UserError
from plptool.model.findings import Message
from plptool.model.plain import Plain, as_list
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.revision import within
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


def undo(tree: WorkTree, *, to_write: bool, cache: Cache | None = None) -> Done:
    """Let the files of the last command hold what they held before, or only see what that changes.

    Raises:
        UserError: there is nothing to take back; a file was changed, or what was written was sealed since, or another
            record rests on it by now.
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
        _must_keep_what_is_relied_on(tree, as_it_was, changes, cache)
        _must_keep_what_is_committed(tree.root, changes)
        if to_write:
            steps_back = [change.step for change in changes]
            take(tree.root, steps_back)
            place = place_of(tree.root)
            place.undo.unlink(missing_ok=True)
    taken_back = tuple(changes)
    return Done(taken_back, before, after, ())


def _must_keep_what_is_relied_on(
    tree: WorkTree, as_it_was: Overlay, changes: Sequence[Change], cache: Cache | None
) -> None:
    """A seal may have come since, or a record that names what was written: neither loses what it rests on.

    What was wrong in the files themselves before the command is so again, as whoever takes it back knows.

    Raises:
        UserError: it would be.
    """
    validation = validate(tree, cache)
    found = errors_in(validation.findings)
    would_be = validate(as_it_was, cache)
    taken_back = {change.path for change in changes}
    for finding in singly(would_be.findings):
        is_as_it_was = finding.path in taken_back and finding.rule not in _OF_SEALED
        if is_as_it_was or finding.severity != "error":
            continue
        if Mistake.of(finding) not in found:
            raise would_be_wrong(finding.path, finding.rule, finding.message)


def _must_keep_what_is_committed(root: FilePath, changes: Sequence[Change]) -> None:
    """A correction of a seal that a commit has is one that others may rely on: it stays, and is followed by another.

    Raises:
        UserError: it would go.
    """
    correcting = [change for change in changes if change.old is not None and _corrections(change.old)]
    if not correcting:
        return
    repository = Repository.find(root)
    if repository is None:
        return
    head = committing.commit_at(repository.folder, "HEAD")
    if head is None:
        return
    with suppress(NoLedgerError, FileNotFoundError):
        committed = within(repository, head)
        for change in correcting:
            raw = committed.read(change.path)
            kept = _corrections(raw)
            left = as_list(change.data.get("corrections"))
            left_of_kept = left[: len(kept)]
            if list(left_of_kept) != list(kept):
                message = Message(
                    "{path}: its correction is committed, and stays; correct anew what is wrong with it, by "
                    "--correction REASON",
                    {"path": change.path},
                )
                raise UserError(message)


def _corrections(raw: bytes) -> Sequence[Plain]:
    """The corrections of a seal that stand in a file."""
    parsed = parse(raw)
    data = parsed.data or {}
    written = data.get("corrections")
    return as_list(written)


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
    data = parsed.data or {}
    return Change(step.path, step.new, step.old, data)
