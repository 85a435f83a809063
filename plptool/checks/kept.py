"""PLP718: what git keeps of a file is what readers of a revision get, so it must be what stands in the file."""

from collections.abc import Iterable

from plptool.checks.alike import FEW, as_one
from plptool.model.findings import Finding, Message
from plptool.model.rules import RULES
from plptool.read.kept import How, Kept

_SENTENCES: dict[How, tuple[Message, Message]] = {
    "rewritten": (
        Message("git keeps something else for this file than what stands in it, and calls it unchanged"),
        Message(
            "Take what says so out of `.gitattributes` (working-tree-encoding, filter, ident), "
            "and commit the file again."
        ),
    ),
    "overlooked": (
        Message("git keeps something else for this file than what stands in it, and is told not to look"),
        Message("Let it look: `git update-index --no-assume-unchanged --no-skip-worktree` and the name of the file."),
    ),
    "absent": (
        Message("git keeps this file, which does not lie here, and is told not to look"),
        Message("Fetch it: `git sparse-checkout disable`, or `git checkout --` and the name of the file."),
    ),
    "ignored": (
        Message("git is told to ignore this file, so nobody else will get it"),
        Message("Take what says so out of `.gitignore`, or the file out of the ledger."),
    ),
}  # fmt: skip
"""What is wrong, and what to do about it."""


def findings(kept: Iterable[Kept]) -> list[Finding]:
    """PLP718: what there is to say of files that git keeps otherwise than they lie; one line says so of many."""
    severity = RULES["PLP718"].severity
    by_how: dict[How, list[Finding]] = {}
    for file in kept:
        message, hint = _SENTENCES[file.how]
        finding = Finding("PLP718", severity, message, file.path, hint=hint)
        by_how.setdefault(file.how, []).append(finding)
    distinct: list[Finding] = []
    for alike in by_how.values():
        if len(alike) > FEW:
            distinct.append(as_one(alike))
        else:
            distinct += alike
    return distinct
