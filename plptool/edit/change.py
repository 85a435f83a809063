"""A file that is to hold something else: read back and validated first, then put in place in one step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Self

from plptool.checks.validate import validate
from plptool.edit.atomic import put
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Finding, Message
from plptool.model.plain import Data
from plptool.model.ports import Entry, Tree
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


@dataclass(frozen=True, slots=True)
class Change:
    """What a file is to hold."""

    path: str
    old: bytes | None
    """None where there is no such file yet."""
    new: bytes
    data: Data
    """What these bytes must be read to."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree in which one file reads as it is to be written."""

    tree: Tree
    path: str
    raw: bytes

    @property
    def root(self) -> FilePath:
        return self.tree.root

    @property
    def revision(self) -> str | None:
        return self.tree.revision

    def entries(self, folder: str) -> list[Entry]:
        entries = [entry for entry in self.tree.entries(folder) if entry.path != self.path]
        if self.path.startswith(f"{folder}/"):
            entries.append(Entry(self.path))
        return sorted(entries, key=lambda entry: entry.path)

    def foresee(self, paths: Sequence[str]) -> None:
        self.tree.foresee([path for path in paths if path != self.path])

    def read(self, path: str) -> bytes:
        return self.raw if path == self.path else self.tree.read(path)


@dataclass(frozen=True, slots=True)
class Mistake:
    """An error of a ledger, whatever line it stands on by now."""

    rule: str
    path: str
    record: str | None
    value: str | None
    message: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            rule=finding.rule,
            path=finding.path,
            record=finding.record,
            value=finding.value,
            message=finding.message.say(),
        )


def errors_in(findings: Iterable[Finding]) -> Counter[Mistake]:
    """What is wrong with a ledger, each mistake as often as it is found."""
    mistakes = [Mistake.of(finding) for finding in findings if _is_error(finding)]
    return Counter(mistakes)


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error" and finding.acknowledged is None


def write_change(tree: WorkTree, change: Change, allowed: Counter[Mistake], cache: Cache | None) -> None:
    """Let a file hold what a change says, once that is read back and found to make nothing worse.

    Args:
        tree: where the ledger lies.
        change: of which file, from what to what.
        allowed: what may be wrong afterwards, as it was before.
        cache: what was parsed and found before.

    Raises:
        UserError: what is to be written reads otherwise, or is wrong; the file was changed since it was read, or
            cannot be written.
    """
    parsed = parse(change.new)
    if parsed.faults or parsed.data != change.data:
        message = Message(
            "{path} is written in a way that nothing can be added to: write each property on its line",
            {"path": change.path},
        )
        raise UserError(message)
    findings = validate(Overlay(tree, change.path, change.new), cache).findings
    worse = errors_in(findings) - allowed
    if worse:
        errors = [finding for finding in findings if _is_error(finding)]
        first = next(error for error in errors if Mistake.of(error) in worse)
        args: dict[str, Argument] = {"path": first.path, "rule": first.rule, "message": first.message}
        raise UserError(Message("nothing was written, as it would be wrong: {path}: {rule} {message}", args))
    if change.old is not None and tree.read(change.path) != change.old:
        raise UserError(Message("{path} was changed while it was read; try again", {"path": change.path}))
    replace(tree.root / change.path, change.new)


def replace(path: FilePath, raw: bytes) -> None:
    """Let a file hold other bytes, in one step: whoever looks, whenever, sees all of the old or all of the new.

    Raises:
        UserError: the file, or a folder on the way to it, is a link; or it cannot be written, and the old file stands.
    """
    folder = path.parent
    if any(place.is_symlink() for place in (path, folder, folder.parent)):
        raise UserError(Message("{path} is a link, or lies in one; a ledger holds files", {"path": str(path)}))
    try:
        folder.mkdir(exist_ok=True)
        put(path, raw)
    except OSError as error:
        raise UserError(str(error)) from None
