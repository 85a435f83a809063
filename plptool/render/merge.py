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
        outcome = _line(file, _)
        lines.append(outcome)
        for choice in file.choices:
            lines += _choice(file.path, choice, meeting, _)
    next_steps = _next(files, meeting, _)
    lines += next_steps
    flat_lines = map(_flat, lines)
    return "\n".join(flat_lines)


def _flat(line: str) -> str:
    """A line of one's own and others' words, as far in as it is."""
    words = line.lstrip(" ")
    indented_by = len(line) - len(words)
    indentation = line[:indented_by]
    return indentation + flat(words)


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
    fields = ", ".join(file.undecided)
    return said.format(path=file.path, fields=fields)


def _choice(path: str, choice: Choice, meeting: Meeting, _: Translate) -> Iterator[str]:
    """Both versions of one thing: whose each is, what it says, and the command that takes it."""
    ours = ("ours", meeting.ours, choice.ours)
    theirs = ("theirs", meeting.theirs, choice.theirs)
    _folder, _slash, file_name = path.rpartition("/")
    key = file_name.removesuffix(".yaml")
    for side, version, value in (ours, theirs):
        whose = _whose(side, version, _)
        said = _value(value, _)
        if not choice.name:
            said = _whole(value, _)
        yield f"  {whose}: {said}"
        command = f"plptool merge --choose {side} {key}"
        if choice.name:
            command += f" {choice.name}"
        yield f"    {command}"


def _whose(side: str, version: Version | None, _: Translate) -> str:
    """A side, and what is known of its last commit."""
    if version is None:
        return side
    template = _("{branch}, {author}: {subject}")
    commit = version.commit[:12]
    branch = version.branch or commit
    subject = short(version.subject, 60)
    told = template.format(
        branch=branch,
        author=version.author,
        subject=subject,
    )
    return f"{side} ({told})"


def _whole(value: Plain, _: Translate) -> str:
    """A file as a whole, as one side has it."""
    if value is None:
        return _("the file is gone there")
    return _("the file as it is there")


def _value(value: Plain, _: Translate) -> str:
    """A version, as a person reads it."""
    if value is None:
        return _("nothing")
    said = _said(value, _)
    return short(said, _SAID)


def _said(value: Plain, _: Translate) -> str:
    match value:
        case dict():
            parts: list[str] = []
            for name, part in value.items():
                called = _(name)
                said = _said(part, _)
                parts.append(f"{called} {said}")
            return ", ".join(parts)
        case list():
            entries = [_said(entry, _) for entry in value]
            return ", ".join(entries)
        case _:
            written = str(value)
            words = written.split()
            return " ".join(words)


def _next(files: Sequence[MergedPath], meeting: Meeting, _: Translate) -> Iterator[str]:
    """What is to be done next."""
    is_left = any(file.outcome in _OPEN for file in files)
    if is_left:
        yield _(
            "Choose by these commands (--choose both, where both are right), or write what is right in the files; "
            "plptool merge says what is left."
        )
        return
    if meeting.goes_on_by is not None:
        template = _("Nothing is left to choose: see that it is right, by plptool validate, and then: {command}")
        yield template.format(command=meeting.goes_on_by)
