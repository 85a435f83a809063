"""What became of files that were merged, in lines."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from plptool.edit.choose import Choice
from plptool.edit.merging import MergedPath
from plptool.git.merging import Meeting, Version
from plptool.model.i18n import Translate
from plptool.model.plain import Plain
from plptool.model.text import short
from plptool.render.text import flat

_SAID = 200
"""Characters of a version that are told."""
_OPEN = ("undecided", "marked", "removed")
"""What became of files in which somebody must choose still."""


def merge_lines(files: Sequence[MergedPath], meeting: Meeting, _: Translate) -> str:
    """What became of each file, what is to be chosen and how, and what is to be done next."""
    if not files:
        return _("Git has left nothing in conflict in the ledger.")
    lines: list[str] = []
    for file in files:
        lines.append(_line(file, _))
        for choice in file.choices:
            lines += _choice(file.path, choice, meeting, _)
    lines += _next(files, meeting, _)
    return "\n".join(_flat(line) for line in lines)


def _flat(line: str) -> str:
    """A line of one's own and others' words, as far in as it is."""
    words = line.lstrip(" ")
    return " " * (len(line) - len(words)) + flat(words)


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
        case "settled":
            said = _("{path}: nothing is left to choose")
        case _:
            assert_never(file.outcome)
    return said.format(path=file.path, fields=", ".join(file.undecided))


def _choice(path: str, choice: Choice, meeting: Meeting, _: Translate) -> Iterator[str]:
    """Both versions of one thing: whose each is, what it says, and the command that takes it."""
    sides = (("ours", meeting.ours, choice.ours), ("theirs", meeting.theirs, choice.theirs))
    key = path.rpartition("/")[2].removesuffix(".yaml")
    for side, version, value in sides:
        whose = f"{side} ({_whose(version, _)})" if version else side
        said = _value(value, _) if choice.name else _whole(value, _)
        yield f"  {whose}: {said}"
        yield f"    plptool merge --choose {side} {key} {choice.name}".rstrip()


def _whose(version: Version, _: Translate) -> str:
    name = version.branch or version.commit[:12]
    return _("{branch}, {author}: {subject}").format(
        branch=name, author=version.author, subject=short(version.subject, 60)
    )


def _whole(value: Plain, _: Translate) -> str:
    """A file as a whole, as one side has it."""
    return _("the file is gone there") if value is None else _("the file as it is there")


def _value(value: Plain, _: Translate) -> str:
    """A version, as a person reads it."""
    return _("nothing") if value is None else short(_said(value, _), _SAID)


def _said(value: Plain, _: Translate) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_(name)} {_said(part, _)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_said(part, _) for part in value)
    return " ".join(str(value).split())


def _next(files: Sequence[MergedPath], meeting: Meeting, _: Translate) -> Iterator[str]:
    """What is to be done next."""
    if any(file.outcome in _OPEN for file in files):
        yield _(
            "Choose by these commands (--choose both, where both are right), or write what is right in the files; "
            "plptool merge says what is left."
        )
    elif meeting.goes_on_by is not None:
        yield _("Nothing is left to choose: see that it is right, by plptool validate, and then: {command}").format(
            command=meeting.goes_on_by
        )
