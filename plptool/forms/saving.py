"""What a form would do to the ledger, and does: by the functions of the commands, on the files that it was made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from plptool.edit.carry_out import Done, Intention, carry_out
from plptool.edit.change import Change, overlaid
from plptool.edit.commit import Clerk
from plptool.edit.grounds import Grounds
from plptool.edit.hand import Examine, Hand
from plptool.forms.opened import Opened
from plptool.model.findings import Finding
from plptool.read.cache import blob_id
from plptool.render.done import commit_message, effect_told
from plptool.render.patch import unified
from plptool.reports.change import changed

NOTHING = "none"
"""Instead of a blob's id, of a file that is not there."""
Held: TypeAlias = Mapping[str, bytes | None]
"""By path, what files hold; None where there is no file."""
Stood: TypeAlias = Mapping[str, str]
"""By path, the blob that each file was when a form was made of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for."""

    intention: Intention
    why: Grounds | None = None
    """Why what was sealed is told otherwise."""
    stands: Grounds | None = None
    """Why what is found stands so in the document."""


@dataclass(frozen=True, slots=True)
class Look:
    """What would come of it."""

    sentence: str
    """That a pull request with it would show."""
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    patch: str
    stood: Stood
    """Of the files that it changes."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How it is saved."""

    commits: bool = False
    branch: str | None = None
    """To which branch it is committed; None is the one that is checked out."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was done."""

    sentence: str
    files: tuple[str, ...]
    commit: str | None
    keep: Keep
    """How it was kept: so the next form begins."""


class MovedError(Exception):
    """Files are not as they were when the form was made.

    Args:
        files: what they hold now.
    """

    def __init__(self, files: Held) -> None:
        super().__init__(*files)
        self.files = files


def looked_at(opened: Opened, wanted: Wanted) -> Look:
    """What would come of it; nothing is written.

    Raises:
        UserError: it cannot be done, or would leave the ledger worse.
    """
    done = carry_out(
        opened.workspace.files,
        wanted.intention,
        wanted.why,
        wanted.stands,
        cache=opened.workspace.cache,
        hand=Hand(to_write=False),
    )
    difference = changed(done.before, done.after, opened.today)
    stood: dict[str, str] = {}
    for change in done.changes:
        stood[change.path] = blob(change.old)
    return Look(
        sentence=effect_told(difference.effect, opened.translate),
        findings=done.new,
        files=done.paths,
        patch=unified(done.changes),
        stood=stood,
    )


def saved(opened: Opened, wanted: Wanted, stood: Stood, keep: Keep) -> Saved:
    """Do it, on files that are as they were.

    Args:
        opened: the ledger.
        wanted: what is to be done.
        stood: as its form has it.
        keep: how it is kept.

    Raises:
        MovedError: some of them are another now. Nothing is written.
        UserError: it cannot be done, or would leave the ledger worse.
    """
    files = opened.workspace.files
    clerk = None
    if keep.commits:
        beginning = opened.translate("The ledger begins.")
        clerk = Clerk.called(files.root, keep.branch, with_hooks=False, beginning=beginning)
    examine = _examiner(stood, clerk)
    done = carry_out(
        files,
        wanted.intention,
        wanted.why,
        wanted.stands,
        cache=opened.workspace.cache,
        hand=Hand(examine=examine),
    )
    return _kept(opened, done, clerk, keep)


def _examiner(stood: Stood, clerk: Clerk | None) -> Examine:
    def examine(changes: Sequence[Change]) -> None:
        """The lock is held: what the files hold now is what is written on."""
        _must_stand(stood, changes)
        if clerk is not None:
            clerk.examine(changes)

    return examine


def _must_stand(stood: Stood, changes: Iterable[Change]) -> None:
    """See that the files are as they were.

    Raises:
        MovedError: some are not.
    """
    moved: dict[str, bytes | None] = {}
    for change in changes:
        path = change.path
        is_now = blob(change.old)
        if stood.get(path) != is_now:
            moved[path] = change.old
    if moved:
        raise MovedError(moved)


def _kept(opened: Opened, done: Done, clerk: Clerk | None, keep: Keep) -> Saved:
    difference = changed(done.before, done.after, opened.today)
    sentence = effect_told(difference.effect, opened.translate)
    if clerk is None:
        return Saved(sentence, done.paths, None, keep)
    message = commit_message(sentence, done, difference.titles)
    commit = clerk.keep(done.changes, message)
    return Saved(sentence, done.paths, commit, keep)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else has done to files since a form was made of them."""

    sentence: str
    patch: str


def meanwhile(opened: Opened, before: Held) -> Meanwhile:
    """What somebody else has done to files since they held this.

    Args:
        opened: the ledger as it is now.
        before: what the files held.
    """
    workspace = opened.workspace
    files = workspace.files
    back: list[Change] = []
    steps: list[Change] = []
    for path, raw in before.items():
        raw_now = None
        if path in opened.paths:
            raw_now = files.read(path)
        step = Change(path, raw, raw_now, {})
        steps.append(step)
        is_or_was_there = raw is not None or raw_now is not None
        if is_or_was_there:
            step_back = Change(path, None, raw, {})
            back.append(step_back)
    tree_before = overlaid(files, back)
    as_it_was = workspace.load(tree_before)
    difference = changed(as_it_was, opened.ledger, opened.today)
    sentence = effect_told(difference.effect, opened.translate)
    patch = unified(steps)
    return Meanwhile(sentence, patch)


def blob(raw: bytes | None) -> str:
    """What git would call a file's bytes; a word where there is no file."""
    if raw is None:
        return NOTHING
    return blob_id(raw)
