"""What files are to hold: read back and validated first, as if they held it, then put in place, all of them or none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Self

from plptool.checks.alike import singly
from plptool.checks.validate import validate
from plptool.edit.journal import Step, take
from plptool.edit.places import forget_last
from plptool.model.errors import UserError
from plptool.model.findings import NAMED, Argument, Finding, Message
from plptool.model.plain import Data
from plptool.model.ports import Entry, Tree
from plptool.model.refusals import refused
from plptool.model.rules import IN_DOCUMENTS
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


@dataclass(frozen=True, slots=True)
class Change:
    """What a file is to hold."""

    path: str
    old: bytes | None
    """None where there is no such file yet."""
    new: bytes | None
    """None where the file goes."""
    data: Data
    """What the new bytes must be read to."""

    @property
    def step(self) -> Step:
        """The step that puts it in place."""
        return Step(self.path, self.old, self.new)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree in which some files read as they are to be written, or are not there."""

    tree: Tree
    files: dict[str, bytes | None]

    @property
    def root(self) -> FilePath:
        return self.tree.root

    @property
    def revision(self) -> str | None:
        return self.tree.revision

    def entries(self, folder: str) -> list[Entry]:
        standing = self.tree.entries(folder)
        entries = [entry for entry in standing if entry.path not in self.files]
        below = f"{folder}/"
        for path, raw in self.files.items():
            is_there = raw is not None
            if is_there and path.startswith(below):
                entry = Entry(path)
                entries.append(entry)
        return sorted(entries, key=_path)

    def foresee(self, paths: Sequence[str]) -> None:
        of_tree = [path for path in paths if path not in self.files]
        self.tree.foresee(of_tree)

    def read(self, path: str) -> bytes:
        raw = self.files.get(path)
        if raw is None:
            return self.tree.read(path)
        return raw


def _path(entry: Entry) -> str:
    return entry.path


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
    """What is wrong with a ledger, each mistake as often as it is found: also of those that are told as one, each.

    So that where one of many is mended, the rest are no others than before.
    """
    mistakes: Counter[Mistake] = Counter()
    for finding in singly(findings):
        if _is_error(finding):
            mistake = Mistake.of(finding)
            mistakes[mistake] += 1
    return mistakes


def _is_error(finding: Finding) -> bool:
    if finding.acknowledged is not None:
        return False
    return finding.severity == "error"


def examine_changes(
    tree: Tree, changes: Sequence[Change], allowed: Counter[Mistake], cache: Cache | None
) -> list[Finding]:
    """Read back what files are to hold, and validate the ledger as if they held it. Nothing is written.

    Args:
        tree: where the ledger lies.
        changes: of which files, from what to what.
        allowed: what may be wrong afterwards, as it was before.
        cache: what was parsed and found before.

    Returns:
        What would be found in it.

    Raises:
        UserError: what is to be written reads otherwise, or makes something wrong.
    """
    for change in changes:
        _must_read_as_meant(change)
    as_changed = overlaid(tree, changes)
    validation = validate(as_changed, cache)
    findings = validation.findings
    worse = errors_beside(findings, allowed)
    if worse:
        raise WrongError(worse, changes)
    return findings


def errors_beside(findings: Sequence[Finding], allowed: Counter[Mistake]) -> list[Finding]:
    """The errors among findings that are more than what may be wrong."""
    mistakes = errors_in(findings)
    worse = mistakes - allowed
    errors = [finding for finding in singly(findings) if _is_error(finding)]
    return [error for error in errors if Mistake.of(error) in worse]


def overlaid(tree: Tree, changes: Iterable[Change]) -> Overlay:
    """A tree as if files held what changes say."""
    files = {change.path: change.new for change in changes}
    return Overlay(tree, files)


