from datetime import date
from pathlib import Path

import click

from plptool.cli import options
from plptool.cli.output import leave
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace


@click.command("sources")
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check the ledger against the documents' texts in this folder, whatever the files are called.",
)
@options.format_option("text", "json")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, texts: Path | None, form: str, lang: str | None) -> None:
    """List the documents, and check the ledger against their texts.

    With --texts: the cited lines exist and say what is recorded, and every calendar date in the texts is in a fact of
    that date that cites the line, or is left out with a reason. Exit 1 where that does not hold.

    \b
    Examples:
      plptool sources
      plptool sources --texts ../documents
    """
    from plptool.checks.coverage import examine, match
    from plptool.documents.coverage import Coverage
    from plptool.documents.lines import texts_in
    from plptool.render import findings as rendered
    from plptool.render import listing as pages
    from plptool.reports.records import source_row

    ledger = workspace.ledger()
    translate = translation(ledger.manifest, lang)
    everything = ledger.at(date.max)
    sources = [
        source_row(everything, key, source.data) for key, source in sorted(ledger.collections["sources"].items())
    ]
    if texts is None:
        rows = [pages.Document(source, None) for source in sources]
        if form == "json":
            output.write_json({"sources": rows})
        else:
            output.write_blocks([pages.documents(rows, translate)], form)
        leave(ledger, translate)
        return
    held = match(ledger, texts_in(texts))
    outcome = examine(ledger, held)
    rows = [
        pages.Document(source, Coverage.of(outcome, source.id) if source.id in held else None) for source in sources
    ]
    open_findings = [one for one in outcome.findings if one.acknowledged is None]
    if form == "json":
        output.write_json({"sources": rows, "findings": rendered.data(open_findings, translate)})
    else:
        output.write(rendered.text(open_findings, translate, colour=output.screen().colour))
        output.write_blocks([pages.documents(rows, translate)], form)
        dates = len(outcome.occurrences)
        left_out = sum(one.left_out and not one.accounted for one in outcome.occurrences)
        done = sum(one.accounted for one in outcome.occurrences) + left_out
        if open_findings:
            said = translate("{done} of {dates} dates are accounted for; {n} findings.")
        else:
            said = translate("Everything is accounted for: {dates} dates, of which {left_out} left out with a reason.")
        output.write(said.format(done=done, dates=dates, left_out=left_out, n=len(open_findings)))
    leave(ledger, translate)
    if open_findings:
        raise click.exceptions.Exit(1)
