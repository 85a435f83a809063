import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace


@click.command("rename", cls=Command)
@click.argument("old", metavar="OLD", required=False, shell_complete=complete.records(*COLLECTIONS))
@click.argument("new", metavar="NEW", required=False)
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
    old: str | None,
    new: str | None,
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
    from plptool.edit.answers import must_be_an_id
    from plptool.edit.intend import must_be_free
    from plptool.edit.rename import renamed

    desk = Desk(workspace, form, lang)
    record = desk.record(old)

    def may_be_new(typed: str) -> None:
        must_be_an_id(typed)
        must_be_free(desk.ledger(), typed)

    if new is None and desk.asks:
        question = desk.translate("What is {id} called from now on?").format(id=record.id)
        new = desk.ask(question, examine=may_be_new, meaning=meanings.ID)
    if new is None:
        raise UserError(Message("say what it is called from now on: NEW"))
    new_id = new
    why = desk.why(correction, {"source": source, "decision": (decision,) if decision else ()})
    desk.do(lambda ledger: renamed(ledger, record.id, new_id), why)
