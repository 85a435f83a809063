from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.writing import Desk
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.documents.document import Document
    from plptool.documents.said import Recognised
    from plptool.model.drafts import Draft, DraftSource
    from plptool.timeline.ledger import Ledger


@click.command("draft")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", metavar="TITLE", help="What the document is called; without it, its first heading.")
@click.option("--date", "day", metavar="DATE", help="The document's newest date; without it, the one that it says.")
@click.option("--id", "key", metavar="ID", help="The source's id; without it, made of the file's name.")
@click.option(
    "--text",
    "kept",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the text that was read to this file, for `sources --texts`: outside the repository, or ignored by git.",
)
@click.option("--write", "writes", is_flag=True, help="Put what is drafted into the ledger.")
@click.option(
    "--reason",
    metavar="REASON",
    help="Why what is recorded stays, where the document says otherwise; both stand as claims.",
)
@options.correction_option
@options.acknowledge_option
@options.writing_options("draft")
@click.pass_obj
def command(
    workspace: Workspace,
    file: Path,
    title: str | None,
    day: str | None,
    key: str | None,
    kept: Path | None,
    writes: bool,
    reason: str | None,
    correction: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """Draft records of a document: processes with their fields, meetings, and how they stand.

    FILE is Word (.docx), a web page (.html), text (.txt, .md), a sheet whose columns the manifest maps (.csv, .xlsx)
    or, for meetings alone, a PDF. It is read by a process of its own, with limits; nothing in it is run or followed. A
    line becomes an event only where every word of it is understood; all else is asked, with a command that answers it.
    What is drafted is new, known, or other than what the ledger says.

    Nothing is written without --write. With it, the document's record, new records and events come into the ledger,
    and where the ledger says otherwise, both claims. The options from --correction to --hooks are for that. Done again,
    it drafts nothing.

    \b
    Examples:
      plptool draft ../documents/bilaga-9.docx
      plptool draft ../documents/bilaga-9.docx --date 231231 --write --commit
      plptool draft ../documents/bilaga-9.docx --text ../texts/bilaga-9.txt --format json
    """
    desk = Desk(workspace, form, lang)
    if not writes and (options.is_writing() or correction is not None or reason is not None):
        raise UserError(Message("--dry-run, --commit, --branch, --correction and --reason go with --write"))
    given = _Given(file, title, day, key)
    document, draft = _drafted(desk, given)
    if kept is not None:
        from plptool.documents.keeping import keep

        keep(document, kept)
    if writes:
        _write(desk, draft, reason, correction)
    else:
        _tell(desk, draft)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller says of the document."""

    file: Path
    title: str | None
    day: str | None
    id: str | None


def _drafted(desk: Desk, given: _Given) -> "tuple[Document, Draft]":
    from plptool.documents.drafting import drafted
    from plptool.documents.opening import opened
    from plptool.documents.recognition import recognised_in
    from plptool.model.dates import parse_when, record_date

    ledger = desk.ledger()
    document = opened(given.file)
    said_day = None if given.day is None else parse_when(record_date(given.day, desk.today)).latest
    recognised = recognised_in(document, ledger, said_day)
    source = _source(desk, ledger, document, recognised, given)
    return document, drafted(recognised, source, ledger, desk.today)


def _source(
    desk: Desk, ledger: "Ledger", document: "Document", recognised: "Recognised", given: _Given
) -> "DraftSource":
    """The document as a source: the one that the ledger has, or a new one."""
    from plptool.documents.vocabulary import known_source
    from plptool.edit.source import NewSource, proposed_id
    from plptool.model.dates import record_date
    from plptool.model.drafts import DraftSource

    known = known_source(ledger, document)
    if known is not None:
        return known
    title = given.title or recognised.title or given.file.stem
    day = record_date(given.day, desk.today) if given.day is not None else None
    lines: dict[str, int] = {}
    if given.title is None and recognised.title is not None:
        lines["title"] = recognised.title_line
    if day is None and recognised.day is not None:
        day = recognised.day.isoformat()
        lines["date"] = recognised.day_line
    key = given.id or proposed_id(given.file.stem, title)
    checked = NewSource.of(document.text, key, title, day or desk.today.isoformat())
    cited = {name: f"{checked.id}#L{line}" for name, line in lines.items()} if len(lines) == 2 else {}
    return DraftSource(checked.id, checked.sha256, checked.lines, checked.title, day, False, cited)


def _tell(desk: Desk, draft: "Draft") -> None:
    from plptool.render import draft as rendered

    answer = Answer(
        page=lambda: Page(rendered.page(draft, desk.translate)),
        data=lambda: [rendered.shape(draft, desk.translate)],
    )
    write(desk.form, answer)


def _write(desk: Desk, draft: "Draft", reason: str | None, correction: str | None) -> None:
    """Put what is drafted into the ledger."""
    from plptool.edit.accept import accepted
    from plptool.render import draft as rendered

    translate = desk.translate
    words = reason or translate("The document says otherwise; what was recorded before stays until somebody decides.")
    why = desk.why(correction, {"source": (draft.source.id,)})
    told = rendered.counted(draft, translate)
    if not any(verdict.value != "known" for verdict in draft.verdicts()):
        answer = Answer(lines=lambda: f"{told}\n", data=lambda: [rendered.shape(draft, translate)])
        write(desk.form, answer)
        return
    click.echo(told, err=True)
    desk.do(lambda ledger: accepted(ledger, draft, words), why)
