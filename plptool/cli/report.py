from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, options
from plptool.cli.formats import DOCX, Answer, Format, Page, Paper, of_file, write
from plptool.cli.help import Command
from plptool.cli.output import leave
from plptool.model.errors import UserError
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plptool.model.findings import Finding
    from plptool.model.i18n import Translate
    from plptool.render import json
    from plptool.render.document import Block
    from plptool.timeline.ledger import State


@click.command("report", cls=Command)
@options.at_option
@click.option(
    "--listed",
    metavar="SOURCE",
    shell_complete=complete.sources,
    help="Only the processes of this list, in its order, as its appendix.",
)
@click.option(
    "--appendix",
    is_flag=True,
    help="One by one what has happened in each process, as with --listed, but of all of them, or of --org.",
)
@click.option("--brief", is_flag=True, help="On one page: what is not finished and why, was decided, and is overdue.")
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only the processes that this organisation leads or takes part in.",
)
@click.option(
    "--commissions",
    is_flag=True,
    help="Instead what decisions gave somebody to do: what is open and late, was reported, is over.",
)
@click.option(
    "--since", metavar="DAY", help="With --commissions, the first day of the period; without it, of the day's year."
)
@options.format_option("report")
@click.option(
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answer to this file, whole or not at all; how its name ends says the format.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The Word document (.docx or .dotx) whose styles, page, header and footer a docx gets.",
)
@click.option("--sender", metavar="TEXT", help="Above a document: from whom it is, if the manifest does not say.")
@click.option("--recipient", metavar="TEXT", help="Above a document: to whom it is.")
@click.option("--registry", metavar="NUMBER", help="Above a document: the registry number of its matter.")
@click.option("--dated", metavar="DAY", help="Above a document: of which day it is.")
@click.option(
    "--notes", is_flag=True, help="In docx and pdf also the oddities that are acknowledged, which editors need."
)
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    point: str | None,
    listed: str | None,
    appendix: bool,
    brief: bool,
    org: str | None,
    commissions: bool,
    since: str | None,
    form: Format,
    target: Path | None,
    template: Path | None,
    sender: str | None,
    recipient: str | None,
    registry: str | None,
    dated: str | None,
    notes: bool,
    lang: str | None,
) -> None:
    """The summary that a board wants, or the appendix that an administration knows.

    The summary: status by lead and priority, what continues and what remains, what is overdue, meetings a
    year, decisions, grants, what the sources claim and where they disagree, and the oddities that are acknowledged.

    With --listed, or with --appendix, the answer is the appendix instead: its processes one by one, with what has
    happened in each, and with discrepancies and oddities in footnotes. JSON has the summary's figures in any case, and
    the appendix beside them where it is asked for.

    With --brief, the answer is one page in words: how it goes, what is not finished and why, what was decided in the
    year with § and registry number, and what is overdue; of a list or an organisation with --listed or --org.

    A document (html, docx, pdf) has above its title from whom and to whom it is, the matter's registry number and the
    day, as far as the manifest's letterhead or the options say.

    With --commissions, the answer is what decisions gave somebody to do instead: of each body what is open, with whom,
    by when and what was said last; what is overdue, executed and not reported, reported and not closed, or dropped;
    what came and went since a day; and motions older than a year.

    \b
    Examples:
      plptool report --at snapshot
      plptool report --brief --at 231231 --output sammanfattning.docx
      plptool report --listed annex-5 --at 231231
      plptool report --listed annex-5 --at 231231 --output annex-5.docx
      plptool report --org ASC --lang en --format markdown
      plptool report --org ASC --appendix --at 231231 --output asc.docx
      plptool report --commissions --at 231231 --output uppdrag.docx
    """
    from plptool.render.letterhead import Letterhead, above_title, below_title, of_manifest
    from plptool.render.phrases import on_paper
    from plptool.reports.public import public

    if target is not None:
        form = of_file("report", options.asked_format(form), target)
    asked = Letterhead(sender, recipient, registry, _day(dated))
    _refuse_of_format(form, has_template=template is not None, has_head=not asked.is_empty, has_file=target is not None)
    _refuse_together(commissions=commissions, since=since, listed=listed, appendix=appendix, brief=brief)
    state = workspace.at(point)
    findings = workspace.findings(state.ledger)
    state = public(state, findings)
    translate = translation(state.ledger.manifest, lang)
    if form.on_paper:
        translate = on_paper(translate)
    present = state.ledger.present_ids  # who asks may know them by the ids that they had
    listed, org = present.get(listed or "", listed), present.get(org or "", org)
    oddities = notes or not form.on_paper
    chosen = _Chosen(listed, org, appendix=appendix or listed is not None, oddities=oddities)

    ledger = state.ledger
    head = asked.over(of_manifest(ledger.manifest))
    paper = Paper(
        ledger.title,
        lang or ledger.language,
        ledger.language,
        state.day,
        template,
        above=above_title(head, translate),
        below=below_title(ledger.language, lang or ledger.language, translate),
    )
    if commissions:
        answer = _commissions(findings, state, paper, translate, since, org)
    elif brief:
        answer = _brief(findings, state, paper, translate, chosen)
    else:
        answer = _whole(findings, state, paper, translate, chosen)
    write(form, answer, target)
    leave(state.ledger, translate)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Of which processes is told; all, where nothing is chosen."""

    listed: str | None
    """The source whose list they are in."""
    org: str | None
    """The organisation that leads them or takes part in them."""
    appendix: bool
    """Whether what has happened in each is told, and not the summary."""
    oddities: bool
    """Whether the oddities that are acknowledged are told: they are the editors', with codes of rules."""


