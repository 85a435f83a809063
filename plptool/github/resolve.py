"""Why a workflow runs, looked up in the clone: what a change builds on, and which commits were pushed.

A clone may be shallow, a branch rewritten or gone. Whatever cannot be compared is said, and never taken for nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath

from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.github.event import Event
from plptool.history.lost import lost_beside
from plptool.history.merge_base import Base, base_of, find
from plptool.model.errors import ElsewhereError, NoLedgerError, NoRevisionError, UserError
from plptool.model.findings import Message
from plptool.read.revision import Revision, within
from plptool.reports.change import Effect, changed, empty
from plptool.timeline.ledger import Ledger

SHALLOW = Message(
    "The clone is shallow: it lacks the commits to compare with. Let actions/checkout have `fetch-depth: 0`."
)
ELSEWHERE = Message(
    "What it builds on has its ledger elsewhere, and which it is is not known: there is nothing to compare with."
)
REWRITTEN = Message(
    "The branch was rewritten, and where it was before is not in this clone: only its last commit is told."
)
Open = Callable[[Revision], Ledger]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposed change builds on."""

    base: Base | None
    """None where there is nothing to compare with."""
    notes: tuple[Message, ...] = ()
    """What keeps the answer from being whole, or makes it another than one might think."""


@dataclass(frozen=True, slots=True)
class CommitEffect:
    """A commit, and what it does to the plan."""

    commit: Commit
    effect: Effect | None
    """None where what it builds on is not in the clone, or has its ledger elsewhere."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push brings."""

    commits: tuple[CommitEffect, ...] = ()
    """Those on the branch's own line, newest first."""
    effect: Effect | None = None
    """What all of them do; None where that is not known."""
    base: Base | None = None
    """What all of them come on top of; None where there is nothing, or it is not known."""
    notes: tuple[Message, ...] = ()


def proposed(here: FilePath | Revision, event: Event, repository: Repository | None) -> Proposed:
    """What a proposed change builds on.

    Where HEAD is the merge that GitHub made of it, that is the merge's first parent: what the event says may be older,
    or its branch was rewritten since, or is gone.

    Args:
        here: the ledger, where it lies or as a commit has it.
        event: the proposal, as far as GitHub says it.
        repository: the clone; None where there is none.

    Raises:
        UserError: git cannot read the history.
    """
    if repository is None:
        no_clone = Message("These files are no clone of a repository: there is nothing to compare with.")
        return Proposed(None, (no_clone,))
    base = _merged(repository, event.head)
    if base is None:
        base = event.base
    if base is None:
        unsaid = Message("GitHub does not say what the change builds on.")
        return Proposed(None, (unsaid,))
    try:
        common = find(here, base)
    except ElsewhereError:
        return Proposed(None, (ELSEWHERE,))
    except NoRevisionError:
        if repository.shallow:
            return Proposed(None, (SHALLOW,))
        commit = base[:12]
        not_in_clone = Message("What the change builds on, {commit}, is not in this clone.", {"commit": commit})
        return Proposed(None, (not_in_clone,))
    if repository.shallow and not common.shared:
        return Proposed(None, (SHALLOW,))
    return Proposed(common)


def _merged(repository: Repository, proposed: str | None) -> str | None:
    """The first parent of HEAD, where HEAD merges what is proposed into it and the clone has that."""
    try:
        head_id = repository.resolve("HEAD")
        (head,) = repository.commits([head_id])
        match head.parents:
            case [onto, merged] if merged == proposed:
                return repository.resolve(onto)
            case _:
                return None
    except UserError:
        return None


def with_lost_seals(effect: Effect, bases: Iterable[Revision], now: Ledger) -> Effect:
    """The effect of a change, with the seals of other ledgers in the repository that it takes away.

    Args:
        effect: what it does to this ledger.
        bases: this ledger as the change found it.
        now: as it leaves it.

    Raises:
        UserError: git cannot read a base.
    """
    lost: dict[str, tuple[str, ...]] = {}
    for base in bases:
        lost |= lost_beside(base, now)
    if not lost:
        return effect
    return replace(effect, seals_beside=lost)


def pushed(repository: Repository, event: Event, now: Ledger, open_: Open, today: date) -> Pushed:
    """The commits that a push brings, each with what it does to the plan that its first parent has.

    Args:
        repository: the clone; its HEAD is what was pushed.
        event: the push.
        now: the ledger as it is.
        open_: opens the ledger of a revision.
        today: where the ledger is kept.

    Raises:
        UserError: git cannot read the history.
    """
    if event.tag is not None:
        told = Message("Tag {name}", {"name": event.tag})
        return Pushed(notes=(told,))
    head = repository.resolve("HEAD")
    notes: list[Message] = []
    if event.after and event.after != head:
        arguments = {"head": head[:12], "pushed": event.after[:12]}
        other_commit = Message("What is checked out is {head}, and what was pushed is {pushed}.", arguments)
        notes.append(other_commit)
    line = _line(repository, event, head)
    notes += line.notes
    opener = _Opener(repository, open_, now, today)
    effects = map(opener.effect_of, line.keys)
    commits = tuple(effects)
    effect: Effect | None = None
    base: Base | None = None
    if line.known:
        try:
            effect = _effect_of_all(opener, line, commits)
            base = _base_of_line(repository, line)
        except ElsewhereError:
            notes.append(ELSEWHERE)
    return Pushed(commits, effect, base, tuple(notes))


