from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.output import leave
from plptool.model.i18n import Translate, translation
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.render.listing import Document


@click.command("sources")
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check the ledger against the documents' texts in this folder, whatever the files are called.",
)
@options.format_option("sources")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, texts: Path | None, form: Format, lang: str | None) -> None:
    """List the documents, and check the ledger against their texts.

    With --texts: the cited lines exist and say what is recorded, and every calendar date in the texts is in a fact of
    that date that cites the line, or is left out with a reason. Exit 1 where that does not hold.

    \b
    Examples:
      plptool sources
      plptool sources --texts ../documents
    """
    from plptool.checks.coverage import examine, find_texts
    from plptool.documents.coverage import Coverage
    from plptool.documents.lines import texts_in
    from plptool.render import coverage
    from plptool.render.listing import Document
    from plptool.reports.records import source_row

    ledger = workspace.ledger()
    translate = translation(ledger.manifest, lang)
    everything = ledger.at(date.max)
    sources = [
        source_row(everything, key, source.data) for key, source in sorted(ledger.collections["sources"].items())
    ]
    if texts is None:
        write(form, _documents([Document(source, None) for source in sources], translate))
        leave(ledger, translate)
        return
    found = find_texts(ledger, texts_in(texts))
    outcome = examine(ledger, found.lines)
    documents = [
        Document(source, Coverage.of(outcome, source.id) if source.id in found.lines else None) for source in sources
    ]
    findings = [finding for finding in outcome.findings if finding.acknowledged is None]
    answer = Answer(
        lines=lambda: coverage.lines(documents, outcome, findings, found, output.screen(), translate),
        data=lambda: [coverage.Examined.of(documents, findings, found, translate)],
    )
    write(form, answer)
    leave(ledger, translate)
    if findings:
        raise click.exceptions.Exit(1)


def _documents(documents: "list[Document]", translate: Translate) -> Answer:
    """The documents alone, whose texts nobody has."""
    from plptool.render import listing

    return Answer(
        page=lambda: Page([listing.documents(documents, translate)]),
        data=lambda: [{"sources": documents}],
    )
