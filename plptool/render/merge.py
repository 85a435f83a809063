"""What became of files that were merged, in lines."""

from collections.abc import Sequence
from typing import assert_never

from plptool.edit.merging import MergedPath
from plptool.model.i18n import Translate


def merge_lines(files: Sequence[MergedPath], _: Translate) -> str:
    """A line a file, and what is to be done next."""
    if not files:
        return _("Git has left nothing in conflict in the ledger.")
    lines = [_line(file, _) for file in files]
    if any(file.outcome != "merged" for file in files):
        lines.append(_("What is to be chosen stands in the files: mend them, run plptool validate, and then git add."))
    return "\n".join(lines)


def _line(file: MergedPath, _: Translate) -> str:
    match file.outcome:
        case "merged":
            said = _("{path}: merged")
        case "undecided" if file.undecided:
            said = _("{path}: two edits do not agree, choose: {fields}")
        case "undecided":
            said = _("{path}: two edits do not agree, and nobody has chosen yet")
        case "marked":
            said = _("{path}: the versions cannot be joined, both stand there between git's marks")
        case "removed":
            said = _("{path}: one has removed or renamed the file and the other has changed it")
        case "chosen":
            said = _("{path}: no conflict is left in it, git add says so to git")
        case _:
            assert_never(file.outcome)
    return said.format(path=file.path, fields=", ".join(file.undecided))
