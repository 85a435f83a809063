from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import meanings, options
from plptool.cli.ask import agreed
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.cli.output import leave
from plptool.cli.writing import Desk
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate, translation
from plptool.render import output
from plptool.render.text import clean
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.render.listing import Document


@click.command("sources", cls=Command)
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check the ledger against the documents' texts in this folder, whatever the files are called.",
)
@click.option(
    "--add",
    "added",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Record the document whose text this is as a source.",
)
@click.option("--title", metavar="TITLE", help="With --add: what the document is called.")
@click.option("--date", "day", metavar="DATE", help="With --add: the document's newest date, as records write one.")
@click.option("--id", "key", metavar="ID", help="With --add: the source's id; without it, made of the file's name.")
@options.writing_options("sources")
@click.pass_obj
def command(
    workspace: Workspace,
    texts: Path | None,
    added: Path | None,
    title: str | None,
    day: str | None,
    key: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """List the documents, check the ledger against their texts, and record new ones.

    With --texts: the cited lines exist and say what is recorded, and every calendar date in the texts is in a fact of
    that date that cites the line, or is left out with a reason. Exit 1 where that does not hold.

    With --add: the record of a source is written, with the digest of the text and the number of its lines. Title, date
    and id that are not given are asked for on a terminal; there, the record is shown before it is written. The options
    from --dry-run to --hooks are for that.

    \b
    Examples:
      plptool sources
      plptool sources --texts ../documents
      plptool sources --add ../documents/minutes.txt --title "Minutes 14 March" --date 2023-03-14
    """
    if added is not None:
        if texts is not None:
            raise UserError(Message("--add and --texts do not go together"))
        _add(Desk(workspace, form, lang), added, Given(title, day, key))
        return
    if title is not None or day is not None or key is not None or options.is_writing():
        raise UserError(Message("--title, --date, --id, --dry-run, --commit and --branch go with --add FILE"))
    _list(workspace, texts, form, lang)


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of a new source; None of what is to be asked."""

    title: str | None
    date: str | None
    id: str | None


def _add(desk: Desk, file: Path, given: Given) -> None:
    """Record the document whose text a file holds."""
    from plptool.documents.lines import bytes_of
    from plptool.edit.source import NewSource, examined_text, must_be_new_id, must_be_new_text, new_source
    from plptool.model.dates import record_date
    from plptool.model.ids import proposed_id

    translate = desk.translate
    text = examined_text(bytes_of(file), str(file))
    must_be_new_text(desk.ledger(), sha256(text).hexdigest())
    title = given.title
    if title is None and desk.asks:
        title = desk.ask(translate("What is the document called?"), meaning=meanings.MEANINGS["title"])
    if title is None:
        raise UserError(Message("say what the document is called: --title TITLE"))
    day = given.date
    if day is None and desk.asks:
        question = translate("Its newest date, such as 2023-03-14 or 2023-03?")
        day = desk.ask(question, examine=lambda typed: record_date(typed, desk.today), meaning=meanings.NEWEST)
    if day is None:
        raise UserError(Message("say when the document is of: --date DATE"))
    source_id = given.id
    if source_id is None:
        source_id = proposed_id(file.stem, title)
        if desk.asks:
            question = translate("Its id in the ledger?")
            source_id = desk.ask(
                question,
                source_id,
                examine=lambda typed: must_be_new_id(desk.ledger(), typed),
                meaning=meanings.ID,
            )
    source = NewSource.of(text, source_id, title, record_date(day, desk.today))
    shown = desk.asks and not desk.dry_run
    if shown:
        click.echo(f"{source.path}:\n{clean(source.yaml)}", err=True)
        if not agreed(translate("Write this? (y/n)"), translate):
            raise click.Abort
    outcome = desk.carried_out(lambda ledger: new_source(ledger, source))
    lines = [f"{source.path}:" if desk.dry_run else translate("{path} is written.").format(path=source.path)]
    if outcome.commit is not None:
        lines.append(translate("Committed as {commit}.").format(commit=outcome.commit[:12]))
    if not shown:
        lines += ["", clean(source.yaml)]
    answer = Answer(
        lines=lambda: "\n".join(lines),
        data=lambda: [{"added": {**source.data, "path": source.path}}],
    )
    write(desk.form, answer)


def _list(workspace: Workspace, texts: Path | None, form: Format, lang: str | None) -> None:
    """The documents, and how much of their texts is accounted for, where these are at hand."""
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
        source_row(everything, source_id, source.data)
        for source_id, source in sorted(ledger.collections["sources"].items())
    ]
    if texts is None:
        write(form, _documents([Document(source, None) for source in sources], translate))
        leave(ledger, translate)
        return
    found_texts = find_texts(ledger, texts_in(texts))
    outcome = examine(ledger, found_texts.lines)
    documents = [
        Document(source, Coverage.of(outcome, source.id) if source.id in found_texts.lines else None)
        for source in sources
    ]
    findings = [finding for finding in outcome.findings if finding.acknowledged is None]
    answer = Answer(
        lines=lambda: coverage.lines(documents, outcome, findings, found_texts, output.screen(), translate),
        data=lambda: [coverage.Examined.of(documents, findings, found_texts, translate)],
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
