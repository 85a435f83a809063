from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import translation
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.edit.choose import Side


@click.command("merge", cls=Command)
@click.argument("files", nargs=-1, metavar="[BASE OURS THEIRS [PATH] | RECORD [FIELD]]")
@click.option(
    "--install", is_flag=True, help="Let git ask plptool in this clone, whenever two versions of a record meet."
)
@click.option(
    "--choose",
    "side",
    type=click.Choice(("ours", "theirs", "both")),
    help="Where two edits of RECORD do not agree: which version stands.",
)
@options.format_option("merge")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace, files: tuple[str, ...], install: bool, side: "Side | None", form: Format, lang: str | None
) -> None:
    """Merge two versions of records by what they say, also for git.

    Events are merged by their content, fields by name. Without files, what git has left in conflict in the ledger is
    merged. Of three files, what comes of it takes the place of OURS; PATH says where the record lies, if OURS does not
    lie there. What two have changed differently stays a conflict, which validate finds until somebody has chosen; then
    the exit code is 1.

    --choose takes one version of it, or both, of a RECORD or of one FIELD in it: ours is the branch that is checked
    out, theirs what comes to it; in a rebase, ours is what yours is put upon. Whose they are is told, what each says,
    and what remains to be done.

    \b
    Examples:
      plptool merge --install
      plptool merge
      plptool merge --choose theirs 2.2.4 lead
      plptool merge base.yaml ledger/processes/2.2.4.yaml theirs.yaml
    """
    from plptool.edit.merging import choose, meeting_in, merge_left, merge_three, set_up
    from plptool.read.manifest import manifest_of
    from plptool.render.merge import merge_lines

    manifest = manifest_of(workspace.folder)
    translate = translation(manifest, lang)
    root = workspace.files.root
    if install and not files:
        is_new = set_up(root)
        line = translate("From now on git asks plptool in this clone when two versions of a record meet.")
        told = [{"installed": is_new}]
        answer = Answer(lines=lambda: line, data=lambda: told)
        write(form, answer)
        return
    is_number_right = len(files) in ((1, 2) if side else (0, 3, 4))
    if install or not is_number_right:
        raise UserError(Message("merge takes --install, nothing, --choose SIDE RECORD, or BASE OURS THEIRS and a PATH"))
    match files:
        case [key, *names] if side is not None:
            merged = choose(root, key, next(iter(names), None), side)
        case [base, ours, theirs]:
            file = merge_three(Path(base), Path(ours), Path(theirs), ours)
            merged = [file]
        case [base, ours, theirs, path]:
            file = merge_three(Path(base), Path(ours), Path(theirs), path)
            merged = [file]
        case _:
            merged = merge_left(root)
    meeting = meeting_in(root)
    answer = Answer(lines=lambda: merge_lines(merged, meeting, translate), data=lambda: [{"files": merged}])
    write(form, answer)
    outcomes = {file.outcome for file in merged}
    is_whole = outcomes <= {"merged", "settled"}
    if not is_whole:
        raise click.exceptions.Exit(1)
