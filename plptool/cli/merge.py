from pathlib import Path

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, write
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("merge")
@click.argument("files", nargs=-1, metavar="[BASE OURS THEIRS [PATH]]")
@click.option(
    "--install", is_flag=True, help="Let git ask plptool in this clone, whenever two versions of a record meet."
)
@options.format_option("merge")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, files: tuple[str, ...], install: bool, form: Format, lang: str | None) -> None:
    """Merge two versions of records by what they say, also for git.

    Events are merged by their content, fields by name. Without files, what git has left in conflict in the ledger is
    merged. Of three files, what comes of it takes the place of OURS; PATH says where the record lies, if OURS does not
    lie there. What two have changed differently stays a conflict, which validate finds until somebody has chosen; then
    the exit code is 1.

    \b
    Examples:
      plptool merge --install
      plptool merge
      plptool merge base.yaml ledger/processes/2.2.4.yaml theirs.yaml
    """
    from plptool.edit.merging import merge_left, merge_three, set_up
    from plptool.read.manifest import manifest_of
    from plptool.render.merge import merge_lines

    translate = translation(manifest_of(workspace.folder), lang)
    if install and not files:
        is_new = set_up(workspace.files.root)
        line = translate("From now on git asks plptool in this clone when two versions of a record meet.")
        told: list[dict[str, bool]] = [{"installed": is_new}]
        write(form, Answer(lines=lambda: line, data=lambda: told))
        return
    if install or len(files) not in (0, 3, 4):
        raise click.UsageError("merge takes --install, nothing, or BASE OURS THEIRS and a PATH")
    if files:
        base, ours, theirs, *path = files
        merged = [merge_three(Path(base), Path(ours), Path(theirs), path[0] if path else ours)]
    else:
        merged = merge_left(workspace.files.root)
    write(form, Answer(lines=lambda: merge_lines(merged, translate), data=lambda: [{"files": merged}]))
    if any(file.outcome != "merged" for file in merged):
        raise click.exceptions.Exit(1)