def _day(written: str | None) -> str | None:
    """A day as records write it."""
    from plptool.model.dates import parse_day

    return written and parse_day(written).isoformat()


def _refuse_of_format(form: Format, *, has_template: bool, has_head: bool, has_file: bool) -> None:
    """Refuse what the format of the answer does not have."""
    from plptool.model.findings import Message

    if has_template and form is not DOCX:
        raise UserError(Message("--template goes with --format docx"))
    if has_head and not form.for_file:
        raise UserError(Message("what stands above a document goes with --format docx, pdf or html"))
    if form.for_file and not has_file and output.screen().terminal:
        raise UserError(
            Message("{format} is for a file, not for the terminal: add --output FILE", {"format": form.name})
        )


def _refuse_together(*, commissions: bool, since: str | None, listed: str | None, appendix: bool, brief: bool) -> None:
    from plptool.model.findings import Message

    if since is not None and not commissions:
        raise UserError(Message("--since goes with --commissions"))
    if listed is not None and commissions:
        raise UserError(Message("--listed does not go with --commissions"))
    if appendix and commissions:
        raise UserError(Message("--appendix does not go with --commissions"))
    if brief and (appendix or commissions):
        raise UserError(Message("--brief goes with neither --appendix nor --commissions"))


def _commissions(
    findings: "list[Finding]", state: "State", paper: Paper, translate: "Translate", since: str | None, org: str | None
) -> Answer:
    """What decisions gave somebody to do."""
    from plptool.checks.seals import by_snapshot
    from plptool.render.commissions import report as laid_out
    from plptool.reports.commissions import commissions_report

    content = commissions_report(state, since=since, org=org)

    def page() -> Page:
        broken = sorted(by_snapshot(findings))
        return Page(laid_out(content, broken, translate), paper=replace(paper, landscape=True))

    return Answer(page, data=lambda: [content])


def _brief(findings: "list[Finding]", state: "State", paper: Paper, translate: "Translate", chosen: _Chosen) -> Answer:
    """The board's page."""
    from plptool.render.brief import brief as laid_out
    from plptool.reports.brief import brief

    content = brief(state, findings, listed=chosen.listed, org=chosen.org)
    return Answer(lambda: Page(laid_out(content, translate), paper=paper), data=lambda: [content])


def _whole(findings: "list[Finding]", state: "State", paper: Paper, translate: "Translate", chosen: _Chosen) -> Answer:
    """The summary, or the appendix."""

    def page() -> Page:
        told = _appendix if chosen.appendix else _summary
        blocks = told(findings, state, chosen, translate)
        return Page(blocks, paper=paper)

    return Answer(page, data=lambda: _data(findings, state, chosen))


def _data(findings: "list[Finding]", state: "State", chosen: _Chosen) -> "Iterator[json.Answer]":
    """The report, and beside it the appendix where that is asked for."""
    from plptool.reports.appendix import appendix
    from plptool.reports.summary import report

    yield report(state, findings, listed=chosen.listed, org=chosen.org)
    if chosen.appendix:
        yield {"appendix": appendix(state, listed=chosen.listed, org=chosen.org)}


def _appendix(findings: "list[Finding]", state: "State", chosen: _Chosen, translate: "Translate") -> "list[Block]":
    from plptool.checks.seals import by_snapshot
    from plptool.render.appendix import appendix as laid_out
    from plptool.reports.appendix import appendix

    broken = sorted(by_snapshot(findings))
    content = appendix(state, listed=chosen.listed, org=chosen.org)
    return laid_out(content, state.point, translate, broken, oddities=chosen.oddities)


def _summary(findings: "list[Finding]", state: "State", chosen: _Chosen, translate: "Translate") -> "list[Block]":
    from plptool.render.report import report as laid_out
    from plptool.reports.summary import report

    content = report(state, findings, listed=chosen.listed, org=chosen.org)
    return laid_out(content, translate, oddities=chosen.oddities)
