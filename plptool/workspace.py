"""A folder that is opened: where its ledger lies, what was read of it before, its history, and the day it is there.

Help and completion import this module, so what reads a ledger is imported where it is used. It renders nothing.
"""

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plptool.model.errors import UserError

if TYPE_CHECKING:
    from datetime import date

    from plptool.history.walk import History
    from plptool.model.findings import Finding
    from plptool.model.ports import Tree
    from plptool.read.cache import Cache
    from plptool.read.reader import Memory
    from plptool.read.revision import Revision
    from plptool.read.worktree import WorkTree
    from plptool.timeline.ledger import Ledger, State


class Workspace:
    """Whatever is asked of a folder in one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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

    @cached_property
    def tree(self) -> "WorkTree":
        """The files as they lie, in the folder or above it.

        Raises:
            UserError: there is no ledger.
        """
        from plptool.read.worktree import WorkTree, find_root

        return WorkTree(find_root(self.folder))

    @property
    def root(self) -> Path:
        """The folder that holds `ledger/`.

        Raises:
            UserError: there is no ledger.
        """
        return self.tree.root

    def today(self, manifest: dict[str, Any]) -> "date":
        """Today where the ledger with this manifest is kept."""
        from datetime import datetime

        from plptool.read.manifest import zone

        return datetime.now(zone(manifest)).date()

    def known(self, ledger: "Ledger") -> "date":
        """The day by which what a ledger says was known: that of its commit; of the files as they lie, today."""
        from datetime import datetime

        from plptool.read.manifest import zone
        from plptool.read.revision import Revision

        if not isinstance(ledger.tree, Revision):
            return self.today(ledger.manifest)
        (commit,) = ledger.tree.repository.commits([ledger.tree.revision])
        return datetime.fromtimestamp(commit.committed, zone(ledger.manifest)).date()

    def ledger(self, revision: str | None = None) -> "Ledger":
        """The ledger as a revision has it; None is the files as they lie.

        Raises:
            UserError: there is no ledger, or no such revision.
        """
        from plptool.read.opening import open_tree

        return self.load(open_tree(self.folder, revision))

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

        if point is not None and not point.strip():
            raise UserError("the point is empty: write a date such as 231231, a revision such as @v1.0, or 231231@v1.0")
        day, revision = split_point(point or "")
        ledger = self.ledger(revision)
        today = self.today(ledger.manifest)
        if day is None:
            return ledger.at(today)
        if day == "snapshot":
            if ledger.newest_snapshot is None:
                raise UserError("the ledger has no snapshot")
            return ledger.at(ledger.newest_snapshot)
        return ledger.at(parse_day(day, today))

    def head(self) -> "tuple[Revision, dict[str, Any]]":
        """The ledger as HEAD has it, and its manifest; where the disk has one, that.

        Raises:
            UserError: there is no commit, or no ledger in it.
        """
        from plptool.read.manifest import zone_of
        from plptool.read.revision import revision

        tree = revision(self.folder, "", zone_of)
        manifest: dict[str, Any] = {}
        with suppress(UserError):  # nothing lies on the disk
            manifest = self._manifest(self.tree)
        return tree, manifest or self._manifest(tree)

    def history(self) -> "History | None":
        """The ledger's past; None where there is no repository, or nothing in it yet."""
        from plptool.history.walk import History
        from plptool.read.manifest import zone_of
        from plptool.read.revision import revision

        try:
            return History(revision(self.folder, "", zone_of), self.cache)
        except UserError:
            return None

    def findings(self, ledger: "Ledger") -> "list[Finding]":
        """What validation finds in a ledger that was opened."""
        if self.cache is None:
            from plptool.checks.runner import check

            return check(ledger)
        from plptool.checks.validate import validate

        return validate(ledger.tree, self.cache).findings

    def with_evidence(self, findings: "list[Finding]", *, named: bool = True) -> "list[Finding]":
        """With what was sealed and who changed it, where a seal does not hold and there is a history that tells.

        Args:
            findings: of the files as they lie.
            named: whether persons are named, those who committed among them.
        """
        if not any(one.rule in ("PLP701", "PLP702") for one in findings):
            return findings
        from plptool.history.tampering import tell
        from plptool.seals.chain import seals_of

        history = self.history()
        if history is None:
            return findings
        ledger = self.ledger()
        seals = seals_of(ledger.collections["snapshots"].values(), ledger.torn)
        return tell(history, ledger, seals, findings, named=named)

    def _manifest(self, tree: "Tree") -> dict[str, Any]:
        from plptool.read.manifest import read_manifest
        from plptool.read.reader import Reader

        reader = Reader(tree, self.cache)
        manifest = read_manifest(reader, tree.entries("ledger"))[0]
        reader.keep()
        return manifest


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
