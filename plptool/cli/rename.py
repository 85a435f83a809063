import click

from plptool.cli import complete, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.collections import COLLECTIONS
from plptool.workspace import Workspace


@click.command("rename", cls=Command)
@click.argument("old", metavar="OLD", shell_complete=complete.records(*COLLECTIONS))
@click.argument("new", metavar="NEW")
@click.option(
    "--source", multiple=True, metavar="CITATION", shell_complete=complete.sources,
    help="With --correction: what it rests on; may be given again.",
)  # fmt: skip
@click.option(
    "--decision",
    metavar="ID",
    shell_complete=complete.records("decisions"),
    help="With --correction: the decision that it rests on.",
)
@options.correction_option
@options.writing_options("rename")
@click.pass_obj
def command(
    workspace: Workspace,
    old: str,
    new: str,
    source: tuple[str, ...],
    decision: str | None,
    correction: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """Give a record another id: its file is called so, and whatever names or cites it follows.

    The record says what it was called, `formerly`, and no other may ever be called so. What was sealed says otherwise
    then: where a seal has the record, or one that names it, that needs --correction, with what it rests on.

    \b
    Examples:
      plptool rename 2.2.4 2.2.6
      plptool rename CYP CYF --correction "The committee changed its name." --source minutes-240115#L8
    """
    from plptool.edit.rename import renamed

    desk = Desk(workspace, form, lang)
    why = desk.why(correction, {"source": source, "decision": (decision,) if decision else ()})
    desk.do(lambda ledger: renamed(ledger, old, new), why)
