"""How changes are taken up: looked at by whoever commits them, put in place, and remembered as the last command's."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from plptool.edit.change import Change, Mistake, examine_changes, write_changes
from plptool.edit.last import remember
from plptool.edit.lock import writing
from plptool.model.findings import Finding
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree

Examine: TypeAlias = Callable[[Sequence[Change]], None]
"""Looks at what is to be written, and refuses what must not be."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever writes into a ledger."""

    to_write: bool = True
    """Whether it is done, or only seen what that would be."""
    examine: Examine | None = None

    def alone(self, tree: WorkTree) -> AbstractContextManager[None]:
        """While this lasts nobody else writes, where anything is to be written."""
        return writing(tree.root) if self.to_write else nullcontext()

    def take(
        self,
        tree: WorkTree,
        changes: Sequence[Change],
        allowed: Counter[Mistake],
        cache: Cache | None,
        *,
        for_good: bool = False,
    ) -> list[Finding]:
        """Let files hold what changes say, all of them or none. The lock is held.

        Args:
            tree: where the ledger lies.
            changes: of which files, from what to what.
            allowed: what may be wrong afterwards, as it was before.
            cache: what was parsed and found before.
            for_good: whether no command takes it back, as a seal is not.

        Returns:
            What is found then.

        Raises:
            UserError: it makes something wrong, must not be committed, or cannot be written.
        """
        if self.examine is not None:
            # What is wrong anyhow is told first.
            examine_changes(tree, changes, allowed, cache)
            self.examine(changes)
        if not self.to_write:
            return examine_changes(tree, changes, allowed, cache)
        findings = write_changes(tree, changes, allowed, cache)
        if not for_good:
            remember(tree.root, changes)
        return findings


WRITES = Hand()
"""One who writes, and commits nothing."""
