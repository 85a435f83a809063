"""What changes in files, as a unified diff."""

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from plptool.edit.change import Change
from plptool.render.text import clean


def unified(changes: Iterable[Change]) -> str:
    """A unified diff of all files, as `git diff` has it; ends of lines are not shown."""
    return "\n".join(line for change in changes for line in _lines(change))


def _lines(change: Change) -> Iterator[str]:
    old, new = _rows(change.old), _rows(change.new)
    before = "/dev/null" if change.old is None else f"a/{change.path}"
    after = "/dev/null" if change.new is None else f"b/{change.path}"
    for line in unified_diff(old, new, before, after, lineterm=""):
        yield clean(line)


def _rows(raw: bytes | None) -> list[str]:
    """The lines of a file; the last is another where nothing ends it."""
    if not raw:
        return []
    rows = raw.decode().replace("\r\n", "\n").split("\n")
    if rows[-1] == "":
        return rows[:-1]
    return [*rows[:-1], f"{rows[-1]}\n\\ No newline at end of file"]
