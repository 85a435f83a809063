import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from plptool.cli.help import Command, mistake
from plptool.cli.language import noted
from plptool.cli.output import examined, in_its_language
from plptool.github.run import Run, append_to, delimited, fresh_folder, written
from plptool.model.errors import UserError
from plptool.model.i18n import LANGUAGES
from plptool.render import output
from plptool.workspace import Workspace


class _ReportedCommand(Command):
    """A command of which GitHub's readers, too, learn why it has no answer."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        with _reported():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> None:
        with _reported():
            super().invoke(ctx)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (UserError, click.ClickException) as error:
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if path:
            from plptool.github.annotations import failure
            from plptool.render.document import Paragraph
            from plptool.render.markdown import markdown

            if isinstance(error, UserError):
                line = f"plptool: {' '.join(in_its_language(error, click.get_current_context()))}"
            else:
                line = f"plptool: {mistake(error)}"
            append_to(path, markdown([Paragraph(line)]))
            output.write(failure(line))
        raise


@click.command("ci", cls=_ReportedCommand)
@click.option(
    "--base",
    "asked",
    metavar="REV",
    envvar="PLPTOOL_BASE",
    help="Compare with the revision that the change builds on, whatever GitHub says of it.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="PLPTOOL_LANG",
    callback=noted,
    is_eager=True,
    help="The language of the answer; without it, the ledger's.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    envvar="PLPTOOL_FAIL_ON",
    help="The least severity for which the command exits 1.",
)
@click.option("--sarif", "with_sarif", is_flag=True, envvar="PLPTOOL_SARIF", help="Write the findings as SARIF, too.")
@click.option(
    "--files",
    "into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where files go; without it, a new folder in RUNNER_TEMP, and on a machine that has none, nowhere.",
)
@click.pass_obj
def command(
    workspace: Workspace, asked: str | None, lang: str | None, fail_on: str, with_sarif: bool, into: Path | None
) -> None:
    """What a workflow on GitHub runs: findings on their lines, and a summary for readers.

    On a pull request the summary tells what the change does to the plan, on a push what each commit does, and what the
    plan is now. Findings become annotations, the summary the job's, and counts and the paths of files the step's
    outputs. What to do is read from the variables and the event file that GitHub sets; PLPTOOL_BASE, PLPTOOL_LANG,
    PLPTOOL_FAIL_ON and PLPTOOL_SARIF stand for the options.

    On any other machine the same summary is printed, as Markdown: with --base of what has been changed since, else of
    the ledger as it is.

    Exit 1 where there is an error (--fail-on), 2 where there is nothing to look at, or a proposed change cannot be
    compared with what it builds on.

    \b
    Examples:
      plptool ci
      plptool ci --base origin/main
      plptool ci --base main --fail-on warning --sarif --files out
    """
    from plptool.github.annotations import failure, github
    from plptool.github.event import fails
    from plptool.github.summary import fit
    from plptool.model.findings import Message
    from plptool.render.text import tame

    given = {name: os.environ.get(name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "RUNNER_TEMP")}
    if into is None and given["RUNNER_TEMP"]:
        into = fresh_folder(given["RUNNER_TEMP"])
    if into is None and with_sarif:
        raise UserError(Message("--sarif needs a folder to write into: --files DIR"))
    run = Run.of(workspace, lang)
    examined(workspace.folder, run.workspace.root, run.translate)
    run.look(asked)
    lost = run.incomparable
    page = fit(run.parts(), run.translate)
    outputs = run.outputs()
    if into is not None:
        outputs |= written(into, run.files(page, with_sarif=with_sarif))
    if given["GITHUB_OUTPUT"]:
        append_to(given["GITHUB_OUTPUT"], delimited(outputs))
    if given["GITHUB_STEP_SUMMARY"]:
        append_to(given["GITHUB_STEP_SUMMARY"], page)
        why = failure(" ".join(run.said())) if lost else ""
        remarks = () if lost else run.said()
        output.write(why + github(run.shown, run.translate, remarks, run.validate))
    else:
        output.write(tame(page))
    if outputs["sentence"]:
        click.echo(outputs["sentence"], err=True)
    if lost:
        raise click.exceptions.Exit(2)
    if fails(run.findings, fail_on):
        raise click.exceptions.Exit(1)
