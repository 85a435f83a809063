"""What a form would do to the ledger, and does: by the functions of the commands, on the files that it was made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from plptool.edit.carry_out import Done, Intention, Why, carry_out
from plptool.edit.change import Change, overlaid
from plptool.edit.commit import Clerk
from plptool.edit.hand import Hand
from plptool.forms.opened import Opened
from plptool.model.findings import Finding
from plptool.read.cache import blob_id
from plptool.render.done import commit_message, effect_told
from plptool.render.patch import unified
from plptool.reports.change import changed

NOTHING = "none"
"""Instead of a blob's id, of a file that is not there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for."""

    intention: Intention
    why: Why | None = None
    """Why what was sealed is told otherwise."""
    stands: Why | None = None
    """Why what is found stands so in the document."""


@dataclass(frozen=True, slots=True)
class Look:
    """What would come of it."""

    sentence: str
    """That a pull request with it would show."""
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    patch: str
    stood: Mapping[str, str]
    """By file that it changes, the blob that it is now."""


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
        files: by path, what they hold now.
    """

    def __init__(self, files: Mapping[str, bytes | None]) -> None:
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
    change = changed(done.before, done.after, opened.today)
    return Look(
        sentence=effect_told(change.effect, opened.translate),
        findings=done.new,
        files=_paths(done.changes),
        patch=unified(done.changes),
        stood={change.path: blob(change.old) for change in done.changes},
    )


def saved(opened: Opened, wanted: Wanted, stood: Mapping[str, str], keep: Keep) -> Saved:
    """Do it, on files that are as they were.

    Args:
        opened: the ledger.
        wanted: what is to be done.
        stood: by path, the blob that each file was when the form was made.
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


def _examiner(stood: Mapping[str, str], clerk: Clerk | None) -> Callable[[Sequence[Change]], None]:
    def examine(changes: Sequence[Change]) -> None:
        """The lock is held: what the files hold now is what is written on."""
        moved: dict[str, bytes | None] = {}
        for change in changes:
            path = change.path
            if stood.get(path) != blob(change.old):
                moved[path] = change.old
        if moved:
            raise MovedError(moved)
        if clerk is not None:
            clerk.examine(changes)

    return examine


def _kept(opened: Opened, done: Done, clerk: Clerk | None, keep: Keep) -> Saved:
    change = changed(done.before, done.after, opened.today)
    sentence = effect_told(change.effect, opened.translate)
    commit = None
    if clerk is not None:
        message = commit_message(sentence, done, change.titles)
        commit = clerk.keep(done.changes, message)
    return Saved(sentence, _paths(done.changes), commit, keep)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else has done to files since a form was made of them."""

    sentence: str
    patch: str


def meanwhile(opened: Opened, before: Mapping[str, bytes | None]) -> Meanwhile:
    """What somebody else has done to files since they held this.

    Args:
        opened: the ledger as it is now.
        before: by path, what the files held; None where there was no file.
    """
    files = opened.workspace.files
    back: list[Change] = []
    steps: list[Change] = []
    for path, raw in before.items():
        now = files.read(path) if path in opened.paths else None
        if raw is not None or now is not None:
            back.append(Change(path, None, raw, {}))
        steps.append(Change(path, raw, now, {}))
    as_it_was = opened.workspace.load(overlaid(files, back))
    change = changed(as_it_was, opened.ledger, opened.today)
    sentence = effect_told(change.effect, opened.translate)
    patch = unified(steps)
    return Meanwhile(sentence, patch)


def blob(raw: bytes | None) -> str:
    """What git would call a file's bytes; a word where there is no file."""
    if raw is None:
        return NOTHING
    return blob_id(raw)


def _paths(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.path for change in changes)
