from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.model.drafts import Draft


@click.command("draft", cls=Command)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
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
      plptool draft ../documents/annex-9.docx
      plptool draft ../documents/annex-9.docx --date 231231 --write --commit
      plptool draft ../documents/annex-9.docx --text ../texts/annex-9.txt --format json
    """
    desk = Desk(workspace, form, lang)
    if not writes and (options.is_writing() or correction is not None or reason is not None):
        raise UserError(Message("--dry-run, --commit, --branch, --correction and --reason go with --write"))
    from plptool.documents.opening import opened
    from plptool.model.drafts import Named

    document = opened(file)
    draft = workspace.drafted(document, Named(file.stem, title, day, key))
    if kept is not None:
        from plptool.documents.keeping import keep
        from plptool.edit.overwritten import place_of_answer

        place_of_answer(kept, document.text)
        keep(document, kept)
    if writes:
        _write(desk, draft, reason, correction)
    else:
        _tell(desk, draft)


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