def _effect_of_all(opener: "_Opener", line: "_Line", commits: Sequence[CommitEffect]) -> Effect:
    """What the commits of a line do together.

    Raises:
        ElsewhereError: what they come on top of has its ledger elsewhere, and which it is is not known.
    """
    is_only_one = len(commits) == 1
    if is_only_one and not line.rewritten:
        effect = commits[0].effect
        if effect is not None:
            return effect  # what is all that was pushed needs not be compared twice
    starts = opener.repository.commits(line.starts[:1])
    start = next(starts, None)
    before = opener.ledger(start)
    return opener.effect(before, opener.now)


def _base_of_line(repository: Repository, line: "_Line") -> Base | None:
    """What a line comes on top of; None where all of it is new.

    Raises:
        ElsewhereError: it has its ledger elsewhere, and which it is is not known.
    """
    if not line.starts:
        return None
    asked = line.starts[0]
    if line.asked is not None:
        asked = line.asked
    is_shared = not line.rewritten
    return base_of(repository, asked, line.starts, exact=True, shared=is_shared)


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens the ledgers of commits, and compares them."""

    repository: Repository
    open_: Open
    now: Ledger
    today: date

    def ledger(self, commit: Commit | None) -> Ledger:
        """A commit's ledger; one with nothing in it, where there is none, or no commit.

        Raises:
            ElsewhereError: it lies elsewhere, and which it is is not known.
        """
        if commit is None:
            return empty(self.now)
        try:
            revision = within(self.repository, commit.id)
            return self.open_(revision)
        except NoLedgerError:
            return empty(self.now)

    def effect(self, old: Ledger, new: Ledger) -> Effect:
        """What differs between two ledgers, and what went beside them."""
        change = changed(old, new, self.today)
        tree = old.tree
        if not isinstance(tree, Revision) or not old.records:
            return change.effect
        return with_lost_seals(change.effect, [tree], new)

    def effect_of(self, key: str) -> CommitEffect:
        """What a commit does to the plan that its first parent has."""
        (commit,) = self.repository.commits([key])
        try:
            parents = self.repository.commits(commit.parents[:1])
            parent = next(parents, None)
        except UserError:  # the clone is shallow
            return CommitEffect(commit, None)
        tree_before = None
        if parent is not None:
            tree_before = parent.tree
        folder = f"{self.repository.prefix}ledger"
        trees = (tree_before, commit.tree)
        (changed_files,) = self.repository.changes([trees], [folder])
        if not changed_files:
            return CommitEffect(commit, Effect())
        try:
            ledger_before = self.ledger(parent)
            ledger_after = self.ledger(commit)
            effect = self.effect(ledger_before, ledger_after)
        except ElsewhereError:
            return CommitEffect(commit, None)
        return CommitEffect(commit, effect)


@dataclass(frozen=True, slots=True)
class _Line:
    """The commits that a push brings on the branch's own line."""

    keys: list[str]
    """The commits, newest first."""
    known: bool
    """Whether it is known what they come on top of."""
    starts: tuple[str, ...] = ()
    """What the whole is compared with; nothing where all of it is new."""
    asked: str | None = None
    """What has those in common with HEAD, where they are several."""
    rewritten: bool = False
    """Whether the branch had commits before that it has no more."""
    notes: tuple[Message, ...] = ()
    """What there is to say of it."""


def _line(repository: Repository, event: Event, head: str) -> _Line:
    """The commits that are new on the branch's own line."""
    if event.before is None:
        return _line_of_new(repository, event.trunk, head)
    try:
        before = repository.resolve(event.before)
    except NoRevisionError:
        why = REWRITTEN
        if repository.shallow:
            why = SHALLOW
        return _Line([head], known=False, notes=(why,))
    keys = repository.first_parents(head, without=[before])
    line = _Line(keys, known=True, starts=(before,))
    commons = repository.commons(before, head)
    goes_on = commons == [before]
    if goes_on:
        return line
    lost = repository.first_parents(before, without=[head])
    number = len(lost)
    told = Message("The branch was rewritten: commits that it had before and has no more: {n}.", {"n": number})
    return replace(line, rewritten=True, notes=(told,))


def _line_of_new(repository: Repository, trunk: str | None, head: str) -> _Line:
    """The same of a branch that is new: what it has beside the default branch, or all of it."""
    asked = f"refs/remotes/origin/{trunk}"
    starts: list[str] = []
    if trunk is not None:
        with suppress(NoRevisionError):
            its_last = repository.resolve(asked)
            starts = repository.commons(its_last, head)
    if not starts and repository.shallow:
        return _Line([head], known=False, notes=(SHALLOW,))
    keys = repository.first_parents(head, without=starts)
    line = _Line(keys, known=True, starts=tuple(starts))
    if not starts:
        return line
    told = Message("A new branch: what it has beside {trunk}.", {"trunk": trunk})
    line = replace(line, notes=(told,))
    if len(starts) > 1:
        return replace(line, asked=asked)
    return line