class WrongError(UserError):
    """Nothing was written, as the ledger would be worse: why, in one line for each mistake.

    Args:
        errors: what would be wrong.
        changes: what the files would hold.
    """

    def __init__(self, errors: Sequence[Finding], changes: Sequence[Change]) -> None:
        named = errors[:NAMED]
        first, *others = [told(error) for error in named]
        message = Message(_WOULD_BE_WRONG, first.args)
        super().__init__(message, others)
        self.errors = tuple(errors)
        self.changes = tuple(changes)

    @property
    def is_of_sealed(self) -> bool:
        """Whether it is wrong for one thing: what was sealed would be told otherwise, and nobody has said why."""
        return all(error.rule in _OF_SEALED for error in self.errors)


_WOULD_BE_WRONG = Message("nothing was written, as it would be wrong: {path}: {rule} {message}").template


def told(error: Finding) -> Message:
    """What would be wrong, and with which option it may be so all the same."""
    message = error.message
    hint = _advice(error)
    if hint is not None:
        message = Message("{message}. {hint}", {"message": message, "hint": hint})
    args: dict[str, Argument] = {
        "path": error.path,
        "rule": error.rule,
        "message": message,
    }
    return Message("{path}: {rule} {message}", args)


def _advice(error: Finding) -> Message | None:
    """What to write instead, by the options of whoever writes; or what the finding says itself."""
    key = error.message.args.get("key")
    if error.rule == "PLP202" and isinstance(key, str):
        is_of_entry = error.message.args.get("of_entry") is True
        named: dict[str, Argument] = {"name": key}
        if is_of_entry:
            return Message("Say it: {name}=…", named)
        return Message("Say it: --{name} …", named)
    if error.rule == "PLP608":
        # What the one side lacks is written with the other, as far as anybody can know it.
        return Message("Say what it was for, --text, or when it came, date=…: then the other is written with it")
    if error.rule == "PLP703" and error.path.startswith(_PROCESSES):
        return Message(
            "If it was taken in later, say since when: --from DATE. "
            "If the past was told wrong, say why: --correction REASON"
        )
    if error.rule in _OF_SEALED:
        return Message("If the past was told wrong, say why: --correction REASON")
    if error.rule in IN_DOCUMENTS:
        advice: dict[str, Argument] = {"hint": error.hint or ""}
        return Message("{hint} If it stands so in the document: --acknowledge REASON", advice)
    return error.hint


_OF_SEALED = ("PLP701", "PLP702", "PLP703")
"""The rules that find of a sealed day something else than was sealed."""


_PROCESSES = "ledger/processes/"
"""Where the records lie that say since when they belong to the plan."""


def would_be_wrong(path: str, rule: str, message: Message) -> UserError:
    """Why nothing was written."""
    args: dict[str, Argument] = {"path": path, "rule": rule, "message": message}
    wrong = Message(_WOULD_BE_WRONG, args)
    return UserError(wrong)


def _must_read_as_meant(change: Change) -> None:
    if change.new is None:
        return
    parsed = parse(change.new)
    if parsed.faults:
        fault = parsed.faults[0]
        finding = Finding(
            rule=fault.rule,
            severity="error",
            message=fault.message,
            path=change.path,
            position=fault.position,
        )
        raise WrongError([finding], [change])
    if parsed.data != change.data:
        message = Message(
            "{path} is written in a way that nothing can be added to: write each property on its line",
            {"path": change.path},
        )
        raise UserError(message)


def write_changes(
    tree: WorkTree, changes: Sequence[Change], allowed: Counter[Mistake], cache: Cache | None
) -> list[Finding]:
    """Let files hold what changes say, all of them or none, once that is found to make nothing worse.

    The lock is held. The arguments, and what is found, are those of `examine_changes`.

    Raises:
        UserError: what is to be written reads otherwise, or makes something wrong; a file was changed since it was
            read, or cannot be written.
    """
    findings = examine_changes(tree, changes, allowed, cache)
    for change in changes:
        path = change.path
        now = _held(tree, path)
        if now != change.old:
            message = Message("{path} was changed while it was read; try again", {"path": path})
            raise UserError(message)
    steps = [change.step for change in changes]
    take(tree.root, steps)
    forget_last(tree.root)
    return findings


def _held(tree: WorkTree, path: str) -> bytes | None:
    """What a file holds now; None where there is none."""
    try:
        return tree.read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(error) from None
