"""What a change builds on: the revision that it is compared with, and what was deleted before it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path as FilePath

from plptool.checks.change import Gone, against, dated_back, in_order, seals_kept
from plptool.git.objects import Commit
from plptool.git.repository import Repository
from plptool.history.lost import taken_by
from plptool.history.walk import History, commits_of
from plptool.model.errors import ElsewhereError, NoLedgerError, NoRevisionError, UserError
from plptool.model.findings import Finding, Message
from plptool.read.cache import Cache
from plptool.read.manifest import zone_of
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.revision import Revision, repository_of, revision, within
from plptool.timeline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Common:
    """A commit that a change is compared with."""

    commit: Commit
    tree: Revision | None
    """None where it has no ledger."""

    @classmethod
    def of(cls, repository: Repository, key: str) -> "Common":
        """The one with this id.

        Raises:
            ElsewhereError: its ledger lies elsewhere, and which it is is not known.
        """
        (commit,) = repository.commits([key])
        try:
            return cls(commit, within(repository, key))
        except NoLedgerError:
            return cls(commit, None)
        except ElsewhereError as error:  # what it says is not new, and must not be taken for it
            message = Message("there is nothing to compare with: {why}", {"why": error.message})
            raise ElsewhereError(message) from None


@dataclass(frozen=True, slots=True)
class Base:
    """A revision that a change is compared with."""

    asked: str
    """As the caller named it."""
    commit: Commit
    exact: bool
    """Whether it is the one that the caller named."""
    shared: bool
    """Whether it is the last commit that what was asked for and HEAD have in common; else it is what was asked for."""
    tree: Revision | None
    """None where it has no ledger."""
    others: tuple[Common, ...] = ()
    """The other last commits in common: where each line was merged into the other, there are several."""

    @property
    def commons(self) -> tuple[Common, ...]:
        """All that are compared with."""
        return Common(self.commit, self.tree), *self.others

    @property
    def trees(self) -> list[Revision]:
        """The ledgers of those that have one."""
        return [common.tree for common in self.commons if common.tree is not None]


def find(start: FilePath | Revision, asked: str, now: float | None = None) -> Base:
    """The commit that a work tree's changes are compared with.

    It is the last that HEAD has in common with what the caller names, so that what others have done there since is not
    taken for undone here. Where there are several, none of which goes back to another, all of them count: what one of
    them has, the others need not have.

    Args:
        start: a folder in or below the one that holds the ledger.
        asked: what the caller names.
        now: the clock of whoever asks, in seconds since 1970; without it, this machine's.

    Raises:
        ElsewhereError: its ledger lies elsewhere, and which it is is not known.
        UserError: there is no such revision, or no commit yet.
    """
    if not asked.strip():
        raise UserError(Message("name the revision to compare with: --base origin/main"))
    named = _named(start, asked, now)
    if isinstance(named, Revision):
        repository = named.repository
        commit = named.revision
    else:
        repository = repository_of(start)
        commit = named
    head = repository.resolve("HEAD")
    commons = repository.commons(commit, head)
    if not commons:
        return base_of(repository, asked, [commit], exact=True, shared=False)
    return base_of(repository, asked, commons, exact=commons == [commit], shared=True)


def base_of(repository: Repository, asked: str, keys: Sequence[str], *, exact: bool, shared: bool) -> Base:
    """The base that these commits are.

    Args:
        repository: theirs.
        asked: as the caller named it.
        keys: their ids.
        exact: as a base has it.
        shared: as a base has it.

    Raises:
        ElsewhereError: the ledger of one lies elsewhere, and which it is is not known.
    """
    first_common, *others = (Common.of(repository, commit_id) for commit_id in keys)
    return Base(
        asked,
        commit=first_common.commit,
        exact=exact,
        shared=shared,
        tree=first_common.tree,
        others=tuple(others),
    )


def _named(start: FilePath | Revision, asked: str, now: float | None) -> Revision | str:
    """What the caller names: a day needs a ledger to be understood, a commit may have none."""
    try:
        return revision(start, asked, zone_of, now)
    except (NoLedgerError, ElsewhereError, NoRevisionError):
        is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked, re.ASCII)
        if is_day:
            raise
        repository = repository_of(start)
        return repository.resolve(asked)


def compare(
    base: Base, now: Ledger, clock: float, cache: Cache | None = None, memory: Memory | None = None
) -> list[Finding]:
    """What is wrong with a ledger as a change of its base, and what readers should look at first; each thing once.

    Args:
        base: what it is compared with.
        now: the ledger.
        clock: that of whoever asks, in seconds since 1970.
        cache: what was parsed before.
        memory: what this run has read.

    Raises:
        UserError: git cannot read the history.
    """
    trees = base.trees
    if not trees:
        return []
    ledgers = [_legible(load(tree, cache, memory), tree, cache) for tree in trees]
    comparisons = []
    for tree, before in zip(trees, ledgers, strict=True):
        new_ids = {record.id for record in now.all_records() if record.id not in before.records}
        gone_records: dict[str, Gone] = {}
        if new_ids:
            gone_records = _gone(History(tree, cache), new_ids)
        comparisons.append([*against(before, now, gone_records), *taken_by(tree, now)])
    result = comparisons[0]
    if len(trees) > 1:
        before_all = [load(tree, cache, memory) for tree in _before(trees)]
        result = _of_several(comparisons, ledgers, before_all, now)
    bases = [common.commit.id for common in base.commons]
    commits = since(trees[0].repository, bases)
    if len(trees) == 1 and any(len(parents) > 1 for _, parents in commits):
        result = _chained_anew(result, ledgers[0], now)
    return [*result, *dated_back(commits, clock)]


def _chained_anew(findings: Sequence[Finding], before: Ledger, now: Ledger) -> list[Finding]:
    """What is told of a change that another line was merged into: either's corrections may follow."""
    wrong = _abouts(seals_kept(before, now, merge=True))
    return [finding for finding in findings if finding.rule != "PLP711" or _about(finding) in wrong]


