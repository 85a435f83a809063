from dataclasses import dataclass
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
    from plptool.checks.coverage import Outcome
    from plptool.model.findings import Finding
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
    from plptool.checks.coverage import examine, match, strangers, without_digest
    from plptool.documents.coverage import Coverage
    from plptool.documents.lines import texts_in
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
    files = texts_in(texts)
    matched = match(ledger, files)
    unexamined = Unexamined(
        [Path(name).relative_to(texts).as_posix() for name in strangers(ledger, files)], without_digest(ledger)
    )
    coverage = examine(ledger, matched)
    documents = [
        Document(source, Coverage.of(coverage, source.id) if source.id in matched else None) for source in sources
    ]
    findings = [finding for finding in coverage.findings if finding.acknowledged is None]
    write(form, _examined(documents, findings, unexamined, _sum(coverage, findings, unexamined, translate), translate))
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


@dataclass(frozen=True, slots=True)
class Unexamined:
    """What was not looked at."""

    texts: list[str]
    """Files that are the text of no source, by their place in the folder."""
    sources: list[str]
    """Sources without a digest."""

    def lines(self, translate: Translate) -> list[str]:
        """What is told of it."""
        told = []
        if self.texts:
            sentence = translate("Text of no source, and not looked at ({n}): {names}")
            told.append(sentence.format(n=len(self.texts), names=_few(self.texts)))
        if self.sources:
            sentence = translate("Without a digest (`sha256`), so that no text is known for theirs ({n}): {names}")
            told.append(sentence.format(n=len(self.sources), names=_few(self.sources)))
        return told


def _few(names: list[str]) -> str:
    return ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")


_FEW = 5


def _examined(
    documents: "list[Document]", findings: "list[Finding]", unexamined: Unexamined, total: str, translate: Translate
) -> Answer:
    """What was found in the documents' texts, and how much of each is accounted for."""
    from plptool.render import findings as rendered
    from plptool.render import listing
    from plptool.render.text import text

    def lines() -> str:
        screen = output.screen()
        parts = [
            rendered.text(findings, translate, colour=screen.colour),
            text([listing.documents(documents, translate)], screen),
            *unexamined.lines(translate),
            total,
        ]
        return "\n".join(part.removesuffix("\n") for part in parts if part)

    return Answer(
        lines=lines,
        data=lambda: [
            {
                "sources": documents,
                "findings": rendered.shapes(findings, translate),
                "unknown-texts": unexamined.texts,
                "without-digest": unexamined.sources,
            }
        ],
    )


def _sum(coverage: "Outcome", findings: "list[Finding]", unexamined: Unexamined, translate: Translate) -> str:
    """In a line, how many of the dates in the texts are in the ledger, or left out with a reason."""
    dates = len(coverage.occurrences)
    left_out = sum(occurrence.left_out and not occurrence.accounted for occurrence in coverage.occurrences)
    if findings:
        accounted = sum(occurrence.accounted for occurrence in coverage.occurrences) + left_out
        sentence = translate("{done} of {dates} dates are accounted for; {n} findings.")
        return sentence.format(done=accounted, dates=dates, n=len(findings))
    if unexamined.texts or unexamined.sources or not coverage.occurrences:
        sentence = translate(
            "Of what was looked at, all {dates} dates are accounted for, {left_out} left out with a reason."
        )
        return sentence.format(dates=dates, left_out=left_out)
    sentence = translate("Everything is accounted for: {dates} dates, of which {left_out} left out with a reason.")
    return sentence.format(dates=dates, left_out=left_out)
