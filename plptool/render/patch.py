"""What changes in files, as a unified diff."""

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from plptool.edit.change import Change
from plptool.render.text import clean


def unified(changes: Iterable[Change]) -> str:
    """A unified diff of all files, as `git diff` has it; ends of lines are not shown."""
    lines: list[str] = []
    for change in changes:
        lines += _lines(change)
    return "\n".join(lines)


def _lines(change: Change) -> Iterator[str]:
    rows_before = _rows(change.old)
    rows_after = _rows(change.new)
    name_before = _NOTHING
    name_after = _NOTHING
    if change.old is not None:
        name_before = f"a/{change.path}"
    if change.new is not None:
        name_after = f"b/{change.path}"
    diff = unified_diff(rows_before, rows_after, name_before, name_after, lineterm="")
    for line in diff:
        yield clean(line)


_NOTHING = "/dev/null"
"""What `git diff` calls a file that is not there."""


def _rows(raw: bytes | None) -> list[str]:
    """The lines of a file; the last is another where nothing ends it."""
    if not raw:
        return []
    text = raw.decode()
    text = text.replace("\r\n", "\n")
    *rows, last_row = text.split("\n")
    if last_row:
        rows.append(f"{last_row}\n\\ No newline at end of file")
    return rows