def _legible(ledger: Ledger, tree: Revision, cache: Cache | None) -> Ledger:
    """A ledger under its last manifest that could be read: one that is broken takes nothing back of what it said."""
    if ledger.manifest:
        return ledger
    last_manifest = History(tree, cache).manifest(tree.revision)
    return ledger.with_manifest(dict(last_manifest))


def _before(trees: Sequence[Revision]) -> list[Revision]:
    """The ledgers of the last commits that these have in common."""
    repository = trees[0].repository
    keys: list[str] = []
    for first_tree, second_tree in combinations(trees, 2):
        keys += repository.commons(first_tree.revision, second_tree.revision)
    befores: list[Revision] = []
    for record_id in dict.fromkeys(keys):
        common = Common.of(repository, record_id)
        if common.tree is not None:
            befores.append(common.tree)
    return befores


def _of_several(
    comparisons: Sequence[list[Finding]], ledgers: Sequence[Ledger], before: Sequence[Ledger], now: Ledger
) -> list[Finding]:
    """What is told of a change that builds on several commits, none of which goes back to another.

    A seal, correction or record that any of them has must be there. Of two lines that both corrected, the one's
    corrections are made anew on top of the other's, as in any merge. What one of them has already is no doing of the
    change, unless it stood so before both of them, and the other made it otherwise: then that was undone.

    Args:
        comparisons: the findings of the comparison with each.
        ledgers: theirs.
        before: those of the last commits that they have in common.
        now: the ledger with the change in it.
    """
    of_each = [_abouts(findings) for findings in comparisons]
    before_all = [_abouts(against(ledger, now, {})) for ledger in before]
    merged: set[About] = set()
    for ledger in ledgers:
        merged |= _abouts(seals_kept(ledger, now, merge=True))

    def counts(finding: Finding) -> bool:
        about = _about(finding)
        if all(about in abouts for abouts in of_each):
            return True
        if finding.rule in _OF_THE_CHANGE:
            return not before_all or any(about not in abouts for abouts in before_all)
        if finding.rule == "PLP711":
            return about in merged
        return True

    by_about: dict[About, Finding] = {}
    for finding in chain(*comparisons):
        if counts(finding):
            by_about.setdefault(_about(finding), finding)
    return sorted(by_about.values(), key=in_order)


_OF_THE_CHANGE = ("PLP714", "PLP715", "PLP716")
"""Rules that tell what a change does; the others tell what must hold."""
About = tuple[str, ...]
"""What a finding is about: two with the same tell the same."""


def _abouts(findings: Iterable[Finding]) -> set[About]:
    return {_about(finding) for finding in findings}


def _about(finding: Finding) -> About:
    """What a finding is about, whatever it was before."""
    arguments = [f"{name}={value}" for name, value in finding.message.args.items() if name != "was"]
    arguments.sort()
    return (
        finding.rule,
        finding.path,
        finding.record or "",
        finding.message.template,
        *arguments,
    )


def since(
    repository: Repository, without: Sequence[str] = (), start: str = "HEAD"
) -> list[tuple[Commit, list[Commit]]]:
    """The commits that were made on top of others (none: all), each with its parents, newest first.

    Raises:
        UserError: there is no such start, or git cannot read the history.
    """
    newest = repository.resolve(start)
    rows = repository.walk(newest, without=without)
    commits = commits_of(repository, rows)
    made = []
    for commit, parents in rows:
        parent_commits = [commits[parent] for parent in parents]
        made.append((commits[commit], parent_commits))
    return made


def _gone(history: History, wanted: set[str]) -> dict[str, Gone]:
    """Of these ids, the records that had them and were deleted."""
    gone_records: dict[str, Gone] = {}
    for deletion in history.deletions(wanted):
        record = Gone(deletion.collection, deletion.data, deletion.commit.id)
        gone_records.setdefault(deletion.record, record)  # the newest, where an id was deleted twice
    return gone_records


def findings(base: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """What a change must be judged by before anything else, then the rest."""
    return sorted([*base, *others], key=in_order)
