from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, options
from plptool.cli.output import leave
from plptool.model.errors import UserError
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plptool.model.i18n import Translate
    from plptool.render.document import Block
    from plptool.timeline.ledger import State

_FILES = ("html", "docx")
"""Formats that nobody reads on a terminal."""


@click.command("report")
@options.at_option
@click.option(
    "--listed",
    metavar="SOURCE",
    shell_complete=complete.sources,
    help="Only the processes of this list, in its order, as its appendix.",
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only the processes that this organisation leads or takes part in.",
)
@options.format_option("text", "markdown", "html", "docx", "json")
@click.option(
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answer to this file, whole or not at all.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The Word document (.docx or .dotx) whose styles, page, header and footer a docx gets.",
)
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    point: str | None,
    listed: str | None,
    org: str | None,
    form: str,
    target: Path | None,
    template: Path | None,
    lang: str | None,
) -> None:
    """The summary that a board wants, or the appendix that an administration knows.

    The summary: status by administration and priority, what continues and what remains, what is overdue, meetings a
    year, decisions, grants, what the sources claim and where they disagree, and the oddities that are acknowledged.

    With --listed, and always as docx, the answer is the appendix instead: its processes one by one, with what has
    happened in each, and with discrepancies and oddities in footnotes. JSON has the summary's figures in any case, and
    with --listed the appendix beside them.

    \b
    Examples:
      plptool report --at snapshot
      plptool report --listed bilaga-5 --at 231231
      plptool report --listed bilaga-5 --at 231231 --format docx --output bilaga-5.docx
      plptool report --org KSON --lang en --format markdown
    """
    if template is not None and form != "docx":
        raise UserError("--template goes with --format docx")
    if form in _FILES and target is None and output.screen().terminal:
        raise UserError(f"{form} is for a file, not for the terminal: add --output FILE")
    state = workspace.at(point)
    translate = translation(state.ledger.manifest, lang)
    if form == "json":
        from plptool.render import json

        output.deliver(json.text(*_answers(workspace, state, listed, org)), target)
    else:
        language = lang or state.ledger.language
        appended = listed is not None or form == "docx"
        blocks = _blocks(workspace, state, listed, org, translate, appended=appended)
        output.deliver(_answer(blocks, state, form, language, template), target)
    leave(state.ledger, translate)


def _answers(workspace: Workspace, state: "State", listed: str | None, org: str | None) -> "Iterator[object]":
    """The report, and beside it the list's appendix."""
    from plptool.reports.appendix import appendix
    from plptool.reports.summary import report

    yield report(state, workspace.findings(state.ledger), listed=listed, org=org)
    if listed is not None:
        yield {"appendix": appendix(state, listed=listed, org=org)}


def _answer(blocks: "list[Block]", state: "State", form: str, language: str, template: Path | None) -> str | bytes:
    if form == "markdown":
        from plptool.render.markdown import markdown

        return markdown(blocks)
    if form == "html":
        from plptool.render.html import page

        return page(blocks, language, state.ledger.language)
    if form == "docx":
        from plptool.render.docx import About, docx

        about = About(state.ledger.title, language, state.ledger.language, state.day)
        raw, missing = docx(blocks, about, _read(template) if template else None)
        if missing:
            names = ", ".join(missing)
            click.echo(f"The template lacks these styles, and plptool's own are used for them: {names}.", err=True)
        return raw
    from plptool.render.text import text

    return text(blocks, output.screen())


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError as error:
        raise UserError(f"{str(template)!r} cannot be read: {error.strerror}") from None


def _blocks(
    workspace: Workspace, state: "State", listed: str | None, org: str | None, translate: "Translate", *, appended: bool
) -> "list[Block]":
    from plptool.reports.records import point_of

    if appended:
        from plptool.checks.seals import by_snapshot
        from plptool.render.appendix import appendix as laid_out
        from plptool.reports.appendix import appendix

        broken = sorted(by_snapshot(workspace.findings(state.ledger)))
        return laid_out(appendix(state, listed=listed, org=org), point_of(state), translate, broken)
    from plptool.render.report import report as laid_out_summary
    from plptool.reports.summary import report

    found = report(state, workspace.findings(state.ledger), listed=listed, org=org)
    return laid_out_summary(found, translate)
