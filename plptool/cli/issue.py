import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.help import Command
from plptool.github.run import append_to, delimited, written
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.refusals import refused
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plptool.forms.issue_outcome import Outcome
    from plptool.forms.opened import Opened
    from plptool.model.i18n import Translate


@click.command("issue", cls=Command)
@click.argument("event", metavar="[EVENT]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--branch", metavar="NAME", help="Commit it to this branch; without it, only tell what it would be.")
@click.option(
    "--files",
    "into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the title and text of a pull request go, and the answer to the issue.",
)
@click.option("--forms", is_flag=True, help="Write the forms of this ledger instead, for GitHub to offer.")
@click.option("--check", is_flag=True, help="With --forms: write nothing, and exit 1 where one is not current.")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    event: Path | None,
    branch: str | None,
    into: Path | None,
    forms: bool,
    check: bool,
    lang: str | None,
) -> None:
    """What a workflow on GitHub runs on an issue that was written with a form: record what it tells.

    EVENT is the file in which GitHub says what happened; without it, GITHUB_EVENT_PATH names it. What was answered in
    the form is put into the ledger as `add`, `new` and `correct` would, validated, and committed to a branch; the text
    of a pull request says what that does to the plan, who asked for it and what was answered. Where something is
    missing or wrong, the answer to the issue says what, and nothing is written.

    --forms writes the forms into .github/ISSUE_TEMPLATE/, in the ledger's language: for a meeting, a status, a decision
    and a correction. They name no record, and need be made anew only for another language, other words for things, or
    another version of plptool.

    Exit 1 where it is not clear what the issue asks for, or a form is not current.

    \b
    Examples:
      plptool issue --forms
      plptool issue event.json
      plptool issue --branch issue-12 --files out
    """
    from plptool.forms.opened import Opened

    if check and not forms:
        raise UserError(Message("--check goes with --forms"))
    if forms and (event or branch or into):
        raise UserError(Message("--forms takes neither an event nor --branch nor --files"))
    opened = Opened(workspace.folder, lang)
    if forms:
        _write_forms(opened, check=check)
    else:
        _record(opened, event, branch, into)


def _write_forms(opened: "Opened", *, check: bool) -> None:
    """Write the forms, or say which are not current."""
    from plptool.edit.atomic import put
    from plptool.forms.issue_forms import IssueForms, as_yaml

    translate = opened.translate
    stale = False
    for form in IssueForms(opened).all():
        place = opened.workspace.root / form.path
        raw = as_yaml(form).encode()
        if place.is_file() and place.read_bytes() == raw:
            continue
        stale = True
        template = translate("{path} is not current.") if check else translate("{path} is written.")
        output.write(template.format(path=form.path) + "\n")
        if not check:
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                put(place, raw)
            except OSError as error:
                raise refused(error) from None
    if check and stale:
        raise click.exceptions.Exit(1)


def _record(opened: "Opened", event: Path | None, branch: str | None, into: Path | None) -> None:
    """Record what an issue tells."""
    from plptool.forms.issue_outcome import Asker, outcome
    from plptool.github.issue import issue_of_event
    from plptool.render.text import tame

    issue = issue_of_event(event or _event_of_workflow())
    asker = Asker(issue.number, issue.author, issue.labelled_by)
    came_to = outcome(opened, issue.body, asker, branch)
    if into is not None:
        written(into, _files(came_to, branch, opened.translate))
    told = os.environ.get("GITHUB_OUTPUT")
    if told:
        outputs = {"commit": came_to.commit or "", "digest": issue.digest}
        append_to(told, delimited(outputs))
    output.write(tame(came_to.request or came_to.comment))
    if came_to.problems:
        raise click.exceptions.Exit(1)


def _event_of_workflow() -> Path:
    """The file in which GitHub says what happened.

    Raises:
        UserError: none is named.
    """
    named = os.environ.get("GITHUB_EVENT_PATH")
    if not named:
        raise UserError(Message("say in which file the event is: EVENT, or GITHUB_EVENT_PATH"))
    return Path(named)


def _files(came_to: "Outcome", branch: str | None, _: "Translate") -> dict[str, tuple[str, str]]:
    """By what it is, the name of a file and what it is to hold."""
    files = {"comment": ("comment.md", came_to.comment)}
    if came_to.request:
        files["title"] = ("title.txt", came_to.title)
        files["request"] = ("request.md", came_to.request)
        files |= {name: (f"{name}.md", f"{said}\n") for name, said in _refusals(branch or "", _)}
    return files


def _refusals(branch: str, _: "Translate") -> "Iterator[tuple[str, str]]":
    """What is answered on the issue where its branch cannot be pushed, by the file's name."""
    yield (
        "edited",
        _("The issue has been edited since the label was put on it, so nothing came of it. Put the label on it again."),
    )
    taken = _("Somebody has committed to the branch {branch}: go on there, or delete it and put the label on again.")
    yield "taken", taken.format(branch=branch)
    yield (
        "not-pushed",
        _("The branch or the pull request could not be brought to GitHub; the run says why. Put the label on again."),
    )
