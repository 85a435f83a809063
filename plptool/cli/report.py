from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import common, complete
from plptool.model.errors import UserError

if TYPE_CHECKING:
    from plptool.model.i18n import Translate
    from plptool.render.document import Block
    from plptool.timeline.ledger import State

_FILES = ("html", "docx")
"""Formats that nobody reads on a terminal."""


@click.command("report")
@common.at_option
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
@common.format_option("text", "markdown", "html", "docx", "json")
@click.option(
    "--output",
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
@common.lang_option
@click.pass_obj
def command(
    folder: Path,
    point: str | None,
    listed: str | None,
    org: str | None,
    form: str,
    output: Path | None,
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
    if form in _FILES and output is None and common.screen().terminal:
        raise UserError(f"{form} is for a file, not for the terminal: add --output FILE")
    state = common.at(folder, point)
    translate = common.language(state.ledger, lang)
    if form == "json":
        from plptool.render import json

        common.deliver(json.text(_data(state, listed, org)), output)
    else:
        language = lang or state.ledger.language
        common.deliver(_answer(state, listed, org, form, language, translate, template), output)
    common.leave(state.ledger, translate)


def _data(state: "State", listed: str | None, org: str | None) -> dict[str, Any]:
    from plptool.reports.appendix import appendix
    from plptool.reports.summary import report

    found = report(state, common.findings(state.ledger), listed=listed, org=org)
    beside = {} if listed is None else {"appendix": appendix(state, listed=listed, org=org)}
    return {"point": common.point_data(state), **found, **beside}


def _answer(
    state: "State",
    listed: str | None,
    org: str | None,
    form: str,
    language: str,
    translate: "Translate",
    template: Path | None,
) -> str | bytes:
    blocks = _blocks(state, listed, org, translate, appended=listed is not None or form == "docx")
    if form == "markdown":
        from plptool.render.markdown import markdown

        return markdown(blocks)
    if form == "html":
        from plptool.render.html import page

        return page(blocks, language, state.ledger.language)
    if form == "docx":
        from plptool.render.docx import About, docx

        about = About(state.ledger.title, language, state.ledger.language, state.day)
        raw, missing = docx(blocks, about, template.read_bytes() if template else None)
        if missing:
            names = ", ".join(missing)
            click.echo(f"The template lacks these styles, and plptool's own are used for them: {names}.", err=True)
        return raw
    from plptool.render.text import text

    return text(blocks, common.screen())


def _blocks(
    state: "State", listed: str | None, org: str | None, translate: "Translate", *, appended: bool
) -> "list[Block]":
    if appended:
        from plptool.render.appendix import appendix as laid_out
        from plptool.reports.appendix import appendix

        return laid_out(appendix(state, listed=listed, org=org), common.point_data(state), translate)
    from plptool.render.report import report as laid_out_summary
    from plptool.reports.summary import report

    found = report(state, common.findings(state.ledger), listed=listed, org=org)
    return laid_out_summary({"point": common.point_data(state), **found}, translate)
