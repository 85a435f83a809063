"""What a command that writes has done, or would do: the files, what is found since, and what that does to the plan."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plptool.edit.carry_out import Done
from plptool.model.findings import Finding
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
    files = done.paths
    return DoneShape(files, written, told, rendered.shapes(done.new, _), commit)


def lines(done: Done, told: str, _: Translate, *, written: bool, commit: str | None) -> str:
    """What was done, for a person: the files or how they would differ, what is found since, and the sentence."""
    parts = [_files(done, _) if written else unified(done.changes) + "\n", _found(done.new, _)]
    if commit is not None:
        template = _("Committed as {commit}.")
        parts.append(template.format(commit=commit[:12]) + "\n")
    return "".join([*parts, told, "\n"])


def _files(done: Done, _: Translate) -> str:
    written, gone = _("{path} is written."), _("{path} is gone.")
    templates = [gone if change.new is None else written for change in done.changes]
    named = zip(templates, done.changes, strict=True)
    return "".join(template.format(path=flat(change.path)) + "\n" for template, change in named)


def _found(findings: Sequence[Finding], _: Translate) -> str:
    return rendered.text(findings, _) if findings else ""


def effect_told(effect: Effect, _: Translate, *, to_git: bool = False) -> str:
    """The sentence that a pull request with this would show, or that a commit says."""
    return flat(sentence(effect, _, to_git=to_git))


def commit_message(told: str, done: Done, titles: Mapping[str, str], *, of_plan: bool = True) -> str:
    """The message of a commit: what it does to the plan, and which records it changes.

    Where that is one record, the first line names it: among other commits nothing else is read.

    Args:
        told: what it does.
        done: what was done.
        titles: what records are called.
        of_plan: whether that is told of the plan, and not of its files.
    """
    stems = [change.path.rpartition("/")[2].removesuffix(".yaml") for change in done.changes]
    lines = [f"{stem}: {titles[stem]}" if titles.get(stem, stem) != stem else stem for stem in stems]
    of_whom = stems[0] if of_plan and len(stems) == 1 else ""
    is_named = not of_whom or re.search(rf"(?<![\w.-]){re.escape(of_whom)}(?![\w-]|\.\w)", told)
    first = told if is_named else f"{of_whom}: {told}"
    return mask("\n".join([first, "", *(short(flat(line), 100) for line in lines), ""]))
