"""A folder that is opened: where its ledger lies, what was read of it before, its history, and the day it is there.

Help and completion import this module, so what reads a ledger is imported where it is used. It renders nothing.
"""

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from plptool.model.errors import LackingError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from plptool.checks.seals import Dated
    from plptool.checks.validation import Validation
    from plptool.documents.document import Document
    from plptool.documents.said import Recognised
    from plptool.git.repository import Repository
    from plptool.history.walk import History
    from plptool.model.drafts import Draft, DraftSource, Named
    from plptool.model.findings import Finding
    from plptool.model.plain import Data
    from plptool.model.ports import Entry, Tree
    from plptool.read.cache import Cache
    from plptool.read.reader import Memory
    from plptool.read.revision import Revision
    from plptool.read.worktree import WorkTree
    from plptool.timeline.ledger import Ledger, State


class Workspace:
    """Whatever is asked of a folder in one run."""

    def __init__(self, folder: Path, commit: "Revision | None" = None) -> None:
        self.folder = folder
        self.commit = commit
        """What counts in place of the files that lie there; None where they count."""
        self.memory: Memory = {}
        """The records that this run has read; whatever two trees share is then one object."""

    @cached_property
    def cache(self) -> "Cache | None":
        """What was parsed and found before: in PLPTOOL_CACHE (`off`: nowhere), else in the user's cache folder."""
        from plptool.read.worktree import find_root

        folder = self.folder
        with suppress(UserError):  # nothing lies on the disk: then the folder stands for what is read of it
            folder = find_root(folder)
        return cache_in(os.environ.get("PLPTOOL_CACHE", ""), folder)

    @classmethod
    def of_commit(cls, folder: Path) -> "Workspace":
        """A folder in which what HEAD has counts, and not the files that lie there; in no repository, these.

        Raises:
            UserError: HEAD has no ledger there.
        """
        from plptool.read.revision import checked_out

        return cls(folder, checked_out(folder))

    @cached_property
    def files(self) -> "WorkTree":
        """The files as they lie, in the folder or above it. A change of theirs that was interrupted is finished first.

        Raises:
            UserError: there is no ledger; or what was interrupted could not be finished.
        """
        from plptool.read.worktree import WorkTree, find_root

        root = find_root(self.folder)
        _finish_what_was_interrupted(root)
        return WorkTree(root)

    @cached_property
    def now(self) -> float:
        """The clock, in seconds since 1970, as it stood when it was first looked at: one for a whole run."""
        return time()

    @property
    def tree(self) -> "Tree":
        """What counts: the files as they lie, or a commit's.

        Raises:
            UserError: there is no ledger.
        """
        return self.commit or self.files

    @property
    def root(self) -> Path:
        """The folder that holds `ledger/`.

        Raises:
            UserError: there is no ledger.
        """
        return self.commit.repository.folder / self.commit.prefix if self.commit else self.tree.root

    def today(self, manifest: "Data") -> "date":
        """Today where the ledger with this manifest is kept."""
        from plptool.model.dates import day_at
        from plptool.read.manifest import zone

        return day_at(self.now, zone(manifest))

    def known(self, ledger: "Ledger") -> "date":
        """The day by which what a ledger says was known: that of its commit; of the files as they lie, today."""
        from plptool.model.dates import day_at
        from plptool.read.manifest import zone
        from plptool.read.revision import Revision

        if not isinstance(ledger.tree, Revision):
            return self.today(ledger.manifest)
        key = ledger.tree.revision
        return day_at(ledger.tree.repository.known(key, self.now)[key], zone(ledger.manifest))

    def ledger(self, revision: str | None = None) -> "Ledger":
        """The ledger as a revision has it; None is what `tree` has.

        Raises:
            UserError: there is no ledger, or no such revision.
        """
        tree = self.tree if revision is None else self.revision(revision)
        return self.load(tree)

    @cached_property
    def repository(self) -> "Repository":
        """The repository of the ledger: one for a whole run, as each that is looked for starts a git.

        Raises:
            UserError: there is none, or git will not read it.
        """
        from plptool.read.revision import repository_of

        return repository_of(self.folder)

    def revision(self, text: str = "") -> "Revision":
        """The files as a revision has them, by what a caller typed; without anything, those of HEAD.

        Raises:
            UserError: there is no such revision, or no ledger in it.
        """
        from plptool.read.manifest import zone_of
        from plptool.read.revision import revision

        return revision(self.folder, text, zone_of, self.now, self.repository)

    def load(self, tree: "Tree") -> "Ledger":
        """The ledger in a tree, with what was read before."""
        from plptool.read.opening import load

        return load(tree, self.cache, self.memory)

    def at(self, point: str | None) -> "State":
        """The ledger at a point, `DATE@REV`, as it was typed.

        Raises:
            UserError: it is no point, or there is no such revision, or no ledger.
        """
        from plptool.model.dates import parse_day, split_point
        from plptool.model.findings import Message

        if point is not None and not point.strip():
            raise UserError(
                Message("the point is empty: write a date such as 231231, a revision such as @v1.0, or 231231@v1.0")
            )
        day, revision = split_point(point or "")
        ledger = self.ledger(revision)
        today = self.today(ledger.manifest)
        if day is None:
            return ledger.at(today)
        if day == "snapshot":
            if ledger.newest_snapshot is None:
                raise UserError(Message("the ledger has no snapshot"))
            return ledger.at(ledger.newest_snapshot)
        return ledger.at(parse_day(day, today))

    def drafted(self, document: "Document", named: "Named") -> "Draft":
        """What is drafted of a document that was opened.

        Raises:
            UserError: what is said of the document cannot be read.
        """
        from plptool.documents.drafting import drafted
        from plptool.documents.recognition import recognised_in
        from plptool.model.dates import parse_when, record_date

        ledger = self.ledger()
        today = self.today(ledger.manifest)
        said_day = None if named.day is None else parse_when(record_date(named.day, today)).latest
        recognised = recognised_in(document, ledger, said_day)
        source = _source_of(document, recognised, named, ledger, today)
        return drafted(recognised, source, ledger, today)

    def head(self) -> "tuple[Revision, Data]":
        """The ledger as HEAD has it, and its manifest; where the disk has one, that.

        Raises:
            UserError: there is no commit, or no ledger in it.
        """
        from plptool.model.collections import MANIFEST

        tree = self.revision()
        manifest: Data = {}
        with suppress(UserError):  # nothing lies on the disk
            entry = self.files.entry(MANIFEST)
            manifest = self._manifest(self.files, [entry] if entry else [])
        return tree, manifest or self._manifest(tree, tree.entries("ledger"))

    def history(self) -> "History | None":
        """The ledger's past; None where there is no repository, or nothing in it yet.

        Raises:
            LackingError: the clone was made with a filter, and lacks what is needed.
        """
        from plptool.history.walk import History

        try:
            return History(self.commit or self.revision(), self.cache, now=self.now)
        except LackingError:
            raise
        except UserError:
            return None

    def findings(self, ledger: "Ledger") -> "list[Finding]":
        """What validation finds in a ledger that was opened."""
        if self.cache is None:
            from plptool.checks.runner import check
            from plptool.model.findings import Finding
            from plptool.seals.chain import seals_in

            whole = self.load(ledger.tree)  # a ledger of a sealed day is not the whole of it
            ahead = self.ahead(seals_in(whole), whole.manifest, whole.tree)
            return sorted([*check(whole), *ahead], key=Finding.order)
        from plptool.checks.validate import validate

        done = validate(ledger.tree, self.cache)
        return self.whole(done, ledger.tree)

    def whole(self, done: "Validation", tree: "Tree") -> "list[Finding]":
        """What was found in a tree, and what depends on the day on which somebody asks."""
        from plptool.model.findings import Finding

        ahead = self.ahead(done.seals, done.manifest, tree)
        return sorted([*done.findings, *ahead], key=Finding.order) if ahead else done.findings

    def ahead(self, seals: "Sequence[Dated]", manifest: "Data", tree: "Tree") -> "list[Finding]":
        """The seals of days that are not over."""
        today = self.today(manifest)
        if all(seal.day < today for seal in seals):
            return []
        from plptool.checks.seals import ahead

        return ahead(seals, today, tree)

    def seals_lost(self) -> "list[Finding]":
        """PLP711 alone: the seals and corrections that HEAD has, and that do not lie here as it has them."""
        from plptool.model.collections import MANIFEST, Collection
        from plptool.read.differs import differing

        here = self.files
        try:
            head = self.revision()
            snapshots = differing(head, here, [f"ledger/{Collection.SNAPSHOTS}"])
            if not snapshots and head.read(MANIFEST) == here.read(MANIFEST):
                return []
            from plptool.checks.change import seals_kept

            before = self.load(head)
        except (UserError, OSError):  # nothing is committed, or no ledger; or a part of it lacks
            return []
        now = self.load(here)
        illegible = {fault.path for fault in now.faults if fault.severity == "error"}
        return [finding for finding in seals_kept(before, now) if finding.path not in illegible]

    def with_evidence(self, findings: "list[Finding]", *, named: bool = True) -> "list[Finding]":
        """With what was sealed and who changed it, where a seal does not hold and there is a history that tells.

        Args:
            findings: of what `tree` has.
            named: whether persons are named, those who committed among them.
        """
        if not any(finding.rule in ("PLP701", "PLP702") for finding in findings):  # to ask the history takes long
            return findings
        from plptool.history.tampering import tell, without
        from plptool.seals.chain import seals_in

        ledger = self.ledger()
        seals = seals_in(ledger)
        try:
            history = self.history()
            return tell(history, ledger, seals, findings, named=named) if history else findings
        except LackingError:  # what is wrong is wrong all the same
            return without(findings)

    def _manifest(self, tree: "Tree", entries: "list[Entry]") -> "Data":
        from plptool.read.manifest import read_manifest
        from plptool.read.reader import Reader

        reader = Reader(tree, self.cache)
        manifest = read_manifest(reader, entries)[0]
        reader.keep()
        return manifest


