"""What a command that writes has done, or would do: the files, what is found since, and what that does to the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plptool.edit.carry_out import Done
from plptool.model.i18n import Translate
from plptool.model.personal_numbers import mask
from plptool.model.shapes import IF_ANY
from plptool.model.text import short
from plptool.render import findings as rendered
from plptool.render.patch import unified
from plptool.render.sentence import sentence
from plptool.render.text import flat
from plptool.reports.change import Effect


@dataclass(frozen=True, slots=True)
class DoneShape:
    """What was done, as it stands in JSON."""

    files: tuple[str, ...]
    written: bool
    sentence: str
    findings: tuple[rendered.FindingShape, ...]
    commit: str | None = field(default=None, metadata=IF_ANY)


def shape(done: Done, told: str, _: Translate, *, written: bool, commit: str | None) -> DoneShape:
    """What was done, for a program."""
    files = [change.path for change in done.changes]
    findings = rendered.shapes(done.new, _)
    return DoneShape(
        files=tuple(files),
        written=written,
        sentence=told,
        findings=findings,
        commit=commit,
    )


def lines(done: Done, told: str, _: Translate, *, written: bool, commit: str | None) -> str:
    """What was done, for a person: the files or how they would differ, what is found since, and the sentence."""
    if written:
        lines = _files(done, _)
    else:
        patch = unified(done.changes)
        lines = f"{patch}\n"
    if done.new:
        findings = rendered.text(done.new, _)
        lines += findings
    if commit is not None:
        template = _("Committed as {commit}.")
        beginning = commit[:12]
        committed = template.format(commit=beginning)
        lines += f"{committed}\n"
    lines += f"{told}\n"
    return lines


def _files(done: Done, _: Translate) -> str:
    written = _("{path} is written.")
    gone = _("{path} is gone.")
    lines = ""
    for change in done.changes:
        template = written
        is_gone = change.new is None
        if is_gone:
            template = gone
        path = flat(change.path)
        line = template.format(path=path)
        lines += f"{line}\n"
    return lines


def effect_told(effect: Effect, _: Translate, *, to_git: bool = False) -> str:
    """The sentence that a pull request with this would show, or that a commit says."""
    told = sentence(effect, _, to_git=to_git)
    return flat(told)


def commit_message(told: str, done: Done, titles: Mapping[str, str]) -> str:
    """The message of a commit: what it does to the plan, and which records it changes."""
    lines = [told, ""]
    for change in done.changes:
        record = _record(change.path, titles)
        line = flat(record)
        short_line = short(line, 100)
        lines.append(short_line)
    lines.append("")
    message = "\n".join(lines)
    return mask(message)


def _record(path: str, titles: Mapping[str, str]) -> str:
    """The record of a file: its id, and what it is called where that is another."""
    _folder, _slash, name = path.rpartition("/")
    key = name.removesuffix(".yaml")
    title = titles.get(key, key)
    if title == key:
        return key
    return f"{key}: {title}"