def _source_of(
    document: "Document", recognised: "Recognised", named: "Named", ledger: "Ledger", today: "date"
) -> "DraftSource":
    """A document as a source: the one that the ledger has, or a new one."""
    from plptool.documents.vocabulary import known_source
    from plptool.edit.source import NewSource
    from plptool.model.dates import record_date
    from plptool.model.drafts import DraftSource
    from plptool.model.ids import proposed_id

    known = known_source(ledger, document)
    if known is not None:
        return known
    title = named.title or recognised.title or named.stem
    day = record_date(named.day, today) if named.day is not None else None
    lines: dict[str, int] = {}
    if named.title is None and recognised.title is not None:
        lines["title"] = recognised.title_line
    if day is None and recognised.day is not None:
        day = recognised.day.isoformat()
        lines["date"] = recognised.day_line
    key = named.id or proposed_id(named.stem, title)
    checked = NewSource.of(document.text, key, title, day or today.isoformat())
    cited = {name: f"{checked.id}#L{line}" for name, line in lines.items()} if len(lines) == 2 else {}
    return DraftSource(checked.id, checked.sha256, checked.lines, checked.title, day, False, cited)


def _finish_what_was_interrupted(root: Path) -> None:
    from plptool.edit.places import interrupted

    if not interrupted(root):
        return
    from plptool.edit.lock import writing

    try:
        with writing(root):  # which finishes it
            pass
    except OSError as error:
        from plptool.model.refusals import refused

        raise refused(error) from None


def cache_in(named: str, ledger: Path) -> "Cache | None":
    """A ledger's cache in a folder; where none is named, in the user's; `off`: none."""
    if named == "off":
        return None
    from plptool.read.cache import Cache

    if named:
        return Cache(Path(named), ledger)
    from platformdirs import user_cache_path

    return Cache(user_cache_path("plptool", appauthor=False), ledger)


def processors() -> int:
    """How many this process may use; beyond eight, reading the files takes what is won."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
